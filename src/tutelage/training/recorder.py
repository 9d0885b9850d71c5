"""What happened in training: which visit at which step, with which loss; kept in a few bytes a visit."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from accelerate.utils import gather_object
from numpy.typing import NDArray

from tutelage.errors import TrainingDiverged
from tutelage.records import Columns, LossRecord, Presentation, Trained, values
from tutelage.student.encoding import Visit
from tutelage.training.losses import ExampleLoss
from tutelage.training.plan import Plan, name


class Seen(NamedTuple):
    """Visits as they were trained on, in columns."""

    steps: array[int]
    visits: array[int]

    @classmethod
    def none(cls) -> Seen:
        return cls(array("q"), array("q"))


class Scored(NamedTuple):
    """Losses as they were taken down, in columns."""

    steps: array[int]
    visits: array[int]
    losses: array[float]
    margins: array[float]
    probability_margins: array[float]
    tokens: array[int]

    @classmethod
    def none(cls) -> Scored:
        return cls(array("q"), array("q"), array("d"), array("d"), array("d"), array("q"))

    def add(self, step: int, item: ExampleLoss) -> None:
        _append(self, (step, item.visit, item.loss, item.margin, item.probability_margin, item.tokens))


class Recorder:
    """Collects in each process what that process trained on; `gather` makes it the same in all."""

    def __init__(self, visits: Sequence[Visit]) -> None:
        self.visits = visits
        self.seen, self.scored = Seen.none(), Scored.none()
        self._seen_here, self._scored_here = Seen.none(), Scored.none()

    def add(self, step: int, visits: Iterable[int], losses: Sequence[ExampleLoss]) -> None:
        """Take down one batch. Raises `ValueError`, naming the examples, if a loss is not a number."""
        for visit in visits:
            _append(self._seen_here, (step, visit))
        for item in losses:
            self._scored_here.add(step, item)
        broken = [self.visits[item.visit].example for item in losses if not abs(item.loss) < float("inf")]
        if broken:
            raise TrainingDiverged(
                f"the loss of {name(broken)} is not a number at step {step}: training stops before it spoils the "
                "weights; lower the learning rate, or leave these examples out if it happens in the first step"
            )

    def gather(self) -> None:
        """Put together what the processes have seen since the last time; all processes must call it."""
        _extend(self.seen, gather_object([self._seen_here]))
        _extend(self.scored, gather_object([self._scored_here]))
        self._seen_here, self._scored_here = Seen.none(), Scored.none()

    def recent_loss(self, number: int = 64) -> float:
        """Mean over the last examples of this process."""
        recent = self._scored_here.losses[-number:] or self.scored.losses[-number:]
        return sum(recent) / max(len(recent), 1)

    def __len__(self) -> int:
        """Visits so far; of this process alone since the last `gather`."""
        return len(self.seen.visits) + len(self._seen_here.visits)

    def records(self) -> Trained:
        """What has been gathered, as records."""
        epochs = np.array([visit.epoch for visit in self.visits], dtype=np.int64)
        examples, ids = _places(visit.example for visit in self.visits)
        skills, names = _places(visit.skill for visit in self.visits)
        seen, scored = np.array(self.seen.visits), np.array(self.scored.visits)
        order = {
            "step": np.array(self.seen.steps),
            "epoch": epochs[seen],
            "example": (examples[seen], ids),
            "skill": (skills[seen], names),
        }
        losses = {
            "epoch": epochs[scored],
            "example": (examples[scored], ids),
            "loss": np.array(self.scored.losses),
            "margin": np.array(self.scored.margins),
            "probability_margin": np.array(self.scored.probability_margins),
            "tokens": np.array(self.scored.tokens),
        }
        return Trained(order=Columns.of(Presentation, order), losses=Columns.of(LossRecord, losses))

    def take_up(self, done: Trained, plan: Plan) -> None:
        """Go on after `done`. Raises `ValueError` if the plan did not begin with what was done."""
        planned = ((visit.epoch, visit.example) for visit in plan.visits)
        begun = zip(planned, values(done.order, "epoch", "example"), strict=False)
        if len(done.order) > len(plan.visits) or any(one != other for one, other in begun):
            raise TrainingDiverged(
                "the checkpoint was trained on something else than what the data set and the order say now: take the "
                "changes back, or start over in another output_dir"
            )
        self.seen.steps.extend(step for step, _ in values(done.order, "step", "epoch"))
        self.seen.visits.extend(range(len(done.order)))
        steps = self.seen.steps
        # Losses stand in the order of the visits; a visit without a trained-on token has none.
        number = 0
        for record in done.losses:
            while (self.visits[number].epoch, self.visits[number].example) != (record.epoch, record.example):
                number += 1
            item = ExampleLoss(number, record.loss, record.margin, record.probability_margin, record.tokens)
            self.scored.add(steps[number], item)
            number += 1


def _append(columns: tuple[array[Any], ...], row: tuple[float, ...]) -> None:
    for column, value in zip(columns, row, strict=True):
        column.append(value)


def _extend(whole: tuple[array[Any], ...], parts: Sequence[tuple[array[Any], ...]]) -> None:
    """Append the columns of all processes, in the order of steps and visits. Processes that share a batch (tensor
    parallelism) report the same visit at the same step: it counts once."""
    columns = [np.concatenate([np.asarray(column) for column in of_all]) for of_all in zip(*parts, strict=True)]
    rows = np.lexsort((columns[1], columns[0]))
    step, visit = columns[0][rows], columns[1][rows]
    first = np.ones(len(rows), dtype=np.bool_)
    first[1:] = (step[1:] != step[:-1]) | (visit[1:] != visit[:-1])
    for column, new in zip(whole, columns, strict=True):
        column.frombytes(new[rows[first]].tobytes())


def _places(texts: Iterable[str]) -> tuple[NDArray[np.int32], list[str]]:
    """The place of each text in the list of all different ones, and that list."""
    known: dict[str, int] = {}
    places = np.fromiter((known.setdefault(text, len(known)) for text in texts), dtype=np.int32)
    return places, list(known)
