"""What all records share."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

_NOT_KEPT: set[str] = set()

SMALL = ConfigDict(extra="forbid")
"""For pydantic dataclasses with slots: parts of records of which there are as many as exercises take a quarter of a
record's memory so."""

SKILL_ID = r"^[a-z0-9]+(-[a-z0-9]+)*$"


class Record(BaseModel):
    """Base of all records: frozen, and an unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def model_post_init(self, context: Any, /) -> None:
        # A million exercises are three million records, and most of their memory is not their text. Which fields were
        # given and which are defaults, nobody asks: instead of a set of names for each record, all share one. And
        # values that were set one by one, always in the same order, share their names with all records of the kind
        # (PEP 412), which the dictionary that validation has filled does not: an exercise takes half of the memory. (On
        # Python 3.13 it does not: there a record has room for its values in itself, besides the dictionary.)
        values = self.__dict__
        object.__delattr__(self, "__dict__")
        for name, value in values.items():
            object.__setattr__(self, name, value)
        object.__setattr__(self, "__pydantic_fields_set__", _NOT_KEPT)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        copied = super().model_copy(update=update, deep=deep)
        copied.model_post_init(None)
        return copied


def content_id(prefix: str, *parts: str) -> str:
    """A short id that depends on the content alone, e.g. `ex-1f0c…`: the same text has the same id in every run."""
    return f"{prefix}-{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:12]}"
