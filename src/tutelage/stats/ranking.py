"""How well a score ranks positives above negatives. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tutelage.records import Estimate


def auroc(positives: Sequence[float], negatives: Sequence[float]) -> float | None:
    """Chance that a positive scores above a negative, ties counted half (Mann-Whitney); `None` if a side is empty."""
    if not positives or not negatives:
        return None
    ranked = sorted([(value, 1) for value in positives] + [(value, 0) for value in negatives])
    rank_sum, index = 0.0, 0
    while index < len(ranked):
        end = index
        while end < len(ranked) and ranked[end][0] == ranked[index][0]:
            end += 1
        rank_sum += (index + 1 + end) / 2 * sum(label for _, label in ranked[index:end])
        index = end
    count = len(positives)
    return (rank_sum - count * (count + 1) / 2) / (count * len(negatives))


def bootstrap_auroc(
    positives: Sequence[float], negatives: Sequence[float], *, seed: int = 0, draws: int = 1000
) -> Estimate | None:
    """AUROC with its 95 % percentile interval over `draws` resamples of either side (Efron 1979).

    `None` if a side is empty. The examples count as independent; a perfect ranking has an interval of no width.
    """
    value = auroc(positives, negatives)
    if value is None:
        return None
    source = np.random.default_rng(seed)
    high, low = np.sort(np.asarray(positives, float)), np.sort(np.asarray(negatives, float))
    # A resample is stored as how often each example was drawn: the count below each positive is then a running sum.
    below, ties = np.searchsorted(low, high, "left"), np.searchsorted(low, high, "right")
    found = np.empty(draws)
    for draw in range(draws):
        running = np.concatenate(
            [[0], np.bincount(source.integers(len(low), size=len(low)), minlength=len(low)).cumsum()]
        )
        times = np.bincount(source.integers(len(high), size=len(high)), minlength=len(high))
        found[draw] = times @ (running[below] + running[ties]) / (2 * len(high) * len(low))
    return Estimate(value=value, low=float(np.quantile(found, 0.025)), high=float(np.quantile(found, 0.975)))


def average_precision(positives: Sequence[float], negatives: Sequence[float]) -> float | None:
    """Area under the precision-recall curve, as the mean precision at every positive; equal scores share one threshold.

    `None` if there is no positive.
    """
    if not positives:
        return None
    right, wrong = np.sort(np.asarray(positives, float)), np.sort(np.asarray(negatives, float))
    above = len(right) - np.searchsorted(right, right, "left")
    false = len(wrong) - np.searchsorted(wrong, right, "left")
    return float(np.mean(above / (above + false)))
