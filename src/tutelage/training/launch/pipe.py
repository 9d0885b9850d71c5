"""The progress of another process: lines on its standard output, among whatever else it prints."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from tutelage.progress import Bar, Progress

MARK = "\x1e"
"""Begins a line of ours; it does not occur in ordinary text."""


class PipeProgress:
    """A `Progress` that writes lines for a `PipeReader` in another process."""

    def say(self, line: str) -> None:
        self._send({"say": line})

    @contextmanager
    def bar(self, label: str, total: int, unit: str) -> Iterator[Bar]:
        self._send({"begin": [label, total, unit]})
        yield _PipeBar(self)
        self._send({"end": True})

    def _send(self, message: dict[str, Any]) -> None:
        # In one write, because other processes write to the same pipe.
        sys.stdout.write(f"{MARK}{json.dumps(message)}\n")
        sys.stdout.flush()


class _PipeBar:
    def __init__(self, pipe: PipeProgress) -> None:
        self.pipe = pipe

    def advance(self, count: int = 1, note: str = "") -> None:
        self.pipe._send({"advance": count, "note": note})


class PipeReader:
    """Shows what a `PipeProgress` has sent."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.bars = ExitStack()
        self.bar: Bar | None = None

    def take(self, line: str) -> bool:
        """Show one line; returns whether it was one of ours."""
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
