"""PDF, by PDFium (`pypdfium2`). A PDF knows neither paragraphs nor headings: the ends of lines, the size of the letters
and the bookmarks show them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple

from tutelage.documents.blocks import Block, Deadline, Read, Unreadable, clean
from tutelage.documents.formats import DocumentFormat
from tutelage.errors import MissingExtra

MAX_PAGES = 5_000
MAX_PAGE = 100_000
"""Characters of a page: more are a drawing, not text."""
MIN_PAGE = 20
"""Letters of a page that counts as text: a scanned page may have a stamp or a number."""
LARGER = 1.12
"""How much higher than the text a heading is."""
MAX_HEADING = 14
"""Words of a heading."""
EDGE = 2
"""Lines at the top and at the bottom of a page that may be its header and footer."""
REPEATED = 3
"""Pages on which a header or footer stands at least."""
_ITEM = re.compile(r"(?:([•‣▪◦●○■–*-])|(\d{1,3})[.)])\s+(\S.*)")
_HYPHEN = re.compile(r"(\w)[-\ufffe\u00ad\u0002]$")
_BROKEN = re.compile("(?<=[^\\W\\d])\ufffe(?=[^\\W\\d])")
"""Where PDFium has joined a word that was broken at the end of a line."""
_DIGITS = re.compile(r"\d+")


class Line(NamedTuple):
    """A line of a page."""

    text: str
    page: int
    height: float
    """Of its first letters, in points."""


def require() -> None:
    """Raise `MissingExtra` without the package that reads PDF files."""
    try:
        import pypdfium2  # noqa: F401
    except ImportError:
        raise MissingExtra("PDF files need a package: pip install 'tutelage[documents]'") from None


def read(data: bytes, deadline: Deadline) -> Read:
    """The blocks of a PDF file, page by page. Raises `Unreadable` for one that cannot be read, or takes too long."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if re.search("password|security", str(error), re.IGNORECASE):
            raise Unreadable("encrypted: save it again without a password") from None
        raise Unreadable("broken: it is no PDF that can be opened") from None
    try:
        return _read(document, deadline)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(f"broken: {str(error)[:120]}") from None
    finally:
        document.close()


def _read(document: Any, deadline: Deadline) -> Read:
    count = len(document)
    if count > MAX_PAGES:
        raise Unreadable(f"{count:,} pages; {MAX_PAGES:,} are the most: split it")
    pages: list[list[Line]] = []
    left: list[Block] = []
    for index in range(count):
        deadline.check()
        lines = list(_lines(document[index], index + 1))
        if sum(map(str.isalpha, chain.from_iterable(line.text for line in lines))) < MIN_PAGE:
            left.append(Block("left out", "", 0, index + 1, index + 1, why="page without text, perhaps scanned"))
        pages.append(lines)
    if len(left) == count:
        raise Unreadable(f"scanned: {count} pages without text: have a program for text recognition (OCR) add it")
    body = _body(chain.from_iterable(pages))
    pages, edges = _without_edges(pages, body)
    title = clean(str(document.get_metadata_dict().get("Title", "")))
    blocks = _blocks([line for page in pages for line in page], body, _bookmarks(document))
    return Read((*left, *edges, *blocks), title="" if _is_file_name(title) else title, unit="page")


def _is_file_name(title: str) -> bool:
    """Whether a title is what a word processor fills in: `Microsoft Word - draft_3.docx`."""
    return bool(re.search(r"\.(docx?|pdf|odt|tex|indd|pptx?)$|^(microsoft word|untitled)", title, re.IGNORECASE))


def _lines(page: Any, number: int) -> Iterator[Line]:
    textpage = page.get_textpage()
    text = textpage.get_text_range() if textpage.count_chars() <= MAX_PAGE else ""
    position = 0
    for row in re.split(r"(\r\n|\n|\r)", text):
        words = clean(_BROKEN.sub("", row).replace("\ufffe", "-"))
        if words:
            yield Line(words, number, _height(textpage, position + len(row) - len(row.lstrip())))
        position += len(row)
    textpage.close()
    page.close()


def _height(textpage: Any, position: int) -> float:
    """Of a letter, in points; 0 where there is none."""
    if not 0 <= position < textpage.count_chars():
        return 0.0
    _, bottom, _, top = textpage.get_charbox(position, loose=True)
    return round(abs(float(top) - float(bottom)), 1)


def _body(lines: Iterable[Line]) -> float:
    """Height of the letters that most of the text has."""
    weights: Counter[float] = Counter()
    for line in lines:
        weights[line.height] += len(line.text)
    return weights.most_common(1)[0][0] if weights else 0.0


def _without_edges(pages: Sequence[list[Line]], body: float) -> tuple[list[list[Line]], list[Block]]:
    """Pages without the lines at their edges that stand on many of them, whatever their numbers; and these. `Chapter 1`
    and `Chapter 2` in large letters are not the same."""

    def form(line: Line) -> str:
        text = line.text.casefold()
        return text if line.height > body * LARGER else _DIGITS.sub("#", text)

    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({form(line) for line in (*page[:EDGE], *page[-EDGE:])})
    least = max(REPEATED, len(pages) // 5)
    kept: list[list[Line]] = []
    left: dict[str, Block] = {}
    for page in pages:
        rest = []
        for index, line in enumerate(page):
            at_edge = index < EDGE or index >= len(page) - EDGE
            if at_edge and (seen[form(line)] >= least or not any(map(str.isalpha, line.text))):
                why = "header or footer of the pages"
                left.setdefault(form(line), Block("left out", line.text, 0, line.page, line.page, why=why))
            else:
                rest.append(line)
        kept.append(rest)
    return kept, list(left.values())


def _bookmarks(document: Any) -> dict[tuple[int, str], int]:
    """Page and title of a bookmark -> its level, from 1."""
    found: dict[tuple[int, str], int] = {}
    for bookmark in document.get_toc(max_depth=6):
        target = bookmark.get_dest()
        index = target.get_index() if target else None
        if index is not None and len(found) < MAX_PAGES * 10:
            found.setdefault((index + 1, _title(clean(bookmark.get_title()))), bookmark.level + 1)
    return found


def _title(text: str) -> str:
    """To compare a bookmark with a line: without a number before it."""
    return re.sub(r"^[\d.]+\s+|\W+$", "", text).casefold()


def _blocks(lines: Sequence[Line], body: float, bookmarks: dict[tuple[int, str], int]) -> Iterator[Block]:
    width = sorted(len(line.text) for line in lines)[len(lines) * 9 // 10] if lines else 0
    levels = _levels(lines, body)
    open_: list[Line] = []
    for line in lines:
        level = bookmarks.get((line.page, _title(line.text))) or levels.get(line.height, 0)
        if level and _is_heading(line.text):
            yield from _close(open_)
            open_ = []
            yield Block("heading", re.sub(r"^\d+(\.\d+)*\.?\s+", "", line.text), level, line.page, line.page)
            continue
        if open_ and _begins(line.text, open_[-1].text, width):
            yield from _close(open_)
            open_ = []
        open_.append(line)
    yield from _close(open_)


def _levels(lines: Iterable[Line], body: float) -> dict[float, int]:
    """Height of letters -> level of the headings that have it, the highest first."""
    heights = {line.height for line in lines if line.height > body * LARGER and _is_heading(line.text)}
    groups: list[float] = []
    found: dict[float, int] = {}
    for height in sorted(heights, reverse=True):
        if not groups or height < groups[-1] * 0.95:
            groups.append(height)
        found[height] = min(len(groups), 6)
    return found


def _is_heading(text: str) -> bool:
    return len(text.split()) <= MAX_HEADING and any(map(str.isalpha, text)) and not text.endswith((".", ";", ","))


def _begins(text: str, before: str, width: int) -> bool:
    """Whether a line begins a paragraph or an item."""
    if _ITEM.fullmatch(text):
        return True
    short = len(before) < 0.75 * width
    return short and (before.endswith((".", "!", "?", ":", ";")) or (text[:1].isupper() and len(before) < width / 2))


def _close(lines: Sequence[Line]) -> Iterator[Block]:
    """A paragraph or an item of these lines; a word that was broken at the end of a line is whole again."""
    if not lines:
        return
    parts: list[str] = []
    for line in lines:
        if parts and line.text[:1].islower() and (broken := _HYPHEN.search(parts[-1][-3:])):
            parts[-1] = parts[-1][: len(parts[-1]) - len(broken[0]) + 1] + line.text
        else:
            parts.append(line.text)
    text = " ".join(parts)
    if not any(map(str.isalnum, text)):
        return
    first, last = lines[0].page, lines[-1].page
    if item := _ITEM.fullmatch(text):
        yield Block("item", item[3], 1, first, last, marker=f"{item[2]}." if item[2] else "-")
    else:
        yield Block("paragraph", text, 0, first, last)


FORMAT = DocumentFormat((".pdf",), read, require)
