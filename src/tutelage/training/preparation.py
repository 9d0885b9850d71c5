"""What of each example is trained on: examples that are too long are cut, or left out and reported."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

import numpy as np
from datasets import Dataset

from tutelage.training.plan import first_few

TooLong = Literal["truncate", "leave-out"]

TOKENS = ("input_ids", "labels", "trained_on")
"""Columns with an entry for each token; `trained_on`, a truth value, stands for labels that are the token or -100."""
LONG, EMPTY = "too long", "no trained-on token"

log = logging.getLogger("tutelage")


class PreparedTable(NamedTuple):
    """Token ids of a data set, as trained on."""

    table: Dataset
    """Columns `input_ids`, and `labels` or `trained_on`."""
    rows: dict[str, int]
    """Row in the table of each id that is trained on."""
    lengths: dict[str, int]
    """Tokens of each id that is trained on."""
    left_out: dict[str, str]
    """Why, by id."""
    truncated: tuple[str, ...]


def prepare_table(
    table: Dataset, ids: Sequence[str], max_length: int | None, keep: str, too_long: TooLong
) -> PreparedTable:
    """Cut examples that are longer than `max_length` tokens (`keep` their start or end), or leave them out; leave out
    those that then have no trained-on token. `table` has a row for each of `ids`: `input_ids`, and `labels` (-100: not
    trained on) or `trained_on`."""
    table = table.select_columns(["input_ids", "labels" if "labels" in table.column_names else "trained_on"])
    lengths, trained_on = _count(table)
    long = [id_ for id_, length in zip(ids, lengths, strict=True) if max_length and length > max_length]
    if long and too_long == "truncate":
        table = cut(table, max_length, keep)
        lengths, trained_on = _count(table)
    left_out = dict.fromkeys(long, LONG) if too_long == "leave-out" else {}
    left_out |= {id_: EMPTY for id_, tokens in zip(ids, trained_on, strict=True) if not tokens and id_ not in left_out}
    return PreparedTable(
        table=table,
        rows={id_: row for row, id_ in enumerate(ids) if id_ not in left_out},
        lengths={id_: length for id_, length in zip(ids, lengths, strict=True) if id_ not in left_out},
        left_out=left_out,
        truncated=tuple(id_ for id_ in long if id_ not in left_out),
    )


def cut(table: Dataset, max_length: int | None, keep: str) -> Dataset:
    """The same table with at most `max_length` tokens per row."""
    if max_length is None:
        return table
    part = slice(None, max_length) if keep == "keep_start" else slice(-max_length, None)

    def shorten(batch: Mapping[str, Any]) -> dict[str, Any]:
        return {key: [row[part] for row in batch[key]] for key in TOKENS if key in batch}

    return table.map(shorten, batched=True, desc="Truncating")


def report_changes(prepared: PreparedTable, max_length: int | None) -> None:
    """Log what was cut and what was left out, in one line each."""
    total = len(prepared.table)
    if prepared.truncated:
        log.warning(
            "%d of %d examples are longer than max_length (%s tokens) and are cut: %s",
            *(len(prepared.truncated), total, max_length, first_few(prepared.truncated)),
        )
    for reason in (LONG, EMPTY):
        ids = [id_ for id_, why in prepared.left_out.items() if why == reason]
        if ids:
            log.warning("%d of %d examples are left out (%s): %s", len(ids), total, reason, first_few(ids))


def labels_of(row: Mapping[str, Any]) -> Sequence[int]:
    """The labels of one row of a table."""
    if "labels" in row:
        return row["labels"]  # type: ignore[no-any-return]
    return [id_ if trained_on else -100 for id_, trained_on in zip(row["input_ids"], row["trained_on"], strict=True)]


def _count(table: Dataset) -> tuple[list[int], list[int]]:
    """Tokens of each row, and how many of them are trained on: all labelled ones but the first, which nothing
    predicts."""
    lengths: list[int] = []
    trained_on: list[int] = []
    (column,) = {"labels", "trained_on"} & set(table.column_names)
    for batch in table.with_format("arrow").iter(1000):
        rows = batch[column].combine_chunks()
        labelled = rows.flatten().to_numpy(zero_copy_only=False) != (-100 if column == "labels" else 0)
        sizes = rows.value_lengths().to_numpy()
        starts = np.cumsum(sizes) - sizes
        labelled[starts[sizes > 0]] = False
        before = np.concatenate([[0], np.cumsum(labelled)])
        lengths += sizes.tolist()
        trained_on += (before[starts + sizes] - before[starts]).tolist()
    return lengths, trained_on
