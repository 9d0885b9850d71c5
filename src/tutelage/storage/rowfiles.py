"""Files of rows, whoever wrote them: JSON lines, JSON, CSV, TSV and Parquet, compressed with gzip or not.

The content decides how a file is read; the ending of its name only where the content leaves it open. A line ends at LF
alone (a CR before it is ignored), so that a U+2028 in a text ends nothing. A byte order mark is skipped, UTF-16 with
one is read, and any other encoding is refused with the command that converts it. A line longer than `MAX_LINE` is
skipped without being held.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO, Literal, cast

from tutelage.errors import DataError
from tutelage.records import read_parquet

Row = Mapping[str, Any]
Rows = Iterator[tuple[int, Row | ValueError]]
"""Lines of a file, counted from 1, with their columns, or with what is wrong with them. In a JSON list and in Parquet
the position counts."""
Kind = Literal["json", "table", "parquet", "text"]

MAX_LINE = 8 * 2**20
"""Bytes of a row: as many as a thick book has."""
MAX_DOCUMENT = 256 * 2**20
"""Bytes of a file that has to be held as a whole."""
LISTS = ("data", "rows", "examples", "instances", "questions", "train", "validation", "test")
"""Keys that a JSON document may have its rows under."""

_HEAD = 2**16
_JSON = (".json", ".jsonl", ".ndjson", ".jsonlines")
_TABLES = (".csv", ".tsv")
ENDINGS = (*_JSON, *_TABLES, ".parquet")
"""Of the names of files with rows, without that of their compression."""
_PROSE = (".txt", ".text", ".md", ".markdown", ".rst")
_GZIP = b"\x1f\x8b"
_UTF8, _UTF16, _UTF32 = (b"\xef\xbb\xbf",), (b"\xff\xfe", b"\xfe\xff"), (b"\xff\xfe\0\0", b"\0\0\xfe\xff")
_REFUSED = {
    b"PK\x03\x04": "a ZIP archive or an Excel workbook: unpack it, or save the sheet as CSV",
    b"\x28\xb5\x2f\xfd": "compressed with zstd: unpack it (zstd -d)",
    b"BZh": "compressed with bzip2: unpack it (bunzip2)",
    b"\xfd7zXZ": "compressed with xz: unpack it (xz -d)",
    b"ARROW1": "an Arrow file: save it as Parquet or JSONL",
    b"\xff\xff\xff\xff": "an Arrow file: save it as Parquet or JSONL",
    b"SQLite format 3": "a database: export its table as CSV",
    b"%PDF": "a PDF",
    b"version https://git-lfs": "a pointer of Git LFS, not the file itself: fetch it with git lfs pull",
}
"""How a file begins -> what it is instead of a text or a table."""
_HALF = re.compile(r"\\u[dD][89a-fA-F]")
_DELIMITERS = (",", "\t", ";", "|")


def read_rows(path: Path) -> Rows:
    """Every row of a file, with a `ValueError` in place of one that cannot be used.

    Raises `DataError`, one line that says what to do, for a file of another kind or encoding, and for one that is
    damaged; that there is a file is for the caller to check.
    """
    kind = kind_of(path)
    if kind == "text":
        raise DataError(f"{path} is {_other(path)}; rows are read from JSONL, JSON, CSV, TSV and Parquet")
    yield from {"json": _json_rows, "table": _table_rows, "parquet": _parquet_rows}[kind](path)


def strict_rows(path: Path) -> Iterator[tuple[int, Row]]:
    """The same where no row may be left out: `DataError` names the first line that cannot be used."""
    for line, row in read_rows(path):
        if isinstance(row, ValueError):
            raise DataError(f"{path} line {line}: {one_line(str(row))}") from None
        yield line, row


def kind_of(path: Path, *, prose: bool = False) -> Kind:
    """How the rows of a file are written; `text` if it has none. With `prose`, a file whose name ends as that of a text
    is a table only if its first line is a JSON object."""
    ending = ending_of(path)
    with path.open("rb") as file:
        magic = file.read(4)
    if magic == b"PAR1" or (ending == ".parquet" and not magic.startswith(_GZIP)):
        return "parquet"
    with open_text(path) as stream:
        head = stream.read(_HEAD).decode(errors="replace")
    lines = [line for line in head.split("\n") if line.strip()][:2]
    first = lines[0].strip() if lines else ""
    if first.startswith(("{", "[")) and not (ending in _PROSE and isinstance(_value(first), ValueError)):
        return "json"
    if ending in _TABLES or (_looks_like_table(lines) and not (prose and ending in _PROSE)):
        return "table"
    return "json" if ending in _JSON else "text"


def ending_of(path: Path) -> str:
    """The ending of a file's name in lower case, without that of its compression."""
    return Path(path.name.lower().removesuffix(".gz")).suffix


def names_of(columns: Iterable[object]) -> str:
    """The names of columns for a message: at most ten, each printable and short."""
    names = [one_line(str(name))[:40] or "''" for name in islice(columns, 11)]
    return ", ".join([*names[:10], *(["…"] if len(names) > 10 else [])]) or "none"


def no_row_text(path: Path, faults: Sequence[tuple[int, str]]) -> str:
    """What is said of a file of which no row can be used, with the first of the lines' faults."""
    if faults:
        return f"{path}: no row can be used (line {faults[0][0]}: {faults[0][1]})"
    return f"{path} is empty" if not _start(path).strip() else f"{path} has no rows"


def one_line(text: str) -> str:
    """A text that may have come from a file, for a message."""
    if not text.isprintable():
        text = "".join(character if character.isprintable() else " " for character in text)
    return " ".join(text.split())


def delimiter_of(path: Path) -> str:
    """What separates the cells of a table."""
    with open_text(path) as stream:
        return _delimiter(stream.readline(_HEAD).decode(errors="replace"), path)


@contextmanager
def open_text(path: Path) -> Iterator[BinaryIO]:
    """The content as UTF-8 without byte order mark, unpacked. Raises `DataError` for what is no text."""
    with path.open("rb") as raw:
        packed = raw.read(2) == _GZIP
        raw.seek(0)
        stream = cast(BinaryIO, gzip.GzipFile(fileobj=raw)) if packed else raw
        try:
            start = stream.read(_HEAD)
            stream.seek(0)
            if start.startswith(_UTF8):
                stream.read(3)
            if start.startswith(_UTF32) or _looks_like_utf16(start):
                kind = "UTF-32" if start.startswith(_UTF32) else "UTF-16LE" if start[1:2] == b"\0" else "UTF-16BE"
                raise DataError(f"{path} is {kind}, not UTF-8: {_convert(path, kind)}")
            if start.startswith(_UTF16):
                stream = io.BytesIO(
                    _held(path, stream).decode("utf-16", "surrogatepass").encode(errors="surrogatepass")
                )
            for magic, what in _REFUSED.items():
                if start.startswith(magic):
                    raise DataError(f"{path} is {what}")
            yield stream
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise DataError(f"{path} cannot be unpacked ({error}): it is damaged or cut off") from None
        except UnicodeDecodeError:
            raise DataError(f"{path} is not UTF-8 text: it begins like UTF-16, and is damaged or cut off") from None


def is_plain(path: Path) -> bool:
    """Whether a file can be read as it is: neither packed nor with a byte order mark."""
    with path.open("rb") as file:
        return not file.read(4).startswith((_GZIP, *_UTF8, *_UTF16))


def text_of(path: Path) -> str:
    """The content of a text file, with LF at the ends of lines. Raises `DataError` as `read_rows` does."""
    with open_text(path) as stream:
        data = _held(path, stream)
    try:
        return data.decode().replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise _not_utf8(path, f" (byte {error.start})") from None


class HalfCharacter(ValueError):
    """A JSON text that is well-formed, but has half a character."""


def parse_json(text: str) -> Any:
    """The value of a JSON text. Raises `ValueError` if it is not JSON, nested too deeply, or has half a character."""
    try:
        value = json.loads(text)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if _HALF.search(text):
        try:
            json.dumps(value, ensure_ascii=False).encode()
        except UnicodeEncodeError as error:
            half = ascii(error.object[error.start])[1:-1]
            raise HalfCharacter(f"{half} is half of a pair of surrogates, and no character") from None
    return value


# --- kinds of files -----------------------------------------------------------------------------


def _json_rows(path: Path) -> Rows:
    found = json_document(path)
    if found is not None:
        yield from ((number, _row(value)) for number, value in enumerate(found, start=1))
        return
    with open_text(path) as stream:
        for number, line in _lines(stream):
            if line is None:
                yield number, ValueError(f"it is longer than {MAX_LINE // 2**20} MB")
            elif text := _decoded(path, number, line):
                yield number, text if isinstance(text, ValueError) else _row(_value(text))


def json_document(path: Path) -> list[Any] | None:
    """The rows of a file that is one JSON value: a list, an object with a list under one of `LISTS`, or a single row;
    `None` for a file with one object a line."""
    with open_text(path) as stream:
        lines = ((number, line) for number, line in _lines(stream) if line is None or line.strip())
        (number, first), *more = [*islice(lines, 2)] or [(0, b"")]
    head = (first or _start(path)).lstrip()[:200].decode(errors="replace")
    if not head.startswith(("[", "{")):
        return None
    value = ValueError("too long") if first is None else _value(first.decode(errors="replace").strip())
    if not isinstance(value, ValueError):
        return None if more or not _is_document(path, value) else _unwrapped(value)
    # The first line is no value of its own: is it the beginning of one?
    listed = head[0] == "[" or re.match(rf'\{{\s*"({"|".join(LISTS)})"\s*:\s*\[', head)
    begun = ending_of(path) == ".json" if first is None else first.rstrip().endswith((b"{", b"[", b",", b":"))
    whole = ending_of(path) == ".json" or path.stat().st_size <= MAX_DOCUMENT
    if not (whole and (listed or begun)):
        return None
    with open_text(path) as stream:
        text = _decoded(path, number, _held(path, stream))
    found = text if isinstance(text, ValueError) else _value(text)
    if isinstance(found, ValueError):
        if ending_of(path) == ".json":
            raise DataError(f"{path}: {found}")
        return None
    return _unwrapped(found) if _is_document(path, found) else [found]


def _is_document(path: Path, value: Any) -> bool:
    """Whether a value holds the rows, and is not a row itself."""
    try:
        return isinstance(value, list) or (isinstance(value, Mapping) and _rows_in(value) is not None)
    except ValueError as error:
        raise DataError(f"{path}: {error}") from None


def _start(path: Path) -> bytes:
    with open_text(path) as stream:
        return stream.read(1000)


def _table_rows(path: Path) -> Rows:
    with open_text(path) as stream:
        lines = _table_lines(path, stream)
        first = next((line for line in lines if line.strip()), "")
        begin = 1
        if found := re.fullmatch(r"sep=(.)\s*", first):  # as Excel writes it
            delimiter, begin = found[1], 2
        else:
            delimiter, lines = _delimiter(first, path), chain([first], lines)
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        try:
            names = [name.strip() or f"column {number}" for number, name in enumerate(next(reader, []), start=1)]
            if twice := next((name for name in names if names.count(name) > 1), ""):
                raise DataError(f"{path}: the column {ascii(twice)[:60]} appears twice")
            line = reader.line_num
            for cells in reader:
                number, line = line + begin, reader.line_num
                if len(cells) > len(names):
                    yield number, ValueError(f"{len(cells)} cells below {len(names)} columns: quote what has a comma")
                elif any(cell.strip() for cell in cells):
                    # Cells that a line lacks are not empty ones: what needs them can say so.
                    yield number, dict(zip(names, (cell or None for cell in cells), strict=False))
        except csv.Error as error:
            line = reader.line_num + begin - 1
            if "field larger" in str(error):
                most = f"more than {csv.field_size_limit():,} characters"
                advice = f"a cell has {most}: close its quotation mark if it is left open, or shorten it"
            else:
                advice = f"this is not CSV ({error}): double a quotation mark inside a cell, or write JSONL"
            raise DataError(f"{path} line {line}: {advice}") from None


def _parquet_rows(path: Path) -> Rows:
    table = read_parquet(path)
    if twice := next((name for name in table.column_names if table.column_names.count(name) > 1), ""):
        raise DataError(f"{path}: the column {ascii(twice)[:60]} appears twice")
    try:
        rows = (row for batch in table.to_batches(max_chunksize=1000) for row in batch.to_pylist())
        yield from enumerate(rows, start=1)
    except (ValueError, OverflowError) as error:
        raise DataError(f"{path} cannot be read ({' '.join(str(error).split())[:200]})") from None


# --- lines and values ---------------------------------------------------------------------------


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Lines, counted from 1; `None` for one that is too long."""
    number = 0
    while line := stream.readline(MAX_LINE):
        number += 1
        if len(line) == MAX_LINE and not line.endswith(b"\n"):
            line = b""
            while (more := stream.readline(_HEAD)) and not more.endswith(b"\n"):
                pass
            yield number, None
        else:
            yield number, line


def _table_lines(path: Path, stream: BinaryIO) -> Iterator[str]:
    for number, line in _lines(stream):
        text = None if line is None else _decoded(path, number, line, strip=False)
        if text is None or isinstance(text, ValueError):
            raise DataError(f"{path} line {number}: {text or f'it is longer than {MAX_LINE // 2**20} MB'}")
        yield text.removesuffix("\n").removesuffix("\r") + "\n"


def _decoded(path: Path, number: int, line: bytes, *, strip: bool = True) -> str | ValueError:
    try:
        return line.decode().strip() if strip else line.decode()
    except UnicodeDecodeError as error:
        try:
            line.decode(errors="surrogatepass")
        except UnicodeDecodeError:
            raise _not_utf8(path, f" (line {number}, byte {error.start + 1} of it)") from None
        return ValueError("it has half of a pair of surrogates, which is no character")


def _value(text: str) -> Any:
    try:
        return parse_json(text)
    except HalfCharacter as error:
        return error
    except ValueError as error:
        return ValueError(f"this is not JSON ({error}): write one object per line")


def _row(value: Any) -> Row | ValueError:
    if isinstance(value, Mapping | ValueError):
        return value
    return ValueError(f'an object is needed, such as {{"question": "…", "answer": "…"}}, not {type(value).__name__}')


def _rows_in(value: Mapping[str, Any]) -> list[Any] | None:
    """The rows of a document that has them under a key; `None` for one that is a row."""
    found = {key: value[key] for key in LISTS if isinstance(value.get(key), list)}
    found = {key: rows for key, rows in found.items() if all(isinstance(row, Mapping) for row in rows)}
    if len(found) > 1:
        raise ValueError(f"it has rows under each of {', '.join(found)}: write a file for each")
    return next(iter(found.values()), None)


def _unwrapped(value: Any) -> list[Any]:
    """The rows of a document."""
    rows: list[Any] = value if isinstance(value, list) else _rows_in(value) or []
    # The hub's viewer gives every row with its index.
    return [row["row"] if isinstance(row, Mapping) and {"row", "row_idx"} <= row.keys() else row for row in rows]


def _held(path: Path, stream: BinaryIO) -> bytes:
    data = stream.read(MAX_DOCUMENT + 1)
    if len(data) > MAX_DOCUMENT:
        raise DataError(f"{path} is more than {MAX_DOCUMENT // 2**20} MB that must be read as a whole: write JSONL")
    return data


def _looks_like_table(lines: list[str]) -> bool:
    """Whether a header of several short names is above a line of as many cells, or of one that goes on."""
    if len(lines) < 2 or "\0" in "".join(lines) or lines[1].lstrip().startswith(("{", "[")):
        return False
    sign = _delimiter(lines[0])
    names, cells = (_cells(line, sign) for line in lines)
    short = all(0 < len(name.strip()) <= 40 and "<" not in name for name in names)
    return len(names) > 1 and short and (len(cells) == len(names) or '"' in lines[1])


def _delimiter(line: str, path: Path | None = None) -> str:
    """What separates most cells in a header."""
    if path is not None and ending_of(path) == ".tsv":
        return "\t"
    return max(_DELIMITERS, key=lambda sign: len(_cells(line, sign)))


def _cells(line: str, sign: str) -> list[str]:
    """The cells of one line, as far as a first look needs them."""
    return next(csv.reader([re.sub(r"[\0\r]", "", line[:_HEAD])], delimiter=sign), [])


def _looks_like_utf16(start: bytes) -> bool:
    """Whether every other byte is zero, without a byte order mark."""
    even, odd = start[:400:2].count(0), start[1:400:2].count(0)
    return (
        len(start) >= 8
        and not start.startswith(_UTF16)
        and max(even, odd) > 0.8 * len(start[:400:2])
        and not (even and odd)
    )


def _other(path: Path) -> str:
    start = _start(path).lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return "a web page (HTML): download the file itself"
    return "binary data" if b"\0" in start else "neither JSON nor a table" if start else "empty"


def _convert(path: Path, kind: str) -> str:
    return f"convert it with: iconv -f {kind} -t UTF-8 {path.name} > new-{path.name}"


def _not_utf8(path: Path, where: str) -> DataError:
    return DataError(
        f"{path} is not UTF-8 text{where}, but Latin-1, Windows-1252 or binary: {_convert(path, 'WINDOWS-1252')}"
    )
