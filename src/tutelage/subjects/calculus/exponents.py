"""Powers with other exponents than whole positive ones, and what is done with powers."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.notation import bracket, decimal, term
from tutelage.subjects.calculus.steps import minus, over, plus, raised, steps, times
from tutelage.subjects.calculus.topic import SIMPLIFY, ask, lowest, topic
from tutelage.subjects.workbook import Draw, Item

COMPUTE = ("Compute {}.", "What is {}?", "Evaluate {}.", "Find the value of {}.")
EXPONENT = ("For which n is {} = {}?", "{} = {}. Find n.", "Which exponent n makes {} equal to {}?")


@topic(
    "quotient-of-powers",
    divide="The exponents are divided instead of subtracted.",
    plus="The exponents are added instead of subtracted.",
    front="The coefficients are subtracted like the exponents.",
    takes=range(10, 31),
)
def quotient_of_powers(d: Draw) -> Item:
    n = d.within((2, 6), (2, 9), (3, 9))
    m = n + d.within((1, 8), (2, 8), (2, 8)) if d.given is None else d.given
    if d.slip == "divide":
        m = n * d.within((2, 4))
    below = d.within((1, 1), (2, 5), (2, 9))
    quotient = d.within((1, 1), (2, 6), (2, 9))
    second = d.within((2, 6)) if d.difficulty == 3 else 0  # the exponent of another letter
    third = second + d.within((1, 5)) if second else 0
    letter, above = d.letter() if not second else "x", below * quotient
    power = d.outcome(m - n, divide=m // n, plus=m + n)
    subtracted = d.slip == "front" and 1 < below < above
    front = above - below if subtracted else quotient
    other = d.outcome(third - second, divide=third - second, plus=third + second)
    divided = term(above, m, letter)
    top = divided if d.given is None else f"{term(above, 1, letter)}^k"
    bottom = term(below, n, letter)
    if second:
        top, divided = top + term(1, third, "y"), divided + term(1, third, "y")
        bottom += term(1, second, "y")
    plain = above == 1 and not second
    text = f"{top}/{bottom}" if plain else f"({top})/({bottom})"
    step = d.outcome(minus(m, n), divide=over(m, n), plus=plus(m, n))
    answer = term(front, power, letter) + (term(1, other, "y") if second else "")
    work = steps(
        (minus if subtracted else over)(above, below) if below > 1 else "",
        step,
        (plus if d.slip == "plus" else minus)(third, second) if second else "",
    )
    return Item(
        ask((*SIMPLIFY, "Divide: {}."), text),
        f"by @integer-division of the coefficients and @integer-subtraction of the exponents: {work}"
        if below > 1
        else f"by @integer-subtraction of the exponents: {work}",
        answer,
        f"answer*({bottom}) = {divided} and parts(answer) < 6",
        worded={
            "word problem": (
                f"A rectangle has the area {top} and one side of length {bottom}. How long is the other side?",
                f"{top} litres of water are shared equally by {bottom} buckets. How many litres are in each?",
                f"{bottom} times an expression is {top}. Which expression is it?",
                f"A snail takes {bottom} hours for {top} cm. How many cm is that in one hour?",
            )
        }
        if d.given is None
        else {},
    )


@quotient_of_powers.form("reverse")
def missing_exponent(d: Draw) -> Item:
    m, n = d.within((2, 9), (2, 12), (3, 15)), d.within((2, 9), (2, 12), (3, 15))
    factor = d.within((1, 1), (2, 9), (2, 9))
    letter, total = d.letter(), m + n
    below = d.difficulty == 3 or d.rng.random() < 0.4
    if below:
        top, bottom = term(factor, total, letter), f"{letter}^n"
        answer, work = (total + m, plus(total, m)) if d.slip == "plus" else (n, minus(total, m))
    else:
        top, bottom = f"{term(factor, 1, letter)}^n", term(1, n, letter)
        answer, work = (m - n, minus(m, n)) if d.slip == "plus" else (total, plus(m, n))
    return Item(
        ask(EXPONENT, f"({top})/{bottom}" if factor > 1 else f"{top}/{bottom}", term(factor, m, letter)),
        f"the exponent above minus the one below has to be {m}: {work}"
        if not d.slip
        else f"the exponents together have to be {m}: {work}",
        str(answer),
        f"{total} - answer = {m}" if below else f"answer - {n} = {m}",
    )


@quotient_of_powers.form("with numbers")
def quotient_of_numbers(d: Draw) -> Item:
    base, left = d.choice(((2, 3), (2, 4), (3, 2), (3, 3), (5, 2), (7, 2), (10, 3), (2, 5), (6, 2)))
    n = d.within((3, 9), (5, 20), (5, 20))
    total = n + left
    shown, first = f"{base}^{total}/{base}^{n}", minus(total, n)
    if d.difficulty == 3:
        one = d.within((2, 6))
        shown, first = f"{base}^{one}*{base}^{total - one}/{base}^{n}", f"{plus(one, total - one)}; {first}"
    return Item(
        ask(COMPUTE, shown),
        f"exponents first, by @integer-subtraction, then @powers: {first}; {raised(base, left)}",
        str(base**left),
        f"answer*{base}^{n} = {base}^{total}",
    )


@topic(
    "power-of-a-product",
    front="Only the letters are raised to the power.",
    times="The coefficient is multiplied by the exponent.",
    plus="The exponents are added instead of multiplied.",
)
def power_of_a_product(d: Draw) -> Item:
    n = d.within((2, 3), (2, 4), (2, 5))
    a = d.nonzero((2, 9 if n == 2 else 5), (-5, 5), (-4, 4))
    if a in (1, -1):
        a *= 3
    x, y = d.choice((("x", "y"), ("a", "b"), ("u", "v")))
    m = 1 if d.difficulty == 1 else d.within((2, 4))
    bottom = d.choice([b for b in (2, 3, 5) if a % b]) if d.difficulty == 3 and n < 4 and d.rng.random() < 0.5 else 1
    value = d.outcome(a**n, front=a, times=a * n)
    below = d.outcome(bottom**n, front=bottom, times=bottom * n)
    power = m + n if d.slip == "plus" and m > 1 else m * n
    step = d.outcome(raised(a, n), front=f"{a} stays", times=times(a, n))
    inner, ending = f"{term(a, m, x)}{y}", f"{term(1, power, x)}{y}^{n}"
    answer = f"{value}{ending}"
    work = steps(
        step,
        (raised(bottom, n) if below == bottom**n else f"{bottom} becomes {below}") if bottom > 1 else "",
        (plus(m, n) if power != m * n else times(m, n)) if m > 1 else "",
    )
    if bottom > 1:
        inner, answer = f"{inner}/{bottom}", f"{answer}/{below}"
    return Item(
        ask((*SIMPLIFY, "Write {} without brackets."), f"({inner})^{n}"),
        f"every factor is raised, by @powers{' and @power-of-a-power' if m > 1 else ''}: {work}",
        answer,
        f"answer = ({inner})^{n} and parts(answer) < 7",
    )


@power_of_a_product.form("word problem")
def square_or_cube(d: Draw) -> Item:
    a, m, n = d.within((2, 9), (2, 9), (2, 6)), d.within((1, 1), (2, 5), (2, 5)), d.choice((2, 3))
    extra = d.within((2, 5)) if d.difficulty == 3 else 1
    side = term(a, m)
    value = d.outcome(a**n, front=a, times=a * n) * extra
    power = m + n if d.slip == "plus" and m > 1 else m * n
    many = f"do {extra} such {'squares' if n == 2 else 'cubes'} have together" if extra > 1 else "does it have"
    what = "area" if n == 2 else "volume"
    body = "square" if n == 2 else "cube"
    questions = (
        f"A {body} has sides of length {side}. Which {what} {many}?",
        f"The {'side of a square' if n == 2 else 'edge of a cube'} is {side}. "
        + (f"Find the {what} of {extra} of them together." if extra > 1 else f"Find the {what}."),
        f"How large is the {what} of {f'{extra} {body}s' if extra > 1 else f'a {body}'} with sides of {side}?",
    )
    work = f"every factor of ({side})^{n} is raised, by @powers: " + steps(
        d.outcome(raised(a, n), front=f"{a} stays", times=times(a, n)),
        (plus(m, n) if power != m * n else times(m, n)) if m > 1 else "",
        times(value // extra, extra) if extra > 1 else "",
    )
    return Item(questions, work, term(value, power), f"answer = {extra}*({side})^{n} and parts(answer) < 4")


@power_of_a_product.form("reverse")
def base_of_the_power(d: Draw) -> Item:
    n = d.choice(((2,), (2, 3), (3, 5))[d.difficulty - 1])
    a = d.within((2, 9 if n == 2 else 5), (2, 9 if n == 2 else 5), (2, 5 if n == 3 else 3))
    m = d.within((1, 1), (1, 4), (2, 5))
    sign = d.choice((1, -1)) if d.difficulty == 3 else 1
    inner, whole = f"{term(sign * a, m)}y", f"{(sign * a) ** n}{term(1, m * n)}y^{n}"
    note = ", with a positive coefficient," if n == 2 else ""
    name = {2: "square", 3: "cube"}.get(n, "fifth power")
    wrong = {"front": f"{term((sign * a) ** n, m)}y", "plus": f"{sign * a}{term(1, max(m * n - n, 1))}y"}
    return Item(
        (
            f"Which expression{note} has the {name} {whole}?",
            f"{whole} is the {name} of an expression{note[:-1]}. Which one is it?",
            f"Find the expression{note} whose {name} is {whole}.",
        ),
        f"every factor is a power, by @powers: {raised(sign * a, n)}; {over(m * n, n)}",
        wrong.get(d.slip, inner),
        f"answer^{n} = {whole} and parts(answer) < 5" + (" and subs(subs(answer, x, 1), y, 1) > 0" if n == 2 else ""),
    )


@power_of_a_product.form("with numbers")
def clever_product(d: Draw) -> Item:
    whole, n = d.choice(
        (((10, 2), (10, 3)), ((10, 4), (10, 5), (100, 2)), ((10, 6), (100, 3), (20, 3), (30, 3)))[d.difficulty - 1]
    )
    a = d.choice([k for k in (2, 4, 5, 20, 25, 50, 15, 6, 12) if whole % k == 0 and k < whole])
    b = whole // a
    added = d.slip == "times"
    work = f"it is the power of a product, ({a}*{b})^{n}, so by @powers: " + steps(
        times(a, b), times(whole, n) if added else raised(whole, n)
    )
    return Item(
        ask(COMPUTE, f"{a}^{n}*{b}^{n}"), work, str(whole * n if added else whole**n), f"answer/{b}^{n} = {a}^{n}"
    )


@topic(
    "negative-exponents",
    sign="The minus sign is put in front of the value.",
    product="The base is multiplied by the exponent.",
    ignored="The minus sign of the exponent is ignored.",
)
def negative_exponents(d: Draw) -> Item:
    base, n = Fraction(d.within((2, 10), (2, 12), (-6, 6))), d.within((1, 3), (1, 3), (2, 4))
    top = 1
    if d.difficulty == 2:
        base = Fraction(d.within((2, 6)), d.choice((3, 5, 7))) if d.rng.random() < 0.6 else base
        n = min(n, 2) if base.denominator > 3 else n
    elif d.difficulty == 3:
        base = base if abs(base) > 1 else Fraction(-3)
        top = d.within((2, 30)) if d.rng.random() < 0.6 else 1
    whole = base.denominator == 1
    shown_base = bracket(str(base)) if whole else f"({base})"
    shown = f"{shown_base}^(-{n})" if top == 1 else f"{top}*{shown_base}^(-{n})"
    right = top / base**n
    value = d.outcome(right, sign=-top * base**n, product=top / (base * n), ignored=top * base**n)
    power = base * n if d.slip == "product" else base**n
    first = f"{shown_base}*{n} = {power}" if d.slip == "product" else f"{shown_base}^{n} = {power}"
    turned = d.outcome(f"its reciprocal is {1 / power}", sign=f"minus that: {-power}", ignored="")
    last = f"{top} times that is {value}" if top > 1 else ""
    return Item(
        (*ask(COMPUTE, shown), f"Write {shown} as a number without an exponent."),
        "by @powers, the exponent without its sign first: "
        + steps(first if n > 1 or d.slip == "product" else "", turned, last),
        str(value),
        f"answer*({base})^{n} = {top}" + lowest(right),
    )


@negative_exponents.form("reverse")
def negative_exponent_wanted(d: Draw) -> Item:
    base, n = d.choice(
        ((2, 2), (2, 3), (2, 4), (2, 5), (3, 2), (3, 3), (5, 2), (10, 2), (10, 3), (4, 2), (7, 2), (3, 4), (6, 2))
    )
    other = d.choice([b for b in (2, 3, 5, 7) if base % b and b % base]) if d.difficulty > 1 and n < 4 else 1
    front = d.within((2, 9)) if d.difficulty == 3 else 1
    shown = f"({base}/{other})^n" if other > 1 else f"{base}^n"
    right = Fraction(other, base) ** n * front
    answer = n if d.slip == "ignored" else -n
    work = "by @powers: " + steps(
        f"divided by {front}, {right / front} is left" if front > 1 else "",
        raised(base, n),
        raised(other, n) if other > 1 else "",
        f"n = {answer}" if d.slip == "ignored" else f"the fraction is turned over, so n = {answer}",
    )
    return Item(
        ask(EXPONENT, shown if front == 1 else f"{front}*{shown}", str(right)),
        work,
        str(answer),
        f"{front}*({base}/{other})^answer = {right}",
    )


@negative_exponents.form("with letters")
def negative_exponents_with_letters(d: Draw) -> Item:
    a, b, m = d.within((1, 1), (2, 9), (2, 9)), d.within((1, 1), (1, 1), (2, 6)), d.within((1, 5), (1, 6), (1, 6))
    n, letter = m + d.within((1, 5), (1, 7), (1, 7)), d.letter()
    top, bottom = term(a * b, m, letter), term(b, n, letter)
    text = f"{top}/{bottom}" if b == 1 else f"({top})/({bottom})"
    power = d.outcome(m - n, sign=n - m, ignored=n - m, product=m - n)
    front = -a if d.slip == "sign" else a
    questions = (
        f"Write {text} as a power with a negative exponent.",
        f"Simplify {text}, with a negative exponent and without a fraction.",
        f"Bring {text} to the form c*{letter}^n, with a negative exponent n.",
    )
    work = "as a @quotient-of-powers: " + steps(
        over(a * b, b) if b > 1 else "", minus(m, n) if power == m - n else f"the exponent is {power}"
    )
    return Item(questions, work, term(front, power, letter), f"answer*{bottom} = {top}")


@negative_exponents.form("word problem")
def part_that_is_left(d: Draw) -> Item:
    base, n = d.within((2, 5), (2, 6), (2, 6)), d.within((2, 3), (2, 4), (2, 3))
    start = 1 if d.difficulty == 1 else base ** (n - 1) * d.within((1, 3), (1, 9), (1, 9))
    start += 1 if d.difficulty == 3 else 0
    power = base * n if d.slip == "product" else base**n
    value = Fraction(start * power) if d.slip == "ignored" else Fraction(start, power)
    part = {2: "half"}.get(base, f"1/{base}")
    whole = start == 1
    questions = (
        f"Each of {n} filters lets {part} of the light through. "
        + ("What fraction of the light gets" if whole else f"How many of {start} units of light get")
        + " through all of them?",
        f"Every hour only {part} of a substance is left. "
        + ("What fraction of it is" if whole else f"There are {start} g of it. How many g are")
        + f" left after {n} hours?",
        f"A sheet of paper {'' if whole else f'of {start} cm^2 '}is cut down to {part} of its size {n} times. "
        + ("What fraction of the sheet is left?" if whole else "How many cm^2 are left?"),
    )
    work = (
        f"{f'{start}*' if start > 1 else ''}{base}^(-{n}), by @powers: "
        + steps(times(base, n) if d.slip == "product" else raised(base, n), f"{start}/{power} = {value}")
        if d.slip != "ignored"
        else f"{start}*{base}^{n}, by @powers: {steps(raised(base, n), times(start, power))}"
    )
    return Item(questions, work, str(value), f"answer*{base}^{n} = {start}" + lowest(Fraction(start, base**n)))


def _shift(power: int) -> str:
    return f"{abs(power)} place{'s' if abs(power) > 1 else ''} to the {'right' if power > 0 else 'left'}"


def _digits(d: Draw) -> Fraction:
    """A number from 1.1 to 9.99."""
    digits = d.within((11, 99), (11, 99), (101, 999))
    while digits % 10 == 0:
        digits += 1
    return Fraction(digits, 10 if digits < 100 else 100)


@topic(
    "scientific-notation",
    places="The point moves one place too many.",
    sign="The point moves in the wrong direction.",
    zeros="As many zeros are written as the exponent says.",
)
def scientific_notation(d: Draw) -> Item:
    front, power = _digits(d), d.within((2, 6), (-4, -1), (-6, 7)) or 3
    used = d.outcome(power, places=power + (1 if power > 0 else -1), sign=-power)
    if d.slip == "zeros" and power > 0:
        used = power + len(str(front.numerator)) - 1 if front.denominator == 10 else power + 2
    value = decimal(front * Fraction(10) ** used)
    shown = f"{decimal(front)}*10^{bracket(power)}"
    questions = (
        f"Write {shown} as an ordinary number.",
        f"Which number is {shown}?",
        f"Write {shown} without a power of ten.",
        f"Write {shown} out in full.",
    )
    stories = ask(
        (
            "A star is {} km away. Write the distance in km as an ordinary number.",
            "A cloud weighs {} g. How many g is that, written without a power of ten?",
            "In a year {} litres of water flow through a pipe. Write the number of litres out in full.",
        )
        if power > 0
        else (
            "A hair is {} m thick. Write the thickness in m as an ordinary number.",
            "A grain of dust weighs {} g. How many g is that, written without a power of ten?",
            "Light needs {} s for the way across a room. Write the number of seconds out in full.",
        ),
        shown,
    )
    return Item(
        questions,
        f"each of the @powers of ten moves the point by one @place-value: {_shift(used)}; {value}",
        value,
        f"answer*10^{bracket(-power)} = {decimal(front)} and parts(answer) = 1",
        worded={"word problem": stories},
    )


@scientific_notation.form("reverse")
def exponent_of_ten(d: Draw) -> Item:
    front, power = _digits(d), d.within((2, 7), (-6, -1), (-6, 8)) or -2
    value = decimal(front * Fraction(10) ** power)
    answer = d.outcome(power, places=power + (1 if power > 0 else -1), sign=-power)
    if d.slip == "zeros" and power > 0:
        answer = len(value) - len(value.rstrip("0"))
    questions = (
        f"{value} = {decimal(front)}*10^n. Find n.",
        f"In scientific notation {value} is {decimal(front)} times a power of ten. What is the exponent?",
        f"With which exponent n is {decimal(front)}*10^n the number {value}?",
    )
    work = (
        f"from {decimal(front)} to {value} the point moves by one @place-value for each of the @powers of ten: "
        f"{_shift(answer)}"
    )
    return Item(questions, work, str(answer), f"{decimal(front)}*10^answer = {value}")


@scientific_notation.form("two steps")
def product_in_scientific_notation(d: Draw) -> Item:
    a, b = Fraction(d.within((11, 40)), 10), Fraction(d.within((2, 9)))
    m, n = d.within((2, 5), (2, 5), (-2, 4)), d.within((1, 3), (-3, -1), (-3, 3))
    if d.difficulty > 1 and d.rng.random() < 0.5:
        a, sign, total, front = a * b, "/", m - n, a
        text, step = f"({decimal(a)}*10^{bracket(m)})/({b}*10^{bracket(n)})", minus(m, n)
        first = f"{decimal(a)}/{b} = {decimal(front)}"
        formal = f"answer*{b}*10^{bracket(n)} = {decimal(a)}*10^{bracket(m)}"
    else:
        sign, total, front = "*", m + n, a * b
        text, step = f"({decimal(a)}*10^{bracket(m)})*({b}*10^{bracket(n)})", plus(m, n)
        first = f"{decimal(a)}*{b} = {decimal(front)}"
        formal = f"answer/({b}*10^{bracket(n)}) = {decimal(a)}*10^{bracket(m)}"
    used = d.outcome(total, places=total + (1 if total >= 0 else -1), sign=-total)
    value = decimal(front * Fraction(10) ** used)
    word = "quotient" if sign == "/" else "product"
    questions = (
        f"Compute {text} and write the result as an ordinary number.",
        f"Which ordinary number is {text}?",
        f"Find the {word} {text} and write it out in full.",
    )
    work = f"the fronts and the @powers of ten apart, then each @place-value: {first}; {step}; " + (
        f"{_shift(used)}; {value}" if used else value
    )
    return Item(questions, work, value, f"{formal} and parts(answer) = 1")
