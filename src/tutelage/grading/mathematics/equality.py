"""Whether two expressions have the same value: exactly where that is cheap, otherwise at sample points."""

from __future__ import annotations

from sympy import Add, Expr, Integer, Mul, Pow, Rational, Symbol, expand, preorder_traversal, simplify
from sympy.core.basic import Basic

from tutelage.grading.deadline import within
from tutelage.grading.mathematics.bounded import MAX_EXPANSION, at, expansion

POINTS = (0.7312, 1.6180, 2.2360, -0.5772, -1.3247, 3.3598, -2.6651, 0.2078, 7.3890, 12.5663)
_NEEDEDPOINTS = 3
_TOLERANCE = 1e-9
"""Relative to the largest term of the difference."""
_SIMPLIFY_NODES = 40
SIMPLIFY_SECONDS = 0.3


def same(left: Expr, right: Expr) -> bool:
    """Whether two expressions have the same value, for real numbers, wherever both are defined."""
    if left == right:
        return True
    if isinstance(left, Rational) and isinstance(right, Rational):
        return False
    difference = left - right
    if expansion(difference) <= MAX_EXPANSION:
        difference = expand(difference)
        if difference == 0:
            return True
        if _is_polynomial(difference):
            return False
    return _same_at_points(left, right, difference)


def _is_polynomial(expr: Basic) -> bool:
    if isinstance(expr, Add | Mul):
        return all(_is_polynomial(arg) for arg in expr.args)
    if isinstance(expr, Pow):
        return isinstance(expr.base, Symbol) and isinstance(expr.exp, Integer) and bool(expr.exp > 0)
    return isinstance(expr, Symbol | Rational)


def _same_at_points(left: Expr, right: Expr, difference: Expr) -> bool:
    """Compare at several points. Functions as small as these that agree at all of them are equal; points where one side
    is not a real number are skipped."""
    agreed = 0
    for index in range(len(POINTS)):
        point = sample(left.free_symbols | right.free_symbols, index)
        try:
            one, other = at(left, point), at(right, point)
        except ValueError:
            continue
        if max(abs(one.imag), abs(other.imag)) > _TOLERANCE:
            continue
        if abs(one - other) > _TOLERANCE * _size(difference, point, one):
            return False
        agreed += 1
    if agreed >= _NEEDEDPOINTS:
        return True
    small = sum(1 for _ in preorder_traversal(difference)) <= _SIMPLIFY_NODES
    return small and within(SIMPLIFY_SECONDS, lambda: bool(simplify(difference) == 0), otherwise=False)


def _size(difference: Expr, point: dict[Basic, complex], otherwise: complex) -> float:
    """The largest term of the difference: what both sides have in common must not hide that they differ."""
    try:
        return max(abs(at(term, point)) for term in Add.make_args(difference))
    except ValueError:
        return abs(otherwise)


def sample(variables: set[Basic], index: int) -> dict[Basic, complex]:
    """A value for every variable; the variables of one point differ."""
    symbols = sorted(variables, key=str)
    return {
        symbol: complex(POINTS[(index + number) % len(POINTS)] + number / 7) for number, symbol in enumerate(symbols)
    }
