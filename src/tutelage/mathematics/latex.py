"""Writes mathematical text as LaTeX, as it stands: nothing is reordered, simplified or worked out.

It goes by the tokens of the plain text that people read, so what is printed well there is printed well here: no `1x`,
terms in the order in which they were written. A fraction bar takes exactly what the slash took.
"""

from __future__ import annotations

import re

from tutelage.mathematics.tokens import PLAIN_NAMES, is_number, shown, tokenize

MAX_DEPTH = 30
_NAMED = {
    "sin": r"\sin", "cos": r"\cos", "tan": r"\tan", "sec": r"\sec", "ln": r"\ln", "log": r"\log", "exp": r"\exp",
    "arcsin": r"\arcsin", "arccos": r"\arccos", "arctan": r"\arctan",
}  # fmt: skip
_LEFT_SIDE = re.compile(r"\s*([A-Za-z](?:\([A-Za-z]\))?)\s*=\s*(.+)", re.DOTALL)


def latex(text: str) -> str:
    """One expression, or an equation with a letter on its left, as LaTeX without dollar signs:
    `15x^2/4 - sqrt(2)` becomes `\\frac{15 x^{2}}{4} - \\sqrt{2}`.

    Raises `ValueError` for text that is not one expression: a list, a set, a matrix or words.
    """
    equation = _LEFT_SIDE.fullmatch(text)
    if equation:
        return f"{equation[1]} = {latex(equation[2])}"
    return _Writer(tokenize(text, PLAIN_NAMES)).whole()


class _Writer:
    """Recursive descent over the tokens, like the reader's, to text instead of a value."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.place = 0
        self.depth = 0

    @property
    def next(self) -> str:
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def whole(self) -> str:
        text = self.sum()
        if self.next:
            raise ValueError(f"unexpected {self.next!r} in {shown(' '.join(self.tokens))}")
        return text

    def sum(self) -> str:
        text = self.product()
        while self.next in ("+", "-"):
            text += f" {self.step()} {self.product()}"
        return text

    def product(self) -> str:
        """A slash takes everything to its left in the product, as people and the reader take it."""
        text = self.factor()
        while self.next in ("*", "/") or self.next[:1].isalnum() or self.next == "(":
            sign = self.step() if self.next in ("*", "/") else ""
            piece = self.factor()
            if sign == "/":
                minus, text = ("-", text[1:]) if text.startswith("-") else ("", text)
                text = rf"{minus}\frac{{{text}}}{{{piece}}}"
            else:
                dotted = sign == "*" or is_number(piece[:1]) or piece.startswith("-")
                text += (r" \cdot " if dotted else " ") + piece
        return text

    def factor(self) -> str:
        sign = self.step() if self.next in ("-", "+") else ""
        if not sign:
            return self.power()
        return f"-{self.factor()}" if sign == "-" else self.factor()

    def power(self) -> str:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ValueError(f"nested deeper than {MAX_DEPTH}")
        text = self.atom()
        if self.next == "^":
            self.step()
            text += f"^{{{_bare(self.factor())}}}"
        self.depth -= 1
        return text

    def atom(self) -> str:
        token = self.step()
        if token == "(":  # noqa: S105
            return self.inside()
        if token in ("sqrt", "abs"):
            self.expect("(")
            inner = _bare(self.inside())
            return rf"\sqrt{{{inner}}}" if token == "sqrt" else rf"\left|{inner}\right|"  # noqa: S105
        if token in _NAMED:
            raised = ""
            if self.next == "^":
                self.step()
                raised = f"^{{{_bare(self.power())}}}"
            self.expect("(")
            return f"{_NAMED[token]}{raised}{self.inside()}"
        if token == "pi":  # noqa: S105
            return r"\pi"
        if is_number(token) or (len(token) == 1 and token.isalpha()):
            return token
        raise ValueError(f"unexpected {token or 'end'!r} in {shown(' '.join(self.tokens))}")

    def inside(self) -> str:
        text = self.sum()
        self.expect(")")
        return rf"\left({text}\right)"

    def expect(self, token: str) -> None:
        if self.step() != token:
            raise ValueError(f"expected {token!r} in {shown(' '.join(self.tokens))}")

    def step(self) -> str:
        self.place += 1
        return self.tokens[self.place - 1] if self.place <= len(self.tokens) else ""


def _bare(text: str) -> str:
    """Without brackets around the whole: a root's bar and a raised exponent need none."""
    inner = text.removeprefix(r"\left(").removesuffix(r"\right)")
    whole = len(text) - len(inner) == len(r"\left(\right)") and r"\right)" not in inner
    return inner if whole else text
