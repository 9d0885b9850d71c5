"""More rules of differentiation: quotients, negative powers, roots, nested functions."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.notation import bracket, exponent, linear, polynomial, term, terms
from tutelage.subjects.calculus.steps import derived, minus, multiplied, over, plus, raised, steps, summed, times
from tutelage.subjects.calculus.topic import ask, differentiate, rate_in_words, slope_at, topic
from tutelage.subjects.workbook import Draw, Item


@topic(
    "quotient-rule",
    order="The two products are subtracted the wrong way round.",
    square="The denominator is not squared.",
    apart="Top and bottom are differentiated apart.",
    plus="The two products are added, as in the product rule.",
)
def quotient_rule(d: Draw) -> Item:
    a, b, c, e = d.within((1, 6), (2, 9)), d.nonzero((1, 9), (-9, 9)), d.within((1, 1), (2, 6)), d.nonzero((-9, 9))
    while a * e == b * c:
        e += 1 if e != -1 else 2
    square = d.difficulty == 3 and d.rng.random() < 0.5
    above, below = ((a, b), (c, e)) if d.difficulty < 3 else ((a, 0, b), (c, e)) if square else ((a, b), (c, 0, abs(e)))
    one, two = multiplied(derived(above), below), multiplied(above, derived(below))
    top = d.outcome(summed(one, two, -1), order=summed(two, one, -1), plus=summed(one, two))
    letter = d.letter()
    n, bottom = polynomial(above, letter), f"({polynomial(below, letter)})"
    first, last, whole = polynomial(one, letter), polynomial(two, letter), polynomial(top, letter)
    answer = f"{whole if whole.lstrip('-').isdigit() else f'({whole})'}/{bottom}{'' if d.slip == 'square' else '^2'}"
    work = steps(
        f"the derivatives are {polynomial(derived(above), letter)} above and {polynomial(derived(below), letter)} "
        "below",
        times(a, e) if d.difficulty < 3 else "",
        times(b, c) if d.difficulty < 3 else "",
        f"the first product is {first}, the second {last}; "
        + ("their sum" if d.slip == "plus" else "second minus first" if d.slip == "order" else "first minus second")
        + f" is {whole}",
        "the bottom stays" if d.slip == "square" else "the bottom is squared",
    )
    if d.slip == "apart":
        up, down = polynomial(derived(above), letter), polynomial(derived(below), letter)
        answer, work = f"({up})/({down})", f"above {up}, below {down}"
    text = f"({n})/{bottom}"
    return Item(
        differentiate(text, letter),
        f"with the @product-rule in mind, {work}",
        answer,
        f"answer = diff({text}, {letter})",
    )


@quotient_rule.form("from a table")
def quotient_of_values(d: Draw) -> Item:
    x, g = d.within((0, 9)), d.nonzero((1, 5), (2, 9), (-9, 9))
    f, p, q = (d.nonzero((1, 9), (-9, 9)) for _ in range(3))
    questions = (
        f"f({x}) = {f}, f'({x}) = {p}, g({x}) = {g}, g'({x}) = {q}. Find h'({x}) for h(x) = f(x)/g(x).",
        f"At x = {x}, f is {f} with slope {p}, and g is {g} with slope {q}. What is the slope of f(x)/g(x) there?",
        f"h is f over g. The table has f({x}) = {f}, g({x}) = {g}, f'({x}) = {p} and g'({x}) = {q}. What is h'({x})?",
    )
    return Item(
        questions,
        f"as in the @product-rule each has its turn; {_quotient_steps(d, f, p, g, q)[0]}",
        str(_quotient_steps(d, f, p, g, q)[1]),
        f"answer = subs(diff(({f} + ({p})*x)/({g} + ({q})*x), x), x, 0)",
    )


def _quotient_steps(d: Draw, f: int, p: int, g: int, q: int) -> tuple[str, Fraction]:
    """f'g - fg' over g^2, with a slip if there is one."""
    one, two = p * g, f * q
    top = d.outcome(one - two, order=two - one, plus=one + two)
    if d.slip == "apart":
        return f"{p}/{bracket(q)} = {Fraction(p, q)}", Fraction(p, q)
    value = Fraction(top, g if d.slip == "square" else g * g)
    joined = d.outcome(minus(one, two), order=minus(two, one), plus=plus(one, two))
    below = "" if d.slip == "square" else raised(g, 2)
    last = f"{top}/{bracket(g) if d.slip == 'square' else g * g} = {value}"
    return steps(times(p, g), times(f, q), joined, below, last), value


@quotient_rule.form("word problem")
def changing_share(d: Draw) -> Item:
    g, q = d.within((2, 5), (2, 9), (3, 12)), d.within((1, 3), (1, 5))
    f, p = g * d.within((2, 9), (3, 12)), d.within((1, 9), (1, 12)) * (d.choice((1, -1)) if d.difficulty == 3 else 1)
    work, value = _quotient_steps(d, f, p, g, q)
    moves = f"{'rises' if p > 0 else 'falls'} by {abs(p)}"
    questions = (
        f"A village of {g} hundred people uses {f} hundred litres of water. The use {moves} hundred litres a year, "
        f"the number of people rises by {q} hundred a year. At which rate does the use per person change, in "
        "litres a year?",
        f"A team makes {f} tables a day with {g} workers. The number of tables {moves} a month, that of workers "
        f"rises by {q} a month. At which rate does the number of tables for each worker change, per month?",
        f"A tank holds {f} kg of salt in {g} thousand litres of water. The salt {moves} kg an hour, the water rises by "
        f"{q} thousand litres an hour. How fast does the amount of salt in each thousand litres change, in kg an hour?",
    )
    return Item(
        questions,
        f"the amount for each is a quotient, and as in the @product-rule; {work}",
        str(value),
        f"answer = subs(diff(({f} + ({p})*t)/({g} + {q}*t), t), t, 0)",
    )


@topic(
    "derivative-of-negative-powers",
    raised="The exponent is raised instead of lowered.",
    sign="The minus sign is lost.",
    below="The power below the line is differentiated by itself.",
    takes=range(2, 10),
)
def derivative_of_negative_powers(d: Draw) -> Item:
    a, n = d.main((1, 12), (-20, 20), (-12, 12)) or 5, d.within((1, 4), (1, 6))
    letter, b = d.letter(), d.nonzero((-9, 9)) if d.difficulty == 3 else 0
    top = a * n if d.slip == "sign" else -a * n
    power = n - 1 if d.slip == "raised" else n + 1
    answer = f"{top}" if power == 0 else f"{top}/{term(1, power, letter)}"
    if d.slip == "below":
        answer = f"{a}/{n}" if n == 1 else f"{a}/({term(n, n - 1, letter)})"
    fraction = f"{d.shown(a)}/{term(1, n, letter)}"
    text = terms(term(b, 2, letter), fraction) if b else fraction
    work = steps(
        f"by @negative-exponents and the @constant-multiple-rule: {fraction} is {term(a, -n, letter)}",
        times(a, n if d.slip == "sign" else -n),
        plus(-n, 1) if d.slip == "raised" else minus(-n, 1),
    )
    if d.slip == "below":
        work = f"without @negative-exponents and @constant-multiple-rule only {term(1, n, letter)} is differentiated"
    return Item(
        differentiate(text, letter),
        steps(work, f"{term(b, 2, letter)} gives {term(2 * b, 1, letter)}" if b else ""),
        terms(term(2 * b, 1, letter), answer),
        f"answer = diff({a}/{letter}^{n} + ({b})*{letter}^2, {letter})",
        worded=rate_in_words(text, letter),
    )


@derivative_of_negative_powers.form("reverse")
def negative_power_of_a_derivative(d: Draw) -> Item:
    a, n, letter = d.within((1, 9), (2, 15), (-15, 15)) or 4, d.within((1, 4), (2, 6)), d.letter()
    given = f"{-a * n}/{term(1, n + 1, letter)}"
    found, power = d.outcome((a, n), sign=(-a, n), raised=(a, n + 2))
    questions = (
        f"A number divided by a power of {letter} has the derivative {given}. Find this function.",
        f"f({letter}) is a number over a power of {letter}, and f'({letter}) = {given}. What is f({letter})?",
        f"Which function a/{letter}^n has the derivative {given}?",
    )
    work = steps(
        f"by @negative-exponents and the @constant-multiple-rule: {given} is {term(-a * n, -n - 1, letter)}",
        plus(-n - 1, 1) if d.slip != "raised" else minus(-n - 1, 1),
        f"{-a * n}/({-n}) = {a}" if d.slip != "sign" else f"{-a * n}/{n} = {-a}",
    )
    return Item(
        questions, work, f"{found}/{term(1, power, letter)}", f"diff(answer, {letter}) = {given} and terms(answer) = 1"
    )


@derivative_of_negative_powers.form("two steps")
def slope_of_a_negative_power(d: Draw) -> Item:
    a, n, x = d.within((1, 12), (2, 20), (-20, 20)) or 3, d.within((1, 2), (1, 3)), d.within((1, 4), (2, 6), (-6, 6))
    x = x or 2
    top, power = a * n if d.slip == "sign" else -a * n, n - 1 if d.slip == "raised" else n + 1
    value = Fraction(a, n * x ** (n - 1)) if d.slip == "below" else Fraction(top, x**power)
    bottom = x**power
    work = steps(times(a, -n if d.slip != "sign" else n), raised(x, power), f"{top}/{bracket(bottom)} = {value}")
    if d.slip == "below":
        work = f"only {term(1, n)} is differentiated; {value}"
    return Item(
        ask(
            (
                "What is the slope of {0} at x = {1}?",
                "f(x) = {0}. Find f'({1}).",
                "How steep is the graph of y = {0} at x = {1}?",
            ),
            f"{a}/{term(1, n)}",
            x,
        ),
        f"by @negative-exponents and the @constant-multiple-rule: {work}",
        str(value),
        f"answer = subs(diff({a}/x^{n}, x), x, {x})",
    )


@topic(
    "derivative-of-roots",
    inner="The inner derivative is forgotten.",
    top="The root stays above the line.",
    half="The factor 2 below the line is forgotten.",
    takes=range(2, 10),
)
def derivative_of_roots(d: Draw) -> Item:
    a, b = 2 * d.main((1, 6), (1, 9)) + (d.within((0, 1)) if d.difficulty > 1 else 0), d.nonzero((1, 9), (-9, 9))
    front, letter, square = d.within((1, 1), (2, 9), (1, 6)), d.letter(), d.difficulty == 3
    inner = polynomial((1, 0, abs(b)), letter) if square else linear(a, b, letter)
    shown = linear("2k", b, letter) if d.given is not None else inner
    slope = 2 if square else a
    root, factor = f"sqrt({inner})", 1 if d.slip == "inner" else slope
    top = Fraction(front * factor, 1 if d.slip == "half" else 2)
    over_root = "" if top.denominator == 1 else "2"
    above = term(top.numerator, 1, letter) if square and factor == slope else str(top.numerator)
    answer = f"{above}/({over_root}{root})" if over_root else f"{above}/{root}"
    if d.slip == "top":
        answer = f"{above} {root}" if top.denominator == 1 else f"{above} {root}/2"
    text = f"{term(front, 1, 'sqrt')}({shown})"
    return Item(
        differentiate(text, letter),
        steps(
            "by @fractional-exponents the exponent is 1/2, and by the @chain-rule: 1 over "
            f"{'' if d.slip == 'half' else '2'}{root} "
            f"times the inner derivative {1 if d.slip == 'inner' else term(2, 1, letter) if square else a}",
            times(front, factor) if front > 1 else "",
            f"{front * factor}/{1 if d.slip == 'half' else 2} = {top}",
        ),
        answer,
        f"answer = diff({front}*{root}, {letter})",
        worded=rate_in_words(text, letter),
    )


def _root_point(d: Draw) -> tuple[int, int, int, int, int]:
    """Numbers a, b, x, r and a factor c such that r^2 = ax + b."""
    a, x, r = d.within((1, 6), (2, 9)), d.within((0, 6), (-3, 12)), d.within((1, 6), (2, 9), (3, 12))
    return a, r * r - a * x, x, r, d.within((1, 1), (1, 1), (2, 6))


@derivative_of_roots.form("two steps")
def slope_of_a_root(d: Draw) -> Item:
    a, b, x, r, c = _root_point(d)
    text = f"{term(c, 1, 'sqrt')}({linear(a, b)})"
    top, bottom = c if d.slip == "inner" else c * a, r if d.slip == "half" else 2 * r
    value = Fraction(c * a * r, 2) if d.slip == "top" else Fraction(top, bottom)
    questions = (
        f"What is the slope of {text} at x = {x}?",
        f"f(x) = {text}. Find f'({x}).",
        f"How steep is y = {text} at x = {x}?",
    )
    work = steps(
        "by @fractional-exponents and the @chain-rule the root goes below the line: at this place "
        + steps(times(a, x), plus(a * x, b), f"sqrt({r * r}) = {r}"),
        times(2, r) if d.slip != "half" else "",
        f"{top}/{bottom} = {value}" if d.slip != "top" else f"the root stays above; {value}",
    )
    return Item(questions, work, str(value), f"answer = subs(diff({text}, x), x, {x})")


@derivative_of_roots.form("reverse")
def place_of_a_root_slope(d: Draw) -> Item:
    a, b, x, r, c = _root_point(d)
    if x == 0:
        x, b = 1, b - a
    text, slope = f"{term(c, 1, 'sqrt')}({linear(a, b)})", Fraction(c * a, 2 * r)
    root = d.outcome(Fraction(r), inner=Fraction(r, a), half=Fraction(2 * r))
    found = (root * root - b) / a
    questions = (
        f"At which x does {text} have the slope {slope}?",
        f"f(x) = {text}. Solve f'(x) = {slope}.",
        f"For which x is the derivative of {text} equal to {slope}?",
    )
    work = (
        "by @fractional-exponents and the @chain-rule "
        f"{c if d.slip == 'inner' else c * a}/({'' if d.slip == 'half' else 2}sqrt({linear(a, b)})) = {slope}, "
        f"so the root is {root}; {linear(a, b)} = {root * root}; x = {found}"
    )
    return Item(questions, work, f"x = {found}", f"subs(diff({text}, x), x, answer) = {slope}")


@topic(
    "nested-chain-rule",
    "chain rule with powers inside",
    inner="The inner derivative is forgotten.",
    lost="The inner exponent is not lowered.",
    replaced="The inner function is replaced with its derivative.",
)
def nested_chain_rule(d: Draw) -> Item:
    n, a = d.within((2, 3), (2, 5), (3, 4)), d.within((1, 6), (-9, 9), (-6, 6)) or 2
    b, letter, kind = d.nonzero((1, 9), (-9, 9)), d.letter(), d.choice(("e", "sin", "cos", "power"))
    whole = [a, *[0] * (n - 1), b]
    if d.difficulty == 3:
        whole[-2] = d.nonzero((-9, 9))
    slopes = derived(whole)
    inner, right = polynomial(whole, letter), polynomial(slopes, letter)
    kept = f"({right})" if len([each for each in slopes if each]) > 1 else right
    if d.slip == "lost":
        kept = term(a * n, n, letter)
    m, inside = d.within((2, 4), (3, 8)), right if d.slip == "replaced" else inner
    step = f"inner derivative by the @power-rule: {times(a, n)}; {kept}"
    front = "" if d.slip == "inner" else kept + " "
    if kind == "power":
        text = f"({inner})^{m}"
        single = not kept.startswith("(") and front
        power = n if d.slip == "lost" else n - 1
        answer = (
            f"{term(m * a * n, power, letter)}({inside}){exponent(m - 1)}"
            if single
            else f"{m}{front}({inside}){exponent(m - 1)}"
        )
        step += f"; {times(m, a * n)}" if single else ""
    else:
        outer = {"e": f"e^({inside})", "sin": f"cos({inside})", "cos": f"sin({inside})"}[kind]
        answer = f"{'-' if kind == 'cos' and not front.startswith('-') else ''}{front}{outer}"
        if kind == "cos" and front.startswith("-"):
            answer = f"{front[1:]}{outer}"
        text = f"e^({inner})" if kind == "e" else f"{kind}({inner})"
    if d.slip == "inner":
        step = "the inner function stays"
    return Item(
        differentiate(text, letter),
        f"by the @chain-rule the outer function first; {step}",
        answer,
        f"answer = diff({text}, {letter})",
        worded=rate_in_words(text, letter),
    )


@nested_chain_rule.form("reverse")
def nested_function_of_a_derivative(d: Draw) -> Item:
    n, a, c = d.within((2, 3), (2, 5), (3, 6)), d.within((1, 4), (1, 6)), d.within((1, 1), (2, 5), (2, 9))
    b, letter, kind = d.nonzero((1, 9), (-9, 9)), d.letter(), d.choice(("e", "sin", "cos"))
    inner = polynomial((a, *[0] * (n - 1), b), letter)
    outer, after, sign = {
        "e": (f"e^({inner})", f"e^({inner})", 1),
        "sin": (f"sin({inner})", f"cos({inner})", 1),
        "cos": (f"cos({inner})", f"sin({inner})", -1),
    }[kind]
    given = f"{term(sign * c * a * n, n - 1, letter)} {after}"
    found = c * a * n if d.slip == "inner" else c * n if d.slip == "lost" else c
    questions = (
        f"A multiple of e, sine or cosine of ({inner}) has the derivative {given}. Which function is it?",
        f"{given} is the derivative of a number times a function of ({inner}). Which function was differentiated?",
        f"f is a constant times one of e^({inner}), sin({inner}), cos({inner}), and its derivative is {given}. Find f.",
    )
    work = (
        f"by the @chain-rule and the @power-rule the inner derivative is {term(a * n, n - 1, letter)}; "
        + (over(c * a * n, a * n) if found == c else f"the factor is {found}")
        + f"; {after} comes from {outer}"
    )
    return Item(questions, work, term(found, 1, outer), f"diff(answer, {letter}) = {given} and terms(answer) = 1")


@nested_chain_rule.form("two steps")
def slope_of_a_nested_power(d: Draw) -> Item:
    n, a, b = d.within((2, 3), (2, 3)), d.nonzero((1, 3), (-3, 3)), d.nonzero((-6, 6))
    m, x = d.within((2, 2), (2, 3), (3, 4)), d.choice((1, -1, 2))
    base, slope = a * x**n + b, a * n * x ** (n - 1)
    if base == 0:
        b, base = b + 1, 1
    used = a * n * x**n if d.slip == "lost" else slope
    put = slope if d.slip == "replaced" else base
    value = m * put ** (m - 1) * (1 if d.slip == "inner" else used)
    text = f"({polynomial((a, *[0] * (n - 1), b))})^{m}"
    questions = slope_at(text, x)
    work = steps(
        f"by the @chain-rule and the @power-rule: the bracket is {put}",
        raised(put, m - 1) if m > 2 else "",
        times(m, put ** (m - 1)),
        "" if d.slip == "inner" else f"the inner derivative is {used}; {times(m * put ** (m - 1), used)}",
    )
    return Item(questions, work, str(value), f"answer = subs(diff({text}, x), x, {x})")
