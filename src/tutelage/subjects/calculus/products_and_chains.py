"""Products, and functions inside functions: with powers, exponentials, sine and cosine."""

from __future__ import annotations

from tutelage.subjects.calculus.notation import exponent, linear, term, terms
from tutelage.subjects.calculus.steps import minus, over, plus, steps, times
from tutelage.subjects.calculus.topic import differentiate, rate_in_words, topic
from tutelage.subjects.workbook import Draw, Item


@topic(
    "chain-rule",
    inner="The inner derivative is forgotten.",
    kept="The outer derivative is wrong: the exponent is kept, or it is taken at x and not at g(x).",
    turned="The inner derivative is used wrongly: put in place of the inner function, or added.",
    takes=range(2, 13),
)
def chain_rule(d: Draw) -> Item:
    a, b = d.main((2, 9), (-9, 9), (-9, 9)), d.nonzero((1, 9), (-9, 9))
    a = a if a not in (0, 1) else 3
    n, c = d.within((2, 9), (3, 9), (2, 6)), d.within((1, 1), (2, 6), (1, 5))
    letter, extra = d.letter(), d.nonzero((0, 0), (0, 0), (-9, 9)) if d.difficulty == 3 else 0
    inner, shown = f"({linear(a, b, letter)})", f"({linear(d.shown(a), b, letter)})"
    front = c * n if d.slip == "inner" else c * n * a
    new = n if d.slip == "kept" else n - 1
    kept = str(a) if a > 0 else f"({a})"
    text = terms(term(c, n, shown), term(extra, 1, letter) if extra else "0")
    answer = f"{front}{kept if d.slip == 'turned' else inner}{exponent(new)}"
    if d.slip == "turned":
        answer = f"{c * n}*{kept}{exponent(new)}"
    return Item(
        differentiate(text, letter),
        steps(
            f"the outer function by the @power-rule: {n} comes to the front",
            f"the exponent stays {n}" if d.slip == "kept" else minus(n, 1),
            times(c, n) if c > 1 else "",
            d.outcome(
                f"the inner derivative is {a}; {times(c * n, a)}",
                inner="the inner function stays",
                turned=f"the bracket becomes {a}",
            ),
            f"{term(extra, 1, letter)} gives {extra}" if extra else "",
        ),
        terms(answer, str(extra)),
        f"answer = diff({c}*{inner}^{n} + ({extra})*{letter}, {letter})",
        worded=rate_in_words(text, letter),
    )


@chain_rule.form("from a table")
def chain_of_values(d: Draw) -> Item:
    x, u = d.within((0, 5), (-5, 9)), d.within((6, 9), (-9, 15))
    u = u if u != x else u + 1
    outer, other, inner = (d.nonzero((2, 9), (-9, 9)) for _ in range(3))
    while other in (outer, inner):
        other += 1
    c = d.within((1, 1), (1, 1), (2, 5))
    used = d.outcome(outer, kept=other, turned=outer)
    value = c * (used if d.slip == "inner" else used + inner if d.slip == "turned" else used * inner)
    h = f"{c}f(g(x))" if c > 1 else "f(g(x))"
    joined = d.outcome(times(used, inner), inner=f"the slope is {used}", turned=plus(used, inner))
    questions = (
        f"g({x}) = {u}, g'({x}) = {inner}, f'({x}) = {other} and f'({u}) = {outer}. Find h'({x}) for h(x) = {h}.",
        f"h(x) = {h}. The table has f'({u}) = {outer}, f'({x}) = {other}, g({x}) = {u}, g'({x}) = {inner}. What is "
        f"h'({x})?",
        f"What is the slope of {h} at x = {x}, if g({x}) = {u}, f'({x}) = {other}, f'({u}) = {outer} and g'({x}) = "
        f"{inner}?",
    )
    work = steps(
        f"h'(x) is {'' if c == 1 else c}f'(g(x)) g'(x), and g({x}) is {u}",
        f"f'({x if d.slip == 'kept' else u}) is {used}; g'({x}) is {inner}",
        joined,
        times(c, value // c) if c > 1 else "",
    )
    return Item(
        questions, work, str(value), f"answer = {c}*subs(diff({outer}*(({inner})*x), x), x, {x}) and parts(answer) < 2"
    )


@chain_rule.form("reverse")
def bracket_of_a_derivative(d: Draw) -> Item:
    a, b, n = d.within((2, 6), (2, 9), (-9, 9)), d.nonzero((1, 9), (-9, 9)), d.within((3, 6), (3, 8))
    a = a if a not in (0, 1) else 4
    c, letter = d.within((1, 1), (1, 1), (2, 5)), d.letter()
    inner = f"({linear(a, b, letter)})"
    front = c * n * a
    found = c * a if d.slip == "inner" else c
    given = f"{front}{inner}^{n - 1}"
    return Item(
        (
            f"A number times a power of {inner} has the derivative {given}. Find it.",
            f"Which number times which power of {inner} has the derivative {given}?",
            f"f is a multiple of a power of {inner}, and its derivative is {given}. What is f?",
        ),
        steps(
            f"backwards: by the @power-rule the exponent was {n}; {plus(n - 1, 1)}",
            f"the inner derivative is {a}",
            over(front, n),
            over(front // n, a) if d.slip != "inner" else "",
        ),
        term(found, n, inner),
        f"diff(answer, {letter}) = {given} and subs(answer, {letter}, -({b})/({a})) = 0",
    )


@topic(
    "derivative-of-exponentials",
    inner="The inner derivative is forgotten.",
    power="The power rule is used, and the exponent lowered.",
    down="The whole exponent comes to the front.",
    takes=range(2, 13),
)
def derivative_of_exponentials(d: Draw) -> Item:
    a, k = d.main((2, 9), (-9, 9), (-9, 9)), d.nonzero((1, 9), (-9, 9))
    a = 5 if a in (-1, 0, 1) else a
    letter, m = d.letter(), d.nonzero((0, 0), (-5, 5), (-5, 5)) if d.difficulty > 1 else 0
    b, n = (d.nonzero((-9, 9)), d.within((2, 5))) if d.difficulty == 3 else (0, 2)
    inner = linear(k, m, letter)
    outer = f"e^{letter}" if inner == letter else f"e^({inner})"
    text = terms(f"{d.shown(a)}{outer}", term(b, n, letter))
    front = a if d.slip == "inner" else a * k
    last = str(b * n) if n == 1 else term(b * n, n - 1, letter)
    answer = term(front, 1, outer)
    if d.slip == "power":
        answer = term(front, 1, f"e^({linear(k, m - 1, letter)})")
    elif d.slip == "down":
        answer = f"{a}({inner}){outer}"
    return Item(
        differentiate(text, letter),
        steps(
            f"{outer} is kept" if d.slip != "power" else "the exponent is lowered by one",
            d.outcome(
                f"@chain-rule, inner derivative {k}; {times(a, k)}",
                inner="nothing else happens",
                down=f"{inner} comes to the front",
            ),
            f"{term(b, n, letter)} gives {last}; {times(b, n)}" if b else "",
        ),
        terms(answer, last if b else "0"),
        f"answer = diff({a}*{outer} + ({b})*{letter}^{n}, {letter})",
        worded=rate_in_words(text, letter),
    )


@derivative_of_exponentials.form("reverse")
def exponential_of_a_derivative(d: Draw) -> Item:
    a, k, letter = d.within((2, 9), (2, 12), (-9, 9)) or 3, d.nonzero((2, 6), (-9, 9)), d.letter()
    found = d.outcome(a, inner=a * k, down=a * k * k)
    outer = f"e^{letter}" if k == 1 else f"e^({term(k, 1, letter)})"
    given = term(a * k, 1, outer)
    questions = (
        f"A multiple of {outer} has the derivative {given}. Which multiple is it?",
        f"Which number times {outer} has the derivative {given}? Give the function.",
        f"f is a constant times {outer}, and its derivative is {given}. Find f.",
    )
    work = f"by the @chain-rule the derivative of {outer} has the factor {k}; " + (
        over(a * k, k) if found == a else f"the factor is {found}"
    )
    return Item(questions, work, term(found, 1, outer), f"diff(answer, {letter}) = {given} and terms(answer) = 1")


@derivative_of_exponentials.form("two steps")
def slope_of_an_exponential(d: Draw) -> Item:
    a, k, b = d.nonzero((2, 9), (-9, 9)), d.nonzero((2, 9), (-9, 9)), d.nonzero((1, 9), (-9, 9))
    twice = d.difficulty > 1 and d.rng.random() < 0.5
    line = b if d.difficulty == 3 else 0
    used = 1 if d.slip in ("inner", "power") else k * k if twice else k
    value = 0 if d.slip == "down" else a * used + (0 if twice else line)
    text = terms(term(a, 1, f"e^({term(k)})") if k != 1 else term(a, 1, "e^x"), term(line))
    count, dashes = ("second derivative", "''") if twice else ("derivative", "'")
    questions = (
        f"Find the {count} of {text} at x = 0.",
        f"f(x) = {text}. What is f{dashes}(0)?",
        f"Which value does the {count} of {text} have at 0?",
    )
    work = (
        steps(
            f"each derivative brings the factor {k} by the @chain-rule, and e^0 is 1",
            times(k, k) if twice and used == k * k else "",
            times(a, used),
            f"{term(line)} gives {0 if twice else line}; {plus(a * used, 0 if twice else line)}" if line else "",
        )
        if d.slip != "down"
        else "the exponent kx in front is 0 at 0, by the @chain-rule"
    )
    return Item(questions, work, str(value), f"answer = subs(diff({text}, x, {2 if twice else 1}), x, 0)")


@topic(
    "derivative-of-sine-and-cosine",
    inner="The inner derivative is forgotten.",
    sign="The sign is wrong.",
    kept="The function is kept.",
    takes=range(2, 13),
)
def derivative_of_sine_and_cosine(d: Draw) -> Item:
    a, k = d.main((1, 6), (-9, 9), (-9, 9)), d.within((2, 9), (2, 12))
    a = a or 7
    letter, old = d.letter(), d.choice(("sin", "cos"))
    m = d.nonzero((-5, 5)) if d.difficulty > 1 else 0
    b = d.nonzero((-9, 9)) if d.difficulty == 3 else 0
    argument = f"({linear(k, m, letter)})"
    other = "cos" if old == "sin" else "sin"

    def derive(front: int, name: str, factor: int) -> str:
        sign = -1 if (name == "cos") != (d.slip == "sign") else 1
        new = {"sin": "cos", "cos": "sin"}[name] if d.slip != "kept" else name
        return term(front * (sign if d.slip != "kept" else 1) * factor, 1, new)

    first = derive(a, old, 1 if d.slip == "inner" else k) + argument
    second = derive(b, other, 1) + f"({letter})" if b else "0"
    text = terms(
        (term(a, 1, old) if d.given is None else f"k {old}") + argument, f"{term(b, 1, other)}({letter})" if b else "0"
    )
    work = steps(
        f"{old} gives {derive(1, old, 1)}",
        "the angle stays" if d.slip == "inner" else f"the inner derivative is {k} by the @chain-rule; {times(a, k)}",
        f"{term(b, 1, other)}({letter}) gives {second}" if b else "",
    )
    return Item(
        differentiate(text, letter),
        work,
        terms(first, second),
        f"answer = diff({a}*{old}{argument} + ({b})*{other}({letter}), {letter})",
        worded=rate_in_words(text, letter),
    )


@derivative_of_sine_and_cosine.form("reverse")
def wave_of_a_derivative(d: Draw) -> Item:
    a, k, letter = d.within((1, 9), (2, 12), (2, 15)), d.within((2, 6), (2, 9), (2, 12)), d.letter()
    a *= d.choice((1, -1)) if d.difficulty == 3 else 1
    old = d.choice(("sin", "cos"))
    new, sign = ("cos", 1) if old == "sin" else ("sin", -1)
    found = d.outcome(a, inner=a * k, sign=-a)
    argument = f"({term(k, 1, letter)})"
    given = term(sign * a * k, 1, new) + argument
    shown = new if d.slip == "kept" else old
    questions = (
        f"A multiple of sin{argument} or of cos{argument} has the derivative {given}. Which one?",
        f"f is a number times sin{argument} or cos{argument}, with the derivative {given}. Find f.",
        f"Which single wave with the angle {argument} has the derivative {given}?",
    )
    work = steps(
        f"{new} comes from {shown}" + ("" if sign > 0 or d.slip else ", with a minus sign"),
        f"the @chain-rule brought the factor {k}",
        over(a * k, k) if not d.slip else "",
    )
    return Item(
        questions, work, term(found, 1, shown) + argument, f"diff(answer, {letter}) = {given} and terms(answer) = 1"
    )


@derivative_of_sine_and_cosine.form("two steps")
def slope_of_a_wave(d: Draw) -> Item:
    a, k, old = d.nonzero((2, 9), (-9, 9)), d.within((2, 9), (2, 12)), d.choice(("sin", "cos"))
    b, at = d.nonzero((1, 9), (-9, 9)), "0"
    # At these places sine and cosine are 0, 1 or -1, so that the slope is a whole number.
    quarter = 0 if d.difficulty == 1 else d.within((0, 3))
    at = {0: "0", 1: f"pi/{2 * k}", 2: f"pi/{k}", 3: f"3pi/{2 * k}"}[quarter]
    sine, cosine = ((0, 1), (1, 0), (0, -1), (-1, 0))[quarter]
    if d.slip == "kept":
        sine, cosine = cosine, -sine
    outer = cosine if old == "sin" else -sine
    outer = -outer if d.slip == "sign" else outer
    line = b if d.difficulty != 2 else 0
    factor = a if d.slip == "inner" else a * k
    text = terms(f"{term(a, 1, old)}({term(k)})", term(line))
    questions = (
        f"Find the slope of {text} at x = {at}.",
        f"f(x) = {text}. Find f'({at}).",
        f"What is the derivative of {text} at {at}?",
    )
    work = steps(
        f"{old} gives {'cos' if old == 'sin' else '-sin'}" if d.slip != "kept" else f"{old} stays",
        f"the @chain-rule brings the factor {k}; {times(a, k)}" if d.slip != "inner" else "the factor stays",
        f"the angle at {at} is {('0', 'pi/2', 'pi', '3pi/2')[quarter]}; {times(factor, outer)}",
        plus(factor * outer, line) if line else "",
    )
    return Item(questions, work, str(factor * outer + line), f"answer = subs(diff({text}, x), x, {at})")


_FACTORS = {"e^{0}": ("e^{0}", 1), "sin({0})": ("cos({0})", 1), "cos({0})": ("sin({0})", -1)}
"""Second factors of a product, their derivatives and those derivatives' signs."""


@topic(
    "product-rule",
    product="The derivatives of the factors are multiplied.",
    sign="The second term has the wrong sign.",
    one="Only the first factor is differentiated.",
    takes=range(2, 13),
)
def product_rule(d: Draw) -> Item:
    n = d.within((2, 9), (2, 7), (2, 6))
    a, b = d.main((1, 4), (-9, 9), (1, 5)) or 2, d.nonzero((-9, 9)) if d.difficulty == 3 else 0
    letter = d.letter()
    k = d.within((1, 1), (2, 6), (1, 5))
    pattern = d.choice(tuple(_FACTORS))
    derived_pattern, sign = _FACTORS[pattern]
    angle = term(k, 1, letter)
    second, after = (
        each.format(f"({angle})" if k > 1 and each[0] == "e" else angle) for each in (pattern, derived_pattern)
    )
    first = terms(term(a, n, letter), str(b))
    kept, before = (f"({first})" if b else first), term(a * n, n - 1, letter)
    factor = k * sign * (-1 if d.slip == "sign" else 1)
    last = f"{term(factor, 1, kept)} {after}" if b else f"{term(a * factor, n, letter)} {after}"
    answer = d.outcome(
        terms(f"{before} {second}", last),
        product=f"{term(a * n * k * sign, n - 1, letter)} {after}",
        one=f"{before} {second}",
    )
    shown = term(d.shown(a), n, letter)
    text = f"({terms(shown, str(b))}) {second}" if b else f"{shown} {second}"
    work = steps(
        f"the first factor gives {before}, by the @power-rule",
        times(a, n) if abs(a) > 1 else "",
        "the second factor stays" if d.slip == "one" else f"{second} gives {term(factor, 1, after)}",
        d.outcome("each factor has its turn, and the two terms are added", product="the two are multiplied", one=""),
    )
    return Item(differentiate(text, letter), work, answer, f"answer = diff(({first})*{second}, {letter})")


@product_rule.form("from a table")
def product_of_values(d: Draw) -> Item:
    x = d.within((0, 9))
    f, g, p, q = (d.nonzero((1, 9), (-9, 9), (-12, 12)) for _ in range(4))
    square = d.difficulty == 3
    if square:
        x = d.within((1, 4))
        f, p = x * x, 2 * x
    value = d.outcome(p * g + f * q, product=p * q, one=p * g, sign=p * g - f * q)
    work = steps(
        "" if d.slip == "product" else times(p, g),
        times(p, q) if d.slip == "product" else times(f, q) if d.slip != "one" else "",
        d.outcome(plus(p * g, f * q), product="", one="", sign=minus(p * g, f * q)),
    )
    if square:
        questions = (
            f"g({x}) = {g} and g'({x}) = {q}. Find the derivative of x^2 g(x) at x = {x}.",
            f"h(x) = x^2 g(x), where g({x}) = {g} and g'({x}) = {q}. What is h'({x})?",
            f"What is the slope of x^2 g(x) at {x}, if g has the value {g} and the slope {q} there?",
        )
        work = f"x^2 is {f} and its derivative {p}, by the @power-rule; {work}"
    else:
        questions = (
            f"f({x}) = {f}, f'({x}) = {p}, g({x}) = {g}, g'({x}) = {q}. Find h'({x}) for h(x) = f(x) g(x).",
            f"At x = {x}, f is {f} with slope {p}, and g is {g} with slope {q}. What is the slope of f(x) g(x) there?",
            f"The table has f({x}) = {f}, g({x}) = {g}, f'({x}) = {p}, g'({x}) = {q}. What is the derivative of f(x) "
            f"g(x) at {x}?",
        )
        work = f"the values and slopes are put in; {work}"
    return Item(
        questions,
        work,
        str(value),
        f"answer = subs(diff(({f} + ({p})*x)*({g} + ({q})*x), x), x, 0) and parts(answer) < 2",
    )


@product_rule.form("word problem")
def growing_product(d: Draw) -> Item:
    a, b, p = d.within((3, 20), (11, 40), (11, 90)), d.within((3, 20), (11, 40), (11, 90)), d.within((2, 5), (2, 9))
    q = d.within((2, 5), (2, 9)) * (d.choice((1, -1)) if d.difficulty == 3 else 1)
    value = d.outcome(p * b + a * q, product=p * q, one=p * b, sign=p * b - a * q)
    moves = "grows" if q > 0 else "shrinks"
    change = f"rises by {q}" if q > 0 else f"falls by {-q}"
    questions = (
        f"A rectangle is {a} cm long and {b} cm wide. Its length grows by {p} cm per minute, its width {moves} by "
        f"{abs(q)} cm per minute. At which rate does its area change, in cm^2 per minute?",
        f"A farm sells {a} tonnes of apples a day at {b} euros each tonne. The amount rises by {p} tonnes a day, "
        f"and the price {change} euros a day. At which rate does the income change, in euros a day per day?",
        f"A town has {a} thousand people who use {b} litres of water each. The number of people rises by {p} "
        f"thousand a year, the use of each {change} litres a year. At which rate does the total use change, in "
        "thousand litres a year?",
    )
    work = steps(
        "the derivative of the product is needed",
        times(p, b) if d.slip != "product" else times(p, q),
        times(a, q) if d.slip in ("", "sign") else "",
        {"": plus(p * b, a * q), "sign": minus(p * b, a * q)}.get(d.slip, ""),
    )
    return Item(questions, work, str(value), f"answer = subs(diff(({a} + {p}*t)*({b} + ({q})*t), t), t, 0)")
