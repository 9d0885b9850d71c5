"""Economics worked out: trade between countries, and the money of others."""

from __future__ import annotations

from tutelage.records import Checker
from tutelage.subjects.social_studies.steps import minus, over, plus, times
from tutelage.subjects.social_studies.topic import amount, computed
from tutelage.subjects.social_studies.wording import LANDS, PEOPLE
from tutelage.subjects.workbook import Draw, Item

_TRADED = ("wheat", "cloth", "wine", "steel", "rice", "cotton", "fish", "timber")


def _outputs(d: Draw) -> tuple[int, int, int, int]:
    """What two can make of a good, and how much of another good each unit of it costs them."""
    while True:
        a, b = d.within((1, 6), (2, 9), (3, 20)), d.within((1, 6), (2, 9), (3, 20))
        cost_a, cost_b = d.within((1, 5), (2, 8), (2, 9)), d.within((1, 5), (2, 8), (2, 9))
        if cost_a != cost_b and a != b and (d.slip != "absolute" or (a > b) != (cost_a < cost_b)):
            return a, b, cost_a, cost_b


def _tons(number: float, good: str) -> str:
    return f"{amount(number)} {'ton' if number == 1 else 'tons'} of {good}"


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
        "upside": "The opportunity cost is turned upside down.",
    },
)
def advantage(d: Draw) -> Item:
    first, second = d.rng.sample(LANDS, 2)
    good, other = d.rng.sample(_TRADED, 2)
    a, b, cost_a, cost_b = _outputs(d)
    free = d.rng.random() < 0.5
    asked = other if d.difficulty == 3 else good
    right, wrong = (first, second) if (cost_a < cost_b) != (asked == other) else (second, first)
    answer = wrong if d.slip else right
    if d.slip == "absolute" and asked == good:
        work = f"{first} makes {_tons(a, good)} and {second} {b}; the larger output is that of {answer}"
    elif d.slip:
        work = f"in {first} the ratio is {cost_a} and in {second} {cost_b}; so {answer} is taken"
    elif asked == good:
        work = (
            f"in {first}, a ton of {good} costs {a * cost_a}/{a} = {_tons(cost_a, other)}; in {second}, it costs "
            f"{b * cost_b}/{b} = {cost_b}; so {answer} has the lower cost"
        )
    else:
        work = (
            f"in {first}, a ton of {other} costs {a}/{a * cost_a} = 1/{cost_a} of a ton of {good}; in {second}, it "
            "costs "
            f"{b}/{b * cost_b} = 1/{cost_b}; so {answer} has the lower cost"
        )
    outputs = (
        f"{first} can make {_tons(a, good)} or {_tons(a * cost_a, other)} a day, {second} {_tons(b, good)} or "
        f"{_tons(b * cost_b, other)}"
    )
    low, high = sorted((cost_a, cost_b))
    return Item(
        (
            f"{outputs}. Which country has the comparative advantage in {asked}?",
            f"{outputs}. Who should specialise in {asked}, by comparative advantage?",
            f"{outputs}. Name the country with the lower opportunity cost of {asked}.",
        ),
        f"Comparative advantage in numbers: {work}",
        answer,
        f'answer = "{right}" if {low}*{a}*{b} < {high}*{a}*{b}',
        right=right,
        others=() if free else (wrong,),
        checker=Checker.TEXT,
    )


@advantage.form("word problem")
def _two_people(d: Draw) -> Item:
    one, two = d.rng.sample(PEOPLE, 2)
    work_a, work_b = d.rng.sample(
        ("wash cars", "iron shirts", "bake cakes", "weed beds", "paint chairs", "write letters"), 2
    )
    a, b, cost_a, cost_b = _outputs(d)
    right, wrong = (one, two) if cost_a < cost_b else (two, one)
    answer = wrong if d.slip else right
    thing_a, thing_b = work_a.split()[1], work_b.split()[1]

    def some(number: int, things: str) -> str:
        return f"{number} {things if number > 1 else things[:-1]}"

    rates = (
        f"In an hour, {one} can {work_a.split()[0]} {some(a, thing_a)} or {work_b.split()[0]} "
        f"{some(a * cost_a, thing_b)}; {two} can {work_a.split()[0]} {some(b, thing_a)} or {work_b.split()[0]} "
        f"{some(b * cost_b, thing_b)}"
    )
    low, high = sorted((cost_a, cost_b))
    return Item(
        (
            f"{rates}. They share the work. Who should {work_a}, by comparative advantage?",
            f"{rates}. Each is to do one task all day, so that as little as possible is lost. Who should {work_a}?",
            f"{rates}. For whom is it cheaper, in {thing_b} given up, to {work_a}?",
        ),
        f"Comparative advantage in numbers: of {thing_b}, each of the {thing_a} costs {one} {a * cost_a}/{a} = "
        f"{cost_a} "
        f"and {two} {b * cost_b}/{b} = {cost_b}; so it is {answer}",
        answer,
        f'answer = "{right}" if {low}*{a}*{b} < {high}*{a}*{b}',
        right=right,
        checker=Checker.TEXT,
    )


@advantage.form("reverse")
def _gain_of_trade(d: Draw) -> Item:
    first, second = d.rng.sample(LANDS, 2)
    good, other = d.rng.sample(_TRADED, 2)
    low, gap = d.within((1, 3), (2, 8), (2, 9)), d.within((2, 3), (2, 6), (3, 9))
    high, tons = low + gap, d.within((2, 9), (3, 30), (11, 90))
    price = low + d.within((1, gap - 1))
    right = (high - price) * tons if d.difficulty > 1 else high - price
    answer = {"other": (price - low) * (tons if d.difficulty > 1 else 1), "absolute": high}.get(d.slip, right)
    deal = (
        f"A ton of {good} costs {_tons(low, other)} to make in {first} and {high} in {second}. {first} sells it to "
        f"{second} "
        f"for {_tons(price, other)}"
    )
    each = "with each ton" if d.difficulty == 1 else f"when it buys {tons} tons"
    work = minus(high, price) + (f"; {times(high - price, tons)}" if d.difficulty > 1 else "")
    return Item(
        (
            f"{deal}. How many tons of {other} does {second} save {each}?",
            f"{deal}. What does {second} gain {each}, in tons of {other}?",
            f"{deal}. Find the gain of {second} {each}, counted in tons of {other}.",
        ),
        f"Comparative advantage in numbers: made at home it would cost {high}; {work}"
        if answer == right
        else f"Comparative advantage in numbers: so it is {answer}",
        amount(answer),
        f"answer = ({high} - {price})*{tons if d.difficulty > 1 else 1} and parts(answer) < 2",
    )


@advantage.form("application")
def _opportunity_cost(d: Draw) -> Item:
    land, good, other = d.choice(LANDS), *d.rng.sample(_TRADED, 2)
    cost = d.choice({1: (2, 3, 4, 5), 2: (0.5, 1.5, 2.5)}.get(d.difficulty, (0.25, 0.75, 1.25, 2.5)))
    made = d.within((2, 9), (2, 12), (4, 30)) * (1 if d.difficulty == 1 else 4)
    wanted = d.within((2, 9)) * 4 if d.difficulty == 3 else 1
    answer, lost = round((1 / cost if d.slip == "upside" else cost) * wanted, 2), made * cost
    work = over(lost, made) + (f"; {times(cost, wanted)}" if wanted > 1 else "")
    amount_of = "a ton" if wanted == 1 else f"{wanted} tons"
    return Item(
        (
            f"In a day {land} makes {_tons(made, good)} or {_tons(lost, other)}. What is its opportunity cost of "
            f"{amount_of} of {good}, in tons of {other}?",
            f"{land} can turn out {_tons(lost, other)} or {_tons(made, good)} a day. How many tons of {other} does it "
            f"give up for {amount_of} of {good}?",
            f"Each day, {land} chooses between {_tons(made, good)} and {_tons(lost, other)}. Find the cost of "
            f"{amount_of} of {good} in tons of {other}.",
            f"{land} could have {_tons(lost, other)} a day, but makes {_tons(made, good)} instead. How many tons of "
            f"{other} does it do without for {amount_of} of {good}?",
        ),
        f"Comparative advantage in numbers: {work if not d.slip else f'so it is {amount(answer)}'}",
        amount(answer),
        f"answer*{made} = {amount(lost).replace(',', '')}*{wanted} and parts(answer) < 2",
    )


@computed(
    "trade-balance",
    "trade balance",
    {"international-trade": "it says what exports and imports are"},
    {
        "sum": "Exports and imports are added.",
        "sign": "Imports and exports are swapped.",
        "services": "Only goods are counted.",
    },
)
def balance(d: Draw) -> Item:
    parts = [d.within((5, 90), (20, 300), (100, 900)) for _ in range(4)]
    goods_out, goods_in, services_out, services_in = parts
    many = d.difficulty > 1
    if d.slip == "services" or not many:
        services = 0
        exports, imports = goods_out, goods_in
    else:
        services = 1
        exports, imports = goods_out + services_out, goods_in + services_in
    right = goods_out - goods_in + (services_out - services_in if many else 0)
    answer = {"sum": exports + imports, "sign": imports - exports}.get(d.slip, exports - imports)
    last = {"sum": plus(exports, imports), "sign": minus(imports, exports)}.get(d.slip, minus(exports, imports))
    lead = f"{plus(goods_out, services_out)}; {plus(goods_in, services_in)}; " if services else ""
    land = d.choice(LANDS)
    trade = f"exports {goods_out} and imports {goods_in}"
    if many:
        trade = (
            f"exports of goods {goods_out}, imports of goods {goods_in}, exports of services {services_out}, imports "
            "of "
            f"services {services_in}"
        )
    return Item(
        (
            f"In billion dollars, {land} has {trade}. Find its trade balance in billion dollars (negative for a "
            "deficit).",
            f"What is the trade balance of {land} in billion dollars, with a minus sign for a deficit: {trade}?",
            f"{land}'s figures in billion dollars are these: {trade}. How many billion dollars is the trade balance, "
            "if a "
            "deficit is negative?",
        ),
        f"Trade balance: {lead}{last}",
        amount(answer),
        f"answer = {right} and parts(answer) < 2",
        worded={
            "word problem": (
                f"A minister of {land} reports for the year, in billion dollars: {trade}. Which trade balance can the "
                "newspapers print (a deficit with a minus sign)?",
                f"The customs office and the banks of {land} add up the year, in billions: {trade}. What is left of "
                "the "
                "exports when the imports are taken off? A deficit is negative.",
                f"{land} pays for what it buys abroad with what it sells there. In billion dollars it has {trade}. "
                "By how "
                "much do its sales exceed its purchases? Write a deficit with a minus sign.",
            )
        },
    )


@balance.form("reverse")
def _imports(d: Draw) -> Item:
    exports, gap = d.within((20, 90), (50, 300), (200, 900)), d.within((2, 15), (5, 45), (20, 180))
    deficit = d.rng.random() < 0.5
    imports = exports + gap if deficit else exports - gap
    asks_imports = d.rng.random() < 0.5
    right, known = (imports, f"exports {exports}") if asks_imports else (exports, f"imports {imports}")
    start = exports if asks_imports else imports
    up = deficit == asks_imports
    answer = (start - gap if up else start + gap) if d.slip in ("sum", "sign") else right
    word, land = "deficit" if deficit else "surplus", d.choice(LANDS)
    asked = "imports" if asks_imports else "exports"
    step = (
        (minus(start, gap) if up else plus(start, gap))
        if answer != right
        else (plus(start, gap) if up else minus(start, gap))
    )
    return Item(
        (
            f"{land} has a trade {word} of {gap} billion dollars and {known}. How many billion dollars are its "
            f"{asked}?",
            f"With {known} billion dollars and a {word} of {gap} billion, what are the {asked} of {land} in billion "
            "dollars?",
            f"The trade of {land} ends the year with a {word} of {gap}; it has {known} (billion dollars). Find its "
            f"{asked} in "
            "billion dollars.",
        ),
        f"Trade balance: with a {word}, {'imports' if deficit else 'exports'} are larger; {step}",
        amount(answer),
        (f"{exports} - answer = {exports - imports}" if asks_imports else f"answer - {imports} = {exports - imports}")
        + " and parts(answer) < 2",
    )


@computed(
    "exchange-rates",
    "exchange rates",
    {"money-and-credit": "two moneys are compared"},
    {
        "wrong": "It is divided where it should be multiplied, or the other way round.",
        "rate": "The rate is added to the sum.",
        "one": "Only one of the two changes of money is made.",
    },
    takes={"dollars": range(10, 5000)},
    described={
        "One dollar is worth {}. How many {} do you get for k dollars?": (
            "One dollar is worth {0}. How many {1} do you get for {k}?",
            "A dollar costs {0}. Change into {1} {k}.",
        )
    },
    direct=("product", "quotient"),
)
def exchange(d: Draw) -> Item:
    rate = d.choice(
        {1: (2, 4, 5, 10, 20), 2: (0.5, 1.25, 2.5, 8, 16), 3: (0.8, 1.25, 1.6, 6.4, 12.5, 25)}[d.difficulty]
    )
    money = d.main((100, 2000), (200, 6000), (1100, 9000), step=100)
    forward = d.rng.random() < 0.5 or d.given is not None
    land, third = d.rng.sample(LANDS, 2)
    crowns, florins = f"{land} crowns", f"{third} florins"
    second = d.choice((2, 4, 5, 10)) if d.difficulty == 3 else 0
    if second:
        return _cross(d, money, (rate, crowns), (second, florins))
    multiply = forward != (d.slip == "wrong")
    answer = money * rate if multiply else money / rate
    work = times(money, rate) if multiply else f"{amount(money)}/{amount(rate)} = {amount(answer)}"
    if d.slip == "rate":
        answer, work = money + rate, plus(money, rate)
    have, want = ("dollars", crowns) if forward else (crowns, "dollars")
    shown = d.shown(amount(money))
    return Item(
        (
            f"One dollar is worth {amount(rate)} {crowns}. How many {want} do you get for {shown} {have}?",
            f"The exchange rate is {amount(rate)} {crowns} for a dollar. Change {shown} {have} into {want}.",
            f"A traveller has {shown} {have}; a dollar costs {amount(rate)} {crowns}. To how many {want} is that "
            "equal?",
        ),
        f"Exchange rates: {work}",
        amount(round(answer, 4)),
        (f"answer = {money}*{amount(rate)}" if forward else f"answer*{amount(rate)} = {money}")
        + " and parts(answer) < 2",
    )


def _cross(d: Draw, money: int, first: tuple[float, str], second: tuple[int, str]) -> Item:
    """From one money to a second one by way of dollars."""
    (rate, crowns), (other, florins) = first, second
    dollars = money / other
    answer = {"wrong": money * other / rate, "rate": dollars + rate, "one": dollars}.get(d.slip, dollars * rate)
    work = {
        "wrong": f"{times(money, other)}; {amount(money * other)}/{amount(rate)} = {amount(answer)}",
        "rate": f"{over(money, other)} dollars; {plus(dollars, rate)}",
        "one": f"{over(money, other)}",
    }.get(d.slip, f"{over(money, other)} dollars; {times(dollars, rate)}")
    return Item(
        (
            f"One dollar is worth {amount(rate)} {crowns} or {other} {florins}. How many {crowns} do you get for "
            f"{amount(money)} {florins}?",
            f"A dollar costs {other} {florins} and {amount(rate)} {crowns}. Change {amount(money)} {florins} into "
            f"{crowns}.",
            f"A traveller has {amount(money)} {florins}. If one dollar equals {other} {florins} and also "
            f"{amount(rate)} "
            f"{crowns}, to how many {crowns} is her money equal?",
        ),
        f"Exchange rates: {work}",
        amount(round(answer, 4)),
        f"answer*{other} = {money}*{amount(rate)} and parts(answer) < 2",
    )


@exchange.form("reverse")
def _rate(d: Draw) -> Item:
    rate = d.choice({1: (2, 4, 5, 10, 20), 2: (0.5, 1.25, 2.5, 8), 3: (0.8, 1.6, 6.4, 12.5)}[d.difficulty])
    dollars, fee = d.within((1, 20), (2, 60), (11, 90)) * 10, d.within((2, 9)) if d.difficulty == 3 else 0
    crowns, land = dollars * rate, d.choice(LANDS)
    paid = dollars + fee
    answer = {"wrong": round(dollars / crowns, 4), "rate": crowns - dollars}.get(d.slip, rate)
    work = {"wrong": f"so it is {amount(answer)}", "rate": minus(crowns, dollars)}.get(d.slip, over(crowns, dollars))
    lead = f"{minus(paid, fee)}; " if fee else ""
    note = f", after it has kept a fee of {fee} dollars" if fee else ""
    return Item(
        (
            f"For {paid} dollars a bank gives {amount(crowns)} {land} crowns{note}. How many crowns is a dollar worth?",
            f"{amount(crowns)} {land} crowns are what a bank pays for {paid} dollars{note}. Find the exchange rate in "
            "crowns for a dollar.",
            f"A traveller hands over {paid} dollars and receives {amount(crowns)} {land} crowns from a bank{note}. At "
            "which rate, in crowns for one dollar?",
        ),
        f"Exchange rates: {lead}{work}",
        amount(answer),
        f"answer*({paid} - {fee}) = {amount(crowns).replace(',', '')} and parts(answer) < 2",
    )


@exchange.form("word problem")
def _shopping_abroad(d: Draw) -> Item:
    rate = d.choice({1: (2, 4, 5, 10), 2: (2, 2.5, 8, 16), 3: (1.6, 2.5, 6.4, 12.5)}[d.difficulty])
    home, fee = d.within((2, 19), (5, 60), (11, 90)) * 10, d.within((2, 9)) if d.difficulty == 3 else 0
    abroad_dollars = home + d.choice((-1, 1)) * d.within((1, 9)) * home // 20
    abroad = abroad_dollars * rate
    total = abroad_dollars + (0 if d.slip == "one" else fee)
    answer = {"wrong": abroad * rate - home, "rate": abroad - home}.get(d.slip, total - home)
    land, who = d.choice(LANDS), d.choice(PEOPLE)
    note = f" Changing money costs {fee} dollars." if fee else ""
    lead = f"{amount(abroad)}/{amount(rate)} = {amount(abroad_dollars)} dollars; "
    lead += f"{plus(abroad_dollars, fee)}; " if fee and d.slip != "one" else ""
    return Item(
        (
            f"A coat costs {home} dollars at home and {amount(abroad)} crowns in {land}, where a dollar is "
            f"{amount(rate)} "
            f"crowns.{note} By how many dollars is it dearer in {land} (negative if it is cheaper)?",
            f"{who} sees a radio for {amount(abroad)} crowns in {land}; at home it is {home} dollars. A dollar buys "
            f"{amount(rate)} crowns.{note} How many dollars more does it cost abroad? Give a negative number if less.",
            f"At {amount(rate)} crowns to the dollar, a flight for {amount(abroad)} crowns of {land} is compared "
            "with one for "
            f"{home} dollars.{note} What is the difference in dollars, abroad minus home?",
        ),
        f"Exchange rates: {lead}{minus(total, home)}"
        if d.slip not in ("wrong", "rate")
        else f"Exchange rates: so the difference is {amount(answer)}",
        amount(answer),
        f"(answer + {home} - {fee})*{amount(rate)} = {amount(abroad).replace(',', '')} and parts(answer) < 2",
    )
