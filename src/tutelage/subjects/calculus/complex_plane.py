"""Complex numbers as points of the plane and as solutions of quadratics."""

from __future__ import annotations

from math import isqrt

from tutelage.subjects.calculus.complex_numbers import cartesian, pair_of_parts
from tutelage.subjects.calculus.notation import quadratic, surd, term, terms
from tutelage.subjects.calculus.steps import minus, plus, raised, steps
from tutelage.subjects.calculus.topic import ask, judged, topic
from tutelage.subjects.calculus.triangles import triple
from tutelage.subjects.workbook import Draw, Item


@topic(
    "modulus",
    "modulus of complex numbers",
    sum="The parts are added.",
    root="The root is not taken.",
    minus="The square of the imaginary part is subtracted, as if i belonged to it.",
)
def modulus(d: Draw) -> Item:
    a, b = pair_of_parts(d)
    if d.rng.random() < 0.25:
        a, b, _ = triple(d, 4, 1)
        a, b = (a, b) if d.difficulty == 1 else (a * d.choice((1, -1)), b * d.choice((1, -1)))
    shown, first, known = cartesian(a, b), "", ""
    if d.difficulty == 3:  # the distance of two numbers
        c, e = pair_of_parts(d)
        known = f" and {cartesian(c, e)}"
        shown, first = cartesian(a + c, b + e), f"the difference is {cartesian(a, b)}; "
    square = abs(a * a - b * b) if d.slip == "minus" else a * a + b * b
    answer = d.outcome(surd(1, square), sum=str(abs(a) + abs(b)), root=str(square))
    total = minus(max(a * a, b * b), min(a * a, b * b)) if d.slip == "minus" else plus(a * a, b * b)
    work = steps(raised(a, 2), raised(b, 2), total)
    work = plus(abs(a), abs(b)) if d.slip == "sum" else work
    root = isqrt(square)
    if d.difficulty == 3:
        questions: tuple[str, ...] = (
            f"How far apart are {shown}{known} in the complex plane?",
            f"Find the distance between the complex numbers {shown}{known}.",
            f"What is the modulus of the difference of {shown}{known}?",
        )
        story: tuple[str, ...] = (
            f"Two buoys are marked on a sea map by the complex numbers {shown}{known}, in km. How far apart are they?",
            f"A cable joins the points {shown}{known} of the complex plane, in metres. How long is it at least?",
            f"A fly walks straight from {shown} to {cartesian(c, e)} in the complex plane, in cm. How long is its "
            f"walk?",
        )
    else:
        questions = (
            f"Find the modulus of {shown}.",
            f"What is the absolute value of the complex number {shown}?",
            f"How far from 0 is {shown}?",
        )
        story = (
            f"A boat is at {shown} on a map where a harbour is at 0 and a unit is 1 km. How many km is it from the "
            "harbour?",
            f"A radar stands at 0 of the complex plane and sees a plane at {shown}, in km. How many km away is it?",
            f"The lamp post stands at 0, a child at {shown}, in metres. How far is the child from the post?",
        )
    return Item(
        questions,
        f"{first}by the @pythagorean-theorem and @square-roots: {work}"
        + ("" if d.slip in ("sum", "root") or root * root != square else f"; sqrt({square}) = {answer}"),
        answer,
        f"answer^2 = re(({cartesian(a, b)})*({cartesian(a, -b)})) and answer > 0",
        value=root if root * root == square and d.difficulty < 3 else None,
        noun=f"the modulus of {shown}",
        worded={"word problem": story},
    )


@modulus.form("reverse")
def part_from_the_modulus(d: Draw) -> Item:
    a, b, c = triple(d, 3 + d.difficulty, d.within((1, 2), (1, 4), (1, 3)))
    sign = d.choice((1, -1)) if d.difficulty > 1 else 1
    letter, shift = d.choice(("k", "t")), d.nonzero((-6, 6)) if d.difficulty == 3 else 0
    found = c - a if d.slip == "sum" else b
    value = sign * found - shift
    inner = f"({letter} {'+' if shift > 0 else '-'} {abs(shift)})i" if shift else f"{letter}i"
    bound = f"{letter} {'>' if sign > 0 else '<'} {-shift}"
    return Item(
        (
            f"|{a} + {inner}| = {c}, and {letter} is real with {bound}. Find {letter}.",
            f"The modulus of {a} + {inner} is {c}. What is the real number {letter}, if {bound}?",
            f"For which real {letter} with {bound} is {a} + {inner} at the distance {c} from 0?",
        ),
        f"by the @pythagorean-theorem and @square-roots: {steps(raised(c, 2), raised(a, 2), minus(c * c, a * a))}; "
        f"sqrt({b * b}) = {b}"
        if d.slip != "sum"
        else minus(c, a),
        f"{letter} = {value}",
        f"{a}^2 + (answer + {shift})^2 = {c}^2 and answer {'>' if sign > 0 else '<'} {-shift}".replace("+ -", "- "),
    )


@modulus.form("yes or no")
def inside_a_circle(d: Draw) -> Item:
    a, b = d.nonzero((1, 9), (-9, 9), (-15, 15)), d.nonzero((1, 9), (-9, 9), (-15, 15))
    c, e = (0, 0) if d.difficulty == 1 else pair_of_parts(d)
    square = a * a + b * b
    radius = max(1, isqrt(square) + d.choice((0, 0, 1, 1)))
    if radius * radius == square:
        radius += 1
    right = square < radius * radius
    place, centre = cartesian(a + c, b + e), cartesian(c, e)
    first = f"the difference to {centre} is {cartesian(a, b)}; " if d.difficulty > 1 else ""
    return judged(
        (
            f"Does {place} lie inside the circle about {centre} with radius {radius}? Answer yes or no.",
            f"Is {place} less than {radius} away from {centre}? Answer yes or no.",
            f"The complex numbers z with |z - w| < {radius} are coloured, where w = {centre}. Is {place} one of them? "
            "Answer yes or no.",
        ),
        f"{first}by the @pythagorean-theorem, "
        f"{steps(raised(a, 2), raised(b, 2), plus(a * a, b * b), raised(radius, 2))}; "
        f"{square} {'<' if right else '>'} {radius * radius}",
        right,
        str(square),
        f"answer < {radius}^2",
    )


@topic(
    "complex-solutions",
    "complex solutions of quadratics",
    sign="The real part has the wrong sign.",
    half="The imaginary part is not halved.",
    real="The minus sign under the root is dropped, so that real numbers come out.",
)
def complex_solutions(d: Draw) -> Item:
    p, q = d.within((0, 0) if d.difficulty == 1 and d.rng.random() < 0.2 else (1, 5)), d.within((1, 5), (1, 8), (2, 12))
    if d.difficulty > 1:
        p = d.nonzero((1, 1), (-6, 6), (-9, 9))
    inside = 1 if d.difficulty < 3 else d.choice((1, 2, 3, 5))
    q = q if inside == 1 else d.within((1, 4))
    lead = d.within((1, 1), (1, 1), (1, 3))
    b, c = -2 * p, p * p + q * q * inside
    letter = d.choice(("x", "z"))
    equation = f"{quadratic(lead, lead * b, lead * c, letter)} = 0"
    real, imaginary = -p if d.slip == "sign" else p, 2 * q if d.slip == "half" else q
    name = "*".join([f"sqrt({inside})"] * (inside > 1) + ["i"] * (d.slip != "real"))
    piece = term(imaginary, 1, name) if name else str(imaginary)
    found = [terms(*(each for each in (str(real) if real else "", sign + piece) if each)) for sign in ("", "-")]
    if d.slip == "real" and inside == 1:
        found = [str(real + imaginary), str(real - imaginary)]
    discriminant = b * b - 4 * c
    work = steps(
        f"divided by {lead}: {quadratic(1, b, c, letter)} = 0" if lead > 1 else "",
        f"@discriminant {b * b} - {4 * c} = {discriminant}",
        f"its root is {term(2 * q, 1, name) if name else 2 * q}",
        f"@quadratic-formula: {-b if d.slip != 'sign' else b}/2 = {real}" if p else "@quadratic-formula: real part 0",
        "" if d.slip == "half" else f"half of the root is {piece}",
    )
    one = f"answer^2 {'+' if b >= 0 else '-'} {abs(b)}*answer"
    checks = [
        f"{kind}({one.replace('answer', f'part(answer, {place})')}) = {value}"
        for place in (1, 2)
        for kind, value in (("re", -c), ("im", 0))
    ]
    return Item(
        ask(
            ("Solve {} in complex numbers.", "Find all complex solutions of {}.", "Which complex numbers solve {}?"),
            equation,
        ),
        work,
        f"{letter} = {found[0]} or {letter} = {found[1]}",
        f"size(answer) = 2 and {' and '.join(checks)}",
    )


@complex_solutions.form("reverse")
def quadratic_from_a_solution(d: Draw) -> Item:
    p, q = d.nonzero((1, 5), (-6, 6), (-9, 9)), d.within((1, 5), (1, 8), (2, 12))
    lead = d.within((1, 1), (1, 1), (2, 4))
    b, c = -2 * p, p * p + q * q
    if d.slip == "sign":
        b = -b
    answer = quadratic(lead, lead * b, lead * c)
    front = f"{lead}x^2" if lead > 1 else "x^2"
    root = cartesian(p, q)
    return Item(
        (
            f"A quadratic polynomial with real coefficients begins with {front} and has the zero {root}. Find it.",
            f"Which polynomial {front} + bx + c with real b and c is 0 at x = {root}?",
            f"{root} solves {front} + bx + c = 0, where b and c are real. What is the left side?",
        ),
        f"the other zero is {cartesian(p, -q)}, as in @adding-complex-numbers the sum is {2 * p}, and the product is "
        f"{p * p} + {q * q} = {c}; so it is {quadratic(1, b, c)}" + (f", times {lead}" if lead > 1 else ""),
        answer,
        f"re(subs(answer, x, {root})) = 0 and im(subs(answer, x, {root})) = 0 and diff(answer, x, 2) = {2 * lead}",
    )


@complex_solutions.form("yes or no")
def are_they_real(d: Draw) -> Item:
    a, b = d.within((1, 1), (1, 3), (2, 6)), d.nonzero((1, 9), (-9, 9), (-15, 15))
    near = b * b // (4 * a)
    c = near + (d.choice((1, 2)) if d.rng.random() < 0.5 else -d.choice((0, 1))) or -d.within((1, 5))
    discriminant = b * b - 4 * a * c
    letter = d.choice(("x", "z"))
    equation = f"{quadratic(a, b, c, letter)} = 0"
    return judged(
        (
            f"Does {equation} have solutions that are not real? Answer yes or no.",
            f"Is the discriminant of {equation} negative, so that its solutions are not real? Answer yes or no.",
            f"Are complex numbers with an imaginary part needed to solve {equation}? Answer yes or no.",
        ),
        f"@discriminant {b * b} - {4 * a * c} = {discriminant}, which is "
        f"{'below' if discriminant < 0 else 'not below'} 0"
        if a * c > 0
        else f"@discriminant {b * b} + {-4 * a * c} = {discriminant}, which is not below 0",
        discriminant < 0,
        str(b * b),
        f"answer < 4*{a}*{c}" if c > 0 else f"answer < 4*{a}*({c})",
    )
