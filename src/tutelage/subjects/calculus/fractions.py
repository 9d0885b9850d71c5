"""What fractions are: equal ones, lowest terms, order, mixed numbers, fractions of an amount."""

from __future__ import annotations

from fractions import Fraction
from math import gcd, lcm

from tutelage.records import Checker
from tutelage.subjects.calculus.notation import fraction
from tutelage.subjects.calculus.steps import minus, over, plus, steps, times
from tutelage.subjects.calculus.topic import ask, lowest, topic
from tutelage.subjects.workbook import Draw, Item


def proper(d: Draw, *bottoms: tuple[int, int]) -> tuple[int, int]:
    """A proper fraction in lowest terms; the range is that of the denominator."""
    bottom = d.within(*bottoms)
    top = d.rng.randint(1, bottom - 1)
    while gcd(top, bottom) != 1:
        top = d.rng.randint(1, bottom - 1)
    return top, bottom


_PARTS = {2: "halves", 3: "thirds", 4: "quarters", 5: "fifths", 6: "sixths", 7: "sevenths", 8: "eighths", 9: "ninths"}
_PARTS |= {10: "tenths", 11: "elevenths", 12: "twelfths"}


@topic(
    "equivalent-fractions",
    plus="The same number is added above and below.",
    top="The numerator is left as it is.",
    factor="The factor itself is given.",
)
def equivalent_fractions(d: Draw) -> Item:
    top, bottom = proper(d, (2, 7), (3, 9), (3, 9))
    factor, own = d.within((2, 6), (3, 12), (4, 15)), d.within((2, 5)) if d.difficulty == 3 else 1
    a, b, new = top * own, bottom * own, bottom * factor
    while own > 1 and new % b == 0:  # then one factor would do
        factor += 1
        new = bottom * factor
    first = steps(over(a, own), over(b, own)) + "; " if own > 1 else ""
    work = f"@integer-division: {first}{over(new, bottom)}; @integer-multiplication: {times(top, factor)}"
    answer = top * factor
    if d.slip == "plus":
        answer, work = a + new - b, steps(minus(new, b), plus(a, new - b))
    elif d.slip == "top":
        answer, work = a, f"@integer-division: {first}{over(new, bottom)}; the numerator stays {a}"
    elif d.slip == "factor":
        answer, work = factor, f"@integer-division: {first}{over(new, bottom)}"
    stories = (
        f"A cake is cut into {new} equal pieces. How many of them make up {a}/{b} of the cake?",
        f"A bar has {new} equal squares. How many squares are {a}/{b} of it?",
        f"A street has {new} houses, and people live in {a}/{b} of them. How many houses is that?",
    )
    return Item(
        (
            f"Which numerator n makes n/{new} equal to {a}/{b}?",
            f"Write {a}/{b} with the denominator {new}. What is the numerator?",
            f"{a}/{b} = n/{new}. Find n.",
        ),
        work,
        str(answer),
        f"answer/{new} = {a}/{b}",
        value=top * factor,
        noun=f"the numerator of {a}/{b} written with the denominator {new}",
        worded={"word problem": stories},
    )


@equivalent_fractions.form("reverse")
def missing_denominator(d: Draw) -> Item:
    top, bottom = proper(d, (2, 7), (3, 9), (4, 12))
    factor, own = d.within((2, 6), (3, 9), (3, 9)), d.within((2, 4)) if d.difficulty == 3 else 1
    new, first = top * factor, f"{top * own}/{bottom * own} is {top}/{bottom}; " if own > 1 else ""
    return Item(
        (
            f"Which denominator n makes {new}/n equal to {top * own}/{bottom * own}?",
            f"{top * own}/{bottom * own} = {new}/n. Find n.",
            f"{top * own}/{bottom * own} is written with the numerator {new}. What is the denominator?",
        ),
        f"{first}the factor is @integer-division: {over(new, top)}; @integer-multiplication: {times(bottom, factor)}",
        str(bottom * factor),
        f"{new}/answer = {top}/{bottom}",
    )


@equivalent_fractions.form("yes or no")
def equal_or_not(d: Draw) -> Item:
    top, bottom = proper(d, (2, 6), (3, 9), (4, 12))
    one, two = d.rng.sample(range(2, 7), 2)
    one = one if d.difficulty > 1 else 1
    a, b, c, e = top * one, bottom * one, top * two, bottom * two
    equal = d.rng.random() < 0.5
    c += 0 if equal else d.choice((-1, 1))
    answer = "yes" if equal else "no"
    return Item(
        (
            f"Are {a}/{b} and {c}/{e} equivalent? Answer yes or no.",
            f"Do {a}/{b} and {c}/{e} have the same value, yes or no?",
            f"Yes or no: is {a}/{b} = {c}/{e}?",
        ),
        f"@integer-multiplication: {times(a, e)}; {times(b, c)}; the products are {'equal' if equal else 'not equal'}",
        answer,
        f'answer = "{answer}" if {a}/{b} - {c}/{e} {"=" if equal else ">" if a * e > b * c else "<"} 0',
        checker=Checker.TEXT,
    )


@topic(
    "simplifying-fractions",
    top="Only the numerator is divided.",
    minus="The common factor is subtracted instead of divided by.",
    part="A common factor is left, so the fraction is not in lowest terms.",
)
def simplifying_fractions(d: Draw) -> Item:
    top, bottom = proper(d, (2, 7), (3, 9), (4, 12))
    if d.difficulty > 1 and d.rng.random() < 0.4:
        top, bottom = (bottom, top) if d.difficulty == 3 or d.rng.random() < 0.7 else (bottom, 1)
    first, second = d.choice((2, 3, 5)), (1 if d.difficulty == 1 else d.within((1, 1), (1, 4), (3, 9)))
    a, b = top * first * second, bottom * first * second
    work = steps(over(a, first), over(b, first))
    answer = fraction(top, bottom)
    if second > 1:
        more = steps(over(a // first, second), over(b // first, second))
        work, half = f"{work}; again {more}", f"{a // first}/{b // first}"
        if d.slip == "part":
            answer, work = half, steps(over(a, first), over(b, first))
    if d.slip == "top":
        work, answer = over(a, first * second), fraction(top, b)
    elif d.slip == "minus" and top > 1 and bottom > 1:
        f = first * second
        work, answer = steps(minus(a, f), minus(b, f)), fraction(a - f, b - f)
    return Item(
        ask(("Simplify {}.", "Simplify the fraction {}.", "Write {} in lowest terms.", "Reduce {}."), f"{a}/{b}"),
        f"@integer-division: {work}",
        answer,
        f"{b}*answer = {a} and largest(answer) < {max(top, bottom) + 1} and parts(answer) = {1 + (bottom > 1)}",
    )


@simplifying_fractions.form("word problem")
def share_of_a_group(d: Draw) -> Item:
    top, bottom = proper(d, (2, 7), (3, 9), (4, 12))
    factor = d.within((2, 6), (2, 12), (6, 20))
    some, whole = top * factor, bottom * factor
    given, task = some, ""
    if d.difficulty == 3:  # the others are given
        given, task = whole - some, f"@integer-subtraction: {minus(whole, whole - some)}; "
    stories = (
        (
            f"{given} of {whole} pupils do not walk to school. What fraction of the pupils walks? Give it in lowest "
            "terms.",
            f"A book has {whole} pages, and {given} are still to be read. What fraction has been read, in lowest "
            "terms?",
            f"Of {whole} seats {given} are free. What fraction of the seats is taken? Simplify it.",
        )
        if task
        else (
            f"{given} of {whole} pupils walk to school. What fraction of the pupils is that? Give it in lowest terms.",
            f"A book has {whole} pages, and {given} have been read. What fraction is that, in lowest terms?",
            f"Of {whole} seats {given} are taken. What fraction of the seats is taken? Simplify it.",
            f"A class has won {given} of its {whole} games. Which fraction is that in lowest terms?",
        )
    )
    answer, last = fraction(top, bottom), steps(over(some, factor), over(whole, factor))
    if d.slip == "top":
        answer, last = fraction(top, whole), over(some, factor)
    return Item(
        stories,
        f"{task}the fraction is {some}/{whole}; @integer-division: {last}",
        answer,
        f"{whole}*answer = {some} and largest(answer) < {bottom + 1} and parts(answer) = 2",
    )


@simplifying_fractions.form("reverse")
def common_factor(d: Draw) -> Item:
    top, bottom = proper(d, (2, 7), (3, 9), (4, 12))
    while top == 1 or bottom - top == 1:  # otherwise the difference of the parts is the answer
        top, bottom = proper(d, (3, 7), (3, 9), (4, 12))
    factor = d.within((2, 9), (4, 15), (6, 25))
    a, b = top * factor, bottom * factor
    return Item(
        (
            f"{a}/{b} was simplified to {top}/{bottom} in one step. By which number were both parts divided?",
            f"By which number must numerator and denominator of {a}/{b} be divided to get {top}/{bottom}?",
            f"What is the largest number by which {a}/{b} can be reduced?",
        ),
        f"@integer-division: {over(a, top)}; {over(b, bottom)}",
        str(factor),
        f"{a}/answer = {top} and {b}/answer = {bottom}",
    )


@simplifying_fractions.form("which one")
def not_in_lowest_terms(d: Draw) -> Item:
    factor = d.choice((2, 3, 5, 7))
    top, bottom = proper(d, (2, 5), (3, 9), (4, 12))
    wrong = f"{top * factor}/{bottom * factor}"
    right = [proper(d, (5, 12), (8, 25), (15, 40)) for _ in range(3)]
    while len(set(right)) < 3:
        right = [proper(d, (5, 12), (8, 25), (15, 40)) for _ in range(3)]
    shown = [fraction(*each) for each in right]
    return Item(
        (
            "Which of these fractions can be simplified?",
            "Which fraction is not in lowest terms?",
            "Only one of these fractions can be reduced. Which one?",
        ),
        f"{factor} divides both parts of it, @integer-division: {over(top * factor, factor)}; "
        f"{over(bottom * factor, factor)}",
        wrong,
        f"fulfils answer = {top}/{bottom} and largest(answer) = {max(top, bottom) * factor}",
        others=tuple(shown),
    )


@topic(
    "comparing-fractions",
    bottom="The fraction with the larger denominator is taken.",
    wrong="The smaller fraction is taken.",
    top="The fraction with the larger numerator is taken.",
)
def comparing_fractions(d: Draw) -> Item:
    count = 3 if d.difficulty == 3 or (d.difficulty == 2 and d.rng.random() < 0.5) else 2
    found = [proper(d, (2, 9), (3, 12), (3, 9)) for _ in range(count)]
    if d.difficulty == 1:  # the same numerator or the same denominator
        found = [(1, found[0][1]), (1, found[1][1])] if d.rng.random() < 0.5 else found
    while (
        len({Fraction(*each) for each in found}) < count
        or (d.difficulty == 1 and found[0][0] != found[1][0] and found[0][1] != found[1][1])
        or (d.difficulty > 1 and len({bottom for _, bottom in found}) < count)
    ):
        found = [proper(d, (2, 9), (3, 12), (3, 9)) for _ in range(count)]
    common = lcm(*(bottom for _, bottom in found))
    best = max(found, key=lambda each: Fraction(*each))
    shown = [fraction(*each) for each in found]
    if d.slip == "wrong":
        best = min(found, key=lambda each: Fraction(*each))
    elif d.slip:
        best = max(found, key=lambda each: each[d.slip == "bottom"])
    tops = [times(top, common // bottom) for top, bottom in found]
    work = f"over the denominator {common}, @integer-multiplication: {steps(*tops)}"
    if d.slip:
        work = (
            f"{best[d.slip == 'bottom']} is the larger number" if d.slip != "wrong" else f"{work}; the smallest counts"
        )
    answer = fraction(*best)
    what, last = " or ".join(shown) if count == 2 else f"{shown[0]}, {shown[1]} or {shown[2]}", "larger"
    last = "largest" if count == 3 else last
    listed = f"{', '.join(shown[:-1])} and {shown[-1]}"
    known = " and ".join(f"answer > {each} - 1/1000" for each in shown)
    return Item(
        (f"Which is {last}, {what}?", f"Which of {listed} is the {last} one?", f"Give the {last} of {listed}."),
        work,
        answer,
        f"{known} and {'*'.join(f'(answer - {each})' for each in shown)} = 0",
    )


@comparing_fractions.form("word problem")
def who_has_more(d: Draw) -> Item:
    count = 2 if d.difficulty == 1 else 3
    found = [proper(d, (2, 7), (3, 9), (5, 15)) for _ in range(count)]
    while len({Fraction(*each) for each in found}) < count:
        found = [proper(d, (2, 7), (3, 9), (5, 15)) for _ in range(count)]
    least = d.difficulty > 1 and d.rng.random() < 0.5
    best = (min if least != (d.slip == "wrong") else max)(found, key=lambda each: Fraction(*each))
    common, shown = lcm(*(bottom for _, bottom in found)), [fraction(*each) for each in found]
    listed, test = f"{', '.join(shown[:-1])} and {shown[-1]}", "< {} + 1/1000" if least else "> {} - 1/1000"
    known = " and ".join(f"answer {test.format(each)}" for each in shown)
    degree = ("less" if least else "more") if count == 2 else ("least" if least else "most")
    ahead = "in front" if not least else "behind" if count == 2 else "last"
    questions = (
        f"{'Ada and Ben' if count == 2 else 'Ada, Ben and Cleo'} have read {listed} of the same book. Which of "
        f"these fractions belongs to the one who has read {degree}?",
        f"Bottles of the same size are {listed} full. Which fraction stands for the one that holds {degree}?",
        f"Runners on the same course have done {listed} of the way. Which fraction is that of the one who is {ahead}?",
    )
    work = f"over the denominator {common}, @integer-multiplication: " + steps(
        *(times(top, common // bottom) for top, bottom in found)
    )
    return Item(questions, work, fraction(*best), f"{known} and {'*'.join(f'(answer - {each})' for each in shown)} = 0")


@comparing_fractions.form("reverse")
def numerator_at_the_limit(d: Draw) -> Item:
    top, bottom = proper(d, (2, 5), (3, 9), (4, 12))
    new = d.within((4, 9), (6, 15), (10, 25))
    while new % bottom == 0 or top * new < bottom:
        new += 1
    below = d.difficulty == 1 or d.rng.random() < 0.5
    answer = top * new // bottom + (not below)
    return Item(
        (
            f"What is the {'largest' if below else 'smallest'} whole number n for which n/{new} is "
            f"{'less' if below else 'more'} than {top}/{bottom}?",
            f"n/{new} {'<' if below else '>'} {top}/{bottom}. What is the {'largest' if below else 'smallest'} whole "
            "number n?",
            f"Which fraction with the denominator {new} comes just {'before' if below else 'after'} {top}/{bottom}? "
            "Give its numerator, without simplifying.",
        ),
        f"n*{bottom} has to be {'less' if below else 'more'} than @integer-multiplication: {times(top, new)}; "
        f"{times(bottom, answer)}; {times(bottom, answer + (1 if below else -1))}",
        str(answer),
        f"answer/{new} {'<' if below else '>'} {top}/{bottom} and (answer {'+' if below else '-'} 1)/{new} "
        f"{'>' if below else '<'} {top}/{bottom}",
    )


@topic(
    "mixed-numbers",
    plus="The whole number is added to the numerator without multiplying.",
    turn="Numerator and whole are swapped.",
    forget="The numerator is not added.",
)
def mixed_numbers(d: Draw) -> Item:
    whole, (top, bottom) = d.within((1, 9), (2, 12), (1, 6)), proper(d, (2, 7), (3, 9), (2, 6))
    product = d.outcome(whole * bottom, plus=whole, turn=top * bottom)
    extra = d.outcome(top, turn=whole, forget=0)
    first = d.outcome(times(whole, bottom), plus="", turn=times(top, bottom))
    work = f"@integer-multiplication: {first}" if first else ""
    work = steps(work, "" if d.slip == "forget" else f"@integer-addition: {plus(product, extra)}")
    if d.difficulty < 3:
        questions = (
            f"Write {whole} {top}/{bottom} as a single fraction.",
            f"Turn the mixed number {whole} {top}/{bottom} into a fraction.",
            f"What is {whole} {top}/{bottom} as an improper fraction?",
        )
        return Item(
            questions, work, f"{product + extra}/{bottom}", f"answer - {top}/{bottom} = {whole} and parts(answer) = 2"
        )
    more, (c, e) = d.within((1, 5)), proper(d, (2, 6))
    total = Fraction(product + extra, bottom) + Fraction(more * e + c, e)
    over_both = lcm(bottom, e)
    tops = (product + extra) * over_both // bottom, (more * e + c) * over_both // e
    add = f"{tops[0]}/{over_both} + {tops[1]}/{over_both} = {sum(tops)}/{over_both}"
    second = f"{times(more, e)}; {plus(more * e, c)}"
    questions = (
        f"Write {whole} {top}/{bottom} + {more} {c}/{e} as a single fraction.",
        f"Add the mixed numbers {whole} {top}/{bottom} and {more} {c}/{e}. Give one fraction.",
        f"What is the sum of {whole} {top}/{bottom} and {more} {c}/{e} as a fraction?",
    )
    return Item(
        questions,
        f"{work}; {second}; @adding-fractions {add}{f' = {total}' if total.denominator != over_both else ''}",
        fraction(total.numerator, total.denominator),
        f"answer - {top}/{bottom} - {c}/{e} = {whole} + {more} and parts(answer) < 3",
    )


@mixed_numbers.form("reverse")
def as_a_mixed_number(d: Draw) -> Item:
    whole, (top, bottom) = d.within((1, 5), (2, 9), (4, 15)), proper(d, (2, 7), (3, 9), (4, 12))
    own = d.within((2, 4)) if d.difficulty == 3 else 1
    total = whole * bottom + top
    shown = f"{total * own}/{bottom * own}"
    first = f"@simplifying-fractions {shown} = {total}/{bottom}; " if own > 1 else ""
    work = (
        f"{first}@integer-multiplication: {times(bottom, whole)}; @integer-subtraction: {minus(total, whole * bottom)}"
    )
    if d.rng.random() < 0.5:
        return Item(
            (
                f"{shown} is written as a mixed number. What is its whole part?",
                f"Write {shown} as a mixed number. Which whole number stands in front?",
                f"How many wholes are in {shown}?",
            ),
            f"{work}; so it is {whole} {top}/{bottom}, with {whole} wholes",
            str(whole),
            f"answer + {top}/{bottom} = {shown}",
        )
    return Item(
        (
            f"{shown} is written as a mixed number in lowest terms. What is the numerator of its fraction part?",
            f"Write {shown} as a whole number and a proper fraction in lowest terms. What is the numerator of the "
            "fraction?",
            f"Find n: {shown} = {whole} + n/{bottom}.",
        ),
        f"{work}; so it is {whole} {top}/{bottom}, with the numerator {top}",
        str(top),
        f"{whole} + answer/{bottom} = {shown}",
    )


@mixed_numbers.form("word problem")
def how_many_pieces(d: Draw) -> Item:
    whole, (top, bottom) = d.within((1, 6), (2, 9), (4, 15)), proper(d, (2, 6), (3, 9), (4, 12))
    product = whole if d.slip == "plus" else whole * bottom
    name, left = _PARTS[bottom], d.within((2, 4)) if d.difficulty == 3 else 0
    then = f"; {minus(product + top, left)}" if left else ""
    first = "" if d.slip == "plus" else f"@integer-multiplication: {times(whole, bottom)}; "
    tale = f" {left} of these pieces are given away. How many are left?" if left else " How many pieces is that?"
    return Item(
        (
            f"{whole} {top}/{bottom} cakes are cut into {name}.{tale}",
            f"{whole} {top}/{bottom} metres of ribbon are cut into {name} of a metre.{tale}",
            f"{whole} {top}/{bottom} litres of juice are filled into glasses that hold 1/{bottom} litre each."
            + (f" {left} of the glasses are drunk. How many are still full?" if left else " How many glasses is that?"),
        ),
        f"{first}@integer-addition: {plus(product, top)}{then}",
        str(product + top - left),
        f"(answer + {left})/{bottom} - {top}/{bottom} = {whole}",
    )


@topic(
    "fractions-of-numbers",
    one="Only one part is taken.",
    turn="It is multiplied by the denominator and divided by the numerator.",
    bottom="It is divided by the denominator, and the numerator is subtracted.",
    takes=range(4, 61, 4),
)
def fractions_of_numbers(d: Draw) -> Item:
    top, bottom = proper(d, (2, 6), (3, 9), (3, 12))
    if d.given is not None:
        top, bottom = d.choice(((1, 2), (1, 4), (3, 4)))
    while d.difficulty > 1 and top == 1:
        top, bottom = proper(d, (3, 9))
    total = bottom * d.within((2, 12), (3, 20), (3, 20)) if d.given is None else d.given
    if d.difficulty == 3:
        total += d.rng.randint(1, bottom - 1)
    unit, answer = Fraction(total, bottom), Fraction(top * total, bottom)
    if unit.denominator == 1:
        work = steps(f"@integer-division: {over(total, bottom)}", times(top, unit.numerator) if top > 1 else "")
    else:
        work = f"as in @multiplying-fractions: {times(top, total)}; {top * total}/{bottom}"
        work += f" = {answer}" if answer.denominator != bottom else ""
    if d.slip == "one":
        answer, work = unit, f"{total}/{bottom}" + (f" = {unit}" if unit.denominator != bottom else "")
    elif d.slip == "turn":
        answer, work = Fraction(total * bottom, top), f"{times(bottom, total)}; {bottom * total}/{top}"
    elif d.slip == "bottom" and top > 1:
        answer, work = unit - top, f"{total}/{bottom} - {top} = {unit - top}"
    return Item(
        (
            f"What is {top}/{bottom} of {d.shown(total)}?",
            f"Find {top}/{bottom} of {d.shown(total)}.",
            f"How much is {top}/{bottom} of {d.shown(total)}?",
        ),
        work,
        str(answer),
        f"answer/{total} = {top}/{bottom}" + (lowest(Fraction(top * total, bottom)) if d.difficulty == 3 else ""),
        value=top * total // bottom if top * total % bottom == 0 else None,
        noun=f"the number that is {top}/{bottom} of {total}",
    )


@fractions_of_numbers.form("word problem")
def part_of_an_amount(d: Draw) -> Item:
    top, bottom = proper(d, (2, 6), (3, 9), (3, 12))
    unit = d.within((2, 12), (3, 20), (5, 30))
    total, part = bottom * unit, (1 if d.slip == "one" else top) * unit
    work = f"@integer-division: {over(total, bottom)}" + (f"; {times(top, unit)}" if part != unit else "")
    left = d.difficulty > 1
    stories = (
        (
            f"A tank holds {total} litres. {top}/{bottom} of them are used. How many litres are left?",
            f"Rosa has {total} euros and spends {top}/{bottom} of them. How many euros does she keep?",
            f"Of {total} trees {top}/{bottom} are oaks. How many are not?",
        )
        if left
        else (
            f"A tank of {total} litres is {top}/{bottom} full. How many litres are in it?",
            f"{top}/{bottom} of the {total} pupils of a school come by bus. How many pupils is that?",
            f"A walk is {total} km long, and {top}/{bottom} of it is done. How many km are done?",
        )
    )
    answer = total - part if left else part
    return Item(
        stories,
        f"{work}; @integer-subtraction: {minus(total, part)}" if left else work,
        str(answer),
        f"({total} - answer)*{bottom} = {total}*{top}" if left else f"answer/{total} = {top}/{bottom}",
    )


@fractions_of_numbers.form("reverse")
def whole_from_a_part(d: Draw) -> Item:
    top, bottom = proper(d, (2, 6), (3, 9), (4, 12))
    while d.difficulty > 1 and top == 1:
        top, bottom = proper(d, (3, 9))
    unit = d.within((2, 12), (3, 20), (4, 30))
    part, whole = top * unit, bottom * unit
    if d.difficulty == 3 and bottom > top + 1:  # what is left is known
        questions = (
            f"After {bottom - top}/{bottom} of a sum has been spent, {part} euros are left. How many euros was "
            "the sum?",
            f"{bottom - top}/{bottom} of the eggs in a basket are sold, and {part} remain. How many were there at "
            "first?",
            f"When {bottom - top}/{bottom} of a journey is done, {part} km are left. How many km long is the journey?",
        )
        work = (
            f"{top}/{bottom} are left; @integer-division: {over(part, top)}; @integer-multiplication: "
            f"{times(bottom, unit)}"
        )
        return Item(questions, work, str(whole), f"answer - answer*{bottom - top}/{bottom} = {part}")
    questions = (
        f"{top}/{bottom} of a number is {part}. What is the number?",
        f"Of which number is {part} exactly {top}/{bottom}?",
        f"{part} pupils are {top}/{bottom} of a school. How many pupils does the school have?",
    )
    work = (
        "" if top == 1 else f"one part is @integer-division: {over(part, top)}; "
    ) + f"@integer-multiplication: {times(bottom, unit)}"
    return Item(questions, work, str(whole), f"{top}*answer/{bottom} = {part}")
