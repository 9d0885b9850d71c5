"""What a student knew before it was taught, and what is left of it."""

from __future__ import annotations

from tutelage.records.base import Record


class TextLoss(Record):
    """One document of general text, as a student reads it."""

    document: str
    loss: float
    """Mean over its tokens, in nats."""
    tokens: int


class ChoiceMark(Record):
    """One multiple-choice question about what was not taught."""

    question: str
    subject: str
    correct: bool


class GeneralExam(Record):
    """What one student can do beyond the course."""

    losses: tuple[TextLoss, ...]
    marks: tuple[ChoiceMark, ...] = ()

    @property
    def tokens(self) -> int:
        """Of general text that were read."""
        return sum(item.tokens for item in self.losses)


class Forgetting(Record):
    """The same student before and after."""

    base: GeneralExam
    final: GeneralExam
