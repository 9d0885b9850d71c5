"""Economics worked out: the output of a whole economy and its growth."""

from __future__ import annotations

from tutelage.records import Checker
from tutelage.subjects.social_studies.steps import minus, over, percent_of, plus, ratio, times
from tutelage.subjects.social_studies.topic import amount, computed
from tutelage.subjects.social_studies.wording import LANDS
from tutelage.subjects.workbook import Draw, Item


@computed(
    "gdp-by-expenditure",
    "GDP by expenditure",
    {"international-trade": "exports and imports enter it"},
    {
        "imports": "Imports are added instead of subtracted.",
        "trade": "Foreign trade is left out.",
        "transfers": "Payments for which nothing is made are counted.",
    },
)
def gdp(d: Draw) -> Item:
    consumption = d.within((30, 90), (100, 500), (500, 2000))
    investment, state = d.within((5, 30), (20, 150), (90, 600)), d.within((5, 30), (20, 150), (90, 600))
    exports, imports = d.within((2, 30), (10, 150), (50, 600)), d.within((2, 30), (10, 150), (50, 600))
    transfers = d.within((2, 20), (10, 90), (40, 300)) if d.difficulty > 1 else 0
    total = consumption + investment + state
    parts = [plus(consumption, investment), plus(consumption + investment, state)]
    if d.slip == "transfers" and transfers:
        parts.append(plus(total, transfers))
        total += transfers
    if d.slip != "trade":
        parts.append(plus(total, exports))
        total += exports
        parts.append(plus(total, imports) if d.slip == "imports" else minus(total, imports))
        total += imports if d.slip == "imports" else -imports
    land = d.choice(LANDS)
    paid = f", pensions paid by the state {transfers}" if transfers else ""
    note = "pensions are no output; " if transfers and not d.slip else ""
    return Item(
        (
            f"In billion dollars, {land} has consumption {consumption}, investment {investment}, government purchases "
            f"{state}{paid}, exports {exports} and imports {imports}. Find its GDP.",
            f"Find the GDP of {land} in billion dollars: consumption {consumption}, investment {investment}, "
            "government "
            f"purchases {state}{paid}, exports {exports}, imports {imports}.",
            f"What is the GDP, in billion dollars, of a country with these figures: households spend {consumption}, "
            "firms "
            f"invest {investment}, the state buys for {state}{paid}, exports are {exports} and imports {imports}?",
        ),
        f"GDP by expenditure: {note}{'; '.join(parts)}",
        amount(total),
        f"answer + {imports} = {consumption} + {investment} + {state} + {exports} and parts(answer) < 2",
        value=consumption + investment + state + exports - imports,
        unit="gdp",
        noun=f"the sum of consumption {consumption}, investment {investment}, government purchases {state} and exports "
        f"{exports}, less imports of {imports}",
        worded={
            "word problem": (
                f"In a year, the households of {land} buy things for {consumption} billion dollars, its firms put "
                f"{investment} "
                f"into machines and buildings, and the state buys for {state}{paid}. It sells {exports} abroad and "
                "buys "
                f"{imports} there. How large is its GDP in billion dollars?",
                f"A statistician of {land} has these sums in billion dollars: shopping {consumption}, new machines "
                "and houses "
                f"{investment}, roads and schools of the state {state}{paid}, sales abroad {exports}, purchases abroad "
                f"{imports}. Which GDP does she report?",
                f"Who bought what {land} made? Households spent {consumption} billion, firms invested {investment}, "
                "the state "
                f"took {state}{paid}, foreigners {exports}; but {imports} of all this came from abroad. Find the GDP "
                "in "
                "billion dollars.",
            )
        },
    )


@gdp.form("reverse")
def _missing_part(d: Draw) -> Item:
    names = ("consumption", "investment", "government purchases", "exports", "imports")
    values = [d.within((30, 90), (100, 500), (500, 2000))]
    values += [d.within((5, 30), (20, 150), (90, 600)) for _ in range(4)]
    total = sum(values[:4]) - values[4]
    missing = d.choice((0, 1, 2) if d.difficulty == 1 else range(5))
    rest = [(name, value) for name, value in zip(names, values, strict=True) if name != names[missing]]
    known = ", ".join(f"{name} {value}" for name, value in rest)
    others = sum(value if name != "imports" else -value for name, value in rest)
    wrong = sum(value for _, value in rest)
    right = values[missing]
    answer = abs(total - wrong) if d.slip == "imports" else right
    spent = [value for name, value in rest if name != "imports"]
    steps, so_far = [], spent[0]
    for value in spent[1:]:
        steps.append(plus(so_far, value))
        so_far += value
    if missing != 4:
        steps += [minus(so_far, values[4]), minus(total, others)]
    else:
        steps.append(minus(so_far, total))
    land, verb = d.choice(LANDS), "are" if names[missing].endswith("s") else "is"
    return Item(
        (
            f"The GDP of {land} is {total} billion dollars, with {known}. How large {verb} its {names[missing]}?",
            f"In billion dollars, {land} has a GDP of {total}, {known}. Find {names[missing]}.",
            f"One figure of {land} is lost: {names[missing]}. Known, in billion dollars, are a GDP of {total}, "
            f"{known}. Which "
            "number is missing?",
        ),
        f"GDP by expenditure: {'; '.join(steps)}" if answer == right else f"GDP by expenditure: so it is {answer}",
        amount(answer),
        f"{others} {'-' if missing == 4 else '+'} answer = {total} and parts(answer) < 2",
    )


@computed(
    "gdp-per-head",
    "GDP per head",
    {"gdp-by-expenditure": "the GDP is what is shared out"},
    {
        "total": "The people are left out.",
        "upside": "People are divided by GDP.",
        "units": "Billions are divided by millions without changing the unit.",
    },
    takes={"gdp": range(20, 1000)},
    described={
        "{} has a GDP of k billion dollars and {}. Find its GDP per head in dollars.": (
            "{0} has {1}. Find its GDP per head in dollars, if its GDP in billion dollars is {k}.",
            "How many dollars is the GDP per head of {0}, which has {1}, if its GDP in billion dollars is {k}?",
        )
    },
)
def per_head(d: Draw) -> Item:
    more = 0
    if d.given is None:
        people: float = d.within((2, 20), (2, 60), (3, 120))
        each: float = d.within((1, 40), (1, 60), (2, 90))
        if d.difficulty == 2:
            people += d.choice((0.2, 0.4, 0.5, 0.8))
        elif d.difficulty == 3:
            more = d.within((1, 5))
        total: float = round((people + more) * each, 4)
    else:
        total, people = d.given, d.choice((2, 4, 5, 8, 10, 20, 25, 40, 50))
        each = total / people
    count = people + more
    answer = {
        "total": f"{amount(total * 1000)}",
        "upside": f"{amount(count)}/{amount(total)}".replace(",", ""),
        "units": amount(round(each, 4)),
    }.get(d.slip, amount(round(each * 1000, 4)))
    ground = f"{amount(total)} billion dollars are {amount(total * 1000)} million dollars"
    work = {
        "total": ground,
        "upside": f"{amount(count)} million are divided by {amount(total)} billion",
        "units": f"{amount(total)}/{amount(count)} = {amount(round(each, 4))}",
    }.get(d.slip, f"{ground}; {amount(total * 1000)}/{amount(count)} = {amount(round(each * 1000, 4))}")
    work = f"{plus(people, more)}; {work}" if more else work
    land, shown = d.choice(LANDS), d.shown(amount(total))
    who = f"{amount(people)} million people"
    if more:
        who = f"{amount(people)} million citizens and {more} million other inhabitants"
    return Item(
        (
            f"{land} has a GDP of {shown} billion dollars and {who}. Find its GDP per head in dollars.",
            f"{who[:1].upper()}{who[1:]} live in {land}, whose GDP is {shown} billion dollars. How many dollars is "
            "that per "
            "head?",
            f"With a GDP of {shown} billion dollars and {who}, what is the GDP per head of {land} in dollars?",
        ),
        f"GDP per head: {work}",
        answer,
        f"answer*({amount(people)} + {more}) = {amount(total).replace(',', '')}*1000 and parts(answer) < 2",
    )


@per_head.form("reverse")
def _whole_gdp(d: Draw) -> Item:
    people, each = d.within((2, 20), (2, 60), (3, 120)), d.within((1, 40), (1, 60), (2, 90)) * 1000
    asks_people = d.difficulty > 1 and d.rng.random() < 0.5
    total, land = people * each // 1000, d.choice(LANDS)
    right = people if asks_people else total
    answer = right * 1000 if d.slip == "units" else right
    if asks_people:
        known, asked = f"a GDP of {total:,} billion dollars", "How many million people live there"
        work = f"{total:,} billion dollars are {amount(total * 1000)} million; {over(total * 1000, each)}"
    else:
        known, asked = f"{people} million people", "How many billion dollars is its GDP"
        work = f"{times(people, each)} million dollars, which are {total:,} billion"
    return Item(
        (
            f"The GDP per head of {land} is {each:,} dollars, and it has {known}. {asked}?",
            f"{land} has {known} and makes {each:,} dollars for each person. {asked}?",
            f"In {land} each person makes {each:,} dollars on average, and there is {known}. {asked}?"
            if asks_people
            else f"In {land} {people} million people make {each:,} dollars each on average. {asked}?",
        ),
        f"GDP per head: {work}" if answer == right else f"GDP per head: so it is {amount(answer)}",
        amount(answer),
        (f"answer*{each} = {total}*1000" if asks_people else f"answer*1000 = {people}*{each}")
        + " and parts(answer) < 2",
    )


@per_head.form("explain which")
def _who_is_richer(d: Draw) -> Item:
    first, second = d.rng.sample(LANDS, 2)
    while True:
        people = [d.within((2, 9), (2, 40), (3, 90)) for _ in range(2)]
        each = [d.within((2, 20), (2, 40), (2, 60)) for _ in range(2)]
        totals = [a * b for a, b in zip(people, each, strict=True)]
        if each[0] != each[1] and totals[0] != totals[1] and (each[0] > each[1]) != (totals[0] > totals[1]):
            break
    right, wrong = (first, second) if each[0] > each[1] else (second, first)
    answer = {"total": wrong, "upside": wrong}.get(d.slip, right)
    low, high = sorted(each)
    facts = (
        f"{first} has a GDP of {totals[0]} billion dollars and {people[0]} million people, {second} one of "
        f"{totals[1]} billion "
        f"and {people[1]} million people"
    )
    return Item(
        (
            f"{facts}. Which country makes more per head?",
            f"{facts}. In which one is the GDP per head higher?",
            f"{facts}. Name the country whose output, shared out evenly, would give each person more.",
        ),
        f"GDP per head: {first} {over(totals[0], people[0])} thousand, {second} {over(totals[1], people[1])} "
        "thousand; so it "
        f"is {answer}",
        answer,
        f'answer = "{right}" if {low} < {high}',
        right=right,
        checker=Checker.TEXT,
    )


@computed(
    "economic-growth",
    "economic growth",
    {
        "percent-change": "growth is the percent change of the GDP",
        "real-and-nominal": "growth is measured in real GDP",
        "gdp-by-expenditure": "it is the GDP that grows",
    },
    {
        "nominal": "Nominal GDP is taken for real GDP.",
        "change": "The change in billions is taken for percent.",
        "end": "The change is divided by the later value.",
    },
)
def growth(d: Draw) -> Item:
    rate = d.within((1, 9), (1, 9), (1, 9)) * (-1 if d.difficulty == 3 and d.rng.random() < 0.4 else 1)
    old = d.within((1, 9), (2, 30), (5, 90)) * 100
    new = old + old * rate // 100
    nominal = new + old * d.within((1, 9)) // 100
    end = nominal if d.slip == "nominal" else new
    change = end - old
    work = f"{minus(end, old)}; {times(change, 100)}; {over(change * 100, old)}"
    answer = float(change * 100 // old)
    if d.slip == "change":
        answer, work = float(change), f"{minus(end, old)}; that is taken as percent"
    elif d.slip == "end":
        answer, work = (
            round(change * 100 / end, 2),
            f"{minus(end, old)}; {times(change, 100)}; {ratio(change * 100, end)}",
        )
    land = d.choice(LANDS)
    return Item(
        (
            f"The real GDP of {land} was {old:,} billion dollars; a year later the real GDP is {new:,} billion and "
            "the nominal "
            f"GDP {nominal:,} billion. Find its economic growth in percent.",
            f"In one year {land}'s real GDP goes from {old:,} to {new:,} billion dollars (nominal GDP: {nominal:,} "
            "billion). "
            "How many percent is the economic growth?",
            f"What is the economic growth of {land} in percent? Real GDP before: {old:,} billion dollars; now, nominal "
            f"{nominal:,} billion, real {new:,} billion.",
        ),
        f"Economic growth: real values count; {work}" if d.slip != "nominal" else f"Economic growth: {work}",
        amount(answer),
        f"answer*{old}/100 = {new} - {old} and parts(answer) < 2",
        value=rate,
        unit="growth",
        noun=f"the percentage by which real GDP grows that goes from {old:,} to {new:,} billion dollars in a year",
        worded={
            "word problem": (
                f"Last year {land} made goods and services worth {old:,} billion dollars. This year they are worth "
                f"{nominal:,} "
                f"billion at this year's prices, but {new:,} billion at last year's. By how many percent has the "
                "economy "
                "grown?",
                f"A politician of {land} praises that output went from {old:,} to {nominal:,} billion dollars. At "
                "unchanged "
                f"prices it went to {new:,} billion. What was the economic growth in percent?",
                f"The statistics of {land} say: output {old:,} billion dollars; a year later {nominal:,} billion in "
                "new prices, "
                f"{new:,} billion in the old ones. Compute the growth of the economy in percent.",
            )
        },
    )


@growth.form("reverse")
def _next_gdp(d: Draw) -> Item:
    rate, old = d.within((1, 9)), d.within((1, 9), (2, 30), (5, 90)) * 100
    shrinks = d.difficulty > 1 and d.rng.random() < 0.4
    change, land = old * rate // 100, d.choice(LANDS)
    right = old - change if shrinks else old + change
    before = d.difficulty == 3
    start = right if before else old
    right = old if before else right
    word = "shrank" if shrinks else "grew"
    answer = {"change": start + rate * (-1 if shrinks else 1)}.get(d.slip, right)
    share = 100 - rate if shrinks else 100 + rate
    work = f"{over(start * 100, share)}" if before else f"{percent_of(rate, old)}; "
    work += "" if before else (minus(old, change) if shrinks else plus(old, change))
    asked = "How large was it a year before" if before else "How large is it a year later"
    time = f"After a year in which it {word} by {rate} percent, the" if before else "The"
    tail = "" if before else f", and then it {word} by {rate} percent"
    return Item(
        (
            f"{time} real GDP of {land} is {start:,} billion dollars{tail}. {asked}, in billion dollars?",
            f"{land}: real GDP {start:,} billion dollars {'after' if before else 'before'} a year of "
            f"{'a fall' if shrinks else 'growth'} of {rate} percent. {asked}, in billion dollars?",
            f"An economy {word} by {rate} percent in a year and had a real GDP of {start:,} billion dollars "
            f"{'at the end' if before else 'at the beginning'}. What was it "
            f"{'at the beginning' if before else 'at the end'}, "
            "in billion dollars?",
        ),
        f"Economic growth: {work}" if answer == right else f"Economic growth: so it is {answer:,}",
        amount(answer),
        (f"answer*{share} = {start}*100" if before else f"answer*100 = {old}*{share}") + " and parts(answer) < 2",
    )


@growth.form("two steps")
def _growth_per_head(d: Draw) -> Item:
    rate, people = d.within((2, 9), (2, 9), (2, 9)), d.within((1, 4), (1, 4), (1, 4))
    before, heads = d.within((2, 40)) * 100, d.within((1, 9)) * 100
    output, lead = f"grows by {rate} percent", ""
    shared = f"its population by {people} percent"
    if d.difficulty > 1:
        after = before + before * rate // 100
        output = f"goes from {before:,} to {after:,} billion dollars"
        shared = f"its population grows by {people} percent"
        lead = f"{minus(after, before)}; {over((after - before) * 100, before)} percent; "
    if d.difficulty == 3:
        later = heads + heads * people // 100
        shared = f"its population goes from {heads} to {later} million"
        lead += f"{minus(later, heads)}; {over((later - heads) * 100, heads)} percent; "
    answer = {"nominal": rate, "change": rate + people}.get(d.slip, rate - people)
    land = d.choice(LANDS)
    return Item(
        (
            f"The real GDP of {land} {output} and {shared}. By about how many percent does the real GDP per head "
            "change? "
            "The difference of the two rates will do.",
            f"In a year the real GDP of {land} {output}, while {shared}. Estimate the growth per head in percent, by "
            "subtracting one rate from the other.",
            f"{land}: real GDP {output}; {shared}. About how many percent more is there for each inhabitant (subtract "
            "the rates)?",
        ),
        f"Economic growth: {lead}{minus(rate, people)}" if not d.slip else f"Economic growth: so it is {answer}",
        amount(answer),
        f"answer + {people} = {rate} and parts(answer) < 2",
    )
