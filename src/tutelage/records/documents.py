"""What documents are read into: passages with their places, and what was left out or could not be read."""

from __future__ import annotations

from functools import cached_property

from pydantic import Field
from pydantic.dataclasses import dataclass

from tutelage.records.base import SMALL, Record


class Passage(Record):
    """A piece of a document that is understood as a whole, such as the text under one heading."""

    id: str
    """Made from its file, heading trail and text: a passage that is edited has another id."""
    file: str
    """As the recipe's `documents` lead to it, with `/`."""
    trail: tuple[str, ...] = ()
    """The headings above it, the outermost first: title of the document, chapter, section."""
    place: str = ""
    """Where it stands in its file, for people: `lines 12-30`, `page 3`; empty if the format has no places."""
    position: int = 0
    """Position among all passages, from 0."""
    text: str
    """Its text without markup; paragraphs are separated by a blank line. What was a table reads as sentences."""


class LeftOut(Record):
    """A part of a document that no passage holds."""

    file: str
    place: str = ""
    why: str
    """Such as `front matter`, `navigation`, `repeated on many pages`."""
    text: str = ""
    """Its first characters."""


class Unread(Record):
    """A file that could not be read."""

    file: str
    reason: str


class Documents(Record):
    """All documents of a recipe."""

    passages: tuple[Passage, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    unread: tuple[Unread, ...] = ()
    files: tuple[str, ...] = Field(default=())
    """The files that were read, in their order."""

    @cached_property
    def by_id(self) -> dict[str, Passage]:
        """The passages by their ids."""
        return {passage.id: passage for passage in self.passages}


@dataclass(frozen=True, slots=True, kw_only=True, config=SMALL)
class Citation:
    """What an exercise rests on: words that stand in a passage."""

    passage: str
    """Id of the passage."""
    quote: str
    """Its words, as they stand there."""
