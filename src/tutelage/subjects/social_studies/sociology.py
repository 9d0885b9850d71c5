"""Sociology: culture and groups, how society is studied, its order and its change."""

from __future__ import annotations

from tutelage.subjects.social_studies.topic import Facts, amount, computed, recall
from tutelage.subjects.social_studies.wording import LANDS, concept
from tutelage.subjects.workbook import Draw, Item, Topic


def _terms(skill: str, name: str, needs: dict[str, str], *, table: str, cases: str) -> Topic:
    return concept(skill, name, needs, "Another term is taken.", table=table, cases=cases)


CULTURE = _terms("culture", "culture", {}, table="culture", cases="term about culture")
NORMS = _terms(
    "norms-and-sanctions",
    "norms and sanctions",
    {"culture": "norms are a part of it"},
    table="norms",
    cases="kind of norm or sanction",
)
SOCIALIZATION = _terms(
    "socialization",
    "socialisation",
    {"norms-and-sanctions": "norms have to be learned"},
    table="socialization",
    cases="term about socialisation",
)
ROLES = _terms(
    "status-and-role",
    "status and role",
    {"socialization": "roles are learned"},
    table="roles",
    cases="term about status and role",
)
GROUPS = _terms(
    "social-groups",
    "social groups",
    {"status-and-role": "groups are made of positions"},
    table="groups",
    cases="term about groups",
)
FAMILIES = _terms(
    "families",
    "families",
    {"social-groups": "the family is a primary group"},
    table="families",
    cases="term about families",
)
INSTITUTIONS = _terms(
    "social-institutions",
    "social institutions",
    {"families": "the family is one of them", "norms-and-sanctions": "institutions are bundles of norms"},
    table="institutions",
    cases="social institution",
)
PERSPECTIVES = _terms(
    "perspectives-of-sociology",
    "perspectives of sociology",
    {"social-institutions": "the perspectives explain them"},
    table="perspectives",
    cases="perspective or kind of effect",
)
SOCIOLOGISTS = recall(
    "sociologists",
    "sociologists",
    {"perspectives-of-sociology": "each of them helped to shape one"},
    (
        Facts(
            "sociologist",
            "{key} {value}",
            (
                "What is {key} known for in sociology?",
                "Which description fits the scholar {key}?",
                "What is true of {key} in the history of sociology?",
            ),
            (
                "Which scholar {value}?",
                "In the history of sociology, who {value}?",
                "Name the scholar who {value}.",
            ),
            free=False,
        ),
    ),
    "Another scholar is taken.",
)
METHODS = _terms("research-methods", "research methods", {}, table="methods", cases="research method")
SAMPLING = _terms(
    "samples-and-variables",
    "samples and variables",
    {"research-methods": "they are used in them"},
    table="sampling",
    cases="term of research",
)
STRATIFICATION = _terms(
    "social-stratification",
    "social stratification",
    {"status-and-role": "positions are ranked"},
    table="stratification",
    cases="term about rank and mobility",
)
AUTHORITY = _terms(
    "kinds-of-authority",
    "kinds of authority",
    {"social-stratification": "rank gives power"},
    table="authority",
    cases="kind of authority",
)
DEVIANCE = _terms(
    "deviance-and-crime",
    "deviance and crime",
    {"norms-and-sanctions": "deviance breaks norms"},
    table="deviance",
    cases="term about deviance",
)
PREJUDICE = _terms(
    "prejudice-and-discrimination",
    "prejudice and discrimination",
    {"social-groups": "they set groups against each other"},
    table="prejudice",
    cases="term about majorities and minorities",
)
RELIGION = _terms(
    "religion-and-society",
    "religion and society",
    {"social-institutions": "religion is one of them"},
    table="religion-society",
    cases="term about religion",
)
MEDIA = _terms(
    "media-and-information",
    "media and information",
    {"social-institutions": "the media are one of them"},
    table="aging-media",
    cases="term about the media",
)
CITIES = _terms(
    "cities-and-population",
    "cities and population change",
    {"population-terms": "birth and death rates are measured by them", "migration": "cities grow by it"},
    table="demography-terms",
    cases="term about cities and population",
)
CHANGE = _terms(
    "social-change",
    "social change",
    {"culture": "culture changes", "social-institutions": "institutions change"},
    table="social-change",
    cases="term about social change",
)


# --- worked out ---------------------------------------------------------------------------------


@computed(
    "shares-in-surveys",
    "shares in surveys",
    {"percentages": "a share is a percentage", "samples-and-variables": "it is the sample that answers"},
    {"rest": "Those who gave another answer are counted.", "count": "The number of people is taken for percent."},
)
def shares(d: Draw) -> Item:
    percent = d.within((1, 9), (2, 19), (3, 97)) * (10 if d.difficulty == 1 else 5 if d.difficulty == 2 else 1)
    asked = d.within((1, 40), (2, 40), (2, 30)) * (20 if d.difficulty < 3 else 100)
    while asked * percent % 100:
        asked += 20
    said = asked * percent // 100
    if percent in (50, said):
        asked, percent = asked * 10, percent + 10 if percent < 90 else 40
        said = asked * percent // 100
    top = asked - said if d.slip == "rest" else said
    work = f"{top:,}*100 = {top * 100:,}; {top * 100:,}/{asked:,} = {top * 100 // asked}"
    if d.slip == "rest":
        work = f"{asked:,} - {said:,} = {top:,}; {work}"
    elif d.slip == "count":
        work = f"{said:,} people are taken as percent"
    matter = d.choice(
        ("trust the news", "read every day", "belong to a club", "use a bike", "know their neighbours", "live alone")
    )
    return Item(
        d.choice(
            (
                f"Of {asked:,} people in a survey, {said:,} say that they {matter}. How many percent is that?",
                f"In a sample of {asked:,}, {said:,} people {matter}. Find the share in percent.",
                f"A survey finds that {said:,} out of {asked:,} people {matter}. What is the percentage?",
            )
        ),
        f"Shares in surveys: {work}",
        str(said if d.slip == "count" else top * 100 // asked),
        f"answer*{asked} = {said}*100",
    )


@computed(
    "averages",
    "mean and median",
    {"samples-and-variables": "they sum up what a sample says"},
    {"other": "Mean and median are mixed up.", "middle": "The middle is taken without putting the numbers in order."},
)
def averages(d: Draw) -> Item:
    count = (3, 5, 5)[d.difficulty - 1]
    while True:
        numbers = [d.within((1, 12), (1, 20), (10, 90)) for _ in range(count)]
        numbers[-1] += -sum(numbers) % count
        mean, ordered = sum(numbers) // count, sorted(numbers)
        median, middle = ordered[count // 2], numbers[count // 2]
        if len({mean, median, middle}) == 3 and len(set(numbers)) == count:
            break
    by_mean = d.rng.random() < 0.5 and d.slip != "middle"
    takes_mean = by_mean != (d.slip == "other")
    if takes_mean:
        work = f"{' + '.join(map(str, numbers))} = {sum(numbers)}; {sum(numbers)}/{count} = {mean}"
        answer = mean
    elif d.slip == "middle":
        work, answer = f"of {', '.join(map(str, numbers))} the one in the middle is {middle}", middle
    else:
        work, answer = f"in order: {', '.join(map(str, ordered))}; the one in the middle is {median}", median
    word = "mean" if by_mean else "median"
    what = d.choice(
        ("hours of work a day", "books read in a year", "ages of cousins", "minutes on the bus", "visits a month")
    )
    listed = ", ".join(map(str, numbers))
    low, high = ordered[: count // 2], ordered[count // 2 + 1 :]
    formal = f"answer*{count} = {' + '.join(map(str, numbers))}"
    if not by_mean:
        formal = f"answer > {max(low)} and answer < {min(high)} and answer = {sum(numbers)} - {sum(low)} - {sum(high)}"
    return Item(
        d.choice(
            (
                f"People in a study report these {what}: {listed}. Find the {word}.",
                f"What is the {word} of {listed} ({what})?",
                f"The {what} in a small sample are {listed}. Give their {word}.",
            )
        ),
        f"Mean and median: {work}",
        str(answer),
        formal,
    )


@computed(
    "dependency-ratio",
    "dependency ratio",
    {"cities-and-population": "it measures an ageing society", "percentages": "it is given for every 100"},
    {"old": "The children are left out.", "all": "It is divided by all people."},
)
def dependency(d: Draw) -> Item:
    workers = d.within((1, 9), (2, 30), (4, 90)) * (10 if d.difficulty == 1 else 20)
    ratio = d.within((4, 8), (8, 18), (8, 19)) * (10 if d.difficulty == 1 else 5)
    dependents = workers * ratio // 100
    old = d.rng.randint(max(1, dependents // 4), max(1, dependents // 2))
    young = dependents - old
    first = f"{young} + {old} = {dependents}; "
    top = dependents
    base = workers
    if d.slip == "old":
        top, first = old, ""
    elif d.slip == "all":
        base, first = workers + dependents, f"{first}{dependents} + {workers} = {dependents + workers}; "
    answer = round(top * 100 / base, 2)
    sign = "=" if abs(answer * base - top * 100) < 1e-6 else "is about"
    place = d.choice(LANDS)
    return Item(
        d.choice(
            (
                f"{place} has {young} thousand children, {old} thousand old people and {workers} thousand people of "
                "working "
                "age. How many dependents are there for every 100 people of working age?",
                f"Find the dependency ratio (per 100 of working age) of {place}: {young} thousand young, {old} "
                "thousand old, "
                f"{workers} thousand of working age.",
                f"In {place}, {workers} thousand people are of working age, {young} thousand are younger and {old} "
                "thousand "
                "are older. What is the dependency ratio per 100?",
            )
        ),
        f"Dependency ratio: {first}{top}*100 = {top * 100:,}; {top * 100:,}/{base} {sign} {amount(answer)}",
        amount(answer),
        f"answer*{workers} = 100*({young} + {old})",
    )


@computed(
    "income-shares",
    "income shares",
    {"social-stratification": "they measure how unequal a society is", "percentages": "shares are percentages"},
    {"swap": "The rich and the poor are mixed up.", "sum": "The two shares are added."},
)
def income_shares(d: Draw) -> Item:
    poor = d.within((2, 9), (2, 12), (11, 90))
    times = d.choice({1: (2, 3, 4, 5), 2: (2, 3, 4, 5, 6, 8), 3: (1.5, 2.5, 3.5, 4, 4.5, 6)}[d.difficulty])
    rich = poor * times
    fits = poor < 16 and 2 * (poor + rich) < 150
    unit = d.choice(("percent of all income", "billion dollars of income")) if fits else "billion dollars of income"
    answer = {"swap": round(poor / rich, 2), "sum": rich + poor}.get(d.slip, times)
    work = {
        "swap": f"{poor}/{amount(rich)} is about {amount(answer)}",
        "sum": f"{amount(rich)} + {poor} = {amount(answer)}",
    }.get(d.slip, f"{amount(rich)}/{poor} = {amount(times)}")
    place = d.choice(LANDS)
    return Item(
        d.choice(
            (
                f"In {place} the richest fifth has {amount(rich)} {unit} and the poorest fifth {poor}. How many "
                "times as much "
                "does the richest fifth have?",
                f"Find the ratio of the richest to the poorest fifth in {place}: {amount(rich)} and {poor} {unit}.",
                f"The poorest fifth of {place} gets {poor} {unit}, the richest fifth {amount(rich)}. How many times "
                "larger is "
                "what the richest fifth gets?",
            )
        ),
        f"Income shares: {work}",
        amount(answer),
        f"answer*{poor} = {amount(rich).replace(',', '')}",
    )


UNITS = {
    "Living together": (CULTURE, NORMS, SOCIALIZATION, ROLES, GROUPS, FAMILIES, INSTITUTIONS, RELIGION, MEDIA),
    "How society is studied": (PERSPECTIVES, SOCIOLOGISTS, METHODS, SAMPLING, shares, averages),
    "Order and change": (
        STRATIFICATION,
        income_shares,
        AUTHORITY,
        DEVIANCE,
        PREJUDICE,
        CITIES,
        dependency,
        CHANGE,
    ),
}
"""Skills in teaching order, by heading."""
