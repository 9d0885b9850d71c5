"""Where new exercises go: each target is one file here, or in a package of one's own, and one registration."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from tutelage.adaptation.findings import Findings
from tutelage.config.registry import Registry
from tutelage.errors import RecipeError


@runtime_checkable
class Target(Protocol):
    """A way of sharing out new exercises among skills."""

    reason: str
    """What a change of the training set gives as its reason; `{}` stands for the skill's figure."""

    def due(self, findings: Findings) -> dict[str, float]:
        """Skill -> how much of the new exercises it is due, relative to the others; nothing or less: none."""


def _fault(thing: object) -> str:
    complete = isinstance(thing, Target) and not isinstance(thing, type)
    return "" if complete else "an object with a reason and a method due is needed"


TARGETS: Registry[Target] = Registry(
    "adaptation target",
    {
        "need": f"{__name__}.need:TARGET",
        "hard-rate": f"{__name__}.hard_rate:TARGET",
        "uniform": f"{__name__}.uniform:TARGET",
    },
    error=RecipeError,
    fault=_fault,
)
"""By the names that a recipe gives under `adapt.target`; packages add theirs as entry points of the group
`tutelage.adaptation_targets`, programs with `TARGETS.register`."""
