"""Products of two brackets: expanding and squaring."""

from __future__ import annotations

from tutelage.subjects.calculus.notation import bracket, linear, quadratic, term, terms
from tutelage.subjects.calculus.steps import plus, raised, steps, times
from tutelage.subjects.calculus.topic import EXPAND, ask, topic
from tutelage.subjects.workbook import Draw, Item


def _numbers(d: Draw) -> tuple[int, int]:
    """The numbers in two brackets (x + a)(x + b); their sum is not 0."""
    span = (1, 9), (-9, 9), (-12, 12)
    a, b = d.main(*span), d.nonzero(*span)
    while a in (0, -b):
        a, b = d.main(*span), d.nonzero(*span)
    return a, b


@topic(
    "expanding-binomials",
    middle="The middle terms are left out.",
    sum="The constants are added instead of multiplied.",
    product="The middle coefficient is taken as the product instead of the sum.",
    takes=range(2, 10),
)
def expanding_binomials(d: Draw) -> Item:
    (a, b), letter = _numbers(d), d.letter()
    p = d.within((2, 5)) if d.difficulty == 3 else 1
    while a + p * b == 0:
        p += 1
    middle, last = a + p * b, a * b  # (px + a)(x + b)
    outer = f"{term(p, 1, letter)}*{bracket(b)} = {term(p * b, 1, letter)}"
    inner = f"{bracket(a)}*{letter} = {term(a, 1, letter)}"
    work = f"outer and inner product {outer}; {inner}; @combining-like-terms: {plus(p * b, a)}; last {times(a, b)}"
    if d.slip == "sum":
        last = a + b
        work = f"{work.partition('; last')[0]}; last {plus(a, b)}"
    elif d.slip == "middle":
        middle, work = 0, f"first {term(p, 1, letter)}*{letter} = {term(p, 2, letter)}; last {times(a, b)}"
    elif d.slip == "product":
        middle, work = a * b, f"the middle {times(a, b)}; last {times(a, b)}"
    shown = f"({linear(p, d.shown(a), letter)})({linear(1, b, letter)})"
    return Item(
        ask(EXPAND, shown),
        work,
        quadratic(p, middle, last, letter),
        f"answer = ({linear(p, a, letter)})*({linear(1, b, letter)}) and terms(answer) = 3",
    )


@expanding_binomials.form("word problem")
def enlarged_rectangle(d: Draw) -> Item:
    a, b = d.rng.sample(range(1, (9, 12, 20)[d.difficulty - 1] + 1), 2)
    less, letter = d.difficulty > 1 and d.rng.random() < 0.5, d.letter()
    b = -b if less else b
    square = d.difficulty == 3
    middle, last = a + b, a * b
    if d.slip == "sum":
        last = a + b
    change = f"{abs(b)} m {'shorter' if less else 'longer'}"
    work = f"({linear(1, a, letter)})({linear(1, b, letter)}); @combining-like-terms: {plus(a, b)}; "
    work += plus(a, b) if d.slip == "sum" else times(a, b)
    if square:  # only the growth
        answer, formal = terms(term(middle, 1, letter), str(last)), f"answer + {letter}^2 ="
        asked = "By how many square metres does its area change?"
    else:
        answer, formal = quadratic(1, middle, last, letter), "answer ="
        asked = "What is its new area?"
    return Item(
        (
            f"A square garden with the side {letter} metres is made {a} m longer and "
            f"{change.replace('longer', 'wider')}. {asked} Expand.".replace("shorter", "narrower"),
            f"One side of a square of {letter} metres grows by {a} m, the other {'shrinks' if less else 'grows'} by "
            f"{abs(b)} m. {asked} Expand.",
            f"A square room, {letter} metres by {letter} metres, is changed: one side becomes {a} m longer, the other "
            f"{change}. {asked} Expand.",
        ),
        f"{work}; the old area {letter}^2 is taken away" if square else work,
        answer,
        f"{formal} ({linear(1, a, letter)})*({linear(1, b, letter)}) and terms(answer) = {2 if square else 3}",
    )


@expanding_binomials.form("reverse")
def missing_number_in_a_bracket(d: Draw) -> Item:
    (a, b), letter = _numbers(d), d.letter()
    p = d.within((2, 5)) if d.difficulty == 3 else 1
    out = quadratic(p, a + p * b, a * b, letter)
    return Item(
        (
            f"({linear(p, a, letter)})({letter} + c) = {out}. What is c?",
            f"For which number c is ({linear(p, a, letter)})({letter} + c) equal to {out}?",
            f"{out} is the product of {linear(p, a, letter)} and {letter} + c. Find c.",
        ),
        f"the last number is {a} times c, and {times(a, b)}; the middle, @combining-like-terms: {plus(a, p * b)}",
        str(b),
        f"({linear(p, a, letter)})*({letter} + answer) = {out}",
    )


@expanding_binomials.form("coefficient")
def middle_coefficient(d: Draw) -> Item:
    (a, b), letter = _numbers(d), d.letter()
    p = d.within((2, 5)) if d.difficulty == 3 else 1
    return Item(
        (
            f"What is the coefficient of {letter} in ({linear(p, a, letter)})({linear(1, b, letter)})?",
            f"({linear(p, a, letter)})({linear(1, b, letter)}) is expanded. Which number stands in front of {letter}?",
            f"Expand ({linear(p, a, letter)})({linear(1, b, letter)}). Give only the coefficient of {letter}.",
        ),
        f"{times(p, b)}; @combining-like-terms: {plus(p * b, a)}" if p > 1 else f"@combining-like-terms: {plus(a, b)}",
        str(a * b if d.slip == "product" else a + p * b),
        f"({linear(p, a, letter)})*({linear(1, b, letter)}) = {term(p, 2, letter)} + answer*{letter} + "
        f"{bracket(a * b)}",
    )


@topic(
    "squaring-binomials",
    middle="The middle term is left out.",
    single="The middle term is not doubled.",
    sign="The last term takes the sign of the number.",
    takes=range(2, 13),
)
def squaring_binomials(d: Draw) -> Item:
    a, b, letter = d.within((1, 1), (1, 1), (2, 6)), d.main((1, 15), (-20, 20), (-9, 9)), d.letter()
    while b == 0:
        b = d.main((1, 15), (-20, 20), (-9, 9))
    middle = d.outcome(2 * a * b, middle=0, single=a * b)
    last = -b * b if d.slip == "sign" and b < 0 else b * b
    doubled = "" if d.slip == "middle" else times(a, b) if d.slip == "single" else times(2 * a, b)
    work = steps(
        f"@powers: {raised(a, 2)}; {raised(b, 2, last)}" if a > 1 else f"@powers: {raised(b, 2, last)}",
        times(2, a) if a > 1 and d.slip not in ("middle", "single") else "",
        f"middle: {doubled}" if doubled else "",
    )
    return Item(
        ask(EXPAND, f"({linear(a, d.shown(b), letter)})^2"),
        f"a case of @expanding-binomials: {work}",
        quadratic(a * a, middle, last, letter),
        f"answer = ({term(a, 1, letter)} + {bracket(b)})*({term(a, 1, letter)} + {bracket(b)}) and terms(answer) = 3",
    )


@squaring_binomials.form("reverse")
def completing_to_a_square(d: Draw) -> Item:
    a, b, letter = d.within((1, 1), (1, 1), (2, 5)), d.nonzero((1, 12), (-12, 12), (-9, 9)), d.letter()
    if d.rng.random() < 0.5:
        shown = terms(term(a * a, 2, letter), term(2 * a * b, 1, letter))
        return Item(
            (
                f"Which number c makes {shown} + c the square of a binomial?",
                f"{shown} + c = ({linear(a, b, letter)})^2. What is c?",
                f"Add a number to {shown} so that it becomes a square. Which number?",
            ),
            f"the middle term {term(2 * a * b, 1, letter)} is twice {term(a, 1, letter)} times {b}, as in "
            f"@expanding-binomials; @powers: {raised(b, 2)}",
            str(b if d.slip == "single" else b * b),
            f"{shown} + answer = ({linear(a, b, letter)})*({linear(a, b, letter)})",
        )
    b = abs(b)
    shown = quadratic(a * a, 2 * a * b, b * b, letter)
    return Item(
        (
            f"{shown} is the square of {term(a, 1, letter)} + c. What is c?",
            f"For which c is ({term(a, 1, letter)} + c)^2 = {shown}?",
            f"({term(a, 1, letter)} + c)^2 is expanded and gives {shown}. Find c.",
        ),
        f"@powers: {raised(b, 2)}; the middle, as in @expanding-binomials: {times(2 * a, b)}",
        str(b),
        f"({term(a, 1, letter)} + answer)*({term(a, 1, letter)} + answer) = {shown}",
    )


@squaring_binomials.form("with numbers")
def squares_in_the_head(d: Draw) -> Item:
    tens, b = 10 * d.within((2, 9), (2, 10), (10, 30)), d.within((1, 3), (1, 4), (1, 6))
    less = d.rng.random() < 0.5
    sign, value = ("-", tens - b) if less else ("+", tens + b)
    middle = d.outcome(2 * tens * b, middle=0, single=tens * b)
    first = tens * tens - middle if less else tens * tens + middle
    last = times(tens, b) if d.slip == "single" else steps(times(2, tens), times(2 * tens, b))
    work = steps(
        f"{value} = {tens} {sign} {b}, as in @expanding-binomials",
        f"@powers: {raised(tens, 2)}; {raised(b, 2)}",
        "" if d.slip == "middle" else last,
        "" if d.slip == "middle" else f"{tens * tens} {sign} {middle} = {first}",
        plus(first, b * b),
    )
    questions = (
        f"Use ({tens} {sign} {b})^2 to compute {value}^2.",
        f"What is {value}^2? Write {value} as {tens} {sign} {b}.",
        f"A square has the side {value} cm. Find its area in square centimetres by way of ({tens} {sign} {b})^2.",
    )
    return Item(questions, work, str(first + b * b), f"answer/{value} = {value}")


@squaring_binomials.form("word problem")
def square_that_grows(d: Draw) -> Item:
    b, letter = d.within((1, 9), (2, 15), (2, 20)), d.letter()
    less = d.difficulty > 1 and d.rng.random() < 0.5
    a = 2 if d.difficulty == 3 else 1
    shown, middle = linear(a, -b if less else b, letter), (-2 if less else 2) * a * b
    middle = d.outcome(middle, middle=0, single=middle // 2)
    questions = (
        f"The side of a square is {shown} metres long. What is its area? Expand.",
        f"A square cloth of {term(a, 1, letter)} cm is made {b} cm {'shorter' if less else 'longer'} on both "
        "sides. What is its new area? Expand.",
        f"A square hall has {shown} rows of {shown} seats. How many seats are there? Expand.",
    )
    work = f"({shown})^2, as in @expanding-binomials; @powers: {raised(b, 2)}" + (
        "" if d.slip == "middle" else f"; middle {term(middle, 1, letter)}"
    )
    return Item(
        questions, work, quadratic(a * a, middle, b * b, letter), f"answer = ({shown})*({shown}) and terms(answer) = 3"
    )
