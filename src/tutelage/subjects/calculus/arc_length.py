"""The length of curves, and the area of turned ones."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.antiderivatives import written
from tutelage.subjects.calculus.notation import bracket, bracket_fraction, linear, multiple, term, terms
from tutelage.subjects.calculus.steps import minus, plus, raised
from tutelage.subjects.calculus.topic import ask, topic
from tutelage.subjects.calculus.volumes import squared
from tutelage.subjects.workbook import Draw, Item


@topic(
    "arc-length",
    square="The derivative is not squared.",
    root="The root is left out.",
    one="The 1 under the root is forgotten.",
)
def arc_length(d: Draw) -> Item:
    return _arc(
        d,
        "Find the length of the curve y = {} from x = {} to x = {}.",
        "How long is the graph of y = {} between x = {} and x = {}?",
        "Compute the arc length of y = {} for x from {} to {}.",
        "What is the arc length of the graph of {} over [{}, {}]?",
    )


@arc_length.form("word problem")
def length_of_a_cable(d: Draw) -> Item:
    return _arc(
        d,
        "A path on a map follows y = {} from x = {} to x = {}, in kilometres. How long is it in kilometres?",
        "A wire is bent along y = {} from x = {} to x = {}, in metres. How many metres of wire are that?",
        "A slide has the shape y = {} from x = {} to x = {}, in metres. What is its length in metres?",
    )


_LEGS = ((3, 4, 5), (4, 3, 5), (5, 12, 13), (12, 5, 13), (8, 15, 17), (15, 8, 17), (7, 24, 25))


def _arc(d: Draw, *wordings: str) -> Item:
    kind = d.choice(("line", "line root", "root sum")[d.difficulty - 1].split())
    if kind == "line":
        up, along, slant = d.choice(_LEGS)
        low, b = d.within((0, 2), (-3, 3)), d.within((0, 9), (-9, 9))
        high = low + along * d.within((1, 3))
        curve = terms(multiple(Fraction(up, along), "x"), str(b))
        slope, under = str(Fraction(up, along)), f"1 + {Fraction(up * up, along * along)}"
        value = Fraction(slant, along) * (high - low)
        work = f"the root of {under} is {Fraction(slant, along)}; {minus(high, low)}; "
        work += f"{Fraction(slant, along)}*{high - low} = {value}"
        wrong = {"root": Fraction(slant, along) ** 2 * (high - low), "one": Fraction(up, along) * (high - low)}
        wrong["square"] = (1 + Fraction(up, along)) * (high - low)
        integrand = f"sqrt(1 + ({slope})^2)"
    elif kind == "root":  # y = 2/3 (x + b)^(3/2), so that 1 + y'^2 = x + b + 1
        b = d.within((0, 4))
        one, two = d.rng.sample(range(1, 5), 2)
        one, two = sorted((one, two))
        low, high = one * one - b - 1, two * two - b - 1
        b, low, high = b + min(low, 0), low - min(low, 0), high - min(low, 0)
        b = max(b, 0)
        low, high = one * one - 1 - b, two * two - 1 - b
        if low < 0:
            b, low, high = b + low, 0, high - low
        curve = f"2/3*({linear(1, b)})^(3/2)" if b else "2/3*x^(3/2)"
        value = Fraction(2, 3) * (two**3 - one**3)
        work = (
            f"dy/dx is sqrt({linear(1, b)}); under the root stands {linear(1, b + 1)}; an antiderivative is "
            f"2/3*({linear(1, b + 1)})^(3/2); {raised(two, 3)}; {raised(one, 3)}; {minus(two**3, one**3)}; "
            f"2/3*{two**3 - one**3} = {value}"
        )
        wrong = {"root": Fraction(high * high - low * low, 2) + (b + 1) * (high - low)}
        wrong |= {"one": value - (high - low), "square": value + (high - low)}
        integrand = f"sqrt({linear(1, b + 1)})"
    else:  # y = ax^3/3 + 1/(4ax): the root of 1 + y'^2 is ax^2 + 1/(4ax^2)
        a = d.within((1, 3))
        low = d.within((1, 2))
        high = low + d.within((1, 2))
        curve = f"{multiple(Fraction(a, 3), 'x^3')} + 1/({4 * a}x)"
        value = Fraction(a * (high**3 - low**3), 3) + Fraction(1, 4 * a) * (Fraction(1, low) - Fraction(1, high))
        work = (
            f"dy/dx is {term(a, 2)} - 1/({4 * a}x^2); the root of 1 + (dy/dx)^2 is {term(a, 2)} + 1/({4 * a}x^2); "
            f"an antiderivative is {multiple(Fraction(a, 3), 'x^3')} - 1/({4 * a}x); the integral is {value}"
        )
        rest = Fraction(1, 4 * a) * (Fraction(1, low) - Fraction(1, high))
        wrong = {"one": Fraction(a * (high**3 - low**3), 3) - rest, "root": value + 1, "square": value + (high - low)}
        integrand = f"({term(a, 2)} + 1/({4 * a}x^2))"
    result = wrong.get(d.slip, value)
    return Item(
        ask(wordings, curve, low, high),
        f"by @definite-integrals of sqrt(1 + (dy/dx)^2): {work if not d.slip else f'the result is {result}'}",
        str(result),
        f"abs(answer - quad({integrand}, x, {low}, {high})) < 1/100000",
    )


@arc_length.form("first step")
def under_the_root(d: Draw) -> Item:
    a, n = d.nonzero((1, 4), (-5, 5), (-6, 6)), d.within((2, 2), (2, 3), (2, 4))
    b = d.nonzero((-9, 9))
    if d.difficulty == 3:
        curve, slope = terms(term(a, n), term(b)), [(a * n, n - 1), (b, 0)]
    else:
        curve, slope = terms(term(a, n), str(b)), [(a * n, n - 1)]
    square = squared(slope)
    under = written([*square[:-1], (square[-1][0] + 1, 0)]) if square[-1][1] == 0 else f"1 + {written(square)}"
    answer = d.outcome(under, one=written(square), square=terms("1", written(slope)), root=f"({under})^2")
    return Item(
        (
            f"The arc length of y = {curve} is the integral of a square root. What stands under the root?",
            f"Which expression stands under the root in the integral for the length of y = {curve}?",
            f"For the length of the curve y = {curve}, work out 1 + (dy/dx)^2.",
        ),
        f"Arc length: dy/dx is {written(slope)}; its square is {written(square)}; plus 1: {answer}",
        answer,
        f"answer = 1 + diff({curve}, x)^2",
    )


@arc_length.form("reverse")
def end_of_a_slope(d: Draw) -> Item:
    up, along, slant = d.choice(_LEGS)
    scale, low = d.within((1, 4), (1, 6), (1, 9)), d.within((0, 0), (0, 6), (-6, 6))
    width = along * scale
    length, b = slant * scale, low + width
    value = {"one": low + Fraction(along * slant * scale, up), "root": low + Fraction(length * along**2, slant**2)}
    answer = value.get(d.slip, Fraction(low + length if d.slip else b))
    return Item(
        (
            f"The graph of y = {multiple(Fraction(up, along), 'x')} from x = {low} to x = b has the length {length}, "
            f"with b > {low}. Find b.",
            f"Up to which x = b must the line y = {multiple(Fraction(up, along), 'x')} be drawn, from x = {low} on to "
            f"the right, to be {length} long?",
            f"A piece of the line y = {multiple(Fraction(up, along), 'x')} begins at x = {low}, goes to the right and "
            f"is {length} long. Where does it end? Give x.",
        ),
        f"Arc length by @definite-integrals: sqrt(1 + {Fraction(up * up, along * along)}) is {Fraction(slant, along)}; "
        + (f"{length}/({Fraction(slant, along)}) = {width}; {plus(low, width)}" if not d.slip else f"b is {answer}"),
        str(answer),
        f"abs(quad(sqrt(1 + ({Fraction(up, along)})^2), x, {low}, answer) - {length}) < 1/100000 and answer > {low}",
    )


@topic(
    "surface-of-revolution",
    root="The root is left out: the radius alone is integrated.",
    two="The circumference is taken to be pi y instead of 2 pi y.",
    radius="The factor y, the radius, is forgotten.",
)
def surface_of_revolution(d: Draw) -> Item:
    return _surface(
        d,
        "The curve y = {} from x = {} to x = {} turns about the x-axis. What is the area of the surface?",
        "Find the area of the surface that y = {} sweeps out about the x-axis, from x = {} to x = {}.",
        "Compute the surface area when the graph of {} over [{}, {}] turns about the x-axis (without the ends).",
    )


@surface_of_revolution.form("word problem")
def turned_wall(d: Draw) -> Item:
    return _surface(
        d,
        "A lampshade has the radius y = {} at x, from x = {} to x = {}, in dm. How many square decimetres of "
        "fabric does its wall take?",
        "A funnel is turned from y = {} about the x-axis, from x = {} to x = {}, in cm. Find the area of its wall "
        "in square centimetres.",
        "The wall of a tower dome has the radius y = {} at x, from x = {} to x = {}, in metres. "
        "What is its area in square metres?",
    )


def _surface(d: Draw, *wordings: str) -> Item:
    if d.difficulty < 3:
        up, along, slant = d.choice(_LEGS)
        low = 0 if d.difficulty == 1 else along * d.within((1, 3))
        high = low + along * d.within((1, 3))
        slope, stretch = Fraction(up, along), Fraction(slant, along)
        curve, half = multiple(slope, "x"), slope * Fraction(high**2 - low**2, 2)
        value, plain, alone = 2 * half * stretch, 2 * half, 2 * stretch * (high - low)
        work = (
            f"the root of 1 + {slope**2} is {stretch}; by @definite-integrals of {curve}: {half}; "
            f"2*({half})*({stretch}) = {value}"
        )
        integrand = f"({slope})*x*{stretch}"
    elif d.rng.random() < 0.5:  # a zone of a sphere
        r = d.within((3, 12))
        low, high = sorted(d.rng.sample(range(-r + 1, r), 2))
        curve, value = f"sqrt({r * r} - x^2)", Fraction(2 * r * (high - low))
        plain, alone = value / r, value * 2
        work = (
            f"dy/dx is -x/y, so y*sqrt(1 + (dy/dx)^2) is sqrt(y^2 + x^2) = {r}; by @definite-integrals, {high} - "
            f"{bracket(low)} = {high - low}; 2*{r}*{high - low} = {value}"
        )
        integrand = str(r)
    else:  # y = 2m sqrt(x): under the root stands x + m^2
        m = d.within((1, 3))
        one, two = sorted(d.rng.sample(range(m, m + 4), 2))
        low, high = one * one - m * m, two * two - m * m
        curve, value = f"{2 * m}sqrt(x)", Fraction(8 * m * (two**3 - one**3), 3)
        plain, alone = value / 2, value + 2 * (high - low)
        work = (
            f"y*sqrt(1 + (dy/dx)^2) is {2 * m}sqrt(x + {m * m}); by @definite-integrals "
            f"{multiple(Fraction(4 * m, 3), f'(x + {m * m})^(3/2)')}; {two**3} - {one**3} = {two**3 - one**3}; "
            f"2*{bracket_fraction(Fraction(4 * m, 3))}*{two**3 - one**3} = {value}"
        )
        integrand = f"{2 * m}*sqrt(x + {m * m})"
    result = d.outcome(value, root=plain, two=value / 2, radius=alone)
    answer = multiple(result, "pi")
    return Item(
        ask(wordings, curve, low, high),
        f"2pi times the radius y times a piece of @arc-length: {work}; times pi: {answer}"
        if not d.slip
        else f"from @arc-length and the radius: {answer}",
        answer,
        f"abs(answer - quad(2*pi*{integrand}, x, {low}, {high})) < 1/100000",
    )


@surface_of_revolution.form("first step")
def area_of_a_band(d: Draw) -> Item:
    r, piece = d.within((1, 9), (2, 15), (2, 20)), Fraction(d.within((1, 9)), d.choice((1, 5, 10, 20)))
    shift = d.within((1, 6)) if d.difficulty == 3 else 0
    radius = r + shift
    value = d.outcome(2 * radius * piece, root=Fraction(radius), two=radius * piece, radius=2 * piece)
    about = "the x-axis" if not shift else f"the line y = -{shift}"
    questions = (
        f"A short piece of a curve, of length {piece}, lies at the height y = {r} and turns about {about}. About "
        "how large is the band that it sweeps out?",
        f"At y = {r} a piece of curve of length {piece} turns about {about}. Give the area of its narrow band, "
        "taken as a cylinder.",
        f"Estimate the area that a piece of curve of length {piece} at y = {r} sweeps out about {about}, as that "
        "of a cylinder.",
    )
    work = (
        "Surface of revolution: "
        f"{f'the radius is {plus(r, shift)}; ' if shift else ''}2*{radius}*{bracket_fraction(piece)} = {value}, "
        "times pi"
    )
    return Item(questions, work, multiple(value, "pi"), f"answer = 2*pi*({r} + {shift})*{piece}")


@surface_of_revolution.form("reverse")
def height_of_a_cone(d: Draw) -> Item:
    up, along, slant = d.choice(_LEGS)
    s = d.within((1, 3), (1, 6), (2, 9))
    high = along * s
    low = 0 if d.difficulty < 3 else along * d.within((1, 3))
    high += low
    area = Fraction(up * slant, along**2) * (high**2 - low**2)
    value = d.outcome(high, root=high + along, two=2 * high, radius=high - low + 1)
    return Item(
        (
            f"The line y = {multiple(Fraction(up, along), 'x')} from x = {low} to x = b > {low} turns about the x-axis "
            f"and makes a surface of area {multiple(area, 'pi')}. Find b.",
            f"The curve y = {multiple(Fraction(up, along), 'x')}, {low} <= x <= b, turns about the x-axis. For which b "
            f"is the area of the surface {multiple(area, 'pi')}?",
            f"A cone's wall comes from turning y = {multiple(Fraction(up, along), 'x')} about the x-axis, from x = "
            f"{low} to b; its area is {multiple(area, 'pi')}, and b > {low}. What is b?",
        ),
        f"Surface of revolution by @definite-integrals: the area is pi times {Fraction(up * slant, along**2)}*(b^2 - "
        f"{low * low}), so b^2 = {high * high}; b is {value}"
        if not d.slip
        else f"Surface of revolution by @definite-integrals: b is {value}",
        f"b = {value}",
        f"{Fraction(up * slant, along**2)}*(answer^2 - {low}^2) = {area} and answer > {low}",
    )
