"""Powers of letters: their products and their powers."""

from __future__ import annotations

from tutelage.subjects.calculus.notation import term
from tutelage.subjects.calculus.steps import minus, plus, raised, steps, times
from tutelage.subjects.calculus.topic import SIMPLIFY, ask, topic
from tutelage.subjects.workbook import Draw, Item


@topic(
    "product-of-powers",
    times="The exponents are multiplied instead of added.",
    sum="The coefficients are added instead of multiplied.",
    bare="A factor without an exponent is not counted.",
    takes=range(2, 13),
)
def product_of_powers(d: Draw) -> Item:
    m, n, third = d.within((2, 9)), d.within((1, 9), (1, 9), (2, 9)), d.within((1, 5)) if d.difficulty == 3 else 0
    a = d.main((1, 1), (2, 6), (2, 9))
    b, letter = d.within((2, 9)) if a > 1 else 1, d.letter()
    coefficient, power = a + b if d.slip == "sum" and a > 1 else a * b, m + n + third
    front = plus(a, b) if d.slip == "sum" else times(a, b)
    back = f"@integer-addition: {plus(m, n)}" + (f"; {plus(m + n, third)}" if third else "")
    if d.slip == "times":
        power = m * n * (third or 1)
        back = times(m, n) + (f"; {times(m * n, third)}" if third else "")
    elif d.slip == "bare" and 1 in (n, third):
        power = sum(each for each in (m, n, third) if each > 1)
        back = f"the exponents {', '.join(str(each) for each in (m, n, third) if each > 1)} give {power}"
    factors = [term(d.shown(a), m, letter), term(b, n, letter), *([term(1, third, letter)] if third else [])]
    known = [term(a, m, letter), *factors[1:]]
    return Item(
        (*ask(SIMPLIFY, " * ".join(factors)), f"Multiply {', '.join(factors[:-1])} and {factors[-1]}."),
        steps(front if a > 1 else "", back),
        term(coefficient, power, letter),
        f"answer = {'*'.join(f'({each})' for each in known)} and parts(answer) < {3 + (a > 1)}",
    )


@product_of_powers.form("reverse")
def missing_power(d: Draw) -> Item:
    m, n, letter = d.within((2, 9)), d.within((2, 9), (2, 12), (2, 15)), d.letter()
    if d.difficulty == 3:
        a, b = d.within((2, 9)), d.within((2, 9))
        return Item(
            (
                f"Which expression times {term(a, m, letter)} gives {term(a * b, m + n, letter)}?",
                f"The product of {term(a, m, letter)} and another term is {term(a * b, m + n, letter)}. Find the "
                "other term.",
                f"By what must {term(a, m, letter)} be multiplied to get {term(a * b, m + n, letter)}?",
            ),
            f"the coefficients {times(a, b)}; the exponents, @integer-addition: {plus(m, n)}",
            term(b, n, letter),
            f"answer*{term(a, m, letter)} = {term(a * b, m + n, letter)} and parts(answer) < 4",
        )
    more = d.within((2, 9)) if d.difficulty == 2 else 0
    front, total = f"{letter}^{m} * {letter}^{more}" if more else f"{letter}^{m}", m + more + n
    known = f"{plus(m, more)}; " if more else ""
    return Item(
        (
            f"{front} * {letter}^n = {letter}^{total}. What is n?",
            f"For which n is {front} * {letter}^n equal to {letter}^{total}?",
            f"{front} times a power of {letter} is {letter}^{total}. Which exponent does that power have?",
        ),
        f"the exponents add up, @integer-addition: {known}{plus(m + more, n)}",
        str(n),
        f"{m} + {more} + answer = {total}",
    )


@product_of_powers.form("with numbers")
def numbers_as_bases(d: Draw) -> Item:
    base, m, n = d.choice((2, 3, 5, 7, 10)), d.within((2, 9), (2, 12), (2, 15)), d.within((2, 9), (2, 12), (2, 15))
    bare = d.difficulty > 1 and d.rng.random() < 0.5
    third = d.within((2, 9)) if d.difficulty == 3 else 0
    factors = [f"{base}^{m}", str(base) if bare else f"{base}^{n}", *([f"{base}^{third}"] if third else [])]
    n = 1 if bare else n
    total = m + n + third
    power = m * n * (third or 1) if d.slip == "times" else total
    if d.slip == "bare" and bare:
        power = total - 1
    sums = steps(plus(m, n), plus(m + n, third) if third else "")
    return Item(
        (
            f"{' * '.join(factors)} is a power of {base}. What is its exponent?",
            f"Write {' * '.join(factors)} as one power of {base}. Which exponent does it have?",
            f"For which n is {' * '.join(factors)} = {base}^n?",
        ),
        f"the exponents, @integer-addition: {sums}" if power == total else f"the exponents give {power}",
        str(power),
        f"{'*'.join(factors)}/{base}^{total} = {base}^(answer - {total})",
    )


@product_of_powers.form("word problem")
def areas_with_powers(d: Draw) -> Item:
    a, b = d.within((2, 5), (2, 9), (2, 9)), d.within((2, 5), (2, 9), (2, 9))
    m, n, letter = d.within((1, 3), (1, 5), (2, 6)), d.within((2, 4), (2, 6), (2, 6)), d.letter()
    one, other, third = term(a, m, letter), term(b, n, letter), letter if d.difficulty == 3 else ""
    power = m + n + bool(third)
    stories = (
        (
            f"A box is {one} long, {other} wide and {third} high. What is its volume?",
            f"A crate measures {one} by {other} by {third}. How large is its volume?",
            f"There are {one} halls with {other} rows of {third} seats each. How many seats are there?",
        )
        if third
        else (
            f"A rectangle is {one} long and {other} wide. What is its area?",
            f"{one} boxes hold {other} pens each. How many pens is that?",
            f"There are {other} rows with {one} seats each. How many seats are there?",
        )
    )
    sums = steps(plus(m, n), plus(m + n, 1) if third else "")
    front = plus(a, b) if d.slip == "sum" else times(a, b)
    return Item(
        tuple(f"{story} Simplify." for story in stories),
        f"{front}; the exponents, @integer-addition: {sums}",
        term(a + b if d.slip == "sum" else a * b, power, letter),
        f"answer = ({one})*({other}){f'*{third}' if third else ''} and parts(answer) < 4",
    )


@topic(
    "power-of-a-power",
    plus="The exponents are added instead of multiplied.",
    front="The coefficient is not raised to the power.",
    raised="The inner exponent is itself raised to the power.",
    takes=range(2, 10),
)
def power_of_a_power(d: Draw) -> Item:
    m, n = d.main((2, 9)), d.within((2, 6), (2, 3), (2, 4))
    a = d.within((1, 1), (2, 6), (2, 3))
    more, letter = d.within((1, 9)) if d.difficulty == 3 else 0, d.letter()
    slip = "" if d.slip == "raised" and m**n > 99 else d.slip
    coefficient = a if d.slip == "front" else a**n
    front = f"@powers: {raised(a, n, coefficient)}"
    base = f"{letter}^k" if d.given is not None else term(a, m, letter)
    power = {"plus": m + n, "raised": m**n}.get(slip, m * n)
    back = {"plus": plus(m, n), "raised": raised(m, n)}.get(slip, f"@integer-multiplication: {times(m, n)}")
    text, known = f"({base})^{n}", f"({term(a, m, letter)})^{n}"
    if more:
        text, known = f"{term(1, more, letter)} * {text}", f"{term(1, more, letter)}*{known}"
        back, power = f"{back}; then @product-of-powers: {plus(power, more)}", power + more
    return Item(
        (*ask(SIMPLIFY, text), f"Write {text} with a single exponent."),
        steps(front if a > 1 else "", back),
        term(coefficient, power, letter),
        f"answer = {known} and parts(answer) < {3 + (a > 1)}",
    )


@power_of_a_power.form("reverse")
def missing_outer_exponent(d: Draw) -> Item:
    m, n, letter = d.within((2, 9)), d.within((2, 6), (2, 9), (2, 12)), d.letter()
    more = d.within((1, 9)) if d.difficulty > 1 else 0
    front, total = f"{term(1, more, letter)} * " if more else "", m * n + more
    shown, which = (f"({letter}^{m})^n", n) if d.rng.random() < 0.5 else (f"({letter}^n)^{m}", n)
    first = f"@integer-subtraction: {minus(total, more)}; " if more else ""
    return Item(
        (
            f"{front}{shown} = {letter}^{total}. What is n?",
            f"For which n is {front}{shown} equal to {letter}^{total}?",
            f"Find the exponent n with {front}{shown} = {letter}^{total}.",
        ),
        f"{first}the exponents multiply, and @integer-multiplication: {times(m, which)}",
        str(n),
        f"{m}*answer + {more} = {total}",
    )


@power_of_a_power.form("with numbers")
def powers_of_numbers(d: Draw) -> Item:
    base, m, n = d.choice((2, 3, 5, 7, 10)), d.within((2, 9)), d.within((2, 5), (2, 9), (2, 9))
    if d.difficulty > 1 and d.rng.random() < 0.5:  # the base is a power itself
        base, m = d.choice(((2, 2), (2, 3), (3, 2), (5, 2), (2, 4), (3, 3), (10, 2)))
        shown, first = f"{base**m}^{n}", f"{base**m} is {base}^{m}; "
    else:
        shown, first = f"({base}^{m})^{n}", ""
    more = d.within((2, 9)) if d.difficulty == 3 else 0
    shown += f" * {base}^{more}" if more else ""
    slip = "" if d.slip == "raised" and m**n > 99 else d.slip
    inner = {"plus": m + n, "raised": m**n}.get(slip, m * n)
    step = {"plus": plus(m, n), "raised": raised(m, n)}.get(slip, f"@integer-multiplication: {times(m, n)}")
    last = f"; then @product-of-powers: {plus(inner, more)}" if more else ""
    questions = (
        f"{shown} is a power of {base}. What is its exponent?",
        f"Write {shown} as one power of {base}. Which exponent does it have?",
        f"For which exponent n is {shown} = {base}^n?",
    )
    return Item(questions, f"{first}{step}{last}", str(inner + more), f"answer - {more} = {m}*{n}")


@power_of_a_power.form("word problem")
def squares_and_cubes(d: Draw) -> Item:
    a, m, n, letter = d.within((1, 1), (2, 9), (2, 5)), d.within((2, 6)), d.within((2, 2), (2, 3), (3, 3)), d.letter()
    side = term(a, m, letter)
    stories = (
        (
            f"A square has the side {side}. What is its area?",
            f"A square field is {side} metres long. How many square metres is that?",
            f"{side} rows have {side} seats each. How many seats are there?",
        )
        if n == 2
        else (
            f"A cube has the edge {side}. What is its volume?",
            f"A cube-shaped tank has edges of {side} metres. How many cubic metres does it hold?",
            f"Each of {side} boxes holds {side} bags with {side} sweets. How many sweets are there?",
        )
    )
    power = m + n if d.slip == "plus" else m * n
    coefficient = a if d.slip == "front" else a**n
    front = f"@powers: {raised(a, n, coefficient)}; " if a > 1 else ""
    back = plus(m, n) if d.slip == "plus" else f"@integer-multiplication: {times(m, n)}"
    return Item(
        tuple(f"{story} Simplify." for story in stories),
        f"({side})^{n}; {front}{back}",
        term(coefficient, power, letter),
        f"answer = ({side})^{n} and parts(answer) < {3 + (a > 1)}",
    )
