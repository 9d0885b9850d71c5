"""Economics worked out: interest and banks."""

from __future__ import annotations

from tutelage.subjects.social_studies.steps import minus, over, percent_of, plus, ratio, times
from tutelage.subjects.social_studies.topic import amount, computed
from tutelage.subjects.social_studies.wording import LANDS, PEOPLE
from tutelage.subjects.workbook import Draw, Item


@computed(
    "simple-interest",
    "simple interest",
    {"percentages": "interest is a percentage of the loan", "money-and-credit": "it says what interest is"},
    {
        "year": "Only one year is counted.",
        "total": "The loan is added to the interest.",
        "months": "Months are taken for years.",
    },
)
def simple_interest(d: Draw) -> Item:
    loan, rate = d.within((1, 20), (2, 60), (11, 90)) * 100, d.within((1, 10), (1, 12), (2, 15))
    years: float = d.within((2, 5), (2, 9), (3, 20))
    span, lead = f"{years} years", ""
    if d.difficulty == 3:
        months = d.choice((3, 6, 9, 15, 18, 21, 27, 30))
        years, span = months / 12, f"{months} months"
        lead = f"{over(months, 12)} years; "
    if d.slip == "months" and lead:
        years, lead = years * 12, ""
    year = loan * rate // 100
    interest = year * years
    answer = {"year": float(year), "total": loan + interest}.get(d.slip, float(interest))
    work = f"{times(loan, rate)}; {over(loan * rate, 100)} for each year"
    work += "" if d.slip == "year" else f"; {lead}{times(year, years)}"
    work += f"; {plus(loan, interest)}" if d.slip == "total" else ""
    who = d.choice(PEOPLE)
    right = years / 12 if d.slip == "months" and d.difficulty == 3 else years
    return Item(
        (
            f"{loan:,} dollars are lent for {span} at {rate} percent simple interest a year. How many dollars of "
            "interest "
            "are due in all?",
            f"Find the simple interest, in dollars, on {loan:,} dollars at {rate} percent a year for {span}.",
            f"A saver keeps {loan:,} dollars at {rate} percent simple interest a year. How many dollars of interest "
            "are "
            f"earned in {span}?",
        ),
        f"Simple interest: {work}",
        amount(answer),
        f"answer*1200 = {loan}*{rate}*{round(right * 12)} and parts(answer) < 2",
        value=year * int(years) if d.difficulty < 3 else None,
        unit="dollars",
        noun=f"the simple interest on {loan:,} dollars at {rate} percent a year for {span}",
        worded={
            "word problem": (
                f"{who} lends a cousin {loan:,} dollars for a van. They agree on {rate} percent a year, always of "
                "the first "
                f"sum, for {span}. How many dollars does {who} get besides the loan?",
                f"A bond of {loan:,} dollars pays {rate} percent of that sum each year and runs for {span}. How many "
                "dollars "
                "of interest does its owner receive altogether?",
                f"To repair a roof, {who} borrows {loan:,} dollars for {span} at {rate} percent simple interest a "
                "year. "
                "What does the borrowing cost, in dollars?",
            )
        },
    )


@simple_interest.form("reverse")
def _years_or_rate(d: Draw) -> Item:
    loan, rate = d.within((1, 20), (2, 60), (11, 90)) * 100, d.within((1, 10), (1, 12), (2, 15))
    years = d.within((2, 5), (2, 9), (3, 20))
    interest = loan * rate * years // 100
    asks_years = d.rng.random() < 0.5
    known = f"{rate} percent simple interest a year" if asks_years else f"simple interest for {years} years"
    right = years if asks_years else rate
    given = loan * rate // 100 if asks_years else loan * years // 100
    total = interest + loan if d.slip == "total" else interest
    answer = round(total / (loan * (rate if asks_years else years) / 100), 2) if d.slip == "total" else float(right)
    asked = "After how many years" if asks_years else "At how many percent a year"
    step = f"{over(loan * (rate if asks_years else years), 100)}; {ratio(total, given)}"
    return Item(
        (
            f"{loan:,} dollars bring {interest:,} dollars at {known}. {asked} is that?",
            f"A loan of {loan:,} dollars costs {interest:,} dollars of interest: {known}. {asked} was it lent?"
            if not asks_years
            else f"A loan of {loan:,} dollars has cost {interest:,} dollars of interest: {known}. {asked} is that so?",
            f"Somebody lends {loan:,} dollars and earns {interest:,} dollars of interest, with {known}. {asked}?",
        ),
        f"Simple interest: {step}",
        amount(answer),
        f"answer*{loan}*{rate if asks_years else years} = 100*{interest} and parts(answer) < 2",
    )


def _grown(loan: float, rate: float, years: int) -> tuple[list[str], float]:
    """The steps of compound interest, and what is there in the end."""
    steps, total = [], loan
    for _ in range(years):
        interest = total * rate / 100
        steps += [f"{amount(rate)} percent of {amount(total)} is {amount(interest)}", plus(total, interest)]
        total += interest
    return steps, total


@computed(
    "compound-interest",
    "compound interest",
    {"simple-interest": "each year works like one year of it"},
    {
        "simple": "Interest is paid on the first sum alone.",
        "year": "Only one year is counted.",
        "interest": "Only the interest is given, without the sum itself.",
    },
)
def compound_interest(d: Draw) -> Item:
    rate = d.choice({1: (10, 20, 5), 2: (5, 10, 20, 8), 3: (2, 4, 5, 10, 20)}[d.difficulty])
    years = 2 if d.difficulty < 3 else 3
    loan = d.within((1, 40), (1, 400), (1, 400)) * (1000 if d.difficulty == 3 else 100)
    steps, total = _grown(loan, rate, 1 if d.slip == "year" else years)
    if d.slip == "simple":
        interest = loan * rate / 100
        steps, total = [times(interest, years), plus(loan, interest * years)], loan + interest * years
    elif d.slip == "interest":
        steps, total = [*steps, minus(total, loan)], total - loan
    who = d.choice(PEOPLE)
    return Item(
        (
            f"{loan:,} dollars earn {rate} percent compound interest a year. How many dollars are there after {years} "
            "years?",
            f"To what sum do {loan:,} dollars grow in {years} years at {rate} percent a year, with interest on "
            "interest? "
            "Give dollars.",
            f"Find the sum, in dollars, after {years} years if {loan:,} dollars are invested at {rate} percent "
            "compound "
            "interest a year.",
        ),
        f"Compound interest: {'; '.join(steps)}",
        amount(total),
        f"answer = {loan}*(1 + {rate}/100)^{years} and parts(answer) < 2",
        worded={
            "word problem": (
                f"{who} puts {loan:,} dollars into an account at {rate} percent a year and leaves all interest "
                "there. How "
                f"many dollars are in the account after {years} years?",
                f"A debt of {loan:,} dollars is not paid, and each year {rate} percent of what is owed is added. How "
                "many "
                f"dollars are owed after {years} years?",
                f"A foundation invests {loan:,} dollars at {rate} percent a year and reinvests what it earns. What "
                "is its "
                f"fund worth after {years} years, in dollars?",
            )
        },
    )


@compound_interest.form("reverse")
def _first_sum(d: Draw) -> Item:
    rate = d.choice({1: (10, 20, 50), 2: (5, 10, 20, 25), 3: (2, 4, 5, 10, 20)}[d.difficulty])
    years, loan = 1 + (d.difficulty > 1), d.within((1, 40), (1, 400), (1, 90)) * (10_000 if rate < 10 else 100)
    _, total = _grown(loan, rate, years)
    share = 100 + rate
    middle = total * 100 / share
    answer = {
        "simple": round(total - total * rate * years / 100, 2),
        "year": round(total * 100 / share, 2),
        "interest": total - loan,
    }.get(d.slip, float(loan))
    work = f"each year makes {share} percent of the sum before; {over(total * 100, share)}"
    work += f"; {over(middle * 100, share)}" if years == 2 else ""
    return Item(
        (
            f"At {rate} percent compound interest a year, a sum has grown to {amount(total)} dollars after {years} "
            f"year{'s' * (years > 1)}. How many dollars was it at first?",
            f"How many dollars must be invested at {rate} percent a year, with interest on interest, to have "
            f"{amount(total)} dollars after {years} year{'s' * (years > 1)}?",
            f"An account holds {amount(total)} dollars. It has earned {rate} percent compound interest for {years} "
            f"year{'s' * (years > 1)}. Find the first deposit in dollars.",
        ),
        f"Compound interest: {work}" if answer == loan else f"Compound interest: so it was {amount(answer)}",
        amount(answer),
        f"answer*(1 + {rate}/100)^{years} = {amount(total).replace(',', '')} and parts(answer) < 2",
    )


@compound_interest.form("two steps")
def _more_than_simple(d: Draw) -> Item:
    rate = d.choice({1: (10, 20, 50), 2: (5, 10, 20, 30), 3: (2, 4, 5, 10, 20)}[d.difficulty])
    years, loan = 2 + (d.difficulty == 3), d.within((1, 40), (1, 400), (1, 90)) * (1000 if d.difficulty > 1 else 100)
    _, total = _grown(loan, rate, years)
    plain = loan + loan * rate * years / 100
    answer = {"simple": 0.0, "year": loan * rate / 100, "interest": total - loan}.get(d.slip, total - plain)
    return Item(
        (
            f"How many dollars more do {loan:,} dollars bring in {years} years at {rate} percent compound interest "
            "than at "
            f"{rate} percent simple interest?",
            f"One account pays {rate} percent simple interest, the other {rate} percent compound interest. By how many "
            f"dollars do they differ after {years} years if {loan:,} dollars are in each?",
            f"{loan:,} dollars are invested for {years} years at {rate} percent a year. How many dollars of interest "
            "on "
            "interest are there?",
        ),
        f"Compound interest: with interest on interest {amount(total)}; without it, @simple-interest gives "
        f"{percent_of(rate, loan)} a year; {plus(loan, plain - loan)}; {minus(total, plain)}"
        if not d.slip
        else f"Compound interest: compared with @simple-interest, so it is {amount(answer)}",
        amount(answer),
        f"answer = {loan}*(1 + {rate}/100)^{years} - {loan}*(1 + {years}*{rate}/100) and parts(answer) < 2",
    )


@computed(
    "rule-of-70",
    "rule of 70",
    {"compound-interest": "the rule is a short cut for growth on growth"},
    {
        "hundred": "100 is divided instead of 70.",
        "times": "70 is multiplied by the rate.",
        "minus": "The rate is taken away from 70.",
    },
    takes={"growth": (1, 2, 5, 7), "inflation": (1, 2, 5, 7, 10, 14)},
    described={
        "Use the rule of 70: how many years does {} take to double, if it grows k percent a year?": (
            "Use the rule of 70: how many years does {0} take to double, if it grows every year by {k}?",
            "By the rule of 70, in about how many years does {0} double if it rises every year by {k}?",
        )
    },
    direct=("quotient",),
)
def rule_of_70(d: Draw) -> Item:
    rate = d.given or d.choice(
        {1: (1, 2, 5, 7, 10, 14), 2: (1, 2, 2.5, 3.5, 4, 5, 7), 3: (0.5, 0.7, 1.4, 1.75, 2.8, 3.5, 5.6)}[d.difficulty]
    )
    doublings = d.choice((2, 3)) if d.difficulty == 3 else 1
    top = 100 if d.slip == "hundred" else 70
    once = {"times": 70 * rate, "minus": 70 - rate}.get(d.slip, round(top / rate, 2))
    answer = once * doublings
    work = {"times": times(70, rate), "minus": minus(70, rate)}.get(d.slip, ratio(top, rate))
    if doublings > 1:
        work += f"; {2**doublings} times is {doublings} doublings; {times(once, doublings)}"
    thing = d.choice(
        (
            *("The population", "The output", "The price level", "The debt", "The money in a fund", "The income"),
            *("Trade", "The number of cars", "The use of power"),
        )
    )
    land, shown = d.choice(LANDS), d.shown(amount(rate))
    goal = "double" if doublings == 1 else f"grow to {2**doublings} times what it is"
    return Item(
        (
            f"{thing} of {land} grows by {shown} percent a year. By the rule of 70, in about how many years does it "
            f"{goal}?",
            f"Use the rule of 70: how many years does {thing.lower()} of {land} take to {goal}, if it grows {shown} "
            "percent "
            "a year?",
            f"{thing} of {land} rises {shown} percent each year. Estimate with the rule of 70 how many years it "
            "takes to "
            f"{goal}.",
        ),
        f"Rule of 70: {work}",
        amount(answer),
        f"answer*{amount(rate)} = 70*{doublings} and parts(answer) < 2",
    )


@rule_of_70.form("reverse")
def _rate_for_doubling(d: Draw) -> Item:
    years = d.choice({1: (5, 7, 10, 14, 35), 2: (14, 20, 28, 35, 70), 3: (12.5, 17.5, 28, 40, 56, 140)}[d.difficulty])
    doublings = d.difficulty
    answer = {"hundred": round(100 / years, 2), "times": 70 * years, "minus": 70 - years}.get(
        d.slip, round(70 / years, 2)
    )
    work = {"hundred": ratio(100, years), "times": times(70, years), "minus": minus(70, years)}.get(
        d.slip, over(70, years)
    )
    whole, land = years * doublings, d.choice(LANDS)
    grown = "doubled" if doublings == 1 else f"grown to {2**doublings} times what it was"
    lead = (
        f"{2**doublings} times is {doublings} doublings; {over(whole, doublings)} years each; " if doublings > 1 else ""
    )
    return Item(
        (
            f"The output of {land} has {grown} in {amount(whole)} years. By the rule of 70, by about how many "
            "percent a "
            "year did it grow?",
            f"In {amount(whole)} years the money in a fund has {grown}. Which yearly rate in percent does the rule "
            "of 70 "
            "give?",
            f"The price level of {land} has {grown} within {amount(whole)} years. Estimate the yearly inflation in "
            "percent with the rule of 70.",
        ),
        f"Rule of 70: {lead}{work}",
        amount(answer),
        f"answer*{amount(whole)} = 70*{doublings} and parts(answer) < 2",
    )


@rule_of_70.form("two steps")
def _after_doublings(d: Draw) -> Item:
    rate, doublings = d.choice((1, 2, 5, 7, 10, 14)), d.within((1, 2), (2, 3), (2, 4))
    start, years = d.within((2, 9), (2, 30), (5, 90)) * 100, 70 // rate * doublings
    end = start * 2**doublings
    answer = {"times": start * doublings, "hundred": start * 2 * doublings}.get(d.slip, end)
    land = d.choice(LANDS)
    return Item(
        (
            f"A town of {land} has {start:,} people and grows by {rate} percent a year. By the rule of 70, about how "
            "many "
            f"people does it have after {years} years?",
            f"{start:,} dollars earn {rate} percent a year, with interest on interest. Estimate with the rule of 70 "
            "what they "
            f"are worth after {years} years, in dollars.",
            f"A firm sells {start:,} pieces a year, and {rate} percent more each year. About how many does it sell "
            "after "
            f"{years} years, by the rule of 70?",
        ),
        f"Rule of 70: {over(70, rate)}; {over(years, 70 // rate)} doublings; {times(start, 2**doublings)}"
        if answer == end
        else f"Rule of 70: {over(70, rate)}; so it is {amount(answer)}",
        amount(answer),
        f"answer/{start} = 2^({years}*{rate}/70) and parts(answer) < 2",
    )


@computed(
    "money-multiplier",
    "money multiplier",
    {
        "money-and-credit": "banks lend on what is deposited",
        "percentages": "the reserve is a percentage of the deposit",
    },
    {
        "times": "It is multiplied by the reserve ratio.",
        "rest": "It is divided by what is lent.",
        "once": "Only the first loan is counted.",
    },
)
def money_multiplier(d: Draw) -> Item:
    percent = d.choice({1: (10, 20, 25, 50), 2: (5, 10, 20, 25, 40), 3: (2, 4, 8, 12.5, 16, 20)}[d.difficulty])
    deposit = d.within((1, 20), (2, 60), (11, 90)) * 100
    divisor = 100 - percent if d.slip == "rest" else percent
    total = round(deposit * 100 / divisor, 2)
    answer = {"times": deposit * percent / 100, "once": deposit * (200 - percent) / 100}.get(d.slip, total)
    work = f"{times(deposit, 100)}; {ratio(deposit * 100, divisor)}"
    if d.slip == "times":
        work = f"{amount(percent)} percent of {amount(deposit)} is {amount(answer)}"
    elif d.slip == "rest":
        work = f"{minus(100, percent)}; {work}"
    elif d.slip == "once":
        work = f"{minus(100, percent)} percent is lent; {plus(deposit, deposit * (100 - percent) / 100)}"
    if d.difficulty == 3:
        answer -= deposit
        work += f"; {minus(answer + deposit, deposit)}"
    land, what = d.choice(LANDS), "deposits in all" if d.difficulty < 3 else "deposits beyond the first one"
    return Item(
        (
            f"Banks of {land} keep {amount(percent)} percent of deposits in reserve. To how many dollars of {what} "
            "can a "
            f"deposit of {deposit:,} dollars lead at most?",
            f"The reserve ratio in {land} is {amount(percent)} percent. How many dollars of {what} can come of "
            f"{deposit:,} "
            "dollars at most, by the simple multiplier?",
            f"What is the largest sum of {what}, in dollars, that a deposit of {deposit:,} dollars can lead to at a "
            "reserve "
            f"ratio of {amount(percent)} percent in {land}?",
        ),
        f"Money multiplier: {work}",
        amount(round(answer, 2)),
        f"(answer + {deposit if d.difficulty == 3 else 0})*{amount(percent)} = {deposit}*100 and parts(answer) < 2",
    )


@money_multiplier.form("reverse")
def _reserve_ratio(d: Draw) -> Item:
    percent = d.choice({1: (10, 20, 25, 50), 2: (5, 10, 20, 25, 40), 3: (2, 4, 8, 12.5, 16, 20)}[d.difficulty])
    deposit = d.within((1, 20), (2, 60), (11, 90)) * 100
    total = deposit * 100 / percent
    answer = {"times": 100 / percent, "rest": 100 - percent}.get(d.slip, percent)
    land = d.choice(LANDS)
    return Item(
        (
            f"A deposit of {deposit:,} dollars can lead to {amount(total)} dollars of deposits at most. Find the "
            "reserve ratio "
            f"of {land} in percent.",
            f"By the simple multiplier, {deposit:,} dollars support {amount(total)} dollars of deposits in {land}. "
            "How many "
            "percent do the banks keep in reserve?",
            f"Which reserve ratio, in percent, lets {deposit:,} dollars grow to {amount(total)} dollars of deposits "
            "and no "
            "further?",
        ),
        f"Money multiplier: {times(deposit, 100)}; {over(deposit * 100, total)}"
        if not d.slip
        else f"Money multiplier: so it is {amount(answer)}",
        amount(answer),
        f"answer*{amount(total).replace(',', '')} = {deposit}*100 and parts(answer) < 2",
    )


@money_multiplier.form("two steps")
def _second_loan(d: Draw) -> Item:
    percent = d.choice({1: (10, 20, 50), 2: (5, 10, 20, 25, 40), 3: (5, 10, 12, 15, 30)}[d.difficulty])
    deposit = d.within((1, 20), (2, 60), (11, 90)) * (1000 if d.difficulty > 1 else 100)
    first = deposit * (100 - percent) / 100
    second = first * (100 - percent) / 100
    answer = {"times": deposit * percent / 100, "rest": first, "once": first}.get(d.slip, second)
    land, who = d.choice(LANDS), d.choice(PEOPLE)
    return Item(
        (
            f"{who} deposits {deposit:,} dollars. The bank keeps {percent} percent and lends the rest to a builder, "
            "who puts "
            f"it into a second bank; that bank does the same. How many dollars does the second bank lend?",
            f"Banks of {land} keep {percent} percent in reserve and lend all the rest. Of {deposit:,} dollars "
            "deposited, how "
            "many dollars are lent in the second round, after the first loan has been deposited?",
            f"A loan made from a deposit of {deposit:,} dollars is deposited again. With {percent} percent kept each "
            "time, "
            "how large, in dollars, is the loan that follows from it?",
        ),
        f"Money multiplier: {minus(100, percent)} percent is lent; {over(deposit * (100 - percent), 100)}; "
        f"{over(first * (100 - percent), 100)}"
        if answer == second
        else f"Money multiplier: so it is {amount(answer)}",
        amount(answer),
        f"answer = {deposit}*(1 - {percent}/100)^2 and parts(answer) < 2",
    )
