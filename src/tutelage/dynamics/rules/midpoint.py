"""`midpoint`: L_i > mean_k + m * (L_b,k - mean_k), m = 0.5, for an example of skill k.

mean_k is the mean of L_i over the training examples of the skill, L_b,k that over its constructed errors. F1 .87-.91 on
random errors in our studies.
"""

from __future__ import annotations

from tutelage.config import DynamicsConfig
from tutelage.dynamics.constructed import part_of_the_way
from tutelage.dynamics.rules import ErrorRule, SkillScores, Thresholds


def thresholds(scores: SkillScores, config: DynamicsConfig) -> Thresholds:
    """Between a skill's training examples and its constructed errors."""
    return Thresholds(part_of_the_way(scores, config.midpoint, config.guard))


RULE = ErrorRule(
    "midpoint",
    "error if the loss lies past half the way from the skill's mean to that of its constructed errors",
    thresholds,
    variants={
        **{f"midpoint {part:g}": {"midpoint": part} for part in (0.3, 0.4, 0.5, 0.6, 0.7)},
        "midpoint 0.5, no guard": {"guard": 0.0},
    },
)
