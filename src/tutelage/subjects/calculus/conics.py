"""Circles, ellipses, and parabolas by their focus."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.notation import bracket, bracket_fraction, linear, point, surd, term, terms
from tutelage.subjects.calculus.steps import minus, over, plus, raised, steps, times
from tutelage.subjects.calculus.topic import ask, lowest, topic
from tutelage.subjects.workbook import Draw, Item

POSITIONS = ("inside", "on the circle", "outside")
_TRIPLES = ((3, 4, 5), (5, 12, 13), (8, 15, 17), (6, 8, 10), (7, 24, 25), (9, 12, 15))


def _circle(a: int, b: int, square: int) -> str:
    """`(x - 3)^2 + (y + 1)^2 = 25`."""
    first = f"({linear(1, -a)})^2" if a else "x^2"
    second = f"({linear(1, -b, 'y')})^2" if b else "y^2"
    return f"{first} + {second} = {square}"


def _general(a: int, b: int, square: int) -> str:
    """The same circle without brackets."""
    return f"{terms('x^2', 'y^2', term(-2 * a), term(-2 * b, 1, 'y'), str(a * a + b * b - square))} = 0"


@topic(
    "equations-of-circles",
    sign="The centre is read off with the wrong signs.",
    square="The root of the right side is not taken.",
    half="The coefficients are not halved.",
)
def equations_of_circles(d: Draw) -> Item:
    """At 1 and 2 with brackets, at 3 often without them."""
    a, b = d.nonzero((1, 9), (-9, 9), (-9, 9)), d.nonzero((1, 9), (-9, 9), (-9, 9))
    r = d.within((2, 9), (2, 12), (2, 9))
    square = r * r if d.difficulty < 3 or d.rng.random() < 0.6 else r
    open_form = d.difficulty == 3 or (d.difficulty == 2 and d.rng.random() < 0.3)
    shown = _general(a, b, square) if open_form else _circle(a, b, square)
    first = steps(f"{-2 * a}/2 = {-a}", f"{-2 * b}/2 = {-b}", _circle(a, b, square)) if open_form else ""
    if d.rng.random() < 0.5:
        size = d.outcome(1, sign=-1, half=2 if open_form else 1)
        found = (a * size, b * size)
        return Item(
            ask(
                ("Find the centre of the circle {}.", "What is the centre of {}?", "Where does the centre of {} lie?"),
                shown,
            ),
            "as in @completing-the-square, the brackets are 0 at the centre: "
            f"{steps(first, f'x = {found[0]}', f'y = {found[1]}')}",
            point(*found),
            f"size(answer) = 2 and part(answer, 1) - {bracket(a)} = 0*{r} and 2*part(answer, 2) - {bracket(b)} = {b}",
        )
    root = str(square) if d.slip == "square" else surd(1, square)
    return Item(
        ask(
            ("Find the radius of the circle {}.", "What is the radius of {}?", "How large is the radius of {}?"), shown
        ),
        "as in @completing-the-square, the right side is the square of the radius, a @distance-between-points: "
        + steps(first, f"r^2 = {square}", f"r = {root}"),
        root,
        f"answer^2 = {a * a + b * b} - {bracket(a * a + b * b - square)} and answer > 0",
    )


@equations_of_circles.form("reverse")
def number_in_the_equation(d: Draw) -> Item:
    a, b = d.within((0, 5), (-9, 9), (-9, 9)), d.within((0, 5), (-9, 9), (-9, 9))
    run, rise, r = d.choice(_TRIPLES[: 2 * d.difficulty])
    on = (a + run, b + rise)
    if d.difficulty < 3:
        center = point(a, b)
        found = r if d.slip == "square" else r * r
        work = steps(minus(on[0], a), minus(on[1], b), raised(run, 2), raised(rise, 2), plus(run**2, rise**2))
        left = _circle(a, b, 0).partition(" = ")[0]
        return Item(
            (
                f"A circle with the centre {center} passes through {point(*on)}. Its equation is {left} = k. Find k.",
                f"For which k does the circle {left} = k pass through {point(*on)}?",
                f"{point(*on)} lies on the circle {left} = k. What is k?",
            ),
            f"k is the square of a @distance-between-points: {work}",
            str(found),
            f"answer = ({on[0]} - {bracket(a)})^2 + ({on[1]} - {bracket(b)})^2",
        )
    constant = a * a + b * b - r * r
    value = a * a + b * b + r * r if d.slip == "sign" else constant
    shown = terms("x^2", "y^2", term(-2 * a), term(-2 * b, 1, "y"), "k")
    work = steps(
        raised(a, 2), raised(b, 2), plus(a * a, b * b), (plus if d.slip == "sign" else minus)(a * a + b * b, r * r)
    )
    questions = (
        f"The circle {shown} = 0 has the radius {r}. Find k.",
        f"For which k is {shown} = 0 a circle with radius {r}?",
        f"{shown} = 0 describes a circle of radius {r}. What is k?",
    )
    return Item(questions, f"by @completing-the-square: {work}", str(value), f"{a * a} + {b * b} - answer = {r}^2")


@equations_of_circles.form("explain which")
def position_of_a_point(d: Draw) -> Item:
    a, b = d.within((0, 5), (-9, 9), (-9, 9)), d.within((0, 5), (-9, 9), (-9, 9))
    run, rise, r = d.choice(_TRIPLES)
    place = d.choice(POSITIONS)
    square = {"inside": r * r + d.within((1, 20)), "on the circle": r * r}.get(place, r * r - d.within((1, 20)))
    x, y = a + d.choice((run, -run)), b + d.choice((rise, -rise))
    shown = _general(a, b, square) if d.difficulty == 3 else _circle(a, b, square)
    found = "outside" if d.slip == "square" else place
    sign = {"inside": "<", "on the circle": "=", "outside": ">"}[place]
    return Item(
        (
            f"Does {point(x, y)} lie inside, on or outside the circle {shown}?",
            f"Where does {point(x, y)} lie with respect to the circle {shown}?",
            f"The circle is {shown}. What is true of the point {point(x, y)}?",
        ),
        f"the square of the @distance-between-points is compared with the right side: "
        f"{steps(raised(x - a, 2), raised(y - b, 2), plus(run * run, rise * rise))}, and r^2 = {square}",
        found,
        f'answer = "{place}" if ({x} - {bracket(a)})^2 + ({y} - {bracket(b)})^2 {sign} {square}',
        others=tuple(each for each in POSITIONS if each != place),
        right=place,
    )


@equations_of_circles.form("word problem")
def reach_of_a_mast(d: Draw) -> Item:
    a, b = d.within((0, 9), (-9, 9), (-12, 12)), d.within((0, 9), (-9, 9), (-12, 12))
    run, rise, r = d.choice(_TRIPLES[: 1 + d.difficulty])
    house = (a + run, b - rise) if d.difficulty > 1 else (a + run, b + rise)
    more = d.within((1, 6)) if d.difficulty == 3 else 0
    value = r * r + more if d.slip == "square" else (run + rise if d.slip == "half" else r) + more
    reach = f"{more} km beyond" if more else "exactly as far as"
    work = steps(
        minus(house[0], a),
        minus(house[1], b),
        raised(run, 2),
        raised(rise, 2),
        plus(run**2, rise**2),
        f"the root is {r}",
    )
    return Item(
        (
            f"A mast stands at {point(a, b)} on a map in km. Its circle of reception reaches {reach} the house at "
            f"{point(*house)}. How many km is its radius?",
            f"A sprinkler at {point(a, b)} waters a circle that reaches {reach.replace('km', 'm')} the flower at "
            f"{point(*house)}, on a plan in m. What is the radius in m?",
            f"The edge of a circular lake with the centre {point(a, b)} passes through {point(*house)}, in km."
            f"{f' A road runs around it, {more} km further out.' if more else ''} What is the radius of the "
            f"{'road' if more else 'lake'} in km?",
        ),
        f"the radius is a @distance-between-points: {steps(work, plus(r, more) if more else '')}",
        str(value),
        f"(answer - {more})^2 = ({house[0]} - {bracket(a)})^2 + ({house[1]} - {bracket(b)})^2 and answer > 0",
    )


@topic(
    "ellipses",
    root="The number below the fraction is taken without its root.",
    plus="The squares are added instead of subtracted.",
    short="The shorter axis is taken.",
)
def ellipses(d: Draw) -> Item:
    """At 1 an axis is asked for, at 2 the foci, at 3 the eccentricity."""
    short, c, long = d.choice(_TRIPLES)
    if d.rng.random() < 0.4:
        short, c = c, short
    upright = d.difficulty > 1 and d.rng.random() < 0.4
    if d.difficulty == 1:
        long, short = d.within((3, 12)), d.within((1, 9))
        while long <= short:
            long += 3
    below = (short**2, long**2) if upright else (long**2, short**2)
    shown = f"x^2/{below[0]} + y^2 = 1" if below[1] == 1 else f"x^2/{below[0]} + y^2/{below[1]} = 1"
    if d.difficulty == 3 and d.rng.random() < 0.5:
        shown = f"{term(below[1], 2)} + {term(below[0], 2, 'y')} = {below[0] * below[1]}"
    if d.difficulty == 1:
        wanted, value = "length of the major axis", d.outcome(2 * long, root=2 * long**2, short=2 * short)
        half = value // 2
        work = steps(f"the larger number is {long**2}", f"its root is {half}", times(2, half))
        formal = f"(answer/2)^2 = {long**2} and answer > 0"
        return Item(
            _about_ellipse(wanted, shown), f"both halves of the axis, by @square-roots: {work}", str(value), formal
        )
    focus = d.outcome(c, root=long**2 - short**2, plus=long**2 + short**2)
    step = plus(long**2, short**2) if d.slip == "plus" else minus(long**2, short**2)
    root = surd(1, focus) if d.slip == "plus" else str(focus)
    if d.difficulty == 2:
        wanted = "distance of a focus from the centre"
        value_text, formal = root, f"answer^2 = {long}^2 - {short}^2 and answer > 0"
        last = f"the root is {root}" if d.slip != "root" else ""
        return Item(
            _about_ellipse(wanted, shown), f"as in the @pythagorean-theorem: {steps(step, last)}", value_text, formal
        )
    ratio = Fraction(c * c, long * long) if d.slip == "root" else Fraction(c, short if d.slip == "short" else long)
    work = steps(minus(long**2, short**2), f"c = {c}", f"{c}/{short if d.slip == 'short' else long} = {ratio}")
    return Item(
        _about_ellipse("eccentricity", shown),
        f"c/a, where c is found as in the @pythagorean-theorem: {work}",
        str(ratio),
        f"answer^2 = 1 - {short}^2/{long}^2 and answer > 0",
    )


def _about_ellipse(wanted: str, shown: str) -> tuple[str, ...]:
    return (
        f"Find the {wanted} of the ellipse {shown}.",
        f"What is the {wanted} of the ellipse {shown}?",
        f"An ellipse has the equation {shown}. What is the {wanted}?",
    )


@ellipses.form("reverse")
def other_axis(d: Draw) -> Item:
    short, c, long = d.choice(_TRIPLES[: 2 * d.difficulty])
    if d.difficulty > 1 and d.rng.random() < 0.5:
        value = long
        work = steps(raised(short, 2), raised(c, 2), plus(short**2, c**2))
        formal = f"answer^2 - {short}^2 = {c}^2 and answer > 0"
        told, wanted = f"a minor axis of {2 * short} and foci at the distance {c} from the centre", "major"
    else:
        value, wanted = short, "minor"
        told = f"a major axis of {2 * long} and foci at the distance {c} from the centre"
        work = steps(raised(long, 2), raised(c, 2), minus(long**2, c**2))
        formal = f"{long}^2 - answer^2 = {c}^2 and answer > 0"
    if d.difficulty == 3:
        square = value * value
        return Item(
            (
                f"An ellipse in standard position has {told}. What stands below the fraction of its {wanted} axis in "
                "the equation?",
                f"x^2/p + y^2/q = 1 is an ellipse with {told}. How large is the number that belongs to its {wanted} "
                "axis, p or q?",
                f"An ellipse has {told}. Give the square of its {wanted} semi-axis.",
            ),
            f"as in the @pythagorean-theorem, a^2 = b^2 + c^2: {work}",
            str(square),
            formal.replace("answer^2", "answer"),
        )
    questions = (
        f"An ellipse has {told}. Find its {wanted} semi-axis.",
        f"How long is the {wanted} semi-axis of an ellipse with {told}?",
        f"Given {told}: what is the {wanted} semi-axis of this ellipse?",
    )
    return Item(
        questions, f"as in the @pythagorean-theorem, a^2 = b^2 + c^2: {work}; the root is {value}", str(value), formal
    )


@ellipses.form("word problem")
def orbit(d: Draw) -> Item:
    near, gap = d.within((2, 9), (5, 40), (20, 150)), 2 * d.within((1, 4), (1, 15), (2, 40))
    far = near + gap
    a, c = (near + far) // 2, gap // 2
    if d.difficulty == 1:
        value = near + far if d.slip == "root" else a
        work = steps(plus(near, far), f"half of it is {a}" if value == a else "")
        what, formal = "semi-major axis, in millions of km", f"answer - {near} = {far} - answer"
        answer, tail = str(value), ""
    elif d.difficulty == 2:
        value = (near + far) // 2 if d.slip == "plus" else c
        work = steps(plus(near, far), f"a = {a}", minus(far, a) if value == c else f"c is taken for {value}")
        what, formal = "distance of a focus from the centre, in millions of km", f"2*answer + {near} = {far}"
        answer, tail = str(value), ""
    else:
        ratio = Fraction(c, far if d.slip == "short" else a)
        work = steps(
            plus(near, far),
            f"a = {a}",
            minus(far, a),
            f"{c}/{a} = {Fraction(c, a)}" if ratio == Fraction(c, a) else str(ratio),
        )
        what, formal, answer = "eccentricity", f"answer*({near} + {far}) = {far} - {near}", str(ratio)
        tail = lowest(Fraction(c, a))
    return Item(
        (
            "The orbit of a comet is an ellipse with the sun in a focus. Its distance from the sun lies between "
            f"{near} and {far} millions of km. What is the {what}?",
            f"A planet comes as near as {near} million km to its star, which is in a focus of its orbit, and as far as "
            f"{far} million km. What is the {what}?",
            f"A probe on an ellipse around the sun, which is in a focus, has the smallest distance {near} and the "
            f"largest {far}, in millions of km. Give the {what}.",
        ),
        f"the ends of the major axis have the distances a - c and a + c, whose @integer-addition gives 2a: {work}",
        answer,
        formal + tail,
    )


@topic(
    "focus-of-a-parabola",
    four="The factor 4 is left out.",
    below="The focus is put on the other side of the vertex.",
    turned="The coefficient is taken for its reciprocal.",
)
def focus_of_a_parabola(d: Draw) -> Item:
    """At 1 the vertex is (0, 0), at 2 it is shifted upwards, at 3 anywhere; then p = 1/(4a)."""
    p = Fraction(d.nonzero((1, 6), (-6, 6), (-6, 6)))
    if d.rng.random() < 0.5:
        p /= d.choice((2, 4, 8))
    a = 1 / (4 * p)
    h = d.nonzero((-6, 6)) if d.difficulty == 3 else 0
    k = d.nonzero((-9, 9)) if d.difficulty > 1 else 0
    base = "x^2" if not h else f"({linear(1, -h)})^2"
    front = {1: base, -1: f"-{base}"}.get(a.numerator, f"{a.numerator}{base}") + (
        f"/{a.denominator}" if a.denominator > 1 else ""
    )
    shown = terms(front, str(k))
    away = d.outcome(p, four=1 / a, below=-p, turned=a / 4)
    work = steps(f"a = {a}", f"1/(4a) = {p}" if away == p else f"the distance is {away}", f"vertex ({h}, {k})")
    directrix = d.rng.random() < 0.35
    if directrix:
        value = k - away
        return Item(
            (
                f"The directrix of the parabola y = {shown} is y = m. Find m.",
                f"Which number m makes y = m the directrix of y = {shown}?",
                f"Find the height m of the directrix y = m of y = {shown}.",
            ),
            f"as far below the @vertex-of-a-parabola as the focus is above it: {work}; {k} - ({away}) = {value}",
            str(value),
            f"4*({a})*({k} - answer) = 1",
        )
    return Item(
        ask(
            ("Find the focus of the parabola y = {}.", "Where is the focus of y = {}?", "What is the focus of y = {}?"),
            shown,
        ),
        f"above or below the @vertex-of-a-parabola by 1/(4a): {work}; {k} + {bracket_fraction(away)} = {k + away}",
        point(str(Fraction(h)), str(k + away)),
        f"size(answer) = 2 and 2*part(answer, 1) - {bracket(h)} = {h} and 4*({a})*(part(answer, 2) - {bracket(k)}) = 1",
    )


@focus_of_a_parabola.form("reverse")
def parabola_from_focus(d: Draw) -> Item:
    p, h = d.nonzero((1, 6), (-6, 6), (-6, 6)), d.nonzero((-6, 6)) if d.difficulty == 3 else 0
    k = d.nonzero((-9, 9)) if d.difficulty > 1 else 0
    used = d.outcome(Fraction(p), four=Fraction(p, 4), below=Fraction(-p), turned=Fraction(1, 16 * p))
    a = 1 / (4 * used)
    base = "x^2" if not h else f"({linear(1, -h)})^2"
    front = {1: base, -1: f"-{base}"}.get(a.numerator, f"{a.numerator}{base}") + (
        f"/{a.denominator}" if a.denominator > 1 else ""
    )
    by_directrix = d.difficulty > 1 and d.rng.random() < 0.5
    told = f"the focus ({h}, {k + p}) and the {f'directrix y = {k - p}' if by_directrix else f'vertex ({h}, {k})'}"
    first = f"the vertex is halfway, ({h}, {k})" if by_directrix else ""
    return Item(
        (
            f"A parabola has {told}. Find its equation, solved for y.",
            f"Which parabola has {told}? Give y in terms of x.",
            f"Write the equation of the parabola with {told}.",
        ),
        "from the @vertex-of-a-parabola to the focus it is "
        f"{steps(str(p), first, f'a = 1/(4*{bracket(p)})', f'a = {a}')}",
        f"y = {terms(front, str(k))}",
        f"4*{bracket(p)}*(answer - {bracket(k)}) = (x - {bracket(h)})^2",
    )


@focus_of_a_parabola.form("word problem")
def dish(d: Draw) -> Item:
    half, depth = d.within((2, 10), (10, 60), (10, 90)), d.within((1, 8), (2, 30), (3, 40))
    if d.difficulty == 1:
        depth = d.choice([k for k in (1, 2, 3, 4, 5) if half * half % (4 * k) == 0] or [1])
    value = Fraction(half * half, 4 * depth)
    answer = d.outcome(value, four=Fraction(half * half, depth), turned=Fraction(depth, 4 * half * half), below=-value)
    work = steps(
        over(2 * half, 2), f"{half}^2 = {half * half}", times(4, depth), f"{half * half}/{4 * depth} = {value}"
    )
    questions = (
        f"A dish with the shape of a parabola is {2 * half} cm wide and {depth} cm deep. How far above its lowest "
        "point, in cm, is the focus?",
        f"A mirror of a lamp is a parabola, {depth} cm deep and {2 * half} cm wide at the rim. How many cm from "
        "its lowest point must the bulb be, if it is to stand in the focus?",
        f"A parabolic trough is {2 * half} cm across and {depth} cm deep. How many cm above the bottom does the "
        "pipe in the focus run?",
    )
    solution = (
        f"with the @vertex-of-a-parabola at (0, 0) the rim is ({half}, {depth}), and 4p*{depth} = {half}^2: {work}"
        if not d.slip
        else f"with the @vertex-of-a-parabola at (0, 0): {answer}"
    )
    return Item(questions, solution, str(answer), f"4*answer*{depth} = {half}^2" + lowest(value))
