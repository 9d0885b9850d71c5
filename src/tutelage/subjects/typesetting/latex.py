"""Writes mathematical text as LaTeX, as it stands: nothing is reordered, simplified or worked out.

It goes by the plain text that people read, so what is printed well there is printed well here: no `1x`, terms in the
order in which they were written. A fraction bar takes exactly what the slash took.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tutelage.grading.mathematics.tokens import is_number, quoted
from tutelage.subjects.typesetting.prose import Token, cut

MAX_DEPTH = 30
_NAMED = {
    "sin": r"\sin", "cos": r"\cos", "tan": r"\tan", "sec": r"\sec", "csc": r"\csc", "cot": r"\cot",
    "ln": r"\ln", "log": r"\log", "exp": r"\exp",
    "arcsin": r"\arcsin", "arccos": r"\arccos", "arctan": r"\arctan",
    "sinh": r"\sinh", "cosh": r"\cosh", "tanh": r"\tanh",
}  # fmt: skip
_SPECIAL = {"cm": r"\mathrm{cm}", "km": r"\mathrm{km}", "___": r"\_\_\_"}
_RELATIONS = {"=": "=", "<": "<", ">": ">", "<=": r"\leq", ">=": r"\geq", "->": r"\to", ":": ":"}
_DOTS = ("...", "…")


def latex(text: str) -> str:
    """An expression, an equation, a chain of inequalities, a point, an interval or a matrix as LaTeX without dollar
    signs: `15x^2/4 - sqrt(2)` becomes `\\frac{15 x^{2}}{4} - \\sqrt{2}`.

    Raises `ValueError` for text that is anything else, such as words.
    """
    writer = Writer(cut(text))
    written = writer.relation()
    if writer.next.kind != "end":
        raise ValueError(f"unexpected {quoted(writer.next.text)} in {quoted(text)}")
    return written


class Writer:
    """Recursive descent over the tokens, like the reader's, to text instead of a value. It stops at the first token
    that does not go on with what was written; `position` says where."""

    def __init__(self, tokens: Sequence[Token], position: int = 0) -> None:
        self.tokens = tokens
        self.position = position
        self.depth = 0
        self.bars = 0

    @property
    def next(self) -> Token:
        return self.tokens[min(self.position, len(self.tokens) - 1)]

    def after(self, number: int) -> Token:
        """The token that stands so many places behind the next one."""
        return self.tokens[min(self.position + number, len(self.tokens) - 1)]

    def relation(self) -> str:
        """`x = 3`, `0 <= x < 5`, `x -> infinity`, `2 : 3`; and one expression."""
        text = self.sum()
        while self.next.text in _RELATIONS and (self.next.text != ":" or self.next.blank):
            sign = self.next.text
            more = self.attempt(self.limit if sign == "->" else self.sum)
            if not more:
                break
            text += f" {_RELATIONS[sign]} {more}"
        return text

    def limit(self) -> str:
        minus = self.next.text == "-" and self.after(1).text == "infinity"
        if minus or self.next.text == "infinity":
            self.position += 1 + minus
            return r"-\infty" if minus else r"\infty"
        return self.sum()

    def sum(self) -> str:
        text = self.product()
        while self.next.text in ("+", "-") and self.next.blank == self.after(1).blank:
            sign = self.next.text
            more = self.attempt(self.summand)
            if not more:
                break
            text += f" {sign} {more}"
        return text

    def summand(self) -> str:
        if self.next.text in _DOTS:
            self.step()
            return r"\dots"
        return self.product()

    def product(self) -> str:
        """Products whose sign stands between blanks bind less than a slash without: `1/2 * 3/4`."""
        text = self.tight()
        while self.next.text in ("*", "/", "x") and self.next.blank and self.after(1).blank:
            sign = {"*": r"\cdot", "/": r"\div", "x": r"\times"}[self.next.text]
            if sign == r"\times" and not self.between_points():
                break
            more = self.attempt(self.tight)
            if not more:
                break
            text += f" {sign} {more}"
        return text

    def between_points(self) -> bool:
        return self.tokens[self.position - 1].text == ")" and self.after(1).text == "("

    def tight(self) -> str:
        """A slash takes everything to its left in the product, as people and the reader take it."""
        start = self.position
        text = self.factor()
        while True:
            if self.next.text in ("*", "/") and not self.next.blank and not self.after(1).blank:
                sign, piece = self.next.text, self.attempt(self.factor)
            elif self.goes_on(lone=self.position - start == 1):
                sign, piece = "", self.attempt(self.power, skip=0)
            else:
                break
            if not piece:
                break
            if sign == "/":
                minus, text = ("-", text[1:]) if text.startswith("-") else ("", text)
                text = rf"{minus}\frac{{{_bare(text)}}}{{{_bare(piece)}}}"
            else:
                dotted = sign == "*" or is_number(piece[:1]) or piece.startswith("-")
                call = (
                    piece.startswith(r"\left(")
                    and (text[-1:] in ("'", *"fgsvaby") or text[-1:].isupper())
                    and not dotted
                )
                text += r" \cdot " + piece if dotted else piece if call else f" {piece}"
        return text

    def goes_on(self, *, lone: bool) -> bool:
        """Whether a factor follows without a sign. Behind a blank it may be a function, or a letter behind a factor:
        what stands behind a lone number and a blank is a unit or a word."""
        before, token = self.tokens[self.position - 1], self.next
        if not token.blank:
            return token.kind in ("letter", "name") or token.text == "(" or (token.text == "|" and not self.bars)
        if token.kind != "letter":
            after = self.after(1)
            applied = after.text in ("(", "^") or (after.blank and after.kind in ("letter", "number"))
            return token.kind == "name" and (applied or token.text == "pi")
        if token.text == "x" and self.between_points():
            return False
        return token.text != "a" and not (lone and (before.kind == "number" or before.text in ("a", "A")))

    def factor(self) -> str:
        if self.next.text in ("-", "+") and not self.after(1).blank:
            sign = self.step().text
            return f"-{self.factor()}" if sign == "-" else self.factor()
        return self.power()

    def power(self) -> str:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ValueError(f"nested deeper than {MAX_DEPTH}")
        text = self.atom()
        if self.next.text == "^" and not self.next.blank:
            self.step()
            text += f"^{{{_bare(self.factor())}}}"
        self.depth -= 1
        return text

    def atom(self) -> str:
        token = self.step()
        if token.text in ("(", "["):
            return self.matrix() if token.text == self.next.text == "[" else self.group(token.text)
        if token.text == "|":
            return self.absolute()
        if token.kind == "number":
            return self.number(token.text)
        if token.kind == "letter":
            top, slash, bottom = token.text.partition("/")
            written = rf"\frac{{{top}}}{{{bottom}}}" if slash else _SPECIAL.get(top, top)
            return written + self.primes()
        if token.kind == "name":
            return self.named(token.text)
        raise ValueError(f"unexpected {quoted(token.text) if token.text else 'end'}")

    def number(self, text: str) -> str:
        """A number, and what belongs to it: `9 1/4`, `60 degrees`, `5%`."""
        if text != "0" and self.is_proper_fraction():
            self.position += 3
            top, bottom = self.tokens[self.position - 3].text, self.tokens[self.position - 1].text
            return rf"{text}\frac{{{top}}}{{{bottom}}}"
        if self.next.text == "degrees":
            self.step()
            return text + r"^{\circ}"
        if self.next.text == "%" and not self.next.blank:
            self.step()
            return text + r"\%"
        return text

    def is_proper_fraction(self) -> bool:
        """Whether `1/4` follows, as in `9 1/4`."""
        top, slash, bottom = self.next, self.after(1), self.after(2)
        if slash.text != "/" or slash.blank or not (top.text.isdigit() and bottom.text.isdigit()):
            return False
        return 0 < int(top.text) < int(bottom.text)

    def primes(self) -> str:
        text = ""
        while self.next.text == "'" and not self.next.blank:
            text += self.step().text
        return text

    def named(self, name: str) -> str:
        if name == "pi":
            return r"\pi"
        if name == "sqrt" and self.next.text != "(":
            return r"\sqrt{\phantom{x}}"
        if name in ("sqrt", "abs"):
            self.expect("(")
            inner = _bare(self.group("("))
            return rf"\sqrt{{{inner}}}" if name == "sqrt" else rf"\left|{inner}\right|"
        if name == "log" and (self.next.text, self.after(2).text) == ("base", "of"):
            self.step()
            base = self.step().text
            self.step()
            return rf"\log_{{{base}}} {self.tight()}"
        raised = ""
        if self.next.text == "^":
            self.step()
            raised = f"^{{{_bare(self.power())}}}"
        return f"{_NAMED[name]}{raised}{self.argument()}"

    def argument(self) -> str:
        """`(4x)`, ` x`, ` 2x`, or nothing: the function itself."""
        token = self.next
        if token.text == "(" and not token.blank:
            self.step()
            return self.group("(")
        if not token.blank or token.kind not in ("letter", "number") or token.text == "a":
            return ""
        # In "cos 24/25" the fraction is the cosine, not its angle.
        after = self.after(1)
        if token.kind == "number" and after.text != "degrees" and (after.blank or after.kind not in ("letter", "name")):
            return ""
        text = f" {self.power()}"
        while self.next.kind == "letter" and not self.next.blank:
            text += f" {self.power()}"
        return text

    def group(self, opening: str) -> str:
        """What stands in brackets, which are printed: an expression, a point, an interval."""
        items = [self.relation()]
        while self.next.text == ",":
            self.step()
            items.append(self.relation())
        closing = self.step().text
        if closing not in (")", "]") or ((opening, closing) != ("(", ")") and len(items) != 2):
            raise ValueError(f"expected ')' and not {quoted(closing)}")
        return rf"\left{opening}{', '.join(items)}\right{closing}"

    def absolute(self) -> str:
        self.bars += 1
        inner = self.sum()
        self.expect("|")
        self.bars -= 1
        return rf"\left|{inner}\right|"

    def matrix(self) -> str:
        rows = []
        while True:
            self.expect("[")
            entries = [self.sum()]
            while self.next.text == ",":
                self.step()
                entries.append(self.sum())
            self.expect("]")
            rows.append(" & ".join(entries))
            if self.next.text != ",":
                break
            self.step()
        self.expect("]")
        return r"\begin{pmatrix} " + r" \\ ".join(rows) + r" \end{pmatrix}"

    def attempt(self, part: Callable[[], str], skip: int = 1) -> str:
        """What follows so many tokens; nothing, and the position as it was, if that cannot be written."""
        position, depth, bars = self.position, self.depth, self.bars
        self.position += skip
        try:
            return part()
        except ValueError:
            self.position, self.depth, self.bars = position, depth, bars
            return ""

    def expect(self, sign: str) -> None:
        if (found := self.step().text) != sign:
            raise ValueError(f"expected {sign!r} and not {quoted(found)}")

    def step(self) -> Token:
        self.position += 1
        return self.tokens[min(self.position, len(self.tokens)) - 1]


def _bare(text: str) -> str:
    """Without brackets around the whole: a root's bar, a fraction's bar and a raised exponent need none."""
    if not (text.startswith(r"\left(") and text.endswith(r"\right)")):
        return text
    inner = text[len(r"\left(") : -len(r"\right)")]
    depth = 0
    for piece in inner.split("\\"):
        depth += piece.startswith(("left(", "left|", "left[")) - piece.startswith(("right)", "right|", "right]"))
        if depth < 0:
            return text
    return inner
