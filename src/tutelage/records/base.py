"""What all records share."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any, Protocol, Self

from pydantic import BaseModel, ConfigDict, TypeAdapter

SMALL = ConfigDict(extra="forbid")
"""For pydantic dataclasses with slots, which take a quarter of the memory of a `Record`: for parts of records of which
there are as many as exercises."""

SKILL_ID = r"^[a-z0-9]+(-[a-z0-9]+)*$"


class Record(BaseModel):
    """Base of all records: frozen, and an unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class SlottedRecord:
    """Base of records of which there are hundreds of thousands, which are pydantic dataclasses with slots: they do what
    a `Record` does in less than half the memory (an exercise takes 0.96 KB instead of 2.12)."""

    __slots__ = ()

    @classmethod
    def model_validate_json(cls, data: str | bytes, /) -> Self:
        made: Self = _adapter(cls).validate_json(data)
        return made

    @classmethod
    def model_validate(cls, data: Any) -> Self:
        made: Self = _adapter(cls).validate_python(data)
        return made

    def model_dump_json(self) -> str:
        return _adapter(type(self)).dump_json(self).decode()

    def model_dump(self, **options: Any) -> dict[str, Any]:
        found: dict[str, Any] = _adapter(type(self)).dump_python(self, **options)
        return found

    def model_copy(self, *, update: Mapping[str, Any]) -> Self:
        return replace(self, **update)  # type: ignore[type-var]  # its subclasses are dataclasses


_adapter: Callable[[Any], TypeAdapter[Any]] = cache(TypeAdapter)


class AnyRecord(Protocol):
    """A `Record` or a `SlottedRecord`: what can be written to a file of records."""

    @classmethod
    def model_validate_json(cls, data: str | bytes, /) -> Self: ...
    def model_dump_json(self) -> str: ...


def field_names(kind: type[Any]) -> list[str]:
    """The fields of a kind of record of either sort, in their order."""
    return list(kind.model_fields if issubclass(kind, Record) else kind.__pydantic_fields__)


def content_id(prefix: str, *parts: str) -> str:
    """A short id that depends only on the content, e.g. `ex-1f0c…`: the same text has the same id in every run."""
    return f"{prefix}-{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:12]}"
