"""The kinds of exam that `tutelage eval --on` can name: the shipped ones, and those of installed packages.

A kind is one file and one registration. A package registers an `ExamKind` as an entry point of the group
`tutelage.exams`; its name is what `--on` says. Nothing else knows the kinds.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from tutelage.config import EvalOptions
from tutelage.config.registry import Registry
from tutelage.errors import ExamError
from tutelage.exams import NAMED, RECOGNISED
from tutelage.exams.candidate import Candidate
from tutelage.progress import Progress
from tutelage.records import BadRow, Evaluation
from tutelage.storage.directories import SettingsDirectory


class PreparedExam(NamedTuple):
    """An exam that a student can be evaluated on."""

    name: str
    settings: dict[str, Any]
    """All that the replies depend on."""
    evaluate: Callable[[SettingsDirectory, Progress], dict[str, Evaluation]]
    """Evaluates the student: an evaluation for each way of asking, kept as a stage of the folder."""
    rejected: tuple[BadRow, ...] = ()
    notes: tuple[str, ...] = ()
    """What should be said before it begins."""


class ExamKind(NamedTuple):
    """A kind of exam."""

    prepare: Callable[[str, Candidate, EvalOptions], PreparedExam]
    """The exam for one student, from what `--on` says; nothing is loaded yet. An exam of questions with known answers
    is a `QuestionSet`, which prepares itself. Raises `ExamError` for what a person can mend."""
    recognises: Callable[[str | Path], bool] = lambda on: False
    """Whether something that is not the name of a kind means an exam of this kind."""


KINDS: Registry[ExamKind] = Registry(
    "exam",
    {name: f"{module}:KIND" for name, module in NAMED.items()},
    error=ExamError,
    fault=lambda thing: "" if isinstance(thing, ExamKind) else "an ExamKind is needed",
)
"""By the names that `--on` gives; packages add theirs as entry points of the group `tutelage.exams`, programs with
`KINDS.register`."""


def find_kind(on: str | Path) -> ExamKind:
    """The kind of exam that `on` means. Raises `ExamError` for an unknown one, and for a package that is broken."""
    name = str(on)
    if name in KINDS.names():
        return KINDS.get(name)
    for module in RECOGNISED.values():
        kind: ExamKind = importlib.import_module(module).KIND
        if kind.recognises(on):
            return kind
    raise unknown_exam(name)


def unknown_exam(name: str, hint: str = "") -> ExamError:
    """The error for something that is not an exam."""
    known = [*(f"'{known}'" for known in KINDS.names()), *RECOGNISED]
    return ExamError(f"'{name}' is neither {', '.join(known[:-1])}, nor {known[-1]}{hint}")
