"""Derivatives of the trigonometric functions beyond sine and cosine, and of their inverses."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.notation import bracket, linear, multiple, term, terms
from tutelage.subjects.calculus.steps import over, plus, raised, steps, times
from tutelage.subjects.calculus.topic import differentiate, slope_at, topic
from tutelage.subjects.workbook import Draw, Item


@topic(
    "derivative-of-tangent",
    inner="The inner derivative is forgotten.",
    square="The square is forgotten.",
    apart="Sine and cosine are differentiated apart, as if that gave -cos/sin.",
    takes=range(2, 13),
)
def derivative_of_tangent(d: Draw) -> Item:
    a, k = d.main((2, 9), (-12, 12)), d.within((2, 9), (2, 12))
    a = 5 if a in (0, 1, -1) else a
    letter, m = d.letter(), d.nonzero((-5, 5)) if d.difficulty > 1 else 0
    b = d.nonzero((-9, 9)) if d.difficulty == 3 else 0
    value = a if d.slip == "inner" else a * k
    argument = f"({linear(k, m, letter)})"
    power = "" if d.slip == "square" else "^2"
    answer = f"{value}/cos{power}{argument}" if d.slip != "apart" else f"{-value}cos{argument}/sin{argument}"
    text = terms(f"{d.shown(a)} tan{argument}", term(b, 1, f"sin({letter})"))
    last = term(b, 1, f"cos({letter})")
    work = steps(
        "cos over -sin" if d.slip == "apart" else f"the @quotient-rule for sine over cosine gives 1 over cos{power}",
        "the angle stays" if d.slip == "inner" else f"the inner derivative is {k}; {times(a, k)}",
        f"{term(b, 1, f'sin({letter})')} gives {last}" if b else "",
    )
    stories = (
        f"A turning lamp lights a spot that is {text} metres along a wall at time {letter}. Give a formula for "
        "its velocity.",
        f"At the angle {letter}, in radians, a shadow is {text} metres long. By which formula does its length "
        "change with the angle?",
        f"A machine part is at {text} cm after {letter} seconds. Which formula gives its velocity in cm per second?",
    )
    return Item(
        differentiate(text, letter),
        work,
        terms(answer, last) if b else answer,
        f"answer = diff({a}*tan{argument} + ({b})*sin({letter}), {letter})",
        uses=("quotient-rule",) if d.slip != "apart" else (),
        worded={"word problem": stories},
    )


@derivative_of_tangent.form("reverse")
def tangent_of_a_derivative(d: Draw) -> Item:
    a, k, letter = d.within((2, 9), (2, 12)), d.within((2, 6), (2, 9)), d.letter()
    a *= d.choice((1, -1)) if d.difficulty == 3 else 1
    m = d.nonzero((-5, 5)) if d.difficulty > 1 else 0
    argument = f"({linear(k, m, letter)})"
    found = a * k if d.slip == "inner" else a
    given = f"{a * k}/cos^2{argument}"
    questions = (
        f"Which multiple of tan{argument} has the derivative {given}?",
        f"f is a number times tan{argument}, and its derivative is {given}. Find f.",
        f"{given} is the derivative of a constant times tan{argument}. What was differentiated?",
    )
    work = f"by the @quotient-rule tan{argument} has the derivative {k}/cos^2{argument}; " + (
        over(a * k, k) if found == a else f"the factor is {found}"
    )
    return Item(questions, work, f"{found}tan{argument}", f"diff(answer, {letter}) = {given} and terms(answer) = 1")


@derivative_of_tangent.form("two steps")
def slope_of_a_tangent_function(d: Draw) -> Item:
    a, k, b = d.nonzero((2, 9), (-9, 9)), d.within((2, 9), (2, 12)), d.nonzero((-9, 9))
    spot, squared = d.choice(
        ((Fraction(0), Fraction(1)), (Fraction(1, 4), Fraction(1, 2)), (Fraction(1, 3), Fraction(1, 4)))[: d.difficulty]
    )
    at, line = multiple(spot / k, "pi"), b
    factor = a if d.slip == "inner" else a * k
    value = int(factor / squared) + line
    if d.slip == "square":
        value = factor + line
    text = terms(f"{a} tan({term(k)})", term(line))
    questions = slope_at(text, at)
    work = steps(
        f"by the @quotient-rule 1 over cos^2; at {multiple(spot, 'pi')} that is "
        f"{1 if d.slip == 'square' else int(1 / squared)}",
        times(a, k) if d.slip != "inner" else "",
        times(factor, int(1 / squared)) if d.slip != "square" else "",
        plus(value - line, line) if line else "",
    )
    return Item(questions, work, str(value), f"answer = {a * k}/subs(cos({k}*x)^2, x, {at}) + ({line})")


_RECIPROCAL = {
    "sec": ("cos", "sec({0}) tan({0})", 1),
    "csc": ("sin", "csc({0}) cot({0})", -1),
    "cot": ("tan", "csc^2({0})", -1),
}
"""Reciprocal functions: of what, their derivatives and those derivatives' signs."""


@topic(
    "derivatives-of-secant-cosecant-and-cotangent",
    "derivatives of secant, cosecant and cotangent",
    inner="The inner derivative is forgotten.",
    sign="The sign is wrong.",
    other="Only the function below the line is differentiated.",
)
def derivatives_of_reciprocal_functions(d: Draw) -> Item:
    a, k, letter = d.within((1, 6), (-9, 9), (-6, 6)) or 3, d.within((2, 9), (2, 12)), d.letter()
    m = d.nonzero((-5, 5)) if d.difficulty == 2 else 0
    b = d.nonzero((-9, 9)) if d.difficulty == 3 else 0
    name = d.choice(tuple(_RECIPROCAL))
    below, pattern, sign = _RECIPROCAL[name]
    argument = linear(k, m, letter)
    front = (a if d.slip == "inner" else a * k) * (-sign if d.slip == "sign" else sign)
    answer = term(front, 1, pattern.format(argument))
    if d.slip == "other":
        under = {"cos": "-sin({0})", "sin": "cos({0})", "tan": "sec^2({0})"}[below].format(argument)
        answer = f"{a * k}/({under})"
    text = terms(f"{term(a, 1, name)}({argument})", term(b, 1, f"tan({letter})"))
    last = term(b, 1, f"sec^2({letter})")
    ratio = {"sec": f"1/cos({argument})", "csc": f"1/sin({argument})", "cot": f"cos({argument})/sin({argument})"}[name]
    return Item(
        differentiate(text, letter),
        steps(
            f"{name}({argument}) is {ratio}, and the @quotient-rule is used: "
            + (
                "only the bottom is differentiated"
                if d.slip == "other"
                else term(-sign if d.slip == "sign" else sign, 1, pattern.format(argument))
            ),
            "the angle stays" if d.slip == "inner" else f"the @chain-rule brings the factor {k}; {times(a, k)}",
            f"{term(b, 1, f'tan({letter})')} gives {last}" if b else "",
        ),
        terms(answer, last) if b else answer,
        f"answer = diff({a}*{ratio.replace('/', '*1/') if name != 'cot' else ratio} + ({b})*tan({letter}), {letter})",
        uses=("chain-rule",) if d.slip != "inner" else (),
    )


@derivatives_of_reciprocal_functions.form("reverse")
def reciprocal_function_of_a_derivative(d: Draw) -> Item:
    a, k, letter = d.within((1, 6), (2, 9), (2, 12)), d.within((2, 6), (2, 9)), d.letter()
    a *= d.choice((1, -1)) if d.difficulty == 3 else 1
    name = d.choice(tuple(_RECIPROCAL))
    _, pattern, sign = _RECIPROCAL[name]
    argument = term(k, 1, letter)
    given = term(sign * a * k, 1, pattern.format(argument))
    found = d.outcome(a, inner=a * k, sign=-a)
    return Item(
        (
            f"A multiple of sec({argument}), csc({argument}) or cot({argument}) has the derivative {given}. Which one?",
            f"f is a number times sec, csc or cot of {argument}, with the derivative {given}. Find f.",
            f"{given} is the derivative of a constant times sec({argument}), csc({argument}) or cot({argument}). What "
            "was differentiated?",
        ),
        f"by the @quotient-rule {pattern.format(argument)} belongs to {name}, with the sign "
        f"{'plus' if sign > 0 else 'minus'}; the @chain-rule brought the factor {k}; "
        + (over(a * k, k) if not d.slip or d.slip == "other" else f"the factor is {found}"),
        f"{term(found, 1, name)}({argument})",
        f"diff(answer, {letter}) = {given} and terms(answer) = 1",
    )


@derivatives_of_reciprocal_functions.form("two steps")
def slope_of_a_reciprocal_function(d: Draw) -> Item:
    a, k = d.nonzero((1, 9), (-9, 9)), d.within((1, 1), (2, 6), (2, 9))
    name, line = d.choice(("cot", "cot", "csc")), d.nonzero((-9, 9)) if d.difficulty == 3 else 0
    # csc^2 is 4, 2 or 1 at these angles; the slope of csc is asked for only where it is 0.
    spot, squared = d.choice(((Fraction(1, 2), 1), (Fraction(1, 4), 2), (Fraction(1, 6), 4)))
    if name == "csc":
        spot, squared = Fraction(1, 2), 0
        line = line or 4
    sign, factor = 1 if d.slip == "sign" else -1, a if d.slip == "inner" else a * k
    value = sign * factor * squared + line
    at = multiple(spot / k, "pi")
    text = terms(f"{term(a, 1, name)}({term(k)})", term(line))
    rule = "-csc^2" if name == "cot" else "-csc times cot"
    questions = slope_at(text, at)
    work = steps(
        f"by the @quotient-rule {name} gives {rule if sign < 0 else rule[1:]}, and the @chain-rule brings the "
        f"factor {1 if d.slip == 'inner' else k}",
        f"at the angle {multiple(spot, 'pi')} the first is {sign * squared}",
        times(factor, sign * squared),
        plus(sign * factor * squared, line) if line else "",
    )
    formal = (
        f"answer = subs(diff({a}*cos({k}*x)/sin({k}*x) + ({line})*x, x), x, {at})"
        if name == "cot"
        else f"answer = subs(diff({a}/sin({k}*x) + ({line})*x, x), x, {at})"
    )
    return Item(questions, work, str(value), formal)


@topic(
    "derivative-of-arctangent",
    inner="The inner derivative is forgotten.",
    sign="The sign in the denominator is wrong.",
    square="The inner factor is not squared.",
    takes=range(2, 10),
)
def derivative_of_arctangent(d: Draw) -> Item:
    a, k = d.main((1, 12), (-15, 15), (2, 9)) or 4, d.within((2, 9), (2, 15), (2, 6))
    letter, m = d.letter(), d.nonzero((-6, 6)) if d.difficulty == 3 else 0
    value = a if d.slip == "inner" else a * k
    sign = "-" if d.slip == "sign" else "+"
    inner = linear(k, m, letter)
    squared = f"({inner})^2" if m else term(k if d.slip == "square" else k * k, 2, letter)
    if m and d.slip == "square":
        squared = inner
    text = f"{d.shown(a) if a != 1 else ''} arctan({inner})".strip()
    work = steps(
        f"by the @chain-rule: 1 over 1 {sign} ({inner})^2"
        if d.slip != "square"
        else f"by the @chain-rule: 1 over 1 + {squared}",
        "" if m or d.slip == "square" else raised(k, 2),
        "the inner derivative is left out" if d.slip == "inner" else f"the inner derivative is {k}; {times(a, k)}",
    )
    stories = (
        f"A camera follows a rocket; after {letter} seconds it looks up at the angle {text}. Give a formula "
        "for how fast it turns.",
        f"The direction of a ship at time {letter} is {text}, in radians. By which formula does its direction change?",
        f"A sensor shows {text} volts at the distance {letter}. By which formula does the voltage change with "
        "the distance?",
    )
    return Item(
        differentiate(text, letter),
        work,
        f"{value}/(1 {sign} {squared})",
        f"answer = diff({a}*arctan({inner}), {letter})",
        worded={"word problem": stories},
    )


@derivative_of_arctangent.form("reverse")
def arctangent_of_a_derivative(d: Draw) -> Item:
    a, k, letter = d.within((1, 9), (2, 12)), d.within((2, 5), (2, 9)), d.letter()
    a *= d.choice((1, -1)) if d.difficulty == 3 else 1
    given = f"{a * k}/(1 + {term(k * k, 2, letter)})"
    found, inner = (a * k, k) if d.slip == "inner" else (a, k * k) if d.slip == "square" else (a, k)
    return Item(
        (
            f"A multiple of an arctangent has the derivative {given}. Which function is it?",
            f"f({letter}) = a arctan(k{letter}) with k > 0 has f'({letter}) = {given}. Find f({letter}).",
            f"{given} is the derivative of a number times arctan of a positive multiple of {letter}. What was "
            "differentiated?",
        ),
        steps(
            f"the @chain-rule backwards: {k * k} is the square of {k}"
            if d.slip != "square"
            else f"the @chain-rule: the factor inside is {k * k}",
            over(a * k, k) if found == a else f"the factor in front is {found}",
        ),
        f"{term(found, 1, 'arctan')}({term(inner, 1, letter)})",
        f"diff(answer, {letter}) = {given} and terms(answer) = 1",
    )


@derivative_of_arctangent.form("two steps")
def slope_of_an_arctangent(d: Draw) -> Item:
    a, k, x = d.nonzero((1, 9), (-9, 9)), d.within((1, 2), (1, 3), (2, 5)), d.within((1, 3), (-3, 3))
    inner = k * x
    below = d.outcome(1 + inner * inner, sign=1 - inner * inner, square=1 + k * x * x)
    if below == 0:
        below = 2
    value = Fraction(a if d.slip == "inner" else a * k, below)
    text = f"{term(a, 1, 'arctan')}({term(k)})"
    questions = slope_at(text, x)
    work = steps(
        "by the @chain-rule: " + (times(k, x) if k > 1 else f"the inner function is {x}"),
        raised(inner, 2),
        f"below the line {below}",
        times(a, k) if d.slip != "inner" else "",
        f"the slope is {value}",
    )
    return Item(questions, work, str(value), f"answer = subs(diff({text}, x), x, {x})")


@topic(
    "derivatives-of-arcsine-and-arccosine",
    inner="The inner derivative is forgotten.",
    sign="The sign of the derivative is wrong.",
    root="The root below the line is forgotten.",
    plus="The sign under the root is wrong, as in the derivative of the arctangent.",
)
def derivatives_of_arcsine_and_arccosine(d: Draw) -> Item:
    a, k, letter = d.within((1, 9), (-9, 9), (-6, 6)) or 4, d.within((1, 6), (2, 9)), d.letter()
    name = d.choice(("arcsin", "arccos"))
    b = d.nonzero((-9, 9)) if d.difficulty == 3 else 0
    sign = (1 if name == "arcsin" else -1) * (-1 if d.slip == "sign" else 1)
    value = sign * a * (1 if d.slip == "inner" else k)
    inner = terms("1", term(k * k if d.slip == "plus" else -k * k, 2, letter))
    bottom = f"({inner})" if d.slip == "root" else f"sqrt({inner})"
    text = terms(f"{term(a, 1, name)}({term(k, 1, letter)})", term(b, 2, letter))
    last = term(2 * b, 1, letter)
    return Item(
        differentiate(text, letter),
        steps(
            "the angle is one of the @inverse-trigonometric-functions, and by the @chain-rule: "
            f"{'1' if sign > 0 else '-1'} over {bottom}",
            raised(k, 2) if k > 1 else "",
            "the inner derivative is left out"
            if d.slip == "inner"
            else f"the inner derivative is {k}; {times(sign * a, k)}",
            f"{term(b, 2, letter)} gives {last}" if b else "",
        ),
        terms(f"{value}/{bottom}", last),
        f"answer = diff({a}*{name}({term(k, 1, letter)}) + ({b})*{letter}^2, {letter})",
    )


@derivatives_of_arcsine_and_arccosine.form("reverse")
def inverse_function_of_a_derivative(d: Draw) -> Item:
    a, k, letter = d.within((1, 9), (2, 12)), d.within((2, 6), (2, 9)), d.letter()
    a *= d.choice((1, -1)) if d.difficulty == 3 else 1
    name = d.choice(("arcsin", "arccos"))
    signed = a if name == "arcsin" else -a
    found = d.outcome(a, inner=a * k, sign=-a)
    given = f"{signed * k}/sqrt({terms('1', term(-k * k, 2, letter))})"
    return Item(
        (
            f"A multiple of {name}({term(k, 1, letter)}) has the derivative {given}. Which one?",
            f"f is a number times {name}({term(k, 1, letter)}), and its derivative is {given}. Find f.",
            f"{given} is the derivative of a constant times {name}({term(k, 1, letter)}). What was differentiated?",
        ),
        f"{name} is one of the @inverse-trigonometric-functions; by the @chain-rule its derivative has the factor "
        f"{k if name == 'arcsin' else -k}; "
        + (f"{signed * k}/{bracket(k if name == 'arcsin' else -k)} = {a}" if found == a else f"the factor is {found}"),
        f"{term(found, 1, name)}({term(k, 1, letter)})",
        f"diff(answer, {letter}) = {given} and terms(answer) = 1",
    )


@derivatives_of_arcsine_and_arccosine.form("two steps")
def slope_of_an_arcsine(d: Draw) -> Item:
    name, a = d.choice(("arcsin", "arccos")), d.nonzero((1, 9), (-9, 9))
    up, root, down = d.choice(((3, 4, 5), (4, 3, 5), (5, 12, 13), (8, 15, 17)))
    k = d.within((1, 1), (2, 5), (2, 9))
    up *= d.choice((1, -1)) if d.difficulty == 3 else 1
    sign = (1 if name == "arcsin" else -1) * (-1 if d.slip == "sign" else 1)
    x, factor = Fraction(up, down * k), sign * a * (1 if d.slip == "inner" else k)
    slope = Fraction(factor * down, root)
    if d.slip == "root":
        slope = Fraction(factor * down * down, root * root)
    elif d.slip == "plus":
        slope = Fraction(factor * down * down, down * down + up * up)
    text = f"{term(a, 1, name)}({term(k)})"
    questions = slope_at(text, x)
    work = steps(
        f"of the @inverse-trigonometric-functions this is {name}; by the @chain-rule the factor is {factor}; the "
        f"inner function is {Fraction(up, down)}",
        f"1 - ({Fraction(up, down)})^2 = {Fraction(root * root, down * down)}"
        if d.slip != "plus"
        else "plus instead of minus below",
        f"its root is {Fraction(root, down)}" if d.slip not in ("root", "plus") else "",
        f"the slope is {slope}",
    )
    return Item(questions, work, str(slope), f"answer = subs(diff({text}, x), x, {x})")
