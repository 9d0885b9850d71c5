"""Economics worked out: percentages, and the costs and profits of firms."""

from __future__ import annotations

from tutelage.records import Checker
from tutelage.subjects.social_studies.steps import minus, over, percent_of, plus, ratio, times
from tutelage.subjects.social_studies.topic import amount, computed
from tutelage.subjects.social_studies.wording import FIRMS, GOODS, PEOPLE
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
    listed = ", ".join(
        f"{name} for {value} dollars{' an hour' if hours else ''}" for name, value in zip(names, values, strict=True)
    )
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
            f"{person} watches a match {span}.{paid} The alternatives, one at a time, are {listed}. How many dollars "
            "is "
            "the opportunity cost?",
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
    tons, cost = (
        d.within((2, 6), (2, 12), (3, 30)),
        d.choice({1: (2, 3, 4), 2: (0.5, 1.5, 2.5, 3)}.get(d.difficulty, (0.25, 0.4, 1.2, 1.6, 2.5))),
    )
    tons *= 1 if d.difficulty == 1 else 2 if d.difficulty == 2 else 20
    lost = tons * cost
    answer = {"low": round(tons / lost, 2), "sum": tons + lost}.get(d.slip, cost)
    work = {"low": ratio(tons, lost), "sum": plus(tons, lost)}.get(d.slip, over(lost, tons))
    return Item(
        (
            f"A field yields {tons} tons of {good} or {amount(lost)} tons of {other}. What is the opportunity cost "
            "of one "
            f"ton of {good}, in tons of {other}?",
            f"Whoever grows {tons} tons of {good} gives up {amount(lost)} tons of {other}. How many tons of {other} "
            "does "
            f"each ton of {good} cost?",
            f"With the same land a farm makes {amount(lost)} tons of {other} or {tons} tons of {good}. Find what one "
            "ton "
            f"of {good} costs in tons of {other}.",
        ),
        f"Opportunity costs in numbers: what is given up is shared out; {work}",
        amount(answer),
        f"answer*{tons} = {amount(lost).replace(',', '')} and parts(answer) < 2",
    )


@computed(
    "revenue-cost-profit",
    "revenue, cost and profit",
    {"factors-of-production": "they are what costs are paid for"},
    {
        "revenue": "The revenue is taken for the profit.",
        "fixed": "The fixed cost is left out.",
        "each": "The cost of one piece is not multiplied by the number.",
    },
)
def profit(d: Draw) -> Item:
    price, each = d.within((6, 12), (10, 40), (20, 90)), d.within((1, 5), (2, 9), (3, 19))
    made, fixed = d.within((2, 12), (11, 60), (20, 150)) * 10, d.within((1, 5), (5, 30), (10, 60)) * 10
    sold = made - d.within((1, 9)) * made // 20 if d.difficulty == 3 else made
    revenue, variable = price * sold, each * made
    if d.slip == "each":
        variable = each
    cost = variable + (0 if d.slip == "fixed" else fixed)
    answer = revenue if d.slip == "revenue" else revenue - cost
    work = f"revenue {times(price, sold)}; "
    if d.slip == "revenue":
        work += "that is taken for the profit"
    elif d.slip == "fixed":
        work += f"cost {times(each, made)}; profit {minus(revenue, cost)}"
    else:
        lead = f"cost of the goods {times(each, made)}; " if not d.slip else ""
        work += f"{lead}cost in all {plus(variable, fixed)}; profit {minus(revenue, cost)}"
    firm, goods = d.choice(FIRMS), d.choice(GOODS)
    all_sold = "all of them" if sold == made else f"{sold} of them"
    return Item(
        (
            f"{firm} makes {made} {goods} at {each} dollars each and sells {all_sold} at {price} dollars each. The "
            "rent is "
            f"{fixed} dollars. Find the profit in dollars.",
            f"{firm} has a fixed cost of {fixed} dollars and makes {made} {goods} for {each} dollars each. It sells "
            f"{all_sold} at {price} dollars each. How many dollars is the profit?",
            f"What is the profit, in dollars, if {made} {goods} are made for {each} dollars each, {all_sold} are "
            "sold for "
            f"{price} dollars each, and {fixed} dollars of fixed cost are paid as well?",
        ),
        f"Revenue, cost and profit: {work}",
        amount(answer),
        f"answer + {fixed} = {price}*{sold} - {each}*{made} and parts(answer) < 2",
        value=price * sold - each * made - fixed,
        unit="dollars",
        noun=f"the profit, in dollars, on {made} {goods} made for {each} dollars each, of which {sold} are sold for "
        f"{price} dollars each, with {fixed} dollars of fixed cost",
        worded={
            "word problem": (
                f"For a school fair, a class bakes {made} cakes that cost {each} dollars each to bake, hires a stall "
                "for "
                f"{fixed} dollars and sells {all_sold} at {price} dollars each. How many dollars does it earn?",
                f"A band prints {made} shirts for {each} dollars each and pays {fixed} dollars for the design. It "
                "sells "
                f"{all_sold} for {price} dollars each. How many dollars are left over?",
                f"A farmer packs {made} boxes of fruit; each costs {each} dollars to pick and pack, and the van costs "
                f"{fixed} dollars. At {price} dollars a box, {all_sold} are sold. What is the profit in dollars?",
            )
        },
    )


@profit.form("reverse")
def _price_for_a_profit(d: Draw) -> Item:
    number, margin = d.within((2, 12), (11, 60), (20, 150)) * 10, d.within((2, 9), (3, 20), (5, 40))
    each, fixed = d.within((1, 5), (2, 9), (3, 19)), d.within((1, 5), (5, 30), (10, 60)) * 10
    price, goods = each + margin, d.choice(GOODS)
    gain = margin * number - fixed
    if gain <= 0:
        fixed, gain = 10, margin * number - 10
    needed = gain + (0 if d.slip == "fixed" else fixed) + (0 if d.slip == "revenue" else each * number)
    answer = round(needed / number, 2)
    if d.slip == "each":
        answer = float(price)
    work = f"cost of the goods {times(each, number)}; cost in all {plus(each * number, fixed)}; "
    work += f"revenue needed {plus(gain, each * number + fixed)}; {over(price * number, number)}"
    return Item(
        (
            f"A firm makes {number} {goods} at {each} dollars each and has {fixed} dollars of fixed cost. At which "
            "price, "
            f"in dollars, must it sell all of them to have a profit of {gain:,} dollars?",
            f"To earn a profit of {gain:,} dollars on {number} {goods} that cost {each} dollars each, with {fixed} "
            "dollars "
            "of fixed cost besides, what must the price of each be in dollars?",
            f"The profit on {number} {goods} was {gain:,} dollars. Each cost {each} dollars to make, and {fixed} "
            "dollars "
            "of fixed cost were paid. For how many dollars was each sold?",
        ),
        f"Revenue, cost and profit: {work}"
        if answer == price
        else f"Revenue, cost and profit: revenue needed {amount(needed)}; {ratio(needed, number)}",
        amount(answer),
        f"answer*{number} - {each}*{number} - {fixed} = {gain} and parts(answer) < 2",
    )


@computed(
    "break-even",
    "break-even point",
    {"revenue-cost-profit": "at this point the profit is zero"},
    {
        "price": "The fixed cost is divided by the price alone.",
        "sum": "Price and unit cost are added.",
        "part": "A part of what has to be covered is left out.",
    },
)
def break_even(d: Draw) -> Item:
    each, margin = d.within((2, 9), (3, 19), (5, 60)), d.within((2, 9), (3, 15), (4, 40))
    number = d.within((5, 30), (10, 90), (20, 400))
    if d.slip == "price":
        number *= each + margin
    elif d.slip == "sum":
        number *= 2 * each + margin
    price, fixed = each + margin, margin * number
    extra = margin * (number // d.within((2, 4))) if d.difficulty > 1 else 0
    first = fixed - extra
    divisor = {"price": price, "sum": price + each}.get(d.slip, margin)
    lead = {"price": "", "sum": f"{plus(price, each)}; "}.get(d.slip, f"{minus(price, each)}; ")
    total = first if d.slip == "part" else fixed
    covered = f"{plus(first, extra)}; " if extra and d.slip != "part" else ""
    goods = d.choice(GOODS)
    costs = f"its fixed cost is {fixed:,} dollars"
    goal = "to break even"
    if d.difficulty == 2:
        costs = f"it pays {first:,} dollars of rent and {extra:,} dollars of wages, whatever it makes"
    elif d.difficulty == 3:
        costs, goal = f"its fixed cost is {first:,} dollars", f"to have a profit of {extra:,} dollars"
    return Item(
        (
            f"A firm sells {goods} at {price} dollars each and pays {each} dollars to make one; {costs}. How many "
            "must it "
            f"sell {goal}?",
            f"Find the number of {goods} that a firm must sell {goal}: the price is {price} dollars, each costs {each} "
            f"dollars to make, and {costs}.",
            f"With a price of {price} dollars and a unit cost of {each} dollars, how many {goods} must a firm sell "
            f"{goal}, "
            f"if {costs}?",
        ),
        f"Break-even point: {covered}{lead}{ratio(total, divisor)}",
        amount(round(total / divisor, 2)),
        f"answer*({price} - {each}) = {first} + {extra} and parts(answer) < 2",
        worded={
            "word problem": (
                f"A student rents a stall and sells {goods}: "
                f"{costs.replace('its', 'the').replace('it pays', 'she pays')}. "
                f"Each costs her {each} dollars, and she takes {price}. How many must she sell {goal}?",
                f"Friends print {goods} with a picture. Printing one costs {each} dollars, they ask {price} dollars, "
                "and "
                f"{costs.replace('its', 'the').replace('it pays', 'they pay').replace('it makes', 'they make')}. How "
                "many "
                f"do they have to sell {goal}?",
                f"Before opening, a workshop plans: {costs}; one of its {goods} costs {each} dollars and brings "
                f"{price}. "
                f"From which number on does it have enough {goal}?",
            )
        },
    )


@break_even.form("reverse")
def _price_to_break_even(d: Draw) -> Item:
    each, margin = d.within((2, 9), (3, 19), (5, 60)), d.within((2, 9), (3, 15), (4, 40))
    number, goods = d.within((5, 30), (10, 90), (20, 400)), d.choice(GOODS)
    fixed = margin * number
    answer = {"price": margin, "sum": abs(margin - each)}.get(d.slip, each + margin)
    last = {"price": "", "sum": f"; so it is {answer}"}.get(d.slip, f"; {plus(margin, each)}")
    return Item(
        (
            f"A firm expects to sell {number} {goods}. Each costs {each} dollars to make, and the fixed cost is "
            f"{fixed:,} "
            "dollars. Which price, in dollars, lets it just break even?",
            f"With {number} {goods} sold, {fixed:,} dollars of fixed cost and {each} dollars of cost for each, at "
            "which "
            "price in dollars is the profit zero?",
            f"{fixed:,} dollars of fixed cost are shared by {number} {goods} that cost {each} dollars each. What "
            "must one "
            "cost the buyer, in dollars, if the firm is to make neither profit nor loss?",
        ),
        f"Break-even point: {over(fixed, number)}{last}",
        amount(answer),
        f"(answer - {each})*{number} = {fixed} and parts(answer) < 2",
    )


@computed(
    "average-and-marginal-cost",
    "average and marginal cost",
    {"revenue-cost-profit": "it says what belongs to the cost"},
    {
        "mixed": "Average cost and marginal cost are mixed up.",
        "before": "The earlier number, or the earlier cost, is taken.",
        "total": "The whole cost is taken.",
    },
)
def average_marginal(d: Draw) -> Item:
    while True:
        number = d.within((3, 9), (4, 20), (10, 50))
        average, marginal = d.within((5, 20), (10, 60), (20, 90)), d.within((2, 30), (5, 90), (10, 150))
        if marginal != average and number * average > marginal:
            break
    total = number * average
    before = total - marginal
    fixed = d.within((1, 9)) * total // 10 if d.difficulty == 3 else 0
    asks_average = d.rng.random() < 0.5
    by_average = asks_average != (d.slip == "mixed")
    answer = average if by_average else marginal
    work = over(total, number) if by_average else minus(total, before)
    lead = f"{plus(fixed, total - fixed)}; " if fixed and not d.slip else ""
    lead += f"{plus(fixed, before - fixed)}; " if fixed and not d.slip and not by_average else ""
    if d.slip == "before":
        answer_text, work = amount(round(before / (number - 1), 2)), ratio(before, number - 1)
    elif d.slip == "total":
        answer_text, work = amount(total), f"the cost is {amount(total)}"
    else:
        answer_text = amount(answer)
    what = "average cost" if asks_average else "marginal cost of the last one"
    goods, firm = d.choice(GOODS), d.choice(FIRMS)
    low, high = f"{before}", f"{total}"
    note = ""
    if fixed and fixed < before:
        low, high, note = (
            f"{before - fixed}",
            f"{total - fixed}",
            f" Besides, {fixed} dollars of rent are due in any case.",
        )
    elif fixed:
        lead = ""
    return Item(
        (
            f"{firm} makes {number - 1} {goods} for {low} dollars and {number} for {high} dollars.{note} Find the "
            f"{what} "
            f"at {number} in dollars.",
            f"The cost of {number - 1} {goods} is {low} dollars, and that of {number} is {high} dollars.{note} How "
            "many "
            f"dollars is the {what} when {number} are made?",
            f"Making one more raises the cost of {goods} from {low} to {high} dollars; now there are {number}.{note} "
            "What "
            f"is the {what} in dollars?",
        ),
        f"Average and marginal cost: {lead}{work}",
        answer_text,
        (f"answer*{number} = {total}" if asks_average else f"answer + {before} = {total}") + " and parts(answer) < 2",
    )


@average_marginal.form("reverse")
def _cost_in_all(d: Draw) -> Item:
    number, goods = d.within((3, 9), (4, 20), (10, 50)), d.choice(GOODS)
    average, marginal = d.within((5, 20), (10, 60), (20, 90)), d.within((2, 30), (5, 90), (10, 150))
    total = number * average
    one_more = d.difficulty > 1
    right = total + marginal if one_more else total
    answer = {"mixed": number * marginal, "before": total - average, "total": total}.get(d.slip, right)
    work = times(number, average) + (f"; {plus(total, marginal)}" if one_more else "")
    more = f" One more would add a marginal cost of {marginal} dollars." if one_more else ""
    asked = "What would all of them cost then" if one_more else "What do all of them cost together"
    return Item(
        (
            f"{number} {goods} have an average cost of {average} dollars.{more} {asked}, in dollars?",
            f"A workshop makes {number} {goods} at {average} dollars on average.{more} {asked}? Give dollars.",
            f"The average cost of {goods} is {average} dollars when {number} are made.{more} {asked}, counted in "
            "dollars?",
        ),
        f"Average and marginal cost: {work}" if answer == right else f"Average and marginal cost: so it is {answer}",
        amount(answer),
        f"answer - {marginal if one_more else 0} = {number}*{average} and parts(answer) < 2",
    )


@average_marginal.form("explain which")
def _one_more(d: Draw) -> Item:
    number, goods = d.within((3, 9), (4, 20), (10, 50)), d.choice(GOODS)
    while True:
        average, marginal, price = (d.within((5, 30), (10, 60), (20, 150)) for _ in range(3))
        if len({average, marginal, price}) == 3:
            break
    right = "yes" if price > marginal else "no"
    answer = ("yes" if price > average else "no") if d.slip == "mixed" else right
    return Item(
        (
            f"A firm makes {number} {goods} at an average cost of {average} dollars. One more would cost {marginal} "
            "dollars "
            f"and sell for {price}. Does it gain by making it? Answer yes or no.",
            f"{goods.capitalize()} sell for {price} dollars. The average cost so far is {average} dollars, the "
            "marginal "
            f"cost of the next one {marginal}. Is the next one worth making? Answer yes or no.",
            f"Yes or no: should a workshop with {number} {goods} (average cost {average} dollars) make another one for "
            f"{marginal} dollars if a buyer pays {price}?",
        ),
        f"Average and marginal cost: the marginal cost decides; {price} is {'more' if right == 'yes' else 'less'} than "
        f"{marginal}"
        if answer == right
        else f"Average and marginal cost: {price} is compared with the average, {average}",
        answer,
        f'answer = "{right}" if {min(price, marginal)} < {max(price, marginal)}',
        right=right,
        checker=Checker.TEXT,
    )
