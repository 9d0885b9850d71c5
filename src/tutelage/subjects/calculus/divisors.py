"""Remainders, common divisors and multiples, primes."""

from __future__ import annotations

from math import gcd, lcm, prod

from tutelage.records import Checker
from tutelage.subjects.calculus.steps import minus, over, plus, steps, times
from tutelage.subjects.calculus.topic import topic
from tutelage.subjects.workbook import Draw, Item

_PRIMES = (2, 3, 5, 7, 11, 13)


def _remainder(a: int, b: int, slip: str = "") -> tuple[str, int]:
    """Steps and remainder of a division."""
    fits = a // b + {"early": -1, "late": 1}.get(slip, 0)
    rest = abs(a - b * fits)
    largest = max(a, b * fits), min(a, b * fits)
    return f"@integer-multiplication: {times(b, fits)}; @integer-subtraction: {minus(*largest)}", rest


@topic(
    "division-with-remainder",
    early="The multiple is one too small, so the remainder is too large.",
    late="The distance to the next multiple is given.",
    quotient="The quotient is given instead of the remainder.",
)
def division_with_remainder(d: Draw) -> Item:
    b, quotient = d.within((3, 9), (4, 12), (11, 25)), d.within((2, 9), (5, 12), (8, 20))
    rest = d.rng.randint(1 if d.difficulty == 1 else 0, b - 1)
    a = b * quotient + rest
    work, answer = _remainder(a, b, d.slip)
    stories = (
        f"{a} pencils are packed in boxes of {b}. How many pencils are left over?",
        f"{a} sweets are shared equally among {b} children, as many as possible. How many remain?",
        f"A film of {a} minutes is shown in parts of {b} minutes. How long is the last, shorter part? Give 0 "
        "if there is none.",
    )
    return Item(
        (
            f"What is the remainder of {a} divided by {b}?",
            f"Divide {a} by {b}. What is left over?",
            f"Find the remainder when {a} is divided by {b}.",
        ),
        f"{work}; it goes in {quotient} times" if d.slip == "quotient" else work,
        str(quotient if d.slip == "quotient" else answer),
        f"answer = mod({a}, {b})",
        value=rest,
        noun=f"the remainder of {a} divided by {b}",
        worded={"word problem": stories},
    )


@division_with_remainder.form("reverse")
def from_quotient_and_remainder(d: Draw) -> Item:
    b, quotient = d.within((3, 9), (4, 12), (11, 25)), d.within((2, 9), (5, 12), (8, 20))
    rest = d.rng.randint(1, b - 1)
    product = b * quotient
    return Item(
        (
            f"A number divided by {b} gives {quotient}, remainder {rest}. What is the number?",
            f"{b} goes into a number {quotient} times, and {rest} is left over. Find the number.",
            f"Which number leaves the remainder {rest} and has the quotient {quotient} when it is divided by {b}?",
        ),
        f"@integer-multiplication: {times(b, quotient)}; @integer-addition: {plus(product, rest)}",
        str(product + rest),
        f"mod(answer, {b}) = {rest} and (answer - {rest})/{b} = {quotient}",
    )


@division_with_remainder.form("how many are needed")
def rounded_up(d: Draw) -> Item:
    b, quotient = d.within((3, 9), (4, 12), (11, 25)), d.within((2, 9), (5, 12), (8, 20))
    rest = d.rng.randint(1, b - 1)
    a = b * quotient + rest
    work, _ = _remainder(a, b)
    answer = quotient + (not d.slip)
    end = f"so {quotient} is enough" if d.slip else f"{rest} are left, so one more is needed: {plus(quotient, 1)}"
    return Item(
        (
            f"{a} guests sit at tables for {b}. How many tables are needed?",
            f"A lift carries {b} people at a time. How many times must it go up to bring {a} people to the top?",
            f"An album page holds {b} photos. How many pages do {a} photos need?",
        ),
        f"{work}; {end}",
        str(answer),
        f"{b}*answer > {a - 1} and {b}*(answer - 1) < {a} and mod(answer, 1) = 0",
    )


_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@division_with_remainder.form("calendar")
def day_of_the_week(d: Draw) -> Item:
    start, days = d.rng.randrange(7), d.within((8, 30), (31, 99), (100, 365))
    work, rest = _remainder(days, 7)
    moved = rest + (d.slip == "late")
    answer = _DAYS[(start + moved) % 7]
    return Item(
        (
            f"Today is {_DAYS[start]}. Which day of the week is it in {days} days?",
            f"A bean is sown on a {_DAYS[start]} and ripe {days} days later. On which day of the week is that?",
            f"Which day of the week comes {days} days after a {_DAYS[start]}?",
        ),
        f"a week has 7 days; {work}; {moved} days after {_DAYS[start]} it is {answer}",
        answer,
        f'answer = "{_DAYS[(start + rest) % 7]}" if mod({start} + {days}, 7) = {(start + rest) % 7}',
        checker=Checker.TEXT,
    )


def _euclid(a: int, b: int) -> tuple[list[str], int]:
    """The divisions of Euclid's algorithm, and the greatest common divisor."""
    large, small, lines = max(a, b), min(a, b), []
    while small:
        lines.append(f"{large} = {large // small}*{small} + {large % small}")
        large, small = small, large % small
    return lines, large


def _coprime(d: Draw, *ranges: tuple[int, int]) -> tuple[int, int]:
    """Two different numbers without a common divisor; one of them may be 1."""
    p, q = d.within(*ranges), d.within(*ranges)
    while gcd(p, q) > 1 or p == q:
        p, q = d.within(*ranges), d.within(*ranges)
    return p, q


@topic(
    "greatest-common-divisor",
    some="A common divisor is found, but not the greatest one.",
    smaller="The smaller number is taken without a check that it divides the other.",
    multiple="A common multiple is found instead of a common divisor.",
)
def greatest_common_divisor(d: Draw) -> Item:
    divisor, (p, q) = d.within((2, 9), (1, 15), (4, 20)), _coprime(d, (2, 6), (1, 9), (2, 9))
    a, b = p * divisor, q * divisor
    lines, answer = _euclid(a, b)
    work = f"@division-with-remainder: {steps(*lines)}; the last remainder that is not 0 is {answer}"
    shown, formal = f"{a} and {b}", f"mod({a}, answer) = 0 and mod({b}, answer) = 0 and gcd({a}/answer, {b}/answer) = 1"
    numbers: tuple[int, ...] = (a, b)
    if d.difficulty == 3:
        third = d.choice([n for n in range(2, 10) if n not in (p, q)])
        third *= d.choice([n for n in range(2, divisor + 1) if divisor % n == 0])
        more, answer = _euclid(divisor, third)
        work = f"@division-with-remainder: {steps(*lines)}; with {third}: {steps(*more)}; so {answer}"
        shown = f"{a}, {b} and {third}"
        formal = f"mod({third}, answer) = 0 and answer = gcd(gcd({a}, {b}), {third})"
        numbers = (a, b, third)
    value = answer
    factor = next((n for n in range(2, answer) if answer % n == 0), 0)
    if d.slip == "some" and factor:
        answer //= factor
        work = steps(f"{answer} goes into each", *(over(n, answer) for n in numbers))
    elif d.slip == "smaller":
        answer = min(numbers)
        work = f"{answer} is the smallest and goes into itself"
    elif d.slip == "multiple":
        answer = lcm(*numbers)
        work = steps(*(over(answer, n) for n in numbers))
    questions = (
        f"Find the greatest common divisor of {shown}.",
        f"What is the largest number that divides {'each of ' if len(numbers) > 2 else 'both '}{shown}?",
        f"Compute the greatest common divisor of {shown}.",
    )
    return Item(questions, work, str(answer), formal, value=value, noun=f"the greatest common divisor of {shown}")


@greatest_common_divisor.form("word problem")
def largest_equal_parts(d: Draw) -> Item:
    divisor, (p, q) = d.within((2, 9), (4, 15), (6, 25)), _coprime(d, (2, 6), (2, 9), (2, 9))
    a, b = p * divisor, q * divisor
    lines, answer = _euclid(a, b)
    work = f"@division-with-remainder: {steps(*lines)}"
    if d.difficulty == 3:
        return Item(
            (
                f"{a} roses and {b} tulips are made into as many equal bunches as possible, and no flower is left. How "
                "many flowers are in each bunch?",
                f"Two ribbons of {a} cm and {b} cm are cut into equal pieces, as long as possible, without waste. How "
                "many pieces are there?",
                f"{a} boys and {b} girls form as many equal groups as possible. How many children are in one group?",
            ),
            f"{work}; @integer-division: {over(a, answer)}; {over(b, answer)}; {plus(p, q)}",
            str(p + q),
            f"answer*gcd({a}, {b}) = {a} + {b}",
        )
    if d.slip == "some":
        factor = next((n for n in range(2, answer) if answer % n == 0), 1)
        answer, work = answer // factor, steps(over(a, answer // factor), over(b, answer // factor))
    return Item(
        (
            f"{a} roses and {b} tulips are made into as many equal bunches as possible, and no flower is left. How "
            "many bunches are there?",
            f"Two ribbons of {a} cm and {b} cm are cut into equal pieces, as long as possible, without waste. How long "
            "is a piece, in cm?",
            f"A floor of {a} by {b} decimetres is laid with square tiles of one size, as large as possible. How long "
            "is the side of a tile, in decimetres?",
        ),
        work,
        str(answer),
        f"mod({a}, answer) = 0 and mod({b}, answer) = 0 and gcd({a}/answer, {b}/answer) = 1",
    )


@greatest_common_divisor.form("reverse")
def number_with_the_divisor(d: Draw) -> Item:
    divisor, (p, q) = d.within((3, 9), (4, 15), (8, 25)), _coprime(d, (2, 6), (2, 9), (3, 12))
    a, number = p * divisor, q * divisor
    low, high = number - d.rng.randint(1, divisor - 1), number + d.rng.randint(1, divisor - 1)
    questions = (
        f"The greatest common divisor of {a} and another number is {divisor}. The other number lies between {low} "
        f"and {high}. What is it?",
        f"A number between {low} and {high} has the greatest common divisor {divisor} with {a}. Which one?",
        f"Find the number between {low} and {high} that has with {a} the greatest common divisor {divisor}.",
    )
    work = (
        f"it is a multiple of {divisor} between {low} and {high}: {times(divisor, q)}; check by "
        f"@division-with-remainder: {steps(*_euclid(a, number)[0])}"
    )
    return Item(questions, work, str(number), f"gcd(answer, {a}) = {divisor} and answer > {low} and answer < {high}")


@greatest_common_divisor.form("yes or no")
def relatively_prime(d: Draw) -> Item:
    (p, q), common = _coprime(d, (4, 20), (10, 60), (30, 120)), d.rng.random() < 0.5
    if common:
        divisor = d.choice((2, 3, 5, 7))
        p, q = (p // divisor + 1) * divisor, (q // divisor + 2) * divisor
    lines, found = _euclid(p, q)
    answer = "no" if found == 1 else "yes"
    return Item(
        (
            f"Have {p} and {q} a common divisor greater than 1? Answer yes or no.",
            f"Is there a number above 1 that goes into both {p} and {q}, yes or no?",
            f"Yes or no: is the greatest common divisor of {p} and {q} larger than 1?",
        ),
        f"@division-with-remainder: {steps(*lines)}; the greatest common divisor is {found}",
        answer,
        f'answer = "{answer}" if gcd({p}, {q}) {"= 1" if found == 1 else "> 1"}',
        checker=Checker.TEXT,
    )


def _multiple(a: int, b: int, divisor: int) -> str:
    """Steps to the least common multiple."""
    front = f"@greatest-common-divisor {divisor}; @integer-division: {over(a, divisor)}"
    return f"{front}; @integer-multiplication: {times(a // divisor, b)}"


@topic(
    "least-common-multiple",
    product="The product is not divided by the common divisor.",
    divisor="The greatest common divisor is given instead.",
    larger="The larger number is taken without a check that the other divides it.",
)
def least_common_multiple(d: Draw) -> Item:
    divisor, (p, q) = d.within((2, 4), (1, 7), (2, 8)), _coprime(d, (2, 6), (1, 9), (2, 7))
    a, b = p * divisor, q * divisor
    answer = lcm(a, b)
    work = _multiple(a, b, divisor)
    shown, numbers = f"{a} and {b}", tuple[int, ...]((a, b))
    formal = f"mod(answer, {a}) = 0 and mod(answer, {b}) = 0 and gcd(answer/{a}, answer/{b}) = 1"
    if d.difficulty == 3:
        third = d.within((2, 12))
        common = gcd(answer, third)
        shown, numbers = f"{a}, {b} and {third}", (a, b, third)
        work += (
            f"; with {third} the common divisor is {common}: {over(third, common)}; {times(third // common, answer)}"
        )
        formal = f"answer = {answer}*{third}/gcd({answer}, {third}) and mod(answer, {a}) = 0 and mod(answer, {b}) = 0"
        answer = lcm(*numbers)
    value = answer
    if d.slip == "product":
        first = f"@integer-multiplication: {times(a, b)}"
        answer, work = (
            (a * b, first) if len(numbers) == 2 else (a * b * numbers[2], f"{first}; {times(a * b, numbers[2])}")
        )
    elif d.slip == "divisor":
        answer, work = divisor, f"@greatest-common-divisor {divisor}"
    elif d.slip == "larger":
        answer, work = max(numbers), f"{max(numbers)} is the largest"
    questions = (
        f"Find the least common multiple of {shown}.",
        f"What is the smallest positive number that {shown} {'all' if len(numbers) > 2 else 'both'} divide?",
        f"Compute the least common multiple of {shown}.",
    )
    return Item(questions, work, str(answer), formal, value=value, noun=f"the least common multiple of {shown}")


@least_common_multiple.form("word problem")
def together_again(d: Draw) -> Item:
    divisor, (p, q) = d.within((2, 4), (2, 7), (3, 10)), _coprime(d, (2, 6), (2, 9), (2, 7))
    a, b = p * divisor, q * divisor
    answer = d.outcome(lcm(a, b), product=a * b, divisor=divisor, larger=max(a, b))
    work = _multiple(a, b, divisor)
    if d.slip:
        work = d.outcome(f"{max(a, b)} is the larger number", product=times(a, b), divisor=work.partition(";")[0])
    return Item(
        (
            f"Two lights flash together now. One flashes every {a} seconds, the other every {b}. After how many "
            "seconds do they next flash together?",
            f"A bus leaves every {a} minutes and a tram every {b} minutes. Both leave now. In how many minutes do they "
            "next leave together?",
            f"Rolls come in packs of {a} and sausages in packs of {b}. What is the least number of each that can be "
            "bought so that none is left over?",
        ),
        work,
        str(answer),
        f"mod(answer, {a}) = 0 and mod(answer, {b}) = 0 and gcd(answer/{a}, answer/{b}) = 1",
    )


@least_common_multiple.form("reverse")
def from_the_product(d: Draw) -> Item:
    divisor, (p, q) = d.within((2, 4), (2, 7), (3, 12)), _coprime(d, (2, 6), (2, 9), (2, 9))
    product, multiple = p * q * divisor**2, p * q * divisor
    asked = d.choice(("multiple", "product", "other"))
    if asked == "product":
        questions = (
            f"Two numbers have the least common multiple {multiple} and the greatest common divisor {divisor}. "
            "What is their product?",
            f"Find the product of two numbers whose least common multiple is {multiple} and whose greatest common "
            f"divisor is {divisor}.",
            f"The least common multiple of two numbers is {multiple}, their greatest common divisor {divisor}. "
            "What do you get if you multiply the two?",
        )
        work = (
            f"the product is the least common multiple times the @greatest-common-divisor; @integer-multiplication: "
            f"{times(multiple, divisor)}"
        )
        return Item(questions, work, str(product), f"answer/{multiple} = {divisor}")
    if asked == "multiple":
        questions = (
            f"The product of two numbers is {product}, and their greatest common divisor is {divisor}. What is "
            "their least common multiple?",
            f"Two numbers have the product {product} and the greatest common divisor {divisor}. Find their least "
            "common multiple.",
            f"Find the least common multiple of two numbers whose product is {product} and whose greatest common "
            f"divisor is {divisor}.",
        )
        work = (
            f"the product is the least common multiple times the @greatest-common-divisor; @integer-division "
            f"{product}/{divisor} = {multiple}"
        )
        return Item(questions, work, str(multiple), f"answer*{divisor} = {product}")
    a, b = p * divisor, q * divisor
    questions = (
        f"{a} and another number have the least common multiple {multiple} and the greatest common divisor "
        f"{divisor}. What is the other number?",
        f"The least common multiple of {a} and a number is {multiple}, and their greatest common divisor is "
        f"{divisor}. Find the number.",
        f"Which number has with {a} the least common multiple {multiple} and the greatest common divisor {divisor}?",
    )
    work = (
        f"the product of the numbers is the least common multiple times the @greatest-common-divisor; "
        f"@integer-multiplication: {times(multiple, divisor)}; @integer-division: {over(product, a)}"
    )
    return Item(questions, work, str(b), f"answer*{a} = {multiple}*{divisor} and gcd(answer, {a}) = {divisor}")


@topic(
    "prime-factorisation",
    composite="The last factor is not prime.",
    lost="A prime that occurs more than once is written only once.",
    short="The division stops too early, and the last prime is left out.",
)
def prime_factorisation(d: Draw) -> Item:
    primes, value = _primes(d)
    kept = d.outcome(
        primes, composite=[*primes[:-2], primes[-2] * primes[-1]], lost=sorted(set(primes)), short=primes[:-1]
    )
    return Item(
        (
            f"Write {value} as a product of primes.",
            f"Find the prime factorisation of {value}.",
            f"Which primes multiply to {value}? Write the product.",
        ),
        _divided(value, kept if d.slip != "short" else [*kept, 1]).removesuffix("; 1 is prime"),
        "*".join(map(str, kept)),
        f"answer = {value} and parts(answer) = {len(primes)} and largest(answer) < {primes[-1] + 1}",
    )


def _primes(d: Draw) -> tuple[list[int], int]:
    """The prime factors of a number, from the smallest, and the number."""
    primes = sorted(d.choice((2, 2, 3, 3, 5, 7, 11, 13)) for _ in range(d.within((3, 3), (3, 4), (4, 5))))
    return primes, prod(primes)


def _divided(value: int, factors: list[int]) -> str:
    """The divisions that take one factor after the other out of a number."""
    parts, rest = [], value
    for factor in factors[:-1]:
        parts.append(f"{rest}/{factor} = {rest // factor}")
        rest //= factor
    return f"@integer-division: {steps(*parts)}; {factors[-1]} is prime" if parts else f"{factors[-1]} is prime"


@prime_factorisation.form("reverse")
def product_of_primes(d: Draw) -> Item:
    primes, value = _primes(d)
    shown, parts, product = "*".join(map(str, primes)), [], primes[0]
    for prime in primes[1:]:
        parts.append(times(product, prime))
        product *= prime
    return Item(
        (
            f"Which number has the prime factorisation {shown}?",
            f"{shown} is the prime factorisation of a number. Which one?",
            f"A number is the product of the primes {', '.join(map(str, primes[:-1]))} and {primes[-1]}. What is it?",
        ),
        f"@integer-multiplication: {steps(*parts)}",
        str(value),
        f"answer{''.join(f'/{prime}' for prime in primes[:-1])} = {primes[-1]}",
    )


@prime_factorisation.form("one factor")
def question_about_the_factors(d: Draw) -> Item:
    primes, value = _primes(d)
    kind = d.choice(("largest", "smallest", "different"))
    answer = {"largest": max(primes), "smallest": min(primes)}.get(kind, len(set(primes)))
    work = f"{_divided(value, primes)}; so {value} = {'*'.join(map(str, primes))}"
    if kind == "different":
        questions = (
            f"How many different primes divide {value}?",
            f"How many different prime numbers occur in the prime factorisation of {value}?",
            f"Count the different prime factors of {value}.",
        )
        return Item(
            questions,
            f"{work}; the different ones are {', '.join(map(str, sorted(set(primes))))}",
            str(answer),
            f"answer = {' + '.join(f'(gcd({value}, {prime}) - 1)/{prime - 1}' for prime in (2, 3, 5, 7, 11, 13))}",
        )
    product = max(primes) * primes[-2] if d.slip == "composite" and kind == "largest" else answer
    questions = (
        f"What is the {kind} prime that divides {value}?",
        f"Find the {kind} prime factor of {value}.",
        f"Which is the {kind} prime number in the prime factorisation of {value}?",
    )
    formal = f"mod({value}, answer) = 0 and answer = {answer} and " + (
        f"gcd({value}, {prod(n for n in _PRIMES if n > answer)}) = 1"
        if kind == "largest"
        else f"gcd({value}, {prod(n for n in _PRIMES if n < answer)}) = 1"
    )
    return Item(questions, work, str(product), formal)


@prime_factorisation.form("yes or no")
def prime_or_not(d: Draw) -> Item:
    value, prime = d.within((19, 59), (61, 149), (151, 280)), d.rng.random() < 0.5
    while value % 2 == 0 or value % 5 == 0 or (gcd(value, prod(_PRIMES) * 17) == 1) != prime:
        value += 1
    primes = [n for n in (2, 3, 5, 7, 11, 13, 17) if n * n <= value]
    found = next((n for n in primes if value % n == 0), 0)
    why = (
        f"{value}/{found} = {value // found}"
        if found
        else f"none of {', '.join(map(str, primes))} divides it, and the square of the next prime exceeds {value}"
    )
    answer = "no" if found else "yes"
    return Item(
        (
            f"Is {value} a prime number? Answer yes or no.",
            f"Yes or no: has {value} no divisors but 1 and itself?",
            f"Are 1 and {value} the only divisors of {value}, yes or no?",
        ),
        f"@integer-division by the primes in turn: {why}",
        answer,
        f'answer = "{answer}" if gcd({value}, {prod(_PRIMES) * 17}) {"> 1" if found else "= 1"}',
        checker=Checker.TEXT,
    )
