"""History: time and sources, the ancient and the medieval world."""

from __future__ import annotations

from dataclasses import replace

from tutelage.subjects.social_studies.fact_forms import reworded, with_forms
from tutelage.subjects.social_studies.history_worked import between, centuries, counting_years
from tutelage.subjects.social_studies.people import (
    kind_facts,
    kind_forms,
    order_forms,
    persons,
    stated_forms,
)
from tutelage.subjects.social_studies.topic import Comparison, Facts, compared, recall
from tutelage.subjects.social_studies.wording import concept, dates

_EVENT_SLIP = "The event is put in the year of another one that lies near it."


SOURCES = concept(
    "historical-sources",
    "historical sources",
    {},
    "A related term is taken, whose meaning does not fit.",
    table="sources",
    cases="term of historians",
)
ERAS = concept(
    "ages-of-history",
    "ages of history",
    {"counting-years": "ages follow each other in time"},
    "An age is taken that came earlier or later, or that belongs to another part of the world.",
    table="eras",
    cases="age or period",
)


EVENTS = dates(
    "world-events",
    "world events",
    {"counting-years": "each event has its year"},
    _EVENT_SLIP,
    table="world-event",
    groups=("event",),
)
_ORDER = Comparison(
    "world-event",
    (
        "Which came first: {keys}?",
        "In the order of time, which was first: {keys}?",
        "What happened first: {keys}?",
    ),
    "{key} belongs to {number}",
    most=False,
)
ORDER = with_forms(
    compared(
        "order-of-events",
        "order of events",
        {"world-events": "it gives the years"},
        _ORDER,
        "The next event is taken for the first one.",
    ),
    order_forms(
        _ORDER,
        last=(
            "Which came last: {keys}?",
            "On a time line, which of these stands farthest to the right: {keys}?",
            "What happened last: {keys}?",
        ),
        after=(
            "Only one of these came after {key}. Which one?",
            "A chronicle that begins with {key} can tell of only one of these. Which one?",
            "Which of these had not yet happened at the time of {key}?",
        ),
        before=(
            "Only one of these came before {key}. Which one?",
            "People who lived through {key} could look back on only one of these. Which one?",
            "Which of these had already happened at the time of {key}?",
        ),
    ),
)
_DYNASTIES = Comparison(
    "dynasty-start",
    (
        "Which dynasty of China began first: {keys}?",
        "Which of the dynasties of China named here came first: {keys}?",
        "In the history of China, which dynasty was first: {keys}?",
        "In order of time, which Chinese dynasty comes first: {keys}?",
    ),
    "{key} began in {number}",
    most=False,
)
DYNASTIES = with_forms(
    compared(
        "chinese-dynasties",
        "dynasties of China",
        {"order-of-events": "dynasties are put in order in the same way"},
        _DYNASTIES,
        "The next dynasty is taken for the first one.",
    ),
    order_forms(
        _DYNASTIES,
        last=(
            "Which of these dynasties of China began last: {keys}?",
            "In the history of China, which of these came last: {keys}?",
            "Which Chinese dynasty came to power last: {keys}?",
        ),
        after=(
            "Which of these dynasties began after {key}?",
            "A scholar at the beginning of {key} could not know one of these dynasties. Which one?",
            "Only one of these came to power later than {key}. Which one?",
        ),
        before=(
            "Which of these dynasties began before {key}?",
            "When {key} came to power, only one of these had already done so. Which one?",
            "Only one of these is older than {key}. Which one?",
        ),
    ),
)
_CIVILIZATION = Facts(
    "civilization",
    "{key} grew up along this water: {value}",
    (
        "Along which river or rivers did this civilisation grow up: {key}?",
        "Which river or rivers watered the fields of {key}?",
        "Name the river or rivers of {key}.",
        "On the banks of which river or rivers did {key} arise?",
    ),
    free=False,
)
_PEOPLE = Facts(
    "people-place",
    "the home of the {key} was {value}",
    (
        "Where was the home of the {key}?",
        "In which region did the {key} live?",
        "Name the home region of the {key}.",
    ),
    (
        "Which people of the past had its home in this region: {value}?",
        "Whose home was {value}?",
        "Name the people of the past whose home was this: {value}.",
    ),
    free=False,
)
_PEOPLES = replace(
    kind_facts("people-place", "peoples of the past"),
    says="the {key} count among the {value}",
    ask=(
        "To which of these groups do the {key} belong?",
        "In a book on peoples of the past, in which chapter do you look for the {key}?",
        "Among whom do the {key} count?",
    ),
)
CIVILIZATIONS = with_forms(
    recall(
        "early-civilizations",
        "early civilisations",
        {"ages-of-history": "they begin in the Bronze Age", "rivers": "they grew up along rivers"},
        (_CIVILIZATION, _PEOPLE, _PEOPLES),
        "A people is moved to the river or the region of another one.",
    ),
    {
        **kind_forms(_PEOPLES, "peoples of the past", "the "),
        **stated_forms(
            _PEOPLE,
            scene=(
                "Archaeologists dig in this region: {value}. The remains of which people do they look for?",
                "A travel guide leads to the ruins of a people whose home was {value}. Which people was it?",
                "A ship of the past sets out for {value}. Whose land does it reach?",
            ),
            gap=(
                "Fill the gap with the name of a people: the home of the ___ was {value}.",
                "A map of the ancient world has a blank: '___: {value}'. Which people belongs there?",
                "Complete the sentence with a people: in {value} lived the ___.",
            ),
            apart=(
                "{first} or {second}: whose home was {value}?",
                "Somebody mixes up the {first} and the {second}. Which of the two lived in this region: {value}?",
                "Of the two, {first} and {second}, one had its home here: {value}. Which one?",
            ),
        ),
    },
)
GREECE = persons(
    "ancient-greece",
    "people of ancient Greece",
    {"early-civilizations": "Greece learned from older peoples"},
    table="greece",
    kinds="ancient Greece",
    did="{key} was {value}",
    who="Who was {value}?",
)
ROME = persons(
    "ancient-rome",
    "people of ancient Rome",
    {"early-civilizations": "Rome grew up among older peoples, such as Etruscans and Carthaginians"},
    table="rome",
    kinds="Rome and its enemies",
    did="{key} was {value}",
    who="Who was {value}?",
)
_TEXT = Facts(
    "religion-founder",
    "a main text of {key} is {value}",
    (
        "What is a main text of {key}?",
        "Which text is central to {key}?",
        "Name a main text of {key}.",
        "To which writings do followers of {key} turn?",
    ),
    (
        "To which religion or teaching does this text belong: {value}?",
        "Which religion or teaching has {value} as a main text?",
        "Name the religion or teaching of {value}.",
    ),
    free=False,
)
_ORIGIN = kind_facts("religion-founder", "religions and teachings")
RELIGIONS = with_forms(
    recall(
        "texts-of-religions",
        "texts of religions and teachings",
        {"early-civilizations": "many of them arose there"},
        (_TEXT, _ORIGIN),
        "The text is given to another religion or teaching.",
    ),
    {
        **kind_forms(_ORIGIN, "religions and teachings"),
        **stated_forms(
            _TEXT,
            scene=(
                "A scholar reads in {value}. Whose tradition does she study?",
                "On the table of a hall {value} lies open. To which religion or teaching does the hall belong?",
                "A library has a shelf for each religion and teaching. On which one does {value} stand?",
            ),
            gap=(
                "Fill the gap: a main text of ___ is {value}.",
                "Complete the sentence with a religion or teaching: {value} is central to ___.",
                "A card in a museum says: '{value}, a main text of ___.' Which name is missing?",
            ),
            apart=(
                "{first} or {second}: which of the two has {value} as a main text?",
                "Somebody is not sure whether {value} belongs to {first} or to {second}. Which is right?",
                "Of {first} and {second}, which one turns to {value}?",
            ),
        ),
    },
)
MIDDLE_AGES = concept(
    "medieval-society",
    "medieval society",
    {"ages-of-history": "it belongs to the Middle Ages"},
    "A related term is taken, whose meaning does not fit.",
    table="middle-ages",
    cases="term of medieval society",
)
RULERS = persons(
    "rulers",
    "rulers of the past",
    {"ages-of-history": "it tells when they lived"},
    table="ruler",
    kinds="rulers",
    did="{key} was the {value}",
    who="Who was the {value}?",
    person="ruler",
)
_CAPITAL = Facts(
    "empire-center",
    "the capital was {value} in this state: {key}",
    (
        "What was the capital of this state of the past: {key}?",
        "From which city was this state ruled: {key}?",
        "Name the capital of this old state: {key}.",
        "Which city was the centre of rule here: {key}?",
    ),
)
EMPIRES = with_forms(
    recall(
        "capitals-of-empires",
        "capitals of empires",
        {"ages-of-history": "it tells when an empire stood"},
        (_CAPITAL,),
        "The empire is given the capital of another one.",
    ),
    {
        "scene": reworded(
            _CAPITAL,
            (
                "An envoy has to hand over a letter to the court of this state: {key}. To which city must he travel?",
                "A merchant brings silk to the ruler's city. The state: {key}. Which city is it?",
                "Rebels march on the capital of this state: {key}. To which city do they go?",
            ),
        ),
        "gap": reworded(
            _CAPITAL,
            (
                "Fill the gap with a city. State: {key}; capital: ___.",
                "In a historical atlas the capital of this state is left blank: {key}. Which city belongs there?",
                "Complete the entry with a city: '{key} (capital: ___)'.",
            ),
        ),
        "reverse": reworded(
            _CAPITAL,
            back=(
                "Which of these states was ruled from {value}?",
                "{value} was the capital of one of these. Of which one?",
                "A palace in {value} was the seat of the rulers of which state?",
            ),
        ),
    },
)
DOCUMENTS = dates(
    "historic-documents",
    "historic documents",
    {"historical-sources": "a document is a primary source for its time"},
    _EVENT_SLIP,
    table="document",
    back=(
        "Which document dates from {value}?",
        "Which text belongs to the year {value}?",
        "Name the historic document of the year {value}.",
    ),
)


UNITS = {
    "Time and sources": (SOURCES, counting_years, centuries, ERAS, EVENTS, ORDER, between, DOCUMENTS),
    "The ancient and the medieval world": (
        CIVILIZATIONS,
        GREECE,
        ROME,
        RELIGIONS,
        DYNASTIES,
        MIDDLE_AGES,
        RULERS,
        EMPIRES,
    ),
}
"""Skills in teaching order, by heading."""
