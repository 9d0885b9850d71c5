"""Volumes of revolution by discs, washers and shells."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.antiderivatives import Parts, at, difference, primitive, valued, written
from tutelage.subjects.calculus.notation import linear, multiple, power_term, term, terms
from tutelage.subjects.calculus.steps import divided, minus, plus, raised, steps, times
from tutelage.subjects.calculus.topic import ask, topic
from tutelage.subjects.workbook import Draw, Item


def _pi_times(parts: Parts, low: int, high: int, factor: Fraction) -> tuple[str, Fraction]:
    """The steps of a definite integral times a multiple of pi, and the number before pi."""
    found = [part for part in primitive(parts) if part[0]]
    top, upper = valued(found, high)
    bottom, lower = valued(found, low)
    value = (upper - lower) * factor
    shown = f"; times {multiple(factor, 'pi')}: {multiple(value, 'pi')}"
    return steps(f"@definite-integrals {written(found)}", top, bottom, difference(upper, lower)) + shown, value


@topic(
    "volumes-of-revolution",
    square="The function is not squared.",
    pi="The factor pi of the circle is forgotten.",
    inside="The result is squared instead of the function, or the root of it is not taken.",
)
def volumes_of_revolution(d: Draw) -> Item:
    return _discs(
        d,
        "The graph of y = {} from x = {} to x = {} turns about the x-axis. What is the volume?",
        "Find the volume of revolution of y = {} about the x-axis between x = {} and x = {}.",
        "A solid is made by turning y = {} about the x-axis, {} <= x <= {}. Find its volume.",
        "Use discs: how large is the solid that y = {} sweeps out about the x-axis from {} to {}?",
    )


@volumes_of_revolution.form("word problem")
def turned_vessel(d: Draw) -> Item:
    return _discs(
        d,
        "A vase has the profile y = {}, turned about its axis, the x-axis, from x = {} to x = {} (in cm). "
        "What is its volume in cubic centimetres?",
        "On a lathe a piece is turned whose radius is y = {} at x, from x = {} to x = {}, in cm. Find its volume "
        "in cubic centimetres.",
        "A bell lies along the x-axis. Its radius at x is {} metres, from x = {} to x = {}. "
        "How many cubic metres does it hold?",
    )


def _discs(d: Draw, *wordings: str) -> Item:
    low = d.within((0, 0), (0, 3), (0, 2))
    high = low + d.within((1, 5), (1, 4), (1, 3))
    a, b = d.within((1, 4), (1, 5), (1, 4)), d.within((0, 0), (0, 6), (1, 6))
    kind = d.choice(("line root", "line root", "line power")[d.difficulty - 1].split())
    if kind == "root":
        function, squared, plain = f"sqrt({linear(2 * a, b)})", [(2 * a, 1), (b, 0)], None
    elif kind == "power":
        function = terms(term(1, 2), str(b))
        squared, plain = [(1, 4), (2 * b, 2), (b * b, 0)], [(1, 2), (b, 0)]
    else:
        b = b if d.difficulty == 3 else 0
        function, squared, plain = linear(a, b), [(a * a, 2), (2 * a * b, 1), (b * b, 0)], [(a, 1), (b, 0)]
    parts: Parts = [part for part in squared if part[0]]
    work, value = _pi_times(parts, low, high, Fraction(1))
    answer = multiple(value, "pi")
    if d.slip == "pi":
        answer = str(value)
    elif d.slip and plain is not None:
        single = at(primitive(plain), high) - at(primitive(plain), low)
        answer = multiple(single**2 if d.slip == "inside" else single, "pi")
    elif d.slip:
        answer = multiple(Fraction(high - low) * a, "pi")
    return Item(
        ask(wordings, function, low, high),
        f"discs of radius {function}; its square is {written(parts)}; {work}"
        if not d.slip
        else f"@definite-integrals and discs: {answer}",
        answer,
        f"abs(answer - quad(pi*({function})^2, x, {low}, {high})) < 1/100000",
    )


@volumes_of_revolution.form("other axis")
def about_the_y_axis(d: Draw) -> Item:
    a, high, low = d.within((1, 1), (1, 4), (1, 6)), d.within((1, 6), (2, 6), (2, 8)), d.within((0, 0), (0, 1), (0, 1))
    kind = d.choice(("square", "square line", "square line")[d.difficulty - 1].split())
    if kind == "square":  # x^2 = y/a
        curve, parts, formal = term(a, 2), [(Fraction(1, a), 1)], f"y/{a}"
    else:  # x = y/a
        curve, parts, formal = term(a), [(Fraction(1, a * a), 2)], f"y^2/{a * a}"
    work, value = _pi_times(parts, low, high, Fraction(1))
    wrong = {"pi": str(value), "inside": multiple(value**2, "pi")}
    root = Fraction((high**2 - low**2), 2 * a) if kind == "line" else 2 * value
    answer = wrong.get(d.slip) or multiple(root if d.slip == "square" else value, "pi")
    questions = (
        f"The curve y = {curve} for x >= 0, from y = {low} to y = {high}, turns about the y-axis. Find the volume "
        "inside.",
        f"A bowl is made by turning y = {curve} about the y-axis, filled from y = {low} to y = {high}. What does "
        "it hold?",
        f"What volume does y = {curve} enclose when it turns about the y-axis, between the heights y = {low} and y "
        f"= {high}?",
    )
    solution = (
        f"Volumes of revolution about the y-axis: x^2 is {written(parts).replace('x', 'y')}; {work.replace('x', 'y')}"
        if not d.slip
        else f"Volumes of revolution by @definite-integrals: {answer}"
    )
    return Item(questions, solution, answer, f"abs(answer - quad(pi*({formal}), y, {low}, {high})) < 1/100000")


@volumes_of_revolution.form("reverse")
def height_of_a_solid(d: Draw) -> Item:
    a, h = d.within((1, 2), (1, 4), (1, 6)), d.within((2, 6), (2, 9), (2, 9))
    if d.difficulty == 1 or (d.difficulty == 2 and d.rng.random() < 0.5):
        function, volume, formula = f"sqrt({term(2 * a)})", Fraction(a * h * h), f"{term(a, 1, 'h^2')}"
        formal = f"abs(quad(pi*2*{a}*x, x, 0, answer) - {a * h * h}*pi) < 1/100000 and answer > 0"
        unrooted = h * h
    else:
        function, volume, formula = term(a), Fraction(a * a * h**3, 3), multiple(Fraction(a * a, 3), "h^3")
        formal = f"abs(quad(pi*({a}*x)^2, x, 0, answer) - {volume}*pi) < 1/100000 and answer > 0"
        unrooted = h**3
    value = unrooted if d.slip == "inside" else h
    questions = (
        f"Turning y = {function} about the x-axis from x = 0 to x = h gives the volume {multiple(volume, 'pi')}. "
        "Find h > 0.",
        f"Up to which x = h must y = {function} be turned about the x-axis, from 0 on, to give the volume "
        f"{multiple(volume, 'pi')}?",
        f"The solid from turning y = {function} about the x-axis for 0 <= x <= h holds {multiple(volume, 'pi')}. "
        "What is h?",
    )
    work = (
        f"Volumes of revolution by @definite-integrals: the volume is pi times {formula}"
        f"; {formula} = {volume}; h is {value}"
    )
    return Item(questions, work, f"h = {value}", formal)


@topic(
    "washer-method",
    difference="The difference of the radii is squared instead of the difference of the squares taken.",
    outer="The hole is not taken away.",
    pi="The factor pi is forgotten.",
)
def washer_method(d: Draw) -> Item:
    return _washers(
        d,
        "The region between y = {} and y = {} from x = {} to x = {} turns about the x-axis. What is the volume?",
        "Find the volume of the solid that the region between y = {} and y = {}, {} <= x <= {}, sweeps out about "
        "the x-axis.",
        "Use washers: the region between the graphs of {} and {} for x from {} to {} turns about the x-axis. "
        "How large is the solid?",
    )


@washer_method.form("word problem")
def hollow_body(d: Draw) -> Item:
    return _washers(
        d,
        "A bead lies along the x-axis. At x its outer radius is {} mm, and that of the hole {} mm, from x = {} to "
        "x = {}. What is the volume of the bead in cubic millimetres?",
        "A nozzle has the outer radius {} cm and the inner radius {} cm at x, from x = {} to x = {}. "
        "How many cubic centimetres of metal does it contain?",
        "A hollow column has at height x the outer radius {} dm and the inner radius {} dm, from x = {} to x = {}. "
        "Find the volume of the stone in cubic decimetres.",
    )


def _washers(d: Draw, *wordings: str) -> Item:
    low = d.within((0, 0), (0, 2), (0, 0))
    high = low + d.within((1, 5), (1, 3), (1, 3))
    a, b = d.within((2, 6), (2, 6), (2, 5)), d.within((1, 3), (1, 5), (1, 3))
    a += b >= a and b - a + 1
    if d.difficulty == 1:  # a cylinder with a cone in it, or two cones
        outer, inner = d.choice((([(a, 1)], [(b, 1)]), ([(a * high, 0)], [(a, 1)])))
    elif d.difficulty == 2:
        outer, inner = [(a, 1), (b, 0)], d.choice(([(b, 0)], [(a, 1)]))
    else:  # they meet at 0 and at the upper end
        outer, inner = [(high * b, 1)], [(b, 2)]
    one, other = squared(outer), squared(inner)
    gap = _minus(one, other)
    work, value = _pi_times(gap, low, high, Fraction(1))
    if d.slip == "outer":
        value = at(primitive(one), high) - at(primitive(one), low)
    elif d.slip == "difference":
        small = squared(_minus(outer, inner))
        value = at(primitive(small), high) - at(primitive(small), low)
    answer = str(value) if d.slip == "pi" else multiple(value, "pi")
    return Item(
        ask(wordings, written(outer), written(inner), low, high),
        f"@volumes-of-revolution with a hole: outer square minus inner square is {written(gap)}; {work}"
        if not d.slip
        else f"@volumes-of-revolution by @definite-integrals: {answer}",
        answer,
        f"abs(answer - quad(pi*(({written(outer)})^2 - ({written(inner)})^2), x, {low}, {high})) < 1/100000",
    )


def squared(parts: Parts) -> Parts:
    """The square of a polynomial."""
    found: dict[int, Fraction] = {}
    for a, m in parts:
        for b, n in parts:
            found[m + n] = found.get(m + n, Fraction(0)) + Fraction(a) * b
    return [(found[n], n) for n in sorted(found, reverse=True) if found[n]]


def _minus(one: Parts, other: Parts) -> Parts:
    found = {n: Fraction(a) for a, n in one}
    for a, n in other:
        found[n] = found.get(n, Fraction(0)) - a
    return [(found[n], n) for n in sorted(found, reverse=True) if found[n]]


@washer_method.form("first step")
def area_of_a_washer(d: Draw) -> Item:
    inner = d.within((1, 6), (2, 9), (2, 12))
    outer = inner + d.within((1, 5), (1, 6), (1, 9))
    shift = 0 if d.difficulty < 3 else d.within((1, 4))
    big, small = outer + shift, inner + shift
    value = d.outcome(big * big - small * small, difference=(big - small) ** 2, outer=big * big)
    about = "the x-axis" if not shift else f"the line y = -{shift}"
    return Item(
        (
            f"At some x the upper curve has the height {outer}, the lower {inner}. The region between them turns about "
            f"{about}. What is the area of the washer there?",
            f"A region reaches from y = {inner} to y = {outer} at a certain x, and it turns about {about}. Find the "
            "area of the cross-section.",
            f"What is the area of the ring that the segment from y = {inner} to y = {outer} sweeps out about {about}?",
        ),
        f"Washer method: {steps(plus(outer, shift) if shift else '', plus(inner, shift) if shift else '')}"
        f"{'; ' if shift else ''}{raised(big, 2)}; {raised(small, 2)}; {minus(big * big, small * small)}"
        if not d.slip
        else f"Washer method: {value}",
        multiple(Fraction(value), "pi") if d.slip != "pi" else str(value),
        f"answer = pi*{big}^2 - pi*{small}^2",
    )


@washer_method.form("reverse")
def radius_of_a_hole(d: Draw) -> Item:
    inner, h = d.within((1, 5), (2, 9), (2, 12)), d.within((1, 4), (2, 6), (2, 9))
    outer = inner + d.within((1, 4), (1, 5), (1, 8))
    volume = (outer**2 - inner**2) * h
    if d.difficulty == 3:  # cones: outer radius ax, hole kx
        h *= 3
        volume = (outer**2 - inner**2) * h**3 // 3
    value = d.outcome(inner, difference=abs(outer - 1), outer=outer, pi=outer + inner)
    pipe = (
        f"A pipe of length {h} has the outer radius {outer}, and its wall the volume {volume}pi. What is the radius of "
        "the hole?",
        f"A cylinder of radius {outer} and length {h} has a hole along its axis; {volume}pi of it is left. Find the "
        "radius of the hole.",
        f"Turning the strip from y = r to y = {outer} about the x-axis, {h} long, gives the volume {volume}pi. Find r.",
    )
    cone = (
        f"The region between y = {outer}x and y = rx, from x = 0 to x = {h}, turns about the x-axis and gives the "
        f"volume {multiple(Fraction(volume), 'pi')}. Find r, which is positive and below {outer}.",
        f"Turning the region between the lines y = {outer}x and y = rx (0 <= x <= {h}) about the x-axis gives "
        f"{multiple(Fraction(volume), 'pi')}. What is r > 0, if the first line is the outer one?",
        f"For which r with 0 < r < {outer} does the region between y = rx and y = {outer}x, up to x = {h}, give the "
        f"volume {multiple(Fraction(volume), 'pi')} about the x-axis?",
    )
    factor = h if d.difficulty < 3 else h**3 // 3
    return Item(
        cone if d.difficulty == 3 else pipe,
        f"Washer method: {divided(volume, factor)}; {raised(outer, 2)}; {minus(outer**2, volume // factor)}; "
        f"the root of it is {inner}"
        if not d.slip
        else f"Washer method: r is {value}",
        f"r = {value}",
        f"abs(quad(({outer}^2 - answer^2)*{'x^2' if d.difficulty == 3 else 1}, x, 0, {h}) - {volume}) < 1/100000 "
        "and answer > 0",
    )


@topic(
    "shell-method",
    radius="The factor x, the radius of the shell, is forgotten.",
    two="The circumference is taken to be pi r instead of 2 pi r.",
    square="The function is squared, as for discs.",
)
def shell_method(d: Draw) -> Item:
    return _shells(
        d,
        "The region under y = {} from x = {} to x = {} turns about the y-axis. Find the volume by shells.",
        "Use cylindrical shells: the region below y = {}, {} <= x <= {}, turns about the y-axis. What is the volume?",
        "What volume does the region between y = {} and the x-axis, from x = {} to x = {}, sweep out about the y-axis?",
    )


@shell_method.form("word problem")
def hill_and_cake(d: Draw) -> Item:
    return _shells(
        d,
        "A round heap of sand has the height y = {} at the distance x from its axis, from x = {} to x = {}, in "
        "metres. How many cubic metres of sand are that?",
        "A cake mould turned about the y-axis has the depth {} dm at the distance x from the axis, from x = {} to "
        "x = {}. How many cubic decimetres does it hold?",
        "Snow lies y = {} metres high at the distance x from a mast, from x = {} to x = {} on all sides. "
        "What is its volume in cubic metres?",
    )


def _shells(d: Draw, *wordings: str) -> Item:
    low, high = d.within((0, 0), (0, 2), (0, 1)), d.within((1, 4), (3, 4), (2, 3))
    a, n = d.within((1, 4), (1, 5), (1, 4)), d.within((1, 2), (1, 2), (2, 3))
    parts: Parts = [(a, n)]
    if d.difficulty == 2:
        parts = [(a, n), (d.within((1, 6)), 0)]
    elif d.difficulty == 3:  # the curve comes down to the axis at the upper end
        parts = [(-a, n), (a * high ** (n - 1), 1)]
        low = 0
    rings: Parts = [(k, m + 1) for k, m in parts]
    work, value = _pi_times(rings, low, high, Fraction(2))
    if d.slip == "two":
        value /= 2
    elif d.slip == "radius":
        value = 2 * (at(primitive(parts), high) - at(primitive(parts), low))
    elif d.slip == "square":
        square = squared(parts)
        value = at(primitive(square), high) - at(primitive(square), low)
    return Item(
        ask(wordings, written(parts), low, high),
        f"shells of radius x and height {written(parts)}; the product is {written(rings)}; {work}"
        if not d.slip
        else f"@definite-integrals and shells: {multiple(value, 'pi')}",
        multiple(value, "pi"),
        f"abs(answer - quad(2*pi*x*({written(parts)}), x, {low}, {high})) < 1/100000",
    )


@shell_method.form("first step")
def area_of_a_shell(d: Draw) -> Item:
    r, h, shift = d.within((1, 9), (2, 12), (2, 12)), d.within((1, 9), (2, 12), (2, 15)), 0
    if d.difficulty == 3:
        shift = d.nonzero((-6, -1))
    radius = r - shift
    value = d.outcome(2 * radius * h, radius=2 * h, two=radius * h, square=radius * h * h)
    about = "the y-axis" if not shift else f"the line x = {shift}"
    low = 0 if d.difficulty == 1 else d.within((-5, 5))
    questions = (
        f"At x = {r} a region reaches from y = {low} up to y = {low + h}. It turns about {about}. What is the area "
        "of the shell there?",
        f"The vertical segment from ({r}, {low}) to ({r}, {low + h}) turns about {about}. Find the area it sweeps out.",
        f"Find the lateral area of the cylinder that the segment x = {r}, {low} <= y <= {low + h} makes about {about}.",
    )
    work = (
        f"Shell method: {minus(low + h, low)}; {f'the radius is {minus(r, shift)}; ' if shift else ''}"
        f"{times(2, radius)}; {times(2 * radius, h)}"
        if not d.slip
        else f"Shell method: {value}"
    )
    return Item(
        questions, work, multiple(Fraction(value), "pi"), f"answer/pi = 2*({r} - ({shift}))*({low + h} - ({low}))"
    )


@shell_method.form("reverse")
def factor_of_a_heap(d: Draw) -> Item:
    k, high, n = d.within((1, 6), (1, 9), (2, 9)), d.within((1, 3), (1, 4), (2, 4)), d.within((0, 1), (1, 2), (1, 3))
    b = 0 if d.difficulty < 3 else d.within((1, 6))
    weight = Fraction(2 * high ** (n + 2), n + 2)
    volume = k * weight + b * high * high
    wrong = {"two": 2 * volume / weight, "radius": volume * (n + 1) / (2 * Fraction(high) ** (n + 1)), "square": k + 1}
    value = wrong.get(d.slip, k)
    function = {0: "k", 1: "kx"}.get(n, f"kx^{n}") + (f" + {b}" if b else "")
    return Item(
        (
            f"The region under y = {function} from x = 0 to x = {high} turns about the y-axis and gives the volume "
            f"{multiple(volume, 'pi')}. Find k.",
            f"For which k does the region below y = {function}, 0 <= x <= {high}, sweep out the volume "
            f"{multiple(volume, 'pi')} about the y-axis?",
            f"About the y-axis, the region under y = {function} up to x = {high} makes a solid of volume "
            f"{multiple(volume, 'pi')}. What is k?",
        ),
        f"Shell method by @definite-integrals: the volume is 2pi times {power_term(weight / 2, 1, 'k')}"
        f"{f' + {Fraction(b * high * high, 2)}' if b else ''}; k is {value}",
        f"k = {value}",
        f"abs(quad(2*x*(answer*x^{n} + {b}), x, 0, {high}) - {volume}) < 1/100000",
    )
