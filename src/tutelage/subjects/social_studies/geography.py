"""Geography: maps and place, the physical world, countries and people."""

from __future__ import annotations

from tutelage.subjects.social_studies.fact_forms import (
    example_of,
    odd_one_out,
    reworded,
    same_kind,
    with_forms,
)
from tutelage.subjects.social_studies.geography_countries import (
    CAPITALS,
    CONTINENTS,
    CURRENCIES,
    ISLANDS,
    LANDMARKS,
    LANGUAGES,
    NEIGHBORS,
    PEAKS,
    STATES,
)
from tutelage.subjects.social_studies.geography_globe import hemispheres, longitude_time, time_zones
from tutelage.subjects.social_studies.geography_maps import compass, gradient, map_scale
from tutelage.subjects.social_studies.geography_people import density, natural_increase
from tutelage.subjects.social_studies.geography_sizes import AREA, OCEAN_SIZES, POPULATION
from tutelage.subjects.social_studies.topic import Facts, recall
from tutelage.subjects.social_studies.wording import case_forms, concept
from tutelage.subjects.workbook import Topic


def _located(
    skill: str, name: str, needs: dict[str, str], *, table: str, what: str, says: str, scenes: tuple[str, ...]
) -> Topic:
    """Where natural features are, by continent; `scenes` are questions with `{key}` that tell a little story."""
    facts = Facts(
        table,
        says,
        (
            f"In which part of the world would you look for the {{key}} ({what})?",
            f"To which continent does this {what} belong: the {{key}}?",
            "On which continent do you find the {key}?",
            f"Name the continent of the {{key}} ({what}).",
        ),
    )
    many = f"{what}s"
    return with_forms(
        recall(skill, name, needs, (facts,), f"The {what} is placed on another continent."),
        {
            "scene": reworded(facts, scenes),
            "reverse": example_of(
                facts,
                (
                    f"Which of these {many} belongs to {{value}}?",
                    f"On a map of {{value}}, which of these {many} do you find?",
                    f"A geographer studies a {what} of {{value}}. Which of these can it be?",
                ),
            ),
            "same kind": same_kind(
                facts,
                (
                    f"Which of these {many} is on the same continent as the {{key}}?",
                    f"One of these {many} is on the continent of the {{key}}, too. Which one?",
                    f"Somebody has seen the {{key}} and stays on that continent. Which of these {many} may come next?",
                ),
            ),
            "odd one out": odd_one_out(
                facts,
                (
                    f"All of these {many} but one are on the same continent. Which one is not?",
                    f"Which of these {many} does not belong with the others, because its continent is another one?",
                    f"One of these {many} has got into the wrong list: the others share a continent. Which one?",
                ),
            ),
        },
    )


_OCEAN = Facts(
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
)
_OCEAN_SCENES = Facts(
    "ocean-fact-cases",
    "{key}: {value}",
    (
        "{key} Which ocean or sea is meant?",
        "Of which ocean or sea is this true? {key}",
        "{key} Name the water.",
    ),
    meaning="ocean-fact",
    says_meaning="the {value} is {meaning}, and that fits",
)
OCEANS = with_forms(
    recall("oceans-and-seas", "oceans and seas", {}, (_OCEAN, _OCEAN_SCENES), "Another ocean or sea is taken."),
    case_forms(
        _OCEAN_SCENES,
        "ocean or sea",
        (
            "Which of these sentences is about the {value}?",
            "Which of these would you read in a book about the {value}?",
            "One of these belongs to the {value}. Which one?",
        ),
        shows="is about",
        show="are about",
    ),
)

RIVERS = _located(
    "rivers",
    "rivers of the world",
    {},
    table="river-continent",
    what="river",
    says="the {key} is a river of {value}",
    scenes=(
        "A boat carries passengers down the {key}. On which continent are they?",
        "After heavy rain the {key} floods the villages on its banks. On which continent does that happen?",
        "Engineers plan a dam across the {key}. To which continent do they fly?",
    ),
)
MOUNTAINS = _located(
    "mountain-ranges",
    "mountain ranges",
    {},
    table="mountain-continent",
    what="mountain range",
    says="{value} is the continent of the {key}",
    scenes=(
        "Hikers cross the {key} from one side to the other. On which continent are they?",
        "The first snow falls on the {key}. On which continent is that?",
        "A railway tunnel is dug through the {key}. On which continent?",
    ),
)
DESERTS = _located(
    "deserts",
    "deserts of the world",
    {"climate-zones": "deserts are where the desert climate rules"},
    table="desert-continent",
    what="desert",
    says="you find the {key} in {value}",
    scenes=(
        "A plane flies for an hour over the sand and stones of the {key}. On which continent is it?",
        "A botanist studies how plants live in the {key} without rain. To which continent does she travel?",
        "A road through the {key} has one petrol station in 200 kilometres. On which continent does one drive there?",
    ),
)

_MOUTH = Facts(
    "river-mouth",
    "the {key} flows into the {value}",
    (
        "Into which sea, gulf or ocean does the {key} flow?",
        "Where does the {key} end?",
        "In which body of water is the mouth of the {key}?",
        "Name the body of water that receives the {key}.",
    ),
    alike=True,
)
RIVER_MOUTHS = with_forms(
    recall(
        "river-mouths",
        "mouths of rivers",
        {"rivers": "it tells where they flow", "oceans-and-seas": "that is where rivers end"},
        (_MOUTH,),
        "The river is led into another sea.",
    ),
    {
        "scene": reworded(
            _MOUTH,
            (
                "A bottle with a letter floats down the {key} to its end. Into which water does it come there?",
                "A barge goes down the {key} until the banks end and the open water begins. Which water is that?",
                "Mud that the {key} carries sinks to the bottom of the water at its mouth. Of which water?",
            ),
        ),
        "reverse": example_of(
            _MOUTH,
            (
                "Which of these rivers flows into the {value}?",
                "A captain on the {value} wants to go up a river. Which of these has its mouth there?",
                "Fresh water comes into the {value} from one of these rivers. From which one?",
            ),
        ),
        "same kind": same_kind(
            _MOUTH,
            (
                "Which of these rivers ends in the same water as the {key}?",
                "The water of the {key} and that of one of these rivers meet in the same sea or ocean. Which river?",
                "A ship comes out of the {key} and, without leaving that sea or ocean, goes up another of these "
                "rivers. Which?",
            ),
        ),
        "odd one out": odd_one_out(
            _MOUTH,
            (
                "All of these rivers but one flow into the same water. Which one does not?",
                "Which of these rivers does not belong, because it ends in another water?",
                "Find the one of these rivers whose mouth is not where those of the others are.",
            ),
        ),
    },
)

_STRAIT = Facts(
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
)
_STRAIT_SCENES = Facts(
    "strait-joins-cases",
    "{key}: {value}",
    (
        "{key} Which strait or canal is meant?",
        "Of which strait or canal is this true? {key}",
        "{key} Name the strait or canal.",
    ),
    meaning="strait-joins",
    says_meaning="the {value} joins {meaning}, and that fits",
)
STRAITS = with_forms(
    recall(
        "straits-and-canals",
        "straits and canals",
        {"oceans-and-seas": "straits and canals join them", "landforms": "it says what a strait is"},
        (_STRAIT, _STRAIT_SCENES),
        "Another strait or canal is taken.",
    ),
    case_forms(
        _STRAIT_SCENES,
        "strait or canal",
        (
            "Which of these sentences is about the {value}?",
            "Which of these would you read in a guide to the {value}?",
            "One of these is told of the {value}. Which one?",
        ),
        shows="is about",
        show="are about",
    ),
)

_LATITUDE = Facts(
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
    (
        "Which line or point of the globe lies at {value}?",
        "{value}: which line or point of the globe is that?",
        "A globe has a mark at {value}. What is it called?",
    ),
    free=False,
)
_LATITUDE_SCENES = Facts(
    "latitude-cases",
    "{key}: {value}",
    (
        "{key} Which line or point of the globe is meant?",
        "Which line or point of the globe is this about? {key}",
        "{key} Name the line or point.",
    ),
    meaning="latitude",
    says_meaning="the {value} lies at {meaning}, and that fits",
)
LATITUDE = with_forms(
    recall(
        "latitude-and-longitude",
        "latitude and longitude",
        {},
        (_LATITUDE, _LATITUDE_SCENES),
        "The line is taken for another one.",
    ),
    case_forms(
        _LATITUDE_SCENES,
        "line or point of the globe",
        (
            "Which of these sentences is about the {value}?",
            "Which of these would somebody tell who has been to the {value}?",
            "One of these is true of the {value}. Which one?",
        ),
        shows="is about",
        show="are about",
    ),
)

MAPS = concept(
    "maps",
    "kinds and parts of maps",
    {},
    "What the map or its part is used for is not asked, so another kind or part is taken.",
    table="maps",
    cases="kind or part of a map",
)
LANDFORMS = concept(
    "landforms",
    "landforms",
    {},
    "A feature is overlooked, so another landform is taken.",
    table="landforms",
    cases="landform",
)
CLIMATES = concept(
    "climate-zones",
    "climate zones",
    {"latitude-and-longitude": "climates depend on the distance from the equator"},
    "Heat, or the season of the rain, is misread, so another climate is taken.",
    table="climates",
    cases="climate",
)
PLATES = concept(
    "plate-tectonics",
    "plate tectonics",
    {"landforms": "plates build mountains and volcanoes"},
    "How the plates move, or where it happens, is mixed up with another term.",
    table="plates",
    cases="term of plate tectonics",
)
WATER = concept(
    "water-cycle",
    "water cycle",
    {},
    "From where to where the water goes is misread, so another part of the cycle is taken.",
    table="water-cycle",
    cases="part of the water cycle",
)
RESOURCES = concept(
    "natural-resources",
    "natural resources",
    {},
    "How nature replaces it, or what people do with it, is misread, so another term is taken.",
    table="resources",
    cases="term about resources",
)
MIGRATION = concept(
    "migration",
    "migration",
    {},
    "The cause, or the side from which the move is seen, is misread, so another term is taken.",
    table="migration",
    cases="term about migration",
)
POPULATION_TERMS = concept(
    "population-terms",
    "population measures",
    {},
    "What is counted, or out of how many, is misread, so another measure is taken.",
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
        *CAPITALS,
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
