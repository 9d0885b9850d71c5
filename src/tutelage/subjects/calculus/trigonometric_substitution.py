"""Integrals with roots of a^2 - x^2, a^2 + x^2 and x^2 - a^2 by a substitution with a trigonometric function."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.integrands import BETWEEN, INTEGRATE
from tutelage.subjects.calculus.notation import multiple, over_text, term
from tutelage.subjects.calculus.steps import raised, steps, times
from tutelage.subjects.calculus.topic import ask, topic
from tutelage.subjects.workbook import Draw, Item

_TRIPLES = ((3, 4, 5), (4, 3, 5), (5, 12, 13), (12, 5, 13), (8, 15, 17), (15, 8, 17), (7, 24, 25), (24, 7, 25))


@topic(
    "trigonometric-substitution",
    apart="The root is taken term by term, as if sqrt(a^2 - x^2) were a - x.",
    dx="The factor that comes from dx is left out.",
    back="The result is not turned back to x rightly: another side of the triangle is taken.",
)
def trigonometric_substitution(d: Draw) -> Item:
    return (_root, _quarter, _antiderivative)[d.difficulty - 1](d)


def _root(d: Draw) -> Item:
    """What becomes of the root."""
    a, c = d.within((2, 20)), d.within((1, 6))
    kind = d.choice(("sin", "tan"))
    inside = f"{a * a} {'-' if kind == 'sin' else '+'} x^2"
    answer = f"{term(c * a, 1, 'cos')}(t)" if kind == "sin" else f"{c * a}/cos(t)"
    apart = f"{c * a}(1 {'-' if kind == 'sin' else '+'} {kind}(t))"
    answer = d.outcome(answer, apart=apart, dx=answer.replace(str(c * a), str(c)), back=f"{term(c * a, 1, kind)}(t)")
    rule = "1 - sin(t)^2 = cos(t)^2" if kind == "sin" else "1 + tan(t)^2 = 1/cos(t)^2"
    shown = f"{term(c, 1, f'sqrt({inside})')}"
    right = f"{c * a}*cos(x)" if kind == "sin" else f"{c * a}/cos(x)"
    questions = (
        f"Put x = {a}{kind}(t) into {shown}, for t between -pi/2 and pi/2. Write the result without a root.",
        f"What becomes of {shown} under the substitution x = {a}{kind}(t), with t between -pi/2 and pi/2?",
        f"Substitute x = {a}{kind}(t) (t between -pi/2 and pi/2) in {shown}, and simplify it until no root is left.",
    )
    work = steps(
        raised(a, 2),
        f"by the @pythagorean-identity {rule}, so the root is {answer}"
        if not d.slip
        else f"instead of the @pythagorean-identity: {answer}",
    )
    return Item(questions, work, answer, f"answer = {right.replace('(x)', '(t)')}")


def _quarter(d: Draw) -> Item:
    return _circle(d, *BETWEEN)


def _circle(d: Draw, *wordings: str) -> Item:
    """c sqrt(a^2 - x^2) over a quarter or a half of the circle."""
    a, c, half = d.within((2, 9), (2, 12), (2, 15)), d.within((1, 1), (1, 6), (2, 9)), d.rng.random() < 0.5
    right = Fraction(c * a * a, 2 if half else 4)
    value = d.outcome(right, dx=right / a, back=2 * right)
    answer = str(Fraction(c * a * a, 1 if half else 2)) if d.slip == "apart" else multiple(value, "pi")
    shown = term(c, 1, f"sqrt({a * a} - x^2)")
    return Item(
        ask(wordings, shown, -a if half else 0, a),
        steps(
            f"with x = {a}sin(t) the root is {a}cos(t) and dx is {a}cos(t) dt",
            f"one of the @trigonometric-integrals is left: {times(a, a)}, cos(t)^2 from {'-pi/2' if half else '0'} to "
            f"pi/2 gives {'pi/2' if half else 'pi/4'}",
            f"the result is {answer}",
        )
        if not d.slip
        else f"taken for the result with one of the @trigonometric-integrals: {answer}",
        answer,
        f"abs(answer/quad({c}*sqrt({a * a} - x^2), x, {-a if half else 0}, {a}) - 1) < 1/1000",
    )


def _antiderivative(d: Draw) -> Item:
    """Integrands of which the triangle gives a short antiderivative."""
    a, c, kind = d.within((2, 9)), d.within((1, 9)), d.choice(("minus", "plus", "over"))
    square, front = a * a, Fraction(c, a * a)
    inside = f"{square} + x^2" if kind == "plus" else f"{square} - x^2"
    turned = f"{square} - x^2" if kind == "plus" else f"{square} + x^2"
    if kind == "over":
        text, old, shape = f"{c}/(x^2 sqrt({inside}))", f"{a}sin(t)", "-{0}sqrt({2})/({1}x)"
        wrong_back = "-{0}x/({1}sqrt({2}))"
    else:
        text, old = f"{c}/({inside})^(3/2)", f"{a}{'tan' if kind == 'plus' else 'sin'}(t)"
        shape, wrong_back = "{0}x/({1}sqrt({2}))", "{0}sqrt({2})/({1}x)"
    root = d.outcome(inside, apart=turned)
    top, bottom = front.numerator, front.denominator
    if d.slip == "dx":
        front /= a
        top, bottom = front.numerator, front.denominator
    answer = (wrong_back if d.slip == "back" else shape).format(
        "" if top == 1 else top, "" if bottom == 1 else bottom, root
    )
    work = (
        f"with x = {old} and its dx one of the simple @trigonometric-integrals is left; a right triangle turns it back "
        f"to x: {answer}"
        if not d.slip
        else f"taken for the result with one of the @trigonometric-integrals: {answer}"
    )
    return Item(ask(INTEGRATE, text), work, f"{answer} + C", f"diff(answer, x) = {text}")


@trigonometric_substitution.form("which one")
def which_substitution(d: Draw) -> Item:
    a, c = d.within((2, 12), (2, 20), (2, 30)), d.within((1, 1), (1, 9), (2, 9))
    power = d.choice(("sqrt({})", "1/sqrt({})", "x^2/sqrt({})", "sqrt({})/x")[: d.difficulty + 1])
    size, square = Fraction(a), ""
    if d.difficulty == 3:  # a factor that has to be taken out first
        size, square = Fraction(a, c), str(c * c)
    front = f"({size})" if size.denominator > 1 else str(size)
    kinds = {
        f"{front}sin(t)": f"{a * a} - {square}x^2",
        f"{front}tan(t)": f"{square}x^2 + {a * a}",
        f"{front}/cos(t)": f"{square}x^2 - {a * a}",
    }
    right = d.choice(sorted(kinds))
    rule = "1 - sin(t)^2" if "sin" in right else "1 + tan(t)^2" if "tan" in right else "1/cos(t)^2 - 1"
    others = tuple(each for each in kinds if each != right)
    return Item(
        (
            f"Which of these has to be put in for x, so that the root in {power.format(kinds[right])} disappears?",
            f"{power.format(kinds[right])} is to be integrated. Which of these, put in for x, makes a square under the "
            "root?",
            f"Which of these takes the root out of {power.format(kinds[right])} if it is put in for x?",
        ),
        f"with it the @pythagorean-identity turns what is under the root into a square, as it has the form {rule}",
        others[0] if d.slip else right,
        f"fulfils answer = {right}",
        right=right,
        others=others,
    )


@trigonometric_substitution.form("word problem")
def area_of_an_ellipse(d: Draw) -> Item:
    """pi a b for an ellipse, and parts of it."""
    a, b = d.within((2, 12), (2, 20), (2, 30)), d.within((2, 12), (2, 20), (2, 30))
    b = b + 1 if a == b else b
    part = d.choice((1,) if d.difficulty == 1 else (1, 2, 4))
    depth = d.within((2, 9)) if d.difficulty == 3 else 1
    right = Fraction(a * b * depth, part)
    value = d.outcome(right, dx=right / a, back=2 * right)
    answer = str(2 * right) if d.slip == "apart" else multiple(value, "pi")
    what = {1: "The", 2: "The upper half of the", 4: "A quarter, cut off by both axes, of the"}[part]
    asked = (
        ("What is its area in m^2, in terms of pi?", "Find its area in m^2, with pi.")
        if depth == 1
        else (f"It is {depth} m deep everywhere. What is its volume in m^3, in terms of pi?",) * 2
    )
    return Item(
        (
            f"{what} ellipse x^2/{a * a} + y^2/{b * b} = 1, in metres, is a flower bed. {asked[0]}",
            f"{what} region inside x^2/{a * a} + y^2/{b * b} = 1 (in metres) is the plan of a pool. {asked[1]}",
            f"{what} ellipse with x^2/{a * a} + y^2/{b * b} = 1, in metres, is dug out. {asked[0]}",
        ),
        steps(
            f"y is {b}/{a} times sqrt({a * a} - x^2); with x = {a}sin(t) one of the @trigonometric-integrals is left",
            f"the whole area is {times(a, b)} times pi",
            f"the result is {answer}" if part * depth > 1 else "",
        )
        if not d.slip
        else f"taken for the result with one of the @trigonometric-integrals: {answer}",
        answer,
        f"abs(answer/({depth}*{4 // part}*quad({b}*sqrt(1 - x^2/{a * a}), x, 0, {a})) - 1) < 1/1000",
    )


@trigonometric_substitution.form("definite integral")
def between_sides_of_triangles(d: Draw) -> Item:
    """1/(a^2 - x^2)^(3/2) and 1/(a^2 + x^2)^(3/2), up to a side of a right triangle with whole sides."""
    leg, other, longest = d.choice(_TRIPLES)
    c, plus_sign = d.within((1, 9), (1, 30), (1, 60)), d.difficulty > 1 and d.rng.random() < 0.6
    a, end, root = (other, leg, longest) if plus_sign else (longest, leg, other)
    right = Fraction(c * end, a * a * root)
    wrong = {"apart": Fraction(c * end, a * a * (a + end if plus_sign else a - end)), "dx": right / a}
    value = wrong.get(d.slip, Fraction(c * root, a * a * end) if d.slip == "back" else right)
    inside = f"{a * a} {'+' if plus_sign else '-'} x^2"
    return Item(
        ask(BETWEEN, f"{c}/({inside})^(3/2)", 0, end),
        f"with x = {a}{'tan' if plus_sign else 'sin'}(t) one of the @trigonometric-integrals is left, and turned back "
        f"it is {c}x/({a * a}sqrt({inside})); at {end} the root is {root}; the result is {value}"
        if not d.slip
        else f"taken for the result with one of the @trigonometric-integrals: {value}",
        str(value),
        f"abs(answer/quad({c}/({inside})^(3/2), x, 0, {end}) - 1) < 1/10000",
    )


@trigonometric_substitution.form("back to x")
def back_to_x(d: Draw) -> Item:
    """One function of t, where another is x/a."""
    a, c = d.within((2, 15), (2, 20), (2, 20)), d.within((1, 1), (1, 9), (2, 9))
    kind = "sin" if d.difficulty == 1 else d.choice(("sin", "tan"))
    root = f"sqrt({a * a} - x^2)" if kind == "sin" else f"sqrt(x^2 + {a * a})"
    found = {"sin": {"cos": (root, str(a)), "tan": ("x", root)}, "tan": {"cos": (str(a), root), "sin": ("x", root)}}[
        kind
    ]
    wanted = d.choice(sorted(found))
    top, bottom = found[wanted]
    if d.slip == "back":
        top, bottom = bottom, top
    elif d.slip == "apart":
        plain = f"({a} - x)" if kind == "sin" else f"(x + {a})"
        top, bottom = top.replace(root, plain), bottom.replace(root, plain)
    elif d.slip == "dx":
        top, bottom = (top, "x") if bottom != "x" and top != "x" else (str(a), bottom)
    if bottom == str(a):
        share = Fraction(c, a)
        answer = over_text(term(share.numerator, 1, top), share.denominator)
    else:
        answer = f"{c * a if top == str(a) else term(c, 1, top)}/{bottom}"
    longest = f"the longest side {a}" if kind == "sin" else f"the legs x and {a}"
    return Item(
        ask(
            (
                "x = {0}{1}(t) with t between 0 and pi/2. Write {2} in terms of x, without t.",
                "A substitution used x = {0}{1}(t), t between 0 and pi/2. Express {2} by x.",
                "After the substitution x = {0}{1}(t), with t from 0 to pi/2, the result is {2}. What is that as a "
                "function of x?",
            ),
            a,
            kind,
            f"{term(c, 1, wanted)}(t)",
        ),
        f"draw a right triangle with {longest}; by the @pythagorean-identity the third side is {root}; so it is "
        f"{answer}"
        if not d.slip
        else f"taken for the result, with the @pythagorean-identity: {answer}",
        answer,
        f"subs(answer, x, {a}*{kind}(1/3)) = {c}*{wanted}(1/3) and subs(answer, x, {a}*{kind}(1)) = {c}*{wanted}(1)",
    )
