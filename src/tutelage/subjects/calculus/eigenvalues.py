"""What determinants decide: inverse matrices, and eigenvalues."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.matrices import Rows, entry, matrix, shown
from tutelage.subjects.calculus.notation import bracket, point, quadratic, term
from tutelage.subjects.calculus.steps import minus, over, plus, steps, times
from tutelage.subjects.calculus.topic import ask, topic
from tutelage.subjects.workbook import Draw, Item


@topic(
    "inverse-matrices",
    sign="The signs of the other diagonal are not changed.",
    swap="The main diagonal is not swapped.",
    undivided="The entries are not divided by the determinant.",
)
def inverse_matrices(d: Draw) -> Item:
    m, det = invertible(d)
    (a, b), (c, e) = m
    top = d.outcome(((e, -b), (-c, a)), sign=((e, b), (c, a)), swap=((a, -b), (-c, e)))
    rows = [[str(Fraction(x, 1 if d.slip == "undivided" else det)) for x in row] for row in top]
    formal = " and ".join(
        f"{m[i][0]}*part(answer, 1, {j + 1}) + {bracket(m[i][1])}*part(answer, 2, {j + 1}) = {int(i == j)}"
        for i in (0, 1)
        for j in (0, 1)
    )
    questions = ask(
        ("Find the inverse of the matrix {}.", "What is the inverse matrix of {}?", "Invert the matrix {}."), shown(m)
    )
    work = (
        f"by @determinants: {times(a, e)}; {times(b, c)}; {minus(a * e, b * c)}; with the diagonal swapped and the "
        f"other signs changed {shown(top)}" + (f"; each entry over {det}" if det != 1 and d.slip != "undivided" else "")
    )
    return Item(questions, work, shown(rows), f"size(answer) = 2 and {formal}")


def invertible(d: Draw) -> tuple[Rows, int]:
    """A matrix with a small determinant other than 0, and this determinant."""
    while True:
        m = matrix(d)
        det = m[0][0] * m[1][1] - m[0][1] * m[1][0]
        limits = {1: (1, -1), 2: (2, -2, 3, -3, 4, 5, 1, -1)}.get(d.difficulty, tuple(range(-11, 12)))
        if det and det in limits and m[0][0] != m[1][1]:
            return m, det


@inverse_matrices.form("application")
def solved_with_the_inverse(d: Draw) -> Item:
    m, det = invertible(d)
    (a, b), (c, e) = m
    x, y = entry(d), entry(d)
    p, q = a * x + b * y, c * x + e * y
    if d.difficulty == 3:
        p, q = entry(d), entry(d)
    if d.slip == "sign":
        above = (e * p + b * q, c * p + a * q)
    elif d.slip == "swap":
        above = (a * p - b * q, -c * p + e * q)
    else:
        above = (e * p - b * q, -c * p + a * q)
    found = [Fraction(value, 1 if d.slip == "undivided" else det) for value in above]
    return Item(
        (
            f"A = {shown(m)} and Av = {point(p, q)}. Find the vector v.",
            f"The matrix {shown(m)} takes a vector v to {point(p, q)}. Which vector is v?",
            f"Use the inverse of {shown(m)} to find the vector that is taken to {point(p, q)}.",
        ),
        f"by @determinants: {minus(a * e, b * c)}; the inverse takes {point(p, q)} to v: first {point(*above)}"
        + (f"; each over {det}" if det != 1 and d.slip != "undivided" else ""),
        point(*map(str, found)),
        f"size(answer) = 2 and {a}*part(answer, 1) + {bracket(b)}*part(answer, 2) = {p} and "
        f"{c}*part(answer, 1) + {bracket(e)}*part(answer, 2) = {q}",
    )


@inverse_matrices.form("reverse")
def without_an_inverse(d: Draw) -> Item:
    (a, b), (c, _) = matrix(d)
    letter = d.choice(("k", "t"))
    shift = 0 if d.difficulty == 1 else d.nonzero((-5, 5))
    value = Fraction(-b * c if d.slip == "sign" else b * c, a) - shift
    last = letter if not shift else f"{letter} {'+' if shift > 0 else '-'} {abs(shift)}"
    grid = shown(((a, b), (c, last)))
    questions = (
        f"For which {letter} does {grid} have no inverse?",
        f"Find the {letter} for which the matrix {grid} cannot be inverted.",
        f"The matrix {grid} has an inverse for every number {letter} but one. Which one?",
    )
    work = (
        f"by @determinants, which must give 0: {times(b, c)}; {term(a, 1, last if not shift else f'({last})')} = "
        f"{-b * c if d.slip == 'sign' else b * c}; by @simplifying-fractions {last} = {value + shift}"
    )
    return Item(questions, work, f"{letter} = {value}", f"{a}*(answer + ({shift})) = ({b})*({c})")


@topic(
    "eigenvalues",
    diagonal="The entries of the diagonal are given.",
    sign="The signs are wrong.",
    trace="Sum and product of the eigenvalues are given, not the eigenvalues themselves.",
)
def eigenvalues(d: Draw) -> Item:
    m, p, q = _with_eigenvalues(d)
    (a, b), (c, e) = m
    found = d.outcome((p, q), diagonal=(a, e), sign=(-p, -q), trace=(p + q, p * q))
    if found[0] == found[1]:
        found = (found[0], found[1] + 1)
    low, high = sorted(found)
    polynomial = quadratic(1, -(p + q), p * q, "t")
    work = steps(
        f"@determinants: {times(a, e)}",
        times(b, c),
        minus(a * e, b * c),
        f"with the sum of the diagonal, {plus(a, e)}",
        f"@quadratics-by-factoring {polynomial} = 0",
    )
    return Item(
        (
            f"Find the eigenvalues of {shown(m)}.",
            f"What are the eigenvalues of the matrix {shown(m)}?",
            f"For which numbers t does {shown(m)} take some vector other than 0 to t times itself?",
        ),
        work if d.slip != "diagonal" else f"the diagonal holds {a} and {e}",
        f"t = {low} or t = {high}",
        f"size(answer) = 2 and ({a} - part(answer, 1))*({e} - part(answer, 1)) = {b}*{bracket(c)} and "
        f"({a} - part(answer, 2))*({e} - part(answer, 2)) = {b}*{bracket(c)}",
    )


def _with_eigenvalues(d: Draw) -> tuple[Rows, int, int]:
    """A matrix, and its eigenvalues p and q, which differ also in size."""
    p, q = d.nonzero((1, 6), (-6, 6), (-9, 9)), d.nonzero((1, 6), (-6, 6), (-9, 9))
    while p in (q, -q):
        q = d.nonzero((1, 6), (-6, 6), (-9, 9))
    # trace p + q and determinant pq: a + e = p + q, and bc = a*e - pq
    a = min(p, q) + d.nonzero((1, 3), (-3, 3), (-4, 4))
    while a in (p, q):
        a += 1
    e = p + q - a
    rest = a * e - p * q
    b = d.choice([n for n in range(1, abs(rest) + 1) if rest % n == 0])
    return ((a, b), (rest // b, e)), p, q


@eigenvalues.form("reverse")
def other_eigenvalue(d: Draw) -> Item:
    m, p, q = _with_eigenvalues(d)
    (a, b), (c, e) = m
    if d.difficulty == 3:  # only trace and determinant are known
        low, high = sorted((-p, -q) if d.slip == "sign" else (p, q))
        return Item(
            (
                f"A matrix with two rows has the entries {p + q} in sum on its diagonal, and the determinant {p * q}. "
                "What are its eigenvalues?",
                f"The trace of a 2x2 matrix, the sum of its diagonal, is {p + q}, and its determinant is {p * q}. Find "
                "its eigenvalues.",
                f"Two numbers are the eigenvalues of a matrix with trace {p + q} and determinant {p * q}. Which ones?",
            ),
            f"@determinants: the product of the eigenvalues is {p * q}, their sum {p + q}; @quadratics-by-factoring "
            f"{quadratic(1, -(p + q), p * q, 't')} = 0",
            f"t = {low} or t = {high}",
            f"size(answer) = 2 and part(answer, 1) + part(answer, 2) = {p + q} and part(answer, 1)*part(answer, 2) "
            f"= {p * q}",
        )
    found = -q if d.slip == "sign" else q
    if d.slip == "diagonal":
        found = e
    return Item(
        (
            f"{shown(m)} has the eigenvalue {p}. What is the other one?",
            f"One eigenvalue of {shown(m)} is {p}. Find the second one.",
            f"The matrix {shown(m)} has two eigenvalues; {p} is one of them. Which is the other?",
        ),
        f"the eigenvalues and the diagonal have the same sum, as for @determinants the product: {plus(a, e)}; "
        f"{minus(p + q, p)}"
        if not d.slip
        else f"by the @determinants {a * e - b * c}: {found}",
        str(found),
        f"({a} - answer)*({e} - answer) = {b}*{bracket(c)} and (answer - {bracket(p)})^2 > 0",
    )


@eigenvalues.form("eigenvector")
def eigenvalue_of_a_vector(d: Draw) -> Item:
    m, p, q = _with_eigenvalues(d)
    (a, b), (c, e) = m
    factor = d.nonzero((1, 2), (-2, 2), (-3, 3))
    value = d.choice((p, q))
    v = (factor * b, factor * (value - a))
    image = (a * v[0] + b * v[1], c * v[0] + e * v[1])
    found = -value if d.slip == "sign" else value
    if d.difficulty == 3:
        letter = d.choice(("k", "m"))
        return Item(
            (
                f"({v[0]}, {letter}) is an eigenvector of {shown(m)} with the eigenvalue {value}. Find {letter}.",
                f"For which {letter} does {shown(m)} take ({v[0]}, {letter}) to {value} times itself?",
                f"The matrix {shown(m)} has the eigenvalue {value} and the eigenvector ({v[0]}, {letter}). What is "
                f"{letter}?",
            ),
            f"@matrix-times-vector, first coordinate: {times(a, v[0])}; it must be {times(value, v[0])}; "
            f"{minus(value * v[0], a * v[0])}; {over(value * v[0] - a * v[0], b)}",
            f"{letter} = {-v[1] if d.slip == 'sign' else v[1]}",
            f"{bracket(a)}*{bracket(v[0])} + {b}*answer = {bracket(value)}*{bracket(v[0])}",
        )
    return Item(
        (
            f"{point(*v)} is an eigenvector of {shown(m)}. What is its eigenvalue?",
            f"The matrix {shown(m)} takes {point(*v)} to a multiple of itself. To which multiple? Give the factor.",
            f"Find the eigenvalue that belongs to the eigenvector {point(*v)} of {shown(m)}.",
        ),
        f"@matrix-times-vector: {times(a, v[0])}; {times(b, v[1])}; {plus(a * v[0], b * v[1])}; the first "
        f"coordinate was {v[0]}; " + (over(image[0], v[0]) if d.slip != "sign" else f"the factor is {found}"),
        str(found),
        f"{bracket(v[1])}*answer = {bracket(c)}*{bracket(v[0])} + {bracket(e)}*{bracket(v[1])}",
    )
