"""A `transformers` model in this process as the chat model; it may be the student itself.

Calls that are waiting at the same time are decoded together.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from tutelage.config import StudentConfig, TeacherConfig
from tutelage.records import Message
from tutelage.teacher.language.chat import Answer, Call
from tutelage.teacher.language.teacher import LanguageKind

if TYPE_CHECKING:
    from tutelage.student.loading import Student

GATHER_SECONDS = 0.05
"""How long a batch waits for more calls."""


class LocalModel:
    """See `tutelage.teacher.language.chat.ChatModel`. The model is loaded when the first call is made."""

    def __init__(self, config: TeacherConfig, student: StudentConfig) -> None:
        own = config.model == "student"
        self.student = (
            # Its system prompt is for what it is taught.
            student.model_copy(update={"system": None})
            if own
            else StudentConfig(model=config.model, trust_remote_code=student.trust_remote_code)
        )
        self.name = self.student.model
        self.size = config.concurrency
        self._loaded: Student | None = None
        self._waiting: asyncio.Queue[tuple[Call, asyncio.Future[Answer]]] | None = None

    @asynccontextmanager
    async def opened(self, stopped: Callable[[], bool]) -> AsyncIterator[None]:
        self._waiting = asyncio.Queue()
        worker = asyncio.create_task(self._serve(self._waiting))
        try:
            yield
        finally:
            worker.cancel()
            self._waiting = None

    async def complete(self, call: Call) -> Answer:
        if self._waiting is None:
            raise RuntimeError("the model is not open")
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.put_nowait((call, future))
        return await future

    async def _serve(self, waiting: asyncio.Queue[tuple[Call, asyncio.Future[Answer]]]) -> None:
        while True:
            batch = [await waiting.get()]
            await asyncio.sleep(GATHER_SECONDS)
            while len(batch) < self.size and not waiting.empty():
                batch.append(waiting.get_nowait())
            try:
                answers = await asyncio.to_thread(self._decode, [call for call, _ in batch])
            except Exception as error:
                for _, future in batch:
                    future.set_exception(error)
                continue
            for (_, future), answer in zip(batch, answers, strict=True):
                future.set_result(answer)

    def _decode(self, calls: list[Call]) -> list[Answer]:
        from tutelage.student import generation
        from tutelage.student.loading import load_student, prepare_student

        if self._loaded is None:
            self._loaded = load_student(self.student, prepare_student(self.student), decode=True)
        requests = [
            generation.GenerationRequest(
                _template_messages(call.messages), call.max_tokens, call.temperature, call.seed
            )
            for call in calls
        ]
        return [
            Answer(
                text=made.text,
                cut=made.cut,
                prompt_tokens=made.prompt_tokens,
                completion_tokens=made.tokens,
                served=self.name,
            )
            for made in generation.sample(self._loaded, requests)
        ]


def _template_messages(messages: Sequence[Message]) -> list[dict[str, str]]:
    """The messages as a chat template accepts them. Not every template knows the role `system`: its text is put before
    the first of the others."""
    others = [message.turn() for message in messages if message.role != "system"]
    system = "\n".join(message.content for message in messages if message.role == "system")
    if system and others:
        others[0] = others[0] | {"content": f"{system}\n\n{others[0]['content']}"}
    return others


class LocalKind(LanguageKind):
    """The kind `local`: a `transformers` model in this process, or on every GPU of a cluster."""

    on_gpus = True

    def chat_model(self, config: TeacherConfig, student: StudentConfig) -> LocalModel:
        return LocalModel(config, student)


KIND = LocalKind()
