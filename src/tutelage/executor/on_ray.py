"""Ray as the executor. The work of a lost node is repeated on another one, except for results that have arrived here.

Code and arguments are sent with Ray's own pickle: everybody who can use a cluster can run code on all of it.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from importlib import metadata
from itertools import islice
from typing import Any, Generic, TypeVar

import ray
from ray.exceptions import ActorUnschedulableError, ObjectLostError, RayActorError, RayError, RayTaskError
from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

from tutelage.errors import TeacherError
from tutelage.executor import Work, WorkContext

T = TypeVar("T")
R = TypeVar("R")

AHEAD = 3
"""Tasks in flight per CPU: enough that no CPU waits for the next, few enough that memory is bounded."""
TRIES = 5
"""How often work may be lost with its worker before it is given up: the work itself may be what ends them."""
VERSIONED = ("tutelage", "sympy", "math-verify", "rapidfuzz")
"""Packages whose versions may change a record."""

log = logging.getLogger("tutelage")

USAGE = "RAY_USAGE_STATS_ENABLED"


class OnRay:
    """See `tutelage.executor.Cluster`. Raises `ValueError` as `tutelage.executor.connect` does."""

    def __init__(self, address: str = "") -> None:
        if not ray.is_initialized():
            _join(address or os.environ.get("RAY_ADDRESS") or "local")
        _require_same_versions()

    def map(self, function: Callable[[T], R], items: Iterable[T], *, chunk: int = 1) -> Iterator[R]:
        """See `tutelage.executor.Executor.map`. The function is sent to every worker once, with everything in it."""

        def run_part(part: list[T]) -> list[R]:
            return [function(item) for item in part]

        task = ray.remote(num_cpus=1, max_retries=TRIES, scheduling_strategy="SPREAD")(run_part)
        most = AHEAD * max(1, int(ray.cluster_resources().get("CPU", 1)))
        waiting: deque[Any] = deque()
        rest = iter(items)
        try:
            while part := list(islice(rest, chunk)):
                waiting.append(task.remote(part))
                while waiting and (len(waiting) >= most or _done(waiting[0])):
                    yield from _result(waiting.popleft())
            while waiting:
                yield from _result(waiting.popleft())
        finally:
            for reference in waiting:
                ray.cancel(reference)

    def replicate(self, context: WorkContext[T, R], size: int, *, on_gpus: bool = False) -> Work[T, R]:
        """See `tutelage.executor.Cluster.replicate`."""
        return _Replicas(context, size, on_gpus)


class _Replica(Generic[T, R]):
    """The function on one node or GPU; lives in a Ray actor."""

    def __init__(self, context: WorkContext[T, R]) -> None:
        self.context = context
        self.stack = AsyncExitStack()
        self.entering = asyncio.Lock()
        self.work: Work[T, R] | None = None

    async def call(self, item: T) -> R:
        async with self.entering:
            if self.work is None:
                self.work = await self.stack.enter_async_context(self.context())
        return await self.work(item)


@dataclass(eq=False)
class _RemoteReplica:
    """The handle of a replica in this process."""

    actor: Any
    node: str
    calls: int = 0
    """Calls in flight."""


class _Replicas(Generic[T, R]):
    """Sends each call to the replica with the fewest. A call that is lost with its replica is repeated on another.

    Ray could do that itself, but would wait for a GPU that no longer exists, and would not report what is repeated.
    """

    def __init__(self, context: WorkContext[T, R], size: int, on_gpus: bool) -> None:
        self.context, self.size, self.on_gpus = context, size, on_gpus
        self.replicas: list[_RemoteReplica] = []

    async def __call__(self, item: T) -> R:
        for _ in range(TRIES):
            if not self.replicas:
                self.replicas = list(self._start())
            replica = min(self.replicas, key=lambda one: one.calls)
            replica.calls += 1
            try:
                result: R = await asyncio.wrap_future(replica.actor.call.remote(item).future())
            except RayTaskError as error:
                raise error.cause from None
            except (RayActorError, ActorUnschedulableError, ObjectLostError):
                self._give_up(replica)
            else:
                return result
            finally:
                replica.calls -= 1
        raise TeacherError(f"a call was lost with its Ray worker {TRIES} times: see the logs of Ray, then start again")

    def _start(self) -> Iterator[_RemoteReplica]:
        nodes = _alive()
        gpus = self.on_gpus and any(node["Resources"].get("GPU") for node in nodes)
        what = "GPU" if gpus else "CPU"
        # A node that has no CPUs by its configuration is to be kept free of work.
        able = [node for node in nodes if node["Resources"].get(what)] or nodes
        for node in able:
            there = NodeAffinitySchedulingStrategy(node_id=node["NodeID"], soft=False)
            options = {"num_cpus": 0, "num_gpus": int(gpus), "max_restarts": 0, "max_concurrency": self.size}
            for _ in range(int(node["Resources"]["GPU"]) if gpus else 1):
                made = ray.remote(scheduling_strategy=there, **options)(_Replica)
                yield _RemoteReplica(made.remote(self.context), node["NodeManagerAddress"])

    def _give_up(self, replica: _RemoteReplica) -> None:
        if replica in self.replicas:
            self.replicas.remove(replica)
            ray.kill(replica.actor)
            log.warning("a Ray worker on %s is lost; %d calls to it are repeated", replica.node, replica.calls)


def _join(address: str) -> None:
    """Connect to a cluster, or start Ray on this machine alone."""
    own: dict[str, Any] = {"include_dashboard": False, "_node_ip_address": "127.0.0.1"} if address == "local" else {}
    # Ray sends usage statistics of clusters that it starts to its makers, unless it is told not to.
    given = USAGE in os.environ
    os.environ.setdefault(USAGE, "0")
    try:
        ray.init(address=address, log_to_driver=False, logging_level=logging.WARNING, **own)
    except (ConnectionError, RuntimeError, ValueError) as error:
        reason = str(error).strip().partition("\n")[0]
        raise TeacherError(
            f"cannot use Ray at '{address}' ({reason[:200]}): check 'course.ray_address', and that `ray status` works "
            "on this machine"
        ) from None
    finally:
        if not given:
            del os.environ[USAGE]


def _require_same_versions() -> None:
    """Raise `TeacherError` if a node has other versions: it could make other records."""
    nodes = _alive()
    references = []
    for node in nodes:
        there = NodeAffinitySchedulingStrategy(node_id=node["NodeID"], soft=False)
        references.append(ray.remote(num_cpus=0, scheduling_strategy=there)(_versions).remote())
    here = _versions()
    for node, reference in zip(nodes, references, strict=True):
        name = node["NodeManagerAddress"]
        try:
            found = ray.get(reference)
        except RayError as error:
            if node["NodeID"] not in {one["NodeID"] for one in _alive()}:
                log.warning("the Ray node %s is lost: continuing without it", name)
                continue
            reason = str(error).strip().rpartition("\n")[2]
            raise TeacherError(f"the Ray node {name} cannot run Tutelage ({reason[:200]}): install it there") from None
        for package, version in found.items():
            if version != here[package]:
                raise TeacherError(
                    f"{package} is {version} on the Ray node {name} and {here[package]} here: install the same version"
                )


def _alive() -> list[dict[str, Any]]:
    """The nodes that are alive as far as Ray knows: it takes some seconds to notice that one is gone."""
    return [node for node in ray.nodes() if node["Alive"]]


def _versions() -> dict[str, str]:
    return {package: metadata.version(package) for package in VERSIONED}


def _done(reference: Any) -> bool:
    return bool(ray.wait([reference], timeout=0)[0])


def _result(reference: Any) -> Any:
    try:
        return ray.get(reference)
    except RayTaskError as error:
        raise error.cause from None
    except RayError as error:
        raise TeacherError(
            f"Ray could not carry out the work ({type(error).__name__}): see its logs, then start the command again"
        ) from error
