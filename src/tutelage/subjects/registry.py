"""Finds subjects by name: the shipped ones, those of installed packages, and the data sets of `reasoning-gym`.

A package offers a subject as an entry point of the group `tutelage.subjects`: its name is the subject's, its value an
instance of `tutelage.subjects.Subject`. Installing a package is what permits its code to run; a recipe only names
a subject, and never a file of code.
"""

from __future__ import annotations

import difflib
import importlib
from collections.abc import Sequence

from tutelage.config import plugins
from tutelage.errors import SubjectError
from tutelage.subjects import Subject

GROUP = "tutelage.subjects"
SHIPPED = {"calculus": "calculus", "social-studies": "social_studies", "reasoning-gym": "gym"}
"""Name -> the module that teaches it, loaded when it is asked for."""


def names() -> list[str]:
    """Names of all subjects that can be asked for; nothing is loaded, so broken packages are among them."""
    return plugins.names(GROUP, SHIPPED)


def load(name: str) -> Subject:
    """A subject by name; shipped subjects come before those of packages.

    Raises `ValueError`, in one line that says what to do, for an unknown name, a name that two packages give, and a
    package that cannot be loaded or offers no subject.
    """
    if name in SHIPPED:
        subject: Subject = importlib.import_module(f"tutelage.subjects.{SHIPPED[name]}").SUBJECT
        return subject
    wanted = "an object with skills, lesson, exercise, misconception, distinct, composed and pairs"
    found = plugins.load(GROUP, name, what="subject", kind=Subject, wanted=wanted, error=SubjectError)
    if not isinstance(found, Subject):
        raise SubjectError(_unknown(name, names()))
    return found


def _unknown(name: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean '{near[0]}'? Known" if near else "known"
    return (
        f"the embedded teacher does not know the subject '{name}'; {hint}: {', '.join(known)}. To add one, install the "
        "package that offers it, or begin one with 'tutelage new-subject NAME'"
    )
