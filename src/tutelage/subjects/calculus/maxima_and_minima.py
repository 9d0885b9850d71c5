"""Largest and smallest values, everywhere and on an interval."""

from __future__ import annotations

from tutelage.subjects.calculus.notation import bracket, polynomial, term, terms
from tutelage.subjects.calculus.shapes_of_graphs import two_places, with_zeros
from tutelage.subjects.calculus.steps import evaluation, minus, value_at
from tutelage.subjects.calculus.topic import ask, topic
from tutelage.subjects.workbook import Draw, Item


@topic(
    "extreme-values",
    place="The place is given instead of the value.",
    sign="The critical point has the wrong sign.",
    constant="The constant is taken for the extreme value.",
)
def extreme_values(d: Draw) -> Item:
    whole: tuple[int, ...]
    a, x = d.choice(((1, -1), (1, 2, -1, -2, 3), (1, -1))[d.difficulty - 1]), d.nonzero((1, 6), (-8, 8), (-3, 3))
    c = d.nonzero((1, 9), (-15, 15), (-30, 30))
    if d.difficulty == 3:
        p, q = two_places(d)
        p, q = max(p, -3), min(q, 4)
        q = q if q > p else p + 1
        maximum = d.rng.random() < 0.5
        whole = with_zeros(a, p, q, c)
        right = p if maximum == (a > 0) else q
        kind, at = "local maximum" if maximum else "local minimum", -right if d.slip == "sign" else right
        value = d.outcome(value_at(whole, at), place=right, constant=c)
        sign = "negative" if maximum else "positive"
        work = f"of the @critical-points {p} and {q} the one where the @second-derivative is {sign}: {right}"
        formal = (
            f"answer = subs({polynomial(whole)}, x, {right}) and subs(diff({polynomial(whole)}, x), x, {right}) = 0"
        )
    else:
        whole, at = (a, -2 * a * x, c), -x if d.slip == "sign" else x
        right, kind = x, "smallest" if a > 0 else "largest"
        value = d.outcome(value_at(whole, at), place=x, constant=c)
        sign = "positive" if a > 0 else "negative"
        work = f"@critical-points x = {at}; the @second-derivative {2 * a} is {sign}, so it is the {kind} value"
        formal = f"answer = {c} - ({-2 * a * x})^2/(4*{bracket(a)})"
    work += "" if d.slip in ("place", "constant") else f"; there: {evaluation(whole, at) or value}"
    function = polynomial(whole)
    wordings = (
        ("What is the {1} value of {0}?", "Find the {1} value that {0} takes.", "Compute the {1} value of f(x) = {0}.")
        if d.difficulty < 3
        else (
            "How high is the {1} of {0}?",
            "Find the value of {0} at its {1}.",
            "f(x) = {0}. What is the value of f at its {1}?",
        )
    )
    stories = ask(
        (
            "At the place x, which may be negative, the ground is {0} metres above sea level. How high is it "
            "at its {1}{2}?",
            "x days from today the temperature is {0} degrees in a model. What is it at its {1}{2}?",
            "A business makes a profit of {0} thousand euros if it changes its price by x euros. What is the "
            "profit at its {1}{2}?",
        ),
        function,
        kind if d.difficulty == 3 else "minimum" if a > 0 else "maximum",
        "",
    )
    return Item(
        ask(wordings, function, kind),
        work,
        str(value),
        formal,
        value=value_at(whole, right),
        noun=f"the {kind} value of {function}",
        worded={"word problem": stories},
    )


@extreme_values.form("reverse")
def constant_of_an_extreme_value(d: Draw) -> Item:
    a, x = d.choice(((1,), (1, -1), (2, -2, 3, -3))[d.difficulty - 1]), d.nonzero((1, 6), (-7, 7))
    c = d.nonzero((-20, 20))
    value, kind, name = c - a * x * x, "minimum" if a > 0 else "maximum", d.choice("ckp")
    found = d.outcome(c, place=value, sign=value - a * x * x, constant=value)
    text = f"{terms(term(a, 2), term(-2 * a * x))} + {name}"
    return Item(
        (
            f"The {kind} value of {text} is {value}. Find {name}.",
            f"For which {name} is {value} the {kind} value of {text}?",
            f"f(x) = {text} has the {kind} {value}. What is {name}?",
        ),
        f"@critical-points: x = {x}; the @second-derivative is {2 * a}; there the value is {-a * x * x} + {name}; "
        + (minus(value, -a * x * x) if not d.slip else f"{name} = {found}"),
        f"{name} = {found}",
        f"subs({terms(term(a, 2), term(-2 * a * x))}, x, {x}) + answer = {value} and "
        f"subs(diff({terms(term(a, 2), term(-2 * a * x))}, x), x, {x}) = 0",
    )


@topic(
    "extrema-on-an-interval",
    ends="Only the inner points are looked at.",
    inner="Only the ends are looked at.",
    other="The largest and the smallest value are exchanged.",
    place="The place is given instead of the value.",
)
def extrema_on_an_interval(d: Draw) -> Item:
    whole: tuple[int, ...]
    x, c = d.within((1, 4), (-3, 5), (-2, 2)), d.nonzero((1, 9), (-15, 15))
    left, right = d.within((1, 3), (1, 4)), d.within((1, 3), (2, 5))
    a, largest = d.choice((1, -1) if d.difficulty == 1 else (1, -1, 2, -2)), d.rng.random() < 0.5
    if d.difficulty < 3:
        whole, inner = (a, -2 * a * x, c), [x]
        low, high = x - left, x + right
    else:
        p, q = x, x + d.within((1, 3))
        whole, inner = with_zeros(d.choice((1, -1)), p, q, c), [p, q]
        low, high = p - d.within((0, 2)), q + d.within((0, 2))
        low = low if low != p else p - 1
    # At times the critical point lies outside.
    if d.difficulty == 2 and d.rng.random() < 0.3:
        low, inner = x + 1, []
        high = max(high, low + 1)
    listed = sorted({low, high, *[each for each in inner if low < each < high]})
    kept = d.outcome(listed, ends=[each for each in listed if each not in (low, high)], inner=[low, high]) or [low]
    pick, word = (max, "largest") if largest != (d.slip == "other") else (min, "smallest")
    best = (max if largest else min)(value_at(whole, each) for each in listed)
    value = pick(value_at(whole, each) for each in kept)
    if d.slip == "place":
        value = pick(listed, key=lambda each: value_at(whole, each))
    word = "largest" if largest else "smallest"
    table = ", ".join(f"at {each} it is {value_at(whole, each)}" for each in kept)
    where = (
        f"inside: {' and '.join(str(each) for each in listed if each not in (low, high))}"
        if len(listed) > 2
        else "none inside"
    )
    function = polynomial(whole)
    others = " and ".join(
        f"subs({function}, x, {each}) - answer {'<' if largest else '>'} {'1/9' if largest else '-1/9'}"
        for each in listed
    )
    spot = next(each for each in listed if value_at(whole, each) == best)
    questions = (
        f"What is the {word} value of {function} for {low} <= x <= {high}?",
        f"Find the absolute {'maximum' if largest else 'minimum'} of {function} on the interval from {low} to "
        f"{high}, ends included.",
        f"What is the {word} value that {function} takes from x = {low} to x = {high}?",
        f"f(x) = {function} on [{low}, {high}]. What is its {word} value?",
    )
    stories = (
        f"From {low} to {high} hours relative to noon the temperature is {function} degrees. What is the "
        f"{word} temperature in this time?",
        f"On a road from km {low} to km {high} of a plan the height is {function} metres. What is the {word} "
        "height on it?",
        f"A machine may be set from {low} to {high}; at the setting x it makes a profit of {function} euros. "
        f"Which is the {word} profit?",
    )
    return Item(
        questions,
        f"@critical-points {where}; by @evaluating-functions at the places that count: {table}",
        str(value),
        f"answer = subs({function}, x, {spot}) and {others}",
        value=best,
        noun=f"the {word} value of {function} for {low} <= x <= {high}",
        worded={"word problem": stories},
    )


@extrema_on_an_interval.form("explain which")
def place_of_an_extremum(d: Draw) -> Item:
    whole: tuple[int, ...]
    while True:
        x, c = d.within((-3, 4), (-5, 5)), d.nonzero((-9, 9))
        a, largest = d.choice((1, -1) if d.difficulty == 1 else (1, -1, 2, -3)), d.rng.random() < 0.5
        low, high = x - d.within((-1, 4)), x + d.within((2, 6))
        whole = (a, -2 * a * x, c)
        inner = [x] if low < x < high else []
        if d.difficulty == 3:
            q = x + d.within((1, 3))
            whole, inner = with_zeros(a, x, q, c), [each for each in (x, q) if low < each < high]
        listed = sorted({low, high, *inner})
        values = {each: value_at(whole, each) for each in listed}
        best = (max if largest else min)(values.values())
        if low < high and list(values.values()).count(best) == 1:
            break
    right = next(each for each in listed if values[each] == best)
    rest = [each for each in listed if each != right]
    found = d.outcome(
        right,
        ends=next((each for each in inner if each != right), rest[0]),
        inner=rest[-1],
        other=rest[0],
        place=rest[0],
    )
    word, function = ("largest" if largest else "smallest"), polynomial(whole)
    table = ", ".join(f"at {each} it is {values[each]}" for each in listed)
    return Item(
        (
            f"At which x does {function} take its {word} value for {low} <= x <= {high}?",
            f"On the interval from {low} to {high}, ends included, {function} is {word} at one place. Which?",
            f"f(x) = {function} for {low} <= x <= {high}. Where is f {word}? Give the x.",
        ),
        f"@critical-points and ends; by @evaluating-functions: {table}; the {word} is at {found}",
        f"x = {found}",
        f"subs({function}, x, answer) = {best} and answer > {low} - 1/9 and answer < {high} + 1/9 and "
        + " and ".join(f"(subs({function}, x, {each}) - {bracket(best)})*{-1 if largest else 1} > 0" for each in rest),
    )
