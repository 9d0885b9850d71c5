"""Calculations and comparisons that a worked solution states in so many numbers, and whether they hold. English. Pure.

A small teacher writes `The claim is 300 euros, which is above 900 euros` and concludes from it; as it solves by the
same slip, solving again does not find that out. Read are sums, differences, products and quotients of plain numbers
with or without units (`100 km * 0.40 euros = 40 euros`), and two numbers that are compared (`190 euros, which is below
the limit of 165 euros`). What is written otherwise is not judged.
"""

from __future__ import annotations

import re
from fractions import Fraction

_NUMBER = r"[$€£]?\d[\d,]*(?:\.\d+)?(?![^\W\d_](?!\w))"
_UNIT = r"(?: ?(?!(?:is|are|was|were|and|or|to|x|times|plus|minus|divided|which)\b)[^\W\d_]{2,}(?:/[^\W\d_]+)?){0,2}"
_TERM = rf"{_NUMBER}{_UNIT}"
_SIGN = r"\s*(?:[*/+\-−–×·÷]|(?<=[\s\d])x(?=[\s\d$€£]))\s*"
_CALCULATION = re.compile(
    rf"(?<![\^*/+\-−–×·÷(=][ ])(?<!\bx[ ])(?<!\d[ ])(?<!\d,[ ])(?<!\d[ ]and[ ])(?<![\w^*/+\-−–×·÷(.,:%$€£])"
    rf"(?P<left>{_TERM}(?:{_SIGN}{_TERM})+)\s*=\s*"
    rf"(?P<right>-?{_NUMBER})(?![\d^%:]|[.,][\d.]| \d|{_UNIT}\s*[*/^(%+×÷]|\s*[\-−–] ?(?:[$€£]?\d|[a-z]\b))"
)
_PARTS = re.compile(rf"({_NUMBER}){_UNIT}|([*/+\-−–×·÷x])")
_DOUBTFUL = re.compile(r"(?<![\d.,])0\d|,(?!\d{3}(?!\d))|[^\W\d_]/\d|\$.*=.*(?:cents?|¢)", re.DOTALL)
"""A time of day, a comma for a point, a rate with a number in it, another unit of money."""
_FRACTION = re.compile(r"\d/\d")
"""In a longer calculation it may be one number: `500 / 2/5`."""
_MORE, _LESS = (
    "more|greater|larger|higher|longer|bigger|above|over|beyond|later",
    "less|fewer|smaller|lower|shorter|below|under|earlier",
)
_COMPARED = re.compile(
    rf"(?P<one>{_NUMBER})(?P<unit>{_UNIT})(?:,? (?:which|and this|and that|and it))?,? (?:is|are|was|were) "
    rf"(?P<how>{_MORE}|{_LESS})(?: than)?(?: the)?(?: [^\W\d_]+ of)? (?P<two>{_NUMBER})(?P<other>{_UNIT})(?![\d^%*/+])",
    re.IGNORECASE,
)
_FACTOR = re.compile(
    r"[*/^+\-−–×·÷=]\s*$|\b(?:and|or|to|plus|minus|times|by|than|twice|double)\s+$|"
    r"(?:half|third|quarter|th|ths|%|cent) of (?:the )?$",
    re.IGNORECASE,
)
"""Before a number that is only a part of what is compared."""


def wrong_step(solution: str) -> str:
    """The first calculation or comparison of a solution that does not hold; empty if there is none."""
    found = [(match.start(), match[0]) for match in _CALCULATION.finditer(solution) if not _is_equal(match)]
    found += [(match.start(), match[0]) for match in _COMPARED.finditer(solution) if not _holds(match)]
    return min(found)[1] if found else ""


def _is_equal(calculation: re.Match[str]) -> bool:
    """Whether both sides are equal, the right one rounded or cut."""
    left = calculation["left"]
    near = calculation[0] + calculation.string[calculation.end() : calculation.end() + 6]
    if _DOUBTFUL.search(near) or (len(_PARTS.findall(left)) > 3 and _FRACTION.search(left)):
        return True
    numbers, signs = list[Fraction](), list[str]()
    for number, sign in _PARTS.findall(left):
        if sign:
            signs.append(sign)
        elif len(numbers) == len(signs):
            numbers.append(_value(number))
    if len(numbers) != len(signs) + 1:
        return True
    sums = [numbers[0]]
    for sign, number in zip(signs, numbers[1:], strict=True):
        if sign in "*×·x":
            sums[-1] *= number
        elif sign in "/÷":
            if not number:
                return False
            sums[-1] /= number
        else:
            sums.append(number if sign == "+" else -number)
    stated = calculation["right"]
    places = len(stated.partition(".")[2])
    return abs(sum(sums) - _value(stated)) < Fraction(1, 10**places)


def _holds(compared: re.Match[str]) -> bool:
    if _FACTOR.search(compared.string[: compared.start()]) or not _alike(compared["unit"], compared["other"]):
        return True
    one, two = _value(compared["one"]), _value(compared["two"])
    return one > two if re.fullmatch(_MORE, compared["how"], re.IGNORECASE) else one < two


def _alike(unit: str, other: str) -> bool:
    """Whether two units are the same, or one is missing."""
    one, two = (text.strip().lower().rstrip("s").split(" ")[0].rstrip("s") for text in (unit, other))
    return not one or not two or one == two


def _value(number: str) -> Fraction:
    negative, digits = number.startswith("-"), re.sub(r"[^\d.]", "", number)
    return -Fraction(digits) if negative else Fraction(digits)
