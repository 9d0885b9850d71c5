"""The writers: requests go to the teacher, drafts come back, checks decide, nothing vanishes.

The first course and every later change go through `write`, so that the same checks serve round 0 and round n.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from math import ceil

from tutelage import checks, facts
from tutelage.progress import Bar, Progress
from tutelage.records import (
    Account,
    Exercise,
    Lesson,
    Rejected,
    Reply,
    Request,
    RequestKind,
    SkillGraph,
    Written,
)
from tutelage.seeds import derive
from tutelage.teacher import Teacher

MIN_LESSON_WORDS = 40
MAX_LESSON_CHARS = 20_000
MAX_EXERCISE_CHARS = 4_000


class Desk:
    """Where drafts are checked: it knows the skills, what has been accepted before, and what is held out."""

    def __init__(
        self, graph: SkillGraph, *, held_out: Iterable[Exercise] = (), textbook: Iterable[Lesson] = ()
    ) -> None:
        self.names = {skill.id: skill.name for skill in graph.skills}
        self.graph = graph
        self.held_out = {checks.question_key(exercise.question) for exercise in held_out}
        self.textbook = [checks.question_key(lesson.text) for lesson in textbook]
        self.seen: set[str] = set()

    def remember(self, exercises: Iterable[Exercise]) -> None:
        """Questions that must not come again."""
        self.seen |= {checks.question_key(exercise.question) for exercise in exercises}

    def judge_lesson(self, lesson: Lesson, request: Request) -> str:
        """Why a section is refused; empty if it is accepted."""
        if lesson.skill not in request.skills:
            return "another skill"
        if len(lesson.text) > MAX_LESSON_CHARS:
            return "too long"
        if len(lesson.text.split()) < MIN_LESSON_WORDS:
            return "too short"
        needed = [skill.name for skill in self.graph.prerequisites(lesson.skill)]
        if any(name.lower() not in lesson.text.lower() for name in [self.names[lesson.skill], *needed]):
            return "prerequisite not named"
        return ""

    def judge_exercise(self, exercise: Exercise, request: Request) -> str:
        """Why an exercise is refused; empty if it is accepted. Accepted ones are remembered."""
        reason = self._judge_form(exercise, request) or self._judge_place(exercise) or judge_answer(exercise)
        if not reason:
            self.seen.add(checks.question_key(exercise.question))
        return reason

    def _judge_form(self, exercise: Exercise, request: Request) -> str:
        if exercise.skill not in request.skills:
            return "another skill"
        if len(exercise.question) + len(exercise.solution) > MAX_EXERCISE_CHARS:
            return "too long"
        if not exercise.question.strip() or not exercise.answer.strip():
            return "empty"
        return self._judge_solution(exercise)

    def _judge_solution(self, exercise: Exercise) -> str:
        if any(skill not in self.names for skill in exercise.skills) or exercise.skill not in exercise.skills:
            return "unknown skill"
        if any(self.names[skill].lower() not in exercise.solution.lower() for skill in exercise.skills):
            return "skill not named"
        if checks.normalise(checks.extract_answer(exercise.solution)) != checks.normalise(exercise.answer):
            return "answer not stated"
        return ""

    def _judge_place(self, exercise: Exercise) -> str:
        key = checks.question_key(exercise.question)
        if key in self.held_out:
            return "exam question"
        if key in self.seen:
            return "duplicate"
        if any(key in text for text in self.textbook):
            return "stands in the textbook"
        return ""


def judge_answer(exercise: Exercise) -> str:
    """Recompute the answer another way. Empty if it holds; for a constructed error, if it does not."""
    if not exercise.formal:
        return ""
    try:
        holds = facts.holds(exercise.formal, exercise.answer, exercise.checker, exercise.choices, exercise.accepted)
    except ValueError:
        return "answer cannot be read"
    if exercise.misconception:
        return "not an error" if holds else ""
    return "" if holds else "wrong answer"


def write(
    requests: Sequence[Request], teacher: Teacher, desk: Desk, *, max_drafts: float, label: str, progress: Progress
) -> Written:
    """Ask the teacher until every request has its number of accepted items or has used up its drafts.

    `max_drafts` bounds the drafts per wanted item. What is still missing then stands in the accounts, with reasons.
    """
    tallies = {request.id: _Tally(request) for request in requests}
    rejected: list[Rejected] = []
    with progress.bar(label, sum(request.number for request in requests), "accepted") as bar:
        attempt, pending = 0, list(requests)
        while pending:
            for reply in teacher.answer(pending):
                _take(reply, tallies[reply.request.partition("#")[0]], desk, rejected, bar)
            attempt += 1
            again = (tally.ask_again(attempt, max_drafts) for tally in tallies.values())
            pending = [request for request in again if request is not None]
    done = [tallies[request.id] for request in requests]
    return Written(
        lessons=tuple(lesson for tally in done for lesson in tally.lessons),
        exercises=tuple(exercise for tally in done for exercise in tally.exercises),
        rejected=tuple(rejected),
        accounts=tuple(tally.account() for tally in done),
    )


class _Tally:
    """What has come of one request so far."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.lessons: list[Lesson] = []
        self.exercises: list[Exercise] = []
        self.drafts = 0
        self.rejected: Counter[str] = Counter()
        self.failures: Counter[str] = Counter()

    @property
    def accepted(self) -> int:
        return len(self.lessons) + len(self.exercises)

    def ask_again(self, attempt: int, max_drafts: float) -> Request | None:
        """The request for what is missing, with a seed of its own; `None` if nothing more is to be asked."""
        missing = self.request.number - self.accepted
        room = ceil(max_drafts * self.request.number) - self.drafts
        if self.failures or missing <= 0 or room <= 0:
            return None
        number = min(missing, room)
        fresh = {"id": f"{self.request.id}#{attempt}", "number": number, "seed": derive(self.request.seed, attempt)}
        return self.request.model_copy(update=fresh)

    def account(self) -> Account:
        return Account(
            skill=self.request.skills[-1],
            kind=self.request.kind,
            origin=self.request.origin,
            asked=self.request.number,
            drafts=self.drafts,
            accepted=self.accepted,
            rejected=dict(self.rejected),
            failures=dict(self.failures),
        )


def _take(reply: Reply, tally: _Tally, desk: Desk, rejected: list[Rejected], bar: Bar) -> None:
    request = tally.request
    if reply.failure or not (reply.lessons or reply.exercises):
        tally.failures[reply.failure or "no draft"] += 1
    drafts: list[Lesson | Exercise] = [*reply.lessons, *reply.exercises]
    for draft in drafts:
        tally.drafts += 1
        reason = _judge(draft, tally, desk)
        if reason:
            tally.rejected[reason] += 1
            rejected.append(_rejected(draft, request, reason))
            continue
        bar.advance()
        if isinstance(draft, Lesson):
            tally.lessons.append(draft)
        else:
            verdict = "recomputed" if draft.formal else ""
            tally.exercises.append(draft.model_copy(update={"verdict": verdict}))


def _judge(draft: Lesson | Exercise, tally: _Tally, desk: Desk) -> str:
    """Why a draft is refused; empty if it is accepted."""
    request = tally.request
    if isinstance(draft, Lesson) != (request.kind is RequestKind.LESSON):
        return "another kind"
    if tally.accepted >= request.number:
        return "more than asked"
    return desk.judge_lesson(draft, request) if isinstance(draft, Lesson) else desk.judge_exercise(draft, request)


def _rejected(draft: Lesson | Exercise, request: Request, reason: str) -> Rejected:
    text = draft.text if isinstance(draft, Lesson) else f"{draft.question}\n{draft.solution}"
    detail = "" if isinstance(draft, Lesson) else draft.formal
    return Rejected(
        request=request.id, kind=request.kind, skill=draft.skill, reason=reason, detail=detail, text=text[:2000]
    )
