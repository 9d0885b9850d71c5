"""Progress for people: bars in a terminal, plain lines elsewhere, nothing where nobody looks.

Stages get a `Progress` and never ask where their output goes.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol, TextIO

from rich.console import Console
from rich.progress import BarColumn, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.progress import Progress as RichProgress

PLAIN_SECONDS = 10.0
"""A plain log gets a line at most this often."""


class Bar(Protocol):
    """One piece of work in progress."""

    def advance(self, count: int = 1, note: str = "") -> None:
        """`count` more units are done; `note` is shown beside the bar."""


class Progress(Protocol):
    """Where progress goes."""

    def say(self, line: str) -> None:
        """One line that stays."""

    def bar(self, label: str, total: int, unit: str) -> AbstractContextManager[Bar]:
        """A bar over `total` units; use it in a `with` statement."""


class Quiet:
    """Shows nothing."""

    def say(self, line: str) -> None:
        pass

    @contextmanager
    def bar(self, label: str, total: int, unit: str) -> Iterator[Bar]:
        yield _NoBar()


class _NoBar:
    def advance(self, count: int = 1, note: str = "") -> None:
        pass


class Plain:
    """Log lines: for files, pipes and CI."""

    def __init__(self, stream: TextIO | None = None, every: float = PLAIN_SECONDS) -> None:
        self.stream = stream or sys.stderr
        self.every = every

    def say(self, line: str) -> None:
        print(line, file=self.stream, flush=True)

    @contextmanager
    def bar(self, label: str, total: int, unit: str) -> Iterator[Bar]:
        bar = _PlainBar(self, label, total, unit)
        yield bar
        bar.show()


class _PlainBar:
    def __init__(self, log: Plain, label: str, total: int, unit: str) -> None:
        self.log, self.label, self.total, self.unit = log, label, total, unit
        self.done, self.note = 0, ""
        self.start = self.shown = time.monotonic()

    def advance(self, count: int = 1, note: str = "") -> None:
        self.done += count
        self.note = note or self.note
        if time.monotonic() - self.shown >= self.log.every:
            self.show()

    def show(self) -> None:
        self.shown = time.monotonic()
        seconds = max(self.shown - self.start, 1e-9)
        rate = self.done / seconds
        left = f", {(self.total - self.done) / rate:.0f} s left" if 0 < self.done < self.total else ""
        note = f", {self.note}" if self.note else ""
        self.log.say(f"  {self.label}: {self.done}/{self.total} {self.unit}, {rate:.1f}/s, {seconds:.0f} s{left}{note}")


class Terminal:
    """Live bars."""

    def __init__(self) -> None:
        self.console = Console(stderr=True, highlight=False)

    def say(self, line: str) -> None:
        self.console.print(line, markup=False)

    @contextmanager
    def bar(self, label: str, total: int, unit: str) -> Iterator[Bar]:
        columns = (
            TextColumn("  {task.description}", markup=False),
            BarColumn(bar_width=18),
            TextColumn("{task.completed:.0f}/{task.total:.0f} {task.fields[unit]}", markup=False),
            TextColumn("{task.fields[rate]}", markup=False),
            TimeElapsedColumn(),
            TimeRemainingColumn(compact=True),
            TextColumn("{task.fields[note]}", markup=False),
        )
        with RichProgress(*columns, console=self.console) as live:
            yield _RichBar(live, live.add_task(label, total=total, unit=unit, rate="", note=""))


class _RichBar:
    def __init__(self, live: RichProgress, task: TaskID) -> None:
        self.live, self.task = live, task
        self.done, self.start = 0, time.monotonic()

    def advance(self, count: int = 1, note: str = "") -> None:
        self.done += count
        rate = self.done / max(time.monotonic() - self.start, 1e-9)
        fields = {"rate": f"{rate:.1f}/s"} | ({"note": note} if note else {})
        self.live.update(self.task, advance=count, **fields)  # type: ignore[arg-type]


def automatic() -> Progress:
    """Bars if standard error is a terminal, plain lines otherwise."""
    return Terminal() if sys.stderr.isatty() else Plain()
