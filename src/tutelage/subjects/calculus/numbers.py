"""Places of digits, and rounding."""

from __future__ import annotations

from tutelage.subjects.calculus.steps import plus
from tutelage.subjects.calculus.topic import ask, topic
from tutelage.subjects.workbook import Draw, Item

_PLACES = ("ones", "tens", "hundreds", "thousands", "ten thousands")


def _digits(d: Draw) -> list[int]:
    """The digits of a number; from difficulty 2 on with zeros now and then."""
    digits = d.rng.sample(range(1, 10), d.within((3, 4), (4, 5), (5, 5)))
    if d.difficulty > 1 and d.rng.random() < 0.5:
        digits[d.rng.randint(1, len(digits) - 1)] = 0
    return digits


@topic(
    "place-value",
    low="The digit is taken to stand one place further right.",
    high="The digit is taken to stand one place further left.",
    face="The digit itself is given, without regard to its place.",
)
def place_value(d: Draw) -> Item:
    digits = _digits(d)
    value = int("".join(map(str, digits)))
    place = d.choice([at for at in range(1, len(digits)) if digits[-1 - at]])
    digit = digits[-1 - place]
    at = place + d.outcome(0, low=-1, high=1 if place < 4 else -1)
    answer = digit if d.slip == "face" else digit * 10**at
    formal = f"mod({value}, {10 ** (place + 1)}) - mod({value}, {10**place}) = answer"
    if d.difficulty == 3:  # the same digit twice
        other = 0 if place > 2 or not digits[-1] else place + 2
        digits[-1 - other] = digit
        value = int("".join(map(str, digits)))
        high, low = max(place, other), min(place, other)
        answer = 1 if d.slip == "face" else 10 ** (high - low + d.outcome(0, low=-1, high=1))
        moved = high - low + d.outcome(0, low=-1, high=1)
        return Item(
            (
                f"{value} has the digit {digit} twice. How many times as much is the left {digit} worth as the right "
                "one?",
                f"In {value}, by which number must the value of the right {digit} be multiplied to get the value of "
                f"the left {digit}?",
                f"The digit {digit} stands twice in {value}. The left one is worth how many times the right one?",
            ),
            "both digits are the same"
            if d.slip == "face"
            else f"the places are the {_PLACES[high]} and the {_PLACES[low]}; that is {moved} places to the left, and "
            f"each is worth ten times the one before: {answer}",
            str(answer),
            f"{digit * 10**low}*answer = mod({value}, {10 ** (high + 1)}) - mod({value}, {10**high})",
        )
    return Item(
        (
            f"What is the value of the digit {digit} in {value}?",
            f"How much is the {digit} in {value} worth?",
            f"In {value}, which value does the digit {digit} have?",
        ),
        f"the digit is {digit}"
        if d.slip == "face"
        else f"{digit} stands in the {_PLACES[at]} place, so it is worth {answer}",
        str(answer),
        formal,
    )


@place_value.form("reverse")
def digit_at_a_place(d: Draw) -> Item:
    digits = _digits(d)
    value, place = int("".join(map(str, digits))), d.rng.randint(1, len(digits) - 1)
    at = min(place + d.outcome(0, low=-1, high=1), len(digits) - 1)
    return Item(
        (
            f"Which digit stands in the {_PLACES[place]} place of {value}?",
            f"Give the {_PLACES[place]} digit of {value}.",
            f"Which digit of {value} counts the {_PLACES[place]}?",
        ),
        f"from the right, the digits of {value} count {', '.join(_PLACES[: at + 1])}; so it is {digits[-1 - at]}",
        str(digits[-1 - at]),
        f"mod({value}, {10 ** (place + 1)}) - mod({value}, {10**place}) = answer*{10**place}",
    )


@place_value.form("in words")
def composed_number(d: Draw) -> Item:
    digits = _digits(d)
    if d.difficulty == 3:  # more than nine of one place
        digits[-2] += 10
        digits[0] = min(digits[0], 8)
    value = sum(digit * 10**at for at, digit in enumerate(reversed(digits)))
    parts = [
        f"{digit} {_PLACES[at] if digit > 1 else _PLACES[at][:-1]}"
        for at, digit in enumerate(reversed(digits))
        if digit
    ]
    d.rng.shuffle(parts)
    said = f"{', '.join(parts[:-1])} and {parts[-1]}"
    sums = [str(digit * 10**at) for at, digit in reversed(list(enumerate(reversed(digits)))) if digit]
    answer = value * 10 if d.slip == "high" else value
    return Item(
        (
            f"Which number has {said}?",
            f"Write the number that consists of {said}.",
            f"A number is made of {said}. What is the number?",
        ),
        f"by their places these are {' + '.join(sums)}, together {answer}",
        str(answer),
        f"answer = {' + '.join(sums)}",
    )


@place_value.form("regrouping")
def counted_in_units(d: Draw) -> Item:
    at = d.within((1, 1), (1, 2), (2, 3))
    count = d.within((11, 99), (11, 999), (101, 999))
    value = count * 10**at
    left = d.rng.randint(1, 10**at - 1) if d.difficulty == 3 else 0
    place = _PLACES[at]
    return Item(
        (
            f"How many {place} are in {value + left}{', and what is left over is not counted' if left else ''}?",
            f"{value + left} is counted out in {place}. How many full {place} are there?",
            f"How many times does {10**at} fit into {value + left}? Count only full {place}.",
        ),
        f"the digits before the last {at} count {place}: {count}",
        str(count),
        f"{10**at}*answer = {value + left} - mod({value + left}, {10**at})",
    )


@topic(
    "rounding",
    down="It is always rounded down.",
    up="It is always rounded up.",
    place="It is rounded to the wrong place.",
)
def rounding(d: Draw) -> Item:
    place = d.within((1, 1), (1, 2), (2, 3))
    unit, name = 10**place, ("ten", "hundred", "thousand")[place - 1]
    value = d.within((21, 499), (210, 4999), (1100, 49999))
    if d.difficulty > 1 and d.rng.random() < 0.3:  # rounding up carries
        value += 9 * unit - value // unit % 10 * unit
    while value % unit in (0, unit // 2):
        value += 1
    used = unit * 10 if d.slip == "place" else unit
    next_digit = value // (used // 10) % 10
    up = d.outcome(next_digit >= 5, up=True, down=False)
    low = value - value % used
    answer = low + used if up else low
    stories = ask(
        (
            "{0} people watched a match. A newspaper gives the number to the nearest {1}. What does it print?",
            "A town has {0} inhabitants. How many is that to the nearest {1}?",
            "A machine costs {0} euros. A plan gives prices to the nearest {1} euros. Which price stands in it?",
            "A road is {0} m long. How long is it in m, to the nearest {1}?",
        ),
        value,
        f"{unit}" if place > 1 else "ten",
    )
    return Item(
        (
            f"Round {value} to the nearest {name}.",
            f"What is {value} to the nearest {name}?",
            f"Give {value} rounded to the nearest {name}.",
        ),
        f"by @place-value, it lies between {low} and {low + used}; the digit {next_digit} decides: "
        f"{'up' if up else 'down'}, so {answer}",
        str(answer),
        f"mod(answer, {unit}) = 0 and abs(answer - {value}) < {unit // 2}",
        worded={"word problem": stories},
    )


@rounding.form("reverse")
def before_rounding(d: Draw) -> Item:
    place = d.within((1, 1), (2, 2), (2, 3))
    unit, name = 10**place, ("ten", "hundred", "thousand")[place - 1]
    rounded, least = unit * d.within((2, 40), (3, 90), (11, 99)), d.rng.random() < 0.5
    answer = rounded - unit // 2 if least else rounded + unit // 2 - 1
    return Item(
        (
            f"What is the {'smallest' if least else 'largest'} whole number that rounds to {rounded}, to the nearest "
            f"{name}?",
            f"A whole number, rounded to the nearest {name}, is {rounded}. What is the "
            f"{'least' if least else 'most'} that it can be?",
            f"Rounded to the nearest {name}, a number of visitors is {rounded}. How many were there at "
            f"{'least' if least else 'most'}?",
        ),
        f"by @place-value, rounding up begins at the digit 5, so the {'first' if least else 'last'} one is {answer}",
        str(answer),
        f"answer + {unit // 2} = {rounded}" if least else f"answer - {unit // 2} + 1 = {rounded}",
    )


@rounding.form("estimate")
def estimated_sum(d: Draw) -> Item:
    place = d.within((1, 1), (1, 2), (2, 3))
    unit, name = 10**place, ("ten", "hundred", "thousand")[place - 1]
    a, b = (d.within((11, 99), (101, 999), (1001, 9999)) for _ in range(2))
    while a % unit in (0, unit // 2) or b % unit in (0, unit // 2):
        a, b = a + 1, b + 3
    one, other = ((n + (unit // 2 if not d.slip else 0)) // unit * unit for n in (a, b))
    if d.slip == "up":
        one, other = one + unit, other + unit
    return Item(
        (
            f"Estimate {a} + {b}: round both numbers to the nearest {name}, and add.",
            f"Round {a} and {b} to the nearest {name}. What is the sum of the rounded numbers?",
            f"Two parcels weigh {a} g and {b} g. Round each to the nearest {name}. How much is that together, in g?",
        ),
        f"{a} becomes {one} and {b} becomes {other}; @integer-addition: {plus(one, other)}",
        str(one + other),
        f"mod(answer, {unit}) = 0 and answer = {unit}*({(a + unit // 2) // unit} + {(b + unit // 2) // unit})",
    )
