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

_PARTS = re.compile(
    rf"\b(?:(?:{_BELOW_100})\sand\s)?(?:an?|(?:{_BELOW_100}))[\s-](?:hal(?:f|ves)|(?:{'|'.join(_BELOW)})s?)\b",
    re.IGNORECASE,
)
_NOT_COUNTED = re.compile(
    r"(?<=\bthe )one\b|(?<=\bthis )one\b|(?<=\bthat )one\b|(?<=\bno )one\b|(?<=\b(?:any|her) )one\b|(?<=er )one\b|"
    r"\bone(?=\s+(?:of|who|that|which|can|could|would|must|has|thinks|more time)\b)",
    re.IGNORECASE,
)
"""`one` that stands for a thing."""

_STATED = re.compile(
    rf"\b(?:is|are|was|were|equals?|makes?|gives?|has|have|gets?|leaves?) {_SPOKEN.pattern}"
    rf"(?![\s-](?:and an? )?(?:half|{'|'.join(_BELOW)})s?\b)",
    re.IGNORECASE,
)
_YEAR = re.compile(
    rf"\b(?P<century>{'|'.join(_ONES.split()[10:])}|twenty)[\s-]+(?:oh?[\s-]+(?P<one>{'|'.join(_ONES.split()[1:10])})|"
    rf"(?P<rest>(?:{_TENS.replace(' ', '|')})(?:[\s-](?:{'|'.join(_ONES.split()[1:10])}))?|"
    rf"{'|'.join(_ONES.split()[10:])}))(?![\s-]+(?:hundred|point|and|{'|'.join(_LARGE)})|[\w-])",
    re.IGNORECASE,
)
"""A year as it is spoken, by its century: `nineteen forty-five`, `eighteen oh five`."""


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

    def figures(found: re.Match[str]) -> str:
        value = _whole(found[0])
        return found[0] if value is None else str(value)

    return _SPOKEN.sub(figures, text)


def said_in_figures(text: str) -> str:
    """The text with its whole numbers and fractions in figures; if it has other figures, only those that it states.

    >>> said_in_figures("The one that has two thirds.")
    'The it that has 2/3.'
    >>> said_in_figures("After 50 - 18 in two days she has thirty-two left.")
    'After 50 - 18 in two days she has 32 left.'
    """

    def fraction(found: re.Match[str]) -> str:
        value = value_of_words(found[0].replace("-", " "))
        return found[0] if value is None else str(value)

    def all_of(found: str) -> str:
        return in_figures(_PARTS.sub(fraction, found))

    if _YEAR.search(text):
        return text  # nineteen forty-five may be a year
    text = _NOT_COUNTED.sub("it", text)
    return _STATED.sub(lambda found: in_figures(found[0]), text) if re.search(r"\d", text) else all_of(text)


def years_in_figures(text: str) -> str:
    """The text with years that are spoken by their century in figures: only where a year is what is expected, as `ten
    thirty` may also be a time.

    >>> years_in_figures("in nineteen forty-five")
    'in 1945'
    """

    def figures(found: re.Match[str]) -> str:
        century, rest = (_whole(found[name] or "") for name in ("century", "rest"))
        return f"{century}{_SMALL[found['one'].lower()] if found['one'] else rest:02}"

    return _YEAR.sub(figures, text)


def _whole(text: str) -> int | None:
    words = re.findall(r"[a-z]+", text.lower())
    if not 0 < len(words) <= _MAX_WORDS or not re.fullmatch(r"[\sA-Za-z,.-]+", text):
        return None
    negative = words[0] in ("minus", "negative")
    found = _grouped(words[negative:])
    return None if found is None else -found if negative else found


def _grouped(words: list[str]) -> int | None:
    """The value of groups below a thousand, each with a smaller scale than the one before: `one two three` is three
    numbers, and `two and three` is two."""
    if words[:1] == ["a"] and words[1:2] and words[1] in ("hundred", *_LARGE):
        words = ["one", *words[1:]]
    total, last = 0, 0
    while words:
        value, words = _below_1000(words)
        scale = 1
        while words and words[0] in _LARGE and not (scale > 1 and words[0] == "thousand"):  # one thousand million
            scale, words = scale * _LARGE[words[0]], words[1:]
        if value is None or (last and scale >= last) or (scale == 1 and words):
            return None
        total, last = total + value * scale, scale
        if words[:1] == ["and"]:
            words = words[1:]
            if not words:
                return None
    return total if last else None


def _below_1000(words: list[str]) -> tuple[int | None, list[str]]:
    """The number below a thousand (or of hundreds, such as `nineteen hundred`) that begins the words, and the rest."""
    value, rest = _below_100(words)
    if not value or rest[:1] != ["hundred"]:
        return value, rest
    value, rest = 100 * value, rest[1:]
    more, after = _below_100(rest[1:] if rest[:1] == ["and"] else rest)
    return (value, rest) if more is None else (value + more, after)


def _below_100(words: list[str]) -> tuple[int | None, list[str]]:
    value = _SMALL.get(words[0]) if words else None
    if value is None:
        return None, words
    one = _SMALL.get(words[1], 0) if words[1:] else 0
    return (value + one, words[2:]) if value >= 20 and 0 < one < 10 else (value, words[1:])
