"""From the parts of a language model's answer to those of a draft: its solution as text, its answer, its formula."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tutelage.grading import mathematics
from tutelage.grading.extract import extract_answer
from tutelage.grading.reading import Kind, checker_of, read_expected
from tutelage.records import Checker

_ANSWER_LINE = re.compile(r"(?i)\banswer\s*:")


def solution_text(steps: Sequence[tuple[str, str]], answer: str) -> str:
    """A solution from its steps, one per line. Each comes with the name of the skill that it uses, which may be empty
    and is written before the first of successive steps that use the same skill."""
    lines, last = [], ""
    for name, text in steps:
        unnamed = not name or name == last or text.lower().startswith(name.lower()) or _ANSWER_LINE.match(text)
        lines.append(text if unnamed else f"{name}: {text}")
        last = name
    return with_answer("\n".join(lines), answer)


def with_answer(solution: str, answer: str) -> str:
    """The solution with the answer at its end, where it is always expected."""
    return solution if _ANSWER_LINE.search(solution) else f"{solution}\nAnswer: {answer}"


def bare_answer(answer: str, checker: Checker) -> str:
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
    """Mathematics for a bare number or a formula, otherwise text."""
    kind = read_expected(answer).kind
    return Checker.MATHEMATICS if kind is Kind.NUMBER else checker_of(kind)


def verifiable(check: str, answer: str) -> str:
    """The formula if it can be verified, otherwise nothing: one in a notation of the model's own proves nothing, nor
    does one that only says the answer again."""
    if "answer" not in check or not mathematics.is_evidence(check, answer):
        return ""
    try:
        mathematics.holds(check, answer)
    except ValueError:
        return ""
    return check
