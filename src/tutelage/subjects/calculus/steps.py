"""Steps of a solution, one operation each, and arithmetic of polynomials, by coefficients of falling powers."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from tutelage.subjects.calculus.notation import Number, bracket, bracket_fraction


def plus(a: int, b: int, result: int | None = None) -> str:
    """`15 + 2 = 17`; another result where a slip wants one."""
    return f"{a} {'-' if b < 0 else '+'} {abs(b)} = {a + b if result is None else result}"


def minus(a: int, b: int, result: int | None = None) -> str:
    """`15 - 2 = 13`."""
    return f"{a} - {bracket(b)} = {a - b if result is None else result}"


def times(a: int, b: int, result: int | None = None) -> str:
    """`5*3 = 15`."""
    return f"{a}*{bracket(b)} = {a * b if result is None else result}"


def over(a: int, b: int) -> str:
    """`15/5 = 3`; the division has to be exact."""
    return f"{a}/{bracket(b)} = {a // b}"


def divided(a: Number, b: Number) -> str:
    """`15/5 = 3`, `6/4 = 3/2`, and `7/5` alone, which is as short as it can be."""
    written, result = f"{bracket_fraction(a)}/{bracket_fraction(b)}", str(Fraction(a) / Fraction(b))
    return written if written == result else f"{written} = {result}"


def raised(a: int, power: int, result: int | None = None) -> str:
    """`2^3 = 8`."""
    return f"{bracket(a)}^{power} = {a**power if result is None else result}"


def steps(*parts: str) -> str:
    """Steps in a row; empty ones are left out."""
    return "; ".join(part for part in parts if part)


def derived(coefficients: Sequence[int]) -> tuple[int, ...]:
    """The coefficients of the derivative."""
    top = len(coefficients) - 1
    return tuple(each * (top - place) for place, each in enumerate(coefficients[:-1])) or (0,)


def value_at(coefficients: Sequence[int], x: int) -> int:
    """The value of a polynomial."""
    total = 0
    for each in coefficients:
        total = total * x + each
    return total


def multiplied(one: Sequence[int], two: Sequence[int]) -> list[int]:
    """The coefficients of a product of polynomials."""
    found = [0] * (len(one) + len(two) - 1)
    for i, a in enumerate(one):
        for j, b in enumerate(two):
            found[i + j] += a * b
    return found


def summed(one: Sequence[int], two: Sequence[int], factor: int = 1) -> list[int]:
    """The coefficients of a sum of polynomials, the second one times a factor."""
    size = max(len(one), len(two))
    pairs = zip([0] * (size - len(one)) + list(one), [0] * (size - len(two)) + list(two), strict=True)
    return [a + factor * b for a, b in pairs]


def evaluation(coefficients: Sequence[int], x: int) -> str:
    """The steps of putting a number into a polynomial: powers, products, sums."""
    top, found, parts = len(coefficients) - 1, [], []
    for place, each in enumerate(coefficients):
        power = top - place
        if not each:
            continue
        if power > 1:
            parts.append(raised(x, power))
        if power and each != 1:
            parts.append(times(each, x**power))
        found.append(each * x**power)
    total = found[0] if found else 0
    for each in found[1:]:
        parts.append(plus(total, each))
        total += each
    return steps(*parts)
