"""Several tests at once, and several seeds of one experiment. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple

import numpy as np


class Mean(NamedTuple):
    """Mean of one number over the seeds of an experiment."""

    value: float
    low: float | None
    """95 % interval; `None` for a single seed, which says nothing about others."""
    high: float | None
    seeds: int


def holm(p_values: Sequence[float]) -> list[float]:
    """Adjusted p-values, in the given order: the chance of even one false finding stays below the level (Holm 1979)."""
    values = np.asarray(p_values, float)
    if not bool(np.all((values >= 0) & (values <= 1))):
        raise ValueError("p-values lie between 0 and 1")
    order = np.argsort(values, kind="stable")
    adjusted = np.empty(len(values))
    adjusted[order] = np.minimum(np.maximum.accumulate(values[order] * np.arange(len(values), 0, -1)), 1.0)
    return [float(value) for value in adjusted]


def mean_over_seeds(values: Sequence[float]) -> Mean:
    """Mean with Student's t interval at 95 %; `ValueError` without values."""
    if not values:
        raise ValueError("a mean needs at least one seed")
    mean = float(np.mean(values))
    if len(values) == 1:
        return Mean(mean, None, None, 1)
    from scipy.special import stdtrit  # not needed by most runs

    half = float(stdtrit(len(values) - 1, 0.975)) * float(np.std(values, ddof=1)) / sqrt(len(values))
    return Mean(mean, mean - half, mean + half, len(values))
