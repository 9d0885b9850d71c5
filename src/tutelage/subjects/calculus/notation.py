"""How numbers and expressions are written."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import isqrt

Number = int | Fraction
Coefficient = int | str
"""A number, or the letter that stands for it in a composed question."""


def bracket(number: Coefficient) -> str:
    """In brackets if negative."""
    return f"({number})" if str(number).startswith("-") else str(number)


def bracket_fraction(number: Number) -> str:
    """In brackets if negative or a fraction."""
    return f"({number})" if "/" in str(number) or number < 0 else str(number)


def term(coefficient: Coefficient, power: int = 1, letter: str = "x") -> str:
    """`15x^2`, `-x`, `3`; never `1x` or `x^1`."""
    if power == 0:
        return str(coefficient)
    front = {1: "", -1: "-"}.get(coefficient, str(coefficient)) if isinstance(coefficient, int) else coefficient
    return f"{front}{letter}{exponent(power)}"


def exponent(power: int) -> str:
    """`^4`, `^(-2)`, and nothing for 1."""
    return "" if power == 1 else f"^{bracket(power)}"


def to_the(base: str, above: str) -> str:
    """`e^x` and `e^(2x)`: an exponent in letters, in brackets unless it is a single one."""
    return f"{base}^{above}" if len(above) == 1 else f"{base}^({above})"


def terms(*pieces: str) -> str:
    """Terms joined by their signs: `3x^2 - 4x + 1`. Terms that are 0 are left out."""
    kept = [piece for piece in pieces if piece != "0" and not (piece[0] == "0" and piece[1:2].isalpha())]
    first, *rest = kept or ["0"]
    return first + "".join(f" - {piece[1:]}" if piece[0] == "-" else f" + {piece}" for piece in rest)


def linear(slope: Coefficient, constant: Coefficient, letter: str = "x") -> str:
    """`3x - 2`."""
    return terms(term(slope, 1, letter), str(constant))


def quadratic(a: Coefficient, b: Coefficient, c: Coefficient, letter: str = "x") -> str:
    """`2x^2 - 3x + 1`."""
    return terms(term(a, 2, letter), term(b, 1, letter), str(c))


def polynomial(coefficients: Sequence[Coefficient], letter: str = "x") -> str:
    """`2x^3 - x + 1`, from the coefficients of falling powers."""
    top = len(coefficients) - 1
    return terms(*(term(each, top - place, letter) for place, each in enumerate(coefficients)))


def fraction(top: int, bottom: int) -> str:
    """`3/4`; a whole number if the bottom is 1."""
    return str(top) if bottom == 1 else f"{top}/{bottom}"


def decimal(value: Number) -> str:
    """`0.375`; the value has to have finitely many decimals. Raises `ValueError` otherwise."""
    value = Fraction(value)
    for places in range(10):
        scaled = value * 10**places
        if scaled.denominator == 1:
            digits = str(abs(scaled.numerator)).rjust(places + 1, "0")
            sign = "-" if value < 0 else ""
            return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)
    raise ValueError(f"{value} has no short decimal form")


def over_text(top: str, bottom: Number) -> str:
    """`sqrt(2)/2`, and the top alone over 1."""
    return top if bottom == 1 else f"{top}/{bottom}"


def surd(front: int, inside: int) -> str:
    """`3sqrt(2)` for the front times the root of the inside, in simplest form."""
    for factor in range(isqrt(inside), 1, -1):
        if inside % factor**2 == 0:
            front, inside = front * factor, inside // factor**2
    return str(front) if inside == 1 else term(front, 1, f"sqrt({inside})")


def multiple(value: Number, thing: str) -> str:
    """`3pi/4`, `-pi`, `0`."""
    value = Fraction(value)
    if value == 0:
        return "0"
    return over_text(term(value.numerator, 1, thing), value.denominator)


def power_term(value: Number, power: int, letter: str = "x") -> str:
    """`7x^5/5`, `-3/(2x^4)`, `2/3`: a term with a fraction in front, or a negative exponent."""
    value = Fraction(value)
    if value == 0 or power == 0:
        return str(value)
    if power > 0:
        return multiple(value, term(1, power, letter))
    below = term(value.denominator, -power, letter)
    return f"{value.numerator}/{below if value.denominator == 1 else f'({below})'}"


def point(*numbers: Number | str) -> str:
    """`(3, -2)`."""
    return f"({', '.join(map(str, numbers))})"
