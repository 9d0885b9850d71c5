"""Where writing and checking are done: in this process, or on the nodes of a Ray cluster.

Only functions that depend on nothing but their argument go through an executor, and results come back in the order of
the items: so the records are the same wherever they are made, and by however many processes.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import AbstractAsyncContextManager
from importlib.util import find_spec
from typing import Protocol, TypeVar, runtime_checkable

from tutelage.config import CourseConfig
from tutelage.errors import MissingExtra

T = TypeVar("T")
R = TypeVar("R")
Work = Callable[[T], Awaitable[R]]
WorkContext = Callable[[], AbstractAsyncContextManager[Work[T, R]]]


class Executor(Protocol):
    """Runs a function on many items."""

    def map(self, function: Callable[[T], R], items: Iterable[T], *, chunk: int = 1) -> Iterator[R]:
        """The function's results, in the order of the items. A cluster sends `chunk` of them at a time, which is for
        work of microseconds. An exception of the function is raised when it is the item's turn."""


@runtime_checkable
class Cluster(Protocol):
    """An executor with workers in other processes, which work on items ahead of their turn."""

    def map(self, function: Callable[[T], R], items: Iterable[T], *, chunk: int = 1) -> Iterator[R]:
        """See `Executor.map`."""

    def replicate(self, context: WorkContext[T, R], size: int, *, on_gpus: bool = False) -> Work[T, R]:
        """An asynchronous function that runs on any node, or with `on_gpus` on any GPU, if there is one: `context()` is
        entered once on each and gives the function there, which gets up to `size` items at once."""


class Local:
    """One item after another in this process, each when its result is asked for."""

    def map(self, function: Callable[[T], R], items: Iterable[T], *, chunk: int = 1) -> Iterator[R]:
        return map(function, items)


def require(config: CourseConfig) -> None:
    """Raise `MissingExtra` if the executor that a recipe names is not installed."""
    if config.executor == "ray" and find_spec("ray") is None:
        raise MissingExtra("'executor: ray' needs Ray: pip install 'tutelage[ray]', on every node, or leave it out")


def connect(config: CourseConfig) -> Executor:
    """The executor that a recipe names; for Ray, connected to a cluster or to one of its own on this machine.

    Raises `ValueError` that says what to do if Ray is not installed or cannot be reached, or if its nodes have other
    versions of the packages that affect the records.
    """
    if config.executor == "local":
        return Local()
    require(config)
    from tutelage.executor.on_ray import OnRay

    return OnRay(config.ray_address)
