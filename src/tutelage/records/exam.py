"""The exam."""

from __future__ import annotations

from typing import Literal

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


class Touched(Record):
    """An exam question that the training text bears on."""

    exam: str
    """`exam`: the run's own; otherwise the name of a benchmark's file."""
    question: str
    kind: Literal["repeated", "shared-words", "other-numbers"]
    """`repeated`: the same question was trained on. `shared-words`: it shares so many words in a row with a text.
    `other-numbers`: the same question was trained on with other numbers. The first that holds."""
    where: str
    """One text where it was found: an id of a lesson or an exercise."""


class Overlapping(Record):
    """One exam against the training text."""

    exam: str
    questions: int
    repeated: int
    shared: int
    other_numbers: int
    sitting: str = ""
    """The sitting whose scores follow; empty where the exam was not sat."""
    all: Interval | None = None
    untouched: Interval | None = None
    """Without the questions that are repeated or share words."""
    new_forms: Interval | None = None
    """Without those trained on with other numbers either."""


class Leakage(Record):
    """Every exam of a run against everything that its student was trained on."""

    words: int
    """So many tokens (words, numbers, signs) in a row count; of a shorter question the whole."""
    texts: int
    """Lessons and exercises searched."""
    exams: tuple[Overlapping, ...]
    touched: tuple[Touched, ...]
