"""Pure statistics of the exam and of the detector."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from tutelage.records import Interval

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
