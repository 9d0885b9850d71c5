"""Exponential and logarithmic equations, and what grows by a factor."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.topic import (
    ask,
    bracket,
    decimal,
    linear,
    lowest,
    minus,
    number,
    over,
    plus,
    raised,
    steps,
    term,
    times,
    topic,
)
from tutelage.subjects.workbook import Draw, Item

COMPUTE = ("Compute {}.", "What is {}?", "Evaluate {}.")


@topic(
    "exponential-equations",
    "exponential equations",
    {"divide": "The right side is divided by the base.", "sign": "The number in the exponent is moved with its sign."},
)
def exponential_equations(d: Draw) -> Item:
    base, n = d.choice(
        ((2, 3), (2, 4), (2, 5), (2, 6), (3, 2), (3, 3), (3, 4), (5, 2), (5, 3), (10, 2), (10, 3), (4, 3), (7, 2))
    )
    b = d.nonzero((1, 5), (-9, 9), (-9, 9))
    a = d.within((1, 1), (1, 1), (2, 4))
    power = base**n
    exponent = power // base if d.slip == "divide" else n
    moved = exponent + b if d.slip == "sign" else exponent - b
    value = Fraction(moved, a)
    first = f"{power}/{base} = {exponent}" if d.slip == "divide" else f"@logarithms {base}^{n} = {power}"
    letter = d.letter()
    equation = f"{base}^({linear(a, b, letter)}) = {power}"
    return Item(
        (f"Solve {equation}.", f"Find {letter} if {equation}.", f"For which {letter} is {equation}?"),
        steps(
            first,
            f"@linear-equations {plus(exponent, b) if d.slip == 'sign' else minus(exponent, b)}",
            f"{moved}/{a} = {number(value)}" if a > 1 else "",
        ),
        f"{letter} = {number(value)}",
        f"{base}^({a}*answer + {bracket(b)}) = {power}",
    )


_BASES = ((2, 1024), (3, 243), (5, 625), (10, 10000), (4, 1024), (6, 216))


@topic(
    "logarithm-of-a-product",
    "logarithm of a product",
    {"times": "The logarithms are multiplied.", "inside": "The numbers are added before the logarithm is taken."},
)
def logarithm_of_a_product(d: Draw) -> Item:
    """Two logarithms whose numbers multiply to a power of the base; at higher difficulty a quotient."""
    base, most = d.choice(_BASES)
    n = d.choice([k for k in range(1, 8) if 4 * base < base**k <= most or k == 3])
    total, factor = base**n, d.within((2, 6), (2, 9), (3, 12))
    while base % factor == 0 and factor > 1:
        factor += 1
    less = d.difficulty == 3 or (d.difficulty == 2 and d.rng.random() < 0.4)
    value = Fraction(n)
    if less:
        one, other = Fraction(total * factor), Fraction(factor)
        text = f"log base {base} of {one} - log base {base} of {other}"
        work = f"@integer-division {over(total * factor, factor)}"
    else:
        one, other = Fraction(total, factor), Fraction(factor)
        text = f"log base {base} of ({total}/{factor}) + log base {base} of {factor}"
        work = f"@multiplying-fractions {total}/{factor}*{factor} = {total}"
    work += f"; @logarithms {base}^{n} = {total}"
    if d.slip == "times":
        value, work = value * 2, f"@logarithms {base}^{n} = {total}; {n}*2 = {2 * n}"
    elif d.slip == "inside":
        value, work = value + 1, f"@logarithms {base}^{n + 1} = {base * total}"
    return Item(
        (*ask(COMPUTE, text), f"Find {text} with one logarithm."),
        work,
        number(value),
        f"{base}^answer*{other} = {one}" if less else f"{base}^answer = {one}*{other}",
        value=n,
        noun=text,
    )


@topic(
    "logarithm-of-a-power",
    "logarithm of a power",
    {"plus": "The exponent is added to the logarithm.", "power": "The logarithm is raised to the power."},
    takes=range(2, 21),
)
def logarithm_of_a_power(d: Draw) -> Item:
    base, n = d.choice(
        ((2, 2), (2, 3), (2, 4), (2, 5), (3, 2), (3, 3), (3, 4), (4, 2), (5, 2), (5, 3), (10, 2), (10, 3))
    )
    power = d.main((2, 9), (2, 20), (-12, 12))
    while power in (0, 1, n):
        power += 2
    value = {"plus": n + power, "power": n ** abs(power) if abs(power) < 4 else n + power}.get(d.slip, n * power)
    step = times(power, n) if not d.slip else f"{n} and {power} give {value}"
    text = f"log base {base} of {base**n}^{bracket(d.shown(power))}"
    return Item(
        (*ask(COMPUTE, text), f"Find the logarithm of {base**n}^{bracket(d.shown(power))} to base {base}."),
        f"@logarithms {base}^{n} = {base**n}; @integer-multiplication {step}",
        str(value),
        f"answer = log({base**n}^{bracket(power)}, {base})" if abs(power) < 40 else f"answer/{power} = {n}",
        value=n * power,
        noun=f"log base {base} of {base**n}^{bracket(power)}",
    )


@topic(
    "change-of-base",
    "change of base",
    {"turn": "The quotient is taken the wrong way round.", "divide": "The numbers are divided, not their logarithms."},
)
def change_of_base(d: Draw) -> Item:
    root = d.choice(((2, 3), (2, 3, 5, 10), (2, 3, 5, 6, 10))[d.difficulty - 1])
    top = {2: 10, 3: 6, 5: 4, 6: 4, 10: 6}[root]
    m, n = d.within((2, 3), (2, 4), (2, 5)), d.rng.randint(1, top)
    m = min(m, top)
    while m == n or n % m == 0:
        n = d.rng.randint(1, top)
        m = d.rng.randint(2, min(5, top))
    value = Fraction(m, n) if d.slip == "turn" else Fraction(n, m)
    work = steps(
        f"@logarithms to base {root}: {root}^{n} = {root**n}",
        f"{root}^{m} = {root**m}",
        f"@integer-division {m}/{n} = {number(value)}"
        if d.slip
        else f"@simplifying-fractions {n}/{m} = {number(value)}",
    )
    if d.slip == "divide":
        value = Fraction(root**n, root**m)
        work = f"@integer-division {root**n}/{root**m} = {number(value)}"
    text = f"log base {root**m} of {root**n}"
    return Item(
        (
            *ask(COMPUTE, text),
            f"Find the logarithm of {root**n} to base {root**m}.",
            f"To which power must {root**m} be raised to give {root**n}?",
        ),
        work,
        number(value),
        f"answer = log({root**n}, {root**m})" + lowest(Fraction(n, m)),
    )


@topic(
    "logarithmic-equations",
    "logarithmic equations",
    {"product": "The base is multiplied by the exponent.", "sign": "The number is moved with its sign."},
    takes=range(2, 5),
)
def logarithmic_equations(d: Draw) -> Item:
    base, n = d.choice(
        ((2, 3), (2, 4), (2, 5), (3, 2), (3, 3), (3, 4), (5, 2), (5, 3), (10, 2), (4, 3), (6, 2), (7, 2))
    )
    n = d.main((n, n))
    a, b = d.within((1, 1), (1, 1), (2, 5)), d.nonzero((1, 9), (-15, 15), (-20, 20))
    while (base**n - b) % a:
        b += 1
    power = base * n if d.slip == "product" else base**n
    moved = power + b if d.slip == "sign" else power - b
    value = Fraction(moved, a)
    letter = d.letter()
    equation = f"log base {base} of ({linear(a, b, letter)}) = {d.shown(n)}"
    return Item(
        (f"Solve {equation}.", f"Find {letter} if {equation}.", f"For which {letter} is {equation}?"),
        steps(
            times(base, n) if d.slip == "product" else f"by @logarithms the bracket is {raised(base, n)}",
            f"@linear-equations {plus(power, b) if d.slip == 'sign' else minus(power, b)}",
            f"{moved}/{a} = {number(value)}" if a > 1 else "",
        ),
        f"{letter} = {number(value)}",
        f"{a}*answer + {bracket(b)} = {base}^{n}",
        value=(base**n - b) // a,
        noun=f"the solution of {equation}",
    )


@topic(
    "natural-logarithm",
    "natural logarithm",
    {"plus": "The exponents are added where they have to be multiplied, or reversed.", "e": "The e is left standing."},
    takes=range(2, 13),
)
def natural_logarithm(d: Draw) -> Item:
    n, a = d.main((2, 30), (-30, 30), (2, 6)), d.within((1, 1), (2, 12), (2, 9))
    while n in (0, 1):
        n = d.main((2, 30), (-30, 30), (2, 6))
    if d.difficulty == 3 and d.given is None:
        text, value = f"e^({n} ln({a}))", a**n
        work = f"@logarithm-of-a-power {n} ln({a}) = ln({a}^{n}); @powers {raised(a, n)}"
        formal = f"answer = e^({n}*ln({a}))"
        if d.slip == "plus":
            value, work = n * a, times(n, a)
    else:
        text, value = f"{term(a, 1, 'ln')}(e^{bracket(d.shown(n))})", a * n
        work = f"@logarithms to base e give {n}" + (f"; {times(a, n)}" if a > 1 else "")
        formal = f"e^(answer/{a}) = e^({n})"
        if d.slip == "plus":
            value, work = a + n, f"@logarithms to base e give {n}; {plus(a, n)}"
    answer = f"{value}e" if d.slip == "e" else str(value)
    return Item(ask(COMPUTE, text), work, answer, formal, value=value, noun=text)


@topic(
    "exponential-growth",
    "exponential growth",
    {"linear": "The growth is added instead of multiplied.", "first": "One step of growth is left out."},
    takes=range(2, 40),
)
def exponential_growth(d: Draw) -> Item:
    start, factor, n = (
        d.main((2, 20), (3, 50), (5, 90)),
        d.within((2, 3), (2, 5), (2, 4)),
        d.within((2, 3), (2, 4), (3, 5)),
    )
    used = n - 1 if d.slip == "first" else n
    power = factor * n if d.slip == "linear" else factor**used
    step = times(factor, n) if d.slip == "linear" else f"@powers {raised(factor, used)}"
    word = {2: "doubles", 3: "triples"}.get(factor, f"grows to {factor} times its size")
    shown = d.shown(start)
    return Item(
        (
            f"A colony of {shown} cells {word} every hour. How many cells are there after {n} hours?",
            f"An amount of {shown} {word} every day. What is it after {n} days?",
            f"There are {shown} followers, and the number {word} every week. How many are there after {n} weeks?",
        ),
        f"{step}; @integer-multiplication {times(start, power)}",
        str(start * power),
        f"log(answer/{start}, {factor}) = {n}",
        value=start * factor**n,
        noun=f"the size of a colony of {start} that grows to {factor} times its size {n} times",
    )


@topic(
    "compound-interest",
    "compound interest",
    {"simple": "Interest is not paid on interest.", "once": "One year is left out."},
)
def compound_interest(d: Draw) -> Item:
    percent, years = d.choice((10, 20, 50) if d.difficulty == 1 else (5, 10, 20, 25, 40)), 2 if d.difficulty < 3 else 3
    start = d.within((1, 40), (1, 60), (1, 30)) * (100 if years == 2 else 800)
    amounts, parts = [Fraction(start)], []
    for _ in range(years - (d.slip == "once")):
        interest = (Fraction(start) if d.slip == "simple" else amounts[-1]) * percent / 100
        amounts.append(amounts[-1] + interest)
        parts += [
            f"{percent}% of {decimal(start if d.slip == 'simple' else amounts[-2])} is {decimal(interest)}",
            f"{decimal(amounts[-2])} + {decimal(interest)} = {decimal(amounts[-1])}",
        ]
    return Item(
        ask(
            (
                "{} is invested at {}% a year. How much is it after {} years?",
                "What do {} grow to at {}% compound interest in {} years?",
                "A bank pays {1}% a year on {0}, and interest is left there. What is there after {2} years?",
            ),
            start,
            percent,
            years,
        ),
        f"@percentages {steps(*parts)}",
        decimal(amounts[-1]),
        f"answer = {start}*(1 + {percent}/100)^{years}",
    )


@topic(
    "half-life",
    "half-life",
    {
        "linear": "The amount is divided by the number of half-lives times two.",
        "times": "The time is taken for the number.",
    },
)
def half_life(d: Draw) -> Item:
    n, period = d.within((1, 3), (2, 4), (3, 6)), d.within((2, 9), (3, 20), (5, 60))
    rest = d.within((1, 9), (3, 25), (3, 60))
    start = rest * 2**n
    used = n + 1 if d.slip == "times" else n
    power = 2 * n if d.slip == "linear" else 2**used
    value = Fraction(start, power)
    count = f"@integer-division {over(n * period, period)}" if d.slip != "times" else f"{used} half-lives"
    step = times(2, n) if d.slip == "linear" else f"@powers {raised(2, used)}"
    return Item(
        ask(
            (
                "A substance has a half-life of {} days. How much of {} g is left after {} days?",
                "Every {} days half of a substance decays. There are {} g of it. How many g are left after {} days?",
                "The half-life is {} days and the amount {} g. Find the amount in g after {} days.",
            ),
            period,
            start,
            n * period,
        ),
        f"{count}; {step}; {start}/{power} = {number(value)}",
        number(value),
        f"answer = {start}*2^(-{n * period}/{period})",
        value=rest,
        noun=f"what is left of {start} g after {n * period} days if the half-life is {period} days",
    )


TOPICS = (
    exponential_equations,
    logarithm_of_a_product,
    logarithm_of_a_power,
    change_of_base,
    logarithmic_equations,
    natural_logarithm,
    exponential_growth,
    compound_interest,
    half_life,
)
