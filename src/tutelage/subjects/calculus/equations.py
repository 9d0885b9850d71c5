"""Equations beyond ax + b = c, and systems."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.topic import (
    ask,
    bracket,
    linear,
    minus,
    number,
    plus,
    raised,
    steps,
    term,
    terms,
    times,
    topic,
)
from tutelage.subjects.workbook import Draw, Item

SOLVE = ("Solve {}.", "Find all solutions of {}.", "Which numbers solve {}?")


def _solve(equation: str, letter: str) -> tuple[str, ...]:
    return (f"Solve {equation}.", f"Find {letter} if {equation}.", f"For which {letter} is {equation}?")


@topic(
    "equations-with-brackets",
    "equations with brackets",
    {"first": "Only the first term in the brackets is multiplied.", "side": "The number changes sides with its sign."},
    takes=range(2, 13),
)
def equations_with_brackets(d: Draw) -> Item:
    a, b, x = (
        d.main((2, 6), (2, 9), (3, 12)),
        d.nonzero((1, 9), (-9, 9), (-12, 12)),
        d.nonzero((1, 9), (-9, 9), (-12, 12)),
    )
    right = a * (x + b)
    constant = b if d.slip == "first" else a * b
    moved = right + constant if d.slip == "side" else right - constant
    letter = d.letter()
    equation = f"{d.shown(a)}({linear(1, b, letter)}) = {right}"
    expanded = f"{linear(a, constant, letter)} = {right}"
    product = "" if d.slip == "first" else f"{times(a, b)}, "
    move = plus(right, constant) if d.slip == "side" else minus(right, constant)
    found = number(Fraction(moved, a))
    return Item(
        _solve(equation, letter),
        f"@expanding-brackets {product}{expanded}; @linear-equations {move}; {moved}/{a} = {found}",
        f"{letter} = {found}",
        f"{a}*(answer + {bracket(b)}) = {right}",
        value=x,
        noun=f"the solution of {equation}",
    )


@topic(
    "unknown-on-both-sides",
    "unknown on both sides",
    {"plus": "The terms in x are added.", "sign": "The number is moved with its sign."},
    takes=range(6, 21),
)
def unknown_on_both_sides(d: Draw) -> Item:
    a, c = d.main((4, 9), (5, 12), (5, 15)), d.within((1, 3), (2, 4), (-9, 4))
    b, x = d.nonzero((1, 9), (-9, 9), (-20, 20)), d.nonzero((1, 9), (-9, 9), (-9, 9))
    while c in (0, -a):
        c += 1
    right = a * x + b - c * x
    front = a + c if d.slip == "plus" else a - c
    moved = right + b if d.slip == "sign" else right - b
    letter = d.letter()
    equation = f"{linear(d.shown(a), b, letter)} = {linear(c, right, letter)}"
    work = steps(
        plus(a, c) if d.slip == "plus" else minus(a, c),
        f"@linear-equations {plus(right, b) if d.slip == 'sign' else minus(right, b)}",
        f"{moved}/{bracket(front)} = {number(Fraction(moved, front))}",
    )
    return Item(
        _solve(equation, letter),
        f"@combining-like-terms {work}",
        f"{letter} = {number(Fraction(moved, front))}",
        f"{a}*answer + {bracket(b)} = {c}*answer + {bracket(right)}",
        value=x,
        noun=f"the solution of {equation}",
    )


@topic(
    "equations-with-fractions",
    "equations with fractions",
    {"divide": "It is divided by the denominator instead of multiplied.", "sign": "The number is moved with its sign."},
    takes=range(2, 13),
)
def equations_with_fractions(d: Draw) -> Item:
    a, b, c = d.main((2, 6), (2, 9), (3, 9)), d.nonzero((1, 9), (-9, 9), (-15, 15)), d.nonzero((1, 9), (-9, 9), (-9, 9))
    top = d.within((1, 1), (1, 1), (2, 4))
    right, letter = top * c + b, d.letter()
    moved = right + b if d.slip == "sign" else right - b
    value = Fraction(moved, a) if d.slip == "divide" else Fraction(moved * a)
    product = f"{moved}/{a} = {number(value)}" if d.slip == "divide" else times(moved, a)
    name = "subtraction" if b > 0 else "addition"
    move = plus(right, b) if d.slip == "sign" else plus(right, -b)
    if d.slip == "sign":
        name = "addition" if b > 0 else "subtraction"
    last = f"{number(value)}/{top} = {number(value / top)}" if top > 1 else ""
    equation = f"{terms(f'{term(top, 1, letter)}/{d.shown(a)}', str(b))} = {right}"
    return Item(
        _solve(equation, letter),
        f"as in @linear-equations, @integer-{name} {steps(move, product, last)}",
        f"{letter} = {number(value / top)}",
        f"{top}*answer/{a} + {bracket(b)} = {right}",
        value=a * c,
        noun=f"the solution of {equation}",
    )


@topic(
    "rearranging-formulas",
    "rearranging formulas",
    {"sign": "The number is moved with its sign.", "part": "Only one of the two terms is divided."},
)
def rearranging_formulas(d: Draw) -> Item:
    a, b = d.within((2, 9), (2, 12), (2, 12)), d.nonzero((1, 20), (-20, 20), (-20, 20))
    kind = d.choice((("multiple",), ("multiple", "quotient"), ("multiple", "quotient", "brackets"))[d.difficulty - 1])
    letter, left = d.choice((("x", "y"), ("t", "s"), ("n", "p")))
    sign = 1 if d.slip == "sign" else -1
    moved = terms(left, str(sign * b))
    if kind == "multiple":
        right, back = linear(a, b, letter), f"{a}*answer + {bracket(b)}"
        answer = terms(f"{left}/{a}", str(-b)) if d.slip == "part" else f"({moved})/{a}"
        work = steps(f"{moved} = {term(a, 1, letter)}", f"division by {a}")
    elif kind == "quotient":
        right, back = terms(f"{letter}/{a}", str(b)), f"answer/{a} + {bracket(b)}"
        answer = terms(f"{a}{left}", str(-b)) if d.slip == "part" else f"{a}({moved})"
        work = steps(f"{moved} = {letter}/{a}", f"multiplication by {a}")
    else:
        right, back = f"{a}({linear(1, b, letter)})", f"{a}*(answer + {bracket(b)})"
        answer = f"({moved})/{a}" if d.slip == "part" else terms(f"{left}/{a}", str(sign * b))
        work = steps(
            f"{left}/{a} = {linear(1, b, letter)}", f"then {-b:+d}".replace("+", "plus ").replace("-", "minus ")
        )
    return Item(
        (
            f"Solve {left} = {right} for {letter}.",
            f"Rearrange {left} = {right} so that {letter} stands alone.",
            f"{left} = {right}. Express {letter} by {left}.",
        ),
        f"as in @linear-equations, {work}",
        f"{letter} = {answer}",
        f"{back} = {left}",
    )


@topic(
    "equations-from-words",
    "equations from words",
    {"swap": "The two numbers are swapped.", "sign": "The number is added where it has to be subtracted, or reversed."},
)
def equations_from_words(d: Draw) -> Item:
    a, b, x = (
        d.within((2, 5), (2, 9), (3, 12)),
        d.within((2, 20), (2, 30), (5, 60)),
        d.within((2, 12), (2, 20), (5, 40)),
    )
    more = d.difficulty == 1 or d.rng.random() < 0.5
    while not more and b >= a * x:
        b = d.within((2, 20), (2, 30), (5, 60))
    total = a * x + b if more else a * x - b
    front, constant = a, b if more else -b
    if d.slip == "swap":
        front, constant = b, a if more else -a
    moved = total + constant if d.slip == "sign" else total - constant
    shown = plus(total, constant if d.slip == "sign" else -constant)
    times_word = {2: "Twice", 3: "Three times"}.get(a, f"{a} times")
    words = f"increased by {b}" if more else f"decreased by {b}"
    answer = Fraction(moved, front)
    return Item(
        (
            f"{times_word} a number, {words}, gives {total}. Find the number.",
            f"I think of a number, multiply it by {a} and {'add' if more else 'subtract'} {b}. I get {total}. "
            "Which number was it?",
            f"A taxi asks {a} for each km {'plus' if more else 'minus'} {b} {'once' if more else 'discount'}. "
            f"How many km does one get for {total}?",
        ),
        f"{linear(front, constant)} = {total}; @linear-equations {shown}; {moved}/{front} = {number(answer)}",
        number(answer),
        f"answer*{a} {'+' if more else '-'} {b} = {total}",
        value=x,
        noun=f"the number of which {a} times, {words}, gives {total}",
    )


@topic(
    "systems-by-elimination",
    "systems by elimination",
    {"right": "The right sides are subtracted where the equations are added.", "swap": "The unknowns are swapped."},
)
def systems_by_elimination(d: Draw) -> Item:
    a, c, b = d.within((1, 3), (1, 5), (2, 7)), d.within((1, 3), (1, 5), (2, 7)), d.within((1, 2), (2, 5), (2, 6))
    x, y = d.nonzero((1, 9), (-6, 9), (-9, 9)), d.nonzero((1, 9), (-6, 9), (-9, 9))
    while x == y or 0 in (a * x + b * y, c * x - b * y) or (d.slip == "right" and a * x + b * y == c * x - b * y):
        x, y = d.nonzero((1, 9), (-6, 9), (-9, 9)), d.nonzero((1, 9), (-6, 9), (-9, 9))
    one, other = a * x + b * y, c * x - b * y
    total = one - other if d.slip == "right" else one + other
    found = Fraction(total, a + c)
    rest = one - a * found
    second = rest / b
    work = steps(
        f"@integer-addition {plus(a, c)}",
        minus(one, other) if d.slip == "right" else plus(one, other),
        f"x: {total}/{a + c} = {number(found)}",
        f"{a}*{bracket(number(found))} = {number(a * found)}" if a > 1 else "",
        f"{one} - {bracket(number(a * found))} = {number(rest)}",
        f"y: {number(rest)}/{b} = {number(second)}" if b > 1 else "",
    )
    if d.slip == "swap":
        found, second = second, found
    equations = f"{terms(term(a), term(b, 1, 'y'))} = {one} and {terms(term(c), term(-b, 1, 'y'))} = {other}"
    return Item(
        ask(("Solve {}.", "Find x and y: {}.", "Which x and y satisfy both {}?"), equations),
        f"both equations are added; {work}; as in @linear-equations",
        f"x = {number(found)}, y = {number(second)}",
        f"size(answer) = 2 and {a}*part(answer, 1) + {b}*part(answer, 2) = {one} and "
        f"{c}*part(answer, 1) - {b}*part(answer, 2) = {other}",
    )


@topic(
    "systems-by-substitution",
    "systems by substitution",
    {"constant": "Only the first term is multiplied when putting in.", "swap": "The unknowns are swapped."},
)
def systems_by_substitution(d: Draw) -> Item:
    m, c = d.within((1, 3), (2, 5), (-5, 5)), d.nonzero((1, 5), (-9, 9), (-9, 9))
    a, b = d.within((1, 4), (1, 6), (2, 9)), d.within((2, 3), (2, 4), (2, 6))
    x = d.nonzero((1, 5), (-5, 6), (-9, 9))
    while m == 0 or a + b * m == 0 or m * x + c == x:
        m, x = d.within((1, 3), (2, 5), (-5, 5)), d.nonzero((1, 5), (-5, 6), (-9, 9))
    y = m * x + c
    right = a * x + b * y
    constant = c if d.slip == "constant" else b * c
    front = a + b * m
    found = Fraction(right - constant, front)
    second = m * found + c
    work = steps(
        times(b, m) if m != 1 else "",
        plus(a, b * m),
        times(b, c) if d.slip != "constant" else "",
        f"x: {minus(right, constant)}",
        f"{right - constant}/{bracket(front)} = {number(found)}",
        f"y: {m}*{bracket(number(found))} = {number(m * found)}" if m != 1 else "y:",
        f"{number(m * found)} {'+' if c > 0 else '-'} {abs(c)} = {number(second)}",
    ).replace("y:; ", "y: ")
    if d.slip == "swap":
        found, second = second, found
    equations = f"y = {linear(m, c)} and {terms(term(a), term(b, 1, 'y'))} = {right}"
    return Item(
        ask(("Solve {}.", "Find x and y: {}.", "Which x and y satisfy both {}?"), equations),
        f"y is replaced; @expanding-brackets {work}",
        f"x = {number(found)}, y = {number(second)}",
        f"size(answer) = 2 and {m}*part(answer, 1) + {bracket(c)} = part(answer, 2) and "
        f"{a}*part(answer, 1) + {b}*part(answer, 2) = {right}",
    )


@topic(
    "radical-equations",
    "radical equations",
    {"square": "The right side is not squared.", "double": "The right side is doubled instead of squared."},
    takes=range(2, 13),
)
def radical_equations(d: Draw) -> Item:
    a, right = d.within((1, 1), (2, 5), (2, 9)), d.main((3, 9), (2, 12), (3, 15))
    b = d.nonzero((1, 9), (-20, 20), (-30, 30))
    while (right * right - b) % a:
        b += 1
    square = {"square": right, "double": 2 * right}.get(d.slip, right * right)
    first = {"square": "", "double": times(2, right)}.get(d.slip, f"@powers {raised(right, 2)}")
    value = Fraction(square - b, a)
    letter = d.letter()
    equation = f"sqrt({linear(a, b, letter)}) = {d.shown(right)}"
    last = f"{square - b}/{a} = {number(value)}" if a > 1 else ""
    return Item(
        _solve(equation, letter),
        steps(first, f"@linear-equations {minus(square, b)}", last),
        f"{letter} = {number(value)}",
        f"{a}*answer + {bracket(b)} = {right}^2",
        value=(right * right - b) // a,
        noun=f"the solution of {equation}",
    )


@topic(
    "absolute-value-equations",
    "absolute value equations",
    {
        "sign": "The number in the bars is taken with the wrong sign.",
        "opposite": "The second solution is minus the first.",
    },
)
def absolute_value_equations(d: Draw) -> Item:
    a, b, c = (
        d.within((1, 1), (1, 1), (2, 5)),
        d.nonzero((1, 9), (-15, 15), (-15, 15)),
        d.within((2, 9), (2, 15), (2, 20)),
    )
    while (b + c) % a or (c - b) % a or b == c:
        b, c = d.nonzero((1, 9), (-15, 15), (-15, 15)), d.within((2, 9), (2, 15), (2, 20))
    move = -b if d.slip == "sign" else b
    high, low = Fraction(move + c, a), Fraction(move - c, a)
    work = steps(plus(c, move), f"{c + move}/{a} = {number(high)}" if a > 1 else "")
    second = steps(plus(-c, move), f"{move - c}/{a} = {number(low)}" if a > 1 else "")
    if d.slip == "opposite":
        low, second = -high, f"minus that is {number(-high)}"
    letter = d.letter()
    pair = sorted((low, high))
    return Item(
        ask(SOLVE, f"|{linear(a, -b, letter)}| = {c}"),
        f"by @absolute-value two cases of @linear-equations: {work}; {second}",
        f"{letter} = {number(pair[0])} or {letter} = {number(pair[1])}",
        f"size(answer) = 2 and abs({a}*part(answer, 1) - {bracket(b)}) = {c} and "
        f"abs({a}*part(answer, 2) - {bracket(b)}) = {c}",
    )


TOPICS = (
    equations_with_brackets,
    unknown_on_both_sides,
    equations_with_fractions,
    rearranging_formulas,
    equations_from_words,
    systems_by_elimination,
    systems_by_substitution,
    radical_equations,
    absolute_value_equations,
)
