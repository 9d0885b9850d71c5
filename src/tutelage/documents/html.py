"""HTML, by the parser of the standard library: nothing in it is followed, fetched or carried out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from html.parser import HTMLParser

from tutelage.documents.blocks import Block, Deadline, Read, Unreadable, clean, decode, table_text
from tutelage.documents.formats import DocumentFormat

CHUNK = 2**15
"""Characters after which the time is looked at."""
MAX_OPEN = 2**17
"""Characters of a tag, without pictures that are written into it."""
MAX_REST = 2**12
"""Characters of a tag that is open at the end, for which the parser takes the square of their number in time."""
_DATA = re.compile(r"data:[a-z]{1,20}/[^\"'\s<>)]*")
MAX_CELL = 5_000
"""Characters of a cell: what has more is a page that was laid out as a table."""
_HIDDEN = {
    **dict.fromkeys(("script", "style", "template", "noscript", "svg", "iframe", "object"), ""),
    **dict.fromkeys(("nav", "menu"), "navigation"),
    **dict.fromkeys(("button", "select", "textarea"), "form"),
    **dict.fromkeys(("footer", "aside"), "beside the text"),
}
"""Elements of which nothing is kept -> why it is left out; empty for what no reader sees."""
_ROLES = {"navigation": "navigation", "banner": "navigation", "search": "form", "contentinfo": "beside the text"}
_NAMED = {
    **dict.fromkeys(
        ("breadcrumb-section", "breadcrumbs", "breadcrumb", "toc", "toc-macro", "mw-editsection"), "navigation"
    ),
    **dict.fromkeys(("page-metadata", "printfooter", "catlinks"), "beside the text"),
}
"""What wikis call their own parts by, as a class or an id: trails, contents and `[edit]`, and who changed a page."""
_MAX_SPAN = 200
"""Rows or columns that a cell is spread over."""
_MAX_FILLED = 100_000
"""Cells of a table that stand there because another one is spread over them."""
_BREAKS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "main",
        "header",
        "blockquote",
        "pre",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "figure",
        "figcaption",
        "hr",
        "address",
        "body",
    ]
)
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_OPEN = 500
"""Hidden elements within one another."""


def read(data: bytes, deadline: Deadline) -> Read:
    """The blocks of a page. Raises `Unreadable` if that takes too long."""
    parser = _Parser()
    _feed(parser, decode(data), deadline)
    parser.finish()
    return Read(tuple(parser.found), title=clean("".join(parser.title)), unit="line")


def blocks_of(text: str, deadline: Deadline) -> list[Block]:
    """The blocks of a piece of HTML. Raises `Unreadable` if that takes too long."""
    parser = _Parser()
    _feed(parser, text, deadline)
    parser.finish()
    return parser.found


def _feed(parser: HTMLParser, text: str, deadline: Deadline) -> None:
    """Piece by piece: a tag that never ends would be looked for again and again."""
    text = _DATA.sub("", _without_comments(text))
    for start in range(0, len(text), CHUNK):
        parser.feed(text[start : start + CHUNK])
        deadline.check()
        if len(parser.rawdata) > MAX_OPEN:
            raise Unreadable(f"broken: a tag of more than {MAX_OPEN // 1024} KiB")
    if len(parser.rawdata) < MAX_REST:
        parser.close()


def _without_comments(text: str) -> str:
    """With as many lines as before."""
    kept, start = [], 0
    while (begin := text.find("<!--", start)) >= 0 and (end := text.find("-->", begin + 4)) >= 0:
        kept += [text[start:begin], "\n" * text.count("\n", begin, end)]
        start = end + 3
    return "".join([*kept, text[start:]])


def _is_heading(tag: str) -> bool:
    return len(tag) == 2 and tag[0] == "h" and tag[1] in "123456"


def _why_hidden(tag: str, attributes: Mapping[str, str | None]) -> str | None:
    """Why nothing of an element is kept; `None` for one that is."""
    if tag in _VOID or tag in ("html", "body"):
        return None
    why = _ROLES.get(attributes.get("role") or "", _HIDDEN.get(tag))
    named = [attributes.get("id") or "", *(attributes.get("class") or "").split()]
    if why is None:
        why = "beside the text" if named[0] == "footer" else next((_NAMED[one] for one in named if one in _NAMED), None)
    return "" if why is None and ("hidden" in attributes or attributes.get("aria-hidden") == "true") else why


class _Table:
    def __init__(self, line: int) -> None:
        self.line = line
        self.rows: list[list[str]] = []
        self.head = False
        """Whether its first row is a header."""
        self.spread: dict[int, tuple[int, list[str]]] = {}
        """Column -> for how many more rows a cell above goes on in it, and the row that has it."""
        self.cell = 0
        """Column of the open cell."""
        self.filled = 0

    def open_row(self) -> None:
        self.rows.append([])
        self._go_on()

    def open_cell(self, rows: int, columns: int) -> None:
        """Begin a cell; one that is spread over several rows is said in each of them."""
        self._go_on()
        own = self.rows[-1]
        own.append("")
        self.cell = len(own) - 1
        if self.filled < _MAX_FILLED:
            if rows > 1:
                self.spread[self.cell] = rows - 1, own
            own.extend([""] * (columns - 1))
            self.filled += columns - 1

    def _go_on(self) -> None:
        """Fill columns that cells above go on in."""
        own = self.rows[-1]
        while (column := len(own)) in self.spread and self.spread[column][1] is not own:
            left, row = self.spread.pop(column)
            own.append(row[column])
            self.filled += 1
            if left > 1 and self.filled < _MAX_FILLED:
                self.spread[column] = left - 1, own


class _Parser(HTMLParser):
    """Collects the blocks of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Block] = []
        self.title: list[str] = []
        self.words: list[str] = []
        self.linked = 0
        self.line = 0
        """At which the open piece of text begins; 0 while there is none."""
        self.heading = 0
        self.in_title = False
        self.links = 0
        self.lists: list[str] = []
        """Of the open lists, the innermost last: `-`, or the number of the last item."""
        self.item = False
        """Whether the open piece of text is the first of an item."""
        self.hidden: list[str] = []
        """Hidden elements that are open, the outermost first."""
        self.why = ""
        self.unseen: list[str] = []
        self.tables: list[_Table] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.hidden:
            if tag == self.hidden[0] and tag not in _VOID and len(self.hidden) < _OPEN:
                self.hidden.append(tag)
        elif (why := _why_hidden(tag, dict(attrs))) is not None:
            self.finish()
            self.hidden, self.why = [tag], why
        elif tag == "title":
            self.in_title = True
        elif _is_heading(tag):
            self.finish()
            self.heading = int(tag[1])
        elif tag == "a":
            self.links = 1
        elif tag == "table":
            if self.tables:
                self._end_cell()
            self.finish()
            self.tables.append(_Table(self.getpos()[0]))
        elif self.tables and tag in ("tr", "td", "th"):
            self._cell(tag, dict(attrs))
        elif tag == "br" or (self.tables and tag in _BREAKS):
            self.words.append(" ")
        elif tag in _BREAKS or tag == "li":
            self.finish()
            self._open(tag)

    def _open(self, tag: str) -> None:
        """Begin a list or an item."""
        if tag in ("ul", "ol"):
            self.lists.append("-" if tag == "ul" else "0")
        elif tag == "li":
            self._number()
            self.item = True

    def handle_endtag(self, tag: str) -> None:
        if self.hidden:
            if tag == self.hidden[0]:
                self.hidden.pop()
            if not self.hidden:
                self._leave_out()
        elif tag == "title":
            self.in_title = False
        elif tag == "a":
            self.links = 0
        elif _is_heading(tag):
            self.finish()
            self.heading = 0
        elif tag == "table" and self.tables:
            self._end_table()
        elif self.tables and tag in ("td", "th", "tr"):
            self._end_cell()
        elif tag in _BREAKS or tag == "li":
            if not self.tables:
                self.finish()
            if tag in ("ul", "ol") and self.lists and not self.tables:
                self.lists.pop()

    def handle_data(self, data: str) -> None:
        if self.hidden:
            if self.why and len(self.unseen) < 50:
                self.unseen.append(data)
        elif self.in_title:
            if len(self.title) < 20:
                self.title.append(data)
        else:
            if not self.line and data.strip():
                self.line = self.getpos()[0] + len(data) - len(data.lstrip("\n"))
            self.words.append(data)
            self.linked += len(clean(data)) if self.links else 0

    def finish(self) -> None:
        """End the open piece of text."""
        text = clean("".join(self.words))
        first, linked, item, heading = self.line, self.linked, self.item, self.heading
        self.words, self.linked, self.line = [], 0, 0
        if not any(character.isalnum() for character in text):
            return
        self.item = False
        last = max(first, self.getpos()[0])
        if self.tables:
            self.words = [text]
        elif heading:
            self.found.append(Block("heading", text, heading, first, last, linked))
        elif self.lists:
            marker = self._marker() if item else ""
            self.found.append(Block("item", text, len(self.lists), first, last, linked, marker))
        else:
            self.found.append(Block("paragraph", text, 0, first, last, linked))

    def _marker(self) -> str:
        return self.lists[-1] if self.lists[-1] == "-" else f"{self.lists[-1]}."

    def _number(self) -> None:
        if self.lists and self.lists[-1] != "-":
            self.lists[-1] = str(int(self.lists[-1]) + 1)
        elif not self.lists:
            self.lists.append("-")  # an item without a list

    def _leave_out(self) -> None:
        text = clean(" ".join(self.unseen))
        self.unseen = []
        if self.why and text:
            line = self.getpos()[0]
            self.found.append(Block("left out", text, 0, line, line, why=self.why))

    def _cell(self, tag: str, attributes: Mapping[str, str | None]) -> None:
        self._end_cell()
        table = self.tables[-1]
        if tag == "tr" or not table.rows:
            table.open_row()
        if tag != "tr":
            table.head = table.head or (tag == "th" and len(table.rows) == 1)
            table.open_cell(_span(attributes.get("rowspan")), _span(attributes.get("colspan")))

    def _end_cell(self) -> None:
        text = clean("".join(self.words))
        self.words, self.line = [], 0
        table = self.tables[-1]
        if text and table.rows and table.rows[-1]:
            own = table.rows[-1]
            own[table.cell] = f"{own[table.cell]} {text}".strip()

    def _end_table(self) -> None:
        self._end_cell()
        table, linked = self.tables.pop(), self.linked
        self.linked = 0
        rows = [row for row in table.rows if any(row)]
        if not rows:
            return
        last = self.getpos()[0]
        if self.tables:  # within a cell of another one
            text, _ = table_text((), rows)
            self.words.append(f" {text} ")
        elif any(len(cell) > MAX_CELL for row in rows for cell in row) or max(map(len, rows)) == 1:
            self.found += [Block("paragraph", cell, 0, table.line, last, 0) for row in rows for cell in row if cell]
        else:
            header, body = (rows[0], rows[1:]) if len(rows) > 1 and (table.head or len(rows[0]) > 2) else ([], rows)
            text, over = table_text(header, body)
            self.found.append(Block("paragraph", text, 0, table.line, last, linked))
            if over:
                self.found.append(
                    Block("left out", "", 0, table.line, last, why=f"{over} further rows of a very long table")
                )


def _span(text: str | None) -> int:
    return min(max(int(text), 1), _MAX_SPAN) if text and text.isdecimal() and len(text) < 6 else 1


def without_places(blocks: Iterable[Block]) -> Iterator[Block]:
    """Blocks of a document whose lines nobody sees."""
    return (replace(block, first=0, last=0) for block in blocks)


def attributes_of(text: str, wanted: frozenset[str], deadline: Deadline) -> Iterator[tuple[str, dict[str, str]]]:
    """The elements of these names in a document of HTML or XML, in their order, with their attributes. Names of
    elements are in lower case and without their prefix. Raises `Unreadable` if that takes too long."""
    parser = _Elements(wanted)
    _feed(parser, text, deadline)
    return iter(parser.found)


class _Elements(HTMLParser):
    def __init__(self, wanted: frozenset[str]) -> None:
        super().__init__()
        self.wanted = wanted
        self.found: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name = tag.rpartition(":")[2]
        if name in self.wanted:
            self.found.append((name, {key: value or "" for key, value in attrs}))


FORMAT = DocumentFormat((".html", ".htm", ".xhtml"), read)
