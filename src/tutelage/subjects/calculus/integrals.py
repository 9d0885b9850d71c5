"""Definite integrals, what joins them to derivatives, and changes that add up."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.antiderivatives import Parts, difference, primitive, valued, written
from tutelage.subjects.calculus.notation import Number, bracket, linear, term, terms
from tutelage.subjects.calculus.steps import minus, plus, steps, times
from tutelage.subjects.calculus.topic import ask, topic
from tutelage.subjects.workbook import Draw, Item

INTEGRAL = (
    "Integrate {0} from {1} to {2}.",
    "Find the integral of {0} from {1} to {2}.",
    "Compute the integral of {0} from {1} to {2}.",
    "Evaluate the definite integral of {0} with the bounds {1} and {2}.",
)


@topic(
    "definite-integrals",
    upper="The value at the lower bound is not subtracted.",
    double="A power is worked out as a product.",
    added="The value at the lower bound is added instead of subtracted.",
    takes=range(2, 10),
)
def definite_integrals(d: Draw) -> Item:
    low, high = d.within((0, 4), (-3, 2), (-3, 2)), d.main((3, 9), (1, 5), (1, 4))
    while low >= high:
        low -= 1
    parts: list[tuple[Number, int]] = [(2 * d.within((1, 4)), 1)]
    if d.difficulty == 2:
        parts = d.choice(([(3 * d.within((1, 2)), 2)], [(2 * d.nonzero((1, 4)), 1), (d.nonzero((-9, 9)), 0)]))
    elif d.difficulty == 3:
        parts = [(d.nonzero((-3, 6)), 2), (d.nonzero((-4, 6)), 1), (d.nonzero((-6, 9)), 0)]
        parts.pop(d.within((0, 3)) % len(parts))
    positive = low >= 0 and all(a > 0 for a, _ in parts)
    area = ("What is the area under y = {0} from x = {1} to x = {2}?",) if positive else ()
    return _evaluated(d, parts, (low, high), *INTEGRAL, *area)


@definite_integrals.form("word problem")
def amount_between_two_times(d: Draw) -> Item:
    low = d.within((0, 3), (1, 4), (1, 3))
    high = low + d.within((1, 4), (1, 4), (1, 3))
    parts: list[tuple[Number, int]] = [(d.within((1, 4), (1, 6), (1, 6)) * (2 if d.difficulty < 3 else 1), 1)]
    if d.difficulty > 1:
        parts.append((d.within((1, 20)), 0))
    if d.difficulty == 3:
        parts.insert(0, (3 * d.within((1, 2)), 2))
    return _evaluated(
        d,
        parts,
        (low, high),
        "Water flows into a tank at {0} litres per minute after t minutes. "
        "How many litres flow in between t = {1} and t = {2}?",
        "A shop sells ice cream at the rate of {0} cones per hour, t hours after opening. "
        "How many cones does it sell from t = {1} to t = {2}?",
        "A lorry uses {0} millilitres of fuel per second at time t. "
        "How many millilitres does it use from t = {1} to t = {2}?",
        "Sand falls onto a heap at a rate of {0} kilograms per hour, t hours after midnight. "
        "How many kilograms fall from t = {1} to t = {2}?",
        letter="t",
    )


def _evaluated(d: Draw, parts: Parts, bounds: tuple[int, int], *wordings: str, letter: str = "x") -> Item:
    """The integral of a polynomial between two bounds."""
    low, high = bounds
    found = primitive(parts)
    top, upper = valued(found, high, d.slip == "double")
    bottom, lower = valued(found, low)
    if d.slip == "upper":
        lower = Fraction(0)
    value = upper + lower if d.slip == "added" else upper - lower
    last = difference(upper, lower) if d.slip != "added" else f"together {value}"
    function = written(parts, letter)
    return Item(
        ask(wordings, function, low, d.shown(high)),
        f"Definite integrals: @antiderivative-of-polynomials {written(found, letter)}; "
        + steps(top, bottom if d.slip != "upper" else "", last),
        str(value),
        f"answer = integrate({function}, {letter}, {low}, {high})",
        value=int(value) if value.denominator == 1 and not d.slip else None,
        noun=f"the integral of {function} from {low} to {high}",
    )


@definite_integrals.form("reverse")
def bound_or_factor(d: Draw) -> Item:
    low, high, k = d.within((0, 0), (0, 3), (-2, 2)), d.within((2, 9), (4, 7), (3, 5)), d.within((2, 9))
    if d.difficulty == 1:
        total = high * high
        answer = d.outcome(Fraction(high), double=Fraction(total, 2), added=Fraction(total))
        return Item(
            (
                f"The integral of 2x from 0 to b is {total}, and b > 0. Find b.",
                f"For which positive b is the integral of 2x from 0 to b equal to {total}?",
                f"Under the line y = 2x from x = 0 to x = b lies the area {total}, with b > 0. What is b?",
            ),
            f"Definite integrals: @antiderivative-of-polynomials x^2; b^2 - 0 = {total}; b is {answer}",
            str(answer),
            f"integrate(2*x, x, 0, answer) = {total} and answer > 0",
        )
    if d.difficulty == 2:
        area = high * high - low * low
        total, function, work = k * area, "2kx", f"k*({high * high} - {low * low}) = {area}k"
        seen = {"upper": high * high, "added": high * high + low * low, "double": 2 * high - low * low}
        value = Fraction(total, seen.get(d.slip, area))
    else:
        area = high**3 - low**3
        total, function = area + k * (high - low), "3x^2 + k"
        width = d.outcome(high - low, upper=high, added=high + low)
        value = Fraction(total - (3 * high - low**3 if d.slip == "double" else area), width or 1)
        work = f"{high**3} - {bracket(low**3)} = {area}; {area} + {high - low}k = {total}"
    if d.slip:
        work = f"the equation gives {value}"
    return Item(
        (
            f"The integral of {function} from {low} to {high} is {total}. Find k.",
            f"For which k is the integral of {function} from x = {low} to x = {high} equal to {total}?",
            f"Choose k such that {function}, integrated from {low} to {high}, gives {total}.",
        ),
        f"Definite integrals: @antiderivative-of-polynomials {'kx^2' if d.difficulty == 2 else 'x^3 + kx'}; {work}",
        f"k = {value}",
        f"integrate({'2*answer*x' if d.difficulty == 2 else '3*x^2 + answer'}, x, {low}, {high}) = {total}",
    )


@definite_integrals.form("from known values")
def joined_integrals(d: Draw) -> Item:
    a = d.within((0, 3), (-3, 3), (-3, 3))
    b = a + d.within((1, 4))
    c = b + d.within((1, 4))
    first, second = d.nonzero((1, 12), (-12, 12), (-9, 9)), d.nonzero((1, 12), (-12, 12), (-9, 9))
    if d.difficulty == 1:
        value = d.outcome(first + second, added=first - second, upper=second)
        question = (
            f"The integral of f from {a} to {b} is {first}, and from {b} to {c} it is {second}. "
            f"What is the integral of f from {a} to {c}?",
            f"Between x = {a} and x = {b} the integral of f is {first}; between {b} and {c} it is {second}. "
            f"Find it between {a} and {c}.",
            f"Two neighbouring intervals: f has the integral {first} over [{a}, {b}] and {second} over [{b}, {c}]. "
            f"What is its integral over [{a}, {c}]?",
        )
        return Item(question, f"Definite integrals over neighbouring intervals add up: {plus(first, second, value)}",
                    str(value), f"answer - {bracket(second)} = {first}")  # fmt: skip
    if d.difficulty == 2:
        value = d.outcome(second - first, added=first + second, upper=first)
        question = (
            f"The integral of f from {a} to {c} is {first}, and from {a} to {b} it is {second}. "
            f"What is the integral of f from {c} to {b}?",
            f"f has the integral {first} over [{a}, {c}] and {second} over [{a}, {b}]. "
            f"Find the integral of f with lower bound {c} and upper bound {b}.",
            f"From {a} to {b} the integral of f is {second}, and from {a} to {c} it is {first}. "
            f"What does integrating f backwards, from {c} to {b}, give?",
        )
        work = f"from {b} to {c} it is {minus(first, second)}; swapped bounds turn the sign, {second - first}"
        return Item(question, f"Definite integrals: {work if not d.slip else f'{value} is left'}",
                    str(value), f"answer + {bracket(first)} = {second}")  # fmt: skip
    p, q, width = d.within((2, 5)), d.nonzero((-6, 6)), c - a
    value = d.outcome(p * first + q * width, added=p * first - q * width, upper=p * first + q)
    questions = ask(
        (
            "The integral of f from {0} to {1} is {2}. What is the integral of {3} from {0} to {1}?",
            "f has the integral {2} over [{0}, {1}]. Find the integral of {3} over the same interval.",
            "Integrating f from {0} to {1} gives {2}. What does integrating {3} between these bounds give?",
        ),
        a,
        c,
        first,
        f"{p}f(x) {'-' if q < 0 else '+'} {abs(q)}",
    )
    solution = f"Definite integrals are linear: {times(p, first)}; {minus(c, a)}; " + (
        f"{times(q, width)}; {plus(p * first, q * width)}" if not d.slip else f"together {value}"
    )
    return Item(questions, solution, str(value), f"answer = {p}*{bracket(first)} + integrate({q}, x, {a}, {c})")


@topic(
    "fundamental-theorem",
    "fundamental theorem of calculus",
    derive="The integrand is differentiated.",
    lower="The value at the lower bound is taken away.",
    sign="The sign is wrong: it turns if the variable bound is the lower one, and only then.",
    inner="The derivative of the upper bound is forgotten.",
)
def fundamental_theorem(d: Draw) -> Item:
    a, n, b = d.within((1, 5), (2, 9), (2, 6)), d.within((2, 3), (2, 4), (2, 3)), d.nonzero((1, 9), (-9, 9), (-9, 9))
    low = d.within((1, 4), (-5, 5), (-6, 6))
    inside = terms(term(a, n, "t"), str(b))
    value = terms(term(a, n), str(b))
    integral, sense, front = f"the integral of {inside} from t = {low} to t = x", "", ""
    formal = f"answer = subs({inside}, t, x)"
    work = f"the derivative undoes the integral; the integrand with x for t is {value}"
    answer = value
    if d.difficulty == 2 and d.rng.random() < 0.6:
        integral = f"the integral of {inside} from t = x to t = {low}"
        formal, sense = f"answer = -subs({inside}, t, x)", "-"
        answer = value if d.slip == "sign" else terms(term(-a, n), str(-b))
        work = f"the variable bound is the lower one, so the sign turns: {answer}"
    elif d.difficulty == 3:
        m = d.within((2, 3))
        front, bound = term(m, m - 1), term(1, m)
        integral = f"the integral of {inside} from t = {low} to t = {bound}"
        formal = f"answer = subs({inside}, t, {bound})*{front}"
        value = terms(term(a, n * m), str(b))
        answer = value if d.slip == "inner" else f"{front}({value})"
        work = f"the integrand at {bound} is {value}; times {front} by the @chain-rule" if not d.slip else answer
    if d.slip == "derive":
        answer, work = term(a * n, n - 1), f"@power-rule {times(a, n)}"
    elif d.slip == "lower":
        answer = terms(term(a, n), str(-a * low**n))
        work = f"the value at {low} is taken away"
    elif d.slip == "sign" and not sense:
        answer = f"-({answer})"
        work = f"the sign turns: {answer}"
    place = d.nonzero((1, 4), (-3, 3), (1, 3))
    if d.difficulty < 3 and d.rng.random() < 0.6:
        return _slope_of_an_integral(d, integral, (a, n, b), (place, low), sense)
    questions = (
        f"Differentiate {integral} with respect to x.",
        f"F(x) is {integral}. Find F'(x).",
        f"What is the derivative with respect to x of {integral}?",
        f"Let F(x) be {integral}. Give dF/dx.",
    )
    return Item(questions, f"Fundamental theorem of calculus: {work}", answer, formal)


def _slope_of_an_integral(d: Draw, integral: str, parts: tuple[int, int, int], at: tuple[int, int], sense: str) -> Item:
    """How steep the area function is at a place."""
    (a, n, b), (x, low) = parts, at
    value = d.outcome(a * x**n + b, lower=a * x**n - a * low**n, derive=a * n * x ** (n - 1), sign=-a * x**n - b)
    shown = f"{terms(str(a * x**n), str(b))} = {value}" if not d.slip else str(value)
    result = -value if sense else value
    questions = (
        f"F(x) is {integral}. What is F'({x})?",
        f"Let F(x) be {integral}. Find the slope of F at x = {x}.",
        f"How fast does {integral} change with x at x = {x}?",
    )
    work = (
        f"Fundamental theorem of calculus: F'(x) is {sense and 'minus '}the integrand at x; at {x} that is {shown}"
        + (f", and with the sign {result}" if sense else "")
    )
    return Item(questions, work, str(result), f"answer = {sense}subs({terms(term(a, n, 't'), str(b))}, t, {x})")


@fundamental_theorem.form("reverse")
def integrand_of_an_area(d: Draw) -> Item:
    a, n, start = d.within((1, 4), (1, 6), (1, 6)), d.within((2, 3), (2, 4), (2, 3)), d.within((1, 3))
    b = 0 if d.difficulty == 1 else d.nonzero((-9, 9))
    total = a * start**n + b * start
    grown = terms(term(a, n), term(b), str(-total))
    if d.difficulty == 3:
        x = d.within((1, 4))
        wanted = a * n * x ** (n - 1) + b
        value = d.outcome(wanted, derive=a * n * (n - 1) * x ** max(n - 2, 0), sign=-wanted)
        value = a * x**n + b * x - total if d.slip == "lower" else value
        questions = (
            f"The integral of f(t) from t = {start} to t = x is {grown}. What is f({x})?",
            f"For every x the integral of f(t) from {start} to x equals {grown}. Find f({x}).",
            f"{grown} is the integral of f(t) from t = {start} to t = x. What is the value of f at {x}?",
        )
        work = (
            f"Fundamental theorem of calculus: f is the derivative, by the @power-rule "
            f"{terms(term(a * n, n - 1), str(b))}; at {x} it is {value}"
        )
        return Item(questions, work, str(value), f"answer = subs(diff({grown}, x), x, {x})")
    answer = terms(term(a * n, n - 1), str(b))
    answer = d.outcome(answer, derive=terms(term(a * n * (n - 1), n - 2)), lower=grown, sign=f"-({answer})")
    questions = (
        f"The integral of f(t) from t = {start} to t = x is {grown} for every x. Find f(x).",
        f"{grown} is the integral of a function f(t) from {start} to x. Which function is f(x)?",
        f"Integrating f(t) from t = {start} to t = x gives {grown}. What is f(x)?",
    )
    return Item(
        questions,
        f"Fundamental theorem of calculus: f is the derivative of this, by the @power-rule {answer}",
        answer,
        f"answer = diff({grown}, x)",
    )


@fundamental_theorem.form("from a graph in words")
def area_function(d: Draw) -> Item:
    zero = d.within((2, 6))
    end = zero + d.within((2, 6))
    up, down = d.within((3, 20)), d.within((2, 15))
    story = (
        f"The graph of f lies above the axis from x = 0 to x = {zero} and below it from {zero} to {end}. "
        "F(x) is the integral of f from 0 to x. "
    )
    if d.difficulty == 3:
        story = (
            f"Between x = 0 and x = {zero} the graph of f lies above the axis and encloses the area {up} with it; "
            f"between {zero} and {end} it lies below and encloses {down}. F(x) is the integral of f from 0 to x. "
        )
        value = d.outcome(up - down, sign=up + down, lower=-down)
        return Item(
            tuple(story + ask for ask in (f"What is F({end})?", f"Find F({end}).", f"How large is F at x = {end}?")),
            f"Fundamental theorem of calculus: areas below the axis count negative; {minus(up, down, value)}"
            if not d.slip
            else f"Fundamental theorem of calculus: {value}",
            str(value),
            f"answer + {down} = {up}",
        )
    kind, wanted, why = "largest", zero, f"F rises up to {zero} and then falls"
    if d.difficulty == 2:
        down += down == up
        story = (
            f"From x = 0 to x = {zero} the graph of f lies above the axis, with the area {up} between them; from "
            f"{zero} to {end} it lies below, with the area {down}. F(x) is the integral of f from 0 to x. "
        )
        kind, wanted = "smallest", end if down > up else 0
        why = f"F rises from 0 to {up} and then falls to {up - down}"
    value = d.outcome(wanted, sign=zero if d.difficulty == 2 else end, derive=0)
    return Item(
        tuple(
            story + ask
            for ask in (
                f"At which x between 0 and {end} is F(x) {kind}?",
                f"Where in the interval [0, {end}] is F {kind}? Give x.",
                f"For which x from 0 to {end} does F(x) have its {kind} value?",
            )
        ),
        f"Fundamental theorem of calculus: F' = f, so {why if not d.slip else f'x is {value}'}",
        f"x = {value}",
        f"answer + {end - zero} = {end}"
        if d.difficulty == 1
        else f"answer*({up} - {down}) = {min(up - down, 0)}*{end}",
    )


@topic(
    "net-change",
    start="The initial amount is left out.",
    rate="The rate at the end is multiplied by the time, although it changes.",
    upper="The change is counted from time 0 and not from the given time.",
)
def net_change(d: Draw) -> Item:
    a, b = d.within((1, 4), (1, 6), (-6, 6)) or 3, d.within((1, 9), (-9, 20), (-20, 30)) or 5
    low, first = d.within((0, 0), (0, 3), (1, 4)), d.within((5, 40), (20, 200), (100, 600))
    high = low + d.within((2, 5), (1, 4), (1, 4))
    return _changed(
        d,
        (a, b, low, high, first),
        "dQ/dt = {0}, and Q = {3} at t = {1}. What is Q at t = {2}?",
        "A quantity is {3} at t = {1} and changes at the rate {0}. Find it at t = {2}.",
        "Q({1}) = {3} and Q'(t) = {0}. Find Q({2}).",
        "Start from Q = {3} at time t = {1}; the rate of change is {0}. How large is Q at time {2}?",
    )


@net_change.form("word problem")
def amount_after_a_change(d: Draw) -> Item:
    a, b, low = d.within((1, 4), (1, 6), (2, 6)), d.within((1, 9), (3, 20), (5, 30)), d.within((0, 0), (0, 3), (1, 4))
    if d.difficulty == 3:  # it shrinks
        a, b = -a, -b
    high, first = low + d.within((1, 3), (1, 4), (1, 3)), d.within((5, 40), (20, 200), (400, 900))
    return _changed(
        d,
        (a, b, low, high, first),
        "A village has {3} inhabitants at t = {1}, where t counts years, and the number changes at the rate of "
        "{0} inhabitants per year. How many are there at t = {2}?",
        "At time t = {1} hours a reservoir holds {3} cubic metres; the volume changes at the rate of {0} cubic "
        "metres per hour. What is the volume in cubic metres at t = {2}?",
        "A company's stock of parts is {3} at t = {1} days and changes at the rate of {0} parts per day. "
        "How many parts are there at t = {2} days?",
    )


def _changed(d: Draw, story: tuple[int, int, int, int, int], *wordings: str) -> Item:
    """An amount at one time, its rate 2at + b, and the amount at a later time."""
    a, b, low, high, first = story
    top, bottom = a * high * high + b * high, a * low * low + b * low
    change = d.outcome(top - bottom, rate=(2 * a * high + b) * (high - low), upper=top)
    result = change + (0 if d.slip == "start" else first)
    rate = linear(2 * a, b, "t")
    return Item(
        ask(wordings, rate, low, high, first),
        steps(
            f"Net change by @definite-integrals of {rate}",
            f"at {high}: {top}; at {low}: {bottom}; {minus(top, bottom)}" if not d.slip else f"the change is {change}",
            plus(first, change) if d.slip != "start" else "",
        ),
        str(result),
        f"answer - {first} = integrate({rate}, t, {low}, {high})",
        value=None if d.slip else result,
        noun=f"the value at t = {high} of a quantity that is {first} at t = {low} and changes at the rate {rate}",
    )


@net_change.form("reverse")
def amount_before_a_change(d: Draw) -> Item:
    a, b = d.within((1, 3), (1, 5), (-5, 5)) or 2, d.within((1, 9), (-9, 15), (-20, 20))
    low = d.within((0, 0), (0, 3), (1, 4))
    high, first = low + d.within((1, 4)), d.within((1, 30), (-20, 60), (-40, 90))
    change = a * (high * high - low * low) + b * (high - low)
    last, rate = first + change, linear(2 * a, b, "t")
    value = d.outcome(first, start=-change, rate=last - (2 * a * high + b) * (high - low))
    value = last - a * high * high - b * high if d.slip == "upper" else value
    questions = (
        f"A quantity changes at the rate {rate}, and at t = {high} it is {last}. What was it at t = {low}?",
        f"dQ/dt = {rate} and Q({high}) = {last}. Find Q({low}).",
        f"After changing at the rate {rate} from t = {low} to t = {high}, a quantity is {last}. What was it at first?",
    )
    work = f"Net change by @definite-integrals of {rate} is {change}; " + (
        minus(last, change) if not d.slip else f"before it was {value}"
    )
    return Item(questions, work, str(value), f"answer + integrate({rate}, t, {low}, {high}) = {last}")


@net_change.form("from a graph in words")
def change_from_shapes(d: Draw) -> Item:
    height, flat, fall = 2 * d.within((1, 6)), d.within((2, 6), (2, 6), (2, 8)), d.within((2, 6))
    first = d.within((0, 0), (5, 40), (5, 60))
    out = d.rng.randint(2, 3) if d.difficulty == 3 else 0
    height += 2 * out
    box, triangle = height * flat, height * fall // 2
    loss = out * (flat + fall)
    total = first + box + triangle - loss
    value = {"start": total - first, "rate": first + height * (flat + fall) - loss, "upper": first + triangle - loss}
    answer = value.get(d.slip, total) if d.slip else total
    start = f"A barrel holds {first} litres. " if first else "A barrel is empty. "
    story = (
        f"Water flows in at {height} litres per minute for {flat} minutes; then the inflow falls evenly to zero "
        f"within {fall} minutes. "
    )
    leak = f"All the time {out} litres per minute run out. " if out else ""
    return Item(
        tuple(
            start + story + leak + asked
            for asked in (
                "How many litres does it hold in the end?",
                f"How many litres are in it after {flat + fall} minutes?",
                "Find the volume in litres when the inflow has stopped.",
            )
        ),
        steps(
            "Net change is the area under the graph of the rate, as in @definite-integrals",
            times(height, flat),
            f"{height}*{fall}/2 = {triangle}",
            plus(box, triangle),
            f"{times(out, flat + fall)}; {minus(box + triangle, loss)}" if out else "",
            plus(first, box + triangle - loss) if first else "",
        )
        if not d.slip
        else f"Net change by @definite-integrals gives {answer}",
        str(answer),
        f"answer = {first} + integrate({height} - {out}, t, 0, {flat}) "
        f"+ integrate({height} - {height}*t/{fall} - {out}, t, 0, {fall})",
    )
