"""Whether a course is too small to show anything, said before it is paid for. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from tutelage.config import Recipe
from tutelage.stats import wilson

FEW_QUESTIONS = 50
"""Exam questions below which an interval is wider than 27 points."""
FEW_EXERCISES = 100
FEW_SECTIONS = 6
"""A course of 18 exercises and 4 sections taught a student nothing (docs/results.md has larger ones that did)."""


def size_notes(recipe: Recipe, skills: int, own_questions: int = 0) -> Iterator[str]:
    """What is too small in the course of a recipe with so many skills, a line each; `own_questions` of the user's own
    are in its exam."""
    questions = own_questions + recipe.generated_questions * skills
    if questions < FEW_QUESTIONS:
        interval = wilson(questions // 2, questions)
        yield (
            f"too small to show much: {questions:,} exam questions; if half of them are right, the share lies between "
            f"{interval.low:.0%} and {interval.high:.0%} (95 %), and a smaller difference may be chance: raise "
            "course.exam_questions_per_skill"
        )
    exercises = recipe.course.exercises_per_skill * skills
    if exercises < FEW_EXERCISES:
        yield f"too small to teach much: {exercises:,} exercises in all: raise course.exercises_per_skill"
    if skills < FEW_SECTIONS and recipe.reading.enabled:
        yield (
            f"too small to teach much: a textbook of {skills:,} sections is read in a few steps: split the skills "
            "further (graph.decompose), or rely on the exercises"
        )
