"""Shares of right answers: their intervals, and tests of two evaluations of the same questions. Pure."""

from __future__ import annotations

from math import comb, sqrt

from tutelage.records import Interval

Z95 = 1.959963984540054
EXACT = 200
"""Up to this many differing questions the binomial tail is summed in whole numbers."""


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


def sign_test(gained: int, lost: int) -> float:
    """Two-sided exact p-value that as uneven a split comes from a fair coin."""
    if gained < 0 or lost < 0:
        raise ValueError(f"{gained} gained and {lost} lost are not counts")
    return min(1.0, 2 * _tail(min(gained, lost), gained + lost))


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


def smallest_difference(total: int, discordance: float, *, power: float = 0.8, alpha: float = 0.05) -> float | None:
    """The smallest true difference of two shares that a paired comparison would find with this power.

    `total` questions, of which a share `discordance` comes out differently in the two evaluations. Solves the usual
    sample size formula of McNemar's test (Miettinen 1968; Connor 1987) for the difference. `None` if even a difference
    as large as the discordance would be missed too often.
    """
    if total < 0 or not 0 <= discordance <= 1:
        raise ValueError(f"{total} questions with a discordance of {discordance} are not possible")
    if not (0 < alpha < 1 and 0 < power < 1):
        raise ValueError(f"power {power} and alpha {alpha} must lie between 0 and 1")
    from scipy.special import ndtri

    level, strength = float(ndtri(1 - alpha / 2)), float(ndtri(power))

    def surplus(difference: float) -> float:
        needed = level * sqrt(discordance) + strength * sqrt(discordance - difference**2)
        return difference * sqrt(total) - needed

    low, high = 0.0, discordance
    if not total or not discordance or surplus(high) < 0:
        return None
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if surplus(middle) >= 0 else (middle, high)
    return high
