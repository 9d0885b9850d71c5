"""Integrals of exponentials, sine and cosine, reciprocals, and those that give inverse trigonometric functions."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.notation import Number, bracket, linear, multiple, term, terms, to_the
from tutelage.subjects.calculus.steps import divided, steps, times
from tutelage.subjects.calculus.topic import ask, topic
from tutelage.subjects.workbook import Draw, Item

INTEGRATE = (
    "Integrate {}.",
    "Find an antiderivative of {}.",
    "What is the indefinite integral of {}?",
    "Find the most general antiderivative of {}.",
)
BETWEEN = (
    "Integrate {0} from {1} to {2}.",
    "Find the integral of {0} from {1} to {2}.",
    "Compute the definite integral of {0} with the bounds {1} and {2}.",
    "Evaluate the integral of {0} between {1} and {2}.",
)
BACK = (
    "Which function has the antiderivatives {0} + C?",
    "The indefinite integral of which function is {0} + C?",
    "Integrating f({1}) gives {0} + C. Find f({1}).",
    "{0} is an antiderivative of f({1}). What is f({1})?",
)


def _factor(d: Draw, a: int, k: int) -> tuple[Number, str]:
    """What stands in front of the integral, and the step that finds it."""
    if d.slip == "times":
        return a * k, times(a, k)
    if d.slip == "kept":
        return a, f"{a} stays"
    return Fraction(a, k), f"@integer-division: {divided(a, k)}"


@topic(
    "integrating-exponentials",
    times="It is multiplied by the derivative of the exponent instead of divided.",
    kept="The derivative of the exponent is ignored.",
    power="The rule for powers is used: the factor in the exponent is raised by one.",
    takes=range(2, 13),
)
def integrating_exponentials(d: Draw) -> Item:
    c, k = d.main((1, 9), (1, 9), (2, 12)), d.within((2, 6), (2, 9), (2, 9))
    if d.difficulty > 1 and d.rng.random() < 0.5:
        k = -k
    a, letter = (c * k if d.difficulty != 2 else d.nonzero((-9, 9))), d.letter()
    more = d.nonzero((-9, 9)) if d.difficulty == 3 else 0
    value, step = _factor(d, a, k)
    exponential = to_the("e", term(k, 1, letter))
    result = exponential
    if d.slip == "power":
        value, step, result = Fraction(a, k + 1), f"division by {k + 1}", f"e^({term(k + 1, 1, letter)})"
    shown = terms(term(a, 1, exponential), term(2 * more, 1, letter)) if d.given is None else f"{k}k {exponential}"
    answer = terms(multiple(value, result), term(more, 2, letter))
    rest = f"; {term(2 * more, 1, letter)} gives {term(more, 2, letter)}" if more else ""
    return Item(
        ask(INTEGRATE, shown),
        f"the @derivative-of-exponentials read backwards, so {step}{rest}",
        f"{answer} + C",
        f"diff(answer, {letter}) = {terms(f'{a}*{exponential}', term(2 * more, 1, letter))}",
    )


@integrating_exponentials.form("reverse")
def exponential_before_integrating(d: Draw) -> Item:
    c, k, letter = d.nonzero((1, 9), (-9, 9), (-12, 12)), d.within((2, 6), (2, 9), (2, 9)), d.letter()
    k = -k if d.difficulty > 1 and d.rng.random() < 0.5 else k
    shift = d.nonzero((-9, 9)) if d.difficulty == 3 else 0
    exponential = f"e^({linear(k, shift, letter)})"
    value = d.outcome(Fraction(c * k), times=Fraction(c, k), kept=Fraction(c), power=Fraction(c * (k + 1)))
    return Item(
        ask(BACK, term(c, 1, exponential), letter),
        "Integrating exponentials is undone by the @derivative-of-exponentials: "
        + (times(c, k) if not d.slip else f"the factor is {value}"),
        multiple(value, exponential),
        f"answer = diff({c}*{exponential}, {letter})",
    )


@integrating_exponentials.form("definite integral")
def exponential_between(d: Draw) -> Item:
    return _exponential_area(d, BETWEEN, "x")


@integrating_exponentials.form("word problem")
def growing_culture(d: Draw) -> Item:
    return _exponential_area(
        d,
        (
            "A culture grows at the rate of {0} grams per hour after t hours. "
            "By how many grams does it grow from t = {1} to t = {2}?",
            "Water leaks from a pipe at the rate of {0} litres per minute after t minutes. "
            "How many litres leak from t = {1} to t = {2}?",
            "A firm earns {0} million euros a year after t years. "
            "How many million does it earn from t = {1} to t = {2}?",
        ),
        "t",
    )


def _exponential_area(d: Draw, wordings: tuple[str, ...], letter: str) -> Item:
    """An integral of ce^(kx) from 0 to a logarithm, so that the powers come out."""
    k, c = d.within((1, 1), (1, 3), (1, 3)), d.within((1, 6), (1, 9), (2, 12))
    base = d.within((2, 9), (2, 6), (2, 4))
    sign = -1 if d.difficulty == 3 else 1
    a, rate = c * k, sign * k
    top = Fraction(base) ** rate
    front: Number = d.outcome(Fraction(c), times=Fraction(a * k), kept=Fraction(a)) * sign
    value = front * top if d.slip == "power" else front * (top - 1)
    exponential = to_the("e", term(rate, 1, letter))
    power = term(rate, 1, f"ln({base})")
    return Item(
        ask(wordings, term(a, 1, exponential), 0, f"ln({base})"),
        f"Integrating exponentials by @definite-integrals: {multiple(front, exponential)}; e^({power}) is {top} by the "
        f"@natural-logarithm; {front}*({top} - {0 if d.slip == 'power' else 1}) = {value}",
        str(value),
        f"answer = integrate({a}*e^({rate}*x), x, 0, ln({base}))",
    )


@topic(
    "integrating-sine-and-cosine",
    sign="The sign is that of the derivative.",
    times="It is multiplied by the derivative of the argument instead of divided.",
    kept="The derivative of the argument is ignored.",
)
def integrating_sine_and_cosine(d: Draw) -> Item:
    k, a, letter = d.within((1, 1), (2, 6), (2, 9)), d.nonzero((1, 12), (1, 9), (-12, 12)), d.letter()
    old = d.choice(("sin", "cos"))
    if d.difficulty == 3:
        a *= k
    new, sign = ("cos", -1) if old == "sin" else ("sin", 1)
    sign = -sign if d.slip == "sign" else sign
    value, step = _factor(d, a, k)
    more = d.nonzero((-9, 9)) if d.difficulty == 3 else 0
    argument = f"({term(k, 1, letter)})"
    asked = terms(f"{term(a, 1, old)}{argument}", term(2 * more, 1, letter))
    answer = terms(multiple(sign * value, f"{new}{argument}"), term(more, 2, letter))
    return Item(
        ask(INTEGRATE, asked),
        steps(
            f"the @derivative-of-sine-and-cosine read backwards: {old} comes from {'-' if sign < 0 else ''}{new}",
            step if k > 1 else "",
            f"{term(2 * more, 1, letter)} gives {term(more, 2, letter)}" if more else "",
        ),
        f"{answer} + C",
        f"diff(answer, {letter}) = {terms(f'{bracket(a)}*{old}{argument}', term(2 * more, 1, letter))}",
    )


@integrating_sine_and_cosine.form("reverse")
def wave_before_integrating(d: Draw) -> Item:
    c, k, letter = d.nonzero((1, 9), (-9, 9), (-12, 12)), d.within((1, 4), (2, 9), (2, 9)), d.letter()
    old = d.choice(("sin", "cos"))
    shift = d.nonzero((-9, 9)) if d.difficulty == 3 else 0
    new, sign = ("cos", 1) if old == "sin" else ("sin", -1)
    sign = -sign if d.slip == "sign" else sign
    value = d.outcome(Fraction(c * k), times=Fraction(c, k), kept=Fraction(c))
    argument = f"({linear(k, shift, letter)})"
    return Item(
        ask(BACK, term(c, 1, old) + argument, letter),
        "Integrating sine and cosine is undone by the @derivative-of-sine-and-cosine: "
        + (times(c, k) if not d.slip else f"the factor is {value}")
        + f"; {old} becomes {'-' if sign < 0 else ''}{new}",
        multiple(sign * value, new + argument),
        f"answer = diff({c}*{old}{argument}, {letter})",
    )


@integrating_sine_and_cosine.form("definite integral")
def wave_between(d: Draw) -> Item:
    return _wave_area(d, BETWEEN, "x")


@integrating_sine_and_cosine.form("word problem")
def swing(d: Draw) -> Item:
    return _wave_area(
        d,
        (
            "A pendulum has the velocity {0} in centimetres per second at time t. "
            "By how many centimetres does its position change from t = {1} to t = {2}?",
            "The tide changes the water level at the rate of {0} metres per hour after t hours. "
            "By how many metres does the level change from t = {1} to t = {2}?",
            "A spring moves with the velocity {0} in millimetres per second. "
            "How many millimetres from its place at t = {1} is it at t = {2}? Give a negative number if it is below.",
        ),
        "t",
    )


def _wave_area(d: Draw, wordings: tuple[str, ...], letter: str) -> Item:
    """An integral of a sine or cosine from 0 to a place where its antiderivative has a simple value."""
    k, c, old = d.within((1, 1), (1, 3), (2, 6)), d.within((2, 12), (2, 9), (2, 9)), d.choice(("sin", "cos"))
    sixths, halves = d.choice(
        {"sin": ((6, -2), (3, 0), (2, 1), (12, 2)), "cos": ((3, 2), (1, 1), (6, 0), (9, -2))}[old][
            : 2 + d.difficulty - 1
        ]
    )
    new, at_start = ("cos", 1) if old == "sin" else ("sin", 0)
    at_end = Fraction(halves, 2)
    front = Fraction(d.outcome(c, times=c * k * k, kept=c * k))
    if (old == "sin" and d.slip != "sign") or (old == "cos" and d.slip == "sign"):
        front = -front
    value, end = front * (at_end - at_start), multiple(Fraction(sixths, 6 * k), "pi")
    argument = f"({term(k, 1, letter)})"
    return Item(
        ask(wordings, term(c * k, 1, old) + argument, 0, end),
        f"Integrating sine and cosine by @definite-integrals: {multiple(front, new + argument)}; "
        f"at {end} {new} is {at_end}, at 0 it is {at_start}; {front}*({at_end} - {at_start}) = {value}",
        str(value),
        f"answer = integrate({c * k}*{old}({k}*x), x, 0, {end})",
    )


@topic(
    "integrating-reciprocals",
    power="The rule for powers is used, as if the exponent were not -1.",
    times="It is multiplied by the inner derivative instead of divided.",
    kept="The inner derivative is ignored.",
)
def integrating_reciprocals(d: Draw) -> Item:
    a, k = d.within((1, 12), (1, 12), (2, 12)), d.within((1, 1), (2, 6), (2, 9))
    b, letter = d.within((0, 9), (1, 9), (-15, 15)), d.letter()
    inner = linear(k, b, letter)
    value, step = _factor(d, a, k)
    answer = multiple(value, f"ln({inner})")
    if d.slip == "power":
        answer, step = multiple(Fraction(-a, k), f"({inner})^(-2)"), f"the exponent is lowered; {divided(a, k)}"
    more = d.nonzero((-9, 9)) if d.difficulty == 3 else 0
    bottom = f"({inner})" if b or k > 1 else inner
    asked = terms(f"{a}/{bottom}", str(more))
    answer = terms(answer, term(more, 1, letter))
    questions = (
        f"Integrate {asked} for {inner} > 0.",
        f"Find an antiderivative of {asked} where {inner} > 0.",
        f"What is the indefinite integral of {asked} for {inner} > 0?",
        f"Find the most general antiderivative of {asked}, provided that {inner} > 0.",
    )
    work = steps(
        f"the @derivative-of-logarithms read backwards gives ln({inner})",
        step if k > 1 or d.slip == "power" else "",
        f"{more} gives {term(more, 1, letter)}" if more else "",
    )
    return Item(questions, work, f"{answer} + C", f"diff(answer, {letter}) = {terms(f'{a}/({inner})', str(more))}")


@integrating_reciprocals.form("reverse")
def reciprocal_before_integrating(d: Draw) -> Item:
    c, k, letter = d.within((1, 9), (2, 9), (2, 12)), d.within((1, 1), (2, 9), (2, 12)), d.letter()
    b = d.within((1, 9), (-9, 9), (-15, 15))
    c = -c if d.difficulty == 3 and d.rng.random() < 0.5 else c
    inner = linear(k, b, letter)
    value = d.outcome(Fraction(c * k), times=Fraction(c, k), kept=Fraction(c))
    power = "^2" if d.slip == "power" else ""
    bottom = f"({inner}){power}"
    return Item(
        ask(BACK, f"{term(c, 1, 'ln')}({inner})", letter),
        "Integrating reciprocals is undone by the @derivative-of-logarithms: "
        + (times(c, k) if not d.slip else f"the numerator is {value}"),
        f"{value}/{bottom}",
        f"answer = diff({c}*ln({inner}), {letter})",
    )


@integrating_reciprocals.form("definite integral")
def reciprocal_between(d: Draw) -> Item:
    return _reciprocal_area(d, BETWEEN, "x")


@integrating_reciprocals.form("word problem")
def slowing_rate(d: Draw) -> Item:
    return _reciprocal_area(
        d,
        (
            "Visitors enter a fair at the rate of {0} hundred per hour after t hours. "
            "How many hundred enter from t = {1} to t = {2}? Give the exact value.",
            "A runner who tires has the speed {0} kilometres per hour after t hours. "
            "Exactly how many kilometres does she run from t = {1} to t = {2}?",
            "A candle gives off heat at the rate of {0} kilojoules per minute. "
            "What is the exact number of kilojoules from t = {1} to t = {2} minutes?",
        ),
        "t",
    )


def _reciprocal_area(d: Draw, wordings: tuple[str, ...], letter: str) -> Item:
    """An integral of a/(kx + b) between two numbers, which is a multiple of a logarithm."""
    c, k = d.within((1, 9), (1, 9), (2, 9)), d.within((1, 1), (1, 4), (2, 5))
    low = d.within((1, 3), (0, 3), (0, 3))
    b = d.within((0, 0), (1, 4), (1, 5))
    start = k * low + b
    high = low + start * d.within((1, 6), (1, 4), (1, 3)) if k == 1 or d.rng.random() < 0.5 else low + d.within((1, 5))
    ratio = Fraction(k * high + b, start)
    front = d.outcome(Fraction(c), times=Fraction(c * k * k), kept=Fraction(c * k))
    answer = multiple(front, f"ln({ratio})")
    inner = linear(k, b, letter)
    top = k * high + b
    if d.slip == "power":
        answer = str(front * (Fraction(1, start**2) - Fraction(1, top**2)))
    return Item(
        ask(wordings, f"{c * k}/({inner})" if b or k > 1 else f"{c * k}/{letter}", low, high),
        f"Integrating reciprocals by @definite-integrals: {multiple(front, f'ln({inner})')}; {inner} is {top} at "
        f"{high} and {start} at {low}; by the @natural-logarithm ln({top}) - ln({start}) is ln({ratio})"
        if d.slip != "power"
        else f"Integrating reciprocals: {answer}",
        answer,
        f"abs(answer - quad({c * k}/({k}*x + {b}), x, {low}, {high})) < 1/100000",
    )


@topic(
    "inverse-trigonometric-integrals",
    "integrals that give arctangent and arcsine",
    undivided="The factor 1/a of the arctangent is forgotten, or put before the arcsine.",
    log="A logarithm is taken, although the numerator is not the derivative of the denominator.",
    square="It is divided by a^2 instead of a.",
)
def inverse_trigonometric_integrals(d: Draw) -> Item:
    p, c = d.within((1, 2), (2, 9), (3, 12)), d.within((1, 9), (1, 9), (2, 15))
    letter = d.choice(("x", "t"))
    kind = "tan" if d.difficulty == 1 else d.choice(("tan", "sin"))
    more = 2 * d.nonzero((-5, 5)) if d.difficulty == 3 else 0
    inner = term(1, 1, letter) if p == 1 else f"{letter}/{p}"
    value = Fraction(c, p) if kind == "tan" else Fraction(c)
    bottom = f"({terms(term(1, 2, letter), str(p * p))})" if kind == "tan" else f"sqrt({p * p} - {term(1, 2, letter)})"
    shown = value
    if d.slip == "undivided":
        shown = Fraction(c) if kind == "tan" else Fraction(c, p)
    elif d.slip == "square":
        shown = Fraction(c, p * p)
    found = multiple(shown, f"arc{kind}({inner})")
    if d.slip == "log":
        found = f"{term(c, 1, 'ln')}({bottom.strip('()') if kind == 'tan' else bottom})"
    answer = terms(found, term(more // 2, 2, letter))
    rule = f"the @derivative-of-arctangent read backwards: with a^2 = {p * p}, a = {p}"
    if kind == "sin":
        rule = "like the @derivative-of-arctangent, that of the arcsine is read backwards: "
        rule += f"arcsin({letter}/a) has the derivative 1/sqrt(a^2 - {letter}^2); a^2 = {p * p}, a = {p}"
    return Item(
        ask(INTEGRATE, terms(f"{c}/{bottom}", term(more, 1, letter))),
        steps(
            rule,
            f"the factor is {divided(c, p)}" if kind == "tan" and not d.slip else f"the factor is {shown}",
            f"{term(more, 1, letter)} gives {term(more // 2, 2, letter)}" if more else "",
        ),
        f"{answer} + C",
        f"diff(answer, {letter}) = {terms(f'{c}/{bottom}', term(more, 1, letter))}",
    )


@inverse_trigonometric_integrals.form("definite integral")
def arctangent_between(d: Draw) -> Item:
    return _arctangent_area(d, BETWEEN)


@inverse_trigonometric_integrals.form("word problem")
def area_under_a_bell(d: Draw) -> Item:
    return _arctangent_area(
        d,
        (
            "A garden bed lies between the x-axis and the curve y = {0} from x = {1} to x = {2}, in metres. "
            "What is its exact area in square metres?",
            "Snow falls at the rate of {0} millimetres per hour, x hours after noon. "
            "Exactly how many millimetres fall from x = {1} to x = {2}?",
            "A magnet pulls a cart with the force y = {0} in newtons at x metres. Find the exact work in joules "
            "from x = {1} to x = {2}, which is the area under y.",
        ),
    )


def _arctangent_area(d: Draw, wordings: tuple[str, ...]) -> Item:
    """An integral from 0 that is a multiple of pi."""
    p, c = d.within((1, 3), (2, 9), (2, 12)), d.within((1, 12))
    kind = "tan" if d.difficulty == 1 else d.choice(("tan", "sin"))
    low = -1 if kind == "tan" and d.difficulty > 1 and d.rng.random() < 0.5 else 0
    half = kind == "sin"
    end, angle = (Fraction(p, 2), Fraction(1, 6)) if half else (Fraction(p), Fraction(1, 4) * (1 - low))
    front = Fraction(c) if half else Fraction(c, p)
    if d.slip == "undivided":
        front = Fraction(c, p) if half else Fraction(c)
    elif d.slip == "square":
        front = Fraction(c, p * p)
    value = multiple(front * angle, "pi")
    bottom = f"sqrt({p * p} - x^2)" if half else f"(x^2 + {p * p})"
    if d.slip == "log":
        value = multiple(Fraction(c), f"ln({2 if not half else p})")
    ends = "arcsin(1/2) is pi/6" if half else "arctan(1) is pi/4" + ("; arctan(-1) is -pi/4" if low else "")
    inner = "x" if p == 1 else f"x/{p}"
    return Item(
        ask(wordings, f"{c}/{bottom}", low * p, str(end)),
        f"an antiderivative, by the @derivative-of-arctangent, is {multiple(front, f'arc{kind}({inner})')}; "
        f"@definite-integrals: {ends}; the integral is {value}",
        value,
        f"abs(answer - quad({c}/{bottom}, x, {low * p}, {end})) < 1/100000",
    )


@inverse_trigonometric_integrals.form("reverse")
def integrand_of_an_arctangent(d: Draw) -> Item:
    p, c = d.within((1, 1), (2, 9), (2, 12)), d.within((1, 9), (1, 9), (2, 12))
    kind, letter = "tan" if d.difficulty < 3 else d.choice(("tan", "sin")), d.choice(("x", "t"))
    inner = letter if p == 1 else f"{letter}/{p}"
    top = c * p if kind == "tan" else c
    shown = d.outcome(top, undivided=c if kind == "tan" else c * p, square=c * p * p)
    bottom = f"({letter}^2 + {p * p})" if kind == "tan" else f"sqrt({p * p} - {letter}^2)"
    answer = f"{shown}/{bottom}" if d.slip != "log" else f"{2 * c}{letter}/{bottom}"
    return Item(
        ask(BACK, f"{term(c, 1, f'arc{kind}')}({inner})", letter),
        f"by the @derivative-of-arctangent and the chain rule, the numerator is "
        f"{times(c, p) if kind == 'tan' and not d.slip else shown}; "
        f"the denominator is {bottom.strip('()') if kind == 'tan' else bottom}",
        answer,
        f"answer = diff({c}*arc{kind}({inner}), {letter})",
    )
