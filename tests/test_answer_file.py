"""The file of answers: what was paid for is never asked for again at another limit of tokens; files of old are read."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from endpoint import Endpoint, completion, teach
from test_language_teacher import ask, course_of, drafts, exercises, teacher
from tutelage.config import Prices, TeacherConfig
from tutelage.errors import DamagedRun, TeacherError
from tutelage.records import Exercise, SolveRequest
from tutelage.storage.answers import VERSION, calls_of, pace_of
from tutelage.storage.store import ANSWERS
from tutelage.teacher.language.ledger import Spending


class Short(Endpoint):
    """Cuts its answers at the limit of the call."""

    async def handle(self, request: Any) -> Any:
        body = await request.json()
        self.bodies.append(body)
        whole, limit = self.answer(body), body["max_tokens"]
        return web.json_response(completion(whole[:limit], body, "stop" if len(whole) <= limit else "length"))


def test_another_limit_of_tokens_asks_nothing_again(tmp_path: Path) -> None:
    with Endpoint() as endpoint:
        first = course_of(teacher(endpoint, tmp_path, max_tokens=1000))
        asked = len(endpoint.bodies)
        for limit in (4000, 1000, 600):
            assert course_of(teacher(endpoint, tmp_path, max_tokens=limit)) == first
        assert len(endpoint.bodies) == asked


def test_only_an_answer_that_was_cut_at_a_lower_limit_is_asked_for_again(tmp_path: Path) -> None:
    with Short() as endpoint:

        def limits(limit: int) -> list[int]:
            """The limits of the calls that are made to ask for five exercises with a limit."""
            before = len(endpoint.bodies)
            assert drafts(ask(endpoint, exercises(), folder=tmp_path, max_tokens=limit)) == 5
            return [body["max_tokens"] for body in endpoint.bodies[before:]]

        assert limits(600) == [600, 1200]
        assert limits(600) == []
        assert limits(2000) == [], "the whole answer is there"
        assert limits(300) == [], "a whole answer is one at a lower limit, too"
    with Short(lambda body: " ".join(map(str, range(20_000)))) as endpoint:
        other = tmp_path / "other"

        def failed(limit: int) -> list[int]:
            before = len(endpoint.bodies)
            (reply,) = ask(endpoint, exercises(), folder=other, max_tokens=limit, repairs=0)
            assert reply.failure == "answer cut by its length"
            return [body["max_tokens"] for body in endpoint.bodies[before:]]

        assert failed(100) == [100, 200, 400]
        assert failed(100) == []
        assert failed(150) == [600], "what was cut at 200 and 400 is cut at 150 and 300"
        assert failed(1000) == [1000, 2000, 4000]


def test_what_a_run_has_paid_is_counted_over_all_its_starts(tmp_path: Path) -> None:
    prices = {"input": 1.0, "output": 2.0}
    config = TeacherConfig(kind="openai", model="m", prices=Prices(**prices))
    path = tmp_path / ANSWERS
    assert calls_of(path, config) == ()
    assert pace_of(path) is None
    with Endpoint(delay=0.02) as endpoint:
        for _ in range(2):
            ask(endpoint, exercises(), folder=tmp_path, use_cache=False, prices=prices)
        (once,) = calls_of(path, config)
        solved = ask(endpoint, exercises(), folder=tmp_path)[0].of(Exercise)[0]
        ask(endpoint, SolveRequest(id="s", exercise=solved, number=2), folder=tmp_path)
        writer, solver = calls_of(path, config)
        files = sorted(path.name for path in tmp_path.iterdir())
    assert (writer, once.calls, writer.role) == (once, 2, "writer")
    assert (solver.calls, solver.role) == (2, "solver")
    usage = [completion(teach(body), body)["usage"] for body in endpoint.bodies]
    assert writer.read + solver.read == sum(one["prompt_tokens"] for one in usage)
    assert writer.written + solver.written == sum(one["completion_tokens"] for one in usage)
    assert writer.usd == pytest.approx((writer.read + 2 * writer.written) / 1e6)
    assert files == [ANSWERS] or set(files) <= {ANSWERS, f"{ANSWERS}-shm", f"{ANSWERS}-wal"}
    pace = pace_of(path)
    assert pace is not None
    assert 0.9 < pace.in_flight <= 2
    assert pace.tokens_per_second < (writer.tokens + solver.tokens) / 0.06


def test_cached_tokens_cost_what_the_recipe_says() -> None:
    assert Prices(input=1, output=2).usd(1_000_000, 500_000, 400_000) == pytest.approx(2.0)
    assert Prices(input=1, output=2, cached=0.1).usd(1_000_000, 500_000, 400_000) == pytest.approx(1.64)
    assert Prices(input=1, output=2).usd(1_000_000, 0, batched=True) == pytest.approx(0.5)


@pytest.mark.parametrize(
    "told",
    [
        {"usage": {"prompt_tokens_details": {"cached_tokens": 64}}},
        {"usage": {"prompt_cache_hit_tokens": 64}},
        {"timings": {"cache_n": 64, "prompt_n": 100}},
    ],
)
def test_the_share_that_the_server_had_in_its_cache_is_on_record(told: dict[str, Any], tmp_path: Path) -> None:
    def respond(body: dict[str, Any]) -> tuple[int, object]:
        made = completion(teach(body), body)
        return 200, made | told | {"usage": made["usage"] | told.get("usage", {})}

    with Endpoint(respond=respond) as endpoint:
        ask(endpoint, exercises(10), folder=tmp_path)
    (row,) = calls_of(tmp_path / ANSWERS, TeacherConfig(kind="openai", model="m"))
    assert row.cached == 128


def as_version_0(path: Path, *, seals: bool) -> None:
    """Rewrite a file of answers as earlier versions wrote it, whose keys held the limit of tokens."""
    with closing(sqlite3.connect(path)) as database:
        database.execute("pragma wal_checkpoint(truncate)")
        kept = database.execute(
            "select model, call, text, cut, prompt_tokens, completion_tokens from answers"
        ).fetchall()
        for name in ("answers", "sent", "batches"):
            database.execute(f"drop table {name}")
        seal = ", seal text, failure text not null default ''" if seals else ""
        database.execute(
            "create table answers (id integer primary key, key text unique not null, model text not null, "
            "call text not null, text text not null, cut integer not null, prompt_tokens integer not null, "
            f"completion_tokens integer not null, at text not null default current_timestamp{seal})"
        )
        database.execute("create table sent (id integer primary key, prompt_tokens integer, completion_tokens integer)")
        database.execute("insert into sent values (1, 10, 20)")
        for model, call, *fields in kept:
            asked = json.loads(call)
            messages = [(turn["role"], turn["content"]) for turn in asked["messages"]]
            parts = [model, messages, asked["max_tokens"], asked["temperature"], asked["seed"], asked["form"]]
            key = hashlib.sha256(json.dumps(parts).encode()).hexdigest()
            row = (key, model, call, *fields)
            if seals:
                digest = hashlib.sha256(json.dumps([str(field) for field in (key, *fields)]).encode()).hexdigest()
                row = (*row, digest[:32])
            names = "key, model, call, text, cut, prompt_tokens, completion_tokens" + (", seal" if seals else "")
            database.execute(f"insert into answers ({names}) values ({', '.join('?' * len(row))})", row)
        database.execute("pragma user_version = 0")
        database.commit()


@pytest.mark.parametrize("seals", [True, False])
def test_a_file_of_an_earlier_version_is_used(tmp_path: Path, *, seals: bool) -> None:
    path, config = tmp_path / ANSWERS, TeacherConfig(kind="openai", model="m")
    with Endpoint() as endpoint:
        made = teacher(endpoint, tmp_path)
        first = course_of(made)
        spent = made.ledger.total()
        made.ledger.close()
        asked = len(endpoint.bodies)
        before = calls_of(path, config)
        as_version_0(path, seals=seals)
        assert calls_of(path, config) == (), "it is not touched by who only reads"
        again = teacher(endpoint, tmp_path, max_tokens=3000)
        assert course_of(again) == first
        assert len(endpoint.bodies) == asked
        assert again.ledger.total() == spent
        assert again.ledger.lost.tokens == 30
        again.ledger.close()
    by_role = {(row.role, row.calls, row.tokens) for row in calls_of(path, config)}
    assert by_role == {(row.role, row.calls, row.tokens) for row in before}
    assert {role for role, *_ in by_role} == {"writer", "solver", "judge"}


def test_a_damaged_answer_of_an_earlier_version_is_asked_for_again(tmp_path: Path) -> None:
    with Endpoint() as endpoint:
        first = ask(endpoint, exercises(), folder=tmp_path)
        as_version_0(tmp_path / ANSWERS, seals=True)
        with closing(sqlite3.connect(tmp_path / ANSWERS)) as database:
            database.execute("update answers set text = replace(text, 'question', 'Question')")
            database.commit()
        assert ask(endpoint, exercises(), folder=tmp_path) == first
        assert len(endpoint.bodies) == 2


def test_a_call_of_an_earlier_version_that_cannot_be_read_is_paid_for_and_no_more(tmp_path: Path) -> None:
    with Endpoint() as endpoint:
        ask(endpoint, exercises(), folder=tmp_path)
        as_version_0(tmp_path / ANSWERS, seals=True)
        with closing(sqlite3.connect(tmp_path / ANSWERS)) as database:
            database.execute("update answers set call = substr(call, 1, 100)")
            database.commit()
        ask(endpoint, exercises(), folder=tmp_path)
        assert len(endpoint.bodies) == 2
    (row,) = calls_of(tmp_path / ANSWERS, TeacherConfig(kind="openai", model="m"))
    assert row.calls == 2


def test_two_processes_may_write_to_one_file(tmp_path: Path) -> None:
    """As a preview does while the run is under way."""
    with Endpoint() as endpoint:
        run, preview = (teacher(endpoint, tmp_path) for _ in range(2))
        assert run.ledger.total() == preview.ledger.total() == Spending()
        first = list(run.answer([exercises(seed=1)]))
        assert list(preview.answer([exercises(seed=1)])) == first
        assert len(endpoint.bodies) == 1, "what the other has asked is found"


def test_who_asks_the_same_at_the_same_time_pays_twice_and_loses_nothing(tmp_path: Path) -> None:
    with Endpoint(delay=0.3) as endpoint:
        made = [teacher(endpoint, tmp_path) for _ in range(2)]
        with ThreadPoolExecutor(2) as threads:
            first, second = threads.map(lambda one: list(one.answer([exercises(seed=1)])), made)
        assert drafts(first) == drafts(second) == 5
    (row,) = calls_of(tmp_path / ANSWERS, TeacherConfig(kind="openai", model="m"))
    assert row.calls == 2


def test_a_file_of_a_later_version_and_one_that_is_none_are_refused_in_one_line(tmp_path: Path) -> None:
    path, config = tmp_path / ANSWERS, TeacherConfig(kind="openai", model="m")
    with closing(sqlite3.connect(path)) as database:
        database.execute(f"pragma user_version = {VERSION + 1}")
        database.commit()
    with Endpoint() as endpoint, pytest.raises(TeacherError, match="of a later version of Tutelage"):
        ask(endpoint, exercises(), folder=tmp_path)
    path.write_text("this is no data base, but a text of some length " * 40)
    with pytest.raises(DamagedRun, match="move it away"):
        calls_of(path, config)
