"""Percentages and percentage change."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.steps import minus, over, plus, steps, times
from tutelage.subjects.calculus.topic import topic
from tutelage.subjects.workbook import Draw, Item

_PERCENT = ((10, 20, 25, 50, 5), (5, 15, 30, 35, 40, 60, 75, 80), (2, 4, 6, 12, 18, 24, 36, 45, 65, 85))


def _over(product: str, top: int, bottom: int) -> str:
    """The steps of a product that is divided."""
    return f"@integer-multiplication: {product}; @integer-division: {top}/{bottom} = {Fraction(top, bottom)}"


def _base(d: Draw, percent: int) -> int:
    """A number of which the percentage is whole."""
    return d.within((1, 20), (2, 40), (2, 60)) * (20 if percent % 5 == 0 else 50)


@topic(
    "percentages",
    ten="It is divided by ten instead of a hundred.",
    divide="The number is divided by the percentage.",
    minus="The percentage is subtracted as if it were a number.",
)
def percentages(d: Draw) -> Item:
    percent = d.choice(_PERCENT[d.difficulty - 1])
    base = _base(d, percent)
    divisor = 10 if d.slip == "ten" else 100
    part = Fraction(percent * base, divisor)
    work = _over(times(percent, base), percent * base, divisor)
    if d.slip == "divide":
        part = Fraction(base, percent)
        work = f"@integer-division: {base}/{percent} = {part}"
    elif d.slip == "minus":
        part, work = Fraction(base - percent), minus(base, percent)
    if d.difficulty == 3:  # the number after the change
        up = d.rng.random() < 0.5
        rest = base + part if up else base - part
        last = f"{base} {'+' if up else '-'} {part} = {rest}"
        if d.slip == "minus":
            rest = Fraction(base + percent if up else base - percent)
        verb, formal = (
            ("Increase", f"answer/{base} - 1 = {percent}/100")
            if up
            else ("Reduce", f"1 - answer/{base} = {percent}/100")
        )
        return Item(
            (
                f"{verb} {base} by {percent}%.",
                f"What is {base} {'plus' if up else 'minus'} {percent}% of it?",
                f"{base} is {'increased' if up else 'reduced'} by {percent}%. What is the result?",
            ),
            f"{base} {'+' if up else '-'} {percent} = {rest}" if d.slip == "minus" else f"{work}; {last}",
            str(rest),
            formal,
            value=base + percent * base // 100 * (1 if up else -1),
            noun=f"the result when {base} is {'increased' if up else 'reduced'} by {percent}%",
        )
    return Item(
        (f"What is {percent}% of {base}?", f"Find {percent}% of {base}.", f"How much is {percent}% of {base}?"),
        work,
        str(part),
        f"answer/{base} = {percent}/100",
        value=percent * base // 100,
        noun=f"the number that is {percent}% of {base}",
    )


@percentages.form("word problem")
def percentage_of_a_thing(d: Draw) -> Item:
    percent = d.choice(_PERCENT[d.difficulty - 1])
    base = _base(d, percent)
    divisor = 10 if d.slip == "ten" else 100
    part = Fraction(percent * base, divisor)
    work = _over(times(percent, base), percent * base, divisor)
    if d.difficulty == 1:
        stories: tuple[str, ...] = (
            f"{percent}% of {base} pupils come by bicycle. How many pupils is that?",
            f"A coat of {base} euros becomes {percent}% cheaper. By how many euros does its price fall?",
            f"Of {base} g of bread {percent}% are water. How many g of water is that?",
        )
        answer, formal = part, f"answer/{base} = {percent}/100"
    else:
        stories = (
            f"{percent}% of {base} pupils come by bicycle. How many pupils do not?",
            f"A coat of {base} euros becomes {percent}% cheaper. What does it cost now, in euros?",
            f"A tank holds {base} litres, and {percent}% leak out. How many litres are left?",
        )
        answer, formal = base - part, f"1 - answer/{base} = {percent}/100"
        work = f"{work}; {base} - {part} = {answer}"
    return Item(stories, work, str(answer), formal)


@percentages.form("reverse")
def whole_from_a_percentage(d: Draw) -> Item:
    percent = d.choice(_PERCENT[d.difficulty - 1])
    base = _base(d, percent)
    part = percent * base // 100
    answer = Fraction(base)
    work = f"@integer-multiplication: {times(part, 100)}; @integer-division: {over(part * 100, percent)}"
    if d.slip == "minus":
        answer, work = Fraction(part + percent), plus(part, percent)
    elif d.slip == "ten":
        answer = Fraction(part * 10, percent)
        work = f"@integer-multiplication: {times(part, 10)}; {part * 10}/{percent}"
    questions = (
        f"{percent}% of a number is {part}. What is the number?",
        f"Of which number is {part} exactly {percent}%?",
        f"{part} pupils are {percent}% of a school. How many pupils does the school have?",
    )
    return Item(questions, work, str(answer), f"{percent}*answer/100 = {part}")


@percentages.form("what percentage")
def percentage_from_two_numbers(d: Draw) -> Item:
    percent = d.choice(_PERCENT[d.difficulty - 1])
    base = _base(d, percent)
    part = percent * base // 100
    factor = 10 if d.slip == "ten" else 100
    answer = Fraction(base, part) if d.slip == "divide" else Fraction(part * factor, base)
    work = (
        f"@integer-division: {base}/{part} = {answer}"
        if d.slip == "divide"
        else _over(times(part, factor), part * factor, base)
    )
    questions = (
        f"What percentage of {base} is {part}?",
        f"{part} of {base} seats are taken. What percentage is that?",
        f"{part} out of {base}: how many percent is that?",
    )
    return Item(questions, work, str(answer), f"{base}*answer/100 = {part}", accepted=(f"{answer}%",))


@topic(
    "percentage-change",
    difference="The difference is taken for the percentage.",
    whole="The new value is compared with the old one, not the change.",
    new="The change is compared with the new value instead of the old one.",
)
def percentage_change(d: Draw) -> Item:
    percent = d.choice(((10, 20, 25, 50), (5, 15, 30, 40, 60, 75), (4, 8, 12, 16, 24, 35, 45, 65))[d.difficulty - 1])
    old = d.within((1, 25), (2, 30), (2, 40)) * (20 if percent % 5 == 0 else 25)
    change = percent * old // 100
    falls = d.difficulty > 1 and d.rng.random() < 0.5
    new = old - change if falls else old + change
    large, small = max(old, new), min(old, new)
    compared, base = new if d.slip == "whole" else change, new if d.slip == "new" else old
    answer = str(Fraction(compared * 100, base))
    first = "" if d.slip == "whole" else f"@integer-subtraction: {minus(large, small)}"
    work = steps(first, times(compared, 100), f"{compared * 100}/{base} = {answer}")
    if d.slip == "difference":
        answer, work = str(change), f"@integer-subtraction: {minus(large, small)}"
    verb = "fall" if falls else "rise"
    way = "decrease" if falls else "increase"
    stories = (
        f"A price {verb}s from {old} to {new} euros. By what percentage does it {verb}?",
        f"A town had {old} inhabitants ten years ago and has {new} today. By what percentage has their number "
        f"{'fallen' if falls else 'risen'}?",
        f"A train took {old} minutes for a journey; it now takes {new}. What is the {way} in percent?",
    )
    return Item(
        (
            f"What is the percentage {way} from {old} to {new}?",
            f"By what percentage does {old} have to {verb} to become {new}?",
            f"A value changes from {old} to {new}. What is the {way} in percent?",
        ),
        f"{work}, as in @percentages",
        answer,
        f"{old}*(1 {'-' if falls else '+'} answer/100) = {new}",
        accepted=(f"{answer}%",),
        worded={"word problem": stories},
    )


@percentage_change.form("reverse")
def value_before_the_change(d: Draw) -> Item:
    percent = d.choice(((10, 20, 25, 50), (5, 15, 30, 40, 60, 75), (4, 8, 12, 16, 24, 35, 45, 65))[d.difficulty - 1])
    old = d.within((1, 25), (2, 30), (2, 40)) * (20 if percent % 5 == 0 else 25)
    falls = d.rng.random() < 0.5
    share = 100 - percent if falls else 100 + percent
    new = old * share // 100
    answer, work = Fraction(old), f"{times(new, 100)}; @integer-division: {over(new * 100, share)}"
    if d.slip == "new":
        answer = Fraction(new * (200 - share), 100)
        work = f"{percent}% of {new} are taken {'on' if falls else 'off'}: {answer}"
    questions = (
        f"After a {'fall' if falls else 'rise'} by {percent}% a price is {new} euros. What was it before, in euros?",
        f"A number {'decreased' if falls else 'increased'} by {percent}% is {new}. What is the number?",
        f"This year {new} visitors came, {percent}% {'fewer' if falls else 'more'} than last year. How many came "
        "last year?",
    )
    return Item(
        questions,
        f"@percentages: {new} is {share}% of the old value; {work}" if not d.slip else work,
        str(answer),
        f"answer*{share}/100 = {new}",
    )


@percentage_change.form("two changes")
def one_change_after_another(d: Draw) -> Item:
    p, q = d.choice((10, 20, 25, 50)), d.choice((10, 20, 40, 50))
    old = d.within((1, 4), (1, 9), (2, 20)) * 200
    first_up, second_up = d.rng.random() < 0.5, d.rng.random() < 0.5
    middle = old * (100 + p if first_up else 100 - p) // 100
    base = old if d.slip == "new" else middle
    change = Fraction(base * q, 100)
    answer = middle + change if second_up else middle - change
    return Item(
        (
            f"A price of {old} euros {'rises' if first_up else 'falls'} by {p}%, and the new price then "
            f"{'rises' if second_up else 'falls'} by {q}%. What is it in the end, in euros?",
            f"{old} is {'increased' if first_up else 'decreased'} by {p}%, and the result "
            f"{'increased' if second_up else 'decreased'} by {q}%. What comes out?",
            f"A village of {old} people {'grows' if first_up else 'shrinks'} by {p}% in one year and then "
            f"{'grows' if second_up else 'shrinks'} by {q}% in the next. How many people live there now?",
        ),
        f"@percentages: {p}% of {old} is {abs(middle - old)}, {old} {'+' if first_up else '-'} {abs(middle - old)} = "
        f"{middle}; {q}% of {base} is {change}, {middle} {'+' if second_up else '-'} {change} = {answer}",
        str(answer),
        f"answer/(1 {'+' if second_up else '-'} {q}/100)/(1 {'+' if first_up else '-'} {p}/100) = {old}",
    )
