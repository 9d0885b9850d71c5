"""Vectors: sums, multiples and length."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import isqrt

from tutelage.subjects.calculus.notation import bracket, point, surd
from tutelage.subjects.calculus.steps import minus, plus, raised, steps, times
from tutelage.subjects.calculus.topic import ask, topic
from tutelage.subjects.workbook import Draw, Item

Vector = list[int]


def vector(d: Draw, size: int | None = None) -> Vector:
    count = size or (2 if d.difficulty == 1 else 3)
    return [d.nonzero((1, 9), (-7, 7), (-9, 9)) for _ in range(count)]


def dotted(u: Sequence[int], v: Sequence[int]) -> int:
    return sum(a * b for a, b in zip(u, v, strict=True))


def added(values: Sequence[int]) -> tuple[str, int]:
    """The steps that add the values, and their sum."""
    parts, running = [], values[0]
    for value in values[1:]:
        parts.append(plus(running, value))
        running += value
    return steps(*parts), running


@topic(
    "adding-vectors",
    factor="Only the first coordinate is multiplied by the factor.",
    minus="The second vector is added with the wrong sign.",
    order="The coordinates of the second vector are taken in the opposite order.",
)
def adding_vectors(d: Draw) -> Item:
    u, v, factor = vector(d), vector(d), d.within((2, 4), (2, 5), (2, 6))
    second = d.within((1, 1), (1, 1), (2, 5))
    less = d.difficulty > 1 and d.rng.random() < 0.5
    first = [factor * a if place == 0 or d.slip != "factor" else a for place, a in enumerate(u)]
    other = [second * b for b in (v[::-1] if d.slip == "order" else v)]
    down = less != (d.slip == "minus")
    result = [a - b if down else a + b for a, b in zip(first, other, strict=True)]
    work = steps(
        *(times(factor, a) for a in (u[:1] if d.slip == "factor" else u)),
        *(times(second, b) for b in (v[::-1] if d.slip == "order" else v) if second > 1),
        *(minus(a, b) if down else plus(a, b) for a, b in zip(first, other, strict=True)),
    )
    asked = f"{factor}u {'-' if less else '+'} {second if second > 1 else ''}v"
    formal = " and ".join(
        f"part(answer, {place}) {'+' if less else '-'} {second}*{bracket(b)} = {factor}*{bracket(a)}"
        for place, (a, b) in enumerate(zip(u, v, strict=True), 1)
    )
    again = {1: "once", 2: "twice"}.get(second, f"{second} times")
    often = {2: "twice"}.get(factor, f"{factor} times")
    questions = (
        f"Compute {asked} for u = {point(*u)} and v = {point(*v)}.",
        f"u = {point(*u)} and v = {point(*v)}. What is {asked}?",
        f"u = {point(*u)}, v = {point(*v)}. Find the coordinates of {asked}.",
    )
    stories = (
        f"A drone makes the move {point(*u)} {often}, and then {'in reverse ' if less else ''}the move {point(*v)} "
        f"{again}. By which vector is it away from its start?",
        f"A crane moves a load {often} by {point(*u)} and then {again} {'back by' if less else 'by'} {point(*v)}. "
        "Which vector is the whole move?",
        f"In a computer game a figure starts at the origin, walks {often} by {point(*u)} and then {again} "
        f"{'back by' if less else 'by'} {point(*v)}. Where does it stand?",
    )
    return Item(
        questions,
        f"coordinate by coordinate, by @integer-multiplication: {work}",
        point(*result),
        f"size(answer) = {len(u)} and {formal}",
        worded={"word problem": stories},
    )


@adding_vectors.form("reverse")
def missing_vector(d: Draw) -> Item:
    u, x, factor = vector(d), vector(d), d.within((1, 1), (2, 4), (2, 5))
    own = d.within((1, 1), (1, 1), (2, 4))
    total = [factor * a + own * b for a, b in zip(u, x, strict=True)]
    found = [
        Fraction(t + factor * a if d.slip == "minus" else t - factor * a, own) for t, a in zip(total, u, strict=True)
    ]
    left = f"{factor if factor > 1 else ''}u + {own if own > 1 else ''}x"
    work = steps(
        *(times(factor, a) for a in u if factor > 1),
        *(plus(t, factor * a) if d.slip == "minus" else minus(t, factor * a) for t, a in zip(total, u, strict=True)),
        *(f"{own * value}/{own} = {value}" for value in found if own > 1),
    )
    formal = " and ".join(
        f"{factor}*{bracket(a)} + {own}*part(answer, {place}) = {t}"
        for place, (a, t) in enumerate(zip(u, total, strict=True), 1)
    )
    questions = (
        f"u = {point(*u)} and {left} = {point(*total)}. Find the vector x.",
        f"Which vector x satisfies {left} = {point(*total)}, if u = {point(*u)}?",
        f"For u = {point(*u)} the sum {left} is {point(*total)}. What is x?",
    )
    solution = (
        f"coordinate by coordinate, by @integer-multiplication and subtraction: {work}"
        if factor > 1
        else f"coordinate by coordinate: {work}"
    )
    return Item(questions, solution, point(*map(str, found)), f"size(answer) = {len(u)} and {formal}")


@adding_vectors.form("between points")
def between_points(d: Draw) -> Item:
    a, b, c = vector(d), vector(d), vector(d)
    if d.difficulty == 3:
        result = [x - y + z for x, y, z in zip(a, b, c, strict=True)]
        if d.slip == "minus":
            result = [x + y - z for x, y, z in zip(a, b, c, strict=True)]
        moved = [z - y for y, z in zip(b, c, strict=True)]
        questions = (
            f"A = {point(*a)}, B = {point(*b)} and C = {point(*c)} are corners of a parallelogram ABCD, in this "
            "order. Find D.",
            f"Three corners of a parallelogram ABCD are A = {point(*a)}, B = {point(*b)}, C = {point(*c)}. What is "
            "the fourth corner D?",
            f"Which point D makes ABCD a parallelogram, if A = {point(*a)}, B = {point(*b)} and C = {point(*c)}?",
        )
        work = (
            f"from B to C it is {point(*moved)}, and so it must be from A to D: "
            + steps(*(plus(x, y) for x, y in zip(a, moved, strict=True)))
            if d.slip != "minus"
            else f"A + B - C gives {point(*result)}"
        )
        formal = f"size(answer) = {len(a)} and " + " and ".join(
            f"part(answer, {k}) - {bracket(x)} = {z} - {bracket(y)}"
            for k, (x, y, z) in enumerate(zip(a, b, c, strict=True), 1)
        )
        return Item(questions, work, point(*result), formal)
    result = (
        [x + y for x, y in zip(a, b, strict=True)] if d.slip == "minus" else [y - x for x, y in zip(a, b, strict=True)]
    )
    questions = (
        f"Which vector leads from the point {point(*a)} to the point {point(*b)}?",
        f"Find the vector from A = {point(*a)} to B = {point(*b)}.",
        f"A figure moves straight from {point(*a)} to {point(*b)}. What is its displacement vector?",
    )
    work = "end minus start: " + steps(
        *(plus(x, y) if d.slip == "minus" else minus(y, x) for x, y in zip(a, b, strict=True))
    )
    formal = f"size(answer) = {len(a)} and " + " and ".join(
        f"{x} + part(answer, {k}) = {y}" for k, (x, y) in enumerate(zip(a, b, strict=True), 1)
    )
    return Item(questions, work, point(*result), formal)


_WHOLE_LENGTHS = {
    2: ((3, 4), (6, 8), (5, 12), (8, 15), (7, 24), (20, 21)),
    3: ((1, 2, 2), (2, 3, 6), (1, 4, 8), (2, 6, 9), (4, 4, 7), (6, 6, 7), (3, 4, 12)),
}
"""Coordinates of vectors whose length is a whole number."""


def whole_length(d: Draw) -> tuple[Vector, int]:
    """A vector and its length, a whole number."""
    u = list(d.choice(_WHOLE_LENGTHS[2 if d.difficulty == 1 else 3]))
    d.rng.shuffle(u)
    u = u if d.difficulty == 1 else [d.choice((-1, 1)) * a for a in u]
    return u, isqrt(dotted(u, u))


@topic(
    "length-of-a-vector",
    sum="The coordinates are added without squaring.",
    root="The root is not taken.",
    sign="The squares of negative coordinates are subtracted.",
)
def length_of_a_vector(d: Draw) -> Item:
    u = vector(d)
    if d.rng.random() < 0.2:
        u = whole_length(d)[0]
    squares = [-a * a if d.slip == "sign" and a < 0 else a * a for a in u]
    summed, square = added(squares)
    square = abs(square)
    answer = d.outcome(surd(1, square) if square else "0", sum=str(sum(map(abs, u))), root=str(square))
    work = f"@powers and @square-roots: {steps(*(raised(a, 2) for a in u), summed)}"
    work += "" if d.slip == "root" or answer == f"sqrt({square})" else f"; sqrt({square}) = {answer}"
    if d.slip == "sum":
        work = added([abs(a) for a in u])[0]
    first, given = "", point(*u)
    if d.difficulty == 3:  # the distance of two points
        start = vector(d, 3)
        end = [a + b for a, b in zip(start, u, strict=True)]
        given = f"{point(*start)} and {point(*end)}"
        first = f"the vector from the one to the other is {point(*u)}; "
        questions: tuple[str, ...] = (
            f"How far apart are the points {given}?",
            f"Find the length of the vector between the points {given}.",
            f"What is the distance of the points {given}?",
        )
        stories: tuple[str, ...] = (
            f"Two drones hover at {given}, in metres. How far are they apart?",
            f"A cable is stretched between {given}, in metres. How long is it?",
            f"A bird flies straight between two nests at {given}, in metres. How far does it fly?",
        )
    else:
        questions = ask(
            ("How long is the vector {}?", "Find the length of the vector {}.", "What is the length |u| for u = {}?"),
            given,
        )
        stories = (
            f"A drone moves by the vector {given}, in metres. How far does it fly?",
            f"A force is given by the vector {given}, in newtons. How strong is it?",
            f"A ship's velocity is {given}, in km an hour. What is its speed?",
        )
    return Item(
        questions,
        f"{first}by the @pythagorean-theorem, {work}",
        answer,
        f"answer^2 - {bracket(u[0])}^2 = {' + '.join(f'({a})^2' for a in u[1:])} and answer > 0",
        worded={"word problem": stories},
    )


@length_of_a_vector.form("reverse")
def coordinate_from_the_length(d: Draw) -> Item:
    u, length = whole_length(d)
    place = d.within((0, len(u) - 1))
    sign, letter = (1 if u[place] > 0 else -1), d.choice(("k", "t"))
    shift = 0 if d.difficulty < 3 else d.nonzero((-5, 5))
    others = [a for k, a in enumerate(u) if k != place]
    rest = dotted(others, others)
    found = length - sum(map(abs, others)) if d.slip == "sum" else abs(u[place])
    shown = [str(a) for a in u]
    shown[place] = letter if not shift else f"{letter} {'+' if shift > 0 else '-'} {abs(shift)}"
    value = sign * found - shift
    condition = f"{letter} {'>' if sign > 0 else '<'} {-shift}"
    return Item(
        (
            f"The vector ({', '.join(shown)}) has the length {length}, and {condition}. Find {letter}.",
            f"Choose {letter}, with {condition}, so that |({', '.join(shown)})| = {length}. Which number is it?",
            f"What is {letter}, if {condition} and ({', '.join(shown)}) has the length {length}?",
        ),
        f"by the @pythagorean-theorem, with @square-roots: {raised(length, 2)}; "
        f"{steps(*(raised(a, 2) for a in others), added([a * a for a in others])[0] if len(others) > 1 else '')}; "
        f"{minus(length**2, rest)}; the root is {abs(u[place])}, so {letter} = {value}"
        if d.slip != "sum"
        else f"the coordinates are taken away from {length}, which leaves {found}",
        f"{letter} = {value}",
        f"(answer + ({shift}))^2 + {rest} = {length}^2 and answer {'>' if sign > 0 else '<'} {-shift}",
    )


@length_of_a_vector.form("unit vector")
def given_length(d: Draw) -> Item:
    u, length = whole_length(d)
    wanted = d.within((1, 1), (1, 4), (2, 9)) * (1 if d.difficulty < 3 else d.choice((1, length)))
    against = d.difficulty == 3 and d.rng.random() < 0.5
    used = sum(map(abs, u)) if d.slip == "sum" else length**2 if d.slip == "root" else length
    found = [Fraction(-a if against else a, 1) * wanted / used for a in u]
    way = "against" if against else "in"
    formal = " and ".join(
        f"{length}*part(answer, {k}) = {-wanted if against else wanted}*{bracket(a)}" for k, a in enumerate(u, 1)
    )
    questions = (
        f"Find the vector of length {wanted} {way} the direction of {point(*u)}.",
        f"Which vector points {way} the direction of {point(*u)} and has the length {wanted}?",
        f"Scale {point(*u)} to the length {wanted}{', and turn it round' if against else ''}. Which vector is that?",
    )
    work = (
        f"by the @pythagorean-theorem and @square-roots the length is {used}; every coordinate is multiplied by "
        f"{'-' if against else ''}{Fraction(wanted, used)}"
    )
    return Item(questions, work, point(*map(str, found)), f"size(answer) = {len(u)} and {formal}")
