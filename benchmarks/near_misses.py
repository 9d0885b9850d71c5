"""Near misses of an answer: what is nearly it, and is surely wrong.

    python benchmarks/near_misses.py '3*x**2 - 12'   # all near misses of one answer, and how each was made

A near miss is an answer with one sign, digit, operator, bracket, exponent or unit changed, or with its two sides
swapped. Whether the change changes the value is decided here, and not by the code that marks: the answer is read as
exact fractions, a formula at three points. What cannot be read so has no near misses, except as text: there a digit
or a sign is changed that cannot be without meaning.
"""

from __future__ import annotations

import argparse
import ast
import operator
import random
import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import NamedTuple

UNITS = {
    **dict.fromkeys(("km", "m", "cm", "mm", "miles", "feet", "inches"), "length"),
    **dict.fromkeys(("hours", "minutes", "seconds", "days", "weeks", "years"), "time"),
    **dict.fromkeys(("kg", "g", "mg", "tons", "pounds"), "mass"),
    **dict.fromkeys(("litres", "ml", "gallons"), "volume"),
    **dict.fromkeys(("°C", "°F", "K"), "temperature"),
    **dict.fromkeys(("m/s", "km/h", "mph"), "speed"),
    **dict.fromkeys(("cm^2", "m^2", "km^2"), "area"),
    **dict.fromkeys(("%", "‰"), "share"),
}
"""Unit -> what it measures; one is never worth as much as another of the same kind."""
CURRENCIES = ("$", "€", "£")
MAX_POWER = 12
MAX_BITS = 400
POINTS = (Fraction(7, 3), Fraction(-5, 2), Fraction(11, 7))
_SIGNED = re.compile(r"(?<![\w.*^])-\s*(?=[\w(.])")
_WITH_UNIT = re.compile(
    rf"(?P<body>[-−+]?[\d.,/\s]*\d)\s*(?P<unit>{'|'.join(map(re.escape, sorted(UNITS, key=len, reverse=True)))})"
)
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+")


class NearMiss(NamedTuple):
    """A wrong answer."""

    made: str
    """What was changed."""
    text: str


class Value(NamedTuple):
    """What an answer is worth."""

    numbers: tuple[Fraction, ...]
    """Its value at each point; three times the same for a number."""
    unit: str


def value(text: str) -> Value | None:
    """The exact value of a number (with thousands separators, a currency, a unit) or of a formula in Python's signs;
    `None` if it is neither, or too large."""
    text = text.strip().replace("−", "-")
    unit = ""
    if found := re.fullmatch(r"(-?)\s*([$€£])\s*(.*)", text):
        text, unit = found[1] + found[3], found[2]
    elif found := _WITH_UNIT.fullmatch(text):
        text, unit = found["body"], found["unit"]
    if not re.fullmatch(r"[-+*/().,\da-z\s]{1,120}", text) or re.search(r"\d[a-z]|[a-z]\d", text):
        return None
    text = re.sub(r"\d{1,3}(?:,\d{3})+(?![\d,])", lambda number: number[0].replace(",", ""), text)
    text = re.sub(r"(?<![\d.])0+(?=\d)", "", text)
    try:
        tree = ast.parse(text.strip(), mode="eval").body
        return Value(tuple(_at(tree, point) for point in POINTS), unit)
    except (SyntaxError, ValueError, ZeroDivisionError, RecursionError, MemoryError):
        return None


_OPERATIONS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def _at(node: ast.expr, point: Fraction) -> Fraction:
    """The value of a syntax tree; variables get different values, derived from the point."""
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            found = Fraction(str(number))
        case ast.Name(id=name) if len(name) == 1 and name != "i":  # its powers repeat
            found = point + Fraction(ord(name) - ord("a"), 13)
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            found = -_at(inner, point)
        case ast.UnaryOp(op=ast.UAdd(), operand=inner):
            found = _at(inner, point)
        case ast.BinOp(left=base, op=ast.Pow(), right=ast.Constant(value=int() as power)) if power <= MAX_POWER:
            found = _at(base, point) ** power
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATIONS:
            found = _OPERATIONS[type(op)](_at(left, point), _at(right, point))
        case _:
            raise ValueError("neither a number nor a formula")
    if max(found.numerator.bit_length(), found.denominator.bit_length()) > MAX_BITS:
        raise ValueError("too large")
    return found


def near_misses(answer: str) -> list[NearMiss]:
    """All near misses of an answer that `value` can read, in a fixed order; none if it cannot."""
    right = value(answer)
    if right is None:
        return []
    found: dict[str, NearMiss] = {}
    for made, text in _changes(answer):
        worth = value(text)
        if worth is not None and worth != right and not _the_same_in_another_unit(worth, right):
            found.setdefault(text, NearMiss(made, text))
    return list(found.values())


def _the_same_in_another_unit(one: Value, other: Value) -> bool:
    """`0 km` and `0 m`, but not 0 °C and 0 °F."""
    kinds = {UNITS.get(side.unit, "money") for side in (one, other)}
    return not any(one.numbers + other.numbers) and kinds != {"temperature"}


def _changes(answer: str) -> Iterator[tuple[str, str]]:
    """Every text that differs in one place, equal ones among them."""
    yield from _signs(answer)
    for number in _NUMBER.finditer(answer):
        made = "exponent" if answer[: number.start()].rstrip().endswith(("**", "^")) else "digit"
        for other in _numbers(number[0]):
            yield made, answer[: number.start()] + other + answer[number.end() :]
    yield from _operators(answer)
    yield from _brackets(answer)
    if found := _WITH_UNIT.fullmatch(answer.strip()):
        for other, kind in UNITS.items():
            if kind == UNITS[found["unit"]] and other != found["unit"]:
                yield "unit", answer.replace(found["unit"], other)
    for currency in CURRENCIES:
        if currency in answer:
            yield from (("unit", answer.replace(currency, other)) for other in CURRENCIES if other != currency)


def _signs(answer: str) -> Iterator[tuple[str, str]]:
    start = len(answer) - len(answer.lstrip())
    if answer[start : start + 1] in ("-", "−"):
        yield "sign", answer[start + 1 :].lstrip()
    else:
        yield "sign", f"-{answer}"
    for sign in re.finditer(r"(?<=[\w)])(\s*)([-+])(\s*)(?=[\w(])", answer):
        other = "+" if sign[2] == "-" else "-"
        yield "sign", f"{answer[: sign.start(2)]}{other}{answer[sign.end(2) :]}"
    for sign in _SIGNED.finditer(answer):
        yield "sign", answer[: sign.start()] + answer[sign.end() :]


def _numbers(text: str) -> Iterator[str]:
    """A number with one digit changed, left out, or doubled, two swapped, and its point moved."""
    digits = [index for index, mark in enumerate(text) if mark.isdigit()]
    for index in digits:
        yield f"{text[:index]}{(int(text[index]) + 1) % 10}{text[index + 1 :]}"
    plain = text.replace(",", "")
    for index in range(len(plain) - 1):
        yield plain[:index] + plain[index + 1] + plain[index] + plain[index + 2 :]
    if len(plain) > 1:
        yield plain[:-1].rstrip(".")
    yield f"{plain}0" if "." not in plain else plain.replace(".", "")
    yield f"{plain[0]}{plain}"
    if "." not in plain and len(plain) > 1:
        yield f"{plain[:-1]}.{plain[-1]}"


def _operators(answer: str) -> Iterator[tuple[str, str]]:
    for sign in re.finditer(r"(?<=[\w)])(\s*)(\*\*|\*|/)(\s*)(?=[\w(])", answer):
        for other in ("*", "/", "+", "-"):
            if other != sign[2] and not (sign[2] == "*" and other == "/"):
                yield "operator", f"{answer[: sign.start(2)]}{other}{answer[sign.end(2) :]}"
    if sides := re.fullmatch(r"(\w+)(\s*[-/]\s*)(\w+)", answer.strip()):
        yield "sides", f"{sides[3]}{sides[2]}{sides[1]}"


def _brackets(answer: str) -> Iterator[tuple[str, str]]:
    for bracket in re.finditer(r"\([^()]*\)", answer):
        yield "bracket", answer[: bracket.start()] + bracket[0][1:-1] + answer[bracket.end() :]
    if found := re.fullmatch(r"(.*[\w)]\s*[-+]\s*[^-+()]+)(\*\*\s*\d+)", answer.strip()):
        yield "bracket", f"({found[1]}){found[2]}"


SWAPPED = {
    **{"<": ">", ">": "<", "≤": "≥", "≥": "≤", "∪": "∩", "∩": "∪", "∧": "∨", "∨": "∧", "+": "−", "×": "÷", "÷": "×"},
    **{"π": "2π", "∞": "−∞", "√": "", "¬": "", "→": "←", "²": "³", "³": "²", "⊃": "⊂", "∃": "∀", "∀": "∃"},
}
"""Signs that mean something wherever they stand -> another."""

_INTERVAL = re.compile(r"([\[(])([^()\[\]]*(?:,|∞)[^()\[\]]*)([\])])")


def near_misses_of_text(answer: str) -> list[NearMiss]:
    """Near misses of an answer that is neither a number nor a formula: another digit, sign or bracket, or a minus
    before what has no words."""
    found: list[NearMiss] = []
    for index, mark in enumerate(answer):
        if mark in "0123456789":
            found.append(NearMiss("digit", f"{answer[:index]}{(int(mark) + 1) % 10}{answer[index + 1 :]}"))
        elif mark in SWAPPED:
            found.append(NearMiss("operator", f"{answer[:index]}{SWAPPED[mark]}{answer[index + 1 :]}"))
    if interval := _INTERVAL.fullmatch(answer):
        first, inner, last = interval.groups()
        found.append(NearMiss("bracket", f"{'[(['['[('.index(first) + 1]}{inner}{last}"))
        found.append(NearMiss("bracket", f"{first}{inner}{'])]'['])'.index(last) + 1]}"))
    if found and not re.search(r"[A-Za-z]{3}|±|^\W*(?:[-–−]|0(?!\.))", answer):
        found.append(NearMiss("sign", f"-{answer}"))
    return found


def pick(found: list[NearMiss], number: int, source: random.Random) -> list[NearMiss]:
    """At most so many of them, of as many kinds as there are."""
    source.shuffle(found)
    kinds: dict[str, list[NearMiss]] = {}
    for each in found:
        kinds.setdefault(each.made, []).append(each)
    picked: list[NearMiss] = []
    while len(picked) < number and any(kinds.values()):
        picked += [own.pop() for own in kinds.values() if own][: number - len(picked)]
    return picked


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("answer")
    answer = parser.parse_args().answer
    for each in near_misses(answer) or near_misses_of_text(answer):
        print(f"{each.made:10s}{each.text}")


if __name__ == "__main__":
    main()
