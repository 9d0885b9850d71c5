"""Sums that approximate integrals: rectangles, trapezia and Simpson's parabolas."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from tutelage.records import Checker
from tutelage.subjects.calculus.antiderivatives import Parts, at, written
from tutelage.subjects.calculus.notation import bracket_fraction, linear, term, terms
from tutelage.subjects.calculus.steps import divided, minus, steps, times
from tutelage.subjects.calculus.topic import ask, topic
from tutelage.subjects.workbook import Draw, Item

SIDES = {"left": Fraction(0), "right": Fraction(1), "midpoint": Fraction(1, 2)}


def _added(values: Sequence[Fraction]) -> str:
    """The values added one after the other."""
    parts, running = [], values[0]
    for value in values[1:]:
        sign, size = ("-", -value) if value < 0 else ("+", value)
        parts.append(f"{running} {sign} {size} = {running + value}")
        running += value
    return steps(*parts)


def _listed(points: Sequence[Fraction], values: Sequence[Fraction]) -> str:
    """`f(0) = 1, f(2) = 5 and f(4) = 3`."""
    pairs = [f"f({x}) = {y}" for x, y in zip(points, values, strict=True)]
    return f"{', '.join(pairs[:-1])} and {pairs[-1]}"


def _function(d: Draw) -> Parts:
    if d.difficulty == 1:
        return d.choice(([(1, 2), (d.within((0, 5)), 0)], [(2 * d.within((1, 3)), 1), (d.within((0, 5)), 0)]))
    return [(d.nonzero((-3, 3)), 2), (d.within((-4, 4)), 1), (d.within((0, 9)), 0)]


def _strips(d: Draw, even: bool = False) -> tuple[int, Fraction, int]:
    """Number of strips, their width, and where they begin."""
    n = d.choice((2, 4)) if even else d.within((2, 3), (3, 4), (3, 4))
    width = Fraction(d.within((1, 2), (1, 3), (1, 2)), 1 if d.difficulty < 3 else d.within((1, 2)))
    return n, width, d.within((0, 2), (-2, 3), (-4, 3))


@topic(
    "riemann-sums",
    "Riemann sums",
    side="The values at the other ends of the strips are taken.",
    width="The width of the strips is forgotten.",
    count="One strip too few is counted.",
)
def riemann_sums(d: Draw) -> Item:
    n, width, low = _strips(d)
    side = d.choice(("left right", "left right", "left right midpoint")[d.difficulty - 1].split())
    parts = _function(d)
    shift = SIDES["right" if side == "left" else "left"] if d.slip == "side" else SIDES[side]
    points = [low + width * (index + shift) for index in range(n - (d.slip == "count"))]
    values = [at(parts, x) for x in points]
    total = sum(values, Fraction(0))
    answer = total if d.slip == "width" else total * width
    function, high = written(parts), low + n * width
    return Item(
        ask(
            (
                "Approximate the integral of {0} from {1} to {2} with {3} equal strips and the values {5}.",
                "Find the {4} Riemann sum of {0} from {1} to {2} with {3} strips of equal width.",
                "What {4} sum do you get for {0} from {1} to {2} with {3} equal strips?",
                "Divide [{1}, {2}] into {3} equal parts and compute the {4} sum of {0}.",
            ),
            function,
            low,
            high,
            n,
            side,
            "at their midpoints" if side == "midpoint" else f"at their {side} ends",
        ),
        f"strips of width {width}; @evaluating-functions at {', '.join(map(str, points))}: "
        f"{', '.join(map(str, values))}; "
        + steps(_added(values), f"{total}*{width} = {answer}" if width != 1 and d.slip != "width" else ""),
        str(answer),
        f"answer = sum(({width})*subs({function}, x, {low} + ({width})*(n + {SIDES[side]})), n, 0, {n - 1})",
        value=int(answer) if answer.denominator == 1 and not d.slip else None,
        noun=f"the {side} sum of {function} from {low} to {high} with {n} equal strips",
    )


@riemann_sums.form("word problem")
def distance_from_readings(d: Draw) -> Item:
    n, width = d.within((2, 3), (3, 4), (4, 5)), d.within((2, 4), (2, 5), (2, 10))
    side = d.choice(("left", "right"))
    values = [Fraction(d.within((2, 12), (5, 30), (5, 60))) for _ in range(n + 1)]
    kept = values[:-1] if (side == "left") != (d.slip == "side") else values[1:]
    if d.slip == "count":
        kept = kept[1:]
    total = sum(kept, Fraction(0))
    answer = total if d.slip == "width" else total * width
    where = "beginning" if side == "left" else "end"
    shown = ", ".join(map(str, values))
    right = values[:-1] if side == "left" else values[1:]
    questions = (
        f"A cyclist's speed is read every {width} seconds: {shown} m/s. Estimate the distance in metres, using the "
        f"speed at the {where} of each interval.",
        f"The flow into a tank is measured every {width} minutes: {shown} litres per minute. Taking the value at "
        f"the {where} of each interval, how many litres run in?",
        f"Every {width} hours a solar plant reports its power: {shown} kW. Estimate its output in kilowatt-hours "
        f"with the value at the {where} of each interval.",
    )
    work = f"Riemann sums: the values that count are {', '.join(map(str, kept))}; " + steps(
        _added(kept), f"{total}*{width} = {answer}" if d.slip != "width" else ""
    )
    return Item(questions, work, str(answer), f"answer/{width} = {' + '.join(map(str, right))}")


@riemann_sums.form("reverse")
def strips_of_a_sum(d: Draw) -> Item:
    n, width, low = d.within((3, 6), (4, 9), (4, 12)), d.within((1, 3), (1, 4), (2, 5)), d.within((0, 3), (-5, 5))
    index = d.within((2, 3), (2, 4), (2, 4))
    scale = Fraction(1) if d.difficulty == 1 else Fraction(1, 2)
    step, high = scale * width, low + n * scale * width
    side = "left" if d.difficulty < 3 else d.choice(("left", "right"))
    place = low + step * (index - 1 if side == "left" else index)
    value = {"side": place + step if side == "left" else place - step, "width": Fraction(low + index - 1)}
    value["count"] = low + (high - low) / (n - 1) * (index - 1 if side == "left" else index)
    answer = value.get(d.slip, place)
    which = {2: "second", 3: "third", 4: "fourth"}[index]
    return Item(
        (
            f"[{low}, {high}] is divided into {n} equal strips. At which x is the height of the {which} strip read in "
            f"the {side} sum?",
            f"For the {side} Riemann sum from {low} to {high} with {n} equal strips: what is the {side} end of the "
            f"{which} strip?",
            f"A {side} sum from x = {low} to x = {high} has {n} strips of equal width. Where does the {which} strip "
            "take its height?",
        ),
        f"Riemann sums: the width is {divided(high - low, n)}; "
        + (f"{low} + {index - 1 if side == 'left' else index}*{step} = {answer}" if not d.slip else f"it is {answer}"),
        str(answer),
        f"(answer - ({low}))*{n} = {index - 1 if side == 'left' else index}*({high} - ({low}))",
    )


@riemann_sums.form("explain which")
def too_large_or_too_small(d: Draw) -> Item:
    low, high = d.within((0, 3)), d.within((4, 9))
    side = d.choice(("left", "right"))
    a = d.within((1, 9), (1, 9), (2, 12))
    rises = d.rng.random() < 0.5
    function = {
        1: linear(a, d.within((1, 9))) if rises else terms(str(10 * a + 90), term(-a)),
        2: term(a, 2) if rises else f"{a}/(x + 1)",
        3: term(a, 1, "e^x") if rises else term(a, 1, "e^(-x)"),
    }[d.difficulty]
    large = (rises == (side == "right")) != (d.slip == "side")
    right = "too large" if rises == (side == "right") else "too small"
    return Item(
        (
            f"Is the {side} Riemann sum of {function} from {low} to {high} too large or too small, compared with the "
            "integral?",
            f"f(x) = {function} on [{low}, {high}]. Does the {side} sum come out too large or too small?",
            f"Too large or too small: what is the {side} sum as an estimate of the integral of {function} from {low} "
            f"to {high}?",
        ),
        f"Riemann sums: the function {'rises' if rises else 'falls'}, so the value at the {side} end is the "
        f"{'largest' if large else 'smallest'} of its strip",
        "too large" if large else "too small",
        f'answer = "{right}" if subs({function}, x, {low}) {"<" if rises else ">"} subs({function}, x, {high})',
        checker=Checker.TEXT,
    )


@topic(
    "trapezoidal-rule",
    ends="The end values are counted fully, like the inner ones.",
    half="It is not divided by 2.",
    inner="The inner values are counted once instead of twice.",
)
def trapezoidal_rule(d: Draw) -> Item:
    n, width, low = _strips(d)
    parts = _function(d)
    points = [low + width * index for index in range(n + 1)]
    return _trapezia(
        d,
        width,
        [at(parts, x) for x in points],
        (
            f"Approximate the integral of {written(parts)} from {low} to {low + n * width} by the trapezoidal rule "
            f"with {n} strips.",
            f"Use the trapezoidal rule with {n} equal strips for the integral of {written(parts)} from {low} to "
            f"{low + n * width}.",
            f"Which value does the trapezoidal rule give for the integral of {written(parts)} from {low} to "
            f"{low + n * width}, with {n} strips?",
            f"Estimate the integral of {written(parts)} between {low} and {low + n * width} with {n} trapezia of equal "
            "width.",
        ),
    )


def _trapezia(d: Draw, width: Fraction, values: Sequence[Fraction], questions: tuple[str, ...]) -> Item:
    inner = sum(values[1:-1], Fraction(0))
    ends = values[0] + values[-1]
    weighted = 2 * ends + 2 * inner if d.slip == "ends" else ends + (1 if d.slip == "inner" else 2) * inner
    answer = weighted * width / (1 if d.slip == "half" else 2)
    right = " + ".join(f"({one} + {other})/2" for one, other in pairwise(values))
    work = (
        f"Trapezoidal rule with the width {width}, @evaluating-functions: {', '.join(map(str, values))}; the ends "
        f"once, {_added([values[0], values[-1]])}; the others twice, 2*{bracket_fraction(inner)} = {2 * inner}; {ends} "
        f"{'-' if inner < 0 else '+'} {abs(2 * inner)} = {ends + 2 * inner}; "
        f"{width / 2}*{bracket_fraction(ends + 2 * inner)} = {answer}"
        if not d.slip
        else f"Trapezoidal rule with the width {width}: the weighted sum is {weighted}; the result is {answer}"
    )
    return Item(questions, work, str(answer), f"answer = ({width})*({right})")


@trapezoidal_rule.form("from a table")
def trapezia_from_a_table(d: Draw) -> Item:
    n = d.within((2, 3), (3, 4), (4, 5))
    width = Fraction(d.within((1, 3), (1, 4), (1, 5)), 1 if d.difficulty < 3 else 2)
    low = d.within((0, 2), (-3, 3), (-3, 3))
    values = [Fraction(d.within((1, 12), (-9, 20), (-12, 30))) for _ in range(n + 1)]
    points = [low + width * index for index in range(n + 1)]
    return _trapezia(
        d,
        width,
        values,
        (
            f"{_listed(points, values)}. Estimate the integral of f from {points[0]} to {points[-1]} by the "
            "trapezoidal rule.",
            f"A table says: {_listed(points, values)}. Which value does the trapezoidal rule give for the integral "
            f"from {points[0]} to {points[-1]}?",
            f"Use the trapezoidal rule for the integral of f between {points[0]} and {points[-1]}, if "
            f"{_listed(points, values)}.",
        ),
    )


@trapezoidal_rule.form("word problem")
def area_of_a_lake(d: Draw) -> Item:
    n, width = d.within((2, 3), (3, 5), (4, 6)), Fraction(d.within((2, 6), (5, 12), (5, 25)))
    values = [Fraction(d.within((2, 15), (5, 40), (10, 90))) for _ in range(n + 1)]
    if d.difficulty == 3:
        values[0] = values[-1] = Fraction(0)
    return _trapezia(
        d,
        width,
        values,
        (
            f"A pond is measured every {width} m along its length; its widths there are {', '.join(map(str, values))} "
            "m. Estimate its area in square metres by the trapezoidal rule.",
            f"The speed of a train at intervals of {width} seconds is {', '.join(map(str, values))} m/s. Estimate the "
            "distance in metres by the trapezoidal rule.",
            f"Every {width} metres the depth of a ditch is measured: {', '.join(map(str, values))} cm. Estimate the "
            "area of its side by the trapezoidal rule, in units of 1 m times 1 cm.",
        ),
    )


@trapezoidal_rule.form("from known values")
def mean_of_two_sums(d: Draw) -> Item:
    left, gap = d.nonzero((2, 40), (-30, 60), (-60, 90)), d.nonzero((2, 20), (-20, 30), (-31, 41))
    right = left + gap
    value = {"ends": Fraction(left + right), "half": Fraction(left + right), "inner": Fraction(abs(gap), 2)}
    if d.difficulty == 3:  # back: the right sum is asked
        mean = Fraction(left + right, 2)
        answer = d.outcome(Fraction(right), half=mean - left, ends=2 * mean + left, inner=mean + gap)
        asked: Sequence[str] = (
            "The trapezoidal rule gives {0}, and the left Riemann sum with the same strips {1}. What is the right sum?",
            "With some strips the left sum is {1} and the trapezoidal rule gives {0}. Find the right sum.",
            "A left sum is {1}; trapezia with the same strips give {0}. What is the right sum?",
        )
        work = (
            f"2*{bracket_fraction(mean)} = {left + right}; {minus(left + right, left)}"
            if not d.slip
            else f"it is {answer}"
        )
        return Item(
            ask(asked, str(mean), left),
            f"Trapezoidal rule: it is the mean of the left and the right @riemann-sums; {work}",
            str(answer),
            f"(answer + ({left}))/2 = {mean}",
        )
    if d.difficulty == 2:  # from the end values
        first, last, h = d.within((-9, 20)), d.within((-9, 20)), d.within((1, 6))
        last += last == first
        exact = left + Fraction(h * (last - first), 2)
        other = {"ends": exact + last, "half": left + Fraction(h * (last - first)), "inner": Fraction(left)}
        answer = other.get(d.slip, exact)
        questions = (
            f"A left Riemann sum with strips of width {h} is {left}. The first value of f is {first}, the last one "
            f"{last}. What does the trapezoidal rule give?",
            f"With the width {h}, the left sum of f is {left}; at the ends f is {first} and {last}. Find the "
            "trapezoidal value.",
            f"Strips of width {h} give the left sum {left} for a function that runs from {first} to {last} between "
            "the ends. What does the trapezoidal rule give?",
        )
        solution = (
            f"Trapezoidal rule: from the left to the right of the two @riemann-sums it is {h} times the change of f; "
            f"{minus(last, first)}; {times(h, last - first)}; half of it is added to {left}: {answer}"
            if not d.slip
            else f"Trapezoidal rule, from the @riemann-sums: {answer}"
        )
        return Item(questions, solution, str(answer), f"2*(answer - ({left}))/{h} = {last} - ({first})")
    answer = value.get(d.slip, Fraction(left + right, 2))
    questions = (
        f"The left Riemann sum of f is {left}, the right one {right}. What does the trapezoidal rule with the same "
        "strips give?",
        f"With the same strips, the left sum is {left} and the right sum {right}. Find the value of the "
        "trapezoidal rule.",
        f"A left sum of {left} and a right sum of {right} are known. Which estimate do trapezia with these strips "
        "give?",
    )
    solution = "Trapezoidal rule: it is the mean of the left and the right @riemann-sums; " + (
        _added([Fraction(left), Fraction(right)]) + f"; half of it is {answer}" if not d.slip else f"it is {answer}"
    )
    return Item(questions, solution, str(answer), f"2*answer - ({left}) = {right}")


@topic(
    "simpsons-rule",
    "Simpson's rule",
    two="The factor 4 is forgotten: every inner value is counted twice.",
    third="It is divided by 2 instead of 3.",
    swap="The factors 4 and 2 are swapped, or the ends get the 4.",
)
def simpsons_rule(d: Draw) -> Item:
    width, low = Fraction(d.within((1, 2), (1, 3), (1, 2)), 1), d.within((0, 2), (-2, 3), (-3, 2))
    n = 2 if d.difficulty == 1 else d.choice((2, 4))
    parts: Parts = [(d.nonzero((1, 2), (-2, 3), (-2, 3)), 3 if d.difficulty == 1 else 4 if d.difficulty == 3 else 3)]
    parts = [*parts, (d.within((0, 5), (-5, 5), (-5, 5)), 1), (d.within((0, 9)), 0)]
    parts = [part for part in parts if part[0]]
    return _parabolas(
        d,
        width,
        [at(parts, low + width * index) for index in range(n + 1)],
        (
            f"Approximate the integral of {written(parts)} from {low} to {low + n * width} by Simpson's rule with {n} "
            "strips.",
            f"Use Simpson's rule with {n} equal strips for the integral of {written(parts)} from {low} to "
            f"{low + n * width}.",
            f"Which value does Simpson's rule give for the integral of {written(parts)} from {low} to "
            f"{low + n * width}, with {n} strips?",
            f"Divide [{low}, {low + n * width}] into {n} strips and apply Simpson's rule to {written(parts)}.",
        ),
    )


def _parabolas(d: Draw, width: Fraction, values: Sequence[Fraction], questions: tuple[str, ...]) -> Item:
    odd, even, ends = sum(values[1::2]), sum(values[2:-1:2]), values[0] + values[-1]
    total = ends + 4 * odd + 2 * even
    weighted = d.outcome(total, two=ends + 2 * odd + 2 * even, swap=ends + 2 * odd + 4 * even)
    if d.slip == "swap" and len(values) == 3:
        weighted = 4 * ends + odd
    answer = weighted * width / (2 if d.slip == "third" else 3)
    pieces = (f"({a} + 4*({b}) + {c})/3" for a, b, c in zip(values[::2], values[1::2], values[2::2], strict=False))
    more = f"; the inner even ones twice, 2*{bracket_fraction(even)} = {2 * even}" if len(values) > 3 else ""
    work = (
        f"Simpson's rule with the width {width}, @evaluating-functions: {', '.join(map(str, values))}; the ends once, "
        f"{_added([values[0], values[-1]])}; the odd ones four times, 4*{bracket_fraction(odd)} = {4 * odd}{more}; "
        f"together {total}; {width / 3}*{bracket_fraction(total)} = {answer}"
        if not d.slip
        else f"Simpson's rule with the width {width}: the weighted sum is {weighted}; the result is {answer}"
    )
    return Item(questions, work, str(answer), f"answer = ({width})*({' + '.join(pieces)})")


@simpsons_rule.form("from a table")
def parabolas_from_a_table(d: Draw) -> Item:
    n, width = (2, 4, d.choice((4, 6)))[d.difficulty - 1], Fraction(d.within((1, 6), (1, 4), (1, 5)), 1)
    low = d.within((0, 2), (-3, 3), (-3, 3))
    values = [Fraction(d.within((1, 12), (-9, 20), (-9, 30))) for _ in range(n + 1)]
    points = [low + width * index for index in range(n + 1)]
    return _parabolas(
        d,
        width,
        values,
        (
            f"{_listed(points, values)}. Estimate the integral of f from {points[0]} to {points[-1]} by Simpson's "
            "rule.",
            f"A table says: {_listed(points, values)}. Which value does Simpson's rule give for the integral from "
            f"{points[0]} to {points[-1]}?",
            f"Use Simpson's rule for the integral of f between {points[0]} and {points[-1]}, if "
            f"{_listed(points, values)}.",
        ),
    )


@simpsons_rule.form("word problem")
def volume_of_a_hull(d: Draw) -> Item:
    n, width = (2, 4, d.choice((4, 6)))[d.difficulty - 1], Fraction(3 * d.within((1, 4), (1, 6), (1, 10)))
    values = [Fraction(d.within((2, 15), (5, 40), (10, 90))) for _ in range(n + 1)]
    return _parabolas(
        d,
        width,
        values,
        (
            f"Every {width} m a hull has the cross-sections {', '.join(map(str, values))} square metres. Estimate its "
            "volume in cubic metres by Simpson's rule.",
            f"The speed of a car at intervals of {width} seconds is {', '.join(map(str, values))} m/s. Estimate the "
            "distance in metres by Simpson's rule.",
            f"A field is measured every {width} m; its widths are {', '.join(map(str, values))} m. Estimate its area "
            "in square metres by Simpson's rule.",
        ),
    )


@simpsons_rule.form("from known values")
def trapezia_and_midpoints(d: Draw) -> Item:
    middle, outer = d.within((3, 30), (-30, 60), (-50, 90)), d.within((3, 30), (-30, 60), (-50, 90))
    while middle == outer:
        outer += 3
    answer = Fraction(2 * middle + outer, 3)
    wrong = {"two": Fraction(middle + outer, 2), "third": Fraction(2 * middle + outer, 2)}
    result = (wrong | {"swap": Fraction(middle + 2 * outer, 3)}).get(d.slip, answer)
    questions = (
        f"The midpoint sum of f is {middle}, the trapezoidal rule with the same strips gives {outer}. What does "
        "Simpson's rule with twice as many strips give?",
        f"With n strips the trapezoidal rule gives {outer} and the midpoint sum {middle}. Find Simpson's value for "
        "2n strips.",
        f"Combine the midpoint sum {middle} and the trapezoidal value {outer} of the same strips into Simpson's value.",
    )
    work = "Simpson's rule is two thirds of the midpoint sum and one third of the @trapezoidal-rule; " + (
        f"{times(2, middle)}; {_added([Fraction(2 * middle), Fraction(outer)])}; a third of it is {result}"
        if not d.slip
        else f"the result is {result}"
    )
    return Item(questions, work, str(result), f"3*answer = 2*({middle}) + ({outer})")
