"""What an open answer is marked by: words that it must have, or a rubric of weighted points; the marks of points."""

from __future__ import annotations

from typing import Self

from pydantic import Field, field_validator, model_validator
from pydantic.dataclasses import dataclass

from tutelage.records.base import SMALL, Record


@dataclass(frozen=True, slots=True, kw_only=True, config=SMALL)
class Phrases:
    """Words and phrases that decide about an answer without a model; see `tutelage.grading.phrases`."""

    all_of: tuple[str, ...] = ()
    """Each of them must be there."""
    any_of: tuple[str, ...] = ()
    """At least one of them must be there, if there are any."""
    none_of: tuple[str, ...] = ()
    """None of them may be there. Negation is not read: "not a refund" has "a refund" in it."""

    @field_validator("all_of", "any_of", "none_of")
    @classmethod
    def _words(cls, phrases: tuple[str, ...]) -> tuple[str, ...]:
        for phrase in phrases:
            if not any(letter.isalnum() for letter in phrase) or len(phrase) > 200:
                raise ValueError(f"a phrase has words, and at most 200 characters, unlike {phrase[:40]!r}")
        return phrases

    @model_validator(mode="after")
    def _some(self) -> Self:
        if not (self.all_of or self.any_of):
            raise ValueError("phrases need 'all_of' or 'any_of': otherwise an empty answer would be right")
        return self


@dataclass(frozen=True, slots=True, kw_only=True, config=SMALL)
class Point:
    """One thing that a good answer says, which a judge marks by itself."""

    text: str = Field(min_length=1, max_length=400)
    met: str = Field(default="", max_length=400)
    """What counts as saying it; empty where the text says enough."""
    weight: float = Field(default=1.0, gt=0, le=100, allow_inf_nan=False)


class PointVerdict(Record):
    """What a judge says about one point of an answer."""

    point: int
    """Its index in the rubric, from 0."""
    met: bool
    quote: str = ""
    """The words of the answer that meet it."""


class Marking(Record):
    """A judge's verdicts on the points of one answer, in one order of points."""

    verdicts: tuple[PointVerdict, ...]


@dataclass(frozen=True, slots=True, kw_only=True, config=SMALL)
class PointMark:
    """The mark of one point: met if the judge said so twice, and quoted words that stand in the answer."""

    met: bool
    first: bool | None = None
    """What the judge said in the rubric's own order; `None` if it said nothing about this point."""
    second: bool | None = None
    """The same, asked again in another order."""
    quote: str = ""
    """The words of the answer that meet it, as the judge quoted them."""


class PersonMark(Record):
    """A person's mark of one point of one answer."""

    evaluation: str
    """State of the student, such as `final`."""
    question: str
    """Id of the exam question."""
    point: int
    """Index in the rubric, from 0."""
    reply: str
    """Id of the reply, made from its text: of another reply to the same question the mark says nothing."""
    met: bool | None
    """`None` takes back an earlier mark."""
