"""Derivatives, substitution, definite integrals and limits for statements: fast, or refused.

SymPy's own `integrate` and `limit` may run for minutes, so neither is called.
"""

from __future__ import annotations

from sympy import Abs, Add, E, Expr, Integer, Mul, Pow, Rational, cos, diff, exp, expand, log, sin, together

from tutelage.grading.mathematics.bounded import MAX_EXPANSION, checked, expansion, power
from tutelage.grading.mathematics.equality import same

MAX_DERIVATIVE = 5


def differentiate(expr: Expr, x: Expr, times: Expr | None = None) -> Expr:
    """The derivative by `x`, once or `times`. Raises `ValueError` for too many times, or too large a result."""
    times = Integer(1) if times is None else times
    if not isinstance(times, Integer) or not 1 <= times <= MAX_DERIVATIVE:
        raise ValueError(f"diff takes a whole number of times from 1 to {MAX_DERIVATIVE}")
    for _ in range(int(times)):
        expr = checked(_derivative(expr, x))
    return expr


def _derivative(expr: Expr, x: Expr) -> Expr:
    """By the rules of a first course: SymPy's `diff` asks what is zero or real at each step, and takes ten times as
    long."""
    if expr == x or x not in expr.free_symbols:
        return Integer(expr == x)
    parts = expr.args
    if isinstance(expr, Add):
        return Add(*(_derivative(part, x) for part in parts))
    if isinstance(expr, Mul):
        return Add(*(Mul(*parts[:k], _derivative(part, x), *parts[k + 1 :]) for k, part in enumerate(parts)))
    if isinstance(expr, Pow):
        base, exponent = parts
        if x not in exponent.free_symbols:
            return Mul(exponent, Pow(base, exponent - 1), _derivative(base, x))
        return Mul(expr, _derivative(Mul(exponent, log(base)), x))
    return diff(expr, x) if isinstance(expr, Abs) else Mul(expr.fdiff(), _derivative(parts[0], x))


def substitute(expr: Expr, x: Expr, value: Expr) -> Expr:
    """Substitution that respects every limit, because the expression is rebuilt by the reader's own operations."""
    if expr == x:
        return value
    if x not in expr.free_symbols:
        return expr
    parts = [substitute(part, x, value) for part in expr.args]
    if isinstance(expr, Pow | exp):
        return power(*(parts if isinstance(expr, Pow) else (E, parts[0])))
    return checked(expr.func(*parts))


def integrate(expr: Expr, x: Expr, low: Expr, high: Expr) -> Expr:
    """A definite integral, by linearity and a table."""
    if expansion(expr) > MAX_EXPANSION:
        raise ValueError("the integrand is too large")
    terms = Add.make_args(expand(expr))
    has_pole = any(term.as_independent(x, as_Add=False)[1].as_base_exp()[1].is_negative for term in terms)
    if has_pole and not all(bound.is_positive for bound in (low, high)):
        raise ValueError("the integrand may have a pole between the bounds; only positive bounds are read here")
    primitive = Add(*(_antiderivative(term, x) for term in terms))
    return substitute(primitive, x, high) - substitute(primitive, x, low)


def _antiderivative(term: Expr, x: Expr) -> Expr:
    factor, part = term.as_independent(x, as_Add=False)
    if part == 1:
        return factor * x
    if part == x or (isinstance(part, Pow) and part.base == x and isinstance(part.exp, Rational)):
        n = part.as_base_exp()[1]
        return factor * (log(x) if n == -1 else x ** (n + 1) / (n + 1))
    inner = part.args[0] if isinstance(part, exp | sin | cos) else Integer(0)
    slope = diff(inner, x)
    if slope == 0 or slope.has(x):
        raise ValueError("only sums of powers, e^(ax + b), sin(ax + b) and cos(ax + b) are integrated here")
    outer = {exp: exp(inner), sin: -cos(inner), cos: sin(inner)}[part.func]
    return factor * outer / slope


def limit(expr: Expr, x: Expr, point: Expr) -> Expr:
    """A limit by substitution, and by L'Hôpital's rule where that gives 0/0."""
    numerator, denominator = together(expr).as_numer_denom()
    for _ in range(MAX_DERIVATIVE):
        above, below = (substitute(part, x, point) for part in (numerator, denominator))
        if not same(below, Integer(0)):
            return above / below
        if not same(above, Integer(0)):
            break
        numerator, denominator = differentiate(numerator, x), differentiate(denominator, x)
    raise ValueError("the limit is not finite, or cannot be found")
