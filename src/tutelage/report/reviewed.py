"""What a person decided about the drafts of a graph and a course, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from tutelage.progress import counted
from tutelage.records import Edge, Exercise, Lesson, ReviewAction, RunRecord, Skill
from tutelage.report.writing import KINDS, row_kind
from tutelage.storage import stages
from tutelage.storage.reviews import REFUSED, standing


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
    graph, course, rows = run.graph, run.course, list[ReviewRow]()
    if stages.GRAPH.name in finished:
        gone = _gone_from_graph(run)
        rows += [_row("Skills", graph.skills, gone["skill"]), _row("Prerequisites", graph.edges, gone["edge"])]
    if stages.COURSE.name in finished:
        refused = Counter(row_kind(one) for one in course.rejected if one.reason == REFUSED)
        parts: dict[str, Sequence[Lesson | Exercise]] = {
            "lesson": course.lessons,
            "course": course.exercises,
            "misconceptions": course.misconceptions,
            "exam": course.exam,
            "development": course.development,
        }
        rows += [_row(KINDS[kind], items, refused[kind]) for kind, items in parts.items()]
    return [row for row in rows if row.items or row.refused]


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


def _row(kind: str, items: Sequence[Skill | Edge | Lesson | Exercise], refused: int) -> ReviewRow:
    done = Counter(item.review.partition(" by ")[0] for item in items)
    insisted = done["edited against a check"]
    return ReviewRow(kind, len(items), done["accepted"], done["edited"] + insisted, insisted, refused)


def _gone_from_graph(run: RunRecord) -> Counter[str]:
    """How many skills and prerequisites were refused, without those that are there: of an earlier draft."""
    there = {f"skill:{skill.id}" for skill in run.graph.skills}
    there |= {f"edge:{edge.prerequisite} {edge.skill}" for edge in run.graph.edges}
    decided = standing(run.decisions, stages.GRAPH.name).items()
    gone = (item for item, one in decided if one.action is ReviewAction.REFUSE and item not in there)
    return Counter(item.partition(":")[0] for item in gone)
