"""Logarithms and their laws."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.topic import (
    bracket,
    number,
    over,
    raised,
    steps,
    topic,
)
from tutelage.subjects.workbook import Draw, Item

# 26 + 20 + 27 logarithms; with the wordings about 290 questions.
_LOGARITHMS = (
    (*((base, n) for base in range(2, 10) for n in (1, 2, 3) if base**n <= 125), (2, 4), (2, 5), (3, 4), (10, 2)),
    (*((base, n) for base in (2, 3, 4, 5, 10) for n in (0, 3, 4, 5) if base**n <= 1024), (2, 6), (6, 3), (7, 2)),
    (*((base, -n) for base in range(2, 11) for n in (1, 2, 3) if base**n <= 1000), (2, 7), (2, 8), (10, 4)),
)


@topic(
    "logarithms",
    "logarithms",
    {
        "divide": "The number is divided by the base.",
        "next": "The exponent is off by one.",
        "sign": "The minus sign of the exponent is lost.",
    },
)
def logarithms(d: Draw) -> Item:
    base, n = d.choice(_LOGARITHMS[d.difficulty - 1])
    shown = f"(1/{base**-n})" if n < 0 else str(base**n)
    bare = shown.strip("()")
    answer = {"next": n + 1, "sign": abs(n)}.get(d.slip, n)
    work = (
        f"@negative-exponents: {base}^({n}) = {bare}" if n < 0 and not d.slip else f"{base}^{bracket(answer)} = {bare}"
    )
    if d.slip == "divide" and n > 0 and base**n < 100:
        answer = base ** (n - 1)
        work = f"{bare}/{base} = {answer}"
    return Item(
        (
            f"What is log base {base} of {shown}?",
            f"Find the logarithm of {bare} to base {base}.",
            f"Compute log base {base} of {shown}.",
            f"To which power must {base} be raised to give {bare}?",
        ),
        f"the exponent is wanted, as logarithms undo @powers: {work}",
        str(answer),
        f"{base}^answer = {bare}",
        value=n,
        noun=f"log base {base} of {shown}",
    )


@logarithms.form("reverse")
def base_or_number(d: Draw) -> Item:
    base, n = d.within((2, 9), (2, 12), (2, 10)), d.within((2, 3), (2, 3), (1, 3))
    if d.difficulty == 3:
        shown, power = f"(1/{base**n})", -n
    else:
        shown, power = str(base**n), n
    if d.rng.random() < 0.5:
        text = f"log base b of {shown} = {power}"
        return Item(
            (f"{text}. Find the base b.", f"For which base b is {text}?", f"Which base b makes {text} true?"),
            f"as logarithms undo @powers: b^{bracket(power)} = {shown.strip('()')}; {raised(base, n)}",
            str(base),
            f"answer^({power}) = {shown} and answer > 0",
        )
    text, value = f"log base {base} of x = {power}", Fraction(base) ** power
    answer = {"divide": Fraction(base * power), "sign": Fraction(base) ** n}.get(d.slip, value)
    return Item(
        (f"{text}. Find x.", f"For which x is {text}?", f"Which number x has the logarithm {power} to base {base}?"),
        f"as logarithms undo @powers: x = {base}^{bracket(power)} = {number(value)}"
        if answer == value
        else f"x is taken for {number(answer)}",
        number(answer),
        f"log(answer, {base}) = {power}",
    )


@logarithms.form("word problem")
def how_many_steps(d: Draw) -> Item:
    base, n = d.choice(
        (
            ((2, 3), (2, 4), (2, 5), (3, 2), (3, 3)),
            ((2, 6), (3, 4), (4, 3), (5, 3), (2, 7)),
            ((2, 8), (2, 10), (3, 5), (4, 4), (10, 4), (5, 4)),
        )[d.difficulty - 1]
    )
    start = d.within((1, 9), (2, 20), (3, 60))
    word = {2: "doubles", 3: "triples"}.get(base, f"grows to {base} times its size")
    total = base**n
    divided = d.slip == "divide" and total // base <= 30
    answer = total // base if divided else n + 1 if d.slip == "next" else n
    return Item(
        (
            f"A colony of {start} cells {word} every hour. After how many hours does it have {start * total} cells?",
            f"An amount of {start} g {word} every day. After how many days is it {start * total} g?",
            f"A rumour reaches {start} people on the first day, and every day {base} times as many as the day "
            "before. How many "
            f"days later does it reach {start * total} people?",
        ),
        "the number of steps is a logarithm, which undoes @powers: "
        + steps(
            over(start * total, start) if start > 1 else "",
            f"{base}^{n} = {total}" if answer == n else "",
            f"{total}/{base} = {answer}"
            if divided
            else f"{base}^{answer} is taken for {total}"
            if d.slip == "next"
            else "",
        ),
        str(answer),
        f"{start}*{base}^answer = {start * total}",
    )


@logarithms.form("between")
def whole_part_of_a_logarithm(d: Draw) -> Item:
    base = d.choice(((2, 3, 10), (2, 3, 5, 10), (2, 3, 4, 5, 6, 7, 10))[d.difficulty - 1])
    n = d.choice([k for k in range(1, 9) if base**k < (300, 2000, 20000)[d.difficulty - 1]])
    value = d.rng.randint(base**n + 1, base ** (n + 1) - 1)
    answer = n + 1 if d.slip == "next" else n
    return Item(
        (
            f"log base {base} of {value} lies between two neighbouring whole numbers. Give the smaller one.",
            f"What is the largest whole number below log base {base} of {value}?",
            f"Between n and n + 1 lies log base {base} of {value}. Find the whole number n.",
        ),
        f"the @powers around it: {base}^{n} = {base**n}; {base}^{n + 1} = {base ** (n + 1)}; {value} lies between them",
        str(answer),
        f"{base}^answer < {value} and {base}^(answer + 1) > {value}",
    )


TOPICS = (logarithms,)
