"""Rotations and reflections of the plane as matrices."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import gcd

from tutelage.records import Checker
from tutelage.subjects.calculus.exact import ANGLES, Value, exact, multiplied, value_of
from tutelage.subjects.calculus.matrices import is_matrix, shown
from tutelage.subjects.calculus.notation import bracket, multiple, point, term, terms
from tutelage.subjects.calculus.steps import plus
from tutelage.subjects.calculus.topic import topic
from tutelage.subjects.workbook import Draw, Item

_RIGHT = (90, 180, 270)


def _combined(one: int, first: Value, other: int, second: Value) -> str:
    """`one*first + other*second`, exactly."""
    p, q = (multiplied((Fraction(front), 1), value) for front, value in ((one, first), (other, second)))
    if p[1] == q[1] or not p[0] or not q[0]:
        return exact(p[0] + q[0], p[1] if p[0] else q[1])
    return terms(exact(*p), exact(*q))


def _rotation(degrees: int, slip: str = "") -> list[list[Value]]:
    """The entries of the matrix of an anticlockwise rotation."""
    cosine, sine = value_of("cos", degrees), value_of("sin", degrees)
    if slip == "swap":
        cosine, sine = sine, cosine
    less = (-sine[0], sine[1])
    return [[cosine, sine], [less, cosine]] if slip == "clockwise" else [[cosine, less], [sine, cosine]]


def _written(rows: Sequence[Sequence[Value]]) -> str:
    return shown([[exact(*value) for value in row] for row in rows])


def _turned(d: Draw) -> tuple[int, str]:
    """An angle and how the question says it."""
    degrees = d.choice(_RIGHT if d.difficulty == 1 else [angle for angle in ANGLES[1:] if angle % 90])
    if d.difficulty == 3 and d.rng.random() < 0.5:
        return degrees, f"{360 - degrees} degrees clockwise"
    return degrees, f"{degrees} degrees anticlockwise"


@topic(
    "rotation-matrices",
    clockwise="The rotation goes the wrong way round.",
    swap="Sine and cosine are swapped.",
    order="The rotation is applied to the coordinates in the wrong order.",
)
def rotation_matrices(d: Draw) -> Item:
    degrees, told = _turned(d)
    x, y = d.nonzero((1, 9), (-6, 6), (-9, 9)), d.nonzero((1, 9), (-6, 6), (-9, 9))
    rows = _rotation(degrees, d.slip)
    p, q = (y, x) if d.slip == "order" else (x, y)
    found = [_combined(p, row[0], q, row[1]) for row in rows]
    sine, cosine = f"sin({degrees}*pi/180)", f"cos({degrees}*pi/180)"
    questions = (
        f"The point ({x}, {y}) is rotated about the origin by {told}. Where does it get to?",
        f"Rotate ({x}, {y}) about (0, 0) by {told}. What are the new coordinates?",
        f"Find the image of ({x}, {y}) under the rotation by {told} about the origin.",
    )
    work = (
        f"on the @unit-circle the matrix is {_written(rows)}; @matrix-times-vector gives the coordinates {found[0]} "
        f"and {found[1]}"
    )
    formal = (
        f"size(answer) = 2 and part(answer, 1) = {bracket(x)}*{cosine} - {bracket(y)}*{sine} and "
        f"part(answer, 2) = {bracket(x)}*{sine} + {bracket(y)}*{cosine}"
    )
    stories = (
        f"The tip of a crane is at ({x}, {y}), in metres, seen from its axis. The crane turns by {told}. Where "
        "is the tip then?",
        f"A picture is rotated about its centre (0, 0) by {told}. Where does its point ({x}, {y}) appear?",
        f"A robot arm that is fixed at the origin reaches ({x}, {y}). Which point does it reach after a turn "
        f"by {told}?",
    )
    return Item(questions, work, point(*found), formal, worded={"word problem": stories})


@rotation_matrices.form("matrix")
def matrix_of_a_rotation(d: Draw) -> Item:
    degrees, told = _turned(d)
    slip = "" if d.slip == "order" else d.slip
    rows = _rotation(degrees, slip)
    front = d.within((1, 1), (1, 1), (2, 6)) if d.difficulty == 3 else d.within((1, 4), (1, 1))
    if front > 1:
        rows = [[multiplied((Fraction(front), 1), value) for value in row] for row in rows]
    also = f" and stretches by the factor {front}" if front > 1 else ""
    sine, cosine = f"sin({degrees}*pi/180)", f"cos({degrees}*pi/180)"
    truth = [[f"{front}*{cosine}", f"-{front}*{sine}"], [f"{front}*{sine}", f"{front}*{cosine}"]]
    questions = (
        f"Which matrix rotates the plane about the origin by {told}{also}?",
        f"Find the matrix of the map that rotates by {told} about the origin{also}.",
        f"A map rotates every vector by {told}{also}. Write down its matrix.",
    )
    work = (
        "the columns are the images of (1, 0) and (0, 1); on the @unit-circle, cosine "
        f"{exact(*value_of('cos', degrees))} and sine {exact(*value_of('sin', degrees))} of {degrees} degrees; "
        f"@matrix-times-vector with {_written(rows)} gives them"
    )
    return Item(questions, work, _written(rows), is_matrix(truth))


@rotation_matrices.form("reverse")
def angle_of_a_rotation(d: Draw) -> Item:
    degrees = d.choice(_RIGHT if d.difficulty == 1 else ANGLES[1:])
    found = (360 - degrees) % 360 if d.slip == "clockwise" else degrees
    if d.difficulty == 1:
        x, y = d.nonzero((1, 9)), d.nonzero((1, 9))
        image = [_combined(x, row[0], y, row[1]) for row in _rotation(degrees)]
        return Item(
            (
                f"A rotation about the origin takes ({x}, {y}) to {point(*image)}. By how many degrees does it turn "
                f"anticlockwise, from 0 to 360?",
                f"By which angle, anticlockwise and in degrees, must ({x}, {y}) be rotated about the origin to reach "
                f"{point(*image)}?",
                f"{point(*image)} is the image of ({x}, {y}) under a rotation about (0, 0). Find its angle in degrees, "
                f"anticlockwise.",
            ),
            "a quarter turn swaps the coordinates and changes one sign, a half turn changes both; on the @unit-circle, "
            f"with @matrix-times-vector, it is {found} degrees",
            str(found),
            f"{x}*cos(answer*pi/180) - {y}*sin(answer*pi/180) = {image[0]} and {x}*sin(answer*pi/180) + "
            f"{y}*cos(answer*pi/180) = {image[1]} and answer > 0 and answer < 360",
        )
    rows = _rotation(degrees)
    twice = d.difficulty == 3
    angle = found * 2 % 360 if twice else found
    what = "the square of " if twice else ""
    return Item(
        (
            f"By how many degrees, from 0 to below 360 and anticlockwise, does {what}{_written(rows)} rotate the "
            f"plane?",
            f"Find the angle of the rotation whose matrix is {what}{_written(rows)}, in degrees, anticlockwise, from 0 "
            "to below 360.",
            f"{_written(rows)} is the matrix of a rotation{', and it is applied twice' if twice else ''}. By how many "
            "degrees does that turn, anticlockwise, from 0 to below 360?",
        ),
        f"the first column is the image of (1, 0) by @matrix-times-vector; on the @unit-circle it belongs to "
        f"{found} degrees" + (f"; twice that, without full turns, is {angle}" if twice else ""),
        str(angle),
        f"cos(answer*pi/180) = cos({degrees * (2 if twice else 1)}*pi/180) and sin(answer*pi/180) = "
        f"sin({degrees * (2 if twice else 1)}*pi/180) and answer > -1 and answer < 360",
    )


@rotation_matrices.form("two steps")
def rotations_in_a_row(d: Draw) -> Item:
    total, one = d.choice(ANGLES[1:]), d.within((10, 80), (10, 170), (10, 350))
    if d.difficulty == 1:
        total = d.choice(_RIGHT)
    other = (total - one) % 360
    if d.difficulty == 3:
        return _back_to_the_start(d)
    found = (one - other) % 360 if d.slip == "clockwise" else total
    if found not in ANGLES:
        found = 360 - total
    rows = _rotation(found)
    sine, cosine = f"sin({total}*pi/180)", f"cos({total}*pi/180)"
    questions = (
        f"A rotates by {one} degrees and B by {other} degrees, both anticlockwise about the origin. Find the "
        f"matrix AB.",
        f"What is the product of the matrices of two rotations about the origin, by {one} and by {other} degrees "
        f"anticlockwise?",
        f"The plane is rotated about the origin by {one} degrees and then by {other} degrees, anticlockwise. Which "
        "matrix does both at once?",
    )
    work = (
        f"{plus(one, other)} degrees, without full turns {found}; on the @unit-circle that is the matrix "
        f"{_written(rows)}, which @matrix-times-vector applies at once"
    )
    return Item(questions, work, _written(rows), is_matrix([[cosine, f"-{sine}"], [sine, cosine]]))


def _back_to_the_start(d: Draw) -> Item:
    """How often a rotation must be repeated."""
    angle = d.choice([each for each in range(8, 180) if 3 <= 360 // gcd(360, each) <= 90])
    found = 360 // gcd(360, angle)
    questions = (
        f"A is the matrix of the rotation by {angle} degrees about the origin. What is the smallest n > 0 for "
        "which A^n is the identity matrix?",
        f"The plane is rotated about the origin by {angle} degrees, again and again. After how many times is every "
        "point back for the first time?",
        f"Find the smallest positive n for which n rotations by {angle} degrees about the origin leave all points "
        "where they were.",
    )
    work = (
        f"n*{angle} must be a multiple of 360 for a full turn of the @unit-circle; the first such n is {found}, and "
        "then @matrix-times-vector changes nothing"
    )
    return Item(questions, work, str(found), f"answer = 360/gcd(360, {angle}) and mod({angle}*answer, 360) = 0")


def _mirror(a: int, b: int) -> list[list[Fraction]]:
    """The matrix of the reflection in the line through the origin in the direction (a, b)."""
    square = a * a + b * b
    return [
        [Fraction(a * a - b * b, square), Fraction(2 * a * b, square)],
        [Fraction(2 * a * b, square), Fraction(b * b - a * a, square)],
    ]


def _line_name(a: int, b: int) -> str:
    """`the line y = 2x`."""
    if b == 0:
        return "the x-axis"
    if a == 0:
        return "the y-axis"
    slope = Fraction(b, a)
    front = term(slope.numerator, 1, "x")
    return f"the line y = {front}{f'/{slope.denominator}' if slope.denominator > 1 else ''}"


def _direction(d: Draw) -> tuple[int, int]:
    """The direction of a mirror: an axis or a bisector, a slope of whole numbers, a slope of fractions."""
    if d.difficulty == 1:
        return d.choice(((1, 0), (0, 1), (1, 1), (1, -1)))
    if d.difficulty == 2:
        return 1, d.choice((2, -2, 3, -3, 1, -1))
    return d.choice(((2, 1), (3, 1), (3, 2), (2, 3), (2, -1), (3, -1), (3, -2), (1, 4), (4, 1), (4, 3), (3, 4)))


@topic(
    "reflection-matrices",
    turn="The point is rotated by a half turn, not reflected.",
    other="It is reflected in the line perpendicular to the mirror.",
    foot="It is moved only to the mirror, not beyond it.",
)
def reflection_matrices(d: Draw) -> Item:
    a, b = _direction(d)
    x, y = d.nonzero((1, 12), (-9, 9), (-9, 9)), d.nonzero((1, 12), (-9, 9), (-9, 9))
    if b * x == a * y:
        return reflection_matrices.make(d)
    rows = _mirror(-b, a) if d.slip == "other" else _mirror(a, b)
    found = [row[0] * x + row[1] * y for row in rows]
    work = f"@matrix-times-vector with {_numbers(rows)} gives {point(*found)}"
    if d.slip == "turn":
        found = [Fraction(-x), Fraction(-y)]
        work = f"by @matrix-times-vector with [[-1, 0], [0, -1]] it is ({-x}, {-y})"
    elif d.slip == "foot":
        found = [(one + other) / 2 for one, other in zip(found, (x, y), strict=True)]
        work = f"by @matrix-times-vector and half the way, {point(*found)}"
    mirror = _line_name(a, b)
    first = (
        "" if d.difficulty == 1 else f"the mirror has the direction ({a}, {b}), of the squared length {a * a + b * b}; "
    )
    return Item(
        (
            f"The point ({x}, {y}) is reflected in {mirror}. Where does it get to?",
            f"Reflect ({x}, {y}) in {mirror}. What are the new coordinates?",
            f"Find the mirror image of ({x}, {y}) in {mirror}.",
        ),
        f"{first}{work}",
        point(*map(str, found)),
        # the middle lies on the mirror, and the way is perpendicular to it
        f"size(answer) = 2 and ({b})*(part(answer, 1) + ({x})) = ({a})*(part(answer, 2) + ({y})) and "
        f"({a})*(part(answer, 1) - ({x})) + ({b})*(part(answer, 2) - ({y})) = 0",
        worded={
            "word problem": (
                f"A mirror stands along {mirror}, seen from above. At which point does the lamp at ({x}, {y}) seem "
                f"to stand?",
                f"A pattern is folded along {mirror}. Onto which point does ({x}, {y}) come to lie?",
                f"A garden is planned so that both sides of {mirror} are mirror images. A tree stands at ({x}, {y}). "
                "Where does its partner stand?",
            )
        },
    )


def _numbers(rows: Sequence[Sequence[Fraction]]) -> str:
    return shown([[str(value) for value in row] for row in rows])


@reflection_matrices.form("matrix")
def matrix_of_a_reflection(d: Draw) -> Item:
    a, b = _direction(d)
    front = d.within((1, 6), (1, 3), (1, 3))
    rows = [[front * value for value in row] for row in (_mirror(-b, a) if d.slip == "other" else _mirror(a, b))]
    if d.slip == "foot":
        rows = [[(value + front * (i == j)) / 2 for j, value in enumerate(row)] for i, row in enumerate(rows)]
    also = f" and then stretches by the factor {front}" if front > 1 else ""
    mirror = _line_name(a, b)
    square = a * a + b * b
    # the direction of the mirror stays, the direction across it is turned round
    formal = (
        f"size(answer) = 2 and {a}*part(answer, 1, 1) + ({b})*part(answer, 1, 2) = {front * a} and {a}*part(answer, 2, "
        f"1) + ({b})*part(answer, 2, 2) = {front * b} and ({-b})*part(answer, 1, 1) + {a}*part(answer, 1, 2) = "
        f"{front * b} and ({-b})*part(answer, 2, 1) + {a}*part(answer, 2, 2) = {-front * a}"
    )
    questions = (
        f"Which matrix reflects the plane in {mirror}{also}?",
        f"Find the matrix of the reflection in "
        f"{mirror}{', followed by a stretching by ' + str(front) if front > 1 else ''}.",
        f"A map reflects every point in {mirror}{also}. Write down its matrix.",
    )
    work = (
        f"the mirror has the direction ({a}, {b}); the entries are those of (a^2 - b^2, 2ab; 2ab, b^2 - a^2) over "
        f"{square}"
        + (f", times {front}" if front > 1 else "")
        + f"; @matrix-times-vector with {_numbers(rows)} gives the images of (1, 0) and (0, 1)"
    )
    return Item(questions, work, _numbers(rows), formal)


@reflection_matrices.form("reverse")
def mirror_of_a_matrix(d: Draw) -> Item:
    a, b = _direction(d)
    while a == 0:
        a, b = _direction(d)
    slope = Fraction(-a, b) if d.slip == "other" and b else Fraction(b, a)
    if d.difficulty == 1:
        x, y = d.nonzero((1, 9)), d.nonzero((10, 18))
        rows = _mirror(a, b)
        image = [row[0] * x + row[1] * y for row in rows]
        given = f"A reflection in a line y = mx takes ({x}, {y}) to {point(*image)}."
        middle = point(*(str((one + other) / 2) for one, other in zip(image, (x, y), strict=True)))
        work = f"the middle of both points is {middle}"
        formal = f"{(image[1] + y) / 2} = answer*({(image[0] + x) / 2})"
        if image[0] + x == 0:
            return mirror_of_a_matrix(d)
    else:
        rows = _mirror(a, b)
        given = f"{_numbers(rows)} is the matrix of the reflection in a line y = mx."
        (p, q), (r, t) = [[str(value) for value in row] for row in rows]
        work = f"the mirror stays: by @matrix-times-vector {p} + {bracket(multiple(Fraction(q), 'm'))} = 1"
        formal = f"{p} + ({q})*answer = 1 and {r} + ({t})*answer = answer"
        if b == 0:
            return mirror_of_a_matrix(d)
    questions = (
        f"{given} Find the slope m of the mirror.",
        f"{given} What is m?",
        f"{given} Which slope m does the mirror have?",
    )
    solution = (
        f"{work}; so m = {slope}"
        if d.difficulty > 1
        else f"{work}, a point of the mirror (@matrix-times-vector leaves it unchanged); so m = {slope}"
    )
    return Item(questions, solution, f"m = {slope}", formal)


@reflection_matrices.form("which kind")
def rotation_or_reflection(d: Draw) -> Item:
    p, q, r = d.choice(
        ((3, 4, 5), (4, 3, 5), (5, 12, 13), (12, 5, 13), (8, 15, 17), (15, 8, 17), (7, 24, 25), (24, 7, 25))
    )
    p, q = p * d.choice((1, -1)), q * d.choice((1, -1))
    if d.difficulty == 1:
        p, q, r = d.choice(((0, 1, 1), (0, -1, 1), (1, 0, 1), (-1, 0, 1), (3, 4, 5), (-3, 4, 5), (4, 3, 5), (4, -3, 5)))
    turn = d.rng.random() < 0.5
    x, y = Fraction(p, r), Fraction(q, r)
    rows = [[x, -y], [y, x]] if turn else [[x, y], [y, -x]]
    front = d.within((1, 1), (1, 1), (2, 5))
    rows = [[front * value for value in row] for row in rows]
    word = "rotation" if turn else "reflection"
    also = f", apart from the factor {front}," if front > 1 else ""
    one, other = rows[0][0] * rows[1][1], rows[0][1] * rows[1][0]
    questions = (
        f"Is the map with the matrix {_numbers(rows)}{also} a rotation or a reflection?",
        f"Does {_numbers(rows)} describe{also} a rotation about the origin or a reflection in a line?",
        f"Rotation or reflection: which of the two does the matrix {_numbers(rows)}{also} describe?",
    )
    work = (
        f"the determinant is {one} - {bracket(str(other))} = {one - other}, which is "
        f"{'positive: orientation is kept' if turn else 'negative: left and right are swapped'}; by "
        f"@matrix-times-vector lengths "
        f"{'stay the same' if front == 1 else f'get {front} times as long'}, so it is a {word}"
    )
    return Item(
        questions, work, word, f'answer = "{word}" if {one} - ({other}) {">" if turn else "<"} 0', checker=Checker.TEXT
    )
