"""Writes a package for a subject of the user's own: a small one that works, to be changed step by step."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from tutelage.errors import SubjectError
from tutelage.subjects.registry import SUBJECTS

MAX_NAME = 40
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def write_subject(name: str, folder: Path | None = None) -> Path:
    """Write a working package for the subject `name` into `folder`, by default `./tutelage-NAME`; return the folder.

    Raises `SubjectError` for an invalid name, a name that is taken, and a folder that exists and is not empty:
    nothing is ever overwritten.
    """
    if not _NAME.fullmatch(name) or len(name) > MAX_NAME:
        raise SubjectError(f"{name[:60]!a} cannot name a subject: use a-z and 0-9, joined by single hyphens")
    if name in SUBJECTS.names():
        raise SubjectError(f"there is already a subject '{name}': choose another name")
    folder = folder or Path(f"tutelage-{name}")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise SubjectError(f"{folder} exists and is not empty: choose another folder with --to")
    module = f"tutelage_{name.replace('-', '_')}"
    _make(folder)
    title = name.replace("-", " ").capitalize()
    pages = Environment(undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False)  # noqa: S701
    for source, target in _files(module).items():
        text = files(__name__).joinpath(source).read_text(encoding="utf-8")
        path = folder / target
        _make(path.parent)
        path.write_text(pages.from_string(text).render(name=name, module=module, title=title), encoding="utf-8")
    return folder


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise SubjectError(f"cannot make the folder {folder}: {error.filename} is a file") from None


def _files(module: str) -> dict[str, str]:
    """Template -> file of the package."""
    return {
        "README.md.jinja": "README.md",
        "pyproject.toml.jinja": "pyproject.toml",
        "syllabus.yaml.jinja": "syllabus.yaml",
        "recipe.yaml.jinja": "recipe.yaml",
        "subject.py.jinja": f"src/{module}/__init__.py",
        "test_subject.py.jinja": "tests/test_subject.py",
    }
