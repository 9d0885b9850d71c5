"""What a reply puts into the gap of a question, where it repeats the sentence around it. Pure.

`A gradual return begins with four hours a day and may last up to five weeks.` answers "Fill in what is missing: “A
gradual return begins with ____ hours a day …”", although the last number in it is another one.
"""

from __future__ import annotations

import re

_GAP = re.compile(r"_{3,}")
_QUOTED = re.compile(r"[“\"](?=([^“”\"\n]*)[”\"])")
NEAR = 3
"""Words on each side of the gap that have to be there."""
LEAST = 3
"""Words around the gap, both sides together, that tell its sentence from others."""
LONGEST = 80
"""Characters that are filled in."""


def filled(reply: str, question: str) -> str:
    """What stands in the place of the only gap; empty if the question has none, or the reply does not repeat it."""
    if len(_GAP.findall(question)) != 1:
        return ""
    places = (*_QUOTED.findall(question), *question.splitlines())
    sentence = next(place for place in places if _GAP.search(place))
    before, after = (re.findall(r"\w+", part) for part in _GAP.split(sentence))
    before, after = before[-NEAR:], after[:NEAR]
    if len(before) + len(after) < LEAST:
        return ""
    # Every repetition is bounded: a student that cannot stop writes nothing but stars.
    start = rf"\b{_row(before)}[\s“\"'*]{{1,8}}" if before else r"(?:^|[.!?:“\"]\s{1,4}|\n)[“\"'*]{0,4}"
    end = rf"[\s,;”\"'*]{{1,8}}{_row(after)}\b" if after else r"(?=[”\"'*]{0,4}(?:[.!?](?:\s|$)|\n|$))"
    found = re.findall(rf"{start}(\S(?:(?![.:!?]\s)[^\n]){{0,{LONGEST}}}?){end}", reply, re.IGNORECASE)
    return found[-1].strip(" *”\"'") if found else ""


def _row(words: list[str]) -> str:
    return r"\W{1,8}".join(map(re.escape, words))
