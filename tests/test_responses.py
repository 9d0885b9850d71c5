"""What endpoints send back and refuse, in the shapes that servers are known for and in some that none should have."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tutelage.config import TeacherConfig
from tutelage.config.teacher import check_address
from tutelage.records import Message
from tutelage.teacher.language import responses
from tutelage.teacher.language.chat import Answer, Call
from tutelage.teacher.language.openai import scrub
from tutelage.teacher.language.request_format import RequestFormat
from tutelage.teacher.language.responses import (
    Fault,
    carried_error,
    is_doubtful,
    message_of,
    parse,
    read_answer,
    retry_after,
)

CALL = Call((Message(role="user", content="x" * 700),), 100, 0.5, 1, "SolutionForm", {"maxLength": 3})
ESTIMATE = CALL.prompt_tokens()
TEXT = "y" * 350


def answer(data: object) -> Answer:
    return read_answer(parse(json.dumps(data)), CALL)


def chosen(message: object, **more: object) -> dict[str, Any]:
    return {"choices": [{"message": message, **more}]}


def called(arguments: object) -> dict[str, Any]:
    return {"type": "function", "function": {"name": "answer", "arguments": arguments}}


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (chosen({"content": "a"}), "a"),
        (chosen({"content": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]}), "ab"),
        (chosen({"content": ["a", {"type": "output_text", "text": {"value": "b"}}]}), "ab"),
        (chosen({"content": [{"type": "thinking", "thinking": "c"}, {"type": "text", "text": "a"}]}), "a"),
        (chosen({"content": {"answer": 1}}), '{"answer": 1}'),
        (chosen({"content": "a", "reasoning_content": "{}", "reasoning": "{}"}), "a"),
        (chosen({"content": None, "reasoning_content": "a"}), "a"),
        (chosen({"content": "", "reasoning": "a"}), "a"),
        (chosen({"content": None, "reasoning": "{a draft}"}, finish_reason="length"), ""),
        (chosen({"content": None, "tool_calls": [called('{"a": 1}')]}), '{"a": 1}'),
        (chosen({"content": "Sure.", "tool_calls": [called({"a": 1})]}), 'Sure.\n{"a": 1}'),
        (chosen({"content": None, "function_call": {"name": "f", "arguments": "{}"}}), "{}"),
        ({"choices": [{"text": "a"}]}, "a"),
        ({"choices": [{"delta": {"content": "a"}}]}, "a"),
        ({"choices": [{"message": {"content": "a"}}], "error": None}, "a"),
        ([chosen({"content": "a"})], "a"),
        (chosen({"content": "\ud800a\ud83d\ude00"}), "\\ud800a\U0001f600"),
    ],
)
def test_an_answer_is_read_in_whatever_shape_it_comes(data: object, text: str) -> None:
    said = answer(data)
    assert (said.text, said.failure) == (text, "")
    said.text.encode()


@pytest.mark.parametrize(
    ("data", "failure"),
    [
        (chosen({"content": None, "refusal": "I cannot."}), "refused by the model"),
        (chosen({"content": [{"type": "refusal", "refusal": "No."}]}), "refused by the model"),
        (chosen({"content": "{"}, finish_reason="content_filter"), "stopped by the server's content filter"),
        (chosen({"content": None}, finish_reason="SAFETY"), "stopped by the server's content filter"),
    ],
)
def test_a_refusal_is_told_and_paid_for(data: object, failure: str) -> None:
    said = answer(data)
    assert said.failure == failure
    assert said.prompt_tokens == ESTIMATE


@pytest.mark.parametrize("finish", ["length", "max_tokens", "MAX_TOKENS"])
def test_an_answer_that_was_cut_is_known_by_any_name(finish: str) -> None:
    assert answer(chosen({"content": "a"}, finish_reason=finish)).cut


def event(**delta: object) -> str:
    return f"data: {json.dumps({'choices': [{'delta': delta}]})}\n\n"


def test_a_stream_of_events_is_read_as_one_answer() -> None:
    usage = json.dumps({"choices": [], "usage": {"prompt_tokens": 300, "completion_tokens": 5}})
    stop = 'data: {"choices": [{"delta": {}, "finish_reason": "length"}]}\r\n'
    text = "\u2028, { and "
    body = (
        f": waiting\n\nevent: message\n{event(role='assistant', content=text)}{event(content='}')}{stop}data: {usage}"
    )
    said = read_answer(parse(body + "\n\ndata: [DONE]\n"), CALL)
    assert (said.text, said.cut, said.prompt_tokens, said.completion_tokens) == (text + "}", True, 300, 5)
    assert read_answer(parse(event(tool_calls=[called('{"a"')]) + event(tool_calls=[called(": 1}")]) + stop), CALL).text
    with pytest.raises(Fault, match="connection cut"):
        parse(event(content="half an ans"))
    assert carried_error(parse('data: {"error": {"code": 429}}\n')) == 429
    assert read_answer(parse(body.replace("\r\n", "\n").replace("\n", "\r") + "\rdata: [DONE]\r"), CALL) == said


def test_a_stream_without_an_end_is_whole_if_its_answer_is() -> None:
    """What is a whole JSON object cannot have been cut off; it was thrown away, and asked and paid for again."""
    whole = json.dumps({"solution": TEXT, "answer": "7"})
    assert read_answer(parse(event(content=whole[:20]) + event(content=whole[20:])), CALL).text == whole
    for cut in (whole[:-1], TEXT, "[1, 2]"):
        with pytest.raises(Fault, match="cut within"):
            parse(event(content=cut))


@pytest.mark.parametrize(
    "rest", ["data: bye\n\n", "data: {bye\n\n", "data: []\n\n", "bye", "data: [DONE]\n\ndata: 1\n"]
)
def test_what_comes_behind_a_stream_that_has_ended_is_left_out(rest: str) -> None:
    end = 'data: {"choices": [{"delta": {"content": "b"}, "finish_reason": "stop"}]}\n\n'
    assert read_answer(parse(event(content="a") + end + rest), CALL).text == "ab"
    with pytest.raises(Fault):
        parse(event(content="a") + rest.replace("[DONE]", "1"))


def test_what_a_stream_says_after_its_end_is_no_part_of_the_answer() -> None:
    body = event(content="a") + "data: [DONE]\n\n" + event(content="b")
    assert read_answer(parse(body), CALL).text == "a"


@pytest.mark.parametrize("waits", [": ping\n\n: ping\n\n", ":\r\n", "\n: {a}\n", ": ping\r: ping\r"])
def test_comments_that_keep_a_connection_open_are_left_out(waits: str) -> None:
    whole = chosen({"content": '{"a": ": b"}'}, finish_reason="stop")
    assert read_answer(parse(waits + json.dumps(whole, indent=1)), CALL) == answer(whole)
    assert read_answer(parse(waits + event(content="a") + "data: ping\n" + "data: [DONE]"), CALL).text == "a"


@pytest.mark.parametrize(
    "rest", ["\0\0\0", "\ndata: [DONE]\n\n", "<!-- served in 3 ms -->", "}", '{"a": 1}', "\x1b[31m"]
)
def test_what_comes_behind_a_whole_answer_is_left_out(rest: str) -> None:
    whole = chosen({"content": '{"a": 1}'}, finish_reason="stop")
    assert read_answer(parse(json.dumps(whole) + rest), CALL) == answer(whole)
    for piece in (
        chosen({"content": "a"}),
        {"choices": [{"delta": {"content": "a"}, "finish_reason": "stop"}]},
        {"a": 1},
    ):
        with pytest.raises(Fault, match="does not follow the protocol"):
            parse(json.dumps(piece) + rest)


@pytest.mark.parametrize(
    "body",
    [
        *("", "null", "[]", "[1, 2]", "12", '"text"', "{", "[" * 100_000, "<html>", "data: {", "data: []", "9" * 5000),
        *('{"choices": []}', '{"choices": {}}', '{"choices": [null]}', '{"choices": ["a"]}', '{"choices": [{}]}'),
        *('{"choices": [{"message": "a"}]}', '{"choices": [{"message": {}}]}', '{"choices": [{"message": [1]}]}'),
        '{"choices": [{"message": {"content": "a", "tool_calls": [1]}}]}',
        '{"choices": [{"message": {"content": "a", "tool_calls": {"a": 1}}}]}',
    ],
)
def test_what_does_not_follow_the_protocol_is_a_fault_that_may_be_paid_for(body: str) -> None:
    with pytest.raises(Fault, match="does not follow the protocol") as caught:
        read_answer(parse(body), CALL)
    assert caught.value.paid


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"error": {"message": "m", "code": 401}}, 401),
        ({"error": {"message": "m", "code": "429"}}, 429),
        ({"error": {"message": "Incorrect API key", "type": "invalid_request_error", "code": "invalid_api_key"}}, 401),
        ({"error": {"message": "m", "type": "insufficient_quota"}}, 402),
        ({"error": {"message": "'temperature' is fixed", "type": "invalid_request_error"}}, 400),
        ({"error": {"message": "m", "status": "RESOURCE_EXHAUSTED", "code": None}}, 429),
        ({"error": {"message": "m", "code": True}}, 500),
        ({"error": "Unauthorized"}, 401),
        ({"error": "boom"}, 500),
        ({"errors": [{"message": "boom"}]}, 500),
        ({"object": "error", "message": "m", "type": "NotFoundError", "code": 404}, 404),
        ({"detail": "Not authenticated"}, 401),
        ({"message": "m", "status": 503}, 503),
        ({"choices": [{"error": {"code": 502, "message": "m"}, "finish_reason": "error"}]}, 502),
        ({"choices": [{"message": {"content": "{"}, "finish_reason": "error"}], "error": {"code": 502}}, 502),
        (chosen({"content": "a"}), None),
        (chosen({"content": "a"}) | {"error": {}, "code": 0}, None),
        (chosen({"content": "a"}) | {"error": {"message": "a warning"}}, None),
        ({"choices": []}, None),
    ],
)
def test_an_error_within_a_success_has_the_status_that_it_carries(data: dict[str, Any], status: int | None) -> None:
    assert carried_error(data) == status


@pytest.mark.parametrize(
    "count",
    [
        -1,
        -1_000_000,
        20_000_000,
        10_000_000,
        2**63,
        2**70,
        10**300,
        True,
        12.0,
        float("nan"),
        float("inf"),
        "12",
        [12],
        {},
        None,
        0,
        1,
    ],
)
def test_a_count_of_tokens_that_cannot_be_is_estimated(count: object) -> None:
    data = chosen({"content": TEXT}) | {"usage": {"prompt_tokens": count, "completion_tokens": count}}
    said = answer(data)
    assert (said.prompt_tokens, said.completion_tokens) == (ESTIMATE, 101)


@pytest.mark.parametrize("usage", [None, [], ["a"], "many", 7, -7, True, {}, {"prompt_tokens": {}}])
def test_usage_that_is_no_usage_is_estimated(usage: object) -> None:
    said = answer(chosen({"content": TEXT}) | {"usage": usage})
    assert (said.prompt_tokens, said.completion_tokens) == (ESTIMATE, 101)


def test_a_count_too_long_to_be_read_costs_no_answer() -> None:
    body = json.dumps(chosen({"content": TEXT}) | {"usage": {"prompt_tokens": 1, "completion_tokens": 2}})
    said = read_answer(parse(body.replace(": 1,", f": {'9' * 5000},").replace(": 2}", f": -{'9' * 5000}}}")), CALL)
    assert (said.text, said.prompt_tokens, said.completion_tokens) == (TEXT, ESTIMATE, 101)


def test_usage_counts_as_it_is_told_and_thinking_counts() -> None:
    data = chosen({"content": TEXT, "reasoning_content": TEXT})
    assert answer(data).completion_tokens == 201
    assert answer(data | {"usage": {"input_tokens": 190, "output_tokens": 5000}}).tokens == 5190


@pytest.mark.parametrize(
    ("usage", "doubtful"),
    [
        *(({"prompt_tokens": 190, "completion_tokens": 90}, False), ({}, False), (None, False)),
        *(({"prompt_tokens": 190}, False), ({"prompt_tokens": 190, "completion_tokens": 10**7}, True)),
        *(({"prompt_tokens": 0, "completion_tokens": 90}, True), ({"output_tokens": "many"}, True)),
    ],
)
def test_counts_that_are_not_believed_are_known(usage: object, doubtful: bool) -> None:
    data = chosen({"content": TEXT}) | {"usage": usage}
    assert is_doubtful(data, answer(data)) == doubtful


@pytest.mark.parametrize(
    ("value", "least", "most"),
    [
        *(("0.5", 0.5, 0.5), ("7", 7, 7), ("1e999", 120, 120), ("inf", 120, 120), ("9" * 400, 120, 120)),
        *(("nan", 0, 0), ("-nan", 0, 0), ("-5", 0, 0), ("-inf", 0, 0), ("", 0, 0), ("soon", 0, 0), ("0", 0, 0)),
        *(("Wed, 21 Oct 2015 07:28:00 GMT", 0, 0), ("Fri, 31 Dec 9999 23:59:59 GMT", 120, 120)),
        *(("Mon, 01 Jan 0001 00:00:00 GMT", 0, 0), ("Mon, 99 Jan 99999 00:00:00 +9999", 0, 120), ("\x00", 0, 0)),
        ("Fri, 31 Dec 0001 23:59:59 -2359", 0, 0),
    ],
)
def test_a_wait_that_is_asked_for_is_bounded(value: str, least: float, most: float) -> None:
    assert least <= retry_after(value) <= most <= responses.MAX_RETRY_AFTER


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('{"error": {"message": "m"}}', "m"),
        ('{"error": "m"}', "m"),
        ('{"detail": "m"}', "m"),
        ('{"detail": [{"loc": ["body", "seed"], "msg": "m"}]}', '{"detail": [{"loc": ["body", "seed"], "msg": "m"}]}'),
        ("<h1>502</h1>", " 502 "),
        ("[1]", "[1]"),
        ("null", "null"),
    ],
)
def test_the_words_of_an_error_are_found(body: str, words: str) -> None:
    assert message_of(body) == words


FULL = RequestFormat()
SEEDLESS = RequestFormat(left_out=frozenset({"seed"}))


@pytest.mark.parametrize(
    ("complaint", "changes"),
    [
        ('{"detail": [{"type": "extra_forbidden", "loc": ["body", "seed"]}]}', {"left_out": {"seed"}}),
        ("Unsupported value: 'temperature' does not support 0.8", {"left_out": {"temperature"}}),
        ("'max_tokens' is not supported, use 'max_completion_tokens' instead", {"limit": "max_completion_tokens"}),
        ("Unrecognized request argument supplied: max_tokens", {"limit": "max_completion_tokens"}),
        ("max_tokens is too large: 8192", None),
        ("Invalid schema for response_format", {"bounds": False}),
        ("failed to parse grammar", {"bounds": False}),
        ("This model only support stream mode, please enable the stream parameter", {"stream": True}),
        ("This model's maximum context length is 2048 tokens", None),
        ("the seedling is unknown", None),
        ("", None),
    ],
)
def test_a_complaint_says_what_to_leave_out(complaint: str, changes: dict[str, Any] | None) -> None:
    made = FULL.without(complaint)
    assert made == (None if changes is None else RequestFormat(**{**changes, **left_out(changes)}))


def left_out(changes: dict[str, Any]) -> dict[str, Any]:
    return {"left_out": frozenset(changes["left_out"])} if "left_out" in changes else {}


def test_an_error_is_one_line_without_controls_of_a_terminal() -> None:
    assert scrub("no \x1b[31m credit\r\n\x1b]0;left\x07 \u202e", "") == "no [31m credit ]0;left"


def test_every_way_down_ends_with_a_bare_request() -> None:
    for keep in (False, True):
        made = list(FULL.plainer(keep_schema=keep))
        assert len(set(made)) == len(made) <= 7
        assert made[-1].left_out == {"seed", "temperature"}
        assert all(one.schema and one.bounds for one in made) == keep
    assert FULL.without("response_format", keep_schema=True) is None
    last, steps = FULL, 0
    while format_ := last.without("temperature seed max_tokens unknown response_format stream mode only"):
        last, steps = format_, steps + 1
    assert steps == 6
    assert set(last.body(CALL, TeacherConfig(model="m"))) == {"model", "messages", "max_completion_tokens", "stream"}
    assert list(last.plainer()) == []


def test_formats_are_joined_to_what_both_leave_out() -> None:
    bare = RequestFormat(schema=False, limit="max_completion_tokens")
    joined = SEEDLESS.joined(bare)
    assert joined == bare.joined(SEEDLESS) == joined.joined(FULL)
    assert joined.differences(FULL) == "seed, the JSON schema, max_tokens"
    assert joined.differences(joined) == ""


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("http://localhost:8000/v1", ""),
        ("http://[::1]:8000/v1", ""),
        ("https://r.openai.azure.com/openai/deployments/d?api-version=2024-10-21", ""),
        ("http://host/v1?deployment=gpt-4o-mini&region=eu", ""),
        ("http://host:99999/v1", "port"),
        ("http://host:0/v1", "address"),
        ("http://host:port/v1", "port"),
        ("http://::1:1/", "address"),
        ("http://[::1/", "address"),
        ("ftp://host/v1", "address"),
        ("localhost:8000/v1", "address"),
        ("http:///v1", "address"),
        ("http://host/v1\n", "address"),
        ("http://ho st/v1", "address"),
        ("https://me:word@host/v1", "credentials"),
        ("https://me@host/v1", "credentials"),
        *(
            (f"https://host/v1?{name}=abc", "credentials")
            for name in ("key", "api_key", "API-Key", "access_token", "sig", "code", "auth", "subscription-key")
        ),
        ("https://host/v1?a=sk-abcdef", "credentials"),
    ],
)
def test_an_address_is_one_and_holds_no_credentials(url: str, fault: str) -> None:
    said = check_address(url)
    assert fault in said
    assert bool(said) == bool(fault)
    if fault:
        with pytest.raises(ValueError, match=fault):
            TeacherConfig(kind="openai", model="m", base_url=url)
