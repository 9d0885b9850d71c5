"""A run that trains in processes of its own: what it asks of launchers, and that nothing of it is lost on the way."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from typer.testing import CliRunner

import sft_cases as cases
import tutelage
from conftest import make_recipe, script
from tutelage.cli import app
from tutelage.config import LaunchConfig, StudentConfig, load_recipe
from tutelage.progress import Plain, Quiet
from tutelage.records import RunRecord, Trained
from tutelage.storage import store
from tutelage.student.encoding import Curriculum, Encoded, Examples, Presentation
from tutelage.student.loading import Remote
from tutelage.teacher.scripted import ScriptedTeacher
from tutelage.training import launch, loop
from tutelage.training.launch import jobs, notices, processes
from tutelage.training.schedule import Probe, Schedule

SMALL: dict[str, Any] = {"reading": {"enabled": False}, "exam": {"max_new_tokens": 4, "curve": 2, "worked_examples": 0}}
PRACTICE = {"rounds": 1, "epochs": [2], "batch_size": 8, "learning_rate": 5e-3}
TWO_NODES = {"processes": 2, "nodes": 2, "strategy": "fsdp2", "micro_batch": 1, "checkpointing": True}


# Four processes on two nodes


class Killed(Exception):
    """Stands for the end of the process."""


class Both(NamedTuple):
    """A run in one process, and one that went on in four."""

    alone: RunRecord
    spread: RunRecord
    begun: Trained
    """What the second had trained on when it was interrupted, still in one process."""
    said: str
    """What it said after that."""


def run(recipe: Path, progress: Any = None) -> RunRecord:
    return tutelage.run(recipe, teacher=ScriptedTeacher(script), progress=progress or Quiet())


def stop(self: object, args: object, state: Any, *rest: object, **more: object) -> None:
    if state.global_step == 4:
        raise Killed


@pytest.fixture(scope="module")
def both(tiny_student: Path, tmp_path_factory: pytest.TempPathFactory, free_port: int) -> Both:
    """Begun in one process and killed after a checkpoint; then on two nodes, of two processes each, with FSDP2."""
    folders = [tmp_path_factory.mktemp(name) for name in ("alone", "spread")]
    alone, spread = (make_recipe(folder, tiny_student, practice=PRACTICE, **SMALL) for folder in folders)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(loop.MoveBar, "on_step_end", stop)
        with pytest.raises(Killed):
            run(spread)
    checkpoint = loop.last_checkpoint(folders[1] / "run" / "round-1" / "checkpoints")
    assert checkpoint is not None
    begun = store.read_bundle(checkpoint / "records", Trained)

    nodes = TWO_NODES | {"rendezvous": f"127.0.0.1:{free_port}"}
    make_recipe(folders[1], tiny_student, practice=PRACTICE, launch=nodes, **SMALL)
    log = (folders[1] / "log").open("w+")
    recipe = load_recipe(spread)
    other = threading.Thread(target=launch.assist, args=(recipe, 1), kwargs={"progress": Quiet(), "poll": 0.1})
    other.start()
    found = run(spread, Plain(log, every=0))
    other.join(30)
    assert not other.is_alive(), "the other node ends with the run"
    log.seek(0)
    return Both(run(alone), found, begun, log.read())


@pytest.fixture(scope="module")
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_four_processes_on_two_nodes_train_as_one_does(both: Both) -> None:
    """The same examples at the same steps, none twice or missed; the same losses. Resumed on the way."""
    alone, spread = (record.rounds[0].trained for record in (both.alone, both.spread))
    assert alone.losses[0].loss - alone.losses[-1].loss > 0.1, "it learns at all"
    cases.same_records(spread, alone)
    assert spread.tokens == alone.tokens


def test_what_was_begun_in_one_process_goes_on_in_four(both: Both) -> None:
    spread = both.spread.rounds[0].trained
    assert 0 < len(both.begun.losses) < len(spread.losses)
    assert spread.losses[: len(both.begun.losses)] == both.begun.losses
    assert spread != both.alone.rounds[0].trained, "it was not computed in one process after all"
    assert "practice, round 1: resuming after step 3" in both.said


def test_curve_and_progress_come_back(both: Both) -> None:
    alone, spread = (record.rounds[0].trained for record in (both.alone, both.spread))
    assert [point.tokens for point in spread.curve] == [point.tokens for point in alone.curve]
    for one, other in zip(alone.curve, spread.curve, strict=True):
        assert one.loss == pytest.approx(other.loss, abs=1e-3)
    number = len(spread.order)
    assert f"practice, round 1: {number}/{number} examples" in both.said
    assert f"practice, round 1: {len(both.begun.order)}/{number} examples" in both.said


def test_student_is_left_as_by_one_process(both: Both) -> None:
    """And nothing else is: the job goes with the checkpoints."""
    names = [sorted(p.name for p in Path(r.folder, "round-1", "student").iterdir()) for r in (both.alone, both.spread)]
    assert names[0] == names[1]
    assert not (Path(both.spread.folder) / "round-1" / "checkpoints").exists()
    found = notices.read_notice(Path(both.spread.folder))
    assert found is not None
    assert found.state == "finished"


# A job in a folder

TWO = LaunchConfig(processes=2)
ENCODED = {"a": Encoded([1, 2, 3], [-100, 2, 3]), "b": Encoded([4, 5], [-100, 5])}
CURRICULUM = Curriculum(
    Examples.of(ENCODED.items()), [Presentation(epoch, id_, "leap") for epoch in (1, 2) for id_ in "ab"]
)


def write_job(folder: Path, setup: LaunchConfig = TWO, probe: Probe | None = None) -> Path:
    schedule = Schedule(learning_rate=1e-3, batch_size=2, save_every=1, seed=7, report_to=("tensorboard",))
    how = jobs.JobSpec(
        label="practice",
        folder=str(folder),
        student=StudentConfig(model="x"),
        source="x",
        trained="",
        launch=setup,
        schedule=schedule._asdict(),
        attempt="1",
    )
    jobs.write_job(folder / "job", how, CURRICULUM, probe)
    return folder / "job"


def test_job_comes_back_as_it_was_written(tmp_path: Path) -> None:
    job = jobs.read_job(write_job(tmp_path, probe=Probe([ENCODED["b"]], 3)))
    assert job.curriculum == CURRICULUM
    assert list(job.curriculum.examples.lengths.items()) == [("a", 3), ("b", 2)]
    assert job.schedule == Schedule(1e-3, 2, 1, 7, report_to=("tensorboard",))
    assert job.probe == Probe([ENCODED["b"]], 3)
    assert job.spec.launch == TWO
    assert jobs.read_job(write_job(tmp_path)).probe is None


@pytest.mark.parametrize("name", [jobs.JOB, jobs.ORDER, jobs.EXAMPLES])
def test_damaged_job_is_not_trained_on(tmp_path: Path, name: str) -> None:
    place = write_job(tmp_path)
    content = (place / name).read_bytes()
    middle = len(content) // 2
    for damaged in (content[:middle], content[:middle] + b"0" + content[middle + 1 :], b""):
        (place / name).write_bytes(damaged)
        with pytest.raises(ValueError, match=r"is not what the stage wrote|is damaged"):
            jobs.read_job(place)


# Launchers


def test_fewer_processes_than_asked_for_are_refused(tmp_path: Path) -> None:
    place = write_job(tmp_path, LaunchConfig(processes=2, nodes=2, rendezvous="node-0:29500"))
    processes.check_world_size(place, {"WORLD_SIZE": "4", "GROUP_WORLD_SIZE": "2"})
    for found in ({}, {"WORLD_SIZE": "2", "GROUP_WORLD_SIZE": "1"}, {"WORLD_SIZE": "4", "GROUP_WORLD_SIZE": "1"}):
        with pytest.raises(ValueError, match="asks for 4 processes on 2"):
            processes.check_world_size(place, found)
    with pytest.raises(ValueError, match="there is no job in"):
        processes.check_world_size(tmp_path, {})


def test_worker_that_is_started_alone_says_why_it_stops(tmp_path: Path) -> None:
    place = write_job(tmp_path)
    result = CliRunner().invoke(app, ["train-job", str(place)], env={"WORLD_SIZE": "1"})
    assert isinstance(result.exception, ValueError)
    assert (place / jobs.ERROR).read_text() == str(result.exception)
    assert "asks for 2 processes on 1 node(s), but this is one of 1" in str(result.exception)


def test_accelerate_that_falls_back_to_one_process_is_found_out(
    tmp_path: Path, tiny_student: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it does on a CPU, without a word."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent.parent / "src"))
    with pytest.raises(
        ValueError, match=r"2 processes failed: the job asks for 2 processes .* this is one of 1"
    ) as told:
        processes.train_in_processes(
            Remote(None, str(tiny_student), None),
            StudentConfig(model=str(tiny_student)),
            CURRICULUM,
            Schedule(1e-3, 2, 1, 7),
            tmp_path,
            launch=LaunchConfig(processes=2, launcher="accelerate"),
            label="practice",
            progress=Quiet(),
        )
    assert "The same command resumes" in str(told.value)


@pytest.mark.parametrize("launcher", ["torchrun", "accelerate"])
def test_every_node_has_its_own_command(tmp_path: Path, launcher: str) -> None:
    setup = LaunchConfig.model_validate(
        {"processes": 8, "nodes": 2, "rendezvous": "node-0:29500", "launcher": launcher}
    )
    first, second = (processes.command(setup, tmp_path, "attempt", node) for node in (0, 1))
    assert [(a, b) for a, b in zip(first, second, strict=True) if a != b] in (
        [("0", "1")],
        [("--machine_rank=0", "--machine_rank=1")],
    )
    assert first[-4:] == ["-m", "tutelage", "train-job", str(tmp_path)]
    words = {"torchrun": ["8", "--master-addr=node-0"], "accelerate": ["16", "--main_process_ip=node-0"]}
    assert set(words[launcher]) <= set(first)


# Interruption


SLEEPER = """
import os, sys, time
from tutelage.training.launch import exit_with_run
exit_with_run()
open(sys.argv[1] + ".partial", "w").write(str(os.getpid()))
os.rename(sys.argv[1] + ".partial", sys.argv[1])
print("this is no progress", flush=True)
time.sleep(100)
"""
"""Stands for a launcher with a process that trains."""
RUNNER = """
import sys
from pathlib import Path
from tutelage.config import LaunchConfig
from tutelage.training.launch import processes
processes.command = lambda *rest: [sys.executable, "-c", sys.argv[1], sys.argv[2]]
processes.run_processes(LaunchConfig(processes=2), Path(sys.argv[3]), "1")
"""
"""Stands for a run."""


def gone(pid: int, seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            status = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return True
        if status == "Z":  # dead, and nobody here has asked for its status
            return True
        time.sleep(0.05)
    return False


def appears(path: Path, seconds: float = 60) -> bool:
    end = time.monotonic() + seconds
    while not path.exists() and time.monotonic() < end:
        time.sleep(0.05)
    return path.exists()


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGKILL])
def test_processes_exit_with_run_however_it_ends(tmp_path: Path, by: signal.Signals) -> None:
    command = [sys.executable, "-c", RUNNER, SLEEPER, str(tmp_path / "pid"), str(tmp_path)]
    path = str(Path(__file__).parent.parent / "src")
    with subprocess.Popen(command, env=os.environ | {"PYTHONPATH": path}, stderr=subprocess.DEVNULL) as runner:
        assert appears(tmp_path / "pid")
        runner.send_signal(by)
    assert runner.returncode != 0
    assert gone(int((tmp_path / "pid").read_text()))


def test_processes_end_when_they_are_not_wanted_any_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent.parent / "src"))
    pid = tmp_path / "pid"
    monkeypatch.setattr(processes, "command", lambda *rest: [sys.executable, "-c", SLEEPER, str(pid)])
    status = processes.run_processes(TWO, tmp_path, "1", wanted=lambda: not pid.exists())
    assert status == 0
    assert gone(int(pid.read_text()))
    assert (tmp_path / jobs.LOG).read_text() == "this is no progress\n"


def test_failure_without_a_reason_shows_the_end_of_the_log(tmp_path: Path) -> None:
    (tmp_path / jobs.LOG).write_text("\n".join(f"line {number}" for number in range(40)))
    told = processes.explain_failure(tmp_path, TWO, -9)
    assert "torchrun ended with status -9" in told
    assert "line 39" in told
    assert "line 20" not in told
    assert str(tmp_path / jobs.LOG) in told


# Other nodes


def test_assistance_that_is_of_no_use_is_refused(tmp_path: Path, tiny_student: Path) -> None:
    recipe = load_recipe(make_recipe(tmp_path, tiny_student))
    with pytest.raises(ValueError, match="has 1 node"):
        launch.assist(recipe, 1, progress=Quiet())
    setup = LaunchConfig.model_validate(TWO_NODES | {"rendezvous": "node-0:29500"})
    recipe = recipe.model_copy(update={"launch": setup})
    with pytest.raises(ValueError, match="no run has begun"):
        launch.assist(recipe, 1, progress=Quiet(), patience=0.0, poll=0.01)


def test_assistance_ends_with_the_run(tmp_path: Path, tiny_student: Path) -> None:
    """An earlier run's end does not count; a failure is told."""
    recipe = load_recipe(make_recipe(tmp_path, tiny_student, run_dir=str(tmp_path)))
    setup = LaunchConfig.model_validate(TWO_NODES | {"rendezvous": "node-0:29500"})
    recipe = recipe.model_copy(update={"launch": setup})
    with pytest.raises(KeyboardInterrupt), launch.announce_run(tmp_path, setup):
        raise KeyboardInterrupt
    with pytest.raises(ValueError, match="no run has begun"):
        launch.assist(recipe, 1, progress=Quiet(), patience=0.0, poll=0.01)
    told: list[str] = []

    def assist() -> None:
        try:
            launch.assist(recipe, 1, progress=Quiet(), poll=0.01)
        except ValueError as error:
            told.append(str(error))

    for failure in (False, True):
        other = threading.Thread(target=assist)
        other.start()
        time.sleep(0.05)
        try:
            with launch.announce_run(tmp_path, setup):
                time.sleep(0.05)
                if failure:
                    raise KeyboardInterrupt
        except KeyboardInterrupt:
            pass
        other.join(10)
        assert not other.is_alive()
        assert bool(told) == failure
    assert "failed on its first node" in told[0]


# The recipe


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"launch": {"processes": 3}}, "batch_size 4 cannot be divided evenly among 3 processes: make it 6"),
        ({"launch": {"nodes": 2}}, "rendezvous"),
        ({"launch": {"strategy": "fsdp2"}}, "at least two"),
        ({"launch": {"nodes": 2, "rendezvous": "--evil:1"}}, "rendezvous"),
    ],
)
def test_settings_that_cannot_work_are_refused(
    tmp_path: Path, tiny_student: Path, changes: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        load_recipe(make_recipe(tmp_path, tiny_student, **changes))
