"""Words of exercises that need two skills: the question of the upper one, about a number that the lower one finds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from random import Random

from tutelage.subjects.topics import Described

_LETTER = re.compile(r"(?<![A-Za-z'])[b-df-hj-z](?![A-Za-z])")
"""A variable or the name of a function; not the article, e or i."""
_FREE = "wzvrsq"


def in_words(questions: Sequence[str], described: Described, rng: Random) -> str | None:
    """The question of a number that `{k}` describes; `None` if no wording fits any of the plain questions about k."""
    for plain, wordings in described.items():
        for question in questions:
            if blanks := _pattern(plain).fullmatch(question):
                return rng.choice(wordings).format(*map(str.strip, blanks.groups()), k="{k}")
    return None


def named(question: str) -> str:
    """The plain question, which says what k is."""
    return f"{question[:-1]}, if k is {{k}}?" if question.endswith("?") else f"{question[:-1]}, where k is {{k}}."


def apart(question: str, noun: str, work: str) -> tuple[str, str]:
    """The description of a number and the steps to it, with other letters where the question has the same ones."""
    used = {*_LETTER.findall(question), *_LETTER.findall(noun)}
    free = (letter for letter in _FREE if letter not in used)
    others = {letter: next(free) for letter in sorted({*_LETTER.findall(question)} & {*_LETTER.findall(noun)})}

    def other(match: re.Match[str]) -> str:
        return others.get(match[0], match[0])

    return _LETTER.sub(other, noun), _LETTER.sub(other, work)


def found(work: str, value: str, *, named: bool) -> str:
    """The steps to a number, which they end with."""
    return f"{work}, so k = {value}" if named else work if work.endswith(f" {value}") else f"{work}, so it is {value}"


@cache
def _pattern(plain: str) -> re.Pattern[str]:
    return re.compile("(.+?)".join(map(re.escape, plain.split("{}"))))
