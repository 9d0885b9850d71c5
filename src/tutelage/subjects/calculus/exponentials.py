"""Exponential and logarithmic equations."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.equations import GIVEN, divided, solve, whole
from tutelage.subjects.calculus.notation import bracket, linear, term, terms, to_the
from tutelage.subjects.calculus.steps import minus, over, plus, raised, steps, times
from tutelage.subjects.calculus.topic import ask, then, topic
from tutelage.subjects.workbook import Draw, Item

_POWERS = (
    *((2, 3), (2, 4), (2, 5), (2, 6), (3, 2), (3, 3), (3, 4), (5, 2), (5, 3), (10, 2), (10, 3), (4, 3), (7, 2), (6, 2)),
)


@topic(
    "exponential-equations",
    divide="The right side is divided by the base.",
    sign="The number in the exponent is moved with its sign.",
    front="The number in front of the power is multiplied into its base.",
)
def exponential_equations(d: Draw) -> Item:
    """At 2 with a coefficient in the exponent or a right side below 1, at 3 with a number in front of the power too."""
    base, n = d.choice(_POWERS)
    n = -n if d.difficulty > 1 and d.rng.random() < 0.3 else n
    a, b = d.within((1, 1), (1, 4), (2, 5)), d.nonzero((1, 5), (-9, 9), (-9, 9))
    front = d.within((2, 5)) if d.difficulty == 3 and n > 0 and d.rng.random() < 0.6 else 1
    power = Fraction(base) ** n
    exponent = int(power) // base if d.slip == "divide" and n > 0 and power < 200 else n
    moved = exponent + b if d.slip == "sign" else exponent - b
    letter = d.letter()
    left = f"{base}^({linear(a, b, letter)})"
    equation = f"{f'{front}*' if front > 1 else ''}{left} = {front * power}"
    value = Fraction(moved, a)
    work = steps(
        over(int(front * power), front) if front > 1 else "",
        f"{power}/{base} = {exponent}" if exponent != n else f"{base}^{bracket(n)} = {power}",
        (plus if d.slip == "sign" else minus)(exponent, b),
        divided(moved, a),
    )
    return Item(
        solve(equation, letter),
        f"exponents are compared, by @logarithms, then as in @linear-equations: {work}",
        f"{letter} = {value}",
        f"{base}^({a}*answer + {bracket(b)}) = {power}",
        value=whole(Fraction(n - b, a)),
        noun=f"the solution of {equation}",
    )


@exponential_equations.form("reverse")
def number_in_an_exponent(d: Draw) -> Item:
    base, n = d.choice(_POWERS)
    n = -n if d.difficulty == 3 and d.rng.random() < 0.5 else n
    a, x = d.within((1, 1), (2, 4), (2, 6)), d.nonzero((1, 6), (-6, 6), (-9, 9))
    right, answer = str(Fraction(base) ** n), n - a * x
    return Item(
        ask(GIVEN, f"x = {x}", f"{base}^({term(a)} + k) = {right}"),
        f"by @logarithms the exponent is known, then as in @linear-equations: {base}^{bracket(n)} = {right}; "
        + steps(times(a, x) if a > 1 else "", minus(n, a * x)),
        str(answer),
        f"{base}^({a}*{bracket(x)} + answer) = {right}",
    )


@exponential_equations.form("two steps")
def exponent_then(d: Draw) -> Item:
    return then(d, exponential_equations.make)


@exponential_equations.form("common base")
def two_powers(d: Draw) -> Item:
    """Both sides are powers of different bases that have a root in common."""
    root = d.choice((2, 2, 3, 5))
    m, n = d.choice(((2, 1), (1, 2), (2, 3), (3, 2)) if root < 5 else ((2, 1), (1, 2)))
    if d.difficulty == 1:
        m, n = 2 if root > 2 else d.choice((2, 3)), 1
    x, a = d.nonzero((1, 6), (-6, 6), (-9, 9)), d.within((1, 1), (1, 2), (1, 3))
    while a * m == n:
        a += 1
    # root^(m(ax + b)) = root^(n(x + c)), where c is chosen so that it fits
    b = d.nonzero((1, 4), (-6, 6), (-9, 9)) if d.difficulty > 1 else 0
    total = m * (a * x + b)
    if total % n:
        return two_powers(d)
    c = total // n - x
    if d.difficulty == 1:
        left, right, value = f"{root**m}^x", root ** (m * abs(x)), abs(x)
        work = steps(f"{root}^{m} = {root**m}", f"{root}^{m * value} = {right}", over(m * value, m))
        return Item(
            solve(f"{left} = {right}", "x"),
            f"both sides as powers of {root}, by @logarithms, then as in @linear-equations: {work}",
            f"x = {value}",
            f"{root**m}^answer = {right}",
        )
    equation = f"{root**m}^({linear(a, b)}) = {root**n}^({terms('x', str(c))})"
    work = steps(
        f"{linear(a * m, b * m)} = {linear(n, c * n)}",
        minus(a * m, n),
        minus(c * n, b * m),
        divided(c * n - b * m, a * m - n) or f"x = {x}",
    )
    return Item(
        solve(equation, "x"),
        f"both sides as powers of {root}, by @logarithms, then as in @linear-equations: {work}",
        f"x = {x}",
        f"{m}*({a}*answer + {bracket(b)}) = {n}*(answer + {bracket(c)})",
    )


@exponential_equations.form("word problem")
def time_of_growth(d: Draw) -> Item:
    base, n = d.choice([pair for pair in _POWERS if pair[0] < 6])
    start, every = d.within((1, 9), (2, 20), (3, 60)), d.within((1, 1), (2, 5), (2, 12))
    total = base**n
    value = d.outcome(n * every, divide=total // base * every if total < 200 else n * every)
    word = {2: "doubles", 3: "triples"}.get(base, f"grows to {base} times its size")
    growth = f"{start}*{to_the(str(base), 't' if every == 1 else f't/{every}')}"
    often = "every hour" if every == 1 else f"every {every} hours"
    work = steps(
        over(start * total, start) if start > 1 else "",
        f"{base}^{n} = {total}" if value == n * every else f"{total}/{base} = {total // base}",
        times(value // every, every) if every > 1 else "",
    )
    return Item(
        (
            f"A colony of {start} cells {word} {often}. After how many hours are there {start * total} cells?",
            f"After t hours there are {growth} g of a mould. When are there {start * total} g? Give t.",
            f"An amount of {start} {word} {often}. How many hours does it take to become {start * total}?",
        ),
        f"{growth} = {start * total}; by @logarithms, then as in @linear-equations: {work}",
        str(value),
        f"{start}*{base}^(answer/{every}) = {start * total}",
    )


@topic(
    "logarithmic-equations",
    product="The base is multiplied by the exponent.",
    sign="The number is moved with its sign.",
    turned="Base and exponent change places.",
    takes=range(2, 5),
)
def logarithmic_equations(d: Draw) -> Item:
    """At 3 often with a number outside the logarithm; solutions may be fractions from 2 on."""
    base, n = d.choice(((2, 3), (2, 5), (3, 2), (3, 3), (3, 4), (5, 2), (5, 3), (10, 2), (4, 3), (6, 2), (7, 2)))
    n = d.main((n, n))
    a, b = d.within((1, 1), (1, 4), (2, 5)), d.nonzero((1, 9), (-15, 15), (-20, 20))
    if d.difficulty == 1 or d.rng.random() < 0.5:
        while (base**n - b) % a:
            b += 1
    more = d.nonzero((-6, 6)) if d.difficulty == 3 and d.rng.random() < 0.6 else 0
    power = d.outcome(base**n, product=base * n, turned=n**base if base < 6 else base**n)
    moved = power + b if d.slip == "sign" else power - b
    letter = d.letter()
    log = f"log base {base} of ({linear(a, b, letter)})"
    equation = f"{log} {'-' if more < 0 else '+'} {abs(more)} = {n + more}" if more else f"{log} = {d.shown(n)}"
    first = d.outcome(raised(base, n), product=times(base, n), turned=raised(n, base) if power == n**base else "")
    work = steps(
        minus(n + more, more) if more else "", first, (plus if d.slip == "sign" else minus)(power, b), divided(moved, a)
    )
    return Item(
        solve(equation, letter),
        f"by @logarithms the bracket is a power, then as in @linear-equations: {work}",
        f"{letter} = {Fraction(moved, a)}",
        f"{a}*answer + {bracket(b)} = {base}^{n}",
        value=whole(Fraction(base**n - b, a)),
        noun=f"the solution of {equation}",
    )


@logarithmic_equations.form("reverse")
def number_in_a_logarithm(d: Draw) -> Item:
    base, n = d.choice(((2, 3), (2, 5), (3, 2), (3, 3), (3, 4), (5, 2), (10, 2), (4, 3), (6, 2), (7, 2)))
    a, x = d.within((1, 1), (2, 5), (2, 9)), d.nonzero((1, 6), (-6, 6), (-9, 9))
    more = d.nonzero((-6, 6)) if d.difficulty == 3 else 0
    log = f"log base {base} of ({term(a)} + k)"
    shown = f"{log} {'-' if more < 0 else '+'} {abs(more)} = {n + more}" if more else f"{log} = {n}"
    work = steps(
        minus(n + more, more) if more else "", raised(base, n), times(a, x) if a > 1 else "", minus(base**n, a * x)
    )
    return Item(
        ask(GIVEN, f"x = {x}", shown),
        f"by @logarithms the bracket is a power, then as in @linear-equations: {work}",
        str(base**n - a * x),
        f"{a}*{bracket(x)} + answer = {base}^{n}",
    )


@logarithmic_equations.form("two steps")
def logarithm_then(d: Draw) -> Item:
    return then(d, logarithmic_equations.make)


@logarithmic_equations.form("word problem")
def strength_on_a_scale(d: Draw) -> Item:
    base, n = d.choice(((2, 3), (2, 4), (2, 5), (3, 2), (3, 3), (10, 2), (10, 3), (5, 2), (10, 4)))
    unit, more = d.within((1, 1), (2, 9), (2, 9)), d.within((1, 9)) if d.difficulty == 3 else 0
    power = base * n if d.slip == "product" else base**n
    value = unit * power
    inside = "x" if unit == 1 else f"(x/{unit})"
    formula = f"log base {base} of {inside}{f' + {more}' if more else ''}"
    work = steps(
        minus(n + more, more) if more else "",
        times(base, n) if d.slip == "product" else raised(base, n),
        times(power, unit) if unit > 1 else "",
    )
    return Item(
        (
            f"A meter shows {formula} for the strength x of a signal. It shows {n + more}. How strong is the signal?",
            f"The loudness of x loudspeakers is given as {formula}. For how many loudspeakers is it {n + more}?",
            f"A scale gives an earthquake of the strength x the number {formula}. Which strength has the number "
            f"{n + more}?",
        ),
        f"by @logarithms x{f'/{unit}' if unit > 1 else ''} is a power, then as in @linear-equations: {work}",
        str(value),
        f"log(answer/{unit}, {base}) + {more} = {n + more}",
    )
