"""What people see while they wait."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest
from rich.console import Console

import tutelage
from conftest import make_recipe, script
from tutelage import pipeline, progress
from tutelage.errors import RunError
from tutelage.progress import Plain, Terminal, cut, wrap, wrapped
from tutelage.teacher.scripted import ScriptedTeacher


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
    with Plain(log, every=0).bar("exam", 90, "questions") as bar:
        clock.now = seconds
        bar.advance(done, "18 to check")
    assert log.getvalue().splitlines() == [line, re.sub(r", \d+ s left", "", line)], "once it has ended nothing is left"


def test_what_others_wrote_does_not_control_the_terminal() -> None:
    log, screen = io.StringIO(), Terminal()
    screen.console = Console(file=io.StringIO(), force_terminal=True, highlight=False)
    for one in (Plain(log), screen):
        one.say("the handbook \x1b]0;yours\x07 says \x9b2J")
    assert log.getvalue() == screen.console.file.getvalue() == "the handbook ]0;yours says 2J\n"  # type: ignore[attr-defined]


def wait_for(seen: Callable[[], bool]) -> None:
    """Until something was shown; fails after ten seconds."""
    end = time.monotonic() + 10
    while not seen():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_what_is_cut_ends_at_a_word_and_says_so() -> None:
    assert cut("two words", 9) == "two words"
    assert cut("some more words", 12) == "some more …"
    assert cut("some more words", 11) == "some more …"
    assert cut("some more words", 9) == "some …"
    assert cut("a" * 20, 10) == "a" * 8 + " …"
    assert all(len(cut("one two three four", size)) <= size for size in range(4, 20))


SHARES = "".join(f"skill {n} has 12.5 %, " for n in range(20))


def whole(text: str) -> bool:
    lines = text.splitlines()
    return len(lines) > 1 and not any(line.lstrip().startswith("%") for line in lines) and max(map(len, lines)) <= 80


def test_a_number_and_its_percent_sign_stay_on_one_line() -> None:
    for shift in range(20):
        said = "x" * shift + " " + SHARES
        assert whole(wrapped(said))
        assert "\n".join(wrap(said, 60, subsequent_indent="  ")).splitlines() == wrap(said, 60, subsequent_indent="  ")
        assert whole("\n".join(wrap(said, 60)))
        assert " ".join(wrapped(said).split()) == " ".join(said.split()), "and nothing else changes"
        terminal, screen = Terminal(), io.StringIO()
        terminal.console = Console(file=screen, width=80, force_terminal=True, highlight=False)
        terminal.say(f"two lines\n  {said}")
        assert whole(screen.getvalue())
    assert wrapped("12 %") == "12 %"


def test_all_that_is_printed_is_wrapped_in_one_place() -> None:
    package = Path(tutelage.__file__).parent
    using = {
        path.name for path in package.rglob("*.py") if re.search(r"^(import|from) textwrap", path.read_text(), re.M)
    }
    assert using == {"progress.py", "drawing.py"}, "a drawing has other lines"


def test_a_log_is_never_silent_for_long() -> None:
    log = io.StringIO()
    plain = Plain(log, every=0.05)
    with plain.at_work("loading the libraries"):
        wait_for(lambda: log.getvalue().startswith("  loading the libraries, 0 s\n"))
        plain.label = "Course (stage 2 of 9)"
        wait_for(lambda: "  Course (stage 2 of 9), " in log.getvalue())
        with plain.bar("textbook", 4, "accepted"):
            wait_for(lambda: log.getvalue().count("  textbook: 0/4 accepted, ") >= 2)
    written = log.getvalue()
    time.sleep(0.2)
    assert log.getvalue() == written


def test_what_a_run_does_before_its_first_stage_is_shown(
    tmp_path: Path, tiny_student: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: dict[str, str] = {}
    log = Plain(io.StringIO())

    def noting(name: str) -> None:
        real = getattr(pipeline, name)

        def noted(*given: Any, **named: Any) -> Any:
            shown[name] = log.label
            return real(*given, **named)

        monkeypatch.setattr(pipeline, name, noted)

    for name in ("preflight", "count_parameters", "fingerprint"):
        noting(name)
    recipe, teacher = make_recipe(tmp_path, tiny_student), ScriptedTeacher(script)
    with log.at_work("loading the libraries"), monkeypatch.context() as patched:
        patched.setattr(pipeline, "under_way", interrupt)
        with pytest.raises(RunError):
            pipeline.run(recipe, teacher=teacher, progress=log)
    student = "preparing the student"
    assert shown == {"preflight": "checking the recipe", "count_parameters": student, "fingerprint": student}
    assert log.label == "loading the libraries"
    for work in (pipeline.make_course, pipeline.make_preview):
        shown.clear()
        work(recipe, teacher=teacher, progress=log)
        assert shown == {"preflight": "checking the recipe"}


def interrupt(*_: object) -> NoReturn:
    raise RunError


def test_a_terminal_shows_what_is_at_work_while_no_bar_moves() -> None:
    terminal, screen = Terminal(), io.StringIO()
    terminal.console = Console(file=screen, width=80, force_terminal=True, highlight=False)
    with terminal.at_work("loading the libraries"):
        wait_for(lambda: screen.getvalue().count("loading the libraries") >= 2)
        terminal.label = "Course (stage 2 of 9)"
        wait_for(lambda: "Course (stage 2 of 9)" in screen.getvalue())
        terminal.say("a line that stays")
        with terminal.bar("textbook", 4, "accepted") as bar:
            bar.advance(4)
        after = len(screen.getvalue())
        assert "textbook" in screen.getvalue()
        wait_for(lambda: "Course (stage 2 of 9)" in screen.getvalue()[after:])
    written = screen.getvalue()
    time.sleep(0.4)
    assert screen.getvalue() == written


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
