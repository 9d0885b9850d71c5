"""Whether a student may be used: the verdicts of the gate."""

from __future__ import annotations

from typing import Any, Literal

from tutelage.records.base import Record

Outcome = Literal["passed", "not passed", "cannot tell"]


class GateVerdict(Record):
    """One condition."""

    condition: str
    """Its key in the recipe's section `gate`."""
    wanted: str
    found: str
    """What was measured; empty if nothing was."""
    outcome: Outcome
    why: str
    """What decided; if nothing was measured, what would measure it."""


class GateRecord(Record):
    """All conditions of one run."""

    run: str
    """Its folder."""
    outcome: Outcome
    """`not passed` if a condition is not met; otherwise `cannot tell` if one could not be decided."""
    verdicts: tuple[GateVerdict, ...]
    conditions: dict[str, Any]
    """As in a recipe, with all defaults."""
