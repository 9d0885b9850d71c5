"""Whole numbers, negative numbers, powers and fractions."""

from __future__ import annotations

from math import gcd

from tutelage.subjects.calculus.topic import ask, bracket, fraction, minus, over, plus, steps, times, topic
from tutelage.subjects.workbook import Draw, Item

COMPUTE = ("Compute {}.", "What is {}?", "Evaluate {}.", "Work out {}.")


@topic(
    "integer-addition",
    "addition",
    {"carry": "The ten carried from the ones is lost.", "ones": "The ones are added wrongly by one."},
    takes=range(2, 50),
)
def addition(d: Draw) -> Item:
    a, b = d.ragged((2, 49), (11, 99), (101, 499)), d.ragged((2, 9), (11, 99))
    a = a if d.given is None else d.given
    ones = a % 10 + b % 10
    if d.slip == "carry":
        ones %= 10
    elif d.slip == "ones":
        ones += 1
    tens = a - a % 10 + b - b % 10
    if d.difficulty > 1:
        split = steps(plus(a - a % 10, b - b % 10), plus(a % 10, b % 10, ones), plus(tens, ones))
    else:
        split = steps(plus(a % 10, b, ones), plus(tens, ones) if tens else "")
    return Item(
        ask(
            ("What is {0} + {1}?", "Compute {0} + {1}.", "Add {0} and {1}.", "Find the sum of {0} and {1}."),
            d.shown(a),
            b,
        ),
        f"Addition: {split}",
        str(tens + ones),
        f"answer - {b} = {a}",
        value=a + b,
        noun=f"{a} + {b}",
        worded={
            "word problem": ask(
                (
                    "A shelf has {0} books, and {1} more are put on it. How many books are there now?",
                    "A bus carries {0} people, and {1} more get on. How many people are on the bus?",
                    "{1} points were won in the first game and {0} in the second. How many points is that in all?",
                    "A path of {0} m is made longer by {1} m. How long is it now, in m?",
                ),
                d.shown(a),
                b,
            )
        },
    )


@addition.form("reverse")
def missing_summand(d: Draw) -> Item:
    a, b = d.ragged((2, 19), (11, 49), (101, 399)), d.ragged((2, 9), (11, 49), (11, 99))
    total = a + b
    answer = {"ones": b - 1, "carry": b + 10}.get(d.slip, b)
    return Item(
        (
            f"Which number added to {a} gives {total}?",
            f"Find the missing number: {a} + [ ] = {total}.",
            f"{total} is the sum of {a} and another number. Which one?",
        ),
        f"Addition: {plus(a, b)}, so the number is {answer}" if not d.slip else f"Addition: the number is {answer}",
        str(answer),
        f"answer + {a} = {total}",
        value=b,
        noun=f"the number that added to {a} gives {total}",
    )


@topic(
    "integer-subtraction",
    "subtraction",
    {
        "borrow": "The smaller digit is taken from the larger one instead of borrowing.",
        "ones": "The ones are left out.",
    },
)
def subtraction(d: Draw) -> Item:
    b = d.ragged((2, 9), (11, 59), (11, 99))
    a = b + d.within((2, 29), (11, 49), (101, 399))
    first = a - (b - b % 10)
    result = a - b
    if d.slip == "borrow" and a % 10 < b % 10:
        result = first - a % 10 + (b % 10 - a % 10)
    elif d.slip == "ones" and b > 9:
        result = first
    split = steps(minus(a, b - b % 10) if b > 9 else "", minus(first, b % 10, result))
    return Item(
        (f"What is {a} - {b}?", f"Compute {a} - {b}.", f"Subtract {b} from {a}.", f"Take {b} away from {a}."),
        f"Subtraction: {split}",
        str(result),
        f"answer + {b} = {a}",
        value=a - b,
        noun=f"{a} - {b}",
    )


@topic(
    "integer-multiplication",
    "multiplication",
    {"added": "The numbers are added instead of multiplied.", "ones": "The ones are not multiplied."},
    takes=range(2, 10),
)
def multiplication(d: Draw) -> Item:
    a, b = d.ragged((2, 9), (11, 29), (21, 99)), d.within((2, 9))
    a = a if d.given is None else d.given
    tens, ones = (a - a % 10) * b, a % 10 * b
    if d.slip == "ones":
        ones = a % 10
    if d.difficulty == 1:
        answer = a + b if d.slip == "added" else a * b
        work = times(a, b, answer)
    else:
        answer = tens + ones
        work = f"{times(a - a % 10, b)}; {times(a % 10, b, ones)}; addition {plus(tens, ones)}"
    return Item(
        ask(
            ("What is {0}*{1}?", "Compute {0}*{1}.", "Multiply {0} by {1}.", "Find the product of {0} and {1}."),
            d.shown(a),
            b,
        ),
        f"Multiplication: {work}",
        str(answer),
        f"answer/{b} = {a}",
        uses=("integer-addition",) if d.difficulty > 1 else (),
        value=a * b,
        noun=f"{a}*{b}",
    )


@topic(
    "integer-division",
    "division",
    {"next": "The neighbour in the multiplication table is taken.", "minus": "It is subtracted instead of divided."},
)
def division(d: Draw) -> Item:
    b, quotient = d.within((2, 9)), d.ragged((2, 9), (11, 29), (11, 49))
    a = b * quotient
    tens = quotient - quotient % 10
    ones = quotient % 10 + (d.slip == "next")
    if d.slip == "minus" and d.difficulty == 1:
        answer, work = a - b, f"by multiplication: {minus(a, b)}"
    elif tens:
        rest = minus(a, b * tens)
        parts = steps(times(b, tens), rest, times(b, ones, a - b * tens), plus(tens, ones))
        answer, work = tens + ones, f"by multiplication: {parts}"
    else:
        # The quotient first, then its check: asked for the check alone, a small student must guess inside a product.
        answer, work = ones, f"of {a}/{b} = {ones}; multiplication {times(b, ones, a)}"
    return Item(
        (f"What is {a}/{b}?", f"Compute {a}/{b}.", f"Divide {a} by {b}.", f"How often does {b} go into {a}?"),
        f"Division {work}",
        str(answer),
        f"answer*{b} = {a}",
        uses=("integer-multiplication",),
        value=quotient,
        noun=f"{a}/{b}",
    )


@topic(
    "negative-numbers",
    "negative numbers",
    {
        "sign": "The result has the wrong sign.",
        "size": "Sizes are added where they have to be subtracted, or reversed.",
    },
)
def negative_numbers(d: Draw) -> Item:
    a, b = d.within((-9, 9), (-20, 20), (-40, 40)), d.nonzero((-9, 9), (-9, 9), (-40, 40))
    while a in (0, -b) or (a > 0 and a > -b):  # neither a sign in the question nor in the answer
        a, b = d.within((-9, 9), (-20, 20), (-40, 40)), d.nonzero((-9, 9), (-9, 9), (-40, 40))
    if abs(a * b) < 100 and d.rng.random() < 0.4:
        return _negative_product(d, a, b)
    text = f"{a} - {-b}" if b < 0 else f"{a} + {b}"
    together = (a < 0) == (b < 0)
    if d.slip == "size":
        together = not together
    large, small = max(abs(a), abs(b)), min(abs(a), abs(b))
    name, step, size = (
        ("addition", plus(large, small), large + small)
        if together
        else ("subtraction", minus(large, small), large - small)
    )
    negative = (a + b < 0) != (d.slip == "sign")
    leader = -large if negative else large
    return Item(
        ask(COMPUTE, text),
        f"Negative numbers: {'same signs' if together else 'signs differ'}, {name} {step}, sign of {leader}",
        str(-size if negative else size),
        f"answer - {bracket(b)} = {bracket(a)}",
        uses=(f"integer-{name}",),
        value=a + b,
        noun=text,
    )


def _negative_product(d: Draw, a: int, b: int) -> Item:
    negative = (a * b < 0) != (d.slip == "sign")
    return Item(
        ask(COMPUTE, f"{a}*{bracket(b)}"),
        f"Negative numbers: multiplication {times(abs(a), abs(b))}, sign {'minus' if negative else 'plus'}",
        str(-abs(a * b) if negative else abs(a * b)),
        f"answer/{bracket(b)} = {bracket(a)}",
        uses=("integer-multiplication",),
        value=a * b,
        noun=f"{a}*{bracket(b)}",
    )


@topic(
    "order-of-operations",
    "order of operations",
    {"left": "It is worked out from left to right, the sum before the product."},
    takes=range(2, 10),
)
def order_of_operations(d: Draw) -> Item:
    b, c = d.main((2, 9)), d.within((2, 9), (3, 9))
    product = b * c
    if d.difficulty == 1 or d.rng.random() < 0.5:
        a, name, step, sign = d.within((2, 9), (2, 30), (11, 60)), "addition", plus, 1
    else:
        a, name, step, sign = product + d.within((1, 9), (1, 9), (1, 30)), "subtraction", minus, -1
    text = f"{a} {'+' if sign > 0 else '-'} {d.shown(b)}*{c}"
    if d.slip:
        work = f"{name} {step(a, b)}; multiplication {times(a + sign * b, c)}"
    else:
        work = f"multiplication {times(b, c)}; {name} {step(a, product)}"
    return Item(
        ask(COMPUTE, text),
        f"Order of operations: {work}",
        str((a + sign * b) * c if d.slip else a + sign * product),
        f"(answer - {a})/{b} = {sign * c}",
        uses=("integer-multiplication", f"integer-{name}"),
        value=a + sign * product,
        noun=text,
    )


# 40 powers in all; with six wordings 240 questions.
_POWERS = (
    (*((base, 2) for base in range(2, 13)), (2, 3), (3, 3), (2, 4)),
    (*((base, 2) for base in range(-9, -1)), (3, 3), (4, 3), (2, 4), (5, 3), (2, 5), (-2, 3)),
    ((-2, 3), (-3, 3), (-4, 3), (3, 4), (2, 5), (2, 6), (-2, 4), (6, 3), (5, 3), (-5, 3), (10, 3), (-3, 4), (-2, 5)),
)


@topic("powers", "powers", {"product": "The base is multiplied by the exponent."}, takes=range(2, 13))
def powers(d: Draw) -> Item:
    base, power = d.choice(_POWERS[d.difficulty - 1])
    if d.given is not None:
        base, power = d.given, 2
    text = f"{bracket(d.shown(base))}^{power}"
    work = steps(*(times(base**n, base) for n in range(1, power)))
    answer = base**power
    if d.slip:
        work, answer = times(base, power), base * power
    return Item(
        (
            *ask(COMPUTE, text),
            *ask(("What is {} to the power {}?", "Raise {} to the power {}."), bracket(d.shown(base)), power),
        ),
        f"Powers by multiplication: {work}",
        str(answer),
        f"answer/{bracket(base)} = {bracket(base)}^{power - 1}",
        uses=("integer-multiplication",),
        value=base**power,
        noun=text,
    )


def _lowest(d: Draw, *tops: tuple[int, int]) -> tuple[int, int]:
    """A proper fraction in lowest terms; the range is that of the denominator."""
    bottom = d.within(*tops)
    top = d.rng.randint(1, bottom - 1)
    while gcd(top, bottom) != 1:
        top = d.rng.randint(1, bottom - 1)
    return top, bottom


@topic(
    "simplifying-fractions",
    "simplifying fractions",
    {"top": "Only the numerator is divided.", "minus": "The common factor is subtracted instead of divided by."},
)
def simplifying_fractions(d: Draw) -> Item:
    top, bottom = _lowest(d, (2, 7), (3, 9), (4, 12))
    factor = d.within((2, 5), (2, 9), (3, 9))
    a, b = top * factor, bottom * factor
    work = steps(over(a, factor), over(b, factor))
    answer = fraction(top, bottom)
    if d.slip == "top":
        work, answer = over(a, factor), fraction(top, b)
    elif d.slip == "minus" and top > 1:
        work, answer = steps(minus(a, factor), minus(b, factor)), fraction(a - factor, b - factor)
    return Item(
        ask(("Simplify {}.", "Simplify the fraction {}.", "Write {} in lowest terms.", "Reduce {}."), f"{a}/{b}"),
        f"Simplifying fractions by division: {work}",
        answer,
        f"{b}*answer = {a} and largest(answer) < {bottom + 1}",
        uses=("integer-division",),
    )


@topic(
    "multiplying-fractions",
    "multiplying fractions",
    {"cross": "Numerators are multiplied with the other denominators.", "sum": "The denominators are added."},
)
def multiplying_fractions(d: Draw) -> Item:
    a, b = _lowest(d, (2, 5), (2, 7), (3, 9))
    c, e = _lowest(d, (2, 5), (3, 7), (3, 9))
    top, bottom = (a * e, b * c) if d.slip == "cross" else (a * c, b * e)
    work = steps(times(a, e), times(b, c)) if d.slip == "cross" else steps(times(a, c), times(b, e))
    if d.slip == "sum":
        bottom, work = b + e, steps(times(a, c), plus(b, e))
    common = gcd(top, bottom)
    if common > 1:
        work += f"; simplifying fractions {top}/{bottom}: {over(top, common)}; {over(bottom, common)}"
    return Item(
        (
            f"Compute {a}/{b} * {c}/{e}.",
            f"What is {a}/{b} times {c}/{e}?",
            f"Multiply {a}/{b} by {c}/{e}.",
            f"Find {a}/{b} of {c}/{e}.",
        ),
        f"Multiplying fractions: multiplication {work}",
        fraction(top // common, bottom // common),
        f"answer/({c}/{e}) = {a}/{b} and largest(answer) < {b * e // gcd(a * c, b * e) + 1}",
        uses=("integer-multiplication", "simplifying-fractions") if common > 1 else ("integer-multiplication",),
    )


@topic(
    "adding-fractions",
    "adding fractions",
    {
        "bottoms": "Numerators and denominators are added.",
        "tops": "The numerators are not brought to the new denominator.",
    },
)
def adding_fractions(d: Draw) -> Item:
    a, b = _lowest(d, (2, 5), (2, 7), (3, 9))
    c, e = _lowest(d, (2, 5), (2, 7), (3, 9))
    while gcd(b, e) > 1:  # then the sum is in lowest terms
        c, e = _lowest(d, (2, 5), (2, 7), (3, 9))
    if d.slip == "bottoms":
        work, top, bottom = steps(plus(b, e), f"addition {plus(a, c)}"), a + c, b + e
    elif d.slip == "tops":
        work, top, bottom = steps(times(b, e), f"addition {plus(a, c)}"), a + c, b * e
    else:
        top, bottom = a * e + c * b, b * e
        work = steps(times(b, e), times(a, e), times(c, b), f"addition {plus(a * e, c * b)}")
    return Item(
        (
            f"Compute {a}/{b} + {c}/{e}.",
            f"What is {a}/{b} + {c}/{e}?",
            f"Add {a}/{b} and {c}/{e}.",
            f"Find the sum of {a}/{b} and {c}/{e}.",
        ),
        f"Adding fractions: {work}",
        fraction(top, bottom),
        f"answer - {c}/{e} = {a}/{b}",
        uses=("integer-addition",),
    )


TOPICS = (
    addition,
    subtraction,
    multiplication,
    division,
    negative_numbers,
    order_of_operations,
    powers,
    simplifying_fractions,
    multiplying_fractions,
    adding_fractions,
)
