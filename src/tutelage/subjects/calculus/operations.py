"""The order of operations, powers and square roots."""

from __future__ import annotations

from tutelage.records import Checker
from tutelage.subjects.calculus.notation import bracket
from tutelage.subjects.calculus.steps import minus, over, plus, steps, times
from tutelage.subjects.calculus.topic import ask, topic
from tutelage.subjects.workbook import Draw, Item

COMPUTE = ("Compute {}.", "What is {}?", "Evaluate {}.", "Work out {}.")
Tree = str | tuple[str, "Tree", "Tree"]
"""An operation and what it is done with; a letter stands for a number."""
_OPERATIONS = {
    "+": ("addition", plus),
    "-": ("subtraction", minus),
    "*": ("multiplication", times),
    "/": ("division", over),
}


def evaluated(tree: Tree, numbers: dict[str, int]) -> tuple[str, int]:
    """Steps and value of an expression, one operation after the other."""
    parts: list[str] = []
    named: set[str] = set()

    def value(each: Tree) -> int:
        if isinstance(each, str):
            return numbers[each]
        sign, left, right = each
        a, b = value(left), value(right)
        name, step = _OPERATIONS[sign]
        parts.append(f"{'' if name in named else f'@integer-{name}: '}{step(a, b)}")
        named.add(name)
        return {"+": a + b, "-": a - b, "*": a * b}[sign] if sign != "/" else a // b

    result = value(tree)
    return steps(*parts), result


# Difficulty -> the expression, how it is worked out, and how slips would work it out.
_EXPRESSIONS: tuple[tuple[tuple[str, Tree, dict[str, Tree]], ...], ...] = (
    (
        ("{a} + {b}*{c}", ("+", "a", ("*", "b", "c")), {"left": ("*", ("+", "a", "b"), "c"), "part": ("*", "b", "c")}),
        ("{L} - {b}*{c}", ("-", "L", ("*", "b", "c")), {"left": ("*", ("-", "L", "b"), "c"), "part": ("*", "b", "c")}),
    ),
    (
        (
            "({a} + {b})*{c}",
            ("*", ("+", "a", "b"), "c"),
            {"brackets": ("+", "a", ("*", "b", "c")), "part": ("+", "a", "b")},
        ),
        (
            "{b}*{c} + {e}*{f}",
            ("+", ("*", "b", "c"), ("*", "e", "f")),
            {"left": ("*", ("+", ("*", "b", "c"), "e"), "f"), "part": ("*", "b", "c")},
        ),
        ("{C} + {E}/{b}", ("+", "C", ("/", "E", "b")), {"left": ("/", ("+", "C", "E"), "b"), "part": ("/", "E", "b")}),
        (
            "{L} - {b} + {c}",
            ("+", ("-", "L", "b"), "c"),
            {"brackets": ("-", "L", ("+", "b", "c")), "part": ("-", "L", "b")},
        ),
    ),
    (
        (
            "{a} + {b}*({f} + {e} - {c})",
            ("+", "a", ("*", "b", ("-", ("+", "f", "e"), "c"))),
            {
                "left": ("*", ("+", "a", "b"), ("-", ("+", "f", "e"), "c")),
                "part": ("*", "b", ("-", ("+", "f", "e"), "c")),
            },
        ),
        (
            "{L}*({b} + {c}) - {e}*{f}",
            ("-", ("*", "L", ("+", "b", "c")), ("*", "e", "f")),
            {
                "left": ("*", ("-", ("*", "L", ("+", "b", "c")), "e"), "f"),
                "brackets": ("-", ("+", ("*", "L", "b"), "c"), ("*", "e", "f")),
            },
        ),
        (
            "{L} - {b}*{c} + {e}",
            ("+", ("-", "L", ("*", "b", "c")), "e"),
            {"left": ("+", ("*", ("-", "L", "b"), "c"), "e"), "brackets": ("-", "L", ("+", ("*", "b", "c"), "e"))},
        ),
    ),
)


def _expression(d: Draw, text: str, tree: Tree, slips: dict[str, Tree]) -> tuple[str, str, str, int, int]:
    """The expression as shown and in numbers, the steps, their result, and the right value."""
    b, c, e, f = d.main((2, 9)), d.within((2, 9), (3, 9)), d.within((2, 9)), d.within((2, 9))
    c = min(c, e + f) if "- {c})" in text else c
    numbers = {"a": d.within((2, 9), (2, 30), (11, 60)), "b": b, "c": c, "e": e, "f": f, "C": b * c, "E": b * e}
    numbers["L"] = b * c + e + d.within((1, 9), (1, 9), (1, 30))
    work, result = evaluated(slips.get(d.slip, tree), numbers)
    shown = text.format(**(numbers | {"b": d.shown(b)}))
    return shown, text.format(**numbers), work, result, evaluated(tree, numbers)[1]


@topic(
    "order-of-operations",
    left="It is worked out from left to right, without regard to which operation comes first.",
    brackets="The brackets are left out, or set where there are none.",
    part="Only a part is worked out.",
    takes=range(2, 10),
)
def order_of_operations(d: Draw) -> Item:
    text, tree, slips = d.choice(_EXPRESSIONS[d.difficulty - 1])
    shown, known, work, result, value = _expression(d, text, tree, slips)
    return Item(ask(COMPUTE, shown), work, str(result), f"answer = {known}", value=value, noun=f"the value of {known}")


_STORIES: tuple[tuple[str, Tree, dict[str, Tree], tuple[str, ...]], ...] = (
    (
        "{a} + {b}*{c}",
        *_EXPRESSIONS[0][0][1:],
        (
            "A bag costs {a} euros and a pen {b} euros. How many euros do a bag and {c} pens cost?",
            "Entry to a fair costs {a} euros, and each ride {b} euros. How many euros do entry and {c} rides cost?",
            "A tank holds {a} litres, and {b} litres a minute run in. How many litres does it hold after {c} minutes?",
        ),
    ),
    (
        "{b}*{c} + {e}*{f}",
        *_EXPRESSIONS[1][1][1:],
        (
            "{b} books at {c} euros each and {e} pens at {f} euros each are bought. How many euros is that together?",
            "A hall has {b} rows of {c} seats and {e} rows of {f} seats. How many seats are there?",
            "{b} crates hold {c} bottles each, and {e} crates hold {f} bottles each. How many bottles are there?",
        ),
    ),
    (
        "{a}*({b} + {c}) - {e}",
        ("-", ("*", "a", ("+", "b", "c")), "e"),
        {"brackets": ("-", ("+", ("*", "a", "b"), "c"), "e"), "part": ("*", "a", ("+", "b", "c"))},
        (
            "Each of {a} children pays {b} euros for the bus and {c} euros for the zoo. A voucher takes {e} euros off "
            "the whole bill. How many euros remain to be paid?",
            "{a} boxes each hold {b} red and {c} green apples. {e} of the apples are bad. How many are good?",
            "On each of {a} days a baker makes {b} white and {c} brown loaves. {e} loaves are left over in the end. "
            "How many were sold?",
        ),
    ),
)


@order_of_operations.form("word problem")
def in_a_story(d: Draw) -> Item:
    text, tree, slips, stories = _STORIES[d.difficulty - 1]
    numbers = dict(
        zip("abcef", (d.within((5, 30), (2, 9), (11, 30)), *(d.within((2, 9)) for _ in "bcef")), strict=True)
    )
    work, result = evaluated(slips.get(d.slip, tree), numbers)
    known = text.format(**numbers)
    return Item(
        tuple(story.format(**numbers) for story in stories), f"{known}: {work}", str(result), f"answer = {known}"
    )


@order_of_operations.form("reverse")
def missing_in_expression(d: Draw) -> Item:
    a, b, c = d.within((2, 9), (5, 30), (5, 60)), d.within((2, 9)), d.within((2, 9), (3, 12), (3, 15))
    shift = d.within((1, 9)) if d.difficulty == 3 else 0
    inside = f"(n + {shift})" if shift else "n"
    text, total = f"{a} + {b}*{inside}", a + b * (c + shift)
    work = f"go backwards: @integer-subtraction: {minus(total, a)}; @integer-division: {over(total - a, b)}"
    return Item(
        (
            f"Which number n makes {text} equal to {total}?",
            f"Find n: {text} = {total}.",
            f"{text} is {total}. Which number is n?",
        ),
        steps(work, minus(c + shift, shift) if shift else ""),
        str(c),
        f"{a} + {b}*(answer + {shift}) = {total}",
    )


@order_of_operations.form("first step")
def first_step(d: Draw) -> Item:
    a, b, c, e = (d.within((2, 9), (2, 20), (2, 40)) for _ in range(4))
    low, high, other = d.choice("+-"), d.choice("*/"), d.choice("+-")
    if d.difficulty == 1:
        text, sign, why = f"{a} {low} {b}{high}{c}", high, "products and quotients come before sums and differences"
    elif d.difficulty == 2:
        text, sign, why = f"({a} {low} {b}){high}{c}", low, "what stands in brackets comes first"
    elif low != other and d.rng.random() < 0.5:
        text, sign, why = f"{a} {low} {b} {other} {c}", low, "sums and differences go from left to right"
    else:
        text, sign, why = f"{a} {low} {b}{high}({c} {other} {e})", other, "what stands in brackets comes first"
    answer = _OPERATIONS[sign][0]
    questions = (
        f"Which operation comes first in {text}? Answer with addition, subtraction, multiplication or division.",
        f"In {text}, which of addition, subtraction, multiplication and division has to be done first?",
        f"Addition, subtraction, multiplication or division: what is done first to work out {text}?",
    )
    return Item(questions, f"{why}, so it begins with {answer}", answer, f'answer = "{answer}"', checker=Checker.TEXT)


_POWERS = (
    (*((base, 2) for base in range(2, 13)), (2, 3), (3, 3), (2, 4)),
    (*((base, 2) for base in range(-9, -1)), (3, 3), (4, 3), (2, 4), (5, 3), (2, 5), (-2, 3), (-3, 3), (10, 3)),
    ((2, 3), (-3, 2), (-2, 3), (3, 3), (2, 4), (4, 2), (5, 2), (-4, 2), (2, 5), (7, 2), (-5, 2), (6, 2)),
)


def _power(base: int, power: int, slip: str = "") -> tuple[str, int]:
    """Steps and result of a power of a number."""
    if slip == "product":
        return times(base, power), base * power
    count = power + (slip == "count")
    result = base**count
    work = [times(base**n, base) for n in range(1, count)]
    if slip == "sign" and base < 0:
        result = -result
        work[-1] = times(base ** (count - 1), base, result)
    return steps(*work), result


# Kind -> text, statement, and wordings without signs; p is the power, b its base in brackets, m one less than n.
_KINDS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "pure": (
        "{p}",
        "answer/{b} = {b}^{m}",
        (
            "What is the product of {n} factors, each of which is {base}?",
            "The number {base} is written down {n} times, and all of these are multiplied. What is the result?",
            "Multiply {n} numbers, all equal to {base}.",
        ),
    ),
    "minus": (
        "-{p}",
        "(-answer)/{b} = {b}^{m}",
        (
            "Raise {base} to the power {n}, and put a minus sign in front of the result.",
            "What is the opposite of the power of {base} with the exponent {n}?",
            "Multiply {n} factors, each of which is {base}, and change the sign of the product.",
        ),
    ),
    "front": (
        "{f}*{p}",
        "answer/{f} = {p}",
        (
            "Raise {base} to the power {n}, and multiply the result by {f}.",
            "What is {f} times the power of {base} with the exponent {n}?",
            "Multiply {n} factors, each of which is {base}, and the product by {f}. What is the result?",
        ),
    ),
    "plus": (
        "{p} + {f}^2",
        "answer - {f}^2 = {p}",
        (
            "What is the power of {base} with the exponent {n}, plus the square of {f}?",
            "Add the square of {f} to the power of {base} with the exponent {n}.",
            "Raise {base} to the power {n}, and increase the result by the square of {f}.",
        ),
    ),
    "less": (
        "{p} - {f}^2",
        "answer + {f}^2 = {p}",
        (
            "What is the power of {base} with the exponent {n}, minus the square of {f}?",
            "Subtract the square of {f} from the power of {base} with the exponent {n}.",
            "Raise {base} to the power {n}, and decrease the result by the square of {f}.",
        ),
    ),
}


@topic(
    "powers",
    product="The base is multiplied by the exponent.",
    count="One factor too many is taken.",
    sign="The minus sign is treated wrongly.",
    front="The number in front is raised to the power, too.",
    takes=range(2, 13),
)
def powers(d: Draw) -> Item:
    base, power = (d.given, 2) if d.given is not None else d.choice(_POWERS[d.difficulty - 1])
    kind, front = d.choice(("minus", "front", "plus", "less")) if d.difficulty == 3 else "pure", d.within((2, 9))
    base = abs(base) if kind == "minus" else base
    work, answer = _power(base, power, d.slip)
    value, square = base**power, front * front
    if kind == "minus":
        answer, value = answer if d.slip == "sign" else -answer, -value
        work = steps("" if d.slip == "sign" else "the power comes before the sign", work, f"so {answer}")
    elif kind == "front":
        work, answer, value = steps(work, times(front, answer)), front * answer, front * value
        if d.slip == "front":
            work, answer = _power(front * base, power)
    elif kind != "pure":
        sign, step = (1, plus) if kind == "plus" else (-1, minus)
        work, answer = f"{work}; {times(front, front)}; {step(answer, square)}", answer + sign * square
        value += sign * square
    text, formal, words = _KINDS[kind]
    blanks = {"b": bracket(base), "base": d.shown(base), "n": power, "m": power - 1, "f": front}
    text, formal = (each.format(**blanks, p=f"{bracket(d.shown(base))}^{power}") for each in (text, formal))
    said = ("What is {b} to the power {n}?", "Raise {b} to the power {n}.") if kind == "pure" else ()
    return Item(
        (*ask(COMPUTE, text), *(each.format(b=bracket(d.shown(base)), n=power) for each in said)),
        f"@integer-multiplication: {work}",
        str(answer),
        formal.replace("k", str(base)),
        value=value,
        noun=f"the value of {text}",
        worded={"in words": tuple(each.format(**blanks) for each in words)},
    )


@powers.form("reverse")
def missing_exponent(d: Draw) -> Item:
    base, power = d.within((2, 9), (2, 5), (-4, 6)), d.within((2, 3), (3, 5), (3, 5))
    while abs(base) < 2:
        base = d.within((2, 9), (2, 5), (-4, 6))
    work, value = _power(base, power)
    if d.rng.random() < 0.5:
        questions = (
            f"Which power of {base} is {value}? Give the exponent.",
            f"How many factors {base} have to be multiplied to get {value}?",
            f"Find n: {bracket(base)}^n = {value}.",
        )
        return Item(
            questions,
            f"multiply until {value} comes out, @integer-multiplication: {work}; that is {power} factors",
            str(power),
            f"{bracket(base)}^answer = {value}",
        )
    known = " positive" if base > 0 and power % 2 == 0 else (" negative" if power % 2 == 0 else "")
    sign = "answer > 0" if base > 0 else "answer < 0"
    questions = (
        f"Which{known} number to the power {power} is {value}?",
        f"Find the{known} number n with n^{power} = {value}.",
        f"The product of {power} equal{known} factors is {value}. What is the factor?",
    )
    return Item(
        questions, f"try {base}, @integer-multiplication: {work}", str(base), f"answer^{power} = {value} and {sign}"
    )


_REPEATED = (
    ((2, 3), (3, 2), (4, 2), (5, 2), (2, 4), (6, 2), (7, 2), (8, 2), (9, 2), (3, 3), (10, 2)),
    ((3, 3), (4, 3), (5, 3), (2, 5), (2, 6), (6, 3), (3, 4), (10, 3)),
    ((2, 4), (2, 5), (3, 3), (3, 4), (4, 3), (5, 3), (2, 6)),
)


@powers.form("word problem")
def repeated_factors(d: Draw) -> Item:
    base, power = d.choice(_REPEATED[d.difficulty - 1])
    front = d.within((2, 9)) if d.difficulty == 3 else 1
    work, answer = _power(base, power, d.slip)
    stories = [
        f"A lock has {power} wheels with {base} signs on each. How many settings are there?",
        f"In a quiz each of {power} questions has {base} possible answers. In how many ways can the sheet be filled "
        "in?",
        f"A code consists of {power} signs, and each can be one of {base}. How many codes are there?",
    ]
    if power == 2:
        stories.append(f"A square floor has {base} tiles along each side. How many tiles is that?")
    elif power == 3:
        stories.append(f"A cube is built of small cubes, {base} along each edge. How many small cubes are there?")
    if front > 1:
        stories = [
            f"There are {front} cells, and every hour each cell divides into {base}. How many cells are there after "
            f"{power} hours?",
            f"{front} people each tell a rumour to {base} others, each of these tells it to {base} new ones, and so "
            f"on. How many people hear it in round {power}?",
            f"A stock of {front} seeds becomes {base} times as large each year. How many seeds are there after "
            f"{power} years?",
        ]
        work, answer = steps(work, times(front, answer)), front * answer
        if d.slip == "front":
            work, answer = _power(front * base, power)
    return Item(
        tuple(stories),
        f"{f'{front}*' if front > 1 else ''}{base}^{power}, @integer-multiplication: {work}",
        str(answer),
        f"answer/{front * base} = {base}^{power - 1}",
    )


@topic(
    "square-roots",
    half="Half of the number is taken.",
    next="The root is off by one.",
    order="The rest of the expression is worked out before the root.",
)
def square_roots(d: Draw) -> Item:
    n, m = d.within((2, 15), (2, 20), (4, 25)), d.nonzero((2, 9), (-9, 9), (-30, 30))
    root = n - 1 if d.slip == "half" and n % 2 else d.outcome(n, half=n * n // 2, next=n + 1)
    found = f"half of {n * n} is {root}" if d.slip == "half" and not n % 2 else f"{root}^2 = {n * n}"
    work = f"@powers read backwards: {found}"
    shown, formal, value, answer = f"sqrt({n * n})", f"answer^2 = {n * n} and answer > 0", n, root
    if d.difficulty == 2:
        name, value, answer = "addition" if m > 0 else "subtraction", n + m, root + m
        shown = f"{shown} {'+' if m > 0 else '-'} {abs(m)}"
        formal = f"(answer - {bracket(m)})^2 = {n * n} and answer > {m}"
        work = f"{work}; @integer-{name}: {plus(root, m)}"
    elif d.difficulty == 3:
        k = d.within((2, 6))
        shown, value, answer = f"{k}*sqrt({n * n}) {'+' if m > 0 else '-'} {abs(m)}", k * n + m, k * root + m
        formal = f"((answer - {bracket(m)})/{k})^2 = {n * n} and answer > {m}"
        work = f"{work}; then {times(k, root)}; {plus(k * root, m)}"
        if d.slip == "order":
            answer, work = k * (n + m), f"{work.partition('; ')[0]}; {plus(n, m)}; {times(k, n + m)}"
    return Item(
        (*ask(COMPUTE, shown), f"Find the value of {shown}."),
        work,
        str(answer),
        formal,
        value=value,
        noun=f"the value of {shown}",
    )


@square_roots.form("word problem")
def sides_of_squares(d: Draw) -> Item:
    n = d.within((2, 15), (3, 20), (4, 25))
    root = n * n // 2 if d.slip == "half" else n + (d.slip == "next")
    first = f"@powers read backwards: {n}^2 = {n * n}" if root == n else f"the side is taken to be {root}"
    if d.difficulty < 3:
        questions = (
            f"A square has an area of {n * n} square metres. How long is its side, in m?",
            f"{n * n} chairs stand in as many rows as there are chairs in a row. How many rows are there?",
            f"A square floor is covered with {n * n} square tiles of one size. How many tiles lie along each side?",
        )
        return Item(questions, first, str(root), f"answer^2 = {n * n} and answer > 0")
    questions = (
        f"A square field has an area of {n * n} square metres. How long is the fence around it, in m?",
        f"The area of a square is {n * n} square centimetres. What is its perimeter, in cm?",
        f"Someone walks once around a square of {n * n} square metres. How many m is that?",
    )
    return Item(
        questions,
        f"{first}; four sides, @integer-multiplication: {times(4, root)}",
        str(4 * root),
        f"(answer/4)^2 = {n * n} and answer > 0",
    )


@square_roots.form("reverse")
def before_the_root(d: Draw) -> Item:
    n, m = d.within((2, 15), (4, 20), (6, 30)), d.within((1, 9), (1, 20))
    answer = 2 * n if d.slip == "half" else n * n
    square = times(2, n) if d.slip == "half" else times(n, n)
    if d.difficulty == 1:
        text, work, formal = "sqrt(x)", square, f"sqrt(answer) = {n}"
        total = n
    elif d.difficulty == 2:
        text, total = f"sqrt(x) + {m}", n + m
        work, formal = f"{minus(total, m)}; {square}", f"sqrt(answer) = {total} - {m}"
    else:
        text, total = f"sqrt(x + {m})", n
        work, formal = f"{square}; {minus(answer, m)}", f"sqrt(answer + {m}) = {n}"
        answer -= m
    questions = (
        f"For which number x is {text} equal to {total}?",
        f"{text} = {total}. What is x?",
        f"Which x makes {text} = {total} true?",
    )
    return Item(questions, f"a square undoes a root, @powers: {work}", str(answer), formal)


@square_roots.form("between")
def between_whole_numbers(d: Draw) -> Item:
    n = d.within((2, 9), (4, 15), (6, 20))
    inside = n * n + d.rng.randint(1, 2 * n)
    lower = d.rng.random() < 0.5
    return Item(
        (
            f"sqrt({inside}) lies between two whole numbers that follow each other. Give the "
            f"{'smaller' if lower else 'larger'} one.",
            f"What is the {'largest' if lower else 'smallest'} whole number {'below' if lower else 'above'} "
            f"sqrt({inside})?",
            f"Which is the {'last' if lower else 'first'} whole number {'before' if lower else 'after'} sqrt({inside}) "
            "on the number line?",
        ),
        f"@powers: {times(n, n)}; {times(n + 1, n + 1)}; {inside} lies between these",
        str(n if lower else n + 1),
        f"{'answer' if lower else 'answer - 1'} < sqrt({inside}) and {'answer + 1' if lower else 'answer'} > "
        f"sqrt({inside}) and mod(answer, 1) = 0",
    )
