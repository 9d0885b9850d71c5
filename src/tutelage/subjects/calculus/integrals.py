"""Antiderivatives and definite integrals."""

from __future__ import annotations

from tutelage.subjects.calculus.topic import ask, minus, over, plus, raised, steps, term, terms, times, topic
from tutelage.subjects.workbook import Draw, Item

INTEGRATE = (
    "Integrate {}.",
    "Find an antiderivative of {}.",
    "What is the indefinite integral of {}?",
    "Antidifferentiate {}.",
)


@topic(
    "antiderivative-power-rule",
    "integrating powers",
    {
        "times": "It is multiplied by the new exponent.",
        "lower": "The exponent is lowered.",
        "old": "It is divided by the old one.",
    },
)
def antiderivative_power_rule(d: Draw) -> Item:
    n = d.within((1, 9), (1, 6), (1, 9))
    a = 1 if d.difficulty == 1 else (n + 1) * d.nonzero((1, 1), (1, 5), (-9, 9))
    letter = d.letter()
    new = n - 1 if d.slip == "lower" else n + 1
    divisor = n if d.slip in ("old", "lower") else new
    answer = term(a * new, new, letter) if d.slip == "times" else _over(a, divisor, new, letter)
    first = minus(n, 1) if d.slip == "lower" else f"addition {plus(n, 1)}"
    second = times(a, new) if d.slip == "times" else f"division by {divisor}"
    if d.slip != "times" and a != 1 and a % divisor == 0:
        second = f"division {over(a, divisor)}"
    return Item(
        ask(INTEGRATE, term(a, n, letter)),
        f"Integrating powers: {first}; {second}",
        f"{answer} + C",
        f"diff(answer, {letter}) = {a}*{letter}^{n}",
        uses=() if d.slip == "lower" else ("integer-addition",),
    )


def _over(coefficient: int, divisor: int, power: int, letter: str) -> str:
    if coefficient % divisor:
        return f"{term(coefficient, power, letter)}/{divisor}"
    return term(coefficient // divisor, power, letter)


@topic(
    "antiderivative-of-polynomials",
    "integrating polynomials",
    {"undivided": "The first coefficient is not divided.", "constant": "The constant gets no variable."},
    takes=range(2, 31),
)
def antiderivative_of_polynomials(d: Draw) -> Item:
    n = d.within((1, 2), (1, 4), (2, 5))
    a, b = d.within((1, 4), (1, 6), (2, 9)), d.nonzero((1, 9), (-9, 9), (-20, 20))
    b = b if d.given is None else d.given
    letter = d.letter()
    coefficient = a * (n + 1)
    front = coefficient if d.slip == "undivided" else a
    first, second = term(front, n + 1, letter), str(b) if d.slip == "constant" else term(b, 1, letter)
    division = over(coefficient, 1 if d.slip == "undivided" else n + 1)
    polynomial = terms(term(coefficient, n, letter), str(d.shown(b)))
    return Item(
        ask(INTEGRATE, polynomial),
        f"Integrating polynomials: integrating powers {plus(n, 1)}; {division}, {first}; {b} gives {second}",
        f"{terms(first, second)} + C",
        f"diff(answer, {letter}) = {terms(term(coefficient, n, letter), str(b))}",
        uses=("antiderivative-power-rule",),
    )


INTEGRAL = (
    "Integrate {0} from {1} to {2}.",
    "Find the integral of {0} from {1} to {2}.",
    "What is the area under {0} from {1} to {2}?",
    "Compute the integral of {0} from {1} to {2}.",
)


@topic(
    "definite-integrals",
    "definite integrals",
    {"upper": "The value at the lower bound is not subtracted.", "double": "The power is worked out as a product."},
    takes=range(2, 10),
)
def definite_integrals(d: Draw) -> Item:
    low, high = d.within((0, 4), (0, 3), (0, 0)), d.main((3, 9), (2, 6), (2, 12))
    while low >= high:
        low -= 1
    cube = d.difficulty == 2
    a, b = (1, 0) if cube else (d.within((1, 2), (1, 1), (1, 1)), d.within((0, 0), (0, 0), (1, 9)))
    n = 3 if cube else 2
    power = n * high if d.slip == "double" else high**n
    top, bottom = a * power + b * high, a * low**n + b * low
    if d.slip == "upper":
        bottom = 0
    ends = (raised(high, n, power), _rest(a, power, b, high)), (raised(low, n), _rest(a, low**n, b, low))
    work = steps(*ends[0], *(ends[1] if low else ()), minus(top, bottom))
    function = terms(term(a * n, n - 1), str(b))
    return Item(
        ask(INTEGRAL, function, low, d.shown(high)),
        f"Definite integrals: integrating polynomials {terms(term(a, n), term(b))}; {work}",
        str(top - bottom),
        f"answer = integrate({function}, x, {low}, {high})",
        uses=("antiderivative-of-polynomials",),
        value=top - bottom,
        noun=f"the integral of {function} from {low} to {high}",
    )


def _rest(a: int, power: int, b: int, x: int) -> str:
    """The steps of a*power + bx once the power is known."""
    first = times(a, power) if a > 1 else ""
    return steps(first, f"{times(b, x)}; {plus(a * power, b * x)}" if b else "")


TOPICS = (antiderivative_power_rule, antiderivative_of_polynomials, definite_integrals)
