"""Economics worked out: the costs, prices and profits of firms."""

from __future__ import annotations

from tutelage.records import Checker
from tutelage.subjects.social_studies.steps import minus, over, plus, ratio, times
from tutelage.subjects.social_studies.topic import amount, computed
from tutelage.subjects.social_studies.wording import FIRMS, GOODS
from tutelage.subjects.workbook import Draw, Item


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
    price, each = d.within((6, 12), (10, 40), (20, 90)), d.within((2, 5), (2, 9), (3, 19))
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
        noun=f"the profit on {made} {goods} made for {each} dollars each, of which {sold} are sold for "
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
        costs = f"it pays {first:,} dollars of rent and {extra:,} dollars of wages, however many are made"
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
                f"{costs.replace('its', 'the').replace('it pays', 'they pay')}. How "
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
