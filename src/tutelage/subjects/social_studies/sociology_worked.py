"""Sociology worked out: shares, averages, dependency ratios and income shares."""

from __future__ import annotations

from tutelage.subjects.social_studies.steps import minus, over, plus, times
from tutelage.subjects.social_studies.topic import amount, computed
from tutelage.subjects.social_studies.wording import LANDS
from tutelage.subjects.workbook import Draw, Item

_MATTERS = ("trust the news", "read every day", "belong to a club", "use a bike", "know their neighbours", "live alone")
_COUNTED = ("hours of work a day", "books read in a year", "ages of cousins", "minutes on the bus", "visits a month")


# --- shares -------------------------------------------------------------------------------------


def _survey(d: Draw) -> tuple[int, int, int]:
    """Percentage, people asked, and people who said so; neither half of them nor as many as the percentage."""
    while True:
        percent = d.within((1, 9), (2, 19), (3, 97)) * (10 if d.difficulty == 1 else 5 if d.difficulty == 2 else 1)
        asked = d.within((1, 40), (2, 40), (2, 30)) * (20 if d.difficulty < 3 else 100)
        said = asked * percent // 100
        if asked * percent % 100 == 0 and percent not in (50, said) and asked != 100 and percent < 100:
            return percent, asked, said


@computed(
    "shares-in-surveys",
    "shares in surveys",
    {"percentages": "a share is a percentage", "samples-and-variables": "it is the sample that answers"},
    {
        "rest": "Those who gave another answer are counted.",
        "count": "The number of people is taken for percent.",
        "others": "It is divided by those who gave another answer, and not by all.",
    },
)
def shares(d: Draw) -> Item:
    percent, asked, said = _survey(d)
    matter = d.choice(_MATTERS)
    men = d.rng.randint(1, said - 1) if d.difficulty == 3 and said > 1 else 0
    lead = f"{plus(men, said - men)}; " if men else ""
    top, whole = asked - said if d.slip == "rest" else said, asked - said if d.slip == "others" else asked
    found = top * 100 / whole
    work, answer = f"{lead}{times(top, 100)}; {over(top * 100, whole)}", str(percent)
    if d.slip == "rest":
        work, answer = f"{lead}{minus(asked, said)}; {times(top, 100)}; {over(top * 100, whole)}", str(100 - percent)
    elif d.slip == "others":
        answer = f"{found:.1f}".removesuffix(".0")
        sign = "=" if float(answer) == found else "is about"
        work = f"{lead}{minus(asked, said)}; {times(top, 100)}; {top * 100:,}/{whole:,} {sign} {answer}"
    elif d.slip == "count":
        work, answer = f"{lead}{said:,} people are taken as percent", str(said)
    counted = f"{men:,} men and {said - men:,} women" if men else f"{said:,}"
    return Item(
        (
            f"Of {asked:,} people in a survey, {counted} say that they {matter}. What percentage of all is that?",
            f"In a sample of {asked:,} people, {counted} {matter}. Find the share in percent.",
            f"A survey finds that of {asked:,} people {counted} {matter}. What is the percentage?",
        ),
        f"Shares in surveys: {work}",
        answer,
        f"answer*{asked} = {said}*100",
    )


@shares.form("reverse")
def people_behind(d: Draw) -> Item:
    """From the percentage back to the people, or to all who were asked."""
    percent, asked, said = _survey(d)
    matter, back = d.choice(_MATTERS), d.difficulty == 3
    share = 100 - percent if d.slip == "rest" else percent
    if back:
        told = f"{percent} percent of those asked in a survey, {said:,} people, say that they {matter}."
        question, formal = "How many people were asked?", f"answer*{percent} = {said}*100"
        answer = said * 100 // share
        sign = "=" if answer * share == said * 100 else "is about"
        work = f"{times(said, 100)}; {said * 100:,}/{share} {sign} {answer:,}"
    else:
        told = f"In a survey of {asked:,} people, {percent} percent say that they {matter}."
        question, formal = "How many people are that?", f"answer*100 = {asked}*{percent}"
        answer = asked * share // 100
        work = f"{times(asked, share)}; {over(asked * share, 100)}"
    if d.slip == "rest":
        work = f"{minus(100, percent)}; {work}"
    elif d.slip == "count":
        answer, work = percent, f"{percent} percent are taken as {percent} people"
    return Item(
        (f"{told} {question}", f"{told} {question} Give the number.", f"From a report: {told} {question}"),
        f"Shares in surveys: {work}",
        str(answer),
        formal,
    )


@shares.form("two steps")
def change_of_share(d: Draw) -> Item:
    """Two surveys compared, in percentage points."""
    percent, asked, said = _survey(d)
    matter = d.choice(_MATTERS)
    before = d.choice([each for each in range(1, 100, 10 if d.difficulty == 1 else 1) if each != percent])
    shown = 100 - percent if d.slip == "rest" and 100 - percent != before else percent
    shown = said if d.slip == "count" and said != before else shown
    steps = f"{times(said, 100)}; {over(said * 100, asked)}"
    if shown == 100 - percent and shown != percent:
        steps = f"{minus(asked, said)}; {times(asked - said, 100)}; {over((asked - said) * 100, asked)}"
    elif shown == said:
        steps = f"{said:,} people are taken as percent"
    gap = abs(shown - before)
    return Item(
        (
            f"Ten years ago {before} percent of the people asked said that they {matter}; now {said:,} of {asked:,} "
            "do. "
            "By how many percentage points do the two shares differ?",
            f"An older survey has {before} percent who {matter}, a new one {said:,} out of {asked:,}. What is the "
            "difference "
            "in percentage points?",
            f"{said:,} of {asked:,} people in one town {matter}, and {before} percent in another. How many percentage "
            "points lie between the towns?",
        ),
        f"Shares in surveys: {steps}; {minus(max(shown, before), min(shown, before))}",
        str(gap),
        f"{asked}*answer = {abs(said * 100 - before * asked)}",
    )


# --- mean and median ----------------------------------------------------------------------------


def _numbers(d: Draw, count: int) -> list[int]:
    """Different numbers whose mean is whole, and whose mean, median and middle one differ."""
    while True:
        numbers = [d.within((1, 12), (1, 20), (10, 90)) for _ in range(count)]
        numbers[-1] += -sum(numbers) % count
        ordered = sorted(numbers)
        if len({sum(numbers) // count, ordered[count // 2], numbers[count // 2]}) == 3 and len(set(numbers)) == count:
            return numbers


@computed(
    "averages",
    "mean and median",
    {"samples-and-variables": "they sum up what a sample says"},
    {
        "other": "Mean and median are mixed up.",
        "middle": "The middle is taken without putting the numbers in order.",
        "sum": "The sum is not divided.",
    },
)
def averages(d: Draw) -> Item:
    count = (3, 5, 7)[d.difficulty - 1]
    numbers = _numbers(d, count)
    mean, ordered = sum(numbers) // count, sorted(numbers)
    median, middle = ordered[count // 2], numbers[count // 2]
    by_mean = d.slip == "sum" or (d.rng.random() < 0.5 and d.slip != "middle")
    added = f"{' + '.join(map(str, numbers))} = {sum(numbers)}"
    if d.slip == "sum":
        work, answer = f"{added}", sum(numbers)
    elif by_mean != (d.slip == "other"):
        work, answer = f"{added}; {sum(numbers)}/{count} = {mean}", mean
    elif d.slip == "middle":
        work, answer = f"of {', '.join(map(str, numbers))} the one in the middle is {middle}", middle
    else:
        work, answer = f"in order: {', '.join(map(str, ordered))}; the one in the middle is {median}", median
    word, what, listed = "mean" if by_mean else "median", d.choice(_COUNTED), ", ".join(map(str, numbers))
    low, high = ordered[: count // 2], ordered[count // 2 + 1 :]
    formal = f"answer*{count} = {' + '.join(map(str, numbers))}"
    if not by_mean:
        formal = f"answer > {max(low)} and answer < {min(high)} and answer = {sum(numbers)} - {sum(low)} - {sum(high)}"
    return Item(
        (
            f"People in a study report these {what}: {listed}. Find the {word}.",
            f"What is the {word} of {listed} ({what})?",
            f"The {what} in a small sample are {listed}. Give their {word}.",
        ),
        f"Mean and median: {work}",
        str(answer),
        formal,
    )


@averages.form("reverse")
def missing_number(d: Draw) -> Item:
    """A number is missing, and the mean is known."""
    count = (3, 4, 5)[d.difficulty - 1]
    numbers = _numbers(d, count) if count % 2 else [*_numbers(d, 3), d.within((1, 20), (1, 20))]
    numbers[-1] += -sum(numbers) % count
    mean, (*known, missing) = sum(numbers) // count, numbers
    what, listed = d.choice(_COUNTED), ", ".join(map(str, known))
    added = f"{' + '.join(map(str, known))} = {sum(known)}"
    work, answer = f"{mean}*{count} = {mean * count}; {added}; {mean * count} - {sum(known)} = {missing}", missing
    if d.slip == "sum":
        work, answer = f"{added}; {sum(known)} is compared with {mean}", abs(sum(known) - mean)
    return Item(
        (
            f"The mean of {count} numbers ({what}) is {mean}. All but one are known: {listed}. Find the missing one.",
            f"{count} people report their {what}, {mean} on average. The first {count - 1} said {listed}. What did "
            "the last "
            "one say?",
            f"One more number stands beside {listed}, and the mean of all {count} is {mean}. Which number is it?",
        ),
        f"Mean and median: {work}",
        str(answer),
        f"({' + '.join(map(str, known))} + answer)/{count} = {mean}",
    )


@averages.form("word problem")
def newcomer(d: Draw) -> Item:
    """What one very large value does to the mean, or to the median."""
    count = 3 if d.difficulty == 1 else 5
    small = sorted(d.rng.sample(range(2, 12 + 10 * d.difficulty), count - 1))
    large = d.within((30, 60), (60, 200), (100, 900))
    large += -(sum(small) + large) % count
    incomes = [*small, large]
    median, mean = incomes[count // 2], sum(incomes) // count
    by_mean = d.rng.random() < 0.5
    takes_mean = by_mean != (d.slip == "other")
    shown = d.rng.sample(incomes, count)
    added = f"{' + '.join(map(str, shown))} = {sum(incomes)}"
    if d.slip == "sum" and by_mean:
        work, answer = added, sum(incomes)
    elif d.slip == "middle" and not by_mean:
        answer = shown[count // 2]
        work = f"of {', '.join(map(str, shown))} the one in the middle is {answer}"
    elif takes_mean:
        work, answer = f"{added}; {sum(incomes)}/{count} = {mean}", mean
    else:
        work, answer = f"in order: {', '.join(map(str, incomes))}; the one in the middle is {median}", median
    listed, word = ", ".join(map(str, shown)), "mean" if by_mean else "median"
    below, above = incomes[count // 2 - 1], incomes[count // 2 + 1]
    middle = f"answer = {sum(incomes)} - {sum(incomes) - median} and answer > {below} and answer < {above}"
    return Item(
        (
            f"In a village of {count} households the yearly incomes are {listed} thousand dollars; one of them "
            "belongs to a "
            f"factory owner. What is the {word}, in thousand dollars?",
            f"A group of {count} friends compares what they earn, in thousand dollars: {listed}. One of them has "
            "won in the "
            "lottery. Give "
            f"the {word}.",
            f"House prices in a street are {listed} thousand dollars. Find the {word}, in thousand dollars.",
        ),
        f"Mean and median: {work}",
        str(answer),
        f"answer*{count} = {' + '.join(map(str, shown))}" if by_mean else middle,
    )


# --- dependency ratio ---------------------------------------------------------------------------


def _people(d: Draw) -> tuple[int, int, int, int]:
    """Young, old and of working age, in thousands, and the dependency ratio."""
    while True:
        workers = d.within((1, 9), (2, 30), (4, 90)) * (10 if d.difficulty == 1 else 20)
        ratio = d.within((4, 8), (8, 18), (8, 19)) * (10 if d.difficulty == 1 else 5)
        dependents = workers * ratio // 100
        old = d.rng.randint(max(1, dependents // 4), max(1, dependents // 2))
        if workers != 100 and dependents > old:
            return dependents - old, old, workers, ratio


@computed(
    "dependency-ratio",
    "dependency ratio",
    {"cities-and-population": "it measures an ageing society", "percentages": "it is given for every 100"},
    {
        "old": "The children are left out.",
        "all": "It is divided by all people.",
        "upside": "The people of working age are divided by the dependents.",
    },
)
def dependency(d: Draw) -> Item:
    young, old, workers, _ = _people(d)
    both = young + old
    first, top, base = f"{plus(young, old)}; ", both, workers
    if d.slip == "old":
        first, top = "", old
    elif d.slip == "all":
        base, first = workers + both, f"{first}{plus(both, workers)}; "
    elif d.slip == "upside":
        top, base = workers, both
    answer = round(top * 100 / base, 2)
    sign = "=" if abs(answer * base - top * 100) < 1e-6 else "is about"
    place = d.choice(LANDS)
    return Item(
        (
            f"{place} has {young} thousand children, {old} thousand old people and {workers} thousand people of "
            "working "
            "age. How many dependents are there for every 100 people of working age?",
            f"Find the dependency ratio (per 100 of working age) of {place}: {young} thousand young, {old} thousand "
            "old, "
            f"{workers} thousand of working age.",
            f"In {place}, {workers} thousand people are of working age, {young} thousand are younger and {old} "
            "thousand are "
            "older. What is the dependency ratio per 100?",
        ),
        f"Dependency ratio: {first}{times(top, 100)}; {top * 100:,}/{base:,} {sign} {amount(answer)}",
        amount(answer),
        f"answer*{workers} = 100*({young} + {old})",
    )


@dependency.form("reverse")
def dependents(d: Draw) -> Item:
    """From the ratio back to the dependents, or to one part of them."""
    young, old, workers, ratio = _people(d)
    place, part = d.choice(LANDS), d.difficulty > 1
    both = young + old
    steps = f"{times(workers, ratio)}; {over(workers * ratio, 100)}"
    if d.slip == "upside":
        found = round(workers * 100 / ratio)
        steps = f"{times(workers, 100)}; {workers * 100:,}/{ratio} is about {found:,}"
    else:
        found = both
    if part and d.slip != "old":
        steps, found = f"{steps}; {minus(found, young)}", found - young
    told = f"The dependency ratio of {place} is {ratio} per 100, and {workers} thousand people are of working age."
    if part:
        told += f" {young} thousand of the dependents are children."
    asked = f"How many thousand {'are old people' if part else 'dependents are there'}?"
    return Item(
        (f"{told} {asked}", f"{told} {asked} Give the number of thousands.", f"From a report: {told} {asked}"),
        f"Dependency ratio: {steps}",
        str(found),
        f"100*(answer + {young}) = {workers}*{ratio}" if part else f"100*answer = {workers}*{ratio}",
    )


@dependency.form("two steps")
def part_ratio(d: Draw) -> Item:
    """The ratio of the young or the old alone, or the ratio after a change."""
    young, old, workers, _ = _people(d)
    place = d.choice(LANDS)
    more = workers * d.within((1, 3), (1, 4), (1, 6)) // (10 if d.difficulty == 1 else 20)
    grown = young + old + more
    first = f"{young} + {old} + {more} = {grown}; "
    top, base = grown, workers
    if d.slip == "old":
        top, first = old + more, f"{plus(old, more)}; "
    elif d.slip == "all":
        base, first = workers + grown, f"{first}{plus(grown, workers)}; "
    elif d.slip == "upside":
        top, base = workers, grown
    answer = round(top * 100 / base, 2)
    sign = "=" if abs(answer * base - top * 100) < 1e-6 else "is about"
    return Item(
        (
            f"{place} has {young} thousand children, {old} thousand old people and {workers} thousand people of "
            "working age. "
            f"Then {more} thousand old people move in. What is the dependency ratio per 100 now?",
            f"In {place}, {workers} thousand people are of working age, {young} thousand are younger and {old} "
            "thousand are "
            f"older. In a few years there will be {more} thousand more old people. Find the dependency ratio per "
            "100 then.",
            f"{place}: {young} thousand young, {old} thousand old, {workers} thousand of working age; {more} "
            "thousand more "
            "children are born. Give the new dependency ratio per 100.",
        ),
        f"Dependency ratio: {first}{times(top, 100)}; {top * 100:,}/{base:,} {sign} {amount(answer)}",
        amount(answer),
        f"answer*{workers} = 100*({young} + {old} + {more})",
    )


# --- income shares ------------------------------------------------------------------------------


def _fifths(d: Draw) -> tuple[int, float, float, str]:
    """What the poorest and the richest fifth have, how many times as much that is, and the unit."""
    poor = d.within((2, 9), (2, 12), (11, 90))
    ratio = d.choice({1: (2, 3, 4, 5), 2: (2.5, 3.5, 4.5, 6, 8), 3: (1.5, 2.5, 3.5, 4, 4.5, 6)}[d.difficulty])
    rich = poor * ratio
    fits = poor < 16 and 2 * (poor + rich) < 150
    return (
        poor,
        rich,
        ratio,
        d.choice(("percent of all income", "billion dollars of income")) if fits else "billion dollars of income",
    )


@computed(
    "income-shares",
    "income shares",
    {"social-stratification": "they measure how unequal a society is", "percentages": "shares are percentages"},
    {
        "swap": "The rich and the poor are mixed up.",
        "sum": "The two shares are added.",
        "difference": "The difference is taken instead of the ratio.",
    },
)
def income_shares(d: Draw) -> Item:
    poor, rich, ratio, unit = _fifths(d)
    answer = {"swap": round(poor / rich, 2), "sum": rich + poor, "difference": rich - poor}.get(d.slip, ratio)
    work = {
        "swap": f"{poor}/{amount(rich)} is about {amount(answer)}",
        "sum": plus(rich, poor),
        "difference": minus(rich, poor),
    }.get(d.slip, over(rich, poor))
    place, listed = d.choice(LANDS), _some_fifths(d, poor, rich)
    return Item(
        (
            f"In {place} {listed} {unit}. How many times as much as the poorest fifth does the richest have?",
            f"Find the ratio of the richest to the poorest fifth in {place}, where {listed} {unit}.",
            f"A table for {place} says: {listed} {unit}. How many times larger is what the richest fifth gets than "
            "what the "
            "poorest gets?",
        ),
        f"Income shares: {work}",
        amount(answer),
        f"answer*{poor} = {amount(rich).replace(',', '')}",
    )


def _some_fifths(d: Draw, poor: float, rich: float) -> str:
    """The poorest, the middle and the richest fifth in any order, with what they have."""
    middle = round(poor + (rich - poor) * d.rng.uniform(0.3, 0.6), 1)
    said = [("poorest", poor), ("middle", middle), ("richest", rich)]
    d.rng.shuffle(said)
    parts = [f"the {name} fifth has {amount(number)}" for name, number in said]
    return f"{parts[0]}, {parts[1]} and {parts[2]}"


@income_shares.form("reverse")
def richest_fifth(d: Draw) -> Item:
    """The ratio and one of the two are given."""
    poor, rich, ratio, unit = _fifths(d)
    place, back = d.choice(LANDS), d.rng.random() < 0.5
    given, asked = (rich, "poorest") if back else (poor, "richest")
    middle = amount(round(poor + (rich - poor) * d.rng.uniform(0.3, 0.6), 1))
    said = [f"the {'richest' if back else 'poorest'} fifth has {amount(given)} {unit}"]
    said += [f"the richest fifth has {amount(ratio)} times as much as the poorest", f"the middle fifth has {middle}"]
    d.rng.shuffle(said)
    told = f"In {place}, {said[0]}, {said[1]} and {said[2]}."
    right = (over if back else times)(given, ratio)
    answer, work = (poor if back else rich), right
    if d.slip == "swap":
        answer = given * ratio if back else round(given / ratio, 2)
        work = times(given, ratio) if back else f"{amount(given)}/{amount(ratio)} is about {amount(answer)}"
    elif d.slip:
        answer, work = (given - ratio, minus(given, ratio)) if back else (given + ratio, plus(given, ratio))
    formal = f"answer*{ratio} = {given}" if back else f"answer/{given} = {ratio}"
    return Item(
        (
            f"{told} How much has the {asked} fifth?",
            f"{told} What does the {asked} fifth have?",
            f"A report says: {told} How much does the {asked} fifth get?",
        ),
        f"Income shares: {work}",
        amount(answer),
        formal,
    )


@income_shares.form("word problem")
def last_fifth(d: Draw) -> Item:
    """Four fifths are known in percent; the last one, and the ratio, follow."""
    while True:
        poor = d.within((4, 9), (3, 9), (2, 9))
        second, third, fourth = poor + d.within((1, 4)), poor + d.within((5, 8)), poor + d.within((9, 14))
        rich = 100 - poor - second - third - fourth
        if rich > fourth and rich % poor == 0:
            break
    place, known = d.choice(LANDS), poor + second + third + fourth
    listed = f"{poor}, {second}, {third} and {fourth} percent"
    steps = f"{poor} + {second} + {third} + {fourth} = {known}; {minus(100, known)}"
    if d.difficulty == 1:
        answer = known if d.slip else rich
        return Item(
            (
                f"In {place} the four poorer fifths have {listed} of all income. What share, in percent, has the "
                "richest "
                "fifth?",
                f"The income shares of {place}, from the poorest fifth on, begin with {listed}. Find the last one "
                "in percent.",
                f"Four fifths of the households of {place} get {listed} of all income. What percentage is left for "
                "the last fifth?",
            ),
            f"Income shares: {steps if not d.slip else steps.partition(';')[0]}",
            str(answer),
            f"answer + {poor} + {second} + {third} + {fourth} = 100",
        )
    found = {"swap": round(poor / rich, 2), "sum": rich + poor, "difference": rich - poor}.get(d.slip, rich / poor)
    last = {
        "swap": f"{poor}/{rich} is about {amount(found)}",
        "sum": plus(rich, poor),
        "difference": minus(rich, poor),
    }.get(d.slip, over(rich, poor))
    return Item(
        (
            f"In {place} the four poorer fifths have {listed} of all income. How many times as much as the poorest "
            "fifth does the richest have?",
            f"From the poorest fifth on, the income shares of {place} are {listed}; the rest goes to the richest "
            "fifth. Find "
            "the ratio of the richest to the poorest.",
            f"Four fifths of the households of {place} get {listed} of all income, the richest fifth all that is "
            "left. How "
            "many times the share of the poorest is that?",
        ),
        f"Income shares: {steps}; {last}",
        amount(found),
        f"answer*{poor} + {poor} + {second} + {third} + {fourth} = 100",
    )
