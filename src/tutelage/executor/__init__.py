"""Where writing and checking are done: in this process, or on the nodes of a Ray cluster.

Only what depends on nothing but its argument goes through an executor, and results come back in the order of the
items: so the records are the same wherever, and by however many, they are made.
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
Setting = Callable[[], AbstractAsyncContextManager[Work[T, R]]]


class Executor(Protocol):
    """Carries out functions for many items."""

    def map(self, function: Callable[[T], R], items: Iterable[T], *, chunk: int = 1) -> Iterator[R]:
        """The function's results, in the order of the items. `chunk` of them travel together where they travel: for
        work of microseconds. An exception of the function is raised when its item's turn has come."""


@runtime_checkable
class Cluster(Protocol):
    """An executor with workers elsewhere: items are worked on ahead of their turn."""

    def map(self, function: Callable[[T], R], items: Iterable[T], *, chunk: int = 1) -> Iterator[R]:
        """See `Executor.map`."""

    def replicate(self, setting: Setting[T, R], size: int, *, on_gpus: bool = False) -> Work[T, R]:
        """An asynchronous function that runs on any node, or on any GPU if there is one: `setting()` is entered once
        in each place and gives the function there, which has up to `size` items at once."""


class Local:
    """One item after another in this process, each when its result is asked for."""

    def map(self, function: Callable[[T], R], items: Iterable[T], *, chunk: int = 1) -> Iterator[R]:
        return map(function, items)


def require(config: CourseConfig) -> None:
    """Raise `MissingExtra` if the executor that a recipe names is not installed."""
    if config.executor == "ray" and find_spec("ray") is None:
        raise MissingExtra("'executor: ray' needs Ray: pip install 'tutelage[ray]', on every node, or leave it out")


def connect(config: CourseConfig) -> Executor:
    """The executor that a recipe names; for Ray, connected with its cluster or with one of its own.

    Raises `ValueError`, saying what to do, if Ray is not installed, cannot be reached, or its nodes have other versions
    of what decides about the records.
    """
    if config.executor == "local":
        return Local()
    require(config)
    from tutelage.executor.on_ray import OnRay

    return OnRay(config.ray_address)
