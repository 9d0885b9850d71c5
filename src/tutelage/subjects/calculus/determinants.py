"""Determinants of two and three rows."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from tutelage.subjects.calculus.matrices import Rows, matrix, shown
from tutelage.subjects.calculus.notation import bracket, point
from tutelage.subjects.calculus.steps import minus, plus, steps, times
from tutelage.subjects.calculus.topic import judged, topic
from tutelage.subjects.calculus.vectors import added
from tutelage.subjects.workbook import Draw, Item


@topic(
    "determinants",
    plus="The products are added.",
    rows="The entries of a row are multiplied, not those of a diagonal.",
    turn="The products are subtracted in the wrong order.",
    takes=range(1, 10),
)
def determinants(d: Draw) -> Item:
    (a, b), (c, e) = matrix(d)
    a = a if d.given is None else d.given
    front = d.within((1, 1), (1, 1), (2, 4)) if d.given is None else 1
    pairs = ((a, b), (c, e)) if d.slip == "rows" else ((b, c), (a, e)) if d.slip == "turn" else ((a, e), (b, c))
    one, other = pairs[0][0] * pairs[0][1], pairs[1][0] * pairs[1][1]
    det = one + other if d.slip == "plus" else one - other
    value = front**2 * det
    work = steps(times(*pairs[0]), times(*pairs[1]), plus(one, other) if d.slip == "plus" else minus(one, other))
    scaled = f"; each of the two rows has the factor {front}; {times(front**2, det)}" if front > 1 else ""
    what = f"{front}{shown(((a, b), (c, e)))}" if front > 1 else shown(((d.shown(a), b), (c, e)))
    return Item(
        (
            f"Find the determinant of {what}.",
            f"What is the determinant of the matrix {what}?",
            f"Compute the determinant ad - bc of {what}.",
        ),
        f"@integer-multiplication: {work}{scaled}",
        str(value),
        # by elimination: the product of the pivots
        f"answer = {front**2}*{bracket(a)}*({e} - {bracket(c)}*{bracket(b)}/{bracket(a)})",
        value=front**2 * (a * e - b * c),
        noun=f"the determinant of {what}",
    )


@determinants.form("reverse")
def entry_from_the_determinant(d: Draw) -> Item:
    (a, b), (c, e) = matrix(d)
    letter, det = d.choice(("k", "t")), d.within((-9, 20), (-20, 30), (-30, 40))
    swapped = d.difficulty > 1 and d.rng.random() < 0.5
    product = b * c if not swapped else a * e
    grid: tuple[tuple[object, ...], ...]
    if swapped:  # a*e - k*c = det
        grid, value = ((a, letter), (c, e)), Fraction(product + det if d.slip == "plus" else product - det, c)
        equation = f"{product} - {bracket(c)}*{letter} = {det}"
        formal = f"{product} - {bracket(c)}*answer = {det}"
    else:  # a*k - b*c = det
        grid, value = ((a, b), (c, letter)), Fraction(det - product if d.slip == "plus" else det + product, a)
        equation = f"{a}*{letter} - {bracket(product)} = {det}"
        formal = f"{a}*answer - {bracket(product)} = {det}"
    return Item(
        (
            f"The determinant of {shown(grid)} is {det}. Find {letter}.",
            f"For which {letter} is the determinant of {shown(grid)} equal to {det}?",
            f"What must {letter} be, so that {shown(grid)} has the determinant {det}?",
        ),
        f"@integer-multiplication: {times(a, e) if swapped else times(b, c)}; so {equation}, and {letter} = {value}",
        f"{letter} = {value}",
        formal,
    )


@determinants.form("application")
def spanned_area(d: Draw) -> Item:
    (a, b), (c, e) = matrix(d)
    while a * e == b * c:
        (a, b), (c, e) = matrix(d)
    det = a * e - b * c
    used = a * e + b * c if d.slip == "plus" else a * b - c * e if d.slip == "rows" else det
    size = abs(used)
    if d.difficulty == 3:
        x, y = d.nonzero((-9, 9)), d.nonzero((-9, 9))
        corners = f"({x}, {y}), ({x + a}, {y + b}) and ({x + c}, {y + e})"
        return Item(
            (
                f"What is the area of the triangle with the corners {corners}?",
                f"Find the area of the triangle whose corners are {corners}.",
                f"A garden is a triangle with the corners {corners}, in metres. How many square metres is its area?",
            ),
            f"from the first corner two sides lead by {point(a, b)} and {point(c, e)}; @integer-multiplication: "
            f"{times(a, e)}; {times(b, c)}; the determinant is {used}; half of its size is {Fraction(size, 2)}",
            str(Fraction(size, 2)),
            f"4*answer^2 = ({bracket(a)}^2 + {bracket(b)}^2)*({bracket(c)}^2 + {bracket(e)}^2) - ({a}*({c}) + "
            f"{b}*({e}))^2 and answer > 0",
        )
    return Item(
        (
            f"What is the area of the parallelogram spanned by {point(a, b)} and {point(c, e)}?",
            f"Two sides of a parallelogram are the vectors {point(a, b)} and {point(c, e)}. Find its area.",
            f"The vectors {point(a, b)} and {point(c, e)} are two edges of a field in the shape of a parallelogram. "
            "How large is it?",
        ),
        f"the area is the size of the determinant; @integer-multiplication: {times(a, e)}; {times(b, c)}; "
        + (
            plus(a * e, b * c)
            if d.slip == "plus"
            else minus(a * e, b * c)
            if d.slip != "rows"
            else f"taken by rows {used}"
        )
        + f"; the size is {size}",
        str(size),
        f"answer^2 = ({bracket(a)}^2 + {bracket(b)}^2)*({bracket(c)}^2 + {bracket(e)}^2) - ({a}*({c}) + {b}*({e}))^2 "
        "and answer > 0",
    )


@determinants.form("rules")
def rules_of_determinants(d: Draw) -> Item:
    p, q = d.nonzero((2, 9), (-9, 9), (-12, 12)), d.nonzero((2, 9), (-9, 9), (-12, 12))
    k = d.within((2, 3), (2, 4), (2, 6))
    kind = d.choice((("product", "swap"), ("multiple", "square"), ("both", "inverse"))[d.difficulty - 1])
    known = f"A and B have two rows and two columns, and their determinants are {p} and {q}."
    asked, value, work, formal = {
        "product": ("AB", Fraction(p * q), times(p, q), f"answer/{bracket(p)} = {q}"),
        "swap": (
            "the matrix that A becomes if its rows are swapped",
            Fraction(-p),
            f"swapping two rows changes the sign: {-p}",
            f"answer + {bracket(p)} = 0*2",
        ),
        "multiple": (
            f"{k}A",
            Fraction(k * k * p),
            f"each of the two rows has the factor {k}: {times(k * k, p)}",
            f"answer/({k}*{k}) = {p}",
        ),
        "square": ("A^2", Fraction(p * p), times(p, p), f"answer/{bracket(p)} = {p}"),
        "both": (
            f"{k}AB",
            Fraction(k * k * p * q),
            f"{times(p, q)}; each of the two rows has the factor {k}: {times(k * k, p * q)}",
            f"answer/({k}*{k}*{bracket(p)}) = {q}",
        ),
        "inverse": (
            "B times the inverse of A",
            Fraction(q, p),
            f"the inverse has the reciprocal determinant: {q}/{bracket(p)} = {Fraction(q, p)}",
            f"answer*{bracket(p)} = {q}",
        ),
    }[kind]
    if d.slip == "plus" and kind == "product":
        value, work = Fraction(p + q), plus(p, q)
    questions = (
        f"{known} What is the determinant of {asked}?",
        f"{known} Find the determinant of {asked}.",
        f"{known} Which determinant belongs to {asked}?",
    )
    solution = (
        f"the determinant of a product is the product of the determinants (@integer-multiplication); {work}"
        if kind not in ("swap", "multiple")
        else f"by @integer-multiplication in every term; {work}"
    )
    return Item(questions, solution, str(value), formal)


def determinant(m: Sequence[Sequence[int]]) -> int:
    """The determinant of three rows."""
    (a, b, c), (p, q, r), (x, y, z) = m
    return a * (q * z - r * y) - b * (p * z - r * x) + c * (p * y - q * x)


def _minor(m: Rows, column: int) -> tuple[int, int, int, int]:
    """The four entries that are left without the first row and a column."""
    keep = [k for k in range(3) if k != column]
    return m[1][keep[0]], m[1][keep[1]], m[2][keep[0]], m[2][keep[1]]


def _expanded(m: Rows, slip: str = "") -> tuple[str, int]:
    """The steps of the expansion by the first row, and the value."""
    parts, values = [], []
    for column in range(3):
        if m[0][column] == 0:
            continue
        p, q, r, s = _minor(m, column)
        small = p * s + q * r if slip == "plus" else p * s - q * r
        sign = -1 if column == 1 and slip != "sign" else 1
        parts.append(f"{times(p, s)}; {times(q, r)}; {plus(p * s, q * r) if slip == 'plus' else minus(p * s, q * r)}")
        parts.append(times(sign * m[0][column], small))
        values.append(sign * m[0][column] * small)
    if slip == "last":
        values = values[:-1] or [0]
    summed, value = added(values)
    return steps(*parts, summed), value


def _three_rows(d: Draw) -> Rows:
    """Three rows, with zeros at the lower difficulties."""
    reach = {1: 4, 2: 4, 3: 6}[d.difficulty]
    rows = [[d.nonzero((1, reach) if d.difficulty == 1 else (-reach, reach)) for _ in range(3)] for _ in range(3)]
    if d.difficulty < 3:
        rows[0][d.within((0, 2))] = 0
        rows[d.within((1, 2))][d.within((0, 2))] = 0
    return tuple(map(tuple, rows))


def _by_elimination(m: Rows) -> str:
    """The determinant written in another way: by the rule of Sarrus."""
    (a, b, c), (p, q, r), (x, y, z) = m
    plus_terms = " + ".join(f"({i})*({j})*({k})" for i, j, k in ((a, q, z), (b, r, x), (c, p, y)))
    minus_terms = " - ".join(f"({i})*({j})*({k})" for i, j, k in ((c, q, x), (a, r, y), (b, p, z)))
    return f"{plus_terms} - {minus_terms}"


@topic(
    "three-by-three-determinants",
    "determinants with three rows",
    sign="The middle term gets a plus sign, not a minus sign.",
    plus="In the small determinants the products are added.",
    last="The last term of the expansion is left out.",
)
def three_by_three_determinants(d: Draw) -> Item:
    m = _three_rows(d)
    work, value = _expanded(m, d.slip)
    return Item(
        (
            f"Find the determinant of {shown(m)}.",
            f"What is the determinant of the matrix {shown(m)}?",
            f"Compute the determinant of {shown(m)}, for example by its first row.",
        ),
        f"along the first row, with @determinants of two rows and the signs plus, minus, plus: {work}",
        str(value),
        f"answer = {_by_elimination(m)}",
    )


@three_by_three_determinants.form("application")
def volume_of_a_box(d: Draw) -> Item:
    m = _three_rows(d)
    det = determinant(m)
    if det == 0:
        return volume_of_a_box(d)
    work, value = _expanded(m, d.slip)
    pyramid = d.difficulty == 3 and d.rng.random() < 0.5
    size = Fraction(abs(value), 6 if pyramid else 1)
    edges = f"{point(*m[0])}, {point(*m[1])} and {point(*m[2])}"
    questions = (
        (
            f"The edges {edges} of a pyramid start at one corner, and its base is a triangle. What is its volume?",
            f"Find the volume of the tetrahedron with a corner at the origin and the other corners {edges}.",
            f"A tetrahedron has the corners (0, 0, 0), {edges}. How large is its volume?",
        )
        if pyramid
        else (
            f"What is the volume of the parallelepiped spanned by {edges}?",
            f"A slanted box has the edges {edges} at one corner. Find its volume.",
            f"A crystal is bounded by three pairs of parallel faces; its edges at a corner are {edges}. What is its "
            f"volume?",
        )
    )
    solution = (
        f"the volume of the box is the size of the determinant; with @determinants of two rows: {work}; "
        f"{'a sixth of the size' if pyramid else 'the size'} is {size}"
    )
    return Item(questions, solution, str(size), f"{6 if pyramid else 1}*answer = abs({_by_elimination(m)})")


@three_by_three_determinants.form("reverse")
def entry_of_three_rows(d: Draw) -> Item:
    m = _three_rows(d)
    column = d.within((0, 2))
    p, q, r, s = _minor(m, column)
    small = (p * s - q * r) * (-1 if column == 1 else 1)
    if small == 0:
        return entry_of_three_rows(d)
    letter = d.choice(("k", "t"))
    zeroed = (tuple(0 if k == column else a for k, a in enumerate(m[0])), m[1], m[2])
    rest = determinant(zeroed)
    det = determinant(m) if d.difficulty < 3 else d.within((-20, 20))
    factor = -small if d.slip == "sign" and column == 1 else small
    value = Fraction(det - rest, factor)
    grid = shown(([letter if k == column else a for k, a in enumerate(m[0])], m[1], m[2]))
    questions = (
        f"The determinant of {grid} is {det}. Find {letter}.",
        f"For which {letter} is the determinant of {grid} equal to {det}?",
        f"What must {letter} be, so that the matrix {grid} has the determinant {det}?",
    )
    work = (
        f"along the first row, with @determinants of two rows: {letter} has the factor {factor}, the other terms give "
        f"{rest}; {minus(det, rest)}; {det - rest}/{bracket(factor)} = {value}"
    )
    return Item(questions, work, f"{letter} = {value}", f"{bracket(small)}*answer + {bracket(rest)} = {det}")


@three_by_three_determinants.form("yes or no")
def in_one_plane(d: Draw) -> Item:
    u, v = ([d.nonzero((1, 4), (-4, 4), (-5, 5)) for _ in range(3)] for _ in range(2))
    p, q = d.within((1, 2), (-2, 2), (-3, 3)), d.nonzero((1, 2), (-2, 2), (-3, 3))
    w = [p * a + q * b for a, b in zip(u, v, strict=True)]
    w[d.within((0, 2))] += d.choice((0, 0, 1, -1))
    m = (tuple(u), tuple(v), tuple(w))
    det = determinant(m)
    return judged(
        (
            f"Do the vectors {point(*u)}, {point(*v)} and {point(*w)} lie in one plane through the origin? Answer "
            f"yes or no.",
            f"Is one of {point(*u)}, {point(*v)}, {point(*w)} a combination of the others? Answer yes or no.",
            f"Three arrows start at the origin: {point(*u)}, {point(*v)}, {point(*w)}. Are they all in one plane? "
            "Answer yes or no.",
        ),
        f"they are if the determinant is 0; with @determinants of two rows: {_expanded(m)[0]}",
        det == 0,
        "0",
        f"answer = {_by_elimination(m)}",
    )
