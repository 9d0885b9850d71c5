"""Power series that are put together from known ones: by substitution, differentiation, integration and products."""

from __future__ import annotations

from fractions import Fraction
from math import factorial, isqrt

from tutelage.subjects.calculus.notation import bracket, bracket_fraction, term, terms, to_the
from tutelage.subjects.calculus.steps import plus, raised, steps, times
from tutelage.subjects.calculus.topic import topic
from tutelage.subjects.workbook import Draw, Item


@topic(
    "operations-with-power-series",
    index="The coefficient of a neighbouring power is taken: the shift of the exponent is overlooked.",
    inner="Only x is raised to the power, not the number that stands with it.",
    single="One factor or term is left out: of a product, of the derivative, or of the integral.",
)
def operations_with_power_series(d: Draw) -> Item:
    return (_substituted, _differentiated, _multiplied)[d.difficulty - 1](d)


def _coefficient(function: str, n: int, value: Fraction | int, work: str) -> Item:
    questions = (
        f"What is the coefficient of {term(1, n)} in the power series of {function} about 0?",
        f"Expand {function} in powers of x. Which coefficient does {term(1, n)} have?",
        f"Find the coefficient of {term(1, n)} in the series of {function} in powers of x.",
        f"{function} is written as a power series in x. Give the coefficient of {term(1, n)}.",
    )
    return Item(questions, work, str(value), f"answer = subs(diff({function}, x, {n}), x, 0)/{factorial(n)}")


def _substituted(d: Draw) -> Item:
    """c x^k/(1 - ax)."""
    a, c, k, n = d.nonzero((-5, 5)), d.within((1, 9)), d.within((0, 2)), d.within((2, 4))
    a, k = a if abs(a) > 1 else 2, min(k, 5 - n)
    right = c * a**n
    value = d.outcome(right, index=c * a ** (n + k if k else n - 1), inner=c, single=a**n)
    top = term(c, k) if k else str(c)
    return _coefficient(
        f"{top}/({_linear(a)})",
        n + k,
        value,
        steps(
            f"@infinite-geometric-series with the ratio {term(a)}: the term with {term(1, n)} has {raised(a, n)}",
            f"{top} in front makes it {term(1, n + k)}: {times(a**n, c)}"
            if not d.slip
            else f"the coefficient is {value}",
        ),
    )


def _linear(a: int) -> str:
    """`1 - 3x`, `1 + 2x`."""
    return terms("1", term(-a))


def _differentiated(d: Draw) -> Item:
    """c/(1 - ax)^2 by differentiating, c ln(1 - ax) by integrating."""
    a, c, n = d.nonzero((-4, 4)), d.within((1, 6)), d.within((2, 5))
    a = a if abs(a) > 1 else 3
    if d.rng.random() < 0.5:
        right = c * (n + 1) * a**n
        value = d.outcome(right, index=c * n * a ** (n - 1), inner=c * (n + 1), single=c * a**n)
        work = steps(
            f"1/({_linear(a)})^2 is the derivative of 1/({_linear(a)}) divided by {a}",
            f"@infinite-geometric-series, by the @power-rule: {plus(n, 1)} times {bracket(a)}^{n} = {(n + 1) * a**n}",
            times((n + 1) * a**n, c),
        )
        return _coefficient(
            f"{c}/({_linear(a)})^2", n, value, work if not d.slip else f"the @infinite-geometric-series gives {value}"
        )
    right_share = Fraction(-c * a**n, n)
    share = d.outcome(
        right_share, index=Fraction(-c * a ** (n - 1), n - 1), inner=Fraction(-c, n), single=Fraction(-c * a**n)
    )
    work = steps(
        f"ln({_linear(a)}) is the integral of {-a}/({_linear(a)})",
        f"@infinite-geometric-series, integrated by the power rule backwards: -{bracket(a**n)}/{n} is "
        f"{Fraction(-(a**n), n)}",
        f"{c}*{bracket_fraction(Fraction(-(a**n), n))} = {right_share}",
    )
    return _coefficient(
        f"{'' if c == 1 else c}ln({_linear(a)})",
        n,
        share,
        work if not d.slip else f"the @infinite-geometric-series gives {share}",
    )


def _multiplied(d: Draw) -> Item:
    """(b + cx)/(1 - ax), and e^(bx)/(1 - ax)."""
    a, n = d.nonzero((-4, 4)), d.within((2, 4))
    b, c = d.within((1, 6)), d.nonzero((-6, 6))
    if d.rng.random() < 0.5:
        right = b * a**n + c * a ** (n - 1)
        value = Fraction(d.outcome(right, index=b * a**n + c * a ** (n + 1), inner=b + c, single=b * a**n))
        function = f"({terms(str(b), term(c))})/({_linear(a)})"
        work = steps(
            f"{term(1, n)} comes from {b} times {term(a**n, n)} and from {term(c)} times {term(a ** (n - 1), n - 1)}",
            times(b, a**n),
            times(c, a ** (n - 1)),
            plus(b * a**n, c * a ** (n - 1)),
        )
    else:
        n = min(n, 3)
        parts = [Fraction(b**j, factorial(j)) * a ** (n - j) for j in range(n + 1)]
        value = d.outcome(
            parts[0] if d.slip else sum(parts, Fraction()),
            index=parts[0] + parts[1],
            inner=sum((Fraction(1, factorial(j)) for j in range(n + 1)), Fraction()),
        )
        function = f"{to_the('e', term(b))}/({_linear(a)})"
        work = steps(
            f"{term(1, n)} comes from {n + 1} products of a term of {to_the('e', term(b))} and a power of {term(a)}",
            " + ".join(bracket_fraction(part) for part in parts) + f" = {sum(parts, Fraction())}",
        )
    return _coefficient(
        function,
        n,
        value,
        f"one factor is an @infinite-geometric-series; {work}"
        if not d.slip
        else f"with an @infinite-geometric-series the coefficient is {value}",
    )


@operations_with_power_series.form("first terms")
def first_terms(d: Draw) -> Item:
    """The polynomial of the first terms."""
    a, c, k = d.within((2, 6), (2, 6), (2, 5)), d.within((1, 9), (1, 9), (1, 6)), d.within((1, 1), (1, 2), (1, 2))
    sign = d.choice((1, -1))
    if d.difficulty == 3:  # c/(1 - ax^k)^2
        coefficients = [c * (j + 1) * (sign * a) ** j for j in range(3)]
        function = f"{c}/({terms('1', term(-sign * a, k))})^2"
        how = "the square is a derivative of the @infinite-geometric-series"
    else:
        coefficients = [c * (sign * a) ** j for j in range(3)]
        function = f"{c}/({terms('1', term(-sign * a, k))})"
        how = f"@infinite-geometric-series with the ratio {term(sign * a, k)}"
    shown = d.outcome(
        coefficients,
        index=[*coefficients[1:], coefficients[2] * sign * a],
        inner=[c * sign**j for j in range(3)],
        single=[coefficients[0], coefficients[1], coefficients[1]],
    )
    answer = terms(str(shown[0]), term(shown[1], k), term(shown[2], 2 * k))
    last = 2 * k
    checks = " and ".join(
        f"subs(diff(answer - {function}, x, {j}), x, 0) = 0" if j else f"subs(answer - {function}, x, 0) = 0"
        for j in (0, k, last)
    )
    questions = (
        f"Give the first three terms of the power series of {function} about 0 that are not zero.",
        f"Write {function} as a series in powers of x, up to the third term that is not zero.",
        f"Which polynomial do the first three non-zero terms of the series of {function} in powers of x make?",
    )
    return Item(questions, f"{how}: {answer}", answer, f"{checks} and terms(answer) = 3")


@operations_with_power_series.form("sum")
def sum_by_a_series(d: Draw) -> Item:
    """The sum of n r^n, or of r^n/n, from a series that was differentiated or integrated."""
    b, c = d.within((2, 12), (2, 12), (3, 12)), d.within((1, 9), (1, 12), (2, 12))
    top = d.within((1, 1), (1, 1), (1, 3))
    r = Fraction(top, b) if 2 * top <= b else Fraction(1, b)
    shift = d.difficulty > 1 and d.rng.random() < 0.5  # n r^(n - 1)
    right = c / (1 - r) ** 2 if shift else c * r / (1 - r) ** 2
    value = d.outcome(right, index=right * r, single=c * r / (1 - r))
    ratio = f"({r})" if r.denominator > 1 else str(r)
    power = f"{ratio}^(n - 1)" if shift else f"{ratio}^n"
    shown = f"{'' if c == 1 else c}n*{power}"
    return Item(
        (
            f"What is the sum of {shown} for n = 1, 2, 3, ...?",
            f"Add {shown} over all n from 1 on, by differentiating a geometric series.",
            f"Find the sum of the infinite series with the terms {shown}, n = 1, 2, ...",
        ),
        steps(
            "the derivative of the @infinite-geometric-series is 1/(1 - x)^2, the sum of nx^(n - 1)",
            "" if shift else "with x in front it is x/(1 - x)^2, the sum of nx^n",
            f"at x = {r} the result is {value}",
        ),
        str(value),
        f"abs(answer - sum({c}*n*({r})^{'(n - 1)' if shift else 'n'}, n, 1, 40)) < 1/1000000",
    )


@operations_with_power_series.form("radius")
def radius_after_an_operation(d: Draw) -> Item:
    """How far a series converges after a substitution."""
    k = 1 if d.difficulty == 1 else 2
    a, root = d.within((2, 9), (2, 9), (2, 9)), d.within((1, 9), (2, 9), (2, 12))
    radius = a * root**k
    operation = {1: "", 2: "", 3: d.choice(("the derivative of ", "x times "))}[d.difficulty]
    value = root
    if d.slip == "inner" and (k == 1 or isqrt(radius) ** 2 == radius):
        value = radius if k == 1 else isqrt(radius)
    inner = term(a, k)
    questions = (
        f"The power series of f(x) about 0 has the radius of convergence {radius}. Which radius has that of "
        f"{operation}f({inner})?",
        f"f(x) is a power series that converges for |x| < {radius} and for no larger |x|. Up to which |x| does the "
        f"series of {operation}f({inner}) converge?",
        f"A series f(x) about 0 has the radius of convergence {radius}. Find the radius of the series of "
        f"{operation}f({inner}).",
    )
    work = (
        f"by the @radius-of-convergence of f, |{inner}| < {radius}; so |x|{'^2' if k == 2 else ''} < {radius // a}; "
        f"the radius is {value}"
    )
    return Item(questions, work, str(value), f"{a}*answer^{k} = {radius} and answer > 0")
