"""Economics worked out: interest, banks, taxes, trade and exchange."""

from __future__ import annotations

from tutelage.records import Checker
from tutelage.subjects.social_studies.steps import minus, over, plus, times
from tutelage.subjects.social_studies.topic import amount, computed
from tutelage.subjects.social_studies.wording import LANDS
from tutelage.subjects.workbook import Draw, Item


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
    work = f"{times(loan, rate)}; {over(loan * rate, 100)} for each year"
    if d.slip != "year":
        work += f"; {times(year, years)}"
    if d.slip == "total":
        work += f"; {plus(loan, year * years)}"
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
        steps += [plus(sums[-1], interest)]
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
        times(70, rate)
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
    shown = d.shown(amount(rate))
    return Item(
        d.choice(
            (
                f"{thing} of {land} grows by {shown} percent a year. By the rule of 70, in about how many "
                "years does it "
                "double?",
                f"Use the rule of 70: how many years until doubling, if {thing.lower()} of {land} grows "
                f"{amount(rate)} percent "
                "a year?",
                f"{thing} of {land} rises {shown} percent each year. Estimate its doubling time in years with "
                "the rule "
                "of 70.",
            )
        ),
        f"Rule of 70: {work}",
        amount(answer),
        f"answer*{amount(rate)} = 70",
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
    work = f"{times(deposit, 100)}; {amount(deposit * 100)}/{amount(divisor)} {sign} {amount(answer)}"
    if d.slip == "times":
        work = f"{amount(percent)} percent of {amount(deposit)} is {amount(answer)}"
    elif d.slip == "rest":
        work = f"{minus(100, percent)}; {work}"
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
        f"{low} percent of {limit:,} is {first:,}; {minus(income, limit)}; {high} percent of {above:,} is {second:,}; "
        f"{plus(first, second)}",
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
                f"{outputs}. Who should specialise in {good}, by comparative advantage?",
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
    work = {"sum": plus(exports, imports), "sign": minus(imports, exports)}.get(d.slip, minus(exports, imports))
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
    work = times(money, rate) if multiply else f"{amount(money)}/{amount(rate)} = {amount(answer)}"
    have, want = ("dollars", other) if forward else (other, "dollars")
    shown = d.shown(amount(money))
    return Item(
        d.choice(
            (
                f"One dollar is worth {amount(rate)} {other}. How many {want} do you get for {shown} {have}?",
                f"The exchange rate is {amount(rate)} {other} for a dollar. Change {shown} {have} into {want}.",
                f"A traveller has {shown} {have}; a dollar costs {amount(rate)} {other}. To how many {want} "
                "is that "
                "equal?",
            )
        ),
        f"Exchange rates: {work}",
        amount(round(answer, 4)),
        f"answer = {money}*{amount(rate)}" if forward else f"answer*{amount(rate)} = {money}",
    )
