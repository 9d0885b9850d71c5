"""The choices of a multiple-choice question: their letters, and which of them an answer names. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tutelage.grading.extract import MAX_ANSWER_CHARS
from tutelage.grading.identity import fold

_CHOSEN = re.compile(r"(?:(?:option|choice)\s+)?\(?([A-Z])\)?(?:[.):,]?\s*$|[.):,]\s*(.+))")


def letter_of(index: int) -> str:
    """The letter of a choice: A for the first one, at index 0."""
    return chr(ord("A") + index)


def index_of(answer: object, choices: Sequence[str], labels: Sequence[str] = ()) -> int:
    """Index of the right choice. A number is its index from 0; a text is a label, a letter, the choice itself, or the
    index, whichever matches first. Raises `ValueError` if it is none of them."""
    if isinstance(answer, int) and not isinstance(answer, bool):
        if 0 <= answer < len(choices):
            return answer
        raise ValueError(f"answer {answer}: the {len(choices)} choices are counted from 0")
    text = str(answer).strip() if isinstance(answer, str) else ""
    letters = [letter_of(index) for index in range(len(choices))]
    for names in (labels, letters, choices, [letter.lower() for letter in letters], [*map(str, range(len(choices)))]):
        if list(names).count(text) > 1:
            raise ValueError("the answer matches two of the choices: give its index from 0, or its letter")
        if text in names:
            return list(names).index(text)
    raise ValueError(f"the answer {str(answer)[:40]!r} is none of the choices: give its index from 0, letter or text")


def same_choice(given: str, expected: str, choices: Sequence[str]) -> bool:
    """Whether `given` names the choice with the letter `expected`: by its letter, by its text, or by both. What follows
    a letter may be a reason; if it is the text of another choice, the answer is wrong."""
    if not 0 < len(given) <= MAX_ANSWER_CHARS:
        return False
    chosen = _CHOSEN.fullmatch(given.strip())
    if chosen is None:
        named = [letter_of(index) for index, choice in enumerate(choices) if fold(choice) == fold(given)]
        return named == [expected]
    others = {fold(choice) for index, choice in enumerate(choices) if letter_of(index) != expected}
    return chosen[1] == expected and fold(chosen[2] or "") not in others - {""}
