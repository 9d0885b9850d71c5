"""What happened in training: which presentation at which step, with which loss; a few bytes for each presentation."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from accelerate.utils import gather_object
from numpy.typing import NDArray

from tutelage.errors import TrainingDiverged
from tutelage.records import Columns, LossRecord, Presented, Trained, values
from tutelage.student.encoding import Presentation
from tutelage.training.losses import ExampleLoss
from tutelage.training.plan import TrainingPlan, first_few


class PresentationColumns(NamedTuple):
    """Which presentation was trained on at which step, in columns."""

    steps: array[int]
    presentations: array[int]

    @classmethod
    def none(cls) -> PresentationColumns:
        return cls(array("q"), array("q"))


class LossColumns(NamedTuple):
    """The recorded losses, in columns."""

    steps: array[int]
    presentations: array[int]
    losses: array[float]
    margins: array[float]
    probability_margins: array[float]
    tokens: array[int]

    @classmethod
    def none(cls) -> LossColumns:
        return cls(array("q"), array("q"), array("d"), array("d"), array("d"), array("q"))

    def add(self, step: int, item: ExampleLoss) -> None:
        _append(self, (step, item.presentation, item.loss, item.margin, item.probability_margin, item.tokens))


class Recorder:
    """Collects in each process what that process trained on; after `gather`, all have the same."""

    def __init__(self, presentations: Sequence[Presentation], ids: Iterable[str] = ()) -> None:
        """`ids` are those of the data set, in the order in which the records number its examples."""
        self.presentations, self.ids = presentations, ids
        self.seen, self.scored = PresentationColumns.none(), LossColumns.none()
        self._seen_here, self._scored_here = PresentationColumns.none(), LossColumns.none()

    def add(self, step: int, presentations: Iterable[int], losses: Sequence[ExampleLoss]) -> None:
        """Record one batch. Raises `TrainingDiverged`, naming the examples, if a loss is not a number."""
        for presentation in presentations:
            _append(self._seen_here, (step, presentation))
        for item in losses:
            self._scored_here.add(step, item)
        broken = [self.presentations[item.presentation].example for item in losses if not abs(item.loss) < float("inf")]
        if broken:
            raise TrainingDiverged(
                f"the loss of {first_few(broken)} is not a number at step {step}: training stops before it spoils the "
                "weights; lower the learning rate, or leave these examples out if it happens in the first step"
            )

    def gather(self) -> None:
        """Merge what the processes have seen since the last call; all processes must call it."""
        _extend(self.seen, gather_object([self._seen_here]))
        _extend(self.scored, gather_object([self._scored_here]))
        self._seen_here, self._scored_here = PresentationColumns.none(), LossColumns.none()

    def recent_loss(self, number: int = 64) -> float:
        """Mean loss over the last examples of this process."""
        recent = self._scored_here.losses[-number:] or self.scored.losses[-number:]
        return sum(recent) / max(len(recent), 1)

    def __len__(self) -> int:
        """Presentations so far; since the last `gather`, only those of this process."""
        return len(self.seen.presentations) + len(self._seen_here.presentations)

    def records(self) -> Trained:
        """What has been gathered, as records."""
        epochs = np.array([presentation.epoch for presentation in self.presentations], dtype=np.int64)
        examples, ids = _encode_texts((presentation.example for presentation in self.presentations), self.ids)
        skills, names = _encode_texts(presentation.skill for presentation in self.presentations)
        seen, scored = np.array(self.seen.presentations), np.array(self.scored.presentations)
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
        return Trained(order=Columns.of(Presented, order), losses=Columns.of(LossRecord, losses))

    def resume(self, done: Trained, plan: TrainingPlan) -> None:
        """Continue after `done`. Raises `TrainingDiverged` if the plan does not begin with what was done."""
        planned = ((presentation.epoch, presentation.example) for presentation in plan.presentations)
        begun = zip(planned, values(done.order, "epoch", "example"), strict=False)
        if len(done.order) > len(plan.presentations) or any(one != other for one, other in begun):
            raise TrainingDiverged(
                "the checkpoint was trained on something other than what the data set and the order now say: undo the "
                "changes, or start again in another output_dir"
            )
        self.seen.steps.extend(step for step, _ in values(done.order, "step", "epoch"))
        self.seen.presentations.extend(range(len(done.order)))
        steps = self.seen.steps
        # Losses are in the order of the presentations; a presentation without a trained-on token has none.
        number = 0
        for record in done.losses:
            while (self.presentations[number].epoch, self.presentations[number].example) != (
                record.epoch,
                record.example,
            ):
                number += 1
            item = ExampleLoss(number, record.loss, record.margin, record.probability_margin, record.tokens)
            self.scored.add(steps[number], item)
            number += 1


def _append(columns: tuple[array[Any], ...], row: tuple[float, ...]) -> None:
    for column, value in zip(columns, row, strict=True):
        column.append(value)


def _extend(whole: tuple[array[Any], ...], parts: Sequence[tuple[array[Any], ...]]) -> None:
    """Append the columns of all processes, in the order of steps and presentations. Processes that share a batch
    (tensor parallelism) report the same presentation at the same step: it counts once."""
    columns = [np.concatenate([np.asarray(column) for column in of_all]) for of_all in zip(*parts, strict=True)]
    rows = np.lexsort((columns[1], columns[0]))
    step, presentation = columns[0][rows], columns[1][rows]
    first = np.ones(len(rows), dtype=np.bool_)
    first[1:] = (step[1:] != step[:-1]) | (presentation[1:] != presentation[:-1])
    for column, new in zip(whole, columns, strict=True):
        column.frombytes(new[rows[first]].tobytes())


def _encode_texts(texts: Iterable[str], first: Iterable[str] = ()) -> tuple[NDArray[np.int32], list[str]]:
    """The index of each text in the list of distinct texts, and that list; it begins with those in `first`."""
    known = {text: index for index, text in enumerate(first)}
    indices = np.fromiter((known.setdefault(text, len(known)) for text in texts), dtype=np.int32)
    return indices, list(known)
