"""The whole path on a tiny student: end to end, killed and resumed, refused when the recipe changes."""

from __future__ import annotations

import json
import signal
import time
from pathlib import Path
from typing import Any

import pytest

import tutelage
import warm
from conftest import make_recipe, script
from tutelage.config import load_recipe
from tutelage.grading.identity import question_key
from tutelage.progress import Quiet
from tutelage.records import Action, Category, ComposedRequest, Exercise, RunRecord, SimilarRequest, Trained
from tutelage.report import terminal
from tutelage.storage import store
from tutelage.storage.directories import RunDirectory
from tutelage.teacher.scripted import ScriptedTeacher

RUNNER = """
import sys
sys.path.insert(0, {tests!r})
from conftest import script
import tutelage
from tutelage.progress import Plain
from tutelage.teacher.scripted import ScriptedTeacher
tutelage.run({recipe!r}, teacher=ScriptedTeacher(script), progress=Plain())
"""


def run(recipe: Path, teacher: ScriptedTeacher | None = None, **options: Any) -> RunRecord:
    return tutelage.run(recipe, teacher=teacher or ScriptedTeacher(script), progress=Quiet(), **options)


@pytest.fixture(scope="module")
def undisturbed(tiny_student: Path, tmp_path_factory: pytest.TempPathFactory) -> RunRecord:
    return run(make_recipe(tmp_path_factory.mktemp("undisturbed"), tiny_student))


def test_every_stage_leaves_its_records(undisturbed: RunRecord) -> None:
    assert [skill.id for skill in undisturbed.graph.skills] == ["one-step", "two-steps", "leap"]
    assert len(undisturbed.course.lessons) == 3
    assert len(undisturbed.course.exercises) == 18
    assert len(undisturbed.course.misconceptions) == 6
    assert len(undisturbed.course.exam) == 12
    assert list(undisturbed.evaluations) == ["base", "base-worked-examples", "final"]
    assert all(len(evaluation.scores) == 12 for evaluation in undisturbed.evaluations.values())
    assert len(undisturbed.course.development) == 6
    assert list(undisturbed.development) == ["reading", "round-1", "round-2"]
    assert all(len(evaluation.scores) == 6 for evaluation in undisturbed.development.values())
    assert [time.stage for time in undisturbed.times][:3] == ["graph", "course", "exam/base"]
    assert (Path(undisturbed.folder) / "report.html").read_text().startswith("<!doctype html>")


def test_textbook_is_read_from_lower_to_higher_skills(undisturbed: RunRecord) -> None:
    assert undisturbed.reading is not None
    order = undisturbed.reading.order
    level = {skill.id: skill.level for skill in undisturbed.graph.skills}
    levels = [level[presentation.skill] for presentation in order]
    assert len(order) == 6
    assert sum(levels[:3]) <= sum(levels[3:])
    assert [presentation.step for presentation in order] == [1, 1, 1, 1, 2, 2]


def test_every_example_has_a_loss_in_every_epoch(undisturbed: RunRecord) -> None:
    first = undisturbed.rounds[0]
    expected = {(epoch, item.exercise.id) for item in first.training_set for epoch in (1, 2)}
    assert {(record.epoch, record.example) for record in first.trained.losses} == expected
    assert len(first.trained.losses) == len(expected)
    assert {(p.epoch, p.example) for p in first.trained.order} == expected


def test_training_set_changes_with_the_teachers_help(undisturbed: RunRecord) -> None:
    first, second = undisturbed.rounds
    assert first.adapted is not None
    assert second.adapted is None
    real = [item for item in first.adapted.categories if not item.constructed]
    assert len(real) == 18
    assert {item.category for item in real} <= set(Category)
    retired = {change.example for change in first.adapted.changes if change.action is Action.RETIRE}
    assert retired == {exercise.id for exercise in undisturbed.course.misconceptions}
    assert len(first.adapted.exercises) == 9
    assert all(exercise.verdict == "recomputed" for exercise in first.adapted.exercises)
    trained_on = {presentation.example for presentation in second.trained.order}
    assert not trained_on & retired
    assert {exercise.id for exercise in first.adapted.exercises} <= trained_on


def test_no_exam_question_is_trained_on(undisturbed: RunRecord) -> None:
    held_out = {question_key(question.question) for question in undisturbed.course.exam}
    practised = {question_key(i.exercise.question) for r in undisturbed.rounds for i in r.training_set}
    assert len(held_out) == 12
    assert not held_out & practised


def test_finished_run_is_read_not_repeated(undisturbed: RunRecord) -> None:
    teacher = ScriptedTeacher(script)
    start = time.monotonic()
    again = run(Path(undisturbed.folder).parent / "recipe.yaml", teacher)
    assert again == undisturbed
    assert teacher.asked == []
    print(f"reading a finished run took {time.monotonic() - start:.1f} s")


def kill_when(recipe: Path, appears: str) -> None:
    """Start a run in a process of its own and kill it as soon as a path appears in the run directory."""
    folder = recipe.parent / "run"
    code = RUNNER.format(tests=str(Path(__file__).parent), recipe=str(recipe))
    process = warm.Started(["-c", code], {"OMP_NUM_THREADS": "1"})
    try:
        while not any(folder.glob(appears)):
            assert process.poll() is None, process.stderr
            time.sleep(0.002)
    finally:
        process.send_signal(signal.SIGKILL)
        process.communicate()


@pytest.mark.parametrize(
    "moment",
    [
        "course/lessons.jsonl",
        "exam/base/checkpoints/batch-0/manifest.json",
        "reading/student",
        "round-1/checkpoints",
        "round-2/checkpoints/checkpoint-*/records/manifest.json",
    ],
)
def test_killed_and_started_again_ends_with_the_same_scores(
    tmp_path: Path, tiny_student: Path, undisturbed: RunRecord, moment: str
) -> None:
    recipe = make_recipe(tmp_path, tiny_student)
    kill_when(recipe, moment)
    assert not (tmp_path / "run" / "report.html").exists()
    record = run(recipe)
    assert record.evaluations == undisturbed.evaluations
    assert [r.trained for r in record.rounds] == [r.trained for r in undisturbed.rounds]
    assert [r.adapted for r in record.rounds] == [r.adapted for r in undisturbed.rounds]


def test_changed_recipe_is_refused_with_the_keys(tmp_path: Path, tiny_student: Path) -> None:
    recipe = make_recipe(tmp_path, tiny_student, reading={"enabled": False}, practice={"rounds": 1, "batch_size": 8})
    first = run(recipe)
    make_recipe(tmp_path, tiny_student, reading={"enabled": False}, practice={"rounds": 2, "batch_size": 8})
    with pytest.raises(ValueError, match=r"practice\.rounds: 1 -> 2.*--fresh"):
        run(recipe)
    assert list(run(recipe, fresh=True).evaluations) == ["base", "base-worked-examples", "final"]
    assert first.reading is None


def test_changed_syllabus_is_refused(tmp_path: Path, tiny_student: Path) -> None:
    recipe = make_recipe(tmp_path, tiny_student)
    with RunDirectory(load_recipe(recipe)):
        pass
    (tmp_path / "syllabus.yaml").write_text((tmp_path / "syllabus.yaml").read_text().replace("First", "Start"))
    with pytest.raises(ValueError, match="the text of"), RunDirectory(load_recipe(recipe)):
        pass


def test_two_processes_at_once_are_refused(tmp_path: Path, tiny_student: Path) -> None:
    recipe = load_recipe(make_recipe(tmp_path, tiny_student))
    with RunDirectory(recipe), pytest.raises(ValueError, match="another process"), RunDirectory(recipe):
        pass


def test_fresh_leaves_a_folder_that_is_no_run_alone(tmp_path: Path, tiny_student: Path) -> None:
    recipe = load_recipe(make_recipe(tmp_path, tiny_student))
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "thesis.txt").write_text("years of work")
    for fresh in (False, True):
        with pytest.raises(ValueError, match="no run"), RunDirectory(recipe, fresh=fresh):
            pass
    assert (tmp_path / "run" / "thesis.txt").read_text() == "years of work"


def test_damaged_file_is_refused(tmp_path: Path, undisturbed: RunRecord) -> None:
    folder = tmp_path / "reading"
    store.write_bundle(folder, Trained(order=(), losses=(), tokens=3))
    assert store.read_bundle(folder, Trained).tokens == 3
    (folder / "losses.jsonl").write_text("{}\n")
    with pytest.raises(ValueError, match=r"losses\.jsonl is not what the stage wrote: delete"):
        store.read_bundle(folder, Trained)
    (folder / "manifest.json").write_text("{")
    with pytest.raises(ValueError, match="is damaged: delete"):
        store.read_bundle(folder, Trained)


def test_files_are_plain_jsonl_in_the_conversational_format(undisturbed: RunRecord) -> None:
    lines = (Path(undisturbed.folder) / "course" / "exercises.jsonl").read_text().splitlines()
    row = json.loads(lines[0])
    assert [message["role"] for message in row["messages"]] == ["user", "assistant"]
    assert {"id", "skill", "skills", "answer", "formal", "difficulty", "origin", "verdict"} <= row.keys()


def test_teacher_that_writes_nothing_right_is_told(tmp_path: Path, tiny_student: Path) -> None:
    def wrong(request):  # type: ignore[no-untyped-def]
        reply = script(request)
        broken = tuple(e.model_copy(update={"formal": "answer = 0 - 1"}) for e in reply.of(Exercise))
        return reply.model_copy(update={"drafts": broken})

    with pytest.raises(ValueError, match=r"no exercise by the teacher was accepted \(wrong answer\)"):
        run(make_recipe(tmp_path, tiny_student), ScriptedTeacher(wrong))


def test_teacher_that_fails_between_two_rounds_costs_no_training(
    tmp_path: Path, tiny_student: Path, undisturbed: RunRecord
) -> None:
    def failing(request):  # type: ignore[no-untyped-def]
        if isinstance(request, SimilarRequest | ComposedRequest):
            raise ValueError("the endpoint is gone: start again later")
        return script(request)

    recipe = make_recipe(tmp_path, tiny_student)
    with pytest.raises(ValueError, match="the endpoint is gone"):
        run(recipe, ScriptedTeacher(failing))
    trained = (tmp_path / "run" / "round-1" / "manifest.json").stat().st_mtime_ns
    assert not (tmp_path / "run" / "round-1" / "change" / "manifest.json").exists()
    record = run(recipe)
    assert (tmp_path / "run" / "round-1" / "manifest.json").stat().st_mtime_ns == trained
    assert record.evaluations == undisturbed.evaluations
    assert record.rounds[0].adapted == undisturbed.rounds[0].adapted


def test_teacher_that_has_nothing_new_is_told_and_the_round_goes_on(tmp_path: Path, tiny_student: Path) -> None:
    def empty(request):  # type: ignore[no-untyped-def]
        reply = script(request)
        new = isinstance(request, SimilarRequest | ComposedRequest)
        return reply.model_copy(update={"drafts": ()}) if new else reply

    record = run(make_recipe(tmp_path, tiny_student), ScriptedTeacher(empty))
    adapted = record.rounds[0].adapted
    assert adapted is not None
    assert adapted.exercises == ()
    assert sum(account.missing for account in adapted.accounts) == 9
    assert len(record.rounds[1].training_set) == 18
    assert "missing for " in terminal.run_text(record)


def test_a_stage_of_an_earlier_version_is_still_read(tmp_path: Path) -> None:
    store.write_bundle(tmp_path, Trained(order=(), losses=(), tokens=3))
    manifest = store.read_sealed(tmp_path / "manifest.json")
    for name in ("curve.jsonl", "order.jsonl"):
        (tmp_path / name).unlink()
        del manifest["files"][name]
        store.write_sealed(tmp_path / "manifest.json", manifest)
        if name == "curve.jsonl":
            assert store.read_bundle(tmp_path, Trained).curve == ()
    with pytest.raises(ValueError, match="holds no order: another version wrote it"):
        store.read_bundle(tmp_path, Trained)


def test_new_run_folders_are_private(tmp_path: Path, tiny_student: Path) -> None:
    with RunDirectory(load_recipe(make_recipe(tmp_path, tiny_student))) as directory:
        assert directory.path.stat().st_mode & 0o777 == 0o700
