"""What all readers share: entries under headings become skills with ids, units, positions and edges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from tutelage.errors import SyllabusError
from tutelage.graph.decisions import SourceGraph
from tutelage.graph.names import form, slug
from tutelage.records import Edge, Skill

Headings = Literal["units", "skills"]
MAX_NAME = 200
MAX_ID = 80
_DIGITS = 8
"""Characters of an id that are kept free for a number."""
PREVIOUS_CONFIDENCE = 0.5
"""Confidence of the guess that a skill needs the one before it."""


class ReadingOptions(NamedTuple):
    """How outlines, trees and tables of contents are read; see `GraphConfig` for the two settings."""

    headings: Headings = "units"
    previous: bool = False


class _Entry(NamedTuple):
    skill: Skill
    path: tuple[str, ...]
    needs: Mapping[str, str]
    """Id or name of a prerequisite -> reason."""


class Collector:
    """Collects the entries of one source in their order."""

    def __init__(self, name: str, options: ReadingOptions) -> None:
        self.name, self.options = name, options
        self.entries: list[_Entry] = []
        self.notes: list[str] = []
        self.taken: set[str] = set()
        self.numbers: dict[str, int] = {}

    def add(
        self,
        name: str,
        path: Sequence[str] = (),
        *,
        id_: str = "",
        description: str = "",
        needs: Mapping[str, str] | None = None,
    ) -> None:
        """Add one skill under its headings. A prerequisite may be added after the skills that need it."""
        name = clean(name)
        skill = Skill(
            id=self._new_id(id_ or name),
            name=name,
            description=description,
            unit=" / ".join(path),
            position=len(self.entries),
        )
        self.entries.append(_Entry(skill, tuple(path), dict(needs or {})))

    def source(self, title: str = "") -> SourceGraph:
        """Everything collected, as one source."""
        skills, edges = [entry.skill for entry in self.entries], self._stated()
        if self.options.previous:
            edges += self._previous()
        if self.options.headings == "skills":
            skills, heading_edges = self._with_headings()
            edges += heading_edges
        return SourceGraph(
            name=self.name, title=title, skills=tuple(skills), edges=tuple(edges), notes=tuple(self.notes)
        )

    def _new_id(self, text: str) -> str:
        id_ = start = slug(text)
        # Continuing from the last number keeps this linear for a syllabus that repeats one name thousands of times.
        stem = start[: MAX_ID - _DIGITS]
        while id_ in self.taken:
            number = self.numbers[stem] = self.numbers.get(stem, 1) + 1
            id_ = f"{start[: MAX_ID - len(str(number)) - 1].rstrip('-')}-{number}"
        self.taken.add(id_)
        return id_

    def _stated(self) -> list[Edge]:
        """The prerequisites that entries name; one that is no entry's name or id is kept, for the checks to find."""
        by_name = {form(entry.skill.name): entry.skill.id for entry in reversed(self.entries)}
        known = {entry.skill.id for entry in self.entries}
        edges = []
        for entry in self.entries:
            for need, reason in entry.needs.items():
                id_ = need if need in known else by_name.get(form(need), slug(need))
                edges.append(Edge(prerequisite=id_, skill=entry.skill.id, reason=reason))
        return edges

    def _previous(self) -> list[Edge]:
        last: dict[tuple[str, ...], str] = {}
        edges = []
        for entry in self.entries:
            if entry.path in last:
                edges.append(
                    Edge(
                        prerequisite=last[entry.path],
                        skill=entry.skill.id,
                        source="heuristic",
                        reason="comes just before it in the syllabus",
                        confidence=PREVIOUS_CONFIDENCE,
                    )
                )
            last[entry.path] = entry.skill.id
        return edges

    def _with_headings(self) -> tuple[list[Skill], list[Edge]]:
        """Every heading becomes a skill that comes after the skills under it, and needs them."""
        skills: list[Skill] = []
        edges: list[Edge] = []
        open_: list[tuple[str, list[str]]] = []

        def close(depth: int) -> None:
            while len(open_) > depth:
                heading, children = open_.pop()
                skill = Skill(id=self._new_id(heading), name=clean(heading), position=len(skills))
                skill = skill.model_copy(update={"unit": " / ".join(text for text, _ in open_)})
                skills.append(skill)
                edges.extend(Edge(prerequisite=child, skill=skill.id, reason="is a part of it") for child in children)
                if open_:
                    open_[-1][1].append(skill.id)

        for entry in self.entries:
            same = 0
            while same < min(len(open_), len(entry.path)) and open_[same][0] == entry.path[same]:
                same += 1
            close(same)
            open_ += [(heading, []) for heading in entry.path[same:]]
            skills.append(entry.skill.model_copy(update={"position": len(skills)}))
            if open_:
                open_[-1][1].append(entry.skill.id)
        close(0)
        return skills, edges


def clean(text: str) -> str:
    """One line without control characters, at most as long as a name may be. Raises `ValueError` if nothing is left."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())[:MAX_NAME].strip()
    if not line:
        raise SyllabusError("a skill without a name: give it one")
    return line
