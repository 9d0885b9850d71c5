"""More about fractions: equal ones, differences, quotients, mixed numbers, comparison."""

from __future__ import annotations

from fractions import Fraction
from math import gcd

from tutelage.subjects.calculus.topic import ask, fraction, lowest, minus, number, over, plus, steps, times, topic
from tutelage.subjects.workbook import Draw, Item


def _proper(d: Draw, *bottoms: tuple[int, int]) -> tuple[int, int]:
    """A proper fraction in lowest terms; the range is that of the denominator."""
    bottom = d.within(*bottoms)
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
    top, bottom = _proper(d, (2, 7), (3, 9), (4, 12))
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
    a, b = _proper(d, (2, 5), (2, 7), (3, 9))
    c, e = _proper(d, (2, 5), (3, 7), (3, 9))
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
    a, b = _proper(d, (2, 5), (2, 7), (3, 9))
    c, e = _proper(d, (2, 5), (2, 7), (3, 9))
    while gcd(b, e) > 1:  # then the sum is in lowest terms
        c, e = _proper(d, (2, 5), (2, 7), (3, 9))
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


@topic(
    "equivalent-fractions",
    "equivalent fractions",
    {"plus": "The same number is added above and below.", "top": "The numerator is left as it is."},
)
def equivalent_fractions(d: Draw) -> Item:
    top, bottom = _proper(d, (2, 7), (3, 9), (5, 12))
    factor = d.within((2, 6), (3, 9), (4, 15))
    new = bottom * factor
    work = steps(f"@integer-division {over(new, bottom)}", f"@integer-multiplication {times(top, factor)}")
    answer = top * factor
    if d.slip == "plus":
        answer, work = top + new - bottom, steps(minus(new, bottom), plus(top, new - bottom))
    elif d.slip == "top":
        answer, work = top, f"@integer-division {over(new, bottom)}; the numerator stays {top}"
    return Item(
        ask(
            (
                "Which numerator makes ?/{2} equal to {0}/{1}?",
                "Write {0}/{1} with the denominator {2}. What is the numerator?",
                "{0}/{1} = ?/{2}. Find the missing number.",
            ),
            top,
            bottom,
            new,
        ),
        work,
        str(answer),
        f"answer/{new} = {top}/{bottom}",
        value=top * factor,
        noun=f"the numerator of {top}/{bottom} written with the denominator {new}",
    )


@topic(
    "subtracting-fractions",
    "subtracting fractions",
    {
        "bottoms": "Numerators and denominators are subtracted.",
        "tops": "The numerators are not brought to the new denominator.",
    },
)
def subtracting_fractions(d: Draw) -> Item:
    (a, b), (c, e) = _proper(d, (2, 6), (3, 9), (4, 12)), _proper(d, (2, 6), (3, 9), (4, 12))
    while gcd(b, e) > 1 or a * e <= c * b:
        (a, b), (c, e) = _proper(d, (2, 6), (3, 9), (4, 12)), _proper(d, (2, 6), (3, 9), (4, 12))
    top, bottom = a * e - c * b, b * e
    work = steps(times(b, e), times(a, e), times(c, b), f"@integer-subtraction {minus(a * e, c * b)}")
    if d.slip == "tops":
        top, work = a - c, steps(times(b, e), f"@integer-subtraction {minus(a, c)}")
    elif d.slip == "bottoms":
        top, bottom, work = a - c, b - e, steps(f"@integer-subtraction {minus(a, c)}", minus(b, e))
    return Item(
        ask(("Compute {0}/{1} - {2}/{3}.", "What is {0}/{1} - {2}/{3}?", "Subtract {2}/{3} from {0}/{1}."), a, b, c, e),
        work,
        number(Fraction(top, bottom)),
        f"answer + {c}/{e} = {a}/{b}",
    )


@topic(
    "dividing-fractions",
    "dividing fractions",
    {"first": "The first fraction is turned over instead of the second.", "none": "No fraction is turned over."},
)
def dividing_fractions(d: Draw) -> Item:
    (a, b), (c, e) = _proper(d, (2, 5), (2, 8), (3, 9)), _proper(d, (2, 5), (3, 8), (3, 9))
    while (a, b) == (c, e):
        c, e = _proper(d, (2, 5), (3, 8), (3, 9))
    pairs = {"first": ((b, c), (a, e)), "none": ((a, c), (b, e))}.get(d.slip, ((a, e), (b, c)))
    (top, bottom), turned = (x * y for x, y in pairs), fraction(e, c)
    if d.slip:
        turned = fraction(b, a) if d.slip == "first" else fraction(c, e)
    work = f"the factor is {turned}; @multiplying-fractions {steps(*(times(*pair) for pair in pairs))}"
    common = gcd(top, bottom)
    if common > 1:
        work += f"; @simplifying-fractions {over(top, common)}; {over(bottom, common)}"
    answer = Fraction(top, bottom)
    return Item(
        (
            f"Divide {a}/{b} by {c}/{e}.",
            f"What is {a}/{b} divided by {c}/{e}?",
            f"Compute ({a}/{b})/({c}/{e}).",
            f"How often does {c}/{e} go into {a}/{b}?",
        ),
        work,
        number(answer),
        f"answer*{c}/{e} = {a}/{b}" + lowest(Fraction(a * e, b * c)),
    )


@topic(
    "mixed-numbers",
    "mixed numbers",
    {
        "plus": "The whole number is added to the numerator without multiplying.",
        "turn": "Numerator and whole are swapped.",
    },
)
def mixed_numbers(d: Draw) -> Item:
    whole, (top, bottom) = d.within((1, 9), (2, 12), (4, 20)), _proper(d, (2, 7), (3, 9), (4, 12))
    product = {"plus": whole, "turn": top * bottom}.get(d.slip, whole * bottom)
    extra = whole if d.slip == "turn" else top
    first = {"plus": "", "turn": times(top, bottom)}.get(d.slip, times(whole, bottom))
    return Item(
        ask(
            (
                "Write {0} {1}/{2} as a single fraction.",
                "Turn the mixed number {0} {1}/{2} into a fraction.",
                "What is {0} {1}/{2} as an improper fraction?",
            ),
            whole,
            top,
            bottom,
        ),
        steps(f"@integer-multiplication {first}" if first else "", f"@integer-addition {plus(product, extra)}"),
        f"{product + extra}/{bottom}",
        f"answer - {top}/{bottom} = {whole} and parts(answer) = 2",
    )


@topic(
    "comparing-fractions",
    "comparing fractions",
    {"bottom": "The fraction with the larger denominator is taken.", "wrong": "The products are read the wrong way."},
)
def comparing_fractions(d: Draw) -> Item:
    one, other = _proper(d, (2, 7), (3, 11), (7, 19)), _proper(d, (2, 7), (3, 11), (7, 19))
    while one[0] * other[1] == one[1] * other[0]:
        other = _proper(d, (2, 7), (3, 11), (7, 19))
    (a, b), (c, e) = one, other
    first = (a * e > c * b) != (d.slip == "wrong")
    work = f"@integer-multiplication {steps(times(a, e), times(c, b))}; {max(a * e, c * b)} is more"
    if d.slip == "bottom":
        first = b > e
        work = f"{max(b, e)} is more than {min(b, e)}"
    answer = f"{a}/{b}" if first else f"{c}/{e}"
    return Item(
        ask(
            (
                "Which is larger, {0} or {1}?",
                "Which of {0} and {1} is the larger one?",
                "Give the larger of {0} and {1}.",
            ),
            f"{a}/{b}",
            f"{c}/{e}",
        ),
        work,
        answer,
        f"answer = ({a}/{b} + {c}/{e} + abs({a}/{b} - {c}/{e}))/2",
    )


@topic(
    "fractions-of-numbers",
    "fractions of numbers",
    {"one": "Only one part is taken.", "turn": "It is multiplied by the denominator and divided by the numerator."},
    takes=range(4, 61, 4),
)
def fractions_of_numbers(d: Draw) -> Item:
    top, bottom = _proper(d, (2, 6), (3, 9), (5, 12))
    if d.given is not None:
        top, bottom = d.choice(((1, 2), (1, 4), (3, 4)))
    total = bottom * d.within((2, 12), (3, 20), (6, 40)) if d.given is None else d.given
    unit = total // bottom
    work = steps(f"@integer-division {over(total, bottom)}", times(top, unit) if top > 1 else "")
    answer = Fraction(top * unit)
    if d.slip == "one":
        answer, work = Fraction(unit), f"@integer-division {over(total, bottom)}"
    elif d.slip == "turn":
        answer = Fraction(total * bottom, top)
        work = steps(times(bottom, total), f"{bottom * total}/{top} = {number(answer)}")
    return Item(
        ask(
            ("What is {0}/{1} of {2}?", "Find {0}/{1} of {2}.", "How much is {0}/{1} of {2}?"),
            top,
            bottom,
            d.shown(total),
        ),
        work,
        number(answer),
        f"answer/{total} = {top}/{bottom}",
        value=top * unit,
        noun=f"{top}/{bottom} of {total}",
    )


TOPICS = (
    simplifying_fractions,
    multiplying_fractions,
    adding_fractions,
    equivalent_fractions,
    subtracting_fractions,
    dividing_fractions,
    mixed_numbers,
    comparing_fractions,
    fractions_of_numbers,
)
