"""Starts the processes that train a student, follows them, and ends them."""

from __future__ import annotations

import os
import selectors
import subprocess
import sys
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tutelage.config import LaunchConfig, StudentConfig
from tutelage.errors import LaunchError
from tutelage.progress import Progress, Quiet
from tutelage.records import Trained
from tutelage.storage import store
from tutelage.student.device import devices, release_memory
from tutelage.student.encoding import Curriculum
from tutelage.student.loading import Remote
from tutelage.training.launch import jobs, notices
from tutelage.training.launch.pipe import PipeReader
from tutelage.training.schedule import Probe, Schedule

FOLDER = "job"
"""The job's, among a stage's checkpoints."""
WATCH = "TUTELAGE_WATCH"
"""Set for processes whose standard input closes when the run is gone."""
STANDARD_INPUT = 0
PATIENCE = 30.0
"""Seconds that a launcher has to end its processes before it is killed."""
TAIL = 12
"""Lines of the log that an error shows where no process has recorded a reason."""


def train_in_processes(
    student: Remote,
    config: StudentConfig,
    curriculum: Curriculum,
    schedule: Schedule,
    folder: Path,
    *,
    launch: LaunchConfig,
    label: str,
    progress: Progress,
    probe: Probe | None = None,
) -> Trained:
    """What `tutelage.training.loop.train` does, but in other processes. The first failure ends all of them.

    Raises `LaunchError` with the reason, and where the whole log is.
    """
    job = folder / store.CHECKPOINTS / FOLDER
    spec = jobs.JobSpec(
        label=label,
        folder=str(folder.resolve()),
        student=config,
        source=jobs.absolute_source(student.source),
        trained=jobs.absolute_source(str(student.trained)) if student.trained else "",
        launch=launch,
        schedule=schedule._asdict(),
        attempt=uuid.uuid4().hex,
    )
    jobs.write_job(job, spec, curriculum, probe)
    release_memory()
    with notices.announce_training(folder.parent, job, launch, spec.attempt):
        status = run_processes(launch, job, spec.attempt, progress=progress)
    if status:
        raise LaunchError(explain_failure(job, launch, status))
    return store.read_bundle(job / jobs.RESULT, Trained)


def command(launch: LaunchConfig, job: Path, attempt: str, node: int) -> list[str]:
    """The command that starts the processes of one node; the first node is 0."""
    worker = ["-m", "tutelage", "train-job", str(job)]
    host, _, port = launch.rendezvous.rpartition(":")
    if launch.launcher == "accelerate":
        start = [sys.executable, "-m", "accelerate.commands.launch", "--num_processes", str(launch.total)]
        start += ["--num_machines", str(launch.nodes), "--mixed_precision", "no", "--dynamo_backend", "no"]
        if launch.nodes > 1:
            start += [f"--machine_rank={node}", f"--main_process_ip={host}", f"--main_process_port={port}"]
        else:
            start += ["--main_process_port=0"]
        return [*start, "--multi_gpu" if devices()[1] else "--cpu", *worker]
    start = [sys.executable, "-m", "torch.distributed.run", "--nproc-per-node", str(launch.processes)]
    if launch.nodes > 1:
        start += ["--nnodes", str(launch.nodes), "--node-rank", str(node), "--rdzv-id", attempt]
        return [*start, f"--master-addr={host}", f"--master-port={port}", *worker]
    # Port 0: a free one is found.
    start += ["--rdzv-backend", "c10d", "--rdzv-endpoint", "127.0.0.1:0", "--local-addr", "127.0.0.1"]
    return [*start, *worker]


def run_processes(
    launch: LaunchConfig,
    job: Path,
    attempt: str,
    *,
    node: int = 0,
    progress: Progress | None = None,
    wanted: Callable[[], bool] = lambda: True,
) -> int:
    """Start the processes of one node and wait until they end; returns the launcher's exit status.

    `wanted` is called every second; once it is false, they are ended. They also end if this process does, however.
    """
    with (job / jobs.LOG).open("ab") as log, _started(command(launch, job, attempt, node), log) as process:
        relay = PipeReader(progress or Quiet())
        assert process.stdout is not None
        for line in _lines(process.stdout):
            if line and not relay.take(line):
                log.write(line.encode())
                log.flush()
            if not line and not wanted():
                return 0
        return process.wait()


@contextmanager
def _started(start: Sequence[str], log: IO[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(  # noqa: S603
        start,
        # The processes inherit it and end when it is closed, which happens even if this process is killed.
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=log,
        env={**os.environ, WATCH: "1"},
        # Ctrl-C goes only to this process, which then ends them.
        start_new_session=True,
    )
    try:
        yield process
    finally:
        assert process.stdin is not None
        process.stdin.close()
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _lines(stream: IO[bytes], seconds: float = 1.0) -> Iterator[str]:
    """Lines of a stream up to its end; an empty one whenever nothing has come for so many seconds."""
    rest = b""
    with selectors.DefaultSelector() as selector:
        selector.register(stream, selectors.EVENT_READ)
        while True:
            if not selector.select(seconds):
                yield ""
                continue
            part = os.read(stream.fileno(), 2**16)
            if not part:
                break
            *whole, rest = (rest + part).split(b"\n")
            yield from (f"{line.decode(errors='replace')}\n" for line in whole)
    if rest:
        yield rest.decode(errors="replace")


def exit_with_run() -> None:
    """In a process of the launcher: make sure that it exits when the run does, even if the run was killed."""

    def wait() -> None:
        while os.read(STANDARD_INPUT, 2**10):  # nothing is written to it, but it is closed
            pass
        os._exit(1)

    if os.environ.get(WATCH):
        threading.Thread(target=wait, daemon=True).start()


def explain_failure(job: Path, launch: LaunchConfig, status: int) -> str:
    """Why a job failed, for the user."""
    log, error = job / jobs.LOG, job / jobs.ERROR
    if error.is_file():
        reason = error.read_text(encoding="utf-8")
    else:
        printed = [line for line in log.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
        reason = f"{launch.launcher} ended with status {status}; its last lines: " + " | ".join(printed[-TAIL:])
    return (
        f"training in {launch.total} processes failed: {reason.strip()} (the whole log: {log}). The same command "
        "resumes from the last checkpoint"
    )


@contextmanager
def record_failure(job: Path) -> Iterator[None]:
    """Around the work of one process: the error that ends it is reported to the run that waits for it."""
    try:
        yield
    except Exception as error:
        if not (job / jobs.ERROR).exists():  # the first error is the cause of the others
            kind = "" if isinstance(error, ValueError) else f"{type(error).__name__}: "
            store.write_text(job / jobs.ERROR, f"{kind}{error}")
        raise


def check_world_size(job: Path, environment: Mapping[str, str]) -> None:
    """Raise `LaunchError` if this process is not one of as many as a job asks for: launchers fall back silently,
    especially on a CPU. Nothing heavy is imported for it."""
    launch = jobs.read_spec(job).launch
    world = int(environment.get("WORLD_SIZE", "1"))
    nodes = int(environment.get("GROUP_WORLD_SIZE", launch.nodes))  # not every launcher sets it
    if (world, nodes) != (launch.total, launch.nodes):
        raise LaunchError(
            f"the job asks for {launch.total} processes on {launch.nodes} node(s), but this is one of {world} on "
            f"{nodes}: start it with torchrun, or change 'launch' in the recipe"
        )
