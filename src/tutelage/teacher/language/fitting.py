"""Prompts that fit the context of a small teacher: what matters least is left out first, before it is sent. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

EXPENDABLE: Mapping[str, str] = {
    "avoid": "notes of earlier exercises",
    "taught": "what was taught before",
    "examples": "examples",
    "context": "the syllabus around it",
    "lower_description": "descriptions",
    "prerequisites": "prerequisites",
    "reference": "what is taught about it",
    "description": "descriptions",
    "rules": "descriptions",
}
"""Variables of prompts that may be shortened or left out, the least important first, and what they are. A question, a
solution, a name and what an exercise is to be like are never among them."""
WORTH_KEEPING = 80
"""Characters of a variable below which nothing is left of it rather than a scrap."""

_END = re.compile(r"(?:\n|(?<=[.!?;,])\s)(?=\S)")


class Fitted(NamedTuple):
    """A prompt that fits."""

    prompt: str
    left_out: tuple[str, ...]
    """What was shortened or left out, in plain words; empty if nothing was."""
    fits: bool
    """Whether it fits now."""


def fit(render: Callable[[Mapping[str, str]], str], values: Mapping[str, str], chars: int | None) -> Fitted:
    """The prompt that `render` makes of its variables, shortened to at most so many characters if it can be; `None`
    for any number."""
    prompt, left_out, kept = render(values), [], dict(values)
    if chars is None:
        return Fitted(prompt, (), True)
    for name, what in EXPENDABLE.items():
        over = len(prompt) - chars
        if over <= 0:
            break
        if not kept.get(name):
            continue
        kept[name] = beginning(kept[name], len(kept[name]) - over)
        prompt = render(kept)
        left_out.append(what)
    return Fitted(prompt, tuple(dict.fromkeys(left_out)), len(prompt) <= chars)


def beginning(text: str, chars: int) -> str:
    """The beginning of a text up to the end of a line or a sentence, of at most so many characters; empty if that
    would be a scrap."""
    if chars >= len(text):
        return text
    ends = [match.start() for match in _END.finditer(text) if match.start() <= chars]
    return text[: ends[-1]].rstrip() if ends and ends[-1] >= WORTH_KEEPING else ""
