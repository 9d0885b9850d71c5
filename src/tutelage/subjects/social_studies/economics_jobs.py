"""Economics worked out: jobs, and how far spending carries."""

from __future__ import annotations

from tutelage.subjects.social_studies.steps import minus, over, percent_of, plus, ratio, times
from tutelage.subjects.social_studies.topic import amount, computed
from tutelage.subjects.social_studies.wording import LANDS
from tutelage.subjects.workbook import Draw, Item


@computed(
    "unemployment-rate",
    "unemployment rate",
    {"percentages": "the rate is a percentage", "kinds-of-unemployment": "it says who is unemployed"},
    {
        "people": "The whole population is taken for the labour force.",
        "employed": "The unemployed are divided by the employed.",
        "all": "Those who do not look for work are counted as unemployed.",
    },
)
def unemployment(d: Draw) -> Item:
    force = d.within((1, 10), (2, 40), (5, 90)) * (100 if d.difficulty == 1 else 200)
    rate = d.within((2, 20), (2, 20), (3, 25))
    jobless = force * rate // 100
    employed = force - jobless
    outside = force * d.choice((1, 1, 3)) if d.slip in ("people", "all") else force * d.within((3, 12)) // 10
    top = jobless + outside if d.slip == "all" else jobless
    base = {"people": force + outside, "employed": employed, "all": force + outside}.get(d.slip, force)
    lead = f"{plus(employed, jobless)}; "
    if d.slip == "employed":
        lead = ""
    elif d.slip == "people":
        lead += f"{plus(force, outside)}; "
    elif d.slip == "all":
        lead = f"{plus(jobless, outside)}; {plus(employed, jobless + outside)}; "
    part = d.within((2, 8)) * employed // 10
    counts = f"{employed:,} people with a job, {jobless:,} who look for one and {outside:,} who neither work nor look"
    if d.difficulty == 3:
        counts = (
            f"{part:,} people with a full-time job, {employed - part:,} with a part-time job, {jobless:,} who look "
            "for work "
            f"and {outside:,} who do not"
        )
        lead = f"{plus(part, employed - part)} have a job; {lead}"
    place = d.choice(LANDS)
    return Item(
        (
            f"In {place} there are {counts}. Find the unemployment rate in percent.",
            f"{place} counts {counts}. How many percent is the unemployment rate?",
            f"What is the unemployment rate of {place} in percent, with {counts}?",
        ),
        f"Unemployment rate: {'' if d.slip else 'the labour force counts; '}{lead}{times(top, 100)}; "
        f"{ratio(top * 100, base)}",
        amount(round(top * 100 / base, 2)),
        f"answer*({employed} + {jobless}) = 100*{jobless} and parts(answer) < 2",
        worded={
            "word problem": (
                f"A survey asks everybody over 15 in a district of {place} and finds {counts}. Which unemployment "
                "rate, in "
                "percent, does it report?",
                f"The labour office of {place} wants to know how many percent of those who want to work cannot. It "
                "counts "
                f"{counts}. What does it find?",
                f"In a town of {place} live {counts}. The mayor has to give the unemployment rate in percent. What "
                "is it?",
            )
        },
    )


@unemployment.form("reverse")
def _how_many_jobless(d: Draw) -> Item:
    force = d.within((1, 10), (2, 40), (5, 90)) * (100 if d.difficulty == 1 else 200)
    rate, place = d.within((2, 20), (2, 20), (3, 25)), d.choice(LANDS)
    jobless = force * rate // 100
    back, employed = d.difficulty == 3, force - jobless
    right = force if back else jobless if d.difficulty == 1 else employed
    of_employed = {1: force * rate / (100 + rate), 2: force * 100 / (100 + rate)}.get(
        d.difficulty, jobless + jobless * 100 / rate
    )
    answer = round(of_employed) if d.slip == "employed" else right
    if back:
        known, asked = f"{jobless:,} unemployed", "How large is its labour force"
        work = f"{times(jobless, 100)}; {over(jobless * 100, rate)}"
    else:
        known = f"a labour force of {force:,}"
        asked = "How many people are unemployed" if d.difficulty == 1 else "How many people have a job"
        work = f"{percent_of(rate, force)}" + ("" if d.difficulty == 1 else f"; {minus(force, jobless)}")
    return Item(
        (
            f"{place} has an unemployment rate of {rate} percent and {known}. {asked}?",
            f"With {known}, {place} reports {rate} percent of unemployment. {asked}?",
            f"The unemployment rate is {rate} percent in {place}, where there is {known}. {asked}?"
            if not back
            else f"The unemployment rate is {rate} percent in {place}, and that is {known} people. {asked}?",
        ),
        f"Unemployment rate: {work}" if answer == right else f"Unemployment rate: so it is {amount(answer)}",
        amount(answer),
        (
            f"answer*{rate} = 100*{jobless}"
            if back
            else f"answer*100 = {force}*{rate if d.difficulty == 1 else 100 - rate}"
        )
        + " and parts(answer) < 2",
    )


@unemployment.form("two steps")
def _after_new_jobs(d: Draw) -> Item:
    force = d.within((1, 10), (2, 40), (5, 90)) * (100 if d.difficulty == 1 else 200)
    rate = d.within((6, 20), (6, 20), (8, 25))
    jobless = force * rate // 100
    moved = force * d.within((1, 5)) // 100
    gives_up = d.difficulty > 1 and d.rng.random() < 0.5
    left, base = jobless - moved, force - moved if gives_up else force
    answer = {"people": left * 100 / force, "employed": left * 100 / (base - left)}.get(d.slip, left * 100 / base)
    what = "stop looking for work" if gives_up else "find a job"
    place = d.choice(LANDS)
    lead = f"{minus(jobless, moved)}; " + (f"{minus(force, moved)}; " if gives_up else "")
    return Item(
        (
            f"The labour force of {place} is {force:,}, of whom {jobless:,} are unemployed. Then {moved:,} of them "
            f"{what}. Find "
            "the new unemployment rate in percent, to two decimals if needed.",
            f"{place} has {jobless:,} unemployed in a labour force of {force:,}. What is the rate in percent after "
            f"{moved:,} of "
            f"the unemployed {what}? Two decimals will do.",
            f"Of {force:,} people in the labour force of {place}, {jobless:,} have no job; now {moved:,} of these "
            f"{what}. How "
            "many percent is the unemployment rate then (to two decimals)?",
        ),
        f"Unemployment rate: {lead}{times(left, 100)}; {ratio(left * 100, base)}"
        if not d.slip
        else f"Unemployment rate: {minus(jobless, moved)}; so it is {amount(round(answer, 2))}",
        amount(round(answer, 2)),
        f"abs(answer*{base} - 100*({jobless} - {moved})) < {base}/100 and parts(answer) < 2",
    )


@computed(
    "labor-force-participation",
    "labour force participation",
    {"unemployment-rate": "it counts the same labour force"},
    {
        "employed": "Only those with a job are counted.",
        "rest": "Those outside the labour force are counted.",
        "unemployment": "The unemployment rate is given instead.",
    },
)
def participation(d: Draw) -> Item:
    adults = d.within((1, 10), (2, 40), (5, 90)) * (100 if d.difficulty == 1 else 200)
    rate = d.within((50, 80), (45, 85), (41, 89))
    force = adults * rate // 100
    jobless = force * d.within((2, 15)) // 100 or 1
    employed, outside = force - jobless, adults - force
    top = {"employed": employed, "rest": outside, "unemployment": jobless}.get(d.slip, force)
    base = force if d.slip == "unemployment" else adults
    lead = {"employed": "", "rest": f"{plus(employed, jobless)}; {minus(adults, force)}; "}.get(
        d.slip, f"{plus(employed, jobless)}; "
    )
    place = d.choice(LANDS)
    counts = f"{adults:,} adults, of whom {employed:,} work and {jobless:,} look for work"
    if d.difficulty == 3:
        counts = f"{employed:,} adults who work, {jobless:,} who look for work and {outside:,} others"
        lead += f"{plus(force, outside)}; " if d.slip in ("", "employed") else ""
        lead = f"{plus(employed, jobless)}; {plus(force, outside)}; " if d.slip == "employed" else lead
    return Item(
        (
            f"{place} has {counts}. Find the labour force participation rate in percent.",
            f"There are {counts} in {place}. How many percent of the adults take part in the labour force?",
            f"What is the participation rate in percent, if {place} has {counts}?",
        ),
        f"Labour force participation: {lead}{times(top, 100)}; {ratio(top * 100, base)}",
        amount(round(top * 100 / base, 2)),
        f"answer*{adults} = 100*({employed} + {jobless}) and parts(answer) < 2",
        worded={
            "word problem": (
                f"Before it builds nurseries, a government of {place} asks how many percent of the adults work or "
                "want to. It "
                f"counts {counts}. What is the share?",
                f"A valley of {place} has {counts}. Some say that hardly anyone there is active. Which percentage of "
                "the "
                "adults is in the labour force?",
                f"A newspaper of {place} compares towns by the share of adults in the labour force. For one with "
                f"{counts}, "
                "which percentage does it print?",
            )
        },
    )


@participation.form("reverse")
def _how_many_outside(d: Draw) -> Item:
    adults = d.within((1, 10), (2, 40), (5, 90)) * (100 if d.difficulty == 1 else 200)
    rate, place = d.within((50, 80), (45, 85), (41, 89)), d.choice(LANDS)
    force = adults * rate // 100
    outside = adults - force
    right = force if d.difficulty == 1 else outside
    if d.difficulty == 3:
        right = adults
    answer = {"rest": outside if d.difficulty == 1 else force}.get(d.slip, right)
    known, asked, work = f"{adults:,} adults", "How many people are in its labour force", percent_of(rate, adults)
    if d.difficulty == 2:
        asked, work = "How many adults are outside the labour force", f"{work}; {minus(adults, force)}"
    elif d.difficulty == 3:
        known, asked = f"a labour force of {force:,}", "How many adults does it have"
        work = f"{times(force, 100)}; {over(force * 100, rate)}"
    return Item(
        (
            f"{place} has {known} and a participation rate of {rate} percent. {asked}?",
            f"With {known} and {rate} percent participation, what is asked about {place} is this: {asked[0].lower()}"
            f"{asked[1:]}?",
            f"The participation rate of {place} is {rate} percent; it has {known}. {asked}?",
        ),
        f"Labour force participation: {work}"
        if answer == right
        else f"Labour force participation: so it is {answer:,}",
        amount(answer),
        (
            f"answer*{rate} = 100*{force}"
            if d.difficulty == 3
            else f"answer*100 = {adults}*{rate if d.difficulty == 1 else 100 - rate}"
        )
        + " and parts(answer) < 2",
    )


@participation.form("two steps")
def _from_the_rates(d: Draw) -> Item:
    adults = d.within((1, 10), (2, 40), (5, 90)) * (1000 if d.difficulty == 1 else 10_000)
    part, jobless = d.within((10, 16), (9, 17), (41, 89)), d.within((1, 4), (2, 12), (3, 19))
    part *= 5 if d.difficulty < 3 else 1
    jobless *= 5 if d.difficulty == 1 else 1
    force = adults * part // 100
    out = force * jobless / 100
    answer = {"rest": (adults - force) * jobless / 100, "employed": adults * jobless / 100}.get(d.slip, out)
    place = d.choice(LANDS)
    return Item(
        (
            f"{place} has {adults:,} adults. {part} percent of them are in the labour force, and {jobless} percent "
            "of the labour "
            "force are unemployed. How many people are unemployed?",
            f"With {adults:,} adults, a participation rate of {part} percent and an unemployment rate of {jobless} "
            "percent, how "
            f"many people of {place} look for work?",
            f"Find the number of unemployed in {place}: {adults:,} adults, participation {part} percent, "
            "unemployment rate "
            f"{jobless} percent.",
        ),
        f"Labour force participation: {percent_of(part, adults)} in the labour force; by @unemployment-rate, "
        f"{percent_of(jobless, force)}"
        if not d.slip
        else f"Labour force participation: with @unemployment-rate, so it is {amount(answer)}",
        amount(answer),
        f"answer*10000 = {adults}*{part}*{jobless} and parts(answer) < 2",
    )


def _spent_on(d: Draw) -> int:
    """How many percent of each further dollar are spent again."""
    return d.choice({1: (50, 75, 80, 90), 2: (50, 60, 75, 80, 90), 3: (20, 36, 60, 68, 75, 84, 92)}[d.difficulty])


@computed(
    "spending-multiplier",
    "spending multiplier",
    {
        "fiscal-and-monetary-policy": "it tells how far spending carries",
        "percentages": "what is spent on is a percentage",
    },
    {
        "once": "Only the first spending is counted.",
        "rate": "It is divided by what is spent on instead of what is saved.",
        "round": "Only the first round after it is added.",
    },
)
def multiplier(d: Draw) -> Item:
    percent = _spent_on(d)
    saved, total = 100 - percent, d.within((1, 20), (2, 60), (5, 200)) * 100
    spending = total * saved // 100
    work = f"{minus(100, percent)} percent is saved; {times(spending, 100)}; {over(spending * 100, saved)}"
    answer = float(total)
    if d.slip == "once":
        answer, work = float(spending), f"the spending of {amount(spending)} counts once"
    elif d.slip == "rate":
        answer, work = round(spending * 100 / percent, 2), f"{times(spending, 100)}; {ratio(spending * 100, percent)}"
    elif d.slip == "round":
        answer, work = spending * (100 + percent) / 100, f"{plus(spending, spending * percent / 100)}"
    known = f"spend {percent} percent of each extra dollar"
    if d.difficulty == 2:
        known = f"save {saved} percent of each extra dollar and spend the rest"
        work = work.replace(f"{minus(100, percent)} percent is saved; ", "")
    elif d.difficulty == 3:
        known = f"spend {amount(percent / 20)} of every 5 extra dollars"
        work = f"{over(percent / 20 * 100, 5)} percent are spent; {work}"
    land = d.choice(LANDS)
    return Item(
        (
            f"People of {land} {known}. The state spends {amount(spending)} billion dollars more. By how many "
            "billion does "
            "demand rise in all, by the simple multiplier?",
            f"In {land} people {known}. How far do {amount(spending)} billion dollars of new government spending "
            "carry, in "
            "billion dollars, by the simple multiplier?",
            f"If the people of {land} {known}, what is the total effect, in billion dollars, of {amount(spending)} "
            "billion of "
            "new spending?",
        ),
        f"Spending multiplier: {work}",
        amount(answer),
        f"answer*{saved} = {spending}*100 and parts(answer) < 2",
        worded={
            "word problem": (
                f"A new motorway brings {amount(spending)} billion dollars to builders in {land}, who pay others, "
                "who pay "
                f"others; all {known}. How many billion dollars of demand come of it altogether?",
                f"Foreign guests leave {amount(spending)} billion dollars in {land}, where people {known}. What does "
                "that add to "
                "demand in the end, in billion dollars?",
                f"In a slump, the parliament of {land} votes for {amount(spending)} billion dollars of purchases. "
                "Its people "
                f"{known}. Which rise of demand, in billion dollars, does the simple multiplier promise?",
            )
        },
    )


@multiplier.form("reverse")
def _needed_spending(d: Draw) -> Item:
    percent, land = _spent_on(d), d.choice(LANDS)
    saved, total = 100 - percent, d.within((1, 20), (2, 60), (5, 200)) * 100
    right = total * saved // 100
    answer = {"once": total, "rate": total * percent // 100}.get(d.slip, right)
    work = f"{minus(100, percent)} percent is saved; {percent_of(saved, total)}"
    return Item(
        (
            f"The government of {land} wants demand to rise by {total:,} billion dollars. People spend {percent} "
            "percent of each "
            "extra dollar. How many billion must it spend, by the simple multiplier?",
            f"With {percent} percent of each further dollar spent again, which first spending, in billion dollars, "
            "raises demand "
            f"in {land} by {total:,} billion in all?",
            f"Demand in {land} is {total:,} billion dollars too small. If {percent} cents of each extra dollar are "
            "spent on, how "
            "many billion dollars of new spending close the gap?",
        ),
        f"Spending multiplier: {work}" if answer == right else f"Spending multiplier: so it is {answer:,}",
        amount(answer),
        f"answer*100 = {total}*{saved} and parts(answer) < 2",
    )


@multiplier.form("two steps")
def _first_rounds(d: Draw) -> Item:
    percent, land = d.choice((50, 60, 80, 90)), d.choice(LANDS)
    spending, rounds = d.within((1, 20), (2, 60), (5, 90)) * 10, 2 if d.difficulty < 3 else 3
    amounts = [float(spending)]
    for _ in range(rounds):
        amounts.append(round(amounts[-1] * percent / 100, 4))
    right = round(sum(amounts), 4) if d.difficulty > 1 else amounts[-1]
    answer = {"once": amounts[1], "rate": round(spending * 100 / percent, 2)}.get(d.slip, right)
    steps, so_far = [over(amounts[i] * percent, 100) for i in range(rounds)], amounts[0]
    for each in amounts[1:] if d.difficulty > 1 else ():
        steps.append(plus(so_far, each))
        so_far = round(so_far + each, 4)
    asked = "How many billion dollars are spent in the second round after that"
    if d.difficulty > 1:
        asked = f"How many billion dollars are spent in all, with the first {rounds} rounds that follow"
    return Item(
        (
            f"The state of {land} spends {spending} billion dollars, and whoever gets a dollar spends {percent} "
            "cents of it. "
            f"{asked}?",
            f"{spending} billion dollars go out in {land}, and {percent} percent of what is received is spent again. "
            f"{asked}?",
            f"In {land} {percent} percent of each dollar received is passed on. It begins with {spending} billion "
            "dollars. "
            f"{asked}?",
        ),
        f"Spending multiplier: {'; '.join(steps)}"
        if answer == right
        else f"Spending multiplier: so it is {amount(answer)}",
        amount(answer),
        (
            f"answer = {spending}*({percent}/100)^2"
            if d.difficulty == 1
            else f"answer = {spending}*(1 + {percent}/100 + ({percent}/100)^2"
            + (f" + ({percent}/100)^3)" if rounds == 3 else ")")
        )
        + " and parts(answer) < 2",
    )
