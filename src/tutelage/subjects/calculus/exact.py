"""Exact values: roots with a factor, and sine, cosine and tangent of the angles that have such values."""

from __future__ import annotations

import re
from fractions import Fraction
from math import isqrt

from tutelage.subjects.calculus.notation import multiple

_ACUTE = {  # degrees -> sine, cosine and tangent, each as a factor and a number under a root
    0: ((Fraction(0), 1), (Fraction(1), 1), (Fraction(0), 1)),
    30: ((Fraction(1, 2), 1), (Fraction(1, 2), 3), (Fraction(1, 3), 3)),
    45: ((Fraction(1, 2), 2), (Fraction(1, 2), 2), (Fraction(1), 1)),
    60: ((Fraction(1, 2), 3), (Fraction(1, 2), 1), (Fraction(1), 3)),
}
NAMES = ("sin", "cos", "tan")
ANGLES = tuple(angle for angle in range(0, 360, 15) if angle % 30 == 0 or angle % 45 == 0)
"""Degrees at which sine and cosine are known exactly."""
Value = tuple[Fraction, int]
"""An exact value: a factor, and the number under the root that it multiplies."""


def value_of(name: str, degrees: int) -> Value:
    """Sine, cosine or tangent of a multiple of 30 or 45 degrees. Raises `ValueError` where the tangent has no value."""
    degrees %= 360
    if degrees % 180 == 90 and name == "tan":
        raise ValueError(f"the tangent of {degrees} degrees has no value")
    if degrees % 180 == 90:
        return Fraction(0 if name == "cos" else 1 if degrees == 90 else -1), 1
    reference = min(degrees % 180, 180 - degrees % 180)
    front, inside = _ACUTE[reference][NAMES.index(name)]
    negative = {"sin": degrees > 180, "cos": 90 < degrees < 270, "tan": degrees % 180 > 90}[name]
    return (-front if negative else front), inside


def exact(front: Fraction | int, inside: int = 1) -> str:
    """`3sqrt(2)/2`: a factor times a root, in simplest form."""
    front, inside = multiplied((Fraction(front), inside), (Fraction(1), 1))
    return str(front) if inside == 1 else multiple(front, f"sqrt({inside})")


def grouped(text: str) -> str:
    """A factor in a product: in brackets, unless it is a whole number or a single root."""
    return text if re.fullmatch(r"\d+|sqrt\(\d+\)", text) else f"({text})"


def multiplied(one: Value, other: Value) -> Value:
    """A product of two exact values, with no square left under the root."""
    front, inside = one[0] * other[0], one[1] * other[1]
    for factor in range(isqrt(inside), 1, -1):
        if inside % factor**2 == 0:
            front, inside = front * factor, inside // factor**2
    return front, inside


def quotient(one: Value, other: Value) -> Value:
    """One exact value over another, with no root below."""
    return one[0] / (other[0] * other[1]), one[1] * other[1]
