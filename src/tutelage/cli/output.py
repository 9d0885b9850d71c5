"""What a command says at its end: a text for people or, with `--json`, the same figures for other programs."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from pydantic import BaseModel


def show(found: Any, text: str | Callable[[], str], *, as_json: bool) -> None:
    """Print `found` as JSON, or else `text`, which may be a function if it takes a while."""
    from tutelage.progress import clean  # imports rich: not before it is needed

    if as_json:
        print(to_json(found))
    else:
        print(clean(text() if callable(text) else text))


def to_json(found: Any) -> str:
    """Indented JSON of records, tuples with names, and what they hold."""
    return json.dumps(plain(found), ensure_ascii=False, indent=1)


def plain(value: Any) -> Any:
    """A value as JSON knows it; numbers that are no numbers become `null`."""
    if isinstance(value, Enum):
        value = value.value
    named = _fields(value)
    if named is not None:
        return {str(key.value if isinstance(key, Enum) else key): plain(item) for key, item in named.items()}
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if value is None or isinstance(value, str | int | float):
        return value
    return [plain(item) for item in value] if isinstance(value, Sequence | Set) else str(value)


def _fields(value: Any) -> Mapping[Any, Any] | None:
    """The names and values of a record, a tuple with names or a mapping; `None` for anything else."""
    if isinstance(value, BaseModel):
        return dict(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        named: Mapping[Any, Any] = value._asdict()
        return named
    return value if isinstance(value, Mapping) else None
