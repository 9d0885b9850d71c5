"""Reads loss logs, of whatever trainer: JSONL, Parquet or CSV, or a folder of AllenAI cartography's files.

A log has one row for every example and epoch: `example`, `epoch`, `loss`, and optionally `skill`, `margin` and
`probability_margin`; other columns are ignored. Files are read by Arrow at full speed; only where something is wrong
are they read again, line by line, to say where.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from tutelage.errors import LossLogError
from tutelage.records import LossRecord, read_parquet
from tutelage.storage.rowfiles import arrow_json, csv_rows, is_number, json_rows, raise_fault, read_table, text_of

EPOCH_FILE = re.compile(r"dynamics_epoch_(\d+)\.jsonl")
COLUMNS = {"example": pa.string(), "epoch": pa.int64(), "loss": pa.float64()}
OPTIONAL = {"skill": pa.string(), "margin": pa.float64(), "probability_margin": pa.float64()}
MAY_LACK = ("loss", *OPTIONAL)
"""Columns with values that may be missing: such a loss is left out and counted."""
SUFFIXES = (".jsonl", ".json", ".ndjson", ".csv", ".parquet")


class LossLog(NamedTuple):
    """A loss log in columns. Arrays have one entry a row unless they say otherwise."""

    names: Sequence[str]
    """Examples, in the order in which they first appear."""
    example: NDArray[np.int32]
    """Place of the row's example in `names`."""
    epoch: NDArray[np.int32]
    """Epochs are numbered from 1, without gaps, whatever their numbers in the log are."""
    loss: NDArray[np.float64]
    """In nats."""
    right: NDArray[np.bool_] | None
    """Whether what was to be said was the most probable throughout; `None` if the log does not tell."""
    margin: NDArray[np.float64] | None
    """Probability margin; `None` if the log has none."""
    skills: Sequence[str]
    skill: NDArray[np.int32]
    """Place of each example's skill in `skills`: one entry an example."""
    dropped: int = 0
    """Rows that were left out because their loss is no finite number."""

    @property
    def epochs(self) -> int:
        return int(self.epoch.max(initial=0))


def read_log(path: Path) -> LossLog:
    """Read a loss log.

    Raises `ValueError`, with the line where there is one, for a file that is missing or of another kind, a missing
    column, a value of the wrong type, and an example with two losses in one epoch.
    """
    if path.is_dir():
        return _read_cartography(path)
    if path.suffix not in SUFFIXES:
        raise LossLogError(f"{path} is no loss log: name a {', '.join(SUFFIXES)} file, or a folder of cartography's")
    if not path.is_file():
        raise LossLogError(f"no loss log at {path}: check the path")
    table = {".csv": _read_csv, ".parquet": _read_parquet}.get(path.suffix, _read_json)(path)
    missing = [name for name in COLUMNS if name not in table.column_names]
    if missing:
        raise LossLogError(f"{path}: no column '{missing[0]}'; a loss log has the columns example, epoch, loss")
    margin = _numbers(table, "margin")
    right = None if margin is None else margin > 0
    return _build(path, table, _numbers(table, "loss"), right, _numbers(table, "probability_margin"))


def of_records(losses: Sequence[LossRecord], skills: Mapping[str, str]) -> LossLog:
    """The log of our own trainer; `skills` gives the skill of every example."""
    table = pa.table(
        {
            "example": pa.array([row.example for row in losses], pa.string()),
            "epoch": pa.array([row.epoch for row in losses], pa.int64()),
            "skill": pa.array([skills.get(row.example, "") for row in losses], pa.string()),
        }
    )
    right = np.array([row.margin > 0 for row in losses], dtype=np.bool_)
    loss, margin = (
        np.array([getattr(row, name) for row in losses], dtype=np.float64) for name in ("loss", "probability_margin")
    )
    return _build(Path("losses"), table, loss, right, margin)


def read_ids(path: Path) -> dict[str, str]:
    """Ids of examples, with their skills where the file has them (else an empty text).

    A `.jsonl` or `.csv` file with a column `example`, `id` or `guid`, and perhaps `skill`; or plain text, an id a line.
    """
    if not path.is_file():
        raise LossLogError(f"no file of examples at {path}: check the path")
    found: dict[str, str] = {}
    if path.suffix not in (".jsonl", ".ndjson", ".json", ".csv"):
        return dict.fromkeys(filter(None, map(str.strip, text_of(path).splitlines())), "")
    for line, row in csv_rows(path) if path.suffix == ".csv" else json_rows(path):
        key = next((name for name in ("example", "id", "guid") if row.get(name) is not None), None)
        if key is None:
            raise LossLogError(f"{path} line {line}: no 'example', 'id' or 'guid'")
        found[str(row[key])] = str(row.get("skill") or "")
    return found


def with_skills(log: LossLog, skills: Mapping[str, str]) -> LossLog:
    """The log with the skills of `skills`; an example that is not in there keeps its own."""
    own = [skills.get(name) or log.skills[code] for name, code in zip(log.names, log.skill.tolist(), strict=True)]
    names = list(dict.fromkeys(own))
    place = {name: index for index, name in enumerate(names)}
    return log._replace(skills=names, skill=np.array([place[name] for name in own], dtype=np.int32))


def _build(
    path: Path,
    table: pa.Table,
    loss: NDArray[np.float64] | None,
    right: NDArray[np.bool_] | None,
    margin: NDArray[np.float64] | None = None,
) -> LossLog:
    assert loss is not None
    finite = np.isfinite(loss)
    if not finite.any():
        raise LossLogError(f"{path}: there is no loss in it")
    table = table.filter(pa.array(finite))
    example, names = _encode(table.column("example"))
    numbers = table.column("epoch").to_numpy()
    epochs, epoch = np.unique(numbers, return_inverse=True)
    _refuse_doubles(path, names, example, epoch, epochs)
    skill, skills = np.zeros(len(names), dtype=np.int32), [""]
    if "skill" in table.column_names:
        of_row, skills = _encode(table.column("skill").fill_null(""))
        skill[example] = of_row
        odd = np.flatnonzero(skill[example] != of_row)
        if len(odd):
            raise LossLogError(f"{path}: example '{names[example[odd[0]]]}' has more than one skill")
    return LossLog(
        names,
        example,
        (epoch + 1).astype(np.int32),
        loss[finite],
        None if right is None else right[finite],
        None if margin is None else margin[finite],
        skills,
        skill,
        int((~finite).sum()),
    )


def _encode(column: pa.ChunkedArray) -> tuple[NDArray[np.int32], list[str]]:
    """Numbers for texts, in the order in which they first appear."""
    encoded = column.cast(pa.string()).combine_chunks().dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    return encoded.indices.to_numpy().astype(np.int32), encoded.dictionary.to_pylist()


def _refuse_doubles(path: Path, names: Sequence[str], example: Any, epoch: Any, epochs: Any) -> None:
    key = np.sort(example.astype(np.int64) * len(epochs) + epoch)
    twice = np.flatnonzero(key[1:] == key[:-1])
    if len(twice):
        which, when = divmod(int(key[twice[0]]), len(epochs))
        raise LossLogError(
            f"{path}: example '{names[which]}' has more than one loss in epoch {epochs[when]}; a log has one row for "
            "every example and epoch (split a log of several rounds)"
        )


def _numbers(table: pa.Table, name: str) -> NDArray[np.float64] | None:
    """A column of numbers, NaN where there is none."""
    if name not in table.column_names:
        return None
    return np.asarray(table.column(name).cast(pa.float64()).to_numpy(), dtype=np.float64)


# --- kinds of files -----------------------------------------------------------------------------


def _read_json(path: Path) -> pa.Table:
    types = {**COLUMNS, **OPTIONAL}
    return read_table(
        path, lambda path: arrow_json(path, types, "example", OPTIONAL), json_rows, _fault, may_lack=MAY_LACK
    )


def _read_csv(path: Path) -> pa.Table:
    from pyarrow import csv

    options = csv.ConvertOptions(column_types={**COLUMNS, **OPTIONAL}, strings_can_be_null=True)
    return read_table(
        path, lambda path: csv.read_csv(path, convert_options=options), csv_rows, _fault, may_lack=MAY_LACK
    )


def _read_parquet(path: Path) -> pa.Table:
    types = {**COLUMNS, **OPTIONAL}
    table = read_parquet(path, types)

    def cast(_: Path) -> pa.Table:
        return table.cast(pa.schema([(name, types[name]) for name in table.column_names]))

    return read_table(path, cast, lambda _: enumerate(table.to_pylist(), start=1), _fault, may_lack=MAY_LACK)


def _read_cartography(folder: Path) -> LossLog:
    """`dynamics_epoch_X.jsonl` for every epoch X: guid, logits_epoch_X, gold."""
    inner = folder / "training_dynamics"
    present = sorted((inner if inner.is_dir() else folder).iterdir())
    files = {int(match[1]): path for path in present if (match := EPOCH_FILE.fullmatch(path.name))}
    if not files:
        raise LossLogError(
            f"{folder} holds no file dynamics_epoch_0.jsonl, …: name a loss log, or cartography's folder"
        )
    parts = [_read_logits(path, epoch) for epoch, path in sorted(files.items())]
    tables, losses, right = zip(*parts, strict=True)
    return _build(folder, pa.concat_tables(tables), np.concatenate(losses), np.concatenate(right))


def _read_logits(path: Path, epoch: int) -> tuple[pa.Table, NDArray[np.float64], NDArray[np.bool_]]:
    """Examples with the epoch; the loss -log softmax(logits)[gold]; whether gold is the most probable class."""
    name = f"logits_epoch_{epoch}"

    def fault(row: Mapping[str, Any]) -> str:
        logits, gold = row.get(name), row.get("gold")
        if row.get("guid") is None:
            return "no 'guid'"
        if not isinstance(logits, list) or not all(isinstance(logit, int | float) for logit in logits):
            return f"'{name}' is not a list of numbers"
        inside = isinstance(gold, int) and 0 <= gold < len(logits)
        return "" if inside else f"gold {gold!r} is not one of {len(logits)} classes"

    types = {"guid": pa.string(), "gold": pa.int64(), name: pa.list_(pa.float64())}
    table = read_table(path, lambda path: arrow_json(path, types, "guid"), json_rows, fault)
    lists, gold = table.column(name).combine_chunks(), table.column("gold").to_numpy()
    sizes = lists.value_lengths().to_numpy()
    if (sizes <= gold).any() or (gold < 0).any():
        raise_fault(path, json_rows(path), fault)
    logits = lists.flatten().to_numpy(zero_copy_only=False)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64)
    top = np.maximum.reduceat(logits, starts)
    total = np.add.reduceat(np.exp(logits - np.repeat(top, sizes)), starts)
    of_gold = logits[starts + gold]
    guids = table.column("guid").cast(pa.string())
    rows = pa.table({"example": guids, "epoch": pa.array([epoch] * len(guids), pa.int64())})
    return rows, np.log(total) + top - of_gold, of_gold >= top


def _fault(row: Mapping[str, Any]) -> str:
    """What is wrong with a row of a loss log; empty if nothing is."""
    for name in COLUMNS:
        if name not in row:
            return f"no '{name}' (a loss log has the columns example, epoch, loss)"
    example, epoch, loss = (row[name] for name in COLUMNS)
    if example is None or not isinstance(example, str | int):
        return f"example {example!r} is neither a text nor a whole number"
    if not is_number(int, epoch):
        return f"epoch {epoch!r} is not a whole number"
    if loss is not None and not is_number(float, loss):
        return f"loss {loss!r} is not a number"
    return next((f"{n} {row[n]!r} is not of the right type" for n in OPTIONAL if not _fits(n, row.get(n))), "")


def _fits(name: str, value: Any) -> bool:
    return value is None or (isinstance(value, str) if name == "skill" else is_number(float, value))
