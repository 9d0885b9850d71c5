"""Trying a student: base and trained side by side, a conversation that remembers, nothing that reaches the terminal."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner

import warm
from tutelage.cli import app
from tutelage.errors import TutelageError
from tutelage.exams.candidate import find_candidate
from tutelage.progress import Plain, clean
from tutelage.tools import tryout
from tutelage.tools.tryout import Decoding, Speaker


@pytest.fixture(scope="module")
def speakers(finished_run: Path) -> list[Speaker]:
    return tryout.load_speakers(str(finished_run))


def test_base_and_trained_student_answer_differently(speakers: list[Speaker]) -> None:
    assert [voice.name for voice in speakers] == ["base", "round-2"]
    turns = [{"role": "user", "content": "one step: 1 + 2?"}]
    base, trained = (tryout.answer(voice, turns, Decoding(16)) for voice in speakers)
    assert base != trained
    shown = tryout.ask(speakers, "one step: 1 + 2?", Decoding(16))
    head, rule, *_ = shown.splitlines()
    assert head.split() == ["base", "|", "round-2"]
    assert set(rule) == {"-", "+"}
    assert all(len(line) <= 80 for line in shown.splitlines())


def test_temperature_samples_and_repeats_with_its_seed(speakers: list[Speaker]) -> None:
    turns = [{"role": "user", "content": "leap: 3 + 4?"}]
    drawn = [tryout.answer(speakers[1], turns, Decoding(16, 1.0, seed)) for seed in (1, 1, 2)]
    assert drawn[0] == drawn[1] != drawn[2]


def test_a_stage_and_a_model_can_be_named(finished_run: Path, tiny_student: Path, tmp_path: Path) -> None:
    assert [voice.name for voice in tryout.load_speakers(str(finished_run), "reading")] == ["base", "reading"]
    assert len(tryout.load_speakers(str(tiny_student))) == 1
    with pytest.raises(ValueError, match="no student of stage 'round-9': choose from reading, round-1, round-2"):
        tryout.load_speakers(str(finished_run), "round-9")
    with pytest.raises(ValueError, match="leave --stage out"):
        tryout.load_speakers(str(tiny_student), "reading")
    with pytest.raises(ValueError, match=r"has no config\.json"):
        tryout.load_speakers(str(tmp_path))


def test_everyone_remembers_its_own_answers(speakers: list[Speaker], monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[tuple[str, list[str]]] = []

    def listen(voice: Speaker, turns: Sequence[dict[str, str]], decoding: Decoding, progress: object) -> str:
        heard.append((voice.name, [turn["content"] for turn in turns]))
        return f"{voice.name} says {len(turns)}"

    monkeypatch.setattr(tryout, "answer", listen)
    said: list[str] = []
    lines = ["one", "", "two", "/help", "/reset", "three", "/quit", "four"]

    @contextmanager
    def waiting() -> Iterator[None]:
        heard.append(("waiting", []))
        yield

    tryout.chat(speakers, lines, said.append, Decoding(), waiting)
    assert heard == [
        ("waiting", []),
        ("base", ["one"]),
        ("round-2", ["one"]),
        ("waiting", []),
        ("base", ["one", "base says 1", "two"]),
        ("round-2", ["one", "round-2 says 1", "two"]),
        ("waiting", []),
        ("base", ["three"]),
        ("round-2", ["three"]),
    ]
    assert [line for line in said if line.startswith("(")] == [f"({tryout.HELP})", "(a new conversation)"]


def test_tokens_are_counted_as_they_come(speakers: list[Speaker]) -> None:
    log = io.StringIO()
    tryout.ask(speakers, "one step: 1 + 2?", Decoding(5), Plain(log, every=0))
    lines = log.getvalue().splitlines()
    assert [line.split(",")[0] for line in lines if "base" in line][:2] == [
        "  answer of base: 1/5 tokens at most",
        "  answer of base: 2/5 tokens at most",
    ]
    assert "answer of round-2: 1/5 tokens at most" in log.getvalue()
    assert " s left" in lines[0]
    ended = [line for line in lines if "round-2" not in line][-1]
    assert " s left" not in ended, "it has ended"


def test_ask_and_chat_say_at_once_what_they_do(finished_run: Path) -> None:
    for command in (["ask", str(finished_run), "leap: 1 + 1?", "--max-new-tokens", "1"], ["chat", str(finished_run)]):
        result = CliRunner().invoke(app, command, input="")
        assert result.stderr.splitlines()[0] == f"loading {finished_run}"


def test_nothing_that_controls_a_terminal_is_shown() -> None:
    nasty = "\x1b[31mred\x1b]0;title\x07 a\rb\x08 \x9b2J \u202egnp.exe\u2066 tab\there\x00 naïve 数学 👍"
    assert clean(nasty) == "[31mred]0;title ab 2J gnp.exe tab    here naïve 数学 👍"
    table = tryout.side_by_side([("a\x1b[0m", "[bold]not markup[/bold]"), ("b", "x")])
    assert "\x1b" not in table
    assert "[bold]not markup[/bold]" in table.replace("\n", "")


def test_columns_wrap_and_keep_lines() -> None:
    table = tryout.side_by_side([("left", "word " * 30 + "\n\nend"), ("right", "x" * 100)])
    lines = table.splitlines()
    assert all(len(line) <= 80 for line in lines)
    assert table.count("x") == 100
    assert len([line for line in lines if line.startswith("end")]) == 1
    assert tryout.side_by_side([("only", "one")]).splitlines() == ["only", "one"]


def test_commands_run_without_a_terminal(finished_run: Path) -> None:
    result = CliRunner().invoke(app, ["ask", str(finished_run), "leap: 1 + 1?", "--max-new-tokens", "4"])
    assert result.exit_code == 0, result.output
    assert "round-2" in result.stdout
    said = "one step: 1 + 1?\n/reset\ntwo steps: 2 + 2?\n"
    command = ("-m", "tutelage", "chat", finished_run, "--max-new-tokens", "4")
    talk = warm.run(*command, environment={"COLUMNS": "80"}, given=said)
    assert talk.returncode == 0, talk.stderr
    assert talk.stdout.count("round-2") == 2
    assert "(a new conversation)" in talk.stdout
    assert ">" not in talk.stdout.splitlines()[0]


def test_what_is_meant_as_a_run_is_told_without_asking_the_hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "runs" / "fractions").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    for target, stage, says in (
        ("fractions", "", "did you mean runs/fractions?"),
        ("fractions", "round-1", "did you mean runs/fractions?"),
        ("runs/fraction", "round-1", "no run and no model at runs/fraction: check the path"),
        ("somebody/model", "round-1", "is not a run, so it has no stages: check the path, or leave --stage out"),
    ):
        with pytest.raises(TutelageError, match=re.escape(says)):
            tryout.load_speakers(target, stage)
    with pytest.raises(TutelageError, match="did you mean runs/fractions"):
        find_candidate("fractions", "round-1")


def test_an_empty_question_is_refused(finished_run: Path) -> None:
    result = CliRunner().invoke(app, ["ask", str(finished_run), " "])
    assert "the question is empty" in str(result.exception)
