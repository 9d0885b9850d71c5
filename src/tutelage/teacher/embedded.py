"""The teacher that comes with Tutelage: it knows its subjects from the project's own generators."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator, Sequence

from tutelage.errors import TeacherError
from tutelage.executor import Executor, Local
from tutelage.records import Exercise, Judgement, Proposal, Reply, Request, RequestKind, SkillGraph
from tutelage.seeds import rng
from tutelage.subjects import Draft, Subject, statements
from tutelage.teacher.language.sections import section

SAMPLES = 24
"""Solutions that are looked at to find out which other skills a skill uses."""


class EmbeddedTeacher:
    """Answers requests from a subject's generators; the same request always gets the same reply."""

    def __init__(self, subject: Subject, graph: SkillGraph, title: str = "", executor: Executor | None = None) -> None:
        self.subject = subject
        self.executor = executor or Local()
        self.title = title
        self.graph = graph
        # What a syllabus takes for granted a solution still uses, but it is no skill of this graph.
        self.taught = {skill.id for skill in graph.skills}
        for skill in graph.skills:
            if skill.id not in subject.skills:
                near = difflib.get_close_matches(skill.id, subject.skills, n=1)
                hint = f"did you mean '{near[0]}'?" if near else f"it knows: {', '.join(subject.skills)}"
                raise TeacherError(f"the embedded teacher does not know the skill '{skill.id}', {hint}")

    def answer(self, requests: Sequence[Request]) -> Iterator[Reply]:
        return self.executor.map(self._reply, requests)

    def combines(self, lower: str, upper: str) -> bool:
        return self.subject.composed(lower, upper, rng(0, "combines", lower, upper)) is not None

    def distinct(self, skill: str, difficulties: Sequence[int]) -> int | None:
        """See `tutelage.teacher.Counting`: the difficulties come in turn, so the smallest pool sets the limit."""
        pools = [self.subject.distinct(skill, difficulty) for difficulty in difficulties]
        return min((pool * len(pools) for pool in pools if pool is not None), default=None)

    def _reply(self, request: Request) -> Reply:
        match request.kind:
            case RequestKind.LESSON:
                return self._lesson(request)
            case RequestKind.DECOMPOSE:
                return self._decompose(request)
            case RequestKind.JUDGE:
                return judged(request)
            case RequestKind.SOLVE:
                return Reply(request=request.id, failure="the embedded teacher solves nothing: it recomputes answers")
        return self._exercises(request)

    def _lesson(self, request: Request) -> Reply:
        (skill_id,) = request.skills
        text = self.subject.lesson(skill_id, rng(request.seed, "lesson"))
        return Reply(request=request.id, lessons=(section(self.graph, skill_id, text),))

    def _decompose(self, request: Request) -> Reply:
        """Sub-skills of a skill are those that its own solutions use; those of the subject are all its skills."""
        topic = request.topic.casefold()
        skill_id = next((i for i, name in self.subject.skills.items() if topic in (i, name.casefold())), "")
        if skill_id:
            shares = self._used(skill_id)
        elif self.title and topic == self.title.casefold():
            shares = dict.fromkeys(self.subject.skills, 1.0)
        else:
            return Reply(request=request.id, failure=f"no skill of the subject is called '{request.topic}'")
        best = sorted(shares, key=lambda skill: -shares[skill])[: request.number]
        return Reply(request=request.id, proposals=tuple(self._proposal(skill, shares[skill]) for skill in best))

    def _proposal(self, skill_id: str, share: float) -> Proposal:
        names = self.subject.skills
        return Proposal(
            id=skill_id,
            name=names[skill_id],
            needs=tuple(names[need] for need in self._used(skill_id)),
            confidence=share,
        )

    def _used(self, skill_id: str) -> dict[str, float]:
        """Other skill -> share of some solutions that use it."""
        counts: Counter[str] = Counter()
        for index in range(SAMPLES):
            draft = self.subject.exercise(skill_id, 1 + index % 3, rng(0, "used", skill_id, index))
            counts.update(set(draft.skills) - {skill_id})
        order = {skill: place for place, skill in enumerate(self.subject.skills)}
        return {skill: counts[skill] / SAMPLES for skill in sorted(counts, key=order.__getitem__)}

    def _exercises(self, request: Request) -> Reply:
        exercises = []
        for index in range(request.number):
            difficulty = request.difficulties[index % len(request.difficulties)]
            draft = self._draft(request, difficulty, index)
            if draft is None:
                return Reply(
                    request=request.id, failure=f"'{request.skills[0]}' and '{request.skills[1]}' do not combine"
                )
            exercises.append(self._exercise(draft, request, difficulty))
        return Reply(request=request.id, exercises=tuple(exercises))

    def _draft(self, request: Request, difficulty: int, index: int) -> Draft | None:
        source = rng(request.seed, request.kind, index)
        if request.kind is RequestKind.COMPOSED:
            return self.subject.composed(request.skills[0], request.skills[1], source)
        if request.kind is RequestKind.MISCONCEPTIONS:
            return self.subject.misconception(request.skills[0], difficulty, source)
        return self.subject.exercise(request.skills[0], difficulty, source)

    def _exercise(self, draft: Draft, request: Request, difficulty: int) -> Exercise:
        return Exercise.of(
            skill=request.skills[-1],
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
            parents=tuple(parent.id for parent in request.parents),
            misconception=draft.misconception,
        )


def judged(request: Request) -> Reply:
    """Whether an exercise is right by its own formal statement."""
    (exercise,) = request.parents
    try:
        holds = bool(exercise.formal) and statements.holds(exercise)
    except ValueError as error:
        return Reply(request=request.id, failure=str(error))
    if not exercise.formal:
        return Reply(request=request.id, failure="the exercise has no formal statement")
    reason = "recomputed" if holds else f"the answer does not fulfil {exercise.formal}"
    return Reply(request=request.id, judgements=(Judgement(right=holds, reason=reason),))
