"""Training sets made worse on purpose: as much as asked for, wrong for sure, and without a mark."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tutelage import pipeline
from tutelage.config import CorruptionConfig, Recipe, load_recipe
from tutelage.course import corruption
from tutelage.course.verification import recompute
from tutelage.progress import Quiet
from tutelage.records import Course, Exercise

EXAMPLES = Path(__file__).parent.parent / "examples"


@pytest.fixture(scope="module")
def recipe() -> Recipe:
    return load_recipe(EXAMPLES / "calculus.yaml")


def course_of(recipe: Recipe, folder: Path, **settings: object) -> Course:
    changed = {"run_dir": folder, "corruption": CorruptionConfig.model_validate(settings)}
    return pipeline.make_course(recipe.model_copy(update=changed), progress=Quiet())


@pytest.mark.parametrize("kind", ["misconceptions", "random"])
def test_planted_errors_are_wrong_and_the_rest_is_right(recipe: Recipe, tmp_path: Path, kind: str) -> None:
    course = course_of(recipe, tmp_path, errors=0.25, kind=kind)
    clean = course_of(recipe, tmp_path / "clean")
    wrong = {exercise.id for exercise in course.exercises if recompute(exercise).reason == "wrong answer"}
    assert wrong == set(course.planted)
    assert len(course.exercises) == len(clean.exercises)
    assert 0.8 * 0.25 < len(wrong) / len(course.exercises) < 1.3 * 0.25
    assert course.exam == clean.exam
    assert course.misconceptions == clean.misconceptions
    kept = [exercise for exercise in course.exercises if exercise.id not in wrong]
    assert set(kept) < set(clean.exercises)


def test_nothing_marks_them(recipe: Recipe, tmp_path: Path) -> None:
    course = course_of(recipe, tmp_path, errors=0.25)
    planted = [exercise for exercise in course.exercises if exercise.id in course.planted]
    rest = [exercise for exercise in course.exercises if exercise.id not in course.planted]
    for field in ("misconception", "origin", "verdict", "checker"):
        assert {getattr(exercise, field) for exercise in planted} <= {getattr(exercise, field) for exercise in rest}
    assert not {exercise.id for exercise in planted} & {exercise.id for exercise in course.misconceptions}


def test_skew_leaves_less_for_most_skills(recipe: Recipe, tmp_path: Path) -> None:
    course = course_of(recipe, tmp_path, skew=1.0)
    counts = Counter(exercise.skill for exercise in course.exercises).most_common()
    assert len(counts) == 12
    assert counts[0][1] == 40
    assert counts[-1][1] == round(40 / 12)
    assert course.exercises == course_of(recipe, tmp_path / "again", skew=1.0).exercises
    assert course.planted == ()
    steeper = course_of(recipe, tmp_path / "steeper", skew=2.0)
    assert min(Counter(exercise.skill for exercise in steeper.exercises).values()) == corruption.MIN_EXERCISES


def test_a_changed_result_is_wrong_wherever_it_stands() -> None:
    right = Exercise.of(
        skill="a", skills=("a",), question="3 + 8?", solution="3 + 8 = 11, that is 11. Not 111. Answer: 11", answer="11"
    )
    wrong = corruption.changed_result(right, seed=0)
    assert wrong is not None
    assert wrong.answer != "11"
    assert wrong.solution == f"3 + 8 = {wrong.answer}, that is {wrong.answer}. Not 111. Answer: {wrong.answer}"
    assert corruption.changed_result(right, seed=0) == wrong
    assert corruption.changed_result(right.model_copy(update={"answer": "north"}), seed=0) is None
