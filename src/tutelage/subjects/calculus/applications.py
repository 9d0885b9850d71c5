"""What derivatives are good for: extrema, inflections, optimisation, rates, approximations, limits."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.topic import (
    ask,
    bracket,
    inside,
    linear,
    minus,
    number,
    plus,
    quadratic,
    raised,
    steps,
    term,
    terms,
    times,
    topic,
)
from tutelage.subjects.workbook import Draw, Item


def cubic(a: int, b: int, c: int, e: int) -> str:
    """`ax^3 + bx^2 + cx + e`."""
    return terms(term(a, 3), term(b, 2), term(c), str(e))


@topic(
    "intervals-of-increase",
    "intervals of increase",
    {"other": "The other places are given.", "sign": "The zero of the derivative has the wrong sign."},
)
def intervals_of_increase(d: Draw) -> Item:
    up = d.rng.random() < 0.5
    if d.difficulty == 1:
        a, x = d.choice((1, 1, 2, 3, -1, -2)), d.nonzero((-9, 9))
        c, place = d.within((-9, 9)), -x if d.slip == "sign" else x
        right = ((a > 0) == up) != (d.slip == "other")
        function, answer = quadratic(a, -2 * a * x, c), f"x {'>' if right else '<'} {place}"
        work = f"@critical-points x = {place}; the derivative is {linear(2 * a, -2 * a * x)}"
        formal = inside(lambda t: (2 * a * (t - x) > 0) == up and t != x, x)
    else:
        p = d.nonzero((-5, 5), (-5, 5), (-7, 7))
        q = p + 2 * d.within((1, 3), (1, 3), (1, 6))
        c = d.within((-9, 9))
        low, high = (-q, -p) if d.slip == "sign" else (p, q)
        function = cubic(2, -3 * (p + q), 6 * p * q, c)
        outside = up != (d.slip == "other")
        answer = f"x < {low} or x > {high}" if outside else f"{low} < x < {high}"
        work = f"@sum-rule {quadratic(6, -6 * (p + q), 6 * p * q)}; @quadratic-inequalities zeros {low} and {high}"
        formal = inside(lambda t: ((t - p) * (t - q) > 0) == up and t not in (p, q), p, q, Fraction(p + q, 2))
    sign = "positive" if up else "negative"
    return Item(
        ask(
            (
                "For which x is the slope of {} {}?",
                "Where does the graph of {} have a {} slope?",
                "Find all x at which the derivative of {} is {}.",
            ),
            function,
            sign,
        ),
        work,
        answer,
        formal,
    )


@topic(
    "extreme-values",
    "extreme values",
    {"place": "The place is given instead of the value.", "sign": "The critical point has the wrong sign."},
)
def extreme_values(d: Draw) -> Item:
    a, x = d.choice(((1, -1), (1, 2, -1, -2), (2, 3, -3, -4))[d.difficulty - 1]), d.nonzero((1, 6), (-6, 6), (-8, 8))
    c = d.nonzero((1, 9), (-15, 15), (-30, 30))
    b, at = -2 * a * x, -x if d.slip == "sign" else x
    value = a * at * at + b * at + c
    function, kind = quadratic(a, b, c), "smallest" if a > 0 else "largest"
    work = steps(
        f"@critical-points x = {at}",
        f"the @second-derivative {2 * a} is {'positive' if a > 0 else 'negative'}, so it is the {kind} value",
        raised(at, 2),
        times(a, at * at) if a != 1 else "",
        times(b, at),
        plus(a * at * at, b * at),
        plus(a * at * at + b * at, c),
    )
    if d.slip == "place":
        value, work = x, f"@critical-points x = {x}"
    return Item(
        ask(
            (
                "What is the {1} value of {0}?",
                "Find the {1} value that {0} takes.",
                "Compute the {1} value of f(x) = {0}.",
            ),
            function,
            kind,
        ),
        work,
        str(value),
        f"answer = {c} - ({b})^2/(4*{bracket(a)})",
        value=a * x * x + b * x + c,
        noun=f"the {kind} value of {function}",
    )


@topic(
    "extrema-on-an-interval",
    "extrema on an interval",
    {"ends": "Only the inner point is looked at.", "low": "The smallest value is given."},
)
def extrema_on_an_interval(d: Draw) -> Item:
    x, c = d.within((1, 4), (-3, 5), (-5, 6)), d.nonzero((1, 9), (-15, 15), (-30, 30))
    left, right = d.within((1, 3), (1, 4), (2, 6)), d.within((1, 3), (2, 5), (2, 7))
    while left == right:
        right += 1
    low, high = x - left, x + right
    inner, ends = c - x * x, [end * end - 2 * x * end + c for end in (low, high)]
    function = quadratic(1, -2 * x, c)
    value = {"ends": inner, "low": min(inner, *ends)}.get(d.slip, max(ends))
    work = f"@critical-points x = {x}, value {inner}"
    if d.slip != "ends":
        work += f"; @evaluating-functions at the ends: at {low} it is {ends[0]}; at {high} it is {ends[1]}"
    return Item(
        ask(
            (
                "What is the largest value of {} for {} <= x <= {}?",
                "Find the maximum of {} on the interval from {} to {}.",
                "What is the largest value that {} takes between {} and {}?",
            ),
            function,
            low,
            high,
        ),
        work,
        str(value),
        f"answer = (subs({function}, x, {low}) + subs({function}, x, {high}) + abs(subs({function}, x, {low}) - "
        f"subs({function}, x, {high})))/2",
        value=max(ends),
        noun=f"the largest value of {function} for {low} <= x <= {high}",
    )


@topic(
    "inflection-points",
    "inflection points",
    {"first": "The zero of the first derivative is taken as if it were a parabola's.", "sign": "The sign is wrong."},
)
def inflection_points(d: Draw) -> Item:
    a, x = d.within((1, 1), (1, 3), (-4, 4)) or 2, d.nonzero((1, 6), (-6, 6), (-9, 9))
    c, e = d.nonzero((1, 9), (-9, 9), (-20, 20)), d.within((0, 9), (-9, 9), (-20, 20))
    b = -3 * a * x
    function = cubic(a, b, c, e)
    place = {"first": Fraction(-b, 2 * a), "sign": Fraction(-x)}.get(d.slip, Fraction(x))
    second = linear(6 * a, 2 * b)
    work = f"@second-derivative {times(a, 6)}; {times(b, 2)}, {second} = 0; @linear-equations x = {number(place)}"
    if d.slip == "first":
        work = f"{-b}/{bracket(2 * a)} = {number(place)}"
    return Item(
        ask(
            (
                "Where does {} have its inflection point?",
                "Find the inflection point of {}.",
                "For which x does the curve y = {} change its bend?",
            ),
            function,
        ),
        work,
        f"x = {number(place)}",
        f"subs(diff({function}, x, 2), x, answer) = 0",
        value=x,
        noun=f"the x of the inflection point of {function}",
    )


@topic(
    "optimisation",
    "optimisation",
    {"side": "The side is given instead of the product.", "half": "The sum is not halved."},
)
def optimisation(d: Draw) -> Item:
    half = d.within((3, 20), (5, 40), (5, 60))
    kind = d.choice((("sum",), ("sum", "fence"), ("fence", "wall"))[d.difficulty - 1])
    if kind == "sum":
        total, best, area = 2 * half, half, half * half
        expression = f"{total}x - x^2"
        questions = (
            f"Two numbers have the sum {total}. What is their largest possible product?",
            f"Split {total} into two numbers with the largest possible product. What is the product?",
            f"The sum of two numbers is {total}. How large can their product be?",
        )
        last = times(half, half)
    elif kind == "fence":
        total, best, area = 4 * half, half, half * half
        expression = f"{2 * half}x - x^2"
        questions = (
            f"A fence of {total} m surrounds a rectangle. What is its largest possible area in square metres?",
            f"A rectangle has the perimeter {total} m. How many square metres can it hold at most?",
            f"What is the largest area in square metres of a rectangle with perimeter {total} m?",
        )
        last = times(half, half)
    else:
        total, best, area = 4 * half, half, 2 * half * half
        expression = f"{total}x - 2x^2"
        questions = (
            f"A fence of {total} m encloses a rectangle along a wall that needs no fence. "
            "What is the largest area in square metres?",
            f"With {total} m of fence and a wall as one side, how many square metres can a rectangle have at most?",
            f"A rectangle lies at a wall; its other three sides take {total} m of fence. "
            "Find its largest area in square metres.",
        )
        last = steps(times(2, best), f"{total} - {2 * best} = {total - 2 * best}", times(total - 2 * best, best))
    value = {"side": best, "half": area * 4}.get(d.slip, area)
    place = f"@critical-points x = {best}"
    if d.slip == "half":
        last = times(2 * best, area * 2 // best)
        place = f"x = {2 * best}"
    work = steps(f"with one side x it is {expression}", place, "" if d.slip == "side" else last)
    return Item(
        questions,
        work,
        str(value),
        f"subs({expression}, x, {best}) = answer and subs(diff({expression}, x), x, {best}) = 0",
        value=area,
        noun=f"the largest value of {expression}",
    )


@topic(
    "related-rates",
    "related rates",
    {"inner": "The rate of the side is forgotten.", "square": "The area itself is taken times the rate."},
    takes=range(2, 13),
)
def related_rates(d: Draw) -> Item:
    r, rate = d.main((2, 12), (2, 20), (2, 30)), d.within((2, 9), (2, 9), (2, 12))
    cube = d.difficulty > 1 and d.rng.random() < 0.5
    factor = 3 * r * r if cube else 2 * r
    value = factor if d.slip == "inner" else factor * rate
    if d.slip == "square":
        value = (r**3 if cube else r * r) * rate
    shape, measure = ("cube", "volume") if cube else ("square", "area")
    work = steps(
        f"@chain-rule {'3s^2' if cube else '2s'} times s'" if d.slip != "square" else f"the {measure} times the rate",
        raised(r, 3 if d.slip == "square" and cube else 2) if cube or d.slip == "square" else "",
        (times(3, r * r) if cube else times(2, r)) if d.slip != "square" else "",
        times(value // rate, rate) if d.slip != "inner" else "",
    )
    shown = d.shown(r)
    unit = "cm^3" if cube else "cm^2"
    return Item(
        (
            f"The side of a {shape} grows by {rate} cm per second. How fast does the {measure} grow when the side is "
            f"{shown} cm, in {unit} per second?",
            f"Each side of a {shape} grows at {rate} cm/s. Find the rate of its {measure} in {unit}/s "
            f"at the side {shown} cm.",
            f"At which rate in {unit}/s does the {measure} of a {shape} grow if its side is {shown} cm "
            f"and grows at {rate} cm/s?",
        ),
        work,
        str(value),
        f"answer = subs(diff(({r} + {rate}*t)^{3 if cube else 2}, t), t, 0)",
        value=factor * rate,
        noun=f"the rate of the {measure} of a {shape} with side {r} that grows at rate {rate}",
    )


@topic(
    "linear-approximation",
    "linear approximation",
    {"slope": "The slope is forgotten.", "half": "The factor 2 of the root's derivative is forgotten."},
)
def linear_approximation(d: Draw) -> Item:
    r, h = d.within((2, 9), (2, 15), (3, 25)), d.nonzero((1, 3), (-3, 3), (-5, 5))
    square = r * r
    change = {"slope": Fraction(h), "half": Fraction(h, r)}.get(d.slip, Fraction(h, 2 * r))
    value = r + change
    slope = f"slope 1/{2 * r if d.slip != 'half' else r}" if d.slip != "slope" else "slope 1"
    return Item(
        ask(
            (
                "Approximate sqrt({0}) with the tangent of sqrt(x) at {1}. Give a fraction.",
                "Use the tangent of sqrt(x) at {1} to estimate sqrt({0}) as a fraction.",
                "Which fraction does linear approximation at {1} give for sqrt({0})?",
            ),
            square + h,
            square,
        ),
        f"by the @tangent-line: height {r}; {slope}; step {h}; {h} times the slope is {number(change)}; "
        f"{r} {'+' if change > 0 else '-'} {number(abs(change))} = {number(value)}",
        number(value),
        f"answer = {r} + ({h})*subs(diff(sqrt(x), x), x, {square})",
    )


@topic(
    "newtons-method",
    "Newton's method",
    {"sign": "The quotient is added.", "turn": "The quotient is turned over."},
)
def newtons_method(d: Draw) -> Item:
    x, n = d.within((1, 5), (2, 9), (2, 9)), d.within((2, 20), (3, 60), (3, 90))
    while n == x * x:
        n += 1
    b = 0 if d.difficulty < 3 else d.nonzero((-5, 5))
    while 2 * x + b == 0:
        b += 1
    value, slope = x * x + b * x - n, 2 * x + b
    while value == 0:
        n += 1
        value = x * x + b * x - n
    quotient = Fraction(slope, value) if d.slip == "turn" else Fraction(value, slope)
    after = x + quotient if d.slip == "sign" else x - quotient
    sign = "+" if d.slip == "sign" else "-"
    function = quadratic(1, b, -n)
    return Item(
        ask(
            (
                "One step of Newton's method for {0} = 0 from x = {1}: what is the next x?",
                "Start Newton's method for {0} = 0 at {1}. Find the next approximation.",
                "Which x follows after {1} in Newton's method for {0} = 0?",
            ),
            function,
            x,
        ),
        f"@evaluating-functions {value}; @derivative-at-a-point {slope}; "
        f"the quotient is {number(quotient)}; {x} {sign} {bracket(number(quotient))} = {number(after)}",
        number(after),
        f"subs({function}, x, {x}) + (answer - {x})*subs(diff({function}, x), x, {x}) = 0",
    )


@topic(
    "mean-value-theorem",
    "mean value theorem",
    {"end": "The slope is set equal to the height at the end.", "mean": "The difference of the ends is halved."},
)
def mean_value_theorem(d: Draw) -> Item:
    a, b = d.within((0, 5), (-5, 5), (-9, 9)), d.within((1, 4), (1, 5), (1, 9))
    end = a + 2 * b
    k, c = d.within((1, 3), (1, 5), (2, 9)), d.within((-9, 9))
    function = quadratic(k, c, 0)
    rate = k * (a + end) + c
    place = Fraction(a + end, 2)
    value = {"mean": Fraction(end - a, 2), "end": Fraction(k * end * end + c * end - c, 2 * k)}.get(d.slip, place)
    used = k * end * end + c * end if d.slip == "end" else rate
    work = steps(
        f"@average-rate-of-change {used}" if d.slip != "end" else f"height {used}",
        f"@sum-rule {linear(2 * k, c)} = {used}",
        f"@linear-equations x = {number(value)}",
    )
    if d.slip == "mean":
        work = f"{minus(end, a)}; {end - a}/2 = {number(value)}"
    return Item(
        ask(
            (
                "For which x between {1} and {2} does the slope of {0} equal its average rate of change there?",
                "Find the x that the mean value theorem promises for {0} from {1} to {2}.",
                "At which x from {1} to {2} is the tangent of {0} parallel to the chord?",
            ),
            function,
            a,
            end,
        ),
        work,
        f"x = {number(value)}",
        f"subs(diff({function}, x), x, answer)*({end} - {bracket(a)}) = "
        f"subs({function}, x, {end}) - subs({function}, x, {a})",
        value=a + b,
        noun=f"the x between {a} and {end} where the slope of {function} is its average",
    )


@topic(
    "velocity-and-acceleration",
    "velocity and acceleration",
    {"one": "The other of the two is given.", "half": "The exponent does not come to the front."},
    takes=range(1, 10),
)
def velocity_and_acceleration(d: Draw) -> Item:
    a, b, t = d.within((1, 3), (1, 4), (1, 6)), d.nonzero((1, 9), (-9, 9), (-20, 20)), d.main((1, 5), (1, 8), (1, 9))
    c = d.within((0, 9), (0, 20), (-20, 20))
    position = terms(term(a, 3, "t"), term(b, 2, "t"), term(c, 1, "t"))
    speed = d.rng.random() < 0.5
    wanted = speed != (d.slip == "one")
    first, second = (1, 1) if d.slip == "half" else (3, 2)
    if wanted:
        value = first * a * t * t + second * b * t + c
        work = steps(
            f"@sum-rule {quadratic(first * a, second * b, c, 't')}",
            raised(t, 2),
            times(first * a, t * t),
            times(second * b, t),
            plus(first * a * t * t, second * b * t),
            plus(first * a * t * t + second * b * t, c) if c else "",
        )
    else:
        front = a if d.slip == "half" else 6 * a
        value = front * t + second * b
        work = steps(
            f"@second-derivative {linear(front, second * b, 't')}", times(front, t), plus(front * t, second * b)
        )
    name = "velocity" if speed else "acceleration"
    return Item(
        (
            f"A point moves along s(t) = {position}. What is its {name} at t = {d.shown(t)}?",
            f"s(t) = {position} is a position. Find the {name} at t = {d.shown(t)}.",
            f"Find the {name} at t = {d.shown(t)} of a body at s(t) = {position}.",
        ),
        work,
        str(value),
        f"answer = subs(diff({position}, t, {1 if speed else 2}), t, {t})",
        value=value,
        noun=f"the {name} at t = {t} of a body at s(t) = {position}",
    )


@topic(
    "de-lhopitals-rule",
    "de l'Hôpital's rule",
    {"quotient": "Only the numerator is differentiated.", "zero": "0/0 is taken for 1."},
)
def de_lhopitals_rule(d: Draw) -> Item:
    a, b = d.within((2, 9), (2, 12), (2, 15)), d.within((2, 9), (2, 12), (2, 15))
    while a == b:
        b += 1
    tops = {
        f"e^({a}x) - 1": (a, f"{a}e^({a}x)"),
        f"ln(1 + {a}x)": (a, f"{a}/(1 + {a}x)"),
        f"sin({a}x)": (a, f"{a}cos({a}x)"),
    }
    top = d.choice(tuple(tops))
    bottoms = {term(b): (b, str(b)), f"sin({b}x)": (b, f"{b}cos({b}x)"), f"{b}x + x^2": (b, f"{b} + 2x")}
    bottom = d.choice(tuple(bottoms)[: d.difficulty])
    value = {"quotient": Fraction(a), "zero": Fraction(1)}.get(d.slip, Fraction(a, b))
    work = steps(
        "it is 0/0",
        f"@chain-rule above {tops[top][1]}, at 0 it is {a}",
        "" if d.slip == "quotient" else f"below {bottoms[bottom][1]}, at 0 it is {b}",
        f"@simplifying-fractions {a}/{b} = {number(value)}" if not d.slip else "",
    )
    if d.slip == "zero":
        work = "it is 0/0, and equal numbers give 1"
    text = f"({top})/({bottom})"
    return Item(
        ask(
            (
                "Find the limit of {} as x -> 0.",
                "What does {} approach as x -> 0?",
                "Compute the limit of {} for x -> 0.",
            ),
            text,
        ),
        work,
        number(value),
        f"abs(answer - subs({text}, x, 1/100000)) < 1/100",
    )


TOPICS = (
    intervals_of_increase,
    extreme_values,
    extrema_on_an_interval,
    inflection_points,
    optimisation,
    related_rates,
    linear_approximation,
    newtons_method,
    mean_value_theorem,
    velocity_and_acceleration,
    de_lhopitals_rule,
)
