"""Matrices: sums, products, determinants, inverses, eigenvalues."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.topic import ask, bracket, minus, number, plus, point, quadratic, steps, times, topic
from tutelage.subjects.workbook import Draw, Item

Matrix = tuple[tuple[int, int], tuple[int, int]]


def _matrix(d: Draw) -> Matrix:
    def entry() -> int:
        return d.nonzero((1, 6), (-6, 6), (-9, 9))

    return (entry(), entry()), (entry(), entry())


def _shown(rows: tuple[tuple[object, ...], ...]) -> str:
    return f"[{', '.join('[' + ', '.join(map(str, row)) + ']' for row in rows)}]"


@topic(
    "adding-matrices",
    "adding matrices",
    {"row": "The second row is left as it is.", "minus": "The second matrix is subtracted, or added, by mistake."},
)
def adding_matrices(d: Draw) -> Item:
    a, b = _matrix(d), _matrix(d)
    less = d.difficulty > 1 and d.rng.random() < 0.5
    down = less != (d.slip == "minus")
    rows: list[tuple[int, ...]] = []
    parts = []
    for place in range(2):
        pairs = list(zip(a[place], b[place], strict=True))
        if d.slip == "row" and place:
            rows.append(a[1])
            continue
        rows.append(tuple(x - y if down else x + y for x, y in pairs))
        parts += [minus(x, y) if down else plus(x, y) for x, y in pairs]
    formal = " and ".join(
        f"part(answer, {i + 1}, {j + 1}) {'+' if less else '-'} {bracket(b[i][j])} = {a[i][j]}"
        for i in (0, 1)
        for j in (0, 1)
    )
    sign, name = ("-", "subtraction") if down else ("+", "addition")
    sign = "-" if less else "+"
    return Item(
        ask(
            (f"Compute {{}} {sign} {{}}.", f"What is {{}} {sign} {{}}?", f"A = {{}} and B = {{}}. Find A {sign} B."),
            _shown(a),
            _shown(b),
        ),
        f"entry by entry, @integer-{name} {steps(*parts)}",
        _shown(tuple(rows)),
        f"size(answer) = 2 and {formal}",
    )


@topic(
    "matrix-times-vector",
    "matrix times vector",
    {"columns": "Columns are used instead of rows.", "second": "The second product of each row is left out."},
)
def matrix_times_vector(d: Draw) -> Item:
    a, (x, y) = _matrix(d), _matrix(d)[0]
    rows = ((a[0][0], a[1][0]), (a[0][1], a[1][1])) if d.slip == "columns" else a
    result, parts = [], []
    for p, q in rows:
        parts += [times(p, x)] if d.slip == "second" else [times(p, x), times(q, y), plus(p * x, q * y)]
        result.append(p * x if d.slip == "second" else p * x + q * y)
    formal = " and ".join(
        f"part(answer, {k + 1}) - {bracket(a[k][0])}*{bracket(x)} = {a[k][1]}*{bracket(y)}" for k in (0, 1)
    )
    return Item(
        ask(
            (
                "Multiply the matrix {} by the vector {}.",
                "What is {} times the vector {}?",
                "A = {} and v = {}. Compute Av.",
            ),
            _shown(a),
            point(x, y),
        ),
        f"row by row a @dot-product: {steps(*parts)}",
        point(*result),
        f"size(answer) = 2 and {formal}",
    )


@topic(
    "multiplying-matrices",
    "multiplying matrices",
    {"entries": "Entries at the same place are multiplied.", "order": "The factors are taken in the other order."},
)
def multiplying_matrices(d: Draw) -> Item:
    a, b = _matrix(d), _matrix(d)
    one, other = (b, a) if d.slip == "order" else (a, b)
    rows: list[list[int]] = [[0, 0], [0, 0]]
    parts = []
    for i in (0, 1):
        for j in (0, 1):
            if d.slip == "entries":
                rows[i][j] = a[i][j] * b[i][j]
                parts.append(times(a[i][j], b[i][j]))
                continue
            p, q = one[i][0] * other[0][j], one[i][1] * other[1][j]
            rows[i][j] = p + q
            parts.append(steps(times(one[i][0], other[0][j]), times(one[i][1], other[1][j]), plus(p, q)))
    det = f"{a[0][0] * a[1][1] - a[0][1] * a[1][0]}*{bracket(b[0][0] * b[1][1] - b[0][1] * b[1][0])}"
    columns = [
        f"part(answer, {i + 1}, 1) + part(answer, {i + 1}, 2) = "
        f"{a[i][0]}*{bracket(b[0][0] + b[0][1])} + {a[i][1]}*{bracket(b[1][0] + b[1][1])}"
        for i in (0, 1)
    ]
    firsts = [
        f"part(answer, {i + 1}, 1) - {bracket(a[i][0])}*{bracket(b[0][0])} = {a[i][1]}*{bracket(b[1][0])}"
        for i in (0, 1)
    ]
    return Item(
        ask(
            ("Multiply the matrices {} and {}.", "What is {} times {}?", "A = {} and B = {}. Compute AB."),
            _shown(a),
            _shown(b),
        ),
        f"each entry is a @dot-product of a row and a column: {'; '.join(parts)}",
        _shown(tuple(map(tuple, rows))),
        f"size(answer) = 2 and {' and '.join(columns + firsts)} and part(answer, 1, 1)*part(answer, 2, 2) - "
        f"part(answer, 1, 2)*part(answer, 2, 1) = {det}",
    )


@topic(
    "determinants",
    "determinants",
    {"plus": "The two products are added.", "rows": "Products along the rows are taken."},
    takes=range(2, 10),
)
def determinants(d: Draw) -> Item:
    (a, b), (c, e) = _matrix(d)
    a = a if d.given is None else d.given
    pairs = ((a, b), (c, e)) if d.slip == "rows" else ((a, e), (b, c))
    one, other = pairs[0][0] * pairs[0][1], pairs[1][0] * pairs[1][1]
    value = one + other if d.slip == "plus" else one - other
    work = steps(times(*pairs[0]), times(*pairs[1]), plus(one, other) if d.slip == "plus" else minus(one, other))
    return Item(
        ask(
            (
                "Find the determinant of {}.",
                "What is the determinant of the matrix {}?",
                "Compute the determinant of {}.",
            ),
            _shown(((d.shown(a), b), (c, e))),
        ),
        f"@integer-multiplication {work}",
        str(value),
        # by elimination: the product of the pivots
        f"answer = {bracket(a)}*({e} - {bracket(c)}*{bracket(b)}/{bracket(a)})",
        value=a * e - b * c,
        noun=f"the determinant of {_shown(((a, b), (c, e)))}",
    )


@topic(
    "inverse-matrices",
    "inverse matrices",
    {"sign": "The signs of the other diagonal are not changed.", "swap": "The main diagonal is not swapped."},
)
def inverse_matrices(d: Draw) -> Item:
    (a, b), (c, e) = _matrix(d)
    wanted = 1 if d.difficulty == 1 else None
    for _ in range(200):
        det = a * e - b * c
        if det and (wanted is None or abs(det) == 1) and abs(det) < 12 and a != e:
            break
        (a, b), (c, e) = _matrix(d)
    det = a * e - b * c
    if det == 0:
        return inverse_matrices.make(d)
    top = ((e, -b), (-c, a))
    if d.slip == "sign":
        top = ((e, b), (c, a))
    elif d.slip == "swap":
        top = ((a, -b), (-c, e))
    rows = tuple(tuple(number(Fraction(x, det)) for x in row) for row in top)
    m = ((a, b), (c, e))
    formal = " and ".join(
        f"{m[i][0]}*part(answer, 1, {j + 1}) + {bracket(m[i][1])}*part(answer, 2, {j + 1}) = {int(i == j)}"
        for i in (0, 1)
        for j in (0, 1)
    )
    return Item(
        ask(
            ("Find the inverse of the matrix {}.", "What is the inverse matrix of {}?", "Invert the matrix {}."),
            _shown(m),
        ),
        f"@determinants {det}; with the diagonal swapped and the other signs changed {_shown(top)}"
        + (f"; each entry over {det}" if det != 1 else ""),
        _shown(rows),
        f"size(answer) = 2 and {formal}",
    )


@topic(
    "eigenvalues",
    "eigenvalues",
    {"diagonal": "The entries of the diagonal are given.", "sign": "The signs are wrong."},
)
def eigenvalues(d: Draw) -> Item:
    p, q = d.nonzero((1, 6), (-6, 6), (-9, 9)), d.nonzero((1, 6), (-6, 6), (-9, 9))
    while p in (q, -q):
        q = d.nonzero((1, 6), (-6, 6), (-9, 9))
    # trace p + q and determinant pq: a + e = p + q, and bc = a*e - pq
    a = min(p, q) + d.nonzero((1, 3), (-3, 3), (-4, 4))
    e = p + q - a
    rest = a * e - p * q
    while rest == 0:
        a += 1
        e = p + q - a
        rest = a * e - p * q
    b = d.choice([n for n in range(1, abs(rest) + 1) if rest % n == 0])
    c = rest // b
    found = {"diagonal": (a, e), "sign": (-p, -q)}.get(d.slip, (p, q))
    if found[0] == found[1]:
        found = (found[0], found[1] + 1)
    low, high = sorted(found)
    polynomial = quadratic(1, -(p + q), p * q, "t")
    return Item(
        ask(
            (
                "Find the eigenvalues of {}.",
                "What are the eigenvalues of the matrix {}?",
                "Which numbers are eigenvalues of {}?",
            ),
            _shown(((a, b), (c, e))),
        ),
        f"{plus(a, e)}; @determinants {p * q}; @quadratics-by-factoring {polynomial} = 0"
        if d.slip != "diagonal"
        else f"the diagonal holds {a} and {e}",
        f"t = {low} or t = {high}",
        f"size(answer) = 2 and ({a} - part(answer, 1))*({e} - part(answer, 1)) = {b}*{bracket(c)} and "
        f"({a} - part(answer, 2))*({e} - part(answer, 2)) = {b}*{bracket(c)}",
    )


TOPICS = (adding_matrices, matrix_times_vector, multiplying_matrices, determinants, inverse_matrices, eigenvalues)
