"""Reads the fact tables: CSV files with the columns table, key, value, group, level, also, source, as_of."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from tutelage.subjects.facts import countries
from tutelage.subjects.relations import Relation, Row

COLUMNS = ("table", "key", "value", "group", "level", "also", "source", "as_of")
_FILES = (
    *("countries", "geography", "civics", "governments", "economics"),
    *("history", "world_history", "sociology", "psychology"),
)
KIND = "-kind"
"""What the name of a table ends with if it says to which group the things of another one belong."""
_BETWEEN = "|"
"""Stands between several values, or several names, in one cell."""


def names() -> list[str]:
    """Names of all tables."""
    return [*_written(), *countries.TABLES]


def relation(name: str) -> Relation | None:
    """A table by name, if there is one; `greece-kind` says to which groups the rows of `greece` belong.

    Raises `ValueError` if a file is not as it should be, and `MissingExtra` for a table about countries without the
    packages that it comes from.
    """
    if name.endswith(KIND) and (base := _written().get(name.removesuffix(KIND))):
        return _kinds(base)
    return (_looked_up() if name in countries.TABLES else _written()).get(name)


@cache
def _kinds(base: Relation) -> Relation:
    """To which group each thing of a table belongs."""
    rows = [row._replace(values=(row.group,), group="") for row in base.rows if row.group]
    return Relation(f"{base.name}{KIND}", rows)


@cache
def _written() -> Mapping[str, Relation]:
    rows: dict[str, list[Row]] = {}
    for file in _FILES:
        found: dict[str, list[Row]] = {}
        for table, row in _read(file):
            found.setdefault(table, []).append(row)
        if twice := sorted(rows.keys() & found):  # the skills of one would ask about the other
            raise ValueError(f"{file}.csv: another file has a table {twice[0]}, too")
        rows |= found
    return {name: Relation(name, each) for name, each in rows.items()}


@cache
def _looked_up() -> Mapping[str, Relation]:
    rows = countries.look_up(_written()["countries"].rows)
    return {name: Relation(name, each) for name, each in rows.items()}


def _read(name: str) -> Iterator[tuple[str, Row]]:
    """The rows of a file, each with the name of its table."""
    text = files(__package__).joinpath(f"{name}.csv").read_text(encoding="utf-8")
    reader = csv.DictReader(text.splitlines(), strict=True)
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise ValueError(f"{name}.csv must have the columns {', '.join(COLUMNS)}")
    for cells in reader:
        where = f"{name}.csv, line {reader.line_num}"
        if None in cells or None in cells.values():
            raise ValueError(f"{where}: there must be {len(COLUMNS)} cells")
        if not (cells["table"] and cells["key"] and cells["value"] and cells["source"]):
            raise ValueError(f"{where}: table, key, value and source must be filled in")
        yield (
            cells["table"],
            Row(
                key=cells["key"],
                values=tuple(cells["value"].split(_BETWEEN)),
                group=cells["group"],
                level=int(cells["level"]),
                also=tuple(name for name in cells["also"].split(_BETWEEN) if name),
                source=cells["source"],
                as_of=cells["as_of"],
            ),
        )
