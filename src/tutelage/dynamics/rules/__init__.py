"""Error rules: which examples of a round are called errors. One file per rule; `register_rule` adds your own.

A rule gives every example a score, the higher the more suspect, and every skill a threshold, from `ExampleStatistics`
and `SkillScores`; it declares what it needs. `midpoint`, `margin` and `paper` compare with constructed errors in the
training set, which show how high the loss of a wrong example is; `mixture` needs none. A rule is blind in a skill for
which it cannot set a threshold: there, nothing is called an error.

A package offers a rule as an entry point of the group `tutelage.error_rules`: its name is the rule's, its value an
`ErrorRule`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tutelage.config import ERROR_RULES, DynamicsConfig
from tutelage.dynamics.statistics import ExampleStatistics, Numbers
from tutelage.errors import RecipeError

ROUNDING = 1e-12
"""Relative to a limit, at least absolute."""


class SkillScores(NamedTuple):
    """What thresholds are computed from. Arrays have one entry per skill."""

    mean: Numbers
    """Mean score of the training examples; NaN in a skill without any."""
    errors: Numbers
    """Mean score of the constructed errors; NaN in a skill without any."""
    errors_std: Numbers
    """Mean standard deviation of their losses."""
    training: tuple[Numbers, ...]
    """The scores of the training examples."""


class Thresholds(NamedTuple):
    """Bounds on the scores and standard deviations of errors. Arrays have one entry per skill."""

    score: Numbers
    """The score of an error is above it; infinite in a skill in which the rule is blind."""
    std: Numbers | None = None
    """The standard deviation of an error's losses is below it; `None` if it does not matter."""

    def exceeded(self, score: Numbers, std: Numbers, skill: NDArray[np.integer[Any]]) -> NDArray[np.bool_]:
        """Whether examples with these scores, standard deviations and skills are called errors."""
        found = above(score, self.score[skill])
        return found if self.std is None else found & (std < self.std[skill])


def above(values: Numbers, limit: Numbers | float) -> NDArray[np.bool_]:
    """Whether values are above a limit by more than the rounding errors of a mean: equal losses are all easy."""
    return np.asarray(values > limit + ROUNDING * np.maximum(1.0, np.abs(limit)))


def mean_loss(examples: ExampleStatistics) -> Numbers:
    """The score of most rules: L_i, in nats per token."""
    return examples.mean


@dataclass(frozen=True)
class ErrorRule:
    """A rule by which examples are called errors."""

    name: str
    about: str
    """What an error is, in one sentence."""
    thresholds: Callable[[SkillScores, DynamicsConfig], Thresholds]
    score: Callable[[ExampleStatistics], Numbers] = mean_loss
    """How suspect every example is."""
    needs_errors: bool = True
    """Whether it is blind without constructed errors."""
    needs_margins: bool = False
    """Whether it needs probability margins."""
    blind: str = ""
    """Why nothing is called an error, for a rule that is blind in all skills at once or in none."""
    variants: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """What an experiment compares: label -> the settings that differ; none for the rule as it is."""


def register_rule(rule: ErrorRule) -> None:
    """Add a rule until the program ends. Raises `RecipeError` if there is one of that name, or it is no rule."""
    ERROR_RULES.register(getattr(rule, "name", type(rule).__name__), rule)


def find_rule(name: str) -> ErrorRule:
    """A rule by name. Raises `RecipeError` for an unknown one, and if what a package offers by that name is no rule."""
    rule: ErrorRule = ERROR_RULES.get(name)
    return rule


def list_rules() -> str:
    """All rules, one line each; that of a package that cannot be loaded says why."""
    lines = []
    for name in ERROR_RULES.names():
        try:
            lines.append(f"{name:<12} {find_rule(name).about}")
        except RecipeError as error:
            lines.append(f"{name:<12} cannot be used: {error}")
    return "\n".join(lines)


def rule_without_errors() -> str:
    """Name of the first rule that needs no constructed errors."""
    return next(name for name in ERROR_RULES.names() if not find_rule(name).needs_errors)
