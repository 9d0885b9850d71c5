"""From a judge's verdicts on an answer's points to its mark: quotes are checked, both markings must agree. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tutelage.records import Marking, Point, PointMark

MAX_CHARS = 8_000
"""So much of an answer is shown to the judge."""
ROUNDING = 1e-9
_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "\u00a0": " "} | dict.fromkeys("‐‑‒–—−", "-"))
_EMPHASIS = re.compile(r"(?<!\w)[*_`]+|[*_`]+(?!\w)")
_LEFT_OUT = re.compile(r"\s*(?:\[?…\]?|\[?\.\.\.\]?)\s*")


def is_quoted(quote: str, answer: str) -> bool:
    """Whether words that a judge quotes stand in the answer: whole words in their order, whatever the case, the
    emphasis and the line breaks. Where it leaves something out with `…`, the parts stand there one after the other."""
    text, at = _even(answer), 0
    parts = [part for part in (_even(part).strip(" .,;:'\"") for part in _LEFT_OUT.split(quote)) if part]
    for part in parts:
        found = re.compile(rf"(?<!\w){re.escape(part)}(?!\w)").search(text, at)
        if found is None:
            return False
        at = found.end()
    return any(letter.isalnum() for part in parts for letter in part)


def combine(
    first: Marking | None, second: Marking | None, rubric: Sequence[Point], answer: str
) -> tuple[PointMark, ...]:
    """The marks of an answer's points by two markings of it. A point is met if both say so, and each quotes words that
    stand in the answer."""
    once, again = _verdicts(first, answer), _verdicts(second, answer)
    marks = []
    for index in range(len(rubric)):
        (one, quote), (two, _) = once.get(index, (None, "")), again.get(index, (None, ""))
        met = bool(one and two)
        marks.append(PointMark(met=met, first=one, second=two, quote=quote if met else ""))
    return tuple(marks)


def share_of(marks: Sequence[PointMark], rubric: Sequence[Point]) -> float:
    """The share of the rubric's weight that is met."""
    met = sum(point.weight for point, mark in zip(rubric, marks, strict=True) if mark.met)
    return met / sum(point.weight for point in rubric)


def is_enough(share: float, threshold: float) -> bool:
    """Whether an answer with this share of the weight is right."""
    return share >= threshold - ROUNDING


def _verdicts(marking: Marking | None, answer: str) -> dict[int, tuple[bool, str]]:
    """Point -> whether it is met and the quote. Of several verdicts on one point the last counts."""
    found = {}
    for verdict in marking.verdicts if marking else ():
        found[verdict.point] = (verdict.met and is_quoted(verdict.quote, answer), verdict.quote)
    return found


def _even(text: str) -> str:
    return " ".join(_EMPHASIS.sub("", text.translate(_QUOTES)).casefold().split())
