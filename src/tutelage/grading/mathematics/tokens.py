"""Cuts mathematical text into numbers, names, letters and signs, and measures it as it is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from tutelage.grading.latex import improper

MAX_LENGTH = 400

_TOKEN = re.compile(r"\s*(?:(?P<number>\d+(?:\.\d+)?|\.\d+)|(?P<word>[A-Za-z]+)|(?P<sign>\*\*|[-+*/^(),]))", re.ASCII)
_LOOKALIKES = str.maketrans(
    {"−": "-", "–": "-", "·": "*", "⋅": "*", "×": "*", "÷": "/", "π": " pi ", "²": "^2", "³": "^3", "$": " "}
)
PLAIN_NAMES = ("arcsin", "arccos", "arctan", "sqrt", "sin", "cos", "tan", "sec", "exp", "log", "abs", "ln", "pi")
FORMAL_NAMES = (
    "integrate", "largest", "answer", "inside", "limit", "terms", "parts", "diff", "subs", "quad", "part", "size",
    "sum", "gcd", "mod", "re", "im", *PLAIN_NAMES,
)  # fmt: skip
"""No name stands before a longer one that begins with it."""
_MAX_LETTERS = 3
"""More letters than these side by side are a word, not a product."""


def shown(text: str) -> str:
    """Text for a message: short, and printable on every terminal."""
    return ascii(text if len(text) <= 60 else text[:60] + "...")


def tokenize(text: str, names: tuple[str, ...]) -> list[str]:
    """The tokens of a text; `names` are the words that it may hold."""
    if len(text) > MAX_LENGTH:
        raise ValueError(f"the text has {len(text)} characters; at most {MAX_LENGTH} are read")
    text = improper(text.translate(_LOOKALIKES)).rstrip()
    tokens: list[str] = []
    place = 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise ValueError(f"unexpected {shown(text[place:].lstrip()[:1])} in {shown(text)}")
        place = match.end()
        if match["word"]:
            tokens.extend(_split_word(match["word"], names))
        else:
            tokens.append(match["number"] or match["sign"])
    return [token.replace("**", "^") for token in tokens]


def _split_word(word: str, names: tuple[str, ...]) -> Iterator[str]:
    """Known names and single letters: `xsin` is x, sin. A longer run of letters is a word, and no mathematics."""
    place = letters = 0
    while place < len(word):
        name = next((name for name in names if word.startswith(name, place)), word[place])
        letters = letters + 1 if len(name) == 1 else 0
        if letters > _MAX_LETTERS:
            raise ValueError(f"unknown word {shown(word)}")
        place += len(name)
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
    return token[:1].isdigit() or token[:1] == "."
