"""History beyond Europe: China, India, the Islamic world, Africa, the Americas before Columbus, Japan and others."""

from __future__ import annotations

from collections.abc import Mapping

from tutelage.subjects.social_studies.fact_forms import with_forms
from tutelage.subjects.social_studies.people import known_for, told_forms
from tutelage.subjects.social_studies.topic import recall
from tutelage.subjects.social_studies.wording import case_facts, case_forms, dates, terms_of
from tutelage.subjects.workbook import Topic


def _region(
    skill: str, name: str, needs: Mapping[str, str], *, table: str, of: str, people: str = "person", who: str = "Who"
) -> Topic:
    """A part of the world by its terms, scenes that show them, and its people; `of` follows "the history of"."""
    terms, gap = terms_of(table)
    shown = case_facts(table, f"term of the history of {of}")
    persons = known_for(f"{table}-{people}", "{key} {value}", who=f"{who} {{value}}?", person=people)
    slip = "What belongs to one is given to another: a meaning, a scene or a deed."
    return with_forms(
        recall(skill, name, needs, (terms, shown, persons), slip),
        {**told_forms(persons, people), "gap": gap, **case_forms(shown, f"term of the history of {of}")},
    )


CHINA = _region(
    "history-of-china",
    "history of China",
    {"chinese-dynasties": "they give its ages", "early-civilizations": "Shang China was one of them"},
    table="china",
    of="China",
)
INDIA = _region(
    "history-of-india",
    "history of India",
    {
        "early-civilizations": "it begins in the cities on the Indus",
        "texts-of-religions": "several religions arose there",
    },
    table="india",
    of="India",
)
ISLAM = _region(
    "islamic-world",
    "history of the Islamic world",
    {"texts-of-religions": "the Quran is its main text", "ages-of-history": "its golden age is one of them"},
    table="islam",
    of="the Islamic world",
)
AFRICA = _region(
    "history-of-africa",
    "history of Africa",
    {
        "early-civilizations": "Egypt and Kush were among them",
        "islamic-world": "Islam came with the caravans and ships",
    },
    table="africa",
    of="Africa",
)
AMERICAS = _region(
    "americas-before-columbus",
    "Americas before Columbus",
    {"early-civilizations": "Maya, Aztecs and Inca have their homes there"},
    table="americas",
    of="the old Americas",
    people="people",
    who="Which people of the old Americas",
)
ASIA = _region(
    "japan-korea-and-southeast-asia",
    "history of Japan, Korea and South-East Asia",
    {"history-of-china": "they learned much from China, and fought it", "ages-of-history": "it has periods of its own"},
    table="asia",
    of="Japan and its neighbours",
)
EVENTS = dates(
    "events-beyond-europe",
    "events beyond Europe",
    {
        "world-events": "they stand beside them",
        "history-of-china": "many of them happened there",
        "history-of-india": "many of them happened there",
        "history-of-africa": "many of them happened there",
    },
    "The event is put in the year of another one that lies near it.",
    table="world-beyond",
)


UNITS = {"The world beyond Europe": (CHINA, INDIA, ISLAM, AFRICA, AMERICAS, ASIA, EVENTS)}
"""Skills in teaching order, by heading."""
