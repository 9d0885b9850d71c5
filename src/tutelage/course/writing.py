"""Requests go to the teacher, drafts come back, checks decide, and every draft is accounted for.

The first course and every later change are written by `fulfil_requests`, so the same checks apply in every round.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from math import ceil

from tutelage.course.agreement import judge_sections
from tutelage.course.draft_log import DraftLog, accepted, refused
from tutelage.course.filter import NONE_IN_ADVANCE, AdvanceChecks, DraftFilter
from tutelage.course.variety import note, repeats
from tutelage.course.verification import UNCHECKED, Cost, Verdict, verify
from tutelage.grading.identity import question_key
from tutelage.progress import Bar, Progress, Quiet
from tutelage.records import (
    Account,
    AnyDraft,
    Charge,
    Exercise,
    ExerciseRequest,
    Lesson,
    LessonRequest,
    Rejected,
    Reply,
    WritingRequest,
    Written,
)
from tutelage.seeds import derive
from tutelage.teacher import Teacher
from tutelage.teacher.protocol import answers

MAX_NOTES = 12
"""Earlier questions of which a repeated request has a note."""
WRITTEN, REFUSED = "Written already, so write about something else", "Earlier drafts were refused because"
"""What a repeated request says first; a small model copies it into its draft."""
NO_SECTION = "the skill has no section"
"""Why nothing is asked for that would rest on a section."""


def fulfil_requests(
    requests: Sequence[WritingRequest],
    teacher: Teacher,
    draft_filter: DraftFilter,
    *,
    max_drafts: float,
    label: str,
    progress: Progress,
    references: Mapping[str, str] | None = None,
    log: DraftLog | None = None,
) -> Written:
    """Ask the teacher until every request has its number of accepted items or has used up its drafts.

    `max_drafts` bounds the drafts per item. The accounts say what is still missing then, with reasons. `references`
    say what is taught about each skill, to those who check. Every draft that is decided on is added to `log`.
    """
    shown = progress if requests else Quiet()
    with shown.bar(label, sum(request.number for request in requests), "accepted") as bar:
        job = _Job(requests, draft_filter, bar, log or DraftLog())
        attempt, pending = 0, list(requests)
        while pending:
            job.collect(teacher, pending)
            job.judge_sections(teacher, references or {})
            job.verify_waiting(teacher, references or {})
            attempt += 1
            pending = job.ask_again(attempt, max_drafts)
    return job.written()


class _Job:
    """The requests of one call of `fulfil_requests`, with what has come of them so far."""

    def __init__(self, requests: Sequence[WritingRequest], draft_filter: DraftFilter, bar: Bar, log: DraftLog) -> None:
        self.tallies = {request.id: _Tally(request) for request in requests}
        self.filter, self.bar, self.log = draft_filter, bar, log
        self.cost = Cost()
        self.rejected: list[Rejected] = []
        self.waiting: list[tuple[_Tally, Exercise, Verdict]] = []
        """Drafts that have passed the filter and have yet to be checked by the teacher."""
        self.unread: list[tuple[_Tally, Lesson]] = []
        """Sections that have yet to be judged."""

    def collect(self, teacher: Teacher, pending: Sequence[WritingRequest]) -> None:
        """Ask for drafts and put each of them through the filter."""
        if getattr(teacher, "finite", False):
            pending = self._with_taken(pending)
        replies = answers(teacher, pending)
        numbers = {request.id: request.number for request in pending}
        try:
            for reply, advance in self.filter.checked_in_advance(replies):
                if not isinstance(reply, Charge):
                    self._take(reply, numbers[reply.request], advance)
                self._add_cost(self.tallies[reply.request], Cost(reply.tokens, reply.usd))
        finally:
            # A teacher with calls in flight waits for them before an error or an interruption is passed on.
            if close := getattr(replies, "close", None):
                close()

    def _with_taken(self, pending: Sequence[WritingRequest]) -> list[WritingRequest]:
        """The requests with the questions that need not come again."""
        taken: dict[str, set[str]] = defaultdict(set)
        for key, skill in self.filter.seen.items():
            taken[skill].add(key)
        return [
            request.model_copy(update={"taken": frozenset(taken[request.skill] | self.tallies[request.id].refused)})
            if isinstance(request, ExerciseRequest)
            else request
            for request in pending
        ]

    def verify_waiting(self, teacher: Teacher, references: Mapping[str, str]) -> None:
        """Have the teacher check the waiting drafts, as the rules ask for, and decide."""
        waiting, self.waiting = self.waiting, []
        verdicts, costs = verify(
            [draft for _, draft, _ in waiting], teacher, self.filter.rules, references, self.filter.executor
        )
        for tally, draft, before in waiting:
            verdict, cost = verdicts[draft.id], costs[draft.id]
            self._add_cost(tally, cost)
            if verdict.reason:
                self.filter.refuse(draft)
                self._reject(tally, draft, verdict)
            else:
                found = ", ".join(part for part in (before.found, verdict.found) if part)
                self._accept(tally, draft.model_copy(update={"verdict": found}))

    def judge_sections(self, teacher: Teacher, references: Mapping[str, str]) -> None:
        """Have the teacher judge the sections that passed the filter, by what is known and by the other sections."""
        unread, self.unread = self.unread, []
        if not unread:
            return
        sections = [section for _, section in unread]
        accepted = [lesson for tally in self.tallies.values() for lesson in tally.lessons]
        textbook = {section.skill: section.text for section in (*accepted, *sections)}
        judged = judge_sections(sections, teacher, self.filter.graph, references, textbook)
        for (tally, section), (verdict, cost) in zip(unread, judged, strict=True):
            self._add_cost(tally, cost)
            if verdict.reason:
                self._reject(tally, section, verdict)
            else:
                self._accept(tally, section)

    def ask_again(self, attempt: int, max_drafts: float) -> list[WritingRequest]:
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

    def _take(self, reply: Reply, number: int, advance: Sequence[AdvanceChecks]) -> None:
        tally, checks = self.tallies[reply.request], iter(advance)
        tally.add_reply(reply, number if reply.due is None else reply.due)
        for draft in reply.drafts:
            before = next(checks) if isinstance(draft, Exercise) else NONE_IN_ADVANCE
            shown = draft.question if isinstance(draft, Exercise) else draft.text if isinstance(draft, Lesson) else ""
            whole = f"{shown}\n{draft.solution}" if isinstance(draft, Exercise) else shown
            if WRITTEN in whole or REFUSED in whole or repeats(shown, reply.wording):
                verdict = Verdict("repeats the prompt")
            else:
                verdict = _judge(draft, before, tally, self.filter)
            if verdict.reason:
                self._reject(tally, draft, verdict)
            elif isinstance(draft, Exercise) and (
                self.filter.rules.solutions or self.filter.rules.judge or draft.rubric
            ):
                tally.waiting += 1
                self.waiting.append((tally, draft, verdict))
            elif isinstance(draft, Exercise):
                self._accept(tally, draft.model_copy(update={"verdict": verdict.found}))
            elif (
                isinstance(draft, Lesson)
                and isinstance(tally.request, LessonRequest)
                and self.filter.rules.sections
                and self.filter.rules.judge
            ):
                tally.waiting += 1
                self.unread.append((tally, draft))
            elif isinstance(draft, Lesson):
                self._accept(tally, draft)

    def _add_cost(self, tally: _Tally, cost: Cost) -> None:
        tally.cost, self.cost = tally.cost.plus(cost), self.cost.plus(cost)
        if not cost.tokens:
            return
        parts = [f"{len(self.waiting):,} to check"] if self.waiting else []
        parts.append(f"{self.cost.tokens:,} tokens")
        if self.cost.usd:
            parts.append(f"${self.cost.usd:.4f}")
        self.bar.advance(0, ", ".join(parts))

    def _accept(self, tally: _Tally, draft: Lesson | Exercise) -> None:
        self.bar.advance()
        self.log.add(accepted(draft, tally.request.kind))
        if isinstance(draft, Lesson):
            tally.lessons.append(draft)
        else:
            if self.filter.unchecked and not draft.verdict:
                draft = draft.model_copy(update={"verdict": UNCHECKED})
            tally.exercises.append(draft)
            tally.noted.update(self.filter.remarks(draft))

    def _reject(self, tally: _Tally, draft: AnyDraft, verdict: Verdict) -> None:
        tally.rejected[verdict.reason] += 1
        tally.details[verdict.reason] = verdict.detail
        if isinstance(draft, Exercise):
            tally.refused.add(question_key(draft.question))
        self.rejected.append(_rejected(draft, tally.request, verdict))
        self.log.add(refused(self.rejected[-1]))


class _Tally:
    """The drafts and the cost of one request so far."""

    def __init__(self, request: WritingRequest) -> None:
        self.request = request
        self.lessons: list[Lesson] = []
        self.exercises: list[Exercise] = []
        self.refused: set[str] = set()
        """Keys of questions."""
        self.waiting = 0
        self.drafts = 0
        self.before = 0
        """How many of them came before the last attempt."""
        self.rejected: Counter[str] = Counter()
        self.details: dict[str, str] = {}
        """Reason -> what there is to say about the last draft that was rejected for it."""
        self.failures: Counter[str] = Counter()
        self.noted: Counter[str] = Counter()
        self.cost = Cost()

    @property
    def accepted(self) -> int:
        return len(self.lessons) + len(self.exercises)

    def add_reply(self, reply: Reply, due: int) -> None:
        """Count a reply that should have `due` drafts."""
        self.drafts += len(reply.drafts)
        if len(reply.drafts) < due:
            self.failures[reply.failure or "no draft"] += due - len(reply.drafts)

    def ask_again(self, attempt: int, max_drafts: float) -> WritingRequest | None:
        """The request for what is missing, with a seed of its own; `None` if nothing is missing, the drafts are used
        up, or the last attempt brought none at all."""
        self.waiting = 0
        new, self.before = self.drafts - self.before, self.drafts
        missing = self.request.number - self.accepted
        left = ceil(max_drafts * self.request.number) - self.drafts - sum(self.failures.values())
        if not new or missing <= 0 or left <= 0:
            return None
        return self.request.again(
            seed=derive(self.request.seed, attempt),
            number=min(missing, left),
            accepted=self.accepted,
            requested=self.drafts + sum(self.failures.values()),
            avoid=self._what_to_avoid(),
        )

    def account(self) -> Account:
        return Account(
            skill=self.request.skill,
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

    def _what_to_avoid(self) -> str:
        """What a teacher should know before it tries again."""
        # A few words each: a small model copies a question that it is asked to avoid.
        notes = list(dict.fromkeys(filter(None, (note(one.question) for one in self.exercises[-MAX_NOTES:]))))
        parts = [f"{WRITTEN}: {'; '.join(notes)}."] if notes else []
        if self.rejected:
            said = (f"{one} ({self.details[one]})" if self.details[one] else one for one in sorted(self.rejected))
            parts.append(f"{REFUSED}: {', '.join(said)}.")
        return "\n".join(parts)


def _judge(draft: AnyDraft, advance: AdvanceChecks, tally: _Tally, draft_filter: DraftFilter) -> Verdict:
    """Whether a draft is refused, and why."""
    request = tally.request
    if not isinstance(draft, request.draft):
        return Verdict("another kind")
    if tally.accepted + tally.waiting >= request.number:
        return Verdict("more than asked for")
    if isinstance(draft, Lesson):
        return draft_filter.judge_lesson(draft, request)
    return draft_filter.judge_exercise(draft, request, advance)


def without_section(requests: Sequence[WritingRequest]) -> Written:
    """What comes of requests for a skill whose section is missing: nothing is asked for, and the accounts say why."""
    return Written(
        accounts=tuple(
            Account(
                skill=request.skill,
                kind=request.kind,
                origin=request.origin,
                asked=request.number,
                drafts=0,
                accepted=0,
                failures={NO_SECTION: request.number},
            )
            for request in requests
        )
    )


def _rejected(draft: AnyDraft, request: WritingRequest, verdict: Verdict) -> Rejected:
    skill, detail = request.skill, verdict.detail
    if isinstance(draft, Lesson):
        skill, text = draft.skill, draft.text
    elif isinstance(draft, Exercise):
        skill, text, detail = draft.skill, f"{draft.question}\n{draft.solution}", detail or draft.formal
    else:
        text = draft.model_dump_json()
    return Rejected(
        request=request.id,
        kind=request.kind,
        origin=request.origin,
        skill=skill,
        reason=verdict.reason,
        detail=detail,
        text=text[:2000],
    )
