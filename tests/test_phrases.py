"""Open answers that are marked by the words in them, without a model."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from tutelage.errors import ExamError
from tutelage.exams.asking import build_prompt
from tutelage.exams.local import read_exam
from tutelage.grading import mark
from tutelage.grading.phrases import check
from tutelage.records import Checker, Exercise, Phrases
from tutelage.tools.grade import grade

FOUND = [
    ("ten days", "You have **ten days** to reply."),
    ("ten days", "TEN\n  DAYS"),
    ("ten day", "within ten days"),
    ("working days", "one working day is enough"),
    ("policies", "It is the policy."),
    ("policy", "Both policies say so."),
    ("glasses", "a glass of it"),
    ("boxes", "one box"),
    ("class", "two classes"),
    ("check-in", "at check in"),
    ("check-in", "at checkin"),
    ("check in", "before the check-in"),
    ("e-mail", "by email"),
    ("email", "by e-mail"),
    ("email", "by e‑mail"),
    ("café", "in the cafe"),
    ("cafe", "in the CAFÉ."),
    ("manager's approval", "the manager’s approval"),
    ("50 %", "exactly 50%"),
    ("-5", "It is −5 degrees."),
    ("-5", "x = -5"),
    ("-5", "It is minus 5."),
    ("-$5", "a loss of -$5"),
    ("5 days", "3-5 days"),
    ("5 days", "between 3 -5 days"),
    ("100", "€100.00"),
    ("€100", "It costs €100,00."),
    ("50%", "half, that is 50 %"),
    ("$5", "it costs $5."),
    ("5 euros", "it costs 5 euros, no more"),
    ("1500", "about 1,500 people"),
    ("1,500", "1500 people"),
    ("3.5", "3.5 kg"),
    ("US", "in the US."),
    ("PDF", "two PDFs"),
    ("C++", "written in C++"),
    ("never", "<think>always</think>never"),
    ("x", "x"),
]
MISSING = [
    ("rate", "separate"),
    ("5", "15 days"),
    ("5", "5.5 days"),
    ("5", "1.5"),
    ("15", "1,500"),
    ("US", "tell us"),
    ("IT", "it is"),
    ("5", "It is -5 degrees."),
    ("5", "-5"),
    ("$5", "a loss of -$5"),
    ("5", "a loss of −$5"),
    ("-5", "It is 5 degrees."),
    ("-5", "3-5 days"),
    ("100", "100.001"),
    ("100", "100.05"),
    ("C", "C++"),
    ("therapist", "the rapist"),
    ("ten days", "ten working days"),
    ("ten days", "days ten"),
    ("never", "<think>never</think>always"),
    ("us", "bus"),
    ("bus", "busy"),
    ("as", "a"),
    ("gas", "ga"),
]


@pytest.mark.parametrize(("phrase", "reply"), FOUND)
def test_found(phrase: str, reply: str) -> None:
    assert check(reply, Phrases(all_of=(phrase,))).right


@pytest.mark.parametrize(("phrase", "reply"), MISSING)
def test_not_found(phrase: str, reply: str) -> None:
    assert not check(reply, Phrases(all_of=(phrase,))).right


def test_all_any_and_none() -> None:
    phrases = Phrases(all_of=("refund",), any_of=("ten days", "10 days"), none_of=("twenty days",))
    assert check("A refund within 10 days.", phrases) == (True, "says what it must")
    assert check("Within ten days.", phrases) == (False, "does not say 'refund'")
    assert check("A refund, soon.", phrases).why == "says none of 'ten days', '10 days'"
    assert check("A refund in ten days, or twenty days.", phrases) == (False, "says 'twenty days'")
    assert not check("", Phrases(any_of=("a",), none_of=("b",))).right


def test_negation_is_not_read() -> None:
    """As the documentation says: whoever wants that read needs a rubric."""
    assert check("There is no refund.", Phrases(all_of=("refund",))).right


@pytest.mark.parametrize(
    "wrong", [{}, {"none_of": ["a"]}, {"all_of": [""]}, {"all_of": ["?!"]}, {"any_of": ["a" * 201]}]
)
def test_what_cannot_decide_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Phrases(**wrong)


@pytest.mark.parametrize("piece", ["a-", "- ", "a ", "5,", "5 % ", "''", "((", "\\"])
def test_hostile_answers_and_phrases_take_no_time(piece: str) -> None:
    start = time.monotonic()
    for phrase in ("a-a-a-a-a a-a-a-a b", "5 % 5 % b", "x" * 200):
        check(piece * 20_000, Phrases(any_of=(phrase, f"{piece[:5] * 20}b")))
    assert time.monotonic() - start < 1


def rows(folder: Path, *given: dict[str, Any]) -> Path:
    path = folder / "open.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in given))
    return path


def test_files_may_have_them_in_any_of_these_ways(tmp_path: Path) -> None:
    nested = {"question": "Why?", "phrases": {"all_of": ["rain"], "none_of": "sun"}, "answer": "Because of the rain."}
    flat = {"question": "Why?", "all_of": "rain", "any_of": ["wet", "cold"], "skill": "weather"}
    table = {"question": "Why?", "any_of": '["rain", "snow"]'}
    found = read_exam(rows(tmp_path, nested, flat, table, {"question": "2+2?", "answer": "4"}))
    first, second, third, closed = found.questions
    assert not found.rejected
    assert not found.unused
    assert (first.checker, first.answer, first.solution) == (Checker.PHRASES, *["Because of the rain."] * 2)
    assert first.phrases == Phrases(all_of=("rain",), none_of=("sun",))
    assert (second.skill, second.answer) == ("weather", "rain, wet")
    assert third.phrases == Phrases(any_of=("rain", "snow"))
    assert closed.checker is Checker.NUMBER
    for question in found.questions[:3]:
        assert mark(question.solution, question).correct, "the reference must be right"
        assert build_prompt(question, form=True)[-1].content.endswith("Answer in one to three sentences.")
    assert Exercise.model_validate_json(first.model_dump_json()) == first


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"question": "Why?", "all_of": ["no rain"], "none_of": ["rain"]}, "no answer can be right by its phrases"),
        ({"question": "Why?", "any_of": ["rain"], "answer": "Snow"}, "its own answer is not right by its phrases"),
        ({"question": "Why?", "none_of": ["rain"]}, "an empty answer would be right"),
        ({"question": "Why?", "phrases": {"all": ["rain"]}}, "phrases: "),
        ({"question": "Why?", "rubric": [{"text": "rain", "weight": 0}]}, "point 1 of the rubric"),
        ({"question": "Why?", "rubric": ["rain"], "all_of": ["rain"]}, "not both"),
        ({"question": "Why?", "rubric": []}, "1 to 20 points"),
        ({"all_of": ["rain"]}, "no question"),
    ],
)
def test_wrong_rows_say_what_to_do(row: dict[str, Any], said: str, tmp_path: Path) -> None:
    with pytest.raises(ExamError, match=said) as raised:
        read_exam(rows(tmp_path, row))
    assert "\n" not in str(raised.value)


def test_replies_made_elsewhere_are_marked(tmp_path: Path) -> None:
    path = rows(
        tmp_path,
        {"all_of": ["rain"], "reply": "Rain, I think."},
        {"all_of": ["rain"], "reply": "Snow."},
        {"answer": "4", "reply": "Answer: 4"},
    )
    record = grade(path, out=tmp_path / "marks")
    assert [row.correct for row in record.rows] == [True, False, True]
    assert record.rows[1].why == "does not say 'rain'"
    assert record.rows[0].kind == "phrases"
    assert not record.unused
