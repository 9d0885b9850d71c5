"""How topics of calculus are declared, and how numbers and steps are written."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import isqrt

from tutelage.records import Checker
from tutelage.subjects.frames import in_any_form
from tutelage.subjects.workbook import Draw, Generator, Item, Topic

Number = int | Fraction
Coefficient = int | str
"""A number, or the letter that stands for it in a composed question."""


def topic(
    skill: str, name: str, slips: Mapping[str, str], takes: range | None = None, direct: tuple[str, ...] = ()
) -> Callable[[Generator], Topic]:
    """Declares a generator as a topic; its lesson is a section of the area's Markdown file."""
    return lambda make: Topic(skill, name, "", make, slips, takes={"": takes} if takes else {}, direct=direct)


def ask(wordings: Sequence[str], *things: Coefficient | Fraction) -> tuple[str, ...]:
    """The wordings with their blanks filled."""
    return tuple(wording.format(*things) for wording in wordings)


def judged(questions: Sequence[str], work: str, right: bool, claim: str, statement: str) -> Item:
    """A question to be answered by yes or no: whether a statement is true of a claimed value."""
    word = "yes" if right else "no"
    formal = f'answer = "{word}" {"if" if right else "unless"} "{claim}" fulfils {statement}'
    return Item(tuple(questions), f"{work}; so the answer is {word}", word, formal, checker=Checker.TEXT)


def differentiate(function: str, letter: str = "x") -> tuple[str, ...]:
    """Asks for a derivative, in words and in the usual notations."""
    leibniz = f"y = {function}. Find dy/dx." if letter == "x" else f"Differentiate {function} with respect to {letter}."
    return (
        *ask(("Differentiate {}.", "Find the derivative of {}.", "What is the derivative of {}?"), function),
        f"f({letter}) = {function}. Find f'({letter}).",
        leibniz,
    )


def rate_in_words(function: str, letter: str = "x") -> dict[str, tuple[str, ...]]:
    """The same question about things that change: `Item.worded`."""
    stories = (
        "A trolley is {0} metres from a wall after {1} seconds. Which formula gives its velocity in metres per second?",
        "After {1} hours a tank holds {0} litres. By which formula does that change, in litres per hour?",
        "The temperature after {1} minutes is {0} degrees. By which formula does it change, in degrees per minute?",
        "At {1} km from the coast the land is {0} metres high. Give a formula for its slope in metres per km.",
        "Making {1} tonnes of paper costs {0} euros. Give a formula for the marginal cost, the derivative of the cost.",
    )
    return {"word problem": ask(stories, function, letter)}


# --- how numbers and expressions are written ----------------------------------------------------


def bracket(number: Coefficient) -> str:
    """In brackets if negative."""
    return f"({number})" if str(number).startswith("-") else str(number)


def bracket_fraction(number: Number) -> str:
    """In brackets if negative or a fraction."""
    return f"({number})" if "/" in str(number) or number < 0 else str(number)


def term(coefficient: Coefficient, power: int = 1, letter: str = "x") -> str:
    """`15x^2`, `-x`, `3`; never `1x` or `x^1`."""
    if power == 0:
        return str(coefficient)
    front = {1: "", -1: "-"}.get(coefficient, str(coefficient)) if isinstance(coefficient, int) else coefficient
    return f"{front}{letter}{exponent(power)}"


def exponent(power: int) -> str:
    """`^4`, `^(-2)`, and nothing for 1."""
    return "" if power == 1 else f"^{bracket(power)}"


def to_the(base: str, above: str) -> str:
    """`e^x` and `e^(2x)`: an exponent in letters, in brackets unless it is a single one."""
    return f"{base}^{above}" if len(above) == 1 else f"{base}^({above})"


def terms(*pieces: str) -> str:
    """Terms joined by their signs: `3x^2 - 4x + 1`. Terms that are 0 are left out."""
    kept = [piece for piece in pieces if piece != "0" and not (piece[0] == "0" and piece[1:2].isalpha())]
    first, *rest = kept or ["0"]
    return first + "".join(f" - {piece[1:]}" if piece[0] == "-" else f" + {piece}" for piece in rest)


def linear(slope: Coefficient, constant: Coefficient, letter: str = "x") -> str:
    """`3x - 2`."""
    return terms(term(slope, 1, letter), str(constant))


def fraction(top: int, bottom: int) -> str:
    """`3/4`; a whole number if the bottom is 1."""
    return str(top) if bottom == 1 else f"{top}/{bottom}"


def number(value: Number) -> str:
    """`3/4` in lowest terms, `-2`."""
    return str(value)


def decimal(value: Number) -> str:
    """`0.375`; the value has to have finitely many decimals. Raises `ValueError` otherwise."""
    value = Fraction(value)
    for places in range(10):
        scaled = value * 10**places
        if scaled.denominator == 1:
            digits = str(abs(scaled.numerator)).rjust(places + 1, "0")
            sign = "-" if value < 0 else ""
            return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)
    raise ValueError(f"{value} has no short decimal form")


def over_text(top: str, bottom: Number) -> str:
    """`sqrt(2)/2`, and the top alone over 1."""
    return top if bottom == 1 else f"{top}/{bottom}"


def surd(front: int, inside: int) -> str:
    """`3sqrt(2)` for the front times the root of the inside, in simplest form."""
    for factor in range(isqrt(inside), 1, -1):
        if inside % factor**2 == 0:
            front, inside = front * factor, inside // factor**2
    return str(front) if inside == 1 else term(front, 1, f"sqrt({inside})")


def multiple(value: Number, thing: str) -> str:
    """`3pi/4`, `-pi`, `0`."""
    value = Fraction(value)
    if value == 0:
        return "0"
    return over_text(term(value.numerator, 1, thing), value.denominator)


def power_term(value: Number, power: int, letter: str = "x") -> str:
    """`7x^5/5`, `-3/(2x^4)`, `2/3`: a term with a fraction in front, or a negative exponent."""
    value = Fraction(value)
    if value == 0 or power == 0:
        return str(value)
    if power > 0:
        return multiple(value, term(1, power, letter))
    below = term(value.denominator, -power, letter)
    return f"{value.numerator}/{below if value.denominator == 1 else f'({below})'}"


def point(*numbers: Number | str) -> str:
    """`(3, -2)`."""
    return f"({', '.join(map(str, numbers))})"


def lowest(value: Number) -> str:
    """A statement: the answer is not written with larger numbers than the value needs."""
    value = Fraction(value)
    return f" and largest(answer) < {max(abs(value.numerator), value.denominator) + 1}"


def inside(truth: Callable[[Fraction], bool], *ends: Number) -> str:
    """Statements: at its ends, close to them and far away, the answer holds what the question asks for."""
    near = [Fraction(end) + shift for end in ends for shift in (Fraction(-1, 7), Fraction(0), Fraction(1, 7))]
    places = sorted({*near, Fraction(-1000), Fraction(1000)})
    return " and ".join(f"inside(answer, {place}) = {int(truth(place))}" for place in places)


def quadratic(a: Coefficient, b: Coefficient, c: Coefficient, letter: str = "x") -> str:
    """`2x^2 - 3x + 1`."""
    return terms(term(a, 2, letter), term(b, 1, letter), str(c))


def polynomial(coefficients: Sequence[Coefficient], letter: str = "x") -> str:
    """`2x^3 - x + 1`, from the coefficients of falling powers."""
    top = len(coefficients) - 1
    return terms(*(term(each, top - place, letter) for place, each in enumerate(coefficients)))


def derived(coefficients: Sequence[int]) -> tuple[int, ...]:
    """The coefficients of the derivative."""
    top = len(coefficients) - 1
    return tuple(each * (top - place) for place, each in enumerate(coefficients[:-1])) or (0,)


def value_at(coefficients: Sequence[int], x: int) -> int:
    """The value of a polynomial."""
    total = 0
    for each in coefficients:
        total = total * x + each
    return total


def evaluation(coefficients: Sequence[int], x: int) -> str:
    """The steps of putting a number into a polynomial: powers, products, sums."""
    top, found, parts = len(coefficients) - 1, [], []
    for place, each in enumerate(coefficients):
        power = top - place
        if not each:
            continue
        if power > 1:
            parts.append(raised(x, power))
        if power and each != 1:
            parts.append(times(each, x**power))
        found.append(each * x**power)
    total = found[0] if found else 0
    for each in found[1:]:
        parts.append(plus(total, each))
        total += each
    return steps(*parts)


# --- one operation a step -----------------------------------------------------------------------


def plus(a: int, b: int, result: int | None = None) -> str:
    """`15 + 2 = 17`; another result where a slip wants one."""
    return f"{a} {'-' if b < 0 else '+'} {abs(b)} = {a + b if result is None else result}"


def minus(a: int, b: int, result: int | None = None) -> str:
    """`15 - 2 = 13`."""
    return f"{a} - {bracket(b)} = {a - b if result is None else result}"


def times(a: int, b: int, result: int | None = None) -> str:
    """`5*3 = 15`."""
    return f"{a}*{bracket(b)} = {a * b if result is None else result}"


def over(a: int, b: int) -> str:
    """`15/5 = 3`; the division has to be exact."""
    return f"{a}/{bracket(b)} = {a // b}"


def divided(a: Number, b: Number) -> str:
    """`15/5 = 3`, `6/4 = 3/2`, and `7/5` alone, which is as short as it can be."""
    written, result = f"{bracket_fraction(a)}/{bracket_fraction(b)}", str(Fraction(a) / Fraction(b))
    return written if written == result else f"{written} = {result}"


def raised(a: int, power: int, result: int | None = None) -> str:
    """`2^3 = 8`."""
    return f"{bracket(a)}^{power} = {a**power if result is None else result}"


def steps(*parts: str) -> str:
    """Steps in a row; empty ones are left out."""
    return "; ".join(part for part in parts if part)


# --- questions made of others -------------------------------------------------------------------


def then(d: Draw, make: Generator) -> Item:
    """A question of `make` with one more step: what a linear expression is worth at the solution. The item's noun has
    to begin with "the solution of" and its answer to be an equation, whenever it has a value."""
    item = make(d)
    while item.value is None:
        item = make(d)
    letter, _, solution = item.answer.partition(" = ")
    factor, more = d.within((2, 5), (2, 5), (3, 9)), d.nonzero((1, 9), (-9, 9), (-9, 9))
    product = factor * Fraction(solution)
    equation, wanted = item.noun.removeprefix("the solution of "), linear(factor, more, letter)
    back = re.sub(r"\banswer\b", f"((answer - {bracket(more)})/{factor})", in_any_form(item.formal))
    return item._replace(
        questions=(
            f"If {equation}, what is {wanted}?",
            f"{equation}. Find the value of {wanted}.",
            f"Solve {equation}, and then work out {wanted}.",
        ),
        work=steps(
            item.work,
            "" if item.work.endswith(f"{letter} = {solution}") else f"{letter} = {solution}",
            f"{factor}*{f'({solution})' if '/' in solution else bracket(solution)} = {product}",
            f"{product} {'-' if more < 0 else '+'} {abs(more)} = {product + more}",
        ),
        answer=number(product + more),
        formal=back,
        value=None,
    )


def story(d: Draw, make: Generator) -> Item:
    """A question of `make` as a word problem: drawn until its numbers fit one."""
    item = make(d)
    while "word problem" not in item.worded:
        item = make(d)
    return item._replace(questions=item.worded["word problem"])


def multiplied(one: Sequence[int], two: Sequence[int]) -> list[int]:
    """The coefficients of a product of polynomials."""
    found = [0] * (len(one) + len(two) - 1)
    for i, a in enumerate(one):
        for j, b in enumerate(two):
            found[i + j] += a * b
    return found


def summed(one: Sequence[int], two: Sequence[int], factor: int = 1) -> list[int]:
    """The coefficients of a sum of polynomials, the second one times a factor."""
    size = max(len(one), len(two))
    pairs = zip([0] * (size - len(one)) + list(one), [0] * (size - len(two)) + list(two), strict=True)
    return [a + factor * b for a, b in pairs]
