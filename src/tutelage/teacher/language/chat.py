"""What a language model is asked and what comes back, whether it is behind an endpoint or in this process."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, NamedTuple, Protocol

from pydantic import Field

from tutelage.config import Role
from tutelage.errors import TeacherError
from tutelage.records import Message, Record
from tutelage.storage.answers import key_of

CHARS_PER_TOKEN = 3.5
"""For estimates before a call; low for English, so that they tend to be too large."""
INTERRUPTED = "interrupted"
"""Why a call was not made."""
STEP_SECONDS = 0.1
"""How often a wait asks whether it is to end."""
MAX_TOKENS = 2**40
"""More than any call has; sums of such counts fit into a column of the ledger."""


class Call(NamedTuple):
    """One call to a chat model."""

    messages: Sequence[Message]
    max_tokens: int
    temperature: float
    seed: int
    form: str
    """Name of the form that the answer must have."""
    schema: Mapping[str, Any]
    """The form as a JSON schema."""
    role: Role = "writer"
    """Whose work it is, which has paid for it."""
    steps_down: int = 0
    """By how many steps it is written more simply than usual: so often the connection broke after all retries."""

    def key(self, model: str) -> str:
        """Equal calls to the same model have equal keys, at whatever address it is reached, for whatever role, and
        whatever the limit of tokens. The schema is not part of the key: it follows from the form."""
        messages = [(message.role, message.content) for message in self.messages]
        return key_of(model, messages, self.temperature, self.seed, self.form)

    def tokens_at_most(self) -> int:
        """What the call can cost at most: an estimate of its prompt, and the limit of its answer."""
        return self.prompt_tokens() + self.max_tokens

    def prompt_tokens(self) -> int:
        """An estimate of the length of the prompt."""
        return prompt_tokens(self.messages)


def prompt_tokens(messages: Sequence[Message]) -> int:
    """An estimate of the tokens of messages."""
    return int(sum(len(message.content) for message in messages) / CHARS_PER_TOKEN) + 4 * len(messages)


class Answer(Record):
    """The answer of a chat model."""

    text: str
    cut: bool = False
    """Whether it ended because it reached its limit of tokens."""
    failure: str = ""
    """Why the server says that it is none: a refusal, a filter. It is paid for all the same."""
    prompt_tokens: int = Field(ge=0, le=MAX_TOKENS)
    completion_tokens: int = Field(ge=0, le=MAX_TOKENS)
    cached_tokens: int | None = Field(default=None, ge=0, le=MAX_TOKENS)
    """Tokens of the prompt that the server had in its cache; `None` if it does not say."""
    served: str = ""
    """Which model the server says has answered; empty if it does not say."""
    batched: bool = False
    """Whether it came in a batch, which costs less."""
    limit: int = 0
    """Tokens that it could have at most, of an answer that was stored."""

    @property
    def tokens(self) -> int:
        return self.prompt_tokens + self.completion_tokens


class NoAnswer(Exception):
    """A call that got no answer; the message is a short reason for the accounts. `paid` says that it may be paid for
    all the same, as it was sent and what came back is lost; then another try may succeed. `simpler` says that after all
    tries it is worth one more, a step down."""

    def __init__(self, reason: str, paid: bool = False, simpler: bool = False) -> None:
        super().__init__(reason, paid, simpler)
        self.reason, self.paid, self.simpler = reason, paid, simpler

    def __str__(self) -> str:
        return self.reason


class LostForGood(TeacherError):
    """Every further call would fail, and this one may be paid for, as it was sent and what came back is lost."""


async def pause(seconds: float, stopped: Callable[[], bool]) -> None:
    """Wait. Raises `NoAnswer` as soon as nothing more is to be sent."""
    end = time.monotonic() + seconds
    while not stopped():
        if (left := end - time.monotonic()) <= 0:
            return
        await asyncio.sleep(min(left, STEP_SECONDS))
    raise NoAnswer(INTERRUPTED)


class ChatModel(Protocol):
    """Anything that answers calls. Opened once per batch of requests, inside that batch's event loop."""

    @property
    def name(self) -> str:
        """Which model it is: part of the key under which answers are stored."""

    def opened(self, stopped: Callable[[], bool]) -> AbstractAsyncContextManager[None]:
        """Hold connections or a loaded model while calls are made; `stopped` says whether nothing more is to be
        sent."""

    async def complete(self, call: Call) -> Answer:
        """Raises `NoAnswer` if this call failed, `ValueError` if every call would fail: a wrong key, an unknown model,
        an endpoint that cannot be reached."""
