"""Which series converge: the tests."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import isqrt

from tutelage.records import Checker
from tutelage.subjects.calculus.notation import Coefficient, linear, term, terms
from tutelage.subjects.calculus.steps import divided, minus, plus, raised
from tutelage.subjects.calculus.topic import ask, topic
from tutelage.subjects.workbook import Draw, Item

VERDICT = (
    "Does the series of {} (n = 1, 2, 3, ...) converge? Answer 'converges' or 'diverges'.",
    "Converges or diverges: the infinite sum of {} from n = 1 on?",
    "Decide whether the series with the terms {} 'converges' or 'diverges'.",
    "Is the sum of {} over all n from 1 on finite? Answer 'converges' if it is, otherwise 'diverges'.",
)


def decided(
    wordings: Sequence[str], things: Sequence[Coefficient | Fraction], work: str, answer: str, right: tuple[str, str]
) -> Item:
    """A question whose answer is a verdict; `right` is the right one with the comparison that shows it."""
    return Item(ask(wordings, *things), work, answer, f'answer = "{right[0]}" if {right[1]}', checker=Checker.TEXT)


def power(p: Fraction | int, letter: str = "n") -> str:
    """`n^2`, `n^(3/2)`, `sqrt(n)`."""
    p = Fraction(p)
    if p == Fraction(1, 2):
        return f"sqrt({letter})"
    return term(1, int(p), letter) if p.denominator == 1 else f"{letter}^({p})"


@topic(
    "divergence-test",
    back="From terms that tend to 0 it is concluded that the series converges.",
    limit="The limit of the terms is wrong: the highest powers are not compared.",
    sum="The limit of the terms is taken for the sum.",
)
def divergence_test(d: Draw) -> Item:
    text, limit, formal = _terms_with_a_limit(d)
    right = "no decision" if limit == 0 else "diverges"
    answer = right
    if d.slip == "back":
        answer = "converges" if limit == 0 else "diverges"
    elif d.slip == "limit":
        answer = "diverges" if limit == 0 else "no decision"
    elif d.slip == "sum":
        answer = "converges"
    return decided(
        (
            "What does the divergence test say about the series of {}? Answer 'diverges' or 'no decision'.",
            "Apply the divergence test to the infinite sum of {}: 'diverges' or 'no decision'?",
            "The terms of a series are {}. Which verdict does the divergence test give, 'diverges' or 'no decision'?",
            "Does the divergence test settle the series with the terms {}? Answer 'diverges' if so, else 'no "
            "decision'.",
        ),
        (text,),
        f"by @limits-at-infinity the terms tend to {limit}"
        + ("; that is not 0" if limit else "; so the test says nothing"),
        answer,
        (right, f"{formal} {'=' if limit == 0 else '>'} 0"),
    )


def _terms_with_a_limit(d: Draw, vanishing: float = 0.5) -> tuple[str, Fraction, str]:
    """A quotient of polynomials in n, its limit, and the limit as a formal expression; `vanishing` is how often the
    limit is 0."""
    a, b = d.within((1, 9), (1, 12), (1, 12)), d.within((1, 9), (1, 12), (1, 15))
    low, high = d.within((1, 9), (-9, 9), (-15, 15)), d.within((1, 9), (1, 9), (1, 15))
    n = d.within((1, 1), (1, 2), (2, 3))
    drop = d.rng.random() < vanishing
    top = (
        term(a, n - 1, "n")
        if drop and d.difficulty == 1
        else terms(term(a, n - drop, "n"), str(low) if n > drop else "0")
    )
    bottom = terms(term(b, n, "n"), str(high))
    limit = Fraction(0) if drop else Fraction(a, b)
    text = f"{top}/({bottom})" if " " not in top else f"({top})/({bottom})"
    inverse = f"limit(subs(({top})/({bottom}), n, 1/t), t, 0)"
    return text, limit, inverse


@divergence_test.form("limit of the terms")
def limit_of_the_terms(d: Draw) -> Item:
    text, limit, formal = _terms_with_a_limit(d, vanishing=0.3)
    value = d.outcome(limit, limit=Fraction(1) if limit == 0 else 1 / limit, sum=limit + 1, back=limit + 2)
    value = value if d.slip == "limit" else limit
    return Item(
        (
            f"For the divergence test: what is the limit of the terms {text}?",
            f"To which number do the terms {text} tend, for the divergence test?",
            f"The divergence test is to be applied to the series of {text}. Find the limit of its terms.",
        ),
        f"Divergence test, by @limits-at-infinity: the terms tend to {value}",
        str(value),
        f"answer = {formal}",
    )


@divergence_test.form("reverse")
def terms_that_vanish(d: Draw) -> Item:
    a, b, c = d.within((1, 9), (1, 9), (2, 12)), d.within((1, 9), (1, 9), (2, 12)), d.within((1, 9), (-9, 9), (-12, 12))
    n = d.within((1, 1), (1, 2), (1, 3))
    k = a * (1 if d.difficulty < 3 else b)
    value = d.outcome(Fraction(k), limit=Fraction(k, 2), sum=Fraction(0), back=Fraction(-k))
    p = 1 if d.difficulty == 1 else d.rng.randint(2, 4)
    if d.difficulty < 3:
        text = f"({term(p, 1, 'k')}*{power(n)} - {term(p * a, n, 'n')} + {abs(c) + 1})/({power(n)} + {b})"
        formal = f"limit(subs(({p}*answer*n^{n} - {p * a}*n^{n} + {abs(c) + 1})/(n^{n} + {b}), n, 1/t), t, 0) = 0"
    else:
        text = f"k/{b} - {term(a, n, 'n')}/({power(n)} + {abs(c) + 1})"
        formal = f"answer/{b} - limit(subs({a}*n^{n}/(n^{n} + {abs(c) + 1}), n, 1/t), t, 0) = 0"
    questions = (
        f"For which k does the divergence test give no decision about the series of {text}?",
        f"For all k but one the series of {text} diverges by the divergence test. Which k is the exception?",
        f"Find the k for which the terms {text} tend to 0.",
    )
    work = (
        "Divergence test: by @limits-at-infinity the terms tend to "
        f"{f'{term(p, 1, chr(107))} - {p * a}' if d.difficulty < 3 else f'k/{b} - {a}'}; it is 0 for k = {value}"
    )
    return Item(questions, work, f"k = {value}", formal)


@topic(
    "integral-test",
    border="The border is wrong: p has to be above 1, and p = 1 itself does not do.",
    turned="The verdict is turned round.",
    sum="The value of the integral is taken for the sum, or the exponent is not lowered.",
)
def integral_test(d: Draw) -> Item:
    c, p, text = _p_series(d)
    right = "converges" if p > 1 else "diverges"
    answer = right
    if d.slip == "turned":
        answer = "diverges" if p > 1 else "converges"
    elif (d.slip == "border" and p == 1) or d.slip == "sum":
        answer = "converges"
    return decided(
        VERDICT,
        (text,),
        f"the terms are {'' if c == 1 else f'{c} times '}1/n^p with p = {p}, a p-series; by @improper-integrals the "
        f"integral of 1/x^p from 1 to infinity is finite if p > 1, and p is {'above' if p > 1 else 'not above'} 1",
        answer,
        (right, f"{p} > 1" if p > 1 else f"{p} < 1001/1000"),
    )


def _p_series(d: Draw) -> tuple[int, Fraction, str]:
    """A factor, the exponent p, and the terms as they are shown; at difficulty 3 the exponent has to be found."""
    c = d.within((1, 9), (1, 12), (1, 20))
    if d.difficulty == 1:
        p = Fraction(d.choice(["1", "1", "2", "3", "1/2", "1/2"]))
        return c, p, f"{c}/{power(p)}"
    if d.difficulty == 2:
        p = Fraction(d.choice((1, 2, 3, 4, 5)), d.choice((2, 3, 4)))
        return c, p, f"{c}/{power(p)}"
    up, down = Fraction(d.choice(["1/2", "1", "3/2", "2", "3"])), Fraction(d.choice(["5/2", "2", "3", "4"]))
    p = down - up
    if p <= 0:
        return c, p + 2, f"{c}/{power(p + 2)}"
    return c, p, f"{'' if c == 1 else f'{c}*'}{power(up)}/{power(down)}"


@integral_test.form("integral")
def integral_of_the_test(d: Draw) -> Item:
    c, n, low = d.within((1, 9), (1, 12), (2, 20)), d.within((2, 3), (2, 4), (2, 5)), d.within((1, 1), (1, 3), (1, 5))
    b = 0 if d.difficulty < 3 else d.within((1, 5))
    start = low + b
    right = Fraction(c, (n - 1) * start ** (n - 1))
    wrong = {"sum": Fraction(c, n * start**n), "border": right + 1, "turned": 1 / right}
    value = wrong["sum"] if d.slip == "sum" else right
    text = f"{c}/{power(n)}" if not b else f"{c}/(n + {b})^{n}"
    return Item(
        (
            f"The integral test is applied to the series of {text} from n = {low} on. What is the value of the "
            "integral?",
            f"Which integral does the series of {text}, n = {low}, {low + 1}, ..., have to be compared with? Give its "
            "value.",
            f"For the integral test on the terms {text} from n = {low} on, compute the improper integral.",
        ),
        f"Integral test, by @improper-integrals of {text.replace('n', 'x')} from {low} to infinity: "
        + (
            f"{minus(n, 1)}; {raised(start, n - 1)}; {divided(c, (n - 1) * start ** (n - 1))}"
            if not d.slip
            else str(value)
        ),
        str(value),
        f"abs(answer - quad({c}*t^{n - 2}, t, 0, 1/{start})) < 1/100000",  # with t = 1/(x + b)
    )


@integral_test.form("rest of the sum")
def rest_of_the_sum(d: Draw) -> Item:
    c, n = d.within((1, 6), (1, 12), (2, 20)), d.within((2, 2), (2, 3), (3, 4))
    count = d.within((2, 10), (3, 12), (3, 10))
    value = Fraction(c, (n - 1) * count ** (n - 1))
    value = Fraction(c, n * count**n) if d.slip == "sum" else value
    questions = ask(
        (
            "The series of {0} (n = 1, 2, 3, ...) is broken off after n = {1}. Which upper bound does the integral "
            "from {1} to infinity give for the rest?",
            "How large is the rest of the series of {0} after n = {1} at most, by the integral test?",
            "Give the bound of the integral test for the sum of all terms {0} with n > {1}.",
        ),
        f"{c}/{power(n)}",
        count,
    )
    work = f"Integral test: the rest is at most the integral from {count} on, by @improper-integrals: " + (
        f"{raised(count, n - 1)}; {divided(c, (n - 1) * count ** (n - 1))}" if not d.slip else str(value)
    )
    return Item(questions, work, str(value), f"abs(answer - quad({c}*t^{n - 2}, t, 0, 1/{count})) < 1/100000")


@integral_test.form("reverse")
def smallest_exponent(d: Draw) -> Item:
    m, c = d.within((0, 4), (1, 9), (1, 12)), d.within((1, 9), (1, 12), (1, 20))
    half = d.difficulty == 3
    right = m + 2  # above m + 1, or above m + 3/2
    value = d.outcome(right, border=m + 1, turned=m, sum=m + 3)
    factors = [str(c) if c > 1 or (m == 0 and not half) else "", power(m) if m else "", "sqrt(n)" if half else ""]
    top = "*".join(factor for factor in factors if factor)
    bound = f"{m} + 1" if not half else f"{m} + 3/2"
    questions = (
        f"Which is the smallest whole number k for which the series of {top}/n^k converges?",
        f"From which whole number k on does the infinite sum of {top}/n^k (n = 1, 2, 3, ...) converge?",
        f"Find the least whole number k such that the terms {top}/n^k have a finite sum.",
    )
    work = (
        f"Integral test: the terms behave like 1/n^p with p = k - {Fraction(m) + (Fraction(1, 2) if half else 0)}; p > "
        f"1 means k > {Fraction(m) + (Fraction(3, 2) if half else 1)}, so k is {value}"
    )
    return Item(questions, work, f"k = {value}", f"answer > {bound} and answer - 1 < {bound} + 1/1000")


@topic(
    "comparison-test",
    turned="The verdict is turned round.",
    degree="The highest powers are compared wrongly: the leading exponent above is not subtracted.",
    small="A small term decides, although the largest powers do.",
)
def comparison_test(d: Draw) -> Item:
    text, p, shown = _like_a_p_series(d)
    right = "converges" if p > 1 else "diverges"
    answer = right
    if d.slip == "turned":
        answer = "diverges" if p > 1 else "converges"
    elif d.slip:
        answer = "converges"
    return decided(
        VERDICT,
        (text,),
        f"for large n the terms are like {shown}, since the highest powers decide; by the @integral-test that series "
        f"{right}, so this one does, too",
        answer,
        (right, f"{p} > 1" if p > 1 else f"{p} < 1001/1000"),
    )


def _like_a_p_series(d: Draw) -> tuple[str, Fraction, str]:
    """Terms that behave like c/n^p for large n; p; and c/n^p."""
    a, b, c = d.within((1, 9), (1, 9), (1, 12)), d.within((1, 9), (1, 12), (1, 20)), d.within((1, 5), (1, 6), (1, 9))
    if d.difficulty == 1:
        p = Fraction(d.choice(["1/2", "1", "2", "3"]))
        return f"{a}/({terms(power(p), str(b))})", p, f"{a}/{power(p)}"
    if d.difficulty == 2:
        m, p = d.choice((1, 1, 2)), Fraction(d.choice(["1/2", "1", "3/2", "2"]))
        return f"({terms(term(a, m, 'n'), str(c))})/({terms(power(m + p), str(b))})", p, f"{a}/{power(p)}"
    m = d.choice((2, 3, 4, 5))
    n = d.choice((0, 1))
    p = Fraction(m, 2) - n
    p, n = (p, n) if p > 0 else (p + 1, n - 1)
    top = f"({linear(1, a, 'n')})" if n else str(a)
    lead = "1" if n else str(a)
    return f"{top}/sqrt({terms(power(m), str(b))})", p, f"{lead}/{power(p)}"


@comparison_test.form("which series to compare with")
def exponent_to_compare(d: Draw) -> Item:
    text, p, shown = _like_a_p_series(d)
    value = d.outcome(p, turned=-p, degree=p + 1, small=Fraction(0))
    questions = (
        f"With which p-series 1/n^p is the series of {text} to be compared? Give p.",
        f"For large n the terms {text} behave like a multiple of 1/n^p. What is p?",
        f"Find the p for which the limit comparison of {text} with 1/n^p gives a limit that is neither 0 nor infinite.",
    )
    return Item(
        questions,
        f"Comparison test: the highest powers decide, the terms are like {shown}; p is {value}",
        f"p = {value}",
        f"abs(log(subs({text}, n, 10^12)/subs({text}, n, 10^13), 10) - answer) < 1/1000",
    )


@comparison_test.form("limit of the quotient")
def limit_of_the_quotient(d: Draw) -> Item:
    a, b, c = d.within((1, 9), (2, 12), (2, 15)), d.within((1, 9), (2, 12), (2, 15)), d.nonzero((1, 9), (-9, 9))
    m = d.within((0, 1), (0, 2), (1, 3))
    n = m + d.within((1, 2))
    lower = d.within((1, 9))
    top = str(a) if m == 0 else terms(term(a, m, "n"), str(c))
    bottom = terms(term(b, n, "n"), str(lower))
    text = f"{top}/({bottom})" if m == 0 else f"({top})/({bottom})"
    value = d.outcome(Fraction(a, b), turned=Fraction(b, a), degree=Fraction(a), small=Fraction(c, lower))
    questions = (
        f"Compare the series of {text} with that of 1/{power(n - m)}: find the limit of the quotient of the terms.",
        f"Which limit does the limit comparison of {text} with 1/{power(n - m)} give?",
        f"To which number does {text} divided by 1/{power(n - m)} tend as n tends to infinity?",
    )
    work = (
        f"Comparison test: the quotient is {power(n - m)} times {text}; by @limits-at-infinity the leading "
        f"coefficients give {value}"
    )
    return Item(questions, work, str(value), f"answer = limit(subs(n^{n - m}*({top})/({bottom}), n, 1/t), t, 0)")


@comparison_test.form("reverse")
def degree_for_convergence(d: Draw) -> Item:
    m, a, b = d.within((0, 3), (1, 6), (1, 9)), d.within((1, 9), (1, 12), (1, 20)), d.within((1, 9), (1, 12), (1, 20))
    half = d.difficulty == 3
    right = m + 2 if not half else 2 * m + 3
    value = d.outcome(right, turned=m, degree=right - 1, small=2)
    top = str(a) if m == 0 else f"({terms(power(m), str(a))})"
    text = f"{top}/(n^k + {b})" if not half else f"{top}/sqrt(n^k + {b})"
    return Item(
        (
            f"Which is the smallest whole number k for which the series of {text} converges?",
            f"From which whole number k on does the series with the terms {text} converge?",
            f"Find the least whole k such that the infinite sum of {text} is finite.",
        ),
        f"Comparison test: for large n the terms are like 1/n^p with p = {'k/2' if half else 'k'} - {m}; p > 1 means "
        f"k > {2 * m + 2 if half else m + 1}, so k is {value}",
        f"k = {value}",
        f"answer > {2 * m + 2 if half else m + 1} and answer < {2 * m + 2 if half else m + 1} + 3/2 and "
        f"mod(answer, 1) = 0",
    )


@topic(
    "alternating-series",
    "alternating series test",
    absolute="Absolute convergence is not told from convergence.",
    zero="It is overlooked whether the terms tend to 0.",
    next="The last term that was added is taken for the bound, not the next one.",
)
def alternating_series(d: Draw) -> Item:
    c, kind = d.within((1, 9), (1, 9), (1, 15)), d.choice(("absolutely", "conditionally", "diverges"))
    p = Fraction(d.choice(("2 3 4" if kind == "absolutely" else "1 1 1/2").split()))
    b = d.within((0, 0), (0, 5), (1, 9))
    if d.difficulty > 1 and kind == "conditionally":
        p = Fraction(d.choice(["1", "1/2", "2/3", "1/3"]))
    elif d.difficulty > 1 and kind == "absolutely":
        p = Fraction(d.choice(["2", "3/2", "3", "4/3"]))
    bottom = power(p) if not b else f"({power(p)} + {b})"
    text = f"(-1)^n*{c}/{bottom}"
    if kind == "diverges":
        a = d.within((1, 9))
        text = f"(-1)^n*{term(c, 1, 'n')}/(n + {a})" if d.difficulty > 1 else f"(-1)^n*(n + {a})/n"
    right = {"absolutely": "converges absolutely", "conditionally": "converges conditionally"}.get(kind, "diverges")
    turned = {"absolutely": "converges conditionally", "conditionally": "converges absolutely"}
    wrong = {"absolute": turned.get(kind, right), "zero": right if kind in turned else "converges conditionally"}
    answer = wrong.get(d.slip, right)
    reason = (
        "the terms do not tend to 0"
        if kind == "diverges"
        else f"the sizes fall to 0, so it converges; without the signs, by the @integral-test, p = {p} is "
        f"{'above' if p > 1 else 'not above'} 1"
    )
    return decided(
        (
            "Does the series of {} converge absolutely, converge conditionally or diverge? "
            "Answer 'converges absolutely', 'converges conditionally' or 'diverges'.",
            "Which is true of the series with the terms {}: 'converges absolutely', 'converges conditionally' or "
            "'diverges'?",
            "Decide for the infinite sum of {}: 'converges absolutely', 'converges conditionally' or 'diverges'?",
        ),
        (text,),
        f"{reason}",
        answer,
        (right, {"absolutely": f"{p} > 1", "conditionally": f"{p} < 1001/1000"}.get(kind, f"{c} > 0")),
    )


@alternating_series.form("error bound")
def bound_of_the_next_term(d: Draw) -> Item:
    c, p = d.within((1, 6), (1, 9), (2, 12)), d.within((1, 2), (1, 3), (2, 4))
    count = d.within((2, 9), (3, 12), (3, 12))
    value = Fraction(c, count**p) if d.slip == "next" else Fraction(c, (count + 1) ** p)
    questions = (
        f"The series of (-1)^n*{c}/{power(p)} (n = 1, 2, 3, ...) is broken off after {count} terms. How large is "
        "the error at most?",
        f"After {count} terms of the alternating series (-1)^n*{c}/{power(p)}, n = 1, 2, ..., which bound is there "
        "for the rest?",
        f"The sum of (-1)^n*{c}/{power(p)} over all n from 1 on is approximated by its first {count} terms. Give "
        "the bound of the alternating series test for the error.",
    )
    work = (
        f"Alternating series test: the error is at most the size of the next term; {plus(count, 1)}; "
        f"{f'{raised(count + 1, p)}; ' if p > 1 else ''}{divided(c, (count + 1) ** p)}"
        if not d.slip
        else f"Alternating series test: the bound is {value}"
    )
    return Item(questions, work, str(value), f"answer*({count} + 1)^{p} = {c}")


@alternating_series.form("reverse")
def terms_for_an_accuracy(d: Draw) -> Item:
    bound = d.within((9, 40), (10, 99), (20, 400))
    a, shift = d.within((1, 3), (1, 5), (2, 9)), d.within((1, 5), (0, 5), (0, 9))
    if d.difficulty > 1 and d.rng.random() < 0.5:
        below, base, size = "n^2", isqrt(bound), "{}^2"
        following, why = "(N + 1)^2", f"N + 1 > sqrt({bound})"
    else:
        below, base, size = f"({linear(a, shift, 'n')})", (bound - shift) // a, f"({a}*{{}} + {shift})"
        following, why = f"({linear(a, a + shift, 'N')})", f"N > {Fraction(bound - a - shift, a)}"
    value = base + 1 if d.slip == "next" else base
    return Item(
        ask(
            (
                "How many terms of the series {0} (n = 1, 2, 3, ...) are needed at least, so that the next term is "
                "smaller in size than 1/{1}?",
                "After how many terms of the alternating series with the terms {0}, n = 1, 2, ..., does the bound of "
                "the error first fall below 1/{1}?",
                "The sum of {0} from n = 1 on is wanted with an error below 1/{1}. How many terms does the "
                "alternating series test ask for?",
            ),
            f"(-1)^n/{below.replace('(n)', 'n')}",
            bound,
        ),
        f"Alternating series test: after N terms the next one has the size 1/{following}; it is below 1/{bound} if "
        f"{why}; N is {value}",
        str(value),
        f"{size.format('(answer + 1)')} > {bound} and {size.format('answer')} < {bound} + 1/2 and mod(answer, 1) = 0",
    )


@alternating_series.form("partial sum")
def alternating_partial_sum(d: Draw) -> Item:
    c, p = d.within((1, 12), (1, 12), (2, 12)), d.within((1, 1), (1, 2), (1, 2))
    count = d.within((2, 3), (3, 3), (3, 4))
    parts = [Fraction((-1) ** (n + 1) * c, n**p) for n in range(1, count + 1)]
    value = sum(parts, Fraction(0))
    value = d.outcome(value, next=sum(parts[:-1], Fraction(0)), absolute=sum(map(abs, parts), Fraction(0)), zero=-value)
    return Item(
        (
            f"Add the first {count} terms of the series (-1)^(n + 1)*{c}/{power(p)}, n = 1, 2, 3, ...",
            f"Find the partial sum of (-1)^(n + 1)*{c}/{power(p)} from n = 1 to n = {count}.",
            f"What is the sum of the first {count} terms of the alternating series (-1)^(n + 1)*{c}/{power(p)} (n = 1, "
            "2, ...)?",
        ),
        f"Alternating series test concerns such sums: {terms(*map(str, parts))} = {value}",
        str(value),
        f"answer = sum((-1)^(n + 1)*{c}/n^{p}, n, 1, {count})",
    )
