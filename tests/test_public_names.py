"""The public API is a list; changing it is a decision."""

from __future__ import annotations

import tutelage


def test_public_names_are_exactly_these() -> None:
    assert sorted(tutelage.__all__) == [
        "Course",
        "DynamicSFTTrainer",
        "EvalOptions",
        "Exercise",
        "Recipe",
        "RunRecord",
        "Skill",
        "SkillGraph",
        "Teacher",
        "__version__",
        "adapt",
        "audit",
        "classify",
        "compare",
        "evaluate",
        "evaluate_exam",
        "export",
        "finetune",
        "gate",
        "grade",
        "load_recipe",
        "load_student",
        "make_course",
        "open_run",
        "pretrain",
        "read_syllabus",
        "render",
        "render_comparison",
        "run",
        "write_course",
    ]


def test_every_public_name_loads_and_is_documented() -> None:
    for name in tutelage.__all__:
        value = getattr(tutelage, name)
        assert name == "__version__" or value.__doc__
