"""The loss of every trained-on token, and the mean loss and margins of each example."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import torch

from tutelage.progress import Bar
from tutelage.student.encoding import Encoded
from tutelage.training.batches import LeftPadding


class TokenLosses(NamedTuple):
    """One row for each trained-on token of a batch, in the order of the batch."""

    losses: torch.Tensor
    """Cross entropy in nats, float32, with gradient."""
    owners: torch.Tensor
    """The presentation that the token belongs to."""
    logits: torch.Tensor
    """Over the vocabulary, float32, without gradient."""
    targets: torch.Tensor
    """The right token."""


class ExampleLoss(NamedTuple):
    """Figures of one presentation, over its trained-on tokens."""

    presentation: int
    loss: float
    """Mean, in nats."""
    margin: float
    """The smallest one, in logits."""
    probability_margin: float
    """The smallest one, in probabilities."""
    tokens: int


def token_losses(
    model: Any, inputs: Mapping[str, Any], labels: torch.Tensor, owners: torch.Tensor, *, narrow: bool
) -> tuple[TokenLosses, Any]:
    """Forward pass; `labels` and `owners` have the shape of `input_ids`. Also returns the model's outputs.

    If the model can (`narrow`), logits are computed only for the positions at which some row has a label.
    """
    positions, here = _labelled(labels)
    outputs = model(**inputs, **({"logits_to_keep": positions} if narrow else {}), use_cache=False)
    logits, targets = logits_at(labels, outputs.logits, narrow=narrow), labels[:, 1:][:, positions][here]
    losses = torch.nn.functional.cross_entropy(logits, targets, reduction="none")
    return TokenLosses(losses, owners[:, 1:][:, positions][here], logits.detach(), targets), outputs


def logits_at(labels: torch.Tensor, logits: torch.Tensor, *, narrow: bool) -> torch.Tensor:
    """A model's logits for the trained-on tokens of a batch, float32, one row each; `narrow` as in `token_losses`."""
    positions, here = _labelled(labels)
    return (logits if narrow else logits[:, positions])[here].float()


def _labelled(labels: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """The positions at which some row has a label for the next token, and which rows have one there."""
    labelled = labels[:, 1:] != -100
    # Indices, not a number: a number makes a strided view, for which the head's product copies its whole weight.
    positions = labelled.any(0).nonzero().squeeze(1)
    if not len(positions):  # only fillers: one position, so that the loss stays connected to the model
        positions = positions.new_zeros(1)
    return positions, labelled[:, positions]


def divergences(base: torch.Tensor, student: torch.Tensor) -> torch.Tensor:
    """KL(base || student) of the next token in nats, from logits of shape (n, vocabulary)."""
    log_base, log_student = base.log_softmax(-1), student.log_softmax(-1)
    return (log_base.exp() * (log_base - log_student)).sum(-1)


def margins(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Per token: the right token's logit minus the best other one. Shapes (n, vocabulary) and (n,)."""
    right = logits.gather(1, targets[:, None]).squeeze(1)
    top = logits.topk(2, dim=1)
    best_other = torch.where(top.indices[:, 0] == targets, top.values[:, 1], top.values[:, 0])
    return right - best_other


def example_means(tokens: TokenLosses) -> list[ExampleLoss]:
    """One entry for each presentation with a trained-on token, in the order of the batch."""
    presentations, counts = torch.unique_consecutive(tokens.owners, return_counts=True)
    sizes = counts.tolist()
    losses = torch.split(tokens.losses.detach().cpu(), sizes)
    smallest = torch.split(margins(tokens.logits, tokens.targets).cpu(), sizes)
    return [
        ExampleLoss(
            presentation,
            loss.mean().item(),
            margin.min().item(),
            # The right token's probability minus the best other one's, without going over the vocabulary again.
            ((-loss).exp() - (-loss - margin).exp()).min().item(),
            size,
        )
        for presentation, loss, margin, size in zip(presentations.tolist(), losses, smallest, sizes, strict=True)
    ]


def presentations_in(owners: torch.Tensor) -> list[int]:
    """All presentations of a batch, with or without a trained-on token, in their order, without fillers."""
    presentations: list[int] = torch.unique_consecutive(owners[owners >= 0]).tolist()
    return presentations


def example_losses(
    model: Any, examples: Sequence[Encoded], pad: int, *, narrow: bool, batch_size: int = 16, bar: Bar | None = None
) -> list[float]:
    """Mean loss of each example, in nats per token, without training on it. No random numbers are drawn. `bar` counts
    examples."""
    order = sorted(range(len(examples)), key=lambda index: len(examples[index].input_ids))
    found = [0.0] * len(examples)
    collate = LeftPadding(pad)
    training = model.training
    model.eval()
    try:
        for start in range(0, len(order), batch_size):
            chunk = order[start : start + batch_size]
            batch = collate([examples[index]._asdict() for index in chunk])
            batch = {name: tensor.to(model.device) for name, tensor in batch.items()}
            labels = batch.pop("labels")
            owners = torch.arange(len(chunk), device=labels.device)[:, None].expand_as(labels)
            with torch.no_grad():
                tokens, _ = token_losses(model, batch, labels, owners, narrow=narrow)
            # Without margins, which take a pass over the whole vocabulary.
            sums = torch.zeros(len(chunk), device=labels.device).index_add(0, tokens.owners, tokens.losses)
            counts = torch.bincount(tokens.owners, minlength=len(chunk)).clamp(min=1)
            for index, loss in zip(chunk, (sums / counts).tolist(), strict=True):
                found[index] = loss
            if bar:
                bar.advance(len(chunk))
    finally:
        model.train(training)
    return found
