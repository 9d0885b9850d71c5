"""Settings that are given on the command line, `KEY=VALUE`, in place of those of a file."""

from __future__ import annotations

import copy
from collections.abc import Collection, Mapping, Sequence
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from tutelage.config.base import Section
from tutelage.config.explaining import explain
from tutelage.errors import RecipeError

S = TypeVar("S", bound=Section)


def override(section: S, settings: Sequence[str], allowed: Collection[str] = ()) -> S:
    """A section of a recipe with other values. Each setting is a key of the section, or the path to one of an inner
    section or mapping, with its value as in a recipe: `system=Be brief.`, `template_options.enable_thinking=false`.

    `allowed` limits the keys; empty: all. Raises `RecipeError` for anything that the section does not take.
    """
    if not settings:
        return section
    data = merge(section.model_dump(), settings, allowed)
    try:
        return type(section).model_validate(data)
    except ValidationError as error:
        raise RecipeError("; ".join(explain(error, type(section)))) from None


def merge(data: Mapping[str, Any], settings: Sequence[str], allowed: Collection[str] = ()) -> dict[str, Any]:
    """The data of a file with other values; see `override`. Nothing is validated."""
    result: dict[str, Any] = copy.deepcopy(dict(data))
    for setting in settings:
        path, equals, text = setting.partition("=")
        keys = path.strip().split(".")
        if not equals or not all(keys):
            raise RecipeError(f"{setting!r} is no setting: write KEY=VALUE, such as system='Be brief.'")
        if allowed and keys[0] not in allowed:
            raise RecipeError(f"'{keys[0]}' cannot be set here: {', '.join(sorted(allowed))} can")
        inner: Any = result
        for key in keys[:-1]:
            inner = inner.setdefault(key, {}) if isinstance(inner, dict) else inner
        if not isinstance(inner, dict):
            raise RecipeError(f"{setting!r}: there is nothing below '{keys[0]}'")
        inner[keys[-1]] = _value(text)
    return result


def _value(text: str) -> object:
    """A value as YAML has it; what is no YAML, such as a sentence with a colon, is a text."""
    try:
        found = yaml.safe_load(text)
    except yaml.YAMLError:
        return text
    return text if isinstance(found, dict) and not text.lstrip().startswith("{") else found
