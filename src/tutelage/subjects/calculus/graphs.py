"""More about functions and their graphs: domains, inverses, parabolas, lines and points in the plane."""

from __future__ import annotations

from fractions import Fraction
from math import gcd

from tutelage.subjects.calculus.topic import (
    ask,
    bracket,
    inside,
    linear,
    minus,
    number,
    over,
    plus,
    point,
    quadratic,
    raised,
    steps,
    surd,
    term,
    terms,
    times,
    topic,
)
from tutelage.subjects.workbook import Draw, Item


@topic(
    "domains",
    "domains of functions",
    {"turn": "The numbers on the other side are given.", "sign": "The number is moved with its sign."},
    takes=range(2, 13),
)
def domains(d: Draw) -> Item:
    a, bound = d.main((2, 5), (2, 9), (-9, 9)), d.nonzero((1, 9), (-9, 9), (-12, 12))
    while a in (0, 1, -1):
        a = d.main((2, 5), (2, 9), (-9, 9))
    b, log = -a * bound, d.rng.random() < 0.4
    place = -bound if d.slip == "sign" else bound
    up = (a > 0) != (d.slip == "turn")
    sign = (">" if up else "<") + ("" if log else "=")
    function = f"{'ln' if log else 'sqrt'}({linear(d.shown(a), b)})"
    need = f"{linear(a, b)} {'>' if log else '>='} 0"
    return Item(
        ask(
            ("Find the domain of {}.", "For which x is {} defined?", "What is the largest domain of f(x) = {}?"),
            function,
        ),
        f"{need}; @linear-inequalities {place * a}/{bracket(a)} = {place}",
        f"x {sign} {place}",
        inside(lambda x: a * x + b > 0 or (a * x + b == 0 and not log), bound),
    )


@topic(
    "inverse-functions",
    "inverse functions",
    {"order": "The steps are undone in the wrong order.", "sign": "The number is not undone but repeated."},
)
def inverse_functions(d: Draw) -> Item:
    a, b = d.within((2, 9), (2, 12), (-9, 9)), d.nonzero((1, 12), (-15, 15), (-20, 20))
    while a in (0, 1, -1):
        a = d.within((2, 9), (2, 12), (-9, 9))
    cube = d.difficulty == 3 and d.rng.random() < 0.4
    if d.difficulty == 2 and d.rng.random() < 0.5:
        function, answer = terms(f"x/{a}", str(b)), f"{a}({linear(1, -b)})"
        wrong = {"order": linear(a, -b), "sign": f"{a}({linear(1, b)})"}
        work, formal = steps(linear(1, -b), f"times {a}"), f"answer/{a} + {bracket(b)} = x"
    else:
        power = "^3" if cube else ""
        function = terms(term(a, 3 if cube else 1), str(b))
        root = "(1/3)" if cube else ""
        sign = "-" if a < 0 else ""
        inner = f"{sign}({linear(1, -b)})/{abs(a)}"
        answer = f"({inner})^{root}" if cube else inner
        wrong = {
            "order": f"(x/{bracket(a)})^(1/3) - {bracket(b)}" if cube else terms(f"x/{bracket(a)}", str(-b)),
            "sign": f"(({linear(1, b)})/{bracket(a)})^(1/3)" if cube else f"{sign}({linear(1, b)})/{abs(a)}",
        }
        work = steps(linear(1, -b), f"divided by {bracket(a)}", "third root" if cube else "")
        formal = f"{a}*answer{power} + {bracket(b)} = x"
    return Item(
        ask(
            (
                "Find the inverse function of f(x) = {}.",
                "f(x) = {}. What is its inverse function?",
                "Which function undoes f(x) = {}?",
            ),
            function,
        ),
        f"as in @rearranging-formulas, the last step is undone first: {work}",
        wrong.get(d.slip, answer),
        formal,
    )


@topic(
    "vertex-of-a-parabola",
    "vertex of a parabola",
    {"sign": "The place has the wrong sign.", "constant": "The constant is taken for the height."},
)
def vertex_of_a_parabola(d: Draw) -> Item:
    a, h = d.within((1, 1), (1, 3), (-3, 3)) or 2, d.nonzero((1, 6), (-6, 6), (-6, 6))
    k = d.within((-9, 9), (-15, 15), (-20, 20))
    c = a * h * h + k
    place = -h if d.slip == "sign" else h
    height = c if d.slip == "constant" else a * place * place - 2 * a * h * place + c
    bottom = 2 * a
    top = -2 * a * h if d.slip == "sign" else 2 * a * h
    function = quadratic(a, -2 * a * h, c)
    work = steps(
        f"place {top}/{bracket(bottom)} = {place}",
        "" if d.slip == "constant" else f"@powers {raised(place, 2)}",
        "" if d.slip == "constant" or a == 1 else times(a, place * place),
        "" if d.slip == "constant" else times(-2 * a * h, place),
        "" if d.slip == "constant" else plus(a * place * place, -2 * a * h * place),
        f"height {plus(a * place * place - 2 * a * h * place, c) if d.slip != 'constant' else c}" if c else "",
    )
    return Item(
        ask(
            (
                "Find the vertex of the parabola y = {}.",
                "At which point does the parabola y = {} turn?",
                "What is the vertex of y = {}?",
            ),
            function,
        ),
        f"as in @completing-the-square, {work}",
        point(place, height),
        f"size(answer) = 2 and subs(diff({function}, x), x, part(answer, 1)) = 0 and "
        f"subs({function}, x, part(answer, 1)) = part(answer, 2)",
    )


@topic(
    "shifting-graphs",
    "shifting graphs",
    {"side": "The shift sideways has the wrong sign.", "height": "The shift upwards is put in the brackets."},
)
def shifting_graphs(d: Draw) -> Item:
    right, up = d.within((1, 9)), d.within((1, 9), (1, 15), (1, 20))
    to_left, down = d.difficulty > 1 and d.rng.random() < 0.5, d.difficulty > 1 and d.rng.random() < 0.5
    h, k = -right if to_left else right, -up if down else up
    n = d.choice(((2,), (2, 3), (2, 3, 4))[d.difficulty - 1])
    used = -h if d.slip == "side" else h
    answer = terms(f"({linear(1, -used)})^{n}", str(k))
    if d.slip == "height":
        answer = f"({terms('x', str(-h), str(k))})^{n}"
    moves = f"{right} to the {'left' if to_left else 'right'} and {up} {'down' if down else 'up'}"
    return Item(
        ask(
            (
                "The graph of y = x^{0} is shifted {1}. What is its equation?",
                "Shift the graph of x^{0} by {1}. Give the new function.",
                "Which function has the graph of x^{0}, moved {1}?",
            ),
            n,
            moves,
        ),
        f"by @composing-functions x becomes {linear(1, -used)}; then {terms(str(k))} is added",
        f"y = {answer}",
        f"subs(answer, x, x + {bracket(h)}) - {bracket(k)} = x^{n}",
    )


@topic(
    "piecewise-functions",
    "piecewise functions",
    {"other": "The other formula is used.", "constant": "The constant of the formula is left out."},
    takes=range(-4, 13),
)
def piecewise_functions(d: Draw) -> Item:
    border, x = d.within((0, 5), (-3, 5), (-6, 6)), d.main((-4, 9), (-9, 9), (-12, 12))
    a, b = d.within((2, 5), (2, 9), (2, 9)), d.nonzero((1, 9), (-9, 9), (-9, 9))
    c = d.nonzero((1, 9), (-9, 9), (-9, 9))
    while a * x + b == x * x + c:
        c += 1
    below = (x < border) != (d.slip == "other")
    first = times(a, x) if below else raised(x, 2)
    value = a * x if below else x * x
    add = b if below else c
    total = value if d.slip == "constant" else value + add
    shown = f"f(x) = {linear(a, b)} for x < {border} and f(x) = {terms('x^2', str(c))} for x >= {border}"
    rule = linear(a, b) if below else terms("x^2", str(c))
    return Item(
        (
            f"{shown}. Find f({d.shown(x)}).",
            f"{shown}. What is f({d.shown(x)})?",
            f"Evaluate f({d.shown(x)}) if {shown}.",
        ),
        f"{x} is {'less' if x < border else 'not less'} than {border}; @evaluating-functions {rule}: "
        + steps(first, plus(value, add) if d.slip != "constant" else ""),
        str(total),
        f"answer = subs({linear(a, b) if x < border else terms('x^2', str(c))}, x, {x})",
        value=a * x + b if x < border else x * x + c,
        noun=f"f({x}) where {shown}",
    )


@topic(
    "perpendicular-lines",
    "perpendicular lines",
    {"sign": "The sign of the slope is not changed.", "turn": "The slope is not turned over."},
)
def perpendicular_lines(d: Draw) -> Item:
    top, bottom = d.nonzero((1, 9), (-9, 9), (-12, 12)), d.within((1, 1), (1, 5), (2, 9))
    while gcd(top, bottom) > 1 or abs(top) == bottom:
        top = d.nonzero((1, 9), (-9, 9), (-12, 12))
    slope = Fraction(top, bottom)
    b = d.nonzero((1, 9), (-15, 15), (-15, 15))
    value = {"sign": 1 / slope, "turn": -slope}.get(d.slip, -1 / slope)
    line = terms(term(top, 1) + (f"/{bottom}" if bottom > 1 else ""), str(b))
    first = f"slope {number(slope)}"
    return Item(
        ask(
            (
                "What is the slope of a line perpendicular to y = {}?",
                "A line meets y = {} at a right angle. Find its slope.",
                "Find the slope of the lines that are perpendicular to y = {}.",
            ),
            line,
        ),
        f"by @line-through-a-point {first}; turned over and with the other sign {number(value)}",
        number(value),
        f"answer*diff({line}, x) = -1",
    )


_TRIPLES = ((3, 4, 5), (6, 8, 10), (5, 12, 13), (8, 15, 17), (9, 12, 15), (7, 24, 25), (12, 16, 20), (20, 21, 29))


@topic(
    "distance-between-points",
    "distance between points",
    {"sum": "The two differences are added.", "root": "The root is not taken."},
)
def distance_between_points(d: Draw) -> Item:
    x, y = d.within((0, 9), (-9, 9), (-20, 20)), d.within((0, 9), (-9, 9), (-20, 20))
    if d.difficulty == 3:
        run, rise = d.within((1, 8), (1, 8), (1, 8)), d.within((1, 8), (1, 8), (1, 8))
    else:
        run, rise, _ = d.choice(_TRIPLES[: 4 * d.difficulty])
        run, rise = d.choice(((run, rise), (rise, run)))
    if d.difficulty > 1 and d.rng.random() < 0.5:
        rise = -rise
    square = run * run + rise * rise
    answer = {"sum": str(run + abs(rise)), "root": str(square)}.get(d.slip, surd(1, square))
    ends = f"{point(x, y)} and {point(x + run, y + rise)}"
    work = steps(f"@integer-subtraction {minus(x + run, x)}", minus(y + rise, y))
    if d.slip == "sum":
        work += f"; {plus(run, abs(rise))}"
    else:
        work += "; @powers " + steps(raised(run, 2), raised(rise, 2), plus(run * run, rise * rise))
        work += f"; @square-roots sqrt({square}) = {answer}" if d.slip != "root" else ""
    return Item(
        (
            f"Find the distance between {ends}.",
            f"How far apart are {ends}?",
            f"How long is the segment with the ends {ends}?",
        ),
        work,
        answer,
        f"answer^2 = ({x + run} - {bracket(x)})^2 + ({y + rise} - {bracket(y)})^2 and answer > 0",
    )


@topic(
    "midpoints",
    "midpoints",
    {"difference": "The coordinates are subtracted before halving.", "half": "The sums are not halved."},
)
def midpoints(d: Draw) -> Item:
    m, n = d.within((1, 9), (-9, 9), (-20, 20)), d.within((1, 9), (-9, 9), (-20, 20))
    r, s = d.nonzero((1, 5), (-9, 9), (-12, 12)), d.nonzero((1, 5), (-9, 9), (-12, 12))
    a, b, e, f = m - r, n - s, m + r, n + s
    x, y = {"difference": (r, s), "half": (2 * m, 2 * n)}.get(d.slip, (m, n))
    one, other = (minus(e, a), minus(f, b)) if d.slip == "difference" else (plus(a, e), plus(b, f))
    name = "subtraction" if d.slip == "difference" else "addition"
    one = f"@integer-{name} {one}"
    work = steps(one, "" if d.slip == "half" else over(2 * x, 2), other, "" if d.slip == "half" else over(2 * y, 2))
    return Item(
        ask(
            (
                "Find the midpoint of {} and {}.",
                "Which point lies halfway between {} and {}?",
                "What is the midpoint of the segment from {} to {}?",
            ),
            point(a, b),
            point(e, f),
        ),
        work,
        point(x, y),
        f"size(answer) = 2 and part(answer, 1) - {bracket(a)} = {e} - part(answer, 1) and "
        f"part(answer, 2) - {bracket(b)} = {f} - part(answer, 2)",
    )


@topic(
    "intersection-of-lines",
    "intersection of lines",
    {"height": "The height is the one at x = 0.", "plus": "The slopes are added."},
)
def intersection_of_lines(d: Draw) -> Item:
    m, n = d.within((2, 6), (2, 9), (-9, 9)), d.within((-3, 1), (-5, 1), (-9, 9))
    while m in (n, -n) or n == 0 or m == 0:
        m, n = d.within((2, 6), (2, 9), (-9, 9)), d.within((-3, 1), (-5, 1), (-9, 9))
    x, b = d.nonzero((1, 6), (-6, 6), (-9, 9)), d.nonzero((1, 9), (-9, 9), (-15, 15))
    c = (m - n) * x + b
    front = m + n if d.slip == "plus" else m - n
    place = Fraction(c - b, front)
    height = Fraction(b) if d.slip == "height" else m * place + b
    work = steps(
        plus(m, n) if d.slip == "plus" else minus(m, n),
        minus(c, b),
        f"x: {c - b}/{bracket(front)} = {number(place)}" if front != 1 else f"x = {c - b}",
        "" if d.slip == "height" else f"y: {m}*{bracket(number(place))} = {number(m * place)}",
        "" if d.slip == "height" else f"{number(m * place)} {'+' if b > 0 else '-'} {abs(b)} = {number(height)}",
    )
    return Item(
        ask(
            (
                "Where do the lines y = {} and y = {} meet?",
                "Find the intersection of the lines y = {} and y = {}.",
                "At which point do y = {} and y = {} cross?",
            ),
            linear(m, b),
            linear(n, c),
        ),
        f"both heights are equal; @unknown-on-both-sides {work}",
        point(number(place), number(height)),
        f"size(answer) = 2 and {m}*part(answer, 1) + {bracket(b)} = part(answer, 2) and "
        f"{n}*part(answer, 1) + {bracket(c)} = part(answer, 2)",
    )


TOPICS = (
    domains,
    inverse_functions,
    vertex_of_a_parabola,
    shifting_graphs,
    piecewise_functions,
    perpendicular_lines,
    distance_between_points,
    midpoints,
    intersection_of_lines,
)
