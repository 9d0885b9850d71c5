"""Progress for people: bars in a terminal, plain lines elsewhere, or nothing. Stages get a `Progress` and need not know
where their output goes.
"""

from __future__ import annotations

import sys
import textwrap
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol, TextIO

from rich.console import Console
from rich.progress import BarColumn, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.progress import Progress as RichProgress
from rich.table import Column

PLAIN_SECONDS = 10.0
"""A plain log gets a line at most this often."""
INSTANT_SECONDS = 0.1
"""A rate over less time than this says nothing."""
WIDTH = 80
"""Columns that printed text and tables fit into."""


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
        seconds = self.shown - self.start
        parts = [f"{self.done}/{self.total} {self.unit}", _rate(self.done, seconds), f"{seconds:.0f} s"]
        if 0 < self.done < self.total:
            parts.append(f"{seconds * (self.total - self.done) / self.done:.0f} s left")
        parts.append(self.note)
        self.log.say(f"  {self.label}: {', '.join(part for part in parts if part)}")


class Terminal:
    """Live bars."""

    def __init__(self) -> None:
        self.console = Console(stderr=True, highlight=False)

    def say(self, line: str) -> None:
        self.console.print(line, markup=False)

    @contextmanager
    def bar(self, label: str, total: int, unit: str) -> Iterator[Bar]:
        # In a narrow terminal the bar and the note shrink, not the name, the count and the times.
        columns = (
            TextColumn("  {task.description}", markup=False, table_column=_at_least(len(label) + 2)),
            BarColumn(bar_width=18),
            TextColumn(
                "{task.completed:.0f}/{task.total:.0f} {task.fields[unit]}",
                markup=False,
                table_column=_at_least(2 * len(str(total)) + len(unit) + 2),
            ),
            TextColumn("{task.fields[rate]}", markup=False, table_column=_at_least(len("59.9/min"))),
            TimeElapsedColumn(table_column=_at_least(len("0:00:00"))),
            TimeRemainingColumn(compact=True, table_column=_at_least(len("00:00"))),
            TextColumn("{task.fields[note]}", markup=False),
        )
        with RichProgress(*columns, console=self.console) as live:
            yield _RichBar(live, live.add_task(label, total=total, unit=unit, rate="", note=""))


def _at_least(width: int) -> Column:
    return Column(no_wrap=True, min_width=width)


class _RichBar:
    def __init__(self, live: RichProgress, task: TaskID) -> None:
        self.live, self.task = live, task
        self.done, self.start = 0, time.monotonic()

    def advance(self, count: int = 1, note: str = "") -> None:
        self.done += count
        fields = {"rate": _rate(self.done, time.monotonic() - self.start)} | ({"note": note} if note else {})
        self.live.update(self.task, advance=count, **fields)  # type: ignore[arg-type]


def _rate(done: int, seconds: float) -> str:
    """Units per second, or per minute if there is less than one a second; empty as long as there is nothing to say."""
    if not done or seconds < INSTANT_SECONDS:
        return ""
    rate = done / seconds
    return f"{rate:.1f}/s" if rate >= 1 else f"{60 * rate:.1f}/min"


def automatic() -> Progress:
    """Bars if standard error is a terminal, plain lines otherwise."""
    return Terminal() if sys.stderr.isatty() else Plain()


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun: `1 skill`, `1,200 skills`; `many` where the plural is not made with an s."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def wrapped(line: str) -> str:
    """A line for a terminal of 80 columns; what an indented one continues with stands two columns further in."""
    indent = len(line) - len(line.lstrip())
    further = " " * (indent + 2) if indent else ""
    return textwrap.fill(line, WIDTH, subsequent_indent=further, break_long_words=False, break_on_hyphens=False)


def duration(seconds: float) -> str:
    """Seconds in a unit that suits them."""
    if seconds < 1:
        return "under 1 s"
    for size, unit in ((3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds / size:.1f} {unit}"
    return f"{seconds:.0f} s"
