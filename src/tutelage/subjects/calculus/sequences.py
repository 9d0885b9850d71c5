"""Sequences: arithmetic, geometric, and those in which each term comes from earlier ones."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.notation import bracket, linear, point, term, terms
from tutelage.subjects.calculus.steps import minus, over, plus, steps, times
from tutelage.subjects.calculus.topic import topic
from tutelage.subjects.workbook import Draw, Item

TIMES = {2: "twice", 3: "three times", 4: "four times", 5: "five times", 10: "ten times"}


@topic(
    "arithmetic-sequences",
    one="One step too many is counted.",
    times="The first term is multiplied, not the difference.",
    sign="The difference is taken with the wrong sign.",
    takes=range(2, 40),
)
def arithmetic_sequences(d: Draw) -> Item:
    if d.difficulty == 3:
        return _from_two_terms(d)
    a, step = d.main((1, 15), (-20, 30)), d.nonzero((2, 9), (-12, 12))
    n = d.within((5, 12), (8, 25))
    used = -step if d.slip == "sign" else step
    count = n if d.slip == "one" else n - 1
    value = a * count if d.slip == "times" else a + count * used
    if d.given is None:
        about = f"{a}, {a + step}, {a + 2 * step}, ... is an arithmetic sequence"
    else:
        about = f"An arithmetic sequence starts with k and has the common difference {step}"
    work = steps(
        f"the common difference is {used}",
        "" if d.slip == "one" else f"by @integer-subtraction: {minus(n, 1)}",
        times(count, a if d.slip == "times" else used),
        "" if d.slip == "times" else plus(a, count * used),
    )
    return Item(
        (
            f"{about}. What is term number {n}?",
            f"{about}. Find its term number {n}, counting the first one as number 1.",
            f"{about}. Which number stands in position {n}?",
        ),
        work,
        str(value),
        f"answer = {a} + sum({step} + 0*j, j, 2, {n})",
        value=a + (n - 1) * step,
        noun=f"term number {n} of the arithmetic sequence that starts with {a}, {a + step}",
        worded=_growing_stories(a, step, n) if a > 0 and step > 0 and d.given is None else {},
    )


def _growing_stories(a: int, step: int, n: int) -> dict[str, tuple[str, ...]]:
    return {
        "word problem": (
            f"The first row of a theatre has {a} seats, and each further row has {step} more than the one before. How "
            f"many seats are in row {n}?",
            f"A runner covers {a} km in the first week and {step} km more every week. How many km does the runner "
            f"cover in week {n}?",
            f"A pile of bricks has {a} bricks in its top layer and {step} more in each layer below. How many are in "
            f"layer {n} from the top?",
        )
    }


def _from_two_terms(d: Draw) -> Item:
    """Two terms that do not follow each other are known, and a later one is asked for."""
    a, step = d.within((-40, 60)), d.nonzero((-9, 12))
    low = d.within((2, 6))
    high = low + d.within((3, 8))
    n = high + d.within((5, 30))
    if d.given is not None:
        a = d.given
    first, second = a + (low - 1) * step, a + (high - 1) * step
    used = -step if d.slip == "sign" else step
    count = n - high + (d.slip == "one")
    value = second * count if d.slip == "times" else second + count * used
    letter = d.choice("abu")
    known = f"{letter}({low}) = {first} and {letter}({high}) = {second}"
    work = steps(
        f"@integer-subtraction, from number {low} to number {high}: {minus(high, low)}",
        minus(second, first) if d.slip != "sign" else minus(first, second),
        over(second - first if d.slip != "sign" else first - second, high - low),
        f"from number {high} to number {n}: " + (str(n - high + 1) if d.slip == "one" else minus(n, high)),
        times(count, second if d.slip == "times" else used),
        "" if d.slip == "times" else plus(second, count * used),
    )
    stories = {
        "word problem": (
            f"Somebody saves the same amount every week. After {low} weeks there are {first} euros in the box, after "
            f"{high} weeks {second}. How many euros are in it after {n} weeks?",
            f"The rows of a stadium grow by the same number of seats. Row {low} has {first} seats and row {high} has "
            f"{second}. How many seats are in row {n}?",
            f"A plant grows by the same length every day. On day {low} it is {first} cm tall, on day {high} {second} "
            f"cm. How many cm is it on day {n}?",
        )
    }
    return Item(
        (
            f"In an arithmetic sequence {known}. What is {letter}({n})?",
            f"The sequence {letter}(n) is arithmetic with {known}. Find {letter}({n}).",
            f"Find {letter}({n}) for the arithmetic sequence with {known}.",
        ),
        work,
        str(value),
        f"(answer - {bracket(second)})*{high - low} = ({second} - {bracket(first)})*{n - high}",
        value=second + (n - high) * step,
        noun=f"{letter}({n}) in the arithmetic sequence with {known}",
        worded=stories if first > 0 and step > 0 else {},
    )


@arithmetic_sequences.form("reverse")
def which_term(d: Draw) -> Item:
    a, step = d.within((1, 15), (-20, 30), (-40, 60)), d.nonzero((2, 9), (2, 12), (-15, 15))
    n = d.within((6, 15), (8, 30), (10, 50))
    last = a + (n - 1) * step
    count = n - 1 + (0 if d.slip == "one" else 1)
    listed = f"{a}, {a + step}, {a + 2 * step}, ..."
    if d.difficulty == 3 and d.rng.random() < 0.5:
        questions = (
            f"An arithmetic sequence starts with {a}, and its term number {n} is {last}. What is its common "
            f"difference?",
            f"Find the common difference of an arithmetic sequence with first term {a} and term number {n} equal "
            f"to {last}.",
            f"Term number 1 of an arithmetic sequence is {a}, and term number {n} is {last}. By how much do "
            f"neighbouring terms differ?",
        )
        work = steps(
            f"by @integer-subtraction: {minus(last, a)}",
            minus(n, 1) if d.slip != "one" else "",
            f"{last - a}/{n - (d.slip != 'one')} = {Fraction(last - a, n - (d.slip != 'one'))}",
        )
        return Item(questions, work, str(Fraction(last - a, n - (d.slip != "one"))), f"{a} + answer*{n - 1} = {last}")
    questions = (
        f"What is the number of the term {last} in the arithmetic sequence {listed}?",
        f"The sequence {listed} is arithmetic. Which of its terms is {last}? Give its number.",
        f"The arithmetic sequence {listed} goes on until {last}. How many terms is that?",
    )
    work = steps(
        f"the common difference is {step}",
        f"@integer-subtraction: {minus(last, a)}",
        over(last - a, step),
        f"so many steps after the first term: {plus(n - 1, 1)}" if d.slip != "one" else "that is its number",
    )
    return Item(questions, work, str(count), f"{a} + (answer - 1)*{bracket(step)} = {last}")


@arithmetic_sequences.form("in letters")
def formula_of_an_arithmetic_sequence(d: Draw) -> Item:
    a, step = d.within((1, 15), (-20, 30), (-40, 60)), d.nonzero((2, 9), (-12, 12), (-15, 15))
    low = 1 if d.difficulty < 3 else d.within((2, 6))
    first = a + (low - 1) * step
    constant = a if d.slip == "one" else a - step
    given = (
        f"{a}, {a + step}, {a + 2 * step}, ..."
        if low == 1
        else f"with the common difference {step} whose term number {low} is {first}"
    )
    which = f"the arithmetic sequence {given}"
    return Item(
        (
            f"For {which} find a formula for term number n.",
            f"Write term number n of {which} as an expression in n.",
            f"What is the n-th term of {which}, in terms of n?",
        ),
        steps(
            f"the common difference {step} belongs to n",
            f"term number {low} is {first}, so the constant is {minus(first, step * low)}"
            if d.slip != "one"
            else f"the first term {a} is taken as the constant",
        ),
        linear(step, constant, "n"),
        f"subs(answer, n, {low}) = {first} and subs(answer, n, {low + 7}) = {first + 7 * step} and terms(answer) < 3",
    )


@topic(
    "geometric-sequences",
    one="One factor too many is counted.",
    times="The common ratio is multiplied instead of raised to a power.",
    added="The same number is added every time, as in an arithmetic sequence.",
)
def geometric_sequences(d: Draw) -> Item:
    n = d.within((4, 6), (4, 6), (5, 7))
    if d.difficulty == 3 and d.rng.random() < 0.6:
        q = Fraction(d.choice((1, 1, 1, 3, -1)), d.choice((2, 2, 4)) if d.rng.random() < 0.7 else 3)
        q = Fraction(1, 2) if q == 1 else q
        a = d.within((1, 9)) * q.denominator ** d.within((2, 5))
    else:
        q = Fraction(d.choice(((2, 3), (2, 3, 4, 5), (-2, -3, 10))[d.difficulty - 1]))
        a = d.ragged((2, 9), (2, 12), (-12, 15))
    first, second, third = a, a * q, a * q * q
    count = n if d.slip == "one" else n - 1
    power = q * count if d.slip == "times" else q**count
    shown = f"({q})" if q < 0 or q.denominator > 1 else str(q)
    value = a + (n - 1) * (second - first) if d.slip == "added" else a * power
    work = steps(
        f"the common ratio is {q}, and its @powers are needed",
        "" if d.slip == "one" else minus(n, 1),
        f"{count}*{shown} = {power}" if d.slip == "times" else f"{shown}^{count} = {power}",
        f"{a}*{bracket(str(power))} = {value}",
    )
    if d.slip == "added":
        step = str(second - first)
        work = f"from {first} to {second} it is {step}; {n - 1}*{bracket(step)} is added to {a}: {value}"
    listed = f"{first}, {second}, {third}, ..."
    stories: dict[str, tuple[str, ...]] = {}
    often = TIMES.get(int(q), "")
    if q == int(q) and q > 0 and a > 0:
        stories["word problem"] = (
            f"On the first day {a} people hear a rumour, and on each further day {often} as many as on the day before. "
            f"How many hear it on day {n}?",
            f"A quiz pays {a} euros for the first question, and each further question pays {often} as much as the one "
            f"before. How many euros does question {n} pay?",
            f"A video is watched {a} times in its first hour, and in every further hour {often} as often as in the "
            f"hour before. How often is it watched in hour {n}?",
        )
    elif 0 < q < 1 and a > 0:
        stories["word problem"] = (
            f"A ball rises {a} cm after its first bounce, and after each further one {q} of the height before. How "
            f"many cm does it rise after bounce {n}?",
            f"A pump takes {a} litres out of a tank in the first minute, and in each further minute {q} of what it "
            f"took in the minute before. How many litres does it take in minute {n}?",
            f"A pendulum swings {a} cm on its first swing, and on each further one {q} of the swing before. How many "
            f"cm is swing {n}?",
        )
    return Item(
        (
            f"{listed} is a geometric sequence. What is its term number {n}?",
            f"Find term number {n} of the geometric sequence {listed}",
            f"Which number is term {n} of the geometric sequence {listed} if the first term has the number 1?",
        ),
        work,
        str(value),
        f"answer = {bracket(str(third))}*({q})^{n - 3}",
        value=int(a * q ** (n - 1)) if (a * q ** (n - 1)).denominator == 1 else None,
        noun=f"term number {n} of the geometric sequence that begins with {first}, {second}",
        worded=stories,
    )


@geometric_sequences.form("reverse")
def common_ratio(d: Draw) -> Item:
    q = (
        Fraction(d.choice((2, 3, 4, 5, 10)))
        if d.difficulty == 1
        else Fraction(d.choice((2, 3, 4, 5, 7)), d.choice((1, 1, 2, 3)))
    )
    if q == 1:
        q = Fraction(3, 2)
    low = 1 if d.difficulty < 3 else d.within((2, 3))
    apart = d.within((2, 3), (2, 3), (2, 4))
    a = d.within((1, 9)) * q.denominator ** (low - 1 + apart)
    first, last = a * q ** (low - 1), a * q ** (low - 1 + apart)
    ratio = last / first
    value, base = ratio / apart if d.slip == "times" else q, str(q) if q.denominator == 1 else f"({q})"
    work = f"the quotient of the two terms is {ratio}; "
    if d.slip == "times":
        work += f"divided by the {apart} steps between them it is {value}"
    else:
        work += f"it is the power number {apart} of the common ratio; {base}^{apart} = {ratio}"
    questions = (
        f"All terms of a geometric sequence are positive; term number {low} is {first}, and term number "
        f"{low + apart} is {last}. What is the common ratio?",
        f"Find the positive common ratio of a geometric sequence with the term number {low} equal to {first} and "
        f"the term number {low + apart} equal to {last}.",
        f"By which positive number is each term of a geometric sequence multiplied, if it goes from {first} at "
        f"number {low} to {last} at number {low + apart}?",
    )
    return Item(questions, f"@powers: {work}", str(value), f"{first}*answer^{apart} = {last} and answer > 0")


@geometric_sequences.form("in letters")
def formula_of_a_geometric_sequence(d: Draw) -> Item:
    q = d.choice(((2, 3, 4, 5), (2, 3, 4, 5, 6, 7, 10), (-2, -3, 3, 5, 6))[d.difficulty - 1])
    a = d.within((2, 9), (2, 15), (2, 15))
    shown = bracket(q)
    known = (a, a * q, a * q * q)
    exponent = "n" if d.slip == "one" else "n - 1"
    if d.difficulty == 3:
        which = f"the geometric sequence with the common ratio {q} whose term number 2 is {a * q}"
    else:
        which = f"the geometric sequence {', '.join(map(str, known))}, ..."
    return Item(
        (
            f"For {which} find a formula for term number n.",
            f"Write term number n of {which} as an expression in n.",
            f"What is the n-th term of {which}, in terms of n?",
        ),
        f"the first term is {a}, the common ratio {q}; up to term number n it is used "
        + ("n times" if d.slip == "one" else "n - 1 times"),
        f"{a}*{shown}^{exponent}" if exponent == "n" else f"{a}*{shown}^(n - 1)",
        f"subs(answer, n, 1) = {a} and subs(answer, n, 4) = {a * q**3} and subs(answer, n, 5) = {a * q**4}",
    )


@topic(
    "recursive-sequences",
    early="It is stopped one term too early.",
    start="The first term is put in every time.",
    order="The number is added before multiplying.",
    takes=range(1, 10),
)
def recursive_sequences(d: Draw) -> Item:
    if d.difficulty == 3 and d.given is None and d.rng.random() < 0.5:
        return _two_back(d)
    a, m, b = d.main((1, 6), (1, 9), (-6, 9)), d.within((2, 3), (2, 4), (-3, 4)), d.nonzero((1, 6), (-6, 6), (-9, 9))
    while m in (1, 0) or m * a + b == a:
        m, b = d.within((2, 3), (2, 4), (-3, 4)), d.nonzero((1, 6), (-6, 6), (-9, 9))
    n = 3 if d.difficulty < 3 else 4
    current, parts = a, []
    for _ in range(n - 2 if d.slip == "early" else n - 1):
        used = a if d.slip == "start" else current
        if d.slip == "order":
            parts += [plus(used, b), times(m, used + b)]
            current = m * (used + b)
        else:
            parts += [times(m, used), plus(m * used, b)]
            current = m * used + b
    letter = d.choice("abu")
    rule = f"{letter}(1) = {d.shown(a)} and {letter}(n + 1) = {terms(term(m, 1, f'{letter}(n)'), str(b))}"
    right = a
    for _ in range(n - 2):
        right = m * right + b
    stories: dict[str, tuple[str, ...]] = {}
    if d.given is None and m > 1 and m * a + b > a > 0:
        change = (
            f"{abs(b)} {'more ' if b > 0 else ''}{'is' if abs(b) == 1 else 'are'} {'added' if b > 0 else 'taken away'}"
        )
        multiplied = {2: "doubles", 3: "triples"}.get(m, f"is multiplied by {m}")
        stories["word problem"] = (
            f"There are {a} fish in a pond. Each year their number {multiplied}, and then {change}. How many fish are "
            f"in it after {n - 1} years?",
            f"A game starts with {a} points. In every round the number of points {multiplied}, and then {change}. How "
            f"many points are there after {n - 1} rounds?",
            f"A colony has {a} members. Every month the number {multiplied}, and then {change}. How many members are "
            f"there after {n - 1} months?",
        )
    return Item(
        (f"{rule}. Find {letter}({n}).", f"{rule}. What is {letter}({n})?", f"Compute {letter}({n}) if {rule}."),
        f"@evaluating-functions again and again: {steps(*parts)}",
        str(current),
        f"(answer - {bracket(b)})/{bracket(m)} = {right}",
        value=m * right + b,
        noun=f"the term {letter}({n}) of the sequence with {rule}",
        worded=stories,
    )


def _two_back(d: Draw) -> Item:
    """Each term comes from the two before it."""
    a, b, m, k = d.within((1, 6)), d.within((1, 6)), d.within((1, 3)), d.within((1, 2))
    values, parts = [a, b], []
    n = 5
    for _ in range(n - 3 if d.slip == "early" else n - 2):
        back, last = (a, b) if d.slip == "start" else (values[-2], values[-1])
        if d.slip == "order":
            back, last = last, back
        values.append(m * last + k * back)
        product = f"{times(m, last)}; {times(k, back)}; " if m > 1 and k > 1 else f"{times(m, last)}; " if m > 1 else ""
        product = f"{times(k, back)}; " if k > 1 and m == 1 else product
        parts.append(f"{product}{plus(m * last, k * back)}")
    letter = d.choice("abu")
    law = terms(term(m, 1, f"{letter}(n + 1)"), term(k, 1, f"{letter}(n)"))
    rule = f"{letter}(1) = {a}, {letter}(2) = {b} and {letter}(n + 2) = {law}"
    right = [a, b]
    for _ in range(n - 2):
        right.append(m * right[-1] + k * right[-2])
    return Item(
        (f"{rule}. Find {letter}({n}).", f"{rule}. What is {letter}({n})?", f"Compute {letter}({n}) if {rule}."),
        f"@evaluating-functions again and again: {'; '.join(parts)}",
        str(values[-1]),
        f"(answer - {k}*{right[-3]})/{m} = {right[-2]}",
        value=right[-1],
        noun=f"the term {letter}({n}) of the sequence with {rule}",
    )


@recursive_sequences.form("reverse")
def back_to_the_start(d: Draw) -> Item:
    a, m, b = d.nonzero((1, 9), (-9, 9), (-9, 9)), d.within((2, 4), (2, 5), (2, 5)), d.nonzero((1, 9), (-9, 9), (-9, 9))
    count = d.within((1, 1), (2, 2), (3, 3))
    values = [a]
    for _ in range(count):
        values.append(m * values[-1] + b)
    parts, current = [], Fraction(values[-1])
    for _ in range(count):
        if d.slip == "order":
            parts += [f"{current}/{m} = {current / m}", f"{current / m} - {bracket(b)} = {current / m - b}"]
            current = current / m - b
        else:
            parts += [minus(int(current), b), over(int(current) - b, m)]
            current = (current - b) / m
    letter = d.choice("abu")
    rule = f"{letter}(n + 1) = {terms(term(m, 1, f'{letter}(n)'), str(b))} and {letter}({count + 1}) = {values[-1]}"
    return Item(
        (
            f"{rule}. What was {letter}(1)?",
            f"Find the first term {letter}(1) if {rule}.",
            f"With which {letter}(1) did the sequence begin, if {rule}?",
        ),
        f"the steps of @evaluating-functions are undone, the last one first: {steps(*parts)}",
        str(current),
        f"{m**count}*answer + {bracket(b)}*{sum(m**power for power in range(count))} = {values[-1]}",
    )


@recursive_sequences.form("find the rule")
def numbers_of_the_rule(d: Draw) -> Item:
    a, m = d.nonzero((1, 9), (-9, 9), (-9, 9)), d.within((2, 4), (2, 5), (-5, 5))
    b = d.nonzero((1, 9), (-9, 9), (-9, 9))
    while m in (0, 1) or m * a + b == a:
        m, a = d.within((2, 4), (2, 5), (-5, 5)), d.nonzero((1, 9), (-9, 9), (-9, 9))
    second = m * a + b
    third = m * second + b
    letter = d.choice("abu")
    if d.difficulty < 3:
        return Item(
            (
                f"{letter}(1) = {a}, {letter}(2) = {second} and {letter}(n + 1) = {m}{letter}(n) + c. Find c.",
                f"What is c, if {letter}(n + 1) = {m}{letter}(n) + c, {letter}(1) = {a} and {letter}(2) = {second}?",
                f"A sequence with {letter}(n + 1) = {m}{letter}(n) + c begins with {a}, {second}. Which number is c?",
            ),
            f"@evaluating-functions at n = 1: {times(m, a)}; {minus(second, m * a)}",
            f"c = {b}",
            f"{m}*{bracket(a)} + answer = {second}",
        )
    return Item(
        (
            f"A sequence begins with {a}, {second}, {third} and follows {letter}(n + 1) = p*{letter}(n) + c. Find (p, "
            "c).",
            f"{letter}(1) = {a}, {letter}(2) = {second}, {letter}(3) = {third} and {letter}(n + 1) = p*{letter}(n) + "
            "c. What is (p, c)?",
            f"Which (p, c) makes {letter}(n + 1) = p*{letter}(n) + c true for a sequence that begins with {a}, "
            f"{second}, {third}?",
        ),
        f"@evaluating-functions: the differences of neighbouring terms are multiplied by p; {minus(second, a)}; "
        f"{minus(third, second)}; {over(third - second, second - a)}; {times(m, a)}; {minus(second, m * a)}",
        point(m, b),
        f"size(answer) = 2 and part(answer, 1)*{bracket(a)} + part(answer, 2) = {second} and "
        f"part(answer, 1)*{bracket(second)} + part(answer, 2) = {third}",
    )
