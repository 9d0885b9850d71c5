"""A language model as the teacher: requests become prompts, answers become drafts.

A request for many exercises is split into calls for a few each, all of the same difficulty. Its drafts come back in the
order in which they were requested, in whichever order the answers arrive: the same answers make the same course.
"""

from __future__ import annotations

import logging
from abc import abstractmethod
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

from tutelage.config import StudentConfig, TeacherConfig
from tutelage.errors import RecipeError
from tutelage.executor import Cluster
from tutelage.records import AnyDraft, Charge, Passage, Reply, Request, SkillGraph
from tutelage.seeds import derive
from tutelage.teacher.kinds import Notation, TeacherKind, TeacherSetup
from tutelage.teacher.language.batches import MAX_CALLS, Batches
from tutelage.teacher.language.call_pool import CallPool
from tutelage.teacher.language.chat import ChatModel
from tutelage.teacher.language.conversation import Conversations, ExchangeResult
from tutelage.teacher.language.fitting import fit
from tutelage.teacher.language.ledger import Ledger
from tutelage.teacher.language.prompting import Prompts
from tutelage.teacher.language.remote import on_every_node
from tutelage.teacher.language.skills import SkillLookup
from tutelage.teacher.language.task import RequestPart
from tutelage.teacher.language.tasks import TASKS, asked_language
from tutelage.teacher.protocol import DraftChecks

log = logging.getLogger("tutelage")


class LanguageTeacher:
    """See `tutelage.teacher.Teacher`. Its answers are stored in `ledger`, perhaps with those of other roles; without
    one they last as long as it does."""

    checks = DraftChecks()

    def __init__(
        self,
        model: ChatModel,
        config: TeacherConfig,
        graph: SkillGraph,
        *,
        ledger: Ledger | None = None,
        passages: Mapping[str, Passage] | None = None,
    ) -> None:
        self.prompts = Prompts(config.prompts)
        self.ledger = ledger or Ledger(None, {"writer": config.prices}, config.budget)
        self.conversations = Conversations(model, self.ledger, self.prompts, config)
        self.left_in_batches = 0
        """Calls of which was said that they are in batches that nobody collects."""
        self.model, self.config, self.skills = model, config, SkillLookup(graph, passages)
        self.left_out = Counter[tuple[str, str]]()
        """Kind of request and what was left out of its prompts, so that they fit -> how many prompts."""
        self.said: set[tuple[str, str]] = set()

    def answer(self, requests: Sequence[Request]) -> Iterator[Reply | Charge]:
        """See `Teacher.answer`. Raises `TeacherError` if no further call can succeed: wrong key, budget spent, no
        server."""
        self.ledger.recount()
        if not self.config.batch and (left := len(self.ledger.batched(self.model.name))) != self.left_in_batches:
            self.left_in_batches = left
            log.warning(
                "teacher: %s in batches of an earlier start, to be paid for: 'batch: true' collects the answers, "
                "without it what is needed of them is asked for again",
                f"{left:,} calls are" if left != 1 else "1 call is",
            )
        per_call = self.config.exercises_per_call
        parts = [part for request in requests for part in TASKS[type(request)].parts(request, per_call)]
        size = max(1, min(len(parts), MAX_CALLS)) if self.config.batch else self.config.concurrency
        pool = CallPool[RequestPart[Any], ExchangeResult[Any]](self._converse, self.model.opened, size)
        self.conversations.stopped = pool.stopped.is_set
        if isinstance(self.model, Batches):
            pool.parting = self.model.parting
        try:
            yield from self._replies(pool, parts)
        finally:
            self._say_what_was_left_out()

    def _replies(
        self, pool: CallPool[RequestPart[Any], ExchangeResult[Any]], parts: Sequence[RequestPart[Any]]
    ) -> Iterator[Reply | Charge]:
        """The replies to all parts in their order, and their costs as soon as they are known."""
        waiting: dict[int, ExchangeResult[Any]] = {}
        due = 0
        for index, outcome in pool.run(parts):
            # The cost of a call is reported at once; its drafts are reported when it is their turn.
            spent = outcome.spent
            yield Charge(request=parts[index].request.id, tokens=spent.tokens, usd=spent.usd)
            waiting[index] = outcome
            while due in waiting:
                yield self._reply(parts[due], waiting.pop(due))
                due += 1

    def _say_what_was_left_out(self) -> None:
        """Once for each kind of request and what was left out of it, with the number of prompts so far."""
        new = {found: count for found, count in self.left_out.items() if found not in self.said}
        self.said.update(new)
        for (kind, what), count in new.items():
            said = "teacher.context of %s tokens: %s shortened or left out of %d prompts (%s)"
            log.warning(said, self.config.context, what, count, kind)

    def combinations(self, skills: Sequence[str]) -> list[tuple[str, str]]:
        """A language model can compose a skill with each of its direct prerequisites."""
        known = self.skills
        return [(lower, upper) for upper in skills for lower in known.ordered(set(known.needs[upper]) & {*skills})]

    async def _converse(self, part: RequestPart[Any]) -> ExchangeResult[Any]:
        request, task = part.request, TASKS[type(part.request)]
        values, spec = task.values(part, self.skills), task.spec(part, self.skills)
        kind, in_language = request.kind.value, asked_language(request.language)
        fitted = fit(
            lambda values: self.prompts.render(kind, **values, form=spec.form.example) + in_language,
            values,
            self.conversations.prompt_chars(),
        )
        self.left_out.update((kind, what) for what in fitted.left_out)
        return await self.conversations.exchange(
            fitted.prompt,
            spec,
            role=request.role,
            seed=derive(request.seed, part.position),
            temperature=self.config.temperature if task.sampled else 0.0,
        )

    def _reply(self, part: RequestPart[Any], outcome: ExchangeResult[Any]) -> Reply:
        drafts: tuple[AnyDraft, ...] = ()
        failure = outcome.failure
        if outcome.answer is not None:
            drafts = TASKS[type(part.request)].read(outcome.answer, part, self.skills)
            failure = "" if len(drafts) >= part.number else "fewer than asked for"
        wording = self._wording(part)
        return Reply(request=part.request.id, drafts=drafts, failure=failure, due=part.number, wording=wording)

    def _wording(self, part: RequestPart[Any]) -> tuple[str, ...]:
        """What a draft must not copy from its prompt."""
        request, task = part.request, TASKS[type(part.request)]
        return (*self.prompts.own_words(request.kind.value), *task.examples(part, self.skills))


class LanguageKind(TeacherKind):
    """What all kinds of language models have in common; each makes its chat model in its own way."""

    on_gpus: ClassVar[bool] = False
    """Whether the model runs in the process that makes it, so that a cluster makes one on every GPU."""
    has_batches: ClassVar[bool] = False
    """Whether calls can be made in batches; then `batch_model` makes the model for that."""

    @abstractmethod
    def chat_model(self, config: TeacherConfig, student: StudentConfig) -> ChatModel:
        """The model that answers calls. Raises `TutelageError` for anything that a person can fix."""

    def batch_model(self, config: TeacherConfig, ledger: Ledger) -> Batches:
        """The model that makes calls in batches, which it records in the ledger."""
        raise NotImplementedError

    def check(self, config: TeacherConfig, notation: Notation) -> None:
        if config.batch and not self.has_batches:
            raise RecipeError(f"a teacher of kind '{config.kind}' has no batches: leave 'batch' out")
        if not config.model:
            raise RecipeError(f"a teacher of kind '{config.kind}' needs 'model'")
        if notation != "plain":
            raise RecipeError("'notation' is for the embedded teacher: describe the notation in the prompts instead")

    def make(self, config: TeacherConfig, setup: TeacherSetup) -> LanguageTeacher:
        if config.batch:
            ledger = setup.ledger or Ledger(None, {"writer": config.prices}, config.budget)
            if isinstance(setup.executor, Cluster):
                raise RecipeError("batches are submitted by one process: leave 'batch' or 'executor: ray' out")
            batches = self.batch_model(config, ledger)
            return LanguageTeacher(batches, config, setup.graph, ledger=ledger, passages=setup.passages)
        make = partial(self.chat_model, config, setup.student)
        model = on_every_node(make, config.concurrency, setup.executor, on_gpus=self.on_gpus)
        return LanguageTeacher(model, config, setup.graph, ledger=setup.ledger, passages=setup.passages)

    def author(self, config: TeacherConfig, quote: Callable[[str], str]) -> str:
        return f"the language model {quote(config.model)}"
