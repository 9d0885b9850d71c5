"""Exercises that stay in their file, and what a round practises on: the same as with all of them in memory."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tutelage
from conftest import make_recipe
from tutelage.progress import Quiet
from tutelage.records import Account, ById, Course, Exercise, Round, Stored, TrainingSet, Weighted
from tutelage.report import practice
from tutelage.storage import store
from tutelage.teacher.scripted import ScriptedTeacher


def exercise(number: int, *, text: str = "") -> Exercise:
    return Exercise.of(
        skill="sums", skills=("sums",), question=f"{number} + 1?{text}", solution="Answer: 1", answer=str(number + 1)
    )


EXERCISES = tuple(exercise(number, text="é\n" * number) for number in range(7))


@pytest.fixture
def stored(tmp_path: Path) -> Stored[Exercise]:
    store.write_lines(tmp_path / "exercises.jsonl", EXERCISES)
    return Stored(tmp_path / "exercises.jsonl", Exercise)


def test_what_is_stored_is_a_sequence_of_the_same_records(stored: Stored[Exercise]) -> None:
    assert stored == EXERCISES
    assert len(stored) == len(EXERCISES)
    assert [stored[place] for place in (0, 3, -1)] == [EXERCISES[place] for place in (0, 3, -1)]
    assert list(stored[1:6:2]) == list(EXERCISES[1:6:2])
    assert list(stored[::-1]) == list(EXERCISES[::-1])
    assert stored != EXERCISES[:-1]
    with pytest.raises(IndexError):
        stored[len(EXERCISES)]


def test_a_large_course_stays_in_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    course = Course(lessons=(), exercises=EXERCISES, misconceptions=EXERCISES[:1], exam=())
    store.write_bundle(tmp_path / "one", course)
    assert isinstance(store.read_bundle(tmp_path / "one", Course).exercises, tuple)
    monkeypatch.setattr(store, "MAX_LINES", len(EXERCISES) - 1)
    again = store.read_bundle(tmp_path / "one", Course)
    assert isinstance(again.exercises, Stored)
    assert isinstance(again.misconceptions, tuple)
    assert again == course
    store.write_bundle(tmp_path / "two", again)
    assert (tmp_path / "two" / "exercises.jsonl").read_bytes() == (tmp_path / "one" / "exercises.jsonl").read_bytes()


def test_a_line_that_is_no_record_is_told_when_it_is_looked_at(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text('{"skill": 1}\n')
    broken = Stored(tmp_path / "x.jsonl", Account)
    with pytest.raises(ValueError, match="skill"):
        broken[0]


def test_by_id_is_a_dictionary(stored: Stored[Exercise]) -> None:
    other = exercise(99)
    later = EXERCISES[2].model_copy(update={"verdict": "later"})
    found = ById([stored, (other,), (), (later,)])
    assert dict(found) == {e.id: e for e in (*EXERCISES, other, later)}
    assert len(found) == len(EXERCISES) + 1
    assert exercise(1000).id not in found


Steps = st.lists(
    st.tuples(
        st.sets(st.integers(0, 9)), st.dictionaries(st.integers(0, 9), st.sampled_from([0.0, 0.25, 0.5])), st.booleans()
    ),
    max_size=4,
)


@given(Steps)
def test_training_set_changes_as_a_list_would(steps: list[tuple[set[int], dict[int, float], bool]]) -> None:
    every = [exercise(number) for number in range(10)]
    found, plain = TrainingSet([tuple(every[:3]), (), tuple(every[3:5])]), [(e, 1.0) for e in every[:5]]
    upcoming = iter(every[5:])
    for gone, weights, more in steps:
        new = [e for e in [next(upcoming, None)] if e and more]
        ids, by_id = {every[n].id for n in gone}, {every[n].id: weight for n, weight in weights.items()}
        found = found.changed(ids, by_id, new)
        plain = [(e, by_id.get(e.id, weight)) for e, weight in plain if e.id not in ids] + [(e, 1.0) for e in new]
    assert [(item.exercise, item.weight) for item in found] == plain
    assert [(found[place].exercise, found[place].weight) for place in range(len(found))] == plain
    assert found == TrainingSet.of(found)
    assert list(found[:2]) == list(found)[:2]


def test_a_round_takes_any_weighted_exercises() -> None:
    items = (Weighted(exercise=EXERCISES[0], weight=0.5), Weighted(exercise=EXERCISES[1]))
    round_ = Round.model_validate({"number": 1, "training_set": items, "trained": {"order": (), "losses": ()}})
    assert isinstance(round_.training_set, TrainingSet)
    assert tuple(round_.training_set) == items
    with pytest.raises(ValueError, match="training_set"):
        Round.model_validate({"number": 1, "training_set": 3, "trained": {"order": (), "losses": ()}})


def test_a_run_is_the_same_whether_its_course_stays_in_its_file(
    tmp_path: Path, tiny_student: Path, teacher: ScriptedTeacher, finished_run: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "MAX_LINES", 3)
    run = tutelage.run(make_recipe(tmp_path, tiny_student), teacher=teacher, progress=Quiet())
    assert isinstance(run.course.exercises, Stored)
    assert run.rounds[0].adapted
    assert isinstance(run.rounds[0].adapted.changes, Stored)
    again = tutelage.open_run(tmp_path / "run")
    monkeypatch.undo()
    plain = tutelage.open_run(finished_run)
    assert isinstance(plain.course.exercises, tuple)
    for other in (run, again):
        assert other.course == plain.course
        assert other.rounds == plain.rounds
        assert other.evaluations == plain.evaluations
        assert other.leakage == plain.leakage
    known, expected = practice.exercises_of(again), practice.exercises_of(plain)
    assert practice.change_rows(again, again.rounds[0]) == practice.change_rows(plain, plain.rounds[0])
    for rows in (practice.map_dots, practice.flagged_rows):
        assert rows(again, again.rounds[0], known) == rows(plain, plain.rounds[0], expected)
    assert practice.round_rows(again) == practice.round_rows(plain)
    assert dict(known) == dict(expected)
