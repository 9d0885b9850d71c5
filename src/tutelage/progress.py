"""Progress for people: bars in a terminal, plain lines elsewhere, or nothing. Stages get a `Progress` and need not know
where their output goes.
"""

from __future__ import annotations

import re
import sys
import textwrap
import threading
import time
import unicodedata
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from math import copysign, floor
from typing import Any, Protocol, TextIO

from rich.console import Console, RenderableType
from rich.progress import BarColumn, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.progress import Progress as RichProgress
from rich.table import Column

PLAIN_SECONDS = 10.0
"""A plain log gets a line at most this often."""
INSTANT_SECONDS = 0.1
"""A rate over less time than this says nothing."""
WIDTH = 80
"""Columns that printed text and tables fit into."""


KEPT = "\n\u200c\u200d"
"""Characters that stay although their category is in `HIDDEN`: line ends, and joiners that some scripts need."""
PERCENT, JOINED = re.compile(r"(?<=\d) %"), "\u00a0%"
"""Between a number and its percent sign, and what keeps both together: a no-break space."""
HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn")
"""Unicode categories of characters that control a terminal or cannot be seen."""


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


def clean(text: str) -> str:
    """Text without characters that would control the terminal, or hide or reorder what is shown."""
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\t", "    ")
    return "".join(mark for mark in text if mark in KEPT or unicodedata.category(mark) not in HIDDEN)


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
        self.last = time.monotonic()
        """When a line was written last."""
        self.label = ""
        self.shown: _PlainBar | None = None

    def say(self, line: str) -> None:
        print(clean(line), file=self.stream, flush=True)
        self.last = time.monotonic()

    @contextmanager
    def bar(self, label: str, total: int, unit: str) -> Iterator[Bar]:
        self.shown = bar = _PlainBar(self, label, total, unit)
        try:
            yield bar
        finally:
            self.shown = None
        bar.show(ended=True)

    @contextmanager
    def at_work(self, label: str) -> Iterator[None]:
        """As long as it lasts, a line is written whenever there has been none for a while."""
        self.label, self.last = label, time.monotonic()
        began, ended = self.last, threading.Event()

        def remind() -> None:
            while not ended.wait(max(0.1, self.last + self.every - time.monotonic())):
                if time.monotonic() - self.last < self.every:
                    continue
                if (bar := self.shown) is not None:
                    bar.show()
                else:
                    self.say(f"  {self.label}, {time.monotonic() - began:.0f} s")

        thread = threading.Thread(target=remind, daemon=True, name="progress")
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()


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

    def show(self, *, ended: bool = False) -> None:
        """Write a line; what has `ended` short of its total takes no more time."""
        self.shown = time.monotonic()
        seconds = self.shown - self.start
        parts = [f"{self.done}/{self.total} {self.unit}", _rate(self.done, seconds), f"{seconds:.0f} s"]
        if 0 < self.done < self.total and not ended:
            parts.append(f"{seconds * (self.total - self.done) / self.done:.0f} s left")
        parts.append(self.note)
        self.log.say(f"  {self.label}: {', '.join(part for part in parts if part)}")


class Terminal:
    """Live bars."""

    def __init__(self) -> None:
        self.console = Console(stderr=True, highlight=False)
        self.label = ""
        """What is at work, shown while no bar is."""
        self.waiting: RichProgress | None = None

    @contextmanager
    def at_work(self, label: str) -> Iterator[None]:
        """As long as it lasts, a line moves whenever no bar does: nobody has to wonder."""
        self.label, self.waiting = label, _Waiting(self)
        self.waiting.start()
        try:
            yield
        finally:
            self.waiting.stop()
            self.waiting = None

    def say(self, line: str) -> None:
        lines = clean(line).split("\n")  # Rich itself would end a line at a no-break space, too
        self.console.print("\n".join(wrapped(each, self.console.width) for each in lines), markup=False)

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
        if self.waiting:
            self.waiting.stop()
        try:
            with RichProgress(*columns, console=self.console) as live:
                yield _RichBar(live, live.add_task(label, total=total, unit=unit, rate="", note=""))
        finally:
            if self.waiting:
                self.waiting = _Waiting(self)
                self.waiting.start()


class _Waiting(RichProgress):
    """One line that says what is at work, and for how long; it leaves no trace."""

    def __init__(self, terminal: Terminal) -> None:
        label = TextColumn("{task.description}", markup=False)
        super().__init__(
            SpinnerColumn(), label, TimeElapsedColumn(), console=terminal.console, transient=True, refresh_per_second=4
        )
        self.terminal = terminal
        self.add_task(terminal.label, total=None)

    def get_renderables(self) -> Iterator[RenderableType]:
        for task in self.tasks:
            task.description = self.terminal.label
        yield from super().get_renderables()


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


@contextmanager
def at_work(label: str) -> Iterator[Progress]:
    """`automatic()`, for as long as a command is at work: something is seen at all times, also while libraries load.
    `label` says what it begins with."""
    progress = automatic()
    assert isinstance(progress, Terminal | Plain)
    with progress.at_work(label):
        yield progress


@contextmanager
def doing(progress: Progress, label: str) -> Iterator[None]:
    """For as long as it lasts, `label` is what is shown as at work while no bar is, if anything is."""
    if not isinstance(progress, Terminal | Plain):
        yield
        return
    before, progress.label = progress.label, label
    try:
        yield
    finally:
        progress.label = before


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun: `1 skill`, `1,200 skills`; `many` where the plural is not made with an s."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def rounded(value: float, digits: int = 0) -> float:
    """Rounded to so many digits, halves away from 0: 12.5 is 13, and a fall by 12.5 one by 13."""
    scale = 10.0**digits
    # Products of floating-point numbers come out just below a half. The sum makes 0 of -0.
    return copysign(floor(abs(value) * scale + 0.5 + 1e-9) / scale, value) + 0.0


def cut(text: str, size: int) -> str:
    """A text on one line of at most so many characters; what does not fit is cut at a word, if there is one near, and
    ends with ` …`."""
    line = " ".join(text.split())
    if len(line) <= size:
        return line
    head = line[: size - 1].rpartition(" ")[0]
    return (head if len(head) >= size // 2 else line[: size - 2]).rstrip() + " …"


def percent(share: float, digits: int = 0) -> str:
    """A share from 0 to 1, such as `43.1 %`."""
    return f"{rounded(100 * share, digits):.{digits}f} %"


def points(difference: float, digits: int = 1) -> str:
    """A difference of shares in points of a hundred, such as `+3.0`."""
    return f"{rounded(100 * difference, digits):+.{digits}f}"


def wrap(text: str, width: int = WIDTH, **options: Any) -> list[str]:
    """As `textwrap.wrap`, but no line ends between a number and its percent sign."""
    lines = textwrap.wrap(PERCENT.sub(JOINED, text), width, **options)
    return [line.replace(JOINED, " %") for line in lines]


def filled(text: str, width: int = WIDTH, **options: Any) -> str:
    """The lines of `wrap` as one text."""
    return "\n".join(wrap(text, width, **options))


def wrapped(line: str, width: int = WIDTH) -> str:
    """A line for a terminal of 80 columns; what an indented one continues with stands two columns further in."""
    indent = len(line) - len(line.lstrip())
    further = " " * (indent + 2) if indent else ""
    return filled(line, width, subsequent_indent=further, break_long_words=False, break_on_hyphens=False)


def duration(seconds: float) -> str:
    """Seconds in a unit that suits them."""
    if seconds < 1:
        return "under 1 s"
    for size, unit in ((3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds / size:.1f} {unit}"
    return f"{seconds:.0f} s"
