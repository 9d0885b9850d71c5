"""What the dot product measures: angles between vectors, and projections of one on another."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import cache
from itertools import product
from math import isqrt

from tutelage.subjects.calculus.exact import exact, grouped, multiplied, value_of
from tutelage.subjects.calculus.notation import point, surd, term, terms
from tutelage.subjects.calculus.steps import times
from tutelage.subjects.calculus.topic import ask, topic
from tutelage.subjects.calculus.vector_products import dot_steps
from tutelage.subjects.calculus.vectors import Vector, dotted, vector, whole_length
from tutelage.subjects.workbook import Draw, Item

_COSINES = {(1, 4): (60, 120), (1, 2): (45, 135), (3, 4): (30, 150)}
"""The square of a cosine -> the angles that have it, with a positive and a negative cosine."""


@cache
def _pairs(size: int, reach: int) -> tuple[tuple[tuple[int, ...], tuple[int, ...], int], ...]:
    """Pairs of vectors with small coordinates, and the angle between them, a multiple of 30 or 45 degrees."""
    every = [u for u in product(range(-reach, reach + 1), repeat=size) if any(u)]
    found = []
    for u, v in product(every, every):
        dot, square = dotted(u, v), dotted(u, u) * dotted(v, v)
        share = Fraction(dot * dot, square)
        angles = _COSINES.get((share.numerator, share.denominator))
        if angles:
            found.append((u, v, angles[dot < 0]))
    return tuple(found)


@topic(
    "angle-between-vectors",
    supplement="The sign of the dot product is lost, so the angle becomes its supplement.",
    swap="The angle is taken whose sine, not cosine, has the value.",
    root="It is divided by the squares of the lengths.",
)
def angle_between_vectors(d: Draw) -> Item:
    u, v, degrees = d.choice(_pairs(2, 3) if d.difficulty == 1 else _pairs(3, 2))
    factor = d.within((1, 3), (1, 3), (1, 2))
    u = tuple(factor * a for a in u)
    start = [d.within((-6, 6)) for _ in u]
    b, c = ([x + y for x, y in zip(start, each, strict=True)] for each in (u, v))
    dot, one, other = dotted(u, v), dotted(u, u), dotted(v, v)
    found = degrees
    if d.slip == "supplement":
        found = 180 - degrees
    elif d.slip == "swap":
        found = 90 - degrees if degrees < 90 else degrees - 90
    cosine = exact(*value_of("cos", 180 - degrees if d.slip == "supplement" else degrees))
    lengths = f"the lengths are {surd(1, one)} and {surd(1, other)}"
    if d.difficulty == 3:
        given = f"A = {point(*start)}, B = {point(*b)} and C = {point(*c)}"
        questions: tuple[str, ...] = (
            f"A triangle has the corners {given}. How many degrees is its angle at A?",
            f"Find the angle at A, in degrees, in the triangle ABC with {given}.",
            f"From A two straight roads lead to B and C: {given}. At how many degrees do they leave A?",
        )
        first = f"from A to B it is {point(*u)}, from A to C {point(*v)}; "
    else:
        first = ""
        questions = (
            f"How many degrees is the angle between {point(*u)} and {point(*v)}?",
            f"Find the angle between the vectors {point(*u)} and {point(*v)} in degrees.",
            f"Two straight roads leave a village in the directions {point(*u)} and {point(*v)}. What is the angle "
            "between them, in degrees?",
        )
    work = (
        f"{first}by the @dot-product and the @length-of-a-vector: {dot_steps(u, v)}; {lengths}; the quotient, the "
        f"cosine, is {cosine}; among the @special-angles and their supplements it is {found} degrees"
    )
    return Item(
        questions, work, str(found), f"{dot} = cos(answer*pi/180)*sqrt({one}*{other}) and answer > 0 and answer < 180"
    )


@angle_between_vectors.form("cosine")
def cosine_of_the_angle(d: Draw) -> Item:
    u, length = whole_length(d)
    v, other = whole_length(d)
    if u == v:
        return cosine_of_the_angle(d)
    if d.difficulty == 1:
        v = [b * d.choice((1, -1)) for b in v]
    factor = d.within((1, 1), (1, 1), (2, 4))
    u = [factor * a for a in u]
    length *= factor
    dot = dotted(u, v)
    value = Fraction(dot, length * other)
    if d.slip == "supplement":
        value = abs(value)
    elif d.slip == "root":
        value = Fraction(dot, length**2 * other**2)
    elif d.slip == "swap":
        value = 1 - value
    return Item(
        (
            f"What is the cosine of the angle between {point(*u)} and {point(*v)}?",
            f"Find cos(t), where t is the angle between the vectors {point(*u)} and {point(*v)}.",
            f"The vectors {point(*u)} and {point(*v)} enclose an angle. Which number is its cosine?",
        ),
        f"by the @dot-product and the @length-of-a-vector: {dot_steps(u, v)}; the lengths are {length} and {other}; "
        f"the cosine is {value}",
        str(value),
        f"answer^2*{dotted(u, u)}*{dotted(v, v)} = ({dot})^2 and answer {'<' if dot < 0 else '>' if dot else '='} 0",
    )


@angle_between_vectors.form("reverse")
def product_from_the_angle(d: Draw) -> Item:
    degrees = d.choice((60, 120) if d.difficulty == 1 else (30, 45, 60, 120, 135, 150))
    one, other = d.within((2, 9), (2, 12), (2, 9)), 2 * d.within((1, 6), (1, 8), (1, 6))
    cosine = value_of("cos", degrees)
    if d.slip == "supplement":
        cosine = abs(cosine[0]), cosine[1]
    elif d.slip == "swap":
        cosine = value_of("sin", degrees)
    dot = multiplied((Fraction(one * other), 1), cosine)
    known = f"|u| = {one} and |v| = {other}, and the angle between u and v is {degrees} degrees."
    rule = (
        "by the @dot-product, with the @length-of-a-vector of both and the cosine of one of the @special-angles or its "
    )
    rule += f"supplement: {one}*{other}*{grouped(exact(*cosine))} = {exact(*dot)}"
    if d.difficulty == 3:
        square = (one * one + other * other, *dot)
        answer = terms(str(square[0]), exact(2 * dot[0], dot[1])) if dot[1] > 1 else str(square[0] + 2 * dot[0])
        return Item(
            (
                f"{known} What is the square of |u + v|?",
                f"{known} Find the dot product of u + v with itself.",
                f"{known} How large is |u + v|^2?",
            ),
            f"{rule}; |u + v|^2 = |u|^2 + 2u*v + |v|^2, which is {one**2} + {other**2} and twice the dot product, "
            f"{exact(2 * dot[0], dot[1])}: {answer}",
            answer,
            f"answer = ({one} + {other}*cos({degrees}*pi/180))^2 + ({other}*sin({degrees}*pi/180))^2",
        )
    return Item(
        (f"{known} What is their dot product?", f"{known} Find u*v, the dot product.", f"{known} How much is u*v?"),
        rule,
        exact(*dot),
        f"answer/{one} = {other}*cos({degrees}*pi/180)",
    )


@angle_between_vectors.form("word problem")
def work_of_a_force(d: Draw) -> Item:
    degrees = d.choice((60,) if d.difficulty == 1 else (30, 45, 60))
    force, way = 2 * d.within((5, 40), (5, 60), (5, 60)), d.within((2, 12), (2, 20), (2, 20))
    cosine = value_of("sin" if d.slip == "swap" else "cos", degrees)
    done = multiplied((Fraction(force * way), 1), cosine)
    if d.difficulty == 3:
        whole = exact(*multiplied((Fraction(force * way), 1), value_of("cos", degrees)))
        found = 90 - degrees if d.slip == "swap" else degrees
        questions = (
            f"A sledge is pulled {way} m over level snow by a rope with a force of {force} newtons. The work is "
            f"{whole} joules. How many degrees is the angle between rope and ground?",
            f"A force of {force} newtons moves a cart {way} m along a rail and does {whole} joules of work. At how "
            "many degrees to the rail does it act?",
            f"Pulling a boat {way} m along a canal with {force} newtons takes {whole} joules of work. What angle "
            "does the rope make with the canal, in degrees?",
        )
        work = (
            f"work is the @dot-product of force and way, the product of both lengths (@length-of-a-vector) and the "
            f"cosine: {times(force, way)}; the cosine is "
            f"{grouped(whole)}/{force * way} = {exact(*value_of('cos', degrees))}; @special-angles: {found} degrees"
        )
        return Item(
            questions, work, str(found), f"{force}*{way}*cos(answer*pi/180) = {whole} and answer > 0 and answer < 90"
        )
    questions = (
        f"A sledge is pulled {way} m over level snow by a rope with a force of {force} newtons, at {degrees} "
        "degrees to the ground. How many joules of work are done?",
        f"A force of {force} newtons acts at {degrees} degrees to a rail and moves a cart {way} m along it. What "
        "is the work in joules?",
        f"A horse pulls a boat {way} m along a canal with {force} newtons, its rope at {degrees} degrees to the "
        "canal. Find the work in joules.",
    )
    work = (
        "work is the @dot-product of force and way, the product of both lengths (@length-of-a-vector) and the cosine, "
        f"by the @special-angles {exact(*cosine)}: {times(force, way)}; {force * way}*{grouped(exact(*cosine))} = "
        f"{exact(*done)}"
    )
    return Item(questions, work, exact(*done), f"answer/{way} = {force}*cos({degrees}*pi/180)")


@topic(
    "projections",
    "projection of vectors",
    other="It is divided by the square of the length of the wrong vector.",
    length="It is divided by the length, not by its square.",
    direction="The factor is applied to the wrong vector.",
)
def projections(d: Draw) -> Item:
    u, v = vector(d), vector(d)
    if d.difficulty == 1:
        v = d.choice(([1, 1], [1, 2], [2, 1], [1, 3], [3, 1], [3, 4], [4, 3], [2, 3]))
    else:
        v = [d.within((-3, 3)) for _ in v]
    dot, square = dotted(u, v), dotted(v, v)
    if dot == 0 or square < 2 or not dotted(u, u) - square:
        return projections.make(d)
    below = dotted(u, u) if d.slip == "other" else square
    if d.slip == "length" and isqrt(square) ** 2 == square:
        below = isqrt(square)
    factor = Fraction(dot, below)
    base = u if d.slip == "direction" else v
    result = [factor * a for a in base]
    rest = d.difficulty == 3
    if rest:
        result = [a - x for a, x in zip(u, result, strict=True)]
    truth = [Fraction(dot, square) * a for a in v]
    if rest:
        truth = [a - x for a, x in zip(u, truth, strict=True)]
    if rest:
        wordings: tuple[str, ...] = (
            "Split {} into a part along {} and a part perpendicular to it. What is the perpendicular part?",
            "Subtract from {} its projection on {}. Which vector is left?",
            "Which part of {} is perpendicular to {}, if the other part is parallel to it?",
        )
    else:
        wordings = (
            "Find the projection of {} onto {}.",
            "What is the orthogonal projection of the vector {} on the direction of {}?",
            "Which multiple of the second vector is the projection of {} onto {}? Give it as a vector.",
        )
    formal = " and ".join(
        f"part(answer, {k}) = {value}" for k, value in enumerate(map(_checked(u, v, rest), range(len(u))), 1)
    )
    stories = (
        (
            "A force {} acts on a cart on rails in the direction {}. Which part of it presses at a right angle on "
            "the rails?",
            "The wind blows with {} across a runway in the direction {}. Which vector is its part at a right angle to "
            "the runway?",
            "A ship drifts with {}, its keel points in the direction {}. Give the part of the drift at a right angle "
            "to the keel.",
        )
        if rest
        else (
            "A force {} acts on a cart on rails in the direction {}. Which part of it acts along the rails, as a "
            "vector?",
            "The wind blows with {}; a runway lies in the direction {}. Which vector is its part along the runway?",
            "The sun stands at a right angle over a beam, so that {} throws its shadow on the direction {}. Which "
            "vector is the shadow?",
        )
    )
    return Item(
        ask(wordings, point(*u), point(*v)),
        f"by the @dot-product: {dot_steps(u, v)}; the other vector with itself {below}; the factor is "
        f"{factor}, so the projection is {point(*(str(factor * a) for a in base))}"
        + (f"; what is left is {point(*result)}" if rest else ""),
        point(*map(str, result)),
        f"size(answer) = {len(u)} and {formal}",
        worded={"word problem": ask(stories, point(*u), point(*v))},
    )


def _checked(u: Vector, v: Vector, rest: bool) -> Callable[[int], str]:
    """What each coordinate must be, written with the coordinates of both vectors."""
    dot = " + ".join(f"{a}*({b})" for a, b in zip(u, v, strict=True))
    square = " + ".join(f"({b})^2" for b in v)

    def coordinate(k: int) -> str:
        along = f"({dot})*({v[k]})/({square})"
        return f"{u[k]} - {along}" if rest else along

    return coordinate


@projections.form("length")
def scalar_projection(d: Draw) -> Item:
    v, length = whole_length(d)
    u = vector(d)
    dot = dotted(u, v)
    if dot == 0:
        return scalar_projection(d)
    factor = d.within((1, 1), (1, 1), (2, 5))
    v, dot, length = [factor * a for a in v], dot * factor, length * factor
    value = Fraction(
        dot, length**2 if d.slip == "length" else isqrt(dotted(u, u)) or 1 if d.slip == "other" else length
    )
    return Item(
        (
            f"What is the scalar component of {point(*u)} in the direction of {point(*v)}? Give its sign, too.",
            f"Find the component (a number, with its sign) of {point(*u)} along {point(*v)}.",
            f"How far does {point(*u)} reach in the direction of {point(*v)}? Answer with a number, negative if it "
            "points backwards.",
            f"u = {point(*u)} and v = {point(*v)}. What is the component of u along v, with its sign?",
        ),
        f"by the @dot-product: {dot_steps(u, v)}; the @length-of-a-vector to divide by gives {value}"
        if d.slip
        else f"by the @dot-product and the @length-of-a-vector, {length} for the second one: {dot_steps(u, v)}; "
        f"{dot}/{length} = {value}",
        str(value),
        f"answer^2*{dotted(v, v)} = ({dot})^2 and answer {'<' if dot < 0 else '>'} 0",
    )


@projections.form("reverse")
def coordinate_from_the_projection(d: Draw) -> Item:
    v, length = whole_length(d)
    u = vector(d)
    place = d.within((0, len(u) - 1))
    dot = dotted(u, v)
    rest = dot - u[place] * v[place]
    value = Fraction(dot, length)
    letter = d.choice(("k", "t"))
    shown: list[int | str] = list(u)
    shown[place] = letter
    found = Fraction(dot if d.slip != "length" else dot * length, 1) - rest
    found /= v[place]
    equation = f"{terms(term(v[place], 1, letter), str(rest))} = {dot if d.slip != 'length' else dot * length}"
    return Item(
        (
            f"The component of {point(*shown)} in the direction of {point(*v)} is {value}. Find {letter}.",
            f"For which {letter} does {point(*shown)} have the component {value} along {point(*v)}?",
            f"{point(*shown)} has the scalar projection {value} on {point(*v)}. What is {letter}?",
        ),
        f"by the @length-of-a-vector, {length}, the @dot-product must be "
        f"{value}*{length if d.slip != 'length' else length**2} = "
        f"{dot if d.slip != 'length' else dot * length}; so {equation}",
        f"{letter} = {found}",
        f"({rest} + answer*({v[place]}))/sqrt({dotted(v, v)}) = {value}",
    )
