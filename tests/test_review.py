"""The last pass over all skills, and lessons that are read among the exercises of their level."""

from __future__ import annotations

from pathlib import Path

import tutelage
from conftest import make_recipe, script
from tutelage.config import PracticeConfig, load_recipe
from tutelage.progress import Quiet
from tutelage.records import values
from tutelage.storage import open_run, stages
from tutelage.student.encoding import Presentation
from tutelage.teacher.scripted import ScriptedTeacher
from tutelage.training.ordering import Lessons, WeightedExample, draw_review, order_presentations

SKILLS = ("a", "b", "c")
ITEMS = [WeightedExample(f"{skill}{number}", skill, 1.0) for skill in SKILLS for number in range(5)]
LENGTHS = {item.example: 10 for item in ITEMS}


def test_a_review_has_so_many_of_every_skill_or_all_there_are() -> None:
    found = draw_review([*ITEMS, WeightedExample("d0", "d", 1.0)], 2, 0)
    assert sorted(item.skill for item in found) == ["a", "a", "b", "b", "c", "c", "d"]
    assert found == draw_review([*ITEMS, WeightedExample("d0", "d", 1.0)], 2, 0)
    assert draw_review(ITEMS, 0, 0) == []


def test_only_the_last_round_ends_with_a_review() -> None:
    config = PracticeConfig(rounds=2, epochs=(1,), batch_size=4, review=1)
    assert len(order_presentations(ITEMS, LENGTHS, config, 0, 1)) == 15
    last = order_presentations(ITEMS, LENGTHS, config, 0, 2)
    assert len(last) == 18
    assert sorted(shown.skill for shown in last if shown.epoch == 2) == list(SKILLS)
    assert [shown.epoch for shown in last] == sorted(shown.epoch for shown in last)


def test_a_budget_of_tokens_includes_the_review() -> None:
    config = PracticeConfig(rounds=1, tokens_per_round=(100,), batch_size=4, review=1)
    shown = order_presentations(ITEMS, LENGTHS, config, 0, 1)
    assert sum(LENGTHS[each.example] for each in shown) == 100
    assert sum(each.epoch == shown[-1].epoch for each in shown) == 3


def test_lessons_come_before_the_exercises_of_their_level() -> None:
    lessons = Lessons([(2, "lesson-c", "c"), (0, "lesson-a", "a"), (1, "lesson-b", "b")], {"a": 0, "b": 1, "c": 2})
    shown = lessons.weave([Presentation(1, item.example, item.skill) for item in reversed(ITEMS)])
    assert [each.example for each in shown[:3]] == ["lesson-a", "a4", "a3"]
    skills = [each.skill for each in shown]
    assert skills == sorted(skills)
    config = PracticeConfig(rounds=1, epochs=(2,), batch_size=1)
    lengths = LENGTHS | {"lesson-a": 10, "lesson-b": 10, "lesson-c": 10}
    ordered = order_presentations(ITEMS, lengths, config, 0, 1, lessons=lessons)
    assert [each.example for each in ordered if "lesson" in each.example] == ["lesson-a", "lesson-b", "lesson-c"]
    assert {each.epoch for each in ordered if "lesson" in each.example} == {1}


def test_a_run_reads_among_the_exercises_and_reviews_at_its_end(tmp_path: Path, tiny_student: Path) -> None:
    recipe = make_recipe(
        tmp_path,
        tiny_student,
        reading={"with_exercises": True, "max_length": 128},
        practice={"rounds": 2, "epochs": [2], "batch_size": 4, "review": 1},
    )
    run = tutelage.run(recipe, teacher=ScriptedTeacher(script), progress=Quiet())
    assert run.reading is None
    assert stages.READING not in stages.stages_of(load_recipe(recipe))
    first, last = (round_.trained for round_ in run.rounds)
    exercises = {one.id for one in (*run.course.exercises, *run.course.misconceptions)}
    order = [(example, skill) for example, skill in values(first.order, "example", "skill")]
    read = [example for example, _ in order if example not in exercises]
    assert len(read) == len(set(read)) > 0, "every part of the textbook once"
    assert {example for example, _ in values(first.losses, "example", "epoch")} <= exercises
    assert first.rehearsed == 0
    assert max(epoch for _, epoch in values(last.order, "example", "epoch")) == 3, "two epochs and the review"
    assert open_run.open_run(Path(run.folder)) == run
