"""A whole run."""

from __future__ import annotations

from typing import Any

from tutelage.records.base import Record
from tutelage.records.course import Course
from tutelage.records.exam import Evaluation
from tutelage.records.forgetting import Forgetting
from tutelage.records.graph import SkillGraph
from tutelage.records.leakage import LeakageRecord
from tutelage.records.training import Adapted, Trained
from tutelage.records.training_set import TrainingSet


class StageTime(Record):
    """What one stage cost."""

    stage: str
    seconds: float
    tokens: int = 0
    """Tokens trained on or decoded; 0 where it has no meaning."""
    peak_gb: float = 0.0
    """Peak resident memory of the process up to the end of the stage, in GB."""


class Round(Record):
    """One round of practice and what became of the training set after it."""

    number: int
    """From 1."""
    training_set: TrainingSet
    trained: Trained
    adapted: Adapted | None = None
    """`None` after the last round, and where adaptation is off."""

    def next_training_set(self) -> TrainingSet:
        """What the next round practises on. Constructed errors are measured in one round and trained on no more."""
        if self.adapted is None:
            _, constructed = self.training_set.skills()
            return self.training_set.changed(constructed, {}, ())
        return self.training_set.after(self.adapted.changes, self.adapted.exercises)


class RunRecord(Record):
    """Everything a run left behind, as the report and Python users see it."""

    name: str
    folder: str
    recipe: dict[str, Any]
    """The recipe with all defaults filled in."""
    environment: dict[str, str]
    """Versions, machine, threads."""
    graph: SkillGraph
    course: Course
    reading: Trained | None
    rounds: tuple[Round, ...]
    evaluations: dict[str, Evaluation]
    """In the order they were held: `base`, `base-worked-examples`, `reading`, `round-1`, …"""
    times: tuple[StageTime, ...]
    leakage: tuple[LeakageRecord, ...] = ()
    """Of the exam, then of the benchmarks that the recipe names."""
    forgetting: Forgetting | None = None
    """`None` where it was not looked for, or nothing was trained."""
