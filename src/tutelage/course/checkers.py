"""Checkers are checked: before the word of a solver or judge counts, it is tried on items known to be right and wrong.

The items come from what is known about the skills: a sentence of a description or of a passage with one number left
out, to which that number is a right answer and another one a wrong answer; every second one asks for a multiple of that
number, and the number alone is the wrong answer, of somebody who stops half-way. Where there are not enough of these,
sums are asked. Each item is a pair, so chance alone passes the right one without the wrong one as often as the other
way round: the sign test of the pairs says whether a checker can tell them apart at all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from tutelage.config import ChecksConfig
from tutelage.course.sections import numbers_of
from tutelage.course.verification import AGREE, DISAGREE, Cost, ask, compare_solutions, weigh_judgement
from tutelage.errors import TeacherError
from tutelage.progress import Progress
from tutelage.records import (
    Account,
    Checker,
    CheckerTrial,
    Course,
    Exercise,
    Judgement,
    JudgeRequest,
    Origin,
    Reply,
    Request,
    RequestKind,
    Solution,
    SolveRequest,
    content_id,
)
from tutelage.seeds import derive, rng
from tutelage.stats.shares import sign_test_above
from tutelage.teacher import Teacher

LEVEL = 0.05
"""A checker counts if chance alone does as well less often than this."""
_FIGURE = re.compile(r"(?<![\w.,:/–−-])(?<!\d )(?!0\d)\d{1,12}(?:\.\d{1,6})?(?![\w%]|[.,:/–-]\d| \d)")
"""A whole number: no part of a time, a range, a telephone number or `1 000 000`, and none with a sign before it."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
MANY = 20
"""Drafts from which on it is said how often the solver agreed."""
SHORTEST = 5
"""Words of a sentence from which a number is left out."""


class Pair(NamedTuple):
    """A question with a right and a wrong answer to it."""

    right: Exercise
    wrong: Exercise
    reference: str
    """What whoever answers is shown; empty for a sum."""


class Trial(NamedTuple):
    """How the checkers did, and what it cost."""

    checkers: tuple[CheckerTrial, ...] = ()
    accounts: tuple[Account, ...] = ()


def try_checkers(
    teacher: Teacher, rules: ChecksConfig, known: Mapping[str, str], seed: int, progress: Progress
) -> Trial:
    """Try the checkers that `rules` ask for on `rules.trial` pairs. `known` is what is known about each skill, without
    sections, so that the same is asked in a preview and in the run that follows."""
    wanted = (*(["solver"] if rules.solutions else []), *(["judge"] if rules.judge else []))
    if not rules.trial or not wanted:
        return Trial()
    pairs = make_pairs(known, rules.trial, seed)
    found = []
    with progress.bar("trying the checkers", len(wanted), "tried") as bar:
        for role in wanted:
            found.append(_try_solver(teacher, pairs) if role == "solver" else _try_judge(teacher, pairs))
            bar.advance()
    trial = Trial(tuple(one for one, _ in found), tuple(account for _, account in found))
    for checker in trial.checkers:
        progress.say(f"  {describe(checker)}")
    return trial


def usable(rules: ChecksConfig, checkers: Sequence[CheckerTrial]) -> ChecksConfig:
    """The rules without the checks by those that cannot tell right from wrong."""
    worthless = {checker.role for checker in checkers if not checker.useful}
    solver = {"solutions": 0} if "solver" in worthless else {}
    return rules.model_copy(update=solver | ({"judge": False} if "judge" in worthless else {}))


def is_worthless(checkers: Iterable[CheckerTrial], role: str = "") -> bool:
    """Whether one of the checkers, or that of a role, cannot tell right from wrong."""
    return any(not checker.useful for checker in checkers if role in ("", checker.role))


def describe(checker: CheckerTrial) -> str:
    """One line about a checker."""
    passed = (
        f"the {checker.role} passed {checker.passed_right} of {checker.pairs} right and {checker.passed_wrong} of "
        f"{checker.pairs} wrong items"
    )
    if checker.useful:
        return f"{passed}: its word counts"
    return f"{passed}: WORTHLESS, its word is not used; use another model, or a person"


def make_pairs(known: Mapping[str, str], number: int, seed: int) -> list[Pair]:
    """So many pairs: from the skills in turn, then sums."""
    sources = [list(_gaps(skill, reference, seed)) for skill, reference in known.items()]
    turns = [gaps[turn] for turn in range(number) for gaps in sources if turn < len(gaps)]
    pairs = [_multiple(gap, seed) if index % 2 else _filled(gap) for index, gap in enumerate(turns)]
    return (pairs + [_sum(next(iter(known), ""), index, seed) for index in range(number)])[:number]


class _Gap(NamedTuple):
    """A sentence of a reference with a number left out."""

    skill: str
    before: str
    after: str
    number: str
    other: str
    """A number that does not belong there."""
    reference: str

    @property
    def shown(self) -> str:
        return f"{self.before}___{self.after}"


def _gaps(skill: str, reference: str, seed: int) -> Iterator[_Gap]:
    """One of each sentence of a reference that has a number and is told apart by its words."""
    sentences = [" ".join(sentence.split()) for sentence in _SENTENCE.split(reference)]
    forms = Counter(_FIGURE.sub("#", sentence) for sentence in sentences)
    figures = list(dict.fromkeys(_FIGURE.findall(reference)))
    for sentence in dict.fromkeys(sentences):
        places = list(_FIGURE.finditer(sentence))
        if not places or len(sentence.split()) < SHORTEST or forms[_FIGURE.sub("#", sentence)] > 1:
            continue
        source = rng(seed, "gap", skill, sentence)
        place = source.choice(places)
        others = [one for one in figures if not set(numbers_of(one)) & set(numbers_of(sentence))]
        wrong = source.choice(others) if others else _another(place[0], source.randrange(1, 4))
        yield _Gap(skill, sentence[: place.start()], sentence[place.end() :], place[0], wrong, reference)


def _filled(gap: _Gap) -> Pair:
    """What belongs in the gap?"""
    question = f'Which number belongs in the gap? "{gap.shown}"'
    right, wrong = (
        _item(gap.skill, question, f"It says: {gap.before}{one}{gap.after}", one) for one in (gap.number, gap.other)
    )
    return Pair(right, wrong, gap.reference)


def _multiple(gap: _Gap, seed: int) -> Pair:
    """How much is a multiple of what belongs in the gap? Who reads and does not reckon has the wrong answer."""
    if not float(gap.number):
        return _filled(gap)
    times = rng(seed, "times", gap.skill, gap.shown).choice((3, 4, 6))
    question = f'How much is {times} times the number that belongs in the gap? "{gap.shown}"'
    whole = f"It says: {gap.before}{gap.number}{gap.after}"
    product = str(times * Decimal(gap.number))
    right = _item(gap.skill, question, f"{whole}\n{times} * {gap.number} = {product}", product)
    return Pair(right, _item(gap.skill, question, whole, gap.number), gap.reference)


def _another(figure: str, by: int) -> str:
    """Another number that is written like this one."""
    digits = len(figure.partition(".")[2])
    return f"{float(figure) + by * (10**-digits if digits else max(1, int(figure) // 4)):.{digits}f}"


def _sum(skill: str, index: int, seed: int) -> Pair:
    source = rng(seed, "sum", index)
    a, b = source.randrange(100, 1000), source.randrange(100, 1000)
    wrong = a + b + source.choice([-100, -10, -1, 1, 10, 100])
    formal = f"answer = {a} + {b}"
    stated = [
        _item(skill, f"What is {a} + {b}?", f"{a} + {b} = {total}.", str(total), formal) for total in (a + b, wrong)
    ]
    return Pair(stated[0], stated[1], "")


def _item(skill: str, question: str, stated: str, answer: str, formal: str = "") -> Exercise:
    return Exercise.of(
        skill=skill,
        skills=(skill,),
        question=question,
        solution=f"{stated}\nAnswer: {answer}",
        answer=answer,
        formal=formal,
        checker=Checker.NUMBER,
    )


def lines(course: Course) -> list[str]:
    """How far those who checked a course can be trusted: by their trial, and by how often the solver came to the
    writer's answer. Errors that a weak writer and a weak solver share pass as agreement."""
    found = [describe(one) for one in course.checkers]
    written = (*course.exercises, *course.exam, *course.development)
    agreed = sum(AGREE in one.verdict for one in written)
    drafts = agreed + sum(a.rejected.get(DISAGREE, 0) for a in course.accounts if a.kind is RequestKind.EXERCISES)
    if drafts >= MANY and agreed < drafts / 2:
        found.append(
            f"the solver came to the writer's answer on {agreed:,} of {drafts:,} drafts: who disagree so often also "
            "agree on wrong answers; use a larger model, or have the exercises read (tutelage review)"
        )
    return found


def _try_solver(teacher: Teacher, pairs: Sequence[Pair]) -> tuple[CheckerTrial, Account]:
    """One solution of every question passes the right answer, the wrong one, or neither."""
    requests = [
        SolveRequest(
            id=content_id("req", "trial", "solve", pair.right.id),
            exercise=pair.right,
            seed=derive(0, "trial", pair.right.id),
            reference=pair.reference,
        )
        for pair in pairs
    ]
    replies, cost = _asked(teacher, requests, "solver")
    solved = [[one.text for reply in replies[request.id] for one in reply.of(Solution)] for request in requests]
    passed = [
        (not compare_solutions(pair.right, texts, 1.0).reason, not compare_solutions(pair.wrong, texts, 1.0).reason)
        for pair, texts in zip(pairs, solved, strict=True)
    ]
    return _weigh("solver", passed), _account(RequestKind.SOLVE, pairs, cost)


def _try_judge(teacher: Teacher, pairs: Sequence[Pair]) -> tuple[CheckerTrial, Account]:
    requests = [
        JudgeRequest(id=content_id("req", "trial", "judge", one.id), exercise=one, reference=pair.reference)
        for pair in pairs
        for one in (pair.right, pair.wrong)
    ]
    replies, cost = _asked(teacher, requests, "judge")
    said = [next((one for reply in replies[r.id] for one in reply.of(Judgement)), None) for r in requests]
    fine = [not weigh_judgement(r.exercise, judgement).reason for r, judgement in zip(requests, said, strict=True)]
    return _weigh("judge", list(zip(fine[::2], fine[1::2], strict=True))), _account(RequestKind.JUDGE, pairs, cost)


def _asked(teacher: Teacher, requests: Sequence[Request], role: str) -> tuple[Mapping[str, list[Reply]], Cost]:
    """The replies to a trial by request, and what they cost. Raises `TeacherError` if none of them has an answer: that
    says nothing about whoever should have checked, and would leave everything unchecked."""
    replies, costs = ask(teacher, requests)
    if not any(reply.drafts for found in replies.values() for reply in found):
        why = next((reply.failure for found in replies.values() for reply in found if reply.failure), "no answer")
        raise TeacherError(
            f"the {role} answered none of the {len(requests)} questions that it was tried with ({why}): check the "
            "teacher, and start the same command again"
        )
    cost = Cost()
    for one in costs.values():
        cost = cost.plus(one)
    return replies, cost


def _weigh(role: Literal["solver", "judge"], passed: Sequence[tuple[bool, bool]]) -> CheckerTrial:
    """What became of the pairs: for each, whether the right and the wrong item passed."""
    gained, lost = (sum(one == split for one in passed) for split in ((True, False), (False, True)))
    p_value = sign_test_above(gained, lost)
    return CheckerTrial(
        role=role,
        pairs=len(passed),
        passed_right=sum(right for right, _ in passed),
        passed_wrong=sum(wrong for _, wrong in passed),
        p_value=p_value,
        useful=p_value <= LEVEL,
    )


def _account(kind: RequestKind, pairs: Sequence[Pair], cost: Cost) -> Account:
    """What a trial cost; it asks for nothing that goes into the course."""
    skill = pairs[0].right.skill
    return Account(
        skill=skill, kind=kind, origin=Origin.COURSE, asked=0, drafts=0, accepted=0, tokens=cost.tokens, usd=cost.usd
    )
