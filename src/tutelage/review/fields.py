"""The items of a review: which texts of each a person may change, and the record with these changes. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from tutelage.records import (
    Checker,
    Course,
    Edge,
    Exercise,
    Lesson,
    ReviewAction,
    ReviewDecision,
    Skill,
    SkillGraph,
    content_id,
)
from tutelage.storage.reviews import Standing


class Kind(StrEnum):
    """What an item is."""

    SKILL = "skill"
    EDGE = "edge"
    SECTION = "section"
    REWRITE = "rewrite"
    EXERCISE = "exercise"
    ERROR = "error"
    EXAM = "exam"
    DEVELOPMENT = "development"


PARTS = {
    Kind.EXERCISE: "exercises",
    Kind.ERROR: "misconceptions",
    Kind.EXAM: "exam",
    Kind.DEVELOPMENT: "development",
}
"""The kinds that are exercises -> where a course has them."""
Fields = Mapping[str, str]
"""The texts of an item that may be changed, by name."""
CHOICE = re.compile(r"^([A-H])\. (.*)$", re.MULTILINE)


class Draft(NamedTuple):
    """One item as it was drafted."""

    kind: Kind
    id: str
    skill: str
    fields: Fields

    @property
    def key(self) -> str:
        """What decisions name it by."""
        return f"{self.kind}:{self.id}"

    @property
    def version(self) -> str:
        """Changes with its texts."""
        return content_id("ve", self.kind, *self.fields.values())


def drafts_of_graph(graph: SkillGraph) -> Iterator[Draft]:
    """Its skills, each followed by its prerequisites, in teaching order."""
    needs: dict[str, list[Edge]] = {}
    for edge in graph.edges:
        needs.setdefault(edge.skill, []).append(edge)
    for skill in graph.skills:
        yield draft_of_skill(skill)
        yield from map(draft_of_edge, needs.get(skill.id, ()))


def drafts_of_course(course: Course, graph: SkillGraph) -> Iterator[Draft]:
    """Skill by skill: sections with their rewrites, exercises, constructed errors, exam questions."""
    by_skill: dict[str, list[Draft]] = {skill.id: [] for skill in graph.skills}
    for lesson in course.lessons:
        own = by_skill.setdefault(lesson.skill, [])
        own.append(draft_of_lesson(lesson))
        own += [draft_of_rewrite(lesson, text) for text in lesson.rewrites]
    for kind, part in PARTS.items():
        for exercise in getattr(course, part):
            by_skill.setdefault(exercise.skill, []).append(draft_of_exercise(kind, exercise))
    for found in by_skill.values():
        yield from found


def draft_of_skill(skill: Skill) -> Draft:
    """A skill: its name and description."""
    return Draft(Kind.SKILL, skill.id, skill.id, {"name": skill.name, "description": skill.description})


def draft_of_edge(edge: Edge) -> Draft:
    """A prerequisite: its two skills and the reason."""
    fields = {"prerequisite": edge.prerequisite, "skill": edge.skill, "reason": edge.reason}
    return Draft(Kind.EDGE, f"{edge.prerequisite} {edge.skill}", edge.skill, fields)


def draft_of_lesson(lesson: Lesson) -> Draft:
    """A section: its title and text."""
    return Draft(Kind.SECTION, lesson.id, lesson.skill, {"title": lesson.title, "text": lesson.text})


def draft_of_rewrite(lesson: Lesson, text: str) -> Draft:
    """A rewrite of a section."""
    return Draft(Kind.REWRITE, content_id("rw", lesson.id, text), lesson.skill, {"text": text})


def draft_of_exercise(kind: Kind, exercise: Exercise) -> Draft:
    """An exercise, constructed error or exam question: its question, solution, answer, and what checks it."""
    fields = {
        "question": exercise.messages[-2].content,
        "solution": exercise.solution,
        "answer": exercise.answer,
        **({"formal": exercise.formal} if exercise.formal else {}),
        **({"misconception": exercise.misconception} if exercise.misconception else {}),
    }
    return Draft(kind, exercise.id, exercise.skill, fields)


def decision_about(draft: Draft, decided: Standing) -> ReviewDecision | None:
    """The decision that counts for an item, if it was made about this very text."""
    found = decided.get(draft.key)
    return found if found and found.version == draft.version else None


def mark_of(decision: ReviewDecision) -> str:
    """What stands in the record afterwards."""
    done = {ReviewAction.ACCEPT: "accepted", ReviewAction.EDIT: "edited"}[decision.action]
    return f"{done}{' against a check' if decision.insist else ''} by {decision.by or 'somebody'}"


def edited_skill(skill: Skill, changes: Fields) -> Skill:
    """Raises `ValueError` for a name that no skill can have."""
    return Skill.model_validate(skill.model_dump() | dict(changes))


def edited_edge(edge: Edge, changes: Fields) -> Edge:
    """A person's word: where another skill is named, no earlier evidence is for it."""
    moved = any(changes.get(end, getattr(edge, end)) != getattr(edge, end) for end in ("prerequisite", "skill"))
    also = () if moved else edge.evidence
    return Edge.model_validate(
        {
            "prerequisite": edge.prerequisite,
            "skill": edge.skill,
            **dict(changes),
            "origin": "review",
            "also": also,
        }
    )


def edited_lesson(lesson: Lesson, changes: Fields) -> Lesson:
    """The section with other texts, which has another id if its text is another."""
    return lesson.model_copy(update={**changes, "id": content_id("le", lesson.skill, changes.get("text", lesson.text))})


def edited_exercise(exercise: Exercise, changes: Fields) -> Exercise:
    """The exercise with other texts, which has another id, and is unchecked. Choices follow the question."""
    *before, asked, solved = exercise.messages
    question = changes.get("question", asked.content)
    solution = changes.get("solution", solved.content)
    messages = (
        *before,
        *(type(asked)(role=one.role, content=text) for one, text in ((asked, question), (solved, solution))),
    )
    others = {name: text for name, text in changes.items() if name in ("answer", "formal", "misconception")}
    if exercise.choices:
        others["choices"] = tuple(text for _, text in CHOICE.findall(question))  # type: ignore[assignment]
    if exercise.checker is Checker.CHOICE and "answer" in others:
        others["answer"] = others["answer"].strip().upper()
    whole = "\n\n".join(one.content for one in messages[:-1])
    made = content_id("ex", exercise.skill, whole, solution)
    update = {**others, "messages": messages, "id": made, "verdict": "", "mistakes": ()}
    return Exercise.model_validate(exercise.model_dump() | {**update, "messages": [one.turn() for one in messages]})
