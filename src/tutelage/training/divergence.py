"""How far a student is from its base: the Kullback-Leibler divergence of the next token.

The divergence on a new task predicts how much of the old ones is forgotten (RL's Razor, arXiv:2509.04259).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import torch
from peft import PeftModel

from tutelage.config import StudentConfig
from tutelage.progress import Bar
from tutelage.student.encoding import Encoded
from tutelage.student.loading import Student, load_student
from tutelage.training.batches import LeftPadding
from tutelage.training.losses import divergences, token_losses

BATCH = 2
"""Examples read at once. All their logits are in memory, of both students."""


class MeanDivergence(NamedTuple):
    """Of one example."""

    nats: float
    """Mean over its trained-on tokens of KL(base || student)."""
    tokens: int


class Pair(NamedTuple):
    """A student and its base."""

    student: Student
    base: Callable[[], AbstractContextManager[Any]]
    """The base's model, inside a `with` block."""


def load_pair(config: StudentConfig, source: str, trained: Path) -> Pair:
    """A student that was trained from `source`, with its base: the same model without its adapter, if it has one, and a
    second model in memory if all weights were trained. Both in float32."""
    student = load_student(config, source, trained)
    model: Any = student.model.float().eval()

    @contextmanager
    def without_adapter() -> Iterator[Any]:
        with model.disable_adapter():
            yield model

    if isinstance(model, PeftModel):
        return Pair(student, without_adapter)
    other = load_student(config, source).model.float().eval()

    @contextmanager
    def second() -> Iterator[Any]:
        yield other

    return Pair(student, second)


def mean_divergences(pair: Pair, examples: Sequence[Encoded], bar: Bar | None = None) -> list[MeanDivergence]:
    """KL(base || student) of each example, over the tokens that have a label; `bar` counts examples."""
    found: list[MeanDivergence] = []
    collate = LeftPadding(pair.student.tokenizer.pad_token_id or 0)
    for start in range(0, len(examples), BATCH):
        part = examples[start : start + BATCH]
        batch = collate([example._asdict() for example in part])
        batch = {name: tensor.to(pair.student.model.device) for name, tensor in batch.items()}
        labels = batch.pop("labels")
        owners = torch.arange(len(part), device=labels.device)[:, None].expand_as(labels)
        with torch.no_grad():
            after, _ = token_losses(pair.student.model, batch, labels, owners, narrow=False)
            with pair.base() as base:
                before, _ = token_losses(base, batch, labels, owners, narrow=False)
            nats = divergences(before.logits, after.logits)
        counts = torch.bincount(after.owners, minlength=len(part)).clamp(min=1)
        sums = torch.zeros(len(part), device=nats.device).index_add(0, after.owners, nats)
        found += [
            MeanDivergence(max(0.0, mean), count)
            for mean, count in zip((sums / counts).tolist(), counts.tolist(), strict=True)
        ]
        if bar:
            bar.advance(len(part))
    return found
