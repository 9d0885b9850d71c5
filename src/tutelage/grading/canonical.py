"""The written form of a formula: texts that differ in nothing but their typesetting have the same one. Pure.

It is for what no reader of ours knows, such as integrals, sums, binomials and rounding brackets: braces around one
sign, blanks, the size of brackets and the names of bars do not matter. It never changes a value.
"""

from __future__ import annotations

import re

_SIZES = re.compile(r"\\(?:left|right|[bB]igg?[lrm]?|displaystyle|textstyle|limits|nolimits)(?![A-Za-z])\.?")
_BLANKS = re.compile(r"\\(?:quad|qquad|[,;:! ])|(?<=\d),(?=\d{3}(?!\d))|[\s$~]+")
_UPRIGHT = re.compile(r"\\(?:mathrm|operatorname|mathcal)\{([A-Za-z]+)\}")
_GROUP = re.compile(r"(?<=[\^_])(?:\{([^{}]*)\}|(-?\d+(?:\.\d+)?|\\[A-Za-z]+|[^\W\d_]))")
_BINOMIAL = re.compile(r"\\[dt]?binom(?![A-Za-z])\s*(\w|\{[^{}]*\})\s*(\w|\{[^{}]*\})")
_RAISED_DIGITS = re.compile(r"([\^_])\s*(\d+)\s+(?=\d)")
_CHOOSE = re.compile(r"\{([^{}]*)\\choose([^{}]*)\}|(?<![A-Za-z\\])C\((\w+),(\w+)\)")
_BRACKETS = {
    **{r"\lvert": "|", r"\rvert": "|", r"\vert": "|", r"\mid": "|", r"\lfloor": "⌊", r"\rfloor": "⌋"},
    **{r"\lceil": "⌈", r"\rceil": "⌉", r"\infty": "∞", r"\cdot": "*", r"\times": "*", r"\ldots": "...", "…": "..."},
}
_BRACKET = re.compile(rf"(?:{'|'.join(re.escape(name) for name in _BRACKETS)})(?![A-Za-z])")
_ROUNDED = re.compile(r"\\?(floor|ceil)(?:ing)?\(([^()]*)\)")
_PHRASES = [
    (re.compile(r"\bis (?:greater|larger|more|bigger) than or equal to\b|\bis at least\b"), "≥"),
    (re.compile(r"\bis (?:less|smaller) than or equal to\b|\bis at most\b"), "≤"),
    (re.compile(r"\bis (?:strictly )?(?:greater|larger|more|bigger) than\b"), ">"),
    (re.compile(r"\bis (?:strictly )?(?:less|smaller) than\b"), "<"),
    (re.compile(r"\b(?:is not|isn't|does not) equal(?: to)?\b"), "≠"),
    (re.compile(r"\b(?:all )?(?:the )?real numbers (?:except|but|other than)(?: for)? ([-+]?\w+)"), r"ℝ∖{\1}"),
    (re.compile(r"(?<=ℝ)\s*\\\s*(?=\{)"), "∖"),
    (re.compile(r"\b(?:minus|negative) infinity\b"), "-∞"),
    (re.compile(r"\ba(?=(?:sin|cos|tan)\b)"), "arc"),
]  # fmt: skip


def in_signs(text: str) -> str:
    """Words for a relation or a set, as its signs: `x is at least 2` becomes `x ≥ 2`."""
    for phrase, sign in _PHRASES:
        text = phrase.sub(sign, text)
    return text


def canonical(text: str) -> str:
    """The written form of a formula.

    >>> canonical(r"\\int_{0}^{1} x^2 \\, dx") == canonical(r"\\int_0^1 x^{2}dx")
    True
    """
    text = _RAISED_DIGITS.sub(r"\1{\2}", _SIZES.sub("", text.replace("**", "^")))
    text = _BLANKS.sub("", _BINOMIAL.sub(lambda m: rf"\binom{{{m[1].strip('{}')}}}{{{m[2].strip('{}')}}}", text))
    text = _BRACKET.sub(lambda name: _BRACKETS[name[0]], _UPRIGHT.sub(r"\1", text))
    text = _CHOOSE.sub(lambda m: rf"\binom{{{m[1] or m[3]}}}{{{m[2] or m[4]}}}", text)
    text = _ROUNDED.sub(lambda m: f"⌊{m[2]}⌋" if m[1] == "floor" else f"⌈{m[2]}⌉", text)
    text = _GROUP.sub(lambda m: f"{{{m[2] if m[1] is None else m[1]}}}", text)
    return re.sub(r"(?<=[\d)])[*](?=[A-Za-z(])", "", text)
