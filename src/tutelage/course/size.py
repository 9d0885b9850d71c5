"""Whether a course is too small to show anything, said before it is paid for. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tutelage.config import Recipe
from tutelage.course.planning import plan_exercises
from tutelage.progress import counted, percent
from tutelage.records import Origin, SkillGraph
from tutelage.stats import wilson
from tutelage.teacher import Pools

FEW_QUESTIONS = 50
"""Exam questions below which an interval is wider than 27 points."""
FEW_EXERCISES = 100
NAMED = 5
"""Skills without an exercise that a note names."""
FEW_SECTIONS = 6
"""A course of 18 exercises and 4 sections taught a student nothing (docs/results.md has larger ones that did)."""


class CourseSize(NamedTuple):
    """What a recipe asks its teacher for."""

    skills: int
    unpractised: tuple[str, ...]
    """Names of the skills that get no exercise at all."""
    exercises: int
    exam: int
    development: int


def course_size(recipe: Recipe, graph: SkillGraph, counts: Mapping[str, int | Pools] | None = None) -> CourseSize:
    """How much a recipe asks for; `counts` says, for skills with few distinct exercises, how many there are."""
    course, seed = recipe.course, recipe.seed
    practice = plan_exercises(graph, course, seed, counts=counts)
    exam = plan_exercises(graph, course, seed, Origin.EXAM, counts=counts) if recipe.generated_questions else []
    per_skill = recipe.exam.development
    development = plan_exercises(graph, course, seed, Origin.DEVELOPMENT, counts=counts, development=per_skill)
    exercises, questions, held_out = (sum(one.number for one in part) for part in (practice, exam, development))
    practised = {one.skill for one in practice}
    unpractised = tuple(skill.name for skill in graph.skills if skill.id not in practised)
    return CourseSize(len(graph.skills), unpractised, exercises, questions, held_out)


def size_notes(recipe: Recipe, size: CourseSize, own_questions: int = 0, own_exercises: int = 0) -> Iterator[str]:
    """What is too small in a course of this size, a line each; `own_questions` of the user's own are in its exam,
    `own_exercises` in its training set."""
    course, skills = recipe.course, size.skills
    questions, exercises = own_questions + size.exam, own_exercises + size.exercises
    # The skills of documents are those of their headings, and no teacher without a language model splits them.
    more_to_teach = "documents" if recipe.documents else "skills"
    scarce = f"the teacher has no more about these skills: add {more_to_teach}, or take another teacher"
    if questions < FEW_QUESTIONS:
        interval = wilson(questions // 2, questions)
        if recipe.exam.questions and own_questions:
            more = f"add questions to {recipe.exam.questions.name}"
        else:
            whole = size.exam == recipe.generated_questions * skills
            more = "raise course.exam_questions_per_skill" if whole else scarce
        yield (
            f"too small to show anything: there is no exam question: {more}"
            if not questions
            else f"too small to show much: of {questions:,} exam questions, half right means anything from "
            f"{percent(interval.low)} to {percent(interval.high)} (95 % interval): {more}"
        )
    if exercises < FEW_EXERCISES:
        whole = size.exercises == course.exercises_per_skill * skills
        yield (
            f"too small to teach much: {counted(exercises, 'exercise')} in all: "
            + ("raise course.exercises_per_skill" if whole else scarce)
        )
    if course.exercises_per_skill and (names := size.unpractised):
        rest = len(names) - NAMED
        shown = "; ".join(names[:NAMED]) + (
            f"; and {rest:,} more, which 'tutelage check RECIPE --json' lists" if rest > 0 else ""
        )
        yield (
            f"the teacher has no exercise for {len(names):,} of {counted(skills, 'skill')}: the student reads about "
            f"them, but does not practise them ({shown})"
        )
    if recipe.exam.development and not size.development:
        kept = ", and the last state of the student is kept, whether or not it is the best" if recipe.keeps_best else ""
        yield f"no development exam: the teacher has too few exercises about each skill{kept}"
    if skills < FEW_SECTIONS and recipe.reading.enabled:
        more = "add documents" if recipe.documents else "split the skills further (graph.decompose)"
        yield (
            f"too small to teach much: a textbook of {counted(skills, 'section')} is read in a few steps: {more}, or "
            "rely on the exercises"
        )
