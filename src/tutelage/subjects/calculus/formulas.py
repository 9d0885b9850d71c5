"""Equations between letters, and equations that are found in words."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.notation import bracket, linear, term, terms
from tutelage.subjects.calculus.steps import minus, over, plus, steps, times
from tutelage.subjects.calculus.topic import topic
from tutelage.subjects.workbook import Draw, Item

_FORMULAS = (
    ("v = u + a*t", "t", "(v - u)/a", "(v + u)/a", "v/a - u", "u + a*answer = v"),
    ("v = u + a*t", "a", "(v - u)/t", "(v + u)/t", "v/t - u", "u + answer*t = v"),
    ("P = 2a + 2b", "b", "(P - 2a)/2", "(P + 2a)/2", "P/2 - 2a", "2a + 2answer = P"),
    ("F = 9C/5 + 32", "C", "5(F - 32)/9", "5(F + 32)/9", "5F/9 - 32", "9answer/5 + 32 = F"),
    ("S = n(p + q)/2", "q", "2S/n - p", "2S/n + p", "(2S - p)/n", "n*(p + answer)/2 = S"),
    ("A = h(a + b)/2", "a", "2A/h - b", "2A/h + b", "(2A - b)/h", "h*(answer + b)/2 = A"),
    ("y = m(x - p) + q", "x", "(y - q)/m + p", "(y + q)/m + p", "y/m - q + p", "m*(answer - p) + q = y"),
    ("y = (x + p)/q", "x", "q*y - p", "q*y + p", "q(y - p)", "(answer + p)/q = y"),
    ("K = P(1 + r*t)", "r", "(K/P - 1)/t", "(K/P + 1)/t", "K/P - 1/t", "P*(1 + answer*t) = K"),
    ("T = p + q*n", "n", "(T - p)/q", "(T + p)/q", "T/q - p", "p + q*answer = T"),
    ("V = a*b*c", "c", "V/(a*b)", "", "", "a*b*answer = V"),
    ("V = A*h/3", "h", "3V/A", "", "", "A*answer/3 = V"),
    ("E = m*v*v/2", "m", "2E/(v*v)", "", "", "answer*v*v/2 = E"),
)
"""Formula, wanted letter, answer, answers with the slips `sign` and `part`, and a statement."""


@topic(
    "rearranging-formulas",
    sign="The number is moved with its sign.",
    part="Only one of the two terms is divided or multiplied.",
)
def rearranging_formulas(d: Draw) -> Item:
    if d.difficulty == 3 and d.rng.random() < 0.7:
        return _known_formula(d)
    a, b = d.within((2, 9), (2, 12), (2, 12)), d.nonzero((1, 20), (-20, 20), (-20, 20))
    kind = d.choice(
        (("multiple", "quotient"), ("multiple", "quotient", "brackets"), ("brackets", "whole"))[d.difficulty - 1]
    )
    letter, left = d.choice((("x", "y"), ("t", "s"), ("n", "p")))
    moved = terms(left, str(b if d.slip == "sign" else -b))
    if kind == "multiple":
        right, back = linear(a, b, letter), f"{a}*answer + {bracket(b)}"
        answer = terms(f"{left}/{a}", str(-b)) if d.slip == "part" else f"({moved})/{a}"
        work = steps(f"{moved} = {term(a, 1, letter)}", f"division of the whole side by {a}")
    elif kind == "quotient":
        right, back = terms(f"{letter}/{a}", str(b)), f"answer/{a} + {bracket(b)}"
        answer = terms(f"{a}{left}", str(-b)) if d.slip == "part" else f"{a}({moved})"
        work = steps(f"{moved} = {letter}/{a}", f"multiplication by {a}")
    elif kind == "brackets":
        right, back = f"{a}({linear(1, b, letter)})", f"{a}*(answer + {bracket(b)})"
        answer = f"({moved})/{a}" if d.slip == "part" else terms(f"{left}/{a}", str(b if d.slip == "sign" else -b))
        work = steps(f"{left}/{a} = {linear(1, b, letter)}", f"then {'minus' if b > 0 else 'plus'} {abs(b)}")
    else:
        right, back = f"({linear(1, b, letter)})/{a}", f"(answer + {bracket(b)})/{a}"
        answer = f"{a}({moved})" if d.slip == "part" else terms(f"{a}{left}", str(b if d.slip == "sign" else -b))
        work = steps(f"{a}{left} = {linear(1, b, letter)}", f"then {'minus' if b > 0 else 'plus'} {abs(b)}")
    return _rearranged(f"{left} = {right}", letter, work, answer, f"{back} = {left}")


def _known_formula(d: Draw) -> Item:
    formula, letter, answer, sign, part, formal = d.choice(_FORMULAS)
    found = {"sign": sign, "part": part}.get(d.slip) or answer
    work = f"what is done to {letter} last is undone first; that leaves {letter} = {found}"
    return _rearranged(formula, letter, work, found, formal)


def _rearranged(formula: str, letter: str, work: str, answer: str, formal: str) -> Item:
    questions = (
        f"Solve {formula} for {letter}.",
        f"Rearrange {formula} so that {letter} stands alone.",
        f"Make {letter} the subject of the formula {formula}.",
        f"{formula}. Write {letter} in terms of the rest.",
    )
    return Item(questions, f"as in @linear-equations: {work}", f"{letter} = {answer}", formal)


@rearranging_formulas.form("word problem")
def formula_from_a_story(d: Draw) -> Item:
    a, b = d.within((2, 9), (2, 12), (3, 15)), d.within((2, 20), (5, 40), (10, 90))
    falls = d.difficulty > 1 and d.rng.random() < 0.5
    if falls:
        told = d.choice(
            (
                f"A candle {b} cm long burns down by {a} cm an hour. After n hours it is p cm long",
                f"A tank of {b} litres loses {a} litres a minute. After n minutes p litres are left",
                f"A lift starts at {b} m and goes down {a} m a second. After n seconds its height is p m",
            )
        )
        moved, back = f"{b} - p", f"{b} - {a}*answer = p"
        wrong = {"sign": f"(p - {b})/{a}", "part": f"{b} - p/{a}"}
    else:
        told = d.choice(
            (
                f"A taxi ride of n km costs {a} euros a km and {b} euros on top, p euros in all",
                f"A plant is {b} cm tall and grows {a} cm a week. After n weeks it is p cm tall",
                f"A hall costs {b} euros and {a} euros for each of n guests, p euros in all",
            )
        )
        moved, back = f"p - {b}", f"{a}*answer + {b} = p"
        wrong = {"sign": f"(p + {b})/{a}", "part": f"p/{a} - {b}"}
    rule = f"{b} - {a}n" if falls else f"{a}n + {b}"
    return Item(
        (f"{told}. Write n in terms of p.", f"{told}. Find a formula for n.", f"{told}. Express n by a formula in p."),
        f"as in @linear-equations: p = {rule}; {a}n = {moved}; division by {a}",
        f"n = {wrong.get(d.slip, f'({moved})/{a}')}",
        back,
    )


@rearranging_formulas.form("reverse")
def formula_before_rearranging(d: Draw) -> Item:
    a, b = d.within((2, 9), (2, 12), (2, 12)), d.nonzero((1, 20), (-20, 20), (-20, 20))
    quotient = d.difficulty > 1 and d.rng.random() < 0.5
    if d.difficulty == 3 and not quotient:
        given, answer, back = terms(f"y/{a}", str(-b)), f"{a}({linear(1, b)})", f"answer/{a} - {bracket(b)}"
    elif quotient:
        given, answer, back = f"{a}({terms('y', str(-b))})", terms(f"x/{a}", str(b)), f"{a}*(answer - {bracket(b)})"
    else:
        given, answer, back = f"({terms('y', str(-b))})/{a}", linear(a, b), f"(answer - {bracket(b)})/{a}"
    questions = (
        f"A formula for y was solved for x. The result is x = {given}. What was the formula for y?",
        f"x = {given}. Solve for y.",
        f"Which formula for y gives x = {given} when it is solved for x?",
    )
    return Item(
        questions, f"as in @linear-equations the steps are undone: y = {answer}", f"y = {answer}", f"{back} = x"
    )


_STORIES = (
    (
        "A taxi costs {a} euros for each km and {b} euros on top. How many km does one get for {t} euros?",
        "A plumber charges {a} euros an hour and {b} euros for the journey. The bill is {t} euros. How many hours is "
        "that?",
        "A plant is {b} cm tall and grows {a} cm a week. After how many weeks is it {t} cm tall?",
        "A phone plan costs {b} euros a month and {a} euros for each gigabyte. The bill is {t} euros. How many "
        "gigabytes were used?",
    ),
    (
        "A shop takes {b} euros off a purchase. Somebody pays {t} euros for shirts at {a} euros each. How many shirts "
        "are that?",
        "{a} euros an hour are earned, and {b} euros are kept for tax. {t} euros are left. How many hours are that?",
        "Somebody fills a tank with {a} litres a minute. {b} litres have leaked out, and {t} litres are in it. How "
        "many minutes has it taken?",
    ),
)


@topic(
    "equations-from-words",
    swap="The two numbers change places.",
    sign="The number is added where it has to be subtracted, or the other way round.",
    left="The number is left out of the equation.",
)
def equations_from_words(d: Draw) -> Item:
    a, b = d.within((2, 5), (2, 9), (3, 12)), d.within((2, 20), (2, 30), (5, 60))
    x = d.within((2, 12), (-12, 20), (-20, 40)) or 1
    more = d.difficulty == 1 or d.rng.random() < 0.5
    if d.difficulty == 3 and d.rng.random() < 0.6:
        return _of_a_sum(d, a, b, x)
    item = _worded_line(d, a, b, x, more)
    times_word = {2: "Twice", 3: "Three times"}.get(a, f"{a} times")
    words, total = f"increased by {b}" if more else f"decreased by {b}", a * x + (b if more else -b)
    return item._replace(
        questions=(
            f"{times_word} a number, {words}, gives {total}. Find the number.",
            f"I think of a number, multiply it by {a} and {'add' if more else 'subtract'} {b}. I get {total}. "
            "Which number was it?",
            f"{total} is {b} {'more' if more else 'less'} than {times_word.lower()} a number. What is the number?",
        ),
        noun=f"the number of which {a} times, {words}, gives {total}",
    )


def _worded_line(d: Draw, a: int, b: int, x: int, more: bool) -> Item:
    """Solves a times a number plus or minus b."""
    total = a * x + b if more else a * x - b
    front, constant = (b, a if more else -a) if d.slip == "swap" else (a, b if more else -b)
    moved = d.outcome(total - constant, sign=total + constant, left=total)
    shown = d.outcome(plus(total, -constant), sign=plus(total, constant), left="")
    equation = f"{linear(front, 0 if d.slip == 'left' else constant)} = {total}"
    return Item(
        (),
        f"as in @linear-equations: {equation}; {steps(shown, f'{moved}/{front} = {Fraction(moved, front)}')}",
        str(Fraction(moved, front)),
        f"answer*{a} {'+' if more else '-'} {b} = {total}",
        value=x,
    )


def _of_a_sum(d: Draw, a: int, b: int, x: int) -> Item:
    """A multiple of a sum, or of a difference."""
    more = d.rng.random() < 0.5
    inner = x + b if more else x - b
    total = a * inner
    quotient = Fraction(total, b if d.slip == "swap" else a)
    move = a if d.slip == "swap" else b
    answer = quotient + move if more == (d.slip == "sign") else quotient - move
    if d.slip == "left":
        answer = quotient
    sign = "-" if more != (d.slip == "sign") else "+"
    last = "" if d.slip == "left" else f"{quotient} {sign} {move} = {answer}"
    times_word = {2: "Twice", 3: "Three times"}.get(a, f"{a} times")
    return Item(
        (
            f"{times_word} the {'sum' if more else 'difference'} of a number and {b} is {total}. Find the number.",
            f"I think of a number, {'add' if more else 'subtract'} {b} and multiply the result by {a}. I get {total}. "
            "Which number was it?",
            f"A number is {'increased' if more else 'decreased'} by {b}, and what comes out is multiplied by {a}. "
            f"The result is {total}. What is the number?",
        ),
        f"as in @linear-equations: {a}({linear(1, b if more else -b)}) = {total}; "
        + steps(f"{total}/{b if d.slip == 'swap' else a} = {quotient}", last),
        str(answer),
        f"(answer {'+' if more else '-'} {b})*{a} = {total}",
        value=x,
        noun=f"the number whose {'sum' if more else 'difference'} with {b}, times {a}, is {total}",
    )


@equations_from_words.form("word problem")
def equations_from_stories(d: Draw) -> Item:
    if d.difficulty == 3:
        return _two_unknowns(d)
    a, b, x = d.within((2, 9), (3, 15)), d.within((2, 20), (5, 60)), d.within((3, 12), (4, 20))
    more = d.difficulty == 1 or d.rng.random() < 0.5 or b >= a * x
    total = a * x + b if more else a * x - b
    item = _worded_line(d, a, b, x, more)
    return item._replace(questions=tuple(told.format(a=a, b=b, t=total) for told in _STORIES[not more]))


def _two_unknowns(d: Draw) -> Item:
    """Two amounts whose sum is known, one of which is told by the other."""
    a, b, x = d.within((2, 5)), d.within((2, 20)), d.within((4, 25))
    total = (a + 1) * x + b
    constant = d.outcome(b, sign=-b, left=0)
    front = b if d.slip == "swap" else a
    rest = total - (a if d.slip == "swap" else constant)
    answer = Fraction(rest, front + 1)
    times_word = {2: "twice"}.get(a, f"{a} times")
    equation = f"{terms('x', term(front), str(a if d.slip == 'swap' else constant))} = {total}"
    questions = (
        f"Ada and Ben have {total} marbles together. Ben has {b} more than {times_word} as many as Ada. How many "
        "does Ada have?",
        f"A rope of {total} m is cut in two. The longer piece is {b} m longer than {times_word} the shorter one. "
        "How long is the shorter piece, in m?",
        f"Two shops sold {total} tickets. The second shop sold {b} more than {times_word} as many as the first. "
        "How many did the first shop sell?",
    )
    work = f"by @combining-like-terms, then as in @linear-equations: {equation}; " + steps(
        plus(1, front), minus(total, total - rest) if total != rest else "", f"{rest}/{front + 1} = {answer}"
    )
    return Item(questions, work, str(answer), f"answer + {a}*answer + {b} = {total}")


@equations_from_words.form("reverse")
def number_in_the_words(d: Draw) -> Item:
    a, b = d.within((2, 5), (2, 9), (3, 12)), d.within((2, 20), (2, 30), (5, 60))
    x = d.within((2, 12), (2, 20), (3, 30))
    times_word = {2: "twice"}.get(a, f"{a} times")
    if d.difficulty == 1:
        shown, answer = f"{times_word} the number, increased by k, gives {a * x + b}", b
        work, formal = steps(times(a, x), minus(a * x + b, a * x)), f"{a}*{x} + answer = {a * x + b}"
    elif d.difficulty == 2:
        shown, answer = f"k times the number, decreased by {b}, gives {a * x - b}", a
        work, formal = steps(plus(a * x - b, b), over(a * x, x)), f"answer*{x} - {b} = {a * x - b}"
    else:
        shown, answer = f"k times the sum of the number and {b} gives {a * (x + b)}", a
        work, formal = steps(plus(x, b), over(a * (x + b), x + b)), f"answer*({x} + {b}) = {a * (x + b)}"
    questions = (
        f"The number is {x}, and {shown}. Find k.",
        f"I think of the number {x}: {shown}. What is k?",
        f"For which k is this true of the number {x}: {shown}?",
    )
    return Item(questions, f"the equation is solved for k, as in @linear-equations: {work}", str(answer), formal)
