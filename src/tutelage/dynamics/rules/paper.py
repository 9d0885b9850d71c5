"""`paper`: L_i > L_b,k, optionally also sigma_i < sigma_b,k, for an example of skill k: the paper's literal rule.

L_b,k and sigma_b,k are the means over the skill's constructed errors. In our studies it found 5-50 % of the errors:
only about half of them are above their own mean, and errors have a high sigma, not a low one.
"""

from __future__ import annotations

import numpy as np

from tutelage.config import DynamicsConfig
from tutelage.dynamics.constructed import part_of_gap
from tutelage.dynamics.rules import ErrorRule, SkillScores, Thresholds


def thresholds(scores: SkillScores, config: DynamicsConfig) -> Thresholds:
    """The means of a skill's constructed errors."""
    limit = part_of_gap(scores, 1.0, config.guard)
    return Thresholds(limit, np.where(np.isinf(limit), np.inf, scores.errors_std) if config.paper_spread else None)


RULE = ErrorRule(
    "paper",
    "error if the loss is above the mean of the constructed errors",
    thresholds,
    variants={"paper": {}, "paper, spread below": {"paper_spread": True}},
)
