"""Pure statistics: shares, rankings, paired comparisons, several comparisons at once. `docs/statistics.md` says when to
trust which."""

from __future__ import annotations

from collections.abc import Sequence
from math import atan, pi, sqrt
from statistics import fmean, stdev

import numpy as np
from numpy.typing import NDArray

from tutelage.records import Estimate, Interval

Z95 = 1.959963984540054
Z80 = 0.8416212335729143
"""Normal quantiles of .975 and .8."""


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
    return sign_test(sum(a and not b for a, b in pairs), sum(b and not a for a, b in pairs))


def sign_test(gained: int, lost: int) -> float:
    """Two-sided exact p of a split at least as uneven as this from a fair coin; 1 without a single toss."""
    total = gained + lost
    ways, tail = 1, 0
    for k in range(min(gained, lost) + 1):
        tail += ways
        ways = ways * (total - k) // (k + 1)
    # Twice the tail counts the middle of an even split twice. Whole numbers divide without overflow at any size.
    return float(min(1.0, 2 * tail / 2**total))


def smallest_difference(questions: int, discordant: float) -> float | None:
    """The difference of two shares that McNemar's test finds at 5 % with a power of 80 %, from the number of paired
    questions and the share of them on which the two disagree (Connor 1987, solved for the difference).

    `None` if not even a difference as large as the disagreement would be found: there are too few questions.
    """
    if questions < 0 or not 0 <= discordant <= 1:
        raise ValueError(f"{questions} questions and a share of {discordant} cannot be")
    if not questions or not discordant:
        return None
    root = Z95**2 * questions * discordant - (questions + Z80**2) * (Z95**2 - Z80**2) * discordant
    if root < 0:
        return None
    found = (Z95 * sqrt(questions * discordant) + sqrt(root)) / (questions + Z80**2)
    return found if found <= discordant else None


def mean_interval(values: Sequence[float]) -> Estimate:
    """Mean of a figure over seeds with its 95 % t interval (Student 1908). One seed has a mean and no interval."""
    if not values:
        raise ValueError("no values, no mean")
    mean = fmean(values)
    if len(values) == 1:
        return Estimate(value=mean)
    half = t_quantile(len(values) - 1) * stdev(values) / sqrt(len(values))
    return Estimate(value=mean, low=mean - half, high=mean + half)


def t_quantile(freedom: int) -> float:
    """The .975 quantile of Student's t, by bisection of its distribution function, which for whole degrees of freedom
    is a finite sum (Abramowitz and Stegun 1964, 26.7.3 and 26.7.4)."""
    low, high = 1.0, 16.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _within(middle, freedom) < 0.95 else (low, middle)
    return low


def _within(t: float, freedom: int) -> float:
    """Probability that Student's t lies between -t and t."""
    angle = atan(t / sqrt(freedom))
    squared = freedom / (freedom + t * t)
    sine, cosine = t / sqrt(freedom + t * t), sqrt(squared)
    odd = freedom % 2
    term, total = (cosine if odd else 1.0), 0.0
    for k in range(freedom // 2):
        total += term
        term *= squared * (2 * k + 2) / (2 * k + 3) if odd else squared * (2 * k + 1) / (2 * k + 2)
    return 2 / pi * (angle + sine * total) if odd else sine * total


def holm(ps: Sequence[float]) -> list[float]:
    """p values corrected for their number (Holm 1979), in the order given."""
    order = sorted(range(len(ps)), key=lambda place: ps[place])
    corrected, highest = [0.0] * len(ps), 0.0
    for rank, place in enumerate(order):
        highest = max(highest, min(1.0, (len(ps) - rank) * ps[place]))
        corrected[place] = highest
    return corrected


def benjamini_hochberg(ps: Sequence[float]) -> list[float]:
    """p values corrected so that the share of false finds among all finds stays below the level (Benjamini and
    Hochberg 1995), in the order given: milder than `holm`, for looking through many skills."""
    order = sorted(range(len(ps)), key=lambda place: ps[place], reverse=True)
    corrected, lowest = [0.0] * len(ps), 1.0
    for rank, place in enumerate(order):
        lowest = min(lowest, ps[place] * len(ps) / (len(ps) - rank))
        corrected[place] = lowest
    return corrected
