"""A language model as the teacher: requests become prompts, answers become drafts.

A request for many exercises is split into calls for a few each, all of one difficulty; its drafts come back in the
order in which they were asked for, whatever order the answers arrive in: the same answers make the same course.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tutelage.config import Prices, TeacherConfig
from tutelage.grading import mathematics
from tutelage.grading.extract import extract_answer
from tutelage.records import (
    Checker,
    Exercise,
    Judgement,
    Proposal,
    Reply,
    Request,
    RequestKind,
    SkillGraph,
)
from tutelage.seeds import derive
from tutelage.storage.store import ANSWERS
from tutelage.teacher.language import forms
from tutelage.teacher.language.asking import Asking
from tutelage.teacher.language.chat import ChatModel
from tutelage.teacher.language.conversation import Conversations, Outcome
from tutelage.teacher.language.crew import Crew
from tutelage.teacher.language.forms import Form, Wanted
from tutelage.teacher.language.ledger import Ledger, Spent
from tutelage.teacher.language.prompting import Prompts
from tutelage.teacher.language.sections import section

FORMS: dict[RequestKind, type[Form]] = {
    RequestKind.LESSON: forms.LessonForm,
    RequestKind.EXERCISES: forms.ExercisesForm,
    RequestKind.SIMILAR: forms.ExercisesForm,
    RequestKind.COMPOSED: forms.ExercisesForm,
    RequestKind.MISCONCEPTIONS: forms.MistakesForm,
    RequestKind.DECOMPOSE: forms.PartsForm,
    RequestKind.SOLVE: forms.SolutionForm,
    RequestKind.JUDGE: forms.JudgementForm,
}
EXERCISES = {RequestKind.EXERCISES, RequestKind.SIMILAR, RequestKind.COMPOSED, RequestKind.MISCONCEPTIONS}
_ANSWER_LINE = re.compile(r"(?i)\banswer\s*:")


class Piece(NamedTuple):
    """What one call asks for: a request, or a part of one."""

    request: Request
    part: int
    """Which part."""
    number: int
    """How many drafts."""
    difficulty: int


class LanguageTeacher:
    """See `tutelage.teacher.Teacher`. `folder` is where its answers are kept; without one they last as long as it."""

    def __init__(
        self,
        model: ChatModel,
        config: TeacherConfig,
        graph: SkillGraph,
        *,
        folder: Path | None = None,
        use_cache: bool = True,
    ) -> None:
        prompts = Prompts(config.prompts)
        path = folder / ANSWERS if folder else None
        self.ledger = Ledger(path, config.prices, config.budget, reuse=use_cache)
        self.conversations = Conversations(model, self.ledger, prompts, config)
        self.asking = Asking(graph, prompts)
        self.model, self.config, self.graph = model, config, graph

    def answer(self, requests: Sequence[Request]) -> Iterator[Reply]:
        """See `Teacher.answer`. Raises `ValueError` if the teacher cannot go on: wrong key, budget spent, no server."""
        crew = Crew[Piece, Outcome[Any]](self._converse, self.model.opened, self.config.concurrency)
        waiting: dict[int, tuple[Piece, Outcome[Any]]] = {}
        pieces = list(self._pieces(requests))
        due = 0
        for index, outcome in crew.run(pieces):
            # What a call cost is told at once; what it brought, when its turn has come.
            yield self._cost(pieces[index].request, outcome.spent)
            waiting[index] = (pieces[index], outcome)
            while due in waiting:
                yield self._reply(*waiting.pop(due))
                due += 1

    def combines(self, lower: str, upper: str) -> bool:
        """A language model composes what is tied together in the graph: a skill and its direct prerequisite."""
        return lower in self.asking.needs[upper]

    def _pieces(self, requests: Sequence[Request]) -> Iterator[Piece]:
        for request in requests:
            if request.kind is RequestKind.SOLVE:
                yield from (Piece(request, index, 1, 1) for index in range(request.number))
            elif request.kind not in EXERCISES:
                yield Piece(request, 0, request.number, 1)
            else:
                yield from split(request, self.config.exercises_per_call)

    async def _converse(self, piece: Piece) -> Outcome[Any]:
        request, form = piece.request, FORMS[piece.request.kind]
        wanted = Wanted(form)
        if request.kind in EXERCISES:
            wanted = Wanted(form, piece.number, self.asking.usable(request.skills))
        return await self.conversations.hold(
            self.asking.prompt(request, piece.part, piece.number, piece.difficulty, form),
            wanted,
            seed=derive(request.seed, piece.part),
            temperature=0.0 if request.kind is RequestKind.JUDGE else self.config.temperature,
        )

    def _cost(self, request: Request, spent: Spent) -> Reply:
        prices: Prices | None = self.config.prices
        return Reply(request=request.id, part=0, tokens=spent.tokens, usd=spent.usd(prices))

    def _reply(self, piece: Piece, outcome: Outcome[Any]) -> Reply:
        said = outcome.answer
        content = {"failure": outcome.failure} if said is None else self._content(piece, said)
        return Reply(request=piece.request.id, part=piece.number, **content)

    def _content(self, piece: Piece, said: Any) -> dict[str, Any]:
        """The fields of a reply that hold what was said."""
        match piece.request.kind:
            case RequestKind.LESSON:
                return {"lessons": (section(self.graph, piece.request.skills[0], said.text),)}
            case RequestKind.DECOMPOSE:
                return {"proposals": () if said.elementary else tuple(map(_proposal, said.skills))}
            case RequestKind.SOLVE:
                answer = alone(said.answer, piece.request.parents[0].checker)
                return {"solutions": (with_answer(said.solution, answer),)}
            case RequestKind.JUDGE:
                return {"judgements": (Judgement(right=said.right, reason=said.reason),)}
        exercises = tuple(self._exercise(item, piece) for item in said.exercises)
        return {"exercises": exercises, "failure": "" if len(exercises) >= piece.number else "fewer than asked for"}

    def _exercise(self, item: forms.ExerciseItem | forms.MistakeItem, piece: Piece) -> Exercise:
        request = piece.request
        used = [self.asking.named(step.skill, request.skills) for step in item.steps]
        solution = worked_out(
            [(self.asking.name(skill), step.text) for skill, step in zip(used, item.steps, strict=True)], item.answer
        )
        (*_, skill) = request.skills
        if skill not in used and request.kind is not RequestKind.COMPOSED:
            # Steps that only name what the skill builds on are a solution of an exercise about it all the same.
            solution = f"{self.asking.name(skill)}:\n{solution}"
        return Exercise.of(
            skill=skill,
            skills=self.asking.ordered({*used, *request.skills} - {""}),
            question=item.question,
            solution=solution,
            answer=item.answer,
            formal=readable(item.check, item.answer),
            checker=checker_for(item.answer),
            difficulty=piece.difficulty,
            origin=request.origin,
            parents=tuple(parent.id for parent in request.parents),
            misconception=item.misconception if isinstance(item, forms.MistakeItem) else "",
        )


def split(request: Request, per_call: int) -> Iterator[Piece]:
    """A request for exercises in parts of at most `per_call`, each of one difficulty."""
    counts = dict.fromkeys(request.difficulties, 0)
    for index in range(request.number):
        counts[request.difficulties[index % len(request.difficulties)]] += 1
    index = 0
    for difficulty, count in counts.items():
        for start in range(0, count, per_call):
            yield Piece(request, index, min(per_call, count - start), difficulty)
            index += 1


def worked_out(steps: Sequence[tuple[str, str]], answer: str) -> str:
    """A solution from its steps, each with the name of the skill it uses, which may be empty: a line a step, the name
    before the first of those that use the same skill."""
    lines, last = [], ""
    for name, text in steps:
        told = not name or name == last or text.lower().startswith(name.lower()) or _ANSWER_LINE.match(text)
        lines.append(text if told else f"{name}: {text}")
        last = name
    return with_answer("\n".join(lines), answer)


def with_answer(solution: str, answer: str) -> str:
    """The solution with the answer at its end, where it is always looked for."""
    return solution if _ANSWER_LINE.search(solution) else f"{solution}\nAnswer: {answer}"


def alone(answer: str, checker: Checker) -> str:
    """An answer without the sentence around it: `15/2` of "9/4 * 10/3 = 90/12 = 15/2"."""
    if checker is not Checker.MATHEMATICS or mathematics.is_structured(answer):
        return answer
    if answer.count("=") > 1:
        return extract_answer(answer)
    try:
        mathematics.read_answer(answer)
    except ValueError:
        return extract_answer(answer) or answer
    return answer


def checker_for(answer: str) -> Checker:
    """Mathematics if the answer can be read as such, otherwise text."""
    try:
        mathematics.read_answer(answer)
    except ValueError:
        return Checker.TEXT
    return Checker.TEXT if re.search(r"[A-Za-z]{4,}", answer) else Checker.MATHEMATICS


def readable(check: str, answer: str) -> str:
    """The formula if it can be verified at all: one that a model wrote in a language of its own proves nothing."""
    if "answer" not in check:
        return ""
    try:
        mathematics.holds(check, answer)
    except ValueError:
        return ""
    return check


def _proposal(item: forms.PartItem) -> Proposal:
    return Proposal(
        name=item.name,
        description=item.description,
        needs=tuple(item.needs),
        reasons=dict.fromkeys(item.needs, item.why) if item.why else {},
        confidence=item.confidence,
    )
