"""The order of a round of practice: what is trained on in each epoch, and in which batches."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain, islice
from random import Random
from typing import NamedTuple

from tutelage.config import PracticeConfig, required
from tutelage.records import Weighted
from tutelage.seeds import derive, rng
from tutelage.student.encoding import Presentation
from tutelage.training import rehearsal

WINDOW = 6
"""Batches that are sorted by length together."""


class WeightedExample(NamedTuple):
    """What the order of a round needs to know about one item of its training set."""

    example: str
    skill: str
    weight: float

    @classmethod
    def of(cls, item: Weighted) -> WeightedExample:
        return cls(item.exercise.id, item.exercise.skill, item.weight)


class Lessons(NamedTuple):
    """The textbook, to be read among the exercises."""

    parts: Sequence[tuple[int, str, str]]
    """Position, id and skill of every part."""
    positions: Mapping[str, int]
    """Skill -> its position in the order of reading."""

    def weave(self, exercises: Sequence[Presentation]) -> list[Presentation]:
        """Position by position the lessons, then the exercises in their order."""
        found: dict[int, tuple[list[Presentation], list[Presentation]]] = {}
        for position, example, skill in self.parts:
            found.setdefault(position, ([], []))[0].append(Presentation(1, example, skill))
        for shown in exercises:
            found.setdefault(self.positions[shown.skill], ([], []))[1].append(shown)
        return [shown for _, (read, practised) in sorted(found.items()) for shown in (*read, *practised)]


def draw_review(items: Sequence[WeightedExample], number: int, seed: int) -> list[WeightedExample]:
    """So many examples of every skill, shuffled; fewer of a skill that has fewer."""
    groups: dict[str, list[WeightedExample]] = {}
    for item in items if number else ():
        groups.setdefault(item.skill, []).append(item)
    source = rng(seed)
    chosen = [one for own in groups.values() for one in source.sample(own, min(number, len(own)))]
    source.shuffle(chosen)
    return chosen


def order_presentations(
    items: Sequence[WeightedExample],
    lengths: Mapping[str, int],
    config: PracticeConfig,
    seed: int,
    round_: int,
    *,
    general: Sequence[str] = (),
    lessons: Lessons | None = None,
) -> list[Presentation]:
    """The presentations of a round: for its number of epochs, or until its token budget is used up. Examples in
    `general`, which have no skill, are spread over every epoch in the share of its tokens that the recipe asks for.
    `lessons` come in the first epoch, before the exercises of their skills. A review of all skills ends the last
    round."""
    epochs: list[list[Presentation]] = []
    drawn = rehearsal.draw(general, derive(seed, "rehearsal", round_))
    share = config.rehearsal.share if general else 0.0
    typical = sum(lengths[example] for example in general) / max(1, len(general))
    owed = 0.0
    budget, number = config.tokens_of(round_), config.epochs_of(round_)
    review = draw_review(items, config.review if round_ == config.rounds else 0, derive(seed, "review"))
    if budget is not None:
        budget -= sum(lengths[item.example] for item in review)
    while items and (len(epochs) < number if budget is None else budget > 0):
        epoch = len(epochs) + 1
        ordered = order_epoch(items, seed, round_, epoch)
        if budget is not None:
            totals = list(accumulate(lengths[item.example] for item in ordered))
            ordered = ordered[: bisect_left(totals, budget) + 1]  # up to the one that reaches the budget
            budget -= sum(lengths[item.example] for item in ordered)
        owed += share / (1 - share) * sum(lengths[item.example] for item in ordered)
        extra = [Presentation(epoch, example) for example in rehearsal.draw_tokens(drawn, lengths, owed, typical)]
        owed -= sum(lengths[example] for _, example, _ in extra)
        shown = [Presentation(epoch, item.example, item.skill) for item in ordered]
        epochs.append(rehearsal.spread(lessons.weave(shown) if lessons and epoch == 1 else shown, extra))
    if review:
        epochs.append([Presentation(len(epochs) + 1, item.example, item.skill) for item in review])
    return bucket_by_length(epochs, lengths, required(config.batch_size), derive(seed, "buckets", round_))


def order_epoch(items: Sequence[WeightedExample], seed: int, round_: int, epoch: int) -> list[WeightedExample]:
    """The examples of one epoch, shuffled. One of weight w < 1 is in a share w of the epochs: each starts at a random
    point of its own, so that all epochs have about the same size."""
    ordered: list[WeightedExample] = []
    for item in items:
        start = rng(seed, "weight", round_, item.example).random()
        times = int(start + epoch * item.weight) - int(start + (epoch - 1) * item.weight)
        ordered += [item] * times
    rng(seed, "practice", round_, epoch).shuffle(ordered)
    return ordered


def bucket_by_length(
    epochs: Iterable[Sequence[Presentation]], lengths: Mapping[str, int], batch_size: int, seed: int
) -> list[Presentation]:
    """All epochs, already shuffled, reordered so that a batch has examples of about the same length and needs little
    padding.

    The batch that an epoch leaves unfinished is filled up from the next epoch, with examples that it does not have yet:
    one that is in a step twice has the same loss twice, and a standard deviation of 0.
    """
    result: list[Presentation] = []
    for number, epoch in enumerate(epochs, start=1):
        begun = {presentation.example for presentation in result[len(result) - len(result) % batch_size :]}
        others = (index for index, presentation in enumerate(epoch) if presentation.example not in begun)
        first = set(islice(others, -len(result) % batch_size))
        result += [epoch[index] for index in sorted(first)]
        rest = [presentation for index, presentation in enumerate(epoch) if index not in first]
        result += _by_length(rest, lengths, batch_size, rng(seed, number))
    return result


def _by_length(
    presentations: Sequence[Presentation], lengths: Mapping[str, int], batch_size: int, source: Random
) -> Iterator[Presentation]:
    """Sorted by length within windows of `WINDOW` batches, and cut into batches, which are then shuffled."""
    for start in range(0, len(presentations), WINDOW * batch_size):
        window = sorted(
            presentations[start : start + WINDOW * batch_size], key=lambda presentation: lengths[presentation.example]
        )
        batches = [window[i : i + batch_size] for i in range(0, len(window), batch_size)]
        # An incomplete batch stays at the end: in the middle it would shift all that follow.
        last = [batches.pop()] if len(batches[-1]) < batch_size else []
        source.shuffle(batches)
        yield from chain.from_iterable([*batches, *last])
