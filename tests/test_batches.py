"""Calls in batches: half the price, nothing submitted twice, whatever happens to a batch or to the process."""

from __future__ import annotations

import contextlib
import json
import re
import signal
import sqlite3
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import yaml

from endpoint import Endpoint, teach
from test_language_teacher import (
    ask,
    booked_as_lost,
    course_of,
    drafts,
    exercises,
    in_process,
    recipe_for,
    teacher,
    wait_for,
)
from tutelage.config import Prices, TeacherConfig
from tutelage.errors import BudgetExhausted, RecipeError, TeacherError
from tutelage.records import Reply
from tutelage.storage.answers import calls_of
from tutelage.storage.store import ANSWERS
from tutelage.teacher.language import batches

PRICES = {"input": 1.0, "output": 2.0}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second is a day."""
    monkeypatch.setattr(batches, "GATHER_SECONDS", 0.03)
    monkeypatch.setattr(batches, "POLL_SECONDS", 0.02)


def times(endpoint: Endpoint) -> set[int]:
    """How often the same call was in a batch."""
    return set(Counter(json.dumps(body, sort_keys=True) for body in endpoint.batched).values())


def test_a_course_in_batches_is_the_same_and_costs_half(tmp_path: Path) -> None:
    with Endpoint(batch_seconds=0.05) as endpoint:
        course = course_of(teacher(endpoint, tmp_path, batch=True, prices=PRICES))
        assert not endpoint.bodies
        assert times(endpoint) == {1}
        assert len(endpoint.batches) < 20 < len(endpoint.batched)
        assert course_of(teacher(endpoint, tmp_path, batch=True, prices=PRICES)) == course, "nothing is asked again"
        assert times(endpoint) == {1}
    with Endpoint() as endpoint:
        plain = course_of(teacher(endpoint, prices=PRICES))
    assert (plain.exercises, plain.lessons) == (course.exercises, course.lessons)
    half, whole = (sum(account.usd for account in one.accounts) for one in (course, plain))
    assert half == pytest.approx(whole / 2)
    calls = calls_of(tmp_path / ANSWERS, TeacherConfig(kind="openai", model="m", prices=Prices(**PRICES)))
    assert sum(row.usd for row in calls) == pytest.approx(half)


def test_a_repair_goes_into_the_next_batch() -> None:
    def stubborn(body: dict[str, Any]) -> str:
        return "Here you are: a sum." if len(body["messages"]) < 4 else teach(body)

    with Endpoint(stubborn, batch_seconds=0.02) as endpoint:
        assert drafts(ask(endpoint, *(exercises(5, seed) for seed in range(4)), batch=True)) == 20
        sizes = [batch["request_counts"]["total"] for batch in endpoint.batches.values()]
    assert sizes == [4, 4]


@pytest.mark.parametrize("status", ["expired", "cancelled"])
def test_what_a_batch_leaves_unanswered_goes_into_the_next_one(status: str, tmp_path: Path) -> None:
    with Endpoint(batch_seconds=0.02) as endpoint:
        endpoint.batch_ends = lambda batch: status if len(endpoint.batches) < 3 else "completed"
        made = teacher(endpoint, tmp_path, batch=True)
        assert drafts(made.answer([exercises(5, seed) for seed in range(8)])) == 40
        assert [batch["request_counts"]["total"] for batch in endpoint.batches.values()] == [8, 4, 2]
        assert made.ledger.total().calls == 8
        made.ledger.recount()
        assert made.ledger.lost.tokens == 0


def test_single_calls_that_fail_are_repeated_or_booked() -> None:
    tried = Counter[int]()

    def fault(body: dict[str, Any]) -> int:
        tried[body["seed"]] += 1
        return {0: 429 if tried[body["seed"]] < 3 else 200, 1: 400}.get(body["seed"] % 4, 200)

    with Endpoint(batch_seconds=0.02, error="flagged") as endpoint:
        endpoint.line_faults = fault
        replies = ask(endpoint, *(exercises(1, seed) for seed in range(40)), batch=True)
    assert {reply.failure for reply in replies} == {"", "server refused the call (400): flagged"}
    assert drafts(replies) == sum(1 for seed in tried if seed % 4 != 1)
    assert set(tried.values()) == {1, 3}


def test_a_field_that_is_refused_is_left_out_of_the_next_batch() -> None:
    with Endpoint(batch_seconds=0.02, error="'seed' is not supported") as endpoint:
        endpoint.line_faults = lambda body: 400 if "seed" in body else 200
        assert drafts(ask(endpoint, *(exercises(5, seed) for seed in range(3)), batch=True)) == 15
        assert [("seed" in body) for body in endpoint.batched] == [True] * 3 + [False] * 3


def test_what_one_line_is_refused_for_is_left_out_for_it_alone() -> None:
    asked = [exercises(5, seed).model_copy(update={"skill": skill}) for seed, skill in enumerate(("leap", "one-step"))]
    later = [exercises(5, 2), exercises(5, 3)]
    with Endpoint(batch_seconds=0.02, error="this schema cannot be compiled") as endpoint:
        endpoint.line_faults = lambda body: (
            400 if "response_format" in body and 'skill: "one step"' in body["messages"][1]["content"] else 200
        )
        made = teacher(endpoint, batch=True)
        assert (drafts(made.answer(asked)), drafts(made.answer(later))) == (10, 10)
        schemas = [json.dumps(body.get("response_format", "none")) for body in endpoint.batched]
    bounds = ["maxLength" in schema for schema in schemas]
    assert (bounds, schemas[3]) == ([True, True, False, False, True, True], '"none"')


def test_a_refused_line_that_says_what_it_has_cost_is_booked_and_asked_for_again(tmp_path: Path) -> None:
    tried = Counter[int]()

    def fault(body: dict[str, Any]) -> int:
        tried[body["seed"]] += 1
        return 500 if tried[body["seed"]] == 1 else 200

    with Endpoint(batch_seconds=0.02) as endpoint:
        endpoint.line_faults, endpoint.line_usage = fault, {"usage": {"prompt_tokens": 400, "completion_tokens": 200}}
        made = teacher(endpoint, tmp_path, batch=True)
        assert drafts(made.answer([exercises(5, seed) for seed in range(3)])) == 15
        assert booked_as_lost(tmp_path) == 3
        assert made.ledger.batched("m") == {}
        made.ledger.recount()
        assert made.ledger.lost.tokens > 3 * 400
        assert made.ledger.total().calls == 3


@pytest.mark.parametrize("status", [400, 402, 404])
def test_a_refused_line_costs_nothing_and_the_next_start_asks_again(status: int, tmp_path: Path) -> None:
    """Otherwise it read the same refusal again in the batch that is over, for ever, also once the account had credit
    again."""
    with Endpoint(batch_seconds=0.02) as endpoint:
        endpoint.line_faults, endpoint.error = lambda body: status if body["seed"] % 2 else 200, "no"
        made = teacher(endpoint, tmp_path, batch=True)
        with contextlib.suppress(TeacherError):
            drafts(made.answer([exercises(5, seed) for seed in range(8)]))
        made.ledger.recount()
        refused = 8 - made.ledger.spent.calls
        assert 0 < refused < 8
        assert made.ledger.lost.tokens == 0
        made.ledger.close()
        endpoint.line_faults = lambda body: 200
        made = teacher(endpoint, tmp_path, batch=True)
        assert drafts(made.answer([exercises(5, seed) for seed in range(8)])) == 40
        assert [batch["request_counts"]["total"] for batch in endpoint.batches.values()] == [8, refused]


@pytest.mark.parametrize("code", ["abc", None, True, [200]])
def test_a_line_whose_status_is_no_number_ends_its_call_alone(code: object) -> None:
    with Endpoint(batch_seconds=0.02) as endpoint:
        endpoint.line_faults = lambda body: code  # type: ignore[assignment, return-value]
        (reply,) = ask(endpoint, exercises(), batch=True, retries=1)
    assert reply.failure == "server answered 500"


def test_an_endpoint_without_batches_and_one_that_refuses_a_batch_are_one_line(tmp_path: Path) -> None:
    with Endpoint() as endpoint, pytest.raises(TeacherError, match=r"takes no batches \(404\): leave 'batch' out"):
        ask(endpoint, exercises(), batch=True)
    with Endpoint(batch_seconds=0.01) as endpoint:
        endpoint.batch_ends = lambda batch: "failed"
        made = teacher(endpoint, tmp_path, batch=True)
        with pytest.raises(TeacherError, match="refuses the batch: too many tokens"):
            list(made.answer([exercises()]))
        made.ledger.recount()
        assert made.ledger.lost.tokens == 0
    with pytest.raises(RecipeError, match="has no batches: leave 'batch' out"):
        teacher(endpoint, kind="local", batch=True)


@pytest.mark.parametrize("named", [True, False])
def test_what_an_earlier_start_has_submitted_is_collected(tmp_path: Path, *, named: bool) -> None:
    """Also if the process ended between the making of the batch and the note of its id."""
    asked = [exercises(5, seed) for seed in range(6)]
    with Endpoint(batch_seconds=0.8) as endpoint:
        first = teacher(endpoint, tmp_path, batch=True)
        replies = first.answer(asked)
        stop = _started(replies)
        wait_for(lambda: bool(endpoint.batches))
        time.sleep(0.1)
        stop()
        first.ledger.close()
        with closing(sqlite3.connect(tmp_path / ANSWERS)) as database:
            assert database.execute("select count(*) from sent where batch != ''").fetchone() == (6,)
            if not named:
                database.execute("update batches set id = ''")
                database.commit()
        again = teacher(endpoint, tmp_path, batch=True)
        assert drafts(again.answer(asked)) == 30
        assert len(endpoint.batches) == 1
        again.ledger.recount()
        assert (again.ledger.total().calls, again.ledger.lost.tokens) == (6, 0)


def test_a_batch_that_was_never_made_is_made(tmp_path: Path) -> None:
    with Endpoint(batch_seconds=0.5) as endpoint:
        first = teacher(endpoint, tmp_path, batch=True)
        stop = _started(first.answer([exercises()]))
        wait_for(lambda: bool(endpoint.batches))
        stop()
        first.ledger.close()
        endpoint.batches.clear()
        with closing(sqlite3.connect(tmp_path / ANSWERS)) as database:
            database.execute("update batches set id = ''")
            database.commit()
        assert drafts(ask(endpoint, exercises(), folder=tmp_path, batch=True)) == 5
        assert len(endpoint.batches) == 1


def _started(replies: Any) -> Any:
    """Take replies in a thread; what is returned ends that as Ctrl-C does, between two of them."""
    import threading

    pool: list[Any] = []
    thread = threading.Thread(target=lambda: pool.extend(replies))
    thread.start()

    def stop() -> None:
        made = replies.gi_frame.f_locals["pool"]
        made.stopped.set()
        thread.join(10)
        assert not thread.is_alive()

    return stop


def test_a_batch_that_may_cost_more_than_is_left_is_cancelled(tmp_path: Path) -> None:
    asked = [exercises(5, seed) for seed in range(6)]
    with Endpoint(batch_seconds=5.0) as endpoint:
        first = teacher(endpoint, tmp_path, batch=True)
        stop = _started(first.answer(asked))
        wait_for(lambda: bool(endpoint.batches))
        stop()
        first.ledger.close()
        poor = teacher(endpoint, tmp_path, batch=True, budget={"tokens": 5000})
        found: list[Reply] = []
        with pytest.raises(BudgetExhausted):
            found += [reply for reply in poor.answer(asked) if isinstance(reply, Reply)]
        (batch,) = endpoint.batches.values()
        assert batch["status"] == "cancelled"
        assert poor.ledger.total().calls == 3, "what was answered before is paid for, and kept"


@pytest.mark.parametrize("status", [500, 429, 503])
def test_what_a_batch_brought_is_asked_for_again_after_a_fault(status: int, tmp_path: Path) -> None:
    """Its answers are paid for: they are neither given up nor submitted again."""
    with Endpoint(batch_seconds=0.02) as endpoint:
        endpoint.file_faults = [status] * 3
        assert drafts(ask(endpoint, exercises(), folder=tmp_path, batch=True)) == 5
        assert len(endpoint.batches) == 1


def test_answers_that_cannot_be_fetched_are_fetched_by_the_next_start(tmp_path: Path) -> None:
    with Endpoint(batch_seconds=0.02) as endpoint:
        endpoint.file_faults = [500] * 50
        with pytest.raises(TeacherError, match=r"cannot be had .*same command again later, which collects"):
            ask(endpoint, exercises(), folder=tmp_path, batch=True, retries=1)
        endpoint.file_faults = []
        assert drafts(ask(endpoint, exercises(), folder=tmp_path, batch=True)) == 5
        assert len(endpoint.batches) == 1


def test_a_batch_that_the_endpoint_does_not_know_any_more_is_submitted_again(tmp_path: Path) -> None:
    with Endpoint(batch_seconds=0.5) as endpoint:
        first = teacher(endpoint, tmp_path, batch=True)
        stop = _started(first.answer([exercises()]))
        wait_for(lambda: bool(endpoint.batches))
        time.sleep(0.1)
        stop()
        first.ledger.close()
        endpoint.batches = {"other": {}}
        assert drafts(ask(endpoint, exercises(), folder=tmp_path, batch=True)) == 5
        assert len(endpoint.batches) == 2


def test_who_leaves_batches_is_told_and_what_is_in_one_still_counts(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with Endpoint(batch_seconds=5.0) as endpoint:
        first = teacher(endpoint, tmp_path, batch=True)
        stop = _started(first.answer([exercises()]))
        wait_for(lambda: bool(endpoint.batches))
        time.sleep(0.1)
        stop()
        first.ledger.close()
        plain = teacher(endpoint, tmp_path)
        for seed in (0, 1):
            assert drafts(plain.answer([exercises(seed=seed)])) == 5
        plain.ledger.recount()
        assert plain.ledger.lost.tokens > 0
    (told,) = (line for line in caplog.messages if "batches" in line and "earlier start" in line)
    assert "1 call is in batches of an earlier start, to be paid for: 'batch: true' collects" in told


def test_a_batch_that_is_over_is_collected_whatever_the_budget(tmp_path: Path) -> None:
    asked = [exercises(5, seed) for seed in range(6)]
    with Endpoint(batch_seconds=0.3) as endpoint:
        first = teacher(endpoint, tmp_path, batch=True)
        stop = _started(first.answer(asked))
        wait_for(lambda: bool(endpoint.batches))
        stop()
        first.ledger.close()
        wait_for(lambda: all(batch["status"] == "completed" for batch in endpoint.batches.values()))
        poor = teacher(endpoint, tmp_path, batch=True, budget={"tokens": 5000})
        assert drafts(poor.answer(asked)) == 30
        assert len(endpoint.batches) == 1


def test_killed_while_it_waits_a_run_submits_nothing_twice(tmp_path: Path, tiny_student: Path) -> None:
    with Endpoint(batch_seconds=3.0) as endpoint:
        path = recipe_for(endpoint.url, tmp_path, tiny_student)
        recipe = yaml.safe_load(path.read_text())
        recipe["teacher"]["batch"] = True
        recipe["course"] |= {"exercises_per_skill": 2, "misconceptions_per_skill": 1, "checks": {"solutions": 0}}
        recipe["course"]["exam_questions_per_skill"] = 1
        path.write_text(yaml.safe_dump(recipe))
        for how in (signal.SIGKILL, signal.SIGINT):
            before = len(endpoint.batches)
            process = in_process(["course", str(path)])
            wait_for(lambda before=before: len(endpoint.batches) > before)  # type: ignore[misc]
            time.sleep(0.3)
            process.send_signal(how)
            said = process.communicate(timeout=60)[1]
        assert re.search(r"interrupted: \d+ calls? in batches go on .*the same command\s+collects", said), said
        endpoint.batch_seconds = 0.05
        output = in_process(["course", str(path)]).communicate(timeout=240)
        assert "Kind" in output[0], output[1]
        assert "of an earlier start is collected" in output[1]
        assert times(endpoint) == {1}
