"""Teachers: one protocol, one request type, one file per kind."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, runtime_checkable

from tutelage.config import StudentConfig, TeacherConfig
from tutelage.errors import TeacherError
from tutelage.executor import Cluster, Executor, Local
from tutelage.records import Reply, Request, SkillGraph

if TYPE_CHECKING:
    from tutelage.teacher.language.chat import ChatModel


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
    executor: Executor | None = None,
) -> Teacher:
    """The teacher of a recipe. `folder` is where a language model's answers are kept, `student` what `model: student`
    stands for; `use_cache=False` asks for everything anew. `notation` is how the embedded teacher writes mathematics,
    `executor` where exercises are generated and a language model is called from.

    Raises `ValueError` for an unknown kind, subject, or skill, a missing key, and prompts that cannot be used; nothing
    is sent anywhere yet.
    """
    executor = executor or Local()
    match config.kind:
        case "embedded":
            from tutelage.subjects import Typeset, registry
            from tutelage.teacher.embedded import EmbeddedTeacher

            subject = registry.load(config.subject)
            if notation == "latex":
                if not isinstance(subject, Typeset):
                    raise TeacherError(f"the subject '{config.subject}' is not written in LaTeX: leave 'notation' out")
                subject = subject.in_latex()
            return EmbeddedTeacher(subject, graph, config.subject, executor)
        case "openai":
            from tutelage.teacher.language.openai import Endpoint
            from tutelage.teacher.language.teacher import LanguageTeacher

            model = _placed(partial(Endpoint, config), config, executor)
            return LanguageTeacher(model, config, graph, folder=folder, use_cache=use_cache)
        case "local":
            from tutelage.teacher.language.local import LocalModel
            from tutelage.teacher.language.teacher import LanguageTeacher

            model = _placed(partial(LocalModel, config, student or StudentConfig()), config, executor)
            return LanguageTeacher(model, config, graph, folder=folder, use_cache=use_cache)
    kinds = ("embedded", "openai", "local")
    near = difflib.get_close_matches(config.kind, kinds, n=1)
    hint = f"did you mean '{near[0]}'?" if near else f"known: {', '.join(kinds)}"
    raise TeacherError(f"unknown teacher '{config.kind}': {hint}")


def _placed(make: Callable[[], ChatModel], config: TeacherConfig, executor: Executor) -> ChatModel:
    """The model in this process or, on a cluster, one on every node."""
    model = make()  # what is wrong with it is told here
    if not isinstance(executor, Cluster):
        return model
    from tutelage.teacher.language.remote import RemoteModel

    on_gpus = config.kind == "local"
    return RemoteModel(make, executor, name=model.name, concurrency=config.concurrency, on_gpus=on_gpus)
