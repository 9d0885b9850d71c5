"""Checks of what a person has written in a review: the same that drafts go through.

A person may insist on an edit that a check of its contents objects to, since some checks are a model's word; never on
one that would bring an exam question into training, or that has no form that a student could be trained on.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from tutelage.config import ChecksConfig, Recipe
from tutelage.course.checkers import usable
from tutelage.course.filter import DraftFilter
from tutelage.course.references import references
from tutelage.course.verification import Verdict
from tutelage.errors import TutelageError
from tutelage.records import (
    Course,
    Exercise,
    ExercisesRequest,
    Lesson,
    LessonRequest,
    Passage,
    RewriteRequest,
    RewriteStyle,
    SkillGraph,
)
from tutelage.review.fields import Kind
from tutelage.teacher import Teacher, make_teacher, resolve_checks
from tutelage.teacher.protocol import DraftChecks, fill_checks

NEVER = frozenset({"empty", "unknown skill", "answer not stated", "no such choice"})
"""Reasons that nobody can insist against, beside those that touch an exam or repeat an exercise."""
OTHER_QUESTION = "its formal statement is about the question as it was"
ADVICE = {
    "answer not stated": "end the solution with 'Answer: ' and the very answer",
    "skill not named": "the solution names every skill that it uses, as the skill is called",
    "prerequisite not named": "the section names its skill and what that needs, as they are called",
    "wrong answer": "the formal statement does not hold for it",
    "not an error": "a constructed error must not be right",
    OTHER_QUESTION: "change that, too",
    "exam question": "nothing that is taught may hold one",
    "nearly an exam question": "nothing that is taught may come close to one",
    "quotes an exam question": "nothing that is taught may hold one",
    "duplicate": "another exercise or question asks the same",
    "near-duplicate": "another exercise asks nearly the same",
    "no such choice": "the answer is the letter of one of the choices",
}
"""Reason -> what a person can do about it."""
COPIES = "copies the passage"
"""Of a section that holds the passage itself, no fault."""


class Basis(NamedTuple):
    """What edits are checked by."""

    graph: SkillGraph
    course: Course
    """As it was drafted."""
    rules: ChecksConfig
    passages: Mapping[str, Passage]
    language: str = ""


def rules_of(recipe: Recipe, graph: SkillGraph, course: Course, passages: Mapping[str, Passage]) -> ChecksConfig:
    """The checks that the drafts of a run went through, as far as that can be said without its teacher: one that cannot
    be made here is taken for a language model."""
    try:
        made = make_teacher(
            recipe.teacher,
            graph,
            student=recipe.student,
            use_cache=False,
            notation=recipe.course.notation,
            passages=passages,
        )
    except TutelageError:
        return usable(fill_checks(recipe.course.checks, DraftChecks()), course.checkers)
    return rules_by(recipe.course.checks, made, course)


def rules_by(given: ChecksConfig, teacher: Teacher, course: Course) -> ChecksConfig:
    """The checks that a teacher's drafts went through: those that turned out worthless were not used."""
    return usable(resolve_checks(given, teacher), course.checkers)


class EditChecker:
    """Checks edits against a course: what a teacher is not needed for."""

    def __init__(self, basis: Basis) -> None:
        graph, course, rules, passages, language = basis
        taught = references(graph, passages=passages)
        own_words = [lesson for lesson in course.lessons if not lesson.passages]
        every = (*course.exercises, *course.misconceptions)
        options = {"rules": rules, "passages": passages, "language": language}
        self.of_sections = DraftFilter(graph, held_out=course.held_out, rules=rules, taught=taught, language=language)
        self.of_training = DraftFilter(graph, held_out=course.held_out, **options)  # type: ignore[arg-type]
        self.of_exam = DraftFilter(graph, textbook=own_words, **options)  # type: ignore[arg-type]
        self.of_training.remember(every)
        self.of_exam.remember((*every, *course.held_out))

    def exercise(self, kind: Kind, before: Exercise, edited: Exercise, *, insist: bool = False) -> Verdict:
        """Whether an edited exercise is refused, and why; it is remembered if not."""
        if edited.choices and not "A" <= edited.answer <= chr(ord("A") + len(edited.choices) - 1):
            return Verdict("no such choice")
        filter_ = self.of_exam if kind in (Kind.EXAM, Kind.DEVELOPMENT) else self.of_training
        request = ExercisesRequest(id="review", skill=before.skill, origin=before.origin)
        filter_.forget(before)
        verdict = filter_.judge_exercise(edited, request)
        if not verdict.reason and edited.formal == before.formal != "" and _numbers(edited) != _numbers(before):
            filter_.forget(edited)
            verdict = Verdict(OTHER_QUESTION)
        if verdict.reason and insist and verdict.reason not in NEVER:
            if novelty := filter_.judge_novelty(edited):
                verdict = Verdict(novelty)
            else:
                filter_.remember([edited])
                return Verdict(found=f"kept by a person although: {verdict.reason}")
        if verdict.reason:
            filter_.remember([before])
        return verdict

    def put_back(self, kind: Kind, before: Exercise, edited: Exercise) -> None:
        """After a try: the exercise is there again as it was."""
        filter_ = self.of_exam if kind in (Kind.EXAM, Kind.DEVELOPMENT) else self.of_training
        filter_.forget(edited)
        filter_.remember([before])

    def section(self, before: Lesson, edited: Lesson, *, insist: bool = False) -> Verdict:
        """Whether an edited section is refused. What holds passages of documents may say nothing that they do not."""
        if not edited.title.strip():
            return Verdict("empty")
        if before.passages:
            verdict = self.rewrite(before, edited.text, insist=insist)
            return Verdict() if verdict.reason == COPIES else verdict
        return self._unless_kept(
            edited.text, self.of_sections.judge_lesson(edited, LessonRequest(id="review", skill=before.skill)), insist
        )

    def rewrite(self, lesson: Lesson, text: str, *, insist: bool = False) -> Verdict:
        """Whether another text in place of a rewrite of passages is refused."""
        request = RewriteRequest(
            id="review", skill=lesson.skill, style=RewriteStyle.EXPLANATION, text=f"{lesson.title}\n{lesson.text}"
        )
        edited = lesson.model_copy(update={"text": text})
        return self._unless_kept(text, self.of_sections.judge_lesson(edited, request), insist)

    def _unless_kept(self, text: str, verdict: Verdict, insist: bool) -> Verdict:
        hard = "empty" if not text.strip() else self.of_sections.judge_quoting(text)
        return Verdict(hard) if hard else Verdict() if insist else verdict


def _numbers(exercise: Exercise) -> list[str]:
    return re.findall(r"\d+", exercise.question)
