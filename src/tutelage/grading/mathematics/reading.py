"""Recursive descent from tokens to an expression. It never passes text to SymPy's parsers: they evaluate Python."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache, reduce
from operator import add, mul

from sympy import (
    Abs,
    Add,
    E,
    Expr,
    Integer,
    Mul,
    Rational,
    Symbol,
    acos,
    asin,
    atan,
    cos,
    exp,
    log,
    pi,
    sin,
    sqrt,
    tan,
)

from tutelage.grading.mathematics.answers import Answer
from tutelage.grading.mathematics.bounded import checked, over, power
from tutelage.grading.mathematics.numerics import (
    common_divisor,
    imaginary_part,
    quadrature,
    real_part,
    remainder,
    sum_series,
)
from tutelage.grading.mathematics.operations import differentiate, integrate, limit, substitute
from tutelage.grading.mathematics.tokens import MEASURES, is_number, quoted

MAX_DEPTH = 30
MAX_DIGITS = 15

_FUNCTIONS: dict[str, Callable[[Expr], Expr]] = {
    "sin": sin, "cos": cos, "tan": tan, "exp": exp, "ln": log, "log": log, "sqrt": sqrt,
    "arcsin": asin, "arccos": acos, "arctan": atan, "abs": Abs, "sec": lambda x: over(Integer(1), cos(x)),
    "csc": lambda x: over(Integer(1), sin(x)), "cot": lambda x: over(cos(x), sin(x)),
    "sinh": lambda x: (power(E, x) - power(E, -x)) / 2, "cosh": lambda x: (power(E, x) + power(E, -x)) / 2,
    "tanh": lambda x: over(power(E, x) - power(E, -x), power(E, x) + power(E, -x)),
}  # fmt: skip
_CONSTANTS: dict[str, Expr] = {"e": E, "pi": pi}
_CALCULUS: dict[str, tuple[Callable[..., Expr], int, int]] = {
    "diff": (differentiate, 2, 3),
    "subs": (substitute, 3, 3),
    "integrate": (integrate, 4, 4),
    "limit": (limit, 3, 3),
    "sum": (sum_series, 4, 4),
    "quad": (quadrature, 4, 4),
}
"""Function, and its smallest and largest number of arguments; the second argument is a variable."""
_NUMERIC: dict[str, Callable[..., Expr]] = {
    "gcd": common_divisor, "mod": remainder, "re": real_part, "im": imaginary_part,
}  # fmt: skip


_SYMBOL = re.compile(r"[^\W\d_](?:_(?:\w+|\([^()]+\)))?'{0,3}")
"""A letter, perhaps with an index or the dashes of a derivative."""


@cache
def _symbol(letter: str) -> Symbol:
    return Symbol(letter)


class Reader:
    """Recursive descent over the tokens of one side of a statement, or of one answer."""

    def __init__(self, tokens: Sequence[str], answer: Answer | None = None) -> None:
        self.tokens = tokens
        self.index = 0
        self.depth = 0
        self.answer = answer

    def whole(self) -> Expr:
        if not self.tokens:
            raise ValueError("nothing to read: the text is empty")
        value = self.sum()
        if self.index < len(self.tokens):
            raise ValueError(f"unexpected {self.next!r} in {quoted(' '.join(self.tokens))}")
        return checked(value)

    @property
    def next(self) -> str:
        return self.tokens[self.index] if self.index < len(self.tokens) else ""

    def take(self, *wanted: str) -> str:
        """The next token if it is one of these, otherwise nothing."""
        token = self.next
        if token in wanted and token:
            self.index += 1
            return token
        return ""

    def expect(self, token: str) -> None:
        if not self.take(token):
            raise ValueError(f"expected {token!r} before {self.next or 'the end'!r} in {quoted(' '.join(self.tokens))}")

    def sum(self) -> Expr:
        terms = [self.product()]
        while sign := self.take("+", "-"):
            term = self.product()
            terms.append(-term if sign == "-" else term)
        return _joined(terms, add, Add)

    def product(self) -> Expr:
        factors = [self.factor()]
        while True:
            sign = self.take("*", "/")
            if not sign and not self.starts_factor():
                return checked(_joined(factors, mul, Mul)) if len(factors) > 1 else factors[0]
            factor = self.factor()
            factors.append(power(factor, Integer(-1)) if sign == "/" else factor)

    def starts_factor(self) -> bool:
        """Whether a factor follows without a sign. Two numbers side by side are not a product but a mistake."""
        if is_number(self.next):
            raise ValueError(f"a number may not follow without a sign: {quoted(' '.join(self.tokens))}")
        return self.next[:1].isalpha() or self.next == "("

    def factor(self) -> Expr:
        negative = False
        while sign := self.take("-", "+"):
            negative ^= sign == "-"
        value = self.power()
        return -value if negative else value

    def power(self) -> Expr:
        self.depth += 1  # all nesting passes through here
        if self.depth > MAX_DEPTH:
            raise ValueError(f"nested deeper than {MAX_DEPTH}")
        base = self.atom()
        value = power(base, self.factor()) if self.take("^") else base
        self.depth -= 1
        return value

    def atom(self) -> Expr:
        self.index += 1
        token = self.tokens[self.index - 1] if self.index <= len(self.tokens) else ""
        if token == "(":  # noqa: S105
            value = self.sum()
            self.expect(")")
        elif is_number(token):
            value = _number(token)
        elif token in _CONSTANTS:
            value = _CONSTANTS[token]
        elif _SYMBOL.fullmatch(token):
            value = _symbol(token)
        else:
            value = self.named(token)
        return value

    def named(self, name: str) -> Expr:
        if name in _FUNCTIONS:
            return self.function(name)
        if name in MEASURES:
            return self.measure(name)
        if name in _CALCULUS:
            return self.calculus(name)
        if name in _NUMERIC:
            arguments = self.arguments()
            if len(arguments) != (1 if name in ("re", "im") else 2):
                raise ValueError(f"{name} does not take {len(arguments)} arguments")
            return _NUMERIC[name](*arguments)
        if self.answer is not None and name in ("answer", "part", "size", "inside"):
            return self.answer.expression() if name == "answer" else self.about(name, self.answer)
        raise ValueError(f"unexpected {name or 'end'!r} in {quoted(' '.join(self.tokens))}")

    def function(self, name: str) -> Expr:
        """`sin(x)`, and as people write it `sin x`, `sin 2x`, `sin^2(x)`, `log_2(x)`."""
        base = self.atom() if name == "log" and self.take("_") else None
        exponent = self.power() if self.take("^") else Integer(1)
        if not (isinstance(exponent, Integer) and exponent > 0):
            raise ValueError(f"the exponent of {name} must be a positive whole number")  # sin^-1 has two meanings
        if self.next == "(":
            arguments = self.arguments()
        else:
            factors = [self.power()]
            while len(self.next) == 1 and self.next.isalpha() and self.next != "e":  # sin x e^x is a product
                factors.append(self.power())
            arguments = [Mul(*factors)]
        if base is not None:
            arguments.append(base)
        if name == "log" and len(arguments) == 2:
            value = over(log(arguments[0]), log(arguments[1]))
        elif len(arguments) == 1:
            value = power(E, arguments[0]) if name == "exp" else _FUNCTIONS[name](arguments[0])
        else:
            raise ValueError(f"{name} takes one argument, not {len(arguments)}")
        return power(checked(value), exponent)

    def arguments(self) -> list[Expr]:
        self.expect("(")
        values = [self.sum()]
        while self.take(","):
            values.append(self.sum())
        self.expect(")")
        return values

    def measure(self, name: str) -> Expr:
        for token in ("(", "answer", ")"):
            self.expect(token)
        return Integer(MEASURES[name](self.answer.written if self.answer else ""))

    def about(self, name: str, answer: Answer) -> Expr:
        """`size(answer)`, `part(answer, 2)`, `part(answer, 1, 2)`, `inside(answer, 3)`: 1 or 0."""
        self.expect("(")
        self.expect("answer")
        arguments = []
        while self.take(","):
            arguments.append(self.sum())
        self.expect(")")
        if name == "size" and not arguments:
            return Integer(answer.size())
        if name == "inside" and len(arguments) == 1:
            return Integer(answer.inside(arguments[0]))
        if name == "part" and arguments and all(isinstance(number, Integer) for number in arguments):
            return answer.part(*map(int, arguments))
        raise ValueError(f"{name} does not take these arguments")

    def calculus(self, name: str) -> Expr:
        function, least, most = _CALCULUS[name]
        arguments = self.arguments()
        if not least <= len(arguments) <= most:
            raise ValueError(f"{name} takes {most} arguments, not {len(arguments)}")
        if not isinstance(arguments[1], Symbol):
            raise ValueError(f"the second argument of {name} must be a variable")
        return checked(function(*arguments))


def _joined(parts: list[Expr], operator: Callable[[Expr, Expr], Expr], join: Callable[..., Expr]) -> Expr:
    """A sum or product; of numbers by one operation after the other, which is many times as fast."""
    return reduce(operator, parts) if all(isinstance(part, Rational) for part in parts) else join(*parts)


def _number(token: str) -> Expr:
    if len(token.replace(".", "")) > MAX_DIGITS:
        raise ValueError(f"a number has more than {MAX_DIGITS} digits")
    return Rational(token) if "." in token else Integer(int(token))
