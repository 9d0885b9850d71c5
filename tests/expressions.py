"""Prints expressions the way people write them, to see that the reader loses nothing."""

from __future__ import annotations

from sympy import Add, Expr, Function, Integer, Mul, Number, Pow, Rational, Symbol, exp, log
from sympy.core.numbers import Exp1, Pi


def write(expr: Expr) -> str:
    """An expression as people write it: `15x^2 - 4x + 1`, `-x`, `3/4`, `x^3/3`, `e^(3x)`; `read` gives it back."""
    if isinstance(expr, Add):
        first, *rest = (write(term) for term in expr.as_ordered_terms())
        return first + "".join(f" - {term[1:]}" if term.startswith("-") else f" + {term}" for term in rest)
    if isinstance(expr, Mul | Pow | Rational):
        return _write_product(expr)
    if isinstance(expr, exp):
        return f"e^{_group(expr.args[0])}"
    if isinstance(expr, Symbol | Pi):
        return str(expr)
    if isinstance(expr, Exp1):
        return "e"
    if isinstance(expr, Function):
        name = "ln" if isinstance(expr, log) else type(expr).__name__
        return f"{name}({', '.join(write(arg) for arg in expr.args)})"
    raise ValueError(f"cannot write {type(expr).__name__}")


def _write_product(expr: Expr) -> str:
    """Coefficient, then factors side by side; what stands below the bar comes after one slash."""
    coefficient, factors = expr.as_coeff_mul()
    above, below = [], []
    for factor in sorted(factors, key=lambda f: (isinstance(f, Add) or (f.is_Pow and f.base.is_Add), f.sort_key())):
        base, exponent = factor.as_base_exp()
        if isinstance(exponent, Number) and exponent < 0 and not isinstance(factor, exp):
            below.append(Pow(base, -exponent))
        else:
            above.append(factor)
    sign = "-" if coefficient < 0 else ""
    top = _side_by_side(abs(coefficient.p), above)
    if coefficient.q == 1 and not below:
        return sign + top
    bottom = _side_by_side(coefficient.q, below)
    many = len(below) + (coefficient.q != 1) > 1
    return f"{sign}{top}/{f'({bottom})' if many else bottom}"


def _side_by_side(coefficient: int, factors: list[Expr]) -> str:
    text = "" if coefficient == 1 and factors else str(coefficient)
    for factor in factors:
        piece = _write_factor(factor)
        if piece[0].isdigit() and text:
            text += "*"
        elif text[-1:].isalpha() and len(piece) > 1 and piece[:2].isalpha():
            text += " "
        text += piece
    return text


def _write_factor(factor: Expr) -> str:
    if isinstance(factor, Add):
        return f"({write(factor)})"
    if isinstance(factor, Pow):
        base = write(factor.base)
        plain = isinstance(factor.base, Symbol) or (isinstance(factor.base, Integer) and factor.base > 0)
        return f"{base if plain else f'({base})'}^{_group(factor.exp)}"
    return write(factor)


def _group(expr: Expr) -> str:
    """Brackets around everything but a single letter or a whole number that is not negative."""
    text = write(expr)
    return text if text.isdigit() or len(text) == 1 else f"({text})"
