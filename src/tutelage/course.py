"""Stage 2: the plan of a course, and its carrying out: textbook, exam, exercises, constructed errors.

The order matters: the exam is drawn after the textbook, so that no question stands in it, and before the exercises, so
that none of them is an exam question.
"""

from __future__ import annotations

from collections.abc import Mapping

from tutelage.config import CourseConfig
from tutelage.progress import Progress
from tutelage.records import Course, Origin, Request, RequestKind, SkillGraph, Written, content_id
from tutelage.seeds import derive
from tutelage.teacher import Counting, Teacher
from tutelage.writing import Desk, write


def write_course(graph: SkillGraph, teacher: Teacher, config: CourseConfig, seed: int, progress: Progress) -> Course:
    """Everything the student is taught with, checked.

    Raises `ValueError` if not one exercise or not one exam question was accepted: there is nothing to teach then.
    """
    room = _room(graph, teacher, config)
    lessons = plan(graph, config, seed, RequestKind.LESSON)
    textbook = _write(lessons, teacher, Desk(graph), config, label="textbook", progress=progress)
    questions = plan(graph, config, seed, RequestKind.EXERCISES, Origin.EXAM, room=room)
    desk = Desk(graph, textbook=textbook.lessons)
    exam = _write(questions, teacher, desk, config, label="exam", progress=progress)
    desk = Desk(graph, held_out=exam.exercises)
    exercises = plan(graph, config, seed, RequestKind.EXERCISES, room=room)
    practice = _write(exercises, teacher, desk, config, label="exercises", progress=progress)
    errors = plan(graph, config, seed, RequestKind.MISCONCEPTIONS, Origin.MISCONCEPTION)
    ruler = _write(errors, teacher, desk, config, label="constructed errors", progress=progress)
    for what, written in (("exercise", practice), ("exam question", exam)):
        if not written.exercises:
            reasons = sorted(
                {reason for account in written.accounts for reason in (account.rejected | account.failures)}
            )
            raise ValueError(f"no {what} of the teacher was accepted ({', '.join(reasons) or 'none was written'})")
    parts = (textbook, exam, practice, ruler)
    return Course(
        lessons=textbook.lessons,
        exercises=practice.exercises,
        misconceptions=ruler.exercises,
        exam=exam.exercises,
        rejected=tuple(item for part in parts for item in part.rejected),
        accounts=tuple(account for part in parts for account in part.accounts),
    )


def plan(
    graph: SkillGraph,
    config: CourseConfig,
    seed: int,
    kind: RequestKind,
    origin: Origin = Origin.COURSE,
    *,
    room: Mapping[str, int] | None = None,
) -> list[Request]:
    """One request per skill, in teaching order. `room` holds, for skills with few distinct exercises, how many."""
    numbers = {
        Origin.COURSE: config.exercises_per_skill,
        Origin.EXAM: config.exam_questions_per_skill,
        Origin.MISCONCEPTION: config.misconceptions_per_skill,
    }
    number = 1 if kind is RequestKind.LESSON else numbers[origin]
    if number == 0:
        return []
    return [
        Request(
            id=content_id("req", str(seed), kind, origin, skill.id),
            kind=kind,
            skills=(skill.id,),
            number=_at_most(number, origin, config, (room or {}).get(skill.id)),
            difficulties=config.difficulties,
            origin=origin,
            seed=derive(seed, kind, origin, skill.id),
        )
        for skill in graph.skills
    ]


def _at_most(number: int, origin: Origin, config: CourseConfig, room: int | None) -> int:
    """At most a quarter of what exists goes to the exam, and three fifths of what the constructed errors leave to
    practice: the last ones are found only by drawing very often, and adaptation wants some, too."""
    if room is None or origin not in (Origin.EXAM, Origin.COURSE):
        return number
    exam = min(config.exam_questions_per_skill, max(1, room // 4))
    return (
        exam if origin is Origin.EXAM else min(number, max(1, (room - exam - config.misconceptions_per_skill) * 3 // 5))
    )


def _room(graph: SkillGraph, teacher: Teacher, config: CourseConfig) -> dict[str, int]:
    """How many distinct exercises there are, for the skills where a teacher knows that they are few."""
    if not isinstance(teacher, Counting):
        return {}
    counts = {skill.id: teacher.distinct(skill.id, config.difficulties) for skill in graph.skills}
    return {skill: count for skill, count in counts.items() if count is not None}


def _write(
    requests: list[Request], teacher: Teacher, desk: Desk, config: CourseConfig, *, label: str, progress: Progress
) -> Written:
    return write(requests, teacher, desk, max_drafts=config.max_drafts, label=label, progress=progress)
