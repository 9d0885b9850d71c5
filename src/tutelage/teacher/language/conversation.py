"""One exchange with a language model until its answer can be used: cache, budget, repair, a higher limit of tokens.

Every answer, usable or not, is kept under what was asked; so a repeated run has the same exchanges without asking.
"""

from __future__ import annotations

from typing import Any, Generic, NamedTuple, TypeVar

from tutelage.config import TeacherConfig
from tutelage.errors import TeacherError
from tutelage.records import Message
from tutelage.seeds import derive
from tutelage.teacher.language.chat import Answer, Call, ChatModel, NoAnswer
from tutelage.teacher.language.forms import Form, Wanted, read, schema
from tutelage.teacher.language.ledger import Ledger, Spent
from tutelage.teacher.language.prompting import Prompts

HIGHEST_LIMIT = 4
"""A cut answer is asked for again with up to this many times the configured tokens."""
MAX_ECHO = 4_000
"""Characters of an unusable answer that are shown to the model again."""
ENOUGH_CALLS = 20
"""Exchanges after which a high share of failures stops everything."""

F = TypeVar("F", bound=Form)


class Outcome(NamedTuple, Generic[F]):
    """What came of one exchange."""

    answer: F | None
    failure: str
    """Empty if there is an answer."""
    spent: Spent


class Conversations:
    """Carries out exchanges with one chat model."""

    def __init__(self, model: ChatModel, ledger: Ledger, prompts: Prompts, config: TeacherConfig) -> None:
        self.model, self.ledger, self.prompts, self.config = model, ledger, prompts, config
        self.done = self.failed = 0
        self.schemas: dict[tuple[Wanted[Any], int], dict[str, object]] = {}

    async def hold(self, prompt: str, wanted: Wanted[F], *, seed: int, temperature: float) -> Outcome[F]:
        """Ask, and ask again with the reason where the answer cannot be used.

        Raises `ValueError` if no further call makes sense: wrong key, spent budget, more than half of all failing.
        """
        outcome = await self._hold(prompt, wanted, seed, temperature)
        self.done += 1
        self.failed += outcome.answer is None
        if self.done >= ENOUGH_CALLS and self.failed * 2 > self.done:
            raise TeacherError(
                f"{self.failed} of {self.done} calls to the teacher came to nothing, the last one because: "
                f"{outcome.failure}. All answers are kept; see to the teacher and start the same command again"
            )
        return outcome

    async def _hold(self, prompt: str, wanted: Wanted[F], seed: int, temperature: float) -> Outcome[F]:
        messages = [
            Message(role="system", content=self.prompts.render("system")),
            Message(role="user", content=prompt),
        ]
        limit, repairs, spent, failure = self.config.max_tokens, 0, Spent(), ""
        while True:
            # With the same seed the same question would get the same useless answer, from the ledger even.
            varied = derive(seed, repairs) if repairs else seed
            call = Call(tuple(messages), limit, temperature, varied, wanted.form.__name__, self._schema(wanted, limit))
            try:
                answer = await self._ask(call)
            except NoAnswer as none:
                return Outcome(None, str(none), spent)
            spent = Spent(
                spent.calls + 1,
                spent.prompt_tokens + answer.prompt_tokens,
                spent.completion_tokens + answer.completion_tokens,
            )
            try:
                return Outcome(read(answer.text, wanted.form), "", spent)
            except ValueError as error:
                problem = str(error)
            if answer.cut and limit < HIGHEST_LIMIT * self.config.max_tokens:
                limit *= 2
            elif repairs < self.config.repairs:
                repairs += 1
                messages[2:] = self._repair(answer, wanted.form, problem)
            else:
                failure = "answer cut by its length" if answer.cut else "answer not in the form asked for"
                return Outcome(None, failure, spent)

    async def _ask(self, call: Call) -> Answer:
        key = call.key(self.model.name)
        answer = self.ledger.find(key)
        if answer is None:
            async with self.ledger.reserve(call):
                answer = await self.model.complete(call)
                await self.ledger.keep(key, self.model.name, call, answer)
        return answer

    def _repair(self, answer: Answer, form: type[Form], problem: str) -> list[Message]:
        problem = "it was cut because it was too long, keep it shorter" if answer.cut else problem
        return [
            Message(role="assistant", content=answer.text[:MAX_ECHO] or "(nothing)"),
            Message(role="user", content=self.prompts.render("repair", problem=problem, form=form.example)),
        ]

    def _schema(self, wanted: Wanted[Any], limit: int) -> dict[str, object]:
        if (wanted, limit) not in self.schemas:
            self.schemas[wanted, limit] = schema(wanted, limit)
        return self.schemas[wanted, limit]
