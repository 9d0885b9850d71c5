"""Powers and roots of complex numbers."""

from __future__ import annotations

from fractions import Fraction
from math import gcd

from tutelage.subjects.calculus.complex_numbers import settled
from tutelage.subjects.calculus.exact import ANGLES, Value, exact, grouped, multiplied, value_of
from tutelage.subjects.calculus.polar import OFF_AXIS, in_plane, in_radians, off_axis_number, plain_form
from tutelage.subjects.calculus.steps import over, raised
from tutelage.subjects.calculus.topic import topic
from tutelage.subjects.calculus.triangles import triple
from tutelage.subjects.workbook import Draw, Item


@topic(
    "de-moivres-theorem",
    "De Moivre's theorem",
    angle="The argument is raised to the power, not multiplied.",
    modulus="The modulus is multiplied by the exponent, not raised to the power.",
    sign="The quadrant of the result is wrong.",
)
def de_moivres_theorem(d: Draw) -> Item:
    if d.difficulty == 1:
        return _power_of_aoff_axis_number(d)
    degrees = d.choice((45, 135, 225, 315) if d.difficulty == 2 else OFF_AXIS)
    size = d.within((1, 1), (1, 3), (1, 3))
    text, _, front, inside = off_axis_number(degrees, size)
    n = d.within((3, 8), (3, 8), (3, 7))
    angle = degrees * n % 360
    if d.slip == "angle":
        angle = degrees
    elif d.slip == "sign":
        angle = (angle + 180) % 360
    square = front**2 * inside
    length: Value = (square ** (n // 2), 1) if n % 2 == 0 else (square ** (n // 2) * front, inside)
    if d.slip == "modulus":
        length = (front * n, inside)
    real = multiplied(length, value_of("cos", angle))
    imaginary = multiplied(length, value_of("sin", angle))
    truth = f"({exact(front, inside)})^{n}"
    return Item(
        (
            f"Find ({text})^{n}.",
            f"What is ({text})^{n}, in the form a + bi?",
            f"Work out ({text})^{n} by its polar form.",
        ),
        f"@polar-form: modulus {exact(front, inside)} and argument {degrees} degrees; the modulus becomes "
        f"{exact(*length)}; "
        + (
            f"{n}*{degrees} = {n * degrees} degrees, without full turns {angle}"
            if d.slip != "angle"
            else f"{angle} degrees"
        )
        + f"; the result is {plain_form(real, imaginary)}",
        plain_form(real, imaginary),
        settled("answer", f"{truth}*cos({degrees * n}*pi/180)", f"{truth}*sin({degrees * n}*pi/180)"),
    )


def _power_of_aoff_axis_number(d: Draw) -> Item:
    """A power of cos(t) + i sin(t) whose angle is a known one."""
    n = d.within((3, 12))
    total = d.choice([angle for angle in ANGLES[1:] if angle % n == 0] or [180])
    t = total // n + d.choice((0, 360 // n if 360 % n == 0 else 0))
    if t * n % 360 not in ANGLES or t % 15 == 0:
        return _power_of_aoff_axis_number(d)
    angle = t * n % 360
    radius = d.choice((1, 1, 2, 3)) if n < 6 else d.choice((1, 1, 2)) if n < 10 else 1
    length = radius**n
    if d.slip == "sign":
        angle = (angle + 180) % 360
    elif d.slip == "modulus":
        length = radius * n
    elif d.slip == "angle":
        angle = 90
    inner = f"cos({t} degrees) + i*sin({t} degrees)"
    shown = f"{radius}({inner})" if radius > 1 else f"({inner})"
    return Item(
        (
            f"Write ({shown})^{n} in the form a + bi." if radius > 1 else f"Write {shown}^{n} in the form a + bi.",
            f"z = {shown if radius > 1 else inner}. What is z^{n}?",
            f"Raise {shown} to the power {n}, and give the result as a + bi.",
        ),
        f"@polar-form: the angle {t} degrees becomes {n}*{t} = {n * t} degrees, the modulus {raised(radius, n)}; the "
        f"result is {in_plane(length, angle)}"
        if not d.slip
        else f"@polar-form: the angle becomes {angle} degrees, the modulus {length}; it is {in_plane(length, angle)}",
        in_plane(length, angle),
        settled("answer", f"{radius**n}*cos({t * n}*pi/180)", f"{radius**n}*sin({t * n}*pi/180)"),
    )


@de_moivres_theorem.form("reverse")
def first_power(d: Draw) -> Item:
    t = d.choice([angle for angle in range(8, 180) if 3 <= 360 // gcd(360, angle) <= 60])
    half = d.difficulty > 1 and 360 // gcd(360, t) % 2 == 0
    whole = 180 if half else 360
    found = 360 // gcd(360, t) // (2 if half else 1)
    value = "-1" if half else "1"
    z = (
        f"cos({t} degrees) + i*sin({t} degrees)"
        if d.difficulty < 3
        else f"cos({in_radians(t)}) + i*sin({in_radians(t)})"
    )
    return Item(
        (
            f"z = {z}. What is the smallest n > 0 with z^n = {value}?",
            f"Find the smallest positive whole number n for which ({z})^n = {value}.",
            f"How many factors z = {z} at least make a product of {value}?",
        ),
        f"@polar-form: z^n has the argument n*{t} degrees, which must be {whole}"
        + (" plus full turns" if half else " or a multiple of it")
        + f"; the first such n is {found}",
        str(found),
        f"mod({t}*answer, 360) = {180 if half else 0} and answer = {whole}/gcd({t}, {whole}) and answer > 0"
        if not half
        else f"mod({t}*answer, 360) = 180 and answer = 180/gcd({t}, 180)",
    )


@de_moivres_theorem.form("application")
def multiple_of_an_angle(d: Draw) -> Item:
    a, b, c = triple(d, 3 + d.difficulty, 1)
    sign = d.choice((1, -1)) if d.difficulty == 3 else 1
    cosine, sine = Fraction(sign * a, c), Fraction(b, c)
    name = d.choice(("cos", "sin"))
    first, second = cosine**3, 3 * cosine * sine**2
    if name == "sin":
        first, second = 3 * cosine**2 * sine, sine**3
    value = first - second
    known = f"cos(t) = {cosine} and sin(t) = {sine}"
    formula = "cos(t)^3 - 3cos(t)sin(t)^2" if name == "cos" else "3cos(t)^2*sin(t) - sin(t)^3"
    part = "real" if name == "cos" else "imaginary"
    return Item(
        (
            f"{known}. What is {name}(3t)?",
            f"Find {name}(3t) if {known}.",
            f"Use the third power of cos(t) + i*sin(t) to find {name}(3t), where {known}.",
        ),
        f"@polar-form: (cos(t) + i*sin(t))^3 has the argument 3t; its {part} part is {formula}: {first} and "
        f"{second}, so {name}(3t) = {value}",
        str(value),
        # by the formulas for the threefold angle in one function alone
        f"answer = 4*({cosine})^3 - 3*({cosine})" if name == "cos" else f"answer = 3*({sine}) - 4*({sine})^3",
    )


@topic(
    "roots-of-unity",
    first="Only the first root is given, or the roots of another exponent.",
    turn="A half turn is divided by the exponent in place of a full one.",
    modulus="The modulus is divided by the exponent, where its root is needed.",
)
def roots_of_unity(d: Draw) -> Item:
    if d.difficulty == 1:
        return _angle_of_a_root(d)
    n = d.choice((3, 4)) if d.difficulty == 2 else d.choice((2, 3, 4))
    size = d.within((1, 1), (1, 10), (1, 6))
    if n == 3:
        start = d.choice((0, 60) if d.difficulty == 2 else (30, 90))
    elif n == 4:
        start = 0 if d.difficulty == 2 else d.choice((0, 45))
    else:
        start = d.choice((45, 135, 30, 60, 120, 150))
    turn = 180 if d.slip == "turn" else 360
    angles = [(start + turn * k // n) % 360 for k in range(n)]
    if d.slip == "first":
        angles = angles[:1] + ([(start + 180) % 360] if n > 2 else [])
    radius: Value = (
        (Fraction(size), 2) if start % 90 == 45 else (Fraction(size * (2 if start % 90 and n == 2 else 1)), 1)
    )
    below = radius[0] ** 2 * radius[1]
    power: Value = (below ** (n // 2), 1) if n % 2 == 0 else (below ** (n // 2) * radius[0], radius[1])
    right = plain_form(multiplied(power, value_of("cos", start * n)), multiplied(power, value_of("sin", start * n)))
    used = (power[0] / n, power[1]) if d.slip == "modulus" else radius
    found = [
        plain_form(multiplied(used, value_of("cos", angle)), multiplied(used, value_of("sin", angle)))
        for angle in sorted(angles)
    ]
    parts = [f"part(answer, {k})" for k in range(1, n + 1)]
    real = exact(*multiplied(power, value_of("cos", start * n)))
    imaginary = exact(*multiplied(power, value_of("sin", start * n)))
    questions = (
        f"Find all complex solutions of z^{n} = {right}.",
        f"Which complex numbers z satisfy z^{n} = {right}?",
        f"Give all {'square' if n == 2 else 'cube' if n == 3 else 'fourth'} roots of {right} in the complex numbers.",
    )
    return Item(
        questions,
        f"@de-moivres-theorem: {right} has the modulus {exact(*power)} and the argument {start * n % 360} degrees; the "
        f"roots have the modulus {exact(*used)} and the arguments {', '.join(map(str, sorted(angles)))} degrees",
        " or ".join(f"z = {each}" for each in found),
        " and ".join([f"size(answer) = {n}", *(settled(f"{part}^{n}", real, imaginary) for part in parts)]),
    )


def _angle_of_a_root(d: Draw) -> Item:
    """The argument of one of the roots of 1."""
    n = d.choice((3, 4, 5, 6, 8, 9, 10, 12, 15, 18, 20))
    k = d.within((1, min(n - 1, 5)))
    turn = 180 if d.slip == "turn" else 360
    found = Fraction(360, n) if d.slip == "first" else Fraction(k * turn, n)
    order = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth"}[k]
    questions = (
        f"Start at 1 on the unit circle and turn anticlockwise. At how many degrees is the {order} further "
        f"solution of z^{n} = 1?",
        f"The solutions of z^{n} = 1 lie on the unit circle. Counted anticlockwise after 1, which angle in degrees "
        f"belongs to the {order} one?",
        f"How many degrees is the argument of the {order} solution of z^{n} = 1 after z = 1, going anticlockwise?",
    )
    work = (
        f"@de-moivres-theorem: the {n} roots divide the full turn into equal parts; "
        f"{turn}/{n} = {Fraction(turn, n)}" + (f"; {k}*{Fraction(turn, n)} = {found}" if k > 1 else "")
        if d.slip != "first"
        else f"@de-moivres-theorem: {over(360, n)}"
    )
    return Item(questions, work, str(found), f"cos({n}*answer*pi/180) = 1 and answer*{n} = 360*{k}")


@roots_of_unity.form("reverse")
def sum_of_powers(d: Draw) -> Item:
    n, front = d.choice((3, 4, 5, 6, 7, 8, 9)), d.within((1, 5), (2, 9), (2, 12))
    more = d.nonzero((1, 9), (-9, 9), (-20, 20))
    if d.difficulty == 1:
        exponents = list(range(1, n))
        value, plus_text = -front, ""
    else:
        exponents = [n * d.within((0, 1), (0, 2), (0, 5)) + k for k in range(1, n)]
        value, plus_text = more - front, f" {'+' if more > 0 else '-'} {abs(more)}"
    body = " + ".join("w" if k == 1 else f"w^{k}" for k in exponents)
    text = f"{front}({body}){plus_text}" if front > 1 else f"{body}{plus_text}"
    return Item(
        (
            f"w is a complex number with w^{n} = 1, and no smaller power of w is 1. What is {text}?",
            f"Let w = cos(360/{n} degrees) + i*sin(360/{n} degrees). Find {text}.",
            f"w, w^2, ..., w^{n} are the {n} different solutions of z^{n} = 1. Work out {text}.",
        ),
        f"@de-moivres-theorem: exponents count by their remainder by {n}; all {n} roots together add up to 0, and "
        f"without w^{n} = 1 it is -1; "
        + (f"times {front} it is {-front}; " if front > 1 else "")
        + (f"the sum is {value}" if plus_text else "that is all"),
        str(value),
        f"answer = {front}*sum(cos(2*pi*j/{n}), j, 1, {n - 1}) + {more if plus_text else 0}".replace("+ -", "- "),
    )


@roots_of_unity.form("application")
def polygon_of_roots(d: Draw) -> Item:
    n = d.choice((3, 4, 6) if d.difficulty == 1 else (3, 4, 6, 8, 12))
    size = d.within((1, 6), (1, 6), (2, 9))
    area = d.difficulty > 1
    sine = value_of("sin", 360 // n)
    if d.slip == "turn" and n in (3, 4, 6, 12):
        sine = value_of("sin", {3: 60, 4: 45, 6: 30, 12: 0}[n])
    power = size**n if n < 9 else 1
    radius = size if n < 9 else 1
    used = Fraction(power, n) if d.slip == "modulus" else Fraction(radius)
    if area:
        result = exact(Fraction(n, 2) * used**2 * sine[0], sine[1])
        formal = f"answer = {n}*{radius}^2*sin(2*pi/{n})/2 and answer > 0"
        work = f"it consists of {n} triangles with two sides {used} and an angle of {360 // n} degrees: "
        work += f"{n}/2*{used**2}*{grouped(exact(*sine))} = {result}"
    else:
        half = {3: (Fraction(1, 2), 3), 4: (Fraction(1, 2), 2), 6: (Fraction(1, 2), 1)}[n]
        if d.slip == "turn":
            half = (half[0] / 2, half[1])
        result = exact(2 * used * half[0], half[1])
        formal = f"answer = 2*{radius}*sin(pi/{n})"
        work = f"a side is 2*{used} times the sine of half the angle: {result}"
    wanted = "What is its area?" if area else "How long is each side?"
    return Item(
        (
            f"The solutions of z^{n} = {power} are the corners of a regular polygon. {wanted}",
            f"Find {'the area' if area else 'the length of a side'} of the polygon whose corners are the complex "
            f"numbers z with z^{n} = {power}.",
            f"In the complex plane the {n} solutions of z^{n} = {power} are joined in order, to a regular polygon. "
            f"{wanted}",
        ),
        f"@de-moivres-theorem: the corners lie on a circle of radius {used}, {over(360, n)} degrees apart; {work}",
        result,
        formal,
    )
