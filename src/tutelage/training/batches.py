"""From planned rows to tensors, with each token marked by the presentation that it belongs to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch
from datasets import Dataset

from tutelage.training.plan import TrainingPlan
from tutelage.training.preparation import labels_of

FILLER = 2
"""Tokens in a filler row: one to read, one to predict, whose label is masked."""

Row = dict[str, Any]


class PlannedRows(torch.utils.data.Dataset[Row]):
    """The rows of a plan, read from a table of token ids that has every example once.

    An item has `input_ids`, `labels`, `presentations` (numbers; -1 for a filler) and `seq_lengths` (one for each
    presentation).
    """

    def __init__(self, plan: TrainingPlan, table: Dataset, positions: Mapping[str, int], filler: int) -> None:
        self.plan, self.table, self.positions, self.filler = plan, table, positions, filler

    def __len__(self) -> int:
        return len(self.plan.rows)

    def __getitem__(self, index: int) -> Row:
        presentations = self.plan.rows[index]
        if not presentations:
            labels = [-100] * FILLER
            return {
                "input_ids": [self.filler] * FILLER,
                "labels": labels,
                "presentations": [-1],
                "seq_lengths": [FILLER],
            }
        examples = [self.table[self.positions[self.plan.presentations[number].example]] for number in presentations]
        return {
            "input_ids": [token for example in examples for token in example["input_ids"]],
            # Nothing predicts an example's first token: not left padding, nor a packed neighbour.
            "labels": [label for example in examples for label in (-100, *labels_of(example)[1:])],
            "presentations": list(presentations),
            "seq_lengths": [len(example["input_ids"]) for example in examples],
        }


class LeftPadding:
    """Pads on the left: labelled tokens, mostly at the end of an example, are then aligned, and the head is computed
    for few positions."""

    def __init__(self, pad: int, multiple: int | None = None) -> None:
        self.pad, self.multiple = pad, multiple or 1

    def __call__(self, rows: Sequence[Row]) -> dict[str, torch.Tensor]:
        longest = max(len(row["input_ids"]) for row in rows)
        width = -(-longest // self.multiple) * self.multiple
        blank = [width - len(row["input_ids"]) for row in rows]
        ids = [[self.pad] * gap + list(row["input_ids"]) for gap, row in zip(blank, rows, strict=True)]
        labels = [[-100] * gap + list(row["labels"]) for gap, row in zip(blank, rows, strict=True)]
        mask = torch.tensor([[0] * gap + [1] * (width - gap) for gap in blank])
        return {
            "input_ids": torch.tensor(ids),
            "attention_mask": mask,
            "position_ids": (mask.cumsum(-1) - 1).clamp(min=0),
            "labels": torch.tensor(labels),
        }


class TagWithPresentation:
    """Adds `owners` to another collator's batch: for each token the number of its presentation, -1 for a filler.

    `flat` says that the other collator joins all rows into one, without padding, as TRL's does for packed rows. Rows
    without presentations (in an evaluation) get no owners.
    """

    def __init__(self, inner: Callable[[list[Row]], dict[str, Any]], *, flat: bool) -> None:
        self.inner, self.flat = inner, flat

    def __call__(self, rows: list[Row]) -> dict[str, Any]:
        presentations = [row["presentations"] for row in rows if "presentations" in row]
        if not self.flat:
            rows = [{key: value for key, value in row.items() if key != "seq_lengths"} for row in rows]
        batch = self.inner(rows)
        if len(presentations) == len(rows):
            width = batch["input_ids"].shape[1]
            batch["owners"] = flat_owners(rows, width) if self.flat else row_owners(presentations, width)
        return batch


def row_owners(presentations: Sequence[Sequence[int]], width: int) -> torch.Tensor:
    """Owners, of shape (rows, width), where every row is one presentation; `presentations` has shape (rows, 1)."""
    # Contiguous, because the view that `expand` gives cannot be pinned for the transfer to a GPU.
    return torch.tensor(presentations).expand(-1, width).contiguous()


def flat_owners(rows: Sequence[Row], width: int) -> torch.Tensor:
    """Owners, of shape (1, width), where all rows follow one another; -1 after their end."""
    presentations = torch.tensor([number for row in rows for number in row["presentations"]])
    lengths = torch.tensor([length for row in rows for length in row["seq_lengths"]])
    owners = torch.full((1, width), -1)
    owners[0, : int(lengths.sum())] = presentations.repeat_interleave(lengths)
    return owners
