"""What an expected answer is: read once, and kept as one of a few kinds. Pure.

The order in which the kinds are tried decides what a text with two meanings is: `2021-03-05` is a date before it is a
calculation, `2-1` a score, `1:2` a ratio, `5 km` an amount before it is a product of letters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from tutelage.grading import amounts, dates, latex, spans, texts, units
from tutelage.grading.amounts import Amount
from tutelage.grading.dates import Moment
from tutelage.grading.signs import plain_signs
from tutelage.grading.spans import Span
from tutelage.records import Checker

if TYPE_CHECKING:
    from tutelage.grading.mathematics.formulas import Formula


class Kind(StrEnum):
    """What an answer is, and is compared as."""

    NUMBER = "number"
    QUANTITY = "number with unit"
    MONEY = "money"
    PERCENT = "percent"
    DATE = "date or time"
    RANGE = "range"
    SCORE = "score"
    RATIO = "ratio"
    CODE = "code"
    """A telephone number, a version."""
    EXPRESSION = "expression"
    EQUATION = "equation"
    INEQUALITY = "inequality or interval"
    SET = "set"
    TUPLE = "tuple"
    MATRIX = "matrix"
    CHOICE = "choice"
    TEXT = "text"


@dataclass(frozen=True)
class FormulaText:
    """A formula as plain text; `value` is what it says, or `None` if only `math-verify` may be able to read it."""

    text: str
    value: Formula | None
    unit: str = ""


Value: TypeAlias = "Amount | Moment | Span | FormulaText | str"


@dataclass(frozen=True)
class Expected:
    """An expected answer."""

    kind: Kind
    value: Value
    written: str


_SIGNED = re.compile(
    r"[\d=<>≤≥≠^*/+\\√∞±∅ℝπ⌊⌈|{}∈∪∩∧∨¬]|(?<![^\W\d_])-|\bsqrt|\barc(?:sin|cos|tan)\b|\bln\b|\bsin\b|\bcos\b|\btan\b|\blog|\bpi\b|\(.*,.*\)|^[a-zA-Z]$"
)
_COMMON_WORDS = re.compile(
    r"(?<![\w\\])(?:yes|no|the|of|to|is|it|at|by|on|for|not|one|two|six|ten|all|per|men|old|new|day|red|big|from|with|an|"
    r"are|was|but|so|as|he|she|we|up|if|then|than|has|can|may|its|his|her|our|few|own|ad|bc|am|pm)(?![\w(^])",
    re.IGNORECASE,
)
_ONE_LETTER = re.compile(
    r"[\d)}](?P<blank>\s*)\$?(?P<letter>[a-zA-Z])(?:\s*(?:\^|\*\*)\s*[{(]*(?P<power>-?\w+)[})]*)?\$?$"
)
_SET_IN_WORDS = re.compile(r"no (?:real )?solutions?|the empty set|all real numbers", re.IGNORECASE)
_UNIT_BEHIND = re.compile(r"(.*(?:pi|[\d)]))\s+([^\W\d_]{1,20}(?:\^\d)?(?:/[^\W\d_]{1,10}(?:\^\d)?)?)", re.DOTALL)
_DERIVATIVE = re.compile(r"\(?(?<![A-Za-z])d(\^?\d?)\s?([a-zA-Z])\)?\s*/\s*\(?d\s?([a-zA-Z](?:\^\d)?)(?![A-Za-z])\)?")
_SPAN_KINDS = {"range": Kind.RANGE, "score": Kind.SCORE, "ratio": Kind.RATIO, "code": Kind.CODE}
_SPAN_KINDS |= {"compound": Kind.QUANTITY}


def checker_of(kind: Kind) -> Checker:
    """What a record says about an answer of this kind."""
    if kind in (Kind.NUMBER, Kind.MONEY, Kind.PERCENT):
        return Checker.NUMBER
    if kind is Kind.CHOICE:
        return Checker.CHOICE
    formulas = (Kind.EXPRESSION, Kind.EQUATION, Kind.INEQUALITY, Kind.SET, Kind.TUPLE, Kind.MATRIX)
    return Checker.MATHEMATICS if kind in formulas else Checker.TEXT


@lru_cache(maxsize=8192)
def read_expected(answer: str, checker: Checker | None = None) -> Expected:
    """What an expected answer is. `checker` is what the question says about it; `None` if it says nothing. A bare
    number that a question calls a text, such as `007`, stays a text."""
    written = answer.strip()
    if checker is Checker.CHOICE:
        return Expected(Kind.CHOICE, written, written)
    for read in (_moment, _amount, _span, _formula) if len(written) <= texts.LONGEST else ():
        found = read(written, checker)
        if found is not None:
            return found
    return Expected(Kind.TEXT, written, written)


def _moment(text: str, checker: Checker | None) -> Expected | None:
    moment = dates.read(text)
    return Expected(Kind.DATE, moment, text) if moment else None


def _span(text: str, checker: Checker | None) -> Expected | None:
    span = spans.read(text)
    return Expected(_SPAN_KINDS[span.kind], span, text) if span else None


def _amount(text: str, checker: Checker | None) -> Expected | None:
    amount = amounts.read(text)
    if amount is None:
        return None
    if checker is Checker.TEXT and amount.kind == "number":
        return Expected(Kind.TEXT, text, text)
    if (letter := _ONE_LETTER.search(plain_signs(text))) and amount.kind != "money":
        # 5 m may be a product, and 6t^5 is one: only an area and a volume are as likely, outside of mathematics.
        power = letter["power"] and f"{letter['letter']}^{letter['power']}"
        if checker is Checker.MATHEMATICS or (power and (units.is_letter(power) or not letter["blank"])):
            return None
    return Expected(Kind(amount.kind), amount, text)


def _formula(text: str, checker: Checker | None) -> Expected | None:
    """A formula, by its signs; words are none, although their letters could be multiplied."""
    plain = latex.plain(plain_signs(text)).strip()
    has_commands = re.search(r"\\[a-zA-Z]+", plain) is not None
    set_in_words = _SET_IN_WORDS.fullmatch(plain)
    if not has_commands and not set_in_words and (not _SIGNED.search(plain) or _COMMON_WORDS.search(plain)):
        return None
    unit = ""
    if (behind := _UNIT_BEHIND.fullmatch(plain)) and _is_unit(behind[2], text):
        plain, unit = behind[1], units.name_of(behind[2])
    value = read_formula(plain)
    if value is None:
        if not re.search(r"\\[a-zA-Z]+", text):
            return None
        import math_verify  # noqa: F401  loaded now, so that the first mark is no slower than the others
    return Expected(kind_of(value), FormulaText(plain, value, unit), text)


def _is_unit(word: str, text: str) -> bool:
    name = units.name_of(word)
    return units.is_known(name) and (not units.is_letter(word) or "\\text" in text or "\\mathrm" in text)


def read_formula(plain: str, like: Formula | None = None) -> Formula | None:
    """What a formula says, which is given as plain text; `None` if it cannot be read."""
    from tutelage.grading import mathematics  # imports SymPy: not before it is needed
    from tutelage.grading.mathematics import formulas

    try:
        return formulas.read_formula(_DERIVATIVE.sub(r"\2_(d\1\3)", plain), mathematics.read, like)
    except (ValueError, RecursionError):
        return None


def kind_of(value: Formula | None) -> Kind:
    """What a formula is."""
    from tutelage.grading.mathematics import answers, formulas

    if isinstance(value, formulas.Named):
        inner = kind_of(value.value)
        return Kind.EQUATION if inner is Kind.EXPRESSION else inner
    if isinstance(value, formulas.Equation):
        return Kind.EQUATION
    if isinstance(value, formulas.Relation | answers.NumberSet):
        return Kind.INEQUALITY
    if isinstance(value, answers.ValueList):
        if value.kind in ("row", "[row]"):
            return Kind.MATRIX if any(isinstance(part, answers.ValueList) for part in value.parts) else Kind.TUPLE
        return Kind.SET if value.kind == "set" else Kind.EQUATION
    return Kind.EXPRESSION
