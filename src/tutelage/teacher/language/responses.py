"""What an endpoint's response holds: an answer, an error, or neither. All of it is somebody else's text."""

from __future__ import annotations

import email.utils
import json
import math
import re
import time
from collections.abc import Iterator, Mapping
from typing import Any

from tutelage.storage.rowfiles import one_line
from tutelage.teacher.language.chat import CHARS_PER_TOKEN, Answer, Call

MAX_RETRY_AFTER = 120.0
"""Seconds; the longest wait that an endpoint can ask for."""
MIN_USAGE, MAX_USAGE = 0.1, 50
"""A count of tokens is believed from this share of what the text lets expect up to so many times what was expected or
allowed: servers put texts of their own before a prompt, and some do not bound a model's thinking."""
MAX_DIGITS = 100
"""Digits of a number; Python refuses to read more than 4,300."""
MAX_NAME = 200
"""Characters of the name of a model."""
CUT = ("length", "max_tokens", "max_output_tokens", "model_length")
FILTERED = ("content_filter", "safety", "prohibited_content", "recitation", "blocklist", "sensitive", "refusal")
NO_PROTOCOL = "server's answer does not follow the protocol"

STATUS_OF = (
    (401, r"api[ _-]?key|authenticat|unauthori[sz]ed|invalid_token"),
    (402, r"insufficient_(?:quota|balance|funds|credit)|billing|payment"),
    (403, r"permission|forbidden"),
    (404, r"not_?found"),
    (429, r"rate_?limit|too_?many|resource_exhausted"),
    (400, r"invalid|bad_?request|unsupported"),
)
"""Status -> the names of errors that stand for it, where one comes with status 200 and no number; the first counts."""


class Fault(Exception):
    """A fault that may be gone the next time. `after` is how many seconds the server asks to wait; `paid` says whether
    the call may be paid for all the same; `status` is the server's, if it gave one."""

    def __init__(self, reason: str, after: float = 0.0, *, paid: bool = False, status: int = 0) -> None:
        super().__init__(reason)
        self.after, self.paid, self.status = after, paid, status


class Disconnected(Fault):
    """The server closed the connection in place of an answer."""


def read_response(status: int, body: str) -> tuple[int, dict[str, Any]]:
    """The status that a response means, which may be another than the one that it came with, and what it holds. Raises
    `Fault` if it is no response, or an error for which something was written, which is paid for."""
    try:
        data = parse(body)
    except Fault:
        if status == 200:
            raise
        data = {}
    if status == 200:
        status = carried_error(data) or 200
    written = _told(data)[1]
    if status != 200 and isinstance(written, int) and written > 0:
        raise Fault(f"server answered {status}", paid=True)
    return status, data


def parse(body: str) -> dict[str, Any]:
    """The JSON object of a response; also of one that comes as a stream of events. Whatever comes behind a whole answer
    is left out. Raises `Fault`."""
    try:
        # Comments keep a connection open, also where no stream follows.
        body = re.sub(r"\A(?:\s*:[^\r\n]*)+", "", body).strip()
        if re.match(r"(?:data|event|id|retry):", body):
            return _join_events(body)
        data, end = _DECODER.raw_decode(body)
        if end < len(body) and not _is_whole_answer(data):
            raise Fault(NO_PROTOCOL, paid=True)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise Fault(NO_PROTOCOL, paid=True) from None
    if isinstance(data, list) and len(data) == 1:
        data = data[0]
    if not isinstance(data, dict):
        raise Fault(NO_PROTOCOL, paid=True)
    return data


def _is_whole_answer(data: Any) -> bool:
    """Whether this is all of a chat completion, and no piece of one."""
    choice = data["choices"][0]
    return bool("message" in choice and choice["finish_reason"])


def carried_error(data: Mapping[str, Any]) -> int | None:
    """The status of an error that came with status 200, 500 if it does not say; `None` if there is an answer."""
    choices = data.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices and isinstance(choices[0], dict) else {}
    try:
        said = _content(choice) or any(_arguments(choice))
    except (LookupError, TypeError, AttributeError):
        said = False
    if said and choice.get("finish_reason") != "error":
        return None
    error = data.get("error") or data.get("errors") or choice.get("error")
    if not error and (data.get("object") == "error" or (not choices and data.keys() & {"detail", "message", "code"})):
        error = data
    if not error:
        return None
    parts = [error, data] if isinstance(error, dict) else [data]
    for value in (part.get(key) for part in parts for key in ("status", "code", "status_code", "error_code")):
        if not isinstance(value, bool) and re.fullmatch(r"[45]\d\d", str(value), re.ASCII):
            return int(str(value))
    # Codes are more exact than messages, which may be about anything.
    named = [str(part.get(key)) for part in parts for key in ("code", "type", "status")] + [_words(error)]
    for text in (" ".join(named[:-1]), named[-1]):
        for status, pattern in STATUS_OF:
            if re.search(pattern, text[:1000], re.IGNORECASE):
                return status
    return 500


def read_answer(data: Mapping[str, Any], call: Call) -> Answer:
    """The answer in a response. Raises `Fault` if it has none."""
    try:
        choice = data["choices"][0]
        finish = str(choice.get("finish_reason") or "").lower()
        message = choice.get("message") or choice.get("delta") or {}
        said = _content(choice)
        arguments = _arguments(choice)
        thoughts = _texts(message.get("reasoning_content") or message.get("reasoning"))
        refusal = message.get("refusal") or _refusal(message.get("content"))
    except (LookupError, TypeError, AttributeError):
        raise Fault(NO_PROTOCOL, paid=True) from None
    if not message and "text" not in choice:
        raise Fault(NO_PROTOCOL, paid=True)
    text = "\n".join(part for part in (said, *arguments) if part)
    failure = "refused by the model" if refusal and not text else ""
    failure = "stopped by the server's content filter" if finish in FILTERED else failure
    cut = finish in CUT
    read, written = _told(data)
    prompt = _count(read, call.prompt_tokens())
    guess = int((len(text) + len(thoughts)) / CHARS_PER_TOKEN) + 1
    if not text and not cut and not failure:
        text = thoughts  # some servers take all for thinking that comes before a mark which the model left out
    return Answer(
        # Half a surrogate pair is no text; as an escape it can be stored, and no form takes it.
        text=text.encode("utf-8", "backslashreplace").decode(),
        cut=cut,
        failure=failure,
        prompt_tokens=prompt,
        completion_tokens=_count(written, guess, call.max_tokens),
        cached_tokens=_cached(data, prompt),
        served=name_of(data.get("model")),
    )


def is_doubtful(data: Mapping[str, Any], answer: Answer) -> bool:
    """Whether the server counts other tokens than its answer is given."""
    taken = answer.prompt_tokens, answer.completion_tokens
    return any(told not in (None, count) for told, count in zip(_told(data), taken, strict=True))


def name_of(value: object) -> str:
    """The name of a model as a server writes it, fit to be stored and shown; empty if it is none."""
    text = value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""
    return one_line(text)[:MAX_NAME]


def _told(data: Mapping[str, Any]) -> tuple[object, object]:
    """How many tokens were read and written, as the server counts them."""
    usage = data.get("usage")
    counts = usage if isinstance(usage, dict) else {}
    read = counts.get("prompt_tokens", counts.get("input_tokens"))
    return read, counts.get("completion_tokens", counts.get("output_tokens"))


def _cached(data: Mapping[str, Any], prompt: int) -> int | None:
    """Tokens of the prompt that came from the server's cache, as OpenAI, vLLM, DeepSeek, Anthropic or llama.cpp says
    it."""
    usage = data.get("usage")
    details = usage.get("prompt_tokens_details") if isinstance(usage, dict) else None
    for holder, key in (
        (details, "cached_tokens"),
        (usage, "prompt_cache_hit_tokens"),
        (usage, "cache_read_input_tokens"),
        (data.get("timings"), "cache_n"),
        (data, "tokens_cached"),
    ):
        value = holder.get(key) if isinstance(holder, Mapping) else None
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return min(value, prompt)
    return None


def listed_models(body: str) -> list[str]:
    """The models that a response lists; none if it is no list of models."""
    try:
        return [name_of(str(item["id"])) for item in json.loads(body)["data"]]
    except (ValueError, LookupError, TypeError, RecursionError):
        return []


def message_of(body: str) -> str:
    """The endpoint's own words about an error."""
    try:
        data = json.loads(body)
        return _words(data.get("error") or data.get("errors") or data)
    except (ValueError, AttributeError, RecursionError):
        return re.sub(r"<[^>]*>", " ", body[:1000])


def retry_after(value: str) -> float:
    """Seconds that a server asks to wait, a number or a date, up to `MAX_RETRY_AFTER`; 0 if it cannot be read."""
    try:
        seconds = float(value)
    except ValueError:
        try:
            seconds = email.utils.parsedate_to_datetime(value).timestamp() - time.time()
        except (TypeError, ValueError, OverflowError, OSError):
            return 0.0
    return 0.0 if math.isnan(seconds) else min(max(seconds, 0.0), MAX_RETRY_AFTER)


def _count(value: object, estimate: int, allowed: int = 0) -> int:
    """A number of tokens as the server counts them; the estimate if that is no count, or not to be believed."""
    if not isinstance(value, int) or isinstance(value, bool):
        return estimate
    return value if MIN_USAGE * estimate <= value <= MAX_USAGE * max(estimate, allowed) else estimate


def _integer(digits: str) -> int:
    """A whole number of a response; one that Python refuses to read for its length is as good as the longest."""
    return int(digits[:MAX_DIGITS])


_DECODER = json.JSONDecoder(parse_int=_integer)


def _content(choice: Mapping[str, Any]) -> str:
    """What the model says, of a message, a piece of a stream, or a plain completion."""
    message = choice.get("message") or choice.get("delta") or {"content": choice.get("text")}
    return _texts(message.get("content")) if isinstance(message, dict) else ""


def _arguments(choice: Mapping[str, Any]) -> list[str]:
    """What the functions are given that a message calls."""
    message = choice.get("message") or choice.get("delta") or {}
    called = [part["function"] for part in message.get("tool_calls") or ()]
    called += [message["function_call"]] if message.get("function_call") else []
    return [_texts(function.get("arguments")) for function in called]


def _texts(content: object) -> str:
    """A text, whole or in parts, or an object in place of its JSON."""
    if isinstance(content, str):
        return content
    if isinstance(content, list):
        return "".join(part if isinstance(part, str) else _part(part) for part in content)
    return (_part(content) or json.dumps(content)) if isinstance(content, dict) else ""


def _part(part: object) -> str:
    if not isinstance(part, dict) or part.get("type", "text") not in ("text", "output_text"):
        return ""
    text = part.get("text")
    text = text.get("value") if isinstance(text, dict) else text
    return text if isinstance(text, str) else ""


def _refusal(content: object) -> bool:
    parts = content if isinstance(content, list) else ()
    return any(isinstance(part, dict) and part.get("type") == "refusal" for part in parts)


def _words(error: object) -> str:
    """What an error says for people; its JSON if it says nothing."""
    if isinstance(error, dict):
        for key in ("message", "msg", "detail", "title"):
            if isinstance(error.get(key), str) and error[key]:
                return str(error[key])
    return error if isinstance(error, str) else json.dumps(error)[:1000]


def _join_events(body: str) -> dict[str, Any]:
    """One response from a stream of them: the pieces of its message joined."""
    pieces: dict[str, list[str]] = {"content": [], "reasoning_content": [], "refusal": [], "arguments": []}
    finish, ended = None, False
    told: dict[str, Any] = {}
    for event in _events(body):
        ended = ended or event == "[DONE]"
        whole = (ended or finish) and any(pieces["content"] + pieces["arguments"])
        try:
            data: Any = _DECODER.decode(event) if event != "[DONE]" else {}
        except ValueError:
            data = None
        if whole and (event == "[DONE]" or not isinstance(data, dict)):
            break
        if data.get("error") and not whole:
            return {**told, **data}
        told |= {key: data[key] for key in ("usage", "model", "timings") if data.get(key)}
        for choice in (data.get("choices") or ())[:1]:
            finish = choice.get("finish_reason") or finish
            pieces["content"].append(_content(choice))
            message = choice.get("delta") or choice.get("message") or {}
            pieces["reasoning_content"].append(_texts(message.get("reasoning_content") or message.get("reasoning")))
            pieces["refusal"].append(_texts(message.get("refusal")))
            called = message.get("tool_calls") or [{}]
            pieces["arguments"].append(_texts(called[0].get("function", {}).get("arguments")))
    if not ended and not finish and not _is_whole("".join(pieces["content"] + pieces["arguments"])):
        raise Fault("connection cut within an answer", paid=True)
    message = {name: "".join(parts) for name, parts in pieces.items()}
    message["tool_calls"] = [{"function": {"arguments": message.pop("arguments")}}]
    return told | {"choices": [{"message": message, "finish_reason": finish}]}


def _is_whole(said: str) -> bool:
    """Whether a text is one JSON object: then nothing of it is missing, whether or not a server says that it ends."""
    try:
        return isinstance(json.loads(said), dict)
    except (ValueError, RecursionError):
        return False


def _events(body: str) -> Iterator[str]:
    """The data of all events but those of words, which keep a connection open or say goodbye."""
    for line in re.split(r"[\r\n]+", body):  # `splitlines` would also split within a text
        name, _, value = line.partition(":")
        if name == "data" and value.strip().startswith(("{", "[")):
            yield value.strip()
