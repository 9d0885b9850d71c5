"""Calculating with fractions: products, quotients, sums and differences."""

from __future__ import annotations

from fractions import Fraction
from math import gcd, lcm

from tutelage.subjects.calculus.fractions import proper
from tutelage.subjects.calculus.notation import fraction
from tutelage.subjects.calculus.steps import minus, over, plus, steps, times
from tutelage.subjects.calculus.topic import lowest, topic
from tutelage.subjects.workbook import Draw, Item

Parts = tuple[int, int]
"""Numerator and denominator."""


def _shown(part: Parts) -> str:
    return fraction(*part)


def _bracketed(part: Parts) -> str:
    return _shown(part) if part[1] == 1 else f"({_shown(part)})"


def _simplified(top: int, bottom: int) -> str:
    """The step to lowest terms, if one is needed."""
    common = gcd(top, bottom)
    return f"@simplifying-fractions: {steps(over(top, common), over(bottom, common))}" if common > 1 else ""


def _multiplied(*factors: Parts) -> tuple[str, Fraction]:
    """Steps and product of fractions; a whole number has the denominator 1."""
    (top, bottom), tops, bottoms = factors[0], [], []
    for a, b in factors[1:]:
        tops.append(times(top, a))
        bottoms.append(times(bottom, b) if 1 not in (bottom, b) else "")
        top, bottom = top * a, bottom * b
    return steps(f"@integer-multiplication: {steps(*tops, *bottoms)}", _simplified(top, bottom)), Fraction(top, bottom)


@topic(
    "multiplying-fractions",
    cross="Numerators are multiplied with the other denominators.",
    sum="The denominators are added.",
    whole="The whole number is multiplied with the denominator, too.",
)
def multiplying_fractions(d: Draw) -> Item:
    one, other = proper(d, (2, 5), (2, 9), (2, 7)), proper(d, (2, 5), (2, 9), (2, 7))
    if d.difficulty == 2 and d.rng.random() < 0.5:
        other = (d.within((2, 9)), 1)
    third = proper(d, (2, 6)) if d.difficulty == 3 else None
    factors = (one, other, third) if third else (one, other)
    work, answer = _multiplied(*factors)
    (a, b), (c, e) = one, other
    if d.slip == "cross" and e > 1 and not third:
        work, answer = _multiplied((a, b), (e, c))
    elif d.slip == "sum" and e > 1 and not third:
        work, answer = f"{times(a, c)}; {plus(b, e)}", Fraction(a * c, b + e)
    elif d.slip == "sum" and third:
        work = f"{times(a, c)}; {times(a * c, third[0])}; {plus(b, e)}; {plus(b + e, third[1])}"
        answer = Fraction(a * c * third[0], b + e + third[1])
    elif d.slip == "whole" and e == 1:
        work, answer = f"{times(a, c)}; {times(b, c)}", Fraction(a, b)
    text = " * ".join(map(_shown, factors))
    listed = (
        f"{_shown(one)} and {_shown(other)}" if not third else f"{_shown(one)}, {_shown(other)} and {_shown(third)}"
    )
    return Item(
        (f"Compute {text}.", f"What is {text.replace(' * ', ' times ')}?", f"Find the product of {listed}."),
        work,
        str(answer),
        f"answer/({_shown(other)}){f'/({_shown(third)})' if third else ''} = {a}/{b}"
        + lowest(Fraction(a, b) * Fraction(c, e) * (Fraction(*third) if third else 1)),
    )


@multiplying_fractions.form("word problem")
def fraction_of_a_fraction(d: Draw) -> Item:
    (a, b), (c, e) = proper(d, (2, 5), (2, 7), (3, 9)), proper(d, (2, 5), (3, 7), (3, 9))
    work, answer = _multiplied((a, b), (c, e))
    right = answer
    if d.slip == "sum":
        work, answer = f"{times(a, c)}; {plus(b, e)}", Fraction(a * c, b + e)
    if d.difficulty == 3:
        rest = (e - c, e)
        work, answer = _multiplied((a, b), rest)
        work = f"{_shown(rest)} of it is not; {work}"
        asked = (
            f"{a}/{b} of a garden is lawn, and {c}/{e} of the lawn has been mown. What fraction of the garden is "
            "lawn that has not been mown?",
            f"{a}/{b} of the pupils play an instrument. {c}/{e} of these play the piano. What fraction of all "
            "pupils plays another instrument?",
            f"A bottle is {a}/{b} full, and {c}/{e} of the juice is drunk. What fraction of the bottle is still full?",
        )
        return Item(asked, work, str(answer), f"answer = {a}/{b} - {a}/{b}*{c}/{e}" + lowest(answer))
    questions = (
        f"{a}/{b} of a garden is lawn, and {c}/{e} of the lawn has been mown. What fraction of the garden is that?",
        f"A rectangle is {a}/{b} km long and {c}/{e} km wide. What is its area in square kilometres?",
        f"{a}/{b} of the pupils play an instrument, and {c}/{e} of these play the piano. What fraction of all "
        "pupils plays the piano?",
        f"A recipe needs {a}/{b} litre of milk. Somebody makes {c}/{e} of it. How many litres of milk is that?",
    )
    return Item(questions, work, str(answer), f"answer/({c}/{e}) = {a}/{b}" + lowest(right))


@multiplying_fractions.form("reverse")
def missing_fraction(d: Draw) -> Item:
    one, other = proper(d, (2, 5), (2, 7), (3, 9)), proper(d, (2, 5), (3, 7), (3, 9))
    if d.difficulty < 3:
        while gcd(one[0], other[1]) > 1 or gcd(one[1], other[0]) > 1:
            one, other = proper(d, (2, 5), (2, 7), (3, 9)), proper(d, (2, 5), (3, 7), (3, 9))
    (a, b), (c, e) = one, other
    total = Fraction(a * c, b * e)
    common = a * c // total.numerator
    widened = f"{total} is {a * c}/{b * e}; " if common > 1 else ""
    return Item(
        (
            f"Which fraction times {a}/{b} gives {total}?",
            f"{a}/{b} of a fraction is {total}. What is the fraction?",
            f"The product of {a}/{b} and another fraction is {total}. Find the other fraction.",
        ),
        f"{widened}@integer-division: {over(a * c, a)}; {over(b * e, b)}",
        f"{c}/{e}",
        f"answer*{a}/{b} = {total}" + lowest(Fraction(c, e)),
    )


def _divided(one: Parts, other: Parts, slip: str = "") -> tuple[str, Fraction]:
    """Steps and quotient of two fractions."""
    (a, b), (c, e) = one, other
    first = (b, a) if slip in ("first", "both") else (a, b)
    second = (c, e) if slip in ("first", "none") else (e, c)
    work, result = _multiplied(first, second)
    turned = _shown(second) if slip != "first" else _shown(first)
    return f"{'no fraction is turned over' if slip == 'none' else f'turned over it is {turned}'}; {work}", result


@topic(
    "dividing-fractions",
    first="The first fraction is turned over instead of the second.",
    none="No fraction is turned over.",
    both="Both fractions are turned over.",
)
def dividing_fractions(d: Draw) -> Item:
    one, other = proper(d, (2, 5), (2, 8), (3, 8)), proper(d, (2, 5), (3, 8), (3, 8))
    if d.difficulty == 2 and d.rng.random() < 0.6:
        whole = (d.within((2, 9)), 1)
        one, other = (whole, other) if d.rng.random() < 0.5 else (one, whole)
    while one == other:
        other = proper(d, (2, 5), (3, 8), (3, 8))
    work, answer = _divided(one, other, d.slip)
    right = Fraction(*one) / Fraction(*other)
    text, formal = f"{_bracketed(one)}/{_bracketed(other)}", f"answer*({_shown(other)}) = {_shown(one)}"
    said = f"{_shown(one)} divided by {_shown(other)}"
    if d.difficulty == 3:  # a product above
        third = proper(d, (2, 6))
        before, product = _multiplied(one, third)
        after, answer = _divided((product.numerator, product.denominator), other, d.slip)
        work, right = f"{before}; {after}", product / Fraction(*other)
        text = f"({_shown(one)} * {_shown(third)})/({_shown(other)})"
        formal = f"answer*({_shown(other)})/({_shown(third)}) = {_shown(one)}"
        said = f"the product of {_shown(one)} and {_shown(third)} divided by {_shown(other)}"
    questions = (
        f"Compute {text}.",
        f"What is {said}?",
        f"Find {said}.",
        f"How many times does {_shown(other)} go into {said.partition(' divided')[0]}?",
    )
    return Item(questions, f"as in @multiplying-fractions, {work}", str(answer), formal + lowest(right))


@dividing_fractions.form("word problem")
def how_many_portions(d: Draw) -> Item:
    bottom, count = d.within((2, 6), (3, 9), (3, 12)), d.within((2, 9), (3, 15), (4, 20))
    top = 1 if d.difficulty == 1 else proper(d, (bottom, bottom))[0]
    total = Fraction(top * count, bottom)
    work, answer = _divided((total.numerator, total.denominator), (top, bottom), d.slip if d.slip == "none" else "")
    sold = d.rng.randint(2, count - 1) if d.difficulty == 3 else 0
    if sold:
        work = f"{work}; {answer} - {sold} = {answer - sold}"
    end = f" {sold} of these are given away. How many are left?" if sold else ""
    return Item(
        (
            f"Somebody fills {total} litres of juice into bottles of {top}/{bottom} litre "
            f"each.{end or ' How many bottles is that?'}",
            f"A road of {total} km is repaired in sections of {top}/{bottom} km each. "
            + (f"{sold} of these are done. How many are left?" if sold else "How many sections are there?"),
            f"A dog eats {top}/{bottom} kg of food a day. A sack holds {total} kg."
            + (
                f" It has been open for {sold} days. For how many more days does it last?"
                if sold
                else " For how many days?"
            ),
        ),
        f"as in @multiplying-fractions, {work}",
        str(answer - sold),
        f"(answer + {sold})*{top}/{bottom} = {total}",
    )


@dividing_fractions.form("reverse")
def before_dividing(d: Draw) -> Item:
    one, other = proper(d, (2, 5), (2, 8), (3, 9)), proper(d, (2, 5), (3, 8), (3, 9))
    quotient = Fraction(*one) / Fraction(*other)
    if d.rng.random() < 0.5:
        work, _ = _multiplied((quotient.numerator, quotient.denominator), other)
        return Item(
            (
                f"A number divided by {_shown(other)} gives {quotient}. What is the number?",
                f"Which number must be divided by {_shown(other)} to get {quotient}?",
                f"{_shown(other)} goes into a number {quotient} times. Find the number.",
            ),
            f"multiply back, @multiplying-fractions: {work}",
            _shown(one),
            f"answer/({_shown(other)}) = {quotient}" + lowest(Fraction(*one)),
        )
    work, answer = _divided(one, (quotient.numerator, quotient.denominator), d.slip)
    return Item(
        (
            f"By which number must {_shown(one)} be divided to get {quotient}?",
            f"{_shown(one)} divided by a number is {quotient}. What is the number?",
            f"{_shown(one)} is {quotient} times a number. Find the number.",
        ),
        f"divide {_shown(one)} by {quotient}, as in @multiplying-fractions: {work}",
        str(answer),
        f"answer*({quotient}) = {_shown(one)}" + lowest(Fraction(*other)),
    )


def _combined(one: Parts, other: Parts, sign: int, slip: str = "") -> tuple[str, Fraction]:
    """Steps and result of a sum or a difference over the least common denominator."""
    (a, b), (c, e) = one, other
    name, step = ("addition", plus) if sign > 0 else ("subtraction", minus)
    common = lcm(b, e)
    if slip == "bottoms" and b + sign * e:
        top, bottom = a + sign * c, b + sign * e
        return f"@integer-{name}: {step(a, c)}; {step(b, e)}", Fraction(top, bottom)
    tops = a * common // b, c * common // e
    widened = [times(top, common // bottom) for top, bottom in (one, other) if bottom != common]
    if slip == "tops":
        tops, widened = (a, c), []
    elif slip == "one" and len(widened) == 2:
        tops, widened = (tops[0], c), widened[:1]
    top = tops[0] + sign * tops[1]
    parts: tuple[str, ...] = (
        f"common denominator {common}: {steps(*widened)}" if widened else f"common denominator {common}",
    )
    if slip == "":
        parts = (*parts, f"@integer-{name}: {step(*tops)}", _simplified(abs(top), common) if top else "")
    else:
        parts = (*parts, f"@integer-{name}: {step(*tops)}")
    return steps(*parts), Fraction(top, common)


def _pair(d: Draw) -> tuple[Parts, Parts]:
    """Two fractions: at 1 one denominator goes into the other, at 2 they share no divisor, at 3 they share one."""
    while True:
        one, other = proper(d, (2, 9), (2, 7), (4, 12)), proper(d, (2, 9), (2, 7), (4, 12))
        b, e = one[1], other[1]
        fits = (b % e == 0 or e % b == 0, gcd(b, e) == 1, gcd(b, e) > 1 and b % e and e % b)[d.difficulty - 1]
        if fits and one != other:
            return one, other


@topic(
    "adding-fractions",
    bottoms="Numerators and denominators are added.",
    tops="The numerators are not brought to the new denominator.",
    one="Only one numerator is brought to the new denominator.",
)
def adding_fractions(d: Draw) -> Item:
    one, other = _pair(d)
    work, answer = _combined(one, other, 1, d.slip)
    a, c = _shown(one), _shown(other)
    stories = (
        f"Ada eats {a} of a pizza and Ben {c} of a pizza of the same size. What fraction of a pizza is that together?",
        f"A path leads {a} km through a wood and then {c} km over fields. How many km long is it?",
        f"{a} kg of nuts are mixed with {c} kg of raisins. How many kg does the mixture weigh?",
    )
    return Item(
        (f"Compute {a} + {c}.", f"What is {a} + {c}?", f"Add {a} and {c}.", f"Find the sum of {a} and {c}."),
        work,
        str(answer),
        f"answer - {c} = {a}" + lowest(Fraction(*one) + Fraction(*other)),
        worded={"word problem": stories},
    )


@adding_fractions.form("reverse")
def missing_part_of_a_sum(d: Draw) -> Item:
    one, other = _pair(d)
    total = Fraction(*one) + Fraction(*other)
    work, answer = _combined((total.numerator, total.denominator), one, -1, "" if d.slip != "bottoms" else d.slip)
    questions = (
        f"Which fraction added to {_shown(one)} gives {total}?",
        f"{_shown(one)} plus a fraction is {total}. What is the fraction?",
        f"How much has to be added to {_shown(one)} to get {total}?",
    )
    return Item(questions, work, str(answer), f"answer + {_shown(one)} = {total}" + lowest(Fraction(*other)))


@adding_fractions.form("common denominator")
def least_common_denominator(d: Draw) -> Item:
    one, other = _pair(d)
    (a, b), (c, e) = one, other
    common = lcm(b, e)
    if d.rng.random() < 0.5:
        questions = (
            f"What is the least common denominator of {a}/{b} and {c}/{e}?",
            f"{a}/{b} and {c}/{e} are to be added. What is the smallest denominator that serves for both?",
            f"Which is the smallest number that is a denominator for both {a}/{b} and {c}/{e}?",
        )
        return Item(
            questions,
            f"the smallest multiple of {b} that {e} divides: {times(b, common // b)}",
            str(b * e if d.slip and gcd(b, e) > 1 else common),
            f"mod(answer, {b}) = 0 and mod(answer, {e}) = 0 and gcd(answer/{b}, answer/{e}) = 1",
        )
    questions = (
        f"{a}/{b} + {c}/{e} is written with the denominator {common}. What is the numerator of the sum?",
        f"Find n: {a}/{b} + {c}/{e} = n/{common}.",
        f"How many parts of size 1/{common} make up {a}/{b} and {c}/{e} together?",
    )
    work = (
        f"{times(a, common // b)}; {times(c, common // e)}; @integer-addition: {plus(a * common // b, c * common // e)}"
    )
    return Item(questions, work, str(a * common // b + c * common // e), f"answer/{common} - {a}/{b} = {c}/{e}")


@topic(
    "subtracting-fractions",
    bottoms="Numerators and denominators are subtracted.",
    tops="The numerators are not brought to the new denominator.",
    one="Only one numerator is brought to the new denominator.",
)
def subtracting_fractions(d: Draw) -> Item:
    one, other = sorted(_pair(d), key=lambda each: -Fraction(*each))
    if d.difficulty > 1 and d.rng.random() < 0.3:
        one = (d.within((1, 3)), 1)
    work, answer = _combined(one, other, -1, d.slip)
    a, c = _shown(one), _shown(other)
    right = Fraction(*one) - Fraction(*other)
    questions = (
        f"Compute {a} - {c}.",
        f"What is {a} - {c}?",
        f"Subtract {c} from {a}.",
        f"By how much is {a} larger than {c}?",
    )
    stories = (
        f"A jug holds {a} litre of milk, and {c} litre is poured out. How much of a litre is left?"
        if one[1] > 1
        else f"A jug holds {a} litres of milk, and {c} litre is poured out. How many litres are left?",
        f"Of {a} km Ada has run {c} km. How many km are left?",
        f"{c} kg of flour are taken from a bag of {a} kg. How many kg are left?",
    )
    return Item(questions, work, str(answer), f"answer + {c} = {a}" + lowest(right), worded={"word problem": stories})


@subtracting_fractions.form("reverse")
def before_subtracting(d: Draw) -> Item:
    one, other = sorted(_pair(d), key=lambda each: -Fraction(*each))
    left = Fraction(*one) - Fraction(*other)
    if d.rng.random() < 0.5:
        work, _ = _combined((left.numerator, left.denominator), other, 1)
        return Item(
            (
                f"From which fraction must {_shown(other)} be subtracted to get {left}?",
                f"A fraction minus {_shown(other)} is {left}. What is the fraction?",
                f"After {_shown(other)} litre has been taken from a can, {left} litre is left. What fraction of a "
                "litre was in it?",
            ),
            f"it is undone by @adding-fractions: {work}",
            _shown(one),
            f"answer - {_shown(other)} = {left}" + lowest(Fraction(*one)),
        )
    work, answer = _combined(one, (left.numerator, left.denominator), -1, "" if d.slip != "tops" else d.slip)
    questions = (
        f"Which fraction must be subtracted from {_shown(one)} to leave {left}?",
        f"{_shown(one)} minus a fraction is {left}. Find the fraction.",
        f"{_shown(one)} of a cake was there, and {left} of it is left. What fraction of the cake was eaten?",
    )
    return Item(questions, work, str(answer), f"{_shown(one)} - answer = {left}" + lowest(Fraction(*other)))


@subtracting_fractions.form("two steps")
def what_remains_of_one(d: Draw) -> Item:
    one, other = _pair(d)
    while Fraction(*one) + Fraction(*other) >= 1:
        one, other = _pair(d)
    first, total = _combined(one, other, 1)
    second, answer = _combined((1, 1), (total.numerator, total.denominator), -1)
    a, c = _shown(one), _shown(other)
    return Item(
        (
            f"{a} of the pupils of a school walk, {c} come by bus, and all others cycle. What fraction cycles?",
            f"A farmer sows {a} of a field with wheat and {c} with barley. What fraction of the field is left?",
            f"From 1 subtract {a}, and from the result {c}. What remains?",
        ),
        f"@adding-fractions: {first}; the rest of 1: {second}",
        str(answer),
        f"answer + {a} + {c} = 1" + lowest(answer),
    )
