"""The plan of a course, and its carrying out: textbook, exam, exercises, constructed errors.

The order matters: the exam is drawn after the textbook, so that no question stands in it, and before the exercises, so
that none of them is an exam question.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tutelage.config import CourseConfig
from tutelage.course.filter import Desk, read_benchmarks
from tutelage.course.writing import write
from tutelage.errors import CourseError
from tutelage.executor import connect
from tutelage.grading.identity import question_key
from tutelage.progress import Progress, counted
from tutelage.records import Course, Exercise, Origin, Request, RequestKind, SkillGraph, Written, content_id
from tutelage.seeds import derive
from tutelage.storage.store import read_lines
from tutelage.teacher import Counting, Teacher


def write_course(graph: SkillGraph, teacher: Teacher, config: CourseConfig, seed: int, progress: Progress) -> Course:
    """Everything the student is taught with, checked. See `ensure_teachable` for a course that came to nothing."""
    room, executor = _room(graph, teacher, config), connect(config)
    lessons = plan(graph, config, seed, RequestKind.LESSON)
    writing = _Writing(teacher, config, progress)
    textbook = writing.write(lessons, Desk(graph), "textbook")
    writing.sections = {lesson.skill: lesson.text for lesson in textbook.lessons}
    questions = plan(graph, config, seed, RequestKind.EXERCISES, Origin.EXAM, room=room)
    desk = Desk(graph, textbook=textbook.lessons, rules=config.checks, executor=executor)
    exam = writing.write(questions, desk, "exam")
    benchmarks = read_benchmarks(config.checks)
    desk = Desk(graph, held_out=exam.exercises, rules=config.checks, benchmarks=benchmarks, executor=executor)
    exercises = plan(graph, config, seed, RequestKind.EXERCISES, room=room)
    practice = writing.write(exercises, desk, "exercises")
    errors = plan(graph, config, seed, RequestKind.MISCONCEPTIONS, Origin.MISCONCEPTION)
    ruler = writing.write(errors, desk, "constructed errors")
    parts = (textbook, exam, practice, ruler)
    return Course(
        lessons=textbook.lessons,
        exercises=practice.exercises,
        misconceptions=ruler.exercises,
        exam=exam.exercises,
        rejected=tuple(item for part in parts for item in part.rejected),
        accounts=tuple(account for part in parts for account in part.accounts),
    )


def add_exercises(course: Course, graph: SkillGraph, files: Sequence[Path], progress: Progress) -> Course:
    """The course with the exercises of `files` (records of `Exercise`, one a line) in its training set.

    Repetitions, and questions of the exam, are left out. Raises as `read_own_exercises`.
    """
    seen = {question_key(exercise.question) for exercise in (*course.exam, *course.exercises, *course.misconceptions)}
    added, repeated = [], 0
    for exercise in read_own_exercises(graph, files):
        if question_key(exercise.question) in seen:
            repeated += 1
        else:
            seen.add(question_key(exercise.question))
            added.append(exercise)
    if files:
        progress.say(f"  {counted(len(added), 'exercise')} added from files, {repeated} left out: known questions")
    return course.model_copy(update={"exercises": (*course.exercises, *added)})


def read_own_exercises(graph: SkillGraph, files: Sequence[Path]) -> Iterator[Exercise]:
    """The exercises of files. Raises `CourseError` for a file that is not there, and for an exercise of a skill that
    is not in the graph; `TutelageError` for a line that is no exercise."""
    known = {skill.id for skill in graph.skills}
    for path in files:
        if not path.is_file():
            raise CourseError(f"no exercises at {path}: check 'course.also'")
        for exercise in read_lines(path, Exercise):
            if exercise.skill not in known:
                raise CourseError(f"{path}: exercise {exercise.id} is of skill '{exercise.skill}', not in the graph")
            yield exercise


def ensure_teachable(course: Course) -> None:
    """Raise `ValueError`, with the reasons, if not one exercise or not one exam question was accepted."""
    for what, accepted, origin in (
        ("exercise", course.exercises, Origin.COURSE),
        ("exam question", course.exam, Origin.EXAM),
    ):
        if not accepted:
            accounts = [a for a in course.accounts if a.kind is RequestKind.EXERCISES and a.origin is origin]
            reasons = sorted({reason for account in accounts for reason in (account.rejected | account.failures)})
            raise CourseError(
                f"no {what} of the teacher was accepted ({', '.join(reasons) or 'none was written'}): there is nothing "
                "to teach; what was refused is in course/rejected.jsonl of the run folder"
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


class _Writing:
    """What all parts of a course share while they are written."""

    def __init__(self, teacher: Teacher, config: CourseConfig, progress: Progress) -> None:
        self.teacher, self.config, self.progress = teacher, config, progress
        self.sections: dict[str, str] = {}

    def write(self, requests: list[Request], desk: Desk, label: str) -> Written:
        return write(
            requests,
            self.teacher,
            desk,
            max_drafts=self.config.max_drafts,
            label=label,
            progress=self.progress,
            sections=self.sections,
        )


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
