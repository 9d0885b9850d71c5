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
from tutelage.student.encoding import Presentation

WINDOW = 6
"""Batches sorted together by length."""


class WeightedExample(NamedTuple):
    """What the order of a round depends on, of one item of its training set."""

    example: str
    skill: str
    weight: float

    @classmethod
    def of(cls, item: Weighted) -> WeightedExample:
        return cls(item.exercise.id, item.exercise.skill, item.weight)


def presentation_order(
    items: Sequence[WeightedExample], lengths: Mapping[str, int], config: PracticeConfig, seed: int, round_: int
) -> list[Presentation]:
    """What is seen in a round: for its epochs, or until its tokens are used up."""
    epochs: list[list[Presentation]] = []
    left, number = config.tokens_of(round_), config.epochs_of(round_)
    while items and (len(epochs) < number if left is None else left > 0):
        epoch = len(epochs) + 1
        shown = epoch_order(items, seed, round_, epoch)
        if left is not None:
            shown = _within(shown, lengths, left)
            left -= sum(lengths[item.example] for item in shown)
        epochs.append([Presentation(epoch, item.example, item.skill) for item in shown])
    return in_buckets(epochs, lengths, config.batch_size, derive(seed, "buckets", round_))


def _within(shown: Sequence[WeightedExample], lengths: Mapping[str, int], tokens: int) -> list[WeightedExample]:
    """The first ones, up to the one that reaches `tokens`."""
    for index, total in enumerate(accumulate(lengths[item.example] for item in shown), start=1):
        if total >= tokens:
            return list(shown[:index])
    return list(shown)


def epoch_order(items: Sequence[WeightedExample], seed: int, round_: int, epoch: int) -> list[WeightedExample]:
    """What is seen in one epoch, shuffled. An example of weight w < 1 is seen in a share w of the epochs: it starts at
    a random point of its own, so that every epoch sees about as many."""
    shown: list[WeightedExample] = []
    for item in items:
        start = rng(seed, "weight", round_, item.example).random()
        times = int(start + epoch * item.weight) - int(start + (epoch - 1) * item.weight)
        shown += [item] * times
    rng(seed, "practice", round_, epoch).shuffle(shown)
    return shown


def in_buckets(
    epochs: Iterable[Sequence[Presentation]], lengths: Mapping[str, int], batch_size: int, seed: int
) -> list[Presentation]:
    """All epochs, each shuffled already, reordered so that a batch holds examples of about the same length and needs
    little padding.

    The batch that an epoch leaves unfinished is filled up by the next epoch, with other examples than it holds: one
    that is seen twice in a step has the same loss twice, and a deviation of nothing.
    """
    result: list[Presentation] = []
    for epoch, shown in enumerate(epochs, start=1):
        begun = {presentation.example for presentation in result[len(result) - len(result) % batch_size :]}
        others = (index for index, presentation in enumerate(shown) if presentation.example not in begun)
        first = set(islice(others, -len(result) % batch_size))
        result += [shown[index] for index in sorted(first)]
        rest = [presentation for index, presentation in enumerate(shown) if index not in first]
        result += _by_length(rest, lengths, batch_size, rng(seed, epoch))
    return result


def _by_length(
    presentations: Sequence[Presentation], lengths: Mapping[str, int], batch_size: int, source: Random
) -> Iterator[Presentation]:
    """Within windows of `WINDOW` batches sorted by length and cut into batches, which are shuffled again."""
    for start in range(0, len(presentations), WINDOW * batch_size):
        window = sorted(
            presentations[start : start + WINDOW * batch_size], key=lambda presentation: lengths[presentation.example]
        )
        batches = [window[i : i + batch_size] for i in range(0, len(window), batch_size)]
        # A short batch stays at the end: in the middle it would shift all that follow.
        last = [batches.pop()] if len(batches[-1]) < batch_size else []
        source.shuffle(batches)
        yield from chain.from_iterable([*batches, *last])
