"""What may be put into a function, and how to go back."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from tutelage.subjects.calculus.notation import bracket, linear, term, terms
from tutelage.subjects.calculus.steps import minus, plus, steps, times
from tutelage.subjects.calculus.topic import ask, inside, topic
from tutelage.subjects.workbook import Draw, Item


@topic(
    "domains",
    "domains of functions",
    turn="The numbers on the other side are given.",
    sign="The number is moved with its sign.",
    border="The border is included where it does not belong, or left out where it does.",
    takes=range(2, 13),
)
def domains(d: Draw) -> Item:
    """At 3 often two conditions at once."""
    if d.difficulty == 3 and d.rng.random() < 0.5:
        return _two_conditions(d)
    a = d.main((2, 5), (-9, 9), (-9, 9))
    while a in (0, 1, -1):
        a = d.main((2, 5), (-9, 9), (-9, 9))
    b = -a * d.nonzero((1, 9), (-9, 9), (-9, 9)) if d.difficulty == 1 or d.rng.random() < 0.5 else d.nonzero((-20, 20))
    kind = d.choice((("sqrt", "ln"), ("sqrt", "ln", "below"), ("ln", "below"))[d.difficulty - 1])
    bound, strict = Fraction(-b, a), kind != "sqrt"
    place = -bound if d.slip == "sign" else bound
    up = (a > 0) != (d.slip == "turn")
    sign = (">" if up else "<") + ("" if strict != (d.slip == "border") else "=")
    line = linear(d.shown(a), b)
    function = {"sqrt": f"sqrt({line})", "ln": f"ln({line})"}.get(kind, f"1/sqrt({line})")
    need = f"{linear(a, b)} {'>' if strict else '>='} 0"
    questions = ask(
        ("Find the domain of {}.", "For which x is {} defined?", "What is the largest domain of f(x) = {}?"), function
    )
    return Item(
        questions,
        f"{need}; one of the @linear-inequalities: {b if d.slip == 'sign' else -b}/{bracket(a)} = {place}",
        f"x {sign} {place}",
        inside(lambda x: a * x + b > 0 or (a * x + b == 0 and not strict), bound),
    )


def _two_conditions(d: Draw) -> Item:
    """sqrt(x - p) + ln(q - x), or the like."""
    p, q = d.within((-9, 4)), d.within((5, 12))
    low, high = d.choice(("sqrt", "ln")), d.choice(("sqrt", "ln"))
    first, second = f"{low}({linear(1, -p)})", f"{high}({terms(str(q), '-x')})"
    less, last = ("<=" if low == "sqrt" else "<"), ("<=" if high == "sqrt" else "<")
    ends = (-q, -p) if d.slip == "sign" else (p, q)
    if d.slip == "border":
        less = "<" if less == "<=" else "<="
    answer = f"x <= {p} or x >= {q}" if d.slip == "turn" else f"{ends[0]} {less} x {last} {ends[1]}"
    return Item(
        ask(
            ("Find the domain of {}.", "For which x is {} defined?", "What is the largest domain of f(x) = {}?"),
            f"{first} + {second}",
        ),
        f"two @linear-inequalities hold at once: {linear(1, -p)} {'>=' if low == 'sqrt' else '>'} 0 and "
        f"{terms(str(q), '-x')} {'>=' if high == 'sqrt' else '>'} 0",
        answer,
        inside(lambda x: (x > p or (x == p and low == "sqrt")) and (x < q or (x == q and high == "sqrt")), p, q),
    )


@domains.form("reverse")
def number_under_the_sign(d: Draw) -> Item:
    a, bound = d.within((1, 5), (-9, 9), (-9, 9)) or 2, d.nonzero((1, 9), (-9, 9), (-12, 12))
    kind = d.choice(("sqrt", "ln"))
    b = -a * bound
    sign = (">" if a > 0 else "<") + ("=" if kind == "sqrt" else "")
    if d.difficulty == 3 and abs(a) > 1 and d.rng.random() < 0.5:
        shown, answer = f"{kind}({terms('kx', str(b))})", a
        work = f"{b} + k*{bracket(bound)} = 0; {-b}/{bracket(bound)} = {a}"
        formal = f"answer*{bracket(bound)} + {bracket(b)} = 0"
    else:
        shown, answer = f"{kind}({terms(term(a), 'k')})", b
        work, formal = f"{times(a, bound)}; k is minus that, {b}", f"{a}*{bracket(bound)} + answer = 0"
    questions = (
        f"{shown} is defined exactly for x {sign} {bound}. Find k.",
        f"For which k is the domain of {shown} given by x {sign} {bound}?",
        f"The largest domain of f(x) = {shown} is x {sign} {bound}. What is k?",
    )
    return Item(questions, f"at the border of the @linear-inequalities the bracket is 0: {work}", str(answer), formal)


@domains.form("whole numbers")
def whole_number_at_the_border(d: Draw) -> Item:
    a, b, kind = d.within((2, 6), (2, 9), (2, 12)), d.nonzero((-20, -1), (-30, 30), (-60, 60)), d.choice(("sqrt", "ln"))
    down = d.difficulty > 1 and d.rng.random() < 0.5
    bound = Fraction(-b, a) if not down else Fraction(b, a)
    strict = (kind == "ln") != (d.slip == "border")
    low = ceil(-bound if down else bound)
    low += strict and low == (-bound if down else bound)
    found = -low if down else low
    word, line = ("largest", terms(str(b), term(-a))) if down else ("smallest", linear(a, b))
    step = 1 if down else -1
    sign, inner = -a if down else a, f"({b})"
    least = "> 0" if kind == "ln" else "> -1"
    beyond = "< 1" if kind == "ln" else "< 0"
    return Item(
        (
            f"What is the {word} whole number for which {kind}({line}) is defined?",
            f"Find the {word} whole number x in the domain of f(x) = {kind}({line}).",
            f"Which is the {word} whole number that may be put into {kind}({line})?",
        ),
        f"{line} {'>' if kind == 'ln' else '>='} 0; one of the @linear-inequalities: x {'<' if down else '>'}"
        f"{'' if kind == 'ln' else '='} {bound}",
        str(found),
        f"{sign}*answer + {inner} {least} and {sign}*(answer + {bracket(step)}) + {inner} {beyond}",
    )


@domains.form("word problem")
def until_when(d: Draw) -> Item:
    a, t, c = d.within((2, 5), (2, 9), (2, 12)), d.within((2, 9), (3, 20), (3, 40)), d.within((2, 9))
    total = a * t if d.difficulty < 3 else a * t + d.within((1, a - 1))
    later = d.rng.randint(1, min(9, t - 1)) if d.difficulty > 1 else 0  # the time must not be negative
    value = Fraction(total, a) - later
    inner = terms(str(total), f"-{a}({linear(1, later, 't')})" if later else term(-a, 1, "t"))
    answer = d.outcome(value, turn=-value, sign=Fraction(total, a) + later)
    first = f"{total}/{a} = {Fraction(total, a)}" if total % a == 0 else f"{total}/{a} stays a fraction"
    return Item(
        (
            f"A sledge moves at sqrt({inner}) + {c} m/s after t seconds. Up to which t does this formula make sense?",
            f"Water stands sqrt({inner}) + {c} cm high in a leaking pot after t minutes. What is the largest t for "
            "which this is defined?",
            f"A candle is sqrt({inner}) + {c} cm long after t hours. For which largest t is the formula defined?",
        ),
        f"{inner} >= 0; one of the @linear-inequalities: {first}" + (f"; minus {later}: {value}" if later else ""),
        str(answer),
        f"{total} - {a}*(answer + {later}) = 0",
    )


@topic(
    "inverse-functions",
    order="The steps are undone in the wrong order.",
    sign="The number is repeated instead of undone.",
    reciprocal="The reciprocal of the function is taken for its inverse.",
)
def inverse_functions(d: Draw) -> Item:
    a, b = d.within((2, 9), (2, 12), (-9, 9)), d.nonzero((1, 12), (-15, 15), (-20, 20))
    while a in (0, 1, -1):
        a = d.within((2, 9), (2, 12), (-9, 9))
    cube = d.difficulty == 3 and d.rng.random() < 0.4
    if d.difficulty == 2 and d.rng.random() < 0.5:
        function, answer = terms(f"x/{a}", str(b)), f"{a}({linear(1, -b)})"
        wrong = {"order": linear(a, -b), "sign": f"{a}({linear(1, b)})"}
        done, formal = f"times {a}", f"answer/{a} + {bracket(b)} = x"
    else:
        function = terms(term(a, 3 if cube else 1), str(b))
        sign = "-" if a < 0 else ""

        def divided(constant: int) -> str:
            whole = f"{sign}({linear(1, constant)})/{abs(a)}"
            return f"({whole})^(1/3)" if cube else whole

        answer = divided(-b)
        first = f"{sign}x/{abs(a)}"
        wrong = {"order": f"({first})^(1/3) - {bracket(b)}" if cube else terms(first, str(-b)), "sign": divided(b)}
        done, formal = f"divided by {bracket(a)}", f"{a}*answer{'^3' if cube else ''} + {bracket(b)} = x"
    wrong["reciprocal"] = f"1/({function})"
    found = wrong.get(d.slip, answer)
    work = d.outcome(
        steps(linear(1, -b), done, "cube root" if cube else ""),
        order=f"{done}; then {'minus' if b > 0 else 'plus'} {abs(b)}",
        sign=steps(linear(1, b), done),
        reciprocal=f"1 over {function}",
    )
    questions = (
        f"Find the inverse function of f(x) = {function}.",
        f"f(x) = {function}. What is its inverse function?",
        f"Which function undoes f(x) = {function}?",
    )
    return Item(questions, f"as in @rearranging-formulas, the last step is undone first: {work}", found, formal)


@inverse_functions.form("value")
def value_of_the_inverse(d: Draw) -> Item:
    a, b = d.within((2, 5), (2, 9), (-9, 9)), d.nonzero((1, 9), (-9, 9), (-20, 20))
    x = d.nonzero((1, 9), (-9, 9), (-9, 9))
    while a in (0, 1, -1):
        a = d.within((2, 5), (2, 9), (-9, 9))
    cube = d.difficulty == 3 and abs(x) < 5 and d.rng.random() < 0.5
    inner = x**3 if cube else x
    y = a * inner + b
    function = terms(term(a, 3 if cube else 1), str(b))
    value = Fraction(x) if cube else d.outcome(Fraction(x), order=Fraction(y, a) - b, sign=Fraction(y + b, a))
    work = steps(minus(y, b), f"{y - b}/{bracket(a)} = {inner}", f"the cube root is {x}" if cube else "")
    if value != x:
        work = (
            f"{y}/{bracket(a)} - {bracket(b)} = {value}"
            if d.slip == "order"
            else f"({plus(y, b).rpartition(' = ')[0]})/{bracket(a)} = {value}"
        )
    return Item(
        (
            f"g is the inverse function of f(x) = {function}. Find g({y}).",
            f"f(x) = {function}. Which value does the inverse function have at {y}?",
            f"f(x) = {function} sends one number to {y}. To which number does the inverse function send {y}?",
        ),
        f"f(x) = {y} is solved for x, as in @rearranging-formulas: {work}",
        str(value),
        f"subs({function}, x, answer) = {y}",
    )


@inverse_functions.form("word problem")
def undoing_a_rule(d: Draw) -> Item:
    a, b = d.within((2, 5), (2, 9), (3, 12)), d.within((1, 9), (2, 20), (5, 40))
    adds = d.difficulty == 1 or d.rng.random() < 0.5
    first_adds = d.difficulty == 3 and d.rng.random() < 0.6
    b = b if adds else -b
    move = f"{'adds' if b > 0 else 'subtracts'} {abs(b)}"
    told = (
        f"{move} to it and multiplies the result by {a}" if first_adds and b > 0 else f"multiplies it by {a} and {move}"
    )
    if first_adds and b < 0:
        told = f"subtracts {abs(b)} from it and multiplies the result by {a}"
    answer = terms(f"x/{a}", str(-b)) if first_adds else f"({linear(1, -b)})/{a}"
    wrong = {
        "order": f"({linear(1, -b)})/{a}" if first_adds else terms(f"x/{a}", str(-b)),
        "sign": terms(f"x/{a}", str(b)) if first_adds else f"({linear(1, b)})/{a}",
    }
    formal = f"{a}*(answer + {bracket(b)}) = x" if first_adds else f"{a}*answer + {bracket(b)} = x"
    undo = f"{'minus' if b > 0 else 'plus'} {abs(b)}"
    order = f"divided by {a}, then {undo}" if first_adds else f"{undo}, then divided by {a}"
    questions = (
        f"To encode a number, somebody {told}. By which formula is a code x decoded?",
        f"A machine takes a number, {told}. Which formula leads back from the result x to the number?",
        f"Ada {told.replace('it', 'her number', 1)}. Ben gets the result x. By which formula does he find her number?",
    )
    work = (
        f"as in @rearranging-formulas, the last step is undone first: {order}"
        if d.slip not in wrong
        else f"as in @rearranging-formulas, the steps are undone: {wrong[d.slip]}"
    )
    return Item(questions, work, wrong.get(d.slip, answer), formal)


@inverse_functions.form("from a table")
def inverse_from_a_table(d: Draw) -> Item:
    places = list(range(1, 5 + d.difficulty))
    values = d.rng.sample(range(1, 12), len(places)) if d.difficulty < 3 else d.rng.sample(places, len(places))
    i = d.rng.randrange(len(places))
    shown = ", ".join(f"f({x}) = {y}" for x, y in zip(places, values, strict=True))
    c = d.within((2, 9)) if d.difficulty > 1 else 0
    wanted = f"g({values[i]})" + (f" + {c}" if c else "")
    return Item(
        (
            f"{shown}. g is the inverse function of f. Find {wanted}.",
            f"A table says {shown}. What is {wanted}, if g undoes f?",
            f"The values of f are {shown}. With the inverse function g, compute {wanted}.",
        ),
        f"read backwards, as in @rearranging-formulas: f({places[i]}) = {values[i]}, so g({values[i]}) is {places[i]}"
        + (f"; {plus(places[i], c)}" if c else ""),
        str(places[i] + c),
        f"answer - {places[i]} = {c}" if c else f"2*answer - {places[i]} = {places[i]}",
    )
