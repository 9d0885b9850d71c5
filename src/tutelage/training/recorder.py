"""What happened in training: which visit at which step, with which loss; kept in a few bytes a visit."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence

import numpy as np
from accelerate.utils import gather_object
from numpy.typing import NDArray

from tutelage.encoding import Visit
from tutelage.records import Columns, LossRecord, Presentation, Trained, values
from tutelage.training.losses import ExampleLoss
from tutelage.training.plan import Plan, name

Seen = tuple[int, int]
"""Step and visit."""


class Recorder:
    """Collects in each process what that process trained on; `gather` makes it the same in all."""

    def __init__(self, visits: Sequence[Visit]) -> None:
        self.visits = visits
        self.steps, self.order = array("q"), array("q")
        self.scored, self.tokens = array("q"), array("q")
        self.losses, self.margins, self.probability_margins = array("d"), array("d"), array("d")
        self._seen_here: list[Seen] = []
        self._losses_here: list[tuple[int, ExampleLoss]] = []

    def add(self, step: int, visits: Iterable[int], losses: Sequence[ExampleLoss]) -> None:
        """Take down one batch. Raises `ValueError`, naming the examples, if a loss is not a number."""
        self._seen_here += [(step, visit) for visit in visits]
        self._losses_here += [(step, item) for item in losses]
        broken = [self.visits[item.visit].example for item in losses if not abs(item.loss) < float("inf")]
        if broken:
            raise ValueError(
                f"the loss of {name(broken)} is not a number at step {step}: training stops before it spoils the "
                "weights; lower the learning rate, or leave these examples out if it happens in the first step"
            )

    def gather(self) -> None:
        """Put together what the processes have seen since the last time; all processes must call it."""
        # Processes that share a batch (tensor parallelism) report the same visit at the same step: it counts once.
        seen = sorted(set(gather_object(self._seen_here)))
        losses = {(step, item.visit): item for step, item in gather_object(self._losses_here)}
        self._seen_here, self._losses_here = [], []
        self.steps.extend(step for step, _ in seen)
        self.order.extend(visit for _, visit in seen)
        for place in sorted(losses):
            self._append(losses[place])

    def recent_loss(self, number: int = 64) -> float:
        """Mean over the last examples of this process."""
        recent = [item.loss for _, item in self._losses_here[-number:]] or self.losses[-number:].tolist()
        return sum(recent) / max(len(recent), 1)

    def __len__(self) -> int:
        """Visits so far; of this process alone since the last `gather`."""
        return len(self.order) + len(self._seen_here)

    def records(self) -> Trained:
        """What has been gathered, as records."""
        epochs = np.array([visit.epoch for visit in self.visits], dtype=np.int64)
        examples, ids = _places(visit.example for visit in self.visits)
        skills, names = _places(visit.skill for visit in self.visits)
        seen, scored = np.array(self.order), np.array(self.scored)
        order = {
            "step": np.array(self.steps),
            "epoch": epochs[seen],
            "example": (examples[seen], ids),
            "skill": (skills[seen], names),
        }
        losses = {
            "epoch": epochs[scored],
            "example": (examples[scored], ids),
            "loss": np.array(self.losses),
            "margin": np.array(self.margins),
            "probability_margin": np.array(self.probability_margins),
            "tokens": np.array(self.tokens),
        }
        return Trained(order=Columns.of(Presentation, order), losses=Columns.of(LossRecord, losses))

    def take_up(self, done: Trained, plan: Plan) -> None:
        """Go on after `done`. Raises `ValueError` if the plan did not begin with what was done."""
        begun = [(visit.epoch, visit.example) for visit in plan.visits[: len(done.order)]]
        if begun != list(values(done.order, "epoch", "example")):
            raise ValueError(
                "the checkpoint was trained on something else than what the data set and the order say now: take the "
                "changes back, or start over in another output_dir"
            )
        self.steps.extend(step for step, _ in values(done.order, "step", "epoch"))
        self.order.extend(range(len(done.order)))
        # Losses stand in the order of the visits; a visit without a trained-on token has none.
        number = 0
        for record in done.losses:
            while (self.visits[number].epoch, self.visits[number].example) != (record.epoch, record.example):
                number += 1
            self._append(ExampleLoss(number, record.loss, record.margin, record.probability_margin, record.tokens))
            number += 1

    def _append(self, item: ExampleLoss) -> None:
        self.scored.append(item.visit)
        self.losses.append(item.loss)
        self.margins.append(item.margin)
        self.probability_margins.append(item.probability_margin)
        self.tokens.append(item.tokens)


def _places(texts: Iterable[str]) -> tuple[NDArray[np.int32], list[str]]:
    """The place of each text in the list of all different ones, and that list."""
    known: dict[str, int] = {}
    places = np.fromiter((known.setdefault(text, len(known)) for text in texts), dtype=np.int32)
    return places, list(known)
