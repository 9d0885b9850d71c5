"""More about powers and roots."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.topic import (
    ask,
    bracket,
    decimal,
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


SIMPLIFY = ("Simplify {}.", "Write {} more simply.", "What is {} in simplest form?")


_SQUARE_FREE = (2, 3, 5, 6, 7, 10, 11, 13)


@topic(
    "quotient-of-powers",
    "quotient of powers",
    {"divide": "The exponents are divided.", "plus": "The exponents are added."},
    takes=range(10, 31),
)
def quotient_of_powers(d: Draw) -> Item:
    n = d.within((2, 6), (2, 9), (3, 9))
    m = d.main((1, 8)) + n if d.given is None else d.given
    if d.slip == "divide":
        m = n * d.within((2, 4))
    b = d.within((1, 1), (2, 5), (2, 9))
    a = b * d.within((1, 1), (2, 6), (2, 9))
    letter = d.letter()
    power = {"divide": m // n, "plus": m + n}.get(d.slip, m - n)
    first = f"@integer-division {over(a, b)}; " if b > 1 else ""
    last = {"divide": over(m, n), "plus": plus(m, n)}.get(d.slip, f"@integer-subtraction {minus(m, n)}")
    top = term(a, m, letter) if d.given is None else f"{term(a, 1, letter)}^k"
    text = f"({top})/({term(b, n, letter)})" if a > 1 or b > 1 else f"{top}/{term(b, n, letter)}"
    return Item(
        ask((*SIMPLIFY, "Divide in {}."), text),
        first + last,
        term(a // b, power, letter),
        f"answer*{term(b, n, letter)} = {term(a, m, letter)} and parts(answer) < 4",
    )


@topic(
    "power-of-a-product",
    "power of a product",
    {"front": "Only the letters are raised to the power.", "times": "The coefficient is multiplied by the exponent."},
)
def power_of_a_product(d: Draw) -> Item:
    n = d.within((2, 3), (2, 4), (2, 5))
    a = d.nonzero((2, 9 if n == 2 else 5), (-5, 5), (-4, 4))
    if a in (1, -1):
        a *= 3
    x, y = d.choice((("x", "y"), ("a", "b"), ("u", "v")))
    m = 1 if d.difficulty == 1 else d.within((2, 4))
    value = {"front": a, "times": a * n}.get(d.slip, a**n)
    step = {"front": f"{a} stays", "times": times(a, n)}.get(d.slip, f"@powers {raised(a, n)}")
    inner = f"{term(a, m, x)}{y}"
    return Item(
        ask((*SIMPLIFY, "Write {} without brackets."), f"({inner})^{n}"),
        steps(step, f"@power-of-a-power {times(m, n)}" if m > 1 else ""),
        f"{term(value, m * n, x)}{y}^{n}",
        f"answer = ({inner})^{n} and parts(answer) < 6",
    )


@topic(
    "negative-exponents",
    "negative exponents",
    {"sign": "The minus sign is put in front of the value.", "product": "The base is multiplied by the exponent."},
)
def negative_exponents(d: Draw) -> Item:
    base, n = d.within((2, 10), (2, 12), (2, 9)), d.within((1, 3), (1, 3), (2, 4))
    top = 1 if d.difficulty < 3 else d.choice([t for t in range(2, 10) if t % base and (base % t or t == 1)] or [1])
    power = base * n if d.slip == "product" else base**n
    value = Fraction(top, power)
    shown = f"{base}^(-{n})" if top == 1 else f"{top}*{base}^(-{n})"
    first = times(base, n) if d.slip == "product" else (f"@powers {raised(base, n)}" if n > 1 else "@powers")
    if d.slip == "sign":
        value = Fraction(-top * power)
    work = steps(
        first, f"minus {power}" if d.slip == "sign" else f"1 over {power}", f"{top} times that" if top > 1 else ""
    )
    return Item(
        (*ask(COMPUTE, shown), f"Write {shown} without a negative exponent."),
        work,
        number(value),
        f"answer*{base}^{n} = {top}" + lowest(Fraction(top, base**n)),
    )


_ROOTS = ((2, (4, 9, 16, 25, 36, 49, 64, 81, 100)), (3, (8, 27, 64, 125, 1000)), (4, (16, 81, 10000)), (5, (32, 243)))


@topic(
    "fractional-exponents",
    "fractional exponents",
    {"product": "The base is multiplied by the exponent.", "root": "The numerator of the exponent is left out."},
)
def fractional_exponents(d: Draw) -> Item:
    index, numbers = d.choice(_ROOTS[: d.difficulty + 1])
    base = d.choice(numbers)
    root = round(base ** (1 / index))
    power = d.choice([p for p in (1, 2, 3, 4, 5) if p % index and root**p < 5000])
    sign = -1 if d.difficulty == 3 and d.rng.random() < 0.6 else 1
    value = Fraction(root) ** (sign * power)
    name = {2: "square root", 3: "cube root"}.get(index, f"{index}th root")
    exponent = f"{'-' if sign < 0 else ''}{power}/{index}"
    work = steps(
        f"the {name} of {base} is {root}",
        f"@powers {raised(root, power)}" if power > 1 else "",
        f"@negative-exponents {number(value)}" if sign < 0 else "",
    )
    if d.slip == "product":
        value = Fraction(base * power * sign, index)
        work = f"{base}*{power} = {base * power}; {sign * base * power}/{index} = {number(value)}"
    elif d.slip == "root" and power > 1:
        value, work = Fraction(root), f"the {name} of {base} is {root}"
    return Item(
        (*ask(COMPUTE, f"{base}^({exponent})"), f"Raise {base} to the power {exponent}."),
        work,
        number(value),
        f"answer^{index} = {base}^({sign * power})" + lowest(Fraction(root) ** (sign * power)) + " and answer > 0",
        value=int(value) if value.denominator == 1 and not d.slip else None,
        noun=f"{base}^({exponent})",
    )


@topic(
    "simplifying-roots",
    "simplifying roots",
    {"square": "The square comes out without its root taken.", "swap": "What stays and what comes out are swapped."},
)
def simplifying_roots(d: Draw) -> Item:
    inside, out = d.choice(_SQUARE_FREE), d.within((2, 6), (2, 9), (3, 15))
    front = d.within((1, 1), (1, 1), (2, 9))
    number_inside = inside * out * out
    kept = {"square": out * out, "swap": inside}.get(d.slip, out)
    under = out if d.slip == "swap" else inside
    value = front * kept
    return Item(
        ask((*SIMPLIFY, "Take as much as possible out of the root in {}."), term(front, 1, f"sqrt({number_inside})")),
        f"{number_inside} = {out * out}*{inside}; @square-roots {out}^2 = {out * out}"
        + (f"; {times(front, kept)}" if front > 1 else ""),
        term(value, 1, f"sqrt({under})"),
        f"answer^2 = {front * front * number_inside} and answer > 0"
        f" and largest(answer) < {max(front * out, inside) + 1}",
    )


@topic(
    "adding-roots",
    "adding roots",
    {"inside": "The numbers under the roots are added.", "first": "One root is not simplified before adding."},
)
def adding_roots(d: Draw) -> Item:
    inside = d.choice((2, 3, 5, 6, 7))
    a, m = d.within((1, 5), (1, 9), (2, 9)), d.within((1, 1), (2, 4), (2, 6))
    b = d.within((2, 9), (1, 1), (1, 4))
    second = b * m
    total = a + (b if d.slip == "first" and m > 1 else second)
    one, other = term(a, 1, f"sqrt({inside})"), term(b, 1, f"sqrt({inside * m * m})")
    simple = f"@simplifying-roots {other} = {term(second, 1, f'sqrt({inside})')}" if m > 1 and d.slip != "first" else ""
    work = steps(simple, f"@combining-like-terms {plus(a, total - a)}")
    answer = term(total, 1, f"sqrt({inside})")
    if d.slip == "inside" or (d.slip and m == 1):
        answer = term(a + b, 1, f"sqrt({inside + inside * m * m})")
        work = f"@combining-like-terms {plus(a, b)}; {plus(inside, inside * m * m)}"
    return Item(
        ask(SIMPLIFY, f"{one} + {other}"),
        work,
        answer,
        f"answer - {one} = {other} and parts(answer) < 4",
    )


@topic(
    "rationalising-denominators",
    "rationalising denominators",
    {
        "top": "Only the denominator is multiplied by the root.",
        "square": "The root in the denominator is squared twice.",
    },
)
def rationalising_denominators(d: Draw) -> Item:
    inside = d.choice(_SQUARE_FREE[:6])
    factor = d.within((1, 4), (1, 9), (1, 9))
    below = d.within((1, 1), (1, 1), (2, 5))
    top = factor * inside * below if d.difficulty != 2 else d.choice([n for n in range(1, 13) if n % inside])
    bottom = inside * inside if d.slip == "square" else inside
    value = Fraction(top, bottom * below)
    front = term(value.numerator, 1, f"sqrt({inside})")
    answer = front if value.denominator == 1 else f"{front}/{value.denominator}"
    if d.slip == "top":
        answer = number(value)
    text = f"{top}/sqrt({inside})" if below == 1 else f"{top}/({below}sqrt({inside}))"
    work = f"@square-roots sqrt({inside})*sqrt({inside}) = {bottom}"
    if below > 1:
        work += f"; {times(below, bottom)}"
    return Item(
        ask(
            (
                "Rationalise {}.",
                "Write {} without a root in the denominator.",
                "Remove the root from the bottom of {}.",
            ),
            text,
        ),
        f"{work}; {top}/{below * bottom} = {number(value)}",
        answer,
        f"answer^2 = {Fraction(top * top, inside * below * below)} and answer > 0",
    )


@topic(
    "scientific-notation",
    "scientific notation",
    {"places": "The point moves one place too many.", "sign": "The point moves in the wrong direction."},
)
def scientific_notation(d: Draw) -> Item:
    digits = d.within((11, 99), (11, 99), (101, 999))
    while digits % 10 == 0:
        digits += 1
    front = Fraction(digits, 10 if digits < 100 else 100)
    power = d.within((2, 6), (-4, -1), (-5, 7)) or 3
    used = {"places": power + (1 if power > 0 else -1), "sign": -power}.get(d.slip, power)
    value = decimal(front * Fraction(10) ** used)
    shown = f"10^{bracket(power)}"
    way = f"{abs(used)} place{'s' if abs(used) > 1 else ''} to the {'right' if used > 0 else 'left'}"
    return Item(
        ask(
            (
                "Write {0}*{1} as an ordinary number.",
                "Which number is {0}*{1}?",
                "Write {0}*{1} without a power of ten.",
            ),
            decimal(front),
            shown,
        ),
        f"with @powers of ten the point moves by @place-value, {way}",
        value,
        f"answer*10^{bracket(-power)} = {decimal(front)} and parts(answer) = 1",
    )


TOPICS = (
    quotient_of_powers,
    power_of_a_product,
    negative_exponents,
    fractional_exponents,
    simplifying_roots,
    adding_roots,
    rationalising_denominators,
    scientific_notation,
)
