"""Questions about documents are tried without them; what is known all the same is reported, or left out of practice."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import partial

import pytest

from tutelage.config import ClosedBookConfig, parse_recipe
from tutelage.course.verification import Cost
from tutelage.exams.asking import mark
from tutelage.exams.closed_book import NAME, Answer, Try, ask_solver, closed_book_line, plan_tries, try_closed_book
from tutelage.exams.open_book import kind_of_question
from tutelage.progress import Quiet
from tutelage.records import (
    Checker,
    Citation,
    Course,
    Exercise,
    Origin,
    Reply,
    Score,
    Solution,
    SolveRequest,
    TrainingSet,
)
from tutelage.storage import stages
from tutelage.teacher.scripted import ScriptedTeacher

TOWNS = ("Aldbury", "Brill", "Cuddington", "Denham")


def exercise(skill: str, number: int, origin: Origin, kind: str = "short") -> Exercise:
    """A question of a kind, about a passage of its own."""
    question, answer, checker = f"{skill}: how many euros is fee {number}?", str(number), Checker.NUMBER
    choices: tuple[str, ...] = ()
    if kind == "choice":
        source = random.Random(number)
        choices = tuple(source.sample(TOWNS, 4))
        answer, checker = "ABCD"[source.randrange(4)], Checker.CHOICE
        shown = "".join(f"\n{letter}. {town}" for letter, town in zip("ABCD", choices, strict=True))
        question = f"{skill}: where is office {number}?{shown}"
    elif kind == "verdict":
        question, answer, checker = f"{skill}: is fee {number} paid at once?", "yes", Checker.TEXT
    return Exercise.of(
        skill=skill,
        skills=(skill,),
        question=f"{question}" if origin is Origin.COURSE else f"In the exam, {question}",
        solution=f"{skill}.\nAnswer: {answer}",
        answer=answer,
        choices=choices,
        checker=checker,
        origin=origin,
        evidence=(Citation(passage=f"{skill}-{number}", quote=f"Fee {number}."),),
    )


def make_course(each: int = 10) -> Course:
    def items(origin: Origin) -> tuple[Exercise, ...]:
        kinds = ("short", "choice", "verdict")
        return tuple(exercise(s, n, origin, kinds[n % 3]) for s in ("fees", "rooms", "boats") for n in range(each))

    return Course(lessons=(), exercises=items(Origin.COURSE), misconceptions=(), exam=items(Origin.EXAM))


def says(reply: str) -> Answer:
    def answer(tries: Sequence[Try]) -> tuple[Sequence[Score], Cost]:
        return [mark(one.asked, reply, NAME) for one in tries], Cost()

    return answer


def knows(*numbers: int) -> Answer:
    """Answers the questions about these fees and offices, and nothing else."""

    def answer(tries: Sequence[Try]) -> tuple[Sequence[Score], Cost]:
        known = [any(one.original.evidence[0].passage.endswith(f"-{n}") for n in numbers) for one in tries]
        replies = [f"Answer: {one.asked.answer if yes else 'no idea'}" for one, yes in zip(tries, known, strict=True)]
        return [mark(one.asked, reply, NAME) for one, reply in zip(tries, replies, strict=True)], Cost()

    return answer


def test_half_of_the_tries_are_of_the_exam_and_none_can_be_guessed_by_yes() -> None:
    course = make_course()
    planned = plan_tries(course, 20, 3, 0)
    assert len(planned) == 60
    assert [one.part for one in planned] == ["exam"] * 30 + ["exercises"] * 30
    assert {kind_of_question(one.original) for one in planned} == {"choice", "short answer"}
    assert {one.original.skill for one in planned[:30]} == {"fees", "rooms", "boats"}
    assert len({one.original.id for one in planned}) == 20
    assert len({one.original.id for one in plan_tries(course, 1000, 1, 0)}) == 2 * 3 * 7
    assert planned == plan_tries(course, 20, 3, 0)


def test_examples_are_of_other_skills_and_choices_change_their_order() -> None:
    course = make_course()
    planned = plan_tries(course, 40, 3, 0)
    for one in planned:
        assert len(one.examples) == 3
        assert one.original.skill not in {skill for example in one.examples for skill in example.skills}
        assert one.prompt[-1].content == one.asked.messages[-2].content
        assert len(one.prompt) == 7
    of_choices = [planned[i : i + 3] for i in range(0, len(planned), 3) if planned[i].original.choices]
    assert len({tuple(one.asked.answer for one in tries) for tries in of_choices}) > 3
    for tries in of_choices:
        for one in tries:
            right = one.original.choices["ABCD".index(one.original.answer)]
            assert one.asked.choices["ABCD".index(one.asked.answer)] == right
            assert f"\n{one.asked.answer}. {right}" in one.asked.question
            assert sorted(one.asked.choices) == sorted(one.original.choices)
            assert one.asked.id == one.original.id


def test_tries_share_their_examples_where_other_skills_are_left() -> None:
    course = make_course()
    spare = tuple(exercise("docks", number, Origin.COURSE) for number in range(9))
    planned = plan_tries(course.model_copy(update={"exercises": (*course.exercises, *spare)}), 4, 3, 0)
    for number in range(3):
        own = [one for one in planned if one.number == number]
        assert len({one.examples for one in own}) == 1
        assert len({one.skill for one in own}) == 1
    assert len({one.examples for one in planned}) == 3
    asked = {one.original.skill for one in planned}
    assert asked.isdisjoint(example.skill for one in planned for example in one.examples)


def test_a_liking_for_a_letter_is_no_knowledge_and_knowledge_is_found() -> None:
    course = make_course(30)
    config = ClosedBookConfig(questions=120)
    letters = try_closed_book(course, config, says("Answer: A"), 0)
    assert len(letters.trials) == 120
    assert sum(one.known for one in letters.trials) <= 5  # 1 in 64 of 60 by chance
    found = try_closed_book(course, config, knows(1, 3), 0)
    known = [one for one in found.trials if one.known]
    assert {one.part for one in known} == {"exam", "exercises"}
    assert all(one.question in {e.id for e in (*course.exam, *course.exercises)} for one in known)
    assert all(one.right == 3 and len(one.replies) == 3 for one in known)
    assert found.kept_out == ()
    line = closed_book_line(found)
    of_exam = sum(one.part == "exam" for one in known)
    assert f"the base student answers {of_exam} of 60 exam questions and {len(known) - of_exam} of" in line
    assert "right in each of 3 tries (guesses alone: 0.9 of 120)" in line


def test_what_is_known_is_left_out_of_practice_and_never_out_of_the_exam() -> None:
    course = make_course()
    found = try_closed_book(course, ClosedBookConfig(questions=1000, tries=2, keep_out=True), knows(1), 0)
    left_out = {one.id for one in course.exercises if one.evidence[0].passage.endswith("-1")}
    assert set(found.kept_out) == left_out
    first = TrainingSet.first(course, found.kept_out)
    assert {item.exercise.id for item in first} == {one.id for one in course.exercises} - left_out
    assert any(one.known and one.part == "exam" for one in found.trials)
    assert "3 exercises left out of practice for that." in closed_book_line(found)
    assert [item.exercise for item in TrainingSet.first(course)] == list(course.exercises)


def test_the_solver_sees_the_question_alone() -> None:
    course = make_course()

    def solve(request: SolveRequest) -> Reply:
        right = request.exercise.evidence[0].passage.endswith("-3")
        text = f"I remember.\nAnswer: {request.exercise.answer if right else '999'}"
        drafts = (Solution(text=text),) if request.exercise.choices or right else ()
        return Reply(request=request.id, drafts=drafts, failure="" if drafts else "no idea", tokens=7, usd=0.5)

    teacher = ScriptedTeacher(solve)
    config = ClosedBookConfig(questions=1000, tries=2, by="solver")
    found = try_closed_book(course, config, partial(ask_solver, teacher=teacher, progress=Quiet()), 0)
    assert {request.reference for request in teacher.asked} == {""}
    assert len({request.id for request in teacher.asked}) == len(teacher.asked) == 2 * len(found.trials)
    by_id = {one.id: one for one in (*course.exam, *course.exercises)}
    assert {one.question for one in found.trials if one.known} == {
        id_ for id_, one in by_id.items() if one.evidence[0].passage.endswith("-3")
    }
    assert (found.tokens, found.usd) == (7 * len(teacher.asked), 0.5 * len(teacher.asked))
    assert "the teacher's solver answers" in closed_book_line(found)


def test_nothing_to_try_says_nothing() -> None:
    bare = Course(lessons=(), exercises=(), misconceptions=(), exam=())
    found = try_closed_book(bare, ClosedBookConfig(), says("Answer: 1"), 0)
    assert found.trials == ()
    assert closed_book_line(found) == closed_book_line(None) == ""


@pytest.mark.parametrize(("changes", "there"), [({}, True), ({"closed_book": {"questions": 0}}, False)])
def test_it_is_a_stage_of_documents_alone(changes: dict[str, object], there: bool) -> None:
    recipe = parse_recipe({"name": "a", "documents": "b"} | changes)
    assert (stages.CLOSED_BOOK in stages.stages_of(recipe)) is there
    assert stages.CLOSED_BOOK not in stages.stages_of(parse_recipe({"name": "a", "syllabus": "b.yaml"}))


def test_practice_rests_on_it_only_where_it_leaves_something_out() -> None:
    plain = parse_recipe({"name": "a", "documents": "b"})
    strict = parse_recipe({"name": "a", "documents": "b", "closed_book": {"keep_out": True}})
    assert stages.CLOSED_BOOK not in stages.stages_before(stages.round_(1), plain)
    assert stages.CLOSED_BOOK in stages.stages_before(stages.round_(1), strict)
    assert stages.CLOSED_BOOK not in stages.stages_before(stages.READING, strict)
