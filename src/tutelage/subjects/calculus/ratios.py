"""Ratios, proportions, average speed."""

from __future__ import annotations

from fractions import Fraction
from math import gcd

from tutelage.subjects.calculus.notation import decimal
from tutelage.subjects.calculus.steps import minus, over, plus, steps, times
from tutelage.subjects.calculus.topic import ask, topic
from tutelage.subjects.workbook import Draw, Item


def _ratio(d: Draw) -> tuple[int, ...]:
    """Two parts of a ratio, or three at difficulty 3, without a common divisor."""
    while True:
        parts = tuple(d.within((1, 7), (1, 9), (1, 9)) for _ in range(3 if d.difficulty == 3 else 2))
        if gcd(*parts) == 1 and len(set(parts)) == len(parts):
            return parts


@topic(
    "sharing-in-a-ratio",
    part="The total is divided by one number of the ratio instead of by their sum.",
    other="A different share is given.",
    equal="The amount is shared equally.",
)
def sharing_in_a_ratio(d: Draw) -> Item:
    parts, unit = _ratio(d), d.within((2, 12), (3, 20), (3, 20))
    place = d.rng.randrange(len(parts))
    wanted, whole = parts[place], sum(parts)
    total = whole * unit
    taken = parts[place - 1] if d.slip == "other" else wanted
    answer = Fraction(taken * unit)
    sums = steps(plus(parts[0], parts[1]), plus(parts[0] + parts[1], parts[2]) if len(parts) > 2 else "")
    work = f"@integer-addition: {sums}; @integer-division: {over(total, whole)}; {times(taken, unit)}"
    if d.slip == "part":
        answer = Fraction(total, wanted)
        work = f"@integer-division: {total}/{wanted} = {answer}"
    elif d.slip == "equal":
        answer = Fraction(total, len(parts))
        work = f"@integer-division: {total}/{len(parts)} = {answer}"
    ratio, which = " : ".join(map(str, parts)), ("first", "second", "third")[place]
    stories = (
        f"{('Ada and Ben', 'Ada, Ben and Carla')[len(parts) - 2]} share {total} euros in the ratio {ratio}. "
        f"How many euros does {('Ada', 'Ben', 'Carla')[place]} get?",
        f"A mixture of {total} g consists of {('flour and sugar', 'flour, sugar and nuts')[len(parts) - 2]} in "
        f"the ratio {ratio}. How many g of {('flour', 'sugar', 'nuts')[place]} are in it?",
        f"In a bag of {total} balls, {('red and blue', 'red, blue and green')[len(parts) - 2]} ones are in the "
        f"ratio {ratio}. How many are {('red', 'blue', 'green')[place]}?",
    )
    return Item(
        (
            f"Share {total} in the ratio {ratio}. What is the {which} part?",
            f"{total} is split in the ratio {ratio}. Find the {which} part.",
            f"Divide {total} into parts in the ratio {ratio}. How large is the {which} one?",
        ),
        work,
        str(answer),
        f"answer*{whole}/{wanted} = {total}",
        value=wanted * unit,
        noun=f"the {which} part of {total} shared in the ratio {ratio}",
        worded={"word problem": stories},
    )


@sharing_in_a_ratio.form("reverse")
def whole_from_a_share(d: Draw) -> Item:
    parts, unit = _ratio(d), d.within((2, 12), (3, 20), (3, 20))
    given, asked = d.rng.sample(range(len(parts)), 2)
    names, ratio = ("first", "second", "third"), " : ".join(map(str, parts))
    share, whole = parts[given] * unit, sum(parts)
    first = f"one part is @integer-division: {over(share, parts[given])}"
    if d.rng.random() < 0.5:
        answer = whole * unit if d.slip != "other" else parts[asked] * unit
        count = whole if d.slip != "other" else parts[asked]
        questions = (
            f"A sum is shared in the ratio {ratio}, and the {names[given]} part is {share}. What is the whole sum?",
            f"In the ratio {ratio} the {names[given]} share of an amount is {share}. Find the amount.",
            f"An amount is split in the ratio {ratio}. The {names[given]} part is {share}. How large is the amount?",
        )
        return Item(
            questions,
            f"{first}; {count} parts, {times(count, unit)}",
            str(answer),
            f"answer*{parts[given]}/{whole} = {share}",
        )
    questions = (
        f"A sum is shared in the ratio {ratio}, and the {names[given]} part is {share}. What is the "
        f"{names[asked]} part?",
        f"Two parts are in the ratio {parts[given]} : {parts[asked]}. The first is {share}. Find the second.",
        f"The {names[given]} of several parts in the ratio {ratio} is {share}. How large is the {names[asked]} one?",
    )
    return Item(
        questions,
        f"{first}; @integer-multiplication: {times(parts[asked], unit)}",
        str(parts[asked] * unit),
        f"answer/{share} = {parts[asked]}/{parts[given]}",
    )


@sharing_in_a_ratio.form("from a difference")
def shares_from_their_difference(d: Draw) -> Item:
    a, b = d.within((1, 5), (1, 7), (2, 9)), d.within((2, 7), (3, 9), (4, 12))
    while gcd(a, b) > 1 or a == b:
        b += 1
    a, b = min(a, b), max(a, b)
    unit = d.within((2, 9), (3, 15), (4, 25))
    gap, larger = (b - a) * unit, d.rng.random() < 0.5
    taken = b if larger != (d.slip == "other") else a
    questions = (
        f"Two numbers are in the ratio {a} : {b} and differ by {gap}. What is the "
        f"{'larger' if larger else 'smaller'} one?",
        f"Two people share money in the ratio {a} : {b}. One gets {gap} euros more than the other. How many euros "
        f"does the one with {'more' if larger else 'less'} get?",
        f"A wall is painted with white and blue in the ratio {b} : {a}. There are {gap} more white tins than blue "
        f"ones. How many {'white' if larger else 'blue'} tins are there?",
    )
    work = (
        f"the difference is @integer-subtraction: {minus(b, a)} part{'s' * (b - a > 1)}; @integer-division: "
        f"{over(gap, b - a)}; {times(taken, unit)}".replace(" parts;", ";").replace(" part;", ";")
    )
    return Item(questions, work, str(taken * unit), f"answer*{b - a}/{b if larger else a} = {gap}")


@topic(
    "direct-proportion",
    plus="The difference is added instead of a factor used.",
    one="The value of one is given.",
    inverse="It is divided where it should be multiplied, as if more became less.",
)
def direct_proportion(d: Draw) -> Item:
    rate = Fraction(d.within((2, 9), (3, 15), (5, 30)), d.within((1, 1), (1, 1), (2, 3)))
    a, b = d.within((2, 6), (2, 9), (2, 9)), d.within((2, 9), (3, 15), (3, 15))
    if d.difficulty > 1:
        a = a * rate.denominator
        b = b * rate.denominator if d.rng.random() < 0.5 else b
    while a == b:
        b += rate.denominator
    total, answer = a * rate, b * rate
    first = f"{total}/{a} = {rate}" if total % a or rate.denominator > 1 else over(int(total), a)
    last = f"{b}*{rate} = {answer}" if rate.denominator == 1 else f"{b}*({rate}) = {answer}"
    work = f"for one, @integer-division: {first}; @integer-multiplication: {last}"
    if d.slip == "plus":
        answer = total + b - a
        work = f"{b} - {a} = {b - a}; {total} {'-' if b < a else '+'} {abs(b - a)} = {total + b - a}"
    elif d.slip == "one":
        answer, work = rate, f"@integer-division: {first}"
    elif d.slip == "inverse":
        answer = Fraction(total * a, b)
        work = (
            f"{a}*{total} = {a * total}; {a * total}/{b} = {answer}" if answer.denominator != b else f"{a * total}/{b}"
        )
    x, y = d.choice((("x", "y"), ("t", "s"), ("n", "p")))
    thing = d.choice(("tickets", "books", "cakes", "boxes"))
    return Item(
        (
            f"{y} is directly proportional to {x}, and {y} = {total} at {x} = {a}. Find {y} at {x} = {b}.",
            f"Two amounts are in direct proportion, and {a} of the first belongs to {total} of the second. How much of "
            f"the second belongs to {b} of the first?",
            f"{y}/{x} is constant. If {y} is {total} when {x} is {a}, what is {y} when {x} is {b}?",
        ),
        work,
        str(answer),
        f"answer/{b} = {total}/{a}",
        value=int(b * rate) if (b * rate).denominator == 1 else None,
        noun=f"the value at {x} = {b} of an amount that is proportional to {x} and is {total} at {x} = {a}",
        worded={
            "word problem": (
                f"{a} {thing} cost {total} euros. How many euros do {b} of them cost?",
                f"{a} equal crates weigh {total} kg in all. How many kg do {b} of them weigh?",
                f"A machine makes {total} m of cloth in {a} hours. How many m does it make in {b} hours?",
            ),
            "from a table": (
                f"In a table of a direct proportion {a} stands above {total}. What stands below {b}?",
                f"Hours: {a}, {b}. Litres: {total}, ?. Water runs in evenly. Which number is missing?",
                f"A table lists amounts and prices, which are proportional: {a} and {total}, {b} and ?. Fill in the "
                "price.",
            ),
        },
    )


@direct_proportion.form("reverse")
def amount_for_a_value(d: Draw) -> Item:
    rate, a = d.within((2, 9), (3, 15), (6, 40)), d.within((2, 6), (2, 9), (3, 12))
    b = d.within((2, 9), (3, 15), (4, 20))
    while a == b:
        b += 1
    total, value = a * rate, b * rate
    answer = d.outcome(b, one=rate, plus=a + value - total)
    work = f"for one, @integer-division: {over(total, a)}; {over(value, rate)}"
    if d.slip == "plus":
        work = f"{minus(value, total)}; {plus(a, value - total)}"
    elif d.slip == "one":
        work = work.partition(";")[0]
    questions = (
        f"{a} tickets cost {total} euros. How many tickets does one get for {value} euros?",
        f"A tap fills {total} litres in {a} minutes. In how many minutes does it fill {value} litres?",
        f"y is directly proportional to x, and y = {total} at x = {a}. For which x is y = {value}?",
    )
    return Item(questions, work, str(answer), f"{value}/answer = {total}/{a}")


@topic(
    "average-speed",
    mean="The mean of the two speeds is taken.",
    one="Only the second part of the trip is counted.",
    hours="Only the hours of one part are counted.",
)
def average_speed(d: Draw) -> Item:
    t, u = d.within((1, 3), (1, 4), (2, 6)), d.within((1, 3), (2, 5), (2, 6))
    v, w = d.within((15, 40), (15, 50), (20, 60)) * 2, d.within((15, 40), (15, 50), (20, 60)) * 2
    hours = t + u
    while (v * t + w * u) * (10 if d.difficulty == 3 else 1) % hours or v == w:
        w += 1 if d.difficulty == 3 else 2
    way, other = v * t, w * u
    total = way + other
    speeds = d.difficulty > 1 and d.rng.random() < 0.5  # the speeds are given, not the distances
    result = Fraction(total, hours)
    work = (
        f"@integer-addition: {plus(way, other)}; {plus(t, u)}; @integer-division: {total}/{hours} = {decimal(result)}"
    )
    answer = decimal(result)
    first = f"{times(t, v)}; {times(u, w)}; " if speeds else ""
    if d.slip == "mean":
        mean = Fraction(v + w, 2)
        before = "" if speeds else f"{over(way, t)}; {over(other, u)}; "
        answer, work = decimal(mean), f"{before}{plus(v, w)}; {v + w}/2 = {decimal(mean)}"
        first = ""
    elif d.slip == "one":
        answer, work, first = str(w), f"the second part has {w} km/h", ""
    elif d.slip == "hours":
        spoiled = Fraction(total, u)
        answer = str(spoiled)
        work = f"@integer-addition: {plus(way, other)}; {total}/{u}" + (
            f" = {spoiled}" if spoiled.denominator != u else ""
        )
    told = (
        (
            "A car drives {1} h at {4} km/h and then {3} h at {5} km/h. What is its average speed in km/h?",
            "A train goes at {4} km/h for {1} h, then at {5} km/h for {3} h. Find its average speed in km/h.",
            "Someone rides at {4} km/h for {1} h and at {5} km/h for another {3} h. How many km/h is that on average?",
        )
        if speeds
        else (
            "A car drives {0} km in {1} h and then {2} km in {3} h. What is its average speed in km/h?",
            "A train covers {0} km in {1} h, then {2} km in {3} h. Find its average speed in km/h.",
            "Someone rides {0} km in {1} h and another {2} km in {3} h. How many km/h is that on average?",
        )
    )
    return Item(ask(told, way, t, other, u, v, w), first + work, answer, f"answer*({t} + {u}) - {way} = {other}")


@average_speed.form("reverse")
def distance_or_time(d: Draw) -> Item:
    speed, hours = d.within((10, 40), (20, 60), (31, 90)) * 2, d.within((2, 5), (3, 8), (4, 9))
    total, first = speed * hours, d.rng.randint(1, hours - 1)
    way = first * (speed + 2 * d.within((-4, 4)))
    if d.difficulty == 1 and d.rng.random() < 0.5:
        questions = (
            f"A trip of {total} km has an average speed of {speed} km/h. How many hours does it take?",
            f"How many hours does one need for {total} km at {speed} km/h on average?",
            f"A bus covers {total} km, on average at {speed} km/h. For how many hours does it travel?",
        )
        return Item(questions, f"@integer-division: {over(total, speed)}", str(hours), f"{total}/answer = {speed}")
    if d.difficulty == 1 or d.rng.random() < 0.2:
        questions = (
            f"A trip of {hours} h has an average speed of {speed} km/h. How many km long is it?",
            f"How far does one get in {hours} h at {speed} km/h on average? Answer in km.",
            f"A bus travels for {hours} h, on average at {speed} km/h. How many km does it cover?",
        )
        return Item(
            questions, f"@integer-multiplication: {times(speed, hours)}", str(total), f"answer/{hours} = {speed}"
        )
    questions = (
        f"A trip of {hours} h is to have an average speed of {speed} km/h. In the first {first} h {way} km have "
        "been covered. How many km are left for the rest of the time?",
        f"{way} km are done after {first} h. How many km must follow in the next {hours - first} h so that the "
        f"average speed of the whole is {speed} km/h?",
        f"A train needs {hours} h for its whole journey, at {speed} km/h on average. The first part is {way} km "
        "long. How many km long is the second?",
    )
    return Item(
        questions,
        f"the whole way, @integer-multiplication: {times(speed, hours)}; @integer-subtraction: {minus(total, way)}",
        str(total - way),
        f"(answer + {way})/{hours} = {speed}",
    )


@average_speed.form("there and back")
def there_and_back(d: Draw) -> Item:
    v, w = d.choice(
        (
            ((20, 30), (30, 60), (10, 15), (40, 60)),
            ((20, 60), (40, 120), (60, 90), (12, 24), (30, 45)),
            ((15, 60), (24, 40), (36, 45), (60, 100), (12, 60), (40, 60)),
        )[d.difficulty - 1]
    )
    if d.rng.random() < 0.5:
        v, w = w, v
    way = v * w // gcd(v, w) * d.within((1, 2), (1, 2), (1, 2))
    t, u = way // v, way // w
    result = Fraction(2 * way, t + u)
    answer, work = str(result), f"{plus(way, way)}; {2 * way}/{t + u} = {result}"
    if d.slip == "mean":
        answer, work = str(Fraction(v + w, 2)), f"{plus(v, w)}; {v + w}/2 = {Fraction(v + w, 2)}"
    else:
        work = f"times @integer-division: {over(way, v)}; {over(way, w)}; @integer-addition: {plus(t, u)}; {work}"
    questions = (
        f"A cyclist rides {way} km at {v} km/h and back the same way at {w} km/h. What is the average speed in km/h?",
        f"A lorry drives to a town {way} km away at {v} km/h and returns at {w} km/h. How many km/h is that on "
        "average?",
        f"Find the average speed in km/h of a trip of {way} km at {v} km/h and back at {w} km/h.",
    )
    return Item(questions, work, answer, f"2*{way}/answer = {way}/{v} + {way}/{w}")
