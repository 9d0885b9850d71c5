"""Direction fields of differential equations of the first order."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from tutelage.subjects.calculus.notation import bracket, point, term, terms
from tutelage.subjects.calculus.steps import minus, plus, steps, times
from tutelage.subjects.calculus.topic import ask, topic
from tutelage.subjects.workbook import Draw, Item

_SLOPE = (
    "What is the slope of the direction field of {0} at the point {1}?",
    "The direction field of {0} is drawn. Which slope does the segment at {1} have?",
    "A solution of {0} goes through {1}. How steep is it there?",
)


@topic(
    "direction-fields",
    swap="The coordinates are exchanged: x is put in for y, and y for x.",
    height="The height y of the point is taken for the slope.",
    sign="A minus sign is overlooked.",
)
def direction_fields(d: Draw) -> Item:
    """The slope at a point, from the right side."""
    x, y = d.nonzero((1, 9), (-6, 9), (-6, 9)), d.nonzero((1, 9), (-6, 9), (-6, 9))
    a, b = d.nonzero((1, 4), (-5, 5), (-4, 4)), d.nonzero((-4, 4), (-5, 5), (-4, 4))
    c = d.within((0, 0), (-9, 9), (-9, 9))
    value_at, text, work = _right_side(d, a, b, c)
    right = value_at(x, y)
    value = d.outcome(right, swap=value_at(y, x), height=y, sign=-right)
    solution = (
        f"y' is the slope of a solution, as in @checking-differential-equations: {work(x, y)}"
        if not d.slip
        else f"instead of @checking-differential-equations: {value}"
    )
    return Item(
        ask(_SLOPE, f"y' = {text}", point(x, y)), solution, str(value), f"answer = subs(subs({text}, x, {x}), y, {y})"
    )


def _right_side(d: Draw, a: int, b: int, c: int) -> tuple[Callable[[int, int], int], str, Callable[[int, int], str]]:
    """A function of x and y, its text, and the steps of evaluating it."""
    if d.difficulty < 3:
        text = terms(term(a), term(b, 1, "y"), str(c))
        return (
            lambda x, y: a * x + b * y + c,
            text,
            lambda x, y: steps(times(a, x), times(b, y), plus(a * x, b * y), plus(a * x + b * y, c) if c else ""),
        )
    if d.rng.random() < 0.5:
        return (
            lambda x, y: a * x * y + c,
            terms(f"{term(a)}y", str(c)),
            lambda x, y: steps(f"{a}*{bracket(x)}*{bracket(y)} = {a * x * y}", plus(a * x * y, c) if c else ""),
        )
    return (
        lambda x, y: a * x + b * y * y,
        terms(term(a), term(b, 2, "y")),
        lambda x, y: steps(times(a, x), f"{bracket(y)}^2 = {y * y}", times(b, y * y), plus(a * x, b * y * y)),
    )


@direction_fields.form("isocline")
def line_of_equal_slopes(d: Draw) -> Item:
    """Where the slope is m: a line."""
    a, b = d.nonzero((1, 6), (-6, 6), (-6, 6)), d.nonzero((1, 1), (1, 1), (2, 6))
    c, m = d.within((0, 0), (-9, 9), (-9, 9)), d.within((1, 9), (-9, 9), (-9, 9))
    slope, height = Fraction(-a, b), Fraction(m - c, b)
    if d.slip == "sign":
        slope = -slope
    elif d.slip == "swap":
        slope = 1 / slope
    elif d.slip == "height":
        height = Fraction(m)
    line = terms(_share(slope), str(height))
    text = terms(term(a), term(b, 1, "y"), str(c))
    return Item(
        (
            f"On which line do all segments of the direction field of y' = {text} have the slope {m}? Give y.",
            f"Find the isocline of y' = {text} for the slope {m}, in the form y = ...",
            f"Along which line y = ... are the slopes of the field of y' = {text} equal to {m}?",
        ),
        f"y' is the slope, as in @checking-differential-equations; {text} = {m} is solved for y: y = {line}",
        f"y = {line}",
        f"{bracket(a)}*x + {bracket(b)}*answer + {bracket(c)} = {m}",
    )


def _share(slope: Fraction) -> str:
    """A multiple of x, perhaps with a fraction: `-3x/2`."""
    top = term(slope.numerator)
    return top if slope.denominator == 1 else f"{top}/{slope.denominator}"


@direction_fields.form("word problem")
def rate_in_a_story(d: Draw) -> Item:
    """The slope at a state of something that cools, grows or drains."""
    kind = d.choice(("cooling", "tank", "stock"))
    rate, now = d.within((1, 9), (1, 9), (11, 49)), d.within((2, 9), (2, 12), (3, 30)) * 10
    level = d.within((0, 0), (1, 9), (2, 19)) * 10
    share = Fraction(rate, 10 if d.difficulty < 3 else 100)
    if kind == "tank":
        right, text = level - share * now, f"{level} - {_decimal(share)}y" if level else f"-{_decimal(share)}y"
        story = f"A tank with y litres follows y' = {text}, in litres per minute. It holds {now} litres."
        work = f"{level} - {_decimal(share)}*{now} = {right}"
    else:
        base = level if d.difficulty > 1 else 20
        text = f"-{_decimal(share)}(y - {base})"
        right = -share * (now - base)
        story = (
            f"The temperature y of a cup of tea, in degrees, follows y' = {text}, per minute. It is {now} degrees."
            if kind == "cooling"
            else f"A stock of y parts follows y' = {text}, in parts per day. There are {now} parts."
        )
        work = f"{minus(now, base)}; -{_decimal(share)}*{bracket(now - base)} = {right}"
    value = d.outcome(right, height=Fraction(now), sign=-right)
    questions = tuple(
        f"{story} {asked}"
        for asked in (
            "Which slope does the direction field have at this height?",
            "How steep is the segment of the direction field there?",
            "What is the slope of the solution's graph at this moment?",
        )
    )
    solution = (
        f"y' is the slope, as in @checking-differential-equations: {work}"
        if not d.slip
        else f"instead of @checking-differential-equations: {value}"
    )
    return Item(questions, solution, str(value), f"answer = subs({text.replace('(', '*(')}, y, {now})")


def _decimal(share: Fraction) -> str:
    return f"{float(share):g}"


@direction_fields.form("reverse")
def which_equation(d: Draw) -> Item:
    """An equation is chosen from slopes that the field has."""
    x, y = d.rng.sample(range(1, 7), 2)
    u, v = d.rng.sample(range(-4 if d.difficulty > 1 else 1, 7), 2)
    sides: dict[str, Callable[[int, int], int]] = {
        "x + y": lambda x, y: x + y,
        "x - y": lambda x, y: x - y,
        "y - x": lambda x, y: y - x,
        "xy": lambda x, y: x * y,
        "2x": lambda x, y: 2 * x,
        "2y": lambda x, y: 2 * y,
    }
    if d.difficulty > 1:
        sides |= {
            "x^2 - y": lambda x, y: x * x - y,
            "y^2 - x": lambda x, y: y * y - x,
            "x + 2y": lambda x, y: x + 2 * y,
        }
    if d.difficulty > 2:
        sides |= {
            "xy - 1": lambda x, y: x * y - 1,
            "2x - y": lambda x, y: 2 * x - y,
            "y(1 - x)": lambda x, y: y * (1 - x),
        }
    right = d.choice(sorted(sides))
    slopes = [sides[right](x, y), sides[right](u, v)]
    fits = [each for each in sorted(sides) if [sides[each](x, y), sides[each](u, v)] == slopes]
    others = d.rng.sample([each for each in sorted(sides) if each not in fits], 3)
    shown = d.rng.sample([right, *others], 4)
    return Item(
        ask(
            (
                "Which of the equations {4} and {5} has a direction field with the slope {1} at {0} and {3} at {2}?",
                "At {0} the segment has the slope {1}, at {2} the slope {3}. To which of the equations {4} and {5} "
                "does this direction field belong?",
                "A direction field belongs to one of the equations {4} and {5}. It has the slope {1} at {0} and the "
                "slope {3} at {2}. To which one?",
            ),
            point(x, y),
            slopes[0],
            point(u, v),
            slopes[1],
            ", ".join(f"y' = {each}" for each in shown[:3]),
            f"y' = {shown[3]}",
        ),
        f"y' is the slope, as in @checking-differential-equations; y' = {right} gives {slopes[0]} and {slopes[1]}"
        if not d.slip
        else f"y' is the slope, as in @checking-differential-equations; y' = {others[0]} is taken",
        f"y' = {others[0] if d.slip else right}",
        f"subs(subs(answer, x, {x}), y, {y}) = {slopes[0]} and subs(subs(answer, x, {u}), y, {v}) = {slopes[1]}",
    )
