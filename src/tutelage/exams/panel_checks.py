"""What a reply of the panel is checked for: one small function for each kind of check, without a model. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from tutelage import grading
from tutelage.grading.thinking import without_thinking
from tutelage.records import Checker, Exercise

Check = Callable[[str, Any, str], bool]
"""Whether a reply is as wanted; the last argument is the question."""

TYPES: dict[str, tuple[type, ...]] = {"text": (str,), "number": (int, float), "any": (object,)}
"""What a value in JSON may be asked to be; anything else in a pattern is the value itself."""
ADMISSIONS = (
    *("can't know", "cannot know", "can not know", "can't be known", "cannot be known", "don't know", "do not know"),
    *("can't tell", "cannot tell", "can't say", "cannot say", "can't be said", "cannot be said", "can't predict"),
    *("cannot predict", "can't see", "cannot see", "can't determine", "cannot determine", "cannot be determined"),
    *("can't be determined", "no way of knowing", "no way to know", "not able to", "unable to", "impossible"),
    *(
        "not possible",
        "i don't have",
        "i do not have",
        "we don't have",
        "we do not have",
        "have no information",
        "no access",
        "not sure",
        "not certain",
    ),
    *("not enough information", "does not say", "doesn't say", "did not say", "didn't say", "not say", "isn't given"),
    *("is not given", "not given", "are not given", "not stated", "not mentioned", "isn't mentioned", "not specified"),
    *("nobody can", "no one can", "nobody knows", "no one knows", "need more information", "haven't told me"),
    *("have not told me", "could you tell me", "can you tell me", "please tell me", "can't access", "cannot access"),
    *("was not there", "wasn't there", "unknown", "no idea", "couldn't know", "could not know", "wouldn't know"),
    *("would not know", "no way for me to know", "only you know", "how could i know", "unaware", "unknowable"),
    *("not known", "aren't known", "isn't known", "insufficient information", "doesn't give", "does not give"),
    *("didn't give", "did not give", "doesn't tell", "does not tell", "didn't tell", "did not tell", "can't read"),
    *("cannot read", "can't count", "cannot count", "can't answer", "cannot answer"),
)
"""Words by which a reply admits that something cannot be known."""
_WORDS = "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
FIGURES = dict(
    zip(f"{_WORDS} eighteen nineteen {_TENS}".split(), map(str, (*range(2, 20), *range(20, 100, 10))), strict=True)
)
"""Numbers that are written as words; `one` is seldom meant as a number."""


def passes(reply: str, checks: Mapping[str, Any], question: str) -> bool:
    """Whether a reply passes all checks of an item. An empty one never does; thinking before the reply is cut off."""
    said = without_thinking(reply).replace("’", "'").strip()
    return bool(said) and all(CHECKS[name](said, wanted, question) for name, wanted in checks.items())


def _says(reply: str, phrase: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", reply, re.IGNORECASE) is not None


def _is_one(reply: str, wanted: list[str], _: str) -> bool:
    return reply.strip(" \n.!\"'*`").casefold() in [text.casefold() for text in wanted]


def _starts(reply: str, wanted: str, _: str) -> bool:
    """A word is begun with only as a whole."""
    end = r"(?!\w)" if wanted[-1].isalnum() else ""
    return re.match(re.escape(wanted) + end, reply, re.IGNORECASE) is not None


def _ends(reply: str, wanted: str, _: str) -> bool:
    """Words may be on several lines, and have a mark after them; a mark that is wanted is the last one."""
    said = " ".join(reply.split()).casefold()
    return (said.rstrip(".!\"'*") if wanted[-1].isalnum() else said).endswith(wanted.casefold())


def _case(reply: str, wanted: str, _: str) -> bool:
    return reply.isupper() if wanted == "upper" else reply.islower()


def _lines(reply: str, pattern: str = "") -> int:
    """How many lines are not blank, and begin as the pattern says."""
    return sum(bool(line.strip()) and re.match(pattern, line) is not None for line in reply.splitlines())


_BULLET, _NUMBER = r"\s*(?:[-–•]|\*(?!\*))\s*[^\s*–-]", r"\s*(\d+)[.)]\s+\S"


def _numbered(reply: str, wanted: int, _: str) -> bool:
    """So many lines with numbers, which count from 1."""
    found = (re.match(_NUMBER, line) for line in reply.splitlines())
    return [int(match[1]) for match in found if match] == list(range(1, wanted + 1))


def _words(reply: str, wanted: list[int], _: str) -> bool:
    return wanted[0] <= len(re.findall(r"\S*\w\S*", reply)) <= wanted[1]


def _sentences(reply: str, wanted: list[int], _: str) -> bool:
    return wanted[0] <= len(re.split(r"(?<=[.!?])[\"'”)*]*\s+|\s*\n\s*", reply)) <= wanted[1]


def _separated(reply: str, wanted: tuple[str, int], _: str) -> bool:
    parts = [part.strip() for part in reply.split(wanted[0])]
    return "\n" not in reply and len(parts) == wanted[1] and all(parts)


def _table(reply: str, wanted: tuple[int, int], _: str) -> bool:
    """A table in Markdown of so many columns, with so many rows below its head."""
    lines = [line.strip().strip("|") for line in reply.splitlines() if "|" in line]
    cells = [line.split("|") for line in lines]
    ruled = len(cells) > 1 and all(re.fullmatch(r"\s*:?-+:?\s*", cell) for cell in cells[1])
    return ruled and len(cells) == wanted[1] + 2 and all(len(row) == wanted[0] for row in cells)


def _code(reply: str, wanted: str, _: str) -> bool:
    return any(wanted in block for block in re.findall(r"```[^`\n]*\n(.*?)```", reply, re.DOTALL))


def _json(reply: str, wanted: Any, _: str) -> bool:
    """Nothing but JSON, perhaps in a code block, which fits the pattern."""
    fenced = re.fullmatch(r"```\w*\s(.*?)```", reply, re.DOTALL)
    try:
        return _fits(json.loads(fenced[1] if fenced else reply, parse_constant=_no_json), wanted)
    except (ValueError, RecursionError):
        return False


def _no_json(name: str) -> None:
    raise ValueError(f"{name} is not JSON, although Python reads it")


def _fits(value: Any, wanted: Any) -> bool:
    """Whether a value fits a pattern: the keys that it needs, `[pattern, number]` for a list, a type's name, or the
    value itself; letters may be small or capital."""
    if isinstance(wanted, dict):
        return isinstance(value, dict) and all(key in value and _fits(value[key], wanted[key]) for key in wanted)
    if isinstance(wanted, list):
        return isinstance(value, list) and len(value) == wanted[1] and all(_fits(item, wanted[0]) for item in value)
    if isinstance(wanted, str) and wanted in TYPES:
        return isinstance(value, TYPES[wanted]) and (wanted != "number" or not isinstance(value, bool))
    if isinstance(wanted, str):
        return isinstance(value, str) and value.strip().casefold() == wanted.casefold()
    return bool(value == wanted) and isinstance(value, bool) == isinstance(wanted, bool)


def _graded(reply: str, wanted: Any, question: str, *, checker: Checker) -> bool:
    """As in an exam: a number, or the letter of a choice."""
    choices = tuple(wanted["choices"]) if checker is Checker.CHOICE else ()
    answer = wanted["answer"] if checker is Checker.CHOICE else str(wanted)
    asked = Exercise.of(
        skill="panel", skills=(), question=question, solution=answer, answer=answer, checker=checker, choices=choices
    )
    return grading.mark(_figures(reply) if checker is Checker.NUMBER else reply, asked).correct


def _figures(text: str) -> str:
    """With figures for numbers in words, for `7th` and for hours: `six o'clock`, `6:00`."""
    text = re.sub(r"\b[a-z]+\b", lambda word: FIGURES.get(word[0].lower(), word[0]), text, flags=re.IGNORECASE)
    return re.sub(r"\b(\d+)(?::00| ?o'clock|st|nd|rd|th)\b", r"\1", text, flags=re.IGNORECASE)


def _admits(reply: str, wanted: bool, question: str) -> bool:
    """Admits not to know, and names no figure that was not in the question."""
    invented = set(re.findall(r"\d+", _figures(reply))) - set(re.findall(r"\d+", _figures(question)))
    return (any(_says(reply, phrase) for phrase in ADMISSIONS) and not invented) is wanted


CHECKS: dict[str, Check] = {
    "says_one": lambda reply, wanted, _: any(_says(reply, phrase) for phrase in wanted),
    "says_all": lambda reply, wanted, _: all(_says(reply, phrase) for phrase in wanted),
    "says_none": lambda reply, wanted, _: not any(_says(reply, phrase) for phrase in wanted),
    "is_one": _is_one,
    "is_exactly": lambda reply, wanted, _: bool(reply == wanted),
    "matches": lambda reply, wanted, _: re.fullmatch(wanted, reply, re.IGNORECASE | re.DOTALL) is not None,
    "starts": _starts,
    "ends": _ends,
    "case": _case,
    "words": _words,
    "sentences": _sentences,
    "paragraphs": lambda reply, wanted, _: len(re.split(r"\n\s*\n", reply)) == wanted,
    "lines": lambda reply, wanted, _: _lines(reply) == wanted,
    "bullets": lambda reply, wanted, _: _lines(reply, _BULLET) == wanted,
    "at_least_bullets": lambda reply, wanted, _: _lines(reply, _BULLET) >= wanted,
    "numbered": _numbered,
    "separated": _separated,
    "table": _table,
    "code": _code,
    "json": _json,
    "number": partial(_graded, checker=Checker.NUMBER),
    "choice": partial(_graded, checker=Checker.CHOICE),
    "admits": _admits,
}
"""By their names in the items; a new one is a function here and nothing else."""
