"""Modern history: the way to the modern world, and the 20th century."""

from __future__ import annotations

from dataclasses import replace

from tutelage.subjects.social_studies.fact_forms import reworded, with_forms, years_between
from tutelage.subjects.social_studies.people import kind_facts, kind_forms, persons, stated_forms, told_forms
from tutelage.subjects.social_studies.topic import Comparison, Facts, recall
from tutelage.subjects.social_studies.wording import concept, dates

_EVENT_SLIP = "The event is put in the year of another one that lies near it."


def _first(facts: Facts) -> Comparison:
    """Which of several came first, by the years of a table."""
    return Comparison(facts.table, (), facts.says.replace("{value}", "{number}"), most=False)


_WORK = Facts(
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
)
_ARTISTS = kind_facts("artist", "the Renaissance")
RENAISSANCE = with_forms(
    recall(
        "renaissance",
        "works of the Renaissance and its time",
        {"ages-of-history": "the Renaissance is one of them"},
        (_WORK, _ARTISTS),
        "The work is given to another artist or author.",
    ),
    {
        **kind_forms(_ARTISTS, "the Renaissance"),
        **stated_forms(
            _WORK,
            scene=(
                "A visitor wants to see or to read {value}. Whose work will it be?",
                "A lecture is about {value}. Whose name is on the poster beside the title?",
                "A student writes an essay on {value} and on the person who made it. On whom?",
            ),
            gap=(
                "Fill the gap with a name: {value} is a work of ___.",
                "A catalogue has a blank: '___: {value}'. Which artist or author is missing?",
                "Complete with a name: the world owes {value} to ___.",
            ),
            apart=(
                "{first} or {second}: who made {value}?",
                "Somebody cannot remember whether {value} is by {first} or by {second}. By whom is it?",
                "One of the two, {first} or {second}, is the author or artist of {value}. Which one?",
            ),
        ),
    },
)
EXPLORERS = persons(
    "explorers",
    "explorers",
    {"continents-of-countries": "it tells where they went", "renaissance": "many sailed in its time"},
    table="explorer",
    kinds="explorers",
    did="{key} {value}",
    person="explorer",
)
SCIENTISTS = persons(
    "scientists",
    "scientists and their discoveries",
    {"renaissance": "the new science grew out of it"},
    table="scientist",
    kinds="scientists",
    did="{key} {value}",
    person="scientist",
)
_WROTE = Facts(
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
)
_LANDS = kind_facts("thinker", "the Enlightenment")
THINKERS = with_forms(
    recall(
        "enlightenment",
        "thinkers of the Enlightenment and after",
        {
            "ages-of-history": "the Enlightenment is one of them",
            "principles-of-government": "many principles were theirs",
        },
        (_WROTE, _LANDS),
        "The work is given to another thinker.",
    ),
    {**kind_forms(_LANDS, "the Enlightenment"), **told_forms(_WROTE, "thinker")},
)
_INVENTED = Facts(
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
)
_FIELDS = kind_facts("inventor", "inventions")
INVENTORS = with_forms(
    recall(
        "inventions",
        "inventors and inventions",
        {"scientists": "inventions put science to work"},
        (_INVENTED, _FIELDS),
        "The invention is given to another inventor.",
    ),
    {**kind_forms(_FIELDS, "inventions"), **told_forms(_INVENTED, "inventor")},
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
PRESIDENTS = persons(
    "us-presidents",
    "presidents of the United States",
    {
        "branches-of-government": "the president heads the executive branch",
        "growth-and-civil-war": "several led through it",
    },
    table="president",
    kinds="presidents",
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
_VOTE = Facts(
    "suffrage-year",
    "women gained the vote in {value} in this place: {key}",
    (
        "In which year did women gain the vote here: {key}?",
        "Give the year in which women gained the vote. Place: {key}.",
        "Since which year have women had the vote here: {key}?",
        "When did women win the vote in this place: {key}? Name the year.",
    ),
    leads_to="year",
    led="the introduction of votes for women in {key}",
)
SUFFRAGE = with_forms(
    recall(
        "votes-for-women",
        "votes for women",
        {"citizenship": "suffrage is the right to vote", "amendments": "one of them gave American women the vote"},
        (_VOTE,),
        "The year in which another country got there is taken.",
    ),
    {
        "order": replace(
            _first(_VOTE),
            ask=(
                "Where did women gain the vote first: {keys}?",
                "In which of these places have women had the vote longest: {keys}?",
                "Women won the vote first in one of these. In which: {keys}?",
            ),
        ),
        "years between": years_between(
            replace(_VOTE, says="women gained the vote in {value} in {key}"),
            (
                "How many years later than in {first} did women gain the vote in {last}?",
                "Women of {last} had to wait for the vote longer than those of {first}. How many years longer?",
                "Women won the vote in {first}, and later in {last}. How many years lie between?",
            ),
        ),
        "reverse": reworded(
            _VOTE,
            back=(
                "Where did women gain the vote in {value}?",
                "A stamp recalls the vote for women, won in {value}. In which of these places?",
                "Name the place in which women won the vote in {value}.",
            ),
        ),
    },
)
RIGHTS = persons(
    "civil-rights",
    "people of the civil rights struggle",
    {
        "slavery-and-abolition": "the struggle goes on from there",
        "amendments": "they gave rights that had to be won in practice",
    },
    table="civil-rights",
    kinds="the civil rights struggle",
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
_FREE = Facts(
    "independence",
    "the year of independence was {value} for {key}",
    (
        "In which year did this country become independent: {key}?",
        "Give the year of independence of {key}.",
        "Since which year has this country been independent: {key}?",
        "Name the year of independence. Country: {key}.",
    ),
    leads_to="year",
    led="the independence of {key}",
)
INDEPENDENCE = with_forms(
    recall(
        "years-of-independence",
        "years of independence",
        {
            "terms-of-modern-history": "decolonisation is the name for it",
            "second-world-war": "most of it came after the war",
        },
        (_FREE,),
        "The year in which another country got there is taken.",
    ),
    {
        "order": replace(
            _first(_FREE),
            ask=(
                "Which of these became independent first: {keys}?",
                "Which country has been independent longest: {keys}?",
                "Independence came first to one of these. To which: {keys}?",
            ),
        ),
        "years between": years_between(
            _FREE,
            (
                "How many years after {first} did {last} become independent?",
                "{first} became independent, and later {last}. How many years lay between?",
                "How much longer, in years, did {last} have to wait for independence than {first}?",
            ),
        ),
        "reverse": reworded(
            _FREE,
            back=(
                "Which of these countries became independent in {value}?",
                "A new flag was raised in {value}. In which of these countries?",
                "Name the country that has been independent since {value}.",
            ),
        ),
    },
)
_LEADER = Facts(
    "leader-country",
    "{key} is a leader in the history of {value}",
    (
        "With the history of which country is {key} linked as a leader?",
        "Which country honours {key} as a leader of its struggle or its unity?",
        "Name the country of the historical leader {key}.",
        "In which country's history was {key} a leader?",
    ),
    (
        "Which of these was a leader in the history of {value}?",
        "Which leader belongs to the history of {value}?",
        "Name the one who was a leader in the history of {value}.",
    ),
    free_back=False,
    leads_to="country",
    led="the country in whose history {key} was a leader",
)
_CONTINENT = kind_facts("leader-country", "leaders of nations")
LEADERS = with_forms(
    recall(
        "leaders-of-nations",
        "leaders of nations",
        {"years-of-independence": "many of them led to independence"},
        (_LEADER, _CONTINENT),
        "The leader is placed in another country.",
    ),
    {
        **kind_forms(_CONTINENT, "leaders of nations"),
        "scene": reworded(
            _LEADER,
            (
                "A banknote shows the face of {key}. In which country may it be in use?",
                "Schoolchildren lay flowers for {key}, a leader in the history of their country. Where do they live?",
                "A biography of {key} is mainly about the history of one country. Of which one?",
            ),
        ),
        "gap": reworded(
            _LEADER,
            (
                "Fill the gap with a country: {key} is a leader in the history of ___.",
                "A chapter is headed '{key} and the history of ___'. Which country is missing?",
                "Complete with a country: without {key}, the history of ___ would have been different.",
            ),
        ),
    },
)


UNITS = {
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
