"""Curves given by a parameter."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.lines import line
from tutelage.subjects.calculus.notation import bracket, linear, point, term, terms
from tutelage.subjects.calculus.steps import minus, plus, raised, steps, times
from tutelage.subjects.calculus.topic import topic
from tutelage.subjects.workbook import Draw, Item

_TRIPLES = ((3, 4, 5), (5, 12, 13), (8, 15, 17), (6, 8, 10), (7, 24, 25), (9, 12, 15))


@topic(
    "parametric-curves",
    sign="A number is moved with its sign.",
    swap="The two coordinates are swapped.",
    same="t is replaced by x without solving for t.",
)
def parametric_curves(d: Draw) -> Item:
    """At 1 a point of the curve, at 2 and 3 the equation without the parameter."""
    a, b = d.within((1, 3), (1, 4), (1, 4)), d.nonzero((1, 9), (-9, 9), (-9, 9))
    m, c = d.nonzero((2, 5), (-5, 5), (-5, 5)), d.nonzero((1, 9), (-9, 9), (-9, 9))
    square = d.difficulty == 3
    y = terms(term(m, 2, "t"), str(c)) if square else linear(m, c, "t")
    curve = f"x = {linear(a, b, 't')}, y = {y}"
    if d.difficulty == 1:
        t = d.within((1, 6))
        ends = (a * t + b, m * t + c)
        found = (ends[1], ends[0]) if d.slip == "swap" else ends
        return Item(
            (
                f"{curve}. Which point belongs to t = {t}?",
                f"Find the point of the curve {curve} at t = {t}.",
                f"Where is the curve {curve} at t = {t}?",
            ),
            "by @evaluating-functions twice: "
            f"{steps(times(a, t) if a > 1 else '', plus(a * t, b), times(m, t), plus(m * t, c))}",
            point(*found),
            f"size(answer) = 2 and part(answer, 1) - {bracket(b)} = {a}*{t} and part(answer, 2) - {bracket(c)} = "
            f"{m}*{t}",
        )
    move = b if d.slip == "sign" else -b
    inner = linear(1, move)
    if d.slip == "same":
        answer = terms(term(m, 2), str(c)) if square else linear(m, c)
    elif square:
        front = Fraction(m, a * a)
        base = f"({inner})^2"
        first = {1: base, -1: f"-{base}"}.get(front.numerator, f"{front.numerator}{base}")
        answer = terms(first + (f"/{front.denominator}" if front.denominator > 1 else ""), str(c))
    else:
        answer = line(Fraction(m, a), Fraction(m * move, a) + c)
    solved = f"t = {inner}" if a == 1 else f"t = ({inner})/{a}"
    return Item(
        (
            f"Eliminate t: {curve}. Give y in terms of x.",
            f"Which equation between x and y does the curve {curve} have? Solve for y.",
            f"Write the curve {curve} without t, solved for y.",
        ),
        "the first equation is solved for t, by @rearranging-formulas: "
        f"{solved if d.slip != 'same' else 't is taken for x'}; put in",
        f"y = {answer}",
        f"subs(answer, x, {a}*t + {bracket(b)}) = {m}*t{'^2' if square else ''} + {bracket(c)}",
    )


@parametric_curves.form("reverse")
def parameter_of_a_point(d: Draw) -> Item:
    a, b = d.within((1, 4), (2, 6), (2, 9)), d.nonzero((1, 9), (-9, 9), (-9, 9))
    m, c = d.nonzero((2, 5), (-5, 5), (-9, 9)), d.nonzero((1, 9), (-9, 9), (-9, 9))
    t = d.within((1, 6), (-6, 6), (-9, 9))
    square = d.difficulty == 3
    y = terms(term(m, 2, "t"), str(c)) if square else linear(m, c, "t")
    ends = (a * t + b, m * (t * t if square else t) + c)
    wanted = d.difficulty > 1 and d.rng.random() < 0.5
    value = ends[1] if wanted else t
    found = Fraction(ends[0] + b, a) if d.slip == "sign" and not wanted else Fraction(value)
    work = steps(
        (plus if found != value else minus)(ends[0], b), f"{ends[0] - b}/{a} = {t}" if a > 1 and found == value else ""
    )
    if found != value:
        work = steps(work, f"{ends[0] + b}/{a} = {found}" if a > 1 else "")
    if wanted:
        work = steps(
            work, f"t = {t}", raised(t, 2) if square else "", times(m, t * t if square else t), plus(ends[1] - c, c)
        )
    curve = f"x = {linear(a, b, 't')}, y = {y}"
    ask_for = f"What is y at the point with x = {ends[0]}?" if wanted else f"At which t is x = {ends[0]}?"
    return Item(
        (f"{curve}. {ask_for}", f"A curve is given by {curve}. {ask_for}", f"{ask_for[:-1]} on the curve {curve}?"),
        f"the first equation is solved for t, by @rearranging-formulas: {work}",
        str(found),
        f"(answer - {bracket(c)})*{a}^{2 if square else 1} = {m}*({ends[0]} - {bracket(b)}){'^2' if square else ''}"
        if wanted
        else f"{a}*answer + {bracket(b)} = {ends[0]}",
    )


@parametric_curves.form("word problem")
def ship_on_a_map(d: Draw) -> Item:
    x, y = d.within((0, 9), (-9, 9), (-20, 20)), d.within((0, 9), (-9, 9), (-20, 20))
    run, rise, length = d.choice(_TRIPLES[: 2 * d.difficulty])
    rise = -rise if d.difficulty > 1 and d.rng.random() < 0.5 else rise
    curve, t = f"x = {linear(run, x, 't')}, y = {linear(rise, y, 't')}", d.within((1, 5), (2, 9), (2, 12))
    speed = d.difficulty > 1 and d.rng.random() < 0.5
    ends = (x + run * t, y + rise * t)
    if speed:
        value = run + abs(rise) if d.slip == "same" else length
        work = steps(raised(run, 2), raised(rise, 2), plus(run * run, rise * rise), f"the root is {length}")
        if d.slip == "same":
            work = plus(run, abs(rise))
        return Item(
            (
                f"A ship is at {curve} after t hours, in km. How fast is it, in km/h?",
                f"The position of a drone after t s is {curve}, in m. Find its speed in m/s.",
                f"A car's place on a map is {curve} (km) after t hours. How many km does it drive in one hour?",
            ),
            f"in each unit of time {run} and {rise}; the way is found by the @pythagorean-theorem: {work}",
            str(value),
            f"answer^2 = {run}^2 + {bracket(rise)}^2 and answer > 0",
        )
    found = (ends[1], ends[0]) if d.slip == "swap" else ends
    return Item(
        (
            f"A ship is at {curve} after t hours, in km. Where is it after {t} hours?",
            f"The position of a drone after t s is {curve}, in m. At which point is it after {t} s?",
            f"A car's place on a map is {curve} (km) after t hours. Give its place after {t} hours.",
        ),
        f"by @evaluating-functions twice: {steps(times(run, t), plus(run * t, x), times(rise, t), plus(rise * t, y))}",
        point(*found),
        f"size(answer) = 2 and part(answer, 1) - {bracket(x)} = {run}*{t} and part(answer, 2) - {bracket(y)} = "
        f"{bracket(rise)}*{t}",
    )
