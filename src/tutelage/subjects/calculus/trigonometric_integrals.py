"""Integrals of powers and products of sine and cosine."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.integrands import BACK, BETWEEN, INTEGRATE
from tutelage.subjects.calculus.notation import multiple, term, terms
from tutelage.subjects.calculus.steps import divided, plus, steps, times
from tutelage.subjects.calculus.topic import ask, topic
from tutelage.subjects.workbook import Draw, Item

OTHER = {"sin": "cos", "cos": "sin"}


@topic(
    "trigonometric-integrals",
    sign="The sign is wrong: the derivative of the cosine is -sin.",
    power="The power of the function is integrated as if it were a power of x.",
    half="A factor 1/2, or the division by the new exponent, is forgotten.",
)
def trigonometric_integrals(d: Draw) -> Item:
    return (_power_and_derivative, _square, _cube)[d.difficulty - 1](d)


def _asked(text: str, work: str, answer: str) -> Item:
    return Item(ask(INTEGRATE, text), work, f"{answer} + C", f"diff(answer, x) = {text}")


def _power_and_derivative(d: Draw) -> Item:
    """a sin(x)^n cos(x): a substitution."""
    old, n, c = d.choice(("sin", "cos")), d.within((2, 7)), d.within((1, 9))
    sign = -1 if old == "cos" else 1
    whole = d.rng.random() < 0.5
    a = c * (n + 1) if whole else c
    front = Fraction(sign * a, 1 if d.slip == "half" else n + 1) * (-1 if d.slip == "sign" else 1)
    answer = multiple(Fraction(a, n + 1), f"x^{n + 1}") if d.slip == "power" else multiple(front, f"{old}(x)^{n + 1}")
    return _asked(
        f"{term(a, 1, old)}(x)^{n} {OTHER[old]}(x)",
        f"by @integration-by-substitution with u = {old}(x), u' = {'-' if sign < 0 else ''}{OTHER[old]}(x); "
        f"{plus(n, 1)}; " + (divided(sign * a, n + 1) if not d.slip else f"the factor is {front}"),
        answer,
    )


def _square(d: Draw) -> Item:
    """a sin(kx)^2, by the double angle."""
    kind, k, c = d.choice(("sin", "cos")), d.within((1, 4)), d.nonzero((-9, 9))
    a = c * d.choice((1, 2, 4))
    sign = -1 if kind == "sin" else 1
    sign = -sign if d.slip == "sign" else sign
    line, wave = Fraction(a, 2), Fraction(sign * a, 4 * k)
    if d.slip == "half":
        line, wave = Fraction(a), Fraction(sign * a, 2 * k)
    answer = terms(multiple(line, "x"), multiple(wave, f"sin({term(2 * k)})"))
    if d.slip == "power":
        answer = multiple(Fraction(a, 3 * k), f"{kind}({term(k)})^3")
    return _asked(
        f"{term(a, 1, kind)}({term(k)})^2",
        f"by the @double-angle-formulas {kind}({term(k)})^2 is (1 {'-' if kind == 'sin' else '+'} "
        f"cos({term(2 * k)}))/2; {divided(a, 2)}; {times(2, k)}; by @integrating-sine-and-cosine {answer}",
        answer,
    )


def _cube(d: Draw) -> Item:
    """a sin(x)^3: one factor is split off, the rest is turned by the Pythagorean identity."""
    kind, c = d.choice(("sin", "cos")), d.nonzero((-9, 9))
    a = 3 * c if d.rng.random() < 0.5 else c
    sign = -1 if kind == "sin" else 1
    sign = -sign if d.slip == "sign" else sign
    new = OTHER[kind]
    third = Fraction(a) if d.slip == "half" else Fraction(a, 3)
    answer = terms(multiple(Fraction(sign * a), f"{new}(x)"), multiple(-sign * third, f"{new}(x)^3"))
    if d.slip == "power":
        answer = multiple(Fraction(a, 4), f"{kind}(x)^4")
    return _asked(
        f"{term(a, 1, kind)}(x)^3",
        f"{kind}(x)^3 is {kind}(x)(1 - {new}(x)^2); by @integration-by-substitution with u = {new}(x): "
        f"{divided(a, 3)}; {answer}",
        answer,
    )


@trigonometric_integrals.form("definite integral")
def trigonometric_area(d: Draw) -> Item:
    return _between(d, *BETWEEN, letter="x")


@trigonometric_integrals.form("word problem")
def alternating_current(d: Draw) -> Item:
    return _between(
        d,
        "A heater on alternating current takes the power {0} in kilowatts at time t. How much energy, in kilowatts "
        "times the unit of time, does it take from t = {1} to t = {2}?",
        "A pump moves {0} litres per second at time t. How many litres does it move from t = {1} to t = {2}?",
        "A wave carries {0} joules per second at time t. How many joules is that from t = {1} to t = {2}?",
        letter="t",
    )


def _between(d: Draw, *wordings: str, letter: str) -> Item:
    """Between multiples of pi/2, where the values are simple."""
    kind, c = d.choice(("sin", "cos")), d.within((1, 9), (1, 12), (1, 12))
    if d.difficulty == 1:
        n = d.within((2, 6))
        right, end = Fraction(c, n + 1), "pi/2"
        text = f"{term(c, 1, kind)}({letter})^{n} {OTHER[kind]}({letter})"
        answer = str(d.outcome(right, half=Fraction(c), sign=-right))
        answer = multiple(Fraction(c, n + 1), f"(pi/2)^{n + 1}") if d.slip == "power" else answer
        work = f"by @integration-by-substitution u = {kind}({letter}) runs between 0 and 1; {plus(n, 1)}; "
        work += divided(c, n + 1)
    elif d.difficulty == 2 or d.rng.random() < 0.5:
        k, turns = d.within((1, 3)), d.within((1, 3))
        right, end = Fraction(c * turns, 2), multiple(Fraction(turns), "pi")
        text = f"{term(c, 1, kind)}({term(k, 1, letter)})^2"
        answer = multiple(d.outcome(right, half=2 * right, sign=-right), "pi")
        answer = "0" if d.slip == "power" else answer
        work = f"by the @double-angle-formulas the integrand is {c}/2 and a cosine whose integral is 0; "
        work += f"{c}/2 times {end} is {answer}"
    else:
        c *= 3
        right, end, text = Fraction(2 * c, 3), "pi/2", f"{term(c, 1, kind)}({letter})^3"
        answer = str(d.outcome(right, half=Fraction(0), sign=-right, power=Fraction(c, 4)))
        work = f"by @integration-by-substitution {kind}^3 is {kind}*(1 - {OTHER[kind]}^2); {c}*(1 - 1/3) is {right}"
    return Item(
        ask(wordings, text, 0, end),
        work if not d.slip else f"Trigonometric integrals: the result is {answer}",
        answer,
        f"abs(answer - quad({text.replace('(' + letter, '(x').replace(letter + ')', 'x)')}, x, 0, {end})) < 1/100000",
    )


@trigonometric_integrals.form("reverse")
def integrand_of_a_power(d: Draw) -> Item:
    kind, n, c = d.choice(("sin", "cos")), d.within((2, 5), (2, 6), (3, 7)), d.nonzero((1, 6), (-9, 9), (-9, 9))
    k = d.within((1, 1), (1, 4), (2, 6))
    sign = -1 if (kind == "cos") != (d.slip == "sign") else 1
    front = c * k * (1 if d.slip == "half" else n) * sign
    inner = term(k)
    answer = (
        f"{term(front, 1, kind)}({inner})^{n - 1} {OTHER[kind]}({inner})"
        if n > 2
        else (f"{term(front, 1, kind)}({inner}) {OTHER[kind]}({inner})")
    )
    if d.slip == "power":
        answer = f"{term(c * n, 1, kind)}({inner})^{n - 1}"
    work = (
        "Trigonometric integrals of this kind undo a substitution, as in @integration-by-substitution: the outer "
        f"derivative brings {n}, the inner one {'-' if kind == 'cos' else ''}{term(k, 1, OTHER[kind])}({inner}); "
        f"together {answer}"
    )
    return Item(
        ask(BACK, f"{term(c, 1, kind)}({inner})^{n}", "x"), work, answer, f"answer = diff({c}*{kind}({inner})^{n}, x)"
    )


@trigonometric_integrals.form("first step")
def factor_after_the_identity(d: Draw) -> Item:
    kind, k, a = d.choice(("sin", "cos")), d.within((1, 4), (2, 9), (2, 12)), d.within((1, 9), (1, 15), (2, 20))
    sign = -1 if kind == "sin" else 1
    value = Fraction(sign * a, 2)
    value = d.outcome(value, sign=-value, half=2 * value, power=Fraction(a))
    questions = ask(
        (
            "{0} is {1}/2 + c*cos({2}) for all x. Find c.",
            "By the double angle, {0} = {1}/2 + c*cos({2}). What is c?",
            "To integrate {0}, it is written as {1}/2 + c*cos({2}). Which number is c?",
        ),
        f"{term(a, 1, kind)}({term(k)})^2",
        a,
        term(2 * k),
    )
    work = steps(
        f"Trigonometric integrals of squares use the @double-angle-formulas: {kind}^2 is (1 "
        f"{'-' if sign < 0 else '+'} cos of the double angle)/2",
        f"c is {value}",
    )
    return Item(questions, work, f"c = {value}", f"{a}/2 + answer*cos({2 * k}*x) = {a}*{kind}({k}*x)^2")
