"""Which requests an endpoint takes, as far as its answers and refusals have shown. Nothing is sent here.

Every call begins with the usual request. One that is refused goes down (`Descent`): what the refusal names is left out,
and if it names nothing, simpler requests are tried in turn. What is answered is usual from then on; but where the
refusal may have been meant for one prompt, only once that is confirmed: by a second call if the refusal named nothing,
by a second prompt if calls of the same form had been answered before.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from tutelage.config import TeacherConfig
from tutelage.records import Message
from tutelage.teacher.language.chat import Call
from tutelage.teacher.language.request_format import RequestFormat

VAIN_CALLS = 3
"""Calls of one form that simpler requests are tried for in vain; then a refusal is taken as it is."""
MAX_COMPLAINT = 50_000
"""Characters of a refusal that are looked through."""

_LENGTH = re.compile(
    r"context[ _-]?(?:length|size|window)|too (?:long|large|many)|maximum (?:length|tokens)", re.IGNORECASE
)
"""How a refusal of a prompt for its length is worded."""
_CONTENT = re.compile(
    r"content[ _-]?(?:filter|polic|management)|usage[ _-]?polic|moderation|flagged|safety", re.IGNORECASE
)
"""How a refusal of a prompt for what it says is worded."""


class KnownFormats:
    """What is known of one endpoint."""

    def __init__(self, config: TeacherConfig) -> None:
        self.config = config
        self.usual = RequestFormat(schema=config.structured != "prompt")
        self.keeps_schema = config.structured == "schema"
        self.answered = set[tuple[RequestFormat, str]]()
        """Formats in which calls were answered, each with the form that was asked for."""
        self.unconfirmed: dict[RequestFormat, Sequence[Message]] = {}
        """Simpler formats that perhaps one prompt alone needs, and that prompt."""
        self.in_vain = Counter[tuple[RequestFormat, str]]()
        """Calls that were refused however simply they were written, by their first format and their form."""

    def first(self, call: Call) -> RequestFormat:
        """How a call is written first. Some servers close the connection on a schema that they do not support."""
        format_ = self.usual
        if (format_, call.form) not in self.answered and not self.keeps_schema:
            for _ in range(call.steps_down):
                format_ = format_.without_schema() or format_
        return format_


class Descent:
    """One call on its way from the usual request down to one that is answered."""

    def __init__(self, known: KnownFormats, call: Call) -> None:
        self.known, self.call = known, call
        self.begin()

    def begin(self) -> None:
        """Start with what is usual by now."""
        self.first = self.format = self.known.first(self.call)
        self.refused_for: Exception | None = None
        """What the first refusal means. What is wrong with simpler requests is not what people should read of."""
        self.between_two = False
        """Whether both names of the limit were refused: there may be two servers behind the address, and the next
        request may come to the other one."""
        self._guesses: Iterator[RequestFormat] | None = None
        self._swaps = 0

    @property
    def is_known(self) -> bool:
        """Whether calls of the same form have been answered in its format."""
        return (self.format, self.call.form) in self.known.answered

    def body(self) -> dict[str, Any]:
        """The body of its request."""
        return self.format.body(self.call, self.known.config)

    def refused(self, status: int, body: str, meaning: Exception, *, guess: bool = True) -> bool:
        """Go on to the next simpler request; returns whether this refusal is a reason for one. `guess` says whether one
        that names nothing is."""
        # Some models are named after what a complaint may name.
        name = re.escape(self.known.config.model)
        complaint = re.sub(rf"(?<!\w){name}(?!\w)", "", body[:MAX_COMPLAINT])
        found, self.between_two = None, False
        if _CONTENT.search(complaint):
            return False
        # A fault of the server says something about the request only if none like it was answered.
        if status in (400, 404, 415, 422) or (status >= 500 and not self.is_known):
            found = self.format.without(complaint, keep_schema=self.known.keeps_schema, swap=True)
        silent = status in (400, 415, 422, 501) or (status == 404 and "parameter" in body)
        silent = silent and not found and not _LENGTH.search(complaint)
        other = self.format.swapped()
        if silent and (other in self.known.unconfirmed or (other, self.call.form) in self.known.answered):
            found = other
        if found and found.limit != self.format.limit:
            self._swaps += 1
            self.between_two = self._swaps % 2 == 0
        elif silent and guess:
            found = self._guess()
        if found is None or self.between_two:
            return False
        self.refused_for, self.format = self.refused_for or meaning, found
        return True

    def plainer(self) -> Iterator[None]:
        """Take on one simpler format after another, if the first one is not known to be answered."""
        if not self._first_is_known():
            for simpler in self.format.plainer(keep_schema=self.known.keeps_schema):
                self.format = simpler
                yield

    def answered(self) -> str:
        """Its request was answered. Returns what is left out of all calls from now on, for people; mostly nothing."""
        known, prompt, alone = self.known, self.call.messages, self._first_is_known()
        if self.format != self.first and (alone or self._guesses):
            earlier = known.unconfirmed.get(self.format)
            if earlier is None or (alone and earlier == prompt):
                known.unconfirmed[self.format] = prompt
                return ""
        known.answered.add((self.format, self.call.form))
        before, known.usual = known.usual, known.usual.joined(self.format)
        if known.usual != before:
            known.unconfirmed.clear()
        return known.usual.differences(before)

    def _first_is_known(self) -> bool:
        return (self.first, self.call.form) in self.known.answered

    def _guess(self) -> RequestFormat | None:
        """What to try after a refusal that names nothing; what has helped another call comes first."""
        known, key = self.known, (self.first, self.call.form)
        if self.is_known or self._first_is_known() or known.in_vain[key] >= VAIN_CALLS:
            return None
        if self._guesses is None:
            plainer = self.format.plainer(keep_schema=known.keeps_schema)
            self._guesses = iter(dict.fromkeys((*known.unconfirmed, *plainer)))
        found = next(self._guesses, None)
        known.in_vain[key] += found is None
        return found
