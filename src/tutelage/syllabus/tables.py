"""Tables: a table of contents or a list of skills, and lists of prerequisite pairs, from any file of rows.

{"title": "The Chain Rule", "path": ["Derivatives"], "objectives": ["State the chain rule."]}
{"concept": "chain rule", "prerequisite": "power rule", "reason": "its inner part is a power", "label": 1}
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from tutelage.errors import SyllabusError
from tutelage.graph.cycles import loose_order
from tutelage.graph.decisions import SourceGraph
from tutelage.graph.names import form, slug
from tutelage.progress import counted
from tutelage.records import Edge, Skill
from tutelage.storage.rowfiles import names_of
from tutelage.syllabus.collector import Collector, ReadingOptions, clean
from tutelage.syllabus.needs import NONE, split_needs

Row = Mapping[str, Any]

TITLES = ("title", "name", "topic", "course", "skill", "concept", "id")
CONCEPTS = ("concept", "skill", "topic", "name", "title", "course")
PREREQUISITES = ("prerequisite", "prereq", "required", "depends_on", "depends on")
"""Of one pair; a cell may still hold several."""
NEEDS = ("needs", "prerequisites", "prereqs", "requires", "requirements", "after", *PREREQUISITES)


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

    edges, wrong = [], 0
    for number, row in rows:
        needs = _needs(row.get(prerequisite), number, prerequisite, known, table=table)
        ends = [found.skill(need, row.get("prerequisite_id")) for need in needs]
        skill = found.skill(row[concept], row.get("concept_id") or row.get("id"))
        if judged_wrong(row):
            wrong += len(ends)
        else:
            edges += [_edge(number, (end, skill), row) for end in ends]
    notes = (f"left out: {counted(wrong, 'pair')} judged not to be a prerequisite",) if wrong else ()
    return SourceGraph(name=name, skills=_in_order(list(found.made.values()), edges), edges=tuple(edges), notes=notes)


class _Skills:
    """The skills of pairs, by the texts that name them."""

    def __init__(self) -> None:
        self.made: dict[str, Skill] = {}
        self.taken: dict[str, str] = {}
        self.ids: dict[str, str] = {}
        """An id that the table gives -> the text."""

    def skill(self, text: str, own: object) -> str:
        """Its id; it is made when it is met first."""
        text = self.ids.get(text, text)
        if text not in self.made:
            id_ = slug(str(own or text))
            if self.taken.setdefault(id_, text) != text:
                id_ = slug(f"{id_[:72]}-{len(self.made)}")
                self.taken[id_] = text
            self.made[text] = Skill(id=id_, name=clean(text), position=len(self.made))
            if own is not None:
                self.ids.setdefault(str(own), text)
        return self.made[text].id


def _needs(value: object, number: int, key: str, known: Callable[[str], bool], *, table: bool) -> list[str]:
    """The prerequisites in a cell or a list. A text in JSON is one name, unless it is made of known ones."""
    if not isinstance(value, str):
        return [text for text in _texts(value, number, key) if known(text) or text.lower() not in NONE]
    found = split_needs(value, known)
    return found if table or all(map(known, found)) else [" ".join(value.split())]


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
    for number, row in rows:
        title = next((row[key] for key in TITLES if row.get(key)), None)
        if not isinstance(title, str):
            raise _lacking(number, row)
        given = next((row[key] for key in ("path", "unit", "chapter", "heading") if row.get(key)), None)
        path = _texts([given] if isinstance(given, str) and (table or not row.get("path")) else given, number, "path")
        needs = next((row[key] for key in NEEDS if row.get(key) is not None), None)
        key = str(row.get("module") or row.get("id") or "")
        if row.get("is_intro") or (chapters and not path):
            collector.notes.append(f"line {number}: '{title}' is an introduction or outside every chapter")
        elif key and key in seen:
            collector.notes.append(f"line {number}: '{title}' is in the table already")
        else:
            seen.add(key)
            path = [*([str(row["book"])] if len(books) > 1 and row.get("book") else []), *path]
            collector.add(
                title,
                path,
                id_=str(row.get("id") or ""),
                description=_description(row, number),
                needs=dict.fromkeys([] if isinstance(needs, str) else _texts(needs, number, "needs"), ""),
                needs_text=needs if isinstance(needs, str) else "",
            )
    return collector.source()


def _description(row: Row, number: int) -> str:
    for key in ("description", "summary", "text"):
        if isinstance(row.get(key), str) and row[key]:
            return str(row[key])
    return " ".join(_texts(row.get("objectives"), number, "objectives"))


def _texts(value: object, number: int, key: str) -> list[str]:
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise SyllabusError(f"line {number}: '{key}' must be a list of texts")
    return [" ".join(item.split()) for item in value]
