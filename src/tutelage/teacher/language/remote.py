"""A chat model that runs on the nodes of a cluster. Its answers are stored by the process that asked.

Every node makes the model itself, and reads the key from its own environment: keys are never sent.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial

from tutelage.executor import Cluster, Executor, Work
from tutelage.teacher.language.chat import Answer, Call, ChatModel


def on_every_node(make: Callable[[], ChatModel], concurrency: int, executor: Executor, *, on_gpus: bool) -> ChatModel:
    """The model in this process or, on a cluster, one on every node."""
    model = make()  # on a cluster, too: so that faults show here
    if not isinstance(executor, Cluster):
        return model
    return RemoteModel(make, executor, name=model.name, concurrency=concurrency, on_gpus=on_gpus)


class RemoteModel:
    """See `tutelage.teacher.language.chat.ChatModel`. `make` makes the model on a node when the node gets its first
    call."""

    def __init__(
        self, make: Callable[[], ChatModel], cluster: Cluster, *, name: str, concurrency: int, on_gpus: bool = False
    ) -> None:
        self.name = name
        self.work: Work[Call, Answer] = cluster.replicate(partial(_opened, make), concurrency, on_gpus=on_gpus)

    @asynccontextmanager
    async def opened(self, stopped: Callable[[], bool]) -> AsyncIterator[None]:
        # On the nodes the models stay open from one batch of requests to the next.
        yield

    async def complete(self, call: Call) -> Answer:
        return await self.work(call)


@asynccontextmanager
async def _opened(make: Callable[[], ChatModel]) -> AsyncIterator[Callable[[Call], Awaitable[Answer]]]:
    model = make()
    async with model.opened(lambda: False):
        yield model.complete
