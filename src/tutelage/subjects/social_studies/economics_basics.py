"""Economics worked out: percentages, and what a choice costs."""

from __future__ import annotations

from tutelage.records import Checker
from tutelage.subjects.social_studies.steps import minus, over, percent_of, plus, ratio, times
from tutelage.subjects.social_studies.topic import amount, computed
from tutelage.subjects.social_studies.wording import PEOPLE
from tutelage.subjects.workbook import Draw, Item


@computed(
    "percentages",
    "percentages",
    {},
    {
        "whole": "The percentage is taken for the number.",
        "rest": "What is left is taken.",
        "divided": "The number is divided by the percentage.",
    },
)
def percentages(d: Draw) -> Item:
    percent = d.within((1, 9), (1, 19), (1, 19)) * (10 if d.difficulty == 1 else 5)
    whole = d.within((1, 20), (1, 40), (2, 90)) * (10 if d.difficulty == 1 else 20 if d.difficulty == 2 else 200)
    share = d.within((1, 9)) * 10 if d.difficulty == 3 else 100
    base = whole * share / 100
    part = base * percent / 100
    answer = {"whole": float(percent), "rest": base - part, "divided": round(base / percent, 2)}.get(d.slip, part)
    work = f"{times(whole, share)}; {over(whole * share, 100)}; " if share < 100 else ""
    last = f"{times(base, percent)}; {over(base * percent, 100)}"
    work += {
        "whole": f"{percent} percent is {percent}",
        "rest": f"{last}; {minus(base, part)}",
        "divided": ratio(base, percent),
    }.get(d.slip, last)
    thing = d.choice(("dollars", "people", "votes", "tons", "students", "euros"))
    of = (
        f"{amount(whole)} {thing}" if share == 100 else f"that part which is {share} percent of {amount(whole)} {thing}"
    )
    return Item(
        (
            f"How much is {percent} percent of {of}?",
            f"Find {percent} percent of {of}.",
            f"Of {of}, take {percent} percent. How many {thing} is that?",
        ),
        f"Percentages: {work}",
        amount(answer),
        f"answer*10000 = {whole}*{share}*{percent} and parts(answer) < 2",
        worded={"word problem": _percent_stories(percent, whole, share)},
    )


def _percent_stories(percent: int, whole: int, share: int) -> tuple[str, ...]:
    """Stories in which the same percentage is asked for, or a percentage of a percentage."""
    if share == 100:
        return (
            f"A village collects {amount(whole)} dollars, and {percent} percent of it goes to the school. How many "
            "dollars "
            "is that?",
            f"A warehouse holds {amount(whole)} boxes; {percent} percent of them are damaged by water. How many "
            "boxes are "
            "damaged?",
            f"{amount(whole)} people were asked, and {percent} percent of them said yes. How many said yes?",
        )
    return (
        f"Of {amount(whole)} people in a town, {share} percent are adults, and {percent} percent of the adults own a "
        "car. "
        "How many adults own a car?",
        f"A club has {amount(whole)} dollars. It spends {share} percent of them on a hall, and {percent} percent of "
        "that "
        "on lamps. How many dollars go into lamps?",
        f"In a forest of {amount(whole)} trees, {share} percent are pines; {percent} percent of the pines are sick. "
        "How "
        "many pines are sick?",
    )


@percentages.form("reverse")
def _what_percent(d: Draw) -> Item:
    percent = d.within((1, 9), (1, 19), (1, 19)) * (10 if d.difficulty == 1 else 5)
    whole = d.within((1, 20), (1, 40), (2, 90)) * (10 if d.difficulty == 1 else 20)
    part = whole * percent / 100
    if d.difficulty == 3:
        answer = {"whole": float(percent), "rest": part - part * percent / 100}.get(d.slip, float(whole))
        work = {"whole": f"so it is {percent}", "rest": f"{percent_of(percent, part)}; so it is {amount(answer)}"}.get(
            d.slip, f"{times(part, 100)}; {over(part * 100, percent)}"
        )
        return Item(
            (
                f"{percent} percent of a number is {amount(part)}. Find the number.",
                f"{amount(part)} dollars are {percent} percent of a family's income. How many dollars is the income?",
                f"{amount(part)} guests came, which is {percent} percent of those invited. How many were invited?",
            ),
            f"Percentages: {work}",
            amount(answer),
            f"answer*{percent} = 100*{amount(part).replace(',', '')} and parts(answer) < 2",
        )
    answer = {"whole": part, "rest": 100.0 - percent}.get(d.slip, float(percent))
    work = f"{times(part, 100)}; {over(part * 100, whole)}" + (f"; {minus(100, percent)}" if d.slip == "rest" else "")
    return Item(
        (
            f"What percent of {amount(whole)} is {amount(part)}?",
            f"{amount(part)} of {amount(whole)} members vote yes. What percentage is that?",
            f"Of {amount(whole)} dollars, {amount(part)} are spent on rent. How many percent is that?",
        ),
        f"Percentages: {work}" if d.slip != "whole" else f"Percentages: {amount(part)} is taken as percent",
        amount(answer),
        f"answer*{whole} = 100*{amount(part).replace(',', '')} and parts(answer) < 2",
    )


@computed(
    "percent-change",
    "percent change",
    {"percentages": "the change is given as a percentage of the start"},
    {
        "end": "The change is divided by the end.",
        "change": "The change itself is taken for percent.",
        "level": "The new level in percent of the old one is taken for the change.",
    },
)
def percent_change(d: Draw) -> Item:
    base, percent, falls = _changed(d)
    change = base * percent // 100
    end = base - change if falls else base + change
    extra = d.within((1, 9)) * base // 10 if d.difficulty == 3 else 0
    middle = end + extra if falls else end - extra
    divisor = end if d.slip == "end" else base
    answer = float(change) if d.slip == "change" else round(change * 100 / divisor, 2)
    moved = minus(base, end) if falls else minus(end, base)
    work = f"{moved}; {times(change, 100)}; {ratio(change * 100, divisor)}"
    if d.slip == "change":
        work = f"{moved}; that is taken as percent"
    elif d.slip == "level":
        answer, work = round(end * 100 / base, 2), f"{times(end, 100)}; {ratio(end * 100, base)}"
    what, word = d.choice(("price", "wage", "rent", "harvest", "population")), "fall" if falls else "rise"
    path = f"from {amount(base)} to {amount(end)}"
    if extra and middle > 0:
        path = f"from {amount(base)} to {amount(middle)} and then to {amount(end)}"
    return Item(
        (
            f"A {what} goes {path}. By what percentage does it {word}{' in all' if extra else ''}?",
            f"What is the {word} in percent, from the beginning to the end, of a {what} that moves {path}?",
            f"A {what} changed {path}. Find the {word} in percent{', compared with the beginning' if extra else ''}.",
        ),
        f"Percent change: {work}",
        amount(answer),
        f"answer*{base}/100 = {change} and parts(answer) < 2",
    )


def _changed(d: Draw) -> tuple[int, int, bool]:
    """A start, a percentage of it that is a whole number, and whether that is a fall."""
    base = d.within((1, 20), (1, 40), (2, 90)) * (10 if d.difficulty == 1 else 20)
    percent = d.within((1, 9), (1, 16), (1, 18)) * (10 if d.difficulty == 1 else 5)
    falls = d.rng.random() < 0.4 and percent < 100
    return base if base * percent % 100 == 0 else base * 100, percent, falls


@percent_change.form("reverse")
def _start_or_end(d: Draw) -> Item:
    base, percent, falls = _changed(d)
    change = base * percent // 100
    end, sign = (base - change, -1) if falls else (base + change, 1)
    word, what = "falls" if falls else "rises", d.choice(("price", "wage", "rent", "fee"))
    if d.difficulty < 3:
        answer = {"change": base + sign * percent, "end": change}.get(d.slip, end)
        step = minus(base, change) if falls else plus(base, change)
        return Item(
            (
                f"A {what} of {amount(base)} dollars {word} by {percent} percent. What is it now, in dollars?",
                f"A {what} was {amount(base)} dollars and {word} by {percent} percent. Find the new one in dollars.",
                f"To what does a {what} of {amount(base)} dollars change if it {word} by {percent} percent?",
            ),
            f"Percent change: {percent_of(percent, base)}; {step}"
            if not d.slip
            else f"Percent change: so it is {amount(answer)}",
            amount(answer),
            f"(answer - {base})*100 = {sign * percent}*{base} and parts(answer) < 2",
        )
    rest = 100 + sign * percent
    before = round(end - sign * end * percent / 100, 2) if d.slip == "end" else float(base)
    step = f"{percent_of(percent, end)}; so it was {amount(before)}" if d.slip == "end" else ""
    return Item(
        (
            f"After a {word[:-1]} of {percent} percent a {what} is {amount(end)} dollars. What was it before, in "
            "dollars?",
            f"A {what} {word} by {percent} percent and is then {amount(end)} dollars. Find the old one in dollars.",
            f"{amount(end)} dollars is a {what} that has changed: it {word} by {percent} percent. From how many "
            "dollars "
            "did it start?",
        ),
        f"Percent change: {step or f'the new one is {rest} percent of the old; {over(end * 100, rest)}'}",
        amount(before),
        f"answer*{rest} = 100*{end} and parts(answer) < 2",
    )


@percent_change.form("two steps")
def _changed_twice(d: Draw) -> Item:
    base = d.within((1, 9), (1, 20), (2, 40)) * 100
    first, second = d.within((1, 5), (1, 5), (1, 9)) * 10, d.within((1, 5), (1, 5), (1, 9)) * 10
    middle = base + base * first // 100
    end = middle - middle * second // 100
    answer = base + base * (first - second) // 100 if d.slip == "end" else end
    return Item(
        (
            f"A price of {amount(base)} dollars rises by {first} percent and then falls by {second} percent. What is "
            "it in "
            "the end, in dollars?",
            f"A shop raises the price of {amount(base)} dollars by {first} percent, and later takes {second} percent "
            "off "
            "the new price. How many dollars are asked then?",
            f"Rents stood at {amount(base)} dollars, grew by {first} percent and then shrank by {second} percent. "
            "Find the "
            "rent now, in dollars.",
        ),
        f"Percent change: {percent_of(first, base)}; {plus(base, middle - base)}; {percent_of(second, middle)}; "
        f"{minus(middle, middle - end)}"
        if answer == end
        else f"Percent change: {first} - {second} = {first - second} percent; so it is {amount(answer)}",
        amount(answer),
        f"answer*10000 = {base}*{100 + first}*{100 - second} and parts(answer) < 2",
    )


@computed(
    "opportunity-costs",
    "opportunity costs in numbers",
    {"basic-economic-ideas": "it says what an opportunity cost is"},
    {
        "sum": "All alternatives are added, though only the best one is given up.",
        "low": "The worst alternative is taken.",
        "sunk": "Money that is spent in any case is counted.",
    },
)
def opportunity(d: Draw) -> Item:
    count = (2, 3, 3)[d.difficulty - 1]
    hours = d.within((2, 6)) if d.difficulty == 3 else 0
    values = [each * (1 if hours else 10) for each in d.rng.sample(range(2, (10, 20, 60)[d.difficulty - 1]), count)]
    ticket = max(values) * (hours or 1) + d.within((1, 9)) * 10 if d.difficulty > 1 else 0
    names = d.rng.sample(
        ("baking", "gardening", "painting", "tutoring", "driving", "cleaning", "repairing bikes"), count
    )
    best = {"sum": sum(values), "low": min(values)}.get(d.slip, max(values))
    jobs = [
        f"{name} for {value} dollars{' an hour' if hours else ''}" for name, value in zip(names, values, strict=True)
    ]
    listed = f"{', '.join(jobs[:-1])} or {jobs[-1]}"
    work = {
        "sum": f"{' + '.join(map(str, values))} = {best}",
        "low": f"the alternative for {best} dollars is taken",
    }.get(d.slip, f"only the best alternative counts; of {', '.join(map(str, values))} the largest is {best}")
    total = best * (hours or 1)
    work += f"; {times(best, hours)}" if hours else ""
    if d.slip == "sunk" and ticket:
        work, total = f"{work}; {plus(total, ticket)}", total + ticket
    person = d.choice(PEOPLE)
    span = f"for {hours} hours" if hours else "for one evening"
    paid = f" The ticket was paid long ago, {ticket} dollars, and cannot be given back." if ticket else ""
    return Item(
        (
            f"{person} goes to a concert {span} and could instead have earned money by one of these: {listed}.{paid} "
            "What "
            "is the opportunity cost in dollars?",
            f"Instead of sitting in a show {span}, {person} could do one of these: {listed}.{paid} Find the "
            "opportunity "
            "cost of the show in dollars.",
            f"{person} watches a match {span}.{paid} Instead, one of these would have been possible: {listed}. How "
            "many dollars is the opportunity cost?",
        ),
        f"Opportunity costs in numbers: {work}",
        str(total),
        f"answer = {max(values)}*{hours or 1} and parts(answer) < 2",
    )


@opportunity.form("explain which")
def _worth_it(d: Draw) -> Item:
    cost, gain = (d.within((2, 9), (3, 19), (11, 60)) * 10 for _ in range(2))
    lower = d.within((1, 9)) * cost // 10
    while gain in (cost, cost + lower):
        gain += 10
    worth = gain > (cost + lower if d.slip == "sum" else lower if d.slip == "low" else cost)
    right = gain > cost
    person = d.choice(PEOPLE)
    sign = "more" if right else "less"
    return Item(
        (
            f"{person} would pay at most {gain} dollars for a free day. The day could be sold to one of two employers, "
            f"for {cost} or for {lower} dollars. Is the free day worth its opportunity cost? Answer yes or no.",
            f"A free evening is worth {gain} dollars to {person}, who could earn {lower} dollars in one job or "
            f"{cost} in "
            "another. Does the evening bring more than its opportunity cost? Answer yes or no.",
            f"Yes or no: should {person} take a free day that is worth {gain} dollars to her, if she has to turn down "
            f"either a job for {cost} dollars or one for {lower}?",
        ),
        f"Opportunity costs in numbers: the best alternative is worth {cost} dollars; {gain} is {sign} than {cost}"
        if worth == right
        else f"Opportunity costs in numbers: {gain} is compared with {plus(cost, lower) if d.slip == 'sum' else lower}",
        "yes" if worth else "no",
        f'answer = "{"yes" if right else "no"}" if {min(gain, cost)} < {max(gain, cost)}',
        right="yes" if right else "no",
        checker=Checker.TEXT,
    )


@opportunity.form("application")
def _per_unit(d: Draw) -> Item:
    good, other = d.rng.sample(("wheat", "barley", "potatoes", "cotton", "rice", "beans"), 2)
    cost = d.choice({1: (2, 3, 4), 2: (0.5, 1.5, 2.5, 3)}.get(d.difficulty, (0.25, 0.4, 1.2, 1.6, 2.5)))
    made = d.within((2, 6), (2, 12), (3, 30)) * {1: 1, 2: 2, 3: 20}[d.difficulty]
    wanted = d.within((2, 9)) * 5 if d.difficulty == 3 else 1
    lost = made * cost
    answer = {"low": round(made / lost * wanted, 2), "sum": float(made + lost)}.get(d.slip, cost * wanted)
    work = {"low": ratio(made, lost), "sum": plus(made, lost)}.get(d.slip, over(lost, made))
    work += f"; {times(cost, wanted)}" if wanted > 1 and not d.slip else ""
    amount_of = "one ton" if wanted == 1 else f"{wanted} tons"
    return Item(
        (
            f"A field yields {made} tons of {good} or {amount(lost)} tons of {other}. What is the opportunity cost of "
            f"{amount_of} of {good}, in tons of {other}?",
            f"A farm could grow {amount(lost)} tons of {other}, but grows {made} tons of {good}. How many tons of "
            f"{other} does {amount_of} of {good} cost?",
            f"Whoever grows {made} tons of {good} gives up {amount(lost)} tons of {other}. Find what {amount_of} of "
            f"{good} costs in tons of {other}.",
            f"With the same land a farm makes {amount(lost)} tons of {other} or {made} tons of {good}. Find the cost "
            "of "
            f"{amount_of} of {good} in tons of {other}.",
        ),
        f"Opportunity costs in numbers: what is given up is shared out; {work}",
        amount(answer),
        f"answer*{made} = {amount(lost).replace(',', '')}*{wanted} and parts(answer) < 2",
    )
