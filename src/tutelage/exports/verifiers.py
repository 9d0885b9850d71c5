"""The course as an environment for reinforcement learning, in the form of the package `verifiers`.

Each exercise is a task with its skill, level, prerequisites and checker; the exam is a second split. The same rows are
plain JSONL, and `checkers.py` beside them, which needs nothing of `verifiers`, marks a reply as the run's own exam
does. Format: the package's module `verifiers.v1` (0.4.0), with which a test reads it back.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tutelage.exports.forms import ExportForm
from tutelage.exports.material import ExportedExercise, Material, write_rows
from tutelage.progress import Progress, counted
from tutelage.records import Exercise, SkillGraph
from tutelage.storage.store import write_text

SPLITS = ("exercises", "exam")

CHECKERS = '''"""Marks a reply to a question of this folder as the run's own exam does. Needs the package `tutelage`."""

from tutelage.grading import mark
from tutelage.records import Exercise


def is_right(reply: str, exercise: str | dict) -> bool:
    """Whether a reply is right; `exercise` is a row, or its field of that name."""
    if isinstance(exercise, dict):
        exercise = exercise["exercise"]
    return mark(reply, Exercise.model_validate_json(exercise)).correct
'''

TASKSET = '''"""A course of Tutelage as an environment: one task for each exercise, rewarded if the reply is right."""

import json
from pathlib import Path
from typing import Literal

import verifiers.v1 as vf

from .checkers import is_right


class CourseData(vf.TaskData):
    skill: str
    uses: list[str]
    """All skills that the worked solution uses."""
    level: int
    """Of the skill in the graph; 0 has no prerequisites."""
    prerequisites: list[str]
    """Skills that come before this one."""
    difficulty: int
    checker: str
    """How a given answer is compared."""
    answer: str
    category: str
    """How the student of the run found it: easy, hard, ambiguous, error; empty if it was not classified."""
    weight: float
    exercise: str
    """All of it, for the checker."""


class CourseTask(vf.Task[CourseData]):
    @vf.reward(weight=1.0)
    async def right(self, trace: vf.Trace) -> float:
        return float(is_right(trace.last_reply, self.data.exercise))


class CourseConfig(vf.TasksetConfig):
    split: Literal["exercises", "exam"] = "exercises"
    """Train on the exercises; the exam is for evaluation only."""
    skills: list[str] = []
    """Only these skills; empty for all."""
    levels: list[int] = []
    """Only skills of these levels; empty for all."""


class CourseTaskset(vf.Taskset[CourseTask, CourseConfig]):
    def load(self) -> list[CourseTask]:
        lines = Path(__file__).with_name(f"{self.config.split}.jsonl").read_text(encoding="utf-8").splitlines()
        rows = [CourseData.model_validate_json(line) for line in lines]
        wanted = [row for row in rows if not self.config.skills or row.skill in self.config.skills]
        return [
            CourseTask(row, self.config.task)
            for row in wanted
            if not self.config.levels or row.level in self.config.levels
        ]


def skills() -> list[dict]:
    """The skills in teaching order, each with its level and prerequisites."""
    lines = Path(__file__).with_name("skills.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]
'''

PACKAGE = '''"""A course of Tutelage as an environment."""

from .taskset import CourseTaskset

__all__ = ["CourseTaskset"]
'''

PROJECT = """\
[project]
name = "{name}"
version = "0.1.0"
description = "A course of Tutelage as an environment."
requires-python = ">=3.11"
dependencies = ["verifiers>=0.4", "tutelage"]

[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[tool.hatch.build.targets.wheel]
packages = ["{module}"]
"""


def write_environment(material: Material, folder: Path, _: Progress) -> str:
    """A package that `verifiers` loads by its name: tasks, skills and checkers."""
    module = f"tutelage_{material.slug}".lower()
    package = folder / module
    package.mkdir()
    exam = [ExportedExercise(question, 1.0, "", None) for question in material.exam]
    left = 0
    for split, items in zip(SPLITS, (material.items, exam), strict=True):
        marked = [item for item in items if not item.exercise.rubric]
        left += len(items) - len(marked)
        write_rows(package / f"{split}.jsonl", _tasks(marked, material))
    write_rows(package / "skills.jsonl", _skills(material.run.graph))
    for name, text in (("__init__", PACKAGE), ("taskset", TASKSET), ("checkers", CHECKERS)):
        write_text(package / f"{name}.py", text)
    name = module.replace("_", "-")
    write_text(folder / "pyproject.toml", PROJECT.format(name=name, module=module))
    without = f"{counted(left, 'question')} left out, which only a judge can mark by a rubric.\n" if left else ""
    return (
        f"{without}Install it beside verifiers and Tutelage, and evaluate:\n  pip install -e {{folder}}\n"
        f"  eval {name} --env.taskset.split exam -m MODEL\n"
        "Train on the split exercises; the exam is for evaluation."
    )


def _tasks(items: list[ExportedExercise], material: Material) -> Iterator[dict[str, Any]]:
    graph = material.run.graph
    levels = {skill.id: skill.level for skill in graph.skills}
    before: dict[str, list[str]] = {}
    for edge in graph.edges:
        before.setdefault(edge.skill, []).append(edge.prerequisite)
    for item in items:
        exercise = item.exercise
        prompt, system = _prompt(exercise, material.recipe.student.system)
        yield {
            "id": exercise.id,
            "name": exercise.skill,
            "prompt": prompt,
            "system_prompt": system,
            "skill": exercise.skill,
            "uses": list(exercise.skills),
            "level": levels.get(exercise.skill, 0),
            "prerequisites": before.get(exercise.skill, []),
            "difficulty": exercise.difficulty,
            "checker": exercise.checker.value,
            "answer": exercise.answer,
            "category": item.category,
            "weight": item.weight,
            "exercise": exercise.model_dump_json(),
        }


def _prompt(exercise: Exercise, system: str | None) -> tuple[str | list[dict[str, Any]], str | None]:
    """The question, a list of turns if there are earlier ones, and the system prompt."""
    turns = [message.turn() for message in exercise.messages[:-1]]
    if turns[0]["role"] == "system":
        system, turns = turns[0]["content"], turns[1:]
    return (turns[0]["content"] if len(turns) == 1 else turns), system


def _skills(graph: SkillGraph) -> Iterator[dict[str, Any]]:
    for skill in graph.skills:
        needs = [edge.prerequisite for edge in graph.edges if edge.skill == skill.id]
        yield {"id": skill.id, "name": skill.name, "level": skill.level, "prerequisites": needs}


FORM = ExportForm(write_environment)
