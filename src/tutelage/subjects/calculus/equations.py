"""Equations with one unknown beyond ax + b = c."""

from __future__ import annotations

from fractions import Fraction
from math import lcm

from tutelage.subjects.calculus.notation import bracket, linear, term, terms
from tutelage.subjects.calculus.steps import minus, over, plus, steps, times
from tutelage.subjects.calculus.topic import ask, story, then, topic
from tutelage.subjects.workbook import Draw, Item

GIVEN = ("{0} is a solution of {1}. Find k.", "For which k does {0} solve {1}?", "If {0} solves {1}, what is k?")
"""Wordings for a question in reverse: the solution is given, a number of the equation is asked for."""


def solve(equation: str, letter: str) -> tuple[str, ...]:
    """The wordings for an equation in one letter."""
    return (f"Solve {equation}.", f"Find {letter} if {equation}.", f"For which {letter} is {equation}?")


def divided(top: int, bottom: int) -> str:
    """`12/4 = 3`; nothing if the bottom is 1."""
    return "" if bottom == 1 else f"{top}/{bracket(bottom)} = {Fraction(top, bottom)}"


def parted(value: Fraction, bottom: int) -> str:
    """The same for any number: `(9/5)/3 = 3/5`."""
    top = str(value) if value.denominator == 1 else f"({value})"
    return "" if bottom == 1 else f"{top}/{bracket(bottom)} = {value / bottom}"


def whole(value: Fraction) -> int | None:
    return int(value) if value.denominator == 1 else None


@topic(
    "equations-with-brackets",
    first="Only the first term in the brackets is multiplied.",
    side="The number changes sides with its sign.",
    divide="Only the right side is divided, before the number is moved.",
    takes=range(2, 13),
)
def equations_with_brackets(d: Draw) -> Item:
    a = d.main((2, 6), (-6, 9), (-9, 12))
    while a in (0, 1, -1):
        a = d.main((2, 6), (-6, 9), (-9, 12))
    m, inner = d.within((1, 1), (1, 4), (2, 5)), d.nonzero((1, 9), (-9, 9), (-12, 12))
    b = d.nonzero((1, 9), (-9, 9), (-12, 12))
    extra = d.nonzero((1, 12)) if d.difficulty == 3 and d.rng.random() < 0.7 else 0
    right = a * (inner + b) + extra
    product = b if d.slip == "first" else a * b
    constant = product + extra
    letter, front = d.letter(), a * m
    left = f"{d.shown(a)}({linear(m, b, letter)})"
    equation = f"{terms(left, str(extra))} = {right}"
    if d.slip == "divide":
        quotient = Fraction(right, front)
        value = quotient - constant
        last = steps(f"{right}/{bracket(front)} = {quotient}", f"minus {bracket(constant)}: {value}")
    else:
        moved = right + constant if d.slip == "side" else right - constant
        value = Fraction(moved, front)
        last = steps((plus if d.slip == "side" else minus)(right, constant), divided(moved, front))
    work = steps(
        times(a, m) if m > 1 else "",
        "" if d.slip == "first" else times(a, b),
        plus(product, extra) if extra else "",
        f"{linear(front, constant, letter)} = {right}",
    )
    things = f"{m} packs of {letter} pens" if m > 1 else f"{letter} pens"
    more = f", and {extra} more pens lie on the table" if extra else ""
    story = (
        f"Each of {a} boxes holds {things} and {b} pencils{more}. There are {right} pens and pencils. Find {letter}.",
        f"{a} friends each pay for {m} ticket{'s' if m > 1 else ''} at {letter} euros and {b} euros for food"
        f"{f', and together {extra} euros for parking' if extra else ''}. They pay {right} euros in all. "
        f"What is {letter}?",
        f"On each of {a} days somebody runs {m} lap{'s' if m > 1 else ''} of {letter} km and then {b} km"
        f"{f', and on one more day {extra} km' if extra else ''}. That is {right} km in all. Find {letter}.",
    )
    return Item(
        solve(equation, letter),
        f"by @expanding-brackets, then as in @linear-equations: {work}; {last}",
        f"{letter} = {value}",
        f"{a}*({m}*answer + {bracket(b)}) + {extra} = {right}",
        value=whole(Fraction(inner, m)),
        noun=f"the solution of {equation}",
        worded={"word problem": story} if a > 0 and b > 0 and inner > 0 and inner % m == 0 else {},
    )


@equations_with_brackets.form("word problem")
def brackets_in_a_story(d: Draw) -> Item:
    return story(d, equations_with_brackets.make)


@equations_with_brackets.form("reverse")
def number_before_or_in_brackets(d: Draw) -> Item:
    a, x = d.within((2, 6), (2, 9), (-9, -2)), d.nonzero((1, 9), (-9, 9), (-9, 9))
    b, m = d.nonzero((1, 9), (-9, 9), (-12, 12)), d.within((1, 1), (1, 1), (2, 4))
    right = a * (m * x + b)
    if d.difficulty == 2 and x + b:
        shown, work = f"k({linear(1, b)}) = {right}", steps(plus(x, b), divided(right, x + b))
        answer, formal = a, f"answer*({x} + {bracket(b)}) = {right}"
    else:
        shown = f"{a}({term(m)} + k) = {right}"
        work = steps(over(right, a), times(m, x) if m > 1 else "", minus(right // a, m * x))
        answer, formal = b, f"{a}*({m}*{bracket(x)} + answer) = {right}"
    return Item(ask(GIVEN, f"x = {x}", shown), f"putting it in, {work}", str(answer), formal)


@equations_with_brackets.form("two steps")
def brackets_then(d: Draw) -> Item:
    return then(d, equations_with_brackets.make)


@topic(
    "unknown-on-both-sides",
    plus="The terms in the unknown are added instead of subtracted.",
    sign="The number is moved with its sign.",
    drop="The term on the right is dropped instead of moved.",
    always="It is taken for granted that there is exactly one solution.",
    takes=range(6, 21),
)
def unknown_on_both_sides(d: Draw) -> Item:
    a, c = d.main((4, 9), (5, 12), (5, 15)), d.within((1, 3), (-6, 4), (-9, 9))
    while c in (0, -a, a):
        c += 1
    b, third = d.nonzero((1, 9), (-9, 9), (-20, 20)), d.nonzero((2, 6)) if d.difficulty == 3 else 0
    exact = d.difficulty == 1 or d.rng.random() < 0.5
    front = a - c + third
    if front == 0:
        third, front = third + 1, 1
    moved = front * d.nonzero((1, 9), (-9, 9), (-9, 9)) if exact else d.nonzero((-30, 30))
    right = moved + b
    used = d.outcome(front, plus=a + third + c, drop=a + third)
    if used == 0:
        return unknown_on_both_sides.make(d)
    rest = right + b if d.slip == "sign" else moved
    value = Fraction(rest, used)
    letter = d.letter()
    left = terms(term(d.shown(a), 1, letter), str(b), term(third, 1, letter))
    equation = f"{left} = {linear(c, right, letter)}"
    work = steps(
        plus(a, third) if third else "",
        d.outcome(minus(a + third, c), plus=plus(a + third, c), drop=""),
        (plus if d.slip == "sign" else minus)(right, b),
        divided(rest, used) or f"{letter} = {rest}",
    )
    return Item(
        solve(equation, letter),
        f"by @combining-like-terms, then as in @linear-equations: {work}",
        f"{letter} = {value}",
        f"{a + third}*answer + {bracket(b)} = {c}*answer + {bracket(right)}",
        value=whole(Fraction(moved, front)),
        noun=f"the solution of {equation}",
    )


@unknown_on_both_sides.form("word problem")
def two_tariffs(d: Draw) -> Item:
    c, gap = d.within((2, 5), (2, 9), (2, 12)), d.within((1, 4), (2, 6), (2, 9))
    x, b = d.within((2, 9), (2, 12), (3, 20)), d.within((2, 9), (2, 20), (5, 60))
    a, right = c + gap, b + gap * x
    front = d.outcome(gap, plus=a + c, drop=a)
    rest = right + b if d.slip == "sign" else right - b
    work = steps(
        d.outcome(minus(a, c), plus=plus(a, c), drop=""),
        (plus if d.slip == "sign" else minus)(right, b),
        divided(rest, front),
    )
    return Item(
        (
            f"One taxi costs {a} euros a km and {b} euros on top, another one {c} euros a km and {right} euros on "
            "top. For how many km do both cost the same?",
            f"One hall charges {b} euros and {a} euros a guest, another one {right} euros and {c} euros a guest. For "
            "how many guests is the price the same?",
            f"Ada has {b} euros and saves {a} euros a week, Ben has {right} euros and saves {c} euros a week. After "
            "how many weeks do they have the same amount?",
            f"A tank holds {b} litres and gains {a} litres a minute, another one holds {right} litres and gains {c} "
            "litres a minute. After how many minutes do both hold the same?",
        ),
        f"by @combining-like-terms, then as in @linear-equations: {linear(a, b)} = {linear(c, right)}; {work}",
        str(Fraction(rest, front)),
        f"{a}*answer + {b} = {c}*answer + {right}",
    )


@unknown_on_both_sides.form("reverse")
def number_on_one_side(d: Draw) -> Item:
    a, c = d.within((4, 9), (5, 12), (5, 15)), d.within((1, 3), (-6, 4), (-9, 4))
    x = d.nonzero((1, 6), (-6, 6), (-9, 9))
    while c == 0 or a * x == c * x:
        c += 1
    b, right = d.nonzero((1, 9), (-9, 9), (-20, 20)), 0
    right = (a - c) * x + b
    if d.difficulty == 3:
        shown = f"{terms('kx', str(b))} = {linear(c, right)}"
        work = steps(times(c, x), plus(c * x, right), minus(c * x + right, b), divided(c * x + right - b, x))
        return Item(
            ask(GIVEN, f"x = {x}", shown),
            f"putting it in, {work}",
            str(a),
            f"answer*{bracket(x)} + {bracket(b)} = {c}*{bracket(x)} + {bracket(right)}",
        )
    shown = f"{linear(a, b)} = {terms(term(c), 'k')}"
    work = steps(times(a, x), plus(a * x, b), times(c, x), minus(a * x + b, c * x))
    return Item(
        ask(GIVEN, f"x = {x}", shown),
        f"putting it in, {work}",
        str(right),
        f"{a}*{bracket(x)} + {bracket(b)} = {c}*{bracket(x)} + answer",
    )


COUNTED = ("no solution", "exactly one", "infinitely many")


@unknown_on_both_sides.form("number of solutions")
def number_of_solutions(d: Draw) -> Item:
    a, b = d.nonzero((2, 9), (-9, 9), (-12, 12)), d.nonzero((1, 9), (-9, 9), (-20, 20))
    right = d.choice(COUNTED)
    c = a if right != COUNTED[1] else a + d.nonzero((1, 4), (-4, 4), (-6, 6))
    e = b if right == COUNTED[2] else b + d.nonzero((1, 9), (-9, 9), (-9, 9))
    split = d.nonzero((1, 5), (-5, 5), (-9, 9)) if d.difficulty > 1 else 0
    while split in (0, a) and d.difficulty > 1:
        split += 1
    letter = d.letter()
    left = terms(term(a - split, 1, letter), str(b), term(split, 1, letter))
    answer = COUNTED[1] if d.slip == "always" else right
    reason = {
        COUNTED[0]: f"without {letter}, {b} would have to be {e}, which is false",
        COUNTED[1]: f"{letter} is left with the coefficient {a - c}",
        COUNTED[2]: f"both sides are {b} more than the same, whatever {letter} is",
    }[right]
    tests = {
        COUNTED[0]: f"1000000*({a} - {bracket(c)})^2 < ({b} - {bracket(e)})^2",
        COUNTED[1]: f"({a} - {bracket(c)})^2 > 0",
        COUNTED[2]: f"({a} - {bracket(c)})^2 + ({b} - {bracket(e)})^2 = 0",
    }
    equation = f"{left} = {terms(term(c, 1, letter), str(e))}"
    return Item(
        ask(
            ("How many solutions does {} have?", "What is true of the solutions of {}?", "How many numbers solve {}?"),
            equation,
        ),
        f"by @combining-like-terms: {minus(a, c)}; {reason}",
        answer,
        f'answer = "{right}" if {tests[right]}',
        others=tuple(each for each in COUNTED if each != right),
        right=right,
    )


@topic(
    "equations-with-fractions",
    divide="It is divided by the denominator instead of multiplied.",
    sign="The number is moved with its sign.",
    part="Only one side of the equation is multiplied by the denominator.",
    takes=range(2, 13),
)
def equations_with_fractions(d: Draw) -> Item:
    if d.difficulty == 3 and d.rng.random() < 0.6:
        return _two_denominators(d)
    a, top = d.main((2, 9), (2, 9), (3, 9)), d.within((1, 1), (1, 4), (2, 5))
    b, c = d.nonzero((1, 9), (-9, 9), (-15, 15)), d.nonzero((1, 9), (-9, 9), (-9, 9))
    right, letter = c + b, d.letter()
    moved = right + b if d.slip == "sign" else c
    value = d.outcome(Fraction(moved * a), divide=Fraction(moved, a), part=Fraction(moved))
    product = {"divide": f"{moved}/{a} = {value}", "part": f"{term(top, 1, letter)} = {moved}"}
    work = steps(plus(right, b if d.slip == "sign" else -b), product.get(d.slip, times(moved, a)), parted(value, top))
    equation = f"{terms(f'{term(top, 1, letter)}/{d.shown(a)}', str(b))} = {right}"
    share, change = f"{top}/{a}", f"{'more' if b > 0 else 'less'}"
    story = (
        f"{abs(b)} {change} than {share} of a number {letter} is {right}. Find {letter}.",
        f"Ada takes {share} of a number {letter} and {'adds' if b > 0 else 'subtracts'} {abs(b)}. She gets {right}. "
        f"What is {letter}?",
        f"Ben's bag weighs {right} kg: {abs(b)} kg {change} than {share} of the {letter} kg that Carla's bag weighs. "
        f"Find {letter}.",
    )
    return Item(
        solve(equation, letter),
        f"as in @linear-equations: {work}",
        f"{letter} = {value / top}",
        f"{top}*answer/{a} + {bracket(b)} = {right}",
        value=whole(Fraction(a * c, top)),
        noun=f"the solution of {equation}",
        worded={"word problem": story} if right > 0 and c > 0 else {},
    )


def _two_denominators(d: Draw) -> Item:
    """x/a + x/b = c, where the common denominator is not simply the product."""
    a, b = d.choice(((2, 3), (2, 4), (3, 6), (4, 6), (2, 5), (6, 9), (3, 4), (6, 10), (8, 12), (3, 5), (2, 6), (4, 10)))
    sign, common = d.choice((1, -1)), lcm(a, b)
    front = common // a + sign * (common // b)
    c, letter = d.nonzero((-12, 12)) * (front if d.rng.random() < 0.6 else 1), d.letter()
    top = d.outcome(Fraction(c * common), divide=Fraction(c, common), part=Fraction(c))
    product = {"divide": f"{c}/{common} = {top}", "part": f"the right side stays {c}"}
    joined = (plus if sign > 0 else minus)(common // a, common // b)
    value = top / front
    equation = f"{letter}/{a} {'+' if sign > 0 else '-'} {letter}/{b} = {c}"
    relation = f"the {'sum' if sign > 0 else 'difference'} of 1/{a} and 1/{b} of a number {letter}"
    stories = (
        f"{relation[0].upper()}{relation[1:]} is {c}. Find {letter}.",
        f"{c} is {relation}. What is {letter}?",
        f"Carla works out {relation}, in this order, and gets {c}. Find {letter}.",
    )
    return Item(
        solve(equation, letter),
        f"times the @least-common-multiple of {a} and {b}, which is {common}, by @combining-like-terms: "
        + steps(joined, product.get(d.slip, times(c, common)), parted(top, front)),
        f"{letter} = {value}",
        f"answer/{a} {'+' if sign > 0 else '-'} answer/{b} = {c}",
        value=whole(Fraction(c * common, front)),
        noun=f"the solution of {equation}",
        worded={"word problem": stories},
    )


@equations_with_fractions.form("reverse")
def denominator_or_number(d: Draw) -> Item:
    a, q = d.within((2, 6), (2, 9), (3, 12)), d.nonzero((1, 6), (-9, 9), (-9, 9))
    b, top = d.nonzero((1, 9), (-9, 9), (-15, 15)), d.within((1, 1), (1, 1), (2, 5))
    x, right = a * q, top * q + b
    if d.difficulty == 1 or d.rng.random() < 0.3:
        shown, work = f"{term(top)}/{a} + k = {right}", steps(times(top, x) if top > 1 else "", over(top * x, a))
        work, answer = steps(work, minus(right, top * q)), b
        formal = f"{top}*{bracket(x)}/{a} + answer = {right}"
    else:
        shown, work = f"{terms(f'{term(top)}/k', str(b))} = {right}", steps(minus(right, b))
        work, answer = steps(work, times(top, x) if top > 1 else "", over(top * x, top * q)), a
        formal = f"{top}*{bracket(x)}/answer + {bracket(b)} = {right}"
    return Item(ask(GIVEN, f"x = {x}", shown), f"as in @linear-equations: {work}", str(answer), formal)


@equations_with_fractions.form("two steps")
def fractions_then(d: Draw) -> Item:
    return then(d, equations_with_fractions.make)
