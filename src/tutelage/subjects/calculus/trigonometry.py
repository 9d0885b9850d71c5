"""Sine, cosine and tangent of any angle: radians and the unit circle."""

from __future__ import annotations

from fractions import Fraction

from tutelage.records import Checker
from tutelage.subjects.calculus.exact import ANGLES, NAMES, exact, grouped, value_of
from tutelage.subjects.calculus.notation import multiple, point, term, terms
from tutelage.subjects.calculus.steps import minus, plus, steps
from tutelage.subjects.calculus.topic import EXACTLY, ask, topic
from tutelage.subjects.workbook import Draw, Item


@topic(
    "radians",
    turn="A full turn is taken for a half turn.",
    inverse="The quotient is turned over.",
    pi="The factor pi is left out.",
)
def radians(d: Draw) -> Item:
    if d.difficulty == 3:
        return _third_angle(d)
    degrees = d.choice((list(range(10, 361, 10)), list(range(5, 721, 5)))[d.difficulty - 1])
    share = Fraction(degrees, 180)
    used = d.outcome(share, turn=share / 2, inverse=1 / share)
    value = str(used) if d.slip == "pi" else multiple(used, "pi")
    whole = 360 if d.slip == "turn" else 180
    pair = f"180/{degrees}" if d.slip == "inverse" else f"{degrees}/{whole}"
    questions = (
        f"Write {degrees} degrees in radians.",
        f"How many radians are {degrees} degrees?",
        f"Convert an angle of {degrees} degrees to radians.",
    )
    work = f"{whole} degrees are pi; @simplifying-fractions: {pair} = {used}" + (
        f"; times pi is {value}" if d.slip != "pi" else ""
    )
    stories = (
        f"A crane turns by {degrees} degrees. Its motor is set in radians. Which number is entered?",
        f"A skater spins through {degrees} degrees. How many radians is that?",
        f"A door closer is tested with turns of {degrees} degrees. Give such a turn in radians.",
    )
    return Item(questions, work, value, f"answer*180/pi = {degrees}", worded={"word problem": stories})


def _third_angle(d: Draw) -> Item:
    """Two angles of a triangle, one in degrees and one in radians; the third in radians."""
    one, other = 5 * d.within((4, 17)), d.choice((15, 20, 30, 36, 40, 45, 50, 60, 72, 75, 80, 90))
    rest = 180 - one - other
    share = Fraction(rest, 180)
    used = d.outcome(share, turn=share / 2, inverse=1 / share)
    value = str(used) if d.slip == "pi" else multiple(used, "pi")
    whole = 360 if d.slip == "turn" else 180
    pair = f"180/{rest}" if d.slip == "inverse" else f"{rest}/{whole}"
    angle = multiple(Fraction(other, 180), "pi")
    questions = (
        f"Two angles of a triangle are {angle} radians and {one} degrees. What is the third angle in radians?",
        f"A triangle has an angle of {one} degrees and one of {angle} radians. Find the third one in radians.",
        f"How many radians is the third angle of a triangle, if the others are {one} degrees and {angle} radians?",
    )
    work = (
        f"{angle} radians are {other} degrees; {minus(180, one)}; {minus(180 - one, other)}; "
        f"@simplifying-fractions: {pair} = {used}" + (f"; times pi is {value}" if d.slip != "pi" else "")
    )
    stories = (
        f"A sail has three corners, with angles of {one} degrees and {angle} radians at two of them. Give the "
        "third one in radians.",
        f"Three roads form a triangle. They meet at {one} degrees and at {angle} radians. At how many radians "
        "do they meet at the third corner?",
        f"A roof has a triangular gable with angles of {angle} radians and {one} degrees. What is the third "
        "one in radians?",
    )
    return Item(questions, work, value, f"answer*180/pi + {one} + {other} = 180", worded={"word problem": stories})


@radians.form("reverse")
def degrees_from_radians(d: Draw) -> Item:
    degrees = d.choice((list(range(10, 361, 10)), list(range(5, 721, 5)), list(range(-720, 0, 3)))[d.difficulty - 1])
    share = Fraction(degrees, 180)
    whole = 360 if d.slip == "turn" else 180
    back = share * whole
    questions = (
        f"How many degrees are {multiple(share, 'pi')} radians?",
        f"Write an angle of {multiple(share, 'pi')} radians in degrees.",
        f"Convert {multiple(share, 'pi')} radians to degrees.",
    )
    work = f"pi radians are {whole} degrees" + (
        f"; @multiplying-fractions: {share}*{whole} = {back}" if share != 1 else ""
    )
    return Item(questions, work, str(back), f"answer*pi/180 = {multiple(share, 'pi')}")


@radians.form("application")
def arc_length(d: Draw) -> Item:
    radius, degrees = d.within((2, 12), (2, 30), (3, 40)), 15 * d.within((2, 12), (1, 24), (1, 24))
    share = Fraction(degrees, 180)
    used = share / 2 if d.slip == "turn" else share
    length = used * radius
    if d.difficulty < 3:
        answer = str(length) if d.slip == "pi" else multiple(length, "pi")
        questions = (
            f"A wheel with a radius of {radius} cm turns through {degrees} degrees. How many cm does a point on "
            "its rim move?",
            f"How long is the arc that an angle of {degrees} degrees cuts from a circle with radius {radius}?",
            f"A pendulum of {radius} cm swings through {degrees} degrees. How long is the path of its end, in cm?",
        )
        work = (
            f"{degrees} degrees are {multiple(used, 'pi')} radians; the arc is the radius times the angle: "
            f"{radius}*{_factor(used)} = {answer}"
        )
        return Item(questions, work, answer, f"answer = 2*pi*{radius}*{degrees}/360")
    arc, angle = multiple(share * radius, "pi"), multiple(share, "pi")
    questions = (
        f"An arc of a circle is {arc} long, and its angle at the centre is {angle} radians. What is the radius?",
        f"A point on the rim of a wheel moves {arc} cm while the wheel turns by {angle} radians. Find its radius "
        "in cm.",
        f"What is the radius of a circle on which an angle of {angle} radians cuts off an arc of {arc}?",
    )
    work = (
        f"the arc is the radius times the angle in radians, so the radius is the arc over the angle: "
        f"({arc})/({angle}) = {radius}"
    )
    return Item(questions, work, str(radius), f"answer*{angle} = {arc}")


def _factor(share: Fraction) -> str:
    """A multiple of pi as a factor."""
    return f"({multiple(share, 'pi')})" if share.denominator > 1 else multiple(share, "pi")


@topic(
    "unit-circle",
    sign="The sign of the quadrant is wrong.",
    swap="Sine and cosine are swapped.",
    axis="The angle to the y-axis is taken in place of the angle to the x-axis.",
)
def unit_circle(d: Draw) -> Item:
    inner = d.choice([angle for angle in ANGLES if angle >= 90])
    turns = 0 if d.difficulty < 3 else d.choice((-1, 1, 2, -2))
    degrees = inner + 360 * turns
    name = d.choice(NAMES[:2] if d.difficulty == 1 or inner % 180 == 90 else NAMES)
    in_radians = d.difficulty == 2 or (d.difficulty == 3 and d.rng.random() < 0.5)
    reference = min(inner % 180, 180 - inner % 180)
    other = {"sin": "cos", "cos": "sin"}.get(name, name)
    front, value = d.within((1, 4), (1, 6), (1, 9)), value_of(name, inner)
    if d.slip == "sign":
        value = -value[0], value[1]
    elif d.slip == "swap":
        value = value_of(other, inner)
    elif d.slip == "axis" and inner % 90:
        other_value = value_of(name, 90 - reference)
        value = (other_value[0] if value[0] > 0 else -other_value[0]), other_value[1]
    shown = multiple(Fraction(degrees, 180), "pi") if in_radians else f"{degrees} degrees"
    answer = exact(front * value[0], value[1])
    first = steps(
        f"@radians: {shown} is {degrees} degrees" if in_radians else "",
        f"without full turns {plus(degrees, -360 * turns)}" if turns else "",
    )
    if inner % 90 == 0:
        where = f"the point at {inner} degrees is {point(*(value_of(each, inner)[0] for each in ('cos', 'sin')))}"
    else:
        used = 90 - reference if d.slip in ("swap", "axis") and name != "tan" else reference
        where = f"{inner} degrees lies in quadrant {inner // 90 + 1}, {reference} degrees from the x-axis; "
        where += f"@special-angles: {name}({reference} degrees) = " if used == reference else "the value is "
        where += exact(abs(value[0]), value[1])
        where += f"; the sign is {'minus' if value[0] < 0 else 'plus'}"
    return Item(
        ask(EXACTLY, f"{term(front, 1, name)}({shown})"),
        steps(first, where, f"{front}*{grouped(exact(*value))} = {answer}" if front > 1 else f"it is {answer}"),
        answer,
        f"answer = {front}*{name}({degrees}*pi/180)",
    )


@unit_circle.form("reverse")
def angle_of_a_point(d: Draw) -> Item:
    degrees = d.choice(ANGLES)
    low = 0 if d.difficulty < 3 else d.choice((-360, -180, 180, 360))
    found = low + (degrees - low) % 360
    if d.slip == "swap":
        found = low + (90 - degrees - low) % 360
    where = point(exact(*value_of("cos", degrees)), exact(*value_of("sin", degrees)))
    within = f"from {low} degrees to less than {low + 360} degrees"
    if d.difficulty == 1:
        asked = f"The point {where} lies on the unit circle. Which angle"
    else:
        asked = f"cos(t) is the first and sin(t) the second coordinate of {where}. Which angle t"
    return Item(
        (
            f"{asked} belongs to it, {within}? Give it in degrees.",
            f"{asked} is that, {within}? Answer in degrees.",
            f"{asked} is it in degrees, {within}?",
        ),
        f"the coordinates are cosine and sine; @special-angles and their signs give {degrees} degrees"
        + (f"; by full turns it is {found}" if found != degrees else ""),
        str(found),
        f"cos(answer*pi/180) = {exact(*value_of('cos', degrees))} and sin(answer*pi/180) = "
        f"{exact(*value_of('sin', degrees))} and answer > {low - 1} and answer < {low + 360}",
    )


@unit_circle.form("word problem")
def big_wheel(d: Draw) -> Item:
    radius, hub = 2 * d.within((3, 9), (5, 20), (5, 30)), 0
    hub = radius + d.within((1, 9), (2, 20), (2, 20))
    degrees = d.choice((120, 135, 150, 210, 225, 240, 270, 300, 315, 330))
    total = degrees + (0 if d.difficulty < 3 else 360 * d.within((1, 4)))
    value = value_of("sin", degrees)
    if d.slip == "sign":
        value = -value[0], value[1]
    elif d.slip == "swap":
        value = value_of("cos", degrees)
    rise = exact(radius * value[0], value[1])
    answer = str(hub + int(rise)) if value[1] == 1 else terms(str(hub), rise)
    shown = f"{total} degrees" if d.difficulty == 1 else f"{multiple(Fraction(total, 180), 'pi')} radians"
    questions = (
        f"A big wheel with a radius of {radius} m turns about a hub {hub} m above ground. A seat starts to the right "
        f"of the hub at the same height, and the wheel turns anticlockwise by {shown}. How high is the seat, in m?",
        f"The hub of a water wheel is {hub} cm above the bed of a stream, its radius {radius} cm. A bucket starts "
        f"level with the hub on the right. How high is it, in cm, after an anticlockwise turn by {shown}?",
        f"A stone is stuck in the tread of a wheel of radius {radius} cm, whose centre hangs {hub} cm above the floor. "
        f"It starts level with the centre on the right. How high is it, in cm, after an anticlockwise turn by {shown}?",
    )
    work = steps(
        f"@radians: {shown.removesuffix(' radians')} is {total} degrees" if d.difficulty > 1 else "",
        f"@special-angles: the sine is {exact(*value)}",
        f"{radius}*{grouped(exact(*value))} = {rise}",
        plus(hub, int(rise)) if value[1] == 1 else f"above the ground it is {answer}",
    )
    return Item(questions, work, answer, f"(answer - {hub})/{radius} = sin({total}*pi/180)")


_POSITIVE = {"sin": (1, 2), "cos": (1, 4), "tan": (1, 3)}
"""The quadrants in which a value is positive."""


@unit_circle.form("which sign")
def sign_of_a_value(d: Draw) -> Item:
    name, positive = d.choice(NAMES[:2] if d.difficulty == 1 else NAMES), d.rng.random() < 0.5
    quadrant = d.choice([each for each in (1, 2, 3, 4) if (each in _POSITIVE[name]) == positive])
    turns = 0 if d.difficulty < 3 else d.within((-2, 2))
    degrees = 360 * turns + 90 * (quadrant - 1) + d.within((1, 89))
    word = "positive" if positive else "negative"
    turned = degrees % 360
    first = f"without full turns it is {turned} degrees; " if turned != degrees else ""
    reason = {"sin": "the second coordinate", "cos": "the first coordinate", "tan": "the quotient of the coordinates"}
    return Item(
        (
            f"Is {name}({degrees} degrees) positive or negative?",
            f"What is the sign of {name}({degrees} degrees)? Answer positive or negative.",
            f"Without a calculator: is the value of {name}({degrees} degrees) positive or negative?",
        ),
        f"{first}quadrant {quadrant}; there {reason[name]} is {word}",
        word,
        f'answer = "{word}" if {name}({degrees}*pi/180) {">" if positive else "<"} 0',
        checker=Checker.TEXT,
    )
