"""Derivatives of logarithms and general exponentials, and derivatives by way of logarithms."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.notation import bracket, linear, polynomial, term, terms
from tutelage.subjects.calculus.steps import over, plus, raised, steps, times
from tutelage.subjects.calculus.topic import differentiate, rate_in_words, slope_at, topic
from tutelage.subjects.workbook import Draw, Item


@topic(
    "derivative-of-logarithms",
    inner="The inner derivative is forgotten.",
    kept="The logarithm is kept in the denominator.",
    below="The inner derivative is put below the line.",
    takes=range(2, 10),
)
def derivative_of_logarithms(d: Draw) -> Item:
    a, b = d.main((2, 9), (-12, 12), (1, 5)) or 3, d.nonzero((1, 9), (-9, 9))
    front, letter, square = d.within((1, 1), (2, 9), (1, 9)), d.letter(), d.difficulty == 3
    inner = polynomial((a, 0, abs(b)), letter) if square else linear(a, b, letter)
    shown = inner if square else linear(d.shown(a), b, letter)
    slope = 2 * a if square else a
    top = front if d.slip in ("inner", "below") else front * slope
    numerator = term(top, 1, letter) if square and top != front else str(top)
    bottom = d.outcome(
        f"({inner})", kept=f"ln({inner})", below=f"({term(slope, 1, letter) if square else slope}({inner}))"
    )
    text = f"{term(front, 1, 'ln')}({shown})"
    return Item(
        differentiate(text, letter),
        steps(
            f"by the @chain-rule: 1 over {inner}",
            "" if d.slip == "inner" else f"the inner derivative is {term(slope, 1, letter) if square else slope}",
            f"it goes below; {bottom}" if d.slip == "below" else "",
            times(2, a) if square and not d.slip else "",
            times(front, slope) if top != front else "",
        ),
        f"{numerator}/{bottom}",
        f"answer = diff({front}*ln({inner}), {letter})",
        worded=rate_in_words(text, letter),
    )


@derivative_of_logarithms.form("reverse")
def logarithm_of_a_derivative(d: Draw) -> Item:
    a, b, c = d.within((1, 6), (2, 9)), d.nonzero((1, 9), (-9, 9)), d.within((1, 6), (2, 12))
    c *= d.choice((1, -1)) if d.difficulty == 3 else 1
    letter = d.letter()
    inner = linear(a, b, letter)
    given = f"{a * c}/({inner})"
    found = a * c if d.slip == "inner" else a * a * c if d.slip == "below" else c
    questions = (
        f"Which multiple of ln({inner}) has the derivative {given}?",
        f"f is a number times ln({inner}), and its derivative is {given}. Find f.",
        f"A number times ln({inner}) was differentiated, and the result is {given}. What was it?",
    )
    work = f"by the @chain-rule the derivative of ln({inner}) is {a}/({inner}); " + (
        over(a * c, a) if found == c else f"the factor is {found}"
    )
    return Item(
        questions, work, f"{term(found, 1, 'ln')}({inner})", f"diff(answer, {letter}) = {given} and terms(answer) = 1"
    )


@derivative_of_logarithms.form("two steps")
def slope_of_a_logarithm(d: Draw) -> Item:
    a, c, x = d.within((2, 6), (2, 9)), d.within((1, 1), (2, 9)), d.within((1, 6), (-4, 9))
    value = d.within((2, 12))
    b, line = value - a * x, d.nonzero((-6, 6)) if d.difficulty == 3 else 0
    slope = d.outcome(Fraction(a * c, value), inner=Fraction(c, value), below=Fraction(c, a * value))
    text = terms(f"{term(c, 1, 'ln')}({linear(a, b)})", term(line))
    questions = (
        f"What is the slope of {text} at x = {x}?",
        f"f(x) = {text}. Find f'({x}).",
        f"How steep is the graph of {text} at x = {x}?",
    )
    work = steps(
        f"by the @chain-rule: the inner derivative is {a}",
        times(c, a) if c > 1 and d.slip not in ("inner", "below") else "",
        f"the bracket: {steps(times(a, x), plus(a * x, b) if b else '')}",
        f"slope {slope}",
        f"plus {line} it is {slope + line}" if line else "",
    )
    return Item(questions, work, str(slope + line), f"answer = subs(diff({text}, x), x, {x})")


@topic(
    "derivative-of-general-exponentials",
    power="The power rule is used.",
    log="The factor with the logarithm is forgotten.",
    under="It is divided by the logarithm instead of multiplied.",
)
def derivative_of_general_exponentials(d: Draw) -> Item:
    base, a = d.within((2, 12), (2, 15)), d.within((1, 9), (2, 15))
    k, letter = d.within((1, 1), (1, 1), (2, 5)), d.letter()
    inner = term(k, 1, letter)
    shown = f"{base}^{letter}" if k == 1 else f"{base}^({inner})"
    front = f"{a * k}*" if a * k > 1 else ""
    answer = f"{front}{shown} ln({base})"
    if d.slip == "power":
        answer = f"{term(a * k, 1, letter)}*{base}^({inner} - 1)"
    elif d.slip == "log":
        answer = f"{front}{shown}"
    elif d.slip == "under":
        answer = f"{front}{shown}/ln({base})"
    text = f"{a}*{shown}" if a > 1 else shown
    factor = (
        "stays"
        if d.slip == "log"
        else f"is divided by ln({base})"
        if d.slip == "under"
        else f"gets the factor ln({base})"
    )
    work = steps(
        f"by the @natural-logarithm and the @derivative-of-exponentials: {shown} is e^({inner} ln({base}))",
        f"{shown} {factor}" if d.slip != "power" else f"{inner} comes to the front, and the exponent is lowered",
        times(a, k) if k > 1 else "",
    )
    stories = (
        f"After {letter} hours a dish holds {text} thousand bacteria. By which formula does that grow, in "
        "thousands per hour?",
        f"A rumour has reached {text} people after {letter} days. Give a formula for the rate in people per day.",
        f"In {letter} years a debt will be {text} million euros. Give a formula for how fast it grows then, in "
        "millions a year.",
    )
    return Item(
        differentiate(text, letter),
        work,
        answer,
        f"answer = diff({a}*{shown}, {letter})",
        worded={"word problem": stories},
    )


@derivative_of_general_exponentials.form("reverse")
def exponential_with_a_derivative(d: Draw) -> Item:
    base, a = d.within((2, 9), (2, 15)), d.within((2, 9), (2, 15))
    k, letter = d.within((1, 1), (1, 1), (2, 5)), d.letter()
    shown = f"{base}^{letter}" if k == 1 else f"{base}^({term(k, 1, letter)})"
    given = f"{a * k}*{shown} ln({base})"
    answer = d.outcome(f"{a}*{shown}", log=f"{a * k}*{shown} ln({base})", under=f"{a}*{shown}/ln({base})")
    questions = (
        f"A number times {shown} has the derivative {given}. Find this function.",
        f"Which multiple of {shown} has the derivative {given}?",
        f"f is a constant times {shown}, with f'({letter}) = {given}. What is f({letter})?",
    )
    work = (
        "by the @natural-logarithm and the @derivative-of-exponentials: differentiating brought the factor "
        f"{term(k, 1, f'ln({base})')}" + (f"; {over(a * k, k)}" if not d.slip else f"; what is left is {answer}")
    )
    return Item(questions, work, answer, f"diff(answer, {letter}) = {given} and terms(answer) = 1")


@derivative_of_general_exponentials.form("two steps")
def slope_of_a_general_exponential(d: Draw) -> Item:
    base, a, x = d.within((2, 5), (2, 7)), d.within((1, 5), (2, 9)), d.within((0, 2), (1, 3))
    k = 2 if d.difficulty == 3 else 1
    x = min(x, 2) if k == 2 else x
    value = a * k * base ** (k * x)
    shown = f"{base}^x" if k == 1 else f"{base}^(2x)"
    text = f"{a}*{shown}" if a > 1 else shown
    answer = d.outcome(
        f"{value} ln({base})" if value > 1 else f"ln({base})",
        log=str(value),
        under=f"{value}/ln({base})",
        power=str(Fraction(a * k * x * base ** (k * x), base)),
    )
    questions = (
        f"Give the exact slope of {text} at x = {x}.",
        f"f(x) = {text}. Find f'({x}) exactly.",
        f"What is the exact derivative of {text} at x = {x}?",
    )
    work = steps(
        "by the @natural-logarithm and the @derivative-of-exponentials: the derivative is "
        f"{f'{a * k}*' if a * k > 1 else ''}{shown} ln({base})"
        if not d.slip
        else f"by the @natural-logarithm and the @derivative-of-exponentials, with the exponent {k * x}",
        raised(base, k * x) if k * x > 1 else "",
        times(a * k, base ** (k * x)),
    )
    return Item(questions, work, answer, f"answer = subs(diff({text}, x), x, {x})")


@topic(
    "logarithmic-differentiation",
    power="The power rule is used, although the exponent is not a number.",
    function="The result is not multiplied by the function.",
    log="The term with the logarithm is lost.",
)
def logarithmic_differentiation(d: Draw) -> Item:
    a, b = d.within((1, 5), (2, 9)), d.nonzero((1, 9), (-9, 9)) if d.difficulty > 1 else 0
    letter = d.letter()
    if d.difficulty == 3:
        return _many_factors(d, letter)
    power = linear(a, b, letter)
    text = f"{letter}^({power})" if power != letter else f"{letter}^{letter}"
    inside = f"{term(a, 1, f'ln({letter})')} + {f'({power})/{letter}' if b else a}"
    answer = d.outcome(
        f"{text}({inside})",
        power=f"({power}){letter}^({linear(a, b - 1, letter)})",
        function=inside,
        log=f"{text}({f'({power})/{letter}' if b else a})",
    )
    work = f"ln(y) = ({power}) ln({letter}) by the @logarithm-of-a-power; the @product-rule gives y'/y = {inside}"
    if d.slip == "power":
        work = "as if by the @product-rule and the @logarithm-of-a-power the exponent came to the front"
    elif d.slip == "log":
        work = f"by the @logarithm-of-a-power and the @product-rule y'/y = {f'({power})/{letter}' if b else a}"
    return Item(
        differentiate(text, letter),
        work + ("; that is taken for y'" if d.slip == "function" else "; times y" if d.slip != "power" else ""),
        answer,
        f"answer = diff({text}, {letter})",
    )


def _many_factors(d: Draw, letter: str) -> Item:
    n, k, m, b = d.within((2, 6)), d.nonzero((-6, 6)), d.within((2, 6)), d.nonzero((-9, 9))
    outer = f"e^({term(k, 1, letter)})" if k != 1 else f"e^{letter}"
    text = f"{letter}^{n} {outer} ({linear(1, b, letter)})^{m}"
    inside = terms(f"{n}/{letter}", str(k), f"{m}/({linear(1, b, letter)})")
    answer = d.outcome(
        f"{text}({inside})",
        function=inside,
        power=f"{term(n, n - 1, letter)}*{bracket(term(k, 1, outer))}*({linear(1, b, letter)})^{m - 1}",
    )
    if d.slip == "log":
        inside = terms(f"{n}/{letter}", f"{m}/({linear(1, b, letter)})")
        answer = f"{text}({inside})"
    work = f"by the @logarithm-of-a-power and without the @product-rule: y'/y = {inside}"
    if d.slip == "power":
        work = (
            "neither the @product-rule nor the @logarithm-of-a-power is used; each factor is differentiated by itself"
        )
    return Item(
        (
            f"Differentiate y = {text}, with the help of logarithms.",
            f"Find y' for y = {text}.",
            f"What is the derivative of {text}?",
        ),
        work + ("; that is taken for y'" if d.slip == "function" else "; times y" if d.slip != "power" else ""),
        answer,
        f"answer = diff({text}, {letter})",
    )


@logarithmic_differentiation.form("word problem")
def relative_rate(d: Draw) -> Item:
    n, k, m = d.within((1, 5), (2, 9)), d.within((0, 0), (1, 9), (1, 9)), d.within((1, 4), (2, 6))
    b = d.within((1, 9))
    t = d.within((1, 9), (1, 10), (2, 10))
    factors = [
        f"t^{n}" if n > 1 else "t",
        f"e^({k}t)" if k > 1 else "e^t" if k else "",
        f"(t + {b})^{m}" if d.difficulty == 3 else "",
    ]
    text = " ".join(factor for factor in (f"{d.within((2, 9))}", *factors) if factor)
    extra = Fraction(m, t + b) if d.difficulty == 3 and d.slip != "log" else Fraction(0)
    value = Fraction(n, t) + k + extra
    terms_of_it = f"{n}/{t}" + (f" + {k}" if k else "") + (f" + {m}/{t + b}" if extra else "")
    if d.slip == "power" and k:  # the exponents are multiplied, as if all belonged to one power
        value, terms_of_it = Fraction(n * k, t), f"{n}*{k}/{t}"
    questions = (
        f"A population is P = {text} after t years. Its relative growth rate is P'/P. How large is that at t = {t}?",
        f"The value of a firm after t years is V = {text}. Find V'/V, the relative rate of growth, at t = {t}.",
        f"The mass of a mould after t hours is M = {text}. By which fraction of itself, M'/M, does it grow per "
        f"hour at t = {t}?",
    )
    work = f"by the @logarithm-of-a-power the logarithm is a sum, so no @product-rule is needed: {terms_of_it}" + (
        f" = {value}" if str(value) != terms_of_it else ""
    )
    return Item(questions, work, str(value), f"answer*subs({text}, t, {t}) = subs(diff({text}, t), t, {t})")


@logarithmic_differentiation.form("two steps")
def slope_at_one(d: Draw) -> Item:
    a, b, c = d.within((1, 9), (2, 9)), d.within((0, 0), (1, 9), (-9, 9)), d.within((1, 1), (1, 1), (2, 9))
    line = d.nonzero((1, 9), (-9, 9))
    raised = linear(a, b)
    text = terms(f"{'' if c == 1 else c}x^{raised if raised == 'x' else f'({raised})'}", term(line))
    inside = b if d.slip == "log" else a + b  # at 1, the power rule happens to be right
    value = (inside * c if d.slip != "function" else inside) + line
    questions = slope_at(text, 1)
    work = steps(
        f"by the @logarithm-of-a-power and the @product-rule: y'/y of the first term is "
        f"{'' if a == 1 else f'{a} '}ln(x) + {raised if raised == term(a) else f'({raised})'}/x",
        "ln(1) is 0",
        plus(a if d.slip != "log" else 0, b),
        times(c, inside) if c > 1 and d.slip != "function" else "",
        plus(inside * c if d.slip != "function" else inside, line),
    )
    return Item(questions, work, str(value), f"answer = subs(diff({text}, x), x, 1)")
