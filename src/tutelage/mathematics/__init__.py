"""Mathematical text: read it safely, write it the way people do, and decide whether a statement about an answer holds.

Answers come from language models, so the reader is its own small recursive descent and never hands text to SymPy's
parsers (they evaluate Python). Everything that could be made to take long is bounded and refused with a `ValueError`.

Grammar, loosest first:
    statements  one or more joined by ` and `; each is `left = right`, `left < right` or `left > right`
    sum         terms joined by + and -
    product     factors joined by * and /, or standing side by side as in 15x^2 or 2(x + 1); left to right
    power       atom ^ power (also **)
    atom        number, letter, e, pi, (sum), function: sin cos tan exp ln log sqrt; log(a, b) has base b

Statements know some more: `answer` (the value of the answer text), `diff(expr, x)` or `diff(expr, x, n)`,
`subs(expr, x, value)`, `integrate(expr, x, a, b)`, `limit(expr, x, a)`, and three measures of the answer *as written*,
so that repeating the question is no answer: `terms(answer)`, its outermost terms, `parts(answer)`, its numbers and
letters, and `largest(answer)`, the largest whole number in it.
"""

from __future__ import annotations

import re

from sympy import Expr

from tutelage.mathematics.bounded import at
from tutelage.mathematics.equality import same
from tutelage.mathematics.reading import Reader
from tutelage.mathematics.tokens import FORMAL_NAMES, PLAIN_NAMES, shown, tokenize
from tutelage.mathematics.writing import write

__all__ = ["holds", "read", "read_answer", "same", "write"]

MAX_STATEMENTS = 12


def read(text: str) -> Expr:
    """The value of a mathematical text as a SymPy expression. Raises `ValueError` for text that is not mathematics,
    has no finite value, or is beyond the limits."""
    return Reader(tokenize(text, PLAIN_NAMES)).whole()


def read_answer(text: str) -> Expr:
    """The value of an answer such as `15x^2`, `x = 4` or `y = 3x - 2`: of an equation the right side counts."""
    return read(_right_side(text))


def holds(formal: str, answer: str) -> bool:
    """Whether every statement of `formal` is true when `answer` stands for the value of the answer text.

    Raises `ValueError` if `formal` or `answer` cannot be read, or `formal` asks for something beyond the limits.
    """
    written = _right_side(answer)
    value = read(written)
    statements = formal.split(" and ")
    if len(statements) > MAX_STATEMENTS:
        raise ValueError(f"more than {MAX_STATEMENTS} statements")
    return all(_holds(statement, value, written) for statement in statements)


def _holds(statement: str, value: Expr, written: str) -> bool:
    sides = re.split(r"([=<>])", statement)
    if len(sides) != 3:
        raise ValueError(f"a statement needs exactly one of = < >: {shown(statement)}")
    left, right = (Reader(tokenize(side, FORMAL_NAMES), value, written).whole() for side in (sides[0], sides[2]))
    if sides[1] == "=":
        return same(left, right)
    if left.free_symbols or right.free_symbols:
        return False
    below, above = (left, right) if sides[1] == "<" else (right, left)
    return at(below, {}).real < at(above, {}).real


def _right_side(answer: str) -> str:
    """Of an equation the right side; a closing full stop is no part of the answer."""
    return answer.rpartition("=")[2].strip().removesuffix(".")
