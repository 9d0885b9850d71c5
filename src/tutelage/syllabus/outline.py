"""Outlines: Markdown with headings and lists, or plain lines indented by their depth.

    # Calculus
    ## Derivatives
    - power rule
    - tangent line <- power rule, line through a point

A line with nothing under it is a skill, any other one a heading. Prerequisites follow `<-`, by name or id.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from tutelage.errors import SyllabusError
from tutelage.graph.decisions import SourceGraph
from tutelage.progress import counted
from tutelage.syllabus.collector import Collector, ReadingOptions

_HEADING = re.compile(r"(#{1,6})\s+(.+?)\s*#*")
_ITEM = re.compile(r"(\s*)(?:[-*+]|\d+[.)])\s+(.+)")
_NUMBER = re.compile(r"(?:(?:chapter|unit|part|section|lesson|week)\s+)?(?:\d+\.)*\d+\s*[.):–-]?\s+", re.IGNORECASE)
_PAGE = re.compile(r"(?<![.…\s])\s*(?:\.{3,}|…+)\s*\d+$")
_LINK = re.compile(r"\[([^\[\]]+)\]\([^()]*\)")
MAX_LINE = 2000
"""Characters; a longer line is not part of an outline, and would take the patterns above too long."""
_FENCE = re.compile(r"\s*(?:```|~~~)")


class _Line(NamedTuple):
    depth: int
    text: str
    needs: tuple[str, ...]


def read_outline(text: str, name: str, options: ReadingOptions) -> SourceGraph:
    """The skills of an outline. Raises `ValueError` if it has none."""
    collector = Collector(name, options)
    lines = _lines(text, collector.notes)
    if not lines:
        raise SyllabusError("no entries: an outline has headings, list items or indented lines")
    path: list[_Line] = []
    leaves: list[tuple[list[str], _Line]] = []
    for index, line in enumerate(lines):
        while path and path[-1].depth >= line.depth:
            path.pop()
        if index + 1 < len(lines) and lines[index + 1].depth > line.depth:
            if line.needs:
                collector.notes.append(f"heading '{line.text}' cannot name prerequisites: left out")
            path.append(line)
        else:
            leaves.append(([heading.text for heading in path], line))
    title = leaves[0][0][0] if all(p and p[0] == leaves[0][0][0] for p, _ in leaves) else ""
    for headings, line in leaves:
        collector.add(line.text, headings[1:] if title else headings, needs=dict.fromkeys(line.needs, ""))
    return collector.source(title)


def _lines(text: str, notes: list[str]) -> list[_Line]:
    rows = text.expandtabs(4).splitlines()
    marked = any(_HEADING.fullmatch(row) or _ITEM.fullmatch(row) for row in rows)
    if any(len(row) > MAX_LINE for row in rows):
        raise SyllabusError(f"a line has more than {MAX_LINE} characters: an outline has one skill or heading per line")
    found, prose, heading, fenced = [], 0, 0, False
    for row in rows:
        if marked and _FENCE.match(row):
            fenced = not fenced
        if fenced or not row.strip() or (marked and _FENCE.match(row)):
            continue
        if match := marked and _HEADING.fullmatch(row):
            heading = len(match[1])
            found.append(_line(heading, match[2]))
        elif match := marked and _ITEM.fullmatch(row):
            found.append(_line(heading + 1 + len(match[1]), match[2]))
        elif marked:
            prose += 1
        else:
            found.append(_line(len(row) - len(row.lstrip()), row))
    if prose:
        notes.append(f"{counted(prose, 'line')} of running text left out")
    return [line for line in found if line.text]


def _line(depth: int, text: str) -> _Line:
    text, _, needs = text.partition("<-")
    text = _LINK.sub(r"\1", text).replace("**", "").replace("`", "").strip()
    text = _PAGE.sub("", _NUMBER.sub("", text, count=1) if _NUMBER.match(text) else text)
    return _Line(depth, text.strip(" :"), tuple(need.strip() for need in needs.split(",") if need.strip()))
