"""One of the processes that train a student together; a launcher starts it as `tutelage train-job FOLDER`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import torch
import torch.distributed as dist

from tutelage.errors import LaunchError
from tutelage.progress import Quiet
from tutelage.storage import store
from tutelage.student import loading
from tutelage.training.launch import jobs
from tutelage.training.launch.pipe import PipeProgress
from tutelage.training.loop import train

PATIENCE = timedelta(hours=2)
"""How long a process waits for the others while one of them checks a checkpoint, or writes it."""


def run_job(folder: Path) -> None:
    """Train as the job in `folder` says. The first process writes the records there.

    Raises `TutelageError` for what a person can mend.
    """
    with _process_group():
        job = jobs.read_job(folder)
        spec, trained = job.spec, Path(job.spec.trained) if job.spec.trained else None
        main = dist.get_rank() == 0
        done = train(
            loading.load_student(spec.student, spec.source, trained, launch=spec.launch),
            spec.student,
            job.curriculum,
            job.schedule,
            Path(spec.folder),
            label=spec.label,
            progress=PipeProgress() if main else Quiet(),
            probe=job.probe,
            launch=spec.launch,
        )
        if main:
            store.write_bundle(folder / jobs.RESULT, done)


@contextmanager
def _process_group() -> Iterator[None]:
    """Joins the processes of the job, each with its own GPU where there are any."""
    if torch.cuda.is_available():
        local, gpus = int(os.environ["LOCAL_RANK"]), torch.cuda.device_count()
        if int(os.environ["LOCAL_WORLD_SIZE"]) > gpus:
            raise LaunchError(f"launch.processes is {os.environ['LOCAL_WORLD_SIZE']}, but this node has {gpus} GPU(s)")
        torch.cuda.set_device(local)
    dist.init_process_group("cpu:gloo,cuda:nccl" if torch.cuda.is_available() else "gloo", timeout=PATIENCE)
    yield
    # No process leaves before all have written their parts.
    dist.barrier()
    dist.destroy_process_group()
