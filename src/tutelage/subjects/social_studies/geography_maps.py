"""Geography worked out on a map: distances, directions and slopes."""

from __future__ import annotations

from tutelage.records import Checker
from tutelage.subjects.relations import relation
from tutelage.subjects.social_studies.steps import minus, over, plus, ratio, times
from tutelage.subjects.social_studies.topic import amount, computed
from tutelage.subjects.workbook import Draw, Item

_TOWNS = ("Ashford", "Brenton", "Calder", "Dorling", "Elmstead", "Farley", "Granton", "Holm", "Inverly", "Kelby")
_KILOMETRE = 100_000
"""Centimetres in a kilometre."""


@computed(
    "map-scale",
    "map scale",
    {"maps": "the scale is a part of a map"},
    {
        "alone": "The centimetres on the map are forgotten.",
        "added": "The numbers are added.",
        "zeros": "A kilometre is taken for 10,000 centimetres.",
    },
)
def map_scale(d: Draw) -> Item:
    unit, on_map = d.within((2, 50), (2, 50), (3, 90)), d.within((2, 15), (4, 40), (11, 60)) * 1.0
    legs = ""
    if d.difficulty == 3:
        first = d.within((2, 9)) + 0.5
        legs, on_map = f"{amount(on_map)} + {amount(first)} = {amount(on_map + first)}; ", on_map + first
    each = unit * 10 if d.slip == "zeros" and d.difficulty > 1 else unit
    result = {"alone": float(each), "added": on_map + each}.get(d.slip, on_map * each)
    last = {"alone": f"the result is {each}", "added": plus(on_map, each)}.get(d.slip, times(on_map, each))
    here, there, third = d.rng.sample(_TOWNS, 3)
    scale, lead = f"1 centimetre stands for {unit} kilometres", ""
    if d.difficulty > 1:
        scale = f"the scale is 1 : {unit * _KILOMETRE:,}"
        lead = f"1 centimetre on the map is {unit * _KILOMETRE:,}/{_KILOMETRE * unit // each:,} = {each} kilometres; "
    way = f"{here} and {there} are {amount(on_map)} centimetres apart on the map"
    if legs:
        way = f"it is {amount(on_map - first)} centimetres from {here} to {there} and {amount(first)} on to {third}"
    return Item(
        (
            f"On a map, {scale}, and {way}. How many kilometres is that on the ground?",
            f"{way[:1].upper()}{way[1:]}; {scale}. Find the real distance in kilometres.",
            f"How many kilometres is the way, if {way}, and {scale}?",
        ),
        f"Map scale: {legs}{lead}{last}",
        amount(result),
        f"answer*{_KILOMETRE} = {amount(on_map)}*{unit * _KILOMETRE} and parts(answer) < 2",
        worded={
            "word problem": (
                f"Hikers lay a thread along their route on the map and then straighten it: it is {amount(on_map)} "
                f"centimetres long. On the map, {scale}. How many kilometres do they have to walk?",
                f"A river measures {amount(on_map)} centimetres on a sheet where {scale}. How long is it in "
                "kilometres?",
                f"A pilot reads a straight line of {amount(on_map)} centimetres off her chart, and {scale}. How many "
                "kilometres will she fly?",
            )
        }
        if not legs
        else {
            "word problem": (
                f"Hikers walk from {here} to {there} and on to {third}. On their map, where {scale}, {way}. How many "
                "kilometres do they walk?",
                f"A bus stops in {there} on its way from {here} to {third}. A passenger looks at a map: {way}, and "
                f"{scale}. How many kilometres does the bus drive?",
                f"A pipeline is planned by way of {there}. On the plan, {scale}, and {way}. How many kilometres of "
                "pipe "
                "does it take?",
            )
        },
    )


@map_scale.form("reverse")
def _on_the_map(d: Draw) -> Item:
    unit, on_map = d.within((2, 12), (4, 50), (5, 90)), d.within((2, 15), (4, 40), (11, 60)) + d.choice((0, 0.5))
    real = unit * on_map
    result = real + unit if d.slip == "added" else on_map
    scale, lead = f"1 centimetre stands for {unit} kilometres", ""
    if d.difficulty > 1:
        scale = f"the scale is 1 : {unit * _KILOMETRE:,}"
        lead = f"1 centimetre on the map is {unit * _KILOMETRE:,}/{_KILOMETRE:,} = {unit} kilometres; "
    last = plus(real, unit) if d.slip == "added" else over(real, unit)
    here, there = d.rng.sample(_TOWNS, 2)
    return Item(
        (
            f"{here} is {amount(real)} kilometres from {there}. On a map, {scale}. How many centimetres apart are "
            "they?",
            f"A map is drawn on which {scale}. How many centimetres does a road of {amount(real)} kilometres take up?",
            f"The real distance is {amount(real)} kilometres, and on the map {scale}. What does a ruler show on the "
            "map, in centimetres?",
        ),
        f"Map scale: {lead}{last}",
        amount(result),
        f"answer*{unit} = {amount(real).replace(',', '')} and parts(answer) < 2",
    )


@map_scale.form("two steps")
def _travel_time(d: Draw) -> Item:
    unit, speed = d.within((2, 9), (3, 12), (5, 20)), d.choice((4, 5, 12, 15, 20, 60, 80))
    hours = d.within((2, 5), (2, 8), (3, 12))
    while speed * hours % unit:
        unit -= 1
    on_map, real = speed * hours // unit, speed * hours
    who = "A hiker" if speed < 6 else "A cyclist" if speed < 30 else "A driver"
    work = f"{times(on_map, unit)} kilometres; {over(real, speed)} hours"
    return Item(
        (
            f"{who} covers {speed} kilometres in an hour. The way is {on_map} centimetres long on a map on which "
            f"1 centimetre stands for {unit} kilometres. How many hours does it take?",
            f"On a map, 1 centimetre is {unit} kilometres, and the route measures {on_map} centimetres. {who} makes "
            f"{speed} kilometres an hour. After how many hours is the end reached?",
            f"How many hours does it take at {speed} kilometres an hour, if the way is {on_map} centimetres on a map, "
            f"and each centimetre there is {unit} kilometres on the ground?",
        ),
        f"Map scale: {work}",
        str(hours),
        f"answer*{speed} = {on_map}*{unit} and parts(answer) < 2",
    )


def _names() -> dict[int, str]:
    return {int(row.values[0]): row.key for row in relation("bearing").rows}


def _bearings(d: Draw) -> tuple[int, int, str, int]:
    """Degrees of a start, a turn, its side, and the sign of that side."""
    start = d.choice([int(row.values[0]) for row in relation("bearing").rows if row.level == 1 or d.difficulty > 1])
    turn = d.choice({1: (90, 180), 2: (90, 135, 180), 3: (45, 90, 135, 225, 270)}[d.difficulty])
    side = d.choice(("right", "left"))
    return start, turn, side, 1 if side == "right" else -1


def _turned(start: int, turn: int, sign: int) -> str:
    """A turn as a step, with the full circle taken off or added."""
    total = start + sign * turn
    end = total % 360
    whole = "" if total == end else f"; {total} {'+' if total < 0 else '-'} 360 = {end}"
    return f"{start} {'+' if sign > 0 else '-'} {turn} = {total}{whole}"


@computed(
    "compass-directions",
    "compass directions",
    {"maps": "the compass rose is a part of a map"},
    {
        "mirror": "Left and right are mixed up.",
        "north": "The turn is made from north.",
        "opposite": "The direction behind is given instead of the one ahead.",
    },
)
def compass(d: Draw) -> Item:
    names, (start, turn, side, sign) = _names(), _bearings(d)
    free, walker = d.rng.random() < 0.5, d.choice(("A hiker", "A pilot", "A ship", "A driver", "A cyclist"))
    right = (start + sign * turn) % 360
    slips = [(start - sign * turn) % 360, sign * turn % 360, (right + 180) % 360]
    end = dict(zip(("mirror", "north", "opposite"), slips, strict=True)).get(d.slip, right)
    step = {"mirror": _turned(start, turn, -sign), "north": _turned(0, turn, sign)}.get(
        d.slip, _turned(start, turn, sign)
    )
    step += f"; {plus(right, 180)}" if d.slip == "opposite" else ""
    rest = [*dict.fromkeys(each for each in slips if each != right), *d.rng.sample(list(names), len(names))]
    others = list(dict.fromkeys(names[each] for each in rest if each != right))[: 2 if d.difficulty == 1 else 3]
    return Item(
        (
            f"{walker} heads {names[start]} and turns {turn} degrees to the {side}. In which direction is that?",
            f"You face {names[start]} and turn {turn} degrees to the {side}. Which direction do you face now?",
            f"From {names[start]}, make a turn of {turn} degrees to the {side}. Name the new direction.",
        ),
        f"Compass directions: {names[0 if d.slip == 'north' else start]} is {0 if d.slip == 'north' else start} "
        f"degrees; {step}; {end} degrees is {names[end]}",
        names[end],
        f'answer = bearing~("{right}")',
        right=names[right],
        others=() if free or names[end] not in (*others, names[right]) else tuple(others),
        checker=Checker.TEXT,
    )


@compass.form("reverse")
def _before_the_turn(d: Draw) -> Item:
    names, (start, turn, side, sign) = _names(), _bearings(d)
    end = (start + sign * turn) % 360
    if end % 90 and d.difficulty == 1:
        end = start
    first = {"mirror": (end + sign * turn) % 360, "north": -sign * turn % 360, "opposite": (start + 180) % 360}.get(
        d.slip, (end - sign * turn) % 360
    )
    back = _turned(end, turn, -sign) if not d.slip else f"so it was {first}"
    return Item(
        (
            f"After a turn of {turn} degrees to the {side}, a ship heads {names[end]}. Where did it head before?",
            f"You have turned {turn} degrees to the {side} and now face {names[end]}. Which direction did you face "
            "first?",
            f"A turn of {turn} degrees to the {side} ends in the direction {names[end]}. In which one did it begin?",
        ),
        f"Compass directions: {names[end]} is {end} degrees; going back, {back}; {first} degrees is {names[first]}",
        names[first],
        f'answer = bearing~("{(end - sign * turn) % 360}")',
        right=names[(end - sign * turn) % 360],
        checker=Checker.TEXT,
    )


@compass.form("angle")
def _angle(d: Draw) -> Item:
    names, (start, turn, side, sign) = _names(), _bearings(d)
    end = (start + sign * turn) % 360
    result = {"mirror": 360 - turn, "north": end}.get(d.slip, turn)
    first, last = (start, end) if sign > 0 else (end, start)
    whole = f"{minus(last, first)}" if last >= first else f"{minus(last, first)}; {plus(last - first, 360)}"
    return Item(
        (
            f"By how many degrees must you turn to the {side} to get from {names[start]} to {names[end]}?",
            f"A ship heading {names[start]} turns {side} until it heads {names[end]}. How many degrees is the turn?",
            f"Find the angle of a turn to the {side} from {names[start]} to {names[end]}, in degrees.",
        ),
        f"Compass directions: {names[start]} is {start} degrees and {names[end]} {end}; "
        + (f"so the turn is {result}" if d.slip else f"to the {side}, {whole}"),
        str(result),
        f"answer = {turn} and parts(answer) < 2",
    )


@compass.form("word problem")
def _two_turns(d: Draw) -> Item:
    names, (start, turn, side, sign) = _names(), _bearings(d)
    second, other = d.choice([each for each in (90, 180) if each != turn]), -sign
    middle = (start + sign * turn) % 360
    right = (middle + other * second) % 360
    end = {"mirror": (start - sign * turn - other * second) % 360, "north": (right - start) % 360}.get(
        d.slip, (right + 180) % 360 if d.slip else right
    )
    turned = f"turns {turn} degrees to the {side} and later {second} degrees to the {'left' if sign > 0 else 'right'}"
    steps = f"{_turned(start, turn, sign)}; {_turned(middle, second, other)}"
    return Item(
        (
            f"A walker sets out to the {names[start]}, {turned}. In which direction does the walk end?",
            f"A sailing boat heads {names[start]}. It {turned}. Name its course now.",
            f"A robot that faces {names[start]} {turned}. Which direction does it face at last?",
        ),
        f"Compass directions: {names[start]} is {start} degrees; {steps if not d.slip else f'in the end it is {end}'}; "
        f"{end} degrees is {names[end]}",
        names[end],
        f'answer = bearing~("{right}")',
        right=names[right],
        checker=Checker.TEXT,
    )


@computed(
    "slope-of-the-land",
    "slope of the land",
    {"map-scale": "distances are read from a map", "maps": "contour lines give the heights"},
    {
        "upside": "The distance is divided by the climb.",
        "height": "The height of the top is taken for the climb.",
        "hundred": "It is not multiplied by 100.",
    },
)
def gradient(d: Draw) -> Item:
    percent = d.within((2, 20), (2, 25), (3, 35))
    distance = d.within((1, 9), (4, 30), (11, 60)) * 100
    low = d.within((0, 9), (1, 9), (3, 20)) * 100
    climb = distance * percent // 100
    high = low + climb
    rise = high if d.slip == "height" else climb
    lead = f"the height of the top is {high:,}" if d.slip == "height" else minus(high, low)
    result = {"upside": distance / climb, "hundred": rise / distance}.get(d.slip, rise / distance * 100)
    second = {"upside": ratio(distance, climb), "hundred": ratio(rise, distance)}.get(
        d.slip, f"{times(rise, 100)}; {ratio(rise * 100, distance)}"
    )
    flat, scale = f"a horizontal distance of {distance:,} metres", ""
    if d.difficulty == 3:
        flat = f"{distance // 100} millimetres on a map where a millimetre is 100 metres"
        scale = f"{times(distance // 100, 100)} metres; "
    return Item(
        (
            f"A path climbs from {low:,} to {high:,} metres over {flat}. Find its slope in percent.",
            f"Two contour lines, of {low:,} and {high:,} metres, are apart by {flat}. How many percent is the slope "
            "between them?",
            f"From {low:,} metres a road rises to {high:,} metres over {flat}. What is its average slope in percent?",
        ),
        f"Slope of the land: {scale}{lead}; {second}",
        amount(round(result, 2)),
        f"answer*{distance}/100 = {high} - {low} and parts(answer) < 2",
        worded={
            "word problem": (
                f"A cable car starts at {low:,} metres and ends at {high:,} metres, over {flat}. How steep is that on "
                "average, in percent?",
                f"Engineers plan a railway from a valley at {low:,} metres to a pass at {high:,} metres, over {flat}. "
                "Which slope in percent must the trains manage?",
                f"Cyclists ride up from {low:,} to {high:,} metres over {flat}. What does the road sign say about the "
                "average slope, in percent?",
            )
        },
    )


@gradient.form("reverse")
def _climb_of_a_slope(d: Draw) -> Item:
    percent = d.within((2, 20), (2, 25), (3, 35))
    distance = d.within((1, 9), (4, 30), (11, 60)) * 100
    low = d.within((0, 9), (1, 9), (3, 20)) * 100
    climb = distance * percent // 100
    top = d.difficulty > 1
    right = low + climb if top else climb
    result = {"upside": distance // percent, "hundred": distance * percent}.get(d.slip, right)
    asked = "At which height, in metres, is the top" if top else "How many metres does one climb"
    work = f"{times(distance, percent)}; {over(distance * percent, 100)}" + (f"; {plus(low, climb)}" if top else "")
    return Item(
        (
            f"A road begins at {low:,} metres and has a slope of {percent} percent over a horizontal distance of "
            f"{distance:,} metres. {asked}?",
            f"A path rises by {percent} percent for {distance:,} metres on the map, from {low:,} metres up. {asked}?",
            f"The valley lies at {low:,} metres. With a slope of {percent} percent a lift goes {distance:,} metres "
            f"forward, measured flat. {asked}?",
        ),
        f"Slope of the land: {work}" if result == right else f"Slope of the land: so it is {amount(result)} metres",
        amount(result),
        f"(answer - {low if top else 0})*100 = {distance}*{percent} and parts(answer) < 2",
    )
