"""First limits, and average rates of change."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.notation import bracket, decimal, linear, quadratic, term, terms
from tutelage.subjects.calculus.steps import minus, plus, raised, steps, times
from tutelage.subjects.calculus.topic import ask, topic
from tutelage.subjects.workbook import Draw, Item

LIMIT = (
    "Find the limit of {0} as x -> {1}.",
    "What is the limit of {0} as x -> {1}?",
    "What does {0} approach as x -> {1}?",
)


def _quotient(top: int, bottom: int) -> str:
    return f"{top}/{bracket(bottom)} = {Fraction(top, bottom)}"


@topic(
    "limit-by-substitution",
    double="The square is worked out as a double.",
    constant="The constant is left out.",
    sign="A negative number is put in without its sign.",
    takes=range(2, 10),
)
def limit_by_substitution(d: Draw) -> Item:
    """At 1 without a linear term, at 2 any quadratic, at 3 also quotients whose denominator does not vanish."""
    if d.difficulty == 3 and d.rng.random() < 0.5:
        return _limit_of_a_quotient(d)
    a, c = d.main((2, 6), (-6, 6), (-9, 9)) or 3, d.nonzero((1, 9), (-9, 9), (-30, 30))
    b, m = d.within((1, 1), (1, 5), (-5, 5)) or 2, 0 if d.difficulty == 1 else d.within((-9, 9))
    used = abs(a) if d.slip == "sign" else a
    square = 2 * used if d.slip == "double" else used * used
    product = b * square
    total = product + m * used
    result = total if d.slip == "constant" else total + c
    function = quadratic(b, m, c)
    work = steps(
        raised(used, 2, square),
        times(b, square) if b != 1 else "",
        times(m, used) if m else "",
        plus(product, m * used) if m else "",
        plus(total, c) if d.slip != "constant" else "",
    )
    return Item(
        ask(LIMIT, function, d.shown(a)),
        f"a polynomial has no jumps, so as in @evaluating-functions: {work}",
        str(result),
        f"answer = limit({function}, x, {a})",
        value=b * a * a + m * a + c,
        noun=f"the limit of {function} as x -> {a}",
        worded={
            "word problem": (
                f"A point follows the curve y = {function} from both sides. Which height does it approach as x -> {a}?",
                f"A machine shows {function} at the setting x. Which value does it approach as x comes close to {a}?",
                f"The temperature at the place x of a rod is {function} degrees. Which temperature is approached "
                f"towards the place {a}?",
            )
        }
        if d.given is None
        else {},
    )


def _limit_of_a_quotient(d: Draw) -> Item:
    a = d.nonzero((-6, 6))
    b, c, e = d.within((1, 4)), d.nonzero((-9, 9)), d.nonzero((-9, 9))
    while a + e == 0:
        e += 1
    used = abs(a) if d.slip == "sign" and abs(a) + e else a
    square = 2 * used if d.slip == "double" else used * used
    top = b * square if d.slip == "constant" else b * square + c
    text, bottom = f"({terms(term(b, 2), str(c))})/({linear(1, e)})", used + e
    value = Fraction(top, bottom)
    work = steps(
        raised(used, 2, square),
        times(b, square) if b > 1 else "",
        "" if d.slip == "constant" else plus(b * square, c),
        plus(used, e),
        _quotient(top, bottom),
    )
    stories = (
        f"x machines make {text} parts each. Which number is approached as x comes close to {a}?",
        f"A lens shows the size {text} at the setting x. Which size does it approach as x comes close to {a}?",
        f"The price per kg is {text} euros at the amount x. Which price is approached as x comes close to {a}?",
    )
    return Item(
        ask(LIMIT, text, a),
        f"the denominator does not approach 0, so as in @evaluating-functions: {work}",
        str(value),
        f"answer = limit({text}, x, {a})",
        worded={"word problem": stories},
    )


@limit_by_substitution.form("reverse")
def constant_from_a_limit(d: Draw) -> Item:
    a, b = d.nonzero((2, 6), (-6, 6), (-9, 9)), d.within((1, 3), (1, 5), (-5, 5)) or 2
    c = d.nonzero((1, 9), (-9, 9), (-20, 20))
    m = d.nonzero((1, 5), (-9, 9), (-9, 9))
    value = b * a * a + m * a + c
    if d.difficulty == 1 or d.rng.random() < 0.5:
        text, answer = terms(term(b, 2), term(m), "k"), c
        rest = b * a * a + m * a
        work = steps(
            raised(a, 2), times(b, a * a) if b != 1 else "", times(m, a), plus(b * a * a, m * a), minus(value, rest)
        )
        back = f"{b}*{bracket(a)}^2 + {bracket(m)}*{bracket(a)} + answer = {value}"
    else:
        text, answer = terms(term(b, 2), "kx", str(c)), m
        work = steps(raised(a, 2), times(b, a * a) if b != 1 else "", plus(b * a * a, c), minus(value, b * a * a + c))
        work = steps(work, f"{m * a}/{bracket(a)} = {m}")
        back = f"{b}*{bracket(a)}^2 + answer*{bracket(a)} + {bracket(c)} = {value}"
    questions = (
        f"The limit of {text} as x -> {a} is {value}. Find k.",
        f"For which k does {text} approach {value} as x -> {a}?",
        f"As x -> {a}, {text} has the limit {value}. What is k?",
    )
    return Item(questions, f"the limit is the value there, as in @evaluating-functions: {work}", str(answer), back)


@limit_by_substitution.form("limit laws")
def limits_combined(d: Draw) -> Item:
    p, q = d.nonzero((2, 9), (-9, 9), (-12, 12)), d.nonzero((2, 9), (-9, 9), (-12, 12))
    a, m, n = d.within((0, 9)), d.within((2, 5)), d.within((2, 5))
    if d.difficulty == 1:
        text, value, work = f"{m}*f(x) + g(x)", m * p + q, steps(times(m, p), plus(m * p, q))
        formal = f"(answer - {bracket(q)})/{m} = {p}"
    elif d.difficulty == 2:
        text, value = f"f(x)*g(x) - {n}*f(x)", p * q - n * p
        work, formal = steps(times(p, q), times(n, p), minus(p * q, n * p)), f"answer/{bracket(p)} = {q} - {n}"
    else:
        text, top = f"(f(x)^2 + {m})/g(x)", p * p + m
        value_of = Fraction(top, q)
        solution = (
            f"limits are combined like the values in @evaluating-functions: {raised(p, 2)}; {plus(p * p, m)}; "
            f"{_quotient(top, q)}"
        )
        return Item(ask(_LAWS, a, p, q, text), solution, str(value_of), f"answer*{bracket(q)} - {m} = {bracket(p)}^2")
    return Item(
        ask(_LAWS, a, p, q, text),
        f"limits are combined like the values in @evaluating-functions: {work}",
        str(value),
        formal,
    )


_LAWS = (
    "As x -> {0}, f(x) has the limit {1} and g(x) the limit {2}. What is the limit of {3}?",
    "f(x) approaches {1} and g(x) approaches {2} as x -> {0}. Find the limit of {3} as x -> {0}.",
    "The limits of f(x) and g(x) as x -> {0} are {1} and {2}. What does {3} approach?",
)


@limit_by_substitution.form("from a table")
def limit_from_values(d: Draw) -> Item:
    a, m = d.within((1, 5), (-5, 9), (-9, 9)), d.nonzero((2, 5), (-5, 5), (-9, 9))
    c = d.within((0, 9), (-9, 9), (-20, 20))
    limit = m * a + c
    near = [Fraction(a) + d.choice((1, -1)) * Fraction(1, 10**n) for n in (1, 2, 3)]
    curve = d.within((0, 0), (0, 1), (1, 2))
    shown = ", ".join(f"f({decimal(x)}) = {decimal(m * x + c + curve * (x - a) ** 2)}" for x in near)
    hole = d.choice(("", f", while f({a}) is not defined")) if d.difficulty > 1 else ""
    return Item(
        (
            f"{shown}{hole}. Which whole number does f(x) seem to approach as x -> {a}?",
            f"A table says {shown}{hole}. What limit as x -> {a} does it suggest? It is a whole number.",
            f"The values {shown} are measured{hole}. Towards which whole number do they tend as x comes close to {a}?",
        ),
        f"as in @evaluating-functions close to {a}: the values differ less and less from {limit}",
        str(limit),
        f"answer = limit({linear(m, c)}, x, {a})",
    )


@topic(
    "limit-by-cancelling",
    other="The wrong factor is cancelled.",
    zero="0/0 is taken for 0.",
    sign="The sign of a number in the brackets is lost.",
)
def limit_by_cancelling(d: Draw) -> Item:
    """At 2 the denominator often has two factors, so that the limit is a fraction; at 3 a coefficient as well."""
    a, c = d.nonzero((1, 9), (-9, 9), (-9, 9)), d.nonzero((1, 9), (-9, 9), (-9, 9))
    e = d.nonzero((1, 9), (-9, 9), (-9, 9)) if d.difficulty > 1 and d.rng.random() < 0.7 else None
    front = d.within((2, 5)) if d.difficulty == 3 and d.rng.random() < 0.5 else 1
    while a == -c or (e is not None and (e in (c, -a))):
        c, e = d.nonzero((1, 9), (-9, 9), (-9, 9)), None if e is None else d.nonzero((1, 9), (-9, 9), (-9, 9))
    top = quadratic(front, front * (c - a), -front * a * c)
    zero, other = linear(1, -a), linear(1, c)
    bottom = zero if e is None else quadratic(1, e - a, -a * e)
    text = f"({top})/({bottom})"
    shown = "" if front == 1 else str(front)
    above, below = front * (a + c), 1 if e is None else a + e
    value = Fraction(above, below)
    work = steps(
        f"{shown}({zero})({other}) above",
        f"({zero})({linear(1, e)}) below" if e is not None else "",
        f"{shown}({other})" + (f"/({linear(1, e)})" if e is not None else "") + " is left",
        plus(a, c),
        times(front, a + c) if front > 1 else "",
        plus(a, e) if e is not None else "",
        _quotient(above, below) if e is not None else "",
    )
    if d.slip == "zero":
        value, work = Fraction(0), f"above {shown}({zero})({other}) becomes 0, and so does {bottom}; 0/0 is taken for 0"
    elif d.slip == "other" and e is None:
        value, work = Fraction(0), f"{shown}({zero})({other}) above; {zero} is left; {plus(a, -a)}"
    elif d.slip == "sign" and a != c:
        used = front * (a - c)
        value = Fraction(used, below)
        work = f"{shown}({other}) is left; {minus(a, c)}; the limit is {Fraction(used, below)}"
    return Item(
        ask(LIMIT, text, a),
        f"by @factoring-quadratics: {work}",
        str(value),
        f"answer = limit({text}, x, {a})",
        value=a + c if e is None and front == 1 else None,
        noun=f"the limit of {text} as x -> {a}",
    )


@limit_by_cancelling.form("reverse")
def coefficient_for_a_limit(d: Draw) -> Item:
    a, c = d.nonzero((1, 9), (-9, 9), (-9, 9)), d.nonzero((1, 9), (-9, 9), (-9, 9))
    while a == -c:
        c += 1
    c = c or 1
    if d.difficulty == 1 or d.rng.random() < 0.4:
        text, answer = f"({terms('x^2', term(c - a), 'k')})/({linear(1, -a)})", -a * c
        work = steps(
            raised(a, 2), times(c - a, a), f"k = -({plus(a * a, (c - a) * a).rpartition(' = ')[2]}) = {-a * c}"
        )
        formal = f"{bracket(a)}^2 + {bracket(c - a)}*{bracket(a)} + answer = 0"
    else:
        text, answer = f"({terms('x^2', 'kx', str(-a * c))})/({linear(1, -a)})", c - a
        work = steps(
            raised(a, 2), plus(a * a, -a * c), f"{terms(str(a * a - a * c), term(a, 1, 'k'))} = 0", f"k = {c - a}"
        )
        formal = f"{bracket(a)}^2 + answer*{bracket(a)} - {bracket(a * c)} = 0"
    if d.difficulty == 3:
        ask_for, wanted = "What is the limit then?", a + c
        work = steps(work, f"({linear(1, -a)})({linear(1, c)}) above", plus(a, c))
        formal = f"answer - {bracket(a)} = {c}"
    else:
        ask_for, wanted = "Find k.", answer
    questions = (
        f"As x -> {a}, {text} has a finite limit for one k only. {ask_for}",
        f"For one k the quotient {text} approaches a number as x -> {a}. {ask_for}",
        f"k is chosen so that {text} does not grow without bound as x -> {a}. {ask_for}",
    )
    return Item(
        questions, f"the numerator has to be 0 at {a}, as in @factoring-quadratics: {work}", str(wanted), formal
    )


@limit_by_cancelling.form("word problem")
def speed_at_a_moment(d: Draw) -> Item:
    a, b = d.within((1, 6), (2, 9), (2, 12)), d.within((1, 1), (2, 5), (2, 5))
    m = d.within((1, 9)) if d.difficulty == 3 else 0
    at = b * a * a + m * a
    text = f"({quadratic(b, m, -at, 't')})/({linear(1, -a, 't')})"
    value = 2 * b * a + m
    rest = linear(b, b * a + m, "t")
    wrong = d.outcome(value, zero=0, sign=m)
    work = steps(f"({linear(1, -a, 't')})({rest}) above", times(b, a) if b > 1 else "", plus(b * a, b * a + m))
    if d.slip:
        work = (
            "0/0 is taken for 0"
            if d.slip == "zero"
            else f"{linear(b, -b * a + m, 't')} is left; {minus(b * a, b * a - m)}"
        )
    questions = (
        f"A stone has gone {quadratic(b, m, 0, 't')} m after t seconds. Its average speed from {a} s to t s is "
        f"{text}. Which speed does that approach as t -> {a}?",
        f"From hour {a} to hour t a tank gains {text} litres an hour on average. Which rate is approached as t -> {a}?",
        f"The slope of a path between the places {a} and t is {text}. Which slope does it approach as t -> {a}?",
    )
    return Item(questions, f"by @factoring-quadratics: {work}", str(wrong), f"answer = limit({text}, t, {a})")


@limit_by_cancelling.form("with h")
def quotient_with_h(d: Draw) -> Item:
    a, b = d.nonzero((1, 9), (-9, 9), (-9, 9)), d.within((1, 1), (2, 5), (2, 9))
    m = d.nonzero((-9, 9)) if d.difficulty == 3 else 0
    square = f"{'' if b == 1 else b}({terms(str(a), 'h')})^2"
    text = f"({terms(square, term(m, 1, 'h'), str(-b * a * a))})/h" if m else f"({terms(square, str(-b * a * a))})/h"
    value = 2 * a * b + m
    answer = d.outcome(value, zero=0, other=m)
    expanded = terms(term(b, 2, "h"), term(value, 1, "h"))
    work = steps(
        f"above {expanded} is left, which is h({linear(b, value, 'h')})"
        if value
        else f"above {term(b, 2, 'h')} is left",
        f"without h it is {linear(b, value, 'h')}",
        f"for h = 0 that is {value}",
    )
    if d.slip:
        work = "0/0 is taken for 0" if d.slip == "zero" else f"the wrong factor is cancelled; {answer}"
    return Item(
        (
            f"Find the limit of {text} as h -> 0.",
            f"What does {text} approach as h -> 0?",
            f"Which number is the limit of {text} as h goes to 0?",
        ),
        f"expanded and factored, as in @factoring-quadratics: {work}",
        str(answer),
        f"answer = limit({text}, h, 0)",
    )


@topic(
    "average-rate-of-change",
    rise="The difference of the values is not divided.",
    mean="The mean of the values is taken.",
    turned="The difference of the places is divided by that of the values.",
    takes=range(3, 13),
)
def average_rate_of_change(d: Draw) -> Item:
    """At 1 of a square, at 2 of a quadratic, at 3 also of a cube or a reciprocal."""
    a, run = d.within((0, 5), (-4, 6), (-5, 3)), d.within((1, 4), (2, 5), (2, 5))
    b = a + run
    if d.given is not None:
        b, a = d.given, max(d.given - run, 0)
        run = b - a
    kind = (
        "square"
        if d.difficulty == 1
        else d.choice(("quadratic",) if d.difficulty == 2 else ("quadratic", "cube", "reciprocal"))
    )
    letter = d.letter()
    if kind == "reciprocal":
        a, top = d.within((1, 5)), d.choice((1, 2, 6, 12))
        b = a + run
        function, ends = f"{top}/{letter}", (Fraction(top, b), Fraction(top, a))
        values = steps(*(f"{top}/{at} = {end}" for at, end in zip((b, a), ends, strict=True)))
    elif kind == "cube":
        c = d.nonzero((-9, 9))
        function, ends = terms(f"{letter}^3", term(c, 1, letter)), (Fraction(b**3 + c * b), Fraction(a**3 + c * a))
        values = steps(*(plus(at**3, c * at) for at in (b, a)))
    else:
        m, c = (1, 0) if kind == "square" else (d.nonzero((1, 4)), d.nonzero((-9, 9)))
        function, ends = quadratic(m, c, 0, letter), (Fraction(m * b * b + c * b), Fraction(m * a * a + c * a))
        values = steps(*(plus(m * at * at, c * at) if c else raised(at, 2) for at in (b, a)))
    rise = ends[0] - ends[1]
    if rise == 0:
        return average_rate_of_change.make(d)
    shown_rise = f"{ends[0]} - {bracket(str(ends[1]))} = {rise}"
    top_shown = str(rise) if rise.denominator == 1 else f"({rise})"
    right = rise / run
    value = d.outcome(right, rise=rise, mean=(ends[0] + ends[1]) / 2, turned=run / rise)
    change = d.outcome(
        steps(shown_rise, minus(b, a), f"{top_shown}/{run} = {right}"),
        rise=shown_rise,
        mean=f"half of {ends[0]} + {bracket(str(ends[1]))} is {value}",
        turned=steps(shown_rise, minus(b, a), f"{run}/{bracket(top_shown)} = {value}"),
    )
    return Item(
        (
            f"Find the average rate of change of {function} from {a} to {d.shown(b)}.",
            f"How fast does {function} change on average from {a} to {d.shown(b)}?",
            f"What is the average slope of {function} from {a} to {d.shown(b)}?",
        ),
        f"by @evaluating-functions at both ends, then a @slope-between-points: {steps(values, change)}",
        str(value),
        f"answer*({b} - {bracket(a)}) = subs({function}, {letter}, {b}) - subs({function}, {letter}, {a})",
        value=int(right) if right.denominator == 1 else None,
        noun=f"the average rate of change of {function} from {a} to {b}",
        worded={
            "word problem": (
                f"A cyclist has gone {function} km after {letter} hours. What is the average speed in km/h from hour "
                f"{a} to hour {b}?",
                f"A pool holds {function} m^3 at hour {letter}. By how many m^3 an hour does that change on average "
                f"from hour {a} to hour {b}?",
                f"Making {letter} chairs costs {function} euros. By how many euros do the costs rise for each further "
                f"chair, on average, from {a} to {b} chairs?",
            )
        }
        if d.given is None and kind in ("square", "quadratic") and a >= 0 and ends[0] > ends[1] >= 0
        else {},
    )


@average_rate_of_change.form("reverse")
def end_from_the_rate(d: Draw) -> Item:
    a, b = d.within((0, 5), (-5, 6), (-9, 9)), d.within((6, 12), (7, 15), (10, 20))
    m = d.within((1, 1), (1, 1), (2, 5))
    c = d.nonzero((1, 9), (-9, 9), (-9, 9)) if d.difficulty > 1 else 0
    rate = m * (a + b) + c
    function = quadratic(m, c, 0)
    work = steps(
        f"the rate is {f'{m}(b + {bracket(a)})' if m > 1 else f'b + {bracket(a)}'}{f' + {bracket(c)}' if c else ''}",
        minus(rate, c) if c else "",
        f"{rate - c}/{m} = {a + b}" if m > 1 else "",
        minus(a + b, a),
    )
    return Item(
        (
            f"From {a} to b, with b > {a}, the average rate of change of {function} is {rate}. Find b.",
            f"For which b > {a} does {function} change from {a} to b at the average rate {rate}?",
            f"{function} has the average rate of change {rate} from {a} to b. What is b, if it is not {a}?",
        ),
        f"the @slope-between-points by @evaluating-functions, where b - {bracket(a)} cancels: {work}",
        str(b),
        f"subs({function}, x, answer) - subs({function}, x, {a}) = {rate}*(answer - {bracket(a)}) and answer > {a}",
    )


@average_rate_of_change.form("from a table")
def rate_from_a_table(d: Draw) -> Item:
    places = [0]
    for _ in range(4):
        places.append(places[-1] + d.within((1, 2), (1, 3), (1, 4)))
    values = [d.within((0, 40), (-20, 60), (-50, 99)) for _ in places]
    i, j = sorted(d.rng.sample(range(5), 2))
    if values[i] == values[j]:
        return rate_from_a_table(d)
    run, rise = places[j] - places[i], values[j] - values[i]
    value = d.outcome(
        Fraction(rise, run), rise=Fraction(rise), mean=Fraction(values[i] + values[j], 2), turned=Fraction(run, rise)
    )
    table = ", ".join(f"f({place}) = {each}" for place, each in zip(places, values, strict=True))
    last = d.outcome(f"{rise}/{run} = {value}", rise="", turned=f"{run}/{bracket(rise)} = {value}")
    work = steps(minus(values[j], values[i]), minus(places[j], places[i]), last)
    if d.slip == "mean":
        work = f"half of {values[i]} + {bracket(values[j])} is {value}"
    return Item(
        (
            f"{table}. Find the average rate of change from {places[i]} to {places[j]}.",
            f"A table says {table}. How fast does f change on average from x = {places[i]} to x = {places[j]}?",
            f"The values {table} are measured. What is the average slope of f between {places[i]} and {places[j]}?",
        ),
        f"the values are read off, as in @evaluating-functions, then a @slope-between-points: {work}",
        str(value),
        f"answer*({places[j]} - {places[i]}) + {bracket(values[i])} = {values[j]}",
    )
