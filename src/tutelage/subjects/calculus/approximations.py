"""Approximating values, errors and zeros by tangents."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.topic import (
    ask,
    bracket,
    derived,
    evaluation,
    minus,
    number,
    plus,
    polynomial,
    raised,
    term,
    times,
    topic,
    value_at,
)
from tutelage.subjects.workbook import Draw, Item


@topic(
    "linear-approximation",
    "linear approximation",
    {
        "slope": "The slope is forgotten.",
        "half": "The factor from the exponent of the root is forgotten.",
        "sign": "The change is taken with the wrong sign.",
    },
)
def linear_approximation(d: Draw) -> Item:
    r, h = d.within((2, 9), (2, 15), (2, 6)), d.nonzero((1, 3), (-5, 5), (-3, 3))
    n = 2 if d.difficulty < 3 else 3
    base = r**n
    name = "sqrt({})" if n == 2 else "({})^(1/3)"
    exact = Fraction(h, n * r ** (n - 1))
    change = {"slope": Fraction(h), "half": exact * n, "sign": -exact}.get(d.slip, exact)
    value = r + change
    slope = 1 / exact * h
    shown = {"slope": "1", "half": f"1/{r ** (n - 1)}"}.get(d.slip, f"1/{number(slope)}")
    root, function = name.format(base + h), name.format("x")
    return Item(
        ask(
            (
                "Approximate {0} with the tangent of {1} at {2}. Give a fraction.",
                "Use the tangent of {1} at {2} to estimate {0} as a fraction.",
                "Which fraction does linear approximation at {2} give for {0}?",
                "L(x) is the linearisation of {1} at {2}. Find L({3}).",
            ),
            root,
            function,
            base,
            base + h,
        ),
        f"by the @tangent-line and the @derivative-of-roots: height {r}; slope {shown}; the step is "
        f"{minus(base + h, base)}; times the slope it is "
        f"{number(change)}; {r} {'+' if change > 0 else '-'} {number(abs(change))} = {number(value)}",
        number(value),
        f"answer = {r} + ({h})*subs(diff(x^(1/{n}), x), x, {base})",
        worded={
            "word problem": ask(
                (
                    "A square of {0} cm^2 has a side of {1} cm. Which side does linear approximation give for {2} "
                    "cm^2, as a fraction?"
                    if n == 2
                    else "A cube of {0} cm^3 has an edge of {1} cm. Which edge does "
                    "linear approximation give for {2} cm^3, as a fraction?",
                    "The edge of a figure is the {3} root of its size, {1} for the size {0}. Estimate it for the size "
                    "{2} with the tangent at {0}, as a fraction.",
                    "An engineer knows that the {3} root of {0} is {1}. Which fraction does the tangent at {0} give "
                    "for the {3} root of {2}?",
                ),
                base,
                r,
                base + h,
                "square" if n == 2 else "cube",
            )
        },
    )


@linear_approximation.form("from a table")
def estimate_from_a_slope(d: Draw) -> Item:
    a, f, slope = d.within((1, 9), (-9, 20)), d.within((1, 20), (-20, 20)), d.nonzero((1, 9), (-9, 9), (-12, 12))
    h = Fraction(d.nonzero((1, 3), (-4, 4), (-9, 9)), (1, 2, 10)[d.difficulty - 1])
    change = {"slope": h, "sign": -slope * h, "half": slope * h / 2}.get(d.slip, slope * h)
    value = f + change
    return Item(
        ask(
            (
                "f({0}) = {1} and f'({0}) = {2}. Estimate f({3}) by linear approximation.",
                "A table has f({0}) = {1} and the slope {2} there. What does the tangent give for f({3})?",
                "Use the linearisation at {0} with f({0}) = {1}, f'({0}) = {2} to approximate f({3}).",
            ),
            a,
            f,
            slope,
            number(a + h),
        ),
        f"by the @tangent-line, without a @derivative-of-roots: the step is {number(h)}; "
        f"{bracket(number(h))}*{bracket(slope)} = {number(slope * h)}; the estimate is "
        f"{number(value)}",
        number(value),
        f"answer = subs({f} + ({slope})*(x - {bracket(a)}), x, {number(a + h)})",
    )


@linear_approximation.form("two steps")
def error_of_an_estimate(d: Draw) -> Item:
    a, h, n = d.within((2, 9), (5, 30), (3, 12)), d.within((1, 2), (1, 4)), d.within((2, 2), (2, 2), (3, 3))
    estimate = a**n + n * a ** (n - 1) * h
    error = (a + h) ** n - estimate
    found = {"slope": (a + h) ** n - a**n - h, "half": (a + h) ** n - a**n - a ** (n - 1) * h, "sign": -error}.get(
        d.slip, error
    )
    return Item(
        ask(
            (
                "By how much does {0} exceed what the tangent at {1} gives at x = {2}? Exact value minus estimate.",
                "Linear approximation of {0} at {1} gives an estimate for x = {2}. Subtract it from the exact value.",
                "What is the error, exact value minus estimate, of the linearisation of {0} at {1} for x = {2}?",
            ),
            term(1, n),
            a,
            a + h,
        ),
        f"by the @tangent-line, with no @derivative-of-roots here: the exact value is {raised(a + h, n)}; the "
        f"estimate is {a**n} + "
        f"{n * a ** (n - 1)}*{h} = {estimate}; "
        + (minus((a + h) ** n, estimate) if not d.slip else f"the difference is given as {found}"),
        str(found),
        f"answer = subs(x^{n}, x, {a + h}) - {a}^{n} - {h}*subs(diff(x^{n}, x), x, {a})",
    )


@topic(
    "differentials",
    "differentials",
    {
        "exact": "The exact change is computed instead of the differential.",
        "step": "The step dx is forgotten, and only the slope is given.",
        "value": "The value of the function is multiplied by dx instead of its slope.",
    },
)
def differentials(d: Draw) -> Item:
    whole = {
        1: (d.within((1, 3)), d.nonzero((1, 9)), 0),
        2: (d.within((1, 5)), d.nonzero((-9, 9)), d.nonzero((-9, 9))),
    }.get(d.difficulty, (d.within((1, 3)), d.nonzero((-5, 5)), d.nonzero((-9, 9)), 0))
    x, dx = d.nonzero((1, 6), (-5, 8)), Fraction(d.nonzero((1, 3), (-9, 9)), (10, 10, 100)[d.difficulty - 1])
    slope = value_at(derived(whole), x)
    exact = sum(c * (x + dx) ** (len(whole) - 1 - i) for i, c in enumerate(whole)) - value_at(whole, x)
    value = {"exact": Fraction(exact), "step": Fraction(slope), "value": value_at(whole, x) * dx}.get(
        d.slip, slope * dx
    )
    text = polynomial(whole)
    return Item(
        ask(
            (
                "y = {0}. Find dy for x = {1} and dx = {2}.",
                "What is the differential of y = {0} at x = {1} for dx = {2}?",
                "Estimate by the differential how much {0} changes if x = {1} changes by {2}.",
                "Compute dy = f'(x) dx for f(x) = {0}, x = {1}, dx = {2}.",
            ),
            text,
            x,
            number(dx),
        ),
        f"dy is the change along the tangent, as in @linear-approximation: the slope is {polynomial(derived(whole))} "
        f"at {x}, {slope}; "
        + (f"{bracket(slope)}*{bracket(number(dx))} = {number(value)}" if not d.slip else f"so dy is {number(value)}"),
        number(value),
        f"answer = {number(dx)}*subs(diff({text}, x), x, {x})",
    )


@differentials.form("word problem")
def error_of_a_measure(d: Draw) -> Item:
    r, error = d.within((2, 12), (5, 40), (2, 20)), Fraction(d.within((1, 3), (1, 9)), 10)
    n = 2 if d.difficulty < 3 else 3
    shape, measure, side = ("square", "area", "cm^2") if n == 2 else ("cube", "volume", "cm^3")
    value = {"exact": (r + error) ** n - r**n, "step": Fraction(n * r ** (n - 1)), "value": r**n * error}.get(
        d.slip, n * r ** (n - 1) * error
    )
    return Item(
        ask(
            (
                "The side of a {0} is measured as {1} cm, with an error of at most {2} cm. Estimate the largest "
                "error of its {3} by differentials, in {4}.",
                "A {0} with the side {1} cm is heated, and the side grows by {2} cm. By how much does the {3} grow, "
                "according to the differential, in {4}?",
                "Use differentials: a {0} of side {1} cm gets a coat that makes the side {2} cm longer. About how "
                "many {4} does the {3} gain?",
            ),
            shape,
            r,
            number(error),
            measure,
            side,
        ),
        f"as in @linear-approximation, the differential is {n}s{'^2' if n == 3 else ''} ds; "
        + (f"{raised(r, 2)}; " if n == 3 else "")
        + f"{times(n, r ** (n - 1))}; times {number(error)} it is {number(value)}",
        number(value),
        f"answer = {number(error)}*subs(diff(s^{n}, s), s, {r})",
    )


@differentials.form("two steps")
def relative_error(d: Draw) -> Item:
    n, m = d.within((2, 3), (2, 6), (2, 4)), d.within((2, 3), (2, 3), (2, 4))
    p, q = d.within((1, 6), (1, 12), (1, 6)), d.within((1, 6))
    if d.difficulty == 3:
        value = {"exact": Fraction(p**n), "step": Fraction(n + m), "value": Fraction(p + q)}.get(
            d.slip, Fraction(n * p + m * q)
        )
        questions = ask(
            (
                "y = x^{0} z^{1} with errors of up to {2} percent in x and {3} percent in z. By up to about how many "
                "percent "
                "may y be wrong, by differentials?",
                "Estimate the largest relative error of y = x^{0} z^{1} in percent by differentials, if x is known "
                "up to {2} and "
                "z up to {3} percent.",
                "x may be wrong by {2} percent and z by {3} percent. About how many percent is that at most in y = "
                "x^{0} z^{1}?",
            ),
            n,
            m,
            p,
            q,
        )
        work = f"dy/y is {n} dx/x + {m} dz/z: {times(n, p)}; {times(m, q)}; {plus(n * p, m * q)}"
        formal = f"answer = {p}*subs(diff(x^{n}, x), x, 1) + {q}*subs(diff(z^{m}, z), z, 1)"
    elif d.rng.random() < 0.6:
        value = {"exact": Fraction(p, 10), "step": Fraction(1, n), "value": Fraction(p)}.get(d.slip, Fraction(p, n))
        questions = ask(
            (
                "y = x^{0} shall be right up to {1} percent. Up to how many percent must x be known, by differentials?",
                "By differentials, which relative error of x in percent gives an error of {1} percent in y = x^{0}?",
                "An error of {1} percent in y = x^{0} comes from about how many percent in x?",
            ),
            n,
            p,
        )
        work = f"dy/y is {n} dx/x, so dx/x is {p}/{n} percent"
        formal = f"answer*subs(diff(x^{n}, x), x, 1) = {p}"
    else:
        value = {"exact": Fraction(p**n), "step": Fraction(n), "value": Fraction(p)}.get(d.slip, Fraction(n * p))
        questions = ask(
            (
                "y = x^{0}, and x is known up to {1} percent. By about how many percent may y be wrong, by "
                "differentials?",
                "x has a relative error of {1} percent. Estimate the relative error of y = x^{0} in percent by "
                "differentials.",
                "About how many percent of error in y = x^{0} come from {1} percent in x?",
            ),
            n,
            p,
        )
        work = f"dy/y is {n} dx/x, so the error is {n} times as large: {times(n, p)}"
        formal = f"answer = {p}*subs(diff(x^{n}, x), x, 1)"
    return Item(
        questions,
        f"as in @linear-approximation, {work}"
        if not d.slip
        else f"as in @linear-approximation it is about {number(value)}",
        number(value),
        formal,
    )


@topic(
    "newtons-method",
    "Newton's method",
    {
        "sign": "The quotient is added.",
        "turn": "The quotient is turned over.",
        "alone": "The quotient itself is taken for the next approximation.",
    },
)
def newtons_method(d: Draw) -> Item:
    x, n = d.within((1, 6), (2, 9), (1, 3)), d.within((2, 30), (3, 60), (2, 30))
    b = 0 if d.difficulty == 1 else d.nonzero((-5, 5))
    whole = (1, b, -n) if d.difficulty < 3 else (1, 0, b, -n)
    while value_at(derived(whole), x) == 0 or value_at(whole, x) == 0:
        n += 1
        x = x if value_at(derived(whole), x) else x + 1
        whole = (*whole[:-1], -n)
    value, slope = value_at(whole, x), value_at(derived(whole), x)
    quotient = Fraction(slope, value) if d.slip == "turn" else Fraction(value, slope)
    after = {"sign": x + quotient, "alone": quotient}.get(d.slip, x - quotient)
    sign = "+" if d.slip == "sign" else "-"
    function = polynomial(whole)
    return Item(
        ask(
            (
                "One step of Newton's method for {0} = 0 from x = {1}: what is the next x?",
                "Start Newton's method for {0} = 0 at {1}. Find the next approximation.",
                "Which x follows after {1} in Newton's method for {0} = 0?",
                "The tangent to y = {0} at x = {1} crosses the x-axis. At which x, as in Newton's method?",
            ),
            function,
            x,
        ),
        f"as with the @tangent-line, the value: {evaluation(whole, x)}; the slope: {evaluation(derived(whole), x)}; "
        f"the quotient is {number(quotient)}"
        + ("" if d.slip == "alone" else f"; {x} {sign} {bracket(number(quotient))} = {number(after)}"),
        number(after),
        f"subs({function}, x, {x}) + (answer - {x})*subs(diff({function}, x), x, {x}) = 0",
    )


@newtons_method.form("word problem")
def root_by_newton(d: Draw) -> Item:
    r, n = d.within((2, 9), (3, 15), (2, 5)), 2 if d.difficulty < 3 else 3
    area = r**n + d.nonzero((1, 3), (-5, 9))
    value, slope = r**n - area, n * r ** (n - 1)
    quotient = Fraction(slope, value) if d.slip == "turn" else Fraction(value, slope)
    after = {"sign": r + quotient, "alone": quotient}.get(d.slip, r - quotient)
    shape, unit, side = ("square field", "m^2", "side") if n == 2 else ("cubic tank", "m^3", "edge")
    return Item(
        ask(
            (
                "A {0} has {1} {2}. Start with the guess {3} m for its {4} and improve it by one step of Newton's "
                "method for s^{5} = {1}, as a fraction.",
                "To find the {4} of a {0} of {1} {2}, take {3} m and do one step of Newton's method on s^{5} - {1} = "
                "0. Give a fraction of a metre.",
                "Which {4} in metres, as a fraction, does one step of Newton's method from {3} give for a {0} of {1} "
                "{2}, with s^{5} - {1} = 0?",
            ),
            shape,
            area,
            unit,
            r,
            side,
            n,
        ),
        f"as with the @tangent-line: {raised(r, n)}; {minus(r**n, area)}; the slope is {times(n, r ** (n - 1))}; the "
        f"quotient is {number(quotient)}; "
        f"the next value is {number(after)}",
        number(after),
        f"subs(s^{n} - {area}, s, {r}) + (answer - {r})*subs(diff(s^{n}, s), s, {r}) = 0",
    )


@newtons_method.form("from a table")
def newton_from_values(d: Draw) -> Item:
    x = d.within((1, 9), (-9, 9))
    slope, value = d.nonzero((2, 9), (-9, 9)), d.nonzero((1, 9), (-12, 12), (-20, 20))
    value = slope * value if d.difficulty == 1 else value
    quotient = Fraction(slope, value) if d.slip == "turn" else Fraction(value, slope)
    after = {"sign": x + quotient, "alone": quotient}.get(d.slip, x - quotient)
    return Item(
        ask(
            (
                "f({0}) = {1} and f'({0}) = {2}. Which x comes next after {0} in Newton's method?",
                "A table has f({0}) = {1} and f'({0}) = {2}. Do one step of Newton's method from {0}.",
                "At {0} a function has the value {1} and the slope {2}. Where does its tangent meet the x-axis?",
            ),
            x,
            value,
            slope,
        ),
        f"as with the @tangent-line, value over slope is {number(quotient)}; the next x is {number(after)}",
        number(after),
        f"{value} + (answer - {bracket(x)})*({slope}) = 0",
    )


@newtons_method.form("reverse")
def value_before_a_step(d: Draw) -> Item:
    found: Fraction
    x, slope, q = d.within((1, 9), (-9, 9)), d.nonzero((2, 9), (-9, 9)), d.nonzero((1, 5), (-6, 6), (-9, 9))
    after = x - q
    asked = d.difficulty == 3 and d.rng.random() < 0.5
    value = q * slope
    found = {"sign": Fraction(-value), "turn": Fraction(q, slope), "alone": Fraction(after * slope)}.get(
        d.slip, Fraction(value)
    )
    if asked:
        step = x - after
        right = Fraction(slope)
        found = {"sign": -right, "turn": 1 / right, "alone": Fraction(value, after or 1)}.get(d.slip, right)
        return Item(
            (
                f"A step of Newton's method leads from {x} to {after}, and f({x}) = {value}. What is f'({x})?",
                f"From x = {x} with f({x}) = {value}, Newton's method goes to {after}. Find the slope of f at {x}.",
                f"f({x}) = {value}, and the next x in Newton's method is {after}. What is the slope of f at {x}?",
            ),
            f"as with the @tangent-line, value over slope is the step; {minus(x, after)}; the slope is {value} over "
            f"{step}, {number(found)}",
            number(found),
            f"{x} - {bracket(value)}/answer = {after}",
        )
    return Item(
        (
            f"A step of Newton's method leads from {x} to {after}, and f'({x}) = {slope}. What is f({x})?",
            f"From x = {x} with the slope f'({x}) = {slope}, Newton's method goes to {after}. Find f({x}).",
            f"f'({x}) = {slope}, and the next x in Newton's method is {after}. What is the value of f at {x}?",
        ),
        f"as with the @tangent-line, value over slope is the step; {minus(x, after)}; "
        + (times(q, slope) if not d.slip else f"the value is {number(found)}"),
        number(found),
        f"{x} - answer/{bracket(slope)} = {after}",
    )


TOPICS = (linear_approximation, differentials, newtons_method)
