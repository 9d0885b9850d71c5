"""How a call is written for an endpoint: from the richest format down to one that every endpoint accepts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from tutelage.config import TeacherConfig
from tutelage.teacher.language.chat import Call
from tutelage.teacher.language.forms import without_bounds

LIMITS = ("max_tokens", "max_completion_tokens")
"""Names of the field that limits the answer's tokens, the newer one last."""
_UNKNOWN = re.compile(r"unknown|unsupported|not supported|unrecogni[sz]ed|unexpected|not (?:permitted|allowed)|extra_?")
_SCHEMA = re.compile(r"response_format|schema|grammar|guided|structured|json_object|json mode")
_STREAM = re.compile(
    r"\b(?:only|must|requires?|enable)\b.{0,40}\bstream|\bstream\b.{0,40}\b(?:only|must|required|mode)"
)


@dataclass(frozen=True)
class RequestFormat:
    """What of a call is sent, and under which names."""

    schema: bool = True
    bounds: bool = True
    """Whether the schema bounds texts and lists."""
    limit: str = LIMITS[0]
    left_out: frozenset[str] = frozenset()
    """Names of fields that are not sent."""
    stream: bool = False
    """Whether the answer is requested as a stream of events."""

    def body(self, call: Call, config: TeacherConfig) -> dict[str, Any]:
        """The body of the request."""
        fields: dict[str, Any] = {
            "model": config.model,
            "messages": [message.turn() for message in call.messages],
            self.limit: call.max_tokens,
            "temperature": call.temperature,
            "seed": call.seed % 2**31,
        }
        if self.schema:
            schema = call.schema if self.bounds else without_bounds(call.schema)
            fields["response_format"] = {
                "type": "json_schema",
                "json_schema": {"name": call.form, "strict": True, "schema": schema},
            }
        fields |= {"stream": True} if self.stream else {}
        return {key: value for key, value in (fields | config.extra).items() if key not in self.left_out}

    def without(self, complaint: str, *, keep_schema: bool = False, swap: bool = False) -> RequestFormat | None:
        """The format without what a complaint names; `None` if it names nothing that can be left out. Without `swap`,
        which lets the second name of the limit give way to the first, no format comes twice."""
        complaint = complaint.lower()
        unknown = self.limit in complaint and bool(_UNKNOWN.search(complaint))
        if (unknown and swap) or (self.limit == LIMITS[0] and (unknown or LIMITS[1] in complaint)):
            return self.swapped()
        for field in ("temperature", "seed"):
            if re.search(rf"\b{field}\b", complaint) and field not in self.left_out:
                return replace(self, left_out=self.left_out | {field})
        if not self.stream and _STREAM.search(complaint):
            return replace(self, stream=True)
        return self.without_schema() if _SCHEMA.search(complaint) and not keep_schema else None

    def swapped(self) -> RequestFormat:
        """The format with the other name of the limit."""
        return replace(self, limit=LIMITS[self.limit == LIMITS[0]])

    def plainer(self, *, keep_schema: bool = False) -> Iterator[RequestFormat]:
        """Formats to try after a complaint that names nothing: each without one thing, then without all of them."""
        made = [replace(self, left_out=self.left_out | {"seed"})]
        if not keep_schema:
            made += [replace(self, bounds=False), replace(self, schema=False)]
        made += [replace(self, limit=LIMITS[1]), replace(self, left_out=self.left_out | {"temperature"})]
        bare = replace(self, schema=self.schema and keep_schema, left_out=self.left_out | {"seed", "temperature"})
        made += [bare, replace(bare, limit=LIMITS[1])]
        return (one for one in dict.fromkeys(made) if one != self)

    def joined(self, other: RequestFormat) -> RequestFormat:
        """The format that leaves out what either of two leaves out."""
        return RequestFormat(
            schema=self.schema and other.schema,
            bounds=self.bounds and other.bounds,
            limit=max(self.limit, other.limit, key=LIMITS.index),
            left_out=self.left_out | other.left_out,
            stream=self.stream or other.stream,
        )

    def differences(self, richer: RequestFormat) -> str:
        """What it leaves out or changes, for people."""
        parts = sorted(self.left_out - richer.left_out)
        parts += ["the JSON schema"] if richer.schema and not self.schema else []
        parts += ["bounds of the JSON schema"] if self.schema and richer.bounds and not self.bounds else []
        parts += [richer.limit] if richer.limit != self.limit else []
        parts += ["answers in one piece"] if self.stream and not richer.stream else []
        return ", ".join(parts)

    def without_schema(self) -> RequestFormat | None:
        """The format with a schema without bounds; without a schema if there are none."""
        if not self.schema:
            return None
        return replace(self, bounds=False) if self.bounds else replace(self, schema=False)
