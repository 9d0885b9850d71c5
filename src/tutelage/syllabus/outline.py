"""Outlines: Markdown with headings and lists, or plain lines indented by their depth.

    # Calculus
    ## Derivatives
    - power rule
    - tangent line <- power rule, line through a point

A line with nothing under it is a skill, any other one a heading. Prerequisites follow `<-`, by name or id.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from tutelage.errors import SyllabusError
from tutelage.graph.decisions import SourceGraph
from tutelage.progress import counted
from tutelage.storage.rowfiles import one_line
from tutelage.syllabus.collector import Collector, ReadingOptions
from tutelage.syllabus.markup import BOX, blocks, plain, without_html_tables
from tutelage.syllabus.numbering import unnumbered

_HEADING = re.compile(r" {0,3}(#{1,6})\s+(.+?)\s*#*")
_ITEM = re.compile(r"(\s*)(?:[-*+•–]|\d{1,9}[.)]|(?<=\s\s)(?:[a-z]|[ivx]+)[.)])\s+(.+)")
_INNER = re.compile(r"(?:#{1,6}|[-*+]|>)\s+(.+?)\s*#*")
"""What may be in front of an item's text once more."""
_PAGE = re.compile(r"(?<![.…\s])\s*(?:\.{3,}|…+)\s*\d+$")
_DOTTED = re.compile(r"(\d+(?:\.\d+)*)[.)]?\s+\S.*")
MAX_LINE = 2000
"""Characters; a longer line is not part of an outline, and would take the patterns above too long."""
FENCE = re.compile(r"\s*(?:```|~~~)")
MAX_SAMPLE = 60
"""Characters of a line that is shown."""


class Shape(NamedTuple):
    """What an outline is made of."""

    title: str
    """In its front matter, or its first heading."""
    headings: int
    items: int
    prose: int
    """Lines of anything else."""


class Line(NamedTuple):
    """A heading or a skill."""

    depth: int
    text: str
    needs: str = ""
    """Its prerequisites, as they are written."""
    description: str = ""
    written: str = ""
    """What it was read from."""


def read_outline(text: str, name: str, options: ReadingOptions) -> SourceGraph:
    """The skills of an outline. Raises `ValueError` if it has none."""
    collector = Collector(name, options)
    text, title = blocks(text)
    text, tables = without_html_tables(text)
    if tables:
        if not text.strip():
            raise SyllabusError("it is a table in HTML, which is not read: write it in Markdown, or as CSV")
        collector.notes.append(f"{counted(tables, 'table')} in HTML left out: write tables in Markdown, or as CSV")
    return collect(_lines(text, collector.notes), collector, title)


def shape_of(text: str) -> Shape:
    """What a text has of an outline, without its code."""
    text, title = blocks(text)
    fenced, headings, items, prose = False, list[str](), 0, 0
    for row in text.split("\n"):
        fence = bool(FENCE.match(row))
        fenced ^= fence
        if fenced or fence or not row.strip():
            continue
        if found := _HEADING.fullmatch(row[:MAX_LINE]):
            headings.append(found[2])
        elif _ITEM.fullmatch(row[:MAX_LINE]):
            items += 1
        else:
            prose += 1
    return Shape(title or (plain(headings[0]) if headings else ""), len(headings), items, prose)


def collect(lines: Sequence[Line], collector: Collector, title: str = "") -> SourceGraph:
    """The skills of lines by their depths, without the numbers of numbered ones."""
    if nameless := [one_line(line.written) for line in lines if not line.text and line.written.strip()]:
        sample = nameless[0][:MAX_SAMPLE]
        collector.notes.append(f"{counted(len(nameless), 'line')} without a name left out, such as '{sample}'")
    lines = _without_numbers([line for line in lines if line.text])
    if not lines:
        raise SyllabusError("no entries: an outline has headings, list items or indented lines")
    path: list[Line] = []
    leaves: list[tuple[list[str], Line]] = []
    for index, line in enumerate(lines):
        while path and path[-1].depth >= line.depth:
            path.pop()
        if index + 1 < len(lines) and lines[index + 1].depth > line.depth:
            if line.needs:
                collector.notes.append(f"heading '{line.text}' cannot name prerequisites: left out")
            path.append(line)
        else:
            leaves.append(([heading.text for heading in path], line))
    top = leaves[0][0][0] if all(p and p[0] == leaves[0][0][0] for p, _ in leaves) else ""
    for headings, line in leaves:
        path_ = headings[1:] if top else headings
        collector.add(line.text, path_, needs_text=line.needs, description=line.description)
    return collector.source(title or top)


def _lines(text: str, notes: list[str]) -> list[Line]:
    rows = _joined(text.expandtabs(4).split("\n"))
    if any(len(row) > MAX_LINE for row in rows):
        raise SyllabusError(f"a line has more than {MAX_LINE} characters: an outline has one skill or heading per line")
    marked = any(_HEADING.fullmatch(row) or _ITEM.fullmatch(row) for row in rows)
    numbered = not marked and _depths_by_number(rows)
    found, prose, heading, fenced = [], 0, 0, False
    for row in rows:
        if marked and FENCE.match(row):
            fenced = not fenced
        if fenced or not row.strip() or (marked and FENCE.match(row)):
            continue
        if match := marked and _HEADING.fullmatch(row):
            heading = len(match[1])
            found.append(line_of(heading, match[2]))
        elif match := marked and _ITEM.fullmatch(row):
            found.append(line_of(heading + 1 + len(match[1]), match[2]))
        elif marked:
            prose += bool(plain(row))
        elif numbered and (match := _DOTTED.fullmatch(row.strip())):
            found.append(line_of(match[1].count("."), row))
        else:
            found.append(line_of(len(row) - len(row.lstrip()), row))
    if prose:
        notes.append(f"{counted(prose, 'line')} of running text left out")
    return found


def _joined(rows: Sequence[str]) -> list[str]:
    """With items in one line that break inside a link or a mark of emphasis."""
    found: list[str] = []
    for row in rows:
        before = found[-1] if found and _ITEM.fullmatch(found[-1][:MAX_LINE]) else ""
        begun = before.count("[") > before.count("]") or before.count("**") % 2
        begun = begun or ("](" in before and before.count("(") > before.count(")"))
        if begun and len(before) < MAX_LINE and row.strip() and not (_HEADING.fullmatch(row) or _ITEM.fullmatch(row)):
            found[-1] = f"{before} {row.strip()}"
        else:
            found.append(row)
    return found


def _depths_by_number(rows: Sequence[str]) -> bool:
    """Whether nothing but numbers such as 1.2 says how deep a line is."""
    rows = [row for row in rows if row.strip()]
    matches = [_DOTTED.fullmatch(row) for row in rows]
    return bool(rows) and all(matches) and len({match[1].count(".") for match in matches if match}) > 1


def line_of(depth: int, written: str, description: str = "") -> Line:
    """A heading or an item: its name without markup and page numbers, and what it needs."""
    text, _, needs = written.replace("←", "<-").partition("<-")
    while match := _INNER.fullmatch(BOX.sub("", text).strip()):
        text = match[1]
    return Line(depth, _PAGE.sub("", plain(text)).strip(" :"), plain(needs), description, written)


def _without_numbers(lines: Sequence[Line]) -> list[Line]:
    """Siblings are read together: their numbers go where they count on."""
    below: dict[int, list[int]] = {}
    path: list[int] = []
    for index, line in enumerate(lines):
        while path and lines[path[-1]].depth >= line.depth:
            path.pop()
        below.setdefault(path[-1] if path else -1, []).append(index)
        path.append(index)
    names = [line.text for line in lines]
    numbers: dict[int, tuple[int, ...]] = {}
    for above, siblings in below.items():  # a heading comes before what is under it
        for index, (name, number) in zip(
            siblings, unnumbered([names[index] for index in siblings], numbers.get(above, ())), strict=True
        ):
            names[index], numbers[index] = BOX.sub("", name).strip(" :"), number
    return [line._replace(text=name) for line, name in zip(lines, names, strict=True)]
