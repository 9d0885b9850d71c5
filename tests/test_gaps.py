"""Replies that repeat the sentence of a gap, or the bound of a question: right if what they say is."""

from __future__ import annotations

import time

import pytest

from tutelage.grading.gaps import filled
from tutelage.grading.marking import mark
from tutelage.records import Checker, Exercise

GRADUAL = (
    "Sick leave: fill in the number that is missing: “A gradual return begins with ____ hours a day and may last up to "
    "five weeks.”"
)
GUESTS = "Fill in the amount that is missing: “A meal with guests may cost up to ____ per person.”"
APPROVES = "Fill in the role that is missing: “____ approves care leave, and it may be granted on the same day.”"
NOTICE = "Fill in the role that is missing: “A member of staff who wishes to leave gives notice in writing to ____.”"


@pytest.mark.parametrize(
    ("question", "reply", "found"),
    [
        (GRADUAL, "A gradual return begins with four hours a day and may last up to five weeks.", "four"),
        (GRADUAL, "Coming back: a gradual return begins with 4 hours a day.", "4"),
        (GRADUAL, "It may last up to five weeks.", ""),
        (GUESTS, "A meal with guests may cost up to €45 per person, says the handbook.", "€45"),
        (GUESTS, "A meal with guests may cost up to 45.50 euros per person", "45.50 euros"),
        (
            APPROVES,
            "Care leave: The team lead approves care leave, and it may be granted on the same day.",
            "The team lead",
        ),
        (
            NOTICE,
            "A member of staff who wishes to leave gives notice in writing to the people officer. It is kept.",
            "the people officer",
        ),
        ("What is missing: 54 * ___ = 270?", "54 * 5 = 270", ""),
        ("“Boats have ____ people and ____ dogs on board.”", "Boats have two people and three dogs on board.", ""),
        ("How many people?", "Boats have two people on board.", ""),
    ],
)
def test_what_is_put_into_the_gap(question: str, reply: str, found: str) -> None:
    assert filled(reply, question) == found


def exercise(question: str, answer: str, checker: Checker) -> Exercise:
    return Exercise.of(skill="s", skills=("s",), question=question, solution="", answer=answer, checker=checker)


@pytest.mark.parametrize(
    ("question", "answer", "checker", "reply", "right"),
    [
        (
            GRADUAL,
            "4",
            Checker.NUMBER,
            "A gradual return begins with four hours a day and may last up to five weeks.",
            True,
        ),
        (
            GRADUAL,
            "4",
            Checker.NUMBER,
            "A gradual return begins with five hours a day and may last up to four weeks.",
            False,
        ),
        (
            GRADUAL,
            "5",
            Checker.NUMBER,
            "A gradual return begins with four hours a day and may last up to five weeks.",
            False,
        ),
        (GRADUAL, "4", Checker.NUMBER, "A gradual return begins with four hours a day.\nAnswer: 5", False),
        (GUESTS, "45 euros", Checker.TEXT, "A meal with guests may cost up to 45 euros per person.", True),
        (GUESTS, "45 euros", Checker.TEXT, "A meal with guests may cost up to 54 euros per person.", False),
        (GUESTS, "45 euros", Checker.TEXT, "Up to 45 euros.", True),
        (
            APPROVES,
            "the team lead",
            Checker.TEXT,
            "The team lead approves care leave, and it may be granted on the same day.",
            True,
        ),
        (APPROVES, "the team lead", Checker.TEXT, "The director approves care leave, not the team lead.", False),
        (
            "At most how many days may lock keepers take in a row?",
            "10 days",
            Checker.TEXT,
            "At most ten days of leave may lock keepers take in a row.",
            True,
        ),
        ("At most how many days may lock keepers take in a row?", "10 days", Checker.TEXT, "At least ten days.", False),
        ("At most how many days may lock keepers take in a row?", "10 days", Checker.TEXT, "At most nine days.", False),
        (
            "Within how many hours must a call be passed on?",
            "1 hour",
            Checker.TEXT,
            "Press and social media: within one hour",
            True,
        ),
        ("How many hours did it take?", "1 hour", Checker.TEXT, "within one hour", False),
        (
            "At least how many characters must a password have?",
            "14 characters",
            Checker.TEXT,
            "Answer: At least 14 characters.",
            True,
        ),
        (
            "At least how many characters must a password have?",
            "14 characters",
            Checker.TEXT,
            "Not at least 14 characters.",
            False,
        ),
        (
            "Up to how much does a member of staff pay?",
            "250 euros",
            Checker.TEXT,
            "A member of staff pays up to 250 euros.",
            True,
        ),
        (
            "Who must be told?",
            "the team lead",
            Checker.TEXT,
            "The team lead must be told. This is choice A.\nAnswer: A",
            True,
        ),
        (
            "Who must be told?",
            "the team lead",
            Checker.TEXT,
            "The director must be told. This is choice A.\nAnswer: A",
            False,
        ),
        (
            "For how many days is a code valid?",
            "3 days",
            Checker.TEXT,
            "A code is valid for three days.\nAnswer: B",
            True,
        ),
        (
            "For how many days is a code valid?",
            "3 days",
            Checker.TEXT,
            "A code is valid for three days.\nAnswer: 5",
            False,
        ),
        ("Which blood group is it?", "A", Checker.TEXT, "It is not B.\nAnswer: A", True),
        ("Up to how much is 3 + 4?", "7", Checker.NUMBER, "more than 7", False),
        ("At most how many days may lock keepers take in a row?", "10 days", Checker.TEXT, "Up to 10 days.", True),
        ("Not more than how many days may it take?", "10 days", Checker.TEXT, "More than 10 days", False),
        ("Not more than how many days may it take?", "10 days", Checker.TEXT, "Not more than 10 days", True),
        ("No fewer than how many days may it take?", "10 days", Checker.TEXT, "Fewer than 10 days", False),
        ("Not less than how many days may it take?", "10 days", Checker.TEXT, "At least 10 days", True),
        ("Under which rule are how many days granted?", "10 days", Checker.TEXT, "Under 10 days", False),
        ("Which blood group is it?", "(B)", Checker.TEXT, "It is this one.\nAnswer: (B)", True),
    ],
)
def test_the_sentence_or_the_bound_of_a_question_is_no_fault(
    question: str, answer: str, checker: Checker, reply: str, right: bool
) -> None:
    assert mark(reply, exercise(question, answer, checker)).correct is right


def test_a_letter_that_is_accepted_is_an_answer() -> None:
    question = exercise("Which type is it?", "type A", Checker.TEXT).model_copy(update={"accepted": ("A",)})
    assert mark("Answer: A", question).correct
    assert not mark("Answer: B", question).correct


@pytest.mark.parametrize("sign", ["*", '"', "“", "_", " ", "\n", ". ", ": “", "in writing to ", "approves care "])
@pytest.mark.parametrize("question", [APPROVES, NOTICE, GUESTS, '"' + "_" * 8000])
def test_no_reply_and_no_question_takes_long(question: str, sign: str) -> None:
    begun = time.perf_counter()
    filled((sign * 8000)[:8000], question)
    filled("in writing to " + (sign * 8000)[:8000] + " x" * 100, question)
    filled("x", f'"{sign * 8000}')
    assert time.perf_counter() - begun < 2


@pytest.mark.parametrize(
    ("answer", "reply", "right"),
    [
        ("yes", "Yes it is", True),
        ("yes", "Yes of course.", True),
        ("no", "No they may not", True),
        ("no", "No it isn't.", True),
        ("no", "No, they may not.", True),
        ("no", "No idea", False),
        ("yes", "Yes or no", False),
        ("yes", "Yes if it rains", False),
        ("yes", "Yes it is not", False),
        ("no", "No it is", False),
        ("yes", "No it is not", False),
        ("no", "Yes it is", False),
    ],
)
def test_a_verdict_needs_no_comma(answer: str, reply: str, right: bool) -> None:
    assert mark(reply, exercise("May guests bring food?", answer, Checker.TEXT)).correct is right
