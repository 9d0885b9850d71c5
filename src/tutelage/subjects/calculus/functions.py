"""Values of functions, and functions of functions."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.notation import bracket, linear, quadratic, term, terms
from tutelage.subjects.calculus.steps import minus, plus, raised, steps, times
from tutelage.subjects.calculus.topic import story, topic
from tutelage.subjects.workbook import Draw, Item


def _valued(name: str, function: str, at: int | str, letter: str = "x") -> tuple[str, ...]:
    return (
        f"{name}({letter}) = {function}. Find {name}({at}).",
        f"If {name}({letter}) = {function}, what is {name}({at})?",
        f"Evaluate {name}({at}) for {name}({letter}) = {function}.",
    )


@topic(
    "evaluating-functions",
    double="The square is worked out as a double.",
    add="The coefficient is added to the number, not multiplied.",
    sign="A negative number is put in without its sign.",
    takes=range(2, 10),
)
def evaluating_functions(d: Draw) -> Item:
    """At 1 x^2 + bx at a positive number, at 2 with a coefficient and a constant, at 3 also quotients and cubes."""
    if d.difficulty == 3 and d.rng.random() < 0.5:
        return _harder_function(d)
    a, c = (1, 0) if d.difficulty == 1 else (d.nonzero((2, 5), (-3, 5), (-4, 4)), d.within((-9, 9)))
    b, x = d.nonzero((1, 9), (-9, 9), (-9, 9)), d.main((2, 6), (-6, 6), (-9, 9)) or 3
    used = abs(x) if d.slip == "sign" else x
    square = 2 * used if d.slip == "double" else used * used
    product = b + used if d.slip == "add" else b * used
    function, name = quadratic(a, b, c), d.choice("fgh")
    work = steps(
        raised(used, 2, square),
        times(a, square) if a != 1 else "",
        plus(b, used) if d.slip == "add" else times(b, used),
        plus(a * square, product),
        plus(a * square + product, c) if c else "",
    )
    letter = d.choice(("n", "t"))
    shown = quadratic(a, b, c, letter)
    told = {
        "word problem": (
            f"Making {letter} chairs costs {shown} euros. What does it cost to make {x} chairs?",
            f"After {letter} hours a pool holds {shown} m^3 of water. How many m^3 does it hold after {x} hours?",
            f"A wheel has turned by {shown} degrees after {letter} seconds. By how many degrees has it turned after "
            f"{x} seconds?",
        )
    }
    return Item(
        _valued(name, function, d.shown(x)),
        f"by @substitution: {work}",
        str(a * square + product + c),
        f"answer = subs({function}, x, {x})",
        value=a * x * x + b * x + c,
        noun=f"the value of {function} at x = {x}",
        worded=told if min(a, b, x - 1) > 0 and c >= 0 and d.given is None else {},
    )


def _harder_function(d: Draw) -> Item:
    x = d.nonzero((-6, 6))
    if d.rng.random() < 0.5:
        a, b, c = d.nonzero((1, 5)), d.nonzero((-9, 9)), d.nonzero((-9, 9))
        while x + c == 0:
            c += 1
        top, bottom = a * x + b, x + c
        value = Fraction(top, bottom)
        function = f"({linear(a, b)})/({linear(1, c)})"
        work = steps(times(a, x) if a > 1 else "", plus(a * x, b), plus(x, c), f"{top}/{bracket(bottom)} = {value}")
        if d.slip == "sign":
            value = Fraction(a * abs(x) + b, abs(x) + c or 1)
    else:
        b, c = d.nonzero((-5, 5)), d.nonzero((-9, 9))
        value = Fraction(x**3 + b * x + c)
        function = terms("x^3", term(b), str(c))
        work = steps(raised(x, 3), times(b, x), plus(x**3, b * x), plus(x**3 + b * x, c))
    if d.slip == "sign" and x < 0:
        work = f"with {-x} put in, it is {value}"
    return Item(
        _valued(d.choice("fgh"), function, x),
        f"by @substitution: {work}",
        str(value),
        f"answer = subs({function}, x, {x})",
    )


@evaluating_functions.form("word problem")
def value_in_a_story(d: Draw) -> Item:
    return story(d, evaluating_functions.make)


@evaluating_functions.form("reverse")
def unknown_in_the_rule(d: Draw) -> Item:
    a, b = d.within((1, 1), (2, 5), (-4, 4)) or 2, d.nonzero((1, 9), (-9, 9), (-9, 9))
    c = d.nonzero((1, 9), (-9, 9), (-9, 9))
    x = d.nonzero((2, 5), (-5, 5), (-6, 6))
    value = a * x * x + b * x + c
    if d.difficulty < 3 and d.rng.random() < 0.6:
        shown, answer = terms(term(a, 2), term(b), "k"), c
        back = f"answer + {a}*{bracket(x)}^2 + {bracket(b)}*{bracket(x)}"
        work = steps(raised(x, 2), times(a, x * x) if a > 1 else "", times(b, x), plus(a * x * x, b * x))
        work = steps(work, minus(value, a * x * x + b * x))
    else:
        shown, answer = terms(term(a, 2), "kx", str(c)), b
        back = f"answer*{bracket(x)} + {a}*{bracket(x)}^2 + {bracket(c)}"
        work = steps(raised(x, 2), times(a, x * x) if a != 1 else "", plus(a * x * x, c), minus(value, a * x * x + c))
        work = steps(work, f"{value - a * x * x - c}/{bracket(x)} = {b}")
    questions = (
        f"f(x) = {shown} and f({x}) = {value}. Find k.",
        f"For which k does f(x) = {shown} have the value {value} at x = {x}?",
        f"The function f(x) = {shown} takes the value {value} at {x}. What is k?",
    )
    return Item(questions, f"by @substitution: {work}", str(answer), f"{back} = {value}")


@evaluating_functions.form("from a table")
def value_from_a_table(d: Draw) -> Item:
    start, count = d.within((0, 3), (-3, 3), (-4, 0)), 5
    places = [start + index for index in range(count)]
    values = d.rng.sample(range(-9 if d.difficulty > 1 else 1, 20), count)
    table = ", ".join(f"f({place}) = {value}" for place, value in zip(places, values, strict=True))
    i, j = d.rng.sample(range(count), 2)
    if d.difficulty == 1:
        wanted, answer, work = f"f({places[i]}) + f({places[j]})", values[i] + values[j], plus(values[i], values[j])
        formal = f"answer - {bracket(values[i])} = {values[j]}"
    elif d.difficulty == 2:
        k = d.within((2, 5))
        wanted, answer = f"f({places[i]}) - {k}*f({places[j]})", values[i] - k * values[j]
        work, formal = steps(times(k, values[j]), minus(values[i], k * values[j])), ""
        formal = f"answer + {k}*{bracket(values[j])} = {values[i]}"
    else:
        values[i] = d.choice([place for place in places if place != places[i]])
        inner = values[places.index(values[i])]
        table = ", ".join(f"f({place}) = {value}" for place, value in zip(places, values, strict=True))
        c = d.within((2, 9))
        wanted, answer = f"f(f({places[i]})) + {c}", inner + c
        work, formal = steps(f"f({places[i]}) = {values[i]}", f"f({values[i]}) = {inner}", plus(inner, c)), ""
        formal = f"answer - {c} = {inner}"
    questions = (
        f"A table says {table}. What is {wanted}?",
        f"{table}. Find {wanted}.",
        f"The values of a function are {table}. Compute {wanted}.",
    )
    return Item(questions, f"by @substitution of the values: {work}", str(answer), formal)


@topic(
    "composing-functions",
    order="The outer function is applied first.",
    product="The two values are multiplied.",
    inner="Only the inner function is applied.",
    takes=range(2, 10),
)
def composing_functions(d: Draw) -> Item:
    """At 3 often a formula for f(g(x)) is asked for, and one function may be a square."""
    if d.difficulty == 3 and d.rng.random() < 0.5:
        return _composed_formula(d)
    a, b = d.within((2, 5), (2, 9), (2, 9)), d.nonzero((1, 9), (-9, 9), (-9, 9))
    c, x = d.nonzero((1, 9), (-9, 9), (-9, 9)), d.main((1, 6), (-6, 9), (-9, 9))
    square = d.difficulty > 1 and d.given is None and d.rng.random() < 0.4
    outer, inner = linear(a, b), "x^2" if square else linear(1, c)

    def f(value: int) -> tuple[str, int]:
        return steps(times(a, value), plus(a * value, b)), a * value + b

    def g(value: int) -> tuple[str, int]:
        return (raised(value, 2), value * value) if square else (plus(value, c), value + c)

    if d.slip == "order":
        first, middle = f(x)
        second, answer = g(middle)
        work = steps(first, second)
    else:
        first, middle = g(x)
        second, answer = f(middle)
        work = steps(first, second)
        if d.slip == "inner":
            work, answer = first, middle
        elif d.slip == "product":
            other, value = f(x)
            work, answer = steps(first, other, times(middle, value)), middle * value
    functions, k = f"f(x) = {outer}, g(x) = {inner}", d.shown(x)
    return Item(
        (
            f"{functions}. Find f(g({k})).",
            f"{functions}. What is f(g({k}))?",
            f"Let {functions.replace(', g', ' and g')}. Compute f(g({k})).",
        ),
        f"by @evaluating-functions from the inside out: {work}",
        str(answer),
        f"answer = subs({outer}, x, subs({inner}, x, {x}))",
        value=f(g(x)[1])[1],
        noun=f"the value of p(q({x})) for p(x) = {outer} and q(x) = {inner}",
    )


def _composed_formula(d: Draw) -> Item:
    a, b, c = d.within((2, 6)), d.nonzero((-9, 9)), d.nonzero((-9, 9))
    m = d.within((2, 5))
    outer, inner = (linear(a, b), linear(m, c)) if d.rng.random() < 0.5 else (terms("x^2", str(b)), linear(1, c))
    if "^" in outer:
        result, turned = quadratic(1, 2 * c, c * c + b), terms("x^2", str(b + c))
        work = f"({inner})^2 {'+' if b > 0 else '-'} {abs(b)}; {raised(c, 2)}; {plus(c * c, b)}"
    else:
        result, turned = linear(a * m, a * c + b), linear(a * m, m * b + c)
        work = f"{a}({inner}) {'+' if b > 0 else '-'} {abs(b)}; {times(a, m)}; {times(a, c)}; {plus(a * c, b)}"
    answer = d.outcome(result, order=turned, inner=inner, product=f"({outer})({inner})")
    questions = (
        f"f(x) = {outer}, g(x) = {inner}. Find f(g(x)) and simplify.",
        f"f(x) = {outer}, g(x) = {inner}. Which formula does f(g(x)) have, without brackets?",
        f"Let f(x) = {outer} and g(x) = {inner}. Write f(g(x)) without brackets.",
    )
    solution = (
        f"@evaluating-functions with {inner} in the place of x: {work}"
        if not d.slip
        else f"@evaluating-functions: {answer}"
    )
    return Item(questions, solution, answer, f"answer = subs({outer}, x, {inner}) and parts(answer) < 7")


@composing_functions.form("reverse")
def unknown_in_a_composition(d: Draw) -> Item:
    a, b = d.within((2, 5), (2, 9), (-9, 9)), d.nonzero((1, 9), (-9, 9), (-9, 9))
    c = d.nonzero((1, 9), (-9, 9), (-9, 9))
    a, x = a or 2, d.within((1, 6), (-6, 9), (-9, 9))
    value, inside = a * (x + c) + b, a * (x + c)
    if d.difficulty == 1 or d.rng.random() < 0.4:
        functions, answer = f"f(x) = {terms(term(a), 'k')}, g(x) = {linear(1, c)}", b
        work, back = steps(plus(x, c), times(a, x + c), minus(value, inside)), f"{a}*({x} + {bracket(c)}) + answer"
    else:
        functions, answer = f"f(x) = {linear(a, b)}, g(x) = x + k", c
        work = steps(minus(value, b), f"{inside}/{bracket(a)} = {x + c}", minus(x + c, x))
        back = f"{a}*({x} + answer) + {bracket(b)}"
    questions = (
        f"{functions}, and f(g({x})) = {value}. Find k.",
        f"{functions}. For which k is f(g({x})) = {value}?",
        f"{functions}. What does k have to be so that f(g({x})) is {value}?",
    )
    return Item(questions, f"by @evaluating-functions: {work}", str(answer), f"{back} = {value}")


@composing_functions.form("word problem")
def one_machine_after_another(d: Draw) -> Item:
    a, b = d.within((2, 5), (2, 9), (2, 9)), d.within((1, 9), (2, 20), (5, 40))
    x = d.within((4, 20), (10, 50), (20, 90))
    first_adds = d.rng.random() < 0.5
    doubled = (x + b) * a if first_adds else x * a + b
    wrong = x * a + b if first_adds else (x + b) * a
    again = d.difficulty == 3
    last = d.within((1, 9)) if again else 0
    answer = (wrong if d.slip == "order" else doubled) - last
    one, two = f"adds {b}", f"multiplies by {a}"
    early, late = (one, two) if first_adds else (two, one)
    third = f" A third one subtracts {last}." if again else ""
    goes = "through the first and then the second" if not again else "through all three, in this order"
    work = (
        steps(plus(x, b), times(x + b, a)) if first_adds != (d.slip == "order") else steps(times(x, a), plus(x * a, b))
    )
    work = steps(work, minus(answer + last, last) if again else "")
    return Item(
        (
            f"One machine {early}, a second one {late}.{third} The number {x} goes {goes}. What comes out?",
            f"A number is sent through two steps: the first one {early}, the second one {late}."
            f"{f' From the result {last} is taken away.' if again else ''} What becomes of {x}?",
            f"The function g {early}, and the function f {late}. Find f(g({x})){f' - {last}' if again else ''}.",
        ),
        f"by @evaluating-functions one after the other: {work}",
        str(answer),
        f"(answer + {last})/{a} - {b} = {x}" if first_adds else f"(answer + {last} - {b})/{a} = {x}",
    )


@composing_functions.form("from a table")
def composition_from_a_table(d: Draw) -> Item:
    places = list(range(1, 5 + (d.difficulty > 1)))
    f, g = d.rng.sample(places, len(places)), d.rng.sample(places, len(places))
    while f in (g, places) or g == places:
        f, g = d.rng.sample(places, len(places)), d.rng.sample(places, len(places))
    x = d.choice(places)
    inner = g[x - 1]
    right = f[inner - 1]
    answer = d.outcome(right, order=g[f[x - 1] - 1], product=f[x - 1] * g[x - 1], inner=inner)
    told = ", ".join(f"f({n}) = {value}" for n, value in zip(places, f, strict=True))
    told += "; " + ", ".join(f"g({n}) = {value}" for n, value in zip(places, g, strict=True))
    wanted, work = f"f(g({x}))", steps(f"g({x}) = {inner}", f"f({inner}) = {right}")
    formal, extra = f"answer/{right} = 1 + {inner} - {inner}", 0
    if d.difficulty == 3:
        extra = g[x - 1]
        wanted, answer = f"f(g({x})) + g({x})", answer + extra
        work, formal = steps(work, plus(right, extra)), f"answer - {extra} = {right}"
    elif d.difficulty == 2:
        extra = d.within((2, 9))
        wanted, answer = f"f(g({x})) + {extra}", answer + extra
        work, formal = steps(work, plus(right, extra)), f"answer - {extra} = {right}"
    else:
        formal = f"2*answer - {right} = {right}"
    questions = (
        f"{told}. Find {wanted}.",
        f"A table says {told}. What is {wanted}?",
        f"Two functions are given by {told}. Compute {wanted}.",
    )
    solution = (
        f"by @evaluating-functions from the inside out: {work}"
        if not d.slip
        else f"@evaluating-functions gives {answer}"
    )
    return Item(questions, solution, str(answer), formal)
