"""Decimals: sums, products, fractions as decimals."""

from __future__ import annotations

from fractions import Fraction
from math import gcd

from tutelage.records import Checker
from tutelage.subjects.calculus.notation import decimal
from tutelage.subjects.calculus.steps import minus, over, plus, steps, times
from tutelage.subjects.calculus.topic import ask, topic
from tutelage.subjects.workbook import Draw, Item

COMPUTE = ("Compute {}.", "What is {}?", "Work out {}.")


def _hundredths(value: int) -> str:
    return decimal(Fraction(value, 100))


def _decimals(d: Draw, count: int = 2) -> list[int]:
    """Numbers in hundredths: at 1 all with one decimal place, later with one or two."""
    made = [d.within((11, 99)) * 10 + 0 for _ in range(count)]
    if d.difficulty > 1:
        made = [d.ragged((101, 3999), (101, 9999)), *(d.ragged((11, 99), (101, 999)) * 10 for _ in range(count - 1))]
        d.rng.shuffle(made)
    return made


def _added(a: int, b: int, slip: str = "") -> tuple[str, str]:
    """Steps and sum of two numbers in hundredths, the wholes and the decimals apart."""
    unit, name = (10, "tenths") if a % 10 == b % 10 == 0 else (100, "hundredths")
    (one, first), (other, second) = divmod(a * unit // 100, unit), divmod(b * unit // 100, unit)
    if slip == "align" and unit == 100:
        first, second = (n // 10 if n % 10 == 0 else n for n in (first, second))
    wholes, parts = one + other, first + second
    total = wholes + Fraction(parts, unit)
    shown = decimal(total)
    if slip == "carry" and parts >= unit:
        shown = f"{wholes}.{parts}"
    elif slip == "lost" and parts >= unit:
        shown = decimal(total - 1)
    return f"wholes, @integer-addition: {plus(one, other)}; {name}: {plus(first, second)}; together {shown}", shown


def _subtracted(a: int, b: int) -> tuple[str, str]:
    """Steps and difference of two numbers in hundredths."""
    unit, name = (10, "tenths") if a % 10 == b % 10 == 0 else (100, "hundredths")
    scaled = a * unit // 100, b * unit // 100
    return f"in {name}, @integer-subtraction: {minus(*scaled)}; that is {_hundredths(a - b)}", _hundredths(a - b)


@topic(
    "adding-decimals",
    carry="What exceeds a whole is written behind the point instead of carried.",
    align="The last digits are put under each other, not the points.",
    lost="The whole that has to be carried is lost.",
    direct=("sum", "difference"),
)
def adding_decimals(d: Draw) -> Item:
    numbers = _decimals(d, 3 if d.difficulty == 3 else 2)
    work, answer = _added(numbers[0], numbers[1], d.slip)
    if d.difficulty == 3:
        more, last = _added(numbers[0] + numbers[1], numbers[2])
        work = f"{work}; then {more}".replace("@integer-addition: ", "", 2).replace(
            "wholes, ", "wholes, @integer-addition: ", 1
        )
        answer = last if answer == _hundredths(numbers[0] + numbers[1]) else answer
    shown = [_hundredths(each) for each in numbers]
    if d.difficulty == 3 and d.slip:
        work, wrong = _added(numbers[0], numbers[1], d.slip)
        answer = wrong
        if wrong.count(".") and len(wrong.partition(".")[2]) < 3:
            answer = decimal(Fraction(wrong) + Fraction(numbers[2], 100))
            work = f"{work}; then {wrong} + {shown[2]} = {answer}"
    text, listed = " + ".join(shown), f"{', '.join(shown[:-1])} and {shown[-1]}"
    third = shown[2] if len(shown) > 2 else ""
    stories = (
        f"Things that cost {listed} euros are bought. How many euros is that in all?",
        f"Pieces of {listed} m are laid end to end. How long is the whole, in m?",
        f"Parcels of {listed} kg are weighed together. What do the scales show, in kg?",
    )
    return Item(
        (*ask(COMPUTE, text), f"Add {listed}.", f"Find the sum of {listed}."),
        work,
        answer,
        f"answer - {shown[1]}{f' - {third}' if third else ''} = {shown[0]}",
        worded={"word problem": stories},
    )


@adding_decimals.form("reverse")
def missing_decimal(d: Draw) -> Item:
    one, other = _decimals(d)
    total = one + other
    work, answer = _subtracted(total, one)
    questions = (
        f"Which number added to {_hundredths(one)} gives {_hundredths(total)}?",
        f"Find n: {_hundredths(one)} + n = {_hundredths(total)}.",
        f"How much is missing from {_hundredths(one)} to {_hundredths(total)}?",
    )
    return Item(questions, work, answer, f"answer + {_hundredths(one)} = {_hundredths(total)}")


@adding_decimals.form("two steps")
def change_in_a_shop(d: Draw) -> Item:
    one, other = _decimals(d)
    paid = (one + other) // 1000 * 1000 + 1000 * d.within((1, 2))
    first, total = _added(one, other, d.slip if d.slip != "carry" else "")
    spent = round(float(total) * 100)
    second, answer = _subtracted(paid, spent)
    questions = (
        f"Two things cost {_hundredths(one)} and {_hundredths(other)} euros. How many euros change are there from "
        f"{paid // 100} euros?",
        f"From a rope of {paid // 100} m pieces of {_hundredths(one)} m and {_hundredths(other)} m are cut off. "
        "How many m are left?",
        f"A tank holds {paid // 100} litres. First {_hundredths(one)} and then {_hundredths(other)} litres are "
        "taken out. How many litres remain?",
    )
    return Item(
        questions, f"{first}; {second}", answer, f"answer + {_hundredths(one)} + {_hundredths(other)} = {paid // 100}"
    )


@topic(
    "multiplying-decimals",
    places="One decimal place too few is counted.",
    more="One decimal place too many is counted.",
    one="Only the decimal places of one number are counted.",
    direct=("product", "quotient"),
)
def multiplying_decimals(d: Draw) -> Item:
    a, b = d.ragged((2, 9), (11, 99), (11, 199)), d.ragged((2, 9), (2, 9), (11, 29))
    p, q = (1, 1) if d.difficulty == 1 else (d.within((1, 2)), d.within((1, 2)))
    if d.difficulty == 1 and d.rng.random() < 0.5:
        p = 0
    places = d.outcome(p + q, places=p + q - 1, more=p + q + 1, one=max(p, q))
    one, other = decimal(Fraction(a, 10**p)), decimal(Fraction(b, 10**q))
    answer = decimal(Fraction(a * b, 10**places))
    work = (
        f"without points, @integer-multiplication: {times(a, b)}; {places} decimal place{'s' * (places != 1)}, so "
        f"{answer}"
    )
    return Item(
        (*ask(COMPUTE, f"{one}*{other}"), f"Multiply {one} by {other}."), work, answer, f"answer/{other} = {one}"
    )


@multiplying_decimals.form("word problem")
def price_by_weight(d: Draw) -> Item:
    a, b = d.ragged((2, 49), (11, 99), (101, 499)), d.ragged((2, 9), (11, 49), (11, 49))
    p, q = (1, 1) if d.difficulty < 3 else (2, 1)
    price, weight = decimal(Fraction(a, 10**p)), decimal(Fraction(b, 10**q))
    places = d.outcome(p + q, places=p + q - 1, more=p + q + 1, one=max(p, q))
    answer = decimal(Fraction(a * b, 10**places))
    questions = (
        f"One kilogram of cheese costs {price} euros. How many euros do {weight} kg cost?",
        f"A car uses {price} litres on 1 km of a race. How many litres does it use on {weight} km?",
        f"A room is {price} m long and {weight} m wide. What is its area in square metres?",
        f"A metre of wire weighs {price} g. What do {weight} m weigh, in g?",
    )
    work = (
        f"{price}*{weight}, without points, @integer-multiplication: {times(a, b)}; {places} decimal "
        f"place{'s' * (places != 1)}, so {answer}"
    )
    return Item(questions, work, answer, f"answer/{weight} = {price}")


@multiplying_decimals.form("reverse")
def missing_decimal_factor(d: Draw) -> Item:
    a, b = d.ragged((2, 9), (2, 12), (3, 25)), d.ragged((2, 9), (11, 49), (11, 99))
    p, q = 1, d.within((1, 1), (1, 2), (1, 2))
    one, total = decimal(Fraction(a, 10**p)), decimal(Fraction(a * b, 10 ** (p + q)))
    places = q + d.outcome(0, places=-1, more=1)
    answer = decimal(Fraction(b, 10**places))
    questions = (
        f"Which number times {one} gives {total}?",
        f"Find n: {one}*n = {total}.",
        f"The product of {one} and another number is {total}. What is the other number?",
    )
    work = (
        f"without points, @integer-division: {over(a * b, a)}; the product of {p + q} places needs {places} more than "
        f"the {p} of {one}, so {answer}"
    )
    return Item(questions, work, answer, f"answer*{one} = {total}")


@multiplying_decimals.form("from a product")
def placing_the_point(d: Draw) -> Item:
    a, b = d.ragged((11, 49), (11, 99), (101, 499)), d.ragged((11, 29), (11, 49), (11, 99))
    p, q = d.within((0, 1), (1, 2), (1, 3)), d.within((1, 1), (1, 2), (1, 3))
    places = p + q + d.outcome(0, places=-1, more=1)
    one, other = decimal(Fraction(a, 10**p)), decimal(Fraction(b, 10**q))
    answer = decimal(Fraction(a * b, 10**places))
    questions = (
        f"{a}*{b} is {a * b}. What is {one}*{other}?",
        f"Given that {a}*{b} = {a * b}, find {one}*{other} without multiplying again.",
        f"Use {a}*{b} = {a * b} to say what {one}*{other} is.",
    )
    work = (
        f"the digits are those of @integer-multiplication {a * b}; the decimal places are {p} + {q} = {places}, so "
        f"{answer}"
    )
    return Item(questions, work, answer, f"answer/{other} = {one}")


_TENS = ((2, 4, 5, 10, 20, 25), (4, 8, 20, 25, 50), (8, 16, 40, 50, 125))


def _over_a_power_of_ten(top: int, bottom: int) -> tuple[str, str]:
    """Steps and decimal of a fraction whose denominator goes into a power of ten."""
    power = next(p for p in range(1, 7) if 10**p % bottom == 0)
    factor, answer = 10**power // bottom, decimal(Fraction(top, bottom))
    work = steps(
        f"@equivalent-fractions: {over(10**power, bottom)}" if factor > 1 else "",
        times(top, factor) if factor > 1 else "",
        f"{top * factor}/{10**power} is {answer}",
    )
    return work, answer


@topic(
    "fractions-as-decimals",
    digits="The digits of the numerator and denominator are put behind the point.",
    shift="The point is set one place too far to the left.",
    point="The point is put between numerator and denominator.",
    direct=("quotient",),
)
def fractions_as_decimals(d: Draw) -> Item:
    bottom = d.choice(_TENS[d.difficulty - 1])
    top = d.rng.randint(1, (2, 2, 3)[d.difficulty - 1] * bottom)
    while gcd(top, bottom) > 1:
        top = d.rng.randint(1, 2 * bottom)
    own = d.choice((3, 3, 6, 7, 9)) if d.difficulty == 3 and d.rng.random() < 0.5 else 1
    work, answer = _over_a_power_of_ten(top, bottom)
    a, b = top * own, bottom * own
    if own > 1:
        work = f"@simplifying-fractions: {over(a, own)}; {over(b, own)}; {work}"
    if d.slip == "shift":
        answer = decimal(Fraction(top, bottom * 10))
        work = f"{work.rpartition(' is ')[0]} is {answer}"
    elif d.slip == "digits":
        answer, work = f"0.{a}{b}", f"the digits {a} and {b} behind the point, 0.{a}{b}"
    elif d.slip == "point":
        answer, work = f"{a}.{b}", f"{a}, the point, and {b}"
    stories = ask(
        (
            "A jug holds {} litres. What does its scale show, as a decimal?",
            "A calculator is asked for {}. Which decimal does it show?",
            "A watch that shows decimals measures a walk of {} km. What does it show, in km?",
        ),
        f"{a}/{b}",
    )
    return Item(
        ask(("Write {} as a decimal.", "What is {} as a decimal?", "Turn {} into a decimal number."), f"{a}/{b}"),
        work,
        answer,
        f"answer*{b} = {a}",
        worded={"word problem": stories},
    )


@fractions_as_decimals.form("reverse")
def decimal_as_fraction(d: Draw) -> Item:
    places = d.within((1, 1), (2, 2), (2, 3))
    top = d.ragged((1, 29), (11, 199), (11, 999))
    while gcd(top, 10**places) == 1 and d.rng.random() < 0.6:
        top = d.ragged((1, 29), (11, 199), (11, 999))
    value, common = Fraction(top, 10**places), gcd(top, 10**places)
    work = f"{decimal(value)} is {top}/{10**places}"
    if common > 1:
        work += f"; @simplifying-fractions: {over(top, common)}; {over(10**places, common)}"
    upper = d.rng.random() < 0.5
    which, answer = ("numerator", value.numerator) if upper else ("denominator", value.denominator)
    return Item(
        (
            f"{decimal(value)} is written as a fraction in lowest terms. What is its {which}?",
            f"Write {decimal(value)} as a fraction, and simplify it. What is the {which}?",
            f"{decimal(value)} is written as a fraction in lowest terms. What is its {which}?",
        ),
        f"{work}; so it is {value}",
        str(answer),
        f"answer/{decimal(value)} = {value.denominator}" if upper else f"answer*{decimal(value)} = {value.numerator}",
    )


@fractions_as_decimals.form("yes or no")
def has_finitely_many_places(d: Draw) -> Item:
    own = d.choice((3, 7, 9, 11))
    ends = d.rng.random() < 0.5
    bottom = d.choice(((4, 5, 8, 10, 20, 25), (8, 16, 20, 40, 50), (16, 40, 80, 125))[d.difficulty - 1])
    shown = bottom if ends and d.difficulty == 1 else bottom * own
    top = d.rng.randint(2, 40)
    while gcd(top, bottom) > 1 or top % own == 0:
        top += 1
    if ends and d.difficulty > 1:  # the other factor is cancelled
        top *= own
    answer = "yes" if ends else "no"
    first = f"@simplifying-fractions: {top}/{shown} = {top // own}/{bottom}; " if ends and d.difficulty > 1 else ""
    why = (
        f"{bottom} has no prime factors but 2 and 5, so it goes into a power of ten"
        if ends
        else f"{shown} contains the factor {own}, which goes into no power of ten"
    )
    return Item(
        (
            f"Does {top}/{shown}, as a decimal, have an end? Answer yes or no.",
            f"Can {top}/{shown} be written with finitely many decimal places, yes or no?",
            f"Yes or no: is {top}/{shown} equal to a fraction whose denominator is a power of ten?",
        ),
        f"{first}{why}",
        answer,
        f'answer = "{answer}" if mod({top}*10^8, {shown}) {"= 0" if ends else "> 0"}',
        checker=Checker.TEXT,
    )
