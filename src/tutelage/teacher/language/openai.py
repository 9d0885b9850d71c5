"""A chat model behind an endpoint for OpenAI's chat completions: OpenAI, vLLM, Ollama, llama.cpp, gateways.

A call is one POST over a pool of connections, repeated after a fault of the network or the server. An endpoint answers
status 400 to what it does not support (a JSON schema, the name of a field): then this call, and all that follow, use
the next simpler request format.
"""

from __future__ import annotations

import asyncio
import email.utils
import json
import os
import re
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from tutelage.config import StudentConfig, TeacherConfig
from tutelage.errors import TeacherError, TeacherUnreachable
from tutelage.teacher.language.chat import CHARS_PER_TOKEN, Answer, Call, NoAnswer
from tutelage.teacher.language.forms import without_bounds
from tutelage.teacher.language.teacher import LanguageKind

OPENAI_URL = "https://api.openai.com/v1"
MAX_BODY_BYTES = 8 * 2**20
MAX_RETRY_AFTER = 120.0
"""Seconds; the longest wait that an endpoint can ask for."""
PROBE_SECONDS = 10.0
"""Time that an endpoint has to list its models."""
FIRST_CALLS = 3
"""An endpoint that has never answered is given up after this many failed connections."""


class _Fault(Exception):
    """A fault that may be gone the next time. `after` is how many seconds the server asks to wait."""

    def __init__(self, reason: str, after: float = 0.0) -> None:
        super().__init__(reason)
        self.after = after


class Endpoint:
    """See `tutelage.teacher.language.chat.ChatModel`. The key is read from the environment and kept nowhere but in this
    object."""

    def __init__(self, config: TeacherConfig) -> None:
        self.config = config
        self.name = config.model
        url = config.base_url or os.environ.get("OPENAI_BASE_URL") or OPENAI_URL
        self.key = os.environ.get(config.key_variable, "")
        if not self.key and urlsplit(url).hostname == urlsplit(OPENAI_URL).hostname:
            raise TeacherError(f"no key: set the environment variable {config.key_variable}")
        self.url = url.rstrip("/") + "/chat/completions"
        self.format = RequestFormat(schema=config.structured != "prompt")
        self.reached = False
        self.failed_connections = 0
        self._session: aiohttp.ClientSession | None = None

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[None]:
        timeout = aiohttp.ClientTimeout(total=self.config.timeout)
        connector = aiohttp.TCPConnector(limit=self.config.concurrency)
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        async with aiohttp.ClientSession(
            connector=connector, timeout=timeout, headers=headers, trust_env=_behind_proxy()
        ) as session:
            self._session = session
            yield

    async def complete(self, call: Call) -> Answer:
        retrying = AsyncRetrying(
            stop=stop_after_attempt(self.config.retries + 1),
            wait=_wait,
            retry=retry_if_exception_type(_Fault),
            reraise=True,
        )
        try:
            return await retrying(self._once, call)
        except _Fault as fault:
            raise NoAnswer(str(fault)) from None

    async def _once(self, call: Call) -> Answer:
        """One try. Raises `_Fault` if another one may succeed."""
        while True:
            format_ = self.format
            status, headers, body = await self._post(format_.body(call, self.config))
            if status == 200:
                self.reached = True
                return _read(body, call)
            simpler = format_.simpler(body) if status == 400 and self.config.structured != "schema" else None
            if simpler is None:
                raise self._error(status, headers, body)
            self.format = simpler

    async def list_models(self) -> list[str]:
        """What the endpoint answers to `GET /models`."""
        if self._session is None:
            raise RuntimeError("the endpoint is not open")
        url = self.url.removesuffix("/chat/completions") + "/models"
        try:
            async with self._session.get(url, allow_redirects=False) as response:
                status, headers, body = response.status, response.headers, await _text(response)
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise _unreachable(url, error) from None
        if status == 404:
            return []
        if status != 200:
            raise TeacherUnreachable(str(self._error(status, headers, body)))
        try:
            return [str(item["id"]) for item in json.loads(body)["data"]]
        except (ValueError, LookupError, TypeError, RecursionError):
            return []

    async def _post(self, fields: Mapping[str, Any]) -> tuple[int, Mapping[str, str], str]:
        if self._session is None:
            raise RuntimeError("the endpoint is not open")
        try:
            # A redirect could carry the key to another host.
            async with self._session.post(self.url, json=fields, allow_redirects=False) as response:
                return response.status, response.headers, await _text(response)
        except TimeoutError:
            raise _Fault("timed out") from None
        except aiohttp.InvalidURL:
            raise TeacherError(f"{public_url(self.url)} is not a valid address: correct base_url") from None
        except (aiohttp.ClientError, OSError) as error:
            self.failed_connections += 1
            certificate = isinstance(error, aiohttp.ClientConnectorCertificateError)
            if certificate or (not self.reached and self.failed_connections >= FIRST_CALLS):
                raise _unreachable(self.url, error) from None
            raise _Fault("connection failed") from None

    def _error(self, status: int, headers: Mapping[str, str], body: str) -> Exception:
        """What a status other than 200 means: a `_Fault`, a `NoAnswer`, or the end of all calls."""
        message = scrub(_message(body), self.key)
        where, variable = public_url(self.url), self.config.key_variable
        if status in (401, 403):
            return TeacherUnreachable(f"the teacher at {where} refused the key in {variable} ({status}): {message}")
        if status == 404:
            return TeacherUnreachable(
                f"the teacher at {where} knows no such model or address (404), check 'model' ({self.name}) and "
                f"'base_url': {message}"
            )
        if status == 429 and "insufficient_quota" in body:
            return TeacherUnreachable(f"the account at {where} has no credit left (429): {message}")
        if 300 <= status < 400:
            return TeacherUnreachable(f"the teacher at {where} redirects ({status}): set base_url to the final address")
        if status in (408, 409, 425, 429) or status >= 500:
            return _Fault(f"server answered {status}", _retry_after(headers))
        self.reached = True
        return NoAnswer(f"server refused the call ({status}): {message}")


@dataclass(frozen=True)
class RequestFormat:
    """How a call is written for an endpoint: from the richest format down to one that every endpoint accepts."""

    schema: bool = True
    bounds: bool = True
    """Whether the schema bounds texts and lists."""
    limit: str = "max_tokens"
    """Name of the field that limits the answer's tokens."""
    left_out: tuple[str, ...] = ()
    """Names of fields that are not sent."""

    def body(self, call: Call, config: TeacherConfig) -> dict[str, Any]:
        """The body of the request."""
        fields: dict[str, Any] = {
            "model": config.model,
            "messages": [message.turn() for message in call.messages],
            self.limit: call.max_tokens,
            "temperature": call.temperature,
            "seed": call.seed % 2**31,
        }
        if self.schema:
            schema = call.schema if self.bounds else without_bounds(call.schema)
            fields["response_format"] = {
                "type": "json_schema",
                "json_schema": {"name": call.form, "strict": True, "schema": schema},
            }
        return {key: value for key, value in (fields | config.extra).items() if key not in self.left_out}

    def simpler(self, complaint: str) -> RequestFormat | None:
        """The next format after an endpoint has refused this one; `None` if the complaint is about something else."""
        if "max_completion_tokens" in complaint and self.limit == "max_tokens":
            return replace(self, limit="max_completion_tokens")
        for field in ("temperature", "seed"):
            if field in complaint and field not in self.left_out:
                return replace(self, left_out=(*self.left_out, field))
        if self.schema and re.search(r"response_format|schema|grammar|json", complaint, re.IGNORECASE):
            return replace(self, bounds=False) if self.bounds else replace(self, schema=False)
        return None


def _behind_proxy() -> bool:
    """Whether the environment names a proxy: with `trust_env` aiohttp looks for one at every call, which takes time."""
    return any(name.lower() in ("http_proxy", "https_proxy", "all_proxy") for name in os.environ)


def public_url(url: str) -> str:
    """An address without credentials and query, so that it can be shown."""
    parts = urlsplit(url)
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{parts.hostname}{port}{parts.path}"


def _unreachable(url: str, error: Exception) -> TeacherError:
    reason = type(error).__name__
    return TeacherError(
        f"cannot reach the teacher at {public_url(url)} ({reason}): check base_url, and that the server is running"
    )


def scrub(text: str, key: str) -> str:
    """One short line without the key and anything that looks like one."""
    text = text.replace(key, "[key]") if key else text
    text = re.sub(r"(?:sk|key|Bearer)[-_ ][\w*.-]{6,}", "[key]", text)
    return " ".join(text.split())[:200]


async def _text(response: aiohttp.ClientResponse) -> str:
    parts, size = [], 0
    async for part in response.content.iter_any():
        parts.append(part)
        size += len(part)
        if size > MAX_BODY_BYTES:
            raise NoAnswer("answer larger than 8 MiB")
    return b"".join(parts).decode("utf-8", "replace")


def _read(body: str, call: Call) -> Answer:
    try:
        data = json.loads(body)
        choice = data["choices"][0]
        message = choice["message"]
        text = message.get("content") or ""
        usage = data.get("usage") or {}
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise _Fault("server's answer does not follow the protocol") from None
    if not isinstance(text, str):
        raise _Fault("server's answer does not follow the protocol")
    if not text and message.get("refusal"):
        raise NoAnswer("refused by the model")
    if choice.get("finish_reason") == "content_filter":
        raise NoAnswer("stopped by the server's content filter")
    prompt, completion = usage.get("prompt_tokens"), usage.get("completion_tokens")
    return Answer(
        text=text,
        cut=choice.get("finish_reason") == "length",
        prompt_tokens=prompt if isinstance(prompt, int) else call.prompt_tokens(),
        completion_tokens=completion if isinstance(completion, int) else int(len(text) / CHARS_PER_TOKEN) + 1,
    )


def _message(body: str) -> str:
    """The endpoint's own words about an error."""
    try:
        error = json.loads(body)["error"]
        return str(error["message"] if isinstance(error, dict) else error)
    except (ValueError, LookupError, TypeError, RecursionError):
        return re.sub(r"<[^>]*>", " ", body[:1000])


def _retry_after(headers: Mapping[str, str]) -> float:
    """Seconds that the server asks to wait: a number or a date."""
    value = headers.get("Retry-After", "")
    try:
        seconds = float(value)
    except ValueError:
        try:
            seconds = email.utils.parsedate_to_datetime(value).timestamp() - time.time()
        except (TypeError, ValueError):
            return 0.0
    return min(max(seconds, 0.0), MAX_RETRY_AFTER)


_backoff = wait_random_exponential(multiplier=0.25, max=30)


def _wait(state: RetryCallState) -> float:
    """As long as the server asks for; otherwise a random time that grows with every try, so that repeated calls do not
    all come at once."""
    fault = state.outcome.exception() if state.outcome else None
    asked = fault.after if isinstance(fault, _Fault) else 0.0
    return asked or _backoff(state)


class OpenAIKind(LanguageKind):
    """The kind `openai`: a model behind an endpoint."""

    has_endpoint = True

    def chat_model(self, config: TeacherConfig, student: StudentConfig) -> Endpoint:
        return Endpoint(config)

    def models(self, config: TeacherConfig) -> list[str]:
        return asyncio.run(_models(Endpoint(config.model_copy(update={"timeout": PROBE_SECONDS}))))


async def _models(endpoint: Endpoint) -> list[str]:
    async with endpoint.opened():
        return await endpoint.list_models()


KIND = OpenAIKind()
