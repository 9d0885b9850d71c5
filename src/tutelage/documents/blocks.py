"""What every format is read into: headings, paragraphs, items of lists and tables, in their order, with their lines or
pages. What comes after this does not know the formats.
"""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

MAX_SECONDS = 60
"""For one file."""
MAX_ROWS = 2_000
"""Of one table; the rest is left out."""
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
"""Soft hyphens, marks of direction and blanks without width: nobody sees them, and they hide words from a search."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Unreadable(Exception):
    """A file cannot be read; the message says why."""


class Deadline:
    """The time for one file."""

    def __init__(self, seconds: float = MAX_SECONDS) -> None:
        self.seconds, self._end = seconds, time.monotonic() + seconds

    def check(self) -> None:
        """Raise `Unreadable` once the time is over."""
        if time.monotonic() > self._end:
            raise Unreadable(f"not read within {self.seconds:g} seconds")


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a document."""

    kind: Literal["heading", "paragraph", "item", "left out"]
    text: str
    """Without markup, on one line; a table has a sentence a line."""
    level: int = 0
    """Of a heading, 1 for the outermost; of an item, how many lists it is in."""
    first: int = 0
    """Line or page at which it begins, from 1; 0 if the format has none."""
    last: int = 0
    linked: int = 0
    """Characters of it that are links."""
    marker: str = "-"
    """Of an item: `-`, or its number with a point."""
    why: str = ""
    """Why it is left out."""


class Read(NamedTuple):
    """One file."""

    blocks: Sequence[Block]
    title: str = ""
    """As the file names itself; empty if it does not."""
    unit: str = ""
    """What `first` and `last` count: `line`, `page`, or nothing."""


def clean(text: str) -> str:
    """On one line, composed as NFC, without characters that nobody sees."""
    text = _CONTROL.sub(" ", _INVISIBLE.sub("", unicodedata.normalize("NFC", text)))
    return " ".join(text.split())


def decode(data: bytes) -> str:
    """The text of a file in UTF-8, in UTF-16 or UTF-32 with a byte order mark, or else in Windows-1252.

    Raises `Unreadable` if it is no text.
    """
    for mark, encoding in (
        (b"\xff\xfe\0\0", "utf-32"),
        (b"\0\0\xfe\xff", "utf-32"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                raise Unreadable(f"no text: it begins as {encoding.upper()} and is damaged") from None
    if data.startswith(b"version https://git-lfs"):
        raise Unreadable("a pointer of Git LFS, not the file itself: fetch it with git lfs pull")
    if b"\0" in data:
        raise Unreadable("no text, but binary data")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def table_text(header: Sequence[str], rows: Iterable[Sequence[str]]) -> tuple[str, int]:
    """A table as sentences, one a row, such as `Grade 3: limit 60 euros; approver team lead.`; and how many rows are
    left out because there are more than `MAX_ROWS`."""
    sentences: list[str] = []
    over = 0
    heads = [_uncapped(clean(name).rstrip(":")) for name in header]
    for row in rows:
        cells = [clean(cell) for cell in row]
        if not any(cells):
            continue
        if len(sentences) == MAX_ROWS:
            over += 1
        else:
            sentences.append(_sentence(clean(header[0]) if header else "", heads, cells))
    return "\n".join(sentences), over


def _sentence(corner: str, heads: Sequence[str], cells: Sequence[str]) -> str:
    subject = cells[0].rstrip(".:")
    if corner and re.fullmatch(r"[\W\d]*\w?[\W\d]*", subject):  # a number or a letter means nothing alone
        subject = f"{corner} {subject}".strip()
    said = []
    for index, cell in enumerate(cells[1:], start=1):
        if cell:
            head = heads[index] if index < len(heads) else ""
            said.append(f"{head} {cell.rstrip('.;')}".strip() if head else cell.rstrip(".;"))
    if not said:
        return f"{subject}."
    return f"{subject}: {'; '.join(said)}." if subject else f"{'; '.join(said)}."


def _uncapped(name: str) -> str:
    """As within a sentence: `Limit` -> `limit`; `EU limit` stays."""
    first = name.split(" ", 1)[0]
    return name[:1].lower() + name[1:] if first[1:].islower() or len(first) == 1 else name
