"""Letters for numbers: substitution, expanding, factoring, equations, rules of powers."""

from __future__ import annotations

from tutelage.subjects.calculus.topic import (
    ask,
    bracket,
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

SIMPLIFY = ("Simplify {}.", "Write {} more simply.", "Shorten {}.")
EXPAND = ("Expand {}.", "Multiply out {}.", "Remove the brackets: {}.")


def addition_or_subtraction(number: int) -> str:
    """What adding a number, possibly negative, is called."""
    return "addition" if number > 0 else "subtraction"


@topic(
    "substitution",
    "substitution",
    {
        "side": "The number is written beside the coefficient instead of multiplied.",
        "sign": "The constant gets the wrong sign.",
    },
    takes=range(2, 13),
)
def substitution(d: Draw) -> Item:
    a, b, x = d.main((2, 9)), d.nonzero((1, 9), (-9, 9), (-20, 20)), d.within((2, 9), (2, 9), (-9, -2))
    product = int(f"{a}{abs(x)}") if d.slip == "side" else a * x
    constant = -b if d.slip == "sign" else b
    name = addition_or_subtraction(constant)
    expression, point = linear(d.shown(a), b), f"x = {x}"
    return Item(
        (
            f"Evaluate {expression} at {point}.",
            f"What is {expression} when {point}?",
            f"Find the value of {expression} for {point}.",
        ),
        f"Substitution: multiplication {times(a, x, product)}; {name} {plus(product, constant)}",
        str(product + constant),
        f"(answer - {bracket(b)})/{bracket(x)} = {a}",
        uses=("integer-multiplication", f"integer-{name}"),
        value=a * x + b,
        noun=f"the value of {expression} at {point}",
    )


@topic(
    "combining-like-terms",
    "combining like terms",
    {"all": "The constant is joined to the terms in x.", "sign": "The sign of the second term is lost."},
    takes=range(2, 30),
)
def combining_like_terms(d: Draw) -> Item:
    a, b, c = d.main((2, 9), (2, 20), (10, 40)), d.nonzero((2, 9), (-9, 9), (-30, 30)), d.within((1, 9))
    while a + b in (0, 1, -1):
        b = d.nonzero((2, 9), (-9, 9), (-30, 30))
    letter = d.letter()
    total, extra = a + b, ""
    if d.slip == "sign":
        total = a + abs(b)
    work = f"{addition_or_subtraction(b)} {plus(a, b, total)}"
    answer = linear(total, c, letter)
    if d.slip == "all":
        extra, answer = plus(total, c), term(total + c, 1, letter)
    expression = terms(term(d.shown(a), 1, letter), str(c), term(b, 1, letter))
    return Item(
        ask((*SIMPLIFY, "Combine like terms: {}."), expression),
        steps(f"Combining like terms: {work}", extra),
        answer,
        f"answer - {c} = {a}{letter} + {b}{letter} and terms(answer) = 2",
        uses=(f"integer-{addition_or_subtraction(b)}",),
    )


@topic(
    "expanding-brackets",
    "expanding brackets",
    {"first": "Only the first term in the brackets is multiplied.", "sign": "The sign of the second product is wrong."},
    takes=range(2, 13),
)
def expanding_brackets(d: Draw) -> Item:
    a, b = d.main((2, 9), (2, 9), (-9, -2)), d.within((1, 1), (1, 5), (2, 9))
    c = d.nonzero((1, 9), (-9, 9), (-9, 9))
    letter = d.letter()
    last = {"first": c, "sign": -a * c}.get(d.slip, a * c)
    second = "" if d.slip == "first" else times(a, c, last)
    return Item(
        ask(EXPAND, f"{d.shown(a)}({linear(b, c, letter)})"),
        steps(f"Expanding brackets: multiplication {a}*{term(b, 1, letter)} = {term(a * b, 1, letter)}", second),
        linear(a * b, last, letter),
        f"answer = {a}*({linear(b, c, letter)}) and terms(answer) = 2",
        uses=("integer-multiplication",),
    )


@topic(
    "expanding-binomials",
    "expanding binomials",
    {"middle": "The middle terms are left out.", "sum": "The constants are added instead of multiplied."},
    takes=range(2, 10),
)
def expanding_binomials(d: Draw) -> Item:
    a, b = d.main((1, 9), (-9, 9), (-12, 12)), d.nonzero((1, 9), (1, 9), (-12, -1))
    while a in (0, -b):
        a = d.main((1, 9), (-9, 9), (-12, 12))
        b = d.nonzero((1, 9), (1, 9), (-12, -1))
    letter = d.letter()
    last = a + b if d.slip == "sum" else a * b
    middle = f"combining like terms {plus(a, b)}"
    end = plus(a, b) if d.slip == "sum" else times(a, b)
    answer = terms(f"{letter}^2", "0" if d.slip == "middle" else term(a + b, 1, letter), str(last))
    expression = f"({linear(1, d.shown(a), letter)})({linear(1, b, letter)})"
    return Item(
        ask(EXPAND, expression),
        "Expanding binomials: " + steps("" if d.slip == "middle" else middle, end),
        answer,
        f"answer = ({linear(1, a, letter)})*({linear(1, b, letter)}) and terms(answer) = 3",
        uses=() if d.slip == "middle" else ("combining-like-terms",),
    )


@topic(
    "linear-equations",
    "linear equations",
    {
        "side": "The constant is moved without changing its sign.",
        "minus": "The coefficient is subtracted instead of divided by.",
    },
    takes=range(2, 13),
)
def linear_equations(d: Draw) -> Item:
    a, b, x = d.main((2, 9)), d.nonzero((1, 9), (-9, 9), (-20, 20)), d.nonzero((1, 9), (2, 12), (-9, 9))
    right = a * x + b
    moved = right - b
    if d.slip == "side":
        moved = right + b
        while moved % a:
            b += 1
            right = a * x + b
            moved = right + b
    move = plus(right, b) if d.slip == "side" else plus(right, -b)
    name = addition_or_subtraction(b if d.slip == "side" else -b)
    solution = moved - a if d.slip == "minus" else moved // a
    last = minus(moved, a) if d.slip == "minus" else f"division {over(moved, a)}"
    letter = d.letter()
    equation = f"{linear(d.shown(a), b, letter)} = {right}"
    return Item(
        (f"Solve {equation}.", f"Find {letter} if {equation}.", f"For which {letter} is {equation}?"),
        f"Linear equations: {name} {move}; {last}",
        f"{letter} = {solution}",
        f"{a}*answer + {b} = {right}",
        uses=(f"integer-{name}",) if d.slip == "minus" else (f"integer-{name}", "integer-division"),
        value=x,
        noun=f"the solution of {equation}",
    )


@topic(
    "product-of-powers",
    "product of powers",
    {
        "times": "The exponents are multiplied instead of added.",
        "sum": "The coefficients are added instead of multiplied.",
    },
    takes=range(2, 13),
)
def product_of_powers(d: Draw) -> Item:
    m, n = d.within((2, 9)), d.within((2, 9))
    a = d.main((1, 1), (2, 6), (2, 9))
    b = d.within((2, 9)) if a > 1 else 1
    letter = d.letter()
    coefficient = a + b if d.slip == "sum" and a > 1 else a * b
    power = m * n if d.slip == "times" else m + n
    front = plus(a, b) if d.slip == "sum" else times(a, b)
    back = times(m, n) if d.slip == "times" else f"addition {plus(m, n)}"
    return Item(
        (
            *ask(SIMPLIFY, f"{term(d.shown(a), m, letter)} * {term(b, n, letter)}"),
            f"Multiply {term(d.shown(a), m, letter)} by {term(b, n, letter)}.",
        ),
        f"Product of powers: {steps(front if a > 1 else '', back)}",
        term(coefficient, power, letter),
        f"answer = {term(a, m, letter)}*{term(b, n, letter)} and parts(answer) < {3 + (a > 1)}",
        uses=() if d.slip == "times" else ("integer-addition",),
    )


@topic(
    "power-of-a-power",
    "power of a power",
    {"plus": "The exponents are added instead of multiplied.", "front": "The coefficient is not raised to the power."},
    takes=range(2, 10),
)
def power_of_a_power(d: Draw) -> Item:
    m, n = d.main((2, 9)), d.within((2, 6), (2, 3), (2, 4))
    a = d.within((1, 1), (2, 6), (2, 3))
    letter = d.letter()
    coefficient = a if d.slip == "front" else a**n
    front = f"powers {raised(a, n, coefficient)}"
    base = f"{letter}^k" if d.given is not None else term(a, m, letter)
    power = m + n if d.slip == "plus" else m * n
    back = plus(m, n) if d.slip == "plus" else f"multiplication {times(m, n)}"
    also = ("powers",) if a > 1 else ()
    return Item(
        (*ask(SIMPLIFY, f"({base})^{n}"), f"Raise {base} to the power {n}."),
        f"Power of a power: {steps(front if a > 1 else '', back)}",
        term(coefficient, power, letter),
        f"answer = ({term(a, m, letter)})^{n} and parts(answer) < {3 + (a > 1)}",
        uses=also if d.slip == "plus" else (*also, "integer-multiplication"),
    )


@topic(
    "factoring-quadratics",
    "factoring quadratics",
    {"sign": "The numbers have the wrong signs.", "sum": "The numbers have the right product but the wrong sum."},
)
def factoring_quadratics(d: Draw) -> Item:
    p, q = d.nonzero((1, 9), (-9, 9), (-12, 9)), d.nonzero((1, 9), (1, 9), (-12, -1))
    while p in (0, q):
        p, q = d.nonzero((1, 9), (-9, 9), (-12, 9)), d.nonzero((1, 9), (1, 9), (-12, -1))
    p, q = sorted((p, q))
    letter = d.letter()
    quadratic = terms(f"{letter}^2", term(p + q, 1, letter), str(p * q))
    total = p + q
    if d.slip == "sign":
        p, q = -p, -q
    elif d.slip == "sum":
        factors = [n for n in range(1, abs(p * q) + 1) if p * q % n == 0 and n not in (abs(p), abs(q))]
        p, q = sorted((n := d.choice(factors or [p]), p * q // n))
    return Item(
        ask(("Factor {}.", "Write {} as a product.", "Find the factors of {}."), quadratic),
        f"Factoring quadratics: multiplication {times(p, q)}; {plus(p, q, total)}",
        f"({linear(1, p, letter)})({linear(1, q, letter)})",
        f"answer = {quadratic} and terms(answer) = 1",
        uses=("integer-multiplication",),
    )


TOPICS = (
    substitution,
    combining_like_terms,
    expanding_brackets,
    expanding_binomials,
    linear_equations,
    product_of_powers,
    power_of_a_power,
    factoring_quadratics,
)
