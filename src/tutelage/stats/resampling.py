"""Paired bootstrap: how much a difference of two students on the same questions depends on questions and seeds. Pure.

The intervals are percentile intervals over resampled questions (Efron 1979; for tests of this kind Koehn 2004).
Questions with equal outcomes are drawn together as counts, so the cost depends on how many different outcomes occur.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

CELLS = 4_000_000
"""At most this many counts are held at once."""

Numbers = NDArray[np.float64]


class Range(NamedTuple):
    """A figure with its 95 % interval."""

    value: float
    low: float
    high: float


class PairedEstimate(NamedTuple):
    """How the second of two students compares with the first."""

    difference: Range
    """Second minus first mean score."""
    ratio: Range | None
    """Second over first; `None` if the first has a score of zero, overall or in a resample."""
    p: float
    """Two-sided p-value, from the resamples in which the difference has the other sign; at least 2 / (draws + 1)."""


def bootstrap_paired(
    first: ArrayLike, second: ArrayLike, *, seed: int = 0, draws: int = 10_000
) -> PairedEstimate | None:
    """Difference and ratio of mean scores with 95 % intervals; `None` without questions.

    Scores are (questions,) for one pair of students, or (seeds, questions) for several pairs that took the same exam.
    Then seeds and questions are both resampled, independently (crossed). With few seeds the part of the interval that
    comes from the seeds is too narrow by a factor of about sqrt(1 - 1/seeds).
    """
    before, after = (np.atleast_2d(np.asarray(scores, float)) for scores in (first, second))
    if before.shape != after.shape or before.ndim != 2:
        raise ValueError(f"scores of shapes {before.shape} and {after.shape} cannot be paired")
    seeds, questions = before.shape
    if not questions or not seeds:
        return None
    kinds, counts = np.unique(np.vstack([before, after]), axis=1, return_counts=True)
    source = np.random.default_rng(seed)
    means = np.empty((2, draws))
    step = max(1, CELLS // len(counts))
    for start in range(0, draws, step):
        size = min(step, draws - start)
        # (draws, questions of each kind) and (draws, seeds), as shares
        drawn = source.multinomial(questions, counts / questions, size=size) / questions
        weights = source.multinomial(seeds, np.full(seeds, 1 / seeds), size=size) / seeds
        for side, rows in enumerate((kinds[:seeds], kinds[seeds:])):
            means[side, start : start + size] = ((drawn @ rows.T) * weights).sum(axis=1)
    return _summary(float(before.mean()), float(after.mean()), means)


def bootstrap_gap(
    low: ArrayLike, high: ArrayLike, reached: ArrayLike, *, seed: int = 0, draws: int = 10_000
) -> Range | None:
    """(reached - low) / (high - low) of mean scores, each of shape (questions,), with a 95 % interval over resampled
    questions: which share of the way from `low` to `high` was gone. It may be negative, and above 1.

    `None` without questions, and where `high` is not clearly above `low`: not so in 2.5 % of the resamples or more.
    """
    scores = np.array([low, high, reached], float)
    if scores.ndim != 2:
        raise ValueError(f"scores of shape {scores.shape[1:]} where one for each question is needed")
    questions = scores.shape[1]
    if not questions:
        return None
    kinds, counts = np.unique(scores, axis=1, return_counts=True)
    drawn = np.random.default_rng(seed).multinomial(questions, counts / questions, size=draws) @ kinds.T / questions
    gap = drawn[:, 1] - drawn[:, 0]
    if float((gap <= 0).mean()) >= 0.025:
        return None
    whole = scores.mean(axis=1)
    ratios = (drawn[:, 2] - drawn[:, 0])[gap > 0] / gap[gap > 0]
    return _estimate(float((whole[2] - whole[0]) / (whole[1] - whole[0])), ratios)


def bootstrap_nested(
    pairs: Sequence[tuple[Sequence[float], Sequence[float]]], *, seed: int = 0, draws: int = 10_000
) -> PairedEstimate | None:
    """The same for pairs of students of which each took an exam of its own: seeds are resampled, and within each seed
    its questions (hierarchical). Every seed has the same weight. `None` without seeds, or if one has no questions."""
    if not pairs or any(not len(first) for first, _ in pairs):
        return None
    source = np.random.default_rng(seed)
    # Every seed in a resample gets freshly drawn questions, even if the same seed was drawn twice.
    picks = source.integers(len(pairs), size=(draws, len(pairs)))
    drawn = np.empty((2, draws, len(pairs)))
    for index, (first, second) in enumerate(pairs):
        chosen = picks == index
        drawn[:, chosen] = _resampled_means(first, second, int(chosen.sum()), source)
    first_mean, second_mean = (float(np.mean([np.mean(pair[side]) for pair in pairs])) for side in (0, 1))
    return _summary(first_mean, second_mean, drawn.mean(axis=2))


def _resampled_means(
    first: Sequence[float], second: Sequence[float], draws: int, source: np.random.Generator
) -> Numbers:
    """Means of both over resampled questions, (2, draws)."""
    scores = np.array([first, second], float)
    kinds, counts = np.unique(scores, axis=1, return_counts=True)
    total, step = scores.shape[1], max(1, CELLS // len(counts))
    parts = [
        source.multinomial(total, counts / total, size=min(step, draws - start)) @ kinds.T / total
        for start in range(0, draws, step)
    ]
    return np.concatenate(parts).T if parts else np.empty((2, 0))


def _summary(first: float, second: float, means: Numbers) -> PairedEstimate:
    drawn = means[1] - means[0]
    difference = _estimate(second - first, drawn)
    rare = min(int((drawn <= 0).sum()), int((drawn >= 0).sum())) + 1
    p = min(1.0, 2 * rare / (len(drawn) + 1))
    if first <= 0 or bool((means[0] <= 0).any()):
        return PairedEstimate(difference, None, p)
    return PairedEstimate(difference, _estimate(second / first, means[1] / means[0]), p)


def _estimate(value: float, drawn: Numbers) -> Range:
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Range(value=value, low=float(low), high=float(high))
