"""What the shipped subjects ask is varied, is harder at difficulty 3 than at 1, and is not answered by a shortcut."""

from __future__ import annotations

from random import Random

import pytest

from tutelage.course.variety import form_of
from tutelage.records import Checker
from tutelage.seeds import rng as seeded
from tutelage.subjects import Draft
from tutelage.subjects.checking import holds, own_forms, wordings
from tutelage.subjects.registry import SUBJECTS
from tutelage.subjects.shortcuts import found
from tutelage.subjects.workbook import Workbook

BOTH = [(name, skill) for name in ("calculus", "social-studies") for skill in SUBJECTS.get(name).skills]
NO_HARDER = 0.1
"""Share of the skills in which difficulty 3 may only have larger numbers."""
DRAWS = 20


def drawn(name: str, skill: str, difficulty: int) -> list[Draft]:
    """Questions of the forms that are the skill's own."""
    subject, source = SUBJECTS.get(name), Random(f"{skill} {difficulty}")
    forms = own_forms(subject, skill)
    return [subject.exercise(skill, difficulty, source, forms) for _ in range(DRAWS)]  # type: ignore[call-arg]


def steps(draft: Draft) -> int:
    return draft.solution.count(" = ") + draft.solution.count("; ")


def is_harder(name: str, skill: str) -> bool:
    """Whether difficulty 3 takes more steps than 1, or asks in another way a third of the time."""
    easy, hard = drawn(name, skill, 1), drawn(name, skill, 3)
    known = {form_of(draft.question.partition("\nA. ")[0]) for draft in easy}
    new = [draft for draft in hard if form_of(draft.question.partition("\nA. ")[0]) not in known]
    return sum(map(steps, hard)) >= sum(map(steps, easy)) + DRAWS / 2 or len(new) >= DRAWS / 3


def test_questions_are_worded_in_many_ways() -> None:
    counts = {(name, skill): wordings(SUBJECTS.get(name), skill) for name, skill in BOTH}
    assert sum(counts.values()) / len(counts) >= 12
    assert {each: count for each, count in counts.items() if count < 6} == {}


@pytest.mark.parametrize(("name", "skill"), BOTH)
def test_every_skill_has_two_forms_of_its_own(name: str, skill: str) -> None:
    assert len(own_forms(SUBJECTS.get(name), skill)) > 2


def test_difficulty_is_more_than_larger_numbers() -> None:
    easy = [each for each in BOTH if not is_harder(*each)]
    assert len(easy) <= NO_HARDER * len(BOTH), easy


def draft(question: str, answer: str, choices: tuple[str, ...] = ()) -> Draft:
    checker = Checker.CHOICE if choices else Checker.MATHEMATICS
    return Draft(question, f"Answer: {answer}", answer, "", ("a",), checker=checker, choices=choices)


@pytest.mark.parametrize(
    ("drafts", "name"),
    [
        ([draft(f"Add {n} and 5.", str(n + 5)) for n in range(60)], "sum of all"),
        ([draft(f"Which of {n} and 500 is larger?", "500") for n in range(60)], "the last"),
        ([draft(f"Write {n} out of 7 as a fraction.", f"{n}/7") for n in range(8, 60)], "quotient of the first two"),
        (
            [draft(f"Differentiate the integral of {n}t^2 + t.", f"{n}x^2 + x") for n in range(2, 60)],
            "copy the expression",
        ),
        ([draft(f"Is {n} a number?", "yes") for n in range(60)], "always yes"),
        ([draft("Which?\nA. no\nB. quite so", "B", ("no", "quite so"))] * 60, "longest option"),
    ],
)
def test_shortcuts_are_found(drafts: list[Draft], name: str) -> None:
    assert name in found(drafts)


def test_what_needs_the_skill_is_no_shortcut() -> None:
    assert not found([draft(f"Compute {n}^2 + {n} + 7.", str(n * n + n + 7)) for n in range(2, 60)])
    assert not found([draft("Which?\nA. no\nB. yes", "AB"[n % 2], ("no", "yes")) for n in range(60)])


@pytest.mark.parametrize(
    ("name", "skill"),
    [
        ("calculus", "power-rule"),
        ("calculus", "integer-subtraction"),
        ("calculus", "extreme-values"),
        ("social-studies", "continents-of-countries"),
    ],
)
def test_the_wrong_answers_to_a_question_are_those_of_its_mistakes(name: str, skill: str) -> None:
    subject, seen = SUBJECTS.get(name), set()
    assert isinstance(subject, Workbook)
    for index in range(30):
        arguments = (skill, 1 + index % 3)
        draft = subject.exercise(*arguments, seeded(7, skill, index))
        for wrong, mistake in subject.wrong_answers(*arguments, seeded(7, skill, index)).items():
            assert not holds(draft._replace(answer=wrong)), (draft, wrong)
            assert mistake in subject.topic(skill).slips.values()
            seen.add(draft.form)
    assert "plain" in seen
    assert seen & {"choice", "find the error"} or name == "social-studies"
    assert not seen & {"comparison", "missing step", "true or false"}
