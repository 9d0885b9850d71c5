"""Counting choices: binomial coefficients and the binomial theorem."""

from __future__ import annotations

from math import comb, factorial, perm

from tutelage.subjects.calculus.notation import bracket, linear, term, terms
from tutelage.subjects.calculus.steps import minus, over, plus, raised, steps, times
from tutelage.subjects.calculus.topic import ask, topic
from tutelage.subjects.workbook import Draw, Item


def _chosen(n: int, k: int) -> str:
    """The steps to n choose k."""
    product, below, parts, divided = n, 1, [], []
    for place in range(1, k):
        parts.append(times(product, n - place))
        product *= n - place
    for place in range(2, k):
        divided.append(times(below * place, place + 1))
        below *= place
    return steps(*parts, *(divided if k > 2 else ()), over(product, factorial(k)))


@topic(
    "binomial-coefficients",
    order="The orders of the same choice are counted apart.",
    power="The same one may be chosen again.",
    sum="It is not divided by all orders, but by the number of those chosen.",
)
def binomial_coefficients(d: Draw) -> Item:
    n, k = d.within((4, 30), (5, 25), (7, 20)), d.within((2, 2), (2, 3), (3, 4))
    far = d.difficulty == 3 and d.rng.random() < 0.6
    if far:
        k = d.choice((2, 3))
    asked = n - k if far else k
    work, value = _chosen(n, k), comb(n, k)
    if d.slip == "order":
        value = perm(n, k)
        work = steps(*(times(perm(n, place), n - place) for place in range(1, k)))
    elif d.slip == "power":
        value, work = n**k, f"@powers: {raised(n, k)}"
    elif d.slip == "sum" and perm(n, k) % k == 0:
        value = perm(n, k) // k
        work = steps(*(times(perm(n, place), n - place) for place in range(1, k)), over(perm(n, k), k))
    first = f"choosing {asked} of {n} is leaving out {k}; {minus(n, asked)}; " if far else ""
    stories = (
        f"A class of {n} pupils sends {asked} of them to a meeting. In how many ways can they be picked?",
        f"A cook has {n} spices and uses {asked} different ones in a sauce. How many selections are possible?",
        f"From a list of {n} books {asked} are to be read, in any order. How many choices are there?",
        f"A lottery draws {asked} of {n} numbers, and the order does not matter. How many results are possible?",
    )
    return Item(
        (
            f"Compute the binomial coefficient {n} over {asked}.",
            f"What is {n} choose {asked}?",
            f"How many different groups of {asked} can be formed from {n} things?",
            f"Find the number of ways to choose {asked} out of {n}.",
        ),
        f"{first}@integer-multiplication and @integer-division: {work}"
        if d.slip not in ("order", "power")
        else f"{first}@integer-multiplication: {work}"
        if d.slip == "order"
        else f"{first}{work}",
        str(value),
        f"answer = subs(diff((1 + x)^{n}, x, {k}), x, 0)/{factorial(k)}",
        value=comb(n, k),
        noun=f"the binomial coefficient {n} choose {asked}",
        worded={"word problem": stories},
    )


@binomial_coefficients.form("reverse")
def how_many_to_choose_from(d: Draw) -> Item:
    n, k = d.within((4, 15), (10, 40), (5, 20)), d.within((2, 2), (2, 2), (3, 3))
    value = comb(n, k)
    product = value * factorial(k)
    factors = "*".join(str(n - place) for place in range(k))
    return Item(
        (
            f"n choose {k} is {value}. Find n.",
            f"Out of how many people can {k} be chosen in exactly {value} ways?",
            f"A group allows {value} different choices of {k} members. How many members are in it?",
        ),
        f"@integer-multiplication: {times(value, factorial(k))}; n times the {'number' if k == 2 else 'two numbers'} "
        f"below it: {product} = {factors}; n = {n}",
        str(n),
        f"subs(diff((1 + x)^{n}, x, {k}), x, 0) = {product} and "
        + ("answer*(answer - 1)" if k == 2 else "answer*(answer - 1)*(answer - 2)")
        + f" = {product} and answer > 0",
    )


@binomial_coefficients.form("two steps")
def mixed_committee(d: Draw) -> Item:
    women, men = d.within((4, 9), (5, 12), (6, 15)), d.within((4, 9), (5, 12), (6, 15))
    k = d.within((1, 2), (2, 2), (2, 3))
    m = d.within((2, 2), (2, 3), (2, 3))
    one, other = comb(women, k), comb(men, m)
    if d.slip == "order":
        one, other = perm(women, k), perm(men, m)
    value = one + other if d.slip == "sum" else one * other
    parts = [f"{women} choose {k} is {one}", f"{men} choose {m} is {other}"]
    shown = steps(_chosen(women, k) if k > 1 else "", _chosen(men, m)) if not d.slip else ""
    questions = (
        f"A committee of {k} women and {m} men is chosen from {women} women and {men} men. In how many ways?",
        f"A team needs {k} of {women} defenders and {m} of {men} forwards. How many teams are possible?",
        f"A menu has {women} starters and {men} main dishes; a table orders {k} different starters and {m} "
        "different main dishes. How many orders are possible?",
    )
    work = steps(
        f"@integer-multiplication and @integer-division: {shown}" if shown else "",
        *parts,
        plus(one, other) if d.slip == "sum" else times(one, other),
    )
    formal = (
        f"answer = subs(diff((1 + x)^{women}, x, {k}), x, 0)*subs(diff((1 + x)^{men}, x, {m}), x, 0)/"
        f"{factorial(k) * factorial(m)}"
    )
    return Item(questions, work, str(value), formal)


@topic(
    "binomial-theorem",
    coefficient="The binomial coefficient is forgotten.",
    power="The number is not raised to its power.",
    other="The exponents of the two terms are swapped.",
)
def binomial_theorem(d: Draw) -> Item:
    n, a = d.within((3, 5), (4, 7), (4, 6)), d.nonzero((2, 4), (-5, 5), (-4, 5))
    while a in (1, -1):
        a = d.nonzero((2, 4), (-5, 5), (-4, 5))
    front = d.within((1, 1), (1, 1), (2, 3))
    k = d.within((1, 2), (1, 3), (1, 3))
    used = n - k if d.slip == "other" else k
    choose, power = comb(n, k), a if d.slip == "power" else a**used
    lead = front ** (k if d.slip == "other" else n - k)
    value = power * lead * (1 if d.slip == "coefficient" else choose)
    letter = d.choice(("x", "t"))
    wanted, base = term(1, n - k, letter), linear(front, a, letter)
    work = steps(
        f"@binomial-coefficients: {n} choose {k} is {choose}" if d.slip != "coefficient" else "",
        f"by the @powers {raised(a, used)}" if used > 1 and d.slip != "power" else f"the factor {a}",
        f"{raised(front, k if d.slip == 'other' else n - k)}" if front > 1 else "",
        times(choose, power) if d.slip != "coefficient" else "",
        times(value // lead, lead) if front > 1 else "",
    )
    return Item(
        (
            f"What is the coefficient of {wanted} in ({base})^{n}?",
            f"({base})^{n} is multiplied out. Which coefficient does {wanted} get?",
            f"Find the coefficient of {wanted} in the expansion of ({base})^{n}.",
        ),
        work,
        str(value),
        f"answer = subs(diff(({front} + {bracket(a)}*t)^{n}, t, {k}), t, 0)/{factorial(k)}",
        value=choose * a**k * front ** (n - k),
        noun=f"the coefficient of {wanted} in ({base})^{n}",
    )


@binomial_theorem.form("reverse")
def number_from_a_coefficient(d: Draw) -> Item:
    n, a = d.within((3, 9), (4, 8), (4, 7)), d.nonzero((2, 9), (2, 7), (-7, 7))
    k = d.within((1, 1), (2, 2), (3, 3))
    value = comb(n, k) * a**k
    letter = d.choice(("x", "t"))
    wanted = term(1, n - k, letter)
    root = a**k if d.slip == "power" else a
    positive = " > 0" if k == 2 else ""
    questions = ask(
        (
            "The coefficient of {0} in ({1} + a)^{2} is {3}, where a{4}. Find a."
            if positive
            else "The coefficient of {0} in ({1} + a)^{2} is {3}. Find the real number a.",
            "Which number a{4} gives {0} the coefficient {3} in the expansion of ({1} + a)^{2}?",
            "The expansion of ({1} + a)^{2} contains the term {3}{0}. What is the {5} number a?",
        ),
        wanted,
        letter,
        n,
        value,
        positive,
        "positive" if positive else "real",
    )
    work = steps(
        f"@binomial-coefficients: {n} choose {k} is {comb(n, k)}",
        over(value, comb(n, k)),
        f"this is {raised(a, k)}" if k > 1 and d.slip != "power" else "",
        f"a = {root}",
    )
    return Item(
        questions, work, f"a = {root}", f"{comb(n, k)}*answer^{k} = {value}" + (" and answer > 0" if positive else "")
    )


@binomial_theorem.form("expand")
def whole_expansion(d: Draw) -> Item:
    n, a = d.within((3, 3), (3, 4), (3, 4)), d.nonzero((1, 4), (-5, 5), (-3, 3))
    front = d.within((1, 1), (1, 1), (2, 3))
    letter = d.choice(("x", "t"))
    coefficients = [comb(n, k) * a**k * front ** (n - k) for k in range(n + 1)]
    if d.slip == "coefficient":
        coefficients = [a**k * front ** (n - k) for k in range(n + 1)]
    elif d.slip == "power":
        coefficients = [comb(n, k) * (a if k else 1) * front ** (n - k) for k in range(n + 1)]
    answer = terms(*(term(value, n - k, letter) for k, value in enumerate(coefficients)))
    base = linear(front, a, letter)
    row = ", ".join(str(comb(n, k)) for k in range(n + 1))
    shown = "1, " * n + "1" if d.slip == "coefficient" else row
    return Item(
        (f"Expand ({base})^{n}.", f"Write ({base})^{n} without brackets.", f"Multiply out ({base})^{n}."),
        f"@binomial-coefficients {shown}; the @powers of {a} go up"
        + (f", those of {front} go down" if front > 1 else "")
        + f"; the coefficients are {', '.join(map(str, coefficients))}",
        answer,
        f"answer = ({base})^{n} and terms(answer) > {n}",
    )


@binomial_theorem.form("application")
def sum_of_coefficients(d: Draw) -> Item:
    p, a = d.within((1, 3), (1, 5), (1, 7)), d.nonzero((1, 4), (-5, 5), (-7, 7))
    n = d.within((3, 5), (3, 6), (4, 7))
    while p + a in (0, 1) or abs(p + a) > 6:
        p, a = d.within((1, 3), (1, 5), (1, 7)), d.nonzero((1, 4), (-5, 5), (-7, 7))
    total, letter = p + a, d.choice(("x", "t"))
    base = linear(p, a, letter)
    constant = d.difficulty == 3 and d.rng.random() < 0.5
    value = total * n - (a**n if constant else 0) if d.slip == "power" else total**n - (a**n if constant else 0)
    rest = ", without the constant term" if constant else ""
    return Item(
        (
            f"({base})^{n} is expanded. What do all its coefficients add up to{rest}?",
            f"Find the sum of all coefficients of the expanded power ({base})^{n}{rest}.",
            f"Imagine ({base})^{n} multiplied out. What is the sum of the coefficients{rest}?",
        ),
        steps(
            f"at {letter} = 1, where all @powers of {letter} are 1, the expansion is the sum of its coefficients",
            plus(p, a),
            times(n, total) if d.slip == "power" else raised(total, n),
            f"the constant term is {raised(a, n)}" if constant else "",
            minus(total * n if d.slip == "power" else total**n, a**n) if constant else "",
        ),
        str(value),
        f"answer = subs(({base})^{n}, {letter}, 1)" + (f" - subs(({base})^{n}, {letter}, 0)" if constant else ""),
    )
