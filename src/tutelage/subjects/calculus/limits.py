"""More about limits: at infinity and from one side; continuity."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.notation import bracket, linear, polynomial, quadratic, term, terms
from tutelage.subjects.calculus.steps import minus, plus, raised, steps, times
from tutelage.subjects.calculus.topic import ask, judged, lowest, topic
from tutelage.subjects.workbook import Draw, Item

LIMIT = (
    "Find the limit of {} as x -> {}.",
    "What does {} approach as x -> {}?",
    "Compute the limit of {} for x -> {}.",
    "To which number does {} tend as x -> {}?",
)


@topic(
    "limits-at-infinity",
    constant="The constants are compared instead of the highest powers.",
    turn="The quotient is turned over.",
    degree="The leading coefficients are compared, although the powers are not equal.",
)
def limits_at_infinity(d: Draw) -> Item:
    a, c = d.within((1, 12), (-12, 12), (1, 9)) or 4, d.within((2, 9), (2, 12))
    b, e, n = d.nonzero((1, 9), (-9, 9)), d.nonzero((1, 9), (-9, 9)), d.within((1, 2), (1, 3))
    if d.difficulty == 3 and d.rng.random() < 0.5:
        return _with_a_root(d, a, c, e)
    lower = d.rng.random() < 0.3
    above = [a, *[0] * (n - lower), b] if n > lower else [a]
    above = above if n > 1 or lower else [a, b]
    above = [a, *[0] * (n - 1 - lower), b] if n - lower > 0 else [b]
    middle = d.nonzero((-9, 9)) if n > 1 and d.difficulty > 1 else 0
    below = [c, *[0] * (n - 1), e]
    if middle:
        below[1] = middle
    pair = d.outcome((above[0], c), constant=(above[-1], e), turn=(c, above[0]))
    value = Fraction(*pair)
    work = f"the highest powers x^{n} decide" if n > 1 else "the terms with x decide"
    if lower and d.slip != "degree":
        value = Fraction(0)
        work = f"by the @quotient-of-powers {term(1, n)} below outgrows the top, and the quotient tends to 0"
    else:
        work += f"; by @simplifying-fractions: {pair[0]}/{bracket(pair[1])} = {value}"
    text = f"({polynomial(above)})/({polynomial(below)})"
    right = Fraction(0) if lower else Fraction(a, c)
    whither = d.choice(("infinity", "-infinity")) if d.difficulty == 3 else "infinity"
    return Item(
        ask(LIMIT, text, whither),
        work,
        str(value),
        f"answer = limit(subs({text}, x, 1/t), t, 0)" + lowest(right),
        worded={
            "word problem": (
                f"The concentration of a drug after x hours is {text} mg per litre. Which concentration does it "
                "approach in the long run?",
                f"If a factory makes x thousand pens, each of them costs {text} euros. Which price does this approach "
                "for larger and larger numbers?",
                f"In year x there are {text} foxes for each hare in a model. Which ratio does the model approach in "
                "the long run?",
            )
        }
        if right >= 0 and whither == "infinity"
        else {},
    )


def _with_a_root(d: Draw, a: int, c: int, e: int) -> Item:
    """The root of a square is x on the right and -x on the left."""
    b, left = d.within((1, 20)), d.rng.random() < 0.5
    text, side = f"sqrt({quadratic(a * a, 0, b)})/({linear(c, e)})", -1 if left else 1
    pair = d.outcome((a * side, c), constant=(b, e), turn=(c * side, a), degree=(a * a * side, c))
    value = Fraction(*pair)
    return Item(
        ask(LIMIT, text, "-infinity" if left else "infinity"),
        f"the root behaves like {term(a)} for large x, and like {term(-a)} for x -> -infinity; by the "
        f"@quotient-of-powers x cancels; by @simplifying-fractions: {pair[0]}/{bracket(pair[1])} = {value}",
        str(value),
        f"abs(answer - subs({text}, x, {side * 10**6})) < 1/1000",
    )


@limits_at_infinity.form("reverse")
def coefficient_of_a_limit(d: Draw) -> Item:
    c, value = d.within((2, 9), (2, 12)), d.nonzero((2, 9), (-9, 9), (-12, 12))
    b, e, n = d.nonzero((-9, 9)), d.nonzero((-9, 9)), d.within((1, 1), (1, 2), (2, 3))
    name, below = d.choice("kab"), d.difficulty == 3 and d.rng.random() < 0.5
    top, bottom = terms(term(name, n), str(b)), terms(term(c, n), str(e))
    found = d.outcome(Fraction(c * value), turn=Fraction(value, c), constant=Fraction(value * e))
    text, formal = f"({top})/({bottom})", f"answer/{c} = {value}"
    if below:
        text = f"({terms(term(c * value, n), str(b))})/({terms(term(name, n), str(e))})"
        formal = f"{c * value}/answer = {value}"
        found = d.outcome(Fraction(c), turn=Fraction(1, c), constant=Fraction(b, value))
    questions = (
        f"For which {name} does {text} tend to {value} as x -> infinity?",
        f"The limit of {text} as x -> infinity is {value}. Find {name}.",
        f"Choose {name} so that {text} approaches {value} for very large x.",
    )
    work = (
        "as in the @quotient-of-powers, only the leading coefficients count: "
        f"{f'{c * value}/{name}' if below else f'{name}/{c}'} = {value}; {name} = {found}"
    )
    return Item(questions, work, f"{name} = {found}", formal)


@topic(
    "one-sided-limits",
    "one-sided limits",
    other="The formula of the other side is used.",
    constant="The constant is left out.",
    sign="The sign of the limit is turned.",
    takes=range(1, 10),
)
def one_sided_limits(d: Draw) -> Item:
    at, a = d.main((1, 5), (-5, 5), (-6, 6)), d.within((2, 6), (2, 9))
    left = d.rng.random() < 0.5
    side = "left" if left else "right"
    if d.difficulty == 3 and d.rng.random() < 0.5:
        return _with_absolute_value(d, at, a, left)
    b, c = d.nonzero((1, 9), (-9, 9), (-15, 15)), d.nonzero((1, 9), (-9, 9), (-15, 15))
    while a * at + b == at * at + c:
        c += 1
    line = left != (d.slip == "other")
    value = a * at if line else at * at
    add = 0 if d.slip == "constant" else (b if line else c)
    work = steps(times(a, at) if line else raised(at, 2), plus(value, add) if add else "")
    found = value + add if d.slip != "sign" else -(value + add)
    rule, other = linear(a, b), terms("x^2", str(c))
    shown = d.shown(at)
    function = f"f(x) = {rule} for x < {shown} and f(x) = {other} for x > {shown}"
    return Item(
        (
            f"{function}. Find the limit of f at {shown} from the {side}.",
            f"{function}. What does f approach as x -> {shown} from the {side}?",
            f"{function}. Compute the {side}-hand limit at {shown}.",
        ),
        f"by @limit-by-substitution into the formula for the {side}: {rule if line else other}; {work}"
        + ("; the sign is turned" if d.slip == "sign" else ""),
        str(found),
        f"answer = limit({rule if left else other}, x, {at})",
        value=a * at + b if left else at * at + c,
        noun=f"the limit from the {side} at {at} of f, where {function.replace('k', str(at))}",
    )


def _with_absolute_value(d: Draw, at: int, a: int, left: bool) -> Item:
    b = d.nonzero((-9, 9))
    inside, side = linear(1, -at), "left" if left else "right"
    text = terms(f"{a}abs({inside})/({inside})", str(b))
    minus_side = left != (d.slip == "other")
    value = (-a if minus_side else a) + (0 if d.slip == "constant" else b)
    value = -value if d.slip == "sign" else value
    questions = (
        f"Find the limit of {text} as x -> {at} from the {side}.",
        f"What does {text} approach as x -> {at} from the {side}?",
        f"Compute the {side}-hand limit of {text} at {at}.",
    )
    work = (
        f"no @limit-by-substitution at once: to the {side} of {at} the bracket is "
        f"{'negative' if left else 'positive'}, so the quotient is "
        f"{'-1' if minus_side else '1'}; {plus(-a if minus_side else a, 0 if d.slip == 'constant' else b)}"
    )
    return Item(questions, work, str(value), f"answer = subs({text}, x, {bracket(at)} {'-' if left else '+'} 1/7)")


@one_sided_limits.form("two steps")
def size_of_a_jump(d: Draw) -> Item:
    at, a, n = d.within((1, 5), (-4, 6), (-6, 8)), d.within((2, 6), (2, 9)), d.within((1, 1), (1, 2), (2, 3))
    b, c = d.nonzero((1, 12), (-12, 12)), d.nonzero((1, 12), (-12, 12))
    while a * at + b == at**n + c:
        c += 1
    low, high = a * at + b, at**n + c
    used = d.outcome((low, high), constant=(a * at, at**n), sign=(high, low))
    value = used[0] if d.slip == "other" else used[1] - used[0]
    rule, other = linear(a, b), terms(term(1, n), str(c))
    function = f"f(x) = {rule} for x < {at} and f(x) = {other} for x > {at}"
    questions = (
        f"{function}. By how much does f jump at {at}: right-hand limit minus left-hand limit?",
        f"{function}. Subtract the left-hand limit at {at} from the right-hand limit.",
        f"{function}. What is the limit from the right at {at} minus the limit from the left?",
    )
    work = steps(
        f"by @limit-by-substitution on each side: {times(a, at)}",
        plus(a * at, b),
        raised(at, n) if n > 1 else "",
        plus(at**n, c),
        "" if d.slip == "other" else minus(used[1], used[0]),
    )
    return Item(questions, work, str(value), f"answer = limit({other}, x, {at}) - limit({rule}, x, {at})")


@one_sided_limits.form("reverse")
def constant_of_a_limit(d: Draw) -> Item:
    at, a = d.nonzero((1, 6), (-6, 9), (-9, 9)), d.within((2, 6), (2, 9))
    b, c, left = d.nonzero((1, 12), (-12, 12), (-20, 20)), d.nonzero((-9, 9)), d.rng.random() < 0.5
    square = d.difficulty == 3
    value = (at * at if square else a * at) + b
    found = d.outcome(b, constant=value, sign=-b, other=value - (a * at if square else at * at))
    mine, other = f"{'x^2' if square else term(a)} + c", linear(3, c)
    low, high = (mine, other) if left else (other, mine)
    side = "left" if left else "right"
    function = f"f(x) = {low} for x < {at} and f(x) = {high} for x > {at}"
    questions = (
        f"{function}. The limit of f at {at} from the {side} is {value}. Find c.",
        f"{function}. For which c is the {side}-hand limit at {at} equal to {value}?",
        f"{function}. As x -> {at} from the {side}, f tends to {value}. What is c?",
    )
    work = (
        f"by @limit-by-substitution on the {side}: {raised(at, 2) if square else times(a, at)}; "
        f"{minus(value, at * at if square else a * at) if not d.slip else f'c = {found}'}"
    )
    return Item(questions, work, f"c = {found}", f"limit({'x^2' if square else term(a)} + answer, x, {at}) = {value}")


@topic(
    "continuity",
    constant="The constant on the right is forgotten.",
    plus="The number is added instead of subtracted.",
    side="Only one side is put in, and its value is taken for the unknown.",
)
def continuity(d: Draw) -> Item:
    at, a = d.nonzero((1, 5), (-5, 6), (-8, 8)), d.within((2, 6), (2, 9))
    b = d.nonzero((1, 9), (-9, 9), (-15, 15))
    square = d.difficulty > 1 and d.rng.random() < 0.6
    right = terms("x^2", str(b)) if square else linear(1, b)
    c = d.choice(("c", "p", "q"))
    height = (at * at if square else at) + b
    used = height - b if d.slip == "constant" else height
    scaled = d.difficulty == 3
    front, add = (at, a) if scaled else (1, a * at)
    value = Fraction(d.outcome(used - add, plus=used + add, side=used), front)
    left = f"{c}x {'+'} {a}" if scaled else f"{term(a)} + {c}"
    function = f"f(x) = {left} for x < {at} and f(x) = {right} for x >= {at}"
    work = steps(
        raised(at, 2) if square else "",
        plus(height - b, b) if d.slip != "constant" else "",
        times(a, at) if not scaled else "",
        d.outcome(minus(used, add), plus=plus(used, add), side=""),
        f"{used - add}/{bracket(at)} = {value}" if scaled and d.slip in ("", "constant") else "",
    )
    return Item(
        (
            f"{function}. For which {c} is f continuous?",
            f"{function}. Find {c} so that f has no jump.",
            f"{function}. Which {c} makes f continuous at {at}?",
        ),
        f"both @one-sided-limits must agree, which gives one of the @linear-equations: {work}",
        f"{c} = {value}",
        f"limit({f'answer*x + {a}' if scaled else f'{term(a)} + answer'}, x, {at}) = limit({right}, x, {at})",
        value=height - a * at if not scaled else None,
        noun=f"the number {c} for which f is continuous, where {function}".replace("k", c),
    )


@continuity.form("explain which")
def is_it_continuous(d: Draw) -> Item:
    at, a, n = d.nonzero((1, 5), (-5, 6)), d.within((2, 9)), d.within((1, 1), (1, 2), (2, 3))
    b = d.nonzero((1, 9), (-9, 9))
    joins = d.rng.random() < 0.5
    c = a * at + b - at**n + (0 if joins else d.nonzero((-4, 4)))
    rule, other = linear(a, b), terms(term(1, n), str(c))
    function = f"f(x) = {rule} for x < {at} and f(x) = {other} for x >= {at}"
    item = judged(
        (
            f"{function}. Is f continuous at {at}? Answer yes or no.",
            f"Yes or no: does f have no jump at {at}, where {function}?",
            f"{function}. Can the graph of f be drawn at {at} without lifting the pencil? Answer yes or no.",
        ),
        f"the @one-sided-limits are {a * at + b} from the left ({times(a, at)}) and {at**n + c} from the right",
        joins,
        str(a * at + b),
        f"answer = limit({other}, x, {at})",
    )
    return item._replace(answer={"yes": "no", "no": "yes"}[item.answer]) if d.slip == "side" else item


@continuity.form("reverse")
def value_that_closes_a_gap(d: Draw) -> Item:
    p, q, k = d.nonzero((1, 6), (-7, 7), (-9, 9)), d.nonzero((1, 6), (-7, 7), (-9, 9)), d.within((1, 1), (1, 1), (2, 5))
    q = q if q != p else q + 1
    top = polynomial((k, -k * (p + q), k * p * q))
    found = d.outcome(k * (p - q), constant=k * p, plus=k * (p + q), side=0)
    questions = (
        f"f(x) = ({top})/({linear(1, -p)}) is not defined at {p}. Which value f({p}) makes f continuous there?",
        f"The graph of ({top})/({linear(1, -p)}) has a gap at {p}. Which value closes it?",
        f"Define f({p}) for f(x) = ({top})/({linear(1, -p)}) so that f becomes continuous. What is it?",
    )
    work = f"both @one-sided-limits are the limit after cancelling, that of {linear(k, -k * q)} at {p}; " + (
        minus(k * p, k * q) if not d.slip else f"value {found}"
    )
    return Item(questions, work, str(found), f"answer = limit(({top})/({linear(1, -p)}), x, {p})")


@continuity.form("word problem")
def tariff_without_a_jump(d: Draw) -> Item:
    at, a = d.within((5, 20), (10, 60), (20, 200)), d.within((4, 9), (5, 12), (7, 30))
    low, base = d.within((1, 3), (2, a - 1)), d.within((0, 0), (5, 40))
    total = base + a * at
    found = d.outcome(total - low * at, constant=a * at - low * at, plus=total + low * at, side=total)
    first = f"{a} cents for each unit" + (f" plus {base} cents" if base else "")
    questions = (
        f"Up to {at} units, water costs {first}. Above {at} units the price is {low} cents for each unit plus c "
        "cents. For which c is there no jump in the price?",
        f"A phone company charges {first} for up to {at} units, and {low} cents for each unit plus a fee of c "
        "cents if there are more. Which c makes the price continuous?",
        f"A printer asks {first} up to {at} units; for more than {at} units it asks {low} cents for each of them "
        "plus c cents. Find c so that the price does not jump.",
    )
    work = steps(
        f"both @one-sided-limits must agree, which gives one of the @linear-equations: {times(a, at)}",
        plus(a * at, base) if base and d.slip != "constant" else "",
        times(low, at),
        minus(total, low * at) if not d.slip else f"c = {found}",
    )
    return Item(questions, work, f"c = {found}", f"limit({low}*x + answer, x, {at}) = limit({a}*x + {base}, x, {at})")
