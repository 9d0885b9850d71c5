"""What derivatives say about graphs: rising and falling, maxima and minima, bends."""

from __future__ import annotations

from fractions import Fraction

from tutelage.records import Checker
from tutelage.subjects.calculus.notation import bracket, linear, polynomial, quadratic, term, terms
from tutelage.subjects.calculus.steps import derived, evaluation, times, value_at
from tutelage.subjects.calculus.topic import ask, inside, topic
from tutelage.subjects.workbook import Draw, Item


def with_zeros(scale: int, p: int, q: int, c: int) -> tuple[int, int, int, int]:
    """A cubic whose derivative is 6 scale (x - p)(x - q)."""
    return (2 * scale, -3 * scale * (p + q), 6 * scale * p * q, c)


def two_places(d: Draw) -> tuple[int, int]:
    """Two whole numbers, the smaller one first."""
    p = d.within((-5, 5), (-5, 5), (-7, 7))
    return p, p + d.within((1, 5), (1, 6), (1, 9))


@topic(
    "intervals-of-increase",
    other="The other places are given.",
    sign="The zero of the derivative has the wrong sign.",
    function="The sign of the leading coefficient is not regarded.",
)
def intervals_of_increase(d: Draw) -> Item:
    up = d.rng.random() < 0.5
    c = d.within((-9, 9))
    if d.difficulty == 1:
        a, x = d.choice((1, 1, 2, 3, -1, -2, -3)), Fraction(d.nonzero((-9, 9)))
        place = -x if d.slip == "sign" else x
        right = ((a > 0 or d.slip == "function") == up) != (d.slip == "other")
        function, answer = quadratic(a, int(-2 * a * x), c), f"x {'>' if right else '<'} {place}"
        slope = linear(2 * a, int(-2 * a * x))
        side = "positive" if a > 0 else "negative"
        work = f"by the @critical-points x = {place}; the derivative {slope} is {side} to the right of it"
        formal = inside(lambda t: (2 * a * (t - x) > 0) == up and t != x, x)
    else:
        p, q = two_places(d)
        scale = 1 if d.difficulty == 2 else d.choice((-1, 1, 2, -2))
        low, high = (-q, -p) if d.slip == "sign" else (p, q)
        whole = with_zeros(scale, p, q, c)
        function = polynomial(whole)
        outside = (up == (scale > 0 or d.slip == "function")) != (d.slip == "other")
        answer = f"x < {low} or x > {high}" if outside else f"{low} < x < {high}"
        work = (
            f"as in @quadratic-inequalities and for @critical-points: the derivative {polynomial(derived(whole))} is 0 "
            f"at {low} and {high}; between them it is {'negative' if scale > 0 else 'positive'}"
        )
        formal = inside(lambda t: ((t - p) * (t - q) * scale > 0) == up and t not in (p, q), p, q, Fraction(p + q, 2))
    sign, verb = ("positive", "rising") if up else ("negative", "falling")
    questions = (
        f"For which x is the slope of {function} {sign}?",
        f"Where is the graph of {function} strictly {verb}, with a {sign} slope?",
        f"Find all x at which the derivative of {function} is {sign}.",
        f"Solve f'(x) {'>' if up else '<'} 0 for f(x) = {function}.",
    )
    stories = (
        f"The height of a path at the place x, which may be negative, is {function}. At which places does it "
        f"go strictly {'uphill' if up else 'downhill'}?",
        f"A signal has the strength {function} at time x (before 0, too). During which times is its rate of "
        f"change {sign}?",
        f"A temperature at the height x relative to sea level is {function}. At which heights is its rate of "
        f"change {sign}?",
    )
    return Item(questions, work, answer, formal, worded={"word problem": stories})


@intervals_of_increase.form("from a graph in words")
def increase_from_signs(d: Draw) -> Item:
    p, q = two_places(d)
    up, opens = d.rng.random() < 0.5, d.rng.random() < 0.5
    if d.difficulty == 1:
        rises = opens if up else not opens
        right = rises != (d.slip in ("other", "function"))
        at = -p if d.slip == "sign" else p
        shape = f"a line that crosses the x-axis at {p}, from {'below to above' if opens else 'above to below'}"
        answer, formal = f"x {'>' if right else '<'} {at}", inside(lambda t: t > p if rises else t < p, p)
        work = f"f' is {'positive' if opens else 'negative'} to the right of {p}"
    else:
        low, high = (-q, -p) if d.slip == "sign" else (p, q)
        outer = opens == up
        found = outer != (d.slip in ("other", "function"))
        shape = f"a parabola that opens {'upwards' if opens else 'downwards'} and crosses the x-axis at {p} and {q}"
        answer = f"x < {low} or x > {high}" if found else f"{low} < x < {high}"
        formal = inside(lambda t: t not in (p, q) and ((t - p) * (t - q) > 0) == outer, p, q, Fraction(p + q, 2))
        work = f"f' is {'negative' if opens else 'positive'} between {p} and {q}, as in @quadratic-inequalities"
    verb = "rising" if up else "falling"
    extra = " Only places with a slope other than 0 count." if d.difficulty < 3 else " Give the open intervals."
    questions = (
        f"The graph of f' (not of f) is {shape}. Where is f {verb}?{extra}",
        f"f' has as its graph {shape}. For which x is the function f itself {verb}?{extra}",
        f"Somebody draws the derivative of f: {shape}. Where does f have a {'positive' if up else 'negative'} slope?",
    )
    solution = (
        f"the zeros of f' are the @critical-points of f; {work}; f is {verb} where f' is "
        f"{'positive' if up else 'negative'}"
    )
    return Item(questions, solution, answer, formal)


@topic(
    "first-derivative-test",
    "first-derivative test",
    turned="Maximum and minimum are exchanged.",
    sign="The place has the wrong sign.",
    value="The value of the function is given instead of the place.",
)
def first_derivative_test(d: Draw) -> Item:
    p, q = two_places(d)
    scale, c = d.choice(((1,), (1, -1), (1, -1, 2, -2))[d.difficulty - 1]), d.within((-9, 9))
    maximum = d.rng.random() < 0.5
    whole = with_zeros(scale, p, q, c)
    right = (p if scale > 0 else q) if maximum else (q if scale > 0 else p)
    other = p + q - right
    found = d.outcome(right, turned=other, sign=-right, value=value_at(whole, right))
    kind = "maximum" if maximum else "minimum"
    change = "from positive to negative" if maximum else "from negative to positive"
    stories = (
        f"The height of a trail at the place x is {polynomial(whole)}, where x may be negative. At which x "
        f"does it have a {'hilltop' if maximum else 'valley floor'}?",
        f"At time x, counted from noon, a share is worth {polynomial(whole)} cents above its average. At which "
        f"x is a local {kind}?",
        f"The level of a lake is {polynomial(whole)} cm at x months from the new year. At which x does it have "
        f"a local {kind}?",
    )
    return Item(
        (
            f"At which x does {polynomial(whole)} have a local {kind}?",
            f"f(x) = {polynomial(whole)}. Use the first derivative to find the x of the local {kind}.",
            f"Where does the slope of {polynomial(whole)} change {change}?",
        ),
        f"by the @intervals-of-increase and the @critical-points: the derivative is {polynomial(derived(whole))}, 0 "
        f"at {p} and {q}; it changes "
        f"{'from negative to positive' if (d.slip == 'turned') == maximum else 'from positive to negative'} at "
        f"{found if d.slip != 'value' else right}" + (f"; the value there is {found}" if d.slip == "value" else ""),
        f"x = {found}",
        f"subs(diff({polynomial(whole)}, x), x, answer) = 0 and subs(diff({polynomial(whole)}, x, 2), x, answer) "
        f"{'<' if maximum else '>'} 0",
        worded={"word problem": stories},
    )


@first_derivative_test.form("from a table")
def test_from_signs(d: Draw) -> Item:
    count = d.within((2, 3), (3, 3), (3, 4))
    spots = sorted(d.rng.sample(range(-9, 10), count))
    # Elsewhere the sign changes the other way at most, so that there is one answer.
    pick, maximum = d.rng.randrange(count), d.rng.random() < 0.5
    sign = 1 if maximum else -1
    since, until = d.rng.randint(0, pick), d.rng.randint(pick + 2, count + 1)
    signs = [sign if since <= i <= pick or i >= until else -sign for i in range(count + 1)]
    right = spots[pick]
    wrong = next((spots[i] for i in range(count) if spots[i] != right), -right)
    found = d.outcome(right, turned=wrong, sign=-right or 1, value=signs[0] * 10)
    words = {1: "positive", -1: "negative"}
    rows = [f"{words[signs[0]]} for x < {spots[0]}"]
    rows += [f"{words[signs[i]]} for {spots[i - 1]} < x < {spots[i]}" for i in range(1, count)]
    rows.append(f"{words[signs[count]]} for x > {spots[-1]}")
    table = ", ".join(rows)
    zero = " and ".join(map(str, spots)) if count == 2 else ", ".join(map(str, spots))
    kind = "maximum" if maximum else "minimum"
    up = "positive to negative" if maximum else "negative to positive"
    order = 1 if maximum else -1
    jumps = [order * (signs[i] - signs[i + 1]) for i in range(count)]
    formal = " + ".join(f"{bracket(spot)}*(abs({jump}) + ({jump}))/4" for spot, jump in zip(spots, jumps, strict=True))
    questions = (
        f"f is differentiable, and f' is 0 at {zero}. f' is {table}. At which x does f have a local {kind}?",
        f"The sign of f': {table}; f' is 0 at {zero}. Where does f have its local {kind}?",
        f"f' is {table}, and 0 at {zero}. Which x belongs to a local {kind} of f?",
    )
    work = (
        f"the zeros of f' are the @critical-points; by the @intervals-of-increase a {kind} is where f' changes from "
        f"{up}; that is at {found}; where the sign stays, there is neither"
    )
    return Item(questions, work, f"x = {found}", f"answer = {formal}")


@first_derivative_test.form("explain which")
def kind_of_a_point(d: Draw) -> Item:
    a, x = d.choice((1, -1, 2, -2)), d.nonzero((1, 6), (-6, 6), (-9, 9))
    power = d.choice(((2,), (2, 3), (2, 3, 4))[d.difficulty - 1])
    inner, c = f"({linear(1, -x)})^{power}", d.nonzero((-9, 9))
    text = terms(term(a, 1, inner), str(c))
    right = "neither" if power % 2 else "minimum" if a > 0 else "maximum"
    found = right
    if d.slip == "turned":
        found = {"minimum": "maximum", "maximum": "minimum", "neither": "maximum"}[right]
    elif d.slip:
        found = "neither" if right != "neither" else "minimum"
    before, after = (a * power * (-1) ** (power - 1) > 0, a > 0)
    said = {True: "positive", False: "negative"}
    left, last = f"subs(diff({text}, x), x, {x} - 1)", f"subs(diff({text}, x), x, {x} + 1)"
    test = f"{left}*{last} > 0" if right == "neither" else f"{last} {'>' if right == 'minimum' else '<'} 0"
    questions = (
        f"Does {text} have a local maximum, a local minimum or neither at x = {x}? Answer maximum, minimum or neither.",
        f"f(x) = {text} has a critical point at {x}. Is it a maximum, a minimum or neither?",
        f"What does the first derivative of {text} show at {x}: maximum, minimum or neither?",
    )
    return Item(
        questions,
        f"{x} is one of the @critical-points; by the @intervals-of-increase: the derivative is {said[before]} before "
        f"{x} and {said[after]} after it",
        found,
        f'answer = "{right}" if {test}',
        checker=Checker.TEXT,
        accepted=("a " + right, "local " + right, "a local " + right) if right != "neither" else (),
    )


@topic(
    "concavity",
    other="Concave up and concave down are exchanged.",
    sign="The zero of the second derivative has the wrong sign.",
    first="The zero of the first derivative is used, as if the graph were a parabola.",
)
def concavity(d: Draw) -> Item:
    whole: tuple[int, ...]
    up, e = d.rng.random() < 0.5, d.within((-9, 9))
    word = "up" if up else "down"
    if d.difficulty < 3:
        a, x, c = d.choice((1, -1) if d.difficulty == 1 else (2, -2, 3, -3)), d.nonzero((-6, 6)), d.nonzero((-9, 9))
        whole = (a, -3 * a * x, c, e)
        right = ((a > 0) == up) != (d.slip == "other")
        place = d.outcome(Fraction(x), sign=Fraction(-x), first=Fraction(3 * x, 2))
        answer, formal = (f"x {'>' if right else '<'} {place}", inside(lambda t: (a * (t - x) > 0) == up and t != x, x))
        side = "positive" if a > 0 else "negative"
        work = f"{polynomial(derived(derived(whole)))} is 0 at {place} and {side} to the right"
    else:
        p, q = two_places(d)
        c = d.nonzero((-9, 9))
        # The second derivative is 12(x - p)(x - q).
        whole = (1, -2 * (p + q), 6 * p * q, c, e)
        low, high = d.outcome((p, q), sign=(-q, -p), first=(p - 1, q + 1))
        outer = up != (d.slip == "other")
        answer = f"x < {low} or x > {high}" if outer else f"{low} < x < {high}"
        formal = inside(lambda t: t not in (p, q) and ((t - p) * (t - q) > 0) == up, p, q, Fraction(p + q, 2))
        second = polynomial(derived(derived(whole)))
        work = f"{second} is 0 at {low} and {high}, as in @quadratic-inequalities, and negative between them"
    return Item(
        (
            f"Where is the second derivative of {polynomial(whole)} {'positive' if up else 'negative'}, so that its "
            f"graph is concave {word}?",
            f"For which x does the graph of {polynomial(whole)} bend {'upwards' if up else 'downwards'}, with f''(x) "
            f"{'>' if up else '<'} 0?",
            f"f(x) = {polynomial(whole)}. On which set is f concave {word}, with f''(x) {'>' if up else '<'} 0?",
        ),
        f"by the @second-derivative: {work}; concave {word} means {'positive' if up else 'negative'}",
        answer,
        formal,
    )


@concavity.form("from a graph in words")
def concavity_of_slopes(d: Draw) -> Item:
    x = d.within((-6, 6), (-9, 9))
    peak, up = d.rng.random() < 0.5, d.rng.random() < 0.5
    rises_before = peak
    before = rises_before == up
    found_before = before != (d.slip in ("other", "first"))
    at = -x if d.slip == "sign" else x
    story = ("rises up to", "falls") if peak else ("falls up to", "rises")
    name = d.choice(("f'", "the slope of f")) if d.difficulty > 1 else "f'"
    word = "up" if up else "down"
    extra = "; its highest point is there" if peak else "; its lowest point is there"
    extra = extra if d.difficulty == 3 else ""
    return Item(
        (
            f"The graph of {name} strictly {story[0]} x = {x} and strictly {story[1]} after it{extra}. On which open "
            f"interval is f concave {word}?",
            f"{name} strictly {story[0]} {x}, then it strictly {story[1]}{extra}. For which x other than {x} does "
            f"the graph of f bend {'upwards' if up else 'downwards'}?",
            f"Of f we know that {name} strictly {story[0]} {x} and strictly {story[1]} from there on{extra}. Where, "
            f"{x} itself left out, is f concave {word}?",
        ),
        f"where f' {'rises' if up else 'falls'}, the @second-derivative is {'positive' if up else 'negative'} or at "
        "least not of the other sign",
        f"x {'<' if found_before else '>'} {at}",
        inside(lambda t: t < x if before else t > x, x),
    )


@concavity.form("explain which")
def bend_at_a_point(d: Draw) -> Item:
    whole: tuple[int, ...]
    while True:
        whole = (d.nonzero((-3, 3)), d.nonzero((-6, 6)), d.nonzero((-9, 9)), d.within((-9, 9)))
        whole = whole if d.difficulty > 1 else (d.choice((1, -1)), *whole[1:])
        whole = whole if d.difficulty < 3 else (d.choice((1, -1)), *whole)
        x = d.nonzero((-3, 3))
        second = derived(derived(whole))
        value, first = value_at(second, x), value_at(derived(whole), x)
        if value and first and value_at(second, -x):
            break
    used = d.outcome(value, other=-value, sign=value_at(second, -x), first=first)
    right, found = ("up" if value > 0 else "down"), "up" if used > 0 else "down"
    shown = d.outcome(second, first=derived(whole))
    at = -x if d.slip == "sign" else x
    return Item(
        (
            f"Is the graph of {polynomial(whole)} concave up or concave down at x = {x}? Answer up or down.",
            f"Does the graph of y = {polynomial(whole)} bend up or down at x = {x}?",
            f"f(x) = {polynomial(whole)}. Is f concave up or down near x = {x}? Answer up or down.",
        ),
        f"the @second-derivative is {polynomial(shown)}; at {at}: {evaluation(shown, at) or value_at(shown, at)}",
        found,
        f'answer = "{right}" if subs(diff({polynomial(whole)}, x, 2), x, {x}) {">" if value > 0 else "<"} 0',
        checker=Checker.TEXT,
        accepted=(f"concave {right}", f"{right}wards", f"{right}ward"),
    )


@topic(
    "inflection-points",
    first="The zero of the first derivative is taken as if it were a parabola's.",
    sign="The sign is wrong.",
    third="The constant of the second derivative is not divided by the coefficient of x.",
)
def inflection_points(d: Draw) -> Item:
    if d.difficulty == 3 and d.rng.random() < 0.5:
        return _two_inflections(d)
    a, x = d.within((1, 3), (-4, 4)) or 2, Fraction(d.nonzero((1, 6), (-9, 9)))
    c, e = d.nonzero((-9, 9)), d.within((0, 9), (-9, 9))
    b = int(-3 * a * x)
    if d.difficulty > 1:
        b += d.choice((0, 1, -1, 2))
        x = Fraction(-b, 3 * a)
    if b == 0:
        b, x = 3 * a, Fraction(-1)
    whole = (a, b, c, e)
    place = d.outcome(x, first=Fraction(-b, 2 * a), sign=-x, third=Fraction(-2 * b))
    second = linear(6 * a, 2 * b)
    both = f"{times(a, 6)}; {times(b, 2)}"
    work = f"by the @second-derivative and @linear-equations: {both}; {second} = 0; x = {place}"
    if d.slip == "first":
        work = f"not the @second-derivative, but {-b}/{bracket(2 * a)} = {place}"
    stories = (
        f"The number of users of a game is {polynomial(whole)} thousand at x months from its start, before it, "
        "too. At which x does the growth turn from speeding up to slowing down, or back?",
        f"The cost of making x tonnes more than usual is {polynomial(whole)} thousand euros. At which x does "
        "the marginal cost have its turning point?",
        f"The centre line of a road on a map is y = {polynomial(whole)}. At which x does it turn from a "
        "left-hand bend into a right-hand bend, or back?",
    )
    return Item(
        ask(INFLECTION, polynomial(whole)),
        work,
        f"x = {place}",
        f"subs(diff({polynomial(whole)}, x, 2), x, answer) = 0",
        value=int(x) if x.denominator == 1 else None,
        noun=f"the x of the inflection point of {polynomial(whole)}",
        worded={"word problem": stories},
    )


INFLECTION = (
    "At which x does the graph of {} have an inflection point?",
    "Find the x of each inflection point of {}.",
    "For which x does the curve y = {} change its concavity?",
    "f(x) = {}. Where does f'' change its sign?",
)


def _two_inflections(d: Draw) -> Item:
    p, q = two_places(d)
    whole = (1, -2 * (p + q), 6 * p * q, d.nonzero((-9, 9)), d.within((-9, 9)))
    low, high = d.outcome((p, q), sign=(-q, -p), first=(p - 1, q + 1), third=(12 * p, 12 * q))
    text = polynomial(whole)
    work = (
        f"the @second-derivative is {polynomial(derived(derived(whole)))}; divided by 12 it is "
        f"{quadratic(1, -(p + q), p * q)}, with a change of sign at {low} and {high}; @linear-equations for each factor"
    )
    formal = (
        f"size(answer) = 2 and subs(diff({text}, x, 2), x, part(answer, 1)) = 0 and subs(diff({text}, x, 2), x, "
        "part(answer, 2)) = 0"
    )
    return Item(ask(INFLECTION, text), work, f"x = {low} or x = {high}", formal)


@inflection_points.form("reverse")
def coefficient_of_an_inflection(d: Draw) -> Item:
    a, x = d.within((1, 2), (1, 5), (-5, 5)) or 3, d.nonzero((1, 5), (-6, 6), (-9, 9))
    c, e, name = d.nonzero((-9, 9)), d.within((-9, 9)), d.choice("bkp")
    found = d.outcome(-3 * a * x, first=-2 * a * x, sign=3 * a * x, third=-6 * a * x)
    return Item(
        ask(
            (
                "The inflection point of {0} is at x = {1}. Find {2}.",
                "For which {2} does {0} have an inflection point at x = {1}?",
                "f(x) = {0} and f''({1}) = 0. What is {2}?",
            ),
            terms(term(a, 3), term(name, 2), term(c), str(e)),
            x,
            name,
        ),
        f"the @second-derivative is {term(6 * a)} + 2{name}, 0 at x = {x}: {times(6 * a, x)}; by @linear-equations "
        f"{name} = {found}",
        f"{name} = {found}",
        f"subs(diff({term(a, 3)} + answer*x^2 + ({c})*x, x, 2), x, {x}) = 0",
    )
