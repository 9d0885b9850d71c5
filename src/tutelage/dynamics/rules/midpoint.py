"""`midpoint`: L_i > mean_k + m * (L_b,k - mean_k), m = 0.5, for an example of skill k.

mean_k is the mean of L_i over the training examples of the skill, L_b,k the mean over its constructed errors. In our
studies it had F1 .87-.91 on random errors.
"""

from __future__ import annotations

from tutelage.config import DynamicsConfig
from tutelage.dynamics.constructed import part_of_gap
from tutelage.dynamics.rules import ErrorRule, SkillScores, Thresholds


def thresholds(scores: SkillScores, config: DynamicsConfig) -> Thresholds:
    """In the gap between a skill's training examples and its constructed errors."""
    return Thresholds(part_of_gap(scores, config.midpoint, config.guard))


RULE = ErrorRule(
    "midpoint",
    "error if the loss is more than halfway from the skill's mean to that of its constructed errors",
    thresholds,
    variants={
        **{f"midpoint {part:g}": {"midpoint": part} for part in (0.3, 0.4, 0.5, 0.6, 0.7)},
        "midpoint 0.5, no guard": {"guard": 0.0},
    },
)
