"""Turns what pydantic finds wrong with a recipe or a syllabus into sentences that say what to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from tutelage.config.base import Section

MOST = 4
"""Sentences of one error message; fixing these may fix the rest."""
LONGEST_NAME = 100
"""Characters that are shown of a key."""
NAMES_IN_YAML = {"True": "true", "False": "false", "None": "nothing", "inf": ".inf", "-inf": "-.inf", "nan": ".nan"}
"""What Python calls otherwise."""


def explain(error: ValidationError, model: type[BaseModel]) -> list[str]:
    """Turn pydantic's errors into one sentence for each kind of fault, with the right key for a wrong one."""
    faults = error.errors(include_url=False)
    below = {item["loc"][:depth] for item in faults for depth in range(len(item["loc"]))}
    alike: dict[tuple[object, ...], list[Mapping[str, Any]]] = {}
    for item in faults:
        if item["loc"] not in below:  # a list is too short because of what is wrong inside it
            kind = (item["type"], *(part for part in item["loc"] if isinstance(part, str)))
            alike.setdefault(kind, []).append(item)
    rest = len(alike) - MOST
    kinds = list(alike.values())[: MOST if rest > 1 else None]
    sentences = [
        _sentence(first, model) + (f" (and {len(more)} more like it)" if more else "") for first, *more in kinds
    ]
    return sentences if rest <= 1 else [*sentences, f"and {rest:,} faults of other kinds"]


def _sentence(item: Mapping[str, Any], model: type[BaseModel]) -> str:
    path, kind, given = [str(part) for part in item["loc"]], item["type"], item["input"]
    where = ".".join(path)
    where = where if len(where) <= LONGEST_NAME else f"{where[:LONGEST_NAME]}…"
    if kind == "extra_forbidden":
        return f"unknown key '{where}'{_hint(model, path)}"
    if kind == "missing":
        return f"'{where}' is missing"
    if kind == "value_error":
        # A message of our own says enough, and the value may be what should not be shown.
        return (f"'{where}': " if where else "") + str(item["ctx"]["error"])
    if kind == "model_type" and given is None:
        return f"'{where}' is empty: indent its keys below it, or leave it out"
    field = _field(model, path)
    value = f" (got {_shown(given)})" if field is None or field.repr else ""
    return f"'{where}': {_expected(item, model, path, field)}{value}"[:300]


def _shown(value: object) -> str:
    """A value as somebody writes it in YAML."""
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{_shown(key)}: {_shown(inner)}' for key, inner in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_shown, value))}]"
    if isinstance(value, date):
        return str(value)
    try:
        return NAMES_IN_YAML.get(repr(value), repr(value))
    except ValueError:  # Python writes no whole number of more than some thousand digits
        return "a number with too many digits"


def _expected(item: Mapping[str, Any], model: type[BaseModel], path: Sequence[str], field: FieldInfo | None) -> str:
    """What the value should be: in the words of the field if pydantic would show a pattern or a type of Python."""
    kind, given = item["type"], item["input"]
    section = _section(model, path)
    if kind == "model_type" and section is not None:
        keys = [key for key, inner in section.model_fields.items() if inner.is_required()] or list(section.model_fields)
        return f"write keys with values, such as {{{keys[0]}: …}}"
    if kind == "tuple_type":
        shown = given if isinstance(given, str) else _shown(given)
        return f"write a list{f', such as [{shown}]' if isinstance(given, str | int | float) else ''}"
    if kind == "string_pattern_mismatch" and field is not None and field.description:
        text = field.description.split(";")[0].rstrip(".")
    else:
        text = str(item["msg"])
    return text[0].lower() + text[1:]


def _hint(model: type[BaseModel], path: Sequence[str]) -> str:
    """The keys that may be meant by an unknown one: another word, a misspelling, or one of another section."""
    section, key = _section(model, path[:-1]), path[-1]
    if section is None:
        return ""
    if issubclass(section, Section) and key in section.MEANT:
        return f", did you mean '{section.MEANT[key]}'?"
    near = difflib.get_close_matches(key[:LONGEST_NAME], section.model_fields, n=1)
    meant = [*near, *(path for path in _key_paths(model) if path.rpartition(".")[2] == key)][:3]
    if meant:
        return ", did you mean " + " or ".join(f"'{path}'" for path in meant) + "?"
    return f", known keys: {', '.join(sorted(section.model_fields))}"


def _section(model: type[BaseModel], path: Sequence[str]) -> type[BaseModel] | None:
    """The section at `path` inside `model`; numbers in the path are indices of a list."""
    for part in path:
        if part.isdecimal():
            continue
        field = model.model_fields.get(part)
        inner = None if field is None else next(_sections(field.annotation), None)
        if inner is None:
            return None
        model = inner
    return model


def _field(model: type[BaseModel], path: Sequence[str]) -> FieldInfo | None:
    names = [part for part in path if not part.isdecimal()]
    section = _section(model, names[:-1])
    return None if section is None or not names else section.model_fields.get(names[-1])


def _key_paths(model: type[BaseModel], before: str = "") -> Iterator[str]:
    """All keys of all sections, with dots."""
    for key, field in model.model_fields.items():
        yield f"{before}{key}"
        for section in _sections(field.annotation):
            if not issubclass(model, section):  # such a section has keys of the one around it, for a part of it
                yield from _key_paths(section, f"{before}{key}.")


def _sections(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models in a type such as `X`, `X | None` or `tuple[X, ...]`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for kind in get_args(annotation):
        yield from _sections(kind)
