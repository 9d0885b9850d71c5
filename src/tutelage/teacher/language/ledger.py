"""What a language model has answered and what that cost: every answer is on disk before it is used.

One SQLite file per run. An answer is stored under the hash of its call (`Call.key`), so that an interrupted run asks
nothing twice, and the costs add up over all interruptions. A call is on disk before it is sent: what was in flight when
a process was killed counts as spent, as if each answer had its maximum length. API keys and addresses are never stored.
SQLite detects a damaged structure, but not a changed text: every answer is stored with a digest, and requested again if
it does not match.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import math
import random
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import NamedTuple

from tutelage.config import Budget, Prices
from tutelage.errors import BudgetExhausted, TeacherError, TutelageError
from tutelage.storage.store import PRIVATE
from tutelage.teacher.language.chat import Answer, Call, NoAnswer

WAIT_SECONDS = 0.02
GATHER_SECONDS = 0.003

_TABLE = """
create table if not exists answers (
    id integer primary key, key text unique not null, model text not null, call text not null, text text not null,
    cut integer not null, prompt_tokens integer not null, completion_tokens integer not null,
    at text not null default current_timestamp, seal text, failure text not null default ''
)
"""
_SENT = """
create table if not exists sent (
    id integer primary key, prompt_tokens integer not null, completion_tokens integer not null
)
"""
"""Calls whose answer has not come: they are in flight, or may have been paid for in vain."""
_LATER = {"seal": "text", "failure": "text not null default ''"}
"""Columns that files of earlier versions lack."""
_COLUMNS = "key, text, cut, prompt_tokens, completion_tokens, failure"
_INSERT = (
    "insert or replace into answers (key, model, call, text, cut, prompt_tokens, completion_tokens, failure, seal) "
    "values (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_REPLACED = (
    "insert into sent (prompt_tokens, completion_tokens) "
    "select prompt_tokens, completion_tokens from answers where key = ?"
)
"""What an answer has cost that is asked for anew."""

log = logging.getLogger("tutelage")


class Spending(NamedTuple):
    """What calls have cost."""

    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0

    def plus(self, answer: Answer) -> Spending:
        """With one more call."""
        prompt, completion = answer.prompt_tokens, answer.completion_tokens
        return Spending(self.calls + 1, self.prompt_tokens + prompt, self.completion_tokens + completion)

    def more(self, prompt: int, completion: int) -> Spending:
        """With so many more tokens."""
        return Spending(self.calls, self.prompt_tokens + prompt, self.completion_tokens + completion)

    @property
    def tokens(self) -> int:
        return self.prompt_tokens + self.completion_tokens

    def usd(self, prices: Prices | None) -> float:
        """In US dollars; 0 without prices."""
        if prices is None:
            return 0.0
        return (self.prompt_tokens * prices.input + self.completion_tokens * prices.output) / 1e6


class Ledger:
    """The answers of one run. Without a path they are only kept in memory."""

    def __init__(
        self, path: Path | None, prices: Prices | None = None, budget: Budget | None = None, *, reuse: bool = True
    ) -> None:
        self.path, self.prices, self.reuse = path, prices, reuse
        self.budget = budget or Budget()
        self.spent = Spending()
        self.lost = Spending()
        """What calls may have cost whose answers never came."""
        self.excess = 0
        """By how many tokens an answer has exceeded what its call was to cost at most; the next ones may, too."""
        self.reserved: list[Call] = []
        self._connection: sqlite3.Connection | None = None
        self._known: set[str] = set()
        self._unwritten: list[tuple[str | int, ...]] = []
        self._sending: list[tuple[int, int, int]] = []
        self._arrived: list[tuple[int]] = []
        self._writing: asyncio.Future[None] | None = None
        self._write_in = math.inf

    def find(self, key: str) -> Answer | None:
        """An earlier answer, if there is one and earlier ones may be used."""
        if not self.reuse:
            return None
        with self._database() as database:
            if key not in self._known:
                return None
            row = database.execute(f"select {_COLUMNS} from answers where key = ?", (key,)).fetchone()  # noqa: S608
        if row is None:
            return None
        _, text, cut, prompt, completion, failure = row
        return Answer(text=text, cut=bool(cut), prompt_tokens=prompt, completion_tokens=completion, failure=failure)

    async def keep(self, key: str, model: str, call: Call, answer: Answer, sent: int) -> None:
        """Store the answer to the call that was `sent`; returns when it is on disk. Answers that come at about the same
        time share a transaction: one for each would take longer than the rest of a call together."""
        text = answer.text.encode("utf-8", "backslashreplace").decode()
        fields = (text, int(answer.cut), answer.prompt_tokens, answer.completion_tokens, answer.failure)
        self._unwritten.append((key, model, _call_json(call), *fields, _seal(key, *fields)))
        self._arrived.append((sent,))
        await self._written(GATHER_SECONDS)
        self.spent = self.spent.plus(answer)
        self.excess = max(self.excess, answer.tokens - call.tokens_at_most())

    @asynccontextmanager
    async def reserve(self, call: Call) -> AsyncIterator[int]:
        """Wait until the budget allows a call besides those in flight, and reserve its cost while it is made; gives the
        number that `keep` needs.

        Raises `BudgetExhausted` if the budget does not allow it even when no other call is in flight.
        """
        self.total()
        while not self._fits(call):
            if not self.reserved:
                raise BudgetExhausted(self._exhausted())
            await asyncio.sleep(WAIT_SECONDS)
        costs = (call.prompt_tokens(), call.max_tokens)
        sent = random.getrandbits(62)
        self.reserved.append(call)
        try:
            self._sending.append((sent, *costs))
            await self._written(0.0)
            yield sent
        except NoAnswer as none:
            if none.paid:
                self.lost = self.lost.more(*costs)
            else:
                self._forget(sent)
            raise
        except TutelageError:
            self._forget(sent)
            raise
        finally:
            self.reserved.remove(call)

    def total(self) -> Spending:
        """What this run has spent so far, including before interruptions."""
        if self._connection is None:
            with self._database():
                pass
        return self.spent

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _forget(self, sent: int) -> None:
        """A call was not answered, and costs nothing."""
        with self._database() as database:
            database.execute("delete from sent where id = ?", (sent,))

    async def _written(self, within: float) -> None:
        """Returns when all that there is to write is on disk, in a transaction that begins within so many seconds."""
        loop = asyncio.get_running_loop()
        if self._writing is None:
            self._writing, self._write_in = loop.create_future(), math.inf
        if within < self._write_in:
            self._write_in = within
            loop.call_later(within, self._write, self._writing)
        await asyncio.shield(self._writing)

    def _write(self, done: asyncio.Future[None]) -> None:
        if done is not self._writing:
            return  # an earlier transaction has written it
        rows, arrived, sending = self._unwritten, self._arrived, self._sending
        self._unwritten, self._arrived, self._sending, self._writing = [], [], [], None
        try:
            with self._database() as database:
                database.execute("begin")
                database.executemany("insert into sent values (?, ?, ?)", sending)
                database.executemany(_REPLACED, [(row[0],) for row in rows if row[0] in self._known])
                database.executemany(_INSERT, rows)
                database.executemany("delete from sent where id = ?", arrived)
                database.execute("commit")
                self._known.update(str(row[0]) for row in rows)
        except Exception as error:  # whatever it is, those who wait must hear of it
            if self._connection is not None and self._connection.in_transaction:
                self._connection.rollback()
            done.set_exception(error)
        else:
            done.set_result(None)

    def _fits(self, call: Call) -> bool:
        """Whether the budget covers this call and all calls in flight even if every answer is as long as it may be, and
        exceeds that as far as any has."""
        if self.budget.tokens is None and self.budget.usd is None:
            return True
        waiting = [*self.reserved, call]
        worst = self.spent.more(self.lost.prompt_tokens, self.lost.completion_tokens).more(
            sum(one.prompt_tokens() for one in waiting), sum(one.max_tokens + self.excess for one in waiting)
        )
        if self.budget.tokens is not None and worst.tokens > self.budget.tokens:
            return False
        return self.budget.usd is None or worst.usd(self.prices) <= self.budget.usd

    def _exhausted(self) -> str:
        spent = f"{self.spent.tokens:,} tokens"
        spent += f", ${self.spent.usd(self.prices):.4f}" if self.prices else ""
        spent += f", and at most {self.lost.tokens:,} tokens on calls that were cut off" if self.lost.tokens else ""
        limits = [f"{self.budget.tokens:,} tokens"] if self.budget.tokens is not None else []
        limits += [f"${self.budget.usd:g}"] if self.budget.usd is not None else []
        return (
            f"the teacher's budget of {' and '.join(limits)} is too small for another call ({spent} spent): all "
            "answers are stored; raise 'teacher.budget' and start the same command again to continue"
        )

    @contextmanager
    def _database(self) -> Iterator[sqlite3.Connection]:
        """The open database; its errors become `TeacherError`."""
        try:
            if self._connection is None:
                self._connection = self._open()
            yield self._connection
        except sqlite3.DatabaseError as error:
            raise TeacherError(
                f"cannot use the teacher's answers in {self.path} ({error}): free disk space, or move the file away; "
                "what was in it is then requested and paid for again"
            ) from None

    def _open(self) -> sqlite3.Connection:
        if self.path is not None:
            self.path.parent.mkdir(PRIVATE, parents=True, exist_ok=True)
        connection = sqlite3.connect(self.path or ":memory:", isolation_level=None, check_same_thread=False)
        # With a write-ahead log an answer survives the end of the process without waiting for the disk.
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = normal")
        connection.execute("pragma wal_autocheckpoint = 10000")
        connection.execute(_TABLE)
        connection.execute(_SENT)
        columns = {column[1] for column in connection.execute("pragma table_info(answers)")}
        for name, kind in _LATER.items():
            if name not in columns:
                connection.execute(f"alter table answers add column {name} {kind}")
        sums = "coalesce(sum(prompt_tokens), 0), coalesce(sum(completion_tokens), 0)"
        self.spent = Spending(*connection.execute(f"select count(*), {sums} from answers").fetchone())  # noqa: S608
        self.lost = Spending(0, *connection.execute(f"select {sums} from sent").fetchone())  # noqa: S608
        self._known, damaged = set(), 0
        for key, *fields, seal in connection.execute(f"select {_COLUMNS}, seal from answers"):  # noqa: S608
            if seal in (None, _seal(key, *fields)):
                self._known.add(key)
            else:
                damaged += 1
        if damaged:
            log.warning("%d answers in %s are damaged and will be requested again", damaged, self.path)
        return connection


def _seal(*fields: object) -> str:
    """Digest of an answer's fields; the last, its failure, only counts if there is one, as in files of old."""
    fields = fields if fields[-1] else fields[:-1]
    return hashlib.sha256(json.dumps([str(field) for field in fields]).encode()).hexdigest()[:32]


def _call_json(call: Call) -> str:
    """The call, for people who read the file; the schema follows from the form's name."""
    fields = {"messages": [message.turn() for message in call.messages], "max_tokens": call.max_tokens}
    return json.dumps(fields | {"temperature": call.temperature, "seed": call.seed, "form": call.form})
