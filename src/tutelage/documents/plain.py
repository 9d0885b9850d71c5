"""Plain text: paragraphs between blank lines; underlined lines are headings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tutelage.documents.blocks import Block, Deadline, Read, clean, decode
from tutelage.documents.formats import DocumentFormat

_UNDERLINE = re.compile(r"\s*(={3,}|-{3,}|~{3,})\s*")
_ITEM = re.compile(r"\s*(?:([-*•‣▪◦–])|(\d{1,3})[.)])\s+(\S.*)")
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+(\S.{0,90})")
"""A line on its own such as `4.2 Approval of travel`."""


def read(data: bytes, deadline: Deadline) -> Read:
    """The blocks of a plain text, by its empty lines."""
    lines = decode(data).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return Read(tuple(_blocks(lines)), unit="line")


def _blocks(lines: list[str]) -> Iterator[Block]:
    start = 0
    while start < len(lines):
        if not lines[start].strip():
            start += 1
            continue
        end = start
        while end < len(lines) and lines[end].strip():
            end += 1
        yield from _paragraph(lines[start:end], start + 1)
        start = end


def _paragraph(lines: list[str], first: int) -> Iterator[Block]:
    """What stands between two blank lines."""
    if len(lines) > 1 and (under := _UNDERLINE.fullmatch(lines[1])):
        level = "=-~".index(under[1][0]) + 1
        yield Block("heading", clean(lines[0]), level, first, first + 1)
        lines, first = lines[2:], first + 2
    elif (
        len(lines) == 1
        and (numbered := _NUMBERED.fullmatch(lines[0].strip()))
        and not lines[0].rstrip().endswith((".", ";", ",", ":"))
    ):
        yield Block("heading", clean(numbered[2]), numbered[1].count(".") + 1, first, first)
        return
    pieces: list[tuple[str, int, list[str]]] = []
    for number, line in enumerate(lines, start=first):
        if item := _ITEM.fullmatch(line):
            pieces.append((f"{item[2]}." if item[2] else "-", number, [item[3]]))
        elif pieces:
            pieces[-1][2].append(line)
        else:
            pieces.append(("", number, [line]))
    for marker, number, texts in pieces:
        text, last = clean(" ".join(texts)), number + len(texts) - 1
        if not re.search(r"\w", text):
            continue
        if marker:
            yield Block("item", text, 1, number, last, marker=marker)
        else:
            yield Block("paragraph", text, 0, number, last)


FORMAT = DocumentFormat((".txt", ".text"), read)
