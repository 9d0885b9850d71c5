"""What is asked of a stage of training, and how its batches are divided."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from typing import NamedTuple

from tutelage.errors import MissingExtra, TrainingError
from tutelage.student.encoding import Encoded

CPU_TOKENS = 2048
"""Tokens in one forward pass on a CPU, at most, if it has more than one example. 8 worked problems of 200 to 400 tokens
took twice the memory of 4 (9.6 GB, 5.2 GB) and were a third slower (measured)."""


class Probe(NamedTuple):
    """What shows on the way how far a student is."""

    examples: Sequence[Encoded]
    """Questions with their solutions; never trained on."""
    times: int
    """How often they are looked at after the start, evenly over the stage; the last time is its end."""


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
    """What it is called there."""


def require_trackers(names: Sequence[str]) -> None:
    """Raise `MissingExtra` with the install command if a package that metrics are to go to is missing."""
    missing = [name for name in names if find_spec(name) is None]
    if missing:
        raise MissingExtra(f"report_to needs {', '.join(missing)}: pip install {' '.join(missing)}, or leave it out")


def micro_batch(batch_size: int, processes: int, at_most: int) -> int:
    """Examples in one forward pass, so that all processes together make up batches in equal passes. Raises
    `TrainingError` for a batch that cannot be shared evenly."""
    if batch_size % processes:
        raise TrainingError(f"a batch of {batch_size} cannot be shared evenly by {processes} processes")
    share = batch_size // processes
    return max(size for size in range(1, min(share, at_most) + 1) if share % size == 0)


def cpu_micro_batch(longest: int, at_most: int) -> int:
    """Examples in one forward pass on a CPU, the longest of `longest` tokens."""
    return max(1, min(at_most, CPU_TOKENS // longest))
