"""Sine and cosine of a sum of angles, and of a doubled angle."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.exact import Value, exact, value_of
from tutelage.subjects.calculus.identities import OTHER, SIGNS, asked_of, sine_and_cosine
from tutelage.subjects.calculus.notation import multiple, term, terms
from tutelage.subjects.calculus.topic import topic
from tutelage.subjects.calculus.triangles import triple
from tutelage.subjects.workbook import Draw, Item


@topic(
    "angle-sum-formulas",
    apart="The function is applied to both angles apart, and the values are added or subtracted.",
    sign="The sign between the two products is wrong.",
    same="Sine goes with sine in the formula for the sine, or sine with cosine in that for the cosine.",
)
def angle_sum_formulas(d: Draw) -> Item:
    first, second = (1, 1) if d.difficulty < 3 else (d.choice((1, 2, 3, 4)), d.choice((1, 2)))
    while True:
        (p, q, *one), (r, s, *two) = sine_and_cosine(d, first), sine_and_cosine(d, second)
        if sorted(one) != sorted(two):
            break
    wanted, less = d.choice(("sin", "cos")), d.rng.random() < 0.5
    crossed = (wanted == "sin") != (d.slip == "same")
    left, right = (p * s, q * r) if crossed else (q * s, p * r)
    minus_sign = less if wanted == "sin" else not less
    value = left - right if minus_sign != (d.slip == "sign") else left + right
    truth = (p * s + (-1 if less else 1) * q * r) if wanted == "sin" else q * s + (1 if less else -1) * p * r
    between = "-" if minus_sign != (d.slip == "sign") else "+"
    pair = (p, s, q, r) if crossed else (q, s, p, r)
    shown = [f"({each})" for each in pair]
    work = f"{shown[0]}*{shown[1]} = {left}; {shown[2]}*{shown[3]} = {right}; "
    work += f"{left} {between} ({right}) = {value}"
    if d.slip == "apart":
        x, y = (p, r) if wanted == "sin" else (q, s)
        value = x - y if less else x + y
        work = f"{x} {'-' if less else '+'} ({y}) = {value}"
    angle = f"A {'-' if less else '+'} B"
    formulas = {
        ("sin", False): "sin(A)cos(B) + cos(A)sin(B)",
        ("sin", True): "sin(A)cos(B) - cos(A)sin(B)",
        ("cos", False): "cos(A)cos(B) - sin(A)sin(B)",
        ("cos", True): "cos(A)cos(B) + sin(A)sin(B)",
    }
    values = f"sin(A) = {p}, cos(A) = {q}, sin(B) = {r}, cos(B) = {s}"
    if d.difficulty == 1:
        given, where, needed = values, "A and B are acute angles", ""
    else:
        k, n = d.choice((("sin", "sin"), ("sin", "cos"), ("cos", "sin")))
        given = f"{k}(A) = {p if k == 'sin' else q} and {n}(B) = {r if n == 'sin' else s}"
        where = "A and B are acute" if d.difficulty == 2 else f"A lies in quadrant {first}, B in quadrant {second}"
        needed = f"by the @pythagorean-identity {OTHER[k]}(A) = {q if k == 'sin' else p} and "
        needed += f"{OTHER[n]}(B) = {s if n == 'sin' else r}; "
    return Item(
        (
            f"{given}, where {where}. Find {wanted}({angle}).",
            f"What is {wanted}({angle}) if {given}, and {where}?",
            f"{where}, with {given}. Give the exact value of {wanted}({angle}).",
        ),
        f"{needed}{wanted}({angle}) = {formulas[wanted, less]}; @multiplying-fractions: {work}",
        str(value),
        # the other function of the sum, found from the products, fulfils the Pythagorean identity with it
        f"answer^2 + ({_partner(wanted, less, (p, q, r, s))})^2 = 1 and answer*({truth}) > 0"
        if truth
        else "answer^2 = 0*2",
    )


def _partner(wanted: str, less: bool, values: tuple[Fraction, Fraction, Fraction, Fraction]) -> Fraction:
    """cos(A + B) beside sin(A + B), and so on."""
    p, q, r, s = values
    if less:
        r = -r
    return q * s - p * r if wanted == "sin" else p * s + q * r


_SPLIT = {75: (45, 30), 15: (45, 30), 105: (60, 45), 165: (120, 45), 195: (150, 45), 255: (210, 45), 285: (240, 45)}


@angle_sum_formulas.form("exact value")
def exact_value_of_a_sum(d: Draw) -> Item:
    angles = (75, 15, 105) if d.difficulty == 1 else (75, 15, 105, 165) if d.difficulty == 2 else tuple(_SPLIT)
    degrees, name, front = d.choice(angles), d.choice(("sin", "cos")), d.within((1, 12), (1, 15), (1, 12))
    a, b = _SPLIT[degrees]
    less = degrees == a - b
    if name == "sin":
        left, right, sign = ("sin", "cos"), ("cos", "sin"), -1 if less else 1
    else:
        left, right, sign = ("cos", "cos"), ("sin", "sin"), 1 if less else -1
    sign = -sign if d.slip == "sign" else sign
    products = [_product(value_of(x, a), value_of(y, b)) for x, y in (left, right)]
    pieces = [exact(front * products[0][0], products[0][1]), exact(front * sign * products[1][0], products[1][1])]
    shown = f"{degrees} degrees" if d.difficulty < 3 else multiple(Fraction(degrees, 180), "pi")
    asked = f"{term(front, 1, name)}({shown})"
    answer = terms(*pieces)
    formula = f"{left[0]}({a})*{left[1]}({b}) {'+' if sign > 0 else '-'} {right[0]}({a})*{right[1]}({b})"
    return Item(
        (f"Find the exact value of {asked}.", f"What is {asked}, without rounding?", f"Write {asked} with roots."),
        f"{degrees} = {a} {'-' if less else '+'} {b} degrees, both on the @unit-circle; {name}({degrees} degrees) = "
        f"{formula}, in degrees; the products are {exact(*products[0])} and {exact(*products[1])}; "
        f"{f'with the factor {front} ' if front > 1 else ''}it is {answer}",
        answer,
        f"answer = {front}*{name}({degrees}*pi/180) and parts(answer) < 9",
    )


def _product(one: Value, other: Value) -> Value:
    return one[0] * other[0], one[1] * other[1]


@angle_sum_formulas.form("reverse")
def read_backwards(d: Draw) -> Item:
    total = d.choice((30, 45, 60) if d.difficulty == 1 else (30, 45, 60, 90, 120, 135, 150))
    b = d.choice([angle for angle in range(5, 60) if (total + angle) % 15])
    name, less = d.choice(("sin", "cos")), d.difficulty > 1 and d.rng.random() < 0.5
    a = total + b if less else total - b
    if a <= 0:
        a, less = total + b, True
    front = d.within((1, 1), (1, 6), (2, 9))
    sign = ("-" if less else "+") if name == "sin" else ("+" if less else "-")
    if name == "sin":
        text = f"sin({a} degrees)cos({b} degrees) {sign} cos({a} degrees)sin({b} degrees)"
        formal = f"sin({a}*pi/180)*cos({b}*pi/180) {sign} cos({a}*pi/180)*sin({b}*pi/180)"
    else:
        text = f"cos({a} degrees)cos({b} degrees) {sign} sin({a} degrees)sin({b} degrees)"
        formal = f"cos({a}*pi/180)*cos({b}*pi/180) {sign} sin({a}*pi/180)*sin({b}*pi/180)"
    angle = (a - b if less else a + b) if d.slip != "sign" else (a + b if less else a - b)
    if d.slip == "sign" and ((angle % 30 and angle % 45) or angle <= 0):
        angle = 90 - total if total != 45 else 30
    value = value_of(name, angle)
    answer = exact(front * value[0], value[1])
    asked = f"{front}({text})" if front > 1 else text
    return Item(
        (f"Find {asked}.", f"What is {asked}?", f"Work out without a calculator: {asked}."),
        f"read from right to left, the formula gives {name}({angle} degrees); on the @unit-circle it is {exact(*value)}"
        + (f"; times {front} is {answer}" if front > 1 else ""),
        answer,
        f"answer = {front}*({formal}) and parts(answer) < 5",
    )


@angle_sum_formulas.form("in letters")
def expand_a_sum(d: Draw) -> Item:
    degrees = d.choice((90, 180, 270) if d.difficulty == 1 else (30, 45, 60, 120, 135, 150))
    name, less = d.choice(("sin", "cos")), d.rng.random() < 0.5
    front = d.within((1, 9), (1, 1), (2, 9))
    letter = d.choice(("x", "t"))
    sine, cosine = value_of("sin", degrees), value_of("cos", degrees)
    if less:
        sine = -sine[0], sine[1]
    if d.slip == "sign":
        sine = -sine[0], sine[1]
    # sin(x + c) = cos(c) sin(x) + sin(c) cos(x), and cos(x + c) = cos(c) cos(x) - sin(c) sin(x)
    first, second = (name, OTHER[name])
    factor = sine[0] if name == "sin" else -sine[0]
    pieces = [
        _piece(front * cosine[0], cosine[1], f"{first}({letter})"),
        _piece(front * factor, sine[1], f"{second}({letter})"),
    ]
    answer = terms(*(piece for piece in pieces if piece))
    angle = f"{letter} {'-' if less else '+'} {multiple(Fraction(degrees, 180), 'pi')}"
    asked = f"{term(front, 1, name)}({angle})"
    questions = (
        f"Write {asked} with sin({letter}) and cos({letter}) alone.",
        f"Expand {asked} into a sum of multiples of sin({letter}) and cos({letter}).",
        f"Express {asked} in terms of sin({letter}) and cos({letter}).",
    )
    work = (
        f"the angle {multiple(Fraction(degrees, 180), 'pi')} has the sine {exact(*value_of('sin', degrees))} and the "
        f"cosine {exact(*cosine)} on the @unit-circle; put into the formula for "
        f"{name}({letter} {'-' if less else '+'} B) this is {answer}"
    )
    return Item(questions, work, answer, f"answer = {asked} and terms(answer) < 3 and parts(answer) < 13")


def _piece(front: Fraction, inside: int, function: str) -> str:
    if front == 0:
        return ""
    return multiple(front, function if inside == 1 else f"sqrt({inside})*{function}")


@topic(
    "double-angle-formulas",
    double="The value itself is doubled.",
    half="The factor 2 is left out.",
    sign="The sign of the quadrant is left out.",
)
def double_angle_formulas(d: Draw) -> Item:
    quadrant = d.within((1, 1), (1, 2), (2, 4))
    sine, cosine, *_ = sine_and_cosine(d, quadrant)
    given = "sin" if d.difficulty < 3 else d.choice(("sin", "cos"))
    wanted = d.choice((("sin",), ("sin", "cos"), ("sin", "cos", "tan"))[d.difficulty - 1])
    known = sine if given == "sin" else cosine
    other = cosine if given == "sin" else sine
    other = abs(other) if d.slip == "sign" else other
    factor = 1 if d.slip == "half" else 2
    double = factor * known * other
    square = factor * known**2
    turned = 1 - square if given == "sin" else square - 1
    first = f"by the @pythagorean-identity {OTHER[given]}(t) = {other}; @multiplying-fractions: "
    first += f"({known})*({other}) = {known * other}"
    first += "" if d.slip == "half" else f"; times 2: sin(2t) = {double}"
    second = f"({known})^2 = {known**2}" + ("" if d.slip == "half" else f"; times 2 is {square}")
    second += f"; cos(2t) = {f'1 - {square}' if given == 'sin' else f'{square} - 1'} = {turned}"
    if wanted == "sin":
        value, work = double, first
    elif wanted == "cos":
        value, work = turned, second
    else:
        value, work = double / turned, f"{first}; {second}; the quotient is {double / turned}"
    if d.slip == "double":
        value = 2 * {"sin": sine, "cos": cosine, "tan": sine / cosine}[wanted]
        work = f"{wanted}(t) = {value / 2}; times 2 is {value}"
    checks = {  # by the tangent of the half of it
        "sin": f"answer*(1 + ({sine / cosine})^2) = 2*({sine / cosine})",
        "cos": f"answer*(1 + ({sine / cosine})^2) = 1 - ({sine / cosine})^2",
        "tan": f"answer*(1 - ({sine / cosine})^2) = 2*({sine / cosine})",
    }
    letter = d.choice(("t", "x"))
    questions = asked_of(
        f"{given}({letter}) = {known}", f"{letter} lies in quadrant {quadrant}", f"{wanted}(2{letter})"
    )
    return Item(
        questions, work.replace("(t)", f"({letter})").replace("(2t)", f"(2{letter})"), str(value), checks[wanted]
    )


@double_angle_formulas.form("reverse")
def from_the_doubled_angle(d: Draw) -> Item:
    a, b, c = triple(d, 2 * d.difficulty + 1, 1)
    sine, cosine = Fraction(a, c), Fraction(b, c)
    quadrant = d.within((1, 1), (1, 2), (1, 4))
    wanted = d.choice(("sin", "cos"))
    doubled = 1 - 2 * sine * sine
    truth = SIGNS[wanted][quadrant - 1] * (sine if wanted == "sin" else cosine)
    square = truth * truth
    value = abs(truth) if d.slip == "sign" else truth
    if d.slip == "half":
        value = square if truth > 0 else -square
    sign = "-" if wanted == "sin" else "+"
    twice = 1 - doubled if wanted == "sin" else 1 + doubled
    return Item(
        asked_of(f"cos(2t) = {doubled}", f"t lies in quadrant {quadrant}", f"{wanted}(t)"),
        f"2{wanted}(t)^2 = 1 {sign} cos(2t) = {twice}; half of it is {square}"
        + ("" if d.slip == "half" else f"; the root is {abs(value)}")
        + f"; in quadrant {quadrant} it is {value}",
        str(value),
        f"{'1 - 2*answer^2' if wanted == 'sin' else '2*answer^2 - 1'} = {doubled} and answer "
        f"{'<' if truth < 0 else '>'} 0",
    )


@double_angle_formulas.form("exact value")
def exact_value_of_half(d: Draw) -> Item:
    degrees = d.choice((15, 75) if d.difficulty == 1 else (15, 75, 105, 165))
    eighth = d.difficulty > 1 and d.rng.random() < 0.4
    front, kind = d.within((2, 9), (2, 12), (2, 20)), "sin" if d.difficulty == 1 else d.choice(("sin", "cos"))
    if eighth:
        degrees, kind = 45, "cos"
        shown, half, formal = "22.5 degrees", "22.5 degrees", "22.5*pi/180"
        value = value_of("cos", 45)
    else:
        shown, half, formal = f"{degrees} degrees", f"{degrees} degrees", f"{degrees}*pi/180"
        value = value_of(kind, 2 * degrees)
    doubled = 45 if eighth else 2 * degrees
    if kind == "sin":
        asked, core = f"{2 * front}sin({shown})cos({shown})", Fraction(front)
        check = f"{2 * front}*sin({formal})*cos({formal})"
        work = f"2sin({half})cos({half}) = sin({doubled} degrees)"
        if d.slip == "half":
            core *= 2
    else:
        asked = f"{term(front, 1, f'cos({shown})')}^2 - {term(front, 1, f'sin({shown})')}^2"
        core, check = Fraction(front), f"{front}*cos({formal})^2 - {front}*sin({formal})^2"
        work = f"cos({half})^2 - sin({half})^2 = cos({doubled} degrees)"
        if d.slip == "half":
            core /= 2
    answer = exact(core * value[0], value[1])
    return Item(
        (f"Find {asked} exactly.", f"What is {asked}, without rounding?", f"Give the exact value of {asked}."),
        f"{work}, which is {exact(*value)} on the @unit-circle; with the factor {core} it is {answer}",
        answer,
        f"answer = {check} and parts(answer) < 5",
    )


@double_angle_formulas.form("word problem")
def area_of_a_gable(d: Draw) -> Item:
    a, b, c = triple(d, 1 + 2 * d.difficulty, 1)
    factor = d.within((1, 2), (1, 4), (2, 6))
    side, sine, cosine = c * factor, Fraction(a, c), Fraction(b, c)
    given, known = ("sine", sine) if d.difficulty < 3 else ("cosine", cosine)
    other = cosine if given == "sine" else sine
    double = 2 * known if d.slip == "double" else sine * cosine * (1 if d.slip == "half" else 2)
    area = side * side * double / 2
    questions = (
        f"A gable is an isosceles triangle with two sides of {side} m. The height splits the angle between them "
        f"into two halves whose {given} is {known}. What is its area in square metres?",
        f"Two sides of a tent wall are {side} cm long, and half of the angle between them has the {given} "
        f"{known}. The area is half the product of the sides times the sine of the whole angle. Find it.",
        f"A triangular pennant has two edges of {side} cm; half the angle between them has the {given} "
        f"{known}. What is its area in square centimetres?",
    )
    work = (
        f"the area is {side}*{side}/2 times the sine of the whole angle; "
        + (
            f"@pythagorean-identity: the other value is {other}; the doubled sine is {double}"
            if d.slip != "double"
            else f"the sine is taken as 2*{known} = {double}"
        )
        + f"; the area is {area}"
    )
    return Item(questions, work, str(area), f"answer = {b * factor}*{2 * a * factor}/2")
