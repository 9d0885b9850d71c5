"""Hyperbolic functions."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.notation import bracket_fraction, multiple, term, to_the
from tutelage.subjects.calculus.steps import times
from tutelage.subjects.calculus.topic import ask, topic
from tutelage.subjects.workbook import Draw, Item

TRIPLES = ((3, 4, 5), (5, 12, 13), (8, 15, 17), (7, 24, 25), (4, 3, 5), (12, 5, 13), (15, 8, 17), (24, 7, 25))
"""Opposite legs and the longest side: sinh(x) = a/b has cosh(x) = c/b."""


def _value(kind: str, base: Fraction) -> Fraction:
    """Of a hyperbolic function at the logarithm of a number."""
    up, down = base + 1 / base, base - 1 / base
    return {"cosh": up / 2, "sinh": down / 2, "tanh": down / up}[kind]


@topic(
    "hyperbolic-functions",
    sign="The sign between e^x and e^(-x) is wrong: sinh and cosh are mixed up.",
    half="The factor 1/2 is forgotten.",
    circle="The rule of sine and cosine is used: cosh^2 + sinh^2 = 1, or a minus sign where there is none.",
)
def hyperbolic_functions(d: Draw) -> Item:
    kind, base = d.choice(("cosh", "sinh", "tanh")), d.within((2, 9), (2, 6), (2, 4))
    k = d.within((1, 1), (1, 2), (1, 2))
    power = Fraction(base) ** k
    right = _value(kind, power)
    other = _value({"cosh": "sinh", "sinh": "cosh", "tanh": "tanh"}[kind], power)
    value = d.outcome(right, sign=1 / right if kind == "tanh" else other, half=2 * right)
    value = -right if d.slip == "circle" and kind != "cosh" else value
    argument = f"ln({base})" if k == 1 else f"{k}ln({base})"
    sign = "-" if kind == "sinh" else "+"
    work = f"e^({argument}) is {power} by the @natural-logarithm, e^(-{argument}) is {1 / power}; "
    if kind == "tanh":
        work += f"tanh is sinh/cosh: ({power - 1 / power})/({power + 1 / power}) = {value}"
    else:
        work += f"{power} {sign} {1 / power} = {2 * right}; half of it is {right}"
    if d.difficulty == 3:
        c, more = d.within((2, 9)), d.nonzero((-9, 9))
        asked = f"{c}{kind}({argument}) {'-' if more < 0 else '+'} {abs(more)}"
        value, formal = c * value + more, f"answer = {c}*{kind}({argument}) + ({more})"
        work += f"; {c}*{bracket_fraction(right)} {'-' if more < 0 else '+'} {abs(more)} = {c * right + more}"
    else:
        asked, formal = f"{kind}({argument})", f"answer = {kind}({argument})"
    questions = (
        f"Find the exact value of {asked}.",
        f"What is {asked}, as a fraction?",
        f"Compute {asked} without a calculator.",
        f"Evaluate {asked}; give a fraction or a whole number.",
    )
    return Item(
        questions, work if not d.slip else f"with the @natural-logarithm the result is {value}", str(value), formal
    )


@hyperbolic_functions.form("from known values")
def from_the_identity(d: Draw) -> Item:
    a, b, c = d.choice(TRIPLES)
    negative = d.difficulty > 1 and d.rng.random() < 0.4
    sinh, cosh = Fraction(-a if negative else a, b), Fraction(c, b)
    if d.difficulty == 1 or d.rng.random() < 0.4:
        given, wanted, right = f"sinh(x) = {sinh}", "cosh(x)", cosh
        work = f"cosh(x)^2 = 1 + sinh(x)^2 is {1 + sinh**2}; cosh is positive, so cosh(x) = {right}"
        formal = f"answer^2 - ({sinh})^2 = 1 and answer > 0"
    elif d.rng.random() < 0.5:
        given, wanted, right = f"sinh(x) = {sinh}", "tanh(x)", sinh / cosh
        work = f"cosh(x)^2 = 1 + sinh(x)^2 is {1 + sinh**2}, cosh(x) = {cosh}; ({sinh})/({cosh}) = {right}"
        formal = f"answer^2*(1 + ({sinh})^2) = ({sinh})^2 and answer*({sinh}) > 0"
    else:
        sign = "negative" if negative else "positive"
        given, wanted, right = f"cosh(x) = {cosh} and x is {sign}", "sinh(x)", sinh
        work = f"sinh(x)^2 = cosh(x)^2 - 1 is {cosh**2 - 1}; it has the sign of x, so sinh(x) = {right}"
        formal = f"({cosh})^2 - answer^2 = 1 and answer {'<' if negative else '>'} 0"
    value = d.outcome(right, sign=-right, half=2 * right, circle=1 - right)
    return Item(
        ask(("{0}. What is {1}?", "Find {1} if {0}.", "For some x, {0}. Give the exact value of {1}."), given, wanted),
        f"Hyperbolic functions: {work}" if not d.slip else f"Hyperbolic functions: {wanted} is {value}",
        str(value),
        formal,
    )


@hyperbolic_functions.form("derivative")
def hyperbolic_derivative(d: Draw) -> Item:
    kind, k, c = d.choice(("cosh", "sinh")), d.within((1, 1), (2, 6), (2, 9)), d.within((1, 9), (1, 9), (2, 12))
    c = -c if d.difficulty == 3 and d.rng.random() < 0.5 else c
    new = "sinh" if kind == "cosh" else "cosh"
    shown = kind if d.slip == "sign" else new
    front = d.outcome(Fraction(c * k), half=Fraction(c * k, 2), circle=Fraction(-c * k))
    function = f"{term(c, 1, kind)}({term(k)})"
    more = d.nonzero((-9, 9)) if d.difficulty == 3 else 0
    tail = "" if not more else f" {'-' if more < 0 else '+'} {term(abs(more))}"
    end = "" if not more else f" {'-' if more < 0 else '+'} {abs(more)}"
    return Item(
        (
            f"Differentiate {function + tail}.",
            f"Find the derivative of {function + tail}.",
            f"What is the derivative with respect to x of {function + tail}?",
        ),
        f"Hyperbolic functions, by the @derivative-of-exponentials: {kind} becomes {new}, without a change of sign; "
        f"{times(c, k)}"
        if not d.slip
        else f"Hyperbolic functions, by the @derivative-of-exponentials: the factor is {front}",
        f"{multiple(front, f'{shown}({term(k)})')}{end}",
        f"answer = diff({function}{tail}, x)",
    )


@hyperbolic_functions.form("reverse")
def logarithm_of_a_value(d: Draw) -> Item:
    base = d.within((2, 9), (2, 9), (2, 7))
    kind = d.choice(("sinh",) if d.difficulty == 1 else ("sinh", "cosh", "tanh"))
    k = 1 if d.difficulty < 3 else d.within((2, 4))
    right = _value(kind, Fraction(base))
    wrong = {"sign": f"-ln({base})", "half": f"ln({2 * base})", "circle": f"ln({base + 1})"}
    value = wrong.get(d.slip, f"ln({base})")
    answer = value if k == 1 else f"{value}/{k}"
    sign = "+" if kind == "cosh" else "-"
    equation = f"{kind}({term(k)}) = {right}"
    return Item(
        (
            f"Solve {equation} for x > 0. Give a logarithm.",
            f"For which positive x is {equation}? Give the exact x.",
            f"Find the positive solution of {equation} as a logarithm.",
        ),
        f"Hyperbolic functions: with w = {to_the('e', term(k))}, "
        + (f"(w {sign} 1/w)/2 = {right}" if kind != "tanh" else f"(w - 1/w)/(w + 1/w) = {right}")
        + f" gives w = {base}; by the @natural-logarithm x is {answer}",
        f"x = {answer}",
        f"abs(subs({kind}({term(k)}), x, answer) - {right}) < 1/1000000 and answer > 0",
    )


@hyperbolic_functions.form("word problem")
def hanging_cable(d: Draw) -> Item:
    a, base = d.within((2, 20), (2, 30), (5, 60)), d.within((2, 3), (2, 5), (2, 6))
    cosh, sinh = _value("cosh", Fraction(base)), _value("sinh", Fraction(base))
    kind = d.choice(("height",) if d.difficulty == 1 else ("height", "slope", "sag"))
    right = {"height": a * cosh, "slope": sinh, "sag": a * cosh - a}[kind]
    wrong = {"sign": a * sinh if kind == "height" else cosh, "half": 2 * right, "circle": -right}
    value = wrong.get(d.slip, right)
    asked = {
        "height": "How high is it there, in m?",
        "slope": "What is its slope there?",
        "sag": "How much higher is it there than at its lowest point, in m?",
    }[kind]
    stories = (
        f"A cable hangs along y = {a}cosh(x/{a}), in metres. Look at x = {a}ln({base}). {asked}",
        f"The rope of a footbridge has the shape y = {a}cosh(x/{a}), x and y in m; its end is at x = "
        f"{a}ln({base}). {asked}",
        f"A chain follows the curve y = {a}cosh(x/{a}) (in m) up to a post at x = {a}ln({base}). {asked}",
    )
    ways = {
        "height": f"cosh(ln({base})) is {cosh} by the @natural-logarithm; {a}*{bracket_fraction(cosh)} = {right}",
        "slope": f"dy/dx is sinh(x/{a}), by the @derivative-of-exponentials; sinh(ln({base})) is {right}",
        "sag": f"cosh(ln({base})) is {cosh} by the @natural-logarithm; {a}*{bracket_fraction(cosh)} = {a * cosh}; "
        f"the lowest point has {a}; {a * cosh} - {a} = {right}",
    }
    formal = {
        "height": f"answer = {a}*cosh(ln({base}))",
        "slope": f"answer = subs(diff({a}*cosh(x/{a}), x), x, {a}*ln({base}))",
        "sag": f"answer + {a}*cosh(0) = {a}*cosh(ln({base}))",
    }
    return Item(
        stories,
        f"Hyperbolic functions: {ways[kind] if not d.slip else f'the result is {value}'}",
        str(value),
        formal[kind],
    )
