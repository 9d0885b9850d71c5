"""Infinite limits and asymptotes."""

from __future__ import annotations

from fractions import Fraction

from tutelage.records import Checker
from tutelage.subjects.calculus.topic import (
    ask,
    bracket,
    linear,
    lowest,
    number,
    over,
    plus,
    polynomial,
    quadratic,
    steps,
    term,
    terms,
    times,
    topic,
)
from tutelage.subjects.workbook import Draw, Item

SIDES = {"from the left": -1, "from the right": 1}


def _whither(sign: int) -> str:
    return "infinity" if sign > 0 else "-infinity"


@topic(
    "infinite-limits",
    "infinite limits",
    {
        "side": "The sign of the bracket is taken from the other side.",
        "top": "The sign of the top is forgotten.",
        "even": "An even power is treated like an odd one.",
    },
)
def infinite_limits(d: Draw) -> Item:
    a, n = d.nonzero((-5, 5), (-9, 9)), d.within((1, 2), (1, 3), (1, 4))
    top = d.nonzero((-9, 9))
    above: tuple[int, ...] = (top,) if d.difficulty < 3 else (d.nonzero((-5, 5)), d.nonzero((-9, 9)))
    height = top if d.difficulty < 3 else above[0] * a + above[1]
    if height == 0:
        above, height = (above[0], above[1] + 1), 1
    where, side = d.choice(tuple(SIDES.items()))
    used = -side if d.slip == "side" else side
    power = n + 1 if d.slip == "even" and n % 2 == 0 else n
    sign = (1 if height > 0 or d.slip == "top" else -1) * used**power
    right = (1 if height > 0 else -1) * side**n
    bottom = f"({linear(1, -a)}){'' if n == 1 else f'^{n}'}"
    text = f"{polynomial(above) if len(above) == 1 else f'({polynomial(above)})'}/{bottom}"
    spot = f"{bracket(a)} + ({side})/1000"
    return Item(
        ask(
            (
                "Is the limit of {0} as x -> {1} {2} infinity or -infinity?",
                "What happens to {0} as x -> {1} {2}: does it go to infinity or to -infinity?",
                "Find the limit of {0} as x -> {1} {2}. Answer infinity or -infinity.",
            ),
            text,
            a,
            where,
        ),
        f"by @limit-by-substitution the top is {height if d.slip != 'top' else 'taken as positive'}, the bottom goes "
        "to 0; by the @one-sided-limits "
        f"{linear(1, -a)} is {'positive' if used > 0 else 'negative'} there, and the bottom is "
        f"{'positive' if used**power > 0 else 'negative'}",
        _whither(sign),
        f'answer = "{_whither(right)}" if subs({text}, x, {spot}) {">" if right > 0 else "<"} 0',
        checker=Checker.TEXT,
        accepted=("+infinity", "plus infinity", "∞") if right > 0 else ("minus infinity", "negative infinity", "-∞"),
    )


@infinite_limits.form("reverse")
def function_with_an_asymptote(d: Draw) -> Item:
    a = d.within((1, 3), (2, 9))
    x, top = d.nonzero((1, 6), (-6, 9), (-9, 9)), d.nonzero((1, 9), (-9, 9))
    name, square = d.choice("kbc"), d.difficulty == 3
    value = -a * x * x if square else -a * x
    found = {"side": -value, "top": value + top, "even": -value}.get(d.slip, value)
    bottom = f"{term(a, 2 if square else 1)} + {name}"
    return Item(
        ask(
            (
                "The graph of {0}/({1}) has the vertical asymptote x = {2}. Find {3}.",
                "For which {3} does {0}/({1}) go to infinity or -infinity as x -> {2}?",
                "x = {2} is a vertical asymptote of y = {0}/({1}). What is {3}?",
            ),
            top,
            bottom,
            x,
            name,
        ),
        f"by @limit-by-substitution the bottom must be 0 at {x}, as the @one-sided-limits are infinite: "
        f"{times(a, x * x if square else x)}; {name} = {found}",
        f"{name} = {found}",
        f"subs({term(a, 2 if square else 1)} + answer, x, {x}) = 0",
    )


@infinite_limits.form("vertical asymptotes")
def vertical_asymptotes(d: Draw) -> Item:
    p, q = d.nonzero((1, 6), (-7, 7), (-9, 9)), d.nonzero((1, 6), (-7, 7), (-9, 9))
    q = q if q not in (p,) else q + 1
    q = q or 2
    r = d.nonzero((-9, 9))
    while r in (p, q):
        r += 1
    gap = d.difficulty > 1 and d.rng.random() < 0.6
    a = d.within((1, 1), (1, 1), (2, 5))
    bottom = quadratic(a, -a * (p + q), a * p * q)
    top = quadratic(1, -(p + r), p * r) if gap else linear(1, -r)
    text = f"({top})/({bottom})"
    low, high = sorted((-p, -q) if d.slip == "side" else (p, q))
    single = gap and d.slip not in ("top", "even")
    answer = f"x = {-q if d.slip == 'side' else q}" if single else f"x = {low} or x = {high}"
    if d.slip == "even" and not gap:
        answer = f"x = {r}"
    formal = (
        f"size(answer) = 2 and inside(answer, {p}) = 1 and inside(answer, {q}) = 1"
        if not gap
        else f"size(answer) = 1 and inside(answer, {q}) = 1 and subs({bottom}, x, {q}) = 0"
    )
    return Item(
        ask(
            (
                "Find all vertical asymptotes of y = {}.",
                "Where does the graph of {} have vertical asymptotes?",
                "At which x do the one-sided limits of {} become infinite?",
            ),
            text,
        ),
        "the @one-sided-limits can be infinite only where the bottom "
        f"{'' if a == 1 else f'{a} times '}({linear(1, -p)})({linear(1, -q)}) is 0; "
        + (
            f"but by @limit-by-substitution the top is 0 at {p} as well, and {linear(1, -p)} cancels"
            if single
            else "there, by @limit-by-substitution, the top is not 0"
        ),
        answer,
        formal,
    )


@infinite_limits.form("word problem")
def unbounded_cost(d: Draw) -> Item:
    full, c = 10 * d.within((5, 20), (5, 50)), d.within((2, 30), (5, 90))
    square = d.difficulty == 3
    scale = d.within((1, 1), (2, 9))
    bottom = f"({scale * full} - {term(scale)})" + ("^2" if square else "")
    text = f"{c}/{bottom}" if not square else f"{c}x/{bottom}"
    found = {"side": -full, "top": c, "even": scale * full if scale > 1 else full + 1}.get(d.slip, full)
    return Item(
        ask(
            (
                "A road that x cars use in an hour needs {0} minutes in a model. At which x would the time grow "
                "without bound?",
                "The waiting time at a counter is {0} minutes if x people come in an hour. Towards which x does it "
                "become infinitely long?",
                "A lens at the distance x from an object makes an image of the size {0}. At which x does the size "
                "have its vertical asymptote?",
            ),
            text,
        ),
        f"by @limit-by-substitution the bottom must be 0 where the @one-sided-limits are infinite: {scale * full} - "
        f"{term(scale)} = 0; {over(scale * full, scale)}",
        f"x = {found}",
        f"{scale * full} - {scale}*answer = 0",
    )


@topic(
    "horizontal-asymptotes",
    "horizontal asymptotes",
    {
        "constant": "The constants are compared instead of the leading coefficients.",
        "turn": "The quotient of the coefficients is turned over.",
        "zero": "The asymptote is taken to be the x-axis, although the degrees are equal.",
    },
)
def horizontal_asymptotes(d: Draw) -> Item:
    a, c, n = d.nonzero((1, 9), (-9, 9)), d.within((1, 9), (2, 9)), d.within((1, 1), (1, 2), (2, 3))
    b, e, up = d.nonzero((-9, 9)), d.nonzero((-9, 9)), d.nonzero((-9, 9)) if d.difficulty == 3 else 0
    lower = d.difficulty > 1 and d.rng.random() < 0.25
    above = [a, *[0] * (n - lower - 1), b] if n > lower else [b]
    below = [c, *[0] * (n - 1), e]
    pair = {"constant": (above[-1], e), "turn": (c, above[0])}.get(d.slip, (above[0], c))
    value = Fraction(0) if d.slip == "zero" or (lower and not d.slip) else Fraction(*pair)
    top = polynomial(above) if len(above) == 1 else f"({polynomial(above)})"
    text = terms(f"{top}/({polynomial(below)})", str(up))
    right = (Fraction(0) if lower else Fraction(a, c)) + up
    work = (
        "the bottom has the higher degree, so the quotient tends to 0"
        if value == 0
        else f"the @limits-at-infinity go by the leading terms, so {pair[0]}/{bracket(pair[1])} = {number(value)}"
    )
    if "@" not in work:
        work = f"by the @limits-at-infinity: {work}"
    return Item(
        ask(
            (
                "Find the horizontal asymptote of y = {}.",
                "Which horizontal line does the graph of {} approach?",
                "Give the equation of the horizontal asymptote of {}.",
                "f(x) = {}. Which line y = c is the asymptote for large x?",
            ),
            text,
        ),
        steps(work, f"{number(value)} {'+' if up > 0 else '-'} {abs(up)} = {number(value + up)}" if up else ""),
        f"y = {number(value + up)}",
        f"answer = limit(subs({text}, x, 1/t), t, 0)" + lowest(right),
    )


@horizontal_asymptotes.form("reverse")
def function_with_a_horizontal_asymptote(d: Draw) -> Item:
    c, value, n = d.within((2, 9), (2, 12)), d.nonzero((2, 9), (-9, 9)), d.within((1, 1), (1, 2), (2, 3))
    b, e, up = d.nonzero((-9, 9)), d.nonzero((-9, 9)), d.nonzero((-9, 9)) if d.difficulty == 3 else 0
    name = d.choice("akb")
    found = {"constant": Fraction(e * value), "turn": Fraction(c, value), "zero": Fraction(0)}.get(
        d.slip, Fraction(c * value)
    )
    text = terms(f"({terms(term(name, n), str(b))})/({terms(term(c, n), str(e))})", str(up))
    return Item(
        ask(
            (
                "The graph of {0} has the horizontal asymptote y = {1}. Find {2}.",
                "For which {2} is y = {1} the horizontal asymptote of {0}?",
                "Choose {2} so that {0} approaches the line y = {1} for large x.",
            ),
            text,
            value + up,
            name,
        ),
        f"by the @limits-at-infinity {name}/{c} = {value}"
        + (f", since {plus(value, up)}" if up else "")
        + f": {times(c, value) if not d.slip else f'{name} = {found}'}",
        f"{name} = {number(found)}",
        f"answer/{c} + ({up}) = {value + up}",
    )


@horizontal_asymptotes.form("two steps")
def two_asymptotes(d: Draw) -> Item:
    a, c, x = d.within((1, 9), (2, 9)), d.within((1, 4), (2, 6)), d.nonzero((1, 6), (-6, 6), (-9, 9))
    b, up = d.nonzero((-9, 9)), d.nonzero((-9, 9)) if d.difficulty == 3 else 0
    b = b + 1 if a * x + b == 0 else b
    b = b or 2
    value = {"constant": Fraction(b, -c * x), "turn": Fraction(c, a), "zero": Fraction(0)}.get(
        d.slip, Fraction(a, c)
    ) + up
    text = terms(f"({linear(a, b)})/({linear(c, -c * x)})", str(up))
    return Item(
        ask(
            (
                "At which point do the two asymptotes of y = {} cross?",
                "Find the point where the vertical and the horizontal asymptote of {} meet.",
                "The graph of {} has a vertical and a horizontal asymptote. Give their point of intersection.",
            ),
            text,
        ),
        f"by the @limits-at-infinity the horizontal one is y = {number(value)}; the bottom is 0 at {over(c * x, c)}, "
        f"so the vertical one is x = {x}",
        f"({x}, {number(value)})",
        f"size(answer) = 2 and subs({linear(c, -c * x)}, x, part(answer, 1)) = 0 and part(answer, 2) = "
        f"limit(subs({text}, x, 1/t), t, 0)",
    )


@horizontal_asymptotes.form("word problem")
def long_run(d: Draw) -> Item:
    c, k, e = d.within((1, 4), (2, 9)), d.within((2, 12), (3, 30)), d.within((1, 9), (1, 20))
    b, up = d.within((1, 50)), d.within((0, 0), (0, 0), (1, 20))
    text = terms(f"({linear(c * k, b, 't')})/({linear(c, e, 't')})", str(up))
    value = {"constant": Fraction(b, e), "turn": Fraction(1, k), "zero": Fraction(0)}.get(d.slip, Fraction(k)) + up
    return Item(
        ask(
            (
                "After t weeks of training somebody types {} words in ten seconds. Which number does this approach?",
                "A fish is {} cm long after t months. How long does it become in the long run, in cm?",
                "The price of a device after t years is {} hundred euros. At which price does its graph level off?",
            ),
            text,
        ),
        f"by the @limits-at-infinity: {c * k}/{c} = {k}" + (f"; {plus(k, up)}" if up else "")
        if not d.slip
        else f"by the @limits-at-infinity it is {number(value)}",
        number(value),
        f"answer = limit(subs({text}, t, 1/x), x, 0)",
    )


TOPICS = (infinite_limits, horizontal_asymptotes)
