"""The file of a run's calls to language models, `teacher.sqlite`: its tables, and what they add up to.

An answer is stored under the digest of its call, without the limit of tokens: an answer that was not cut is one at any
limit. Nothing is ever removed: what is asked for anew, or is damaged, still counts as paid for. SQLite detects a
damaged structure, but not a changed text, so every answer has a seal.
"""

from __future__ import annotations

import hashlib
import json
import logging
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from tutelage.config import ROLES, TeacherConfig, shown
from tutelage.errors import DamagedRun, TeacherError
from tutelage.records import TeacherCalls
from tutelage.storage.store import PRIVATE

VERSION = 2
"""`user_version` of the file. Those of 0, by earlier versions, are brought to this one when they are opened."""
MAX_SERVED = 5
"""Names of models that an endpoint says it serves, for one role."""

_TABLES = """
create table answers (
    id integer primary key, key text not null, max_tokens integer not null, role text not null, model text not null,
    served text not null default '', call text not null, text text not null, cut integer not null,
    failure text not null default '', prompt_tokens integer not null, completion_tokens integer not null,
    cached_tokens integer, batched integer not null default 0, started real, seconds real,
    at text not null default current_timestamp, replaced integer not null default 0, seal text not null
);
create unique index asked on answers (key, max_tokens) where not replaced;
create table sent (
    id integer primary key, role text not null, prompt_tokens integer not null, completion_tokens integer not null,
    key text not null default '', max_tokens integer not null default 0, batch text not null default ''
);
create table batches (
    token text primary key, id text not null default '', model text not null,
    at text not null default current_timestamp
);
"""
"""`sent` are calls whose answer has not come: in flight, in a batch, or perhaps paid for in vain. `batched` answers
came in a batch; `started` (seconds since 1970) and `seconds` say when a call was made and how long it took."""

SEALED = "key, max_tokens, text, cut, failure, prompt_tokens, completion_tokens"
"""The columns of an answer that its seal covers, in this order."""

log = logging.getLogger("tutelage")


def key_of(model: str, messages: Sequence[tuple[str, str]], temperature: float, seed: int, form: str) -> str:
    """The digest of a call: role and text of each message, and what else the answer depends on."""
    text = json.dumps([model, [list(message) for message in messages], temperature, seed, form])
    return hashlib.sha256(text.encode()).hexdigest()


def seal_of(*fields: object) -> str:
    """Digest of the columns in `SEALED`."""
    return hashlib.sha256(json.dumps([str(field) for field in fields]).encode()).hexdigest()[:32]


def open_answers(path: Path | None) -> sqlite3.Connection:
    """The database in a file, made if there is none; without a path in memory. Raises `sqlite3.DatabaseError`."""
    if path is not None:
        path.parent.mkdir(PRIVATE, parents=True, exist_ok=True)
    connection = sqlite3.connect(path or ":memory:", isolation_level=None, check_same_thread=False)
    # With a write-ahead log an answer survives the end of the process without waiting for the disk.
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = normal")
    connection.execute("pragma wal_autocheckpoint = 10000")
    version = connection.execute("pragma user_version").fetchone()[0]
    if version > VERSION:
        raise TeacherError(f"{path} is of a later version of Tutelage: use that, or move the file away")
    if version < VERSION:
        _make_tables(connection)
    return connection


def set_damaged_aside(connection: sqlite3.Connection, path: Path | None) -> None:
    """Answers that are not what was written count as paid for, and no more."""
    rows = connection.execute(f"select id, seal, {SEALED} from answers where not replaced")  # noqa: S608
    damaged = [(id_,) for id_, seal, *fields in rows if seal != seal_of(*fields)]
    if damaged:
        log.warning("%d answers in %s are damaged and will be requested again", len(damaged), path)
        connection.executemany("update answers set replaced = 1 where id = ?", damaged)


def _make_tables(connection: sqlite3.Connection) -> None:
    """The tables of this version, with what is in those of an earlier one."""
    connection.execute("begin immediate")
    try:
        if connection.execute("pragma user_version").fetchone()[0] == VERSION:  # another process was faster
            connection.rollback()
            return
        earlier = {name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")}
        moved = [name for name in ("answers", "sent") if name in earlier]
        for name in moved:
            connection.execute(f"alter table {name} rename to earlier_{name}")
        for statement in _TABLES.split(";\n"):
            connection.execute(statement)
        if "answers" in moved:
            _copy_answers(connection)
        if "sent" in moved:
            connection.execute(
                "insert into sent (role, prompt_tokens, completion_tokens) "
                "select 'writer', prompt_tokens, completion_tokens from earlier_sent"
            )
        for name in moved:
            connection.execute(f"drop table earlier_{name}")
        connection.execute(f"pragma user_version = {VERSION}")
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


def _copy_answers(connection: sqlite3.Connection) -> None:
    """Answers of an earlier version, under the keys of this one: theirs depended on the limit of tokens."""
    columns = {column[1] for column in connection.execute("pragma table_info(earlier_answers)")}
    seal, failure = (name if name in columns else "''" for name in ("seal", "failure"))
    rows = connection.execute(
        f"select key, model, call, text, cut, prompt_tokens, completion_tokens, at, {seal}, {failure} "  # noqa: S608
        "from earlier_answers order by id"
    ).fetchall()
    for old, model, call, text, cut, read, written, at, sealed, failed in rows:
        whole = not sealed or sealed == seal_of(old, text, cut, read, written, *([failed] if failed else []))
        try:
            asked = json.loads(call)
            messages = [(turn["role"], turn["content"]) for turn in asked["messages"]]
            limit, rest = asked["max_tokens"], (asked["temperature"], asked["seed"], asked["form"])
            key = key_of(model, messages, *rest)
        except (ValueError, LookupError, TypeError):  # nobody knows what was asked; it was paid for
            asked, key, limit, whole = {"form": ""}, old, 0, False
        role = {"SolutionForm": "solver", "JudgementForm": "judge"}.get(asked["form"], "writer")
        fields = (key, limit, text, cut, failed, read, written)
        connection.execute(
            f"insert or ignore into answers ({SEALED}, role, model, call, at, replaced, seal) "  # noqa: S608
            "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*fields, role, model, call, at, int(not whole), seal_of(*fields)),
        )


class Pace(NamedTuple):
    """How fast the calls of a run were answered."""

    tokens_per_second: float
    """Read and written, while any call was in flight."""
    in_flight: float
    """Calls at once, on average over that time."""


def calls_of(path: Path, teacher: TeacherConfig) -> tuple[TeacherCalls, ...]:
    """What all calls that were answered add up to, by role; nothing if there is no file, or one of an earlier version.
    Nothing is written. Raises `DamagedRun`."""
    rows = _rows(
        path,
        "select role, model, batched, count(*), sum(prompt_tokens), sum(completion_tokens), sum(cached_tokens) "
        "from answers group by role, model, batched order by min(id)",
    )
    names = _rows(path, "select role, model, served from answers where served != '' group by 1, 2, 3 order by min(id)")
    found: dict[tuple[str, str], TeacherCalls] = {}
    for role, model, batched, calls, read, written, cached in rows:
        served = [shown(name) for one, other, name in names if (one, other) == (role, model)][:MAX_SERVED]
        before = found.get((role, model)) or TeacherCalls(
            role=role, model=shown(model), served=tuple(dict.fromkeys(served)), calls=0, read=0, written=0
        )
        prices = next((one.prices for name, one in teacher.roles.items() if name == role), teacher.prices)
        found[role, model] = before.model_copy(
            update={
                "calls": before.calls + calls,
                "read": before.read + read,
                "written": before.written + written,
                "cached": before.cached if cached is None else (before.cached or 0) + cached,
                "usd": before.usd + (prices.usd(read, written, cached or 0, batched=bool(batched)) if prices else 0.0),
            }
        )
    return tuple(sorted(found.values(), key=lambda row: [*ROLES, row.role].index(row.role)))


def pace_of(path: Path, role: str = "") -> Pace | None:
    """How fast calls were answered, outside batches, those of one role or all; `None` if none was timed. Raises
    `DamagedRun`."""
    timed = _rows(
        path,
        "select started, seconds, prompt_tokens + completion_tokens, role from answers "
        "where started is not null and not batched order by started",
    )
    rows = [row[:3] for row in timed if role in ("", row[3])]
    busy = total = 0.0
    tokens, end = 0, float("-inf")
    for started, seconds, count in rows:
        busy += max(0.0, started + seconds - max(started, end))
        end = max(end, started + seconds)
        total, tokens = total + seconds, tokens + count
    return Pace(tokens / busy, total / busy) if busy > 0 else None


def _rows(path: Path, query: str) -> list[Any]:
    """Rows of a file that is only read, also while another process writes to it."""
    if not path.is_file():
        return []
    # Without a write-ahead log beside it the file is whole, and to open it as a log would write there.
    how = "mode=ro" if path.with_name(f"{path.name}-wal").exists() else "immutable=1"
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True)) as database:
            if database.execute("pragma user_version").fetchone()[0] < VERSION:
                return []
            return database.execute(query).fetchall()
    except sqlite3.DatabaseError as error:
        raise DamagedRun(
            f"{path} cannot be read ({error}): move it away, and the calls to the teacher are no longer counted"
        ) from None
