"""LaTeX as the plain text that the rest of grading reads: no other module reads LaTeX commands.

`plain` reads what people usually write in formulas and what `tutelage.subjects.typesetting.latex` writes. Text with
anything else is left as it is: half of a formula would be another formula. Two functions that know less are for text
that is not a formula as a whole: `in_line` for the keys of questions, `in_words` for numbers among words.
"""

from __future__ import annotations

import re
from typing import NamedTuple

MAX_CHARS = 20_000
"""A longer text is not read."""
MAX_DEPTH = 30
_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\d+(?:\.\d+)?|\s+|.", re.DOTALL)
_LATEX = re.compile(r"[\\{$]")
_WORDS = {
    **{name: name for name in ("sin", "cos", "tan", "sec", "ln", "log", "exp", "arcsin", "arccos", "arctan", "pi")},
    **{"cdot": "*", "times": "*", "div": "/", "infty": "inf", "to": " -> ", "dots": "...", "ldots": "..."},
    **{"le": "<=", "leq": "<=", "lt": "<", "ge": ">=", "geq": ">=", "gt": ">", "cup": " or ", "lor": " or "},
    **{"quad": " ", "displaystyle": ""},
}
_SIGNS = {r"\,": "", r"\;": " ", r"\:": " ", r"\!": "", "\\ ": " ", r"\{": "{", r"\}": "}"}
_SIGNS |= dict.fromkeys((r"\(", r"\)", r"\[", r"\]", "$"), "")
_FRACTIONS = (r"\frac", r"\dfrac", r"\tfrac")
_TEXTS = (r"\text", r"\mathrm", r"\textbf", r"\mbox")
_TEXT = re.compile(r"\\(?:text|textbf|mathrm|mbox)\{([^{}]*)\}")
_MATRICES = ("pmatrix", "bmatrix")
_MIXED = re.compile(
    r"(?<![\w.)^/])(\d{1,12})(?:\s+(\d{1,12})/(\d{1,12})(?![\w.^/(])|"
    r"\s*\\[dt]?frac(?:\{(\d{1,12})\}\{(\d{1,12})\}|(\d)(\d))(?!\s*\^))"
)


class UnknownLatex(ValueError):
    """LaTeX that this module does not know."""


def plain(text: str) -> str:
    """`$\\frac{15 x^{2}}{4}$` becomes `15x^2/4`, and a mixed number becomes one fraction. Other text without LaTeX, and
    text with unknown LaTeX, stays the same."""
    text = improper(text)
    if len(text) > MAX_CHARS or not _LATEX.search(text):
        return text
    try:
        return _Reader(_TOKEN.findall(text)).until("").strip()
    except UnknownLatex:
        return text


def improper(text: str) -> str:
    """Mixed numbers as one fraction: `2 1/2` and `2\\frac{1}{2}` become `5/2`, which cannot be read as 21 halves."""

    def one(match: re.Match[str]) -> str:
        whole, over, under = (int(digits) for digits in match.groups() if digits)
        return f"{whole * under + over}/{under}" if 0 < over < under else match[0]

    return _MIXED.sub(one, text)


def boxed(text: str) -> str:
    """The content of the last `\\boxed{…}`, up to the brace that closes it; empty if there is none."""
    start = text.rfind("\\boxed{")
    if start < 0:
        return ""
    inside = text[start + len("\\boxed{") :]
    depth = 1
    for index, mark in enumerate(inside):
        depth += (mark == "{") - (mark == "}")
        if depth == 0:
            return inside[:index]
    return ""


def without_text(text: str) -> str:
    """`\\text{…}` and the like, replaced by their content."""
    return _TEXT.sub(r"\1", text)


def in_line(text: str) -> str:
    """A text without blanks, with fractions, roots and powers in one line; other commands stay. The keys of questions
    are made with it, so it must not learn more commands."""
    text = text.replace("\\cdot", "*").replace("\\left", "").replace("\\right", "")
    text = _fractions(re.sub(r"\^\{(\d+|\w)\}", r"^\1", text))
    return re.sub(r"\^[({](\d+|\w)[)}]", r"^\1", text).replace("{", "(").replace("}", ")")


def in_words(text: str) -> str:
    """LaTeX among words, for reading numbers: `2\\frac{1}{2}\\text{ cups}` becomes `2 1/2  cups`, `\\$1{,}234` becomes
    `$1,234`. Any command is accepted; a dollar sign may be a currency and stays."""
    text = _TEXT.sub(r" \1", text.replace("{,}", ",").replace("\\,", ""))
    text = re.sub(r"(?<=\d)\s*(?=\\[dt]?frac\{\d)", " ", text)
    text = re.sub(r"\\[dt]?frac\{(-?\d+)\}\{(\d+)\}", r"\1/\2", text)
    text = text.replace("\\times", "*").replace("\\cdot", "*").replace("\\div", "÷")
    return text.replace("\\$", "$").replace("\\%", "%").replace("\\", " ")


def _fractions(text: str) -> str:
    """Fractions and roots in one line, from the inside out."""
    before = ""
    while before != text:
        before = text
        text = re.sub(r"\\?sqrt\{([^{}]*)\}", r"sqrt(\1)", text)
        text = re.sub(r"\\?[dt]?frac\{([^{}]*)\}\{([^{}]*)\}", _over, text)
    return text


def _over(match: re.Match[str]) -> str:
    """A fraction in one line, with brackets only where they are needed without the bar."""
    top, bottom = match[1], match[2]
    if re.search(r".[-+]", top) and not re.fullmatch(r"\([^()]*\)", top):
        top = f"({top})"
    if not re.fullmatch(r"-?[\d.]+|\\pi|\w(?:\^\w+)?|(?:sqrt)?\([^()]*\)(?:\^\w+)?", bottom):
        bottom = f"({bottom})"
    return f"{top}/{bottom}"


class _Part(NamedTuple):
    text: str
    fraction: bool = False


class _Reader:
    """Recursive descent over the tokens."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.index = 0
        self.depth = 0

    @property
    def next(self) -> str:
        return self.tokens[self.index] if self.index < len(self.tokens) else ""

    def step(self) -> str:
        if not self.next:
            raise UnknownLatex("the text ends too early")
        self.index += 1
        return self.tokens[self.index - 1]

    def until(self, *ends: str) -> str:
        """Everything up to one of these tokens, which is not consumed; an empty one is the end of the text."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise UnknownLatex(f"nested deeper than {MAX_DEPTH}")
        text, after_blank = "", True
        while self.next not in ends:
            if not self.next:
                raise UnknownLatex("the text ends too early")
            if self.next.isspace():
                self.step()
                text, after_blank = f"{text} ", True
                continue
            part = self.part()
            text = _joined(text, part, raised=self.next == "^")
            after_blank = False
        self.depth -= 1
        return text if after_blank else text.strip()

    def part(self) -> _Part:
        token = self.step()
        if token in _FRACTIONS:
            top, bottom = self.argument(), self.argument()
            return _Part(f"{_grouped(top, r'[-+]')}/{_grouped(bottom, r'')}", fraction=True)
        if token == "^":  # noqa: S105
            return _Part(self.exponent())
        if token == "{":  # noqa: S105
            return _Part(self.rest_of_argument())
        if token[0] == "\\" and token not in _SIGNS:
            return _Part(self.command(token))
        if token in ("_", "&", "}", "\\\\"):
            raise UnknownLatex(f"unexpected {token}")
        return _Part(_SIGNS.get(token, token))

    def command(self, token: str) -> str:
        if token in (r"\left", r"\right"):
            return self.bars() if self.next == "|" and token == r"\left" else self.delimiter()  # noqa: S105
        if token == r"\sqrt":  # noqa: S105
            return self.root()
        if token in _TEXTS:
            return self.argument()
        if token == r"\begin":  # noqa: S105
            return self.matrix()
        if token[1:] in _WORDS:
            return _WORDS[token[1:]]
        raise UnknownLatex(f"unknown {token}")

    def delimiter(self) -> str:
        """The delimiter after `\\left` or `\\right`; a full stop there means none."""
        token = self.step()
        return "" if token == "." else _SIGNS.get(token, token)  # noqa: S105

    def bars(self) -> str:
        self.step()
        inner = self.until(r"\right")
        self.step()
        if self.step() != "|":
            raise UnknownLatex("a bar is not closed")
        return f"abs({inner})"

    def root(self) -> str:
        if self.next != "[":
            return f"sqrt({self.argument()})"
        self.step()
        degree = self.until("]")
        self.step()
        return f"({self.argument()})^(1/{_grouped(degree, r'.')})"

    def exponent(self) -> str:
        inner = self.argument()
        if inner in ("°", "\\circ"):
            raise UnknownLatex("degrees")
        return f"^{inner}" if re.fullmatch(r"\d+|[A-Za-z]", inner) else f"^({inner})"

    def argument(self) -> str:
        """The group in braces that follows, or the one token."""
        while self.next.isspace():
            self.step()
        if self.next == "{":
            self.step()
            return self.rest_of_argument()
        if self.next.isdigit() and len(self.next) > 1:
            self.tokens[self.index : self.index + 1] = list(self.next)
        return self.part().text

    def rest_of_argument(self) -> str:
        inner = self.until("}")
        self.step()
        return inner.strip()

    def matrix(self) -> str:
        name = self.argument()
        if name not in _MATRICES:
            raise UnknownLatex(f"unknown {name}")
        rows: list[list[str]] = [[]]
        end = ""
        while end != r"\end":
            rows[-1].append(self.until("&", "\\\\", r"\end").strip())
            end = self.step()
            if end == "\\\\":
                rows.append([])
        if self.argument() != name:
            raise UnknownLatex("a matrix is not closed")
        rows = [row for row in rows if row != [""]]
        if all(len(row) == 1 for row in rows):
            return f"({', '.join(row[0] for row in rows)})"
        return f"[{', '.join('[' + ', '.join(row) + ']' for row in rows)}]"


def _joined(text: str, part: _Part, *, raised: bool) -> str:
    """The text with a part appended; a fraction next to a factor, or with an exponent, is put in brackets."""
    if not part.fraction:
        return text + part.text
    beside = re.match(r"[\w)\]]", text.rstrip()[-1:])
    return f"{text}({part.text})" if raised or beside else text + part.text


def _grouped(text: str, where: str) -> str:
    """In brackets if the pattern `where` matches after the first character; an empty pattern always does."""
    text = text.strip()
    plain = re.fullmatch(r"[a-z]*\([^()]*\)", text) or re.fullmatch(r"\d+(?:\.\d+)?|[A-Za-z]|pi|[A-Za-z]\^\d+", text)
    return text if plain or not re.search(where, text[1:]) else f"({text})"
