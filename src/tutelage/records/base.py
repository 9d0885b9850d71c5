"""What all records share."""

from __future__ import annotations

import hashlib

from pydantic import BaseModel, ConfigDict

SKILL_ID = r"^[a-z0-9]+(-[a-z0-9]+)*$"


class Record(BaseModel):
    """Base of all records: frozen, and an unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def content_id(prefix: str, *parts: str) -> str:
    """A short id that depends on the content alone, e.g. `ex-1f0c…`: the same text has the same id in every run."""
    return f"{prefix}-{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:12]}"
