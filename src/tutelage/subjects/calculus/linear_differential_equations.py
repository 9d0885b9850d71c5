"""Linear differential equations of first order."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.notation import bracket_fraction, linear, multiple, term, terms
from tutelage.subjects.calculus.steps import divided, minus, plus, times
from tutelage.subjects.calculus.topic import ask, topic
from tutelage.subjects.workbook import Draw, Item

SOLVE = (
    "Solve {} with y({}) = {}.",
    "Find y(x) if {} and y({}) = {}.",
    "Which function satisfies {} and y({}) = {}?",
    "Solve the initial value problem {}, y({}) = {}.",
)


@topic(
    "linear-differential-equations",
    sign="The sign of the exponent is wrong.",
    constant="The starting value itself is taken for the constant of the exponential.",
    particular="The constant solution is left undivided, or not multiplied when it is put into the equation.",
)
def linear_differential_equations(d: Draw) -> Item:
    if d.difficulty == 3:
        return d.choice((_forced, _with_a_power))(d)
    a = d.within((2, 9))
    rest = d.nonzero((1, 9)) if d.difficulty == 1 else Fraction(d.nonzero((1, 9), (-20, 20)), a)
    b, start = int(a * rest), d.within((0, 12), (-12, 20))
    front = Fraction(start) - rest
    if front == 0:
        start, front = start + 1, front + 1
    level = d.outcome(Fraction(rest), particular=Fraction(b))
    shown = Fraction(start) if d.slip == "constant" else Fraction(start) - level
    exponential = f"e^({term(a if d.slip == 'sign' else -a)})"
    answer = terms(str(level), multiple(shown, exponential))
    equation = f"y' + {term(a, 1, 'y')} = {b}"
    return Item(
        ask(SOLVE, equation, 0, start),
        f"y = {Fraction(b, a)} is constant and solves it; the rest is a multiple of e^({term(-a)}), as in "
        f"@separable-equations; {start} - {bracket_fraction(Fraction(b, a))} = {start - Fraction(b, a)}"
        if not d.slip
        else f"as in @separable-equations there is an exponential; y is {answer}",
        f"y = {answer}",
        f"diff(answer, x) + {a}*answer = {b} and subs(answer, x, 0) = {start}",
    )


def _forced(d: Draw) -> Item:
    """y' + ay = ce^(mx)."""
    a, m, p = d.within((2, 9)), d.nonzero((-5, 6)), d.nonzero((-6, 6))
    while a + m == 0:
        m += 1
    m = m or 1
    c, start = p * (a + m), d.within((-9, 12))
    start += start == p
    level = c if d.slip == "particular" else p
    front = start if d.slip == "constant" else start - level
    forced = f"e^({term(m)})" if m != 1 else "e^x"
    answer = terms(term(level, 1, forced), term(front, 1, f"e^({term(a if d.slip == 'sign' else -a)})"))
    return Item(
        ask(SOLVE, f"y' + {term(a, 1, 'y')} = {term(c, 1, forced)}", 0, start),
        f"the integrating factor is e^({term(a)}), so by the @product-rule e^({term(a)}) y has the derivative "
        f"{term(c, 1, f'e^({term(a + m)})')}; "
        f"@integrating-exponentials: {divided(c, a + m)}; {minus(start, p)}, the factor of e^({term(-a)})"
        if not d.slip
        else f"with the integrating factor, by the @product-rule and @integrating-exponentials, y is {answer}",
        f"y = {answer}",
        f"diff(answer, x) + {a}*answer = {c}*{forced} and subs(answer, x, 0) = {start}",
    )


def _with_a_power(d: Draw) -> Item:
    """y' + ny/x = bx^m: the integrating factor is x^n."""
    n, m, p, front = d.within((1, 4)), d.within((1, 3)), d.nonzero((-6, 6)), d.nonzero((-9, 9))
    b, start = p * (n + m + 1), p + front
    level = b if d.slip == "particular" else p
    rest = start if d.slip == "constant" else start - level
    tail = f"x^{n}" if d.slip == "sign" else None
    below = "x" if n == 1 else f"x^{n}"
    last = term(rest, 1, tail) if tail else f"{rest}/{below}"
    answer = terms(term(level, m + 1), last) if rest else term(level, m + 1)
    return Item(
        ask(SOLVE, f"y' + {n if n > 1 else ''}y/x = {term(b, m)}" if n > 1 else f"y' + y/x = {term(b, m)}", 1, start),
        f"the integrating factor is {below}; by the @product-rule {below} y has the derivative {term(b, n + m)}; "
        f"{plus(n + m, 1)}; {divided(b, n + m + 1)}; {minus(start, p)} is the constant"
        if not d.slip
        else f"with the integrating factor, by the @product-rule, y is {answer}",
        f"y = {answer}",
        f"diff(answer, x) + {n}*answer/x = {b}*x^{m} and subs(answer, x, 1) = {start}",
    )


@linear_differential_equations.form("first step")
def integrating_factor(d: Draw) -> Item:
    n = d.within((2, 9), (2, 9), (2, 9))
    kind = d.choice(("number", "number power", "power line")[d.difficulty - 1].split())
    right = d.nonzero((1, 9), (-9, 9), (-9, 9))
    if kind == "number":
        equation, answer, formal = f"y' + {n}y = {term(right)}", f"e^({term(n)})", f"diff(answer, x)/answer = {n}"
        wrong = f"e^({term(-n)})"
        at_start = "subs(answer, x, 0) = 1"
    elif kind == "power":
        equation, answer, formal = f"y' + {n}y/x = {right}", f"x^{n}", f"diff(answer, x)/answer = {n}/x"
        wrong = f"1/x^{n}"
        at_start = "subs(answer, x, 1) = 1"
    else:
        equation, answer = f"y' + {term(2 * n)} y = {term(right)}", f"e^({term(n, 2)})"
        formal = f"diff(answer, x)/answer = {2 * n}*x"
        wrong = f"e^(-{term(n, 2)})"
        at_start = "subs(answer, x, 0) = 1"
    place = "1" if kind == "power" else "0"
    shown = wrong if d.slip == "sign" else answer
    questions = (
        f"Find the integrating factor of {equation} for x > 0 that is 1 at x = {place}.",
        f"{equation} is multiplied by an integrating factor with the value 1 at x = {place}. Which function of x > "
        "0 is it?",
        f"Which integrating factor, equal to 1 at x = {place}, makes the left side of {equation} the derivative of "
        "a product? Take x > 0.",
    )
    work = (
        "Linear differential equations: the factor is e to an antiderivative of what stands before y; by the "
        f"@product-rule it is {shown}"
    )
    return Item(questions, work, shown, f"{formal} and {at_start}")


@linear_differential_equations.form("word problem")
def salt_in_a_tank(d: Draw) -> Item:
    flow, volume = d.within((2, 9)), 10 * d.within((2, 20), (2, 30), (3, 50))
    grams, first = d.within((2, 9), (2, 20), (2, 30)), d.within((0, 0), (0, 90), (10, 400))
    level, rate = grams * volume, Fraction(flow, volume)
    first += 1 if first == level else 0
    if d.difficulty == 3:  # in the long run, or the rate at the start
        late = d.rng.random() < 0.5
        right = Fraction(level) if late else flow * grams - rate * first
        value = d.outcome(right, sign=right * -1, constant=Fraction(first), particular=Fraction(flow * grams))
        asked = "How fast does its salt change at t = 0, in grams a minute?"
        answer, formal = str(value), f"answer = {flow}*{grams} - {flow}*{first}/{volume}"
        if late:
            asked, formal = "How many grams does it hold in the long run?", f"answer = {grams}*{volume}"
        work = (
            f"y' = 0 where {rate}*y = {flow * grams}; y is {value}"
            if late
            else f"{times(flow, grams)}; y' at 0 is {value}"
        )
    else:
        asked = "Find the grams of salt in it as a function y(t)."
        shown = d.outcome(Fraction(level), particular=Fraction(flow * grams))
        front = Fraction(first) if d.slip == "constant" else first - shown
        rate_shown = rate if d.slip == "sign" else -rate
        answer = terms(str(shown), multiple(front, f"e^({multiple(rate_shown, 't')})"))
        formal = f"diff(answer, t) = {flow}*{grams} - {flow}*answer/{volume} and subs(answer, t, 0) = {first}"
        work = f"y' + {rate}*y = {flow * grams}; the constant solution is {level}, "
        work += f"the rest a multiple of e^({multiple(-rate, 't')})"
        answer = f"y = {answer}"
    salt = f"{first} grams of salt" if first else "no salt"
    questions = (
        f"A tank holds {volume} litres of water with {salt}. Per minute {flow} litres of brine with {grams} grams "
        f"of salt per litre run in, and as much of the well stirred mixture runs out. {asked}",
        f"{flow} litres a minute flow through a basin of {volume} litres, which mixes at once; the inflow has "
        f"{grams} g of salt per litre, and at t = 0 the basin contains {salt}. {asked}",
        f"At t = 0 a vat of {volume} litres contains {salt}. {flow} litres a minute of a solution with {grams} "
        f"grams of salt per litre run in, and the same amount of mixture leaves. {asked}",
    )
    return Item(questions, f"Linear differential equations, as in @separable-equations: {work}", answer, formal)


@linear_differential_equations.form("reverse")
def right_side_of_an_equation(d: Draw) -> Item:
    a, p, c = d.within((2, 9)), d.nonzero((1, 9), (-9, 9), (-9, 9)), d.nonzero((1, 9), (-9, 9), (-9, 9))
    if d.difficulty == 3:  # the solution has a line in it
        q = d.nonzero((-9, 9))
        solution = f"{linear(p, q)} {'-' if c < 0 else '+'} {term(abs(c), 1, f'e^({term(-a)})')}"
        right = linear(a * p, p + a * q)
        wrong = linear(p, q)
    else:
        solution = f"{p} {'-' if c < 0 else '+'} {term(abs(c), 1, f'e^({term(-a)})')}"
        right = str(a * p)
        wrong = str(p)
    answer = wrong if d.slip == "particular" else right
    return Item(
        (
            f"y = {solution} solves y' + {a}y = f(x). Find f(x).",
            f"What must the right side f(x) of y' + {a}y = f(x) be, if y = {solution} is a solution?",
            f"Put y = {solution} into y' + {a}y. What comes out?",
        ),
        f"Linear differential equations: the exponential gives 0, as in @separable-equations; what is left is {answer}",
        answer,
        f"answer = diff({solution}, x) + {a}*({solution})",
    )
