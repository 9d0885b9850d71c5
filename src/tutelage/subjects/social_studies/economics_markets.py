"""Economics worked out: percentages, costs, prices and markets."""

from __future__ import annotations

from tutelage.records import Checker
from tutelage.subjects.social_studies.steps import minus, over, plus, times
from tutelage.subjects.social_studies.topic import amount, computed
from tutelage.subjects.social_studies.wording import LANDS
from tutelage.subjects.workbook import Draw, Item

_GOODS = ("lamps", "chairs", "shirts", "cups", "bags", "books", "clocks", "toys", "hats", "bikes")
_FIRMS = ("A bakery", "A workshop", "A farm", "A small factory", "A print shop", "A dairy", "A toy maker")


@computed(
    "percentages",
    "percentages",
    {},
    {"whole": "The percentage is taken for the number.", "rest": "What is left is taken."},
)
def percentages(d: Draw) -> Item:
    percent = d.within((1, 9), (1, 19), (1, 99)) * (10 if d.difficulty == 1 else 5 if d.difficulty == 2 else 1)
    whole = d.within((1, 20), (1, 40), (2, 90)) * (10 if d.difficulty == 1 else 20 if d.difficulty == 2 else 50)
    part = whole * percent / 100
    answer = {"whole": float(percent), "rest": whole - part}.get(d.slip, part)
    work = f"{times(whole, percent)}; {over(whole * percent, 100)}"
    if d.slip == "whole":
        work = f"{percent} percent is {percent}"
    elif d.slip == "rest":
        work += f"; {minus(whole, part)}"
    thing = d.choice(("dollars", "people", "votes", "tons", "students", "euros"))
    return Item(
        d.choice(
            (
                f"How much is {percent} percent of {amount(whole)} {thing}?",
                f"Find {percent} percent of {amount(whole)} {thing}.",
                f"Of {amount(whole)} {thing}, take {percent} percent. How many {thing} is that?",
            )
        ),
        f"Percentages: {work}",
        amount(answer),
        f"answer*100 = {whole}*{percent} and parts(answer) < 2",
    )


@computed(
    "percent-change",
    "percent change",
    {"percentages": "the change is given as a percentage of the start"},
    {"end": "The change is divided by the end.", "change": "The change itself is taken for percent."},
)
def percent_change(d: Draw) -> Item:
    base = d.within((1, 20), (1, 40), (2, 90)) * (10 if d.difficulty == 1 else 20)
    percent = d.within((1, 9), (1, 16), (1, 18)) * (10 if d.difficulty == 1 else 5)
    falls = d.rng.random() < 0.4 and percent < 100
    change = base * percent // 100 if base * percent % 100 == 0 else 0
    if not change:
        base *= 100
        change = base * percent // 100
    end = base - change if falls else base + change
    divisor = end if d.slip == "end" else base
    answer = float(change) if d.slip == "change" else round(change * 100 / divisor, 1)
    work = f"{minus(base, end) if falls else minus(end, base)}; {times(change, 100)}; "
    sign = "=" if change * 100 % divisor == 0 else "is about"
    work += f"{amount(change * 100)}/{amount(divisor)} {sign} {amount(answer)}"
    if d.slip == "change":
        work = f"{minus(base, end) if falls else minus(end, base)}; that is taken as percent"
    what, word = d.choice(("price", "wage", "rent", "harvest", "population")), "fall" if falls else "rise"
    return Item(
        d.choice(
            (
                f"A {what} {word}s from {amount(base)} to {amount(end)}. By how many percent does it {word}?",
                f"By how many percent does a {what} {word} that goes from {amount(base)} to {amount(end)}?",
                f"A {what} was {amount(base)} and is now {amount(end)}. Find the {word} in percent.",
            )
        ),
        f"Percent change: {work}",
        amount(answer),
        f"answer*{base}/100 = {change}",
    )


@computed(
    "opportunity-costs",
    "opportunity costs in numbers",
    {"basic-economic-ideas": "it says what an opportunity cost is"},
    {
        "sum": "All alternatives are added, though only the best one is given up.",
        "low": "The worst alternative is taken.",
    },
)
def opportunity(d: Draw) -> Item:
    count = (2, 3, 3)[d.difficulty - 1]
    hours = d.within((2, 6)) if d.difficulty == 3 else 0
    values = [d.within((2, 9), (3, 19), (11, 60)) * (1 if hours else 10) for _ in range(count)]
    names = d.rng.sample(
        ("baking", "gardening", "painting", "tutoring", "driving", "cleaning", "repairing bikes"), count
    )
    best = {"sum": sum(values), "low": min(values)}.get(d.slip, max(values))
    each = " an hour" if hours else ""
    listed = ", ".join(f"{name} for {value} dollars{each}" for name, value in zip(names, values, strict=True))
    work = {
        "sum": f"{' + '.join(map(str, values))} = {best}",
        "low": f"the alternative for {best} dollars is taken",
    }.get(d.slip, f"only the best alternative counts; of {', '.join(map(str, values))} the largest is {best}")
    if hours:
        work += f"; {times(best, hours)}"
    person = d.choice(("Mia", "Leo", "Ada", "Omar", "Ines", "Kofi"))
    span = f" for {hours} hours" if hours else " for one evening"
    total = best * (hours or 1)
    return Item(
        d.choice(
            (
                f"{person} goes to a concert{span} and could instead have earned money by one of these: "
                f"{listed}. "
                "What is the opportunity cost in dollars?",
                f"Instead of resting{span}, {person} could do one of these: {listed}. Find the opportunity "
                "cost of "
                "resting in dollars.",
                f"{person} reads{span}. The alternatives, one at a time, are {listed}. How many dollars is the "
                "opportunity cost?",
            )
        ),
        f"Opportunity costs in numbers: {work}",
        str(total),
        f"answer = {max(values)}*{hours or 1} and parts(answer) < 2",
    )


@computed(
    "revenue-cost-profit",
    "revenue, cost and profit",
    {"factors-of-production": "they are what costs are paid for"},
    {"revenue": "The revenue is taken for the profit.", "fixed": "The fixed cost is left out."},
)
def profit(d: Draw) -> Item:
    price, each = d.within((6, 12), (10, 40), (20, 90)), d.within((1, 5), (2, 9), (3, 19))
    number, fixed = d.within((2, 12), (11, 60), (20, 150)) * 10, d.within((1, 5), (5, 30), (10, 60)) * 10
    revenue, variable = price * number, each * number
    cost = variable + (0 if d.slip == "fixed" else fixed)
    answer = revenue if d.slip == "revenue" else revenue - cost
    work = f"revenue {times(price, number)}; "
    if d.slip == "revenue":
        work += "that is taken for the profit"
    elif d.slip == "fixed":
        work += f"cost {times(each, number)}; profit {minus(revenue, cost)}"
    else:
        work += f"cost of the goods {times(each, number)}; cost in all {plus(variable, fixed)}; "
        work += f"profit {minus(revenue, cost)}"
    firm, goods = d.choice(_FIRMS), d.choice(_GOODS)
    return Item(
        d.choice(
            (
                f"{firm} sells {number} {goods} at {price} dollars each. Each costs {each} dollars to make, and the "
                "rent is "
                f"{fixed} dollars. Find the profit in dollars.",
                f"{firm} has a fixed cost of {fixed} dollars and makes {number} {goods} at {each} dollars each. All "
                "are sold "
                f"at {price} dollars each. How many dollars is the profit?",
                f"What is the profit, in dollars, on {number} {goods} that are made for {each} dollars each and sold "
                "for "
                f"{price} dollars each, if {fixed} dollars of fixed cost are paid as well?",
            )
        ),
        f"Revenue, cost and profit: {work}",
        amount(answer),
        f"answer + {fixed} = ({price} - {each})*{number}",
        value=(price - each) * number - fixed,
        unit="dollars",
        noun=f"the profit, in dollars, on {number} {goods} made for {each} dollars each and sold for {price} dollars "
        "each, "
        f"with {fixed} dollars of fixed cost",
    )


@computed(
    "break-even",
    "break-even point",
    {"revenue-cost-profit": "at this point the profit is zero"},
    {"price": "The fixed cost is divided by the price alone.", "sum": "Price and unit cost are added."},
)
def break_even(d: Draw) -> Item:
    each = d.within((2, 9), (3, 19), (5, 60))
    margin = d.within((2, 9), (3, 15), (4, 40))
    number = d.within((5, 30), (10, 90), (20, 400))
    if d.slip == "price":
        number *= each + margin
    elif d.slip == "sum":
        number *= 2 * each + margin
    price, fixed = each + margin, margin * number
    divisor = {"price": price, "sum": price + each}.get(d.slip, margin)
    first = {"price": "", "sum": f"{plus(price, each)}; "}.get(d.slip, f"{minus(price, each)}; ")
    goods = d.choice(_GOODS)
    return Item(
        d.choice(
            (
                f"A firm sells {goods} at {price} dollars each and pays {each} dollars to make one. Its fixed cost is "
                f"{fixed:,} dollars. How many must it sell to break even?",
                f"Find the break-even number of {goods}: price {price} dollars, cost of each {each} dollars, fixed "
                "cost "
                f"{fixed:,} dollars.",
                f"With {fixed:,} dollars of fixed cost, a price of {price} dollars and a unit cost of {each} "
                "dollars, at how "
                f"many {goods} is the profit zero?",
            )
        ),
        f"Break-even point: {first}{over(fixed, divisor)}",
        amount(fixed // divisor),
        f"answer*({price} - {each}) = {fixed}",
    )


@computed(
    "average-and-marginal-cost",
    "average and marginal cost",
    {"revenue-cost-profit": "it says what belongs to the cost"},
    {"mixed": "Average cost and marginal cost are mixed up."},
)
def average_marginal(d: Draw) -> Item:
    while True:
        number = d.within((2, 9), (4, 20), (10, 50))
        average = d.within((5, 20), (10, 60), (20, 90))
        marginal = d.within((2, 30), (5, 90), (10, 150))
        if marginal != average:
            break
    before = number * average - marginal
    total = number * average
    asks_average = d.rng.random() < 0.5
    by_average = asks_average != bool(d.slip)
    work = over(total, number) if by_average else minus(total, before)
    what = "average cost" if asks_average else "marginal cost of the last one"
    goods, firm = d.choice(_GOODS), d.choice(_FIRMS)
    return Item(
        d.choice(
            (
                f"{firm} makes {number - 1} {goods} for {before} dollars and {number} for {total} dollars. Find the "
                f"{what} "
                f"at {number} in dollars.",
                f"The cost of {number - 1} {goods} is {before} dollars, and that of {number} is {total} dollars. How "
                "many "
                f"dollars is the {what} when {number} are made?",
                f"Making one more raises the cost of {goods} from {before} to {total} dollars; now there are "
                f"{number}. What is "
                f"the {what} in dollars?",
            )
        ),
        f"Average and marginal cost: {work}",
        amount(average if by_average else marginal),
        f"answer*{number} = {total}" if asks_average else f"answer + {before} = {total}",
    )


@computed(
    "market-equilibrium",
    "market equilibrium",
    {"supply-and-demand": "it defines the equilibrium price"},
    {
        "minus": "The slopes are subtracted instead of added.",
        "amount": "The constants are added instead of subtracted.",
    },
)
def equilibrium(d: Draw) -> Item:
    slope, rise = d.within((2, 5), (2, 9), (3, 15)), d.within((1, 4), (1, 8), (2, 14))
    price = d.within((2, 9), (3, 20), (5, 40))
    if slope <= rise:
        slope = rise + d.within((1, 3))
    if d.slip == "minus":
        price = price * (slope - rise)
    low = d.within((0, 9), (0, 30), (5, 90)) * 2
    high = low + (slope + rise) * price
    divisor = slope - rise if d.slip == "minus" else slope + rise
    top = high + low if d.slip == "amount" else high - low
    answer = top / divisor
    if d.slip == "amount" and top % divisor:
        answer = round(answer, 2)
    first = plus(high, low) if d.slip == "amount" else minus(high, low)
    second = minus(slope, rise) if d.slip == "minus" else plus(slope, rise)
    last = f"{amount(top)}/{divisor} {'=' if top % divisor == 0 else 'is about'} {amount(answer)}"
    supply = f"{low} + {rise}p" if low else f"{rise}p"
    supply = supply.replace(" 1p", " p") if low else ("p" if rise == 1 else supply)
    return Item(
        d.choice(
            (
                f"At price p, buyers want {high} - {slope}p and sellers offer {supply}. Find the equilibrium price.",
                f"Demand is {high} - {slope}p and supply is {supply}. At which price p are they equal?",
                f"In a market, {high} - {slope}p units are wanted and {supply} are offered at price p. What is the "
                "equilibrium "
                "price?",
            )
        ),
        f"Market equilibrium: {first}; {second}; {last}",
        amount(answer),
        f"{high} - {slope}*answer = {low} + {rise}*answer",
    )


@computed(
    "price-elasticity",
    "price elasticity",
    {"percent-change": "two of them are compared", "supply-and-demand": "it is demand that reacts"},
    {"upside": "The division is made the wrong way round.", "minus": "The percentages are subtracted."},
)
def elasticity(d: Draw) -> Item:
    times = d.choice({1: (2, 3, 4), 2: (0.5, 1.5, 2, 2.5), 3: (0.2, 0.25, 0.4, 0.5, 0.8, 1.2, 1.5, 2.5)}[d.difficulty])
    price = d.within((1, 20), (1, 20), (1, 12)) * (1 if d.difficulty == 1 else 2 if d.difficulty == 2 else 5)
    demand = price * times
    answer = {"upside": round(price / demand, 2), "minus": demand - price}.get(d.slip, times)
    work = {
        "upside": f"{amount(price)}/{amount(demand)} is about {amount(answer)}",
        "minus": f"{amount(demand)} - {amount(price)} = {amount(answer)}",
    }.get(d.slip, over(demand, price))
    goods = d.choice((*_GOODS, "bread", "coffee", "petrol", "tickets", "milk"))
    land = d.choice(LANDS)
    rises = d.rng.random() < 0.5
    up, down = ("rises", "falls") if rises else ("falls", "rises")
    return Item(
        d.choice(
            (
                f"In {land} the price of {goods} {up} by {price} percent, and the amount demanded {down} by "
                f"{amount(demand)} "
                "percent. "
                "Find the size of the price elasticity of demand, without its sign.",
                f"As {goods} in {land} get a price that {up} by {price} percent, demand {down} by {amount(demand)} "
                "percent. "
                "How large is "
                "the price elasticity, taken as a positive number?",
                f"What is the price elasticity of demand for {goods} in {land}, without the sign, if a price change "
                f"of {price} "
                "percent "
                f"changes the amount by {amount(demand)} percent?",
            )
        ),
        f"Price elasticity: the change of the amount is divided by the change of the price; {work}",
        amount(answer),
        f"answer*{price} = {amount(demand)}",
    )


@computed(
    "elastic-or-inelastic",
    "elastic or inelastic demand",
    {"price-elasticity": "it is compared with 1"},
    {"swap": "Elastic and inelastic are mixed up."},
)
def elastic(d: Draw) -> Item:
    while True:
        price, demand = d.within((2, 20), (2, 30), (3, 40)), d.within((2, 30), (2, 45), (3, 60))
        if price != demand:
            break
    right = "elastic" if demand > price else "inelastic"
    wrong = "inelastic" if demand > price else "elastic"
    answer = wrong if d.slip else right
    goods = d.choice((*_GOODS, "bread", "coffee", "petrol", "tickets", "milk"))
    more = "more" if demand > price else "less"
    return Item(
        d.choice(
            (
                f"The price of {goods} rises by {price} percent and demand falls by {demand} percent. Is demand "
                "elastic or "
                "inelastic?",
                f"Elastic or inelastic: demand for {goods} falls by {demand} percent when the price rises by {price} "
                "percent?",
                f"A price change of {price} percent changes the demand for {goods} by {demand} percent. Is that "
                "elastic or "
                "inelastic?",
            )
        ),
        f"Elastic or inelastic demand: the amount changes by {demand} percent and the price by {price} percent; the "
        "amount "
        f"changes {more} than the price; so demand is {answer}",
        answer,
        f'answer = "{right}" if {min(price, demand)} < {max(price, demand)}'
        if right == "elastic"
        else f'answer = "{right}" if {demand} < {price}',
        right=right,
        others=(wrong,) if d.rng.random() < 0.5 else (),
        checker=Checker.TEXT,
    )
