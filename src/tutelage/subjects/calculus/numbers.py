"""More about whole numbers: places, divisors, remainders, roots."""

from __future__ import annotations

from fractions import Fraction
from math import gcd, lcm

from tutelage.subjects.calculus.topic import ask, bracket, minus, number, over, plus, steps, times, topic
from tutelage.subjects.workbook import Draw, Item

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
)
