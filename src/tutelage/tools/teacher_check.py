"""What a teacher can do, measured with a few calls: its form, its sums, whether it keeps to a text, whether it repeats
itself, how fast it is, and so what it is good for.

The questions are computed here or made up, so that right and wrong are known without any model.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager
from typing import NamedTuple

from tutelage import graph
from tutelage.config import StudentConfig, TeacherConfig
from tutelage.course.variety import measure
from tutelage.errors import TeacherError
from tutelage.grading import mark
from tutelage.records import (
    Charge,
    Checker,
    Exercise,
    ExercisesRequest,
    Reply,
    Request,
    Skill,
    Solution,
    SolveRequest,
)
from tutelage.teacher import kind_of
from tutelage.teacher.language.chat import Answer, Call, ChatModel
from tutelage.teacher.language.teacher import LanguageKind, LanguageTeacher
from tutelage.tools.doctor import Diagnosis

SUMS = (
    ("A box holds 24 pencils. How many pencils are in 7 boxes?", "168"),
    ("A ticket costs 18 euros, and children pay half. What do 2 adults and 3 children pay, in euros?", "63"),
    ("A tank of 500 litres is 40 % full. How many litres are missing until it is full?", "300"),
    ("What is 3/4 of 64?", "48"),
    ("A train leaves at 9:40 and travels for 95 minutes. How many minutes after 11:00 does it arrive?", "15"),
    ("What is 17 * 6 - 38?", "64"),
)
"""Questions of two or three steps, and their answers."""

RULES = (
    "Members of the Halvet rowing club pay 35 crowns a month. Who rows at least 9 times in a month pays 4 crowns less. "
    "Guests pay 6 crowns an outing, on Tuesdays nothing. A boat that is returned after 20:00 costs 11 crowns more. "
    "Keys are kept by the harbour cook."
)
KEPT = (
    ("What does a member pay in a month with 10 outings, in crowns?", "31"),
    ("What does a member pay in a month with 8 outings, in crowns?", "35"),
    ("What does a guest pay for an outing on a Tuesday, in crowns?", "0"),
    ("What does a guest pay for an outing on a Friday if the boat comes back at 21:00, in crowns?", "17"),
    ("Who keeps the keys?", "the harbour cook"),
)
"""Questions that only the rules answer, some of them against what one would guess."""
WRITTEN = 8
"""Exercises that are asked for at once, to see whether they differ."""

GOOD_SHARE = 0.8
"""Share of right answers from which a teacher is good for something."""
ALIKE = 0.6
"""Self-similarity above which a teacher repeats itself."""


class TeacherMeasure(NamedTuple):
    """What was measured."""

    calls: int
    unusable: int
    """Calls that came to no usable answer, or to fewer exercises than asked for."""
    sums: int
    """Right answers to `SUMS`."""
    kept: int
    """Right answers to `KEPT`, given the rules."""
    written: int
    forms: int
    """Distinct forms of the exercises that were written."""
    similarity: float | None
    tokens: int
    """Written by the teacher."""
    prompt_tokens: int
    seconds: float


class Meter:
    """A chat model that counts what another one reads and writes."""

    def __init__(self, model: ChatModel) -> None:
        self.model = model
        self.prompt_tokens = self.tokens = self.calls = 0

    @property
    def name(self) -> str:
        return self.model.name

    def opened(self, stopped: Callable[[], bool]) -> AbstractAsyncContextManager[None]:
        return self.model.opened(stopped)

    async def complete(self, call: Call) -> Answer:
        answer = await self.model.complete(call)
        self.calls += 1
        self.tokens += answer.completion_tokens
        self.prompt_tokens += answer.prompt_tokens
        return answer


def measure_teacher(config: TeacherConfig, student: StudentConfig) -> TeacherMeasure:
    """Ask the teacher of a recipe a few questions. They are paid for, and not kept.

    Raises `TeacherError` for a teacher that is no language model, and as any call does: no server, a wrong key.
    """
    kind = kind_of(config)
    if not isinstance(kind, LanguageKind):
        raise TeacherError(f"the teacher of kind '{config.kind}' is not a language model: there is nothing to measure")
    rowing = Skill(id="fees", name="fees of the rowing club", description=RULES)
    meter = Meter(kind.chat_model(config, student))
    teacher = LanguageTeacher(meter, config, graph.build([rowing], []))
    start = time.monotonic()
    replies = [reply for reply in teacher.answer(_requests()) if not isinstance(reply, Charge)]
    seconds = time.monotonic() - start
    exercises = [one for reply in replies for one in reply.of(Exercise)]
    varied = measure(exercises)
    return TeacherMeasure(
        calls=meter.calls,
        unusable=sum(bool(reply.failure) for reply in replies),
        sums=_right(replies, "sum", SUMS),
        kept=_right(replies, "rule", KEPT),
        written=varied.exercises,
        forms=varied.forms,
        similarity=varied.similarity,
        tokens=meter.tokens,
        prompt_tokens=meter.prompt_tokens,
        seconds=seconds,
    )


def judge_teacher(found: TeacherMeasure) -> Iterator[Diagnosis]:
    """What the figures say, and what the teacher is good for."""
    readable = found.unusable == 0
    yield _line(
        "form",
        readable,
        f"{found.unusable} of {len(SUMS) + len(KEPT) + 1} requests came to no complete answer in the form asked for",
        "ask for less at once (teacher.exercises_per_call: 1), or take another model",
    )
    sums, kept = found.sums >= GOOD_SHARE * len(SUMS), found.kept >= GOOD_SHARE * len(KEPT)
    yield _line(
        "sums",
        sums,
        f"{found.sums} of {len(SUMS)} small word problems right",
        "do not trust its solutions of calculations: let formulas be recomputed (course.checks.formal)",
    )
    yield _line(
        "given text",
        kept,
        f"{found.kept} of {len(KEPT)} questions about a given text right",
        "for a subject of your own, let another model check its drafts",
    )
    alike = found.similarity is not None and found.similarity > ALIKE
    said = "" if found.similarity is None else f", self-similarity {found.similarity:.2f}"
    yield _line(
        "variety",
        found.written >= WRITTEN // 2 and not alike,
        f"{found.forms} distinct forms in {found.written} exercises{said}",
        "expect many near-duplicates: ask for fewer exercises per skill, or name forms and settings (course.forms)",
    )
    rate = found.tokens / found.seconds if found.seconds else 0.0
    spent = f"{found.tokens + found.prompt_tokens:,} tokens in {found.calls} calls"
    yield Diagnosis("speed", "ok", f"{rate:,.1f} tokens written a second ({spent}, {found.seconds:.0f} s)")
    yield Diagnosis("good for", "ok" if readable and (sums or kept) else "note", _good_for(readable, sums, kept))


def _good_for(readable: bool, sums: bool, kept: bool) -> str:
    if not readable:
        return "little: it does not keep to the form of an answer"
    if sums and kept:
        return "writing and checking, by what a few questions can show"
    if kept:
        return "writing and checking a subject whose facts are given; not calculations"
    if sums:
        return "calculations; not a subject whose facts only your documents know"
    return "drafts at most, which a better model or a person checks"


def _line(what: str, good: bool, found: str, advice: str) -> Diagnosis:
    return Diagnosis(what, "ok" if good else "note", found, "" if good else advice)


def _requests() -> list[Request]:
    solving = [
        SolveRequest(
            id=f"{what}-{number}",
            exercise=Exercise.of(
                skill="fees",
                skills=("fees",),
                question=question,
                solution=f"Answer: {answer}",
                answer=answer,
                checker=Checker.NUMBER if answer.isdigit() else Checker.TEXT,
            ),
            reference=reference,
        )
        for what, questions, reference in (("sum", SUMS, ""), ("rule", KEPT, RULES))
        for number, (question, answer) in enumerate(questions)
    ]
    return [*solving, ExercisesRequest(id="written", skill="fees", number=WRITTEN, difficulties=(1,))]


def _right(replies: Sequence[Reply], what: str, questions: Sequence[tuple[str, str]]) -> int:
    asked = {request.id: request for request in _requests() if isinstance(request, SolveRequest)}
    return sum(
        mark(solution.text, asked[reply.request].exercise, any_unit=True).correct
        for reply in replies
        if reply.request in {f"{what}-{number}" for number in range(len(questions))}
        for solution in reply.of(Solution)
    )
