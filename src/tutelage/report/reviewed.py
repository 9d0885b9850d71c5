"""What a person decided about the drafts of a graph and a course, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tutelage.progress import counted
from tutelage.records import Edge, Exercise, Lesson, ReviewAction, RunRecord, Skill
from tutelage.storage import stages
from tutelage.storage.reviews import standing

GRAPH_KINDS = {"skill": "Skills", "edge": "Prerequisites"}
COURSE_KINDS = {
    "section": "Textbook sections",
    "exercise": "Course exercises",
    "error": "Constructed errors",
    "exam": "Exam questions",
    "development": "Development exam",
}
"""As decisions name the kind of an item -> how the page does."""


class ReviewRow(NamedTuple):
    """One kind of item. What is neither accepted nor edited stands as it was drafted."""

    kind: str
    items: int
    """After the review."""
    accepted: int
    edited: int
    insisted: int
    """Of those edited: against a check."""
    refused: int


def review_rows(run: RunRecord) -> list[ReviewRow]:
    """A row for every kind of item in the stages that were reviewed; none if nobody has reviewed anything."""
    finished = {one.stage for one in run.decisions if one.action is ReviewAction.FINISH}
    course = run.course
    found: dict[str, Sequence[Skill | Edge | Lesson | Exercise]] = {}
    if stages.GRAPH.name in finished:
        found |= {"skill": run.graph.skills, "edge": run.graph.edges}
    if stages.COURSE.name in finished:
        found |= {"section": course.lessons, "exercise": course.exercises, "error": course.misconceptions}
        found |= {"exam": course.exam, "development": course.development}
    refused = _refused(run)
    names = GRAPH_KINDS | COURSE_KINDS
    return [
        _row(names[kind], [item.review for item in items], refused[kind])
        for kind, items in found.items()
        if items or refused[kind]
    ]


def review_line(run: RunRecord) -> str:
    """The rows in a sentence, for the terminal; empty if nobody has reviewed anything."""
    rows = review_rows(run)
    if not rows:
        return ""
    whose = f" by {', '.join(reviewers(run))}" if reviewers(run) else ""
    accepted, edited, refused = (sum(getattr(row, name) for row in rows) for name in ("accepted", "edited", "refused"))
    drafted = sum(row.items for row in rows) - accepted - edited
    counts = f"{accepted:,} accepted, {edited:,} edited, {refused:,} refused"
    return f"review{whose}: {counts}; {counted(drafted, 'item')} as drafted"


def reviewers(run: RunRecord) -> list[str]:
    """Who decided, in the order of their first decision."""
    return list(dict.fromkeys(one.by for one in run.decisions if one.by))


def _row(kind: str, marks: Sequence[str], refused: int) -> ReviewRow:
    starts = Counter(mark.partition(" ")[0] for mark in marks)
    insisted = sum(mark.startswith("edited against") for mark in marks)
    return ReviewRow(kind, len(marks), starts["accepted"], starts["edited"], insisted, refused)


def _refused(run: RunRecord) -> Counter[str]:
    """How many items of each kind were refused and are gone: a refusal of an earlier text counts no more."""
    there = {f"skill:{skill.id}" for skill in run.graph.skills}
    there |= {f"edge:{edge.prerequisite} {edge.skill}" for edge in run.graph.edges}
    there |= {f"section:{lesson.id}" for lesson in run.course.lessons}
    there |= _keys("exercise", run.course.exercises) | _keys("error", run.course.misconceptions)
    there |= _keys("exam", run.course.exam) | _keys("development", run.course.development)
    both = (standing(run.decisions, stage.name) for stage in (stages.GRAPH, stages.COURSE))
    gone = (
        item
        for decided in both
        for item, one in decided.items()
        if one.action is ReviewAction.REFUSE and item not in there
    )
    return Counter(item.partition(":")[0] for item in gone)


def _keys(kind: str, exercises: Iterable[Exercise]) -> set[str]:
    return {f"{kind}:{one.id}" for one in exercises}
