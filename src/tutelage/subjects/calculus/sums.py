"""Finite sums: sigma notation, arithmetic and geometric series."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.notation import bracket, term, terms
from tutelage.subjects.calculus.sequences import TIMES
from tutelage.subjects.calculus.steps import minus, over, plus, raised, steps, times
from tutelage.subjects.calculus.topic import topic
from tutelage.subjects.workbook import Draw, Item


def _added(values: list[int]) -> str:
    """The steps that add the values one by one."""
    parts, running = [], values[0]
    for value in values[1:]:
        parts.append(plus(running, value))
        running += value
    return steps(*parts)


@topic(
    "arithmetic-series",
    half="It is not divided by two.",
    last="The last term alone is taken times the number of terms.",
    count="The number of terms is one too small.",
)
def arithmetic_series(d: Draw) -> Item:
    a, step = d.within((1, 9), (1, 20), (-20, 30)), d.nonzero((1, 5), (2, 9), (-9, 12))
    n = d.within((4, 10), (6, 20), (10, 40))
    last = a + (n - 1) * step
    used = n - 1 if d.slip == "count" else n
    total = n * (a + last) // 2
    ending = f"the last term is {last}" if d.difficulty < 3 else f"{over(last - a, step)} steps, so there are {n} terms"
    if d.slip == "last":
        value, tail = Fraction(used * last), times(used, last)
    elif d.slip == "half":
        value, tail = Fraction(used * (a + last)), steps(plus(a, last), times(used, a + last))
    else:
        value = Fraction(used * (a + last), 2)
        tail = steps(plus(a, last), times(used, a + last), f"{used * (a + last)}/2 = {value}")
    listed = f"{a}, {a + step}, {a + 2 * step}"
    if d.difficulty == 3:
        whole = f"{a} + {bracket(a + step)} + {bracket(a + 2 * step)} + ... + {bracket(last)}"
        questions: tuple[str, ...] = (
            f"Find {whole}, where neighbouring terms always differ by the same number.",
            f"The sum {whole} is an arithmetic series. What is it?",
            f"How much is the arithmetic series {whole}?",
        )
    else:
        questions = (
            f"Find the sum of the first {n} terms of the arithmetic sequence {listed}, ...",
            f"What do the first {n} terms of {listed}, ... add up to, if it is arithmetic?",
            f"Add the first {n} terms of an arithmetic sequence that begins with {listed}.",
        )
    stories: dict[str, tuple[str, ...]] = {}
    if a > 0 and step > 0:
        rows = f"{n} rows" if d.difficulty < 3 else "rows"
        end = "" if d.difficulty < 3 else f", and {last} in the last one"
        stories["word problem"] = (
            f"A hall has {rows} of seats: {a} in the first row, {step} more in each further row{end}. How many seats "
            "are there in all?",
            f"Logs lie in {rows} on top of each other: {a} in the top one, {step} more in each row below{end}. How "
            "many logs are there?",
            f"Flowers stand in {rows}. The first has {a} of them, each further row {step} more{end}. How many flowers "
            "are there?",
        )
    return Item(
        questions,
        f"by @arithmetic-sequences, with the common difference {step}, {ending}; {tail}",
        str(value),
        f"answer = sum({a} + (j - 1)*{bracket(step)}, j, 1, {n})",
        value=total,
        noun=f"the sum of the first {n} terms of the arithmetic sequence that begins with {listed}",
        worded=stories,
    )


@arithmetic_series.form("reverse")
def last_term_from_the_sum(d: Draw) -> Item:
    a, step = d.within((1, 9), (1, 20), (-20, 30)), d.nonzero((1, 5), (2, 9), (-9, 12))
    n = d.within((4, 10), (5, 20), (6, 30))
    last = a + (n - 1) * step
    total = n * (a + last) // 2
    known = f"The {n} terms of an arithmetic series add up to {total}, and the first one is {a}."
    first = f"by @arithmetic-sequences the mean of first and last term, times {n}, is the sum; "
    twice = f"{times(2, total)}; {over(2 * total, n)}; {minus(a + last, a)}"
    if d.slip == "half":
        twice = f"{total}/{n} = {Fraction(total, n)}; minus {a} is {Fraction(total, n) - a}"
    found = Fraction(total, n) - a if d.slip == "half" else Fraction(last)
    if d.difficulty == 3:
        questions = (
            f"{known} What is the common difference?",
            f"{known} Find the difference of neighbouring terms.",
            f"{known} By how much does each term differ from the one before?",
        )
        work = (
            f"{first}{twice}; the last term is {found}, {n - 1} steps from {a}; "
            f"{found - a}/{n - 1} = {(found - a) / (n - 1)}"
        )
        return Item(questions, work, str((found - a) / (n - 1)), f"{n}*(2*{bracket(a)} + {n - 1}*answer)/2 = {total}")
    return Item(
        (f"{known} What is the last term?", f"{known} Find the last one.", f"{known} With which number does it end?"),
        f"{first}{twice}",
        str(found),
        f"{n}*({a} + answer)/2 = {total}",
    )


@topic(
    "geometric-series",
    last="The exponent is one too small.",
    undivided="It is not divided by the common ratio minus one.",
    first="The sum is not multiplied by the first term.",
)
def geometric_series(d: Draw) -> Item:
    a = d.within((2, 9), (2, 15), (2, 20))
    q = d.choice((2, 3, 3, 4) if d.difficulty < 3 else (2, 3, 4, 5, -2, -3))
    n = d.within((3, 5), (4, 6), (4, 6))
    count = n - 1 if d.slip == "last" else n
    factor = 1 if d.slip == "first" else a
    top = factor * (q**count - 1)
    value = top if d.slip == "undivided" else top // (q - 1)
    work = steps(
        f"@powers: {raised(q, count)}",
        minus(q**count, 1),
        times(a, q**count - 1) if d.slip != "first" else "",
        minus(q, 1) if d.slip != "undivided" else "",
        over(top, q - 1) if d.slip != "undivided" and q != 2 else "",
    )
    listed, last = f"{a}, {a * q}, {a * q * q}", a * q ** (n - 1)
    counted = ""
    if d.difficulty == 3:
        whole = f"{a} + {bracket(a * q)} + {bracket(a * q * q)} + ... + {bracket(last)}"
        questions: tuple[str, ...] = (
            f"The sum {whole} is a geometric series. What is it?",
            f"Find {whole}, where each term is the same multiple of the one before.",
            f"How much is the geometric series {whole}?",
        )
        counted = f"the last term {last} is {a}*{bracket(q)}^{n - 1}, so there are {n} terms; "
    else:
        questions = (
            f"Find the sum of the first {n} terms of the geometric sequence {listed}, ...",
            f"What do the first {n} terms of the geometric sequence {listed}, ... add up to?",
            f"Add the first {n} terms of a geometric sequence that begins with {listed}.",
        )
    stories: dict[str, tuple[str, ...]] = {}
    if q > 1:
        often = TIMES[q]
        span = f"for {n} days" if d.difficulty < 3 else f"until {last} are reached on one day"
        stories["word problem"] = (
            f"A shop sells {a} lamps on its first day and on each further day {often} as many as on the day before, "
            f"{span}. How many lamps is that in all?",
            f"A chain letter is sent to {a} people on the first day, and each day to {often} as many as on the day "
            f"before, {span}. How many people get it in all?",
            f"A mould covers {a} new square cm on its first day, and each day {often} as many as on the day before, "
            f"{span}. How many square cm are covered then?",
        )
    return Item(
        questions,
        f"as in @geometric-sequences the common ratio is {q}; {counted}{work}",
        str(value),
        f"answer = sum({a}*{bracket(q)}^j, j, 0, {n - 1})",
        value=a * (q**n - 1) // (q - 1),
        noun=f"the sum of the first {n} terms of the geometric sequence that begins with {listed}",
        worded=stories,
    )


@geometric_series.form("reverse")
def first_term_from_the_sum(d: Draw) -> Item:
    a = d.within((2, 9), (3, 15), (3, 30))
    q = d.choice(((2, 3), (2, 3, 4, 5), (-2, -3, 4, 5))[d.difficulty - 1])
    n = d.within((3, 4), (3, 5), (4, 6))
    unit = (q**n - 1) // (q - 1)
    total = a * unit
    wrong = (q ** (n - 1) - 1) // (q - 1)
    used = wrong if d.slip == "last" else unit
    value, count = Fraction(total, used), n - 1 if d.slip == "last" else n
    wanted = d.difficulty == 3
    last = value * q ** (n - 1)
    known = f"The first {n} terms of a geometric sequence with the common ratio {q} add up to {total}."
    return Item(
        (
            f"{known} What is its {f'term number {n}' if wanted else 'first term'}?",
            f"{known} Find the {'last one of these terms' if wanted else 'first one'}.",
            f"{known} With which number does it {'reach term number ' + str(n) if wanted else 'begin'}?",
        ),
        f"by @geometric-sequences with the first term 1 the sum would be ({bracket(q)}^{count} - 1)/({q} - 1); "
        f"@powers: {raised(q, count)}; {minus(q**count, 1)}; "
        f"{f'{over(q**count - 1, q - 1)}; ' if q != 2 else ''}{total}/{bracket(used)} = {value}"
        + (f"; times {bracket(q)}^{n - 1} it is {last}" if wanted else ""),
        str(last if wanted else value),
        f"sum(answer*{bracket(q)}^(j - {n - 1 if wanted else 0}), j, 0, {n - 1}) = {total}",
    )


@topic(
    "sigma-notation",
    first="The first term is left out.",
    last="The last term is left out.",
    once="The constant is added only once, not in every term.",
)
def sigma_notation(d: Draw) -> Item:
    a, b = d.within((1, 4), (1, 6), (1, 9)), d.nonzero((1, 9), (-9, 9), (-9, 9))
    power = 1 if d.difficulty == 1 else d.choice((1, 2)) if d.difficulty == 2 else d.choice((1, 2, 2, 3))
    low = d.within((1, 1), (0, 3), (-2, 3))
    high = low + d.within((2, 3), (3, 4), (3, 4))
    rule = terms(term(a, power, "n"), str(b))
    values = [a * n**power + b for n in range(low, high + 1)]
    kept = values[1:] if d.slip == "first" else values[:-1] if d.slip == "last" else values
    if d.slip == "once":
        kept = [value - b for value in values] + [b]
    total = sum(values)
    stories: dict[str, tuple[str, ...]] = {}
    if min(values) > 0 and low > 0:
        stories["word problem"] = (
            f"In week n a club gains {rule} new members. How many does it gain from week {low} to week {high}, both "
            "included?",
            f"A quarry delivers {rule} tonnes in month n. How many tonnes is that from month {low} to month {high} "
            "together?",
            f"Row n of a mosaic has {rule} stones. How many stones are in the rows {low} to {high}?",
        )
    return Item(
        (
            f"Find the sum of {rule} for n from {low} to {high}.",
            f"What is the sum of all {rule} with n = {low} to n = {high}?",
            f"Compute the sum over n of {rule}, n running from {low} to {high}.",
            f"Sigma notation: below the sign stands n = {low}, above it {high}, and behind it {rule}. What is the sum?",
        ),
        f"@evaluating-functions {', '.join(map(str, kept))}; by @integer-addition: {_added(kept)}"
        if d.slip != "once"
        else f"@evaluating-functions without the constant {', '.join(map(str, kept[:-1]))}, then the constant {b}; "
        f"by @integer-addition: {_added(kept)}",
        str(sum(kept)),
        f"answer = sum({rule}, n, {low}, {high})",
        value=total,
        noun=f"the sum of {rule} for n from {low} to {high}",
        worded=stories,
    )


@sigma_notation.form("reverse")
def unknown_in_a_sum(d: Draw) -> Item:
    a, b = d.within((1, 5), (2, 9), (2, 9)), d.nonzero((1, 9), (-9, 9), (-15, 15))
    low = d.within((1, 1), (0, 4), (0, 6))
    count = d.within((3, 5), (4, 6), (4, 6))
    high = low + count - 1
    plain = sum(a * n for n in range(low, high + 1))
    total = plain + count * b
    rest = total - plain
    divisor = count - 1 if d.slip == "last" else 1 if d.slip == "once" else count
    value = Fraction(rest, divisor)
    rule = f"{term(a, 1, 'n')} + c"
    questions = (
        f"The sum of {rule} for n from {low} to {high} is {total}. Find c.",
        f"Which number c makes the sum of all {rule} with n = {low} to n = {high} equal to {total}?",
        f"Added up for n from {low} to {high}, {rule} gives {total}. What is c?",
    )
    work = (
        f"@evaluating-functions without c {', '.join(str(a * n) for n in range(low, high + 1))}, and "
        f"@integer-addition: {_added([a * n for n in range(low, high + 1)])}; {minus(total, plain)}; "
        + (f"c is added once: {value}" if d.slip == "once" else f"for {divisor} terms {rest}/{divisor} = {value}")
    )
    return Item(questions, work, f"c = {value}", f"sum({term(a, 1, 'n')} + answer, n, {low}, {high}) = {total}")


@sigma_notation.form("two steps")
def sums_of_sums(d: Draw) -> Item:
    one, other = d.nonzero((2, 20), (-20, 40), (-30, 60)), d.nonzero((2, 20), (-20, 40), (-30, 60))
    n = d.within((3, 9), (4, 20), (5, 50))
    p, q = d.within((2, 5), (2, 6), (2, 9)), d.nonzero((1, 1), (-4, 4), (-6, 6))
    c = 0 if d.difficulty == 1 else d.nonzero((1, 4), (1, 5), (-6, 6))
    times_c = c if d.slip == "once" else c * n
    value = p * one + q * other + times_c
    rule = terms(term(p, 1, "a(n)"), term(q, 1, "b(n)"), str(c)) if c else terms(term(p, 1, "a(n)"), term(q, 1, "b(n)"))
    questions = (
        f"For n from 1 to {n} all a(n) add up to {one} and all b(n) to {other}. What is the sum of {rule} for these n?",
        f"The sum of a(n) is {one} and the sum of b(n) is {other}, both for n from 1 to {n}. Find the sum of "
        f"{rule} over the same n.",
        f"n runs from 1 to {n}. If the sum of a(n) is {one} and that of b(n) is {other}, what is the sum of {rule}?",
    )
    work = (
        f"sums are taken term by term, and factors can be taken out; by @integer-addition: "
        f"{times(p, one)}; {f'{times(q, other)}; ' if q != 1 else ''}{plus(p * one, q * other)}"
        + (
            f"; the constant stands in {n} terms: {times(n, c)}; {plus(p * one + q * other, c * n)}"
            if c and d.slip != "once"
            else f"; {plus(p * one + q * other, c)}"
            if c
            else ""
        )
    )
    return Item(
        questions, work, str(value), f"answer - {bracket(p * one)} - ({q}*{bracket(other)}) = sum({c} + 0*j, j, 1, {n})"
    )
