"""Systems of two linear equations."""

from __future__ import annotations

from fractions import Fraction
from math import lcm

from tutelage.subjects.calculus.equations import parted
from tutelage.subjects.calculus.notation import bracket, linear, term, terms
from tutelage.subjects.calculus.steps import minus, plus, steps, times
from tutelage.subjects.calculus.topic import ask, topic
from tutelage.subjects.workbook import Draw, Item

BOTH = ("Solve {}.", "Find x and y: {}.", "Which x and y satisfy both {}?")
COUNTED = ("no solution", "exactly one", "infinitely many")


def _row(a: int, b: int, right: int | str) -> str:
    """`2x - 3y = 5`."""
    return f"{terms(term(a), term(b, 1, 'y'))} = {right}"


def _product(factor: int, value: Fraction) -> str:
    shown = str(value) if value.denominator == 1 else f"({value})"
    return f"{factor}*{bracket(shown)} = {factor * value}"


def _solved(answer: tuple[Fraction, Fraction]) -> str:
    return f"x = {answer[0]}, y = {answer[1]}"


def _fulfils(*rows: tuple[int, int, int]) -> str:
    return "size(answer) = 2 and " + " and ".join(
        f"{bracket(a)}*part(answer, 1) + {bracket(b)}*part(answer, 2) = {right}" for a, b, right in rows
    )


def _coefficients(d: Draw) -> tuple[int, int, int, int]:
    """Of both equations; at 1 y vanishes by adding or subtracting, at 2 one equation is multiplied first, then both."""
    while True:
        a, c = d.within((1, 5), (1, 6), (2, 7)), d.within((1, 5), (1, 6), (-7, 7))
        b = d.within((1, 4), (1, 4), (2, 6))
        e = {1: b, 2: b * d.within((2, 4))}.get(d.difficulty, d.within((2, 6))) * d.choice((1, -1))
        regular = a * e != c * b and c != 0
        if regular and (d.difficulty < 3 or (abs(e) % b and b % abs(e))):
            return a, b, c, e


@topic(
    "systems-by-elimination",
    right="The right sides are not combined like the left ones.",
    swap="The values of the unknowns are swapped.",
    multiply="Only the left side of an equation is multiplied.",
    always="It is taken for granted that there is exactly one solution.",
)
def systems_by_elimination(d: Draw) -> Item:
    a, b, c, e = _coefficients(d)
    x, y = d.nonzero((1, 9), (-6, 9), (-9, 9)), d.nonzero((1, 9), (-6, 9), (-9, 9))
    while x == y:
        y = d.nonzero((1, 9), (-6, 9), (-9, 9))
    item = _eliminated(d, (a, b, a * x + b * y), (c, e, c * x + e * y))
    return item._replace(questions=ask(BOTH, f"{_row(a, b, a * x + b * y)} and {_row(c, e, c * x + e * y)}"))


def _eliminated(d: Draw, one: tuple[int, int, int], other: tuple[int, int, int]) -> Item:
    """Makes y vanish from two equations, given as coefficients and right side."""
    (a, b, m), (c, e, n) = one, other
    common = lcm(b, abs(e))
    p, q, add = common // b, common // abs(e), e < 0
    first, second = m * p, n * q
    if d.slip == "multiply":
        first, second = m, n
    joined = a * p + c * q if add else a * p - c * q
    total = first + second if add != (d.slip == "right") else first - second
    found = Fraction(total, joined)
    height = (m - a * found) / b
    work = steps(
        f"the first equation times {p}: {_row(a * p, b * p, first)}" if p > 1 else "",
        f"the second one times {q}: {_row(c * q, e * q, second)}" if q > 1 else "",
        f"both are {'added' if add else 'subtracted'} and y vanishes",
        (plus if add else minus)(a * p, c * q),
        (plus if add != (d.slip == "right") else minus)(first, second),
        f"x: {parted(Fraction(total), joined)}" if joined != 1 else f"x = {total}",
        _product(a, found) if a > 1 else "",
        f"{m} - {bracket(str(a * found))} = {m - a * found}",
        f"y: {parted(m - a * found, b)}" if b > 1 else f"y = {height}",
    )
    answer = (height, found) if d.slip == "swap" else (found, height)
    return Item(
        (),
        f"as in @linear-equations as soon as one unknown has vanished: {work}",
        _solved(answer),
        _fulfils(one, other),
    )


@systems_by_elimination.form("word problem")
def prices(d: Draw) -> Item:
    a, b, c, e = (d.within((2, 5), (2, 6), (2, 7)) for _ in range(4))
    if d.difficulty == 1:
        e = b
    while a * e == b * c:
        a, c = d.within((2, 5), (2, 6), (2, 7)), d.within((2, 5), (2, 6), (2, 7))
    x, y = d.within((2, 9), (2, 12), (3, 15)), d.within((2, 9), (2, 12), (3, 15))
    m, n = a * x + b * y, c * x + e * y
    item = _eliminated(d, (a, b, m), (c, e, n))
    return item._replace(
        questions=(
            f"{a} adults and {b} children pay {m} euros, {c} adults and {e} children {n} euros. Find the price x for "
            "an adult and the price y for a child.",
            f"{a} crates and {b} sacks weigh {m} kg, {c} crates and {e} sacks {n} kg. All crates are alike, and so are "
            "all sacks. Find the weights x of a crate and y of a sack in kg.",
            f"{a} large boxes and {b} small ones hold {m} books, {c} large ones and {e} small ones {n}. How many books "
            "does a large box hold (x), and how many a small one (y)?",
            f"{a} hours on foot and {b} hours by bicycle make {m} km, {c} hours on foot and {e} hours by bicycle {n} "
            "km. Find the speeds x on foot and y by bicycle in km/h."
            if x < y
            else f"{a} pens and {b} rulers cost {m} euros, {c} pens and {e} rulers {n} euros. Find the price x of a "
            "pen and the price y of a ruler.",
        ),
        work=item.work.replace(": ", f": {_row(a, b, m)} and {_row(c, e, n)}; ", 1),
    )


@systems_by_elimination.form("reverse")
def coefficient_from_solution(d: Draw) -> Item:
    a, b, c, e = _coefficients(d)
    x, y = d.nonzero((1, 9), (-6, 9), (-9, 9)), d.nonzero((1, 9), (-6, 9), (-9, 9))
    m, n = a * x + b * y, c * x + e * y
    if d.difficulty == 1:
        one, work, answer, formal = f"{_row(a, b, 'k')}", (times(a, x), times(b, y), plus(a * x, b * y)), m, ""
        formal = f"(answer - {a}*{bracket(x)})/{b} = {y}"
    elif d.difficulty == 2:
        one, answer = f"{terms('kx', term(b, 1, 'y'))} = {m}", a
        work = (times(b, y), minus(m, b * y), f"{a * x}/{bracket(x)} = {a}")
        formal = f"answer*{bracket(x)} + {b}*{bracket(y)} = {m}"
    else:
        one, answer = f"{term(a)} + ky = {m}", b
        work = (times(a, x), minus(m, a * x), f"{b * y}/{bracket(y)} = {b}")
        formal = f"{a}*{bracket(x)} + answer*{bracket(y)} = {m}"
    equations = f"{one} and {_row(c, e, n)}"
    return Item(
        (
            f"x = {x}, y = {y} is the solution of {equations}. Find k.",
            f"For which k do x = {x} and y = {y} solve {equations}?",
            f"The system {equations} has the solution x = {x}, y = {y}. What is k?",
        ),
        f"the solution is put into the first equation, which is one of the @linear-equations for k: {steps(*work)}",
        str(answer),
        formal,
    )


@systems_by_elimination.form("number of solutions")
def number_of_solutions(d: Draw) -> Item:
    right = d.choice(COUNTED)
    a, b = d.nonzero((1, 5), (-5, 5), (-6, 6)), d.nonzero((1, 5), (-5, 5), (-6, 6))
    m = d.nonzero((1, 9), (-9, 9), (-12, 12))
    factor = d.choice(((2, 3), (2, 3, -1, -2), (-2, -3, 4, 5))[d.difficulty - 1])
    c, e, n = a * factor, b * factor, m * factor
    shift = d.nonzero((1, 5), (-5, 5), (-5, 5))
    if right == COUNTED[0]:
        n += shift
    elif right == COUNTED[1]:
        e += shift if b * factor + shift else shift + 1
        e = e or 1
    regular = f"({a}*{bracket(e)} - {bracket(b)}*{bracket(c)})^2"
    other = f"({a}*{bracket(n)} - {bracket(m)}*{bracket(c)})^2"
    tests = {
        COUNTED[0]: f"1000000*{regular} < {other}",
        COUNTED[1]: f"{regular} > 0",
        COUNTED[2]: f"{regular} + {other} = 0",
    }
    multiplied = _row(a * factor, b * factor, m * factor)
    reason = {
        COUNTED[0]: f"the left sides agree, the right ones, {m * factor} and {n}, do not",
        COUNTED[1]: "y does not vanish together with x",
        COUNTED[2]: "both equations say the same",
    }[right]
    answer = COUNTED[1] if d.slip == "always" else right
    return Item(
        ask(
            (
                "How many solutions does the system {} have?",
                "What is true of the solutions of {}?",
                "How many pairs of numbers satisfy both {}?",
            ),
            f"{_row(a, b, m)} and {_row(c, e, n)}",
        ),
        f"two @linear-equations are compared: the first one times {factor} is {multiplied}; beside the second one, "
        f"{reason}",
        answer,
        f'answer = "{right}" if {tests[right]}',
        others=tuple(each for each in COUNTED if each != right),
        right=right,
    )


@topic(
    "systems-by-substitution",
    constant="Only the first term is multiplied when y is replaced.",
    swap="The values of the unknowns are swapped.",
    first="The value of x is put in for y.",
)
def systems_by_substitution(d: Draw) -> Item:
    m, c, a, b, x = _replaced_numbers(d)
    solved = d.difficulty < 3 or d.rng.random() < 0.4
    right = a * x + b * (m * x + c)
    item = _replaced(d, (m, c), (a, b, right))
    front = f"y = {linear(m, c)}" if solved else f"{terms(term(-m), 'y')} = {c}"
    if not solved:
        item = item._replace(work=item.work.replace(": ", f": y = {linear(m, c)}; ", 1))
    return item._replace(questions=ask(BOTH, f"{front} and {_row(a, b, right)}"))


def _replaced_numbers(d: Draw) -> tuple[int, int, int, int, int]:
    """For y = mx + c and ax + by: m, c, a, b and the solution x."""
    while True:
        m, c = d.nonzero((1, 3), (-4, 5), (-5, 5)), d.nonzero((1, 5), (-9, 9), (-9, 9))
        a, b = d.nonzero((1, 4), (1, 6), (-9, 9)), d.nonzero((2, 3), (2, 4), (-5, 6))
        x = d.nonzero((1, 5), (-5, 6), (-9, 9))
        if a + b * m not in (0, 1, -1) and m * x + c != x and abs(b) > 1:
            return m, c, a, b, x


def _replaced(d: Draw, line: tuple[int, int], row: tuple[int, int, int]) -> Item:
    """Puts y = mx + c into ax + by = right."""
    (m, c), (a, b, right) = line, row
    constant, front = c if d.slip == "constant" else b * c, a + b * m
    found = Fraction(right - constant, front)
    height = found if d.slip == "first" else m * found + c
    blank = ""
    work = steps(
        f"{terms(term(a), f'{term(b, 1, blank)}({linear(m, c)})')} = {right}",
        times(b, m) if 1 not in (m, b) else "",
        plus(a, b * m),
        "" if d.slip == "constant" or b == 1 else times(b, c),
        minus(right, constant),
        f"x: {parted(Fraction(right - constant), front)}",
        f"y: {_product(m, found)}" if m != 1 and d.slip != "first" else "",
        f"{m * found} {'+' if c > 0 else '-'} {abs(c)} = {height}" if d.slip != "first" else "",
        f"y = {height}" if m == 1 or d.slip == "first" else "",
    )
    return Item(
        (),
        f"y is replaced, then as in @equations-with-brackets: {work}",
        _solved((height, found) if d.slip == "swap" else (found, height)),
        _fulfils((-m, 1, c), (a, b, right)),
    )


@systems_by_substitution.form("word problem")
def one_told_by_the_other(d: Draw) -> Item:
    m, c = d.within((2, 3), (2, 5), (2, 6)), d.within((1, 9), (1, 9), (-9, 9)) or 2
    a, b = (1, 1) if d.difficulty == 1 else (d.within((2, 4), (2, 4), (2, 6)), d.within((2, 4), (2, 4), (3, 7)))
    x = d.within((5, 12), (5, 15), (6, 20))
    y = m * x + c
    right = a * x + b * y
    times_word = "twice" if m == 2 else f"{m} times"
    more = f"{abs(c)} {'more' if c > 0 else 'less'} than {times_word}"
    if d.difficulty == 1:
        questions = (
            f"Two numbers x and y have the sum {right}. y is {more} x. Find both.",
            f"A ribbon of {right} cm is cut into pieces of x cm and y cm. y is {more} x. Find x and y.",
            f"Two classes have {right} pupils together; the first has x and the second y, and y is {more} x. "
            "Find x and y.",
        )
    else:
        questions = (
            f"A pear costs y cents, which is {more} the x cents of a plum. {a} plums and {b} pears cost {right} cents. "
            "Find x and y.",
            f"A day ticket costs y euros, which is {more} the x euros of a single ticket. {a} single tickets and {b} "
            f"day tickets cost {right} euros. Find x and y.",
            f"A crate weighs y kg, which is {more} the x kg of a sack. {a} sacks and {b} crates weigh {right} kg. "
            "Find x and y.",
        )
    item = _replaced(d, (m, c), (a, b, right))
    return item._replace(
        questions=questions, work=item.work.replace(": ", f": y = {linear(m, c)} and {_row(a, b, right)}; ", 1)
    )


@systems_by_substitution.form("reverse")
def constant_from_solution(d: Draw) -> Item:
    m, c, a, b, x = _replaced_numbers(d)
    y = m * x + c
    right = a * x + b * y
    if d.difficulty == 1 or (d.difficulty == 2 and d.rng.random() < 0.5):
        equations, answer = f"y = {term(m)} + k and {_row(a, b, right)}", c
        given, work = f"x = {x}", steps(times(a, x), minus(right, a * x), f"y: {b * y}/{bracket(b)} = {y}")
        work = steps(work, times(m, x) if m > 1 or m < 0 else "", minus(y, m * x))
        formal = f"{a}*{bracket(x)} + {bracket(b)}*({m}*{bracket(x)} + answer) = {right}"
    else:
        equations, answer = f"y = {linear(m, c)} and {_row(a, b, 'k')}", right
        given = f"x = {x}"
        work = steps(times(m, x), f"y: {plus(m * x, c)}", times(a, x), times(b, y), plus(a * x, b * y))
        formal = f"(answer - {bracket(a)}*{bracket(x)})/{bracket(b)} = {m}*{bracket(x)} + {bracket(c)}"
    questions = (
        f"The solution of {equations} has {given}. Find k.",
        f"{equations} have a common solution with {given}. What is k?",
        f"For which k does the system {equations} have a solution with {given}?",
    )
    return Item(questions, f"as in @equations-with-brackets: {work}", str(answer), formal)
