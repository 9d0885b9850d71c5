"""What people see while they wait."""

from __future__ import annotations

import io
import re
import time

import pytest
from rich.console import Console

from tutelage import progress
from tutelage.progress import Plain, Terminal


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(progress, "time", clock)
    return clock


@pytest.mark.parametrize(
    ("done", "seconds", "line"),
    [
        (0, 40, "  exam: 0/90 questions, 40 s, 18 to check"),
        (30, 15, "  exam: 30/90 questions, 2.0/s, 15 s, 30 s left, 18 to check"),
        (3, 60, "  exam: 3/90 questions, 3.0/min, 60 s, 1740 s left, 18 to check"),
        (90, 0, "  exam: 90/90 questions, 0 s, 18 to check"),
    ],
)
def test_a_line_of_a_log_gives_a_rate_that_can_be_read(clock: Clock, done: int, seconds: int, line: str) -> None:
    log = io.StringIO()
    with Plain(log).bar("exam", 90, "questions") as bar:
        clock.now = seconds
        bar.advance(done, "18 to check")
    assert log.getvalue().splitlines()[-1] == line


def test_a_log_is_never_silent_for_long() -> None:
    log = io.StringIO()
    plain = Plain(log, every=0.05)
    with plain.at_work("loading the libraries"):
        time.sleep(0.3)
        plain.label = "Course (stage 2 of 9)"
        time.sleep(0.3)
        with plain.bar("textbook", 4, "accepted"):
            time.sleep(0.3)
    written = log.getvalue()
    assert written.startswith("  loading the libraries, 0 s\n")
    assert "  Course (stage 2 of 9), " in written
    assert written.count("  textbook: 0/4 accepted, ") >= 2
    time.sleep(0.2)
    assert log.getvalue() == written


def test_a_terminal_shows_what_is_at_work_while_no_bar_moves() -> None:
    terminal, screen = Terminal(), io.StringIO()
    terminal.console = Console(file=screen, width=80, force_terminal=True, highlight=False)

    def seen() -> str:
        text = screen.getvalue()
        screen.truncate(0)
        return text

    with terminal.at_work("loading the libraries"):
        time.sleep(0.6)
        assert seen().count("loading the libraries") >= 2
        terminal.label = "Course (stage 2 of 9)"
        terminal.say("a line that stays")
        with terminal.bar("textbook", 4, "accepted") as bar:
            time.sleep(0.3)
            bar.advance(4)
        assert "textbook" in seen()
        time.sleep(0.6)
        assert "Course (stage 2 of 9)" in seen()
    seen()
    time.sleep(0.4)
    assert seen() == ""


@pytest.mark.parametrize("label", ["exam, base-worked-examples", "constructed errors", "practice, round 1"])
def test_name_count_and_times_are_whole_in_eighty_columns(label: str, clock: Clock) -> None:
    terminal = Terminal()
    screen = io.StringIO()
    terminal.console = Console(file=screen, width=80, force_terminal=True, highlight=False)
    with terminal.bar(label, 198, "questions") as bar:
        clock.now = 120
        bar.advance(42, "18 to check, 12,554 tokens, $0.0123")
    last = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", screen.getvalue()).strip().splitlines()[-1]
    assert len(last) <= 80
    for part in (label, "42/198 questions", "21.0/min"):
        assert part in last
