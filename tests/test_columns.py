"""Losses and orders in columns: large runs as Parquet, small ones as JSONL, and both are the same records."""

from __future__ import annotations

import copy
import pickle
from pathlib import Path
from random import Random

import numpy as np
import pytest
from pydantic import ValidationError

from tutelage import dynamics, graph
from tutelage.adaptation import decide
from tutelage.adaptation.findings import Findings
from tutelage.config import AdaptConfig, DynamicsConfig
from tutelage.dynamics import losslog
from tutelage.records import (
    Adapted,
    Category,
    Columns,
    Exercise,
    LossRecord,
    Presented,
    Skill,
    Trained,
    values,
)
from tutelage.records.base import field_names
from tutelage.storage import store
from tutelage.student.encoding import Encoded, Examples, Presentation
from tutelage.training.losses import ExampleLoss
from tutelage.training.plan import ConsecutiveRanges, TrainingPlan
from tutelage.training.preparation import labels_of
from tutelage.training.recorder import Recorder

PRESENTATIONS = [Presentation(epoch, example, "sums") for epoch in (1, 2, 3) for example in ("a", "b", "c")]
LOSSES = [0.1 * number + epoch / 3 for number, (epoch, _, _) in enumerate(PRESENTATIONS)]


def trained(ids: str = "") -> Trained:
    recorder = Recorder(PRESENTATIONS, ids)
    for number, loss in enumerate(LOSSES):
        recorder.add(number // 2 + 1, [number], [ExampleLoss(number, loss, -loss, loss / 9, 7)])
    recorder.gather()
    return recorder.records()


def plain() -> Trained:
    """The same, as objects."""
    return Trained(
        order=tuple(
            Presented(
                step=number // 2 + 1, epoch=presentation.epoch, example=presentation.example, skill=presentation.skill
            )
            for number, presentation in enumerate(PRESENTATIONS)
        ),
        losses=tuple(
            LossRecord(
                epoch=presentation.epoch,
                example=presentation.example,
                loss=loss,
                margin=-loss,
                probability_margin=loss / 9,
                tokens=7,
            )
            for presentation, loss in zip(PRESENTATIONS, LOSSES, strict=True)
        ),
    )


@pytest.mark.parametrize(("most", "suffix"), [(8, "parquet"), (9, "jsonl")])
def test_what_is_read_back_is_what_was_recorded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int, suffix: str
) -> None:
    monkeypatch.setattr(store, "MAX_LINES", most)
    store.write_bundle(tmp_path, trained())
    found = store.read_bundle(tmp_path, Trained)
    assert {path.name for path in tmp_path.glob("[lo]*")} == {f"losses.{suffix}", f"order.{suffix}"}
    assert found == plain()
    assert list(found.losses) == list(plain().losses), "to the last digit"
    columns, rows = (
        dynamics.summarise(losslog.log_of_records(losses, dict.fromkeys("abc", "s")), 1)
        for losses in (found.losses, plain().losses)
    )
    assert (columns.mean.tolist(), columns.std.tolist()) == (rows.mean.tolist(), rows.std.tolist())
    log = losslog.read_log(tmp_path / f"losses.{suffix}")
    assert (log.names, log.epochs, log.loss.tolist()) == (["a", "b", "c"], 3, LOSSES)


def test_records_number_examples_as_the_data_set_does() -> None:
    numbered = trained("zcba")
    assert isinstance(numbered.losses, Columns)
    assert numbered.losses.table.column("example").chunk(0).dictionary.to_pylist() == ["z", "c", "b", "a"]
    assert list(numbered.losses) == list(plain().losses)
    for ids in ("zcba", "abc", "ca", "cx"):
        log = losslog.log_of_records(numbered.losses, dict.fromkeys(ids, "s"))
        found = dynamics.summarise(log, 1)
        expected = dynamics.summarise(losslog.log_of_records(plain().losses, dict.fromkeys(ids, "s")), 1)
        assert list(log.names) == list(ids)
        assert (found.seen.tolist(), found.mean.tolist()) == (expected.seen.tolist(), expected.mean.tolist())


def test_a_stage_done_again_leaves_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for most, suffix in ((8, "parquet"), (9, "jsonl"), (8, "parquet")):
        monkeypatch.setattr(store, "MAX_LINES", most)
        store.write_bundle(tmp_path, trained())
        assert [path.suffix for path in tmp_path.glob("losses.*")] == [f".{suffix}"]


def test_a_run_goes_on_after_a_parquet_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MAX_LINES", 1)
    begun = Recorder(PRESENTATIONS)
    begun.add(1, range(3), [ExampleLoss(n, LOSSES[n], 0.0, 0.0, 7) for n in range(3)])
    begun.gather()
    store.write_bundle(tmp_path, begun.records())
    again = Recorder(PRESENTATIONS)
    again.resume(store.read_bundle(tmp_path, Trained), TrainingPlan(PRESENTATIONS, ConsecutiveRanges(), []))
    assert again.records() == begun.records()
    other = TrainingPlan([Presentation(1, "z"), *PRESENTATIONS[1:]], ConsecutiveRanges(), [])
    with pytest.raises(ValueError, match="trained on something other"):
        Recorder(PRESENTATIONS).resume(begun.records(), other)


def test_columns_are_a_sequence_of_records() -> None:
    held, objects = trained().losses, plain().losses
    assert isinstance(held, Columns)
    assert held[0] == objects[0]
    assert held[-1] == objects[-1]
    assert list(held[2:7:2]) == list(objects[2:7:2])
    assert held == objects
    assert objects == held
    assert held != objects[1:]
    assert held != plain().order
    assert list(values(held, "epoch", "loss")) == list(values(objects, "epoch", "loss"))
    with pytest.raises(IndexError):
        held[9]
    assert list(Columns.of(LossRecord, {name: np.array([]) for name in field_names(LossRecord)})) == []


def test_a_file_of_something_else_is_named(tmp_path: Path) -> None:
    held = trained().order
    assert isinstance(held, Columns)
    held.write(tmp_path / "order.parquet")
    with pytest.raises(ValueError, match=r"order.parquet holds no records of LossRecord"):
        Columns.read(tmp_path / "order.parquet", LossRecord)


@pytest.mark.parametrize(("largest", "bits"), [(8, 16), (2**16 - 1, 16), (2**16, 32), (151_935, 32)])
def test_token_ids_of_examples_stand_in_a_table(largest: int, bits: int) -> None:
    encoded = {"a": Encoded([5, 6, 7], [-100, 6, 7]), "b": Encoded([largest], [-100]), "c": Encoded([], [])}
    examples = Examples.of((name, one) for name, one in encoded.items())
    assert list(examples.lengths.items()) == [("a", 3), ("b", 1), ("c", 0)]
    assert Examples.of([*encoded.items(), *encoded.items()]) == examples
    assert Examples.from_table(examples.table) == examples
    rows = examples.table.to_pylist()
    assert [row["id"] for row in rows] == ["a", "b", "c"]
    assert [Encoded(row["input_ids"], labels_of(row)) for row in rows] == list(encoded.values())
    assert [column.type.value_type.bit_width for column in examples.table.columns[1:]] == [bits, 1]
    assert len(Examples.of([]).table) == 0


def test_records_without_a_dictionary_do_what_others_do() -> None:
    exercise = made("low", 1, wrong=False)
    read = type(exercise).model_validate_json(exercise.model_dump_json())
    copied = read.model_copy(update={"verdict": "recomputed"})
    assert (read, copied.verdict, read.verdict) == (exercise, "recomputed", "")
    for again in (copy.deepcopy(copied), pickle.loads(pickle.dumps(copied)), type(copied).model_validate(copied)):
        assert again == copied
        assert again.model_dump(mode="json") == copied.model_dump(mode="json")
        assert not hasattr(again, "__dict__")
    with pytest.raises(ValidationError, match="unknown"):
        type(exercise).model_validate(exercise.model_dump() | {"unknown": 1})


def test_records_are_copied_and_pickled() -> None:
    copied = Presented(step=1, epoch=2, example="a", skill="sums").model_copy(update={"step": 3})
    for again in (copy.deepcopy(copied), pickle.loads(pickle.dumps(copied))):
        assert again == copied
        assert again.model_dump() == {"step": 3, "epoch": 2, "example": "a", "skill": "sums"}


def test_categories_in_columns_decide_what_objects_decide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dice, skills = Random(5), ("low", "top")
    skill_graph = graph.build([Skill(id=name, name=name, position=i) for i, name in enumerate(skills)], [])
    course = [made(skill, number, wrong=number > 36) for skill in skills for number in range(40)]
    exercises = {exercise.id: exercise for exercise in course}
    losses = [
        LossRecord(
            epoch=epoch,
            example=e.id,
            loss=abs(dice.gauss(0.5 + bool(e.misconception), 0.4)),
            margin=0,
            probability_margin=0,
            tokens=9,
        )
        for epoch in (1, 2, 3)
        for e in course
    ]
    real, errors = ({e.id: e.skill for e in course if bool(e.misconception) is wrong} for wrong in (False, True))
    examples = dynamics.summarise(losslog.log_of_records(losses, real, errors), 1)
    found = dynamics.classify(examples, DynamicsConfig()).records(1)
    assert len(set(values(found, "category", "constructed"))) > 4, "all categories, and the constructed errors"
    plain = tuple(found)
    assert [type(item.category) for item in plain] == [Category] * len(course)
    changes = []
    for categories in (found, plain):
        findings = Findings(1, categories, exercises, dict.fromkeys(exercises, 9), {plain[0].example: True})
        changes.append(decide.decide_changes(skill_graph, findings, [skills], AdaptConfig(), new=20, seed=0))
    assert changes[0] == changes[1] != []
    for most in (1, 1000):
        monkeypatch.setattr(store, "MAX_LINES", most)
        folder = tmp_path / str(most)
        store.write_bundle(folder, Adapted(categories=found, detector=(), changes=(), exercises=()))
        assert isinstance(store.read_bundle(folder, Adapted).categories, Columns) is (most == 1)
        assert tuple(store.read_bundle(folder, Adapted).categories) == plain


def made(skill: str, number: int, *, wrong: bool) -> Exercise:
    question, answer = f"{skill} {number}?", str(number)
    return Exercise.of(
        skill=skill,
        skills=(skill,),
        question=question,
        solution=f"{skill}. Answer: {number}",
        answer=answer,
        difficulty=1 + number % 3,
        misconception="?" if wrong else "",
    )
