"""Sociology: culture and groups, how society is studied, its order and its change."""

from __future__ import annotations

from tutelage.subjects.social_studies.fact_forms import with_forms
from tutelage.subjects.social_studies.people import kind_facts, kind_forms, told_forms
from tutelage.subjects.social_studies.sociology_worked import averages, dependency, income_shares, shares
from tutelage.subjects.social_studies.topic import Facts, recall
from tutelage.subjects.social_studies.wording import concept
from tutelage.subjects.workbook import Topic


def _terms(skill: str, name: str, needs: dict[str, str], *, table: str, cases: str) -> Topic:
    return concept(skill, name, needs, "A related term is taken, whose meaning does not fit.", table=table, cases=cases)


CULTURE = _terms("culture", "culture", {}, table="culture", cases="term about culture")
NORMS = _terms(
    "norms-and-sanctions",
    "norms and sanctions",
    {"culture": "norms are a part of it"},
    table="norms",
    cases="kind of norm or sanction",
)
SOCIALIZATION = _terms(
    "socialization",
    "socialisation",
    {"norms-and-sanctions": "norms have to be learned"},
    table="socialization",
    cases="term about socialisation",
)
ROLES = _terms(
    "status-and-role",
    "status and role",
    {"socialization": "roles are learned"},
    table="roles",
    cases="term about status and role",
)
GROUPS = _terms(
    "social-groups",
    "social groups",
    {"norms-and-sanctions": "each group has norms of its own"},
    table="groups",
    cases="term about groups",
)
FAMILIES = _terms(
    "families",
    "families",
    {"social-groups": "the family is a primary group"},
    table="families",
    cases="term about families",
)
INSTITUTIONS = _terms(
    "social-institutions",
    "social institutions",
    {"families": "the family is one of them", "norms-and-sanctions": "institutions are bundles of norms"},
    table="institutions",
    cases="social institution",
)
PERSPECTIVES = _terms(
    "perspectives-of-sociology",
    "perspectives of sociology",
    {},
    table="perspectives",
    cases="perspective or kind of effect",
)
_KNOWN_FOR = Facts(
    "sociologist",
    "{key} {value}",
    (
        "What is {key} known for in sociology?",
        "Which description fits the scholar {key}?",
        "Complete the sentence: in the history of sociology, {key} …",
    ),
    (
        "Which scholar {value}?",
        "In the history of sociology, who {value}?",
        "Name the scholar who {value}.",
    ),
    free=False,
)
_WHERE = kind_facts("sociologist", "sociology")
SOCIOLOGISTS = with_forms(
    recall(
        "sociologists",
        "sociologists",
        {"perspectives-of-sociology": "each of them helped to shape one"},
        (_KNOWN_FOR, _WHERE),
        "What one scholar is known for is given to another.",
    ),
    {**told_forms(_KNOWN_FOR, "scholar"), **kind_forms(_WHERE, "sociology")},
)
METHODS = _terms("research-methods", "research methods", {}, table="methods", cases="research method")
SAMPLING = _terms(
    "samples-and-variables",
    "samples and variables",
    {"research-methods": "they are used in them"},
    table="sampling",
    cases="term of research",
)
STRATIFICATION = _terms(
    "social-stratification",
    "social stratification",
    {"status-and-role": "positions are ranked"},
    table="stratification",
    cases="term of stratification",
)
AUTHORITY = _terms(
    "kinds-of-authority",
    "kinds of authority",
    {"status-and-role": "authority belongs to positions"},
    table="authority",
    cases="kind of authority",
)
DEVIANCE = _terms(
    "deviance-and-crime",
    "deviance and crime",
    {"norms-and-sanctions": "deviance breaks norms"},
    table="deviance",
    cases="term about deviance",
)
PREJUDICE = _terms(
    "prejudice-and-discrimination",
    "prejudice and discrimination",
    {"social-groups": "they set groups against each other"},
    table="prejudice",
    cases="term about majorities and minorities",
)
RELIGION = _terms(
    "religion-and-society",
    "religion and society",
    {"social-institutions": "religion is one of them"},
    table="religion-society",
    cases="term about religion",
)
MEDIA = _terms(
    "media-and-information",
    "media and information",
    {"social-institutions": "the media are one of them"},
    table="aging-media",
    cases="term about the media",
)
CITIES = _terms(
    "cities-and-population",
    "cities and population change",
    {"population-terms": "birth and death rates are measured by them", "migration": "cities grow by it"},
    table="demography-terms",
    cases="term about cities and population",
)
CHANGE = _terms(
    "social-change",
    "social change",
    {"culture": "culture changes", "social-institutions": "institutions change"},
    table="social-change",
    cases="term about social change",
)


UNITS = {
    "Living together": (CULTURE, NORMS, SOCIALIZATION, ROLES, GROUPS, FAMILIES, INSTITUTIONS, RELIGION, MEDIA),
    "How society is studied": (PERSPECTIVES, SOCIOLOGISTS, METHODS, SAMPLING, shares, averages),
    "Order and change": (
        STRATIFICATION,
        income_shares,
        AUTHORITY,
        DEVIANCE,
        PREJUDICE,
        CITIES,
        dependency,
        CHANGE,
    ),
}
"""Skills in teaching order, by heading."""
