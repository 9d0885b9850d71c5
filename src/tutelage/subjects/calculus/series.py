"""Infinite series and Taylor polynomials."""

from __future__ import annotations

from fractions import Fraction
from math import factorial

from tutelage.subjects.calculus.topic import ask, bracket, linear, number, raised, steps, term, terms, times, topic
from tutelage.subjects.workbook import Draw, Item


@topic(
    "infinite-geometric-series",
    "infinite geometric series",
    {"plus": "The quotient is added to 1 instead of subtracted.", "times": "It is multiplied instead of divided."},
)
def infinite_geometric_series(d: Draw) -> Item:
    bottom = d.within((2, 4), (2, 7), (2, 10))
    top = 1 if d.difficulty == 1 else d.rng.randint(1, bottom - 1)
    sign = -1 if d.difficulty == 3 and d.rng.random() < 0.5 else 1
    q, a = sign * Fraction(top, bottom), d.within((1, 20), (1, 20), (1, 30))
    rest = 1 + q if d.slip == "plus" else 1 - q
    value = a * rest if d.slip == "times" else a / rest
    shown = ", ".join(number(a * q**k) for k in range(3)).replace(", ", " + ").replace("+ -", "- ")
    way, shown_q = "+" if d.slip == "plus" else "-", number(q)
    terms_needed = 30 if abs(q) <= Fraction(1, 2) else 58
    return Item(
        ask(
            (
                "Find the sum of the infinite series {} + ...",
                "What does the geometric series {} + ... add up to?",
                "Compute the infinite sum {} + ...",
            ),
            shown,
        )
        if sign > 0
        else ask(
            (
                "Find the sum of the infinite geometric series that starts {} and goes on so.",
                "What does the infinite geometric series with the beginning {} add up to?",
                "Compute the infinite geometric sum that begins {}.",
            ),
            shown,
        ),
        f"as in @geometric-series the quotient is {shown_q}; 1 {way} {bracket(shown_q)} = {number(rest)}; "
        f"{a}{'*' if d.slip == 'times' else '/'}({number(rest)}) = {number(value)}",
        number(value),
        f"abs(answer - sum({a}*({number(q)})^n, n, 0, {terms_needed})) < "
        f"{20 * a}*abs({number(q)})^{terms_needed} + 1/1000000",
    )


@topic(
    "telescoping-series",
    "telescoping series",
    {"first": "The first term is left out.", "last": "The last term is lost in a finite sum."},
)
def telescoping_series(d: Draw) -> Item:
    c, low = d.within((1, 12), (1, 15), (2, 20)), d.within((1, 3), (1, 6), (1, 9))
    high = low + d.within((3, 9), (5, 20), (8, 40))
    first, last = (
        Fraction(c, low + 1 if d.slip == "first" else low),
        Fraction(0) if d.slip == "last" else Fraction(c, high + 1),
    )
    value = first - last
    return Item(
        ask(
            (
                "Find the sum of {0}/n - {0}/(n + 1) for n from {1} to {2}.",
                "What do the terms {0}/n - {0}/(n + 1) with n = {1} to n = {2} add up to?",
                "Compute the sum of {0}/(n(n + 1)) for n from {1} to {2}.",
            ),
            c,
            low,
            high,
        ),
        f"@sigma-notation shows that all between cancel; first {number(first)}"
        + ("" if d.slip == "last" else f"; last {number(last)}")
        + ("" if d.slip == "last" else f"; @subtracting-fractions {number(first)} - {number(last)} = {number(value)}"),
        number(value),
        f"answer = sum({c}/(n*(n + 1)), n, {low}, {high})",
    )


@topic(
    "ratio-test",
    "ratio test",
    {"turn": "The quotient is turned over.", "power": "The exponent of n is taken for a factor."},
)
def ratio_test(d: Draw) -> Item:
    top, bottom, p = (
        d.within((1, 9), (1, 12), (1, 15)),
        d.within((2, 9), (2, 12), (2, 15)),
        d.within((1, 3), (1, 5), (1, 9)),
    )
    while top == bottom:
        bottom += 1
    value = {"turn": Fraction(bottom, top), "power": Fraction(top * (p + 1), bottom)}.get(d.slip, Fraction(top, bottom))
    power = "" if top == 1 else f"*{top}^n"
    text = f"{term(1, p, 'n')}{power}/{bottom}^n"
    return Item(
        ask(
            (
                "Which limit does the ratio test find for the series of {}?",
                "Apply the ratio test to the series with terms {}. What is the limit?",
                "Find the limit of the quotient of neighbouring terms for {}.",
            ),
            text,
        ),
        f"by @limits-at-infinity {term(1, p, '(n + 1)')}/{term(1, p, 'n')} tends to 1; @quotient-of-powers leaves "
        + (f"{bottom}/{top}" if d.slip == "turn" else f"{top}/{bottom}")
        + (f"; {times(top, p + 1)}; it is {number(value)}" if d.slip == "power" else ""),
        number(value),
        f"answer = limit(subs((n + 1)^{p}/n^{p}, n, 1/t), t, 0)*{top}/{bottom}",
    )


@topic(
    "radius-of-convergence",
    "radius of convergence",
    {"turn": "The quotient is not turned over.", "centre": "The centre is added to the radius."},
)
def radius_of_convergence(d: Draw) -> Item:
    top, bottom, a = (
        d.within((1, 5), (1, 9), (2, 15)),
        d.within((2, 9), (2, 12), (2, 20)),
        d.within((0, 0), (1, 9), (1, 12)),
    )
    while Fraction(top, bottom) == 1:
        bottom += 1
    radius = Fraction(bottom, top)
    value = {"turn": 1 / radius, "centre": radius + a if a else 1 / radius}.get(d.slip, radius)
    inner = linear(1, -a) if a else "x"
    power = f"({inner})^n" if a else "x^n"
    text = f"{'n*' if d.difficulty == 3 else ''}{f'{top}^n*' if top > 1 else ''}{power}/{bottom}^n"
    return Item(
        ask(
            (
                "Find the radius of convergence of the power series with terms {}.",
                "What is the radius of convergence of the series of {}?",
                "How far from its centre does the series of {} converge?",
            ),
            text,
        ),
        f"@ratio-test limit {number(1 / radius)} times |{inner}|; it is below 1 up to {number(value)}",
        number(value),
        f"answer*{top}/{bottom} = 1",
    )


@topic(
    "taylor-polynomials",
    "Taylor polynomials",
    {"factorial": "The factor 1/2 of the square is forgotten.", "sign": "One sign is wrong."},
)
def taylor_polynomials(d: Draw) -> Item:
    k, c = d.within((2, 9), (2, 9), (2, 12)), d.within((1, 9), (1, 9), (2, 12))
    kind = d.choice(("e", "cos", "ln")[: d.difficulty])
    first, second = {"e": (c * k, c * k * k), "cos": (0, -c * k * k), "ln": (c * k, -c * k * k)}[kind]
    start = 0 if kind == "ln" else c
    half = Fraction(second, 1 if d.slip == "factorial" else 2)
    if d.slip == "sign":
        half = -half
    square = term(half.numerator, 2) + ("" if half.denominator == 1 else f"/{half.denominator}")
    function = {
        "e": f"{term(c, 1, 'e')}^({term(k)})",
        "cos": f"{term(c, 1, 'cos')}({term(k)})",
        "ln": f"{term(c, 1, 'ln')}(1 + {term(k)})",
    }[kind]
    parts = [piece for piece in (str(start) if start else "", term(first) if first else "", square) if piece]
    answer = terms(*parts)
    return Item(
        ask(
            (
                "Find the Taylor polynomial of degree 2 of {} at 0.",
                "Which quadratic polynomial approximates {} best at 0?",
                "Give the Taylor polynomial of {} about 0 up to x^2.",
            ),
            function,
        ),
        f"at 0: value {start}, by the @chain-rule slope {first}, @second-derivative {second}"
        + ("" if d.slip == "factorial" else f"; {second}/2 = {number(Fraction(second, 2))}"),
        answer,
        f"subs(answer, x, 0) = subs({function}, x, 0) and subs(diff(answer, x), x, 0) = subs(diff({function}, x), x, 0)"
        f" and subs(diff(answer, x, 2), x, 0) = subs(diff({function}, x, 2), x, 0) and diff(answer, x, 3) = 0",
    )


@topic(
    "taylor-coefficients",
    "Taylor coefficients",
    {"factorial": "It is not divided by the factorial.", "power": "The inner factor is not raised to the power."},
)
def taylor_coefficients(d: Draw) -> Item:
    k, c, n = (
        d.within((2, 5), (2, 6), (2, 9)),
        d.within((1, 9), (1, 12), (2, 20)),
        d.choice(((2, 3), (3, 4), (3, 4, 5))[d.difficulty - 1]),
    )
    power = k if d.slip == "power" else k**n
    bottom = 1 if d.slip == "factorial" else factorial(n)
    value = Fraction(c * power, bottom)
    function = f"{term(c, 1, 'e')}^({term(k)})"
    work = steps(
        f"the factor of u^{n} in e^u is 1/{factorial(n)}" if d.slip != "factorial" else f"the exponent is {n}",
        f"@powers {raised(k, n)}" if d.slip != "power" else "",
        times(c, power) if c > 1 else "",
        f"{c * power}/{bottom} = {number(value)}" if bottom > 1 else "",
    )
    return Item(
        ask(
            (
                "What is the coefficient of x^{1} in the Taylor series of {0} at 0?",
                "Find the coefficient of x^{1} when {0} is written as a power series.",
                "{0} is expanded about 0. Which number stands before x^{1}?",
            ),
            function,
            n,
        ),
        f"as in @taylor-polynomials, {work}",
        number(value),
        f"answer*{factorial(n)} = subs(diff({function}, x, {n}), x, 0)",
    )


TOPICS = (
    infinite_geometric_series,
    telescoping_series,
    ratio_test,
    radius_of_convergence,
    taylor_polynomials,
    taylor_coefficients,
)
