"""Mean and standard deviation of the losses of every example, for a whole loss log at once. Pure.

For example i, with l_ie its loss in a counted epoch e in nats per solution token (section 3.3 of the paper):

    L_i = mean over e of l_ie        sigma_i = population standard deviation over e of l_ie        (L-hat, sigma-hat)
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tutelage.dynamics.losslog import LossLog

Numbers = NDArray[np.float64]

BLOCK = 8192
"""Examples computed at a time: intermediate results then fit in the processor's cache."""
NEVER_LEARNT = 1000
"""Forgetfulness of an example that was never right, as cartography writes it."""


class ExampleStatistics(NamedTuple):
    """The coordinates of a log's examples on the data map. Arrays have one entry per example, in the log's order."""

    log: LossLog
    seen: NDArray[np.bool_]
    """Whether the example has a loss in a counted epoch; without one, it gets no category."""
    mean: Numbers
    """L_i, in nats."""
    std: Numbers
    """sigma_i, in nats."""
    first: int
    """First counted epoch."""

    @property
    def training(self) -> NDArray[np.bool_]:
        """Which examples were seen and are not constructed errors."""
        return self.seen & ~self.log.constructed

    @property
    def margin(self) -> Numbers:
        """Mean probability margin over all epochs, from -1 to 1. The log must have margins."""
        assert self.log.margin is not None
        example, size = self.log.example, len(self.log.names)
        total = np.bincount(example, self.log.margin, size)
        return np.asarray(total / np.maximum(np.bincount(example, minlength=size), 1))


class Metrics(NamedTuple):
    """What AllenAI's cartography computes over all epochs, one entry per example (Swayamdipta et al. 2020).

    The probability of a text is that of the whole solution, per token: exp(-loss).
    """

    confidence: Numbers
    variability: Numbers
    correctness: NDArray[np.int64] | None
    """Epochs in which the example was right; `None` if the log does not say."""
    forgetfulness: NDArray[np.int64] | None
    """How often it was right and then wrong; 1000 if it was never right."""


def summarise(log: LossLog, skip_epochs: int) -> ExampleStatistics:
    """Mean and population standard deviation of each example's losses, without the first `skip_epochs` epochs.

    The last epoch always counts, however many are to be skipped. A single epoch has no spread: then the standard
    deviation is that of the last two.
    """
    last = log.epochs
    first = min(skip_epochs + 1, last)
    mean, std, count = _moments(log, log.loss, first)
    if first == last > 1:
        _, std, _ = _moments(log, log.loss, last - 1)
    return ExampleStatistics(log, count > 0, mean, std, first)


def cartography_metrics(log: LossLog) -> Metrics:
    """Cartography's metrics of every example."""
    confidence, variability, _ = _moments(log, np.exp(-log.loss), 1)
    if log.right is None:
        return Metrics(confidence, variability, None, None)
    size = len(log.names)
    correctness = np.bincount(log.example, log.right, size).astype(np.int64)
    order = np.lexsort((log.epoch, log.example))
    example, right = log.example[order], log.right[order]
    lost = (example[1:] == example[:-1]) & right[:-1] & ~right[1:]
    forgotten = np.bincount(example[1:][lost], minlength=size)
    return Metrics(confidence, variability, correctness, np.where(correctness == 0, NEVER_LEARNT, forgotten))


def _moments(log: LossLog, values: Numbers, first: int) -> tuple[Numbers, Numbers, NDArray[np.int64]]:
    """Mean, population standard deviation and number of every example's values from epoch `first` on."""
    size = len(log.names)
    mean, std = np.zeros(size), np.zeros(size)
    table = _by_epoch(log, values)
    if table is not None:
        table = table[first - 1 :]
        for begin in range(0, size, BLOCK):
            block = slice(begin, begin + BLOCK)
            origin = table[0, block]
            above = table[:, block] - origin.astype(np.longdouble)
            mean[block], std[block] = _of_sums(origin, above.sum(axis=0), (above**2).sum(axis=0), len(table))
        return mean, std, np.full(size, len(table))

    from scipy import sparse  # takes a tenth of a second

    rows = slice(None) if first <= 1 else log.epoch >= first
    example = log.example[rows]
    count = np.bincount(example, minlength=size)
    # Compressed rows are the values sorted by example: a counting sort, four times faster than numpy's.
    columns = np.arange(len(example), dtype=np.int32)
    sorted_rows = sparse.csr_array((values[rows], (example, columns)), shape=(size, len(example)))
    present = np.flatnonzero(count)
    for begin in range(0, len(present), BLOCK):
        group = present[begin : begin + BLOCK]
        starts, number = sorted_rows.indptr[group], count[group]
        part, starts = sorted_rows.data[starts[0] : starts[-1] + number[-1]], starts - starts[0]
        origin = part[starts]
        above = part - np.repeat(origin.astype(np.longdouble), number)
        sums = np.add.reduceat(above, starts), np.add.reduceat(above**2, starts)
        mean[group], std[group] = _of_sums(origin, *sums, number)
    return mean, std, count


def _by_epoch(log: LossLog, values: Numbers) -> Numbers | None:
    """The values as epochs x examples, if every example has one in every epoch, as in our own runs; else `None`."""
    size = len(log.names)
    if not size or len(values) != log.epochs * size:
        return None
    table = np.full(len(values), np.nan)
    table[(log.epoch - 1) * np.int64(size) + log.example] = values
    return None if np.isnan(table).any() else table.reshape(log.epochs, size)


def _of_sums(
    origin: Numbers, total: NDArray[np.longdouble], squares: NDArray[np.longdouble], count: NDArray[np.int64] | int
) -> tuple[Numbers, Numbers]:
    """Mean and population standard deviation from the sums of differences from `origin` and of their squares.

    Sums are taken in extended precision, where the machine has it: those of losses, which are in single precision, are
    then exact. The origin is a value of the example itself, so that equal values have exactly no spread.
    """
    spread = count * squares - total**2
    mean = (count * origin.astype(np.longdouble) + total).astype(np.float64) / count
    std = np.sqrt(np.maximum(spread, 0)) / count
    return np.where(spread == 0, origin, mean), std.astype(np.float64)
