"""Formulas with a sign of relation: assignments, equations, inequalities; and whether two formulas say the same.

x = 3, y = 2x + 1, D = (0, 1)   a name and its value; the value alone says the same, another name does not
x^2 + y^2 = 25                  an equation; any multiple of it by a nonzero factor says the same, one side does not
y > 2x + 1                      an inequality that no single interval is
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from sympy import Abs, Expr, Rational, Symbol, together

from tutelage.grading.mathematics.answers import (
    NumberRange,
    NumberSet,
    Value,
    ValueList,
    has_parts,
    read_value,
    same_value,
)
from tutelage.grading.mathematics.bounded import MAX_EXPANSION, at, checked, expansion
from tutelage.grading.mathematics.equality import POINTS, same, sample
from tutelage.grading.mathematics.tokens import PLAIN_NAMES

_EQUALS = re.compile(r"(?<![<>!≠=:])=(?![=<>])")
_SYMBOL = r"[^\W\d_](?:_\w+|_\([^()]*\))?'{0,3}"
_NAME = re.compile(rf"\s*(?:{_SYMBOL}(?:\(\s*\w\s*(?:,\s*\w\s*)?\))?|[^\W\d_]?[a-zα-ω]{{3,}}(?: [^\W\d_]+){{0,5}})\s*")
_FUNCTION = re.compile(r"y|[a-z]\(x\)")
_ORDER = re.compile(r"<=|>=|<|>|≤|≥|≠|!=")
_MIRRORED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "≠": "≠"}
_CONSTANT = re.compile(r"(?<=[\w)|])\s*\+\s*[Cc]\s*$|^\s*[Cc]\s*\+\s*")
"""The constant of an antiderivative."""

MIN_POINTS = 3
CLOSE = 1e-9

ReadExpression = Callable[[str], Expr]


@dataclass(frozen=True)
class Named:
    """A value with its name."""

    name: str
    value: Value


@dataclass(frozen=True)
class Equation:
    """Two sides that are equal; `difference` is one minus the other."""

    difference: Expr


@dataclass(frozen=True)
class Relation:
    """An inequality: `difference` compared with zero by `sign`."""

    difference: Expr
    sign: str


Formula: TypeAlias = "Expr | ValueList | NumberSet | Named | Equation | Relation"


def read_formula(text: str, read: ReadExpression, like: Formula | None = None) -> Formula:
    """What a formula says; `read` reads one expression. A text with two meanings is read as the same kind as `like`.

    Raises `ValueError` for text that is no formula.
    """
    text = text.strip().removesuffix(".").strip()
    kind = like.value if isinstance(like, Named) else like
    value = kind if not isinstance(kind, Equation | Relation) else None
    sides = _EQUALS.split(text)
    several = has_parts(text) and not _ORDER.search(text)
    if len(sides) == 1 or (several and len(sides) > 2):
        return _related(text, read, value)
    left, right = sides[0].strip(), sides[-1].strip()
    if len(sides) > 2 and not _is_name(left):
        raise ValueError("an equation has two sides")
    if _is_name(left):
        return Named(re.sub(r"\s", "", left), read_value(_CONSTANT.sub("", right), read, value))
    if several:
        return _related(text, read, value)
    if _is_name(right):
        return Named(re.sub(r"\s", "", right), read_value(left, read, value))
    return Equation(read(left) - read(right))


def _is_name(text: str) -> bool:
    return bool(_NAME.fullmatch(text)) and text.strip() not in PLAIN_NAMES


def _related(text: str, read: ReadExpression, like: Value | None) -> Formula:
    """A value, or an inequality that is no set of numbers."""
    try:
        return read_value(_CONSTANT.sub("", text), read, like)
    except ValueError:
        signs = _ORDER.findall(text)
        if len(signs) != 1:
            raise
    left, right = _ORDER.split(text)
    sign = {"≤": "<=", "≥": ">=", "!=": "≠"}.get(signs[0], signs[0])
    return Relation(read(left) - read(right), sign)


def same_formula(given: Formula, expected: Formula) -> bool:
    """Whether two formulas say the same."""
    if isinstance(given, Named) and isinstance(expected, Named):
        if given.name == expected.name or all(_FUNCTION.fullmatch(one.name) for one in (given, expected)):
            return same_formula(given.value, expected.value)
        return _same_equation(given, expected)
    if isinstance(given, Equation) or isinstance(expected, Equation):
        return _same_equation(given, expected)
    given, expected = (one.value if isinstance(one, Named) else one for one in (given, expected))
    if isinstance(given, NumberSet) and isinstance(expected, Relation):
        expected = _around(expected) or expected
    if isinstance(given, Relation) and isinstance(expected, NumberSet):
        given = _around(given) or given
    if isinstance(given, Relation) and isinstance(expected, Relation):
        factor = proportion(given.difference, expected.difference)
        return bool(factor) and (given.sign if factor > 0 else _MIRRORED[given.sign]) == expected.sign
    if isinstance(given, Relation) or isinstance(expected, Relation):
        return False
    assert not isinstance(given, Named | Equation)
    assert not isinstance(expected, Named | Equation)
    return same_value(given, expected)


def _around(relation: Relation) -> NumberSet | None:
    """The numbers of `|x - a| < b` or `|x - a| > b` for a positive b; `None` for any other inequality."""
    bars = list(relation.difference.atoms(Abs))
    if len(bars) != 1 or len(relation.difference.free_symbols) != 1 or relation.sign == "≠":
        return None
    (symbol,) = relation.difference.free_symbols
    factor = relation.difference.coeff(bars[0])
    rest = relation.difference - factor * bars[0]
    inner = bars[0].args[0]
    slope = inner.coeff(symbol)
    middle = inner - slope * symbol
    if any(not part.is_Rational for part in (factor, rest, slope, middle)) or not factor or not slope:
        return None
    size = -rest / factor / abs(slope)
    if size <= 0:
        return None
    sign = relation.sign if factor > 0 else _MIRRORED[relation.sign]
    low, high, closed = -middle / slope - size, -middle / slope + size, "=" in sign
    if sign[0] == "<":
        return NumberSet((NumberRange(low, closed, high, closed),))
    return NumberSet((NumberRange(None, False, low, closed), NumberRange(high, closed, None, False)))


def _same_equation(given: Formula, expected: Formula) -> bool:
    sides = []
    for one in (given, expected):
        if (
            isinstance(one, Named)
            and re.fullmatch(_SYMBOL, one.name)
            and not isinstance(one.value, ValueList | NumberSet)
        ):
            sides.append(Symbol(one.name) - one.value)
        elif isinstance(one, Equation):
            sides.append(one.difference)
        else:
            return False
    return bool(proportion(*sides))


def proportion(left: Expr, right: Expr) -> float:
    """The constant by which `right` must be multiplied to be `left`; 0 if there is none, or one of them is zero.

    Denominators do not count: `y = 1/x` says the same as `xy = 1`.
    """
    left, right = (checked(together(side).as_numer_denom()[0]) for side in (left, right))
    if (
        not left.free_symbols
        or left.free_symbols != right.free_symbols
        or max(expansion(left), expansion(right)) > MAX_EXPANSION
    ):
        return 0.0
    factors = []
    for index in range(len(POINTS)):
        try:
            point = sample(left.free_symbols, index)
            factors.append(at(left, point) / at(right, point))
        except (ValueError, ZeroDivisionError):
            continue
    if len(factors) < MIN_POINTS or not factors[0] or any(abs(f - factors[0]) > CLOSE * abs(f) for f in factors):
        return 0.0
    factor = factors[0].real
    simple = Fraction(factor).limit_denominator(1000)
    if abs(simple - factor) < CLOSE * abs(factor) and not same(left, Rational(simple) * right):
        return 0.0  # equal in machine numbers alone
    return factor if abs(factors[0].imag) <= CLOSE * abs(factor) else 0.0


def is_solution(formula: Formula) -> bool:
    """Whether it says the value of an unknown: `x = 3`, but not `y = 2x + 1`."""
    if not isinstance(formula, Named):
        return False
    return isinstance(formula.value, ValueList | NumberSet) or not formula.value.free_symbols
