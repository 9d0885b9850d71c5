"""What integrals are good for: areas, volumes, means, distances; and sums that approximate them."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.topic import (
    ask,
    linear,
    lowest,
    minus,
    multiple,
    number,
    plus,
    quadratic,
    raised,
    steps,
    term,
    terms,
    times,
    topic,
)
from tutelage.subjects.workbook import Draw, Item

INTEGRAL = (
    "Integrate {} from {} to {}.",
    "Find the integral of {} from {} to {}.",
    "Compute the integral of {} from {} to {}.",
)


@topic(
    "area-between-curves",
    "area between curves",
    {"third": "It is not divided by six.", "width": "The width is squared instead of cubed."},
)
def area_between_curves(d: Draw) -> Item:
    p = d.within((0, 3), (-4, 4), (-6, 6))
    width = d.within((1, 6), (1, 9), (1, 12))
    q = p + width
    k = d.within((1, 1), (1, 3), (1, 6))
    shift, slope = d.within((0, 5), (-5, 5), (-9, 9)), d.within((0, 3), (-5, 5), (-9, 9))
    # the line minus the parabola is -k(x - p)(x - q)
    parabola = quadratic(k, -k * (p + q) + slope, k * p * q + shift)
    line = linear(slope, shift)
    power = width**2 if d.slip == "width" else width**3
    value = Fraction(k * power, 1 if d.slip == "third" else 6)
    work = steps(
        f"@quadratics-by-factoring they meet at {p} and {q}",
        f"width {minus(q, p)}",
        raised(width, 2 if d.slip == "width" else 3),
        times(k, power) if k > 1 else "",
        f"@definite-integrals of such a difference give a sixth of it: {k * power}/6 = {number(value)}"
        if d.slip != "third"
        else f"@definite-integrals {number(value)}",
    )
    return Item(
        ask(
            (
                "Find the area between y = {} and y = {}.",
                "What area do y = {} and y = {} enclose?",
                "How large is the region bounded by y = {} and y = {}?",
            ),
            parabola,
            line,
        ),
        work,
        number(value),
        f"answer = integrate(({line}) - ({parabola}), x, {p}, {q})" + lowest(Fraction(k * width**3, 6)),
    )


@topic(
    "average-value",
    "average value of a function",
    {"undivided": "The integral is not divided by the width.", "ends": "The mean of the two end values is taken."},
)
def average_value(d: Draw) -> Item:
    width, a = d.within((1, 4), (1, 6), (2, 8)), d.within((1, 3), (1, 5), (1, 6))
    b = d.within((0, 9), (-9, 9), (-15, 15))
    high = width
    total = a * high**3 + b * high
    value = Fraction(total, width)
    function = terms(term(3 * a, 2), str(b))
    work = steps(
        f"@definite-integrals {raised(high, 3)}",
        times(a, high**3) if a > 1 else "",
        times(b, high) if b else "",
        plus(a * high**3, b * high) if b else "",
        "" if d.slip == "undivided" else f"{total}/{width} = {number(value)}",
    )
    if d.slip == "undivided":
        value = Fraction(total)
    elif d.slip == "ends":
        value = Fraction(3 * a * high * high + 2 * b, 2)
        work = f"the ends have {b} and {3 * a * high * high + b}; half the sum is {number(value)}"
    return Item(
        ask(
            (
                "Find the average value of {} from 0 to {}.",
                "What is the mean value of {} between 0 and {}?",
                "Compute the average value of {} on the interval from 0 to {}.",
            ),
            function,
            high,
        ),
        work,
        number(value),
        f"abs(answer*{width} - quad({function}, x, 0, {high})) < 1/100000",
        value=total // width,
        noun=f"the average value of {function} from 0 to {high}",
    )


@topic(
    "volumes-of-revolution",
    "volumes of revolution",
    {"square": "The function is not squared.", "pi": "The factor of the circle is forgotten."},
)
def volumes_of_revolution(d: Draw) -> Item:
    a, high, kind = d.within((1, 5), (1, 9), (2, 12)), d.within((1, 6), (1, 9), (2, 12)), d.choice(("line", "root"))
    if kind == "line":
        function, value = term(a), Fraction(a * a * high**3, 3)
        work = steps(
            f"the squared function is {term(a * a, 2)}",
            f"@definite-integrals {raised(high, 3)}",
            times(a * a, high**3),
            f"{a * a * high**3}/3 = {number(value)}",
        )
        wrong = Fraction(a * high * high, 2)
    else:
        function, value = f"sqrt({term(2 * a)})", Fraction(a * high * high)
        work = steps(
            f"the squared function is {term(2 * a)}", f"@definite-integrals {raised(high, 2)}", times(a, high * high)
        )
        wrong = Fraction(a * high * high, 3)
    if d.slip == "square":
        value, work = wrong, f"@definite-integrals {number(wrong)}"
    answer = number(value) if d.slip == "pi" else multiple(value, "pi")
    return Item(
        ask(
            (
                "The graph of y = {} from 0 to {} turns about the x-axis. What is the volume?",
                "Find the volume of revolution of y = {} about the x-axis between 0 and {}.",
                "A body is made by turning y = {} about the x-axis, 0 <= x <= {}. How large is it?",
            ),
            function,
            high,
        ),
        f"discs of area pi y^2; {work}",
        answer,
        f"abs(answer - quad(pi*({function})^2, x, 0, {high})) < 1/100000",
    )


@topic(
    "improper-integrals",
    "improper integrals",
    {"lower": "The exponent is not lowered before dividing.", "infinite": "The factor in front is lost."},
)
def improper_integrals(d: Draw) -> Item:
    c, n, low = d.within((1, 6), (1, 9), (2, 12)), d.within((2, 3), (2, 5), (3, 6)), d.within((1, 3), (1, 5), (2, 6))
    if d.rng.random() < 0.4:
        k = d.within((1, 4), (2, 9), (2, 12))
        exponent = f"e^(-{term(k)})"
        function, value = f"{term(c, 1, exponent)}", Fraction(c, k)
        wrong = {"lower": Fraction(c * k), "infinite": Fraction(1, k)}
        start, work = 0, f"@integrating-exponentials; at infinity it is 0, at 0 it is {number(value)}"
        formal = f"abs(answer - quad({c}*(t^{k - 1}), t, 0, 1)) < 1/100000"  # with t = e^(-x)
    else:
        function, value, start = f"{c}/x^{n}", Fraction(c, (n - 1) * low ** (n - 1)), low
        wrong = {"lower": Fraction(c, n * low**n), "infinite": Fraction(1, (n - 1) * low ** (n - 1))}
        bottom = (n - 1) * low ** (n - 1)
        last = steps(raised(low, n - 1), times(n - 1, low ** (n - 1)), f"{c}/{bottom} = {number(value)}")
        work = f"@antiderivative-power-rule {minus(n, 1)}; at infinity it is 0; {last}"
        formal = f"abs(answer - quad({c}*t^{n - 2}, t, 0, 1/{low})) < 1/100000"  # with t = 1/x
    if d.slip:
        value = wrong[d.slip]
        work = f"@limits-at-infinity give 0 above; below it is {number(value)}"
    else:
        work += ", with @limits-at-infinity"
    return Item(ask(INTEGRAL, function, start, "infinity"), work, number(value), formal)


@topic(
    "riemann-sums",
    "Riemann sums",
    {"right": "The values at the right ends are taken.", "width": "The width of the strips is forgotten."},
)
def riemann_sums(d: Draw) -> Item:
    n, width, low = (
        d.within((2, 3), (3, 4), (3, 5)),
        d.within((1, 2), (1, 3), (2, 4)),
        d.within((0, 2), (0, 4), (-4, 4)),
    )
    a, b = d.within((1, 1), (1, 1), (1, 3)), d.within((0, 3), (0, 9), (-5, 9))
    high = low + n * width
    starts = [low + width * place + (width if d.slip == "right" else 0) for place in range(n)]
    values = [a * x * x + b for x in starts]
    total = sum(values)
    parts, running = [], values[0]
    for value in values[1:]:
        parts.append(plus(running, value))
        running += value
    answer = total if d.slip == "width" else total * width
    function = terms(term(a, 2), str(b))
    return Item(
        ask(
            (
                "Approximate the integral of {} from {} to {} with {} strips and the values at their left ends.",
                "Find the left Riemann sum of {} from {} to {} with {} strips of equal width.",
                "What left sum do you get for {} from {} to {} with {} equal strips?",
            ),
            function,
            low,
            high,
            n,
        ),
        f"strips of width {width}; @evaluating-functions {', '.join(map(str, values))}; "
        + steps(*parts, times(total, width) if width > 1 and d.slip != "width" else ""),
        str(answer),
        f"answer = sum({width}*({a}*({low} + {width}*n)^2 + {b}), n, 0, {n - 1})",
        value=total * width,
        noun=f"the left sum of {function} from {low} to {high} with {n} equal strips",
    )


@topic(
    "distance-from-velocity",
    "distance from velocity",
    {"rate": "The velocity at the end is taken times the time.", "start": "The start is left out of account."},
)
def distance_from_velocity(d: Draw) -> Item:
    a, b, low, time = (
        d.within((1, 4), (1, 6), (1, 9)),
        d.within((0, 9), (0, 15), (1, 20)),
        d.within((1, 3), (1, 4), (1, 6)),
        d.within((1, 4), (1, 5), (1, 6)),
    )
    high = low + time
    top, bottom = a * high * high + b * high, a * low * low + b * low
    value = {"rate": (2 * a * high + b) * time, "start": top}.get(d.slip, top - bottom)
    velocity = linear(2 * a, b, "t")
    work = steps(
        f"@definite-integrals of the velocity: at {high} {top}",
        f"at {low} {bottom}" if d.slip != "start" else "",
        minus(top, bottom) if d.slip != "start" else "",
    )
    if d.slip == "rate":
        work = f"@evaluating-functions {2 * a * high + b}; {times(2 * a * high + b, time)}"
    return Item(
        ask(
            (
                "A car has the velocity {} in m/s after t seconds. How many metres does it go from t = {} to t = {}?",
                "The velocity is v(t) = {} in m/s. Find the distance in m between t = {} and t = {}.",
                "How far in m does a body with velocity {} m/s move from t = {} to t = {}?",
            ),
            velocity,
            low,
            high,
        ),
        work,
        str(value),
        f"abs(answer - quad({velocity}, t, {low}, {high})) < 1/100000",
        value=top - bottom,
        noun=f"the distance from t = {low} to t = {high} at velocity {velocity}",
    )


TOPICS = (
    area_between_curves,
    average_value,
    volumes_of_revolution,
    improper_integrals,
    riemann_sums,
    distance_from_velocity,
)
