"""A teacher for tests, shipped so that users can test with it too."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import Any

from tutelage.records import Reply, Request
from tutelage.teacher.protocol import TRUSTED, DraftChecks


class ScriptedTeacher:
    """Answers every request, of any kind, with `script(request)`; `asked` holds all of them so far. Its drafts are
    trusted, unless `checks` says otherwise; with `combining` it composes any two skills."""

    def __init__(
        self, script: Callable[[Any], Reply], *, combining: bool = False, checks: DraftChecks = TRUSTED
    ) -> None:
        self.script, self.combining, self.checks = script, combining, checks
        self.asked: list[Any] = []

    def answer(self, requests: Sequence[Request]) -> Iterator[Reply]:
        for request in requests:
            self.asked.append(request)
            yield self.script(request)

    def combinations(self, skills: Sequence[str]) -> list[tuple[str, str]]:
        pairs = combinations(range(len(skills)), 2) if self.combining else ()
        return [(skills[lower], skills[upper]) for lower, upper in sorted(pairs, key=lambda pair: pair[::-1])]
