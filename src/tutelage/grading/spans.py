"""Numbers that stand together and are no calculation: ranges, scores, ratios, versions, telephone numbers, amounts in
several units. Pure.

`1914-1918`, `3 to 5 km`, `2-1`, `1:2`, `10.2.1`, `555-1234`, `2 hours 30 minutes`. They are compared part by part, and
never subtracted or divided.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from tutelage.grading import amounts, units
from tutelage.grading.amounts import Amount

_RANGE = re.compile(
    r"(?:from\s+|between\s+)?(?P<low>.*?\d.*?)\s*(?P<mark>(?<=\S)-|\s(?:to|and|through|until|-)\s)\s*(?P<high>\D{0,4}\d.*)"
)
_RATIO = re.compile(r"\d{1,9}(?:\.\d{1,9})?(?:\s*:\s*\d{1,9}(?:\.\d{1,9})?){1,4}")
_CODE = re.compile(r"\+?\(?\d+\)?(?:[-. ]\(?\d+\)?){2,}|\d{3}-\d{4}|v?\d+(?:\.\d+){2,}|v\d+\.\d+", re.IGNORECASE)
_COMPOUND = re.compile(
    r"(\d+(?:\.\d+)?\s*[^\W\d_]+\.?|[$€£]\d+)(?:\s*(?:,\s*and|,|and)?\s*(\d+(?:\.\d+)?\s*[^\W\d_]+\.?))+"
)
_PLAIN = re.compile(r"\d{1,12}\s*-\s*\d{1,12}")
MAX_CHARS = 80


class Span(NamedTuple):
    """Parts in their order; `kind` is `range`, `score`, `ratio`, `compound` (in several units), or `code`, which has no
    amounts but digits."""

    kind: str
    parts: tuple[Amount | str, ...]


def read(text: str) -> Span | None:
    """The span that a text is; `None` if it is anything else."""
    text = re.sub(r"^version\s+", "", amounts.plain(text).rstrip("."), flags=re.I) if len(text) <= MAX_CHARS else ""
    if not re.search(r"\d\D*\d", text) or re.search(r"[=<>^*]", text):
        return None
    if _RATIO.fullmatch(text):
        return Span("ratio", tuple(str(float(part)) for part in text.split(":")))
    if parts := _compound(text):
        return Span("compound", parts)
    if _PLAIN.fullmatch(text) and not re.fullmatch(r"\d{3}-\d{4}", text):
        low, high = (int(part) for part in text.split("-"))
        return Span("range" if low < high else "score", tuple(_amount(part) for part in text.split("-")))
    if _CODE.fullmatch(text) and not re.fullmatch(r"\d+\.\d+-\d+\.\d+", text) and not amounts.is_amount(text):
        dotted = (".",) if re.fullmatch(r"v?[\d.]+", text.lower()) else ()  # 3.10.2 is a version, 3-10-2 is none
        return Span("code", tuple(re.findall(r"\d+", text)) + tuple(re.findall(r"^\+", text)) + dotted)
    return _range(text)


def _amount(part: str) -> Amount:
    found = amounts.read(part)
    assert found is not None
    return found


def _compound(text: str) -> tuple[Amount, ...]:
    """The parts of an amount in several units of one kind: `2 hours 30 minutes`; empty if it is anything else."""
    if not _COMPOUND.fullmatch(text):
        return ()
    pieces = re.findall(r"[$€£]\d+|\d+(?:\.\d+)?\s*[^\W\d_]+", text)
    parts = [amounts.read(re.sub(r"(?<=\d)(?=[^\W\d_])", " ", piece)) for piece in pieces if piece]
    known = tuple(part for part in parts if part is not None)
    kinds = {units.kind_of(part.unit) for part in known}
    alike = len(kinds) == 1 and "" not in kinds and len({part.unit for part in known}) == len(parts) > 1
    return known if alike else ()


def _range(text: str) -> Span | None:
    match = _RANGE.fullmatch(text)
    if match is None:
        return None
    if match["mark"].strip() == "and" and not text.startswith("between"):
        return None
    low, high = (amounts.read(match[side]) for side in ("low", "high"))
    if low is None or high is None:
        return None
    if not low.unit:
        low = Amount(low.value, high.unit)
    elif not high.unit:
        high = Amount(high.value, low.unit)
    return Span("range", (low, high))


def same(given: Span, expected: Span) -> bool:
    """Whether two spans have the same parts. A range without a unit agrees with one that has a unit;
    but a percentage or money is asked for as such."""
    kinds = {given.kind, expected.kind}
    if len(given.parts) != len(expected.parts) or (len(kinds) > 1 and kinds != {"range", "score"}):
        return False
    for one, other in zip(given.parts, expected.parts, strict=True):
        if isinstance(one, Amount) and isinstance(other, Amount):
            if one.value != other.value or (one.unit and other.unit and one.unit != other.unit):
                return False
            if not other.unit and Amount(one.value, one.unit).kind in ("percent", "money"):
                return False
        elif one != other:
            return False
    return True
