"""Files of rows: read by Arrow at full speed, and again, line by line, only to say where something is wrong."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from tutelage.errors import DataError

Rows = Iterator[tuple[int, Mapping[str, Any]]]
"""Lines of a file, counted from 1, with their fields."""
Fault = Callable[[Mapping[str, Any]], str]
"""What is wrong with a row; empty if nothing is."""


def read_table(
    path: Path,
    fast: Callable[[Path], pa.Table],
    slow: Callable[[Path], Rows],
    fault: Fault,
    *,
    may_lack: Collection[str] = (),
) -> pa.Table:
    """What `fast` reads. If it fails, or a value is missing in a column outside `may_lack`, `slow` and `fault` find the
    line, and `DataError` names it."""
    try:
        table = fast(path)
        twice = [name for name in table.column_names if table.column_names.count(name) > 1]
        if twice:
            raise DataError(f"{path}: the column {ascii(twice[0])[:60]} is there twice")
        if not any(table.column(name).null_count for name in table.column_names if name not in may_lack):
            return table
        reason = "a value is missing"
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        reason = " ".join(str(error).split())
    raise_fault(path, slow(path), fault)
    raise DataError(f"{path} cannot be read as a loss log: {reason}")


def raise_fault(path: Path, rows: Rows, fault: Fault) -> None:
    """Raise `DataError` for the first row with a fault."""
    for line, row in rows:
        if reason := fault(row):
            raise DataError(f"{path} line {line}: {reason}")


def arrow_json(path: Path, types: Mapping[str, Any], key: str, optional: Collection[str] = ()) -> pa.Table:
    """Columns of a JSONL file; the ids in the column `key` may be texts or whole numbers. A column of `optional`
    without a value is left out."""
    from pyarrow import json as reader

    # Arrow ends the whole process on a block of rows that are all `null`.
    with path.open("rb") as file:
        if any(line.lstrip().startswith(b"null") for line in file):
            raise pa.ArrowInvalid("a row is null")

    def read(kind: Any) -> pa.Table:
        schema = pa.schema([(name, kind if name == key else its) for name, its in types.items()])
        options = reader.ParseOptions(explicit_schema=schema, unexpected_field_behavior="ignore")
        table = reader.read_json(path, parse_options=options)
        return table.drop_columns([name for name in optional if table.column(name).null_count == len(table)])

    try:
        return read(pa.string())
    except pa.ArrowInvalid:
        return read(pa.int64())


def is_number(kind: type[int] | type[float], value: Any) -> bool:
    """Whether a value, or the text of it in a CSV file, is a number of this kind."""
    if isinstance(value, float) and kind is int:
        return False
    try:
        kind(value)
    except (TypeError, ValueError, OverflowError):
        return False
    return True


def json_rows(path: Path) -> Rows:
    """Objects of a JSONL file; `DataError` names a line that is not one."""
    for line, text in enumerate(text_of(path).split("\n"), start=1):
        if text.strip():
            try:
                row = parse_json(text)
            except ValueError as error:
                raise DataError(f"{path} line {line}: this is not JSON ({error})") from None
            if not isinstance(row, dict):
                raise DataError(f'{path} line {line}: an object is needed, such as {{"example": "a", …}}')
            yield line, row


def csv_rows(path: Path) -> Rows:
    """Rows of a CSV file with a header; all values are texts. `DataError` names a line that cannot be read."""
    reader = csv.DictReader(text_of(path).splitlines())
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        raise DataError(f"{path} line {reader.line_num + 1}: this is not CSV ({error})") from None


def parse_json(text: str) -> Any:
    """The value of a JSON text. Raises `ValueError` if it is not JSON, or nested too deeply."""
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def text_of(path: Path) -> str:
    """The content of a text file. Raises `DataError` if it is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise DataError(f"{path} is not UTF-8 text (byte {error.start})") from None
