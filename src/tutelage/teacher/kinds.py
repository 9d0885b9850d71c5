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

from tutelage.config import Role, StudentConfig, TeacherConfig
from tutelage.config.registry import Registry
from tutelage.errors import TeacherError
from tutelage.executor import Executor, Local
from tutelage.records import Passage, SkillGraph
from tutelage.storage.store import ANSWERS
from tutelage.teacher.language.ledger import Ledger
from tutelage.teacher.protocol import Teacher, fault_of_teacher
from tutelage.teacher.roles import Roles

Notation = Literal["plain", "latex"]


class TeacherSetup(NamedTuple):
    """Everything besides its configuration that a teacher is made from."""

    graph: SkillGraph
    folder: Path | None = None
    """Folder of the run, if there is one."""
    student: StudentConfig = StudentConfig()
    """What `model: student` stands for."""
    ledger: Ledger | None = None
    """Where a language model's answers are stored, of all roles; without it they last as long as the teacher."""
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
    made_sure = ""
    """What it makes sure of itself in all that it writes, as a sentence, for the card of a data set."""
    rewrites = True
    """Whether it can say passages in other words."""
    has_endpoint = False
    """Whether it is reached at an address and may need a key: then making one does not show whether it answers."""

    arranges = True
    """Whether it can be asked which skills documents teach (`graph.arrange`)."""
    splits = True
    """Whether it can be asked for sub-skills (`graph.decompose`)."""

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


def check_config(config: TeacherConfig, notation: Notation) -> None:
    """Raise `TutelageError` for what is wrong with a teacher whatever it is to teach; see `make_teacher`."""
    kind = kind_of(config)
    with KINDS.using(config.kind):
        kind.check(config, notation)


def make_teacher(
    config: TeacherConfig,
    graph: SkillGraph,
    *,
    folder: Path | None = None,
    student: StudentConfig | None = None,
    use_cache: bool = True,
    notation: Notation = "plain",
    executor: Executor | None = None,
    passages: Mapping[str, Passage] | None = None,
) -> Teacher:
    """The teacher of a recipe, of one model or of one for each role; see `TeacherSetup` for the arguments. Earlier
    answers in `folder` are used again unless `use_cache` is false.

    Raises `TutelageError` for an unknown kind, subject, or skill, a missing key, and prompts that cannot be used;
    nothing is sent anywhere yet.
    """
    roles = config.roles
    prices = {role: one.prices for role, one in roles.items()}
    ledger = Ledger(folder / ANSWERS if folder else None, prices, config.budget, reuse=use_cache)
    setup = TeacherSetup(
        graph, folder, student or StudentConfig(), ledger, notation, executor or Local(), passages or {}
    )
    made: dict[Role, Teacher] = {}
    for role, own in roles.items():
        check_config(own, notation if role == "writer" else "plain")
        with KINDS.using(own.kind):
            made[role] = kind_of(own).make(own, setup)
        if fault := fault_of_teacher(made[role]):
            raise KINDS.misused(own.kind, f"makes no teacher: {fault}")
    return Roles(**made) if len(made) > 1 else made["writer"]
