"""Asking a teacher, as the judge, to mark open answers: every answer twice, with the points in another order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from tutelage.errors import TeacherError
from tutelage.grading import rubric
from tutelage.grading.thinking import without_thinking
from tutelage.records import Charge, Exercise, Marking, MarkRequest, PointMark, content_id
from tutelage.teacher import protocol
from tutelage.teacher.protocol import DraftChecks, Teacher

Answer = tuple[Exercise, str]
"""A question with a rubric, and a reply to it."""
Marks = tuple[PointMark, ...]


def require_judge(teacher: Teacher) -> None:
    """Raise `TeacherError` for a teacher that cannot mark open answers."""
    if not getattr(teacher, "checks", DraftChecks()).marks:
        raise TeacherError(
            "the exam has questions with a rubric, which only a language model can mark: name one as the recipe's "
            "'teacher', or give these questions 'phrases'"
        )


def judge_answers(
    answers: Sequence[Answer],
    teacher: Teacher,
    references: Mapping[str, str],
    *,
    spent: Callable[[str, int, float], None] = lambda question, tokens, usd: None,
    marked: Callable[[], None] = lambda: None,
) -> list[Marks]:
    """The marks of each answer's points. An answer that says nothing meets none, and costs nothing; equal answers to
    one question are marked once. `references` say what is taught about each skill; `spent` is told what a question has
    cost in tokens and dollars, and `marked` whenever a marking has arrived."""
    said = [without_thinking(reply).strip()[: rubric.MAX_CHARS] for _, reply in answers]
    pairs = [
        _requests(exercise, text, references.get(exercise.skill, "")) if text else ()
        for (exercise, _), text in zip(answers, said, strict=True)
    ]
    unique = {request.id: request for pair in pairs for request in pair}
    markings: dict[str, Marking] = {}
    for reply in protocol.answers(teacher, list(unique.values())) if unique else ():
        spent(unique[reply.request].exercise.id, reply.tokens, reply.usd)
        if not isinstance(reply, Charge):
            markings.update((reply.request, marking) for marking in reply.of(Marking))
            marked()
    return [
        rubric.combine(*_both(pair, markings), exercise.rubric, text)
        for (exercise, _), text, pair in zip(answers, said, pairs, strict=True)
    ]


def _both(pair: Iterable[MarkRequest], markings: Mapping[str, Marking]) -> tuple[Marking | None, Marking | None]:
    found = [markings.get(request.id) for request in pair]
    return (found[0], found[1]) if found else (Marking(verdicts=()), Marking(verdicts=()))


def _requests(exercise: Exercise, text: str, reference: str) -> tuple[MarkRequest, MarkRequest]:
    """The two requests for one answer. The second order turns the first round, so that every point but the middle one
    comes before other points; a single point is asked about with another seed."""
    points = tuple(range(len(exercise.rubric)))
    key = (exercise.question, exercise.model_dump_json(), text, reference)
    return (
        MarkRequest(
            id=content_id("req", "mark", "1", *key), exercise=exercise, reply=text, order=points, reference=reference
        ),
        MarkRequest(
            id=content_id("req", "mark", "2", *key),
            exercise=exercise,
            reply=text,
            order=points[::-1],
            reference=reference,
            seed=1,
        ),
    )
