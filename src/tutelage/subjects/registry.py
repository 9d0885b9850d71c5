"""Finds subjects by name: the shipped ones, those of installed packages, and the data sets of `reasoning-gym`.

A package offers a subject as an entry point of the group `tutelage.subjects`: its name is the subject's, its value an
instance of `tutelage.subjects.Subject`. Installing a package is what permits its code to run; a recipe only names
a subject, and never a file of code.
"""

from __future__ import annotations

import difflib
import importlib
from collections.abc import Sequence
from importlib.metadata import EntryPoint, entry_points

from tutelage.errors import SubjectError
from tutelage.subjects import Subject

GROUP = "tutelage.subjects"
SHIPPED = {"calculus": "calculus", "social-studies": "social_studies", "reasoning-gym": "gym"}
"""Name -> the module that teaches it, loaded when it is asked for."""


def names() -> list[str]:
    """Names of all subjects that can be asked for; nothing is loaded, so broken packages are among them."""
    return [*SHIPPED, *sorted({point.name for point in entry_points(group=GROUP)} - SHIPPED.keys())]


def load(name: str) -> Subject:
    """A subject by name; shipped subjects come before those of packages.

    Raises `SubjectError`, in one line that says what to do, for an unknown name, a name that two packages give, and a
    package that cannot be loaded or offers no subject.
    """
    if name in SHIPPED:
        shipped: Subject = importlib.import_module(f"tutelage.subjects.{SHIPPED[name]}").SUBJECT
        return shipped
    subject, where = plugged("subject", GROUP, name)
    if not where:
        raise SubjectError(_unknown(name, names()))
    if isinstance(subject, type) or not isinstance(subject, Subject):
        wanted = "skills, lesson, exercise, misconception, distinct, composed and pairs"
        raise SubjectError(f"{where}, which is no subject: an object with {wanted} is needed")
    return subject


def plugged(kind: str, group: str, name: str) -> tuple[object, str]:
    """What an installed package offers under a name of a group of entry points, and words that say which one it is.

    `kind` says in messages what the group holds. The words are empty if no package offers anything by that name. Raises
    `SubjectError` if several packages do, and if the only one fails.
    """
    found = list(entry_points(group=group, name=name))
    if not found:
        return None, ""
    packages = sorted({_package(point) for point in found})
    if len({point.value for point in found}) > 1:
        raise SubjectError(f"several packages offer the {kind} '{name}': {', '.join(packages)}; uninstall all but one")
    where = f"the package '{packages[0]}' offers the {kind} '{name}' as {found[0].value}"
    try:
        return found[0].load(), where
    except Exception as error:  # another's code may fail in any way; it is passed on with its cause, not swallowed
        raise SubjectError(
            f"{where}, which fails with {type(error).__name__}: {error}; mend or uninstall it"
        ) from error


def _unknown(name: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean '{near[0]}'? Known" if near else "known"
    return (
        f"the embedded teacher does not know the subject '{name}'; {hint}: {', '.join(known)}. To add one, install the "
        "package that offers it, or begin one with 'tutelage new-subject NAME'"
    )


def _package(point: EntryPoint) -> str:
    return point.dist.name if point.dist else point.value
