"""The forms that a language model's answers must have, and how they are read.

An endpoint that supports JSON schemas gets one, but is not trusted to follow it. `read` accepts what models really
write (a fence around the JSON, sentences before and after it, thinking aloud) and validates it.
"""

from __future__ import annotations

import json
import re
from bisect import bisect
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Annotated, Any, ClassVar, Generic, NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError
from pydantic import Field as PydanticField

LONG_CHARS = 600
LEAST_CHARS = 200
"""The bound of a long text is at least this, however few tokens there are."""
CHARS_PER_TOKEN = 3.0
MAX_ANSWER_CHARS = 200_000
BOUNDS = {"minLength", "maxLength", "minItems", "maxItems", "pattern"}

MAX_OBJECTS = 50
"""Objects of one answer that are tried, the last of it."""
MAX_WRAPPED = 10
"""Objects within one of them that are tried."""
MAX_COMMAS = 100
"""Commas too many in one object that are ignored."""
MAX_FAILED = 1000
"""Places of one answer where an object begins that cannot be read."""
MAX_READ_AGAIN = 1_000_000
"""Characters that are read more than once in search of an object."""

_END_OF_THOUGHT = re.compile(
    r"</(?:think(?:ing)?|thoughts?|reason(?:ing)?|reflection|analysis|scratchpad)>|\[/THINK\]|<\|channel\|>final",
    re.IGNORECASE,
)
_BLANK = r"(?:\s|\\[nrt])*+"
_OPENING = re.compile(
    rf"""\{{(?=\s*+["}}])|\[(?=\s*+\{{\s*+["}}])|"(?={_BLANK}(?:\[{_BLANK})?\{{{_BLANK}(?:\\"|\}}))"""
)
"""Where an object, a list of objects, or either as the text of a JSON string may begin."""
_TRAILING_COMMA = re.compile(r",(?=\s*+[}\]])")
_DECODER = json.JSONDecoder(strict=False, parse_int=str, parse_float=str)
"""A number stays as it is written: `3.10` is a text that ends with 0, and a form that wants a number reads it."""
_BACKSLASH = re.compile(r'\\(["\\/bfnrt]|u[0-9a-fA-F]{4})?')
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")


def _text(longest: int, shortest: int = 1) -> Any:
    return StringConstraints(strip_whitespace=True, min_length=shortest, max_length=longest)


Word = Annotated[str, _text(200)]
Line = Annotated[str, _text(400, 0)]
Quote = Annotated[str, _text(800, 0)]
Question = Annotated[str, _text(1500)]
Working = Annotated[str, _text(3500)]


class Form(BaseModel):
    """Base class. Unknown fields are ignored; required ones must be there."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    example: ClassVar[str]
    """The form as a prompt describes it."""


class LessonForm(Form):
    text: Annotated[str, _text(12_000, 80)]

    example: ClassVar[str] = '{"text": "the section; paragraphs separated by a blank line"}'


class StepItem(Form):
    skill: Annotated[str, _text(200, 0)] = ""
    text: Annotated[str, _text(LONG_CHARS)]


MAX_STEPS = 12
Steps = Annotated[list[StepItem], PydanticField(min_length=1, max_length=MAX_STEPS)]


# A model writes in the order of the fields: what is to go wrong, then the steps, then the answer.


class ExerciseItem(Form):
    question: Question
    steps: Steps
    answer: Word
    check: Line = ""
    quote: Quote = ""
    choices: Annotated[list[Word], PydanticField(max_length=6)] = []


class RubricItem(Form):
    text: Annotated[str, _text(300)]
    met: Annotated[str, _text(300, 0)] = ""
    weight: Annotated[float, PydanticField(gt=0, le=10)] = 1.0


class OpenItem(ExerciseItem):
    answer: Annotated[str, _text(1000)]
    points: Annotated[list[RubricItem], PydanticField(max_length=6)] = []


class MistakeItem(Form):
    question: Question
    misconception: Annotated[str, _text(400)]
    steps: Steps
    answer: Word
    check: Line = ""
    quote: Quote = ""


class ExercisesForm(Form):
    exercises: Annotated[list[ExerciseItem], PydanticField(min_length=1, max_length=20)]

    example: ClassVar[str] = (
        '{"exercises": [{"question": "…", "steps": [{"skill": "name of the skill it uses", "text": "one step"}], '
        '"answer": "…", "check": "", "choices": []}]}'
    )


class OpenExercisesForm(ExercisesForm):
    """Exercises of which some have open answers."""

    exercises: Annotated[list[OpenItem], PydanticField(min_length=1, max_length=20)]  # type: ignore[assignment]

    example: ClassVar[str] = (
        '{"exercises": [{"question": "…", "steps": [{"skill": "name of the skill it uses", "text": "one step"}], '
        '"answer": "…", "check": "", "choices": [], "points": [{"text": "…", "met": "what counts as saying it", '
        '"weight": 1}]}]}'
    )


class MistakesForm(Form):
    exercises: Annotated[list[MistakeItem], PydanticField(min_length=1, max_length=20)]

    example: ClassVar[str] = (
        '{"exercises": [{"question": "…", "misconception": "what goes wrong", "steps": [{"skill": "name of the skill '
        'it uses", "text": "one step"}], "answer": "…", "check": ""}]}'
    )


class PartItem(Form):
    name: Word
    description: Line = ""
    needs: Annotated[list[Word], PydanticField(max_length=12)] = []
    why: Line = ""
    confidence: Annotated[float, PydanticField(ge=0, le=1)] = 1.0


class PartsForm(Form):
    elementary: bool
    skills: Annotated[list[PartItem], PydanticField(max_length=30)] = []

    example: ClassVar[str] = (
        '{"elementary": false, "skills": [{"name": "…", "description": "one line", "needs": ["names"], "why": "…", '
        '"confidence": 0.9}]}'
    )


class NeedItem(Form):
    quote: Quote
    name: Word


class ArrangedItem(Form):
    name: Word
    passages: Annotated[list[int], PydanticField(min_length=1, max_length=40)]
    needs: Annotated[list[NeedItem], PydanticField(max_length=8)] = []


class ArrangedForm(Form):
    skills: Annotated[list[ArrangedItem], PydanticField(max_length=30)]

    example: ClassVar[str] = (
        '{"skills": [{"name": "…", "passages": [1, 2], "needs": [{"quote": "a sentence of the passages, word for '
        'word", "name": "name of a skill"}]}]}'
    )


class SolutionForm(Form):
    solution: Working
    answer: Word

    example: ClassVar[str] = '{"solution": "…", "answer": "…"}'


class JudgementForm(Form):
    answer: Word
    reason: Annotated[str, _text(600)]
    right: bool

    example: ClassVar[str] = '{"answer": "…", "reason": "…", "right": true}'


class PointItem(Form):
    point: Annotated[int, PydanticField(ge=1, le=100)]
    quote: Annotated[str, _text(500, 0)] = ""
    met: bool


class MarksForm(Form):
    points: Annotated[list[PointItem], PydanticField(min_length=1, max_length=50)]

    example: ClassVar[str] = '{"points": [{"point": 1, "quote": "…", "met": true}]}'


F = TypeVar("F", bound=Form)


class AnswerSpec(NamedTuple, Generic[F]):
    """What one call asks for."""

    form: type[F]
    items: int = 1
    """How many items, if the form is a list of exercises."""
    skills: tuple[str, ...] = ()
    """Names of the skills that a step may name; if empty, it may name anything."""
    quoted: bool = False
    """Whether every exercise quotes what it rests on: there are passages of documents to quote from."""


def read(text: str, form: type[F]) -> F:
    """Read an answer: the last JSON object in it that has the form. Invalid items of a list are left out as long as one
    is valid.

    Raises `ValueError` that says what is wrong, in words that are shown to the model.
    """
    problem, fields = "", -1
    for data in _candidates(text):
        for part in islice(_parts(data, form), MAX_WRAPPED):
            try:
                return _validated(part, form)
            except ValueError as error:
                known = len(part.keys() & form.model_fields.keys())
                if known > fields:
                    problem, fields = str(error), known
    raise ValueError(problem)


def _parts(data: dict[str, Any] | list[Any], form: type[Form]) -> Iterator[dict[str, Any]]:
    """What may be the answer in a JSON value. Some models leave out the object around a list, others wrap the answer
    once more: in a list, in an object with one key, or as the arguments of a function, which may be a text."""
    if isinstance(data, list):
        if len(form.model_fields) == 1:
            yield dict.fromkeys(form.model_fields, data)
        yield from (item for item in reversed(data) if isinstance(item, dict))
        return
    yield data
    for value in data.values():
        inner = _decoded(value) if isinstance(value, str) and value.lstrip()[:1] in ("{", "[") else value
        if isinstance(inner, dict):
            yield inner
        elif isinstance(inner, list) and len(data) == 1:
            yield from _parts(inner, form)


def _decoded(text: str) -> Any:
    """The value that a text is the JSON of; `None` if it is not."""
    try:
        return _value_at(_escaped(text.strip()), 0)[0]
    except (ValueError, RecursionError):
        return None


def _validated(data: dict[str, Any], form: type[F]) -> F:
    if _misread(data):
        raise ValueError("a backslash within a string must be written twice")
    try:
        return form.model_validate(data)
    except ValidationError as error:
        kept = _without_bad_items(data, error)
        if kept is None:
            raise ValueError(_explain(error)) from None
    try:
        return form.model_validate(kept)
    except ValidationError as error:
        raise ValueError(_explain(error)) from None


def schema(spec: AnswerSpec[Any], limit: int) -> dict[str, Any]:
    """The form as a strict JSON schema: every field is required and bounded, and there are no others.

    A list of exercises has `items` items, and its long texts share `limit` tokens, so that a server that follows the
    schema ends the answer before it is cut. A step can only name one of `skills`, if there are any.
    """
    made = dict(_strict(spec.form.model_json_schema()))
    for value in made["properties"].values():
        if value.get("minItems"):
            value["minItems"] = value["maxItems"] = spec.items
    step = made.get("$defs", {}).get(StepItem.__name__, {})
    if not spec.quoted and issubclass(spec.form, ExercisesForm | MistakesForm):
        for item in made["$defs"].values():
            if item["properties"].pop("quote", None):
                item["required"].remove("quote")
    if step and spec.skills:
        step["properties"]["skill"] = {"type": "string", "enum": list(spec.skills)}
    long = [value for value in _strings(made) if value["maxLength"] >= LONG_CHARS]
    chars = sum(value["maxLength"] for value in long) + (MAX_STEPS - 1) * sum(
        value["maxLength"] for value in _strings(step) if value["maxLength"] >= LONG_CHARS
    )
    factor = min(1.0, limit * CHARS_PER_TOKEN / (spec.items * chars or 1))
    for value in long:
        value["maxLength"] = max(LEAST_CHARS, int(value["maxLength"] * factor))
    return made


def without_bounds(value: Mapping[str, Any]) -> dict[str, Any]:
    """The same schema for endpoints that do not support bounds."""
    return {
        key: without_bounds(item) if isinstance(item, Mapping) else item
        for key, item in value.items()
        if key not in BOUNDS
    }


def _strings(node: Any) -> Iterator[dict[str, Any]]:
    """All bounded strings of a schema."""
    if isinstance(node, dict):
        if node.get("type") == "string" and "maxLength" in node:
            yield node
        node = list(node.values())
    if isinstance(node, list):
        for value in node:
            yield from _strings(value)


def _strict(value: Any) -> Any:
    if isinstance(value, list):
        return [_strict(item) for item in value]
    if not isinstance(value, dict):
        return value
    made = {k: _strict(v) for k, v in value.items() if k != "default" and not (k == "title" and isinstance(v, str))}
    if made.get("type") == "object":
        made |= {"additionalProperties": False, "required": list(made["properties"])}
    return made


class _Found(NamedTuple):
    """A JSON object, or a list of them, in a text."""

    start: int
    end: int
    data: dict[str, Any] | list[Any]


def _candidates(text: str) -> list[dict[str, Any] | list[Any]]:
    """The objects and lists of them that may be the answer, the last first. Raises `ValueError` if there is none."""
    if len(text) > MAX_ANSWER_CHARS:
        raise ValueError("the answer is too long")
    text = _escaped(text)
    found, fault = _objects(text)
    done = _end_of_thoughts(text, found)
    # Whoever has nothing to say after thinking aloud has answered there.
    said = [one for one in found if one.start >= done] if text[done:].strip() else found
    if not said:
        raise ValueError(fault or "the answer holds no JSON object")
    return [one.data for one in reversed(said)]


def _objects(text: str) -> tuple[list[_Found], str]:
    """The last objects of a text that are not within others, and what is wrong with the first that cannot be read.

    Where one cannot be read, those within it are looked for. What is read several times for that is bounded.
    """
    found = deque[_Found](maxlen=MAX_OBJECTS)
    fault, read_again, failed = "", 0, 0
    opening = _OPENING.search(text)
    while opening and read_again < MAX_READ_AGAIN and failed < MAX_FAILED:
        start = end = opening.start()
        try:
            data, end = _value_at(text, start)
            data = _decoded(data) if isinstance(data, str) else data
            if isinstance(data, dict | list):
                found.append(_Found(start, end, data))
        except (ValueError, RecursionError) as error:
            failed += 1
            read_again += getattr(error, "pos", len(text)) - start
            fault = fault or _fault(error)
        opening = _OPENING.search(text, max(end, start + 1))
    return list(found), fault


def _value_at(text: str, start: int) -> tuple[Any, int]:
    """The JSON value that begins there and where it ends; a comma after the last item of a list or an object does not
    matter. Raises `ValueError` or `RecursionError`."""
    for _ in range(MAX_COMMAS):
        try:
            return _DECODER.raw_decode(text, start)
        except json.JSONDecodeError as error:
            comma = len(text[: error.pos + 1].rstrip().rstrip("}]").rstrip()) - 1  # Python 3.13 points at the comma
            if comma <= start or not _TRAILING_COMMA.match(text, comma):
                raise
            text = f"{text[:comma]} {text[comma + 1 :]}"
    raise ValueError("too many commas that nothing follows")


def _escaped(text: str) -> str:
    """With every backslash doubled that begins no escape of JSON."""
    return _BACKSLASH.sub(lambda m: m[0] if m[1] else r"\\", text)


def _fault(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "the answer is nested too deeply"
    where = f", character {error.pos}" if isinstance(error, json.JSONDecodeError) else ""
    return f"the answer is not valid JSON ({getattr(error, 'msg', error)}{where})"


def _end_of_thoughts(text: str, found: Sequence[_Found]) -> int:
    """Where the last mark ends that closes thinking aloud; such a mark within an object is part of a text."""
    if "<" not in text and "[/" not in text:
        return 0
    starts = [one.start for one in found]
    for mark in reversed(list(_END_OF_THOUGHT.finditer(text))):
        before = bisect(starts, mark.start())
        if not before or found[before - 1].end <= mark.start():
            return mark.end()
    return 0


def _misread(data: Any) -> bool:
    """Whether a string has a character that only a misread backslash can leave, such as the form feed of `\\frac`.
    Without recursion: from Python 3.12 on, `json` reads what is nested deeper than calls may be."""
    waiting = [data]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str) and _CONTROL.search(value):
            return True
        if isinstance(value, dict | list):
            waiting += value.values() if isinstance(value, dict) else value
    return False


def _without_bad_items(data: dict[str, Any], error: ValidationError) -> dict[str, Any] | None:
    """The data without invalid list items; `None` if something else is invalid or no item would be left."""
    bad: dict[str, set[int]] = {}
    for item in error.errors():
        where = item["loc"]
        if len(where) < 2 or not isinstance(where[0], str) or not isinstance(where[1], int):
            return None
        bad.setdefault(where[0], set()).add(where[1])
    kept = {name: [item for i, item in enumerate(data[name]) if i not in wrong] for name, wrong in bad.items()}
    return {**data, **kept} if all(kept.values()) else None


def _explain(error: ValidationError) -> str:
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    return f"'{where}': {first['msg'][0].lower()}{first['msg'][1:]}"
