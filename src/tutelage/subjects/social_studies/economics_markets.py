"""Economics worked out: prices that clear a market, and how strongly buyers react to them."""

from __future__ import annotations

from tutelage.records import Checker
from tutelage.subjects.social_studies.steps import minus, over, plus, ratio, times
from tutelage.subjects.social_studies.topic import amount, computed
from tutelage.subjects.social_studies.wording import GOODS, LANDS
from tutelage.subjects.workbook import Draw, Item

_BOUGHT = (*GOODS, "bread", "coffee", "petrol", "tickets", "milk")


def _market(d: Draw) -> tuple[int, int, int, int, int]:
    """The constants and the slopes of demand and supply, and the price at which they meet."""
    rise = d.within((1, 4), (1, 8), (2, 14))
    slope = rise + d.within((1, 3), (1, 6), (1, 8))
    price = d.within((2, 9), (3, 20), (5, 40))
    low = 0 if d.difficulty == 1 else d.within((0, 9), (1, 30), (5, 90)) * 2
    return low + (slope + rise) * price, slope, low, rise, price


def _line(constant: int, slope: int) -> str:
    each = "p" if slope == 1 else f"{slope}p"
    return f"{constant} + {each}" if constant else each


@computed(
    "market-equilibrium",
    "market equilibrium",
    {"supply-and-demand": "it defines the equilibrium price"},
    {
        "minus": "The slopes are subtracted instead of added.",
        "amount": "The constants are added instead of subtracted.",
        "supply": "What is offered at a price of zero is forgotten.",
    },
)
def equilibrium(d: Draw) -> Item:
    high, slope, low, rise, price = _market(d)
    if d.difficulty == 3:
        slope += (slope + rise) % 2
        high = low + (slope + rise) * price + (slope + rise) // 2
    top = {"amount": high + low, "supply": high}.get(d.slip, high - low)
    divisor = slope - rise if d.slip == "minus" else slope + rise
    first = {"amount": plus(high, low), "supply": f"{high} is kept"}.get(d.slip, minus(high, low))
    first = f"{first}; " if low else ""
    second = minus(slope, rise) if d.slip == "minus" else plus(slope, rise)
    supply = _line(low, rise)
    return Item(
        (
            f"At price p, buyers want {high} - {slope}p and sellers offer {supply}. Find the equilibrium price.",
            f"Demand is {high} - {slope}p and supply is {supply}. At which price p are they equal?",
            f"In a market, {high} - {slope}p units are wanted and {supply} are offered at price p. What is the "
            "equilibrium price?",
        ),
        f"Market equilibrium: the p are brought to one side; {first}{second}; {ratio(top, divisor)}",
        amount(round(top / divisor, 2)),
        f"{high} - {slope}*answer = {low} + {rise}*answer and parts(answer) < 2",
        worded={
            "word problem": (
                f"At a price of zero, {high} people of a town would take a haircut, and each dollar of price keeps "
                f"{slope} "
                f"of them away. Hairdressers offer {low} haircuts at a price of zero and {rise} more for each "
                "dollar. At "
                "which price in dollars does the market clear?",
                f"For honey, buyers want {high} jars less {slope} for each dollar of its price. Beekeepers bring "
                f"{low} jars "
                f"in any case and {rise} more for each dollar. Which price in dollars leaves no jar over and nobody "
                "without?",
                f"At a fish market buyers would take {high} fish at a price of zero, and {slope} fewer for each "
                f"dollar; {low} would be offered at a price of zero, and {rise} more for each dollar. At which price "
                "in dollars do the two agree?",
            )
        },
    )


@equilibrium.form("two steps")
def _quantity(d: Draw) -> Item:
    high, slope, low, rise, price = _market(d)
    right = low + rise * price
    answer = rise * price if d.slip == "supply" else right
    supply = _line(low, rise)
    return Item(
        (
            f"Demand is {high} - {slope}p and supply is {supply}. How many units are traded at the equilibrium price?",
            f"Buyers want {high} - {slope}p and sellers offer {supply} at price p. How much changes hands where the "
            "two "
            "are equal?",
            f"A market has the demand {high} - {slope}p and the supply {supply}. Find the equilibrium quantity.",
        ),
        f"Market equilibrium: {minus(high, low)}; {plus(slope, rise)}; {over(high - low, slope + rise)} is the price; "
        f"{times(slope, price)}; {minus(high, slope * price)}"
        if answer == right
        else f"Market equilibrium: {over(high - low, slope + rise)} is the price; so {answer} are traded",
        amount(answer),
        f"(answer - {low})*{slope} = ({high} - answer)*{rise} and parts(answer) < 2",
    )


@equilibrium.form("application")
def _short_or_left(d: Draw) -> Item:
    high, slope, low, rise, price = _market(d)
    away = d.within((1, 4)) % price or 1
    fixed = price - away if d.rng.random() < 0.5 else price + away
    wanted, offered = high - slope * fixed, low + rise * fixed
    if wanted < 0:
        fixed = price - away
        wanted, offered = high - slope * fixed, low + rise * fixed
    what = "shortage" if fixed < price else "surplus"
    right = abs(wanted - offered)
    answer = {"amount": wanted + offered, "supply": abs(wanted - rise * fixed)}.get(d.slip, right)
    law = "No one may ask for more than" if fixed < price else "No one may pay less than"
    supply = _line(low, rise)
    last = plus(wanted, offered) if d.slip == "amount" else minus(max(wanted, offered), min(wanted, offered))
    return Item(
        (
            f"Demand is {high} - {slope}p and supply is {supply}. How large is the {what} at a price of {fixed}?",
            f"{law} {fixed} dollars by law. With a demand of {high} - {slope}p and a supply of {supply}, how many "
            "units "
            f"is the {what}?",
            f"At the price {fixed}, buyers want {high} - {slope}p and sellers offer {supply}. Find the {what} in "
            "units.",
        ),
        f"Market equilibrium: {times(slope, fixed)}, so {minus(high, slope * fixed)} are wanted; "
        f"{times(rise, fixed)}, so "
        f"{plus(low, rise * fixed)} are offered; {last}"
        if d.slip != "supply"
        else f"Market equilibrium: {wanted} are wanted; {times(rise, fixed)} are offered; so it is {answer}",
        amount(answer),
        f"answer = abs({high} - {slope}*{fixed} - {low} - {rise}*{fixed}) and parts(answer) < 2",
    )


def _reaction(d: Draw) -> tuple[float, int, float]:
    """An elasticity, a percentage by which a price changes, and that by which the amount does."""
    strength = d.choice(
        {1: (2, 3, 4), 2: (0.5, 1.5, 2, 2.5), 3: (0.2, 0.25, 0.4, 0.5, 0.8, 1.2, 1.5, 2.5)}[d.difficulty]
    )
    price = d.within((1, 20), (1, 20), (1, 12)) * (1 if d.difficulty == 1 else 2 if d.difficulty == 2 else 5)
    return strength, price, round(price * strength, 4)


@computed(
    "price-elasticity",
    "price elasticity",
    {"percent-change": "two of them are compared", "supply-and-demand": "it is demand that reacts"},
    {
        "upside": "The division is made the wrong way round.",
        "minus": "The percentages are subtracted.",
        "raw": "The change of the amount alone is taken.",
    },
)
def elasticity(d: Draw) -> Item:
    strength, price, demand = _reaction(d)
    answer = {"upside": round(price / demand, 2), "minus": demand - price, "raw": demand}.get(d.slip, strength)
    work = {
        "upside": ratio(price, demand),
        "minus": minus(demand, price),
        "raw": f"it is {amount(demand)}",
    }.get(d.slip, over(demand, price))
    goods, land, rises = d.choice(_BOUGHT), d.choice(LANDS), d.rng.random() < 0.5
    up, down = ("rises", "falls") if rises else ("falls", "rises")
    shown, lead, sales = f"{up} by {price} percent", "", f"the amount demanded {down} by {amount(demand)} percent"
    if d.difficulty == 2:
        sold, moved = 1000, round(demand * 10)
        then = sold - moved if rises else sold + moved
        sales = f"sales go from {sold:,} to {then:,}"
        lead = f"{minus(max(sold, then), min(sold, then))}; {over(moved * 100, sold)} percent; "
    if d.difficulty == 3:
        base = d.choice((20, 40, 60, 100))
        other = base * (100 + (price if rises else -price)) / 100
        shown = f"goes from {base} to {amount(other)} dollars"
        lead = f"{minus(max(base, other), min(base, other))}; {over(abs(other - base) * 100, base)} percent; "
    return Item(
        (
            f"In {land} the price of {goods} {shown}, and {sales}. Find the size of the price elasticity of demand, "
            "without its sign.",
            f"In the shops of {land}, {sales} when the price of {goods} {shown}. How large is the price elasticity, "
            "taken "
            "as a positive number?",
            f"What is the price elasticity of demand for {goods} in {land}, without the sign, if the price {shown} and "
            f"{sales}?",
        ),
        f"Price elasticity: {lead}the change of the amount is divided by the change of the price; {work}",
        amount(answer),
        f"answer*{price} = {amount(demand)} and parts(answer) < 2",
    )


@elasticity.form("reverse")
def _change_of_the_amount(d: Draw) -> Item:
    strength, price, demand = _reaction(d)
    goods, rises, base = d.choice(_BOUGHT), d.rng.random() < 0.5 or demand >= 100, d.choice((20, 40, 60, 100))
    rises = rises and demand < 100
    up, down = ("raised", "fall") if rises else ("lowered", "rise")
    sold = d.within((1, 9)) * 1000
    change, lead = f"by {price} percent", ""
    if d.difficulty > 1:
        other = base * (100 + (price if rises else -price)) / 100
        change = f"from {base} to {amount(other)} dollars"
        lead = f"{minus(max(base, other), min(base, other))}; {over(abs(other - base) * 100, base)} percent; "
    found = {"upside": round(price / strength, 2), "minus": round(abs(price - strength), 2)}.get(d.slip, demand)
    answer, asked = found, f"By how many percent does the amount demanded {down}"
    work = {"upside": ratio(price, strength), "minus": f"so it is {amount(found)}"}.get(d.slip, times(price, strength))
    if d.difficulty == 3:
        answer, asked = round(sold * found / 100, 2), f"{sold:,} pieces were sold; by how many do sales {down}"
        work += f"; {amount(found)} percent of {sold:,} is {amount(answer)}"
    return Item(
        (
            f"The price elasticity of demand for {goods} is {amount(strength)}, without its sign. The price is {up} "
            f"{change}. {asked}?",
            f"Demand for {goods} has an elasticity of {amount(strength)} (sign left out), and the price is {up} "
            f"{change}. "
            f"{asked}?",
            f"A shop has {up} the price of {goods} {change}. It knows that the elasticity is {amount(strength)}, "
            "taken as "
            f"positive. {asked}?",
        ),
        f"Price elasticity: {lead}{work}",
        amount(answer),
        f"answer/{price} = {amount(strength)}*{f'{sold}/100' if d.difficulty == 3 else 1} and parts(answer) < 2",
    )


@elasticity.form("word problem")
def _from_sales(d: Draw) -> Item:
    strength = d.choice({1: (1, 2, 3), 2: (0.5, 1.5, 2), 3: (0.4, 0.5, 1.2, 1.5, 2.5)}[d.difficulty])
    percent, base = d.choice((10, 20, 30)), d.within((1, 9), (2, 20), (3, 40)) * 10
    sold = d.within((1, 9), (2, 40), (5, 90)) * 100
    price = base * (100 + percent) // 100
    less = round(sold * percent * strength / 100)
    answer = {"upside": round(1 / strength, 2), "minus": round(percent * (strength - 1), 2)}.get(
        d.slip, percent * strength if d.slip else strength
    )
    shop = d.choice(("A cinema", "A ferry line", "A swimming pool", "A museum", "A theatre"))
    return Item(
        (
            f"{shop} raises the price of a ticket from {base} to {price} dollars, and instead of {sold:,} tickets it "
            "sells "
            f"{sold - less:,}. How large is the price elasticity, without its sign, if percentages are taken of the "
            "old "
            "values?",
            f"At {base} dollars, {shop[0].lower()}{shop[1:]} sells {sold:,} tickets; at {price} dollars it sells "
            f"{sold - less:,}. Find the elasticity as a positive number, with the first price and number as the base.",
            f"Tickets cost {base} dollars and {sold:,} were sold. Then {shop[0].lower()}{shop[1:]} asks {price} "
            "dollars and "
            f"sells {sold - less:,}. Compared with the start, what is the price elasticity without its sign?",
        ),
        f"Price elasticity: {minus(sold, sold - less)}; {over(less * 100, sold)} percent less; {minus(price, base)}; "
        f"{over((price - base) * 100, base)} percent more; {over(less * 100 / sold, percent)}"
        if answer == strength
        else f"Price elasticity: {amount(less * 100 / sold)} percent less, {percent} percent more; so it is "
        f"{amount(answer)}",
        amount(answer),
        f"answer*{percent}/100 = {less}/{sold} and parts(answer) < 2",
    )


@computed(
    "elastic-or-inelastic",
    "elastic or inelastic demand",
    {"price-elasticity": "it is compared with 1"},
    {
        "swap": "Elastic and inelastic are mixed up.",
        "price": "It is only asked whether the price changes much.",
        "revenue": "A higher price is believed to bring more revenue in any case, and a lower one less.",
    },
)
def elastic(d: Draw) -> Item:
    price, demand = _two_changes(d)
    right = "elastic" if demand > price else "inelastic"
    wrong = "inelastic" if demand > price else "elastic"
    answer = wrong if d.slip == "swap" else right
    if d.slip == "price":
        answer = "elastic" if price > 10 else "inelastic"
    goods, free, fewer = d.choice(_BOUGHT), d.rng.random() < 0.5, demand * 10
    shown = f"the amount sold falls by {demand} percent"
    lead = ""
    if d.difficulty == 3:
        shown = f"sales fall from 1,000 to {1000 - fewer:,}"
        lead = f"{minus(1000, 1000 - fewer)} of 1,000 is {demand} percent; "
    more = "more" if demand > price else "less"
    return Item(
        (
            f"The price of {goods} rises by {price} percent and {shown}. Is demand elastic or inelastic?",
            f"Elastic or inelastic: what is the demand for {goods} if {shown} when the price rises by {price} percent?",
            f"A price of {goods} that rises by {price} percent has this effect: {shown}. Is that elastic or inelastic?",
        ),
        f"Elastic or inelastic demand: {lead}the amount changes by {demand} percent and the price by {price} "
        "percent; the "
        f"amount changes {more} than the price; so demand is {answer}",
        answer,
        f'answer = "{right}" if {min(price, demand)} < {max(price, demand)}',
        right=right,
        others=() if free else (wrong,),
        checker=Checker.TEXT,
    )


def _two_changes(d: Draw) -> tuple[int, int]:
    """Percentages by which a price and an amount change; they differ, and either may be the larger one."""
    price, demand = d.rng.sample(range(2, (25, 37, 50)[d.difficulty - 1]), 2)
    return price, demand


@elastic.form("application")
def _revenue(d: Draw) -> Item:
    wanted = d.rng.random() < 0.5
    while True:
        price, demand = _two_changes(d)
        rises = d.rng.random() < 0.5
        new = (100 + price) * (100 - demand) if rises else (100 - price) * (100 + demand)
        if abs(new - 10_000) > 100 and (new > 10_000) == wanted:
            break
    right = "rises" if new > 10_000 else "falls"
    answer = {"swap": "falls" if right == "rises" else "rises", "revenue": "rises" if rises else "falls"}.get(
        d.slip, right
    )
    goods = d.choice(_BOUGHT)
    up, down = ("raised", "fall") if rises else ("lowered", "rise")
    one, two = (100 + price, 100 - demand) if rises else (100 - price, 100 + demand)
    return Item(
        (
            f"The price of {goods} is {up} by {price} percent, and sales {down} by {demand} percent. Does the "
            "revenue rise "
            "or fall? Answer rises or falls.",
            f"A shop has {up} the price of {goods} by {price} percent and sees its sales {down} by {demand} percent. "
            "What "
            "about its revenue: answer rises or falls.",
            f"Sales of {goods} {down} by {demand} percent because the price was {up} by {price} percent. Rises or "
            "falls: "
            "which is true of the revenue?",
        ),
        f"Elastic or inelastic demand: of 100 times 100, {times(one, two)} is left; compared with 10,000, the revenue "
        f"{answer}",
        answer,
        f'answer = "{right}" if {min(one * two, 10_000)} < {max(one * two, 10_000)}',
        right=right,
        accepted=("rise" if right == "rises" else "fall",),
        checker=Checker.TEXT,
    )


@elastic.form("reverse")
def _which_case(d: Draw) -> Item:
    elastic_wanted = d.rng.random() < 0.5
    word = "elastic" if elastic_wanted else "inelastic"

    def case(is_elastic: bool) -> tuple[int, int, str]:
        while True:
            price, demand = _two_changes(d)
            if (demand > price) == is_elastic:
                return price, demand, f"the price rises by {price} percent, and {demand} percent less are sold"

    price, demand, right = case(elastic_wanted)
    others = [case(not elastic_wanted)[2] for _ in range(2 if d.difficulty == 1 else 3)]
    given = others[0] if d.slip == "swap" else right
    return Item(
        (
            f"In which of these cases is demand {word}?",
            f"A student looks for a case of {word} demand. Which of these fits?",
            f"Which of these reactions would an economist call {word}?",
        ),
        f"Elastic or inelastic demand: demand is {word} if the amount changes {'more' if elastic_wanted else 'less'} "
        "than "
        f"the price; so it is '{given}'",
        given,
        f'answer = "{right}" if {min(price, demand)} < {max(price, demand)}',
        right=right,
        others=tuple(others) if len(set(others)) == len(others) else tuple(dict.fromkeys(others)),
        checker=Checker.TEXT,
    )
