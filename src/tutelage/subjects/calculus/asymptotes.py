"""Infinite limits and asymptotes."""

from __future__ import annotations

from fractions import Fraction

from tutelage.records import Checker
from tutelage.subjects.calculus.notation import bracket, linear, polynomial, quadratic, term, terms
from tutelage.subjects.calculus.steps import over, plus, steps, times
from tutelage.subjects.calculus.topic import lowest, topic
from tutelage.subjects.workbook import Draw, Item

SIDES = {"from the left": -1, "from the right": 1}


def _whither(sign: int) -> str:
    return "infinity" if sign > 0 else "-infinity"


@topic(
    "infinite-limits",
    side="The sign of the bracket is taken from the other side.",
    top="The sign of the top is forgotten.",
    even="An even power is treated like an odd one.",
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
        (
            f"Is the limit of {text} as x -> {a} {where} infinity or -infinity?",
            f"What happens to {text} as x -> {a} {where}: does it go to infinity or to -infinity?",
            f"Find the limit of {text} as x -> {a} {where}. Answer infinity or -infinity.",
        ),
        f"by @limit-by-substitution the top is {height if d.slip != 'top' else 'taken as positive'}, the bottom goes "
        f"to 0; by the @one-sided-limits {linear(1, -a)} is {'positive' if used > 0 else 'negative'} there, and the "
        f"bottom is {'positive' if used**power > 0 else 'negative'}",
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
    found = d.outcome(value, side=-value, top=value + top, even=-value)
    bottom = f"{term(a, 2 if square else 1)} + {name}"
    questions = (
        f"The graph of {top}/({bottom}) has the vertical asymptote x = {x}. Find {name}.",
        f"For which {name} does {top}/({bottom}) go to infinity or -infinity as x -> {x}?",
        f"x = {x} is a vertical asymptote of y = {top}/({bottom}). What is {name}?",
    )
    work = (
        f"by @limit-by-substitution the bottom must be 0 at {x}, as the @one-sided-limits are infinite: "
        f"{times(a, x * x if square else x)}; {name} = {found}"
    )
    return Item(questions, work, f"{name} = {found}", f"subs({term(a, 2 if square else 1)} + answer, x, {x}) = 0")


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
    questions = (
        f"Find all vertical asymptotes of y = {text}.",
        f"Where does the graph of {text} have vertical asymptotes?",
        f"At which x do the one-sided limits of {text} become infinite?",
    )
    work = (
        "the @one-sided-limits can be infinite only where the bottom "
        f"{'' if a == 1 else f'{a} times '}({linear(1, -p)})({linear(1, -q)}) is 0; "
        + (
            f"but by @limit-by-substitution the top is 0 at {p} as well, and {linear(1, -p)} cancels"
            if single
            else "there, by @limit-by-substitution, the top is not 0"
        )
    )
    return Item(questions, work, answer, formal)


@infinite_limits.form("word problem")
def unbounded_cost(d: Draw) -> Item:
    full, c = 10 * d.within((5, 20), (5, 50)), d.within((2, 30), (5, 90))
    square = d.difficulty == 3
    scale = d.within((1, 1), (2, 9))
    bottom = f"({scale * full} - {term(scale)})" + ("^2" if square else "")
    text = f"{c}/{bottom}" if not square else f"{c}x/{bottom}"
    found = d.outcome(full, side=-full, top=c, even=scale * full if scale > 1 else full + 1)
    questions = (
        f"A road that x cars use in an hour needs {text} minutes in a model. At which x would the time grow "
        "without bound?",
        f"The waiting time at a counter is {text} minutes if x people come in an hour. Towards which x does it "
        "become infinitely long?",
        f"A lens at the distance x from an object makes an image of the size {text}. At which x does the size have "
        "its vertical asymptote?",
    )
    work = (
        f"by @limit-by-substitution the bottom must be 0 where the @one-sided-limits are infinite: {scale * full} - "
        f"{term(scale)} = 0; {over(scale * full, scale)}"
    )
    return Item(questions, work, f"x = {found}", f"{scale * full} - {scale}*answer = 0")


@topic(
    "horizontal-asymptotes",
    constant="The constants are compared instead of the leading coefficients.",
    turn="The quotient of the coefficients is turned over.",
    zero="The asymptote is taken to be the x-axis, although the degrees are equal.",
)
def horizontal_asymptotes(d: Draw) -> Item:
    a, c, n = d.nonzero((1, 9), (-9, 9)), d.within((1, 9), (2, 9)), d.within((1, 1), (1, 2), (2, 3))
    b, e, up = d.nonzero((-9, 9)), d.nonzero((-9, 9)), d.nonzero((-9, 9)) if d.difficulty == 3 else 0
    lower = d.difficulty > 1 and d.rng.random() < 0.25
    above = [a, *[0] * (n - lower - 1), b] if n > lower else [b]
    below = [c, *[0] * (n - 1), e]
    pair = d.outcome((above[0], c), constant=(above[-1], e), turn=(c, above[0]))
    value = Fraction(0) if d.slip == "zero" or (lower and not d.slip) else Fraction(*pair)
    top = polynomial(above) if len(above) == 1 else f"({polynomial(above)})"
    text = terms(f"{top}/({polynomial(below)})", str(up))
    right = (Fraction(0) if lower else Fraction(a, c)) + up
    work = (
        "the bottom has the higher degree, so the quotient tends to 0"
        if value == 0
        else f"the @limits-at-infinity go by the leading terms, so {pair[0]}/{bracket(pair[1])} = {value}"
    )
    if "@" not in work:
        work = f"by the @limits-at-infinity: {work}"
    return Item(
        (
            f"Find the horizontal asymptote of y = {text}.",
            f"Which horizontal line does the graph of {text} approach?",
            f"Give the equation of the horizontal asymptote of {text}.",
            f"f(x) = {text}. Which line y = c is the asymptote for large x?",
        ),
        steps(work, f"{value} {'+' if up > 0 else '-'} {abs(up)} = {value + up}" if up else ""),
        f"y = {value + up}",
        f"answer = limit(subs({text}, x, 1/t), t, 0)" + lowest(right),
    )


@horizontal_asymptotes.form("reverse")
def function_with_a_horizontal_asymptote(d: Draw) -> Item:
    c, value, n = d.within((2, 9), (2, 12)), d.nonzero((2, 9), (-9, 9)), d.within((1, 1), (1, 2), (2, 3))
    b, e, up = d.nonzero((-9, 9)), d.nonzero((-9, 9)), d.nonzero((-9, 9)) if d.difficulty == 3 else 0
    name = d.choice("akb")
    found = d.outcome(Fraction(c * value), constant=Fraction(e * value), turn=Fraction(c, value), zero=Fraction(0))
    text = terms(f"({terms(term(name, n), str(b))})/({terms(term(c, n), str(e))})", str(up))
    questions = (
        f"The graph of {text} has the horizontal asymptote y = {value + up}. Find {name}.",
        f"For which {name} is y = {value + up} the horizontal asymptote of {text}?",
        f"Choose {name} so that {text} approaches the line y = {value + up} for large x.",
    )
    work = (
        f"by the @limits-at-infinity {name}/{c} = {value}"
        + (f", since {plus(value, up)}" if up else "")
        + f": {times(c, value) if not d.slip else f'{name} = {found}'}"
    )
    return Item(questions, work, f"{name} = {found}", f"answer/{c} + ({up}) = {value + up}")


@horizontal_asymptotes.form("two steps")
def two_asymptotes(d: Draw) -> Item:
    a, c, x = d.within((1, 9), (2, 9)), d.within((1, 4), (2, 6)), d.nonzero((1, 6), (-6, 6), (-9, 9))
    b, up = d.nonzero((-9, 9)), d.nonzero((-9, 9)) if d.difficulty == 3 else 0
    b = b + 1 if a * x + b == 0 else b
    b = b or 2
    value = d.outcome(Fraction(a, c), constant=Fraction(b, -c * x), turn=Fraction(c, a), zero=Fraction(0)) + up
    text = terms(f"({linear(a, b)})/({linear(c, -c * x)})", str(up))
    return Item(
        (
            f"At which point do the two asymptotes of y = {text} cross?",
            f"Find the point where the vertical and the horizontal asymptote of {text} meet.",
            f"The graph of {text} has a vertical and a horizontal asymptote. Give their point of intersection.",
        ),
        f"by the @limits-at-infinity the horizontal one is y = {value}; the bottom is 0 at {over(c * x, c)}, "
        f"so the vertical one is x = {x}",
        f"({x}, {value})",
        f"size(answer) = 2 and subs({linear(c, -c * x)}, x, part(answer, 1)) = 0 and part(answer, 2) = "
        f"limit(subs({text}, x, 1/t), t, 0)",
    )


@horizontal_asymptotes.form("word problem")
def long_run(d: Draw) -> Item:
    c, k, e = d.within((1, 4), (2, 9)), d.within((2, 12), (3, 30)), d.within((1, 9), (1, 20))
    b, up = d.within((1, 50)), d.within((0, 0), (0, 0), (1, 20))
    text = terms(f"({linear(c * k, b, 't')})/({linear(c, e, 't')})", str(up))
    value = d.outcome(Fraction(k), constant=Fraction(b, e), turn=Fraction(1, k), zero=Fraction(0)) + up
    questions = (
        f"After t weeks of training somebody types {text} words in ten seconds. Which number does this approach?",
        f"A fish is {text} cm long after t months. How long does it become in the long run, in cm?",
        f"The price of a device after t years is {text} hundred euros. At which price does its graph level off?",
    )
    work = (
        f"by the @limits-at-infinity: {c * k}/{c} = {k}" + (f"; {plus(k, up)}" if up else "")
        if not d.slip
        else f"by the @limits-at-infinity it is {value}"
    )
    return Item(questions, work, str(value), f"answer = limit(subs({text}, t, 1/x), x, 0)")
