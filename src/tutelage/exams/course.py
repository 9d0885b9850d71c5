"""The held-out exam of a run, for its own students and for any other."""

from __future__ import annotations

from tutelage.config import EvalOptions
from tutelage.errors import ExamError
from tutelage.exams.asking import choose_examples
from tutelage.exams.candidate import Candidate, safe_name
from tutelage.exams.kinds import ExamKind, PreparedExam
from tutelage.exams.question_set import QuestionSet, showable
from tutelage.storage import open_run


def prepare(on: str, candidate: Candidate, options: EvalOptions) -> PreparedExam:
    """Worked examples come from the run's training set. A student of the run itself that was fine-tuned is asked as it
    was trained."""
    run = options.course or candidate.run
    if run is None:
        raise ExamError("the exam 'course' belongs to a run: give the run's folder, or add --course RUN")
    course = open_run.course_of(run)
    asked, count = {question.skill for question in course.exam}, options.worked_examples
    pool = showable(course.exercises, course.exam, options) if count else []
    own = choose_examples(pool, asked, count, options.seed)
    its_own = candidate.run is not None and candidate.run.resolve() == run.resolve()
    exam = QuestionSet(
        name=on if its_own else f"{on}-of-{safe_name(run.resolve().name)}",
        questions=course.exam,
        examples=tuple(tuple(own[question.skill]) for question in course.exam),
        form=not (its_own and candidate.fine_tuned) and not count,
    )
    return exam.prepare(candidate, options.inherit(candidate.exam, "max_new_tokens"))


KIND = ExamKind(prepare)
