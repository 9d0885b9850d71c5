"""Infinite sums with a known value."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.notation import bracket, bracket_fraction
from tutelage.subjects.calculus.steps import divided
from tutelage.subjects.calculus.topic import ask, topic
from tutelage.subjects.workbook import Draw, Item


@topic(
    "infinite-geometric-series",
    plus="The common ratio is added to 1 instead of subtracted.",
    times="The first term is multiplied by 1 - q instead of divided.",
    first="The first term is left out: the sum is taken to be 1/(1 - q).",
)
def infinite_geometric_series(d: Draw) -> Item:
    bottom = d.within((2, 4), (2, 7), (2, 10))
    top = 1 if d.difficulty == 1 else d.rng.randint(1, bottom - 1)
    q = Fraction(top, bottom) * (-1 if d.difficulty == 3 and d.rng.random() < 0.6 else 1)
    a = d.within((1, 20), (1, 20), (1, 30))
    if d.difficulty == 2 and d.rng.random() < 0.6:  # in sigma notation, from n = 1 on, so that q is a factor of a
        return _summed(
            d,
            a * q,
            q,
            (
                f"Find the sum of {a}*({q})^n over n = 1, 2, 3, ...",
                f"What is the infinite sum of {a}*({q})^n, from n = 1 on?",
                f"Add {a}*({q})^n for all n from 1 to infinity.",
            ),
        )
    shown = ", ".join(str(a * q**k) for k in range(3)).replace(", ", " + ").replace("+ -", "- ")
    end = "- ..." if q < 0 else "+ ..."
    return _summed(
        d,
        Fraction(a),
        q,
        ask(
            (
                "Find the sum of this infinite geometric series: {}",
                "What does the geometric series {} add up to?",
                "Compute this infinite geometric sum: {}",
                "The terms of {} have a common ratio. What is the sum?",
            ),
            f"{shown} {end}",
        ),
    )


def _summed(d: Draw, first: Fraction, q: Fraction, questions: tuple[str, ...]) -> Item:
    rest = 1 + q if d.slip == "plus" else 1 - q
    value = d.outcome(first / rest, times=first * rest, first=1 / rest)
    terms_needed = 30 if abs(q) <= Fraction(1, 2) else 58
    way = "+" if d.slip == "plus" else "-"
    last = f"{bracket_fraction(first)}/{bracket_fraction(rest)} = {value}"
    if d.slip in ("times", "first"):
        last = f"the sum is taken to be {value}"
    return Item(
        questions,
        f"as in @geometric-series the first term is {first} and the common ratio q is {q}; "
        f"1 {way} {bracket(str(q))} = {rest}; {last}",
        str(value),
        f"abs(answer - sum({first}*({q})^n, n, 0, {terms_needed})) < "
        f"{20 * abs(first)}*abs({q})^{terms_needed} + 1/1000000",
    )


@infinite_geometric_series.form("word problem")
def bouncing(d: Draw) -> Item:
    bottom = d.within((2, 4), (3, 6), (3, 10))
    top = 1 if d.difficulty == 1 else d.rng.randint(1, bottom - 1)
    q, a = Fraction(top, bottom), d.within((2, 20), (2, 30), (5, 60))
    if d.difficulty == 3:  # up and down: every bounce counts twice, the first fall once
        low = _summed(d, 2 * a * q, q, ())
        total = a + 2 * a * q / (1 - q)
        value = total if not d.slip else Fraction(low.answer)
        questions = (
            f"A ball is dropped from {a} m. After each fall it rises to {q} of the height before, for ever. What "
            "distance does it travel in all, up and down, in m?",
            f"A ball falls {a} m and bounces back to {q} of the height it fell from, again and again. Find the "
            "length of its whole way up and down in metres.",
            f"Dropped from {a} m, a ball bounces without end, each time up to {q} of the last height. How many "
            "metres does it move altogether?",
        )
        work = (
            "Infinite geometric series, like @geometric-series, for the bounces, each up and down: the first term is "
            f"2*{a}*{q} = {2 * a * q}; 1 - {q} = {1 - q}; ({2 * a * q})/({1 - q}) = {2 * a * q / (1 - q)}; with the "
            f"first fall {a} + {2 * a * q / (1 - q)} = {total}"
            if not d.slip
            else f"Infinite geometric series, like @geometric-series: {value}"
        )
        return Item(questions, work, str(value), f"(answer - {a})*(1 - {q}) = 2*{a}*{q}")
    return _summed(
        d,
        Fraction(a),
        q,
        (
            f"A pendulum swings through {a} cm, and each further swing is {q} of the one before. How many cm does it "
            "swing through in all?",
            f"A firm gives {a} million euros away this year, and each year {q} of what it gave the year before. How "
            "many millions will it give in the end, if this goes on for ever?",
            f"A snail crawls {a} m on the first day, and on each later day {q} of the way of the day before. How many "
            "metres will it never get beyond?",
        ),
    )


@infinite_geometric_series.form("reverse")
def ratio_of_a_sum(d: Draw) -> Item:
    bottom = d.within((2, 4), (2, 7), (2, 10))
    top = 1 if d.difficulty == 1 else d.rng.randint(1, bottom - 1)
    q = Fraction(top, bottom) * (-1 if d.difficulty == 3 and d.rng.random() < 0.5 else 1)
    a = d.within((1, 20))
    total = a / (1 - q)
    if d.rng.random() < 0.5:
        value = d.outcome(Fraction(a), plus=total * (1 + q), times=total / (1 - q), first=total)
        asked = (
            "An infinite geometric series has the common ratio {0} and the sum {1}. What is its first term?",
            "The sum of an infinite geometric series is {1}, its common ratio {0}. Find the first term.",
            "With which first term does an infinite geometric series with the ratio {0} add up to {1}?",
        )
        work = f"1 - {bracket(str(q))} = {1 - q}; {bracket_fraction(total)}*({1 - q}) = {value}"
        return Item(
            ask(asked, q, total),
            f"Infinite geometric series: {work if not d.slip else f'the first term is {value}'}",
            str(value),
            f"answer/(1 - ({q})) = {total}",
        )
    value = d.outcome(q, plus=a / total - 1, times=a / total, first=1 - 1 / total)
    asked = (
        "An infinite geometric series has the first term {0} and the sum {1}. What is its common ratio?",
        "The sum of an infinite geometric series that begins with {0} is {1}. Find the common ratio.",
        "Which common ratio must an infinite geometric series with the first term {0} have, to add up to {1}?",
    )
    solution = f"Infinite geometric series: 1 - q is {divided(a, total)}; " + (
        f"1 - {a / total} = {q}" if not d.slip else f"q is {value}"
    )
    return Item(ask(asked, a, total), solution, str(value), f"{total}*(1 - answer) = {a}")


@infinite_geometric_series.form("repeating decimal")
def repeating_decimal(d: Draw) -> Item:
    length = d.within((1, 1), (2, 2), (2, 3))
    block = d.rng.randint(1, 10**length - 2)
    while length == 2 and block % 11 == 0:
        block = d.rng.randint(1, 10**length - 2)
    lead = d.within((1, 9)) if d.difficulty == 3 else 0
    digits = str(block).rjust(length, "0")
    right = lead + Fraction(block, 10**length - 1)
    wrong = {"plus": lead + Fraction(block, 10**length + 1), "times": lead + Fraction(block, 10**length)}
    value = wrong.get(d.slip, right)
    value = Fraction(block, 10**length - 1) if d.slip == "first" and lead else value
    questions = (
        f"Write {lead}.{digits * 3}... as a fraction, where {digits} repeats for ever.",
        f"Which fraction is the repeating decimal {lead}.{digits * 3}..., in which {digits} goes on without end?",
        f"{lead}.{digits * 3}... repeats {digits} for ever. Write it as a fraction in lowest terms.",
    )
    work = (
        f"Infinite geometric series with the first term {block}/{10**length} and the common ratio 1/{10**length}: "
        f"the sum is {block}/{10**length - 1}"
        + (
            f" = {Fraction(block, 10**length - 1)}"
            if Fraction(block, 10**length - 1).denominator != 10**length - 1
            else ""
        )
        + (f"; {lead} + {Fraction(block, 10**length - 1)} = {right}" if lead else "")
        if not d.slip
        else f"Infinite geometric series: {value}"
    )
    return Item(questions, work, str(value), f"(answer - {lead})*{10**length} = answer - {lead} + {block}")


@topic(
    "telescoping-series",
    first="The first term is left out.",
    last="The last term is lost in a finite sum.",
    gap="The last term is taken with the wrong number.",
)
def telescoping_series(d: Draw) -> Item:
    c, low = d.within((1, 12), (1, 15), (2, 20)), d.within((1, 3), (1, 6), (1, 6))
    high = low + d.within((3, 9), (5, 20), (4, 12))
    gap = 2 if d.difficulty == 3 else 1
    heads = [Fraction(c, low + k) for k in range(gap)]
    tails = [Fraction(c, high + 1 + k) for k in range(gap)]
    if d.slip == "first":
        heads = heads[1:] or [Fraction(c, low + 1)]
    elif d.slip == "gap":
        tails = [Fraction(c, high + k) for k in range(gap)]
    front, back = sum(heads, Fraction(0)), Fraction(0) if d.slip == "last" else sum(tails, Fraction(0))
    value = front - back
    product = d.difficulty == 2
    text = f"{c}/(n(n + 1))" if product else f"{c}/n - {c}/(n + {gap})"
    kept = " and ".join(map(str, heads)) + (" are" if len(heads) > 1 else " is")
    gone = " and ".join(map(str, tails))
    questions = (
        f"Find the sum of {text} for n from {low} to {high}.",
        f"What do the terms {text} with n = {low} to n = {high} add up to?",
        f"Compute the sum of {text} over n = {low}, ..., {high}.",
        f"Add the terms {text} for all n from {low} to {high}.",
    )
    work = (
        (f"{text} is {c}/n - {c}/(n + 1); " if product else "")
        + f"@sigma-notation shows that what stands between cancels; {kept} left in front"
        + ("" if d.slip == "last" else f", and {gone} at the end")
        + ("" if d.slip == "last" else f"; by @subtracting-fractions {front} - {back} = {value}")
    )
    return Item(questions, work, str(value), f"answer = sum({c}/n - {c}/(n + {gap}), n, {low}, {high})")


@telescoping_series.form("infinite sum")
def telescope_to_infinity(d: Draw) -> Item:
    c, low, gap = d.within((1, 12), (1, 15), (2, 20)), d.within((1, 3), (1, 6), (1, 6)), 2 if d.difficulty == 3 else 1
    heads = [Fraction(c, low + k) for k in range(gap)]
    value = sum(heads, Fraction(0)) if d.slip != "first" else sum(heads[1:], Fraction(0)) or Fraction(c, low + 1)
    text = f"{c}/(n(n + 1))" if d.difficulty == 2 else f"{c}/n - {c}/(n + {gap})"
    return Item(
        (
            f"Find the infinite sum of {text} from n = {low} on.",
            f"What do the terms {text} add up to, if n runs from {low} to infinity?",
            f"Compute the sum of {text} over n = {low}, {low + 1}, {low + 2}, ...",
        ),
        f"Telescoping series, as @sigma-notation shows: up to N, {' and '.join(map(str, heads))} "
        f"{'is' if gap == 1 else 'are'} left in front, and at the end {c}/(N + 1)"
        f"{'' if gap == 1 else f' and {c}/(N + 2)'}; that tends to 0; the sum is {value}",
        str(value),
        f"abs(answer - sum({c}/n - {c}/(n + {gap}), n, {low}, {low + 50}) - {c}/({low} + 51)"
        f"{'' if gap == 1 else f' - {c}/({low} + 52)'}) < 1/1000000",
    )


@telescoping_series.form("reverse")
def length_of_a_telescope(d: Draw) -> Item:
    c, low = d.within((1, 1), (1, 9), (1, 12)), d.within((1, 1), (1, 4), (1, 6))
    high = low + d.within((3, 15), (4, 20), (5, 30))
    total = Fraction(c, low) - Fraction(c, high + 1)
    if d.difficulty == 3:
        wrong = {"first": Fraction(c + 1), "last": total * low, "gap": total * low * high / (high - low)}
        value = wrong.get(d.slip, Fraction(c))
        questions = (
            f"The sum of k/(n(n + 1)) for n from {low} to {high} is {total}. Find k.",
            f"For which k do the terms k/n - k/(n + 1) with n = {low} to n = {high} add up to {total}?",
            f"k/(n(n + 1)), summed from n = {low} to n = {high}, gives {total}. What is k?",
        )
        work = (
            f"Telescoping series: k/{low} - k/{high + 1} is left, by @subtracting-fractions "
            f"k*({Fraction(1, low) - Fraction(1, high + 1)}) = {total}; k is {value}"
        )
        return Item(questions, work, f"k = {value}", f"sum(answer/(n*(n + 1)), n, {low}, {high}) = {total}")
    last = d.outcome(high, gap=high + 1, last=high + 2, first=high - low)
    questions = (
        f"The sum of {c}/(n(n + 1)) from n = {low} to n = N is {total}. Find N.",
        f"Up to which N must {c}/n - {c}/(n + 1) be added, from n = {low} on, to give {total}?",
        f"{c}/(n(n + 1)), summed from n = {low} to N, gives {total}. How large is N?",
    )
    work = (
        f"Telescoping series: {Fraction(c, low)} - {c}/(N + 1) is left; by @subtracting-fractions "
        f"{c}/(N + 1) is {Fraction(c, low) - total}; N is {last}"
    )
    return Item(questions, work, f"N = {last}", f"{c}/{low} - {c}/(answer + 1) = {total}")
