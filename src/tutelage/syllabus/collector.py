"""What all readers share: entries under headings become skills with ids, units, positions and edges."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from tutelage.errors import SyllabusError
from tutelage.graph.decisions import SourceGraph
from tutelage.graph.names import form, slug
from tutelage.records import Edge, Skill
from tutelage.storage.rowfiles import one_line
from tutelage.syllabus.needs import split_needs

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
    needs_text: str
    """Further prerequisites, as a person wrote them into one text."""


class Collector:
    """Collects the entries of one source in their order."""

    def __init__(self, name: str, options: ReadingOptions) -> None:
        self.name, self.options = name, options
        self.entries: list[_Entry] = []
        self.notes: list[str] = []
        self.taken: set[str] = set()
        self.numbers: dict[str, int] = {}
        self.own_ids: set[str] = set()
        """Ids that the source gives, and are not made from names."""

    def add(
        self,
        name: str,
        path: Sequence[str] = (),
        *,
        id_: str = "",
        description: str = "",
        needs: Mapping[str, str] | None = None,
        needs_text: str = "",
    ) -> None:
        """Add one skill under its headings. A prerequisite may be added after the skills that need it; `needs_text` may
        hold several, which are told apart once all names are known."""
        self.notes += cut_notes(name)
        name = clean(name)
        skill = Skill(
            id=self._new_id(id_ or name),
            name=name,
            description=description,
            unit=" / ".join(path),
            position=len(self.entries),
        )
        self.own_ids |= {skill.id} if id_ else set()
        self.entries.append(_Entry(skill, tuple(path), dict(needs or {}), needs_text))

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
        names = _Names(self.entries)
        known = {entry.skill.id for entry in self.entries}
        edges = []
        for index, entry in enumerate(self.entries):
            split = split_needs(entry.needs_text, lambda text: text in self.own_ids or form(text) in names.all)
            for need, reason in {**dict.fromkeys(split, ""), **entry.needs}.items():
                if need in self.own_ids:
                    id_ = need
                elif (found := names.nearest(form(need), index)) is not None:
                    id_ = self.entries[found].skill.id
                    if len(names.all[form(need)]) > 1 and (note := self._which(need, index, found)):
                        self.notes.append(note)
                else:
                    id_ = need if need in known else slug(need)
                edges.append(Edge(prerequisite=id_, skill=entry.skill.id, reason=reason))
        return edges

    def _which(self, need: str, index: int, found: int) -> str:
        """What is said about a name that occurs twice; nothing if the one taken is under the same heading."""
        entry, taken = self.entries[index], self.entries[found]
        if taken.path == entry.path:
            return ""
        under = f"the one under '{taken.path[-1]}'" if taken.path else "the one outside every heading"
        return f"'{need}' occurs more than once: '{entry.skill.name}' needs the nearest, {under}"

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
                self.notes += cut_notes(heading)
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


class _Names:
    """Where a name occurs, by its normalised form."""

    def __init__(self, entries: Sequence[_Entry]) -> None:
        self.entries = entries
        self.all: dict[str, list[int]] = {}
        """Form -> indices of the entries, rising."""
        for index, entry in enumerate(entries):
            self.all.setdefault(form(entry.skill.name), []).append(index)
        self.under: dict[tuple[str, tuple[str, ...]], list[int]] = {}
        """The same for names that occur more than once, for each beginning of their headings."""
        for text, indices in self.all.items():
            for index in indices if len(indices) > 1 else ():
                path = entries[index].path
                for depth in range(len(path) + 1):
                    self.under.setdefault((text, path[:depth]), []).append(index)

    def nearest(self, text: str, index: int) -> int | None:
        """The entry that a prerequisite of entry `index` means: of several, one under the same headings as far as
        possible, then the last before it, then the next after it; never the entry itself if there is another."""
        indices = self.all.get(text)
        if indices is None or len(indices) == 1:
            return indices[0] if indices else None
        path = self.entries[index].path
        for depth in range(len(path), -1, -1):
            there = self.under.get((text, path[:depth]), ())
            place = bisect_left(there, index)
            if place > 0:
                return there[place - 1]
            after = place + (place < len(there) and there[place] == index)
            if after < len(there):
                return there[after]
        return index


def cut_notes(text: str) -> list[str]:
    """What is said of a name that `clean` cuts."""
    long = len(text) > MAX_NAME and len(one_line(text)) > MAX_NAME
    return [f"a name has more than {MAX_NAME} characters, and was cut: '{clean(text)[:60]}…'"] if long else []


def clean(text: str) -> str:
    """One line without control characters, at most as long as a name may be. Raises `ValueError` if nothing is left."""
    line = one_line(text)[:MAX_NAME].strip()
    if not line:
        raise SyllabusError("a skill without a name: give it one")
    return line
