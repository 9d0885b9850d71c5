"""Tables: what stands in a row, and in which row something stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import takewhile

from tutelage.records import Checker
from tutelage.seeds import rng
from tutelage.teacher.documents.clauses import Row
from tutelage.teacher.documents.items import Fact, Item, Slip
from tutelage.teacher.documents.material import CHOICES, Material
from tutelage.teacher.documents.values import Value, find_values

_LONGEST = 12
"""Words of a cell that is asked for."""


def facts(material: Material) -> Iterator[Fact]:
    """One fact for each cell of a table whose columns have names."""
    for rows in material.tables:
        keys = [row.key for row in rows]
        if len(set(keys)) < len(keys) or len(rows) < 2:
            continue
        for column in range(len(rows[0].cells)):
            cells = [row.cells[column] for row in rows]
            if label := _label(cells):
                yield from _facts(rows, label, [cell[len(label) :].strip() for cell in cells])


def _label(cells: Sequence[str]) -> str:
    """The name of a column, which every cell begins with; empty if there is none."""
    words = " ".join(column[0] for column in takewhile(_alike, zip(*(cell.split() for cell in cells), strict=False)))
    if not words or any(cell == words for cell in cells):
        return ""
    # `up to` and the like belong to the values, although all of them begin with it.
    return re.sub(r"(?: (?:up to|at least|at most|more than|the|a|about))+$", "", words)


def _alike(column: Sequence[str]) -> bool:
    return len(set(column)) == 1


def _facts(rows: Sequence[Row], label: str, values: Sequence[str]) -> Iterator[Fact]:
    counts = Counter(values)
    for row, value in zip(rows, values, strict=True):
        if not value or len(value.split()) > _LONGEST:
            continue
        source = rng(0, "table", row.place.passage, row.key, label)
        wrong = [other for other in dict.fromkeys(values) if other and other != value]
        items = [_free(row, label, value, wrong)]
        if len(wrong) >= 2:
            shown = tuple(source.sample(wrong, min(CHOICES, len(wrong))))
            items.append(Item("cell", f"which of these stands under “{label}” for “{row.key}”?", value, shown))
        if counts[value] == 1 and len(rows) > 2:
            keys = [other.key for other in rows if other.key != row.key]
            asked = f"which entry has “{value}” under “{label}”?"
            shown = tuple(source.sample(keys, min(CHOICES, len(keys))))
            chosen = f"which of these has “{value}” under “{label}”?"
            items += [Item("entry", chosen, row.key, shown), Item("entry", asked, row.key, difficulty=2)]
        yield Fact(
            f"{row.place.passage} {row.key} {label}", "table", (row.place,), (row.quote,), (row.quote,), tuple(items)
        )


def _free(row: Row, label: str, value: str, wrong: Sequence[str]) -> Item:
    found: list[Value] = find_values(f"X {value}")
    number = len(found) == 1 and found[0].kind in ("count", "money", "percent") and found[0].text == value
    slip = None
    if wrong:
        said = row.quote.replace(f"{label} {value}", f"{label} {wrong[0]}")
        slip = Slip(wrong[0], said, f"It takes {wrong[0]} from another row of the table.")
    return Item(
        "cell",
        f"what stands under “{label}” for “{row.key}”?",
        value,
        checker=Checker.NUMBER if number else Checker.TEXT,
        difficulty=2,
        slip=slip,
    )
