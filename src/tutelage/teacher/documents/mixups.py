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


def key_of(text: str) -> str:
    """The same for values that differ in nothing but case, an article or how a number is written."""
    words = re.sub(r"^(?:the|an?|your) ", "", text.casefold()).split()
    return " ".join(str(_SMALL.index(word)) if word in _SMALL else word.replace(",", "") for word in words)


def written_like(value: Value, other: Value) -> str:
    """Another value, written as this one is."""
    if value.kind == "count":
        return _counted(value, other.number)
    if value.kind == "role":
        return re.sub(r"^\S+", "the", other.text.lower(), count=1)
    if value.kind == "weekday":
        return other.text.rstrip("s") + ("s" if value.text.endswith("s") else "")
    if value.kind in ("money", "percent"):
        return _amount(value, other.number)
    return other.text


def made_up(value: Value, source: Random) -> list[str]:
    """Values of the same sort that no document needs to have; empty for a role or a name."""
    text, clock = value.text, re.fullmatch(r"(\d{1,2}):(\d\d)", value.text)
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
        case "time" if clock:
            found = [f"{(int(clock[1]) + step) % 24:0{len(clock[1])}d}:{clock[2]}" for step in (1, 2, 3, -1, -2)]
        case _:
            found = []
    source.shuffle(found)
    return found


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
    return f"{number:,.0f}" if number == int(number) else f"{number:g}"
