"""Approximating values, errors and zeros by tangents."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.notation import bracket, polynomial, term
from tutelage.subjects.calculus.steps import derived, evaluation, minus, plus, raised, times, value_at
from tutelage.subjects.calculus.topic import ask, topic
from tutelage.subjects.workbook import Draw, Item


@topic(
    "linear-approximation",
    slope="The slope is forgotten.",
    half="The factor from the exponent of the root is forgotten.",
    sign="The change is taken with the wrong sign.",
)
def linear_approximation(d: Draw) -> Item:
    r, h = d.within((2, 9), (2, 15), (2, 6)), d.nonzero((1, 3), (-5, 5), (-3, 3))
    n = 2 if d.difficulty < 3 else 3
    base = r**n
    name = "sqrt({})" if n == 2 else "({})^(1/3)"
    exact = Fraction(h, n * r ** (n - 1))
    change = d.outcome(exact, slope=Fraction(h), half=exact * n, sign=-exact)
    value = r + change
    slope = 1 / exact * h
    shown = d.outcome(f"1/{slope}", slope="1", half=f"1/{r ** (n - 1)}")
    root, function = name.format(base + h), name.format("x")
    stories = ask(
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
    return Item(
        (
            f"Approximate {root} with the tangent of {function} at {base}. Give a fraction.",
            f"Use the tangent of {function} at {base} to estimate {root} as a fraction.",
            f"Which fraction does linear approximation at {base} give for {root}?",
            f"L(x) is the linearisation of {function} at {base}. Find L({base + h}).",
        ),
        f"by the @tangent-line and the @derivative-of-roots: height {r}; slope {shown}; the step is "
        f"{minus(base + h, base)}; times the slope it is "
        f"{change}; {r} {'+' if change > 0 else '-'} {abs(change)} = {value}",
        str(value),
        f"answer = {r} + ({h})*subs(diff(x^(1/{n}), x), x, {base})",
        worded={"word problem": stories},
    )


@linear_approximation.form("from a table")
def estimate_from_a_slope(d: Draw) -> Item:
    a, f, slope = d.within((1, 9), (-9, 20)), d.within((1, 20), (-20, 20)), d.nonzero((1, 9), (-9, 9), (-12, 12))
    h = Fraction(d.nonzero((1, 3), (-4, 4), (-9, 9)), (1, 2, 10)[d.difficulty - 1])
    change = d.outcome(slope * h, slope=h, sign=-slope * h, half=slope * h / 2)
    value = f + change
    questions = (
        f"f({a}) = {f} and f'({a}) = {slope}. Estimate f({a + h}) by linear approximation.",
        f"A table has f({a}) = {f} and the slope {slope} there. What does the tangent give for f({a + h})?",
        f"Use the linearisation at {a} with f({a}) = {f}, f'({a}) = {slope} to approximate f({a + h}).",
    )
    work = (
        f"by the @tangent-line, without a @derivative-of-roots: the step is {h}; "
        f"{bracket(str(h))}*{bracket(slope)} = {slope * h}; the estimate is {value}"
    )
    return Item(questions, work, str(value), f"answer = subs({f} + ({slope})*(x - {bracket(a)}), x, {a + h})")


@linear_approximation.form("two steps")
def error_of_an_estimate(d: Draw) -> Item:
    a, h, n = d.within((2, 9), (5, 30), (3, 12)), d.within((1, 2), (1, 4)), d.within((2, 2), (2, 2), (3, 3))
    estimate = a**n + n * a ** (n - 1) * h
    error = (a + h) ** n - estimate
    found = d.outcome(error, slope=(a + h) ** n - a**n - h, half=(a + h) ** n - a**n - a ** (n - 1) * h, sign=-error)
    questions = (
        f"By how much does {term(1, n)} exceed what the tangent at {a} gives at x = {a + h}? Exact value minus "
        "estimate.",
        f"Linear approximation of {term(1, n)} at {a} gives an estimate for x = {a + h}. Subtract it from the "
        "exact value.",
        f"What is the error, exact value minus estimate, of the linearisation of {term(1, n)} at {a} for x = {a + h}?",
    )
    work = (
        f"by the @tangent-line, with no @derivative-of-roots here: the exact value is {raised(a + h, n)}; the estimate "
        f"is {a**n} + {n * a ** (n - 1)}*{h} = {estimate}; "
        + (minus((a + h) ** n, estimate) if not d.slip else f"the difference is given as {found}")
    )
    return Item(
        questions, work, str(found), f"answer = subs(x^{n}, x, {a + h}) - {a}^{n} - {h}*subs(diff(x^{n}, x), x, {a})"
    )


@topic(
    "differentials",
    exact="The exact change is computed instead of the differential.",
    step="The step dx is forgotten, and only the slope is given.",
    value="The value of the function is multiplied by dx instead of its slope.",
)
def differentials(d: Draw) -> Item:
    whole = {
        1: (d.within((1, 3)), d.nonzero((1, 9)), 0),
        2: (d.within((1, 5)), d.nonzero((-9, 9)), d.nonzero((-9, 9))),
    }.get(d.difficulty, (d.within((1, 3)), d.nonzero((-5, 5)), d.nonzero((-9, 9)), 0))
    x, dx = d.nonzero((1, 6), (-5, 8)), Fraction(d.nonzero((1, 3), (-9, 9)), (10, 10, 100)[d.difficulty - 1])
    slope = value_at(derived(whole), x)
    exact = sum(c * (x + dx) ** (len(whole) - 1 - i) for i, c in enumerate(whole)) - value_at(whole, x)
    value = d.outcome(slope * dx, exact=Fraction(exact), step=Fraction(slope), value=value_at(whole, x) * dx)
    text = polynomial(whole)
    questions = (
        f"y = {text}. Find dy for x = {x} and dx = {dx}.",
        f"What is the differential of y = {text} at x = {x} for dx = {dx}?",
        f"Estimate by the differential how much {text} changes if x = {x} changes by {dx}.",
        f"Compute dy = f'(x) dx for f(x) = {text}, x = {x}, dx = {dx}.",
    )
    work = (
        f"dy is the change along the tangent, as in @linear-approximation: the slope is {polynomial(derived(whole))} "
        f"at {x}, {slope}; " + (f"{bracket(slope)}*{bracket(str(dx))} = {value}" if not d.slip else f"so dy is {value}")
    )
    return Item(questions, work, str(value), f"answer = {dx}*subs(diff({text}, x), x, {x})")


@differentials.form("word problem")
def error_of_a_measure(d: Draw) -> Item:
    r, error = d.within((2, 12), (5, 40), (2, 20)), Fraction(d.within((1, 3), (1, 9)), 10)
    n = 2 if d.difficulty < 3 else 3
    shape, measure, side = ("square", "area", "cm^2") if n == 2 else ("cube", "volume", "cm^3")
    value = d.outcome(
        n * r ** (n - 1) * error, exact=(r + error) ** n - r**n, step=Fraction(n * r ** (n - 1)), value=r**n * error
    )
    questions = (
        f"The side of a {shape} is measured as {r} cm, with an error of at most {error} cm. Estimate the "
        f"largest error of its {measure} by differentials, in {side}.",
        f"A {shape} with the side {r} cm is heated, and the side grows by {error} cm. By how much does the "
        f"{measure} grow, according to the differential, in {side}?",
        f"Use differentials: a {shape} of side {r} cm gets a coat that makes the side {error} cm longer. "
        f"About how many {side} does the {measure} gain?",
    )
    work = (
        f"as in @linear-approximation, the differential is {n}s{'^2' if n == 3 else ''} ds; "
        + (f"{raised(r, 2)}; " if n == 3 else "")
        + f"{times(n, r ** (n - 1))}; times {error} it is {value}"
    )
    return Item(questions, work, str(value), f"answer = {error}*subs(diff(s^{n}, s), s, {r})")


@differentials.form("two steps")
def relative_error(d: Draw) -> Item:
    n, m = d.within((2, 3), (2, 6), (2, 4)), d.within((2, 3), (2, 3), (2, 4))
    p, q = d.within((1, 6), (1, 12), (1, 6)), d.within((1, 6))
    if d.difficulty == 3:
        value = d.outcome(Fraction(n * p + m * q), exact=Fraction(p**n), step=Fraction(n + m), value=Fraction(p + q))
        questions = (
            f"y = x^{n} z^{m} with errors of up to {p} percent in x and {q} percent in z. By up to about how many "
            "percent may y be wrong, by differentials?",
            f"Estimate the largest relative error of y = x^{n} z^{m} in percent by differentials, if x is known up to "
            f"{p} and z up to {q} percent.",
            f"x may be wrong by {p} percent and z by {q} percent. About how many percent is that at most in y = x^{n} "
            f"z^{m}?",
        )
        work = f"dy/y is {n} dx/x + {m} dz/z: {times(n, p)}; {times(m, q)}; {plus(n * p, m * q)}"
        formal = f"answer = {p}*subs(diff(x^{n}, x), x, 1) + {q}*subs(diff(z^{m}, z), z, 1)"
    elif d.rng.random() < 0.6:
        value = d.outcome(Fraction(p, n), exact=Fraction(p, 10), step=Fraction(1, n), value=Fraction(p))
        questions = (
            f"y = x^{n} shall be right up to {p} percent. Up to how many percent must x be known, by differentials?",
            f"By differentials, which relative error of x in percent gives an error of {p} percent in y = x^{n}?",
            f"An error of {p} percent in y = x^{n} comes from about how many percent in x?",
        )
        work = f"dy/y is {n} dx/x, so dx/x is {p}/{n} percent"
        formal = f"answer*subs(diff(x^{n}, x), x, 1) = {p}"
    else:
        value = d.outcome(Fraction(n * p), exact=Fraction(p**n), step=Fraction(n), value=Fraction(p))
        questions = (
            f"y = x^{n}, and x is known up to {p} percent. By about how many percent may y be wrong, by differentials?",
            f"x has a relative error of {p} percent. Estimate the relative error of y = x^{n} in percent by "
            "differentials.",
            f"About how many percent of error in y = x^{n} come from {p} percent in x?",
        )
        work = f"dy/y is {n} dx/x, so the error is {n} times as large: {times(n, p)}"
        formal = f"answer = {p}*subs(diff(x^{n}, x), x, 1)"
    return Item(
        questions,
        f"as in @linear-approximation, {work}" if not d.slip else f"as in @linear-approximation it is about {value}",
        str(value),
        formal,
    )


@topic(
    "newtons-method",
    "Newton's method",
    sign="The quotient is added.",
    turn="The quotient is turned over.",
    alone="The quotient itself is taken for the next approximation.",
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
    after = d.outcome(x - quotient, sign=x + quotient, alone=quotient)
    sign = "+" if d.slip == "sign" else "-"
    function = polynomial(whole)
    return Item(
        (
            f"One step of Newton's method for {function} = 0 from x = {x}: what is the next x?",
            f"Start Newton's method for {function} = 0 at {x}. Find the next approximation.",
            f"Which x follows after {x} in Newton's method for {function} = 0?",
            f"The tangent to y = {function} at x = {x} crosses the x-axis. At which x, as in Newton's method?",
        ),
        f"as with the @tangent-line, the value: {evaluation(whole, x)}; the slope: {evaluation(derived(whole), x)}; "
        f"the quotient is {quotient}"
        + ("" if d.slip == "alone" else f"; {x} {sign} {bracket(str(quotient))} = {after}"),
        str(after),
        f"subs({function}, x, {x}) + (answer - {x})*subs(diff({function}, x), x, {x}) = 0",
    )


@newtons_method.form("word problem")
def root_by_newton(d: Draw) -> Item:
    r, n = d.within((2, 9), (3, 15), (2, 5)), 2 if d.difficulty < 3 else 3
    area = r**n + d.nonzero((1, 3), (-5, 9))
    value, slope = r**n - area, n * r ** (n - 1)
    quotient = Fraction(slope, value) if d.slip == "turn" else Fraction(value, slope)
    after = d.outcome(r - quotient, sign=r + quotient, alone=quotient)
    shape, unit, side = ("square field", "m^2", "side") if n == 2 else ("cubic tank", "m^3", "edge")
    return Item(
        (
            f"A {shape} has {area} {unit}. Start with the guess {r} m for its {side} and improve it by one step of "
            f"Newton's method for s^{n} = {area}, as a fraction.",
            f"To find the {side} of a {shape} of {area} {unit}, take {r} m and do one step of Newton's method on s^{n} "
            f"- {area} = 0. Give a fraction of a metre.",
            f"Which {side} in metres, as a fraction, does one step of Newton's method from {r} give for a {shape} of "
            f"{area} {unit}, with s^{n} - {area} = 0?",
        ),
        f"as with the @tangent-line: {raised(r, n)}; {minus(r**n, area)}; the slope is {times(n, r ** (n - 1))}; the "
        f"quotient is {quotient}; the next value is {after}",
        str(after),
        f"subs(s^{n} - {area}, s, {r}) + (answer - {r})*subs(diff(s^{n}, s), s, {r}) = 0",
    )


@newtons_method.form("from a table")
def newton_from_values(d: Draw) -> Item:
    x = d.within((1, 9), (-9, 9))
    slope, value = d.nonzero((2, 9), (-9, 9)), d.nonzero((1, 9), (-12, 12), (-20, 20))
    value = slope * value if d.difficulty == 1 else value
    quotient = Fraction(slope, value) if d.slip == "turn" else Fraction(value, slope)
    after = d.outcome(x - quotient, sign=x + quotient, alone=quotient)
    return Item(
        (
            f"f({x}) = {value} and f'({x}) = {slope}. Which x comes next after {x} in Newton's method?",
            f"A table has f({x}) = {value} and f'({x}) = {slope}. Do one step of Newton's method from {x}.",
            f"At {x} a function has the value {value} and the slope {slope}. Where does its tangent meet the x-axis?",
        ),
        f"as with the @tangent-line, value over slope is {quotient}; the next x is {after}",
        str(after),
        f"{value} + (answer - {bracket(x)})*({slope}) = 0",
    )


@newtons_method.form("reverse")
def value_before_a_step(d: Draw) -> Item:
    found: Fraction
    x, slope, q = d.within((1, 9), (-9, 9)), d.nonzero((2, 9), (-9, 9)), d.nonzero((1, 5), (-6, 6), (-9, 9))
    after = x - q
    asked = d.difficulty == 3 and d.rng.random() < 0.5
    value = q * slope
    found = d.outcome(Fraction(value), sign=Fraction(-value), turn=Fraction(q, slope), alone=Fraction(after * slope))
    if asked:
        step = x - after
        right = Fraction(slope)
        found = d.outcome(right, sign=-right, turn=1 / right, alone=Fraction(value, after or 1))
        questions = (
            f"A step of Newton's method leads from {x} to {after}, and f({x}) = {value}. What is f'({x})?",
            f"From x = {x} with f({x}) = {value}, Newton's method goes to {after}. Find the slope of f at {x}.",
            f"f({x}) = {value}, and the next x in Newton's method is {after}. What is the slope of f at {x}?",
        )
        work = (
            f"as with the @tangent-line, value over slope is the step; {minus(x, after)}; the slope is {value} over "
            f"{step}, {found}"
        )
        return Item(questions, work, str(found), f"{x} - {bracket(value)}/answer = {after}")
    questions = (
        f"A step of Newton's method leads from {x} to {after}, and f'({x}) = {slope}. What is f({x})?",
        f"From x = {x} with the slope f'({x}) = {slope}, Newton's method goes to {after}. Find f({x}).",
        f"f'({x}) = {slope}, and the next x in Newton's method is {after}. What is the value of f at {x}?",
    )
    work = f"as with the @tangent-line, value over slope is the step; {minus(x, after)}; " + (
        times(q, slope) if not d.slip else f"the value is {found}"
    )
    return Item(questions, work, str(found), f"{x} - answer/{bracket(slope)} = {after}")
