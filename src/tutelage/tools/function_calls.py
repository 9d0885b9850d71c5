"""Calls of functions in the turns of a data set, in the form in which chat templates take them: that of OpenAI, with
arguments as an object."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tutelage.storage.rowfiles import parse_json
from tutelage.storage.rowforms import as_list

DECLARED = ("tools", "functions")
"""Columns that declare which functions can be called."""
CALLS = ("tool_calls", "function_call")
"""Keys of a turn that calls functions; the second is a single call, in an older form."""


def declared(found: Mapping[str, Any]) -> tuple[dict[str, Any], ...]:
    """The functions that a row declares. Raises `ValueError` for what is none."""
    name = next((name for name in DECLARED if found.get(name)), "")
    given = as_list(found.get(name)) if name else []
    if not isinstance(given, list) or not all(isinstance(each, Mapping) for each in given):
        raise ValueError(f"'{name}' is not a list of functions")
    return tuple(_wrapped(each) for each in given)


def calls_of(turn: Mapping[str, Any], where: str) -> tuple[dict[str, Any], ...]:
    """The calls that a turn makes. Raises `ValueError` for what is none."""
    name = next((name for name in CALLS if as_list(turn.get(name)) not in (None, "", [], {})), "")
    if not name:
        return ()
    given = as_list(turn[name])
    calls = [given] if isinstance(given, Mapping) else given
    if not isinstance(calls, list):
        raise ValueError(f"{where}: '{name}' is not a list of calls")
    return tuple(_call(each, f"{where}: '{name}'") for each in calls)


def call_in_text(text: Any, where: str) -> tuple[dict[str, Any], ...]:
    """The calls of a turn whose content is nothing but them, as JSON."""
    return calls_of({"tool_calls": text}, where)


def _call(given: Any, where: str) -> dict[str, Any]:
    found = _wrapped(given) if isinstance(given, Mapping) else {}
    function = found.get("function")
    if not isinstance(function, Mapping) or not isinstance(function.get("name"), str):
        raise ValueError(f"{where} has a call without the name of a function")
    arguments = function.get("arguments")
    if isinstance(arguments, str):
        try:
            arguments = parse_json(arguments or "{}")
        except ValueError:
            raise ValueError(f"{where}: the arguments of {function['name']!r} are not JSON") from None
    if not isinstance(arguments, Mapping | None):
        raise ValueError(f"{where}: the arguments of {function['name']!r} are no object")
    return {**found, "function": {**function, "arguments": dict(arguments or {})}}


def _wrapped(given: Mapping[str, Any]) -> dict[str, Any]:
    """A function, or a call, with its name one level down, as OpenAI has it now."""
    return dict(given) if "function" in given else {"type": "function", "function": dict(given)}
