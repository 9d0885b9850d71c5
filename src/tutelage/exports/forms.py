"""The forms of an export that `tutelage export --to` can name: the shipped ones, and those of installed packages.

A form is one file and one registration. A package registers an `ExportForm` as an entry point of the group
`tutelage.exports`, under the name that `--to` takes. Nothing else knows the forms.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tutelage.config.registry import Registry
from tutelage.errors import ExportError
from tutelage.exports import SHIPPED
from tutelage.exports.material import Material
from tutelage.progress import Progress


class Upload(NamedTuple):
    """How an export is uploaded."""

    check: Callable[[str], None]
    """Raises `ExportError` for an invalid name of a repository, before any work."""
    push: Callable[[Path, str], str]
    """Uploads a folder to a repository, and returns a line that says where it is."""


class ExportForm(NamedTuple):
    """A form of an export."""

    write: Callable[[Material, Path, Progress], str]
    """Fills a new folder, and returns advice what to do with it, in which `{folder}` is the folder."""
    upload: Upload | None = None
    """For a form that `--push` can upload."""


FORMS: Registry[ExportForm] = Registry(
    "export",
    {name: f"{module}:FORM" for name, module in SHIPPED.items()},
    error=ExportError,
    fault=lambda thing: "" if isinstance(thing, ExportForm) else "an ExportForm is needed",
)
"""By the names that `--to` gives; packages add theirs as entry points of the group `tutelage.exports`, programs with
`FORMS.register`."""
