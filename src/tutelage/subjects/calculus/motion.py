"""Rates and motion: related rates, velocity and acceleration, the mean value theorem."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.notation import bracket, linear, polynomial
from tutelage.subjects.calculus.steps import derived, evaluation, minus, over, plus, raised, steps, times, value_at
from tutelage.subjects.calculus.topic import ask, topic
from tutelage.subjects.workbook import Draw, Item


@topic(
    "related-rates",
    inner="The rate of the side is forgotten.",
    square="The area or volume itself is taken times the rate.",
    add="The rate is added instead of multiplied.",
    takes=range(2, 13),
)
def related_rates(d: Draw) -> Item:
    r, rate = d.main((2, 12), (2, 20), (3, 20)), d.within((2, 9), (2, 9))
    if d.difficulty == 3:
        return _ladder(d)
    cube = d.difficulty > 1 and d.rng.random() < 0.5
    factor = 3 * r * r if cube else 2 * r
    whole = r**3 if cube else r * r
    value = d.outcome(factor * rate, inner=factor, square=whole * rate, add=factor + rate)
    shape, measure = ("cube", "volume") if cube else ("square", "area")
    work = steps(
        f"by @implicit-differentiation the rate is {'3s^2' if cube else '2s'} times s'"
        if d.slip != "square"
        else f"without @implicit-differentiation, the {measure} times the rate",
        raised(r, 3 if d.slip == "square" and cube else 2) if cube or d.slip == "square" else "",
        (times(3, r * r) if cube else times(2, r)) if d.slip != "square" else "",
        d.outcome(times(factor, rate), inner="", square=times(whole, rate), add=plus(factor, rate)),
    )
    shown, unit = d.shown(r), "cm^3" if cube else "cm^2"
    questions = (
        f"The side of a {shape} grows by {rate} cm per second. How fast does the {measure} grow when the side is "
        f"{shown} cm, in {unit} per second?",
        f"Each side of a {shape} grows at {rate} cm/s. Find the rate of its {measure} in {unit}/s at the side "
        f"{shown} cm.",
        f"At which rate in {unit}/s does the {measure} of a {shape} grow if its side is {shown} cm and grows at "
        f"{rate} cm/s?",
    )
    return Item(questions, work, str(value), f"answer = subs(diff(({r} + {rate}*t)^{3 if cube else 2}, t), t, 0)")


def _ladder(d: Draw) -> Item:
    x, y, long = d.choice(((3, 4, 5), (4, 3, 5), (5, 12, 13), (12, 5, 13), (8, 15, 17), (15, 8, 17)))
    k, rate = d.choice((1, 2)), d.within((1, 9))
    x, y, long = x * k, y * k, long * k
    value = d.outcome(
        Fraction(x * rate, y), inner=Fraction(x, y), square=Fraction(x * x * rate, y), add=Fraction(x, y) + rate
    )
    questions = (
        f"A ladder of {long} m leans against a wall. Its foot slides away at {rate} dm per second. How fast does "
        f"its top slide down, in dm per second, when the foot is {x} m from the wall?",
        f"The top of a {long} m ladder at a wall slides down while the foot moves out at {rate} dm/s. Give the "
        f"speed of the top in dm/s when it is {y} m high.",
        f"A pole of {long} m stands at a wall; its foot is pulled away at {rate} dm/s. At which speed in dm/s "
        f"does its top fall at the moment when the foot is {x} m away?",
    )
    work = f"by @implicit-differentiation of x^2 + y^2 = {long * long}: x x' + y y' = 0 with x = {x} and y = {y}; " + (
        f"{times(x, rate)}; {x * rate}/{y} = {value}" if not d.slip else f"the speed is {value}"
    )
    return Item(questions, work, str(value), f"{x}*{rate} - {y}*answer = 0")


@related_rates.form("reverse")
def rate_of_the_side(d: Draw) -> Item:
    r = d.within((2, 12), (2, 20))
    rate = Fraction(d.within((2, 9), (2, 9), (1, 12)), d.choice((1, 1, 2, 4)) if d.difficulty == 3 else 1)
    cube = d.difficulty > 1 and d.rng.random() < 0.6
    factor = 3 * r * r if cube else 2 * r
    total = factor * rate
    shape, measure, unit = ("cube", "volume", "cm^3") if cube else ("square", "area", "cm^2")
    found = d.outcome(rate, inner=total, square=total / (r**3 if cube else r * r), add=abs(total - factor) or total + 1)
    questions = (
        f"The {measure} of a {shape} grows at {total} {unit}/s. How fast does its side grow when it is "
        f"{r} cm long, in cm/s?",
        f"A {shape} with a side of {r} cm gains {total} {unit} per second. At which rate does its side grow, in cm/s?",
        f"At the side {r} cm the {measure} of a {shape} grows by {total} {unit} in a second. Find the "
        "rate of the side in cm/s.",
    )
    work = (
        f"by @implicit-differentiation {'3s^2' if cube else '2s'} s' = {total}: "
        + steps(raised(r, 2) if cube else "", times(3 if cube else 2, r * r if cube else r))
        + (f"; {total}/{factor} = {rate}" if not d.slip else f"; the rate is taken as {found}")
    )
    return Item(questions, work, str(found), f"subs(diff(({r} + answer*t)^{3 if cube else 2}, t), t, 0) = {total}")


@related_rates.form("two steps")
def rate_with_a_circle(d: Draw) -> Item:
    r, rate = d.within((2, 12), (2, 20)), d.within((2, 9), (2, 9))
    sphere = d.difficulty == 3 and d.rng.random() < 0.6
    factor = 4 * r * r if sphere else 2 * r
    value = d.outcome(factor * rate, inner=factor, square=r * r * rate, add=factor + rate)
    thing = ("balloon, a sphere,", "volume", "cm^3") if sphere else ("round oil spot", "area", "cm^2")
    formula = "4pi r^2" if sphere else "2pi r"
    return Item(
        (
            f"The radius of a {thing[0]} grows by {rate} cm per second. At which rate does its {thing[1]} grow when "
            f"the radius is {r} cm? Exact, in {thing[2]}/s.",
            f"A {thing[0]} has a radius of {r} cm that grows at {rate} cm/s. Give the rate of its {thing[1]} as a "
            f"multiple of pi, in {thing[2]}/s.",
            f"How fast does the {thing[1]} of a {thing[0]} change at the radius {r} cm, if the radius grows at "
            f"{rate} cm/s? Answer with pi, in {thing[2]}/s.",
        ),
        f"by @implicit-differentiation the rate is {formula} r': "
        + steps(raised(r, 2) if sphere else "", times(4 if sphere else 2, r * r if sphere else r))
        + ("" if d.slip == "inner" else f"; {plus(factor, rate) if d.slip == 'add' else times(value // rate, rate)}"),
        f"{value}pi",
        f"answer = subs(diff({'4/3*pi' if sphere else 'pi'}*({r} + {rate}*t)^{3 if sphere else 2}, t), t, 0)",
    )


@topic(
    "velocity-and-acceleration",
    one="The other of the two is given.",
    half="The exponent does not come to the front.",
    place="The position is given.",
    takes=range(1, 10),
)
def velocity_and_acceleration(d: Draw) -> Item:
    a, b, t = d.within((1, 6), (1, 4), (1, 4)), d.nonzero((1, 20), (-9, 9)), d.main((1, 9), (1, 8), (1, 6))
    whole: tuple[int, ...] = (a, b, d.within((0, 9), (0, 20), (-20, 20)), 0)
    if d.difficulty == 1:
        whole = (a, b, d.within((0, 9)))
    speed = d.rng.random() < 0.5
    first = derived(whole)
    wanted = speed != (d.slip == "one")
    used = first if wanted else derived(first)
    if d.slip == "half":
        used = (used[0] // (len(whole) - 1 if wanted else len(first) - 1) or used[0] + 1, *used[1:])
    elif d.slip == "place":
        used = whole
    position, name = polynomial(whole, "t"), "velocity" if speed else "acceleration"
    put = evaluation(used, t) or f"it is always {used[0]}"
    return Item(
        (
            f"A point moves along s(t) = {position}. What is its {name} at t = {d.shown(t)}?",
            f"s(t) = {position} is a position. Find the {name} at t = {d.shown(t)}.",
            f"Find the {name} at t = {d.shown(t)} of a body at s(t) = {position}.",
            f"After t seconds a drone is {position} metres from its start. Give its {name} at t = {d.shown(t)} in "
            f"{'metres per second' if speed else 'metres per second squared'}.",
        ),
        "the velocity is the @derivative-at-a-point, the acceleration the @second-derivative; needed: "
        f"{polynomial(used, 't')}; {put}",
        str(value_at(used, t)),
        f"answer = subs(diff({position}, t, {1 if speed else 2}), t, {t})",
        value=value_at(first if speed else derived(first), t),
        noun=f"the {name} at t = {t} of a body at s(t) = {position}",
    )


@velocity_and_acceleration.form("reverse")
def time_of_rest(d: Draw) -> Item:
    a, t = d.within((1, 5), (1, 5), (1, 2)), d.within((1, 9), (1, 12), (1, 8))
    acceleration = d.difficulty == 3
    goal = 0 if d.difficulty == 1 else d.nonzero((-12, 12))
    whole: tuple[int, ...]
    if acceleration:
        whole, name = (a, 0, d.nonzero((-9, 9)), 0), "acceleration"
        b = (goal - 6 * a * t) // 2
        goal = 6 * a * t + 2 * b
        whole = (a, b, *whole[2:])
        found = d.outcome(Fraction(t), half=Fraction(goal - b, 3 * a), one=Fraction(goal, 6 * a), place=Fraction(t + 1))
        asked, need = f"= {goal}", f"{linear(6 * a, 2 * b, 't')} = {goal}"
    else:
        b, name = goal - 2 * a * t, "velocity"
        whole = (a, b, d.within((0, 20)))
        found = d.outcome(
            Fraction(t),
            half=Fraction(goal - b, a),
            one=Fraction(goal, 2 * a) if goal else Fraction(2 * t),
            place=Fraction(t + 1),
        )
        asked, need = f"= {goal}", f"{linear(2 * a, b, 't')} = {goal}"
    position = polynomial(whole, "t")
    rest = (
        "When does a body at s(t) = {0} stand still for a moment?"
        if name == "velocity" and goal == 0
        else "When does a body at s(t) = {0} have the {1} {2}?"
    )
    return Item(
        ask(
            (
                "A point moves along s(t) = {0}. At which time t is its {1} {2}?",
                rest,
                "s(t) = {0} is a position. Find the t at which the {1} is {2}.",
            ),
            position,
            name,
            goal,
        ),
        f"the velocity is as in the @derivative-at-a-point, the acceleration is the @second-derivative; {need} leads "
        f"to t = {found}",
        f"t = {found}",
        f"subs(diff({position}, t, {2 if acceleration else 1}), t, answer) {asked}",
    )


@velocity_and_acceleration.form("word problem")
def thrown_upwards(d: Draw) -> Item:
    up, start = 10 * d.within((1, 5), (1, 8), (2, 9)), d.within((0, 0), (0, 9), (1, 30))
    up += 0 if d.difficulty < 3 else 5
    top = Fraction(up, 10)
    height = up * top - 5 * top * top + start
    ask_height = d.difficulty > 1
    value = d.outcome(
        height if ask_height else top, half=Fraction(up, 5), one=Fraction(10), place=Fraction(start + up - 5)
    )
    if value == (height if ask_height else top) and d.slip:
        value += 1
    position = polynomial((-5, up, start), "t")
    asked = "How high does it get, in metres?" if ask_height else "After how many seconds is it highest?"
    return Item(
        (
            f"A ball thrown straight up is {position} metres above the ground after t seconds. {asked}",
            f"A firework rises to {position} metres after t seconds. {asked}",
            f"A fountain throws a drop so that its height after t seconds is {position} metres. {asked}",
        ),
        "at the top the velocity, as in the @derivative-at-a-point, is 0, while the acceleration, the "
        f"@second-derivative, is -10: {up} - 10t = 0; {over(up, 10) if up % 10 == 0 else f't = {top}'}"
        + (f"; the height there is {value}" if ask_height else "")
        if not d.slip
        else f"by the @derivative-at-a-point and the @second-derivative it is {value}",
        str(value),
        f"answer = subs({position}, t, {top}) and subs(diff({position}, t), t, {top}) = 0"
        if ask_height
        else f"subs(diff({position}, t), t, answer) = 0",
    )


@topic(
    "mean-value-theorem",
    end="The slope is set equal to the value at the right end.",
    mean="Half the length of the interval is given as the place.",
    rate="The average rate of change is given instead of the place.",
)
def mean_value_theorem(d: Draw) -> Item:
    a, length, k = d.within((0, 5), (-5, 5), (-5, 3)), d.within((2, 8), (1, 9)), d.within((1, 3), (1, 5))
    c = d.within((-9, 9))
    if d.rng.random() < (0.35, 0.7, 0.7)[d.difficulty - 1]:
        return _cubic_mean(d, c)
    end = a + length
    function, rate = (k, c, 0), k * (a + end) + c
    place = Fraction(a + end, 2)
    value = d.outcome(
        place, mean=Fraction(length, 2), end=Fraction(k * end * end + c * end - c, 2 * k), rate=Fraction(rate)
    )
    text = polynomial(function)
    used = k * end * end + c * end if d.slip == "end" else rate
    work = steps(
        f"by the @average-rate-of-change: {value_at(function, end)} and {value_at(function, a)} at the ends; "
        f"{minus(value_at(function, end), value_at(function, a))}; {minus(end, a)}; the rate is {rate}",
        f"by the @sum-rule {linear(2 * k, c)} = {used}; by @linear-equations x = {value}"
        if d.slip in ("", "end")
        else f"so x = {value}",
    )
    return Item(
        ask(MEAN, text, a, end, bracket(a)),
        work,
        f"x = {value}",
        f"subs(diff({text}, x), x, answer)*({end} - {bracket(a)}) = subs({text}, x, {end}) - subs({text}, x, {a})",
        value=int(place) if place.denominator == 1 else None,
        noun=f"the x between {a} and {end} where the slope of {text} is its average",
        worded=_trip(text, a, end),
    )


MEAN = (
    "For which x between {1} and {2} does the slope of {0} equal its average rate of change there?",
    "Find the x that the mean value theorem promises for {0} from {1} to {2}.",
    "At which x from {1} to {2} is the tangent of {0} parallel to the chord over this interval?",
    "f(x) = {0}. Find c between {1} and {2} with f'(c) = (f({2}) - f({1}))/({2} - {3}).",
)


def _trip(text: str, a: int, end: int) -> dict[str, tuple[str, ...]]:
    stories = (
        "From x = {1} to x = {2} seconds, counted from a signal, a tram is at {0} metres on its line. At which x is "
        "its velocity equal to its average velocity?",
        "From x = {1} to x = {2} hours, counted from noon, the temperature is {0} degrees. At which x does it change "
        "exactly at its average rate?",
        "Between x = {1} and x = {2} km on a map a track has the height {0} metres. At which x is it as steep as on "
        "average?",
    )
    return {"word problem": ask(stories, text, a, end)}


def _cubic_mean(d: Draw, c: int) -> Item:
    """x^3 + cx from p to q: the place is sqrt((p^2 + pq + q^2)/3), a whole number for these intervals."""
    p, q, right = d.choice(((-1, 2, 1), (-1, 2, 1), (1, 22, 13), (2, 11, 7), (-2, 13, 7)))
    k = d.choice((1, 2, 3, 4, 5) if q == 2 else (1,))
    p, q, right = p * k, q * k, right * k
    if d.rng.random() < 0.4:
        p, q, right = -q, -p, -right
    function = (1, 0, c, 0)
    rate = p * p + p * q + q * q + c
    text = polynomial(function)
    value = d.outcome(Fraction(right), mean=Fraction(p + q, 2), end=Fraction(q), rate=Fraction(rate))
    # Of the two solutions right and -right only one lies inside.
    work = (
        f"by the @average-rate-of-change: {minus(value_at(function, q), value_at(function, p))}; {minus(q, p)}; the "
        f"rate is {rate}; by the @sum-rule {polynomial(derived(function))} = {rate}, by @linear-equations for x^2: x^2 "
        f"= {right * right}; inside is x = {value}"
    )
    formal = (
        f"subs(diff({text}, x), x, answer)*({q} - {bracket(p)}) = subs({text}, x, {q}) - subs({text}, x, {p}) and "
        f"answer > {p} and answer < {q}"
    )
    return Item(ask(MEAN, text, p, q, bracket(p)), work, f"x = {value}", formal, worded=_trip(text, p, q))


@mean_value_theorem.form("explain which")
def bound_by_the_slope(d: Draw) -> Item:
    a, b = d.within((0, 5), (-5, 5)), d.within((2, 6), (2, 9))
    f, m = d.within((1, 20), (-20, 20)), d.within((2, 6), (2, 9))
    most = d.difficulty < 3 or d.rng.random() < 0.5
    word, bound = ("largest", "at most") if most else ("smallest", "at least")
    m = m if most or d.rng.random() < 0.5 else -m
    value = d.outcome(f + m * b, end=f + m, mean=f + m * b // 2, rate=m * b)
    questions = (
        f"f({a}) = {f}, and f'(x) is {bound} {m} everywhere. What is the {word} value that f({a + b}) can have?",
        f"f is differentiable, f({a}) = {f}, and its slope is {bound} {m}. How {'large' if most else 'small'} "
        f"can f({a + b}) be?",
        f"All slopes of f are {bound} {m}, and f({a}) = {f}. Give the {word} possible f({a + b}).",
    )
    work = f"the @average-rate-of-change is a slope f'(c), so it is {bound} {m}: {minus(a + b, a)}; {times(m, b)}; " + (
        plus(f, m * b) if not d.slip else f"so it is {value}"
    )
    return Item(questions, work, str(value), f"(answer - {bracket(f)})/({a + b} - {bracket(a)}) = {m}")
