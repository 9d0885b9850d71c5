"""A chat model behind an endpoint for OpenAI's chat completions: OpenAI, vLLM, Ollama, llama.cpp, gateways.

A call is one POST over a pool of connections, repeated after a fault of the network or the server. What an endpoint
does not support (a JSON schema, the name of a field) it refuses in one of many ways: then a simpler request is sent,
as `known_formats` has it.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, TypeVar
from urllib.parse import urlsplit, urlunsplit

import aiohttp
from aiohttp.connector import Connection
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt, wait_random_exponential

from tutelage.config import StudentConfig, TeacherConfig
from tutelage.config.teacher import check_address
from tutelage.errors import TeacherError, TeacherUnreachable
from tutelage.storage.rowfiles import one_line
from tutelage.teacher.kinds import Notation
from tutelage.teacher.language.batches import Batches
from tutelage.teacher.language.chat import INTERRUPTED, Answer, Call, LostForGood, NoAnswer, pause
from tutelage.teacher.language.known_formats import Descent, KnownFormats
from tutelage.teacher.language.ledger import Ledger
from tutelage.teacher.language.responses import (
    Disconnected,
    Fault,
    is_doubtful,
    listed_models,
    message_of,
    read_answer,
    read_response,
    retry_after,
)
from tutelage.teacher.language.teacher import LanguageKind

OPENAI_URL = "https://api.openai.com/v1"
MAX_BODY_BYTES = 8 * 2**20
MAX_HEADER_BYTES = 2**16
"""Bytes of one header; aiohttp's 8,190 are too few for the policies and cookies that some proxies add."""
MAX_FILE_BYTES = 256 * 2**20
"""Bytes of a file of answers."""
CONNECT_SECONDS = 10.0
"""Time that a connection may take."""
PROBE_SECONDS = 15.0
"""Time that an endpoint has to list its models."""
LISTING_SECONDS = 5.0
"""Time that it has before the first call, which does not need the list."""
FIRST_CALLS = 3
"""An endpoint that has never answered is given up after this many failed connections."""
FORBIDDEN_CALLS = 10
"""One that forbids this many calls in a row is given up."""
SLOW = 0
"""In place of a status: a connection was made, and no answer came in time."""
SECRET_CHARS = 16
"""A shorter key may be a word (`none`, `ollama`) that an answer may hold."""

UNREADABLE = (aiohttp.ClientPayloadError, aiohttp.ClientResponseError)
"""What aiohttp raises where something answers that is not what its own headers say."""
UNCONNECTED = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
"""The same where no connection was made, so that nothing was sent."""

T = TypeVar("T")

log = logging.getLogger("tutelage")


class Endpoint:
    """See `tutelage.teacher.language.chat.ChatModel`. The key is read from the environment and kept nowhere but in this
    object."""

    def __init__(self, config: TeacherConfig) -> None:
        self.config = config
        self.name = config.model
        base = config.base_url or os.environ.get("OPENAI_BASE_URL") or OPENAI_URL
        if fault := check_address(base):
            raise TeacherError(f"OPENAI_BASE_URL: {fault}")
        self.key = os.environ.get(config.key_variable, "")
        if self.key != self.key.strip() or not (self.key.isascii() and self.key.isprintable()):
            raise TeacherError(
                f"the key in {config.key_variable} has a line break, a blank at an end or a character that no key has: "
                "set the variable again"
            )
        self._secret = _spellings(self.key) if len(self.key) >= SECRET_CHARS else None
        if not self.key and urlsplit(base).hostname == urlsplit(OPENAI_URL).hostname:
            raise TeacherError(f"no key: set the environment variable {config.key_variable}")
        self.base = base
        self.url, self.models_url = _address(base, "/chat/completions"), _address(base, "/models")
        self.formats = KnownFormats(config)
        self.doubted = False
        """Whether it was said that its counts of tokens are not believed."""
        self.pools = True
        """Whether a connection may serve several calls."""
        self.listed: list[str] | None = None
        """The models that it lists; `None` as long as that has not been asked."""
        self.stopped: Callable[[], bool] = lambda: False
        """Whether nothing more is to be sent."""
        self.alive = self.reached = False
        """Whether it has answered anything; whether it has answered a call."""
        self.failed_connections = self.forbidden = 0
        self._session: aiohttp.ClientSession | None = None
        self._unpooled: aiohttp.ClientSession | None = None

    @asynccontextmanager
    async def opened(self, stopped: Callable[[], bool]) -> AsyncIterator[None]:
        self.stopped = stopped
        async with self.connected():
            if self.listed is None:
                self.listed = await self._listed()
            yield

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[None]:
        """Hold connections; nothing is sent."""
        timeout = aiohttp.ClientTimeout(total=self.config.timeout, sock_connect=CONNECT_SECONDS)
        limit = self.config.concurrency
        header = self.config.key_header
        key = f"Bearer {self.key}" if header.lower() == "authorization" else self.key
        session = partial(
            aiohttp.ClientSession,
            timeout=timeout,
            headers={header: key} if self.key else {},
            trust_env=_behind_proxy(),
            max_field_size=MAX_HEADER_BYTES,
        )
        async with (
            session(connector=_KeptConnections(self._strayed, limit)) as self._session,
            session(connector=aiohttp.TCPConnector(limit=limit, force_close=True)) as self._unpooled,
        ):
            yield

    def _strayed(self) -> None:
        if self.pools:
            log.warning("the teacher's endpoint sends more than it is asked for: every call has its own connection now")
        self.pools = False

    async def complete(self, call: Call) -> Answer:
        retrying = AsyncRetrying(
            stop=stop_after_attempt(self.config.retries + 1),
            wait=_wait,
            sleep=lambda seconds: pause(seconds, self.stopped),
            retry=retry_if_exception(lambda error: isinstance(error, Fault) and not error.paid),
            reraise=True,
        )
        descent = Descent(self.formats, call)
        first = descent.first
        try:
            try:
                answer: Answer = await retrying(self._once, descent)
                return answer
            except Fault as fault:
                return await self._once_plainer(descent, fault)
        except Disconnected as fault:
            # Another call may have found a simpler request meanwhile.
            simpler = self.formats.first(call._replace(steps_down=call.steps_down + 1)) != first
            if not simpler and not self.reached and self.failed_connections >= FIRST_CALLS:
                raise LostForGood(str(self._unreachable(self.url, fault))) from None
            raise NoAnswer(str(fault), fault.paid, simpler) from None
        except Fault as fault:
            raise NoAnswer(str(fault), fault.paid) from None

    async def _once(self, descent: Descent) -> Answer:
        """One try. Raises `Fault` if another one may succeed; after a refusal that goes on where this one was."""
        if not descent.refused_for or isinstance(descent.refused_for, Fault):
            descent.begin()
        while True:
            status, headers, body = await self._post(descent)
            status, data = read_response(status, body)
            if status == 200:
                return self.accept(descent, data)
            if error := self.refused(descent, status, headers, body):
                raise error

    async def _once_plainer(self, descent: Descent, fault: Fault) -> Answer:
        """After all tries: a server may break down, again and again, on what it does not support. Raises the fault if
        the endpoint has answered such a call before, or plainer requests bring no answer either."""
        if fault.status == 500:
            for _ in descent.plainer():
                status, _, body = await self._post(descent)
                status, data = read_response(status, body)
                if status == 200:
                    return self.accept(descent, data)
        raise fault

    def accept(self, descent: Descent, data: Mapping[str, Any]) -> Answer:
        """The answer in a response. Raises `Fault` if it has none."""
        answer = read_answer(data, descent.call)
        if not self.doubted and is_doubtful(data, answer):
            self.doubted = True
            said = "the teacher's endpoint counts tokens that a call cannot have had (%s): estimated wherever it does"
            log.warning(said, self.shown(json.dumps(data["usage"])))
        self.reached, self.forbidden = True, 0
        if left_out := descent.answered():
            log.warning("the teacher's endpoint refuses %s: left out from now on", left_out)
        # The pieces of a stream may hold the key only once they are joined.
        told = {"text": self._keyless(answer.text), "served": self._served(answer.served)}
        return answer.model_copy(update=told)

    def refused(
        self, descent: Descent, status: int, headers: Mapping[str, str], body: str, *, guess: bool = True
    ) -> Exception | None:
        """What it means that a call was refused; `None` if a simpler request may be answered."""
        self.reached |= status < 500
        error = self.error(status, headers, body)
        if descent.refused(status, body, error, guess=guess):
            return None
        if descent.between_two:
            return Fault(str(error))
        ends = isinstance(error, TeacherError) and status != 404  # which may be about what is left out
        return error if ends or isinstance(error, Fault) else descent.refused_for or error

    async def list_models(self) -> list[str]:
        """What the endpoint answers to `GET /models`. Raises `TeacherError` if it cannot be reached or refuses."""
        status, headers, body = await self._get_models()
        if status == SLOW:
            raise self._unreachable(self.models_url, TimeoutError())
        if status == 404:
            return []
        if status != 200:
            raise TeacherUnreachable(str(self.error(status, headers, body)))
        return listed_models(body)

    async def _listed(self) -> list[str]:
        """What it lists, if it does so at once."""
        try:
            async with asyncio.timeout(LISTING_SECONDS):
                status, _, body = await self._get_models()
        except (TeacherError, TimeoutError):
            return []
        return listed_models(body) if status == 200 else []

    def _served(self, said: str) -> str:
        """The name of the model that has answered. Some servers repeat the name that they were asked for, whatever it
        is: then the only one that they list is it."""
        listed = self.listed or []
        only = listed[0] if len(listed) == 1 else ""
        return only if said in ("", self.name) and only else said

    async def require_reachable(self) -> None:
        """Raises `TeacherError` if nothing answers at the address, or the key is refused. Not every endpoint lists its
        models: any other answer will do."""
        status, headers, body = await self._get_models()
        if status == 401:
            raise self.error(status, headers, body)

    async def _get_models(self) -> tuple[int, Mapping[str, str], str]:
        if self._session is None:
            raise RuntimeError("the endpoint is not open")
        try:
            async with self._session.get(self.models_url, allow_redirects=False) as response:
                self.alive = True
                return await self._received(response)
        except (aiohttp.ClientError, OSError) as error:
            if _is_slow(error):
                return SLOW, {}, ""
            raise self._unreachable(self.models_url, error) from None
        except NoAnswer:
            return 200, {}, ""  # too large to be a list of models

    async def _post(self, descent: Descent) -> tuple[int, Mapping[str, str], str]:
        """One request of a call. What may be refused has a connection of its own: after a refusal some servers close it
        without saying so, and the next request on it would be lost."""
        if self.stopped():
            raise NoAnswer(INTERRUPTED)
        return await self.request("POST", "/chat/completions", pooled=descent.is_known, json=descent.body())

    async def request(
        self, method: str, path: str, *, pooled: bool = True, **content: Any
    ) -> tuple[int, Mapping[str, str], str]:
        """One request to a function of the endpoint: status, headers and text. Raises `Fault` if none came."""
        session = self._session if pooled and self.pools else self._unpooled
        if session is None:
            raise RuntimeError("the endpoint is not open")
        url = _address(self.base, path)
        try:
            # A redirect could carry the key to another host.
            async with session.request(method, url, allow_redirects=False, **content) as response:
                return await self._received(response, MAX_BODY_BYTES if "/files/" not in path else MAX_FILE_BYTES)
        except aiohttp.InvalidURL:
            raise TeacherError(f"{public_url(url)} is not a valid address: correct base_url") from None
        except (aiohttp.ClientError, OSError) as error:
            if _is_slow(error):
                raise Fault("timed out", paid=True) from None
            self.failed_connections += 1
            closed = not isinstance(error, (*UNREADABLE, *UNCONNECTED))
            given_up = not self.reached and self.failed_connections >= FIRST_CALLS and not (closed and self.alive)
            if given_up or isinstance(error, aiohttp.ClientConnectorCertificateError):
                given = self._unreachable(url, error)
                raise given if isinstance(error, UNCONNECTED) else LostForGood(str(given)) from None
            if isinstance(error, UNREADABLE):
                raise Fault("answer cannot be read", paid=True) from None
            raise Disconnected("connection failed", paid=True) if closed else Fault("connection failed") from None

    def shown(self, text: str) -> str:
        """A text of the endpoint's, fit to be shown."""
        return scrub(text, self.key)

    @property
    def place(self) -> str:
        """Its address, fit to be shown."""
        return public_url(self.base)

    async def _received(
        self, response: aiohttp.ClientResponse, most: int = MAX_BODY_BYTES
    ) -> tuple[int, Mapping[str, str], str]:
        """Status, headers and text, without the key; any success is 200, whether what came is whole is seen from
        itself. Of a refusal the status is enough, and as much of the text as came in time."""
        status, parts, size = 200 if 200 <= response.status < 300 else response.status, [], 0
        try:
            async for part in response.content.iter_any():
                parts.append(part)
                size += len(part)
                if size > most:
                    raise NoAnswer(f"answer larger than {most // 2**20} MiB", paid=True)
        except (aiohttp.ClientError, OSError, NoAnswer):
            if status == 200:
                raise
        text = b"".join(parts).decode("utf-8-sig", "replace")  # some servers begin with a byte order mark
        return status, response.headers, self._keyless(text)

    def _keyless(self, text: str) -> str:
        return self._secret.sub("[key]", text) if self._secret else text

    def error(self, status: int, headers: Mapping[str, str], body: str) -> Exception:
        """What a status other than 200 means: a `Fault`, a `NoAnswer`, or the end of all calls."""
        message = scrub(message_of(body), self.key)
        where, variable = public_url(self.url), self.config.key_variable
        if status == 401 or (status == 403 and self._forbids_all(body)):
            held = f"refused the key in {variable}" if self.key else f"asks for a key, and {variable} is not set"
            return TeacherUnreachable(f"the teacher at {where} {held} ({status}): {message}")
        if status == 402 or (status == 429 and "insufficient_quota" in body):
            return TeacherUnreachable(f"the account at {where} has no credit left ({status}): {message}")
        if status == 404:
            return TeacherUnreachable(
                f"the teacher at {where} knows no such model or address (404), check 'model' ({self.name}) and "
                f"'base_url': {message}"
            )
        if 300 <= status < 400:
            return TeacherUnreachable(f"the teacher at {where} redirects ({status}): set base_url to the final address")
        if status in (408, 409, 425, 429) or (status >= 500 and status != 501):
            return Fault(f"server answered {status}", retry_after(headers.get("Retry-After", "")), status=status)
        self.reached = True
        return NoAnswer(f"server refused the call ({status}): {message}")

    def _unreachable(self, url: str, error: Exception) -> TeacherError:
        if isinstance(error, UNREADABLE):
            if re.search("Got more than|Too many headers", str(error)):
                return TeacherError(
                    f"the teacher at {public_url(url)} sends a header of more than {MAX_HEADER_BYTES // 2**10} KiB, or "
                    "too many headers: have the server, or a proxy before it, send less"
                )
            said = getattr(error, "message", str(error))
            said = re.sub(r"\b\d{3}, message[:=] *", "", said)  # a status that no server has sent
            said = self._keyless(said.partition("\n\n")[0])  # then come bytes as they are, perhaps half of a key
            return TeacherError(
                f"what the teacher at {public_url(url)} answers cannot be read ({scrub(said, self.key)}): correct the "
                "headers (Content-Encoding, Content-Length) that the server, or a proxy before it, sends"
            )
        reason = type(error).__name__
        return TeacherError(
            f"cannot reach the teacher at {public_url(url)} ({reason}): check base_url, and that the server is running"
        )

    def _forbids_all(self, body: str) -> bool:
        """Whether a call is forbidden because all are; a single prompt may be flagged by a filter."""
        self.forbidden += 1
        about_key = re.search(r"api[ _-]?key|token|credential|permission|authori[sz]", body, re.IGNORECASE)
        return self.forbidden >= FORBIDDEN_CALLS or bool(about_key and not self.formats.answered)


class _KeptConnections(aiohttp.TCPConnector):
    """Connections that are used again, but for those on which something came unasked: it would be taken for the next
    answer. Each of these is told to `strayed`."""

    def __init__(self, strayed: Callable[[], None], limit: int) -> None:
        super().__init__(limit=limit)
        self.strayed = strayed

    async def connect(self, *args: Any, **kwargs: Any) -> Connection:
        while (connection := await super().connect(*args, **kwargs)).protocol and len(connection.protocol):
            connection.close()
            self.strayed()
        return connection


def _address(base: str, path: str) -> str:
    """The address of one function of an endpoint; a query, such as Azure's `api-version`, stays at the end."""
    parts = urlsplit(base)
    path, _, query = path.partition("?")
    whole = parts.path.rstrip("/").removesuffix("/chat/completions") + path
    return urlunsplit((parts.scheme, parts.netloc, whole, "&".join(filter(None, (parts.query, query))), ""))


def _is_slow(error: Exception) -> bool:
    """Whether a connection was made, and the answer did not come in time."""
    return isinstance(error, TimeoutError) and not isinstance(error, aiohttp.ClientError)


def _behind_proxy() -> bool:
    """Whether the environment names a proxy: with `trust_env` aiohttp looks for one at every call, which takes time."""
    return any(name.lower() in ("http_proxy", "https_proxy", "all_proxy") for name in os.environ)


def public_url(url: str) -> str:
    """An address without credentials and query, so that it can be shown."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _spellings(key: str) -> re.Pattern[str]:
    """The key in all the ways in which JSON, or JSON within JSON, may write it: some servers escape all but letters and
    digits."""
    signs = (c if c.isalnum() else rf"(?:\\{{0,8}}{re.escape(c)}|\\{{1,8}}(?i:u{ord(c):04x}))" for c in key)
    return re.compile("".join(signs))


def scrub(text: str, key: str) -> str:
    """One short line without the key and anything that looks like one."""
    text = text.replace(key, "[key]") if key else text
    text = re.sub(r"(?:sk|key|Bearer)[-_ ][\w*.-]{6,}", "[key]", text)
    return one_line(text)[:200]


_backoff = wait_random_exponential(multiplier=0.25, max=30)


def _wait(state: RetryCallState) -> float:
    """As long as the server asks for; otherwise a random time that grows with every try, so that repeated calls do not
    all come at once."""
    fault = state.outcome.exception() if state.outcome else None
    asked = fault.after if isinstance(fault, Fault) else 0.0
    return asked or _backoff(state)


class OpenAIKind(LanguageKind):
    """The kind `openai`: a model behind an endpoint."""

    has_endpoint = True
    has_batches = True

    def check(self, config: TeacherConfig, notation: Notation) -> None:
        super().check(config, notation)
        Endpoint(config)  # a key that is missing, an address that is none

    def chat_model(self, config: TeacherConfig, student: StudentConfig) -> Endpoint:
        return Endpoint(config)

    def batch_model(self, config: TeacherConfig, ledger: Ledger) -> Batches:
        return Batches(Endpoint(config), ledger)

    def models(self, config: TeacherConfig) -> list[str]:
        return asyncio.run(_asked(_probe(config), Endpoint.list_models))

    def require_reachable(self, config: TeacherConfig) -> None:
        asyncio.run(_asked(_probe(config), Endpoint.require_reachable))


def _probe(config: TeacherConfig) -> Endpoint:
    return Endpoint(config.model_copy(update={"timeout": PROBE_SECONDS}))


async def _asked(endpoint: Endpoint, ask: Callable[[Endpoint], Awaitable[T]]) -> T:
    async with endpoint.connected():
        return await ask(endpoint)


KIND = OpenAIKind()
