"""Quadratic equations that factor, and what their coefficients say."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.notation import bracket, linear, quadratic, term, terms
from tutelage.subjects.calculus.steps import minus, plus, raised, steps, times
from tutelage.subjects.calculus.topic import SOLVE, ask, topic
from tutelage.subjects.workbook import Draw, Item


def distinct_roots(d: Draw) -> tuple[int, int]:
    """Two whole numbers other than 0, the smaller one first, that are not opposite."""
    p, q = d.nonzero((1, 9), (-9, 9), (-12, 12)), d.nonzero((1, 9), (-9, 9), (-12, 12))
    while p in (q, -q):
        p, q = d.nonzero((1, 9), (-9, 9), (-12, 12)), d.nonzero((1, 9), (-9, 9), (-12, 12))
    return min(p, q), max(p, q)


def either(letter: str, *values: Fraction | int) -> str:
    """`x = 1 or x = 3`, each value once, the smallest one first."""
    return " or ".join(f"{letter} = {value}" for value in sorted(set(values)))


def solutions(a: int, b: int, c: int, count: int) -> str:
    """A statement: the answer holds the real solutions of ax^2 + bx + c = 0, whose number is known."""
    if count == 2:
        return (
            f"size(answer) = 2 and {a}*(part(answer, 1) + part(answer, 2)) = {-b} and "
            f"{a}*part(answer, 1)*part(answer, 2) = {c}"
        )
    if count == 1:
        return f"size(answer) = 1 and 2*{bracket(a)}*answer = {-b} and {bracket(b)}^2 = 4*{bracket(a)}*{bracket(c)}"
    return f"size(answer) = 0 and {bracket(b)}^2 < 4*{bracket(a)}*{bracket(c)}"


@topic(
    "quadratics-by-factoring",
    sign="The numbers in the brackets are taken for the solutions.",
    one="Only one solution is changed in sign.",
    zero="It is divided by x, so that the solution 0 is lost.",
)
def quadratics_by_factoring(d: Draw) -> Item:
    p, q = distinct_roots(d)
    kind = d.choice((("two",), ("two", "two", "double", "zero"), ("two", "moved", "zero", "leading"))[d.difficulty - 1])
    front, letter = 1, d.letter()
    if kind == "double":
        q = p
    elif kind == "zero":
        q = 0
    elif kind == "leading":
        front = d.choice((2, 3, 5))
        while p % front == 0:
            p = d.nonzero((-9, 9))
    first = Fraction(p, front)
    a, b, c = front, -(p + front * q), p * q
    moved = d.nonzero((-9, 9)) if kind == "moved" else 0
    equation = f"{quadratic(a, b, c - moved, letter)} = {-moved}"
    one, two = (linear(front, -p, letter), linear(1, -q, letter) if q else letter)
    brackets = f"({one})^2" if kind == "double" else f"{two}({one})" if not q else f"({one})({two})"
    found = d.outcome(
        (first, q), sign=(-first, Fraction(-q)), one=(first, Fraction(-q)), zero=(first,) if not q else (first, q)
    )
    work = steps(
        f"{quadratic(a, b, c, letter)} = 0" if moved else "",
        f"{brackets} = 0",
        "a factor has to be 0",
        f"{one} = 0" if front > 1 else "",
    )
    return Item(
        ask(SOLVE, equation),
        f"by @factoring-quadratics, then @linear-equations: {work}",
        either(letter, *found),
        solutions(a, b, c, 1 if kind == "double" else 2),
    )


@quadratics_by_factoring.form("reverse")
def quadratic_from_solutions(d: Draw) -> Item:
    p, q = distinct_roots(d)
    if d.difficulty > 1 and d.rng.random() < 0.3:
        q = p if d.rng.random() < 0.5 else 0
    factor = d.within((1, 1), (1, 1), (2, 4))
    b, c = factor * -(p + q), factor * p * q
    wrong = d.outcome((b, c), sign=(factor * (p + q), c), one=(factor * (q - p), -c))
    has = f"only the solution {p}" if p == q else f"the solutions {p} and {q}"
    shape = f"{term(factor, 2)} + bx + c"
    return Item(
        (
            f"The equation {shape} = 0 has {has}. Find the left side.",
            f"For which quadratic {shape} does {shape} = 0 have {has}?",
            f"{shape} = 0 has {has}. Which quadratic is on the left?",
        ),
        f"as in @factoring-quadratics: {'' if factor == 1 else factor}({linear(1, -p)})({linear(1, -q)}); "
        + steps(plus(p, q), times(p, q)),
        quadratic(factor, *wrong),
        f"subs(answer, x, {p}) = 0 and subs(diff(answer, x), x, {Fraction(p + q, 2)}) = 0 and "
        f"diff(answer, x, 2) = {2 * factor}",
    )


@quadratics_by_factoring.form("word problem")
def sides_of_a_rectangle(d: Draw) -> Item:
    if d.difficulty == 3:
        return _path_around(d)
    x, more = d.within((3, 9), (3, 12)), d.within((1, 5), (2, 9))
    area = x * (x + more)
    found = d.outcome(x, sign=x + more)
    equation = f"{quadratic(1, more, -area)} = 0"
    questions = (
        f"A rectangle of {area} cm^2 is {more} cm longer than it is wide. How wide is it, in cm?",
        f"The product of a positive number and the number that is {more} larger is {area}. What is the smaller number?",
        f"A field is {more} m longer than wide, and its area is {area} m^2. Find its width in m.",
        f"{area} chairs stand in equal rows. The number of chairs in a row is that of the rows plus {more}. How "
        "many rows are there?",
    )
    work = (
        f"by @factoring-quadratics: x(x + {more}) = {area}; {equation}; ({linear(1, -x)})({linear(1, x + more)}) = 0; "
        f"the solution that is positive is {found}"
    )
    return Item(questions, work, str(found), f"answer*(answer + {more}) = {area} and answer > 0")


def _path_around(d: Draw) -> Item:
    """A frame of width x around a rectangle."""
    a, b, x = d.within((4, 12)), d.within((4, 12)), d.within((1, 4))
    b += (a + b) % 2
    total, half = (a + 2 * x) * (b + 2 * x), (a + b) // 2
    rest = (total - a * b) // 4
    equation = f"{quadratic(1, half, -rest)} = 0"
    found = x + half if d.slip == "sign" else x
    questions = (
        f"A garden of {a} m by {b} m has a path of the same width all around it. With the path it takes up {total} "
        "m^2. How wide is the path, in m?",
        f"A picture of {a} cm by {b} cm has a frame of the same width on all sides. Picture and frame together "
        f"have the area {total} cm^2. How wide is the frame, in cm?",
        f"Around a pool of {a} m by {b} m lies a border of constant width. Pool and border cover {total} m^2. Find "
        "the width of the border in m.",
    )
    work = (
        f"by @factoring-quadratics: ({linear(2, a)})({linear(2, b)}) = {total}; divided by 4, {equation}; "
        f"({linear(1, -x)})({linear(1, x + half)}) = 0; the solution that is positive is {found}"
    )
    return Item(questions, work, str(found), f"({a} + 2*answer)*({b} + 2*answer) = {total} and answer > 0")


@topic(
    "sum-and-product-of-roots",
    sign="The sign of the sum, or of the product, is wrong.",
    other="Sum and product are mixed up.",
    lead="It is not divided by the coefficient of x^2.",
)
def sum_and_product_of_roots(d: Draw) -> Item:
    a = d.within((1, 1), (1, 4), (2, 6))
    s, p = d.nonzero((2, 12), (-15, 15), (-15, 15)), d.nonzero((1, 9), (-20, 20), (-30, 30))
    while abs(s) == abs(p) or s * s < 4 * p * a:
        s, p = d.nonzero((2, 12), (-15, 15), (-15, 15)), d.nonzero((1, 9), (-20, 20), (-30, 30))
    if d.difficulty == 3 and d.rng.random() < 0.4:
        return _sum_of_squares(d, s, p)
    if d.difficulty == 1 or d.rng.random() < 0.5:
        s, p = a * s, a * p  # whole results
    function = quadratic(a, -s, p)
    of_sum = d.rng.random() < 0.5
    by_sum = of_sum != (d.slip == "other")
    turned = by_sum != (d.slip == "sign")
    source = -s if by_sum else p
    top = -source if turned else source
    value = Fraction(top) if d.slip == "lead" else Fraction(top, a)
    what = "sum" if of_sum else "product"
    right = Fraction(s if of_sum else p, a)
    work = steps(
        f"the coefficient is {source}",
        f"minus that is {top}" if turned else "",
        f"{top}/{a} = {value}" if a > 1 and d.slip != "lead" else "",
    )
    return Item(
        (
            f"What is the {what} of the solutions of {function} = 0?",
            f"Find the {what} of both solutions of {function} = 0 without solving it.",
            f"Give the {what} of the roots of {function}.",
        ),
        f"as in @factoring-quadratics, read off: {work}",
        str(value),
        f"subs(diff({function}, x), x, answer/2) = 0" if of_sum else f"{a}*answer = subs({function}, x, 0)",
        value=int(right) if right.denominator == 1 else None,
        noun=f"the {what} of the solutions of {function} = 0",
    )


def _sum_of_squares(d: Draw, s: int, p: int) -> Item:
    function = quadratic(1, -s, p)
    value = s * s if d.slip == "other" else s * s + 2 * p if d.slip == "sign" else s * s - 2 * p
    last = d.outcome(minus(s * s, 2 * p), other="", sign=plus(s * s, 2 * p))
    questions = (
        f"p and q are the solutions of {function} = 0. Find p^2 + q^2.",
        f"What is the sum of the squares of the solutions of {function} = 0?",
        f"Without solving {function} = 0: what do the squares of its solutions add up to?",
    )
    work = "as in @factoring-quadratics, p + q and pq are read off, and p^2 + q^2 = (p + q)^2 - 2pq: " + steps(
        f"the sum is {s}", f"the product is {p}", raised(s, 2), times(2, p) if last else "", last
    )
    return Item(questions, work, str(value), f"(answer + 2*{bracket(p)})/{bracket(s)} = {s}")


@sum_and_product_of_roots.form("reverse")
def missing_coefficient(d: Draw) -> Item:
    p, q = distinct_roots(d)
    a = d.within((1, 1), (1, 1), (2, 4))
    b, c = -a * (p + q), a * p * q
    if d.difficulty == 1:
        of_sum = d.rng.random() < 0.5
        shown = f"{terms(term(a, 2), 'kx', str(c))}" if of_sum else f"{terms(term(a, 2), term(b), 'k')}"
        told, answer = (f"the sum {p + q}", b) if of_sum else (f"the product {p * q}", c)
        questions = (
            f"The solutions of {shown} = 0 have {told}. Find k.",
            f"For which k do the solutions of {shown} = 0 have {told}?",
            f"{shown} = 0 has solutions with {told}. What is k?",
        )
        answer = -answer if d.slip == "sign" and of_sum else answer
        work = f"minus the sum is {answer}" if of_sum else f"the product is {answer}"
        formal = f"answer = (-1)*({bracket(p)} + {bracket(q)})" if of_sum else f"answer/{bracket(p)} = {q}"
        return Item(questions, f"as in @factoring-quadratics: {work}", str(answer), formal)
    unknown = "k" if d.difficulty == 3 else ""
    shown = terms(term(a, 2), "kx", str(c)) if unknown else quadratic(a, b, c)
    value = b if unknown else q
    work = steps(
        f"the product is {c}/{a} = {p * q}" if a > 1 else f"the product is {p * q}",
        f"the other solution is {p * q}/{bracket(p)} = {q}",
        plus(p, q) if unknown else "",
        f"k is {-a} times that: {b}" if unknown else "",
    )
    ask_for = "Find k." if unknown else "Find the other solution."
    return Item(
        (
            f"{p} is a solution of {shown} = 0. {ask_for}",
            f"One solution of {shown} = 0 is {p}. {'What is k' if unknown else 'What is the other one'}?",
            f"{shown} = 0 has the solution {p}. {ask_for}",
        ),
        f"as in @factoring-quadratics: {work}",
        str(value),
        f"{a}*{bracket(p)}^2 + answer*{bracket(p)} + {bracket(c)} = 0" if unknown else f"{a}*answer*{bracket(p)} = {c}",
    )


@sum_and_product_of_roots.form("word problem")
def two_numbers(d: Draw) -> Item:
    p, q = distinct_roots(d)
    s, product = p + q, p * q
    if d.difficulty == 3:
        p, q = d.within((3, 12)), d.within((13, 30))
        s, product = p + q, p * q
        questions = (
            f"A rectangle has the perimeter {2 * s} cm and the area {product} cm^2. How long are its sides, in cm?",
            f"A fence of {2 * s} m encloses a rectangular field of {product} m^2. Find both sides of the field in m.",
            f"Two neighbouring sides of a rectangle are {s} m long together, and its area is {product} m^2. Find both "
            "sides in m.",
        )
    else:
        questions = (
            f"Two numbers have the sum {s} and the product {product}. Which numbers are they?",
            f"Find two numbers whose sum is {s} and whose product is {product}.",
            f"Two numbers add up to {s}, and multiplied they give {product}. What are the two numbers?",
        )
    low, high = (-q, -p) if d.slip == "sign" else (p, q)
    return Item(
        questions,
        f"they solve {quadratic(1, -s, product)} = 0; as in @factoring-quadratics: "
        + steps(plus(low, high), times(low, high)),
        f"{low} and {high}",
        f"size(answer) = 2 and part(answer, 1) + part(answer, 2) = {s} and part(answer, 1)*part(answer, 2) = {product}",
    )
