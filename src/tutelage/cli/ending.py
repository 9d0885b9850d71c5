"""How a command ends early: one line on standard error, a second with the page to read, and an exit code."""

from __future__ import annotations

import shutil
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NoReturn

from tutelage.errors import TutelageError

EXIT_CODES = {
    0: "success; of `gate`: every condition is met",
    1: "problems that `doctor RECIPE`, `graph check` or `check-subject` found; of `gate`: a condition is not met; of "
    "any command: a bug in Tutelage, with its traceback",
    2: "something that you can fix, said in one line: a recipe, an option, a path, a file, a key, a package "
    "whose code fails; `check` found problems; of `gate`: it cannot tell, or any error",
    3: "a run that waits for your review: `tutelage review RUN`",
    130: "interrupted (Ctrl-C): finished work is kept, and the same command goes on",
}
"""What every command says by its exit code; these do not change."""

PAGES = {
    "audit": "existing-data.md",
    "compare": "statistics.md",
    "documents": "documents.md",
    "drafts": "drafts.md",
    "dynamics": "dynamics.md",
    "eval": "exams.md",
    "experiment": "experiments.md",
    "export": "take-away.md",
    "gate": "gate.md",
    "grade": "exams.md",
    "graph": "graph.md",
    "leakage": "statistics.md",
    "mark": "exams.md",
    "plan": "scale.md",
    "prepare": "student.md",
    "review": "review.md",
    "watch": "try-it.md",
}
"""The page about what a command does, for an error that names none of its own; of any other command, the recipe's."""


@contextmanager
def interruptible() -> Iterator[None]:
    """Around work that the same command can resume."""
    try:
        yield
    except KeyboardInterrupt:
        stop("interrupted: finished work is kept; the same command goes on from there", 130)


def stop(line: str, code: int, page: str = "") -> NoReturn:
    """Say why, and which page says more, and exit."""
    from tutelage.progress import clean, wrapped  # they import rich: not before it is needed

    line = f"tutelage: {clean(' '.join(line.split()))}"
    if sys.stderr.isatty():  # elsewhere, one line is easier to find
        line = wrapped(line, shutil.get_terminal_size().columns)
    print(line, file=sys.stderr)
    if page:
        print(f"See: tutelage help {page.removesuffix('.md')}", file=sys.stderr)
    sys.exit(code)


def page_about(error: TutelageError, arguments: Sequence[str]) -> str:
    """The page that helps with an error of a command: the error's own, or the command's."""
    return error.page or PAGES.get(_command(arguments), "recipe.md")


def _command(arguments: Sequence[str]) -> str:
    return next((word for word in arguments if not word.startswith("-")), "")


def report_bug(error: BaseException) -> NoReturn:
    """Show the traceback of a bug, say how to report it, and exit with code 1; of `gate`, where 1 says that a student
    may not be used, with 2. A bug in the code of an installed package is not ours: that package is named, with code
    2."""
    from tutelage.config.registry import fault_of_package  # imports pydantic: not before it is needed

    traceback.print_exception(error)
    if theirs := fault_of_package(error):
        stop(f"error: {theirs}; finished work is kept", 2)
    stop(
        "this is a bug in Tutelage, not a mistake of yours. Please report it with the traceback above, the recipe, and "
        "what 'tutelage doctor RECIPE' prints (CONTRIBUTING.md says where); finished work is kept",
        2 if _command(sys.argv[1:]) == "gate" else 1,
    )
