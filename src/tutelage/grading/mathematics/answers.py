"""Answers that are more than one expression: solution sets, points, vectors, matrices, and sets of numbers.

x = 2 or x = 3          the solutions, in any order, each once
x = 3, y = 2            one value for each unknown, by the unknowns' names
(1, -2, 5)              a point or a vector; brackets [ ] and < > do as well
[[1, 2], [3, 4]]        a matrix, row by row
x < 2 or x >= 5         a set of numbers; intervals such as (2, 5] are read too
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from sympy import Expr

from tutelage.grading.mathematics.bounded import at
from tutelage.grading.mathematics.equality import same

MAX_PARTS = 16

_OR = re.compile(r"\s+or\s+|\s*[∪∨]\s*|(?<=[\])])\s*U\s*(?=[\[(])")
_COMPARISON = re.compile(r"<=|>=|<|>")
_SYMBOLS = {
    "≤": "<=", "≥": ">=", "∞": "inf", "infinity": "inf", "⟨": "<", "⟩": ">", "$": " ",
}  # fmt: skip
_CLOSING = {"(": ")", "[": "]", "<": ">", "{": "}"}
_SIGN = re.compile(r"(?<![<>])=")

ReadExpression = Callable[[str], Expr]


class Interval(NamedTuple):
    """From `low` to `high`; `None` is no bound. Whether a bound itself belongs to it is said for each."""

    low: Expr | None
    low_closed: bool
    high: Expr | None
    high_closed: bool

    def holds(self, value: Expr) -> bool:
        return _above(value, self.low, self.low_closed) and _above(self.high, value, self.high_closed)


def _above(value: Expr | None, bound: Expr | None, closed: bool) -> bool:
    if value is None or bound is None:
        return True
    if same(value, bound):
        return closed
    return at(value, {}).real > at(bound, {}).real


class Rows(NamedTuple):
    """A row of values, or of rows; `kind` is `set`, `row` or `unknowns`."""

    kind: str
    parts: tuple[Value, ...]


class Region(NamedTuple):
    """A set of numbers: intervals from left to right."""

    intervals: tuple[Interval, ...]


Value: TypeAlias = "Expr | Rows | Region"


@dataclass(frozen=True)
class Answer:
    """The answer text, read."""

    value: Value
    written: str
    """Of an equation the right side, as it was written."""

    def expression(self) -> Expr:
        """The value of an answer that is one expression. Raises `ValueError` for any other."""
        if isinstance(self.value, Rows | Region):
            raise ValueError("the answer is not a single expression")
        return self.value

    def part(self, *places: int) -> Expr:
        """The part at a place, counted from 1; of a matrix, row and column. Raises `ValueError` if there is none."""
        value: Value = self.value
        for place in places:
            if not isinstance(value, Rows) or not 1 <= place <= len(value.parts):
                raise ValueError(f"the answer has no part {place}")
            value = value.parts[place - 1]
        if isinstance(value, Rows | Region):
            raise ValueError("the answer's part is not a single expression")
        return value

    def size(self) -> int:
        """How many parts it has; 1 for one expression."""
        return len(self.value.parts) if isinstance(self.value, Rows) else 1

    def inside(self, value: Expr) -> bool:
        """Whether a number belongs to it: to the set of numbers, or to the solutions."""
        if isinstance(self.value, Region):
            return any(interval.holds(value) for interval in self.value.intervals)
        members = self.value.parts if isinstance(self.value, Rows) else (self.value,)
        return any(not isinstance(member, Rows | Region) and same(member, value) for member in members)


MAX_LENGTH = 4000
"""Characters of an answer of many parts; each part has a limit of its own."""


def right_side(text: str) -> str:
    """Of an equation the right side; a closing full stop is no part of the answer."""
    return text.rpartition("=")[2].strip().removesuffix(".").strip()


def has_parts(text: str) -> bool:
    """Whether an answer is more than one expression, judged by how it is written."""
    text = _plain(text)
    return bool(_COMPARISON.search(text) or _OR.search(text) or len(_split(text)) > 1 or _is_row(right_side(text)))


def read_value(text: str, read: ReadExpression, like: Value | None = None) -> Value:
    """An answer's value; `read` reads one expression. `like` settles what text with two meanings is meant to be.

    Raises `ValueError` for text that is no answer.
    """
    if len(text) > MAX_LENGTH:
        raise ValueError(f"the answer has {len(text)} characters; at most {MAX_LENGTH} are read")
    text = _plain(text).strip().removesuffix(".").strip()
    if isinstance(like, Region) and not _COMPARISON.search(text):
        return _region([_bounds(piece, read) for piece in _OR.split(text)])
    if _is_row(right_side(text)) and not _OR.search(text):
        return _row(right_side(text), read)
    if _COMPARISON.search(text):
        return _region([_comparison(piece, read) for piece in _OR.split(text)])
    pieces = _split(text)
    if len(pieces) > 1 and all("=" in piece for piece in pieces):
        return _unknowns(pieces, read)
    pieces = [piece for part in _OR.split(text) for piece in _split(part)]
    return _set([read(right_side(piece)) for piece in pieces]) if len(pieces) > 1 else read(right_side(text))


def same_value(left: Value, right: Value) -> bool:
    """Whether two answers are the same: sets in any order, rows place by place."""
    if isinstance(left, Rows) and isinstance(right, Rows):
        kinds = {left.kind, right.kind}
        if len(left.parts) != len(right.parts) or ("row" in kinds and len(kinds) > 1):
            return False
        if "set" in kinds:
            return all(any(same_value(one, other) for other in right.parts) for one in left.parts)
        return all(map(same_value, left.parts, right.parts))
    if isinstance(left, Region) and isinstance(right, Region):
        return len(left.intervals) == len(right.intervals) and all(map(_same_interval, left.intervals, right.intervals))
    if isinstance(left, Rows | Region) or isinstance(right, Rows | Region):
        return False
    return same(left, right)


def _same_interval(left: Interval, right: Interval) -> bool:
    for one, other, closed, too in (
        (left.low, right.low, left.low_closed, right.low_closed),
        (left.high, right.high, left.high_closed, right.high_closed),
    ):
        if one is None or other is None:
            if one is not other:
                return False
        elif closed != too or not same(one, other):
            return False
    return True


def _plain(text: str) -> str:
    for symbol, plain in _SYMBOLS.items():
        text = text.replace(symbol, plain)
    return text


def _split(text: str) -> list[str]:
    """At the commas outside of all brackets."""
    pieces, depth, start = [], 0, 0
    for place, character in enumerate(text):
        depth += (character in "([{") - (character in ")]}")
        if character in ",;" and depth == 0:
            pieces.append(text[start:place])
            start = place + 1
    return [*pieces, text[start:]]


def _is_row(text: str) -> bool:
    """Whether one pair of brackets stands around the whole text, and a comma in it."""
    text = text.strip()
    if len(text) < 2 or _CLOSING.get(text[0]) != text[-1]:
        return False
    if text[0] == "<":
        return "," in text
    depth = 0
    for place, character in enumerate(text):
        depth += (character in "([{") - (character in ")]}")
        if depth == 0 and place < len(text) - 1:
            return False
    return len(_split(text[1:-1])) > 1 or text.startswith("[[")


def _row(text: str, read: ReadExpression, depth: int = 0) -> Value:
    pieces = [piece.strip() for piece in _split(text.strip()[1:-1])]
    if len(pieces) > MAX_PARTS or depth > 1:
        raise ValueError(f"more than {MAX_PARTS} parts, or rows in rows in rows")
    if text.strip()[0] == "{":
        return _set([read(right_side(piece)) for piece in pieces])
    nested = pieces[0].startswith(("[", "(")) and _CLOSING[pieces[0][0]] == pieces[0][-1] and "," in pieces[0]
    if nested and not all(piece and _CLOSING.get(piece[0]) == piece[-1] for piece in pieces):
        raise ValueError("a matrix is written as [[1, 2], [3, 4]]")
    return Rows("row", tuple(_row(piece, read, depth + 1) if nested else read(piece) for piece in pieces))


def _set(values: list[Expr]) -> Rows:
    """Each value once; real ones from the smallest."""
    if len(values) > MAX_PARTS:
        raise ValueError(f"more than {MAX_PARTS} parts")
    kept: list[Expr] = []
    for value in values:
        if not any(same(value, other) for other in kept):
            kept.append(value)
    if not any(value.free_symbols for value in kept):
        kept.sort(key=lambda value: at(value, {}).real)
    return Rows("set", tuple(kept))


def _unknowns(pieces: list[str], read: ReadExpression) -> Value:
    sides = [(piece.rpartition("=")[0].strip(), read(right_side(piece))) for piece in pieces]
    names = {name for name, _ in sides}
    if len(names) == 1:
        return _set([value for _, value in sides])
    if len(names) < len(sides):
        raise ValueError("an unknown has two values")
    return Rows("unknowns", tuple(value for _, value in sorted(sides, key=lambda side: side[0])))


def _comparison(text: str, read: ReadExpression) -> Interval:
    """`x < 3`, `3 > x`, `2 < x <= 5`."""
    sides, signs = [side.strip() for side in _COMPARISON.split(text)], _COMPARISON.findall(text)
    if len({sign[0] for sign in signs}) != 1 or len(sides) > 3 or _SIGN.search(text):
        raise ValueError("a set of numbers is written as x < 3 or 2 < x < 5")
    if signs[0][0] == ">":
        sides, signs = sides[::-1], signs[::-1]
    unknown = next((place for place, side in enumerate(sides) if len(side) == 1 and side.isalpha()), None)
    if unknown is None or (len(sides) == 3 and unknown != 1):
        raise ValueError("an unknown is missing")
    low = read(sides[unknown - 1]) if unknown else None
    high = read(sides[unknown + 1]) if unknown + 1 < len(sides) else None
    return Interval(low, unknown > 0 and "=" in signs[unknown - 1], high, high is not None and "=" in signs[-1])


def _bounds(text: str, read: ReadExpression) -> Interval:
    """`(2, 5]`, `[3, inf)`."""
    text = text.strip()
    pieces = _split(text[1:-1])
    if len(pieces) != 2 or text[:1] not in "([" or text[-1:] not in ")]":
        raise ValueError("an interval is written as [2, 5)")
    low, high = (None if piece.strip().lstrip("+-") in ("inf", "oo") else read(piece) for piece in pieces)
    return Interval(low, low is not None and text[0] == "[", high, high is not None and text[-1] == "]")


def _region(intervals: list[Interval]) -> Region:
    if len(intervals) > MAX_PARTS:
        raise ValueError(f"more than {MAX_PARTS} parts")
    for interval in intervals:
        if any(bound is not None and bound.free_symbols for bound in (interval.low, interval.high)):
            raise ValueError("a bound is not a number")
    return Region(tuple(sorted(intervals, key=lambda i: -float("inf") if i.low is None else at(i.low, {}).real)))
