"""LaTeX as the plain text that the rest of grading reads: no other module reads LaTeX commands.

`plain` reads what people usually write in formulas, among words as well, and what `tutelage.subjects.typesetting.latex`
writes. Text with anything else is left as it is: half of a formula would be another formula.
"""

from __future__ import annotations

import re
from typing import NamedTuple

MAX_CHARS = 20_000
"""A longer text is not read."""
MAX_DEPTH = 30
MAX_PERIOD = 30
_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\d+(?:\.\d+)?|\s+|.", re.DOTALL)
_LATEX = re.compile(r"[\\$]|[\^_]\s*\{|\{,\}")
_GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi rho sigma tau upsilon phi chi psi omega"
)
_WORDS = {
    **{
        name: name
        for name in (
            *("sin", "cos", "tan", "sec", "csc", "cot", "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh"),
            *("exp", "pi", "ln", "log"),
        )
    },
    **{"cdot": "*", "times": "*", "div": "/", "infty": "∞", "to": " -> ", "dots": "...", "ldots": "..."},
    **{"le": "<=", "leq": "<=", "leqslant": "<=", "leqq": "<=", "lt": "<"},
    **{"ge": ">=", "geq": ">=", "geqslant": ">=", "geqq": ">=", "gt": ">", "ne": "≠", "neq": "≠"},
    **{"lvert": "|", "rvert": "|", "lVert": "|", "rVert": "|", "Vert": "|"},
    **{"lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉"},
    **{"cup": " ∪ ", "lor": " or ", "vee": "∨", "cap": "∩", "land": "∧", "wedge": "∧", "neg": "¬", "lnot": "¬"},
    **{"in": " ∈ ", "emptyset": "∅", "varnothing": "∅", "mid": "|", "vert": "|", "pm": "±", "mp": "∓"},
    **{"circ": "°", "degree": "°", "prime": "'", "ell": "l", "langle": "<", "rangle": ">", "colon": ":"},
    **{
        "approx": "≈",
        "equiv": "≡",
        "sim": "~",
        "angle": "∠",
        "triangle": "△",
        "Delta": "Δ",
        "Omega": "Ω",
        "Sigma": "Σ",
    },
    **{"rightarrow": " -> ", "Rightarrow": "⇒", "implies": "⇒", "iff": "⇔", "setminus": "∖", "subset": "⊂"},
    **{"quad": " ", "qquad": " ", "displaystyle": "", "textstyle": "", "limits": "", "euro": "€", "pounds": "£"},
    **{"big": "", "Big": "", "bigl": "", "bigr": "", "Bigl": "", "Bigr": "", "lbrace": "{", "rbrace": "}"},
    **dict(zip(_GREEK.split(), "αβγδεζηθικλμνξρστυφχψω", strict=True)),
    **{"varepsilon": "ε", "vartheta": "θ", "varphi": "φ"},
}
_SIGNS = {r"\,": "", r"\;": " ", r"\:": " ", r"\!": "", "\\ ": " ", "~": " ", r"\{": "{", r"\}": "}", r"\|": "|"}
_SIGNS |= {r"\%": "%", r"\$": "$", r"\#": "#", r"\&": "&", r"\_": "_"}
_SIGNS |= dict.fromkeys((r"\(", r"\)", r"\[", r"\]"), "")
_FRACTIONS = (r"\frac", r"\dfrac", r"\tfrac", r"\cfrac")
_FONTS = (
    r"\mathrm",
    r"\mathbf",
    r"\mathit",
    r"\mathsf",
    r"\boldsymbol",
    r"\bm",
    r"\operatorname",
    r"\boxed",
    r"\fbox",
    r"\mathbb",
    r"\mathcal",
    r"\overline",
    r"\vec",
)
_TEXTS = (r"\text", r"\textbf", r"\textit", r"\textrm", r"\textsf", r"\texttt", r"\mbox")
_TEXT = re.compile(r"\\(?:text|textbf|textit|textrm|mathrm|mathbf|mbox)\{([^{}]*)\}")
_NUMBER_SETS = {"R": "ℝ", "N": "ℕ", "Z": "ℤ", "Q": "ℚ", "C": "ℂ"}
_MATRICES = ("pmatrix", "bmatrix", "matrix", "array")
_INVERSES = {"sin": "arcsin", "cos": "arccos", "tan": "arctan"}
_MIXED = re.compile(
    r"(?<![\w.)^/])(\d{1,12})(?:\s+(\d{1,12})/(\d{1,12})(?![\w.^/(])|"
    r"\s*\\[dtc]?frac(?:\{(\d{1,12})\}\{(\d{1,12})\}|(\d)(\d))(?!\s*\^))"
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
        read = _Reader(_TOKEN.findall(_without_delimiters(text))).until("")
    except UnknownLatex:
        return text
    read = re.sub(r"(\d*)\.(\d*)overline\((\d+)\)", _repeating, read)
    # An array in brackets is a matrix, as `pmatrix` is.
    return re.sub(
        r"^[\[(]\s*(\[\[.*\]\])\s*[\])]$", r"\1", re.sub(r"\s+(?=[\^_])", "", re.sub(r"\s+", " ", read)).strip()
    )


def _repeating(match: re.Match[str]) -> str:
    """`0.1overline(3)`, a decimal that goes on for ever, as a fraction."""
    whole, start, period = match.groups()
    if len(match[0]) > MAX_PERIOD:
        return match[0]
    below = (10 ** len(period) - 1) * 10 ** len(start)
    return f"{int(whole + start + period) - int(whole + start or '0')}/{below}"


def _without_delimiters(text: str) -> str:
    """The text without the dollar signs around formulas; one that opens none is a currency: `$5 to $10`."""
    places = [match.start() for match in re.finditer(r"(?<!\\)\$", text)]
    removed: set[int] = set()
    opened: int | None = None
    for place in places:
        before, after = text[place - 1 : place], text[place + 1 : place + 2]
        if opened is not None and before and not before.isspace() and not after.isdigit():
            removed |= {opened, place}
            opened = None
        elif after and not after.isspace():
            opened = place
    return "".join(mark for index, mark in enumerate(text) if index not in removed)


def improper(text: str) -> str:
    """Mixed numbers as one fraction: `2 1/2` and `2\\frac{1}{2}` become `5/2`, which cannot be read as 21 halves."""

    def one(match: re.Match[str]) -> str:
        whole, over, under = (int(digits) for digits in match.groups() if digits)
        return f"{whole * under + over}/{under}" if 0 < over < under else match[0]

    return _MIXED.sub(one, text)


def boxes(text: str) -> list[tuple[int, int, str]]:
    """Every outermost `\\boxed{…}` with the places where it begins and ends, and its content up to the brace that
    closes it; `\\boxed 7` holds one sign or number. One that is not closed, or holds nothing, is left out."""
    found: list[tuple[int, int, str]] = []
    for start in re.finditer(r"\\(?:boxed|fbox)\s*(?=(\{)|([-+]?\w[\w.]*))", text):
        if found and start.start() < found[-1][1]:
            continue
        end = _closing(text, start.end()) if start[1] else start.end() + len(start[2])
        inside = text[start.end() + 1 : end - 1] if start[1] else start[2]
        if end and inside.strip():
            found.append((start.start(), end, inside))
    return found


def _closing(text: str, start: int) -> int:
    """The place after the brace that closes the one at `start`; 0 if none does."""
    depth = 0
    for match in re.compile(r"(?<!\\)[{}]").finditer(text, start):
        depth += 1 if match[0] == "{" else -1
        if depth == 0:
            return match.end()
    return 0


def without_text(text: str) -> str:
    """`\\text{…}` and the like, replaced by their content."""
    return _TEXT.sub(r"\1", text)


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
            if self.next == r"\over":
                self.step()
                below = self.until(*ends)
                text, after_blank = f"{_grouped(text, r'[-+]')}/{_grouped(below, r'')}", False
                break
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
        if token == "_":  # noqa: S105
            return _Part(self.index_below())
        if token in ("&", "}", "\\\\"):
            raise UnknownLatex(f"unexpected {token}")
        return _Part(_SIGNS.get(token, token))

    def command(self, token: str) -> str:
        if token in (r"\left", r"\right"):
            return self.bars() if self.next == "|" and token == r"\left" else self.delimiter()  # noqa: S105
        if token == r"\sqrt":  # noqa: S105
            return self.root()
        if token in (*_FONTS, *_TEXTS):
            return self.in_font(token)
        if token[1:] in _INVERSES and "".join(self.tokens[self.index : self.index + 5]) == "^{-1}":
            self.index += 5
            return f" {_INVERSES[token[1:]]} "
        if token == r"\begin":  # noqa: S105
            return self.matrix()
        if token[1:] in _WORDS:
            return _WORDS[token[1:]]
        raise UnknownLatex(f"unknown {token}")

    def in_font(self, token: str) -> str:
        """What stands in another font, or below a bar; words are set off by blanks."""
        inner = self.argument()
        if token == r"\mathbb":  # noqa: S105
            return _NUMBER_SETS.get(inner, inner)
        if token == r"\overline":  # noqa: S105
            return f"overline({inner})"
        return f" {inner} " if token in _TEXTS else inner

    def delimiter(self) -> str:
        """The delimiter after `\\left` or `\\right`; a full stop there means none."""
        token = self.step()
        return "" if token == "." else _SIGNS.get(token) or _WORDS.get(token[1:], token)  # noqa: S105

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
        sign = self.step() if self.next == "-" else ""  # 10^-5 is written for 10^{-5}
        enclosed = self.next == "{"
        inner = sign + self.argument()
        if enclosed and self.following()[:1].isdigit():
            return f"^({inner})"  # 2^{1}0 is not 2^10
        if re.fullmatch(r"°|'+", inner):
            return inner
        return f"^{inner}" if re.fullmatch(r"\d+|[A-Za-z]", inner) else f"^({inner})"

    def index_below(self) -> str:
        enclosed = self.next == "{"
        inner = self.argument()
        apart = enclosed and self.following()[:1].isdigit()  # x_{1}2 is not x_12
        return f"_({inner})" if apart or not re.fullmatch(r"\w+", inner) else f"_{inner}"

    def following(self) -> str:
        """The next token that is no blank."""
        return next((token for token in self.tokens[self.index :] if not token.isspace()), "")

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
        if name == "array":
            self.argument()
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
