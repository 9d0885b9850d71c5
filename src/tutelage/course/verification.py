"""Checks of an exercise that need the teacher: independent solutions, and a judgement.

They are used on drafts before they are accepted, and on training examples that the dynamics flag as errors. Whoever
solves or judges is shown what is taught, and of the exercise only what the check is about: the solver never sees its
answer.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

from tutelage.config import ChecksConfig
from tutelage.course.references import reference_of
from tutelage.errors import TutelageError
from tutelage.executor import Executor, Local
from tutelage.grading import mark
from tutelage.grading.extract import extract_answer
from tutelage.grading.identity import fold
from tutelage.grading.languages import plain_exercise
from tutelage.grading.reading import Kind, read_expected
from tutelage.grading.rubric import share_of
from tutelage.records import (
    Charge,
    Exercise,
    Judgement,
    JudgeRequest,
    Reply,
    Request,
    Solution,
    SolveRequest,
    content_id,
)
from tutelage.seeds import derive
from tutelage.subjects import statements
from tutelage.teacher import Teacher
from tutelage.teacher.judging import Marks, judge_answers
from tutelage.teacher.protocol import DraftChecks, answers

OFF_TOPIC = "The weather was fine, so we walked along the river, and had tea in the garden afterwards."
"""An answer to hardly any question."""
CHUNK = 8
"""Exercises whose answers are compared in one task on a cluster."""
NOT_STATED = "not stated"
"""What a solver answers if a fact that it needs is neither taught nor given. It agrees with nothing."""
UNCHECKED = "unchecked"
"""The verdict on what only a checker could have checked that cannot tell right from wrong."""
AGREE, DISAGREE = "solutions agree", "solutions disagree"
NOT_ESTABLISHED = "no right answer established"
UNSOLVED, UNJUDGED = "could not be solved", "could not be judged"
UNMARKED = "its rubric cannot be checked"
SILENT = frozenset({UNSOLVED, UNJUDGED, UNMARKED})
"""Verdicts of whoever has said nothing about the exercise."""
ESTABLISHED = 2
"""Solutions that must agree on an answer before it counts as the right one: a single one may be wrong itself."""


class Verdict(NamedTuple):
    """The result of checking one exercise."""

    reason: str = ""
    """Why it is refused; empty if it is not."""
    found: str = ""
    """How it was confirmed; empty if it was not."""
    detail: str = ""
    """What more there is to say about the reason."""


class Cost(NamedTuple):
    """What calls to the teacher cost."""

    tokens: int = 0
    usd: float = 0.0

    def plus(self, other: Cost | Charge | Reply) -> Cost:
        return Cost(self.tokens + other.tokens, self.usd + other.usd)


def recompute(exercise: Exercise) -> Verdict:
    """Verify the answer by the exercise's formal statement; an empty verdict if it has none."""
    if not exercise.formal:
        return Verdict()
    try:
        holds = statements.holds(plain_exercise(exercise))
    except TutelageError:  # a package of tables that is broken or missing: no fault of the exercise
        raise
    except ValueError:
        return Verdict("answer cannot be read")
    if exercise.misconception:
        return Verdict("not an error") if holds else Verdict(found="recomputed")
    return Verdict(found="recomputed") if holds else Verdict("wrong answer")


def verify(
    exercises: Sequence[Exercise],
    teacher: Teacher,
    config: ChecksConfig,
    references: Mapping[str, str],
    executor: Executor | None = None,
) -> tuple[dict[str, Verdict], dict[str, Cost]]:
    """Have the teacher solve and judge exercises, as far as `config` asks for it.

    `references` gives what is taught about each skill. Returns verdict and cost by the exercise's id.
    """
    verdicts = {exercise.id: Verdict() for exercise in exercises}
    costs = {exercise.id: Cost() for exercise in exercises}
    for wanted, check, suits in (
        (config.solutions, _solve, lambda exercise: not exercise.rubric),  # two solutions may both be right and differ
        (config.judge, _judge, lambda exercise: True),
        (True, _check_rubrics, lambda exercise: exercise.rubric),
    ):
        left = [exercise for exercise in exercises if suits(exercise) and not verdicts[exercise.id].reason]
        if not wanted or not left:
            continue
        for exercise, (verdict, cost) in zip(
            left, check(left, teacher, config, references, executor or Local()), strict=True
        ):
            found = ", ".join(part for part in (verdicts[exercise.id].found, verdict.found) if part)
            verdicts[exercise.id] = Verdict(verdict.reason, found)
            costs[exercise.id] = costs[exercise.id].plus(cost)
    return verdicts, costs


def check_again(
    exercises: Sequence[Exercise],
    teacher: Teacher,
    config: ChecksConfig,
    references: Mapping[str, str],
    executor: Executor | None = None,
) -> dict[str, bool | None]:
    """Whether suspicious exercises are right after all, by id: recomputed, or else solved by the teacher; `None` where
    it solves nothing, as the teacher of documents, whose items are made by rule: nothing is known then."""
    recomputed = (executor or Local()).map(recompute, exercises, chunk=CHUNK)
    verdicts = {exercise.id: verdict for exercise, verdict in zip(exercises, recomputed, strict=True)}
    informal = [exercise for exercise in exercises if not exercise.formal]
    solving = config.model_copy(update={"solutions": max(1, config.solutions or 0)})
    verdicts |= verify(informal, teacher, solving, references, executor)[0]
    return {id_: None if verdict.reason in SILENT else not verdict.reason for id_, verdict in verdicts.items()}


def _solve(
    exercises: Sequence[Exercise],
    teacher: Teacher,
    config: ChecksConfig,
    references: Mapping[str, str],
    executor: Executor,
) -> list[tuple[Verdict, Cost]]:
    requests = [
        SolveRequest(
            id=content_id("req", "solve", exercise.id),
            exercise=exercise,
            number=_solutions(exercise, config),
            seed=derive(0, "solve", exercise.id),
            reference=reference_of(exercise, references),
            language=exercise.language,
        )
        for exercise in exercises
    ]
    replies, costs = ask(teacher, requests)
    solved = [
        (request.exercise, [solution.text for reply in replies[request.id] for solution in reply.of(Solution)])
        for request in requests
    ]
    verdicts = executor.map(partial(_compare, share=config.agreement), solved, chunk=CHUNK)
    return list(zip(verdicts, (costs[request.id] for request in requests), strict=True))


def _compare(solved: tuple[Exercise, Sequence[str]], share: float) -> Verdict:
    return compare_solutions(*solved, share)


def _solutions(exercise: Exercise, config: ChecksConfig) -> int:
    """How many to ask for. A constructed error that cannot be recomputed takes two even where the recipe asks for one:
    with one alone its right answer could not be established."""
    wanted = config.solutions or 0
    return max(wanted, ESTABLISHED) if exercise.misconception and not exercise.formal else wanted


def compare_solutions(exercise: Exercise, solutions: Sequence[str], share: float) -> Verdict:
    """The verdict of independent solutions on an exercise.

    A right one needs `share` of them to reach its answer. Of a constructed error none may reach the wrong answer, and
    the right one must be established: `share` of the solutions agree on it, and there are two of them, or it fulfils
    the exercise's formal statement. Answers are compared as in an exam, and agree with or without their unit.
    """
    if not solutions:
        return Verdict(UNSOLVED)
    stated = [solution for solution in solutions if _is_stated(extract_answer(solution))]
    agreeing = _agreeing(stated, exercise)
    needed = share * len(solutions)
    if not exercise.misconception:
        found = f"{agreeing} of {len(solutions)} {AGREE}"
        return Verdict(DISAGREE) if agreeing < needed else Verdict(found=found)
    if agreeing:
        return Verdict("not an error")
    answers = {extract_answer(solution, exercise.checker) for solution in stated} - {""}
    others = [exercise.model_copy(update={"answer": answer}) for answer in sorted(answers)]
    common = max(others, key=lambda other: _agreeing(stated, other), default=exercise)
    count = _agreeing(stated, common)
    if count < needed:
        return Verdict(DISAGREE)
    if count < ESTABLISHED and not _fulfils(common):
        return Verdict(NOT_ESTABLISHED)
    return Verdict(found="solutions disagree with it")


def _fulfils(exercise: Exercise) -> bool:
    """Whether an answer fulfils the exercise's formal statement, if it has one."""
    try:
        return bool(exercise.formal) and statements.holds(plain_exercise(exercise))
    except TutelageError:
        raise
    except ValueError:
        return False


def _is_stated(answer: str) -> bool:
    return not fold(answer).startswith(NOT_STATED)


def _agreeing(solutions: Sequence[str], exercise: Exercise) -> int:
    return sum(mark(solution, exercise, any_unit=True).correct for solution in solutions)


def _judge(
    exercises: Sequence[Exercise], teacher: Teacher, config: ChecksConfig, references: Mapping[str, str], _: Executor
) -> list[tuple[Verdict, Cost]]:
    requests = [
        JudgeRequest(
            id=content_id("req", "judge", exercise.id),
            exercise=exercise,
            reference=reference_of(exercise, references),
            language=exercise.language,
        )
        for exercise in exercises
    ]
    replies, costs = ask(teacher, requests)
    judged = [
        (request, next((one for reply in replies[request.id] for one in reply.of(Judgement)), None))
        for request in requests
    ]
    return [(weigh_judgement(request.exercise, judgement), costs[request.id]) for request, judgement in judged]


def _check_rubrics(
    exercises: Sequence[Exercise], teacher: Teacher, config: ChecksConfig, references: Mapping[str, str], _: Executor
) -> list[tuple[Verdict, Cost]]:
    """A rubric must give the exercise's own answer everything, and an answer about something else nothing."""
    if not getattr(teacher, "checks", DraftChecks()).marks:
        return [(Verdict(UNMARKED), Cost()) for _ in exercises]
    costs: defaultdict[str, Cost] = defaultdict(Cost)

    def spent(id_: str, tokens: int, usd: float) -> None:
        costs[id_] = costs[id_].plus(Cost(tokens, usd))

    answers = [(exercise, text) for exercise in exercises for text in (exercise.solution, OFF_TOPIC)]
    marks = judge_answers(answers, teacher, references, spent=spent)
    pairs = zip(exercises, marks[::2], marks[1::2], strict=True)
    return [(weigh_rubric(exercise, own, other), costs[exercise.id]) for exercise, own, other in pairs]


def weigh_rubric(exercise: Exercise, own: Marks, other: Marks) -> Verdict:
    """The verdict of the marks of an exercise's own answer, and of an answer about something else, on its rubric."""
    if share_of(own, exercise.rubric) < 1:
        missed = next(p.text for p, mark in zip(exercise.rubric, own, strict=True) if not mark.met)
        return Verdict(f"its own answer does not meet its rubric: {missed[:80]}")
    if share_of(other, exercise.rubric):
        return Verdict("its rubric is met by an answer about something else")
    return Verdict(found="its own answer meets its rubric")


def weigh_judgement(exercise: Exercise, judgement: Judgement | None) -> Verdict:
    """The verdict of a judgement on an exercise. One that contradicts itself, by its own answer, counts as none."""
    if judgement is None:
        return Verdict(UNJUDGED)
    own = same_answer(judgement.answer, exercise) if judgement.answer.strip() else None
    # Where the answer is right a step may still be false; an error that a judge arrives at itself is none.
    contradicting = own is False if judgement.right else own is True and bool(exercise.misconception)
    if contradicting:
        return Verdict("the judge contradicts itself")
    if exercise.misconception:
        return Verdict("judged not an error") if judgement.right else Verdict(found="judged wrong")
    return Verdict(found="judged right") if judgement.right else Verdict("judged wrong")


def same_answer(own: str, exercise: Exercise) -> bool | None:
    """Whether a judge's own answer is the exercise's; `None` if that cannot be said: two texts that share a word may
    say the same in other words."""
    if not _is_stated(own):
        return False
    if _agreeing([f"Answer: {own}"], exercise):
        return True
    if read_expected(exercise.answer, exercise.checker).kind is not Kind.TEXT:
        return False
    theirs, ours = (set(re.findall(r"\w{3,}", fold(text))) for text in (own, exercise.answer))
    return None if theirs & ours else False


def ask(teacher: Teacher, requests: Sequence[Request]) -> tuple[Mapping[str, list[Reply]], Mapping[str, Cost]]:
    """The replies to each request, and what it cost, by its id."""
    replies: defaultdict[str, list[Reply]] = defaultdict(list)
    costs: defaultdict[str, Cost] = defaultdict(Cost)
    for reply in answers(teacher, requests):
        costs[reply.request] = costs[reply.request].plus(reply)
        if not isinstance(reply, Charge):
            replies[reply.request].append(reply)
    return replies, costs
