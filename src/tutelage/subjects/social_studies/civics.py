"""Civics and government: forms of rule, the Constitution of the United States, elections, law, and the world."""

from __future__ import annotations

from tutelage.subjects.social_studies.civics_worked import electors, majorities
from tutelage.subjects.social_studies.elections_worked import plurality, seats, turnout
from tutelage.subjects.social_studies.topic import Comparison, Facts, compared, recall
from tutelage.subjects.social_studies.wording import concept
from tutelage.subjects.workbook import Topic


def _recall(skill: str, name: str, needs: dict[str, str], slip: str, facts: Facts) -> Topic:
    return recall(skill, name, needs, (facts,), slip)


PRINCIPLES = concept(
    "principles-of-government",
    "principles of government",
    {},
    "A related principle is taken, which answers another question.",
    table="principles",
    cases="principle of government",
)
GOVERNMENTS = concept(
    "forms-of-government",
    "forms of government",
    {},
    "A form of government is taken in which others rule, or under other limits.",
    table="governments",
    cases="form of government",
)
CROWNS = _recall(
    "monarchies-and-republics",
    "monarchies and republics",
    {"forms-of-government": "a monarchy is one of them"},
    "A monarchy is taken for a republic, or the other way round.",
    Facts(
        "country-crown",
        "in 2025, the kind of state of {key} is a {value}",
        (
            "Was {key} a monarchy or a republic in 2025?",
            "Which kind of state was {key} in 2025: a monarchy or a republic?",
            "Monarchy or republic: what was {key} in 2025?",
            "Tell the kind of state of {key} in 2025, a monarchy or a republic.",
        ),
        kind="country",
    ),
)
PARLIAMENTS = _recall(
    "parliaments",
    "parliaments of the world",
    {"forms-of-government": "a parliament belongs to representative democracy"},
    "The name is given to the parliament of another country.",
    Facts(
        "parliament",
        "the parliament of {key} is called {value}",
        (
            "What is the parliament of {key} called?",
            "Name the parliament of {key}.",
            "Under which name does the parliament of {key} meet?",
            "What is the name of the parliament of {key}?",
        ),
        (
            "The parliament of which country is called {value}?",
            "Which country has a parliament called {value}?",
            "Name the country whose parliament is called {value}.",
        ),
        kind="country",
        described="the country whose parliament is called {value}",
    ),
)
ARTICLES = _recall(
    "articles-of-the-constitution",
    "articles of the Constitution",
    {"principles-of-government": "the articles put them to work"},
    "The subject is looked for in another article.",
    Facts(
        "article",
        "the subject of {key} is {value}",
        (
            "What is the subject of {key} of the Constitution of the United States?",
            "In the Constitution of the United States, what does {key} deal with?",
            "Which subject belongs to {key} of the United States Constitution?",
        ),
        (
            "Which part of the United States Constitution deals with {value}?",
            "Where in the Constitution of the United States would you read about {value}?",
            "Name the part of the United States Constitution about {value}.",
        ),
        free=False,
    ),
)
BRANCHES = _recall(
    "branches-of-government",
    "branches of government",
    {
        "principles-of-government": "the separation of powers makes the branches",
        "articles-of-the-constitution": "the first three articles set them up",
    },
    "The power is given to another branch of government.",
    Facts(
        "branch",
        "the {value} is the one that {key}",
        (
            "Which branch of the government of the United States {key}?",
            "In the United States, which branch of government {key}?",
            "Name the branch of the United States government that {key}.",
            "Legislative, executive or judicial: which branch {key} in the United States?",
        ),
    ),
)
CHAMBERS = _recall(
    "house-and-senate",
    "House and Senate",
    {"branches-of-government": "the two chambers are the legislative branch"},
    "The two chambers of Congress are mixed up.",
    Facts(
        "chamber",
        "it is the {value} that {key}",
        (
            "Which chamber of the United States Congress {key}?",
            "House of Representatives or Senate: which one {key}?",
            "In the Congress of the United States, which chamber {key}?",
            "Name the chamber of the United States Congress that {key}.",
        ),
    ),
)
TERMS = _recall(
    "terms-of-office",
    "terms of office",
    {"house-and-senate": "the terms of the two chambers differ"},
    "The term of another office is taken.",
    Facts(
        "term",
        "the term of a {key} is {value} years",
        (
            "How many years is one term of a {key}?",
            "For how many years is a {key} chosen?",
            "A {key} serves a term of how many years?",
            "Give the length, in years, of the term of a {key}.",
        ),
    ),
)
BILL = compared(
    "how-a-bill-becomes-a-law",
    "how a bill becomes a law",
    {"house-and-senate": "a bill must pass both chambers"},
    Comparison(
        "bill-step",
        (
            "Which step comes first on the way of a bill through Congress: {keys}?",
            "On its way to becoming a law, what happens first: {keys}?",
            "In the order of lawmaking, which step is the first one: {keys}?",
            "In the Congress of the United States, which of the steps named here is first: {keys}?",
        ),
        "step {number}: {key}",
        most=False,
    ),
    "The next step is taken for the first one.",
)
AMENDMENTS = _recall(
    "amendments",
    "amendments to the Constitution",
    {"articles-of-the-constitution": "an amendment changes or adds to them"},
    "A neighbouring amendment is taken, which speaks of something else.",
    Facts(
        "amendment",
        "the {key} is about this: {value}",
        (
            "What is the {key} to the United States Constitution about?",
            "Which subject does the {key} of the United States Constitution deal with?",
            "Tell what the {key} to the Constitution of the United States is about.",
        ),
        (
            "Which amendment to the United States Constitution is about this: {value}?",
            "Name the amendment to the United States Constitution with this subject: {value}.",
            "Where in the amendments to the United States Constitution does this stand: {value}?",
        ),
        free=False,
    ),
)
RIGHTS = recall(
    "rights-in-cases",
    "rights in cases",
    {"amendments": "each case falls under one of them"},
    (
        Facts(
            "amendment-cases",
            "{key}: {value}",
            (
                "{key} Which amendment to the United States Constitution is this about?",
                "Under which amendment to the United States Constitution does this fall? {key}",
                "{key} Name the amendment to the United States Constitution.",
            ),
            free=False,
            meaning="amendment",
            says_meaning="the {value} is about this: {meaning}; that covers the case",
        ),
    ),
    "A neighbouring amendment is taken, which speaks of something else.",
)
POWERS = _recall(
    "national-and-state-powers",
    "national and state powers",
    {"principles-of-government": "federalism shares the powers"},
    "The power is given to the wrong level.",
    Facts(
        "power-level",
        "in the United States, {key} is for {value}",
        (
            "In the United States, who has this power: {key}?",
            "At which level of the United States does this power lie: {key}?",
            "Nation, states or both: who does this in the United States, {key}?",
            "To whom does American federalism give this: {key}?",
        ),
        free=False,
    ),
)
SUCCESSION = compared(
    "presidential-succession",
    "presidential succession",
    {
        "branches-of-government": "the president heads the executive branch",
        "house-and-senate": "the chambers' heads stand high in the line",
    },
    Comparison(
        "succession",
        (
            "Who comes first in the line of succession to the president: {keys}?",
            "If the president of the United States can no longer serve, who is first in line: {keys}?",
            "In the order of presidential succession, who stands first: {keys}?",
        ),
        "the {key} is number {number} in the line",
        most=False,
    ),
    "The next one in line is taken.",
)
DEPARTMENTS = _recall(
    "executive-departments",
    "executive departments",
    {"branches-of-government": "they belong to the executive branch"},
    "The task is given to another department.",
    Facts(
        "department",
        "the {key} is responsible for {value}",
        (
            "For what is the United States {key} responsible?",
            "What is a task of the {key} of the United States?",
            "Which task belongs to the {key} in the United States government?",
        ),
        (
            "Which department of the United States government is responsible for {value}?",
            "Name the United States department for {value}.",
            "Which executive department of the United States deals with {value}?",
        ),
        free=False,
    ),
)
CASES = _recall(
    "landmark-court-cases",
    "landmark court cases",
    {
        "branches-of-government": "the Supreme Court heads the judicial branch",
        "courts": "judicial review and precedent explain their weight",
        "amendments": "most cases are about one of them",
    },
    "The decision is given to another case.",
    Facts(
        "court-case",
        "in {key} it was decided that {value}",
        (
            "What did the Supreme Court of the United States decide in {key}?",
            "Which decision belongs to the case {key}?",
            "What was the outcome of {key}?",
        ),
        (
            "In which case did the Supreme Court of the United States decide this: {value}?",
            "Which Supreme Court case is known for this: {value}?",
            "Name the Supreme Court case with this outcome: {value}.",
        ),
        free=False,
    ),
)
COURTS = concept(
    "courts",
    "courts and trials",
    {"branches-of-government": "courts are the judicial branch", "kinds-of-law": "roles differ from one to another"},
    "A related term is taken, whose meaning does not fit.",
    table="courts",
    cases="term of the courts",
)
LAW = concept(
    "kinds-of-law",
    "kinds of law",
    {"principles-of-government": "the rule of law is one of them"},
    "A kind of law is taken that is about other sides or another matter.",
    table="law-kinds",
    cases="kind of law",
)
ELECTIONS = concept(
    "electoral-systems",
    "electoral systems",
    {"forms-of-government": "representative democracy needs elections"},
    "A related term is taken, whose meaning does not fit.",
    table="elections",
    cases="term about elections",
)
CITIZENSHIP = concept(
    "citizenship",
    "rights and duties of citizens",
    {"principles-of-government": "individual rights are one of them"},
    "A related term is taken, whose meaning does not fit.",
    table="citizenship",
    cases="term about citizens",
)
IDEOLOGIES = concept(
    "political-ideas",
    "political ideas",
    {"forms-of-government": "ideas are about how to be governed"},
    "A doctrine is taken that puts something else first.",
    table="ideologies",
    cases="doctrine",
)
PARTIES = concept(
    "parties-and-groups",
    "parties and interest groups",
    {"electoral-systems": "parties compete in elections"},
    "A related term is taken, whose meaning does not fit.",
    table="parties",
    cases="term of politics",
)
LOCAL = concept(
    "state-and-local-government",
    "state and local government",
    {"national-and-state-powers": "states and cities use the powers left to them"},
    "A related term is taken, whose meaning does not fit.",
    table="budget-law",
    cases="office, body or rule",
)
FOREIGN = concept(
    "foreign-policy",
    "foreign policy",
    {"principles-of-government": "a state deals with others by its own power"},
    "A related term is taken, whose meaning does not fit.",
    table="foreign-policy",
    cases="term of foreign policy",
)


def _bodies(skill: str, name: str, needs: dict[str, str], *, table: str, of: str) -> Topic:
    return _recall(
        skill,
        name,
        needs,
        "The task is given to another body.",
        Facts(
            table,
            "the {key} is {value}",
            (
                f"What is the {{key}} of {of}?",
                f"In {of}, what is the {{key}}?",
                f"Which description fits the {{key}} of {of}?",
                f"Tell what the {{key}} is in {of}.",
            ),
            (
                f"In {of}, which is {{value}}?",
                f"Which body of {of} is {{value}}?",
                f"Name, in {of}, {{value}}.",
                f"What is the name, in {of}, for {{value}}?",
            ),
            free=False,
        ),
    )


UN = _bodies(
    "united-nations",
    "organs of the United Nations",
    {"foreign-policy": "states meet there"},
    table="un-organ",
    of="the United Nations",
)
EU = _bodies(
    "european-union",
    "institutions of the European Union",
    {
        "principles-of-government": "its institutions divide power, and check each other",
        "foreign-policy": "it rests on treaties",
    },
    table="eu-body",
    of="the European Union",
)
ORGANIZATIONS = _recall(
    "international-organizations",
    "international organisations",
    {"united-nations": "many of them belong to its family"},
    "The task is given to another organisation.",
    Facts(
        "organization-task",
        "{key} works on this: {value}",
        (
            "What does {key} work on?",
            "What is the main task of {key}?",
            "Which field belongs to {key}?",
        ),
        (
            "Which international organisation works on this: {value}?",
            "Name the international organisation with this task: {value}.",
            "To which international organisation does this belong: {value}?",
        ),
        free=False,
    ),
)
SEATS = _recall(
    "seats-of-organizations",
    "seats of international organisations",
    {"international-organizations": "it tells what they do"},
    "The seat of another organisation is taken.",
    Facts(
        "organization-seat",
        "the seat of {key} is in {value}",
        (
            "In which city is the seat of {key}?",
            "Where does {key} have its headquarters?",
            "Name the city in which {key} has its seat.",
            "Which city is home to the headquarters of {key}?",
        ),
    ),
)


UNITS = {
    "How people are governed": (PRINCIPLES, GOVERNMENTS, CROWNS, PARLIAMENTS, IDEOLOGIES),
    "The Constitution of the United States": (
        ARTICLES,
        BRANCHES,
        CHAMBERS,
        TERMS,
        BILL,
        majorities,
        electors,
        SUCCESSION,
        DEPARTMENTS,
        AMENDMENTS,
        RIGHTS,
        POWERS,
        LOCAL,
    ),
    "Law and courts": (LAW, COURTS, CASES),
    "Elections and citizens": (ELECTIONS, turnout, plurality, seats, PARTIES, CITIZENSHIP),
    "States and the world": (FOREIGN, UN, ORGANIZATIONS, SEATS, EU),
}
"""Skills in teaching order, by heading."""
