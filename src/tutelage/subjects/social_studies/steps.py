"""How a step of arithmetic is written: one operation with its result."""

from __future__ import annotations

from tutelage.subjects.social_studies.topic import amount


def times(a: float, b: float) -> str:
    """`3*4 = 12`."""
    return f"{amount(a)}*{amount(b)} = {amount(a * b)}"


def over(a: float, b: float) -> str:
    """`12/4 = 3`; the division has to come out even."""
    return f"{amount(a)}/{amount(b)} = {amount(a / b)}"


def ratio(a: float, b: float) -> str:
    """A division that need not come out even."""
    rounded = round(a / b, 2)
    return f"{amount(a)}/{amount(b)} {'=' if abs(rounded * b - a) < 1e-9 else 'is about'} {amount(rounded)}"


def minus(a: float, b: float) -> str:
    """`12 - 4 = 8`."""
    return f"{amount(a)} - {amount(b)} = {amount(a - b)}"


def plus(a: float, b: float) -> str:
    """`12 + 4 = 16`."""
    return f"{amount(a)} + {amount(b)} = {amount(a + b)}"


def percent_of(percent: float, whole: float) -> str:
    """`20 percent of 50 is 10`."""
    return f"{amount(percent)} percent of {amount(whole)} is {amount(percent * whole / 100)}"
