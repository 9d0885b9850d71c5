"""Civics: how people are governed, in ideas and in the world."""

from __future__ import annotations

from tutelage.subjects.social_studies.fact_forms import reworded
from tutelage.subjects.social_studies.people import shared_forms, stated_forms
from tutelage.subjects.social_studies.topic import Facts
from tutelage.subjects.social_studies.wording import concept, recalled

PRINCIPLES = concept(
    "principles-of-government",
    "principles of government",
    {},
    "A related principle is taken, which answers another question.",
    table="principles",
    cases="principle of government",
)
GOVERNMENTS = concept(
    "forms-of-government",
    "forms of government",
    {},
    "A form of government is taken in which others rule, or under other limits.",
    table="governments",
    cases="form of government",
)
_CROWN = Facts(
    "country-crown",
    "in 2025, {key} was a {value}",
    (
        "Was {key} a monarchy or a republic in 2025?",
        "Which kind of state was {key} in 2025: a monarchy or a republic?",
        "Monarchy or republic: what was {key} in 2025?",
        "Tell the kind of state of {key} in 2025, a monarchy or a republic.",
    ),
    kind="country",
    even=True,
)
CROWNS = recalled(
    "monarchies-and-republics",
    "monarchies and republics",
    {"forms-of-government": "a monarchy is one of them"},
    "A monarchy is taken for a republic, or the other way round.",
    _CROWN,
    forms={
        "scene": reworded(
            _CROWN,
            (
                "An ambassador hands over her letters to the head of state of {key}, in 2025. Is she in a monarchy "
                "or a "
                "republic?",
                "A new passport of 2025 says '{key}'. Was that state a monarchy or a republic?",
                "A list of 2025 has two columns, monarchies and republics. What would it call {key}, a monarchy or a "
                "republic?",
            ),
        ),
        **shared_forms(
            _CROWN,
            reverse=(
                "Which of these countries was a {value} in 2025?",
                "A map of 2025 marks each {value} in red. Which of these countries is red?",
                "Somebody wants to visit a {value}, in 2025. Which of these countries will do?",
            ),
            same=(
                "Which of these was, in 2025, the same kind of state as {key}: monarchy or republic?",
                "In 2025, one of these countries had the same kind of state as {key}. Which one?",
                "In 2025 {key} and one of these were both monarchies, or both republics. Which one?",
            ),
            odd=(
                "In 2025 all of these but one were the same kind of state, monarchies or republics. Which one was not?",
                "Monarchy or republic, in 2025: which of these countries does not fit with the others?",
                "One of these had, in 2025, another kind of head of state than the rest. Which one?",
            ),
        ),
    },
)
_PARLIAMENT = Facts(
    "parliament",
    "the parliament of {key} is called {value}",
    (
        "What is the parliament of {key} called?",
        "Name the parliament of {key}.",
        "Under which name does the parliament of {key} meet?",
        "What is the name of the parliament of {key}?",
    ),
    (
        "The parliament of which country is called {value}?",
        "Which country has a parliament called {value}?",
        "Name the country whose parliament is called {value}.",
    ),
    kind="country",
    described="the country whose parliament is called {value}",
)
PARLIAMENTS = recalled(
    "parliaments",
    "parliaments of the world",
    {"forms-of-government": "a parliament belongs to representative democracy"},
    "The name is given to the parliament of another country.",
    _PARLIAMENT,
    forms=stated_forms(
        _PARLIAMENT,
        scene=(
            "A traveller reads in the newspaper that the {value} has passed the budget. In which country is she?",
            "Tourists queue in front of the {value}. Which country are they visiting?",
            "A member of the {value} gives an interview. For which country does she make laws?",
        ),
        gap=(
            "Fill the gap with a country: the parliament of ___ is called {value}.",
            "A quiz card says: '{value}, the parliament of ___'. Which country is missing?",
            "Complete with a country: the {value} makes the laws of ___.",
        ),
        apart=(
            "{first} or {second}: in which of the two is the parliament called {value}?",
            "Somebody is not sure whether {value} is the parliament of {first} or of {second}. Of which one is it?",
            "Of {first} and {second}, which country has a parliament called {value}?",
        ),
    ),
)


IDEOLOGIES = concept(
    "political-ideas",
    "political ideas",
    {"forms-of-government": "ideas are about how to be governed"},
    "A doctrine is taken that puts something else first.",
    table="ideologies",
    cases="doctrine",
)


UNITS = {
    "How people are governed": (PRINCIPLES, GOVERNMENTS, CROWNS, PARLIAMENTS, IDEOLOGIES),
}
"""Skills in teaching order, by heading."""
