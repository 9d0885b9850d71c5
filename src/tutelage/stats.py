"""Pure statistics of the exam and of the detector."""

from __future__ import annotations

from collections.abc import Sequence
from math import comb, sqrt

import numpy as np
from numpy.typing import NDArray

from tutelage.records import Estimate, Interval

Z95 = 1.959963984540054


def wilson(right: int, total: int) -> Interval:
    """The share `right / total` with its 95 % Wilson score interval (Wilson 1927). An empty total gives [0, 1]."""
    if not 0 <= right <= total:
        raise ValueError(f"{right} right of {total} is not a proportion")
    if total == 0:
        return Interval(right=0, total=0, share=0.0, low=0.0, high=1.0)
    share = right / total
    scale = 1 + Z95**2 / total
    centre = (share + Z95**2 / (2 * total)) / scale
    half = Z95 * sqrt(share * (1 - share) / total + Z95**2 / (4 * total**2)) / scale
    return Interval(right=right, total=total, share=share, low=max(0.0, centre - half), high=min(1.0, centre + half))


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
    # A resample is how often each example was drawn: what lies below each positive is then a running sum.
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
    """Area under the precision-recall curve, as the mean precision at every positive; equal scores stand together.

    `None` if there is no positive.
    """
    if not positives:
        return None
    right, wrong = np.sort(np.asarray(positives, float)), np.sort(np.asarray(negatives, float))
    above = len(right) - np.searchsorted(right, right, "left")
    false = len(wrong) - np.searchsorted(wrong, right, "left")
    return float(np.mean(above / (above + false)))


def bootstrap_share(groups: Sequence[Sequence[bool]], *, seed: int = 0, draws: int = 2000) -> Estimate:
    """Share of `True` in all groups together, with its 95 % percentile interval.

    Groups (seeds) are drawn with replacement, and within each the questions: both kinds of chance count (Davison and
    Hinkley 1997, two-stage resampling). With few groups the interval is on the short side.
    """
    found = _two_stage([np.asarray(group, float) for group in groups], seed, draws)
    return Estimate(value=float(np.concatenate([np.asarray(g, float) for g in groups]).mean()), **found)


def bootstrap_difference(
    groups: Sequence[Sequence[tuple[bool, bool]]], *, seed: int = 0, draws: int = 2000
) -> Estimate:
    """Share of the first less share of the second of each pair, with its interval, as `bootstrap_share`."""
    differences = [np.asarray(group, float) @ np.array([1.0, -1.0]) for group in groups]
    return Estimate(value=float(np.concatenate(differences).mean()), **_two_stage(differences, seed, draws))


def _two_stage(groups: Sequence[NDArray[np.float64]], seed: int, draws: int) -> dict[str, float]:
    source = np.random.default_rng(seed)
    means = np.empty(draws)
    for draw in range(draws):
        chosen = [groups[place] for place in source.integers(len(groups), size=len(groups))]
        resampled = [group[source.integers(len(group), size=len(group))] for group in chosen]
        means[draw] = np.concatenate(resampled).mean()
    return {"low": float(np.quantile(means, 0.025)), "high": float(np.quantile(means, 0.975))}


def mcnemar(pairs: Sequence[tuple[bool, bool]]) -> float:
    """Two-sided exact p of McNemar's test (1947): are there as many pairs with only the first right as with only the
    second?"""
    first = sum(a and not b for a, b in pairs)
    second = sum(b and not a for a, b in pairs)
    total = first + second
    tail = sum(comb(total, k) for k in range(min(first, second) + 1))
    return float(min(1.0, 2 * tail / 2**total))


def holm(ps: Sequence[float]) -> list[float]:
    """p values corrected for their number (Holm 1979), in the order given."""
    order = sorted(range(len(ps)), key=lambda place: ps[place])
    corrected, highest = [0.0] * len(ps), 0.0
    for rank, place in enumerate(order):
        highest = max(highest, min(1.0, (len(ps) - rank) * ps[place]))
        corrected[place] = highest
    return corrected
