"""A reader of the LaTeX that the typesetter writes, for tests: it puts every bracket that the printed form means, and
knows nothing of how the typesetter works."""

from __future__ import annotations

import re

from tutelage.grading.mathematics import read, same

_TOKEN = re.compile(r"\\_\\_\\_|\d+(?=\\frac)|\\[a-zA-Z]+|[{}^_]|\d+(?:\.\d+)?|\s+|.", re.DOTALL)
_SIGNS = {r"\cdot": "*", r"\div": "/", r"\pi": "pi", r"\infty": "infinity", r"\times": "x", r"\_\_\_": "q", "?": "q"}
_TEXTS = {
    r"\begin{pmatrix}": "[[",
    r"\end{pmatrix}": "]]",
    r" \\ ": "], [",
    "&": ",",
    r"\mathrm{cm}": "c*m",
    r"\mathrm{km}": "k*m",
    r"\%": "*r",
    r"\phantom{x}": "p",
}
_BETWEEN = re.compile(r"\s(?:->|:)\s|,(?!\d{3})|\\leq|\\geq|\\to|<=|>=|[=<>]")
_LOGARITHM = re.compile(r"log base (\w+) of (\((?:[^()]|\([^()]*\))*\)(?:\^\S+)?|[^\s,;]+)")
_FUNCTIONS = (
    *("sin", "cos", "tan", "sec", "csc", "cot", "ln", "log", "exp"),
    *("arcsin", "arccos", "arctan", "sinh", "cosh", "tanh"),
)


class LatexReader:
    """`read` gives one line of plain text with brackets around every part of it."""

    def __init__(self, text: str) -> None:
        for printed, meant in _TEXTS.items():
            text = text.replace(printed, meant)
        self.text = text
        self.tokens = [token for token in _TOKEN.findall(text) if not token.isspace()]
        self.at = 0

    def read(self, *stops: str) -> str:
        """Everything up to one of these tokens, or to the end."""
        pieces: list[str] = []
        while self.at < len(self.tokens) and self.tokens[self.at] not in stops:
            pieces.append(self.one(stops))
        return " ".join(pieces)

    def take(self, wanted: str = "") -> str:
        token: str = self.tokens[self.at]
        assert wanted in ("", token), (wanted, token)
        self.at += 1
        return token

    def braces(self) -> str:
        self.take("{")
        inner = self.read("}")
        self.take("}")
        return f"({inner})"

    def one(self, stops: tuple[str, ...]) -> str:
        """An atom with its exponent."""
        base = self.atom(stops)
        if self.at < len(self.tokens) and self.tokens[self.at] == "^":
            self.take("^")
            raised = self.braces()
            return f"({base}*pi/180)" if raised == r"(\circ)" else f"({base}^{raised})"
        return base

    def atom(self, stops: tuple[str, ...]) -> str:
        token = self.take()
        if token in (r"\frac", r"\dfrac"):
            return f"({self.braces()}/{self.braces()})"
        if token == r"\sqrt":
            return f"sqrt{self.braces()}"
        if token == r"\left":
            mark = self.take()
            inner = self.read(r"\right")
            self.take(r"\right")
            closing = self.take()
            return f"abs({inner})" if mark == "|" else f"{mark}{inner}{closing}"
        if token.removeprefix("\\") in _FUNCTIONS and token.startswith("\\"):
            return self.function(token[1:], stops)
        if token.isdigit() and self.tokens[self.at : self.at + 1] == [r"\frac"] and self.mixed(token):
            return f"({token} + {self.atom(stops)})"
        return _SIGNS.get(token, token)

    def mixed(self, number: str) -> bool:
        """Whether a number stands right before a fraction, without a blank."""
        return f"{number}\\frac" in self.text

    def function(self, name: str, stops: tuple[str, ...]) -> str:
        """A function takes the factors that follow, up to a sign; a bracket is all of its argument."""
        base = power = ""
        if self.tokens[self.at : self.at + 1] == ["_"]:
            self.take("_")
            base = self.braces()
        if self.tokens[self.at : self.at + 1] == ["^"]:
            self.take("^")
            power = self.braces()
        if self.tokens[self.at : self.at + 1] == [r"\left"]:
            argument = self.one(stops) if base else self.atom(stops)
        else:
            factors = []
            while self.at < len(self.tokens) and self.tokens[self.at] not in (*stops, *"+-=<>,", r"\leq", r"\geq"):
                factors.append(self.one(stops))
            argument = " ".join(factors)
        if not argument:
            return name
        called = f"(ln({argument})/ln({base}))" if base else f"{name}({argument})"
        return f"({called}^{power})" if power else called


def in_one_line(latex: str) -> str:
    """`\\frac{a}{b} c` as `((a)/(b)) c`."""
    return LatexReader(latex).read()


def means_the_same(written: str, printed: str) -> bool:
    """Whether LaTeX has the value of the plain text, part by part. Raises `ValueError` for text that cannot be read."""
    left, right = _parts(_spelled(written)), _parts(in_one_line(printed.replace("'", "")))
    return len(left) == len(right) and all(same(read(one), read(two)) for one, two in zip(left, right, strict=True))


def _spelled(written: str) -> str:
    """Plain text without what the mathematics reader does not know: a logarithm's base, degrees, units, gaps."""
    text = _LOGARITHM.sub(r"(ln(\2)/ln(\1))", written.replace("'", ""))
    text = re.sub(r"\b([ck])m\b", r"\1*m", re.sub(r"(\d+) degrees", r"(\1*pi/180)", text))
    text = re.sub(r"\bd([A-Za-z])/d([a-z])\b", r"(d*\1)/(d*\2)", text)
    return text.replace("%", "*r").replace("___", "q").replace("?", "q")


def _parts(text: str) -> list[str]:
    """The expressions of a relation, a point or a matrix."""
    parts = []
    for piece in _BETWEEN.split(text):
        part = piece.strip()
        for opening, closing in ("()", "[]"):
            while part.count(opening) > part.count(closing) and part[0] in "([":
                part = part[1:].strip()
            while part.count(closing) > part.count(opening) and part[-1] in ")]":
                part = part[:-1].strip()
        part = part.strip("[] ")
        if part and part.replace(" ", "") not in ("infinity", "-infinity"):
            parts.append(part)
    return parts
