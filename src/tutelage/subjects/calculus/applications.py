"""What derivatives are good for: the best of all possibilities, and limits of quotients."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.notation import bracket, linear, term, terms
from tutelage.subjects.calculus.steps import minus, steps, times
from tutelage.subjects.calculus.topic import ask, topic
from tutelage.subjects.workbook import Draw, Item


@topic(
    "optimisation",
    side="The place is given instead of the best value.",
    half="The zero of the function itself is used, not that of its derivative.",
    whole="The whole quantity is given, not the best value.",
)
def optimisation(d: Draw) -> Item:
    half = d.within((3, 20), (5, 40), (5, 30))
    kind = d.choice((("sum",), ("sum", "fence"), ("wall", "pens", "line"))[d.difficulty - 1])
    m = d.within((2, 4))
    if kind == "sum":
        total, front, best = 2 * half, 1, half
        questions = (
            f"Two numbers have the sum {total}. What is their largest possible product?",
            f"Split {total} into two numbers with the largest possible product. What is the product?",
            f"The sum of two numbers is {total}. How large can their product be?",
        )
    elif kind == "fence":
        total, front, best = 4 * half, 1, half
        questions = (
            f"A fence of {total} m surrounds a rectangle. What is its largest possible area in square metres?",
            f"A rectangle has the perimeter {total} m. How many square metres can it hold at most?",
            f"What is the largest area in square metres of a rectangle with perimeter {total} m?",
        )
    elif kind == "wall":
        total, front, best = 4 * half, 2, half
        questions = (
            f"A fence of {total} m encloses a rectangle along a wall that needs no fence. What is the largest area "
            "in square metres?",
            f"With {total} m of fence and a wall as one side, how many square metres can a rectangle have at most?",
            f"A rectangle lies at a wall; its other three sides take {total} m of fence. Find its largest area in "
            "square metres.",
        )
    elif kind == "pens":
        total, front, best = 4 * (m + 1) * half, m + 1, 2 * half
        questions = (
            f"{total} m of fence make a rectangle that is divided by {m - 1} fences parallel to one side into {m} "
            "equal pens. What is the largest total area in square metres?",
            f"A farmer makes {m} equal pens side by side, all in one rectangle, with {total} m of fence. How many "
            "square metres do they have together at most?",
            f"A rectangle with {m - 1} inner fences parallel to one pair of sides takes {total} m of fence in all. "
            "Find its largest area in square metres.",
        )
    else:
        total, front, best = 2 * m * half, m, half
        questions = (
            f"A rectangle has two sides on the axes and a corner on the line y = {total} - {term(m)}. What is its "
            "largest area?",
            f"Under the line y = {total} - {term(m)}, for x > 0, a rectangle stands on the x-axis with one side on "
            "the y-axis. How large can it be?",
            f"For a point of y = {total} - {term(m)} in the first quadrant, the product of the two coordinates is to "
            "be largest. What is it?",
        )
    # The function is (free - front x) x with free = 2 front best, but pens share the long fence, and 2 sides count.
    free = 2 * front * best
    if kind == "pens":
        expression, area = f"({total}x - {term(front, 2)})/2", front * best * best // 2
        place = best
    else:
        expression, area, place = terms(term(free), term(-front, 2)), front * best * best, best
    value = d.outcome(area, side=place, half=free if kind != "sum" else total, whole=total)
    if d.slip == "half":
        value = area * 2
    side = free - front * best
    last = steps(times(front, best) if front > 1 else "", f"{free} - {front * best} = {side}", times(side, best))
    if kind == "pens":
        last = steps(
            times(front, best),
            f"({total} - {front * best})/2 = {(total - front * best) // 2}",
            times((total - front * best) // 2, best),
        )
        place_at = total // (2 * front)
        area = (total - front * place_at) // 2 * place_at
        value = area if not d.slip else value
    work = steps(
        f"as in @equations-from-words, with one side x it is {expression}",
        f"@critical-points x = {place}" if d.slip != "half" else "its own zeros are used, not its @critical-points",
        "" if d.slip else last,
    )
    return Item(
        questions,
        work,
        str(value),
        f"subs({expression}, x, {place}) = answer and subs(diff({expression}, x), x, {place}) = 0",
        value=area,
        noun=f"the largest value of {expression}",
    )


@optimisation.form("two steps")
def best_price(d: Draw) -> Item:
    a, b = d.within((1, 1), (1, 4), (2, 6)), d.within((10, 30), (10, 60), (15, 60))
    cost = 0 if d.difficulty == 1 else d.within((2, 9))
    b += (b - cost) % 2
    price = (b + cost) // 2
    best, sold = a * (b - price) * (price - cost), a * (b - price)
    expression = f"{term(a, 1, f'({b} - x)') if a > 1 else f'({b} - x)'}{'x' if not cost else f'(x - {cost})'}"
    found = d.outcome(best, side=price, half=b, whole=a * b)
    made = f" Each costs {cost} euros to make." if cost else ""
    gain = "profit" if cost else "income"
    crowd = f"{a}({b} - x)" if a > 1 else f"{b} - x"
    questions = (
        f"At a price of x euros a stall sells {crowd} cakes a day.{made} What is its largest possible {gain} in euros?",
        f"{crowd} people buy a ticket at x euros.{made} How large can the {gain} be, in euros?",
        f"A shop that asks x euros for a shirt sells {crowd} of them.{made} Find the largest {gain} in euros.",
    )
    return Item(
        questions,
        steps(
            f"as in @equations-from-words it is {expression}; @critical-points x = {price}",
            minus(b, price),
            times(a, b - price) if a > 1 else "",
            minus(price, cost) if cost else "",
            times(sold, price - cost),
        )
        if not d.slip
        else f"as in @equations-from-words it is {expression}; without its @critical-points: {found}",
        str(found),
        f"answer = subs({expression}, x, {price}) and subs(diff({expression}, x), x, {price}) = 0",
    )


@optimisation.form("reverse")
def total_of_a_best_product(d: Draw) -> Item:
    half, wall = d.within((2, 12), (5, 25), (5, 40)), d.difficulty > 1 and d.rng.random() < 0.5
    area = 2 * half * half if wall else half * half
    length = 4 * half
    found = d.outcome(length, side=half, half=2 * half, whole=area)
    wall_words = " along a wall that needs no fence" if wall else ""
    cents = d.within((2, 9)) if d.difficulty == 3 else 1
    total = found * cents
    asked = (
        f"At {cents} euros a metre, what does the fence cost in euros?"
        if cents > 1
        else "How long is the fence, in metres?"
    )
    questions = (
        f"A fence just suffices for a rectangle of at most {area} m^2{wall_words}. {asked}",
        f"The largest rectangle that a fence can enclose{wall_words} has {area} m^2. {asked}",
        f"With its fence a farm can enclose a rectangle of {area} m^2{wall_words}, but not a larger one. {asked}",
    )
    work = (
        "as in @equations-from-words and by the @critical-points the best rectangle is "
        + (f"twice as long as wide, 2s^2 = {area}" if wall else f"a square, s^2 = {area}")
        + f", s = {half}; "
        + (times(4, half) if not d.slip else f"the length is taken as {found}")
        + (f"; {times(found, cents)}" if cents > 1 else "")
    )
    return Item(questions, work, str(total), f"(answer/{4 * cents})^2*{2 if wall else 1} = {area} and answer > 0")


@topic(
    "de-lhopitals-rule",
    "de l'Hôpital's rule",
    quotient="Only the numerator is differentiated.",
    zero="0/0 is taken for 1.",
    turn="The quotient of the derivatives is turned over.",
)
def de_lhopitals_rule(d: Draw) -> Item:
    a, b = d.within((2, 9), (2, 12), (2, 9)), d.within((2, 9), (2, 12), (2, 9))
    b = b + 1 if a == b else b
    if d.difficulty == 3 and d.rng.random() < 0.5:
        return _twice(d, a, b)
    tops = {f"e^({a}x) - 1": f"{a}e^({a}x)", f"ln(1 + {a}x)": f"{a}/(1 + {a}x)", f"sin({a}x)": f"{a}cos({a}x)"}
    top = d.choice(tuple(tops))
    bottoms = {term(b): str(b), f"sin({b}x)": f"{b}cos({b}x)", f"{b}x + x^2": f"{b} + 2x"}
    bottom = d.choice(tuple(bottoms)[: d.difficulty])
    value = d.outcome(Fraction(a, b), quotient=Fraction(a), zero=Fraction(1), turn=Fraction(b, a))
    work = steps(
        "as in the @limit-by-cancelling, the form is 0/0",
        f"by the @chain-rule above {tops[top]}, at 0 it is {a}",
        "below nothing is changed" if d.slip == "quotient" else f"below {bottoms[bottom]}, at 0 it is {b}",
        f"the limit is {value}",
    )
    if d.slip == "zero":
        work = "no @limit-by-cancelling and no @chain-rule: it is 0/0, and equal numbers give 1"
    text = f"({top})/({bottom})"
    return Item(ask(HOPITAL, text), work, str(value), f"abs(answer - subs({text}, x, 1/100000)) < 1/100")


HOPITAL = (
    "Find the limit of {} as x -> 0.",
    "What does {} approach as x -> 0?",
    "Compute the limit of {} for x -> 0.",
    "Use de l'Hôpital's rule: to which number does {} tend as x -> 0?",
)


def _twice(d: Draw, a: int, b: int) -> Item:
    """0/0 remains after one step, so the rule is used again."""
    top, half = d.choice(
        (
            (f"e^({a}x) - 1 - {a}x", Fraction(a * a, 2)),
            (f"1 - cos({a}x)", Fraction(a * a, 2)),
            (f"{a}x - ln(1 + {a}x)", Fraction(a * a, 2)),
        )
    )
    right = half / b
    value = d.outcome(right, quotient=half * 2, zero=Fraction(1), turn=1 / right)
    text = f"({top})/({term(b, 2)})"
    work = (
        "as in the @limit-by-cancelling, the form is 0/0; after one step, with the @chain-rule above and "
        f"{term(2 * b)} below, it is still 0/0; "
        f"the second derivatives at 0 are {half * 2} and {2 * b}; the limit is {value}"
    )
    return Item(ask(HOPITAL, text), work, str(value), f"abs(answer - subs({text}, x, 1/10000)) < 1/50")


@de_lhopitals_rule.form("reverse")
def factor_of_a_limit(d: Draw) -> Item:
    # Both have a common factor, so that the factor is not the numerator of the limit in lowest terms.
    common, value, name = d.within((2, 4), (2, 5), (3, 8)), Fraction(1), d.choice("akc")
    while value.denominator == 1:
        value = Fraction(d.within((1, 9), (1, 12), (1, 20)), d.within((2, 5), (2, 6), (2, 9)))
    a, b = common * value.numerator, common * value.denominator
    tops = (f"e^({name}x) - 1", f"sin({name}x)", f"ln(1 + {name}x)")
    bottom = d.choice((f"{b}x", f"sin({b}x)", f"{b}x + x^2")[: d.difficulty])
    found = d.outcome(Fraction(a), quotient=value, zero=Fraction(b), turn=Fraction(b * b, a))
    text = f"({d.choice(tops)})/({bottom})"
    questions = (
        f"For which {name} does {text} tend to {value} as x -> 0?",
        f"The limit of {text} as x -> 0 is {value}. Find {name}.",
        f"Choose {name} so that {text} approaches {value} as x -> 0.",
    )
    work = (
        f"as in the @limit-by-cancelling, the form is 0/0; by the @chain-rule the derivatives at 0 are {name} and "
        f"{b}; {name}/{b} = {value}, {name} = {found}"
    )
    return Item(questions, work, f"{name} = {found}", f"answer/{b} = {value}")


@de_lhopitals_rule.form("at infinity")
def growth_compared(d: Draw) -> Item:
    a, b, c = d.within((2, 9), (2, 12)), d.within((2, 9), (2, 12)), d.nonzero((1, 9), (-9, 9))
    b = b + 1 if a == b else b
    kind = d.choice(("line", "log", "exp")[: d.difficulty])
    text, right, why = {
        "line": (f"({abs(c) + 1} + {a}x + ln(x))/({linear(b, c)})", Fraction(a, b), f"({a} + 1/x) over {b}"),
        "log": (f"ln({a}x)/({linear(b, c)})", Fraction(0), f"1/x over {b}"),
        "exp": (f"({a}e^x + {bracket(c)}x)/({b}e^x + 1)", Fraction(a, b), f"({a}e^x + {bracket(c)}) over {b}e^x"),
    }[kind]
    value = d.outcome(right, quotient=Fraction(a), zero=Fraction(1), turn=Fraction(b, a))
    spot = "10^9" if kind != "exp" else "40"
    questions = (
        f"Find the limit of {text} as x -> infinity.",
        f"What does {text} approach for very large x?",
        f"Top and bottom of {text} grow without bound. Which limit does the quotient have as x -> infinity?",
    )
    work = (
        "the form is infinity/infinity, where no @limit-by-cancelling helps; differentiated apart, with the "
        f"@chain-rule: {why}; this tends to {value}"
    )
    return Item(questions, work, str(value), f"abs(answer - subs({text}, x, {spot})) < 1/1000")
