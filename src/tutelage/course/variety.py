"""How alike exercises are: distinct forms, similarity to the nearest other one, notes of them, and copies of a prompt.
Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tutelage.course.near_duplicates import jaccard, masked, shingles
from tutelage.progress import counted
from tutelage.records import Exercise

COMPARED = 50
"""Exercises of a skill that are compared with each other, spread evenly over all of them."""
NOTE_WORDS = 6
RUN = 8
"""Words in a row that a question shares with a prompt only if it was copied from there. Numbers may be others."""

_WORD = re.compile(r"[^\W\d_]{2,}")
_EMPTY_LISTED = (
    "the an and or of to in on at by for from with as is are was were be has have had it its this that these those "
    "what which who how much many does do did if then than when find give each all one his her their they he she you "
    "will would can must not no so but into out up after before there answer following choose"
)
_EMPTY = frozenset(_EMPTY_LISTED.split())
"""Words that say nothing about what a question is about."""


class Variety(NamedTuple):
    """How varied the exercises of a course are."""

    exercises: int
    forms: int
    """Questions of a skill that differ in more than numbers, single letters and signs, summed over the skills."""
    similarity: float | None
    """Mean over the exercises of the Jaccard similarity (three-word sequences, figures aside) to the one of the same
    skill that is most like it; 1 if all are alike, `None` if no skill has two exercises."""

    def text(self) -> str:
        """One line."""
        alike = "" if self.similarity is None else f"; self-similarity {self.similarity:.2f} (0 to 1)"
        return f"variety: {counted(self.forms, 'distinct form')} in {counted(self.exercises, 'exercise')}{alike}"


def form_of(question: str) -> str:
    """A question without its numbers, single letters and signs.

    >>> form_of("Solve 3x + 2 = 8 for x.")
    'solve for'
    """
    return " ".join(word.lower() for word in _WORD.findall(question))


def measure(exercises: Iterable[Exercise]) -> Variety:
    """The variety of exercises. Those of different skills are not compared."""
    skills: dict[str, list[str]] = {}
    for exercise in exercises:
        skills.setdefault(exercise.skill, []).append(exercise.question)
    nearest = [value for questions in skills.values() for value in _nearest(_spread(questions))]
    return Variety(
        exercises=sum(map(len, skills.values())),
        forms=sum(len(set(map(form_of, questions))) for questions in skills.values()),
        similarity=sum(nearest) / len(nearest) if nearest else None,
    )


def note(question: str) -> str:
    """A few words by which a question can be told from others, too few to copy it.

    >>> note("What does a delivery of 500 euros cost if the team lead approves it?")
    'delivery euros cost team lead approves'
    """
    words = dict.fromkeys(word.lower() for word in _WORD.findall(question))
    return " ".join([word for word in words if word not in _EMPTY][:NOTE_WORDS])


def repeats(question: str, wording: Sequence[str]) -> bool:
    """Whether a question shares `RUN` words in a row with one of these texts, or is a part of one altogether."""
    words = _words(question)
    if len(words) < RUN // 2:
        return False
    size = min(RUN, len(words))
    runs = {" ".join(words[at : at + size]) for at in range(len(words) - size + 1)}
    return any(f" {run} " in text for text in (f" {' '.join(_words(one))} " for one in wording) for run in runs)


def _words(text: str) -> list[str]:
    """Its words, and `#` for every number."""
    return [word for word in masked(text).split() if word == "#" or word.isalpha()]


def _spread(questions: list[str]) -> list[str]:
    count = len(questions)
    return questions if count <= COMPARED else [questions[i * count // COMPARED] for i in range(COMPARED)]


def _nearest(questions: Sequence[str]) -> list[float]:
    """For each question its similarity to the one that is most like it."""
    sets = [shingles(masked(question).replace("#", "")) for question in questions]
    best = [0.0] * len(sets)
    for i, one in enumerate(sets):
        for j in range(i):
            value = jaccard(one, sets[j])
            best[i], best[j] = max(best[i], value), max(best[j], value)
    return best if len(sets) > 1 else []
