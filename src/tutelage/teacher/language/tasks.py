"""How requests are put to a language model, one class for each class of request.

A task owns everything that is specific to its class of request: how it is split into calls, the variables of its
prompt, the form of the answer, and how drafts are read from the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from tutelage.grading.languages import language_of
from tutelage.records import (
    ArrangeRequest,
    ComposedRequest,
    DecomposeRequest,
    ExercisesRequest,
    Judgement,
    JudgeRequest,
    Lesson,
    LessonRequest,
    Marking,
    MarkRequest,
    MisconceptionsRequest,
    PointVerdict,
    Proposal,
    Record,
    RewriteRequest,
    RewriteStyle,
    SimilarRequest,
    Solution,
    SolveRequest,
    content_id,
)
from tutelage.teacher.language.drafts import (
    bare_answer,
    with_answer,
)
from tutelage.teacher.language.exercise_tasks import ComposedTask, ExercisesTask, MisconceptionsTask, SimilarTask
from tutelage.teacher.language.forms import (
    AnswerSpec,
    ArrangedForm,
    JudgementForm,
    LessonForm,
    MarksForm,
    PartsForm,
    SolutionForm,
)
from tutelage.teacher.language.sections import section
from tutelage.teacher.language.skills import SkillLookup
from tutelage.teacher.language.task import FORM, MAX_PASSAGES, SKILL, TAUGHT, RequestPart, Task, described

_HEADING_MARKS = re.compile(
    r"^[ \t]*(?:#{1,6}[ \t]+)?(?P<bold>\*\*|__)?(?P<text>[^*_\n]+)(?(bold)(?P=bold))", re.MULTILINE
)

STYLES: Mapping[RewriteStyle, str] = {
    RewriteStyle.EXPLANATION: "an explanation in plain words, for somebody who reads it for the first time",
    RewriteStyle.QUESTIONS: "questions and answers: each question can be understood without the passage",
    RewriteStyle.SUMMARY: "a summary: its rules and facts, the most important first",
    RewriteStyle.CASE: "a case: somebody (without a name) meets a situation that the passage decides, and what follows",
}


class LessonTask(Task[LessonRequest, LessonForm]):
    """A section of the textbook."""

    form = LessonForm
    variables = SKILL | TAUGHT | {"avoid": "why earlier drafts were refused; may be empty"} | FORM

    def shown(self, part: RequestPart[LessonRequest], skills: SkillLookup) -> dict[str, str]:
        skill = part.request.skill
        return described(skill, skills) | {"taught": skills.taught(skill), "avoid": part.request.avoid}

    def read(self, answer: LessonForm, part: RequestPart[LessonRequest], skills: SkillLookup) -> tuple[Lesson, ...]:
        # Many models cannot leave headings out; a line without its marks does no harm, and a call costs more.
        text = _HEADING_MARKS.sub(r"\g<text>", answer.text)
        request = part.request
        return (section(skills.graph, request.skill, text, plain_english=not request.language),)


class RewriteTask(Task[RewriteRequest, LessonForm]):
    """A passage in other words."""

    form = LessonForm
    variables: ClassVar[Mapping[str, str]] = {
        "skill": "name of the skill",
        "style": "what the rewrite is to be",
        "passages": "the text that is rewritten",
        "avoid": "why earlier drafts were refused; may be empty",
        **FORM,
    }

    def shown(self, part: RequestPart[RewriteRequest], skills: SkillLookup) -> dict[str, str]:
        request = part.request
        return {
            "skill": skills.graph.skill(request.skill).name,
            "style": STYLES[request.style],
            "passages": request.text[:MAX_PASSAGES],
            "avoid": request.avoid,
        }

    def read(self, answer: LessonForm, part: RequestPart[RewriteRequest], skills: SkillLookup) -> tuple[Lesson, ...]:
        text, skill = _HEADING_MARKS.sub(r"\g<text>", answer.text).strip(), part.request.skill
        return (Lesson(id=content_id("rw", skill, text), skill=skill, title=skills.graph.skill(skill).name, text=text),)


class DecomposeTask(Task[DecomposeRequest, PartsForm]):
    """The parts of a skill."""

    form = PartsForm
    variables: ClassVar = {
        "topic": "name of the skill to decompose",
        "number": "how many sub-skills at most",
        "context": "the syllabus around it",
        **FORM,
    }

    def parts(self, request: DecomposeRequest, per_call: int) -> Iterator[RequestPart[DecomposeRequest]]:
        yield RequestPart(request, number=0)

    def shown(self, part: RequestPart[DecomposeRequest], skills: SkillLookup) -> dict[str, str]:
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
    """The order of headings, and what each needs."""

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

    def shown(self, part: RequestPart[ArrangeRequest], skills: SkillLookup) -> dict[str, str]:
        request = part.request
        numbered = enumerate(zip(request.passages, request.headings, strict=True), start=1)
        shown = "\n\n".join(f'Passage {n}, now under "{heading}":\n{one.text}' for n, (one, heading) in numbered)
        said = {"part": request.part, "context": request.context, "passages": shown}
        return {name: text[:MAX_PASSAGES] for name, text in said.items()} | {"number": str(request.at_most)}

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
    """The solution of a question, whose answer is not shown."""

    form = SolutionForm
    variables: ClassVar = {
        "question": "the question alone",
        "reference": "what is taught about its skill; may be empty",
        **FORM,
    }

    def parts(self, request: SolveRequest, per_call: int) -> Iterator[RequestPart[SolveRequest]]:
        yield from (RequestPart(request, index) for index in range(request.number))

    def shown(self, part: RequestPart[SolveRequest], skills: SkillLookup) -> dict[str, str]:
        return {"question": part.request.exercise.question, "reference": part.request.reference}

    def read(self, answer: SolutionForm, part: RequestPart[SolveRequest], skills: SkillLookup) -> tuple[Solution, ...]:
        found = bare_answer(answer.answer, part.request.exercise.checker)
        return (Solution(text=with_answer(answer.solution, found)),)


class JudgeTask(Task[JudgeRequest, JudgementForm]):
    """A judgement of a worked solution."""

    form = JudgementForm
    variables: ClassVar = {
        "question": "the question",
        "solution": "the worked solution",
        "reference": "what is taught about its skill; may be empty",
        **FORM,
    }
    sampled = False

    def shown(self, part: RequestPart[JudgeRequest], skills: SkillLookup) -> dict[str, str]:
        exercise = part.request.exercise
        return {
            "question": exercise.question,
            "solution": exercise.solution,
            "reference": part.request.reference,
        }

    def read(
        self, answer: JudgementForm, part: RequestPart[JudgeRequest], skills: SkillLookup
    ) -> tuple[Judgement, ...]:
        return (Judgement(right=answer.right, reason=answer.reason, answer=answer.answer),)


class MarkTask(Task[MarkRequest, MarksForm]):
    """Which points of a rubric a reply meets."""

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

    def shown(self, part: RequestPart[MarkRequest], skills: SkillLookup) -> dict[str, str]:
        request, exercise = part.request, part.request.exercise
        points = [exercise.rubric[index] for index in request.order]
        lines = (
            f"{number}. {_one_line(point.text)}" + (f" Met by: {_one_line(point.met)}" if point.met else "")
            for number, point in enumerate(points, start=1)
        )
        return {
            "question": exercise.question,
            "solution": exercise.solution,
            "points": "\n".join(lines),
            "answer": request.reply,
            "reference": request.reference,
        }

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


def _one_line(text: str) -> str:
    return " ".join(text.split())


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
