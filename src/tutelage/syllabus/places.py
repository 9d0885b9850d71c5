"""Which file, and which line of it, is wrong: what has been read no longer says so, and is looked for in its text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from tutelage.errors import SyllabusError
from tutelage.graph.decisions import SourceGraph
from tutelage.graph.order import check_ends, check_ids
from tutelage.storage.rowfiles import text_of

MAX_LINE = 2000
"""Characters; what is longer is no place that a person would look at."""


def check_sources(sources: Sequence[SourceGraph]) -> None:
    """Raise `SyllabusError`, with its file and as far as possible its line, for a prerequisite that is in none of the
    sources."""
    known = {skill.id for source in sources for skill in source.skills}
    for source in sources:
        wrong = [edge for edge in source.edges if not {edge.prerequisite, edge.skill} <= known]
        if wrong:
            unknown, other = sorted((wrong[0].prerequisite, wrong[0].skill), key=lambda end: end in known)
            lists = f": 'tutelage graph check {source.path}' lists all" if len(sources) == 1 else ""
            more = f" ({len(wrong) - 1:,} more like it{lists})" if wrong[1:] else ""
            try:
                check_ends(known, wrong)
            except SyllabusError as error:
                where = _place(source, _has(other, unknown), _has(unknown))
                raise SyllabusError(f"{where}: {error}{more}") from None


def check_own_ids(source: SourceGraph) -> None:
    """Raise `SyllabusError`, with the file, for an id that one source has twice."""
    try:
        check_ids(source.skills)
    except SyllabusError as error:
        raise SyllabusError(f"{source.path or source.name}: {error}") from None


def _has(*ids: str) -> Callable[[str], bool]:
    """Whether a line has the words of all these ids next to each other."""
    return lambda line: all(f"-{id_}-" in line for id_ in ids)


def _place(source: SourceGraph, *patterns: Callable[[str], bool]) -> str:
    """The file, and the only line of it that one of the patterns finds; the first that finds any decides."""
    try:
        lines = text_of(Path(source.path)).split("\n")
    except (OSError, ValueError):  # a folder, a binary file
        return source.path or source.name
    words = [f"-{re.sub(r'[^a-z0-9]+', '-', line[:MAX_LINE].lower())}-" for line in lines]
    for pattern in patterns:
        found = [number for number, line in enumerate(words, start=1) if pattern(line)]
        if found:
            return f"{source.path} line {found[0]}" if len(found) == 1 else source.path
    return source.path
