"""A teacher for tests, shipped so that users can test with it too: it says what it is told to, and remembers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from tutelage.records import Reply, Request


class ScriptedTeacher:
    """Answers every request with `script(request)`; `asked` holds all requests so far."""

    def __init__(self, script: Callable[[Request], Reply], *, combining: bool = False) -> None:
        self.script = script
        self.combining = combining
        self.asked: list[Request] = []

    def answer(self, requests: Sequence[Request]) -> Iterator[Reply]:
        for request in requests:
            self.asked.append(request)
            yield self.script(request)

    def combines(self, lower: str, upper: str) -> bool:
        return self.combining
