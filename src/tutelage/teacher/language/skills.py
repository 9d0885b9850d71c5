"""What prompts say about a skill: its prerequisites, what was taught before it, and which names its steps may use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from tutelage.graph.order import reached
from tutelage.records import Passage, SkillGraph, says_enough

MAX_TAUGHT = 40


class SkillLookup:
    """The skills of one graph by id and by name, with what lies below each."""

    def __init__(self, graph: SkillGraph, passages: Mapping[str, Passage] | None = None) -> None:
        self.graph, self.passages = graph, passages or {}
        self.skills = {skill.id: skill for skill in graph.skills}
        self.by_name = {_plain(skill.name): skill.id for skill in graph.skills}
        self.index = {skill.id: index for index, skill in enumerate(graph.skills)}
        self.needs: dict[str, list[str]] = {skill: [] for skill in self.skills}
        for edge in graph.edges:
            self.needs[edge.skill].append(edge.prerequisite)

    def usable(self, asked: Sequence[str]) -> tuple[str, ...]:
        """Names of the skills that the steps of an exercise may use, in teaching order: those asked for, what they
        need, and the nearest of those further below."""
        direct = {need for skill in asked for need in self.needs[skill]}.union(asked)
        below = {deeper for skill in asked for deeper in self._below(skill)} - direct
        return tuple(map(self.name, self.ordered(direct.union(self.ordered(below)[-MAX_TAUGHT:]))))

    def passages_of(self, skills: Iterable[str]) -> list[Passage]:
        """The passages that skills are about, in their order."""
        ids = dict.fromkeys(one for skill in skills for one in self.skills[skill].passages)
        return [self.passages[one] for one in ids if one in self.passages]

    def description(self, skill: str) -> str:
        """What a person has written about a skill; nothing if it comes from a document, whose text is shown apart from
        what the prompt says."""
        found = self.skills[skill]
        return "" if self.passages and found.passages and found.source != "syllabus" else found.description

    def rules(self, skill: str) -> str:
        """A description that states rules or facts; empty for one that only says what the skill is."""
        given = self.description(skill)
        return given if says_enough(given) else ""

    def name(self, skill: str) -> str:
        """The name of a skill; empty for the empty id."""
        return self.skills[skill].name if skill else ""

    def named(self, name: str, asked: Iterable[str]) -> str:
        """The id of the skill with this name; empty for the name of no skill, or of one that is taught later."""
        skill = self.by_name.get(_plain(name), "")
        return skill if any(skill == one or skill in self._below(one) for one in asked) else ""

    def ordered(self, skills: Iterable[str]) -> tuple[str, ...]:
        """Ids of skills in teaching order."""
        return tuple(sorted(skills, key=self.index.__getitem__))

    def prerequisites(self, skill: str) -> str:
        """The direct prerequisites, one per line."""
        needed = ((self.name(need), self.description(need)) for need in self.ordered(self.needs[skill]))
        return "\n".join(f"- {name}" + (f": {description}" if description else "") for name, description in needed)

    def taught(self, skill: str) -> str:
        """Names of the skills below the direct prerequisites; only the nearest ones if there are many."""
        below = self._below(skill) - set(self.needs[skill])
        return ", ".join(self.skills[one].name for one in self.ordered(below)[-MAX_TAUGHT:])

    def _below(self, skill: str) -> set[str]:
        return reached(self.needs[skill], self.needs.__getitem__)


def _plain(name: str) -> str:
    return re.sub(r"\W+", " ", name).strip().lower()
