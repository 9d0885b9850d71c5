"""Calculations and comparisons that a worked solution states in so many numbers, and whether they hold. English. Pure.

A small teacher writes `The claim is 300 euros, which is above 900 euros` and concludes from it; as it solves by the
same slip, solving again does not find that out. Read are sums, differences, products and quotients of plain numbers
with or without units (`100 km * 0.40 euros = 40 euros`), and two numbers that are compared (`190 euros, which is below
the limit of 165 euros`). What is written otherwise is not judged, nor what mixes units of one kind
(`2 hours + 30 minutes = 150 minutes`), nor what is only supposed, or said to be wrong.
"""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction

from tutelage.grading.units import kind_of, named_in

_NUMBER = r"[$€£]?\d[\d,]{0,30}(?:\.\d{1,30})?(?!\d)(?![^\W\d_](?!\w))"
_UNIT = r"(?: ?(?!(?:is|are|was|were|and|or|to|x|times|plus|minus|divided|which)\b)[^\W\d_]{2,}(?:/[^\W\d_]+)?){0,2}"
_TERM = rf"{_NUMBER}{_UNIT}"
_SIGN = r"\s*(?:[*/+\-−–×·÷]|(?<=[\s\d])x(?=[\s\d$€£]))\s*"
_CALCULATION = re.compile(
    rf"(?<![\^*/+\-−–×·÷(=][ ])(?<!\bx[ ])(?<!\d[ ])(?<!\d,[ ])(?<!\d[ ]and[ ])(?<![\w^*/+\-−–×·÷(.,:%$€£])"
    rf"(?P<left>{_TERM}(?:{_SIGN}{_TERM})+)\s*=\s*"
    rf"(?P<right>-?{_NUMBER})(?![\d^%:!]|[.,][\d.]| [\d:]|{_UNIT}\s*[*/^(%+×÷·]|\s*[\-−–] ?(?:[$€£]?\d|[a-z]\b))"
)
_PARTS = re.compile(rf"({_NUMBER}){_UNIT}|([*/+\-−–×·÷x])")
_DOUBTFUL = re.compile(
    r"(?<![\d.,])0\d|\d,(?:\d\d?|\d{4,})(?!\d)|(?<![\d.,])[1-9]\d{0,2}\.\d{3}(?!\d)|[^\W\d_]/\d|"
    r"(?<![^\W\d_])(?:per ?cent|hundred|thousand|[mb]illion|dozen|[ap]m|o.clock|BCE?|AD|mod|remainder|binary|base)\b",
    re.IGNORECASE,
)
"""A time of day, a comma for a point or a point for a comma, a rate with a number in it, a word that changes a
number."""
_BEHIND = 12
"""Characters behind a statement that may say how it is meant."""
_MEASURE = re.compile(r"\d ?[^\W\d_]+(?:,? and)?,?\s+$")
"""Before a calculation, what may be a part of its first number: the hour of `1 hour 30 minutes + 45 minutes`."""
_NOT_MEANT = re.compile(
    r"\b(?:not (?:true|right|correct)|whether|instead of|rather than|errors?|"
    r"mistak\w+|wrong\w*|incorrect\w*|false\w*)\b",
    re.IGNORECASE,
)
"""Before a statement, in the same sentence."""
_SUPPOSED = re.compile(r"\b(?:if|suppos\w+|assum\w+|unless|not|no|never|nobody|cannot)\b|n['’]t\b", re.IGNORECASE)
"""The same before a comparison, which may be a condition."""
_DENIED = re.compile(
    r"\b(?:(?:is|was|are|were|be) (?:\w+ )?(?:not (?:true|right|correct|so|met|satisfied|fulfilled|the case)|"
    r"false|wrong|incorrect|an? (?:error|mistake))|should|contradict\w*|instead|were (?:true|right|correct))\b",
    re.IGNORECASE,
)
"""Behind it, in the same sentence."""
_SENTENCE = re.compile(r"[.!?;](?=\s)|\n")
_SPAN, _TIME = re.compile(r"\S+[-–]\S+"), re.compile(r" (?:hours?|days?|years?)\b")
_FRACTION = re.compile(r"\d/\d")
"""In a longer calculation it may be one number: `500 / 2/5`."""
_MORE, _LESS = (
    "more|greater|larger|higher|longer|bigger|above|over|beyond|later",
    "less|fewer|smaller|lower|shorter|below|under|earlier",
)
_COMPARED = re.compile(
    rf"(?<![\w.,:])(?P<one>{_NUMBER})(?P<unit>{_UNIT})(?:,? (?:which|and this|and that|and it))?,? (?:is|are|was|were) "
    rf"(?P<how>{_MORE}|{_LESS})(?: than)?(?: the)?(?: [^\W\d_]+ of)? (?P<two>{_NUMBER})(?P<other>{_UNIT})"
    r"(?![\d^*/+:]| ?(?:%|[^\W\d_]\b))",
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
    found = [match for match in _CALCULATION.finditer(solution) if not _is_equal(match)]
    found += [match for match in _COMPARED.finditer(solution) if not _holds(match)]
    stated = [match for match in found if not _is_doubtful(match) and not _is_denied(match)]
    return min((match.start(), match[0]) for match in stated)[1] if stated else ""


def _is_doubtful(stated: re.Match[str]) -> bool:
    """Whether something near a statement says that its numbers mean more than they say."""
    before = _MEASURE.search(stated.string[max(0, stated.start() - 30) : stated.start()])
    near = (before[0] if before else "") + stated[0] + stated.string[stated.end() : stated.end() + _BEHIND]
    units = named_in(near) | ({"h"} if "/h" in near else set())
    kinds = Counter(kind_of(unit) for unit in units)
    return bool(_DOUBTFUL.search(near)) or max(kinds.values(), default=0) > 1


def _is_denied(stated: re.Match[str]) -> bool:
    """Whether the sentence around a statement does not state it: it is supposed, or said to be wrong."""
    text = stated.string
    begin = max((end.end() for end in _SENTENCE.finditer(text, 0, stated.start())), default=0)
    end = _SENTENCE.search(text, stated.end())
    before = (_NOT_MEANT, _SUPPOSED) if stated.re is _COMPARED else (_NOT_MEANT,)
    if any(sign.search(text, begin, stated.start()) for sign in before):
        return True
    return bool(_DENIED.search(text, stated.end(), end.start() if end else len(text)))


def _is_equal(calculation: re.Match[str]) -> bool:
    """Whether both sides are equal, the right one rounded or cut."""
    left = calculation["left"]
    if len(_PARTS.findall(left)) > 3 and _FRACTION.search(left):
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
    if (
        signs in (["-"], ["–"])
        and numbers[0] < numbers[1]
        and (_SPAN.fullmatch(left) or _TIME.match(calculation.string, calculation.end()))
    ):
        return True  # from one to the other
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
