"""How a stage of training is carried out, and how its batches are divided."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from typing import NamedTuple

from tutelage.errors import MissingExtra, TrainingError
from tutelage.student.encoding import Encoded

CPU_TOKENS = 2048
"""Tokens in one forward pass on a CPU, at most, if it has more than one example. With 8 worked problems of 200 to 400
tokens it took twice the memory of 4 (9.6 GB, 5.2 GB) and was a third slower (measured)."""


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
    micro_batch: int = 8
    """Examples in one forward pass, at most. Sorted by length within their batch, eight at once were fastest on a CPU
    (measured)."""
    checkpointing: bool = False
    """See `LaunchConfig.checkpointing`."""
    report_to: tuple[str, ...] = ()
    """See `Recipe.report_to`."""
    run_name: str = ""
    """The name that trackers show."""


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
