"""An experiment: the same course and budget, one setting different from arm to arm."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from tutelage.records.base import Record
from tutelage.records.training import CurvePoint, Estimate


class Flagged(Record):
    """What one error rule flags in a training set whose planted errors are known."""

    rule: str
    flagged: int
    planted: int
    found: int
    """Planted errors among the flagged examples."""


class Outcome(Record):
    """The result of one arm with one seed."""

    group: str
    arm: str
    seed: int
    folder: str
    tokens: int
    """Tokens trained on: textbook and exercises, without padding."""
    correct: dict[str, bool]
    """Exam question -> whether the final student got it right."""
    before: dict[str, bool]
    """The same for the base student, in the better of its evaluations."""
    new: tuple[str, ...] = ()
    """The questions whose form was held out of training."""
    states: dict[str, float] = Field(default_factory=dict)
    """State of the student -> share right, if every state took the exam."""
    curve: tuple[tuple[str, CurvePoint], ...] = ()
    """Stage, and the loss on the exam's solutions in it."""
    categories: tuple[dict[str, int], ...] = ()
    """Category -> examples, after each round that was classified."""
    rules: tuple[Flagged, ...] = ()
    """Error rules on the losses of round 1."""
    auroc: float | None = None
    """Of planted errors against the other examples, by the loss above the skill's mean in round 1."""
    extra: dict[str, dict[str, bool]] = Field(default_factory=dict)
    """Further exams: name -> question -> right."""


class Standing(Record):
    """One arm over all its seeds."""

    group: str
    arm: str
    about: str
    seeds: tuple[int, ...]
    tokens: float
    """Mean over the seeds."""
    accuracy: Estimate
    """Of all questions of all seeds; 95 % interval by bootstrap over seeds and questions."""
    by_seed: tuple[float, ...]
    loss: float | None
    """Mean final loss on the exam's solutions."""
    difference: Estimate | None
    """Accuracy less the reference arm's, same seeds and questions; `None` for the reference itself."""
    p: float | None
    """McNemar's exact test of that difference, over all seeds; Holm's correction over the arms."""


class ExperimentRecord(Record):
    """All results of an experiment."""

    name: str
    about: str
    reference: str
    settings: dict[str, Any]
    """The recipe that all arms start from."""
    environment: dict[str, str]
    command: str
    seeds: tuple[int, ...]
    standings: tuple[Standing, ...]
    outcomes: tuple[Outcome, ...]
    missing: tuple[str, ...] = ()
    """Arms that have not been run with all seeds yet."""
