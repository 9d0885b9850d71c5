"""From what a language model wrote to what a draft holds: its solution as text, its answer, its formula."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tutelage.grading import mathematics
from tutelage.grading.extract import extract_answer
from tutelage.records import Checker

_ANSWER_LINE = re.compile(r"(?i)\banswer\s*:")


def worked_out(steps: Sequence[tuple[str, str]], answer: str) -> str:
    """A solution from its steps, each with the name of the skill it uses, which may be empty: a line a step, the name
    before the first of those that use the same skill."""
    lines, last = [], ""
    for name, text in steps:
        unnamed = not name or name == last or text.lower().startswith(name.lower()) or _ANSWER_LINE.match(text)
        lines.append(text if unnamed else f"{name}: {text}")
        last = name
    return with_answer("\n".join(lines), answer)


def with_answer(solution: str, answer: str) -> str:
    """The solution with the answer at its end, where it is always looked for."""
    return solution if _ANSWER_LINE.search(solution) else f"{solution}\nAnswer: {answer}"


def alone(answer: str, checker: Checker) -> str:
    """An answer without the sentence around it: `15/2` of "9/4 * 10/3 = 90/12 = 15/2"."""
    if checker is not Checker.MATHEMATICS or mathematics.is_structured(answer):
        return answer
    if answer.count("=") > 1:
        return extract_answer(answer)
    try:
        mathematics.read_answer(answer)
    except ValueError:
        return extract_answer(answer) or answer
    return answer


def checker_for(answer: str) -> Checker:
    """Mathematics if the answer can be read as such, otherwise text."""
    try:
        mathematics.read_answer(answer)
    except ValueError:
        return Checker.TEXT
    return Checker.TEXT if re.search(r"[A-Za-z]{4,}", answer) else Checker.MATHEMATICS


def readable(check: str, answer: str) -> str:
    """The formula if it can be verified at all: one that a model wrote in a language of its own proves nothing."""
    if "answer" not in check:
        return ""
    try:
        mathematics.holds(check, answer)
    except ValueError:
        return ""
    return check
