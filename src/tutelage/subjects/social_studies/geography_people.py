"""Geography worked out with numbers of people: density and natural increase."""

from __future__ import annotations

from tutelage.subjects.social_studies.steps import minus, over, plus, ratio, times
from tutelage.subjects.social_studies.topic import amount, computed
from tutelage.subjects.social_studies.wording import LANDS
from tutelage.subjects.workbook import Draw, Item


@computed(
    "population-density",
    "population density",
    {"population-terms": "it says what the density is"},
    {
        "product": "People and area are multiplied.",
        "upside": "The area is divided by the people.",
        "half": "Only one part of the country is counted.",
    },
    direct=("product",),
)
def density(d: Draw) -> Item:
    area = d.within((2, 20), (20, 400), (200, 4000), step=1 if d.difficulty == 1 else 10)
    per = d.within((11, 99), (12, 480), (15, 900))
    people, place = area * per, d.choice(LANDS)
    north, plain = area * d.within((2, 8)) // 10 or 1, people * d.within((2, 8)) // 10
    start = people - d.within((1, 9)) * area // 10
    if d.difficulty == 1 or (d.slip == "half" and people * 10 % north):
        north, plain = area, people
    total, size, lead = people, area, ""
    shown = f"{people:,} people on {area:,} square kilometres"
    if d.difficulty == 2:
        shown = (
            f"{plain:,} people on the {north:,} square kilometres of its north and {people - plain:,} on the "
            f"{area - north:,} of its south"
        )
        lead = f"{plus(plain, people - plain)}; {plus(north, area - north)}; "
        if d.slip == "half":
            total, size, lead = plain, north, ""
    elif d.difficulty == 3:
        shown = f"{start:,} people on {area:,} square kilometres, to whom {people - start:,} people came as immigrants"
        lead = f"{plus(start, people - start)}; "
        if d.slip == "half":
            total, lead = start, ""
    work, answer = ratio(total, size), amount(round(total / size, 2))
    if d.slip == "product":
        work, answer = times(total, size), amount(total * size)
    elif d.slip == "upside":
        work, answer = f"{size:,}/{total:,} = 1/{per}", f"1/{per}"
    return Item(
        (
            f"{place} had {shown}. Find its population density in people per square kilometre."
            if d.difficulty == 3
            else f"{place} has {shown}. Find its population density in people per square kilometre.",
            f"How many people per square kilometre is that for the whole of {place}: {shown}?",
            f"What is the population density (people per square kilometre) of {place}: {shown}?",
        ),
        f"Population density: people are divided by area; {lead}{work}",
        answer,
        f"answer*{area} = {people} and parts(answer) < 2",
        value=per,
        unit="density",
        noun=f"the number of people per square kilometre of a country with {people:,} people on {area:,} square "
        "kilometres",
        worded={
            "word problem": (
                f"A planner wants to know how crowded {place} is on average. She finds {shown}. How many people share "
                "a square kilometre?",
                f"If everybody in {place} were spread evenly, how many people would stand on each square kilometre? "
                f"There are {shown}.",
                f"A newspaper prints figures of {place}: {shown}. Which density, in people per square kilometre, "
                "follows from them?",
            )
        },
    )


@density.form("reverse")
def _people_or_area(d: Draw) -> Item:
    area = d.within((2, 20), (20, 400), (200, 4000), step=1 if d.difficulty == 1 else 10)
    per = d.within((11, 99), (12, 480), (15, 900))
    place, people = d.choice(LANDS), area * per
    asks_people = d.rng.random() < 0.5
    right = people if asks_people else area
    if asks_people:
        asked, known = "people live there", f"{area:,} square kilometres"
    else:
        asked, known = "square kilometres does it have", f"{people:,} people"
    work = times(area, per) if asks_people else over(people, per)
    return Item(
        (
            f"{place} has {known} and a population density of {per} people per square kilometre. How many {asked}?",
            f"On average {per} people share each square kilometre of {place}, which has {known}. How many {asked}?",
            f"The population density of {place} is {per} per square kilometre; it has {known}. How many {asked}?",
        ),
        f"Population density: {work}",
        amount(right),
        f"answer = {area}*{per} and parts(answer) < 2"
        if asks_people
        else f"answer*{per} = {people} and parts(answer) < 2",
    )


@computed(
    "natural-increase",
    "natural increase",
    {"population-terms": "it defines birth rate and death rate"},
    {
        "sum": "The rates are added.",
        "thousand": "The rates per 1,000 are taken for percentages.",
        "births": "The deaths are left out.",
    },
)
def natural_increase(d: Draw) -> Item:
    deaths = d.within((5, 12), (5, 15), (8, 19))
    births = deaths + d.within((2, 20), (2, 25), (1, 28)) * (-1 if d.difficulty == 3 and d.rng.random() < 0.4 else 1)
    births = max(births, 4)
    rate = {"sum": births + deaths, "births": births}.get(d.slip, births - deaths)
    first = {"sum": f"{plus(births, deaths)} per 1,000; ", "births": ""}.get(
        d.slip, f"{minus(births, deaths)} per 1,000; "
    )
    end = rate if d.slip == "thousand" else rate / 10
    second = f"{rate} is taken as percent" if d.slip == "thousand" else f"{over(rate, 10)} percent"
    place = d.choice(LANDS)
    moves = ""
    if d.difficulty > 1:
        moves = f" Besides, {d.within((2, 15))} of every 1,000 moved away, which is not natural change."
    return Item(
        (
            f"{place} has a birth rate of {births} and a death rate of {deaths} per 1,000 people.{moves} Find its "
            "natural "
            "increase in percent.",
            f"For every 1,000 people of {place} there are {births} births and {deaths} deaths in a year.{moves} By how "
            "many percent does the population grow, without migration? A decrease is negative.",
            f"Birth rate {births}, death rate {deaths} (per 1,000): what is the natural increase of {place} in percent?"
            f"{moves}",
        ),
        f"Natural increase: {first}{second}",
        amount(end),
        f"answer*10 + {deaths} = {births} and parts(answer) < 2",
    )


@natural_increase.form("reverse")
def _birth_or_death_rate(d: Draw) -> Item:
    deaths, rate = d.within((5, 12), (5, 15), (5, 19)), d.within((1, 20), (2, 25), (1, 28))
    births, place = deaths + rate, d.choice(LANDS)
    asks_births = d.rng.random() < 0.5
    known, asked = (("death rate", deaths), "birth rate") if asks_births else (("birth rate", births), "death rate")
    tenfold = rate / 10 if d.slip == "thousand" else float(rate)
    result = deaths + tenfold if asks_births else births - tenfold
    step = plus(deaths, tenfold) if asks_births else minus(births, tenfold)
    lead = "" if d.slip == "thousand" else f"{times(rate / 10, 10)} per 1,000; "
    return Item(
        (
            f"The natural increase of {place} is {amount(rate / 10)} percent and its {known[0]} {known[1]} per 1,000. "
            f"Find its {asked} per 1,000.",
            f"{place} grows by {amount(rate / 10)} percent a year through births and deaths alone. Its {known[0]} is "
            f"{known[1]} per 1,000. What is its {asked} per 1,000?",
            f"A {known[0]} of {known[1]} per 1,000 and a natural increase of {amount(rate / 10)} percent: which "
            f"{asked} "
            f"per 1,000 has {place}?",
        ),
        f"Natural increase: {lead}{step}",
        amount(result),
        (f"answer - {deaths} = {rate}" if asks_births else f"{births} - answer = {rate}") + " and parts(answer) < 2",
    )


@natural_increase.form("word problem")
def _of_a_town(d: Draw) -> Item:
    people = d.within((1, 9), (2, 40), (11, 90)) * 1000
    deaths, rate = d.within((5, 12), (5, 15), (8, 19)), d.within((2, 20), (2, 25), (1, 28))
    born, died = (deaths + rate) * people // 1000, deaths * people // 1000
    gain = {"sum": born + died, "births": born}.get(d.slip, born - died)
    result = gain * (1000 if d.slip == "thousand" else 100) / people
    lead = {"sum": f"{plus(born, died)}; ", "births": ""}.get(d.slip, f"{minus(born, died)}; ")
    factor = 1000 if d.slip == "thousand" else 100
    return Item(
        (
            f"In a year, a town of {people:,} people had {born:,} births and {died:,} deaths. What is its natural "
            "increase in percent?",
            f"The register of a town of {people:,} people lists {born:,} babies and {died:,} burials for last year. By "
            "how many percent did births and deaths make the town grow?",
            f"{born:,} children were born and {died:,} people died in a district of {people:,} people. How many "
            "percent "
            "is the natural increase?",
        ),
        f"Natural increase: {lead}{times(gain, factor)}; {over(gain * factor, people)}",
        amount(result),
        f"answer*{people}/100 = {born} - {died} and parts(answer) < 2",
    )


@natural_increase.form("two steps")
def _after_a_year(d: Draw) -> Item:
    people = d.within((2, 9), (2, 60), (11, 95)) * 1000
    deaths, rate = d.within((5, 12), (5, 15), (5, 19)), d.within((2, 15), (2, 25), (1, 28))
    births, place = deaths + rate, d.choice(LANDS)
    gain = {"sum": births + deaths, "births": births, "thousand": rate * 10}.get(d.slip, rate) * people // 1000
    step = f"{minus(births, deaths)} for every 1,000; {times(rate, people // 1000)}; {plus(people, gain)}"
    return Item(
        (
            f"A town of {people:,} people has {births} births and {deaths} deaths for every 1,000 people in a year. "
            "How "
            "many people are there after it, if nobody moves?",
            f"A province of {place} has {people:,} people, a birth rate of {births} and a death rate of {deaths} per "
            "1,000. How many people does it have a year later, without migration?",
            f"How large is a town of {people:,} people after a year with a birth rate of {births} and a death rate of "
            f"{deaths} per 1,000 and no moves?",
        ),
        f"Natural increase: {step}" if not d.slip else f"Natural increase: {plus(people, gain)}",
        amount(people + gain),
        f"answer - {people} = {people // 1000}*({births} - {deaths}) and parts(answer) < 2",
    )
