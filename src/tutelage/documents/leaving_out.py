"""What nobody should learn: lists of links, headings without text, and what repeats from file to file. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from tutelage.documents.blocks import Block

MOSTLY = 0.8
"""Share of a text's characters that are links, if it is nothing but links."""
LEAD_IN = 6
"""Words of a sentence before a list of links that makes it say something; `See also:` does not."""
REPEATED_FILES = 3
REPEATED_SHARE = 0.1
"""Of the files, in which the same text stands if it is boilerplate."""
SENTENCE = 8
"""Words of a repeated text that is kept where it stands first: it may say something."""


def without_links(blocks: Sequence[Block]) -> list[Block]:
    """Blocks in which lists of links, and lines that are links alone, are marked as left out."""
    made: list[Block] = []
    index = 0
    while index < len(blocks):
        block = blocks[index]
        if block.kind == "paragraph" and _is_link(block) and not re.search(r"[.!?]$", block.text):
            made.append(_left_out(block, "navigation"))
        elif block.kind == "item":
            end = index
            while end < len(blocks) and blocks[end].kind == "item":
                end += 1
            made += _list(blocks[index:end], made)
            index = end - 1
        else:
            made.append(block)
        index += 1
    return made


def _list(items: Sequence[Block], before: list[Block]) -> list[Block]:
    """A list, left out if it is one of links; `before` loses the words that lead to it."""
    links = sum(map(_is_link, items))
    lead = before[-1] if before and before[-1].kind == "paragraph" and before[-1].text.endswith(":") else None
    if links < MOSTLY * len(items) or (lead and len(lead.text.split()) >= LEAD_IN):
        return list(items)
    if lead:
        before[-1] = _left_out(lead, "list of links")
    return [_left_out(item, "list of links") for item in items]


def _is_link(block: Block) -> bool:
    return bool(block.text) and block.linked >= MOSTLY * len(block.text)


def without_repeats(files: Sequence[Sequence[Block]]) -> list[list[Block]]:
    """Files in which what stands in many of them is marked as left out; a text that may say something stays in the
    first of them."""
    seen: Counter[str] = Counter()
    for blocks in files:
        seen.update({_form(block) for block in blocks if block.kind in ("paragraph", "item")})
    least = max(REPEATED_FILES, REPEATED_SHARE * len(files))
    kept: set[str] = set()
    made = []
    for blocks in files:
        rest = []
        for block in blocks:
            text = _form(block)
            if block.kind not in ("paragraph", "item") or seen[text] < least:
                rest.append(block)
            elif len(block.text.split()) >= SENTENCE and text not in kept:
                kept.add(text)
                rest.append(block)
            else:
                rest.append(_left_out(block, "repeated on many pages"))
        made.append(rest)
    return made


def empty_headings(blocks: Sequence[Block]) -> list[Block]:
    """Blocks in which headings without any text below them, their own sub-headings included, are marked as left out."""
    made = list(blocks)
    level_with_text = 0
    """Headings of a level above this one have text below them."""
    for index in range(len(made) - 1, -1, -1):
        block = made[index]
        if block.kind in ("paragraph", "item"):
            level_with_text = 7
        elif block.kind == "heading":
            if block.level < level_with_text:
                level_with_text = block.level
            else:
                made[index] = _left_out(block, "heading without text")
    return made


def _left_out(block: Block, why: str) -> Block:
    return replace(block, kind="left out", why=why)


def _form(block: Block) -> str:
    return block.text.casefold()
