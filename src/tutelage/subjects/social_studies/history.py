"""History: sources and time, the ancient and the medieval world, the modern age and the 20th century."""

from __future__ import annotations

from tutelage.subjects.social_studies.history_worked import between, centuries, counting_years
from tutelage.subjects.social_studies.topic import Comparison, Facts, compared, recall
from tutelage.subjects.social_studies.wording import concept, dates
from tutelage.subjects.workbook import Topic

_EVENT_SLIP = "The event is put in the year of another one that lies near it."


def _persons(
    skill: str,
    name: str,
    needs: dict[str, str],
    *,
    table: str,
    did: str,
    who: str = "Who {value}?",
    person: str = "person",
) -> Topic:
    """People and what they are known for; `did` says it, with `{key}` and `{value}`: who they were, or what they did.

    `who` asks for the person.
    """
    known_for = did.removeprefix("{key} ")
    was = did.startswith("{key} was")
    facts = Facts(
        table,
        did,
        (
            "Who was {key}?" if was else "What is {key} known for in history?",
            "Which description fits {key}?",
            "How do history books describe {key}?" if was else "Complete the sentence: {key} …",
        ),
        (
            who,
            f"Name {known_for.removeprefix('was ')}." if was else f"Name the {person} who {known_for}.",
            f"Which {person} of the past {known_for}?",
        ),
        free=False,
    )
    return recall(skill, name, needs, (facts,), f"What one {person} is known for is given to another.")


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
ORDER = compared(
    "order-of-events",
    "order of events",
    {"world-events": "it gives the years"},
    Comparison(
        "world-event",
        (
            "Which came first: {keys}?",
            "In the order of time, which was first: {keys}?",
            "What happened first: {keys}?",
        ),
        "{key} belongs to {number}",
        most=False,
    ),
    "The next event is taken for the first one.",
)
DYNASTIES = compared(
    "chinese-dynasties",
    "dynasties of China",
    {"order-of-events": "dynasties are put in order in the same way"},
    Comparison(
        "dynasty-start",
        (
            "Which dynasty of China began first: {keys}?",
            "Which of the dynasties of China named here came first: {keys}?",
            "In the history of China, which dynasty was first: {keys}?",
            "In order of time, which Chinese dynasty comes first: {keys}?",
        ),
        "{key} began in {number}",
        most=False,
    ),
    "The next dynasty is taken for the first one.",
)
CIVILIZATIONS = recall(
    "early-civilizations",
    "early civilisations",
    {"ages-of-history": "they begin in the Bronze Age", "rivers": "they grew up along rivers"},
    (
        Facts(
            "civilization",
            "{key} grew up along this water: {value}",
            (
                "Along which river or rivers did this civilisation grow up: {key}?",
                "Which river or rivers watered the fields of {key}?",
                "Name the river or rivers of {key}.",
                "On the banks of which river or rivers did {key} arise?",
            ),
            free=False,
        ),
        Facts(
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
        ),
    ),
    "A people is moved to the river or the region of another one.",
)
GREECE = _persons(
    "ancient-greece",
    "people of ancient Greece",
    {"early-civilizations": "Greece learned from older peoples"},
    table="greece",
    did="{key} was {value}",
    who="Who was {value}?",
)
ROME = _persons(
    "ancient-rome",
    "people of ancient Rome",
    {"early-civilizations": "Rome grew up among older peoples, such as Etruscans and Carthaginians"},
    table="rome",
    did="{key} was {value}",
    who="Who was {value}?",
)
RELIGIONS = recall(
    "texts-of-religions",
    "texts of religions and teachings",
    {"early-civilizations": "many of them arose there"},
    (
        Facts(
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
        ),
    ),
    "The text is given to another religion or teaching.",
)
MIDDLE_AGES = concept(
    "medieval-society",
    "medieval society",
    {"ages-of-history": "it belongs to the Middle Ages"},
    "A related term is taken, whose meaning does not fit.",
    table="middle-ages",
    cases="term of medieval society",
)
RULERS = _persons(
    "rulers",
    "rulers of the past",
    {"ages-of-history": "it tells when they lived"},
    table="ruler",
    did="{key} was the {value}",
    who="Who was the {value}?",
    person="ruler",
)
EMPIRES = recall(
    "capitals-of-empires",
    "capitals of empires",
    {"ages-of-history": "it tells when an empire stood"},
    (
        Facts(
            "empire-center",
            "the capital was {value} in this state: {key}",
            (
                "What was the capital of this state of the past: {key}?",
                "From which city was this state ruled: {key}?",
                "Name the capital of this old state: {key}.",
                "Which city was the centre of rule here: {key}?",
            ),
        ),
    ),
    "The empire is given the capital of another one.",
)
RENAISSANCE = recall(
    "renaissance",
    "works of the Renaissance and its time",
    {"ages-of-history": "the Renaissance is one of them"},
    (
        Facts(
            "artist",
            "{value} is a work of {key}",
            (
                "Which work is by {key}?",
                "What did {key} create?",
                "Name a work by {key}.",
            ),
            (
                "Who is the author or artist of {value}?",
                "By whom is {value}?",
                "Name the author or artist of {value}.",
            ),
            free=False,
        ),
    ),
    "The work is given to another artist or author.",
)
EXPLORERS = _persons(
    "explorers",
    "explorers",
    {"continents-of-countries": "it tells where they went", "renaissance": "many sailed in its time"},
    table="explorer",
    did="{key} {value}",
    person="explorer",
)
SCIENTISTS = _persons(
    "scientists",
    "scientists and their discoveries",
    {"renaissance": "the new science grew out of it"},
    table="scientist",
    did="{key} {value}",
    person="scientist",
)
THINKERS = recall(
    "enlightenment",
    "thinkers of the Enlightenment and after",
    {"ages-of-history": "the Enlightenment is one of them", "principles-of-government": "many principles were theirs"},
    (
        Facts(
            "thinker",
            "{key} wrote {value}",
            (
                "Which work is by the thinker {key}?",
                "What did the thinker {key} write?",
                "Name a work of the thinker {key}.",
            ),
            (
                "Which thinker wrote {value}?",
                "Who is the author of {value}?",
                "Name the thinker who wrote {value}.",
            ),
            free=False,
        ),
    ),
    "The work is given to another thinker.",
)
INVENTORS = recall(
    "inventions",
    "inventors and inventions",
    {"scientists": "inventions put science to work"},
    (
        Facts(
            "inventor",
            "{key} is known for {value}",
            (
                "For which invention is {key} known?",
                "What is {key} known for?",
                "Name the invention of {key}.",
            ),
            (
                "Who is known for this invention: {value}?",
                "Which inventor does this belong to: {value}?",
                "Name the inventor. The invention: {value}.",
            ),
            free=False,
        ),
    ),
    "The invention is given to another inventor.",
)
INDUSTRY = concept(
    "industrial-revolution",
    "Industrial Revolution",
    {"inventions": "new machines began it"},
    "A related term is taken, whose meaning does not fit.",
    table="industrial",
    cases="term of the industrial age",
)
AMERICA = dates(
    "american-revolution",
    "American Revolution",
    {"enlightenment": "its ideas stood behind it"},
    _EVENT_SLIP,
    table="american-revolution",
)
FRANCE = dates(
    "french-revolution",
    "French Revolution and Napoleon",
    {"american-revolution": "it was an example for France"},
    _EVENT_SLIP,
    table="french-revolution",
)
EXPANSION = dates(
    "growth-and-civil-war",
    "growth and Civil War of the United States",
    {"american-revolution": "the new state grew and split"},
    _EVENT_SLIP,
    table="us-expansion",
)
PRESIDENTS = _persons(
    "us-presidents",
    "presidents of the United States",
    {
        "branches-of-government": "the president heads the executive branch",
        "growth-and-civil-war": "several led through it",
    },
    table="president",
    did="{key} {value}",
    who="Which president of the United States {value}?",
    person="president",
)
ABOLITION = dates(
    "slavery-and-abolition",
    "slavery and abolition",
    {"growth-and-civil-war": "the war ended slavery in the United States"},
    _EVENT_SLIP,
    table="abolition-year",
)
SUFFRAGE = recall(
    "votes-for-women",
    "votes for women",
    {"citizenship": "suffrage is the right to vote", "amendments": "one of them gave American women the vote"},
    (
        Facts(
            "suffrage-year",
            "women gained the vote in {value} in this place: {key}",
            (
                "In which year did women gain the vote here: {key}?",
                "Give the year in which women gained the vote. Place: {key}.",
                "Since which year have women had the vote here: {key}?",
                "When did women win the vote in this place: {key}? Name the year.",
            ),
            leads_to="year",
            led="the year in which women gained the vote in this place: {key}",
        ),
    ),
    "The year in which another country got there is taken.",
)
RIGHTS = _persons(
    "civil-rights",
    "people of the civil rights struggle",
    {
        "slavery-and-abolition": "the struggle goes on from there",
        "amendments": "they gave rights that had to be won in practice",
    },
    table="civil-rights",
    did="{key} {value}",
)
MOVEMENTS = concept(
    "terms-of-modern-history",
    "terms of modern history",
    {"industrial-revolution": "industry made the new powers"},
    "A related term is taken, whose meaning does not fit.",
    table="isms",
    cases="term of modern history",
)
FIRST_WAR = dates(
    "first-world-war",
    "First World War",
    {"terms-of-modern-history": "militarism and imperialism led to it"},
    _EVENT_SLIP,
    table="wwi",
)
BETWEEN_WARS = dates(
    "between-the-wars",
    "years between the wars",
    {"first-world-war": "they follow from it"},
    _EVENT_SLIP,
    table="between-wars",
)
SECOND_WAR = dates(
    "second-world-war",
    "Second World War",
    {"between-the-wars": "the way to it lies there"},
    _EVENT_SLIP,
    table="wwii",
)
COLD_WAR = dates(
    "cold-war",
    "Cold War",
    {"second-world-war": "the winners fell out with each other"},
    _EVENT_SLIP,
    table="cold-war",
)
INDEPENDENCE = recall(
    "years-of-independence",
    "years of independence",
    {
        "terms-of-modern-history": "decolonisation is the name for it",
        "second-world-war": "most of it came after the war",
    },
    (
        Facts(
            "independence",
            "the year of independence was {value} for {key}",
            (
                "In which year did this country become independent: {key}?",
                "Give the year of independence of {key}.",
                "Since which year has this country been independent: {key}?",
                "Name the year of independence. Country: {key}.",
            ),
            leads_to="year",
            led="the year of independence of {key}",
        ),
    ),
    "The year in which another country got there is taken.",
)
LEADERS = recall(
    "leaders-of-nations",
    "leaders of nations",
    {"years-of-independence": "many of them led to independence"},
    (
        Facts(
            "leader-country",
            "{key} is a leader in the history of {value}",
            (
                "With the history of which country is {key} linked as a leader?",
                "Which country honours {key} as a leader of its struggle or its unity?",
                "Name the country of the historical leader {key}.",
                "In which country's history was {key} a leader?",
            ),
            leads_to="country",
            led="the country in whose history {key} was a leader",
        ),
    ),
    "The leader is placed in another country.",
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
    "The way to the modern world": (
        RENAISSANCE,
        EXPLORERS,
        SCIENTISTS,
        THINKERS,
        AMERICA,
        FRANCE,
        INVENTORS,
        INDUSTRY,
        EXPANSION,
        PRESIDENTS,
        ABOLITION,
        SUFFRAGE,
        RIGHTS,
    ),
    "The 20th century": (MOVEMENTS, FIRST_WAR, BETWEEN_WARS, SECOND_WAR, COLD_WAR, INDEPENDENCE, LEADERS),
}
"""Skills in teaching order, by heading."""
