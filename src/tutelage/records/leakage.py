"""Exam questions that are in the training text."""

from __future__ import annotations

from typing import Literal

from tutelage.records.base import Record


class Touched(Record):
    """One question of which the training text has a part."""

    question: str
    """Id."""
    text: str
    kind: Literal["repeated", "overlap", "other-numbers"]
    """`repeated`: the whole question is in the training text. `overlap`: a long sequence of its words is.
    `other-numbers`: the whole question is, with other numbers."""
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
    """Length of the word sequences."""
    touched: tuple[Touched, ...]
    """At most one entry per question: the most serious."""


class Leakage(Record):
    """The leakage of a run."""

    found: tuple[LeakageRecord, ...]
    """Of the exam, of the development exam, then of the benchmarks that the recipe names."""
