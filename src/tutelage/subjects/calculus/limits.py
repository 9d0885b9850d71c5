"""More about limits: at infinity, from one side, with roots and sines; continuity; the difference quotient."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.topic import (
    ask,
    bracket,
    linear,
    lowest,
    minus,
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

LIMIT = (
    "Find the limit of {} as x -> {}.",
    "What does {} approach as x -> {}?",
    "Compute the limit of {} for x -> {}.",
)


@topic(
    "limits-at-infinity",
    "limits at infinity",
    {"constant": "The constants are compared instead of the highest powers.", "turn": "The quotient is turned over."},
)
def limits_at_infinity(d: Draw) -> Item:
    a, c = d.within((1, 9), (2, 12), (-15, 15)) or 4, d.within((2, 9), (2, 9), (2, 15))
    b, e = d.nonzero((1, 9), (-9, 9), (-9, 9)), d.nonzero((1, 9), (-9, 9), (-9, 9))
    n = d.within((1, 1), (1, 2), (2, 3))
    lower = d.difficulty == 3 and d.rng.random() < 0.2
    top = terms(term(a, n - 1 if lower else n), str(b)) if n > 1 or not lower else str(b)
    bottom = terms(term(c, n), str(e))
    pair = {"constant": (b, e), "turn": (c, a)}.get(d.slip, (a, c))
    value = Fraction(*pair)
    work = f"the highest powers decide: @simplifying-fractions {pair[0]}/{bracket(pair[1])} = {number(value)}"
    if lower and not d.slip:
        value, work = Fraction(0), f"x^{n} below outgrows the top, @quotient-of-powers tends to 0"
    text = f"({top})/({bottom})"
    return Item(
        ask(LIMIT, text, "infinity"),
        work,
        number(value),
        f"answer = limit(subs({text}, x, 1/t), t, 0)" + lowest(Fraction(0) if lower else Fraction(a, c)),
    )


@topic(
    "one-sided-limits",
    "one-sided limits",
    {"other": "The formula of the other side is used.", "constant": "The constant is left out."},
    takes=range(1, 10),
)
def one_sided_limits(d: Draw) -> Item:
    at, a = d.main((1, 5), (-5, 5), (-7, 7)), d.within((2, 6), (2, 9), (2, 9))
    b, c = d.nonzero((1, 9), (-9, 9), (-15, 15)), d.nonzero((1, 9), (-9, 9), (-15, 15))
    while a * at + b == at * at + c:
        c += 1
    left = d.rng.random() < 0.5
    line = left != (d.slip == "other")
    value = a * at if line else at * at
    add = 0 if d.slip == "constant" else (b if line else c)
    work = steps(times(a, at) if line else raised(at, 2), plus(value, add) if add else "")
    rule, other = linear(a, b), terms("x^2", str(c))
    shown = d.shown(at)
    function = f"f(x) = {rule} for x < {shown} and f(x) = {other} for x > {shown}"
    side = "left" if left else "right"
    return Item(
        (
            f"{function}. Find the limit of f at {shown} from the {side}.",
            f"{function}. What does f approach as x -> {shown} from the {side}?",
            f"{function}. Compute the {side}-hand limit at {shown}.",
        ),
        f"from the {side} counts {rule if line else other}; @limit-by-substitution {work}",
        str(value + add),
        f"answer = limit({rule if left else other}, x, {at})",
        value=a * at + b if left else at * at + c,
        noun=f"the limit from the {side} at {at} where {function.replace('k', str(at))}",
    )


@topic(
    "continuity",
    "continuity",
    {"constant": "The constant on the right is forgotten.", "plus": "The number is added instead of subtracted."},
)
def continuity(d: Draw) -> Item:
    at, a = d.nonzero((1, 5), (-5, 6), (-8, 8)), d.within((2, 6), (2, 9), (2, 12))
    b = d.nonzero((1, 9), (-9, 9), (-15, 15))
    square = d.difficulty > 1 and d.rng.random() < 0.6
    right = terms("x^2", str(b)) if square else linear(1, b)
    height = (at * at if square else at) + b
    used = height - b if d.slip == "constant" else height
    value = used + a * at if d.slip == "plus" else used - a * at
    c = d.choice(("c", "p", "q"))
    function = f"f(x) = {term(a)} + {c} for x < {at} and f(x) = {right} for x >= {at}"
    work = steps(
        raised(at, 2) if square else "",
        plus(height - b, b) if d.slip != "constant" else "",
        times(a, at),
        plus(used, a * at) if d.slip == "plus" else minus(used, a * at),
    )
    return Item(
        (
            f"{function}. For which {c} is f continuous?",
            f"{function}. Find {c} so that f has no jump.",
            f"{function}. Which {c} makes f continuous at {at}?",
        ),
        f"both @one-sided-limits must agree: {work}",
        f"{c} = {value}",
        f"limit({term(a)} + answer, x, {at}) = limit({right}, x, {at})",
        value=height - a * at,
        noun=f"the number {c} for which f is continuous, {function}".replace("k", c),
    )


@topic(
    "limits-with-sine",
    "limits with sine",
    {"one": "The factor in the sine is forgotten.", "turn": "The quotient is turned over."},
    takes=range(2, 13),
)
def limits_with_sine(d: Draw) -> Item:
    a, b = d.main((2, 12), (2, 15), (2, 20)), d.within((1, 7), (2, 9), (2, 12))
    c = d.within((1, 1), (1, 1), (2, 6))
    pair = {"one": (c, b), "turn": (b, a * c)}.get(d.slip, (a * c, b))
    value = Fraction(*pair)
    shown = d.shown(a)
    bottom = term(b)
    text = (
        f"{term(c, 1, 'sin')}({term(shown)})/{bottom}" if b == 1 else f"{term(c, 1, 'sin')}({term(shown)})/({bottom})"
    )
    return Item(
        ask(LIMIT, text, 0),
        steps(
            "sin(u)/u tends to 1",
            times(a, c) if c > 1 and d.slip != "one" else "",
            f"the factor is {pair[0]}/{pair[1]}",
            f"@simplifying-fractions {number(value)}",
        ),
        number(value),
        f"answer = limit({c}*sin({a}x)/({b}x), x, 0)",
        value=a * c // b if a * c % b == 0 else None,
        noun=f"the limit of {c}*sin({a}x)/({b}x) as x -> 0".replace("1*sin", "sin").replace("/(1x)", "/x"),
    )


@topic(
    "limits-with-roots",
    "limits with roots",
    {"half": "The factor 2 in the denominator is forgotten.", "turn": "The result is turned over."},
)
def limits_with_roots(d: Draw) -> Item:
    r = d.within((2, 9), (2, 12), (3, 15))
    shift = d.within((0, 6), (-9, 20), (-20, 30))
    a = r * r - shift
    value = {"half": Fraction(1, r), "turn": Fraction(2 * r)}.get(d.slip, Fraction(1, 2 * r))
    inner = linear(1, shift)
    text = f"(sqrt({inner}) - {r})/({linear(1, -a)})"
    work = steps(
        f"({linear(1, -a)}) is (sqrt({inner}) - {r})(sqrt({inner}) + {r})",
        "cancelled, 1 over the second bracket is left",
        f"@square-roots sqrt({r * r}) = {r}",
        "" if d.slip == "half" else plus(r, r),
    )
    return Item(
        ask(LIMIT, text, a),
        f"@difference-of-squares: {work}",
        number(value),
        f"answer = limit({text}, x, {a})",
    )


@topic(
    "difference-quotient",
    "difference quotient",
    {"h": "The term with h is lost before h is small.", "double": "The middle term is not doubled."},
)
def difference_quotient(d: Draw) -> Item:
    a, x = d.within((1, 1), (2, 6), (2, 9)), d.nonzero((1, 12), (1, 12), (-12, 12))
    b = d.nonzero((1, 12), (1, 12), (-12, 12))
    middle = a * x if d.slip == "double" else 2 * a * x
    function = terms(term(a, 2), term(b))
    work = steps(
        f"@squaring-binomials ({x} + h)^2 = {quadratic(1, x if d.slip == 'double' else 2 * x, x * x, 'h')}",
        times(a, 2 * x if d.slip != "double" else x) if a > 1 else "",
        plus(middle, b),
        "divided by h" if d.slip != "h" else "",
    )
    answer = linear(a, middle + b, "h") if d.slip != "h" else str(middle + b)
    return Item(
        ask(
            (
                "f(x) = {0}. Simplify (f({1} + h) - f({1}))/h.",
                "Find the difference quotient of {0} at {1} with step h.",
                "What is (f({1} + h) - f({1}))/h for f(x) = {0}?",
            ),
            function,
            x,
        ),
        f"as in @average-rate-of-change, {work}",
        answer,
        f"answer*h = subs({function}, x, {x} + h) - subs({function}, x, {x}) and terms(answer) < 3",
    )


TOPICS = (
    limits_at_infinity,
    one_sided_limits,
    continuity,
    limits_with_sine,
    limits_with_roots,
    difference_quotient,
)
