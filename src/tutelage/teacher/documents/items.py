"""What rules make: facts, each with questions about it in several wordings. Pure."""

from __future__ import annotations

from typing import NamedTuple

from tutelage.records import Checker
from tutelage.teacher.documents.clauses import Place

GAP = "____"
CHOOSE = "Choose one of these:"
"""Ends a question that is asked without choices as well."""


class Slip(NamedTuple):
    """A wrong answer that a learner may give."""

    answer: str
    said: str
    """The rule as it would be if the answer were right."""
    why: str
    """What is wrong, as a sentence."""


class Item(NamedTuple):
    """One question about a fact."""

    wording: str
    """Questions of the same wording say the fact in the same words: the exam asks in a wording that is not taught."""
    question: str
    """Without its topic, beginning with a small letter."""
    answer: str
    """In words, also where choices are shown."""
    others: tuple[str, ...] = ()
    """Wrong choices; none for a free answer."""
    accepted: tuple[str, ...] = ()
    """Further right answers to a free question."""
    checker: Checker = Checker.TEXT
    difficulty: int = 1
    contrast: str = ""
    """What the solution adds to the rule, such as `so it is not 10 days`."""
    slip: Slip | None = None


class Fact(NamedTuple):
    """Something that documents say."""

    key: str
    """Tells it from all others."""
    rule: str
    """The name of the rule that found it."""
    places: tuple[Place, ...]
    """Where it stands: one place, or two for what must be put together."""
    quotes: tuple[str, ...]
    """Its words, one quote for each place."""
    said: tuple[str, ...]
    """How a solution cites it, one text for each place."""
    items: tuple[Item, ...]
