"""More about whole numbers and decimals: places, divisors, percentages, ratios."""

from __future__ import annotations

from fractions import Fraction
from math import gcd, lcm

from tutelage.subjects.calculus.topic import (
    Draw,
    Item,
    ask,
    bracket,
    decimal,
    minus,
    number,
    over,
    plus,
    steps,
    times,
    topic,
)

COMPUTE = ("Compute {}.", "What is {}?", "Work out {}.")
_PLACES = ("ones", "tens", "hundreds", "thousands", "ten thousands")


@topic(
    "place-value",
    "place value",
    {"low": "The digit is taken to stand one place further right.", "high": "It is taken one place further left."},
)
def place_value(d: Draw) -> Item:
    digits = d.rng.sample(range(1, 10), d.within((3, 4), (4, 5), (5, 5)))
    place = d.rng.randint(1, len(digits) - 1)
    value, digit = int("".join(map(str, digits))), digits[-1 - place]
    at = place + {"low": -1, "high": 1 if place < 4 else -1}.get(d.slip, 0)
    return Item(
        ask(
            (
                "What is the value of the digit {0} in {1}?",
                "How much is the {0} in {1} worth?",
                "In {1}, which value does the digit {0} have?",
            ),
            digit,
            value,
        ),
        f"{digit} stands in the {_PLACES[at]} place; @integer-multiplication {times(digit, 10**at)}",
        str(digit * 10**at),
        f"mod({value}, {10 ** (place + 1)}) - mod({value}, {10**place}) = answer",
    )


@topic(
    "rounding",
    "rounding",
    {"down": "It is always rounded down.", "up": "It is always rounded up."},
)
def rounding(d: Draw) -> Item:
    place = d.within((1, 1), (1, 2), (2, 3))
    unit, name = 10**place, ("ten", "hundred", "thousand")[place - 1]
    value = d.within((21, 499), (210, 4999), (1100, 49999))
    while value % unit in (0, unit // 2):
        value += 1
    next_digit = value // (unit // 10) % 10
    up = next_digit >= 5
    if d.slip:
        up = d.slip == "up"
    low = value - value % unit
    work = f"it lies between {low} and {low + unit}; the digit {next_digit} decides: {'up' if up else 'down'}"
    return Item(
        ask(
            (
                "Round {0} to the nearest {1}.",
                "What is {0} to the nearest {1}?",
                "Give {0}, rounded to the nearest {1}.",
            ),
            value,
            name,
        ),
        f"by @place-value, {work}",
        str(low + unit if up else low),
        f"mod(answer, {unit}) = 0 and abs(answer - {value}) < {unit // 2}",
    )


@topic(
    "division-with-remainder",
    "division with remainder",
    {"early": "The multiple is one too small, so the remainder is too large.", "quotient": "The quotient is given."},
)
def division_with_remainder(d: Draw) -> Item:
    b, quotient = d.within((3, 9), (4, 12), (6, 15)), d.within((2, 9), (5, 12), (8, 20))
    rest = d.rng.randint(0 if d.difficulty == 3 else 1, b - 1)
    a = b * quotient + rest
    found = quotient - (d.slip == "early")
    work = steps(times(b, found), f"@integer-subtraction {minus(a, b * found)}")
    return Item(
        ask(
            (
                "What is the remainder of {0} divided by {1}?",
                "Divide {0} by {1}. What is left over?",
                "Find the remainder when {0} is divided by {1}.",
            ),
            a,
            b,
        ),
        f"@integer-multiplication {work}",
        str(quotient if d.slip == "quotient" else a - b * found),
        f"answer = mod({a}, {b})",
        value=rest,
        noun=f"the remainder of {a} divided by {b}",
    )


@topic(
    "greatest-common-divisor",
    "greatest common divisor",
    {"some": "A common divisor is found, but not the greatest one.", "smaller": "The smaller number is taken."},
)
def greatest_common_divisor(d: Draw) -> Item:
    divisor, p, q = (
        d.within((2, 9), (4, 15), (6, 25)),
        d.within((2, 5), (2, 7), (3, 9)),
        d.within((2, 6), (2, 9), (3, 12)),
    )
    while gcd(p, q) > 1 or p == q:
        p, q = d.within((2, 5), (2, 7), (3, 9)), d.within((2, 6), (2, 9), (3, 12))
    a, b = sorted((p * divisor, q * divisor))
    large, small, rests = b, a, []
    while small:
        rests.append(f"remainder of {large} by {small} is {large % small}")
        large, small = small, large % small
    work, answer = steps(*rests), divisor
    factor = next((n for n in range(2, divisor) if divisor % n == 0), 0)
    if d.slip == "some" and factor:
        answer = divisor // factor
        work = steps(f"{answer} goes into both", over(a, answer), over(b, answer))
    elif d.slip:
        answer, work = a, f"remainder of {a} by {a} is 0"
    return Item(
        ask(
            (
                "Find the greatest common divisor of {} and {}.",
                "What is the largest number that divides both {} and {}?",
                "Compute the greatest common divisor of {} and {}.",
            ),
            a,
            b,
        ),
        f"@division-with-remainder: {work}" if work.startswith("rem") else work,
        str(answer),
        f"mod({a}, answer) = 0 and mod({b}, answer) = 0 and gcd({a}/answer, {b}/answer) = 1",
        value=divisor,
        noun=f"the greatest common divisor of {a} and {b}",
    )


@topic(
    "least-common-multiple",
    "least common multiple",
    {"product": "The product is not divided by the common divisor.", "divisor": "The common divisor is given."},
)
def least_common_multiple(d: Draw) -> Item:
    divisor, p, q = (
        d.within((2, 4), (2, 7), (2, 12)),
        d.within((2, 5), (2, 7), (3, 8)),
        d.within((2, 6), (2, 9), (3, 9)),
    )
    while gcd(p, q) > 1:
        p, q = d.within((2, 5), (2, 7), (3, 8)), d.within((2, 6), (2, 9), (3, 9))
    a, b = p * divisor, q * divisor
    first = f"@greatest-common-divisor {divisor}"
    answer = lcm(a, b)
    work = steps(first, f"@integer-division {over(a, divisor)}", f"@integer-multiplication {times(p, b)}")
    if d.slip == "product":
        answer, work = a * b, f"@integer-multiplication {times(a, b)}"
    elif d.slip:
        answer, work = divisor, first
    return Item(
        ask(
            (
                "Find the least common multiple of {} and {}.",
                "What is the smallest number that both {} and {} divide?",
                "Compute the least common multiple of {} and {}.",
            ),
            a,
            b,
        ),
        work,
        str(answer),
        f"mod(answer, {a}) = 0 and mod(answer, {b}) = 0 and gcd(answer/{a}, answer/{b}) = 1",
        value=lcm(a, b),
        noun=f"the least common multiple of {a} and {b}",
    )


@topic(
    "prime-factorisation",
    "prime factorisation",
    {"composite": "The last factor is not prime.", "lost": "A prime that occurs twice is written once."},
)
def prime_factorisation(d: Draw) -> Item:
    primes = sorted(d.choice((2, 2, 3, 3, 5, 7, 11, 13)) for _ in range(d.within((3, 3), (3, 4), (4, 5))))
    value = 1
    for prime in primes:
        value *= prime
    kept, rest, parts = list(primes), value, []
    if d.slip == "composite":
        kept = [*primes[:-2], primes[-2] * primes[-1]]
    elif d.slip == "lost":
        kept = sorted(set(primes))
    for prime in kept[:-1]:
        parts.append(f"{rest}/{prime} = {rest // prime}")
        rest //= prime
    return Item(
        ask(
            (
                "Write {} as a product of primes.",
                "Find the prime factorisation of {}.",
                "Which primes multiply to {}? Write the product.",
            ),
            value,
        ),
        f"@integer-division {steps(*parts)}; {kept[-1]} is prime" if parts else f"only {kept[-1]} divides it",
        "*".join(map(str, kept)),
        f"answer = {value} and parts(answer) = {len(primes)} and largest(answer) < {primes[-1] + 1}",
    )


@topic("absolute-value", "absolute value", {"sign": "The sign is kept.", "plus": "All minus signs are left out."})
def absolute_value(d: Draw) -> Item:
    a, b = d.within((1, 9), (-9, 9), (-20, 20)), d.within((2, 15), (2, 20), (-20, 20))
    while b in (0, a):
        b = d.within((2, 15), (2, 20), (-20, 20))
    inner = minus(a, b)
    size, work = abs(a - b), steps(f"@integer-subtraction {inner}", f"the size of {a - b} is {abs(a - b)}")
    if d.slip == "sign":
        size, work = a - b, f"@integer-subtraction {inner}"
    elif d.slip == "plus":
        size, work = abs(a) + abs(b), plus(abs(a), abs(b))
    text = f"|{a} - {bracket(b)}|"
    return Item(
        (*ask(COMPUTE, text), f"Find the absolute value of {a} - {bracket(b)}."),
        work,
        str(size),
        f"answer^2 = ({a} - {bracket(b)})^2 and answer > -1",
        value=abs(a - b),
        noun=text,
    )


@topic(
    "dividing-negative-numbers",
    "dividing negative numbers",
    {"sign": "The result has the wrong sign.", "minus": "The numbers are subtracted."},
)
def dividing_negative_numbers(d: Draw) -> Item:
    b, quotient = d.within((2, 9), (2, 9), (3, 12)), d.within((2, 12), (3, 20), (11, 40))
    signs = d.choice(((-1, 1), (1, -1), (-1, -1)))
    a, b = signs[0] * b * quotient, signs[1] * b
    negative = (a < 0) != (b < 0)
    answer = -quotient if negative != (d.slip == "sign") else quotient
    rule = "signs differ" if negative else "same signs"
    work = f"@integer-division {over(abs(a), abs(b))}; {rule}, {'minus' if answer < 0 else 'plus'}"
    if d.slip == "minus":
        answer, work = a - b, minus(a, b)
    return Item(
        (*ask(COMPUTE, f"{a}/{bracket(b)}"), f"Divide {a} by {b}."),
        work,
        str(answer),
        f"answer*{bracket(b)} = {a}",
        value=a // b,
        noun=f"{a}/{bracket(b)}",
    )


@topic("square-roots", "square roots", {"half": "Half of the number is taken.", "next": "The root is off by one."})
def square_roots(d: Draw) -> Item:
    n, m = d.within((2, 15), (2, 20), (6, 40)), d.nonzero((0, 0), (1, 30), (-40, 40)) if d.difficulty > 1 else 0
    root = {"half": Fraction(n * n, 2), "next": Fraction(n + 1)}.get(d.slip, Fraction(n))
    proof = f"{number(root)}^2 = {n * n}" if d.slip != "half" else f"half of {n * n} is {number(root)}"
    name = "addition" if m > 0 else "subtraction"
    text = f"sqrt({n * n})" + (f" {'+' if m > 0 else '-'} {abs(m)}" if m else "")
    last = f"@integer-{name} {number(root)} {'+' if m > 0 else '-'} {abs(m)} = {number(root + m)}" if m else ""
    return Item(
        (*ask(COMPUTE, text), f"Find the value of {text}."),
        steps(f"@powers read backwards: {proof}", last),
        number(root + m),
        f"(answer - {bracket(m)})^2 = {n * n} and answer - {bracket(m)} > 0",
        value=n + m,
        noun=text,
    )


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
    place_value,
    rounding,
    division_with_remainder,
    greatest_common_divisor,
    least_common_multiple,
    prime_factorisation,
    absolute_value,
    dividing_negative_numbers,
    square_roots,
    adding_decimals,
    multiplying_decimals,
    fractions_as_decimals,
    percentages,
    percentage_change,
    sharing_in_a_ratio,
    direct_proportion,
    average_speed,
)
