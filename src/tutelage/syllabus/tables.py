"""Tables: a table of contents or a list of skills, and lists of prerequisite pairs, from any file of rows.

{"title": "The Chain Rule", "path": ["Derivatives"], "objectives": ["State the chain rule."]}
{"concept": "chain rule", "prerequisite": "power rule", "reason": "its inner part is a power", "label": 1}
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from tutelage.errors import SyllabusError
from tutelage.graph.cycles import loose_order
from tutelage.graph.decisions import SourceGraph
from tutelage.graph.names import form, slug
from tutelage.progress import counted
from tutelage.records import Edge, Skill
from tutelage.storage.rowfiles import names_of, one_line
from tutelage.storage.rowforms import NEAR, unused_text
from tutelage.syllabus.collector import MAX_NAME, Collector, ReadingOptions, clean, cut_notes
from tutelage.syllabus.needs import NONE, is_one, split_needs

Row = Mapping[str, Any]

TITLES = ("title", "name", "topic", "course", "skill", "concept", "id")
CONCEPTS = ("concept", "skill", "topic", "name", "title", "course")
PREREQUISITES = ("prerequisite", "prereq", "required", "depends_on", "depends on")
"""Of one pair; a cell may still hold several."""
NEEDS = ("needs", "prerequisites", "prereqs", "requires", "requirements", "after", *PREREQUISITES)
PATHS = ("path", "unit", "chapter", "heading")
DESCRIPTIONS = ("description", "summary", "text", "objectives")
OF_PAIRS = ("reason", "confidence", "label", "id", "concept_id", "prerequisite_id")
OF_CONTENTS = ("id", "module", "book", "is_intro")
NAMED = 3
"""Names in a note, at most."""


def read_rows(rows: Sequence[tuple[int, Row]], name: str, options: ReadingOptions, *, table: bool) -> SourceGraph:
    """Rows of any kind, with their lines; their columns decide which. The cells of a `table` may hold several
    prerequisites. Raises `ValueError` naming the line, or the columns."""
    rows = [(line, {str(key).strip().lower(): value for key, value in row.items()}) for line, row in rows]
    if not rows:
        raise SyllabusError("no rows")
    names = dict.fromkeys(key for _, row in rows for key in row)
    concept, prerequisite = _pair_columns(names)
    if prerequisite and concept:
        return _pairs(rows, name, concept, prerequisite, table=table)
    if not names.keys() & set(TITLES):
        raise _lacking(rows[0][0], names)
    if not names.keys() & set(NEEDS):
        _check_misspelt(rows, names)
    return _contents(rows, name, options, table=table)


def is_header(line: str) -> bool:
    """Whether a line is the header of a table of pairs or skills."""
    cells = {cell.strip().strip('"').lower() for cell in re.split(r"[,;|\t]", line)}
    return bool(cells & {*TITLES, *CONCEPTS}) and bool(cells & {*PREREQUISITES, *NEEDS})


def _pair_columns(names: Iterable[str]) -> tuple[str, str]:
    """The columns of the skill and of its prerequisite, empty where there is none."""
    known = set(names)
    for prerequisite, concepts in ((PREREQUISITES, CONCEPTS), (("source",), ("target",)), (("from",), ("to",))):
        found = [next((name for name in wanted if name in known), "") for wanted in (concepts, prerequisite)]
        if all(found):
            return found[0], found[1]
    return "", ""


def _check_misspelt(rows: Sequence[tuple[int, Row]], columns: Iterable[str]) -> None:
    """Raise `ValueError` for a column of texts that is nearly one of prerequisites, of which there is none: a graph
    without prerequisites is not what its author wrote."""
    for name in columns:
        near = get_close_matches(name, NEEDS, n=1, cutoff=NEAR)
        if near and any(isinstance(row.get(name), str | list) for _, row in rows):
            raise SyllabusError(
                f"no column '{near[0]}', but '{one_line(name)[:40]}', which is nearly that: rename it, or take it out"
            )


def _lacking(number: int, columns: Iterable[str]) -> SyllabusError:
    """The error for a row without the columns that every kind of row has."""
    return SyllabusError(
        f"line {number}: a skill needs the key 'title', 'name' or 'id', a pair needs 'concept' (or 'skill') and "
        f"'prerequisite'; the columns are {names_of(columns)}"
    )


def pair_of(number: int, row: Row) -> tuple[str, str]:
    """Names of (concept, prerequisite). Raises `ValueError` naming the line if one is missing."""
    concept = row.get("concept") or row.get("skill")
    prerequisite = row.get("prerequisite")
    if not isinstance(concept, str) or not isinstance(prerequisite, str) or not concept or not prerequisite:
        raise _lacking(number, row)
    return concept, prerequisite


def judged_wrong(row: Row) -> bool:
    """Whether a pair was judged not to be a prerequisite."""
    return str(row.get("label", 1)).strip().lower() in ("0", "0.0", "false", "no")


def _pairs(rows: Sequence[tuple[int, Row]], name: str, concept: str, prerequisite: str, *, table: bool) -> SourceGraph:
    found = _Skills()
    for number, row in rows:
        if not isinstance(row.get(concept), str) or not row[concept].strip():
            raise _lacking(number, row)
    names = {form(row[concept]) for _, row in rows} | {str(row["id"]) for _, row in rows if row.get("id") is not None}

    def known(text: str) -> bool:
        return text in names or form(text) in names

    # What a cell has alone is a name, too, also if it is only ever a prerequisite.
    for _, row in rows:
        names.update(form(text) for text in _alone(row.get(prerequisite), known, table=table))
    edges, wrong, unused = [], 0, Counter[str]()
    joined: dict[str, None] = {}
    for number, row in rows:
        needs = _needs(row.get(prerequisite), number, prerequisite, known, table=table)
        joined |= dict.fromkeys(need for need in needs if not known(need) and not is_one(need))
        ends = [found.skill(need, row.get("prerequisite_id")) for need in needs]
        skill = found.skill(row[concept], row.get("concept_id") or row.get("id"))
        unused.update(_filled(row) - {concept, prerequisite, *OF_PAIRS})
        if judged_wrong(row):
            wrong += len(ends)
        else:
            edges += [_edge(number, (end, skill), row) for end in ends]
    notes = [f"left out: {counted(wrong, 'pair')} judged not to be a prerequisite"] if wrong else []
    if joined:
        shown = ", ".join(f"'{one_line(text)[:60]}'" for text in [*joined][:NAMED]) + (
            ", …" if len(joined) > NAMED else ""
        )
        notes.append(f"read as one skill: {shown}; put semicolons between several")
    notes += found.notes
    notes += filter(None, [unused_text(unused, {*CONCEPTS, *PREREQUISITES, *OF_PAIRS} - {concept, prerequisite})])
    skills = _in_order(list(found.made.values()), edges)
    return SourceGraph(name=name, skills=skills, edges=tuple(edges), notes=tuple(notes))


def _alone(value: object, known: Callable[[str], bool], *, table: bool) -> list[str]:
    """The names in a cell that can be nothing but one name."""
    if isinstance(value, list):
        return [text for text in value if isinstance(text, str)]
    parts = [] if not isinstance(value, str) else split_needs(value, known) if table else value.split(";")
    return [text for text in parts if is_one(text)]


def _filled(row: Row) -> set[str]:
    """The columns in which a row has a value."""
    return {name for name, value in row.items() if value not in (None, "", [], {})}


class _Skills:
    """The skills of pairs, by the texts that name them."""

    def __init__(self) -> None:
        self.made: dict[str, Skill] = {}
        self.taken: dict[str, str] = {}
        self.notes: list[str] = []
        self.ids: dict[str, str] = {}
        """An id that the table gives -> the text."""

    def skill(self, text: str, own: object) -> str:
        """Its id; it is made when it is met first."""
        text = " ".join(self.ids.get(text, text).split())
        if text not in self.made:
            id_ = slug(str(own or text))
            if self.taken.setdefault(id_, text) != text:
                id_ = slug(f"{id_[:72]}-{len(self.made)}")
                self.taken[id_] = text
            self.notes += cut_notes(text)
            self.made[text] = Skill(id=id_, name=clean(text), position=len(self.made))
            if own is not None:
                self.ids.setdefault(str(own), text)
        return self.made[text].id


def _needs(value: object, number: int, key: str, known: Callable[[str], bool], *, table: bool) -> list[str]:
    """The prerequisites in a cell or a list. Between semicolons, a text in JSON is one name, unless it is made of known
    ones."""
    if not isinstance(value, str):
        return [text for text in _texts(value, number, key) if known(text) or text.lower() not in NONE]
    if table:
        return split_needs(value, known)
    needs: dict[str, None] = {}
    for part in [value] if known(value.strip()) else value.split(";"):
        found = split_needs(part, known)
        needs |= dict.fromkeys(found if all(map(known, found)) else [" ".join(part.split())])
    return list(needs)


def _in_order(skills: Sequence[Skill], edges: Sequence[Edge]) -> tuple[Skill, ...]:
    """Pairs have no syllabus order: prerequisites come first, as far as there are no cycles."""
    order = loose_order(edges, {skill.id: skill.position for skill in skills})
    position = {skill: index for index, skill in enumerate(dict.fromkeys([*order, *(skill.id for skill in skills)]))}
    by_position = sorted(skills, key=lambda skill: position[skill.id])
    return tuple(skill.model_copy(update={"position": position[skill.id]}) for skill in by_position)


def _edge(number: int, ends: Sequence[str], row: Row) -> Edge:
    try:
        confidence = float(row.get("confidence") or 1)
        return Edge(prerequisite=ends[0], skill=ends[1], reason=str(row.get("reason") or ""), confidence=confidence)
    except ValueError:
        raise SyllabusError(f"line {number}: 'confidence' must be a number from 0 to 1") from None


def _contents(rows: Sequence[tuple[int, Row]], name: str, options: ReadingOptions, *, table: bool) -> SourceGraph:
    collector = Collector(name, options)
    books = {row.get("book") for _, row in rows}
    chapters = any(row.get("path") for _, row in rows)
    seen: set[str] = set()
    unused, used = Counter[str](), set[str]()
    for number, row in rows:
        filled = {key: row[key] for key in _filled(row)}
        (named, title), (headed, given), (needed, needs) = (_first(filled, keys) for keys in (TITLES, PATHS, NEEDS))
        texts = {key: value for key, value in filled.items() if isinstance(value, str | list)}
        described, description = _first(texts, DESCRIPTIONS)
        if not isinstance(title, str):
            raise _lacking(number, row)
        path = _texts([given] if isinstance(given, str) and (table or headed != "path") else given, number, "path")
        key = str(row.get("module") or row.get("id") or "")
        used |= {named, headed, needed, described}
        unused.update(filled.keys() - {named, headed, needed, described, *OF_CONTENTS})
        where = f"line {number}: '{one_line(title[:MAX_NAME])}'"
        if row.get("is_intro") or (chapters and not path):
            collector.notes.append(f"{where} is an introduction or outside every chapter: left out")
        elif key and key in seen:
            collector.notes.append(f"{where} is in the table already: left out")
        else:
            seen.add(key)
            path = [*([str(row["book"])] if len(books) > 1 and row.get("book") else []), *path]
            collector.add(
                title,
                path,
                id_=str(row.get("id") or ""),
                description=description
                if isinstance(description, str)
                else " ".join(_texts(description, number, described)),
                needs=dict.fromkeys([] if isinstance(needs, str) else _texts(needs, number, "needs"), ""),
                needs_text=needs if isinstance(needs, str) else "",
            )
    known = {*TITLES, *PATHS, *NEEDS, *DESCRIPTIONS, *OF_CONTENTS} - used
    collector.notes += filter(None, [unused_text(unused, known)])
    return collector.source()


def _first(row: Row, keys: Sequence[str]) -> tuple[str, Any]:
    """The first of some columns that a row has, and its value."""
    return next(((key, row[key]) for key in keys if key in row), ("", None))


def _texts(value: object, number: int, key: str) -> list[str]:
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise SyllabusError(f"line {number}: '{key}' must be a list of texts")
    return [" ".join(item.split()) for item in value]
