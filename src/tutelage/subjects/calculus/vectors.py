"""Vectors: sums, length, scalar product, right angles, cross product."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.topic import (
    ask,
    bracket,
    minus,
    number,
    plus,
    point,
    raised,
    steps,
    surd,
    term,
    terms,
    times,
    topic,
)
from tutelage.subjects.workbook import Draw, Item


def _vector(d: Draw, size: int | None = None) -> list[int]:
    count = size or (2 if d.difficulty == 1 else 3)
    return [d.nonzero((1, 9), (-7, 7), (-9, 9)) for _ in range(count)]


def _sum(values: list[int]) -> tuple[str, int]:
    """The steps that add the values, and their sum."""
    parts, running = [], values[0]
    for value in values[1:]:
        parts.append(plus(running, value))
        running += value
    return steps(*parts), running


@topic(
    "adding-vectors",
    "adding vectors",
    {"factor": "Only the first coordinate is multiplied.", "minus": "The second vector is added with the wrong sign."},
)
def adding_vectors(d: Draw) -> Item:
    u, v, factor = _vector(d), _vector(d), d.within((2, 4), (2, 5), (2, 6))
    less = d.difficulty > 1 and d.rng.random() < 0.5
    scaled = [factor * a if place == 0 or d.slip != "factor" else a for place, a in enumerate(u)]
    down = less != (d.slip == "minus")
    result = [a - b if down else a + b for a, b in zip(scaled, v, strict=True)]
    work = steps(
        *(times(factor, a) for a in (u[:1] if d.slip == "factor" else u)),
        *(minus(a, b) if down else plus(a, b) for a, b in zip(scaled, v, strict=True)),
    )
    sign = "-" if less else "+"
    formal = " and ".join(
        f"part(answer, {place}) {'+' if less else '-'} {bracket(b)} = {factor}*{bracket(a)}"
        for place, (a, b) in enumerate(zip(u, v, strict=True), 1)
    )
    return Item(
        ask(
            (
                f"Compute {factor}u {sign} v for u = {{}} and v = {{}}.",
                f"u = {{}} and v = {{}}. What is {factor}u {sign} v?",
                f"u = {{}}, v = {{}}. Find {factor}u {sign} v.",
            ),
            point(*u),
            point(*v),
        ),
        f"coordinate by coordinate, @integer-multiplication {work}",
        point(*result),
        f"size(answer) = {len(u)} and {formal}",
    )


_WHOLE_LENGTHS = {
    2: ((3, 4), (6, 8), (5, 12), (8, 15)),
    3: ((1, 2, 2), (2, 3, 6), (1, 4, 8), (2, 6, 9), (4, 4, 7), (6, 6, 7), (3, 4, 12)),
}
"""Coordinates of vectors whose length is a whole number."""


@topic(
    "length-of-a-vector",
    "length of a vector",
    {"sum": "The coordinates are added.", "root": "The root is not taken."},
)
def length_of_a_vector(d: Draw) -> Item:
    u = _vector(d)
    if d.rng.random() < 0.15:
        u = list(d.choice(_WHOLE_LENGTHS[len(u)]))
        d.rng.shuffle(u)
        if d.difficulty > 1:
            u = [d.choice((-1, 1)) * a for a in u]
    squares, square = _sum([a * a for a in u])
    answer = {"sum": str(sum(map(abs, u))), "root": str(square)}.get(d.slip, surd(1, square))
    work = f"@powers {steps(*(raised(a, 2) for a in u), squares)}"
    work += "" if d.slip == "root" else f"; @square-roots sqrt({square}) = {answer}"
    if d.slip == "sum":
        work = _sum([abs(a) for a in u])[0]
    return Item(
        ask(
            ("How long is the vector {}?", "Find the length of the vector {}.", "What is the length of {}?"), point(*u)
        ),
        f"by the @pythagorean-theorem {work}",
        answer,
        f"answer^2 - {bracket(u[0])}^2 = {' + '.join(f'({a})^2' for a in u[1:])} and answer > 0",
    )


@topic(
    "dot-product",
    "dot product",
    {"vector": "The last product is left out.", "sign": "The last product is subtracted."},
    takes=range(2, 10),
)
def dot_product(d: Draw) -> Item:
    u, v = _vector(d), _vector(d)
    if d.given is not None:
        u[0] = d.given
    products = [a * b for a, b in zip(u, v, strict=True)]
    used = products[:-1] if d.slip == "vector" else [*products[:-1], -products[-1]] if d.slip == "sign" else products
    added, value = _sum(used)
    work = steps(*(times(a, b) for a, b in zip(u, v, strict=True)), added)
    shown = point(d.shown(u[0]), *u[1:])
    return Item(
        ask(
            (
                "Find the dot product of {} and {}.",
                "What is the dot product of {} and {}?",
                "Compute the scalar product of the vectors {} and {}.",
            ),
            shown,
            point(*v),
        ),
        f"@integer-multiplication {work}",
        str(value),
        # half of |u + v|^2 - |u|^2 - |v|^2
        f"answer = ({' + '.join(f'({a} + {bracket(b)})^2 - ({a})^2 - ({b})^2' for a, b in zip(u, v, strict=True))})/2",
        value=sum(products),
        noun=f"the dot product of {point(*u)} and {point(*v)}",
    )


@topic(
    "perpendicular-vectors",
    "perpendicular vectors",
    {"sign": "The sign is wrong.", "parallel": "The vectors are made parallel."},
)
def perpendicular_vectors(d: Draw) -> Item:
    u, v = _vector(d), _vector(d)
    product = sum(a * b for a, b in zip(u[:-1], v[:-1], strict=True))
    while product == 0:
        v[0] += 1
        product = sum(a * b for a, b in zip(u[:-1], v[:-1], strict=True))
    value = Fraction(product if d.slip == "sign" else -product, u[-1])
    letter = d.choice(("k", "s", "t"))
    added = _sum([a * b for a, b in zip(u[:-1], v[:-1], strict=True)])[0]
    work = steps(*(times(a, b) for a, b in zip(u[:-1], v[:-1], strict=True)), added)
    equation = f"{terms(str(product), term(u[-1], 1, letter))} = 0"
    if d.slip == "parallel":
        value = Fraction(v[0] * u[-1], u[0])
        work = f"{v[0]}/{bracket(u[0])} = {number(Fraction(v[0], u[0]))}"
    return Item(
        ask(
            (
                f"For which {letter} is {{}} perpendicular to {{}}?",
                f"Find {letter} so that {{}} and {{}} are perpendicular.",
                f"The vectors {{}} and {{}} meet at a right angle. What is {letter}?",
            ),
            point(*v[:-1], letter),
            point(*u),
        ),
        f"the @dot-product is 0: {work}; @linear-equations {equation}"
        if d.slip != "parallel"
        else f"{work}; the last coordinate is {number(value)}",
        f"{letter} = {number(value)}",
        f"{product} + {bracket(u[-1])}*answer = 0",
    )


@topic(
    "cross-product",
    "cross product",
    {"sign": "The middle coordinate has the wrong sign.", "order": "The two products are added."},
)
def cross_product(d: Draw) -> Item:
    (a, b, c), (e, f, g) = _vector(d, 3), _vector(d, 3)
    pairs = ((b * g, c * f), (c * e, a * g), (a * f, b * e))
    while all(p == q for p, q in pairs):
        a += 1
        pairs = ((b * g, c * f), (c * e, a * g), (a * f, b * e))
    result = [p + q if d.slip == "order" else p - q for p, q in pairs]
    if d.slip == "sign":
        result[1] = -result[1]
    parts = [plus(p, q) if d.slip == "order" else minus(p, q) for p, q in pairs]
    if d.slip == "sign":
        parts[1] = minus(pairs[1][1], pairs[1][0])
    products = [(b, g), (c, f), (c, e), (a, g), (a, f), (b, e)]
    shown = [steps(times(*products[2 * k]), times(*products[2 * k + 1]), parts[k]) for k in range(3)]
    u, v = (a, b, c), (e, f, g)
    right = [f"{x}*part(answer, {place})" for place, x in enumerate(u, 1)]
    left = [f"{x}*part(answer, {place})" for place, x in enumerate(v, 1)]
    return Item(
        ask(
            (
                "Find the cross product of {} and {}.",
                "What is the cross product of {} and {}?",
                "Compute {} x {} (cross product).",
            ),
            point(*u),
            point(*v),
        ),
        f"@integer-multiplication {'; '.join(shown)}",
        point(*result),
        f"size(answer) = 3 and {' + '.join(right)} = 0 and {' + '.join(left)} = 0 and "
        f"part(answer, 3) + {b}*{bracket(e)} = {a}*{bracket(f)} and "
        f"part(answer, 1) + {c}*{bracket(f)} = {b}*{bracket(g)} and "
        f"part(answer, 2) + {a}*{bracket(g)} = {c}*{bracket(e)}",
    )


TOPICS = (adding_vectors, length_of_a_vector, dot_product, perpendicular_vectors, cross_product)
