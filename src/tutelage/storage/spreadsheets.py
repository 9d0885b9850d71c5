"""Tables that a person fills in with a spreadsheet, and that are read back however it has saved them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from tutelage.errors import DataError

FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for the beginning of a formula."""


def cell(text: str) -> str:
    """A cell that no spreadsheet calculates."""
    return f"'{text}" if text.startswith((*FORMULAS, "'")) else text


def from_cell(text: str) -> str:
    """The text that `cell` made a cell of."""
    return text[1:] if text.startswith("'") and text[1:].startswith((*FORMULAS, "'")) else text


def write_sheet(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a table as CSV. Raises `DataError` if there is no folder for it."""
    if not path.parent.is_dir():
        raise DataError(f"cannot write {path}: there is no folder {path.parent}")
    with path.open("w", encoding="utf-8-sig", newline="") as file:  # with the mark by which spreadsheets know UTF-8
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(rows)


def read_sheet(path: Path) -> tuple[list[Mapping[str, str | None]], Sequence[str]]:
    """The rows of a table and the names of its columns. Raises `DataError` for what is no CSV in UTF-8."""
    if not path.is_file():
        raise DataError(f"no table at {path}: check the path")
    try:
        text = path.read_text(encoding="utf-8-sig")
        table = csv.DictReader(io.StringIO(text, newline=""), dialect=_dialect(text.partition("\n")[0]))
        return list(table), table.fieldnames or ()
    except UnicodeDecodeError:
        raise DataError(f"cannot read {path}: save it as CSV in UTF-8") from None
    except OSError as error:
        raise DataError(f"cannot read {path}: {error.strerror}") from None
    except csv.Error as error:
        raise DataError(f"cannot read {path}: {error}") from None


def _dialect(head: str) -> type[csv.Dialect]:
    """Spreadsheets of some languages write semicolons, and some write tabs."""

    class Dialect(csv.excel):
        delimiter = max(",;\t", key=head.count)

    return Dialect
