"""Zeros of polynomials, and where rational functions are defined."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.notation import bracket, linear, point, quadratic, term, terms
from tutelage.subjects.calculus.quadratics import either, solutions
from tutelage.subjects.calculus.steps import minus, plus, steps, times
from tutelage.subjects.calculus.topic import ask, topic
from tutelage.subjects.workbook import Draw, Item

Polynomial = tuple[int, ...]
"""Coefficients, that of the highest power first."""


def _multiplied(one: Polynomial, two: Polynomial) -> Polynomial:
    result = [0] * (len(one) + len(two) - 1)
    for i, a in enumerate(one):
        for j, b in enumerate(two):
            result[i + j] += a * b
    return tuple(result)


def _written(polynomial: Polynomial) -> str:
    top = len(polynomial) - 1
    return terms(*(term(each, top - index) if each else "0" for index, each in enumerate(polynomial)))


def _value(polynomial: Polynomial, x: int) -> int:
    total = 0
    for each in polynomial:
        total = total * x + each
    return total


def _three_zeros(d: Draw) -> tuple[int, int, int]:
    span = ((1, 4), (-4, 4), (-5, 5))[d.difficulty - 1]
    while True:
        p, q, r = (d.nonzero(span) for _ in range(3))
        if len({p, q, r}) == 3 and (d.difficulty > 1 or max(p, q, r) < 5):
            return min(p, q, r), sorted((p, q, r))[1], max(p, q, r)


@topic(
    "zeros-of-polynomials",
    sign="The zeros are read off the brackets with the wrong sign.",
    first="Only the zero that was found by trying is given.",
    constant="Divisors of the constant are taken for zeros without being tried.",
)
def zeros_of_polynomials(d: Draw) -> Item:
    """A cubic, at 1 with a zero given; at 3 with a double zero, with only one real zero, or with a rational one."""
    kind = "three" if d.difficulty < 3 else d.choice(("three", "double", "one", "rational"))
    p, q, r = _three_zeros(d)
    p, q, r = d.rng.sample((p, q, r), 3)
    factor: Polynomial = _multiplied((1, -q), (1, -r))
    zeros: tuple[Fraction, ...] = tuple(map(Fraction, (p, q, r)))
    if kind == "double":
        factor, zeros = (1, -2 * q, q * q), (Fraction(p), Fraction(q))
    elif kind == "one":
        shift = d.within((1, 5))
        factor, zeros = (1, -2 * q, q * q + shift), (Fraction(p),)
    elif kind == "rational":
        bottom = d.choice((2, 3))
        while q % bottom == 0:
            q += 1
        factor, zeros = _multiplied((bottom, -q), (1, -r)), (Fraction(p), Fraction(q, bottom), Fraction(r))
        while Fraction(q, bottom) in (p, r):
            return zeros_of_polynomials.make(d)
    whole = _multiplied((1, -p), factor)
    found = d.outcome(zeros, sign=tuple(-each for each in zeros), first=zeros[:1])
    if d.slip == "constant" and kind == "three":
        found = (Fraction(1), Fraction(-1), Fraction(abs(whole[-1])))
    rest = _written(factor)
    work = f"{p} is a zero, as trying divisors of {whole[-1]} shows; divided by {linear(1, -p)} it leaves {rest}"
    ends = {
        "one": f"{rest} = ({linear(1, -q)})^2 + {factor[-1] - q * q} is never 0",
        "double": f"({linear(1, -q)})^2 = 0",
    }.get(kind, f"({linear(factor[0], -q)})({linear(1, -r)}) = 0" if kind != "one" else "")
    if d.slip in ("first", "constant"):
        work, ends = f"divisors of {whole[-1]} are tried", f"taken: {either('x', *found)}"
    known = f"{p} is a zero of {_written(whole)}. " if d.difficulty == 1 else ""
    text = _written(whole)
    questions = (
        (
            f"{known}Find all its zeros.",
            f"One solution of {text} = 0 is {p}. Which are all of its solutions?",
            f"Solve {text} = 0, knowing that {p} is one solution.",
        )
        if known
        else (
            f"Find all real zeros of {text}.",
            f"Solve {text} = 0 in the real numbers.",
            f"Which real numbers x solve {text} = 0?",
        )
    )
    formal = (
        " and ".join(f"subs({text}, x, part(answer, {n})) = 0" for n in range(1, len(zeros) + 1))
        if len(zeros) > 1
        else f"subs({text}, x, answer) = 0"
    )
    return Item(
        questions,
        f"by @polynomial-division, then @quadratics-by-factoring: {steps(work, ends)}",
        either("x", *found),
        f"size(answer) = {len(zeros)} and {formal}",
    )


@zeros_of_polynomials.form("reverse")
def polynomial_from_zeros(d: Draw) -> Item:
    p, q, r = _three_zeros(d)
    front = d.within((1, 1), (1, 1), (2, 3))
    double = d.difficulty > 1 and d.rng.random() < 0.3
    r = q if double else r
    whole = tuple(front * each for each in _multiplied((1, -p), _multiplied((1, -q), (1, -r))))
    wrong = tuple(front * each for each in _multiplied((1, p), _multiplied((1, q), (1, r))))
    told = f"the zero {p} and the double zero {q}" if double else f"the zeros {p}, {q} and {r}"
    factors = f"{'' if front == 1 else front}({linear(1, -p)})({linear(1, -q)})({linear(1, -r)})"
    slope = f" and subs(diff(answer, x), x, {q}) = 0" if double else f" and subs(answer, x, {r}) = 0"
    work = steps(factors, f"{_written(_multiplied((1, -q), (1, -r)))} comes from the last two", _written(whole))
    if d.slip == "sign":
        work = f"the brackets are written with the numbers as they are: {_written(wrong)}"
    return Item(
        (
            f"Find the cubic with {told} and the leading coefficient {front}, without brackets.",
            f"Which polynomial of degree 3 with leading coefficient {front} has {told}? Expand it.",
            f"A cubic has {told}; its coefficient of x^3 is {front}. Write it without brackets.",
        ),
        f"each zero gives a factor, the reverse of @polynomial-division and @quadratics-by-factoring: {work}",
        _written(wrong if d.slip == "sign" else whole),
        f"subs(answer, x, {p}) = 0 and subs(answer, x, {q}) = 0{slope} and diff(answer, x, 3) = {6 * front}",
    )


@zeros_of_polynomials.form("candidates")
def rational_candidates(d: Draw) -> Item:
    constant = d.choice(((4, 6, 9, 10), (2, 3, 5, 7), (4, 6, 9))[d.difficulty - 1])
    lead = d.choice(((1,), (2, 3), (2, 3))[d.difficulty - 1])
    tops = [k for k in range(1, constant + 1) if constant % k == 0]
    bottoms = [k for k in range(1, lead + 1) if lead % k == 0]
    right = sorted({Fraction(top, bottom) for top in tops for bottom in bottoms})
    found = sorted(map(Fraction, tops)) if d.slip == "constant" or (d.slip == "first" and lead > 1) else right
    shown = _written((lead, d.within((-5, 5)), d.nonzero((-9, 9)), d.choice((constant, -constant))))
    questions = (
        f"Which positive rational numbers can be zeros of {shown}, by the rational root theorem? List all candidates.",
        f"List all positive candidates for rational zeros of {shown}.",
        f"The rational root theorem allows only certain positive rational zeros of {shown}. Which ones?",
    )
    work = (
        f"a divisor of {constant} over a divisor of {lead}; which are zeros would show by @polynomial-division or in "
        f"@quadratics-by-factoring of what is left: {', '.join(map(str, found))}"
    )
    formal = f"size(answer) = {len(right)} and " + " and ".join(
        f"inside(answer, {top}/{bottom}) = 1" for top in tops for bottom in bottoms
    )
    return Item(questions, work, ", ".join(map(str, found)), formal)


@zeros_of_polynomials.form("word problem")
def edge_of_a_box(d: Draw) -> Item:
    x, m, n = d.within((1, 4), (2, 6), (3, 9)), d.within((1, 3), (1, 5), (1, 6)), d.within((1, 4), (2, 6), (2, 9))
    while m == n:
        n += 1
    volume = x * (x + m) * (x + n)
    whole = (1, m + n, m * n, -volume)
    rest = quadratic(1, m + n + x, volume // x)
    questions = (
        f"A box is {m} cm longer and {n} cm higher than it is wide. Its volume is {volume} cm^3. How wide is it, "
        "in cm?",
        f"The product of a positive number, the number {m} larger and the number {n} larger is {volume}. Find "
        "the first number.",
        f"A tank with the edges x, x + {m} and x + {n} (in m) holds {volume} m^3. Find x > 0.",
    )
    work = (
        f"{_written(whole)} = 0; by @polynomial-division: {x} is a zero; divided by {linear(1, -x)} it leaves {rest}, "
        "which @quadratics-by-factoring shows to have no positive zero"
    )
    return Item(questions, work, str(x), f"answer*(answer + {m})*(answer + {n}) = {volume} and answer > 0")


@topic(
    "domains-of-rational-functions",
    sign="The zeros of the denominator are taken with the wrong sign.",
    top="The zeros of the numerator are given.",
    cancelled="A zero that cancels is forgotten.",
)
def domains_of_rational_functions(d: Draw) -> Item:
    """Which numbers are excluded; at 2 two of them, at 3 one of them may cancel."""
    a = d.nonzero((1, 9), (-9, 9), (-9, 9))
    b, c = d.nonzero((1, 9), (-9, 9), (-9, 9)), d.nonzero((1, 9), (-9, 9), (-9, 9))
    while len({a, b, c}) < 3:
        b, c = d.nonzero((-9, 9)), d.nonzero((-9, 9))
    m = d.within((1, 1), (1, 1), (1, 3))
    right: tuple[Fraction, ...]
    if d.difficulty == 1:
        m = d.within((1, 4))
        bottom, top = linear(m, -m * a if d.rng.random() < 0.5 else -a), linear(1, -c)
        zero = Fraction(a) if bottom == linear(m, -m * a) else Fraction(a, m)
        right = (zero,)
        formal = f"size(answer) = 1 and subs({bottom}, x, answer) = 0"
        work = f"{bottom} = 0"
    elif d.difficulty == 2 and d.rng.random() < 0.3:
        square = a * a
        bottom, top, right = terms("x^2", str(-square)), linear(1, -c), (Fraction(-abs(a)), Fraction(abs(a)))
        formal, work = solutions(1, 0, -square, 2), f"({linear(1, -abs(a))})({linear(1, abs(a))}) = 0"
    else:
        cancels = d.difficulty == 3 and d.rng.random() < 0.6
        bottom = quadratic(m, -m * (a + b), m * a * b)
        top = linear(1, -a) if cancels else linear(1, -c)
        right = (Fraction(a), Fraction(b))
        formal = solutions(m, -m * (a + b), m * a * b, 2)
        work = f"{'' if m == 1 else m}({linear(1, -a)})({linear(1, -b)}) = 0" + (
            "; that one factor cancels changes nothing" if cancels else ""
        )
        if cancels and d.slip == "cancelled":
            right = (Fraction(b),)
    found = d.outcome(right, sign=tuple(-each for each in right), top=(Fraction(c),))
    questions = ask(
        (
            "Which numbers do not belong to the domain of {}?",
            "For which x is {} not defined?",
            "Which numbers must be excluded from the domain of f(x) = {}?",
        ),
        f"({top})/({bottom})",
    )
    solution = (
        f"the denominator must not be 0, by @quadratics-by-factoring: {work}"
        if d.difficulty > 1
        else f"the denominator must not be 0, the simplest case of @quadratics-by-factoring: {work}"
    )
    return Item(questions, solution, either("x", *found), formal)


@domains_of_rational_functions.form("reverse")
def number_in_the_denominator(d: Draw) -> Item:
    p, q = d.nonzero((1, 9), (-9, 9), (-9, 9)), d.nonzero((1, 9), (-9, 9), (-9, 9))
    while p in (q, -q):
        q = d.nonzero((1, 9), (-9, 9), (-9, 9))
    top = linear(1, d.nonzero((1, 9)))
    if d.difficulty < 3:
        first = d.difficulty == 1 or d.rng.random() < 0.5
        bottom = terms("x^2", term(-p - q), "k") if first else terms("x^2", "kx", str(p * q))
        value = p * q if first else -(p + q)
        told = f"{p}"
        work = f"{p}^2" if p > 0 else f"({p})^2"
        work = steps(f"{work} = {p * p}", times(-p - q, p) if first else plus(p * p, p * q))
        work = steps(work, f"k = {value}")
        formal = (
            f"{p * p} + ({-p - q})*{bracket(p)} + answer = 0"
            if first
            else f"{p * p} + answer*{bracket(p)} + {bracket(p * q)} = 0"
        )
        value = -value if d.slip == "sign" else value
        questions = (
            f"({top})/({bottom}) is not defined at x = {told}. Find k.",
            f"For which k must {told} be excluded from the domain of ({top})/({bottom})?",
            f"{told} does not belong to the domain of f(x) = ({top})/({bottom}). What is k?",
        )
        solution = (
            f"the denominator is 0 there, as in @quadratics-by-factoring: {work}"
            if not d.slip
            else f"as in @quadratics-by-factoring: k = {value}"
        )
        return Item(questions, solution, str(value), formal)
    s = -(p + q) if d.slip == "sign" else p + q
    questions = (
        f"({top})/(x^2 + bx + c) is defined for all x except {p} and {q}. Find the denominator.",
        f"For which denominator x^2 + bx + c does ({top})/(x^2 + bx + c) exclude exactly the numbers {p} and {q}?",
        f"The domain of ({top})/(x^2 + bx + c) lacks only {p} and {q}. What is the denominator?",
    )
    return Item(
        questions,
        f"its zeros are {p} and {q}, as in @quadratics-by-factoring: {steps(plus(p, q), times(p, q))}",
        quadratic(1, -s, p * q),
        f"subs(answer, x, {p}) = 0 and subs(answer, x, {q}) = 0 and diff(answer, x, 2) = 2",
    )


@domains_of_rational_functions.form("missing point")
def hole_of_a_graph(d: Draw) -> Item:
    a, b = d.nonzero((1, 9), (-9, 9), (-9, 9)), d.nonzero((1, 9), (-9, 9), (-9, 9))
    e = d.nonzero((-9, 9)) if d.difficulty > 1 else None
    while a == b or (e is not None and e in (a, b)):
        b, e = d.nonzero((1, 9), (-9, 9), (-9, 9)), None if e is None else d.nonzero((-9, 9))
    bottom = linear(1, -a) if e is None else quadratic(1, -a - e, a * e)
    text = f"({quadratic(1, -a - b, a * b)})/({bottom})"
    height = Fraction(a - b) if e is None else Fraction(a - b, a - e)
    used = -a if d.slip == "sign" else a
    value = height if d.slip != "cancelled" else Fraction(0)
    left = linear(1, -b) if e is None else f"({linear(1, -b)})/({linear(1, -e)})"
    work = steps(
        f"({linear(1, -a)})({linear(1, -b)}) above",
        f"({linear(1, -a)})({linear(1, -e)}) below" if e is not None else "",
        f"{left} is left",
        minus(a, b),
        minus(a, e) if e is not None else "",
        f"{a - b}/{bracket(a - e)} = {height}" if e is not None else "",
    )
    questions = (
        f"One point is missing from the graph of y = {text} because a factor cancels. Which point?",
        f"The graph of {text} has a hole. Find the point that is missing.",
        f"A factor cancels in f(x) = {text}. At which point does the graph have a gap for that reason?",
    )
    formal = (
        f"size(answer) = 2 and part(answer, 1)^2 - ({a + b})*part(answer, 1) + {bracket(a * b)} = 0 and "
        f"part(answer, 2) = limit({text}, x, {a}) and part(answer, 1) - {bracket(a)} = 0"
    )
    return Item(questions, f"as in @quadratics-by-factoring: {work}", point(used, str(value)), formal)


@domains_of_rational_functions.form("number of solutions")
def how_many_are_excluded(d: Draw) -> Item:
    count = d.choice((0, 1, 2))
    p, m = d.nonzero((1, 6), (-6, 6), (-9, 9)), d.within((1, 1), (1, 3), (1, 5))
    away = {0: d.within((1, 9)), 1: 0, 2: -(d.within((1, 4)) ** 2)}[count]
    bottom = quadratic(m, -2 * m * p, m * (p * p + away))
    found = 2 if d.slip == "top" or (d.slip == "sign" and count == 0) else count
    value = -4 * m * m * away
    return Item(
        (
            f"How many real numbers must be excluded from the domain of 1/({bottom})?",
            f"For how many real x is x/({bottom}) not defined?",
            f"At how many places is ({linear(1, d.nonzero((1, 9)))})/({bottom}) not defined?",
        ),
        f"the denominator is {'' if m == 1 else m}(({linear(1, -p)})^2 {'-' if away < 0 else '+'} {abs(away)}), so as "
        f"in @quadratics-by-factoring it has {count or 'no'} zero{'' if count == 1 else 's'}",
        str(found),
        f"answer = 1 + {bracket(value)}/abs({value})" if value else f"answer - 1 = ({2 * m * p})^2 - 4*{m}*{m * p * p}",
    )


@domains_of_rational_functions.form("word problem")
def when_a_formula_fails(d: Draw) -> Item:
    p, q, c = d.within((2, 9), (2, 12), (2, 20)), d.within((1, 9), (1, 12), (1, 20)), d.within((2, 30))
    m = d.within((1, 3), (1, 1), (1, 4))
    if d.difficulty == 1:
        bottom, zero, formal = terms(str(m * p), term(-m, 1, "t")), p, f"{m * p} - {m}*answer = 0"
    else:
        bottom = quadratic(m, m * (q - p), -m * p * q, "t")
        zero, formal = p, f"{m}*answer^2 + {bracket(m * (q - p))}*answer - {m * p * q} = 0 and answer > 0"
    value = -zero if d.slip == "sign" else zero
    if d.slip == "top":
        value = c
    text = f"(t - {c})/({bottom})" if d.slip == "top" or d.rng.random() < 0.3 else f"{c}/({bottom})"
    work = (
        f"{bottom} = 0"
        if d.difficulty == 1
        else f"{'' if m == 1 else m}({linear(1, -p, 't')})({linear(1, q, 't')}) = 0; t is positive"
    )
    questions = (
        f"By a formula, a tank runs out {text} litres a minute at the time t > 0. At which time does the formula fail?",
        f"The price of a share is given by {text} for t > 0 in days. For which t is this not defined?",
        f"A machine works with the speed {text} at the setting t > 0. Which setting is impossible, because the "
        "formula is not defined?",
    )
    return Item(questions, f"the denominator must not be 0, as in @quadratics-by-factoring: {work}", str(value), formal)
