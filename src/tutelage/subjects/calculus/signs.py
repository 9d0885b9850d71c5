"""Numbers with signs: sums, products, quotients, absolute values."""

from __future__ import annotations

from tutelage.subjects.calculus.notation import bracket
from tutelage.subjects.calculus.steps import minus, plus, steps, times
from tutelage.subjects.calculus.topic import ask, topic
from tutelage.subjects.workbook import Draw, Item

COMPUTE = ("Compute {}.", "What is {}?", "Evaluate {}.", "Work out {}.")


def _signed(a: int, b: int, slip: str = "") -> tuple[str, int]:
    """Steps and result of a sum of numbers with signs, neither of which is 0."""
    together = ((a < 0) == (b < 0)) != (slip == "size")
    large, small = max(abs(a), abs(b)), min(abs(a), abs(b))
    leader = a if abs(a) >= abs(b) else b
    size, name, step = (
        (large + small, "addition", plus(large, small))
        if together
        else (large - small, "subtraction", minus(large, small))
    )
    result = -size if (leader < 0) != (slip == "sign") else size
    return f"{'same signs' if together else 'signs differ'}, @integer-{name} {step}, so {result}", result


@topic(
    "negative-numbers",
    sign="The result has the wrong sign.",
    size="Sizes are added where they have to be subtracted, or the other way round.",
    minus="Subtracting a negative number is done as if the number were positive.",
    direct=("sum", "difference"),
)
def negative_numbers(d: Draw) -> Item:
    if d.difficulty > 1 and d.slip != "minus" and d.rng.random() < 0.4:
        return _signed_product(d)
    a, b, c = d.nonzero((-9, 9), (-20, 20), (-40, 40)), d.within((2, 9), (2, 20), (2, 40)), d.nonzero((-9, 9))
    way = d.choice(("add", "less", "take") if d.difficulty > 1 else ("add", "less"))
    while (way != "take" and a >= 0 and (way == "add" or a > b)) or a + b == 0 or a == b:
        a, b = d.nonzero((-9, 9), (-20, 20), (-40, 40)), d.within((2, 9), (2, 20), (2, 40))
    text = {"add": f"{a} + {b}", "less": f"{a} - {b}", "take": f"{a} - (-{b})"}[way]
    second = -b if way == "less" else b
    note = f"minus a negative number is plus, {a} + {b}; " if way == "take" else ""
    if way == "take" and d.slip == "minus":
        second, note = -b, f"{a} - {b}; "
    work, total = _signed(a, second, d.slip)
    formal = f"answer {'+' if way == 'less' else '-'} {b} = {bracket(a)}"
    value = a - b if way == "less" else a + b
    if d.difficulty == 3 and total + c and total:
        text, formal = f"{text} {'-' if c < 0 else '+'} {abs(c)}", formal.replace("answer", f"answer - {bracket(c)}")
        more, total = _signed(total, c)
        work, value = steps(work, more), value + c
    return Item(ask(COMPUTE, text), f"{note}{work}", str(total), formal, value=value, noun=f"the value of {text}")


def _signed_product(d: Draw) -> Item:
    factors = [d.nonzero((-9, 9)) for _ in range(2 if d.difficulty == 2 else 3)]
    while all(factor > 0 for factor in factors) or any(abs(factor) == 1 for factor in factors):
        factors = [d.nonzero((-9, 9)) for _ in factors]
    sizes = [abs(factor) for factor in factors]
    size, work = sizes[0], []
    for other in sizes[1:]:
        work.append(times(size, other))
        size *= other
    odd = sum(factor < 0 for factor in factors) % 2
    value = -size if odd else size
    answer = -value if d.slip == "sign" else value
    text = "*".join((str(factors[0]), *map(bracket, factors[1:])))
    count = "an odd" if (answer < 0) else "an even"
    divided = "".join(f"/{bracket(factor)}" for factor in factors[1:])
    return Item(
        ask(COMPUTE, text),
        f"@integer-multiplication: {steps(*work)}; {count} number of minus signs, so {answer}",
        str(answer),
        f"answer{divided} = {bracket(factors[0])}",
        value=value,
        noun=f"the value of {text}",
    )


@negative_numbers.form("word problem")
def changes_across_zero(d: Draw) -> Item:
    start, change = d.nonzero((-9, 9), (-20, 20), (-60, 60)), d.within((3, 15), (5, 40), (10, 90))
    up = start < 0
    later = d.within((2, 9)) if d.difficulty == 3 else 0
    while start in (change, -change) or (start - change + (2 * change if up else 0)) + later == 0:
        change += 1
    work, end = _signed(start, change if up else -change, d.slip)
    if later and end and end + later:
        more, end = _signed(end, later)
        work = steps(work, more)
    else:
        later = 0
    then = f", and then rises by {later}" if later else ""
    way = "rises" if up else "falls"
    questions = (
        f"At noon it is {start} degrees. The temperature {way} by {change} degrees{then}. How many degrees is it?",
        f"An account stands at {start} euros. {change} euros are {'paid in' if up else 'taken out'}"
        f"{f', and later {later} are paid in' if later else ''}. What is the balance in euros?",
        f"In a game Noor has {start} points and {'wins' if up else 'loses'} {change}"
        f"{f', and then wins {later}' if later else ''}. What is her score?",
    )
    return Item(
        questions, work, str(end), f"answer - {bracket(later)} {'-' if up else '+'} {change} = {bracket(start)}"
    )


@negative_numbers.form("reverse")
def missing_signed_number(d: Draw) -> Item:
    a, total = d.nonzero((-9, 9), (-20, 20), (-40, 40)), d.nonzero((-9, 9), (-20, 20), (-40, 40))
    while abs(a) == abs(total) or (a > 0 and total > a):
        a, total = d.nonzero((-9, 9), (-20, 20), (-40, 40)), d.nonzero((-9, 9), (-20, 20), (-40, 40))
    if d.difficulty > 1 and d.rng.random() < 0.5:  # a difference is undone by a sum
        work, answer = _signed(total, a, d.slip)
        return Item(
            (
                f"From which number must {a} be subtracted to get {total}?",
                f"A number minus {bracket(a)} is {total}. What is the number?",
                f"{a} was subtracted from a number, and {total} came out. Which number was it?",
            ),
            f"the number is {total} {'+' if a > 0 else '-'} {abs(a)}; {work}",
            str(answer),
            f"answer - {bracket(a)} = {total}",
        )
    work, answer = _signed(total, a if d.slip == "minus" and a < 0 else -a, d.slip)
    more, extra = "", 0
    if d.difficulty == 3 and d.slip != "minus":
        extra = d.within((2, 9))
        more = f" and {extra}"
    return Item(
        (
            f"Which number added to {a}{more} gives {total + extra}?",
            f"{a} plus {f'{extra} plus ' if extra else ''}a number is {total + extra}. What is the number?",
            f"What must be added to {a}{more} so that the sum is {total + extra}?",
        ),
        (f"{plus(total + extra, -extra)}; " if extra else "") + f"the number is {total} - {bracket(a)}; {work}",
        str(answer),
        f"answer + {bracket(a)} + {extra} = {total + extra}",
    )


def _signed_quotient(a: int, b: int, slip: str = "") -> tuple[str, int]:
    """Steps and result of an exact quotient of numbers with signs."""
    if slip == "minus":
        return minus(a, b), a - b
    size = abs(a) // abs(b) + (slip == "next")
    negative = ((a < 0) != (b < 0)) != (slip == "sign")
    rule = "signs differ" if (a < 0) != (b < 0) else "same signs"
    result = -size if negative else size
    first = f"{abs(a)}/{abs(b)} = {size}"
    return f"@integer-division: {first}; {rule}, {'minus' if negative else 'plus'}: {result}", result


@topic(
    "dividing-negative-numbers",
    sign="The result has the wrong sign.",
    minus="The numbers are subtracted instead of divided.",
    next="The sizes are divided wrongly by one.",
    direct=("quotient", "product"),
)
def dividing_negative_numbers(d: Draw) -> Item:
    b, quotient = d.within((2, 9), (2, 9), (3, 12)), d.within((2, 12), (3, 20), (4, 25))
    one, other = d.choice(((-1, 1), (1, -1), (-1, -1)))
    a, b = one * b * quotient, other * b
    work, answer = _signed_quotient(a, b, d.slip)
    text, formal, value = f"{a}/{bracket(b)}", f"answer*{bracket(b)} = {a}", a // b
    c = d.nonzero((-9, 9))
    if d.difficulty == 2 and c not in (1, -1):  # a product above
        top = a * c
        work, answer = _signed_quotient(top, b, d.slip)
        text, formal, value = f"({a}*{bracket(c)})/{bracket(b)}", f"answer*{bracket(b)}/{bracket(c)} = {a}", top // b
        work = f"{times(a, c)}; {work}"
    elif d.difficulty == 3 and answer + c:
        name = "addition" if c > 0 else "subtraction"
        text, formal = f"{text} {'+' if c > 0 else '-'} {abs(c)}", f"(answer - {bracket(c)})*{bracket(b)} = {a}"
        work, answer, value = f"{work}; then @integer-{name}: {plus(answer, c)}", answer + c, value + c
    return Item(
        (*ask(COMPUTE, text), f"Find the value of {text}."),
        work,
        str(answer),
        formal,
        value=value,
        noun=f"the value of {text}",
    )


@dividing_negative_numbers.form("word problem")
def equal_changes(d: Draw) -> Item:
    count, each = d.within((2, 9), (3, 12), (4, 15)), -d.within((2, 9), (3, 20), (11, 40))
    total = count * each
    work, answer = _signed_quotient(total, count, d.slip if d.slip != "minus" else "sign")
    start = d.within((2, 30)) if d.difficulty == 3 else 0
    if start:
        work = f"the whole change is {total + start} - {start} = {total}; {work}"
    before = f"stood at {start}" if start else "stood at 0"
    questions = (
        f"A thermometer {before} degrees, and {count} hours later at {total + start}. By how many degrees did it "
        "change in each hour, if evenly? A fall is negative.",
        f"An account {before} euros and stands at {total + start} euros after {count} equal bookings. What was "
        "each booking in euros? Money that leaves is negative.",
        f"In a game Ada {before} points, and after {count} equal losses at {total + start}. What was each change "
        "of her points?",
    )
    return Item(questions, work, str(answer), f"answer*{count} + {start} = {total + start}")


@dividing_negative_numbers.form("reverse")
def before_signed_division(d: Draw) -> Item:
    b, quotient = d.within((2, 9), (2, 12), (6, 15)), d.within((2, 9), (3, 15), (6, 25))
    one, other = d.choice(((-1, 1), (1, -1), (-1, -1)))
    b, quotient = one * b, other * quotient
    a = b * quotient
    if d.slip or d.rng.random() < 0.5:
        work, answer = _signed_quotient(a, quotient, d.slip)
        questions = (
            f"By which number must {a} be divided to get {quotient}?",
            f"Find n: {a}/n = {quotient}.",
            f"{quotient} times a number is {a}. What is the number?",
        )
        return Item(questions, work, str(answer), f"{a}/answer = {quotient}")
    questions = (
        f"Which number divided by {b} gives {quotient}?",
        f"A number divided by {b} is {quotient}. What is the number?",
        f"Dividing a number by {b} leaves exactly {quotient}. Find it.",
    )
    return Item(questions, f"multiply back: {times(quotient, b)}", str(a), f"answer/{bracket(b)} = {quotient}")


@topic(
    "absolute-value",
    sign="The sign is kept.",
    plus="All minus signs are left out first.",
    negative="The absolute value is taken for the opposite number.",
    direct=("difference",),
)
def absolute_value(d: Draw) -> Item:
    a, b = d.within((1, 9), (-9, 9), (-20, 20)), d.within((2, 15), (2, 20), (-20, 20))
    while b in (0, a, -a) or a == 0:
        a, b = d.within((1, 9), (-9, 9), (-20, 20)), d.within((2, 15), (2, 20), (-20, 20))
    inner = a - b
    size = d.outcome(abs(inner), sign=inner, negative=-inner)
    work = steps(f"@integer-subtraction: {minus(a, b)}", f"|{inner}| = {size}" if d.slip != "sign" else "")
    text, formal = f"|{a} - {bracket(b)}|", f"answer^2 = ({a} - {bracket(b)})^2 and answer > -1"
    if d.slip == "plus":
        size, work = abs(a) + abs(b), plus(abs(a), abs(b))
    value, c = abs(inner), d.within((2, 20))
    if d.difficulty == 2:
        text, formal = f"{text} + |{-c}|", f"(answer - {c})^2 = ({a} - {bracket(b)})^2 and answer > {c - 1}"
        work, size, value = f"{work}; |{-c}| = {c}; {plus(size, c)}", size + c, value + c
    elif d.difficulty == 3:
        text, formal = f"{text} - |{-c}|", f"(answer + {c})^2 = ({a} - {bracket(b)})^2 and answer > -{c + 1}"
        work, size, value = f"{work}; |{-c}| = {c}; {minus(size, c)}", size - c, value - c
    return Item(
        (*ask(COMPUTE, text), f"Find the value of {text}."),
        work,
        str(size),
        formal,
        value=value,
        noun=f"the value of {text}",
    )


@absolute_value.form("word problem")
def distance(d: Draw) -> Item:
    a, b = -d.within((1, 9), (2, 20), (5, 60)), d.within((2, 15), (3, 30), (5, 60))
    if d.difficulty > 1 and d.rng.random() < 0.4:
        b = -b
    while a == b:
        b += 1 if b > 0 else -1
    one, other = d.rng.sample((a, b), 2)
    gap = abs(a) + abs(b) if d.slip == "plus" else d.outcome(abs(a - b), sign=one - other)
    work = plus(abs(a), abs(b)) if d.slip == "plus" else f"@integer-subtraction: {minus(one, other)}"
    return Item(
        (
            f"How far apart are {one} and {other} on the number line?",
            f"In one town it is {one} degrees, in another {other} degrees. By how many degrees do these differ?",
            f"A fish swims at a height of {a} metres and a {'bird flies' if b > 0 else 'crab sits'} at {b} metres, "
            "both seen from the surface of the sea. What is the difference of their heights in metres?",
        ),
        steps(work, f"|{one - other}| = {gap}" if d.slip not in ("plus", "sign") else ""),
        str(gap),
        f"answer^2 = ({a} - {bracket(b)})^2 and answer > 0",
    )


@absolute_value.form("reverse")
def numbers_at_a_distance(d: Draw) -> Item:
    centre, size = d.within((0, 0), (1, 9), (-20, 20)), d.within((1, 30), (2, 20), (2, 40))
    lower = d.rng.random() < 0.5
    answer = centre - size if lower else centre + size
    inside = "x" if centre == 0 else f"x {'-' if centre > 0 else '+'} {abs(centre)}"
    which = "smaller" if lower else "larger"
    work = minus(centre, size, answer) if lower else plus(centre, size, answer)
    return Item(
        (
            f"Two numbers x fulfil |{inside}| = {size}. What is the {which} one?",
            f"Two numbers on the number line have the distance {size} from {centre}. Which is the {which} one?",
            f"Find the {which} number x with |{inside}| = {size}.",
        ),
        f"x lies {size} from {centre}, to the {'left' if lower else 'right'}: {work}",
        str(answer),
        f"abs(answer - {bracket(centre)}) = {size} and answer {'<' if lower else '>'} {centre}",
    )


@absolute_value.form("comparison of sizes")
def which_is_farther(d: Draw) -> Item:
    limit = (10, 30, 99)[d.difficulty - 1]
    numbers = [d.choice((-1, 1)) * size for size in d.rng.sample(range(1, limit), 3)]
    least = d.rng.random() < 0.5
    answer = (min if least else max)(numbers, key=abs)
    if d.slip == "sign":
        answer = min(numbers) if least else max(numbers)
    shown = ", ".join(map(str, numbers[:2])) + f" and {numbers[2]}"
    which = "smallest" if least else "largest"
    sizes = ", ".join(f"|{each}| = {abs(each)}" for each in numbers)
    test = " and ".join(f"abs(answer) {'<' if least else '>'} {abs(each) + (1 if least else -1)}" for each in numbers)
    questions = (
        f"Which of {shown} has the {which} absolute value?",
        f"Which of the numbers {shown} lies {'closest to' if least else 'farthest from'} zero?",
        f"Of {shown}, give the number whose absolute value is the {which}.",
    )
    return Item(
        questions, sizes, str(answer), f"{test} and {'*'.join(f'(answer - {bracket(each)})' for each in numbers)} = 0"
    )
