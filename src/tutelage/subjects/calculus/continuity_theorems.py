"""What limits and continuity are good for: squeezing, intermediate values, and the exact definition of a limit."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from tutelage.subjects.calculus.notation import bracket, linear, polynomial, term, terms
from tutelage.subjects.calculus.steps import divided, minus, plus, steps, times, value_at
from tutelage.subjects.calculus.topic import ask, lowest, topic
from tutelage.subjects.workbook import Draw, Item


@topic(
    "squeeze-theorem",
    bound="The limit of only one of the two bounds is given, at the wrong place.",
    wild="The oscillating factor is taken for its largest value 1.",
    sum="The limits of the two bounds are added.",
)
def squeeze_theorem(d: Draw) -> Item:
    a, b, c = d.nonzero((-6, 6), (-9, 9)), d.nonzero((-9, 9)), d.within((1, 3), (1, 6), (1, 9))
    n, k = d.choice((2, 2, 4)), d.choice(("sin", "cos"))
    # The bounds meet at x = a; in the plain case they are b - c(x - a)^n and b + c(x - a)^n.
    inner = f"({linear(1, -a)})^{n}"
    slope = 0 if d.difficulty == 1 else d.nonzero((-6, 6))
    middle = slope * a + b
    value = d.outcome(middle, bound=b + c * (-a) ** n, wild=middle + c, sum=2 * middle)
    base = linear(slope, b) if slope else str(b)
    low, high = f"{base} - {term(c, 1, inner)}", f"{base} + {term(c, 1, inner)}"
    bounds = (
        f"For all x, {low} <= f(x) <= {high}. Find the limit of f(x) as x -> {a}.",
        f"f lies between {low} and {high} for every x. What does f(x) approach as x -> {a}?",
        f"All we know of f is that {low} <= f(x) <= {high} for all x. What is the limit of f at {a}?",
    )
    wave = f"{term(c, 1, inner)} {k}(1/({linear(1, -a)}))"
    text = f"{base} + {wave}"
    waves = (
        f"Find the limit of {text} as x -> {a}.",
        f"What does {text} approach as x -> {a}?",
        f"{text} oscillates faster and faster near {a}. What is its limit there?",
    )
    wild = d.difficulty > 1 and d.rng.random() < 0.5
    return Item(
        waves if wild else bounds,
        steps(
            f"{k} stays between -1 and 1, so the function lies between {low} and {high}" if wild else "",
            f"by @limit-by-substitution both bounds tend to the same number at {a}",
            f"{times(slope, a)}; {plus(slope * a, b)}" if slope else f"{c}*0 = 0",
            d.outcome(
                f"both limits are {middle}", bound=f"a bound is {value}", wild=plus(middle, c), sum=plus(middle, middle)
            ),
        ),
        str(value),
        f"answer = limit({high}, x, {a}) and answer = limit({low}, x, {a}) and parts(answer) < 2",
    )


@squeeze_theorem.form("reverse")
def bound_that_squeezes(d: Draw) -> Item:
    a, b, c = d.within((1, 1), (2, 5), (2, 9)), d.nonzero((1, 9), (-9, 9)), d.nonzero((1, 9), (-9, 9))
    x = d.nonzero((1, 5), (-5, 5), (-9, 9))
    low, other = (-a, b, c), d.within((1, 3), (1, 5))
    high = (other, b - 2 * (a + other) * x, 0)  # has the same slope at x, so that it stays above
    total, raised = value_at(low, x), value_at(high, x)
    found = d.outcome(total - raised, bound=total, sum=total + raised)
    return Item(
        ask(
            (
                "{0} <= f(x) <= {1} near {2}. For which k does the squeeze theorem give the limit of f at {2}?",
                "f lies between {0} and {1}. Which k makes both bounds meet at x = {2}?",
                "Choose k so that {0} and {1} have the same limit as x -> {2} and can squeeze f.",
            ),
            polynomial(low),
            f"{polynomial(high)} + k",
            x,
        ),
        f"by @limit-by-substitution the lower bound tends to {total}, the upper one to "
        f"{f'{raised} + k' if raised else 'k'}; "
        + (minus(total, raised) if found == total - raised else f"k = {found}"),
        f"k = {found}",
        f"limit({polynomial(high)} + answer, x, {x}) = limit({polynomial(low)}, x, {x})",
    )


@squeeze_theorem.form("at infinity")
def squeezed_at_infinity(d: Draw) -> Item:
    a, c, n = d.nonzero((-9, 9)), d.within((2, 9), (2, 12)), d.within((1, 1), (1, 2), (2, 3))
    b, wave, e = d.nonzero((1, 9), (-9, 9)), d.choice(("sin(x)", "cos(x)", "sin(x^2)", "cos(3x)")), d.nonzero((-9, 9))
    text = (
        f"({terms(term(c, n), term(b, 1, wave))})/({terms(term(e, n))})"
        if d.difficulty > 1
        else terms(str(a), f"{term(b, 1, wave)}/x")
    )
    right = Fraction(c, e) if d.difficulty > 1 else Fraction(a)
    value = d.outcome(right, bound=Fraction(0), wild=right + b, sum=2 * right)
    waves = f"{term(b, 1, wave)} stays between {-abs(b)} and {abs(b)}"
    questions = (
        f"Find the limit of {text} as x -> infinity.",
        f"What does {text} approach for very large x?",
        f"Use the squeeze theorem: to which number does {text} tend as x -> infinity?",
    )
    work = (
        f"{waves}, and divided by a growing power of x it is squeezed to 0; the rest, as with @limit-by-substitution "
        f"of 0, is {right}" + ("" if not d.slip else f"; the limit is {value}")
    )
    return Item(questions, work, str(value), f"abs(answer - subs({text}, x, 10^7)) < 1/1000" + lowest(right))


@topic(
    "intermediate-value-theorem",
    same="An interval with values of equal sign is chosen, or one without a change of sign is counted.",
    end="The interval after the change of sign is given.",
)
def intermediate_value_theorem(d: Draw) -> Item:
    while True:
        function = {1: (1, 0, 0), 2: (1, 0, 0, 0)}.get(d.difficulty, (1, 0, 0, 0))
        function = (*function[:-2], d.nonzero((1, 6), (-6, 6)), -d.within((2, 60), (2, 60), (2, 90)))
        if d.difficulty == 3:
            function = (1, d.nonzero((-4, 4)), *function[2:])
        spots = [n for n in range(0, 8) if value_at(function, n) * value_at(function, n + 1) < 0]
        if len(spots) == 1 and all(value_at(function, n) for n in range(9)):
            break
    n, text = spots[0], polynomial(function)
    found = n + 1 if d.slip == "end" else max(n - 1, 0) if n else 1
    found = found if d.slip else n
    questions = (
        f"Between which whole numbers n and n + 1, with n from 0 to 7, must {text} have a zero? Give n.",
        f"f(x) = {text} changes its sign between two neighbouring whole numbers from 0 to 8. Which is the smaller one?",
        f"For which whole number n from 0 to 7 does the change of sign prove a zero of {text} between n and n + 1?",
    )
    work = (
        f"by @evaluating-functions: f({found}) = {value_at(function, found)} and f({found + 1}) = "
        f"{value_at(function, found + 1)}; "
        + (
            "the signs differ, and by @continuity every value between them is taken"
            if not d.slip
            else "by @continuity there is a zero between them"
        )
    )
    formal = (
        f"subs({text}, x, answer)*subs({text}, x, answer + 1) < 0 and answer > -1 and answer < 8 and mod(answer, 1) = 0"
    )
    return Item(questions, work, str(found), formal)


@intermediate_value_theorem.form("from a table")
def changes_of_sign(d: Draw) -> Item:
    count = d.within((4, 5), (5, 7), (6, 8))
    target = 0 if d.difficulty == 1 else d.nonzero((0, 0), (1, 5), (-9, 9))
    heights: list[int] = []
    while len(heights) < count:
        heights.append(target + d.nonzero((-9, 9)))
    right = sum((a - target) * (b - target) < 0 for a, b in pairwise(heights))
    found = d.outcome(right, same=count - 1 - right, end=right + 1)
    table = ", ".join(f"f({x}) = {y}" for x, y in enumerate(heights))
    changes = " + ".join(f"{int((a - target) * (b - target) < 0)}" for a, b in pairwise(heights))
    signs = ", ".join("above" if each > target else "below" for each in heights)
    questions = (
        f"f is continuous with {table}. How many solutions, at least, does f(x) = {target} have between 0 and "
        f"{count - 1}?",
        f"A continuous function has {table}. How often, at least, does it take the value {target} between 0 and "
        f"{count - 1}?",
        f"The table of a continuous f says {table}. How many solutions of f(x) = {target} are certain?",
    )
    work = (
        f"by @continuity f passes through {target} wherever neighbouring values lie on different sides of it; by "
        f"@evaluating-functions from the table: {signs}; changes: {found}"
    )
    return Item(questions, work, str(found), f"answer = {changes} and parts(answer) < 2")


@intermediate_value_theorem.form("word problem")
def between_two_readings(d: Draw) -> Item:
    low, gap = d.within((1, 9), (-9, 9), (-20, 20)), d.within((4, 9), (5, 20), (5, 30))
    high = low + gap
    back = d.difficulty == 3
    last = high - d.within((2, gap))
    found = d.outcome(0, same=gap - 1 if not back else gap, end=gap + 1)
    inside = gap - 1
    total = inside + (high - last - 1 if back else 0)
    answer = total if not d.slip else found if found != total else total + 1
    extra = f", and at 3 pm {last}" if back else ""
    asked = "How many moments at least between the readings"
    return Item(
        (
            f"A thermometer shows {low} degrees at 8 am and {high} degrees at noon{extra}. {asked} are certain at "
            "which it shows a whole number of degrees?",
            f"A balloon is {low} m above the roof at 8 am and {high} m at noon{extra} m. {asked} are certain at which "
            "its height is a whole number of metres?"
            if back
            else f"A balloon is {low} m above the roof at 8 am and {high} m at noon. {asked} are certain at which its "
            "height is a whole number of metres?",
            f"The level of a river is {low} cm at 8 am and {high} cm at noon{extra}. It changes continuously. {asked} "
            "are certain at which it is a whole number of cm?",
        ),
        steps(
            "by @continuity every value strictly between two readings is taken; as in @evaluating-functions, only "
            "the readings are known",
            f"{minus(high, low)}; {minus(gap, 1)}",
            f"{minus(high, last)}; {minus(high - last, 1)}; {plus(inside, high - last - 1)}" if back else "",
        )
        if not d.slip
        else f"by @continuity and @evaluating-functions that makes {answer}",
        str(answer),
        f"answer = {high} - {bracket(low)} - 1" + (f" + {high} - {bracket(last)} - 1" if back else ""),
    )


@topic(
    "epsilon-delta",
    "epsilon and delta",
    times="Epsilon is multiplied by the slope instead of divided.",
    same="Delta is taken to be epsilon.",
    sign="The sign of a negative slope is kept, although a distance is never negative.",
)
def epsilon_delta(d: Draw) -> Item:
    m, b = d.within((2, 9), (-9, 9), (2, 9)), d.nonzero((-9, 9))
    m = m if m not in (0, 1, -1) else 3
    a, top = d.nonzero((-6, 6)), d.within((1, 1), (1, 9))
    slope = Fraction(m) if d.difficulty < 3 else Fraction(m, d.choice((2, 3, 5, 7)))
    slope = slope if slope.denominator > 1 or d.difficulty < 3 else slope + Fraction(1, 2)
    slope = -slope if d.difficulty == 3 and d.rng.random() < 0.5 else slope
    epsilon = Fraction(top, d.choice((1, 2, 5, 10, 100)))
    delta = d.outcome(epsilon / abs(slope), times=epsilon * abs(slope), same=epsilon, sign=epsilon / slope)
    line = terms(
        term(slope.numerator) if slope.denominator == 1 else f"{term(slope.numerator)}/{slope.denominator}", str(b)
    )
    limit = slope * a + b
    return Item(
        (
            f"f(x) = {line} has the limit {limit} at {a}. Find the largest delta if epsilon is {epsilon}.",
            f"What is the largest delta such that {line} differs from {limit} by less than {epsilon} "
            f"whenever x is less than delta away from {a}?",
            f"How close to {a} must x be, at most which delta away, so that {line} is less than {epsilon} away "
            f"from {limit}?",
        ),
        f"the distance of {line} from {limit} is {abs(slope)} times that of x from {a}, by "
        f"@limit-by-substitution and @absolute-value; delta is epsilon over {abs(slope)}: "
        + d.outcome(
            divided(epsilon, abs(slope)),
            times=f"multiplied, {delta}",
            same=f"taken as {delta}",
            sign=f"{epsilon} over {slope}, {delta}",
        ),
        str(delta),
        f"abs(subs({line}, x, {a} + answer) - {bracket(str(limit))}) = {epsilon} and answer > 0",
    )


@epsilon_delta.form("reverse")
def epsilon_of_a_delta(d: Draw) -> Item:
    m, b, a = d.nonzero((2, 9), (-9, 9), (-12, 12)), d.nonzero((-9, 9)), d.nonzero((-6, 6))
    m = m if abs(m) > 1 else 4
    delta = Fraction(d.within((1, 1), (1, 9)), d.choice((2, 5, 10, 20, 100)))
    epsilon = d.outcome(delta * abs(m), times=delta / abs(m), same=delta, sign=delta * m)
    line, limit = linear(m, b), m * a + b
    questions = (
        f"If x is less than {delta} away from {a}, how far is {line} from {limit} at most? Give the smallest epsilon.",
        f"For f(x) = {line} at {a} a delta of {delta} is just small enough for which epsilon around {limit}?",
        f"x stays within {delta} of {a}. Within which distance of {limit} does {line} stay?",
    )
    work = (
        f"by @limit-by-substitution the limit is {limit}; by @absolute-value distances are multiplied by "
        f"{abs(m) if d.slip != 'sign' else m}: "
        + (f"{abs(m)}*({delta}) = {epsilon}" if not d.slip else f"epsilon is {epsilon}")
    )
    return Item(questions, work, str(epsilon), f"abs(subs({line}, x, {a} + {delta}) - {bracket(limit)}) = answer")


@epsilon_delta.form("word problem")
def tolerance(d: Draw) -> Item:
    m, b = d.within((2, 9), (3, 20), (3, 40)), d.within((1, 20), (1, 50))
    epsilon = Fraction(d.within((1, 9), (1, 9), (1, 20)), d.choice((1, 2, 4, 5, 10)))
    a = d.within((2, 9), (5, 40))
    delta = d.outcome(epsilon / m, times=epsilon * m, same=epsilon, sign=-epsilon / m)
    goal, slack = m * a + b, str(epsilon)
    questions = (
        f"A machine set to x makes rods of {m}x + {b} mm. They should be {goal} mm long, with less than {slack} mm "
        f"of error. By less than how much may x differ from {a}?",
        f"An oven at the setting x has {m}x + {b} degrees. To be less than {slack} degrees from {goal}, how "
        f"close to {a} must x be?",
        f"A tank that is filled for x minutes holds {m}x + {b} litres. The goal is {goal} litres with an error "
        f"below {slack} litres. What error in the time x = {a} is allowed, in minutes?",
    )
    work = (
        f"by @limit-by-substitution {m}*{a} = {m * a}; {plus(m * a, b)}; by @absolute-value the error of x is "
        f"multiplied by {m}; " + (divided(epsilon, m) if not d.slip else f"the answer is {delta}")
    )
    return Item(questions, work, str(delta), f"subs({m}*x + {b}, x, {a} + answer) - {goal} = {slack}")
