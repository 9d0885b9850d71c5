"""Economics worked out: the economy as a whole, its output, prices and jobs."""

from __future__ import annotations

from tutelage.subjects.social_studies.steps import minus, over, plus, ratio, times
from tutelage.subjects.social_studies.topic import amount, computed
from tutelage.subjects.social_studies.wording import LANDS
from tutelage.subjects.workbook import Draw, Item


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
    parts = [plus(consumption, investment), plus(consumption + investment, state)]
    total = domestic
    if d.slip != "trade":
        parts.append(plus(domestic, exports))
        total += exports
        parts.append(plus(total, imports) if d.slip == "imports" else minus(total, imports))
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
    shown = d.shown(amount(total))
    return Item(
        d.choice(
            (
                f"{land} has a GDP of {shown} billion dollars and {people} million people. Find its GDP per "
                "head in "
                "dollars.",
                f"{people} million people live in {land}, whose GDP is {shown} billion dollars. How many "
                "dollars is "
                "that per head?",
                f"With a GDP of {shown} billion dollars and {people} million people, what is the GDP per "
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
    work = f"{times(now, 100)}; {over(now * 100, base)}"
    if d.slip == "upside":
        work = f"{times(base, 100)}; {amount(base * 100)}/{amount(now)} is about {amount(answer)}"
    elif d.slip == "change":
        work += f"; {minus(index, 100)}"
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
    work = f"{minus(new, old)}; {times(points, 100)}; {over(points * 100, old)}"
    if d.slip == "points":
        work = f"{minus(new, old)}; that is taken as percent"
    elif d.slip == "end":
        work = f"{minus(new, old)}; {times(points, 100)}; {ratio(points * 100, new)}"
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
    work = f"{times(nominal, 100)}; {over(nominal * 100, index)}"
    if d.slip == "nominal":
        work = f"the value stays {amount(nominal)}"
    elif d.slip == "times":
        work = f"{times(nominal, index)}; {over(nominal * index, 100)}"
    what = d.choice(("wage", "GDP in million dollars", "rent", "pension", "income"))
    unit = "" if "million" in what else " dollars"
    shown = d.shown(amount(index))
    return Item(
        d.choice(
            (
                f"The nominal {what} is {nominal:,}{unit}, and the price index is {shown} (base year 100). "
                "Find its "
                "real value "
                "in prices of the base year.",
                f"Prices have risen to an index of {shown} since the base year (100). The nominal {what} is "
                f"{nominal:,}{unit}. What is that in prices of the base year?",
                f"Take the price rise out: {what} {nominal:,}{unit}, price index {shown}, base year 100. "
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
    work = {"sum": plus(nominal, inflation_rate), "nominal": f"the rate stays {amount(nominal)}"}.get(
        d.slip, minus(nominal, inflation_rate)
    )
    land = d.choice(LANDS)
    who = d.choice(("A bank pays", "A bond pays", "A savings account pays", "A loan costs", "A deposit brings"))
    shown = d.shown(amount(inflation_rate))
    return Item(
        d.choice(
            (
                f"{who} {amount(nominal)} percent interest in {land}, and inflation is {shown} "
                "percent. About "
                "how many "
                "percent is the real interest rate?",
                f"Inflation in {land} stands at {shown} percent. {who} {amount(nominal)} percent. "
                "Find the "
                "approximate "
                "real interest rate in percent.",
                f"{who} {amount(nominal)} percent while prices in {land} rise by {shown} percent. "
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
    work = f"{minus(end, old)}; {times(change, 100)}; {over(change * 100, old)}"
    if d.slip == "change":
        work = f"{minus(end, old)}; that is taken as percent"
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
        "people": "The whole population is taken for the labour force.",
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
    lead = {"people": f"{plus(force, outside)}; ", "employed": ""}.get(d.slip, f"{plus(employed, jobless)}; ")
    if d.slip == "people":
        lead = f"{plus(employed, jobless)}; {lead}"
    answer = round(jobless * 100 / base, 2)
    sign = "=" if abs(answer * base - jobless * 100) < 1e-6 else "is about"
    work = f"{lead}{times(jobless, 100)}; {amount(jobless * 100)}/{amount(base)} {sign} {amount(answer)}"
    place = d.choice(LANDS)
    return Item(
        d.choice(
            (
                f"In {place}, {employed:,} people have a job, {jobless:,} look for one and {outside:,} neither work "
                "nor look "
                "for work. Find the unemployment rate in percent.",
                f"{place} counts {employed:,} employed, {jobless:,} unemployed and {outside:,} outside the labour "
                "force. How many "
                "percent is the unemployment rate?",
                f"What is the unemployment rate of {place} in percent: {jobless:,} unemployed, {employed:,} employed, "
                f"{outside:,} not in the labour force?",
            )
        ),
        f"Unemployment rate: the labour force counts; {work}" if not d.slip else f"Unemployment rate: {work}",
        amount(answer),
        f"answer*({employed} + {jobless}) = 100*{jobless}",
    )


@computed(
    "labor-force-participation",
    "labour force participation",
    {"unemployment-rate": "it counts the same labour force"},
    {"employed": "Only those with a job are counted.", "rest": "Those outside the labour force are counted."},
)
def participation(d: Draw) -> Item:
    adults = d.within((1, 10), (2, 40), (5, 90)) * (100 if d.difficulty == 1 else 200)
    rate = d.within((50, 80), (45, 85), (41, 89))
    force = adults * rate // 100
    jobless = force * d.within((2, 15)) // 100 or 1
    employed = force - jobless
    top = {"employed": employed, "rest": adults - force}.get(d.slip, force)
    lead = {"employed": "", "rest": f"{plus(employed, jobless)}; {minus(adults, force)}; "}.get(
        d.slip, f"{plus(employed, jobless)}; "
    )
    answer = round(top * 100 / adults, 2)
    place = d.choice(LANDS)
    return Item(
        d.choice(
            (
                f"Of {adults:,} adults in {place}, {employed:,} work and {jobless:,} look for work. Find the labour "
                "force "
                "participation rate in percent.",
                f"{place} has {adults:,} adults; {employed:,} are employed and {jobless:,} unemployed. How many "
                "percent take "
                "part in the labour force?",
                f"What is the participation rate in percent, if {employed:,} employed and {jobless:,} unemployed are "
                "among "
                f"{adults:,} adults of {place}?",
            )
        ),
        f"Labour force participation: {lead}{times(top, 100)}; {over(top * 100, adults)}",
        amount(answer),
        f"answer*{adults} = 100*({employed} + {jobless})",
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
    work = f"{minus(100, percent)}; {times(spending, 100)}; "
    work += f"{amount(spending * 100)}/{divisor} {'=' if exact else 'is about'} {amount(answer)}"
    if d.slip == "once":
        work = f"the spending of {spending} counts once"
    land = d.choice(LANDS)
    formal = f"answer*{saved} = {spending}*100"
    if not d.slip and not exact:
        spending = spending * saved
        answer = spending * 100 / saved
        work = f"{minus(100, percent)}; {times(spending, 100)}; {over(spending * 100, saved)}"
        formal = f"answer*{saved} = {spending}*100"
    return Item(
        d.choice(
            (
                f"People of {land} spend {percent} percent of each extra dollar. The state spends {spending} billion "
                "dollars "
                "more. By how many billion does demand rise in all, by the simple multiplier?",
                f"In {land} {percent} cents of each additional dollar are spent again. How far does {amount(spending)} "
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
