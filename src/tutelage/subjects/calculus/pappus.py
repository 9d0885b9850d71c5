"""Volumes and surfaces of turned figures from the way of their centroid."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.notation import Number, bracket_fraction, multiple
from tutelage.subjects.calculus.steps import divided, plus, steps, times
from tutelage.subjects.calculus.topic import ask, topic
from tutelage.subjects.workbook import Draw, Item

_PI2 = "pi^2"
_TURNED = (
    "{} is turned about the axis. Find the volume of the solid.",
    "{} turns about the axis. What is the volume of the solid?",
    "{} is rotated once around the axis. Use its centroid to find the volume.",
)
_RINGS = (
    "A swimming ring has a circular cross-section with a radius of {1} cm, whose centre is {0} cm from the axis of the "
    "ring. Find its volume in cm^3, in terms of pi.",
    "A ring of dough has circular cross-sections with a radius of {1} cm, whose centres are {0} cm from the middle of "
    "the ring. What is its volume in cm^3, in terms of pi?",
    "A metal ring is made by turning a disc with a radius of {1} cm about a line that is {0} cm from the centre of the "
    "disc. Find the volume of metal in cm^3, in terms of pi.",
)


@topic(
    "theorem-of-pappus",
    "theorem of Pappus",
    edge="The distance of the nearest edge from the axis is taken instead of that of the centroid.",
    radius="The distance itself is taken for the way of the centroid, without the factor 2 pi.",
    half="Half of the circle is taken for the way of the centroid.",
)
def theorem_of_pappus(d: Draw) -> Item:
    return (_known_centroid, _rectangle, _triangle)[d.difficulty - 1](d)


def _turned(d: Draw, figure: str, area: Number, distances: tuple[Number, Number], *, how: str, formal: str) -> Item:
    """The area times the way of the centroid; `distances` are those of the centroid and of the nearest edge."""
    distance, edge = map(Fraction, distances)
    shown = bracket_fraction(distance)
    right = 2 * distance * area
    value = d.outcome(right, edge=2 * edge * area, half=right / 2)
    answer = str(distance * area) if d.slip == "radius" else multiple(value, "pi")
    work = (
        steps(how, f"the way is 2pi*{shown}", f"2*{shown}*{area} = {right}", f"the volume is {answer}")
        if not d.slip
        else f"with the distance of the @centre-of-mass the volume is taken to be {answer}"
    )
    return Item(ask(_TURNED, figure), work, answer, formal)


def _known_centroid(d: Draw) -> Item:
    area, distance = d.within((2, 30)), d.within((2, 12))
    return _turned(
        d,
        f"A region of the area {area}, whose centroid is {distance} from an axis outside it,",
        area,
        (distance, distance),
        how="the volume is the area times the way of the @centre-of-mass",
        formal=f"answer/{area} = {distance}*integrate(1 + 0*x, x, 0, 2pi)",
    )


def _rectangle(d: Draw) -> Item:
    a, b, r = d.within((2, 12), (2, 12)), d.within((2, 9), (2, 9)), d.within((1, 9), (1, 9))
    distance = Fraction(2 * r + a, 2)
    return _turned(
        d,
        f"A rectangle with sides of {a} and {b}, whose side of {b} is parallel to an axis and {r} from it at its "
        f"nearest,",
        a * b,
        (distance, r),
        how=f"the @centre-of-mass is in the middle, {r} + {a}/2 = {distance} from the axis; {times(a, b)}",
        formal=f"answer = pi*{b}*({r + a}^2 - {r}^2)",
    )


def _triangle(d: Draw) -> Item:
    a, b, r = 3 * d.within((1, 4)), d.within((2, 9)), d.within((0, 6))
    if b % 2 and a % 2:
        b += 1
    distance, area = r + a // 3, a * b // 2
    return _turned(
        d,
        f"A right triangle with legs of {a} and {b}, whose leg of {b} is parallel to an axis, {r} from it, and "
        "faces it,",
        area,
        (distance, r),
        how=f"the @centre-of-mass is a third of {a} from the leg, {plus(r, a // 3)} from the axis; the area is {area}",
        formal=f"answer = integrate(2pi*({r} + x)*{b}*(1 - x/{a}), x, 0, {a})",
    )


@theorem_of_pappus.form("word problem")
def volume_of_a_ring(d: Draw) -> Item:
    s = d.within((1, 6), (1, 9), (2, 9))
    r = s + d.within((2, 12), (2, 12), (2, 20))
    inner = d.rng.randint(1, s - 1) if d.difficulty == 3 and s > 1 else 0
    area, area_in = s * s - inner * inner, f" - {inner}^2" if inner else ""
    right = 2 * r * area
    answer = d.outcome(
        multiple(right, _PI2),
        edge=multiple(2 * (r - s) * area, _PI2),
        radius=multiple(r * area, "pi"),
        half=multiple(r * area, _PI2),
    )
    hollow = f" Inside, it has a hollow with a circular cross-section of the same centre and a radius of {inner} cm."
    asked = tuple(each.replace(". ", f".{hollow} ", 1) if inner else each for each in _RINGS)
    return Item(
        ask(asked, r, s),
        steps(
            f"the @centre-of-mass of the cross-section is its centre; its way is 2pi*{r}",
            f"the area is pi*({s}^2{area_in}) = {multiple(area, 'pi')}",
            f"2*{r}*{area} = {right}, so the volume is {answer}",
        )
        if not d.slip
        else f"with the @centre-of-mass the volume is taken to be {answer}",
        answer,
        # By discs with a hole: the difference of the outer and the inner radius squared is 4*r*sqrt(s^2 - x^2).
        f"abs(answer/(4pi*{r}*(quad(sqrt({s}^2 - x^2), x, -{s}, {s})"
        + (f" - quad(sqrt({inner}^2 - x^2), x, -{inner}, {inner})" if inner else "")
        + ")) - 1) < 1/1000",
    )


@theorem_of_pappus.form("surface")
def surface_of_a_band(d: Draw) -> Item:
    """A segment, a wire square or a wire circle that is turned."""
    a, b, length = d.choice(((3, 4, 5), (4, 3, 5), (6, 8, 10), (8, 6, 10), (5, 12, 13), (12, 5, 13)))
    r = d.within((1, 9), (1, 9), (2, 12))
    if d.difficulty == 1:
        length, distance = d.within((2, 30)), Fraction(d.within((2, 12)))
        edge = distance
        what = f"A curve of the length {length}, whose centroid is {distance} from an axis that it does not cross,"
        formal = f"answer/{length} = {distance}*integrate(1 + 0*x, x, 0, 2pi)"
    elif d.difficulty == 2:
        distance, edge = Fraction(2 * r + a, 2), Fraction(r)
        what = f"The segment from ({r}, 0) to ({r + a}, {b})"
        formal = f"answer = integrate(2pi*({r} + x)*{length}/{a}, x, 0, {a})"
    else:
        side = d.within((2, 9))
        length, distance, edge = 4 * side, r + Fraction(side, 2), Fraction(r)
        what = f"A wire square with sides of {side}, one of which is parallel to the axis and {r} from it,"
        formal = f"answer = 2pi*{r}*{side} + 2pi*{r + side}*{side} + 2*pi*({r + side}^2 - {r}^2)"
    right = 2 * distance * length
    value = d.outcome(right, edge=2 * edge * length, half=right / 2)
    answer = str(distance * length) if d.slip == "radius" else multiple(value, "pi")
    axis = "the y-axis" if d.difficulty == 2 else "the axis"
    questions = (
        f"{what} is turned about {axis}. Find the area of the surface.",
        f"{what} turns once about {axis}. What is the area of the surface that it sweeps?",
        f"{what} is rotated around {axis}. Use its centroid to find the surface area.",
    )
    work = (
        f"the surface is the length times the way of the @centre-of-mass; the length is {length}, the distance "
        f"{distance}; 2*{bracket_fraction(distance)}*{length} = {right}, so the area is {answer}"
        if not d.slip
        else f"with the @centre-of-mass the area is taken to be {answer}"
    )
    return Item(questions, work, answer, formal)


@theorem_of_pappus.form("reverse")
def distance_of_the_centroid(d: Draw) -> Item:
    """From the volume back to the distance or the area; the half disc from the volume of a ball at difficulty 3."""
    if d.difficulty == 3:
        return _half_disc(d)
    area, distance = d.within((2, 20), (2, 40)), d.within((2, 12), (2, 15))
    volume, wants_area = 2 * area * distance, d.difficulty == 2 and d.rng.random() < 0.6
    known, right = (distance, area) if wants_area else (area, distance)
    value = 2 * right if d.slip in {"radius", "half"} else right
    told = f"the centroid is {distance} from the axis" if wants_area else f"the region has the area {area}"
    asked = "the area of the region" if wants_area else "the distance of its centroid from the axis"
    questions = (
        f"A region is turned about an axis. The solid has the volume {multiple(volume, 'pi')}, and {told}. Find "
        f"{asked}.",
        f"A turned region makes a solid with the volume {multiple(volume, 'pi')}; {told}. What is {asked}?",
        f"By the theorem of Pappus, what is {asked} if {told} and the volume of the turned solid is "
        f"{multiple(volume, 'pi')}?",
    )
    work = (
        f"the volume is 2pi times distance of the @centre-of-mass times area; {divided(volume, 2)}; "
        f"{divided(volume // 2, known)}"
        if not d.slip
        else f"with the @centre-of-mass it is taken to be {value}"
    )
    return Item(questions, work, str(value), f"2pi*answer*{known} = {volume}*pi")


def _half_disc(d: Draw) -> Item:
    s = d.rng.randint(1, 40)
    right = Fraction(4 * s, 3)
    value = 2 * right if d.slip in ("radius", "half") else right
    below = "pi" if value.denominator == 1 else f"({value.denominator}pi)"
    answer = f"{value.numerator}/{below}"
    questions = (
        f"A half disc with a radius of {s} is turned about its diameter and makes a ball. How far is its centroid "
        "from the diameter?",
        f"Find the distance of the centroid of a half disc of radius {s} from its diameter, from the volume of a ball.",
        f"The half disc above the x-axis with the centre (0, 0) and the radius {s}: what is the height of its "
        "centroid?",
    )
    work = (
        f"the ball has the volume 4pi*{s}^3/3, the half disc the area pi*{s}^2/2; the quotient divided by 2pi is the "
        f"distance of the @centre-of-mass, {answer}"
    )
    return Item(questions, work, answer, f"abs(answer*pi*{s}^2/2 - quad(({s}^2 - x^2)/2, x, -{s}, {s})) < 1/100000")
