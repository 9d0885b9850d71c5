"""Sequences and finite sums."""

from __future__ import annotations

from math import comb

from tutelage.subjects.calculus.topic import ask, bracket, linear, minus, over, plus, raised, steps, term, times, topic
from tutelage.subjects.workbook import Draw, Item


@topic(
    "arithmetic-sequences",
    "arithmetic sequences",
    {"one": "One step too many is counted.", "times": "The first term is multiplied."},
    takes=range(2, 40),
)
def arithmetic_sequences(d: Draw) -> Item:
    a, step, n = (
        d.main((1, 15), (-20, 30), (-40, 60)),
        d.within((2, 9), (2, 12), (-15, 15)) or 4,
        d.within((5, 12), (8, 25), (20, 60)),
    )
    count = n if d.slip == "one" else n - 1
    value = a * count if d.slip == "times" else a + count * step
    first = f"{d.shown(a)}, " + ", ".join(str(a + k * step) for k in (1, 2)) if d.given is None else ""
    about = (
        f"{first}... is arithmetic" if first else f"An arithmetic sequence starts with k and has the difference {step}"
    )
    work = steps(
        f"the difference is {step}",
        "" if d.slip == "one" else f"@integer-subtraction {minus(n, 1)}",
        times(count, a if d.slip == "times" else step),
        "" if d.slip == "times" else f"@integer-addition {plus(a, count * step)}",
    )
    return Item(
        (
            f"{about}. What is its term number {n}?",
            f"{about}. Find the term at place {n}.",
            f"Find term number {n}: {about}.",
        ),
        work,
        str(value),
        f"answer = {a} + sum({step} + 0*j, j, 2, {n})",
        value=a + (n - 1) * step,
        noun=f"term number {n} of the arithmetic sequence that starts with {a}, {a + step}",
    )


@topic(
    "arithmetic-series",
    "arithmetic series",
    {"half": "It is not divided by two.", "last": "The last term alone is taken times the number."},
)
def arithmetic_series(d: Draw) -> Item:
    a, step, n = (
        d.within((1, 9), (1, 20), (-20, 30)),
        d.within((1, 5), (2, 9), (-9, 12)) or 3,
        d.within((4, 10), (6, 20), (10, 40)),
    )
    last = a + (n - 1) * step
    total = n * (a + last) // 2
    work = steps(
        f"@arithmetic-sequences last term {last}",
        plus(a, last),
        times(n, a + last),
        over(n * (a + last), 2) if d.slip != "half" else "",
    )
    value = n * (a + last) if d.slip == "half" else total
    if d.slip == "last":
        value, work = n * last, steps(f"@arithmetic-sequences last term {last}", times(n, last))
    return Item(
        ask(
            (
                "Find the sum of the first {} terms of {}, {}, {}, ...",
                "What do the first {} terms of the arithmetic sequence {}, {}, {}, ... add up to?",
                "Add the first {} terms of {}, {}, {} and so on.",
            ),
            n,
            a,
            a + step,
            a + 2 * step,
        ),
        work,
        str(value),
        f"answer = sum({a} + (j - 1)*{bracket(step)}, j, 1, {n})",
        value=total,
        noun=f"the sum of the first {n} terms of {a}, {a + step}, {a + 2 * step}, ...",
    )


@topic(
    "geometric-sequences",
    "geometric sequences",
    {"one": "One factor too many is counted.", "times": "The quotient is multiplied instead of raised to a power."},
)
def geometric_sequences(d: Draw) -> Item:
    a, q, n = (
        d.within((1, 9), (2, 12), (-12, 15)) or 5,
        d.choice(((2, 3), (2, 3, 4, 5), (-2, -3, 2, 3, 10))[d.difficulty - 1]),
        d.within((4, 6), (4, 6), (4, 7)),
    )
    count = n if d.slip == "one" else n - 1
    power = q * count if d.slip == "times" else q**count
    work = steps(
        f"the quotient is {q}",
        "" if d.slip == "one" else minus(n, 1),
        times(q, count) if d.slip == "times" else f"@powers {raised(q, count)}",
        f"@integer-multiplication {times(a, power)}",
    )
    return Item(
        ask(
            (
                "{1}, {2}, {3}, ... is geometric. What is its term number {0}?",
                "Find term number {0} of the geometric sequence {1}, {2}, {3}, ...",
                "Which number stands at place {0} of the geometric sequence {1}, {2}, {3}, ...?",
            ),
            n,
            a,
            a * q,
            a * q * q,
        ),
        work,
        str(a * power),
        f"answer/{bracket(q)}^{n - 3} = {a * q * q}",
        value=a * q ** (n - 1),
        noun=f"term number {n} of the geometric sequence {a}, {a * q}, {a * q * q}, ...",
    )


@topic(
    "geometric-series",
    "geometric series",
    {"last": "The exponent is one too small.", "undivided": "It is not divided by the quotient minus one."},
)
def geometric_series(d: Draw) -> Item:
    a, q, n = (
        d.within((1, 9), (1, 15), (2, 30)),
        d.choice((3, 3, 4, 2) if d.difficulty < 3 else (3, 4, 5, -2, -3)),
        d.within((3, 5), (4, 6), (4, 6)),
    )
    if d.slip == "undivided" and q == 2:
        q = 3
    count = n - 1 if d.slip == "last" else n
    top = a * (q**count - 1)
    value = top if d.slip == "undivided" else top // (q - 1)
    work = steps(
        f"@powers {raised(q, count)}",
        minus(q**count, 1),
        times(a, q**count - 1),
        over(top, q - 1) if q != 2 and d.slip != "undivided" else "",
    )
    return Item(
        ask(
            (
                "Find the sum of the first {} terms of the geometric sequence {}, {}, {}, ...",
                "What do the first {} terms of the geometric sequence {}, {}, {}, ... add up to?",
                "Add the first {} terms of the geometric sequence {}, {}, {} and so on.",
            ),
            n,
            a,
            a * q,
            a * q * q,
        ),
        f"as in @geometric-sequences the quotient is {q}; {work}",
        str(value),
        f"answer = sum({a}*{bracket(q)}^j, j, 0, {n - 1})",
        value=a * (q**n - 1) // (q - 1),
        noun=f"the sum of the first {n} terms of the geometric sequence {a}, {a * q}, {a * q * q}, ...",
    )


@topic(
    "recursive-sequences",
    "recursive sequences",
    {"early": "It is stopped one term too early.", "start": "The first term is put in every time."},
    takes=range(1, 10),
)
def recursive_sequences(d: Draw) -> Item:
    a, m, b = (
        d.main((1, 6), (1, 9), (-6, 9)),
        d.within((2, 3), (2, 4), (-3, 4)) or 2,
        d.nonzero((1, 6), (-6, 6), (-9, 9)),
    )
    while m in (1, 0) or b == 0 or m * a + b == a:
        m, b = d.within((2, 3), (2, 4), (-3, 4)), b + 1
    n = 3 if d.difficulty < 3 else 4
    current, parts = a, []
    for _ in range(n - 2 if d.slip == "early" else n - 1):
        used = a if d.slip == "start" else current
        parts += [times(m, used), plus(m * used, b)]
        current = m * used + b
    letter = d.choice("abu")
    rule = f"{letter}(1) = {d.shown(a)} and {letter}(n + 1) = {term(m, 1, letter)}(n) {'+' if b > 0 else '-'} {abs(b)}"
    right = a
    for _ in range(n - 2):
        right = m * right + b
    return Item(
        (f"{rule}. Find {letter}({n}).", f"{rule}. What is {letter}({n})?", f"Compute {letter}({n}) if {rule}."),
        f"@evaluating-functions again and again: {steps(*parts)}",
        str(current),
        f"(answer - {bracket(b)})/{bracket(m)} = {right}",
        value=m * right + b,
        noun=f"{letter}({n}) where {rule}",
    )


@topic(
    "sigma-notation",
    "sigma notation",
    {"first": "The first term is left out.", "last": "The last term is left out."},
)
def sigma_notation(d: Draw) -> Item:
    a, b = d.within((1, 4), (1, 6), (1, 9)), d.nonzero((1, 9), (-9, 9), (-9, 9))
    square = d.difficulty > 1 and d.rng.random() < 0.5
    low = d.within((1, 1), (0, 3), (0, 5))
    high = low + d.within((2, 3), (3, 4), (3, 5))
    rule = f"{term(a, 2 if square else 1, 'n')} {'+' if b > 0 else '-'} {abs(b)}"
    values = [a * (n * n if square else n) + b for n in range(low, high + 1)]
    kept = values[1:] if d.slip == "first" else values[:-1] if d.slip == "last" else values
    parts, running = [], kept[0]
    for value in kept[1:]:
        parts.append(plus(running, value))
        running += value
    return Item(
        ask(
            (
                "Find the sum of {} for n from {} to {}.",
                "What is the sum of all {} with n = {} to n = {}?",
                "Compute the sum over n of {}, n running from {} to {}.",
            ),
            rule,
            low,
            high,
        ),
        f"@evaluating-functions {', '.join(map(str, kept))}; @integer-addition {steps(*parts)}",
        str(running),
        f"answer = sum({rule}, n, {low}, {high})",
        value=sum(values),
        noun=f"the sum of {rule} for n from {low} to {high}",
    )


@topic(
    "binomial-coefficients",
    "binomial coefficients",
    {"order": "It is not divided by the orders of the chosen ones.", "power": "All choices are taken as independent."},
)
def binomial_coefficients(d: Draw) -> Item:
    n, k = d.within((4, 30), (5, 30), (6, 40)), d.choice((2, 3))
    product, parts = n, []
    for place in range(1, k):
        parts.append(times(product, n - place))
        product *= n - place
    factor = 2 if k == 2 else 6
    value = comb(n, k)
    work = f"@integer-multiplication {steps(*parts)}; @integer-division {over(product, factor)}"
    if d.slip == "order":
        value, work = product, f"@integer-multiplication {steps(*parts)}"
    elif d.slip == "power":
        value, work = n**k, f"@powers {raised(n, k)}"
    return Item(
        ask(
            (
                "In how many ways can {1} of {0} people be chosen?",
                "Compute the binomial coefficient {0} over {1}.",
                "How many groups of {1} can be formed from {0} people?",
                "What is {0} choose {1}?",
            ),
            n,
            k,
        ),
        work,
        str(value),
        f"answer = subs(diff((1 + x)^{n}, x, {k}), x, 0)/{factor}",
        value=comb(n, k),
        noun=f"{n} choose {k}",
    )


@topic(
    "binomial-theorem",
    "binomial theorem",
    {"coefficient": "The binomial coefficient is forgotten.", "power": "The number is not raised to its power."},
)
def binomial_theorem(d: Draw) -> Item:
    n, a, k = d.within((3, 5), (4, 6), (4, 8)), d.within((2, 4), (2, 5), (-4, 5)), 2
    while a in (0, 1, -1):
        a = d.within((2, 4), (2, 5), (-4, 5))
    if d.difficulty > 1:
        k = d.choice((1, 2, 3))
    choose, power = comb(n, k), a if d.slip == "power" else a**k
    value = power if d.slip == "coefficient" else choose * power
    work = steps(
        f"@binomial-coefficients {choose}" if d.slip != "coefficient" else "",
        f"@powers {raised(a, k)}" if k > 1 and d.slip != "power" else "",
        times(choose, power) if d.slip != "coefficient" else "",
    )
    letter = d.choice(("x", "t"))
    return Item(
        ask(
            (
                "What is the coefficient of {0} in ({1})^{2}?",
                "Expand ({1})^{2}. Which number stands before {0}?",
                "Find the coefficient of {0} in the expansion of ({1})^{2}.",
            ),
            term(1, n - k, letter),
            linear(1, a, letter),
            n,
        ),
        work or f"the number is {value}",
        str(value),
        f"answer = subs(diff((1 + {bracket(a)}*t)^{n}, t, {k}), t, 0)/{(1, 1, 2, 6)[k]}",
        value=choose * a**k,
        noun=f"the coefficient of {term(1, n - k, letter)} in ({linear(1, a, letter)})^{n}",
    )


TOPICS = (
    arithmetic_sequences,
    arithmetic_series,
    geometric_sequences,
    geometric_series,
    recursive_sequences,
    sigma_notation,
    binomial_coefficients,
    binomial_theorem,
)
