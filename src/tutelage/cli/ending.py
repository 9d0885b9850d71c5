"""How a command ends early: one line on standard error, a second with the page to read, and an exit code."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from traceback import walk_tb
from typing import NoReturn

DOCS = "docs"
"""Where the pages are: a folder of the repository, as long as the site has no address."""

PAGES = {
    "auditing": "existing-data.md",
    "cli.experiments": "experiments.md",
    "cli.graph": "graph.md",
    "comparing": "statistics.md",
    "config": "recipe.md",
    "conversations": "existing-data.md",
    "course": "teacher.md",
    "decompose": "graph.md",
    "dynamics": "dynamics.md",
    "exams": "exams.md",
    "executor": "scale-out.md",
    "experiments": "experiments.md",
    "exports": "take-away.md",
    "forgetting": "statistics.md",
    "graph": "graph.md",
    "launch": "several-gpus.md",
    "leakage": "statistics.md",
    "pipeline": "files.md",
    "replay": "recipe.md",
    "runs": "files.md",
    "sizes": "scale.md",
    "skeleton": "new-subject.md",
    "student": "student.md",
    "subjects": "new-subject.md",
    "syllabus": "graph.md",
    "teacher": "teacher.md",
    "training": "trainer.md",
    "tryout": "try-it.md",
    "vllm_backend": "exams.md",
    "watch": "try-it.md",
}
"""The page about what a module does, by the module or the package it is in."""


@contextmanager
def interruptible() -> Iterator[None]:
    """Around work that the same command can go on with."""
    try:
        yield
    except KeyboardInterrupt:
        stop("interrupted: what was finished is kept; the same command goes on from there", 130)


def stop(line: str, code: int, page: str = "") -> NoReturn:
    """Say why, and which page tells more, and exit."""
    line = f"tutelage: {' '.join(line.split())}"
    if sys.stderr.isatty():  # where nobody looks, one line is easier to find
        width = shutil.get_terminal_size().columns
        line = textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False)
    print(line, file=sys.stderr)
    if page:
        print(f"See {DOCS}/{page}", file=sys.stderr)
    sys.exit(code)


def page_about(error: BaseException) -> str:
    """The page of the innermost module that raised an error or passed it on and has one; empty if none has."""
    found = ""
    for frame, _ in walk_tb(error.__traceback__):
        top, *parts = str(frame.f_globals.get("__name__", "")).split(".")
        if top == "tutelage":
            found = PAGES.get(".".join(parts[:2]), PAGES.get(".".join(parts[:1]), found))
    return found
