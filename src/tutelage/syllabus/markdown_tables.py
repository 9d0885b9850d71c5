"""Tables in Markdown, wherever they stand in a file. Pure, in time linear in the text.

# Fractions
| concept | prerequisite |
| --- | --- |
| simplifying fractions | division |
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tutelage.errors import SyllabusError
from tutelage.syllabus.markup import plain
from tutelage.syllabus.outline import FENCE
from tutelage.syllabus.tables import Row, is_header

_BAR = re.compile(r"(?<!\\)\|")
_DASHES = re.compile(r"\s*:?-+:?\s*")


class MarkdownTable(NamedTuple):
    """A table as it is written."""

    line: int
    """Of its header, from 1."""
    names: tuple[str, ...]
    cells: tuple[tuple[int, tuple[str, ...]], ...]
    """Lines below the header, with their cells."""

    def rows(self) -> Iterator[tuple[int, Row]]:
        """Its rows with their lines. Raises `ValueError` for one with more cells than there are columns."""
        for line, cells in self.cells:
            if len(cells) > len(self.names):
                raise SyllabusError(
                    rf"line {line}: {len(cells)} cells below {len(self.names)} columns: write \| for a bar in a cell"
                )
            yield line, dict(zip(self.names, (cell or None for cell in cells), strict=False))


def find_tables(text: str) -> tuple[list[MarkdownTable], str]:
    """The tables of a text, and the text with empty lines in their place. Code and comments have none."""
    lines, found, index = text.split("\n"), list[MarkdownTable](), 0
    fenced = commented = False
    while index < len(lines):
        line = lines[index]
        fenced ^= not commented and bool(FENCE.match(line))
        begun = line.rfind("<!--") > line.rfind("-->")
        commented = not fenced and (begun or (commented and "-->" not in line))
        end = index + 1 if fenced or commented else _end(lines, index)
        if end > index + 1:
            names = tuple(map(plain, _cells(line)))
            below = [(number, _cells(lines[number - 1])) for number in range(index + 2, end + 1)]
            shown = [(number, _shown(row, len(names))) for number, row in below if not _is_rule(row)]
            cells = tuple((number, row) for number, row in shown if any(row))
            found.append(MarkdownTable(index + 1, names, cells))
            lines[index:end] = [""] * (end - index)
        index = end
    return found, "\n".join(lines)


def _end(lines: Sequence[str], start: int) -> int:
    """The index after the table that begins in a line; that of the next line if none begins there. Without a line of
    dashes below it, a header has names that a table of skills has."""
    first = lines[start]
    below = _cells(lines[start + 1]) if "|" in first and start + 1 < len(lines) else []
    header = _is_rule(below) and len(below) == len(_cells(first))
    end = start + 1
    if header or (first.lstrip().startswith("|") and is_header(first)):
        while end < len(lines) and "|" in lines[end]:
            end += 1
    return end


def _cells(line: str) -> list[str]:
    return _BAR.split(re.sub(r"(?<!\\)\|$", "", line.strip().removeprefix("|")))


def _shown(cells: Sequence[str], columns: int) -> tuple[str, ...]:
    """Cells without markup. Of a row with too many, which is refused, only how many there are matters."""
    return tuple(cell.strip() if len(cells) > columns else plain(cell, breaks=True) for cell in cells)


def _is_rule(cells: Sequence[str]) -> bool:
    return bool(cells) and all(_DASHES.fullmatch(cell) for cell in cells)
