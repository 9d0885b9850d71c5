"""The derivative as a function: powers, multiples, sums, and derivatives of derivatives."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.notation import bracket, linear, over_text, polynomial, term, terms
from tutelage.subjects.calculus.steps import derived, evaluation, minus, over, plus, raised, steps, times, value_at
from tutelage.subjects.calculus.topic import ask, differentiate, rate_in_words, topic
from tutelage.subjects.workbook import Draw, Item


def fractional(value: Fraction, power: int, letter: str) -> str:
    """`10x^4/3`."""
    return over_text(term(value.numerator, power, letter), value.denominator)


@topic(
    "power-rule",
    kept="The exponent is kept instead of lowered by one.",
    front="The old exponent does not come to the front.",
    rise="The exponent is raised by one, as in integrating.",
    takes=range(2, 21),
)
def power_rule(d: Draw) -> Item:
    letter, first = d.letter(), ""
    n = d.main((2, 12), (13, 60)) if d.difficulty == 1 or d.rng.random() < 0.5 else -d.within((1, 15))
    shown = d.shown(n)
    text = f"{letter}^{shown}" if isinstance(shown, str) else term(1, n, letter)
    if d.difficulty == 3:
        a, b, product = d.within((3, 12)), d.within((2, 9)), d.rng.random() < 0.5
        b += 2 if not product and a - b in (0, 1) else 0
        n = a + b if product else a - b
        text = f"{letter}^{a}{'*' if product else '/'}{letter}^{b}"
        rule, sign = ("product", "added") if product else ("quotient", "subtracted")
        first = f"by @{rule}-of-powers the exponents are {sign}; {plus(a, b) if product else minus(a, b)}"
    new = d.outcome(n - 1, kept=n, rise=n + 1)
    last = d.outcome(minus(n, 1), kept=f"the exponent stays {n}", rise=plus(n, 1))
    front = 1 if d.slip == "front" else n
    return Item(
        differentiate(text, letter),
        steps(first, "nothing comes to the front" if d.slip == "front" else f"{n} comes to the front", last),
        term(front, new, letter),
        f"answer = diff({letter}^({n}), {letter}) and parts(answer) < 4",
        worded=rate_in_words(text, letter),
    )


@power_rule.form("reverse")
def power_of_a_derivative(d: Draw) -> Item:
    if d.difficulty == 3:
        n, at = d.within((3, 6)), d.within((2, 5))
        slope = n * at ** (n - 1)
        return Item(
            (
                f"The slope of x^n at x = {at} is {slope}. Find the whole number n.",
                f"f(x) = x^n has f'({at}) = {slope}. Which whole number is n?",
                f"For which whole number n does y = x^n have dy/dx = {slope} at x = {at}?",
            ),
            f"the slope is n*{at}^(n - 1); for n = {n}: {raised(at, n - 1)}; {times(n, at ** (n - 1))}",
            str(n if d.slip != "kept" else n + 1),
            f"answer*{at}^(answer - 1) = {slope}",
        )
    n, letter = d.within((3, 30), (-15, 40)), d.letter()
    n = n if n not in (0, 1) else 2
    found = d.outcome(n, kept=n - 1, rise=n - 2)
    return Item(
        (
            f"Which power of {letter} has the derivative {term(n, n - 1, letter)}?",
            f"The derivative of a power of {letter} is {term(n, n - 1, letter)}. Which power is it?",
            f"{term(n, n - 1, letter)} is the derivative of {letter} to some power. What was differentiated?",
        ),
        f"the exponent was lowered by one, so it is raised again; {plus(n - 1, found - n + 1)}",
        term(1, found, letter),
        f"diff(answer, {letter}) = {term(n, n - 1, letter)} and parts(answer) < 3",
    )


@topic(
    "constant-multiple-rule",
    kept="The exponent is kept.",
    front="The coefficient is not multiplied by the exponent.",
    plus="The exponent is added to the coefficient instead of multiplied.",
    takes=range(2, 21),
)
def constant_multiple_rule(d: Draw) -> Item:
    n, letter, first = d.within((2, 9), (3, 12), (4, 12)), d.letter(), ""
    a = Fraction(d.main((2, 12), (-20, -2), (2, 9)))
    text = term(d.shown(a.numerator), n, letter)
    if d.difficulty == 3 and d.rng.random() < 0.5:
        a = Fraction(a.numerator, d.choice((2, 3, 4, 5, 7)))
        text = fractional(a, n, letter)
    elif d.difficulty == 3:
        b, m, c = d.within((2, 9)), d.within((2, n - 1)), a.numerator
        text, a = f"{term(c, m, letter)}*{term(b, n - m, letter)}", a * b
        first = steps(f"by @product-of-powers it is {term(b * c, n, letter)}", times(c, b), plus(m, n - m))
    front = d.outcome(a * n, front=a, plus=a + n or Fraction(n))
    step = d.outcome(
        f"{bracket(str(a)) if a.denominator > 1 else str(a)}*{n} = {front}",
        front=f"the factor {a} stays",
        plus=f"{bracket(str(a))} + {n} = {front}",
    )
    new = n if d.slip == "kept" else n - 1
    lower = f"the exponent stays {n}" if d.slip == "kept" else minus(n, 1)
    return Item(
        differentiate(text, letter),
        f"the coefficient stays as a factor; {steps(first, step)}; @power-rule for the exponent; {lower}",
        fractional(front, new, letter),
        f"answer = diff({a.numerator}/{a.denominator}*{letter}^{n}, {letter}) and parts(answer) < 5",
        worded=rate_in_words(text, letter),
    )


@constant_multiple_rule.form("reverse")
def function_of_a_derivative(d: Draw) -> Item:
    n, letter = d.within((2, 5), (3, 9), (3, 9)), d.letter()
    a = d.nonzero((2, 9), (-12, 12), (-12, 12))
    if d.difficulty == 3:
        at = d.within((2, 3))
        slope = a * n * at ** (n - 1)
        found = Fraction(slope, at ** (n - 1)) if d.slip == "front" else Fraction(a)
        questions = (
            f"The slope of k{term(1, n, letter)} at {letter} = {at} is {slope}. Find k.",
            f"f({letter}) = k{term(1, n, letter)} and f'({at}) = {slope}. What is k?",
            f"For which number k does k{term(1, n, letter)} have the derivative {slope} at {letter} = {at}?",
        )
        work = (
            f"the derivative is {n}k{term(1, n - 1, letter)} by the @power-rule; {raised(at, n - 1)}; "
            f"{times(n, at ** (n - 1))}; {over(slope, n * at ** (n - 1))}"
        )
        return Item(questions, work, str(found), f"answer*{n}*{at}^{n - 1} = {slope}")
    front = a * n
    found_front = front if d.slip == "front" else a
    derivative = term(front, n - 1, letter)
    questions = (
        f"A coefficient times a power of {letter} has the derivative {derivative}. What was differentiated?",
        f"Which single term in {letter} has the derivative {derivative}?",
        f"f({letter}) is a number times a power of {letter}, and f'({letter}) = {derivative}. Find f({letter}).",
    )
    return Item(
        questions,
        f"backwards by the @power-rule: {plus(n - 1, 1)}; {over(front, n)}",
        term(found_front, n - (d.slip == "kept"), letter),
        f"diff(answer, {letter}) = {derivative} and subs(answer, {letter}, 0) = 0 and terms(answer) = 1",
    )


@topic(
    "sum-rule",
    kept="The linear term keeps its variable.",
    front="The first coefficient is not multiplied by its exponent.",
    constant="The number alone is kept, as if its derivative were not 0.",
    takes=range(2, 13),
)
def sum_rule(d: Draw) -> Item:
    letter, first = d.letter(), ""
    b, c = d.nonzero((1, 12), (-12, 12)), d.nonzero((1, 9), (-9, 9))
    a = d.main((2, 9))
    middle = {1: [0] * d.within((0, 3)), 2: [d.nonzero((-9, 9))], 3: []}[d.difficulty]
    whole = (a, *middle, b, c) if d.difficulty > 1 or middle else (a, 0, b, c)
    shown = polynomial((d.shown(a), *whole[1:]), letter)
    if d.difficulty == 3:
        one, two = (d.within((1, 4)), d.nonzero((-7, 7))), (d.within((1, 3)), d.nonzero((-7, 7)))
        whole = (one[0] * two[0], one[0] * two[1] + one[1] * two[0], one[1] * two[1])
        shown = f"({linear(*one, letter)})({linear(*two, letter)})"
        first = f"by @expanding-binomials it is {polynomial(whole, letter)}"
    top, right = len(whole) - 1, derived(whole)
    given = [term(each, top - place, letter) for place, each in enumerate(whole)]
    gives = [term(each, top - 1 - place, letter) for place, each in enumerate(right)] + ["0"]
    if d.slip == "front":
        gives[0] = term(whole[0], top - 1, letter)
    elif d.slip == "kept":
        gives[-2] = given[-2]
    elif d.slip == "constant":
        gives[-1] = given[-1]
    work = steps(
        first,
        "term by term, by the @power-rule",
        "the first coefficient stays" if d.slip == "front" else times(whole[0], top),
        *(f"{one} gives {other}" for each, one, other in zip(whole, given, gives, strict=True) if each),
    )
    return Item(
        differentiate(shown, letter),
        work,
        terms(*gives),
        f"answer = diff({polynomial(whole, letter)}, {letter})",
        worded=rate_in_words(shown, letter),
    )


@sum_rule.form("reverse")
def polynomial_of_a_derivative(d: Draw) -> Item:
    a, b, c = d.within((1, 6)), d.nonzero((1, 9), (-9, 9)), d.nonzero((1, 9), (-9, 9), (-20, 20))
    right = (a, b, c) if d.difficulty < 3 else (a, d.nonzero((-6, 6)), b, c)
    slope, letter = derived(right), d.letter()
    found = d.outcome(right, constant=(*right[:-1], 0), front=(slope[0], *right[1:]))
    return Item(
        (
            f"f'({letter}) = {polynomial(slope, letter)} and f(0) = {c}. Find the polynomial f({letter}).",
            f"Which polynomial has the derivative {polynomial(slope, letter)} and the value {c} at {letter} = 0?",
            f"A polynomial begins at f(0) = {c} and has the slope f'({letter}) = {polynomial(slope, letter)}. Which "
            "one is it?",
        ),
        f"term by term, the @power-rule backwards: {term(slope[0], len(slope) - 1, letter)} comes from "
        f"{term(found[0], len(right) - 1, letter)}; "
        f"{over(slope[0], len(slope)) if found[0] != slope[0] else 'the factor stays'}; "
        f"{slope[-1]} comes from {term(slope[-1], 1, letter)}; the number alone is {found[-1]}",
        polynomial(found, letter),
        f"diff(answer, {letter}) = {polynomial(slope, letter)} and subs(answer, {letter}, 0) = {c}",
    )


@sum_rule.form("from a table")
def combination_of_slopes(d: Draw) -> Item:
    x, p, q = d.within((0, 9)), d.nonzero((1, 9), (-9, 9)), d.nonzero((1, 9), (-9, 9))
    f, g = d.within((1, 20), (-20, 20)), d.within((1, 20), (-20, 20))
    a, b = d.within((1, 1), (2, 9)), d.choice((1, -1)) * d.within((1, 1), (2, 9))
    extra = d.difficulty == 3
    c = d.within((2, 9))
    add = 0 if not extra or d.slip == "constant" else c
    used = (f, g) if d.slip == "kept" else (p, q)
    first, second = (used[0] if d.slip == "front" else a * used[0]), b * used[1]
    h = terms(f"{'' if a == 1 else a}f(x)", f"{ {1: '', -1: '-'}.get(b, b) }g(x)", term(c) if extra else "0")
    return Item(
        (
            f"A table says: f({x}) = {f}, f'({x}) = {p}, g({x}) = {g}, g'({x}) = {q}. Find h'({x}) for h(x) = {h}.",
            f"h(x) = {h}. At x = {x} the values are f = {f} and g = {g}, the slopes f' = {p} and g' = {q}. What is "
            f"h'({x})?",
            f"At {x}: f = {f}, g = {g}, f' = {p}, g' = {q}. What is the slope of {h} there?",
        ),
        steps(
            "values do not matter, the slopes add up by the @constant-multiple-rule",
            times(a, used[0], first) if a > 1 and d.slip != "front" else "",
            times(b, used[1]) if b != 1 else "",
            plus(first, second),
            plus(first + second, add) if add else "",
        ),
        str(first + second + add),
        f"answer = subs(diff({a}*({p}*x) + ({b})*(({q})*x) + {c if extra else 0}*x, x), x, {x})",
    )


@topic(
    "second-derivative",
    once="It is differentiated only once.",
    kept="The exponent of the first derivative does not come to the front.",
    square="The first derivative is squared instead of differentiated again.",
    takes=range(2, 13),
)
def second_derivative(d: Draw) -> Item:
    letter = d.letter()
    a, n = d.main((1, 9), (-6, 6), (-6, 6)) or 4, d.within((2, 7), (3, 5), (3, 4))
    rest = [0] * (n - 1) + [0] if d.difficulty == 1 else [0] * (n - 3) + [d.nonzero((-9, 9)), d.nonzero((-9, 9)), 5]
    function = (a, *rest)
    first = derived(function)
    second = derived(first)
    if d.slip == "kept":
        second = (second[0] // (n - 1), *second[1:])
    elif d.slip == "once":
        second = first
    x = d.nonzero((-4, 4))
    text = polynomial((d.shown(a), *rest), letter)
    answer = polynomial(second, letter)
    if d.slip == "square":
        answer = f"({polynomial(first, letter)})^2"
    value = value_at(first, x) ** 2 if d.slip == "square" else value_at(second, x)
    again = d.outcome(
        steps(f"the @power-rule again; {times(first[0], n - 1, second[0])}", f"second derivative {answer}"),
        once="",
        square="squared it is " + answer,
    )
    work = steps(f"by the @sum-rule {times(a, n)}; first derivative {polynomial(first, letter)}", again)
    if d.difficulty == 3:
        work = steps(work, f"at {x}: {evaluation(second, x) if d.slip != 'square' else value}")
    formal = f"diff({polynomial(function, letter)}, {letter}, 2)"
    spots = (
        f"Find the second derivative of {text} at {letter} = {x}.",
        f"f({letter}) = {text}. Find f''({x}).",
        f"How fast does the slope of {text} change at {letter} = {x}?",
    )
    whole = (
        f"Find the second derivative of {text}.",
        f"What is the second derivative of {text}?",
        f"Differentiate {text} twice.",
        f"f({letter}) = {text}. Find f''({letter}).",
    )
    story = "The position of a lift after {1} seconds is {0} metres. What is its acceleration"
    stories = ask(
        (
            f"{story} at {{1}} = {{2}}, in metres per second squared?"
            if d.difficulty == 3
            else f"{story}, as a formula?",
            "A company's profit in year {1} is {0} million euros. "
            + (
                "How fast does its rate of change grow at {1} = {2}?"
                if d.difficulty == 3
                else "Give the rate at which its rate of change grows."
            ),
            "A road has the height {0} at {1} km. "
            + (
                "What is the second derivative of the height at {1} = {2}?"
                if d.difficulty == 3
                else "By which formula does its slope change?"
            ),
        ),
        text,
        letter,
        x,
    )
    return Item(
        spots if d.difficulty == 3 else whole,
        work,
        str(value) if d.difficulty == 3 else answer,
        f"answer = subs({formal}, {letter}, {x})" if d.difficulty == 3 else f"answer = {formal}",
        worded={"word problem": stories},
    )


@second_derivative.form("reverse")
def function_of_a_second_derivative(d: Draw) -> Item:
    a, n, letter = d.within((1, 6), (2, 9), (-9, 9)) or 5, d.within((2, 4), (3, 6), (3, 7)), d.letter()
    front = a * n * (n - 1)
    found = d.outcome(a, once=front // n, kept=front // (n - 1))
    given = term(front, n - 2, letter)
    questions = (
        f"Which single term in {letter} has the second derivative {given}?",
        f"A number times a power of {letter} has the second derivative {given}. What is it?",
        f"f({letter}) has only one term, and f''({letter}) = {given}. Find f({letter}).",
    )
    work = steps(
        f"the @power-rule twice backwards; {plus(n - 2, 2)}",
        over(front, n - 1) if d.slip != "once" else "",
        over(front // (n - 1), n) if not d.slip else "",
    )
    formal = (
        f"diff(answer, {letter}, 2) = {given} and terms(answer) = 1 and subs(answer, {letter}, 0) = 0 "
        f"and subs(diff(answer, {letter}), {letter}, 0) = 0"
    )
    return Item(questions, work, term(found, n, letter), formal)
