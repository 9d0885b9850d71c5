"""What a student said before training, to be practised with the exercises."""

from __future__ import annotations

from pydantic import Field

from tutelage.records.base import Record
from tutelage.records.course import Message


class GeneralAnswer(Record):
    """The base student's answer to one general prompt."""

    prompt: str
    """Id of the prompt."""
    messages: tuple[Message, ...]
    """The conversation; its last message is the answer."""


class Rehearsal(Record):
    """The base student's answers to general prompts."""

    answers: tuple[GeneralAnswer, ...]
    left_out: dict[str, int] = Field(default_factory=dict)
    """Reason -> answers that cannot be rehearsed."""
    tokens: int = 0
    """Tokens decoded."""
