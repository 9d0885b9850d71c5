"""The teacher of the kind `documents`: it answers requests from a recipe's own documents, without a language model."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from random import Random

from tutelage.config import TeacherConfig
from tutelage.errors import TeacherError
from tutelage.executor import Executor, Local
from tutelage.grading.choices import letter_of
from tutelage.grading.identity import question_key
from tutelage.records import (
    NO_MORE,
    Checker,
    Citation,
    ComposedRequest,
    Exercise,
    ExerciseRequest,
    ExercisesRequest,
    LessonRequest,
    MisconceptionsRequest,
    Origin,
    Passage,
    Reply,
    Request,
    SimilarRequest,
    SkillGraph,
)
from tutelage.seeds import rng
from tutelage.teacher.documents.bank import Bank, Question, spread
from tutelage.teacher.documents.evidence import fault_of
from tutelage.teacher.documents.items import Slip
from tutelage.teacher.documents.rules import pairs
from tutelage.teacher.kinds import TeacherKind, TeacherSetup
from tutelage.teacher.language.sections import section
from tutelage.teacher.protocol import TRUSTED, Pools


class DocumentTeacher:
    """Makes lessons and exercises from passages; the same request always gets the same reply."""

    checks = TRUSTED._replace(solves=False)
    finite = True
    holds_out = "Of each fact one wording was held out: the exam asks what was taught, in words in which it was not."

    def __init__(self, graph: SkillGraph, passages: Mapping[str, Passage], executor: Executor | None = None) -> None:
        """Raises `TeacherError` without passages."""
        self.graph, self.passages, self.executor = graph, passages, executor or Local()
        self.names = {skill.id: skill.name for skill in graph.skills}
        if not passages:
            raise TeacherError("the teacher 'documents' needs documents: name files or folders under 'documents'")
        if not any(one in passages for skill in graph.skills for one in skill.passages):
            raise TeacherError(
                "no skill of the syllabus has a passage in the documents: name its skills as the headings are named, "
                "or leave 'syllabus' out"
            )

    @cached_property
    def bank(self) -> Bank:
        """All questions; a passage of several skills belongs to the first of them."""
        skill_of = {one: skill.id for skill in reversed(self.graph.skills) for one in skill.passages}
        own = [(self.passages[one], skill) for one, skill in skill_of.items() if one in self.passages]
        return Bank(sorted(own, key=lambda pair: (pair[0].file, pair[0].position)))

    def answer(self, requests: Sequence[Request]) -> Iterator[Reply]:
        return self.executor.map(self._reply, requests)

    def combinations(self, skills: Sequence[str]) -> Iterable[tuple[str, str]]:
        units = {skill: pairs.units(self.bank.material, skill) for skill in skills}
        for index, later in enumerate(skills):
            for earlier in skills[:index]:
                if units[earlier] & units[later] and self.bank.combines(earlier, later):
                    yield earlier, later

    def distinct(self, skill: str, difficulties: Sequence[int]) -> Pools:
        """See `tutelage.teacher.ExerciseCounter`. Difficulties are a preference here, and change nothing."""
        return self.bank.distinct(skill)

    def _reply(self, request: Request) -> Reply:
        match request:
            case LessonRequest():
                own = [
                    self.passages[one].text for one in self.graph.skill(request.skill).passages if one in self.passages
                ]
                if not own:
                    return Reply(request=request.id, failure="no passage of the documents is about it")
                return Reply(request=request.id, drafts=(section(self.graph, request.skill, "\n\n".join(own)),))
            case ExercisesRequest() | SimilarRequest() | ComposedRequest() | MisconceptionsRequest():
                return self._exercises(request)
        return Reply(request=request.id, failure="the teacher of documents makes exercises by rule, and nothing else")

    def _exercises(self, request: ExerciseRequest) -> Reply:
        source = rng(request.seed, request.kind, request.origin)
        drafts: list[Exercise] = []
        for question in self._pool(request, source):
            if len(drafts) == request.number:
                break
            exercise = self._exercise(question, request)
            if not fault_of(exercise, self.passages):
                drafts.append(exercise)
        failure = "" if len(drafts) == request.number else NO_MORE
        return Reply(request=request.id, drafts=tuple(drafts), failure=failure)

    def _pool(self, request: ExerciseRequest, source: Random) -> list[Question]:
        """What a request may get, the most fitting first."""
        if isinstance(request, ComposedRequest):
            return self._unused(self.bank.compared(request.lower, request.skill), request, source)
        pool = self._unused(self.bank.pool(request.skill, request.origin), request, source)
        if isinstance(request, MisconceptionsRequest):
            more = self._unused(self.bank.pool(request.skill, Origin.COURSE), request, source)
            return [*pool, *(question for question in more if question.item.slip is not None)]
        quotes = set[str]()
        if isinstance(request, SimilarRequest):
            quotes = {citation.quote for example in request.examples for citation in example.evidence}
        fits = dict.fromkeys(request.difficulties, 0)
        return sorted(
            pool,
            key=lambda one: (not quotes.intersection(one.fact.quotes), fits.get(one.item.difficulty, 1)),
        )

    def _unused(self, questions: Sequence[Question], request: ExerciseRequest, source: Random) -> list[Question]:
        """Those that are not taken, in a random order; what was asked least comes first."""
        sides: dict[bool, list[Question]] = {True: [], False: []}
        for one in questions:
            sides[question_key(self._exercise(one, request).question) in request.taken].append(one)
        return list(spread(sides[False], source, asked=sides[True]))

    def _exercise(self, question: Question, request: ExerciseRequest) -> Exercise:
        """The exercise of a question; its wrong one if constructed errors are asked for."""
        fact, item = question
        slip = item.slip if isinstance(request, MisconceptionsRequest) else None
        text = f"{fact.places[-1].topic}: {item.question}"
        if len(fact.places) > 1:
            text = item.question[:1].upper() + item.question[1:]
        choices = self._choices(question, slip)
        answer, right = slip.answer if slip else item.answer, item.answer
        if choices:
            answer, right = (letter_of(choices.index(text)) for text in (answer, right))
            text += "".join(f"\n{letter_of(index)}. {choice}" for index, choice in enumerate(choices))
        skills = tuple(dict.fromkeys(place.skill for place in fact.places))
        return Exercise.of(
            skill=request.skill,
            skills=skills,
            question=text,
            solution=self._solution(question, answer, slip),
            answer=answer,
            checker=Checker.CHOICE if choices else item.checker,
            choices=choices,
            accepted=() if choices or slip else item.accepted,
            difficulty=item.difficulty,
            origin=request.origin,
            parents=request.parents,
            misconception=slip.why if slip else "",
            corrected=self._solution(question, right, None) if slip else "",
            evidence=tuple(
                Citation(passage=place.passage, quote=quote)
                for place, quote in zip(fact.places, fact.quotes, strict=True)
            ),
        )

    def _choices(self, question: Question, slip: Slip | None) -> tuple[str, ...]:
        item = question.item
        if not item.others:
            return ()
        shown = [item.answer, *item.others]
        if slip and slip.answer not in shown:
            shown[-1] = slip.answer
        rng(0, "choices", question.fact.key, item.question).shuffle(shown)
        return tuple(shown)

    def _solution(self, question: Question, answer: str, slip: Slip | None) -> str:
        fact, item = question
        said = (slip.said,) if slip else fact.said
        parts = [
            f"{_capital(self.names[place.skill])}: {_ended(text)}"
            for place, text in zip(fact.places, said, strict=True)
        ]
        if item.contrast and not slip:
            parts.append(f"{_capital(item.contrast)}.")
        if item.others:
            parts.append(f"This is choice {answer}.")
        return f"{' '.join(parts)}\nAnswer: {answer}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


class DocumentKind(TeacherKind):
    """The kind `documents`: rules that make exercises of passages, in this process."""

    exercise_tokens = 85
    arranges = splits = False
    cost = "The teacher of documents runs in this process and costs nothing."
    made_sure = (
        "The answer to a free question stands in its quote; choices, and a yes or no, were made from the quote by rule."
    )
    rewrites = False

    def make(self, config: TeacherConfig, setup: TeacherSetup) -> DocumentTeacher:
        return DocumentTeacher(setup.graph, setup.passages, setup.executor)

    def author(self, config: TeacherConfig, quote: Callable[[str], str]) -> str:
        return "rules of Tutelage, from documents that are named with each exercise"


KIND = DocumentKind()
