"""The order of a round of practice: what is seen in each epoch, and in which batches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain, islice
from random import Random
from typing import NamedTuple

from tutelage.config import PracticeConfig
from tutelage.records import (
    Weighted,
)
from tutelage.seeds import derive, rng
from tutelage.student.encoding import Visit

WINDOW = 6
"""Batches sorted together by length."""


class Shown(NamedTuple):
    """What the order of a round depends on, of one item of its training set."""

    example: str
    skill: str
    weight: float

    @classmethod
    def of(cls, item: Weighted) -> Shown:
        return cls(item.exercise.id, item.exercise.skill, item.weight)


def showing_order(
    items: Sequence[Shown], lengths: Mapping[str, int], config: PracticeConfig, seed: int, round_: int
) -> list[Visit]:
    """What is seen in a round: for its epochs, or until its tokens are used up."""
    epochs: list[list[Visit]] = []
    left, number = config.tokens_of(round_), config.epochs_of(round_)
    while items and (len(epochs) < number if left is None else left > 0):
        epoch = len(epochs) + 1
        shown = epoch_order(items, seed, round_, epoch)
        if left is not None:
            shown = _within(shown, lengths, left)
            left -= sum(lengths[item.example] for item in shown)
        epochs.append([Visit(epoch, item.example, item.skill) for item in shown])
    return in_buckets(epochs, lengths, config.batch_size, derive(seed, "buckets", round_))


def _within(shown: Sequence[Shown], lengths: Mapping[str, int], tokens: int) -> list[Shown]:
    """The first ones, up to the one that reaches `tokens`."""
    for place, total in enumerate(accumulate(lengths[item.example] for item in shown), start=1):
        if total >= tokens:
            return list(shown[:place])
    return list(shown)


def epoch_order(items: Sequence[Shown], seed: int, round_: int, epoch: int) -> list[Shown]:
    """What is seen in one epoch, shuffled. An example of weight w < 1 is seen in a share w of the epochs: it starts at
    a random place of its own, so that every epoch sees about as many."""
    shown: list[Shown] = []
    for item in items:
        start = rng(seed, "weight", round_, item.example).random()
        times = int(start + epoch * item.weight) - int(start + (epoch - 1) * item.weight)
        shown += [item] * times
    rng(seed, "practice", round_, epoch).shuffle(shown)
    return shown


def in_buckets(
    epochs: Iterable[Sequence[Visit]], lengths: Mapping[str, int], batch_size: int, seed: int
) -> list[Visit]:
    """All epochs, each shuffled already, reordered so that a batch holds examples of about the same length and needs
    little padding.

    The batch that an epoch leaves unfinished is filled up by the next epoch, with other examples than it holds: one
    that is seen twice in a step has the same loss twice, and a deviation of nothing.
    """
    result: list[Visit] = []
    for epoch, shown in enumerate(epochs, start=1):
        begun = {visit.example for visit in result[len(result) - len(result) % batch_size :]}
        others = (place for place, visit in enumerate(shown) if visit.example not in begun)
        first = set(islice(others, -len(result) % batch_size))
        result += [shown[place] for place in sorted(first)]
        rest = [visit for place, visit in enumerate(shown) if place not in first]
        result += _by_length(rest, lengths, batch_size, rng(seed, epoch))
    return result


def _by_length(visits: Sequence[Visit], lengths: Mapping[str, int], batch_size: int, source: Random) -> Iterator[Visit]:
    """Within windows of `WINDOW` batches sorted by length and cut into batches, which are shuffled again."""
    for start in range(0, len(visits), WINDOW * batch_size):
        window = sorted(visits[start : start + WINDOW * batch_size], key=lambda visit: lengths[visit.example])
        batches = [window[i : i + batch_size] for i in range(0, len(window), batch_size)]
        # A short batch stays at the end: in the middle it would shift all that follow.
        last = [batches.pop()] if len(batches[-1]) < batch_size else []
        source.shuffle(batches)
        yield from chain.from_iterable([*batches, *last])
