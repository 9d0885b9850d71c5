"""How far two markings of the same things agree. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tutelage.stats.shares import wilson


class Agreement(NamedTuple):
    """Cohen's kappa of two markings, with its 95 % interval."""

    agreed: int
    total: int
    kappa: float | None
    """1: always, 0: no more often than by chance; `None` if chance alone explains all, as where both always say the
    same, or there is nothing to compare."""
    low: float | None
    high: float | None


def cohen_kappa(pairs: Sequence[tuple[bool, bool]]) -> Agreement:
    """Cohen's kappa (1960) of two markings as met or not.

    The interval is Wilson's for the share that they agree on, carried over to kappa with the agreement by chance held
    fixed; unlike that of a standard error it is not empty where they agree on all.
    """
    total, agreed = len(pairs), sum(one == other for one, other in pairs)
    if not total:
        return Agreement(0, 0, None, None, None)
    one, other = (sum(pair[side] for pair in pairs) / total for side in (0, 1))
    chance = one * other + (1 - one) * (1 - other)
    if chance == 1:
        return Agreement(agreed, total, None, None, None)
    share = wilson(agreed, total)
    kappa, low, high = ((value - chance) / (1 - chance) for value in (share.share, share.low, share.high))
    return Agreement(agreed, total, kappa, max(-1.0, low), min(1.0, high))
