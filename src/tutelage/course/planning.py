"""What a course is to have: how many exercises, questions and constructed errors of every skill, and in which forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any, Literal

from tutelage.config import CourseConfig
from tutelage.course.held_out import trained_forms
from tutelage.records import (
    ExercisesRequest,
    LessonRequest,
    MisconceptionsRequest,
    Origin,
    RequestKind,
    SkillForms,
    SkillGraph,
    content_id,
)
from tutelage.seeds import derive
from tutelage.teacher import ExerciseCounter, Pools, Teacher

Planned = Literal[Origin.COURSE, Origin.EXAM, Origin.DEVELOPMENT]
"""What a course's exercises are asked for."""


def plan_lessons(
    graph: SkillGraph, seed: int, language: str = "", forms: Sequence[SkillForms] = ()
) -> list[LessonRequest]:
    """One section per skill, in teaching order; `forms` are those that are held out."""
    trained = trained_forms(forms)
    return [
        LessonRequest(
            **_identity(RequestKind.LESSON, Origin.COURSE, skill.id, seed),
            language=language,
            forms=trained.get(skill.id, ()),
        )
        for skill in graph.skills
    ]


def plan_exercises(
    graph: SkillGraph,
    config: CourseConfig,
    seed: int,
    origin: Planned = Origin.COURSE,
    *,
    counts: Mapping[str, int | Pools] | None = None,
    development: int = 0,
    forms: Sequence[SkillForms] = (),
) -> list[ExercisesRequest]:
    """Exercises, or questions of the exam or of the development exam, for every skill in teaching order. `counts` says,
    for skills with few distinct exercises, how many there are; `development` is the size of the development exam, per
    skill. Half of the exam's questions have the `forms` that are held out; all else has the others."""
    trained, held_out = trained_forms(forms), {each.skill: each.held_out for each in forms}
    requests = []
    for skill in graph.skills:
        number = _numbers(config, development, (counts or {}).get(skill.id))[origin]
        new = number // 2 if origin is Origin.EXAM and skill.id in held_out else 0
        request = ExercisesRequest(
            **_identity(RequestKind.EXERCISES, origin, skill.id, seed),
            number=number - new,
            difficulties=config.difficulties,
            forms=trained.get(skill.id, config.forms),
            settings=config.settings,
            language=config.language,
            origin=origin,
        )
        requests.append(request)
        if new:
            other = {
                "id": content_id("req", request.id, "new forms"),
                "seed": derive(request.seed, "new forms"),
                "number": new,
                "forms": held_out[skill.id],
                "new_forms": True,
            }
            requests.append(request.model_copy(update=other))
    return [request for request in requests if request.number]


def plan_misconceptions(
    graph: SkillGraph,
    config: CourseConfig,
    seed: int,
    counts: Mapping[str, int | Pools] | None = None,
    forms: Sequence[SkillForms] = (),
) -> list[MisconceptionsRequest]:
    """Constructed errors for every skill in teaching order; none if the recipe asks for none, nor for skills of which
    `counts` says that there are no exercises. They have no form that is held out."""
    trained = trained_forms(forms)
    numbers = {skill.id: _errors(config, (counts or {}).get(skill.id)) for skill in graph.skills}
    return [
        MisconceptionsRequest(
            **_identity(RequestKind.MISCONCEPTIONS, Origin.MISCONCEPTION, skill.id, seed),
            number=numbers[skill.id],
            difficulties=config.difficulties,
            forms=trained.get(skill.id, config.forms),
            settings=config.settings,
            language=config.language,
        )
        for skill in graph.skills
        if numbers[skill.id]
    ]


def distinct_counts(graph: SkillGraph, teacher: Teacher, config: CourseConfig) -> dict[str, int | Pools]:
    """How many distinct exercises there are, for the skills where the teacher knows that there are few."""
    if not isinstance(teacher, ExerciseCounter):
        return {}
    counts = {skill.id: teacher.distinct(skill.id, config.difficulties) for skill in graph.skills}
    return {skill: count for skill, count in counts.items() if count is not None}


def _identity(kind: RequestKind, origin: Origin, skill: str, seed: int) -> dict[str, Any]:
    """Id, seed and skill of a request of the first plan."""
    return {
        "id": content_id("req", str(seed), kind, origin, skill),
        "seed": derive(seed, kind, origin, skill),
        "skill": skill,
    }


def _errors(config: CourseConfig, count: int | Pools | None) -> int:
    """How many constructed errors to ask for of a skill with `count` distinct exercises."""
    if isinstance(count, Pools):
        return min(config.misconceptions_per_skill, count.errors)
    return 0 if count == 0 else config.misconceptions_per_skill


def _numbers(config: CourseConfig, development: int, count: int | Pools | None) -> dict[Planned, int]:
    """How many to ask for of a skill, where there are only `count` distinct ones. The exam gets at most a quarter of
    them, the development exam a twentieth, and practice three fifths of what these and the constructed errors leave:
    the last ones are found only after very many draws, and adaptation needs some, too. Of a teacher that keeps them
    apart itself, each gets its own, and practice three quarters of them at first."""
    if count == 0:
        return {Origin.EXAM: 0, Origin.DEVELOPMENT: 0, Origin.COURSE: 0}
    exam, exercises = config.exam_questions_per_skill, config.exercises_per_skill
    if isinstance(count, Pools):
        exam = min(exam, count.exam)
        development = min(development, count.development)
        exercises = min(exercises, ceil(count.course * 3 / 4))
    elif count is not None:
        exam = min(exam, max(1, count // 4))
        development = min(development, count // 20)
        exercises = min(exercises, max(1, (count - exam - development - config.misconceptions_per_skill) * 3 // 5))
    return {Origin.EXAM: exam, Origin.DEVELOPMENT: development, Origin.COURSE: exercises}
