"""Teachers: one protocol, one request type, one file per kind."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from typing import Protocol

from tutelage.config import TeacherConfig
from tutelage.records import Reply, Request, SkillGraph


class Teacher(Protocol):
    """Whoever writes the course. What it writes are drafts: checks judge them afterwards."""

    def answer(self, requests: Sequence[Request]) -> Iterator[Reply]:
        """One reply per request, in any order. A teacher that cannot serve a request says so in `Reply.failure`."""

    def combines(self, lower: str, upper: str) -> bool:
        """Whether it can compose exercises that need both skills."""


def make_teacher(config: TeacherConfig, graph: SkillGraph) -> Teacher:
    """The teacher of a recipe. Raises `ValueError` for an unknown kind, subject, or skill."""
    kinds = {"embedded": _embedded}
    if config.kind not in kinds:
        near = difflib.get_close_matches(config.kind, kinds, n=1)
        hint = f"did you mean '{near[0]}'?" if near else f"known: {', '.join(kinds)}"
        raise ValueError(f"unknown teacher '{config.kind}': {hint}")
    return kinds[config.kind](config, graph)


def _embedded(config: TeacherConfig, graph: SkillGraph) -> Teacher:
    from tutelage.teacher.embedded import EmbeddedTeacher, load_subject

    return EmbeddedTeacher(load_subject(config.subject), graph, config.subject)
