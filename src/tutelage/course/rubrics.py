"""Checks of an exercise with an open answer: of the phrases or the rubric that it is marked by. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from tutelage.course import near_duplicates
from tutelage.grading import phrases
from tutelage.records import Exercise, Point

SAME = 0.8
"""Two points that share this much of their words (Jaccard) are one."""


def fault(exercise: Exercise) -> str:
    """Why an exercise with an open answer is refused; empty if it is not. Only a judge can say whether the points are
    met by the exercise's own answer; see `tutelage.course.verification`."""
    if exercise.phrases is not None:
        right = phrases.check(exercise.solution, exercise.phrases).right
        return "" if right else "its own answer is not right by its phrases"
    if _repeats(exercise.rubric):
        return "two points of its rubric are the same"
    return ""


def _repeats(rubric: Sequence[Point]) -> bool:
    words = [set(near_duplicates.tokens(point.text)) for point in rubric]
    return any(
        len(one & other) >= SAME * len(one | other) for index, one in enumerate(words) for other in words[index + 1 :]
    )
