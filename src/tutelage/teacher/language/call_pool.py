"""Many calls at once, from code that runs one step after another.

The calls run in an event loop on a thread of their own, so that answers keep coming in while earlier ones are checked.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Awaitable, Callable, Generator, Iterable
from contextlib import AbstractAsyncContextManager
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class CallPool(Generic[T, R]):
    """Carries out `work(item)` for many items, at most `size` at once, inside `setting()`."""

    def __init__(
        self, work: Callable[[T], Awaitable[R]], setting: Callable[[], AbstractAsyncContextManager[None]], size: int
    ) -> None:
        self.work, self.setting, self.size = work, setting, size
        self.results: queue.SimpleQueue[tuple[int, R] | BaseException | None] = queue.SimpleQueue()
        self.stopped = threading.Event()

    def run(self, items: Iterable[T]) -> Generator[tuple[int, R], None, None]:
        """(index of the item, result) as they come.

        An exception of `work` ends it: no further item is begun, those under way are waited for (they may be paid
        for), then it is raised. The same holds if the caller stops listening.
        """
        thread = threading.Thread(target=self._in_thread, args=(items,), daemon=True, name="teacher")
        thread.start()
        try:
            while (result := self.results.get()) is not None:
                if isinstance(result, BaseException):
                    raise result
                yield result
        finally:
            self.stopped.set()
            thread.join()

    def _in_thread(self, items: Iterable[T]) -> None:
        try:
            asyncio.run(self._all(items))
        except BaseException as error:
            self.results.put(error)
        else:
            self.results.put(None)

    async def _all(self, items: Iterable[T]) -> None:
        numbered = iter(enumerate(items))
        async with self.setting():
            ended = await asyncio.gather(*(self._one_after_another(numbered) for _ in range(self.size)))
        if problems := [problem for problem in ended if problem is not None]:
            raise problems[0]

    async def _one_after_another(self, numbered: Iterable[tuple[int, T]]) -> Exception | None:
        for index, item in numbered:
            if self.stopped.is_set():
                return None
            try:
                self.results.put((index, await self.work(item)))
            except Exception as error:
                self.stopped.set()
                return error
        return None
