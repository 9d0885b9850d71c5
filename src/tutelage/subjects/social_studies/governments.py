"""Civics of more than one country: systems of government, chambers, heads of government, and three states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tutelage.subjects.social_studies.fact_forms import reworded, with_forms
from tutelage.subjects.social_studies.people import shared_forms, tell_apart
from tutelage.subjects.social_studies.topic import Facts, recall
from tutelage.subjects.social_studies.wording import case_facts, case_forms, concept
from tutelage.subjects.workbook import Topic

SYSTEMS = concept(
    "systems-of-government",
    "systems of government",
    {
        "forms-of-government": "democracies can be built in several ways",
        "branches-of-government": "systems differ in how two of them are linked",
    },
    "A related term is taken, whose meaning does not fit.",
    table="state-systems",
    cases="term about systems of government",
)

_LOWER = Facts(
    "lower-house",
    "the lower or only chamber of parliament of {key} is called {value}",
    (
        "What is the lower or only chamber of parliament called in {key}?",
        "Into which chamber do the voters of {key} elect the members who decide most?",
        "Name the lower or only chamber of the parliament of {key}.",
    ),
    kind="country",
)
_UPPER = Facts(
    "upper-house",
    "the second chamber of parliament of {key} is called {value}",
    (
        "What is the second chamber of parliament called in {key}?",
        "Which body reviews bills as the second chamber in {key}?",
        "Name the second chamber of the parliament of {key}.",
    ),
    kind="country",
)
CHAMBERS = with_forms(
    recall(
        "chambers-of-parliaments",
        "chambers of parliaments",
        {
            "parliaments": "chambers are their parts",
            "systems-of-government": "they settle how much weight each chamber has",
        },
        (_LOWER, _UPPER),
        "The chamber of another country, or the other chamber of the same one, is taken.",
    ),
    {
        "scene": reworded(
            _LOWER,
            (
                "A candidate in {key} wins a seat in the chamber that the people elect directly. In which one?",
                "Reporters in {key} wait outside the lower or only chamber. Outside which one?",
                "A school class visits the lower or only chamber of {key}. What does it see?",
            ),
        ),
        **shared_forms(
            _UPPER,
            reverse=(
                "In which of these countries is the second chamber called {value}?",
                "A bill goes to the {value} as the second chamber. In which of these countries can that be?",
                "A politician sits in the second chamber, the {value}. Of which of these countries?",
            ),
            same=(
                "The second chamber of {key} bears the same name as that of one of these. Of which one?",
                "Which of these countries calls its second chamber by the same name as {key}?",
                "A traveller who knows the second chamber of {key} finds its name again in one of these. In which?",
            ),
            odd=(
                "In all of these countries but one the second chamber bears the same name. Where is it another?",
                "Which of these does not fit, because its second chamber has another name?",
                "Put those together whose second chambers share a name. Which of these countries is left over?",
            ),
        ),
    },
)

_HEAD = Facts(
    "government-head",
    "in 2025 the head of government of {key} was a {value}",
    (
        "By which title was the leader of the government of {key} known in 2025?",
        "Which title did the head of government of {key} bear in 2025?",
        "Name the office of the head of government of {key} in 2025.",
    ),
    kind="country",
    listed="in 2025 a {value} was head of government of {keys}",
)
HEADS = with_forms(
    recall(
        "heads-of-government",
        "heads of government",
        {"systems-of-government": "the system decides who governs"},
        (_HEAD,),
        "The head of state is taken for the head of government, or the office of another country.",
    ),
    shared_forms(
        _HEAD,
        reverse=(
            "In which of these countries was a {value} head of government in 2025?",
            "A {value} led the government in 2025. In which of these countries?",
            "In 2025 a {value} chaired the cabinet. Which of these countries can it be?",
        ),
        same=(
            "Which of these countries had a head of government with the same title as {key} in 2025?",
            "In 2025 the title of the head of government of {key} was also that of one of these. Of which?",
            "In 2025 the head of government had the same title in {key} as in one of these. In which?",
        ),
        odd=(
            "In 2025 all of these but one had heads of government with the same title. Which one is the exception?",
            "Which of these does not fit, because its head of government had another title in 2025?",
            "By the title of the head of government in 2025, which of these countries is the odd one?",
        ),
    ),
)


def _state(skill: str, name: str, needs: Mapping[str, str], *, table: str, of: str) -> Topic:
    """The offices, bodies and rules of a state, and scenes in which they appear."""
    what = f"office, body or rule of {of}"
    bodies = Facts(
        table,
        f"in {of} the {{key}} is {{value}}",
        (
            f"In {of}, what is the {{key}}?",
            f"Which description fits the {{key}} of {of}?",
            f"Tell what the {{key}} is in the state of {of}.",
        ),
        (
            f"In {of}, what is the name for {{value}}?",
            f"Which {what} is this: {{value}}?",
            f"Name, for {of}, {{value}}.",
        ),
        free=False,
    )
    scenes = replace(
        case_facts(table, what), says_meaning=f"in {of} the {{value}} is {{meaning}}; that is what the case shows"
    )
    slip = "The task of one office or body is given to another."
    return with_forms(
        recall(skill, name, needs, (bodies, scenes), slip),
        {
            **case_forms(scenes, what),
            "tell apart": tell_apart(
                bodies,
                (
                    f"{{first}} or {{second}}: which of the two is, in {of}, {{value}}?",
                    f"A visitor to {of} mixes up the {{first}} and the {{second}}. Which one is {{value}}?",
                    f"Of the {{first}} and the {{second}}, which one is {{value}} in {of}?",
                ),
            ),
        },
    )


BRITAIN = _state(
    "government-of-the-united-kingdom",
    "government of the United Kingdom",
    {
        "systems-of-government": "it is the model of a parliamentary system",
        "monarchies-and-republics": "it is a monarchy",
    },
    table="uk",
    of="the United Kingdom",
)
GERMANY = _state(
    "government-of-germany",
    "government of Germany",
    {
        "systems-of-government": "it is a parliamentary system in a federation",
        "electoral-systems": "it joins districts with proportional representation",
    },
    table="germany",
    of="Germany",
)
INDIA = _state(
    "government-of-india",
    "government of India",
    {
        "government-of-the-united-kingdom": "India took over much of its form",
        "systems-of-government": "it is a parliamentary system in a federation",
    },
    table="india-state",
    of="India",
)


UNITS = {"How other countries are governed": (SYSTEMS, CHAMBERS, HEADS, BRITAIN, GERMANY, INDIA)}
"""Skills in teaching order, by heading."""
