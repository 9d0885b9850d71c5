"""Geography worked out: maps, directions, time and population."""

from __future__ import annotations

from tutelage.records import Checker
from tutelage.subjects.relations import relation
from tutelage.subjects.social_studies.topic import amount, computed
from tutelage.subjects.social_studies.wording import LANDS
from tutelage.subjects.workbook import Draw, Item


@computed(
    "map-scale",
    "map scale",
    {"maps": "the scale is a part of a map"},
    {"alone": "The centimetres on the map are forgotten.", "added": "The numbers are added."},
)
def map_scale(d: Draw) -> Item:
    unit, distance = d.within((2, 50), (2, 50), (3, 90)), d.within((2, 15), (4, 40), (11, 60))
    half = 0.5 if d.difficulty > 1 and d.rng.random() < 0.5 else 0.0
    on_map = distance + half
    total = on_map * unit
    work, answer = f"{amount(on_map)}*{amount(unit)} = {amount(total)}", total
    if d.slip == "added":
        answer = on_map + unit
        work = f"{amount(on_map)} + {amount(unit)} = {amount(answer)}"
    elif d.slip == "alone":
        answer = unit
        work = f"one centimetre stands for {amount(unit)} kilometres"
    first, second = d.rng.sample(_TOWNS, 2)
    if d.difficulty == 3:
        ratio = f"1 : {unit * 100_000:,}"
        lead = f"on the ground 1 centimetre stands for {unit * 100_000:,}/100,000 = {amount(unit)} kilometres; "
        return Item(
            d.choice(
                (
                    f"A map has the scale {ratio}. Two towns are {amount(on_map)} centimetres apart on it. "
                    "How many kilometres is that on the ground?",
                    f"On a map of scale {ratio}, {first} and {second} are {amount(on_map)} centimetres apart. "
                    "Find the real distance in kilometres.",
                    f"The scale is {ratio}. To how many kilometres do {amount(on_map)} centimetres on the map "
                    "correspond?",
                )
            ),
            f"Map scale: {lead}{work}",
            amount(answer),
            f"answer*100000 = {on_map}*{unit * 100_000}",
        )
    return Item(
        d.choice(
            (
                f"On a map, 1 centimetre stands for {unit} kilometres. {first} and {second} are {amount(on_map)} "
                "centimetres apart on the map. How many kilometres apart are they?",
                f"A map shows {unit} kilometres as 1 centimetre. How many kilometres are {amount(on_map)} centimetres?",
                f"The scale of a map is 1 centimetre to {unit} kilometres. A river is {amount(on_map)} centimetres "
                "long "
                "on it. Find its length in kilometres.",
            )
        ),
        f"Map scale: {work}",
        amount(answer),
        f"answer/{unit} = {on_map}",
    )


_TOWNS = ("Ashford", "Brenton", "Calder", "Dorling", "Elmstead", "Farley", "Granton", "Holm", "Inverly", "Kelby")


@computed(
    "compass-directions",
    "compass directions",
    {"maps": "the compass rose is a part of a map"},
    {"mirror": "Left and right are mixed up.", "north": "The turn is made from north."},
    counts=(112, 336, 560),
)
def compass(d: Draw) -> Item:
    every = relation("bearing").rows
    rows = [row for row in every if row.level <= (1 if d.difficulty == 1 else 3)]
    start = d.choice(rows)
    turn = d.choice({1: (90, 180), 2: (90, 135, 180), 3: (45, 90, 135, 225, 270)}[d.difficulty])
    side = d.choice(("right", "left"))
    sign = 1 if side == "right" else -1
    first = int(start.values[0])
    right = (first + sign * turn) % 360
    if d.slip == "mirror":
        sign = -sign
    elif d.slip == "north":
        first = 0
    end = (first + sign * turn) % 360
    names = {int(row.values[0]): row.key for row in every}
    total = first + sign * turn
    whole = "" if 0 <= total < 360 else f"{total} {'+' if total < 0 else '-'} 360 = {end}; "
    walker = d.choice(("A hiker", "A pilot", "A ship", "A driver", "A cyclist"))
    others = [row.key for row in rows if int(row.values[0]) not in (right, end)]
    d.rng.shuffle(others)
    return Item(
        d.choice(
            (
                f"{walker} heads {start.key} and turns {turn} degrees to the {side}. In which direction is that?",
                f"You face {start.key} and turn {turn} degrees to the {side}. Which direction do you face now?",
                f"From {start.key}, make a turn of {turn} degrees to the {side}. Name the new direction.",
            )
        ),
        f"Compass directions: {names[first]} is {first} degrees; {first} {'+' if sign > 0 else '-'} {turn} = {total}; "
        f"{whole}{end} degrees is {names[end]}",
        names[end],
        f'answer = bearing~("{right}")',
        right=names[right],
        others=tuple(others[: 2 if d.difficulty == 1 else 3]) if d.rng.random() < 0.5 else (),
        checker=Checker.TEXT,
    )


@computed(
    "time-zones",
    "time zones",
    {"latitude-and-longitude": "the day follows the longitude, 15 degrees for each hour"},
    {"back": "East and west are mixed up, so the hours are taken the wrong way."},
)
def time_zones(d: Draw) -> Item:
    rows = [row for row in relation("utc").rows if row.level <= (1 if d.difficulty == 1 else 3)]
    while True:
        here, there = d.rng.sample(rows, 2)
        offset = int(there.values[0]) - int(here.values[0])
        hour = d.within((1, 23), (1, 23))
        if offset and (1 <= hour + offset <= 23) and (1 <= hour - offset <= 23 or not d.slip):
            break
    order = "ahead of" if (offset > 0) != bool(d.slip) else "behind"
    end = hour - offset if d.slip else hour + offset
    sign = "+" if (end > hour) else "-"
    here_utc, there_utc = (f"UTC{int(row.values[0]):+d}" for row in (here, there))
    hours = "hour" if abs(offset) == 1 else "hours"
    return Item(
        d.choice(
            (
                f"It is {hour}:00 in {here.key} ({here_utc}). What hour of the same day is it in {there.key} "
                f"({there_utc})? "
                "Give the hour from 0 to 23.",
                f"{here.key} has {here_utc} and {there.key} has {there_utc}. When it is {hour}:00 in {here.key}, "
                f"which hour (0 to 23) is it in {there.key}?",
                f"A call is made from {here.key} ({here_utc}) at {hour}:00. Which hour, from 0 to 23, do the clocks of "
                f"{there.key} ({there_utc}) show?",
            )
        ),
        f"Time zones: {there.key} is {abs(offset)} {hours} {order} {here.key}; {hour} {sign} {abs(offset)} = {end}",
        str(end),
        f'answer = {hour} + utc("{there.key}") - utc("{here.key}")',
    )


@computed(
    "longitude-and-time",
    "longitude and time",
    {"latitude-and-longitude": "longitudes are what is compared", "time-zones": "a zone is about 15 degrees wide"},
    {"ten": "It is divided by ten.", "degrees": "Degrees are taken for hours."},
)
def longitude_time(d: Draw) -> Item:
    degrees = d.within((1, 9), (2, 11), (2, 30)) * (15 if d.difficulty < 3 else 5)
    first = d.within((0, 45), (1, degrees - 1), (1, degrees - 1))
    if d.difficulty == 1:
        where = f"{first} degrees east and {first + degrees} degrees east"
        lead = f"{first + degrees} - {first} = {degrees}"
    else:
        where = f"{first} degrees west and {degrees - first} degrees east"
        lead = f"{first} + {degrees - first} = {degrees}"
    land = d.choice(LANDS)
    unit = "minutes" if d.difficulty == 3 else "hours"
    answer, work = degrees / 15, f"{degrees}/15 = {amount(degrees / 15)}"
    if d.difficulty == 3:
        answer, work = degrees * 4, f"a degree is 4 minutes, so {degrees}*4 = {degrees * 4}"
    if d.slip == "degrees":
        answer, work = degrees, f"so it is {degrees} {unit}"
    elif d.slip == "ten":
        answer, work = degrees / 10, f"{degrees}/10 = {amount(degrees / 10)}"
    return Item(
        d.choice(
            (
                f"Two ports of the empire of {land} lie at {where}. By how many {unit} do their sun times differ?",
                f"How many {unit} apart are the sun times of places in the empire of {land} at {where}?",
                f"Two places lie at {where}. Find the difference of their sun times in {unit}.",
            )
        ),
        f"Longitude and time: {lead}; {work}",
        amount(answer),
        f"answer = {degrees}*4" if d.difficulty == 3 else f"answer*15 = {degrees}",
    )


@computed(
    "population-density",
    "population density",
    {"population-terms": "it says what the density is"},
    {"product": "People and area are multiplied.", "upside": "The area is divided by the people."},
)
def density(d: Draw) -> Item:
    area = d.within((2, 20), (20, 400), (200, 4000), step=1 if d.difficulty == 1 else 10)
    per = d.within((11, 99), (12, 480), (15, 900))
    people, place = area * per, d.choice(LANDS)
    work, answer = f"{people:,}/{area:,} = {amount(per)}", amount(per)
    if d.slip == "product":
        work, answer = f"{people:,}*{area:,} = {people * area:,}", f"{people * area:,}"
    elif d.slip == "upside":
        work, answer = f"{area:,}/{people:,} = 1/{per}", f"1/{per}"
    return Item(
        d.choice(
            (
                f"{place} has {people:,} people on {area:,} square kilometres. Find its population density in people "
                "per "
                "square kilometre.",
                f"On the {area:,} square kilometres of {place} live {people:,} people. How many people is that per "
                "square "
                "kilometre?",
                f"What is the population density (people per square kilometre) of {place}: {people:,} people, {area:,} "
                "square kilometres?",
            )
        ),
        f"Population density: people are divided by area; {work}",
        answer,
        f"answer*{area} = {people} and parts(answer) < 2",
        value=per,
        unit="density",
        noun=f"the number of people per square kilometre of a country with {people:,} people on {area:,} square "
        "kilometres",
    )


@computed(
    "natural-increase",
    "natural increase",
    {"population-terms": "it defines birth rate and death rate"},
    {"sum": "The rates are added.", "thousand": "The rates per 1,000 are taken for percentages."},
)
def natural_increase(d: Draw) -> Item:
    deaths = d.within((5, 12), (5, 15), (5, 19))
    births = deaths + d.within((2, 20), (2, 25), (1, 28))
    rate = births + deaths if d.slip == "sum" else births - deaths
    first = f"{births} {'+' if d.slip == 'sum' else '-'} {deaths} = {rate}"
    end = rate if d.slip == "thousand" else rate / 10
    second = f"{rate} is taken as percent" if d.slip == "thousand" else f"{rate}/10 = {amount(end)} percent"
    place = d.choice(LANDS)
    return Item(
        d.choice(
            (
                f"{place} has a birth rate of {births} and a death rate of {deaths} per 1,000 people. Find its natural "
                "increase in percent.",
                f"For every 1,000 people of {place} there are {births} births and {deaths} deaths in a year. By how "
                "many "
                "percent does the population grow, without migration?",
                f"Birth rate {births}, death rate {deaths} (per 1,000): what is the natural increase of {place} in "
                "percent?",
            )
        ),
        f"Natural increase: {first} per 1,000; {second}",
        amount(end),
        f"answer*10 + {deaths} = {births}",
    )


@computed(
    "slope-of-the-land",
    "slope of the land",
    {"map-scale": "distances are read from a map", "maps": "contour lines give the heights"},
    {"upside": "The distance is divided by the climb.", "height": "The height of the top is taken for the climb."},
)
def gradient(d: Draw) -> Item:
    percent = d.within((2, 20), (2, 25), (3, 35))
    distance = d.within((1, 9), (4, 30), (11, 60)) * 100
    low = d.within((0, 9), (1, 9), (3, 20)) * 100
    climb = distance * percent // 100
    high = low + climb
    rise = high if d.slip == "height" else climb
    end = rise / distance * 100 if d.slip != "upside" else distance / climb
    hundred = f"{rise:,}*100 = {rise * 100:,}; {rise * 100:,}/{distance:,}"
    second = f"{distance:,}/{climb:,}" if d.slip == "upside" else hundred
    lead = "the height of the top is" if d.slip == "height" else f"{high:,} - {low:,} ="
    return Item(
        d.choice(
            (
                f"A path climbs from {low:,} to {high:,} metres over a horizontal distance of {distance:,} metres. "
                "Find its "
                "slope in percent.",
                f"Two contour lines of {low:,} and {high:,} metres are {distance:,} metres apart on the ground. How "
                "many "
                "percent is the slope between them?",
                f"From {low:,} metres a road rises to {high:,} metres within {distance:,} metres of horizontal "
                "distance. "
                "What is its average slope in percent?",
            )
        ),
        f"Slope of the land: {lead} {rise:,}; {second} = {amount(round(end, 2))}",
        amount(round(end, 2)),
        f"answer*{distance}/100 = {high} - {low}",
    )


@computed(
    "hemispheres",
    "hemispheres",
    {"latitude-and-longitude": "the equator and the prime meridian part the hemispheres"},
    {"swap": "Latitude is taken for longitude.", "south": "North and south are mixed up."},
)
def hemispheres(d: Draw) -> Item:
    latitude, longitude = d.within((1, 80)), d.within((1, 170))
    ns, ew = d.choice(("north", "south")), d.choice(("east", "west"))
    by_latitude = d.rng.random() < 0.5 or d.slip == "south"
    right = f"{ns if by_latitude else ew}ern"
    answer = right
    if d.slip == "south":
        answer = "southern" if ns == "north" else "northern"
    elif d.slip == "swap":
        answer = f"{ew if by_latitude else ns}ern"
    line, part = (
        ("equator", f"{latitude} degrees {ns}") if by_latitude else ("prime meridian", f"{longitude} degrees {ew}")
    )
    place = f"{latitude} degrees {ns}, {longitude} degrees {ew}"
    if d.difficulty == 3:
        north, east = latitude * (1 if ns == "north" else -1), longitude * (1 if ew == "east" else -1)
        place = f"latitude {north} and longitude {east} (north and east are positive)"
    others = [f"{each}ern" for each in ("north", "south", "east", "west") if each not in (ns, ew)]
    sign = {"north": 1, "south": -1, "east": 1, "west": -1}[ns if by_latitude else ew]
    number = (latitude if by_latitude else longitude) * sign
    other = "southern" if by_latitude else "western"
    positive = "northern" if by_latitude else "eastern"
    return Item(
        d.choice(
            (
                f"A place lies at {place}. On which side of the {line} is it: in which hemisphere?",
                f"The {line} divides the Earth into two hemispheres. In which one is the point at {place}?",
                f"A ship reports its place: {place}. Name its hemisphere with regard to the {line}.",
            )
        ),
        f"Hemispheres: the {line} counts here; the place lies at {part}; so it is the {answer} hemisphere",
        answer,
        f'answer = "{positive}" if {number} > 0' if sign > 0 else f'answer = "{other}" if {number} < 0',
        right=right,
        others=tuple(others) if d.rng.random() < 0.5 else (),
        accepted=(f"{right} hemisphere",),
        checker=Checker.TEXT,
    )
