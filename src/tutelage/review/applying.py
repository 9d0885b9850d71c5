"""What a person decided, applied to a drafted graph or course. Pure but for the checks of edits that ask a teacher."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from tutelage.course.verification import Verdict
from tutelage.errors import SyllabusError
from tutelage.graph.order import build
from tutelage.graph.trust import edge_trust_key
from tutelage.progress import counted
from tutelage.records import (
    Account,
    Course,
    Edge,
    Exercise,
    Lesson,
    Origin,
    Rejected,
    RequestKind,
    ReviewAction,
    ReviewDecision,
    SkillGraph,
)
from tutelage.review.checking import EditChecker
from tutelage.review.fields import (
    PARTS,
    Kind,
    decision_about,
    draft_of_edge,
    draft_of_exercise,
    draft_of_lesson,
    draft_of_rewrite,
    draft_of_skill,
    edited_edge,
    edited_exercise,
    edited_lesson,
    edited_skill,
    ids_by_label,
    labels_of,
    mark_of,
)
from tutelage.storage.reviews import EDIT_FAILED, REFUSED, Standing

Verify = Callable[[Sequence[tuple[Exercise, bool]]], list[Verdict]]
"""The verdicts of whoever solves and judges on edited exercises, each with whether the person insists."""


def apply_to_graph(graph: SkillGraph, decided: Standing) -> SkillGraph:
    """The graph with what was decided. What needed a refused skill needs what that skill needed, so that the order of
    teaching stays. Raises `SyllabusError` if a cycle comes of it, or nothing is left."""
    skills, gone = [], []
    for skill in graph.skills:
        decision = decision_about(draft_of_skill(skill), decided)
        if decision is None:
            skills.append(skill)
        elif decision.action is ReviewAction.REFUSE:
            gone.append(skill.id)
        else:
            skills.append(edited_skill(skill, decision.changes).model_copy(update={"review": mark_of(decision)}))
    edges, labels, known = [], labels_of(graph.skills), ids_by_label(graph.skills, skills)
    for edge in graph.edges:
        decision = decision_about(draft_of_edge(edge, labels), decided)
        if decision is None:
            edges.append(edge)
        elif decision.action is ReviewAction.EDIT:
            edges.append(edited_edge(edge, decision.changes, known).model_copy(update={"review": mark_of(decision)}))
        elif decision.action is ReviewAction.ACCEPT:
            edges.append(edge.model_copy(update={"review": mark_of(decision)}))
    names = {skill.id: skill.name for skill in graph.skills}
    for skill_id in gone:
        edges = _bridged(edges, skill_id, names)
    if not skills:
        raise SyllabusError("every skill was refused: keep at least one")
    return build(skills, edges)


def _bridged(edges: Sequence[Edge], gone: str, names: Mapping[str, str]) -> list[Edge]:
    """The edges without those of a skill: what came before it comes before what needed it."""
    below = [edge for edge in edges if edge.skill == gone]
    above = [edge for edge in edges if edge.prerequisite == gone]
    there = {(edge.prerequisite, edge.skill) for edge in edges}
    new = [
        Edge(
            prerequisite=low.prerequisite,
            skill=high.skill,
            source=max(low, high, key=edge_trust_key).source,
            origin="review",
            reason=f"by way of '{names[gone]}', which was refused",
            confidence=min(low.confidence, high.confidence),
        )
        for low in below
        for high in above
        if low.prerequisite != high.skill and (low.prerequisite, high.skill) not in there
    ]
    return [edge for edge in edges if gone not in (edge.prerequisite, edge.skill)] + new


class Failed(NamedTuple):
    """An edit that a check refused: it is left out, and so is what it was to replace."""

    key: str
    skill: str
    reason: str


class Reviewed(NamedTuple):
    """A course after its review."""

    course: Course
    failed: tuple[Failed, ...]
    counts: Mapping[ReviewAction, int]

    def lines(self) -> list[str]:
        """What a person should know of it."""
        done = self.counts
        found = [
            f"review: {done[ReviewAction.ACCEPT]:,} accepted, {done[ReviewAction.EDIT]:,} edited, "
            f"{done[ReviewAction.REFUSE]:,} refused"
        ]
        if self.failed:
            found.append(f"  {counted(len(self.failed), 'edit')} failed the checks and left out (tutelage review):")
            found += [f"    {one.key} ({one.skill}): {one.reason}" for one in self.failed[:MAX_NAMED]]
            more = len(self.failed) - MAX_NAMED
            found += [f"    and {more:,} more, in course/rejected.jsonl"] if more > 0 else []
        return found


MAX_NAMED = 8
"""Failed edits that the lines name."""


class _Job:
    """One course that decisions are applied to."""

    def __init__(self, decided: Standing, checker: EditChecker) -> None:
        self.decided, self.checker = decided, checker
        self.counts = dict.fromkeys(ReviewAction, 0)
        self.rejected: list[Rejected] = []
        self.failed: list[Failed] = []

    def lessons(self, lessons: Iterable[Lesson], graph: SkillGraph) -> list[Lesson]:
        """The sections that stay, with the rewrites that stay."""
        kept = []
        for before in lessons:
            lesson = before.model_copy(update={"rewrites": tuple(self._rewrites(before))})
            draft = draft_of_lesson(before)
            decision = self._count(decision_about(draft, self.decided))
            if decision is None:
                kept.append(lesson)
            elif decision.action is ReviewAction.REFUSE:
                self._reject(Kind.SECTION, before, decision, REFUSED)
            else:
                edited = edited_lesson(lesson, decision.changes) if decision.changes else lesson
                verdict = Verdict()
                if decision.changes:
                    verdict = self.checker.section(before, edited, insist=decision.insist)
                if verdict.reason:
                    self._fail(draft.key, Kind.SECTION, edited, decision, verdict)
                else:
                    kept.append(edited.model_copy(update={"review": mark_of(decision)}))
        return kept

    def _rewrites(self, lesson: Lesson) -> list[str]:
        kept = []
        for text in lesson.rewrites:
            draft = draft_of_rewrite(lesson, text)
            decision = self._count(decision_about(draft, self.decided))
            as_lesson = lesson.model_copy(update={"text": text})
            if decision and decision.action is ReviewAction.REFUSE:
                self._reject(Kind.REWRITE, as_lesson, decision, REFUSED)
                continue
            new = decision.changes.get("text", text) if decision else text
            verdict = (
                self.checker.rewrite(lesson, new, insist=decision.insist) if decision and new != text else Verdict()
            )
            if decision and verdict.reason:
                self._fail(draft.key, Kind.REWRITE, as_lesson.model_copy(update={"text": new}), decision, verdict)
            else:
                kept.append(new)
        return kept

    def exercises(self, kind: Kind, exercises: Iterable[Exercise], verify: Verify) -> list[Exercise]:
        """The exercises that stay; those that were edited are checked, by a teacher, too, where drafts are."""
        kept: dict[int, Exercise] = {}
        waiting: list[tuple[int, str, Exercise, Verdict, ReviewDecision]] = []
        for index, before in enumerate(exercises):
            draft = draft_of_exercise(kind, before)
            decision = self._count(decision_about(draft, self.decided))
            if decision is None:
                kept[index] = before
            elif decision.action is ReviewAction.REFUSE:
                self._reject(kind, before, decision, REFUSED)
            elif not decision.changes:
                kept[index] = before.model_copy(update={"review": mark_of(decision)})
            else:
                edited = edited_exercise(before, decision.changes)
                verdict = self.checker.exercise(kind, before, edited, insist=decision.insist)
                if verdict.reason:
                    self._fail(draft.key, kind, edited, decision, verdict)
                else:
                    waiting.append((index, draft.key, edited, verdict, decision))
        judged = verify([(edited, decision.insist) for _, _, edited, _, decision in waiting])
        for (index, key, edited, before_, decision), verdict in zip(waiting, judged, strict=True):
            if verdict.reason:
                self._fail(key, kind, edited, decision, verdict)
            else:
                found = ", ".join(part for part in (before_.found, verdict.found) if part)
                kept[index] = edited.model_copy(update={"verdict": found, "review": mark_of(decision)})
        return [kept[index] for index in sorted(kept)]

    def accounts(self, accounts: Iterable[Account]) -> list[Account]:
        """The accounts, with what was left out as rejected: it is missing now."""
        gone: dict[tuple[str, RequestKind, Origin], list[str]] = {}
        for item in self.rejected:
            gone.setdefault((item.skill, item.kind, item.origin), []).append(item.reason)
        found = []
        for account in accounts:
            own = gone.get((account.skill, account.kind, account.origin), [])
            here, own[:] = own[: account.accepted], own[account.accepted :]
            rejected = dict(account.rejected)
            for reason in here:
                rejected[reason] = rejected.get(reason, 0) + 1
            update = {"accepted": account.accepted - len(here), "rejected": rejected}
            found.append(account.model_copy(update=update) if here else account)
        return found

    def _count(self, decision: ReviewDecision | None) -> ReviewDecision | None:
        if decision:
            self.counts[decision.action] += 1
        return decision

    def _fail(self, key: str, kind: Kind, item: Lesson | Exercise, decision: ReviewDecision, verdict: Verdict) -> None:
        self.failed.append(Failed(key, item.skill, verdict.reason))
        self._reject(kind, item, decision, f"{EDIT_FAILED}: {verdict.reason}")

    def _reject(self, kind: Kind, item: Lesson | Exercise, decision: ReviewDecision, reason: str) -> None:
        kinds = {
            Kind.SECTION: RequestKind.LESSON,
            Kind.REWRITE: RequestKind.REWRITE,
            Kind.ERROR: RequestKind.MISCONCEPTIONS,
        }
        if isinstance(item, Lesson):
            origin, text = Origin.COURSE, item.text
        else:
            origin, text = item.origin, f"{item.question}\n{item.solution}"
        self.rejected.append(
            Rejected(
                request="review",
                kind=kinds.get(kind, RequestKind.EXERCISES),
                origin=origin,
                skill=item.skill,
                reason=reason,
                detail=f"{decision.by}: {decision.reason}" if decision.reason else decision.by,
                text=text[:2000],
            )
        )


def apply_to_course(
    course: Course, graph: SkillGraph, decided: Standing, checker: EditChecker, verify: Verify
) -> Reviewed:
    """The course with what was decided. `verify` asks those who solve and judge, where the drafts were checked so."""
    job = _Job(decided, checker)
    parts = {part: tuple(job.exercises(kind, getattr(course, part), verify)) for kind, part in PARTS.items()}
    lessons = tuple(job.lessons(course.lessons, graph))
    there = {exercise.id for exercise in parts[PARTS[Kind.EXERCISE]]}
    after = course.model_copy(
        update={
            **parts,
            "lessons": lessons,
            "planted": tuple(one for one in course.planted if one in there),
            "accounts": tuple(job.accounts(course.accounts)),
            "rejected": (*course.rejected, *job.rejected),
        }
    )
    return Reviewed(after, tuple(job.failed), job.counts)
