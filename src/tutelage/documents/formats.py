"""The formats of documents that can be read: the shipped ones, and those of installed packages.

A format is one file and one registration. A package registers a `DocumentFormat` as an entry point of the group
`tutelage.document_formats`. Nothing else knows the formats.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from tutelage.config.registry import Registry
from tutelage.documents.blocks import Deadline, Read
from tutelage.errors import DocumentError


class DocumentFormat(NamedTuple):
    """A format of documents."""

    endings: tuple[str, ...]
    """Of the names of its files, with their dot, in lower case."""
    read: Callable[[bytes, Deadline], Read]
    """Reads a file. Raises `Unreadable`, with the reason."""
    require: Callable[[], None] = lambda: None
    """Raises `MissingExtra` if a package that it needs is not installed."""


FORMATS: Registry[DocumentFormat] = Registry(
    "document format",
    {name: f"tutelage.documents.{name}:FORMAT" for name in ("markdown", "plain", "html", "docx", "pdf", "epub")},
    error=DocumentError,
    fault=lambda thing: "" if isinstance(thing, DocumentFormat) else "a DocumentFormat is needed",
)
"""By their names; a program adds one with `FORMATS.register`."""


def by_ending() -> dict[str, tuple[str, DocumentFormat]]:
    """Ending -> its format, with that one's name; the first that names an ending has it."""
    found: dict[str, tuple[str, DocumentFormat]] = {}
    for name in FORMATS.names():
        known = FORMATS.get(name)
        if not isinstance(known.endings, list | tuple) or not all(isinstance(one, str) for one in known.endings):
            raise FORMATS.misused(name, f"has the endings {known.endings!r}: a tuple of texts is needed")
        for ending in known.endings:
            found.setdefault(ending, (name, known))
    return found
