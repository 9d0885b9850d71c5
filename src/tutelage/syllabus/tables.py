"""Tables: a table of contents or a list of skills (JSONL), and lists of prerequisite pairs (JSONL, CSV, TSV).

{"title": "The Chain Rule", "path": ["Derivatives"], "objectives": ["State the chain rule."]}
{"concept": "chain rule", "prerequisite": "power rule", "reason": "its inner part is a power", "label": 1}
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tutelage.errors import SyllabusError
from tutelage.graph.cycles import loose_order
from tutelage.graph.decisions import SourceGraph
from tutelage.graph.names import slug
from tutelage.progress import counted
from tutelage.records import Edge, Skill
from tutelage.syllabus.collector import Collector, ReadingOptions, clean

Row = Mapping[str, Any]


def read_rows(text: str, name: str, options: ReadingOptions) -> SourceGraph:
    """A JSONL file of either kind; the keys of its first row decide which. Raises `ValueError` naming the line."""
    rows = list(json_rows(text))
    if not rows:
        raise SyllabusError("no rows")
    if "prerequisite" in rows[0][1]:
        return _pairs(rows, name)
    return _contents(rows, name, options)


def read_csv(text: str, name: str, delimiter: str = ",") -> SourceGraph:
    """A list of pairs with a header line. Raises `ValueError` naming the line."""
    reader = csv.DictReader(io.StringIO(text), delimiter=delimiter)
    try:
        rows = list(enumerate(reader, start=2))
    except csv.Error as error:
        raise SyllabusError(f"line {reader.line_num + 1}: this cannot be read ({error})") from None
    if not rows:
        raise SyllabusError("no rows below the header 'concept,prerequisite'")
    return _pairs(rows, name)


def json_rows(text: str) -> Iterator[tuple[int, Row]]:
    """Line number and object of every line that is not blank."""
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            raise SyllabusError(f"line {number}: this is not valid JSON; each line holds one whole object") from None
        if not isinstance(row, dict):
            raise SyllabusError(f"line {number}: expected an object, got {type(row).__name__}")
        yield number, row


def pair_of(number: int, row: Row) -> tuple[str, str]:
    """Names of (concept, prerequisite). Raises `ValueError` naming the line if one is missing."""
    concept = row.get("concept") or row.get("skill")
    prerequisite = row.get("prerequisite")
    if not isinstance(concept, str) or not isinstance(prerequisite, str) or not concept or not prerequisite:
        raise SyllabusError(f"line {number}: a pair needs the keys 'concept' (or 'skill') and 'prerequisite'")
    return concept, prerequisite


def judged_wrong(row: Row) -> bool:
    """Whether a pair was judged not to be a prerequisite."""
    return str(row.get("label", 1)).strip().lower() in ("0", "0.0", "false", "no")


def _pairs(rows: Sequence[tuple[int, Row]], name: str) -> SourceGraph:
    skills: dict[str, Skill] = {}
    taken: dict[str, str] = {}
    edges, wrong = [], 0
    for number, row in rows:
        concept, prerequisite = pair_of(number, row)
        ends = []
        for text, key in ((prerequisite, "prerequisite_id"), (concept, "concept_id")):
            id_ = slug(str(row.get(key) or text))
            if taken.setdefault(id_, text) != text:
                id_ = slug(f"{id_[:72]}-{len(skills)}") if text not in skills else skills[text].id
                taken[id_] = text
            skills.setdefault(text, Skill(id=id_, name=clean(text), position=len(skills)))
            ends.append(skills[text].id)
        if judged_wrong(row):
            wrong += 1
        else:
            edges.append(_edge(number, ends, row))
    notes = (f"left out: {counted(wrong, 'pair')} judged not to be a prerequisite",) if wrong else ()
    return SourceGraph(name=name, skills=_in_order(list(skills.values()), edges), edges=tuple(edges), notes=notes)


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


def _contents(rows: Sequence[tuple[int, Row]], name: str, options: ReadingOptions) -> SourceGraph:
    collector = Collector(name, options)
    books = {row.get("book") for _, row in rows}
    chapters = any(row.get("path") for _, row in rows)
    seen: set[str] = set()
    for number, row in rows:
        title = row.get("title") or row.get("name") or row.get("id")
        if not isinstance(title, str):
            raise SyllabusError(f"line {number}: a skill needs the key 'title', 'name' or 'id'")
        path = _texts(row.get("path"), number, "path")
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
                needs=dict.fromkeys(_texts(row.get("needs"), number, "needs"), ""),
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
