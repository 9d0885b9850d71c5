"""Completing the square, the discriminant and the quadratic formula."""

from __future__ import annotations

from fractions import Fraction
from math import gcd, isqrt

from tutelage.subjects.calculus.notation import bracket, linear, over_text, quadratic, surd, term, terms
from tutelage.subjects.calculus.quadratics import distinct_roots, either, solutions
from tutelage.subjects.calculus.steps import minus, over, plus, raised, steps, times
from tutelage.subjects.calculus.topic import SOLVE, ask, topic
from tutelage.subjects.workbook import Draw, Item


@topic(
    "discriminant",
    sign="The last product is added instead of subtracted.",
    four="The factor 4 is forgotten.",
    double="The coefficient of x is doubled instead of squared.",
    takes=range(2, 13),
)
def discriminant(d: Draw) -> Item:
    a, c = d.within((1, 4), (2, 6), (-9, 9)) or 3, d.nonzero((1, 5), (-9, 9), (-9, 9))
    b = d.main((2, 9), (3, 12), (-12, 12)) or 5
    if d.given is None and d.rng.random() < 0.2 and isqrt(abs(a * c)) ** 2 == a * c:
        b = 2 * isqrt(a * c)
    last = a * c if d.slip == "four" else 4 * a * c
    square = 2 * b if d.slip == "double" else b * b
    value = square + last if d.slip == "sign" else square - last
    work = steps(
        times(2, b) if d.slip == "double" else f"@powers {raised(b, 2)}",
        "" if d.slip == "four" else times(4, a),
        times(a if d.slip == "four" else 4 * a, c),
        (plus if d.slip == "sign" else minus)(square, last),
    )
    function, shown = quadratic(a, b, c), quadratic(a, d.shown(b), c)
    if d.difficulty == 3 and d.rng.random() < 0.5:
        shown = f"{quadratic(a, b, 0)} = {-c}"
        wordings = (
            "What is the discriminant of {}?",
            "Find the discriminant of {}.",
            "Compute the discriminant of {}.",
        )
        work = f"{function} = 0; {work}"
    else:
        wordings = ("What is the discriminant of {}?", "Find the discriminant of {} = 0.", "Compute b^2 - 4ac for {}.")
    return Item(
        ask(wordings, shown),
        work,
        str(value),
        f"answer = subs(diff({function}, x)^2 - 2*diff({function}, x, 2)*({function}), x, 3)",
        value=b * b - 4 * a * c,
        noun=f"the discriminant of {function}",
    )


@discriminant.form("number of solutions")
def number_of_real_solutions(d: Draw) -> Item:
    count = d.choice((0, 1, 2))
    a, p = d.within((1, 3), (1, 5), (-5, 5)) or 2, d.nonzero((1, 6), (-6, 6), (-9, 9))
    away = {0: 1, 1: 0, 2: -1}[count] * d.within((1, 9))
    b, c = -2 * a * p, a * p * p + away * (1 if a > 0 else -1)
    value = b * b - 4 * a * c
    found = 2 if d.slip == "sign" and count == 0 else count
    word = {0: "negative", 1: "zero", 2: "positive"}[count]
    last = minus(b * b, 4 * a * c) if found == count else plus(b * b, 4 * a * c)
    return Item(
        (
            f"How many real solutions does {quadratic(a, b, c)} = 0 have?",
            f"In how many points does the parabola y = {quadratic(a, b, c)} meet the x-axis?",
            f"How many real zeros does {quadratic(a, b, c)} have?",
        ),
        steps(f"by @powers {raised(b, 2)}", times(4 * a, c), last, f"{value} is {word}" if found == count else ""),
        str(found),
        f"answer = 1 + {bracket(value)}/abs({value})"
        if value
        else f"answer - 1 = {b * b} - 4*{bracket(a)}*{bracket(c)}",
    )


@discriminant.form("reverse")
def coefficient_for_one_solution(d: Draw) -> Item:
    a, p = d.within((1, 1), (1, 3), (1, 5)), d.within((1, 9), (1, 9), (1, 9))
    if d.difficulty == 1:
        shown, answer = f"{quadratic(a, 2 * p, 0)} + k", p * p
        work, formal = f"{2 * p}^2 = {4 * p * p}; 4k = {4 * p * p}; {over(4 * p * p, 4)}", f"{2 * p}^2 = 4*answer"
    elif d.difficulty == 2:
        shown, answer = f"{terms(term(a, 2), 'kx', str(a * p * p))}", 2 * a * p
        work = f"{times(4 * a, a * p * p)}; k^2 = {4 * a * a * p * p}; k > 0, so k = {answer}"
        formal = f"answer^2 = 4*{a}*{a * p * p} and answer > 0"
    else:
        value = d.within((1, 60))
        c = d.nonzero((-9, 9))
        b = d.nonzero((-12, 12))
        value = b * b - 4 * a * c
        shown, answer = f"{terms(term(a, 2), term(b), 'k')}", c
        work = steps(raised(b, 2), minus(b * b, value), f"4*{a}*k = {4 * a * c}", f"{4 * a * c}/{4 * a} = {c}")
        questions = (
            f"The discriminant of {shown} is {value}. Find k.",
            f"For which k is {value} the discriminant of {shown} = 0?",
            f"{shown} has the discriminant {value}. What is k?",
        )
        return Item(questions, f"by @powers {work}", str(answer), f"{bracket(b)}^2 - 4*{a}*answer = {value}")
    sign = "positive " if d.difficulty == 2 else ""
    questions = (
        f"For which {sign}k does {shown} = 0 have exactly one solution?",
        f"For which {sign}k does the parabola y = {shown} touch the x-axis?",
        f"Find the {sign}k for which the discriminant of {shown} is 0.",
    )
    return Item(questions, f"the discriminant is 0; by @powers {work}", str(answer), formal)


def _root_pieces(b: int, square: int, below: int) -> tuple[str, str]:
    """(-b - sqrt(square))/below and (-b + sqrt(square))/below in lowest terms."""
    front = next(k for k in range(isqrt(square), 0, -1) if square % (k * k) == 0)
    inside, common = square // (front * front), gcd(gcd(front, below), b)
    root, first, bottom = term(front // common, 1, f"sqrt({inside})"), -b // common, below // common
    pair = (terms(str(first), f"-{root}"), terms(str(first), root))
    if bottom == 1:
        return pair
    low, high = (f"({each})/{bottom}" if first else over_text(each, bottom) for each in pair)
    return low, high


@topic(
    "quadratic-formula",
    sign="The coefficient of x keeps its sign.",
    half="It is divided by a instead of 2a.",
    four="The discriminant is added up wrongly: the last product is added.",
)
def quadratic_formula(d: Draw) -> Item:
    """At 1 and 2 with rational solutions, at 3 with surds or none."""
    a = d.within((1, 1), (2, 3), (1, 3))
    if d.difficulty < 3:
        p, q = distinct_roots(d)
        b, c = -(a * p + q), p * q  # the roots p and q/a
    else:
        b, c = d.nonzero((-9, 9)), d.nonzero((-9, 9))
    square = b * b - 4 * a * c
    if square == 0 or (d.difficulty == 3 and square > 0 and isqrt(square) ** 2 == square):
        return quadratic_formula.make(d)
    function = quadratic(a, b, c)
    if square < 0:
        return Item(
            ask(SOLVE, f"{function} = 0"),
            f"by the @discriminant: {raised(b, 2)}; {times(4 * a, c)}; {minus(b * b, 4 * a * c)}; no real root of it",
            "no solution" if not d.slip else f"x = {Fraction(-b, 2 * a)}",
            solutions(a, b, c, 0),
        )
    used = b * b + 4 * a * c if d.slip == "four" else square
    if used <= 0:
        used = square
    front, below = (-b if d.slip == "sign" else b), a if d.slip == "half" else 2 * a
    root = surd(1, used)
    start = steps(
        raised(b, 2),
        times(4 * a, c),
        plus(b * b, 4 * a * c) if used != square else minus(b * b, 4 * a * c),
        f"sqrt({used}) = {root}" if root != f"sqrt({used})" else f"the root is sqrt({used})",
    )
    if isqrt(used) ** 2 == used:
        low, high = Fraction(-front - isqrt(used), below), Fraction(-front + isqrt(used), below)
        ends = steps(
            *(
                step
                for sign, value in (("-", low), ("+", high))
                for step in (
                    f"{-front} {sign} {root} = {-front + (isqrt(used) if sign == '+' else -isqrt(used))}",
                    f"{int(value * below)}/{below} = {value}" if below > 1 else "",
                )
            )
        )
        answer = either("x", low, high)
    else:
        small, large = _root_pieces(front, used, below)
        ends, answer = f"({-front} - {root})/{below} and ({-front} + {root})/{below}", f"x = {small} or x = {large}"
    return Item(
        (*ask(SOLVE, f"{function} = 0"), f"Solve {function} = 0 by the quadratic formula."),
        f"by the @discriminant{' and @simplifying-roots' if root != f'sqrt({used})' else ''}: {start}; {ends}",
        answer,
        solutions(a, b, c, 2),
    )


@quadratic_formula.form("larger solution")
def larger_solution(d: Draw) -> Item:
    p, q = distinct_roots(d)
    a = d.within((1, 1), (2, 3), (2, 5))
    b, c = -(a * p + q), p * q
    if a * p == q:
        return larger_solution(d)
    if d.difficulty == 3:
        c += d.choice((1, 2, 3, -1, -2))
        while b * b - 4 * a * c <= 0:
            c -= 3
    square, below = b * b - 4 * a * c, a if d.slip == "half" else 2 * a
    front = -b if d.slip == "sign" else b
    root, function = surd(1, square), quadratic(a, b, c)
    exact = isqrt(square) ** 2 == square
    answer = str(Fraction(-front + isqrt(square), below)) if exact else _root_pieces(front, square, below)[1]
    work = steps(
        raised(b, 2),
        times(4 * a, c),
        minus(b * b, 4 * a * c),
        f"the root is {root}",
        plus(-front, isqrt(square)) if exact else "",
        f"({-front} + {root})/{below}" if not exact else f"{-front + isqrt(square)}/{below} = {answer}",
    )
    return Item(
        (
            f"Find the larger solution of {function} = 0.",
            f"What is the larger solution of {function} = 0?",
            f"Where does the parabola y = {function} meet the x-axis farthest to the right? Give the x.",
        ),
        f"by the @discriminant, with the plus sign: {work}",
        f"x = {answer}",
        f"{a}*answer^2 + {bracket(b)}*answer + {bracket(c)} = 0 and answer > {Fraction(-b, 2 * a)}",
    )


@quadratic_formula.form("reverse")
def equation_from_the_formula(d: Draw) -> Item:
    a = d.within((1, 1), (1, 2), (2, 4))
    b, c = d.nonzero((1, 9), (-9, 9), (-12, 12)), d.nonzero((-6, -1), (-9, 9), (-9, 9))
    square = b * b - 4 * a * c
    while square <= 0 or isqrt(square) ** 2 == square:
        c -= 1
        square = b * b - 4 * a * c
    shown = f"({-b} + sqrt({square}))/{2 * a} and ({-b} - sqrt({square}))/{2 * a}"
    used = -b if d.slip == "sign" else b
    return Item(
        (
            f"{quadratic(a, 'b', 0)} + c = 0 has the solutions {shown}. Find the left side.",
            f"Which quadratic {quadratic(a, 'b', 0)} + c has the zeros {shown}?",
            f"The quadratic formula gave {shown}. For which quadratic {quadratic(a, 'b', 0)} + c?",
        ),
        f"-b is {-b}, and the @discriminant is {square}: "
        + steps(raised(b, 2), minus(b * b, square), f"{b * b - square}/{4 * a} = {c}"),
        quadratic(a, used, c),
        f"subs(answer, x, ({-b} + sqrt({square}))/{2 * a}) = 0 and diff(answer, x, 2) = {2 * a} and "
        f"subs(diff(answer, x), x, {Fraction(-b, 2 * a)}) = 0",
    )


@quadratic_formula.form("word problem")
def when_it_lands(d: Draw) -> Item:
    """Height -5t^2 + vt + h; the positive time when it is 0, or at 3 another height."""
    t = Fraction(d.within((1, 5), (1, 5), (1, 6))) if d.difficulty < 2 else Fraction(d.within((2, 9)), 2)
    other = -Fraction(d.within((1, 3), (1, 4), (1, 4)), 1 if d.difficulty < 2 else d.choice((1, 2, 5)))
    v, h = 5 * (t + other), -5 * t * other
    while v.denominator > 1 or h.denominator > 1 or v <= 0:
        t, other = Fraction(d.within((3, 12)), 2), -Fraction(d.within((1, 4)), d.choice((1, 2)))
        v, h = 5 * (t + other), -5 * t * other
    level = d.within((5, 20)) if d.difficulty == 3 else 0
    height = f"{quadratic(-5, int(v), int(h) + level, 't')}"
    square = int(v * v + 20 * h)
    answer = str(-other if d.slip == "sign" else t)
    target = f"at the height {level} m on its way down" if level else "back on the ground"
    work = steps(
        f"{quadratic(-5, int(v), int(h), 't')} = 0",
        f"({int(v)})^2 - 4*(-5)*{int(h)} = {square}",
        f"the root is {surd(1, square)}",
        f"t = {answer} is the positive solution",
    )
    return Item(
        (
            f"A ball has the height {height} (in m) after t seconds. After how many seconds is it {target}?",
            f"A stone is thrown up; after t s it is {height} m high. When, in s, is it {target}?",
            f"The height in m of a rocket without fuel is h = {height} after t seconds. After how many seconds is it "
            f"{target}?",
        ),
        f"by the @discriminant: {work}",
        answer,
        f"-5*answer^2 + {int(v)}*answer + {int(h)} = 0 and answer > 0",
    )


@topic(
    "completing-the-square",
    add="The square is added instead of taken away.",
    half="The coefficient is not halved.",
    front="The number in front of the bracket is forgotten when the square is taken away.",
)
def completing_the_square(d: Draw) -> Item:
    """At 2 the coefficient may be odd, at 3 there is a number in front of the square."""
    a = d.choice((2, 3, 4, 5, -1, -2)) if d.difficulty == 3 else 1
    p = Fraction(d.nonzero((1, 6), (-9, 9), (-6, 6)))
    if d.difficulty == 2 and d.rng.random() < 0.6:
        p = Fraction(2 * d.within((-4, 3)) + 1, 2)
    c, letter = d.nonzero((1, 9), (-20, 20), (-30, 30)), d.letter()
    b = int(2 * a * p)
    inner = 2 * p if d.slip == "half" else p
    taken = (1 if d.slip == "front" else a) * inner * inner
    rest = c + taken if d.slip == "add" else c - taken
    text = quadratic(a, b, c, letter)
    sign = "+" if (d.slip == "add") == (taken > 0) else "-"
    work = steps(
        f"{b}/{bracket(a)} = {b // a}" if a != 1 else "",
        "" if d.slip == "half" else f"@integer-division {b // a}/2 = {p}",
        f"({inner})^2 = {inner * inner}" if inner < 0 or inner.denominator > 1 else f"{inner}^2 = {inner**2}",
        f"{a}*{inner * inner} = {a * inner * inner}" if a != 1 and d.slip != "front" else "",
        f"{c} {sign} {abs(taken)} = {rest}",
    )
    whole = terms(f"({terms(letter, str(inner))})^2", str(rest))
    if a != 1:
        whole = terms(f"{'-' if a == -1 else a}({terms(letter, str(inner))})^2", str(rest))
    shape = f"({letter} + p)^2 + q" if a == 1 else f"a({letter} + p)^2 + q"
    questions = (
        f"Complete the square in {text}.",
        f"Write {text} as a {'square' if a == 1 else 'multiple of a square'} plus a number.",
        f"Bring {text} into the form {shape}.",
    )
    return Item(
        questions, f"by @squaring-binomials read backwards: {work}", whole, f"answer = {text} and parts(answer) < 7"
    )


@completing_the_square.form("reverse")
def number_that_completes(d: Draw) -> Item:
    p = d.nonzero((1, 9), (-9, 9), (-12, 12))
    a = d.within((1, 1), (1, 1), (2, 5))
    c = d.nonzero((1, 9), (-20, 20), (-30, 30))
    if d.difficulty == 1 or d.rng.random() < 0.3:
        answer, shown = a * p * p, f"{quadratic(a, 2 * a * p, 0)} + k"
        what = "the square of a binomial" if a == 1 else f"{a} times the square of a binomial"
        questions = (
            f"For which k is {shown} {what}?",
            f"Which number k has to be added so that {shown} becomes {what}?",
            f"{shown} is {what}. Find k.",
        )
        work = "as in @squaring-binomials: " + steps(
            over(2 * a * p, a) if a > 1 else "",
            f"@integer-division {over(2 * p, 2)}",
            raised(p, 2),
            times(a, p * p) if a > 1 else "",
        )
        return Item(questions, work, str(answer), f"(2*{a}*{bracket(p)})^2 = 4*{a}*answer")
    bracketed = terms(f"{a if a > 1 else ''}({linear(1, p)})^2", str(c))
    questions = (
        f"{bracketed} = {terms(term(a, 2), 'bx', 'c')}. Find c.",
        f"Expand {bracketed}. What is the constant term?",
        f"Which constant c does {bracketed} have when it is written as {terms(term(a, 2), 'bx', 'c')}?",
    )
    return Item(
        questions,
        f"by @squaring-binomials: {steps(raised(p, 2), times(a, p * p) if a > 1 else '', plus(a * p * p, c))}",
        str(a * p * p + c),
        f"answer = {a}*{bracket(p)}^2 + {bracket(c)}",
    )


@completing_the_square.form("smallest value")
def extreme_of_a_quadratic(d: Draw) -> Item:
    p, q = d.nonzero((1, 6), (-9, 9), (-9, 9)), d.nonzero((1, 9), (-20, 20), (-30, 30))
    a = d.choice((1,) if d.difficulty == 1 else (1, -1) if d.difficulty == 2 else (2, 3, -2, -3, 4))
    b, c = 2 * a * p, a * p * p + q
    place = d.rng.random() < 0.3
    word = "smallest" if a > 0 else "largest"
    text = quadratic(a, b, c)
    shown = terms(f"{ {1: '', -1: '-'}.get(a, str(a)) }({linear(1, p)})^2", str(q))
    rest = c + a * p * p if d.slip == "add" else q
    answer = -p if place else rest
    formal = f"subs(diff({text}, x), x, answer) = 0" if place else f"answer = subs({text}, x, {-p})"
    if place:
        questions = (
            f"For which x is {text} {word}?",
            f"{text} has its {word} value at one x. Which one?",
            f"Where does y = {text} take its {word} value? Give the x.",
        )
    else:
        questions = (
            f"What is the {word} value of {text}?",
            f"Find the {word} value that {text} can have.",
            f"How {'small' if a > 0 else 'large'} can {text} become at most? Give the {word} value."
            if a < 0
            else f"{text} never falls below a certain number. Which number is it?",
        )
    work = f"by @squaring-binomials read backwards it is {shown}: " + steps(
        raised(p, 2),
        times(a, p * p) if a != 1 else "",
        (plus if d.slip == "add" else minus)(c, a * p * p),
        f"the square is 0 at x = {-p}",
    )
    return Item(questions, work, str(answer), formal)


@completing_the_square.form("equation")
def solved_by_a_square(d: Draw) -> Item:
    p, m = d.nonzero((1, 6), (-9, 9), (-9, 9)), d.choice((2, 3, 5, 6, 7, 10, 11, 13))
    if d.difficulty == 1:
        m = d.within((1, 5)) ** 2
    c = p * p - m
    shift = d.nonzero((-9, 9)) if d.difficulty == 3 else 0
    equation = f"{quadratic(1, 2 * p, c + shift)} = {shift}"
    center, root = -p, isqrt(m)
    exact = root * root == m
    answer = (
        either("x", center - root, center + root)
        if exact
        else f"x = {terms(str(center), f'-sqrt({m})')} or x = {terms(str(center), f'sqrt({m})')}"
    )
    questions = (
        f"Solve {equation} by completing the square.",
        f"Complete the square to find all solutions of {equation}.",
        f"Which numbers solve {equation}? Complete the square.",
    )
    work = "by @squaring-binomials read backwards: " + steps(
        f"{2 * p}/2 = {p}", raised(p, 2), f"({linear(1, p)})^2 = {m}", f"the roots are {surd(1, m)} and -{surd(1, m)}"
    )
    return Item(questions, work, answer, solutions(1, 2 * p, c, 2))
