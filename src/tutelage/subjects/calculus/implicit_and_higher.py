"""Slopes of implicit functions, and derivatives of derivatives."""

from __future__ import annotations

from fractions import Fraction
from math import gcd

from tutelage.subjects.calculus.notation import bracket, polynomial, term, terms
from tutelage.subjects.calculus.steps import derived, evaluation, minus, plus, steps, times, value_at
from tutelage.subjects.calculus.topic import ask, topic
from tutelage.subjects.workbook import Draw, Item


@topic(
    "implicit-differentiation",
    sign="The minus sign is lost.",
    turn="The quotient is turned over.",
    plain="The factor y' is forgotten, so that y is treated like a number that does not change.",
)
def implicit_differentiation(d: Draw) -> Item:
    a, b, c = d.within((1, 3), (1, 5), (1, 3)), d.within((1, 3), (1, 5), (1, 3)), 0
    x, y = d.nonzero((1, 9), (-6, 9), (-5, 5)), d.nonzero((1, 9), (-6, 9), (-5, 5))
    if d.difficulty == 3:
        c = d.nonzero((-3, 3))
    if 2 * b * y + c * x == 0 or 2 * a * x + c * y == 0:
        c += 1
    while 2 * b * y + c * x == 0 or 2 * a * x + c * y == 0:
        x += 1
    top, bottom = 2 * a * x + c * y, 2 * b * y + c * x
    pair = d.outcome((-top, bottom), sign=(top, bottom), turn=(-bottom, top), plain=(-top, 1))
    value = Fraction(*pair)
    left = terms(term(a, 2), term(c, 1, "xy"), term(b, 2, "y"))
    curve = f"{left} = {a * x * x + b * y * y + c * x * y}"
    mixed = (f" + {term(c, 1, '')}(y + x y')" if c > 0 else f" - {term(-c, 1, '')}(y + x y')") if c else ""
    return Item(
        (
            f"Find the slope of the curve {curve} at ({x}, {y}).",
            f"What is dy/dx on the curve {curve} at the point ({x}, {y})?",
            f"How steep is the curve {curve} at ({x}, {y})?",
            f"y is a function of x with {curve}. Find y' at ({x}, {y}).",
        ),
        f"by the @chain-rule and @simplifying-fractions: {term(2 * a)}{mixed} + {term(2 * b, 1, 'y')} y' = 0; "
        + steps(
            times(2 * a, x),
            times(2 * b, y),
            plus(2 * a * x, c * y) if c else "",
            plus(2 * b * y, c * x) if c else "",
            f"{pair[0]}/{bracket(pair[1])} = {value}",
        ),
        str(value),
        f"subs(diff({a}*x^2 + ({c})*x*({y} + answer*(x - {bracket(x)})) + {b}*({y} + answer*(x - {bracket(x)}))^2, "
        f"x), x, {x}) = 0",
    )


@implicit_differentiation.form("as a formula")
def implicit_formula(d: Draw) -> Item:
    a, b, c = d.within((1, 4), (2, 9), (2, 12)), d.within((1, 4), (2, 9), (2, 12)), d.within((5, 50), (20, 99))
    n, m = d.within((2, 2), (2, 3), (2, 5)), d.within((2, 2), (2, 3), (2, 5))
    top, bottom = term(a * n, n - 1), term(b * m, m - 1, "y")
    shared = gcd(a * n, b * m)
    common = d.outcome(
        (term(a * n // shared, n - 1), term(b * m // shared, m - 1, "y")), turn=(bottom, top), plain=(top, "1")
    )
    sign = "" if d.slip == "sign" else "-"
    below = common[1] if common[1].isalpha() else f"({common[1]})"
    answer = f"{sign}{common[0]}" if common[1] == "1" else f"{sign}{common[0]}/{below}"
    return Item(
        ask(
            (
                "Find dy/dx in terms of x and y if {0}.",
                "What is the slope y' of the curve {0}, in terms of x and y?",
                "y is a function of x with {0}. Express y' in terms of x and y.",
            ),
            f"{terms(term(a, n), term(b, m, 'y'))} = {c}",
        ),
        f"by the @chain-rule: {times(a, n)}; {times(b, m)}; {top} + {bottom} y' = 0, then solved for y'",
        answer,
        f"{a}*{n}*x^{n - 1} + {b}*{m}*y^{m - 1}*answer = 0",
    )


@implicit_differentiation.form("reverse")
def curve_of_a_slope(d: Draw) -> Item:
    k, y = d.within((2, 6), (2, 9), (2, 15)), d.nonzero((1, 5), (-6, 6), (-9, 9))
    x, a = d.nonzero((1, 5), (-6, 6), (-9, 9)), d.within((1, 1), (1, 3), (2, 5))
    slope = Fraction(-a * x, k * y)
    found = d.outcome(Fraction(k), sign=Fraction(-k), turn=Fraction(a * a * x * x, k * y * y))
    name = d.choice("kp")
    questions = ask(
        (
            "The curve {0} passes through ({1}, {2}) with the slope {3}. Find {4}.",
            "For which {4} does a curve {0} have the slope {3} at ({1}, {2})?",
            "At the point ({1}, {2}) the curve {0} has dy/dx = {3}. What is {4}?",
        ),
        f"{terms(term(a, 2), term(name, 2, 'y'))} = c",
        x,
        y,
        str(slope),
        name,
    )
    work = (
        f"by the @chain-rule {term(2 * a)} + {term('2' + name, 1, 'y')} y' = 0; {times(2 * a, x)}; {times(2, y)}; "
        f"{2 * a * x} + {name}*{bracket(2 * y)}*{bracket(str(slope))} = 0, so {name} = {found}"
    )
    return Item(questions, work, f"{name} = {found}", f"2*{a}*{bracket(x)} + 2*answer*{bracket(y)}*({slope}) = 0")


@topic(
    "higher-derivatives",
    early="It is stopped one derivative too early.",
    factor="The last factor is forgotten.",
    late="It is differentiated once too often.",
)
def higher_derivatives(d: Draw) -> Item:
    n, a = d.within((4, 6), (4, 8), (5, 8)), d.nonzero((1, 5), (-6, 6))
    count = 3 if d.difficulty < 3 else d.choice((3, 4))
    letter = d.letter()
    rest = [0] * n if d.difficulty == 1 else [*[0] * (n - 3), d.nonzero((-6, 6)), 0, d.nonzero((-9, 9))]
    whole = (a, *rest)
    done = count + d.outcome(0, early=-1, late=1)
    value, parts, now = a, [], tuple(whole)
    for place in range(done):
        now = derived(now)
        if d.slip == "factor" and place == done - 1:
            now = (value, *now[1:])
            parts.append(f"{value} stays")
        else:
            parts.append(times(value, n - place))
            value *= n - place
    name = {3: "third", 4: "fourth"}[count]
    dashes = {3: "'''", 4: "''''"}[count]
    text = polynomial(whole, letter)
    wordings = [
        "Find the {0} derivative of {1}.",
        "What is the {0} derivative of {1}?",
        "Take the {0} derivative: {1}.",
        "The {0} derivative of {1} is wanted. Give it.",
    ]
    if count == 3:
        wordings.append("f({3}) = {1}. Find f{4}({3}).")
    stories = (
        f"A lift is at {text} metres after {letter} seconds. The {name} derivative of its position tells how smooth "
        "the ride is. Find it.",
        f"The number of visitors after {letter} days is {text}. Find the {name} derivative of this number.",
        f"A beam bends by {text} mm at the place {letter}. Engineers need the {name} derivative. What is it?",
    )
    return Item(
        ask(wordings, name, text, count, letter, dashes),
        f"the @power-rule each time, as in the @second-derivative: {steps(*parts)}; the exponent is {minus(n, done)}",
        polynomial(now, letter),
        f"answer = diff({text}, {letter}, {count})",
        worded={"word problem": stories},
    )


@higher_derivatives.form("how many")
def derivatives_until_zero(d: Draw) -> Item:
    n = d.within((2, 9), (5, 25), (3, 9))
    a, b, c = d.nonzero((-9, 9)), d.nonzero((-9, 9)), d.within((2, 5))
    text = terms(term(a, n), term(b, 1)) if d.difficulty < 3 else f"({polynomial((1, b, 0, a))})^{c}"
    degree = n if d.difficulty < 3 else 3 * c
    found = d.outcome(degree + 1, early=degree, late=degree + 2, factor=degree - 1)
    lead = f"; {times(3, c)}" if d.difficulty == 3 else ""
    questions = (
        f"How often must {text} be differentiated until 0 is left?",
        f"The derivatives of {text} end at 0. What is the order of the first derivative that is 0 everywhere?",
        f"After how many differentiations has {text} become 0 for all x?",
    )
    work = (
        f"the @power-rule lowers the highest exponent by one each time, as the @second-derivative shows{lead}; "
        f"after {degree} times a number is left; {plus(degree, found - degree)}"
    )
    return Item(questions, work, str(found), f"answer = {degree} + 1 and parts(answer) < 2")


@higher_derivatives.form("two steps")
def higher_derivative_at_a_point(d: Draw) -> Item:
    n, a, x = d.within((4, 5), (4, 6)), d.nonzero((1, 3), (-3, 3)), d.nonzero((1, 2), (-2, 2), (-3, 3))
    whole = (a, *([0] * n if d.difficulty < 3 else [*[0] * (n - 4), d.nonzero((-5, 5)), 0, 0, 7]))
    now = derived(derived(derived(whole)))
    used = d.outcome(now, early=derived(derived(whole)), late=derived(now), factor=(now[0] // (n - 2), *now[1:]))
    text = polynomial(whole)
    questions = (
        f"Find the third derivative of {text} at x = {x}.",
        f"f(x) = {text}. Find f'''({x}).",
        f"What is the value of the third derivative of {text} at {x}?",
    )
    work = (
        f"the @power-rule goes on after the @second-derivative: the third is {polynomial(used)}; "
        f"{evaluation(used, x) or f'always {used[0]}'}"
    )
    return Item(questions, work, str(value_at(used, x)), f"answer = subs(diff({text}, x, 3), x, {x})")
