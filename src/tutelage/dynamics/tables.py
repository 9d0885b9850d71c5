"""Tables of losses, read by Arrow at full speed; row by row only where Arrow cannot, or to say what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa

from tutelage.errors import DataError
from tutelage.records import read_parquet
from tutelage.storage.rowfiles import Row, delimiter_of, is_plain, json_document, kind_of, open_text, strict_rows

Fault = Callable[[Row], str]
"""What is wrong with a row; empty if nothing is."""


def read_table(
    path: Path,
    types: Mapping[str, Any],
    fault: Fault,
    *,
    key: str = "example",
    optional: Collection[str] = (),
    may_lack: Collection[str] = (),
) -> pa.Table:
    """The columns `types` of a file of rows, of which it need not have all.

    The ids in the column `key` may be texts or whole numbers; a column of `optional` without a value is left out. If a
    value is missing in a column outside `may_lack`, or the file cannot be read, `DataError` names the line.
    """
    kind = kind_of(path)
    try:
        table = _FAST[kind](path, types, key, optional)
        twice = [name for name in table.column_names if table.column_names.count(name) > 1]
        if twice:
            raise DataError(f"{path}: the column {ascii(twice[0])[:60]} appears twice")
        if not any(table.column(name).null_count for name in table.column_names if name not in may_lack):
            return table
        reason = "a value is missing"
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        reason = " ".join(str(error).split())
    rows = [[row.get(name) for name in types] for row in checked_rows(path, fault)]
    return _slowly(path, rows, types, optional, reason)


def checked_rows(path: Path, fault: Fault) -> Iterator[Row]:
    """All rows of a file. Raises `DataError` for the first that cannot be read, or has a fault."""
    for line, row in strict_rows(path):
        if reason := fault(row):
            raise DataError(f"{path} line {line}: {reason}")
        yield row


def _slowly(
    path: Path, rows: list[list[Any]], types: Mapping[str, Any], optional: Collection[str], reason: str
) -> pa.Table:
    """A table from rows without a fault."""
    try:
        if rows:
            given = zip(types.items(), zip(*rows, strict=True), strict=True)
            columns = {name: pa.array([_as(kind, v) for v in values], kind) for (name, kind), values in given}
            table = pa.table(columns)
            return table.drop_columns([name for name in optional if table.column(name).null_count == len(table)])
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError, ValueError) as error:
        reason = " ".join(str(error).split())[:200]
    raise DataError(f"{path} cannot be read as a loss log: {reason}")


def _as(kind: Any, value: Any) -> Any:
    """A value for a column of this kind: an id may be a number, and every value of a CSV file is a text."""
    if value is None or pa.types.is_list(kind):
        return value
    return float(value) if pa.types.is_floating(kind) else int(value) if pa.types.is_integer(kind) else str(value)


@contextmanager
def _source(path: Path) -> Iterator[Any]:
    """What Arrow reads from: the file itself where it can."""
    if is_plain(path):
        yield path
    else:
        with open_text(path) as stream:
            yield stream


def _read_json(path: Path, types: Mapping[str, Any], key: str, optional: Collection[str]) -> pa.Table:
    from pyarrow import json as reader

    if json_document(path) is not None:
        raise pa.ArrowInvalid("it is a JSON document")
    # Arrow ends the whole process on a block of rows that are all `null`.
    with open_text(path) as file:
        if any(line.lstrip().startswith(b"null") for line in file):
            raise pa.ArrowInvalid("a row is null")

    def read(kind: Any) -> pa.Table:
        schema = pa.schema([(name, kind if name == key else its) for name, its in types.items()])
        options = reader.ParseOptions(explicit_schema=schema, unexpected_field_behavior="ignore")
        with _source(path) as source:
            table = reader.read_json(source, parse_options=options)
        return table.drop_columns([name for name in optional if table.column(name).null_count == len(table)])

    try:
        return read(pa.string())
    except pa.ArrowInvalid:
        return read(pa.int64())


def _read_csv(path: Path, types: Mapping[str, Any], _: str, __: Collection[str]) -> pa.Table:
    from pyarrow import csv

    options = csv.ConvertOptions(column_types=dict(types), strings_can_be_null=True)
    with _source(path) as source:
        return csv.read_csv(
            source, convert_options=options, parse_options=csv.ParseOptions(delimiter=delimiter_of(path))
        )


def _read_parquet(path: Path, types: Mapping[str, Any], _: str, __: Collection[str]) -> pa.Table:
    table = read_parquet(path, types)
    return table.cast(pa.schema([(name, types[name]) for name in table.column_names]))


def _read_text(path: Path, *_: Any) -> pa.Table:
    raise pa.ArrowInvalid("it has no rows")


_FAST: dict[str, Callable[[Path, Mapping[str, Any], str, Collection[str]], pa.Table]] = {
    "json": _read_json,
    "table": _read_csv,
    "parquet": _read_parquet,
    "text": _read_text,
}
