"""Blocks become passages: what stands under one heading, split where it is too long. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tutelage.documents.blocks import Block
from tutelage.records import LeftOut, Passage, content_id

MAX_WORDS = 350
"""Of a passage; a longer section is split between its paragraphs."""
MAX_SHOWN = 120
"""Characters that are shown of what is left out."""
MAX_TRAIL = 200
"""Characters of a heading."""
MAX_INDENT = 12
"""Lists within one another that are told apart: without a limit, spaces grow with the square of a file."""


class Section(NamedTuple):
    """What stands under one heading."""

    trail: tuple[str, ...]
    blocks: tuple[Block, ...]


def passages_of(file: str, title: str, blocks: Sequence[Block], unit: str) -> list[Passage]:
    """The passages of a file, in their order; positions are counted from 0."""
    found: list[Passage] = []
    for section in _sections(title, blocks):
        for paragraphs in _pieces(section.blocks):
            text = "\n\n".join(text for text, _ in paragraphs)
            inside = [block for _, group in paragraphs for block in group]
            found.append(
                Passage(
                    # Neither the file nor the headings above: a page that is renamed or moved keeps its passages.
                    id=content_id("passage", section.trail[-1], text),
                    file=file,
                    trail=section.trail,
                    place=place(inside, unit),
                    position=len(found),
                    text=text,
                )
            )
    return found


def left_out(file: str, blocks: Sequence[Block], unit: str) -> list[LeftOut]:
    """What no passage of a file holds."""
    return [
        LeftOut(file=file, place=place([block], unit), why=block.why, text=block.text[:MAX_SHOWN])
        for block in blocks
        if block.kind == "left out"
    ]


def place(blocks: Sequence[Block], unit: str) -> str:
    """Where blocks stand, such as `lines 12-30`; empty if the format has no places."""
    known = [block for block in blocks if block.first]
    if not unit or not known:
        return ""
    first, last = min(block.first for block in known), max(block.last for block in known)
    return f"{unit} {first}" if first >= last else f"{unit}s {first}-{last}"


def _sections(title: str, blocks: Sequence[Block]) -> Iterator[Section]:
    trail: list[tuple[int, str]] = []
    inside: list[Block] = []

    def names() -> tuple[str, ...]:
        headings = tuple(heading for _, heading in trail)
        return headings if headings and headings[0].casefold() == title.casefold() else (title, *headings)

    for block in blocks:
        if block.kind == "heading":
            if inside:
                yield Section(names(), tuple(inside))
            inside = []
            while trail and trail[-1][0] >= block.level:
                trail.pop()
            trail.append((block.level, block.text[:MAX_TRAIL].rstrip(":")))
        elif block.kind != "left out":
            inside.append(block)
    if inside:
        yield Section(names(), tuple(inside))


def _pieces(blocks: Sequence[Block]) -> Iterator[list[tuple[str, list[Block]]]]:
    """Paragraphs, with the blocks that they are made of, in groups of at most `MAX_WORDS` words: as few groups as
    possible, of about the same size."""
    paragraphs = [piece for paragraph in _paragraphs(blocks) for piece in _short(paragraph)]
    words = [len(text.split()) for text, _ in paragraphs]
    target = sum(words) / -(-sum(words) // MAX_WORDS) if sum(words) else 1
    group: list[tuple[str, list[Block]]] = []
    size = 0
    for count, paragraph in zip(words, paragraphs, strict=True):
        if group and (size + count > MAX_WORDS or size + count / 2 > target):
            yield group
            group, size = [], 0
        group.append(paragraph)
        size += count
    if group:
        yield group


def _paragraphs(blocks: Sequence[Block]) -> list[tuple[str, list[Block]]]:
    """Texts of paragraphs; a list stands in one paragraph with the sentence that leads to it."""
    made: list[tuple[str, list[Block]]] = []
    for block in blocks:
        before = made[-1] if made else None
        joins = block.kind == "item" and before and (before[1][-1].kind == "item" or before[0].endswith(":"))
        text = block.text
        if block.kind == "item":
            indent = "  " * (min(max(block.level, 1), MAX_INDENT) - 1)
            text = f"{indent}{block.marker} {text}" if block.marker else f"{indent}  {text}"
        if joins and before:
            made[-1] = (f"{before[0]}\n{text}", [*before[1], block])
        else:
            made.append((text, [block]))
    return made


def _short(paragraph: tuple[str, list[Block]]) -> Iterator[tuple[str, list[Block]]]:
    """A paragraph of more than `MAX_WORDS` words in pieces, between its lines, else its sentences, else its words."""
    text, blocks = paragraph
    if len(text.split()) <= MAX_WORDS:
        yield paragraph
        return
    for separator, joined in ((r"\n", "\n"), (r"(?<=[.!?]) ", " "), (r" ", " ")):
        parts = re.split(separator, text)
        if len(parts) > 1 and all(len(part.split()) <= MAX_WORDS for part in parts):
            piece: list[str] = []
            size = 0
            for part in parts:
                count = len(part.split())
                if piece and size + count > MAX_WORDS:
                    yield joined.join(piece), blocks
                    piece, size = [], 0
                piece.append(part)
                size += count
            yield joined.join(piece), blocks
            return
    yield paragraph
