"""Read mathematical text safely, and decide whether a statement about an answer is true.

Answers come from language models, so the reader is a small recursive descent of our own and never passes text to
SymPy's parsers (they evaluate Python). Everything that could be made to take long is bounded and refused with a
`ValueError`.

Grammar, loosest first:
    statements  one or more joined by ` and `; each is `left = right`, `left < right` or `left > right`
    sum         terms joined by + and -
    product     factors joined by * and /, or side by side as in 15x^2 or 2(x + 1); left to right
    power       atom ^ power (also **)
    atom        number, mixed number as 2 1/2, letter, e, pi, (sum), function: sin cos tan sec csc cot arcsin arccos
                arctan sinh cosh tanh exp ln log sqrt abs; log(a, b) has base b

Statements may also use `answer` (the value of the answer text), `diff(expr, x)` or `diff(expr, x, n)`,
`subs(expr, x, value)`, `integrate(expr, x, a, b)`, `limit(expr, x, a)`, and three measures of the answer *as written*,
so that repeating the question is wrong: `terms(answer)`, its outermost terms, `parts(answer)`, its numbers and letters,
and `largest(answer)`, the largest whole number in it.

An answer may be more than one expression (see `answers`): `size(answer)` is how many parts it has, `part(answer, n)`
its n-th part (of a matrix `part(answer, row, column)`), `inside(answer, a)` is 1 if the number a is in the set. For
numbers there are `sum(expr, n, a, b)`, `quad(expr, x, a, b)` (an integral by quadrature, accurate to ten digits: use
`<`), `gcd(a, b)`, `mod(a, b)`, and for complex numbers `re(expr)` and `im(expr)` of a polynomial in the letter i.
"""

from __future__ import annotations

import re
from functools import lru_cache

from sympy import Expr

from tutelage.grading.latex import plain
from tutelage.grading.mathematics.answers import Answer, has_parts, read_value, right_side, same_value
from tutelage.grading.mathematics.bounded import at
from tutelage.grading.mathematics.equality import same
from tutelage.grading.mathematics.reading import Reader
from tutelage.grading.mathematics.tokens import FORMAL_NAMES, PLAIN_NAMES, quoted, tokenize

__all__ = ["holds", "is_evidence", "is_structured", "read", "read_answer", "same", "same_structure"]

MAX_STATEMENTS = 12
_NUMERAL = re.compile(r"\d+(?:\.\d+)?")
_ARITHMETIC = re.compile(r"answer|sqrt|abs|exp|ln|log")
_MEASURED = re.compile(r"\b(?:terms|parts|largest|size)\(answer\)")


def read(text: str) -> Expr:
    """The value of a mathematical text as a SymPy expression. Raises `ValueError` for text that is not mathematics, has
    no finite value, or exceeds the limits."""
    return Reader(tokenize(text, PLAIN_NAMES)).whole()


def read_answer(text: str) -> Expr:
    """The value of an answer such as `15x^2`, `x = 4` or `y = 3x - 2`: of an equation, the right side counts. It may be
    LaTeX. Raises `ValueError` as `read` does."""
    return read(right_side(plain(text)))


@lru_cache(maxsize=1024)
def holds(formal: str, answer: str) -> bool:
    """Whether every statement in `formal` is true if `answer` has the value of the answer text, which may be LaTeX.

    Raises `ValueError` if `formal` or `answer` cannot be read or exceeds the limits.
    """
    answer = plain(answer)
    value = Answer(read_value(answer, read), right_side(answer))
    statements = formal.split(" and ")
    if len(statements) > MAX_STATEMENTS:
        raise ValueError(f"more than {MAX_STATEMENTS} statements")
    return all(_holds(statement, value) for statement in statements)


def is_evidence(formal: str, answer: str) -> bool:
    """Whether a statement computes anything: `answer = 500` only says the answer again, and so do `answer - 500 = 0`
    and `500*1 = answer`."""
    return any(_computes(statement, answer) for statement in formal.split(" and "))


def _computes(statement: str, answer: str) -> bool:
    if _MEASURED.search(statement):
        return False
    sides = [side.strip().removeprefix("-") for side in re.split(r"[=<>]", statement)]
    other = [side for side in sides if "answer" not in side]
    if any(re.sub(r"\s|\*", "", side) == re.sub(r"\s|\*", "", right_side(plain(answer))) for side in other):
        return False
    if _says_again(statement, answer):
        return False
    if re.search(r"\b(?!answer\b)[a-z]{2,}\(|answer\s*[*/^]\s*(?!1\b)|\b(?!1\b)\d+\s*\*?\s*answer", statement):
        return True
    return any(re.search(r"[-+*/^]|\d\s*[A-Za-z(]", side) for side in sides)


def _says_again(statement: str, answer: str) -> bool:
    """Whether a statement without letters stays true if the answer's numbers are others, there and in it: `answer =
    sqrt(21^2)` and `answer = 21 + 5 - 5` say 21 again. (`answer = diff(21*x, x)` would, too, and is a derivative.)"""
    own = set(_NUMERAL.findall(answer))
    if not own & set(_NUMERAL.findall(statement)) or re.search(r"[A-Za-z]", _ARITHMETIC.sub("", statement)):
        return False
    for first in (7, 53, 97):
        others = {numeral: str(first + 6 * index) for index, numeral in enumerate(sorted(own))}
        try:
            if not holds(_with(others, statement), _with(others, answer)):
                return False
        except ValueError:
            return False
    return True


def _with(others: dict[str, str], text: str) -> str:
    return _NUMERAL.sub(lambda found: others.get(found[0], found[0]), text)


def is_structured(answer: str) -> bool:
    """Whether an answer, which may be LaTeX, is more than one expression, judged by how it is written."""
    return has_parts(plain(answer))


def same_structure(given: str, expected: str) -> bool:
    """Whether an answer is the expected one, which is a solution set, point, matrix or set of numbers.

    Both may be LaTeX. Raises `ValueError` if one cannot be read.
    """
    right = read_value(plain(expected), read)
    return same_value(read_value(plain(given), read, right), right)


def _holds(statement: str, value: Answer) -> bool:
    sides = re.split(r"([=<>])", statement)
    if len(sides) != 3:
        raise ValueError(f"a statement needs exactly one of = < >: {quoted(statement)}")
    left, right = (
        Reader(tokenize(side, FORMAL_NAMES), value).whole() if "answer" in side else _known(side)
        for side in (sides[0], sides[2])
    )
    if sides[1] == "=":
        return same(left, right)
    if left.free_symbols or right.free_symbols:
        return False
    below, above = (left, right) if sides[1] == "<" else (right, left)
    return at(below, {}).real < at(above, {}).real


@lru_cache(maxsize=512)
def _known(side: str) -> Expr:
    """The value of a side that does not mention the answer: the same for every wrong answer that is tried."""
    return Reader(tokenize(side, FORMAL_NAMES)).whole()
