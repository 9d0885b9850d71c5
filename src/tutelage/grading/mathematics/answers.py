"""Answers that are more than one expression: solution sets, points, vectors, matrices, and sets of numbers.

x = 2 or x = 3          solutions, in any order, each once
x = 3, y = 2            one value for each unknown, by its name
(1, -2, 5)              a point or a vector; brackets [ ] and < > do as well
[[1, 2], [3, 4]]        a matrix, row by row
x < 2 or x >= 5         a set of numbers; intervals such as (2, 5], and x ≠ 2, are read too
1 ± sqrt(2)             its two values
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from sympy import Expr

from tutelage.grading.mathematics.bounded import at
from tutelage.grading.mathematics.equality import same

MAX_PARTS = 16

_OR = re.compile(r"\s+or\s+|\s*[∪∨]\s*|(?<=[\])])\s*U\s*(?=[\[(])")
_AND = re.compile(r"\s*,?\s+and\s+")
_LONE_LETTER = re.compile(r"(?<![^\W\d_])(?!e)[^\W\d_](?![^\W\d_(])")
_BOTH = re.compile(r"\s*(?:,?\s+and\s+|,\s*|∧|&{1,2})\s*")
_COMPARISON = re.compile(r"<=|>=|<|>|≠")
_EMPTY = "{}"
_NO_NUMBER = re.compile(r"∅|\{ ?\}|no (?:real )?solutions?|(?:the )?empty set", re.IGNORECASE)
_ALL_NUMBERS = re.compile(r"(?:\w\s*∈\s*)?(?:ℝ|all (?:the )?real(?: number)?s)", re.IGNORECASE)
_WITHOUT = re.compile(r"(?:\w\s*∈\s*)?ℝ\s*(?:∖|\\|-|\\setminus)\s*\{([^{},]+)\}")
_SYMBOLS = {
    "≤": "<=", "≥": ">=", "∞": "inf", "infinity": "inf", "⟨": "<", "⟩": ">", "$": " ", "!=": "≠", "+-": "±", "+/-": "±",
}  # fmt: skip
_CLOSING = {"(": ")", "[": "]", "<": ">", "{": "}"}
_SIGN = re.compile(r"(?<![<>])=")

ReadExpression = Callable[[str], Expr]


class NumberRange(NamedTuple):
    """The numbers from `low` to `high`; `None` is no bound. A closed bound is itself included."""

    low: Expr | None
    low_closed: bool
    high: Expr | None
    high_closed: bool

    def contains(self, value: Expr) -> bool:
        return _above(value, self.low, self.low_closed) and _above(self.high, value, self.high_closed)


def _above(value: Expr | None, bound: Expr | None, closed: bool) -> bool:
    if value is None or bound is None:
        return True
    if same(value, bound):
        return closed
    return at(value, {}).real > at(bound, {}).real


class ValueList(NamedTuple):
    """Values, or lists of values; `kind` is `set`, `row`, `[row]` in such brackets, or `unknowns` with their names."""

    kind: str
    parts: tuple[Value, ...]
    names: tuple[str, ...] = ()


class NumberSet(NamedTuple):
    """A set of numbers: ranges from left to right."""

    ranges: tuple[NumberRange, ...]


Value: TypeAlias = "Expr | ValueList | NumberSet"


@dataclass(frozen=True)
class Answer:
    """An answer that has been read."""

    value: Value
    written: str
    """As it was written; of an equation, the right side."""

    def expression(self) -> Expr:
        """The value of an answer that is one expression. Raises `ValueError` for any other."""
        if isinstance(self.value, ValueList | NumberSet):
            raise ValueError("the answer is not a single expression")
        return self.value

    def part(self, *numbers: int) -> Expr:
        """The part with this number, from 1; of a matrix, row and column. Raises `ValueError` if there is none."""
        value: Value = self.value
        for number in numbers:
            if not isinstance(value, ValueList) or not 1 <= number <= len(value.parts):
                raise ValueError(f"the answer has no part {number}")
            value = value.parts[number - 1]
        if isinstance(value, ValueList | NumberSet):
            raise ValueError("the answer's part is not a single expression")
        return value

    def size(self) -> int:
        """The number of its parts; 1 for one expression."""
        return len(self.value.parts) if isinstance(self.value, ValueList) else 1

    def inside(self, value: Expr) -> bool:
        """Whether it contains a number: as a set of numbers, or among the solutions."""
        if isinstance(self.value, NumberSet):
            return any(part.contains(value) for part in self.value.ranges)
        members = self.value.parts if isinstance(self.value, ValueList) else (self.value,)
        return any(not isinstance(member, ValueList | NumberSet) and same(member, value) for member in members)


MAX_LENGTH = 4000
"""Characters of an answer with many parts; each part has its own limit."""


def right_side(text: str) -> str:
    """Of an equation, the right side; without a final full stop."""
    return text.rpartition("=")[2].strip().removesuffix(".").strip()


def has_parts(text: str) -> bool:
    """Whether an answer is more than one expression, judged by how it is written."""
    text = _plain(text)
    if _COMPARISON.search(text) or _OR.search(text) or _AND.search(text) or len(_split(text)) > 1:
        return True
    return _is_row(right_side(text)) or text == _EMPTY or bool(re.search(r"[±∓]", text))


def read_value(text: str, read: ReadExpression, like: Value | None = None) -> Value:
    """An answer's value; `read` reads one expression. A text with two meanings is read as the same kind of value as
    `like`. Raises `ValueError` for text that is not an answer."""
    if len(text) > MAX_LENGTH:
        raise ValueError(f"the answer has {len(text)} characters; at most {MAX_LENGTH} are read")
    text = _plain(text)
    choices = _OR.split(text)
    compared = bool(_COMPARISON.search(text))
    united = "∪" in text or (len(choices) > 1 and all(piece[:1] == "[" and piece[-1:] == "]" for piece in choices))
    if not compared and (isinstance(like, NumberSet) or united or any(map(_is_interval, choices))):
        return _number_set([_bounds(piece, read) for piece in choices])
    if text == _EMPTY:
        return ValueList("set", ())
    if _is_row(right_side(text)) and len(choices) == 1:
        return _row(right_side(text), read)
    if compared:
        return _number_set([part for piece in choices for part in _compared(piece, read)])
    pieces = _split(_AND.sub(", ", text))
    if len(pieces) > 1 and all("=" in piece for piece in pieces):
        return _unknowns(pieces, read)
    pieces = [each for part in choices for piece in _split(_AND.sub(", ", part)) for each in _both_signs(piece)]
    return _set([_member(right_side(piece), read) for piece in pieces]) if len(pieces) > 1 else read(right_side(text))


def same_value(left: Value, right: Value) -> bool:
    """Whether two answers are the same: sets in any order, rows part by part."""
    if isinstance(left, ValueList) and isinstance(right, ValueList):
        return _same_list(left, right)
    if isinstance(left, NumberSet) and isinstance(right, NumberSet):
        return len(left.ranges) == len(right.ranges) and all(map(_same_range, left.ranges, right.ranges))
    if isinstance(left, ValueList | NumberSet) or isinstance(right, ValueList | NumberSet):
        return False
    return same(left, right)


def _same_list(left: ValueList, right: ValueList) -> bool:
    kinds = {left.kind, right.kind}
    if len(left.parts) != len(right.parts) or ("set" in kinds and len(kinds) > 1):
        return False
    if left.names and right.names and left.names != right.names:
        return False
    if "set" in kinds:
        return all(any(same_value(one, other) for other in right.parts) for one in left.parts)
    if kinds == {"row", "[row]"} and _may_be_interval(left) and _may_be_interval(right):
        return False  # [2, 5] holds its ends, (2, 5) does not
    return all(map(same_value, left.parts, right.parts))


def _may_be_interval(row: ValueList) -> bool:
    if len(row.parts) != 2 or any(isinstance(part, ValueList | NumberSet) or part.free_symbols for part in row.parts):
        return False
    low, high = (at(part, {}).real for part in row.parts if not isinstance(part, ValueList | NumberSet))
    return low < high


def _same_range(left: NumberRange, right: NumberRange) -> bool:
    for one, other, closed, other_closed in (
        (left.low, right.low, left.low_closed, right.low_closed),
        (left.high, right.high, left.high_closed, right.high_closed),
    ):
        if one is None or other is None:
            if one is not other:
                return False
        elif closed != other_closed or not same(one, other):
            return False
    return True


def _plain(text: str) -> str:
    """With one spelling of each sign, and sets that are described as intervals or comparisons: `{x | x > 2}` becomes
    `x > 2`."""
    for symbol, plain in _SYMBOLS.items():
        text = text.replace(symbol, plain)
    text = text.strip().removesuffix(".").strip()
    if _NO_NUMBER.fullmatch(text):
        return _EMPTY
    if _ALL_NUMBERS.fullmatch(text):
        return "(-inf, inf)"
    if without := _WITHOUT.fullmatch(text):
        return f"x ≠ {without[1]}"
    if re.fullmatch(r"[\[\]][^\[\]()]+[\[\]]", text) and (text[0] == "]" or text[-1] == "["):  # ]2, 5[ is (2, 5)
        text = f"{'(' if text[0] == ']' else '['}{text[1:-1]}{')' if text[-1] == '[' else ']'}"
    text = re.sub(r"^\{\s*\w\s*[|:]\s*([^{}]*)\}$", r"\1", text)
    return re.sub(r"^\w(?:\s*∈\s*|\s+in\s+)(?=[\[({])", "", text)


def _split(text: str) -> list[str]:
    """At the semicolons outside all brackets or, if there are none, at the commas; a comma within `1,000, 2,000` is
    none of them."""
    if re.search(r";|,\s", text):
        text = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)
    pieces, depth, start = [], 0, 0
    ends = ";" if ";" in text else ","
    for index, character in enumerate(text):
        depth += (character in "([{") - (character in ")]}")
        if character in ends and depth == 0:
            pieces.append(text[start:index])
            start = index + 1
    return [*pieces, text[start:]]


def _is_row(text: str) -> bool:
    """Whether one pair of brackets encloses the whole text, with a comma in it."""
    text = text.strip()
    if len(text) < 2 or _CLOSING.get(text[0]) != text[-1]:
        return False
    if text[0] == "<":
        return "," in text
    depth = 0
    for index, character in enumerate(text):
        depth += (character in "([{") - (character in ")]}")
        if depth == 0 and index < len(text) - 1:
            return False
    return len(_split(text[1:-1])) > 1 or text.startswith("[[")


def _is_interval(text: str) -> bool:
    """Whether it can only be an interval: `[0, 5)`, `(-inf, 3)`."""
    text = text.strip()
    if text[:1] not in ("(", "[") or text[-1:] not in (")", "]") or len(_split(text[1:-1])) != 2:
        return False
    return _CLOSING[text[0]] != text[-1] or any(end.strip().lstrip("+-") in ("inf", "oo") for end in _split(text[1:-1]))


def _both_signs(text: str) -> list[str]:
    """`1 ± a` as two expressions; the lower sign of `∓` belongs to the upper one of `±`."""
    if not re.search(r"[±∓]", text):
        return [text]
    return [text.replace("±", "+").replace("∓", "-"), text.replace("±", "-").replace("∓", "+")]


def _row(text: str, read: ReadExpression, depth: int = 0) -> Value:
    pieces = [piece.strip() for piece in _split(text.strip()[1:-1])]
    if len(pieces) > MAX_PARTS or depth > 1:
        raise ValueError(f"more than {MAX_PARTS} parts, or rows in rows in rows")
    if text.strip()[0] == "{":
        return _set([_member(right_side(piece), read) for piece in pieces])
    nested = pieces[0].startswith(("[", "(")) and _CLOSING[pieces[0][0]] == pieces[0][-1] and "," in pieces[0]
    if nested and not all(piece and _CLOSING.get(piece[0]) == piece[-1] for piece in pieces):
        raise ValueError("a matrix is written as [[1, 2], [3, 4]]")
    kind = "[row]" if text.strip()[0] == "[" and not nested and depth == 0 else "row"
    return ValueList(kind, tuple(_row(piece, read, depth + 1) if nested else read(piece) for piece in pieces))


def _member(text: str, read: ReadExpression) -> Value:
    """A value of a set: a number, or a point."""
    return _row(text, read) if _is_row(text) else read(text)


def _set(values: Sequence[Value]) -> ValueList:
    """Each value once; real numbers from the smallest."""
    if len(values) > MAX_PARTS:
        raise ValueError(f"more than {MAX_PARTS} parts")
    kept: list[Value] = []
    for value in values:
        if not any(same_value(value, other) for other in kept):
            kept.append(value)
    numbers = [value for value in kept if not isinstance(value, ValueList | NumberSet) and not value.free_symbols]
    if len(numbers) == len(kept):
        kept = [*sorted(numbers, key=lambda value: at(value, {}).real)]
    return ValueList("set", tuple(kept))


def _unknowns(pieces: list[str], read: ReadExpression) -> Value:
    sides = [(piece.rpartition("=")[0].strip(), read(right_side(piece))) for piece in pieces]
    names = {name for name, _ in sides}
    if len(names) == 1:
        return _set([value for _, value in sides])
    if len(names) < len(sides):
        raise ValueError("an unknown has two values")
    sides.sort(key=lambda side: side[0])
    return ValueList("unknowns", tuple(value for _, value in sides), tuple(name for name, _ in sides))


def _compared(text: str, read: ReadExpression) -> list[NumberRange]:
    """One range; of `x ≠ 2` the two beside the number; of `x > 1 and x < 4` what both have in common."""
    if "≠" not in text:
        both = _BOTH.split(text)
        if len({*map(frozenset, map(_LONE_LETTER.findall, both))}) > 1:
            raise ValueError("two inequalities are about one unknown")
        return [_comparison(text, read)] if len(both) == 1 else [_common([_comparison(one, read) for one in both])]
    left, _, right = text.partition("≠")
    bound = read(right if re.fullmatch(r"\s*[^\W\d_]\s*", left) else left)
    return [NumberRange(None, False, bound, False), NumberRange(bound, False, None, False)]


def _common(ranges: list[NumberRange]) -> NumberRange:
    """What two ranges have in common, of which one is bounded below and the other above."""
    below, above = sorted(ranges, key=lambda one: one.low is None)
    if len(ranges) != 2 or below.low is None or above.high is None or (below.high, above.low) != (None, None):
        raise ValueError("two inequalities are written as x > 1 and x < 4")
    if at(below.low, {}).real >= at(above.high, {}).real:
        raise ValueError("no number is in both ranges")
    return NumberRange(below.low, below.low_closed, above.high, above.high_closed)


def _comparison(text: str, read: ReadExpression) -> NumberRange:
    """`x < 3`, `3 > x`, `2 < x <= 5`."""
    sides, signs = [side.strip() for side in _COMPARISON.split(text)], _COMPARISON.findall(text)
    if len({sign[0] for sign in signs}) != 1 or len(sides) > 3 or _SIGN.search(text):
        raise ValueError("a set of numbers is written as x < 3 or 2 < x < 5")
    if signs[0][0] == ">":
        sides, signs = sides[::-1], signs[::-1]
    unknown = next(
        (index for index, side in enumerate(sides) if side == "" or (len(side) == 1 and side.isalpha())), None
    )
    if unknown is None or (len(sides) == 3 and unknown != 1):
        raise ValueError("an unknown is missing")
    low = _end(sides[unknown - 1], "-", read) if unknown else None
    high = _end(sides[unknown + 1], "+", read) if unknown + 1 < len(sides) else None
    return NumberRange(low, low is not None and "=" in signs[unknown - 1], high, high is not None and "=" in signs[-1])


def _end(text: str, sign: str, read: ReadExpression) -> Expr | None:
    """One end of a range; `None` for infinity, which must have the sign of its side."""
    infinite = re.fullmatch(r"([-+]?)\s*(?:inf|oo)", text.strip())
    if infinite is None:
        return read(text)
    if (infinite[1] or "+") != sign:
        raise ValueError("a range goes from -inf to inf")
    return None


def _bounds(text: str, read: ReadExpression) -> NumberRange:
    """`(2, 5]`, `[3, inf)`."""
    text = text.strip()
    pieces = _split(text[1:-1])
    if len(pieces) != 2 or text[:1] not in "([" or text[-1:] not in ")]":
        raise ValueError("an interval is written as [2, 5)")
    low, high = (_end(piece, sign, read) for piece, sign in zip(pieces, "-+", strict=True))
    return NumberRange(low, low is not None and text[0] == "[", high, high is not None and text[-1] == "]")


def _number_set(ranges: list[NumberRange]) -> NumberSet:
    if len(ranges) > MAX_PARTS:
        raise ValueError(f"more than {MAX_PARTS} parts")
    for part in ranges:
        if any(bound is not None and bound.free_symbols for bound in (part.low, part.high)):
            raise ValueError("a bound is not a number")
    return NumberSet(tuple(sorted(ranges, key=lambda i: -float("inf") if i.low is None else at(i.low, {}).real)))
