"""The embedded teacher's calculus: every skill's exercises, misconceptions, composed exercises and lesson."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from conftest import same_answer
from tutelage import graph
from tutelage.config import CourseConfig
from tutelage.course import write_course
from tutelage.course.planning import plan_exercises
from tutelage.grading.extract import extract_answer
from tutelage.grading.identity import normalise, question_key
from tutelage.progress import Quiet
from tutelage.records import Origin, Skill
from tutelage.subjects import Draft, Subject
from tutelage.subjects.calculus import SUBJECT
from tutelage.subjects.statements import holds
from tutelage.subjects.workbook import Draw
from tutelage.syllabus import read_syllabus
from tutelage.teacher.embedded import EmbeddedTeacher

EXAMPLES = Path(__file__).parent.parent / "examples"
SKILLS = tuple(SUBJECT.skills)
DRAWS = 12
ODD_WRITING = re.compile(
    r"(?<![\d.])1(?:[a-df-z]\b|e\^|\(|sqrt|pi\b)|\*\*|\+ -|- -|--|[a-df-hj-z]\^1\b|(?<![\d.])0[a-z]|[@{}]|\*-|/-|"
    r"; ;|\(\)"
)
"""Steps may show i^1 and e^1: that they are i and e is what the step is about."""


@cache
def syllabus() -> list[dict[str, Any]]:
    text = (EXAMPLES / "calculus-full-syllabus.yaml").read_text(encoding="utf-8")
    units = yaml.safe_load(text)["units"]
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
    assert normalise(extract_answer(draft.solution)) == normalise(draft.answer)
    assert "\n" not in draft.solution
    for skill in draft.skills:
        assert SUBJECT.skills[skill].lower() in draft.solution.lower()
    odd = ODD_WRITING.search(f"{draft.question} {draft.solution}")
    assert not odd, (odd, draft)


@cache
def ancestors() -> dict[str, set[str]]:
    needs = {entry["id"]: set(entry["needs"]) for entry in syllabus()}
    below: dict[str, set[str]] = {}
    for skill in TopologicalSorter(needs).static_order():
        below[skill] = needs[skill].union(*(below[need] for need in needs[skill]))
    return below


def test_it_is_a_subject() -> None:
    subject: Subject = SUBJECT
    assert len(subject.skills) >= 150
    assert len(set(subject.skills.values())) == len(subject.skills)


@pytest.mark.parametrize("skill", SKILLS)
def test_answers_hold_when_settled_another_way(skill: str) -> None:
    for draft in drafts(skill, 1):
        assert holds(draft), draft
        assert same_answer(draft.answer, draft.answer, draft.question)
        assert not draft.misconception
        assert draft.skills[0] == skill
        assert len(draft.skills) == len(set(draft.skills)) <= 5
        assert set(draft.skills[1:]) <= ancestors()[skill]
        check_form(draft)


@pytest.mark.parametrize("skill", SKILLS)
def test_misconceptions_never_hold(skill: str) -> None:
    found = list(misconceptions(skill, 2))
    for draft in found:
        assert not holds(draft), draft
        assert draft.misconception.endswith(".")
        assert set(draft.skills[1:]) <= ancestors()[skill]
        check_form(draft)
    assert found[:3] == list(islice(misconceptions(skill, 2), 3))


@pytest.mark.parametrize("skill", SKILLS)
def test_three_wordings_and_a_misconception_at_least(skill: str) -> None:
    topic = SUBJECT.topic(skill)
    assert topic.slips
    for difficulty in (1, 2, 3):
        assert len(set(topic.make(Draw(Random(skill), difficulty)).questions)) >= 3


def test_there_are_at_least_as_many_questions_as_are_said() -> None:
    few = {skill: pool for skill in SKILLS if (pool := SUBJECT.distinct(skill, 1))}
    assert few
    for skill in sorted(few, key=lambda each: few[each])[:3]:
        rng = Random(skill)
        assert len({question_key(SUBJECT.exercise(skill, 1, rng).question) for _ in range(1500)}) >= few[skill]


DEMO = "3582534fb36b488e1c7a34946f1cf256656e7f9f874c8da0f37b287621a8cade"
"""SHA-256 of the demo's first exercises, those of README's figures."""


def test_the_exercises_of_the_demo_are_those_that_were_measured() -> None:
    digest = hashlib.sha256()
    for skill in read_syllabus(EXAMPLES / "calculus-demo-syllabus.yaml").skills:
        for place in range(30):
            draft = SUBJECT.exercise(skill.id, 1, Random(f"{place} {skill.id}"))
            digest.update("\n".join(draft[:4]).encode())
    assert digest.hexdigest() == DEMO


def test_repeating_the_question_is_no_answer() -> None:
    for skill in ("integer-addition", "powers", "order-of-operations"):
        for draft in drafts(skill, 7):
            asked = re.search(r"[-(\d][-\d()^*+/ ]*\d", draft.question)
            if asked and asked[0] != draft.answer and draft.question.startswith("Compute"):
                assert not holds(draft._replace(answer=asked[0]))


@pytest.mark.parametrize("skill", SKILLS)
def test_lessons_name_what_they_build_on(skill: str) -> None:
    lesson = SUBJECT.lesson(skill, Random(8))
    (needs,) = (entry["needs"] for entry in syllabus() if entry["id"] == skill)
    for name in (SUBJECT.skills[each] for each in (skill, *needs)):
        assert name.lower() in lesson.lower(), name
    assert len(lesson.split()) >= 120
    assert len(lesson.split("\n\n")) >= 3
    assert lesson == SUBJECT.lesson(skill, Random(8))
    assert lesson != SUBJECT.lesson(skill, Random(9))


def test_most_plausible_pairs_compose() -> None:
    rng = Random(10)
    topics = {skill: SUBJECT.topic(skill) for skill in SKILLS}
    numbers = [skill for skill in SKILLS if topics[skill].make(Draw(Random(3), 1)).value is not None]
    takers = [skill for skill in SKILLS if topics[skill].takes]
    plausible = [(lower, upper) for upper in takers for lower in rng.sample(numbers, 8) if lower in ancestors()[upper]]
    assert len(plausible) >= 60
    made = {pair: draft for pair in plausible if (draft := SUBJECT.composed(*pair, rng))}
    assert len(made) >= 0.9 * len(plausible)
    for (lower, upper), draft in made.items():
        assert holds(draft), draft
        assert {lower, upper} <= set(draft.skills)
        assert not re.search(r"\bk\b", draft.question)
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


SMALL = sorted(SKILLS, key=lambda skill: SUBJECT.distinct(skill, 1) or math.inf)[:4]
FEW = graph.build([Skill(id=skill, name=SUBJECT.skills[skill], position=i) for i, skill in enumerate(SMALL)], [])
"""The skills with the fewest questions."""


def test_training_and_exam_never_share_a_question() -> None:
    config = CourseConfig(
        exercises_per_skill=6, exam_questions_per_skill=3, misconceptions_per_skill=0, difficulties=(1,)
    )
    for seed in range(25):
        course = write_course(FEW, EmbeddedTeacher(SUBJECT, FEW, "calculus"), config, seed, Quiet())
        exam, practice = ({question_key(item.question) for item in pool} for pool in (course.exam, course.exercises))
        assert len(exam) == 12
        assert len(practice) == 24
        assert not exam & practice


def test_a_course_does_not_ask_for_more_than_there_is() -> None:
    config = CourseConfig(exercises_per_skill=500, exam_questions_per_skill=50, difficulties=(1,))
    teacher = EmbeddedTeacher(SUBJECT, FEW, "calculus")
    counts = {skill.id: teacher.distinct(skill.id, (1,)) or 0 for skill in FEW.skills}
    for origin in (Origin.EXAM, Origin.COURSE):
        requests = plan_exercises(FEW, config, 0, origin, counts=counts)
        assert all(0 < request.number < counts[request.skill] for request in requests)
    free = plan_exercises(FEW, config, 0)
    assert [request.number for request in free] == [500] * 4
    course = write_course(FEW, teacher, config, 0, Quiet())
    assert sum(account.missing for account in course.accounts if account.origin is not Origin.MISCONCEPTION) == 0
