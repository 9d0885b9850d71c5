"""Figures, amounts, dates, roles and names in a sentence. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from tutelage.grading.number_words import value_of_words

_WORDS = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|"
    "nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
)
_DIGITS = r"\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,9})?|\d{1,15}(?:\.\d{1,9})?"
_NUMBER = rf"(?:{_DIGITS}|{_WORDS})"
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
WEEKDAYS = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_EDGE = r"(?<![\w.,:/$€£%-])"
_MEASURES_LISTED = (
    "day week month year hour minute second night kilometre kilometer metre meter mile euro dollar pound page "
    "quarter decade"
)
_MEASURES = frozenset(_MEASURES_LISTED.split())
_IRREGULAR = frozenset(("people", "children", "staff", "feet", "men", "women"))
_STOP_LISTED = (
    "a an the of in on at by to for from with within without until before after during and or but if when while as "
    "than that which who is are was were be been being must may can should will shall would could might has have had "
    "do does did not per each every any all no it its they their this these those there so up down out off over under "
    "about only also into onto between through via because unless where once since near outside under whenever"
)
STOP = frozenset(_STOP_LISTED.split())
"""Words that are part of no name, role or unit."""
_HEADS = (
    "officers?|managers?|leads?|directors?|coordinators?|keepers?|wardens?|supervisors?|treasurer|chair|deputy|committee|"
    "board|specialists?|desk|administrators?|secretary|auditors?|doctor|partners?|representatives?|head(?= of [a-z])|"
    "librarian|engineers?|owner|holder|leader|clerk|inspectors?|chairperson|president|approver|adviser|advisor|buddy"
)
_ROLE = re.compile(
    rf"(?=\b(?P<role>(?:[Tt]he|[Aa]n?|[Yy]our) (?:[a-z][a-z-]+ ){{0,3}}?(?:{_HEADS})"
    r"(?: of (?!(?:the|an?|each|every|all|your|its) )[a-z]+)?)(?![\w'’-])(?! of )"
    r"(?! (?:members?|meetings?|rooms?|offices?|accounts?|staff|nurse|assistant|team|group|role|position)\b))"
)
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+(?: [A-Z][a-z]+)*(?![\w'’-])")
_SIMPLE: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "time",
        re.compile(rf"{_EDGE}(?:\d{{1,2}}:\d{{2}}(?: ?[ap]\.?m\.?)?|\d{{1,2}} ?[ap]\.?m\.?|noon|midnight)(?![\w:-])"),
    ),
    (
        "date",
        re.compile(rf"{_EDGE}(?:\d{{1,2}} (?:{MONTHS})(?: \d{{4}})?|(?:{MONTHS}) \d{{1,2}}(?:, \d{{4}})?)(?!\w)"),
    ),
    (
        "money",
        re.compile(
            rf"{_EDGE}(?:(?:€ ?|\$|£|EUR |USD |GBP |CHF )(?:{_DIGITS})|(?:{_DIGITS}) ?(?:€|EUR\b|USD\b|GBP\b|CHF\b)"
            rf"|{_NUMBER} (?:euros?|dollars?|pounds?|cents?))(?![\w-]|[.,]\d)"
        ),
    ),
    ("percent", re.compile(rf"{_EDGE}{_NUMBER} ?(?:%|per cent\b|percent\b)")),
    ("weekday", re.compile(rf"\b{WEEKDAYS}s?\b")),
    ("month day", re.compile(r"\b(?:the )?\d{1,2}(?:st|nd|rd|th)(?= of (?:each|every|a|the) month)")),
    ("year", re.compile(r"(?<=\bin )(?:19|20)\d\d(?![\w-])|(?<=\bsince )(?:19|20)\d\d(?![\w-])")),
    ("month", re.compile(rf"(?<=\bin )(?:{MONTHS})\b|(?<=\bevery )(?:{MONTHS})\b")),
)
_LABELLED = re.compile(
    r"(?:form|section|step|chapter|part|article|appendix|policy|title|band|group|grade|level|version|room|rule|item|"
    r"page|number|no\.|line|phase|type|class|figure|table|zone)\s*$",
    re.IGNORECASE,
)
_COUNT = re.compile(rf"{_EDGE}(?P<number>one|{_NUMBER})(?P<unit>(?: [a-z]+(?:-[a-z]+)?){{1,3}})")


class Value(NamedTuple):
    """Something in a sentence that a question can ask for."""

    kind: str
    """`count`, `money`, `percent`, `time`, `date`, `weekday`, `month day`, `month`, `year`, `role` or `name`."""
    text: str
    """As it stands there."""
    start: int
    end: int
    unit: str = ""
    """Of a count, what is counted; of an amount, its currency; of a name, `place` if the word before it says so,
    or its article."""
    number: float = 0.0
    """Of a count, an amount or a share."""

    @property
    def answer(self) -> str:
        """As an answer gives it: numbers in digits."""
        first, blank, rest = self.text.partition(" ")
        if self.kind == "role":
            return self.stands
        value = value_of_words(first) if self.kind in ("count", "money", "percent") and first.isalpha() else None
        return f"{value}{blank}{rest}" if value is not None else self.text

    @property
    def stands(self) -> str:
        """As it stands there, within a sentence."""
        return self.text[:1].lower() + self.text[1:] if self.kind == "role" else self.text

    @property
    def sort(self) -> tuple[str, str]:
        """Values of the same sort can be mixed up."""
        return self.kind, self.unit.split()[-1] if self.unit and self.kind != "name" else self.unit


def find_values(text: str) -> list[Value]:
    """All values of a sentence, in their order; none overlaps another."""
    taken: list[Value] = []
    for value in _all(text):
        if all(value.end <= other.start or value.start >= other.end for other in taken):
            taken.append(value)
    return sorted(taken, key=lambda value: value.start)


def _all(text: str) -> Iterator[Value]:
    for kind, pattern in _SIMPLE:
        for match in pattern.finditer(text):
            number = _amount(match[0]) if kind in ("money", "percent") else 0.0
            unit = _currency(match[0]) if kind == "money" else ""
            yield Value(kind, match[0], match.start(), match.end(), unit, number)
    for match in _COUNT.finditer(text):
        if (value := _count(match, text)) is not None:
            yield value
    for match in _ROLE.finditer(text):
        role = match["role"]
        middle = role.split()[1:-1]
        if not STOP.intersection(word for word in middle if word != "of"):
            yield Value("role", role, match.start("role"), match.end("role"))
    for match in _NAME.finditer(text):
        if not re.fullmatch(rf"(?:{MONTHS})|{WEEKDAYS}s?", match[0].split()[0]):
            before = text[: match.start()]
            place = re.search(r"\b(?:in|at|to|from|near|between|of) $", before)
            # `the Board` and `Mr Lindqvist` stand in no gap of one another.
            article = re.search(r"\b(the|a|an) $", before, re.IGNORECASE)
            unit = "place" if place else article[1].lower() if article else ""
            yield Value("name", match[0], match.start(), match.end(), unit)


def _count(match: re.Match[str], text: str) -> Value | None:
    words = match["unit"].split()
    before = text[: match.start()]
    if _LABELLED.search(before) or re.match(r"\d{4}$", match["number"]):
        return None
    for index, word in enumerate(words):
        if word in STOP or (word.endswith("ly") and index == 0):
            return None
        single = match["number"] == "one"
        plural = word in _IRREGULAR or (word.endswith("s") and not word.endswith(("ss", "us", "is")))
        if (single and word in _MEASURES) or (not single and plural):
            unit = " ".join(words[: index + 1])
            end = match.end("number") + 1 + len(unit)
            if text[end : end + 1] in "-'’" and text[end : end + 1]:
                return None
            number = value_of_words(match["number"]) if match["number"].isalpha() else None
            amount = float(number) if number is not None else _amount(match["number"])
            return Value("count", text[match.start() : end], match.start(), end, unit, amount)
    return None


def _amount(text: str) -> float:
    digits = re.search(_DIGITS, text)
    if digits:
        return float(digits[0].replace(",", ""))
    value = value_of_words(text.partition(" ")[0])
    return float(value) if value is not None else 0.0


def _currency(text: str) -> str:
    return (
        re.sub(r"[\d.,\s]", "", text).rstrip("s")
        if re.search(r"[€$£]|[A-Z]{3}", text)
        else text.rpartition(" ")[2].rstrip("s") + "s"
    )
