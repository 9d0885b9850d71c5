"""Psychology: how it finds things out, perception, learning, memory and development."""

from __future__ import annotations

from tutelage.subjects.social_studies.people import persons
from tutelage.subjects.social_studies.wording import concept
from tutelage.subjects.workbook import Topic


def _terms(skill: str, name: str, needs: dict[str, str], *, table: str, cases: str) -> Topic:
    return concept(skill, name, needs, "A related term is taken, whose meaning does not fit.", table=table, cases=cases)


METHODS = _terms(
    "methods-of-psychology",
    "methods of psychology",
    {"samples-and-variables": "experiments need them"},
    table="psych-methods",
    cases="term about psychological research",
)
PERCEPTION = _terms(
    "perception",
    "sensation and perception",
    {"methods-of-psychology": "thresholds are found by experiments"},
    table="perception",
    cases="term about sensation and perception",
)
LEARNING = _terms(
    "learning",
    "learning by experience",
    {"methods-of-psychology": "it was studied by experiments"},
    table="learning",
    cases="term about learning",
)
MEMORY = _terms(
    "memory",
    "kinds and steps of memory",
    {"learning": "what is learned has to be kept", "perception": "it delivers what can be remembered"},
    table="memory",
    cases="term about memory",
)
DEVELOPMENT = _terms(
    "human-development",
    "human development",
    {"learning": "children learn as they grow", "socialization": "others bring them up"},
    table="development",
    cases="term about development",
)
PSYCHOLOGISTS = persons(
    "psychologists",
    "psychologists and their studies",
    {
        "learning": "several of them studied it",
        "memory": "several of them studied it",
        "human-development": "several of them studied it",
    },
    table="psychologist",
    kinds="psychology",
    did="{key} {value}",
    person="psychologist",
)


UNITS = {"Mind and behaviour": (METHODS, PERCEPTION, LEARNING, MEMORY, DEVELOPMENT, PSYCHOLOGISTS)}
"""Skills in teaching order, by heading."""
