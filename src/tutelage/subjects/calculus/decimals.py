"""Decimals, percentages and ratios."""

from __future__ import annotations

from fractions import Fraction
from math import gcd

from tutelage.subjects.calculus.topic import ask, decimal, minus, number, over, plus, steps, times, topic
from tutelage.subjects.workbook import Draw, Item

COMPUTE = ("Compute {}.", "What is {}?", "Work out {}.")


def _hundredths(value: int) -> str:
    return decimal(Fraction(value, 100))


@topic(
    "adding-decimals",
    "adding decimals",
    {"carry": "What exceeds a whole is not carried.", "align": "The last digits are put under each other."},
)
def adding_decimals(d: Draw) -> Item:
    tenths = d.difficulty == 1
    unit = 10 if tenths else 100
    wholes = d.within((1, 9), (1, 30), (10, 99)), d.within((1, 9), (1, 9), (10, 99))
    rest = d.rng.randint(1, unit - 1), d.rng.randint(1, 9) * (1 if tenths else 10)
    a, b = (decimal(Fraction(whole * unit + part, unit)) for whole, part in zip(wholes, rest, strict=True))
    added = rest[0] + (rest[1] // 10 if d.slip == "align" and not tenths else rest[1])
    name = "tenths" if tenths else "hundredths"
    whole = sum(wholes)
    answer = decimal(whole + Fraction(added, unit))
    if d.slip == "carry":
        answer = f"{whole}.{added}"
    work = steps(
        f"wholes, @integer-addition {plus(*wholes)}", f"{name} {plus(rest[0], added - rest[0])}", f"together {answer}"
    )
    text = f"{a} + {b}"
    return Item((*ask(COMPUTE, text), f"Add {a} and {b}."), work, answer, f"answer - {b} = {a}")


@topic(
    "multiplying-decimals",
    "multiplying decimals",
    {"places": "One decimal place too few is counted.", "more": "One decimal place too many is counted."},
)
def multiplying_decimals(d: Draw) -> Item:
    a, b = d.ragged((2, 19), (11, 99), (11, 199)), d.ragged((2, 9), (2, 9), (3, 12))
    p, q = (1, 1) if d.difficulty == 1 else (d.within((1, 2)), d.within((1, 2)))
    places = p + q + {"places": -1, "more": 1}.get(d.slip, 0)
    one, other = decimal(Fraction(a, 10**p)), decimal(Fraction(b, 10**q))
    answer = decimal(Fraction(a * b, 10**places))
    return Item(
        (*ask(COMPUTE, f"{one}*{other}"), f"Multiply {one} by {other}."),
        f"@integer-multiplication {times(a, b)}; {places} decimal places, {answer}",
        answer,
        f"answer/{other} = {one}",
    )


_TENS = ((2, 4, 5, 10, 20, 25), (4, 8, 20, 25, 50), (8, 16, 40, 50, 125))


@topic(
    "fractions-as-decimals",
    "fractions as decimals",
    {
        "digits": "The digits of the numerator and denominator are put behind the point.",
        "shift": "It is ten times off.",
    },
)
def fractions_as_decimals(d: Draw) -> Item:
    bottom = d.choice(_TENS[d.difficulty - 1])
    top = d.rng.randint(1, (5, 4, 3)[d.difficulty - 1] * bottom)
    while gcd(top, bottom) > 1:
        top = d.rng.randint(1, 2 * bottom)
    power = next(p for p in range(1, 5) if 10**p % bottom == 0)
    factor = 10**power // bottom
    answer = decimal(Fraction(top, bottom * 10 if d.slip == "shift" else bottom))
    work = steps(
        f"@equivalent-fractions: {over(10**power, bottom)}",
        times(top, factor) if factor > 1 else "",
        f"{top * factor}/{10**power} is {answer}",
    )
    if d.slip == "digits":
        answer = f"0.{top}{bottom}"
        work = f"the digits {top} and {bottom} behind the point, {answer}"
    return Item(
        ask(
            ("Write {} as a decimal.", "What is {} as a decimal?", "Turn {} into a decimal number."), f"{top}/{bottom}"
        ),
        work,
        answer,
        f"answer*{bottom} = {top}",
    )


@topic(
    "percentages",
    "percentages",
    {"ten": "It is divided by ten instead of a hundred.", "divide": "The number is divided by the percentage."},
)
def percentages(d: Draw) -> Item:
    percent = d.choice(
        ((10, 20, 25, 50, 5), (5, 15, 30, 35, 40, 60, 75, 80), (2, 4, 6, 12, 18, 24, 36, 45, 65, 85))[d.difficulty - 1]
    )
    base = d.within((1, 20), (2, 40), (2, 60)) * (20 if percent % 5 == 0 else 50)
    divisor = 10 if d.slip == "ten" else 100
    answer = Fraction(percent * base, divisor)
    work = f"@integer-multiplication {times(percent, base)}; @integer-division {percent * base}/{divisor} = {answer}"
    if d.slip == "divide":
        answer = Fraction(base, percent)
        work = f"@integer-division {base}/{percent} = {number(answer)}"
    return Item(
        ask(("What is {0}% of {1}?", "Find {0}% of {1}.", "How much is {0}% of {1}?"), percent, base),
        work,
        number(answer),
        f"answer/{base} = {percent}/100",
        value=percent * base // 100,
        noun=f"{percent}% of {base}",
    )


@topic(
    "percentage-change",
    "percentage change",
    {
        "difference": "The difference is taken for the percentage.",
        "whole": "The new value is compared, not the change.",
    },
)
def percentage_change(d: Draw) -> Item:
    percent = d.choice(((10, 20, 25, 50), (5, 15, 30, 40, 60, 75), (4, 8, 12, 16, 24, 35, 45, 65))[d.difficulty - 1])
    old = d.within((1, 25), (2, 30), (2, 40)) * (20 if percent % 5 == 0 else 25)
    change = percent * old // 100
    falls = d.difficulty > 1 and d.rng.random() < 0.5
    new = old - change if falls else old + change
    large, small = max(old, new), min(old, new)
    compared = new if d.slip == "whole" else change
    answer = str(compared * 100 // old)
    work = steps(
        "" if d.slip == "whole" else f"@integer-subtraction {minus(large, small)}",
        times(compared, 100),
        over(compared * 100, old),
    )
    if d.slip == "difference":
        answer, work = str(change), f"@integer-subtraction {minus(large, small)}"
    verb = "fall" if falls else "rise"
    return Item(
        (
            f"A price {verb}s from {old} to {new}. By how many percent?",
            f"What is the percentage {'decrease' if falls else 'increase'} from {old} to {new}?",
            f"By how many percent does {old} have to {verb} to become {new}?",
        ),
        f"{work}, as in @percentages",
        answer,
        f"{old}*(1 {'-' if falls else '+'} answer/100) = {new}",
        value=percent,
        noun=f"the percentage change from {old} to {new}",
    )


@topic(
    "sharing-in-a-ratio",
    "sharing in a ratio",
    {"part": "The total is divided by one share of the ratio.", "other": "The other share is given."},
)
def sharing_in_a_ratio(d: Draw) -> Item:
    a, b = d.within((1, 4), (1, 7), (2, 9)), d.within((2, 7), (2, 9), (3, 12))
    while gcd(a, b) > 1:
        b += 1
    a, b = min(a, b), max(a, b)
    unit = d.within((2, 12), (3, 20), (5, 40))
    total = (a + b) * unit
    answer = a * unit if d.slip == "other" else b * unit
    work = f"@integer-addition {plus(a, b)}; @integer-division {over(total, a + b)}; {times(answer // unit, unit)}"
    if d.slip == "part":
        share = Fraction(total, b)
        answer_text, work = number(share), f"@integer-division {total}/{b} = {number(share)}"
    else:
        answer_text = str(answer)
    return Item(
        ask(
            (
                "Share {2} in the ratio {0} : {1}. What is the larger part?",
                "{2} is split in the ratio {0} : {1}. Find the larger part.",
                "Two people share {2} in the ratio {0} : {1}. How much is the larger share?",
            ),
            a,
            b,
            total,
        ),
        work,
        answer_text,
        f"answer*{a}/{b} + answer = {total}",
        value=b * unit,
        noun=f"the larger part of {total} shared in the ratio {a} : {b}",
    )


@topic(
    "direct-proportion",
    "direct proportion",
    {"plus": "The difference is added instead of a factor used.", "one": "The price of one is given."},
)
def direct_proportion(d: Draw) -> Item:
    price, a, b = (
        d.within((2, 9), (3, 15), (6, 40)),
        d.within((2, 6), (2, 9), (3, 12)),
        d.within((2, 9), (3, 15), (4, 20)),
    )
    while a == b:
        b += 1
    total = a * price
    work = steps(f"@integer-division {over(total, a)}", f"@integer-multiplication {times(b, price)}")
    answer = b * price
    if d.slip == "plus":
        answer, work = total + b - a, steps(minus(b, a), plus(total, b - a))
    elif d.slip == "one":
        answer, work = price, f"@integer-division {over(total, a)}"
    thing = d.choice(("tickets", "books", "pens", "boxes"))
    return Item(
        (
            f"{a} {thing} cost {total}. How much do {b} {thing} cost?",
            f"If {a} {thing} weigh {total} units in all, what do {b} of them weigh?",
            f"{a} machines make {total} parts in an hour. How many parts do {b} machines make?",
        ),
        work,
        str(answer),
        f"answer/{b} = {total}/{a}",
        value=b * price,
        noun=f"the price of {b} {thing} if {a} cost {total}",
    )


@topic(
    "average-speed",
    "average speed",
    {"mean": "The mean of the two speeds is taken.", "one": "Only the second part of the trip is counted."},
)
def average_speed(d: Draw) -> Item:
    t, u = d.within((1, 3), (1, 4), (2, 6)), d.within((1, 3), (2, 5), (2, 6))
    v, w = d.within((15, 40), (15, 50), (20, 60)) * 2, d.within((15, 40), (15, 50), (20, 60)) * 2
    while (v * t + w * u) % (t + u) or v == w:
        w += 2
    way, other = v * t, w * u
    total = way + other
    answer = total // (t + u)
    work = steps(f"@integer-addition {plus(way, other)}", plus(t, u), f"@integer-division {over(total, t + u)}")
    if d.slip == "mean":
        answer, work = (v + w) // 2, steps(over(way, t), over(other, u), plus(v, w), over(v + w, 2))
    elif d.slip == "one":
        answer, work = w, over(other, u)
    return Item(
        ask(
            (
                "A car drives {} km in {} h and then {} km in {} h. What is its average speed in km/h?",
                "A train covers {} km in {} h, then {} km in {} h. Find its average speed in km/h.",
                "Someone rides {} km in {} h and another {} km in {} h. How many km/h is that on average?",
            ),
            way,
            t,
            other,
            u,
        ),
        work,
        str(answer),
        f"answer*({t} + {u}) - {way} = {other}",
        value=total // (t + u),
        noun=f"the average speed in km/h over {way} km in {t} h and {other} km in {u} h",
    )


TOPICS = (
    adding_decimals,
    multiplying_decimals,
    fractions_as_decimals,
    percentages,
    percentage_change,
    sharing_in_a_ratio,
    direct_proportion,
    average_speed,
)
