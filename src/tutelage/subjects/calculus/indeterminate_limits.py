"""Limits of the form 0/0: with sines, with roots, and of difference quotients."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.limits import LIMIT
from tutelage.subjects.calculus.notation import linear, polynomial, quadratic, term, terms
from tutelage.subjects.calculus.steps import minus, plus, raised, steps, times
from tutelage.subjects.calculus.topic import ask, topic
from tutelage.subjects.workbook import Draw, Item


@topic(
    "limits-with-sine",
    one="The factor in the sine is forgotten.",
    turn="The quotient is turned over.",
    zero="0/0 is taken for 1.",
    takes=range(2, 13),
)
def limits_with_sine(d: Draw) -> Item:
    a, b = d.main((2, 12), (2, 15)), d.within((1, 7), (2, 9), (2, 12))
    c = d.within((1, 1), (2, 6))
    b = b + 1 if a * c == b else b
    pair = d.outcome((a * c, b), one=(c, b), turn=(b, a * c), zero=(1, 1))
    value, shown = Fraction(*pair), d.shown(a)
    both = d.difficulty == 3
    bottom = f"sin({term(b)})" if both else term(b) if b == 1 else f"({term(b)})"
    name = d.choice(("sin", "tan")) if both else "sin"
    text = f"{term(c, 1, name)}({term(shown)})/{bottom}"
    return Item(
        ask(LIMIT, text, 0),
        steps(
            "substituting gives 0/0, so as in the @limit-by-cancelling: sin(u)/u tends to 1",
            "cos(u) tends to 1" if name == "tan" else "",
            times(a, c) if c > 1 and not d.slip else "",
            f"{pair[0]}/{pair[1]} = {value}" if d.slip != "zero" else "0/0 is 1",
        ),
        str(value),
        f"answer = limit({c}*{name}({a}x)/{bottom}, x, 0)"
        if not both
        else f"answer = limit({c}*{name}({a}x)/sin({b}x), x, 0)",
        value=a * c // b if a * c % b == 0 else None,
        noun=f"the limit of {c}*sin({a}x)/({b}x) as x -> 0".replace("1*sin", "sin").replace("/(1x)", "/x"),
    )


@limits_with_sine.form("reverse")
def factor_of_a_sine_limit(d: Draw) -> Item:
    b, a = d.within((2, 6), (2, 9), (2, 12)), d.within((2, 12), (2, 20), (3, 30))
    a = a + 1 if a == b else a
    inside = d.difficulty < 3 or d.rng.random() < 0.5
    value, right = Fraction(a, b), a if inside else b
    found = d.outcome(
        Fraction(right),
        one=value,
        turn=Fraction(b * b, a) if inside else Fraction(a * a, b),
        zero=Fraction(b if inside else a),
    )
    name = d.choice("kac")
    text = f"sin({name}x)/({term(b)})" if inside else f"sin({term(a)})/({name}x)"
    questions = (
        f"For which {name} does {text} tend to {value} as x -> 0?",
        f"The limit of {text} as x -> 0 is {value}. Find {name}.",
        f"Choose {name} so that {text} approaches {value} at 0.",
    )
    work = (
        "substituting gives 0/0, so as in the @limit-by-cancelling: the limit is "
        f"{f'{name}/{b}' if inside else f'{a}/{name}'}; {name} = {found}"
    )
    return Item(questions, work, f"{name} = {found}", f"answer/{b} = {value}" if inside else f"{a}/answer = {value}")


@limits_with_sine.form("two steps")
def limit_with_cosine(d: Draw) -> Item:
    a, b, c = d.within((2, 9), (2, 12)), d.within((1, 1), (2, 9)), d.within((1, 1), (1, 1), (2, 6))
    value = d.outcome(
        Fraction(c * a * a, 2 * b), one=Fraction(c, 2 * b), turn=Fraction(2 * b, c * a * a), zero=Fraction(1)
    )
    front = f"{c}(1 - cos({term(a)}))" if c > 1 else f"(1 - cos({term(a)}))"
    text = f"{front}/{f'({term(b, 2)})' if b > 1 else 'x^2'}"
    work = steps(
        "as in the @limit-by-cancelling, multiply above and below by 1 + cos: sin squared over the square of the "
        "angle tends to 1, and 1 + cos to 2",
        raised(a, 2) if d.slip != "one" else "",
        times(c, a * a) if c > 1 and not d.slip else "",
        times(2, b) if b > 1 else "",
        f"the limit is {value}",
    )
    return Item(ask(LIMIT, text, 0), work, str(value), f"answer = limit({text}, x, 0)")


@topic(
    "limits-with-roots",
    half="The two equal roots are not added.",
    turn="The result is turned over.",
    zero="0/0 is taken for 0.",
)
def limits_with_roots(d: Draw) -> Item:
    r, c = d.within((2, 12), (2, 15)), d.within((1, 1), (1, 1), (2, 6))
    a = d.nonzero((1, 20), (-20, 20))
    shift = r * r - c * a
    value = d.outcome(Fraction(c, 2 * r), half=Fraction(c, r), turn=Fraction(2 * r, c), zero=Fraction(0))
    inner = linear(c, shift)
    upside = d.difficulty > 1 and d.rng.random() < 0.5
    top, bottom = f"sqrt({inner}) - {r}", linear(1, -a)
    text = f"({bottom})/({top})" if upside else f"({top})/({bottom})"
    value = 1 / value if upside and value else value
    work = steps(
        f"(sqrt({inner}) - {r})(sqrt({inner}) + {r}) is {term(c, 1, f'({bottom})') if c > 1 else bottom}",
        f"sqrt({r * r}) = {r}",
        "" if d.slip == "half" else plus(r, r),
        f"cancelled, {value} is left" if d.slip != "zero" else "0/0 is 0",
    )
    return Item(
        ask(LIMIT, text, a),
        f"by the @difference-of-squares and as in the @limit-by-cancelling: {work}",
        str(value),
        f"answer = limit({text}, x, {a})",
    )


@limits_with_roots.form("reverse")
def number_of_a_root_limit(d: Draw) -> Item:
    r, c = d.within((2, 12), (2, 20)), d.within((1, 1), (1, 1), (2, 6))
    value, upside = Fraction(c, 2 * r), d.difficulty == 2
    found = d.outcome(
        Fraction(r * r),
        half=Fraction(c, value),
        turn=Fraction(c, 2 * r * r) if 0 else Fraction(4 * r),
        zero=Fraction(r),
    )
    found = Fraction(4 * r * r) if d.slip == "half" else found
    name = d.choice("abk")
    shown = str(1 / value if upside else value)
    text = f"({term(c, 1, 'sqrt')}(x) - {term(c, 1, f'sqrt({name})')})/(x - {name})"
    if upside:
        text = f"(x - {name})/(sqrt(x) - sqrt({name}))"
    return Item(
        (
            f"For which {name} > 0 does {text} tend to {shown} as x -> {name}?",
            f"The limit of {text} as x -> {name} is {shown}. Find {name}.",
            f"As x -> {name}, {text} approaches {shown}. Which number is {name}?",
        ),
        "by the @difference-of-squares and as in the @limit-by-cancelling: the limit is "
        f"{f'2sqrt({name})' if upside else f'{c}/(2sqrt({name}))'}, so sqrt({name}) = {r}; {raised(r, 2)}"
        + (f", but the 2 is lost: {found}" if d.slip == "half" else ""),
        f"{name} = {found}",
        f"{'2*sqrt(answer)' if upside else f'{c}/(2*sqrt(answer))'} = {shown}",
    )


@limits_with_roots.form("two steps")
def limit_with_a_quadratic(d: Draw) -> Item:
    r, a, q = d.within((2, 9), (2, 12)), d.nonzero((1, 9), (-9, 9)), d.nonzero((1, 9), (-9, 9))
    q = q + 1 if q in (a, -1) else q
    q = q if q != a else q + 2
    inner, bottom = linear(1, r * r - a), quadratic(1, -(a + q), a * q)
    value = d.outcome(
        Fraction(1, 2 * r * (a - q)), half=Fraction(1, r * (a - q)), turn=Fraction(2 * r * (a - q)), zero=Fraction(0)
    )
    text = f"(sqrt({inner}) - {r})/({bottom})"
    work = steps(
        "by the @difference-of-squares and as in the @limit-by-cancelling: the bottom is "
        f"({linear(1, -a)})({linear(1, -q)})",
        f"({linear(1, -a)}) cancels",
        minus(a, q),
        plus(r, r) if d.slip != "half" else f"the root is {r}",
        f"the limit is {value}",
    )
    return Item(ask(LIMIT, text, a), work, str(value), f"answer = limit({text}, x, {a})")


@topic(
    "difference-quotient",
    h="The term with h is lost before h is small.",
    double="The middle term is not doubled.",
    whole="The second value of the function is not subtracted before dividing.",
)
def difference_quotient(d: Draw) -> Item:
    a, x = d.within((1, 3), (2, 9)), d.nonzero((1, 9), (-9, 12), (-6, 6))
    b, c = d.nonzero((1, 9), (-9, 9)), d.within((0, 0), (-9, 9))
    if d.difficulty == 3:
        return _cubic_quotient(d, a, x, b)
    middle = a * x if d.slip == "double" else 2 * a * x
    function = polynomial((a, b, c))
    work = steps(
        f"by @squaring-binomials ({x} + h)^2 = {quadratic(1, x if d.slip == 'double' else 2 * x, x * x, 'h')}",
        times(a, 2 * x if d.slip != "double" else x) if a > 1 else "",
        plus(middle, b),
        "divided by h" if d.slip != "h" else "the square of h is left out",
    )
    answer = linear(a, middle + b, "h") if d.slip != "h" else str(middle + b)
    if d.slip == "whole":
        answer = terms(linear(a, middle + b, "h"), f"{a * x * x + b * x + c}/h")
    return Item(
        ask(QUOTIENT, function, x),
        f"as in the @average-rate-of-change: {work}",
        answer,
        f"answer*h = subs({function}, x, {x} + h) - subs({function}, x, {x}) and terms(answer) < 3",
        worded=_motion(function, x),
    )


QUOTIENT = (
    "f(x) = {0}. Simplify (f({1} + h) - f({1}))/h.",
    "Find the difference quotient of {0} at {1} with step h.",
    "What is (f({1} + h) - f({1}))/h for f(x) = {0}?",
    "Give the average rate of change of {0} from {1} to {1} + h in simplest form.",
)


def _motion(function: str, x: int) -> dict[str, tuple[str, ...]]:
    stories = (
        "After x seconds a sledge is at {0} metres. Give its average velocity from x = {1} to x = {1} + h, in terms "
        "of h.",
        "x tonnes of flour cost {0} euros. Express the average cost per tonne of h more tonnes after the first {1}.",
        "After x minutes a pot has {0} degrees. What is the average change per minute from x = {1} to x = {1} + h, "
        "in terms of h?",
    )
    return {"word problem": ask(stories, function, x)} if x > 0 else {}


def _cubic_quotient(d: Draw, a: int, x: int, b: int) -> Item:
    a = min(a, 3)
    function = polynomial((a, 0, b, 0))
    first, second = 3 * a * x * x + b, 3 * a * x
    if d.slip == "double":
        first, second = a * x * x + b, a * x
    answer = polynomial((a, second, first), "h")
    if d.slip == "h":
        answer = str(first)
    elif d.slip == "whole":
        answer = terms(answer, f"{a * x**3 + b * x}/h")
    return Item(
        ask(QUOTIENT, function, x),
        f"as in the @average-rate-of-change, by @squaring-binomials and one more factor ({x} + h)^3 = "
        f"{polynomial((1, 3 * x, 3 * x * x, x**3), 'h')}; {times(3, x)}; {times(3, x * x)}; divided by h",
        answer,
        f"answer*h = subs({function}, x, {x} + h) - subs({function}, x, {x}) and terms(answer) < 4",
        worded=_motion(function, x),
    )


@difference_quotient.form("reverse")
def function_of_a_quotient(d: Draw) -> Item:
    a, x = d.within((1, 1), (1, 4), (2, 6)), d.nonzero((1, 6), (-6, 9), (-9, 9))
    b, name = d.nonzero((1, 12), (-12, 12)), d.choice("bkp")
    total = 2 * a * x + b
    found = d.outcome(b, double=total - a * x, h=total, whole=total)
    questions = ask(
        (
            "The difference quotient of {0} at {1} with step h is {2}. Find {3}.",
            "f(x) = {0} and (f({1} + h) - f({1}))/h = {2}. What is {3}?",
            "For which {3} is {2} the average rate of change of {0} from {1} to {1} + h?",
        ),
        f"{term(a, 2)} + {name}x",
        x,
        linear(a, total, "h"),
        name,
    )
    work = (
        "as in the @average-rate-of-change, by @squaring-binomials the quotient is "
        f"{terms(term(a, 1, 'h'), str(2 * a * x))} + {name}: "
        f"{times(2 * a, x)}; " + (minus(total, 2 * a * x) if not d.slip else f"{name} = {found}")
    )
    return Item(questions, work, f"{name} = {found}", f"2*{a}*({x}) + answer = {total}")


@difference_quotient.form("two steps")
def limit_of_a_quotient(d: Draw) -> Item:
    a, b, x = d.within((1, 3), (2, 9)), d.nonzero((1, 9), (-9, 9)), d.nonzero((1, 6), (-6, 9))
    power = 3 if d.difficulty == 3 else 2
    function = polynomial((a, *[0] * (power - 2), b, 0))
    slope = power * a * x ** (power - 1) + b
    found = d.outcome(slope, double=a * x ** (power - 1) + b, h=a * x**power + b * x, whole=slope + 1)
    return Item(
        (
            f"Find the limit of the difference quotient of {function} at {x} as h -> 0.",
            f"f(x) = {function}. What does (f({x} + h) - f({x}))/h approach as h -> 0?",
            f"To which number does the average rate of change of {function} from {x} to {x} + h tend as h -> 0?",
        ),
        "as in the @average-rate-of-change, by @squaring-binomials the terms without h cancel, and one h is divided "
        "out: "
        + steps(
            raised(x, power - 1) if power > 2 else "",
            times(power * a, x ** (power - 1)),
            plus(power * a * x ** (power - 1), b),
        )
        if not d.slip
        else f"as in the @average-rate-of-change and by @squaring-binomials it approaches {found}",
        str(found),
        f"answer = limit((subs({function}, x, {x} + h) - subs({function}, x, {x}))/h, h, 0)",
    )
