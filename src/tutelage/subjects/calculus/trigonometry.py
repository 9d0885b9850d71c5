"""Triangles, angles, and the functions sine, cosine and tangent."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt

from tutelage.subjects.calculus.topic import (
    ask,
    bracket,
    minus,
    multiple,
    number,
    plus,
    raised,
    steps,
    surd,
    term,
    times,
    topic,
)
from tutelage.subjects.workbook import Draw, Item

COMPUTE = ("Find {}.", "What is {}?", "Give the exact value of {}.")
TRIPLES = ((3, 4, 5), (5, 12, 13), (8, 15, 17), (7, 24, 25), (20, 21, 29), (12, 35, 37), (9, 40, 41))
_VALUES = {  # degrees: sine, cosine and tangent
    30: ("1/2", "sqrt(3)/2", "sqrt(3)/3"),
    45: ("sqrt(2)/2", "sqrt(2)/2", "1"),
    60: ("sqrt(3)/2", "1/2", "sqrt(3)"),
}
_NAMES = ("sin", "cos", "tan")


@topic(
    "pythagorean-theorem",
    "Pythagorean theorem",
    {"sum": "The sides are added.", "wrong": "The squares are added where they have to be subtracted, or reversed."},
)
def pythagorean_theorem(d: Draw) -> Item:
    factor = d.within((1, 3), (1, 6), (1, 9))
    a, b, c = (side * factor for side in d.choice(TRIPLES[: 2 + 2 * d.difficulty]))
    a, b = d.choice(((a, b), (b, a)))
    leg = d.difficulty > 1 and d.rng.random() < 0.5
    add = leg if d.slip == "wrong" else not leg
    one, other = (c, a) if leg else (max(a, b), min(a, b))
    total = one**2 + other**2 if add else one**2 - other**2
    root = isqrt(total)
    answer = str(root) if root * root == total else surd(1, total)
    work = steps(
        f"@powers {raised(one, 2)}",
        raised(other, 2),
        plus(one**2, other**2) if add else minus(one**2, other**2),
        f"@square-roots sqrt({total}) = {answer}",
    )
    if d.slip == "sum":
        answer, work = str(one + other), plus(one, other)
    if leg:
        questions = (
            f"A right triangle has the hypotenuse {c} and one leg {a}. How long is the other leg?",
            f"Find the second leg of a right triangle with leg {a} and hypotenuse {c}.",
            f"A ladder of length {c} leans on a wall, its foot {a} from the wall. How high does it reach?",
        )
    else:
        questions = (
            f"A right triangle has the legs {a} and {b}. How long is the hypotenuse?",
            f"Find the hypotenuse of a right triangle with legs {a} and {b}.",
            f"A rectangle is {a} long and {b} wide. How long is its diagonal?",
        )
    known = f"answer^2 + {a}^2 = {c}^2" if leg else f"answer^2 - {b}^2 = {a}^2"
    return Item(questions, work, answer, f"{known} and answer > 0", value=b if leg else c, noun=questions[1][9:-1])


@topic(
    "radians", "radians", {"turn": "A full turn is taken for a half turn.", "inverse": "The quotient is turned over."}
)
def radians(d: Draw) -> Item:
    degrees = d.choice(
        ([30, 45, 60, 90, 120, 180, 135, 150, 270, 360, 20, 40], list(range(10, 361, 5)), list(range(3, 721, 3)))[
            d.difficulty - 1
        ]
    )
    share = Fraction(degrees, 180)
    used = {"turn": share / 2, "inverse": 1 / share}.get(d.slip, share)
    value = multiple(used, "pi")
    whole = 360 if d.slip == "turn" else 180
    quotient = f"180/{degrees}" if d.slip == "inverse" else f"{degrees}/{whole}"
    if d.rng.random() < 0.5:
        return Item(
            ask(
                (
                    "Write {} degrees in radians.",
                    "How many radians are {} degrees?",
                    "Convert an angle of {} degrees to radians.",
                ),
                degrees,
            ),
            f"@simplifying-fractions {quotient} = {number(used)}",
            value,
            f"answer*180/pi = {degrees}",
        )
    back = degrees if not d.slip else {"turn": Fraction(2 * degrees), "inverse": Fraction(180 * 180, degrees)}[d.slip]
    angle = multiple(share, "pi")
    return Item(
        ask(
            (
                "How many degrees are {} radians?",
                "Write an angle of {} radians in degrees.",
                "Convert {} radians to degrees.",
            ),
            angle,
        ),
        f"pi radians are {whole} degrees; "
        + (
            f"@multiplying-fractions {number(share)}*{whole} = {number(back)}"
            if d.slip != "inverse"
            else f"{whole}/({number(share)}) = {number(back)}"
        ),
        number(back),
        f"answer*pi/180 = {angle}",
    )


@topic(
    "right-triangle-ratios",
    "ratios in right triangles",
    {"swap": "The other leg is taken.", "turn": "The quotient is turned over."},
)
def right_triangle_ratios(d: Draw) -> Item:
    factor = d.within((1, 2), (1, 3), (1, 5))
    a, b, c = (side * factor for side in d.choice(TRIPLES[: 1 + 2 * d.difficulty]))
    a, b = d.choice(((a, b), (b, a)))
    name = d.choice(("sine", "cosine", "tangent"))
    pairs = {"sine": (a, c), "cosine": (b, c), "tangent": (a, b)}
    swapped = {"sine": (b, c), "cosine": (a, c), "tangent": (b, a)}
    top, bottom = swapped[name] if d.slip == "swap" else pairs[name]
    if d.slip == "turn":
        top, bottom = bottom, top
    value = Fraction(top, bottom)
    rule = {
        "sine": "opposite over hypotenuse",
        "cosine": "adjacent over hypotenuse",
        "tangent": "opposite over adjacent",
    }
    sides = f"hypotenuse {c}, opposite leg {a} and adjacent leg {b}"
    formal = {
        "sine": f"answer^2 = 1 - ({b}/{c})^2",
        "cosine": f"answer^2 = 1 - ({a}/{c})^2",
        "tangent": f"answer^2 = ({c}/{b})^2 - 1",
    }
    return Item(
        (
            f"In a right triangle an angle has the {sides}. What is its {name}?",
            f"Find the {name} of the angle: {sides}.",
            f"An angle in a right triangle with the {sides} has which {name}?",
        ),
        f"{rule[name]}; @simplifying-fractions {top}/{bottom} = {number(value)}",
        number(value),
        f"{formal[name]} and answer > 0",
    )


@topic(
    "special-angles",
    "special angles",
    {"swap": "Sine and cosine are mixed up.", "angle": "The value of the complementary angle is taken."},
)
def special_angles(d: Draw) -> Item:
    degrees, name = d.choice((30, 45, 60)), d.choice(_NAMES if d.difficulty > 1 else _NAMES[:2])
    front = d.within((1, 6), (1, 9), (2, 20)) * 2
    while d.slip and degrees == 45:
        degrees = d.choice((30, 60))
    used = 90 - degrees if d.slip else degrees
    value = _VALUES[used][_NAMES.index(name)]
    top, _, bottom = value.partition("/")
    result = Fraction(front, int(bottom or 1))
    answer = number(result) if top == "1" else multiple(result, top)
    return Item(
        ask(COMPUTE, f"{front} {name}({degrees} degrees)"),
        f"half a square or half an equilateral triangle gives {name}({degrees} degrees) = {value}; "
        f"@simplifying-fractions {front}/{bottom or 1} = {number(result)}",
        answer,
        f"answer = {front}*{name}({degrees}*pi/180) and parts(answer) < 5",
    )


@topic(
    "unit-circle",
    "unit circle",
    {"sign": "The sign of the quadrant is wrong.", "swap": "Sine and cosine are swapped."},
)
def unit_circle(d: Draw) -> Item:
    reference, quadrant = d.choice((30, 45, 60)), d.choice((2, 3, 4))
    turns = 0 if d.difficulty < 3 else d.choice((-1, 1, 2, -2))
    inner = {2: 180 - reference, 3: 180 + reference, 4: 360 - reference}[quadrant]
    degrees = inner + 360 * turns
    name = d.choice(_NAMES[:2])
    in_radians = d.difficulty == 2 or (d.difficulty == 3 and d.rng.random() < 0.5)
    value = _VALUES[reference][_NAMES.index(name)]
    negative = (quadrant in (3, 4)) if name == "sin" else (quadrant in (2, 3))
    if d.slip == "sign":
        negative = not negative
    elif d.slip == "swap":
        value = _VALUES[reference][1 - _NAMES.index(name)]
        negative = (quadrant in (2, 3)) if name == "sin" else (quadrant in (3, 4))
    shown = multiple(Fraction(degrees, 180), "pi") if in_radians else f"{degrees} degrees"
    radians_step = f"@radians {shown} is {degrees} degrees; " if in_radians else ""
    front = d.within((1, 4), (1, 6), (1, 9))
    top, _, bottom = value.partition("/")
    signed = Fraction(-front if negative else front, int(bottom))
    answer = number(signed) if top == "1" else multiple(signed, top)
    scale = f"; times {front}" if front > 1 else ""
    return Item(
        ask(COMPUTE, f"{term(front, 1, name)}({shown})"),
        f"{radians_step}{inner} degrees lies in quadrant {quadrant}; "
        f"@special-angles {name}({reference} degrees) = {value}; the sign is {'minus' if negative else 'plus'}{scale}",
        answer,
        f"answer = {front}*{name}({degrees}*pi/180)",
    )


@topic(
    "pythagorean-identity",
    "Pythagorean identity",
    {"minus": "The value is taken from 1 without squaring.", "sign": "The sign of the quadrant is wrong."},
)
def pythagorean_identity(d: Draw) -> Item:
    a, b, c = d.choice(TRIPLES)
    a, b = d.choice(((a, b), (b, a)))
    given, wanted = d.choice((("sin", "cos"), ("cos", "sin")))
    quadrant = 1 if d.difficulty == 1 else d.choice((1, 2, 3, 4))
    signs = {"sin": -1 if quadrant > 2 else 1, "cos": -1 if quadrant in (2, 3) else 1}
    known, value = signs[given] * Fraction(a, c), signs[wanted] * Fraction(b, c)
    root = abs(value)
    work = steps(
        f"@powers {a}^2 = {a * a}",
        raised(c, 2),
        f"@integer-subtraction {minus(c * c, a * a)}",
        f"@square-roots sqrt({b * b}) = {b}",
    )
    if d.slip == "minus":
        root = 1 - abs(known)
        work = f"1 - {number(abs(known))} = {number(root)}"
    sign = -signs[wanted] if d.slip == "sign" else signs[wanted]
    letter = d.choice(("t", "x", "a"))
    where = f"{letter} lies in quadrant {quadrant}"
    return Item(
        (
            f"{given}({letter}) = {number(known)} and {where}. Find {wanted}({letter}).",
            f"What is {wanted}({letter}) if {given}({letter}) = {number(known)} and {where}?",
            f"{where} and has {given}({letter}) = {number(known)}. Give {wanted}({letter}).",
        ),
        f"{work}; in quadrant {quadrant} the sign is {'minus' if sign < 0 else 'plus'}",
        number(sign * root),
        f"answer^2 + ({number(known)})^2 = 1 and answer {'<' if signs[wanted] < 0 else '>'} 0",
    )


@topic(
    "trigonometric-equations",
    "trigonometric equations",
    {
        "one": "The second solution is found with the wrong symmetry.",
        "swap": "The angle of the other function is taken.",
    },
)
def trigonometric_equations(d: Draw) -> Item:
    reference, name = d.choice((30, 45, 60)), d.choice(("sin", "cos"))
    while d.slip == "swap" and reference == 45:
        reference = d.choice((30, 60))
    negative = d.difficulty > 1 and d.rng.random() < 0.6
    front = d.within((1, 6), (1, 8), (3, 20))
    value = _VALUES[reference][_NAMES.index(name)]
    angle = 90 - reference if d.slip == "swap" else reference
    solutions = {
        ("sin", False): (angle, 180 - angle),
        ("sin", True): (180 + angle, 360 - angle),
        ("cos", False): (angle, 360 - angle),
        ("cos", True): (180 - angle, 180 + angle),
    }
    found = solutions[name, negative]
    if d.slip == "one":
        found = (found[0], solutions["cos" if name == "sin" else "sin", negative][1])
    if found[0] == found[1]:
        found = (found[0], found[0] + 180)
    top, _, bottom = value.partition("/")
    right = Fraction(front, int(bottom))
    shown = ("-" if negative else "") + (number(right) if top == "1" else multiple(right, top))
    equation = f"{term(front, 1, name)}(x) = {shown}"
    signed = f"-{value}" if negative else value
    return Item(
        (
            f"Solve {equation} for 0 <= x < 360 in degrees.",
            f"Which angles x between 0 and 360 degrees satisfy {equation}?",
            f"Find all x in degrees with {equation} and 0 <= x < 360.",
        ),
        f"{name}(x) = {signed}; @special-angles give {angle} degrees; on the @unit-circle the places are "
        f"{min(found)} and {max(found)}",
        f"x = {min(found)} or x = {max(found)}",
        f"size(answer) = 2 and {front}*{name}(part(answer, 1)*pi/180) = {shown} and "
        f"{front}*{name}(part(answer, 2)*pi/180) = {shown} and part(answer, 1) > -1 and part(answer, 2) < 360",
    )


@topic(
    "double-angle-formulas",
    "double angle formulas",
    {"double": "The value itself is doubled.", "half": "The factor 2 is left out."},
)
def double_angle_formulas(d: Draw) -> Item:
    a, b, c = d.choice(TRIPLES)
    a, b = d.choice(((a, b), (b, a)))
    quadrant = 1 if d.difficulty == 1 else d.choice((1, 2))
    wanted = "sin" if d.difficulty == 1 else d.choice(("sin", "cos"))
    cosine = Fraction(b, c) * (1 if quadrant == 1 else -1)
    if wanted == "sin":
        value = 2 * Fraction(a, c) * cosine
        product = f"{number(Fraction(a, c))}*{bracket(number(cosine))} = {number(value / 2)}"
        work = f"@pythagorean-identity cos {number(cosine)}; @multiplying-fractions {product}"
        work += "" if d.slip == "half" else f"; times 2 is {number(value)}"
        if d.slip == "half":
            value /= 2
    else:
        square = Fraction(a * a, c * c)
        factor = 1 if d.slip == "half" else 2
        value = 1 - factor * square
        work = f"@powers ({number(Fraction(a, c))})^2 = {number(square)}" + (
            "" if d.slip == "half" else f"; times 2 is {number(2 * square)}"
        )
        work += f"; 1 - {number(factor * square)} = {number(value)}"
    if d.slip == "double":
        value = 2 * (Fraction(a, c) if wanted == "sin" else cosine)
        work = f"times 2 is {number(value)}"
    letter = d.choice(("t", "x"))
    where = f"{letter} lies in quadrant {quadrant}"
    known = f"sin({letter}) = {number(Fraction(a, c))}"
    angle = f"arcsin({a}/{c})" if quadrant == 1 else f"(pi - arcsin({a}/{c}))"
    return Item(
        (
            f"{known} and {where}. Find {wanted}(2{letter}).",
            f"What is {wanted}(2{letter}) if {known} and {where}?",
            f"{where} and has {known}. Give {wanted}(2{letter}).",
        ),
        work,
        number(value),
        f"answer = {wanted}(2*{angle})",
    )


@topic(
    "inverse-trigonometric-functions",
    "inverse trigonometric functions",
    {"swap": "The angle of the other function is taken.", "sign": "The sign, or the side of the circle, is wrong."},
)
def inverse_trigonometric_functions(d: Draw) -> Item:
    name, degrees = d.choice(_NAMES), d.choice((30, 45, 60))
    while d.slip == "swap" and degrees == 45:
        degrees = d.choice((30, 60))
    negative = d.difficulty > 1 and d.rng.random() < 0.6
    front = d.within((1, 12), (1, 12), (2, 20))
    value = _VALUES[degrees][_NAMES.index(name)]
    used = 90 - degrees if d.slip == "swap" else degrees
    turned = negative != (d.slip == "sign")
    angle = used if not turned else (180 - used if name == "cos" else -used)
    result = multiple(Fraction(front * angle, 180), "pi")
    text = f"{term(front, 1, f'arc{name}')}({'-' if negative else ''}{value})"
    step = f"times {front} is {result}" if front > 1 else ""
    return Item(
        (*ask(COMPUTE, text), f"Compute {text} in radians."),
        steps(
            f"@special-angles {name}({used} degrees) = {value}",
            f"the angle is {angle} degrees",
            f"@radians {multiple(Fraction(angle, 180), 'pi')}",
            step,
        ),
        result,
        f"answer = {front}*arc{name}({'-' if negative else ''}{value})",
    )


@topic(
    "law-of-cosines",
    "law of cosines",
    {"sign": "The last product has the wrong sign.", "right": "The last product is left out."},
)
def law_of_cosines(d: Draw) -> Item:
    a, b = d.within((2, 9), (2, 12), (3, 20)), d.within((2, 9), (2, 12), (3, 20))
    degrees = d.choice((60, 120) if d.difficulty > 1 else (60,))
    sign = 1 if degrees == 60 else -1
    product = a * b * sign * (-1 if d.slip == "sign" else 1)
    total = a * a + b * b
    square = total if d.slip == "right" else total - product
    answer = surd(1, square)
    work = steps(
        f"@powers {raised(a, 2)}",
        raised(b, 2),
        plus(a * a, b * b),
        "" if d.slip == "right" else times(a, b),
        "" if d.slip == "right" else minus(total, product),
        f"@square-roots sqrt({square}) = {answer}",
    )
    return Item(
        ask(
            (
                "Two sides of a triangle are {} and {}, the angle between them is {} degrees. Find the third side.",
                "A triangle has the sides {} and {} with {} degrees between them. How long is the third side?",
                "What is the third side of a triangle with sides {} and {} that enclose {} degrees?",
            ),
            a,
            b,
            degrees,
        ),
        f"2cos({degrees} degrees) = {sign}; {work}",
        answer,
        f"answer^2 = {a}^2 + {b}^2 - 2*{a}*{b}*cos({degrees}*pi/180) and answer > 0",
    )


@topic(
    "period-of-a-sine",
    "period of a sine",
    {"times": "It is multiplied instead of divided.", "half": "Half a turn is taken for a full one."},
)
def period_of_a_sine(d: Draw) -> Item:
    k = Fraction(d.within((2, 20), (2, 30), (1, 9)), d.within((1, 1), (1, 1), (2, 7)))
    a, c = d.within((1, 9)), d.nonzero((1, 9), (-9, 9), (-9, 9))
    name = d.choice(("sin", "cos"))
    turn = 1 if d.slip == "half" else 2
    value = turn * k if d.slip == "times" else turn / k
    inner = term(k.numerator, 1) + (f"/{k.denominator}" if k.denominator > 1 else "")
    function = (
        f"{term(a, 1, name)}({inner})"
        if d.difficulty == 1
        else f"{term(a, 1, name)}({inner}) {'+' if c > 0 else '-'} {abs(c)}"
    )
    sign = "*" if d.slip == "times" else "/"
    shown = f"({number(k)})" if k.denominator > 1 else number(k)
    return Item(
        ask(
            (
                "What is the period of {}?",
                "Find the period of f(x) = {}.",
                "After which step does {} repeat for the first time?",
            ),
            function,
        ),
        f"one round of the @unit-circle is {multiple(turn, 'pi')}; @simplifying-fractions "
        f"{turn}{sign}{shown} = {number(value)}",
        multiple(value, "pi"),
        f"answer*({number(k)}) = 2pi",
    )


TOPICS = (
    pythagorean_theorem,
    radians,
    right_triangle_ratios,
    special_angles,
    unit_circle,
    pythagorean_identity,
    trigonometric_equations,
    double_angle_formulas,
    inverse_trigonometric_functions,
    law_of_cosines,
    period_of_a_sine,
)
