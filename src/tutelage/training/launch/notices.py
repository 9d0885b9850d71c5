"""What the first of several machines tells the others: a small file in the run's folder, which all can read."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, NamedTuple

from tutelage.config import LaunchConfig
from tutelage.storage import store

NOTICE = "launch.json"

State = Literal["working", "training", "finished", "failed"]


class Notice(NamedTuple):
    """What the run is doing."""

    state: State
    attempt: str
    """A new one each time that the run starts, and each time that it trains."""
    job: str
    """While it trains: the job's folder, relative to the run's."""


def read_notice(folder: Path) -> Notice | None:
    """The last notice in a run's folder, if there is one."""
    try:
        return Notice(**json.loads((folder / NOTICE).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None


def _write(folder: Path, state: State, attempt: str, job: str = "") -> None:
    store.write_text(folder / NOTICE, json.dumps(Notice(state, attempt, job)._asdict()))


@contextmanager
def announce_run(folder: Path, launch: LaunchConfig) -> Iterator[None]:
    """Around a run: tells other machines that it has begun, and how it has ended."""
    if launch.nodes == 1:
        yield
        return
    attempt = uuid.uuid4().hex
    _write(folder, "working", attempt)
    state: State = "failed"
    try:
        yield
        state = "finished"
    finally:
        _write(folder, state, attempt)


@contextmanager
def announce_training(folder: Path, job: Path, launch: LaunchConfig, attempt: str) -> Iterator[None]:
    """Around a training: asks other machines to join in."""
    if launch.nodes == 1:
        yield
        return
    _write(folder, "training", attempt, job.relative_to(folder).as_posix())
    try:
        yield
    finally:
        _write(folder, "working", attempt)
