"""Two runs compared question by question."""

from __future__ import annotations

from tutelage.records.base import Record
from tutelage.records.training import Estimate


class Compared(Record):
    """The same questions in two sittings: all of them, or those of one skill. All seeds together."""

    skill: str
    """Empty: all."""
    questions: int
    first: float
    """Share right in the first."""
    second: float
    difference: Estimate
    """Second less first; 95 % interval by bootstrap over seeds and questions."""
    only_first: int
    """Questions that only the first got right."""
    only_second: int
    p: float
    """McNemar's exact test, every answer counted as independent."""
    corrected: float
    """With Holm's correction over the skills; of all questions together the same as `p`."""
    smallest: float | None
    """Difference that would be found in four of five cases at 5 %, with so many questions and so much disagreement;
    `None`: none."""


class Comparison(Record):
    """Everything that `tutelage compare` found."""

    first: tuple[str, ...]
    """Folder and sitting, one for each seed."""
    second: tuple[str, ...]
    overall: Compared
    by_seed: tuple[float, ...]
    """Difference of each pair of runs."""
    skills: tuple[Compared, ...]
    sentence: str
    """What can be said."""
