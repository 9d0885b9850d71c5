"""Numbers in English words: `seventy-two`, `one hundred and five`, `two thirds`, `two and a half`. Pure."""

from __future__ import annotations

import re
from fractions import Fraction

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_SMALL = {word: value for value, word in enumerate(_ONES.split())}
_SMALL |= {word: 10 * value for value, word in enumerate(_TENS.split(), 2)}
_LARGE = {"thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_BELOW = {
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
}
_FRACTION = re.compile(
    rf"(?:(.*\S)\s+and\s+)?(?:(an?|one|(.*\S))[\s-]+)?(?:(half)|({'|'.join(_BELOW)})(s)?)", re.IGNORECASE
)
_DECIMAL = re.compile(rf"(.+?)\s+point((?:\s+(?:{'|'.join(_ONES.split()[:10])}))+)", re.IGNORECASE)
_MAX_WORDS = 20
_BELOW_100 = (
    rf"(?:(?:{_TENS.replace(' ', '|')})(?:[\s-](?:{'|'.join(_ONES.split()[1:10])})\b)?|{_ONES.replace(' ', '|')})\b"
)
_BELOW_1000 = rf"{_BELOW_100}(?:\shundred\b(?:(?:\sand)?\s{_BELOW_100})?)?"
_SPOKEN = re.compile(rf"\b{_BELOW_1000}(?:\s(?:{'|'.join(_LARGE)})\b(?:(?:\sand|,)?\s{_BELOW_1000})?)*", re.IGNORECASE)
"""A whole number within a text."""


def value_of_words(text: str) -> Fraction | None:
    """The value of a text that is a number in words and nothing else; `None` for any other text.

    >>> value_of_words("minus one hundred and five")
    Fraction(-105, 1)
    >>> value_of_words("two and a half")
    Fraction(5, 2)
    """
    whole = _whole(text)
    if whole is not None:
        return Fraction(whole)
    if (decimal := _DECIMAL.fullmatch(text.strip())) and (before := _whole(decimal[1])) is not None:
        digits = "".join(str(_SMALL[word]) for word in decimal[2].lower().split())
        size = abs(before) + Fraction(int(digits), 10 ** len(digits))
        return -size if re.match(r"(?:minus|negative)\b", decimal[1], re.IGNORECASE) else size
    part = _FRACTION.fullmatch(text.strip())
    before = _whole(part[1]) if part and part[1] else 0
    over = (_whole(part[3]) if part[3] else 1) if part else None
    if part is None or before is None or over is None or (part[5] and (not part[2] or bool(part[6]) != (over > 1))):
        return None  # a third of them is one part, a third alone may be the place
    return before + Fraction(over, 2 if part[4] else _BELOW[part[5].lower()])


def in_figures(text: str) -> str:
    """The text with its whole numbers in figures.

    >>> in_figures("twenty-one guests for three nights")
    '21 guests for 3 nights'
    """
    return _SPOKEN.sub(lambda found: str(_whole(found[0])), text)


def _whole(text: str) -> int | None:
    words = re.findall(r"[a-z]+", text.lower())
    if not 0 < len(words) <= _MAX_WORDS or not re.fullmatch(r"[\sA-Za-z,.-]+", text):
        return None
    negative = words[0] in ("minus", "negative")
    words = [word for word in words[negative:] if word != "and"]
    if words[:1] == ["a"] and words[1:2] and words[1] in ("hundred", *_LARGE):
        words[0] = "one"
    total = current = 0
    for word in words:
        if word in _SMALL:
            current += _SMALL[word]
        elif word == "hundred" and current:
            current *= 100
        elif word in _LARGE and (current or total):
            total, current = (total + current * _LARGE[word] if current else total * _LARGE[word]), 0
        else:
            return None
    return None if not words else -(total + current) if negative else total + current
