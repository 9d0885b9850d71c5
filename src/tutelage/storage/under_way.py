"""How far a run is, in a small file of its folder, for whoever watches it from another process.

It is written while the run is at work, and taken away when the run is finished. Why a run has stopped stands in it; of
one that was killed, its process is gone.
"""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil

from tutelage.config import Recipe
from tutelage.errors import ReviewNeeded, TutelageError
from tutelage.progress import Bar, Plain, Progress, Terminal, duration, percent
from tutelage.records import Record
from tutelage.storage.directories import WorkDirectory
from tutelage.storage.stages import Stage, stages_of

FILE = ".under-way.json"
EVERY = 1.0
"""Seconds between two writes while a bar moves."""
SILENT = 120.0
"""After so many seconds without a sign, a run on another machine is taken for interrupted."""


class UnderWay(Record):
    """How far a run is."""

    host: str
    process: int
    began: float
    """When the process began: another one may have its number later."""
    at: float
    """When this was written, in seconds since 1970."""
    ended: str = ""
    """Why the run is not at work any more; empty as long as it is."""
    stage: str = ""
    """Label of the stage."""
    number: int = 0
    """Of the stage among all of the recipe, from 1."""
    of: int = 0
    label: str = ""
    """Of the piece of work that a bar counts."""
    done: int = 0
    total: int = 0
    unit: str = ""
    since: float = 0.0
    """When that piece of work began."""
    note: str = ""
    """Such as the loss."""

    def text(self) -> str:
        """One line: whether it is at work, with what, how far, and how long it will take."""
        stage = f"{self.stage} (stage {self.number} of {self.of})" if self.stage else "getting ready"
        if self.ended or not self.alive():
            return f"{self.ended or 'interrupted'}, in {stage}"
        return ": ".join(filter(None, (f"at work on {stage}", self.share())))

    def share(self) -> str:
        """Label, count, share, time left and note of the bar; empty without one."""
        if not self.total:
            return ""
        parts = [f"{self.label}, {self.done:,} of {self.total:,} {self.unit} ({percent(self.done / self.total)})"]
        if 0 < self.done < self.total:
            parts.append(f"about {duration((self.at - self.since) * (self.total - self.done) / self.done)} left")
        return ", ".join(filter(None, (*parts, self.note)))

    def alive(self) -> bool:
        """Whether its process is still there; of another machine, whether it has given a sign lately."""
        if self.host != platform.node():
            return time.time() - self.at < SILENT
        try:
            return bool(abs(psutil.Process(self.process).create_time() - self.began) < 1)
        except psutil.Error:
            return False


def read_under_way(run: Path) -> UnderWay | None:
    """How far a run is; `None` if it has not said so, or is finished."""
    try:
        return UnderWay.model_validate_json((run / FILE).read_bytes())
    except (OSError, ValueError):
        return None


@contextmanager
def under_way(directory: WorkDirectory, recipe: Recipe, progress: Progress) -> Iterator[Progress]:
    """Write down how far the run in a folder is, beside showing it on `progress`."""
    recorder = _Recorder(directory.path, [stage.name for stage in stages_of(recipe)], progress)
    directory.announce = recorder.stage
    try:
        yield recorder
    except KeyboardInterrupt:
        recorder.write(ended="interrupted")
        raise
    except ReviewNeeded:
        recorder.write(ended="waits for your review")
        raise
    except TutelageError as error:
        recorder.write(ended=f"stopped ({' '.join(str(error).split())[:300]})")
        raise
    except BaseException as error:
        recorder.write(ended=f"stopped by {type(error).__name__}")
        raise
    else:
        (directory.path / FILE).unlink(missing_ok=True)


class _Recorder:
    """A `Progress` that writes down what it passes on."""

    def __init__(self, run: Path, names: list[str], progress: Progress) -> None:
        self.path, self.names, self.progress = run / FILE, names, progress
        process = psutil.Process()
        self.now = UnderWay(
            host=platform.node(), process=process.pid, began=process.create_time(), at=time.time(), of=len(names)
        )
        self.written = 0.0
        self.write()

    def stage(self, stage: Stage[Any]) -> None:
        """A stage begins."""
        number = self.names.index(stage.name) + 1 if stage.name in self.names else 0
        if isinstance(self.progress, Terminal | Plain):
            self.progress.label = f"{stage.label} (stage {number} of {len(self.names)})"
        self.write(stage=stage.label, number=number, label="", done=0, total=0, note="")

    def say(self, line: str) -> None:
        self.progress.say(line)

    @contextmanager
    def bar(self, label: str, total: int, unit: str) -> Iterator[Bar]:
        self.write(label=label, done=0, total=total, unit=unit, since=time.time(), note="")
        with self.progress.bar(label, total, unit) as bar:
            yield _RecordedBar(self, bar)
        self.write(label="", done=0, total=0, note="")

    def write(self, **changes: object) -> None:
        """Write the file anew; a watcher that cannot be told is no reason to stop."""
        self.now = self.now.model_copy(update={**changes, "at": time.time()})
        self.written = time.monotonic()
        partial = self.path.with_name(f"{FILE}.{os.getpid()}.partial")
        with suppress(OSError):
            partial.write_text(self.now.model_dump_json(), encoding="utf-8")
            partial.replace(self.path)


class _RecordedBar:
    def __init__(self, recorder: _Recorder, bar: Bar) -> None:
        self.recorder, self.bar = recorder, bar

    def advance(self, count: int = 1, note: str = "") -> None:
        self.bar.advance(count, note)
        now = self.recorder.now
        changes = {"done": now.done + count} | ({"note": note} if note else {})
        if time.monotonic() - self.recorder.written >= EVERY:
            self.recorder.write(**changes)
        else:
            self.recorder.now = now.model_copy(update=changes)
