"""Whether the number and the unit of an answer are those of the expected one. Pure."""

from __future__ import annotations

import re

from tutelage.grading import latex, units
from tutelage.grading.amounts import Amount
from tutelage.grading.identity import normalise

_ASKED = re.compile(
    r"\b(?:how many|in(?! (?:an?|one|two|three|the|each|this|next|last|\d+)\b)|number of|"
    r"give(?: the answer)?(?: in)?)(?: [\w-]+){1,2}",
    re.IGNORECASE,
)

_RATE_ASKED = re.compile(r"\b(?:in|how many) ([^\W\d_]+ ?(?:/ ?|per |an? )[^\W\d_]+)", re.IGNORECASE)
_FALL_ASKED = re.compile(
    r"less|fewer|decreas|discount|\boff\b|drop|reduc|\blos[est]|declin|\bf[ae]ll|down|below|debt|owe|short|under|cheap|"
    r"\bsav|differ|change|left|behind|lower|how much more|how many more",
    re.IGNORECASE,
)
_SOME_PERCENT = re.compile(
    r"\bby \d+(?:\.\d+)?\s*(?:%|per\s?cent\b)|"
    r"\d\s*(?:%|per\s?cent)\s+(?:of|off|tax|tip|discount|interest|less|more|fewer|cheaper|higher|lower|increase|decrease)\b",
    re.IGNORECASE,
)
"""A percentage that a question calculates with: it may still ask for a number."""
_PERCENT_ASKED = re.compile(
    r"%|\bp(?:er|ro|our|or)[\s-]?[cz]i?ent|百分|процент|likel|odds|chance|probab|\brate\b|\bshare\b|proportion",
    re.IGNORECASE,
)
_MONEY_ASKED = re.compile(
    r"\bhow much(?: money)? (?:does|do|did|will|would|is|was) (?:\S+ ){1,6}(?:cost|charged?|pay|paid|earn|owe)\b", re.I
)
_SCALE_ASKED = re.compile(
    r"hundred|thousand|million|billion|trillion|lakh|crore|\b(?:how many|in|number of|by|the)(?: more| fewer)? dozen",
    re.IGNORECASE,
)
_TIME_ASKED = re.compile(r"\btime\b|\bwhen\b|o'clock|\b[ap]\.?m\b|\bhour", re.IGNORECASE)
_HOW_LONG = re.compile(r"\bhow (?:many|much|long)\b", re.IGNORECASE)
_GROUPS = frozenset(("pair", "gross", "ten", "couple", "double", "triple", "percentile"))
"""Words that make a number of things another number."""


def same_value(given: Amount, expected: Amount, question: str, *, strict: bool) -> bool:
    """Whether two numbers are equal, as far as the question lets them differ in scale; with `strict`, 25% is not 25."""
    values = {given.value}
    if given.falls and _FALL_ASKED.search(question):
        values.add(-given.value)  # how many fewer?
    if given.scaled_by > 1 and _SCALE_ASKED.search(question):
        values.add(given.value / given.scaled_by)
    if (given.unit == "%") != (expected.unit == "%") and not strict:
        # Exams write it either way: 25% is 0.25 and, where a percentage is asked for, 25.
        of_one = expected.value * 100 if given.unit == "%" else expected.value / 100
        question = _SOME_PERCENT.sub("", question)  # 15% of 200 is no percentage
        asked = expected.unit == "%" or _PERCENT_ASKED.search(question) or not re.search(r"[^\W\d_]{2}", question)
        return bool(values & ({of_one, expected.value} if asked else {of_one}))
    return expected.value in values


def same_unit(given: Amount, expected: Amount, question: str, *, strict: bool) -> bool:
    """Whether the unit of an answer is right, or may be left out or added."""
    unit, wanted = given.unit, expected.unit
    if unit == wanted or not unit:
        return True
    if wanted:
        both = {unit, wanted}
        pounds = both == {"GBP", "lb"} and "pound" in given.written + expected.written
        return pounds or both in ({"¥", "JPY"}, {"¥", "CNY"}) or _same_things(unit, wanted)
    return _may_be_added(given, question) and (not strict or _is_named(given, question))


def _may_be_added(given: Amount, question: str) -> bool:
    """Whether an answer may have this unit although the expected answer has none."""
    if given.unit in ("‰", "percentage-point", "BC"):
        return given.unit in units.named_in(question)
    if given.unit == "o'clock":
        return bool(_TIME_ASKED.search(question)) and not _HOW_LONG.search(question)
    if (group := given.unit.partition(" ")[0]) in _GROUPS:
        return group in question.lower()
    return _measures_what_is_asked(given, question)


def _measures_what_is_asked(given: Amount, question: str) -> bool:
    """Whether a unit is none that a question with another unit, or none, rules out."""
    kind = units.kind_of(given.unit)
    base, _, power = given.unit.partition("^")
    asked = units.named_in(" ".join(match[0] for match in _ASKED.finditer(question))) if kind or power else set()
    if kind == "time" and not asked and re.search(r"\bhow old\b", question, re.IGNORECASE):
        asked = {units.name_of("years")}
    if given.unit in ("cent", "penny"):
        asked |= units.named_in(question) & {"USD", "EUR", "GBP", "cent", "penny"}
    if kind in ("time", "length", "mass", "volume") and _MONEY_ASKED.search(question):
        return False
    if rate := _RATE_ASKED.search(question):
        wanted = units.name_of(rate[1])
        if units.is_known(wanted) and units.is_known(given.unit):
            return given.unit in (wanted, wanted.partition("/")[0])
    if power and base in asked and not re.search(r"squar|cubi|area|volume|\bsq\b|[\^²³]", question):
        return False  # the length in cm is no cm²
    # Five cents are no answer where dollars are asked for.
    return given.unit in asked or all(units.kind_of(other) != kind for other in asked)


def _is_named(given: Amount, question: str) -> bool:
    """Whether the question names the unit of an answer, or it is a mere sign."""
    unit = given.unit
    if unit in ("%", "°") or unit in units.named_in(question) or re.match(r"[-+]?[$€£]", given.written):
        return True
    words = set(re.findall(r"[a-z]{2,}", question.lower()))
    return all(bool({word, f"{word}s", f"{word}es"} & words) for word in re.findall(r"[a-z]+", unit.lower()))


def _same_things(unit: str, wanted: str) -> bool:
    """`red apple` and `apple`; a unit of the table is never another one."""
    one, other = set(unit.split()), set(wanted.split())
    return not units.is_known(unit) and not units.is_known(wanted) and (one <= other or other <= one)


def restates_fraction(given: str, expected: str, question: str) -> bool:
    """`3/8` where the question asks for 3/8 as a decimal."""
    if not question or "/" not in given or "/" in expected:
        return False
    return normalise(given) in normalise(latex.plain(question))


def rewritten(given: str, expected: str, question: str) -> bool:
    """`7/2` where the question asks for 7/2 as a mixed number, or the other way round."""
    if given.strip() not in question:
        return False
    return (latex.improper(given) != given) != (latex.improper(expected) != expected)
