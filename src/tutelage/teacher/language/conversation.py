"""One exchange with a language model until its answer can be used: cache, budget, repair, a higher limit of tokens.

Every answer, usable or not, is stored under the call that it answers; so a repeated run repeats its exchanges without
asking.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from tutelage.config import Role, TeacherConfig
from tutelage.errors import TeacherError
from tutelage.grading.repetition import repeats_itself
from tutelage.records import Message
from tutelage.seeds import derive
from tutelage.teacher.language.chat import (
    CHARS_PER_TOKEN,
    INTERRUPTED,
    Answer,
    Call,
    ChatModel,
    NoAnswer,
    pause,
    prompt_tokens,
)
from tutelage.teacher.language.forms import AnswerSpec, Form, read, schema
from tutelage.teacher.language.ledger import Ledger, Spending
from tutelage.teacher.language.prompting import Prompts

HIGHEST_LIMIT = 4
"""An answer that was cut is requested again with up to this many times the configured tokens."""
MAX_ECHO = 4_000
"""Characters of an unusable answer that are shown to the model again."""
MARGIN = 0.05
"""Share of a teacher's context that is left free, as tokens are estimated."""
LEAST_ANSWER = 64
"""Tokens below which there is no room for an answer."""
TOO_LONG = "prompt longer than teacher.context"
"""Why a call was not made."""
ENOUGH_CALLS = 20
"""Exchanges after which too high a share of failures stops everything."""

FIRST_PAUSE, LONGEST_PAUSE = 0.25, 30.0
"""Seconds; a call whose answer was lost is made again after a random part of a pause that doubles."""

_NOTHING = Message(role="user", content="")

TAIL = 1200
"""Characters at the end of an answer that was cut: one that repeats itself there would only do so for longer."""

F = TypeVar("F", bound=Form)


class ExchangeResult(NamedTuple, Generic[F]):
    """How one exchange ended."""

    answer: F | None
    failure: str
    """Why there is no answer; empty if there is one."""
    spent: Spending


class Conversations:
    """Carries out exchanges with one chat model."""

    def __init__(self, model: ChatModel, ledger: Ledger, prompts: Prompts, config: TeacherConfig) -> None:
        self.model, self.ledger, self.prompts, self.config = model, ledger, prompts, config
        self.done = self.failed = 0
        self.stopped: Callable[[], bool] = lambda: False
        """Whether what is under way is to end without another call."""
        self.schemas: dict[tuple[AnswerSpec[Any], int], dict[str, object]] = {}

    async def exchange(
        self, prompt: str, spec: AnswerSpec[F], *, role: Role, seed: int, temperature: float
    ) -> ExchangeResult[F]:
        """Ask for the work of a role; if the answer cannot be used, ask again and say why.

        Raises `ValueError` if no further call makes sense: wrong key, spent budget, more than half of all failing.
        """
        result = await self._exchange(prompt, spec, role, seed, temperature)
        self.done += 1
        self.failed += result.answer is None
        if self.done >= ENOUGH_CALLS and self.failed * 2 > self.done and not self.stopped():
            raise TeacherError(
                f"{self.failed} of {self.done} calls to the teacher failed, the last one because: {result.failure}. "
                "All answers are stored; check the teacher and start the same command again"
            )
        return result

    async def _exchange(
        self, prompt: str, spec: AnswerSpec[F], role: Role, seed: int, temperature: float
    ) -> ExchangeResult[F]:
        messages = [
            Message(role="system", content=self.prompts.render("system")),
            Message(role="user", content=prompt),
        ]
        limit, repairs, spent = self.config.max_tokens, 0, Spending()
        while True:
            # With the same seed the same question would get the same useless answer, perhaps even from the ledger.
            varied = derive(seed, repairs) if repairs else seed
            allowed = self._allowed(messages, limit)
            if not allowed:
                return ExchangeResult(None, TOO_LONG, spent)
            asked_for = (spec.form.__name__, self._schema(spec, allowed))
            call = Call(tuple(messages), allowed, temperature, varied, *asked_for, role)
            try:
                answer = await self._ask(call)
            except NoAnswer as reason:
                return ExchangeResult(None, str(reason), spent)
            spent = spent.plus(answer, self.ledger.prices_of(role))
            if answer.failure:
                return ExchangeResult(None, answer.failure, spent)
            try:
                return ExchangeResult(read(answer.text, spec.form), "", spent)
            except ValueError as error:
                problem = str(error)
            bounded = allowed < limit  # by the context: more could not be asked for
            limit, highest = max(limit, answer.limit), HIGHEST_LIMIT * self.config.max_tokens
            endless = answer.cut and repeats_itself(answer.text[-TAIL:])
            if answer.cut and not endless and not bounded and limit < highest:
                limit = min(2 * limit, highest)
            elif repairs < self.config.repairs:
                repairs += 1
                # Who is shown what it repeated goes on with it.
                messages[2:] = [] if endless else self._repair(answer, spec.form, problem)
            else:
                failure = "answer cut by its length" if answer.cut else "answer not in the form asked for"
                return ExchangeResult(None, failure, spent)

    def prompt_chars(self) -> int | None:
        """Characters that a prompt may have beside the system prompt; `None` for any number."""
        if self.config.context is None:
            return None
        answer = min(self.config.max_tokens, self.config.context // 2)
        system = Message(role="system", content=self.prompts.render("system"))
        left = int(self.config.context * (1 - MARGIN)) - answer - prompt_tokens([system, _NOTHING])
        return max(0, int(left * CHARS_PER_TOKEN))

    def _allowed(self, messages: Sequence[Message], limit: int) -> int:
        """Tokens that an answer to these messages may have, at most `limit`; 0 if the context has no room for one."""
        if self.config.context is None:
            return limit
        left = int(self.config.context * (1 - MARGIN)) - prompt_tokens(messages)
        return min(limit, left) if left >= LEAST_ANSWER else 0

    async def _ask(self, call: Call) -> Answer:
        answer, lost = self.ledger.find(call, self.model.name), 0
        while answer is None:
            if self.stopped():
                raise NoAnswer(INTERRUPTED)
            try:
                # What may be paid for is reserved for each try.
                async with self.ledger.reserve(call, self.model.name, collects=self.config.batch) as sent:
                    started = time.time()
                    answer = await self.model.complete(call)
                    await self.ledger.keep(self.model.name, call, answer, sent, started)
            except NoAnswer as none:
                tried = lost >= self.config.retries
                if not none.paid or (tried and not none.simpler):
                    raise
                lost += 1
                if tried:
                    call = call._replace(steps_down=call.steps_down + 1)
                    continue
                await pause(min(FIRST_PAUSE * 2**lost, LONGEST_PAUSE) * random.random(), self.stopped)
        return answer

    def _repair(self, answer: Answer, form: type[Form], problem: str) -> list[Message]:
        problem = "it was cut because it was too long, keep it shorter" if answer.cut else problem
        echo = MAX_ECHO if self.config.context is None else min(MAX_ECHO, self.config.context // 4)
        return [
            Message(role="assistant", content=answer.text[:echo] or "(nothing)"),
            Message(role="user", content=self.prompts.render("repair", problem=problem, form=form.example)),
        ]

    def _schema(self, spec: AnswerSpec[Any], limit: int) -> dict[str, object]:
        if (spec, limit) not in self.schemas:
            self.schemas[spec, limit] = schema(spec, limit)
        return self.schemas[spec, limit]
