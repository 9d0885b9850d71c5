"""What is trained on when: pure functions from ids, order and presentations to rows of batches, without torch.

A *presentation* is one time that an example is trained on. A *row* is one line of a batch: one presentation, or several
that are packed, or none (a filler, where the number of rows must be a multiple of something). The trainer goes through
the rows once, from first to last, including all epochs (see docs/decisions/0002).
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count, islice, repeat
from math import floor
from typing import Literal, NamedTuple, cast

from tutelage.errors import TrainingError
from tutelage.records import Lazy
from tutelage.seeds import rng
from tutelage.student.encoding import Presentation

Order = Literal["given", "shuffled"] | Sequence[str] | Sequence[Sequence[str]] | Sequence[Presentation]
"""`given`: every epoch in the order of the data set; `shuffled`: a new order every epoch, by seed; ids: every epoch in
this order; lists of ids: one list per epoch; presentations: all epochs as given, with batches that may run across the
ends of epochs."""


class ConsecutiveRanges(Lazy[range]):
    """Ranges of numbers, each starting where the previous one ended; 8 bytes each."""

    def __init__(self, lengths: Iterable[int] = ()) -> None:
        self._bounds = array("q", [0])
        self.extend(lengths)

    def extend(self, lengths: Iterable[int]) -> None:
        """Append ranges of these lengths."""
        for length in lengths:
            self._bounds.append(self._bounds[-1] + length)

    def __len__(self) -> int:
        return len(self._bounds) - 1

    def at(self, index: int) -> range:
        return range(self._bounds[index], self._bounds[index + 1])


class TrainingPlan(NamedTuple):
    """Everything that will be trained on, in order."""

    presentations: list[Presentation]
    rows: ConsecutiveRanges
    """Each row's presentations, by number; an empty row is a filler without a trained-on token."""
    ends: list[int]
    """The optimizer step, from 1, that ends each epoch; a single entry where batches run across the ends of epochs."""


class Layout(NamedTuple):
    """How rows become batches."""

    step: int
    """Rows in one optimizer step: rows per device x devices x accumulated batches."""
    last: int
    """The total number of rows is filled up to a multiple of this."""
    capacity: int = 0
    """Tokens in a packed row; 0: rows are not packed."""


def arrange_epochs(
    ids: Sequence[str], order: Order, presentations: Mapping[str, float] | None, seed: int
) -> Iterator[list[Presentation]]:
    """The presentations of each epoch, one list per epoch, or, if `order` has presentations, all in one list.

    Endless for an order that can be repeated. `presentations` says how often an example is seen in an epoch on average:
    0.5 is every second epoch, 2 twice in each. Raises `TrainingError` for an order with ids that the data set lacks.
    """
    if isinstance(order, str) and order not in ("given", "shuffled"):
        raise TrainingError(f"order is 'given', 'shuffled' or a list, not '{order}'")
    if isinstance(order, str):
        for epoch in count(1):
            examples = _repeat(ids, presentations, seed, epoch)
            if order == "shuffled":
                rng(seed, "order", epoch).shuffle(examples)
            yield [Presentation(epoch, example) for example in examples]
        return
    if presentations is not None:
        raise TrainingError("an explicit order says how often each example is seen: leave presentations_column out")
    yield from _explicit(order, set(ids))


def _explicit(
    order: Sequence[str] | Sequence[Sequence[str]] | Sequence[Presentation], known: set[str]
) -> Iterator[list[Presentation]]:
    if not order:
        raise TrainingError("the order is empty")
    if isinstance(order[0], Presentation):
        groups: Iterator[list[Presentation]] = iter([cast("list[Presentation]", list(order))])
    elif isinstance(order[0], str):
        groups = ([Presentation(epoch, str(example)) for example in order] for epoch in count(1))
    else:
        groups = ([Presentation(epoch, str(example)) for example in ids] for epoch, ids in enumerate(order, start=1))
    for group in groups:
        unknown = sorted({presentation.example for presentation in group} - known)
        if unknown:
            raise TrainingError(
                f"the order names {len(unknown)} examples that are not in the data set: {first_few(unknown)}"
            )
        yield group


def _repeat(ids: Sequence[str], presentations: Mapping[str, float] | None, seed: int, epoch: int) -> list[str]:
    """The ids of one epoch. What is seen twice comes again in a second pass through the data, not twice in one batch.
    After n epochs, an example has been seen n times its `presentations`, to within one."""
    if presentations is None:
        return list(ids)
    times: dict[str, int] = {}
    for id_ in ids:
        share, start = presentations[id_], rng(seed, "visits", id_).random()
        times[id_] = floor(start + epoch * share) - floor(start + (epoch - 1) * share)
    passes = range(max(times.values(), default=0))
    return [id_ for number in passes for id_ in ids if times[id_] > number]


def plan_rows(
    epochs: Iterator[list[Presentation]],
    lengths: Mapping[str, int],
    layout: Layout,
    *,
    number: int | None,
    steps: int = -1,
) -> TrainingPlan:
    """Rows for `number` epochs (`None`: all there are), or, if `steps` is positive, for at least so many steps.

    An epoch ends with a step: fillers complete it. Presentations of examples without a length (those left out) are
    skipped. Raises `TrainingError` if the order ends before the steps are reached, or nothing is left to train on.
    """
    plan = TrainingPlan([], ConsecutiveRanges(), [])
    for epoch in epochs if steps > 0 else islice(epochs, number):
        plan.rows.extend(repeat(0, -len(plan.rows) % layout.step))
        kept = [presentation for presentation in epoch if presentation.example in lengths]
        if not kept and steps > 0:
            break
        sizes = [lengths[presentation.example] for presentation in kept]
        plan.presentations.extend(kept)
        plan.rows.extend(pack(sizes, layout.capacity))
        plan.ends.append(-(-len(plan.rows) // layout.step))
        if 0 < steps <= plan.ends[-1]:
            break
    if not plan.presentations:
        raise TrainingError("nothing to train on: all examples of the order were left out")
    if steps > plan.ends[-1]:
        raise TrainingError(f"max_steps is {steps}, but the order has only {plan.ends[-1]} steps: make it longer")
    plan.rows.extend(repeat(0, -len(plan.rows) % layout.last))
    return plan


def pack(lengths: Sequence[int], capacity: int) -> Iterator[int]:
    """How many neighbours fit into each row of `capacity` tokens, in their order; one each if it is 0.

    Best-fit packing would need fewer rows, but sorts by length; here the requested order is kept.
    """
    number, used = 0, 0
    for length in lengths:
        if number and used + length > capacity:
            yield number
            number, used = 0, 0
        number += 1
        used += length
    if number:
        yield number


def check_ids(values: Sequence[object], column: str) -> list[str]:
    """The id column as text. Raises `TrainingError`, with what to do, for ids that are missing or not unique."""
    missing = [index for index, value in enumerate(values) if value is None or value == ""]
    if missing:
        raise TrainingError(f"{len(missing)} examples have no id in column '{column}', the first in row {missing[0]}")
    ids = [str(value) for value in values]
    twice = [id_ for id_, number in Counter(ids).items() if number > 1]
    if twice:
        raise TrainingError(
            f"{len(twice)} ids in column '{column}' belong to more than one example: {first_few(twice)}; losses are "
            "kept by id: make them unique, for instance with a running number"
        )
    return ids


def check_weights(values: Sequence[float | None], column: str) -> list[float]:
    """A weight column. Raises `TrainingError` for a value that is not a number of at least 0."""
    wrong = [index for index, value in enumerate(values) if value is None or not 0 <= value < float("inf")]
    if wrong:
        raise TrainingError(
            f"column '{column}' has {values[wrong[0]]} in row {wrong[0]}: weights are numbers of at least 0"
        )
    return [float(value) for value in values if value is not None]


def first_few(ids: Sequence[str], most: int = 3) -> str:
    """The first few ids of a list, for a message."""
    listed = ", ".join(f"'{id_}'" for id_ in ids[:most])
    return listed + (f" and {len(ids) - most} more" if len(ids) > most else "")
