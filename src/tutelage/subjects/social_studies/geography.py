"""Geography: maps and place, countries, the physical world, people, and what is worked out with maps and numbers."""

from __future__ import annotations

from tutelage.subjects.social_studies.geography_worked import (
    compass,
    density,
    gradient,
    hemispheres,
    longitude_time,
    map_scale,
    natural_increase,
    time_zones,
)
from tutelage.subjects.social_studies.topic import Comparison, Facts, compared, recall
from tutelage.subjects.social_studies.wording import concept
from tutelage.subjects.workbook import Topic

_REGIONS = {
    "africa": ("Africa", ("Northern Africa", "Western Africa", "Eastern Africa", "Middle Africa", "Southern Africa")),
    "asia": ("Asia", ("Eastern Asia", "South-eastern Asia", "Southern Asia", "Western Asia", "Central Asia")),
    "europe": ("Europe", ("Western Europe", "Northern Europe", "Southern Europe", "Eastern Europe")),
    "america": ("America", ("Northern America", "Central America", "Caribbean", "South America")),
}


def _capitals(area: str) -> Topic:
    name, groups = _REGIONS[area]
    return recall(
        f"capitals-of-{area}",
        f"capitals of {name}",
        {"continents-of-countries": "it tells where each country lies"},
        (
            Facts(
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
            ),
        ),
        "The capital of another country of the region is taken.",
    )


def _located(skill: str, name: str, needs: dict[str, str], *, table: str, what: str) -> Topic:
    """Where natural features are, by continent."""
    facts = Facts(
        table,
        "you find the {key} in {value}",
        (
            f"In which part of the world would you look for the {{key}} ({what})?",
            f"To which continent does this {what} belong: the {{key}}?",
            "On which continent do you find the {key}?",
            f"Name the continent of the {{key}} ({what}).",
        ),
    )
    return recall(skill, name, needs, (facts,), "It is placed on another continent.")


CONTINENTS = recall(
    "continents-of-countries",
    "continents of countries",
    {},
    (
        Facts(
            "continent",
            "{key} lies in {value}",
            (
                "On which continent does {key} lie?",
                "To which continent does {key} belong?",
                "Name the continent of {key}.",
                "In which part of the world is {key}?",
            ),
            kind="country",
        ),
    ),
    "The country is placed on another continent.",
)

CURRENCIES = recall(
    "currencies",
    "currencies",
    {"continents-of-countries": "neighbors on a continent sometimes share a currency"},
    (
        Facts(
            "currency",
            "the currency of {key} is the {value}",
            (
                "What is the currency of {key}?",
                "With which currency do people pay in {key}?",
                "Which unit of money does {key} use?",
                "Name the currency of {key}.",
            ),
            kind="country",
        ),
    ),
    "The currency of another country is taken.",
)

NEIGHBORS = recall(
    "neighboring-countries",
    "neighboring countries",
    {"continents-of-countries": "neighbors mostly lie on one continent"},
    (
        Facts(
            "neighbor",
            "{key} has a border with {value}",
            (
                "Name a country that has a land border with {key}.",
                "Which country is a neighbor of {key} on land?",
                "Which country borders {key}?",
                "With which country does {key} share a land border?",
            ),
            many=True,
            kind="country",
        ),
    ),
    "A country of the region that has no border with it is taken for a neighbor.",
)

LANGUAGES = recall(
    "official-languages",
    "official languages",
    {"continents-of-countries": "it tells which countries are meant"},
    (
        Facts(
            "language",
            "the official language of {key} is {value}",
            (
                "What is the official language of {key}?",
                "In which language are the laws of {key} written?",
                "Which language is official in {key}?",
                "Name the official language of {key}.",
            ),
            kind="country",
        ),
    ),
    "The language of another country is taken.",
)

STATES = recall(
    "us-state-capitals",
    "capitals of the states",
    {},
    (
        Facts(
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
        ),
    ),
    "The capital of another state is taken.",
)

AREA = compared(
    "countries-by-area",
    "countries by area",
    {"continents-of-countries": "it tells which countries are meant"},
    Comparison(
        "area",
        (
            "Which country has the {largest} area: {keys}?",
            "Which of the countries named here covers {most} land and water: {keys}?",
            "By area, which country comes first: {keys}?",
        ),
        "{key} has an area of {number} square kilometers",
        ratio=1.5,
        grouped=True,
    ),
    "The country with the next largest area is taken.",
)

POPULATION = compared(
    "countries-by-population",
    "countries by population",
    {"countries-by-area": "a large area need not mean many people"},
    Comparison(
        "population",
        (
            "Which country has {most} people (figures of about 2018): {keys}?",
            "Which country had the {largest} population in about 2018: {keys}?",
            "By population (about 2018), which country comes first: {keys}?",
        ),
        "{key} had about {number} people in about 2018",
        ratio=2,
        grouped=True,
    ),
    "The country with the next largest population is taken.",
)

OCEANS = recall(
    "oceans-and-seas",
    "oceans and seas",
    {},
    (
        Facts(
            "ocean-fact",
            "the {key} is {value}",
            (
                "What is the {key}?",
                "How can the {key} be described?",
                "Which description fits the {key}?",
            ),
            (
                "Which is {value}?",
                "What is the name of {value}?",
                "Name {value}.",
            ),
            free=False,
        ),
    ),
    "Another ocean or sea is taken.",
)

OCEAN_SIZES = compared(
    "oceans-by-size",
    "oceans by size",
    {"oceans-and-seas": "it tells where they are"},
    Comparison(
        "ocean-area",
        (
            "Which ocean is the {largest}: {keys}?",
            "Which ocean covers {most} of the Earth: {keys}?",
            "By area, which ocean comes first: {keys}?",
            "In order of size, which ocean is ahead: {keys}?",
            "Which ocean has the {largest} surface: {keys}?",
        ),
        "{key} covers about {number} million square kilometers",
        ratio=1.1,
        grouped=True,
    ),
    "The next largest ocean is taken.",
)

RIVERS = _located("rivers", "rivers of the world", {}, table="river-continent", what="river")
MOUNTAINS = _located("mountain-ranges", "mountain ranges", {}, table="mountain-continent", what="mountain range")
DESERTS = _located(
    "deserts",
    "deserts of the world",
    {"climate-zones": "deserts are where the desert climate rules"},
    table="desert-continent",
    what="desert",
)

RIVER_MOUTHS = recall(
    "river-mouths",
    "mouths of rivers",
    {"rivers": "it tells where they flow", "oceans-and-seas": "that is where rivers end"},
    (
        Facts(
            "river-mouth",
            "the {key} flows into the {value}",
            (
                "Into which sea, gulf or ocean does the {key} flow?",
                "Where does the {key} end?",
                "In which body of water is the mouth of the {key}?",
                "Name the body of water that receives the {key}.",
            ),
            alike=True,
        ),
    ),
    "The river is led into another sea.",
)


def _in_country(skill: str, name: str, needs: dict[str, str], *, table: str, what: str) -> Topic:
    return recall(
        skill,
        name,
        needs,
        (
            Facts(
                table,
                "{value} is the country of {key}",
                (
                    f"In which country is this {what}: {{key}}?",
                    "Where would you have to travel to see {key}? Name the country.",
                    f"Which country has this {what}: {{key}}?",
                    f"Name the country of {{key}} ({what}).",
                ),
                leads_to="country",
                led="the country of {key}",
            ),
        ),
        f"The {what} is placed in another country.",
    )


PEAKS = _in_country(
    "mountain-peaks",
    "mountain peaks",
    {"mountain-ranges": "many peaks belong to one"},
    table="peak-country",
    what="peak",
)
ISLANDS = _in_country(
    "islands",
    "islands and their countries",
    {"landforms": "it says what an island is"},
    table="island-country",
    what="island",
)
LANDMARKS = _in_country(
    "landmarks",
    "landmarks of the world",
    {"continents-of-countries": "it tells where the countries are"},
    table="landmark",
    what="landmark",
)

STRAITS = recall(
    "straits-and-canals",
    "straits and canals",
    {"oceans-and-seas": "straits and canals join them", "landforms": "it says what a strait is"},
    (
        Facts(
            "strait-joins",
            "the {key} joins {value}",
            (
                "What does the {key} join?",
                "Which two bodies of water are joined by the {key}?",
                "A ship passes through the {key}. Which waters does it pass between?",
            ),
            (
                "Which strait or canal joins {value}?",
                "A ship wants to pass between {value}. Which strait or canal does it take?",
                "Name the strait or canal between {value}.",
            ),
            free=False,
        ),
    ),
    "Another strait or canal is taken.",
)

LATITUDE = recall(
    "latitude-and-longitude",
    "latitude and longitude",
    {},
    (
        Facts(
            "latitude",
            "the {key} lies at {value}",
            (
                "Where on the globe does the {key} lie?",
                "Give the latitude or longitude of the {key}.",
                "At how many degrees is the {key}?",
                "What are the degrees of the {key}?",
                "Which latitude or longitude belongs to the {key}?",
                "On a globe with degrees, where do you find the {key}?",
            ),
            free=False,
        ),
    ),
    "The line is taken for another one.",
)

MAPS = concept(
    "maps", "kinds and parts of maps", {}, "Another part or kind is taken.", table="maps", cases="kind or part of a map"
)
LANDFORMS = concept("landforms", "landforms", {}, "Another landform is taken.", table="landforms", cases="landform")
CLIMATES = concept(
    "climate-zones",
    "climate zones",
    {"latitude-and-longitude": "climates depend on the distance from the equator"},
    "Another climate is taken.",
    table="climates",
    cases="climate",
)
PLATES = concept(
    "plate-tectonics",
    "plate tectonics",
    {"landforms": "plates build mountains and volcanoes"},
    "Another movement or place is taken.",
    table="plates",
    cases="term for the moving crust of the Earth",
)
WATER = concept(
    "water-cycle",
    "water cycle",
    {},
    "Another part of the cycle is taken.",
    table="water-cycle",
    cases="part of the water cycle",
)
RESOURCES = concept(
    "natural-resources",
    "natural resources",
    {},
    "Another term is taken.",
    table="resources",
    cases="term about resources",
)
MIGRATION = concept(
    "migration", "migration", {}, "Another term is taken.", table="migration", cases="term about migration"
)
POPULATION_TERMS = concept(
    "population-terms",
    "population measures",
    {},
    "Another measure is taken.",
    table="population-terms",
    cases="term about population",
)


UNITS = {
    "Maps and place": (MAPS, compass, map_scale, LATITUDE, hemispheres, time_zones, longitude_time, gradient),
    "The physical world": (
        LANDFORMS,
        OCEANS,
        OCEAN_SIZES,
        RIVERS,
        RIVER_MOUTHS,
        MOUNTAINS,
        PLATES,
        WATER,
        CLIMATES,
        DESERTS,
        STRAITS,
        RESOURCES,
    ),
    "Countries": (
        CONTINENTS,
        *(_capitals(area) for area in _REGIONS),
        NEIGHBORS,
        CURRENCIES,
        LANGUAGES,
        LANDMARKS,
        ISLANDS,
        PEAKS,
        AREA,
        POPULATION,
        STATES,
    ),
    "People and places": (POPULATION_TERMS, density, natural_increase, MIGRATION),
}
"""Skills in teaching order, by heading."""
