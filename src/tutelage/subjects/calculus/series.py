"""Infinite series and Taylor polynomials, and first differential equations."""

from __future__ import annotations

from fractions import Fraction
from math import factorial

from tutelage.subjects.calculus.topic import (
    Draw,
    Item,
    ask,
    bracket,
    linear,
    minus,
    number,
    over,
    plus,
    raised,
    steps,
    term,
    terms,
    times,
    topic,
)


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


@topic(
    "checking-differential-equations",
    "checking differential equations",
    {"sign": "The sign is wrong.", "inner": "The derivative is taken to be the function itself."},
    takes=range(2, 10),
)
def checking_differential_equations(d: Draw) -> Item:
    k, a = d.main((2, 9), (2, 15), (2, 20)), d.nonzero((1, 9), (-9, 9), (-12, 12))
    function = f"e^({term(k)})"
    shown = f"e^({term(d.shown(k))})"
    # y' + a*y = m*y has this solution for m = k + a
    value = {"sign": k - a, "inner": 1 + a}.get(d.slip, k + a)
    left = terms("y'", term(a, 1, "y"))
    work = {"sign": minus(k, a), "inner": plus(1, a)}.get(d.slip, plus(k, a))
    return Item(
        (
            f"For which m does y = {shown} solve {left} = m y?",
            f"y = {shown} satisfies {left} = m y. Find m.",
            f"{left} = m y has the solution y = {shown}. What is m?",
        ),
        f"@derivative-of-exponentials y' is {term(1 if d.slip == 'inner' else k, 1, 'y')}; "
        f"@combining-like-terms {work}",
        f"m = {value}",
        f"diff({function}, x) + {bracket(a)}*{function} = answer*{function}",
        value=k + a,
        noun=f"the m for which e^({term(k)}) solves {left} = m y",
    )


@topic(
    "growth-equations",
    "growth equations",
    {"start": "The starting value is put into the exponent.", "one": "The starting value is taken to be 1."},
)
def growth_equations(d: Draw) -> Item:
    k, start = d.nonzero((2, 9), (-9, 9), (-20, 20)), d.nonzero((2, 12), (2, 20), (-20, 30))
    while k == 1 or start == 1:
        k, start = d.nonzero((2, 9), (-9, 9), (-20, 20)), d.nonzero((2, 12), (2, 20), (-20, 30))
    front = 1 if d.slip == "one" else start
    rate = k + start if d.slip == "start" else k
    if d.slip == "start":
        front = 1
    exponential = f"e^({term(rate)})" if rate not in (0, 1) else ("e^x" if rate else "1")
    return Item(
        ask(
            (
                "Solve y' = {} with y(0) = {}.",
                "Find y(x) if y' = {} and y(0) = {}.",
                "Which function satisfies y' = {} and y(0) = {}?",
            ),
            term(k, 1, "y"),
            start,
        ),
        f"@derivative-of-exponentials: e^({term(k)}) grows at the rate {k}; at 0 it is 1, so the factor is {front}",
        f"y = {term(front, 1, exponential) if exponential != '1' else '1'}",
        f"diff(answer, x) = {bracket(k)}*answer and subs(answer, x, 0) = {start}",
    )


@topic(
    "separable-equations",
    "separable equations",
    {"exponent": "The exponent is not integrated.", "start": "The starting value is added."},
)
def separable_equations(d: Draw) -> Item:
    k, n, start = (
        d.nonzero((1, 6), (-6, 9), (-9, 9)),
        d.within((1, 1), (1, 2), (1, 4)),
        d.within((2, 9), (2, 12), (2, 20)),
    )
    a = k * (n + 1)
    exponent = term(a, n) if d.slip == "exponent" else term(k, n + 1)
    answer = f"{start}e^({exponent})"
    if d.slip == "start":
        answer = f"e^({exponent}) + {start - 1}"
    return Item(
        ask(
            (
                "Solve y' = {} y with y(0) = {}.",
                "Find y(x) if y' = {} y and y(0) = {}.",
                "Which function satisfies y' = {} y and y(0) = {}?",
            ),
            term(a, n),
            start,
        ),
        f"y'/y is {term(a, n)}; "
        + (
            f"the exponent is {exponent}"
            if d.slip == "exponent"
            else f"@antiderivative-power-rule {plus(n, 1)}, {over(a, n + 1)}, {exponent}"
        )
        + f"; as in @growth-equations the start gives {start}",
        f"y = {answer}",
        f"diff(answer, x) = {term(a, n)}*answer and subs(answer, x, 0) = {start}",
    )


@topic(
    "equilibrium-solutions",
    "equilibrium solutions",
    {"sign": "The sign of the constant is wrong.", "start": "The constant itself is given."},
    takes=range(2, 13),
)
def equilibrium_solutions(d: Draw) -> Item:
    k, rest = d.main((2, 9), (2, 12), (2, 15)), d.nonzero((2, 12), (-15, 15), (-30, 30))
    b = k * rest
    value = {"sign": -rest, "start": b}.get(d.slip, rest)
    right = terms(str(b), f"-{d.shown(k)}y")
    work = f"y' = 0; @linear-equations {right.replace('ky', f'{k}y')} = 0"
    work += f"; {over(-b if d.slip == 'sign' else b, k)}" if d.slip != "start" else f"; y is {b}"
    return Item(
        (
            f"Which constant function solves y' = {right}?",
            f"Find the equilibrium of y' = {right}.",
            f"At which value does y stay if y' = {right}?",
        ),
        work,
        f"y = {value}",
        f"{b} - {k}*answer = 0 and diff(answer, x) = 0",
        value=rest,
        noun=f"the equilibrium of y' = {b} - {k}y",
    )


@topic(
    "eulers-method",
    "Euler's method",
    {"whole": "The step size is forgotten.", "once": "The slope of the start is used in both steps."},
)
def eulers_method(d: Draw) -> Item:
    k, start = d.within((1, 4), (1, 6), (-6, 9)) or 2, d.nonzero((2, 12), (2, 20), (-20, 20))
    h = Fraction(1, d.choice(((1, 2), (2, 4), (2, 4, 5, 10))[d.difficulty - 1]))
    current, parts = Fraction(start), []
    for step in range(2):
        slope = k * (Fraction(start) if d.slip == "once" and step else current)
        change = slope if d.slip == "whole" else slope * h
        parts += [
            f"slope {number(slope)}",
            f"change {number(change)}",
            f"{number(current)} {'+' if change >= 0 else '-'} {number(abs(change))} = {number(current + change)}",
        ]
        current += change
    return Item(
        ask(
            (
                "y' = {0} and y(0) = {1}. Make two steps of Euler's method of size {2}. What is y then?",
                "Use Euler's method with two steps of size {2} for y' = {0}, y(0) = {1}. Find the last value of y.",
                "Which value do two steps of size {2} of Euler's method give for y' = {0}, y(0) = {1}?",
            ),
            term(k, 1, "y"),
            start,
            number(h),
        ),
        f"by @linear-approximation {steps(*parts)}",
        number(current),
        f"answer = {start}*(1 + {bracket(k)}*{number(h)})^2",
    )


TOPICS = (
    infinite_geometric_series,
    telescoping_series,
    ratio_test,
    radius_of_convergence,
    taylor_polynomials,
    taylor_coefficients,
    checking_differential_equations,
    growth_equations,
    separable_equations,
    equilibrium_solutions,
    eulers_method,
)
