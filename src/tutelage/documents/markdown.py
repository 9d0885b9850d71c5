"""Markdown: CommonMark with tables, as markdown-it-py reads it; front matter and the tags of templates are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import unescape

from markdown_it import MarkdownIt
from markdown_it.token import Token

from tutelage.documents import html
from tutelage.documents.blocks import Block, Deadline, Read, Unreadable, clean, decode, table_text
from tutelage.documents.formats import DocumentFormat

MAX_NESTING = 40
MAX_SHOWN = 500
"""Tags of a piece of text that are put on record."""
MAX_LINE = 100_000
"""Characters of a line: more are not written by hand, and take a parser long."""
_FRONT = re.compile(r"\s*(---|\+\+\+)[ \t]*\n(.*?)\n\1[ \t]*(?:\n|$)", re.DOTALL)
_SETTING = re.compile(r"""\s*$|\s|#|[\w."'-]+(?: [\w."'-]+){0,2}\s*[:=]|- |[\])}\[]|\.\.\.|["']{3}""")
"""A line of YAML or TOML."""
_TITLE = re.compile(r"^title\s*[:=]\s*(\S.*)$", re.MULTILINE)
PART = 50_000
"""Characters of a text that are parsed at once."""
_DEFINITION = re.compile(r"^ {0,3}\[[^\[\]\n]{1,200}\]:[ \t]+\S.*$", re.MULTILINE)
_TAGS = (("{%", "%}"), ("{{", "}}"), ("{#", "#}"), ("{:", "}"))
"""How the tags of templates begin and end."""
MAX_TAG = 4_000
"""Characters of a tag."""
_WORDED = re.compile(r"""\{%-?\s*\w+\s+["']([^"'\n]*\s[^"'\n]*)["']\s*-?%\}""")
"""A tag with words for the reader, such as `{% alert "New rules from July" %}`."""
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,200}>|[*`]")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_ATTRIBUTES = re.compile(r"\s*\{\s*[#.][^{}]{0,200}\}\s*$")
_FOOTNOTE = re.compile(r"\[\^[^\[\]\s]{1,60}\]:?")
_ADMONITION = re.compile(r"\s*(?:\[!\w+\]\s*|:::\s*\w*\s*)")
_EMOJI = re.compile(r"(?<!\w):[a-z][a-z0-9_+-]{1,30}:(?!\w)")


def read(data: bytes, deadline: Deadline) -> Read:
    """The blocks of a Markdown file. Raises `Unreadable` if that takes too long."""
    text = decode(data).replace("\r\n", "\n").replace("\r", "\n")
    left: list[Block] = []
    title = ""
    if (front := _FRONT.match(text)) and _is_front_matter(front[2]):
        named = _TITLE.search(front[2])
        title = clean(_MARKUP.sub("", unescape(named[1].strip().strip("'\"")))) if named else ""
        lines = front[0].count("\n")
        left.append(Block("left out", clean(front[2]), 0, 1, max(lines, 1), why="front matter"))
        text = "\n" * lines + text[front.end() :]
    text, tags = _without_tags(text)
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable(["table", "strikethrough"])
    links: dict[str, object] = {}
    parser.parse("\n".join(_DEFINITION.findall(text)), links)
    blocks: list[Block] = [*left, *tags]
    for offset, part in _parts(text):
        deadline.check()
        try:
            blocks += _Walk(parser.parse(part, links), offset, deadline).blocks()
        except RecursionError:
            raise Unreadable("its quotations or lists are nested too deeply") from None
    return Read(tuple(blocks), title=title, unit="line")


def _is_front_matter(text: str) -> bool:
    """Whether what stands between two lines `---` are settings; it may as well be text between two rules."""
    return not any(_SETTING.match(line) is None for line in text.split("\n"))


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """A long text in parts, each with the number of lines before it: at a heading once a part is long, then at a blank
    line, then at any. A parser may take the square of their length in time."""
    if len(text) < PART:
        yield 0, text
        return
    part: list[str] = []
    size = before = 0
    fence = ""
    for line in text.split("\n"):
        at_heading = size > PART and line.startswith("#")
        if (not fence and (at_heading or (size > 2 * PART and not line.strip()))) or size > 4 * PART:
            yield before, "\n".join(part)
            before += len(part)
            part, size, fence = [], 0, ""
        if opens := _FENCE.match(line):
            fence = "" if fence and opens[1].startswith(fence) else fence or opens[1]
        part.append(line)
        size += len(line) + 1
    yield before, "\n".join(part)


def _without_tags(text: str) -> tuple[str, list[Block]]:
    """The same lines without the tags of templates, but for those in code; and what was left out."""
    kept: list[str] = []
    left: list[Block] = []
    fence, prose, first = "", list[str](), 1

    def flush() -> None:
        found, tags = _bare("\n".join(prose), first)
        kept.extend(found.split("\n") if prose else ())
        left.extend(tags)
        prose.clear()

    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > MAX_LINE:
            raise Unreadable(f"line {number} has more than {MAX_LINE:,} characters")
        opens = _FENCE.match(line)
        if not fence and not opens:
            first = first if prose else number
            prose.append(line)
            continue
        flush()
        kept.append(line)
        if opens:
            fence = "" if fence and opens[1].startswith(fence) else fence or opens[1]
    flush()
    return "\n".join(kept), left


def _bare(text: str, first: int) -> tuple[str, list[Block]]:
    """A text without its tags, with as many lines as before; and the tags."""
    tags: list[Block] = []
    kept: list[str] = []
    done = 0
    for start, end in _spans(text):
        tag = text[start:end]
        line = first + text.count("\n", 0, start) if len(tags) < MAX_SHOWN else 0
        if len(tags) < MAX_SHOWN:
            tags.append(Block("left out", clean(tag), 0, line, line + tag.count("\n"), why="template tag"))
        worded = _WORDED.fullmatch(tag)
        kept += [text[done:start], worded[1] if worded else "\n" * tag.count("\n")]
        done = end
    kept.append(text[done:])
    return _FOOTNOTE.sub("", "".join(kept)), tags


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Where tags begin and end."""
    start = text.find("{")
    while start >= 0:
        end = -1
        for opening, closing in _TAGS:
            if text.startswith(opening, start):
                found = text.find(closing, start + 2, start + MAX_TAG)
                end = found + len(closing) if found >= 0 else -1
        if end >= 0:
            yield start, end
        start = text.find("{", end if end >= 0 else start + 1)


class _Walk:
    """Goes through the tokens of a document."""

    def __init__(self, tokens: Sequence[Token], offset: int, deadline: Deadline) -> None:
        self.tokens, self.offset, self.deadline = tokens, offset, deadline
        self.markers: list[str] = []
        """Of the open lists, the innermost last: `-`, or the number of the next item."""
        self.fresh = False
        """Whether an item has been opened that has no text yet."""
        self.marker = "-"

    def blocks(self) -> Iterator[Block]:
        index = 0
        while index < len(self.tokens):
            token = self.tokens[index]
            first, last = (token.map[0] + 1 + self.offset, token.map[1] + self.offset) if token.map else (0, 0)
            if token.type == "heading_open":
                text, linked = _inline(self.tokens[index + 1])
                yield Block("heading", _ATTRIBUTES.sub("", text), int(token.tag[1]), first, last, linked)
                index += 2
            elif token.type == "table_open":
                end = next(i for i in range(index, len(self.tokens)) if self.tokens[i].type == "table_close")
                yield from _table(self.tokens[index:end], first, last)
                index = end
            elif token.type in ("bullet_list_open", "ordered_list_open"):
                start = token.attrGet("start") or 1
                self.markers.append("-" if token.type.startswith("bullet") else f"{start}.")
            elif token.type in ("bullet_list_close", "ordered_list_close"):
                self.markers.pop()
            elif token.type == "list_item_open":
                self.marker, self.fresh = self.markers[-1], True
                if self.marker != "-":
                    self.markers[-1] = f"{int(self.marker[:-1]) + 1}."
            elif token.type == "html_block":
                yield from _html(token.content, first, self.deadline)
            elif token.type in ("fence", "code_block"):
                yield self._code(token, first, last)
            elif token.type == "inline":
                yield from self._text(token, first, last)
            index += 1

    def _text(self, token: Token, first: int, last: int) -> Iterator[Block]:
        text, linked = _inline(token)
        text = _ATTRIBUTES.sub("", _ADMONITION.sub("", text, count=1) if text.startswith(("[!", ":::")) else text)
        if not any(character.isalnum() for character in text):
            return
        if self.markers:
            marker = self.marker if self.fresh else ""
            self.fresh = False
            yield Block("item", text, len(self.markers), first, last, linked, marker)
        else:
            yield Block("paragraph", text, 0, first, last, linked)

    def _code(self, token: Token, first: int, last: int) -> Block:
        text = "\n".join(line.rstrip() for line in token.content.split("\n")).strip("\n")
        text = "\n".join(line for line in text.split("\n") if line.strip())
        self.fresh = False
        return Block("paragraph", text, 0, first, last) if text else Block("left out", "", 0, first, last, why="empty")


def _inline(token: Token) -> tuple[str, int]:
    """The words of a line of text, and how many of their characters are links. Images and tags are not words."""
    parts: list[str] = []
    linked = depth = 0
    for child in token.children or ():
        if child.type in ("text", "code_inline"):
            text = _EMOJI.sub("", child.content) if child.type == "text" else child.content
            parts.append(text)
            linked += len(text) if depth else 0
        elif child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif child.type == "html_inline":
            tag = child.content.lower()
            depth += 1 if tag.startswith("<a ") else -1 if tag.startswith("</a") else 0
            parts.append(" " if tag.startswith("<br") else "")
        elif child.type == "link_open":
            depth += 1
        elif child.type == "link_close":
            depth -= 1
    return clean("".join(parts)), linked


def _table(tokens: Sequence[Token], first: int, last: int) -> Iterator[Block]:
    rows: list[list[str]] = []
    linked = 0
    for index, token in enumerate(tokens):
        if token.type == "tr_open":
            rows.append([])
        elif token.type in ("th_open", "td_open"):
            text, inside = _inline(tokens[index + 1])
            rows[-1].append(text)
            linked += inside
    text, over = table_text(rows[0], rows[1:])
    if text:
        yield Block("paragraph", text, 0, first, last, linked)
    if over:
        yield Block("left out", "", 0, first, last, why=f"{over} further rows of a very long table")


def _html(content: str, first: int, deadline: Deadline) -> Iterator[Block]:
    """A block of HTML within Markdown, at its line."""
    for block in html.blocks_of(content, deadline):
        yield replace(block, first=first + block.first - 1, last=first + block.last - 1)


FORMAT = DocumentFormat((".md", ".markdown", ".mdx"), read)
