"""Matrices: sums and products."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from tutelage.subjects.calculus.notation import bracket, point
from tutelage.subjects.calculus.steps import minus, over, plus, steps, times
from tutelage.subjects.calculus.topic import ask, judged, topic
from tutelage.subjects.calculus.vector_products import dot_steps
from tutelage.subjects.calculus.vectors import dotted
from tutelage.subjects.workbook import Draw, Item

Rows = tuple[tuple[int, ...], ...]


def entry(d: Draw) -> int:
    return d.nonzero((1, 6), (-6, 6), (-9, 9))


def matrix(d: Draw, size: int = 2) -> Rows:
    return tuple(tuple(entry(d) for _ in range(size)) for _ in range(size))


def shown(rows: Sequence[Sequence[object]]) -> str:
    """`[[1, 2], [3, 4]]`."""
    return f"[{', '.join('[' + ', '.join(map(str, row)) + ']' for row in rows)}]"


def multiplied_rows(a: Rows, b: Rows) -> Rows:
    return tuple(tuple(dotted(row, column) for column in zip(*b, strict=True)) for row in a)


def is_matrix(rows: Sequence[Sequence[object]], left: str = "{}") -> str:
    """Statements: each entry of the answer, put into `left`, is the one of these rows."""
    entries = (
        f"{left.format(f'part(answer, {i}, {j})')} = {value}"
        for i, row in enumerate(rows, 1)
        for j, value in enumerate(row, 1)
    )
    return " and ".join([f"size(answer) = {len(rows)}", *entries])


@topic(
    "adding-matrices",
    row="The second row is left as it is.",
    minus="The second matrix is subtracted instead of added, or the other way round.",
    front="The factor is applied to the first row only.",
)
def adding_matrices(d: Draw) -> Item:
    a, b = matrix(d), matrix(d)
    front = d.within((1, 1), (1, 1), (2, 5))
    less = d.difficulty > 1 and d.rng.random() < 0.5
    down = less != (d.slip == "minus")
    rows: list[tuple[int, ...]] = []
    parts = []
    for place in (0, 1):
        factor = 1 if d.slip == "front" and place else front
        if d.slip == "row" and place:
            rows.append(tuple(factor * x for x in a[1]))
            continue
        pairs = [(factor * x, y) for x, y in zip(a[place], b[place], strict=True)]
        rows.append(tuple(x - y if down else x + y for x, y in pairs))
        parts += [times(factor, x) for x in a[place] if factor > 1]
        parts += [minus(x, y) if down else plus(x, y) for x, y in pairs]
    sign, name = "-" if less else "+", "subtraction" if down else "addition"
    first = f"{front if front > 1 else ''}"
    formal = " and ".join(
        f"part(answer, {i + 1}, {j + 1}) {'+' if less else '-'} {bracket(b[i][j])} = {front}*{bracket(a[i][j])}"
        for i in (0, 1)
        for j in (0, 1)
    )
    questions = (
        f"Compute {first}{shown(a)} {sign} {shown(b)}.",
        f"What is {first}{shown(a)} {sign} {shown(b)}?",
        f"A = {shown(a)} and B = {shown(b)}. Find {first}A {sign} B.",
    )
    return Item(
        questions, f"entry by entry, by @integer-{name}: {steps(*parts)}", shown(rows), f"size(answer) = 2 and {formal}"
    )


@adding_matrices.form("word problem")
def stock_of_two_shops(d: Draw) -> Item:
    a = tuple(tuple(d.within((2, 30), (5, 60), (5, 90)) for _ in range(2)) for _ in range(2))
    b = tuple(tuple(d.within((2, 30), (2, 40), (2, 40)) for _ in range(2)) for _ in range(2))
    less, weeks = d.difficulty > 1 and d.rng.random() < 0.5, d.within((1, 1), (1, 1), (2, 4))
    if less:
        a = tuple(tuple(x + weeks * y for x, y in zip(p, q, strict=True)) for p, q in zip(a, b, strict=True))
    down = less != (d.slip == "minus")
    rows = [
        [x - weeks * y if down else x + weeks * y for x, y in zip(p, q, strict=True)] for p, q in zip(a, b, strict=True)
    ]
    if d.slip == "row":
        rows[1] = list(a[1])
    parts = [
        steps(times(weeks, y) if weeks > 1 else "", minus(x, weeks * y) if down else plus(x, weeks * y))
        for p, q in list(zip(a, b, strict=True))[: 1 if d.slip == "row" else 2]
        for x, y in zip(p, q, strict=True)
    ]
    often = {1: "", 2: " in each of 2 weeks", 3: " in each of 3 weeks", 4: " in each of 4 weeks"}[weeks]
    verb = "sold" if less else "delivered"
    formal = is_matrix(
        [
            [f"{x} {'-' if less else '+'} {weeks}*{y}" for x, y in zip(p, q, strict=True)]
            for p, q in zip(a, b, strict=True)
        ]
    )
    return Item(
        (
            f"The rows of {shown(a)} are two shops, the columns shirts and trousers in stock. The pieces {shown(b)} "
            f"are {verb}{often}. What is the stock then, as a matrix?",
            f"Two libraries (rows) hold novels and comics (columns): {shown(a)}. {shown(b)} of them are "
            f"{'taken out' if less else 'bought'}{often}. Which matrix shows what they hold then?",
            f"A table of seats, {shown(a)}, has two halls as rows and stalls and balcony as columns. {shown(b)} are "
            f"{'removed' if less else 'added'}{often}. What does the table look like afterwards?",
        ),
        f"entry by entry, by @integer-{'subtraction' if down else 'addition'}: {steps(*parts)}",
        shown(rows),
        formal,
    )


@adding_matrices.form("reverse")
def missing_matrix(d: Draw) -> Item:
    a, x = matrix(d), matrix(d)
    front, own = d.within((1, 1), (2, 4), (2, 5)), d.within((1, 1), (1, 1), (2, 4))
    total = [[front * p + own * q for p, q in zip(one, two, strict=True)] for one, two in zip(a, x, strict=True)]
    sign = 1 if d.slip == "minus" else -1
    found = [
        [Fraction(t + sign * front * p, own) for t, p in zip(one, two, strict=True)]
        for one, two in zip(total, a, strict=True)
    ]
    left = f"{front if front > 1 else ''}A + {own if own > 1 else ''}X"
    parts = [
        plus(t, front * p) if d.slip == "minus" else minus(t, front * p)
        for one, two in zip(total, a, strict=True)
        for t, p in zip(one, two, strict=True)
    ]
    formal = is_matrix(
        [[f"{t} - {front}*({p})" for t, p in zip(one, two, strict=True)] for one, two in zip(total, a, strict=True)],
        f"{own}*{{}}",
    )
    questions = (
        f"A = {shown(a)} and {left} = {shown(total)}. Find the matrix X.",
        f"Which matrix X satisfies {left} = {shown(total)}, where A = {shown(a)}?",
        f"For A = {shown(a)}, what is X if {left} = {shown(total)}?",
    )
    work = (
        (f"{front}A is {shown([[front * p for p in row] for row in a])}; " if front > 1 else "")
        + f"entry by entry, by @integer-{'addition' if d.slip == 'minus' else 'subtraction'}: {steps(*parts)}"
        + (f"; each over {own}" if own > 1 else "")
    )
    return Item(questions, work, shown([[str(value) for value in row] for row in found]), formal)


@topic(
    "matrix-times-vector",
    columns="Columns are used instead of rows.",
    second="Only the first product of each row is taken.",
    entries="Each row is multiplied by one coordinate, and then added up.",
)
def matrix_times_vector(d: Draw) -> Item:
    size = 3 if d.difficulty == 3 else 2
    a, v = matrix(d, size), [entry(d) for _ in range(size)]
    rows = tuple(zip(*a, strict=True)) if d.slip == "columns" else a
    result = [dotted(row, v) for row in rows]
    work = "; ".join(dot_steps(row, v) for row in rows)
    if d.slip == "second":
        result = [row[0] * v[0] for row in rows]
        work = steps(*(times(row[0], v[0]) for row in rows))
    elif d.slip == "entries":
        result = [sum(row) * x for row, x in zip(rows, v, strict=True)]
        work = steps(*(times(sum(row), x) for row, x in zip(rows, v, strict=True)))
    formal = " and ".join(
        f"part(answer, {k}) - {bracket(row[0])}*{bracket(v[0])} = "
        f"{' + '.join(f'({p})*({x})' for p, x in zip(row[1:], v[1:], strict=True))}"
        for k, row in enumerate(a, 1)
    )
    questions = (
        f"Multiply the matrix {shown(a)} by the vector {point(*v)}.",
        f"What is {shown(a)} times the vector {point(*v)}?",
        f"A = {shown(a)} and v = {point(*v)}. Compute Av.",
    )
    return Item(questions, f"row by row a @dot-product: {work}", point(*result), f"size(answer) = {size} and {formal}")


@matrix_times_vector.form("word problem")
def recipes(d: Draw) -> Item:
    size = 3 if d.difficulty == 3 else 2
    a = tuple(tuple(d.within((1, 9), (2, 15), (2, 15)) for _ in range(size)) for _ in range(2))
    v = [d.within((2, 9), (2, 15), (2, 20)) for _ in range(size)]
    result = [dotted(row, v) for row in a]
    work = "; ".join(dot_steps(row, v) for row in a)
    if d.slip == "second":
        result, work = [row[0] * v[0] for row in a], steps(*(times(row[0], v[0]) for row in a))
    formal = " and ".join(
        f"part(answer, {k}) - {row[0]}*{v[0]} = {' + '.join(f'{p}*{x}' for p, x in zip(row[1:], v[1:], strict=True))}"
        for k, row in enumerate(a, 1)
    )
    kinds = "two" if size == 2 else "three"
    questions = (
        f"{shown(a)} has a row for eggs and one for cups of flour, and a column for each of {kinds} cakes. A bakery "
        f"bakes {point(*v)} of the cakes. How many eggs and cups does it need? Answer with a vector.",
        f"Each of {kinds} machines makes bolts and nuts, as many an hour as its column of {shown(a)} says (bolts "
        f"above, nuts below). They run {point(*v)} hours. Which vector tells how many bolts and nuts there are?",
        f"The columns of {shown(a)} belong to {kinds} kinds of tickets: price in euros above, minutes below. "
        f"{point(*v)} of them are sold. What are the total price and the total time, as a vector?",
    )
    return Item(questions, f"row by row a @dot-product: {work}", point(*result), f"size(answer) = 2 and {formal}")


@matrix_times_vector.form("reverse")
def missing_entry(d: Draw) -> Item:
    a, v = matrix(d), [entry(d), entry(d)]
    i, j, letter = d.within((0, 1)), d.within((0, 1)), d.choice(("k", "m"))
    while abs(v[j]) == 1:
        v[j] = d.nonzero((2, 6), (-6, 6), (-9, 9))
    result = [dotted(row, v) for row in a]
    grid: list[list[int | str]] = [list(row) for row in a]
    if d.difficulty == 3:  # the unknown stands in the vector
        unknown: list[int | str] = list(v)
        unknown[j] = letter
        answer, where = v[j], point(*unknown)
        formal = f"{bracket(a[0][j])}*answer + {bracket(a[0][1 - j])}*{bracket(v[1 - j])} = {result[0]}"
        rest, below, row = a[0][1 - j] * v[1 - j], a[0][j], 0
    else:
        grid[i][j] = letter
        answer, where, row = a[i][j], point(*v), i
        formal = f"answer*{bracket(v[j])} + {bracket(a[i][1 - j])}*{bracket(v[1 - j])} = {result[i]}"
        rest, below = a[i][1 - j] * v[1 - j], v[j]
    questions = (
        f"{shown(grid)} times {where} is {point(*result)}. Find {letter}.",
        f"For which {letter} is the product of {shown(grid)} and {where} equal to {point(*result)}?",
        f"The matrix {shown(grid)} takes the vector {where} to {point(*result)}. What is {letter}?",
    )
    work = (
        f"the {'first' if row == 0 else 'second'} row, as a @dot-product: "
        f"{times(a[row][1 - j], v[1 - j])}; {minus(result[row], rest)}; {over(result[row] - rest, below)}"
    )
    return Item(questions, work, f"{letter} = {answer}", formal)


@topic(
    "multiplying-matrices",
    entries="Entries in the same position are multiplied.",
    order="The factors are taken in the other order.",
    rows="Rows are combined with rows, not with columns.",
)
def multiplying_matrices(d: Draw) -> Item:
    a, b = matrix(d), matrix(d)
    squared = d.difficulty == 3 and d.rng.random() < 0.4
    if squared:
        b = a
    one, other = (b, a) if d.slip == "order" else (a, b)
    if d.slip == "rows":
        other = tuple(zip(*other, strict=True))
    rows = multiplied_rows(one, other)
    work = "; ".join(dot_steps(row, column) for row in one for column in zip(*other, strict=True))
    if d.slip == "entries":
        rows = tuple(tuple(x * y for x, y in zip(p, q, strict=True)) for p, q in zip(a, b, strict=True))
        work = steps(*(times(x, y) for p, q in zip(a, b, strict=True) for x, y in zip(p, q, strict=True)))
    det = f"{a[0][0] * a[1][1] - a[0][1] * a[1][0]}*{bracket(b[0][0] * b[1][1] - b[0][1] * b[1][0])}"
    sums = [
        f"part(answer, {i + 1}, 1) + part(answer, {i + 1}, 2) = "
        f"{a[i][0]}*{bracket(b[0][0] + b[0][1])} + {a[i][1]}*{bracket(b[1][0] + b[1][1])}"
        for i in (0, 1)
    ]
    firsts = [
        f"part(answer, {i + 1}, 1) - {bracket(a[i][0])}*{bracket(b[0][0])} = {a[i][1]}*{bracket(b[1][0])}"
        for i in (0, 1)
    ]
    questions = ask(
        ("Find A^2 for A = {}.", "What is the square of the matrix {}?", "Multiply the matrix {} by itself.")
        if squared
        else ("Multiply the matrices {} and {}.", "What is {} times {}?", "A = {} and B = {}. Compute AB."),
        shown(a),
        shown(b),
    )
    formal = (
        f"size(answer) = 2 and {' and '.join(sums + firsts)} and part(answer, 1, 1)*part(answer, 2, 2) - "
        f"part(answer, 1, 2)*part(answer, 2, 1) = {det}"
    )
    return Item(questions, f"each entry is a @dot-product of a row and a column: {work}", shown(rows), formal)


@multiplying_matrices.form("one entry")
def entry_of_a_product(d: Draw) -> Item:
    size = 2 if d.difficulty == 1 else 3
    a, b = matrix(d, size), matrix(d, size)
    i, j = d.within((0, size - 1)), d.within((0, size - 1))
    third = d.difficulty == 3 and d.rng.random() < 0.5
    if third:
        b = a
    row, column = a[i], [line[j] for line in b]
    if d.slip == "order":
        row, column = b[i], [line[j] for line in a]
    elif d.slip == "rows":
        column = list(b[j])
    value, work = dotted(row, column), dot_steps(row, column)
    if d.slip == "entries":
        value, work = a[i][j] * b[i][j], times(a[i][j], b[i][j])
    where = f"row {i + 1} and column {j + 1}"
    questions = ask(
        (
            f"What stands in {where} of A^2, if A = {{}}?",
            f"Find the entry in {where} of the square of {{}}.",
            f"The matrix {{}} is multiplied by itself. Which number is in {where} of the result?",
        )
        if third
        else (
            f"A = {{}} and B = {{}}. What stands in {where} of AB?",
            f"Find the entry in {where} of the product of {{}} and {{}}.",
            f"{{}} is multiplied by {{}}, in this order. Which number is in {where} of the result?",
        ),
        shown(a),
        shown(b),
    )
    formal = (
        f"answer - {bracket(a[i][0])}*{bracket(b[0][j])} = "
        f"{' + '.join(f'({a[i][k]})*({b[k][j]})' for k in range(1, size))}"
    )
    return Item(questions, f"the @dot-product of row {i + 1} and column {j + 1}: {work}", str(value), formal)


@multiplying_matrices.form("reverse")
def entry_of_a_factor(d: Draw) -> Item:
    a, b = matrix(d), matrix(d)
    i, j, letter = d.within((0, 1)), d.within((0, 1)), d.choice(("k", "m"))
    rows = multiplied_rows(a, b)
    column = d.within((0, 1)) if d.difficulty > 1 else 0
    while b[j][column] in (1, -1):
        b = matrix(d)
        rows = multiplied_rows(a, b)
    grid: list[list[int | str]] = [list(row) for row in a]
    grid[i][j] = letter
    rest, target, below = a[i][1 - j] * b[1 - j][column], rows[i][column], b[j][column]
    questions = (
        f"{shown(grid)} times {shown(b)} is {shown(rows)}. Find {letter}.",
        f"Which {letter} makes the product of {shown(grid)} and {shown(b)} equal to {shown(rows)}?",
        f"AB = {shown(rows)} for A = {shown(grid)} and B = {shown(b)}. What is {letter}?",
    )
    work = (
        f"row {i + 1} and column {column + 1}, a @dot-product: {times(a[i][1 - j], b[1 - j][column])}; "
        f"{minus(target, rest)}; {over(target - rest, below)}"
    )
    return Item(questions, work, f"{letter} = {a[i][j]}", f"answer*{bracket(below)} + {bracket(rest)} = {target}")


@multiplying_matrices.form("yes or no")
def do_they_commute(d: Draw) -> Item:
    a = matrix(d)
    p, q = d.nonzero((1, 3), (-3, 3), (-4, 4)), d.within((0, 3), (-3, 3), (-5, 5))
    b = tuple(tuple(p * a[i][j] + q * (i == j) for j in (0, 1)) for i in (0, 1))
    if d.rng.random() < 0.5:
        b = (b[0], (b[1][0] + d.choice((0, 1)), b[1][1] + 1))
    one, other = multiplied_rows(a, b), multiplied_rows(b, a)
    differ = [(i, j) for i in (0, 1) for j in (0, 1) if one[i][j] != other[i][j]]
    i, j = differ[0] if differ else (0, 1)
    return judged(
        (
            f"A = {shown(a)} and B = {shown(b)}. Is AB = BA? Answer yes or no.",
            f"Do the matrices {shown(a)} and {shown(b)} give the same product in both orders? Answer yes or no.",
            f"Does it make no difference in which order {shown(a)} and {shown(b)} are multiplied? Answer yes or no.",
        ),
        f"row by row, with a @dot-product for each entry, AB = {shown(one)} and BA = {shown(other)}",
        not differ,
        str(one[i][j]),
        f"answer = {' + '.join(f'({b[i][k]})*({a[k][j]})' for k in (0, 1))}",
    )
