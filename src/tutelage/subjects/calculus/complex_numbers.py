"""Complex numbers: powers of i, sums, products, quotients."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.notation import term, terms
from tutelage.subjects.calculus.steps import minus, over, plus, steps, times
from tutelage.subjects.calculus.topic import ask, topic
from tutelage.subjects.workbook import Draw, Item

COMPUTE = ("Compute {}.", "What is {}?", "Work out {}.")
Complex = tuple[int | Fraction, int | Fraction]
"""Real and imaginary part."""


def cartesian(real: int | Fraction, imaginary: int | Fraction) -> str:
    """`3 - 2i`, `i/2`, `0`."""
    top = Fraction(imaginary)
    part = term(top.numerator, 1, "i") + (f"/{top.denominator}" if top.denominator > 1 else "")
    return terms(*(piece for piece in (str(real) if real else "", part if imaginary else "") if piece))


def product(one: Complex, other: Complex) -> Complex:
    return one[0] * other[0] - one[1] * other[1], one[0] * other[1] + one[1] * other[0]


def settled(left: str, real: int | Fraction | str, imaginary: int | Fraction | str) -> str:
    """Statements: the left side, a polynomial in i, is this complex number."""
    return f"re({left}) = {real} and im({left}) = {imaginary}"


def pair_of_parts(d: Draw) -> tuple[int, int]:
    return d.nonzero((1, 9), (-9, 9), (-15, 15)), d.nonzero((1, 9), (-9, 9), (-15, 15))


def _power_of_i(n: int, slip: str = "") -> tuple[int, int]:
    real, imaginary = ((1, 0), (0, 1), (-1, 0), (0, -1))[(n + (slip == "count")) % 4]
    if slip == "sign":
        return -real, -imaginary
    return (-imaginary, real) if slip == "real" else (real, imaginary)


@topic(
    "powers-of-i",
    sign="The sign is wrong.",
    real="An odd power is taken for a real number, or an even one for an imaginary number.",
    count="The exponent is counted from i^0 as if it were i^1.",
    takes=range(2, 60),
)
def powers_of_i(d: Draw) -> Item:
    n, a = d.main((2, 30), (5, 99), (20, 400)), d.within((1, 9), (2, 12), (2, 20))
    real, imaginary = (a * part for part in _power_of_i(n, d.slip))
    text = f"{term(a, 1, 'i')}^{d.shown(n)}"
    rest = n % 4
    work = "@division-with-remainder: i^4 = 1, so only the remainder counts; "
    work += _one_power(n, a, cartesian(*_power_of_i(n, d.slip)))
    formal = settled(f"answer*i^{(4 - rest) % 4}", a, 0)
    if d.difficulty == 3 and d.given is None:
        m, b = d.within((20, 400)), d.nonzero((-20, 20))
        while m % 2 == n % 2:
            m += 1
        more = tuple(b * part for part in _power_of_i(m))
        real, imaginary = real + more[0], imaginary + more[1]
        text = terms(text, f"{term(b, 1, 'i')}^{m}")
        work += f"; {_one_power(m, b, cartesian(*_power_of_i(m)))}"
        formal = settled("answer", *(a * x + y for x, y in zip(_power_of_i(n), more, strict=True)))
    return Item((*ask(COMPUTE, text), f"Simplify {text}."), work, cartesian(real, imaginary), formal)


def _one_power(n: int, front: int, value: str) -> str:
    rest = n % 4
    work = f"{n} divided by 4 leaves {rest}, and {'that' if rest == 1 else f'i^{rest}'} is {value}"
    return f"{work}; times {front}" if front != 1 else work


@powers_of_i.form("reverse")
def smallest_exponent(d: Draw) -> Item:
    low, wanted = d.within((4, 20), (20, 99), (100, 900)), d.within((0, 3))
    step = d.within((1, 1), (1, 1), (2, 3))
    found = next(n for n in range(low + 1, low + 20) if step * n % 4 == wanted) if step != 2 or wanted % 2 == 0 else 0
    if not found:
        return smallest_exponent(d)
    if d.slip == "sign":
        found += 1 if step == 2 else 2
    value, base = cartesian(*_power_of_i(wanted)), "i" if step == 1 else f"(i^{step})"
    return Item(
        (
            f"What is the smallest whole number n > {low} with {base}^n = {value}?",
            f"Find the smallest n that is larger than {low} and makes {base}^n equal to {value}.",
            f"After {low}, which whole number n is the first with {base}^n = {value}?",
        ),
        f"{value} is {'i itself' if wanted == 1 else f'i^{wanted}'}, so by @division-with-remainder "
        f"{'' if step == 1 else f'{step} times '}n must leave {wanted} when divided by 4; "
        f"the first such n above {low} is {found}",
        str(found),
        f"mod({step}*answer, 4) = {wanted} and answer > {low} and answer < {low + 1 + 4 // (2 if step == 2 else 1)}",
    )


@powers_of_i.form("application")
def quarter_turns(d: Draw) -> Item:
    a, b = d.nonzero((1, 9), (-9, 9), (-9, 9)), d.nonzero((1, 9), (-9, 9), (-9, 9))
    n = d.within((1, 3), (5, 30), (31, 400))
    while n % 4 == 0:
        n += 1
    real, imaginary = product((a, b), _power_of_i(n, d.slip))
    turns = f"{n} times" if n > 1 else "once"
    questions = (
        f"Multiplying by i turns a complex number by a right angle. What does {cartesian(a, b)} become if that is "
        f"done {turns}?",
        f"Each multiplication by i is a quarter turn about 0. Where does {cartesian(a, b)} get to if it is "
        f"multiplied by i {turns}?",
        f"The number {cartesian(a, b)} is multiplied by i, {turns}. What is the result?",
    )
    work = (
        f"@division-with-remainder: {n} by 4 leaves {n % 4}, so i to this power is "
        f"{cartesian(*_power_of_i(n, d.slip))}; "
        f"({cartesian(a, b)}) times that, with i*i = -1, is {cartesian(real, imaginary)}"
    )
    return Item(questions, work, cartesian(real, imaginary), settled(f"answer*i^{(4 - n) % 4}", a, b))


@topic(
    "adding-complex-numbers",
    mixed="Real and imaginary parts are mixed.",
    sign="In a difference only the real part is subtracted.",
    front="A factor in front is applied to the real part alone.",
)
def adding_complex_numbers(d: Draw) -> Item:
    (a, b), (c, e) = pair_of_parts(d), pair_of_parts(d)
    less = d.difficulty > 1 and d.rng.random() < 0.6
    front = d.within((1, 1), (1, 1), (2, 5))
    while (front * a == c or front * b == e) if less else (front * a == -c or front * b == -e):
        a, b = pair_of_parts(d)
    p, q = front * a, b if d.slip == "front" else front * b
    sign = -1 if less else 1
    real, imaginary = p + sign * c, q + (e if d.slip == "sign" else sign * e)
    one, other = (minus(p, c), minus(q, e)) if less else (plus(p, c), plus(q, e))
    if d.slip == "sign":
        other = plus(q, e)
    elif d.slip == "mixed":
        real, imaginary = p + sign * e, q + sign * c
        one, other = (minus(p, e), minus(q, c)) if less else (plus(p, e), plus(q, c))
    first = f"({cartesian(a, b)})"
    text = f"{front if front > 1 else ''}{first} {'-' if less else '+'} ({cartesian(c, e)})"
    scaled = f"{front}{first} is {cartesian(p, q)}; " if front > 1 else ""
    often = {1: "", 2: " twice", 3: " three times", 4: " four times", 5: " five times"}[front]
    then = f"by {'the opposite of ' if less else ''}{cartesian(c, e)}"
    stories = (
        f"On a map x + yi stands for x km east and y km north. A boat moves by {cartesian(a, b)}{often} and "
        f"then {then}. Where is it, seen from its start?",
        f"A point of the plane moves from 0 by {cartesian(a, b)}{often} and then {then}. Which complex number "
        "marks its position?",
        f"A robot reads complex numbers as moves. It makes the move {cartesian(a, b)}{often} and then "
        f"{'undoes the move' if less else 'makes the move'} {cartesian(c, e)}. Where does it end, if it starts at 0?",
    )
    return Item(
        (*ask(COMPUTE, text), f"Simplify {text}."),
        f"@combining-like-terms: {scaled}real part {one}; imaginary part {other}",
        cartesian(real, imaginary),
        settled(f"answer {'+' if less else '-'} ({cartesian(c, e)})", front * a, front * b),
        worded={"word problem": stories},
    )


@adding_complex_numbers.form("reverse")
def missing_complex_number(d: Draw) -> Item:
    (a, b), (c, e) = pair_of_parts(d), pair_of_parts(d)
    if d.difficulty == 3:
        return _two_real_unknowns(d)
    total = (a - c, b - e) if d.difficulty == 2 else (a + c, b + e)
    found = (a, b) if d.difficulty == 2 else (c, e)
    if d.slip == "sign":
        found = (found[0], total[1] + b if d.difficulty == 1 else total[1] - e)
    known, result = (cartesian(c, e), cartesian(*total)) if d.difficulty == 2 else (cartesian(a, b), cartesian(*total))
    asks = (
        ("Which complex number minus ({}) is {}?", "From which number must {} be taken away to leave {}?")
        if d.difficulty == 2
        else ("Which complex number must be added to {} to give {}?", "Fill in the complex number z: ({}) + z = {}.")
    )
    more = "z - ({}) = {}. Find z." if d.difficulty == 2 else "z + ({}) = {}. Find z."
    return Item(
        ask((*asks, more), known, result),
        f"@combining-like-terms: ({result}) {'+' if d.difficulty == 2 else '-'} ({known}), real part "
        + (plus(total[0], c) if d.difficulty == 2 else minus(total[0], a))
        + "; imaginary part "
        + (
            (minus(total[1], e) if d.slip == "sign" else plus(total[1], e))
            if d.difficulty == 2
            else (plus(total[1], b) if d.slip == "sign" else minus(total[1], b))
        ),
        cartesian(*found),
        settled(f"answer {'-' if d.difficulty == 2 else '+'} ({known})", *total),
    )


def _two_real_unknowns(d: Draw) -> Item:
    """x + bi plus c + yi: two equations in one."""
    x, y = d.nonzero((-15, 15)), d.nonzero((-15, 15))
    b, c = d.nonzero((-15, 15)), d.nonzero((-15, 15))
    k = d.within((2, 5))
    total = cartesian(k * x + c, b + k * y)
    found = (y, x) if d.slip == "mixed" and x != y else (x, y)
    left = f"{k}(x + yi) + ({cartesian(c, b)})"
    return Item(
        (
            f"x and y are real, and {left} = {total}. Find (x, y).",
            f"Which pair (x, y) of real numbers satisfies {left} = {total}?",
            f"Find the real numbers x and y with {left} = {total}; answer (x, y).",
        ),
        f"@combining-like-terms: for the real parts {minus(k * x + c, c)}; {over(k * x, k)}; for the imaginary parts "
        f"{minus(b + k * y, b)}; {over(k * y, k)}",
        f"({found[0]}, {found[1]})",
        f"size(answer) = 2 and {k}*part(answer, 1) + ({c}) = {k * x + c} and {k}*part(answer, 2) + ({b}) = {b + k * y}",
    )


@topic(
    "multiplying-complex-numbers",
    square="i^2 is taken for 1.",
    parts="Real parts and imaginary parts are multiplied separately.",
    middle="Only one of the two mixed products is counted.",
    takes=range(2, 10),
)
def multiplying_complex_numbers(d: Draw) -> Item:
    a, b = d.main((1, 5), (-6, 6), (-9, 9)) or 1, d.nonzero((1, 5), (-6, 6), (-9, 9))
    c, e = d.nonzero((1, 5), (-6, 6), (-9, 9)), d.nonzero((1, 5), (-6, 6), (-9, 9))
    squared = d.difficulty == 3 and d.given is None and d.rng.random() < 0.4
    if squared:
        c, e = a, b
    real = a * c + b * e if d.slip == "square" else a * c - b * e
    imaginary = a * e if d.slip == "middle" else a * e + b * c
    work = steps(
        times(a, c),
        times(b, e),
        plus(a * c, b * e) if d.slip == "square" else minus(a * c, b * e),
        times(a, e),
        "" if d.slip == "middle" else times(b, c),
        "" if d.slip == "middle" else plus(a * e, b * c),
    )
    if d.slip == "parts":
        real, imaginary, work = a * c, b * e, steps(times(a, c), times(b, e))
    first = f"{d.shown(a)} {'+' if b > 0 else '-'} {term(abs(b), 1, 'i')}"
    text = f"({first})^2" if squared else f"({first})({cartesian(c, e)})"
    one, other = f"real part {a} and imaginary part {b}", f"real part {c} and imaginary part {e}"
    stories: dict[str, tuple[str, ...]] = {}
    if d.given is None:
        what = "is multiplied by itself" if squared else f"is multiplied by the one with {other}"
        stories["in words"] = (
            f"A complex number with {one} {what}. What is the product?",
            f"The number with {one} {what}. Give the result in the form a + bi.",
            f"Take the complex number with {one}. It {what}. Which number is that?",
        )
    return Item(
        (*ask(COMPUTE, text), f"Expand {text}."),
        f"@expanding-binomials with i^2 = -1: {work}",
        cartesian(real, imaginary),
        # z*w times the conjugate of w is z times |w|^2
        settled(f"answer*({cartesian(c, -e)})", a * (c * c + e * e), b * (c * c + e * e)),
        worded=stories,
    )


@multiplying_complex_numbers.form("reverse")
def factor_that_makes_it_real(d: Draw) -> Item:
    a, b = d.nonzero((1, 6), (-6, 6), (-9, 9)), d.nonzero((1, 6), (-6, 6), (-9, 9))
    c = d.nonzero((1, 6), (-6, 6), (-9, 9))
    if d.difficulty == 1:
        a = b * d.within((1, 4))
    imaginary = d.difficulty == 3 and d.rng.random() < 0.5
    # (a + bi)(k + ci) = ak - bc + (ac + bk)i
    value = Fraction(b * c, a) if imaginary else Fraction(-a * c, b)
    if d.slip == "square" and imaginary:
        value = -value
    what = "an imaginary number, with real part 0" if imaginary else "a real number"
    letter = d.choice(("k", "t"))
    second = f"{letter} {'+' if c > 0 else '-'} {term(abs(c), 1, 'i')}"
    equation = (
        f"{terms(term(a, 1, letter), str(-b * c))} = 0" if imaginary else f"{terms(term(b, 1, letter), str(a * c))} = 0"
    )
    return Item(
        (
            f"For which real {letter} is ({cartesian(a, b)})({second}) {what}?",
            f"Find the real number {letter} that makes the product ({cartesian(a, b)})({second}) {what}.",
            f"({cartesian(a, b)})({second}) is {what}, and {letter} is real. What is {letter}?",
        ),
        f"@expanding-binomials: the {'real' if imaginary else 'imaginary'} part must be 0: {equation}",
        f"{letter} = {value}",
        f"{a}*answer - ({b * c}) = 0" if imaginary else f"{b}*answer + ({a * c}) = 0",
    )


@multiplying_complex_numbers.form("two steps")
def times_conjugate(d: Draw) -> Item:
    (a, b), (c, e) = (d.nonzero((1, 6), (-7, 7), (-9, 9)), d.nonzero((1, 6), (-7, 7), (-9, 9))), pair_of_parts(d)
    square = a * a - b * b if d.slip == "square" else a * a + b * b
    z = cartesian(a, b)
    asked, added = "z times its conjugate", ""
    answer, formal = cartesian(square, 0), f"answer = {a * a} + {b * b}"
    if d.difficulty == 2:
        asked, added = f"z times its conjugate, minus {cartesian(c, e)}", f"; minus ({cartesian(c, e)})"
        answer, formal = cartesian(square - c, -e), settled(f"answer + ({cartesian(c, e)})", a * a + b * b, 0)
    elif d.difficulty == 3:
        asked, added = f"z times its conjugate times ({cartesian(c, e)})", f"; times ({cartesian(c, e)})"
        answer = cartesian(square * c, square * e)
        formal = settled("answer", c * (a * a + b * b), e * (a * a + b * b))
    questions = (
        f"z = {z}. What is {asked}?",
        f"Work out {asked}, for z = {z}.",
        f"For the complex number z = {z} find {asked}.",
    )
    work = (
        f"the conjugate is {cartesian(a, -b)}; @expanding-binomials with i^2 = -1: {times(a, a)}; {times(b, b)}; "
        f"{minus(a * a, b * b) if d.slip == 'square' else plus(a * a, b * b)}{added}"
    )
    return Item(questions, work, answer, formal)


@topic(
    "dividing-complex-numbers",
    conjugate="The denominator itself is used instead of its conjugate.",
    square="Below, the squares are subtracted, not added.",
    below="The conjugate is multiplied below, but not above.",
)
def dividing_complex_numbers(d: Draw) -> Item:
    c, e = d.nonzero((1, 3), (-4, 4), (-5, 5)), d.nonzero((1, 3), (-4, 4), (-5, 5))
    if d.difficulty == 3:
        a, b = d.nonzero((-9, 9)), d.nonzero((-9, 9))
    else:
        p, q = d.nonzero((1, 5), (-5, 5)), d.nonzero((1, 5), (-5, 5))
        a, b = p * c - q * e, p * e + q * c
    if not (a and b) or abs(c) == abs(e) == 1:
        return dividing_complex_numbers.make(d)
    f = e if d.slip == "conjugate" else -e
    below = (c * c - e * e or 1) if d.slip == "square" else c * c + e * e
    real, imaginary = (a, b) if d.slip == "below" else (a * c - b * f, a * f + b * c)
    answer = cartesian(Fraction(real, below), Fraction(imaginary, below))
    work = steps(
        f"times {cartesian(c, f)} below{' and above' if d.slip != 'below' else ''}",
        f"@multiplying-complex-numbers: above {cartesian(real, imaginary)}",
        f"below {c * c} {'-' if d.slip == 'square' else '+'} {e * e} = {below}",
        f"both parts over {below}: {answer}",
    )
    text = f"({cartesian(a, b)})/({cartesian(c, e)})"
    return Item(
        (*ask(COMPUTE, text), f"Divide {cartesian(a, b)} by {cartesian(c, e)}."),
        work,
        answer,
        settled(f"answer*({cartesian(c, e)})", a, b),
    )


@dividing_complex_numbers.form("reverse")
def equation_with_a_complex_factor(d: Draw) -> Item:
    c, e = d.nonzero((1, 3), (-4, 4), (-5, 5)), d.nonzero((1, 3), (-4, 4), (-5, 5))
    p, q = d.nonzero((1, 5), (-5, 5), (-6, 6)), d.nonzero((1, 5), (-5, 5), (-6, 6))
    more = (0, 0) if d.difficulty == 1 else pair_of_parts(d)
    a, b = p * c - q * e, p * e + q * c
    total = cartesian(a + more[0], b + more[1])
    equation = f"({cartesian(c, e)})z"
    equation += f" + ({cartesian(*more)})" if d.difficulty > 1 else ""
    below = c * c + e * e
    if d.difficulty == 3:
        a, b = d.nonzero((-9, 9)), d.nonzero((-9, 9))
        total = cartesian(a + more[0], b + more[1])
    found: Complex = (Fraction(a * c + b * e, below), Fraction(b * c - a * e, below))
    if d.slip == "conjugate":
        found = (Fraction(a * c - b * e, below), Fraction(a * e + b * c, below))
    first = f"({cartesian(c, e)})z = {cartesian(a, b)}; " if d.difficulty > 1 else ""
    questions = (
        f"Solve {equation} = {total} for the complex number z.",
        f"Which complex number z satisfies {equation} = {total}?",
        f"{equation} = {total}. What is z?",
    )
    work = (
        f"{first}z is the quotient ({cartesian(a, b)})/({cartesian(c, e)}); above and below times "
        f"{cartesian(c, e if d.slip == 'conjugate' else -e)}, @multiplying-complex-numbers gives {below} below; "
        f"z = {cartesian(*found)}"
    )
    formal = settled(
        f"({cartesian(c, e)})*answer + ({cartesian(*more) if d.difficulty > 1 else 0})", a + more[0], b + more[1]
    )
    return Item(questions, work, f"z = {cartesian(*found)}", formal)


@dividing_complex_numbers.form("reciprocal")
def reciprocal(d: Draw) -> Item:
    a, b = d.nonzero((1, 6), (-9, 9), (-9, 9)), d.nonzero((1, 6), (-9, 9), (-9, 9))
    front = d.within((1, 1), (1, 12), (2, 20))
    turned = d.difficulty == 3 and d.rng.random() < 0.5
    f = b if d.slip == "conjugate" else -b
    below = (a * a - b * b or 1) if d.slip == "square" else a * a + b * b
    real, imaginary = Fraction(front * a, below), Fraction(front * f, below)
    if turned:  # front*i above
        real, imaginary = -imaginary, real
    top = f"{term(front, 1, 'i')}" if turned else str(front)
    text = f"{top}/({cartesian(a, b)})"
    return Item(
        (*ask(COMPUTE, text), f"Write {text} in the form a + bi."),
        f"times {cartesian(a, f)} above and below; @multiplying-complex-numbers: below "
        f"{a * a} {'-' if d.slip == 'square' else '+'} {b * b} = {below}; it is {cartesian(real, imaginary)}",
        cartesian(real, imaginary),
        settled(f"answer*({cartesian(a, b)})", 0 if turned else front, front if turned else 0),
    )
