"""Right angles and crossings of lines."""

from __future__ import annotations

from fractions import Fraction
from math import gcd

from tutelage.subjects.calculus.lines import line
from tutelage.subjects.calculus.notation import bracket, linear, point, term, terms
from tutelage.subjects.calculus.steps import minus, plus, steps, times
from tutelage.subjects.calculus.topic import topic
from tutelage.subjects.workbook import Draw, Item

COUNTED = ("no point", "exactly one point", "infinitely many points")


def _slope(d: Draw) -> Fraction:
    top, bottom = d.nonzero((1, 9), (-9, 9), (-12, 12)), d.within((1, 1), (1, 5), (2, 9))
    while gcd(top, bottom) > 1 or abs(top) == bottom:
        top = d.nonzero((1, 9), (-9, 9), (-12, 12))
    return Fraction(top, bottom)


@topic(
    "perpendicular-lines",
    sign="The sign of the slope is not changed.",
    turn="The slope is not turned over.",
    same="The slope of the given line is taken, as if a parallel were meant.",
)
def perpendicular_lines(d: Draw) -> Item:
    """From 2 on the whole equation of a perpendicular through a point may be asked for."""
    slope, b = _slope(d), d.nonzero((1, 9), (-15, 15), (-15, 15))
    value = d.outcome(-1 / slope, sign=1 / slope, turn=-slope, same=slope)
    given = f"y = {line(slope, b)}"
    work = f"the slope {slope} is turned over and gets the other sign: {value}"
    if d.slip:
        work = f"the slope {slope} becomes {value}"
    if d.difficulty > 1 and d.rng.random() < 0.6:
        x = slope.numerator * d.nonzero((-3, 3))
        y = d.within((-12, 12))
        constant = y - value * x
        shown = str(value) if value.denominator == 1 else f"({value})"
        return Item(
            (
                f"Find the line through ({x}, {y}) that is perpendicular to {given}.",
                f"Which line y = mx + b through ({x}, {y}) meets {given} at a right angle?",
                f"Give the equation of the perpendicular to {given} through ({x}, {y}).",
            ),
            f"then a @line-through-a-point: {work}; {shown}*{bracket(x)} = {value * x}; "
            f"{y} {'-' if value * x >= 0 else '+'} {abs(value * x)} = {constant}",
            f"y = {line(value, constant)}",
            f"subs(answer, x, {x}) = {y} and diff(answer, x)*({slope}) = -1",
        )
    questions = (
        f"What is the slope of a line perpendicular to {given}?",
        f"A line meets {given} at a right angle. Find its slope.",
        f"Find the slope of the lines that are perpendicular to {given}.",
    )
    return Item(
        questions, f"as for a @line-through-a-point only the slope counts: {work}", str(value), f"answer*({slope}) = -1"
    )


@perpendicular_lines.form("reverse")
def slope_that_makes_a_right_angle(d: Draw) -> Item:
    slope = _slope(d)
    right, factor = -1 / slope, d.within((1, 1), (1, 4), (2, 6))
    value = d.outcome(right, sign=1 / slope, turn=-slope)
    shown = terms("kx" if factor == 1 else f"{factor}kx", str(d.nonzero((-9, 9))))
    work = f"the slopes multiply to -1: {slope} belongs to {value}"
    if factor > 1:
        work += f"; {f'({value})' if value.denominator > 1 else str(value)}/{factor} = {value / factor}"
    return Item(
        (
            f"For which k are y = {shown} and y = {line(slope, d.nonzero((-9, 9)))} perpendicular?",
            f"The lines y = {shown} and y = {line(slope, d.nonzero((-9, 9)))} meet at a right angle. Find k.",
            f"y = {shown} is perpendicular to y = {line(slope, d.nonzero((-9, 9)))}. What is k?",
        ),
        f"as for a @line-through-a-point only the slopes count: {work}",
        str(value / factor),
        f"{factor}*answer*({slope}) = -1",
    )


@perpendicular_lines.form("explain which")
def position_of_two_lines(d: Draw) -> Item:
    slope = _slope(d)
    relation = d.choice(("parallel", "perpendicular", "neither"))
    other = {"parallel": slope, "perpendicular": -1 / slope}.get(relation, d.choice((-slope, 1 / slope)))
    b, c = d.nonzero((-9, 9)), d.nonzero((-9, 9))
    c += b == c
    c = c or 10
    found = d.outcome(relation, turn="parallel", sign="perpendicular", same="perpendicular")
    if (
        (d.slip == "turn" and other != -slope)
        or (d.slip == "sign" and other != 1 / slope)
        or (d.slip == "same" and relation != "parallel")
    ):
        found = relation
    second = f"y = {line(other, c)}"
    if d.difficulty == 3:
        second = f"{terms(term(-other.numerator), term(other.denominator, 1, 'y'))} = {c * other.denominator}"
    test = {
        "parallel": f"({slope} - ({other}))^2 = 0",
        "perpendicular": f"({slope})*({other}) = -1",
        "neither": f"(({slope} - ({other}))*(({slope})*({other}) + 1))^2 > 0",
    }[relation]
    return Item(
        (
            f"Are y = {line(slope, b)} and {second} parallel, perpendicular, or neither?",
            f"How do the lines y = {line(slope, b)} and {second} lie to each other?",
            f"What is true of y = {line(slope, b)} and {second}: parallel, perpendicular or neither?",
        ),
        f"as for a @line-through-a-point only the slopes count: {slope} and {other}, whose product is {slope * other}",
        found,
        f'answer = "{relation}" if {test}',
        others=tuple(each for each in ("parallel", "perpendicular", "neither") if each != relation),
        right=relation,
    )


@perpendicular_lines.form("word problem")
def path_at_a_right_angle(d: Draw) -> Item:
    rise, run = d.nonzero((1, 5), (-9, 9), (-12, 12)), d.within((2, 6), (2, 9), (2, 12))
    while abs(rise) == run:
        run += 1
    x, y = d.within((-9, 9)), d.within((-9, 9))
    slope = Fraction(rise, run)
    value = d.outcome(-1 / slope, sign=1 / slope, turn=-slope, same=slope)
    ends = f"({x}, {y}) to ({x + run}, {y + rise})"
    first = f"{rise}/{run} = {slope}" if gcd(rise, run) > 1 else f"the slope is {slope}"
    questions = (
        f"On a map a road runs straight from {ends}. A path leaves it at a right angle. What is the slope of the path?",
        f"One side of a rectangle goes from {ends}. Which slope does the next side have?",
        f"A wall runs from {ends} on a plan, and another wall stands square to it. Find the slope of the other wall.",
    )
    work = (
        f"as for a @line-through-a-point only the slopes count: {first}; turned over and with the other sign: {value}"
        if not d.slip
        else f"as for a @line-through-a-point: {first}; it becomes {value}"
    )
    return Item(questions, work, str(value), f"answer*{rise}/{run} = -1")


@topic(
    "intersection-of-lines",
    height="The height is the one at x = 0.",
    plus="The slopes are added instead of subtracted.",
    swap="The coordinates of the point are swapped.",
    always="It is taken for granted that the lines meet in one point.",
)
def intersection_of_lines(d: Draw) -> Item:
    """From 2 on the point may have fractions as coordinates; at 3 one line may be given as ax + by = c."""
    m, n = d.within((2, 6), (2, 9), (-9, 9)), d.nonzero((-3, 1), (-5, 1), (-9, 9))
    while m in (n, -n) or m == 0:
        m, n = d.within((2, 6), (2, 9), (-9, 9)), d.nonzero((-3, 1), (-5, 1), (-9, 9))
    b = d.nonzero((1, 9), (-9, 9), (-15, 15))
    exact = d.difficulty == 1 or d.rng.random() < 0.6
    c = (m - n) * d.nonzero((1, 6), (-6, 6), (-9, 9)) + b if exact else b + d.nonzero((-12, 12))
    second = f"{terms(term(-n), 'y')} = {c}" if d.difficulty == 3 and d.rng.random() < 0.5 else f"y = {linear(n, c)}"
    item = _meeting(d, m, b, n, c)
    return item._replace(
        questions=(
            f"Where do the lines y = {linear(m, b)} and {second} meet?",
            f"Find the intersection of the lines y = {linear(m, b)} and {second}.",
            f"At which point do y = {linear(m, b)} and {second} cross?",
        )
    )


def _meeting(d: Draw, m: int, b: int, n: int, c: int) -> Item:
    front = m + n if d.slip == "plus" else m - n
    place = Fraction(c - b, front)
    height = Fraction(b) if d.slip == "height" else m * place + b
    shown = str(place) if place.denominator == 1 and place >= 0 else f"({place})"
    work = steps(
        f"{linear(m, b)} = {linear(n, c)}",
        plus(m, n) if d.slip == "plus" else minus(m, n),
        minus(c, b),
        f"x: {c - b}/{bracket(front)} = {place}" if front != 1 else f"x = {c - b}",
        "" if d.slip == "height" else f"y: {m}*{shown} = {m * place}",
        f"y = {b}" if d.slip == "height" else f"{m * place} {'+' if b > 0 else '-'} {abs(b)} = {height}",
    )
    ends = (height, place) if d.slip == "swap" else (place, height)
    return Item(
        (),
        f"both heights are equal, an equation with the @unknown-on-both-sides: {work}",
        point(*map(str, ends)),
        f"size(answer) = 2 and {m}*part(answer, 1) + {bracket(b)} = part(answer, 2) and "
        f"{n}*part(answer, 1) + {bracket(c)} = part(answer, 2)",
    )


@intersection_of_lines.form("word problem")
def meeting_of_two(d: Draw) -> Item:
    n, gap, x = d.within((2, 5), (2, 9), (3, 15)), d.within((1, 4), (2, 6), (2, 9)), d.within((2, 9), (2, 12), (3, 20))
    m, b = n + gap, d.within((2, 9), (2, 20), (5, 60))
    c = b + gap * x
    item = _meeting(d, m, b, n, c)
    return item._replace(
        questions=(
            f"A cyclist starts at km {b} and rides {m} km an hour, a walker starts at km {c} and walks {n} km an hour "
            "the same way. When and at which km does the cyclist catch up? Give (hours, km).",
            f"One tank holds {b} litres and gains {m} litres a minute, another one holds {c} litres and gains {n}. "
            "After how many minutes, and with how many litres, do both hold the same? Give (minutes, litres).",
            f"One offer costs {b} euros and {m} euros a day, another one {c} euros and {n} euros a day. For how many "
            "days is the price the same, and what is it? Give (days, euros).",
        ),
        work=item.work.replace(": ", f": y = {linear(m, b)} and y = {linear(n, c)}; ", 1),
    )


@intersection_of_lines.form("reverse")
def line_through_the_crossing(d: Draw) -> Item:
    m, n = d.nonzero((2, 6), (-9, 9), (-9, 9)), d.nonzero((-3, 1), (-5, 5), (-9, 9))
    while m == n:
        n = d.nonzero((-3, 1), (-5, 5), (-9, 9))
    x, y = d.nonzero((1, 6), (-6, 6), (-9, 9)), d.within((0, 12), (-9, 12), (-20, 20))
    b, c = y - m * x, y - n * x
    one = f"y = {linear(m, b)}"
    if d.difficulty == 1:
        two, told, answer = f"y = {terms(term(n), 'k')}", f"at x = {x}", c
        work = steps(times(m, x), plus(m * x, b), times(n, x), minus(y, n * x))
        formal = f"{n}*{bracket(x)} + answer = {m}*{bracket(x)} + {bracket(b)}"
    elif d.difficulty == 2:
        two, told, answer = f"y = {terms('kx', str(c))}", f"at x = {x}", n
        work = steps(times(m, x), plus(m * x, b), minus(y, c), f"{y - c}/{bracket(x)} = {n}")
        formal = f"answer*{bracket(x)} + {bracket(c)} = {m}*{bracket(x)} + {bracket(b)}"
    else:
        two, told, answer = f"y = {terms(term(n), 'k')}", f"at the height y = {y}", c
        work = steps(minus(y, b), f"x: {y - b}/{bracket(m)} = {x}", times(n, x), minus(y, n * x))
        formal = f"{n}*({y} - {bracket(b)})/{bracket(m)} + answer = {y}"
    questions = (
        f"The lines {one} and {two} meet {told}. Find k.",
        f"For which k do {one} and {two} cross {told}?",
        f"{one} and {two} have a common point {told}. What is k?",
    )
    return Item(questions, f"the common point first, as for the @unknown-on-both-sides: {work}", str(answer), formal)


@intersection_of_lines.form("number of solutions")
def number_of_common_points(d: Draw) -> Item:
    right = d.choice(COUNTED)
    m, b, f = d.nonzero((1, 6), (-6, 6), (-9, 9)), d.nonzero((-9, 9)), d.within((2, 3), (2, 5), (2, 7))
    n = m if right != COUNTED[1] else m + d.nonzero((-3, 3))
    c = b if right == COUNTED[2] else b + d.nonzero((1, 5))
    second = f"{terms(term(f, 1, 'y'), term(-f * n))} = {f * c}" if n else f"{f}y = {f * c}"
    if d.difficulty == 1 and right != COUNTED[2]:
        second = f"y = {linear(n, c)}" if n else f"y = {c}"
    found = COUNTED[1] if d.slip == "always" else right
    tests = {
        COUNTED[0]: f"1000000*({m} - {bracket(n)})^2 < ({b} - {bracket(c)})^2",
        COUNTED[1]: f"({m} - {bracket(n)})^2 > 0",
        COUNTED[2]: f"({m} - {bracket(n)})^2 + ({b} - {bracket(c)})^2 = 0",
    }
    reason = {
        COUNTED[0]: "the lines are parallel and not the same",
        COUNTED[1]: "the lines are not parallel",
        COUNTED[2]: "both are the same line",
    }[right]
    return Item(
        (
            f"How many points do the lines y = {linear(m, b)} and {second} have in common?",
            f"In how many points do y = {linear(m, b)} and {second} meet?",
            f"What is true of the common points of y = {linear(m, b)} and {second}?",
        ),
        f"as for the @unknown-on-both-sides: the slopes are {m} and {n}, the heights at 0 are {b} and {c}; {reason}",
        found,
        f'answer = "{right}" if {tests[right]}',
        others=tuple(each for each in COUNTED if each != right),
        right=right,
    )
