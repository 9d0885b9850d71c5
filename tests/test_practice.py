"""What a student is shown: token budgets, orders of reading, exercises from files, the curve on the way."""

from __future__ import annotations

import hashlib
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

import tutelage
from conftest import make_recipe, script
from tutelage import graph
from tutelage.config import PracticeConfig, ReadingConfig, load_recipe
from tutelage.progress import Quiet
from tutelage.records import Exercise, RunRecord
from tutelage.report import terminal
from tutelage.storage import stage_cache, stages, store
from tutelage.storage.stage_cache import SharingDirectory
from tutelage.student import encoding, loading
from tutelage.teacher.scripted import ScriptedTeacher
from tutelage.training import ordering, reading
from tutelage.training.losses import example_losses

EXERCISES = [
    Exercise.of(skill="s", skills=("s",), question=f"{number}?", solution=f"Answer: {number}", answer=str(number))
    for number in range(7)
]
TRAINING = [ordering.WeightedExample(exercise.id, exercise.skill, 1.0) for exercise in EXERCISES]


@given(budget=st.integers(1, 400), sizes=st.lists(st.integers(1, 40), min_size=7, max_size=7), seed=st.integers(0, 9))
def test_a_round_ends_with_the_example_that_reaches_its_tokens(budget: int, sizes: list[int], seed: int) -> None:
    lengths = {exercise.id: size for exercise, size in zip(EXERCISES, sizes, strict=True)}
    config = PracticeConfig(tokens_per_round=(budget,), batch_size=2)
    shown = ordering.order_presentations(TRAINING, lengths, config, seed, 1)
    total = sum(lengths[presentation.example] for presentation in shown)
    assert budget <= total < budget + max(sizes)
    epochs = [presentation.epoch for presentation in shown]
    assert epochs == sorted(epochs)
    for epoch in range(1, epochs[-1]):
        assert sorted(presentation.example for presentation in shown if presentation.epoch == epoch) == sorted(lengths)


@given(number=st.integers(8, 90), epochs=st.integers(1, 4), batch_size=st.integers(2, 4), seed=st.integers(0, 99))
def test_no_example_is_seen_twice_in_a_step_and_batches_go_on_across_epochs(
    number: int, epochs: int, batch_size: int, seed: int
) -> None:
    lengths = {str(example): 10 + example % 7 for example in range(number)}
    source = Random(seed)
    shuffled = [
        [encoding.Presentation(epoch, id_) for id_ in source.sample(list(lengths), number)]
        for epoch in range(1, epochs + 1)
    ]
    shown = ordering.bucket_by_length(shuffled, lengths, batch_size, seed)
    assert [presentation.epoch for presentation in shown] == sorted(presentation.epoch for presentation in shown)
    assert sorted(shown) == sorted(presentation for epoch in shuffled for presentation in epoch)
    for start in range(0, len(shown), batch_size):
        batch = [presentation.example for presentation in shown[start : start + batch_size]]
        assert len(set(batch)) == len(batch)


def test_batches_hold_examples_of_one_length_in_every_epoch() -> None:
    """Also where the examples are no multiple of the batch: the second epoch would stand across its batches."""
    lengths = {f"{size}-{number}": size for size in (10, 20, 30) for number in range(8)} | {"odd": 30}
    source = Random(0)
    shuffled = [[encoding.Presentation(epoch, id_) for id_ in source.sample(list(lengths), 25)] for epoch in (1, 2, 3)]
    shown = ordering.bucket_by_length(shuffled, lengths, 4, 0)
    batches = [
        [lengths[presentation.example] for presentation in shown[start : start + 4]] for start in range(0, 75, 4)
    ]
    # At most the batch across each end, and one whose lengths the filling up has broken into.
    mixed = [batch for batch in batches if len(set(batch)) > 1]
    assert len(mixed) <= 8, batches


def test_without_a_budget_the_epochs_count() -> None:
    lengths = {exercise.id: 5 for exercise in EXERCISES}
    config = PracticeConfig(epochs=(2, 1), batch_size=8)
    assert len(ordering.order_presentations(TRAINING, lengths, config, 0, 1)) == 14
    assert len(ordering.order_presentations(TRAINING, lengths, config, 0, 2)) == 7
    none = PracticeConfig(tokens_per_round=(5,), batch_size=8)
    assert ordering.order_presentations([], {}, none, 0, 1) == []


def test_every_round_can_have_its_own_tokens() -> None:
    one = PracticeConfig.model_validate({"tokens_per_round": 40})
    several = PracticeConfig.model_validate({"tokens_per_round": [40, 20]})
    assert [one.tokens_of(1), one.tokens_of(3)] == [40, 40]
    assert [several.tokens_of(round_) for round_ in (1, 2, 3)] == [40, 20, 20]
    assert PracticeConfig().tokens_of(1) is None
    for config in (one, several, PracticeConfig()):
        assert PracticeConfig.model_validate(config.model_dump(mode="json")) == config
    assert one.model_dump()["tokens_per_round"] == 40
    with pytest.raises(ValidationError, match="tokens_per_round"):
        PracticeConfig.model_validate({"tokens_per_round": [40, 0]})


def run(folder: Path, student_: Path, **changes: object) -> RunRecord:
    shared = changes.pop("shared", None)
    recipe = make_recipe(folder, student_, **changes)
    return tutelage.run(
        recipe, teacher=ScriptedTeacher(script), shared=shared if isinstance(shared, Path) else None, progress=Quiet()
    )


def test_random_order_of_skills_is_strict_and_depends_on_its_seed(tmp_path: Path, tiny_student: Path) -> None:
    skills = tutelage.read_syllabus(load_recipe(make_recipe(tmp_path, tiny_student)).syllabi)
    orders = {
        tuple(sorted(places, key=lambda skill: places[skill]))
        for seed in range(30)
        for places in [reading.reading_positions(skills, ReadingConfig(order="random", order_seed=seed), 0)]
    }
    assert len(orders) == 6
    assert reading.reading_positions(skills, ReadingConfig(), 0) == graph.reading_places(skills)


def test_reading_alone_is_a_run(tmp_path: Path, tiny_student: Path) -> None:
    record = run(tmp_path, tiny_student, practice={"rounds": 0})
    assert list(record.evaluations) == ["base", "base-worked-examples", "final"]
    assert list(record.development) == ["reading"]
    assert record.rounds == ()
    assert "reading" in terminal.run_text(record)
    assert (tmp_path / "run" / "report.html").is_file()


def test_the_curve_ends_at_the_loss_of_the_student_that_is_kept(tmp_path: Path, tiny_student: Path) -> None:
    exam = {"max_new_tokens": 8, "worked_examples": 0, "curve": 2, "curve_questions": 5}
    record = run(tmp_path, tiny_student, exam=exam, practice={"rounds": 1, "epochs": [2], "batch_size": 4})
    trained = record.rounds[0].trained
    steps = trained.order[-1].step
    assert [point.step for point in trained.curve] == [0, round(steps / 2), steps]
    assert [point.tokens for point in trained.curve][::2] == [0, trained.tokens]
    assert trained.curve[0].loss > trained.curve[-1].loss
    assert record.reading is not None
    assert trained.curve[0].loss == pytest.approx(record.reading.curve[-1].loss, rel=1e-3)
    recipe = load_recipe(tmp_path / "recipe.yaml")
    learner = loading.load_student(recipe.student, recipe.student.model, tmp_path / "run" / "round-1" / "student")
    questions = [record.course.exam[place * 12 // 5] for place in range(5)]
    encoded = [encoding.encode_exercise(learner.tokenizer, question) for question in questions]
    losses = example_losses(learner.model, encoded, 0, narrow=True)
    assert sum(losses) / 5 == pytest.approx(trained.curve[-1].loss, rel=0.01)


def test_exercises_from_a_file_join_the_training_set(tmp_path: Path, tiny_student: Path) -> None:
    (tmp_path / "first").mkdir()
    first = run(tmp_path / "first", tiny_student, practice={"rounds": 0}, reading={"enabled": False})
    own = Exercise.of(skill="leap", skills=("leap",), question="1 + 1?", solution="Answer: 2", answer="2")
    store.write_lines(tmp_path / "own.jsonl", [own, own, first.course.exam[0], first.course.exercises[0]])
    course = {"exercises_per_skill": 6, "misconceptions_per_skill": 2, "exam_questions_per_skill": 4}
    changes = {"practice": {"rounds": 0}, "reading": {"enabled": False}}
    second = run(tmp_path, tiny_student, course=course | {"also": ["own.jsonl"]}, **changes)
    assert second.course.exercises == (*first.course.exercises, own)
    store.write_lines(tmp_path / "own.jsonl", [own.model_copy(update={"skill": "knitting"})])
    (tmp_path / "third").mkdir()
    with pytest.raises(ValueError, match="'knitting', not in the graph"):
        run(tmp_path / "third", tiny_student, course=course | {"also": ["../own.jsonl"]}, **changes)


def test_runs_share_what_they_have_in_common_and_no_more(tmp_path: Path, tiny_student: Path) -> None:
    shared = tmp_path / "shared"
    places = [tmp_path / name for name in ("static", "dynamic", "alone")]
    for place in places:
        place.mkdir()
    changes = {"practice": {"rounds": 2, "tokens_per_round": 600, "batch_size": 4}}
    static = run(places[0], tiny_student, shared=shared, adapt={"enabled": False}, **changes)
    kept = {path.name for path in shared.iterdir()}
    dynamic = run(places[1], tiny_student, shared=shared, **changes)
    alone = run(places[2], tiny_student, **changes)
    assert dynamic.evaluations == alone.evaluations
    assert [r.trained for r in dynamic.rounds] == [r.trained for r in alone.rounds]
    assert static.rounds[0] == dynamic.rounds[0].model_copy(update={"adapted": None, "probe": None})
    assert static.rounds[1].trained != dynamic.rounds[1].trained
    # Eight are the dynamic run's own: probe, change, round 2, its development exam, the choice, exam, forgetting,
    # leakage.
    assert len(kept) == 15
    assert len(list(shared.iterdir())) == 23
    assert dynamic.forgetting == alone.forgetting
    first = (places[0] / "run" / "round-1" / "student" / "adapter_model.safetensors").stat()
    assert first.st_ino == (places[1] / "run" / "round-1" / "student" / "adapter_model.safetensors").stat().st_ino


def test_every_setting_of_a_recipe_belongs_to_some_stage(tmp_path: Path, tiny_student: Path) -> None:
    """A setting that no key holds would let a stage be taken over that it should have changed."""
    recipe = load_recipe(make_recipe(tmp_path, tiny_student)).model_dump()
    held = set(stages.exam_of_kept().depends_on) | set(stages.retention(final=True).depends_on)
    held |= set(stages.CLOSED_BOOK.depends_on)  # on which the rounds rest where it keeps something out
    # Where training is carried out changes what is learnt by rounding alone, as the kind of machine does.
    free = {"name", "syllabus", "run_dir", "report_to", "exam.curve", "exam.curve_questions", "launch"}
    free |= {f"gate.{key}" for key in recipe["gate"]}  # it judges the result
    free |= {"practice.control"}  # the control is trained beside, and nothing of the run's own is otherwise
    free |= {"review.after"}  # what a person decides is part of graph and course themselves
    free |= {"documents"}  # their digest belongs to their stage: where a page changes, only what rests on it is redone
    for section, value in recipe.items():
        names = {section} if not isinstance(value, dict) else {f"{section}.{key}" for key in value}
        assert section in held | free or names <= held | free, section


def test_a_changed_benchmark_file_is_another_course(tmp_path: Path, tiny_student: Path) -> None:
    checks = {"benchmarks": ["questions.jsonl"]}
    path = make_recipe(tmp_path, tiny_student, course={"checks": checks})
    keys = []
    for question in ("1 + 1?", "1 + 2?"):
        (tmp_path / "questions.jsonl").write_text(f'{{"question": "{question}"}}\n')
        keys.append(SharingDirectory(load_recipe(path), tmp_path / "shared").key(stages.COURSE))
    assert keys[0] != keys[1]


def test_another_state_of_the_program_shares_nothing(
    tmp_path: Path, tiny_student: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An experiment once compared two versions of a subject that had the same number: with themselves."""
    run = SharingDirectory(load_recipe(make_recipe(tmp_path, tiny_student)), tmp_path / "shared")
    assert run.key(stages.COURSE) == run.key(stages.COURSE)
    keys = {run.key(stages.COURSE)}
    for state in ("one", "other"):
        program = tmp_path / state
        (program / "__pycache__").mkdir(parents=True)
        (program / "subject.py").write_text(state)
        (program / "__pycache__" / "subject.pyc").write_text("compiled")
        monkeypatch.setattr(stage_cache, "PROGRAM", program)
        keys.add(run.key(stages.COURSE))
    assert len(keys) == 3
    assert stage_cache.code_of(program) == hashlib.sha256(b"other").hexdigest(), "compiled files do not count"
