"""More about integrals: other integrands, and techniques."""

from __future__ import annotations

from tutelage.subjects.calculus.topic import (
    ask,
    linear,
    over,
    plus,
    steps,
    term,
    terms,
    topic,
)
from tutelage.subjects.workbook import Draw, Item

INTEGRATE = ("Integrate {}.", "Find an antiderivative of {}.", "What is the indefinite integral of {}?")


INTEGRAL = (
    "Integrate {} from {} to {}.",
    "Find the integral of {} from {} to {}.",
    "Compute the integral of {} from {} to {}.",
)


@topic(
    "integration-by-substitution",
    "integration by substitution",
    {
        "inner": "It is not divided by what the inner derivative leaves.",
        "power": "It is not divided by the new exponent.",
    },
)
def integration_by_substitution(d: Draw) -> Item:
    b, n = d.nonzero((1, 9), (-9, 9), (-9, 9)), d.within((2, 4), (2, 6), (3, 8))
    c = d.within((1, 2), (1, 4), (1, 6))
    letter = d.choice(("x", "t"))
    inner = terms(term(1, 2, letter), str(b))
    front = 2 * c * (n + 1)  # the result is c*inner^(n + 1)
    value = {"inner": 2 * c, "power": c * (n + 1)}.get(d.slip, c)
    text = f"{term(front, 1, letter)}({inner})^{n}"
    if d.difficulty > 1 and d.rng.random() < 0.4:
        front = 2 * c
        text = f"{term(front, 1, letter)} e^({inner})"
        value = {"inner": 2 * c, "power": 4 * c}.get(d.slip, c)
        work = steps(f"u = {inner}", f"u' = 2{letter}", over(front, 2) if not d.slip else f"{value} is left")
        answer = f"{term(value, 1, f'e^({inner})')} + C"
    else:
        work = steps(
            f"u = {inner}",
            f"u' = 2{letter}",
            "" if d.slip == "inner" else over(front, 2),
            f"@antiderivative-power-rule {plus(n, 1)}",
            "" if d.slip == "power" else over(front if d.slip == "inner" else front // 2, n + 1),
        )
        answer = f"{term(value, 1, f'({inner})')}^{n + 1} + C"
    return Item(
        ask(INTEGRATE, text), f"the @chain-rule read backwards: {work}", answer, f"diff(answer, {letter}) = {text}"
    )


@topic(
    "integration-by-parts",
    "integration by parts",
    {"sign": "The second integral is added.", "single": "The second integral is left out."},
)
def integration_by_parts(d: Draw) -> Item:
    k, c = d.within((1, 1), (1, 4), (1, 6)), d.within((1, 9), (1, 9), (1, 9))
    b = d.within((0, 9), (-9, 9), (-9, 9))
    letter, kind = d.letter(), d.choice(("e", "cos", "sin"))
    a = c * k * k  # the factor is a*x + b*k, so that all divisions come out
    first, slope = linear(a, b * k, letter), a
    inner = f"({term(k, 1, letter)})"
    old = f"e^{inner}" if kind == "e" else f"{kind}{inner}"
    if k == 1:
        old = f"e^{letter}" if kind == "e" else f"{kind}({letter})"
        inner = f"({letter})"
    one = linear(a // k, b, letter)
    second = {"e": -1, "cos": 1, "sin": 1}[kind] * c
    if d.slip == "sign":
        second = -second
    outer = {"e": old, "cos": f"sin{inner}", "sin": f"cos{inner}"}[kind]
    sign = "-" if kind == "sin" else ""
    lead = f"{sign}({one}){outer}" if b else (f"-{one} {outer}" if sign else f"{one} {outer}")
    last = {"e": old, "cos": f"cos{inner}", "sin": f"sin{inner}"}[kind]
    answer = lead if d.slip == "single" else terms(lead, term(second, 1, last))
    text = f"({first}){old}" if b else f"{first} {old}"
    work = steps(
        f"u = {first}, u' = {slope}",
        f"v' = {old}, v = {sign}{outer}" + (f"/{k}" if k > 1 else ""),
        f"u*v is {lead}",
        f"{a}/{k}^2 = {c}" if k > 1 and d.slip != "single" else "",
        "" if d.slip == "single" else f"the integral of u'*v gives {term(second, 1, last)}",
    )
    return Item(
        ask(INTEGRATE, text),
        f"the @product-rule read backwards: {work}",
        f"{answer} + C",
        f"diff(answer, {letter}) = {text}",
    )


@topic(
    "partial-fractions",
    "partial fractions",
    {"swap": "The two numerators are swapped.", "sign": "One numerator has the wrong sign."},
)
def partial_fractions(d: Draw) -> Item:
    p, q = d.nonzero((1, 6), (-6, 6), (-9, 9)), d.nonzero((1, 6), (-6, 6), (-9, 9))
    while p == q:
        q = d.nonzero((1, 6), (-6, 6), (-9, 9))
    a, b = d.nonzero((1, 6), (1, 9), (-9, 9)), d.nonzero((1, 6), (-9, 9), (-9, 9))
    while a in (b, -b):
        b += 1 if b != -1 else 2
    top = linear(a + b, a * q + b * p)
    one, other = (b, a) if d.slip == "swap" else (a, -b if d.slip == "sign" else b)
    sign = "-" if other < 0 else "+"
    answer = f"{one}/({linear(1, p)}) {sign} {abs(other)}/({linear(1, q)})"
    work = steps(
        f"at x = {-p}: {a * (q - p)}/{q - p if q > p else f'({q - p})'} = {one}",
        f"at x = {-q}: {b * (p - q)}/{p - q if p > q else f'({p - q})'} = {other}",
    )
    if d.slip:
        work = f"the numerators are {one} and {other}"
    return Item(
        ask(
            (
                "Split {} into partial fractions.",
                "Write {} as a sum of two simple fractions.",
                "Find the partial fractions of {}.",
            ),
            f"({top})/(({linear(1, p)})({linear(1, q)}))",
        ),
        f"@adding-rational-expressions read backwards, by @substitution {work}",
        answer,
        f"answer*({linear(1, p)})*({linear(1, q)}) = {top} and terms(answer) = 2",
    )


TOPICS = (
    integration_by_substitution,
    integration_by_parts,
    partial_fractions,
)
