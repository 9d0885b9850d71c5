"""Geography worked out on the globe: hemispheres, longitude and the time of day."""

from __future__ import annotations

from tutelage.records import Checker
from tutelage.subjects.relations import relation
from tutelage.subjects.social_studies.steps import minus, over, plus, ratio, times
from tutelage.subjects.social_studies.topic import amount, computed
from tutelage.subjects.social_studies.wording import LANDS
from tutelage.subjects.workbook import Draw, Item


@computed(
    "hemispheres",
    "hemispheres",
    {"latitude-and-longitude": "the equator and the prime meridian part the hemispheres"},
    {
        "swap": "Latitude is taken for longitude.",
        "south": "North and south are mixed up.",
        "west": "East and west are mixed up.",
        "between": "Degrees on different sides of a line are subtracted, or those on the same side added.",
    },
)
def hemispheres(d: Draw) -> Item:
    latitude, longitude = d.within((2, 80)), d.within((2, 170))
    ns, ew = d.choice(("north", "south")), d.choice(("east", "west"))
    free, by_latitude = d.rng.random() < 0.5, d.rng.random() < 0.5
    right = f"{ns if by_latitude else ew}ern"
    opposite = {"north": "south", "south": "north", "east": "west", "west": "east"}
    answer = right
    if d.slip == "swap":
        answer = f"{ew if by_latitude else ns}ern"
    elif d.slip == ("south" if by_latitude else "west"):
        answer = f"{opposite[ns if by_latitude else ew]}ern"
    line, part = (
        ("equator", f"{latitude} degrees {ns}") if by_latitude else ("prime meridian", f"{longitude} degrees {ew}")
    )
    place = f"{latitude} degrees {ns}, {longitude} degrees {ew}"
    north, east = latitude * (1 if ns == "north" else -1), longitude * (1 if ew == "east" else -1)
    if d.difficulty == 3:
        place = f"latitude {north} and longitude {east} (north and east are positive)"
    elif d.difficulty == 2:
        place = f"{longitude} degrees {ew}, {latitude} degrees {ns}"
    number = north if by_latitude else east
    positive, other = ("northern", "southern") if by_latitude else ("eastern", "western")
    others = [f"{opposite[ns if by_latitude else ew]}ern", f"{ew if by_latitude else ns}ern"]
    return Item(
        (
            f"A place lies at {place}. On which side of the {line} is it: in which hemisphere?",
            f"The {line} divides the Earth into two hemispheres. In which one is the point at {place}?",
            f"A ship reports its place: {place}. Name its hemisphere with regard to the {line}.",
        ),
        f"Hemispheres: the {line} counts here; the place lies at {part}; so it is the {answer} hemisphere",
        answer,
        f'answer = "{positive}" if {number} > 0' if number > 0 else f'answer = "{other}" if {number} < 0',
        right=right,
        others=() if free else tuple(others),
        accepted=(f"{right} hemisphere",),
        checker=Checker.TEXT,
    )


@hemispheres.form("reverse")
def _place_of_a_hemisphere(d: Draw) -> Item:
    by_latitude = d.rng.random() < 0.5
    signs = ("north", "south") if by_latitude else ("east", "west")
    wanted, unwanted = d.rng.sample(signs, 2)
    rest = ("east", "west") if by_latitude else ("north", "south")

    def place(side: str) -> tuple[int, str]:
        own, other = d.within((2, 80)), d.within((2, 80))
        first, second = f"{own} degrees {side}", f"{other} degrees {d.choice(rest)}"
        return own, f"{first}, {second}" if by_latitude else f"{second}, {first}"

    number, right = place(wanted)
    others = [place(unwanted)[1] for _ in range(2 if d.difficulty == 1 else 3)]
    given = others[0] if d.slip == ("south" if by_latitude else "west") else right
    line = "equator" if by_latitude else "prime meridian"
    return Item(
        (
            f"Which of these places lies in the {wanted}ern hemisphere?",
            f"A captain looks for a harbour in the {wanted}ern hemisphere. Which of these places does she choose?",
            f"One of these places lies to the {wanted} of the {line}. Which one?",
        ),
        f"Hemispheres: the {line} counts here, and {given} is on its {wanted}ern side",
        given,
        f'answer = "{right}" if 0 < {number}',
        right=right,
        others=tuple(others),
        checker=Checker.TEXT,
    )


@hemispheres.form("two steps")
def _degrees_between(d: Draw) -> Item:
    first, second = d.rng.sample(range(2, 80), 2)
    sides = ("north", "south") if d.rng.random() < 0.5 else ("east", "west")
    one = d.choice(sides)
    other = d.choice(sides) if d.difficulty > 1 else one
    across = one != other
    line, what = ("equator", "latitude") if sides[0] == "north" else ("prime meridian", "longitude")
    right = first + second if across else abs(first - second)
    wrong = abs(first - second) if across else first + second
    high, low = max(first, second), min(first, second)
    work = plus(first, second) if across != (d.slip == "between") else minus(high, low)
    where = f"on both sides of the {line}" if across else f"in the same hemisphere, seen from the {line}"
    return Item(
        (
            f"One town lies at {first} degrees {one}, another at {second} degrees {other}. How many degrees of {what} "
            "lie between them, by the shorter way?",
            f"A ship goes from {first} degrees {one} to {second} degrees {other} by the shorter way. How many "
            "degrees of "
            f"{what} does it cross?",
            f"Count the degrees of {what} between {first} degrees {one} and {second} degrees {other}, through the "
            f"{line} "
            "if they are on different sides of it.",
        ),
        f"Hemispheres: the two are {where}; {work}",
        str(wrong if d.slip == "between" else right),
        f"answer = abs({first if one in ('north', 'east') else -first} - "
        f"({second if other in ('north', 'east') else -second})) and parts(answer) < 2",
    )


@computed(
    "time-zones",
    "time zones",
    {"latitude-and-longitude": "the day follows the longitude, 15 degrees for each hour"},
    {
        "back": "East and west are mixed up, so the hours are taken the wrong way.",
        "utc": "The zone of the other city is taken for the difference.",
        "flight": "The hours that pass meanwhile are left out.",
    },
)
def time_zones(d: Draw) -> Item:
    here, there, offset, hour = _zones(d)
    flight = d.within((2, 11)) if d.difficulty == 3 else 0
    ahead = {"back": -offset, "utc": int(relation("utc").number(there))}.get(d.slip, offset)
    passed = 0 if d.slip == "flight" else flight
    arrival = (hour + passed + ahead) % 24
    start = hour + passed
    steps = [plus(hour, passed)] if passed else []
    steps.append(plus(start, ahead) if ahead >= 0 else minus(start, -ahead))
    if arrival != start + ahead:
        steps.append(minus(start + ahead, 24) if start + ahead > 23 else plus(start + ahead, 24))
    zones = f"{here} has {_utc(here)} and {there} {_utc(there)}"
    asks = (
        f"It is {hour}:00 in {here} ({_utc(here)}). What hour of the same day is it in {there} ({_utc(there)})? "
        "Give the hour from 0 to 23.",
        f"{zones}. When it is {hour}:00 in {here}, which hour (0 to 23) is it in {there}?",
        f"A call is made from {here} ({_utc(here)}) at {hour}:00. Which hour, from 0 to 23, do the clocks of {there} "
        f"({_utc(there)}) show?",
    )
    story = (
        f"A match begins at {hour}:00 in {here} ({_utc(here)}) and is shown live in {there} ({_utc(there)}). From "
        "which "
        "hour, 0 to 23, do people there watch it?",
        f"Two offices want to talk: it is {hour}:00 in the one in {here} ({_utc(here)}). Which hour, from 0 to 23, "
        "does "
        f"the clock in the one in {there} ({_utc(there)}) show?",
        f"A storm warning is sent from {here} ({_utc(here)}) at {hour}:00. At which hour of the clock, 0 to 23, is it "
        f"read in {there} ({_utc(there)}) at once?",
    )
    if flight:
        asks = (
            f"A plane leaves {here} ({_utc(here)}) at {hour}:00 and flies {flight} hours to {there} ({_utc(there)}). "
            "Which hour, from 0 to 23, do the clocks there show when it lands?",
            f"{zones}. A flight of {flight} hours leaves {here} at {hour}:00. At which local hour (0 to 23) does it "
            f"arrive in {there}?",
            f"Somebody flies from {here} ({_utc(here)}), starting at {hour}:00, and is in {there} ({_utc(there)}) "
            f"{flight} hours later. What hour, 0 to 23, is it there?",
        )
        story = (
            f"A conference in {here} ({_utc(here)}) begins at {hour}:00 and lasts {flight} hours. Which hour (0 to "
            "23) is "
            f"it in {there} ({_utc(there)}) when it ends?",
            f"At {hour}:00 a ship in {here} ({_utc(here)}) begins to load, which takes {flight} hours. Its owner in "
            f"{there} ({_utc(there)}) is called at the end. Which hour, from 0 to 23, is it there?",
            f"A bank in {here} ({_utc(here)}) sends money at {hour}:00; {flight} hours later it is in {there} "
            f"({_utc(there)}). Which hour, 0 to 23, do the clocks show there?",
        )
    distance = f"{there} is {abs(ahead)} {'hour' if abs(ahead) == 1 else 'hours'} "
    return Item(
        asks,
        f"Time zones: {distance}{'ahead of' if ahead > 0 else 'behind'} {here}; {'; '.join(steps)}",
        str(arrival),
        f'answer = mod({hour} + {flight} + utc("{there}") - utc("{here}") + 48, 24) and parts(answer) < 2',
        worded={"word problem": story},
    )


def _zones(d: Draw) -> tuple[str, str, int, int]:
    """Two cities, by how many hours the second is ahead, and an hour at the first one; both are on the same day."""
    rows = [row for row in relation("utc").rows if row.level <= (1 if d.difficulty == 1 else 3)]
    while True:
        here, there = d.rng.sample(rows, 2)
        offset, hour = int(there.values[0]) - int(here.values[0]), d.within((1, 23))
        if offset and 1 <= hour + offset <= 23 and 1 <= hour - offset <= 23:
            return here.key, there.key, offset, hour


def _utc(city: str) -> str:
    return f"UTC{int(relation('utc').number(city)):+d}"


@time_zones.form("reverse")
def _zone_of_a_city(d: Draw) -> Item:
    here, _, offset, hour = _zones(d)
    zone = int(relation("utc").number(here))
    land = d.choice(LANDS)
    result = {"back": zone - offset, "utc": offset}.get(d.slip, zone + offset)
    ahead = "ahead of" if offset > 0 else "behind"
    step = plus(zone, offset) if offset > 0 else minus(zone, -offset)
    return Item(
        (
            f"When it is {hour}:00 in {here} ({_utc(here)}), it is {hour + offset}:00 in a city of {land}. How many "
            "hours "
            "is that city ahead of UTC? Give a negative number if it is behind.",
            f"Clocks in {land} show {hour + offset}:00 while those in {here}, with {_utc(here)}, show {hour}:00. Which "
            f"number belongs after UTC for {land} (with its sign)?",
            f"{here} has {_utc(here)}. At {hour}:00 there, a friend in {land} says that her clock shows "
            f"{hour + offset}:00. "
            "By how many hours does her zone differ from UTC (negative for behind)?",
        ),
        f"Time zones: {hour + offset}:00 is {abs(offset)} {'hour' if abs(offset) == 1 else 'hours'} {ahead} {hour}:00; "
        + (f"so it is {result}" if d.slip else step),
        str(result),
        f"answer - {zone} = {hour + offset} - {hour} and parts(answer) < 2",
    )


@computed(
    "longitude-and-time",
    "longitude and time",
    {"latitude-and-longitude": "longitudes are what is compared", "time-zones": "a zone is about 15 degrees wide"},
    {
        "ten": "It is divided by ten.",
        "degrees": "Degrees are taken for hours.",
        "sides": "Degrees east and west of the prime meridian are subtracted, not added.",
    },
)
def longitude_time(d: Draw) -> Item:
    degrees = d.within((1, 9), (2, 11), (2, 30)) * (15 if d.difficulty < 3 else 5)
    first = d.within((2, 175 - degrees), (2, degrees - 2), (2, degrees - 2))
    crossing = d.difficulty > 1
    where = f"{first} degrees west and {degrees - first} degrees east"
    lead = f"{first} + {degrees - first} = {degrees}"
    if not crossing:
        where = f"{first} degrees east and {first + degrees} degrees east"
        lead = f"{first + degrees} - {first} = {degrees}"
    found = abs(degrees - 2 * first) if crossing and d.slip == "sides" else degrees
    if found != degrees:
        lead = minus(max(first, degrees - first), min(first, degrees - first))
    unit = "minutes" if d.difficulty == 3 else "hours"
    result, work = found / 15, ratio(found, 15)
    if d.difficulty == 3:
        result, work = float(found * 4), f"a degree is 4 minutes, so {times(found, 4)}"
    if d.slip == "degrees":
        result, work = float(degrees), f"so it is {degrees} {unit}"
    elif d.slip == "ten":
        result, work = degrees / 10, f"{degrees}/10 = {amount(degrees / 10)}"
    land = d.choice(LANDS)
    return Item(
        (
            f"Two ports of the empire of {land} lie at {where}. By how many {unit} do their sun times differ?",
            f"How many {unit} apart are the sun times of places in the empire of {land} at {where}?",
            f"Two places lie at {where}. Find the difference of their sun times in {unit}.",
        ),
        f"Longitude and time: {lead}; {work}",
        amount(round(result, 2)),
        (f"answer = {degrees}*4" if d.difficulty == 3 else f"answer*15 = {degrees}") + " and parts(answer) < 2",
        worded={
            "word problem": (
                f"The sun rises over the harbour of {land}'s eastern town first and over the western one later; the "
                f"towns lie at {where}, on the same latitude. How many {unit} later does it rise in the west?",
                f"Two lighthouses of {land} stand at {where}. How many {unit} pass between noon by the sun at the "
                "one and "
                "at the other?",
                f"Before there were time zones, each town of {land} set its clocks by the sun. By how many {unit} "
                "did the "
                f"clocks of towns at {where} differ?",
            )
        },
    )


@longitude_time.form("reverse")
def _degrees_for_hours(d: Draw) -> Item:
    hours = d.within((1, 9), (2, 11), (5, 40)) * (1 if d.difficulty < 3 else 0.25)
    result = {"ten": hours * 10, "degrees": hours}.get(d.slip, hours * 15)
    land, side = d.choice(LANDS), d.choice(("earlier", "later"))
    work = {"ten": times(hours, 10), "degrees": f"so it is {amount(hours)} degrees"}.get(d.slip, times(hours, 15))
    return Item(
        (
            f"In the east of {land} the sun stands highest {amount(hours)} hours before it does so in the west. How "
            "many "
            "degrees of longitude lie between?",
            f"Noon by the sun comes {amount(hours)} hours {side} here than there. By how many degrees of longitude "
            "do the "
            "two places differ?",
            f"Two places in {land} differ by {amount(hours)} hours of sun time. How many degrees of longitude are they "
            "apart?",
        ),
        f"Longitude and time: an hour is 15 degrees; {work}",
        amount(result),
        f"answer/15 = {amount(hours)} and parts(answer) < 2",
    )


@longitude_time.form("application")
def _at_sea(d: Draw) -> Item:
    degrees = d.within((1, 5), (1, 10), (1, 22)) * (15 if d.difficulty < 3 else 5)
    minutes, land = degrees * 4, d.choice(LANDS)
    shown = f"{12 + minutes // 60}:{minutes % 60:02}"
    result = {"ten": round(minutes / 6, 2), "degrees": round(minutes / 60, 2)}.get(d.slip, degrees)
    work = (
        f"it is {shown} in Greenwich when it is 12:00 on board, {minutes} minutes later; a degree is 4 minutes, so "
        f"{over(minutes, 4)}"
    )
    return Item(
        (
            f"At noon by the sun, a ship of {land} whose clock keeps Greenwich time reads {shown}. At how many degrees "
            "west is it?",
            f"A navigator from {land} sees the sun at its highest when it is {shown} in Greenwich. How many degrees "
            "west "
            "of the prime meridian is she?",
            f"The sun is highest over an island of {land} at {shown} Greenwich time. Find its longitude in degrees "
            "west.",
        ),
        f"Longitude and time: {work}" if not d.slip else f"Longitude and time: so it is {amount(result)} degrees",
        amount(result),
        f"answer*4 = {minutes} and parts(answer) < 2",
    )
