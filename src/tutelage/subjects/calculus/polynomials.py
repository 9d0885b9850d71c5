"""Polynomials and their quotients: sums, products, factors, division."""

from __future__ import annotations

from math import gcd

from tutelage.subjects.calculus.topic import (
    ask,
    bracket,
    linear,
    minus,
    over,
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

SIMPLIFY = ("Simplify {}.", "Write {} more simply.", "What is {} in simplest form?")
EXPAND = ("Expand {}.", "Multiply out {}.", "Write {} without brackets.")
FACTOR = ("Factor {}.", "Write {} as a product.", "Find the factors of {}.")


@topic(
    "adding-polynomials",
    "adding polynomials",
    {"signs": "In a difference only the first sign is changed.", "last": "The last terms are not joined."},
)
def adding_polynomials(d: Draw) -> Item:
    one = d.within((1, 9)), d.nonzero((1, 9), (-9, 9)), d.nonzero((1, 9), (-9, 9))
    other = d.within((1, 9)), d.nonzero((1, 9), (-9, 9)), d.nonzero((1, 9), (-9, 9))
    less = d.difficulty == 3 or d.slip == "signs"
    while any(a == (b if less else -b) for a, b in zip(one, other, strict=True)):
        other = d.within((1, 9)), d.nonzero((1, 9), (-9, 9)), d.nonzero((1, 9), (-9, 9))
    letter = d.letter()
    signs = [-1 if less else 1] * 3
    if d.slip == "signs":
        signs[1:] = 1, 1
    parts = [a + sign * b for a, b, sign in zip(one, other, signs, strict=True)]
    shown = [plus(a, b) if sign > 0 else minus(a, b) for a, b, sign in zip(one, other, signs, strict=True)]
    if d.slip == "last":
        parts[2], shown[2] = one[2], f"{one[2]} stays"
    text = f"({quadratic(*one, letter)}) {'-' if less else '+'} ({quadratic(*other, letter)})"
    back = "+" if less else "-"
    return Item(
        ask(SIMPLIFY, text),
        "@combining-like-terms " + steps(f"{letter}^2: {shown[0]}", f"{letter}: {shown[1]}", f"numbers: {shown[2]}"),
        quadratic(parts[0], parts[1], parts[2], letter),
        f"answer {back} ({quadratic(*other, letter)}) = {quadratic(*one, letter)} and terms(answer) < 4",
    )


@topic(
    "multiplying-polynomials",
    "multiplying polynomials",
    {"middle": "The term in x comes from one product only.", "last": "The last numbers are added."},
    takes=range(2, 10),
)
def multiplying_polynomials(d: Draw) -> Item:
    a, b, c = d.main((1, 5), (-5, 5), (-9, 9)), d.within((1, 6), (1, 9), (2, 9)), d.nonzero((1, 6), (-9, 9), (-9, 9))
    while a in (0, -b) or c + a * b == 0:
        a = d.main((1, 5), (-5, 5), (-9, 9))
        b = d.within((1, 6), (1, 9), (2, 9))
    letter = d.letter()
    last = a + c if d.slip == "last" else a * c
    middle = a * b if d.slip == "middle" else a * b + c
    work = steps(
        f"{letter}^2: {plus(b, a)}",
        f"{letter}: {times(a, b)}",
        "" if d.slip == "middle" else plus(a * b, c),
        f"numbers: {plus(a, c) if d.slip == 'last' else times(a, c)}",
    )
    text = f"({linear(1, d.shown(a), letter)})({quadratic(1, b, c, letter)})"
    return Item(
        ask(EXPAND, text),
        f"as in @expanding-binomials, {work}",
        terms(f"{letter}^3", term(a + b, 2, letter), term(middle, 1, letter), str(last)),
        f"answer = ({letter} + {bracket(a)})*({quadratic(1, b, c, letter)}) and terms(answer) < 5",
    )


@topic(
    "squaring-binomials",
    "squaring binomials",
    {"middle": "The middle term is left out.", "single": "The middle term is not doubled."},
    takes=range(2, 13),
)
def squaring_binomials(d: Draw) -> Item:
    a, b = d.within((1, 1), (1, 1), (2, 6)), d.main((1, 15), (-20, 20), (-9, 9))
    while b == 0:
        b = d.main((1, 15), (-20, 20), (-9, 9))
    letter = d.letter()
    middle = {"middle": 0, "single": a * b}.get(d.slip, 2 * a * b)
    work = steps(
        f"@powers {raised(a, 2)}" if a > 1 else "",
        times(2, a) if a > 1 and not d.slip else "",
        f"{'' if a > 1 else '@powers '}{raised(b, 2)}",
        times(2 * a, b) if not d.slip else "",
        times(a, b) if d.slip == "single" and a > 1 else "",
    )
    text = f"({linear(a, d.shown(b), letter)})^2"
    return Item(
        ask(EXPAND, text),
        f"a case of @expanding-binomials: {work}",
        quadratic(a * a, middle, b * b, letter),
        f"answer = ({term(a, 1, letter)} + {bracket(b)})*({term(a, 1, letter)} + {bracket(b)}) and terms(answer) = 3",
    )


@topic(
    "difference-of-squares",
    "difference of squares",
    {"same": "Both brackets get a minus sign.", "root": "The number is halved instead of its root taken."},
)
def difference_of_squares(d: Draw) -> Item:
    a, b = d.within((1, 1), (2, 9), (2, 12)), d.within((2, 20), (1, 9), (1, 12))
    if d.slip == "root":
        a, b = a | 1, 2 * d.within((1, 10), (1, 5), (1, 6))
    while gcd(a, b) > 1:
        b = 2 * d.within((1, 10), (1, 5), (1, 6)) if d.slip == "root" else d.within((2, 20), (1, 9), (1, 12))
    letter, same = d.letter(), d.slip == "same"
    number = b * b // 2 if d.slip == "root" else b
    work = steps(
        f"{a}^2 = {a * a}" if a > 1 else "",
        f"{b}^2 = {b * b}" if number == b else f"half of {b * b} is {number}",
    )
    return Item(
        ask(FACTOR, terms(term(a * a, 2, letter), str(-b * b))),
        f"@square-roots {work}",
        f"({linear(a, -number, letter)})({linear(a, -number if same else number, letter)})",
        f"answer = {terms(term(a * a, 2, letter), str(-b * b))} and terms(answer) = 1",
    )


@topic(
    "common-factors",
    "common factors",
    {"second": "The second term is not divided.", "letter": "The letter stays in the second term."},
)
def common_factors(d: Draw) -> Item:
    factor, a, b = (
        d.within((2, 6), (2, 9), (3, 12)),
        d.within((1, 5), (2, 9), (2, 11)),
        d.nonzero((1, 9), (-9, 9), (-12, 12)),
    )
    while gcd(a, b) > 1:
        b = d.nonzero((1, 9), (-9, 9), (-12, 12))
    letter, n = d.letter(), d.within((2, 2), (2, 3), (3, 5))
    second = factor * b if d.slip == "second" else b
    first = term(a, n - 1, letter)
    inner = terms(first, term(second, 1, letter) if d.slip == "letter" else str(second))
    text = terms(term(factor * a, n, letter), term(factor * b, 1, letter))
    return Item(
        ask((*FACTOR, "Take the largest common factor out of {}."), text),
        f"@greatest-common-divisor {factor}; @integer-division "
        + steps(over(factor * a, factor), "" if d.slip == "second" else over(factor * b, factor)),
        f"{factor}{letter}({inner})",
        f"answer = {text} and terms(answer) = 1 and largest(answer) < {max(factor, a, abs(b), n) + 1}",
    )


@topic(
    "factoring-with-a-leading-coefficient",
    "factoring with a leading coefficient",
    {"swap": "The numbers stand in the wrong brackets.", "sign": "Both signs are wrong."},
)
def factoring_with_a_leading_coefficient(d: Draw) -> Item:
    a, m, n = d.within((2, 3), (2, 5), (2, 7)), d.nonzero((1, 5), (-7, 7), (-9, 9)), d.nonzero((1, 5), (-7, 7), (-9, 9))
    while gcd(a, m) > 1 or m == n or a * n + m == 0:
        m, n = d.nonzero((1, 5), (-7, 7), (-9, 9)), d.nonzero((1, 5), (-7, 7), (-9, 9))
    letter = d.letter()
    text = quadratic(a, a * n + m, m * n, letter)
    work = steps(times(a, m * n), times(a * n, m), plus(a * n, m))
    if d.slip == "swap":
        m, n = n, m
    elif d.slip == "sign":
        m, n = -m, -n
    return Item(
        ask(FACTOR, text),
        f"@integer-multiplication {work}",
        f"({linear(a, m, letter)})({linear(1, n, letter)})",
        f"answer = {text} and terms(answer) = 1",
    )


@topic(
    "polynomial-division",
    "polynomial division",
    {"sign": "The number in the divisor is used with the wrong sign.", "skip": "The last product is not added."},
)
def polynomial_division(d: Draw) -> Item:
    r = d.nonzero((1, 6), (-6, 6), (-6, 6))
    p, q = d.nonzero((1, 7), (-7, 7), (-9, 9)), d.nonzero((1, 7), (-7, 7), (-9, 9))
    cubic = d.difficulty > 1
    s = -r if d.slip == "sign" else r
    letter = d.letter()
    # With the quotient x^2 + px + q (or x + p), the coefficients of the dividend:
    b, c = p - r, q - r * p
    dividend = (
        terms(f"{letter}^3", term(b, 2, letter), term(c, 1, letter), str(-r * q))
        if cubic
        else quadratic(1, b, -r * p, letter)
    )
    first = b + s
    second = c if d.slip == "skip" else c + s * first
    work = steps(plus(b, s), times(s, first) if cubic else "", plus(c, s * first) if cubic and d.slip != "skip" else "")
    if not cubic and d.slip == "skip":
        first, work = b, f"{b} stays"
    quotient = terms(f"{letter}^2", term(first, 1, letter), str(second)) if cubic else linear(1, first, letter)
    divisor = linear(1, -r, letter)
    return Item(
        ask(("Divide {0} by {1}.", "What is ({0})/({1})?", "Find the quotient of {0} and {1}."), dividend, divisor),
        f"with {s} from the divisor, @integer-addition {work}",
        quotient,
        f"answer*({divisor}) = {dividend} and parts(answer) < 6",
    )


@topic(
    "remainder-theorem",
    "remainder theorem",
    {"sign": "The number is put in with the wrong sign.", "constant": "The constant is taken for the remainder."},
)
def remainder_theorem(d: Draw) -> Item:
    a, r = d.within((1, 1), (2, 4), (2, 4)), d.nonzero((1, 5), (-5, 5), (-6, 6))
    b, c = d.nonzero((1, 9), (-9, 9), (-9, 9)), d.nonzero((1, 9), (-9, 9), (-20, 20))
    at = -r if d.slip == "sign" else r
    polynomial = quadratic(a, b, c)
    value = a * at * at + b * at + c
    work = "@substitution " + steps(
        raised(at, 2),
        times(a, at * at) if a > 1 else "",
        times(b, at),
        plus(a * at * at, b * at),
        plus(a * at * at + b * at, c),
    )
    if d.slip == "constant":
        value, work = c, f"the constant is {c}"
    divisor = linear(1, -r)
    return Item(
        ask(
            (
                "What is the remainder of {0} divided by {1}?",
                "Find the remainder when {0} is divided by {1}.",
                "Divide {0} by {1}. Which remainder is left?",
            ),
            polynomial,
            divisor,
        ),
        work,
        str(value),
        f"subs({polynomial} - answer, x, {r}) = 0",
        value=a * r * r + b * r + c,
        noun=f"the remainder of {polynomial} divided by {divisor}",
    )


@topic(
    "simplifying-rational-expressions",
    "simplifying rational expressions",
    {"other": "The wrong factor is cancelled.", "sign": "The sign of the remaining number is wrong."},
)
def simplifying_rational_expressions(d: Draw) -> Item:
    span = (1, 9), (-9, 9), (-12, 12)
    p, q, r = d.nonzero(*span), d.nonzero(*span), d.nonzero(*span)
    while len({p, q, r, 0}) < 4 or 0 in (p + q, p + r):
        p, q, r = d.nonzero(*span), d.nonzero(*span), d.nonzero(*span)
    two = d.difficulty > 1
    top = quadratic(1, p + q, p * q)
    bottom = quadratic(1, p + r, p * r) if two else linear(1, p)
    kept = {"other": p, "sign": -q}.get(d.slip, q)
    work = f"@factoring-quadratics ({linear(1, p)})({linear(1, q)})"
    if two:
        work += f" over ({linear(1, p)})({linear(1, r)})"
    cancelled = f"({linear(1, q if d.slip == 'other' else p)})"
    answer = f"({linear(1, kept)})/({linear(1, r)})" if two else linear(1, kept)
    return Item(
        ask((*SIMPLIFY, "Reduce {}."), f"({top})/({bottom})"),
        f"{work}; {cancelled} is cancelled",
        answer,
        f"answer*({bottom}) = {top} and parts(answer) < {5 if two else 3}",
    )


@topic(
    "adding-rational-expressions",
    "adding rational expressions",
    {"bottoms": "The denominators are added.", "tops": "The numerators are added as they are."},
    takes=range(2, 13),
)
def adding_rational_expressions(d: Draw) -> Item:
    a, b, c = d.main((1, 9), (1, 9), (2, 15)), d.within((1, 9)), d.nonzero((1, 9), (-9, 9), (-12, 12))
    if d.difficulty == 3:
        b = d.nonzero((-9, -1))
    while a + b == 0:
        a += 1
    second = f"{abs(b)}/({linear(1, c)})"
    sign = "-" if b < 0 else "+"
    bottom = f"(x({linear(1, c)}))"
    work = steps(f"common denominator x({linear(1, c)})", f"x: {plus(a, b)}", f"numbers: {times(a, c)}")
    answer = f"({linear(a + b, a * c)})/{bottom}"
    if d.slip == "tops":
        answer, work = f"{a + b}/{bottom}", steps(f"common denominator x({linear(1, c)})", plus(a, b))
    elif d.slip == "bottoms":
        answer, work = f"{a + b}/({linear(2, c)})", steps(plus(a, b), f"x + {linear(1, c)} = {linear(2, c)}")
    return Item(
        ask(
            ("Write {} as a single fraction.", "Add {} and give one fraction.", "Bring {} over one denominator."),
            f"{d.shown(a)}/x {sign} {second}",
        ),
        f"as in @adding-fractions, {work}",
        answer,
        f"answer - {a}/x = {b}/({linear(1, c)}) and terms(answer) = 1",
    )


TOPICS = (
    adding_polynomials,
    multiplying_polynomials,
    squaring_binomials,
    difference_of_squares,
    common_factors,
    factoring_with_a_leading_coefficient,
    polynomial_division,
    remainder_theorem,
    simplifying_rational_expressions,
    adding_rational_expressions,
)
