"""Where new exercises go: each target is one file here, or in a package of one's own, and one registration."""

from __future__ import annotations

from typing import Protocol

from tutelage.adaptation.findings import Findings
from tutelage.config import TARGETS


class Target(Protocol):
    """A way of sharing out new exercises among skills."""

    reason: str
    """What a change of the training set gives as its reason; `{}` stands for the skill's figure."""

    def due(self, findings: Findings) -> dict[str, float]:
        """Skill -> how much of the new exercises it is due, relative to the others; nothing or less: none."""


def find(name: str) -> Target:
    """A target by the name that a recipe gives under `adapt.target`. Packages add theirs as entry points of the group
    `tutelage.adaptation_targets`, programs with `tutelage.config.TARGETS.register`. Raises `RecipeError`."""
    target: Target = TARGETS.get(name)
    return target
