"""Slopes: the derivative at a point, tangents, and places where the tangent is horizontal."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.notation import bracket, linear, polynomial, quadratic, term, terms
from tutelage.subjects.calculus.steps import derived, evaluation, minus, plus, raised, steps, times, value_at
from tutelage.subjects.calculus.topic import ask, topic
from tutelage.subjects.workbook import Draw, Item


@topic(
    "derivative-at-a-point",
    function="The number is put into the function, not into its derivative.",
    constant="The linear term is lost.",
    early="The point is put in first, and a number has the derivative 0.",
    takes=range(2, 10),
)
def derivative_at_a_point(d: Draw) -> Item:
    a, b, c = d.within((1, 5), (2, 7), (-4, 4)) or 2, d.nonzero((1, 9), (-9, 9)), d.within((0, 9), (-9, 9))
    x = d.main((1, 6), (-5, 9), (-4, 4))
    function = (a, b, c) if d.difficulty < 3 else (a, d.nonzero((-6, 6)), b, c)
    right = derived(function)
    used = d.outcome(right, function=function, constant=(*right[:-1], 0), early=(0,))
    text, point = polynomial(function), d.shown(x)
    work = f"by the @sum-rule the derivative is {polynomial(used)}; {evaluation(used, x)}"
    if d.slip == "function":
        work = f"{point} goes into {text}; {evaluation(function, x)}"
    elif d.slip == "early":
        work = f"at {x} the function is a number, {value_at(function, x)}, and a number has the derivative 0"
    return Item(
        (
            f"Find the derivative of {text} at {point}.",
            f"What is the slope of {text} at x = {point}?",
            f"f(x) = {text}. Find f'({point}).",
            f"How steep is the graph of y = {text} at x = {point}?",
        ),
        work,
        str(value_at(used, x)),
        f"answer = subs(diff({text}, x), x, {x})",
        value=value_at(right, x),
        noun=f"the slope of {text} at x = {x}",
        worded={}
        if x < 0
        else {
            "word problem": (
                f"A shop that sells x hundred cups earns {text} euros. By how many euros per hundred cups does that "
                f"change at x = {point}?",
                f"Along a path the height at x km is {text} metres. How steep is the path at x = {point}, in metres "
                "per km?",
                f"After x seconds a robot is at {text} metres on its track. What is its velocity at x = {point}, in "
                "metres per second?",
            )
        },
    )


@derivative_at_a_point.form("reverse")
def place_of_a_slope(d: Draw) -> Item:
    a, b, c = d.within((1, 4), (1, 6), (-5, 5)) or 3, d.nonzero((1, 9), (-9, 9)), d.within((-9, 9))
    x = Fraction(d.within((1, 9), (-9, 9)))
    if d.difficulty == 3:
        x = Fraction(2 * d.within((-7, 7)) + 1, 2)
    slope = int(2 * a * x) + b
    text = polynomial((a, b, c))
    right = d.outcome(x, constant=Fraction(slope, 2 * a), function=Fraction(slope - b, a))
    moved = slope if d.slip == "constant" else slope - b
    front = a if d.slip == "function" else 2 * a
    questions = (
        f"For which x is the slope of {text} equal to {slope}?",
        f"f(x) = {text}. Solve f'(x) = {slope}.",
        f"At which x does the graph of {text} have the slope {slope}?",
    )
    work = steps(
        f"by the @sum-rule {linear(front, 0 if d.slip == 'constant' else b)} = {slope}",
        "" if d.slip == "constant" else minus(slope, b),
        f"{moved}/{bracket(front)} = {right}",
    )
    return Item(questions, work, f"x = {right}", f"subs(diff({text}, x), x, answer) = {slope}")


@topic(
    "tangent-line",
    height="The height is taken for the constant, as if x were 0.",
    slope="The slope's factor 2 is forgotten.",
    sign="Slope times x is added to the height instead of subtracted.",
    takes=range(2, 10),
)
def tangent_line(d: Draw) -> Item:
    x = d.main((1, 9), (-6, 7), (-3, 3))
    function = {1: (1, 0, d.within((0, 9))), 2: (d.within((1, 3)), d.nonzero((-6, 6)), d.within((-9, 9)))}.get(
        d.difficulty, (d.choice((1, 2, -1)), d.within((-3, 3)), d.within((-5, 5)), d.within((-9, 9)))
    )
    height, right = value_at(function, x), derived(function)
    used = (right[0] // 2 if d.difficulty < 3 else right[0] // 3, *right[1:]) if d.slip == "slope" else right
    slope = value_at(used, x)
    constant = d.outcome(height - slope * x, height=height, sign=height + slope * x)
    text, point = polynomial(function), d.shown(x)
    last = d.outcome(minus(height, slope * x), height=f"the constant is {height}", sign=plus(height, slope * x))
    return Item(
        (
            f"Find the equation of the tangent line to y = {text} at x = {point}.",
            f"What is the tangent to the graph of {text} at x = {point}?",
            f"Give the tangent line to {text} at {point} in the form y = mx + b.",
            f"f(x) = {text}. Which line touches the graph at x = {point}?",
        ),
        f"slope by the @derivative-at-a-point: {polynomial(used)}; {evaluation(used, x) or f'{slope} everywhere'}; "
        f"height: {evaluation(function, x) or height}; constant: {times(slope, x)}; {last}",
        f"y = {linear(slope, constant)}",
        f"diff(answer, x) = subs(diff({text}, x), x, {x}) and subs(answer - ({text}), x, {x}) = 0",
    )


@tangent_line.form("reverse")
def point_of_a_tangent(d: Draw) -> Item:
    x, b, c = d.nonzero((1, 6), (-7, 7), (-9, 9)), d.nonzero((1, 5), (-6, 6)), d.within((-9, 9))
    a = d.within((1, 1), (1, 2), (2, 4))
    slope, other = 2 * a * x + b, d.nonzero((-9, 9))
    if other == c - a * x * x:
        other += 1
    found = d.outcome(Fraction(x), slope=Fraction(slope - b, a), sign=Fraction(slope + b, 2 * a))
    text = polynomial((a, b, c))
    questions = (
        f"At which x is the tangent line to {text} parallel to the line y = {linear(slope, other)}?",
        f"A tangent to y = {text} is parallel to y = {linear(slope, other)}. At which x does it touch?",
        f"For which x does {text} have a tangent with the same direction as y = {linear(slope, other)}?",
    )
    work = (
        f"parallel lines have the same slope, and by the @derivative-at-a-point "
        f"{linear(a if d.slip == 'slope' else 2 * a, b)} "
        f"= {slope}; {plus(slope, b) if d.slip == 'sign' else minus(slope, b)}; x = {found}"
    )
    return Item(questions, work, f"x = {found}", f"subs(diff({text}, x), x, answer) = {slope}")


@tangent_line.form("two steps")
def crossing_of_a_tangent(d: Draw) -> Item:
    a, b = d.within((1, 3)), d.within((0, 0), (-5, 5), (-9, 9))
    x, c = d.nonzero((1, 5), (-4, 6), (-7, 7)), d.nonzero((1, 9), (-9, 9), (-20, 20))
    while 2 * a * x + b == 0:
        b += 1
    text = polynomial((a, b, c))
    slope, height = (a if d.slip == "slope" else 2 * a) * x + b, a * x * x + b * x + c
    slope = slope or 1
    constant = d.outcome(height - slope * x, height=height, sign=height + slope * x)
    axis = d.difficulty == 3
    value = Fraction(-constant, slope) if axis else Fraction(constant)
    formal = f"{height} + (answer - {bracket(x)})*subs(diff({text}, x), x, {x}) = 0"
    if not axis:
        formal = f"answer = subs({text}, x, {x}) - {bracket(x)}*subs(diff({text}, x), x, {x})"
    questions = (
        f"Where does the tangent line to y = {text} at x = {x} cross the {'x' if axis else 'y'}-axis? Give the "
        f"{'x' if axis else 'y'} coordinate.",
        f"Find the {'x' if axis else 'y'}-intercept of the tangent to {text} at x = {x}.",
        f"The tangent to the graph of {text} at x = {x} meets the {'x' if axis else 'y'}-axis. At which "
        f"{'x' if axis else 'y'}?",
    )
    work = (
        f"height {height}; slope {slope} by the @derivative-at-a-point; {times(slope, x)}; the line is "
        f"y = {linear(slope, constant)}" + (f"; y = 0 at {-constant}/{bracket(slope)} = {value}" if axis else "")
    )
    return Item(questions, work, str(value), formal)


@topic(
    "critical-points",
    sign="A zero of the derivative has the wrong sign.",
    half="The first term's exponent does not come to the front.",
    function="The function is set equal to its constant, instead of the derivative to 0.",
    takes=range(1, 10),
)
def critical_points(d: Draw) -> Item:
    a, x = d.main((1, 5), (-6, 6), (1, 3)) or 2, Fraction(d.nonzero((1, 9), (-9, 9)))
    c = d.within((0, 9), (-9, 9), (-20, 20))
    if d.difficulty == 3:
        return _two_critical_points(d, a, c)
    if d.difficulty == 2:
        x = Fraction(d.nonzero((-15, 15)), d.choice((1, 2, 2 * abs(a))))
    b = int(-2 * a * x) if (2 * a * x).denominator == 1 else 2 * a * int(x) + 1
    x = Fraction(-b, 2 * a)
    root = d.outcome(x, half=2 * x, sign=-x, function=2 * x)
    text, plain = quadratic(d.shown(a), b, c), quadratic(a, b, c)
    front = a if d.slip == "half" else 2 * a
    work = (
        f"by the @sum-rule and @linear-equations: {'the factor stays' if d.slip == 'half' else times(a, 2)}; "
        f"{linear(front, b)} = 0; {b if d.slip == 'sign' else -b}/{bracket(front)} = {root}"
    )
    if d.slip == "function":
        work = f"{quadratic(a, b, 0)} = 0, then by @linear-equations {-b}/{bracket(a)} = {root}; the "
        "@sum-rule is not used"
    return Item(
        ask(CRITICAL, text),
        work,
        f"x = {root}",
        f"subs(diff({plain}, x), x, answer) = 0",
        value=int(x) if x.denominator == 1 else None,
        noun=f"the critical point of {plain}",
    )


SOLUTIONS = ("a square is never negative", "only 0 has the square 0", "a positive number has two square roots")
CRITICAL = (
    "Find the critical points of {}.",
    "Where is the derivative of {} zero?",
    "At which x does the graph of {} have a horizontal tangent?",
    "f(x) = {}. Solve f'(x) = 0.",
)


def _two_critical_points(d: Draw, a: int, c: int) -> Item:
    """Of a cubic, whose derivative is 6a(x - p)(x - q), or 3a(x - p)(x - q) if that has whole coefficients."""
    p, q = d.within((-6, 5)), d.within((-6, 6))
    q = q if q != p else p + 1
    scale = a if (p + q) % 2 == 0 else 2 * a
    function = (scale, -3 * scale * (p + q) // 2, 3 * scale * p * q, c)
    slope = derived(function)
    shown = slope if d.slip != "half" else (scale, *slope[1:])
    low, high = sorted((-p, -q) if d.slip == "sign" else (p, q))
    if d.slip in ("half", "function"):
        low, high = sorted((3 * p, 3 * q))
    return Item(
        ask(CRITICAL, polynomial(function)),
        f"by the @sum-rule and @quadratics-by-factoring: {times(scale, shown[0] // scale)}; {polynomial(shown)} = 0; "
        f"divided by {slope[0]} it is {quadratic(1, -(p + q), p * q)} = 0; x = {low} or x = {high}",
        f"x = {low} or x = {high}",
        f"size(answer) = 2 and subs(diff({polynomial(function)}, x), x, part(answer, 1)) = 0 and "
        f"subs(diff({polynomial(function)}, x), x, part(answer, 2)) = 0",
    )


@critical_points.form("reverse")
def function_of_a_critical_point(d: Draw) -> Item:
    a, x, c = d.within((1, 3), (2, 5), (-5, 5)) or 4, d.nonzero((1, 9), (-9, 9), (-12, 12)), d.nonzero((-9, 9))
    n = d.within((2, 2), (2, 3), (3, 3))
    x = x if n == 2 else (x % 5 or 5)
    b = -n * a * x ** (n - 1)
    found = d.outcome(b, sign=-b, half=-a * x ** (n - 1))
    name = d.choice("bkp")
    text = terms(term(a, n), term(name), str(c))
    questions = (
        f"f(x) = {text} has a critical point at x = {x}. Find {name}.",
        f"For which {name} is the derivative of {text} zero at x = {x}?",
        f"The graph of {text} has a horizontal tangent at x = {x}. What is {name}?",
    )
    work = steps(
        f"by the @sum-rule and @linear-equations: {terms(term(n * a, n - 1), name)} = 0 at x = {x}",
        raised(x, n - 1) if n > 2 else "",
        times(n * a, x ** (n - 1)),
        f"{name} = {found}",
    )
    return Item(questions, work, f"{name} = {found}", f"subs(diff({term(a, n)} + answer*x + ({c}), x), x, {x}) = 0")


@critical_points.form("how many")
def number_of_critical_points(d: Draw) -> Item:
    p, square = d.nonzero((-6, 6)), d.within((1, 5))
    shift = d.choice((square, 0, -square)) * (1 if d.difficulty < 3 else d.within((1, 4)))
    a = d.within((1, 1), (1, 3), (1, 4))
    function = (a, -3 * a * p, 3 * a * (p * p - shift), d.within((-9, 9)))
    count = 2 if shift > 0 else 1 if shift == 0 else 0
    found = d.outcome(count, sign=2 - count, half=2 if count < 2 else 1)
    text = polynomial(function)
    slope = polynomial(derived(function))
    return Item(
        (
            f"How many critical points does {text} have?",
            f"At how many places is the derivative of {text} zero?",
            f"How many horizontal tangents does the graph of {text} have?",
        ),
        f"by the @sum-rule the derivative is {slope}; divided by {3 * a} and squared out it is (x - {bracket(p)})^2 = "
        f"{shift}, {SOLUTIONS[count]}"
        if not d.slip
        else f"by the @sum-rule the derivative is {slope}; so there are {found}",
        str(found),
        f"answer = 1 + ({(shift > 0) - (shift < 0)}) + subs(diff({text}, x), x, {p}) + {3 * a * shift} and "
        f"parts(answer) < 2",
    )
