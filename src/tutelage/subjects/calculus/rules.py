"""More rules of differentiation: quotients, logarithms, roots, implicit functions."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.topic import (
    ask,
    bracket,
    exponent,
    linear,
    minus,
    number,
    plus,
    steps,
    term,
    terms,
    times,
    topic,
)
from tutelage.subjects.workbook import Draw, Item

DIFFERENTIATE = ("Differentiate {}.", "Find the derivative of {}.", "What is the derivative of {}?")


@topic(
    "quotient-rule",
    "quotient rule",
    {"order": "The two products are subtracted the wrong way round.", "square": "The denominator is not squared."},
)
def quotient_rule(d: Draw) -> Item:
    a, b = d.within((1, 6), (2, 9), (-9, 9)) or 2, d.nonzero((1, 9), (-9, 9), (-9, 9))
    c, e = d.within((1, 1), (1, 3), (2, 5)), d.nonzero((1, 9), (-9, 9), (-9, 9))
    while a * e == b * c:
        e += 1 if e != -1 else 2
    one, other = a * e, b * c
    value = other - one if d.slip == "order" else one - other
    letter = d.letter()
    bottom = f"({linear(c, e, letter)})"
    return Item(
        ask(DIFFERENTIATE, f"({linear(a, b, letter)})/{bottom}"),
        steps(
            f"the terms with {letter} cancel",
            f"@integer-multiplication {times(a, e)}",
            times(b, c),
            minus(other, one) if d.slip == "order" else minus(one, other),
            "" if d.slip == "square" else "denominator squared",
        ),
        f"{value}/{bottom}" + ("" if d.slip == "square" else "^2"),
        f"answer = diff(({linear(a, b, letter)})/{bottom}, {letter})",
    )


@topic(
    "derivative-of-logarithms",
    "derivative of logarithms",
    {"inner": "The inner derivative is forgotten.", "kept": "The logarithm is kept in the denominator."},
    takes=range(2, 10),
)
def derivative_of_logarithms(d: Draw) -> Item:
    a, b, front = (
        d.main((2, 9), (2, 12), (2, 15)),
        d.nonzero((1, 9), (-9, 9), (-20, 20)),
        d.within((1, 1), (1, 9), (2, 12)),
    )
    square = d.difficulty == 3 and d.given is None
    letter = d.letter()
    inner = terms(term(1, 2, letter), str(abs(b))) if square else linear(a, b, letter)
    shown = inner if square else linear(d.shown(a), b, letter)
    slope = 2 if square else a
    top = front if d.slip == "inner" else front * slope
    numerator = term(top, 1, letter) if square and d.slip != "inner" else str(top)
    bottom = f"ln({inner})" if d.slip == "kept" else f"({inner})"
    return Item(
        ask(DIFFERENTIATE, f"{term(front, 1, 'ln')}({shown})"),
        steps(
            f"1 over {inner}",
            "" if d.slip == "inner" else f"@chain-rule {times(front, slope)}" + (f", {numerator}" if square else ""),
        ),
        f"{numerator}/{bottom}",
        f"answer = diff({front}*ln({inner}), {letter})",
    )


@topic(
    "derivative-of-roots",
    "derivative of roots",
    {"inner": "The inner derivative is forgotten.", "top": "The root stays above the line."},
    takes=range(2, 10),
)
def derivative_of_roots(d: Draw) -> Item:
    a, b = 2 * d.main((1, 6), (1, 9), (2, 12)), d.nonzero((1, 9), (-9, 9), (-20, 20))
    front = d.within((1, 1), (1, 5), (2, 9))
    letter = d.letter()
    inner = linear(a, b, letter)
    shown = linear("2k", b, letter) if d.given is not None else inner
    top = Fraction(front if d.slip == "inner" else front * a, 2)
    root = f"sqrt({inner})"
    answer = f"{top.numerator}/{root}" if top.denominator == 1 else f"{top.numerator}/(2{root})"
    if d.slip == "top":
        answer = f"{front * a // 2}{root}" if front * a > 2 else root
    return Item(
        ask(DIFFERENTIATE, f"{term(front, 1, 'sqrt')}({shown})"),
        steps(
            f"the exponent 1/2 is a case of @fractional-exponents; 1 over 2{root}",
            "" if d.slip == "inner" else f"@chain-rule {times(front, a)}",
            f"{front if d.slip == 'inner' else front * a}/2 = {number(top)}",
        ),
        answer,
        f"answer = diff({front}*{root}, {letter})",
    )


@topic(
    "derivative-of-negative-powers",
    "derivative of negative powers",
    {"raised": "The exponent is raised instead of lowered.", "sign": "The minus sign is lost."},
    takes=range(2, 10),
)
def derivative_of_negative_powers(d: Draw) -> Item:
    a, n = d.main((1, 12), (2, 20), (2, 30)), d.within((1, 4), (1, 6), (2, 9))
    letter = d.letter()
    top = a * n if d.slip == "sign" else -a * n
    power = n - 1 if d.slip == "raised" else n + 1
    bottom = "" if power == 0 else f"/{term(1, power, letter)}"
    return Item(
        ask(DIFFERENTIATE, f"{d.shown(a)}/{term(1, n, letter)}"),
        steps(
            f"by @negative-exponents the exponent is {-n}",
            f"@power-rule {times(a, n if d.slip == 'sign' else -n)}",
            plus(-n, 1) if d.slip == "raised" else minus(-n, 1),
        ),
        f"{top}{bottom}",
        f"answer = diff({a}/{letter}^{n}, {letter})",
    )


@topic(
    "derivative-of-tangent",
    "derivative of tangent",
    {"inner": "The inner derivative is forgotten.", "square": "The square is forgotten."},
    takes=range(2, 13),
)
def derivative_of_tangent(d: Draw) -> Item:
    a, k = d.main((2, 9), (2, 12), (-12, 12)), d.within((2, 9), (2, 12), (2, 15))
    while a in (0, 1, -1):
        a = d.main((2, 9), (2, 12), (-12, 12))
    letter = d.letter()
    value = a if d.slip == "inner" else a * k
    power = "" if d.slip == "square" else "^2"
    argument = f"({term(k, 1, letter)})"
    return Item(
        ask(DIFFERENTIATE, f"{d.shown(a)} tan{argument}"),
        steps(
            "the @quotient-rule for sine over cosine gives 1 over the squared cosine",
            "" if d.slip == "inner" else f"@chain-rule {times(a, k)}",
        ),
        f"{value}/cos{power}{argument}",
        f"answer = diff({a}*tan{argument}, {letter})",
    )


@topic(
    "derivative-of-arctangent",
    "derivative of arctangent",
    {"inner": "The inner derivative is forgotten.", "sign": "The sign in the denominator is wrong."},
    takes=range(2, 10),
)
def derivative_of_arctangent(d: Draw) -> Item:
    a, k = d.main((1, 12), (1, 15), (2, 20)), d.within((2, 9), (2, 12), (2, 15))
    letter = d.letter()
    value = a if d.slip == "inner" else a * k
    sign = "-" if d.slip == "sign" else "+"
    return Item(
        ask(DIFFERENTIATE, f"{d.shown(a) if a > 1 else ''} arctan({term(k, 1, letter)})".strip()),
        steps(
            f"1 over (1 {sign} ({term(k, 1, letter)})^2)",
            f"@powers {k}^2 = {k * k}",
            "" if d.slip == "inner" else f"@chain-rule {times(a, k)}",
        ),
        f"{value}/(1 {sign} {term(k * k, 2, letter)})",
        f"answer = diff({a}*arctan({term(k, 1, letter)}), {letter})",
    )


@topic(
    "derivative-of-general-exponentials",
    "derivative of general exponentials",
    {"power": "The power rule is used.", "log": "The factor with the logarithm is forgotten."},
)
def derivative_of_general_exponentials(d: Draw) -> Item:
    base, a = d.within((2, 9), (2, 12), (2, 12)), d.within((1, 9), (1, 12), (2, 15))
    k = d.within((1, 1), (1, 1), (2, 5))
    letter = d.letter()
    inner = term(k, 1, letter)
    shown = f"{base}^{letter}" if k == 1 else f"{base}^({inner})"
    front = f"{a * k}*" if a * k > 1 else ""
    answer = f"{front}{shown} ln({base})"
    if d.slip == "power":
        answer = f"{term(a * k, 1, letter)}*{base}^({inner} - 1)"
    elif d.slip == "log":
        answer = f"{front}{shown}" if front else shown
        if k == 1:
            answer = f"{a}*{shown}" if a > 1 else shown
    return Item(
        ask(DIFFERENTIATE, f"{a}*{shown}" if a > 1 else shown),
        steps(
            f"{shown} is e^({inner} ln({base})) by the @natural-logarithm",
            f"@chain-rule factor {term(k, 1, f'ln({base})') if d.slip != 'log' else k}"
            + (f"; {times(a, k)}" if k > 1 else ""),
        ),
        answer,
        f"answer = diff({a}*{shown}, {letter})",
    )


@topic(
    "nested-chain-rule",
    "chain rule with powers inside",
    {"inner": "The inner derivative is forgotten.", "lost": "The inner exponent is not lowered."},
)
def nested_chain_rule(d: Draw) -> Item:
    n, a = d.within((2, 2), (2, 3), (2, 5)), d.within((1, 6), (1, 9), (2, 9))
    b, letter = d.nonzero((1, 9), (-9, 9), (-9, 9)), d.letter()
    inner, kind = terms(term(a, n, letter), str(b)), d.choice(("e", "sin", "cos", "power"))
    power = n if d.slip == "lost" else n - 1
    slope = term(a * n, power, letter)
    step = f"inner derivative by the @power-rule {times(a, n)}, {slope}"
    m = d.within((2, 4), (3, 6), (3, 8))
    if kind == "power":
        front = m if d.slip == "inner" else m * a * n
        answer = f"{term(front, power if d.slip != 'inner' else 0, letter)}({inner}){exponent(m - 1)}"
        step += f"; {times(m, a * n)}"
        text = f"({inner})^{m}"
    else:
        outer = {"e": f"e^({inner})", "sin": f"cos({inner})", "cos": f"sin({inner})"}[kind]
        sign = "-" if kind == "cos" else ""
        answer = f"{sign}{'' if d.slip == 'inner' else slope + ' '}{outer}"
        text = f"e^({inner})" if kind == "e" else f"{kind}({inner})"
    if d.slip == "inner":
        step = "the inner function stays"
    return Item(
        ask(DIFFERENTIATE, text),
        f"by the @chain-rule the outer function first; {step}",
        answer,
        f"answer = diff({text}, {letter})",
    )


@topic(
    "implicit-differentiation",
    "implicit differentiation",
    {"sign": "The minus sign is lost.", "turn": "The quotient is turned over."},
)
def implicit_differentiation(d: Draw) -> Item:
    a, b = d.within((1, 1), (1, 4), (1, 6)), d.within((1, 1), (1, 4), (1, 6))
    x, y = d.nonzero((1, 9), (-6, 9), (-9, 9)), d.nonzero((1, 9), (1, 9), (-9, 9))
    while abs(a * x) == abs(b * y):
        x += 1 if x != -1 else 2
    total = a * x * x + b * y * y
    top, bottom = 2 * a * x, 2 * b * y
    pair = {"sign": (top, bottom), "turn": (-bottom, top)}.get(d.slip, (-top, bottom))
    value = Fraction(*pair)
    curve = f"{terms(term(a, 2), term(b, 2, 'y'))} = {total}"
    return Item(
        ask(
            (
                "Find the slope of {} at ({}, {}).",
                "What is dy/dx on the curve {} at the point ({}, {})?",
                "How steep is the curve {} at ({}, {})?",
            ),
            curve,
            x,
            y,
        ),
        f"by the @chain-rule {terms(term(2 * a), term(2 * b, 1, 'y'))} y' = 0; {times(2 * a, x)}; {times(2 * b, y)}; "
        f"@simplifying-fractions {pair[0]}/{bracket(pair[1])} = {number(value)}",
        number(value),
        f"{a}*2*{bracket(x)} + {b}*2*{bracket(y)}*answer = 0"
        if d.difficulty == 3
        else f"subs(diff({a}*x^2 + {b}*({y} + answer*(x - {bracket(x)}))^2, x), x, {x}) = 0",
    )


@topic(
    "higher-derivatives",
    "higher derivatives",
    {"early": "It is stopped one derivative too early.", "factor": "The last factor is forgotten."},
)
def higher_derivatives(d: Draw) -> Item:
    n, a = d.within((3, 5), (4, 7), (5, 8)), d.within((1, 5), (1, 9), (-6, 6)) or 2
    times_ = 3 if d.difficulty < 3 else d.choice((3, 4))
    letter = d.letter()
    value, parts = a, []
    done = times_ - 1 if d.slip == "early" else times_
    for place in range(done):
        if d.slip == "factor" and place == done - 1:
            parts.append(f"{value} stays")
        else:
            parts.append(times(value, n - place))
            value *= n - place
    name = {3: "third", 4: "fourth"}[times_]
    function = term(a, n, letter)
    return Item(
        ask(
            (
                f"Find the {name} derivative of {{}}.",
                f"What is the {name} derivative of {{}}?",
                f"Differentiate {{}} {times_} times.",
            ),
            function,
        ),
        f"@power-rule {steps(*parts)}; exponent {n} - {done} = {n - done}",
        term(value, n - done, letter),
        f"answer = diff({a}*{letter}^{n}, {letter}, {times_})",
    )


TOPICS = (
    quotient_rule,
    derivative_of_logarithms,
    derivative_of_roots,
    derivative_of_negative_powers,
    derivative_of_tangent,
    derivative_of_arctangent,
    derivative_of_general_exponentials,
    nested_chain_rule,
    implicit_differentiation,
    higher_derivatives,
)
