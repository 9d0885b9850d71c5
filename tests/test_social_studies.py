"""The embedded teacher's social studies: every skill's exercises, misconceptions, composed exercises and lesson."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from random import Random

import pytest

from tutelage.config import load_recipe
from tutelage.course import write_course
from tutelage.course.filter import DraftFilter
from tutelage.grading.choices import letter_of
from tutelage.grading.compare import is_right
from tutelage.grading.extract import extract_answer
from tutelage.grading.identity import fold, normalise, question_key
from tutelage.progress import Quiet
from tutelage.records import (
    Checker,
    Exercise,
    ExercisesRequest,
    Lesson,
    LessonRequest,
    MisconceptionsRequest,
    SkillGraph,
)
from tutelage.subjects import Draft, Subject
from tutelage.subjects.checking import own_forms
from tutelage.subjects.registry import SUBJECTS
from tutelage.subjects.social_studies import SUBJECT
from tutelage.subjects.social_studies.topic import Comparison, Recall
from tutelage.subjects.statements import holds
from tutelage.subjects.topics import Draw
from tutelage.syllabus import read_syllabus
from tutelage.teacher import make_teacher
from tutelage.teacher.embedded import EmbeddedTeacher

EXAMPLES = Path(__file__).parent.parent / "examples"
SKILLS = tuple(SUBJECT.skills)
DRAWS = 18
ODD_WRITING = re.compile(r"--|\+ -|- -|\s,|\.\.|\{|\}|\bNone\b|(?<!')\b[Aa] [aeio][a-z]|  |\d\.\d{5}")


@pytest.fixture(scope="module")
def graph() -> SkillGraph:
    return read_syllabus(EXAMPLES / "social-studies-full-syllabus.yaml")


def drafts(skill: str, seed: int, count: int = DRAWS) -> Iterator[Draft]:
    rng = Random(f"{seed} {skill}")
    return (SUBJECT.exercise(skill, 1 + i % 3, rng) for i in range(count))


def misconceptions(skill: str, seed: int) -> Iterator[Draft]:
    rng = Random(f"{seed} {skill}")
    return (SUBJECT.misconception(skill, 1 + i % 3, rng) for i in range(DRAWS))


def check_form(draft: Draft) -> None:
    """What holds of every draft, right or wrong."""
    assert draft.solution.endswith(f"Answer: {draft.answer}")
    assert normalise(extract_answer(draft.solution)) == normalise(draft.answer)
    for skill in draft.skills:
        assert SUBJECT.skills[skill].lower() in draft.solution.lower()
    assert (draft.checker is Checker.CHOICE) == bool(draft.choices)
    shown = re.findall(r"^([A-H])\. (.+)$", draft.question, flags=re.MULTILINE)
    assert shown == [(letter_of(place), choice) for place, choice in enumerate(draft.choices)]
    assert len({fold(choice) for choice in draft.choices}) == len(draft.choices)
    odd = ODD_WRITING.search(f"{draft.question} {draft.solution}")
    assert not odd, (odd, draft)


def exercise(draft: Draft) -> Exercise:
    return Exercise.of(skill=draft.skills[0], **{k: v for k, v in draft._asdict().items() if k != "misconception"})


def test_it_is_a_subject() -> None:
    subject: Subject = SUBJECTS.get("social-studies")
    assert subject is SUBJECT
    assert len(subject.skills) >= 120
    assert len(set(subject.skills.values())) == len(subject.skills)


@pytest.mark.parametrize("skill", SKILLS)
def test_answers_hold_when_looked_up_or_recomputed(skill: str) -> None:
    for draft in drafts(skill, 1):
        assert holds(draft), draft
        assert not draft.misconception
        assert draft.skills[0] == skill
        check_form(draft)
        asked = exercise(draft)
        assert is_right(draft.answer, asked)
        assert all(is_right(other, asked) for other in draft.accepted)


@pytest.mark.parametrize("skill", SKILLS)
def test_no_other_choice_is_right(skill: str) -> None:
    for draft in drafts(skill, 2):
        for place, choice in enumerate(draft.choices):
            other = draft._replace(answer=letter_of(place))
            assert holds(other) == (other.answer == draft.answer), (choice, draft)
            assert is_right(choice, exercise(draft)) == (other.answer == draft.answer)


@pytest.mark.parametrize("skill", SKILLS)
def test_misconceptions_never_hold(skill: str) -> None:
    found = list(misconceptions(skill, 3))
    for draft in found:
        assert not holds(draft), draft
        assert draft.misconception.endswith(".")
        check_form(draft)
    assert found[:3] == list(islice(misconceptions(skill, 3), 3))


@pytest.mark.parametrize("skill", SKILLS)
def test_questions_are_distinct_or_counted(skill: str) -> None:
    for difficulty in (1, 2, 3):
        rng = Random(f"distinct {skill} {difficulty}")
        keys = [question_key(SUBJECT.exercise(skill, difficulty, rng).question) for _ in range(45)]
        count = SUBJECT.distinct(skill, difficulty)
        assert count is None or count >= 30
        assert count is not None or len(set(keys)) >= 0.95 * len(keys)


def test_counted_questions_are_all_there() -> None:
    for skill in SKILLS:
        make = SUBJECT.topic(skill).make
        if isinstance(make, Recall | Comparison) and (count := SUBJECT.distinct(skill, 3)) and count < 80:
            rng = Random(skill)
            plain = (SUBJECT.exercise(skill, 3, rng, ("plain",)).question for _ in range(1500))
            assert len({question_key(question) for question in plain}) == count


def test_right_answers_stand_anywhere() -> None:
    """Chi-square against a uniform place, with three degrees of freedom for four choices: 16.3 is the 0.1 % limit."""
    places: dict[int, Counter[str]] = {}
    for skill in SKILLS:
        for draft in drafts(skill, 6, 40):
            if draft.choices:
                places.setdefault(len(draft.choices), Counter())[draft.answer] += 1
    assert {2, 3, 4} <= places.keys()
    for size, found in places.items():
        expected = found.total() / size
        assert found.total() > 60
        assert sum((found[letter_of(place)] - expected) ** 2 / expected for place in range(size)) < 16.3, (size, found)


def test_both_free_answers_and_choices() -> None:
    kinds = Counter(draft.checker for skill in SKILLS for draft in drafts(skill, 7, 6))
    assert set(kinds) == {Checker.TEXT, Checker.CHOICE, Checker.MATHEMATICS}
    assert min(kinds.values()) > 100


def test_wordings() -> None:
    for topic in SUBJECT.topics.values():
        if isinstance(topic.make, Recall):
            assert all(len(facts.ask) >= 3 and len(facts.back) in (0, *range(3, 9)) for facts in topic.make.facts)
        elif isinstance(topic.make, Comparison):
            assert len(topic.make.ask) >= 3


def test_a_question_is_the_same_with_other_choices() -> None:
    """So that a question of the exam cannot come back with other choices; cases have one wording for that reason."""
    for skill in SKILLS:
        for draft in drafts(skill, 8, 6):
            if draft.choices:
                stem = draft.question.partition("\nA. ")[0]
                assert "of these" in stem or question_key(draft.question) == question_key(stem)
    rng = Random(0)
    seen: dict[str, str] = {}
    for _ in range(300):
        draft = SUBJECT.exercise("norms-and-sanctions", 3, rng, ("plain",))
        if "norms-cases" in draft.formal:
            stem = draft.question.partition("\nA. ")[0]
            assert seen.setdefault(draft.formal, stem) == stem
    assert len(seen) > 8


@pytest.mark.parametrize("skill", SKILLS)
def test_a_question_about_its_choices_says_so(skill: str) -> None:
    """By "of these", so that questions with other choices count as others: "find the odd one" alone is one question."""
    asked: dict[str, str] = {}
    for form in own_forms(SUBJECT, skill):
        rng = Random(f"{skill} {form}")
        for difficulty in (1, 2, 3) * 8:
            draft = SUBJECT.exercise(skill, difficulty, rng, (form,))
            assert asked.setdefault(question_key(draft.question), draft.formal) == draft.formal, draft.question


def test_syllabus_says_what_the_subject_says(graph: SkillGraph) -> None:
    assert [(skill.id, skill.name) for skill in graph.skills] == list(SUBJECT.skills.items())
    place = {skill: index for index, skill in enumerate(SKILLS)}
    for topic in SUBJECT.topics.values():
        assert {skill.id for skill in graph.prerequisites(topic.id)} == set(topic.needs)
        assert all(place[skill] < place[topic.id] for skill in topic.needs), topic.id
    assert graph.levels >= 5


def test_prerequisites_are_ancestors(graph: SkillGraph) -> None:
    """What a solution uses beside its own skill is learned before it."""
    above: dict[str, set[str]] = {}
    for skill in graph.skills:
        needed = [each.id for each in graph.prerequisites(skill.id)]
        above[skill.id] = set(needed).union(*(above[each] for each in needed))
    for skill_id in SKILLS:
        for draft in drafts(skill_id, 9, 9):
            assert set(draft.skills[1:]) <= above[skill_id]


def test_lessons_pass_the_filter(graph: SkillGraph) -> None:
    teacher, draft_filter = EmbeddedTeacher(SUBJECT, graph), DraftFilter(graph)
    for skill in graph.skills:
        request = LessonRequest(id=skill.id, skill=skill.id, seed=1)
        (reply,) = teacher.answer([request])
        (lesson,) = reply.of(Lesson)
        assert not draft_filter.judge_lesson(lesson, request).reason
        text = lesson.text
        assert len(text.split()) >= 120
        assert "Worked examples." in text
        assert text != SUBJECT.lesson(skill.id, Random(2))


@pytest.mark.parametrize(
    "skill", [skill for skill in SKILLS if isinstance(SUBJECT.topic(skill).make, Recall | Comparison)]
)
def test_lessons_state_every_fact_that_is_asked_about(skill: str) -> None:
    topic = SUBJECT.topic(skill)
    lesson = SUBJECT.lesson(skill, Random(0)).partition("Worked examples.")[0]
    sentences = [fold(sentence) for sentence in re.split(r"(?<=[.?!])(?<!\b[A-Z]\.)(?<!St\.)\s", lesson)]
    for make in (topic.make, *topic.others.values()):
        for key, values in stated(make):
            for value in values:
                pair = (fold(key), fold(value))
                assert any(all(part in sentence for part in pair) for sentence in sentences), (key, value)


def stated(make: object) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every fact that a generator may ask about; cases are for practice."""
    if isinstance(make, Comparison):
        yield from ((row.key, (make.shown(row.key),)) for row in make.rows)
    if isinstance(make, Recall):
        for facts in make.facts:
            for row in () if facts.meaning else facts.rows:
                yield row.key, row.values if facts.many else row.values[:1]


def test_facts_are_told_in_text() -> None:
    rivers, areas = (SUBJECT.lesson(skill, Random(0)) for skill in ("rivers", "countries-by-area"))
    assert re.search(r"is a river of South America, and so (is|are) the \w+", rivers)
    assert re.search(r"Russia has an area of 17,100,000 square kilometres, \w+ 9,\d\d0,000, ", areas)
    neighbours = SUBJECT.lesson("neighboring-countries", Random(0))
    assert re.search(
        r"\n\nSouth America: \w+ has a border with [^\n]*(\. Its neighbour \w+ has a border with .*){3}", neighbours
    )


@pytest.mark.parametrize("skill", ["capitals-of-africa", "landmarks", "rivers"])
def test_hard_questions_are_less_often_about_easy_facts(skill: str) -> None:
    make = SUBJECT.topic(skill).make
    assert isinstance(make, Recall)
    rows = [row for facts in make.facts for row in facts.rows]
    asked = " ".join(make(Draw(Random(seed), 3)).work for seed in range(300))
    easy, hard = (
        sum(len(re.findall(rf"\b{re.escape(row.key)}\b", asked)) for row in rows if (row.level > 1) == harder)
        / sum((row.level > 1) == harder for row in rows)
        for harder in (False, True)
    )
    assert hard > 1.8 * easy


def test_exercises_pass_the_filter(graph: SkillGraph) -> None:
    teacher, draft_filter = EmbeddedTeacher(SUBJECT, graph), DraftFilter(graph)
    for kind in (ExercisesRequest, MisconceptionsRequest):
        for skill in SKILLS[::7]:
            request = kind(id=skill, skill=skill, number=3, seed=3)
            (reply,) = teacher.answer([request])
            reasons = {draft_filter.judge_exercise(each, request).reason for each in reply.of(Exercise)}
            assert reasons <= {"", "duplicate"}


@pytest.mark.parametrize("recipe", ["social-studies", "social-studies-full"])
def test_course_of_the_recipe_is_complete(recipe: str) -> None:
    loaded = load_recipe(EXAMPLES / f"{recipe}.yaml")
    graph = read_syllabus(loaded.syllabus)
    course = write_course(graph, make_teacher(loaded.teacher, graph), loaded.course, loaded.seed, Quiet())
    assert sum(account.missing for account in course.accounts) == 0
    assert {each.verdict for each in (*course.exam, *course.exercises)} == {"recomputed"}
    exam = {question_key(each.question) for each in course.exam}
    assert not exam & {question_key(each.question) for each in (*course.exercises, *course.misconceptions)}


def test_pairs_compose() -> None:
    rng = Random(10)
    made = {
        (lower, upper): draft
        for lower in SKILLS
        for upper in SKILLS
        if (draft := SUBJECT.composed(lower, upper, rng)) is not None
    }
    assert len(made) >= 80
    for (lower, upper), draft in made.items():
        assert holds(draft), draft
        assert {lower, upper} <= set(draft.skills)
        check_form(draft)
    assert ("capitals-of-africa", "continents-of-countries") in made
    assert ("gdp-by-expenditure", "gdp-per-head") in made
    assert ("world-events", "centuries") in made


def test_pairs_that_do_not_combine() -> None:
    assert SUBJECT.composed("landforms", "gdp-per-head", Random(0)) is None
    assert SUBJECT.composed("capitals-of-africa", "capitals-of-europe", Random(0)) is None
    assert SUBJECT.composed("simple-interest", "centuries", Random(0)) is None
    assert SUBJECT.composed("centuries", "centuries", Random(0)) is None


def test_unknown_skill_and_difficulty() -> None:
    with pytest.raises(ValueError, match="social studies has no skill 'x'"):
        SUBJECT.lesson("x", Random(0))
    with pytest.raises(ValueError, match="difficulty is 1, 2 or 3, not 4"):
        SUBJECT.exercise("maps", 4, Random(0))
