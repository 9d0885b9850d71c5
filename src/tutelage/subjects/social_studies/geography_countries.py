"""Geography of countries: continents, capitals, neighbours, money, languages, islands, peaks and landmarks."""

from __future__ import annotations

from dataclasses import replace

from tutelage.subjects.social_studies.fact_forms import (
    between_two,
    example_of,
    joined,
    known_city,
    not_one_of_them,
    odd_one_out,
    reworded,
    same_kind,
    with_forms,
)
from tutelage.subjects.social_studies.topic import Facts, recall
from tutelage.subjects.workbook import Topic

_REGIONS = {
    "africa": ("Africa", ("Northern Africa", "Western Africa", "Eastern Africa", "Middle Africa", "Southern Africa")),
    "asia": ("Asia", ("Eastern Asia", "South-eastern Asia", "Southern Asia", "Western Asia", "Central Asia")),
    "europe": ("Europe", ("Western Europe", "Northern Europe", "Southern Europe", "Eastern Europe")),
    "america": ("America", ("Northern America", "Central America", "Caribbean", "South America")),
}
_TRAP = "A well-known city is taken for the capital."

_CONTINENT = Facts(
    "continent",
    "{key} lies in {value}",
    (
        "On which continent does {key} lie?",
        "To which continent does {key} belong?",
        "Name the continent of {key}.",
        "In which part of the world is {key}?",
    ),
    kind="country",
)
CONTINENTS = with_forms(
    recall(
        "continents-of-countries",
        "continents of countries",
        {},
        (_CONTINENT,),
        "The country is placed on another continent.",
    ),
    {
        "scene": reworded(
            _CONTINENT,
            (
                "A plane takes off for {key}. On which continent will it land?",
                "Somebody spends the holidays in {key}. On which continent is that?",
                "An atlas has a page for each continent. On which page does one look for {key}?",
            ),
        ),
        "reverse": example_of(
            _CONTINENT,
            (
                "Which of these countries lies in {value}?",
                "A traveller wants to see a country of {value}. Which of these can it be?",
                "On a map of {value}, which of these countries do you find?",
            ),
        ),
        "same kind": same_kind(
            _CONTINENT,
            (
                "Which of these countries lies on the same continent as {key}?",
                "A traveller stays on the continent on which {key} lies. Which of these countries may she visit?",
                "{key} shares its continent with one of these countries. With which one?",
            ),
        ),
        "odd one out": odd_one_out(
            _CONTINENT,
            (
                "All of these countries but one lie on the same continent. Which one does not?",
                "One of these countries does not belong with the others: it lies on another continent. Which one?",
                "Find the one of these countries that one cannot reach without leaving the continent of the others.",
            ),
        ),
    },
)


def _capitals(area: str) -> Topic:
    name, groups = _REGIONS[area]
    capital = Facts(
        "capital",
        "the capital of {key} is {value}",
        (
            "What is the capital of {key}?",
            "Which city is the capital of {key}?",
            "Name the capital of {key}.",
            "From which city is {key} governed, as its capital?",
        ),
        (
            "Which country has {value} as its capital?",
            "{value} is the capital of which country?",
            "Name the country whose capital is {value}.",
        ),
        groups=groups,
        kind="country",
        described="the country whose capital is {value}",
        traps="known-city",
    )
    topic = recall(
        f"capitals-of-{area}",
        f"capitals of {name}",
        {"continents-of-countries": "it tells where each country lies"},
        (capital,),
        "The capital of another country of the region is taken.",
        trap=_TRAP,
    )
    return with_forms(
        topic,
        {
            "scene": reworded(
                capital,
                (
                    "An ambassador to {key} takes up her post in the capital. To which city does she move?",
                    "A delegation flies to {key} to speak with its government. In which capital does it land?",
                    "On a map of {key} a star marks the city of the government. Which city is it?",
                ),
            ),
            "reverse": reworded(
                capital,
                back=(
                    "A visitor sees the ministries in {value}, a capital. Which country do they govern?",
                    "'Greetings from {value}, our capital', says a card. From which country does it come?",
                    "A correspondent reports from {value}, the seat of a government. Of which country?",
                ),
            ),
            "best known city": known_city(
                capital,
                (
                    "{trap} is a large and well-known city of {key}, but not its capital. Which city is?",
                    "A pupil takes {trap} for the capital of {key}. Which city should it be?",
                    "Not {trap} but another city is the capital of {key}. Which one?",
                ),
            ),
            "odd one out": not_one_of_them(
                capital,
                (
                    "Which of these cities is not a capital?",
                    "All of these cities but one are capitals of countries. Which one is not?",
                    "Find the one of these cities from which no country is governed.",
                ),
            ),
        },
    )


CAPITALS = tuple(_capitals(area) for area in _REGIONS)

_NEIGHBOR = Facts(
    "neighbor",
    "{key} has a border with {value}",
    (
        "Name a country that has a land border with {key}.",
        "Which country is a neighbour of {key} on land?",
        "Which country borders {key}?",
        "With which country does {key} share a land border?",
    ),
    many=True,
    kind="country",
)
NEIGHBORS = with_forms(
    recall(
        "neighboring-countries",
        "neighbouring countries",
        {"continents-of-countries": "neighbours mostly lie on one continent"},
        (_NEIGHBOR,),
        "A country of the region that has no border with it is taken for a neighbour.",
    ),
    {
        "scene": reworded(
            _NEIGHBOR,
            (
                "A lorry leaves {key} by a land border. Into which country can the road lead? Name one.",
                "A train goes from {key} into another country without a bridge or a ferry over the sea. Name a country "
                "that it can reach first.",
                "Border guards of {key} look at those of another country across a barrier. Of which country, for "
                "example?",
            ),
        ),
        "two steps": between_two(
            _NEIGHBOR,
            (
                "Which country borders both {key} and {other}?",
                "A driver goes from {key} to {other} through one other country. Through which one?",
                "{key} and {other} have a neighbour in common. Which of these is it?",
            ),
        ),
        "reverse": example_of(
            _NEIGHBOR,
            (
                "Which of these countries touches {value} on land?",
                "{value} is a neighbour of one of these countries. Of which one?",
                "On a map, one of these countries lies right beside {value}, with a common border. Which one?",
            ),
        ),
    },
)

_CURRENCY = Facts(
    "currency",
    "the currency of {key} is the {value}",
    (
        "What is the currency of {key}?",
        "With which currency do people pay in {key}?",
        "Which unit of money does {key} use?",
        "Name the currency of {key}.",
    ),
    kind="country",
    described="the country whose currency is the {value}",
)
CURRENCIES = with_forms(
    recall(
        "currencies",
        "currencies",
        {"continents-of-countries": "neighbours on a continent sometimes share a currency"},
        (_CURRENCY,),
        "The currency of another country is taken.",
    ),
    {
        "scene": reworded(
            _CURRENCY,
            (
                "A traveller draws cash from a machine in {key}. Which currency does she get?",
                "A hotel in {key} writes its prices in the money of the country. What is that unit called?",
                "Wages in {key} are paid in the country's own unit of money. In which one?",
            ),
        ),
        "reverse": reworded(
            replace(_CURRENCY, free_back=True),
            back=(
                "A traveller pays a bill in the currency called {value}. In which country can she be?",
                "In which country do prices stand in this unit: {value}?",
                "On the banknotes of a country stands the word {value}. Which country can it be?",
            ),
        ),
        "odd one out": odd_one_out(
            _CURRENCY,
            (
                "The currencies of all of these countries but one have the same name. Which country is the exception?",
                "All of these countries but one have a unit of money of the same name. Which one has another?",
                "Find the one of these countries whose unit of money has another name than that of the others.",
            ),
        ),
        "same kind": same_kind(
            _CURRENCY,
            (
                "Which of these countries has a unit of money of the same name as {key}?",
                "Prices in {key} and in one of these countries are written in units of the same name. Which country "
                "is it?",
                "The currency of {key} shares its name with that of another country. With which of these?",
            ),
        ),
        "two steps": joined(_CONTINENT, _CURRENCY, last_skill="continents-of-countries"),
    },
)

_LANGUAGE = Facts(
    "language",
    "the official language of {key} is {value}",
    (
        "What is the official language of {key}?",
        "In which language are the laws of {key} written?",
        "Which language is official in {key}?",
        "Name the official language of {key}.",
    ),
    kind="country",
)
LANGUAGES = with_forms(
    recall(
        "official-languages",
        "official languages",
        {"continents-of-countries": "it tells which countries are meant"},
        (_LANGUAGE,),
        "The language of another country is taken.",
    ),
    {
        "scene": reworded(
            _LANGUAGE,
            (
                "A judge in {key} reads the law in the official language. Which language is that?",
                "A form from a ministry of {key} has to be filled in. In which language is it printed?",
                "A translator works for the parliament of {key}. Which language does she need?",
            ),
        ),
        "reverse": example_of(
            _LANGUAGE,
            (
                "In which of these countries is {value} the official language?",
                "Which of these countries writes its laws in {value}?",
                "A lawyer who reads only {value} looks for work with a government. In which of these countries?",
            ),
        ),
        "same kind": same_kind(
            _LANGUAGE,
            (
                "Which of these countries has the same official language as {key}?",
                "The parliament of {key} and that of one of these countries speak the same language. Which country?",
                "A law of {key} can be read in another of these countries without a translator. In which one?",
            ),
        ),
        "odd one out": odd_one_out(
            _LANGUAGE,
            (
                "All of these countries but one have the same official language. Which one does not?",
                "Which of these countries does not belong, because its official language is another one?",
                "Find the one of these countries whose laws are not in the language of the others.",
            ),
        ),
    },
)

_STATE = Facts(
    "state-capital",
    "the capital of the state of {key} is {value}",
    (
        "What is the capital of the state of {key}?",
        "Which city is the capital of {key} in the United States?",
        "Name the capital of the American state {key}.",
        "Where is the state government of {key}?",
    ),
    (
        "Which American state has {value} as its capital?",
        "{value} is the capital of which American state?",
        "Name the American state that is governed from {value}.",
    ),
    traps="known-city-us",
)
STATES = with_forms(
    recall(
        "us-state-capitals",
        "capitals of the states",
        {},
        (_STATE,),
        "The capital of another state is taken.",
        trap="The largest city of the state is taken for its capital.",
    ),
    {
        "scene": reworded(
            _STATE,
            (
                "A newly elected governor of {key} moves into her office. In which city is it?",
                "A class from {key} visits the legislature of its state. To which city does it go?",
                "The supreme court of the state of {key} sits in the capital. Which city is that?",
            ),
        ),
        "reverse": reworded(
            _STATE,
            back=(
                "A reporter in {value} writes about the state legislature there. Of which state?",
                "The governor's office is in {value}. Which American state does the governor lead?",
                "A bill is signed in {value} and becomes a state law. In which state?",
            ),
        ),
        "best known city": known_city(
            _STATE,
            (
                "{trap} is the largest city of the state of {key}, but not its capital. Which city is?",
                "A tourist looks for the governor of {key} in {trap}, in vain. Which city is the capital?",
                "Not {trap} but a smaller city is the capital of the American state {key}. Which one?",
            ),
        ),
        "odd one out": not_one_of_them(
            _STATE,
            (
                "Which of these American cities is not the capital of a state?",
                "In all of these cities but one a state legislature meets. Which one is it not?",
                "Find the one of these American cities in which no governor has the office.",
            ),
        ),
    },
)


def _in_country(
    skill: str, name: str, needs: dict[str, str], *, table: str, what: str, scenes: tuple[str, ...]
) -> Topic:
    """In which country something is; `scenes` are questions with `{key}` that tell a little story."""
    facts = Facts(
        table,
        "{key} is in {value}",
        (
            f"In which country is this {what}: {{key}}?",
            "Where would you have to travel to see {key}? Name the country.",
            f"Which country has this {what}: {{key}}?",
            f"Name the country of {{key}} ({what}).",
        ),
        leads_to="country",
        led="the country to which {key} belongs",
    )
    reach = {"continents-of-countries": "it tells where the countries are"}
    topic = recall(skill, name, {**reach, **needs}, (facts,), f"The {what} is placed in another country.")
    return with_forms(
        topic,
        {
            "scene": reworded(facts, scenes),
            "reverse": example_of(
                facts,
                (
                    f"Which {what} of these does one see in {{value}}?",
                    f"Somebody is on a journey through {{value}}. Which of these is on the way: which {what}?",
                    f"A book about {{value}} has a picture of one of these on the cover. Which {what} can it be?",
                ),
            ),
            "two steps": joined(_CONTINENT, facts, last_skill="continents-of-countries"),
        },
    )


PEAKS = _in_country(
    "mountain-peaks",
    "mountain peaks",
    {"mountain-ranges": "many peaks belong to one"},
    table="peak-country",
    what="peak",
    scenes=(
        "Climbers put up their tents at the foot of {key}. In which country are they?",
        "A helicopter looks for hikers on the slopes of {key}. Which country's rescue service flies it?",
        "The first snow of the year lies on {key}. Which country's newspapers write about it as a peak of their own?",
    ),
)
ISLANDS = _in_country(
    "islands",
    "islands and their countries",
    {"landforms": "it says what an island is"},
    table="island-country",
    what="island",
    scenes=(
        "A ferry brings a family to {key}. Which country's flag flies in the harbour?",
        "The people of {key} vote for the parliament of their country. For that of which country?",
        "A storm hits {key}, and the government of the country sends help. Which government is that?",
    ),
)
LANDMARKS = _in_country(
    "landmarks",
    "landmarks of the world",
    {},
    table="landmark",
    what="landmark",
    scenes=(
        "A class visits {key} on a school trip. To which country does it travel?",
        "A stamp shows {key}. Which country has most likely printed it?",
        "Workers mend {key}, and the ministry of culture pays. In which country is that?",
    ),
)
