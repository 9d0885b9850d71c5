"""What the report says about documents: from a skill to its passages, from an exercise to its sentence, and what is
never asked. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tutelage.course import coverage
from tutelage.course.coverage import Coverage, Span
from tutelage.documents.text import summary_line
from tutelage.exams.closed_book import closed_book_line
from tutelage.records import Documents, Exercise, Passage, RunRecord

MAX_CHARACTERS = 200_000
"""Of passages that the page shows; the rest is in the run's folder."""
MAX_ROWS = 60
"""Passages that are never asked for, and sentences, that the page lists."""
MAX_QUESTIONS = 12
"""Exercises below a skill."""
MAX_QUESTION = 400
"""Characters of a question."""


class Shown(NamedTuple):
    """A passage with what exercises rest on."""

    where: str
    trail: str
    pieces: list[Span]


class Asked(NamedTuple):
    """An exercise with the words that it rests on."""

    question: str
    answer: str
    quotes: list[str]


class Needed(NamedTuple):
    """A prerequisite, with the sentence that it rests on."""

    name: str
    reason: str
    where: str
    """The place of the sentence; empty if it stands in no passage."""


class OfSkill(NamedTuple):
    """A skill, what it needs, its passages and its exercises."""

    name: str
    needs: list[Needed]
    passages: list[Shown]
    exercises: list[Asked]
    more: int
    """Exercises that are not shown."""


class DocumentContent(NamedTuple):
    """Everything that the section shows."""

    summary: str
    unread: list[tuple[str, str]]
    """File and reason."""
    coverage: Coverage
    unasked: list[str]
    silent: list[tuple[str, str]]
    """Where, and the sentence."""
    closed_book: str
    """What is answered without the documents; empty if that was not tried."""
    known: list[Asked]
    """The questions that were answered without them in every try."""
    skills: list[OfSkill]
    more: int
    """Skills that are not shown."""


def document_content(run: RunRecord) -> DocumentContent | None:
    """The section about documents; `None` for a run without them."""
    documents = run.documents
    if documents is None:
        return None
    exercises = (*run.course.exercises, *run.course.exam, *run.course.development)
    measured = coverage.measure(documents.passages, exercises)
    skills = _skills(run, documents, exercises)
    return DocumentContent(
        summary=summary_line(documents),
        unread=[(one.file, one.reason) for one in documents.unread],
        coverage=measured,
        unasked=[f"{where(one)}: {' > '.join(one.trail)}" for one in measured.unasked[:MAX_ROWS]],
        silent=[(where(one), sentence) for one, sentence in measured.silent[:MAX_ROWS]],
        closed_book=closed_book_line(run.closed_book),
        known=_known(run, exercises),
        skills=skills,
        more=sum(1 for skill in run.graph.skills if skill.passages) - len(skills),
    )


def _known(run: RunRecord, exercises: Sequence[Exercise]) -> list[Asked]:
    known = {one.question for one in run.closed_book.trials if one.known} if run.closed_book else set()
    return [_asked(one) for one in exercises if one.id in known][:MAX_ROWS]


def _asked(one: Exercise) -> Asked:
    return Asked(one.question[:MAX_QUESTION], one.answer, [citation.quote for citation in one.evidence])


def where(passage: Passage) -> str:
    """Its file and place."""
    return ", ".join(filter(None, (passage.file, passage.place)))


def _skills(run: RunRecord, documents: Documents, exercises: Sequence[Exercise]) -> list[OfSkill]:
    """Skills with passages, until the page has enough of them."""
    quotes = coverage.quotes_of(exercises)
    by_skill: dict[str, list[Exercise]] = {}
    for exercise in exercises:
        by_skill.setdefault(exercise.skill, []).append(exercise)
    needs: dict[str, list[Needed]] = {}
    for edge in run.graph.edges:
        stands = documents.by_id.get(edge.passage)
        row = Needed(run.graph.skill(edge.prerequisite).name, edge.reason, where(stands) if stands else "")
        needs.setdefault(edge.skill, []).append(row)
    found: list[OfSkill] = []
    size = 0
    for skill in run.graph.skills:
        passages = [documents.by_id[one] for one in skill.passages if one in documents.by_id]
        size += sum(len(passage.text) for passage in passages)
        if size > MAX_CHARACTERS:
            break
        if not passages:
            continue
        own = by_skill.get(skill.id, [])
        found.append(
            OfSkill(
                skill.name,
                needs.get(skill.id, []),
                [
                    Shown(where(one), " > ".join(one.trail), coverage.marked(one.text, quotes.get(one.id, ())))
                    for one in passages
                ],
                [_asked(one) for one in own[:MAX_QUESTIONS]],
                max(0, len(own) - MAX_QUESTIONS),
            )
        )
    return found
