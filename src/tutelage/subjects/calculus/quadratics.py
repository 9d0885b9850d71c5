"""Quadratic equations, and inequalities."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.topic import (
    ask,
    bracket,
    inside,
    linear,
    minus,
    number,
    over,
    plus,
    quadratic,
    raised,
    steps,
    surd,
    terms,
    times,
    topic,
)
from tutelage.subjects.workbook import Draw, Item

SOLVE = ("Solve {}.", "Find all solutions of {}.", "Which numbers solve {}?")


def _distinct_roots(d: Draw) -> tuple[int, int]:
    p, q = d.nonzero((1, 9), (-9, 9), (-12, 12)), d.nonzero((1, 9), (-9, 9), (-12, 12))
    while p in (q, -q):
        p, q = d.nonzero((1, 9), (-9, 9), (-12, 12)), d.nonzero((1, 9), (-9, 9), (-12, 12))
    return min(p, q), max(p, q)


@topic(
    "quadratics-by-factoring",
    "quadratics by factoring",
    {
        "sign": "The numbers in the brackets are taken for the solutions.",
        "one": "Only one solution is changed in sign.",
    },
)
def quadratics_by_factoring(d: Draw) -> Item:
    p, q = _distinct_roots(d)
    letter = d.letter()
    equation = f"{quadratic(1, -p - q, p * q, letter)} = 0"
    found = {"sign": (-q, -p), "one": (p, -q)}.get(d.slip, (p, q))
    return Item(
        ask(SOLVE, equation),
        f"@factoring-quadratics ({linear(1, -p, letter)})({linear(1, -q, letter)}) = 0; one bracket has to be 0",
        f"{letter} = {min(found)} or {letter} = {max(found)}",
        f"size(answer) = 2 and part(answer, 1) + part(answer, 2) = {p + q} and "
        f"part(answer, 1)*part(answer, 2) = {p * q}",
    )


@topic(
    "discriminant",
    "discriminant",
    {"sign": "The last product is added.", "four": "The factor 4 is forgotten."},
    takes=range(2, 13),
)
def discriminant(d: Draw) -> Item:
    a, b, c = d.within((1, 4), (2, 6), (-9, 9)), d.main((2, 9), (3, 12), (-12, 12)), d.nonzero((1, 5), (-9, 9), (-9, 9))
    while 0 in (a, b):
        a, b = d.nonzero((1, 4), (2, 6), (-9, 9)), d.main((2, 9), (3, 12), (-12, 12)) or 1
    last = a * c if d.slip == "four" else 4 * a * c
    end = plus(b * b, last) if d.slip == "sign" else minus(b * b, last)
    work = steps(
        f"@powers {raised(b, 2)}",
        "" if d.slip == "four" else times(4, a),
        times(a if d.slip == "four" else 4 * a, c),
        end,
    )
    function = quadratic(a, b, c)
    return Item(
        ask(
            ("What is the discriminant of {}?", "Find the discriminant of {} = 0.", "Compute the discriminant of {}."),
            quadratic(a, d.shown(b), c),
        ),
        work,
        str(b * b + last if d.slip == "sign" else b * b - last),
        f"answer = subs(diff({function}, x)^2 - 2*diff({function}, x, 2)*({function}), x, 3)",
        value=b * b - 4 * a * c,
        noun=f"the discriminant of {function}",
    )


@topic(
    "quadratic-formula",
    "quadratic formula",
    {"sign": "The coefficient of x keeps its sign.", "half": "It is not divided by two."},
)
def quadratic_formula(d: Draw) -> Item:
    surds = d.difficulty == 3
    a = 1 if surds else d.within((1, 1), (2, 3))
    p, q = _distinct_roots(d)
    if surds:
        p, m = d.nonzero((-9, 9)), d.choice((2, 3, 5, 6, 7, 10, 11, 13))
        b, c, square = -2 * p, p * p - m, 4 * m
    else:
        b, c = -(a * p + q), p * q  # the roots p and q/a
        square = b * b - 4 * a * c
        if square == 0:
            return quadratic_formula.make(d)
    front = b if d.slip == "sign" else -b
    root = surd(1, square)
    below = a if d.slip == "half" else 2 * a
    if surds:
        answer = terms(*(piece for piece in (str(front // below), surd(2 // below, square // 4)) if piece != "0"))
        last = steps(f"{front}/{below} = {front // below}", f"{root}/{below} = {surd(1, square // 4)}")
        last = last if below > 1 else f"plus {front}"
    else:
        top = Fraction(front + int(root), below)
        answer, last = number(top), f"{plus(front, int(root))}"
        last += f"; {front + int(root)}/{below} = {number(top)}" if below > 1 else ""
    function = quadratic(a, b, c)
    return Item(
        ask(
            (
                "Find the larger solution of {} = 0.",
                "What is the larger solution of {} = 0?",
                "Solve {} = 0 and give the larger solution.",
            ),
            function,
        ),
        f"@discriminant {square}; @square-roots sqrt({square}) = {root}; {last}",
        f"x = {answer}",
        f"{a}*answer^2 + {bracket(b)}*answer + {bracket(c)} = 0 and answer > {Fraction(-b, 2 * a)}",
    )


@topic(
    "completing-the-square",
    "completing the square",
    {"add": "The square is added instead of taken away.", "half": "The coefficient is not halved."},
)
def completing_the_square(d: Draw) -> Item:
    p, c = d.nonzero((1, 6), (-9, 9), (-15, 15)), d.nonzero((1, 9), (-20, 20), (-60, 60))
    while c in (p * p, -p * p, 4 * p * p):
        c += 1
    letter = d.letter()
    inner = 2 * p if d.slip == "half" else p
    rest = c + inner * inner if d.slip == "add" else c - inner * inner
    text = quadratic(1, 2 * p, c, letter)
    work = steps(
        "" if d.slip == "half" else f"@integer-division {over(2 * p, 2)}",
        raised(inner, 2),
        plus(c, inner * inner) if d.slip == "add" else minus(c, inner * inner),
    )
    return Item(
        (
            f"Complete the square in {text}.",
            f"Write {text} as a square plus a number.",
            f"Bring {text} into the form ({letter} + p)^2 + q.",
        ),
        f"by @squaring-binomials read backwards, {work}",
        terms(f"({linear(1, inner, letter)})^2", str(rest)),
        f"answer = {text} and parts(answer) < 5",
    )


@topic(
    "sum-and-product-of-roots",
    "sum and product of roots",
    {"sign": "The sign of the sum, or of the product, is wrong.", "other": "Sum and product are mixed up."},
)
def sum_and_product_of_roots(d: Draw) -> Item:
    a = d.within((1, 1), (1, 3), (2, 6))
    s, p = d.nonzero((2, 12), (-15, 15), (-15, 15)), d.nonzero((1, 9), (-20, 20), (-30, 30))
    while abs(s) == abs(p) or s * s < 4 * p:
        s, p = d.nonzero((2, 12), (-15, 15), (-15, 15)), d.nonzero((1, 9), (-20, 20), (-30, 30))
    function = quadratic(a, -a * s, a * p)
    of_sum = d.rng.random() < 0.5
    what = "sum" if of_sum else "product"
    by_sum = of_sum != (d.slip == "other")
    turned = by_sum != (d.slip == "sign")
    source = -a * s if by_sum else a * p
    top = -source if turned else source
    value = top // a
    work = steps(
        f"the coefficient is {source}",
        f"minus that is {top}" if turned else "",
        f"@integer-division {over(top, a)}" if a > 1 else "",
    )
    formal = f"subs(diff({function}, x), x, answer/2) = 0" if of_sum else f"{a}*answer = subs({function}, x, 0)"
    return Item(
        ask(
            (
                "What is the {} of the solutions of {} = 0?",
                "Find the {} of both solutions of {} = 0 without solving it.",
                "Give the {} of the roots of {}.",
            ),
            what,
            function,
        ),
        f"as in @factoring-quadratics, {work}",
        str(value),
        formal,
        value=s if of_sum else p,
        noun=f"the {what} of the solutions of {function} = 0",
    )


_FLIPPED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}


def _compare(left: Fraction, sign: str, right: Fraction) -> bool:
    return {"<": left < right, ">": left > right, "<=": left <= right, ">=": left >= right}[sign]


@topic(
    "linear-inequalities",
    "linear inequalities",
    {"flip": "The sign is not turned, or turned without need.", "side": "The number is moved with its sign."},
    takes=range(2, 13),
)
def linear_inequalities(d: Draw) -> Item:
    a, b, x = (
        d.main((2, 9), (-9, 9), (-9, -2)),
        d.nonzero((1, 9), (-9, 9), (-20, 20)),
        d.within((-3, 9), (-9, 9), (-12, 12)),
    )
    while a in (0, 1, -1):
        a = d.main((2, 9), (-9, 9), (-9, -2))
    sign, right = d.choice(("<", ">", "<=", ">=")), a * x + b
    moved = right + b if d.slip == "side" else right - b
    bound = Fraction(moved, a)
    turned = _FLIPPED[sign] if (a < 0) != (d.slip == "flip") else sign
    letter = d.letter()
    move = plus(right, b) if d.slip == "side" else minus(right, b)
    note = "the sign turns" if turned != sign else "the sign stays"
    return Item(
        (
            f"Solve {linear(d.shown(a), b, letter)} {sign} {right}.",
            f"For which {letter} is {linear(d.shown(a), b, letter)} {sign} {right}?",
            f"Find all {letter} with {linear(d.shown(a), b, letter)} {sign} {right}.",
        ),
        f"as in @linear-equations, {move}; {moved}/{bracket(a)} = {number(bound)}; {note}",
        f"{letter} {turned} {number(bound)}",
        inside(lambda place: _compare(a * place + b, sign, Fraction(right)), x),
    )


@topic(
    "quadratic-inequalities",
    "quadratic inequalities",
    {"side": "The other numbers are given.", "sign": "The zeros have the wrong signs."},
)
def quadratic_inequalities(d: Draw) -> Item:
    p, q = _distinct_roots(d)
    sign = d.choice(("<", ">") if d.difficulty < 3 else ("<", ">", "<=", ">="))
    low, high = (-q, -p) if d.slip == "sign" else (p, q)
    between = (sign[0] == "<") != (d.slip == "side")
    less = "<=" if "=" in sign else "<"
    answer = f"{low} {less} x {less} {high}" if between else f"x {less} {low} or x {_FLIPPED[less]} {high}"
    text = f"{quadratic(1, -p - q, p * q)} {sign} 0"
    return Item(
        (f"Solve {text}.", f"For which x is {text}?", f"Find all x with {text}."),
        f"@quadratics-by-factoring zeros {low} and {high}; the parabola opens upwards; "
        f"{'between' if between else 'outside'} the zeros",
        answer,
        inside(lambda place: _compare((place - p) * (place - q), sign, Fraction(0)), p, q, Fraction(p + q, 2)),
    )


TOPICS = (
    quadratics_by_factoring,
    discriminant,
    quadratic_formula,
    completing_the_square,
    sum_and_product_of_roots,
    linear_inequalities,
    quadratic_inequalities,
)
