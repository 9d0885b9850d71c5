"""How requests for exercises are put to a language model: of one skill or two, after others, or with a mistake."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, ClassVar, TypeVar

from tutelage.grading.languages import language_of, plain
from tutelage.records import (
    Checker,
    ComposedRequest,
    Exercise,
    ExerciseRequest,
    ExercisesRequest,
    MisconceptionsRequest,
    Passage,
    Point,
    SimilarRequest,
)
from tutelage.teacher.documents.evidence import cite
from tutelage.teacher.language.drafts import (
    answer_alone,
    as_choice,
    checker_for,
    solution_text,
    verifiable,
)
from tutelage.teacher.language.forms import (
    AnswerSpec,
    ExerciseItem,
    ExercisesForm,
    MistakeItem,
    MistakesForm,
    OpenExercisesForm,
    OpenItem,
)
from tutelage.teacher.language.skills import SkillLookup
from tutelage.teacher.language.task import FORM, MAX_PASSAGES, SKILL, TAUGHT, RequestPart, Task, described
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

E = TypeVar("E", bound=ExerciseRequest)
X = TypeVar("X", bound=ExercisesForm | MistakesForm)


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

    def shown(self, part: RequestPart[E], skills: SkillLookup) -> dict[str, str]:
        request = part.request
        return described(request.skill, skills) | {
            "avoid": request.avoid,
            "passages": passages_text(skills.passages_of(request.skills)),
            "number": str(part.number),
            "rules": "\n".join(filter(None, map(skills.rules, request.skills))),
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
        rubric = _rubric(item)
        answer = item.answer if rubric else answer_alone(item.answer, item.question)
        compared = plain(answer, request.language)
        used = [skills.named(step.skill, request.skills) for step in item.steps]
        solution = solution_text(
            [(skills.name(skill), step.text) for skill, step in zip(used, item.steps, strict=True)],
            answer,
            label,
        )
        if request.skill not in used and not isinstance(request, ComposedRequest):
            # Even if the steps only name what the skill builds on, they solve an exercise about the skill.
            solution = f"{skills.name(request.skill)}:\n{solution}"
        offered = item.choices if isinstance(item, ExerciseItem) else ()
        offered = () if rubric else offered
        choice = as_choice(item.question, solution, answer, offered, name=request.id, turn=turn, label=label)
        return Exercise.of(
            skill=request.skill,
            skills=skills.ordered({*used, *request.skills} - {""}),
            question=choice.question if choice else item.question,
            solution=choice.solution if choice else solution,
            answer=choice.letter if choice else answer,
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
    """New exercises of a skill."""

    form = ExercisesForm
    variables = SKILL | WRITING | LEVEL | TAUGHT

    def shown(self, part: RequestPart[ExercisesRequest], skills: SkillLookup) -> dict[str, str]:
        return super().shown(part, skills) | {"taught": skills.taught(part.request.skill)}


class SimilarTask(_ExerciseTask[SimilarRequest, ExercisesForm]):
    """Exercises like given ones."""

    form = ExercisesForm
    alike = True
    variables = SKILL | WRITING | LEVEL | {"examples": "the exercises to write after"}

    def shown(self, part: RequestPart[SimilarRequest], skills: SkillLookup) -> dict[str, str]:
        return super().shown(part, skills) | {"examples": _examples(part.request.examples)}


class ComposedTask(_ExerciseTask[ComposedRequest, ExercisesForm]):
    """Exercises that need two skills."""

    form = ExercisesForm
    variables: ClassVar = {
        "skill": "name of the upper skill",
        "description": "its description; may be empty",
        "lower": "name of the lower skill",
        "lower_description": "its description; may be empty",
        "examples": "an easy exercise of each; may be empty",
        **WRITING,
    }

    def shown(self, part: RequestPart[ComposedRequest], skills: SkillLookup) -> dict[str, str]:
        lower = skills.skills[part.request.lower]
        return super().shown(part, skills) | {
            "lower": lower.name,
            "lower_description": skills.description(lower.id),
            "examples": _examples(part.request.examples),
        }


class MisconceptionsTask(_ExerciseTask[MisconceptionsRequest, MistakesForm]):
    """Exercises whose solution goes wrong in a typical way."""

    form = MistakesForm
    errors = True
    variables = SKILL | WRITING | LEVEL


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


def passages_text(passages: Iterable[Passage]) -> str:
    """Passages as a prompt shows them, cut."""
    return "\n\n".join(f"{' > '.join(one.trail)}\n{one.text}" for one in passages)[:MAX_PASSAGES]


def _rubric(item: ExerciseItem | MistakeItem) -> tuple[Point, ...]:
    """The points of an exercise with an open answer; none of any other."""
    points = item.points if isinstance(item, OpenItem) else ()
    return tuple(Point(text=point.text, met=point.met, weight=point.weight) for point in points)


def _examples(exercises: Iterable[Exercise]) -> str:
    shown = [f"Question: {one.question}\nSolution: {one.solution}" for one in list(exercises)[:MAX_EXAMPLES]]
    return "\n\n".join(shown)
