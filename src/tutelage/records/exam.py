"""The exam."""

from __future__ import annotations

from tutelage.records.base import Record


class Score(Record):
    """One question in one sitting: what paired tests need."""

    sitting: str
    question: str
    skill: str
    reply: str
    answer: str
    """What was read from the reply; empty if no answer could be found."""
    expected: str
    correct: bool


class Sitting(Record):
    """One student's exam."""

    scores: tuple[Score, ...]


class Interval(Record):
    """A proportion with its 95 % Wilson interval."""

    right: int
    total: int
    share: float
    low: float
    high: float
