"""The forms of an export that `tutelage export --to` can name: the shipped ones, and those of installed packages.

A form is one file and one registration. A package registers an `ExportForm` as an entry point of the group
`tutelage.exports`; its name is what `--to` says. Nothing else knows the forms.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tutelage.config import plugins
from tutelage.errors import ExportError
from tutelage.exports import SHIPPED
from tutelage.exports.material import Material
from tutelage.progress import Progress

GROUP = "tutelage.exports"


class Upload(NamedTuple):
    """How an export is uploaded."""

    check: Callable[[str], None]
    """Raises `ExportError` for what cannot be the name of a repository, before any work."""
    push: Callable[[Path, str], str]
    """Uploads a folder to a repository, and says where it is."""


class ExportForm(NamedTuple):
    """A form of an export."""

    write: Callable[[Material, Path, Progress], str]
    """Fills a new folder, and says what to do with it; `{folder}` in that stands for the folder."""
    upload: Upload | None = None
    """For a form that `--push` can upload."""


def find_form(name: str) -> ExportForm:
    """A form by name. Raises `ExportError` for an unknown one, and for a package that is broken."""
    if name in SHIPPED:
        form: ExportForm = importlib.import_module(SHIPPED[name]).FORM
        return form
    found = plugins.load(GROUP, name, what="export", kind=ExportForm, wanted="an ExportForm", error=ExportError)
    if not isinstance(found, ExportForm):
        known = ", ".join(plugins.names(GROUP, SHIPPED))
        raise ExportError(f"unknown export '{name}': choose from {known}")
    return found
