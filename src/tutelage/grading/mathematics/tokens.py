"""Splits mathematical text into numbers, names, letters and signs, and measures it as it is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import pairwise

from tutelage.grading.latex import improper

MAX_LENGTH = 400

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?|\.\d+)|(?P<word>[A-Za-zΑ-Ωα-ω]+)(?P<mark>(?:_(?:\d+|[A-Za-z]|\([^()]{1,20}\)))?'{0,3})|"
    r"(?P<sign>\*\*|[-+*/^(),_]))",
    re.ASCII,
)
_LOOKALIKES = str.maketrans(
    {"−": "-", "–": "-", "·": "*", "⋅": "*", "×": "*", "÷": "/", "π": " pi ", "²": "^2", "³": "^3", "$": " "}
)
PLAIN_NAMES = (
    "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh", "sqrt", "sin", "cos", "tan", "sec", "csc", "cot", "exp",
    "log", "abs", "ln", "pi",
)  # fmt: skip
FORMAL_NAMES = (
    "integrate", "largest", "answer", "inside", "limit", "terms", "parts", "diff", "subs", "quad", "part", "size",
    "sum", "gcd", "mod", "re", "im", *PLAIN_NAMES,
)  # fmt: skip
"""A longer name comes before any that it begins with."""
_BARS = re.compile(r"\|([^|]+)\|")
_MAX_LETTERS = 3
"""More letters than this side by side are a word, not a product."""


def quoted(text: str) -> str:
    """A text for a message: short, and printable on every terminal."""
    return ascii(text if len(text) <= 60 else text[:60] + "...")


@lru_cache(maxsize=1024)
def tokenize(text: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """The tokens of a text; `names` are the words that it may contain."""
    if len(text) > MAX_LENGTH:
        raise ValueError(f"the text has {len(text)} characters; at most {MAX_LENGTH} are read")
    text = improper(text.translate(_LOOKALIKES)).rstrip()
    text = _BARS.sub(r"abs(\1)", text)
    tokens: list[str] = []
    index = 0
    while index < len(text):
        match = _TOKEN.match(text, index)
        if match is None:
            raise ValueError(f"unexpected {quoted(text[index:].lstrip()[:1])} in {quoted(text)}")
        index = match.end()
        if match["word"]:
            tokens.extend(_split_word(match["word"], names))
            if tokens[-1] == "log" and match["mark"]:
                index = match.end("word")  # what follows is its base
            elif match["mark"]:
                tokens[-1] += match["mark"]  # a letter with an index, or a derivative
        else:
            tokens.append(match["number"] or match["sign"])
    return tuple(token.replace("**", "^") for token in tokens)


def _split_word(word: str, names: tuple[str, ...]) -> Iterator[str]:
    """Known names and single letters: `xsin` is x, sin. A longer run of letters is a word, not mathematics."""
    index = letters = 0
    while index < len(word):
        name = next((name for name in names if word.startswith(name, index)), word[index])
        letters = letters + 1 if len(name) == 1 else 0
        if letters > _MAX_LETTERS:
            raise ValueError(f"unknown word {quoted(word)}")
        index += len(name)
        yield name


def _count_terms(written: str) -> int:
    tokens = tokenize(written, PLAIN_NAMES)
    depth = 0
    count = 1
    for before, token in pairwise(tokens):
        depth += (before == "(") - (before == ")")
        count += depth == 0 and token in ("+", "-") and before not in ("+", "-", "*", "/", "^")
    return count


def _count_parts(written: str) -> int:
    return sum(token[0].isalnum() or token[0] == "." for token in tokenize(written, PLAIN_NAMES))


def _largest(written: str) -> int:
    return max((int(token) for token in tokenize(written, PLAIN_NAMES) if token.isdigit()), default=0)


MEASURES: dict[str, Callable[[str], int]] = {"terms": _count_terms, "parts": _count_parts, "largest": _largest}


def is_number(token: str) -> bool:
    """Whether a token begins a number."""
    return token[:1].isdigit() or token[:1] == "."
