"""How a stage of training is carried out, and how its batches are divided."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from math import cos, pi
from typing import Literal, NamedTuple

from tutelage.errors import MissingExtra, TrainingError
from tutelage.student.encoding import Encoded

CPU_TOKENS = 2048
"""Tokens in one forward pass on a CPU, at most, if it has more than one example. With 8 worked problems of 200 to 400
tokens it took twice the memory of 4 (9.6 GB, 5.2 GB) and was a third slower (measured)."""

LOWEST = 0.05
"""The learning rate falls to this share of its peak."""
DECAY = 0.2
"""`warmup-stable-decay`: the last share of training, in which the rate falls."""

Form = Literal["linear", "cosine", "constant", "warmup-stable-decay"]


class Probe(NamedTuple):
    """Questions whose loss shows during training how far a student has come."""

    examples: Sequence[Encoded]
    """Questions with their solutions; never trained on."""
    times: int
    """How often their loss is measured after the start, evenly over the stage, the last time at its end."""


class Schedule(NamedTuple):
    """How a stage of training is carried out."""

    learning_rate: float
    batch_size: int
    save_every: int
    """Optimizer steps between checkpoints."""
    seed: int
    warmup_steps: int = 5
    form: Form = "linear"
    """How the learning rate moves; see `PracticeConfig.schedule`."""
    begin: float = 0.0
    """Where this stage begins in the whole that the form covers, from 0 to 1."""
    share: float = 1.0
    """How much of that whole this stage is. The form is laid over shares, not steps: how many steps later rounds will
    have is not known before."""
    average: float = 0.0
    """At the end of the stage its weights become their mean over this last share of its steps."""
    divergence_penalty: float = 0.0
    """See `PracticeConfig.divergence_penalty`."""
    optimizer_of: str = ""
    """Folder with the states of an earlier stage's optimizer, which goes on; empty: a new one."""
    keep_optimizer: bool = False
    """Whether a later stage goes on with the optimizer of this one."""
    snapshots: int = 0
    """At how many points within the stage, evenly, the student is saved."""
    micro_batch: int = 8
    """Examples in one forward pass, at most. Sorted by length within their batch, eight at once were fastest on a CPU
    (measured)."""
    checkpointing: bool = False
    """See `LaunchConfig.checkpointing`."""
    report_to: tuple[str, ...] = ()
    """See `Recipe.report_to`."""
    run_name: str = ""
    """The name that trackers show."""


def rate_factor(schedule: Schedule, step: int, steps: int) -> float:
    """The learning rate as a share of its peak, after `step` of a stage's `steps` optimizer steps.

    Only a stage at the beginning of the whole warms up, for at most half of its steps.
    """
    warmup = 0 if schedule.begin else min(schedule.warmup_steps, steps // 2)
    if step < warmup:
        return step / warmup
    done = schedule.begin + schedule.share * min(1.0, (step - warmup) / max(1, steps - warmup))
    return LOWEST + (1 - LOWEST) * _left(schedule.form, done)


def _left(form: Form, done: float) -> float:
    """What is left of the way from the peak to the lowest rate, after the share `done` of the whole."""
    if form == "constant":
        return 1.0
    if form == "cosine":
        return (1 + cos(pi * done)) / 2
    return min(1.0, (1 - done) / DECAY) if form == "warmup-stable-decay" else 1 - done


def snapshot_parts(schedule: Schedule, step: int, steps: int) -> list[int]:
    """The points, counted from 1, that come after this one of a stage's optimizer steps: several where there are more
    points than steps."""
    parts = range(1, schedule.snapshots + 1)
    return [part for part in parts if step == max(1, round(steps * part / (schedule.snapshots + 1)))]


def averaged_steps(schedule: Schedule, steps: int) -> int:
    """How many of a stage's last steps its weights are averaged over."""
    return max(1, round(schedule.average * steps)) if schedule.average else 0


def require_trackers(names: Sequence[str]) -> None:
    """Raise `MissingExtra` with the install command if the package of a tracker is missing."""
    missing = [name for name in names if find_spec(name) is None]
    if missing:
        raise MissingExtra(f"report_to needs {', '.join(missing)}: pip install {' '.join(missing)}, or leave it out")


def micro_batch(batch_size: int, processes: int, at_most: int) -> int:
    """Examples in one forward pass: as many as allowed so that equal passes of all processes make up a batch. Raises
    `TrainingError` for a batch that cannot be shared evenly."""
    if batch_size % processes:
        raise TrainingError(f"a batch of {batch_size} cannot be shared evenly by {processes} processes")
    share = batch_size // processes
    return max(size for size in range(1, min(share, at_most) + 1) if share % size == 0)


def cpu_micro_batch(longest: int, at_most: int) -> int:
    """Examples in one forward pass on a CPU, the longest of `longest` tokens."""
    return max(1, min(at_most, CPU_TOKENS // longest))
