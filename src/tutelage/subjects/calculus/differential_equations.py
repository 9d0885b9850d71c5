"""First differential equations."""

from __future__ import annotations

from fractions import Fraction

from tutelage.records import Checker
from tutelage.subjects.calculus.notation import bracket, bracket_fraction, linear, multiple, term, terms
from tutelage.subjects.calculus.steps import divided, minus, over, plus, raised, steps, times
from tutelage.subjects.calculus.topic import ask, topic
from tutelage.subjects.workbook import Draw, Item


@topic(
    "checking-differential-equations",
    sign="The sign of one term is wrong, or a power is taken for the order of the equation.",
    inner="The derivative is taken to be the function itself.",
    once="The factor of the derivative is not found anew in each differentiation.",
    takes=range(2, 10),
)
def checking_differential_equations(d: Draw) -> Item:
    k, a = d.main((2, 9), (2, 15), (2, 9)), d.nonzero((1, 9), (-9, 9), (-9, 9))
    k = -k if d.difficulty == 3 and d.rng.random() < 0.5 else k
    function, shown = f"e^({term(k)})", f"e^({term(d.shown(k))})"
    if d.difficulty == 3:  # y'' + a*y' = m*y has this solution for m = k^2 + a*k
        left = terms("y''", term(a, 1, "y'"))
        value = d.outcome(k * k + a * k, sign=k * k - a * k, inner=1 + a, once=k + a * k)
        work = steps(raised(k, 2), times(a, k), plus(k * k, a * k)) if not d.slip else f"m is {value}"
        work = f"y' is {term(k, 1, 'y')}, y'' is {term(k * k, 1, 'y')}; @combining-like-terms: {work}"
        formal = f"diff({function}, x, 2) + {bracket(a)}*diff({function}, x) = answer*{function}"
        right = k * k + a * k
    else:  # c*y' + a*y = m*y has it for m = c*k + a
        c = 1 if d.difficulty == 1 else d.rng.randint(2, 5)
        left, right = terms(term(c, 1, "y'"), term(a, 1, "y")), c * k + a
        value = d.outcome(right, sign=c * k - a, inner=c + a, once=c + k + a)
        step = steps(times(c, k) if c > 1 else "", plus(c * k, a)) if not d.slip else f"m is {value}"
        work = f"y' is {term(1 if d.slip == 'inner' else k, 1, 'y')}; @combining-like-terms: {step}"
        formal = f"{c}*diff({function}, x) + {bracket(a)}*{function} = answer*{function}"
    return Item(
        (
            f"For which m does y = {shown} solve {left} = m y?",
            f"y = {shown} satisfies {left} = m y. Find m.",
            f"{left} = m y has the solution y = {shown}. What is m?",
            f"Put y = {shown} into {left} = m y. Which number must m be?",
        ),
        f"by the @derivative-of-exponentials {work}",
        f"m = {value}",
        formal,
        value=right,
        noun=f"the m for which e^({term(k)}) solves {left} = m y",
    )


@checking_differential_equations.form("reverse")
def exponent_of_a_solution(d: Draw) -> Item:
    k, other = d.within((2, 9), (2, 12), (3, 9)), d.within((1, 9))
    if d.difficulty == 3:  # y'' - (k + m)y' + km y = 0
        small = d.within((1, k - 1))
        equation, right = f"y'' - {k + small}y' + {k * small}y = 0", k
        value = d.outcome(right, sign=-small, inner=k + small, once=k * small)
        work = f"k^2 - {k + small}k + {k * small} = 0, so k is {small} or {k}; the larger one is {value}"
        formal = f"answer^2 - {k + small}*answer + {k * small} = 0 and answer > {small}"
        which = "the larger of the two numbers k"
    elif d.difficulty == 2:
        c = d.within((1, 9))
        equation, right = f"{term(c, 1, 'y')}'' = {c * k * k}y", k
        value = d.outcome(right, sign=-k, inner=k * k, once=2 * k)
        work = f"y'' is k^2 y; {divided(c * k * k, c)}; k^2 = {k * k}; k is {value}"
        formal = f"answer^2 = {k * k} and answer > 0"
        which = "the positive number k"
    else:
        equation = f"y' = {k + other}y - {term(other, 1, 'y')}"
        value = d.outcome(k, sign=k + 2 * other, inner=1, once=k + other)
        work = f"y' is ky; @combining-like-terms: {minus(k + other, other, value)}"
        formal = f"answer + {other} = {k + other}"
        which = "the number k"
    questions = (
        f"Find {which} for which y = e^(kx) solves {equation}.",
        f"y = e^(kx) is a solution of {equation}. What is {which}?",
        f"For which k does e^(kx) satisfy {equation}? Give {which}.",
    )
    return Item(
        questions, f"Checking differential equations by the @derivative-of-exponentials: {work}", f"k = {value}", formal
    )


@checking_differential_equations.form("yes or no")
def is_a_solution(d: Draw) -> Item:
    k, c, true = d.within((2, 9), (2, 9), (2, 9)), d.within((1, 1), (2, 9), (2, 12)), d.rng.random() < 0.5
    if d.difficulty == 3:
        function, equation = f"{term(c, 2)} + {k}", f"x y' = 2y {'-' if true else '+'} {2 * k}"
        left, right = f"x*diff({function}, x)", f"2*({function}) {'-' if true else '+'} {2 * k}"
        work = f"x y' is {term(2 * c, 2)}; the right side is {terms(term(2 * c, 2), str(0 if true else 4 * k))}"
    else:
        shown = k if true else k + d.within((1, 3))
        function, equation = f"{term(c, 1, 'e')}^({term(k)})", f"y' = {shown}y"
        left, right = f"diff({function}, x)", f"{shown}*{function}"
        work = f"by the @derivative-of-exponentials y' is {term(k, 1, 'y')}"
        if d.difficulty == 2:
            function = f"{function} + {k}" if d.rng.random() < 0.5 and not true else function
            left, right = f"diff({function}, x)", f"{shown}*({function})"
    wrong = d.slip == "inner" and true and d.difficulty < 3
    if wrong:
        work = "y' is taken to be y"
    answer = "yes" if true and not wrong else "no"
    at_one = f"subs({left}, x, 1) - subs({right}, x, 1)"
    return Item(
        (
            f"Is y = {function} a solution of {equation}? Answer yes or no.",
            f"Does y = {function} satisfy the equation {equation} for all x? Answer yes or no.",
            f"Yes or no: does the function {function} solve {equation}?",
        ),
        f"Checking differential equations: {work}; the two sides are {'equal' if answer == 'yes' else 'not equal'}",
        answer,
        f'answer = "{"yes" if true else "no"}" if abs({at_one}) {"<" if true else ">"} 1/1000000',
        checker=Checker.TEXT,
    )


@checking_differential_equations.form("order")
def order_of_an_equation(d: Draw) -> Item:
    order = d.within((1, 2), (1, 3), (1, 3))
    power, a, b = d.within((1, 1), (2, 4), (2, 6)), d.within((1, 9)), d.within((1, 9))
    highest = "y" + "'" * order
    lower = term(a, 1, "y") + "'" * d.rng.randrange(order)
    first = f"({highest})^{power}" if d.difficulty > 1 and d.rng.random() < 0.5 else highest
    second = f"{lower}^{power}" if lower.endswith("y") and d.difficulty == 3 else lower
    pieces = [first, second, term(b, power + 1)]
    d.rng.shuffle(pieces)
    value = power + 1 if d.slip == "sign" else order
    questions = ask(
        (
            "What is the order of the differential equation {0} + {1} = {2}?",
            "Find the order of {0} + {1} = {2}.",
            "What is the order of the equation {0} + {1} = {2}?",
        ),
        *pieces,
    )
    work = (
        f"Checking differential equations begins with the order, that of the highest derivative: here {highest}, "
        f"so the order is {value}"
    )
    return Item(questions, work, str(value), f"diff(x^answer, x, {order}) = {(1, 2, 6)[order - 1]}")


@topic(
    "growth-equations",
    start="The starting value is put into the exponent.",
    one="The starting value is taken to be 1.",
    rate="The rate is left out of the exponent.",
)
def growth_equations(d: Draw) -> Item:
    k, start = d.within((2, 9), (2, 9), (2, 9)), d.within((2, 12), (2, 20), (2, 20))
    k = -k if d.difficulty > 1 and d.rng.random() < 0.5 else k
    start = -start if d.difficulty > 1 and d.rng.random() < 0.3 else start
    place = d.nonzero((-4, 5)) if d.difficulty == 3 else 0
    rate = d.outcome(k, start=k + start, rate=1)
    front = 1 if d.slip in ("one", "start") else start
    exponent = linear(rate, -rate * place)
    answer = term(front, 1, f"e^({exponent})") if rate else str(front)
    factor = f"at {place} e^({linear(k, -k * place)}) is 1" if place else "at 0 it is 1"
    return Item(
        (
            f"Solve y' = {term(k, 1, 'y')} with y({place}) = {start}.",
            f"Find y(x) if y' = {term(k, 1, 'y')} and y({place}) = {start}.",
            f"Which function satisfies y' = {term(k, 1, 'y')} and y({place}) = {start}?",
            f"Solve the initial value problem dy/dx = {term(k, 1, 'y')}, y({place}) = {start}.",
        ),
        f"by the @derivative-of-exponentials e^({term(k)}) grows at the rate {k}; {factor}, so the factor is {front}",
        f"y = {answer}",
        f"diff(answer, x) = {bracket(k)}*answer and subs(answer, x, {place}) = {start}",
    )


@growth_equations.form("word problem")
def growing_population(d: Draw) -> Item:
    percent, start = d.within((2, 20), (2, 40), (2, 60)), 10 * d.within((2, 50), (5, 90), (5, 200))
    falls = d.difficulty > 1 and d.rng.random() < 0.5
    rate = Fraction(-percent if falls else percent, 100)
    shown = d.outcome(rate, rate=Fraction(1), start=rate + start)
    front = 1 if d.slip in ("one", "start") else start
    if d.difficulty == 3:  # the rate of change at the start
        value = d.outcome(rate * start, one=rate, rate=Fraction(start), start=rate + start)
        asked = (
            "How fast does it change at t = 0, per year?",
            "What is dy/dt at t = 0?",
            "Give its rate of change at the beginning, per year.",
        )
        work = f"dy/dt = {rate}*y; {rate}*{start} = {value}"
        answer, formal = str(value), f"answer/{start} = {percent}/100*({-1 if falls else 1})"
    else:
        asked = (
            "Give y as a function of t.",
            "Find the formula for y after t years.",
            "Which function y(t) describes it?",
        )
        answer = term(front, 1, f"e^({multiple(shown, 't')})")
        work = f"dy/dt = {rate}*y, as in @exponential-growth with y(0) = {start}"
        answer = f"y = {answer}"
        formal = f"diff(answer, t) = ({rate})*answer and subs(answer, t, 0) = {start}"
    verb = "shrinks" if falls else "grows"
    stories = (
        f"A population y of {start} {verb} continuously at {percent} percent of itself per year. ",
        f"At t = 0 a stock y is {start}; it {verb} at a rate of {percent} percent of what is there per year (t in "
        f"years). ",
        f"The amount y, {start} at first, {verb} at every moment at the rate of {percent} percent of itself per year. ",
    )
    return Item(
        tuple(story + each for story, each in zip(stories, asked, strict=True)),
        f"Growth equations: {work}",
        answer,
        formal,
    )


@growth_equations.form("reverse")
def equation_of_a_solution(d: Draw) -> Item:
    k, start = d.nonzero((2, 9), (-9, 9), (-9, 9)), d.within((2, 12), (2, 20), (2, 30))
    solution = f"{start}e^({term(k)})"
    if d.difficulty == 3:  # how long it takes to be multiplied by a number
        factor, size = d.within((2, 5)), abs(k)
        many = f"{factor} times" if k > 0 else f"1/{factor} of"
        wrong = {"start": f"ln({factor * start})", "one": f"ln({factor})", "rate": f"{size}ln({factor})"}
        value = wrong.get(d.slip, multiple(Fraction(1, size), f"ln({factor})"))
        return Item(
            (
                f"y = {solution} solves a growth equation. At which x is it {many} what it is at x = 0? Give the exact "
                "value.",
                f"After which x, exactly, has y = {solution} become {many} its starting value?",
                f"Find the exact x at which y = {solution} is {many} y(0).",
            ),
            f"Growth equations: e^({term(k)}) has to be {factor if k > 0 else f'1/{factor}'}, whatever the start is; "
            f"{term(size)} is ln({factor}), and x is {value}",
            f"x = {value}",
            f"abs(e^({k}*answer) - {factor if k > 0 else f'1/{factor}'}) < 1/1000000",
        )
    wants_rate = d.rng.random() < 0.5
    right = k if wants_rate else start
    shown = d.outcome(right, start=k + start if wants_rate else k, one=1, rate=k * start)
    asked = (
        (
            "y = {0} solves y' = ky. What is k?",
            "For which k is {0} a solution of dy/dx = ky?",
            "Which growth equation y' = ky has the solution {0}? Give k.",
        )
        if wants_rate
        else (
            "y = {0} solves a growth equation. What is its starting value y(0)?",
            "For y = {0}, what is the initial value y(0)?",
            "If y = {0}, with which value does it start at x = 0?",
        )
    )
    return Item(
        ask(asked, solution),
        f"Growth equations: by the @derivative-of-exponentials y' is {term(k, 1, 'y')}; k is {shown}"
        if wants_rate
        else f"Growth equations: e^0 is 1, so y(0) is {shown}",
        f"k = {shown}" if wants_rate else str(shown),
        f"diff({solution}, x) = answer*{solution}" if wants_rate else f"answer = subs({solution}, x, 0)",
    )


@growth_equations.form("two steps")
def value_without_the_rate(d: Draw) -> Item:
    start, factor, time = d.within((1, 9), (2, 20), (4, 40)), d.within((2, 4), (2, 5), (2, 3)), d.within((1, 9))
    times_ = d.within((2, 3), (2, 3), (3, 4))
    fades = d.difficulty == 3 and d.rng.random() < 0.5
    first = start * factor**times_ if fades else start
    ratio = Fraction(1, factor) if fades else Fraction(factor)
    right = first * ratio**times_
    value = d.outcome(right, start=first * ratio + first, one=ratio**times_, rate=first * ratio * times_)
    questions = (
        f"y' = ky, y(0) = {first} and y({time}) = {first * ratio}. What is y({time * times_})?",
        f"A quantity follows y' = ky. It is {first} at x = 0 and {first * ratio} at x = {time}. Find it at x = "
        f"{time * times_}.",
        f"dy/dx = ky with y(0) = {first}, and y is {first * ratio} at x = {time}. What is y at x = {time * times_}?",
    )
    work = (
        f"Growth equations, as in @exponential-growth: whenever x grows by {time}, y is multiplied by {ratio}; "
        f"{divided(time * times_, time)}; {first}*{bracket_fraction(ratio)}^{times_} = {value}"
    )
    return Item(questions, work, str(value), f"answer/{first} = ({first * ratio}/{first})^{times_}")


@topic(
    "separable-equations",
    exponent="The right side is not integrated.",
    start="The starting value is added at the end, not used for the constant.",
    constant="The constant of integration is left out.",
)
def separable_equations(d: Draw) -> Item:
    k, n = d.nonzero((1, 6), (-6, 9), (-6, 6)), d.within((1, 1), (1, 2), (1, 3))
    start = d.within((2, 9), (2, 12), (2, 9))
    if d.difficulty == 3 and d.rng.random() < 0.7:
        return d.choice((_over_y, _y_squared))(d)
    a = k * (n + 1)
    exponent = term(a, n) if d.slip == "exponent" else term(k, n + 1)
    answer = d.outcome(f"{start}e^({exponent})", start=f"e^({exponent}) + {start - 1}", constant=f"e^({exponent})")
    return _separated(
        f"{term(a, n)} y",
        start,
        f"y'/y is {term(a, n)}; "
        + (
            f"the exponent is {exponent}"
            if d.slip == "exponent"
            else f"@antiderivative-power-rule {plus(n, 1)}; {over(a, n + 1)}; ln(y) is {exponent} + C"
        )
        + f"; as in @growth-equations the start gives the factor {start}",
        answer,
        f"diff(answer, x) = {term(a, n)}*answer and subs(answer, x, 0) = {start}",
    )


def _separated(right: str, start: int, work: str, answer: str, formal: str) -> Item:
    questions = (
        f"Solve y' = {right} with y(0) = {start}.",
        f"Find y(x) if y' = {right} and y(0) = {start}.",
        f"Which function satisfies y' = {right} and y(0) = {start}?",
        f"Separate the variables: dy/dx = {right}, y(0) = {start}.",
    )
    return Item(questions, work, f"y = {answer}", formal)


def _over_y(d: Draw) -> Item:
    """y' = ax^n/y, with a positive solution."""
    n, start = d.within((1, 2)), d.within((1, 6))
    k = d.within((1, 6))
    a = k * (n + 1)
    inside = terms(term(2 * k, n + 1), str(start * start))
    answer = d.outcome(
        f"sqrt({inside})",
        exponent=f"sqrt({terms(term(2 * a, n), str(start * start))})",
        start=f"sqrt({term(2 * k, n + 1)}) + {start}",
        constant=f"sqrt({term(2 * k, n + 1)})",
    )
    return _separated(
        f"{term(a, n)}/y",
        start,
        f"y y' is {term(a, n)}; integrated, by @antiderivative-power-rule, y^2/2 is {term(k, n + 1)} + C; at 0 "
        f"C is {Fraction(start * start, 2)}; y^2 is {inside}; the start is positive, as in @growth-equations"
        if not d.slip
        else f"y y' is {term(a, n)}; the result is {answer}",
        answer,
        f"answer^2 = {inside} and answer*diff(answer, x) = {term(a, n)} and subs(answer, x, 0) = {start}",
    )


def _y_squared(d: Draw) -> Item:
    """y' = -ax^n y^2, with the solution 1/(x^(n + 1)k + 1/start)."""
    n, k, start = d.within((1, 2)), d.within((1, 6)), d.within((1, 6))
    a = k * (n + 1)
    bottom = terms(term(k * start, n + 1), "1")
    wrong = {
        "exponent": f"{start}/({terms(term(a * start, n), '1')})",
        "start": f"1/({term(k, n + 1)} + 1) + {start - 1}",
        "constant": f"1/({term(k, n + 1)})",
    }
    return _separated(
        f"-{term(a, n)} y^2",
        start,
        f"-y'/y^2 is {term(a, n)}; integrated, by @antiderivative-power-rule, 1/y is {term(k, n + 1)} + C; at 0 C is "
        f"{Fraction(1, start)}; turned over, y is {start}/({bottom}); the start is used as in @growth-equations"
        if not d.slip
        else f"-y'/y^2 is {term(a, n)}; the result is {wrong[d.slip]}",
        wrong.get(d.slip, f"{start}/({bottom})"),
        f"diff(answer, x) = -{a}*x^{n}*answer^2 and subs(answer, x, 0) = {start}",
    )


@separable_equations.form("word problem")
def cooling(d: Draw) -> Item:
    room, above, k = d.within((15, 25)), 5 * d.within((4, 14), (4, 16), (4, 30)), d.within((2, 9), (2, 20), (2, 30))
    rate, first = Fraction(k, 100), room + above
    if d.difficulty == 2:  # it warms up
        first, above = room - 10, -10
    front, shown = d.outcome(above, start=first, constant=1), 1 if d.slip == "exponent" else rate
    power = f"e^(-{multiple(Fraction(shown), 't')})"
    answer = f"y = {terms(str(room), term(front, 1, power))}"
    thing = (
        d.choice(("A cup of tea", "A loaf", "A bottle")) if above > 0 else d.choice(("A bottle", "A cake", "A drink"))
    )
    change = "cools" if above > 0 else "warms up"
    told = f"{thing} at {first} degrees {change} in a room at {room} degrees. Its temperature y follows "
    equation = f"dy/dt = -{rate}*(y - {room})"
    if d.difficulty == 3:  # when has the difference halved or so?
        factor = d.within((2, 5))
        value = Fraction(100, k)
        asked = (
            f"After which time t is the difference to the room {factor} times smaller? Give the exact value.",
            f"When, exactly, has its difference from the room's temperature become 1/{factor} of that at first?",
            f"Find the exact t at which y - {room} is 1/{factor} of its first value.",
        )
        result = multiple(d.outcome(value, constant=1 / value, exponent=Fraction(1)), f"ln({factor})")
        return Item(
            tuple(f"{told}{equation}. {each}" for each in asked),
            f"Separable equations, as in @growth-equations: y - {room} is {above}e^(-{multiple(rate, 't')}); this is "
            f"1/{factor} of {above} if {multiple(rate, 't')} = ln({factor}); t is {result}",
            f"t = {result}",
            f"abs(e^(-{rate}*answer) - 1/{factor}) < 1/1000000",
        )
    asked = ("Find y as a function of t.", "Solve for y(t).", "Give its temperature after a time t as a formula.")
    return Item(
        tuple(f"{told}{equation}. {each}" for each in asked),
        f"Separable equations: y - {room} follows a growth equation, as in @growth-equations, and is {front} at "
        f"first; {answer}",
        answer,
        f"diff(answer, t) = -{rate}*(answer - {room}) and subs(answer, t, 0) = {first}",
    )


@separable_equations.form("reverse")
def equation_from_a_solution(d: Draw) -> Item:
    k, n, c = d.nonzero((1, 6), (-6, 9), (-9, 9)), d.within((2, 2), (2, 3), (2, 4)), d.within((1, 9))
    more = d.nonzero((-9, 9)) if d.difficulty == 3 else 0
    exponent = terms(term(k, n), term(more))
    right = terms(term(k * n, n - 1), str(more) if more else "0")
    answer = d.outcome(right, exponent=exponent, start=f"{c}*({right})", constant=term(k, n - 1))
    return Item(
        ask(
            (
                "y = {0} solves y' = f(x) y. Find f(x).",
                "For which f(x) is {0} a solution of dy/dx = f(x) y?",
                "Which separable equation y' = f(x) y has the solution {0}? Give f(x).",
            ),
            f"{term(c, 1, 'e')}^({exponent})",
        ),
        f"Separable equations: y'/y is the derivative of ln(y), and so of the exponent {exponent}; f(x) is {answer}",
        answer,
        f"answer = diff({exponent}, x)",
    )


@separable_equations.form("two steps")
def value_of_a_solution(d: Draw) -> Item:
    k, x = d.within((1, 2), (1, 3), (1, 3)), d.within((1, 2), (1, 3), (1, 4))
    start = d.within((1, 6), (1, 9), (1, 9))
    if d.difficulty == 3:  # y y' = ax: choose a triangle that comes out
        up, across, slant = d.choice(((3, 4, 5), (4, 3, 5), (5, 12, 13), (8, 6, 10), (8, 15, 17), (9, 12, 15)))
        value = d.outcome(slant, exponent=up + across, start=across + up, constant=across)
        questions = (
            f"y' = x/y and y(0) = {up}. What is y({across})?",
            f"Solve dy/dx = x/y with y(0) = {up}, and find y at x = {across}.",
            f"y y' = x, y(0) = {up}. What is the value of the positive solution at x = {across}?",
        )
        work = (
            f"Separable equations: by @antiderivative-power-rule y^2 is x^2 + {up * up}; {raised(across, 2)}; "
            f"{plus(across**2, up**2)}; the root is {value}"
        )
        return Item(questions, work, str(value), f"answer^2 = {across}^2 + {up}^2 and answer > 0")
    power = d.outcome(k * x * x, exponent=2 * k * x, constant=k * x * x)
    front = 1 if d.slip == "constant" else start
    growth = "e" if power == 1 else f"e^{power}"
    answer = term(front, 1, growth) if d.slip != "start" else f"{growth} + {start - 1}"
    questions = (
        f"y' = {term(2 * k)} y and y(0) = {start}. What is y({x})? Leave e in the answer.",
        f"Solve dy/dx = {term(2 * k)} y with y(0) = {start}, and give the exact y({x}).",
        f"What is the exact value of the solution of y' = {term(2 * k)} y, y(0) = {start}, at x = {x}?",
    )
    work = (
        f"Separable equations: by @antiderivative-power-rule the exponent is {term(k, 2)}; at {x} it is {power}; the "
        f"start is {start}"
    )
    return Item(questions, work, answer, f"answer/{start} = e^({k}*{x}^2)")
