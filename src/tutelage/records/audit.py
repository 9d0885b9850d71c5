"""The audit of a data set."""

from __future__ import annotations

from typing import Any

from pydantic import SerializerFunctionWrapHandler, model_serializer

from tutelage.records.base import Record
from tutelage.records.training import Category


class Turn(Record):
    """One turn of a conversation of any data set."""

    role: str
    """`system`, `user`, `assistant` or `tool`."""
    content: str
    tool_calls: tuple[dict[str, Any], ...] = ()
    """Functions that the assistant calls, in OpenAI's form with arguments as an object."""
    tool_call_id: str = ""
    """Which call a turn of a tool answers."""
    name: str = ""
    """Which function a turn of a tool answers for."""
    trained: bool = True
    """Whether an answer is trained on; one that is not is read as what was said before."""

    def turn(self) -> dict[str, Any]:
        """As a chat template takes it."""
        return self.model_dump(exclude_defaults=True, exclude={"trained"})

    @model_serializer(mode="wrap")
    def _short(self, serialise: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Without what most turns do not have."""
        fields = type(self).model_fields
        return {name: value for name, value in serialise(self).items() if getattr(self, name) != fields[name].default}


class BadRow(Record):
    """A row of a file that was left out, with the reason."""

    line: int
    """From 1; in a JSON array, the position in it."""
    reason: str


class Suspect(Record):
    """One example of an audited data set, at its rank: 1 is the most suspect."""

    rank: int
    example: str
    line: int
    skill: str
    category: Category
    mean: float
    std: float
    margin: float
    """Smallest margin of the answer's tokens (probability of the token less the best other one's), mean of all epochs:
    near -1 the student was sure of another token."""
    behind: float
    """How far that is below the median of its group; the examples are ranked by it, alone or with their answers."""
    key_share: float | None = None
    """Share of the replies to its question that have its own answer; `None` if it was not asked."""
    other_share: float | None = None
    """Share of those that have the most common other answer."""
    other_answer: str = ""
    """That answer."""
    messages: tuple[Turn, ...]

    @property
    def question(self) -> str:
        """What its answer, the last turn, is an answer to; empty without one."""
        return next((turn.content for turn in reversed(self.messages[:-1]) if turn.role == "user"), "")


class AuditRecord(Record):
    """The results of an audit of a data set."""

    data: str
    folder: str
    student: str
    settings: dict[str, Any]
    formats: dict[str, int]
    """Format -> rows."""
    rule: str
    blind: bool
    """No second group of losses is distinct: nothing is called an error, and only the ranking counts."""
    tokens: int
    """Tokens trained on."""
    answers: int = 0
    """Replies to each example with a short answer; 0: none was asked."""
    suspects: tuple[Suspect, ...]
    """All examples that were trained on, the most suspect first."""
    rejected: tuple[BadRow, ...]

    @property
    def asked(self) -> tuple[Suspect, ...]:
        """The examples whose question was answered."""
        return tuple(suspect for suspect in self.suspects if suspect.key_share is not None)

    @property
    def confirmed(self) -> float:
        """Share of these whose own answer is the most common one."""
        return self._share(1)

    @property
    def contradicted(self) -> float:
        """Share of these of which another answer is more common than the own one. If it is the larger of both shares,
        other answers do not count in the ranking."""
        return self._share(-1)

    def _share(self, side: int) -> float:
        asked = self.asked
        return sum(side * ((one.key_share or 0.0) - (one.other_share or 0.0)) > 0 for one in asked) / max(len(asked), 1)
