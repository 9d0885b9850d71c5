"""Subjects by name: the shipped ones, those of installed packages, and the data sets of `reasoning-gym`.

A package offers an instance of `tutelage.subjects.Subject` as an entry point of the group `tutelage.subjects`.
"""

from __future__ import annotations

from tutelage.config.registry import Registry
from tutelage.errors import SubjectError
from tutelage.subjects import Subject


def _fault(thing: object) -> str:
    if isinstance(thing, Subject) and not isinstance(thing, type):
        return ""
    return "an object with skills, lesson, exercise, misconception, distinct, composed and pairs is needed"


SUBJECTS: Registry[Subject] = Registry(
    "subject",
    {
        "calculus": "tutelage.subjects.calculus:SUBJECT",
        "social-studies": "tutelage.subjects.social_studies:SUBJECT",
        "reasoning-gym": "tutelage.subjects.gym:SUBJECT",
    },
    error=SubjectError,
    fault=_fault,
    advice=". To add one, install the package that offers it, or start one with 'tutelage new-subject NAME'",
)
