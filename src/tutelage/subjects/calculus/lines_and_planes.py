"""Lines and planes in space."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from tutelage.subjects.calculus.notation import bracket, linear, point, term, terms
from tutelage.subjects.calculus.steps import minus, over, plus, steps, times
from tutelage.subjects.calculus.topic import judged, topic
from tutelage.subjects.calculus.vector_products import crossed, dot_steps
from tutelage.subjects.calculus.vectors import Vector, dotted, vector, whole_length
from tutelage.subjects.workbook import Draw, Item


def _line(start: Sequence[int], direction: Sequence[int], letter: str = "t") -> str:
    """`(1, 2, 3) + t(4, -1, 2)`."""
    return f"{point(*start)} + {letter}{point(*direction)}"


def _at(start: Sequence[int], direction: Sequence[int], t: int) -> Vector:
    return [a + t * b for a, b in zip(start, direction, strict=True)]


def _plane(normal: Sequence[int], right: int | str) -> str:
    """`2x - y + 3z = 4`."""
    return f"{terms(*(term(a, 1, name) for a, name in zip(normal, 'xyz', strict=True)))} = {right}"


def _is_point(values: Sequence[object]) -> str:
    return " and ".join(["size(answer) = 3", *(f"part(answer, {k}) = {value}" for k, value in enumerate(values, 1))])


@topic(
    "lines-in-space",
    point="The parameter multiplies the point, not the direction.",
    sign="The direction is taken with the wrong sign.",
    between="The end point is taken for the direction.",
)
def lines_in_space(d: Draw) -> Item:
    if d.difficulty == 3:
        return _where_lines_meet(d)
    start, direction = vector(d, 3), [d.nonzero((1, 6), (-6, 6)) for _ in range(3)]
    if d.difficulty == 1:
        t = d.within((2, 6))
        found = _at(start, direction, t)
        work = steps(*(steps(times(t, b), plus(a, t * b)) for a, b in zip(start, direction, strict=True)))
        if d.slip == "point":
            found = [t * a + b for a, b in zip(start, direction, strict=True)]
            work = steps(*(steps(times(t, a), plus(t * a, b)) for a, b in zip(start, direction, strict=True)))
        elif d.slip == "sign":
            found = _at(start, direction, -t)
            work = steps(*(steps(times(t, b), minus(a, t * b)) for a, b in zip(start, direction, strict=True)))
        line = _line(start, direction)
        stories = (
            f"A drone is at {line} after t seconds, in metres. Where is it after {t} seconds?",
            f"An ant walks up a wire; after t minutes it is at {line}, in cm. Where is it after {t} minutes?",
            f"A beam of light runs along {line}. Which point of it has t = {t}?",
        )
        return Item(
            (
                f"Which point of the line {line} belongs to t = {t}?",
                f"Find the point with the parameter t = {t} on the line {line}.",
                f"A line in space is given by {line}. What is its point at t = {t}?",
            ),
            f"@adding-vectors: {work}",
            point(*found),
            _is_point([f"{a} + {t}*({b})" for a, b in zip(start, direction, strict=True)]),
            worded={"word problem": stories},
        )
    end = _at(start, direction, 1)
    t = d.choice((-3, -2, 2, 3, 4))
    place = d.within((0, 2))
    target = _at(start, direction, t)
    used = end if d.slip == "between" else [-b for b in direction] if d.slip == "sign" else direction
    shift = target[place] - start[place]
    parameter = Fraction(shift, used[place] or 1)
    place_found: list[Fraction] = [a + parameter * b for a, b in zip(start, used, strict=True)]
    name = "xyz"[place]
    if d.slip == "sign":
        place_found = [Fraction(a - t * b) for a, b in zip(start, direction, strict=True)]
    given = f"A = {point(*start)} and B = {point(*end)}"
    stories = (
        f"A rope is stretched straight through {given}, in metres. At which point of it is {name} = {target[place]}?",
        f"An aeroplane flies straight from {given.replace(' and', ' to')}, in km, and on. At which point is "
        f"{name} = {target[place]}, if its line is followed in both directions?",
        f"A laser beam runs along the line of {given}. Where does it have {name} = {target[place]}?",
    )
    return Item(
        (
            f"Which point of the line through {given} has {name} = {target[place]}?",
            f"A line goes through {given}. Find its point with {name} = {target[place]}.",
            f"On the line AB with {given}, where is {name} = {target[place]}?",
        ),
        f"@adding-vectors: the direction from A to B is {point(*used)}; @linear-equations: {start[place]} + "
        f"{bracket(term(used[place], 1, 't'))} = {target[place]} gives "
        f"t = {parameter}; the point is {point(*place_found)}",
        point(*map(str, place_found)),
        _is_point([f"{a} + ({b})*{bracket(t)}" for a, b in zip(start, direction, strict=True)]),
        worded={"word problem": stories},
    )


def _where_lines_meet(d: Draw) -> Item:
    """Two lines that meet in a point."""
    meet = [d.within((-9, 9)) for _ in range(3)]
    u, v = ([d.nonzero((-4, 4)) for _ in range(3)] for _ in range(2))
    if not any(crossed(u, v)):
        return _where_lines_meet(d)
    s, t = d.choice((-3, -2, -1, 1, 2, 3)), d.choice((-3, -2, -1, 1, 2, 3))
    first, second = _at(meet, u, -s), _at(meet, v, -t)
    found = meet
    if d.slip == "sign":
        found = _at(first, u, -s)
    elif d.slip == "point":
        found = [s * a + b for a, b in zip(first, u, strict=True)]
    elif d.slip == "between":
        found = _at(first, meet, s)
    lines = f"{_line(first, u, 's')} and {_line(second, v)}"
    story = f"the one at {_line(first, u, 's')}, the other at {_line(second, v)}"
    stories = (
        f"Two straight tunnels are dug, {story}, in metres. In which point do they meet?",
        f"Two laser beams cross: {story}. Find the point where they cross.",
        f"Two pipes run straight, {story}, and they are joined where they meet. Which point is that?",
    )
    return Item(
        (
            f"The lines {lines} meet. In which point?",
            f"Find the common point of the lines {lines}.",
            f"Where do the lines {lines} cross?",
        ),
        f"equal coordinates give @linear-equations for s and t: {linear(u[0], first[0], 's')} = "
        f"{linear(v[0], second[0], 't')} and {linear(u[1], first[1], 's')} = {linear(v[1], second[1], 't')}; so s = "
        f"{s} and t = {t}; by @adding-vectors the point is {point(*found)}",
        point(*found),
        _is_point([f"{a} + ({b})*({t})" for a, b in zip(second, v, strict=True)]),
        worded={"word problem": stories},
    )


@lines_in_space.form("reverse")
def unknown_on_a_line(d: Draw) -> Item:
    start, direction = vector(d, 3), [d.nonzero((1, 6), (-6, 6), (-7, 7)) for _ in range(3)]
    t = d.nonzero((2, 6), (-6, 6), (-6, 6))
    target = _at(start, direction, t)
    line = _line(start, direction)
    if d.difficulty == 1:
        found = -t if d.slip == "sign" else t
        work = f"{minus(target[0], start[0])}; {over(target[0] - start[0], direction[0])}; the other coordinates agree"
        return Item(
            (
                f"Which t gives the point {point(*target)} on the line {line}?",
                f"At which parameter t does the line {line} reach {point(*target)}?",
                f"{point(*target)} lies on the line {line}. What is t there?",
            ),
            f"@adding-vectors backwards, with @linear-equations: {work}",
            f"t = {found}",
            f"{start[1]} + {bracket(direction[1])}*answer = {target[1]}",
        )
    place = d.within((0, 2))
    other = (place + 1) % 3
    shown: list[int | str] = list(target)
    letter = d.choice(("k", "m"))
    shown[place] = letter
    value = start[place] - t * direction[place] if d.slip == "sign" else target[place]
    end = _at(start, direction, 1)
    given = f"the line {line}" if d.difficulty == 2 else f"the line through {point(*start)} and {point(*end)}"
    return Item(
        (
            f"For which {letter} does the point {point(*shown)} lie on {given}?",
            f"Find {letter} so that {point(*shown)} is a point of {given}.",
            f"{point(*shown)} lies on {given}. What is {letter}?",
        ),
        (f"the direction is {point(*direction)}; " if d.difficulty == 3 else "")
        + f"@linear-equations: {minus(target[other], start[other])}; "
        f"{over(target[other] - start[other], direction[other])}, so "
        f"t = {t}; by @adding-vectors: {times(t, direction[place])}; "
        + (minus(start[place], t * direction[place]) if d.slip == "sign" else plus(start[place], t * direction[place])),
        f"{letter} = {value}",
        f"(answer - ({start[place]}))*{bracket(direction[other])} = ({target[other]} - "
        f"({start[other]}))*{bracket(direction[place])}",
    )


@lines_in_space.form("yes or no")
def is_it_on_the_line(d: Draw) -> Item:
    start, direction = vector(d, 3), [d.nonzero((1, 6), (-6, 6), (-7, 7)) for _ in range(3)]
    t = d.nonzero((2, 5), (-5, 5), (-6, 6))
    target = _at(start, direction, t)
    place = d.within((1, 2))
    if d.rng.random() < 0.5:
        target[place] += d.choice((1, -1, direction[place]))
    needed = start[place] + t * direction[place]
    line = (
        _line(start, direction)
        if d.difficulty < 3
        else f"through {point(*start)} and {point(*_at(start, direction, 1))}"
    )
    return judged(
        (
            f"Does the point {point(*target)} lie on the line {line}? Answer yes or no.",
            f"Is {point(*target)} a point of the line {line}? Answer yes or no.",
            f"The line {line} is drawn in space. Does it pass through {point(*target)}? Answer yes or no.",
        ),
        f"@linear-equations for the first coordinate: {minus(target[0], start[0])}; "
        f"{over(target[0] - start[0], direction[0])}, "
        f"so t = {t}; by @adding-vectors this gives {point(*_at(start, direction, t))}",
        target[place] == needed,
        str(target[place]),
        f"answer = {start[place]} + {t}*({direction[place]})",
    )


@topic(
    "planes-in-space",
    sign="The sign of one product is lost.",
    length="It is not divided by the length of the normal vector.",
    left="The last coordinate is forgotten.",
)
def planes_in_space(d: Draw) -> Item:
    normal, length = whole_length(d)
    while len(normal) < 3:
        normal, length = whole_length(Draw(d.rng, 2))
    place = vector(d, 3)
    if d.difficulty == 1:
        normal = [d.nonzero((1, 6)) * d.choice((1, 1, -1)) for _ in range(3)]
        products = [a * b for a, b in zip(normal, place, strict=True)]
        used = d.outcome(products, left=products[:-1], sign=[*products[:-1], -products[-1]])
        return Item(
            (
                f"The plane {_plane(normal, 'd')} goes through the point {point(*place)}. Find d.",
                f"Which d makes {point(*place)} a point of the plane {_plane(normal, 'd')}?",
                f"A plane with the normal vector {point(*normal)} contains {point(*place)}. It has the equation "
                f"{_plane(normal, 'd')}. What is d?",
            ),
            f"by the @dot-product of normal vector and point: "
            f"{steps(*(times(a, b) for a, b in zip(normal, place, strict=True)))}; the sum is {sum(used)}",
            f"d = {sum(used)}",
            f"answer - {bracket(products[0])} = {products[1]} + {bracket(products[2])}",
        )
    if d.difficulty == 3:
        return _where_a_line_meets(d)
    right = d.within((-20, 20))
    value = dotted(normal, place)
    if d.slip == "left":
        value -= normal[2] * place[2]
    elif d.slip == "sign":
        value -= 2 * normal[2] * place[2]
    gap = abs(value - right)
    truth = abs(dotted(normal, place) - right)
    if truth == 0:
        return planes_in_space.make(d)
    found = Fraction(gap) if d.slip == "length" else Fraction(gap, length)
    plane = _plane(normal, right)
    return Item(
        (
            f"How far is the point {point(*place)} from the plane {plane}?",
            f"Find the distance of {point(*place)} from the plane {plane}.",
            f"What is the shortest way from {point(*place)} to the plane {plane}? Give its length.",
        ),
        f"by the @dot-product, the left side at the point is {value}; {minus(value, right)}; by the "
        f"@length-of-a-vector, the normal vector is {length} long; the distance is {found}"
        if d.slip != "length"
        else f"by the @dot-product, the left side at the point is {value}; {minus(value, right)}; the size is {gap}",
        str(found),
        f"answer*sqrt({dotted(normal, normal)}) = "
        f"abs({' + '.join(f'{a}*({b})' for a, b in zip(normal, place, strict=True))} - ({right}))",
    )


def _where_a_line_meets(d: Draw) -> Item:
    """The point in which a line meets a plane."""
    normal, start = [d.nonzero((-5, 5)) for _ in range(3)], vector(d, 3)
    direction = [d.nonzero((-4, 4)) for _ in range(3)]
    across, t = dotted(normal, direction), d.choice((-3, -2, -1, 1, 2, 3))
    if across == 0:
        return _where_a_line_meets(d)
    meet = _at(start, direction, t)
    right = dotted(normal, meet)
    used = dotted(normal[:2], direction[:2]) if d.slip == "left" else across
    if d.slip == "sign":
        used = across - 2 * normal[2] * direction[2]
    shift = right - dotted(normal, start)
    parameter = Fraction(shift, used or 1)
    found = [a + parameter * b for a, b in zip(start, direction, strict=True)]
    line, plane = _line(start, direction), _plane(normal, right)
    return Item(
        (
            f"In which point does the line {line} meet the plane {plane}?",
            f"Find the point where the line {line} goes through the plane {plane}.",
            f"The plane {plane} is crossed by the line {line}. Where?",
        ),
        "by the @dot-product with the normal vector, the left side along the line is "
        f"{linear(used, dotted(normal, start), 't')}; set equal to {right}, t = {parameter}; the point is "
        f"{point(*found)}",
        point(*map(str, found)),
        _is_point([f"{a} + ({b})*({t})" for a, b in zip(start, direction, strict=True)]),
    )


@planes_in_space.form("reverse")
def plane_through_points(d: Draw) -> Item:
    a = [d.within((0, 3), (-3, 3), (-4, 4)) for _ in range(3)]
    u, v = ([d.within((-2, 3), (-3, 3), (-4, 4)) for _ in range(3)] for _ in range(2))
    normal = crossed(u, v)
    if not all(normal) or (d.difficulty == 1 and max(map(abs, normal)) > 9):
        return plane_through_points(d)
    b, c = (_at(a, each, 1) for each in (u, v))
    used = [normal[0], -normal[1] if d.slip == "sign" else normal[1], 0 if d.slip == "left" else normal[2]]
    value = dotted(used, a)
    given = f"A = {point(*a)}, B = {point(*b)} and C = {point(*c)}"
    return Item(
        (
            f"The plane through {given} has the normal vector n = AB × AC, and its points (x, y, z) fulfil n*(x, y, z) "
            "= d. Find d.",
            f"Take the cross product of the vectors AB and AC as normal vector of the plane through {given}. What is d "
            "in its equation n*(x, y, z) = d?",
            f"{given} lie in a plane. With n, the cross product of AB and AC, it is n*(x, y, z) = d. What is d?",
        ),
        f"AB is {point(*u)} and AC is {point(*v)}; their @cross-product is {point(*used)}; by the @dot-product with A: "
        f"{dot_steps(used, a)}",
        f"d = {value}",
        # twice the volume of a pyramid: the same number at each of the three points
        f"3*answer = {' + '.join(f'({n})*({x + y + z})' for n, x, y, z in zip(normal, a, b, c, strict=True))}",
    )


@planes_in_space.form("word problem")
def height_over_a_roof(d: Draw) -> Item:
    normal, length = whole_length(Draw(d.rng, 2))
    normal = [abs(a) for a in normal] if d.difficulty == 1 else normal
    place, right = [d.within((2, 9), (2, 12), (2, 15)) for _ in range(3)], d.within((1, 9), (-9, 20), (-30, 30))
    value = dotted(normal, place)
    gap = value - right
    if gap == 0:
        return height_over_a_roof(d)
    found = Fraction(abs(gap)) if d.slip == "length" else Fraction(abs(gap), length)
    plane = _plane(normal, right)
    if d.difficulty == 3:
        cost = d.within((2, 9))
        tail, more = f"Each metre of it costs {cost} euros. What does the shortest cable cost, in euros?", cost
    else:
        tail, more = "How long is the shortest cable, in metres?", 1
    questions = (
        f"A roof lies in the plane {plane}, in metres. A lamp at {point(*place)} is joined to it by a cable. {tail}",
        f"A rock face is part of the plane {plane}, in metres. From a hut at {point(*place)} a cable is stretched "
        f"to it. {tail}",
        f"A sail is stretched in the plane {plane}, in metres, and a cable is to lead to it from "
        f"{point(*place)}. {tail}",
    )
    work = (
        f"by the @dot-product: {dot_steps(normal, place)}; {minus(value, right)}; by the @length-of-a-vector, the "
        f"normal vector is {length} long; the distance is {found}"
        + (f"; times {more} it is {found * more}" if more > 1 else "")
    )
    return Item(questions, work, str(found * more), f"answer*sqrt({dotted(normal, normal)}) = {more}*abs({gap})")


@planes_in_space.form("yes or no")
def parallel_or_not(d: Draw) -> Item:
    normal = [d.nonzero((1, 5), (-5, 5), (-7, 7)) for _ in range(3)]
    direction = [d.nonzero((-5, 5)) for _ in range(3)]
    if d.rng.random() < 0.5:
        direction = crossed(normal, [d.within((-2, 2)) for _ in range(3)])
        if not any(direction):
            return parallel_or_not(d)
    value = dotted(normal, direction)
    right = d.within((-20, 20))
    start = vector(d, 3)
    while dotted(normal, start) == right:
        right += 1
    plane, line = _plane(normal, right), _line(start, direction)
    return judged(
        (
            f"Does the line {line} meet the plane {plane}? Answer yes or no.",
            f"Is there a point that lies on the line {line} and in the plane {plane}? Answer yes or no.",
            f"The line {line} and the plane {plane}: do they have a common point? Answer yes or no.",
        ),
        f"@dot-product of normal vector and direction: {dot_steps(normal, direction)}; "
        + (
            "the line is parallel to the plane, and its first point is not in it"
            if value == 0
            else "the line is not parallel to the plane"
        ),
        value != 0,
        str(value * value),
        "answer > 0",
    )
