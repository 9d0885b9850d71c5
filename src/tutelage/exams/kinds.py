"""The kinds of exam that `tutelage eval --on` can name: the shipped ones, and those of installed packages.

A kind is one file and one registration. A package registers an `ExamKind` as an entry point of the group
`tutelage.exams`; its name is what `--on` says. Nothing else knows the kinds.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from difflib import get_close_matches
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
from tutelage.storage.rowforms import NEAR


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


ONLY = {
    "group": "a file",
    "examples_from": "a file",
    "number": "new-operations",
    "tasks": "a task of lm-eval",
    "chat": "a task of lm-eval",
}
"""Options that only one of the shipped kinds knows; exams of packages may use any."""


def find_kind(on: str | Path, options: EvalOptions | None = None) -> ExamKind:
    """The kind of exam that `on` means. Raises `ExamError` for an unknown one, for a package that is broken, and for
    options that only another kind knows. Quick: the tasks of lm-eval are not read yet."""
    name = str(on)
    if name in KINDS.names():
        label, kind = name, KINDS.get(name)
    else:
        label, kind = _recognised(on)
    for option, suits in ONLY.items() if options and label in {*NAMED, *RECOGNISED} else ():
        if label != suits and getattr(options, option) != EvalOptions.model_fields[option].default:
            flag = f"--{option.replace('_', '-')}"
            raise ExamError(f"{flag} is an option for {suits}, not for '{name}': leave it out")
    return kind


def _recognised(on: str | Path) -> tuple[str, ExamKind]:
    """The kind that recognises what is no name, with its label."""
    for label, module in RECOGNISED.items():
        kind: ExamKind = importlib.import_module(module).KIND
        if kind.recognises(on):
            return label, kind
    raise unknown_exam(str(on))


def near_kind(name: str) -> str:
    """The name of an exam that a misspelt one is nearly; empty without."""
    return next(iter(get_close_matches(name, KINDS.names(), n=1, cutoff=NEAR)), "")


def unknown_exam(name: str, hint: str = "") -> ExamError:
    """The error for something that is not an exam."""
    known = [*(f"'{known}'" for known in KINDS.names()), *RECOGNISED]
    meant = f", did you mean '{near}'?" if (near := near_kind(name)) else ""
    return ExamError(f"'{name}' is neither {', '.join(known[:-1])}, nor {known[-1]}{meant or hint}")
