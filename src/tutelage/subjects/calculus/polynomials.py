"""Polynomials: sums, products, division, remainders."""

from __future__ import annotations

from tutelage.records import Checker
from tutelage.subjects.calculus.notation import bracket, linear, quadratic, term, terms
from tutelage.subjects.calculus.steps import minus, plus, raised, steps, times
from tutelage.subjects.calculus.topic import EXPAND, SIMPLIFY, ask, topic
from tutelage.subjects.workbook import Draw, Item

Quadratic = tuple[int, int, int]


def _two_quadratics(d: Draw, less: bool) -> tuple[Quadratic, Quadratic]:
    """Coefficients of two polynomials whose sum or difference keeps all its terms."""
    while True:
        one, other = ((d.within((1, 9)), d.nonzero((1, 9), (-9, 9)), d.nonzero((1, 9), (-9, 9))) for _ in range(2))
        if all(a != (b if less else -b) for a, b in zip(one, other, strict=True)):
            return one, other


@topic(
    "adding-polynomials",
    signs="In a difference only the first sign is changed.",
    last="The last terms are not joined.",
    powers="The exponents are added, too.",
)
def adding_polynomials(d: Draw) -> Item:
    less = d.difficulty == 3 or (d.difficulty == 2 and d.rng.random() < 0.4)
    (one, other), letter = _two_quadratics(d, less), d.letter()
    k = d.within((2, 5)) if d.difficulty == 3 else 1  # the second one is multiplied
    while k > 1 and any(a == k * b for a, b in zip(one, other, strict=True)):
        k += 1
    signs = [-k if less else k] * 3
    if d.slip == "signs" and less:
        signs[1:] = k, k
    parts = [a + sign * b for a, b, sign in zip(one, other, signs, strict=True)]
    shown = [plus(a, sign * b) for a, b, sign in zip(one, other, signs, strict=True)]
    if d.slip == "last":
        parts[2], shown[2] = one[2], f"{one[2]} stays"
    second = f"({quadratic(*other, letter)})"
    text = f"({quadratic(*one, letter)}) {'-' if less else '+'} {k if k > 1 else ''}{second}"
    first = f"{k} times the second is {quadratic(k * other[0], k * other[1], k * other[2], letter)}; " if k > 1 else ""
    answer = quadratic(parts[0], parts[1], parts[2], letter)
    if d.slip == "powers":
        answer = terms(term(parts[0], 4, letter), term(parts[1], 2, letter), str(parts[2]))
    return Item(
        ask(SIMPLIFY, text),
        f"{first}@combining-like-terms: {letter}^2: {shown[0]}; {letter}: {shown[1]}; numbers: {shown[2]}",
        answer,
        f"answer {'+' if less else '-'} {k}*{second} = {quadratic(*one, letter)} and terms(answer) < 4",
    )


@adding_polynomials.form("word problem")
def profit(d: Draw) -> Item:
    less = d.difficulty > 1
    (one, other), letter = _two_quadratics(d, False), d.choice("xt")
    if less:  # what is left is positive
        other = (d.within((1, 5)), d.within((1, 9)), d.within((1, 9), (1, 9), (5, 40)))
        one = (other[0] + d.within((1, 5)), other[1] + d.within((1, 9)), other[2] + d.within((1, 9), (1, 9), (5, 40)))
    sign, word = (-1, "-") if less else (1, "+")
    signs = [sign, *([1, 1] if d.slip == "signs" else [sign, sign])]
    parts = [a + s * b for a, b, s in zip(one, other, signs, strict=True)]
    a, b = quadratic(*one, letter), quadratic(*other, letter)
    stories = (
        (
            f"A firm takes in {a} euros for {letter} machines and spends {b} euros on them. What is its profit?",
            f"A tank holds {a} litres after {letter} hours, and {b} litres of these are sold. How many are left?",
            f"One path is {a} metres long, another {b} metres. By how much is the first one longer?",
        )
        if less
        else (
            f"Two firms spend {a} and {b} euros on {letter} machines. What do they spend together?",
            f"After {letter} hours one tank holds {a} litres and another {b}. How much is in both?",
            f"A path of {a} metres is made longer by {b} metres. How long is it now?",
        )
    )
    shown = [plus(x, s * y) for x, y, s in zip(one, other, signs, strict=True)]
    return Item(
        tuple(f"{story} Simplify." for story in stories),
        f"({a}) {word} ({b}); @combining-like-terms: {letter}^2: {shown[0]}; {letter}: {shown[1]}; numbers: {shown[2]}",
        quadratic(parts[0], parts[1], parts[2], letter),
        f"answer {'+' if less else '-'} ({b}) = {a} and terms(answer) < 4",
    )


@adding_polynomials.form("reverse")
def missing_polynomial(d: Draw) -> Item:
    (one, other), letter = _two_quadratics(d, d.difficulty > 1), d.letter()
    if d.difficulty == 1:
        total: Quadratic = (one[0] + other[0], one[1] + other[1], one[2] + other[2])
        a, b, c = quadratic(*one, letter), quadratic(*total, letter), quadratic(*other, letter)
        wordings: tuple[str, ...] = (
            f"Which polynomial added to {a} gives {b}?",
            f"The sum of {a} and another polynomial is {b}. Find the other one.",
            f"What must be added to {a} to get {b}?",
        )
        work, formal = [minus(y, x) for x, y in zip(one, total, strict=True)], f"answer + ({a}) = {b}"
    else:
        left: Quadratic = (one[0] - other[0], one[1] - other[1], one[2] - other[2])
        a, b, c = quadratic(*one, letter), quadratic(*left, letter), quadratic(*other, letter)
        wordings = (
            f"Which polynomial subtracted from {a} leaves {b}?",
            f"{a} minus another polynomial is {b}. Find the other one.",
            f"What must be taken away from {a} to get {b}?",
        )
        work, formal = [minus(x, y) for x, y in zip(one, left, strict=True)], f"{a} - (answer) = {b}"
    return Item(
        wordings,
        f"@combining-like-terms: {letter}^2: {work[0]}; {letter}: {work[1]}; numbers: {work[2]}",
        c,
        f"{formal} and terms(answer) < 4",
    )


def _factors(d: Draw) -> tuple[int, int, int]:
    """The numbers of (x + a)(x^2 + bx + c); no term of the product vanishes."""
    while True:
        a, b = d.main((1, 5), (-5, 5), (-9, 9)), d.within((1, 6), (1, 9), (2, 9))
        c = d.nonzero((1, 6), (-9, 9), (-9, 9))
        if a not in (0, -b) and c + a * b != 0:
            return a, b, c


@topic(
    "multiplying-polynomials",
    middle="The term in x comes from one product only.",
    last="The last numbers are added.",
    square="The term with the square comes from one product only.",
    takes=range(2, 10),
)
def multiplying_polynomials(d: Draw) -> Item:
    (a, b, c), letter = _factors(d), d.letter()
    p = d.within((2, 4)) if d.difficulty == 3 else 1  # (px + a)(x^2 + bx + c)
    while a + p * b == 0 or p * c + a * b == 0:
        p += 1
    last, square = a + c if d.slip == "last" else a * c, p * b if d.slip == "square" else a + p * b
    middle = a * b if d.slip == "middle" else a * b + p * c
    first = f"{times(p, b)}; " if p > 1 else ""
    work = steps(
        f"{letter}^2: {first}{plus(p * b, a)}" if d.slip != "square" else f"{letter}^2: {p}*{b} = {p * b}",
        f"{letter}: {times(a, b)}",
        "" if d.slip == "middle" else f"{times(p, c)}; {plus(a * b, p * c)}" if p > 1 else plus(a * b, c),
        f"numbers: {plus(a, c) if d.slip == 'last' else times(a, c)}",
    )
    return Item(
        ask(EXPAND, f"({linear(p, d.shown(a), letter)})({quadratic(1, b, c, letter)})"),
        f"as in @expanding-binomials, {work}",
        terms(term(p, 3, letter), term(square, 2, letter), term(middle, 1, letter), str(last)),
        f"answer = ({linear(p, a, letter)})*({quadratic(1, b, c, letter)}) and terms(answer) < 5",
    )


@multiplying_polynomials.form("coefficient")
def one_coefficient_of_a_product(d: Draw) -> Item:
    (a, b, c), letter, square = _factors(d), d.letter(), d.rng.random() < 0.5
    p = d.within((2, 4)) if d.difficulty == 3 else 1
    answer = a + p * b if square else a * b + p * c
    one_only = d.slip == ("square" if square else "middle")
    if one_only:
        answer = p * b if square else a * b
    power = f"{letter}^2" if square else letter
    one, other = (times(p, b), f"{a}*1 = {a}") if square else (times(a, b), times(p, c))
    last = plus(p * b, a) if square else plus(a * b, p * c)
    shown = f"({linear(p, a, letter)})({quadratic(1, b, c, letter)})"
    rest = f"({term(p, 3, letter)} + {term(1, 1, letter)}*{bracket(a * b + p * c)} + {bracket(a * c)})"
    if not square:
        rest = f"({term(p, 3, letter)} + {letter}^2*{bracket(a + p * b)} + {bracket(a * c)})"
    return Item(
        (
            f"What is the coefficient of {power} in {shown}?",
            f"{shown} is expanded. Which number stands in front of {power}?",
            f"Find only the coefficient of {power} in the product {shown}.",
        ),
        f"as in @expanding-binomials, two products have {power}: {one}"
        if one_only
        else f"as in @expanding-binomials, two products have {power}: {one}; {other}; {last}",
        str(answer),
        f"answer*{power} + {rest} = ({linear(p, a, letter)})*({quadratic(1, b, c, letter)})",
    )


@multiplying_polynomials.form("word problem")
def volume_or_cost(d: Draw) -> Item:
    (a, b, c), letter = _factors(d), d.choice("xt")
    bottom, height = quadratic(1, b, c, letter), linear(1, a, letter)
    last, middle = (a + c, a * b + c) if d.slip == "last" else (a * c, a * b if d.slip == "middle" else a * b + c)
    work = f"{letter}^2: {plus(b, a)}; {letter}: {times(a, b)}" + ("" if d.slip == "middle" else f"; {plus(a * b, c)}")
    return Item(
        (
            f"A tank has a base of {bottom} square metres and is {height} metres high. What is its volume? Expand.",
            f"One machine costs {bottom} euros. What do {height} machines cost? Expand.",
            f"A rectangle is {bottom} metres long and {height} metres wide. What is its area? Expand.",
        ),
        f"({height})({bottom}), as in @expanding-binomials, {work}; numbers: "
        f"{plus(a, c) if d.slip == 'last' else times(a, c)}",
        terms(f"{letter}^3", term(a + b, 2, letter), term(middle, 1, letter), str(last)),
        f"answer = ({height})*({bottom}) and terms(answer) < 5",
    )


@multiplying_polynomials.form("reverse")
def number_in_a_factor(d: Draw) -> Item:
    (a, b, c), letter = _factors(d), d.letter()
    out = terms(f"{letter}^3", term(a + b, 2, letter), term(a * b + c, 1, letter), str(a * c))
    if d.rng.random() < 0.5:
        return Item(
            (
                f"({letter} + c)({quadratic(1, b, c, letter)}) = {out}. What is c?",
                f"{out} is the product of {quadratic(1, b, c, letter)} and {letter} + c. Find c.",
                f"For which number c is ({letter} + c)({quadratic(1, b, c, letter)}) equal to {out}?",
            ),
            f"the term with {letter}^2, as in @expanding-binomials: c + {b} is {a + b}; {minus(a + b, b)}",
            str(a),
            f"({letter} + answer)*({quadratic(1, b, c, letter)}) = {out}",
        )
    inner = terms(f"{letter}^2", f"p{letter}", str(c))
    return Item(
        (
            f"({linear(1, a, letter)})({inner}) = {out}. What is p?",
            f"{out} is the product of {linear(1, a, letter)} and {inner}. Find p.",
            f"For which number p is ({linear(1, a, letter)})({inner}) equal to {out}?",
        ),
        f"the term with {letter}^2, as in @expanding-binomials: p + {bracket(a)} is {a + b}; {minus(a + b, a)}",
        str(b),
        f"({linear(1, a, letter)})*({letter}^2 + answer*{letter} + {bracket(c)}) = {out}",
    )


def _dividend(d: Draw) -> tuple[int, list[int], list[int]]:
    """A zero r of the divisor, the coefficients of the quotient, and those of the product with x - r."""
    span = (1, 7), (-7, 7), (-9, 9)
    r = d.nonzero((1, 6), (-6, 6), (-6, 6))
    front = [d.within((2, 4))] if d.difficulty == 3 else [1]
    quotient = front + [d.nonzero(*span) for _ in range(1 if d.difficulty == 1 else 2)]
    return r, quotient, [above - r * below for above, below in zip([*quotient, 0], [0, *quotient], strict=True)]


def _polynomial(coefficients: list[int], letter: str) -> str:
    return terms(*(term(each, len(coefficients) - 1 - at, letter) for at, each in enumerate(coefficients)))


@topic(
    "polynomial-division",
    sign="The number in the divisor is used with the wrong sign.",
    skip="The last product is not added.",
    first="The first coefficient is not brought down but lost.",
)
def polynomial_division(d: Draw) -> Item:
    (r, right, dividend), letter = _dividend(d), d.letter()
    s, found, work = -r if d.slip == "sign" else r, [dividend[0]], []
    for at, each in enumerate(dividend[1:-1]):
        product = s * found[-1]
        if d.slip == "skip" and at == len(dividend) - 3:
            found.append(each)
            work.append(f"{each} stays")
            continue
        if s * found[-1] != product or found[-1] != 1:
            work.append(times(s, found[-1]))
        work.append(plus(each, product))
        found.append(each + product)
    if d.slip == "first":
        found = [1, *found[1:]] if found[0] != 1 else [*found[1:]]
    text, divisor = _polynomial(dividend, letter), linear(1, -r, letter)
    return Item(
        ask(("Divide {0} by {1}.", "What is ({0})/({1})?", "Find the quotient of {0} and {1}."), text, divisor),
        f"with {s} from the divisor, bring down {dividend[0]}; @integer-addition: {steps(*work)}",
        _polynomial(found, letter),
        f"answer*({divisor}) = {text} and terms(answer) < {len(right) + 1}",
    )


@polynomial_division.form("word problem")
def length_from_an_area(d: Draw) -> Item:
    (r, right, dividend), letter = _dividend(d), d.choice("xt")
    text, divisor = _polynomial(dividend, letter), linear(1, -r, letter)
    found, work = [dividend[0]], []
    for each in dividend[1:-1]:
        work += [times(r, found[-1]), plus(each, r * found[-1])]
        found.append(each + r * found[-1])
    return Item(
        (
            f"A rectangle has the area {text} and is {divisor} wide. How long is it?",
            f"{text} euros are shared equally by {divisor} people. How many euros does each get?",
            f"{divisor} equal machines make {text} parts together. How many parts does each make?",
        ),
        f"with {r} from the divisor, bring down {dividend[0]}; @integer-addition: {steps(*work)}",
        _polynomial(found, letter),
        f"answer*({divisor}) = {text} and terms(answer) < {len(right) + 1}",
    )


@polynomial_division.form("reverse")
def dividend_from_the_quotient(d: Draw) -> Item:
    (r, right, dividend), letter = _dividend(d), d.letter()
    quotient, divisor = _polynomial(right, letter), linear(1, -r, letter)
    rest = d.within((1, 9)) if d.difficulty > 1 else 0
    total = [*dividend[:-1], dividend[-1] + rest]
    more = f", remainder {rest}" if rest else ""
    products = [f"{plus(above, -r * below)}" for above, below in zip(right[1:], right[:-1], strict=True)]
    last = times(-r, right[-1])
    return Item(
        (
            f"A polynomial divided by {divisor} is {quotient}{more}. Which polynomial is it?",
            f"Dividing a polynomial by {divisor} gives {quotient}{more}. Find the polynomial, expanded.",
            f"Which polynomial, divided by {divisor}, gives {quotient}{more}?",
        ),
        f"multiply back, @multiplying-polynomials: the middle coefficients {steps(*products)}; the last number {last}"
        + (f"; {plus(dividend[-1], rest)}" if rest else ""),
        _polynomial(total, letter),
        f"answer - {rest} = ({divisor})*({quotient}) and terms(answer) < {len(total) + 1}",
    )


@polynomial_division.form("missing coefficient")
def coefficient_of_the_quotient(d: Draw) -> Item:
    (r, right, dividend), letter = _dividend(d), d.letter()
    text, divisor = _polynomial(dividend, letter), linear(1, -r, letter)
    shown = terms(*(term(each, len(right) - 1 - at, letter) for at, each in enumerate(right[:-1])), "c")
    return Item(
        (
            f"({text})/({divisor}) = {shown}. What is c?",
            f"{text} = ({divisor})({shown}). Find c.",
            f"The quotient of {text} and {divisor} is {shown}. Which number is c?",
        ),
        f"the last number of the dividend is {-r} times c, as in @multiplying-polynomials: {times(-r, right[-1])}",
        str(-right[-1] if d.slip == "sign" else right[-1]),
        f"({divisor})*({terms(*(term(each, len(right) - 1 - at, letter) for at, each in enumerate(right[:-1])))} + "
        f"answer) = {text}",
    )


def _value_steps(a: int, b: int, c: int, at: int) -> tuple[str, int]:
    """Steps and value of ax^2 + bx + c."""
    square, whole = at * at, a * at * at
    work = steps(
        raised(at, 2), times(a, square) if a > 1 else "", times(b, at), plus(whole, b * at), plus(whole + b * at, c)
    )
    return work, whole + b * at + c


@topic(
    "remainder-theorem",
    sign="The number is put in with the wrong sign.",
    constant="The constant is taken for the remainder.",
    square="A negative number keeps its sign when it is squared.",
)
def remainder_theorem(d: Draw) -> Item:
    a, r = d.within((1, 1), (2, 4), (2, 4)), d.nonzero((1, 5), (-5, 5), (-6, 6))
    b, c = d.nonzero((1, 9), (-9, 9), (-9, 9)), d.nonzero((1, 9), (-9, 9), (-20, 20))
    cubic = d.difficulty == 3 and abs(r) < 4
    at = -r if d.slip == "sign" else r
    work, value = _value_steps(a, b, c, at)
    polynomial, right = quadratic(a, b, c), a * r * r + b * r + c
    if cubic:
        polynomial, right = f"x^3 + {polynomial}", right + r**3
        work, value = f"{raised(at, 3)}; {work}; {plus(value, at**3)}", value + at**3
    if d.slip == "constant":
        value, work = c, f"the constant is {c}"
    elif d.slip == "square" and at < 0:
        wrong = -at * at
        value = a * wrong + b * at + c + (at**3 if cubic else 0)
        work = f"{at}^2 = {wrong}; the sum of all terms is {value}"
    divisor = linear(1, -r)
    return Item(
        (
            f"What is the remainder of {polynomial} divided by {divisor}?",
            f"Find the remainder when {polynomial} is divided by {divisor}.",
            f"Divide {polynomial} by {divisor}. Which remainder is left?",
        ),
        f"@substitution of x = {at}: {work}",
        str(value),
        f"subs({polynomial} - answer, x, {r}) = 0",
        value=right,
        noun=f"the remainder of {polynomial} divided by {divisor}",
    )


@remainder_theorem.form("reverse")
def constant_for_a_remainder(d: Draw) -> Item:
    a, r = d.within((1, 1), (1, 3), (2, 4)), d.nonzero((1, 4), (-4, 4), (-5, 5))
    b, c = d.nonzero((1, 9), (-9, 9), (-9, 9)), d.nonzero((-9, 9), (-15, 15), (-30, 30))
    front = terms(term(a, 2), term(b, 1))
    rest = 0 if d.rng.random() < 0.5 else d.within((1, 9))
    work, value = _value_steps(a, b, 0, r)
    work = work.rpartition("; ")[0]
    c = rest - value
    ending = f"leaves the remainder {rest}" if rest else "comes out even"
    divisor = linear(1, -r)
    return Item(
        (
            f"{front} + c divided by {divisor} {ending}. For which number c is that so?",
            f"{front} + c is divided by {divisor}, and the division {ending}. What is c?",
            f"Find c so that {divisor} "
            f"{'is a factor of' if not rest else f'leaves the remainder {rest} in the division of'} {front} + c.",
        ),
        f"@substitution of x = {r}: {work}; {value} + c is {rest}, {minus(rest, value)}",
        str(c),
        f"subs({front}, x, {r}) + answer = {rest}",
    )


@remainder_theorem.form("yes or no")
def factor_or_not(d: Draw) -> Item:
    a, r = d.within((1, 1), (1, 3), (2, 4)), d.nonzero((1, 4), (-4, 4), (-5, 5))
    b, even = d.nonzero((1, 9), (-9, 9), (-9, 9)), d.rng.random() < 0.5
    c = -(a * r * r + b * r) + (0 if even else d.choice((-3, -2, -1, 1, 2, 3)))
    work, value = _value_steps(a, b, c, r)
    polynomial, divisor, answer = quadratic(a, b, c), linear(1, -r), "yes" if value == 0 else "no"
    return Item(
        (
            f"Is {divisor} a factor of {polynomial}? Answer yes or no.",
            f"Can {polynomial} be divided by {divisor} without a remainder, yes or no?",
            f"Yes or no: does {divisor} divide {polynomial}?",
        ),
        f"@substitution of x = {r}: {work}",
        answer,
        f'answer = "{answer}" if subs({polynomial}, x, {r}) {"=" if value == 0 else ">" if value > 0 else "<"} 0',
        checker=Checker.TEXT,
    )
