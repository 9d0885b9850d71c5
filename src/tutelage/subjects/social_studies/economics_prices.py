"""Economics worked out: the level of prices, and what it does to money values."""

from __future__ import annotations

from tutelage.records import Checker
from tutelage.subjects.social_studies.steps import minus, over, percent_of, plus, ratio, times
from tutelage.subjects.social_studies.topic import amount, computed
from tutelage.subjects.social_studies.wording import LANDS, PEOPLE
from tutelage.subjects.workbook import Draw, Item


@computed(
    "price-index",
    "price index",
    {"percentages": "an index is a percentage of the base year"},
    {
        "upside": "The base year is divided by the later year.",
        "change": "The change is given instead of the index.",
        "added": "The change of the cost is added to 100.",
    },
)
def price_index(d: Draw) -> Item:
    base = d.within((2, 60), (2, 60), (4, 90)) * 50
    index = d.within((101, 160), (101, 190), (91, 240)) if d.difficulty > 1 else d.within((11, 20)) * 10
    base *= 2 if base * index % 100 else 1
    now = base * index // 100
    answer = {
        "upside": round(base * 100 / now, 2),
        "change": float(index - 100),
        "added": 100.0 + now - base,
    }.get(d.slip, float(index))
    work = {
        "upside": f"{times(base, 100)}; {ratio(base * 100, now)}",
        "change": f"{times(now, 100)}; {over(now * 100, base)}; {minus(index, 100)}",
        "added": f"{minus(now, base)}; {plus(100, now - base)}",
    }.get(d.slip, f"{times(now, 100)}; {over(now * 100, base)}")
    land, lead = d.choice(LANDS), ""
    cost = f"{amount(base)} dollars in the base year and costs {amount(now)} dollars now"
    if d.difficulty == 3:
        food, later = base * d.within((3, 7)) // 10, now * d.within((3, 7)) // 10
        cost = (
            f"{amount(food)} dollars for food and {amount(base - food)} for the rest in the base year, and costs "
            f"{amount(later)} for food and {amount(now - later)} for the rest now"
        )
        lead = f"{plus(food, base - food)}; {plus(later, now - later)}; "
    return Item(
        (
            f"A basket of goods in {land} cost {cost}. Find the price index (base year 100).",
            f"The basket of {land} is priced again: it cost {cost}. What is the price index, if the base year is 100?",
            f"What price index, with the base year at 100, belongs to a basket in {land} that cost {cost}?",
        ),
        f"Price index: {lead}{work}",
        amount(answer),
        f"answer*{base} = {now}*100 and parts(answer) < 2",
        value=index,
        unit="index",
        noun=f"that of a basket which cost {amount(base)} dollars in the base year (100) and costs "
        f"{amount(now)} dollars now",
        worded={
            "word problem": (
                f"The statistics office of {land} sends somebody to buy the same basket every year: it cost {cost}. "
                "Which "
                "index does the office publish, if the base year counts as 100?",
                f"A household of {land} has kept its bills for an unchanged basket: it cost {cost}. Write today's "
                "prices as an "
                "index with the base year at 100.",
                f"A union of {land} wants to know how prices have moved. Its basket cost {cost}. What index, base "
                "year 100, "
                "does it find?",
            )
        },
    )


@price_index.form("reverse")
def _cost_of_the_basket(d: Draw) -> Item:
    base = d.within((2, 60), (2, 60), (4, 90)) * 50
    index = d.within((101, 190), (101, 190), (91, 240)) if d.difficulty > 1 else d.within((11, 20)) * 10
    base *= 2 if base * index % 100 else 1
    now, back = base * index // 100, d.difficulty == 3
    land = d.choice(LANDS)
    right, given = (base, now) if back else (now, base)
    answer = {"added": given + (index - 100) * (-1 if back else 1), "change": abs(given * (index - 100) // 100)}.get(
        d.slip, right
    )
    when, then = ("now", "in the base year") if back else ("in the base year", "now")
    cost, did = ("costs", "did it cost in the base year") if back else ("cost", "does it cost now")
    work = (
        f"{times(now, 100)}; {over(now * 100, index)}" if back else f"{times(base, index)}; {over(base * index, 100)}"
    )
    return Item(
        (
            f"The price index of {land} is {index} (base year 100). A basket {cost} {amount(given)} dollars "
            f"{when}. How many dollars {did}?",
            f"With a price index of {index} and the base year at 100, what is a basket worth {then} that costs "
            f"{amount(given)} "
            f"dollars {when}?",
            f"In {land} the index stands at {index}, and {when} the basket is {amount(given)} dollars. Find its cost "
            f"{then}, in "
            "dollars.",
        ),
        f"Price index: {work}" if answer == right else f"Price index: so it is {amount(answer)}",
        amount(answer),
        (f"answer*{index} = {now}*100" if back else f"answer*100 = {base}*{index}") + " and parts(answer) < 2",
    )


@computed(
    "inflation-rate",
    "inflation rate",
    {"price-index": "it is the index that changes", "percent-change": "the rate is such a change"},
    {
        "points": "The change in points is taken for percent.",
        "end": "It is divided by the new index.",
        "base": "The change since the base year is taken.",
    },
)
def inflation(d: Draw) -> Item:
    old, rate = _index_and_rate(d)
    sign = -1 if d.difficulty == 3 and d.rng.random() < 0.4 else 1
    points = old * rate / 100 * sign
    new = old + points
    answer = {
        "points": points,
        "end": round(points * 100 / new, 2),
        "base": new - 100,
    }.get(d.slip, float(rate * sign))
    work = {
        "points": f"{minus(new, old)}; that is taken as percent",
        "end": f"{minus(new, old)}; {times(points, 100)}; {ratio(points * 100, new)}",
        "base": minus(new, 100),
    }.get(d.slip, f"{minus(new, old)}; {times(points, 100)}; {over(points * 100, old)}")
    land, moves = d.choice(LANDS), "rises" if sign > 0 else "falls"
    return Item(
        (
            f"The price index of {land} {moves} from {old} to {amount(new)} in a year. Find the inflation rate in "
            "percent.",
            f"A year ago the price index was {old}, now it is {amount(new)}. How many percent is the inflation rate "
            f"of {land}, "
            "if falling prices count as negative?",
            f"In {land} prices stood at {old} points and a year later at {amount(new)}. What is the rate of "
            "inflation in "
            "percent (negative for deflation)?",
        ),
        f"Inflation rate: {work}",
        amount(answer),
        f"answer*{old} = 100*({amount(new)} - {old}) and parts(answer) < 2",
        value=rate if sign > 0 else None,
        unit="inflation",
        noun=f"the percentage by which a price index rises that goes from {old} to {amount(new)} in a year",
        worded={
            "word problem": (
                f"The central bank of {land} looks at its index: {old} a year ago, {amount(new)} today. Which yearly "
                "inflation "
                "rate, in percent, does it have to answer for (falling prices are negative)?",
                f"Pensions in {land} follow the prices. The index has gone from {old} to {amount(new)} within a "
                "year. By how "
                "many percent do the pensions change? A cut is negative.",
                f"A rent in {land} is tied to the price index, which went from {old} to {amount(new)} last year. By "
                "how many "
                "percent does the rent change? A fall is negative.",
            )
        },
    )


def _index_and_rate(d: Draw) -> tuple[int, int]:
    """An index, and a percentage by which it changes without many decimals."""
    old = d.choice(
        {
            1: (50, 100, 200),
            2: (60, 80, 120, 125, 140, 150, 160, 180),
            3: (110, 112, 120, 125, 140, 150, 160, 175, 240),
        }[d.difficulty]
    )
    return old, d.within((1, 20), (1, 10), (1, 10)) * (1 if d.difficulty == 1 else 5)


@inflation.form("reverse")
def _next_index(d: Draw) -> Item:
    old, rate = _index_and_rate(d)
    new, land = old + old * rate / 100, d.choice(LANDS)
    back = d.difficulty == 3
    given = new if back else float(old)
    right = float(old) if back else new
    answer = {"points": given - rate if back else given + rate, "end": round(new - new * rate / 100, 2)}.get(
        d.slip, right if d.slip != "base" else 100.0 + rate
    )
    work = (
        f"the new index is {100 + rate} percent of the old one; {over(new * 100, 100 + rate)}"
        if back
        else f"{percent_of(rate, old)}; {plus(old, old * rate / 100)}"
    )
    return Item(
        (
            f"After a year of {rate} percent inflation the price index of {land} is {amount(given)}. What was it "
            "before?"
            if back
            else f"The price index of {land} is {old}. To what does it rise in a year of {rate} percent inflation?",
            f"{land} has had an inflation of {rate} percent this year; its index {'is now' if back else 'was'} "
            f"{amount(given)}. "
            f"Find the index {'of a year ago' if back else 'of today'}.",
            f"The inflation rate was {rate} percent and the index {'ended' if back else 'began'} at {amount(given)} "
            "points. At "
            f"how many points did it {'begin' if back else 'end'}?",
        ),
        f"Inflation rate: {work}" if answer == right else f"Inflation rate: so it is {amount(answer)}",
        amount(answer),
        (f"answer*{100 + rate} = {amount(new)}*100" if back else f"answer*100 = {old}*{100 + rate}")
        + " and parts(answer) < 2",
    )


@inflation.form("two steps")
def _price_after_inflation(d: Draw) -> Item:
    old, rate = _index_and_rate(d)
    new, price = old + old * rate / 100, d.within((1, 9), (2, 40), (5, 90)) * 100
    answer = {"points": price + new - old, "base": price * (new - 100) / 100 + price}.get(
        d.slip, price + price * rate / 100
    )
    what = d.choice(("pension", "rent", "wage", "fare for a year"))
    return Item(
        (
            f"A {what} of {price:,} dollars is to rise as much as the price index, which went from {old} to "
            f"{amount(new)}. Find "
            "the new sum in dollars.",
            f"The index has gone from {old} to {amount(new)}. To how many dollars must a {what} of {price:,} dollars "
            "rise to "
            "keep up with it?",
            f"By law a {what} follows the prices. It is {price:,} dollars, and the index climbs from {old} to "
            f"{amount(new)}. "
            "What will it be, in dollars?",
        ),
        f"Inflation rate: {minus(new, old)}; {over((new - old) * 100, old)} percent; {percent_of(rate, price)}; "
        f"{plus(price, price * rate / 100)}"
        if not d.slip
        else f"Inflation rate: so it is {amount(answer)}",
        amount(round(answer, 2)),
        f"answer*{old} = {price}*{amount(new)} and parts(answer) < 2",
    )


@computed(
    "real-and-nominal",
    "real and nominal values",
    {"price-index": "it takes the price rise out"},
    {
        "nominal": "The nominal value is taken for the real one.",
        "times": "It is multiplied by the index.",
        "points": "The points above 100 are taken off as percent.",
    },
    takes={"index": range(101, 250)},
    described={
        "The nominal {} is {}, and the price index is k (base year 100). What is its real value in prices of the base "
        "year?": (
            "The nominal {0} is {1}. What is its real value in prices of the base year, if the price index is {k}?",
            "Turn the nominal {0} of {1} into prices of the base year; the price index is {k}.",
        )
    },
)
def real_value(d: Draw) -> Item:
    index = d.given or d.choice(
        {1: (110, 120, 125, 150, 200), 2: (105, 110, 120, 125, 140, 160), 3: (104, 108, 112, 115, 125, 130, 175)}[
            d.difficulty
        ]
    )
    real = d.within((1, 90), (2, 150), (11, 400)) * 100
    nominal = real * index // 100
    part = nominal * (index - 100) / 100
    answer = {"nominal": float(nominal), "times": nominal * index / 100, "points": nominal - part}.get(
        d.slip, float(real)
    )
    work = {
        "nominal": f"the value stays {amount(nominal)}",
        "times": f"{times(nominal, index)}; {over(nominal * index, 100)}",
        "points": f"{minus(index, 100)} percent; {minus(nominal, part)}",
    }.get(d.slip, f"{times(nominal, 100)}; {over(nominal * 100, index)}")
    what = d.choice(("wage", "GDP in million dollars", "rent", "pension", "income"))
    unit = "" if "million" in what else " dollars"
    shown, before = d.shown(amount(index)), 0
    if d.difficulty == 3:
        before = real - d.within((1, 9)) * real // 100 * d.choice((-1, 1))
        answer -= before
        work += f"; {minus(answer + before, before)}"
    asked = "What is its real value in prices of the base year"
    if before:
        asked = f"In the base year it was {before:,}{unit}. By how much has its real value risen (negative if it fell)"
    return Item(
        (
            f"The nominal {what} is {nominal:,}{unit}, and the price index is {shown} (base year 100). {asked}?",
            f"Prices have risen to an index of {shown} since the base year (100). The nominal {what} is "
            f"{nominal:,}{unit}. "
            f"{asked}?",
            f"Take the price rise out: {what} {nominal:,}{unit}, price index {shown}, base year 100. {asked}?",
        ),
        f"Real and nominal values: {work}",
        amount(answer),
        f"(answer + {before})*{index} = {nominal}*100 and parts(answer) < 2",
    )


@real_value.form("reverse")
def _nominal(d: Draw) -> Item:
    index = d.choice(
        {1: (110, 120, 150, 200), 2: (105, 110, 125, 140), 3: (104, 108, 112, 115, 130, 175)}[d.difficulty]
    )
    real, what = d.within((1, 90), (2, 150), (11, 400)) * 100, d.choice(("wage", "rent", "pension", "salary"))
    nominal = real * index // 100
    asks_index = d.difficulty > 1 and d.rng.random() < 0.5
    if asks_index:
        answer = {"points": round((nominal - real) / real * 100, 2), "times": round(real * 100 / nominal, 2)}.get(
            d.slip, float(index)
        )
        return Item(
            (
                f"A {what} of {nominal:,} dollars is worth {real:,} dollars in prices of the base year (100). Find "
                "the price "
                "index.",
                f"The nominal {what} is {nominal:,} dollars and the real one {real:,}. What is the price index, if "
                "the base year "
                "is 100?",
                f"Which price index (base year 100) turns a nominal {what} of {nominal:,} dollars into a real one of "
                f"{real:,}?",
            ),
            f"Real and nominal values: {times(nominal, 100)}; {over(nominal * 100, real)}"
            if not d.slip
            else f"Real and nominal values: so it is {amount(answer)}",
            amount(answer),
            f"answer*{real} = {nominal}*100 and parts(answer) < 2",
        )
    answer = {"nominal": float(real), "times": round(real * 100 / index, 2), "points": real + index - 100.0}.get(
        d.slip, float(nominal)
    )
    return Item(
        (
            f"How large must a nominal {what} be, in dollars, to be worth {real:,} dollars of the base year, when "
            "the price "
            f"index is {index}?",
            f"A {what} was {real:,} dollars in the base year (100). The index is now {index}. How many dollars keep "
            "its real "
            "value?",
            f"The real {what} is {real:,} dollars in prices of the base year, and the index stands at {index}. Find "
            "the nominal "
            "one in dollars.",
        ),
        f"Real and nominal values: {times(real, index)}; {over(real * index, 100)}"
        if not d.slip
        else f"Real and nominal values: so it is {amount(answer)}",
        amount(answer),
        f"answer*100 = {real}*{index} and parts(answer) < 2",
    )


@real_value.form("explain which")
def _better_off(d: Draw) -> Item:
    index, who = d.choice((105, 110, 120, 125, 140, 150)), d.choice(PEOPLE)
    base = d.within((10, 40), (10, 60), (20, 95)) * 100
    real = base + d.choice((-1, 1)) * d.within((1, 9)) * base // 100
    nominal = real * index // 100
    right = "yes" if real > base else "no"
    if nominal <= base:
        nominal = base + 100
        right = "yes" if nominal * 100 > base * index else "no"
    answer = {"nominal": "yes", "points": "no" if right == "yes" else "yes"}.get(d.slip, right)
    worth = round(nominal * 100 / index, 2)
    return Item(
        (
            f"{who} earned {base:,} dollars in the base year (index 100) and earns {nominal:,} now, at a price index "
            f"of {index}. "
            "Can the new wage buy more? Answer yes or no.",
            f"A wage goes from {base:,} to {nominal:,} dollars while the price index goes from 100 to {index}. Has "
            "the real wage "
            "risen? Answer yes or no.",
            f"Yes or no: is {who} better off with {nominal:,} dollars at a price index of {index} than with {base:,} "
            "dollars at "
            "an index of 100?",
        ),
        f"Real and nominal values: {ratio(nominal * 100, index)} in prices of the base year; {amount(worth)} is "
        f"{'more' if right == 'yes' else 'less'} than {amount(base)}"
        if answer == right
        else f"Real and nominal values: so the answer is {answer}",
        answer,
        f'answer = "{right}" if {min(nominal * 100, base * index)} < {max(nominal * 100, base * index)}',
        right=right,
        checker=Checker.TEXT,
    )


def _rates(d: Draw) -> tuple[float, float]:
    """An inflation rate and a nominal rate of interest in percent."""
    scale = 1 if d.difficulty == 1 else 10
    return d.within((1, 9), (5, 60), (5, 95)) / scale, d.within((1, 15), (10, 120), (5, 150)) / scale


@computed(
    "real-interest",
    "real interest rate",
    {"inflation-rate": "it is taken off the interest", "simple-interest": "that is the nominal rate"},
    {
        "sum": "Inflation is added instead of taken off.",
        "nominal": "The nominal rate is taken for the real one.",
        "turned": "The interest is taken off the inflation.",
    },
    takes={"inflation": range(1, 20)},
    described={
        "{} in {}, and inflation is k percent. About how many percent is the real interest rate?": (
            "{0} in {1}. About how many percent is the real interest rate, if inflation is {k}?",
            "{0} in {1}. Find the approximate real interest rate in percent if inflation is {k}.",
        )
    },
    direct=("difference", "sum"),
)
def real_interest(d: Draw) -> Item:
    rise, nominal = _rates(d)
    rise = d.given or rise
    answer = {"sum": nominal + rise, "nominal": nominal, "turned": rise - nominal}.get(d.slip, nominal - rise)
    work = {
        "sum": plus(nominal, rise),
        "nominal": f"the rate stays {amount(nominal)}",
        "turned": minus(rise, nominal),
    }.get(d.slip, minus(nominal, rise))
    land = d.choice(LANDS)
    who = d.choice(("A bank pays", "A bond pays", "A savings account pays", "A loan costs", "A deposit brings"))
    shown, paid, lead = d.shown(amount(rise)), f"{amount(nominal)} percent interest", ""
    if d.difficulty == 3:
        loan = d.within((2, 9)) * 100
        paid = f"{amount(loan * nominal / 100)} dollars of interest a year on {loan} dollars"
        lead = f"{amount(loan * nominal / 100)} of {loan} is {amount(nominal)} percent; "
    return Item(
        (
            f"{who} {paid} in {land}, and inflation is {shown} percent. About how many percent is the real interest "
            "rate?",
            f"Inflation in {land} stands at {shown} percent. {who} {paid}. Find the approximate real interest rate "
            "in percent.",
            f"{who} {paid} while prices in {land} rise by {shown} percent. What is the real interest rate in "
            "percent, by simple "
            "subtraction?",
        ),
        f"Real interest rate: {lead}{work}",
        amount(round(answer, 2)),
        f"answer + {amount(rise)} = {amount(nominal)} and parts(answer) < 2",
    )


@real_interest.form("reverse")
def _nominal_rate(d: Draw) -> Item:
    rise, gain = _rates(d)
    gain = round(gain / 2, 2)
    asks_inflation = d.difficulty > 1 and d.rng.random() < 0.75
    nominal, land = round(rise + gain, 2), d.choice(LANDS)
    right = rise if asks_inflation else nominal
    answer = {"sum": nominal + gain if asks_inflation else abs(gain - rise), "nominal": gain}.get(d.slip, right)
    known = (
        f"a nominal rate of {amount(nominal)} percent" if asks_inflation else f"an inflation of {amount(rise)} percent"
    )
    loan, lead = d.within((2, 9)) * 100, ""
    if d.difficulty == 3 and asks_inflation:
        known = f"interest of {amount(round(nominal * loan / 100, 2))} dollars a year on {loan} dollars"
        lead = f"{amount(round(nominal * loan / 100, 2))} of {loan} is {amount(nominal)} percent; "
    asked = "inflation rate" if asks_inflation else "nominal interest rate"
    return Item(
        (
            f"With {known}, the real interest rate in {land} is about {amount(gain)} percent. What is the "
            f"{asked} in "
            "percent?",
            f"Savers in {land} want {amount(gain)} percent in real terms, and there is {known}. Which "
            f"{asked} in percent "
            "fits that, by simple calculation?",
            f"Real interest of {amount(gain)} percent and {known} belong together. Find the {asked} of "
            f"{land} in "
            "percent.",
        ),
        f"Real interest rate: {lead}{minus(nominal, gain) if asks_inflation else plus(rise, gain)}"
        if answer == right
        else f"Real interest rate: so it is {amount(round(answer, 2))}",
        amount(round(answer, 2)),
        (
            f"{amount(nominal)} - answer = {amount(gain)}"
            if asks_inflation
            else f"answer - {amount(rise)} = {amount(gain)}"
        )
        + " and parts(answer) < 2",
    )


@real_interest.form("word problem")
def _buying_power(d: Draw) -> Item:
    rise, nominal = _rates(d)
    savings, who = d.within((1, 9), (2, 40), (5, 90)) * 1000, d.choice(PEOPLE)
    answer = {"sum": savings * (nominal + rise) / 100, "nominal": savings * nominal / 100}.get(
        d.slip, savings * (rise - nominal) / 100 if d.slip else savings * (nominal - rise) / 100
    )
    rate = round(nominal - rise, 4)
    return Item(
        (
            f"{who} saves {savings:,} dollars at {amount(nominal)} percent for a year in which prices rise by "
            f"{amount(rise)} "
            "percent. By about how many dollars of this year's prices does what the savings can buy change (a loss is "
            "negative)? Use the simple difference of the rates.",
            f"{savings:,} dollars lie in a bank at {amount(nominal)} percent, and inflation is {amount(rise)} "
            "percent. What does "
            f"{who} gain in buying power within a year, in dollars, by the difference of the two rates? A loss is "
            "negative.",
            f"What is the real gain in dollars, roughly, on {savings:,} dollars in a year with {amount(nominal)} "
            "percent "
            f"interest and {amount(rise)} percent inflation (subtract the rates; negative for a loss)?",
        ),
        f"Real interest rate: {minus(nominal, rise)} percent; {times(savings, rate)}; {over(savings * rate, 100)}"
        if not d.slip
        else f"Real interest rate: so it is {amount(round(answer, 2))}",
        amount(round(answer, 2)),
        f"answer*100 = {savings}*({amount(nominal)} - {amount(rise)}) and parts(answer) < 2",
    )
