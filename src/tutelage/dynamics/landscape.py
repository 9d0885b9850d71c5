"""The data map of a whole loss log at once, in arrays: a million examples in about a second. Pure.

The rules are those of `tutelage.dynamics`; only the sums are taken over arrays.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tutelage.config import DynamicsConfig
from tutelage.dynamics import rules
from tutelage.dynamics.losslog import LossLog
from tutelage.dynamics.rules import Point, Thresholds
from tutelage.errors import LossLogError

Numbers = NDArray[np.float64]
NEVER_LEARNT = 1000
"""Forgetfulness of an example that was never right, as cartography writes it."""


class Landscape(NamedTuple):
    """Examples on the data map. Arrays have one entry an example, in the log's order."""

    seen: NDArray[np.bool_]
    """Whether the example has a loss in a counted epoch; without one it has no place."""
    mean: Numbers
    std: Numbers
    margin: Numbers | None
    """Mean probability margin over all epochs; `None` if the log lacks one."""
    skill: NDArray[np.int32]
    constructed: NDArray[np.bool_]
    first: int
    """First counted epoch."""


class Placed(NamedTuple):
    """A landscape with categories."""

    categories: NDArray[np.int8]
    """Place in `rules.ORDER`; -1 for an example that was not seen."""
    thresholds: Thresholds
    average: Point


class Metrics(NamedTuple):
    """What AllenAI's cartography computes of all epochs, one entry an example (Swayamdipta et al. 2020).

    For texts, the probability is that of the whole solution per token: exp(-loss).
    """

    confidence: Numbers
    variability: Numbers
    correctness: NDArray[np.int64] | None
    """Epochs in which the example was right; `None` if the log does not tell."""
    forgetfulness: NDArray[np.int64] | None
    """How often it was right and then wrong; 1000 if it was never right."""


def survey(log: LossLog, constructed: Collection[str], skip_epochs: int) -> Landscape:
    """Mean and standard deviation of every example's losses; see `rules.summarise`."""
    last = log.epochs
    first = min(skip_epochs + 1, last)
    mean, std, count = _moments(log, first)
    if first == last and last > 1:
        _, std, _ = _moments(log, last - 1)
    wanted = set(constructed)
    is_constructed = np.array([name in wanted for name in log.names], dtype=np.bool_)
    margin = None
    if log.margin is not None and np.isfinite(log.margin).all():
        margin, _, _ = _moments(log._replace(loss=log.margin), 1)
    return Landscape(count > 0, mean, std, margin, log.skill, is_constructed, first)


def _moments(log: LossLog, first: int) -> tuple[Numbers, Numbers, NDArray[np.int64]]:
    rows = slice(None) if first <= 1 else log.epoch >= first
    example, loss, size = log.example[rows], log.loss[rows], len(log.names)
    count = np.bincount(example, minlength=size)
    safe = np.maximum(count, 1)
    # Sums of differences from one of the example's own losses: equal losses then have exactly no spread.
    origin = np.zeros(size)
    origin[example] = loss
    mean = origin + np.bincount(example, loss - origin[example], size) / safe
    variance = np.bincount(example, (loss - mean[example]) ** 2, size) / safe
    return mean, np.sqrt(variance), count


def place(landscape: Landscape, skills: Collection[str], config: DynamicsConfig) -> Placed:
    """Put every example that was seen into one of the four categories. `skills` are the log's.

    Raises `ValueError` if the rule goes by margins and there are none.
    """
    names = list(skills)
    own = landscape.seen & ~landscape.constructed
    score = landscape.mean
    if config.rule == "margin":
        if landscape.margin is None:
            raise LossLogError("the rule 'margin' needs a probability_margin in every row of the log: use 'midpoint'")
        score = -landscape.margin
    found = _thresholds(landscape, score, own, names, config)
    average = (
        Point(float(landscape.mean[own].mean()), float(landscape.std[own].mean())) if own.any() else Point(0.0, 0.0)
    )
    limit, spread = (
        np.array([given.get(name, np.inf) for name in names])[landscape.skill]
        for given in (found.by_skill, found.spread)
    )
    codes = rules.categorise(score, landscape.mean, landscape.std, limit, spread, average=average)
    codes[~landscape.seen] = -1
    return Placed(codes, found, average)


def _thresholds(
    landscape: Landscape, score: Numbers, own: NDArray[np.bool_], names: list[str], config: DynamicsConfig
) -> Thresholds:
    if config.rule == "mixture":
        return rules.limits_by_mixture(_groups(landscape, own, names), config)
    count = np.bincount(landscape.skill[own], minlength=len(names))
    total = np.bincount(landscape.skill[own], score[own], len(names))
    means = {name: float(total[code] / count[code]) for code, name in enumerate(names) if count[code]}
    errors: dict[str, list[Point]] = {}
    for index in np.flatnonzero(landscape.seen & landscape.constructed).tolist():
        margin = 0.0 if landscape.margin is None else float(landscape.margin[index])
        point = Point(float(landscape.mean[index]), float(landscape.std[index]), margin)
        errors.setdefault(names[landscape.skill[index]], []).append(point)
    return rules.limits_by_errors(means, errors, config)


def _groups(landscape: Landscape, own: NDArray[np.bool_], names: list[str]) -> dict[str, Numbers]:
    """Mean losses of every skill."""
    codes, values = landscape.skill[own], landscape.mean[own]
    order = np.argsort(codes, kind="stable")
    ends = np.cumsum(np.bincount(codes, minlength=len(names)))
    parts = np.split(values[order], ends[:-1])
    return {name: part for name, part in zip(names, parts, strict=True) if len(part)}


def metrics(log: LossLog) -> Metrics:
    """Cartography's figures of every example."""
    certain = log._replace(loss=np.exp(-log.loss))
    confidence, variability, _ = _moments(certain, 1)
    if log.right is None:
        return Metrics(confidence, variability, None, None)
    size = len(log.names)
    correctness = np.bincount(log.example, log.right, size).astype(np.int64)
    order = np.lexsort((log.epoch, log.example))
    example, right = log.example[order], log.right[order]
    lost = (example[1:] == example[:-1]) & right[:-1] & ~right[1:]
    forgotten = np.bincount(example[1:][lost], minlength=size)
    return Metrics(confidence, variability, correctness, np.where(correctness == 0, NEVER_LEARNT, forgotten))
