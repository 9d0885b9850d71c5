"""The embedded teacher's calculus: every skill's exercises, misconceptions, composed exercises and lesson."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from tutelage.mathematics import holds
from tutelage.subjects import Draft, Subject
from tutelage.subjects.calculus import SUBJECT

SYLLABUS = Path(__file__).parent.parent / "examples" / "calculus-full-syllabus.yaml"
SKILLS = tuple(SUBJECT.skills)
DRAWS = 60
ODD_WRITING = re.compile(r"(?<![\d.])1(?:[a-df-z]\b|e\^|\()|\*\*|\+ -|- -|--|[a-z]\^1\b|(?<!\d)0[a-z]")


@cache
def syllabus() -> list[dict[str, Any]]:
    units = yaml.safe_load(SYLLABUS.read_text(encoding="utf-8"))["units"]
    return [skill for unit in units for skill in unit["skills"]]


def drafts(skill: str, seed: int) -> Iterator[Draft]:
    rng = Random(f"{seed} {skill}")
    return (SUBJECT.exercise(skill, 1 + i % 3, rng) for i in range(DRAWS))


def misconceptions(skill: str, seed: int) -> Iterator[Draft]:
    rng = Random(f"{seed} {skill}")
    return (SUBJECT.misconception(skill, 1 + i % 3, rng) for i in range(DRAWS))


def check_form(draft: Draft) -> None:
    """What holds of every draft, right or wrong."""
    assert draft.solution.endswith(f"Answer: {draft.answer}")
    assert "\n" not in draft.solution
    for skill in draft.skills:
        assert SUBJECT.skills[skill].lower() in draft.solution.lower()
    odd = ODD_WRITING.search(f"{draft.question} {draft.solution}")
    assert not odd, (odd, draft)


def test_it_is_a_subject() -> None:
    subject: Subject = SUBJECT
    assert len(subject.skills) == 40
    assert len(set(subject.skills.values())) == 40


@pytest.mark.parametrize("skill", SKILLS)
def test_answers_hold_when_settled_another_way(skill: str) -> None:
    for draft in drafts(skill, 1):
        assert holds(draft.formal, draft.answer), draft
        assert not draft.misconception
        assert draft.skills[0] == skill
        assert len(draft.skills) == len(set(draft.skills)) <= 3
        check_form(draft)


@pytest.mark.parametrize("skill", SKILLS)
def test_misconceptions_never_hold(skill: str) -> None:
    found = list(misconceptions(skill, 2))
    for draft in found:
        assert not holds(draft.formal, draft.answer), draft
        assert draft.misconception.endswith(".")
        check_form(draft)
    assert found == list(misconceptions(skill, 2))


@pytest.mark.parametrize("skill", SKILLS)
def test_the_seed_settles_the_exercises(skill: str) -> None:
    assert list(drafts(skill, 3)) == list(drafts(skill, 3))
    assert list(drafts(skill, 3)) != list(drafts(skill, 4))


@pytest.mark.parametrize("skill", SKILLS)
def test_there_are_enough_questions(skill: str) -> None:
    rng = Random(skill)
    questions = {SUBJECT.exercise(skill, 1 + i % 3, rng).question for i in range(100)}
    assert len(questions) >= (70 if skill in ("powers", "tangent-line") else 80)


@pytest.mark.parametrize("skill", SKILLS)
def test_one_answer_per_question(skill: str) -> None:
    answers: dict[str, str] = {}
    for draft in (*drafts(skill, 5), *drafts(skill, 6)):
        assert answers.setdefault(draft.question, draft.answer) == draft.answer


def test_repeating_the_question_is_no_answer() -> None:
    for skill in ("integer-addition", "powers", "order-of-operations"):
        for draft in drafts(skill, 7):
            asked = re.search(r"[-(\d][-\d()^*+/ ]*\d", draft.question)
            if asked and asked[0] != draft.answer and draft.question.startswith("Compute"):
                assert not holds(draft.formal, asked[0])


@pytest.mark.parametrize("skill", [skill["id"] for skill in syllabus()])
def test_lessons_name_what_they_build_on(skill: str) -> None:
    lesson = SUBJECT.lesson(skill, Random(8))
    (needs,) = (entry["needs"] for entry in syllabus() if entry["id"] == skill)
    for name in (SUBJECT.skills[each] for each in (skill, *needs)):
        assert name.lower() in lesson.lower(), name
    assert 90 <= len(lesson.split()) <= 180
    assert 3 <= len(lesson.split("\n\n")) <= 4
    assert lesson == SUBJECT.lesson(skill, Random(8))
    assert lesson != SUBJECT.lesson(skill, Random(9))


def test_most_plausible_pairs_compose() -> None:
    rng = Random(10)
    made: dict[tuple[str, str], Draft] = {}
    for place, lower in enumerate(SKILLS):
        for upper in SKILLS[place + 1 :]:
            if draft := SUBJECT.composed(lower, upper, rng):
                made[lower, upper] = draft
    lowers, uppers = {pair[0] for pair in made}, {pair[1] for pair in made}
    plausible = [(a, b) for i, a in enumerate(SKILLS) for b in SKILLS[i + 1 :] if a in lowers and b in uppers]
    assert len(made) >= 0.9 * len(plausible)
    assert len(made) >= 300
    for (lower, upper), draft in made.items():
        assert holds(draft.formal, draft.answer), draft
        assert {lower, upper} <= set(draft.skills)
        assert draft.question.startswith("Let k be ")
        check_form(draft)


def test_pairs_that_do_not_combine() -> None:
    assert SUBJECT.composed("expanding-brackets", "power-rule", Random(0)) is None
    assert SUBJECT.composed("integer-addition", "logarithms", Random(0)) is None
    assert SUBJECT.composed("power-rule", "power-rule", Random(0)) is None


def test_what_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="no skill"):
        SUBJECT.exercise("alchemy", 1, Random(0))
    with pytest.raises(ValueError, match="no skill"):
        SUBJECT.lesson("alchemy", Random(0))
    with pytest.raises(ValueError, match="difficulty"):
        SUBJECT.exercise("powers", 4, Random(0))


def test_the_syllabus_is_about_the_same_skills() -> None:
    assert {entry["id"]: entry["name"] for entry in syllabus()} == dict(SUBJECT.skills)
    assert all(entry["description"] for entry in syllabus())


def test_the_syllabus_is_acyclic_and_has_no_redundant_needs() -> None:
    needs = {entry["id"]: set(entry["needs"]) for entry in syllabus()}
    below: dict[str, set[str]] = {}
    for skill in TopologicalSorter(needs).static_order():
        below[skill] = needs[skill].union(*(below[need] for need in needs[skill]))
        for need in needs[skill]:
            assert not any(need in below[other] for other in needs[skill] - {need}), (skill, need)
    order = [entry["id"] for entry in syllabus()]
    assert all(order.index(need) < order.index(skill) for skill in order for need in needs[skill])
    assert all(set(entry.get("why", {})) <= set(entry["needs"]) for entry in syllabus())
