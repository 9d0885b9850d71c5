"""Two groups in a set of numbers: a mixture of two normal distributions, fitted by expectation-maximisation. Pure.

Losses of right and of wrong examples overlap; without constructed errors to show how high the loss of a wrong one is,
the groups themselves must show it. A second group only counts if two explain the numbers better than one (by BIC) and
are clearly separate (Ashman's D): a long tail alone is not a group of errors.
"""

from __future__ import annotations

from math import log, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

LEAST = 20
"""With fewer numbers, no groups are sought."""
POINTS = 4096
"""More numbers are represented by this many of their quantiles: the fit is the same, and fast."""
FLOOR = 0.1
"""Smallest standard deviation of a group, in robust standard deviations of all numbers: one point is not a group."""
STEPS, TOLERANCE = 500, 1e-8


class Group(NamedTuple):
    """One normal distribution of the mixture."""

    share: float
    mean: float
    std: float


class TwoGroups(NamedTuple):
    """The lower and the upper group."""

    low: Group
    high: Group
    gain: float
    """BIC of one group minus that of two; above 0, the second group is worth its three parameters."""

    @property
    def separation(self) -> float:
        """Ashman's D (Ashman, Bird and Zepf 1994): above 2 the groups are distinct."""
        return sqrt(2) * (self.high.mean - self.low.mean) / sqrt(self.low.std**2 + self.high.std**2)

    def boundary(self, posterior: float) -> float | None:
        """The number between both means above which the upper group has at least this probability."""
        left, right = self.low.mean, self.high.mean
        wanted = log(posterior / (1 - posterior))
        if not self._log_odds(left) < wanted <= self._log_odds(right):
            return None
        for _ in range(60):
            middle = (left + right) / 2
            left, right = (left, middle) if self._log_odds(middle) >= wanted else (middle, right)
        return right

    def _log_odds(self, number: float) -> float:
        high, low = (log(g.share) - log(g.std) - (number - g.mean) ** 2 / (2 * g.std**2) for g in (self.high, self.low))
        return high - low


def fit_two_groups(numbers: Numbers) -> TwoGroups | None:
    """Fit two groups to numbers whose robust standard deviation is about 1; `None` for too few, or equal ones."""
    if len(numbers) < LEAST:
        return None
    values = np.sort(numbers)
    if len(values) > POINTS:
        values = np.quantile(values, (np.arange(POINTS) + 0.5) / POINTS)
    single = float(values.std())
    if single <= FLOOR:
        return None
    # Start: the highest tenth against the rest.
    cut = len(values) - max(2, len(values) // 10)
    weight = (np.arange(len(values)) >= cut).astype(np.float64)
    likelihood = -np.inf
    low = high = Group(0.0, 0.0, 1.0)
    for _ in range(STEPS):
        low, high = _group(values, 1 - weight), _group(values, weight)
        logs = np.stack([_log_density(values, low), _log_density(values, high)])
        total = np.logaddexp(logs[0], logs[1])
        weight = np.exp(logs[1] - total)
        before, likelihood = likelihood, float(total.mean())
        if likelihood - before < TOLERANCE:
            break
    if high.mean < low.mean:
        low, high = high, low
    one = -log(single) - 0.5 * log(2 * np.pi) - 0.5
    gain = 2 * len(numbers) * (likelihood - one) - 3 * log(len(numbers))
    return TwoGroups(low, high, gain)


def _group(values: Numbers, weight: Numbers) -> Group:
    total = max(float(weight.sum()), 1e-9)
    mean = float(weight @ values) / total
    std = sqrt(float(weight @ (values - mean) ** 2) / total)
    return Group(min(max(total / len(values), 1e-9), 1 - 1e-9), mean, max(std, FLOOR))


def _log_density(values: Numbers, group: Group) -> Numbers:
    scaled = (values - group.mean) / group.std
    return np.asarray(log(group.share / group.std) - 0.5 * log(2 * np.pi) - 0.5 * scaled**2, dtype=np.float64)
