"""Tutelage teaches a language model a complex skill: Dynamic Skill Adaptation (arXiv:2412.19361), end to end.

    import tutelage
    record = tutelage.run("examples/calculus.yaml")

The names below load on first use, so that `import tutelage` is quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tutelage.adaptation.stage import adapt as adapt
    from tutelage.config import EvalOptions as EvalOptions
    from tutelage.config import Recipe as Recipe
    from tutelage.config import load_recipe as load_recipe
    from tutelage.course import write_course as write_course
    from tutelage.dynamics import classify as classify
    from tutelage.exams.asking import evaluate_exam as evaluate_exam
    from tutelage.exams.comparison import compare as compare
    from tutelage.exams.results import evaluate as evaluate
    from tutelage.exports.export import export as export
    from tutelage.pipeline import make_course as make_course
    from tutelage.pipeline import run as run
    from tutelage.records import Course as Course
    from tutelage.records import Exercise as Exercise
    from tutelage.records import RunRecord as RunRecord
    from tutelage.records import Skill as Skill
    from tutelage.records import SkillGraph as SkillGraph
    from tutelage.report.page import render as render
    from tutelage.report.page import render_comparison as render_comparison
    from tutelage.storage.open_run import open_run as open_run
    from tutelage.student.loading import load_student as load_student
    from tutelage.syllabus import read_syllabus as read_syllabus
    from tutelage.teacher import Teacher as Teacher
    from tutelage.tools.audit import audit as audit
    from tutelage.tools.gate import gate as gate
    from tutelage.tools.grade import grade as grade
    from tutelage.training.practice import finetune as finetune
    from tutelage.training.reading import pretrain as pretrain
    from tutelage.training.trainer import DynamicSFTTrainer as DynamicSFTTrainer

__version__ = "0.2.0"

_HOMES = {
    "Course": ("records", "Course"),
    "DynamicSFTTrainer": ("training.trainer", "DynamicSFTTrainer"),
    "EvalOptions": ("config", "EvalOptions"),
    "Exercise": ("records", "Exercise"),
    "Recipe": ("config", "Recipe"),
    "RunRecord": ("records", "RunRecord"),
    "Skill": ("records", "Skill"),
    "SkillGraph": ("records", "SkillGraph"),
    "Teacher": ("teacher", "Teacher"),
    "audit": ("tools.audit", "audit"),
    "adapt": ("adaptation.stage", "adapt"),
    "classify": ("dynamics", "classify"),
    "compare": ("exams.comparison", "compare"),
    "evaluate": ("exams.results", "evaluate"),
    "evaluate_exam": ("exams.asking", "evaluate_exam"),
    "export": ("exports.export", "export"),
    "gate": ("tools.gate", "gate"),
    "grade": ("tools.grade", "grade"),
    "load_recipe": ("config", "load_recipe"),
    "make_course": ("pipeline", "make_course"),
    "load_student": ("student.loading", "load_student"),
    "open_run": ("storage.open_run", "open_run"),
    "finetune": ("training.practice", "finetune"),
    "pretrain": ("training.reading", "pretrain"),
    "read_syllabus": ("syllabus", "read_syllabus"),
    "render": ("report.page", "render"),
    "render_comparison": ("report.page", "render_comparison"),
    "run": ("pipeline", "run"),
    "write_course": ("course", "write_course"),
}

__all__ = [*_HOMES, "__version__"]  # noqa: PLE0604


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'tutelage' has no attribute '{name}'")
    module, attribute = _HOMES[name]
    return getattr(import_module(f"tutelage.{module}"), attribute)


def __dir__() -> list[str]:
    return sorted(__all__)
