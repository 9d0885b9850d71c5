"""How topics of calculus are declared, and questions and statements that recur."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fractions import Fraction

from tutelage.records import Checker
from tutelage.subjects.calculus.notation import Coefficient, Number, bracket, linear
from tutelage.subjects.calculus.steps import steps
from tutelage.subjects.frames import in_any_form
from tutelage.subjects.workbook import Draw, Generator, Item, Topic

SIMPLIFY = ("Simplify {}.", "Write {} more simply.", "What is {} in simplest form?")
EXPAND = ("Expand {}.", "Multiply out {}.", "Write {} without brackets.")
SOLVE = ("Solve {}.", "Find all solutions of {}.", "Which numbers solve {}?")
EXACTLY = ("Find {}.", "What is {}?", "Give the exact value of {}.")
"""Wordings that recur; see `ask`."""


def topic(
    skill: str, name: str = "", *, takes: range | None = None, direct: tuple[str, ...] = (), **slips: str
) -> Callable[[Generator], Topic]:
    """Declares a generator as a topic: `@topic("chain-rule", outer="Only the outer function is differentiated.")`.

    Its lesson is a section of the area's Markdown file; its name is the skill's id in words, unless given. A keyword is
    the key of a slip, with what is wrong as a sentence.
    """
    numbers = {"": takes} if takes else {}
    return lambda make: Topic(skill, name or skill.replace("-", " "), "", make, slips, takes=numbers, direct=direct)


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


def slope_at(function: str, x: Number | str) -> tuple[str, ...]:
    """Asks for the value of a derivative."""
    return (
        f"What is the slope of {function} at x = {x}?",
        f"f(x) = {function}. Find f'({x}).",
        f"Find the derivative of {function} at x = {x}.",
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


def lowest(value: Number) -> str:
    """A statement: the answer is not written with larger numbers than the value needs."""
    value = Fraction(value)
    return f" and largest(answer) < {max(abs(value.numerator), value.denominator) + 1}"


def inside(truth: Callable[[Fraction], bool], *ends: Number) -> str:
    """Statements: at its ends, close to them and far away, the answer holds what the question asks for."""
    near = [Fraction(end) + shift for end in ends for shift in (Fraction(-1, 7), Fraction(0), Fraction(1, 7))]
    places = sorted({*near, Fraction(-1000), Fraction(1000)})
    return " and ".join(f"inside(answer, {place}) = {int(truth(place))}" for place in places)


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
        answer=str(product + more),
        formal=back,
        value=None,
    )


def story(d: Draw, make: Generator) -> Item:
    """A question of `make` as a word problem: drawn until its numbers fit one."""
    item = make(d)
    while "word problem" not in item.worded:
        item = make(d)
    return item._replace(questions=item.worded["word problem"])
