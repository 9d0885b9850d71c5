"""Products of vectors: the dot product, right angles, the cross product."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from tutelage.records import Checker
from tutelage.subjects.calculus.exact import exact
from tutelage.subjects.calculus.notation import bracket, point, surd, term, terms
from tutelage.subjects.calculus.steps import minus, plus, steps, times
from tutelage.subjects.calculus.topic import ask, judged, topic
from tutelage.subjects.calculus.vectors import Vector, added, dotted, vector
from tutelage.subjects.workbook import Draw, Item


def crossed(u: Sequence[int], v: Sequence[int]) -> Vector:
    (a, b, c), (e, f, g) = u, v
    return [b * g - c * f, c * e - a * g, a * f - b * e]


def dot_steps(u: Sequence[int], v: Sequence[int]) -> str:
    """The steps to a dot product."""
    return steps(
        *(times(a, b) for a, b in zip(u, v, strict=True)), added([a * b for a, b in zip(u, v, strict=True)])[0]
    )


@topic(
    "dot-product",
    left="The last product is left out.",
    sign="The last product is subtracted.",
    vector="The minus signs of the products are left out.",
    takes=range(2, 10),
)
def dot_product(d: Draw) -> Item:
    u, v = vector(d), vector(d)
    if d.given is not None:
        u[0] = d.given
    factor = d.within((2, 4)) if d.difficulty == 3 else 1
    if d.difficulty == 3:
        return _dot_of_a_sum(d, u, v, factor)
    products = [a * b for a, b in zip(u, v, strict=True)]
    used = d.outcome(
        products, left=products[:-1], sign=[*products[:-1], -products[-1]], vector=[abs(p) for p in products]
    )
    summed, value = added(used)
    work = steps(*(times(a, b) for a, b in zip(u, v, strict=True)), summed)
    shown = point(d.shown(u[0]), *u[1:])
    return Item(
        (
            f"Find the dot product of {shown} and {point(*v)}.",
            f"What is the dot product u*v of u = {shown} and v = {point(*v)}?",
            f"Compute the scalar product of the vectors {shown} and {point(*v)}.",
        ),
        f"@integer-multiplication: {work}",
        str(value),
        # half of |u + v|^2 - |u|^2 - |v|^2
        f"answer = ({' + '.join(f'({a} + {bracket(b)})^2 - ({a})^2 - ({b})^2' for a, b in zip(u, v, strict=True))})/2",
        value=sum(products),
        noun=f"the dot product of {point(*u)} and {point(*v)}",
    )


def _dot_of_a_sum(d: Draw, u: Vector, v: Vector, factor: int) -> Item:
    """A sum of vectors in a dot product."""
    w = vector(d, 3)
    less = d.rng.random() < 0.5
    combined = [factor * a - b if less else factor * a + b for a, b in zip(u, v, strict=True)]
    products = [a * b for a, b in zip(combined, w, strict=True)]
    used = d.outcome(
        products, left=products[:-1], sign=[*products[:-1], -products[-1]], vector=[abs(p) for p in products]
    )
    summed, value = added(used)
    left = f"({factor}u {'-' if less else '+'} v)"
    return Item(
        (
            f"u = {point(*u)}, v = {point(*v)} and w = {point(*w)}. Find the dot product of {left} and w.",
            f"What is the dot product of {left[1:-1]} with w, for u = {point(*u)}, v = {point(*v)}, w = {point(*w)}?",
            f"Compute the scalar product of {left} and w, where u = {point(*u)}, v = {point(*v)} and w = {point(*w)}.",
        ),
        f"@integer-multiplication: {left} is {point(*combined)}; "
        f"{steps(*(times(a, b) for a, b in zip(combined, w, strict=True)), summed)}",
        str(value),
        # the product is linear: it is the combination of two dot products
        f"answer = {factor}*({' + '.join(f'{a}*({b})' for a, b in zip(u, w, strict=True))}) {'-' if less else '+'} "
        f"({' + '.join(f'{a}*({b})' for a, b in zip(v, w, strict=True))})",
        value=sum(products),
        noun=f"the dot product of {point(*combined)} and {point(*w)}",
    )


@dot_product.form("word problem")
def shopping(d: Draw) -> Item:
    count = 2 if d.difficulty == 1 else 3 if d.difficulty == 2 else 4
    prices = [d.within((2, 9), (2, 15), (2, 25)) for _ in range(count)]
    amounts = [d.within((2, 9), (2, 12), (2, 20)) for _ in range(count)]
    products = [a * b for a, b in zip(prices, amounts, strict=True)]
    used = products[:-1] if d.slip == "left" else products
    summed, value = added(used)
    return Item(
        (
            f"A shop sells {count} kinds of pens at the prices {point(*prices)}, in euros. A school orders the amounts "
            f"{point(*amounts)}. What does it pay?",
            f"In a game, hits in {count} rings are worth {point(*prices)} points each, in order, and a player hits the "
            f"rings {point(*amounts)} times. How many points is that?",
            f"{count} sorts of sacks weigh {point(*prices)} kilograms each, in order, and a lorry carries "
            f"{point(*amounts)} of them. How many kilograms is that in all?",
        ),
        f"the dot product of both rows, by @integer-multiplication: "
        f"{steps(*(times(a, b) for a, b in zip(prices, amounts, strict=True)), summed)}",
        str(value),
        f"answer - {products[0]} = {' + '.join(f'{a}*{b}' for a, b in list(zip(prices, amounts, strict=True))[1:])}",
        value=sum(products),
        noun=f"the dot product of {point(*prices)} and {point(*amounts)}",
    )


@dot_product.form("reverse")
def coordinate_from_the_product(d: Draw) -> Item:
    u, v = vector(d), vector(d)
    place, letter = d.within((0, len(u) - 1)), d.choice(("k", "t"))
    while abs(v[place]) == 1:
        v[place] = d.nonzero((2, 9), (-7, 7), (-9, 9))
    value = dotted(u, v)
    rest = value - u[place] * v[place]
    wrong = value + rest
    shown: list[int | str] = list(u)
    shown[place] = letter
    found = Fraction(wrong if d.slip == "sign" else value - rest, v[place])
    others = [(a, b) for k, (a, b) in enumerate(zip(u, v, strict=True)) if k != place]
    return Item(
        (
            f"The dot product of {point(*shown)} and {point(*v)} is {value}. Find {letter}.",
            f"For which {letter} is the dot product of {point(*shown)} and {point(*v)} equal to {value}?",
            f"What is {letter}, if {point(*shown)} times {point(*v)}, as a dot product, is {value}?",
        ),
        f"@integer-multiplication: "
        f"{steps(*(times(a, b) for a, b in others), added([a * b for a, b in others])[0] if len(others) > 1 else '')}; "
        f"{plus(value, rest) if d.slip == 'sign' else minus(value, rest)}; "
        f"{wrong if d.slip == 'sign' else value - rest}/{bracket(v[place])} = {found}",
        f"{letter} = {found}",
        f"answer*{bracket(v[place])} + {' + '.join(f'{a}*({b})' for a, b in others)} = {value}",
    )


@dot_product.form("which kind")
def kind_of_angle(d: Draw) -> Item:
    u, v = vector(d), vector(d)
    if d.difficulty == 1:
        v = [d.choice((-1, 1)) * abs(b) for b in v]
    if d.rng.random() < 0.35:
        v = [u[1], -u[0], 0][: len(u)] if d.rng.random() < 0.5 else [-u[1], u[0], 0][: len(u)]
    value = dotted(u, v)
    kind = "acute" if value > 0 else "obtuse" if value < 0 else "right"
    sign = ">" if value > 0 else "<" if value < 0 else "="
    questions = (
        f"Is the angle between {point(*u)} and {point(*v)} acute, right or obtuse?",
        f"The vectors {point(*u)} and {point(*v)} start at the same point. Is their angle acute, right or obtuse?",
        f"Tell from the dot product whether {point(*u)} and {point(*v)} enclose an acute, a right or an obtuse angle.",
    )
    return Item(
        questions,
        f"@integer-multiplication: {dot_steps(u, v)}; this is "
        f"{'positive' if value > 0 else 'negative' if value < 0 else '0'}, so the angle is {kind}",
        kind,
        f'answer = "{kind}" if {" + ".join(f"{a}*({b})" for a, b in zip(u, v, strict=True))} {sign} 0',
        checker=Checker.TEXT,
    )


@topic(
    "perpendicular-vectors",
    sign="The sign is wrong when the known products are brought to the other side.",
    parallel="The vectors are made parallel.",
    one="The dot product is set equal to 1.",
)
def perpendicular_vectors(d: Draw) -> Item:
    u, v = vector(d), vector(d)
    product = dotted(u[:-1], v[:-1])
    while product == 0 or (d.difficulty == 3 and u[-1] + u[0] == 0):
        u, v = vector(d), vector(d)
        product = dotted(u[:-1], v[:-1])
    letter = d.choice(("k", "s", "t"))
    twice = d.difficulty == 3
    if twice:  # the unknown stands in two coordinates
        product = u[1] * v[1] + u[2] * v[2]
        while product == 0:
            v[1] += 1
            product = u[1] * v[1] + u[2] * v[2]
        lead = u[0] + u[2]
        shown = point(letter, v[1], f"{letter} {'+' if v[2] > 0 else '-'} {abs(v[2])}")
        work = steps(times(u[1], v[1]), times(u[2], v[2]), plus(u[1] * v[1], u[2] * v[2]), plus(u[0], u[2]))
    else:
        lead, shown = u[-1], point(*v[:-1], letter)
        pairs = list(zip(u[:-1], v[:-1], strict=True))
        work = steps(*(times(a, b) for a, b in pairs), added([a * b for a, b in pairs])[0] if len(pairs) > 1 else "")
    value = Fraction(d.outcome(-product, sign=product, one=1 - product), lead)
    equation = f"{terms(str(product), term(lead, 1, letter))} = {1 if d.slip == 'one' else 0}"
    first = f"by the @dot-product, which must be {1 if d.slip == 'one' else 0}: {work}"
    full = f"{first}; @linear-equations {equation}"
    if d.slip == "parallel" and not twice:
        value = Fraction(v[0] * u[-1], u[0])
        full = f"{v[0]}/{bracket(u[0])} = {Fraction(v[0], u[0])}; the last coordinate is {value}"
    questions = (
        f"For which {letter} is {shown} perpendicular to {point(*u)}?",
        f"Find {letter} so that {shown} and {point(*u)} are perpendicular.",
        f"The vectors {shown} and {point(*u)} meet at a right angle. What is {letter}?",
    )
    stories = (
        f"A straight path runs in the direction {point(*u)}. A second one, in the direction {shown}, is to cross it at "
        f"a right angle. Which {letter} is needed?",
        f"A beam lies in the direction {point(*u)}, and another one in the direction {shown} is to stand at a right "
        f"angle to it. Find {letter}.",
        f"A force {shown} does no work along the way {point(*u)}, because it acts at a right angle. What is {letter}?",
    )
    return Item(
        questions,
        full,
        f"{letter} = {value}",
        f"{product} + {bracket(lead)}*answer = 0",
        worded={"word problem": stories},
    )


@perpendicular_vectors.form("yes or no")
def are_they_perpendicular(d: Draw) -> Item:
    u, v = vector(d), vector(d)
    if d.difficulty == 1:
        k = d.within((1, 3))
        v = [k * u[1], -k * u[0]] if d.rng.random() < 0.5 else [-k * u[1], k * u[0]]
        v[1] += d.choice((0, 0, 1, -1))
    else:
        v[2] = d.nonzero((-7, 7))
        rest = dotted(u[:2], v[:2])
        if rest % u[2]:
            u[2] = d.choice((1, -1))
        v[2] = -rest // u[2] + d.choice((0, 0, 1, -1))
    value = dotted(u, v)
    return judged(
        (
            f"Are {point(*u)} and {point(*v)} perpendicular? Answer yes or no.",
            f"Do the vectors {point(*u)} and {point(*v)} meet at a right angle? Answer yes or no.",
            f"A surveyor measures the directions {point(*u)} and {point(*v)}. Is the angle between them 90 degrees? "
            "Answer yes or no.",
        ),
        f"@dot-product: {dot_steps(u, v)}",
        value == 0,
        "0",
        f"answer = {' + '.join(f'{a}*({b})' for a, b in zip(u, v, strict=True))}",
    )


@perpendicular_vectors.form("two steps")
def right_angle_at_a_corner(d: Draw) -> Item:
    a, u = vector(d), vector(d)
    v = vector(d)
    product = dotted(u[:-1], v[:-1])
    while product == 0 or product % u[-1]:
        u, v = vector(d), vector(d)
        product = dotted(u[:-1], v[:-1])
    last = -product // u[-1]
    b = [x + y for x, y in zip(a, u, strict=True)]
    c = [x + y for x, y in zip(a, [*v[:-1], last], strict=True)]
    letter = d.choice(("k", "t"))
    shown: list[int | str] = [*c[:-1], letter]
    value = a[-1] - last if d.slip == "sign" else c[-1]
    questions = (
        f"A = {point(*a)}, B = {point(*b)} and C = {point(*shown)}. For which {letter} does the triangle ABC have a "
        "right angle at A?",
        f"The triangle with the corners A = {point(*a)}, B = {point(*b)} and C = {point(*shown)} has a right angle at "
        f"A. Find {letter}.",
        f"From A = {point(*a)} two edges lead to B = {point(*b)} and C = {point(*shown)}; they are perpendicular. What "
        f"is {letter}?",
    )
    work = (
        f"from A to B it is {point(*u)}, from A to C {point(*v[:-1], f'{letter} - {bracket(a[-1])}')}; by the "
        f"@dot-product: {steps(*(times(x, y) for x, y in zip(u[:-1], v[:-1], strict=True)))}; in all {product}; by "
        f"@linear-equations the last coordinate is {-last if d.slip == 'sign' else last}; "
        f"{plus(a[-1], -last if d.slip == 'sign' else last)}"
    )
    return Item(questions, work, f"{letter} = {value}", f"{product} + {bracket(u[-1])}*(answer - ({a[-1]})) = 0")


@topic(
    "cross-product",
    sign="The middle coordinate has the wrong sign.",
    order="The two products are added in each coordinate, not subtracted.",
    swap="The vectors are taken in the opposite order.",
)
def cross_product(d: Draw) -> Item:
    u, v = vector(d, 3), vector(d, 3)
    if d.difficulty == 1:
        u[d.within((0, 2))] = 0
    factor = d.within((1, 1), (1, 1), (2, 4))
    while not any(crossed(u, v)):
        v = vector(d, 3)
    (a, b, c), (e, f, g) = (v, u) if d.slip == "swap" else (u, v)
    pairs = (((b, g), (c, f)), ((c, e), (a, g)), ((a, f), (b, e)))
    result = [p * q + r * s if d.slip == "order" else p * q - r * s for (p, q), (r, s) in pairs]
    parts = [
        steps(times(p, q), times(r, s), plus(p * q, r * s) if d.slip == "order" else minus(p * q, r * s))
        for (p, q), (r, s) in pairs
    ]
    if d.slip == "sign":
        result[1] = -result[1]
        (p, q), (r, s) = pairs[1]
        parts[1] = steps(times(r, s), times(p, q), minus(r * s, p * q))
    truth = crossed(u, v)
    scaled = [factor * x for x in result]
    name = f"{factor}(u × v)" if factor > 1 else "u × v"
    (a, b, c), (e, f, g) = u, v
    return Item(
        ask(
            (
                "Find the cross product of {} and {}.",
                "What is the cross product of {} and {}?",
                "Compute the cross product {} × {}.",
            )
            if factor == 1
            else (
                f"u = {{}} and v = {{}}. Find {factor} times their cross product u × v.",
                f"What is {name}, for u = {{}} and v = {{}}?",
                f"Compute {factor}(u × v), the multiple of a cross product, for u = {{}}, v = {{}}.",
            ),
            point(*u),
            point(*v),
        ),
        f"@integer-multiplication: {'; '.join(parts)}" + (f"; times {factor}" if factor > 1 else ""),
        point(*scaled),
        f"size(answer) = 3 and {' + '.join(f'({x})*part(answer, {k})' for k, x in enumerate(u, 1))} = 0 and "
        f"{' + '.join(f'({x})*part(answer, {k})' for k, x in enumerate(v, 1))} = 0 and part(answer, 3)/{factor} + "
        f"{b}*{bracket(e)} = {a}*{bracket(f)} and part(answer, 1)/{factor} + {c}*{bracket(f)} = {b}*{bracket(g)} and "
        f"part(answer, 2)/{factor} + {a}*{bracket(g)} = {c}*{bracket(e)}"
        if any(truth)
        else "size(answer) = 3",
    )


@cross_product.form("rules")
def rules_of_the_cross_product(d: Draw) -> Item:
    product = vector(d, 3)
    p, q = d.within((2, 4), (2, 6), (2, 9)), d.nonzero((1, 1), (1, 4), (-6, 6))
    turned = d.difficulty == 1 or d.rng.random() < 0.6
    right = -p * q if turned else p * q
    factor = -right if d.slip == "swap" else right
    first, second = ("v", "u") if turned else ("u", "v")
    asked = f"({p}{first}) × {second if q == 1 else f'({term(q, 1, second)})'}"
    more = d.nonzero((-5, 5)) if d.difficulty == 3 else 0
    if more:  # a multiple of the same vector changes nothing
        asked = f"({p}{first}) x ({terms(term(q, 1, second), term(more, 1, first))})"
    result = [factor * x for x in product]
    questions = (
        f"u × v = {point(*product)}. What is {asked}?",
        f"The cross product of u and v is {point(*product)}. Find {asked}.",
        f"Give {asked}, if u × v = {point(*product)}.",
    )
    work = (
        (f"{first} × {first} is the zero vector; " if more else "")
        + (f"{first} × {second} is the opposite of u × v; " if turned and d.slip != "swap" else "")
        + f"by @integer-multiplication every coordinate is multiplied by {factor}"
    )
    formal = "size(answer) = 3 and " + " and ".join(
        f"part(answer, {k})/{bracket(-p * q if turned else p * q)} = {x}" for k, x in enumerate(product, 1)
    )
    return Item(questions, work, point(*result), formal)


@cross_product.form("application")
def spanned_area(d: Draw) -> Item:
    u, v = vector(d, 3), vector(d, 3)
    if d.difficulty == 1:
        u, v = [d.within((0, 4)) for _ in range(3)], [d.within((0, 4)) for _ in range(3)]
    elif d.difficulty == 3:
        u, v = [d.within((-4, 4)) for _ in range(3)], [d.within((-4, 4)) for _ in range(3)]
    product = crossed(u, v)
    if not any(product):
        return spanned_area(d)
    if d.slip == "order":
        (a, b, c), (e, f, g) = u, v
        product = [b * g + c * f, c * e + a * g, a * f + b * e]
    elif d.slip == "sign":
        product[1] += u[0] * v[2]
    square = dotted(product, product)
    start = vector(d, 3)
    half = d.difficulty == 3
    length = surd(1, square) if square else "0"
    if half:
        length = exact(Fraction(1, 2), square)
    second, third = ([x + y for x, y in zip(start, each, strict=True)] for each in (u, v))
    given = f"A = {point(*start)}, B = {point(*second)} and C = {point(*third)}"
    questions = (
        (
            f"What is the area of the triangle with the corners {given}?",
            f"Find the area of the triangle ABC: {given}.",
            f"A triangular sail has the corners {given}, in metres. What is its area in square metres?",
        )
        if half
        else (
            f"What is the area of the parallelogram spanned by {point(*u)} and {point(*v)}?",
            f"Find the area of a parallelogram with the sides {point(*u)} and {point(*v)}, given as vectors.",
            f"The vectors {point(*u)} and {point(*v)} are two edges of a solar panel in the shape of a parallelogram. "
            "Find its area.",
        )
    )
    dot = dotted(u, v)
    return Item(
        questions,
        (f"from A to B it is {point(*u)}, from A to C {point(*v)}; " if half else "")
        + f"the cross product is {point(*product)}; by the @length-of-a-vector it is sqrt({square}) long"
        + (f", and half of it is {length}" if half else f", that is {length}" if length != f"sqrt({square})" else ""),
        length,
        f"({2 if half else 1}*answer)^2 = {dotted(u, u)}*{dotted(v, v)} - ({dot})^2 and answer > 0",
    )
