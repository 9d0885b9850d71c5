"""A language model as the teacher: requests become prompts, answers become drafts.

A request for many exercises is split into calls for a few each, all of one difficulty; its drafts come back in the
order in which they were asked for, whatever order the answers arrive in: the same answers make the same course.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from tutelage.config import StudentConfig, TeacherConfig
from tutelage.errors import RecipeError
from tutelage.records import AnyDraft, Charge, Reply, Request, SkillGraph
from tutelage.seeds import derive
from tutelage.storage.store import ANSWERS
from tutelage.teacher.kinds import Notation, Setup, TeacherKind
from tutelage.teacher.language.call_pool import CallPool
from tutelage.teacher.language.chat import ChatModel
from tutelage.teacher.language.conversation import Conversations, Outcome
from tutelage.teacher.language.ledger import Ledger
from tutelage.teacher.language.prompting import Prompts
from tutelage.teacher.language.remote import on_every_node
from tutelage.teacher.language.skills import SkillLookup
from tutelage.teacher.language.tasks import TASKS, Piece
from tutelage.teacher.protocol import DraftChecks


class LanguageTeacher:
    """See `tutelage.teacher.Teacher`. `folder` is where its answers are kept; without one they last as long as it."""

    checks = DraftChecks()

    def __init__(
        self,
        model: ChatModel,
        config: TeacherConfig,
        graph: SkillGraph,
        *,
        folder: Path | None = None,
        use_cache: bool = True,
    ) -> None:
        self.prompts = Prompts(config.prompts)
        path = folder / ANSWERS if folder else None
        self.ledger = Ledger(path, config.prices, config.budget, reuse=use_cache)
        self.conversations = Conversations(model, self.ledger, self.prompts, config)
        self.model, self.config, self.skills = model, config, SkillLookup(graph)

    def answer(self, requests: Sequence[Request]) -> Iterator[Reply | Charge]:
        """See `Teacher.answer`. Raises `TeacherError` if the teacher cannot go on: wrong key, budget spent, no
        server."""
        per_call = self.config.exercises_per_call
        pieces = [piece for request in requests for piece in TASKS[type(request)].pieces(request, per_call)]
        pool = CallPool[Piece[Any], Outcome[Any]](self._converse, self.model.opened, self.config.concurrency)
        waiting: dict[int, Outcome[Any]] = {}
        due = 0
        for index, outcome in pool.run(pieces):
            # What a call cost is reported at once; what it brought, when its turn has come.
            spent = outcome.spent
            yield Charge(request=pieces[index].request.id, tokens=spent.tokens, usd=spent.usd(self.config.prices))
            waiting[index] = outcome
            while due in waiting:
                yield self._reply(pieces[due], waiting.pop(due))
                due += 1

    def combinations(self, skills: Sequence[str]) -> list[tuple[str, str]]:
        """A language model composes what is tied together in the graph: a skill and its direct prerequisite."""
        known = self.skills
        return [(lower, upper) for upper in skills for lower in known.ordered(set(known.needs[upper]) & {*skills})]

    async def _converse(self, piece: Piece[Any]) -> Outcome[Any]:
        request, task = piece.request, TASKS[type(piece.request)]
        values = task.values(piece, self.skills)
        return await self.conversations.hold(
            self.prompts.render(request.kind.value, **values, form=task.form.example),
            task.wanted(piece, self.skills),
            seed=derive(request.seed, piece.part),
            temperature=self.config.temperature if task.sampled else 0.0,
        )

    def _reply(self, piece: Piece[Any], outcome: Outcome[Any]) -> Reply:
        drafts: tuple[AnyDraft, ...] = ()
        failure = outcome.failure
        if outcome.answer is not None:
            drafts = TASKS[type(piece.request)].read(outcome.answer, piece, self.skills)
            failure = "" if len(drafts) >= piece.number else "fewer than asked for"
        return Reply(request=piece.request.id, drafts=drafts, failure=failure, due=piece.number)


class LanguageKind(TeacherKind):
    """What all kinds of language models have in common; each says where its chat model comes from."""

    on_gpus: ClassVar[bool] = False
    """Whether it computes where it is made, so that a cluster makes one on every GPU."""

    @abstractmethod
    def chat_model(self, config: TeacherConfig, student: StudentConfig) -> ChatModel:
        """The model that answers calls. Raises `TutelageError` for what a person can mend."""

    def check(self, config: TeacherConfig, notation: Notation) -> None:
        if not config.model:
            raise RecipeError(f"a teacher of kind '{config.kind}' needs 'model'")
        if notation != "plain":
            raise RecipeError("'notation' is for the embedded teacher: tell a language model in its prompts instead")

    def make(self, config: TeacherConfig, setup: Setup) -> LanguageTeacher:
        make = partial(self.chat_model, config, setup.student)
        model = on_every_node(make, config.concurrency, setup.executor, on_gpus=self.on_gpus)
        return LanguageTeacher(model, config, setup.graph, folder=setup.folder, use_cache=setup.use_cache)

    def author(self, config: TeacherConfig, quote: Callable[[str], str]) -> str:
        return f"the language model {quote(config.model)}"
