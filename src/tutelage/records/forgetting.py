"""What a student could do before training, and what it has forgotten."""

from __future__ import annotations

from typing import Literal

from tutelage.records.base import Record
from tutelage.records.exam import Score
from tutelage.records.rehearsal import GeneralAnswer


class TextLoss(Record):
    """A student's loss on one document of general text."""

    document: str
    loss: float
    """Mean over its tokens, in nats."""
    tokens: int


class ChoiceMark(Record):
    """The mark for one multiple-choice question about something that was not taught."""

    question: str
    subject: str
    correct: bool


class Divergence(Record):
    """How far a student is from its base on one text, token by token: the mean over the tokens of the Kullback-Leibler
    divergence KL(base || student) of the next token, in nats."""

    on: Literal["general", "course"]
    """`general`: the base student's own answer to a general prompt; `course`: the solution of an exam question."""
    example: str
    """Id of the prompt or of the question."""
    nats: float
    tokens: int


class GeneralExam(Record):
    """The scores of one student on general text and on questions beyond the course."""

    losses: tuple[TextLoss, ...]
    marks: tuple[ChoiceMark, ...] = ()
    panel: tuple[Score, ...] = ()
    """Replies to the panel."""
    answers: tuple[GeneralAnswer, ...] = ()
    """Of the base student: its answers to the general prompts that nothing is trained on."""
    divergence: tuple[Divergence, ...] = ()
    """Of the final student."""

    @property
    def tokens(self) -> int:
        """Tokens of general text that were read."""
        return sum(item.tokens for item in self.losses)


class Forgetting(Record):
    """The same student before and after training."""

    base: GeneralExam
    final: GeneralExam
