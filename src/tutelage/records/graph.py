"""The skill graph."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Literal, Self

from pydantic import Field

from tutelage.records.base import SKILL_ID, Record

Source = Literal["syllabus", "teacher", "heuristic"]
"""Where a statement about the graph comes from, the most trusted first: a person, a teacher, a rule without a model."""


ENOUGH_WORDS = 12
"""Words of a description from which something can be learnt. One that only says the name of a skill in other words,
such as `sums of two numbers`, has fewer."""


def says_enough(given: str) -> bool:
    """Whether a description says more than what the skill is called in other words: facts or rules."""
    return len(given.split()) >= ENOUGH_WORDS


class Skill(Record):
    """One skill of the graph."""

    id: str = Field(pattern=SKILL_ID, max_length=80)
    name: str = Field(min_length=1, max_length=200)
    """As it is written within a sentence: solutions name the skills that they use by it."""
    description: str = ""
    unit: str = ""
    """The heading of the syllabus that the skill is under."""
    position: int = 0
    """Position in the syllabus, from 0: breaks ties in the teaching order."""
    level: int = 0
    """Length of the longest chain of prerequisites below the skill; 0 for a skill that needs nothing. A group counts
    once, so that its members have the same level."""
    aliases: tuple[str, ...] = ()
    """Other names that were merged into this skill."""
    source: Source = "syllabus"
    origins: tuple[str, ...] = ()
    """Which syllabi name it, or which requests the teacher proposed it for; empty for the only syllabus."""
    group: str = ""
    """Skills of the same group need each other and are taught together; empty for all others."""
    passages: tuple[str, ...] = ()
    """Ids of the passages of a document that it is about; empty if there are no documents."""
    review: str = ""
    """What a person did about it, such as `edited by ann`; empty if nobody has."""


class Evidence(Record):
    """One piece of evidence for an edge: who states it, and why."""

    source: Source = "syllabus"
    origin: str = ""
    """The syllabus, or the request that the teacher answered; empty for the only syllabus."""
    reason: str = ""
    passage: str = ""
    """Id of the passage of a document in which the reason stands, word for word; empty if it is nobody's quotation."""
    confidence: float = Field(default=1.0, ge=0, le=1)


class Edge(Record):
    """`skill` needs `prerequisite`. The edge itself holds the most trusted evidence."""

    prerequisite: str
    skill: str
    source: Source = "syllabus"
    reason: str = ""
    passage: str = ""
    """See `Evidence`."""
    origin: str = ""
    confidence: float = Field(default=1.0, ge=0, le=1)
    also: tuple[Evidence, ...] = ()
    """All further evidence for the same edge, the most trusted first."""
    review: str = ""
    """What a person did about it, such as `accepted by ann`; empty if nobody has."""

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """All evidence, the most trusted first."""
        own = self.model_dump(include=set(Evidence.model_fields))
        return (Evidence(**own), *self.also)


class SkillGraph(Record):
    """An acyclic graph of skills, in teaching order: prerequisites come before what needs them.

    Only skills of a group, which are next to one another, may need each other.
    """

    skills: tuple[Skill, ...]
    edges: tuple[Edge, ...]

    @property
    def levels(self) -> int:
        """Number of levels."""
        return max(skill.level for skill in self.skills) + 1

    def skill(self, skill_id: str) -> Skill:
        """The skill with this id. Raises `KeyError` if there is none."""
        return self._by_id[skill_id]

    def prerequisites(self, skill_id: str) -> tuple[Skill, ...]:
        """The direct prerequisites of a skill, in teaching order."""
        return self._needs.get(skill_id, ())

    @cached_property
    def _by_id(self) -> dict[str, Skill]:
        return {skill.id: skill for skill in reversed(self.skills)}

    @cached_property
    def _needs(self) -> dict[str, tuple[Skill, ...]]:
        position = {skill.id: index for index, skill in enumerate(self.skills)}
        needs: dict[str, set[int]] = {}
        for edge in self.edges:
            if edge.prerequisite in position:
                needs.setdefault(edge.skill, set()).add(position[edge.prerequisite])
        return {skill: tuple(self.skills[index] for index in sorted(found)) for skill, found in needs.items()}

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy with other values for some fields; what was computed of the old ones is not kept."""
        copied = super().model_copy(update=update, deep=deep)
        for index in ("_by_id", "_needs"):
            copied.__dict__.pop(index, None)  # they belong to the skills and edges of the original
        return copied
