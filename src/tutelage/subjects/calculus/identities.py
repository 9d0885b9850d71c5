"""What sine, cosine, tangent and their reciprocals have to do with each other."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.exact import Value, exact, quotient, value_of
from tutelage.subjects.calculus.notation import multiple, term, terms
from tutelage.subjects.calculus.steps import minus, steps
from tutelage.subjects.calculus.topic import judged, topic
from tutelage.subjects.calculus.triangles import TRIPLES, triple
from tutelage.subjects.workbook import Draw, Item

SIGNS = {"sin": (1, 1, -1, -1), "cos": (1, -1, -1, 1)}
"""The signs in the four quadrants."""
_LONG = {"sin": "sine", "cos": "cosine"}
OTHER = {"sin": "cos", "cos": "sin"}


def sine_and_cosine(d: Draw, quadrant: int) -> tuple[Fraction, Fraction, int, int, int]:
    """Sine and cosine of an angle in a quadrant, and the right triangle they come from."""
    a, b, c = triple(d, len(TRIPLES), 1)
    return Fraction(a * SIGNS["sin"][quadrant - 1], c), Fraction(b * SIGNS["cos"][quadrant - 1], c), a, b, c


def asked_of(given: str, where: str, wanted: str) -> tuple[str, ...]:
    return (
        f"{given} and {where}. Find {wanted}.",
        f"What is {wanted} if {given} and {where}?",
        f"{where} and has {given}. Give {wanted}.",
        f"Suppose that {given}, where {where}. What is the value of {wanted}?",
    )


@topic(
    "pythagorean-identity",
    "Pythagorean identity",
    minus="The value is taken from 1 without squaring.",
    sign="The sign of the quadrant is wrong.",
    root="The root is not taken.",
)
def pythagorean_identity(d: Draw) -> Item:
    quadrant = d.within((1, 1), (2, 4), (1, 4))
    sine, cosine, a, b, c = sine_and_cosine(d, quadrant)
    given = d.choice(("sin", "cos"))
    if given == "cos":
        a, b = b, a
    known, value = (sine, cosine) if given == "sin" else (cosine, sine)
    wanted = OTHER[given]
    size = abs(value)
    work = steps(
        f"by @square-roots, since the square is 1 - ({known})^2 = 1 - {a * a}/{c * c}",
        minus(c * c, a * a),
        f"over {c * c} this is {b * b}/{c * c}",
        "" if d.slip == "root" else f"the root is {b}/{c}",
    )
    if d.slip == "minus":
        size = 1 - abs(known)
        work = f"1 - {abs(known)} = {size}"
    elif d.slip == "root":
        size = size * size
    negative = (value < 0) != (d.slip == "sign")
    found = -size if negative else size
    work += f"; in quadrant {quadrant} the {_LONG[wanted]} is {'negative' if negative else 'positive'}: {found}"
    letter = d.choice(("t", "x", "a"))
    where, first = f"{letter} lies in quadrant {quadrant}", f"{given}({letter}) = {known}"
    told = {"sin": "second", "cos": "first"}
    place = f"A point of the unit circle in quadrant {quadrant} has the {told[given]} coordinate {known}."
    if d.difficulty == 3:
        slope = known / found if given == "sin" else found / known
        right = known / value if given == "sin" else value / known
        work += f"; the tangent is sine over cosine, {slope}"
        stories = (
            f"{place} What is the slope of the line from the origin through it?",
            f"{place} Find the slope of the line that joins it to the origin.",
            f"{place} Divide its second coordinate by its first. What is the result?",
        )
        return Item(
            asked_of(first, where, f"tan({letter})"),
            work,
            str(slope),
            f"(1 + answer^2)*({cosine})^2 = 1 and answer {'<' if right < 0 else '>'} 0",
            worded={"in words": stories},
        )
    stories = (
        f"{place} What is its {told[wanted]} coordinate?",
        f"{place} Find the other coordinate.",
        f"{place} Which number is its {told[wanted]} coordinate?",
    )
    return Item(
        asked_of(first, where, f"{wanted}({letter})"),
        work,
        str(found),
        f"answer^2 + ({known})^2 = 1 and answer {'<' if value < 0 else '>'} 0",
        worded={"in words": stories},
    )


@pythagorean_identity.form("in letters")
def simplify_by_the_identity(d: Draw) -> Item:
    name, letter = d.choice(("sin", "cos")), d.choice(("x", "t"))
    other = OTHER[name]
    a, b = d.within((2, 9), (2, 12), (2, 15)), d.within((1, 9), (1, 12), (1, 15))
    one, two = f"{name}({letter})^2", f"{other}({letter})^2"
    if d.difficulty == 1:
        text, answer = f"{a} - {a}{one}", f"{a}{two}"
        work = f"take out the factor {a}: {a}(1 - {one}); the bracket is {two}"
        asked, limit = text, 5
        if d.slip == "sign":
            answer = f"-{answer}"
    elif d.difficulty == 2:
        text, answer = f"{a + b}{one} + {a}{two}", terms(str(a), term(b, 1, one))
        work = f"{a}{one} and {a}{two} together are {a}; {minus(a + b, a)}, so {term(b, 1, one)} is left over"
        asked, limit = f"{text}, with {one} as the only power", 7
        if d.slip == "sign":
            answer = terms(str(a), term(-b, 1, one))
    else:
        text = f"({a} - {a}{one})/({term(b, 1, other)}({letter}))"
        answer = multiple(Fraction(a, b), f"{other}({letter})")
        work = f"above {a}(1 - {one}) = {a}{two}; one factor {other}({letter}) cancels"
        asked, limit = text, 6
        if d.slip == "sign":
            answer = multiple(Fraction(-a, b), f"{other}({letter})")
    return Item(
        (f"Simplify {asked}.", f"Write as simply as possible: {asked}.", f"Use an identity to simplify {asked}."),
        work,
        answer,
        f"answer = {text} and parts(answer) < {limit} and terms(answer) < {3 if d.difficulty == 2 else 2}",
    )


@pythagorean_identity.form("yes or no")
def can_both_hold(d: Draw) -> Item:
    a, b, c = triple(d, 2 + 2 * d.difficulty, 1)
    b += d.choice((0, 0, 1, -1)) if b > 1 else 0
    sine, cosine = Fraction(a, c) * d.choice((1, -1)), Fraction(b, c) * d.choice((1, -1))
    if d.difficulty == 1:
        sine, cosine = abs(sine), abs(cosine)
    total = sine * sine + cosine * cosine
    both = f"sin(t) = {sine} and cos(t) = {cosine}"
    return judged(
        (
            f"Is there an angle t with {both}? Answer yes or no.",
            f"Can {both} both hold for the same angle? Answer yes or no.",
            f"Somebody writes {both}. Is that possible? Answer yes or no.",
        ),
        f"@powers: ({sine})^2 = {sine**2}; ({cosine})^2 = {cosine**2}; "
        f"the sum is {total}" + ("" if total == 1 else ", not 1"),
        total == 1,
        "1",
        f"answer = ({sine})^2 + ({cosine})^2",
    )


_RECIPROCAL = {"sec": "cos", "csc": "sin", "cot": "tan"}
_WORDS = {"sec": "secant", "csc": "cosecant", "cot": "cotangent"}


@topic(
    "reciprocal-trigonometric-functions",
    partner="The reciprocal of the other function is taken: sec of the sine, or csc of the cosine.",
    same="The value of the function itself is given, not its reciprocal.",
    sign="The sign of the quadrant is wrong.",
)
def reciprocal_trigonometric_functions(d: Draw) -> Item:
    name = d.choice(tuple(_RECIPROCAL))
    if d.difficulty == 3:
        return _from_another_value(d, name)
    base = _RECIPROCAL[name]
    degrees = d.choice((30, 45, 60) if d.difficulty == 1 else (120, 135, 150, 210, 225, 240, 300, 315, 330))
    front = d.within((1, 9), (1, 12))
    value = value_of({"sin": "cos", "cos": "sin"}.get(base, base) if d.slip == "partner" else base, degrees)
    found = value if d.slip == "same" else quotient((Fraction(1), 1), value)
    if d.slip == "sign":
        found = -found[0], found[1]
    shown = f"{degrees} degrees" if d.difficulty == 1 else multiple(Fraction(degrees, 180), "pi")
    answer = exact(front * found[0], found[1])
    used = {"sin": "cos", "cos": "sin"}.get(base, base) if d.slip == "partner" else base
    asked = f"{term(front, 1, name)}({shown})"
    turned = exact(*found)
    questions = (
        f"Find {asked}.",
        f"What is {asked}?",
        f"Give the exact value of {asked}.",
        f"Work out {front} times the {_WORDS[name]} of {shown}."
        if front > 1
        else f"What is the {_WORDS[name]} of {shown}?",
    )
    work = (
        f"{name} is 1 over {used}; on the @unit-circle {used}({shown}) = {exact(*value)}"
        + (f"; its reciprocal is {turned}" if d.slip != "same" else "")
        + (f"; times {front} is {answer}" if front > 1 else "")
    )
    return Item(questions, work, answer, f"answer*{base}({degrees}*pi/180) = {front} and parts(answer) < 5")


def _from_another_value(d: Draw, name: str) -> Item:
    """One of the three from the sine or cosine of an angle in any quadrant."""
    quadrant, given = d.choice((1, 2, 3, 4)), d.choice(("sin", "cos"))
    sine, cosine, *_ = sine_and_cosine(d, quadrant)
    known, second = (sine, cosine) if given == "sin" else (cosine, sine)
    second = -second if d.slip == "sign" else second
    sin, cos = (known, second) if given == "sin" else (second, known)
    values = {"sec": 1 / cos, "csc": 1 / sin, "cot": cos / sin}
    right = {"sec": 1 / cosine, "csc": 1 / sine, "cot": cosine / sine}[name]
    value = values[name]
    if d.slip == "partner":
        value = {"sec": 1 / sin, "csc": 1 / cos, "cot": sin / cos}[name]
    elif d.slip == "same":
        value = 1 / value
    where, rule = f"t lies in quadrant {quadrant}", {"sec": "1/cos(t)", "csc": "1/sin(t)", "cot": "cos(t)/sin(t)"}[name]
    check = {
        "sec": f"answer*({cosine}) = 1",
        "csc": f"answer*({sine}) = 1",
        "cot": f"(1 + answer^2)*({sine})^2 = 1 and answer {'<' if right < 0 else '>'} 0",
    }[name]
    work = (
        f"by the @pythagorean-identity, with the sign of the quadrant, {OTHER[given]}(t) = {second}; "
        f"{name}(t) is {rule}, and so {value}"
    )
    return Item(asked_of(f"{given}(t) = {known}", where, f"{name}(t)"), work, str(value), check)


@reciprocal_trigonometric_functions.form("word problem")
def length_of_a_wire(d: Draw) -> Item:
    name, degrees = d.choice(("sec", "csc", "cot")), d.choice((30, 45, 60))
    side = d.within((2, 12), (2, 30), (2, 30))
    base = _RECIPROCAL[name]
    length: Value = (Fraction(side), 1)
    if d.difficulty == 3 and degrees != 45:
        length = (Fraction(side), 3)
    factor = quotient(
        (Fraction(1), 1), value_of(base, 90 - degrees if d.slip == "partner" and name != "cot" else degrees)
    )
    if d.slip == "same":
        factor = value_of(base, degrees)
    result = (length[0] * factor[0], length[1] * factor[1])
    known = exact(*length)
    given, wanted = {
        "sec": (f"is fixed to the ground {known} metres from the foot of the mast", "How long is the wire, in metres?"),
        "csc": (f"is fixed to the mast at a height of {known} metres", "How long is the wire, in metres?"),
        "cot": (
            f"is fixed to the mast at a height of {known} metres",
            "How many metres from the mast does it meet the ground?",
        ),
    }[name]
    questions = (
        f"A straight wire {given} and makes {degrees} degrees with level ground. {wanted} Give the exact value.",
        f"A taut wire from mast to level ground {given}; its angle with the ground is {degrees} degrees. {wanted} "
        f"(Exact value.)",
        f"At {degrees} degrees to the level ground, a stay {given}. {wanted.replace('wire', 'stay')} Do not round.",
    )
    work = (
        f"it is {known} times the {_WORDS[name]}, by the sides of a right triangle; {name}({degrees} degrees) = "
        f"{exact(*factor)}; the product is {exact(*result)}"
    )
    return Item(questions, work, exact(*result), f"answer*{base}({degrees}*pi/180) = {known}")


@reciprocal_trigonometric_functions.form("reverse")
def angle_of_a_reciprocal(d: Draw) -> Item:
    name = d.choice(tuple(_RECIPROCAL))
    base = _RECIPROCAL[name]
    if d.difficulty == 1:
        low, degrees = 0, d.choice((30, 45, 60))
    else:
        low = d.choice((0, 90, 180, 270) if d.difficulty == 2 else (-90, -180, 360, 450, 540, 630))
        degrees = low + d.choice((30, 45, 60))
    front = d.within((1, 6), (1, 9), (2, 9))
    value = quotient((Fraction(1), 1), value_of(base, degrees))
    equation = f"{term(front, 1, name)}(x) = {exact(front * value[0], value[1])}"
    found = low + 90 - (degrees - low) if d.slip == "partner" and name != "cot" else degrees
    where = f"x lies between {low} and {low + 90} degrees"
    inverse = exact(*value_of(base, degrees))
    return Item(
        (
            f"{equation} and {where}. Find x in degrees.",
            f"Which angle x satisfies {equation}, if {where}? Answer in degrees.",
            f"Solve {equation} in degrees, where {where}.",
        ),
        (f"divided by {front}: {name}(x) = {exact(*value)}; " if front > 1 else "")
        + f"the reciprocal: {base}(x) = {inverse}; on the @unit-circle x is {found}",
        str(found),
        f"{front}/{base}(answer*pi/180) = {exact(front * value[0], value[1])} and answer > {low} and "
        f"answer < {low + 90}",
    )
