"""What of the documents the exercises ask for: passages without one, and sentences with figures that none rests on.
Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tutelage.records import Exercise, Passage

_END = re.compile(r"(?<=[.!?])[”\"')]?\s+(?=[“\"'(]?[A-Z\W])|\n+")
"""Between two sentences, or two lines: `i.e. 5` and `e.g. boats` are within one."""
_FIGURE = re.compile(r"\d")
_MARKER = re.compile(r"\s*(?:[-*•]\s+|\d{1,3}[.)](?:\s+|$))?")
"""What a list puts before an item: the number of a step is no figure."""


class Span(NamedTuple):
    """A piece of a passage."""

    text: str
    cited: bool
    """Whether an exercise rests on it."""


class Coverage(NamedTuple):
    """What is asked for, and what never is."""

    unasked: tuple[Passage, ...]
    """Passages that no exercise and no exam question rests on."""
    silent: tuple[tuple[Passage, str], ...]
    """Sentences with figures that no quote of an exercise touches, with their passages."""
    passages: int
    sentences: int
    """Sentences with figures, in all."""


def measure(passages: Sequence[Passage], exercises: Iterable[Exercise]) -> Coverage:
    """How far exercises cover passages. Exercises that rest on no passage do not count."""
    quotes = quotes_of(exercises)
    unasked = tuple(passage for passage in passages if passage.id not in quotes)
    silent: list[tuple[Passage, str]] = []
    count = 0
    for passage in passages:
        cited = spans(passage.text, quotes.get(passage.id, ()))
        for start, end in _sentences(passage.text):
            count += 1
            if not any(first < end and last > start for first, last in cited):
                silent.append((passage, " ".join(passage.text[start:end].split())))
    return Coverage(unasked, tuple(silent), len(passages), count)


def quotes_of(exercises: Iterable[Exercise]) -> dict[str, tuple[str, ...]]:
    """Id of a passage -> the different quotes of it that exercises rest on."""
    found: dict[str, dict[str, None]] = {}
    for exercise in exercises:
        for citation in exercise.evidence:
            found.setdefault(citation.passage, {})[citation.quote] = None
    return {passage: tuple(quotes) for passage, quotes in found.items()}


def spans(text: str, quotes: Iterable[str]) -> list[tuple[int, int]]:
    """Where the quotes stand in a text; those that overlap are joined."""
    places = sorted((start, start + len(quote)) for quote in quotes if quote and (start := text.find(quote)) >= 0)
    joined: list[tuple[int, int]] = []
    for start, end in places:
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def marked(text: str, quotes: Iterable[str]) -> list[Span]:
    """A text in pieces, those that are quoted apart from the others."""
    pieces: list[Span] = []
    done = 0
    for start, end in spans(text, quotes):
        pieces += [Span(text[done:start], False), Span(text[start:end], True)]
        done = end
    return [piece for piece in (*pieces, Span(text[done:], False)) if piece.text]


def _sentences(text: str) -> list[tuple[int, int]]:
    """Where the sentences of a text stand that have a figure in them."""
    ends = [*(match.span() for match in _END.finditer(text)), (len(text), len(text))]
    starts = [0, *(after for _, after in ends)]
    found = [(_after_marker(text, start, end), end) for start, (end, _) in zip(starts, ends, strict=False)]
    return [(start, end) for start, end in found if _FIGURE.search(text, start, end)]


def _after_marker(text: str, start: int, end: int) -> int:
    marker = _MARKER.match(text, start, end)
    return marker.end() if marker else start
