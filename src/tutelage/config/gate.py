"""What must hold before a student is used: the conditions of `tutelage gate`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Self

from pydantic import Field, field_serializer, field_validator, model_validator

from tutelage.config.base import Section


class GainCondition(Section):
    """What the student must have learnt."""

    at_least: float = Field(default=0.05, ge=-1, le=1)
    """The share of exam questions answered correctly must rise by this much over the better evaluation of the base
    student: 0.05 is five points of a hundred."""
    sure: bool = True
    """The lower end of the paired 95 % interval of the gain must reach `at_least`, not only the gain itself; and a gain
    that is wanted must be beyond chance by McNemar's test at 5 %."""


class PerplexityCondition(Section):
    """What the student may have forgotten of general text."""

    at_most: float = Field(default=1.15, gt=0)
    """Perplexity of general text after training, over that of the base student."""


class PanelCondition(Section):
    """What the student may have lost of what the panel asks."""

    at_most: float = Field(default=0.0, ge=0, le=1)
    """A share of right replies, of the whole panel or of one of its kinds, may fall by this much. A fall counts only if
    it is beyond chance: McNemar's test at 5 %, for the kinds with Holm's correction."""


class MissingCondition(Section):
    """How incomplete the course may be."""

    at_most: float = Field(default=0.1, ge=0, le=1)
    """Share of the items asked for, in the course and between rounds, that the teacher could not write."""


class GateConfig(Section):
    """What must hold before the student is used. `tutelage gate RUN` says whether it does; the run's result does not
    depend on it. `false` in place of a condition leaves it out."""

    exam_gain: GainCondition | None = GainCondition()
    """What the student must have learnt."""
    perplexity: PerplexityCondition | None = PerplexityCondition()
    """What it may have forgotten of general text."""
    panel: PanelCondition | None = PanelCondition()
    """What it may have lost of what the panel asks."""
    leakage: int | None = Field(default=0, ge=0)
    """At most this many questions, of the exams and of the benchmarks in `course.checks.benchmarks`, may be word for
    word in the training text."""
    missing: MissingCondition | None = MissingCondition()
    """How incomplete the course may be."""

    @field_validator("*", mode="before")
    @classmethod
    def _left_out(cls, given: object) -> object:
        """Only `false` leaves a condition out: an empty key may be a slip, and would weaken the gate unseen. So would
        `true`, which counts as 1."""
        if given is True:
            raise ValueError("'true' says nothing: write what is wanted, leave the key out, or write 'false'")
        if given is None:
            raise ValueError("this condition is empty: indent its keys below it, or write 'false' to leave it out")
        return None if given is False else given

    @field_serializer("*", mode="wrap")
    def _as_written(self, condition: object, dump: Callable[[object], Any]) -> Any:
        return False if condition is None else dump(condition)

    @model_validator(mode="after")
    def _something_to_hold(self) -> Self:
        if all(getattr(self, name) is None for name in type(self).model_fields):
            raise ValueError("a gate without conditions would let everything pass: keep at least one")
        return self
