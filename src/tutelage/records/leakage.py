"""What of an exam stands in the training text."""

from __future__ import annotations

from typing import Literal

from tutelage.records.base import Record


class Touched(Record):
    """One question that the training text touches."""

    question: str
    """Id."""
    text: str
    kind: Literal["repeated", "overlap", "other-numbers"]
    """`repeated`: the whole question stands in the training text. `overlap`: a long sequence of its words does.
    `other-numbers`: the whole question does, with other numbers."""
    where: str
    shared: str
    """What is shared; `#` stands for a number that differs."""


class LeakageRecord(Record):
    """One exam or benchmark against the training text."""

    name: str
    questions: int
    texts: int
    """Texts searched: textbook sections, exercises and constructed errors of all rounds."""
    words: int
    """Length of the sequences."""
    touched: tuple[Touched, ...]
    """At most one entry per question: the gravest."""


class Leakage(Record):
    """What a run looked for and found."""

    found: tuple[LeakageRecord, ...]
    """Of the exam, then of the benchmarks that the recipe names."""
