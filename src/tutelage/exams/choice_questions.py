"""Questions with choices from the rows of a file, in the forms in common use (`storage/rowforms.py`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from tutelage.grading.choices import index_of, letter_of
from tutelage.records import Checker, Exercise, Message, content_id
from tutelage.storage import rowforms
from tutelage.storage.rowfiles import Row
from tutelage.storage.rowforms import Form

MOST_CHOICES = 26
ALL = "all"
"""Category of the questions of a file without one."""
_OWN_LETTER = re.compile(r"\s*\(?([A-Za-z])\s*[).:]\s*(.*)", re.DOTALL)


class Choices(NamedTuple):
    """A question with choices."""

    question: str
    choices: tuple[str, ...]
    right: int
    """Index of the right choice, from 0."""
    used: frozenset[str]
    """Columns that were used beside those of the question and the answer."""


def find_choices(row: Row, start: int | None) -> Choices:
    """The question with choices in a row; a number is counted from `start`, and refused if that is `None`.

    Raises `ValueError` for what cannot be used."""
    found = rowforms.columns(row)
    return _read(found, rowforms.find_form(found, rowforms.CHOICES, row), start)


_LISTED = re.compile(r"^[ \t]*[(\[]?([A-Z])[).:\]][ \t]+(\S[^\n]*?)[ \t]*\n", re.MULTILINE)


def listed_choices(question: str) -> tuple[str, tuple[str, ...]]:
    """A question without the choices that it ends with, and these: a line each, behind its letter. No choices if they
    are not counted from A on, if two are equal or something else follows."""
    text = re.sub(r"\n\s*(?:the )?answer:?\s*\Z", "", question, flags=re.IGNORECASE).rstrip() + "\n"
    lines = list(_LISTED.finditer(text))
    choices = tuple(line[2] for line in lines)
    whole = bool(lines) and not _LISTED.sub("", text[lines[0].start() :]).strip()
    if not whole or len(set(choices)) < max(2, len(choices)):
        return question, ()
    if [line[1] for line in lines] != [letter_of(index) for index in range(len(lines))]:
        return question, ()
    return text[: lines[0].start()].rstrip(), choices


def choice_exercise(found: Mapping[str, Any], form: Form, skill: str, start: int | None) -> tuple[Exercise, set[str]]:
    """The same from a row's `columns`, as an exercise, and the columns that were used beside question and answer."""
    asked = _read(found, form, start)
    beside = rowforms.worked_column(found, form)
    solution = found[beside].strip() if beside else ""
    return as_choice(asked.question, asked.choices, solution, asked.right, skill), {*asked.used, beside}


def as_choice(question: str, choices: tuple[str, ...], solution: str, right: int, skill: str) -> Exercise:
    """A question with choices, which it does not hold yet, as an exercise; `right` is the index of the right one."""
    lines = "".join(f"\n{letter_of(index)}. {choice}" for index, choice in enumerate(choices))
    return exercise_of(question + lines, solution, letter_of(right), skill, Checker.CHOICE, choices=choices)


def _read(found: Mapping[str, Any], form: Form, start: int | None) -> Choices:
    asked, used = rowforms.question_text(found, form.question, (*form.choices, form.answer))
    if not asked:
        raise ValueError(f"'{form.question}' must be a text that is not empty")
    choices, labels = _choices(found, form)
    answer = found[form.answer]
    if isinstance(answer, str) and (named := re.fullmatch(r"\(?([A-Za-z])[).:]?", answer.strip())):
        answer = named[1]
    if (number := _counted(answer, choices, labels)) is not None:
        if start is None:
            raise ValueError(
                f"the answer {number} may be counted from 0 or from 1, and no row of the file tells which: give letters"
            )
        if not 0 <= number - start < len(choices):
            raise ValueError(f"answer {number}: the {len(choices)} choices are counted from {start}")
        return Choices(asked, choices, number - start, frozenset({*used, *form.choices}))
    return Choices(asked, choices, index_of(answer, choices, labels), frozenset({*used, *form.choices}))


def first_number(rows: Iterable[Row]) -> int | None:
    """Where the numbers of right choices are counted from, 0 or 1, in a whole file: 0 if a 0 is among them, 1 if one is
    the number of choices, `None` if there are numbers and neither is among them."""
    seen: set[int] = set()
    for row in rows:
        found = rowforms.columns(row)
        if (form := rowforms.form_of(found, rowforms.CHOICES)) is None:
            continue
        try:
            choices, labels = _choices(found, form)
            number = _counted(found[form.answer], choices, labels)
        except ValueError:
            continue
        if number is not None:
            seen.add(0 if number == 0 else 1 if number == len(choices) else 2)
    return 0 if 0 in seen or not seen else 1 if 1 in seen else None


def _counted(answer: Any, choices: Sequence[str], labels: Sequence[str]) -> int | None:
    """The number that an answer is given as; `None` if it is a label, a letter or a choice."""
    if isinstance(answer, float) and answer.is_integer():
        answer = int(answer)
    if isinstance(answer, int) and not isinstance(answer, bool):
        return None if str(answer) in labels else answer
    text = answer.strip() if isinstance(answer, str) else ""
    return int(text) if re.fullmatch(r"\d{1,2}", text) and text not in (*labels, *choices) else None


def _choices(found: Mapping[str, Any], form: Form) -> tuple[tuple[str, ...], list[str]]:
    """The choices and their labels, from a list of texts or of objects with `text` and `label`, an object of both or
    from labels to texts, or columns."""
    labels: list[Any] = []
    if len(form.choices) > 1:
        given: Any = [found[name] for name in form.choices if found.get(name) not in (None, "")]
    else:
        given = rowforms.as_list(found[form.choices[0]])
    if isinstance(given, Mapping) and isinstance(given.get("text"), list):
        labels, given = list(given.get("label") or ()), given["text"]
    elif isinstance(given, Mapping):
        labels, given = list(given), list(given.values())
    elif isinstance(given, list) and given and all(isinstance(choice, Mapping) for choice in given):
        labels = [next((choice[key] for key in ("label", "key", "id") if key in choice), "") for choice in given]
        given = [next((choice[key] for key in ("text", "content", "value") if key in choice), None) for choice in given]
    if not isinstance(given, list) or not 2 <= len(given) <= MOST_CHOICES:
        raise ValueError(f"'choices' must be a list of 2 to {MOST_CHOICES} texts")
    choices = [rowforms.text_in(choice, "a choice").strip() for choice in given]
    marked = [_OWN_LETTER.fullmatch(choice) for choice in choices]
    if all(match and match[1].upper() == letter_of(index) for index, match in enumerate(marked)):
        choices = [match[2].strip() for match in marked if match]
    if not all(choices):
        raise ValueError("a choice is empty: write it out or remove it")
    return tuple(choices), [str(label) for label in labels]


def exercise_of(
    question: str, solution: str, answer: str, skill: str, checker: Checker, *, choices: tuple[str, ...] = ()
) -> Exercise:
    """An exercise whose solution ends with its answer."""
    worked = f"{solution}\nAnswer: {answer}" if solution else f"Answer: {answer}"
    return Exercise(
        id=content_id("ex", skill, question, worked),
        skill=skill,
        skills=(skill,),
        messages=(Message(role="user", content=question), Message(role="assistant", content=worked)),
        answer=answer,
        checker=checker,
        choices=choices,
    )
