"""Sums written as products: common factors, quadratics, differences of squares."""

from __future__ import annotations

from math import gcd

from tutelage.subjects.calculus.notation import bracket, linear, quadratic, term, terms
from tutelage.subjects.calculus.steps import minus, over, plus, steps, times
from tutelage.subjects.calculus.topic import ask, topic
from tutelage.subjects.workbook import Draw, Item

FACTOR = ("Factor {}.", "Write {} as a product.", "Factorise {}.")


def _two_numbers(d: Draw) -> tuple[int, int]:
    """Two numbers other than 0 with a sum other than 0, the smaller first."""
    span = (1, 9), (-9, 9), (-12, 12)
    p, q = d.nonzero(*span), d.nonzero(*span)
    while p + q == 0:
        p, q = d.nonzero(*span), d.nonzero(*span)
    return min(p, q), max(p, q)


@topic(
    "factoring-quadratics",
    sign="The numbers have the wrong signs.",
    sum="The numbers have the right product but the wrong sum.",
    product="The numbers have the right sum but the wrong product.",
)
def factoring_quadratics(d: Draw) -> Item:
    (p, q), letter = _two_numbers(d), d.letter()
    second = ("y" if letter == "x" else "x") if d.difficulty == 3 and d.rng.random() < 0.5 else ""
    middle = f"{letter}{second}"
    text = terms(f"{letter}^2", term(p + q, 1, middle), term(p * q, 2, second) if second else str(p * q))
    work = f"product {p * q} and sum {p + q}; @integer-multiplication: {times(p, q)}; {plus(p, q)}"
    if d.slip == "sign":
        p, q = -p, -q
        work = f"@integer-multiplication: {times(p, q)}; {p} and {q}"
    elif d.slip == "sum":
        options = [n for n in range(1, abs(p * q) + 1) if p * q % n == 0 and n not in (abs(p), abs(q))]
        p, q = sorted((n := (options or [p])[0], p * q // n))
        work = f"@integer-multiplication: {times(p, q)}"
    elif d.slip == "product":
        p, q = p - 1, q + 1
        work = f"the sum {plus(p, q)}"
    first, last = (
        (linear(1, p, letter), linear(1, q, letter))
        if not second
        else (terms(letter, term(p, 1, second)), terms(letter, term(q, 1, second)))
    )
    return Item(
        ask((*FACTOR, "Write {} as a product of two brackets."), text),
        work,
        f"({first})({last})" if p != q or second else f"({first})^2",
        f"answer = {text.replace(middle, f'{letter}*{second}') if second else text} and terms(answer) = 1",
    )


@factoring_quadratics.form("word problem")
def side_of_a_rectangle(d: Draw) -> Item:
    p, q = d.rng.sample(range(1, (8, 12, 12)[d.difficulty - 1]), 2)
    q, letter = -q if d.difficulty == 3 and p != q else q, d.letter()
    text = quadratic(1, p + q, p * q, letter)
    return Item(
        (
            f"A rectangle has the area {text} and is {linear(1, p, letter)} wide. How long is it?",
            f"{text} seats stand in {linear(1, p, letter)} equal rows. How many seats are in a row?",
            f"{linear(1, p, letter)} boxes hold {text} pens in all, equally many each. How many pens are in a box?",
        ),
        f"product {p * q} and sum {p + q}, @integer-multiplication: {times(p, q)}; {plus(p, q)}; so {text} = "
        f"({linear(1, p, letter)})({linear(1, q, letter)})",
        linear(1, q, letter),
        f"answer*({linear(1, p, letter)}) = {text} and terms(answer) = 2",
    )


@factoring_quadratics.form("reverse")
def number_in_the_other_bracket(d: Draw) -> Item:
    (p, q), letter = _two_numbers(d), d.letter()
    if d.rng.random() < 0.5:
        p, q = q, p
    text, unknown = quadratic(1, p + q, p * q, letter), d.rng.random() < 0.5
    if unknown:
        shown = terms(f"{letter}^2", f"k{letter}", str(p * q))
        return Item(
            (
                f"{shown} = ({linear(1, p, letter)})({linear(1, q, letter)}). What is k?",
                f"For which k does {shown} have the factors {linear(1, p, letter)} and {linear(1, q, letter)}?",
                f"Find k so that {shown} factors as ({linear(1, p, letter)})({linear(1, q, letter)}).",
            ),
            f"the middle coefficient is the sum of the numbers, as in @expanding-binomials: {plus(p, q)}",
            str(p + q),
            f"{letter}^2 + answer*{letter} + {bracket(p * q)} = ({linear(1, p, letter)})*({linear(1, q, letter)})",
        )
    return Item(
        (
            f"{linear(1, p, letter)} is a factor of {text}. What is the other factor?",
            f"By what must {linear(1, p, letter)} be multiplied to give {text}?",
            f"One bracket of the factored form of {text} is {linear(1, p, letter)}. Give the other one.",
        ),
        f"@integer-multiplication: {times(p, q)}; {plus(p, q)}",
        linear(1, q, letter),
        f"answer*({linear(1, p, letter)}) = {text} and terms(answer) = 2",
    )


@factoring_quadratics.form("in words")
def two_numbers_wanted(d: Draw) -> Item:
    (p, q), larger = _two_numbers(d), d.rng.random() < 0.5
    while p == q:
        p, q = _two_numbers(d)
    which, answer = ("larger", q) if larger else ("smaller", p)
    return Item(
        (
            f"Two numbers have the sum {p + q} and the product {p * q}. What is the {which} one?",
            f"The product of two numbers is {p * q}, and their sum is {p + q}. Give the {which} number.",
            f"To factor {quadratic(1, p + q, p * q)}, two numbers are needed. What is the {which} of them?",
        ),
        f"@integer-multiplication: {times(p, q)}; {plus(p, q)}; the numbers are {p} and {q}",
        str(answer),
        f"answer*({p + q} - answer) = {p * q} and answer {'>' if larger else '<'} {p + q} - answer",
    )


@topic(
    "difference-of-squares",
    same="Both brackets get a minus sign, or the squares are added instead of subtracted.",
    root="The number is halved instead of its root taken.",
    front="The root of the first coefficient is not taken.",
)
def difference_of_squares(d: Draw) -> Item:
    a, b = d.within((1, 1), (2, 9), (2, 12)), d.within((2, 20), (1, 9), (1, 12))
    while gcd(a, b) > 1:
        a, b = d.within((1, 1), (2, 9), (2, 12)), d.within((2, 20), (1, 9), (1, 12))
    letter = d.letter()
    second = ("y" if letter == "x" else "x") if d.difficulty == 3 and d.rng.random() < 0.6 else ""
    last, front = b, a
    if d.slip == "root" and b % 2 == 0:
        last = b * b // 2
    elif d.slip == "front":
        front = a * a
    work = steps(
        f"{front}^2 = {a * a}" if front == a and a > 1 else "",
        f"{b}^2 = {b * b}" if last == b else f"half of {b * b} is {last}",
    )
    one, other = term(front, 1, letter), term(last, 1, second) if second else str(last)
    text = terms(term(a * a, 2, letter), term(-b * b, 2, second) if second else str(-b * b))
    return Item(
        ask(FACTOR, text),
        f"@square-roots: {work}",
        f"({one} - {other})({one} {'-' if d.slip == 'same' else '+'} {other})",
        f"answer = {text} and terms(answer) = 1",
    )


@difference_of_squares.form("with numbers")
def products_near_a_round_number(d: Draw) -> Item:
    middle, b = 10 * d.within((2, 9), (2, 12), (10, 40)), d.within((1, 3), (1, 6), (2, 9))
    low, high = middle - b, middle + b
    if d.rng.random() < 0.35:
        answer = middle**2 + b * b if d.slip == "same" else middle**2 - b * b
        last = plus(middle**2, b * b) if d.slip == "same" else minus(middle**2, b * b)
        questions = (
            f"Compute {low}*{high} as a difference of two squares.",
            f"What is {low}*{high}? Use ({middle} - {b})({middle} + {b}).",
            f"A hall has {low} rows of {high} seats. Use {middle}^2 and {b}^2 to find the number of seats.",
        )
        return Item(
            questions,
            f"as in @expanding-binomials, {middle}^2 - {b}^2: {times(middle, middle)}; {times(b, b)}; {last}",
            str(answer),
            f"answer/{low} = {high}",
        )
    questions = (
        f"Compute {high}^2 - {low}^2 without squaring.",
        f"What is {high}^2 - {low}^2? Use the difference of the two numbers and their sum.",
        f"A square of {high} cm is cut down to a square of {low} cm. By how many square centimetres does the area "
        "fall?",
    )
    work = (
        f"({high} - {low})({high} + {low}), as in @expanding-binomials: {minus(high, low)}; {plus(high, low)}; "
        f"{times(high - low, high + low)}"
    )
    return Item(questions, work, str((high - low) * (high + low)), f"answer + {low}^2 = {high}^2")


@difference_of_squares.form("reverse")
def product_of_sum_and_difference(d: Draw) -> Item:
    a, b, letter = d.within((1, 1), (2, 9), (2, 12)), d.within((2, 20), (1, 12), (2, 15)), d.letter()
    one = term(a, 1, letter)
    out = terms(term(a * a, 2, letter), str(-b * b))
    if d.rng.random() < 0.5:
        return Item(
            (
                f"Which difference of squares is ({one} - {b})({one} + {b})?",
                f"{one} - {b} and {one} + {b} are the factors of an expression. Which one, without brackets?",
                f"Multiply {one} - {b} by {one} + {b}.",
            ),
            f"as in @expanding-binomials, the middle terms cancel: {times(a, a)}; {times(b, b)}",
            out if d.slip != "same" else terms(term(a * a, 2, letter), str(b * b)),
            f"answer = ({one} - {b})*({one} + {b}) and terms(answer) = 2",
        )
    return Item(
        (
            f"{one} - {b} is a factor of {out}. What is the other factor?",
            f"By what must {one} - {b} be multiplied to give {out}?",
            f"({one} - {b}) times another bracket is {out}. Give the other bracket without its parentheses.",
        ),
        f"as in @expanding-binomials, the middle terms cancel only with {one} + {b}",
        f"{one} {'-' if d.slip == 'same' else '+'} {b}",
        f"answer*({one} - {b}) = {out} and terms(answer) = 2",
    )


@difference_of_squares.form("word problem")
def frame_around_a_square(d: Draw) -> Item:
    a, b, letter = d.within((1, 1), (1, 3), (2, 5)), d.within((2, 9), (2, 12), (3, 15)), d.letter()
    while gcd(a, b) > 1:
        b += 1
    one = term(a, 1, letter)
    return Item(
        (
            f"From a square with the side {one} a square with the side {b} is cut out. Write the area that is left as "
            "a product.",
            f"A square lawn with sides of {one} metres has a square pond with sides of {b} m. Write the area of the "
            "grass as a product.",
            f"A square plate of {one} cm has a square hole of {b} cm. Factor the area of what remains.",
        ),
        f"the area is {terms(term(a * a, 2, letter), str(-b * b))}; @square-roots: "
        + steps(f"{a}^2 = {a * a}" if a > 1 else "", f"{b}^2 = {b * b}"),
        f"({one} - {b})({one} {'-' if d.slip == 'same' else '+'} {b})",
        f"answer = {terms(term(a * a, 2, letter), str(-b * b))} and terms(answer) = 1",
    )


@topic(
    "common-factors",
    second="The last term is not divided.",
    letter="The letter stays in the last term.",
    part="A common factor is left inside the brackets.",
)
def common_factors(d: Draw) -> Item:
    factor, (a, b), letter = d.within((2, 6), (2, 9), (3, 12)), _coprime(d), d.letter()
    n, third = d.within((2, 2), (2, 3), (3, 5)), d.nonzero((-9, 9)) if d.difficulty == 3 else 0
    numbers = [a, b, *([third] if third else [])]
    low = d.within((1, 1), (1, 2), (1, 3))
    powers = [n + low, low + 1, low] if third else [n + low - 1, low]
    inner = list(numbers)
    shown = [term(factor * number, power, letter) for number, power in zip(numbers, powers, strict=True)]
    kept = [power - low for power in powers]
    if d.slip == "second":
        inner[-1] *= factor
    elif d.slip == "letter":
        kept[-1] += 1
    prime = next((p for p in (2, 3, 5, 7, 11) if factor % p == 0), factor)
    taken, common, divided = factor, f"{factor}{term(1, low, letter)}", numbers
    if d.slip == "part" and prime < factor:
        taken = factor // prime
        inner, common = [number * prime for number in inner], f"{taken}{term(1, low, letter)}"
    last = len(numbers) - (d.slip == "second")
    text = terms(*shown)
    bound = max(factor, *map(abs, divided), *powers) + 1
    return Item(
        ask((*FACTOR, "Take the greatest common factor out of {}."), text),
        f"@greatest-common-divisor {taken}, and {term(1, low, letter)}; @integer-division: "
        + steps(*(over(factor * number, taken) for number in numbers[:last])),
        f"{common}({terms(*(term(number, power, letter) for number, power in zip(inner, kept, strict=True)))})",
        f"answer = {text} and terms(answer) = 1 and largest(answer) < {bound}",
    )


def _coprime(d: Draw) -> tuple[int, int]:
    """Two numbers without a common divisor; the second may be negative."""
    while True:
        a, b = d.within((1, 5), (2, 9), (2, 11)), d.nonzero((1, 9), (-9, 9), (-12, 12))
        if gcd(a, b) == 1:
            return a, b


@common_factors.form("largest factor")
def greatest_common_factor_alone(d: Draw) -> Item:
    factor, (a, b), letter = d.within((2, 9), (2, 12), (4, 15)), _coprime(d), d.letter()
    low, more = d.within((1, 1), (1, 3), (2, 4)), d.within((1, 2), (1, 3), (1, 4))
    one, other = term(factor * a, low + more, letter), term(factor * b, low, letter)
    prime = next((p for p in (2, 3, 5, 7, 11, 13) if factor % p == 0), factor)
    found = factor // prime if d.slip == "part" else factor
    questions = (
        f"What is the greatest common factor of {one} and {term(factor * abs(b), low, letter)}?",
        f"What is the largest factor that can be taken out of {terms(one, other)}?",
        f"{terms(one, other)} is to be factored. What stands in front of the brackets, if it is as large as possible?",
    )
    return Item(
        questions,
        f"@greatest-common-divisor of {factor * a} and {factor * abs(b)} is {found}; both terms contain "
        f"{term(1, low, letter)}",
        term(found, low, letter),
        f"answer*({terms(term(a, more, letter), str(b))}) = {terms(one, other)} and parts(answer) < 4",
    )


@common_factors.form("with numbers")
def sums_of_products(d: Draw) -> Item:
    factor, total = d.ragged((2, 9), (6, 29), (12, 49)), 10 ** d.within((1, 1), (1, 2), (2, 3))
    a = d.rng.randint(1, total - 1)
    less = d.difficulty > 1 and d.rng.random() < 0.5
    one, other = (total + a, a) if less else (a, total - a)
    sign = "-" if less else "+"
    sold = f"orders {one} tickets at {factor} euros and returns {other}"
    if not less:
        sold = f"sells {one} tickets at {factor} euros on one day and {other} on the next"
    questions = (
        f"Compute {factor}*{one} {sign} {factor}*{other} by taking out the common factor.",
        f"What is {factor}*{one} {sign} {factor}*{other}? Take the common factor out first.",
        f"A cinema {sold}. How many euros {'are to be paid' if less else 'come in'}?",
    )
    work = (
        f"as in @expanding-brackets read backwards, {factor}({one} {sign} {other}): "
        f"{minus(one, other) if less else plus(one, other)}; {times(factor, total)}"
    )
    return Item(questions, work, str(factor * total), f"answer/{factor} = {one} {sign} {other}")


@common_factors.form("reverse")
def what_stands_in_the_brackets(d: Draw) -> Item:
    factor, (a, b), letter = d.within((2, 6), (2, 9), (3, 12)), _coprime(d), d.letter()
    low, more = d.within((1, 1), (1, 2), (1, 3)), d.within((1, 1), (1, 2), (1, 3))
    front = term(factor, low, letter)
    text = terms(term(factor * a, low + more, letter), term(factor * b, low, letter))
    inner = terms(term(a, more, letter), str(factor * b if d.slip == "second" else b))
    questions = (
        f"{text} = {front}(...). What stands in the brackets?".replace("(...)", " times a bracket"),
        f"{front} is taken out of {text}. What is left in the brackets?",
        f"A rectangle has the area {text} and is {front} wide. How long is it?",
    )
    work = f"@integer-division: {over(factor * a, factor)}" + (
        "" if d.slip == "second" else f"; {over(factor * b, factor)}"
    )
    return Item(questions, work, inner, f"answer*{front} = {text} and terms(answer) = 2")


def _leading(d: Draw) -> tuple[int, int, int]:
    """The numbers of (ax + m)(x + n), without a common factor in the first bracket."""
    span = (1, 5), (-7, 7), (-9, 9)
    while True:
        a, m, n = d.within((2, 3), (2, 5), (2, 7)), d.nonzero(*span), d.nonzero(*span)
        if gcd(a, m) == 1 and m != n and a * n + m != 0:
            return a, m, n


@topic(
    "factoring-with-a-leading-coefficient",
    swap="The numbers stand in the wrong brackets.",
    sign="Both signs are wrong.",
    lost="The leading coefficient is lost.",
)
def factoring_with_a_leading_coefficient(d: Draw) -> Item:
    (a, m, n), letter = _leading(d), d.letter()
    text = quadratic(a, a * n + m, m * n, letter)
    work = f"@integer-multiplication: {times(a, m * n)}; {times(a * n, m)}; {plus(a * n, m)}; grouped, "
    whole = terms(term(a, 2, letter), term(a * n, 1, letter), term(m, 1, letter), str(m * n))
    bracketed = f"({linear(1, n, letter)})"
    work += f"{whole} is {terms(f'{term(a, 1, letter)}{bracketed}', term(m, 1, bracketed))}"
    if d.slip == "swap":
        m, n = n, m
    elif d.slip == "sign":
        m, n = -m, -n
    front = 1 if d.slip == "lost" else a
    if d.slip:
        work = work.partition("; grouped")[0]
    return Item(
        ask(FACTOR, text),
        work,
        f"({linear(front, m, letter)})({linear(1, n, letter)})",
        f"answer = {text} and terms(answer) = 1",
    )


@factoring_with_a_leading_coefficient.form("reverse")
def the_other_bracket(d: Draw) -> Item:
    (a, m, n), letter = _leading(d), d.letter()
    text, one, other = quadratic(a, a * n + m, m * n, letter), linear(a, m, letter), linear(1, n, letter)
    if d.rng.random() < 0.5:
        one, other = other, one
    questions = (
        f"{one} is a factor of {text}. What is the other factor?",
        f"By what must {one} be multiplied to give {text}?",
        f"A rectangle has the area {text} and is {one} wide. How long is it?",
    )
    work = (
        f"first terms {term(a, 2, letter)}, last terms @integer-multiplication: {times(m, n)}; the middle: "
        f"{times(a, n)}; {plus(a * n, m)}"
    )
    return Item(questions, work, other, f"answer*({one}) = {text} and terms(answer) = 2")


@factoring_with_a_leading_coefficient.form("split the middle")
def numbers_that_split_the_middle(d: Draw) -> Item:
    (a, m, n), letter = _leading(d), d.letter()
    while a * n == m:
        a, m, n = _leading(d)
    larger = d.rng.random() < 0.5
    answer = max(a * n, m) if larger else min(a * n, m)
    text, which = quadratic(a, a * n + m, m * n, letter), "larger" if larger else "smaller"
    return Item(
        (
            f"To factor {text}, the middle term is split by two numbers with the product {a * m * n} and the sum "
            f"{a * n + m}. What is the {which} of them?",
            f"{text} is factored by grouping. Its middle coefficient is split into two numbers; give the {which} one.",
            f"Into which two coefficients is the middle term of {text} split when it is factored by grouping? Give "
            f"the {which}.",
        ),
        f"@integer-multiplication: {times(a, m * n)}; {times(a * n, m)}; {plus(a * n, m)}",
        str(answer),
        f"answer*({a * n + m} - answer) = {a}*{bracket(m * n)} and answer {'>' if larger else '<'} {a * n + m} - "
        "answer",
    )
