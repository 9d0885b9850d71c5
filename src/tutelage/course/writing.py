"""The writers: requests go to the teacher, drafts come back, checks decide, nothing vanishes.

The first course and every later change go through `write`, so that the same checks serve round 0 and round n.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import ceil

from tutelage.course.filter import UNEXAMINED, Desk, Examined
from tutelage.course.verification import Cost, Verdict, verify
from tutelage.grading.identity import question_key
from tutelage.progress import Bar, Progress
from tutelage.records import Account, Exercise, Lesson, Rejected, Reply, Request, RequestKind, Written
from tutelage.seeds import derive
from tutelage.teacher import Teacher

MAX_AVOID = 8
"""Earlier questions that a renewed request mentions."""
MAX_AVOID_CHARS = 200
REPEATED = ("duplicate", "near-duplicate")
"""Reasons for which existing questions are mentioned at all."""


def write(
    requests: Sequence[Request],
    teacher: Teacher,
    desk: Desk,
    *,
    max_drafts: float,
    label: str,
    progress: Progress,
    sections: Mapping[str, str] | None = None,
) -> Written:
    """Ask the teacher until every request has its number of accepted items or has used up its drafts.

    `max_drafts` bounds the drafts per wanted item. What is still missing then stands in the accounts, with reasons.
    `sections` are the textbook sections that a judge is shown, by skill.
    """
    with progress.bar(label, sum(request.number for request in requests), "accepted") as bar:
        job = _Job(requests, desk, bar)
        attempt, pending = 0, list(requests)
        while pending:
            job.take_all(teacher, pending)
            job.settle(teacher, sections or {})
            attempt += 1
            pending = job.ask_again(attempt, max_drafts)
    return job.written()


class _Job:
    """All requests of one call of `write`, on their way."""

    def __init__(self, requests: Sequence[Request], desk: Desk, bar: Bar) -> None:
        self.tallies = {request.id: _Tally(request) for request in requests}
        self.desk, self.bar = desk, bar
        self.cost = Cost()
        self.rejected: list[Rejected] = []
        self.waiting: list[tuple[_Tally, Exercise, Verdict]] = []
        """Drafts that have crossed the desk and wait for the teacher's part in checking."""

    def take_all(self, teacher: Teacher, pending: Sequence[Request]) -> None:
        replies = teacher.answer(pending)
        numbers = {request.id: request.number for request in pending}
        try:
            for reply, examined in self.desk.examined(replies):
                self._take(reply, numbers[reply.request], examined)
        finally:
            # A teacher with calls in flight brings them home before an error or an interruption goes on its way.
            if close := getattr(replies, "close", None):
                close()

    def settle(self, teacher: Teacher, sections: Mapping[str, str]) -> None:
        """Have the teacher's part in checking done, where the rules want it, and decide."""
        waiting, self.waiting = self.waiting, []
        verdicts, costs = verify(
            [draft for _, draft, _ in waiting], teacher, self.desk.rules, sections, self.desk.executor
        )
        for tally, draft, before in waiting:
            verdict, cost = verdicts[draft.id], costs[draft.id]
            tally.pay(cost)
            self._tell_cost(cost)
            if verdict.reason:
                self._reject(tally, draft, verdict.reason)
            else:
                found = ", ".join(part for part in (before.found, verdict.found) if part)
                self._accept(tally, draft.model_copy(update={"verdict": found}))

    def ask_again(self, attempt: int, max_drafts: float) -> list[Request]:
        again = (tally.ask_again(attempt, max_drafts) for tally in self.tallies.values())
        return [request for request in again if request is not None]

    def written(self) -> Written:
        done = self.tallies.values()
        return Written(
            lessons=tuple(lesson for tally in done for lesson in tally.lessons),
            exercises=tuple(exercise for tally in done for exercise in tally.exercises),
            rejected=tuple(self.rejected),
            accounts=tuple(tally.account() for tally in done),
        )

    def _take(self, reply: Reply, number: int, examined: Sequence[Examined]) -> None:
        tally = self.tallies[reply.request.partition("#")[0]]
        drafts: list[tuple[Lesson | Exercise, Examined]] = [(lesson, UNEXAMINED) for lesson in reply.lessons]
        drafts += zip(reply.exercises, examined, strict=True)
        tally.came(reply, len(drafts), number if reply.part is None else reply.part)
        for draft, shown in drafts:
            verdict = _judge(draft, shown, tally, self.desk)
            if verdict.reason:
                self._reject(tally, draft, verdict.reason)
            elif isinstance(draft, Exercise) and (self.desk.rules.solutions or self.desk.rules.judge):
                tally.waiting += 1
                self.waiting.append((tally, draft, verdict))
            elif isinstance(draft, Exercise):
                self._accept(tally, draft.model_copy(update={"verdict": verdict.found}))
            else:
                self._accept(tally, draft)
        self._tell_cost(Cost(reply.tokens, reply.usd))

    def _tell_cost(self, cost: Cost) -> None:
        if not cost.tokens:
            return
        self.cost = self.cost.plus(cost)
        parts = [f"{len(self.waiting):,} to check"] if self.waiting else []
        parts.append(f"{self.cost.tokens:,} tokens")
        if self.cost.usd:
            parts.append(f"${self.cost.usd:.4f}")
        self.bar.advance(0, ", ".join(parts))

    def _accept(self, tally: _Tally, draft: Lesson | Exercise) -> None:
        self.bar.advance()
        if isinstance(draft, Lesson):
            tally.lessons.append(draft)
        else:
            tally.exercises.append(draft)
            tally.noted.update(self.desk.remarks(draft))

    def _reject(self, tally: _Tally, draft: Lesson | Exercise, reason: str) -> None:
        tally.refuse(draft, reason)
        self.rejected.append(_rejected(draft, tally.request, reason))


class _Tally:
    """What has come of one request so far."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.lessons: list[Lesson] = []
        self.exercises: list[Exercise] = []
        self.waiting = 0
        self.drafts = 0
        self.before = 0
        """Drafts up to the last attempt."""
        self.listed: set[str] = set()
        """Keys of the questions that the last attempt was told to leave alone."""
        self.copied = False
        """Whether it wrote them down again."""
        self.rejected: Counter[str] = Counter()
        self.failures: Counter[str] = Counter()
        self.noted: Counter[str] = Counter()
        self.cost = Cost()

    @property
    def accepted(self) -> int:
        return len(self.lessons) + len(self.exercises)

    def came(self, reply: Reply, drafts: int, wanted: int) -> None:
        """Book a reply that was to hold `wanted` drafts."""
        self.drafts += drafts
        self.pay(Cost(reply.tokens, reply.usd))
        if drafts < wanted:
            self.failures[reply.failure or "no draft"] += wanted - drafts

    def refuse(self, draft: Lesson | Exercise, reason: str) -> None:
        self.rejected[reason] += 1
        if isinstance(draft, Exercise):
            self.copied |= question_key(draft.question) in self.listed

    def pay(self, cost: Cost) -> None:
        self.cost = self.cost.plus(cost)

    def ask_again(self, attempt: int, max_drafts: float) -> Request | None:
        """The request for what is missing, with a seed of its own; `None` if nothing more is to be asked: all is
        there, the drafts are used up, or the last attempt brought none at all."""
        self.waiting = 0
        brought, self.before = self.drafts - self.before, self.drafts
        missing = self.request.number - self.accepted
        room = ceil(max_drafts * self.request.number) - self.drafts - sum(self.failures.values())
        if not brought or missing <= 0 or room <= 0:
            return None
        turn = self.accepted % len(self.request.difficulties)  # always to begin with the first would be a bias
        fresh = {
            "id": f"{self.request.id}#{attempt}",
            "number": min(missing, room),
            "seed": derive(self.request.seed, attempt),
            "difficulties": self.request.difficulties[turn:] + self.request.difficulties[:turn],
            "context": self._experience() if self.request.kind is not RequestKind.LESSON else "",
        }
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
            noted=dict(self.noted),
            tokens=self.cost.tokens,
            usd=self.cost.usd,
        )

    def _experience(self) -> str:
        """What a teacher should know before it tries again."""
        # A list helps a teacher that repeats itself by chance; a small model copies what it is told to leave alone.
        repeats = any(self.rejected[reason] for reason in REPEATED)
        told = self.exercises[-MAX_AVOID:] if repeats and not self.copied else []
        self.listed = {question_key(one.question) for one in told}
        lines = [f"- {' '.join(one.question.split())[:MAX_AVOID_CHARS]}" for one in told]
        parts = ["These questions exist already; write others:\n" + "\n".join(lines)] if lines else []
        if self.rejected:
            parts.append("Earlier drafts were refused because: " + ", ".join(sorted(self.rejected)) + ".")
        return "\n".join(parts)


def _judge(draft: Lesson | Exercise, examined: Examined, tally: _Tally, desk: Desk) -> Verdict:
    """Why a draft is refused, if it is."""
    request = tally.request
    if isinstance(draft, Lesson) != (request.kind is RequestKind.LESSON):
        return Verdict("another kind")
    if tally.accepted + tally.waiting >= request.number:
        return Verdict("more than asked")
    if isinstance(draft, Lesson):
        return Verdict(desk.judge_lesson(draft, request))
    return desk.judge_exercise(draft, request, examined)


def _rejected(draft: Lesson | Exercise, request: Request, reason: str) -> Rejected:
    text = draft.text if isinstance(draft, Lesson) else f"{draft.question}\n{draft.solution}"
    detail = "" if isinstance(draft, Lesson) else draft.formal
    return Rejected(
        request=request.id, kind=request.kind, skill=draft.skill, reason=reason, detail=detail, text=text[:2000]
    )
