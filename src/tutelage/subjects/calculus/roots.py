"""Roots: as fractional exponents, taking squares out, adding, and removing them from denominators."""

from __future__ import annotations

from fractions import Fraction
from math import gcd

from tutelage.subjects.calculus.notation import fraction, over_text, surd, term, terms
from tutelage.subjects.calculus.steps import minus, plus, raised, steps, times
from tutelage.subjects.calculus.topic import SIMPLIFY, ask, lowest, topic
from tutelage.subjects.workbook import Draw, Item

COMPUTE = ("Compute {}.", "What is {}?", "Evaluate {}.", "Find the value of {}.")
_SQUARE_FREE = (2, 3, 5, 6, 7, 10, 11, 13)


_ROOTS = ((2, (4, 9, 16, 25, 36, 49, 64, 81, 100)), (3, (8, 27, 64, 125, 1000)), (4, (16, 81, 10000)), (5, (32, 243)))
_NAMES = {2: "square root", 3: "cube root", 4: "fourth root", 5: "fifth root"}


@topic(
    "fractional-exponents",
    product="The base is multiplied by the exponent.",
    root="The numerator of the exponent is left out.",
    turned="Numerator and denominator of the exponent change roles.",
)
def fractional_exponents(d: Draw) -> Item:
    index, numbers = d.choice(_ROOTS[: d.difficulty + 1])
    base = d.choice(numbers)
    root = round(base ** (1 / index))
    power = d.choice([p for p in (1, 2, 3, 4, 5) if gcd(p, index) == 1 and root**p < 5000])
    sign = -1 if d.difficulty > 1 and d.rng.random() < 0.5 else 1
    below = 1  # of a base that is a fraction
    if d.difficulty == 3 and index < 4 and d.rng.random() < 0.5:
        below = d.choice([b for b in (2, 3, 5) if root % b and b % root and b**power < 3000] or [1])
    right = Fraction(root, below) ** (sign * power)
    value, exponent = right, f"{'-' if sign < 0 else ''}{power}/{index}"
    shown = f"{base}/{below**index}" if below > 1 else str(base)
    work = steps(
        f"the {_NAMES[index]} of {shown} is {Fraction(root, below)}",
        raised(root, power) if power > 1 else "",
        raised(below, power) if power > 1 and below > 1 else "",
        f"@negative-exponents give {value}" if sign < 0 else "",
    )
    if d.slip == "product":
        value = Fraction(base, below**index) * Fraction(sign * power, index)
        work = f"{f'({shown})' if below > 1 else shown}*({exponent}) = {value}"
    elif d.slip == "root" and power > 1:
        value = Fraction(root, below) ** sign
        work = f"the {_NAMES[index]} of {shown} is {Fraction(root, below)}; the result is {value}"
    elif d.slip == "turned" and power in (2, 3) and below == 1 and round(base ** (1 / power)) ** power == base:
        other = round(base ** (1 / power))
        value = Fraction(other) ** (sign * index)
        work = f"the {_NAMES[power]} of {base} is {other}; {raised(other, index)}"
    text = f"{shown}^({exponent})" if below == 1 else f"({shown})^({exponent})"
    return Item(
        (*ask(COMPUTE, text), f"Raise {shown} to the power {exponent}."),
        f"the denominator of the exponent says which root, as in @square-roots: {work}",
        str(value),
        f"answer^{index} = ({shown})^({sign * power}){lowest(right)} and answer > 0",
        value=int(value) if value.denominator == 1 and not d.slip else None,
        noun=f"the value of {text}",
    )


@fractional_exponents.form("reverse")
def base_of_a_fractional_power(d: Draw) -> Item:
    index, power = d.choice(
        (((2, 1), (3, 1)), ((2, 3), (3, 2), (2, 1), (4, 3)), ((2, -1), (3, -2), (2, -3), (3, 4)))[d.difficulty - 1]
    )
    root = d.within((2, 10), (2, 6), (2, 5))
    right = Fraction(root) ** power
    size = abs(power)
    left_out = d.slip == "root" and size > 1
    kept = root**size if left_out else root
    exponent = f"{power}/{index}"
    questions = (
        f"For which positive number a is a^({exponent}) = {right}?",
        f"a is positive, and a^({exponent}) = {right}. Find a.",
        f"Which positive number has the value {right} when it is raised to the power {exponent}?",
    )
    work = f"as with @square-roots, the {_NAMES[index]} of a has to be {kept}: " + steps(
        "" if size == 1 or left_out else raised(root, size), raised(kept, index)
    )
    return Item(questions, work, str(kept**index), f"answer^({power}) = ({right})^{index} and answer > 0")


@fractional_exponents.form("with letters")
def fractional_exponents_with_letters(d: Draw) -> Item:
    index, letter = d.choice((2, 3) if d.difficulty == 1 else (2, 3, 4)), d.letter()
    m, n = d.within((1, 3), (1, 7), (1, 7)), d.within((1, 4), (1, 4), (1, 4))
    while m % index == 0 or m == 1:
        m += 1
    root = {2: f"sqrt({term(1, m, letter)})"}.get(index, f"({term(1, m, letter)})^(1/{index})")
    power = Fraction(m, index)
    if d.difficulty == 1:
        text, work = root, f"exponent {m} through {index}"
    elif d.difficulty == 2:
        text, work = f"{term(1, n, letter)}*{root}", f"exponents are added: {n} + {m}/{index} = {power + n}"
        power += n
    else:
        text, work = (f"{term(1, n, letter)}/{root}", f"exponents are subtracted: {n} - {m}/{index} = {n - power}")
        power = n - power
    if d.slip == "turned" and d.difficulty == 1:
        power, work = 1 / power, f"exponent {index} through {m}"
    elif d.slip == "root":
        power = (
            Fraction(1, index)
            if d.difficulty == 1
            else power - Fraction(m - 1, index) * (1 if d.difficulty == 2 else -1)
        )
        work = f"the exponent {m} under the root is left out: {power}"
    exponent = str(power) if power.denominator == 1 and power > 0 else f"({power})"
    answer = letter if power == 1 else f"{letter}^{exponent}"
    return Item(
        (
            f"{letter} is positive. Write {text} as one power of {letter}.",
            f"Which exponent does {letter} have in {text}, written as one power? Give the power. ({letter} > 0)",
            f"For {letter} > 0 bring {text} to the form {letter}^n.",
        ),
        f"as with @square-roots, a root divides the exponent: {work}",
        answer,
        f"answer^{index} = ({text})^{index}",
    )


@fractional_exponents.form("word problem")
def cube_of_known_volume(d: Draw) -> Item:
    edge = d.within((2, 10), (2, 12), (2, 15))
    volume, power = edge**3, 1 if d.difficulty == 1 else 2
    factor = 6 if d.difficulty == 3 else 1
    value = factor * edge if d.slip == "root" and power == 2 else factor * edge**power
    told = {1: "one edge", 2: "one of its faces", 3: "its whole surface"}[d.difficulty]
    unit = "cm" if power == 1 else "cm^2"
    formula = f"{f'{factor}*' if factor > 1 else ''}V^({power}/3)"
    quantity = "length" if power == 1 else "area"
    questions = (
        f"A cube has the volume V = {volume} cm^3. Then the {quantity} of {told} is {formula}, in {unit}. Find it.",
        f"A cube holds {volume} cm^3. What is the {quantity} of {told}, in {unit}?",
        f"How large is the {quantity} of {told}, in {unit}, for a cube of {volume} cm^3?",
    )
    work = f"it is {formula}; as with @square-roots, the cube root comes first: " + steps(
        f"the cube root of {volume} is {edge}",
        raised(edge, power) if power > 1 and value != factor * edge else "",
        times(factor, value // factor) if factor > 1 else "",
    )
    return Item(questions, work, str(value), f"(answer/{factor})^3 = {volume}^{power} and answer > 0")


@topic(
    "simplifying-roots",
    square="The square comes out without its root taken.",
    swap="What stays and what comes out are swapped.",
    small="What comes out is halved instead of its root being taken.",
)
def simplifying_roots(d: Draw) -> Item:
    inside, out = d.choice(_SQUARE_FREE), d.within((2, 6), (2, 9), (3, 12))
    front = d.within((1, 1), (2, 9), (1, 5))
    bottom = d.choice([b for b in (2, 3, 5, 7, 11, 17) if out * front % b and inside % b]) if d.difficulty == 3 else 1
    held = inside * out * out
    kept = d.outcome(out, square=out * out, swap=inside, small=out * out // 2 if out % 2 == 0 else out)
    under = out if d.slip == "swap" else inside
    value = front * kept
    area = fraction(held, bottom * bottom)
    root = f"sqrt({area})"
    answer = over_text(term(value, 1, f"sqrt({under})"), bottom)
    work = steps(
        times(out * out, inside),
        f"{out}^2 = {out * out}",
        f"{bottom}^2 = {bottom * bottom}" if bottom > 1 else "",
        times(front, kept) if front > 1 else "",
    )
    return Item(
        ask((*SIMPLIFY, "Take as much as possible out of the root in {}."), term(front, 1, root)),
        f"the root of a product is the product of the @square-roots: {work}",
        answer,
        f"answer^2 = {Fraction(front * front * held, bottom * bottom)} and answer > 0"
        f" and largest(answer) < {max(front * out, inside, bottom) + 1}",
        worded={
            "word problem": (
                f"A square has the area {area} m^2. How long is its side, in m, in simplest form?",
                f"The area of a square tile is {area} cm^2. Give the exact length of its side in cm, simplified.",
                f"What is the side, in km and in simplest form, of a square field of {area} km^2?",
            )
            if front == 1
            else (
                f"{front} squares, each of {area} cm^2, lie side by side in a row. How long is the row, in cm, in "
                "simplest form?",
                f"A stick is {front} times as long as the side of a square of {area} cm^2. Give its length in cm, "
                "simplified.",
                f"Somebody walks along {front} square fields of {area} m^2 each, which lie in a row. How many m is "
                "that, in simplest form?",
            )
        },
    )


@simplifying_roots.form("reverse")
def number_under_one_root(d: Draw) -> Item:
    inside, out = d.choice(_SQUARE_FREE), d.within((2, 5), (2, 9), (2, 9))
    more = d.within((2, 5)) if d.difficulty == 3 else 1
    left, front = term(out * more, 1, f"sqrt({inside})"), term(more, 1, "sqrt(n)")
    return Item(
        (
            f"{left} = {front}. Find n.",
            f"Write {left} in the form {front}. What is n?",
            f"For which n is {front} equal to {left}?",
        ),
        "as with @square-roots, what goes under the root is squared: "
        + steps(f"{out * more}/{more} = {out}" if more > 1 else "", f"{out}^2 = {out * out}", times(out * out, inside)),
        str(out * out * inside),
        f"answer = {out}^2*{inside}" if more == 1 else f"{more}^2*answer = ({out * more})^2*{inside}",
    )


@simplifying_roots.form("product of roots")
def product_of_roots(d: Draw) -> Item:
    a, b, common = d.choice((2, 3, 5, 7)), d.choice((2, 3, 5, 7)), d.within((2, 6), (2, 10), (2, 15))
    while a == b or common in (4, 8, 9, 12):
        a, b, common = d.choice((2, 3, 5, 7)), d.choice((2, 3, 5, 7)), d.within((2, 6), (2, 10), (2, 15))
    p, q = d.within((1, 1), (1, 1), (2, 5)), d.within((1, 1), (2, 5), (2, 5))
    first, second = a * common, b * common
    product = first * second
    right = surd(p * q, product)
    wrong = {"square": surd(p * q, a * b * common**4), "small": term(p * q, 1, f"sqrt({first + second})")}
    text = f"{term(p, 1, f'sqrt({first})')}*{term(q, 1, f'sqrt({second})')}"
    largest = max(int(each) for each in right.replace(")", "").replace("(", " ").replace("sqrt", " ").split())
    return Item(
        (f"Compute {text} and simplify.", f"Write {text} in simplest form.", f"What is {text}, simplified?"),
        "the product of @square-roots is the root of the product: "
        + steps(times(p, q) if p * q > 1 and p > 1 else "", times(first, second))
        + (f"; sqrt({product}) = {surd(1, product)}" if not d.slip else f"; {wrong.get(d.slip, right)}"),
        wrong.get(d.slip, right),
        f"answer^2 = {p * p * q * q}*{first}*{second} and answer > 0 and largest(answer) < {largest + 1}",
    )


@topic(
    "adding-roots",
    inside="The numbers under the roots are added.",
    first="A root is not simplified, and only the numbers in front are added.",
    times="The numbers in front are multiplied instead of added.",
)
def adding_roots(d: Draw) -> Item:
    """Multiples of one root, of which at 2 and 3 some have to be simplified first; at 3 another root stays."""
    inside = d.choice((2, 3, 5, 6, 7))
    a, b = d.within((1, 9), (1, 6), (1, 6)), d.within((2, 9), (1, 5), (1, 5))
    m, n = d.within((1, 1), (1, 3), (2, 4)), d.within((1, 1), (2, 5), (3, 6))
    sign = d.choice((1, -1))
    while a * m + sign * b * n == 0 or (m == n and d.difficulty > 1):
        a, n = d.within((1, 9)), n + 1
    root = f"sqrt({inside})"
    one, other = term(a, 1, f"sqrt({inside * m * m})"), term(b, 1, f"sqrt({inside * n * n})")
    total = d.outcome(a * m + sign * b * n, first=a + sign * b, times=a * m * b * n * sign)
    answer = term(total, 1, root)
    text = f"{one} {'+' if sign > 0 else '-'} {other}"
    combine = d.outcome(plus(a * m, sign * b * n), times=times(a * m, sign * b * n), first=plus(a, sign * b))
    work = steps(
        *(
            f"{whole} = {term(k * f, 1, root)}"
            for whole, k, f in ((one, a, m), (other, b, n))
            if f > 1 and d.slip != "first"
        ),
        combine,
    )
    if d.slip == "inside":
        under = inside * m * m + sign * inside * n * n
        if under <= 0 or a != b:
            under = inside * m * m + inside * n * n
        answer = term(a + b, 1, f"sqrt({under})")
        work = f"{plus(a, b)}; the roots are joined: sqrt({under})"
    rest = 0
    if d.difficulty == 3 and d.rng.random() < 0.6:
        rest = d.choice([k for k in (2, 3, 5, 7) if k != inside])
        text, answer = f"{text} + sqrt({rest})", terms(answer, f"sqrt({rest})")
        work += f"; sqrt({rest}) stays"
    return Item(
        ask(SIMPLIFY, text),
        f"by @simplifying-roots, then as in @combining-like-terms: {work}"
        if m > 1 or n > 1
        else f"as in @combining-like-terms: {work}",
        answer,
        f"answer = {text} and terms(answer) < {3 if rest else 2} and "
        f"largest(answer) < {max(abs(total), inside, rest) + 1}",
    )


@adding_roots.form("word problem")
def length_in_roots(d: Draw) -> Item:
    inside, m, n = d.choice((2, 3, 5, 6, 7)), d.within((2, 4), (2, 5), (2, 9)), d.within((2, 5), (3, 6), (3, 9))
    while m == n:
        n += 1
    first, second = inside * m * m, inside * n * n
    around = d.difficulty > 1
    total = d.outcome(m + n, first=2, times=m * n) * (2 if around else 1)
    root = f"sqrt({inside})"
    answer = term(total, 1, root)
    if d.slip == "inside":
        answer = surd(2 if around else 1, first + second)
    elif d.slip == "first":
        answer = term(total, 1, root)
    if around:
        questions = (
            f"A rectangle has sides of sqrt({first}) cm and sqrt({second}) cm. Find its perimeter in cm, simplified.",
            f"What is the perimeter, in m, of a rectangular field that is sqrt({first}) m wide and sqrt({second}) m "
            "long? Simplify.",
            f"A frame is sqrt({first}) cm wide and sqrt({second}) cm high. How many cm long are its four sides "
            "together, in simplest form?",
        )
    else:
        questions = (
            f"Two ribbons of sqrt({first}) m and sqrt({second}) m are sewn together. How long is the whole ribbon, in "
            "m, in simplest form?",
            f"A path leads sqrt({first}) km north and then sqrt({second}) km east. How many km is it long, simplified?",
            f"Two squares of {first} cm^2 and {second} cm^2 stand side by side. How long are they together, in cm, in "
            "simplest form?",
        )
    joined = d.outcome(plus(m, n), times=times(m, n), first=plus(1, 1), inside=plus(first, second))
    return Item(
        questions,
        f"by @simplifying-roots, then as in @combining-like-terms: sqrt({first}) = {term(m, 1, root)}; "
        f"sqrt({second}) = {term(n, 1, root)}; {joined}" + (f"; times 2: {answer}" if around else ""),
        answer,
        f"answer = {2 if around else 1}*(sqrt({first}) + sqrt({second})) and terms(answer) = 1 and "
        f"largest(answer) < {max((m + n) * (2 if around else 1), inside) + 1}",
    )


@adding_roots.form("reverse")
def missing_multiple(d: Draw) -> Item:
    inside, m, k = d.choice((2, 3, 5, 6, 7)), d.within((1, 1), (2, 5), (2, 6)), d.within((2, 9), (2, 9), (-9, 9))
    a, n = d.within((1, 9), (1, 4), (1, 5)), d.within((1, 1), (1, 1), (2, 4))
    while k in (0, 1) or a * m + k * n == 0:
        k += 1
    root, total = f"sqrt({inside})", a * m + k * n
    one, other = term(a, 1, f"sqrt({inside * m * m})"), f"k*sqrt({inside * n * n})"
    kept = a if d.slip == "first" else a * m
    value = Fraction(total - kept, n)
    work = steps(
        f"{one} = {term(a * m, 1, root)}" if kept > a else "",
        f"sqrt({inside * n * n}) = {term(n, 1, root)}" if n > 1 else "",
        minus(total, kept),
        f"{total - kept}/{n} = {value}" if n > 1 else "",
    )
    return Item(
        (
            f"{one} + {other} = {term(total, 1, root)}. Find k.",
            f"For which k is {one} + {other} equal to {term(total, 1, root)}?",
            f"What is k if {one} + {other} = {term(total, 1, root)}?",
        ),
        f"by @simplifying-roots and @combining-like-terms: {work}",
        str(value),
        f"{one} + answer*sqrt({inside * n * n}) = {total}*{root}",
    )


@topic(
    "rationalising-denominators",
    top="Only the denominator is multiplied.",
    square="The root in the denominator is squared twice.",
    same="Numerator and denominator are multiplied by the denominator as it stands, and its square is taken "
    "term by term.",
)
def rationalising_denominators(d: Draw) -> Item:
    if d.difficulty == 3:
        return _by_the_conjugate(d)
    inside = d.choice(_SQUARE_FREE[:6])
    below = d.within((1, 1), (1, 5))
    top = inside * below * d.within((1, 6)) if d.rng.random() < 0.35 else d.within((1, 9), (1, 20))
    bottom = inside * inside if d.slip == "square" else inside
    value = Fraction(top, bottom * below)
    answer = over_text(term(value.numerator, 1, f"sqrt({inside})"), value.denominator)
    if d.slip == "top":
        answer = str(value)
    text = f"{top}/sqrt({inside})" if below == 1 else f"{top}/({below}sqrt({inside}))"
    work = steps(
        f"sqrt({inside})*sqrt({inside}) = {bottom}" if not d.slip else f"the denominator becomes {bottom}",
        times(below, bottom) if below > 1 else "",
        f"@simplifying-fractions {top}/{below * bottom} = {value}" if gcd(top, below * bottom) > 1 else f"{answer}",
    )
    formal = (
        f"answer^2 = {Fraction(top * top, inside * below * below)} and answer > 0 and "
        f"largest(answer) < {max(inside, Fraction(top, inside * below).numerator, inside * below) + 1}"
    )
    return Item(
        _without_root(text), f"above and below times sqrt({inside}), as @square-roots multiply: {work}", answer, formal
    )


def _without_root(text: str) -> tuple[str, ...]:
    return (
        f"Rationalise the denominator of {text}.",
        f"Write {text} without a root in the denominator.",
        f"Remove the root from the denominator of {text}.",
    )


def _by_the_conjugate(d: Draw) -> Item:
    """top/(sqrt(a) + b), by (sqrt(a) + b)(sqrt(a) - b) = a - b^2."""
    inside, b = d.choice((2, 3, 5, 6, 7, 10, 11, 13)), d.within((1, 5)) * d.choice((1, -1))
    while abs(b) ** 2 == inside or abs(inside - b * b) > 20:
        b = d.within((1, 4)) * d.choice((1, -1))
    bottom = inside - b * b
    top = abs(bottom) * d.within((1, 4)) if d.rng.random() < 0.7 else 1
    root, conjugate = f"sqrt({inside})", f"sqrt({inside}) {'-' if b > 0 else '+'} {abs(b)}"
    used = d.outcome(bottom, same=inside + b * b, square=inside * inside - b * b) or bottom
    factor = Fraction(top, used)
    sign = 1 if d.slip == "same" else -1
    answer = str(factor) if d.slip == "top" else _spread(factor, root, sign * b)
    text = f"{top}/({root} {'+' if b > 0 else '-'} {abs(b)})"
    work = steps(
        f"{b if b > 0 else f'({b})'}^2 = {b * b}",
        minus(inside, b * b) if not d.slip else f"the denominator becomes {used}",
        f"{top}/{used} = {factor}" if used > 0 else f"{top}/({used}) = {factor}",
    )
    how = f"({root} {'+' if b > 0 else '-'} {abs(b)})({conjugate})"
    return Item(
        _without_root(text),
        f"above and below times {conjugate}, a @difference-of-squares in {how}: {work}",
        answer,
        f"answer*({root} + {b if b > 0 else f'({b})'}) = {top} and terms(answer) < 3",
    )


def _spread(factor: Fraction, root: str, constant: int) -> str:
    """`factor*(root + constant)`, with the larger of both terms in front if the factor is negative."""
    if factor.denominator > 1:
        top = terms(root, str(constant)) if factor > 0 else terms(str(-constant), f"-{root}")
        if factor < 0 and constant > 0:
            top = f"-{root} - {constant}"
        front = abs(factor.numerator)
        return f"({top})/{factor.denominator}" if front == 1 else f"{front}({top})/{factor.denominator}"
    first, second = term(int(factor), 1, root), str(int(factor) * constant)
    return terms(first, second) if factor > 0 or constant > 0 else terms(second, first)


@rationalising_denominators.form("reverse")
def number_above_the_root(d: Draw) -> Item:
    inside, m = d.choice(_SQUARE_FREE), d.within((1, 9), (2, 9), (2, 9))
    below, bottom = d.within((1, 1), (1, 4), (2, 5)), d.choice((1, 1, 1)) if d.difficulty < 3 else d.choice((3, 7, 11))
    top = Fraction(m * inside * below, bottom)
    left = f"k/sqrt({inside})" if below == 1 else f"k/({below}sqrt({inside}))"
    right = over_text(term(m, 1, f"sqrt({inside})"), bottom)
    questions = (
        f"{left} = {right}. Find k.",
        f"For which k is {left} equal to {right}?",
        f"Which number k makes {left} = {right} true?",
    )
    work = (
        f"both sides times the denominator, as @square-roots multiply: sqrt({inside})*sqrt({inside}) = {inside}; "
        + steps(
            times(m, inside),
            times(m * inside, below) if below > 1 else "",
            f"{m * inside * below}/{bottom} = {top}" if bottom > 1 else "",
        )
    )
    return Item(questions, work, str(top), f"answer/({below}*sqrt({inside})) = {right}")


@rationalising_denominators.form("word problem")
def side_of_a_figure(d: Draw) -> Item:
    inside = d.choice(_SQUARE_FREE[:6])
    part = d.within((1, 1), (2, 4), (2, 6))
    top = d.within((1, 12), (1, 15), (3, 30))
    value = Fraction(top, inside * part)
    answer = over_text(term(value.numerator, 1, f"sqrt({inside})"), value.denominator)
    if d.slip == "top":
        answer = str(value)
    side = term(part, 1, f"sqrt({inside})")
    return Item(
        (
            f"A rectangle has the area {top} cm^2, and one side is {side} cm long. How long is the other one, in cm, "
            "without a root in the denominator?",
            f"A snail needs {side} hours for {top} m. Give its speed in m per hour without a root in the denominator.",
            f"Which number, multiplied by {side}, gives {top}? Write it without a root in the denominator.",
        ),
        f"{top}/({side}), above and below times sqrt({inside}), as @square-roots multiply: "
        + steps(
            f"sqrt({inside})*sqrt({inside}) = {inside}",
            times(part, inside) if part > 1 else "",
            f"@simplifying-fractions {top}/{part * inside} = {value}" if gcd(top, part * inside) > 1 else answer,
        ),
        answer,
        f"answer*{side} = {top} and largest(answer) < {max(inside, value.denominator, value.numerator) + 1}",
    )
