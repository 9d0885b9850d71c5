"""First differential equations."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.topic import ask, bracket, minus, number, over, plus, steps, term, terms, topic
from tutelage.subjects.workbook import Draw, Item


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
    checking_differential_equations,
    growth_equations,
    separable_equations,
    equilibrium_solutions,
    eulers_method,
)
