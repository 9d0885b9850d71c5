"""Geography of sizes: oceans and countries, put in order and estimated."""

from __future__ import annotations

from dataclasses import replace

from tutelage.subjects.social_studies.fact_forms import estimate, how_many_times, with_forms
from tutelage.subjects.social_studies.topic import Comparison, compared

_OCEAN_AREA = Comparison(
    "ocean-area",
    (
        "Which ocean is the {largest}: {keys}?",
        "Which ocean covers {most} of the Earth: {keys}?",
        "By area, which ocean comes first: {keys}?",
        "In order of size, which ocean is ahead: {keys}?",
        "Which ocean has the {largest} surface: {keys}?",
    ),
    "{key} covers about {number} million square kilometres",
    ratio=1.1,
    grouped=True,
)
OCEAN_SIZES = with_forms(
    compared(
        "oceans-by-size",
        "oceans by size",
        {"oceans-and-seas": "it tells where they are"},
        _OCEAN_AREA,
        "Another ocean is placed first, whose size is not the one that was asked for.",
    ),
    {
        "reverse": replace(
            _OCEAN_AREA,
            most=False,
            so="is the smallest",
            ask=(
                "Which ocean is the {smallest}: {keys}?",
                "Which ocean covers {fewest} square kilometres: {keys}?",
                "A list of oceans goes from small to large. Which of these comes first: {keys}?",
            ),
        ),
        "estimate": estimate(
            _OCEAN_AREA,
            (
                "About how large is {key}, in {counted}?",
                "Choose the size that fits {key}, in {counted}.",
                "An atlas gives the area of {key}. About how many {counted} does it say?",
            ),
            counted="million square kilometres",
        ),
        "how many times": how_many_times(
            _OCEAN_AREA,
            (
                "About how many times does {less} fit into {more}, by area?",
                "About how many times as large as {less} is {more}?",
                "Divide the area of {more} by that of {less}. About how large is the result?",
            ),
        ),
    },
)

_AREA = Comparison(
    "area",
    (
        "Which country has the {largest} area: {keys}?",
        "Which of the countries named here covers {most} land and water: {keys}?",
        "By area, which country comes first: {keys}?",
    ),
    "{key} has an area of {number} square kilometres",
    ratio=1.5,
    grouped=True,
)
AREA = with_forms(
    compared(
        "countries-by-area",
        "countries by area",
        {"continents-of-countries": "it tells which countries are meant"},
        _AREA,
        "Another country is placed first, whose area is not the one that was asked for.",
    ),
    {
        "reverse": replace(
            _AREA,
            most=False,
            so="is the smallest",
            ask=(
                "Which country has the {smallest} area: {keys}?",
                "Which of these would take up {fewest} square kilometres on the globe: {keys}?",
                "A list of countries goes from small to large. Which of these comes first: {keys}?",
            ),
        ),
        "estimate": estimate(
            _AREA,
            (
                "About how large is {key}, in {counted}?",
                "Choose the size that fits {key}, in {counted}.",
                "A reader looks up the area of {key}. About how many {counted} does the book give?",
            ),
            unit=1000,
            counted="thousand square kilometres",
        ),
        "how many times": how_many_times(
            _AREA,
            (
                "About how many times does {less} fit into {more}, by area?",
                "About how many times as large as {less} is {more}?",
                "Divide the area of {more} by that of {less}. About how large is the result?",
            ),
        ),
    },
)

_PEOPLE = Comparison(
    "population",
    (
        "Which country has {most} people (figures of about 2018): {keys}?",
        "Which country had the {largest} population in about 2018: {keys}?",
        "By population (about 2018), which country comes first: {keys}?",
    ),
    "{key} had about {number} people in about 2018",
    ratio=2,
    grouped=True,
)
POPULATION = with_forms(
    compared(
        "countries-by-population",
        "countries by population",
        {"continents-of-countries": "it tells which countries are meant"},
        _PEOPLE,
        "Another country is placed first, whose population is not the one that was asked for.",
    ),
    {
        "reverse": replace(
            _PEOPLE,
            most=False,
            so="is the smallest",
            ask=(
                "Which country has {fewest} people (figures of about 2018): {keys}?",
                "Which country had the {smallest} population in about 2018: {keys}?",
                "A list of about 2018 goes from few people to many. Which country comes first: {keys}?",
            ),
        ),
        "estimate": estimate(
            _PEOPLE,
            (
                "About how many people lived in {key} in about 2018, in {counted}?",
                "Choose the population that fits {key} (about 2018), in {counted}.",
                "A statistician counts the people of {key} in about 2018. About how many {counted} are there?",
            ),
            unit=1_000_000,
            counted="millions",
        ),
        "how many times": how_many_times(
            _PEOPLE,
            (
                "About how many times as many people as {less} did {more} have in about 2018?",
                "For each inhabitant of {less}, about how many had {more} in 2018?",
                "Divide the population of {more} by that of {less} (about 2018). About how large is the result?",
            ),
        ),
    },
)
