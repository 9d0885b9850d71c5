"""`mixture`: L_i, relative to its skill's median, is in the upper of two groups. Needs no constructed errors.

Every skill is scaled to median 0 and robust standard deviation 1, and two groups are sought in all skills together.
"""

from __future__ import annotations

import numpy as np

from tutelage.config import DynamicsConfig
from tutelage.dynamics.mixture import fit_two_groups
from tutelage.dynamics.rules import ErrorRule, SkillScores, Thresholds
from tutelage.dynamics.statistics import Numbers

OWN_SCALE = 8
"""A skill with fewer examples is scaled by the standard deviation over all skills."""
ROBUST = 1.4826
"""Median absolute deviation -> standard deviation of a normal distribution."""


def thresholds(scores: SkillScores, config: DynamicsConfig) -> Thresholds:
    """The boundary of the upper group, on every skill's own scale; infinite in all if no two groups are separate."""
    limit = np.full(len(scores.training), np.inf)
    present = [skill for skill, found in enumerate(scores.training) if len(found)]
    if not present:
        return Thresholds(limit)
    centres = np.array([_median(scores.training[skill]) for skill in present])
    deviations = [scores.training[skill] - centre for skill, centre in zip(present, centres, strict=True)]
    common = _robust_std(np.concatenate(deviations))
    scales = np.array([(_robust_std(own) if len(own) >= OWN_SCALE else 0.0) or common for own in deviations])
    if not common:
        return Thresholds(limit)
    groups = fit_two_groups(np.concatenate([own / scale for own, scale in zip(deviations, scales, strict=True)]))
    if groups is None or groups.gain <= 0 or groups.separation < config.separation:
        return Thresholds(limit)
    boundary = groups.boundary(config.posterior)
    if boundary is not None:
        limit[present] = centres + boundary * scales
    return Thresholds(limit)


def _robust_std(deviations: Numbers) -> float:
    """Of deviations from a median; the plain standard deviation if more than half of them are 0."""
    robust = ROBUST * _median(np.abs(deviations))
    return robust or float(deviations.std())


def _median(values: Numbers) -> float:
    """As `numpy.median`, in half of the time for some thousands of numbers: none of these is NaN."""
    middle = len(values) // 2
    if len(values) % 2:
        return float(np.partition(values, middle)[middle])
    low, high = np.partition(values, (middle - 1, middle))[middle - 1 : middle + 1].tolist()
    return float(low + high) / 2


RULE = ErrorRule(
    "mixture",
    "error if the loss is in the upper of two groups; needs no constructed errors",
    thresholds,
    needs_errors=False,
    blind="no second group of losses stands apart",
)
