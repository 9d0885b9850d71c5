"""Rational expressions: cancelling and adding."""

from __future__ import annotations

from tutelage.subjects.calculus.notation import bracket, linear, quadratic, term, terms
from tutelage.subjects.calculus.steps import minus, plus, times
from tutelage.subjects.calculus.topic import SIMPLIFY, ask, topic
from tutelage.subjects.workbook import Draw, Item


def _three_numbers(d: Draw) -> tuple[int, int, int]:
    """Three different numbers p, q, r other than 0 with p + q and p + r other than 0."""
    span = (1, 9), (-9, 9), (-12, 12)
    while True:
        p, q, r = d.nonzero(*span), d.nonzero(*span), d.nonzero(*span)
        if len({p, q, r}) == 3 and 0 not in (p + q, p + r):
            return p, q, r


@topic(
    "simplifying-rational-expressions",
    other="The wrong factor is cancelled.",
    sign="The sign of the remaining number is wrong.",
    terms="Equal terms are cancelled instead of factors.",
)
def simplifying_rational_expressions(d: Draw) -> Item:
    p, q, r = _three_numbers(d)
    two, k = d.difficulty > 1, d.within((2, 5)) if d.difficulty == 3 else 1
    top, bottom = quadratic(1, p + q, p * q), quadratic(1, p + r, p * r) if two else linear(1, p)
    kept = d.outcome(q, other=p, sign=-q)
    shown_top = f"{k}({top})" if k > 1 else f"({top})"
    work = f"@factoring-quadratics: ({linear(1, p)})({linear(1, q)})" + (
        f" over ({linear(1, p)})({linear(1, r)})" if two else f" over ({linear(1, p)})"
    )
    work += f"; ({linear(1, q if d.slip == 'other' else p)}) is cancelled"
    front = str(k) if k > 1 else ""
    answer = f"{front}({linear(1, kept)})/({linear(1, r)})" if two else linear(1, kept)
    if d.slip == "terms":
        answer = linear(p + q, p * q) if not two else f"{front}({linear(p + q, p * q)})/({linear(p + r, p * r)})"
        work = "x^2 is cancelled" if two else "x is cancelled"
    return Item(
        ask((*SIMPLIFY, "Reduce {}."), f"{shown_top}/({bottom})"),
        work,
        answer,
        f"answer*({bottom}) = {k}*({top}) and parts(answer) < {5 + (k > 1) if two else 3}",
    )


@simplifying_rational_expressions.form("reverse")
def missing_denominator(d: Draw) -> Item:
    p, q, _ = _three_numbers(d)
    k = d.within((1, 1), (2, 4), (2, 6))
    top = quadratic(k, k * (p + q), k * p * q)
    kept = f"{k}({linear(1, q)})" if k > 1 else linear(1, q)
    questions = (
        f"({top})/(x + c) simplifies to {kept}. What is c?",
        f"By which x + c must {top} be divided to give {kept}? Give c.",
        f"Cancelling x + c turns ({top})/(x + c) into {kept}. Find c.",
    )
    work = (
        f"@factoring-quadratics: {top} is {k if k > 1 else ''}({linear(1, p)})({linear(1, q)}), and {times(p, q)}; so "
        f"x + c is {linear(1, p)}"
    )
    return Item(questions, work, str(-p if d.slip == "sign" else p), f"(x + answer)*{k}*({linear(1, q)}) = {top}")


@simplifying_rational_expressions.form("excluded value")
def where_it_is_undefined(d: Draw) -> Item:
    p, q, r = _three_numbers(d)
    top = quadratic(1, p + q, p * q)
    if d.difficulty == 1:
        questions = (
            f"For which x is ({top})/({linear(1, r)}) not defined?",
            f"Which x must not be put into ({top})/({linear(1, r)})?",
            f"({top})/({linear(1, r)}) has no value at one number x. At which?",
        )
        return Item(
            questions, f"the denominator {linear(1, r)} is 0 at x = {-r}", str(-r), f"answer + {bracket(r)} = 0"
        )
    bottom, larger = quadratic(1, p + r, p * r), d.rng.random() < 0.5
    answer = max(-p, -r) if larger else min(-p, -r)
    which = "larger" if larger else "smaller"
    questions = (
        f"({top})/({bottom}) is undefined at two numbers x. Which is the {which} one?",
        f"Two numbers must not be put into ({top})/({bottom}). Give the {which} one.",
        f"Find the {which} number at which the denominator of ({top})/({bottom}) is 0.",
    )
    return Item(
        questions,
        f"@factoring-quadratics: {bottom} is ({linear(1, p)})({linear(1, r)}), which is 0 at {-p} and {-r}, also where "
        "a factor cancels",
        str(answer),
        f"(answer + {bracket(p)})*(answer + {bracket(r)}) = 0 and answer {'>' if larger else '<'} {-p - r} - answer",
    )


@topic(
    "adding-rational-expressions",
    bottoms="The denominators are added.",
    tops="The numerators are added as they are.",
    one="Only one numerator is multiplied by the other denominator.",
    takes=range(2, 13),
)
def adding_rational_expressions(d: Draw) -> Item:
    a, b, c = d.main((1, 9), (1, 9), (2, 15)), d.within((1, 9)), d.nonzero((1, 9), (-9, 9), (-12, 12))
    if d.difficulty == 3:
        b = d.nonzero((-9, 9))
    e = d.nonzero((-9, 9)) if d.difficulty == 3 else 0  # a/(x + e) + b/(x + c)
    while e == c or a + b == 0:
        a, e = a + 1, e + 1 if e == c else e
    first, second = linear(1, e), linear(1, c)
    bottom = f"(x({second}))" if e == 0 else f"(({first})({second}))"
    text = f"{d.shown(a)}/{'x' if e == 0 else f'({first})'} {'-' if b < 0 else '+'} {abs(b)}/({second})"
    known = f"{a}/({first})"
    constant = a * c + b * e
    numbers = times(a, c) if e == 0 else f"{times(a, c)}; {times(b, e)}; {plus(a * c, b * e)}"
    work = f"common denominator {bottom[1:-1]}; x: {plus(a, b)}; numbers: {numbers}"
    answer = f"({linear(a + b, constant)})/{bottom}"
    if d.slip == "tops":
        answer, work = f"{a + b}/{bottom}", f"common denominator {bottom[1:-1]}; {plus(a, b)}"
    elif d.slip == "bottoms":
        answer, work = f"{a + b}/({linear(2, c + e)})", f"{plus(a, b)}; ({first}) + ({second}) = {linear(2, c + e)}"
    elif d.slip == "one":
        answer = f"({linear(a, a * c + b)})/{bottom}"
        work = f"common denominator {bottom[1:-1]}; x: {a}; numbers: {times(a, c)}; {plus(a * c, b)}"
    return Item(
        ask(
            ("Write {} as a single fraction.", "Add and give one fraction: {}.", "Bring {} over one denominator."), text
        ),
        f"as in @adding-fractions, {work}",
        answer,
        f"answer - {known} = {b}/({second}) and terms(answer) = 1",
    )


@adding_rational_expressions.form("numerator")
def numerator_of_the_sum(d: Draw) -> Item:
    a, b = d.within((1, 9)), d.within((1, 9), (1, 9), (2, 12))
    c, e = d.rng.sample([n for n in range(-9, 10) if n], 2) if d.difficulty > 1 else d.rng.sample(range(1, 10), 2)
    first, second = linear(1, c), linear(1, e)
    top = linear(a + b, a * e + b * c)
    questions = (
        f"{a}/({first}) + {b}/({second}) is written with the denominator ({first})({second}). What is the numerator?",
        f"Find the numerator of {a}/({first}) + {b}/({second}) over the common denominator ({first})({second}).",
        f"Which numerator belongs to the denominator ({first})({second}) if the fraction is {a}/({first}) + "
        f"{b}/({second})?",
    )
    return Item(
        questions,
        f"as in @adding-fractions, {terms(term(a, 1, f'({second})'), term(b, 1, f'({first})'))}; x: {plus(a, b)}; "
        f"numbers: {times(a, e)}; {times(b, c)}; {plus(a * e, b * c)}",
        str(a + b) if d.slip == "tops" else top,
        f"answer = {a}*({second}) + {b}*({first}) and terms(answer) < 3",
    )


@adding_rational_expressions.form("word problem")
def work_and_travel(d: Draw) -> Item:
    c = d.within((1, 6), (2, 9), (3, 12))
    a = 1 if d.difficulty == 1 else d.within((2, 9), (10, 60))
    second = linear(1, c)
    stories = (
        (
            f"One pump fills a tank in x hours, a second one in {second} hours. Which part of the tank do both fill "
            "in an hour?",
            f"Ada paints a fence in x hours, Ben in {second} hours. Which part of it do they paint together in one "
            "hour?",
            f"One machine does a job in x days, another in {second} days. Which part of the job do both do in a day?",
        )
        if a == 1
        else (
            f"A boat goes {a} km at x km/h and {a} km at {second} km/h. How many hours does it take in all?",
            f"Somebody walks {a} km at x km/h and another {a} km at {second} km/h. How many hours is that together?",
            f"{a} pages are read at x pages an hour, and {a} more at {second} pages an hour. How many hours does it "
            "take?",
        )
    )
    answer = f"{2 * a}/(x({second}))" if d.slip == "tops" else f"({linear(2 * a, a * c)})/(x({second}))"
    return Item(
        tuple(f"{story} Give a single fraction." for story in stories),
        f"{a}/x + {a}/({second}), as in @adding-fractions, common denominator x({second}); x: {plus(a, a)}"
        + ("" if d.slip == "tops" else f"; numbers: {times(a, c)}"),
        answer,
        f"answer - {a}/x = {a}/({second}) and terms(answer) = 1",
    )


@adding_rational_expressions.form("reverse")
def missing_numerator(d: Draw) -> Item:
    a, b, c = d.within((1, 9)), d.within((1, 9), (1, 12), (2, 20)), d.nonzero((1, 9), (-9, 9), (-12, 12))
    second, total = linear(1, c), linear(a + b, a * c)
    questions = (
        f"{a}/x + b/({second}) = ({total})/(x({second})). What is b?",
        f"For which number b is {a}/x + b/({second}) equal to ({total})/(x({second}))?",
        f"The sum of {a}/x and b/({second}) is ({total})/(x({second})). Find b.",
    )
    work = (
        f"as in @adding-fractions, {term(a, 1, f'({second})')} + bx is {total}; x: {a} + b is {a + b}; "
        f"{minus(a + b, a)}"
    )
    return Item(questions, work, str(b), f"{a}*({second}) + answer*x = {total}")
