"""Midpoints and distances in the plane."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.notation import bracket, point, surd
from tutelage.subjects.calculus.steps import minus, plus, raised, steps, times
from tutelage.subjects.calculus.topic import topic
from tutelage.subjects.workbook import Draw, Item

_TRIPLES = ((3, 4, 5), (6, 8, 10), (5, 12, 13), (8, 15, 17), (9, 12, 15), (7, 24, 25), (12, 16, 20), (20, 21, 29))


@topic(
    "distance-between-points",
    sum="The two differences are added.",
    root="The root is not taken.",
    minus="The squares of the differences are subtracted.",
)
def distance_between_points(d: Draw) -> Item:
    x, y = d.within((0, 9), (-9, 9), (-20, 20)), d.within((0, 9), (-9, 9), (-20, 20))
    if d.difficulty == 3 or (d.difficulty == 2 and d.rng.random() < 0.3):
        run, rise = d.within((1, 8)), d.within((1, 8))
    else:
        run, rise, _ = d.choice(_TRIPLES[: 4 * d.difficulty])
        run, rise = d.choice(((run, rise), (rise, run)))
    if d.difficulty > 1 and d.rng.random() < 0.5:
        rise = -rise
    answer, work = _length(d, x, y, x + run, y + rise)
    ends = f"{point(x, y)} and {point(x + run, y + rise)}"
    questions = (
        f"Find the distance between {ends}.",
        f"How far apart are {ends}?",
        f"How long is the segment with the ends {ends}?",
    )
    stories = (
        f"On a map with squares of 1 km, a ship is at {point(x, y)} and a port at {point(x + run, y + rise)}. "
        "How many km apart are they?",
        f"A drone flies straight from {point(x, y)} to {point(x + run, y + rise)}, in m. How many m is that?",
        f"Two trees stand at {point(x, y)} and {point(x + run, y + rise)} on a plan in m. How long is a rope "
        "between them, in m?",
    )
    return Item(
        questions,
        work,
        answer,
        f"answer^2 = ({x + run} - {bracket(x)})^2 + ({y + rise} - {bracket(y)})^2 and answer > 0",
        worded={"word problem": stories},
    )


def _length(d: Draw, x: int, y: int, end_x: int, end_y: int) -> tuple[str, str]:
    """The length of a segment, and the steps."""
    run, rise = abs(end_x - x), abs(end_y - y)
    square = abs(run * run - rise * rise) if d.slip == "minus" and run != rise else run * run + rise * rise
    answer = d.outcome(surd(1, square), sum=str(run + rise), root=str(square))
    work = steps(minus(end_x, x), minus(end_y, y))
    if d.slip == "sum":
        work += f"; {plus(run, rise)}"
    else:
        squares = raised(run, 2), raised(rise, 2)
        last = minus(max(run, rise) ** 2, min(run, rise) ** 2) if d.slip == "minus" else plus(run * run, rise * rise)
        work = steps(
            work,
            *squares,
            last,
            f"sqrt({square}) = {answer}" if d.slip != "root" and answer != f"sqrt({square})" else "",
        )
    return answer, f"by the @pythagorean-theorem: {work}"


@distance_between_points.form("reverse")
def coordinate_at_a_distance(d: Draw) -> Item:
    run, rise, length = d.choice(_TRIPLES[: 2 + 2 * d.difficulty])
    x, y = d.within((0, 9), (-9, 9), (-20, 20)), d.within((0, 9), (-9, 9), (-20, 20))
    low, high = (y - rise, y + rise)
    if d.slip == "sum":
        low, high = y - (length - run), y + (length - run)
    upright = d.rng.random() < 0.5
    other = f"({x + run}, k)" if upright else f"(k, {x + run})"
    one = point(x, y) if upright else point(y, x)
    word = {"largest": max(low, high), "smallest": min(low, high)}
    which = d.choice(("largest", "smallest"))
    both = d.difficulty > 1
    work = steps(
        raised(length, 2),
        raised(run, 2),
        minus(length**2, run**2),
        f"the root is {rise}",
        minus(y, rise),
        plus(y, rise),
    )
    if d.slip == "sum":
        work = steps(minus(length, run), minus(y, length - run), plus(y, length - run))
    ask_for = "Find all k." if both else f"Find the {which} k."
    return Item(
        (
            f"{one} and {other} have the distance {length}. {ask_for}",
            f"{other} lies at the distance {length} from {one}. {ask_for}",
            f"The segment from {one} to {other} is {length} long. {ask_for}",
        ),
        f"by the @pythagorean-theorem the other difference is found: {work}",
        f"k = {low} or k = {high}" if both else f"k = {word[which]}",
        f"size(answer) = 2 and part(answer, 1) + part(answer, 2) = {2 * y} and (part(answer, 1) - {bracket(y)})^2 + "
        f"{run}^2 = {length}^2"
        if both
        else f"(answer - {bracket(y)})^2 + {run}^2 = {length}^2 and answer {'>' if which == 'largest' else '<'} {y}",
    )


@distance_between_points.form("perimeter")
def perimeter_of_a_triangle(d: Draw) -> Item:
    run, rise, length = d.choice(_TRIPLES[: 2 + 2 * d.difficulty])
    x, y = d.within((0, 5), (-9, 9), (-12, 12)), d.within((0, 5), (-9, 9), (-12, 12))
    third = length
    work = steps(
        minus(x + run, x),
        minus(y + rise, y),
        raised(run, 2),
        raised(rise, 2),
        plus(run**2, rise**2),
        f"the root is {length}",
    )
    if d.slip == "sum":
        third, work = run + rise, steps(minus(x + run, x), minus(y + rise, y), f"the third side is {plus(run, rise)}")
    corners = [point(x, y), point(x + run, y), point(x + run, y + rise)]
    whole = run + rise + third
    if d.difficulty == 3:
        double = 2 * run
        corners = [point(x - run, y), point(x + run, y), point(x, y + rise)]
        whole = double + 2 * third
        last = steps(times(2, third), plus(double, 2 * third))
    else:
        last = steps(plus(run, rise), plus(run + rise, third))
    first, second, top = corners
    return Item(
        (
            f"A triangle has the corners {first}, {second} and {top}. Find its perimeter.",
            f"How long is the way around the triangle with the corners {first}, {second} and {top}?",
            f"Somebody walks from {first} to {second}, on to {top} and straight back. How long is the way?",
        ),
        f"two sides of equal length by the @pythagorean-theorem: {steps(work, last)}"
        if d.difficulty == 3
        else f"the slanting side by the @pythagorean-theorem: {steps(work, last)}",
        str(whole),
        f"((answer - {2 * run})/2)^2 = {run}^2 + {rise}^2"
        if d.difficulty == 3
        else f"(answer - {run} - {rise})^2 = {run}^2 + {rise}^2",
    )


@topic(
    "midpoints",
    difference="The coordinates are subtracted before halving.",
    half="The sums are not halved.",
    one="Only the first coordinate is halved.",
)
def midpoints(d: Draw) -> Item:
    """From 2 on a coordinate may be a half."""
    a, b = d.within((0, 9), (-12, 12), (-30, 30)), d.within((0, 9), (-12, 12), (-30, 30))
    e, f = d.within((0, 12), (-12, 12), (-30, 30)), d.within((0, 12), (-12, 12), (-30, 30))
    if d.difficulty == 1:
        e, f = e + (a + e) % 2, f + (b + f) % 2
    while a == e or b == f:
        e, f = e + 2, f + 4
    return _middle(d, (a, b), (e, f))._replace(
        questions=(
            f"Find the midpoint of {point(a, b)} and {point(e, f)}.",
            f"Which point lies halfway between {point(a, b)} and {point(e, f)}?",
            f"What is the midpoint of the segment from {point(a, b)} to {point(e, f)}?",
        )
    )


def _middle(d: Draw, one: tuple[int, int], two: tuple[int, int]) -> Item:
    (a, b), (e, f) = one, two
    join = minus if d.slip == "difference" else plus
    sums = (e - a, f - b) if d.slip == "difference" else (a + e, b + f)
    halves = [
        Fraction(each) if d.slip == "half" or (d.slip == "one" and index) else Fraction(each, 2)
        for index, each in enumerate(sums)
    ]
    first, second = ((e, a), (f, b)) if d.slip == "difference" else ((a, e), (b, f))
    work = steps(
        join(*first),
        f"{sums[0]}/2 = {halves[0]}" if halves[0] != sums[0] or not sums[0] else "",
        join(*second),
        f"{sums[1]}/2 = {halves[1]}" if halves[1] != sums[1] or not sums[1] else "",
    )
    return Item(
        (),
        f"the mean of both coordinates, by @dividing-negative-numbers where they are negative: {work}",
        point(*map(str, halves)),
        f"size(answer) = 2 and part(answer, 1) - {bracket(a)} = {e} - part(answer, 1) and "
        f"part(answer, 2) - {bracket(b)} = {f} - part(answer, 2)",
    )


@midpoints.form("word problem")
def halfway(d: Draw) -> Item:
    a, b = d.within((0, 9), (-9, 12), (-20, 30)), d.within((0, 9), (-9, 12), (-20, 30))
    e, f = a + d.nonzero((2, 12), (-12, 12), (-30, 30)), b + d.nonzero((2, 12), (-12, 12), (-30, 30))
    if d.difficulty == 1:
        e, f = e + (a + e) % 2, f + (b + f) % 2
    one, two = point(a, b), point(e, f)
    return _middle(d, (a, b), (e, f))._replace(
        questions=(
            f"On a map two villages are at {one} and {two}. A well is dug exactly halfway on the straight line "
            "between them. Where?",
            f"{one} and {two} are opposite corners of a rectangle. Where do its diagonals cross?",
            f"The ends of a diameter of a circle are {one} and {two}. What is the centre?",
        )
    )


@midpoints.form("reverse")
def other_end(d: Draw) -> Item:
    a, b = d.within((0, 9), (-9, 12), (-20, 30)), d.within((0, 9), (-9, 12), (-20, 30))
    m, n = a + d.nonzero((1, 6), (-9, 9), (-15, 15)), b + d.nonzero((1, 6), (-9, 9), (-15, 15))
    e, f = (m - a, n - b) if d.slip == "difference" else (2 * m - a, 2 * n - b)
    half = d.difficulty == 3 and not d.slip
    if half:
        e, f = e + 1, f + 1
    middle = point(str(Fraction(a + e, 2)), str(Fraction(b + f, 2))) if half else point(m, n)
    shown = [f"2*({Fraction(p + q, 2)}) = {p + q}" if half else times(2, r) for p, q, r in ((a, e, m), (b, f, n))]
    work = steps(shown[0], minus(a + e, a), shown[1], minus(b + f, b))
    if d.slip == "difference":
        work = steps(minus(m, a), minus(n, b))
    x, y = (Fraction(a + e, 2), Fraction(b + f, 2)) if half else (Fraction(m), Fraction(n))
    return Item(
        (
            f"{middle} is the midpoint of a segment, and one of its ends is {point(a, b)}. Find the other end.",
            f"The segment from {point(a, b)} has the midpoint {middle}. Where does it end?",
            f"A circle has the centre {middle}, and {point(a, b)} is one end of a diameter. What is the other end?",
        ),
        f"the mean is undone, the reverse of halving by @dividing-negative-numbers: {work}",
        point(e, f),
        f"size(answer) = 2 and (part(answer, 1) + {bracket(a)})/2 = {x} and (part(answer, 2) + {bracket(b)})/2 = {y}",
    )
