"""History worked out: years before and after Christ, centuries, spans between events."""

from __future__ import annotations

from tutelage.records import Checker
from tutelage.subjects.relations import relation
from tutelage.subjects.social_studies.topic import computed
from tutelage.subjects.workbook import Draw, Item

_OLD_THINGS = (
    *("A letter", "A bridge", "A painting", "A map", "A coin", "A book", "A bell", "A clock"),
    *("A sword", "A house", "A statue", "A chair", "A ring", "A tower", "A gate", "A ship"),
)
_LASTING = (
    ("a temple was built", "it was destroyed"),
    ("a wall was begun", "it fell into ruin"),
    ("a town was founded", "it was given up"),
    ("a treaty was sworn", "it was broken"),
    ("a bridge was opened", "a flood carried it away"),
    ("a statue was put up", "it was buried by an earthquake"),
)


@computed(
    "counting-years",
    "counting years",
    {},
    {
        "minus": "Years before Christ are treated like years after.",
        "zero": "A year 0 is counted, which there never was.",
        "both": "The first year and the last one are both counted in.",
    },
)
def counting_years(d: Draw) -> Item:
    late = d.within((50, 1900), (10, 900), (1, 500))
    early = d.within((20, 800), (10, 700), (1, 500))
    kind = d.choice(("after", "across")) if d.difficulty == 1 else d.choice(("across", "across", "before"))
    if kind == "before":
        early, late = sorted((early, late + (7 if early == late else 0)))
        first, second = f"{late} BC", f"{early} BC"
        years, work = late - early, f"both years are BC; {late} - {early} = {late - early}"
        formal = f"answer + {early} = {late}"
    elif kind == "after":
        start = max(1, late - d.within((5, 49)))
        first, second = f"AD {start}", f"AD {late}"
        years, work, formal = late - start, f"{late} - {start} = {late - start}", f"answer + {start} = {late}"
    else:
        first, second, years = f"{early} BC", f"AD {late}", early + late - 1
        work = f"{early} + {late} = {early + late}; there was no year 0, so {early + late} - 1 = {years}"
        formal = f"answer = {early} - 1 + {late}"
    answer = years
    if d.slip == "both":
        answer, work = years + 1, f"{work}; {years} + 1 = {years + 1}"
    elif d.slip and kind == "across":
        answer = abs(late - early) if d.slip == "minus" else early + late
        work = (
            f"{max(late, early)} - {min(late, early)} = {answer}"
            if d.slip == "minus"
            else f"{early} + {late} = {answer}"
        )
    began, ended = d.choice(_LASTING)
    return Item(
        (
            f"How many years passed from {first} to {second}?",
            f"How many years after {first} is {second}?",
            f"What is the number of years between {first} and {second}?",
        ),
        f"Counting years: {work}",
        str(answer),
        formal,
        worded={
            "word problem": (
                f"In {first} {began}, and in {second} {ended}. How many years lie between the two?",
                f"A guide tells visitors: in {first} {began}; in {second} {ended}. How many years passed in between?",
                f"A museum shows a time line: in {first} {began}; in {second} {ended}. How many years does it span?",
            )
        },
    )


@counting_years.form("reverse")
def year_after(d: Draw) -> Item:
    """The span is given, and the year at its end or its beginning is asked for."""
    began, ended = d.choice(_LASTING)
    year, span = d.within((20, 900), (5, 300), (5, 300)), d.within((11, 89), (11, 300), (11, 300))
    back = d.difficulty == 3 and d.rng.random() < 0.5
    if d.difficulty == 1:
        answer, work, formal = year + span, f"{year} + {span} = {year + span}", f"answer - {span} = {year}"
    else:
        span += year
        answer, formal = span - year + 1, f"{year} - 1 + answer = {span}"
        work = f"{span} - {year} = {answer - 1}; there was no year 0, so {answer - 1} + 1 = {answer}"
    told = f"In {f'AD {year}' if d.difficulty == 1 else f'{year} BC'} {began}; {span} years later {ended}."
    asked = "In which year AD was that?"
    if back:
        told = f"{began[0].upper()}{began[1:]}, and {span} years later, in AD {year}, {ended}."
        asked = "In which year BC did the first of the two happen?"
    if d.slip == "both" or (d.slip == "zero" and d.difficulty > 1):
        wrong = answer + 1 if d.slip == "both" else answer - 1
        work = f"{work}; {answer} + 1 = {wrong}" if d.slip == "both" else f"{span} - {year} = {wrong}"
        answer = wrong
    return Item(
        (
            f"{told} {asked}",
            f"{told} {asked} Give the number alone.",
            f"A chronicle reports: {told[0].lower()}{told[1:]} {asked}",
        ),
        f"Counting years: {work}",
        str(answer),
        formal,
    )


@counting_years.form("order")
def earliest_year(d: Draw) -> Item:
    """Which of several years came first."""
    years = d.rng.sample([*range(-900, -1), *range(1, 900)], 2 + (d.difficulty > 1))
    if all(year > 0 for year in years):
        years[0] = -years[0]
    first, near = min(years), min(years, key=abs)
    chosen = near if d.slip == "minus" else first
    shown = {year: f"{-year} BC" if year < 0 else f"AD {year}" for year in years}
    listed = [shown[year] for year in years]
    keys, answer = f"{', '.join(listed[:-1])} or {listed[-1]}", shown[chosen]
    reason = "years BC come first, and the larger number of them is the earlier"
    if d.slip == "minus":
        reason = "the smallest number is the earliest year"
    return Item(
        (
            f"Which of these years came first: {keys}?",
            f"Which year came first: {keys}?",
            f"On a time line, which year stands farthest to the left: {keys}?",
        ),
        f"Counting years: {reason}; so it is {answer}",
        answer,
        f'answer = "{shown[first]}" if ' + " and ".join(f"{first} < {year}" for year in years if year != first),
        checker=Checker.TEXT,
    )


@computed(
    "centuries",
    "centuries",
    {"counting-years": "a century is a hundred of them"},
    {
        "hundreds": "The hundreds of the year are taken for the century.",
        "two": "Two is added instead of one.",
        "round": "The year is rounded to the nearest hundred first.",
    },
    takes={"year": range(101, 2000)},
    described={
        "{} was made in the year k. In which century is that? Give its number.": (
            "In which century was {k}? Give its number.",
            "To which century does {k} belong? Answer with a number.",
            "Which century, as a number, was that of {k}?",
        )
    },
)
def centuries(d: Draw) -> Item:
    year = d.main((1001, 1999), (101, 1999), (101, 2020))
    if d.given is None and d.difficulty > 1 and d.rng.random() < 0.3:
        year = year // 100 * 100 or 100
    thing, shown = d.choice(_OLD_THINGS), "k" if d.given is not None else str(year)
    return Item(
        (
            f"{thing} was made in the year {shown}. In which century is that? Give its number.",
            f"{thing} dates from the year {shown}. Which century is that, as a number?",
            f"{thing} bears the year {shown}. To which century does that belong? Answer with a number.",
        ),
        *_century(year, d.slip),
        f"100*answer + 1 > {year} and 100*(answer - 1) < {year}",
    )


def _century(year: int, slip: str, lead: str = "") -> tuple[str, str]:
    """The steps from a year to its century, and the century."""
    hundreds, left = divmod(year, 100)
    if slip == "round":
        near = (year + 50) // 100
        return f"Centuries: {lead}{year} is about {near}00; so it is century {near}", str(near)
    if not left:
        answer = hundreds - 1 if slip == "hundreds" else hundreds + 1 if slip == "two" else hundreds
        return f"Centuries: {lead}{year}/100 = {hundreds}, with nothing left over; so it is century {answer}", str(
            answer
        )
    add = {"hundreds": 0, "two": 2}.get(slip, 1)
    counted = f"{hundreds} + {add} = {hundreds + add}" if add else f"so it is century {hundreds}"
    return f"Centuries: {lead}the year {year} has {hundreds} full hundred{'s' * (hundreds != 1)}; {counted}", str(
        hundreds + add
    )


@centuries.form("before Christ")
def centuries_before(d: Draw) -> Item:
    """The same rule, for years BC."""
    year = d.within((101, 999), (101, 999), (1, 3000))
    if d.difficulty > 1 and d.rng.random() < 0.3:
        year = year // 100 * 100 or 100
    work, answer = _century(year, d.slip, "years BC are counted in the same way; ")
    return Item(
        (
            f"In which century BC does the year {year} BC lie? Give its number.",
            f"A tomb was closed in {year} BC. Which century BC was that, as a number?",
            f"The year {year} BC belongs to which century before Christ? Answer with a number.",
        ),
        work,
        answer,
        f"100*answer + 1 > {year} and 100*(answer - 1) < {year}",
    )


@centuries.form("word problem")
def century_of_the_end(d: Draw) -> Item:
    """A year has to be worked out first."""
    start, span = d.within((1001, 1850), (301, 1850), (101, 1850)), d.within((11, 60), (61, 140), (61, 190))
    year, thing = start + span, d.choice(("cathedral", "castle", "town wall", "library", "canal"))
    work, answer = _century(year, d.slip, f"{start} + {span} = {year}; ")
    return Item(
        (
            f"A {thing} was begun in {start} and finished {span} years later. In which century was it finished? "
            "Give its number.",
            f"Work on a {thing} started in {start} and took {span} years. Name the century of its end by its number.",
            f"{span} years after {start}, when it was begun, a {thing} was complete. Which century was that? "
            "Answer with a number.",
        ),
        work,
        answer,
        f"100*answer + 1 > {start} + {span} and 100*(answer - 1) < {start} + {span}",
    )


@centuries.form("reverse")
def year_of_a_century(d: Draw) -> Item:
    """The first or the last year of a century."""
    number = d.within((11, 21), (5, 21), (2, 21))
    last = d.rng.random() < 0.5 if d.difficulty < 3 or d.slip else False
    ordinal = f"{number}{'th' if number in (11, 12, 13) else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
    full = number if not d.slip else number + 1 if d.slip == "two" else number - 1
    answer, steps = full * 100, f"{full}*100 = {full * 100}"
    formal = f"answer/100 = {number}"
    if not last:
        before = full - 1
        answer = before * 100 + 1
        steps = (
            f"{full} - 1 = {before}, as many centuries have passed; {before}*100 = {before * 100}; "
            f"{before * 100} + 1 = {answer}"
        )
        formal = f"(answer - 1)/100 = {number} - 1"
    word = "last" if last else "first"
    return Item(
        (
            f"Which year is the {word} one of the {ordinal} century?",
            f"Give the {word} year of the {ordinal} century.",
            f"With which year does the {ordinal} century {'end' if last else 'begin'}?",
        ),
        f"Centuries: {steps}",
        str(answer),
        formal,
    )


@computed(
    "years-between-events",
    "years between events",
    {"world-events": "it gives the years", "counting-years": "there was no year 0"},
    {
        "first": "The year of the first event is given.",
        "one": "Both years are counted in.",
        "sum": "The two years are added.",
    },
)
def between(d: Draw) -> Item:
    rows = [row for row in relation("world-event").rows if row.level <= d.difficulty]
    while True:
        early, late = sorted(d.rng.sample(rows, 2), key=lambda row: int(row.values[0]))
        start, end = int(early.values[0]), int(late.values[0])
        if start != end and (d.difficulty > 1 or start > 0):
            break
    skip = 1 if start < 0 < end else 0
    years = end - start - skip
    answer = {"first": abs(start), "one": years + 1, "sum": abs(start) + abs(end)}.get(d.slip, years)
    if start < 0:
        known = f"{early.key} was in {-start} BC; {late.key} was in {f'{-end} BC' if end < 0 else end}"
        count = (
            f"{-start} - {-end} = {years}"
            if end < 0
            else f"{-start} + {end} = {end - start}; {end - start} - 1 = {years}"
        )
    else:
        known, count = f"{early.key} was in {start}; {late.key} was in {end}", f"{end} - {start} = {years}"
    count = {
        "first": f"so it is {answer}",
        "one": f"{count}; {years} + 1 = {answer}",
        "sum": f"{abs(start)} + {abs(end)} = {answer}",
    }.get(d.slip, count)
    return Item(
        (
            f"How many years lie between {early.key} and {late.key}?",
            f"How many years passed between {early.key} and {late.key}?",
            f"How many years separate {early.key} from {late.key}?",
        ),
        f"Years between events: by the world events, {known}; {count}",
        str(answer),
        f'answer = world-event("{late.key}") - world-event("{early.key}") - {skip}',
        uses=("world-events",),
        worded={
            "word problem": (
                f"A coin was struck in the year of {early.key} and dug up in the year of {late.key}. How many years "
                "old was it by then?",
                f"A tree was planted in the year of {early.key} and fell in the year of {late.key}. How many years "
                "had it stood?",
                f"A chronicle was begun in the year of {early.key} and ends with {late.key}. How many years "
                "does it span?",
            )
        },
    )


@between.form("reverse")
def year_of_the_other(d: Draw) -> Item:
    """An anniversary: the year is asked for that lies so many years after an event, or before it."""
    row = d.choice(
        [row for row in relation("world-event").rows if row.level <= d.difficulty and int(row.values[0]) > 0]
    )
    year, span = (
        int(row.values[0]),
        d.choice((25, 50, 100)) if d.difficulty == 1 else d.within((3, 99), (11, 199), (11, 399)),
    )
    back = d.difficulty > 1 and year - span > 0 and d.rng.random() < 0.5
    found = year - span if back else year + span
    answer = {"first": year, "one": found + 1, "sum": found + 10}.get(d.slip, found)
    sign, word = ("-", "before") if back else ("+", "after")
    count = f"{year} {sign} {span} = {found}" if not d.slip else f"{year} {sign} {span} is taken as {answer}"
    return Item(
        (
            f"Which year lies {span} years {word} {row.key}?",
            f"Somebody is looking for the year {span} years {word} {row.key}. Which year is it?",
            f"Take the year of {row.key} and go {'back' if back else 'on'} {span} years. In which year do you arrive?",
        ),
        f"Years between events: by the world events, {row.key} was in {year}; {count}",
        str(answer),
        f'answer {"+" if back else "-"} {span} = world-event("{row.key}")',
        uses=("world-events",),
    )
