"""Shares of right answers: their intervals, and tests of two evaluations of the same questions. Pure."""

from __future__ import annotations

from math import ceil, comb, sqrt
from typing import TYPE_CHECKING

from tutelage.records import Interval

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Z95 = 1.959963984540054
LEVEL = 0.05
"""A difference is beyond chance if its p-value is below this: that of `mcnemar`, for two evaluations of the same
questions."""
FEW_QUESTIONS = 11
"""A bootstrap over fewer questions gives intervals that are too narrow: they are not shown."""
EXACT = 200
"""Up to this many differing questions the binomial tail is summed in whole numbers."""


def wilson(right: int, total: int) -> Interval:
    """The share `right / total` with its 95 % Wilson score interval (Wilson 1927). An empty total gives [0, 1]."""
    if not 0 <= right <= total:
        raise ValueError(f"{right} right of {total} is not a proportion")
    if total == 0:
        return Interval(right=0, total=0, share=0.0, low=0.0, high=1.0)
    low, high = wilson_ends(right / total, total)
    return Interval(right=right, total=total, share=right / total, low=low, high=high)


def wilson_ends(share: float, total: int) -> tuple[float, float]:
    """The ends of Wilson's 95 % interval of a share, which need not be one of whole questions."""
    scale = 1 + Z95**2 / total
    centre = (share + Z95**2 / (2 * total)) / scale
    half = Z95 * sqrt(share * (1 - share) / total + Z95**2 / (4 * total**2)) / scale
    return max(0.0, centre - half), min(1.0, centre + half)


def sign_test(gained: int, lost: int) -> float:
    """Two-sided exact p-value that as uneven a split comes from a fair coin."""
    if gained < 0 or lost < 0:
        raise ValueError(f"{gained} gained and {lost} lost are not counts")
    return min(1.0, 2 * _tail(min(gained, lost), gained + lost))


def sign_test_above(gained: int, lost: int) -> float:
    """One-sided exact p-value that a fair coin gains as much or more."""
    if gained < 0 or lost < 0:
        raise ValueError(f"{gained} gained and {lost} lost are not counts")
    return _tail(lost, gained + lost)


def mcnemar(gained: int, lost: int, *, mid_p: bool = False) -> float:
    """p-value that two evaluations of the same questions do equally well: McNemar's test in its exact form, which is
    the sign test of the questions whose outcome differs.

    `mid_p` counts the observed split half (Fagerland, Lydersen and Laake 2013): less conservative, and its error rate
    hardly ever exceeds the nominal one.
    """
    exact = sign_test(gained, lost)
    if not mid_p or gained + lost == 0:
        return exact
    fewer, total = min(gained, lost), gained + lost
    # Half of the observed split on either side; an even split is in the middle and counts on both.
    observed = _tail(fewer, total) - (_tail(fewer - 1, total) if fewer else 0.0)
    return min(1.0, 2 * _tail(fewer, total) - observed)


def _tail(count: int, total: int) -> float:
    """Probability of at most `count` heads in `total` throws of a fair coin."""
    if total <= EXACT:
        heads: int = sum(comb(total, k) for k in range(count + 1))
        return float(heads / 2**total)
    from scipy.special import bdtr  # not needed by most runs

    return float(bdtr(count, total, 0.5))


def questions_needed(gained: int, lost: int, total: int, at_least: float = 0.0) -> int | None:
    """About how many questions would make sure of a gain, if the same shares of them were gained and lost as of these
    `total`: it is beyond chance by `mcnemar`, and the lower end of its 95 % interval reaches `at_least`. `None` if no
    number would: there is no gain, or none larger than that."""
    gain = (gained - lost) / total if total else 0.0
    if gain <= max(at_least, 0.0):
        return None
    spread = (gained + lost) / total - gain**2
    number = max(total, ceil(Z95**2 * spread / (gain - at_least) ** 2))
    while mcnemar(gained * number // total, -(-lost * number // total)) >= LEVEL:
        number += ceil(number / 50)
    return number


def smallest_difference(
    total: int, discordance: float, *, power: float = 0.8, alpha: float = 0.05, mid_p: bool = False
) -> float | None:
    """The smallest true difference of two shares that McNemar's test finds with this power.

    `total` questions, of which a share `discordance` comes out differently in the two evaluations. The power is
    computed, over every number of such questions that may come up, for the test as `mcnemar` carries it out: the usual
    formula for the sample size (Connor 1987) is that of a normal approximation, and the exact test falls short of it.
    `None` if even a difference as large as the discordance would be missed too often.
    """
    if total < 0 or not 0 <= discordance <= 1:
        raise ValueError(f"{total} questions with a discordance of {discordance} are not possible")
    if not (0 < alpha < 1 and 0 < power < 1):
        raise ValueError(f"power {power} and alpha {alpha} must lie between 0 and 1")
    if not total or not discordance:
        return None
    import numpy as np
    from scipy.special import bdtr, bdtrc
    from scipy.stats import binom

    middle, spread = total * discordance, 8 * sqrt(total * discordance * (1 - discordance)) + 8
    differing = np.arange(max(0, int(middle - spread)), min(total, int(middle + spread)) + 1)
    weight = binom.pmf(differing, total, discordance)
    fewer = _most_uneven(differing, alpha, mid_p=mid_p)

    def found(difference: float) -> float:
        """How often the test finds a difference: the smaller part of a split is at most the critical one."""
        gained = min((1 + difference / discordance) / 2, 1.0)
        either = bdtr(fewer, differing, gained) + bdtrc(differing - fewer - 1, differing, gained)
        return float(weight @ np.where(fewer >= 0, either, 0.0))

    low, high = 0.0, discordance
    if found(high) < power:
        return None
    for _ in range(40):
        between = (low + high) / 2
        low, high = (low, between) if found(between) >= power else (between, high)
    return high


def _most_uneven(total: NDArray[np.int64], alpha: float, *, mid_p: bool) -> NDArray[np.int64]:
    """For each number of differing questions, the largest smaller part of a split that `mcnemar` finds significant; -1
    if it finds none."""
    import numpy as np
    from scipy.special import bdtr
    from scipy.stats import binom

    low, high = np.full(len(total), -1), (total - 1) // 2
    while (low < high).any():
        fewer = (low + high + 1) // 2
        p = 2 * bdtr(fewer, total, 0.5) - (binom.pmf(fewer, total, 0.5) if mid_p else 0.0)
        low, high = np.where(p < alpha, fewer, low), np.where(p < alpha, high, fewer - 1)
    return low
