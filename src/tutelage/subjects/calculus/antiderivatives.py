"""Antiderivatives of powers and polynomials."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from tutelage.subjects.calculus.notation import Number, bracket, linear, power_term, quadratic, term, terms
from tutelage.subjects.calculus.steps import divided, minus, plus, raised, steps, times
from tutelage.subjects.calculus.topic import ask, topic
from tutelage.subjects.workbook import Draw, Item

INTEGRATE = (
    "Integrate {}.",
    "Find an antiderivative of {}.",
    "What is the indefinite integral of {}?",
    "Antidifferentiate {}.",
    "Find the most general antiderivative of {}.",
)
Parts = Sequence[tuple[Number, int]]
"""A polynomial: coefficient and exponent of every term."""


def written(parts: Parts, letter: str = "x") -> str:
    """`x^3/3 - 2x`."""
    return terms(*(power_term(a, n, letter) for a, n in parts if a))


def primitive(parts: Parts) -> Parts:
    """An antiderivative of a polynomial."""
    return [(Fraction(a) / (n + 1), n + 1) for a, n in parts]


def at(parts: Parts, x: Number) -> Fraction:
    return sum((Fraction(a) * Fraction(x) ** n for a, n in parts), Fraction(0))


def valued(parts: Parts, x: Number, double: bool = False) -> tuple[str, Fraction]:
    """The step that puts x in, and its result; with a slip, powers are worked out as products."""
    pieces = [Fraction(a) * (n * Fraction(x) if double else Fraction(x) ** n) for a, n in parts if a]
    total = sum(pieces, Fraction(0))
    if len([piece for piece in pieces if piece]) > 1:
        return f"at {x}: {terms(*map(str, pieces))} = {total}", total
    return f"at {x}: {total}", total


def difference(upper: Number, lower: Number) -> str:
    """`9 - 4 = 5`, `9 - (-4) = 13`, also of fractions."""
    below = f"({lower})" if lower < 0 else str(lower)
    return f"{upper} - {below} = {Fraction(upper) - Fraction(lower)}"


@topic(
    "antiderivative-power-rule",
    "integrating powers",
    times="The coefficient is multiplied by the new exponent instead of divided by it.",
    lower="The power is differentiated instead of integrated.",
    old="The coefficient is divided by the old exponent instead of the new one.",
)
def antiderivative_power_rule(d: Draw) -> Item:
    n, a, letter = d.within((1, 9), (1, 6), (1, 6)), d.nonzero((1, 1), (2, 9), (-9, 9)), d.letter()
    if d.difficulty == 3 and d.rng.random() < 0.5:
        n = -n - 1
    new = n - 1 if d.slip == "lower" else n + 1
    factor, divisor = d.outcome((1, new), times=(new, 1), lower=(n, 1), old=(1, n))
    work = steps(
        f"{power_term(a, n, letter)} is {term(a, n, letter)}" if n < 0 else "",
        minus(n, 1) if d.slip == "lower" else f"addition {plus(n, 1)}",
        times(a, factor) if divisor == 1 != factor else f"division {divided(a, divisor)}",
    )
    return Item(
        ask(INTEGRATE, power_term(a, n, letter)),
        f"Integrating powers: {work}",
        f"{power_term(Fraction(a * factor, divisor), new, letter)} + C",
        f"diff(answer, {letter}) = {bracket(a)}*{letter}^({n})",
        uses=() if d.slip == "lower" else ("integer-addition",),
    )


_FILLING = (
    "A tank is empty at first. After t minutes, water runs in at the rate of {0} litres per minute. ",
    "A snail starts at a post. After t hours its speed is {0} metres per hour. ",
    "A plant starts from seed. After t weeks it is growing at the rate of {0} millimetres per week. ",
    "A download begins. After t seconds its speed is {0} megabytes per second. ",
)


@antiderivative_power_rule.form("word problem")
def amount_from_a_rate(d: Draw) -> Item:
    n = d.within((1, 2), (1, 4), (1, 3))
    a = d.within((1, 5), (1, 9), (1, 6)) * (1 if d.difficulty == 2 else n + 1)
    divisor = n if d.slip == "old" else n + 1
    front = d.outcome(Fraction(a, divisor), times=Fraction(a * (n + 1)), lower=Fraction(a * n))
    power = n - 1 if d.slip == "lower" else n + 1
    formula = power_term(front, power, "t")
    work = f"Integrating powers: {divided(a, n + 1)}, and {formula} is 0 at t = 0"
    if d.slip:
        work = f"Integrating powers: {formula}"
    if d.difficulty < 3:
        asked = (
            "Which formula tells how many litres have run in by then?",
            "Give its distance from the post in metres as a formula in t.",
            "Give its height in millimetres as a formula in t.",
            "Give the number of megabytes loaded so far as a formula in t.",
        )
        formal = f"diff(answer, t) = {a}*t^{n} and subs(answer, t, 0) = 0"
        return Item(_told(a, n, asked), work, formula, formal)
    end = d.within((2, 6))
    asked = (
        f"How many litres have run in after {end} minutes?",
        f"How many metres from the post is it after {end} hours?",
        f"How many millimetres high is it after {end} weeks?",
        f"How many megabytes have been loaded after {end} seconds?",
    )
    result = front * end**power
    work += f"; {raised(end, power)}" if power > 1 else ""
    work += f"; at t = {end} it is {result}"
    return Item(_told(a, n, asked), work, str(result), f"answer = integrate({a}*t^{n}, t, 0, {end})")


def _told(a: int, n: int, asked: Sequence[str]) -> tuple[str, ...]:
    return tuple(story.format(term(a, n, "t")) + ask for story, ask in zip(_FILLING, asked, strict=True))


@antiderivative_power_rule.form("reverse")
def power_before_integrating(d: Draw) -> Item:
    n, letter = d.within((2, 9), (2, 7), (2, 9)), d.letter()
    a = Fraction(d.nonzero((1, 6), (-9, 9), (-9, 9)), 1 if d.difficulty == 1 else d.within((1, 5)))
    result, wanted = power_term(a, n, letter), a * n
    value = d.outcome(wanted, times=a / n, old=a * (n - 1), lower=a)
    work = f"@constant-multiple-rule: differentiating {result} gives the factor {bracket(str(a))}*{n} = {value}"
    if d.slip:
        work = f"Integrating powers backwards gives the factor {value}"
    if d.rng.random() < 0.5:
        questions = (
            f"Which function has the antiderivatives {result} + C?",
            f"The indefinite integral of which function is {result} + C?",
            f"{result} + C is what a function f({letter}) integrates to. Find f({letter}).",
        )
        return Item(
            questions,
            f"{work}; the exponent is {minus(n, 1)}",
            power_term(value, n - 1, letter),
            f"answer = diff({result}, {letter})",
        )
    gap = term(1, n - 1, letter)
    questions = (
        f"The integral of k*{gap} is {result} + C. What is k?",
        f"For which k does k*{gap} have the antiderivative {result}?",
        f"Find the number k such that integrating k*{gap} gives {result} + C.",
    )
    return Item(questions, work, f"k = {value}", f"answer*{letter}^{n - 1} = diff({result}, {letter})")


@topic(
    "antiderivative-of-polynomials",
    "integrating polynomials",
    undivided="The first coefficient is not divided by the new exponent.",
    constant="The last term is copied instead of integrated.",
    differentiated="The first term is differentiated instead of integrated.",
    takes=range(2, 31),
)
def antiderivative_of_polynomials(d: Draw) -> Item:
    n, letter = d.within((1, 2), (1, 4), (1, 2)), d.letter()
    a, b = d.within((1, 4), (1, 9), (1, 6)), d.nonzero((1, 9), (-9, 9), (-9, 9))
    b = b if d.given is None else d.given
    if d.difficulty == 1:
        a *= n + 1
    parts: list[tuple[Number, int]] = [(a, n), (b, 0)]
    asked, before = terms(term(a, n, letter), str(d.shown(b))), ""
    if d.difficulty == 3:  # a product, which has to be multiplied out first
        asked = f"{letter}({asked})"
        parts = [(a, n + 1), (b, 1)]
        before = f"{asked} is {written(parts, letter)}"
        n += 1
    found = list(primitive(parts))
    if d.slip == "undivided":
        found[0] = (a, n + 1)
    elif d.slip == "differentiated":
        found[0] = (a * n, n - 1)
    elif d.slip == "constant":
        found[1] = parts[1]
    first, second = (power_term(*part, letter) for part in found)
    rule = f"{times(a, n)}, {first}" if d.slip == "differentiated" else f"{divided(a, found[0][1])}, {first}"
    if d.slip == "undivided":
        rule = first
    work = steps(before, f"integrating powers, {plus(n, 1)}", rule, f"{power_term(*parts[1], letter)} gives {second}")
    return Item(
        ask(INTEGRATE, asked),
        f"Integrating polynomials: {work}",
        f"{terms(first, second)} + C",
        f"diff(answer, {letter}) = {written(parts, letter)}",
        uses=("antiderivative-power-rule",),
    )


@antiderivative_of_polynomials.form("reverse")
def polynomial_before_integrating(d: Draw) -> Item:
    n, letter = d.within((2, 3), (2, 4), (2, 5)), d.letter()
    a, b, c = d.within((1, 5), (2, 9), (2, 9)), d.nonzero((1, 9), (-9, 9), (-9, 9)), d.nonzero((1, 1), (1, 1), (-9, 9))
    parts: list[tuple[Number, int]] = [(a, n), (b, 1)]
    if d.difficulty == 3:
        parts = [(Fraction(a, d.within((1, 4))), n + 1), (c, 2), (b, 1)]
    before = [(Fraction(k) * power, power - 1) for k, power in parts]
    if d.slip == "undivided":
        before[0] = (Fraction(parts[0][0]), before[0][1])
    elif d.slip == "constant":
        before[-1] = (Fraction(b), 1)
    elif d.slip == "differentiated":
        before[0] = (Fraction(parts[0][0]) / (parts[0][1] + 1), parts[0][1] + 1)
    result, answer = written(parts, letter), written(before, letter)
    return Item(
        (
            f"Which function has the antiderivatives {result} + C?",
            f"Integrating a polynomial gave {result} + C. Which polynomial was it?",
            f"Of which function is {result} an antiderivative?",
            f"The indefinite integral of f({letter}) is {result} + C. Find f({letter}).",
        ),
        f"Integrating polynomials is undone by the @sum-rule: term by term, {result} has the derivative {answer}",
        answer,
        f"answer = diff({result}, {letter})",
    )


@antiderivative_of_polynomials.form("word problem")
def total_from_a_rate(d: Draw) -> Item:
    a, b = d.within((1, 6), (1, 9), (1, 9)), d.within((1, 9), (1, 20), (1, 20))
    c = d.within((1, 6)) if d.difficulty == 3 else 0
    parts: list[tuple[Number, int]] = [(3 * c, 2), (2 * a if d.difficulty == 1 else a, 1), (b, 0)]
    found = list(primitive(parts))
    if d.slip == "undivided":
        found[1] = (Fraction(parts[1][0]), 2)
    elif d.slip == "constant":
        found[2] = (b, 0)
    elif d.slip == "differentiated":
        found[1] = (Fraction(parts[1][0]), 0)
    rate, answer = written(parts, "t"), written(found, "t")
    rule = f"{divided(parts[1][0], 2)}" + (f"; {divided(parts[0][0], 3)}" if c else "")
    questions = (
        f"A reservoir is empty at t = 0, and water flows in at {rate} cubic metres per hour. Which formula gives "
        "its volume in cubic metres after t hours?",
        f"A cyclist starts from home; after t minutes the speed is {rate} metres per minute. Write the distance "
        "from home in metres as a formula in t.",
        f"Nobody has signed a petition at t = 0. Signatures come in at the rate of {rate} per day after t days. "
        "How many are there after t days, as a formula?",
        f"From t = 0 a machine uses power at a rate of {rate} kilojoules per second. Give the energy in kilojoules "
        "used in t seconds as a formula.",
    )
    work = (
        f"Integrating polynomials: {rule}; {rate} gives {answer}; nothing is added, since it is 0 at t = 0"
        if not d.slip
        else f"Integrating polynomials: {rate} gives {answer}"
    )
    return Item(questions, work, answer, f"diff(answer, t) = {rate} and subs(answer, t, 0) = 0")


@topic(
    "finding-the-constant",
    zero="The constant is taken to be the given value.",
    sign="The value is added instead of subtracted.",
    without="The constant is left out.",
)
def finding_the_constant(d: Draw) -> Item:
    a, b = d.within((1, 3), (1, 5), (-5, 6)) or 1, d.nonzero((1, 5), (-9, 9), (-9, 9))
    x, y = d.nonzero((1, 3), (1, 5), (-5, 5)), d.within((-9, 20), (-20, 30), (-30, 40))
    if d.difficulty == 3 and d.rng.random() < 0.5:
        return _from_the_second_derivative(d, a, b, y)
    return _through_a_point(
        d,
        (a, b, x, y),
        "f'(x) = {0} and f({1}) = {2}. Find f(x).",
        "Which function has the derivative {0} and the value {2} at x = {1}?",
        "The graph of f goes through ({1}, {2}), and f'(x) = {0}. Find f(x).",
        "Solve the initial value problem dy/dx = {0}, y({1}) = {2}.",
    )


@finding_the_constant.form("word problem")
def amount_from_a_start(d: Draw) -> Item:
    a, b = d.within((1, 3), (1, 5), (2, 6)), d.within((1, 5), (-9, 9), (-9, 20)) or 7
    x = d.within((1, 3), (1, 5), (2, 7))
    return _through_a_point(
        d,
        (a, b, x, d.within((10, 60), (20, 90), (50, 400))),
        "Along a road the height changes at the rate of {0} metres per kilometre, x being the distance in "
        "kilometres. At x = {1} the height is {2} metres. Find the height as a function of x.",
        "The temperature of an oven changes at the rate of {0} degrees per minute after x minutes; "
        "at x = {1} it is {2} degrees. Give the temperature as a function of x.",
        "The height of a balloon changes at the rate of {0} metres per minute after x minutes. At x = {1} it is "
        "{2} metres above the sea. Write its height above the sea as a function of x.",
    )


def _through_a_point(d: Draw, curve: tuple[int, int, int, int], *wordings: str) -> Item:
    """The antiderivative ax^2 + bx + C that has the value y at x."""
    a, b, x, y = curve
    value = a * x * x + b * x
    constant = d.outcome(y - value, zero=y, sign=y + value, without=0)
    function = linear(2 * a, b)
    shown = d.slip not in ("zero", "without")
    work = steps(
        f"@antiderivative-of-polynomials {terms(term(a, 2), term(b))} + C"
        + (f", and @evaluating-functions at {x}" if shown else ""),
        raised(x, 2) if shown else "",
        times(a, x * x) if a != 1 and shown else "",
        times(b, x) if abs(b) != 1 and shown else "",
        plus(a * x * x, b * x) if shown else "",
        d.outcome(f"C is {minus(y, value)}", zero=f"C = {y}", sign=f"C is {plus(y, value)}", without="C = 0"),
    )
    return Item(
        ask(wordings, function, x, y),
        work,
        quadratic(a, b, constant),
        f"diff(answer, x) = {function} and subs(answer, x, {x}) = {y}",
    )


def _from_the_second_derivative(d: Draw, a: int, b: int, y: int) -> Item:
    """Two constants, from a value of the derivative and one of the function."""
    slope = d.nonzero((-9, 9))
    first = slope + 2 * b if d.slip == "sign" else slope if d.slip == "zero" else slope - 3 * a - 2 * b
    first = 0 if d.slip == "without" else first
    value = a + b + first
    last = d.outcome(y - value, zero=y, sign=y + value, without=0)
    second = linear(6 * a, 2 * b)
    answer = terms(term(a, 3), term(b, 2), term(first), str(last))
    return Item(
        (
            f"f''(x) = {second}, f'(1) = {slope} and f(1) = {y}. Find f(x).",
            f"Find the function with f''(x) = {second}, the slope {slope} at x = 1 and the value {y} there.",
            f"A function has the second derivative {second}. At x = 1 its derivative is {slope}, and its value {y}. "
            "Which function is it?",
        ),
        f"@antiderivative-of-polynomials f'(x) = {terms(term(3 * a, 2), term(2 * b))} + C"
        + (
            f"; C is {first}; and the last constant is {last}"
            if d.slip
            else f", and @evaluating-functions at 1: {plus(3 * a, 2 * b)}; C is {minus(slope, 3 * a + 2 * b)}; f(x) = "
            f"{terms(term(a, 3), term(b, 2), term(first))} + D; at 1 without D: {value}; D is {minus(y, value)}"
        ),
        answer,
        f"diff(answer, x, 2) = {second} and subs(diff(answer, x), x, 1) = {slope} and subs(answer, x, 1) = {y}",
    )


@finding_the_constant.form("two steps")
def value_elsewhere(d: Draw) -> Item:
    a, b = d.within((1, 3), (1, 4), (-4, 4)) or 2, d.nonzero((1, 6), (-9, 9), (-9, 9))
    x, z = d.rng.sample(range(0, 5) if d.difficulty < 3 else range(-4, 6), 2)
    y = d.within((1, 20), (-10, 20), (-20, 30))
    parts = [(a, 2), (b, 1)]
    here, there = int(at(parts, x)), int(at(parts, z))
    constant = d.outcome(y - here, zero=y, sign=y + here, without=0)
    function = linear(2 * a, b, "t")
    return Item(
        (
            f"f'(t) = {function} and f({x}) = {y}. What is f({z})?",
            f"The derivative of f is {function}, and f({x}) = {y}. Find f({z}).",
            f"At t = {x} a quantity is {y}; it changes at the rate {function}. What is it at t = {z}?",
            f"dy/dt = {function}, and y = {y} at t = {x}. Find y at t = {z}.",
        ),
        steps(
            f"@antiderivative-of-polynomials {written(parts, 't')} + C, then @evaluating-functions",
            f"at {x} it is {here}",
            f"C is {minus(y, here)}" if not d.slip else f"C is {constant}",
            f"at {z}: {plus(there, constant)}",
        ),
        str(there + constant),
        f"answer = {y} + integrate({function}, t, {x}, {z})",
        value=there + y - here,
        noun=f"the value of f({z}) for f'(t) = {function} and f({x}) = {y}",
    )


@finding_the_constant.form("reverse")
def constant_of_a_curve(d: Draw) -> Item:
    a, b = d.nonzero((1, 3), (-5, 5), (-5, 5)), d.nonzero((1, 9), (-9, 9), (-9, 9))
    x, y = d.nonzero((1, 4), (-4, 5), (-6, 6)), d.within((-20, 30))
    here = a * x * x + b * x
    wanted = y - here
    c = d.outcome(wanted, zero=y, sign=y + here, without=0)
    curve = terms(term(a, 2), term(b))
    if d.difficulty == 3:  # where the curve crosses the y-axis, from its slope
        question = (
            f"A curve has the slope {linear(2 * a, b)} at x and goes through ({x}, {y}). "
            "At which y does it cross the y-axis?",
            f"dy/dx = {linear(2 * a, b)}, and the curve goes through ({x}, {y}). Find its y-intercept.",
            f"f'(x) = {linear(2 * a, b)} and f({x}) = {y}. What is f(0)?",
        )
    else:
        question = (
            f"The curve y = {curve} + C goes through ({x}, {y}). Find C.",
            f"Among the antiderivatives {curve} + C, one has the value {y} at x = {x}. What is its C?",
            f"f(x) = {curve} + C and f({x}) = {y}. Which number is C?",
        )
    work = steps(
        f"Finding the constant in {curve} + C",
        f"@evaluating-functions at {x} gives {here}",
        f"C is {minus(y, here)}" if not d.slip else f"C is {c}",
    )
    return Item(question, work, str(c), f"subs({curve}, x, {x}) + answer = {y}")
