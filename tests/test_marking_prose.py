"""Replies in free prose, without a mark, that state the answer, or something else with its number or name in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tutelage.exams import local
from tutelage.grading import mark, modifiers, questions, statements
from tutelage.grading.number_words import said_in_figures
from tutelage.records import Exercise

FILE = Path(__file__).parent / "prose_answers.txt"


class Asked(NamedTuple):
    question: str
    answer: str
    choices: tuple[str, ...]
    replies: list[tuple[str, str]]
    """`+`, `-`, `?+` or `?-`, and a reply."""

    def exercise(self) -> Exercise:
        row = {"question": self.question, "answer": self.answer} | (
            {"choices": list(self.choices)} if self.choices else {}
        )
        return local.read_row(row, "", None)[0]


def cases() -> Iterator[Asked]:
    lines = [line for line in FILE.read_text(encoding="utf-8").split("\n") if not line.startswith("#")]
    for block in "\n".join(lines).strip("\n").split("\n\n"):
        named = [line.partition(" ")[::2] for line in block.split("\n")]
        given = {mark: text for mark, text in named if mark.endswith(":")}
        choices = tuple(one.strip() for one in given.get("C:", "").split("|") if one.strip())
        replies = [(mark, text.replace("\\n", "\n")) for mark, text in named if not mark.endswith(":")]
        yield Asked(given["Q:"], given["A:"], choices, replies)


CASES = list(cases())


@pytest.mark.parametrize("asked", CASES, ids=[f"{number} {one.question[:40]}" for number, one in enumerate(CASES)])
def test_prose_is_marked_by_what_it_says(asked: Asked) -> None:
    exercise = asked.exercise()
    marked = {reply: mark(reply, exercise).correct for _, reply in asked.replies}
    right = {reply: (sign == "+") or (sign == "?-") for sign, reply in asked.replies}
    assert marked == right


def test_few_replies_are_known_to_be_marked_otherwise() -> None:
    signs = [sign for one in CASES for sign, _ in one.replies]
    assert len(signs) >= 1000
    assert signs.count("?-") <= 0.05 * sum(sign.endswith("-") for sign in signs)
    assert signs.count("?+") <= 0.06 * sum(sign.endswith("+") for sign in signs)


def test_each_question_about_a_word_beside_an_answer_has_its_words() -> None:
    assert modifiers.denies("anything but 12")
    assert modifiers.denies("it wasn't 12")
    assert not modifiers.denies("an important 12")
    assert modifiers.changes_next("more than ")
    assert modifiers.changes_next("a divisor of ")
    assert not modifiers.changes_next("they add up to ")
    assert modifiers.bounds_next_time("shortly after ")
    assert modifiers.changes_last(" squared")
    assert modifiers.changes_last(" of a third")
    assert modifiers.rejects_last(" would be one too many")
    assert modifiers.replaces_last(", scratch that, 13")
    assert modifiers.falls("", " dollars off")
    assert modifiers.unsettles("if it is Nairobi")
    assert not modifiers.unsettles("it is Nairobi")


def test_a_question_is_read_without_its_conditions() -> None:
    assert questions.read("Tom has 3. By how much does it rise if 5 are added?").main == "By how much does it rise"
    assert questions.read("Tom is 3. Find the age of Ann.").main == "Find the age of Ann."


@pytest.mark.parametrize(
    ("text", "question", "kept"),
    [
        ("It began in 1939 and ended in 1945.", "When did it end?", "ended in 1945."),
        ("It ended in 1945, six years later.", "When did it end?", "It ended in 1945, six years later."),
        ("She spent 18, so 32 are left.", "How many are left?", "32 are left."),
        ("She spent 18.", "?", "She spent 18."),
    ],
)
def test_clauses_about_something_else_are_left_out(text: str, question: str, kept: str) -> None:
    assert questions.about_it(text, question, "12", number=True) == kept


def test_what_the_expected_answer_says_is_nothing_else() -> None:
    question = "What does the price do if demand rises?"
    assert questions.about_it("It falls.", question, "it rises", number=False) == "It falls."
    assert questions.about_it("Demand falls.", "How far did it rise?", "to the top", number=False) == ""


@pytest.mark.parametrize(
    ("text", "question", "says"),
    [
        ("Anna won.", "Who won, Anna or Ben?", True),
        ("Ben won against Anna.", "Who won, Anna or Ben?", False),
        ("Anna won. Actually, Ben did.", "Who won, Anna or Ben?", False),
        ("Anna's friend won.", "Who won, Anna or Ben?", False),
        ("It was Anna who won.", "Who won, Anna or Ben?", True),
        ("Anna is older.", "Which of the two is older, Anna or Ben?", True),
        ("Anna is younger.", "Which of the two is older, Anna or Ben?", False),
        ("Anna won.", "Who did not win, Anna or Ben?", False),
    ],
)
def test_a_statement_puts_the_answer_into_the_gap_of_the_question(text: str, question: str, says: bool) -> None:
    assert statements.says(text, "Anna", question) is says


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("The one that has four.", "The it that has 4."),
        ("two thirds of them", "2/3 of them"),
        ("a quarter", "1/4"),
        ("It ended in nineteen forty-five.", "It ended in nineteen forty-five."),
        ("5 + 7 = 12 after two days", "5 + 7 = 12 after two days"),
        ("The root of 81 is nine.", "The root of 81 is 9."),
        ("60 is one third of it", "60 is one third of it"),
    ],
)
def test_numbers_that_a_sentence_states_are_read_in_words(text: str, figures: str) -> None:
    assert said_in_figures(text) == figures
