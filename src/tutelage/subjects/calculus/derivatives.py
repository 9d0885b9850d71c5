"""Derivatives and what they are good for."""

from __future__ import annotations

from tutelage.subjects.calculus.topic import (
    ask,
    exponent,
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

DIFFERENTIATE = (
    "Differentiate {}.",
    "Find the derivative of {}.",
    "What is the derivative of {}?",
    "Compute the derivative of {}.",
)


@topic(
    "power-rule",
    "power rule",
    {
        "kept": "The exponent is kept instead of lowered by one.",
        "front": "The old exponent does not come to the front.",
    },
    takes=range(2, 21),
)
def power_rule(d: Draw) -> Item:
    n = d.main((2, 9), (2, 20), (-9, 20))
    while n in (0, 1):
        n = d.main((2, 9), (2, 20), (-9, 20))
    letter = d.letter()
    new = n if d.slip == "kept" else n - 1
    shown = d.shown(n)
    base = f"{letter}^{shown}" if isinstance(shown, str) else term(1, n, letter)
    return Item(
        ask(DIFFERENTIATE, base),
        f"Power rule: factor {1 if d.slip == 'front' else n}; subtraction {minus(n, n - new)}",
        term(1 if d.slip == "front" else n, new, letter),
        f"answer = diff({letter}^({n}), {letter})",
        uses=("integer-subtraction",),
    )


@topic(
    "constant-multiple-rule",
    "constant multiple rule",
    {"kept": "The exponent is kept.", "front": "The coefficient is not multiplied.", "plus": "The exponent is added."},
    takes=range(2, 21),
)
def constant_multiple_rule(d: Draw) -> Item:
    a, n = d.main((2, 9), (2, 12), (-12, -2)), d.within((2, 5), (2, 9), (2, 9))
    letter = d.letter()
    front = {"front": a, "plus": a + n}.get(d.slip, a * n)
    first = {"front": times(a, 1), "plus": plus(a, n)}.get(d.slip, times(a, n))
    new = n if d.slip == "kept" else n - 1
    return Item(
        ask(DIFFERENTIATE, term(d.shown(a), n, letter)),
        f"Constant multiple rule: {first}; power rule: {minus(n, n - new)}",
        term(front, new, letter),
        f"answer = diff({a}*{letter}^{n}, {letter})",
        uses=("power-rule",),
    )


@topic(
    "sum-rule",
    "sum rule",
    {
        "kept": "The linear term keeps its variable.",
        "front": "The first coefficient is not multiplied by its exponent.",
    },
    takes=range(2, 13),
)
def sum_rule(d: Draw) -> Item:
    n = d.within((2, 3), (2, 5), (3, 6))
    a, b, c = d.main((2, 5), (2, 9), (2, 9)), d.nonzero((1, 9), (-9, 9), (-9, 9)), d.nonzero((1, 9), (-9, 9), (-9, 9))
    letter = d.letter()
    front = a if d.slip == "front" else a * n
    first = term(front, n - 1, letter)
    second = term(b, 1, letter) if d.slip == "kept" else str(b)
    constant = "" if d.difficulty == 1 else str(c)
    polynomial = terms(term(d.shown(a), n, letter), term(b, 1, letter), *([constant] if constant else []))
    answer = terms(term(front + b, 1, letter)) if d.slip == "kept" and n == 2 else terms(first, second)
    return Item(
        ask(DIFFERENTIATE, polynomial),
        f"Sum rule: power rule {times(a, 1 if d.slip == 'front' else n)}, {first}; {term(b, 1, letter)} gives {second}",
        answer,
        f"answer = diff({terms(term(a, n, letter), term(b, 1, letter), constant or '0')}, {letter})",
        uses=("power-rule",),
    )


@topic(
    "derivative-at-a-point",
    "derivative at a point",
    {
        "function": "The number is put into the function, not into its derivative.",
        "constant": "The linear term is lost.",
    },
    takes=range(2, 10),
)
def derivative_at_a_point(d: Draw) -> Item:
    a, b = d.within((1, 4), (2, 5), (-5, -2)), d.nonzero((1, 9), (-9, 9), (-9, 9))
    x = d.main((2, 6), (2, 9), (2, 9))
    function = terms(term(a, 2), term(b))
    derivative = (f"{times(a, 2)}, " if abs(a) > 1 else "") + linear(2 * a, b)
    total = 2 * a * x + b
    work = steps(times(2 * a, x), plus(2 * a * x, b))
    if d.slip == "function":
        derivative, total = function, a * x * x + b * x
        work = steps(raised(x, 2), times(a, x * x) if a != 1 else "", times(b, x), plus(a * x * x, b * x))
    elif d.slip == "constant":
        derivative, total, work = term(2 * a), 2 * a * x, times(2 * a, x)
    return Item(
        (
            f"Find the derivative of {function} at {d.shown(x)}.",
            f"What is the slope of {function} at {d.shown(x)}?",
            f"f(x) = {function}. Find f'({d.shown(x)}).",
        ),
        f"Derivative at a point: sum rule {derivative}; {work}",
        str(total),
        f"answer = subs(diff({function}, x), x, {x})",
        uses=("sum-rule",),
        value=2 * a * x + b,
        noun=f"the slope of {function} at x = {x}",
    )


@topic(
    "tangent-line",
    "tangent line",
    {"height": "The height is taken for the constant, as if x were 0.", "slope": "The slope is not multiplied by two."},
    takes=range(2, 10),
)
def tangent_line(d: Draw) -> Item:
    x = d.main((1, 9), (2, 7), (-9, -1))
    c = d.within((0, 0), (1, 9), (0, 0))
    height = x * x + c
    slope = x if d.slip == "slope" else 2 * x
    constant = height if d.slip == "height" else height - slope * x
    function = terms("x^2", str(c))
    point = d.shown(x)
    at = 0 if d.slip == "height" else x
    tall = steps(raised(x, 2), plus(x * x, c) if c else "")
    steep = times(1 if d.slip == "slope" else 2, x)
    return Item(
        (
            f"Find the tangent line to {function} at {point}.",
            f"What is the tangent line to {function} at {point}?",
            f"Give the tangent line to {function} at {point}.",
            f"Which line touches {function} at {point}?",
        ),
        f"Tangent line: height {tall}; derivative at a point {steep}; {times(slope, at)}; "
        f"height {minus(height, slope * at)}",
        f"y = {linear(slope, constant)}",
        f"diff(answer, x) = subs(diff({function}, x), x, {x}) and subs(answer - ({function}), x, {x}) = 0",
        uses=("derivative-at-a-point",),
    )


@topic(
    "second-derivative",
    "second derivative",
    {"once": "It is differentiated only once.", "kept": "The first derivative's factor is lost."},
    takes=range(2, 13),
)
def second_derivative(d: Draw) -> Item:
    a, n = d.main((2, 5), (2, 9), (-9, -2)), d.within((2, 5), (3, 6), (3, 6))
    letter = d.letter()
    first = a * n
    second = {"once": first, "kept": a * (n - 1)}.get(d.slip, first * (n - 1))
    power = n - 1 if d.slip == "once" else n - 2
    again = "" if d.slip == "once" else times(a if d.slip == "kept" else first, n - 1)
    function = term(d.shown(a), n, letter)
    return Item(
        (
            f"Find the second derivative of {function}.",
            f"What is the second derivative of {function}?",
            f"Differentiate {function} twice.",
        ),
        steps(f"Second derivative: power rule {times(a, n)}, {term(first, n - 1, letter)}", again),
        term(second, power, letter),
        f"answer = diff({a}*{letter}^{n}, {letter}, 2)",
        uses=("power-rule",),
    )


@topic(
    "chain-rule",
    "chain rule",
    {"inner": "The inner derivative is forgotten.", "kept": "The exponent is kept."},
    takes=range(2, 13),
)
def chain_rule(d: Draw) -> Item:
    a, b = d.main((2, 5), (2, 9), (-9, -2)), d.nonzero((1, 9), (-9, 9), (-9, 9))
    n = d.within((2, 5), (3, 7), (3, 9))
    letter = d.letter()
    inner = f"({linear(a, b, letter)})"
    front = n if d.slip == "inner" else n * a
    new = n if d.slip == "kept" else n - 1
    return Item(
        ask(DIFFERENTIATE, f"({linear(d.shown(a), b, letter)})^{n}"),
        f"Chain rule: {times(n, front // n)}; power rule {minus(n, n - new)}",
        f"{front}{inner}{exponent(new)}",
        f"answer = diff({inner}^{n}, {letter})",
        uses=("power-rule",),
    )


@topic(
    "derivative-of-exponentials",
    "derivative of exponentials",
    {"inner": "The inner derivative is forgotten.", "power": "The power rule is used, and the exponent lowered."},
    takes=range(2, 13),
)
def derivative_of_exponentials(d: Draw) -> Item:
    a, k = d.main((2, 9), (2, 12), (-9, 9)), d.nonzero((1, 9), (-9, 9), (-9, 9))
    while a in (-1, 0, 1):
        a = d.main((2, 9), (2, 12), (-9, 9))
    letter = d.letter()
    exponential = f"e^{letter}" if k == 1 else f"e^({term(k, 1, letter)})"
    front = a if d.slip == "inner" else a * k
    inner = 1 if d.slip == "inner" else k
    after = f"e^({term(k, 1, letter)} - 1)" if d.slip == "power" else exponential
    return Item(
        ask(DIFFERENTIATE, f"{term(d.shown(a), 0)}{exponential}"),
        f"Derivative of exponentials: chain rule {times(a, inner)}",
        f"{term(front, 1, after)}",
        f"answer = diff({a}*{exponential}, {letter})",
        uses=("chain-rule",),
    )


@topic(
    "derivative-of-sine-and-cosine",
    "derivative of sine and cosine",
    {"inner": "The inner derivative is forgotten.", "sign": "The sign is wrong.", "kept": "The function is kept."},
    takes=range(2, 13),
)
def derivative_of_sine_and_cosine(d: Draw) -> Item:
    a, k = d.main((1, 5), (2, 9), (2, 12)), d.within((2, 9), (2, 9), (2, 12))
    letter, old = d.letter(), d.choice(("sin", "cos"))
    new, sign = ("cos", 1) if old == "sin" else ("sin", -1)
    if d.slip == "sign":
        sign = -sign
    shown_new = f"-{new}" if sign < 0 else new
    front = sign * (a if d.slip == "inner" else a * k)
    inner = 1 if d.slip == "inner" else k
    if d.slip == "kept":
        new = shown_new = old
        front = abs(front)
    argument = f"({term(k, 1, letter)})"
    return Item(
        ask(DIFFERENTIATE, (term(a, 1, old) if d.given is None else f"k {old}") + argument),
        f"Derivative of sine and cosine: {old} gives {shown_new}; chain rule {times(a, inner)}",
        term(front, 1, new) + argument,
        f"answer = diff({a}*{old}{argument}, {letter})",
        uses=("chain-rule",),
    )


_FACTORS = {"e^{0}": ("e^{0}", 1), "sin {0}": ("cos {0}", 1), "cos {0}": ("sin {0}", -1)}
"""Second factors of a product, their derivatives and those derivatives' signs."""


@topic(
    "product-rule",
    "product rule",
    {"product": "The derivatives of the factors are multiplied.", "sign": "The second term has the wrong sign."},
    takes=range(2, 13),
)
def product_rule(d: Draw) -> Item:
    a, n = d.main((1, 1), (2, 5), (2, 9)), d.within((2, 9), (2, 5), (2, 9))
    letter = d.letter()
    pattern = d.choice(tuple(_FACTORS))
    derived_pattern, sign = _FACTORS[pattern]
    second, derived = pattern.format(letter), derived_pattern.format(letter)
    first, first_derived = term(a, n, letter), term(a * n, n - 1, letter)
    signed = -a * sign if d.slip == "sign" else a * sign
    if d.slip == "product":
        answer = f"{term(a * n * sign, n - 1, letter)} {derived}"
    else:
        answer = terms(f"{first_derived} {second}", f"{term(signed, n, letter)} {derived}")
    minus_sign = "-" if sign < 0 else ""
    return Item(
        ask(DIFFERENTIATE, f"{term(d.shown(a), n, letter)} {second}"),
        f"Product rule: power rule {first} gives {first_derived}; {second} gives {minus_sign}{derived}",
        answer,
        f"answer = diff({first} {second}, {letter})",
        uses=("power-rule",),
    )


@topic(
    "critical-points",
    "critical points",
    {"sign": "The constant is moved without changing its sign.", "half": "The derivative's factor 2 is forgotten."},
    takes=range(1, 10),
)
def critical_points(d: Draw) -> Item:
    a, x = d.main((1, 3), (1, 5), (-5, -1)), d.nonzero((1, 9), (-9, 9), (-9, 9))
    c = d.within((0, 9), (-9, 9), (-20, 20))
    b = -2 * a * x
    front = a if d.slip == "half" else 2 * a
    root = b // front if d.slip == "sign" else -b // front
    division = over(b if d.slip == "sign" else -b, front)
    function = terms(term(d.shown(a), 2), term(b), str(c))
    double = f"{times(a, 2)}, " if abs(a) > 1 and d.slip != "half" else ""
    first = f"{double}{linear(front, b)} = 0"
    return Item(
        (
            f"Find the critical point of {function}.",
            f"Where is the derivative of {function} zero?",
            f"Where is the slope of {function} zero?",
        ),
        f"Critical points: sum rule {first}; linear equations {division}",
        f"x = {root}",
        f"subs(diff({terms(term(a, 2), term(b), str(c))}, x), x, answer) = 0",
        uses=("sum-rule", "linear-equations"),
        value=x,
        noun=f"the critical point of {terms(term(a, 2), term(b), str(c))}",
    )


TOPICS = (
    power_rule,
    constant_multiple_rule,
    sum_rule,
    derivative_at_a_point,
    tangent_line,
    second_derivative,
    chain_rule,
    derivative_of_exponentials,
    derivative_of_sine_and_cosine,
    product_rule,
    critical_points,
)
