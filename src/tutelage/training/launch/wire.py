"""Progress of another process: lines on its standard output, among whatever else it may print."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from tutelage.progress import Bar, Progress

MARK = "\x1e"
"""Begins a line of ours; no text has it by chance."""


class Wire:
    """A `Progress` that writes lines for a `Relay` elsewhere."""

    def say(self, line: str) -> None:
        self._send({"say": line})

    @contextmanager
    def bar(self, label: str, total: int, unit: str) -> Iterator[Bar]:
        self._send({"begin": [label, total, unit]})
        yield _WireBar(self)
        self._send({"end": True})

    def _send(self, message: dict[str, Any]) -> None:
        # In one piece: other processes write there, too.
        sys.stdout.write(f"{MARK}{json.dumps(message)}\n")
        sys.stdout.flush()


class _WireBar:
    def __init__(self, wire: Wire) -> None:
        self.wire = wire

    def advance(self, count: int = 1, note: str = "") -> None:
        self.wire._send({"advance": count, "note": note})


class Relay:
    """Shows what a `Wire` has sent."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.bars = ExitStack()
        self.bar: Bar | None = None

    def take(self, line: str) -> bool:
        """Show one line; whether it was one of ours."""
        if not line.startswith(MARK):
            return False
        message = json.loads(line[len(MARK) :])
        if "say" in message:
            self.progress.say(message["say"])
        elif "begin" in message:
            self.bar = self.bars.enter_context(self.progress.bar(*message["begin"]))
        elif "end" in message:
            self.bars.close()
        elif self.bar is not None:
            self.bar.advance(message["advance"], message["note"])
        return True
