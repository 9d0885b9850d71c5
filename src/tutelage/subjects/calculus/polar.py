"""Polar coordinates, and complex numbers in polar form."""

from __future__ import annotations

import re
from fractions import Fraction

from tutelage.subjects.calculus.complex_numbers import cartesian, settled
from tutelage.subjects.calculus.exact import ANGLES, Value, exact, grouped, multiplied, value_of
from tutelage.subjects.calculus.notation import multiple, point, surd, terms
from tutelage.subjects.calculus.steps import minus, plus, raised, steps
from tutelage.subjects.calculus.topic import topic
from tutelage.subjects.workbook import Draw, Item

OFF_AXIS = tuple(angle for angle in ANGLES if angle % 90)


def in_radians(degrees: int) -> str:
    return multiple(Fraction(degrees, 180), "pi")


def in_plane(radius: int | Fraction, degrees: int) -> str:
    """`-1 + sqrt(3)*i`: a complex number by its modulus and argument."""
    real = multiplied((Fraction(radius), 1), value_of("cos", degrees))
    imaginary = multiplied((Fraction(radius), 1), value_of("sin", degrees))
    return plain_form(real, imaginary)


def plain_form(real: Value, imaginary: Value) -> str:
    """`a + bi` with exact parts."""
    if imaginary[1] == 1:
        part = cartesian(0, imaginary[0]) if imaginary[0] else ""
    else:
        part = multiple(imaginary[0], f"sqrt({imaginary[1]})*i") if imaginary[0] else ""
    return terms(*(piece for piece in (exact(*real) if real[0] else "", part) if piece))


def _easy_radius(d: Draw, degrees: int, top: int) -> Value:
    """A length that leaves no fraction: even at 30 and 60 degrees, a multiple of sqrt(2) at 45."""
    size = d.within((1, 9), (1, 9), (1, top))
    return (Fraction(size), 2) if degrees % 90 == 45 else (Fraction(2 * size if degrees % 90 else size), 1)


@topic(
    "polar-coordinates",
    swap="Sine and cosine are swapped.",
    sign="The sign of the quadrant is lost.",
    radius="The distance from the origin is not multiplied.",
)
def polar_coordinates(d: Draw) -> Item:
    degrees = d.choice((30, 45, 60, 120, 135, 150) if d.difficulty == 1 else ANGLES)
    radius = d.within((2, 12), (2, 15), (2, 20))
    less = d.difficulty == 3 and d.rng.random() < 0.5
    turned = degrees - 360 if d.difficulty == 3 and d.rng.random() < 0.5 else degrees
    shown_radius = -radius if less else radius
    angle = in_radians(turned) if d.difficulty > 1 else f"{degrees} degrees"
    cosine, sine = value_of("cos", degrees), value_of("sin", degrees)
    if d.slip == "swap":
        cosine, sine = sine, cosine
    elif d.slip == "sign":
        cosine, sine = (abs(cosine[0]), cosine[1]), (abs(sine[0]), sine[1])
    used = 1 if d.slip == "radius" else shown_radius
    x, y = exact(*multiplied((Fraction(used), 1), cosine)), exact(*multiplied((Fraction(used), 1), sine))
    where = point(shown_radius, angle)
    return Item(
        (
            f"What are the Cartesian coordinates of the point with the polar coordinates {where}?",
            f"Convert the polar coordinates {where} to Cartesian coordinates.",
            f"A point has r = {shown_radius} and the angle {angle}. Find its coordinates (x, y).",
        ),
        f"x is r times the cosine and y is r times the sine; on the @unit-circle they are {exact(*cosine)} and "
        f"{exact(*sine)}; times {used} that is {point(x, y)}",
        point(x, y),
        f"size(answer) = 2 and part(answer, 1) = {shown_radius}*cos({degrees}*pi/180) and "
        f"part(answer, 2) = {shown_radius}*sin({degrees}*pi/180)",
    )


@polar_coordinates.form("reverse")
def to_polar(d: Draw) -> Item:
    degrees = d.choice((30, 45, 60) if d.difficulty == 1 else OFF_AXIS if d.difficulty == 2 else ANGLES[1:])
    radius = _easy_radius(d, degrees, 9)
    x, y = (exact(*multiplied(radius, value_of(name, degrees))) for name in ("cos", "sin"))
    square = radius[0] ** 2 * radius[1]
    found, length = degrees, exact(*radius)
    if d.slip == "swap":
        found = (90 - degrees) % 360
    elif d.slip == "sign":
        found = min(degrees % 180, 180 - degrees % 180)
    elif d.slip == "radius":
        length = str(square)
    quadrant = f"in quadrant {degrees // 90 + 1}" if degrees % 90 else "on an axis"
    return Item(
        (
            f"Write the point ({x}, {y}) in polar coordinates (r, t) with r > 0 and 0 <= t < 2pi.",
            f"Find the polar coordinates (r, t) of ({x}, {y}), where r > 0 and 0 <= t < 2pi.",
            f"What are r > 0 and t, from 0 to below 2pi, for the point ({x}, {y})? Answer (r, t).",
        ),
        f"r^2 = ({x})^2 + ({y})^2 = {square}, so r = {length}; the point lies {quadrant}; the @unit-circle "
        f"gives {found} degrees, that is {in_radians(found)}",
        point(length, in_radians(found)),
        f"size(answer) = 2 and part(answer, 1)*cos(part(answer, 2)) = {x} and part(answer, 1)*sin(part(answer, 2)) = "
        f"{y} and part(answer, 1) > 0 and part(answer, 2) > -0.001 and part(answer, 2) < 2*pi",
    )


@polar_coordinates.form("word problem")
def radar(d: Draw) -> Item:
    degrees, distance = d.choice(OFF_AXIS if d.difficulty > 1 else (30, 45, 60)), 2 * d.within((2, 9), (2, 15), (2, 30))
    if d.difficulty == 3:
        return _two_echoes(d)
    north = d.rng.random() < 0.5
    name = "sin" if north != (d.slip == "swap") else "cos"
    value = value_of(name, degrees)
    if d.slip == "sign":
        value = abs(value[0]), value[1]
    truth = value_of("sin" if north else "cos", degrees)
    way = ("north" if truth[0] > 0 else "south") if north else ("east" if truth[0] > 0 else "west")
    result = exact(*multiplied((Fraction(distance), 1), (abs(value[0]), value[1])))
    angle = f"{degrees} degrees" if d.difficulty == 1 else f"{in_radians(degrees)} radians"
    questions = (
        f"A radar shows a ship {distance} km away, at the angle {angle}, counted anticlockwise from east. How many "
        f"km {way} of the radar is it?",
        f"A drone flies {distance} km on a straight line at the angle {angle}, anticlockwise from east. How far "
        f"{way} does it get, in km?",
        f"Seen from a tower, a village lies {distance} km away; the direction makes the angle {angle} with east, "
        f"anticlockwise. How many km {way} of the tower is the village?",
    )
    work = (
        f"{'north is sine' if north else 'east is cosine'}; on the @unit-circle the size of the "
        f"{'sine' if name == 'sin' else 'cosine'} is "
        f"{exact(abs(value[0]), value[1])}; {distance}*{grouped(exact(abs(value[0]), value[1]))} = {result}"
    )
    return Item(questions, work, result, f"answer = abs({distance}*{'sin' if north else 'cos'}({degrees}*pi/180))")


def _two_echoes(d: Draw) -> Item:
    """The distance of two points in polar coordinates, by the law of cosines."""
    a, b, apart = d.within((2, 15)), d.within((2, 15)), d.choice((60, 90, 120))
    start = 5 * d.within((0, 40))
    product = {60: a * b, 90: 0, 120: -a * b}[apart]
    square = a * a + b * b - (0 if d.slip == "sign" else product)
    answer = str(a + b) if d.slip == "radius" else surd(1, square)
    return Item(
        (
            f"A radar shows two ships: one {a} km away at {start} degrees, one {b} km away at {start + apart} degrees. "
            "How many km are they apart?",
            f"Two drones are {a} km and {b} km from their base, in the directions {start} and {start + apart} degrees. "
            "How far are they from each other, in km?",
            f"Seen from a tower, two fires are {a} km away at {start} degrees and {b} km away at {start + apart} "
            "degrees. How many km lie between them?",
        ),
        f"on the @unit-circle the angle between them is {minus(start + apart, start)}; by the law of cosines: "
        f"{steps(raised(a, 2), raised(b, 2), plus(a * a, b * b))}; minus 2*{a}*{b}*cos({apart} degrees) = {product} it "
        f"is {square}; the distance is {answer}"
        if d.slip != "radius"
        else f"on the @unit-circle both directions are known; {plus(a, b)}",
        answer,
        f"answer^2 = ({a}*cos({start}*pi/180) - {b}*cos({start + apart}*pi/180))^2 + "
        f"({a}*sin({start}*pi/180) - {b}*sin({start + apart}*pi/180))^2 and answer > 0",
    )


@topic(
    "polar-form",
    "polar form of complex numbers",
    quadrant="The argument is taken from the wrong quadrant.",
    root="The root is not taken for the modulus.",
    added="The moduli are added, not multiplied.",
)
def polar_form(d: Draw) -> Item:
    degrees = d.choice((30, 45, 60, 120, 135, 150) if d.difficulty == 1 else ANGLES[1:])
    radius = _easy_radius(d, degrees, 6)
    real, imaginary = multiplied(radius, value_of("cos", degrees)), multiplied(radius, value_of("sin", degrees))
    z = plain_form(real, imaginary)
    square = radius[0] ** 2 * radius[1]
    found = (degrees + 180) % 360 if d.slip == "quadrant" else degrees
    length = str(square) if d.slip == "root" else exact(*radius)
    work = f"@modulus: r^2 = {square}, so r = {length}; the argument, by the quadrant and the @unit-circle, is "
    work += f"{found} degrees, that is {in_radians(found)}"
    if d.difficulty == 1:
        if d.slip == "root":
            found = 90 - degrees if degrees < 90 else degrees - 90
        return Item(
            (
                f"What is the argument of {z}, in radians from 0 to below 2pi?",
                f"Find the angle t, 0 <= t < 2pi, for which {z} = r(cos(t) + i*sin(t)) with r > 0.",
                f"In the complex plane, at which angle to the positive real axis does {z} lie? Answer in radians, with "
                f"0 <= t < 2pi.",
            ),
            f"@modulus: r = {exact(*radius)}; by the quadrant and the @unit-circle the angle is {found} degrees, that "
            f"is {in_radians(found)}",
            in_radians(found),
            f"{exact(*radius)}*cos(answer) = {exact(*real)} and {exact(*radius)}*sin(answer) = {exact(*imaginary)} and "
            f"answer > -0.001 and answer < 2*pi",
        )
    if d.difficulty == 3:
        return _of_a_product(d)
    return Item(
        (
            f"Write {z} as r(cos(t) + i*sin(t)) with r > 0 and 0 <= t < 2pi, and give (r, t).",
            f"Find modulus r and argument t of {z}, with 0 <= t < 2pi. Answer (r, t).",
            f"In polar form {z} = r(cos(t) + i*sin(t)), where r > 0 and 0 <= t < 2pi. What is (r, t)?",
        ),
        work,
        point(length, in_radians(found)),
        f"size(answer) = 2 and part(answer, 1)*cos(part(answer, 2)) = {exact(*real)} and "
        f"part(answer, 1)*sin(part(answer, 2)) = {exact(*imaginary)} and part(answer, 1) > 0 and "
        f"part(answer, 2) > -0.001 and part(answer, 2) < 2*pi",
    )


def _of_a_product(d: Draw) -> Item:
    """Modulus and argument of a product or quotient of two numbers that are given in the plain form."""
    (s, one), (t, other) = ((d.within((1, 4)), d.choice(OFF_AXIS)) for _ in range(2))
    first, second = off_axis_number(one, s), off_axis_number(other, t)
    divided = d.rng.random() < 0.4
    angle = (one - other if divided else one + other) % 360
    if d.slip == "quadrant":
        angle = (one + other if divided else one - other) % 360
    truth = (one - other if divided else one + other) % 360
    square_one, square_two = first[2] ** 2 * first[3], second[2] ** 2 * second[3]
    square = square_one / square_two if divided else square_one * square_two
    length = _root(square)
    right = length
    if d.slip == "root":
        length = str(square)
    elif d.slip == "added" and not divided:
        length = terms(exact(first[2], first[3]), exact(second[2], second[3]))
    text = f"({first[0]})/({second[0]})" if divided else f"({first[0]})({second[0]})"
    name = "quotient" if divided else "product"
    return Item(
        (
            f"Find modulus r and argument t, 0 <= t < 2pi, of {text}. Answer (r, t).",
            f"{text} = r(cos(t) + i*sin(t)) with r > 0 and 0 <= t < 2pi. What is (r, t)?",
            f"Give the {name} {text} in polar form, as (r, t) with r > 0 and 0 <= t < 2pi.",
        ),
        f"@modulus: {exact(first[2], first[3])} and {exact(second[2], second[3])}; on the @unit-circle the arguments "
        f"are {one} and {other} degrees; the moduli are {'divided' if divided else 'multiplied'}: {length}; the "
        f"arguments are {'subtracted' if divided else 'added'}: {angle} degrees, up to full turns",
        point(length, in_radians(angle)),
        f"size(answer) = 2 and part(answer, 1) = {right} and cos(part(answer, 2)) = cos({truth}*pi/180) and "
        f"sin(part(answer, 2)) = sin({truth}*pi/180) and part(answer, 2) > -0.001 and part(answer, 2) < 2*pi",
    )


def off_axis_number(degrees: int, size: int) -> tuple[str, int, Fraction, int]:
    """A number with this argument, without fractions: its text, its argument, and factor and root of its modulus."""
    radius = (Fraction(size), 2) if degrees % 90 == 45 else (Fraction(2 * size), 1)
    real, imaginary = multiplied(radius, value_of("cos", degrees)), multiplied(radius, value_of("sin", degrees))
    return plain_form(real, imaginary), degrees, radius[0], radius[1]


def _root(square: Fraction) -> str:
    """The root of a positive number, exactly."""
    return exact(Fraction(1, square.denominator), square.numerator * square.denominator)


@polar_form.form("reverse")
def from_polar_form(d: Draw) -> Item:
    degrees, radius = d.choice(ANGLES[1:]), d.within((2, 9), (2, 15), (2, 15))
    if d.difficulty == 3:
        return _product_in_polar_form(d)
    angle = f"{degrees} degrees" if d.difficulty == 1 else in_radians(degrees)
    found = (degrees + 180) % 360 if d.slip == "quadrant" else degrees
    text = f"{radius}(cos({angle}) + i*sin({angle}))"
    if d.difficulty == 2 and d.rng.random() < 0.4:
        text = f"{radius}e^({in_radians(degrees).replace('pi', 'pi*i', 1)})"
    return Item(
        (f"Write {text} in the form a + bi.", f"What is {text}, as a + bi?", f"Find a + bi for {text}."),
        f"by the @unit-circle the cosine is {exact(*value_of('cos', found))} and the sine "
        f"{exact(*value_of('sin', found))}; both times {radius}: {in_plane(radius, found)}",
        in_plane(radius, found),
        settled("answer", f"{radius}*cos({degrees}*pi/180)", f"{radius}*sin({degrees}*pi/180)"),
    )


def _product_in_polar_form(d: Draw) -> Item:
    """Two numbers in polar form with odd angles, whose product or quotient has a simple one."""
    r, s = d.within((2, 9)), d.within((2, 6))
    total, one = d.choice(ANGLES[1:]), d.within((11, 89))
    divided = d.rng.random() < 0.4
    other = one - total if divided else total - one
    other %= 360
    radius = Fraction(r) if divided else Fraction(r * s)
    top = r * s if divided else r
    if d.slip == "added":
        radius = Fraction(top - s if divided else r + s)
    found = (total + 180) % 360 if d.slip == "quadrant" else total
    z = f"{top}(cos({one} degrees) + i*sin({one} degrees))"
    w = f"{s}(cos({other} degrees) + i*sin({other} degrees))"
    what = "z/w" if divided else "zw"
    truth = r if divided else r * s
    return Item(
        (
            f"z = {z} and w = {w}. What is {what}, in the form a + bi?",
            f"Write {what} as a + bi, for z = {z} and w = {w}.",
            f"If z = {z} and w = {w}, find {what} without brackets.",
        ),
        f"the moduli are {'divided' if divided else 'multiplied'}, which gives {radius}; the arguments are "
        f"{'subtracted' if divided else 'added'}, which gives {found} degrees, up to full turns; by the @unit-circle "
        f"this is {in_plane(radius, found)}",
        in_plane(radius, found),
        settled("answer", f"{truth}*cos({total}*pi/180)", f"{truth}*sin({total}*pi/180)"),
    )


@polar_form.form("application")
def turned_about_zero(d: Draw) -> Item:
    a, b = d.nonzero((1, 9), (-9, 9), (-9, 9)), d.nonzero((1, 9), (-9, 9), (-9, 9))
    degrees = d.choice(((90, 180, 270), (45, 135, 225, 315), (30, 60, 120, 150, 240, 300))[d.difficulty - 1])
    used = (degrees + 180) % 360 if d.slip == "quadrant" else degrees
    cosine, sine = value_of("cos", used), value_of("sin", used)

    def part(one: int, other: int) -> str:
        """one*cos + other*sin."""
        if cosine[1] == sine[1]:
            return exact(one * cosine[0] + other * sine[0], cosine[1])
        return terms(exact(one * cosine[0], cosine[1]), exact(other * sine[0], sine[1]))

    real, imaginary = part(a, -b), part(b, a)
    simple = re.fullmatch(r"-?\d+(/\d+)?", imaginary)
    if simple:
        answer = terms(*(piece for piece in (real, cartesian(0, Fraction(imaginary))) if piece not in ("", "0"))) or "0"
    else:
        answer = f"{real} + ({imaginary})*i" if real != "0" else f"({imaginary})*i"
    shown = cartesian(a, b)
    questions = (
        f"The point {shown} of the complex plane is turned about 0 by {degrees} degrees, anticlockwise. Where does "
        "it get to?",
        f"Turn the arrow of {shown} anticlockwise by {degrees} degrees about 0. Which complex number is the result?",
        f"Which number belongs to {shown} after an anticlockwise turn by {degrees} degrees about the origin?",
    )
    work = (
        f"the turn is a multiplication by the number with modulus 1 and argument {used} degrees, on the @unit-circle: "
        f"cosine {exact(*cosine)}, sine {exact(*sine)}; real part {real}, imaginary part {imaginary}"
    )
    formal = settled(
        "answer",
        f"{a}*cos({degrees}*pi/180) - ({b})*sin({degrees}*pi/180)",
        f"{a}*sin({degrees}*pi/180) + ({b})*cos({degrees}*pi/180)",
    )
    return Item(questions, work, answer, formal)
