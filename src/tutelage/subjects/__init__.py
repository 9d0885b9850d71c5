"""What the embedded teacher knows: subjects, shipped or from installed packages.

A subject is a package that offers a `Subject`: a shipped one, or any installed one (see `registry`). It makes drafts
and nothing else: the same checks that judge an LLM's drafts judge these.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import NamedTuple, Protocol, runtime_checkable

from tutelage.records import Checker


class Draft(NamedTuple):
    """An exercise as a generator makes it."""

    question: str
    solution: str
    answer: str
    formal: str
    """A statement about `answer` that verifies it in another way; see `tutelage.subjects.statements`."""
    skills: tuple[str, ...]
    """Ids of the skills that the solution uses and names."""
    misconception: str = ""
    corrected: str = ""
    """Of a constructed error: the right solution of the same question; empty if the subject does not make it."""
    checker: Checker = Checker.MATHEMATICS
    choices: tuple[str, ...] = ()
    """The choices; the question ends with them, one per line, and `answer` is a letter."""
    accepted: tuple[str, ...] = ()
    """Further right answers to a free question."""
    form: str = ""
    """The form of the question, e.g. `word problem`; empty if the subject has no forms."""


@runtime_checkable
class Subject(Protocol):
    """The embedded teacher's knowledge of one subject."""

    @property
    def skills(self) -> Mapping[str, str]:
        """Id -> name of every skill that the subject can teach."""

    def lesson(self, skill: str, rng: Random) -> str:
        """A textbook section; paragraphs are separated by a blank line."""

    def exercise(self, skill: str, difficulty: int, rng: Random) -> Draft:
        """A right exercise of difficulty 1 to 3."""

    def misconception(self, skill: str, difficulty: int, rng: Random) -> Draft:
        """An exercise whose solution makes a mistake that learners make; its answer is certainly wrong."""

    def distinct(self, skill: str, difficulty: int) -> int | None:
        """At least how many distinct questions a skill has at a difficulty; `None` if more than a course asks for."""

    def composed(self, lower: str, upper: str, rng: Random) -> Draft | None:
        """An exercise that needs both skills, or `None` if these two do not combine."""

    def pairs(self, skills: Sequence[str]) -> Iterator[tuple[str, str]]:
        """The pairs (lower, upper) that combine, `lower` before `upper` in `skills`, in the order of the upper ones.

        They are the pairs for which `composed(lower, upper, rng(0, "combines", lower, upper))` gives an exercise.
        Raises `ValueError` for an unknown skill.
        """


class QuestionForm(NamedTuple):
    """A form of question that a skill has."""

    name: str
    can_be_held_out: bool
    """Whether it may be kept for the exam: not the plain one, and none whose answer can be guessed."""


@runtime_checkable
class Formed(Protocol):
    """A subject whose questions have several forms, some of which can be kept for the exam.

    The methods of `Subject` that make lessons, exercises and misconceptions take `forms`: the names of those that may
    be used, or none for all.
    """

    def forms(self, skill: str) -> tuple[QuestionForm, ...]:
        """The forms that a skill's questions have, the plain one first. Raises `ValueError` for an unknown skill."""

    def direct(self, skill: str) -> tuple[str, ...]:
        """What the skill itself does with the numbers of a question; see `tutelage.subjects.shortcuts`."""

    def lesson(self, skill: str, rng: Random, forms: Sequence[str] = ()) -> str: ...

    def exercise(self, skill: str, difficulty: int, rng: Random, forms: Sequence[str] = ()) -> Draft: ...

    def misconception(self, skill: str, difficulty: int, rng: Random, forms: Sequence[str] = ()) -> Draft: ...


@runtime_checkable
class Diagnostic(Protocol):
    """A subject that knows to which wrong answers of an exercise learners' mistakes lead."""

    def wrong_answers(self, skill: str, difficulty: int, rng: Random, forms: Sequence[str] = ()) -> Mapping[str, str]:
        """Wrong answer -> the mistake, as a sentence, of the exercise that `exercise` makes of the same arguments."""


@runtime_checkable
class Typeset(Protocol):
    """A subject that can also write its mathematics in LaTeX."""

    def in_latex(self) -> Subject:
        """The same subject: the same drafts for the same seeds, with their mathematics in LaTeX."""
