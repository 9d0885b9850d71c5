"""The comparison of two students on one exam."""

from __future__ import annotations

from tutelage.records.base import Record
from tutelage.records.training import Estimate


class ComparisonRow(Record):
    """The second student against the first, on the questions of one skill or on all."""

    skill: str
    """Empty for all."""
    questions: int
    """Of all seeds together."""
    first: float
    """Share of right answers."""
    second: float
    difference: Estimate
    """Second minus first, with the interval of the paired bootstrap."""
    ratio: Estimate | None
    """Second over first; `None` if the first may have none right."""
    gained: int
    """Wrong in the first, right in the second."""
    lost: int
    p: float
    """One pair of evaluations: McNemar's exact test. Several: the bootstrap over seeds and questions."""
    corrected: float
    """Of a skill: p after Holm's correction for all skills. Of all questions: p."""
    smallest: float | None
    """Smallest true difference that a comparison of this size detects with 80 % power; `None` if there is none, or with
    several seeds."""


class Comparison(Record):
    """Two students, or two groups of them with one pair for each seed."""

    first: tuple[str, ...]
    second: tuple[str, ...]
    same_exam: bool
    """Whether all pairs answered the same questions."""
    all: ComparisonRow
    skills: tuple[ComparisonRow, ...]
    seeds: Estimate | None
    """Mean difference of the pairs with Student's t interval; `None` for one pair."""
    sentence: str
