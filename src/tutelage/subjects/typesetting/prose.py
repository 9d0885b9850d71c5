"""Cuts prose with mathematics in it into words, numbers, letters and signs, and says which word is which.

A letter that stands alone is mathematics, and so are two side by side that are no English word (`ad - bc`). A longer
word is a word, unless it is the name of a function, or stands right behind a number (`2abc`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from tutelage.grading.mathematics.tokens import PLAIN_NAMES

_PIECE = re.compile(
    r"""(?P<word>\d+(?:st|nd|rd|th)\b              # 4th
        |[^\W\d_]+(?:['’][^\W\d_]+)+               # Newton's
        |\b(?:km|cm|m)/(?:h|s)\b)                  # a unit
    |(?P<letter>\bd[A-Za-z]/d[a-z]\b                          # a quotient
        |\?(?=/|\ [-+*=])|(?<=[-+*=]\ )\?|(?<=[*/])\?|___     # blanks to fill
        |(?:km|cm)(?=\^\d))                                   # a unit with an exponent
    |(?P<number>\d+(?:\.\d+)?)
    |(?P<run>[^\W\d_]+)
    |(?P<sign>->|<=|>=|\.\.\.|…|[-+*/^(),=<>|\[\]'%:])
    |(?P<other>\S)""",
    re.VERBOSE,
)
_SHORT_WORDS = frozenset(
    "an as at be by cm co de do go he if in is it km me my no of on or so st th to up us we".split()  # noqa: SIM905
)
_MOST_LETTERS = 3
NAMES = PLAIN_NAMES
"""Names of functions and of numbers."""


class Token(NamedTuple):
    """A piece of prose; `kind` is `word`, `letter`, `name`, `number`, `sign`, `other` or, behind the last, `end`."""

    kind: str
    text: str
    start: int
    end: int
    blank: bool
    """Whether a blank stands before it."""


def cut(text: str, keep: tuple[str, ...] = ()) -> list[Token]:
    """The tokens of a text, and one of kind `end`. Whatever spells one of `keep` counts as words."""
    kept = [m.span() for name in keep for m in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE)]
    tokens: list[Token] = []
    for match in _PIECE.finditer(text):
        if any(start <= match.start() < end for start, end in kept):
            tokens.append(Token("word", match[0], *match.span(), match.start() > 0 and text[match.start() - 1] == " "))
        else:
            tokens += _tokens(match, text)
    return [*tokens, Token("end", "", len(text), len(text), True)]


def _tokens(match: re.Match[str], text: str) -> Iterator[Token]:
    start, end = match.span()
    before = text[start - 1] if start else " "
    kind = match.lastgroup or ""
    if kind != "run":
        yield Token(kind, match[0], start, end, before.isspace())
    elif match[0] in NAMES:
        yield Token("name", match[0], start, end, before.isspace())
    elif _is_product(match[0], before):
        for position, letter in enumerate(match[0], start):
            yield Token("letter", letter, position, position + 1, position == start and before.isspace())
    else:
        yield Token("word", match[0], start, end, before.isspace())


def _is_product(run: str, before: str) -> bool:
    if not run.isascii() or len(run) > _MOST_LETTERS:
        return False
    return len(run) == 1 or before.isdigit() or (len(run) == 2 and run.lower() not in _SHORT_WORDS)
