"""The items of a review: which texts of each a person may change, and the record with these changes. Pure."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from tutelage.config import explain
from tutelage.errors import DataError, SyllabusError
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

R = TypeVar("R", bound=BaseModel)


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

    @property
    def label(self) -> str:
        """What a person calls it."""
        return _LABELS.get(self, self.value)


_LABELS = {
    Kind.EDGE: "prerequisite",
    Kind.ERROR: "constructed error",
    Kind.EXAM: "exam question",
    Kind.DEVELOPMENT: "development question",
}

PARTS = {
    Kind.EXERCISE: "exercises",
    Kind.ERROR: "misconceptions",
    Kind.EXAM: "exam",
    Kind.DEVELOPMENT: "development",
}
"""The kinds that are exercises -> where a course has them."""
Fields = Mapping[str, str]
"""The texts of an item that may be changed, by name."""
MAY_BE_EMPTY = frozenset({"description", "reason", "formal"})
"""Fields that an item can do without."""
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
    labels = labels_of(graph.skills)
    for skill in graph.skills:
        yield draft_of_skill(skill)
        yield from (draft_of_edge(edge, labels) for edge in needs.get(skill.id, ()))


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


def labels_of(skills: Sequence[Skill]) -> Mapping[str, str]:
    """Id -> what a person calls the skill: its name, unless another has the same."""
    often = Counter(_folded(skill.name) for skill in skills)
    return {skill.id: skill.name if often[_folded(skill.name)] == 1 else skill.id for skill in skills}


def ids_by_label(drafted: Sequence[Skill], edited: Sequence[Skill]) -> Mapping[str, str]:
    """What a person may write for a skill, folded -> its id: the label that is shown, the id, or what the review calls
    it."""
    shown, renamed = ({_folded(label): one for one, label in labels_of(part).items()} for part in (drafted, edited))
    return renamed | {skill.id: skill.id for skill in drafted} | shown


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def draft_of_edge(edge: Edge, labels: Mapping[str, str]) -> Draft:
    """A prerequisite: its two skills, by their labels, and the reason."""
    fields = {"prerequisite": labels[edge.prerequisite], "skill": labels[edge.skill], "reason": edge.reason}
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
    """Raises `DataError` for a name that no skill can have."""
    return _made(Skill, skill.model_dump() | dict(changes))


def edited_edge(edge: Edge, changes: Fields, known: Mapping[str, str]) -> Edge:
    """A person's word: where another skill is named, no earlier evidence is for it. `known` is what `ids_by_label`
    says. Raises `SyllabusError` for a skill that there is not."""
    before = {end: getattr(edge, end) for end in ("prerequisite", "skill")}
    ends = {end: _meant(changes[end], known) if end in changes else one for end, one in before.items()}
    also = edge.evidence if ends == before else ()
    return _made(Edge, {**dict(changes), **ends, "origin": "review", "also": also})


def _meant(label: str, known: Mapping[str, str]) -> str:
    wanted = _folded(label)
    if wanted not in known:
        near = difflib.get_close_matches(wanted, known, n=1)
        raise SyllabusError(f"no skill is called '{label.strip()}'" + (f", did you mean '{near[0]}'?" if near else ""))
    return known[wanted]


def _made(model: type[R], values: Mapping[str, object]) -> R:
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise DataError("; ".join(explain(error, model))) from None


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
