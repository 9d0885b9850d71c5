"""Several tests at once, and several seeds of one experiment. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Mean(NamedTuple):
    """Mean of one number over the seeds of an experiment."""

    value: float
    low: float | None
    """95 % interval; `None` for a single seed, which says nothing of the others."""
    high: float | None
    seeds: int


def holm(p_values: Sequence[float]) -> list[float]:
    """Adjusted p-values, in the given order: the chance of even one false finding stays below the level (Holm 1979)."""
    order, ranked = _ranked(p_values)
    factors = np.arange(len(ranked), 0, -1)
    return _unranked(order, np.maximum.accumulate(ranked * factors))


def benjamini_hochberg(p_values: Sequence[float]) -> list[float]:
    """Adjusted p-values, in the given order: the expected share of false ones among the findings stays below the level
    (Benjamini and Hochberg 1995)."""
    order, ranked = _ranked(p_values)
    factors = len(ranked) / np.arange(1, len(ranked) + 1)
    return _unranked(order, np.minimum.accumulate((ranked * factors)[::-1])[::-1])


def _ranked(p_values: Sequence[float]) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    values = np.asarray(p_values, float)
    if not bool(np.all((values >= 0) & (values <= 1))):
        raise ValueError("p-values lie between 0 and 1")
    order = np.argsort(values, kind="stable")
    return order, values[order]


def _unranked(order: NDArray[np.intp], adjusted: NDArray[np.float64]) -> list[float]:
    found = np.empty(len(order))
    found[order] = np.minimum(adjusted, 1.0)
    return [float(value) for value in found]


def mean_over_seeds(values: Sequence[float]) -> Mean:
    """Mean with Student's t interval at 95 %; `ValueError` without values."""
    if not values:
        raise ValueError("there is no mean of no seeds")
    mean = float(np.mean(values))
    if len(values) == 1:
        return Mean(mean, None, None, 1)
    from scipy.special import stdtrit  # not needed by most runs

    half = float(stdtrit(len(values) - 1, 0.975)) * float(np.std(values, ddof=1)) / sqrt(len(values))
    return Mean(mean, mean - half, mean + half, len(values))
