"""Complex numbers: powers of i, arithmetic, modulus, and the solutions of all quadratics."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt

from tutelage.subjects.calculus.topic import (
    ask,
    minus,
    number,
    plus,
    quadratic,
    raised,
    steps,
    surd,
    term,
    terms,
    times,
    topic,
)
from tutelage.subjects.workbook import Draw, Item

COMPUTE = ("Compute {}.", "What is {}?", "Work out {}.")


def cartesian(real: int | Fraction, imaginary: int | Fraction) -> str:
    """`3 - 2i`, `i/2`."""
    top = Fraction(imaginary)
    part = term(top.numerator, 1, "i") + (f"/{top.denominator}" if top.denominator > 1 else "")
    return terms(*(piece for piece in (number(real) if real else "", part if imaginary else "") if piece))


def _settled(left: str, real: int | Fraction, imaginary: int | Fraction) -> str:
    """Statements: the left side, a polynomial in i, is this complex number."""
    return f"re({left}) = {real} and im({left}) = {imaginary}"


def _pair(d: Draw) -> tuple[int, int]:
    return d.nonzero((1, 9), (-9, 9), (-15, 15)), d.nonzero((1, 9), (-9, 9), (-15, 15))


@topic(
    "powers-of-i",
    "powers of i",
    {"sign": "The sign is wrong.", "real": "An odd power is taken for a real number, or reversed."},
    takes=range(2, 60),
)
def powers_of_i(d: Draw) -> Item:
    n, a = d.main((2, 30), (5, 99), (20, 400)), d.within((1, 9), (1, 12), (2, 20))
    rest = n % 4
    value = (1, 1j, -1, -1j)[rest]
    if d.slip == "sign":
        value = -value
    elif d.slip == "real":
        value *= 1j
    real, imaginary = int(value.real) * a, int(value.imag) * a
    text = f"{term(a, 1, 'i')}^{d.shown(n)}"
    return Item(
        (*ask(COMPUTE, text), f"Simplify {text}."),
        f"i^4 = 1, so only the remainder counts; @division-with-remainder {n} by 4 leaves {rest}; "
        f"it is {cartesian(int(value.real), int(value.imag))}" + (f"; times {a}" if a > 1 else ""),
        cartesian(real, imaginary),
        _settled(f"answer*i^{(4 - rest) % 4}", a, 0),
    )


@topic(
    "adding-complex-numbers",
    "adding complex numbers",
    {"mixed": "Real and imaginary parts are mixed.", "sign": "In a difference only the real part is subtracted."},
)
def adding_complex_numbers(d: Draw) -> Item:
    (a, b), (c, e) = _pair(d), _pair(d)
    less = d.slip == "sign" or (d.difficulty > 1 and d.rng.random() < 0.5)
    while (a == c or b == e) if less else (a == -c or b == -e):
        a, b = _pair(d)
    real, imaginary = (a - c, b - e) if less else (a + c, b + e)
    one, other = (minus(a, c), minus(b, e)) if less else (plus(a, c), plus(b, e))
    if d.slip == "sign":
        imaginary, other = b + e, plus(b, e)
    elif d.slip == "mixed":
        real, imaginary, one, other = a + e, b + c, plus(a, e), plus(b, c)
    text = f"({cartesian(a, b)}) {'-' if less else '+'} ({cartesian(c, e)})"
    return Item(
        (*ask(COMPUTE, text), f"Simplify {text}."),
        f"@combining-like-terms real part {one}; imaginary part {other}",
        cartesian(real, imaginary),
        _settled(f"answer {'+' if less else '-'} ({cartesian(c, e)})", a, b),
    )


@topic(
    "multiplying-complex-numbers",
    "multiplying complex numbers",
    {"square": "i^2 is taken for 1.", "parts": "Real parts and imaginary parts are multiplied separately."},
    takes=range(2, 10),
)
def multiplying_complex_numbers(d: Draw) -> Item:
    a, b = d.main((1, 5), (-6, 6), (-9, 9)) or 1, d.nonzero((1, 5), (-6, 6), (-9, 9))
    c, e = d.nonzero((1, 5), (-6, 6), (-9, 9)), d.nonzero((1, 5), (-6, 6), (-9, 9))
    real = a * c + b * e if d.slip == "square" else a * c - b * e
    imaginary = a * e + b * c
    work = steps(
        times(a, c),
        times(b, e),
        plus(a * c, b * e) if d.slip == "square" else minus(a * c, b * e),
        times(a, e),
        times(b, c),
        plus(a * e, b * c),
    )
    if d.slip == "parts":
        real, imaginary, work = a * c, b * e, steps(times(a, c), times(b, e))
    first = f"{d.shown(a)} {'+' if b > 0 else '-'} {term(abs(b), 1, 'i')}"
    text = f"({first})({cartesian(c, e)})"
    return Item(
        (*ask(COMPUTE, text), f"Expand {text}."),
        f"@expanding-binomials with i^2 = -1: {work}",
        cartesian(real, imaginary),
        # z*w times the conjugate of w is z times |w|^2
        _settled(f"answer*({cartesian(c, -e)})", a * (c * c + e * e), b * (c * c + e * e)),
    )


@topic(
    "modulus",
    "modulus of complex numbers",
    {"sum": "The parts are added.", "root": "The root is not taken."},
)
def modulus(d: Draw) -> Item:
    a, b = _pair(d)
    if d.rng.random() < 0.15:
        a, b = d.choice(((3, 4), (6, 8), (5, 12), (8, 6), (12, 5), (8, 15), (4, 3), (7, 24)))
        a, b = (a, b) if d.difficulty == 1 else (a * d.choice((1, -1)), b * d.choice((1, -1)))
    square = a * a + b * b
    answer = {"sum": str(abs(a) + abs(b)), "root": str(square)}.get(d.slip, surd(1, square))
    work = steps(f"@powers {raised(a, 2)}", raised(b, 2), plus(a * a, b * b))
    work = plus(abs(a), abs(b)) if d.slip == "sum" else work
    root = isqrt(square)
    return Item(
        ask(
            (
                "Find the modulus of {}.",
                "What is the absolute value of the complex number {}?",
                "How far from 0 is {}?",
            ),
            cartesian(a, b),
        ),
        f"by the @pythagorean-theorem {work}" + ("" if d.slip else f"; @square-roots sqrt({square}) = {answer}"),
        answer,
        f"answer^2 = re(({cartesian(a, b)})*({cartesian(a, -b)})) and answer > 0",
        value=root if root * root == square else None,
        noun=f"the modulus of {cartesian(a, b)}",
    )


@topic(
    "dividing-complex-numbers",
    "dividing complex numbers",
    {
        "conjugate": "The fraction is not multiplied by the conjugate.",
        "square": "The denominator's square is a difference.",
    },
)
def dividing_complex_numbers(d: Draw) -> Item:
    c, e = d.nonzero((1, 3), (-4, 4), (-5, 5)), d.nonzero((1, 3), (-4, 4), (-5, 5))
    if d.difficulty == 3:
        a, b = d.nonzero((-9, 9)), d.nonzero((-9, 9))
    else:
        p, q = d.nonzero((1, 5), (-5, 5)), d.nonzero((1, 5), (-5, 5))
        a, b = p * c - q * e, p * e + q * c
    if not (a and b):
        return dividing_complex_numbers.make(d)
    if d.slip == "square" and abs(c) == abs(e):
        c += 1 if c > 0 else -1
    f = e if d.slip == "conjugate" else -e
    below = c * c - e * e if d.slip == "square" else c * c + e * e
    real, imaginary = a * c - b * f, a * f + b * c
    answer = cartesian(Fraction(real, below), Fraction(imaginary, below))
    work = steps(
        f"times {cartesian(c, f)} above and below",
        f"@multiplying-complex-numbers {cartesian(real, imaginary)}",
        f"below {c * c} {'-' if d.slip == 'square' else '+'} {e * e} = {below}",
    )
    text = f"({cartesian(a, b)})/({cartesian(c, e)})"
    return Item(
        (*ask(COMPUTE, text), f"Divide {cartesian(a, b)} by {cartesian(c, e)}."),
        work,
        answer,
        _settled(f"answer*({cartesian(c, e)})", a, b),
    )


@topic(
    "complex-solutions",
    "complex solutions of quadratics",
    {"sign": "The real part has the wrong sign.", "half": "The imaginary part is not halved."},
)
def complex_solutions(d: Draw) -> Item:
    p, q = d.nonzero((1, 5), (-6, 6), (-9, 9)), d.within((1, 5), (1, 8), (2, 12))
    b, c = -2 * p, p * p + q * q
    real, imaginary = -p if d.slip == "sign" else p, 2 * q if d.slip == "half" else q
    letter = d.choice(("x", "z"))
    equation = f"{quadratic(1, b, c, letter)} = 0"
    work = steps(
        f"@discriminant {b * b - 4 * c}",
        f"its root is {term(2 * q, 1, 'i')}",
        f"@quadratic-formula real part {-b if d.slip != 'sign' else b}/2 = {real}",
        "" if d.slip == "half" else f"imaginary part {2 * q}/2 = {q}",
    )
    one = f"answer^2 {'+' if b > 0 else '-'} {abs(b)}*answer"
    first, second = cartesian(real, imaginary), cartesian(real, -imaginary)
    checks = [
        f"{kind}({one.replace('answer', f'part(answer, {place})')}) = {value}"
        for place in (1, 2)
        for kind, value in (("re", -c), ("im", 0))
    ]
    return Item(
        ask(
            ("Solve {} in complex numbers.", "Find all complex solutions of {}.", "Which complex numbers solve {}?"),
            equation,
        ),
        work,
        f"{letter} = {first} or {letter} = {second}",
        f"size(answer) = 2 and {' and '.join(checks)}",
    )


TOPICS = (
    powers_of_i,
    adding_complex_numbers,
    multiplying_complex_numbers,
    modulus,
    dividing_complex_numbers,
    complex_solutions,
)
