"""Functions, lines, logarithms, limits and rates of change."""

from __future__ import annotations

from math import gcd

from tutelage.subjects.calculus.topic import (
    ask,
    bracket,
    fraction,
    linear,
    minus,
    over,
    plus,
    raised,
    steps,
    term,
    terms,
    times,
    topic,
)
from tutelage.subjects.workbook import Draw, Item


@topic(
    "evaluating-functions",
    "evaluating functions",
    {
        "double": "The square is worked out as a double.",
        "add": "The coefficient is added to the number, not multiplied.",
    },
    takes=range(2, 10),
)
def evaluating_functions(d: Draw) -> Item:
    b, x = d.nonzero((1, 9), (-9, 9), (-9, 9)), d.main((2, 6), (2, 9), (-9, -2))
    square = 2 * x if d.slip == "double" else x * x
    product = b + x if d.slip == "add" else b * x
    function, name = terms("x^2", term(b)), d.choice("fgh")
    return Item(
        (
            f"{name}(x) = {function}. Find {name}({d.shown(x)}).",
            f"If {name}(x) = {function}, what is {name}({d.shown(x)})?",
            f"Evaluate {name}({d.shown(x)}) for {name}(x) = {function}.",
        ),
        "Evaluating functions by substitution: "
        + steps(raised(x, 2, square), plus(b, x) if d.slip == "add" else times(b, x), plus(square, product)),
        str(square + product),
        f"answer = subs({function}, x, {x})",
        uses=("substitution",),
        value=x * x + b * x,
        noun=f"the value of {function} at x = {x}",
    )


@topic(
    "composing-functions",
    "composing functions",
    {"order": "The outer function is applied first.", "product": "The two values are multiplied."},
    takes=range(2, 10),
)
def composing_functions(d: Draw) -> Item:
    a, b = d.within((2, 5), (2, 9), (2, 9)), d.nonzero((1, 9), (-9, 9), (-9, 9))
    c, x = d.nonzero((1, 9), (-9, 9), (-9, 9)), d.main((1, 6), (1, 9), (1, 9))
    if d.slip == "order":
        first = a * x + b
        work, answer = steps(f"{times(a, x)}; {plus(a * x, b)}", plus(first, c)), first + c
    elif d.slip == "product":
        work = steps(plus(x, c), times(a, x), plus(a * x, b), times(a * x + b, x + c))
        answer = (a * x + b) * (x + c)
    else:
        inner = x + c
        work, answer = f"{plus(x, c)}; {times(a, inner)}; {plus(a * inner, b)}", a * inner + b
    functions = f"f(x) = {linear(a, b)}, g(x) = {linear(1, c)}"
    k = d.shown(x)
    return Item(
        (
            f"{functions}. Find f(g({k})).",
            f"{functions}. What is f(g({k}))?",
            f"{functions}. Compute f(g({k})).",
        ),
        f"Composing functions by evaluating functions: {work}",
        str(answer),
        f"answer = subs({linear(a, b)}, x, subs({linear(1, c)}, x, {x}))",
        uses=("evaluating-functions",),
        value=a * (x + c) + b,
        noun=f"p(q({x})) for p(x) = {linear(a, b)} and q(x) = {linear(1, c)}",
    )


@topic(
    "slope-between-points",
    "slope between points",
    {"inverted": "The run is divided by the rise.", "order": "One difference is taken the wrong way round."},
)
def slope_between_points(d: Draw) -> Item:
    slope = d.nonzero((1, 5), (-5, 5), (-9, 9))
    run, x, y = d.within((2, 5)), d.within((0, 5), (0, 9), (-5, 5)), d.within((0, 9), (0, 9), (-9, 9))
    rise = slope * run
    top, bottom = rise, run
    if d.slip == "order":
        top = -rise
    if d.slip == "inverted":
        top, bottom = run, rise
        common = gcd(top, bottom) * (1 if bottom > 0 else -1)
        answer = fraction(top // common, bottom // common)
        last = f"{top}/{bracket(bottom)} = {answer}"
    else:
        answer, last = str(top // bottom), over(top, bottom)
    differences = steps(
        minus(y, y + rise) if d.slip == "order" else minus(y + rise, y),
        minus(x + run, x),
    )
    points = f"({x}, {y}) and ({x + run}, {y + rise})"
    return Item(
        (
            f"What is the slope between {points}?",
            f"Find the slope of the line through {points}.",
            f"How steep is the line from ({x}, {y}) to ({x + run}, {y + rise})?",
        ),
        f"Slope between points: {differences}; division {last}",
        answer,
        f"{bracket(y)} + answer*({x + run} - {bracket(x)}) = {y + rise}",
        uses=("integer-division",),
        value=slope,
        noun=f"the slope between {points}",
    )


@topic(
    "line-through-a-point",
    "line through a point",
    {
        "height": "The height of the point is taken for the constant.",
        "sign": "The product is added instead of subtracted.",
    },
    takes=range(2, 13),
)
def line_through_a_point(d: Draw) -> Item:
    m, x = d.main((2, 5), (2, 9), (-9, -2)), d.nonzero((1, 5), (1, 9), (-5, 9))
    y = d.within((1, 20), (-9, 20), (-9, 20))
    constant = {"height": y, "sign": y + m * x}.get(d.slip, y - m * x)
    product = 0 if d.slip == "height" else m * x
    last = plus(y, product) if d.slip == "sign" else minus(y, product)
    slope, point = d.shown(m), f"({x}, {y})"
    return Item(
        (
            f"Find the line through {point} with slope {slope}.",
            f"Which line through {point} has slope {slope}?",
            f"Write the line with slope {slope} through {point}.",
        ),
        f"Line through a point: {times(m, 0 if d.slip == 'height' else x)}; {last}",
        f"y = {linear(m, constant)}",
        f"subs(answer, x, {x}) = {y} and diff(answer, x) = {m}",
    )


# 26 + 20 + 27 logarithms; with the wordings about 290 questions.
_LOGARITHMS = (
    (*((base, n) for base in range(2, 10) for n in (1, 2, 3) if base**n <= 125), (2, 4), (2, 5), (3, 4), (10, 2)),
    (*((base, n) for base in (2, 3, 4, 5, 10) for n in (0, 3, 4, 5) if base**n <= 1024), (2, 6), (6, 3), (7, 2)),
    (*((base, -n) for base in range(2, 11) for n in (1, 2, 3) if base**n <= 1000), (2, 7), (2, 8), (10, 4)),
)


@topic(
    "logarithms", "logarithms", {"divide": "The number is divided by the base.", "next": "The exponent is off by one."}
)
def logarithms(d: Draw) -> Item:
    base, n = d.choice(_LOGARITHMS[d.difficulty - 1])
    number = fraction(1, base**-n) if n < 0 else str(base**n)
    answer = str(n + 1 if d.slip == "next" else n)
    work = f"{base}^{bracket(int(answer))} = {number}"
    if d.slip == "divide" and n > 0 and base**n < 100:
        answer = str(base ** (n - 1))
        work = f"{number}/{base} = {answer}"
    return Item(
        (
            f"What is log base {base} of {number}?",
            f"Find the logarithm of {number} to base {base}.",
            f"Compute log base {base} of {number}.",
            f"To which power must {base} be raised to give {number}?",
        ),
        f"Logarithms undo powers: {work}",
        answer,
        f"{base}^answer = {number}",
        uses=("powers",),
        value=n,
        noun=f"log base {base} of {number}",
    )


LIMIT = ("Find the limit of {} at {}.", "What is the limit of {} as x -> {}?", "What does {} approach at {}?")


@topic(
    "limit-by-substitution",
    "limit by substitution",
    {"double": "The square is worked out as a double.", "constant": "The constant is left out."},
    takes=range(2, 10),
)
def limit_by_substitution(d: Draw) -> Item:
    a, c = d.main((2, 6), (2, 9), (-9, -2)), d.nonzero((1, 9), (-9, 9), (-30, 30))
    b = d.within((1, 1), (2, 5), (2, 5))
    square = 2 * a if d.slip == "double" else a * a
    product = b * square
    total = product if d.slip == "constant" else product + c
    function = terms(term(b, 2), str(c))
    last = "" if d.slip == "constant" else plus(product, c)
    return Item(
        ask(LIMIT, function, d.shown(a)),
        "Limit by substitution: " + steps(raised(a, 2, square), times(b, square) if b > 1 else "", last),
        str(total),
        f"answer = limit({function}, x, {a})",
        uses=("substitution",),
        value=b * a * a + c,
        noun=f"the limit of {function} as x -> {a}",
    )


@topic(
    "limit-by-cancelling",
    "limit by cancelling",
    {"other": "The wrong factor is cancelled.", "zero": "0/0 is taken for 0."},
)
def limit_by_cancelling(d: Draw) -> Item:
    a, c = d.nonzero((1, 9), (-9, 9), (-12, 12)), d.nonzero((1, 9), (1, 9), (-12, 12))
    while a in (0, -c):
        a, c = d.nonzero((1, 9), (-9, 9), (-12, 12)), d.nonzero((1, 9), (1, 9), (-12, 12))
    quadratic = terms("x^2", term(c - a), str(-a * c))
    zero, other = linear(1, -a), linear(1, c)
    last = plus(a, -a) if d.slip == "other" else plus(a, c)
    work = f"factoring quadratics ({zero})({other}); {last}"
    answer = {"other": 0, "zero": 0}.get(d.slip, a + c)
    if d.slip == "zero":
        work = f"factoring quadratics ({zero})({other}); {a} - {bracket(a)} = 0; 0/0 = 0"
    quotient = f"({quadratic})/({zero})"
    return Item(
        ask(LIMIT, quotient, a),
        f"Limit by cancelling: {work}",
        str(answer),
        f"answer = limit({quotient}, x, {a})",
        uses=("factoring-quadratics",),
        value=a + c,
        noun=f"the limit of {quotient} as x -> {a}",
    )


@topic(
    "average-rate-of-change",
    "average rate of change",
    {"rise": "The difference of the values is not divided.", "mean": "The mean of the values is taken."},
    takes=range(3, 13),
)
def average_rate_of_change(d: Draw) -> Item:
    a, run = d.within((0, 5), (0, 6), (-5, -1)), d.within((1, 4), (2, 5), (2, 8))
    b = a + run
    if d.given is not None:
        b = d.given
        a = b - min(run, b)
        run = b - a
    while b == -a:
        b, run = b + 1, run + 1
    ends = b * b, a * a
    values = steps(raised(b, 2), raised(a, 2))
    rise = ends[0] - ends[1]
    if d.slip == "rise":
        answer, change = str(rise), f"slope between points {minus(*ends)}"
    elif d.slip == "mean":
        total = sum(ends)
        answer = fraction(total // 2, 1) if total % 2 == 0 else fraction(total, 2)
        change = f"slope between points {plus(*ends)}; {total}/2 = {answer}"
    else:
        answer, change = str(rise // run), f"slope between points {minus(*ends)}; {minus(b, a)}; {over(rise, run)}"
    letter = d.letter()
    function = f"{letter}^2"
    return Item(
        ask(
            (
                "Find the average rate of change of {} from {} to {}.",
                "How fast does {} change on average from {} to {}?",
                "What is the average slope of {} from {} to {}?",
            ),
            function,
            a,
            d.shown(b),
        ),
        f"Average rate of change: {values}; {change}",
        answer,
        f"answer*({b} - {bracket(a)}) = integrate(diff({function}, {letter}), {letter}, {a}, {b})",
        uses=("slope-between-points",),
        value=rise // run,
        noun=f"the average rate of change of {function} from {a} to {b}",
    )


TOPICS = (
    evaluating_functions,
    composing_functions,
    slope_between_points,
    line_through_a_point,
    logarithms,
    limit_by_substitution,
    limit_by_cancelling,
    average_rate_of_change,
)
