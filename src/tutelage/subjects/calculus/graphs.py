"""Graphs of functions: parabolas, shifts and pieces."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.notation import bracket, linear, point, quadratic, term, terms
from tutelage.subjects.calculus.steps import minus, plus, raised, steps, times
from tutelage.subjects.calculus.topic import topic
from tutelage.subjects.workbook import Draw, Item


@topic(
    "vertex-of-a-parabola",
    sign="The place has the wrong sign.",
    constant="The constant is taken for the height.",
    half="It is divided by a instead of 2a.",
)
def vertex_of_a_parabola(d: Draw) -> Item:
    """At 2 the place may be a fraction, at 3 there is a coefficient."""
    a, h = d.within((1, 1), (1, 2), (-3, 3)) or 2, Fraction(d.nonzero((1, 6), (-6, 6), (-6, 6)))
    if d.difficulty > 1 and d.rng.random() < 0.4:
        h += Fraction(1, 2)
    b = int(-2 * a * h)
    c = d.within((-9, 20), (-15, 15), (-20, 20))
    place = d.outcome(h, sign=-h, half=2 * h)
    value = Fraction(c) if d.slip == "constant" else a * place * place + b * place + c
    shown = str(place) if place >= 0 and place.denominator == 1 else f"({place})"
    square, product = a * place * place, b * place
    top = b if d.slip == "sign" else -b
    work = steps(
        f"place {top}/{bracket(a if d.slip == 'half' else 2 * a)} = {place}",
        "" if d.slip == "constant" else f"{shown}^2 = {place * place}",
        "" if d.slip == "constant" or a == 1 else f"{a}*{place * place} = {square}",
        "" if d.slip == "constant" else f"{b}*{shown} = {product}",
        f"height {c}"
        if d.slip == "constant"
        else f"height {square} + {bracket(str(product))} + {bracket(c)} = {value}",
    )
    return Item(
        (
            f"Find the vertex of the parabola y = {quadratic(a, b, c)}.",
            f"At which point does the parabola y = {quadratic(a, b, c)} turn?",
            f"What is the vertex of y = {quadratic(a, b, c)}?",
        ),
        f"-b/(2a), which comes from @completing-the-square, then @evaluating-functions: {work}",
        point(str(place), str(value)),
        f"size(answer) = 2 and subs(diff({quadratic(a, b, c)}, x), x, part(answer, 1)) = 0 and "
        f"subs({quadratic(a, b, c)}, x, part(answer, 1)) = part(answer, 2)",
    )


@vertex_of_a_parabola.form("reverse")
def parabola_with_a_vertex(d: Draw) -> Item:
    a, h = d.within((1, 1), (-2, 3), (-4, 4)) or 2, d.nonzero((1, 6), (-6, 6), (-9, 9))
    k = d.within((-9, 9), (-15, 15), (-20, 20))
    used = -h if d.slip == "sign" else h
    c = k if d.slip == "constant" else a * h * h + k
    shape = terms(term(a, 2), "bx", "c")
    front = {1: "", -1: "-"}.get(a, str(a))
    work = steps(f"{front}({linear(1, -used)})^2 {'-' if k < 0 else '+'} {abs(k)}", raised(h, 2))
    return Item(
        (
            f"The parabola y = {shape} has the vertex ({h}, {k}). Find its equation, without brackets.",
            f"Which parabola y = {shape} turns at ({h}, {k})?",
            f"Write the parabola y = {shape} with the vertex ({h}, {k}) in this form.",
        ),
        f"the reverse of @completing-the-square: {work}; "
        f"{plus(a * h * h, k) if c != k or h * h * a == 0 else f'c is {k}'}",
        f"y = {quadratic(a, -2 * a * used, c)}",
        f"subs(diff(answer, x), x, {h}) = 0 and subs(answer, x, {h}) = {k} and diff(answer, x, 2) = {2 * a}",
    )


@vertex_of_a_parabola.form("word problem")
def highest_point(d: Draw) -> Item:
    a = d.choice(((1,), (1, 5), (5,))[d.difficulty - 1])
    t = Fraction(d.within((1, 6), (1, 6), (2, 9)), 1 if d.difficulty < 3 else 2)
    v, start = int(2 * a * t), d.within((0, 9), (1, 20), (1, 60))
    top = start + a * t * t
    time = d.rng.random() < 0.4
    formula = quadratic(-a, v, start, "t")
    value = t if time else top
    if d.slip == "constant" and not time:
        value = Fraction(start)
    elif d.slip == "half" and time:
        value = 2 * t
    elif d.slip == "sign" and time:
        value = -t
    work = steps(
        f"place {-v}/({-2 * a}) = {t}",
        "" if time else f"height {start} + {a * t * t} = {top}" if value == top else f"height {start}",
    )
    if time and value != t:
        work = f"place {value}"
    ask_for = "After how many seconds is it highest?" if time else "How high does it get, in m?"
    return Item(
        (
            f"A ball is {formula} m high after t seconds. {ask_for}",
            f"The height of a jet of water at the distance t m is {formula} m. "
            + ("At which distance is it highest, in m?" if time else "How high does it get, in m?"),
            f"A drone follows the curve h = {formula} (m) over t seconds. "
            + ("At which t is it at the top?" if time else "What is its greatest height in m?"),
        ),
        f"-b/(2a), which comes from @completing-the-square, then @evaluating-functions: {work}",
        str(value),
        f"subs(diff({formula}, t), t, answer) = 0" if time else f"answer - {start} = {v}^2/{4 * a}",
    )


@vertex_of_a_parabola.form("two steps")
def axis_between_the_zeros(d: Draw) -> Item:
    p, q = d.within((-3, 4), (-9, 9), (-12, 12)), d.within((5, 12), (10, 15), (13, 20))
    q += (p + q) % 2 if d.difficulty == 1 else 0
    a = d.within((1, 1), (1, 3), (-4, 4)) or -2
    middle = Fraction(p + q, 2)
    low = a * (middle - p) * (middle - q)
    wanted = d.difficulty > 1 and d.rng.random() < 0.85
    value = low if wanted else middle
    if d.slip == "sign":
        value = value if wanted else -middle
    shown = str(middle) if middle >= 0 and middle.denominator == 1 else f"({middle})"
    work = steps(plus(p, q), f"{p + q}/2 = {middle}")
    if wanted:
        work = steps(work, f"{'' if a == 1 else f'{a}*'}({shown} - {bracket(p)})*({shown} - {bracket(q)}) = {low}")
    front = {1: "", -1: "-"}.get(a, str(a))
    told = f"The parabola y = {front}({linear(1, -p) if p else 'x'})({linear(1, -q)})"
    ask_for = "the height of its vertex" if wanted else "the x of its vertex"
    return Item(
        (
            f"{told} meets the x-axis at {p} and {q}. Find {ask_for}.",
            f"{told} has the zeros {p} and {q}. What is {ask_for}?",
            f"Use the zeros {p} and {q} to find {ask_for}: {told[0].lower()}{told[1:]}.",
        ),
        f"the axis lies halfway between the zeros, as @completing-the-square shows, then @evaluating-functions: {work}",
        str(value),
        f"answer = subs({front or '1*'}{'*' if front and front != '-' else ''}(x - {bracket(p)})*(x - {q}), x, "
        f"{middle})"
        if wanted
        else f"answer - {bracket(p)} = {q} - answer",
    )


_BASIC = ("x^2", "x^3", "sqrt(x)", "1/x", "e^x", "ln(x)")


def _moved(name: str, argument: str) -> str:
    """A basic function of another argument."""
    if name == "e^x":
        return f"e^({argument})"
    if name == "1/x":
        return f"1/({argument})"
    return name.replace("x", argument) if "(" in name else name.replace("x", f"({argument})")


@topic(
    "shifting-graphs",
    side="The shift sideways has the wrong sign.",
    height="The shift upwards is put in the brackets.",
    turned="The shifts sideways and upwards are swapped.",
)
def shifting_graphs(d: Draw) -> Item:
    right, up = d.within((1, 9)), d.within((1, 9), (1, 15), (1, 20))
    while right == up:
        up += 1
    h = -right if d.difficulty > 1 and d.rng.random() < 0.5 else right
    k = -up if d.difficulty > 1 and d.rng.random() < 0.5 else up
    name = d.choice((("x^2", "x^3"), ("x^2", "x^3", "sqrt(x)"), _BASIC)[d.difficulty - 1])
    across, lift = d.outcome((h, k), side=(-h, k), turned=(k, h))
    answer = terms(_moved(name, linear(1, -across)), str(lift))
    if d.slip == "height":
        answer = _moved(name, terms("x", str(-h), str(k)))
    moves = f"{right} to the {'left' if h < 0 else 'right'} and {up} {'down' if k < 0 else 'up'}"
    return Item(
        (
            f"The graph of y = {name} is shifted {moves}. What is its equation?",
            f"Shift the graph of y = {name} by {moves}. Give the new function.",
            f"Which function has the graph of y = {name}, moved {moves}?",
        ),
        f"by @composing-functions x becomes {linear(1, -across)}; then {lift} is added",
        f"y = {answer}",
        f"subs(answer, x, x + {bracket(h)}) - {bracket(k)} = {name}",
    )


@shifting_graphs.form("reverse")
def shift_from_the_equation(d: Draw) -> Item:
    h, k = d.nonzero((-9, 9)), d.nonzero((1, 9), (-15, 15), (-20, 20))
    name = d.choice((("x^2", "x^3"), ("x^2", "x^3", "sqrt(x)"), _BASIC)[d.difficulty - 1])
    shown = terms(_moved(name, linear(1, -h)), str(k))
    sideways = d.rng.random() < 0.6
    value = (-h if d.slip == "side" else h) if sideways else k
    what = "right (negative for left)" if sideways else "up (negative for down)"
    questions = (
        f"The graph of y = {shown} is that of y = {name}, shifted. By how much to the {what}?".replace(
            "to the up", "up"
        ),
        f"y = {name} is shifted so that it becomes y = {shown}. How far {f'to the {what}' if sideways else what}?",
        f"How far {f'to the {what}' if sideways else what} does the graph of y = {shown} lie from that of y = {name}?",
    )
    formal = (
        f"subs({shown}, x, x + answer) - {bracket(k)} = {name}"
        if sideways
        else f"subs({shown}, x, x + {bracket(h)}) - answer = {name}"
    )
    return Item(
        questions, f"by @composing-functions {linear(1, -h)} stands for x, and {k} is added", str(value), formal
    )


@shifting_graphs.form("points")
def moved_point(d: Draw) -> Item:
    x, y = d.within((0, 9), (-9, 9), (-12, 12)), d.within((0, 9), (-9, 9), (-12, 12))
    h, k = d.nonzero((-6, 6)), d.nonzero((1, 9), (-9, 9), (-12, 12))
    back = d.difficulty == 3
    here, there = (x, y), (x + h, y + k)
    wrong = {"side": (x - h, y + k), "turned": (x + k, y + h)}
    argument = terms("x", str(-h))
    moved = f"y = {terms(f'f({argument})', str(k))}"
    found = here if back else wrong.get(d.slip, there)
    given, on, other = (there, moved, "y = f(x)") if back else (here, "y = f(x)", moved)
    signs = f"x {'-' if (h > 0) == back else '+'} {abs(h)} and y {'-' if (k > 0) == back else '+'} {abs(k)}"
    formal = (
        f"size(answer) = 2 and part(answer, 1) + {bracket(h)} = {x + h} and part(answer, 2) + {bracket(k)} = {y + k}"
        if back
        else f"size(answer) = 2 and part(answer, 1) - {bracket(h)} = {x} and part(answer, 2) - {bracket(k)} = {y}"
    )
    questions = (
        f"The point {point(*given)} lies on the graph of {on}. Which point must lie on the graph of {other}?",
        f"{point(*given)} is a point of {on}. To which point of {other} does it belong?",
        f"A graph {on} passes through {point(*given)}. Through which point does {other} pass for that reason?",
    )
    work = (
        f"by @composing-functions the graph moves by {h} sideways and {k} upwards, so {signs}"
        if not d.slip or back
        else f"by @composing-functions the graph moves, so {found[0]} and {found[1]}"
    )
    return Item(questions, work, point(*found), formal)


@shifting_graphs.form("word problem")
def later_and_higher(d: Draw) -> Item:
    v, h, k = d.within((2, 9), (2, 20), (5, 30)), d.within((1, 5), (1, 9), (2, 12)), d.within((1, 9), (2, 20), (5, 60))
    a = d.within((1, 1), (1, 5), (2, 5))
    base = f"{term(a, 2)}" if d.difficulty < 3 else f"{v}sqrt(x)"
    shifted = f"{'' if a == 1 else a}({linear(1, -h)})^2" if d.difficulty < 3 else f"{v}sqrt({linear(1, -h)})"
    wrong = {
        "side": shifted.replace(linear(1, -h), linear(1, h)),
        "height": base.replace("x", f"({linear(1, k - h)})")
        if d.difficulty < 3
        else f"{v}sqrt({terms('x', str(k - h))})",
        "turned": shifted.replace(linear(1, -h), linear(1, -k)),
    }
    lift = d.outcome(k, height=0, turned=h)
    answer = terms(wrong.get(d.slip, shifted), str(lift))
    questions = (
        f"One plant is {base} mm tall on day x. Another plant of the same kind is planted {h} days later in a pot "
        f"{k} mm high. Give the height y of its top, in mm, on day x.",
        f"A car has gone y = {base} m after x seconds. A second car starts {h} seconds later and {k} m further on, "
        "and drives alike. Find its y.",
        f"A slide follows the curve y = {base}. A copy of it stands {h} m further to the right and {k} m higher. "
        "What is its equation?",
    )
    work = (
        f"by @composing-functions x becomes {linear(1, -h)}; then {k} is added"
        if not d.slip
        else f"by @composing-functions: {answer}"
    )
    return Item(questions, work, f"y = {answer}", f"subs(answer, x, x + {h}) - {k} = {base}")


@topic(
    "piecewise-functions",
    other="The other formula is used.",
    constant="The constant of the formula is left out.",
    border="The number at the border is counted to the wrong side.",
    takes=range(-4, 13),
)
def piecewise_functions(d: Draw) -> Item:
    """A third of the questions are about the border itself; at 3 there are three pieces."""
    border, x = d.within((0, 5), (-3, 5), (-6, 6)), d.main((-4, 9), (-9, 9), (-12, 12))
    if d.given is None and d.rng.random() < 0.35:
        x = border
    a, b = d.within((2, 5), (2, 9), (2, 9)), d.nonzero((1, 9), (-9, 9), (-9, 9))
    c = d.nonzero((1, 9), (-9, 9), (-9, 9))
    while a * x + b == x * x + c:
        c += 1
    closed_left = d.given is None and d.rng.random() < 0.5
    below = x < border or (x == border and closed_left)
    use = below != (d.slip == "other" or (d.slip == "border" and x == border))
    value, add = (a * x, b) if use else (x * x, c)
    total = value if d.slip == "constant" else value + add
    less, more = ("<=", ">") if closed_left else ("<", ">=")
    second, rules = terms("x^2", str(c)), linear(a, b)
    shown = f"f(x) = {rules} for x {less} {border} and f(x) = {second} for x {more} {border}"
    if d.difficulty == 3 and d.given is None:
        far = border + d.within((13, 20))
        shown = (
            f"f(x) = {rules} for x {less} {border}, f(x) = {second} for {border} {'<' if closed_left else '<='} x < "
            f"{far} and f(x) = {d.within((1, 9))} for x >= {far}"
        )
    where = "less than" if x < border else "equal to" if x == border else "more than"
    return Item(
        (
            f"{shown}. Find f({d.shown(x)}).",
            f"{shown}. What is f({d.shown(x)})?",
            f"Evaluate f({d.shown(x)}) if {shown}.",
        ),
        f"{x} is {where} {border}, so by @evaluating-functions {rules if use else second}: "
        + steps(times(a, x) if use else raised(x, 2), plus(value, add) if d.slip != "constant" else ""),
        str(total),
        f"answer = subs({rules if below else second}, x, {x})",
        value=a * x + b if below else x * x + c,
        noun=f"the value of f({x}), where {shown}",
    )


@piecewise_functions.form("word problem")
def price_with_a_limit(d: Draw) -> Item:
    limit, low = d.within((3, 9), (5, 20), (10, 50)), d.within((2, 5), (3, 12), (4, 20))
    high = d.within((2, 4), (2, 9), (2, 12))
    base = d.within((2, 9), (5, 30), (10, 60))
    while high == low:
        high += 1
    where = d.choice(("below", "border", "above", "above"))
    amount = {"below": d.rng.randint(1, limit - 1), "border": limit}.get(
        where, limit + d.within((1, 9), (2, 20), (3, 40))
    )
    extra = max(amount - limit, 0)
    inside_price = base + low * min(amount, limit)
    value = inside_price + high * extra
    if d.slip == "other":
        value = base + low * amount if extra else base + high * amount
    elif d.slip == "constant":
        value -= base
    work = steps(
        f"{amount} is {'more' if extra else 'not more'} than {limit}",
        times(low, min(amount, limit)),
        minus(amount, limit) if extra else "",
        times(high, extra) if extra else "",
        plus(base, low * min(amount, limit)),
        plus(inside_price, high * extra) if extra else "",
    )
    if d.slip == "other":
        rate = low if extra else high
        work = steps(times(rate, amount), plus(base, rate * amount))
    elif d.slip == "constant":
        work = f"the fixed price is left out: {value}"
    return Item(
        (
            f"Electricity costs {base} euros a month, {low} euros for each of the first {limit} units and {high} euros "
            f"for each further one. What do {amount} units cost, in euros?",
            f"A taxi charges {base} euros, {low} euros a km for the first {limit} km and {high} euros for each further "
            f"km. How many euros does a ride of {amount} km cost?",
            f"Hiring a boat costs {base} euros, {low} euros for each of the first {limit} hours and {high} euros for "
            f"each hour after that. What is the price for {amount} hours, in euros?",
        ),
        f"the piece first, then @evaluating-functions: {work}",
        str(value),
        f"(answer - {base} - {low}*{min(amount, limit)})/{high} = {extra}",
    )


@piecewise_functions.form("reverse")
def number_in_a_piece(d: Draw) -> Item:
    border, x = d.within((0, 5), (-3, 5), (-6, 6)), d.nonzero((-4, 9), (-9, 9), (-12, 12))
    a, c = d.nonzero((2, 5), (-9, 9), (-9, 9)), d.nonzero((1, 9), (-9, 9), (-9, 9))
    b = d.nonzero((1, 9), (-9, 9), (-9, 9))
    slope = d.difficulty == 3 and x < border and d.rng.random() < 0.7
    value = a * x + b if x < border else x * x + c
    first = terms("kx", str(b)) if slope else terms(term(a), "k" if x < border else str(b))
    second = terms("x^2", str(c) if x < border else "k")
    answer = a if slope else b if x < border else c
    work = (
        steps(minus(value, b), f"{value - b}/{bracket(x)} = {a}")
        if slope
        else steps(times(a, x) if x < border else raised(x, 2), minus(value, value - answer))
    )
    shown = f"f(x) = {first} for x < {border} and f(x) = {second} for x >= {border}"
    back = f"answer*{bracket(x)} + {bracket(b)} = {value}" if slope else f"answer + {bracket(value - answer)} = {value}"
    return Item(
        (
            f"{shown}, and f({x}) = {value}. Find k.",
            f"For which k is f({x}) = {value}, if {shown}?",
            f"{shown}. The value at {x} is {value}. What is k?",
        ),
        f"{x} is {'less' if x < border else 'not less'} than {border}, so by @evaluating-functions: {work}",
        str(answer),
        back,
    )


@piecewise_functions.form("in words")
def rule_in_words(d: Draw) -> Item:
    border = d.within((3, 9), (3, 12), (-5, 12))
    m, c = d.within((2, 5), (2, 9), (2, 9)), d.within((1, 9), (2, 20), (2, 30))
    at_border, away = d.rng.random() < 0.2, d.within((1, 5), (1, 9), (1, 12))
    x = border if at_border else border - away if d.rng.random() < 0.65 else border + away
    small = x < border
    value = m * x if small != (d.slip == "other" or (d.slip == "border" and at_border)) else x - c
    if d.slip == "constant" and not small:
        value = x
    third = d.difficulty == 3
    value = -value if third and value < 0 else value
    ending = " If the result is negative, its sign is dropped." if third else ""
    right = m * x if small else x - c
    if m * x == x - c:
        return rule_in_words(d)
    right = abs(right) if third else right
    step = times(m, x) if value in (m * x, abs(m * x)) and (small or value != right) else minus(x, c)
    return Item(
        (
            f"A machine multiplies numbers below {border} by {m} and takes {c} away from all others.{ending} What does "
            f"it make of {x}?",
            f"Numbers less than {border} are multiplied by {m}; from numbers that are at least {border}, {c} is "
            f"subtracted.{ending} What becomes of {x}?",
            f"f multiplies x by {m} if x < {border}, and otherwise subtracts {c} from x.{ending} Find f({x}).",
        ),
        f"{x} is {'less' if small else 'not less'} than {border}, so by @evaluating-functions: {step}"
        + (f"; without the sign {value}" if third and right != (m * x if small else x - c) else ""),
        str(value),
        f"answer^2 = ({m * x if small else f'{x} - {c}'})^2 and answer > -1"
        if third
        else f"answer{'/' + str(m) if small else f' + {c}'} = {x}",
    )
