"""Whole numbers in English words: `seventy-two`, `one hundred and five`. Pure."""

from __future__ import annotations

import re

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_SMALL = {word: value for value, word in enumerate(_ONES.split())}
_SMALL |= {word: 10 * value for value, word in enumerate(_TENS.split(), 2)}
_LARGE = {"thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_MAX_WORDS = 20


def value_of_words(text: str) -> int | None:
    """The value of a text that is a number in words and nothing else; `None` for any other text.

    >>> value_of_words("minus one hundred and five")
    -105
    """
    words = re.findall(r"[a-z]+", text.lower())
    if not 0 < len(words) <= _MAX_WORDS or not re.fullmatch(r"[\sA-Za-z,.-]+", text):
        return None
    negative = words[0] in ("minus", "negative")
    words = [word for word in words[negative:] if word != "and"]
    total = current = 0
    for word in words:
        if word in _SMALL:
            current += _SMALL[word]
        elif word == "hundred" and current:
            current *= 100
        elif word in _LARGE and current:
            total, current = total + current * _LARGE[word], 0
        else:
            return None
    return None if not words else -(total + current) if negative else total + current
