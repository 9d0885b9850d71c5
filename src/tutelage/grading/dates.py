"""Dates and times of day, by their parts: `2021-03-05`, `March 5, 2021`, `3:30 pm`. Pure.

They are never calculated with: `2021-03-05` is not 2013. A date such as `05/03/2021` that may be the fifth of March or
the third of May is only the same as one that is written with the same numbers in the same order.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from tutelage.grading import latex
from tutelage.grading.number_words import in_figures, years_in_figures
from tutelage.grading.signs import plain_signs

_LISTED_MONTHS = (
    "january jan;february feb;march mar;april apr;may;june jun;july jul;august aug;september sept sep;october oct;"
    "november nov;december dec"
)
_MONTHS = {name: number for number, names in enumerate(_LISTED_MONTHS.split(";"), 1) for name in names.split()}
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_WEEKDAY = r"(?:(?P<weekday>mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?"
_YEAR = r"(?P<year>\d{3,4})"
_ERA = r"(?:\s*(?P<era>bc|bce|ad|ce|b\.c\.|a\.d\.))"
_DATES = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})[-/.](?P<number>\d\d?)[-/.](?P<day>\d\d?)",
        rf"{_WEEKDAY}(?:the )?(?P<day>\d\d?)(?:st|nd|rd|th)?(?: of)?[ -]{_MONTH}(?:,?[ -]{_YEAR}{_ERA}?)?",
        rf"{_WEEKDAY}{_MONTH}\s+(?:the )?(?P<day>\d\d?)(?:st|nd|rd|th)?(?:,?\s+{_YEAR}{_ERA}?)?",
        rf"{_MONTH},?\s+(?:of )?{_YEAR}{_ERA}?",
        r"(?P<first>\d\d?)(?P<mark>[-/.])(?P<second>\d\d?)(?P=mark)(?P<year>\d{4}|\d\d)",
        rf"(?:in |the year )?(?P<year>\d{{1,4}}){_ERA}",
        r"(?P<era>ad)\s(?P<year>\d{1,4})",
        r"(?:the )?(?P<decade>\d{2,3}0)'?s",
    )
)
_TIME = re.compile(
    r"(?:at )?(?P<hour>\d\d?)(?:[:.](?P<minute>\d\d)(?::(?P<second>\d\d(?:\.\d+)?))?)?\s*"
    r"(?P<half>[ap]\.?m\.?|o'clock|h|hrs|hours)?(?: (?P<of>in the (?:morning|afternoon|evening)|at night))?",
    re.IGNORECASE,
)
_SPOKEN = re.compile(
    r"(?:at )?(?:(?P<part>half|(?:a )?quarter)|(?P<minutes>\d\d?)(?P<unit> minutes?)?) (?P<way>past|after|to|before) "
    r"(?P<hour>\d\d?)(?: o'clock)?(?: (?P<of>in the (?:morning|afternoon|evening)|at night))?",
    re.IGNORECASE,
)
_HALVES = {"noon": "12:00:00", "midday": "12:00:00", "midnight": "0:00:00"}


class Moment(NamedTuple):
    """A date, a time of day, or both parts that one has; what is not said is `None`."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    time: str = ""
    unsure: str = ""
    """The numbers as written, of a date in which day and month may change places, or of a decade."""


def read(text: str) -> Moment | None:
    """The date or time that a text is; `None` if it is anything else."""
    text = latex.plain(plain_signs(text)).strip().rstrip(".") if len(text) <= 60 else ""
    text = re.sub(r"^(?:on|at|in)\s+", "", text, flags=re.IGNORECASE)
    if re.search(r"[^\W\d_]{2}", text):
        text = in_figures(years_in_figures(text))
    if (half := text.lower().removeprefix("12 ")) in _HALVES:
        return Moment(time=_HALVES[half])
    if not re.search(r"\d", text):
        return None
    for form in _DATES:
        if match := form.fullmatch(text):
            return _date(match.groupdict())
    return _time(text) or _spoken_time(text)


def _date(found: dict[str, str | None]) -> Moment | None:
    year = int(found["year"] or 0) if found.get("year") else None
    if year is not None and (found.get("era") or "").lower().startswith("b"):
        year = -year
    if found.get("decade"):
        return Moment(unsure=f"{found['decade']}s")
    if found.get("first"):
        first, second = int(found["first"] or 0), int(found["second"] or 0)
        if max(first, second) > 31 or min(first, second) > 12 or not first or not second:
            return None
        if first == second or max(first, second) > 12:
            return Moment(year, min(first, second), max(first, second))
        return Moment(year, unsure=f"{first}/{second}")
    name = found.get("month")
    month = _MONTHS[name.lower()] if name else int(found.get("number") or 0) or None
    day = int(found["day"] or 0) if found.get("day") else None
    if (month or 1) > 12 or (day is not None and not 1 <= day <= 31):
        return None
    return Moment(year, month, day)


def _time(text: str) -> Moment | None:
    match = _TIME.fullmatch(text)
    if match is None or not (match["half"] or match["of"] or ":" in text):
        return None
    half = (match["half"] or "").lower().replace(".", "")
    if half in ("h", "hrs", "hours") and not match["minute"]:
        return None
    hour = int(match["hour"])
    if hour > 24 or int(match["minute"] or 0) > 59 or int(float(match["second"] or 0)) > 59:
        return None
    if half in ("am", "pm"):
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif match["of"]:
        hour = _of_day(hour, match["of"])
    return Moment(time=f"{hour}:{match['minute'] or '00'}:{match['second'] or '00'}")


def _of_day(hour: int, part: str) -> int:
    """The hour of 24, of one of twelve in a part of the day: two at night is 2, ten at night is 22."""
    if "night" in part:
        return hour % 12 if hour < 6 or hour == 12 else hour % 12 + 12
    return hour if "morning" in part or hour >= 12 else hour + 12


def _spoken_time(text: str) -> Moment | None:
    """`half past three in the afternoon`, `a quarter to nine`. `Ten to three` may be a score, unless the part of the
    day follows."""
    match = _SPOKEN.fullmatch(text)
    if match is None:
        return None
    of, before = match["of"] or "", match["way"].lower() in ("to", "before")
    minutes = int(match["minutes"]) if match["minutes"] else 30 if match["part"].lower() == "half" else 15
    clear = match["part"] or match["unit"] or match["way"].lower() == "past" or of
    hour = int(match["hour"])
    if not clear or not 1 <= hour <= 12 or minutes > 59 or (minutes == 30 and before):
        return None
    time = ((_of_day(hour, of) if of else hour) * 60 + (-minutes if before else minutes)) % (24 * 60)
    return Moment(time=f"{time // 60 or (0 if of else 12)}:{time % 60:02}:00")
