"""What grows or shrinks by a factor."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.notation import decimal
from tutelage.subjects.calculus.steps import minus, over, raised, steps, times
from tutelage.subjects.calculus.topic import topic
from tutelage.subjects.workbook import Draw, Item

_TIMES = {2: "doubles", 3: "triples"}


def _grows(factor: int) -> str:
    return _TIMES.get(factor, f"grows to {factor} times its size")


@topic(
    "exponential-growth",
    linear="The growth is added instead of multiplied.",
    first="One step of growth is left out.",
    start="The start is raised to the power as well.",
    takes=range(2, 40),
)
def exponential_growth(d: Draw) -> Item:
    """At 2 and 3 a step may take several hours, so that the steps have to be counted first."""
    start, factor = d.main((2, 20), (3, 50), (5, 90)), d.within((2, 3), (2, 5), (2, 4))
    n = d.within((2, 3), (2, 4), (3, 5))
    every = d.within((1, 1), (1, 4), (2, 9))
    used = n - 1 if d.slip == "first" else n
    power = factor * n if d.slip == "linear" else factor**used
    value = (start * factor) ** n if d.slip == "start" and start * factor < 60 and n < 4 else start * power
    wrong = value != start * power
    work = steps(
        over(every * n, every) if every > 1 else "",
        times(factor, n) if d.slip == "linear" else raised(start * factor, n) if wrong else raised(factor, used),
        "" if wrong else times(start, power),
    )
    shown = d.shown(start)
    hours = (
        ("every hour", "every day", "every week")
        if every == 1
        else tuple(f"every {every} {unit}" for unit in ("hours", "days", "weeks"))
    )
    return Item(
        (
            f"A colony of {shown} cells {_grows(factor)} {hours[0]}. How many cells are there after {n * every} hours?",
            f"An amount of {shown} {_grows(factor)} {hours[1]}. What is it after {n * every} days?",
            f"There are {shown} followers, and the number {_grows(factor)} {hours[2]}. How many are there after "
            f"{n * every} weeks?",
        ),
        f"one of the @powers of the growth factor, then @substitution: {work}",
        str(value),
        f"log(answer/{start}, {factor}) = {n}",
    )


@exponential_growth.form("reverse")
def start_or_factor(d: Draw) -> Item:
    start, factor = d.within((2, 20), (3, 30), (5, 60)), d.within((2, 3), (2, 5), (2, 6))
    n = d.within((2, 3), (2, 3), (3, 4))
    total = start * factor**n
    if d.difficulty > 1 and d.rng.random() < 0.5:
        return Item(
            (
                f"A colony of {start} cells is multiplied by the same whole number every hour. After {n} hours there "
                f"are {total} cells. Which number is it?",
                f"An amount grew from {start} to {total} in {n} equal steps of multiplication. What was the "
                "whole-number growth factor?",
                f"{start}*q^{n} = {total}, where q is the positive growth factor. Find q.",
            ),
            f"a reverse question about @powers and @substitution: {over(total, start)}; {raised(factor, n)}",
            str(factor),
            f"{start}*answer^{n} = {total} and answer > 0",
        )
    power = factor * n if d.slip == "linear" else factor ** (n - 1) if d.slip == "first" else factor**n
    value = Fraction(total, power)
    step = times(factor, n) if d.slip == "linear" else raised(factor, n - 1 if d.slip == "first" else n)
    return Item(
        (
            f"A colony {_grows(factor)} every hour. After {n} hours there are {total} cells. How many were there at "
            "first?",
            f"After {n} days an amount that {_grows(factor)} every day is {total}. What was it at the beginning?",
            f"The number of members {_grows(factor)} every year and is {total} after {n} years. With how many members "
            "did it start?",
        ),
        f"a reverse question about @powers and @substitution: {step}; {total}/{power} = {value}",
        str(value),
        f"answer*{factor}^{n} = {total}",
    )


@exponential_growth.form("formula")
def formula_of_growth(d: Draw) -> Item:
    start, factor = d.within((2, 20), (3, 90), (5, 200)), d.within((2, 5), (2, 9), (2, 9))
    every = d.within((1, 1), (1, 1), (2, 9))
    often = "every hour" if every == 1 else f"every {every} hours"
    exponent = "t" if every == 1 else f"(t/{every})"
    answer = f"{start}*{factor}^{exponent}"
    if d.slip == "linear":
        answer = f"{start} + {start * (factor - 1)}t" if every == 1 else f"{start} + {start * (factor - 1)}t/{every}"
    elif d.slip == "start":
        answer = f"({start * factor})^{exponent}"
    elif d.slip == "first":
        answer = f"{start}*{factor}^(t - 1)" if every == 1 else answer
    questions = (
        f"A colony of {start} cells {_grows(factor)} {often}. Give a formula for the number of cells after t hours.",
        f"Write the size after t hours of an amount that is {start} at first and {_grows(factor)} {often}.",
        f"N is {start} at the time t = 0 and {_grows(factor)} {often}. Express N by t (in hours).",
    )
    return Item(
        questions,
        f"start times a power of the growth factor, as in @powers and @substitution: after t hours {answer}",
        answer,
        f"subs(answer, t, 0) = {start} and subs(answer, t, {every}) = {start * factor} and "
        f"subs(answer, t, {2 * every}) = {start * factor * factor}",
    )


@exponential_growth.form("from a table")
def growth_from_a_table(d: Draw) -> Item:
    start, factor = d.within((1, 9), (2, 20), (2, 30)), d.within((2, 3), (2, 5), (2, 5))
    ahead = d.within((1, 1), (1, 2), (2, 3))
    first = [start * factor**k for k in range(3)]
    value = first[-1] * factor**ahead
    if d.slip == "linear":
        value = first[-1] + (first[-1] - first[-2]) * ahead
    elif d.slip == "first" and ahead > 1:
        value = first[-1] * factor ** (ahead - 1)
    listed = ", ".join(f"{value} at hour {hour}" for hour, value in enumerate(first))
    work = steps(
        over(first[1], first[0]),
        minus(first[2], first[1]) if d.slip == "linear" else raised(factor, ahead) if ahead > 1 else "",
        times(first[-1], factor**ahead) if not d.slip or d.slip == "start" else f"the next is {value}",
    )
    return Item(
        (
            f"The number of cells is {listed}. It is multiplied by the same number every hour. What is it at hour "
            f"{2 + ahead}?",
            f"{listed}: the growth is exponential. Find the value at hour {2 + ahead}.",
            f"A table shows {listed}. If the growth factor stays the same, what follows at hour {2 + ahead}?",
        ),
        f"the growth factor first, then @powers and @substitution: {work}",
        str(value),
        f"answer*{first[0]} = {first[1]}*{first[2] * factor ** (ahead - 1)}",
    )


def _years(d: Draw, percent: int, start: int, years: int) -> tuple[list[Fraction], list[str]]:
    """The amounts year by year, and the steps; the percentage may be negative."""
    amounts, parts = [Fraction(start)], []
    for _ in range(years):
        base = Fraction(start) if d.slip == "simple" else amounts[-1]
        change = base * abs(percent) / 100
        amounts.append(amounts[-1] + (change if percent > 0 else -change))
        parts += [
            f"{abs(percent)}% of {decimal(base)} is {decimal(change)}",
            f"{decimal(amounts[-2])} {'+' if percent > 0 else '-'} {decimal(change)} = {decimal(amounts[-1])}",
        ]
    return amounts, parts


@topic(
    "compound-interest",
    simple="Interest is not paid on interest.",
    once="One year is left out.",
    only="Only the interest is given, not the whole amount.",
)
def compound_interest(d: Draw) -> Item:
    percent = d.choice(((5, 10, 20), (2, 4, 5, 6, 8, 10), (5, 10, 20))[d.difficulty - 1])
    years = 2 if d.difficulty < 3 else 3
    start = d.within((1, 40), (1, 60), (1, 30)) * (100 if years == 2 else 10000 if percent == 5 else 1000)
    amounts, parts = _years(d, percent, start, years - (d.slip == "once"))
    end = amounts[-1] - (start if d.slip == "only" else 0)
    return Item(
        (
            f"{start} euros are invested at {percent}% a year. How many euros is it after {years} years?",
            f"What does a deposit of {start} euros grow to at {percent}% compound interest in {years} years?",
            f"A bank pays {percent}% a year on {start} euros, and the interest is left there. How many euros are there "
            f"after {years} years?",
        ),
        f"year by year, with @percentages of the current amount: {steps(*parts)}",
        decimal(end),
        f"answer = {start}*(1 + {percent}/100)^{years}",
    )


@compound_interest.form("reverse")
def deposit_from_the_end(d: Draw) -> Item:
    percent, years = d.choice((10, 20) if d.difficulty == 1 else (5, 10, 20, 25)), 1 if d.difficulty == 1 else 2
    factor = 1 + Fraction(percent, 100)
    start = d.within((1, 40), (1, 60), (1, 90)) * (10 if d.difficulty == 1 else 400)
    amounts = [start * factor**k for k in range(years + 1)]
    end = amounts[-1]
    if d.difficulty == 3 and d.rng.random() < 0.6:
        found = percent
        questions = (
            f"{start} euros grew to {decimal(end)} euros in two years, with the same interest rate and compound "
            "interest. What was the rate in percent?",
            f"In two years {start} euros became {decimal(end)} euros, because each year the same percentage was "
            "added. Which percentage?",
            f"A deposit of {start} euros is worth {decimal(end)} euros after two years of compound interest. How "
            "many percent a year were paid?",
        )
        solution = (
            f"{decimal(end)}/{start} = {decimal(factor * factor)} is the square of {decimal(factor)}; in @percentages "
            f"the rate is {found}"
        )
        return Item(questions, solution, str(found), f"{start}*(1 + answer/100)^2 = {decimal(end)} and answer > 0")
    value = end * (1 - Fraction(percent, 100)) ** years if d.slip == "simple" else Fraction(start)
    work = steps(*(f"{decimal(amounts[k])}/{decimal(factor)} = {decimal(amounts[k - 1])}" for k in range(years, 0, -1)))
    if d.slip == "simple":
        work = f"{percent}% of what is there now are taken off: {decimal(value)}"
    time = "one year" if years == 1 else "two years"
    questions = (
        f"After {time} at {percent}% compound interest there are {decimal(end)} euros. What was the deposit, in euros?",
        f"How many euros must be invested at {percent}% a year so that there are {decimal(end)} euros after {time}?",
        f"A sum grew by {percent}% a year for {time} and is now {decimal(end)} euros. How many euros was it at first?",
    )
    return Item(
        questions,
        f"each year multiplies by {decimal(factor)}, as @percentages show, so divide: {work}",
        decimal(value),
        f"answer*(1 + {percent}/100)^{years} = {decimal(end)}",
    )


@compound_interest.form("word problem")
def falling_value(d: Draw) -> Item:
    percent, years = d.choice((10, 20, 50) if d.difficulty == 1 else (5, 10, 20, 25, 40)), 2 if d.difficulty < 3 else 3
    start = d.within((1, 40), (1, 60), (1, 20)) * (100 if years == 2 else 800)
    amounts, parts = _years(d, -percent, start, years - (d.slip == "once"))
    end = amounts[-1]
    if d.slip == "only":
        end = start - end
    return Item(
        (
            f"A car that cost {start} euros loses {percent}% of its value every year. How many euros is it worth after "
            f"{years} years?",
            f"A glacier of {start} thousand tons of ice loses {percent}% a year. How many thousand tons are there "
            f"after {years} years, by this rule?",
            f"A medicine is broken down by {percent}% every hour. {start} mg are taken. How many mg are left after "
            f"{years} hours?",
        ),
        f"step by step, with @percentages of the current amount: {steps(*parts)}",
        decimal(end),
        f"answer = {start}*(1 - {percent}/100)^{years}",
    )


@compound_interest.form("interest on interest")
def more_than_simple(d: Draw) -> Item:
    percent, years = d.choice((10, 20) if d.difficulty == 1 else (5, 10, 20)), 2 if d.difficulty < 3 else 3
    start = d.within((1, 40), (1, 60), (1, 30)) * (100 if years == 2 else 800)
    rate = Fraction(percent, 100)
    simple, compound = start * (1 + years * rate), start * (1 + rate) ** years
    value = d.outcome(compound - simple, only=compound - start, once=start * (1 + rate) ** (years - 1) - start)
    work = steps(
        f"compound: {decimal(compound)}",
        f"simple: {years}*{decimal(start * rate)} + {start} = {decimal(simple)}",
        f"{decimal(compound)} - {decimal(simple)} = {decimal(compound - simple)}" if value == compound - simple else "",
    )
    questions = (
        f"{start} euros earn {percent}% a year for {years} years. How many euros more does compound interest bring "
        "than simple interest?",
        f"How many euros of interest on interest are there after {years} years on {start} euros at {percent}% a year?",
        f"By how many euros do compound and simple interest differ after {years} years, for {start} euros at "
        f"{percent}% a year?",
    )
    return Item(
        questions,
        f"with @percentages of the current amount, and of the first one: {work}",
        decimal(value),
        f"answer = {start}*(1 + {percent}/100)^{years} - {start}*(1 + {years}*{percent}/100)",
    )


@topic(
    "half-life",
    "half-life",
    linear="The amount is divided by twice the number of half-lives.",
    times="One half-life too many is counted.",
    gone="What has decayed is given instead of what is left.",
)
def half_life(d: Draw) -> Item:
    n, period = d.within((1, 3), (2, 4), (3, 6)), d.within((2, 9), (3, 20), (5, 60))
    start = d.within((1, 9), (3, 25), (3, 60)) * 2**n if d.difficulty < 3 else d.within((5, 200))
    used = n + 1 if d.slip == "times" else n
    power = 2 * n if d.slip == "linear" else 2**used
    left = Fraction(start, power)
    value = start - left if d.slip == "gone" else left
    count = over(n * period, period) if d.slip != "times" else f"{used} half-lives"
    work = steps(
        count,
        times(2, n) if d.slip == "linear" else raised(2, used),
        f"{start}/{power} = {left}",
        f"{start} - {left} = {value}" if d.slip == "gone" else "",
    )
    return Item(
        (
            f"A substance has a half-life of {period} days. How many g of {start} g are left after {n * period} days?",
            f"Every {period} days half of a substance decays. There are {start} g of it. How many g are left after "
            f"{n * period} days?",
            f"The half-life is {period} days and the amount {start} g. Find the amount in g after {n * period} days.",
        ),
        f"the number of half-lives first, then a power with @negative-exponents, 2^(-{used}): {work}",
        str(value),
        f"answer = {start}*2^(-{n * period}/{period})",
    )


@half_life.form("reverse")
def half_life_from_amounts(d: Draw) -> Item:
    n, period = d.within((2, 3), (2, 4), (3, 6)), d.within((2, 9), (3, 20), (5, 60))
    rest = d.within((1, 9), (3, 25), (3, 40))
    start, time = rest * 2**n, n * period
    if d.rng.random() < 0.5:
        value = d.outcome(time, linear=start // rest // 2 * period, times=time + period)
        last = times(n, period) if value == time else f"{value // period} half-lives are taken: {value}"
        return Item(
            (
                f"The half-life of a substance is {period} days. After how many days are {rest} g left of {start} g?",
                f"{start} g of a substance with a half-life of {period} days decay until {rest} g are left. How many "
                "days does that take?",
                f"Every {period} days half of a substance decays. When, in days, have {start} g become {rest} g?",
            ),
            f"@negative-exponents count the halvings: {over(start, rest)}; {raised(2, n)}; {last}",
            str(value),
            f"{start}*2^(-answer/{period}) = {rest}",
        )
    value_of = (
        Fraction(time, start // rest // 2) if d.slip == "linear" else Fraction(time, n + 1 if d.slip == "times" else n)
    )
    last = over(time, n) if value_of == period else f"{time}/{time / value_of} = {value_of}"
    return Item(
        (
            f"Of {start} g of a substance {rest} g are left after {time} days. What is its half-life, in days?",
            f"In {time} days {start} g of a substance decay to {rest} g. Find the half-life in days.",
            f"{rest} g are left of {start} g after {time} days. After how many days was half of it left?",
        ),
        f"@negative-exponents count the halvings: {over(start, rest)}; {raised(2, n)}; {last}",
        str(value_of),
        f"{start}*2^(-{time}/answer) = {rest}",
    )


@half_life.form("fraction")
def fraction_that_is_left(d: Draw) -> Item:
    n, period = d.within((2, 4), (2, 6), (3, 8)), d.within((2, 9), (3, 20), (5, 60))
    gone = d.difficulty > 1 and d.rng.random() < 0.5
    left = Fraction(1, 2 * n if d.slip == "linear" else 2 ** (n + 1 if d.slip == "times" else n))
    value = 1 - left if gone != (d.slip == "gone") else left
    what = "has decayed" if gone else "is left"
    work = steps(
        over(n * period, period), raised(2, n) if left == Fraction(1, 2**n) else f"the fraction {left} is left"
    )
    return Item(
        (
            f"A substance has a half-life of {period} years. Which fraction of it {what} after {n * period} years?",
            f"Every {period} years half of a substance decays. What fraction {what} after {n * period} years?",
            f"The half-life is {period} hours. Which part of the amount {what} after {n * period} hours?",
        ),
        f"2^(-{n}) is left, by @negative-exponents: {work}" + (f"; 1 - {left} = {1 - left}" if gone else ""),
        str(value),
        f"1 - answer = 2^(-{n * period}/{period})" if gone else f"answer = 2^(-{n * period}/{period})",
    )


@half_life.form("formula")
def formula_of_decay(d: Draw) -> Item:
    start, period = d.within((2, 20), (3, 90), (5, 500)), d.within((2, 9), (3, 20), (5, 60))
    hours = d.difficulty == 3
    scale = 24 if hours else 1
    answer = f"{start}*2^(-t/{period * scale})"
    if d.slip == "times":
        answer = f"{start}*2^(-t/{period * scale} - 1)"
    elif d.slip == "gone":
        answer = f"{start} - {start}*2^(-t/{period * scale})"
    unit = "hours" if hours else "days"
    return Item(
        (
            f"The half-life of a substance is {period} days. Of {start} g, how many g are left after t {unit}? Give "
            "a formula.",
            f"Half of a substance decays every {period} days. Write the amount in g after t {unit} for a start of "
            f"{start} g.",
            f"N is {start} at t = 0 and falls to half in {period} days. Express N by t in {unit}.",
        ),
        "the number of half-lives in the exponent, as in @negative-exponents: "
        + steps(times(period, 24) if hours else "", f"t/{period * scale} half-lives"),
        answer,
        f"subs(answer, t, 0) = {start} and subs(answer, t, {period * scale}) = {start}/2 and "
        f"subs(answer, t, {2 * period * scale}) = {start}/4",
    )
