"""Teachers: one protocol, one request type, one file per kind."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal, Protocol, runtime_checkable

from tutelage.config import StudentConfig, TeacherConfig
from tutelage.records import Reply, Request, SkillGraph


class Teacher(Protocol):
    """Whoever writes the course. What it writes are drafts: checks judge them afterwards."""

    def answer(self, requests: Sequence[Request]) -> Iterator[Reply]:
        """One reply per request, in any order, or several, each saying in `Reply.part` how much of it is in it. A
        teacher that cannot serve a request says so in `Reply.failure`."""

    def combines(self, lower: str, upper: str) -> bool:
        """Whether it can compose exercises that need both skills."""


@runtime_checkable
class Counting(Protocol):
    """A teacher that knows how many distinct exercises it can write."""

    def distinct(self, skill: str, difficulties: Sequence[int]) -> int | None:
        """How many for a skill, the difficulties taken in turn; `None` if more than anybody asks for."""


def make_teacher(
    config: TeacherConfig,
    graph: SkillGraph,
    *,
    folder: Path | None = None,
    student: StudentConfig | None = None,
    use_cache: bool = True,
    notation: Literal["plain", "latex"] = "plain",
) -> Teacher:
    """The teacher of a recipe. `folder` is where a language model's answers are kept, `student` what `model: student`
    stands for; `use_cache=False` asks for everything anew. `notation` is how the embedded teacher writes mathematics.

    Raises `ValueError` for an unknown kind, subject, or skill, a missing key, and prompts that cannot be used; nothing
    is sent anywhere yet.
    """
    match config.kind:
        case "embedded":
            from tutelage.subjects import Typeset, registry
            from tutelage.teacher.embedded import EmbeddedTeacher

            subject = registry.load(config.subject)
            if notation == "latex":
                if not isinstance(subject, Typeset):
                    raise ValueError(f"the subject '{config.subject}' is not written in LaTeX: leave 'notation' out")
                subject = subject.in_latex()
            return EmbeddedTeacher(subject, graph, config.subject)
        case "openai":
            from tutelage.teacher.language import LanguageTeacher
            from tutelage.teacher.openai import Endpoint

            return LanguageTeacher(Endpoint(config), config, graph, folder=folder, use_cache=use_cache)
        case "local":
            from tutelage.teacher.language import LanguageTeacher
            from tutelage.teacher.local import LocalModel

            model = LocalModel(config, student or StudentConfig())
            return LanguageTeacher(model, config, graph, folder=folder, use_cache=use_cache)
    kinds = ("embedded", "openai", "local")
    near = difflib.get_close_matches(config.kind, kinds, n=1)
    hint = f"did you mean '{near[0]}'?" if near else f"known: {', '.join(kinds)}"
    raise ValueError(f"unknown teacher '{config.kind}': {hint}")
