"""History: sources and time, the ancient and the medieval world, the modern age and the 20th century."""

from __future__ import annotations

from tutelage.subjects.relations import relation
from tutelage.subjects.social_studies.topic import Comparison, Facts, compared, computed, recall
from tutelage.subjects.social_studies.wording import concept, dates
from tutelage.subjects.workbook import Draw, Item, Topic

_EVENT_SLIP = "The year of another event is taken."
_OLD_THINGS = (
    *("A letter", "A bridge", "A painting", "A map", "A coin", "A book", "A bell", "A clock"),
    *("A sword", "A house", "A statue", "A chair", "A ring", "A tower", "A gate", "A ship"),
)


def _persons(
    skill: str,
    name: str,
    needs: dict[str, str],
    *,
    table: str,
    did: str,
    who: str = "Who {value}?",
    person: str = "person",
) -> Topic:
    """People and what they are known for; `did` says it, with `{key}` and `{value}`."""
    known_for = did.removeprefix("{key} ")
    facts = Facts(
        table,
        did,
        (
            "What is {key} known for in history?",
            "Which description fits {key}?",
            "What is true of {key}?",
        ),
        (who, f"Name the {person} who {known_for}.", f"Which {person} {known_for}?"),
        free=False,
    )
    return recall(skill, name, needs, (facts,), f"Another {person} is taken.")


SOURCES = concept(
    "historical-sources",
    "historical sources",
    {},
    "Another kind or term is taken.",
    table="sources",
    cases="term of the historian",
)
ERAS = concept(
    "ages-of-history",
    "ages of history",
    {"counting-years": "ages follow each other in time"},
    "Another age is taken.",
    table="eras",
)


@computed(
    "counting-years",
    "counting years",
    {},
    {
        "minus": "Years before Christ are treated like years after.",
        "zero": "A year 0 is counted, which there never was.",
    },
)
def counting_years(d: Draw) -> Item:
    late = d.within((50, 1900), (10, 900), (1, 500))
    early = d.within((20, 800), (10, 700), (1, 500))
    before = d.slip != "" or d.difficulty > 1
    if d.difficulty > 1 and not d.slip and d.rng.random() < 0.3:
        early, late = sorted((early, late))
        if early == late:
            late += 7
        work, answer = f"both years are BC; {late} - {early} = {late - early}", late - early
        first, second, formal = f"{late} BC", f"{early} BC", f"answer + {early} = {late}"
    elif before:
        answer = {"minus": abs(late - early), "zero": late + early}.get(d.slip, late + early - 1)
        work = {
            "minus": f"{max(late, early)} - {min(late, early)} = {answer}",
            "zero": f"{early} + {late} = {answer}",
        }.get(d.slip, f"{early} + {late} = {early + late}; there was no year 0, so {early + late} - 1 = {answer}")
        first, second, formal = f"{early} BC", f"AD {late}", f"answer = {early} - 1 + {late}"
    else:
        start = late - d.within((5, 49)) if late > 60 else 1
        work, answer = f"{late} - {start} = {late - start}", late - start
        first, second, formal = f"AD {start}", f"AD {late}", f"answer + {start} = {late}"
    thing = d.choice(
        ("a temple was built", "a king was crowned", "a town was founded", "a treaty was sworn", "a wall was begun")
    )
    end = d.choice(("it was destroyed", "it was forgotten", "it was remembered by a feast", "a chronicler wrote of it"))
    return Item(
        d.choice(
            (
                f"How many years passed from {first} to {second}?",
                f"In {first} {thing}, and in {second} {end}. How many years lie between?",
                f"Count the years from {first} to {second}.",
            )
        ),
        f"Counting years: {work}",
        str(answer),
        formal,
    )


@computed(
    "centuries",
    "centuries",
    {"counting-years": "a century is a hundred of them"},
    {"hundreds": "The hundreds of the year are taken for the century.", "two": "Two is added instead of one."},
    takes={"year": range(101, 2000)},
)
def centuries(d: Draw) -> Item:
    year = d.main((1001, 1999), (101, 1999), (101, 2020))
    if d.given is None and d.difficulty == 3 and d.rng.random() < 0.3:
        year = year // 100 * 100 or 100
    whole = year % 100 == 0
    number = (year + 99) // 100
    hundreds = year // 100
    answer = {"hundreds": hundreds - whole, "two": hundreds + 2}.get(d.slip, number)
    work = (
        f"{year}/100 = {hundreds}, with nothing left over; so it is century {answer}"
        if whole
        else (
            f"the year {year} has {hundreds} full hundreds; "
            + {"hundreds": f"so it is century {answer}", "two": f"{hundreds} + 2 = {answer}"}.get(
                d.slip, f"{hundreds} + 1 = {answer}"
            )
        )
    )
    thing = d.choice(_OLD_THINGS)
    shown = "k" if d.given is not None else str(year)
    return Item(
        d.choice(
            (
                f"{thing} was made in the year {shown}. In which century is that? Give its number.",
                f"{thing} dates from the year {shown}. Which century is that, as a number?",
                f"{thing} bears the year {shown}. To which century does that belong? Answer with a number.",
            )
        ),
        f"Centuries: {work}",
        str(answer),
        f"100*answer + 1 > {year} and 100*(answer - 1) < {year}",
    )


@computed(
    "years-between-events",
    "years between events",
    {"world-events": "it gives the years", "counting-years": "there was no year 0"},
    {"first": "The year of the first event is given.", "one": "Both years are counted in."},
    counts=(459, 975, 975),
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
    answer = {"first": abs(start), "one": years + 1}.get(d.slip, years)
    if start < 0:
        known = f"{early.key} was in {-start} BC; {late.key} was in {f'{-end} BC' if end < 0 else end}"
        count = (
            f"{-start} - {-end} = {years}"
            if end < 0
            else f"{-start} + {end} = {end - start}; {end - start} - 1 = {years}"
        )
    else:
        known, count = f"{early.key} was in {start}; {late.key} was in {end}", f"{end} - {start} = {years}"
    count = {"first": f"so it is {answer}", "one": f"{count}; {years} + 1 = {answer}"}.get(d.slip, count)
    return Item(
        d.choice(
            (
                f"How many years lie between these two: {early.key}, and {late.key}?",
                f"How many years passed from this: {early.key}, to this: {late.key}?",
                f"Count the years between two events: {early.key}; {late.key}.",
            )
        ),
        f"Years between events: by the world events, {known}; {count}",
        str(answer),
        f'answer = world-event("{late.key}") - world-event("{early.key}") - {skip}',
        uses=("world-events",),
    )


EVENTS = dates(
    "world-events",
    "world events",
    {"counting-years": "each event has its year"},
    _EVENT_SLIP,
    table="world-event-ad",
)
ORDER = compared(
    "order-of-events",
    "order of events",
    {"world-events": "it gives the years"},
    Comparison(
        "world-event",
        (
            "Which came first: {keys}?",
            "In the order of time, which was first: {keys}?",
            "What happened first: {keys}?",
        ),
        "{key} belongs to {number}",
        most=False,
    ),
    "The next event is taken for the first one.",
)
DYNASTIES = compared(
    "chinese-dynasties",
    "dynasties of China",
    {
        "order-of-events": "dynasties are put in order in the same way",
        "early-civilizations": "Shang China was one of them",
    },
    Comparison(
        "dynasty-start",
        (
            "Which dynasty of China began first: {keys}?",
            "Which of the dynasties of China named here came first: {keys}?",
            "In the history of China, which dynasty was first: {keys}?",
            "In order of time, which Chinese dynasty comes first: {keys}?",
        ),
        "{key} began in {number}",
        most=False,
    ),
    "The next dynasty is taken for the first one.",
)
CIVILIZATIONS = recall(
    "early-civilizations",
    "early civilizations",
    {"ages-of-history": "they begin in the Bronze Age", "rivers": "they grew up along rivers"},
    (
        Facts(
            "civilization",
            "{key} grew up along this water: {value}",
            (
                "Along which river or rivers did this civilization grow up: {key}?",
                "Which river or rivers watered the fields of {key}?",
                "Name the river or rivers of {key}.",
                "On the banks of which river or rivers did {key} arise?",
            ),
            free=False,
        ),
        Facts(
            "people-place",
            "the home of the {key} was {value}",
            (
                "Where was the home of the {key}?",
                "In which region did the {key} live?",
                "Name the home region of the {key}.",
            ),
            (
                "Which people of the past had its home in this region: {value}?",
                "Whose home was {value}?",
                "Name the people of the past whose home was this: {value}.",
            ),
            free=False,
        ),
    ),
    "The river or the home of another people is taken.",
)
GREECE = _persons(
    "ancient-greece",
    "people of ancient Greece",
    {"early-civilizations": "Greece learned from older peoples"},
    table="greece",
    did="{key} was {value}",
    who="Who was {value}?",
)
ROME = _persons(
    "ancient-rome",
    "people of ancient Rome",
    {"ancient-greece": "Rome took over much from Greece"},
    table="rome",
    did="{key} was {value}",
    who="Who was {value}?",
)
RELIGIONS = recall(
    "texts-of-religions",
    "texts of religions and teachings",
    {"early-civilizations": "many of them arose there"},
    (
        Facts(
            "religion-founder",
            "a main text of {key} is {value}",
            (
                "What is a main text of {key}?",
                "Which text is central to {key}?",
                "Name a main text of {key}.",
                "To which writings do followers of {key} turn?",
            ),
            (
                "To which religion or teaching does this text belong: {value}?",
                "Which religion or teaching has {value} as a main text?",
                "Name the religion or teaching of {value}.",
            ),
            free=False,
        ),
    ),
    "The text of another religion or teaching is taken.",
)
MIDDLE_AGES = concept(
    "medieval-society",
    "medieval society",
    {"ages-of-history": "it belongs to the Middle Ages"},
    "Another term is taken.",
    table="middle-ages",
    cases="term of medieval society",
)
RULERS = _persons(
    "rulers",
    "rulers of the past",
    {"ages-of-history": "it tells when they lived"},
    table="ruler",
    did="{key} was the {value}",
    who="Who was the {value}?",
    person="ruler",
)
EMPIRES = recall(
    "capitals-of-empires",
    "capitals of empires",
    {"rulers": "they ruled from these cities"},
    (
        Facts(
            "empire-center",
            "the capital was {value} in this state: {key}",
            (
                "What was the capital of this state of the past: {key}?",
                "From which city was this state ruled: {key}?",
                "Name the capital of this old state: {key}.",
                "Which city was the center of rule here: {key}?",
            ),
        ),
    ),
    "The capital of another empire is taken.",
)
RENAISSANCE = recall(
    "renaissance",
    "works of the Renaissance and its time",
    {"ages-of-history": "the Renaissance is one of them"},
    (
        Facts(
            "artist",
            "{value} is a work of {key}",
            (
                "Which work is by {key}?",
                "What did {key} create?",
                "Name a work by {key}.",
            ),
            (
                "Who is the author or artist of {value}?",
                "By whom is {value}?",
                "Name the author or artist of {value}.",
            ),
            free=False,
        ),
    ),
    "The work of another one is taken.",
)
EXPLORERS = _persons(
    "explorers",
    "explorers",
    {"continents-of-countries": "it tells where they went", "renaissance": "many sailed in its time"},
    table="explorer",
    did="{key} {value}",
    person="explorer",
)
SCIENTISTS = _persons(
    "scientists",
    "scientists and their discoveries",
    {"renaissance": "the new science grew out of it"},
    table="scientist",
    did="{key} {value}",
    person="scientist",
)
THINKERS = recall(
    "enlightenment",
    "thinkers of the Enlightenment and after",
    {"ages-of-history": "the Enlightenment is one of them", "principles-of-government": "many principles were theirs"},
    (
        Facts(
            "thinker",
            "{key} wrote {value}",
            (
                "Which work is by the thinker {key}?",
                "What did the thinker {key} write?",
                "Name a work of the thinker {key}.",
            ),
            (
                "Which thinker wrote {value}?",
                "Who is the author of {value}?",
                "Name the thinker who wrote {value}.",
            ),
            free=False,
        ),
    ),
    "The work of another thinker is taken.",
)
INVENTORS = recall(
    "inventions",
    "inventors and inventions",
    {"scientists": "inventions put science to work"},
    (
        Facts(
            "inventor",
            "{key} is known for {value}",
            (
                "For which invention is {key} known?",
                "What is {key} known for?",
                "Name the invention of {key}.",
            ),
            (
                "Who is known for this invention: {value}?",
                "Which inventor does this belong to: {value}?",
                "Name the inventor. The invention: {value}.",
            ),
            free=False,
        ),
    ),
    "Another inventor is taken.",
)
INDUSTRY = concept(
    "industrial-revolution",
    "Industrial Revolution",
    {"inventions": "new machines began it"},
    "Another term is taken.",
    table="industrial",
    cases="term of the industrial age",
)
AMERICA = dates(
    "american-revolution",
    "American Revolution",
    {"enlightenment": "its ideas stood behind it"},
    _EVENT_SLIP,
    table="american-revolution",
)
FRANCE = dates(
    "french-revolution",
    "French Revolution and Napoleon",
    {"american-revolution": "it was an example for France"},
    _EVENT_SLIP,
    table="french-revolution",
)
EXPANSION = dates(
    "growth-and-civil-war",
    "growth and Civil War of the United States",
    {"american-revolution": "the new state grew and split"},
    _EVENT_SLIP,
    table="us-expansion",
)
PRESIDENTS = _persons(
    "us-presidents",
    "presidents of the United States",
    {
        "branches-of-government": "the president heads the executive branch",
        "growth-and-civil-war": "several led through it",
    },
    table="president",
    did="{key} {value}",
    who="Which president of the United States {value}?",
    person="president",
)
ABOLITION = dates(
    "slavery-and-abolition",
    "slavery and abolition",
    {"growth-and-civil-war": "the war ended slavery in the United States"},
    _EVENT_SLIP,
    table="abolition-year",
)
SUFFRAGE = recall(
    "votes-for-women",
    "votes for women",
    {"citizenship": "suffrage is the right to vote"},
    (
        Facts(
            "suffrage-year",
            "women gained the vote in {value} in this place: {key}",
            (
                "In which year did women gain the vote here: {key}?",
                "Give the year in which women gained the vote. Place: {key}.",
                "Since which year have women had the vote here: {key}?",
                "When did women win the vote in this place: {key}? Name the year.",
            ),
            leads_to="year",
            led="the year in which women gained the vote in this place: {key}",
        ),
    ),
    "The year of another country is taken.",
)
RIGHTS = _persons(
    "civil-rights",
    "people of the civil rights struggle",
    {
        "slavery-and-abolition": "the struggle goes on from there",
        "amendments": "they gave rights that had to be won in practice",
    },
    table="civil-rights",
    did="{key} {value}",
)
MOVEMENTS = concept(
    "terms-of-modern-history",
    "terms of modern history",
    {"industrial-revolution": "industry made the new powers"},
    "Another term is taken.",
    table="isms",
    cases="term of modern history",
)
FIRST_WAR = dates(
    "first-world-war",
    "First World War",
    {"terms-of-modern-history": "militarism and imperialism led to it"},
    _EVENT_SLIP,
    table="wwi",
)
BETWEEN_WARS = dates(
    "between-the-wars",
    "years between the wars",
    {"first-world-war": "they follow from it"},
    _EVENT_SLIP,
    table="between-wars",
)
SECOND_WAR = dates(
    "second-world-war",
    "Second World War",
    {"between-the-wars": "the way to it lies there"},
    _EVENT_SLIP,
    table="wwii",
)
COLD_WAR = dates(
    "cold-war",
    "Cold War",
    {"second-world-war": "the winners fell out with each other"},
    _EVENT_SLIP,
    table="cold-war",
)
INDEPENDENCE = recall(
    "years-of-independence",
    "years of independence",
    {
        "terms-of-modern-history": "decolonization is the name for it",
        "second-world-war": "most of it came after the war",
    },
    (
        Facts(
            "independence",
            "the year of independence was {value} for {key}",
            (
                "In which year did this country become independent: {key}?",
                "Give the year of independence of {key}.",
                "Since which year has this country been independent: {key}?",
                "Name the year of independence. Country: {key}.",
            ),
            leads_to="year",
            led="the year of independence of {key}",
        ),
    ),
    "The year of another country is taken.",
)
LEADERS = recall(
    "leaders-of-nations",
    "leaders of nations",
    {"years-of-independence": "many of them led to independence"},
    (
        Facts(
            "leader-country",
            "{key} is a leader in the history of {value}",
            (
                "With the history of which country is {key} linked as a leader?",
                "Which country honors {key} as a leader of its struggle or its unity?",
                "Name the country of the historical leader {key}.",
                "In which country's history was {key} a leader?",
            ),
            leads_to="country",
            led="the country in whose history {key} was a leader",
        ),
    ),
    "The leader is placed in another country.",
)
DOCUMENTS = dates(
    "historic-documents",
    "historic documents",
    {"historical-sources": "a document is a primary source for its time"},
    _EVENT_SLIP,
    table="document",
)


UNITS = {
    "Time and sources": (SOURCES, counting_years, centuries, ERAS, EVENTS, ORDER, between, DOCUMENTS),
    "The ancient and the medieval world": (
        CIVILIZATIONS,
        GREECE,
        ROME,
        RELIGIONS,
        DYNASTIES,
        MIDDLE_AGES,
        RULERS,
        EMPIRES,
    ),
    "The way to the modern world": (
        RENAISSANCE,
        EXPLORERS,
        SCIENTISTS,
        THINKERS,
        AMERICA,
        FRANCE,
        INVENTORS,
        INDUSTRY,
        EXPANSION,
        PRESIDENTS,
        ABOLITION,
        SUFFRAGE,
        RIGHTS,
    ),
    "The 20th century": (MOVEMENTS, FIRST_WAR, BETWEEN_WARS, SECOND_WAR, COLD_WAR, INDEPENDENCE, LEADERS),
}
"""Skills in teaching order, by heading."""
