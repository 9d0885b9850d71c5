"""Reads loss logs of any trainer, from any file of rows, or a folder with the files of AllenAI's cartography.

A log has one row for every example and epoch: `example`, `epoch`, `loss`, and optionally `skill`, `margin` and
`probability_margin`; other columns are ignored. Arrow reads the files at full speed; only if something is wrong are
they read again, line by line, to report where.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from tutelage.dynamics.tables import checked_rows, read_table
from tutelage.errors import LossLogError
from tutelage.records import Columns, LossRecord
from tutelage.storage.rowfiles import kind_of, names_of, one_line, read_rows, strict_rows, text_of

EPOCH_FILE = re.compile(r"dynamics_epoch_(\d+)\.jsonl(?:\.gz)?")
COLUMNS = {"example": pa.string(), "epoch": pa.int64(), "loss": pa.float64()}
OPTIONAL = {"skill": pa.string(), "margin": pa.float64(), "probability_margin": pa.float64()}
MAY_LACK = ("loss", *OPTIONAL)
"""Columns whose values may be missing; rows without a loss are left out and counted."""


class LossLog(NamedTuple):
    """A loss log in columns. Arrays have one entry per row unless they say otherwise."""

    names: Sequence[str]
    """Examples, in the order in which they first appear."""
    example: NDArray[np.int32]
    """Index of the row's example in `names`."""
    epoch: NDArray[np.int32]
    """From 1, without gaps, whatever the numbers in the file are."""
    loss: NDArray[np.float64]
    """In nats."""
    right: NDArray[np.bool_] | None
    """Whether every right token was the most probable one; `None` if the log does not say."""
    margin: NDArray[np.float64] | None
    """Probability margin; `None` if the log has none."""
    skills: Sequence[str]
    skill: NDArray[np.int32]
    """Index of each example's skill in `skills`: one entry per example."""
    constructed: NDArray[np.bool_]
    """Whether it is a constructed error: one entry per example."""
    dropped: int = 0
    """Rows that were left out because their loss is not a finite number."""

    @property
    def epochs(self) -> int:
        return int(self.epoch.max(initial=0))

    @property
    def has_margins(self) -> bool:
        """Whether every row has a probability margin."""
        return self.margin is not None and bool(np.isfinite(self.margin).all())


def read_log(path: Path) -> LossLog:
    """Read a loss log.

    Raises an error, with the line if there is one, for a file that is missing or of another kind, a missing column, a
    value of the wrong type, and an example with two losses in one epoch.
    """
    if path.is_dir():
        return _read_cartography(path)
    if not path.is_file():
        raise LossLogError(f"no loss log at {path}: check the path")
    if kind_of(path) == "text":
        raise LossLogError(
            f"{path} is not a loss log: name a JSONL, JSON, CSV, TSV or Parquet file, or cartography's folder"
        )
    table = read_table(path, {**COLUMNS, **OPTIONAL}, _fault, optional=OPTIONAL, may_lack=MAY_LACK)
    missing = [name for name in COLUMNS if name not in table.column_names]
    if missing:
        names = next((names_of(row) for _, row in read_rows(path) if not isinstance(row, ValueError)), "none")
        raise LossLogError(
            f"{path}: no column '{missing[0]}': its columns are {names}; a loss log has example, epoch, loss"
        )
    margin = _numbers(table, "margin")
    right = None if margin is None else margin > 0
    return _build(path, table, _numbers(table, "loss"), right, _numbers(table, "probability_margin"))


def log_of_records(
    losses: Sequence[LossRecord], skills: Mapping[str, str], constructed: Mapping[str, str] | None = None
) -> LossLog:
    """The log of our own trainer, for the examples in `skills` and then those in `constructed`, in this order.

    `skills` and `constructed` give the skill of every training example and of every constructed error; losses of other
    examples are left out.
    """
    import pyarrow.compute as pc

    names, errors = [*skills, *(constructed or {})], constructed or {}
    if isinstance(losses, Columns):
        table = losses.table
    else:
        kinds = {name: kind for name, kind in {**COLUMNS, **OPTIONAL}.items() if name != "skill"}
        table = pa.table({name: pa.array([getattr(r, name) for r in losses], kind) for name, kind in kinds.items()})
    coded, listed = _encode(table.column("example"))
    # From an example's index in the log to that in the training set; -1 if it is not in that.
    known = pa.array(names, pa.string())
    if listed.equals(known):  # as the trainer numbers them; looking up a million ids takes almost half a second
        index, example = coded[:0], coded
    else:
        index = pc.index_in(listed, value_set=known).fill_null(-1).to_numpy()
        example = index[coded]
    rows = slice(None) if index.min(initial=0) >= 0 else example >= 0
    skill, all_skills = _encode(pa.array([*skills.values(), *errors.values()], pa.string()))
    epoch, loss, margin, probability_margin = (
        table.column(name).to_numpy()[rows] for name in ("epoch", "loss", "margin", "probability_margin")
    )
    return LossLog(
        names,
        example[rows],
        epoch.astype(np.int32),
        loss,
        margin > 0,
        probability_margin,
        all_skills.to_pylist(),
        skill,
        np.arange(len(names)) >= len(skills),
    )


def read_ids(path: Path) -> dict[str, str]:
    """Ids of examples, with their skills where the file has them (else an empty text).

    A file of rows with a column `example`, `id` or `guid`, and perhaps `skill`; or plain text, one id per line.
    """
    if not path.is_file():
        raise LossLogError(f"no file of examples at {path}: check the path")
    found: dict[str, str] = {}
    if kind_of(path, prose=True) == "text":
        return dict.fromkeys(filter(None, map(str.strip, text_of(path).split("\n"))), "")
    for line, row in strict_rows(path):
        key = next((name for name in ("example", "id", "guid") if row.get(name) is not None), None)
        if key is None:
            raise LossLogError(f"{path} line {line}: no 'example', 'id' or 'guid': its columns are {names_of(row)}")
        found[str(row[key])] = str(row.get("skill") or "")
    return found


def with_skills(log: LossLog, skills: Mapping[str, str], constructed: Collection[str]) -> LossLog:
    """The log with the given skills, and with `constructed` marked; an example that is not in `skills` keeps its
    skill."""
    own = [skills.get(name) or log.skills[code] for name, code in zip(log.names, log.skill.tolist(), strict=True)]
    skill, names = _encode(pa.array(own, pa.string()))
    marked = np.array([name in constructed for name in log.names], dtype=np.bool_)
    return log._replace(skills=names.to_pylist(), skill=skill, constructed=marked)


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
        raise LossLogError(f"{path}: it has no loss")
    # An epoch without any loss is still one.
    epochs, epoch = np.unique(table.column("epoch").to_numpy(), return_inverse=True)
    epoch, table = epoch[finite], table.filter(pa.array(finite))
    example, listed = _encode(table.column("example"))
    try:
        names = listed.to_pylist()
    except UnicodeDecodeError:
        raise LossLogError(f"{path} is not UTF-8 text: save it as UTF-8") from None
    _refuse_doubles(path, names, example, epoch, epochs)
    skill, skills = np.zeros(len(names), dtype=np.int32), [""]
    if "skill" in table.column_names:
        of_row, found = _encode(table.column("skill").fill_null(""))
        skills = found.to_pylist()
        skill[example] = of_row
        odd = np.flatnonzero(skill[example] != of_row)
        if len(odd):
            raise LossLogError(f"{path}: example '{one_line(names[example[odd[0]]])[:60]}' has more than one skill")
    return LossLog(
        names,
        example,
        (epoch + 1).astype(np.int32),
        loss[finite],
        None if right is None else right[finite],
        None if margin is None else margin[finite],
        skills,
        skill,
        np.zeros(len(names), dtype=np.bool_),
        int((~finite).sum()),
    )


def _encode(column: pa.ChunkedArray | pa.Array) -> tuple[NDArray[np.int32], pa.StringArray]:
    """Texts as numbers, in the order in which they first appear; a column that is encoded already keeps its numbers."""
    chunks = column if isinstance(column, pa.ChunkedArray) else pa.chunked_array([column])
    coded = chunks if pa.types.is_dictionary(chunks.type) else chunks.cast(pa.string()).dictionary_encode()
    encoded = coded.unify_dictionaries().combine_chunks()
    return encoded.indices.to_numpy().astype(np.int32), encoded.dictionary


def _refuse_doubles(path: Path, names: Sequence[str], example: Any, epoch: Any, epochs: Any) -> None:
    key = np.sort(example.astype(np.int64) * len(epochs) + epoch)
    twice = np.flatnonzero(key[1:] == key[:-1])
    if len(twice):
        which, when = divmod(int(key[twice[0]]), len(epochs))
        raise LossLogError(
            f"{path}: example '{one_line(names[which])[:60]}' has more than one loss in epoch {epochs[when]}; a log "
            "has one row for every example and epoch (split a log of several rounds)"
        )


def _numbers(table: pa.Table, name: str) -> NDArray[np.float64] | None:
    """A column of numbers, NaN where there is none."""
    if name not in table.column_names:
        return None
    return np.asarray(table.column(name).cast(pa.float64()).to_numpy(), dtype=np.float64)


# --- kinds of files -----------------------------------------------------------------------------


def _read_cartography(folder: Path) -> LossLog:
    """`dynamics_epoch_X.jsonl` for every epoch X: guid, logits_epoch_X, gold."""
    inner = folder / "training_dynamics"
    present = sorted((inner if inner.is_dir() else folder).iterdir())
    files = {int(match[1]): path for path in present if (match := EPOCH_FILE.fullmatch(path.name))}
    if not files:
        raise LossLogError(f"{folder} has no file dynamics_epoch_0.jsonl, …: name a loss log, or cartography's folder")
    parts = [_read_logits(path, epoch) for epoch, path in sorted(files.items())]
    tables, losses, right = zip(*parts, strict=True)
    return _build(folder, pa.concat_tables(tables), np.concatenate(losses), np.concatenate(right))


def _read_logits(path: Path, epoch: int) -> tuple[pa.Table, NDArray[np.float64], NDArray[np.bool_]]:
    """Examples and epoch; losses, -log softmax(logits)[gold]; whether gold is the most probable class."""
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
    table = read_table(path, types, fault, key="guid")
    lists, gold = table.column(name).combine_chunks(), table.column("gold").to_numpy()
    sizes = lists.value_lengths().to_numpy()
    if (sizes <= gold).any() or (gold < 0).any():
        list(checked_rows(path, fault))  # the first fault is raised
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
            return f"no '{name}' (a loss log has the columns example, epoch, loss; this row has {names_of(row)})"
    example, epoch, loss = (row[name] for name in COLUMNS)
    if example is None or not isinstance(example, str | int):
        return f"example {example!r} is neither a text nor a whole number"
    if not _is_number(int, epoch):
        return f"epoch {epoch!r} is not a whole number"
    if loss is not None and not _is_number(float, loss):
        return f"loss {loss!r} is not a number"
    return next((f"{n} {row[n]!r} is not of the right type" for n in OPTIONAL if not _fits(n, row.get(n))), "")


def _fits(name: str, value: Any) -> bool:
    return value is None or (isinstance(value, str) if name == "skill" else _is_number(float, value))


def _is_number(kind: type[int] | type[float], value: Any) -> bool:
    """Whether a value, or the text of it in a CSV file, is a number of this kind."""
    if isinstance(value, float) and kind is int:
        return False
    try:
        kind(value)
    except (TypeError, ValueError, OverflowError):
        return False
    return True
