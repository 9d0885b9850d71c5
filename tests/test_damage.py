"""Every file of a run, damaged: found and told, rebuilt or refused, never used."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import tutelage
from conftest import make_recipe, script
from endpoint import Endpoint
from test_language_teacher import ask, exercises
from tutelage.exams.candidate import find_candidate
from tutelage.progress import Quiet
from tutelage.records import Record, Reply, RunRecord
from tutelage.storage import open_run, store
from tutelage.teacher.scripted import ScriptedTeacher
from tutelage.training.loop import last_checkpoint


def flip(path: Path) -> None:
    """Change one bit in the middle."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "flipped": flip,
    "cut": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "empty": lambda path: path.write_bytes(b""),
    "garbage": lambda path: path.write_bytes(b"\x00\xff[{\n" * 20),
    "gone": lambda path: path.unlink(),
}


class Case:
    """A copy of a finished run, and what it was before the damage."""

    def __init__(self, finished: Path, folder: Path, student: Path) -> None:
        shutil.copytree(finished, folder / "run")
        shutil.copy(finished.parent / "syllabus.yaml", folder)
        self.recipe = make_recipe(folder, student)
        self.run = folder / "run"
        self.before = self.start()

    def start(self) -> RunRecord:
        return tutelage.run(self.recipe, teacher=ScriptedTeacher(script), progress=Quiet())


@pytest.fixture(scope="module")
def case(finished_run: Path, tiny_student: Path, tmp_path_factory: pytest.TempPathFactory) -> Case:
    return Case(finished_run, tmp_path_factory.mktemp("damaged"), tiny_student)


def files_of(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name not in (store.LOCK, store.MANIFEST) and path.stat().st_size:
            yield path.relative_to(folder).as_posix()


def told(call: Callable[[], object], name: str) -> str:
    """The error of a call, which names the file."""
    with pytest.raises(ValueError, match=Path(name).name) as caught:
        call()
    return str(caught.value)


@pytest.mark.parametrize("damage", DAMAGES)
def test_every_sealed_file_is_refused_wherever_it_is_read(case: Case, damage: str) -> None:
    names = [name for name in files_of(case.run) if "/" in name]
    assert len(names) > 30
    assert {Path(name).name for name in names} >= {"adapter_model.safetensors", "scores.jsonl", "losses.jsonl"}
    if damage != "flipped":  # files of one kind are read alike: one of each will do
        names = list({Path(name).name: name for name in names}.values())
    for name in names:
        path = case.run / name
        kept = path.read_bytes()
        DAMAGES[damage](path)
        assert "delete" in told(case.start, name)
        if "/student/" in name:
            told(lambda: open_run.trained_student(case.run, name.split("/")[0]), name)  # noqa: B023
            told(lambda: find_candidate(str(case.run), name.split("/")[0]), name)  # noqa: B023
        else:
            told(lambda: open_run.open_run(case.run), name)
        path.write_bytes(kept)
    assert case.start() == case.before


@pytest.mark.parametrize("damage", ["flipped", "cut", "empty", "garbage"])
def test_damaged_manifest_is_refused_wherever_the_damage_is(case: Case, damage: str) -> None:
    manifests = sorted(case.run.rglob(store.MANIFEST))
    assert len(manifests) == 17
    for path in manifests:
        kept = path.read_bytes()
        DAMAGES[damage](path)
        assert "delete" in told(case.start, "manifest.json")
        path.write_bytes(kept)
    assert case.start() == case.before


def test_no_bit_of_a_manifest_can_change_unseen(case: Case) -> None:
    path = case.run / "round-1" / store.MANIFEST
    kept = path.read_bytes()
    written = json.loads(kept)
    for place in range(0, len(kept), 3):
        data = bytearray(kept)
        data[place] ^= 1
        path.write_bytes(data)
        message = ""
        try:
            found = store.read_manifest(path.parent)
        except ValueError as error:
            found, message = None, str(error)
        assert found == {k: v for k, v in written.items() if k != store.SEAL} or "is damaged: delete" in message
    path.write_bytes(kept)


def test_manifest_without_its_seal_is_refused(tmp_path: Path) -> None:
    for text in (
        '{"seconds": 1, "values": {"tokens": 3}, "files": {}}',
        '{"sha257": "a", "values": {}, "files": {}}',
        '{"values": 3, "files": {}}',
        "[]",
        '{"files": []}',
    ):
        (tmp_path / store.MANIFEST).write_text(text)
        with pytest.raises(ValueError, match="is damaged: delete"):
            store.read_manifest(tmp_path)


@pytest.mark.parametrize("damage", ["flipped", "cut", "empty", "garbage"])
def test_damaged_settings_are_refused(case: Case, damage: str) -> None:
    path = case.run / store.CONFIG
    kept = path.read_bytes()
    DAMAGES[damage](path)
    told(case.start, store.CONFIG)
    told(lambda: open_run.open_run(case.run), store.CONFIG)
    path.write_bytes(kept)


def test_run_without_its_settings_is_refused(case: Case) -> None:
    path = case.run / store.CONFIG
    kept = path.read_bytes()
    path.unlink()
    with pytest.raises(ValueError, match="holds files but no run"):
        case.start()
    path.write_bytes(kept)


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_environment_is_told_and_written_anew(case: Case, damage: str) -> None:
    path = case.run / store.ENVIRONMENT
    DAMAGES[damage](path)
    if damage != "gone":
        assert "the same 'tutelage run'" in told(lambda: open_run.open_run(case.run), store.ENVIRONMENT)
    case.start()
    assert open_run.open_run(case.run) == case.before


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_report_is_written_anew(case: Case, damage: str) -> None:
    path = case.run / store.REPORT
    kept = path.read_bytes()
    DAMAGES[damage](path)
    case.start()
    assert path.read_bytes() == kept


def test_a_file_in_the_place_of_a_stage_is_told(tmp_path: Path) -> None:
    (tmp_path / "course").write_text("")
    with pytest.raises(ValueError, match=r"course/manifest\.json is damaged: delete .*course to do this stage again"):
        store.read_manifest(tmp_path / "course")


def test_endless_line_is_no_record(tmp_path: Path) -> None:
    path = tmp_path / "skills.jsonl"
    path.write_text('{"a": [' + "1," * 2**23 + "1]}\n")
    with pytest.raises(ValueError, match="line 1: longer than"):
        list(store.read_lines(path, RunRecord))


def test_changed_answer_of_a_teacher_is_told_and_asked_for_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / store.ANSWERS

    def replies(endpoint: Endpoint) -> list[Reply]:
        made = ask(endpoint, exercises(seed=1), exercises(seed=2), folder=tmp_path)
        return sorted(made, key=lambda reply: reply.request)

    with Endpoint() as endpoint:
        first = replies(endpoint)
        asked = len(endpoint.bodies)
        assert replies(endpoint) == first
        assert len(endpoint.bodies) == asked
        with sqlite3.connect(path) as database:
            database.execute("pragma wal_checkpoint(truncate)")
            database.execute("update answers set text = replace(text, 'question', 'Question') where id = 1")
        database.close()
        assert replies(endpoint) == first
        assert len(endpoint.bodies) == asked + 1
    assert "1 answers in" in caplog.text


@pytest.mark.parametrize("damage", ["cut", "garbage"])
def test_damaged_file_of_answers_is_refused(tmp_path: Path, damage: str) -> None:
    path = tmp_path / store.ANSWERS
    with Endpoint() as endpoint:
        ask(endpoint, *(exercises(seed=seed) for seed in range(4)), folder=tmp_path)
        with sqlite3.connect(path) as database:
            database.execute("pragma wal_checkpoint(truncate)")
        database.close()
        DAMAGES[damage](path)
        with pytest.raises(ValueError, match="move the file away"):
            ask(endpoint, exercises(seed=1), folder=tmp_path)


def stop_in_round(recipe: Path, run: Path) -> Path:
    """Stop a run once a checkpoint of its second round is complete; returns the checkpoint."""

    class Stopped(Exception):
        pass

    write = store.write_bundle

    def stopping(folder: Path, bundle: Record, **facts: object) -> None:
        write(folder, bundle, **facts)
        if "round-2/checkpoints/checkpoint-" in folder.as_posix():
            raise Stopped

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "write_bundle", stopping)
        with pytest.raises(Stopped):
            tutelage.run(recipe, teacher=ScriptedTeacher(script), progress=Quiet())
    return next((run / "round-2" / store.CHECKPOINTS).glob("checkpoint-*"))


def test_every_file_of_a_checkpoint_is_left_out_when_damaged(
    tmp_path: Path, tiny_student: Path, finished_run: Path
) -> None:
    recipe = make_recipe(tmp_path, tiny_student)
    checkpoint = stop_in_round(recipe, tmp_path / "run")
    names = [*files_of(checkpoint), "records/manifest.json"]
    assert {Path(name).name for name in names} >= {"adapter_model.safetensors", "optimizer.pt", "trainer_state.json"}
    said: list[str] = []

    class Telling(Quiet):
        def say(self, line: str) -> None:
            said.append(line)

    progress = Telling()
    for name in names:
        for damage in DAMAGES.values():
            copy = tmp_path / "copy" / checkpoint.name
            shutil.copytree(checkpoint, copy)
            assert last_checkpoint(copy.parent, progress) == copy
            damage(copy / name)
            said.clear()
            assert last_checkpoint(copy.parent, progress) is None
            assert not copy.exists()
            assert name == "records/manifest.json" or "damaged and is ignored" in said[0]
    flip(checkpoint / "optimizer.pt")
    again = tutelage.run(recipe, teacher=ScriptedTeacher(script), progress=progress)
    assert any("damaged and is ignored" in line for line in said)
    undisturbed = open_run.open_run(finished_run)
    assert again.evaluations == undisturbed.evaluations
    assert [r.trained for r in again.rounds] == [r.trained for r in undisturbed.rounds]
