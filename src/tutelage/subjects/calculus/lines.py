"""Slopes, lines and points in the plane."""

from __future__ import annotations

from fractions import Fraction
from math import gcd

from tutelage.subjects.calculus.notation import bracket, fraction, linear, point, term, terms
from tutelage.subjects.calculus.steps import minus, plus, steps, times
from tutelage.subjects.calculus.topic import topic
from tutelage.subjects.workbook import Draw, Item


@topic(
    "slope-between-points",
    inverted="The run is divided by the rise.",
    order="One difference is taken the wrong way round.",
    rise="The rise is not divided by the run.",
)
def slope_between_points(d: Draw) -> Item:
    """At 1 a whole number, at 2 often a fraction, at 3 also coordinates that are fractions."""
    x, y = Fraction(d.within((0, 5), (-5, 9), (-9, 9))), Fraction(d.within((0, 9), (-9, 9), (-12, 12)))
    run, rise = d.within((2, 5), (1, 8), (2, 12)), d.nonzero((1, 5), (-9, 9), (-12, 12))
    if d.difficulty == 1:
        rise *= run
    while rise in (run, -run):
        rise += run if d.difficulty == 1 else 1
        rise = rise or 1
    if d.difficulty == 3 and d.rng.random() < 0.6:
        x, y = x + Fraction(1, 2), y + Fraction(d.choice((0, 1)), 2)
    slope = Fraction(rise, run)
    value = d.outcome(slope, order=-slope, inverted=1 / slope, rise=Fraction(rise))
    up = f"{y} - {bracket(str(y + rise))} = {-rise}" if d.slip == "order" else _difference(y + rise, y)
    top, bottom = (run, rise) if d.slip == "inverted" else (-rise if d.slip == "order" else rise, run)
    last = "" if d.slip == "rise" else f"{top}/{bracket(bottom)} = {value}"
    one, two = point(str(x), str(y)), point(str(x + run), str(y + rise))
    if d.difficulty > 1 and d.rng.random() < 0.5:
        one, two = two, one
    return Item(
        (
            f"What is the slope between {one} and {two}?",
            f"Find the slope of the line through {one} and {two}.",
            f"How steep is the line from {one} to {two}? Give its slope.",
        ),
        f"rise and run by subtraction, then @integer-division: {steps(up, _difference(x + run, x), last)}",
        str(value),
        f"{bracket(str(y))} + answer*({x + run} - {bracket(str(x))}) = {y + rise}",
        value=int(slope) if slope.denominator == 1 else None,
        noun=f"the slope between {one} and {two}",
    )


def _difference(a: Fraction, b: Fraction) -> str:
    return f"{a} - {bracket(str(b))} = {a - b}"


@slope_between_points.form("reverse")
def coordinate_from_slope(d: Draw) -> Item:
    x, y = d.within((0, 5), (-5, 9), (-9, 9)), d.within((0, 9), (-9, 9), (-12, 12))
    m, bottom = d.nonzero((1, 5), (-6, 6), (-9, 9)), d.within((1, 1), (1, 1), (2, 5))
    while gcd(m, bottom) > 1:
        m = d.nonzero((1, 5), (-6, 6), (-9, 9))
    run = bottom * d.within((2, 5), (2, 6), (1, 4))
    rise, shown = m * run // bottom, fraction(m, bottom)
    upright = d.difficulty == 1 or d.rng.random() < 0.5
    other = f"({x + run}, k)" if upright else f"(k, {y + rise})"
    work = (
        steps(minus(x + run, x), f"the rise is {f'({shown})' if bottom > 1 else shown}*{run} = {rise}", plus(y, rise))
        if upright
        else steps(minus(y + rise, y), f"the run is {rise}/({shown}) = {run}", plus(x, run))
    )
    back = f"{y} + ({shown})*({x + run} - {bracket(x)})" if upright else f"{y} + ({shown})*(answer - {bracket(x)})"
    return Item(
        (
            f"The line through ({x}, {y}) and {other} has the slope {shown}. Find k.",
            f"For which k is the slope between ({x}, {y}) and {other} equal to {shown}?",
            f"A line with slope {shown} passes through ({x}, {y}) and {other}. What is k?",
        ),
        f"rise is slope times run, which @integer-division undoes: {work}",
        str(y + rise if upright else x + run),
        f"answer = {back}" if upright else f"{back} = {y + rise}",
    )


@slope_between_points.form("word problem")
def steady_change(d: Draw) -> Item:
    run, start = d.within((2, 6), (2, 8), (3, 12)), d.within((1, 30), (5, 90), (20, 300))
    rise = d.nonzero((2, 9), (-9, 9), (-60, 60))
    if d.difficulty < 3:
        rise *= run
    first = d.within((1, 3), (1, 9), (2, 15))
    end = start + rise
    while end < 0:
        start, end = start - rise, end - rise
    slope = Fraction(rise, run)
    value = d.outcome(slope, order=-slope, inverted=1 / slope, rise=Fraction(rise))
    last = d.outcome(
        f"{rise}/{run} = {slope}",
        inverted=f"{run}/{bracket(rise)} = {value}",
        order=f"{-rise}/{run} = {value}",
        rise="",
    )
    questions = (
        f"Water stands {start} cm high at minute {first} and {end} cm high at minute {first + run}, and the level "
        "changes steadily. By how many cm does it change in one minute? (Falling counts as negative.)",
        f"A phone shows {start} percent at hour {first} and {end} percent at hour {first + run}. What is the slope "
        "of its charge, in percent per hour, if it changes steadily?"
        if max(start, end) <= 100
        else f"A path is {start} m high at km {first} and {end} m high at km {first + run}. What is its slope in m "
        "per km, if it is the same everywhere?",
        f"At time {first} a value is {start}, at time {first + run} it is {end}, and its graph is a straight line. "
        "How steep is the line?",
    )
    work = "rise and run by subtraction, then @integer-division: " + steps(
        minus(start, end) if d.slip == "order" else minus(end, start), minus(first + run, first), last
    )
    return Item(questions, work, str(value), f"{start} + answer*{run} = {end}")


@topic(
    "line-through-a-point",
    height="The height of the point is taken for the constant.",
    sign="The product is added instead of subtracted.",
    swap="The coordinates of the point are swapped.",
    takes=range(2, 13),
)
def line_through_a_point(d: Draw) -> Item:
    """At 2 a second point may be given instead of the slope, at 3 a parallel line, or the slope is a fraction."""
    m, x = Fraction(d.main((2, 5), (-9, 9), (-9, 9)) or 2), d.nonzero((1, 5), (-6, 9), (-9, 9))
    y = d.within((1, 20), (-9, 20), (-20, 20))
    kind = (
        "slope"
        if d.given is not None
        else d.choice((("slope",), ("slope", "two"), ("two", "parallel", "fraction"))[d.difficulty - 1])
    )
    if kind == "fraction":
        bottom = d.choice((2, 3, 4, 5))
        m = Fraction(d.choice([k for k in range(-9, 10) if gcd(k, bottom) == 1]), bottom)
        x = bottom * d.nonzero((-3, 3))
    a, b = (y, x) if d.slip == "swap" else (x, y)
    product = Fraction(0) if d.slip == "height" else m * a
    constant = b + product if d.slip == "sign" else b - product
    shown = d.shown(str(m))
    other = (x + d.choice((1, 2, 3)), Fraction(0))
    other = (other[0], y + m * (other[0] - x))
    first, told = "", f"the line through {point(x, y)} with slope {shown}"
    if kind == "two":
        told = f"the line through {point(x, y)} and {point(other[0], str(other[1]))}"
        rise, run = other[1] - y, other[0] - x
        first = f"the @slope-between-points is {rise}/{run} = {m}" if run > 1 else f"the @slope-between-points is {m}"
    elif kind == "parallel":
        told = f"the line through {point(x, y)} that is parallel to y = {line(m, d.nonzero((-9, 9)))}"
        first = f"parallel lines have the same slope, {m}"
    work = steps(
        first,
        f"{str(m) if m.denominator == 1 else f'({m})'}*{bracket(a)} = {product}" if d.slip != "height" else "",
        f"{b} {'+' if (product < 0) != (d.slip == 'sign') else '-'} {abs(product)} = {constant}"
        if d.slip != "height"
        else f"the constant is {b}",
    )
    return Item(
        (
            f"Find the equation of {told}.",
            f"Which equation y = mx + b does {told} have?",
            f"Write {told} in the form y = mx + b.",
        ),
        f"the point has to fulfil y = mx + b, as in @linear-equations: {work}",
        f"y = {line(m, constant)}",
        f"subs(answer, x, {x}) = {y} and diff(answer, x) = {m}",
    )


def line(slope: Fraction, constant: Fraction | int) -> str:
    """`3x/4 - 2`."""
    first = term(slope.numerator) + (f"/{slope.denominator}" if slope.denominator > 1 else "")
    return terms(first if slope else "0", str(constant))


@line_through_a_point.form("reverse")
def place_on_theline(d: Draw) -> Item:
    m, x = d.nonzero((2, 5), (-9, 9), (-9, 9)), d.nonzero((1, 5), (-6, 9), (-9, 9))
    y, k = d.within((1, 20), (-9, 20), (-20, 20)), d.nonzero((1, 9), (-9, 9), (-9, 9))
    while k == x or m == 1:
        k, m = k + 1, m + 1
    m = m or 2
    height = y + m * (k - x)
    work = steps(times(m, x), minus(y, m * x), minus(height, y - m * x), f"{height - y + m * x}/{bracket(m)} = {k}")
    if d.difficulty == 3:
        told = f"The line through ({x}, {y}) and ({x + 1}, {y + m})"
        work = f"the slope is {m}; {work}"
    else:
        told = f"The line through ({x}, {y}) with slope {m}"
    return Item(
        (
            f"{told} also passes through (k, {height}). Find k.",
            f"{told} reaches the height y = {height} at x = k. What is k?",
            f"{told} meets the line y = {height} in one point. What is the x of this point?",
        ),
        f"y = mx + b first, then one of the @linear-equations for k: {work}",
        str(k),
        f"{y} + {bracket(m)}*(answer - {bracket(x)}) = {height}",
    )


@line_through_a_point.form("intercepts")
def crossing_of_an_axis(d: Draw) -> Item:
    m, x = d.nonzero((2, 5), (-9, 9), (-9, 9)), d.nonzero((1, 5), (-6, 9), (-9, 9))
    y = d.nonzero((1, 20), (-9, 20), (-20, 20))
    constant = y - m * x
    if constant == 0 or m == 1:
        return crossing_of_an_axis(d)
    upright = d.difficulty == 1 or d.rng.random() < 0.4
    zero = Fraction(-constant, m)
    value = Fraction(constant) if upright else zero
    if d.slip == "height":
        value = Fraction(y) if upright else Fraction(-y, m)
    work = steps(
        times(m, x) if d.slip != "height" else f"the constant is {y}",
        minus(y, m * x) if d.slip != "height" else "",
        "" if upright else f"{-constant if d.slip != 'height' else -y}/{bracket(m)} = {value}",
    )
    name = "y-intercept" if upright else "x-intercept"
    axis = "y-axis? Give the y." if upright else "x-axis? Give the x."
    return Item(
        (
            f"What is the {name} of the line through ({x}, {y}) with slope {m}?",
            f"Where does the line through ({x}, {y}) with slope {m} meet the {axis}",
            f"Find the {name} of the line with slope {m} through ({x}, {y}).",
        ),
        f"y = mx + b, then {'x = 0' if upright else 'y = 0'}, as in @linear-equations: {work}",
        str(value),
        f"{y} + {bracket(m)}*(0 - {bracket(x)}) = answer"
        if upright
        else f"{y} + {bracket(m)}*(answer - {bracket(x)}) = 0",
    )


@line_through_a_point.form("word problem")
def formula_for_a_price(d: Draw) -> Item:
    m, x = d.within((2, 9), (2, 15), (2, 20)), d.within((2, 9), (3, 12), (3, 20))
    b = d.within((1, 20), (5, 60), (10, 90))
    falls = d.difficulty > 1 and d.rng.random() < 0.4
    m = -m if falls else m
    b = b + 20 * abs(m) if falls else b
    y = m * x + b
    constant = d.outcome(b, height=y, sign=y + m * x)
    more = d.within((1, 5))
    work = steps(
        times(m, x) if d.slip != "height" else "",
        (plus if d.slip == "sign" else minus)(y, m * x) if d.slip != "height" else f"the constant is {y}",
    )
    if d.difficulty == 3:
        questions = (
            f"A tank changes steadily: after {x} weeks it holds {y} litres, after {x + more} weeks {y + m * more} "
            "litres. Write the litres y after x weeks as y = mx + b.",
            f"After {x} days a plant needs {y} ml of water a day, after {x + more} days {y + m * more} ml, and the "
            "change is steady. Give y = mx + b for the ml after x days.",
            f"A rented car costs {y} euros for {x} km and {y + m * more} euros for {x + more} km, by a linear rule. "
            "Find the rule y = mx + b."
            if not falls
            else f"A candle is {y} mm long after {x} minutes and {y + m * more} mm after {x + more} minutes. Find the "
            "rule y = mx + b for its length after x minutes.",
        )
        work = f"the @slope-between-points is {m * more}/{more} = {m}; {work}"
    elif falls:
        questions = (
            f"A candle gets {-m} mm shorter every minute, and after {x} minutes it is {y} mm long. Write its length y "
            "after x minutes as y = mx + b.",
            f"A tank loses {-m} litres an hour. After {x} hours it holds {y} litres. Which rule y = mx + b gives the "
            "litres after x hours?",
            f"Snow melts by {-m} mm a day; after {x} days it is {y} mm deep. Find y = mx + b for the depth after x "
            "days.",
        )
    else:
        questions = (
            f"Every km in a taxi costs {m} euros, and {x} km cost {y} euros in all. Write the price y for x km as y "
            "= mx + b.",
            f"A plant grows {m} mm a day. After {x} days it is {y} mm tall. Which rule y = mx + b gives its height "
            "after x days?",
            f"A club gains {m} members every month. After {x} months it has {y}. Find y = mx + b for the members after "
            "x months.",
        )
    return Item(
        questions,
        f"the slope is known and one point too, as in @linear-equations: {work}",
        f"y = {linear(m, constant)}",
        f"subs(answer, x, {x}) = {y} and diff(answer, x) = {m}",
    )
