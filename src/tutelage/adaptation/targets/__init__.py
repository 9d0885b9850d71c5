"""Which skills get new exercises: each target is one file here, or in another package, and one registration."""

from __future__ import annotations

from typing import Protocol

from tutelage.adaptation.findings import Findings
from tutelage.config import TARGETS


class Target(Protocol):
    """A way to divide new exercises among skills. One that goes by the answers to a probe (`Findings.rates`) has an
    attribute `uses_answers` that is true."""

    reason: str
    """The reason that a change of the training set gives; `{}` is replaced by the skill's figure."""

    def due(self, findings: Findings) -> dict[str, float]:
        """Skill -> how many of the new exercises it is due, relative to the others; at 0 or less, none."""


def find_target(name: str) -> Target:
    """A target by the name that a recipe gives under `adapt.target`. Packages add theirs as entry points of the group
    `tutelage.adaptation_targets`, programs with `tutelage.config.TARGETS.register`. Raises `RecipeError`."""
    target: Target = TARGETS.get(name)
    return target
