"""Equations that are not linear: with a root, and with an absolute value."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.equations import GIVEN, divided, solve, whole
from tutelage.subjects.calculus.notation import bracket, linear, term, terms
from tutelage.subjects.calculus.steps import minus, over, plus, raised, steps, times
from tutelage.subjects.calculus.topic import SOLVE, ask, then, topic
from tutelage.subjects.workbook import Draw, Item


@topic(
    "radical-equations",
    square="The right side is not squared.",
    double="The right side is doubled instead of squared.",
    late="Root and number are squared one by one, before the root stands alone.",
    takes=range(2, 13),
)
def radical_equations(d: Draw) -> Item:
    a, root = d.within((1, 1), (2, 5), (2, 9)), d.main((2, 9), (2, 12), (2, 12))
    b, more = d.nonzero((1, 9), (-20, 20), (-30, 30)), d.nonzero((-9, 9)) if d.difficulty == 3 else 0
    while d.difficulty == 3 and more == -root:
        more = d.nonzero((-9, 9))
    right, letter = root + more, d.letter()
    shown = d.shown(right) if not more else right
    equation = f"{terms(f'sqrt({linear(a, b, letter)})', str(more))} = {shown}"
    if d.difficulty == 3 and d.rng.random() < 0.25 and d.slip not in ("late", "double"):
        equation = f"{terms(f'sqrt({linear(a, b, letter)})', str(more))} = {more - root}"
        false = Fraction(root * root - b, a)
        return Item(
            solve(equation, letter),
            f"none of the @square-roots is negative: {minus(more - root, more)}; what @linear-equations give, "
            f"{false}, does not fit",
            f"{letter} = {false}" if d.slip else "no solution",
            f"size(answer) = 0 and {more - root} - {bracket(more)} < 0",
        )
    if d.slip == "late" and more:
        square, first = right * right - more * more, steps(raised(right, 2), raised(more, 2), minus(right**2, more**2))
    else:
        square = d.outcome(root * root, square=root, double=2 * root)
        first = d.outcome(raised(root, 2), square="", double=times(2, root))
        first = steps(minus(right, more) if more else "", first)
    value = Fraction(square - b, a)
    return Item(
        solve(equation, letter),
        "undoing @square-roots by @powers, then as in @linear-equations: "
        + steps(first, minus(square, b), divided(square - b, a)),
        f"{letter} = {value}",
        f"{a}*answer + {bracket(b)} = {root}^2",
        value=whole(Fraction(root * root - b, a)),
        noun=f"the solution of {equation}",
        worded={"word problem": _root_stories(linear(a, b, letter), more, right, letter)}
        if a * root * root > a * b and right > 0 and (root * root - b) % a == 0
        else {},
    )


def _root_stories(inside: str, more: int, right: int, letter: str) -> tuple[str, ...]:
    changed = f", made {abs(more)} cm {'longer' if more > 0 else 'shorter'}," if more else ""
    formula = terms(f"sqrt({inside})", str(more))
    return (
        f"A square has the area ({inside}) cm^2. Its side{changed} is {right} cm. Find {letter}.",
        f"A pendulum that is {letter} cm long needs {formula} tenths of a second to swing. It needs {right} tenths of "
        f"a second. How long is it, in cm? Give {letter}.",
        f"A car that leaves a skid mark of {letter} m was driving at {formula} m/s, as a rule of thumb says. It was "
        f"driving at {right} m/s. Find {letter}.",
    )


@radical_equations.form("reverse")
def number_under_the_root(d: Draw) -> Item:
    a, x = d.within((1, 1), (2, 5), (2, 9)), d.nonzero((1, 9), (-9, 9), (-9, 9))
    root = d.within((2, 9), (2, 12), (3, 12))
    inside = root * root
    b, more = inside - a * x, d.nonzero((-9, 9)) if d.difficulty == 3 else 0
    work = steps(minus(root + more, more) if more else "", raised(root, 2), times(a, x) if a > 1 else "")
    return Item(
        ask(GIVEN, f"x = {x}", f"{terms(f'sqrt({term(a)} + k)', str(more))} = {root + more}"),
        f"as @square-roots are undone, both sides are squared: {steps(work, minus(inside, a * x))}",
        str(b),
        f"{a}*{bracket(x)} + answer = {root}^2",
    )


@radical_equations.form("two steps")
def root_then(d: Draw) -> Item:
    return then(d, radical_equations.make)


@topic(
    "absolute-value-equations",
    sign="The number in the bars is taken with the wrong sign.",
    opposite="The second solution is taken to be minus the first.",
    bars="The number outside the bars is not moved first.",
    always="It is taken for granted that there are two solutions.",
)
def absolute_value_equations(d: Draw) -> Item:
    a = d.within((1, 1), (1, 4), (1, 5))
    more = d.nonzero((-12, 12)) if d.difficulty == 3 and d.rng.random() < 0.7 else 0
    b, letter = d.nonzero((1, 9), (-15, 15), (-15, 15)), d.letter()
    c = d.within((2, 9), (2, 15), (2, 20))
    if d.difficulty > 1 and d.rng.random() < 0.35:
        c = 0 if d.rng.random() < 0.5 else -c
    while c == -more or (c and b == abs(c)):
        b, more = b + 1, more + 1
    right = c + more
    equation = f"{terms(f'|{linear(a, -b, letter)}|', str(more))} = {right}"
    first = minus(right, more) if more else ""
    if c < 0:
        return _without_solution(d, equation, first, f"{letter} = {b + c}", c)
    used = right if d.slip == "bars" else c
    move = -b if d.slip == "sign" else b
    high, low = Fraction(move + used, a), Fraction(move - used, a)
    work = steps(first if d.slip != "bars" else "", plus(used, move), divided(used + move, a))
    second = steps(plus(-used, move), divided(move - used, a)) if used else ""
    if d.slip == "opposite":
        low, second = -high, f"minus that is {-high}"
    pair = sorted({low, high})
    formal = " and ".join(f"abs({a}*part(answer, {n}) - {bracket(b)}) + {bracket(more)} = {right}" for n in (1, 2))
    if not c:
        formal = f"{a}*answer - {bracket(b)} = 0"
    return Item(
        ask(SOLVE, equation),
        f"by @absolute-value {'two cases' if used else 'one case'}, as in @linear-equations: {steps(work, second)}",
        " or ".join(f"{letter} = {each}" for each in pair),
        f"size(answer) = {2 if c else 1} and {formal}",
        worded={} if more or not c else {"in words": _distance_stories(a, b, c, letter)},
    )


def _without_solution(d: Draw, equation: str, first: str, wrong: str, c: int) -> Item:
    work = (
        f"no @absolute-value is negative: {steps(first, f'it would have to be {c}')}"
        if not d.slip
        else f"without regard to the @absolute-value: {steps(first, wrong)}"
    )
    return Item(ask(SOLVE, equation), work, wrong if d.slip else "no solution", f"size(answer) = 0 and {c} < abs({c})")


def _distance_stories(a: int, b: int, c: int, letter: str) -> tuple[str, ...]:
    thing = letter if a == 1 else f"{a} times {letter}"
    return (
        f"On the number line the distance of {thing} from {b} is {c}. Which values can {letter} have?",
        f"{thing[0].upper()}{thing[1:]} differs from {b} by exactly {c}. Find all possible {letter}.",
        f"Between {thing} and {b} there is a gap of exactly {c} on the number line. Which {letter} are possible?",
    )


@absolute_value_equations.form("word problem")
def tolerance(d: Draw) -> Item:
    target, gap = d.within((20, 90), (100, 900), (100, 900)), d.within((2, 9), (3, 40), (3, 40))
    many = d.within((1, 1), (1, 1), (2, 6))
    low, high = Fraction(target - gap, many), Fraction(target + gap, many)
    if d.slip == "sign":
        low, high = -high, -low
    elif d.slip == "opposite":
        low = -high
    packs, one = (f"{many} equal packets", "one packet") if many > 1 else ("A packet", "it")
    verb = "weigh" if many > 1 else "weighs"
    work = steps(plus(target, gap), divided(target + gap, many), minus(target, gap), divided(target - gap, many))
    return Item(
        (
            f"{packs} {verb} {gap} g more or {gap} g less than {target} g. Which weights of {one}, in g, are possible?",
            f"{packs} should weigh {target} g, and the scales show that the weight is wrong by exactly {gap} g. Find "
            f"both possible weights of {one}, in g.",
            f"The label says {target} g. {packs} {verb} exactly {gap} g more or less than that. What can {one} weigh, "
            "in g?",
        ),
        f"|{linear(many, -target)}| = {gap}; by @absolute-value two cases, as in @linear-equations: {work}"
        if not d.slip
        else f"|{linear(many, -target)}| = {gap}; by @absolute-value {high}, and then {low}",
        f"{low} or {high}",
        f"size(answer) = 2 and abs({many}*part(answer, 1) - {target}) = {gap} and "
        f"abs({many}*part(answer, 2) - {target}) = {gap} and part(answer, 1)*part(answer, 2) > 0",
    )


@absolute_value_equations.form("reverse")
def bars_from_solutions(d: Draw) -> Item:
    middle, gap = d.nonzero((2, 12), (-12, 12), (-20, 20)), d.within((2, 9), (2, 15), (2, 20))
    a = d.within((1, 1), (1, 1), (2, 4))
    low, high = middle - gap, middle + gap
    halves = d.difficulty > 1 and d.rng.random() < 0.5
    if halves:
        work, answer, what = steps(plus(low, high), over(2 * middle, 2)), a * middle, "p"
        formal = f"answer/{a} - {bracket(low)} = {high} - answer/{a}"
    else:
        work, answer, what = steps(minus(high, low), over(2 * gap, 2)), a * gap, "q"
        formal = f"2*answer/{a} + {bracket(low)} = {high}"
    last = times(a, middle if halves else gap) if a > 1 else ""
    shown = f"|{term(a)} - p| = q"
    return Item(
        (
            f"{shown} has the solutions {low} and {high}. Find {what}.",
            f"The solutions of {shown} are x = {low} and x = {high}. What is {what}?",
            f"For which {what} does {shown} have exactly the solutions {low} and {high}?",
        ),
        "by @absolute-value the solutions lie on both sides of the middle at the same distance: " + steps(work, last),
        str(answer),
        formal,
    )


@absolute_value_equations.form("number of solutions")
def how_many_solutions(d: Draw) -> Item:
    count = d.choice((0, 1, 2))
    c = {0: -d.within((1, 9)), 1: 0, 2: d.within((1, 9))}[count]
    more = d.nonzero((1, 9), (-9, 9), (-20, 20)) if d.difficulty > 1 else 0
    factor = d.within((1, 1), (1, 1), (2, 5))
    front = "" if factor == 1 else str(factor)
    inside = linear(d.within((1, 5)), d.nonzero((-9, 9)))
    right = factor * c + more
    found = 2 if d.slip == "always" else count
    work = steps(minus(right, more) if more else "", over(factor * c, factor) if factor > 1 else "")
    reason = {0: "no absolute value is negative", 1: "only 0 has the absolute value 0", 2: "two numbers have it"}[count]
    return Item(
        ask(
            (
                "How many solutions does {} have?",
                "For how many numbers x is {}?",
                "Without solving it: how many numbers fulfil {}?",
            ),
            f"{terms(f'{front}|{inside}|', str(more))} = {right}",
        ),
        f"what the @absolute-value has to be: {steps(work, f'it has to be {c}')}; {reason}",
        str(found),
        f"answer = 1 + {bracket(c)}/abs({c})" if c else f"answer - 1 = {right} - {bracket(more)}",
    )
