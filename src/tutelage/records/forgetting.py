"""What a student could do before training, and what it has forgotten."""

from __future__ import annotations

from tutelage.records.base import Record


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


class GeneralExam(Record):
    """The scores of one student on general text and on questions beyond the course."""

    losses: tuple[TextLoss, ...]
    marks: tuple[ChoiceMark, ...] = ()

    @property
    def tokens(self) -> int:
        """Tokens of general text that were read."""
        return sum(item.tokens for item in self.losses)


class Forgetting(Record):
    """The same student before and after training."""

    base: GeneralExam
    final: GeneralExam
