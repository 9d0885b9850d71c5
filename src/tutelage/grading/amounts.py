"""A number as people write it in an answer, with its unit and the words around it: `$1,234.50 a day`. Pure.

Which number in a piece of text counts:
1. if there is an `=`, only what follows the last one is considered;
2. none, if two numbers are joined by an arithmetic sign, a comma, `:`, `or`, `and` or `to`: "48 + 24" is not worked
   out, "13 or 14" is not one answer, "3:30" is not a number;
3. the number that the piece begins with, after a currency or a word such as `about`;
4. otherwise the last one.
"""

from __future__ import annotations

import re
from fractions import Fraction

from tutelage.grading import latex

MAX_DIGITS = 60

_WHOLE = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)"
_NUMBER = re.compile(
    rf"(?<![\d.])(?P<sign>[-+](?:\s(?=\d))?)?[$€£]?\s*"
    rf"(?:(?P<mixed>\d+)\s+(?P<over>\d+)/(?P<under>\d+)|"
    rf"(?P<whole>{_WHOLE}(?:\.\d+)?|\.\d+)(?:e(?P<power>[-+]?\d{{1,2}})(?![\w.])|/(?P<by>\d+))?)(?P<percent>\s*%)?",
    re.IGNORECASE,
)
_JOINED = re.compile(r"\s*(?:[-+*/^:,÷]|·|\b(?:or|and|to)\b)\s*[$€£(]*[-+]?\s*\.?\d|\s*[(!]|\s*\^")
_LEADING = re.compile(r"\s*(?:(?:about|around|approximately|exactly|only|roughly|≈|~)\s+)?", re.IGNORECASE)


def find_amount(text: str) -> str:
    """The number in a piece of an answer, as written; empty if there is none."""
    text = _plain(text).rpartition("=")[2]
    found = list(_NUMBER.finditer(text))
    if not found or any(_JOINED.match(text, match.end()) for match in found):
        return ""
    begins = _LEADING.match(text)
    first = next((match for match in found if begins and match.start() == begins.end()), None)
    return (first or found[-1])[0].strip()


def last_amount(text: str) -> str:
    """The last number of a whole reply, as written; empty if there is none."""
    found = list(_NUMBER.finditer(_plain(text)))
    return found[-1][0].strip() if found else ""


def is_amount(text: str) -> bool:
    """Whether a text is one number, perhaps with a currency or a percent sign."""
    match = _NUMBER.fullmatch(_plain(text))
    return match is not None and _value(match) is not None


def same_amount(given: str, expected: str) -> bool:
    """Whether two numbers are equal. If only one has a percent sign, `25%` equals both 0.25 and 25: exams write it
    either way."""
    left, right = (_NUMBER.fullmatch(_plain(side)) for side in (given, expected))
    if left is None or right is None:
        return False
    one, other = _value(left), _value(right)
    if one is None or other is None:
        return False
    if bool(left["percent"]) == bool(right["percent"]):
        return one == other
    part = one if left["percent"] else other
    whole = other if left["percent"] else one
    return whole in (part, part / 100)


def _value(match: re.Match[str]) -> Fraction | None:
    """The number, without its percent sign; `None` for a division by zero, or for too many digits."""
    if len(match[0]) > MAX_DIGITS:
        return None
    if match["mixed"]:
        under = int(match["under"])
        size = int(match["mixed"]) + Fraction(int(match["over"]), under) if under else None
    else:
        by = int(match["by"] or 1)
        whole = Fraction(match["whole"].replace(",", ""))
        size = whole * Fraction(10) ** int(match["power"] or 0) / by if by else None
    return size if size is None or not (match["sign"] or "").startswith("-") else -size


def _plain(text: str) -> str:
    """LaTeX and typographic signs as plain text, powers of ten as an exponent."""
    text = latex.in_words(text.replace("−", "-").replace("–", "-").replace("×", "*"))
    text = re.sub(r"\s*\*\s*10\^\{?\(?([-+]?\d{1,2})[})]?", r"e\1", text).strip()
    # Dollar signs at both ends are LaTeX, a single one is a currency.
    return text[1:-1].strip() if len(text) > 1 and text[0] == text[-1] == "$" else text
