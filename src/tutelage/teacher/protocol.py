"""What a teacher is: it answers requests, and says what its drafts need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol, runtime_checkable

from tutelage.config import ChecksConfig
from tutelage.errors import RecipeError
from tutelage.records import Charge, Reply, Request


class DraftChecks(NamedTuple):
    """How a teacher's drafts are checked where the recipe leaves that open. The defaults are those for a language
    model."""

    solutions: int = 2
    """Independent solutions of every draft, by the teacher itself."""
    judge: bool = False
    """Whether the teacher judges every draft against the textbook section."""
    near_duplicates: float = 0.8
    """Share of three-word sequences from which on a question repeats an earlier one; 0: only exact repetitions."""
    solves: bool = True
    """Whether the teacher can solve exercises at all."""


TRUSTED = DraftChecks(solutions=0, near_duplicates=0.0)
"""For drafts whose answers can be recomputed, and which vary by construction."""


class Teacher(Protocol):
    """Whoever writes the course. What it writes are drafts: checks judge them afterwards."""

    @property
    def checks(self) -> DraftChecks:
        """What its drafts need. A teacher that does not say is checked like a language model."""

    def answer(self, requests: Sequence[Request]) -> Iterator[Reply | Charge]:
        """One reply per request, in any order, or several, each saying in `Reply.due` how many drafts were to be in it.
        A teacher that cannot serve a request says so in `Reply.failure`. What a request has cost may come ahead of its
        replies, as a `Charge`."""

    def combinations(self, skills: Sequence[str]) -> Iterable[tuple[str, str]]:
        """The pairs of skills, ids in teaching order, that it can compose exercises of: the earlier one first, sorted
        by the later one and then by the earlier one."""


@runtime_checkable
class Counting(Protocol):
    """A teacher that knows how many distinct exercises it can write."""

    def distinct(self, skill: str, difficulties: Sequence[int]) -> int | None:
        """How many for a skill, the difficulties taken in turn; `None` if more than anybody asks for."""


def resolve_checks(given: ChecksConfig, teacher: Teacher) -> ChecksConfig:
    """The checks of a recipe, with what it leaves open filled in as the teacher's drafts need it.

    Raises `RecipeError` if solutions are asked for that the teacher cannot write.
    """
    needs: DraftChecks = getattr(teacher, "checks", DraftChecks())
    if given.solutions and not needs.solves:
        raise RecipeError(
            "this teacher cannot solve exercises, its drafts are checked otherwise: leave 'solutions' out of the checks"
        )
    defaults = {
        "solutions": needs.solutions if needs.solves else 0,
        "judge": needs.judge,
        "near_duplicates": needs.near_duplicates,
    }
    return given.model_copy(update={key: value for key, value in defaults.items() if getattr(given, key) is None})
