"""Economics worked out: what a tax takes."""

from __future__ import annotations

from tutelage.subjects.social_studies.steps import minus, over, plus
from tutelage.subjects.social_studies.topic import amount, computed
from tutelage.subjects.social_studies.wording import LANDS, PEOPLE
from tutelage.subjects.workbook import Draw, Item


def _brackets(d: Draw) -> tuple[int, int, int, int]:
    """The end of the first bracket, the two rates, and an income above."""
    limit = d.within((1, 4), (1, 5), (2, 9)) * 10_000
    low, high = d.choice(((10, 20), (10, 30), (5, 20), (15, 25), (20, 40)))
    return limit, low, high, limit + d.within((1, 9), (2, 30), (3, 90)) * (1000 if d.difficulty > 1 else 10_000)


@computed(
    "income-tax-brackets",
    "income tax by brackets",
    {"kinds-of-taxes": "brackets make a tax progressive", "percentages": "each bracket takes a percentage"},
    {
        "all": "The highest rate is taken on the whole income.",
        "low": "The lowest rate is taken on the whole income.",
        "free": "The tax of the first bracket is left out.",
    },
)
def brackets(d: Draw) -> Item:
    limit, low, high, income = _brackets(d)
    first, above = limit * low // 100, (income - limit) * high // 100
    third, top = (d.within((1, 9)) * 10_000, high + 10) if d.difficulty == 3 else (0, high)
    extra, earned = third * top // 100, income + third
    right = first + above + extra
    answer = {"all": earned * top // 100, "low": earned * low // 100, "free": right - first}.get(d.slip, right)
    parts = [f"{low} percent of {limit:,} is {first:,}", minus(income, limit)]
    parts += [f"{high} percent of {income - limit:,} is {above:,}"]
    if third:
        parts += [minus(earned, income), f"{top} percent of {third:,} is {extra:,}"]
    if d.slip == "free":
        parts = [*parts[1:], *([plus(above, extra)] if third else [])]
    elif d.slip:
        parts = [f"{top if d.slip == 'all' else low} percent of {earned:,} is {answer:,}"]
    else:
        parts += [plus(first, above), *([plus(first + above, extra)] if third else [])]
    rule = f"{low} percent on the first {limit:,} dollars and {high} percent on what is above"
    if third:
        rule = f"{low} percent on the first {limit:,} dollars, {high} percent up to {income:,} and {top} percent above"
    land, who = d.choice(LANDS), d.choice(PEOPLE)
    return Item(
        (
            f"The income tax of {land} is {rule}. How many dollars of tax are due on {earned:,} dollars?",
            f"{land} takes {rule}. Find the tax, in dollars, on an income of {earned:,} dollars.",
            f"What is the tax in dollars on {earned:,} dollars, if {land} takes {rule}?",
        ),
        f"Income tax by brackets: {'; '.join(parts)}",
        amount(answer),
        f"answer*100 = {limit}*{low} + ({income} - {limit})*{high} + {third}*{top} and parts(answer) < 2",
        worded={
            "word problem": (
                f"{who} earns {earned:,} dollars a year in {land}, where the income tax is {rule}. How many dollars "
                "go to "
                "the state?",
                f"A baker in {land} has an income of {earned:,} dollars. Her tax form says: {rule}. What does she "
                "owe, in "
                "dollars?",
                f"{who} fills in a tax return for {earned:,} dollars. The law of {land} says {rule}. Which sum in "
                "dollars "
                "belongs in the last line?",
            )
        },
    )


@brackets.form("reverse")
def _income_of_a_tax(d: Draw) -> Item:
    limit, low, high, income = _brackets(d)
    first, above = limit * low // 100, (income - limit) * high // 100
    tax = first + above
    answer = {
        "all": round(tax * 100 / high, 2),
        "low": round(tax * 100 / low, 2),
        "free": limit + tax * 100 / high,
    }.get(d.slip, float(income))
    land = d.choice(LANDS)
    return Item(
        (
            f"In {land} the income tax is {low} percent on the first {limit:,} dollars and {high} percent above. "
            "Somebody pays "
            f"{tax:,} dollars. How large is the income in dollars?",
            f"A tax of {tax:,} dollars was due in {land}: {low} percent up to {limit:,} dollars of income and {high} "
            "percent "
            "of what is above. Find the income in dollars.",
            f"Which income, in dollars, leads to a tax of {tax:,} dollars, if {low} percent are taken up to "
            f"{limit:,} dollars "
            f"and {high} percent beyond?",
        ),
        f"Income tax by brackets: {low} percent of {limit:,} is {first:,}; {minus(tax, first)}; "
        f"{over(above * 100, high)}; {plus(limit, income - limit)}"
        if not d.slip
        else f"Income tax by brackets: so it is {amount(answer)}",
        amount(answer),
        f"{limit}*{low} + (answer - {limit})*{high} = {tax}*100 and parts(answer) < 2",
    )


@brackets.form("two steps")
def _left_of_a_raise(d: Draw) -> Item:
    limit, low, high, income = _brackets(d)
    rise = d.within((1, 9), (2, 20), (3, 40)) * 100
    start = income if d.difficulty < 3 else limit - rise // 200 * 100
    below = max(0, limit - start)
    tax = min(below, rise) * low // 100 + max(0, rise - below) * high // 100
    answer = {"all": rise - (start + rise) * high // 100 + start * low // 100, "low": rise - rise * low // 100}.get(
        d.slip, rise if d.slip else rise - tax
    )
    land = d.choice(LANDS)
    lower, upper = min(below, rise) * low // 100, max(0, rise - below) * high // 100
    parts = [f"{high} percent of {max(0, rise - below):,} is {upper:,}"]
    if below:
        parts = [f"{below:,} dollars of it are still below the limit", minus(rise, below)] if below < rise else []
        parts += [f"{low} percent of {min(below, rise):,} is {lower:,}"]
        parts += [f"{high} percent of {rise - below:,} is {upper:,}", plus(lower, upper)] if below < rise else []
    return Item(
        (
            f"The income tax of {land} is {low} percent up to {limit:,} dollars and {high} percent above. Somebody "
            "with an "
            f"income of {start:,} dollars gets {rise:,} dollars more. How many of them are left after tax?",
            f"With {low} percent of tax up to {limit:,} dollars and {high} percent on the rest, how many dollars "
            "does a "
            f"worker of {land} keep of a rise from {start:,} to {start + rise:,} dollars?",
            f"An income of {start:,} dollars grows by {rise:,}. In {land} {low} percent are taken up to {limit:,} "
            "dollars and "
            f"{high} percent of the part above. What remains of the rise, in dollars?",
        ),
        f"Income tax by brackets: {'; '.join(parts)}; {minus(rise, tax)}"
        if answer == rise - tax
        else f"Income tax by brackets: so {amount(answer)} are left",
        amount(answer),
        f"({rise} - answer)*100 = {min(below, rise)}*{low} + {max(0, rise - below)}*{high} and parts(answer) < 2",
    )
