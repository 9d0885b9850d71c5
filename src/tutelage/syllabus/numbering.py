"""Numbers in front of names: taken off where the names beside them are numbered too, and kept where they are part of
the name (`3 by 3 matrices`, `2 digit addition`). Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

Kind = Literal["named", "word", "point", "bare", "letter"]

_WORD = r"(?i:chapter|unit|part|section|lesson|week|module|day|lecture|topic|session|step)"
_FORMS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("named", re.compile(rf"{_WORD}\s+(\d{{1,4}}(?:\.\d{{1,4}})*|[IVXLC]+)(?:\s*[.:)]\s*|\s+[–—-]\s+)(\S.*)")),
    ("word", re.compile(rf"{_WORD}\s+(\d{{1,4}}(?:\.\d{{1,4}})*)\s+(\S.*)")),
    ("point", re.compile(r"\(?(\d{1,4}(?:\.\d{1,4})*)(?:[.:)]+\s+|\s+[–—-]\s+)(\S.*)")),
    ("bare", re.compile(r"(\d{1,4}(?:\.\d{1,4})*)\s+(\S.*)")),
    ("letter", re.compile(r"\(?([A-Za-z]|[IVXLC]+|[ivxlc]+)[.)]\s+(\S.*)")),
)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


class _Numbered(NamedTuple):
    kind: Kind
    number: tuple[int, ...]
    rest: str


def unnumbered(names: Sequence[str], above: tuple[int, ...] = ()) -> list[tuple[str, tuple[int, ...]]]:
    """Names under one heading without their numbers, and these; `above` is the heading's own number.

    A number after a word such as "Chapter" and before a colon or dash is one by itself; any other one only if its
    neighbours go on counting.
    """
    read = [_read(name) for name in names]
    found: list[tuple[str, tuple[int, ...]]] = [(name, ()) for name in names]
    for kind, _ in _FORMS:
        members = [(index, each) for index, each in enumerate(read) if each is not None and each.kind == kind]
        if kind == "letter":
            members = _lettered(names, members)
        if members and _is_numbering(kind, [each for _, each in members], len(names), above):
            for index, each in members:
                found[index] = (each.rest, each.number)
    return found


def _read(name: str) -> _Numbered | None:
    for kind, pattern in _FORMS:
        if match := pattern.fullmatch(name):
            number = tuple(map(int, match[1].split("."))) if match[1][0].isdigit() else ()
            return _Numbered(kind, number, match[2])
    return None


def _is_numbering(kind: Kind, members: Sequence[_Numbered], siblings: int, above: tuple[int, ...]) -> bool:
    if kind == "named":
        return True
    numbers = [each.number for each in members]
    begins = numbers[0][-1] in (0, 1) or bool(above and numbers[0][:-1] == above)
    if siblings == 1:
        return (kind == "point" and begins) or (len(numbers[0]) > 1 and numbers[0][:-1] == above)
    goes_on = all(_follows(one, other) for one, other in pairwise(numbers))
    if kind == "bare":
        dotted = len(numbers[0]) > 1
        first_words = {each.rest.split()[0].lower() for each in members}
        different = len({each.rest for each in members}) == len(members) and (dotted or len(first_words) > 1)
        titles = dotted or len(members) > 2 or all(each.rest[0].isupper() for each in members)
        return len(members) == siblings and begins and goes_on and different and titles
    same = set(numbers) == {(1,)}  # as Markdown lets people write it
    rises = all(one < other for one, other in pairwise(numbers))
    return len(members) > 1 and 2 * len(members) >= siblings and (same or rises)


def _follows(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Whether `other` may come after `one`: 2 after 1, 1.2 after 1.1, 2.1 after 1.4, 1.1 after 1."""
    for place, number in enumerate(other):
        if place >= len(one):
            return all(rest in (0, 1) for rest in other[place:])
        if number != one[place]:
            return number == one[place] + 1 and all(rest in (0, 1) for rest in other[place + 1 :])
    return False


def _lettered(names: Sequence[str], members: list[tuple[int, _Numbered]]) -> list[tuple[int, _Numbered]]:
    """The members with numbers, if they count from the beginning as letters or as Roman numbers; else none."""
    marks = [names[index].lstrip("(").split(".")[0].split(")")[0] for index, _ in members]
    for count in (_roman, _letter):
        numbers = [count(mark) for mark in marks]
        if len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1)):
            pairs = zip(members, numbers, strict=True)
            return [(index, each._replace(number=(number,))) for (index, each), number in pairs]
    return []


def _letter(mark: str) -> int:
    return ord(mark.lower()) - ord("a") + 1 if len(mark) == 1 else 0


def _roman(mark: str) -> int:
    values = [_ROMAN.get(letter, 0) for letter in mark.lower()]
    if not all(values):
        return 0
    return sum(-one if one < other else one for one, other in pairwise([*values, 0]))
