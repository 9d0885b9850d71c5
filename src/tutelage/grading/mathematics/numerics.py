"""Operations of statements on numbers: sums, numeric integrals, divisors, real and imaginary parts."""

from __future__ import annotations

from fractions import Fraction
from math import gcd, isfinite

from sympy import Add, Expr, Integer, Poly, Rational, Symbol, expand

from tutelage.grading.mathematics.bounded import MAX_EXPANSION, at, checked, expansion
from tutelage.grading.mathematics.operations import substitute

MAX_TERMS = 60
_PANELS = 16
_NODES = ((0.0, 128 / 225), (0.5384693101056831, 0.47862867049936647), (0.906179845938664, 0.23692688505618908))
"""Gauss-Legendre with five nodes: distance from the middle of [-1, 1], weight."""


def sum_series(expr: Expr, n: Expr, low: Expr, high: Expr) -> Expr:
    """The sum of `expr` for n from `low` to `high`, exactly."""
    if not (isinstance(low, Integer) and isinstance(high, Integer) and 0 <= high - low < MAX_TERMS):
        raise ValueError(f"sum takes whole bounds and at most {MAX_TERMS} terms")
    return Add(*(substitute(expr, n, Integer(number)) for number in range(int(low), int(high) + 1)))


def quadrature(expr: Expr, x: Expr, low: Expr, high: Expr) -> Expr:
    """A definite integral by Gauss-Legendre quadrature in machine numbers; accurate to ten digits if it is smooth."""
    if expr.free_symbols - {x} or low.free_symbols or high.free_symbols:
        raise ValueError("quad takes an integrand in one variable, and numbers as bounds")
    start, end = at(low, {}).real, at(high, {}).real
    half = (end - start) / (2 * _PANELS)
    value = 0.0
    for panel in range(_PANELS):
        middle = start + (2 * panel + 1) * half
        for distance, weight in _NODES:
            for point in (middle,) if distance == 0 else (middle - distance * half, middle + distance * half):
                value += weight * at(expr, {x: complex(point)}).real
    if not isfinite(value):
        raise ValueError("the integral has no finite value")
    return _rational(value * half)


def _rational(value: float) -> Expr:
    fraction = Fraction(value).limit_denominator(10**15)
    return Rational(fraction.numerator, fraction.denominator)


def common_divisor(a: Expr, b: Expr) -> Expr:
    """The greatest common divisor of two whole numbers."""
    one, other = _whole(a), _whole(b)
    return Integer(gcd(one, other))


def remainder(a: Expr, b: Expr) -> Expr:
    """The remainder of a divided by b > 0."""
    if _whole(b) < 1:
        raise ValueError("mod takes a divisor above 0")
    return Integer(_whole(a) % _whole(b))


def _whole(value: Expr) -> int:
    if not isinstance(value, Integer):
        raise ValueError("gcd and mod take whole numbers")
    return int(value)


def real_part(expr: Expr) -> Expr:
    """Of an expression in the letter i with i^2 = -1."""
    return _parts(expr)[0]


def imaginary_part(expr: Expr) -> Expr:
    """The imaginary part of an expression, of which `i` is a symbol. Raises `ValueError` for one that is too large."""
    return _parts(expr)[1]


def _parts(expr: Expr) -> tuple[Expr, Expr]:
    unit = Symbol("i")
    if expansion(expr) > MAX_EXPANSION:
        raise ValueError("the expression is too large")
    expr = expand(expr)
    if not expr.is_polynomial(unit):
        raise ValueError("re and im take a polynomial in i: multiply by what it is divided by")
    parts: list[list[Expr]] = [[], []]
    for (power,), coefficient in Poly(expr, unit).terms():
        parts[power % 2].append(-coefficient if power % 4 > 1 else coefficient)
    return checked(Add(*parts[0])), checked(Add(*parts[1]))
