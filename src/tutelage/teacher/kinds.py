"""The kinds of teacher that a recipe can name: the shipped ones, and those of installed packages.

A kind is one file and one registration. A package registers an instance of `TeacherKind` as an entry point of the group
`tutelage.teachers`; its name is what a recipe writes as `teacher: {kind: …}`. Everything that depends on the kind of
teacher asks the instance.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Literal, NamedTuple

from tutelage.config import StudentConfig, TeacherConfig
from tutelage.config.registry import Registry
from tutelage.errors import TeacherError
from tutelage.executor import Executor, Local
from tutelage.records import Passage, SkillGraph
from tutelage.teacher.protocol import Teacher

Notation = Literal["plain", "latex"]


class TeacherSetup(NamedTuple):
    """Everything besides its configuration that a teacher is made from."""

    graph: SkillGraph
    folder: Path | None = None
    """Where a language model's answers are stored; without it they last as long as the teacher."""
    student: StudentConfig = StudentConfig()
    """What `model: student` stands for."""
    use_cache: bool = True
    """Whether earlier answers are used again."""
    notation: Notation = "plain"
    """How mathematics is written, by a teacher that can choose."""
    executor: Executor = Local()
    """Where exercises are generated and language models are called."""
    passages: Mapping[str, Passage] = MappingProxyType({})
    """What the recipe's documents were read into, by their ids; empty if there are none."""


class TeacherKind(ABC):
    """A kind of teacher. The defaults are those for a language model whose terms of use are unknown."""

    exercise_tokens = 200
    """Tokens of an exercise, to estimate the training before there is a course."""
    cost = ""
    """What it costs, as a sentence, if it is not paid by the token."""
    has_endpoint = False
    """Whether it is reached at an address and may need a key: then making one does not show whether it answers."""

    def check(self, config: TeacherConfig, notation: Notation) -> None:  # noqa: B027 - most kinds take everything
        """Raises `TutelageError` for settings that this kind cannot work with, before anything is loaded."""

    @abstractmethod
    def make(self, config: TeacherConfig, setup: TeacherSetup) -> Teacher:
        """The teacher. Nothing is sent anywhere yet. Raises `TutelageError` for anything that a person can fix."""

    def models(self, config: TeacherConfig) -> list[str]:
        """Names of the models that its endpoint lists; asks once. Raises `TutelageError` if it cannot be reached."""
        return []

    def require_reachable(self, config: TeacherConfig) -> None:  # noqa: B027 - most kinds have no endpoint
        """Raises `TutelageError` if nothing answers at its address, or the key is refused; asks once."""

    def author(self, config: TeacherConfig, quote: Callable[[str], str]) -> str:
        """Who wrote the course, for the card of a data set; `quote` marks up a name."""
        return f"a teacher of kind {quote(config.kind)}"

    def licences(self, config: TeacherConfig) -> list[str]:
        """Licences of what it writes, as the hub identifies them; empty if that depends on somebody else's terms."""
        return []

    def extras(self, config: TeacherConfig) -> list[str]:
        """The optional groups of dependencies that it needs."""
        return []


KINDS: Registry[TeacherKind] = Registry(
    "teacher",
    {
        "embedded": "tutelage.teacher.embedded:KIND",
        "documents": "tutelage.teacher.documents.teacher:KIND",
        "openai": "tutelage.teacher.language.openai:KIND",
        "local": "tutelage.teacher.language.local:KIND",
    },
    error=TeacherError,
    fault=lambda thing: "" if isinstance(thing, TeacherKind) else "an instance of a subclass of TeacherKind is needed",
)
"""What `teacher: {kind: …}` can name."""


def kind_of(config: TeacherConfig) -> TeacherKind:
    """The kind that a recipe names. Raises `TeacherError` for an unknown one, and for a package that is broken."""
    return KINDS.get(config.kind)


def make_teacher(
    config: TeacherConfig,
    graph: SkillGraph,
    *,
    folder: Path | None = None,
    student: StudentConfig | None = None,
    use_cache: bool = True,
    notation: Notation = "plain",
    executor: Executor | None = None,
) -> Teacher:
    """The teacher of a recipe; see `TeacherSetup` for the arguments.

    Raises `TutelageError` for an unknown kind, subject, or skill, a missing key, and prompts that cannot be used;
    nothing is sent anywhere yet.
    """
    kind = kind_of(config)
    kind.check(config, notation)
    setup = TeacherSetup(graph, folder, student or StudentConfig(), use_cache, notation, executor or Local())
    return kind.make(config, setup)
