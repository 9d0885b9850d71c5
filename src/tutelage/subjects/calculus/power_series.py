"""Power series: the ratio test, the radius of convergence, and Taylor polynomials."""

from __future__ import annotations

from fractions import Fraction
from math import factorial

from tutelage.subjects.calculus.convergence import decided, power
from tutelage.subjects.calculus.notation import (
    bracket,
    bracket_fraction,
    decimal,
    linear,
    multiple,
    term,
    terms,
    to_the,
)
from tutelage.subjects.calculus.steps import divided, minus, raised, steps, times
from tutelage.subjects.calculus.topic import ask, topic
from tutelage.subjects.workbook import Draw, Item


@topic(
    "ratio-test",
    turn="The quotient is turned over.",
    power="The exponent of n is taken to count in the limit.",
    equal="Limit 1 is taken to decide the question, or the border 1 is forgotten.",
)
def ratio_test(d: Draw) -> Item:
    top, bottom = d.within((1, 9), (1, 12), (1, 15)), d.within((2, 9), (2, 12), (2, 15))
    p = d.within((1, 3), (1, 5), (1, 6))
    bottom += top == bottom
    if d.difficulty == 3 and d.rng.random() < 0.4:
        return _with_a_factorial(d, top + 1)
    value = d.outcome(Fraction(top, bottom), turn=Fraction(bottom, top), power=Fraction(top * (p + 1), bottom))
    above = power(p) + "*" if d.rng.random() < 0.5 else ""
    text = f"{above}{top}^n/{bottom}^n" if top > 1 else f"{above.rstrip('*') or 1}/{bottom}^n"
    if not above:
        ways = f"{top}^n*{power(p)}/{bottom}^n", f"{top}^n/({power(p)}*{bottom}^n)", f"{top}^n/({bottom}^n*{power(p)})"
        text = d.choice(ways)
        text = text.replace("1^n", "1", 1) if top == 1 else text
    questions = (
        f"Which limit does the ratio test find for the series of {text}?",
        f"Apply the ratio test to the series with terms {text}. What is the limit?",
        f"Find the limit of the ratio of neighbouring terms for the series of {text}.",
        f"To which number do the quotients a(n + 1)/a(n) tend for a(n) = {text}?",
    )
    work = (
        f"by @limits-at-infinity the quotient of {power(p, '(n + 1)')} and {power(p)} tends to 1; "
        f"@quotient-of-powers leaves "
        + (f"{bottom}/{top}" if d.slip == "turn" else f"{top}/{bottom}")
        + (f"; {times(top, p + 1)}; it is {value}" if d.slip == "power" else "")
    )
    return Item(questions, work, str(value), f"answer = limit(subs((n + 1)^{p}/n^{p}, n, 1/t), t, 0)*{top}/{bottom}")


def _with_a_factorial(d: Draw, top: int) -> Item:
    """A power over a factorial: the limit is 0 for every base."""
    value = d.outcome(Fraction(0), turn=Fraction(top), power=Fraction(1, top), equal=Fraction(1))
    return Item(
        (
            f"The terms of a series satisfy a(n + 1) = {top}a(n)/(n + 1). Which limit does the ratio test find?",
            f"Apply the ratio test to a series with a(1) = {top} and a(n + 1) = {top}a(n)/(n + 1). What is the limit?",
            f"Each term of a series is the one before, a(n), times {top}/(n + 1). Find the limit of the ratio test.",
        ),
        f"the ratio is {top}/(n + 1), as for {top}^n over n factorial; by @limits-at-infinity it tends to {value}",
        str(value),
        f"answer = limit(subs({top}/(n + 1), n, 1/t), t, 0)",
    )


@ratio_test.form("converges or diverges")
def verdict_of_the_ratio(d: Draw) -> Item:
    kind, p = d.choice(("below", "above", "one")), d.within((1, 3), (1, 5), (1, 8))
    low = d.within((2, 6), (2, 9), (3, 15))
    high = low + d.within((1, 5))
    top, bottom = {"below": (low, high), "above": (high, low), "one": (1, 1)}[kind]
    text = f"{power(p)}*{top}^n/{bottom}^n"
    if kind == "one":
        text = d.choice((f"{low}/{power(p)}", f"{power(p)}/{low}", f"({linear(1, low, 'n')})/{power(p + 1)}"))
    elif d.difficulty > 1 and d.rng.random() < 0.5:
        text = f"{top}^n/({power(p)}*{bottom}^n)"
    right = {"below": "converges", "above": "diverges", "one": "no decision"}[kind]
    wrong = {"below": "diverges", "above": "converges", "one": "converges"}[kind]
    answer = wrong if d.slip == "turn" or (d.slip == "equal" and kind == "one") else right
    sign = {"below": "<", "above": ">", "one": "="}[kind]
    return decided(
        (
            "What does the ratio test say about the series of {}: 'converges', 'diverges' or 'no decision'?",
            "Apply the ratio test to the terms {}. Answer 'converges', 'diverges' or 'no decision'.",
            "Which verdict does the ratio test give for the infinite sum of {}: 'converges', 'diverges' or 'no "
            "decision'?",
        ),
        (text,),
        f"Ratio test: by @limits-at-infinity the limit is {Fraction(top, bottom)}, "
        f"which is {'equal to' if kind == 'one' else kind} 1",
        answer,
        (right, f"{top}/{bottom} {sign} 1"),
    )


@ratio_test.form("reverse")
def base_of_a_limit(d: Draw) -> Item:
    k, bottom, p = d.within((2, 9), (2, 12), (2, 20)), d.within((2, 9), (2, 12), (2, 20)), d.within((1, 3), (1, 5))
    bottom += k == bottom
    limit = Fraction(k, bottom)
    below = d.rng.random() < 0.5
    shown, wanted = (f"{power(p)}*k^n/{bottom}^n", k) if below else (f"{power(p)}*{k}^n/k^n", bottom)
    value = {"turn": limit * k if not below else Fraction(bottom) / limit, "power": Fraction(wanted, p + 1)}
    answer = value.get(d.slip, Fraction(wanted))
    return Item(
        (
            f"The ratio test finds the limit {limit} for the series of {shown}, where k > 0. Find k.",
            f"For which k > 0 is {limit} the limit of the ratio test on the terms {shown}?",
            f"The ratio of neighbouring terms of {shown} tends to {limit}, with k > 0. What is k?",
        ),
        f"Ratio test: the limit is {f'k/{bottom}' if below else f'{k}/k'} = {limit}; k is {answer}",
        f"k = {answer}",
        f"answer/{bottom} = {limit}" if below else f"{k}/answer = {limit}",
    )


@topic(
    "radius-of-convergence",
    turn="The limit of the ratio is not turned over.",
    centre="The centre is added to the radius.",
    inner="The factor of x inside the bracket is overlooked.",
)
def radius_of_convergence(d: Draw) -> Item:
    top, bottom, a = _power_series(d)
    radius = Fraction(bottom, top)
    k = d.within((2, 5)) if d.difficulty == 3 and d.rng.random() < 0.5 else 1
    inner = linear(k, -a * k) if a else term(k)
    right = radius / k
    value = d.outcome(right, turn=k / radius, centre=right + a, inner=radius)
    power_ = f"({inner})^n" if a or k > 1 else "x^n"
    text = f"{'n*' if d.difficulty == 3 else ''}{f'{top}^n*' if top > 1 else ''}{power_}/{bottom}^n"
    questions = (
        f"Find the radius of convergence of the power series with terms {text}.",
        f"What is the radius of convergence of the series of {text}?",
        f"How far from its centre does the power series with the terms {text} converge?",
        f"For which R does the power series with the terms {text} converge whenever x is less than R from its centre?",
    )
    work = f"@ratio-test limit {1 / radius} times |{inner}|; it is below 1 while |{inner}| < {radius}" + (
        f"; {divided(radius, k)}" if k > 1 and not d.slip else f"; R is {value}" if d.slip else ""
    )
    return Item(questions, work, str(value), f"answer*{top * k}/{bottom} = 1")


def _power_series(d: Draw) -> tuple[int, int, int]:
    """The series of top^n (x - a)^n/bottom^n."""
    top, bottom = d.within((1, 5), (1, 9), (2, 12)), d.within((2, 9), (2, 12), (2, 15))
    return top, bottom + (top == bottom), d.within((0, 0), (1, 9), (-9, 9))


@radius_of_convergence.form("converges or diverges")
def at_a_place(d: Draw) -> Item:
    top, bottom, a = _power_series(d)
    radius = Fraction(bottom, top)
    share = Fraction(*d.choice(((1, 3), (1, 2), (2, 3), (3, 4), (4, 3), (3, 2), (2, 1), (5, 4))))
    x = a + radius * share * d.choice((1, -1))
    right = "converges" if abs(x - a) < radius else "diverges"
    wrong = d.outcome(radius, turn=1 / radius, centre=radius + abs(a))
    answer = "converges" if abs(x - a) < wrong else "diverges"
    text = f"{f'{top}^n*' if top > 1 else ''}{f'({linear(1, -a)})^n' if a else 'x^n'}/{bottom}^n"
    return decided(
        (
            "Does the power series with the terms {0} converge at x = {1}? Answer 'converges' or 'diverges'.",
            "At x = {1}, the series of {0}: 'converges' or 'diverges'?",
            "Put x = {1} into the power series with the terms {0}. Does it then converge? Answer 'converges' or "
            "'diverges'.",
        ),
        (text, x),
        f"Radius of convergence by the @ratio-test: {radius}; the distance from the centre {a} is {abs(x - a)}, which "
        f"is {'less' if right == 'converges' else 'more'}",
        answer,
        (right, f"abs({x} - ({a}))*{top} {'<' if right == 'converges' else '>'} {bottom}"),
    )


@radius_of_convergence.form("interval")
def interval_of_convergence(d: Draw) -> Item:
    top, bottom, a = _power_series(d)
    radius = Fraction(bottom, top)
    wrong = d.outcome(radius, turn=1 / radius, centre=radius + a)
    upper = d.rng.random() < 0.5
    value = a + wrong if upper else a - wrong
    text = f"{f'{top}^n*' if top > 1 else ''}{f'({linear(1, -a)})^n' if a else 'x^n'}/{bottom}^n"
    return Item(
        (
            f"The power series with the terms {text} converges on an open interval. What is its "
            f"{'right' if upper else 'left'} end?",
            f"Find the {'right' if upper else 'left'} end of the interval of convergence of the series of {text}.",
            f"The series of {text} converges for x strictly between two numbers. Which is the "
            f"{'larger' if upper else 'smaller'} one?",
        ),
        f"Radius of convergence by the @ratio-test: {wrong}; the centre is {a}; "
        f"{a} {'+' if upper else '-'} {bracket(str(wrong))} = {value}",
        str(value),
        f"abs(answer - ({a}))*{top}/{bottom} = 1 and answer {'>' if upper else '<'} {a}",
    )


@radius_of_convergence.form("reverse")
def base_of_a_radius(d: Draw) -> Item:
    top, bottom, a = _power_series(d)
    radius = Fraction(bottom, top)
    below = d.difficulty > 1 and d.rng.random() < 0.5
    power_ = f"({linear(1, -a)})^n" if a else "x^n"
    text = f"{f'{top}^n*' if top > 1 else ''}{power_}/k^n" if not below else f"k^n*{power_}/{bottom}^n"
    wanted = top if below else bottom
    value = Fraction(wanted)
    if d.slip == "turn":
        value = bottom * radius if below else top / radius
    questions = (
        f"The power series with the terms {text} has the radius of convergence {radius}, and k > 0. Find k.",
        f"For which k > 0 does the series of {text} have the radius of convergence {radius}?",
        f"The series of {text} converges exactly within the distance {radius} of its centre, apart from the ends; "
        "k > 0. What is k?",
    )
    work = (
        f"Radius of convergence: by the @ratio-test it is {f'{bottom}/k' if below else f'k/{top}' if top > 1 else 'k'} "
        f"= {radius}; k is {value}"
    )
    return Item(questions, work, f"k = {value}", f"{bottom}/answer = {radius}" if below else f"answer/{top} = {radius}")


@topic(
    "taylor-polynomials",
    "Taylor polynomials",
    factorial="The factor 1/2 of the square is forgotten.",
    sign="The sign of the square is wrong.",
    inner="The inner factor is left out of the derivatives.",
)
def taylor_polynomials(d: Draw) -> Item:
    k, c = d.within((2, 6), (2, 9), (2, 12)), d.within((1, 9), (1, 9), (2, 12))
    kind = d.choice(("e", "e cos sqrt", "e cos ln over")[d.difficulty - 1].split())
    function, values = _derivatives_at_zero(kind, c, 1 if d.slip == "inner" else k, k)
    answer = _polynomial(d, *values)
    start, first, second = values
    return Item(
        (
            f"Find the Taylor polynomial of degree 2 of {function} at 0.",
            f"Which quadratic polynomial approximates {function} best at 0?",
            f"Give the Taylor polynomial of {function} about 0 up to x^2.",
            f"Expand {function} about x = 0 as far as the term with x^2.",
        ),
        f"at 0: value {start}, by the @nested-chain-rule slope {first}, @second-derivative {second}"
        + ("" if d.slip == "factorial" else f"; {second}/2 = {Fraction(second, 2)}"),
        answer,
        f"subs(answer, x, 0) = subs({function}, x, 0) and subs(diff(answer, x), x, 0) = subs(diff({function}, x), x, 0)"
        f" and subs(diff(answer, x, 2), x, 0) = subs(diff({function}, x, 2), x, 0) and diff(answer, x, 3) = 0",
    )


def _derivatives_at_zero(kind: str, c: int, k: int, shown: int) -> tuple[str, tuple[int, int, int]]:
    """A function, and its value and first two derivatives at 0."""
    return {
        "e": (to_the(term(c, 1, "e"), term(shown)), (c, c * k, c * k * k)),
        "cos": (f"{term(c, 1, 'cos')}({term(shown)})", (c, 0, -c * k * k)),
        "ln": (f"{term(c, 1, 'ln')}(1 + {term(shown)})", (0, c * k, -c * k * k)),
        "sqrt": (f"{term(c, 1, 'sqrt')}(1 + {term(2 * shown)})", (c, c * k, -c * k * k)),
        "over": (f"{c}/(1 - {term(shown)})", (c, c * k, 2 * c * k * k)),
    }[kind]


def _polynomial(d: Draw, start: int, first: int, second: int) -> str:
    half = Fraction(second, 1 if d.slip == "factorial" else 2) * (-1 if d.slip == "sign" else 1)
    return terms(str(start), term(first) if first else "0", multiple(half, "x^2"))


@taylor_polynomials.form("approximation")
def approximate_value(d: Draw) -> Item:
    k, c = d.within((1, 2), (2, 4), (2, 5)), d.within((1, 5), (1, 9), (2, 12))
    kind = d.choice(("e", "e cos sqrt", "e cos ln over")[d.difficulty - 1].split())
    x = Fraction(d.nonzero((1, 1), (1, 2), (-2, 2)), 10)
    function, (start, first, second) = _derivatives_at_zero(kind, c, 1 if d.slip == "inner" else k, k)
    half = Fraction(second, 1 if d.slip == "factorial" else 2) * (-1 if d.slip == "sign" else 1)
    value = start + first * x + half * x * x
    at_x = function.replace("x)", f"*{decimal(x)})").replace("(*", "(")
    if x < 0:
        at_x = function.replace("x)", f"*({decimal(x)}))").replace("(*", "(")
    questions = (
        f"Estimate {at_x} with the Taylor polynomial of degree 2 of {function} at 0.",
        f"Use the Taylor polynomial of degree 2 of {function} about 0 to approximate its value at x = {decimal(x)}.",
        f"Which estimate does the quadratic Taylor polynomial of {function} at 0 give for x = {decimal(x)}?",
    )
    return Item(
        questions,
        f"Taylor polynomials: {terms(str(start), term(first) if first else '0', multiple(half, 'x^2'))}, from the "
        f"slope {first} and the @second-derivative {second}; at {decimal(x)} it is {decimal(value)}",
        decimal(value),
        f"answer = subs({function}, x, 0) + subs(diff({function}, x), x, 0)*({decimal(x)}) "
        f"+ subs(diff({function}, x, 2), x, 0)*({decimal(x)})^2/2",
    )


@taylor_polynomials.form("from known values")
def polynomial_from_derivatives(d: Draw) -> Item:
    start, first = d.within((0, 9), (-9, 9), (-12, 12)), d.nonzero((1, 9), (-9, 9), (-12, 12))
    second = d.nonzero((1, 12), (-12, 12), (-15, 15))
    a = 0 if d.difficulty < 3 else d.nonzero((-5, 5))
    half = Fraction(second, 1 if d.slip == "factorial" else 2) * (-1 if d.slip == "sign" else 1)
    x = "x" if not a else f"(x {'-' if a > 0 else '+'} {abs(a)})"
    slope = 1 if d.slip == "inner" else first
    answer = terms(str(start), term(slope, 1, x), multiple(half, f"{x}^2"))
    return Item(
        (
            f"f({a}) = {start}, f'({a}) = {first} and f''({a}) = {second}. Find the Taylor polynomial of degree 2 of f "
            f"at {a}.",
            f"At x = {a} a function has the value {start}, the slope {first} and the second derivative {second}. Which "
            "quadratic polynomial approximates it there?",
            f"Write the Taylor polynomial of degree 2 about {a} for f({a}) = {start}, f'({a}) = {first}, f''({a}) = "
            f"{second}.",
        ),
        f"Taylor polynomials: half of the @second-derivative, {divided(second, 2)}, is the factor of {x}^2; {answer}",
        answer,
        f"subs(answer, x, {a}) = {start} and subs(diff(answer, x), x, {a}) = {first} and diff(answer, x, 2) = {second}",
    )


@taylor_polynomials.form("reverse")
def derivative_from_the_polynomial(d: Draw) -> Item:
    start, first = d.within((0, 9), (-9, 9), (-12, 12)), d.nonzero((1, 9), (-9, 9), (-12, 12))
    square = Fraction(d.nonzero((1, 9), (-9, 9), (-15, 15)), 1 if d.difficulty < 3 else d.within((1, 5)))
    cube = Fraction(d.nonzero((1, 9), (-9, 9), (-9, 9)))
    n = 2 if d.difficulty == 1 else d.choice((2, 3))
    shown = terms(str(start), term(first), multiple(square, "x^2"), multiple(cube, "x^3"))
    factor, what = (square, "f''(0)") if n == 2 else (cube, "f'''(0)")
    value = d.outcome(factor * factorial(n), factorial=factor, sign=-factor * factorial(n), inner=factor / factorial(n))
    questions = (
        f"The Taylor polynomial of degree 3 of f at 0 is {shown}. What is {what}?",
        f"{shown} is the Taylor polynomial of degree 3 of f about 0. Find {what}.",
        f"Read {what} from the Taylor polynomial {shown} of f at 0.",
    )
    work = f"Taylor polynomials: the factor of x^{n} is {what}/{factorial(n)}; " + (
        f"{factor}*{factorial(n)} = {value}" if not d.slip else f"{what} is {value}"
    )
    return Item(questions, work, str(value), f"answer = subs(diff({shown}, x, {n}), x, 0)")


@topic(
    "taylor-coefficients",
    "Taylor coefficients",
    factorial="It is not divided by the factorial.",
    power="The inner factor is not raised to the power.",
    number="It is divided by n instead of n factorial.",
)
def taylor_coefficients(d: Draw) -> Item:
    k, c = d.within((2, 5), (2, 6), (2, 6)), d.within((1, 9), (1, 12), (2, 20))
    n = d.choice(((2, 3), (3, 4), (3, 4, 5))[d.difficulty - 1])
    shift = d.within((1, 3)) if d.difficulty == 3 and d.rng.random() < 0.5 else 0
    kind = "e" if d.difficulty == 1 or shift else d.choice(("e", "sin", "cos"))
    if kind != "e":
        n -= (n + (kind == "sin")) % 2 if n > 3 else -((n + (kind == "sin")) % 2)  # the other coefficients are 0
    sign = -1 if kind != "e" and n % 4 > 1 else 1
    power = k if d.slip == "power" else k**n
    bottom = d.outcome(factorial(n), factorial=1, number=n)
    value = Fraction(sign * c * power, bottom)
    function = to_the(term(c, 1, kind), term(k)) if kind == "e" else f"{term(c, 1, kind)}({term(k)})"
    shown = f"{term(c, shift)} {to_the('e', term(k))}" if shift else function
    work = steps(
        f"{term(1, shift)} takes {shift} of the exponents; {minus(n + shift, shift)}" if shift else "",
        f"the factor of u^{n} in {kind}{'^u' if kind == 'e' else '(u)'} is {'-' if sign < 0 else ''}1/{factorial(n)}"
        if d.slip not in ("factorial", "number")
        else f"the exponent is {n}",
        raised(k, n) if d.slip != "power" else "",
        times(c, power) if c > 1 else "",
        f"{sign * c * power}/{bottom} = {value}" if bottom > 1 else "",
    )
    return Item(
        (
            f"What is the coefficient of x^{n + shift} in the Taylor series of {shown} at 0?",
            f"Find the coefficient of x^{n + shift} when {shown} is written as a power series.",
            f"{shown} is expanded about 0. What is the coefficient of x^{n + shift}?",
            f"Which factor stands before x^{n + shift} in the Maclaurin series of {shown}?",
        ),
        f"as in @taylor-polynomials, and with @powers: {work}",
        str(value),
        f"answer*{factorial(n)} = subs(diff({function}, x, {n}), x, 0)",
    )


@taylor_coefficients.form("reverse")
def inner_factor(d: Draw) -> Item:
    k, n, c = d.within((2, 6), (2, 6), (2, 9)), d.within((2, 2), (2, 3), (3, 4)), d.within((1, 1), (1, 4), (2, 9))
    value = Fraction(c * k**n, factorial(n))
    found = d.outcome(k, factorial=k + 1, power=c * k**n, number=2 * k)
    front = "" if c == 1 else str(c)
    questions = (
        f"The coefficient of x^{n} in the Taylor series of {front}e^(kx) at 0 is {value}, and k > 0. Find k.",
        f"For which k > 0 is {value} the coefficient of x^{n}, when {front}e^(kx) is expanded about 0?",
        f"{front}e^(kx) is written as a power series; the coefficient of x^{n} is {value}. What is the positive "
        "number k?",
    )
    work = f"Taylor coefficients: {f'{c}' if c > 1 else ''}k^{n}/{factorial(n)} = {value}; by @powers " + (
        f"k^{n} = {k**n}, so k is {k}" if not d.slip else f"k is {found}"
    )
    return Item(questions, work, f"k = {found}", f"{c}*answer^{n} = {value}*{factorial(n)} and answer > 0")


@taylor_coefficients.form("from known values")
def derivative_or_coefficient(d: Draw) -> Item:
    n = d.within((2, 3), (3, 4), (4, 6))
    coefficient = Fraction(d.nonzero((1, 12), (-12, 12), (-15, 15)), 1 if d.difficulty == 1 else d.within((1, 6)))
    derivative = coefficient * factorial(n)
    back = d.rng.random() < 0.5
    given, right = (derivative, coefficient) if back else (coefficient, derivative)
    other = given if d.slip == "factorial" else given / n if back else given * n
    value = other if d.slip in ("factorial", "number") else right
    value = given * factorial(n) if d.slip == "power" and back else value
    asked = (
        (
            "The derivative of order {0} of f at 0 is {1}. What is the coefficient of x^{0} in the Taylor series of f?",
            "At 0, differentiating f {0} times gives {1}. Find the coefficient of x^{0} in its Taylor series at 0.",
            "f has the derivative of order {0} equal to {1} at 0. Find the coefficient of x^{0} in its Taylor series.",
        )
        if back
        else (
            "In the Taylor series of f at 0, x^{0} has the coefficient {1}. What is the derivative of order {0} "
            "of f at 0?",
            "f(x) is a power series in which x^{0} has the coefficient {1}. Differentiate it {0} times: what is "
            "the value at 0?",
            "The coefficient of x^{0} in the expansion of f about 0 is {1}. Find the derivative of order {0} of f "
            "at 0.",
        )
    )
    sign = "/" if back else "*"
    work = f"{bracket_fraction(given)}{sign}{factorial(n)} = {value}" if not d.slip else f"it is {value}"
    return Item(
        ask(asked, n, given),
        f"Taylor coefficients: {n} factorial is {factorial(n)}, as with @higher-derivatives of x^{n}; {work}",
        str(value),
        f"answer*{factorial(n)} = {given}"
        if back
        else f"answer = subs(diff({given}*x^{n}, x, {n}), x, 0)"
        if n < 6
        else f"answer = 6*diff({given}*x^5, x, 5)",
    )
