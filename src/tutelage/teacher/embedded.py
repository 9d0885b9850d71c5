"""The teacher that comes with Tutelage: it knows its subjects from the project's own generators."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import assert_never

from tutelage.config import TeacherConfig
from tutelage.errors import TeacherError
from tutelage.executor import Executor, Local
from tutelage.records import (
    ArrangeRequest,
    ComposedRequest,
    DecomposeRequest,
    Exercise,
    ExerciseRequest,
    ExercisesRequest,
    Judgement,
    JudgeRequest,
    LessonRequest,
    MarkRequest,
    MisconceptionsRequest,
    Mistake,
    Origin,
    Proposal,
    Reply,
    Request,
    RequestKind,
    RewriteRequest,
    SimilarRequest,
    SkillGraph,
    SolveRequest,
)
from tutelage.seeds import rng
from tutelage.subjects import Diagnostic, Draft, Formed, QuestionForm, Subject, Typeset, statements
from tutelage.subjects.registry import SUBJECTS
from tutelage.teacher.kinds import Notation, TeacherKind, TeacherSetup
from tutelage.teacher.language.sections import section
from tutelage.teacher.protocol import TRUSTED

SAMPLES = 24
"""Solutions that are sampled to find out which other skills a skill uses."""

NAMED = 5
"""Skills that an error names."""
CLOSE = 0.75
"""Likeness of two ids, from 0 to 1, from which one may be a slip of the pen for the other."""

_CANNOT = {
    RequestKind.REWRITE: "the embedded teacher does not rewrite documents",
    RequestKind.ARRANGE: "the embedded teacher does not read documents",
    RequestKind.MARK: "the embedded teacher cannot mark open answers",
    RequestKind.SOLVE: "the embedded teacher solves nothing: it recomputes answers",
}


class EmbeddedTeacher:
    """Answers requests from a subject's generators; the same request always gets the same reply."""

    checks = TRUSTED._replace(solves=False, marks=False)

    def __init__(self, subject: Subject, graph: SkillGraph, title: str = "", executor: Executor | None = None) -> None:
        self.subject = subject
        self.executor = executor or Local()
        self.title = title
        self.graph = graph
        # A solution may also use skills that the syllabus takes for granted; they are not in this graph.
        self.taught = {skill.id for skill in graph.skills}
        for skill in graph.skills:
            if skill.id not in subject.skills:
                near = difflib.get_close_matches(skill.id, subject.skills, n=1, cutoff=CLOSE)
                known = list(subject.skills)
                some = f"only {', '.join(known[:NAMED])}" + (f" and {len(known) - NAMED} more" if known[NAMED:] else "")
                hint = (
                    f"did you mean '{near[0]}'?" if near else f"{some}: name another 'teacher' for skills of your own"
                )
                raise TeacherError(f"the embedded teacher does not know the skill '{skill.id}', {hint}")

    def answer(self, requests: Sequence[Request]) -> Iterator[Reply]:
        return self.executor.map(self._reply, requests)

    def combinations(self, skills: Sequence[str]) -> Iterable[tuple[str, str]]:
        return self.subject.pairs(skills)

    def distinct(self, skill: str, difficulties: Sequence[int]) -> int | None:
        """See `tutelage.teacher.ExerciseCounter`. The difficulties alternate, so the smallest pool sets the limit."""
        pools = [self.subject.distinct(skill, difficulty) for difficulty in difficulties]
        return min((pool * len(pools) for pool in pools if pool is not None), default=None)

    def forms(self, skill: str) -> tuple[QuestionForm, ...]:
        """See `tutelage.teacher.FormTeacher`."""
        return self.subject.forms(skill) if isinstance(self.subject, Formed) else ()

    def _reply(self, request: Request) -> Reply:
        with SUBJECTS.using(self.title):
            return self._answer(request)

    def _answer(self, request: Request) -> Reply:
        match request:
            case LessonRequest():
                return self._lesson(request)
            case ExercisesRequest() | SimilarRequest() | ComposedRequest() | MisconceptionsRequest():
                return self._exercises(request)
            case DecomposeRequest():
                return self._decompose(request)
            case JudgeRequest():
                return judge_formally(request)
            case RewriteRequest() | ArrangeRequest() | MarkRequest() | SolveRequest():
                return Reply(request=request.id, failure=_CANNOT[request.kind])
        assert_never(request)

    def _lesson(self, request: LessonRequest) -> Reply:
        subject, source = self.subject, rng(request.seed, "lesson")
        forms = self._known(request.skill, request.forms)
        text = (
            subject.lesson(request.skill, source, forms)
            if isinstance(subject, Formed)
            else subject.lesson(request.skill, source)
        )
        return Reply(request=request.id, drafts=(section(self.graph, request.skill, text),))

    def _decompose(self, request: DecomposeRequest) -> Reply:
        """Sub-skills of a skill are the skills that its solutions use; sub-skills of the subject are all its skills."""
        topic = request.topic.casefold()
        skill_id = next((i for i, name in self.subject.skills.items() if topic in (i, name.casefold())), "")
        if skill_id:
            shares = self._used(skill_id)
        elif self.title and topic == self.title.casefold():
            shares = dict.fromkeys(self.subject.skills, 1.0)
        else:
            return Reply(request=request.id, failure=f"no skill of the subject is called '{request.topic}'")
        best = sorted(shares, key=lambda skill: -shares[skill])[: request.at_most]
        return Reply(request=request.id, drafts=tuple(self._proposal(skill, shares[skill]) for skill in best))

    def _proposal(self, skill_id: str, share: float) -> Proposal:
        names = self.subject.skills
        return Proposal(
            id=skill_id,
            name=names[skill_id],
            needs=tuple(names[need] for need in self._used(skill_id)),
            confidence=share,
        )

    def _used(self, skill_id: str) -> dict[str, float]:
        """Other skill -> share of the sampled solutions that use it."""
        counts: Counter[str] = Counter()
        for index in range(SAMPLES):
            draft = self.subject.exercise(skill_id, 1 + index % 3, rng(0, "used", skill_id, index))
            counts.update(set(draft.skills) - {skill_id})
        order = {skill: index for index, skill in enumerate(self.subject.skills)}
        return {skill: counts[skill] / SAMPLES for skill in sorted(counts, key=order.__getitem__)}

    def _exercises(self, request: ExerciseRequest) -> Reply:
        exercises = []
        for index in range(request.number):
            difficulty = 1
            if not isinstance(request, ComposedRequest):
                difficulty = request.difficulties[index % len(request.difficulties)]
            draft = self._draft(request, difficulty, index)
            if draft is None:
                return Reply(request=request.id, failure=f"{' and '.join(map(repr, request.skills))} do not combine")
            mistakes = self._mistakes(request, difficulty, index) if request.origin is Origin.EXAM else ()
            exercises.append(self._exercise(draft, request, difficulty, mistakes))
        return Reply(request=request.id, drafts=tuple(exercises))

    def _draft(self, request: ExerciseRequest, difficulty: int, index: int) -> Draft | None:
        source, subject = rng(request.seed, request.kind, index), self.subject
        if isinstance(request, ComposedRequest):
            return subject.composed(request.lower, request.skill, source)
        wrong = isinstance(request, MisconceptionsRequest)
        if isinstance(subject, Formed):
            make = subject.misconception if wrong else subject.exercise
            return make(request.skill, difficulty, source, self._known(request.skill, request.forms))
        return (subject.misconception if wrong else subject.exercise)(request.skill, difficulty, source)

    def _known(self, skill: str, forms: Sequence[str]) -> tuple[str, ...]:
        """Those of the forms that the skill has: a recipe names forms of language models, too."""
        names = {form.name for form in self.forms(skill)}
        return tuple(form for form in forms if form in names)

    def _mistakes(self, request: ExerciseRequest, difficulty: int, index: int) -> tuple[Mistake, ...]:
        """The wrong answers to the question that the same arguments draw, and where they come from."""
        if not isinstance(self.subject, Diagnostic) or not isinstance(request, ExercisesRequest):
            return ()
        source, forms = rng(request.seed, request.kind, index), self._known(request.skill, request.forms)
        found = self.subject.wrong_answers(request.skill, difficulty, source, forms)
        return tuple(Mistake(answer=answer, misconception=why) for answer, why in found.items())

    def _exercise(
        self, draft: Draft, request: ExerciseRequest, difficulty: int, mistakes: tuple[Mistake, ...]
    ) -> Exercise:
        return Exercise.of(
            skill=request.skill,
            skills=tuple(skill for skill in draft.skills if skill in self.taught),
            question=draft.question,
            solution=draft.solution,
            answer=draft.answer,
            formal=draft.formal,
            checker=draft.checker,
            choices=draft.choices,
            accepted=draft.accepted,
            difficulty=difficulty,
            origin=request.origin,
            parents=request.parents,
            misconception=draft.misconception,
            corrected=draft.corrected,
            mistakes=mistakes,
            form=draft.form,
            new_form=isinstance(request, ExercisesRequest) and request.new_forms,
        )


def judge_formally(request: JudgeRequest) -> Reply:
    """Whether an exercise is right according to its own formal statement."""
    exercise = request.exercise
    if not exercise.formal:
        return Reply(request=request.id, failure="the exercise has no formal statement")
    try:
        holds = statements.holds(exercise)
    except ValueError as error:
        return Reply(request=request.id, failure=str(error))
    reason = "recomputed" if holds else f"the answer does not fulfil {exercise.formal}"
    return Reply(request=request.id, drafts=(Judgement(right=holds, reason=reason),))


class EmbeddedKind(TeacherKind):
    """The kind `embedded`: a subject's own generators, in this process."""

    exercise_tokens = 55
    arranges = False
    cost = "The embedded teacher runs in this process and costs nothing."
    rewrites = False

    def check(self, config: TeacherConfig, notation: Notation) -> None:
        if notation == "latex" and not isinstance(SUBJECTS.get(config.subject), Typeset):
            raise TeacherError(f"the subject '{config.subject}' is not written in LaTeX: leave 'notation' out")
        SUBJECTS.get(config.subject)

    def make(self, config: TeacherConfig, setup: TeacherSetup) -> EmbeddedTeacher:
        subject = SUBJECTS.get(config.subject)
        if setup.notation == "latex" and isinstance(subject, Typeset):
            subject = subject.in_latex()
        return EmbeddedTeacher(subject, setup.graph, config.subject, setup.executor)

    def author(self, config: TeacherConfig, quote: Callable[[str], str]) -> str:
        return f"Tutelage's embedded teacher (generators and fact tables, subject {quote(config.subject)})"

    def licences(self, config: TeacherConfig) -> list[str]:
        return ["apache-2.0", "cc-by-4.0"] if config.subject == "social-studies" else ["apache-2.0"]

    def extras(self, config: TeacherConfig) -> list[str]:
        return ["social"] if config.subject == "social-studies" else []


KIND = EmbeddedKind()
