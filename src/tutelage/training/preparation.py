"""What is trained on of each example: cut to length, or left out, and said so."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

from datasets import Dataset

from tutelage.training.plan import name

TooLong = Literal["truncate", "leave-out"]

LONG, EMPTY = "too long", "no trained-on token"

log = logging.getLogger("tutelage")


class Prepared(NamedTuple):
    """Token ids of a data set, as they will be trained on."""

    table: Dataset
    """Columns `input_ids` and `labels`."""
    places: dict[str, int]
    """Row in the table of each id that is trained on."""
    lengths: dict[str, int]
    """Tokens of each id that is trained on."""
    left_out: dict[str, str]
    """Why, by id."""
    truncated: tuple[str, ...]


def prepare(table: Dataset, ids: Sequence[str], max_length: int | None, keep: str, too_long: TooLong) -> Prepared:
    """Cut what is longer than `max_length` tokens (`keep` its start or its end), or leave it out; leave out what then
    has no trained-on token. `table` has `input_ids` and `labels` (-100: not trained on), a row for each of `ids`."""
    table = table.select_columns(["input_ids", "labels"])
    long = [id_ for id_, length in zip(ids, _lengths(table), strict=True) if max_length and length > max_length]
    if long and too_long == "truncate":
        table = cut(table, max_length, keep)
    left_out = dict.fromkeys(long, LONG) if too_long == "leave-out" else {}
    trained_on = [sum(label != -100 for label in row[1:]) for batch in table.iter(1000) for row in batch["labels"]]
    left_out |= {id_: EMPTY for id_, tokens in zip(ids, trained_on, strict=True) if not tokens and id_ not in left_out}
    kept = {id_: (place, n) for place, (id_, n) in enumerate(zip(ids, _lengths(table), strict=True))}
    return Prepared(
        table=table,
        places={id_: place for id_, (place, _) in kept.items() if id_ not in left_out},
        lengths={id_: length for id_, (_, length) in kept.items() if id_ not in left_out},
        left_out=left_out,
        truncated=tuple(id_ for id_ in long if id_ not in left_out),
    )


def cut(table: Dataset, max_length: int | None, keep: str) -> Dataset:
    """The same table with `input_ids` and `labels` of at most `max_length` tokens."""
    if max_length is None:
        return table
    part = slice(None, max_length) if keep == "keep_start" else slice(-max_length, None)

    def shorten(batch: Mapping[str, Any]) -> dict[str, Any]:
        return {key: [row[part] for row in batch[key]] for key in ("input_ids", "labels") if key in batch}

    return table.map(shorten, batched=True, desc="Truncating")


def tell(prepared: Prepared, max_length: int | None) -> None:
    """Say in one line each what was cut or left out."""
    total = len(prepared.table)
    if prepared.truncated:
        log.warning(
            "%d of %d examples are longer than max_length (%s tokens) and are cut: %s",
            *(len(prepared.truncated), total, max_length, name(prepared.truncated)),
        )
    for reason in (LONG, EMPTY):
        ids = [id_ for id_, why in prepared.left_out.items() if why == reason]
        if ids:
            log.warning("%d of %d examples are left out (%s): %s", len(ids), total, reason, name(ids))


def _lengths(table: Dataset) -> list[int]:
    return [len(row) for batch in table.iter(1000) for row in batch["input_ids"]]
