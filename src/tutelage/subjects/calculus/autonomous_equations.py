"""Differential equations in which the slope depends on y: equilibria, Euler's steps, logistic growth."""

from __future__ import annotations

from fractions import Fraction

from tutelage.records import Checker
from tutelage.subjects.calculus.notation import bracket, bracket_fraction, linear, multiple, quadratic, term, terms
from tutelage.subjects.calculus.steps import divided, minus, steps, times
from tutelage.subjects.calculus.topic import ask, topic
from tutelage.subjects.workbook import Draw, Item


@topic(
    "equilibrium-solutions",
    sign="The sign of the solution is wrong.",
    start="The constant term itself is given.",
    other="The other equilibrium is taken, or the factor is not divided by.",
    takes=range(2, 13),
)
def equilibrium_solutions(d: Draw) -> Item:
    if d.difficulty == 3:
        return _stable_one(d)
    k, rest = d.main((2, 9), (2, 9)), d.nonzero((2, 12), (-15, 15))
    b = k * rest if d.difficulty == 1 else d.nonzero((-20, 20))
    rising = d.given is None and d.rng.random() < 0.4  # y' = ky + b
    right_value = Fraction(-b if rising else b, k)
    value = d.outcome(right_value, sign=-right_value, start=Fraction(b), other=Fraction(b - k))
    right = terms(term(k, 1, "y"), str(b)) if rising else terms(str(b), f"-{d.shown(k)}y")
    work = f"y' = 0; @linear-equations {right.replace('ky', f'{k}y')} = 0"
    work += f"; {divided(-b if rising else b, k)}" if not d.slip else f"; y is {value}"
    return Item(
        (
            f"Which constant function solves y' = {right}?",
            f"Find the equilibrium of y' = {right}.",
            f"At which value does y stay if y' = {right}?",
            f"dy/dt = {right}. For which y does nothing change?",
        ),
        work,
        f"y = {value}",
        f"{b} {'+' if rising else '-'} {k}*answer = 0 and diff(answer, x) = 0",
        value=int(right_value) if right_value.denominator == 1 else None,
        noun=f"the equilibrium of y' = {right}",
    )


def _stable_one(d: Draw) -> Item:
    """A product with two zeros: one equilibrium attracts the solutions nearby, the other one repels them."""
    low, high = sorted(d.rng.sample(range(-9, 10), 2))
    attracts_high = d.rng.random() < 0.5
    first, last = (
        (linear(1, -low, "y"), terms(str(high), "-y") if high else "-y")
        if attracts_high
        else (linear(1, -low, "y"), linear(1, -high, "y"))
    )
    stable, unstable = (high, low) if attracts_high else (low, high)
    wants_stable = d.rng.random() < 0.7
    right, other = (stable, unstable) if wants_stable else (unstable, stable)
    value = d.outcome(right, sign=-right, other=other, start=-low * high if attracts_high else low * high)
    word = "stable" if wants_stable else "unstable"
    between = "rises" if attracts_high else "falls"
    return Item(
        (
            f"y' = ({first})({last}) has two equilibria. Which one is {word}?",
            f"Find the {word} equilibrium of y' = ({first})({last}).",
            f"Which constant solution of dy/dt = ({first})({last}) is {word}?",
        ),
        f"y' = 0; by @linear-equations y = {low} or y = {high}; between them y {between}, so {stable} is stable and "
        f"{unstable} is not; the {word} one is {value}",
        f"y = {value}",
        f"subs(({first})*({last}), y, answer) = 0 and subs(diff(({first})*({last}), y), y, answer) "
        f"{'<' if wants_stable else '>'} 0",
    )


@equilibrium_solutions.form("word problem")
def steady_level(d: Draw) -> Item:
    percent, inflow = d.choice((2, 4, 5, 10, 20, 25, 50)), d.within((2, 30), (5, 90), (10, 400))
    out = d.within((1, 9)) if d.difficulty == 3 and inflow > 12 else 0
    right = Fraction(100 * (inflow - out), percent)
    value = d.outcome(right, sign=-right, start=Fraction(inflow), other=Fraction(inflow * percent, 100))
    questions = (
        f"{inflow} cubic metres of water flow into a pond every "
        f"day{f', {out} of them are led away at once' if out else ''}, and "
        f"{percent} percent of its volume seep away per day. At which volume, in cubic metres, does it stay the same?",
        f"A museum gains {inflow} members a month{f', of whom {out} leave at once' if out else ''}, and loses "
        f"{percent} percent of its members a month. At how many members does the number stay the same?",
        f"A lake is stocked with {inflow} fish a year{f', {out} of which are caught at once' if out else ''}; "
        f"{percent} percent of its fish die per year. At which number of fish is there an equilibrium?",
    )
    work = (
        f"Equilibrium solutions: {f'{minus(inflow, out)}; ' if out else ''}y' = {inflow - out} - "
        f"{Fraction(percent, 100)}*y = 0; @linear-equations: {inflow - out}/({Fraction(percent, 100)}) = {value}"
        if not d.slip
        else f"Equilibrium solutions: y is {value}"
    )
    return Item(questions, work, str(value), f"answer*{percent}/100 = {inflow} - {out}")


@equilibrium_solutions.form("reverse")
def constant_of_an_equation(d: Draw) -> Item:
    k, rest = d.within((2, 9), (2, 12), (2, 12)), d.nonzero((2, 12), (-12, 12), (-12, 12))
    if d.difficulty == 3:  # the other equilibrium of a product is given by its sum
        other = d.nonzero((-9, 9))
        other += other == rest
        value = d.outcome(other, sign=-other, other=rest, start=other * rest)
        equation = quadratic(1, -rest - other, rest * other, "y")
        questions = (
            f"y = {rest} is one equilibrium of y' = {equation}. What is the other one?",
            f"y' = {equation} has the constant solution y = {rest} and another one. Find it.",
            f"Besides y = {rest}, which constant function solves dy/dt = {equation}?",
        )
        work = (
            f"Equilibrium solutions: the right side is ({linear(1, -rest, 'y')})({linear(1, -other, 'y')}); "
            f"@linear-equations give y = {value}"
        )
        return Item(questions, work, f"y = {value}", f"subs({equation}, y, answer) = 0 and (answer - ({rest}))^2 > 0")
    b = k * rest
    wants_b = d.rng.random() < 0.5
    wrong = {"sign": -b if wants_b else -k, "start": rest, "other": k + rest}
    value = wrong.get(d.slip, b if wants_b else k)
    equation = terms("b", f"-{k}y") if wants_b else terms(str(b), "-ky")
    name = "b" if wants_b else "k"
    questions = (
        f"y' = {equation} has the equilibrium y = {rest}. Find {name}.",
        f"For which {name} is y = {rest} a constant solution of y' = {equation}?",
        f"The equilibrium of dy/dt = {equation} is to be {rest}. What is {name}?",
    )
    work = f"Equilibrium solutions: at y = {rest} the right side is 0, so by @linear-equations " + (
        f"b is {times(k, rest)}"
        if wants_b and not d.slip
        else f"k is {divided(b, rest)}"
        if not d.slip
        else f"{name} is {value}"
    )
    return Item(
        questions,
        work,
        f"{name} = {value}",
        f"answer - {k}*{bracket(rest)} = 0" if wants_b else f"{b} - answer*{bracket(rest)} = 0",
    )


@equilibrium_solutions.form("rises or falls")
def direction_of_a_solution(d: Draw) -> Item:
    k, rest = d.within((2, 9)), d.nonzero((2, 9), (-9, 9), (-9, 9))
    b, start = k * rest, rest + d.nonzero((-6, 6))
    sign = 1 if d.difficulty < 3 or d.rng.random() < 0.5 else -1
    right = terms(str(sign * b), f"{'-' if sign > 0 else ''}{k}y")
    slope = sign * (b - k * start)
    rises = (slope > 0) != (d.slip in ("sign", "other"))
    answer = "rises" if rises else "falls"
    right_way = "rises" if slope > 0 else "falls"
    return Item(
        (
            f"y' = {right} and y(0) = {start}. Does y rise or fall from there? Answer 'rises' or 'falls'.",
            f"A solution of dy/dt = {right} starts at {start}. 'rises' or 'falls'?",
            f"Starting at y = {start}, which way does the solution of y' = {right} go: 'rises' or 'falls'?",
        ),
        f"Equilibrium solutions: the equilibrium is {rest}, by @linear-equations; at y = {start} the slope is {slope}",
        answer,
        f'answer = "{right_way}" if {sign * b} - ({sign * k})*({start}) {">" if slope > 0 else "<"} 0',
        checker=Checker.TEXT,
    )


@topic(
    "eulers-method",
    "Euler's method",
    whole="The step size is forgotten.",
    once="The slope of the start is used in every step.",
    added="The slope is taken for the new value.",
)
def eulers_method(d: Draw) -> Item:
    k, start = d.within((1, 4), (1, 6), (-4, 6)) or 2, d.nonzero((2, 12), (2, 20), (-9, 12))
    h = Fraction(1, d.choice(((1, 2), (2, 4), (2, 4, 5, 10))[d.difficulty - 1]))
    a = d.nonzero((-4, 6)) if d.difficulty == 3 else 0  # the slope is ky + ax
    return _stepped(
        d,
        (k, a, start, h),
        "y' = {0} and y(0) = {1}. Make two steps of Euler's method of size {2}. What is y then?",
        "Use Euler's method with two steps of size {2} for y' = {0}, y(0) = {1}. Find the last value of y.",
        "Which value do two steps of size {2} of Euler's method give for y' = {0}, y(0) = {1}?",
        "Approximate y({3}) for dy/dx = {0}, y(0) = {1}, by two steps of Euler's method.",
        letter="x",
    )


def _stepped(d: Draw, story: tuple[int, int, int, Fraction], *wordings: str, letter: str) -> Item:
    """Two steps for y' = ky + ax."""
    k, a, start, h = story
    current, parts = Fraction(start), []
    for step in range(2):
        slope = k * (Fraction(start) if d.slip == "once" else current) + (0 if d.slip == "once" else a * step * h)
        change = slope if d.slip == "whole" else slope * h
        after = slope if d.slip == "added" else current + change
        parts += [
            f"slope {slope}",
            f"change {change}",
            f"{current} {'+' if change >= 0 else '-'} {abs(change)} = {after}"
            if d.slip != "added"
            else f"y is {after}",
        ]
        current = after
    first = f"({start} + {bracket(k)}*{start}*{h})"
    right = terms(term(k, 1, "y"), term(a, 1, letter))
    return Item(
        ask(wordings, right, start, h, 2 * h),
        f"by @linear-approximation {steps(*parts)}",
        str(current),
        f"answer = {first} + ({h})*({k}*{first} + ({a})*({h}))",
    )


@eulers_method.form("word problem")
def stepwise_change(d: Draw) -> Item:
    k, start = d.within((1, 2), (-2, 3), (-3, 4)) or 1, 10 * d.within((1, 9), (2, 20), (2, 40))
    h = Fraction(1, d.choice(((1, 2), (2, 4), (4, 5, 10))[d.difficulty - 1]))
    return _stepped(
        d,
        (k, 0, start, h),
        "A population y is {1} at t = 0 and changes at the rate dy/dt = {0} (in thousands a year). "
        "Estimate it at t = {3} by two steps of Euler's method.",
        "A tank holds y = {1} litres at t = 0, and dy/dt = {0}. What do two steps of Euler's method, each of {2} "
        "minutes, give for its contents?",
        "The value y of a firm follows dy/dt = {0}; y(0) = {1}. Take two steps of Euler's method of size {2}. "
        "Which value comes out?",
        letter="t",
    )


@eulers_method.form("first step")
def one_step(d: Draw) -> Item:
    k, a = d.within((1, 5), (-5, 6), (-6, 9)) or 1, d.within((0, 0), (-4, 4), (-9, 9))
    x, y = d.within((0, 0), (0, 5), (-5, 5)), d.nonzero((1, 12), (-9, 12), (-12, 15))
    h = Fraction(1, d.choice((2, 4, 5, 10)))
    slope = k * y + a * x
    value = d.outcome(y + slope * h, whole=y + Fraction(slope), added=Fraction(slope), once=y - slope * h)
    value = y + slope * h if d.slip == "once" else value
    return Item(
        (
            f"y' = {terms(term(k, 1, 'y'), term(a))} and y({x}) = {y}. What does one step of Euler's method of size "
            f"{h} give?",
            f"From the point ({x}, {y}), take one Euler step of size {h} for y' = {terms(term(k, 1, 'y'), term(a))}. "
            "What is the new y?",
            f"Make a single step of Euler's method, of size {h}, for dy/dx = {terms(term(k, 1, 'y'), term(a))} with "
            f"y({x}) = {y}.",
        ),
        f"Euler's method: the slope is {slope}, as in @linear-approximation; {slope}*{h} = {slope * h}; "
        f"{y} {'-' if slope < 0 else '+'} {abs(slope * h)} = {value}"
        if not d.slip
        else f"Euler's method: the slope is {slope}, and y becomes {value}",
        str(value),
        f"(answer - {bracket(y)})/({h}) = {k}*{bracket(y)} + {bracket(a)}*{bracket(x)}",
    )


@eulers_method.form("reverse")
def size_of_a_step(d: Draw) -> Item:
    k, y = d.within((1, 4), (-6, 6), (-9, 9)) or 2, d.nonzero((2, 9), (2, 12), (-12, 12))
    h = Fraction(1, d.choice((2, 4, 5, 10)))
    after = y + k * y * h
    wants_size = d.difficulty < 3 or d.rng.random() < 0.5
    right = h if wants_size else Fraction(k)
    value = d.outcome(right, whole=after - y, once=right + 1, added=after / y)
    asked = (
        (
            "One step of Euler's method for y' = {0} leads from y = {1} to y = {2}. How large was the step?",
            "For dy/dx = {0}, a single Euler step takes y from {1} to {2}. Find its size.",
            "Euler's method, y' = {0}: after one step y is {2}, before it was {1}. What is the step size?",
        )
        if wants_size
        else (
            "One step of size {3} of Euler's method for y' = ky leads from y = {1} to y = {2}. Find k.",
            "For dy/dx = ky, an Euler step of size {3} takes y from {1} to {2}. What is k?",
            "Euler's method for y' = ky with the step {3} gives {2} after {1}. For which k?",
        )
    )
    work = f"Euler's method: y changes by {after - y}, which is " + (
        f"the slope {k * y} times the step, as in @linear-approximation; the step is {value}"
        if wants_size
        else f"k*{bracket(y)}*{h}; k is {value}"
    )
    formal = (
        f"{y} + answer*{bracket(k)}*{bracket(y)} = {after}"
        if wants_size
        else f"{y} + answer*{bracket(y)}*{h} = {after}"
    )
    return Item(ask(asked, term(k, 1, "y"), y, after, h), work, str(value) if wants_size else f"k = {value}", formal)


@topic(
    "logistic-growth",
    brake="The brake 1 - y/K is left out, as if growth were unlimited.",
    capacity="The capacity is read from the wrong place.",
    half="Half of the capacity and the capacity itself are mixed up.",
)
def logistic_growth(d: Draw) -> Item:
    capacity, parts = 10 * d.within((2, 20), (2, 40), (3, 60)), d.choice((2, 4, 5, 10))
    r = Fraction(d.within((1, 9), (1, 20), (1, 30)), 1 if d.difficulty == 1 else 10)
    if d.difficulty == 2 and d.rng.random() < 0.6:  # capacity from a y - b y^2
        b = d.within((2, 9))
        a = b * d.within((2, 60))
        value = d.outcome(Fraction(a, b), capacity=Fraction(b, a), half=Fraction(a, 2 * b), brake=Fraction(a))
        questions = (
            f"y' = {a}y - {b}y^2 describes logistic growth. What is the carrying capacity?",
            f"Find the carrying capacity of dy/dt = {a}y - {b}y^2.",
            f"To which value do positive solutions of y' = {a}y - {b}y^2 tend?",
        )
        work = (
            f"y' = 0 at the @equilibrium-solutions 0 and {a}/{b}; "
            f"{divided(a, b) if not d.slip else f'the capacity is {value}'}"
        )
        return Item(questions, work, str(value), f"{a}*answer - {b}*answer^2 = 0 and answer > 0")
    if d.difficulty == 3 and d.rng.random() < 0.6:
        return _solution(d, capacity, r, Fraction(1, parts))
    y = capacity // parts * d.within((1, parts - 1))
    right = r * y * (1 - Fraction(y, capacity))
    wrong = {"brake": r * y, "capacity": r * y * Fraction(y, capacity), "half": 2 * right}
    value = wrong.get(d.slip, right)
    questions = (
        f"y' = {r}*y*(1 - y/{capacity}). How fast does y grow when y = {y}?",
        f"dy/dt = {r}*y*(1 - y/{capacity}). Find the rate of growth at y = {y}.",
        f"Logistic growth with the rate {r} and the carrying capacity {capacity}: what is y' at y = {y}?",
    )
    work = (
        f"@equilibrium-solutions 0 and {capacity} bound it; 1 - {y}/{capacity} = {1 - Fraction(y, capacity)}; "
        f"{r}*{y} = {r * y}; {bracket_fraction(r * y)}*({1 - Fraction(y, capacity)}) = {right}"
        if not d.slip
        else f"between the @equilibrium-solutions y' is {value}"
    )
    return Item(questions, work, str(value), f"answer = {r}*{y} - {r}*{y}^2/{capacity}")


def _solution(d: Draw, capacity: int, r: Fraction, share: Fraction) -> Item:
    """The solution K/(1 + Ae^(-rt))."""
    start = capacity * share
    a = 1 / share - 1
    front = d.outcome(a, capacity=1 / share, half=a / 2)
    exponent = multiple(-r, "t")
    answer = f"{capacity}/(1 + {'' if front == 1 else front}e^({exponent}))"
    if d.slip == "brake":
        answer = f"{start}e^({multiple(r, 't')})"
    questions = (
        f"Solve dy/dt = {r}*y*(1 - y/{capacity}) with y(0) = {start}.",
        f"y' = {r}*y*(1 - y/{capacity}) and y(0) = {start}. Find y(t).",
        f"Which function of t follows the logistic equation dy/dt = {r}*y*(1 - y/{capacity}) and is {start} at t = 0?",
    )
    return Item(
        questions,
        f"with the @equilibrium-solutions 0 and {capacity}, y is {capacity}/(1 + A e^({exponent})); "
        f"{capacity}/{start} = {1 / share}; {1 / share} - 1 = {a}, which is A"
        if not d.slip
        else f"between the @equilibrium-solutions y is {answer}",
        f"y = {answer}",
        f"abs(subs(diff(answer, t), t, 1/3) - subs({r}*answer*(1 - answer/{capacity}), t, 1/3)) < 1/1000000 "
        f"and subs(answer, t, 0) = {start}",
    )


@logistic_growth.form("word problem")
def fish_in_a_lake(d: Draw) -> Item:
    capacity, percent = 100 * d.within((2, 30), (2, 60), (2, 90)), d.choice((10, 20, 25, 40, 50))
    parts = d.choice((2, 4, 5))
    y = capacity // parts * d.within((1, parts - 1))
    right = Fraction(percent, 100) * y * (1 - Fraction(y, capacity))
    catch = d.within((1, 9)) if d.difficulty == 3 else 0
    wrong = {"brake": Fraction(percent * y, 100) - catch, "half": right / 2 - catch}
    value = (wrong | {"capacity": right + capacity}).get(d.slip, right - catch)
    told = (
        f"A lake can feed {capacity} fish. Left alone, a few fish would multiply at {percent} percent a year, and "
        f"growth is logistic. There are {y} fish{f', and {catch} are caught per year' if catch else ''}. ",
        f"{y} bacteria live in a dish that can hold {capacity}; growth is logistic with the rate "
        f"{Fraction(percent, 100)} per hour{f', while {catch} are taken out per hour' if catch else ''}. ",
        f"A rumour spreads logistically among {capacity} people with the rate {Fraction(percent, 100)} per day, and "
        f"{y} know it{f'; {catch} people forget it per day' if catch else ''}. ",
    )
    asked = (
        "At what rate does the number of fish change, per year?",
        "How fast does their number change, per hour?",
        "At what rate does the number of those who know it change, per day?",
    )
    return Item(
        tuple(story + each for story, each in zip(told, asked, strict=True)),
        f"Logistic growth: 1 - {y}/{capacity} = {1 - Fraction(y, capacity)}; {Fraction(percent, 100)}*{y} = "
        f"{Fraction(percent * y, 100)}; {Fraction(percent * y, 100)}*({1 - Fraction(y, capacity)}) = {right}"
        f"{f'; {right} - {catch} = {right - catch}' if catch else ''}"
        if not d.slip
        else f"Logistic growth: the rate is {value}",
        str(value),
        f"answer + {catch} = {percent}/100*{y}*(1 - {y}/{capacity})",
    )


@logistic_growth.form("fastest growth")
def fastest_growth(d: Draw) -> Item:
    capacity, r = 20 * d.within((1, 20), (2, 40), (3, 60)), Fraction(d.within((1, 9), (1, 20), (1, 30)), 10)
    how_fast = d.difficulty == 3
    value = d.outcome(Fraction(capacity, 2), half=Fraction(capacity), capacity=r, brake=r * capacity)
    if how_fast:
        right = r * capacity / 4
        value = d.outcome(right, half=r * capacity / 2, brake=r * capacity, capacity=right * 2 + 1)
    asked = (
        (
            "y' = {0}*y*(1 - y/{1}). What is the largest rate of growth y'?",
            "How fast does y grow at most, if dy/dt = {0}*y*(1 - y/{1})?",
            "Logistic growth with the rate {0} and the capacity {1}: find the largest value of y'.",
        )
        if how_fast
        else (
            "y' = {0}*y*(1 - y/{1}). At which y does y grow fastest?",
            "For which y is the growth dy/dt = {0}*y*(1 - y/{1}) largest?",
            "Logistic growth with the rate {0} and the capacity {1}: at which value of y is y' largest?",
        )
    )
    return Item(
        ask(asked, r, capacity),
        f"Logistic growth is fastest midway between the @equilibrium-solutions 0 and {capacity}: {divided(capacity, 2)}"
        + (f"; there y' is {r}*{capacity // 2}*1/2 = {value}" if how_fast else "")
        if not d.slip
        else f"Logistic growth, with the @equilibrium-solutions 0 and {capacity}: {value}",
        str(value),
        f"answer = {r}*{capacity}/4" if how_fast else f"diff({r}*y*(1 - y/{capacity}), y) = {r} - {r}*y/answer",
    )


@logistic_growth.form("reverse")
def rate_or_capacity(d: Draw) -> Item:
    parts = d.choice((2, 4, 5))
    capacity, r = 20 * d.within((1, 20), (1, 30), (2, 40)), Fraction(d.within((1, 9), (1, 20), (1, 30)), 10)
    y = capacity // parts * d.within((1, parts - 1))
    speed = r * y * (1 - Fraction(y, capacity))
    if d.difficulty > 1 and d.rng.random() < 0.5:
        value = d.outcome(
            Fraction(capacity), brake=Fraction(y), half=Fraction(2 * capacity), capacity=Fraction(capacity, 2)
        )
        questions = (
            f"dy/dt = {r}*y*(1 - y/K), and y' = {speed} at y = {y}. Find K.",
            f"Logistic growth with the rate {r}: at y = {y} it is {speed}. What is the carrying capacity K?",
            f"For which K is {r}*y*(1 - y/K) equal to {speed} at y = {y}?",
        )
        work = (
            f"Logistic growth: {r}*{y} = {r * y}; 1 - {y}/K is {speed / (r * y)}; {y}/K is {1 - speed / (r * y)}; "
            f"K is {value}"
        )
        return Item(questions, work, f"K = {value}", f"{r}*{y}*(1 - {y}/answer) = {speed}")
    value = d.outcome(r, brake=speed / y, half=r / 2, capacity=speed / capacity)
    questions = (
        f"dy/dt = r*y*(1 - y/{capacity}), and y' = {speed} at y = {y}. Find r.",
        f"Logistic growth with the capacity {capacity} is {speed} at y = {y}. What is the rate r?",
        f"For which r is r*y*(1 - y/{capacity}) equal to {speed} at y = {y}?",
    )
    work = (
        f"Logistic growth: 1 - {y}/{capacity} = {1 - Fraction(y, capacity)}; {y}*({1 - Fraction(y, capacity)}) = "
        f"{y * (1 - Fraction(y, capacity))}; "
        f"{bracket_fraction(speed)}/{bracket_fraction(y * (1 - Fraction(y, capacity)))} = {r}"
        if not d.slip
        else f"Logistic growth: r is {value}"
    )
    return Item(questions, work, f"r = {value}", f"answer*{y}*(1 - {y}/{capacity}) = {speed}")
