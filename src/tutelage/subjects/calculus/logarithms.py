"""Logarithms and their laws."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.notation import bracket
from tutelage.subjects.calculus.steps import minus, over, plus, raised, steps, times
from tutelage.subjects.calculus.topic import topic
from tutelage.subjects.workbook import Draw, Item

# 26 + 20 + 27 logarithms; with the wordings about 290 questions.
_LOGARITHMS = (
    (*((base, n) for base in range(2, 10) for n in (1, 2, 3) if base**n <= 125), (2, 4), (2, 5), (3, 4), (10, 2)),
    (*((base, n) for base in (2, 3, 4, 5, 10) for n in (0, 3, 4, 5) if base**n <= 1024), (2, 6), (6, 3), (7, 2)),
    (*((base, -n) for base in range(2, 11) for n in (1, 2, 3) if base**n <= 1000), (2, 7), (2, 8), (10, 4)),
)


@topic(
    "logarithms",
    divide="The number is divided by the base.",
    next="The exponent is off by one.",
    sign="The minus sign of the exponent is lost.",
)
def logarithms(d: Draw) -> Item:
    base, n = d.choice(_LOGARITHMS[d.difficulty - 1])
    shown = f"(1/{base**-n})" if n < 0 else str(base**n)
    bare = shown.strip("()")
    answer = d.outcome(n, next=n + 1, sign=abs(n))
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
        noun=f"the logarithm of {bare} to base {base}",
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
    answer = d.outcome(value, divide=Fraction(base * power), sign=Fraction(base) ** n)
    return Item(
        (f"{text}. Find x.", f"For which x is {text}?", f"Which number x has the logarithm {power} to base {base}?"),
        f"as logarithms undo @powers: x = {base}^{bracket(power)} = {value}"
        if answer == value
        else f"x is taken for {answer}",
        str(answer),
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
    questions = (
        f"A colony of {start} cells {word} every hour. After how many hours does it have {start * total} cells?",
        f"An amount of {start} g {word} every day. After how many days is it {start * total} g?",
        f"A rumour reaches {start} people on the first day, and every day {base} times as many as the day before. "
        f"How many days later does it reach {start * total} people?",
    )
    work = "the number of steps is a logarithm, which undoes @powers: " + steps(
        over(start * total, start) if start > 1 else "",
        f"{base}^{n} = {total}" if answer == n else "",
        f"{total}/{base} = {answer}"
        if divided
        else f"{base}^{answer} is taken for {total}"
        if d.slip == "next"
        else "",
    )
    return Item(questions, work, str(answer), f"{start}*{base}^answer = {start * total}")


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


_SPLIT = {6: (1, 2, 3), 10: (1, 2, 3), 12: (2,), 15: (1, 2), 2: (3, 4, 5, 6), 3: (2, 3, 4), 5: (2, 3)}
"""Base -> exponents of the powers that two or three logarithms add up to."""


def log(base: int | str, inside: int | str) -> str:
    """`log base 2 of 8`."""
    return f"log base {base} of {inside}"


def _two_factors(d: Draw) -> tuple[int, int, int, int]:
    """A base, an exponent, and two numbers, which are no powers of the base, whose product is the power."""
    while True:
        base = d.choice((6, 10, 12, 15))
        n = d.choice(_SPLIT[base])
        one = d.choice([k for k in range(2, base**n) if base**n % k == 0])
        if one % base and (base**n // one) % base:
            return base, n, one, base**n // one


@topic(
    "logarithm-of-a-product",
    times="The logarithms are multiplied.",
    inside="The numbers are added, or subtracted, before the logarithm is taken.",
    whole="The number under the logarithm is taken for the result.",
)
def logarithm_of_a_product(d: Draw) -> Item:
    """Logarithms whose numbers multiply to a power of the base; from 2 on also differences, at 3 three of them."""
    kind = d.choice((("sum",), ("sum", "difference"), ("difference", "three", "three"))[d.difficulty - 1])
    if kind == "sum":
        base, n, one, other = _two_factors(d)
        text, total = f"{log(base, one)} + {log(base, other)}", one * other
        work, formal = times(one, other), f"{base}^answer/{one} = {other}"
    else:
        base = d.choice((2, 3, 5, 6, 10))
        n, factor = d.choice(_SPLIT[base]), d.choice([k for k in range(3, 13) if base % k and k % base])
        total = base**n
        if kind == "difference":
            text = f"{log(base, total * factor)} - {log(base, factor)}"
            work, formal = over(total * factor, factor), f"{base}^answer*{factor} = {total * factor}"
        else:
            second = base * d.within((2, 5))
            top = total * factor // base if n > 1 else total * factor
            n, total = (n, total) if n > 1 else (n + 1, total * base)
            text = f"{log(base, top * second)} - {log(base, factor)} - {log(base, second // base)}"
            work = steps(over(top * second, factor), over(top * second // factor, second // base))
            formal = f"{base}^answer*{factor}*{second // base} = {top * second}"
    value = d.outcome(n, times=2 * n, inside=n + 1, whole=total if total < 60 else n)
    work = steps(work, f"{base}^{n} = {total}")
    if d.slip:
        work = (
            work
            if value == n
            else d.outcome(f"the result is taken for {value}", whole=f"{total} is under the logarithm")
        )
    return Item(
        (
            f"Compute {text}.",
            f"What is {text}?",
            f"Evaluate {text}.",
            f"Write {text} with one logarithm, and work it out.",
        ),
        f"the @logarithms are joined into one: {work}",
        str(value),
        formal,
        value=n,
        noun=f"the value of {text}",
    )


@logarithm_of_a_product.form("reverse")
def number_under_a_logarithm(d: Draw) -> Item:
    base = d.choice((2, 3, 5, 6, 10))
    n, known = d.within((1, 3), (2, 3), (2, 4)), d.within((2, 9), (2, 12), (2, 20))
    less = d.difficulty > 1 and d.rng.random() < 0.5
    value = Fraction(base**n * known) if less else Fraction(base**n, known)
    text = f"{log(base, 'x')} {'-' if less else '+'} {log(base, known)} = {n}"
    joined = base**n + (known if less else -known)
    answer = d.outcome(value, inside=Fraction(joined) if joined > 0 else value, times=Fraction(base * n))
    step = times(base**n, known) if less else f"{base**n}/{known} = {value}"
    return Item(
        (f"Solve {text}.", f"For which x is {text}?", f"{text}. Find x."),
        f"joined into one of the @logarithms, {'x/' if less else 'x*'}{known} is a power of {base}: "
        + steps(raised(base, n), step if answer == value else f"x = {answer}"),
        f"x = {answer}",
        f"log(answer, {base}) {'-' if less else '+'} log({known}, {base}) = {n}",
    )


@logarithm_of_a_product.form("with letters")
def logarithms_of_letters(d: Draw) -> Item:
    p, q, base = d.nonzero((2, 9), (-9, 9), (-9, 12)), d.nonzero((2, 9), (-9, 9), (-9, 12)), d.choice((2, 3, 5, 10))
    while p in (q, -q):
        q += 1 if q != -1 else 2
    shape = d.choice((("u*v",), ("u*v", "u/v"), ("u*u*v", "u/(v*v)", "u*v/w"))[d.difficulty - 1])
    r = d.within((2, 5))
    value, work, formal = {
        "u*v": (p + q, plus(p, q), f"answer - {bracket(q)} = {p}"),
        "u/v": (p - q, minus(p, q), f"answer + {bracket(q)} = {p}"),
        "u*u*v": (2 * p + q, steps(plus(p, p), plus(2 * p, q)), f"(answer - {bracket(q)})/2 = {p}"),
        "u/(v*v)": (p - 2 * q, steps(plus(q, q), minus(p, 2 * q)), f"answer + 2*{bracket(q)} = {p}"),
        "u*v/w": (p + q - r, steps(plus(p, q), minus(p + q, r)), f"answer - {bracket(q)} + {r} = {p}"),
    }[shape]
    if d.slip == "times":
        value, work = p * q, times(p, q)
    more = f" and {log(base, 'w')} = {r}" if "w" in shape else ""
    told = f"{log(base, 'u')} = {p}{',' if more else ' and'} {log(base, 'v')} = {q}{more}"
    return Item(
        (
            f"{told}. Find {log(base, f'({shape})')}.",
            f"If {told}, what is {log(base, f'({shape})')}?",
            f"Work out {log(base, f'({shape})')} from {told}.",
        ),
        f"in @logarithms of products and quotients the exponents are added and subtracted: {work}",
        str(value),
        formal,
    )


@logarithm_of_a_product.form("word problem")
def steps_on_a_scale(d: Draw) -> Item:
    base, n, one, other = _two_factors(d)
    while d.difficulty == 1 and n > 2:
        base, n, one, other = _two_factors(d)
    value = d.outcome(n, times=2 * n, inside=n + 1, whole=base**n if n == 1 else n)
    more = d.within((1, 5)) if d.difficulty == 3 else 0
    value += more
    extra = f" It was at {more} before." if more else ""
    asked = "At which step is it afterwards?" if more else "By how many steps does it rise?"
    work = steps(
        times(one, other), f"{base}^{n} = {base**n}" if value == n + more else f"that is taken for {value - more}"
    )
    questions = (
        f"A display rises by one step each time a signal becomes {base} times as strong. A signal is made {one} "
        f"times and then {other} times as strong.{extra} {asked}",
        f"A scale has one step for each factor {base}. A value is multiplied by {one} and then by "
        f"{other}.{extra} {asked}",
        f"On a scale the height of a value is its logarithm to base {base}. The value grows to {one} times and "
        f"then to {other} times its size.{extra} {asked}",
    )
    solution = (
        f"{log(base, one)} + {log(base, other)} as one of the @logarithms: {steps(work, plus(n, more) if more else '')}"
    )
    return Item(questions, solution, str(value), f"{base}^(answer - {more})/{one} = {other}")


_POWERS = ((2, 2), (2, 3), (2, 4), (2, 5), (3, 2), (3, 3), (3, 4), (4, 2), (5, 2), (5, 3), (10, 2), (10, 3))


@topic(
    "logarithm-of-a-power",
    plus="The exponent is added to the logarithm.",
    power="The logarithm is raised to the power.",
    lost="The exponent is dropped.",
    takes=range(2, 21),
)
def logarithm_of_a_power(d: Draw) -> Item:
    """At 3 often with a factor in front, or with something added."""
    base, n = d.choice(_POWERS)
    power = d.main((2, 9), (2, 20), (-9, 12))
    while power in (0, 1, n):
        power += 2
    front = d.within((2, 5)) if d.difficulty == 3 and d.rng.random() < 0.6 else 1
    inner = d.outcome(n * power, plus=n + power, power=n**power if 1 < power < 4 else n * power, lost=n)
    value = front * inner
    shown = f"{base**n}^{bracket(d.shown(power))}"
    text = f"{front}*{log(base, shown)}" if front > 1 else log(base, shown)
    step = d.outcome(times(power, n), plus=plus(n, power), power=raised(n, power) if 1 < power < 4 else "", lost="")
    return Item(
        (
            f"Compute {text}.",
            f"What is {text}?",
            f"Evaluate {text}.",
            f"Bring the exponent to the front and work out {text}.",
        ),
        f"@logarithms first, then the exponent as a factor: {base}^{n} = {base**n}; "
        + steps(
            step, times(front, inner) if front > 1 else "", f"the result is {value}" if not step and front == 1 else ""
        ),
        str(value),
        f"answer = {front}*log({base**n}^{bracket(power)}, {base})" if abs(power) < 40 else f"answer/{power} = {n}",
        value=front * n * power,
        noun=f"the value of {text}",
    )


@logarithm_of_a_power.form("reverse")
def exponent_under_a_logarithm(d: Draw) -> Item:
    base, n = d.choice(_POWERS)
    power, more = d.within((2, 9), (2, 20), (-9, 20)) or 7, d.nonzero((-9, 9)) if d.difficulty == 3 else 0
    shift = f" {'+' if more > 0 else '-'} {abs(more)}" if more else ""
    text = f"{log(base, f'{base**n}^x')}{shift} = {n * power + more}"
    value = n * power - n if d.slip == "plus" else power
    work = f"the exponent is a factor of one of the @logarithms: {base}^{n} = {base**n}; " + steps(
        minus(n * power + more, more) if more else "",
        minus(n * power, n) if value != power else f"{n * power}/{n} = {power}",
    )
    return Item(
        (f"Solve {text}.", f"For which x is {text}?", f"{text}. Find x."),
        work,
        f"x = {value}",
        f"answer*log({base**n}, {base}) = {n * power}",
    )


@logarithm_of_a_power.form("with letters")
def power_of_a_letter(d: Draw) -> Item:
    p, k, base = d.nonzero((2, 9), (-9, 9), (-9, 9)), d.within((2, 9), (2, 9), (-6, 9)), d.choice((2, 3, 5, 10))
    while k in (0, 1, p):
        k += 2
    q = d.nonzero((-9, 9)) if d.difficulty == 3 else 0
    value = d.outcome(p * k, plus=p + k, lost=p) + q
    step = d.outcome(times(k, p), plus=plus(p, k), lost=f"{p} stays")
    told = f"{log(base, 'u')} = {p}"
    wanted = log(base, f"(u^{bracket(k)}*{base}^{bracket(q)})") if q else log(base, f"u^{bracket(k)}")
    return Item(
        (f"{told}. Find {wanted}.", f"If {told}, what is {wanted}?", f"Work out {wanted} from {told}."),
        f"the exponent becomes a factor, as @logarithms are exponents: {steps(step, plus(value - q, q) if q else '')}",
        str(value),
        f"(answer - {bracket(q)})/{bracket(k)} = {p}",
    )


@logarithm_of_a_power.form("word problem")
def how_often_doubled(d: Draw) -> Item:
    base, n = d.choice(_POWERS)
    times_word = {2: "doubled", 3: "tripled"}.get(base, f"multiplied by {base}")
    days = d.within((2, 9), (3, 20), (5, 30))
    before = d.within((2, 9)) if d.difficulty == 3 else 0
    value = d.outcome(n * days, plus=n + days, lost=n) + before
    note = f" It had already been {times_word} {before} times before." if before else ""
    step = d.outcome(times(days, n), plus=plus(n, days), lost=f"{n} stays")
    questions = (
        f"A colony becomes {base**n} times as large every day.{note} How often has it been {times_word} in all "
        f"after {days} days?",
        f"An amount is multiplied by {base**n} in each of {days} years.{note} How many times has it been "
        f"{times_word} in all?",
        f"A machine makes a picture {base**n} times as large, and {days} machines work one after another.{note} "
        f"How often is the size {times_word} in all?",
    )
    work = f"{log(base, f'{base**n}^{days}')}, by @logarithms: {base}^{n} = {base**n}; " + steps(
        step, plus(value - before, before) if before else ""
    )
    return Item(questions, work, str(value), f"answer - {before} = log({base**n}^{days}, {base})")
