"""What a run's language models have answered and what that cost: every answer is on disk before it is used.

One SQLite file per run (`tutelage.storage.answers`), for all roles of the teacher. An answer is stored under the hash
of its call (`Call.key`), so that an interrupted run asks nothing twice, and the costs add up over all interruptions. A
call is on disk before it is sent: what was in flight when a process was killed counts as spent, as if each answer had
its maximum length. API keys and addresses are never stored.
"""

from __future__ import annotations

import asyncio
import json
import math
import random
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import NamedTuple

from tutelage.config import Budget, Prices, Role
from tutelage.errors import BudgetExhausted, TeacherError, TutelageError
from tutelage.storage.answers import SEALED, open_answers, seal_of, set_damaged_aside
from tutelage.teacher.language.chat import Answer, Call, LostForGood, NoAnswer

WAIT_SECONDS, LONGEST_WAIT = 0.02, 0.5
GATHER_SECONDS = 0.003

_FOUND = "text, cut, failure, prompt_tokens, completion_tokens, cached_tokens, served, batched, max_tokens"
_KEPT = f"{SEALED}, cached_tokens, served, batched, role, model, call, started, seconds, seal"
_INSERT = f"insert into answers ({_KEPT}) values ({', '.join('?' * len(_KEPT.split(',')))})"  # noqa: S608
_REPLACE = "update answers set replaced = 1 where key = ? and max_tokens = ?"
"""An answer that is asked for anew, or that another process was given meanwhile: it stays, as it was paid for."""


class Spending(NamedTuple):
    """What calls have cost."""

    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    usd: float = 0.0
    """In US dollars; 0 without prices."""

    def plus(self, answer: Answer, prices: Prices | None) -> Spending:
        """With one more call."""
        return Spending(self.calls + 1, *self[1:]).more(
            answer.prompt_tokens,
            answer.completion_tokens,
            prices,
            cached=answer.cached_tokens or 0,
            batched=answer.batched,
        )

    def more(
        self, prompt: int, completion: int, prices: Prices | None, *, cached: int = 0, batched: bool = False
    ) -> Spending:
        """With so many more tokens."""
        usd = prices.usd(prompt, completion, cached, batched=batched) if prices else 0.0
        return Spending(self.calls, self.prompt_tokens + prompt, self.completion_tokens + completion, self.usd + usd)

    @property
    def tokens(self) -> int:
        return self.prompt_tokens + self.completion_tokens


class Ledger:
    """The answers of one run, to all roles. Without a path they are only kept in memory."""

    def __init__(
        self,
        path: Path | None,
        prices: Mapping[Role, Prices | None] | None = None,
        budget: Budget | None = None,
        *,
        reuse: bool = True,
    ) -> None:
        self.path, self.reuse = path, reuse
        self.prices = dict(prices or {})
        """By role; a role that is not in it has the writer's."""
        self.budget = budget or Budget()
        self.spent = Spending()
        self.lost = Spending()
        """What calls may have cost whose answers never came."""
        self.excess = 0
        """By how many tokens an answer has exceeded what its call was to cost at most; the next ones may, too."""
        self.reserved: dict[Role, Spending] = {}
        """What the calls in flight cost at most, by role."""
        self._in_batches: dict[tuple[str, int], int] = {}
        """Calls in batches of an earlier start: key and limit -> the number they were sent with."""
        self._connection: sqlite3.Connection | None = None
        self._unwritten: list[tuple[str | int | float | None, ...]] = []
        self._sending: list[tuple[int, str, int, int, str, int]] = []
        self._arrived: list[tuple[int]] = []
        self._writing: asyncio.Future[None] | None = None
        self._write_in = math.inf

    def prices_of(self, role: str) -> Prices | None:
        """What a token costs in a role."""
        return self.prices.get(role, self.prices.get("writer"))  # type: ignore[call-overload, no-any-return]

    def find(self, call: Call, model: str) -> Answer | None:
        """An earlier answer to this call, if there is one and earlier ones may be used: at the same limit of tokens, at
        any limit if it was not cut, or cut at a higher one."""
        if not self.reuse:
            return None
        key = call.key(model)
        with self._database() as database:
            rows = database.execute(
                f"select {_FOUND} from answers where key = ? and not replaced "  # noqa: S608
                "order by max_tokens != ?, cut, max_tokens",
                (key, call.max_tokens),
            ).fetchall()
        for text, cut, failure, prompt, completion, cached, served, batched, limit in rows:
            if not cut or limit >= call.max_tokens:
                return Answer(
                    text=text,
                    cut=bool(cut),
                    failure=failure,
                    prompt_tokens=prompt,
                    completion_tokens=completion,
                    cached_tokens=cached,
                    served=served,
                    batched=bool(batched),
                    limit=limit,
                )
        return None

    async def keep(self, model: str, call: Call, answer: Answer, sent: int, started: float) -> None:
        """Store the answer to the call that was `sent` at a time, in seconds since 1970; returns when it is on disk.
        Answers that come at about the same time share a transaction: one for each would take longer than the rest of a
        call together."""
        text = answer.text.encode("utf-8", "backslashreplace").decode()
        counts = (answer.prompt_tokens, answer.completion_tokens)
        fields = (call.key(model), call.max_tokens, text, int(answer.cut), answer.failure, *counts)
        said = (answer.cached_tokens, answer.served, int(answer.batched))
        asked = (call.role, model, _call_json(call), started, time.time() - started)
        self._unwritten.append((*fields, *said, *asked, seal_of(*fields)))
        self._arrived.append((sent,))
        await self._written(GATHER_SECONDS)
        self.spent = self.spent.plus(answer, self.prices_of(call.role))
        self.excess = max(self.excess, answer.tokens - call.tokens_at_most())

    @asynccontextmanager
    async def reserve(self, call: Call, model: str = "", *, collects: bool = False) -> AsyncIterator[int]:
        """Wait until the budget allows a call besides those in flight, and reserve its cost while it is made; gives the
        number that `keep` needs. `collects` says that a call in a batch of an earlier start is not made again.

        Raises `BudgetExhausted` if the budget does not allow it even when no other call is in flight.
        """
        self.total()
        pause, costs = WAIT_SECONDS, (call.prompt_tokens(), call.max_tokens)
        earlier = self._in_batches.pop((call.key(model), call.max_tokens), None) if collects else None
        while earlier is None and not self._fits(call):
            if not any(one.calls for one in self.reserved.values()):
                raise BudgetExhausted(self._exhausted())
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_WAIT)
        sent = random.getrandbits(62) if earlier is None else earlier
        self._reserve(call, 1)
        try:
            if earlier is None:
                self._sending.append((sent, call.role, *costs, call.key(model), call.max_tokens))
                await self._written(0.0)
            else:  # it was counted as lost, and is not
                self.lost = self.lost.more(-costs[0], -costs[1], self.prices_of(call.role))
            yield sent
        except (NoAnswer, TutelageError) as error:
            paid = isinstance(error, LostForGood) or (isinstance(error, NoAnswer) and error.paid)
            if paid:
                self.lost = self.lost.more(*costs, self.prices_of(call.role))
            self._settle(sent, paid=paid)
            raise
        finally:
            self._reserve(call, -1)

    def begin_batch(self, token: str, model: str, calls: Sequence[tuple[str, int]]) -> None:
        """Record, before it is made, a batch of calls that are sent; each by its key and limit."""
        with self._database() as database:
            database.execute("begin")
            database.execute("insert into batches (token, model) values (?, ?)", (token, model))
            database.executemany(
                "update sent set batch = ? where key = ? and max_tokens = ? and batch = ''",
                [(token, *call) for call in calls],
            )
            database.execute("commit")

    def name_batch(self, token: str, id_: str) -> None:
        """Record the name that the endpoint has given a batch."""
        with self._database() as database:
            database.execute("update batches set id = ? where token = ?", (id_, token))

    def batched(self, model: str) -> dict[tuple[str, int], tuple[str, str]]:
        """The calls whose answers batches have yet to bring, by key and limit, each with the batch: its name here, and
        the endpoint's, which is empty if nobody knows whether it was made."""
        with self._database() as database:
            rows = database.execute(
                "select key, max_tokens, token, batches.id from sent join batches on batch = token "
                "where batches.model = ?",
                (model,),
            ).fetchall()
        return {(key, limit): (token, id_) for key, limit, token, id_ in rows}

    def leave_batch(self, key: str, limit: int) -> None:
        """A call was not answered in its batch: the next one may have it."""
        with self._database() as database:
            database.execute("update sent set batch = '' where key = ? and max_tokens = ?", (key, limit))

    def leave_batch_of(self, token: str) -> None:
        """The same for all calls of a batch, which is none."""
        with self._database() as database:
            database.execute("update sent set batch = '' where batch = ?", (token,))

    def affordable(self) -> bool:
        """Whether the budget covers all that is in flight."""
        return self._fits(None)

    def require_affordable(self) -> None:
        """Raises `BudgetExhausted` if the budget does not cover all that is in flight."""
        if not self.affordable():
            raise BudgetExhausted(self._exhausted())

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

    def _settle(self, sent: int, *, paid: bool) -> None:
        """A call was not answered. Unless it is in a batch, which goes on, it costs nothing, or as much as it may: then
        no batch has it under its key any more."""
        change = "update sent set key = ''" if paid else "delete from sent"
        with self._database() as database:
            database.execute(f"{change} where id = ? and batch = ''", (sent,))

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
                database.executemany(
                    "insert into sent (id, role, prompt_tokens, completion_tokens, key, max_tokens) "
                    "values (?, ?, ?, ?, ?, ?)",
                    sending,
                )
                for row in rows:
                    database.execute(_REPLACE, row[:2])
                    database.execute(_INSERT, row)
                database.executemany("delete from sent where id = ?", arrived)
                database.execute("commit")
        except Exception as error:  # whatever it is, those who wait must hear of it
            if self._connection is not None and self._connection.in_transaction:
                self._connection.rollback()
            done.set_exception(error)
        else:
            done.set_result(None)

    def _reserve(self, call: Call, times: int) -> None:
        calls, prompt, completion, _ = self.reserved.get(call.role, Spending())
        self.reserved[call.role] = Spending(
            calls + times, prompt + times * call.prompt_tokens(), completion + times * call.max_tokens
        )

    def _fits(self, call: Call | None) -> bool:
        """Whether the budget covers this call, if there is one, and all calls in flight even if every answer is as long
        as it may be, and exceeds that as far as any has."""
        if self.budget.tokens is None and self.budget.usd is None:
            return True
        waiting = list(self.reserved.items())
        waiting += [(call.role, Spending(1, call.prompt_tokens(), call.max_tokens))] if call else []
        lost = self.lost
        worst = self.spent.more(lost.prompt_tokens, lost.completion_tokens, None)
        worst = worst._replace(usd=worst.usd + lost.usd)
        for role, one in waiting:
            worst = worst.more(one.prompt_tokens, one.completion_tokens + one.calls * self.excess, self.prices_of(role))
        if self.budget.tokens is not None and worst.tokens > self.budget.tokens:
            return False
        return self.budget.usd is None or worst.usd <= self.budget.usd

    def _exhausted(self) -> str:
        spent = f"{self.spent.tokens:,} tokens"
        spent += f", ${self.spent.usd:.4f}" if any(self.prices.values()) else ""
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
        connection = open_answers(self.path)
        set_damaged_aside(connection, self.path)
        self._count(connection)
        return connection

    def recount(self) -> None:
        """Count again what was spent: another ledger of the same run may have written to the file."""
        with self._database() as database:
            self._count(database)

    def _count(self, connection: sqlite3.Connection) -> None:
        self.spent = self.lost = Spending()
        for role, batched, calls, prompt, completion, cached in connection.execute(
            "select role, batched, count(*), sum(prompt_tokens), sum(completion_tokens), "
            "sum(coalesce(cached_tokens, 0)) from answers group by role, batched"
        ):
            prices = self.prices_of(role)
            more = self.spent.more(prompt, completion, prices, cached=cached, batched=bool(batched))
            self.spent = more._replace(calls=more.calls + calls)
        for role, prompt, completion in connection.execute(
            "select role, sum(prompt_tokens), sum(completion_tokens) from sent group by role"
        ):
            self.lost = self.lost.more(prompt, completion, self.prices_of(role))
        rows = connection.execute("select key, max_tokens, id from sent where batch != ''")
        self._in_batches = {(key, limit): id_ for key, limit, id_ in rows}


def _call_json(call: Call) -> str:
    """The call, for people who read the file; the schema follows from the form's name."""
    fields = {"messages": [message.turn() for message in call.messages], "max_tokens": call.max_tokens}
    return json.dumps(fields | {"temperature": call.temperature, "seed": call.seed, "form": call.form})
