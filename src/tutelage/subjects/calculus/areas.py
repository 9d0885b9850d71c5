"""Areas, average values, and integrals that run to infinity."""

from __future__ import annotations

from fractions import Fraction

from tutelage.records import Checker
from tutelage.subjects.calculus.antiderivatives import Parts, at, difference, primitive, valued, written
from tutelage.subjects.calculus.integrands import BETWEEN
from tutelage.subjects.calculus.notation import linear, multiple, power_term, quadratic, term
from tutelage.subjects.calculus.steps import divided, minus, plus, steps, times
from tutelage.subjects.calculus.topic import ask, lowest, topic
from tutelage.subjects.workbook import Draw, Item

ENCLOSED = (
    "Find the area between y = {} and y = {}.",
    "What area do the curves y = {} and y = {} enclose?",
    "How large is the region bounded by y = {} and y = {}?",
    "Compute the area of the region between the graphs of {} and {}.",
)


@topic(
    "area-between-curves",
    sum="The functions are added instead of subtracted.",
    one="Only the upper function is integrated, down to the axis.",
    bound="The value at the lower bound is left out or given the wrong sign.",
)
def area_between_curves(d: Draw) -> Item:
    p, width = d.within((0, 0), (-3, 3), (-3, 2)), d.within((1, 6), (1, 5), (1, 4))
    k, q = d.within((1, 1), (1, 2), (1, 3)), p + width
    shift, slope = d.within((0, 0), (-5, 5), (-9, 9)), d.within((0, 5), (-5, 5), (-9, 9))
    if d.difficulty == 3 and d.rng.random() < 0.4:
        return _two_regions(d, width)
    # the line minus the parabola is -k(x - p)(x - q)
    gap: Parts = [(-k, 2), (k * (p + q), 1), (-k * p * q, 0)]
    parabola, line = quadratic(k, -k * (p + q) + slope, k * p * q + shift), linear(slope, shift)
    pair = (parabola, line) if d.rng.random() < 0.5 else (line, parabola)
    return _enclosed(d, gap, (p, q), ([(slope, 1), (shift, 0)], pair), *ENCLOSED)


def _enclosed(
    d: Draw, gap: Parts, ends: tuple[int, int], curves: tuple[Parts, tuple[str, str]], *wordings: str
) -> Item:
    """The area between two curves whose difference is `gap`, and that meet at both ends; the upper one comes first."""
    p, q = ends
    upper, pair = curves
    value = at(primitive(gap), q) - at(primitive(gap), p)
    shown: Parts = gap
    if d.slip == "one":
        shown = upper
    elif d.slip == "sum":
        shown = [(2 * at([(a, 0)], 0) - b, n) for (a, n), (b, _) in zip(_filled(upper), _filled(gap), strict=True)]
    found = primitive([part for part in shown if part[0]])
    top, high = valued(found, q)
    bottom, low = valued(found, p)
    result = d.outcome(high - low, bound=high + low)
    last = difference(high, low) if d.slip != "bound" else f"together {result}"
    work = (
        f"by @quadratics-by-factoring they meet at {p} and {q}; upper minus lower is {written(shown)}; "
        f"@definite-integrals of it: {written(found)}; {steps(top, bottom, last)}"
        if not d.slip
        else f"they meet at {p} and {q}; integrated is {written(shown)}; {steps(top, bottom, last)}"
    )
    return Item(
        ask(wordings, *pair), work, str(abs(result)), f"answer = integrate({written(gap)}, x, {p}, {q})" + lowest(value)
    )


def _filled(parts: Parts) -> Parts:
    """The terms of degree 2, 1 and 0."""
    known = {n: a for a, n in parts}
    return [(known.get(n, 0), n) for n in (2, 1, 0)]


def _two_regions(d: Draw, k: int) -> Item:
    """A cubic and a line that meet three times: one region on each side."""
    a = d.within((1, 4))
    half = Fraction(a * k**4, 4)
    result = d.outcome(2 * half, bound=Fraction(0), one=half, sum=3 * half)
    pair = (term(a, 3), term(a * k * k))
    return Item(
        ask(ENCLOSED, *pair),
        f"by @quadratics-by-factoring they meet at {-k}, 0 and {k}; on the right the line is above, on the left the "
        f"cubic; @definite-integrals of the difference give {half} on each side; "
        + (f"2*({half}) = {result}" if not d.slip else f"taken together {result}"),
        str(result),
        f"answer = 2*integrate({pair[1]} - {pair[0]}, x, 0, {k})" + lowest(2 * half),
    )


@area_between_curves.form("word problem")
def area_of_a_plot(d: Draw) -> Item:
    p, width, k = d.within((0, 0), (0, 3), (0, 4)), d.within((1, 6), (2, 6), (2, 6)), d.within((1, 1), (1, 2), (1, 3))
    q, slope = p + width, d.within((0, 4), (-4, 4), (-9, 9))
    gap: Parts = [(-k, 2), (k * (p + q), 1), (-k * p * q, 0)]
    pair = (quadratic(k, -k * (p + q) + slope, k * p * q), term(slope) if slope else "0")
    return _enclosed(
        d,
        gap,
        (p, q),
        ([(slope, 1)], pair),
        "A meadow is bounded by the path y = {} and the brook y = {}, in units of 10 m. "
        "How large is it in square units?",
        "A leaf has the edges y = {} and y = {}, measured in centimetres. Find its area in square centimetres.",
        "On a plan a pond lies between the curves y = {} and y = {}. What is its area in square units of the plan?",
    )


@area_between_curves.form("on an interval")
def area_on_an_interval(d: Draw) -> Item:
    p = d.within((0, 2), (-2, 2), (-3, 2))
    q = p + d.within((1, 4), (1, 4), (1, 3))
    a, b, c = d.within((0, 0), (1, 3), (1, 4)), d.within((0, 4), (-5, 5), (-5, 5)), d.within((1, 9), (1, 9), (1, 12))
    gap: Parts = [(3 * a, 2), (c, 0)]
    upper, lower = [(3 * a, 2), (b, 1), (c, 0)], [(b, 1)]
    if d.difficulty == 3:
        upper, lower = [(b, 1), (c, 0)], [(-3 * a, 2), (b, 1)]
    found = primitive([part for part in gap if part[0]])
    top, high = valued(found, q)
    bottom, low = valued(found, p)
    result = high + low if d.slip == "bound" else high - low
    if d.slip in ("one", "sum"):
        upward = primitive(upper)
        down = primitive(lower) if d.slip == "sum" else []
        result = at(upward, q) - at(upward, p) + at(down, q) - at(down, p)
    pair = [written(upper), written(lower) or "0"]
    d.rng.shuffle(pair)
    questions = ask(
        (
            "Find the area between y = {} and y = {} from x = {} to x = {}.",
            "How large is the region between the graphs of {} and {} for x from {} to {}?",
            "The curves y = {} and y = {} do not meet. What is the area between them from x = {} to x = {}?",
        ),
        *pair,
        p,
        q,
    )
    work = f"Area between curves: upper minus lower is {written(gap)}; @definite-integrals: {written(found)}; " + (
        steps(top, bottom, difference(high, low)) if not d.slip else f"the result is {result}"
    )
    return Item(questions, work, str(result), f"answer = integrate({written(gap)}, x, {p}, {q})")


@area_between_curves.form("reverse")
def slope_for_an_area(d: Draw) -> Item:
    k, a = d.within((1, 9), (2, 9), (2, 12)), d.within((1, 1), (1, 4), (1, 6))
    if d.difficulty == 3:  # a horizontal line over a parabola
        area, curve, other = Fraction(4 * a * k**3, 3), term(a, 2), "c"
        value = d.outcome(a * k * k, one=2 * a * k * k, sum=a * k, bound=k)
        work = f"they meet at -r and r with c = {term(a, 1, 'r^2')}; the area is 4*{a}r^3/3, so r = {k}; "
        work += times(a, k * k)
        formal = f"abs(2*quad(answer - {a}*x^2, x, 0, sqrt(answer/{a})) - {area}) < 1/1000000"
        asked = "c"
    else:
        area, curve, other = Fraction(k**3 * a, 6), term(a, 2), f"{term(a)}*m"
        value = d.outcome(k, one=2 * k, sum=k + 1, bound=3 * k)
        work = f"they meet at 0 and m; the area is {term(a, 1, 'm^3')}/6, so m^3 = {k**3}"
        formal = f"abs(quad({a}*answer*x - {a}*x^2, x, 0, answer) - {area}) < 1/1000000 and answer > 0"
        asked = "m"
        other = f"{term(a, 1, 'm')}x"
    return Item(
        (
            f"The curves y = {curve} and y = {other} enclose the area {area}, where {asked} > 0. Find {asked}.",
            f"For which positive {asked} is the area between y = {curve} and y = {other} equal to {area}?",
            f"y = {other} and y = {curve} bound a region of area {area}, with {asked} > 0. What is {asked}?",
        ),
        f"Area between curves by @definite-integrals: {work if not d.slip else f'{asked} is {value}'}",
        f"{asked} = {value}",
        formal,
    )


@topic(
    "average-value",
    "average value of a function",
    undivided="The integral is not divided by the width.",
    ends="The mean of the two end values is taken.",
    bound="It is divided by the upper bound instead of the width.",
)
def average_value(d: Draw) -> Item:
    low, width = d.within((0, 0), (1, 4), (-4, 3)), d.within((1, 5), (1, 5), (1, 4))
    a, b = d.within((1, 3), (1, 4), (-5, 6)) or 2, d.within((0, 9), (-9, 9), (-9, 9))
    parts: Parts = [(3 * a, 2), (b, 0)]
    if d.difficulty == 3:
        parts = [(3 * a, 2), (2 * b, 1), (d.within((-9, 9)), 0)]
    return _averaged(
        d,
        parts,
        (low, low + width),
        "Find the average value of {} from {} to {}.",
        "What is the mean value of {} between x = {} and x = {}?",
        "Compute the average value of {} on the interval from {} to {}.",
        "What is the mean of f(x) = {} over [{}, {}]?",
        letter="x",
    )


@average_value.form("word problem")
def average_in_words(d: Draw) -> Item:
    low, width = d.within((0, 0), (1, 4), (2, 8)), d.within((2, 5), (2, 5), (2, 5))
    a, b = d.within((1, 2), (1, 3), (-4, -1)), d.within((2, 9), (5, 20), (10, 99))
    b += 0 if a > 0 else -3 * a * (low + width) ** 2
    parts: Parts = [(2 * a, 1), (b, 0)] if d.difficulty == 2 else [(3 * a, 2), (b, 0)]
    return _averaged(
        d,
        parts,
        (low, low + width),
        "A reservoir holds {} thousand litres t hours after midnight. What does it hold on average between "
        "t = {} and t = {}, in thousands of litres?",
        "The temperature in an oven is {} degrees after t minutes. Find its average from t = {} to t = {}.",
        "After t days a shop has {} customers a day. What is the average number a day from t = {} to t = {}?",
        letter="t",
    )


def _averaged(d: Draw, parts: Parts, bounds: tuple[int, int], *wordings: str, letter: str) -> Item:
    low, high = bounds
    width = high - low
    found = [part for part in primitive(parts) if part[0]]
    top, upper = valued(found, high)
    bottom, lower = valued(found, low)
    total = upper - lower
    value = d.outcome(
        total / width, undivided=total, ends=(at(parts, low) + at(parts, high)) / 2, bound=total / (high or 1)
    )
    function = written(parts, letter)
    ending = d.outcome(
        steps(minus(high, low), divided(total, width)),
        undivided="",
        ends=f"half the sum of the end values is {value}",
        bound=f"{divided(total, high or 1)}",
    )
    return Item(
        ask(wordings, function, low, high),
        f"@definite-integrals: {steps(top, bottom, difference(upper, lower), ending)}",
        str(value),
        f"abs(answer*{width} - quad({function}, {letter}, {low}, {high})) < 1/100000",
        value=int(value) if value.denominator == 1 and not d.slip else None,
        noun=f"the average value of {function} from {low} to {high}",
    )


@average_value.form("reverse")
def factor_for_an_average(d: Draw) -> Item:
    k, high = d.nonzero((1, 9), (1, 9), (-9, 9)), d.within((2, 8), (1, 4), (2, 6))
    b, low = d.within((0, 9), (-9, 9), (-9, 9)), 0 if d.difficulty < 3 else d.within((-3, 1))
    if d.difficulty == 2:  # 3kx^2 + b from 0: the mean is k*high^2 + b
        function, weight, formal = f"3kx^2 {'-' if b < 0 else '+'} {abs(b)}", Fraction(high * high), "3*answer*x^2"
    else:
        function, weight, formal = f"2kx {'-' if b < 0 else '+'} {abs(b)}", Fraction(high + low), "2*answer*x"
    if weight == 0:
        low, weight = low + 1, weight + 1
    mean = k * weight + b
    value = d.outcome(k, undivided=(mean / (high - low) - b) / weight, ends=Fraction(k, 2), bound=k + 1)
    function = function.removesuffix(" + 0")
    return Item(
        (
            f"The average value of {function} from x = {low} to x = {high} is {mean}. Find k.",
            f"For which k is {mean} the mean value of {function} over [{low}, {high}]?",
            f"Choose k so that the mean of {function} between {low} and {high} is {mean}.",
        ),
        f"Average value of a function by @definite-integrals: the mean is {term(int(weight), 1, 'k')}"
        f"{f' - {abs(b)}' if b < 0 else f' + {b}' if b else ''}"
        + (f"; {minus(int(mean), b)}; {divided(mean - b, weight)}" if not d.slip else f", and k is {value}"),
        f"k = {value}",
        f"integrate({formal} + {b}, x, {low}, {high}) = {mean}*({high} - ({low}))",
    )


@average_value.form("from known values")
def average_from_an_integral(d: Draw) -> Item:
    low, width, mean = d.within((0, 3), (-5, 5), (-9, 9)), d.within((2, 6), (2, 9), (2, 9)), d.nonzero((1, 9), (-9, 9))
    high, add = low + width, d.nonzero((-9, 9)) if d.difficulty == 3 else 0
    total, wanted = mean * width, mean + add
    value = {"undivided": Fraction(total), "bound": Fraction(total, high or 1), "ends": Fraction(total, 2)}
    result = value.get(d.slip, Fraction(wanted)) + (add if d.slip else 0)
    of = "f(x)" if not add else f"f(x) {'-' if add < 0 else '+'} {abs(add)}"
    questions = (
        f"The integral of f(x) from {low} to {high} is {total}. What is the average value of {of} on this interval?",
        f"f(x) has the integral {total} over [{low}, {high}]. Find the mean of {of} there.",
        f"Between x = {low} and x = {high} the integral of f(x) is {total}. How large is {of} on average?",
    )
    work = (
        f"Average value of a function: {minus(high, low)}; {divided(total, width)}"
        + (f"; {plus(mean, add)}" if add else "")
        if not d.slip
        else f"Average value of a function: {result}"
    )
    return Item(questions, work, str(result), f"(answer - ({add}))*({high} - ({low})) = {total}")


@topic(
    "improper-integrals",
    lower="The antiderivative is divided by the wrong exponent.",
    infinite="The factor in front is lost.",
    sign="The sign at the lower bound is not turned.",
)
def improper_integrals(d: Draw) -> Item:
    c, low = d.within((1, 9), (1, 9), (2, 12)), d.within((1, 1), (1, 5), (2, 6))
    kind = d.choice(("power e", "power e", "power root e")[d.difficulty - 1].split())
    if kind == "e":
        return _tail_of_an_exponential(d, *BETWEEN, letter="x")
    if kind == "root":  # the integrand has no bound at 0
        end = d.within((2, 9)) ** 2
        root = int(end**0.5)
        reached = d.outcome(2 * c * root, lower=c * root, infinite=2 * root, sign=-2 * c * root)
        return Item(
            ask(BETWEEN, f"{c}/sqrt(x)", 0, end),
            f"the integrand has no bound near 0; by @antiderivative-power-rule {2 * c}sqrt(x), which tends to 0 at 0; "
            f"sqrt({end}) is {root}; {times(2 * c, root, reached)}",
            str(reached),
            f"abs(answer - quad({c}*2, t, 0, {root})) < 1/100000",  # with t = sqrt(x)
        )
    n = d.within((2, 2), (2, 4), (2, 4))
    bottom = (n - 1) * low ** (n - 1)
    value = d.outcome(
        Fraction(c, bottom),
        lower=Fraction(c, n * low ** (n - 1)),
        infinite=Fraction(1, bottom),
        sign=Fraction(-c, bottom),
    )
    if d.slip == "lower" and n == 2:
        value = Fraction(c, 2 * low)
    found = power_term(Fraction(-c, n - 1), 1 - n)
    return Item(
        ask(BETWEEN, f"{c}/{term(1, n)}", low, "infinity"),
        f"by @antiderivative-power-rule {found}; with @limits-at-infinity it tends to 0 above; "
        f"at {low} it is {Fraction(-c, bottom)}; 0 - (-{Fraction(c, bottom)}) = {value}"
        if not d.slip
        else f"@limits-at-infinity give 0 above; below it is {value}",
        str(value),
        f"abs(answer - quad({c}*t^{n - 2}, t, 0, 1/{low})) < 1/100000",  # with t = 1/x
    )


def _tail_of_an_exponential(d: Draw, *wordings: str, letter: str) -> Item:
    c, k = d.within((1, 12), (2, 30), (2, 60)), d.within((1, 4), (2, 9), (2, 12))
    value = d.outcome(Fraction(c, k), lower=Fraction(c * k), infinite=Fraction(1, k), sign=Fraction(-c, k))
    exponential = f"e^(-{term(k, 1, letter)})"
    return Item(
        ask(wordings, term(c, 1, exponential), 0, "infinity"),
        f"by @integrating-exponentials {multiple(Fraction(-c, k), exponential)}; with @limits-at-infinity it tends to "
        f"0 above; at 0 it is {Fraction(-c, k)}; 0 - (-{Fraction(c, k)}) = {value}"
        if not d.slip
        else f"@limits-at-infinity give 0 above; below it is {value}",
        str(value),
        f"abs(answer - quad({c}*(t^{k - 1}), t, 0, 1)) < 1/100000",  # with t = e^(-x)
    )


@improper_integrals.form("word problem")
def total_for_ever(d: Draw) -> Item:
    return _tail_of_an_exponential(
        d,
        "A closed mine releases {0} tonnes of gas per year after t years. How many tonnes will it release in all, "
        "from t = {1} to {2}?",
        "A stopping wheel turns at {0} revolutions per second after t seconds. "
        "How many revolutions does it make from t = {1} to {2}?",
        "A well gives {0} million litres a year after t years. How many million litres from t = {1} to {2}?",
        letter="t",
    )


@improper_integrals.form("reverse")
def start_of_a_tail(d: Draw) -> Item:
    b, n, m = d.within((1, 9), (2, 6), (2, 5)), d.within((2, 2), (2, 3), (3, 4)), d.within((1, 6), (1, 9), (1, 6))
    c = m * (n - 1) * b ** (n - 1) // (b if n == 2 else 1)
    area = Fraction(c, (n - 1) * b ** (n - 1))
    if d.rng.random() < 0.5:
        value = d.outcome(Fraction(c), lower=Fraction(c * n, n - 1), infinite=Fraction(1), sign=Fraction(-c))
        question = (
            f"The integral of k/{term(1, n)} from {b} to infinity is {area}. Find k.",
            f"For which k is the integral of k/{term(1, n)} from {b} to infinity equal to {area}?",
            f"Under y = k/{term(1, n)}, from x = {b} on, lies the area {area}. What is k?",
        )
        work = f"the integral is k/{(n - 1) * b ** (n - 1)}; k is {value}"
        formal = f"answer*{1 / ((n - 1) * Fraction(b) ** (n - 1))} = {area}"
        return Item(question, f"Improper integrals, with @limits-at-infinity: {work}", f"k = {value}", formal)
    found = d.outcome(Fraction(b), lower=Fraction(b * (n - 1), n), infinite=Fraction(1, b), sign=Fraction(-b))
    inner = f"{Fraction(c, n - 1)}/b" if n == 2 else f"{Fraction(c, n - 1)}/b^{n - 1}"
    return Item(
        (
            f"The integral of {c}/{term(1, n)} from b to infinity is {area}, with b > 0. Find b.",
            f"From which positive b on is the integral of {c}/{term(1, n)} to infinity equal to {area}?",
            f"To the right of x = b > 0, the area under y = {c}/{term(1, n)} is {area}. What is b?",
        ),
        f"Improper integrals, with @limits-at-infinity: the integral is {inner}; set equal to {area}, b is {found}",
        f"b = {found}",
        f"{c}/({n - 1}*answer^{n - 1}) = {area} and answer > 0",
    )


@improper_integrals.form("converges or diverges")
def has_a_value(d: Draw) -> Item:
    c, low = d.within((1, 9), (1, 12), (2, 20)), d.within((1, 5))
    p = Fraction(d.choice(("2 1 3 1", "2 1 1/2 3/2", "2/3 4/3 3/4 5/4")[d.difficulty - 1].split()))
    converges = (p > 1) != (d.slip == "lower")
    verdict = "converges" if converges else "diverges"
    power = "x" if p == 1 else f"x^{p}" if p.denominator == 1 else f"x^({p})"
    return Item(
        (
            f"Does the integral of {c}/{power} from {low} to infinity converge? Answer 'converges' or 'diverges'.",
            f"Converges or diverges: the integral of {c}/{power} from x = {low} to infinity?",
            f"Is the area under y = {c}/{power} to the right of x = {low} finite? Answer 'converges' or 'diverges'.",
        ),
        f"Improper integrals of 1/x^p have a finite value exactly if p > 1, by @limits-at-infinity; here p = {p}",
        verdict,
        f'answer = "{"converges" if p > 1 else "diverges"}" if {p} {">" if p > 1 else "<"} {1 if p != 1 else 2}',
        checker=Checker.TEXT,
    )
