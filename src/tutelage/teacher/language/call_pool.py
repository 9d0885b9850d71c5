"""Many calls at once, for code that is not asynchronous.

The calls run in an event loop on a thread of their own, so that answers keep coming in while earlier ones are checked.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import sys
import threading
from collections.abc import Awaitable, Callable, Generator, Iterable
from contextlib import AbstractAsyncContextManager
from typing import Generic, TypeVar

from tutelage.progress import counted

T = TypeVar("T")
R = TypeVar("R")

log = logging.getLogger("tutelage")
REMINDER = 5.0
"""Seconds after which whoever has interrupted is told again what is waited for."""


class CallPool(Generic[T, R]):
    """Runs `work(item)` for many items, at most `size` at once, inside a context manager: that of `context`, which is
    given a function that says whether nothing more is to be begun."""

    def __init__(
        self,
        work: Callable[[T], Awaitable[R]],
        context: Callable[[Callable[[], bool]], AbstractAsyncContextManager[None]],
        size: int,
    ) -> None:
        self.work, self.context, self.size = work, context, size
        self.results: queue.SimpleQueue[tuple[int, R] | BaseException | None] = queue.SimpleQueue()
        self.stopped = threading.Event()
        self.under_way = 0
        self.parting: Callable[[int], str] = _waiting_for
        """What is said when a person interrupts, for so many items that are under way."""

    def run(self, items: Iterable[T]) -> Generator[tuple[int, R], None, None]:
        """(index of the item, result) in the order in which they come.

        After an exception of `work` no further item is started; those under way are awaited (they may be paid for),
        then it is raised. The same happens if the caller stops iterating.
        """
        thread = threading.Thread(target=self._run_thread, args=(items,), daemon=True, name="teacher")
        thread.start()
        try:
            while (result := self.results.get()) is not None:
                if isinstance(result, BaseException):
                    raise result
                yield result
        finally:
            self.stopped.set()
            interrupted = _interrupted()
            while thread.is_alive():
                if self.under_way and interrupted:
                    log.warning("%s", self.parting(self.under_way))
                thread.join(REMINDER if interrupted else None)

    def _run_thread(self, items: Iterable[T]) -> None:
        try:
            asyncio.run(self._run_all(items))
        except BaseException as error:
            self.results.put(error)
        else:
            self.results.put(None)

    async def _run_all(self, items: Iterable[T]) -> None:
        numbered = iter(enumerate(items))
        async with self.context(self.stopped.is_set):
            ended = await asyncio.gather(*(self._run_one_by_one(numbered) for _ in range(self.size)))
        if problems := [problem for problem in ended if problem is not None]:
            raise problems[0]

    async def _run_one_by_one(self, numbered: Iterable[tuple[int, T]]) -> Exception | None:
        for index, item in numbered:
            if self.stopped.is_set():
                return None
            self.under_way += 1
            try:
                self.results.put((index, await self.work(item)))
            except Exception as error:
                self.stopped.set()
                return error
            finally:
                self.under_way -= 1
        return None


def _waiting_for(calls: int) -> str:
    return f"interrupted: waiting for {counted(calls, 'call')} in flight; a second Ctrl-C ends at once"


def _interrupted() -> bool:
    """Whether Ctrl-C is what is being handled, here or where the results are used."""
    error = sys.exception()
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__context__
    return error is not None
