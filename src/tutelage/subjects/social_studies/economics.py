"""Economics: its basic ideas, markets, money and the state, and what is worked out with prices, rates and indexes."""

from __future__ import annotations

from tutelage.records import Checker
from tutelage.subjects.social_studies.topic import Draw, Facts, Item, Recall, amount, computed
from tutelage.subjects.social_studies.wording import LANDS, concept

_GOODS = ("lamps", "chairs", "shirts", "cups", "bags", "books", "clocks", "toys", "hats", "bikes")
_FIRMS = ("A bakery", "A workshop", "A farm", "A small factory", "A print shop", "A dairy", "A toy maker")


def _times(a: float, b: float) -> str:
    return f"{amount(a)}*{amount(b)} = {amount(a * b)}"


def _over(a: float, b: float) -> str:
    return f"{amount(a)}/{amount(b)} = {amount(a / b)}"


def _ratio(a: float, b: float) -> str:
    """A division that need not come out even."""
    rounded = round(a / b, 2)
    return f"{amount(a)}/{amount(b)} {'=' if abs(rounded * b - a) < 1e-9 else 'is about'} {amount(rounded)}"


def _minus(a: float, b: float) -> str:
    return f"{amount(a)} - {amount(b)} = {amount(a - b)}"


def _plus(a: float, b: float) -> str:
    return f"{amount(a)} + {amount(b)} = {amount(a + b)}"


# --- terms and cases ----------------------------------------------------------------------------

BASICS = concept(
    "basic-economic-ideas",
    "basic economic ideas",
    {},
    "Another idea is taken.",
    table="econ-basics",
    cases="economic idea",
)
FACTORS = concept(
    "factors-of-production",
    "factors of production",
    {"basic-economic-ideas": "scarcity makes it matter how they are used"},
    "Another factor is taken.",
    table="factors",
    cases="factor of production",
)
SECTORS = concept(
    "sectors-of-the-economy",
    "sectors of the economy",
    {"factors-of-production": "the sectors use them in different ways"},
    "Another sector is taken.",
    table="sectors",
    cases="sector of the economy",
)
SYSTEMS = concept(
    "economic-systems",
    "economic systems",
    {"basic-economic-ideas": "each system answers scarcity in its own way"},
    "Another system or term is taken.",
    table="systems",
    cases="term about economic systems",
)
FIRMS = concept(
    "kinds-of-business",
    "kinds of business",
    {"factors-of-production": "entrepreneurship founds a business"},
    "Another kind or term is taken.",
    table="firms",
    cases="term about business",
)
DEMAND = concept(
    "supply-and-demand",
    "supply and demand",
    {"basic-economic-ideas": "consumers demand and producers supply"},
    "Another term is taken.",
    table="demand-terms",
    cases="term about a market",
)
SHIFTS = Recall(
    "shifts-in-markets",
    "shifts in markets",
    {"supply-and-demand": "it is one of the two that shifts"},
    (
        Facts(
            "shift",
            "{key} Then {value}",
            (
                "{key} What happens in this market: does demand or supply rise or fall?",
                "{key} Tell which of demand and supply changes here, and in which way.",
                "What follows for demand or supply? {key}",
            ),
            free=False,
            meaning="shift-rule",
            says_meaning="{meaning}; so {value}",
        ),
    ),
    "The wrong side of the market, or the wrong direction, is taken.",
)
MARKETS = concept(
    "market-structures",
    "market structures",
    {"supply-and-demand": "the structure tells who has a say in the price"},
    "Another structure is taken.",
    table="markets",
    cases="term about market structures",
)
GOODS = concept(
    "goods-and-externalities",
    "goods and externalities",
    {"supply-and-demand": "markets fail where others are affected"},
    "Another term is taken.",
    table="goods",
    cases="kind of good or effect",
)
MONEY = concept(
    "money-and-credit",
    "money and credit",
    {"basic-economic-ideas": "money serves exchange"},
    "Another term is taken.",
    table="money",
    cases="term about money",
)
TAXES = concept(
    "kinds-of-taxes",
    "kinds of taxes",
    {"money-and-credit": "taxes are paid in money"},
    "Another tax is taken.",
    table="taxes",
    cases="kind of tax",
)
CYCLE = concept(
    "business-cycle",
    "business cycle",
    {"supply-and-demand": "it moves the demand of the whole economy"},
    "Another phase or term is taken.",
    table="cycle",
    cases="term about the whole economy",
)
JOBLESS = concept(
    "kinds-of-unemployment",
    "kinds of unemployment",
    {"business-cycle": "one kind comes with recessions"},
    "Another kind is taken.",
    table="unemployment-kinds",
    cases="kind of unemployment",
)
POLICY = concept(
    "fiscal-and-monetary-policy",
    "fiscal and monetary policy",
    {"business-cycle": "policy leans against it", "money-and-credit": "the central bank steers both"},
    "Another policy or term is taken.",
    table="policy",
    cases="term about policy",
)
TRADE = concept(
    "international-trade",
    "international trade",
    {"basic-economic-ideas": "specialization makes trade pay"},
    "Another term is taken.",
    table="trade",
    cases="term about trade",
)
ECONOMISTS = Recall(
    "economists",
    "economists and their works",
    {"economic-systems": "their works are about them"},
    (
        Facts(
            "economist",
            "{key} wrote {value}",
            (
                "Which book is by {key}?",
                "What is a main work of {key}?",
                "Name a book that {key} wrote about the economy.",
            ),
            (
                "Who wrote {value}?",
                "Name the author of {value}.",
                "Which economist is the author of {value}?",
            ),
            free=False,
        ),
    ),
    "Another author's work is taken.",
)


# --- worked out ---------------------------------------------------------------------------------


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
    work = f"{_times(whole, percent)}; {_over(whole * percent, 100)}"
    if d.slip == "whole":
        work = f"{percent} percent is {percent}"
    elif d.slip == "rest":
        work += f"; {_minus(whole, part)}"
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
    work = f"{_minus(base, end) if falls else _minus(end, base)}; {_times(change, 100)}; "
    sign = "=" if change * 100 % divisor == 0 else "is about"
    work += f"{amount(change * 100)}/{amount(divisor)} {sign} {amount(answer)}"
    if d.slip == "change":
        work = f"{_minus(base, end) if falls else _minus(end, base)}; that is taken as percent"
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
        work += f"; {_times(best, hours)}"
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
    work = f"revenue {_times(price, number)}; "
    if d.slip == "revenue":
        work += "that is taken for the profit"
    elif d.slip == "fixed":
        work += f"cost {_times(each, number)}; profit {_minus(revenue, cost)}"
    else:
        work += f"cost of the goods {_times(each, number)}; cost in all {_plus(variable, fixed)}; "
        work += f"profit {_minus(revenue, cost)}"
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
    first = {"price": "", "sum": f"{_plus(price, each)}; "}.get(d.slip, f"{_minus(price, each)}; ")
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
        f"Break-even point: {first}{_over(fixed, divisor)}",
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
    work = _over(total, number) if by_average else _minus(total, before)
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
    first = _plus(high, low) if d.slip == "amount" else _minus(high, low)
    second = _minus(slope, rise) if d.slip == "minus" else _plus(slope, rise)
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
    }.get(d.slip, _over(demand, price))
    goods = d.choice((*_GOODS, "bread", "coffee", "gasoline", "tickets", "milk"))
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
    goods = d.choice((*_GOODS, "bread", "coffee", "gasoline", "tickets", "milk"))
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


@computed(
    "simple-interest",
    "simple interest",
    {"percentages": "interest is a percentage of the loan", "money-and-credit": "it says what interest is"},
    {"year": "Only one year is counted.", "total": "The loan is added to the interest."},
)
def simple_interest(d: Draw) -> Item:
    loan, rate = d.within((1, 20), (2, 60), (11, 90)) * 100, d.within((1, 10), (1, 12), (2, 15))
    years = d.within((2, 5), (2, 9), (3, 20))
    year = loan * rate // 100
    answer = {"year": year, "total": loan + year * years}.get(d.slip, year * years)
    work = f"{_times(loan, rate)}; {_over(loan * rate, 100)} for each year"
    if d.slip != "year":
        work += f"; {_times(year, years)}"
    if d.slip == "total":
        work += f"; {_plus(loan, year * years)}"
    return Item(
        d.choice(
            (
                f"{loan:,} dollars are lent for {years} years at {rate} percent simple interest a year. How many "
                "dollars of "
                "interest are due in all?",
                f"Find the simple interest, in dollars, on {loan:,} dollars at {rate} percent a year for {years} "
                "years.",
                f"A saver keeps {loan:,} dollars at {rate} percent simple interest. How many dollars of interest are "
                "earned in "
                f"{years} years?",
            )
        ),
        f"Simple interest: {work}",
        amount(answer),
        f"answer*100 = {loan}*{rate}*{years}",
        value=year * years,
        unit="dollars",
        noun=f"the simple interest, in dollars, on {loan:,} dollars at {rate} percent a year for {years} years",
    )


@computed(
    "compound-interest",
    "compound interest",
    {"simple-interest": "each year works like one year of it"},
    {"simple": "Interest is paid on the first sum alone.", "year": "Only one year is counted."},
)
def compound_interest(d: Draw) -> Item:
    rate = d.choice({1: (10, 20, 50), 2: (5, 10, 20, 25), 3: (2, 4, 5, 10, 20)}[d.difficulty])
    years = 2 if d.difficulty < 3 else d.choice((2, 3))
    loan = d.within((1, 400), (1, 400), (1, 400)) * 100
    sums, steps = [float(loan)], []
    for _ in range(1 if d.slip == "year" else years):
        interest = (loan if d.slip == "simple" else sums[-1]) * rate / 100
        steps += [f"{rate} percent of {amount(loan if d.slip == 'simple' else sums[-1])} is {amount(interest)}"]
        steps += [_plus(sums[-1], interest)]
        sums.append(sums[-1] + interest)
    return Item(
        d.choice(
            (
                f"{loan:,} dollars earn {rate} percent compound interest a year. How many dollars are there after "
                f"{years} "
                "years?",
                f"What do {loan:,} dollars grow to in {years} years at {rate} percent a year, with interest on "
                "interest? Give "
                "dollars.",
                f"Find the sum, in dollars, after {years} years if {loan:,} dollars are invested at {rate} percent "
                "compound "
                "interest.",
            )
        ),
        f"Compound interest: {'; '.join(steps)}",
        amount(sums[-1]),
        f"answer = {loan}*(1 + {rate}/100)^{years}",
    )


@computed(
    "rule-of-70",
    "rule of 70",
    {"compound-interest": "the rule is a short cut for growth on growth"},
    {"hundred": "100 is divided instead of 70.", "times": "70 is multiplied by the rate."},
    takes={"growth": (1, 2, 5, 7), "inflation": (1, 2, 5, 7, 10, 14)},
)
def rule_of_70(d: Draw) -> Item:
    rate = d.given or d.choice(
        {1: (1, 2, 5, 7, 10, 14), 2: (1, 2, 2.5, 3.5, 4, 5, 7), 3: (0.5, 0.7, 1.4, 1.75, 2.8, 3.5, 5.6)}[d.difficulty]
    )
    top = 100 if d.slip == "hundred" else 70
    answer = 70 * rate if d.slip == "times" else round(top / rate, 2)
    exact = abs(answer * rate - top) < 1e-9
    work = (
        _times(70, rate)
        if d.slip == "times"
        else f"{top}/{amount(rate)} {'=' if exact else 'is about'} {amount(answer)}"
    )
    thing = d.choice(
        (
            "The population",
            "The output",
            "The price level",
            "The debt",
            "The money in a fund",
            "The income",
            "Trade",
            "The number of cars",
            "The use of power",
        )
    )
    land = d.choice(LANDS)
    return Item(
        d.choice(
            (
                f"{thing} of {land} grows by {d.shown(rate)} percent a year. By the rule of 70, in about how many "
                "years does it "
                "double?",
                f"Use the rule of 70: how many years until doubling, if {thing.lower()} of {land} grows "
                f"{amount(rate)} percent "
                "a year?",
                f"{thing} of {land} rises {d.shown(rate)} percent each year. Estimate its doubling time in years with "
                "the rule "
                "of 70.",
            )
        ),
        f"Rule of 70: {work}",
        amount(answer),
        f"answer*{amount(rate)} = 70",
    )


@computed(
    "exchange-rates",
    "exchange rates",
    {"money-and-credit": "two moneys are compared"},
    {"wrong": "It is divided where it should be multiplied, or the other way round."},
    takes={"dollars": range(10, 5000)},
)
def exchange(d: Draw) -> Item:
    rate = d.choice(
        {1: (2, 4, 5, 10, 20), 2: (0.5, 1.25, 2.5, 8, 16), 3: (0.8, 1.25, 1.6, 6.4, 12.5, 25)}[d.difficulty]
    )
    money = d.main((100, 2000), (200, 6000), (1100, 9000), step=100)
    forward = d.rng.random() < 0.5 or d.given is not None
    multiply = forward != bool(d.slip)
    land = d.choice(LANDS)
    other = f"{land} crowns"
    answer = money * rate if multiply else money / rate
    work = _times(money, rate) if multiply else f"{amount(money)}/{amount(rate)} = {amount(answer)}"
    have, want = ("dollars", other) if forward else (other, "dollars")
    return Item(
        d.choice(
            (
                f"One dollar is worth {amount(rate)} {other}. How many {want} do you get for {d.shown(money)} {have}?",
                f"The exchange rate is {amount(rate)} {other} for a dollar. Change {d.shown(money)} {have} into "
                f"{want}.",
                f"A traveler has {d.shown(money)} {have}; a dollar costs {amount(rate)} {other}. To how many {want} "
                "is that "
                "equal?",
            )
        ),
        f"Exchange rates: {work}",
        amount(round(answer, 4)),
        f"answer = {money}*{amount(rate)}" if forward else f"answer*{amount(rate)} = {money}",
    )


@computed(
    "gdp-by-expenditure",
    "GDP by expenditure",
    {
        "business-cycle": "it says what the gross domestic product is",
        "international-trade": "exports and imports enter it",
    },
    {"imports": "Imports are added instead of subtracted.", "trade": "Foreign trade is left out."},
)
def gdp(d: Draw) -> Item:
    consumption = d.within((30, 90), (100, 500), (500, 2000))
    investment, state = d.within((5, 30), (20, 150), (90, 600)), d.within((5, 30), (20, 150), (90, 600))
    exports, imports = d.within((2, 30), (10, 150), (50, 600)), d.within((2, 30), (10, 150), (50, 600))
    domestic = consumption + investment + state
    parts = [_plus(consumption, investment), _plus(consumption + investment, state)]
    total = domestic
    if d.slip != "trade":
        parts.append(_plus(domestic, exports))
        total += exports
        parts.append(_plus(total, imports) if d.slip == "imports" else _minus(total, imports))
        total += imports if d.slip == "imports" else -imports
    land = d.choice(LANDS)
    return Item(
        d.choice(
            (
                f"In billion dollars, {land} has consumption {consumption}, investment {investment}, "
                "government "
                f"spending {state}, exports {exports} and imports {imports}. Find its GDP.",
                f"Find the GDP of {land} in billion dollars: consumption {consumption}, investment "
                f"{investment}, "
                f"government purchases {state}, exports {exports}, imports {imports}.",
                f"What is the GDP, in billion dollars, if households spend {consumption}, firms invest "
                f"{investment}, "
                f"the state buys for {state}, exports are {exports} and imports {imports}?",
            )
        ),
        f"GDP by expenditure: {'; '.join(parts)}",
        amount(total),
        f"answer + {imports} = {consumption} + {investment} + {state} + {exports}",
        value=domestic + exports - imports,
        unit="gdp",
        noun=f"the GDP, in billion dollars, of a country with consumption {consumption}, investment {investment}, "
        "government "
        f"spending {state}, exports {exports} and imports {imports}",
    )


@computed(
    "gdp-per-head",
    "GDP per head",
    {"gdp-by-expenditure": "the GDP is what is shared out"},
    {"total": "The people are left out.", "upside": "People are divided by GDP."},
    takes={"gdp": range(20, 1000)},
)
def per_head(d: Draw) -> Item:
    if d.given is None:
        people = d.within((2, 20), (2, 60), (3, 120))
        each: float = d.within((1, 40), (1, 60), (2, 90))
        total = people * each
    else:
        total = d.given
        people = d.choice((2, 4, 5, 8, 10, 20, 25, 40, 50))
        each = total / people
    thousand = each * 1000
    answer = {"total": f"{total * 1000}", "upside": f"{people}/{total}"}.get(d.slip, amount(thousand))
    ground = f"{amount(total)} billion dollars are {amount(total * 1000)} million dollars"
    work = {"total": ground, "upside": f"{people} million are divided by {amount(total)} billion"}.get(
        d.slip, f"{ground}; {amount(total * 1000)}/{people} = {amount(thousand)}"
    )
    land = d.choice(LANDS)
    return Item(
        d.choice(
            (
                f"{land} has a GDP of {d.shown(total)} billion dollars and {people} million people. Find its GDP per "
                "head in "
                "dollars.",
                f"{people} million people live in {land}, whose GDP is {d.shown(total)} billion dollars. How many "
                "dollars is "
                "that per head?",
                f"With a GDP of {d.shown(total)} billion dollars and {people} million people, what is the GDP per "
                "head of "
                f"{land} in dollars?",
            )
        ),
        f"GDP per head: {work}",
        answer,
        f"answer*{people} = {total}*1000 and parts(answer) < 2",
    )


@computed(
    "price-index",
    "price index",
    {"percentages": "an index is a percentage of the base year"},
    {"upside": "The base year is divided by the later year.", "change": "The change is given instead of the index."},
)
def price_index(d: Draw) -> Item:
    base = d.within((2, 60), (2, 60), (4, 90)) * 50
    index = d.within((101, 160), (101, 190), (91, 240)) if d.difficulty > 1 else d.within((11, 20)) * 10
    if base * index % 100:
        base *= 2
    now = base * index / 100
    answer = {"upside": round(base * 100 / now, 2), "change": float(index - 100)}.get(d.slip, float(index))
    work = f"{_times(now, 100)}; {_over(now * 100, base)}"
    if d.slip == "upside":
        work = f"{_times(base, 100)}; {amount(base * 100)}/{amount(now)} is about {amount(answer)}"
    elif d.slip == "change":
        work += f"; {_minus(index, 100)}"
    land = d.choice(LANDS)
    return Item(
        d.choice(
            (
                f"A basket of goods in {land} cost {amount(base)} dollars in the base year and costs {amount(now)} "
                "dollars "
                "now. Find the "
                "price index (base year 100).",
                f"The base year's basket came to {amount(base)} dollars; this year it comes to {amount(now)} "
                "dollars. What is "
                "the price index, if the base year is 100?",
                f"What price index, with the base year at 100, belongs to a basket that went in {land} from "
                f"{amount(base)} to "
                f"{amount(now)} dollars?",
            )
        ),
        f"Price index: {work}",
        amount(answer),
        f"answer*{base} = {amount(now).replace(',', '')}*100",
        value=index,
        unit="index",
        noun=f"the price index of a country whose basket cost {amount(base)} dollars in the base year (100) and costs "
        f"{amount(now)} dollars now",
    )


@computed(
    "inflation-rate",
    "inflation rate",
    {"price-index": "it is the index that changes", "percent-change": "the rate is such a change"},
    {"points": "The change in points is taken for percent.", "end": "It is divided by the new index."},
)
def inflation(d: Draw) -> Item:
    old = d.choice(
        {
            1: (50, 100, 200),
            2: (60, 80, 120, 125, 140, 150, 160, 180),
            3: (110, 112, 120, 125, 140, 150, 160, 175, 240),
        }[d.difficulty]
    )
    rate = d.within((1, 20), (1, 10), (1, 10)) * (1 if d.difficulty == 1 else 5)
    points = old * rate / 100
    new = old + points
    answer = {"points": points, "end": round(points * 100 / new, 2)}.get(d.slip, float(rate))
    work = f"{_minus(new, old)}; {_times(points, 100)}; {_over(points * 100, old)}"
    if d.slip == "points":
        work = f"{_minus(new, old)}; that is taken as percent"
    elif d.slip == "end":
        work = f"{_minus(new, old)}; {_times(points, 100)}; {_ratio(points * 100, new)}"
    land = d.choice(LANDS)
    return Item(
        d.choice(
            (
                f"The price index of {land} rises from {old} to {amount(new)} in a year. Find the inflation rate in "
                "percent.",
                f"A year ago the price index was {old}, now it is {amount(new)}. How many percent is the inflation "
                "rate of "
                f"{land}?",
                f"In {land} prices stood at {old} points and now stand at {amount(new)}. What is the rate of "
                "inflation in "
                "percent?",
            )
        ),
        f"Inflation rate: {work}",
        amount(answer),
        f"answer*{old} = 100*({amount(new)} - {old})",
        value=rate,
        unit="inflation",
        noun=f"the inflation rate, in percent, if the price index rises from {old} to {amount(new)} in a year",
    )


@computed(
    "real-and-nominal",
    "real and nominal values",
    {"price-index": "it takes the price rise out"},
    {"nominal": "The nominal value is taken for the real one.", "times": "It is multiplied by the index."},
    takes={"index": range(101, 250)},
)
def real_value(d: Draw) -> Item:
    index = d.given or d.choice(
        {1: (110, 120, 125, 150, 200), 2: (105, 110, 120, 125, 140, 160), 3: (104, 108, 112, 115, 125, 130, 175)}[
            d.difficulty
        ]
    )
    real = d.within((1, 90), (2, 150), (11, 400)) * 100
    nominal = real * index // 100
    answer = {"nominal": float(nominal), "times": nominal * index / 100}.get(d.slip, float(real))
    work = f"{_times(nominal, 100)}; {_over(nominal * 100, index)}"
    if d.slip == "nominal":
        work = f"the value stays {amount(nominal)}"
    elif d.slip == "times":
        work = f"{_times(nominal, index)}; {_over(nominal * index, 100)}"
    what = d.choice(("wage", "GDP in million dollars", "rent", "pension", "income"))
    unit = "" if "million" in what else " dollars"
    return Item(
        d.choice(
            (
                f"The nominal {what} is {nominal:,}{unit}, and the price index is {d.shown(index)} (base year 100). "
                "Find its "
                "real value "
                "in prices of the base year.",
                f"Prices have risen to an index of {d.shown(index)} since the base year (100). The nominal {what} is "
                f"{nominal:,}{unit}. What is that in prices of the base year?",
                f"Take the price rise out: {what} {nominal:,}{unit}, price index {d.shown(index)}, base year 100. "
                "What is the "
                "real "
                "value?",
            )
        ),
        f"Real and nominal values: {work}",
        amount(answer),
        f"answer*{index} = {nominal}*100",
    )


@computed(
    "real-interest",
    "real interest rate",
    {"inflation-rate": "it is taken off the interest", "simple-interest": "that is the nominal rate"},
    {"sum": "Inflation is added instead of taken off.", "nominal": "The nominal rate is taken for the real one."},
    takes={"inflation": range(1, 20)},
)
def real_interest(d: Draw) -> Item:
    inflation_rate = d.given or d.within((1, 9), (5, 60), (5, 95)) / (1 if d.difficulty == 1 else 10)
    nominal = d.within((1, 15), (10, 120), (5, 150)) / (1 if d.difficulty == 1 else 10)
    answer = {"sum": nominal + inflation_rate, "nominal": nominal}.get(d.slip, nominal - inflation_rate)
    work = {"sum": _plus(nominal, inflation_rate), "nominal": f"the rate stays {amount(nominal)}"}.get(
        d.slip, _minus(nominal, inflation_rate)
    )
    land = d.choice(LANDS)
    who = d.choice(("A bank pays", "A bond pays", "A savings account pays", "A loan costs", "A deposit brings"))
    return Item(
        d.choice(
            (
                f"{who} {amount(nominal)} percent interest in {land}, and inflation is {d.shown(inflation_rate)} "
                "percent. About "
                "how many "
                "percent is the real interest rate?",
                f"Inflation in {land} stands at {d.shown(inflation_rate)} percent. {who} {amount(nominal)} percent. "
                "Find the "
                "approximate "
                "real interest rate in percent.",
                f"{who} {amount(nominal)} percent while prices in {land} rise by {d.shown(inflation_rate)} percent. "
                "What is the "
                "real "
                "interest rate in percent, by simple subtraction?",
            )
        ),
        f"Real interest rate: {work}",
        amount(round(answer, 2)),
        f"answer + {amount(inflation_rate)} = {amount(nominal)}",
    )


@computed(
    "economic-growth",
    "economic growth",
    {"percent-change": "growth is the percent change of the GDP", "real-and-nominal": "growth is measured in real GDP"},
    {"nominal": "Nominal GDP is taken for real GDP.", "change": "The change in billions is taken for percent."},
)
def growth(d: Draw) -> Item:
    rate = d.within((1, 9), (1, 9), (1, 9))
    old = d.within((1, 9), (2, 30), (5, 90)) * 100
    new = old + old * rate // 100
    nominal = new + old * d.within((1, 9)) // 100
    end = nominal if d.slip == "nominal" else new
    change = end - old
    answer = change if d.slip == "change" else change * 100 // old
    work = f"{_minus(end, old)}; {_times(change, 100)}; {_over(change * 100, old)}"
    if d.slip == "change":
        work = f"{_minus(end, old)}; that is taken as percent"
    land = d.choice(LANDS)
    return Item(
        d.choice(
            (
                f"The real GDP of {land} was {old:,} billion dollars; a year later the real GDP is {new:,} billion "
                "and the "
                f"nominal GDP {nominal:,} billion. Find its economic growth in percent.",
                f"In one year {land}'s real GDP goes from {old:,} to {new:,} billion dollars (nominal GDP: "
                f"{nominal:,} billion). "
                "How many percent is the economic growth?",
                f"What is the economic growth of {land} in percent? Real GDP before: {old:,} billion dollars; now, "
                "nominal "
                f"{nominal:,} billion, real {new:,} billion.",
            )
        ),
        f"Economic growth: real values count; {work}" if d.slip != "nominal" else f"Economic growth: {work}",
        str(answer),
        f"answer*{old}/100 = {new} - {old}",
        value=rate,
        unit="growth",
        noun=f"the economic growth, in percent, if real GDP goes from {old:,} to {new:,} billion dollars in a year",
    )


@computed(
    "unemployment-rate",
    "unemployment rate",
    {"percentages": "the rate is a percentage", "kinds-of-unemployment": "it says who is unemployed"},
    {
        "people": "The whole population is taken for the labor force.",
        "employed": "The unemployed are divided by the employed.",
    },
)
def unemployment(d: Draw) -> Item:
    force = d.within((1, 10), (2, 40), (5, 90)) * (100 if d.difficulty == 1 else 200)
    rate = d.within((2, 20), (2, 20), (3, 25))
    jobless = force * rate // 100
    employed = force - jobless
    outside = force * d.choice((1, 1, 3)) if d.slip == "people" else force * d.within((3, 12)) // 10
    base = {"people": force + outside, "employed": employed}.get(d.slip, force)
    lead = {"people": f"{_plus(force, outside)}; ", "employed": ""}.get(d.slip, f"{_plus(employed, jobless)}; ")
    if d.slip == "people":
        lead = f"{_plus(employed, jobless)}; {lead}"
    answer = round(jobless * 100 / base, 2)
    sign = "=" if abs(answer * base - jobless * 100) < 1e-6 else "is about"
    work = f"{lead}{_times(jobless, 100)}; {amount(jobless * 100)}/{amount(base)} {sign} {amount(answer)}"
    place = d.choice(LANDS)
    return Item(
        d.choice(
            (
                f"In {place}, {employed:,} people have a job, {jobless:,} look for one and {outside:,} neither work "
                "nor look "
                "for work. Find the unemployment rate in percent.",
                f"{place} counts {employed:,} employed, {jobless:,} unemployed and {outside:,} outside the labor "
                "force. How many "
                "percent is the unemployment rate?",
                f"What is the unemployment rate of {place} in percent: {jobless:,} unemployed, {employed:,} employed, "
                f"{outside:,} not in the labor force?",
            )
        ),
        f"Unemployment rate: the labor force counts; {work}" if not d.slip else f"Unemployment rate: {work}",
        amount(answer),
        f"answer*({employed} + {jobless}) = 100*{jobless}",
    )


@computed(
    "labor-force-participation",
    "labor force participation",
    {"unemployment-rate": "it counts the same labor force"},
    {"employed": "Only those with a job are counted.", "rest": "Those outside the labor force are counted."},
)
def participation(d: Draw) -> Item:
    adults = d.within((1, 10), (2, 40), (5, 90)) * (100 if d.difficulty == 1 else 200)
    rate = d.within((50, 80), (45, 85), (41, 89))
    force = adults * rate // 100
    jobless = force * d.within((2, 15)) // 100 or 1
    employed = force - jobless
    top = {"employed": employed, "rest": adults - force}.get(d.slip, force)
    lead = {"employed": "", "rest": f"{_plus(employed, jobless)}; {_minus(adults, force)}; "}.get(
        d.slip, f"{_plus(employed, jobless)}; "
    )
    answer = round(top * 100 / adults, 2)
    place = d.choice(LANDS)
    return Item(
        d.choice(
            (
                f"Of {adults:,} adults in {place}, {employed:,} work and {jobless:,} look for work. Find the labor "
                "force "
                "participation rate in percent.",
                f"{place} has {adults:,} adults; {employed:,} are employed and {jobless:,} unemployed. How many "
                "percent take "
                "part in the labor force?",
                f"What is the participation rate in percent, if {employed:,} employed and {jobless:,} unemployed are "
                "among "
                f"{adults:,} adults of {place}?",
            )
        ),
        f"Labor force participation: {lead}{_times(top, 100)}; {_over(top * 100, adults)}",
        amount(answer),
        f"answer*{adults} = 100*({employed} + {jobless})",
    )


@computed(
    "comparative-advantages",
    "comparative advantage in numbers",
    {
        "opportunity-costs": "they are compared between the two",
        "international-trade": "it defines the comparative advantage",
    },
    {
        "absolute": "The larger output is taken, without looking at what is given up.",
        "other": "The higher opportunity cost is taken.",
    },
)
def advantage(d: Draw) -> Item:
    first, second = d.rng.sample(LANDS, 2)
    good, other = d.rng.sample(("wheat", "cloth", "wine", "steel", "rice", "cotton", "fish", "timber"), 2)
    while True:
        a, b = d.within((1, 6), (2, 9), (3, 20)), d.within((1, 6), (2, 9), (3, 20))
        cost_a, cost_b = d.within((1, 5), (2, 8), (2, 9)), d.within((1, 5), (2, 8), (2, 9))
        if cost_a != cost_b and a != b and (d.slip != "absolute" or (a > b) != (cost_a < cost_b)):
            break
    right = first if cost_a < cost_b else second
    wrong = second if right == first else first
    answer = wrong if d.slip else right
    if d.slip == "absolute":
        work = f"{first} makes {a} tons of {good} and {second} {b}; the larger output is that of {answer}"
    else:
        work = (
            f"in {first}, a ton of {good} costs {a * cost_a}/{a} = {cost_a} {'ton' if cost_a == 1 else 'tons'} of "
            f"{other}; in {second}, it costs "
            f"{b * cost_b}/{b} = {cost_b}; so {answer} has the {'higher' if d.slip else 'lower'} cost"
        )
    outputs = (
        f"{first} can make {a} tons of {good} or {a * cost_a} tons of {other} a day, {second} {b} tons of {good} or "
        f"{b * cost_b} tons of {other}"
    )
    return Item(
        d.choice(
            (
                f"{outputs}. Which country has the comparative advantage in {good}?",
                f"{outputs}. Who should specialize in {good}, by comparative advantage?",
                f"{outputs}. Name the country with the lower opportunity cost of {good}.",
            )
        ),
        f"Comparative advantage in numbers: {work}",
        answer,
        f'answer = "{right}" if {min(cost_a, cost_b)}*{a}*{b} < {max(cost_a, cost_b)}*{a}*{b}',
        right=right,
        others=(wrong,) if d.rng.random() < 0.5 else (),
        checker=Checker.TEXT,
    )


@computed(
    "trade-balance",
    "trade balance",
    {"international-trade": "it says what exports and imports are"},
    {"sum": "Exports and imports are added.", "sign": "Imports and exports are swapped."},
)
def balance(d: Draw) -> Item:
    while True:
        exports, imports = d.within((5, 90), (20, 300), (100, 900)), d.within((5, 90), (20, 300), (100, 900))
        if exports != imports:
            break
    answer = {"sum": exports + imports, "sign": imports - exports}.get(d.slip, exports - imports)
    work = {"sum": _plus(exports, imports), "sign": _minus(imports, exports)}.get(d.slip, _minus(exports, imports))
    land = d.choice(LANDS)
    return Item(
        d.choice(
            (
                f"{land} exports goods for {exports} billion dollars and imports goods for {imports} billion. Find "
                "its trade "
                "balance in billion dollars (negative for a deficit).",
                f"What is the trade balance of {land} in billion dollars, with a minus sign for a deficit: exports "
                f"{exports}, "
                f"imports {imports}?",
                f"With imports of {imports} and exports of {exports} billion dollars, how many billion dollars is "
                "the trade "
                f"balance of {land}? A deficit is negative.",
            )
        ),
        f"Trade balance: {work}",
        amount(answer),
        f"answer + {imports} = {exports}",
    )


@computed(
    "income-tax-brackets",
    "income tax by brackets",
    {"kinds-of-taxes": "brackets make a tax progressive", "percentages": "each bracket takes a percentage"},
    {"all": "The highest rate is taken on the whole income.", "low": "The lowest rate is taken on the whole income."},
)
def brackets(d: Draw) -> Item:
    limit = d.within((1, 4), (1, 5), (2, 9)) * 10_000
    low, high = d.choice(((10, 20), (10, 30), (5, 20), (15, 25), (20, 40)))
    above = d.within((1, 9), (2, 30), (3, 90)) * (1000 if d.difficulty > 1 else 10_000)
    income = limit + above
    first, second = limit * low // 100, above * high // 100
    answer = {"all": income * high // 100, "low": income * low // 100}.get(d.slip, first + second)
    work = {
        "all": f"{high} percent of {income:,} is {answer:,}",
        "low": f"{low} percent of {income:,} is {answer:,}",
    }.get(
        d.slip,
        f"{low} percent of {limit:,} is {first:,}; {_minus(income, limit)}; {high} percent of {above:,} is {second:,}; "
        f"{_plus(first, second)}",
    )
    land = d.choice(LANDS)
    return Item(
        d.choice(
            (
                f"In {land} the first {limit:,} dollars of income are taxed at {low} percent and what is above at "
                f"{high} "
                f"percent. How many dollars of tax are due on {income:,} dollars?",
                f"{land} takes {low} percent up to {limit:,} dollars and {high} percent of the part above. Find the "
                "tax, in "
                f"dollars, on an income of {income:,} dollars.",
                f"What is the income tax of {land} in dollars on {income:,} dollars, at {low} percent for the first "
                f"{limit:,} "
                "dollars and "
                f"{high} percent for the rest?",
            )
        ),
        f"Income tax by brackets: {work}",
        amount(answer),
        f"answer*100 = {limit}*{low} + ({income} - {limit})*{high}",
    )


@computed(
    "spending-multiplier",
    "spending multiplier",
    {"fiscal-and-monetary-policy": "it tells how far spending carries"},
    {
        "once": "Only the first spending is counted.",
        "rate": "It is divided by what is spent on instead of what is saved.",
    },
)
def multiplier(d: Draw) -> Item:
    percent = d.choice({1: (50, 75, 80, 90), 2: (50, 60, 75, 80, 90), 3: (20, 36, 60, 68, 75, 84, 92)}[d.difficulty])
    spending: float = d.within((1, 20), (2, 60), (5, 200)) * 2
    saved: int = 100 - percent
    divisor = percent if d.slip == "rate" else saved
    answer = float(spending) if d.slip == "once" else round(spending * 100 / divisor, 2)
    exact = abs(answer * divisor - spending * 100) < 1e-6
    work = f"{_minus(100, percent)}; {_times(spending, 100)}; "
    work += f"{amount(spending * 100)}/{divisor} {'=' if exact else 'is about'} {amount(answer)}"
    if d.slip == "once":
        work = f"the spending of {spending} counts once"
    land = d.choice(LANDS)
    formal = f"answer*{saved} = {spending}*100"
    if not d.slip and not exact:
        spending = spending * saved
        answer = spending * 100 / saved
        work = f"{_minus(100, percent)}; {_times(spending, 100)}; {_over(spending * 100, saved)}"
        formal = f"answer*{saved} = {spending}*100"
    return Item(
        d.choice(
            (
                f"People of {land} spend {percent} percent of each extra dollar. The state spends {spending} billion "
                "dollars "
                "more. By how many billion does demand rise in all, by the simple multiplier?",
                f"In {land} {percent} cents of each additional dollar are spent on. How far does {amount(spending)} "
                "billion "
                "dollars of new government spending carry, in billion dollars, by the simple multiplier?",
                f"With a marginal propensity to consume of {percent} percent, what is the total effect, in billion "
                "dollars, of "
                f"{amount(spending)} billion of new spending in {land}?",
            )
        ),
        f"Spending multiplier: {work}",
        amount(answer),
        formal,
    )


@computed(
    "money-multiplier",
    "money multiplier",
    {"money-and-credit": "banks lend on what is deposited"},
    {"times": "It is multiplied by the reserve ratio.", "rest": "It is divided by what is lent."},
)
def money_multiplier(d: Draw) -> Item:
    percent = d.choice({1: (10, 20, 25, 50), 2: (5, 10, 20, 25, 40), 3: (2, 4, 8, 12.5, 16, 20)}[d.difficulty])
    deposit = d.within((1, 20), (2, 60), (11, 90)) * 100
    divisor = 100 - percent if d.slip == "rest" else percent
    answer = deposit * percent / 100 if d.slip == "times" else round(deposit * 100 / divisor, 2)
    exact = abs(answer * divisor - deposit * 100) < 1e-6
    sign = "=" if exact else "is about"
    work = f"{_times(deposit, 100)}; {amount(deposit * 100)}/{amount(divisor)} {sign} {amount(answer)}"
    if d.slip == "times":
        work = f"{amount(percent)} percent of {amount(deposit)} is {amount(answer)}"
    elif d.slip == "rest":
        work = f"{_minus(100, percent)}; {work}"
    land = d.choice(LANDS)
    return Item(
        d.choice(
            (
                f"Banks of {land} keep {amount(percent)} percent of deposits in reserve. To how many dollars of "
                "deposits can a "
                f"new deposit of {deposit:,} dollars lead at most?",
                f"The reserve ratio is {amount(percent)} percent. By how many dollars can {deposit:,} dollars of new "
                "reserves "
                f"raise the deposits of {land} at most, by the simple multiplier?",
                f"What is the largest sum of deposits, in dollars, that {deposit:,} dollars can support at a reserve "
                "ratio of "
                f"{amount(percent)} percent in {land}?",
            )
        ),
        f"Money multiplier: {work}",
        amount(answer),
        f"answer*{amount(percent)} = {deposit}*100",
    )


UNITS = {
    "Basic ideas of economics": (
        BASICS,
        percentages,
        percent_change,
        opportunity,
        FACTORS,
        SECTORS,
        SYSTEMS,
        ECONOMISTS,
    ),
    "Firms and markets": (
        FIRMS,
        profit,
        break_even,
        average_marginal,
        DEMAND,
        SHIFTS,
        equilibrium,
        elasticity,
        elastic,
        MARKETS,
        GOODS,
    ),
    "Money and the state": (MONEY, simple_interest, compound_interest, rule_of_70, money_multiplier, TAXES, brackets),
    "Trade": (TRADE, advantage, balance, exchange),
    "The whole economy": (
        CYCLE,
        gdp,
        per_head,
        price_index,
        inflation,
        real_value,
        real_interest,
        growth,
        JOBLESS,
        unemployment,
        participation,
        POLICY,
        multiplier,
    ),
}
"""Skills in teaching order, by heading."""
