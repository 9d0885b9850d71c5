"""Operations on expressions that no input can make take hours: each has limits, and refuses what exceeds them."""

from __future__ import annotations

import cmath
from collections.abc import Callable
from functools import reduce
from math import comb
from operator import mul

from sympy import (
    Abs,
    Add,
    Expr,
    Integer,
    Mul,
    Number,
    Pow,
    Rational,
    Symbol,
    acos,
    asin,
    atan,
    cos,
    cot,
    exp,
    log,
    preorder_traversal,
    sin,
    tan,
)
from sympy.core.basic import Basic
from sympy.core.numbers import Exp1, Pi

MAX_EXPONENT = 100
MAX_INTEGER_BITS = 4000
MAX_NODES = 600
MAX_EXPANSION = 400


def power(base: Expr, exponent: Expr) -> Expr:
    """A power, within the limits. Raises `ValueError` for one that would be too large, or a division by zero."""
    if isinstance(base, Rational) and isinstance(exponent, Integer):
        return _rational_power(base, int(exponent))
    if not exponent.free_symbols and abs(at(exponent, {})) > MAX_EXPONENT:
        raise ValueError(f"an exponent is larger than {MAX_EXPONENT}")
    if exponent.free_symbols and any(isinstance(n, exp) or _varies(n) for n in preorder_traversal(exponent)):
        raise ValueError("an exponent holds another exponential")
    if base == 0 and (exponent.free_symbols or at(exponent, {}).real < 0):
        raise ValueError("division by zero")
    return checked(Pow(base, exponent))


def _rational_power(base: Rational, exponent: int) -> Rational:
    """Ten times as fast as SymPy's `Pow`."""
    if abs(exponent) > MAX_EXPONENT:
        raise ValueError(f"an exponent is larger than {MAX_EXPONENT}")
    if base == 0 and exponent < 0:
        raise ValueError("division by zero")
    check_bits(max(abs(base.p), base.q).bit_length() * abs(exponent))
    above, below = (base.p, base.q) if exponent >= 0 else (base.q, base.p)
    return Rational(above ** abs(exponent), below ** abs(exponent))


def _varies(node: Basic) -> bool:
    return isinstance(node, Pow) and bool(node.exp.free_symbols)


def over(numerator: Expr, denominator: Expr) -> Expr:
    """A quotient. Raises `ValueError` for a division by zero."""
    if denominator == 0:
        raise ValueError("division by zero")
    return numerator / denominator


def check_bits(bits: int) -> None:
    """Raise `ValueError` for an integer of more bits than are allowed."""
    if bits > MAX_INTEGER_BITS:
        raise ValueError("a number becomes too large")


def checked(expr: Expr) -> Expr:
    """The expression itself, if it is finite and within the limits."""
    if isinstance(expr, Rational):
        check_bits(max(abs(expr.p), expr.q).bit_length())
        return expr
    for count, node in enumerate(preorder_traversal(expr)):
        if count > MAX_NODES:
            raise ValueError(f"the expression has more than {MAX_NODES} parts")
        if isinstance(node, Number):
            if not isinstance(node, Rational) or not node.is_finite:
                raise ValueError("the expression has no finite value")
            check_bits(max(abs(node.p), node.q).bit_length())
        elif isinstance(node, Pow) and isinstance(node.exp, Number) and abs(node.exp) > MAX_EXPONENT:
            raise ValueError(f"an exponent is larger than {MAX_EXPONENT}")
        elif node.is_Atom and not isinstance(node, Symbol | Exp1 | Pi):
            raise ValueError("the expression has no real, finite value")
    return expr


def expansion(expr: Basic) -> int:
    """An upper bound on the terms that `expand` makes of an expression; it is not called if that is too many."""
    if isinstance(expr, Add):
        return sum(expansion(arg) for arg in expr.args)
    if isinstance(expr, Mul):
        return reduce(mul, (expansion(arg) for arg in expr.args), 1)
    if isinstance(expr, Pow) and isinstance(expr.exp, Integer):
        terms = expansion(expr.base)
        return comb(abs(int(expr.exp)) + terms - 1, terms - 1) if terms <= MAX_EXPANSION else terms
    return max((expansion(arg) for arg in expr.args), default=1)


_NUMERIC: dict[type, Callable[[complex], complex]] = {
    exp: cmath.exp, sin: cmath.sin, cos: cmath.cos, tan: cmath.tan, log: cmath.log,
    asin: cmath.asin, acos: cmath.acos, atan: cmath.atan, Abs: abs,
    cot: lambda z: 1 / cmath.tan(z),  # SymPy turns tan(pi/2 - x) into it
}  # fmt: skip
_CONSTANT_VALUES: dict[type, complex] = {Exp1: complex(cmath.e), Pi: complex(cmath.pi)}


def at(expr: Basic, point: dict[Basic, complex]) -> complex:
    """The value at a point in machine numbers, which is always cheap (SymPy's `evalf` is not).

    Raises `ValueError` if there is none, or it is too large.
    """
    try:
        value = _evaluate(expr, point)
    except (ZeroDivisionError, OverflowError) as error:
        raise ValueError(f"no finite value: {error}") from error
    if not cmath.isfinite(value):
        raise ValueError("no finite value")
    return value


def _evaluate(expr: Basic, point: dict[Basic, complex]) -> complex:
    if isinstance(expr, Rational):
        return complex(expr.p / expr.q)
    if expr.is_Atom:
        return point[expr] if isinstance(expr, Symbol) else _CONSTANT_VALUES[type(expr)]
    values = [_evaluate(arg, point) for arg in expr.args]
    if isinstance(expr, Add):
        return sum(values)
    if isinstance(expr, Mul):
        return reduce(mul, values)
    return complex(values[0] ** values[1]) if isinstance(expr, Pow) else _NUMERIC[type(expr)](values[0])
