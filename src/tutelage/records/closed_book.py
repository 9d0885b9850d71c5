"""Which questions about documents were answered without them."""

from __future__ import annotations

from typing import Literal

from tutelage.records.base import Record


class ClosedBookTrial(Record):
    """One question, tried without the documents."""

    question: str
    """Its id."""
    skill: str
    part: Literal["exam", "exercises"]
    kind: str
    """What kind of question it is, such as `choice`."""
    right: int
    """Tries with a right answer."""
    tries: int
    chance: float
    """The share of guesses that are right, of one try: one in as many choices as there are, else 0."""
    replies: tuple[str, ...]
    """What was answered."""

    @property
    def known(self) -> bool:
        """Whether every try was right."""
        return self.right == self.tries


class ClosedBook(Record):
    """The questions that were tried without the documents."""

    by: Literal["student", "solver"]
    trials: tuple[ClosedBookTrial, ...] = ()
    kept_out: tuple[str, ...] = ()
    """Ids of the exercises that are left out of practice, since they were known; none unless the recipe says so."""
    tokens: int = 0
    """Read and written by a solver."""
    usd: float = 0.0
