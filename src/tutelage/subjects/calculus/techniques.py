"""Techniques of integration: substitution, parts and partial fractions."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.integrands import BACK, BETWEEN, INTEGRATE
from tutelage.subjects.calculus.notation import bracket, linear, multiple, quadratic, term, terms
from tutelage.subjects.calculus.steps import divided, minus, plus, raised, steps, times
from tutelage.subjects.calculus.topic import ask, topic
from tutelage.subjects.workbook import Draw, Item


@topic(
    "integration-by-substitution",
    inner="The number in the inner derivative is left out of account.",
    power="The outer function is not integrated but differentiated or copied.",
    kept="The inner derivative is kept as a factor of the result.",
    bounds="The bounds of x are used for u.",
)
def integration_by_substitution(d: Draw) -> Item:
    m = d.within((2, 2), (2, 3), (2, 3))
    b, n, c = d.nonzero((1, 9), (-9, 9), (-9, 9)), d.within((2, 4), (2, 5), (3, 6)), d.within((1, 2), (1, 4), (1, 6))
    letter = d.choice(("x", "t"))
    kind = d.choice(("power", "power e", "power e ln sin cos")[d.difficulty - 1].split())
    b = abs(b) if kind == "ln" else b
    inner = terms(term(1, m, letter), str(b))
    grown = n + 1 if kind == "power" else 1  # what integrating the outer function divides by
    sign = -1 if kind == "sin" else 1
    front = sign * m * c * grown
    outer = {"power": f"({inner})^{n}", "ln": f"/({inner})", "e": f" e^({inner})"}.get(kind, f" {kind}({inner})")
    result = {"power": f"({inner})^{n + 1}", "ln": f"ln({inner})", "e": f"e^({inner})", "sin": f"cos({inner})"}
    found = result.get(kind, f"sin({inner})")
    value = d.outcome(c, inner=c * m, power=c * grown if kind == "power" else -c)
    answer = term(value, 1, found)
    if d.slip == "kept":
        answer = f"{term(c * m, m - 1, letter)} {found}"
    text = f"{term(front, m - 1, letter)}{outer}"
    work = steps(
        f"u = {inner}",
        f"u' = {term(m, m - 1, letter)}",
        f"{divided(front, m)} is left" if d.slip != "inner" else f"{front} is left",
    )
    if kind == "power":
        work += f"; @antiderivative-power-rule {plus(n, 1)}; " + (
            f"{divided(front // m, n + 1)}" if not d.slip else f"the factor is {value}"
        )
    else:
        work += f"; integrating the outer function gives {found} for u = {inner}"
    return Item(
        ask(INTEGRATE, text),
        f"the @chain-rule read backwards: {work}",
        f"{answer} + C",
        f"diff(answer, {letter}) = {text.replace('t e^', 't*e^')}",
    )


@integration_by_substitution.form("definite integral")
def substitution_with_bounds(d: Draw) -> Item:
    return _between_bounds(d, *BETWEEN, letter="x")


@integration_by_substitution.form("word problem")
def substitution_in_words(d: Draw) -> Item:
    return _between_bounds(
        d,
        "Oil leaks from a barrel at the rate of {0} millilitres per hour after t hours. "
        "How many millilitres leak from t = {1} to t = {2}?",
        "A crowd grows at the rate of {0} people per hour after t hours. By how many people does it grow from "
        "t = {1} to t = {2}?",
        "A rocket's speed is {0} metres per second after t seconds. How many metres does it rise between "
        "t = {1} and t = {2}?",
        letter="t",
    )


def _between_bounds(d: Draw, *wordings: str, letter: str) -> Item:
    """An integral of a power with the inner derivative in front, between bounds that are substituted, too."""
    b, n, c = d.within((1, 3), (1, 4), (1, 5)), d.within((1, 2), (1, 2), (1, 3)), d.within((1, 1), (1, 2), (1, 3))
    m = 2 if d.difficulty < 3 else d.within((2, 3))
    low = d.within((0, 0), (0, 1), (0, 1))
    high = low + d.within((1, 2))
    start, end = low**m + b, high**m + b
    if d.slip == "bounds":
        start, end = low, high
    factor = d.outcome(c, inner=c * m, power=c * (n + 1))
    value = factor * (end ** (n + 1) - start ** (n + 1))
    if d.slip == "kept":
        value = c * m * (high ** (m - 1) * end ** (n + 1) - low ** (m - 1) * start ** (n + 1))
    inner, front = terms(term(1, m, letter), str(b)), m * c * (n + 1)
    power = f"({inner})^{n}" if n > 1 else f"({inner})"
    return Item(
        ask(wordings, f"{term(front, m - 1, letter)}{power}", low, high),
        f"Integration by substitution: u = {inner}, u' = {term(m, m - 1, letter)}; u runs from {start} to {end}; "
        f"by @antiderivative-power-rule {term(factor, 1, f'u^{n + 1}')}; "
        + (
            steps(raised(end, n + 1), raised(start, n + 1), minus(end ** (n + 1), start ** (n + 1)))
            if d.slip != "kept"
            else f"the integral is {value}"
        )
        + (f"; {times(factor, end ** (n + 1) - start ** (n + 1))}" if factor > 1 and d.slip != "kept" else ""),
        str(value),
        f"abs(answer - quad({front}*x^{m - 1}*(x^{m} + {b})^{n}, x, {low}, {high})) < 1/100000",
    )


@integration_by_substitution.form("reverse")
def integrand_of_a_composition(d: Draw) -> Item:
    m, n = d.within((2, 2), (2, 3), (2, 4)), d.within((3, 5), (3, 6), (3, 8))
    b, c, letter = d.nonzero((1, 9), (-9, 9), (-9, 9)), d.within((1, 2), (1, 5), (2, 9)), d.choice(("x", "t"))
    inner = terms(term(1, m, letter), str(b))
    value = c * n if d.slip == "inner" else c * n * m
    return Item(
        ask(BACK, f"{term(c, 1, f'({inner})')}^{n}", letter),
        f"Integration by substitution is undone by the @nested-chain-rule: the outer derivative brings {c * n}; "
        + (times(c * n, m) if d.slip != "inner" else f"the factor is {value}")
        + f"; the exponent is {minus(n, 1)}",
        f"{term(value, m - 1, letter)}({inner})^{n - 1}",
        f"answer = diff({c}*({inner})^{n}, {letter})",
    )


@integration_by_substitution.form("first step")
def factor_after_substituting(d: Draw) -> Item:
    m = d.within((2, 2), (2, 3), (2, 4))
    b, c, letter = d.nonzero((1, 9), (-9, 9), (-9, 9)), d.nonzero((1, 9), (-12, 12), (-15, 15)), d.choice(("x", "t"))
    inner = terms(term(1, m, letter), str(b))
    kind = d.choice(("power", "power e", "power e sqrt cos")[d.difficulty - 1].split())
    outer, short = {
        "power": (f"({inner})^{m + 2}", f"u^{m + 2}"),
        "e": (f" e^({inner})", "e^u"),
        "sqrt": (f" sqrt({inner})", "sqrt(u)"),
        "cos": (f" cos({inner})", "cos(u)"),
    }[kind]
    value = Fraction(c) if d.slip == "inner" else Fraction(c, m)
    questions = ask(
        (
            "With u = {1}, the integral of {0} becomes k times the integral of {2}. What is k?",
            "Substitute u = {1} in the integral of {0}. Which number stands before the integral of {2}?",
            "The substitution u = {1} turns the integral of {0} into that of k {2} with respect to u. Find k.",
        ),
        f"{term(c, m - 1, letter)}{outer}",
        inner,
        short,
    )
    work = f"Integration by substitution: u' = {term(m, m - 1, letter)}; " + (
        f"k is {divided(c, m)}" if d.slip != "inner" else f"k is {value}"
    )
    return Item(questions, work, f"k = {value}", f"answer*diff({inner}, {letter}) = {term(c, m - 1, letter)}")


@topic(
    "integration-by-parts",
    sign="The sign between the two terms is wrong.",
    single="The second term is left out.",
    product="The two factors are treated separately, and the results multiplied.",
)
def integration_by_parts(d: Draw) -> Item:
    kind = d.choice(("e cos sin", "e cos sin ln", "e cos sin ln")[d.difficulty - 1].split())
    if kind == "ln":
        return _logarithm_by_parts(d)
    k, c = d.within((1, 1), (1, 4), (1, 5)), d.within((1, 9), (1, 9), (1, 9))
    b, letter = d.within((0, 9), (-9, 9), (-9, 9)), d.choice(("x", "t"))
    if d.difficulty == 3 and kind == "e" and d.rng.random() < 0.5:
        return _twice_by_parts(d, c, letter)
    a = c * k * k  # the factor is a*x + b*k, so that all divisions come out
    first, inner = linear(a, b * k, letter), term(k, 1, letter)
    inner = f"({inner})" if k > 1 or kind != "e" else inner
    old = f"{kind}{inner}" if kind != "e" else f"e^{inner}"
    one = linear(a // k, b, letter)
    second = {"e": -1, "cos": 1, "sin": 1}[kind] * c * (-1 if d.slip == "sign" else 1)
    outer, last = {"e": (old, old), "cos": (f"sin{inner}", f"cos{inner}"), "sin": (f"cos{inner}", f"sin{inner}")}[kind]
    sign = "-" if kind == "sin" else ""
    lead = f"{sign}({one}){outer}" if b else f"{sign}{one} {outer}"
    answer = lead if d.slip == "single" else terms(lead, term(second, 1, last))
    if d.slip == "product":
        square = terms(_power_half(a, letter), term(b * k, 1, letter))
        answer = f"{sign}({square}){outer}" + (f"/{k}" if k > 1 else "")
    text = f"({first}){old}" if b else f"{first} {old}"
    work = "the @product-rule read backwards: " + steps(
        f"u = {first}, u' = {a}",
        f"v' = {old}, v = {sign}{outer}" + (f"/{k}" if k > 1 else ""),
        f"u*v is {lead}",
        f"{a}/{k}^2 = {c}" if k > 1 and d.slip != "single" else "",
        "" if d.slip == "single" else f"the integral of u'*v gives {term(-second, 1, last)}; it is subtracted",
    )
    return Item(ask(INTEGRATE, text), work, f"{answer} + C", f"diff(answer, {letter}) = {text}")


def _power_half(a: int, letter: str) -> str:
    """What ax integrates to."""
    return multiple(Fraction(a, 2), term(1, 2, letter))


def _logarithm_by_parts(d: Draw) -> Item:
    """A power times a logarithm: here the logarithm is the factor that is differentiated."""
    n, c, letter = d.within((0, 0), (0, 2), (0, 4)), d.within((1, 4), (1, 4), (1, 6)), d.choice(("x", "t"))
    a = c * (n + 1) ** 2
    power, grown = term(a, n, letter), term(c * (n + 1), n + 1, letter)
    last = c * (n + 1) if n == 0 else c
    end = term(-last if d.slip != "sign" else last, n + 1, letter)
    answer = f"{grown} ln({letter})" if d.slip == "single" else terms(f"{grown} ln({letter})", end)
    if d.slip == "product":
        answer = f"{grown}/{letter}"
    work = (
        f"the @product-rule read backwards: u = ln({letter}), u' = 1/{letter}; v' = {power}, v = {grown}; "
        f"u'*v is {term(c * (n + 1), n, letter)}"
        + ("" if d.slip == "single" else f"; its integral is {term(last, n + 1, letter)}, which is subtracted")
    )
    return Item(
        ask(INTEGRATE, f"{power} ln({letter})"), work, f"{answer} + C", f"diff(answer, {letter}) = {power}*ln({letter})"
    )


def _twice_by_parts(d: Draw, c: int, letter: str) -> Item:
    """cx^2 e^x, which takes two steps."""
    inside = terms(term(c, 2, letter), term(-2 * c, 1, letter), str(2 * c))
    if d.slip == "sign":
        inside = terms(term(c, 2, letter), term(2 * c, 1, letter), str(2 * c))
    elif d.slip == "single":
        inside = terms(term(c, 2, letter), term(-2 * c, 1, letter))
    answer = (
        f"({inside})e^{letter}" if d.slip != "product" else f"{multiple(Fraction(c, 3), term(1, 3, letter))} e^{letter}"
    )
    return Item(
        ask(INTEGRATE, f"{term(c, 2, letter)} e^{letter}"),
        f"the @product-rule read backwards, twice: u = {term(c, 2, letter)} leaves the integral of "
        f"{term(2 * c, 1, letter)} e^{letter}; that is ({linear(2 * c, -2 * c, letter)})e^{letter}; "
        f"together ({inside})e^{letter}",
        f"{answer} + C",
        f"diff(answer, {letter}) = {c}*{letter}^2*e^{letter}",
    )


@integration_by_parts.form("reverse")
def product_before_integrating(d: Draw) -> Item:
    a, b, k = d.nonzero((1, 6), (-9, 9), (-9, 9)), d.within((0, 6), (-9, 9), (-9, 9)), d.within((1, 1), (1, 3), (2, 5))
    letter = d.choice(("x", "t"))
    kind = d.choice(("e", "e sin", "e sin cos")[d.difficulty - 1].split())
    inner = f"({term(k, 1, letter)})" if k > 1 or kind != "e" else letter
    one, old = linear(a, b, letter), f"e^{inner}" if kind == "e" else f"{kind}{inner}"
    shown = f"({one}){old}" if b else f"{one} {old}"
    slope = linear(k * a, k * b, letter)
    if kind == "e":
        total = {"single": linear(k * a, k * b, letter), "product": str(k * a)}.get(d.slip)
        total = total or linear(k * a, k * b + (-a if d.slip == "sign" else a), letter)
        answer = f"({total}){old}" if " " in total else f"{total} {old}"
    else:
        new, sign = ("cos", "") if kind == "sin" else ("sin", "-")
        rest = f"{sign}({slope}){new}{inner}"
        answer = {"single": rest, "product": f"{sign}{abs(a * k)}{new}{inner}"}.get(d.slip) or terms(
            term(-a if d.slip == "sign" else a, 1, old), rest
        )
    work = (
        f"Integration by parts is undone by the @product-rule: u = {one} has the derivative {a}, "
        f"and differentiating {old} brings the factor {k}; together {answer}"
    )
    return Item(ask(BACK, shown, letter), work, answer, f"answer = diff(({one})*{old}, {letter})")


@integration_by_parts.form("definite integral")
def parts_with_bounds(d: Draw) -> Item:
    c, kind = d.within((1, 9), (1, 9), (2, 12)), d.choice(("e", "e sin", "e sin cos ln")[d.difficulty - 1].split())
    top = d.within((1, 3)) if kind == "e" else 1
    if kind == "e":
        first, second = f"{multiple(c * top, _power_e(top))}", f"{multiple(c, _power_e(top))} - {c}"
        text, high, low = f"{term(c, 1)} e^x", str(top), "0"
        answer = str(c) if top == 1 else f"{multiple(c * (top - 1), _power_e(top))} + {c}"
        wrong = {"sign": f"{multiple(c * (top + 1), _power_e(top))} - {c}", "single": first}
        wrong["product"] = multiple(Fraction(c * top * top, 2), _power_e(top))
        formal = f"abs(answer - quad({c}*x*e^x, x, 0, {top})) < 1/100000"
    elif kind == "sin":
        first, second, text, low, high = multiple(c, "pi"), "0", f"{term(c, 1)} sin(x)", "0", "pi"
        answer = first
        wrong = {"sign": f"-{first}", "product": multiple(Fraction(c), "pi^2"), "single": f"{first} - {c}"}
        formal = f"abs(answer - quad({c}*x*sin(x), x, 0, pi)) < 1/100000"
    elif kind == "cos":
        first, second = multiple(Fraction(c, 2), "pi"), str(c)
        text, low, high = f"{term(c, 1)} cos(x)", "0", "pi/2"
        answer = f"{first} - {c}"
        wrong = {"sign": f"{first} + {c}", "single": first, "product": multiple(Fraction(c, 8), "pi^2")}
        formal = f"abs(answer - quad({c}*x*cos(x), x, 0, pi/2)) < 1/100000"
    else:
        first, second, text, low, high = term(c, 1, "e"), f"{term(c, 1, 'e')} - {c}", f"{term(c, 1, 'ln')}(x)", "1", "e"
        answer, wrong = str(c), {"sign": f"{2 * c}e - {c}", "single": first, "product": f"{c}/e"}
        formal = f"abs(answer - quad({c}*ln(x), x, 1, e)) < 1/100000"
    result = wrong.get(d.slip, answer)
    work = (
        f"Integration by parts, from the @product-rule: u*v gives {first} between the bounds; "
        f"the integral of u'*v is {second}; "
        + (f"the difference is {result}" if not d.slip else f"the result is {result}")
    )
    return Item(ask(BETWEEN, text, low, high), work, result, formal)


def _power_e(exponent: int) -> str:
    return "e" if exponent == 1 else f"e^{exponent}"


@integration_by_parts.form("first step")
def the_other_factor(d: Draw) -> Item:
    a, k = d.within((1, 9), (2, 9), (2, 12)), d.within((1, 1), (2, 6), (2, 9))
    b, letter = d.within((0, 9), (-9, 9), (-9, 9)), d.choice(("x", "t"))
    kind = d.choice(("e", "sin", "cos"))
    inner = f"({term(k, 1, letter)})"
    first, old = linear(a, b, letter), f"e^{inner}" if kind == "e" else f"{kind}{inner}"
    new, sign = {"e": ("e^", 1), "sin": ("cos", -1), "cos": ("sin", 1)}[kind]
    product = d.difficulty == 3
    v = multiple(Fraction(sign, k), new + inner)
    answer = multiple(Fraction(sign * a, k), new + inner) if product else v
    text = f"({first}){old}" if b else f"{first} {old}"
    asked = (
        (
            "Integrate {0} by parts with u = {1}. Which function has then still to be integrated, that is u'*v?",
            "In the integral of {0}, let u = {1}. Find u'*v, with no constant in v.",
            "Integration by parts with u = {1} leaves which integrand u'*v for {0}? Take v without a constant.",
        )
        if product
        else (
            "To integrate {0} by parts, take u = {1}. What is v, without a constant?",
            "The integral of {0} is found by parts with u = {1}. Find v (no constant).",
            "Let u = {1} in the integral of {0}, so that the other factor is v'. Give v without a constant.",
        )
    )
    return Item(
        ask(asked, text, first),
        f"Integration by parts: v' = {old}, so v = {v}" + (f"; u' = {a}; u'*v is {answer}" if product else ""),
        answer,
        f"answer = {bracket(sign)}*{a if product else 1}*{new}{inner}/{k}",
    )


@topic(
    "partial-fractions",
    swap="The two numerators are swapped.",
    sign="One numerator has the wrong sign.",
    undivided="It is not divided by the value of the other factor.",
)
def partial_fractions(d: Draw) -> Item:
    p, q, a, b = _simple_fractions(d)
    top = linear(a + b, a * q + b * p)
    one, other = _numerators(d, p, q, a, b)
    first, last = linear(1, p), linear(1, q)
    bottom = f"({first})({last})" if d.difficulty < 3 else quadratic(1, p + q, p * q)
    work = steps(
        f"{bottom} is ({first})({last})" if d.difficulty == 3 else "",
        f"at x = {-p}: {a * (q - p)}/{bracket(q - p)} = {one}",
        f"at x = {-q}: {b * (p - q)}/{bracket(p - q)} = {other}",
    )
    if d.slip:
        work = f"the numerators are {one} and {other}"
    return Item(
        ask(
            (
                "Split {} into partial fractions.",
                "Write {} as a sum of two simple fractions.",
                "Find the partial fraction decomposition of {}.",
            ),
            f"({top})/({bottom})",
        ),
        f"@adding-rational-expressions read backwards, by @substitution {work}",
        f"{one}/({first}) {'-' if other < 0 else '+'} {abs(other)}/({last})",
        f"answer*({first})*({last}) = {top} and terms(answer) = 2",
    )


def _simple_fractions(d: Draw) -> tuple[int, int, int, int]:
    """a/(x + p) + b/(x + q)."""
    p, q = d.rng.sample([each for each in range(*((1, 7), (-6, 7), (-8, 9))[d.difficulty - 1]) if each], 2)
    a, b = d.nonzero((1, 6), (1, 9), (-9, 9)), d.nonzero((1, 6), (-9, 9), (-9, 9))
    while a in (b, -b):
        b += 1 if b != -1 else 2
    return p, q, a, b


def _numerators(d: Draw, p: int, q: int, a: int, b: int) -> tuple[int, int]:
    return d.outcome((a, b), swap=(b, a), sign=(a, -b), undivided=(a * (q - p), b * (p - q)))


@partial_fractions.form("one numerator")
def one_numerator(d: Draw) -> Item:
    p, q, a, b = _simple_fractions(d)
    one = _numerators(d, p, q, a, b)[0]
    one = -a if d.slip == "sign" else one
    first, last = linear(1, p), linear(1, q)
    bottom = f"({first})({last})" if d.difficulty < 3 else quadratic(1, p + q, p * q)
    questions = (
        f"({linear(a + b, a * q + b * p)})/({bottom}) = A/({first}) + B/({last}). Find A.",
        f"Which number A stands over {first} if ({linear(a + b, a * q + b * p)})/({bottom}) is split into "
        f"A/({first}) + B/({last})?",
        f"In the partial fractions of ({linear(a + b, a * q + b * p)})/({bottom}), what is the numerator over {first}?",
    )
    work = f"Partial fractions: cover {first} and put in {-p}, by @substitution: " + (
        f"{minus(q, p)}; {a * (q - p)}/{bracket(q - p)} = {a}" if not d.slip else f"A is {one}"
    )
    return Item(
        questions, work, f"A = {one}", f"answer*({last}) + {bracket(b)}*({first}) = {linear(a + b, a * q + b * p)}"
    )


@partial_fractions.form("reverse")
def fractions_together(d: Draw) -> Item:
    p, q, a, b = _simple_fractions(d)
    top = linear(a + b, a * q + b * p)
    shown = {"swap": linear(a + b, a * p + b * q), "sign": linear(a - b, a * q - b * p), "undivided": str(a + b)}
    first, last = linear(1, p), linear(1, q)
    answer = shown.get(d.slip, top)
    return Item(
        (
            f"{a}/({first}) {'-' if b < 0 else '+'} {abs(b)}/({last}) is a fraction over ({first})({last}). What is "
            "its numerator, simplified?",
            f"Which fraction over ({first})({last}) splits into {a}/({first}) {'-' if b < 0 else '+'} "
            f"{abs(b)}/({last})? Give its numerator.",
            f"Put {a}/({first}) {'-' if b < 0 else '+'} {abs(b)}/({last}) over the common denominator "
            f"({first})({last}), and give the numerator.",
        ),
        "Partial fractions are put together by @adding-rational-expressions: "
        f"{terms(term(a, 1, f'({last})'), term(b, 1, f'({first})'))} is {answer}",
        answer,
        f"answer/(({first})*({last})) = {a}/({first}) + {bracket(b)}/({last}) and terms(answer) < 3",
    )


@partial_fractions.form("integral")
def integral_of_partial_fractions(d: Draw) -> Item:
    p, q, a, b = _simple_fractions(d)
    one, other = _numerators(d, p, q, a, b)
    first, last = linear(1, p), linear(1, q)
    bottom = f"({first})({last})" if d.difficulty < 3 else quadratic(1, p + q, p * q)
    text = f"({linear(a + b, a * q + b * p)})/({bottom})"
    answer = terms(term(one, 1, f"ln({first})"), term(other, 1, f"ln({last})"))
    questions = (
        f"Integrate {text} for x > {max(-p, -q)}.",
        f"Find an antiderivative of {text} where x > {max(-p, -q)}.",
        f"Split {text} and integrate it, for x > {max(-p, -q)}.",
    )
    work = (
        f"Partial fractions: {one}/({first}) {'-' if other < 0 else '+'} {abs(other)}/({last}); "
        "then @integrating-reciprocals"
    )
    return Item(questions, work, f"{answer} + C", f"diff(answer, x) = {text}")
