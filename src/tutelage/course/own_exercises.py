"""Exercises that a person has brought along (`course.also`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import ValidationError

from tutelage.errors import CourseError, DataError
from tutelage.grading.identity import question_key
from tutelage.progress import Progress, counted
from tutelage.records import Course, Exercise, SkillGraph
from tutelage.storage.rowfiles import strict_rows


def add_exercises(course: Course, graph: SkillGraph, files: Sequence[Path], progress: Progress) -> Course:
    """The course with the exercises of `files` (one `Exercise` record per line) in its training set.

    Repetitions and exam questions are left out. Raises as `read_own_exercises` does.
    """
    seen = {
        question_key(exercise.question) for exercise in (*course.held_out, *course.exercises, *course.misconceptions)
    }
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
    """The exercises of files. Raises `CourseError` for a missing file, and for an exercise of a skill that is not in
    the graph; `TutelageError` for a line that is not an exercise."""
    known = {skill.id for skill in graph.skills}
    for path in files:
        if not path.is_file():
            raise CourseError(f"no exercises at {path}: check 'course.also'")
        for line, row in strict_rows(path):
            try:
                exercise = Exercise.model_validate(row)
            except ValidationError as error:
                first = error.errors()[0]
                where = ".".join(map(str, first["loc"]))
                raise DataError(f"{path} line {line}: {where}: {first['msg']}; see 'tutelage help files'") from None
            if exercise.skill not in known:
                raise CourseError(f"{path}: exercise {exercise.id} is of skill '{exercise.skill}', not in the graph")
            yield exercise
