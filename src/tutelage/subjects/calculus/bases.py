"""Logarithms to other bases, and to the base e."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.logarithms import log
from tutelage.subjects.calculus.notation import bracket, term, terms
from tutelage.subjects.calculus.steps import minus, over, plus, raised, steps, times
from tutelage.subjects.calculus.topic import lowest, topic
from tutelage.subjects.workbook import Draw, Item


@topic(
    "change-of-base",
    turn="The quotient is taken the wrong way round.",
    divide="The numbers are divided, not their logarithms.",
    minus="The logarithms are subtracted instead of divided.",
)
def change_of_base(d: Draw) -> Item:
    root, m, n = _common_base(d)
    sign = -1 if d.difficulty == 3 and d.rng.random() < 0.5 else 1
    right = Fraction(sign * n, m)
    value = d.outcome(right, turn=1 / right, minus=Fraction(sign * n - m), divide=Fraction(root) ** (sign * n - m))
    shown = f"(1/{root**n})" if sign < 0 else str(root**n)
    last = d.outcome(
        f"@simplifying-fractions {sign * n}/{m} = {value}",
        turn=f"{m}/{bracket(sign * n)} = {value}",
        minus=minus(sign * n, m),
        divide=f"{shown}/{root**m} = {value}",
    )
    text = log(root**m, shown)
    questions = (
        f"Compute {text}.",
        f"What is {text}?",
        f"Find the logarithm of {shown.strip('()')} to base {root**m}.",
        f"To which power must {root**m} be raised to give {shown.strip('()')}?",
    )
    work = (
        f"both as @logarithms to base {root}: {root}^{bracket(sign * n)} = {shown.strip('()')}; {root}^{m} = "
        f"{root**m}; {last}"
    )
    return Item(questions, work, str(value), f"answer = log({shown}, {root**m})" + lowest(right))


def _common_base(d: Draw) -> tuple[int, int, int]:
    """A number and two exponents, the second of which is no multiple of the first."""
    root = d.choice(((2, 3), (2, 3, 5, 10), (2, 3, 5, 6, 10))[d.difficulty - 1])
    top = {2: 10, 3: 6, 5: 4, 6: 4, 10: 6}[root]
    while True:
        m, n = d.rng.randint(2, min(5, top)), d.rng.randint(1, top)
        if n % m:
            return root, m, n


@change_of_base.form("reverse")
def number_with_a_fractional_logarithm(d: Draw) -> Item:
    root, m, n = _common_base(d)
    power = Fraction(n, m)
    sign = -1 if d.difficulty == 3 and d.rng.random() < 0.5 else 1
    shown = f"({sign * power})" if sign < 0 else str(power)
    if d.difficulty > 1 and d.rng.random() < 0.5:
        right = f"(1/{root**n})" if sign < 0 else str(root**n)
        text = f"{log('b', right)} = {sign * power}"
        return Item(
            (f"{text}. Find the base b.", f"For which base b is {text}?", f"Which positive base b makes {text} true?"),
            f"as @logarithms to base {root}: {root}^{bracket(sign * n)} = {right.strip('()')}; log base {root} of b is "
            f"{sign * n}/({sign * power}) = {m}; {raised(root, m)}",
            str(root**m),
            f"answer^{n} = {root ** (n * m)} and answer > 0",
        )
    text, value = f"{log(root**m, 'x')} = {sign * power}", Fraction(root) ** (sign * n)
    return Item(
        (f"{text}. Find x.", f"For which x is {text}?", f"Which number x has the logarithm {shown} to base {root**m}?"),
        f"as @logarithms to base {root}: {root}^{m} = {root**m}; log base {root} of x is {m}*{shown} = {sign * n}; "
        f"{root}^{bracket(sign * n)} = {value}",
        str(value),
        f"log(answer, {root**m}) = {sign * power}",
    )


@change_of_base.form("with letters")
def quotient_of_known_logarithms(d: Draw) -> Item:
    p, q = d.within((2, 9), (2, 12), (-9, 12)), d.within((2, 9), (2, 12), (2, 12))
    while p in (0, q) or q == 1:
        p = d.within((2, 9), (2, 12), (-9, 12))
    base = d.choice(("10", "2", "e"))
    right = Fraction(p, q)
    value = d.outcome(right, turn=1 / right, minus=Fraction(p - q))
    name = "ln({})" if base == "e" else f"log base {base} of {{}}"
    told = f"{name.format('u')} = {q} and {name.format('v')} = {p}"
    last = d.outcome(f"{p}/{q} = {value}", turn=f"{q}/{bracket(p)} = {value}", minus=minus(p, q))
    questions = (
        f"{told}. Find log base u of v.",
        f"If {told}, what is log base u of v?",
        f"To which power must u be raised to give v, if {told}?",
    )
    return Item(questions, f"the @logarithms are divided: {last}", str(value), f"answer*{q} = {p}" + lowest(right))


@change_of_base.form("word problem")
def two_scales(d: Draw) -> Item:
    root, m, n = _common_base(d)
    while n == 1:
        root, m, n = _common_base(d)
    count = d.within((1, 3), (2, 9), (2, 20)) * (n if d.difficulty == 1 else 1)
    right = Fraction(count * m, n)
    value = d.outcome(right, turn=Fraction(count * n, m), minus=Fraction(count + m - n))
    questions = (
        f"One scale has a step for each factor {root**m}, another one for each factor {root**n}. How many steps of "
        f"the second scale are {count} steps of the first?",
        f"A colony grows to {root**m} times its size each day. How many times does it grow to {root**n} times its "
        f"size in {count} days? The result may be a fraction.",
        f"Solve {root**n}^x = {root**m}^{count}: how many factors {root**n} make up {count} factors {root**m}?",
    )
    work = f"{count} times {log(root**n, root**m)}, with @logarithms to base {root}: " + steps(
        f"{root}^{m} = {root**m}",
        f"{root}^{n} = {root**n}",
        f"{count}*{n}/{m} = {value}"
        if d.slip == "turn"
        else plus(count, m - n)
        if d.slip == "minus"
        else f"{times(count, m)}; {count * m}/{n} = {right}",
    )
    return Item(questions, work, str(value), f"answer*log({root**n}, {root}) = {count}*log({root**m}, {root})")


@topic(
    "natural-logarithm",
    plus="The exponents are added where they have to be multiplied, or reversed.",
    e="The e is left standing.",
    factor="The factor in front is left out.",
    takes=range(2, 13),
)
def natural_logarithm(d: Draw) -> Item:
    n, a = d.main((2, 30), (-30, 30), (2, 5)), d.within((1, 1), (2, 12), (2, 9))
    while n in (0, 1):
        n = d.main((2, 30), (-30, 30), (2, 5))
    kind = "plain" if d.difficulty < 3 or d.given is not None else d.choice(("power", "power", "sum"))
    if kind == "power":
        text, value = f"e^({n}ln({a}))", a**n
        work, formal = f"@logarithm-of-a-power, {n}ln({a}) = ln({a}^{n}): {raised(a, n)}", f"answer = e^({n}*ln({a}))"
        if d.slip in ("plus", "factor"):
            value = n * a if d.slip == "plus" else a
            work = f"e and ln cancel, and {n} {f'is a factor: {times(n, a)}' if d.slip == 'plus' else 'is left out'}"
    elif kind == "sum":
        m = d.within((2, 9)) * d.choice((1, -1))
        text, value = f"ln(e^{n}) {'-' if m < 0 else '+'} ln(e^{abs(m)})", n + m
        work, formal = f"by @logarithm-of-a-power, as ln(e) = 1: {plus(n, m)}", f"answer - {bracket(m)} = {n}"
        if d.slip == "plus":
            value, work = n * m, f"ln undoes e^x: {times(n, m)}"
    else:
        text, value = f"{term(a, 1, 'ln')}(e^{bracket(d.shown(n))})", a * n
        work = f"by @logarithm-of-a-power, as ln(e) = 1: it is {steps(str(n), times(a, n) if a > 1 else '')}"
        formal = f"e^(answer/{a}) = e^({n})"
        if d.slip in ("plus", "factor"):
            value = a + n if d.slip == "plus" else n
            work = f"ln undoes e^x: it is {steps(str(n), plus(a, n) if d.slip == 'plus' else '')}"
    answer = f"{value}e" if d.slip == "e" else str(value)
    return Item(
        (f"Compute {text}.", f"What is {text}?", f"Evaluate {text}.", f"Write {text} without e and ln."),
        work,
        answer,
        formal,
        value=value if not d.slip else None,
        noun=f"the value of {text}",
    )


@natural_logarithm.form("equation")
def equation_with_e(d: Draw) -> Item:
    a, c = d.within((1, 1), (2, 5), (2, 6)), d.choice((2, 3, 5, 6, 7, 10, 11, 12, 15))
    b = d.nonzero((-9, 9)) if d.difficulty == 3 else 0
    front = d.within((2, 5)) if d.difficulty == 3 else 1
    letter = d.choice("xt")
    left = f"{'' if front == 1 else front}e^{term(a, 1, letter) if a == 1 else f'({a}{letter})'}"
    equation = f"{terms(left, str(b))} = {front * c + b}"
    value = f"ln({c})" if a == 1 else f"ln({c})/{a}"
    if d.slip == "factor" and a > 1:
        value = f"ln({c})"
    elif d.slip == "plus" and a > 1:
        value = f"ln({c}) - {a}"
    elif d.slip == "e":
        value = f"{c}/e" if a == 1 else f"{c}/({a}e)"
    work = steps(
        minus(front * c + b, b) if b else "",
        over(front * c, front) if front > 1 else "",
        f"by @logarithm-of-a-power {term(a, 1, letter)} = ln({c})" if d.slip != "e" else "e is treated as a factor",
    )
    questions = (
        f"Solve {equation}. Give the exact solution.",
        f"For which {letter} is {equation}? Use ln.",
        f"Find the exact {letter} with {equation}.",
    )
    return Item(questions, work, f"{letter} = {value}", f"e^({a}*answer) = {c}")


@natural_logarithm.form("reverse")
def number_with_a_logarithm(d: Draw) -> Item:
    a, n = d.within((1, 1), (2, 6), (2, 6)), d.nonzero((2, 9), (-9, 9), (-9, 9))
    b = d.nonzero((-9, 9)) if d.difficulty == 3 else 0
    left = term(a, 1, "ln") + "(x)"
    text = f"{terms(left, str(b))} = {a * n + b}"
    shown = "e" if n == 1 else f"e^{bracket(n)}"
    answer = d.outcome(shown, e=str(abs(n)), factor=f"e^{bracket(a * n)}" if a > 1 else shown)
    work = "e to the power of both sides, the reverse of @logarithm-of-a-power: " + steps(
        minus(a * n + b, b) if b else "", f"{a * n}/{a} = {n}" if a > 1 else "", f"ln(x) = {n}"
    )
    return Item(
        (f"Solve {text}.", f"For which x is {text}?", f"{text}. Find x."), work, f"x = {answer}", f"ln(answer) = {n}"
    )


@natural_logarithm.form("word problem")
def continuous_growth(d: Draw) -> Item:
    k, c = d.within((2, 9), (2, 12), (2, 12)), d.choice((2, 3, 5, 6, 7, 10))
    start, factor = d.within((2, 50)), c
    shrinks = d.difficulty == 3 and d.rng.random() < 0.5
    sign = "-" if shrinks else ""
    value = d.outcome(f"{k}ln({c})", factor=f"ln({c})", plus=f"ln({c}) + {k}")
    target = f"{start}/{c}" if shrinks else str(start * factor)
    questions = (
        f"After t days there are {start}e^({sign}t/{k}) g of a substance. When is the amount "
        f"{f'1/{c} of' if shrinks else f'{c} times'} what it was at the beginning? Give t.",
        f"For which t is {start}e^({sign}t/{k}), the number of thousands of bacteria at hour t, equal to {target}?",
        f"A capital of {start} thousand euros is worth {start}e^({sign}t/{k}) thousand euros after t years. When "
        f"is it worth {target} thousand euros?",
    )
    work = (
        f"e^({sign}t/{k}) = {f'1/{c}' if shrinks else c}; by @logarithm-of-a-power {sign}t/{k} = "
        f"{sign}ln({c}), times {k}"
    )
    return Item(questions, work, value, f"e^(answer/{k}) = {c}")
