"""Values that can stand in the place of another one, written alike so that their form gives nothing away. Pure."""

from __future__ import annotations

import re
from random import Random

from tutelage.teacher.documents.values import MONTHS, Value

_NUMBERS_LISTED = "zero one two three four five six seven eight nine ten eleven twelve"
_SMALL = _NUMBERS_LISTED.split()
_WEEKDAYS_LISTED = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
_WEEKDAYS = _WEEKDAYS_LISTED.split()
_MONTHS = MONTHS.split("|")


_CLOCK = re.compile(r"(\d{1,2})(?::(\d\d))?( ?)([ap])?(\.?)(?:m\.?)?")
_DAY = re.compile(rf"(\d{{1,2}}) ({MONTHS})|({MONTHS}) (\d{{1,2}})", re.IGNORECASE)


def key_of(text: str) -> str:
    """The same for values that differ in nothing but case, an article or how a number is written; for times that are
    the same on the face of a clock, of which one may lack its `p.m.`; and for the same day of two years."""
    if (minutes := _minutes(text)) is not None:
        return f"{minutes % 720} minutes after twelve"
    if day := _DAY.search(text):
        return f"{day[1] or day[4]} {day[2] or day[3]}".casefold()
    words = re.sub(r"^(?:the|an?|your) ", "", text.casefold()).split()
    return " ".join(str(_SMALL.index(word)) if word in _SMALL else word.replace(",", "") for word in words)


def written_like(value: Value, other: Value) -> str:
    """Another value, written as this one is."""
    minutes, text = _minutes(other.text), other.text
    match value.kind:
        case "count":
            text = _counted(value, other.number)
        case "role":
            text = re.sub(r"^\S+", "the", other.text.lower(), count=1)
        case "weekday":
            text = other.text.rstrip("s") + ("s" if value.text.endswith("s") else "")
        case "money" | "percent":
            text = _amount(value, other.number)
        case "time" if minutes is not None:
            text = _time(value, minutes)
        case "date" if day := _DAY.search(other.text):
            month = re.sub(MONTHS, day[2] or day[3], value.text, count=1)
            text = re.sub(r"\b\d{1,2}\b", day[1] or day[4], month, count=1)
    return text


def made_up(value: Value, source: Random) -> list[str]:
    """Values of the same sort that no document needs to have; empty for a role or a name."""
    text, minutes = value.text, _minutes(value.text) if value.kind == "time" else None
    match value.kind:
        case "count" | "money" | "percent" if value.number > 0:
            write = _counted if value.kind == "count" else _amount
            found = [write(value, number) for number in _near(value.number)]
        case "weekday":
            found = [f"{day}{'s' if text.endswith('s') else ''}" for day in _WEEKDAYS]
        case "month":
            found = list(_MONTHS)
        case "month day":
            found = [re.sub(r"\d+\w\w", f"{day}th", text) for day in (5, 10, 15, 20, 25, 28)]
        case "year":
            found = [str(int(text) + step) for step in (-12, -7, -3, 4, 9)]
        case "date":
            found = [re.sub("|".join(_MONTHS), month, text) for month in _MONTHS]
        case "time" if minutes is not None:
            found = [_time(value, (minutes + 60 * step) % 1440) for step in (1, 2, 3, -1, -2)]
        case _:
            found = []
    source.shuffle(found)
    return found


def _minutes(text: str) -> int | None:
    """Since midnight; `None` if it is no time of day in figures."""
    clock = _CLOCK.fullmatch(text.casefold())
    if clock is None or not (clock[2] or clock[4]):
        return None
    hour = int(clock[1]) % 12 + 12 * (clock[4] == "p") if clock[4] else int(clock[1])
    return hour * 60 + int(clock[2] or 0)


def _time(value: Value, minutes: int) -> str:
    """A time of day, written as this one is."""
    clock = _CLOCK.fullmatch(value.text.casefold())
    if clock is None:  # noon
        return f"{minutes // 60}:{minutes % 60:02d}"
    if not clock[4]:
        return f"{minutes // 60:0{len(clock[1])}d}:{minutes % 60:02d}"
    shown = f":{minutes % 60:02d}" if clock[2] or minutes % 60 else ""
    half = "ap"[minutes >= 720]
    half = half.upper() if value.text[clock.start(4)].isupper() else half
    return f"{(minutes // 60 - 1) % 12 + 1}{shown}{clock[3]}{half}{value.text[clock.end(4) :]}"


def _near(number: float) -> list[float]:
    """Numbers that could be in the place of another one."""
    if number != int(number):
        return [number * 2, number * 3]
    if number <= len(_SMALL):
        return [number + step for step in (1, 2, 3, -1, -2, 4) if number + step >= 2]
    unit = 10 ** (len(str(int(number))) - 2) * (5 if int(number) % 5 == 0 else 1)
    return [number * 2, number + 2 * unit, number - unit, number + 3 * unit]


def _counted(value: Value, number: float) -> str:
    unit = value.unit
    if number == 1 and unit.endswith("s"):
        unit = unit[:-1]
    elif number != 1 and value.number == 1:
        unit = f"{unit}s"
    return f"{_written(value, number)} {unit}"


def _amount(value: Value, number: float) -> str:
    return re.sub(r"\d[\d,.]*\d|\d|^[a-z]+", lambda _: _written(value, number), value.text, count=1)


def _written(value: Value, number: float) -> str:
    in_words = value.text[:1].isalpha() and value.kind in ("count", "money", "percent") and not value.text[:1].isupper()
    if in_words and number == int(number) and number < len(_SMALL):
        return _SMALL[int(number)]
    if value.kind == "money" and number != int(number):
        return f"{number:,.2f}"
    return f"{number:,.0f}" if number == int(number) else f"{number:g}"
