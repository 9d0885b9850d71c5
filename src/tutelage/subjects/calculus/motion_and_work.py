"""What integrals are good for in physics: distances, work, and centres of mass."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.antiderivatives import Parts, at, difference, primitive, valued, written
from tutelage.subjects.calculus.notation import bracket_fraction, linear, term
from tutelage.subjects.calculus.steps import divided, minus, plus, raised, steps, times
from tutelage.subjects.calculus.topic import ask, topic
from tutelage.subjects.workbook import Draw, Item


@topic(
    "distance-from-velocity",
    rate="The velocity at the end is multiplied by the time.",
    start="The value at the first time is left out.",
    turn="The sign of the velocity is overlooked: distance and displacement are mixed up.",
)
def distance_from_velocity(d: Draw) -> Item:
    if d.difficulty == 3:
        return _there_and_back(d)
    a, b = d.within((1, 4), (1, 6)), d.within((0, 9), (1, 20))
    low = d.within((0, 3), (1, 4))
    parts: Parts = [(2 * a, 1), (b, 0)] if d.difficulty == 1 or d.rng.random() < 0.5 else [(3 * a, 2), (b, 0)]
    return _moved(
        d,
        [part for part in parts if part[0]],
        (low, low + d.within((1, 4), (1, 3))),
        "The velocity is v(t) = {} in m/s. Find the distance in m between t = {} and t = {}.",
        "How far in m does a body with the velocity {} m/s move from t = {} to t = {}?",
        "v(t) = {} metres per second. How many metres are covered for t from {} to {}?",
        "A body moves with the velocity {} in m/s. Find its displacement in m from t = {} to t = {}.",
    )


@distance_from_velocity.form("word problem")
def journey(d: Draw) -> Item:
    a, b, low = d.within((1, 4), (1, 6), (1, 6)), d.within((0, 9), (1, 20), (5, 30)), d.within((0, 3), (1, 4), (2, 5))
    high = low + d.within((1, 4), (1, 3), (1, 3))
    parts: Parts = [(2 * a, 1), (b, 0)]
    if d.difficulty == 3:  # it brakes, and does not stop
        parts = [(-2 * a, 1), (2 * a * high + b, 0)]
    return _moved(
        d,
        [part for part in parts if part[0]],
        (low, high),
        "A car has the velocity {} in m/s after t seconds. How many metres does it go from t = {} to t = {}?",
        "After t seconds a sledge runs at {} m/s. How far does it slide, in m, between t = {} and t = {}?",
        "A train leaves a station; t seconds later its velocity is {} m/s. How many metres does it cover from "
        "t = {} to t = {}?",
    )


def _moved(d: Draw, velocity: Parts, times_: tuple[int, int], *wordings: str) -> Item:
    low, high = times_
    found = primitive(velocity)
    top, upper = valued(found, high)
    bottom, lower = valued(found, low)
    value = d.outcome(upper - lower, rate=at(velocity, high) * (high - low), start=upper)
    work = steps(f"@definite-integrals of the velocity: {written(found, 't')}", top, bottom, difference(upper, lower))
    if d.slip:
        work = (
            f"@definite-integrals of the velocity are taken to be {value}"
            if d.slip == "rate"
            else steps(f"@definite-integrals of the velocity: {written(found, 't')}", top)
        )
    shown = written(velocity, "t")
    return Item(
        ask(wordings, shown, low, high),
        work,
        str(value),
        f"abs(answer - quad({shown}, t, {low}, {high})) < 1/100000",
        value=int(value) if value.denominator == 1 and not d.slip else None,
        noun=f"the distance from t = {low} to t = {high} at velocity {shown}",
    )


def _there_and_back(d: Draw) -> Item:
    """The velocity changes its sign at a time c: displacement and distance differ."""
    a, c = d.within((1, 5)), d.within((1, 4))
    end = c + d.within((1, 4))
    whole = d.rng.random() < 0.6
    out, back = a * c * c, a * (end - c) ** 2
    sign = d.choice((1, -1))
    distance, displacement = out + back, sign * (back - out)
    right, other = (distance, displacement) if whole else (displacement, distance)
    value = d.outcome(right, turn=other, rate=abs(2 * a * (end - c)) * end, start=back)
    velocity = linear(sign * 2 * a, -sign * 2 * a * c, "t")
    what = "distance" if whole else "displacement"
    return Item(
        (
            f"The velocity of a body on a line is {velocity} in m/s. What is its {what} in m from t = 0 to t = {end}?",
            f"v(t) = {velocity} in m/s. Find the {what} in m, not the {'displacement' if whole else 'distance'}, "
            f"between t = 0 and t = {end}.",
            f"A body moves on a line with v(t) = {velocity} m/s. Compute the {what} in metres for 0 <= t <= {end}.",
        ),
        f"v = 0 at t = {c}; @definite-integrals give {-sign * out} up to there and {sign * back} after it; "
        + (plus(out, back) if whole else plus(-sign * out, sign * back))
        if not d.slip
        else f"@definite-integrals give {value}",
        str(value),
        f"answer = {out} + integrate({2 * a}*(t - {c}), t, {c}, {end})"
        if whole
        else f"answer = integrate({velocity}, t, 0, {end})",
    )


@distance_from_velocity.form("reverse")
def time_for_a_distance(d: Draw) -> Item:
    a, b, t = d.within((1, 3), (1, 4), (1, 5)), d.within((0, 0), (1, 9), (1, 12)), d.within((2, 9), (2, 8), (2, 9))
    if d.difficulty == 3:  # braking: how far until it stops
        first = 2 * a * t
        distance = a * t * t
        value = d.outcome(distance, rate=first * t, start=first, turn=-distance)
        questions = ask(
            (
                "A car brakes, and its velocity is {0} in m/s after t seconds. How many metres does it go "
                "until it stops?",
                "v(t) = {0} in m/s. How far does the body move from t = 0 until its velocity is zero, in m?",
                "A lorry slows down with v(t) = {0} m/s. Find its braking distance in metres.",
            ),
            f"{first} - {term(2 * a, 1, 't')}",
        )
        work = (
            f"Distance from velocity: it stops at {divided(first, 2 * a)}; by @definite-integrals "
            f"{first}*{t} - {a}*{t}^2 is {value}"
        )
        return Item(questions, work, str(value), f"answer = integrate({first} - {2 * a}*t, t, 0, {t})")
    distance = a * t * t + b * t
    value = d.outcome(t, rate=t + 1, start=distance, turn=-t)
    questions = (
        f"A body starts with the velocity {linear(2 * a, b, 't')} in m/s at time t. After how many seconds has it "
        f"covered {distance} m?",
        f"v(t) = {linear(2 * a, b, 't')} m/s. From t = 0 on, when has the body gone {distance} m? Give t in seconds.",
        f"With the velocity {linear(2 * a, b, 't')} (in m/s), how many seconds does it take to go {distance} m "
        "from t = 0 on?",
    )
    work = (
        f"Distance from velocity by @definite-integrals: {written([(a, 2), (b, 1)], 't')} = {distance}, so t is {value}"
    )
    return Item(
        questions, work, f"t = {value}", f"integrate({linear(2 * a, b, 't')}, t, 0, answer) = {distance} and answer > 0"
    )


@distance_from_velocity.form("from a graph in words")
def distance_from_shapes(d: Draw) -> Item:
    top, rise, flat = 2 * d.within((1, 6), (2, 9), (3, 15)), d.within((1, 5), (2, 8), (2, 9)), d.within((2, 6), (3, 12))
    fall = d.within((2, 6)) if d.difficulty > 1 else 0
    back = d.within((2, 6)) if d.difficulty == 3 else 0
    parts = (top * rise // 2, top * flat, top * fall // 2)
    total = sum(parts)
    wrong = {"rate": top * (rise + flat + fall), "start": total - parts[0], "turn": total + 2 * back * 2}
    value = wrong.get(d.slip, total - 2 * back if back else total) if d.slip else total - 2 * back
    story = f"The velocity of a cart rises evenly from 0 to {top} m/s in {rise} s and stays so for {flat} s. "
    story += f"Then it falls evenly to 0 within {fall} s. " if fall else ""
    story += f"After that the cart rolls back for {back} s at 2 m/s. " if back else ""
    asked = (
        (
            "How far in m is it then from its start?",
            "What is its displacement in m?",
            "Find its distance from the start in m.",
        )
        if back
        else ("How many metres does it go?", "What distance in m does it cover?", "Find the length of its way in m.")
    )
    return Item(
        tuple(story + ask_ for ask_ in asked),
        "Distance from velocity is the area under the graph, as with @definite-integrals: "
        + steps(
            f"{top}*{rise}/2 = {parts[0]}",
            times(top, flat),
            f"{top}*{fall}/2 = {parts[2]}" if fall else "",
            f"{' + '.join(str(part) for part in parts if part)} = {total}",
            f"{times(2, back)}; {minus(total, 2 * back)}" if back else "",
        )
        if not d.slip
        else f"Distance from velocity by @definite-integrals: {value}",
        str(value),
        f"answer = integrate({top}*t/{rise}, t, 0, {rise}) + {top}*{flat} + {top}*{fall}/2 - 2*{back}",
    )


@topic(
    "work-by-a-variable-force",
    constant="The force at the end is multiplied by the distance, as if it were constant.",
    start="The value at the starting point is left out.",
    half="The factor 1/2 from integrating is forgotten.",
)
def work_by_a_variable_force(d: Draw) -> Item:
    low = d.within((0, 2), (0, 4), (1, 4))
    high = low + d.within((1, 5), (1, 5), (1, 3))
    a, b = d.within((1, 6), (1, 9), (1, 6)), d.within((0, 0), (1, 12), (1, 20))
    parts: Parts = [(a if d.difficulty > 1 else 2 * a, 1), (b, 0)]
    if d.difficulty == 3:
        parts = [(3 * d.within((1, 3)), 2), (a, 1), (b, 0)]
    return _worked(
        d,
        [part for part in parts if part[0]],
        (low, high),
        "A force of {} newtons acts along the x-axis. What work in joules does it do from x = {} to x = {} (in m)?",
        "The force at x metres is F(x) = {} in newtons. Find the work in joules from x = {} to x = {}.",
        "F(x) = {} newtons moves a body along the x-axis from x = {} m to x = {} m. How many joules of work is that?",
    )


def _worked(d: Draw, force: Parts, ends: tuple[int, int], *wordings: str) -> Item:
    low, high = ends
    found = primitive(force)
    top, upper = valued(found, high)
    bottom, lower = valued(found, low)
    whole = [(a * (n if d.slip == "half" else 1), n) for a, n in found]
    value = d.outcome(
        upper - lower, constant=at(force, high) * (high - low), start=upper, half=at(whole, high) - at(whole, low)
    )
    return Item(
        ask(wordings, written(force), low, high),
        f"@definite-integrals of the force: {written(found)}; {steps(top, bottom, difference(upper, lower))}"
        if not d.slip
        else f"@definite-integrals of the force are taken to be {value}",
        str(value),
        f"answer = integrate({written(force)}, x, {low}, {high})",
    )


@work_by_a_variable_force.form("word problem")
def spring_or_rope(d: Draw) -> Item:
    if d.rng.random() < 0.5:
        return _rope(d)
    k, first = 2 * d.within((1, 9), (2, 20), (5, 40)), d.within((0, 0), (0, 3), (1, 4))
    last = d.within((1, 5), (4, 8), (5, 9))
    probe = d.within((1, 4))
    half = k // 2
    value = half * (last**2 - first**2)
    value = d.outcome(value, constant=k * last * (last - first), start=half * last**2, half=2 * value)
    given = f"A spring needs a force of {k * probe} N to be held stretched by {probe} dm. "
    asked = (
        f"What work, in N times dm, stretches it from {first} dm to {last} dm beyond its natural length?",
        f"How much work (in N times dm) is it to stretch it from {first} dm to {last} dm?",
        f"Find the work, in N times dm, for stretching it from {first} dm to {last} dm beyond its rest length.",
    )
    work = (
        f"Work by a variable force by @definite-integrals, with Hooke's law F = kx: {divided(k * probe, probe)}; "
        f"{term(half, 2)}; {raised(last, 2)}; {raised(first, 2)}; {minus(last**2, first**2)}; "
        f"{times(half, last**2 - first**2)}"
        if not d.slip
        else f"Work by a variable force, by @definite-integrals: {value}"
    )
    return Item(
        tuple(given + each for each in asked), work, str(value), f"answer = integrate({k}*x, x, {first}, {last})"
    )


def _rope(d: Draw) -> Item:
    """A hanging rope that is pulled up, with a load at difficulty 3, only in part at difficulty 2."""
    weight, length = 2 * d.within((1, 6), (1, 9), (2, 12)), d.within((3, 12), (6, 20), (6, 25))
    pulled = length if d.difficulty != 2 else d.within((2, 5))
    load = d.within((10, 90), step=10) if d.difficulty == 3 else 0
    alone = Fraction(weight, 2) * (length**2 - (length - pulled) ** 2)
    value = alone + load * pulled
    value = d.outcome(
        value, constant=value + alone - weight * (length - pulled) * pulled, half=2 * alone + load * pulled
    )
    value = Fraction(load * pulled) if d.slip == "start" and load else value
    carried = f" with a load of {load} N at its end" if load else ""
    part = "entirely" if pulled == length else f"by {pulled} m"
    questions = tuple(
        f"{what} of {length} m, which weighs {weight} N per metre, hangs from {place}{carried}. "
        f"How much work in joules is it to pull it up {part}?"
        for what, place in (("A rope", "a roof"), ("A chain", "a bridge"), ("A cable", "a winch"))
    )
    work = (
        f"Work by a variable force: with x metres pulled up, the force is {weight}*({length} - "
        f"x){f' + {load}' if load else ''}; by @definite-integrals from 0 to {pulled}: {alone}"
        + (f"; {times(load, pulled)}; {plus(int(alone), load * pulled)}" if load else "")
        if not d.slip
        else f"Work by a variable force, by @definite-integrals: {value}"
    )
    return Item(questions, work, str(value), f"answer = integrate({weight}*({length} - x) + {load}, x, 0, {pulled})")


@work_by_a_variable_force.form("reverse")
def stretch_for_a_work(d: Draw) -> Item:
    k, x = 2 * d.within((1, 9), (2, 15), (3, 20)), d.within((2, 6), (2, 9), (3, 9))
    if d.difficulty == 1:
        work = k // 2 * x * x
        value = d.outcome(Fraction(k), constant=Fraction(k, 2), half=Fraction(k, 2), start=Fraction(k * x))
        asked = (
            f"Stretching a spring by {x} cm from its natural length takes {work} N cm of work. "
            "Find its constant in N/cm.",
            f"The work for the first {x} cm of stretching is {work} N cm, and F = kx. What is k?",
            f"A spring with F = kx takes {work} N cm of work to be stretched from 0 to {x} cm. Find k in N/cm.",
        )
        solution = f"Work by a variable force: by @definite-integrals k*{x}^2/2 = {work}; " + (
            f"{times(2, work)}; {raised(x, 2)}; {divided(2 * work, x * x)}" if not d.slip else f"k is {value}"
        )
        return Item(asked, solution, f"k = {value}", f"integrate(answer*x, x, 0, {x}) = {work}")
    b = 0 if d.difficulty == 2 else d.within((1, 9))
    work = k // 2 * x * x + b * x
    stretch = d.outcome(x, constant=x - 1, half=x + 2, start=work)
    questions = (
        f"The force is F(x) = {linear(k, b)} newtons. From x = 0 to which x > 0 (in m) does it do {work} joules of "
        "work?",
        f"From x = 0 on, F(x) = {linear(k, b)} newtons has done {work} joules of work at x = c > 0. Find c.",
        f"How far in metres, from x = 0, must a body be moved by the force {linear(k, b)} (in N) for a work of "
        f"{work} J?",
    )
    solution = (
        f"Work by a variable force, by @definite-integrals: {written([(k // 2, 2), (b, 1)])} = {work}, so x is "
        f"{stretch}"
    )
    return Item(questions, solution, str(stretch), f"integrate({linear(k, b)}, x, 0, answer) = {work} and answer > 0")


@topic(
    "centre-of-mass",
    mean="The positions are averaged without the masses.",
    moment="The moment is given, not divided by the mass.",
    turned="The mass is divided by the moment.",
)
def centre_of_mass(d: Draw) -> Item:
    if d.difficulty == 1:
        return _masses(
            d,
            d.rng.sample(range(9), 2),
            "The masses {0} kg lie at x = {1}. Where is their centre of mass?",
            "Point masses of {0} kg are on the x-axis at {1}. Find the centre of mass.",
            "At x = {1} there are the masses {0} kg. What is the x-coordinate of the centre of mass?",
        )
    if d.difficulty == 2 and d.rng.random() < 0.5:
        return _masses(
            d,
            d.rng.sample(range(-9, 10), 3),
            "The masses {0} kg lie at x = {1}, in this order. Where is their centre of mass?",
            "Point masses of {0} kg are on the x-axis at {1}, respectively. Find the centre of mass.",
            "At x = {1} there are the masses {0} kg, in this order. What is the x-coordinate of their centre of mass?",
        )
    a, b, length = d.within((0, 4)), d.within((1, 9)), d.within((1, 6), (1, 6), (2, 6))
    density: Parts = [(2 * a, 1), (b, 0)] if d.difficulty == 2 else [(3 * d.within((1, 3)), 2), (b, 0)]
    return _rod(
        d,
        [part for part in density if part[0]],
        length,
        "A rod from x = 0 to x = {1} m has the density {0} in kg/m. Where is its centre of mass?",
        "The density of a rod is {0} kg/m for x from 0 to {1}, in m. Find the x-coordinate of its centre of mass.",
        "Find the centre of mass of a rod on 0 <= x <= {1} whose density at x is {0}.",
        "A thin bar of length {1} has the density {0} at the distance x from its left end. At which x does it balance?",
    )


def _masses(d: Draw, places: list[int], *wordings: str) -> Item:
    weights = [d.within((1, 9), (1, 9), (1, 12)) for _ in places]
    weights[-1] += weights[-1] == weights[0]
    moment, mass = sum(m * x for m, x in zip(weights, places, strict=True)), sum(weights)
    wrong = {"mean": Fraction(sum(places), len(places)), "moment": Fraction(moment)}
    value = wrong.get(d.slip, Fraction(moment, mass))
    if d.slip == "turned":
        value = Fraction(mass, moment or 1)
    listed = [", ".join(map(str, row[:-1])) + f" and {row[-1]}" for row in (weights, places)]
    products = "; ".join(times(m, x) for m, x in zip(weights, places, strict=True))
    right = " + ".join(f"{m}*(answer - ({x}))" for m, x in zip(weights, places, strict=True))
    work = (
        f"the moment is the sum of mass times position: {products}; together {moment}; the mass is {mass}; "
        f"{divided(moment, mass)}"
        if not d.slip
        else f"moment {moment}, mass {mass}; the result is {value}"
    )
    return Item(ask(wordings, *listed), work, str(value), f"{right} = 0")


def _rod(d: Draw, density: Parts, length: int, *wordings: str) -> Item:
    turning: Parts = [(a, n + 1) for a, n in density]
    mass, moment = at(primitive(density), length), at(primitive(turning), length)
    value = d.outcome(moment / mass, mean=Fraction(length, 2), moment=moment, turned=mass / moment)
    shown = written(density)
    return Item(
        ask(wordings, shown, length),
        f"@definite-integrals give the mass, of {shown}: {mass}; and the moment, of {written(turning)}: {moment}; "
        f"{bracket_fraction(moment)}/{bracket_fraction(mass)} = {value}"
        if not d.slip
        else f"@definite-integrals give the mass {mass} and the moment {moment}; the result is {value}",
        str(value),
        f"answer*integrate({shown}, x, 0, {length}) = integrate({written(turning)}, x, 0, {length})",
    )


@centre_of_mass.form("word problem")
def balanced_beam(d: Draw) -> Item:
    if d.difficulty == 3:
        a, b, length = d.within((1, 3)), d.within((1, 9)), d.within((2, 6))
        return _rod(
            d,
            [(2 * a, 1), (b, 0)],
            length,
            "A fishing rod of {1} m gets thicker: x metres from the tip it weighs {0} hectograms per metre. "
            "How many metres from the tip does it balance?",
            "A wall {1} m long has {0} tonnes of stone per metre, x metres from its left end. "
            "How far from the left end, in m, is its centre of mass?",
            "A loaded plank of {1} m carries {0} kg per metre at the distance x from its left end. "
            "At what distance from that end, in m, must it be propped up to balance?",
        )
    places = [0, d.within((2, 9), (2, 6))]
    if d.difficulty == 2:
        places.append(places[1] + d.within((1, 6)))
    return _masses(
        d,
        places,
        "Children of {0} stone sit on a light plank, {1} m from its left end. How far from that end, in m, must "
        "the support be, so that it balances?",
        "Loads of {0} tonnes are on a bridge, {1} m from its left end. How many metres from that end is the centre "
        "of mass of the loads?",
        "On a light rod hang weights of {0} kg, {1} cm from its left end. At which distance from that end, in cm, "
        "must it be held to balance?",
    )


@centre_of_mass.form("reverse")
def balancing_mass(d: Draw) -> Item:
    here, there = d.within((1, 6), (1, 9), (2, 12)), d.within((1, 6), (1, 9), (2, 12))
    middle = d.within((0, 0), (-5, 5), (-9, 9))
    first = there * d.within((1, 4), (1, 5), (1, 6))
    wanted = first * here // there if first * here % there == 0 else first * here
    if d.difficulty == 3:  # the place is asked
        second = first * here // there
        value = d.outcome(middle + there, mean=middle + here, moment=first * here, turned=middle - there)
        questions = (
            f"A mass of {first} kg lies at x = {middle - here}. Where must {second} kg be put so that the centre "
            f"of mass is at x = {middle}?",
            f"{first} kg are at x = {middle - here}. At which x do {second} kg make the centre of mass {middle}?",
            f"The centre of mass of {first} kg at x = {middle - here} and {second} kg somewhere else is {middle}. "
            f"Where are the {second} kg?",
        )
        work = (
            f"Centre of mass: the moments about {middle} cancel; {times(first, here)}; "
            f"{divided(first * here, second)}; " + (plus(middle, there) if not d.slip else f"x is {value}")
        )
        formal = (
            f"{first}*{bracket_fraction(middle - here)} + {second}*answer = {first + second}*{bracket_fraction(middle)}"
        )
        return Item(questions, work, f"x = {value}", formal)
    value = d.outcome(wanted, mean=first, moment=first * here, turned=there)
    questions = (
        f"{first} kg lie at x = {middle - here}. Which mass in kg at x = {middle + there} puts the centre of mass "
        f"at x = {middle}?",
        f"How many kilograms must be put at x = {middle + there} to balance {first} kg at x = {middle - here} "
        f"about x = {middle}?",
        f"The centre of mass of {first} kg at x = {middle - here} and m kg at x = {middle + there} is {middle}. "
        "Find m.",
    )
    work = f"Centre of mass: the moments about {middle} cancel; {times(first, here)}; " + (
        divided(first * here, there) if not d.slip else f"the mass is {value}"
    )
    return Item(questions, work, str(value), f"{first}*{here} = answer*{there}")


@centre_of_mass.form("first step")
def mass_or_moment(d: Draw) -> Item:
    b, length, n = d.within((1, 9)), d.within((1, 6), (2, 6), (2, 6)), d.within((1, 1), (1, 2), (1, 3))
    a, wants_mass = d.within((1, 4)) * (n + 1), d.rng.random() < 0.5
    density: Parts = [(a, n), (b, 0)] if d.difficulty > 1 else [(a, n)]
    turning: Parts = [(k, m + 1) for k, m in density]
    mass, moment = at(primitive(density), length), at(primitive(turning), length)
    value = mass if wants_mass else moment
    value = d.outcome(value, moment=moment, mean=at(density, length) * length, turned=mass)
    what = "mass in kg" if wants_mass else "moment about x = 0, the integral of x times the density"
    parts = density if wants_mass else turning
    return Item(
        (
            f"A rod from x = 0 to x = {length} (in m) has the density {written(density)} in kg/m. Find its {what}.",
            f"The density of a rod is {written(density)} kg/m for 0 <= x <= {length}. What is its {what}?",
            f"A rod is {length} m long, and at x m from its left end its density is {written(density)} kg/m. Compute "
            f"its {what}.",
        ),
        f"Centre of mass: @definite-integrals of {written(parts)}: {valued(primitive(parts), length)[0]}",
        str(value),
        f"answer = integrate({written(parts)}, x, 0, {length})",
    )
