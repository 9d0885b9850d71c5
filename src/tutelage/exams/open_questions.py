"""Questions with open answers from the rows of a file: with phrases to look for, or with a rubric."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from tutelage.grading.phrases import check
from tutelage.records import Checker, Exercise, Message, Phrases, Point, content_id
from tutelage.storage import rowforms
from tutelage.storage.rowfiles import Row, one_line

RUBRIC = "rubric"
LISTS = ("all_of", "any_of", "none_of")
COLUMNS = (RUBRIC, "phrases", *LISTS)
"""Columns that say how an open answer is marked."""
MAX_POINTS = 20

_POINT, _PHRASES = TypeAdapter(Point), TypeAdapter(Phrases)


def is_open(found: Mapping[str, Any]) -> bool:
    """Whether a row, given by its `columns`, says how an open answer is marked. A text under `rubric` is none."""
    return isinstance(rowforms.as_list(found.get(RUBRIC)), list) or any(found.get(name) for name in COLUMNS[1:])


def open_exercise(found: Mapping[str, Any], row: Row, skill: str) -> tuple[Exercise, set[str]]:
    """The question of such a row, as an exercise, and the columns that were used. Raises `ValueError` with what is
    wrong and what to do."""
    name = next((name for name in rowforms.QUESTIONS if found.get(name)), "")
    if not name:
        raise ValueError(f"no question found: its columns are {', '.join(map(str, row))}; add 'question'")
    asked, used = rowforms.question_text(found, name, COLUMNS)
    rubric, phrases = _rubric(found), _phrases(found)
    if rubric and phrases:
        raise ValueError("a row has a rubric or phrases, not both: remove one")
    column = next((name for name in (*rowforms.WORKED, *rowforms.ANSWERS) if found.get(name) not in (None, "")), "")
    answer = rowforms.text_in(found[column], f"'{column}'").strip() if column else _reference(rubric, phrases)
    if phrases and not (verdict := check(answer, phrases)).right:
        why = "no answer can be right by its phrases" if not column else "its own answer is not right by its phrases"
        raise ValueError(f"{why} ('{one_line(answer)[:60]}' {verdict.why}): correct them")
    exercise = Exercise(
        id=content_id("ex", skill, asked, answer),
        skill=skill,
        skills=(skill,),
        messages=(Message(role="user", content=asked), Message(role="assistant", content=answer)),
        answer=answer,
        checker=Checker.RUBRIC if rubric else Checker.PHRASES,
        phrases=phrases,
        rubric=rubric,
    )
    return exercise, {*used, *COLUMNS, *rowforms.ANSWERS, *rowforms.WORKED, name, "checker"}


def _reference(rubric: tuple[Point, ...], phrases: Phrases | None) -> str:
    """A right answer, where the row has none."""
    if phrases:
        ways = [", ".join((*phrases.all_of, one)) for one in phrases.any_of] or [", ".join(phrases.all_of)]
        return next((way for way in ways if check(way, phrases).right), ways[0])
    return "\n".join(point.text for point in rubric)


def _rubric(found: Mapping[str, Any]) -> tuple[Point, ...]:
    given = rowforms.as_list(found.get(RUBRIC))
    if not isinstance(given, list):
        return ()
    if not 1 <= len(given) <= MAX_POINTS:
        raise ValueError(f"'rubric' must be a list of 1 to {MAX_POINTS} points")
    points = []
    for number, point in enumerate(given, start=1):
        try:
            points.append(_POINT.validate_python({"text": point} if isinstance(point, str) else point))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"])) or "text"
            raise ValueError(f"point {number} of the rubric has text, met, weight: {where}: {first['msg']}") from None
    return tuple(points)


def _phrases(found: Mapping[str, Any]) -> Phrases | None:
    whole = rowforms.as_list(found.get("phrases"))
    given = dict(whole) if isinstance(whole, Mapping) else {"all_of": whole} if whole else {}
    given |= {name: found[name] for name in LISTS if found.get(name)}
    lists = {name: rowforms.as_list(value) for name, value in given.items()}
    if not lists:
        return None
    try:
        return _PHRASES.validate_python({k: [v] if isinstance(v, str) else v for k, v in lists.items()})
    except ValidationError as error:
        first = error.errors()[0]
        raise ValueError(f"phrases: {first['msg'].removeprefix('Value error, ')}") from None
