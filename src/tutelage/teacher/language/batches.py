"""Calls in batches, which many endpoints answer within a day for half the price (OpenAI's batch interface).

All calls that are waiting at the same time make one batch: a file of calls is uploaded, a batch made of it, its state
asked for until it is over, and its files of answers and errors are fetched. What has to be asked again (a repair, a cut
answer, a call that failed or expired) goes into the next one. The ledger knows of a batch before it is made, and the
endpoint is told the name it has there: so a process that starts again collects what an earlier one has submitted, and
submits nothing twice.
"""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from copy import copy
from typing import TYPE_CHECKING, Any

from tutelage.errors import TeacherError, TeacherUnreachable
from tutelage.progress import counted, duration
from tutelage.teacher.language.batch_interface import FIRST_PAUSE, BatchInterface, Gone
from tutelage.teacher.language.chat import INTERRUPTED, Answer, Call, LostForGood, NoAnswer
from tutelage.teacher.language.known_formats import Descent
from tutelage.teacher.language.ledger import Ledger
from tutelage.teacher.language.responses import Fault, read_response

if TYPE_CHECKING:
    from tutelage.teacher.language.openai import Endpoint

GATHER_SECONDS = 0.5
"""A batch is submitted when no call has been added to those that wait for so long."""
POLL_SECONDS, LONGEST_POLL = 1.0, 60.0
SAY_SECONDS = 60.0
"""How often a batch that is waited for is reported at most."""
MAX_CALLS = 10_000
"""Calls of one batch."""
OVER = ("completed", "failed", "expired", "cancelled")
"""States of a batch that do not change any more."""

log = logging.getLogger("tutelage")


class Batches:
    """See `tutelage.teacher.language.chat.ChatModel`: every call waits until the batch is over that it is in."""

    def __init__(self, endpoint: Endpoint, ledger: Ledger) -> None:
        self.endpoint, self.ledger, self.name = endpoint, ledger, endpoint.name
        self.interface = BatchInterface(endpoint)
        self.stopped: Callable[[], bool] = lambda: False
        """Whether no call is to be waited for any more."""
        self._waiting: dict[str, tuple[Descent, list[asyncio.Future[Mapping[str, Any]]]]] = {}
        self._batch_of: dict[str, str] = {}
        """Of the calls that wait: in which batch they are, by its name in the ledger."""
        self._tasks: dict[str, asyncio.Task[None]] = {}

    @asynccontextmanager
    async def opened(self, stopped: Callable[[], bool]) -> AsyncIterator[None]:
        self.stopped = stopped
        self._waiting, self._batch_of, self._tasks = {}, {}, {}
        async with self.endpoint.opened(stopped):
            worker = asyncio.create_task(self._serve())
            try:
                yield
            finally:
                for task in (worker, *self._tasks.values()):
                    task.cancel()

    async def complete(self, call: Call) -> Answer:
        descent, fault = Descent(self.endpoint.formats, call), Fault("the batch brought no answer")
        for _ in range(self.endpoint.config.retries + 1):
            if not descent.refused_for:
                descent.begin()
            future: asyncio.Future[Mapping[str, Any]] = asyncio.get_running_loop().create_future()
            submitted, futures = self._waiting.setdefault(self._id(call), (descent, []))
            futures.append(future)
            descent = copy(submitted)  # an equal call may wait already, perhaps written more simply
            line = await future
            try:
                return self._answer(line, descent)
            except Exception as found:
                # Whatever the line says, its batch has nothing more for the call: also where all calls end.
                self.ledger.leave_batch(call.key(self.name), call.max_tokens)
                if not isinstance(found, Fault):
                    raise
                fault = found
                if fault.paid:
                    break
                self.ledger.require_affordable()  # it was not asked of what an earlier start has submitted
        raise NoAnswer(str(fault), fault.paid)

    def parting(self, calls: int) -> str:
        """What is said when a person interrupts."""
        if not self._batch_of:
            return "interrupted: no batch is waited for"
        return (
            f"interrupted: {counted(len(self._batch_of), 'call')} in batches go on at the endpoint; the same command "
            "collects their answers"
        )

    def _id(self, call: Call) -> str:
        return f"{call.key(self.name)[:40]}-{call.max_tokens}"

    async def _serve(self) -> None:
        before = 0
        try:
            while True:
                await asyncio.sleep(GATHER_SECONDS)
                if self.stopped():
                    self._stop()
                new = [id_ for id_ in self._waiting if id_ not in self._batch_of]
                if new and len(new) == before:
                    self._assign(new)
                before = len(new)
        except Exception as error:
            self._fail(error)

    def _assign(self, new: Sequence[str]) -> None:
        """Put calls into the batches of an earlier process that they are in, the others into new ones."""
        known = self.ledger.batched(self.name)
        fresh = []
        for id_ in new:
            call = self._waiting[id_][0].call
            token, batch = known.get((call.key(self.name), call.max_tokens), ("", ""))
            if not token:
                fresh.append(id_)
                continue
            self._batch_of[id_] = token
            if token not in self._tasks:
                self._begin(token, self._follow(token, batch, adopted=True))
        for start in range(0, len(fresh), MAX_CALLS):
            token, ids = secrets.token_hex(8), fresh[start : start + MAX_CALLS]
            self._batch_of.update(dict.fromkeys(ids, token))
            calls = [(id_, self._waiting[id_][0]) for id_ in ids]
            keys = [(one.call.key(self.name), one.call.max_tokens) for _, one in calls]
            self.ledger.begin_batch(token, self.name, keys)
            self._begin(token, self._submit(token, calls))

    def _begin(self, token: str, work: Any) -> None:
        async def guarded() -> None:
            try:
                await work
            except Exception as error:
                self._release(token)
                self._fail(error)

        self._tasks[token] = asyncio.create_task(guarded())

    async def _submit(self, token: str, calls: Sequence[tuple[str, Descent]]) -> None:
        batch = ""
        for attempt in range(self.endpoint.config.retries + 1):
            try:
                batch = await self.interface.create(token, calls)
                break
            except Fault as fault:
                # It may have been made all the same.
                if fault.paid and (batch := await self._found(token)):
                    break
                await asyncio.sleep(min(FIRST_PAUSE * 2**attempt, LONGEST_POLL))
            except TeacherError as error:
                if not isinstance(error, LostForGood):  # otherwise it may have been made: the next start looks for it
                    self.ledger.leave_batch_of(token)
                raise
        if not batch:
            raise TeacherUnreachable("the endpoint takes no batch just now: start the same command again later")
        self.ledger.name_batch(token, batch)
        log.warning("teacher: a batch of %s is submitted (%s)", counted(len(calls), "call"), batch)
        await self._follow(token, batch)

    async def _follow(self, token: str, batch: str, *, adopted: bool = False) -> None:
        """Wait until a batch is over, and hand out what it brought."""
        if not batch and not (batch := await self._found(token)):
            self.ledger.leave_batch_of(token)  # it was never made
            self._release(token)
            return
        if adopted:
            self.ledger.name_batch(token, batch)
            log.warning("teacher: batch %s of an earlier start is collected", batch)
        try:
            await self._cancel_if_too_dear(batch)
            state = await self._over(batch)
            lines = await self.interface.lines(state)
        except Gone:
            place = self.endpoint.place
            if not adopted:
                raise TeacherError(f"{place} does not know batch {batch} any more, nor its answers") from None
            log.warning("teacher: %s does not know batch %s any more: its calls are submitted again", place, batch)
            self.ledger.leave_batch_of(token)
            self._release(token)
            return
        if state["status"] == "failed" and not lines:
            self.ledger.leave_batch_of(token)
            raise TeacherError(f"the endpoint refuses the batch: {self.interface.why_failed(state)}")
        for id_ in [id_ for id_, other in self._batch_of.items() if other == token]:
            self._hand_out(id_, lines.get(id_) or {"error": {"code": f"batch {state['status']}"}})
        self._tasks.pop(token, None)

    async def _cancel_if_too_dear(self, batch: str) -> None:
        """Have no more calls of a batch answered that costs more than there is. What was answered is paid for."""
        if self.ledger.affordable() or (await self.interface.state(batch))["status"] in OVER:
            return
        log.warning("teacher: batch %s is cancelled: it may cost more than the budget", batch)
        try:
            await self.interface.cancel(batch)
        except (Fault, TeacherError) as error:  # it may be over by now; if not, it is waited for
            log.warning("teacher: batch %s is not cancelled: %s", batch, error)

    async def _over(self, batch: str) -> Mapping[str, Any]:
        """The state of a batch, once that does not change any more."""
        pause, start, said = POLL_SECONDS, time.monotonic(), 0.0
        while (state := await self.interface.state(batch))["status"] not in OVER:
            waited = time.monotonic() - start
            if waited - said >= SAY_SECONDS:
                said, counts = waited, state.get("request_counts") or {}
                done, total = counts.get("completed", "?"), counts.get("total", "?")
                log.warning("teacher: %s of %s calls of batch %s after %s", done, total, batch, duration(waited))
            await asyncio.sleep(pause)
            pause = min(1.5 * pause, LONGEST_POLL)
        return state

    async def _found(self, token: str) -> str:
        """The endpoint's name of a batch that was made just before a process ended; empty if it was not made."""
        for state in await self.interface.listed():
            if (state.get("metadata") or {}).get("tutelage") == token:
                return str(state["id"])
        return ""

    def _answer(self, line: Mapping[str, Any], descent: Descent) -> Answer:
        """The answer in a line of a batch's files. Raises `Fault` for what another batch may bring."""
        response = line.get("response")
        if not isinstance(response, dict) or not response:
            error = line.get("error")
            raise Fault(f"{error.get('code') or error.get('message')}" if isinstance(error, dict) else "no answer")
        code: Any = response.get("status_code")
        body = json.dumps(response.get("body"))
        status, data = read_response(code if code in range(100, 600) else 500, body)
        if status == 200:
            return self.endpoint.accept(descent, data).model_copy(update={"batched": True})
        # Each request that is tried takes a batch.
        error = self.endpoint.refused(descent, status, {}, body, guess=False)
        raise error or Fault(f"server refused the call ({status})")

    def _hand_out(self, id_: str, line: Mapping[str, Any]) -> None:
        _, futures = self._waiting.pop(id_, (None, []))
        self._batch_of.pop(id_, None)
        for future in futures:
            if not future.done():
                future.set_result(line)

    def _release(self, token: str) -> None:
        for id_ in [id_ for id_, other in self._batch_of.items() if other == token]:
            del self._batch_of[id_]
        self._tasks.pop(token, None)

    def _stop(self) -> None:
        """Wait for nothing more. What is in a batch is still on its way, and may be paid for."""
        for id_, (_, futures) in self._waiting.items():
            for future in futures:
                if not future.done():
                    future.set_exception(NoAnswer(INTERRUPTED, paid=id_ in self._batch_of))
        self._waiting = {}

    def _fail(self, error: Exception) -> None:
        for _, futures in self._waiting.values():
            for future in futures:
                if not future.done():
                    future.set_exception(error)
        self._waiting, self._batch_of = {}, {}
