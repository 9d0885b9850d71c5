"""A language model as the teacher, over real HTTP: nothing lost, nothing asked or counted twice, no key anywhere."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import random
import re
import signal
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from tenacity import wait_none

import warm
from conftest import make_recipe
from endpoint import Endpoint, completion, teach
from test_writing import GRAPH
from tutelage import pipeline
from tutelage.config import Budget, ChecksConfig, CourseConfig, TeacherConfig, load_recipe
from tutelage.course import ensure_written, write_course
from tutelage.course.filter import DraftFilter
from tutelage.errors import BudgetExhausted, TeacherError, TutelageError
from tutelage.progress import Quiet
from tutelage.records import (
    Account,
    ArrangeRequest,
    Charge,
    Checker,
    ComposedRequest,
    Course,
    DecomposeRequest,
    Exercise,
    ExercisesRequest,
    JudgeRequest,
    Lesson,
    LessonRequest,
    MarkRequest,
    Message,
    MisconceptionsRequest,
    Origin,
    Passage,
    Point,
    Reply,
    Request,
    RequestKind,
    RewriteRequest,
    RewriteStyle,
    SimilarRequest,
    SolveRequest,
)
from tutelage.report.terminal import accounts_text
from tutelage.teacher import make_teacher, resolve_checks
from tutelage.teacher.language import conversation, openai
from tutelage.teacher.language.chat import Call, NoAnswer
from tutelage.teacher.language.drafts import answer_alone, bare_answer, checker_for, verifiable, with_answer
from tutelage.teacher.language.known_formats import VAIN_CALLS
from tutelage.teacher.language.ledger import Ledger
from tutelage.teacher.language.openai import public_url, scrub
from tutelage.teacher.language.request_format import LIMITS, RequestFormat
from tutelage.teacher.language.teacher import LanguageTeacher

CHECKS = ChecksConfig(solutions=2, judge=True, near_duplicates=0.8)
COURSE = CourseConfig(
    exercises_per_skill=7, exam_questions_per_skill=3, misconceptions_per_skill=2, difficulties=(1, 2), checks=CHECKS
)


LATER = ("questions of the probe", "new exercises between rounds")
"""Rows of a preview that are not part of the course."""


def teacher(
    endpoint: Endpoint, folder: Path | None = None, *, use_cache: bool = True, **changes: Any
) -> LanguageTeacher:
    fields: dict[str, Any] = {"kind": "openai", "model": "m", "base_url": endpoint.url, "timeout": 1.0} | changes
    made = make_teacher(TeacherConfig(**fields), GRAPH, folder=folder, use_cache=use_cache)
    assert isinstance(made, LanguageTeacher)
    return made


def exercises(number: int = 5, seed: int = 0) -> ExercisesRequest:
    return ExercisesRequest(id=f"r{seed}", skill="leap", number=number, seed=seed, difficulties=(1,))


def ask(endpoint: Endpoint, *requests: Request, folder: Path | None = None, **changes: Any) -> list[Reply]:
    said = teacher(endpoint, folder, **changes).answer(requests)
    return [reply for reply in said if isinstance(reply, Reply)]


def drafts(replies: Iterable[Reply | Charge]) -> int:
    return sum(len(reply.of(Exercise)) for reply in replies if isinstance(reply, Reply))


def course_of(made: LanguageTeacher) -> Course:
    return write_course(GRAPH, made, COURSE, 0, Quiet())


def test_a_whole_course_is_written_checked_and_accounted_for() -> None:
    with Endpoint() as endpoint:
        course = course_of(teacher(endpoint, prices={"input": 1.0, "output": 2.0}))
    assert [lesson.skill for lesson in course.lessons] == ["one-step", "two-steps", "leap"]
    assert Counter(exercise.skill for exercise in course.exercises) == {"one-step": 7, "two-steps": 7, "leap": 7}
    assert {exercise.verdict for exercise in course.exercises} == {"recomputed, 2 of 2 solutions agree, judged right"}
    assert {exercise.verdict for exercise in course.misconceptions} == {
        "recomputed, solutions disagree with it, judged wrong"
    }
    for account in course.accounts:
        assert account.requested == account.accepted + sum(account.rejected.values()) + sum(account.failures.values())
        assert account.missing == 0
        assert account.usd > 0
    assert sum(account.tokens for account in course.accounts) == sum(
        body_tokens for body_tokens in map(tokens_of, endpoint.bodies)
    )
    assert "teacher: " in accounts_text(course.accounts)


def tokens_of(body: dict[str, Any]) -> int:
    usage = completion(teach(body), body)["usage"]
    return int(usage["prompt_tokens"] + usage["completion_tokens"])


@pytest.mark.parametrize("kind", list(RequestKind))
def test_every_kind_of_request_is_answered(kind: RequestKind) -> None:
    def say(body: dict[str, Any]) -> str:
        if "Decompose" in body["messages"][1]["content"]:
            part = {"name": "adding", "description": "", "needs": ["counting"], "why": "first", "confidence": 0.5}
            return json.dumps({"elementary": False, "skills": [part]})
        if "which skills its passages teach" in body["messages"][1]["content"]:
            return json.dumps({"skills": [{"name": "leaping", "passages": [1], "needs": []}]})
        return teach(body)

    with Endpoint(say) as endpoint:
        (example,) = ask(endpoint, exercises(1))[-1].of(Exercise)
        point = Point(text="Says all", met="all")
        rubric = example.model_copy(update={"checker": Checker.RUBRIC, "rubric": (point,)})
        requests: dict[RequestKind, Request] = {
            RequestKind.LESSON: LessonRequest(id="r", skill="leap"),
            RequestKind.REWRITE: RewriteRequest(
                id="r", skill="leap", style=RewriteStyle.CASE, text="A leap is 3. " * 5
            ),
            RequestKind.EXERCISES: ExercisesRequest(id="r", skill="leap", number=2),
            RequestKind.SIMILAR: SimilarRequest(id="r", skill="leap", number=2, examples=(example,)),
            RequestKind.COMPOSED: ComposedRequest(
                id="r", lower="one-step", skill="two-steps", number=2, examples=(example,)
            ),
            RequestKind.MISCONCEPTIONS: MisconceptionsRequest(id="r", skill="leap", number=2),
            RequestKind.DECOMPOSE: DecomposeRequest(id="r", topic="sums", at_most=2, context="All of it."),
            RequestKind.ARRANGE: ArrangeRequest(
                id="r",
                part="Leaps",
                passages=(Passage(id="p", file="leaps.md", text="Leaping takes three steps."),),
                headings=("leap",),
            ),
            RequestKind.SOLVE: SolveRequest(id="r", exercise=example, number=2),
            RequestKind.JUDGE: JudgeRequest(id="r", exercise=example, reference="All of it."),
            RequestKind.MARK: MarkRequest(id="r", exercise=rubric, reply="All.", order=(0,)),
        }
        replies = ask(endpoint, requests[kind])
    found = [len(reply.drafts) for reply in replies]
    several = (RequestKind.EXERCISES, RequestKind.SIMILAR, RequestKind.COMPOSED, RequestKind.MISCONCEPTIONS)
    assert sum(found) == (2 if kind in (*several, RequestKind.SOLVE) else 1)
    assert not any(reply.failure for reply in replies)


def steps(*told: tuple[str, str], answer: str = "8") -> Callable[[dict[str, Any]], str]:
    """A teacher whose every exercise has these steps: the name of a skill, and the text."""
    items = [{"skill": skill, "text": text} for skill, text in told]

    def say(body: dict[str, Any]) -> str:
        number = int(re.findall(r"Write (\d+)", body["messages"][1]["content"])[0])
        made = [{"question": f"{n}?", "steps": items, "answer": answer, "check": ""} for n in range(number)]
        return json.dumps({"exercises": made})

    return say


def test_a_solution_names_the_skill_of_every_step_and_the_one_that_was_asked_for() -> None:
    with Endpoint(steps(("One step", "3 + 4 = 7"), ("one step", "still 7"), ("leap", "7 + 1 = 8"))) as endpoint:
        (*_, reply) = ask(endpoint, exercises(1))
        allowed = endpoint.bodies[0]["response_format"]["json_schema"]["schema"]["$defs"]["StepItem"]["properties"]
    assert reply.of(Exercise)[0].solution == "one step: 3 + 4 = 7\nstill 7\nleap: 7 + 1 = 8\nAnswer: 8"
    assert reply.of(Exercise)[0].skills == ("one-step", "leap")
    assert allowed["skill"]["enum"] == ["one step", "two steps", "leap"]
    with Endpoint(steps(("two steps", "3 + 5 = 8"), ("flight", "Answer: 8"))) as endpoint:
        (*_, reply) = ask(endpoint, exercises(1))
    assert reply.of(Exercise)[0].solution == "leap:\ntwo steps: 3 + 5 = 8\nAnswer: 8"
    assert DraftFilter(GRAPH).judge_exercise(reply.of(Exercise)[0], exercises(1)).reason == ""


def test_a_composed_exercise_must_use_both_skills_itself() -> None:
    request = ComposedRequest(id="r", lower="one-step", skill="two-steps")
    with Endpoint(steps(("two steps", "3 + 5 = 8"))) as endpoint:
        (*_, reply) = ask(endpoint, request)
    assert DraftFilter(GRAPH).judge_exercise(reply.of(Exercise)[0], request).reason == "skill not named"


def test_a_section_names_what_it_builds_on_even_if_the_teacher_does_not() -> None:
    request = LessonRequest(id="r", skill="two-steps")
    with Endpoint(lambda body: json.dumps({"text": "Take them one by one. " * 20})) as endpoint:
        (*_, reply) = ask(endpoint, request)
    (lesson,) = reply.of(Lesson)
    assert lesson.text.startswith("two steps\n\n")
    assert lesson.text.endswith("What was learned before helps here: one step.")
    assert DraftFilter(GRAPH).judge_lesson(lesson, request).reason == ""


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("12/18 simplifies to 2/3", "2/3"),
        ("The product is 21/8.", "21/8"),
        ("9/4 * 10/3 = 90/12 = 15/2", "15/2"),
        ("x = 2 or x = -3", "x = 2 or x = -3"),
        ("{1, 2}", "{1, 2}"),
        ("3x^2 + 1", "3x^2 + 1"),
        ("no idea", "no idea"),
    ],
)
def test_an_answer_in_a_sentence_is_read(said: str, answer: str) -> None:
    assert bare_answer(said, Checker.MATHEMATICS) == answer
    assert bare_answer(said, Checker.TEXT) == said


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("The meal allowance is 12 euros.", "12 euros"),
        ("Yes, the allowance changes to 26 euros.", "26 euros"),
        ("The traveller pays 150 euros - 110 euros = 40 euros.", "40 euros"),
        ("The answer is -3.", "-3"),
        ("The claim is approved by the head of department.", "the head of department"),
        ("The claim of 145 euros is approved by the team lead.", "the team lead"),
        ("The price is raised by 3 euros.", "The price is raised by 3 euros"),
        ("by the team lead", "the team lead"),
        ("Washington, D.C.", "Washington, D.C."),
        ("It is 3.5 kilometres per hour", "It is 3.5 kilometres per hour"),
        ("The allowance is not 12 euros.", "The allowance is not 12 euros"),
        ("The company can pay at most 15 euros.", "The company can pay at most 15 euros"),
        ("The rate is more than 5 %", "The rate is more than 5 %"),
        ("x = 2 or x = -3", "x = 2 or x = -3"),
        ("from 2 to 5", "from 2 to 5"),
        ("by 3 %", "by 3 %"),
        ("y = 2x + 3", "y = 2x + 3"),
        ("by bus or by train, whichever is cheaper", "by bus or by train, whichever is cheaper"),
        ("So, the total is 45 euros.", "45 euros"),
        ("The cost of 2 and 3 tickets is 20 euros", "20 euros"),
    ],
)
def test_an_answer_stands_alone(said: str, answer: str) -> None:
    assert answer_alone(said) == answer


@pytest.mark.parametrize(
    "said",
    [
        "No, since the limit is 150 euros",
        "The manager, because the sum is 300 euros",
        "Denied: the claim is 300 euros",
        "Not covered, the limit is 5 euros",
        "It is denied as the limit is 150 euros",
        "A is 5 and B is 6",
        "x = 3 and y is 4",
        "Anna pays 5 euros and Ben pays 7 euros",
        "The area is 12 and the perimeter is 14 cm",
        "The smallest is 5, the largest is 9",
        "It takes 3 hours and is 20 km",
        "x is 5 if y is 6",
        "It cannot be 5",
        "It may be 5",
        "None are 12",
        "The rate is 1 kg = 1000 g",
        "No, it is approved by the head",
    ],
)
def test_an_answer_that_says_more_than_an_amount_is_left_alone(said: str) -> None:
    assert answer_alone(said + ".") == said


def test_an_answer_is_read_as_what_is_asked_for() -> None:
    said, done = "The limit is 200 euros.", "The claim is rejected by the team lead."
    assert answer_alone(said, "What is the limit?") == "200 euros"
    assert answer_alone(said, "Anna pays 150 euros. Is that within the limit?") == said[:-1]
    assert answer_alone(done, "Who rejects the claim?") == "the team lead"
    assert answer_alone(done, "What happens to the claim?") == done[:-1]


def test_schema_is_sent_and_an_endpoint_that_does_not_know_it_is_asked_without() -> None:
    with Endpoint() as endpoint:
        ask(endpoint, exercises())
        assert endpoint.bodies[0]["response_format"]["json_schema"]["strict"] is True
    with Endpoint(knows_schema=False) as endpoint:
        assert drafts(ask(endpoint, exercises(20), concurrency=1)) == 20
        dressed = ["response_format" in body for body in endpoint.bodies]
        assert dressed == [True, True, False, False, False, False]
    with Endpoint() as endpoint:
        ask(endpoint, exercises(), structured="prompt")
        assert "response_format" not in endpoint.bodies[0]


def test_field_names_that_newer_models_want() -> None:
    class Picky(Endpoint):
        async def handle(self, request: Any) -> Any:
            from aiohttp import web

            body = await request.json()
            for field, hint in (("max_tokens", "use 'max_completion_tokens'"), ("temperature", "temperature is fixed")):
                if field in body:
                    return web.json_response({"error": {"message": f"'{field}': {hint}"}}, status=400)
            return await super().handle(request)

    with Picky() as endpoint:
        assert drafts(ask(endpoint, exercises(), extra={"reasoning_effort": "low"})) == 5
    (body,) = endpoint.bodies
    assert body["max_completion_tokens"] == 2048
    assert body["reasoning_effort"] == "low"


def test_what_does_not_validate_is_asked_again_with_the_error_a_bounded_number_of_times() -> None:
    def stubborn(body: dict[str, Any]) -> str:
        return "Here you are: a sum." if len(body["messages"]) < 4 else teach(body)

    with Endpoint(stubborn) as endpoint:
        assert drafts(ask(endpoint, exercises())) == 5
    assert len(endpoint.bodies) == 2
    said = endpoint.bodies[1]["messages"]
    assert said[2] == {"role": "assistant", "content": "Here you are: a sum."}
    assert "holds no JSON object" in said[3]["content"]
    with Endpoint(lambda body: "{" * 100) as endpoint:
        replies = ask(endpoint, exercises(), repairs=3)
    assert len(endpoint.bodies) == 4
    assert [reply.failure for reply in replies] == ["answer not in the form asked for"]


def test_an_answer_cut_by_length_is_asked_for_with_more_room() -> None:
    class Short(Endpoint):
        async def handle(self, request: Any) -> Any:
            from aiohttp import web

            body = await request.json()
            self.bodies.append(body)
            whole = teach(body)
            room = body["max_tokens"]
            return web.json_response(completion(whole[:room], body, "stop" if len(whole) <= room else "length"))

    with Short() as endpoint:
        assert drafts(ask(endpoint, exercises(), max_tokens=600)) == 5
        assert [body["max_tokens"] for body in endpoint.bodies] == [600, 1200]
    with Short(lambda body: "") as endpoint:
        replies = ask(endpoint, exercises(20), max_tokens=64, exercises_per_call=20, repairs=1)
    assert [body["max_tokens"] for body in endpoint.bodies] == [64, 128, 256, 256]
    assert "too long" in endpoint.bodies[-1]["messages"][-1]["content"]
    assert {reply.failure for reply in replies} == {"answer cut by its length"}


def test_an_answer_that_repeats_itself_gets_no_more_room_and_is_not_shown_again() -> None:
    """A small model that has begun to repeat itself fills whatever it is given."""
    endless = '{"exercises": [' + "It is a skill that is essential for any business. " * 200

    class Endless(Endpoint):
        def __init__(self, times: int) -> None:
            super().__init__()
            self.times = times

        async def handle(self, request: Any) -> Any:
            from aiohttp import web

            body = await request.json()
            self.bodies.append(body)
            again = len(self.bodies) <= self.times
            text, finish = (endless[: 3 * body["max_tokens"]], "length") if again else (teach(body), "stop")
            return web.json_response(completion(text, body, finish))

    with Endless(2) as endpoint:
        assert drafts(ask(endpoint, exercises(), max_tokens=1000, repairs=2)) == 5
    assert [body["max_tokens"] for body in endpoint.bodies] == [1000] * 3
    assert all(len(body["messages"]) == 2 for body in endpoint.bodies)
    assert len({body["seed"] for body in endpoint.bodies}) == 3
    with Endless(9) as endpoint:
        (reply,) = ask(endpoint, exercises(), max_tokens=1000, repairs=1)
    assert reply.failure == "answer cut by its length"
    assert len(endpoint.bodies) == 2


@pytest.mark.parametrize(
    ("status", "error", "says"),
    [
        (401, "Incorrect API key provided: sk-secret-123456", r"refused the key in TEACHER_KEY \(401\)"),
        (404, "The model `m` does not exist", r"knows no such model or address \(404\), check 'model' \(m\)"),
        (429, "insufficient_quota: pay your bill", "no credit left"),
        (301, "", "redirects"),
    ],
)
def test_what_no_retry_can_mend_stops_at_once_and_shows_no_key(
    status: int, error: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEACHER_KEY", "sk-secret-123456")
    with Endpoint(status=status, error=error) as endpoint:
        with pytest.raises(ValueError, match=says) as caught:
            ask(endpoint, *(exercises(5, seed) for seed in range(50)), concurrency=2, key_variable="TEACHER_KEY")
        assert len(endpoint.bodies) <= 2
        assert endpoint.headers[0]["Authorization"] == "Bearer sk-secret-123456"
    assert "secret" not in str(caught.value)


def test_no_server_is_one_clear_line_and_costs_nothing(tmp_path: Path) -> None:
    with Endpoint() as endpoint:
        url = endpoint.url
    time.sleep(0.1)
    made = make_teacher(TeacherConfig(kind="openai", model="m", base_url=url), GRAPH, folder=tmp_path)
    with pytest.raises(ValueError, match=r"cannot reach the teacher at http://127\.0\.0\.1:\d+/v1/chat"):
        list(made.answer([exercises()]))
    assert booked_as_lost(tmp_path) == 0


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Calls are repeated without waiting."""
    monkeypatch.setattr(openai, "_backoff", wait_none())
    monkeypatch.setattr(conversation, "FIRST_PAUSE", 0.0)


Odd = Callable[[dict[str, Any]], tuple[int, object] | tuple[int, object, dict[str, str]] | None]


def refuses(field: str, status: int, said: object) -> Odd:
    return lambda body: (status, said) if field in body else None


def message(body: dict[str, Any], **fields: object) -> tuple[int, object]:
    return 200, completion(teach(body), body) | {"choices": [{"message": {"content": None} | fields}]}


def events(body: dict[str, Any]) -> tuple[int, object]:
    text = teach(body)
    pieces = [{"choices": [{"delta": {"content": text[i : i + 50]}}]} for i in range(0, len(text), 50)]
    return 200, "".join(f"data: {json.dumps(piece)}\n\n" for piece in pieces) + "data: [DONE]\n\n"


def only_streams(body: dict[str, Any]) -> tuple[int, object]:
    return events(body) if body.get("stream") else (400, {"error": {"message": "stream must be set to true"}})


SHAPES: dict[str, tuple[Odd, int]] = {
    "a field that is refused, as Mistral does": (
        refuses("seed", 422, {"detail": [{"type": "extra_forbidden", "loc": ["body", "seed"], "msg": "Extra inputs"}]}),
        1,
    ),
    "a schema": (refuses("response_format", 400, {"error": {"message": "response_format: not known"}}), 2),
    "a schema, without a word": (refuses("response_format", 400, ""), 3 + 1),
    "a schema, as a fault of the server": (refuses("response_format", 500, {"error": "response_format broke"}), 2),
    "a schema, as a fault without a word": (refuses("response_format", 500, "oops"), 3 + 2),
    "a schema, not implemented": (refuses("response_format", 501, "<h1>Not Implemented</h1>"), 3 + 1),
    "a schema, not found": (refuses("response_format", 404, {"error": "no endpoint knows the parameters"}), 3 + 1),
    "a schema, within a success": (
        refuses("response_format", 200, {"error": {"message": "no json_schema", "type": "invalid_request_error"}}),
        2,
    ),
    "temperature, without a word": (refuses("temperature", 422, {}), 5 + 1),
    "temperature, by a code alone": (refuses("temperature", 400, {"error": {"param": "temperature"}}), 1),
    "an answer in one piece": (only_streams, 1),
    "an answer in parts": (lambda body: message(body, content=[{"type": "text", "text": teach(body)}]), 0),
    "an answer for thinking": (lambda body: message(body, reasoning_content=teach(body)), 0),
    "a call of a function": (lambda body: message(body, tool_calls=[{"function": {"arguments": teach(body)}}]), 0),
    "a stream of events": (events, 0),
    "a list as usage": (lambda body: (200, completion(teach(body), body) | {"usage": ["a"]}), 0),
    "a byte order mark": (lambda body: (200, "\ufeff" + json.dumps(completion(teach(body), body))), 0),
    "stray bytes behind it": (
        lambda body: (200, json.dumps(completion(teach(body), body)) + "\0\0\ndata: [DONE]\n\n"),
        0,
    ),
    "a long header": (lambda body: (200, completion(teach(body), body), {"X-Policy": "a" * 20_000}), 0),
    "a status for a part": (lambda body: (206, completion(teach(body), body)), 0),
    "a status for what is new": (lambda body: (201, completion(teach(body), body)), 0),
    "numbers as answers": (
        lambda body: (200, completion(re.sub(r'"answer": "(\d+)"', r'"answer": \1', teach(body)), body)),
        0,
    ),
    "half an emoji": (lambda body: (200, completion("\ud83d" + teach(body), body)), 0),
}


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("shape", SHAPES)
def test_what_endpoints_refuse_is_found_out_once(shape: str) -> None:
    respond, extra = SHAPES[shape]
    with Endpoint(respond=respond) as endpoint:
        made = teacher(endpoint, concurrency=1, retries=2)
        assert drafts(made.answer([exercises(5, seed) for seed in range(4)])) == 20
        assert len(endpoint.bodies) == 4 + extra
        # It is remembered, also for what is asked later.
        assert drafts(made.answer([exercises(5, 9)])) == 5
        assert len(endpoint.bodies) == 5 + extra


def streamed(*events: object) -> str:
    return "".join(f"data: {one if isinstance(one, str) else json.dumps(one)}\n\n" for one in events)


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("shape", ["call", "stream", "stream that ended"])
def test_a_whole_answer_is_used_whatever_error_is_beside_or_behind_it(shape: str, tmp_path: Path) -> None:
    error = {"error": {"code": 500, "message": "x"}}

    def respond(body: dict[str, Any]) -> tuple[int, object]:
        usage = completion("", body)["usage"] | {"completion_tokens": 300}
        if shape == "call":
            said = {"content": None, "tool_calls": [{"function": {"name": "x", "arguments": teach(body)}}]}
            choice = {"message": said, "finish_reason": "tool_calls"}
            return 200, {"choices": [choice], "error": {"code": 0, "message": ""}, "usage": usage}
        piece = {"choices": [{"delta": {"content": teach(body)}, "finish_reason": "stop"}], "usage": usage}
        return 200, streamed(piece, *(["[DONE]"] if shape != "stream" else []), error)

    with Endpoint(respond=respond) as endpoint:
        made = teacher(endpoint, tmp_path)
        assert drafts(made.answer([exercises()])) == 5
        assert len(endpoint.bodies) == 1
    assert made.ledger.total().completion_tokens == 300


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize(("status", "in_stream"), [(200, False), (200, True), (500, False), (400, False)])
def test_an_error_with_usage_is_booked(status: int, in_stream: bool, tmp_path: Path) -> None:
    error = {"error": {"code": 500, "message": "x"}}

    def respond(body: dict[str, Any]) -> tuple[int, object]:
        usage = {"usage": {"prompt_tokens": 400, "completion_tokens": 200}}
        half = {"choices": [{"delta": {"content": "half of an"}}]}
        return status, streamed(usage | half, error) if in_stream else error | usage

    with Endpoint(respond=respond) as endpoint:
        (reply,) = ask(endpoint, exercises(), folder=tmp_path, retries=2)
        assert booked_as_lost(tmp_path) == len(endpoint.bodies) == 3
    assert reply.failure == f"server answered {500 if status == 200 else status}"


@pytest.mark.usefixtures("at_once")
def test_a_plain_fault_of_the_server_is_repeated_and_changes_nothing() -> None:
    faults = iter([0, 0, 1, 0, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1])

    def respond(body: dict[str, Any]) -> tuple[int, object] | None:
        return (500, {"error": "the schema of the data base"}) if next(faults, 0) else None

    with Endpoint(respond=respond) as endpoint:
        replies = ask(endpoint, *(exercises(1, seed) for seed in range(12)), concurrency=1, retries=3)
        assert all("response_format" in body and "seed" in body for body in endpoint.bodies)
    failed = [reply.failure for reply in replies if reply.failure]
    assert failed == ["server answered 500", "server answered 500"]
    assert drafts(replies) == 10


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize(
    ("headers", "says"),
    [
        ({"Content-Encoding": "gzip"}, "Can not decode content-encoding: gzip"),
        ({"Content-Encoding": "deflate"}, "deflate"),
        ({"Content-Length": "100000"}, "payload is not completed"),
    ],
)
def test_headers_that_do_not_fit_the_answer_are_named(headers: dict[str, str], says: str) -> None:
    with Served(answers_under(headers)) as url:
        made = make_teacher(TeacherConfig(kind="openai", model="m", base_url=url, retries=1), GRAPH)
        with pytest.raises(TeacherError, match=f"cannot be read .*{says}.*correct the headers"):
            list(made.answer([exercises(5, seed) for seed in range(4)]))


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("concurrency", [1, 4])
def test_answers_that_cannot_be_read_are_booked_also_when_the_endpoint_is_given_up(
    concurrency: int, tmp_path: Path
) -> None:
    asked = 0
    answer = answers_under({"Content-Encoding": "gzip"})

    def do_POST(handler: BaseHTTPRequestHandler) -> None:
        nonlocal asked
        asked += 1
        answer(handler)

    with Served(do_POST) as url:
        config = TeacherConfig(kind="openai", model="m", base_url=url, retries=3, concurrency=concurrency)
        made = make_teacher(config, GRAPH, folder=tmp_path)
        with pytest.raises(TeacherError, match="cannot be read"):
            list(made.answer([exercises(5, seed) for seed in range(8)]))
    assert booked_as_lost(tmp_path) == asked >= 3


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("headers", [{"X-Policy": "a" * 70_000}, {f"X-{number}": "a" for number in range(200)}])
def test_headers_that_are_too_long_or_too_many_are_called_that(headers: dict[str, str]) -> None:
    with Served(answers_under(headers)) as url:
        made = make_teacher(TeacherConfig(kind="openai", model="m", base_url=url, retries=1), GRAPH)
        says = r"^the teacher at \S+ sends a header of more than 64 KiB, or too many headers: have the [\w ,]+$"
        with pytest.raises(TeacherError, match=says):
            list(made.answer([exercises(5, seed) for seed in range(4)]))


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("said", ["response_format: unknown field", "no"])
def test_a_server_that_hangs_up_after_a_refusal_gets_the_simpler_request(said: str) -> None:
    asked: list[bool] = []

    def do_POST(handler: BaseHTTPRequestHandler) -> None:
        body = json.loads(handler.rfile.read(int(handler.headers["Content-Length"])))
        asked.append("response_format" in body)
        status, content = (400, {"error": said}) if asked[-1] else (200, completion(teach(body), body))
        send(handler, status, content)
        handler.close_connection = status != 200  # and it does not say so

    with Served(do_POST) as url:
        made = make_teacher(TeacherConfig(kind="openai", model="m", base_url=url, retries=0, concurrency=1), GRAPH)
        assert drafts(made.answer([exercises(5, seed) for seed in range(4)])) == 20
    assert not any(asked[-3:])


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("retries", [0, 2])
def test_every_request_whose_connection_breaks_is_booked(retries: int, tmp_path: Path) -> None:
    """Also those that follow a refusal."""
    broken = 0

    def do_POST(handler: BaseHTTPRequestHandler) -> None:
        nonlocal broken
        body = json.loads(handler.rfile.read(int(handler.headers["Content-Length"])))
        if "seed" in body:
            handler.send_error(400, "seed: unknown field")
        else:
            broken += 1
            handler.close_connection = True

    with Served(do_POST) as url:
        config = TeacherConfig(kind="openai", model="m", base_url=url, retries=retries, structured="prompt")
        made = make_teacher(config, GRAPH, folder=tmp_path)
        assert drafts(made.answer([exercises()])) == 0
    assert broken == booked_as_lost(tmp_path) == retries + 1


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize(("retries", "concurrency"), [(0, 1), (2, 1), (1, 4)])
def test_a_server_that_hangs_up_on_a_schema_gets_requests_without(
    retries: int, concurrency: int, tmp_path: Path
) -> None:
    asked: list[bool] = []

    def do_POST(handler: BaseHTTPRequestHandler) -> None:
        body = json.loads(handler.rfile.read(int(handler.headers["Content-Length"])))
        asked.append("response_format" in body)
        if asked[-1]:
            handler.close_connection = True
        else:
            send(handler, 200, completion(teach(body), body))

    with Served(do_POST) as url:
        config = TeacherConfig(kind="openai", model="m", base_url=url, retries=retries, concurrency=concurrency)
        made = make_teacher(config, GRAPH, folder=tmp_path)
        assert drafts(made.answer([exercises(5, seed) for seed in range(12)])) == 60
    broken = sum(asked)
    assert retries + 2 <= broken <= (retries + 2) * concurrency  # with bounds, then without
    assert asked.count(False) == 12
    assert booked_as_lost(tmp_path) == broken


@pytest.mark.usefixtures("at_once")
def test_a_server_that_hangs_up_whatever_is_sent_is_said_to_be_out_of_reach(tmp_path: Path) -> None:
    asked = 0

    def do_POST(handler: BaseHTTPRequestHandler) -> None:
        nonlocal asked
        handler.rfile.read(int(handler.headers["Content-Length"]))
        asked += 1
        handler.close_connection = True

    with Served(do_POST) as url:
        config = TeacherConfig(kind="openai", model="m", base_url=url, retries=3, concurrency=1)
        made = make_teacher(config, GRAPH, folder=tmp_path)
        with pytest.raises(TeacherError, match=r"cannot reach the teacher at http://.*/chat/completions \(Disc"):
            list(made.answer([exercises(5, seed) for seed in range(4)]))
    assert asked == booked_as_lost(tmp_path) == 4 + 2


@pytest.mark.usefixtures("at_once")
def test_a_connection_that_breaks_changes_nothing_about_what_has_been_answered(tmp_path: Path) -> None:
    breaks = iter([0, 0, *(1 for _ in range(9))])

    def do_POST(handler: BaseHTTPRequestHandler) -> None:
        body = json.loads(handler.rfile.read(int(handler.headers["Content-Length"])))
        assert "response_format" in body
        if next(breaks, 0):
            handler.close_connection = True
        else:
            send(handler, 200, completion(teach(body), body))

    with Served(do_POST) as url:
        config = TeacherConfig(kind="openai", model="m", base_url=url, retries=3, concurrency=1)
        made = make_teacher(config, GRAPH, folder=tmp_path)
        replies = [one for one in made.answer([exercises(5, seed) for seed in range(6)]) if isinstance(one, Reply)]
    assert [reply.failure for reply in replies] == ["", "", "connection failed", "connection failed", "", ""]
    assert booked_as_lost(tmp_path) == 9


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("said", ["seed: unknown field", ""])
@pytest.mark.parametrize("fault", [429, 503])
def test_a_passing_fault_on_the_way_to_a_simpler_request_is_waited_out(said: str, fault: int) -> None:
    faults = iter([fault] * 3)

    def respond(body: dict[str, Any]) -> tuple[int, object] | None:
        if "seed" in body:
            return 400, said
        status = next(faults, 200)
        return (status, "later") if status != 200 else None

    with Endpoint(respond=respond) as endpoint:
        assert drafts(ask(endpoint, exercises())) == 5
        assert [("seed" in body) for body in endpoint.bodies] == [True] + [False] * 4


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("by_chance", [False, True])
def test_two_servers_behind_an_address_that_name_the_limit_differently_lose_no_call(by_chance: bool) -> None:
    chance = random.Random(5)

    def respond(body: dict[str, Any]) -> tuple[int, object] | None:
        unknown = LIMITS[chance.randrange(2) if by_chance else len(endpoint.bodies) % 2]
        return (422, f"{unknown}: Extra inputs are not permitted") if unknown in body else None

    asked = [
        exercises(5, seed).model_copy(update={"skill": ("leap", "one-step", "two-steps")[seed % 3]})
        for seed in range(24)
    ]
    with Endpoint(respond=respond) as endpoint:
        assert drafts(ask(endpoint, *asked, concurrency=1)) == 120
        assert len(endpoint.bodies) < 3 * 24


@pytest.mark.parametrize("status", [503, 400])
def test_a_refusal_whose_text_does_not_come_is_one_all_the_same(status: int, tmp_path: Path) -> None:
    said = b'{"error": "seed: unknown field'

    def do_POST(handler: BaseHTTPRequestHandler) -> None:
        body = json.loads(handler.rfile.read(int(handler.headers["Content-Length"])))
        asked.append("seed" in body)
        if len(asked) > 1:
            send(handler, 200, completion(teach(body), body))
            return
        handler.send_response(status)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(said)
        wait_for(lambda: len(asked) > 1)
        handler.close_connection = True

    asked: list[bool] = []
    with Served(do_POST) as url:
        config = TeacherConfig(kind="openai", model="m", base_url=url, retries=2, concurrency=1, timeout=0.5)
        assert drafts(make_teacher(config, GRAPH, folder=tmp_path).answer([exercises()])) == 5
    assert asked == [True, False]
    assert booked_as_lost(tmp_path) == 0


def test_what_comes_on_a_connection_that_waits_is_no_answer_to_the_next_call(caplog: pytest.LogCaptureFixture) -> None:
    connections = set[object]()

    def do_POST(handler: BaseHTTPRequestHandler) -> None:
        body = json.loads(handler.rfile.read(int(handler.headers["Content-Length"])))
        connections.add(handler.client_address)
        send(handler, 200, completion(f"to {body['messages'][0]['content']}", body))
        time.sleep(0.05)
        with contextlib.suppress(OSError):  # it may be closed by now
            send(handler, 200, completion("stray", body))

    async def said(url: str) -> list[str]:
        model = openai.Endpoint(TeacherConfig(kind="openai", model="m", base_url=url))
        texts = []
        for _ in range(2):  # what was found out holds for later requests, too
            async with model.opened(lambda: False):
                for number in range(4):
                    call = Call((Message(role="user", content=f"{number}"),), 9, 0.0, 0, "F", {})
                    texts.append((await model.complete(call)).text)
                    await asyncio.sleep(0.2)
        return texts

    with Served(do_POST) as url:
        assert asyncio.run(said(url)) == 2 * [f"to {number}" for number in range(4)]
    assert len(connections) == 8
    assert sum("sends more than it is asked for" in line for line in caplog.messages) == 1


def test_tokens_that_a_call_cannot_have_had_are_not_believed_and_that_is_said_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    usage = {"prompt_tokens": 10_000_000, "completion_tokens": 10_000_000}
    with Endpoint(respond=lambda body: (200, completion(teach(body), body) | {"usage": usage})) as endpoint:
        made = teacher(endpoint, tmp_path, budget={"tokens": 100_000}, concurrency=1)
        assert drafts(made.answer([exercises(5, seed) for seed in range(4)])) == 20
    assert made.ledger.total().tokens < 10_000
    (told,) = (line for line in caplog.messages if "counts tokens" in line)
    assert '"prompt_tokens": 10000000' in told


def send(handler: BaseHTTPRequestHandler, status: int, content: object) -> None:
    send_text(handler, status, json.dumps(content))


def send_text(handler: BaseHTTPRequestHandler, status: int, text: str) -> None:
    handler.send_response(status)
    handler.send_header("Content-Length", str(len(text)))
    handler.end_headers()
    handler.wfile.write(text.encode())


def booked_as_lost(folder: Path) -> int:
    """Requests that count as paid for though no answer came."""
    with contextlib.closing(sqlite3.connect(folder / "teacher.sqlite")) as database:
        (booked,) = database.execute("select count(*) from sent").fetchone()
    return int(booked)


def answers_under(headers: dict[str, str]) -> Callable[[BaseHTTPRequestHandler], None]:
    """Answers whose headers may not fit what is sent."""

    def do_POST(handler: BaseHTTPRequestHandler) -> None:
        handler.rfile.read(int(handler.headers["Content-Length"]))
        handler.send_response(200)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(b'{"choices": []}')
        handler.close_connection = True

    return do_POST


class Served(contextlib.AbstractContextManager[str]):
    """A server with this way to answer, below HTTP's manners; gives its address."""

    def __init__(
        self,
        answer: Callable[[BaseHTTPRequestHandler], None],
        listing: Callable[[BaseHTTPRequestHandler], None] = lambda handler: handler.send_error(501),
    ) -> None:
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            do_POST = answer
            do_GET = listing

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True

    def __enter__(self) -> str:
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self.server.server_port}/v1"

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("said", [(500, "down"), (400, ""), (422, {}), (501, ""), (200, {"error": "boom"})])
def test_what_no_simpler_request_mends_ends_as_it_began(said: tuple[int, object]) -> None:
    with Endpoint(respond=lambda body: said) as endpoint:
        made = teacher(endpoint, concurrency=1, retries=1)
        replies = [reply for reply in made.answer([exercises()]) if isinstance(reply, Reply)]
        assert len(endpoint.bodies) <= 9
        assert "response_format" in endpoint.bodies[0]
        assert made.model.formats.usual == RequestFormat()  # type: ignore[attr-defined]
    assert re.match(rf"server (answered|refused the call) .*({said[0]}|500)", replies[0].failure)


@pytest.mark.usefixtures("at_once")
def test_simpler_requests_that_mend_nothing_are_not_tried_for_every_call() -> None:
    with Endpoint(respond=lambda body: (400, "")) as endpoint:
        replies = ask(endpoint, *(exercises(5, seed) for seed in range(12)), concurrency=1)
        assert len(endpoint.bodies) == VAIN_CALLS * 8 + 12 - VAIN_CALLS
    assert {reply.failure for reply in replies} == {"server refused the call (400): "}


def test_a_prompt_that_is_refused_without_a_word_changes_nothing_for_the_others() -> None:
    """It may be too long with the schema, and not without."""

    def respond(body: dict[str, Any]) -> tuple[int, object] | None:
        first = body["messages"] == endpoint.bodies[0]["messages"]
        return (400, "") if first and "response_format" in body else None

    lessons = [LessonRequest(id=skill, skill=skill) for skill in ("leap", "one-step", "two-steps")]
    with Endpoint(respond=respond) as endpoint:
        replies = ask(endpoint, *lessons, exercises(), concurrency=1)
        assert ["response_format" in body for body in endpoint.bodies] == [True] * 3 + [False] + [True] * 3
    assert not any(reply.failure for reply in replies)


def test_a_simpler_request_that_was_answered_by_chance_does_not_keep_the_right_one_from_being_found() -> None:
    def respond(body: dict[str, Any]) -> tuple[int, object] | None:
        by_chance = len(endpoint.bodies) == 2
        return (400, "") if "response_format" in body and not by_chance else None

    with Endpoint(respond=respond) as endpoint:
        assert drafts(ask(endpoint, *(exercises(5, seed) for seed in range(6)), concurrency=1)) == 30
        dressed = ["response_format" in body for body in endpoint.bodies]
    assert dressed == [True] * 2 + [True] * 3 + [False] + [True] * 2 + [False] * 4


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize(
    "said",
    [
        "This model's maximum context length is 4096 tokens, you requested 5000",
        "the request exceeds the available context size",
        {"error": {"message": "input is too long", "type": "invalid_request_error"}},
        {"error": {"message": "The response was filtered", "code": "content_filter"}},
        {"error": {"message": "Your request was rejected by our safety system"}},
    ],
)
def test_what_blames_the_prompt_is_no_reason_for_a_simpler_request(said: object) -> None:
    with Endpoint(respond=lambda body: (400, said)) as endpoint:
        (reply,) = ask(endpoint, exercises())
        assert len(endpoint.bodies) == 1
    assert reply.failure.startswith("server refused the call (400): ")


@pytest.mark.parametrize("refused", [1, 2])
def test_what_one_prompt_is_refused_for_is_left_out_for_that_prompt_alone(refused: int) -> None:
    """The others like it have been answered; a second prompt that is refused makes it the rule."""

    def respond(body: dict[str, Any]) -> tuple[int, object] | None:
        hard = any(f"skill: {name}" in body["messages"][1]["content"] for name in names[:refused])
        return (400, "this schema cannot be compiled") if hard and "response_format" in body else None

    names = ['"one step"', '"two steps"']
    skills = ("leap", "one-step", "two-steps", "leap")
    asked = [exercises(5, seed).model_copy(update={"skill": skill}) for seed, skill in enumerate(skills)]
    with Endpoint(respond=respond) as endpoint:
        assert drafts(ask(endpoint, *asked, concurrency=1)) == 20
        dressed = ["response_format" in body for body in endpoint.bodies]
    once = [True, True, False]  # with bounds, then without
    assert dressed == [True, *once, *(once if refused == 2 else [True]), refused == 1]


@pytest.mark.usefixtures("at_once")
def test_a_prompt_that_is_flagged_is_asked_no_simpler_whatever_is_named() -> None:
    said = {"error": {"message": "Your prompt about the temperature was flagged by our safety system"}}
    with Endpoint(respond=lambda body: (400, said)) as endpoint:
        ask(endpoint, exercises())
        assert len(endpoint.bodies) == 1


def test_a_schema_that_was_asked_for_is_sent_whatever_happens() -> None:
    with Endpoint(respond=refuses("response_format", 400, "no schema")) as endpoint:
        (reply,) = ask(endpoint, exercises(), structured="schema")
        assert all("response_format" in body for body in endpoint.bodies)
    assert reply.failure == "server refused the call (400): no schema"


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize(
    ("said", "most", "says"),
    [
        ((402, {"error": {"message": "Insufficient Balance"}}), 2, r"no credit left \(402\): Insufficient Balance"),
        ((403, {"error": "the API key lacks a permission"}), 2, r"refused the key in OPENAI_API_KEY \(403\)"),
        ((403, {"error": "no"}), 11, r"refused the key in OPENAI_API_KEY \(403\): no"),
        ((200, {"error": {"code": "invalid_api_key"}}), 2, r"refused the key in OPENAI_API_KEY \(401\)"),
        ((200, {"error": {"message": "m", "code": 402}}), 2, r"no credit left \(402\)"),
        ((200, {"error": {"message": "no such model", "type": "not_found_error"}}), 2, "knows no such model"),
    ],
)
def test_what_is_meant_for_all_calls_ends_them(
    said: tuple[int, object], most: int, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-a-test")
    with Endpoint(respond=lambda body: said) as endpoint:
        with pytest.raises(ValueError, match=says):
            ask(endpoint, *(exercises(5, seed) for seed in range(40)), concurrency=2)
        assert len(endpoint.bodies) <= most


def test_a_prompt_that_is_flagged_does_not_end_the_others() -> None:
    def respond(body: dict[str, Any]) -> tuple[int, object] | None:
        return (403, {"error": {"message": "flagged for violence"}}) if len(endpoint.bodies) % 4 == 1 else None

    with Endpoint(respond=respond) as endpoint:
        replies = ask(endpoint, *(exercises(5, seed) for seed in range(12)), concurrency=1)
    assert drafts(replies) == 45
    assert {reply.failure for reply in replies} == {"", "server refused the call (403): flagged for violence"}


@pytest.mark.usefixtures("at_once")
def test_a_wait_of_no_length_is_no_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    with Endpoint(respond=lambda body: (429, "slow down", {"Retry-After": "nan"})) as endpoint:
        (reply,) = ask(endpoint, exercises(), retries=2)
        assert (reply.failure, len(endpoint.bodies)) == ("server answered 429", 3)


@pytest.mark.parametrize("count", [-1_000_000, 2**70, 1e300, True, "many", None])
def test_no_usage_evades_the_budget(count: object, tmp_path: Path) -> None:
    def respond(body: dict[str, Any]) -> tuple[int, object]:
        usage = {"prompt_tokens": count, "completion_tokens": count}
        return 200, completion(teach(body), body) | {"usage": usage}

    with Endpoint(respond=respond) as endpoint:
        made = teacher(endpoint, tmp_path, budget={"tokens": 8000}, concurrency=4)
        with pytest.raises(ValueError, match="budget of 8,000 tokens is too small"):
            list(made.answer([exercises(5, seed) for seed in range(60)]))
    assert 2000 < made.ledger.total().tokens <= 8000


def test_answers_longer_than_allowed_exceed_a_budget_by_those_in_flight_alone(tmp_path: Path) -> None:
    usage = {"prompt_tokens": 400, "completion_tokens": 5000}
    with Endpoint(respond=lambda body: (200, completion(teach(body), body) | {"usage": usage})) as endpoint:
        made = teacher(endpoint, tmp_path, budget={"tokens": 40_000}, max_tokens=500, concurrency=2)
        with pytest.raises(ValueError, match="budget of 40,000 tokens is too small"):
            list(made.answer([exercises(5, seed) for seed in range(60)]))
    assert 20_000 < made.ledger.total().tokens <= 40_000


@pytest.mark.usefixtures("at_once")
def test_a_refusal_is_paid_for_and_asked_for_once(tmp_path: Path) -> None:
    refusal = {"message": {"content": None, "refusal": "I will not."}}
    with Endpoint(respond=lambda body: (200, completion("", body) | {"choices": [refusal]})) as endpoint:
        for _ in range(2):
            made = teacher(endpoint, tmp_path)
            (reply,) = (reply for reply in made.answer([exercises()]) if isinstance(reply, Reply))
            assert (reply.failure, len(endpoint.bodies)) == ("refused by the model", 1)
            assert made.ledger.total().tokens > 100


def test_half_an_emoji_costs_only_the_answer_that_has_it(tmp_path: Path) -> None:
    def say(body: dict[str, Any]) -> str:
        return teach(body).replace("what", "wh\ud800t") if body["seed"] % 3 == 0 else teach(body)

    with Endpoint(say) as endpoint:
        requests = [exercises(1, seed) for seed in range(12)]
        replies = ask(endpoint, *requests, folder=tmp_path, concurrency=12, repairs=0)
        asked = len(endpoint.bodies)
        assert ask(endpoint, *requests, folder=tmp_path, repairs=0) == replies
        assert len(endpoint.bodies) == asked == 12
    assert 0 < drafts(replies) < 12
    assert {reply.failure for reply in replies} == {"", "answer not in the form asked for"}


@pytest.mark.usefixtures("at_once")
def test_answers_that_never_come_count_against_the_budget() -> None:
    cut = 'data: {"choices": [{"delta": {"content": "half an ans'
    with Endpoint(respond=lambda body: (200, cut)) as endpoint:
        made = teacher(endpoint, budget={"tokens": 10_000}, max_tokens=1000, retries=1, concurrency=1)
        with pytest.raises(
            ValueError, match=r"\(0 tokens, and at most 9,\d+ tokens on calls that were cut off spent\)"
        ):
            list(made.answer([exercises(5, seed) for seed in range(50)]))
        assert len(endpoint.bodies) == 6


def test_what_a_kill_left_in_flight_counts_as_spent(tmp_path: Path) -> None:
    call = Call((Message(role="user", content="x" * 350),), 1000, 0.0, 0, "F", {})
    budget = Budget(tokens=2500)

    async def begin(ledger: Ledger, end: BaseException) -> None:
        async with ledger.reserve(call):
            raise end

    def opened() -> Ledger:
        made = Ledger(tmp_path / "teacher.sqlite", budget=budget)
        made.total()
        return made

    for end in (NoAnswer("no"), TutelageError("no")):  # nothing is paid for what was refused
        with pytest.raises(type(end)):
            asyncio.run(begin(opened(), end))
        assert opened().lost.tokens == 0
    for left in (1, 2):
        with pytest.raises(asyncio.CancelledError):
            asyncio.run(begin(opened(), asyncio.CancelledError()))
        assert opened().lost.tokens == left * call.tokens_at_most()
    with pytest.raises(BudgetExhausted, match="at most 2,208 tokens on calls that were cut off"):
        asyncio.run(begin(opened(), NoAnswer("no")))


def test_an_answer_that_is_asked_for_anew_is_paid_for_twice(tmp_path: Path) -> None:
    first = 0
    with Endpoint() as endpoint:
        for times in (1, 2, 3):
            made = teacher(endpoint, tmp_path, use_cache=False)
            assert drafts(made.answer([exercises()])) == 5
            made.ledger.close()
            again = teacher(endpoint, tmp_path).ledger
            once = again.total().tokens
            assert (again.lost.tokens, again.total().calls) == (0, times)
            assert once == times * (first := first or once)


def test_faults_lose_nothing_and_count_nothing_twice() -> None:
    faults = {"429": 0.05, "500": 0.02, "cut": 0.01, "truncated": 0.01, "slow": 0.01}
    with Endpoint(faults=faults, slow=20.0) as endpoint:
        replies = ask(endpoint, *(exercises(1, seed) for seed in range(600)), concurrency=64, timeout=4.0)
    assert drafts(replies) == 600
    assert Counter(reply.request for reply in replies if reply.drafts) == {f"r{seed}": 1 for seed in range(600)}
    assert set(endpoint.faulted) == set(faults)
    assert len(endpoint.answered) == 600
    assert set(endpoint.answered.values()) == {1}
    assert sum(endpoint.asked.values()) == 600 + sum(endpoint.faulted.values())


def test_calls_that_fail_for_good_are_booked_as_failed() -> None:
    def refuse_some(body: dict[str, Any]) -> str:
        return "no" if body["seed"] % 3 == 0 else teach(body)

    with Endpoint(refuse_some) as endpoint:
        made = teacher(endpoint, repairs=0)
        course = write_course(GRAPH, made, COURSE.model_copy(update={"checks": ChecksConfig()}), 0, Quiet())
    failures = Counter[str]()
    for account in course.accounts:
        failures.update(account.failures)
        assert account.requested == account.accepted + sum(account.rejected.values()) + sum(account.failures.values())
    assert failures["answer not in the form asked for"] > 0


def test_more_than_half_failing_stops_and_keeps_all(tmp_path: Path) -> None:
    with Endpoint(lambda body: "no" if body["seed"] % 4 else teach(body)) as endpoint:
        with pytest.raises(ValueError, match=r"of 2\d calls to the teacher failed.*All answers are stored"):
            ask(endpoint, *(exercises(1, seed) for seed in range(200)), folder=tmp_path, repairs=0, concurrency=2)
        asked = len(endpoint.bodies)
        assert asked < 40
        assert teacher(endpoint, tmp_path).ledger.total().calls == asked


def test_budget_is_a_hard_stop_that_counts_calls_in_flight(tmp_path: Path) -> None:
    prices = {"input": 1.0, "output": 10.0}
    for budget in ({"tokens": 20_000}, {"usd": 0.03}):
        folder = tmp_path / next(iter(budget))
        with Endpoint(delay=0.02) as endpoint:
            made = teacher(endpoint, folder, prices=prices, budget=budget, max_tokens=1000, concurrency=16)
            with pytest.raises(ValueError, match=r"budget of .* is too small .* raise 'teacher.budget'"):
                list(made.answer([exercises(5, seed) for seed in range(200)]))
            spent = made.ledger.total()
            assert spent.calls == len(endpoint.bodies) > 3
            assert spent.tokens <= 20_000 if "tokens" in budget else spent.usd <= 0.03
            before = len(endpoint.bodies)
            with pytest.raises(ValueError, match="too small"):
                ask(endpoint, exercises(5, 999), folder=folder, prices=prices, budget=budget, max_tokens=1000)
            assert len(endpoint.bodies) == before


def test_answers_are_used_again_unless_told_otherwise(tmp_path: Path) -> None:
    with Endpoint() as endpoint:
        first = course_of(teacher(endpoint, tmp_path))
        asked = len(endpoint.bodies)
        assert course_of(teacher(endpoint, tmp_path)) == first
        assert len(endpoint.bodies) == asked
        course_of(teacher(endpoint, tmp_path, use_cache=False))
        assert len(endpoint.bodies) == 2 * asked


def test_arrival_order_does_not_matter() -> None:
    class Unsteady(Endpoint):
        async def handle(self, request: Any) -> Any:
            import asyncio
            import random

            await asyncio.sleep(random.random() / 50)
            return await super().handle(request)

    with Unsteady() as one, Unsteady() as other:
        assert course_of(teacher(one, concurrency=8)) == course_of(teacher(other, concurrency=3))


def test_ledger_of_another_kind_is_told(tmp_path: Path) -> None:
    (tmp_path / "teacher.sqlite").write_text("this is not a data base, it is a text of some length " * 40)
    with Endpoint() as endpoint, pytest.raises(ValueError, match=r"teacher\.sqlite .*move the file away"):
        ask(endpoint, exercises(), folder=tmp_path)
    call = Call([Message(role="user", content="x")], 10, 0.0, 0, "F", {})
    assert Ledger(None).find(call, "m") is None
    assert call.key("m") != call.key("n")


def recipe_for(url: str, folder: Path, student: Path) -> Path:
    return make_recipe(
        folder,
        student,
        teacher={"kind": "openai", "model": "m", "base_url": url, "concurrency": 3, "key_variable": "TEACHER_KEY"},
        course={"exercises_per_skill": 6, "misconceptions_per_skill": 2, "exam_questions_per_skill": 3},
    )


def in_process(command: list[str]) -> warm.Started:
    return warm.Started(["-m", "tutelage", *command], {"TEACHER_KEY": "sk-very-secret-key"})


def seen(folder: Path) -> list[tuple[str, str]]:
    return [tuple(json.loads(line)) for line in (folder / "seen.jsonl").read_text().splitlines()]


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_killed_and_started_again_the_server_is_asked_nothing_twice(
    tmp_path: Path, tiny_student: Path, how: signal.Signals
) -> None:
    with Endpoint(delay=0.05, seen=tmp_path / "seen.jsonl") as endpoint:
        recipe = recipe_for(endpoint.url, tmp_path, tiny_student)
        for calls in (12, 40):
            process = in_process(["course", str(recipe)])
            wait_for(lambda calls=calls: len(endpoint.bodies) >= calls)  # type: ignore[misc]
            process.send_signal(how)
            process.communicate(timeout=60)
        output = in_process(["course", str(recipe)]).communicate(timeout=120)
        assert "Kind" in output[0], output[1]
    times = Counter(key for what, key in seen(tmp_path) if what == "asked")
    again = sum(count - 1 for count in times.values())
    # What was in flight at a SIGKILL is lost to us, and counted; an interruption waits for it.
    with contextlib.closing(sqlite3.connect(tmp_path / "run" / "teacher.sqlite")) as database:
        (lost,) = database.execute("select count(*) from sent").fetchone()
    assert again <= lost <= (6 if how is signal.SIGKILL else 0)
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert b"very-secret" not in path.read_bytes(), path
    assert "very-secret" not in "".join(output)


def wait_for(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_two_processes_on_one_run_the_second_is_refused(tmp_path: Path, tiny_student: Path) -> None:
    with Endpoint(delay=0.5) as endpoint:
        recipe = recipe_for(endpoint.url, tmp_path, tiny_student)
        first = in_process(["course", str(recipe)])
        wait_for(lambda: len(endpoint.bodies) > 0)
        second = in_process(["course", str(recipe)])
        assert "another process is at work" in second.communicate(timeout=60)[1]
        assert second.returncode == 2
        first.kill()
        first.communicate()


def test_a_whole_run_with_a_language_model(tmp_path: Path, tiny_student: Path) -> None:
    with Endpoint() as endpoint:
        path = recipe_for(endpoint.url, tmp_path, tiny_student)
        preview = pipeline.make_preview(path, progress=Quiet())
        samples = len(endpoint.bodies)
        run = pipeline.run(path, progress=Quiet())
        keys = [json.dumps(body, sort_keys=True) for body in endpoint.bodies]
    assert len(set(keys)) == len(keys) > samples > 0
    assert run.rounds[0].adapted is not None
    assert run.rounds[0].adapted.exercises
    kinds = {exercise.origin for exercise in run.rounds[0].adapted.exercises}
    assert Origin.SIMILAR in kinds
    whole = sum(account.tokens for account in run.course.accounts)
    guessed = sum(row.tokens for row in preview.estimates if row.kind not in LATER)
    assert 0.5 * whole < guessed < 2 * whole
    assert run.rounds[0].probe is not None
    later = run.rounds[0].probe.accounts + run.rounds[0].adapted.accounts
    assert (
        f"{sum(account.tokens for account in run.course.accounts + later):,} tokens"
        in (tmp_path / "run" / "report.html").read_text()
    )


def test_a_language_model_splits_skills_and_teaches_what_it_found(tmp_path: Path, tiny_student: Path) -> None:
    def say(body: dict[str, Any]) -> str:
        prompt = body["messages"][1]["content"]
        if "Decompose" not in prompt:
            return teach(body)
        if '"leap"' not in prompt:
            return json.dumps({"elementary": True, "skills": []})
        part = {"name": "jump", "description": "up", "needs": ["one step"], "why": "one lands on it", "confidence": 0.7}
        return json.dumps({"elementary": False, "skills": [part, part | {"needs": ["a skill of nobody"]}]})

    with Endpoint(say) as endpoint:
        path = recipe_for(endpoint.url, tmp_path, tiny_student)
        path.write_text(path.read_text() + "\ngraph: {decompose: {enabled: true, topics: [leap]}}\n")
        course = pipeline.make_course(path, progress=Quiet())
        asked = len(endpoint.bodies)
        assert pipeline.make_course(path, progress=Quiet()) == course
        assert len(endpoint.bodies) == asked
    assert "jump" in {lesson.skill for lesson in course.lessons}
    assert (tmp_path / "run" / "graph" / "proposals.jsonl").is_file()


def test_credentials_never_stand_in_a_recipe_nor_in_words() -> None:
    for url in ("https://me:word@host/v1", "https://host/v1?api_key=word"):
        with pytest.raises(ValueError, match="credentials do not belong in a recipe"):
            TeacherConfig(kind="openai", model="m", base_url=url)
    assert public_url("https://me:word@host:8/v1?api_key=word") == "https://host:8/v1"
    assert public_url("http://[::1]:1/v1?api-version=1") == "http://[::1]:1/v1"
    assert "abc" not in scrub("wrong key sk-proj-abcdefgh and Bearer abcdefgh, really abcdefgh", "abcdefgh")


@pytest.mark.parametrize("key", ["sk-abc\n", " sk-abc", "sk-abc\r", "sk\x00", "sk-абв", "sk-a\tb"])
def test_a_key_that_cannot_be_sent_names_its_variable(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "environ", os.environ | {"TEACHER_KEY": key})
    config = TeacherConfig(kind="openai", model="m", base_url="http://localhost/v1", key_variable="TEACHER_KEY")
    with pytest.raises(ValueError, match="the key in TEACHER_KEY has a line break") as caught:
        make_teacher(config, GRAPH)
    assert "abc" not in str(caught.value)


def test_a_query_and_a_header_of_its_own_are_sent_and_the_key_is_nowhere_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AZURE_KEY", "0123456789abcdef-very-secret")

    def say(body: dict[str, Any]) -> str:
        return teach(body).replace("what is", "0123456789abcdef-very-secret is")

    with Endpoint(say) as endpoint:
        base = endpoint.url.replace("/v1", "/openai/deployments/d/?api-version=2024-10-21")
        settings = {"base_url": base, "key_variable": "AZURE_KEY", "key_header": "api-key"}
        replies = ask(endpoint, exercises(), folder=tmp_path, **settings)
        assert endpoint.addresses == ["/openai/deployments/d/chat/completions?api-version=2024-10-21"]
        assert endpoint.headers[0]["api-key"] == "0123456789abcdef-very-secret"
        assert "Authorization" not in endpoint.headers[0]
    assert [one.question.split(": ")[1][:9] for one in replies[0].of(Exercise)] == ["[key] is "] * 5
    assert not any(b"very-secret" in path.read_bytes() for path in tmp_path.iterdir())
    with Endpoint(status=400, error="api-version 0123456789abcdef-very-secret is old") as endpoint:
        (reply,) = ask(endpoint, exercises(), base_url=f"{endpoint.url}?api-version=1", key_variable="AZURE_KEY")
    assert reply.failure == "server refused the call (400): api-version [key] is old"


SECRET = "0123456789/abcdef+secret"


@pytest.mark.parametrize("written", [SECRET, SECRET.replace("/", r"\/").replace("+", r"\u002B")])
@pytest.mark.parametrize("where", ["served", "listed"])
def test_a_key_that_a_server_calls_its_model_is_not_stored(
    where: str, written: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)

    def do_POST(handler: BaseHTTPRequestHandler) -> None:
        body = json.loads(handler.rfile.read(int(handler.headers["Content-Length"])))
        said = json.dumps(completion(teach(body), body) | {"model": "NAME" if where == "served" else "m"})
        send_text(handler, 200, said.replace("NAME", written))

    def do_GET(handler: BaseHTTPRequestHandler) -> None:
        send_text(handler, 200 if where == "listed" else 404, f'{{"data": [{{"id": "a {written}"}}]}}')

    with Served(do_POST, do_GET) as url:
        made = make_teacher(TeacherConfig(kind="openai", model="m", base_url=url), GRAPH, folder=tmp_path)
        assert drafts(made.answer([exercises()])) == 5
    assert not any(b"secret" in path.read_bytes() for path in tmp_path.iterdir())
    with contextlib.closing(sqlite3.connect(tmp_path / "teacher.sqlite")) as database:
        assert "[key]" in database.execute("select served from answers").fetchone()[0]


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("sent", [f"HTTQ/1.1 {SECRET} OK", f"HTTP/1.1 200 OK\r\nX Echo {SECRET}: a"])
def test_a_key_in_what_cannot_be_read_is_not_shown(sent: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)

    def do_POST(handler: BaseHTTPRequestHandler) -> None:
        handler.rfile.read(int(handler.headers["Content-Length"]))
        handler.wfile.write(f"{sent}\r\n\r\n".encode())
        handler.close_connection = True

    with Served(do_POST) as url:
        config = TeacherConfig(kind="openai", model="m", base_url=url, retries=1, key_header="api-key")
        with pytest.raises(TeacherError, match=r"cannot be read .*correct the headers") as caught:
            list(make_teacher(config, GRAPH).answer([exercises(5, seed) for seed in range(4)]))
    assert not re.search("0123|HTTQ|Echo", str(caught.value))


def test_a_key_where_a_page_is_cut_is_not_shown_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    page = "<b></b>" * 141 + SECRET  # 987 characters, then the key
    with Endpoint(respond=lambda body: (400, page)) as endpoint:
        (reply,) = ask(endpoint, exercises(), retries=0)
    assert "0123" not in reply.failure


def test_a_run_does_nothing_before_its_teacher_answers(tmp_path: Path, tiny_student: Path) -> None:
    with Endpoint() as endpoint:
        path = recipe_for(endpoint.url, tmp_path, tiny_student)
        pipeline.make_course(path, progress=Quiet())
    assert pipeline.make_course(path, progress=Quiet()).lessons  # the course is there: it needs no teacher
    (tmp_path / "other").mkdir()
    for start in (pipeline.run, pipeline.make_course):
        other = recipe_for("http://127.0.0.1:1/v1", tmp_path / "other", tiny_student)
        with pytest.raises(TeacherError, match=r"cannot reach the teacher at http://127\.0\.0\.1:1/v1"):
            start(other, progress=Quiet())
        assert not (tmp_path / "other" / "run").exists()


@pytest.mark.parametrize("asked", [0, 4])
def test_a_course_with_sections_alone_is_an_error_if_exercises_were_asked_for(asked: int) -> None:
    account = Account(
        skill="leap", kind=RequestKind.EXERCISES, origin=Origin.COURSE, asked=asked, drafts=asked, accepted=0
    ).model_copy(update={"rejected": {"duplicate": asked} if asked else {}})
    lesson = Lesson(id="l", skill="leap", title="leap", text="How to leap. " * 20)
    course = Course(lessons=(lesson,), exercises=(), misconceptions=(), exam=(), accounts=(account,))
    refused = pytest.raises(TutelageError, match=r"no exercise by the teacher was accepted \(4 x duplicate\): ")
    with refused if asked else contextlib.nullcontext():
        ensure_written(course)


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("kept", [False, True])
def test_a_course_of_nothing_is_an_error(kept: bool, tmp_path: Path, tiny_student: Path) -> None:
    def respond(body: dict[str, Any]) -> tuple[int, object]:
        useless = re.sub(r'"question": "[^"]*"', '"question": "?"', teach(body))
        return (200, completion(useless, body)) if kept and "text" not in useless[:9] else (418, "I am a teapot")

    with Endpoint(respond=respond) as endpoint:
        path = recipe_for(endpoint.url, tmp_path, tiny_student)
        recipe = load_recipe(path)
        course = recipe.course.model_copy(update={"exercises_per_skill": 1, "exam_questions_per_skill": 1})
        lenient = course.checks.model_copy(update={"sections": False, "trial": 0})
        course = course.model_copy(update={"misconceptions_per_skill": 0, "max_drafts": 1.0, "checks": lenient})
        with pytest.raises(TutelageError, match=r"nothing by the teacher was accepted \(.*418.*\): "):
            pipeline.make_course(recipe.model_copy(update={"course": course}), progress=Quiet())
    assert (tmp_path / "run" / "course" / "rejected.jsonl").exists() == kept


def test_missing_settings_are_told_before_anything_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    with pytest.raises(ValueError, match="set the environment variable OPENAI_API_KEY"):
        make_teacher(TeacherConfig(kind="openai", model="m"), GRAPH)
    with pytest.raises(ValueError, match="needs 'model'"):
        make_teacher(TeacherConfig(kind="openai"), GRAPH)
    with pytest.raises(ValueError, match="needs 'prices'"):
        TeacherConfig(kind="openai", model="m", budget=Budget(usd=1))
    with pytest.raises(ValueError, match="did you mean 'openai'"):
        make_teacher(TeacherConfig(kind="openia", model="m"), GRAPH)


def test_base_url_may_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    with Endpoint() as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        made = make_teacher(TeacherConfig(kind="openai", model="m"), GRAPH)
        assert drafts(list(made.answer([exercises()]))) == 5


def test_ctrl_c_says_at_once_what_it_waits_for(caplog: pytest.LogCaptureFixture) -> None:
    with Endpoint(delay=0.3) as endpoint:
        replies = teacher(endpoint, concurrency=3, repairs=5).answer([exercises(5, seed) for seed in range(50)])
        next(replies)
        wait_for(lambda: len(endpoint.bodies) >= 5)
        start = time.monotonic()
        try:
            raise KeyboardInterrupt
        except KeyboardInterrupt:
            replies.close()  # type: ignore[attr-defined]
        assert time.monotonic() - start < 2
        assert len(endpoint.bodies) <= 6
    assert re.search(r"interrupted: waiting for [123] calls? in flight; a second Ctrl-C ends at once", caplog.text)


def test_an_error_that_ends_all_calls_ends_the_waits_that_a_server_asked_for() -> None:
    def respond(body: dict[str, Any]) -> Any:
        wrong = len(endpoint.bodies) == 3
        return (401, {"error": "wrong api key"}) if wrong else (429, {}, {"Retry-After": "20"})

    with Endpoint(respond=respond) as endpoint:
        start = time.monotonic()
        with pytest.raises(TeacherError, match="key"):
            ask(endpoint, *(exercises(5, seed) for seed in range(9)), concurrency=3, retries=5)
        assert time.monotonic() - start < 10
        assert len(endpoint.bodies) == 3


def test_ctrl_c_ends_the_waits_that_a_server_asked_for() -> None:
    def respond(body: dict[str, Any]) -> Any:
        return None if body is endpoint.bodies[0] else (429, {}, {"Retry-After": "20"})

    with Endpoint(respond=respond) as endpoint:
        replies = teacher(endpoint, concurrency=3, retries=5).answer([exercises(5, seed) for seed in range(9)])
        next(replies)
        wait_for(lambda: len(endpoint.bodies) == 4)
        start = time.monotonic()
        replies.close()  # type: ignore[attr-defined]
        assert time.monotonic() - start < 10
        assert len(endpoint.bodies) == 4


def test_a_consumer_that_stops_leaves_no_thread_behind() -> None:
    with Endpoint(delay=0.01) as endpoint:
        replies = teacher(endpoint, concurrency=2).answer([exercises(5, seed) for seed in range(100)])
        next(replies)
        replies.close()  # type: ignore[attr-defined]
        assert not [thread for thread in threading.enumerate() if thread.name == "teacher"]
        assert len(endpoint.bodies) < 10


@pytest.mark.parametrize(
    ("answer", "kind"), [("12", "mathematics"), ("3x^2 + 1", "mathematics"), ("debit", "text"), ("to the left", "text")]
)
def test_answers_are_compared_by_what_they_are(answer: str, kind: str) -> None:
    assert checker_for(answer) == kind


def test_a_check_that_cannot_be_read_is_dropped_and_an_answer_is_put_at_the_end() -> None:
    assert verifiable("answer = 3 + 4", "7") == "answer = 3 + 4"
    for check in (
        "7 == 3 + 4",
        "answer == 7",
        "__import__('os')",
        "answer = sorted([1])",
        "",
        "answer = 7",
        "7 = answer",
    ):
        assert verifiable(check, "7") == ""
    assert with_answer("3 + 4 = 7", "7") == "3 + 4 = 7\nAnswer: 7"
    assert with_answer("3 + 4 = 7. Answer: 7", "7") == "3 + 4 = 7. Answer: 7"


def test_the_recipes_of_the_docs_and_the_example_load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import re

    from tutelage.config import load_recipe
    from tutelage.syllabus import read_syllabus

    root = Path(__file__).parent.parent
    whole, *sections = re.findall(r"```yaml\n(.*?)```", (root / "docs" / "teacher.md").read_text(), flags=re.DOTALL)
    assert len(sections) >= 3
    head = "name: bookkeeping\nsyllabus: own-subject-syllabus.yaml\n"
    blocks = [whole, *(head + section for section in sections)]
    paths = [tmp_path / f"recipe-{number}.yaml" for number in range(len(blocks))]
    for path, block in zip(paths, blocks, strict=True):
        path.write_text(block)
    example = load_recipe(root / "examples" / "own-subject.yaml")
    skills = read_syllabus(example.syllabus)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-none")
    for recipe in (*map(load_recipe, paths), example):
        made = make_teacher(recipe.teacher, skills)
        assert all(isinstance(one, LanguageTeacher) for one in getattr(made, "teachers", {"": made}).values())
    checks = resolve_checks(example.course.checks, made)
    assert (checks.solutions, checks.judge, checks.near_duplicates) == (2, True, 0.8)
