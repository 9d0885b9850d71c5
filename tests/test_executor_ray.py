"""Writing and checking on a Ray cluster of two nodes, one of which is killed: the same records, nothing paid twice."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import secrets
import signal
import sqlite3
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from importlib import metadata
from itertools import chain
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from aiohttp import web

from endpoint import Endpoint, completion
from test_calculus import FEW
from test_language_teacher import COURSE
from test_writing import GRAPH
from tutelage.config import ChecksConfig, CourseConfig, TeacherConfig
from tutelage.course import write_course
from tutelage.executor import Cluster, connect
from tutelage.progress import Bar, Quiet
from tutelage.records import Course
from tutelage.storage.store import ANSWERS
from tutelage.teacher import make_teacher

ray = pytest.importorskip("ray")

ON_RAY = CourseConfig(executor="ray")
SMALL = {"num_cpus": 1, "object_store_memory": 80 * 2**20}


class TwoNodes:
    """A cluster on this machine. Its head stays; the other node may be killed, and a new one takes its place."""

    def __init__(self) -> None:
        from ray.cluster_utils import Cluster as Nodes

        self.nodes = Nodes(initialize_head=True, head_node_args=SMALL | {"include_dashboard": False})
        ray.init(address=self.nodes.address, log_to_driver=False, logging_level=logging.ERROR)
        self.second: Any = None

    def complete(self) -> None:
        """Have both nodes there."""
        if self.second is None:
            self.second = self.nodes.add_node(**SMALL)

    def kill(self) -> None:
        """End the second node as a power cut would: Ray's own process of it and all its workers, without a word."""
        node, self.second = self.second, None
        raylet = node.all_processes["raylet"][0].process.pid
        workers = Path(f"/proc/{raylet}/task/{raylet}/children").read_text().split()
        for pid in (raylet, *map(int, workers)):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.nodes.remove_node(node, allow_graceful=False)

    def stop(self) -> None:
        ray.shutdown()
        self.nodes.shutdown()


@pytest.fixture(scope="module")
def started() -> Iterator[TwoNodes]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        patch.setenv("RAY_AUTH_MODE", "token")
        patch.setenv("RAY_AUTH_TOKEN", secrets.token_hex(32))
        # Ray has looked at the environment when it was imported.
        ray._raylet.Config.initialize("")
        # The workers do not know the folder of the tests.
        ray.cloudpickle.register_pickle_by_value(sys.modules[__name__])
        cluster = TwoNodes()
        yield cluster
        cluster.stop()


@pytest.fixture
def cluster(started: TwoNodes) -> TwoNodes:
    started.complete()
    return started


def square(item: int, folder: Path) -> int:
    with (folder / str(item)).open("a") as file:
        file.write(ray.get_runtime_context().get_node_id() + "\n")
    if item == 99:
        raise ValueError("no square of 99")
    sleep(0.02)
    return item * item


def test_results_come_in_order_and_only_what_was_lost_is_done_again(cluster: TwoNodes, tmp_path: Path) -> None:
    def runs(item: int) -> list[str]:
        path = tmp_path / str(item)
        return path.read_text().split() if path.exists() else []

    results = connect(ON_RAY).map(lambda item: square(item, tmp_path), range(60))
    arrived = []
    while len({node for item in range(60) for node in runs(item)}) < 2:
        arrived.append(next(results))
    finished = len(arrived)
    cluster.kill()
    arrived += results
    assert arrived == [item * item for item in range(60)]
    assert finished < 60
    assert all(len(runs(item)) == 1 for item in range(finished))


def test_an_error_of_the_work_is_raised_as_it_is(cluster: TwoNodes, tmp_path: Path) -> None:
    executor = connect(ON_RAY)
    with pytest.raises(ValueError, match=r"^no square of 99$"):
        list(executor.map(lambda item: square(item, tmp_path), (1, 99, 2)))

    @asynccontextmanager
    async def no_key() -> AsyncIterator[Any]:
        raise ValueError("no key: set it")
        yield

    assert isinstance(executor, Cluster)
    with pytest.raises(ValueError, match=r"^no key: set it$"):
        asyncio.run(executor.replicate(no_key, 2)(1))  # type: ignore[arg-type]


def test_a_node_with_another_version_is_refused(cluster: TwoNodes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "version", lambda _: "0.0")
    with pytest.raises(ValueError, match=r"on the Ray node \S+ and 0\.0 here: install the same version"):
        connect(ON_RAY)


def test_a_node_that_is_lost_before_any_work_is_left_out(
    cluster: TwoNodes, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    before, nodes = ray.nodes(), ray.nodes
    cluster.kill()
    while sum(node["Alive"] for node in nodes()) > 1:
        sleep(0.1)
    listed = chain([before], iter(nodes, None))
    monkeypatch.setattr(ray, "nodes", lambda: next(listed))
    with caplog.at_level(logging.WARNING, "tutelage"):
        executor = connect(ON_RAY)
    assert "is lost: going on without it" in caplog.text
    assert list(executor.map(abs, (-1, -2))) == [1, 2]


class At(Quiet):
    """Does something once, when so many exercises are accepted."""

    def __init__(self, count: int, act: Any) -> None:
        self.left, self.act = count, act

    @contextmanager
    def bar(self, label: str, total: int, unit: str) -> Iterator[Bar]:
        yield self

    def advance(self, count: int = 1, note: str = "") -> None:
        self.left -= count
        if self.left == 0:
            self.act()


def test_the_embedded_teachers_course_is_the_same_and_survives_a_node(cluster: TwoNodes) -> None:
    checks = ChecksConfig(near_duplicates=0.7)
    local = CourseConfig(exercises_per_skill=30, checks=checks)
    far = local.model_copy(update={"executor": "ray"})
    expected = write_course(FEW, make_teacher(TeacherConfig(), FEW), local, 0, Quiet())
    teacher = make_teacher(TeacherConfig(), FEW, executor=connect(far))
    assert write_course(FEW, teacher, far, 0, Quiet()) == expected
    killing = At(len(expected.exercises) // 2, cluster.kill)
    assert write_course(FEW, teacher, far, 0, killing) == expected
    assert cluster.second is None
    assert {item.reason for item in expected.rejected} >= {"near-duplicate", "duplicate"}
    # Without the second node the first one does it all.
    assert write_course(FEW, teacher, far, 0, Quiet()) == expected


class Holding(Endpoint):
    """When enough calls are answered and some are under way, it answers none until `act` is done."""

    def __init__(self, act: Any) -> None:
        super().__init__()
        self.act = act
        self.kept: set[str] = set()
        """Calls whose answers had arrived by then."""
        self.under_way: set[str] = set()
        """Calls that had not been answered by then."""
        self.going_on = threading.Event()
        self.going_on.set()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        key = json.dumps(body, sort_keys=True)
        self.asked[key] += 1
        await asyncio.sleep(0.05)
        if not self.kept and self.answered.total() >= 40 and len(self.asked - self.answered) >= 6:
            self.going_on.clear()
            self.kept = set(self.answered)
            threading.Thread(target=self._act).start()
        while not self.going_on.is_set():
            await asyncio.sleep(0.01)
        self.answered[key] += 1
        return web.json_response(completion(self.answer(body), body))

    def _act(self) -> None:
        self.act(len(self.kept))
        self.under_way = set(self.asked - self.answered)
        self.going_on.set()


def course_of(endpoint: Endpoint, folder: Path, config: CourseConfig) -> Course:
    asked = TeacherConfig(kind="openai", model="m", base_url=endpoint.url, concurrency=8)
    made = make_teacher(asked, GRAPH, folder=folder, executor=connect(config))
    return write_course(GRAPH, made, config, 0, Quiet())


def answers_in(folder: Path) -> int:
    with closing(sqlite3.connect(folder / ANSWERS)) as database:
        return int(database.execute("select count(*) from answers").fetchone()[0])


def test_no_answer_that_has_arrived_is_paid_twice(
    cluster: TwoNodes, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    here, there = tmp_path / "here", tmp_path / "there"

    def kill(answered: int) -> None:
        while answers_in(there) < answered:
            sleep(0.01)
        cluster.kill()

    with Endpoint() as endpoint:
        expected = course_of(endpoint, here, COURSE)
    holding = Holding(kill)
    with holding, caplog.at_level(logging.WARNING, "tutelage"):
        course = course_of(holding, there, COURSE.model_copy(update={"executor": "ray"}))
    assert course == expected
    repeated = {key for key, times in holding.asked.items() if times > 1}
    assert repeated
    assert repeated <= holding.under_way
    assert len(repeated) <= 8
    assert max(holding.asked.values()) == 2
    assert not repeated & holding.kept
    assert answers_in(there) == answers_in(here) == len(holding.asked)
    assert "is lost" in caplog.text
