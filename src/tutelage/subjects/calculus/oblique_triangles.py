"""Triangles of any shape: the law of cosines and the law of sines."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt

from tutelage.records import Checker
from tutelage.subjects.calculus.exact import exact, grouped, quotient, value_of
from tutelage.subjects.calculus.notation import surd
from tutelage.subjects.calculus.steps import minus, over, plus, raised, steps, times
from tutelage.subjects.calculus.topic import ask, topic
from tutelage.subjects.calculus.triangles import TRIPLES, triple
from tutelage.subjects.workbook import Draw, Item


@topic(
    "law-of-cosines",
    sign="The last product has the wrong sign.",
    right="The last product is left out, as if the angle were a right one.",
    root="The root is not taken.",
)
def law_of_cosines(d: Draw) -> Item:
    a, b = d.within((2, 9), (2, 12), (2, 9)), d.within((2, 9), (2, 12), (2, 6))
    degrees = d.choice(((60,), (60, 120), (30, 45, 135, 150))[d.difficulty - 1])
    cosine, inside = value_of("cos", degrees)
    other = exact(b, inside)
    product = int(2 * a * b * cosine * inside) * (-1 if d.slip == "sign" else 1)
    total = a * a + b * b * inside
    square = total if d.slip == "right" else total - product
    answer = str(square) if d.slip == "root" else surd(1, square)
    work = steps(
        f"@powers and @square-roots: {raised(a, 2)}",
        f"({other})^2 = {b * b * inside}" if inside > 1 else raised(b, 2),
        plus(a * a, b * b * inside),
        "" if d.slip == "right" else f"2*{a}*{other}*{grouped(exact(cosine, inside))} = {product}",
        "" if d.slip == "right" else minus(total, product),
        "" if d.slip == "root" or answer == f"sqrt({square})" else f"sqrt({square}) = {answer}",
    )
    questions = (
        f"Two sides of a triangle are {a} and {other}, the angle between them is {degrees} degrees. Find the third "
        "side.",
        f"A triangle has the sides {a} and {other} with {degrees} degrees between them. How long is the third side?",
        f"What is the third side of a triangle with sides {a} and {other} that enclose {degrees} degrees?",
    )
    stories = (
        f"Two ships leave a harbour on courses {degrees} degrees apart. When they have sailed {a} km and "
        f"{other} km, how many km apart are they?",
        f"From a tower two straight roads of {a} km and {other} km lead to two villages; the angle between the "
        f"roads is {degrees} degrees. How many km are the villages apart as the crow flies?",
        f"The hands of a large clock are {a} cm and {other} cm long and make an angle of {degrees} degrees. "
        "How many cm are their tips apart?",
        f"A hiker walks {a} km, the path bends so that both parts make an angle of {degrees} degrees, and "
        f"{other} km more follow. How many km is the straight way back?",
    )
    return Item(
        questions,
        f"@special-angles: cos({degrees} degrees) = {exact(cosine, inside)}; {work}",
        answer,
        f"answer^2 = {a}^2 + ({other})^2 - 2*{a}*{other}*cos({degrees}*pi/180) and answer > 0",
        worded={"word problem": stories},
    )


_SIXTY = ((3, 8, 7), (5, 8, 7), (7, 15, 13), (8, 15, 13), (5, 21, 19), (16, 21, 19))
_TWICE_SIXTY = ((3, 5, 7), (7, 8, 13), (5, 16, 19), (9, 15, 21), (7, 33, 37), (11, 24, 31))


@law_of_cosines.form("reverse")
def angle_from_three_sides(d: Draw) -> Item:
    degrees = d.choice((60, 90) if d.difficulty == 1 else (60, 90, 120))
    table = {60: _SIXTY, 90: TRIPLES[:5], 120: _TWICE_SIXTY}[degrees]
    factor = d.within((1, 2), (1, 4), (1, 9))
    a, b, c = (factor * side for side in d.choice(table))
    a, b = d.choice(((a, b), (b, a)))
    difference = a * a + b * b - c * c
    if d.slip == "sign":
        difference = -difference
    found = {1: 60, 0: 90, -1: 120}[(difference > 0) - (difference < 0)]
    cosine = Fraction(difference, 2 * a * b)
    return Item(
        (
            f"A triangle has the sides {a}, {b} and {c}. How many degrees is the angle opposite the side {c}?",
            f"Find the angle between the sides {a} and {b} of a triangle whose third side is {c}, in degrees.",
            f"The sides of a triangle are a = {a}, b = {b} and c = {c}. What is the angle between a and b, in degrees?",
        ),
        f"by the @special-angles, with the cosine ({a}^2 + {b}^2 - {c}^2)/(2*{a}*{b}): above {plus(a * a, b * b)}; "
        f"{a * a + b * b} - {c * c} = {a * a + b * b - c * c}; below {2 * a * b}; "
        f"the cosine is {cosine}, and the angle {found} degrees",
        str(found),
        f"{a}^2 + {b}^2 - 2*{a}*{b}*cos(answer*pi/180) = {c}^2 and answer > 0 and answer < 180",
    )


@law_of_cosines.form("which kind")
def kind_of_triangle(d: Draw) -> Item:
    a, b = d.within((3, 9), (4, 15), (8, 30)), d.within((3, 9), (4, 15), (8, 30))
    nearest = isqrt(a * a + b * b)
    c = min(max(nearest + d.choice((-1, 0, 1)), max(a, b) + 1), a + b - 1)
    if d.rng.random() < 0.3:
        a, b, c = triple(d, 4, d.within((1, 1), (1, 2), (1, 3)))
    total, square = a * a + b * b, c * c
    sign = ">" if total > square else "<" if total < square else "="
    kind = {">": "acute", "<": "obtuse", "=": "right"}[sign]
    sides = d.rng.sample((a, b, c), 3)
    questions = ask(
        (
            "A triangle has the sides {}, {} and {}. Is its largest angle acute, right or obtuse?",
            "Sides {}, {} and {}: is the triangle acute, right or obtuse?",
            "Tell from its sides {}, {} and {} whether a triangle is acute, right or obtuse.",
        ),
        *sides,
    )
    work = (
        f"the largest angle lies opposite {c}; {steps(raised(a, 2), raised(b, 2), plus(a * a, b * b), raised(c, 2))}; "
        f"{total} {sign} {square}; cosine {'positive' if sign == '>' else 'negative' if sign == '<' else '0'}"
    )
    return Item(questions, work, kind, f'answer = "{kind}" if {a}^2 + {b}^2 {sign} {c}^2', checker=Checker.TEXT)


_BEYOND = ((45, 60, 75), (60, 45, 75), (30, 45, 105), (45, 30, 105), (30, 120, 30), (120, 45, 15), (45, 120, 15))
"""Angles of a triangle, of which the first two have known sines."""


@topic(
    "law-of-sines",
    turn="The quotient of the sines is turned over.",
    angles="The sides are taken as proportional to the angles, not to their sines.",
    product="It is multiplied by the sine of the one angle, but not divided by that of the other.",
)
def law_of_sines(d: Draw) -> Item:
    side = 2 * d.within((2, 20), (2, 20), (2, 30))
    if d.difficulty == 3:
        known, wanted, rest = d.choice(_BEYOND)
    else:
        pairs = [
            (x, y) for x in (30, 45, 60, 90, 120, 135) for y in (30, 45, 60, 90, 120, 135) if x + y < 180 and x != y
        ]
        known, wanted = d.choice([pair for pair in pairs if (pair[0] == 30) == (d.difficulty == 1)])
        rest = 180 - known - wanted
    below, above = value_of("sin", known), value_of("sin", wanted)
    result = quotient((side * above[0], above[1]), below)
    rule = f"{side}*{grouped(exact(*above))}/{grouped(exact(*below))}"
    if d.slip == "turn":
        result = quotient((side * below[0], below[1]), above)
        rule = f"{side}*{grouped(exact(*below))}/{grouped(exact(*above))}"
    elif d.slip == "angles":
        result, rule = (Fraction(side * wanted, known), 1), f"{side}*{wanted}/{known}"
    elif d.slip == "product":
        result, rule = (side * above[0], above[1]), f"{side}*{grouped(exact(*above))}"
    third = d.difficulty == 3
    angles = f"B = {wanted} degrees and C = {rest} degrees" if third else f"A = {known} and B = {wanted} degrees"
    at_boat = f"and the one at Q {rest}" if third else f"and the one at the boat {known}"
    first = f"{minus(180, wanted)}; {minus(180 - wanted, rest)}, so A is {known} degrees; " if third else ""
    stories = (
        f"P and Q are {side} km apart on the shore, and a boat is out at sea. In the triangle with P and Q the "
        f"angle at P is {wanted} degrees, {at_boat}. How many km is the boat from Q?",
        f"Two posts P and Q are {side} m apart. In the triangle of P, Q and a boat on the river the angle "
        f"at P is {wanted} degrees, {at_boat}. How far is Q from the boat, in metres?",
        f"A boat is seen from two lighthouses P and Q that are {side} km apart. The three form a triangle; its "
        f"angle at P is {wanted} degrees, {at_boat}. How many km lie between Q and the boat?",
    )
    return Item(
        (
            f"A triangle has the angles {angles}, and a = {side}, where a lies opposite A and b opposite B. Find b.",
            f"In a triangle {angles}; the side opposite A is {side}. How long is the side opposite B?",
            f"a = {side} is the side opposite A in a triangle with {angles}. What is the side b opposite B?",
        ),
        f"{first}@special-angles: the sine of A is {exact(*below)} and the sine of B is {exact(*above)}; "
        f"{rule} = {exact(*result)}",
        exact(*result),
        f"answer*sin({known}*pi/180) = {side}*sin({wanted}*pi/180) and answer > 0",
        worded={"word problem": stories},
    )


@law_of_sines.form("reverse")
def angle_by_the_law_of_sines(d: Draw) -> Item:
    known, wanted = d.choice(
        {1: ((30, 45), (30, 60), (45, 60)), 2: ((45, 30), (60, 45), (60, 30), (45, 60))}.get(
            d.difficulty, ((30, 135), (30, 120), (45, 120))
        )
    )
    below, above = value_of("sin", known), value_of("sin", wanted)
    front = 2 * d.within((1, 9), (1, 12), (1, 20))
    one = (Fraction(front), 1) if below[1] == 1 else (Fraction(front), below[1])
    ratio = quotient(above, below)
    other = (one[0] * ratio[0], one[1] * ratio[1])
    kind = "obtuse" if wanted > 90 else "acute"
    found = 180 - wanted if d.slip == "turn" and wanted > 90 else wanted
    a, b = exact(*one), exact(*other)
    return Item(
        (
            f"In a triangle a = {a}, b = {b} and A = {known} degrees; the angle B is {kind}. Find B in degrees.",
            f"A triangle has the sides {a} and {b}. The angle opposite {a} is {known} degrees. How many degrees is the "
            f"angle opposite {b}, if it is {kind}?",
            f"The side {a} lies opposite an angle of {known} degrees, and the side {b} opposite an {kind} angle of the "
            f"same triangle. How large is that angle in degrees?",
        ),
        f"@special-angles: the sine of {known} degrees is {exact(*below)}; the sine of the other angle is "
        f"{grouped(b)}*{grouped(exact(*below))}/{grouped(a)} = {exact(*above)}, and it is {kind}",
        str(found),
        f"{a}*sin(answer*pi/180) = {b}*sin({known}*pi/180) and answer {'>' if wanted > 90 else '<'} 90 and answer > 0",
    )


@law_of_sines.form("application")
def circle_through_the_corners(d: Draw) -> Item:
    radius, degrees = d.within((2, 12), (2, 20), (2, 30)), d.choice((30, 45, 60, 120, 135, 150))
    sine = value_of("sin", degrees)
    side = (2 * radius * sine[0], sine[1])
    rule = "by the @special-angles, since side over sine of its angle is the diameter of the circle through the corners"
    if d.difficulty == 1:
        answer = exact(*side)
        asked = f"The circle through the corners of a triangle has the radius {radius}; an angle is {degrees} degrees. "
        asks = ("How long is the side opposite it?", "Find the side opposite this angle.", "What is the opposite side?")
        work = f"{times(2, radius)}; the sine is {exact(*sine)}; {2 * radius}*{grouped(exact(*sine))} = {answer}"
        formal = f"answer/sin({degrees}*pi/180) = 2*{radius}"
    else:
        answer = str(radius) if d.difficulty == 2 else str(2 * radius)
        what = "radius" if d.difficulty == 2 else "diameter"
        asked = f"An angle of {degrees} degrees in a triangle lies opposite a side of {exact(*side)}. "
        asks = (
            f"What is the {what} of the circle through the corners?",
            f"Find the {what} of the circumscribed circle.",
            f"What is the {what} of the circle on which all three corners lie?",
        )
        work = f"the sine is {exact(*sine)}; {grouped(exact(*side))}/{grouped(exact(*sine))} = {2 * radius}"
        work += f"; {over(2 * radius, 2)}" if d.difficulty == 2 else ""
        formal = f"answer*sin({degrees}*pi/180) = {exact(*side)}" + ("/2" if d.difficulty == 2 else "")
    return Item(tuple(asked + each for each in asks), f"{rule}; {work}", answer, formal)
