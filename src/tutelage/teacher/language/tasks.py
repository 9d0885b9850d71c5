"""How requests are put to a language model, one class for each class of request.

A task owns everything that is specific to its class of request: how it is split into calls, the variables of its
prompt, the form of the answer, and how drafts are read from the answer.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar

from tutelage.grading.languages import language_of, plain
from tutelage.records import (
    AnyDraft,
    ArrangeRequest,
    Checker,
    ComposedRequest,
    DecomposeRequest,
    Exercise,
    ExerciseRequest,
    ExercisesRequest,
    Judgement,
    JudgeRequest,
    Lesson,
    LessonRequest,
    Marking,
    MarkRequest,
    MisconceptionsRequest,
    Passage,
    Point,
    PointVerdict,
    Proposal,
    Record,
    Request,
    RewriteRequest,
    RewriteStyle,
    SimilarRequest,
    Solution,
    SolveRequest,
    content_id,
)
from tutelage.teacher.documents.evidence import cite
from tutelage.teacher.language.drafts import (
    as_choice,
    bare_answer,
    checker_for,
    solution_text,
    verifiable,
    with_answer,
)
from tutelage.teacher.language.forms import (
    AnswerSpec,
    ArrangedForm,
    ExerciseItem,
    ExercisesForm,
    Form,
    JudgementForm,
    LessonForm,
    MarksForm,
    MistakeItem,
    MistakesForm,
    OpenExercisesForm,
    OpenItem,
    PartsForm,
    SolutionForm,
)
from tutelage.teacher.language.sections import section
from tutelage.teacher.language.skills import SkillLookup
from tutelage.teacher.language.variety import (
    FORMS,
    SETTINGS,
    ItemPlan,
    check_example,
    plan_items,
    plan_text,
    sensible_forms,
)

DIFFICULTIES = {
    1: "easy (one step, small numbers)",
    2: "medium (two or three steps)",
    3: "hard (several steps, or numbers and words that need care)",
}
MAX_EXAMPLES = 5
MAX_PASSAGES = 12_000
"""Characters of passages that a prompt shows: three pages."""

_HEADING_MARKS = re.compile(
    r"^[ \t]*(?:#{1,6}[ \t]+)?(?P<bold>\*\*|__)?(?P<text>[^*_\n]+)(?(bold)(?P=bold))", re.MULTILINE
)
_FENCE = re.compile(
    r"<\s*/?\s*(?:reference|question|solution|points|answer|passages|rules)\b[^<>]{0,80}>", re.IGNORECASE
)

STYLES: Mapping[RewriteStyle, str] = {
    RewriteStyle.EXPLANATION: "an explanation in plain words, for somebody who reads it for the first time",
    RewriteStyle.QUESTIONS: "questions and answers: each question can be understood without the passage",
    RewriteStyle.SUMMARY: "a summary: its rules and facts, the most important first",
    RewriteStyle.CASE: "a case: somebody (without a name) meets a situation that the passage decides, and what follows",
}
FORM = {"form": "the form of the answer"}
SKILL = {
    "skill": "name of the skill",
    "description": "its description in the syllabus; may be empty",
    "prerequisites": "its direct prerequisites, a line each; may be empty",
}
WRITING = {
    "number": "how many exercises",
    "variation": "what each exercise is to be like, a line each: form, length, setting, numbers",
    "example": "an example of a formula for `check`, of another subject than the skill",
    "rules": "the description, if it states rules or facts that decide what is right; may be empty",
    "passages": "what documents say about it; may be empty",
    "avoid": "notes of what exists already, and why earlier drafts were refused; may be empty",
    **FORM,
}
LEVEL = {"difficulty": "easy, medium or hard, in words"}
TAUGHT = {"taught": "what was taught before, names; may be empty"}

Q = TypeVar("Q", bound=Request)
E = TypeVar("E", bound=ExerciseRequest)
F = TypeVar("F", bound=Form)
X = TypeVar("X", bound=ExercisesForm | MistakesForm)


class RequestPart(NamedTuple, Generic[Q]):
    """What one call asks for: a request, or a part of one."""

    request: Q
    position: int = 0
    """Which part of the request."""
    number: int = 1
    """How many drafts; 0 if the model decides."""
    difficulty: int = 1
    first: int = 0
    """How many drafts the parts before it ask for."""


class Task(ABC, Generic[Q, F]):
    """How requests of one class are put to a language model."""

    form: type[F]
    """The form of the answer."""
    variables: ClassVar[Mapping[str, str]]
    """Variable of the prompt -> what it holds."""
    sampled: ClassVar[bool] = True
    """Whether the recipe's temperature is used; otherwise 0."""

    def parts(self, request: Q, per_call: int) -> Iterator[RequestPart[Q]]:
        """The calls that a request takes, of at most `per_call` drafts each."""
        yield RequestPart(request)

    @abstractmethod
    def values(self, part: RequestPart[Q], skills: SkillLookup) -> dict[str, str]:
        """The prompt's variables, all but `form`. Raises `KeyError` for an unknown skill."""

    def spec(self, part: RequestPart[Q], skills: SkillLookup) -> AnswerSpec[F]:
        """What the call asks for: the answer's schema is made from it."""
        return AnswerSpec(self.form)

    def examples(self, part: RequestPart[Q], skills: SkillLookup) -> tuple[str, ...]:
        """Texts in the prompt's variables that are ours, not the subject's: a draft must not copy them."""
        return ()

    @abstractmethod
    def read(self, answer: F, part: RequestPart[Q], skills: SkillLookup) -> tuple[AnyDraft, ...]:
        """The drafts of an answer."""


class LessonTask(Task[LessonRequest, LessonForm]):
    form = LessonForm
    variables = SKILL | TAUGHT | {"avoid": "why earlier drafts were refused; may be empty"} | FORM

    def values(self, part: RequestPart[LessonRequest], skills: SkillLookup) -> dict[str, str]:
        skill = part.request.skill
        return _described(skill, skills) | {"taught": skills.taught(skill), "avoid": part.request.avoid}

    def read(self, answer: LessonForm, part: RequestPart[LessonRequest], skills: SkillLookup) -> tuple[Lesson, ...]:
        # Many models cannot leave headings out; a line without its marks does no harm, and a call costs more.
        text = _HEADING_MARKS.sub(r"\g<text>", answer.text)
        request = part.request
        return (section(skills.graph, request.skill, text, plain_english=not request.language),)


class RewriteTask(Task[RewriteRequest, LessonForm]):
    form = LessonForm
    variables: ClassVar[Mapping[str, str]] = {
        "skill": "name of the skill",
        "style": "what the rewrite is to be",
        "passages": "the text that is rewritten",
        "avoid": "why earlier drafts were refused; may be empty",
        **FORM,
    }

    def values(self, part: RequestPart[RewriteRequest], skills: SkillLookup) -> dict[str, str]:
        request = part.request
        return {
            "skill": skills.graph.skill(request.skill).name,
            "style": STYLES[request.style],
            "passages": _FENCE.sub("", request.text)[:MAX_PASSAGES],
            "avoid": request.avoid,
        }

    def read(self, answer: LessonForm, part: RequestPart[RewriteRequest], skills: SkillLookup) -> tuple[Lesson, ...]:
        text, skill = _HEADING_MARKS.sub(r"\g<text>", answer.text).strip(), part.request.skill
        return (Lesson(id=content_id("rw", skill, text), skill=skill, title=skills.graph.skill(skill).name, text=text),)


class _ExerciseTask(Task[E, X]):
    """What requests for exercises have in common. A call asks for exercises of one difficulty."""

    errors: ClassVar[bool] = False
    """Whether the solutions are to go wrong."""
    alike: ClassVar[bool] = False
    """Whether the exercises are modelled on others, whose form they keep."""

    def parts(self, request: E, per_call: int) -> Iterator[RequestPart[E]]:
        difficulties = (1,) if isinstance(request, ComposedRequest) else request.difficulties
        counts = dict.fromkeys(difficulties, 0)
        for index in range(request.number):
            counts[difficulties[index % len(difficulties)]] += 1
        sizes = [
            (difficulty, min(per_call, count - start))
            for difficulty, count in counts.items()
            for start in range(0, count, per_call)
        ]
        first = 0
        for index, (difficulty, number) in enumerate(sizes):
            yield RequestPart(request, index, number, difficulty, first)
            first += number

    def values(self, part: RequestPart[E], skills: SkillLookup) -> dict[str, str]:
        request = part.request
        return _described(request.skill, skills) | {
            "avoid": request.avoid,
            "passages": _shown(skills.passages_of(request.skills)),
            "number": str(part.number),
            "rules": _unfenced("\n".join(filter(None, map(skills.rules, request.skills)))),
            "variation": plan_text(
                self._plans(part, skills), named=request.settings is not None, rules=_is_given(request, skills)
            ),
            "example": example_text(_words(request, skills)),
            "difficulty": DIFFICULTIES[part.difficulty],
        }

    def examples(self, part: RequestPart[E], skills: SkillLookup) -> tuple[str, ...]:
        ours = (FORMS[plan.form].text for plan in self._plans(part, skills))
        return (check_example(_words(part.request, skills)).question, *ours)

    def spec(self, part: RequestPart[E], skills: SkillLookup) -> AnswerSpec[X]:
        is_open = any(FORMS[plan.form].open for plan in self._plans(part, skills))
        form: type[Any] = OpenExercisesForm if is_open else self.form
        quoted = bool(skills.passages_of(part.request.skills))
        return AnswerSpec(form, part.number, skills.usable(part.request.skills), quoted)

    def read(self, answer: X, part: RequestPart[E], skills: SkillLookup) -> tuple[Exercise, ...]:
        # A model may leave an item out, so its plan is that of its place at best; only the letters depend on it.
        items: Sequence[ExerciseItem | MistakeItem] = answer.exercises
        plans = self._plans(part._replace(number=len(items)), skills)
        return tuple(self._exercise(item, part, skills, plan.cycle) for item, plan in zip(items, plans, strict=True))

    def _plans(self, part: RequestPart[E], skills: SkillLookup) -> tuple[ItemPlan, ...]:
        request = part.request
        chosen = tuple(name for name in FORMS if name in request.forms)
        rules = _is_given(request, skills)
        forms = sensible_forms(_words(request, skills), chosen, rules=rules, errors=self.errors, alike=self.alike)
        everyday = () if rules else SETTINGS
        settings = everyday if request.settings is None else request.settings
        return plan_items(request.id, request.planned + part.first, part.number, forms, settings)

    def _exercise(
        self, item: ExerciseItem | MistakeItem, part: RequestPart[E], skills: SkillLookup, turn: int
    ) -> Exercise:
        request = part.request
        label = language_of(request.language).answer
        compared = plain(item.answer, request.language)
        used = [skills.named(step.skill, request.skills) for step in item.steps]
        solution = solution_text(
            [(skills.name(skill), step.text) for skill, step in zip(used, item.steps, strict=True)],
            item.answer,
            label,
        )
        if request.skill not in used and not isinstance(request, ComposedRequest):
            # Even if the steps only name what the skill builds on, they solve an exercise about the skill.
            solution = f"{skills.name(request.skill)}:\n{solution}"
        rubric = _rubric(item)
        offered = item.choices if isinstance(item, ExerciseItem) else ()
        offered = () if rubric else offered
        choice = as_choice(item.question, solution, item.answer, offered, name=request.id, turn=turn, label=label)
        return Exercise.of(
            skill=request.skill,
            skills=skills.ordered({*used, *request.skills} - {""}),
            question=choice.question if choice else item.question,
            solution=choice.solution if choice else solution,
            answer=choice.letter if choice else item.answer,
            formal="" if choice or rubric else verifiable(item.check, compared),
            checker=Checker.RUBRIC if rubric else Checker.CHOICE if choice else checker_for(compared),
            rubric=rubric,
            choices=choice.choices if choice else (),
            difficulty=part.difficulty,
            origin=request.origin,
            parents=request.parents,
            misconception=item.misconception if isinstance(item, MistakeItem) else "",
            evidence=cite(item.quote, skills.passages_of(request.skills)),
            language=request.language,
        )


class ExercisesTask(_ExerciseTask[ExercisesRequest, ExercisesForm]):
    form = ExercisesForm
    variables = SKILL | WRITING | LEVEL | TAUGHT

    def values(self, part: RequestPart[ExercisesRequest], skills: SkillLookup) -> dict[str, str]:
        return super().values(part, skills) | {"taught": skills.taught(part.request.skill)}


class SimilarTask(_ExerciseTask[SimilarRequest, ExercisesForm]):
    form = ExercisesForm
    alike = True
    variables = SKILL | WRITING | LEVEL | {"examples": "the exercises to write after"}

    def values(self, part: RequestPart[SimilarRequest], skills: SkillLookup) -> dict[str, str]:
        return super().values(part, skills) | {"examples": _examples(part.request.examples)}


class ComposedTask(_ExerciseTask[ComposedRequest, ExercisesForm]):
    form = ExercisesForm
    variables: ClassVar = {
        "skill": "name of the upper skill",
        "description": "its description; may be empty",
        "lower": "name of the lower skill",
        "lower_description": "its description; may be empty",
        "examples": "an easy exercise of each; may be empty",
        **WRITING,
    }

    def values(self, part: RequestPart[ComposedRequest], skills: SkillLookup) -> dict[str, str]:
        lower = skills.skills[part.request.lower]
        return super().values(part, skills) | {
            "lower": lower.name,
            "lower_description": skills.description(lower.id),
            "examples": _examples(part.request.examples),
        }


class MisconceptionsTask(_ExerciseTask[MisconceptionsRequest, MistakesForm]):
    form = MistakesForm
    errors = True
    variables = SKILL | WRITING | LEVEL


class DecomposeTask(Task[DecomposeRequest, PartsForm]):
    form = PartsForm
    variables: ClassVar = {
        "topic": "name of the skill to decompose",
        "number": "how many sub-skills at most",
        "context": "the syllabus around it",
        **FORM,
    }

    def parts(self, request: DecomposeRequest, per_call: int) -> Iterator[RequestPart[DecomposeRequest]]:
        yield RequestPart(request, number=0)

    def values(self, part: RequestPart[DecomposeRequest], skills: SkillLookup) -> dict[str, str]:
        request = part.request
        return {"topic": request.topic, "number": str(request.at_most), "context": request.context}

    def read(self, answer: PartsForm, part: RequestPart[DecomposeRequest], skills: SkillLookup) -> tuple[Proposal, ...]:
        if answer.elementary:
            return ()
        return tuple(
            Proposal(
                name=item.name,
                description=item.description,
                needs=tuple(item.needs),
                reasons=dict.fromkeys(item.needs, item.why) if item.why else {},
                confidence=item.confidence,
            )
            for item in answer.skills
        )


class ArrangeTask(Task[ArrangeRequest, ArrangedForm]):
    form = ArrangedForm
    variables: ClassVar = {
        "part": "title of the document",
        "passages": "its passages, each with its number and the skill that it is under now",
        "number": "how many skills at most",
        "context": "the skills of the other documents; may be empty",
        **FORM,
    }

    def parts(self, request: ArrangeRequest, per_call: int) -> Iterator[RequestPart[ArrangeRequest]]:
        yield RequestPart(request, number=0)

    def values(self, part: RequestPart[ArrangeRequest], skills: SkillLookup) -> dict[str, str]:
        request = part.request
        numbered = enumerate(zip(request.passages, request.headings, strict=True), start=1)
        shown = "\n\n".join(f'Passage {n}, now under "{heading}":\n{one.text}' for n, (one, heading) in numbered)
        said = {"part": request.part, "context": request.context, "passages": shown}
        return {name: _unfenced(text)[:MAX_PASSAGES] for name, text in said.items()} | {"number": str(request.at_most)}

    def read(
        self, answer: ArrangedForm, part: RequestPart[ArrangeRequest], skills: SkillLookup
    ) -> tuple[Proposal, ...]:
        passages = part.request.passages
        return tuple(
            Proposal(
                name=item.name,
                needs=tuple(dict.fromkeys(need.name for need in item.needs)),
                reasons={need.name: need.quote for need in item.needs},
                passages=tuple(passages[n - 1].id for n in dict.fromkeys(item.passages) if 0 < n <= len(passages)),
            )
            for item in answer.skills
        )


class SolveTask(Task[SolveRequest, SolutionForm]):
    form = SolutionForm
    variables: ClassVar = {
        "question": "the question alone",
        "reference": "what is taught about its skill; may be empty",
        **FORM,
    }

    def parts(self, request: SolveRequest, per_call: int) -> Iterator[RequestPart[SolveRequest]]:
        yield from (RequestPart(request, index) for index in range(request.number))

    def values(self, part: RequestPart[SolveRequest], skills: SkillLookup) -> dict[str, str]:
        shown = {"question": part.request.exercise.question, "reference": part.request.reference}
        return {name: _unfenced(text) for name, text in shown.items()}

    def read(self, answer: SolutionForm, part: RequestPart[SolveRequest], skills: SkillLookup) -> tuple[Solution, ...]:
        found = bare_answer(answer.answer, part.request.exercise.checker)
        return (Solution(text=with_answer(answer.solution, found)),)


class JudgeTask(Task[JudgeRequest, JudgementForm]):
    form = JudgementForm
    variables: ClassVar = {
        "question": "the question",
        "solution": "the worked solution",
        "reference": "what is taught about its skill; may be empty",
        **FORM,
    }
    sampled = False

    def values(self, part: RequestPart[JudgeRequest], skills: SkillLookup) -> dict[str, str]:
        exercise = part.request.exercise
        shown = {
            "question": exercise.question,
            "solution": exercise.solution,
            "reference": part.request.reference,
        }
        return {name: _unfenced(text) for name, text in shown.items()}

    def read(
        self, answer: JudgementForm, part: RequestPart[JudgeRequest], skills: SkillLookup
    ) -> tuple[Judgement, ...]:
        return (Judgement(right=answer.right, reason=answer.reason, answer=answer.answer),)


class MarkTask(Task[MarkRequest, MarksForm]):
    form = MarksForm
    variables: ClassVar = {
        "question": "the question",
        "solution": "an answer that is right",
        "points": "the points to be marked, a line each, with their numbers",
        "answer": "the answer to be marked",
        "reference": "what is taught about its skill; may be empty",
        **FORM,
    }
    sampled = False

    def values(self, part: RequestPart[MarkRequest], skills: SkillLookup) -> dict[str, str]:
        request, exercise = part.request, part.request.exercise
        points = [exercise.rubric[index] for index in request.order]
        lines = (
            f"{number}. {_one_line(point.text)}" + (f" Met by: {_one_line(point.met)}" if point.met else "")
            for number, point in enumerate(points, start=1)
        )
        shown = {
            "question": exercise.question,
            "solution": exercise.solution,
            "points": "\n".join(lines),
            "answer": request.reply,
            "reference": request.reference,
        }
        return {name: _unfenced(text) for name, text in shown.items()}

    def spec(self, part: RequestPart[MarkRequest], skills: SkillLookup) -> AnswerSpec[MarksForm]:
        return AnswerSpec(self.form, len(part.request.order))

    def read(self, answer: MarksForm, part: RequestPart[MarkRequest], skills: SkillLookup) -> tuple[Marking, ...]:
        order = part.request.order
        return (
            Marking(
                verdicts=tuple(
                    PointVerdict(point=order[item.point - 1], met=item.met, quote=item.quote)
                    for item in answer.points
                    if item.point <= len(order)
                )
            ),
        )


TASKS: Mapping[type[Record], Task[Any, Any]] = {
    LessonRequest: LessonTask(),
    RewriteRequest: RewriteTask(),
    ExercisesRequest: ExercisesTask(),
    SimilarRequest: SimilarTask(),
    ComposedRequest: ComposedTask(),
    MisconceptionsRequest: MisconceptionsTask(),
    DecomposeRequest: DecomposeTask(),
    ArrangeRequest: ArrangeTask(),
    SolveRequest: SolveTask(),
    JudgeRequest: JudgeTask(),
    MarkRequest: MarkTask(),
}
"""Class of request -> its task."""


def asked_language(code: str) -> str:
    """What a prompt says about the language, at its end; empty if none is asked for."""
    if not code:
        return ""
    name = language_of(code).name or f"the language with the ISO code '{code}'"
    return (
        f"\n\nWrite every text in {name}, with numbers and dates as {name} writes them; leave the keys of the JSON "
        "and the names of skills as they are."
    )


def example_text(words: str) -> str:
    """An example of a formula for `check` that has nothing to do with a skill of these words."""
    example = check_example(words)
    return f'"{example.question}" it is "{example.formula}"'


def _words(request: ExerciseRequest, skills: SkillLookup) -> str:
    """Names and descriptions of what a request is about."""
    return " ".join(f"{one.name} {one.description}" for one in map(skills.skills.__getitem__, request.skills))


def _is_given(request: ExerciseRequest, skills: SkillLookup) -> bool:
    """Whether rules or facts are given, which a question has to be about: in a description or in passages."""
    return bool(skills.rules(request.skill) or skills.passages_of(request.skills))


def _described(skill: str, skills: SkillLookup) -> dict[str, str]:
    found = skills.skills[skill]
    return {"skill": found.name, "description": skills.description(skill), "prerequisites": skills.prerequisites(skill)}


def _shown(passages: Iterable[Passage]) -> str:
    """Passages as a prompt shows them: cut, and without anything that could end their fence."""
    return _unfenced("\n\n".join(f"{' > '.join(one.trail)}\n{one.text}" for one in passages))[:MAX_PASSAGES]


def _rubric(item: ExerciseItem | MistakeItem) -> tuple[Point, ...]:
    """The points of an exercise with an open answer; none of any other."""
    points = item.points if isinstance(item, OpenItem) else ()
    return tuple(Point(text=point.text, met=point.met, weight=point.weight) for point in points)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _unfenced(text: str) -> str:
    """The text without the tags that fence it in a prompt: what it says cannot end its fence. Something takes their
    place, so that what stands around a tag does not become one."""
    return _FENCE.sub("…", text)


def _examples(exercises: Iterable[Exercise]) -> str:
    shown = [f"Question: {one.question}\nSolution: {one.solution}" for one in list(exercises)[:MAX_EXAMPLES]]
    return "\n\n".join(shown)
