"""Linear and quadratic inequalities."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from tutelage.subjects.calculus.notation import bracket, linear, quadratic, terms
from tutelage.subjects.calculus.quadratics import distinct_roots
from tutelage.subjects.calculus.steps import minus, plus, steps, times
from tutelage.subjects.calculus.topic import inside, topic
from tutelage.subjects.workbook import Draw, Item

_FLIPPED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}


def _compare(left: Fraction, sign: str, right: Fraction | int) -> bool:
    return {"<": left < right, ">": left > right, "<=": left <= right, ">=": left >= right}[sign]


def _wanted(text: str, letter: str) -> tuple[str, ...]:
    return (f"Solve {text}.", f"For which {letter} is {text}?", f"Find all {letter} with {text}.")


def _over(top: int, bottom: int) -> str:
    return f"{top}/{bracket(bottom)} = {Fraction(top, bottom)}"


@topic(
    "linear-inequalities",
    flip="The sign is not turned, or turned without need.",
    side="The number is moved with its sign.",
    strict="A bound that belongs to the solution is left out, or the other way round.",
    takes=range(2, 13),
)
def linear_inequalities(d: Draw) -> Item:
    """At 1 with a positive coefficient, at 2 with any one, at 3 often with two bounds; bounds may be fractions."""
    if d.difficulty == 3 and d.rng.random() < 0.5:
        return _two_bounds(d)
    a, b = d.main((2, 9), (-9, 9), (-9, 9)), d.nonzero((1, 9), (-9, 9), (-20, 20))
    while a in (0, 1, -1):
        a = d.main((2, 9), (-9, 9), (-9, 9))
    exact = d.difficulty == 1 or d.rng.random() < 0.5
    right = a * d.within((-3, 9), (-9, 9), (-12, 12)) + b if exact else d.nonzero((-30, 30))
    sign = d.choice(("<", ">", "<=", ">="))
    moved = right + b if d.slip == "side" else right - b
    bound = Fraction(moved, a)
    turned = _FLIPPED[sign] if (a < 0) != (d.slip == "flip") else sign
    if d.slip == "strict":
        turned = turned[0] if "=" in turned else f"{turned}="
    letter = d.letter()
    note = "the sign turns" if turned[0] != sign[0] else "the sign stays"
    return Item(
        _wanted(f"{linear(d.shown(a), b, letter)} {sign} {right}", letter),
        f"as in @linear-equations: {steps((plus if d.slip == 'side' else minus)(right, b), _over(moved, a), note)}",
        f"{letter} {turned} {bound}",
        inside(lambda place: _compare(a * place + b, sign, right), Fraction(right - b, a)),
    )


def _two_bounds(d: Draw) -> Item:
    """low < ax + b < high."""
    a, b = d.choice((2, 3, 4, 5, -2, -3, -4)), d.nonzero((-12, 12))
    low = d.within((-20, 10))
    high = low + abs(a) * d.within((1, 6))
    first, second = d.choice(("<", "<=")), d.choice(("<", "<="))
    move = b if d.slip == "side" else -b
    ends = Fraction(low + move, a), Fraction(high + move, a)
    shown_first, shown_second = (first, second) if a > 0 else (second, first)
    if d.slip == "strict":
        shown_first = "<" if shown_first == "<=" else "<="
    if d.slip == "flip":
        ends = -ends[1], -ends[0]
    work = steps(
        plus(low, move),
        plus(high, move),
        _over(low + move, a),
        _over(high + move, a),
        "both signs turn" if a < 0 else "both signs stay",
    )
    return Item(
        _wanted(f"{low} {first} {linear(a, b)} {second} {high}", "x"),
        f"as in @linear-equations, on all three sides: {work}",
        f"{min(ends)} {shown_first} x {shown_second} {max(ends)}",
        inside(
            lambda place: _compare(a * place + b, _FLIPPED[first], low) and _compare(a * place + b, second, high),
            Fraction(low - b, a),
            Fraction(high - b, a),
        ),
    )


@linear_inequalities.form("whole numbers")
def extreme_whole_number(d: Draw) -> Item:
    a, b = d.within((2, 9), (-9, 9), (-9, 9)), d.nonzero((1, 9), (-9, 9), (-20, 20))
    while a in (0, 1, -1):
        a = d.within((2, 9), (-9, 9), (-9, 9))
    right, sign = d.within((5, 40), (-30, 30), (-60, 60)), d.choice(("<", ">", "<=", ">="))
    bound = Fraction(right - b, a)
    turned = _FLIPPED[sign] if (a < 0) != (d.slip == "flip") else sign
    upper, strict = turned[0] == "<", ("=" not in turned) != (d.slip == "strict")
    found = (ceil(bound) - 1 if strict else floor(bound)) if upper else (floor(bound) + 1 if strict else ceil(bound))
    word = "largest" if (_FLIPPED[sign] if a < 0 else sign)[0] == "<" else "smallest"
    text = f"{linear(a, b)} {sign} {right}"
    step = 1 if word == "largest" else -1
    inequality = {"<": "{0} < {1}", ">": "{0} > {1}", "<=": "{0} < {1} + 1", ">=": "{0} > {1} - 1"}[sign]
    inner, outer = f"{a}*answer + {bracket(b)}", f"{a}*(answer + {bracket(step)}) + {bracket(b)}"
    beyond = {"<": "{0} > {1} - 1", ">": "{0} < {1} + 1", "<=": "{0} > {1}", ">=": "{0} < {1}"}[sign]
    return Item(
        (
            f"What is the {word} whole number x with {text}?",
            f"Find the {word} whole number that fulfils {text}.",
            f"{text}. Which is the {word} whole number x that makes this true?",
        ),
        f"as in @linear-equations: {steps(minus(right, b), _over(right - b, a), f'x {turned} {bound}')}",
        str(found),
        f"{inequality.format(inner, right)} and {beyond.format(outer, right)}",
    )


@linear_inequalities.form("word problem")
def within_a_budget(d: Draw) -> Item:
    a, b = d.within((2, 9), (3, 15), (3, 25)), d.within((2, 20), (5, 60), (10, 90))
    x = d.within((3, 12), (3, 20), (4, 30))
    rest = d.within((0, a - 1)) if d.difficulty > 1 else 0
    most = d.difficulty < 3 or d.rng.random() < 0.5
    total = a * x + b + (rest if most else -rest)
    if d.slip == "side":
        value = (total + b) // a
        work = steps(plus(total, b), _over(total + b, a))
    else:
        value = x
        work = steps(minus(total, b), _over(total - b, a))
    if d.slip == "strict" and not rest:
        value += -1 if most else 1
    if most:
        questions = (
            f"A taxi costs {a} euros a km and {b} euros on top. How many whole km can one go for {total} euros?",
            f"A lift carries at most {total} kg. A trolley of {b} kg is in it. How many boxes of {a} kg can be added "
            "at most?",
            f"Ada has {total} euros. She buys a book for {b} euros and pens for {a} euros each. How many pens can she "
            "buy at most?",
        )
        text = f"{linear(a, b)} <= {total}"
        formal = f"{a}*answer + {b} < {total} + 1 and {a}*(answer + 1) + {b} > {total}"
    else:
        questions = (
            f"Ben has {b} euros and saves {a} euros a week. After how many weeks does he have at least {total} euros "
            "for the first time?",
            f"A tank holds {b} litres and gains {a} litres a minute. After how many whole minutes does it first hold "
            f"{total} litres or more?",
            f"A club has {b} members and gains {a} every month. How many months does it take at least to have {total} "
            "members or more?",
        )
        text = f"{linear(a, b)} >= {total}"
        formal = f"{a}*answer + {b} > {total} - 1 and {a}*(answer - 1) + {b} < {total}"
    return Item(questions, f"as in @linear-equations, {text}: {work}; x = {value}", str(value), formal)


@linear_inequalities.form("reverse")
def number_from_the_bound(d: Draw) -> Item:
    a, b = d.within((2, 9), (-9, -2), (-9, 9)), d.nonzero((1, 9), (-9, 9), (-20, 20))
    while a in (0, 1, -1):
        a = d.within((2, 9), (-9, -2), (-9, 9))
    x, sign = d.nonzero((1, 9), (-9, 9), (-12, 12)), d.choice(("<", ">"))
    right, solution = a * x + b, f"x {_FLIPPED[sign] if a < 0 else sign} {x}"
    left_unknown = d.rng.random() < 0.5
    shown = f"{terms(linear(a, 0), 'k')} {sign} {right}" if left_unknown else f"{linear(a, b)} {sign} k"
    work = steps(times(a, x), minus(right, a * x) if left_unknown else plus(a * x, b))
    return Item(
        (
            f"The solution of {shown} is {solution}. Find k.",
            f"For which k does {shown} have the solution {solution}?",
            f"{shown} holds exactly for {solution}. What is k?",
        ),
        f"at the bound both sides are equal, as in @linear-equations: {work}",
        str(b if left_unknown else right),
        f"{a}*{bracket(x)} + answer = {right}" if left_unknown else f"answer - {a}*{bracket(x)} = {b}",
    )


@topic(
    "quadratic-inequalities",
    side="The numbers of the other part are given.",
    sign="The zeros have the wrong signs.",
    strict="The zeros are included where they do not belong, or left out where they do.",
)
def quadratic_inequalities(d: Draw) -> Item:
    """At 2 the parabola may open downwards; at 3 it may touch the axis or stay clear of it."""
    if d.difficulty == 3 and d.rng.random() < 0.4:
        return _special_case(d)
    p, q = distinct_roots(d)
    if d.difficulty > 1 and d.rng.random() < 0.25:
        p, q = (min(q, 0), max(q, 0))
    sign = d.choice(("<", ">", "<=", ">="))
    down, moved = d.difficulty > 1 and d.rng.random() < 0.4, d.nonzero((-9, 9)) if d.difficulty == 3 else 0
    a = -1 if down else 1
    low, high = (-q, -p) if d.slip == "sign" else (p, q)
    between = ((sign[0] == "<") != down) != (d.slip == "side")
    equal = ("=" in sign) != (d.slip == "strict")
    less = "<=" if equal else "<"
    answer = f"{low} {less} x {less} {high}" if between else f"x {less} {low} or x {_FLIPPED[less]} {high}"
    text = f"{quadratic(a, -a * (p + q), a * p * q - moved)} {sign} {-moved}"
    first = f"{quadratic(a, -a * (p + q), a * p * q)} {sign} 0; " if moved else ""
    return Item(
        _wanted(text, "x"),
        f"by @quadratics-by-factoring: {first}zeros {low} and {high}; the parabola opens "
        f"{'downwards' if down else 'upwards'}; {'between' if between else 'outside'} the zeros",
        answer,
        inside(lambda place: _compare(a * (place - p) * (place - q), sign, 0), p, q, Fraction(p + q, 2)),
    )


def _special_case(d: Draw) -> Item:
    """A parabola that touches the axis at p, or runs above it."""
    p, clear = d.nonzero((-9, 9)), d.choice((0, 0, 1, 2, 5, 10))
    sign = d.choice(("<", ">", "<=", ">="))
    text = f"{quadratic(1, -2 * p, p * p + clear)} {sign} 0"
    if clear:
        answer = "all real numbers" if sign[0] == ">" else "no solution"
    else:
        answer = {"<": "no solution", ">": f"x != {p}", "<=": f"x = {p}", ">=": "all real numbers"}[sign]
    wrong = {"side": "no solution" if answer != "no solution" else "all real numbers", "sign": f"x != {-p}"}
    reason = (
        f"({linear(1, -p)})^2{f' + {clear}' if clear else ''} {'is always positive' if clear else 'is never negative'}"
    )
    if d.slip == "strict" or (d.slip == "sign" and answer != f"x != {p}"):
        return quadratic_inequalities.make(d)
    if answer == f"x = {p}":
        formal = f"size(answer) = 1 and answer^2 - {bracket(2 * p)}*answer + {p * p} = 0"
    else:
        formal = inside(lambda place: _compare((place - p) ** 2 + clear, sign, 0), p)
    work = f"there are no two zeros as in @quadratics-by-factoring: {reason}; " + (
        f"it is 0 only at {p}" if not clear else "so it is never 0"
    )
    return Item(_wanted(text, "x"), work, wrong.get(d.slip, answer), formal)


@quadratic_inequalities.form("whole numbers")
def how_many_whole_numbers(d: Draw) -> Item:
    p, q = distinct_roots(d)
    sign = d.choice(("<", "<="))
    a = d.choice((1, -1)) if d.difficulty > 1 else 1
    moved = d.nonzero((-9, 9)) if d.difficulty == 3 else 0
    shown = sign if a > 0 else _FLIPPED[sign]
    equal = ("=" in sign) != (d.slip == "strict")
    low, high = (p, q) if equal else (p + 1, q - 1)
    text = f"{quadratic(a, -a * (p + q), a * p * q - moved)} {shown} {-moved}"
    questions = (
        f"How many whole numbers x fulfil {text}?",
        f"For how many whole numbers x is {text}?",
        f"Count the whole numbers x with {text}.",
    )
    work = f"by @quadratics-by-factoring: zeros {p} and {q}; " + (
        f"from {low} to {high}: {minus(high, low)}; {plus(high - low, 1)}" if high >= low else "none lies between"
    )
    return Item(
        questions, work, str(max(high - low + 1, 0)), f"answer {'- 1' if '=' in sign else '+ 1'} + {bracket(p)} = {q}"
    )


@quadratic_inequalities.form("reverse")
def inequality_from_solution(d: Draw) -> Item:
    p, q = distinct_roots(d)
    outside = d.difficulty > 1 and d.rng.random() < 0.5
    a = d.within((1, 1), (1, 1), (2, 4))
    solution = f"x < {p} or x > {q}" if outside else f"{p} < x < {q}"
    shape = f"{quadratic(a, 'b', 0)} + c {'>' if outside else '<'} 0"
    s = -(p + q) if d.slip == "sign" else p + q
    return Item(
        (
            f"The solution of {shape} is {solution}. Find the left side.",
            f"For which left side does {shape} have the solution {solution}?",
            f"{shape} holds exactly for {solution}. Which quadratic is on the left?",
        ),
        f"the zeros are {p} and {q}, as in @quadratics-by-factoring: {steps(plus(p, q), times(p, q))}; the parabola "
        "opens upwards",
        quadratic(a, -a * s, a * p * q),
        f"subs(answer, x, {p}) = 0 and subs(answer, x, {q}) = 0 and diff(answer, x, 2) = {2 * a}",
    )


@quadratic_inequalities.form("word problem")
def above_a_height(d: Draw) -> Item:
    p, q = d.within((1, 3), (1, 4), (1, 5)), d.within((4, 6), (5, 8), (6, 10))
    a = 5 if d.difficulty > 1 else 1
    v, level = a * (p + q), a * p * q
    ground = d.within((1, 20)) if d.difficulty == 3 else 0
    height = quadratic(-a, v, ground, "t")
    low, high = (0, p) if d.slip == "side" else (p, q)
    return Item(
        (
            f"A ball is at the height {height} (in m) after t seconds. For which t is it above {level + ground} m?",
            f"After t s the height of a rocket is {height} m. When is it higher than {level + ground} m? Give all t.",
            f"With t workers a firm earns {height} euros an hour. For which t is that more than {level + ground} euros?"
            if a == 1
            else f"A stone thrown up is {height} m high after t s. During which times t is it more than "
            f"{level + ground} m high?",
        ),
        f"{height} > {level + ground}; by @quadratics-by-factoring {quadratic(1, -(p + q), p * q, 't')} < 0: zeros {p} "
        f"and {q}; between the zeros",
        f"{low} < t < {high}",
        inside(lambda place: -a * (place - p) * (place - q) > 0, p, q, Fraction(p + q, 2)),
    )
