"""The Constitution and the government of the United States."""

from __future__ import annotations

from dataclasses import replace

from tutelage.subjects.relations import relation
from tutelage.subjects.social_studies.civics_worked import electors, majorities
from tutelage.subjects.social_studies.fact_forms import reworded, with_forms
from tutelage.subjects.social_studies.people import kind_facts, kind_forms, order_forms, shared_forms, stated_forms
from tutelage.subjects.social_studies.topic import Comparison, Facts, compared
from tutelage.subjects.social_studies.wording import case_forms, concept, recalled
from tutelage.subjects.workbook import Draw, Item

_ARTICLE = Facts(
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
)
ARTICLES = recalled(
    "articles-of-the-constitution",
    "articles of the Constitution",
    {"principles-of-government": "the articles put them to work"},
    "The subject is looked for in another article.",
    _ARTICLE,
    forms=stated_forms(
        _ARTICLE,
        scene=(
            "A lawyer needs the rules about {value}. Which part of the United States Constitution does she open?",
            "In a court of the United States both sides quote the part of the Constitution on this: {value}. What do "
            "they quote?",
            "A student's question is about {value}. Which part of the United States Constitution answers it?",
        ),
        gap=(
            "Fill the gap with a part of the United States Constitution: the subject of ___ is {value}.",
            "A table of contents of the United States Constitution has a blank: '___: {value}'. What belongs there?",
            "Complete the sentence about the United States Constitution: ___ deals with {value}.",
        ),
        apart=(
            "{first} or {second}: which of them, in the United States Constitution, is about {value}?",
            "Somebody looks for {value} in the United States Constitution, in {first} or in {second}. Where does it "
            "stand?",
            "Of {first} and {second} of the United States Constitution, which one deals with {value}?",
        ),
    ),
)
_BRANCH = Facts(
    "branch",
    "the {value} is the one that {key}",
    (
        "Which branch of the government of the United States {key}?",
        "In the United States, which branch of government {key}?",
        "Name the branch of the United States government that {key}.",
        "Legislative, executive or judicial: which branch {key} in the United States?",
    ),
)
BRANCHES = recalled(
    "branches-of-government",
    "branches of government",
    {
        "principles-of-government": "the separation of powers makes the branches",
        "articles-of-the-constitution": "the first three articles set them up",
    },
    "The power is given to another branch of government.",
    _BRANCH,
    forms={
        "scene": reworded(
            _BRANCH,
            (
                "A news report from Washington is about the branch that {key}. Which branch of government is it?",
                "A pupil visits the branch of the United States government that {key}. Which one?",
                "Somebody works for the branch of the United States government that {key}. For which one?",
            ),
        ),
        **shared_forms(
            _BRANCH,
            reverse=(
                "Complete the sentence with the one of these that is true: in the United States, the {value} …",
                "Which of these is a task of the {value} of the United States?",
                "Which of these does the {value} of the United States do?",
            ),
            same=(
                "The branch of the United States government that {key} also does one of these. Which?",
                "In the United States one branch {key}. Which of these does the same branch do?",
                "Which of these belongs to the same branch of the United States government as this: it {key}?",
            ),
            odd=(
                "All of these but one are done by one branch of the United States government. Which is done by "
                "another?",
                "Which of these does not fit, because another branch of the United States government does it?",
                "Three branches, but all of these powers except one belong to a single one. Which is the exception?",
            ),
        ),
    },
)
_CHAMBER = Facts(
    "chamber",
    "it is the {value} that {key}",
    (
        "Which chamber of the United States Congress {key}?",
        "House of Representatives or Senate: which one {key}?",
        "In the Congress of the United States, which chamber {key}?",
        "Name the chamber of the United States Congress that {key}.",
    ),
)
CHAMBERS = recalled(
    "house-and-senate",
    "House and Senate",
    {"branches-of-government": "the two chambers are the legislative branch"},
    "The two chambers of Congress are mixed up.",
    _CHAMBER,
    forms={
        "scene": reworded(
            _CHAMBER,
            (
                "A visitor to the Capitol wants to see the chamber that {key}. Where must she go?",
                "Somebody runs for the chamber of the United States Congress that {key}. For which one?",
                "A history book tells of the chamber of Congress that {key}. Which one does it mean?",
            ),
        ),
        **shared_forms(
            _CHAMBER,
            reverse=(
                "Complete the sentence with the one of these that is true: in the United States, the {value} …",
                "Which of these is true of the {value} of the United States?",
                "Which of these can be said of the {value} of the United States, and not of the other chamber?",
            ),
            same=(
                "The chamber of Congress that {key} is described by one of these as well. By which?",
                "One chamber of the United States Congress {key}. Which of these is true of the same chamber?",
                "Which of these is true of the same chamber of Congress as this: it {key}?",
            ),
            odd=(
                "All of these but one are true of one chamber of the United States Congress. Which is true of the "
                "other?",
                "House or Senate: which of these does not fit with the rest?",
                "Sort them by chamber of Congress. Which of these is left alone?",
            ),
        ),
    },
)


def _in_office(d: Draw) -> Item:
    """Several terms in a row."""
    rows = [row for row in relation("term").rows if row.level <= d.difficulty]
    row, times = d.choice(rows), d.within((2, 3), (2, 5), (3, 6))
    years = int(row.values[0])
    if d.slip:
        years = d.choice(sorted({int(each.values[0]) for each in rows} - {years}))
    who = d.choice(("Anna", "Bruno", "Chloe", "Daniel", "Esra", "Farid"))
    return Item(
        (
            f"{who} serves {times} full terms as {row.key}. How many years is that?",
            f"Suppose that somebody could be chosen {times} times in a row as {row.key}. How many years would that "
            "make?",
            f"How many years do {times} terms of a {row.key} last together?",
        ),
        f"the term of a {row.key} is {years} years; {times}*{years} = {times * years}",
        str(times * years),
        f'answer/{times} = term("{row.key}")',
    )


def _longer(d: Draw) -> Item:
    """How much longer one term is than another."""
    rows = [row for row in relation("term").rows if row.level <= max(d.difficulty, 2)]
    while True:
        first, second = d.rng.sample(rows, 2)
        long, short = int(first.values[0]), int(second.values[0])
        if long > short:
            break
    if d.slip:
        short = d.choice(sorted({int(each.values[0]) for each in rows if int(each.values[0]) < long} - {short} or {0}))
    return Item(
        (
            f"By how many years is the term of a {first.key} longer than that of a {second.key}?",
            f"A {first.key} and a {second.key} begin on the same day. How many years after the second does the "
            "first end?",
            f"What is the difference, in years, between one term of a {first.key} and one of a {second.key}?",
        ),
        f"the term of a {first.key} is {long} years, and that of a {second.key} is {short}; {long} - {short} = "
        f"{long - short}",
        str(long - short),
        f'answer + term("{second.key}") = term("{first.key}")',
    )


_TERM = Facts(
    "term",
    "the term of a {key} is {value} years",
    (
        "How many years is one term of a {key}?",
        "For how many years is a {key} chosen?",
        "A {key} serves a term of how many years?",
        "Give the length, in years, of the term of a {key}.",
    ),
)
TERMS = recalled(
    "terms-of-office",
    "terms of office",
    {"house-and-senate": "the terms of the two chambers differ"},
    "The term of another office is taken.",
    _TERM,
    forms={
        "word problem": _in_office,
        "two steps": _longer,
        **shared_forms(
            _TERM,
            reverse=(
                "Which of these offices has a term of {value} years?",
                "After {value} years a term ends. Of which of these offices can that be?",
                "Somebody has been chosen for {value} years. For which of these offices?",
            ),
            same=(
                "Which of these offices has a term as long as that of a {key}?",
                "A {key} and one of these are chosen for the same number of years. Which one?",
                "Two terms begin on one day and end on one day: that of a {key} and that of one of these. Of which?",
            ),
            odd=(
                "The terms of all of these but one have the same length. Which one is the exception?",
                "Which of these offices does not fit with the others, because of the length of its term?",
                "Compare the terms of these offices in years. Which one differs?",
            ),
        ),
    },
)
_STEP = Comparison(
    "bill-step",
    (
        "Which step comes first on the way of a bill through Congress: {keys}?",
        "On its way to becoming a law, what happens first: {keys}?",
        "In the order of lawmaking, which step is the first one: {keys}?",
        "In the Congress of the United States, which of the steps named here is first: {keys}?",
    ),
    "step {number}: {key}",
    most=False,
)
BILL = with_forms(
    compared(
        "how-a-bill-becomes-a-law",
        "how a bill becomes a law",
        {"house-and-senate": "a bill must pass both chambers"},
        _STEP,
        "The next step is taken for the first one.",
    ),
    order_forms(
        _STEP,
        last=(
            "Which of these steps comes last on the way of a bill through Congress: {keys}?",
            "On its way to becoming a law in the United States, what happens last: {keys}?",
            "Put these steps of American lawmaking in order. Which one stands at the end: {keys}?",
        ),
        after=(
            "A bill in the Congress of the United States has come to this step: {key}. Which of these is still to "
            "come?",
            "In American lawmaking, only one of these comes after this: {key}. Which one?",
            "Which of these has not yet been done when this happens in the United States: {key}?",
        ),
        before=(
            "A bill in the Congress of the United States has come to this step: {key}. Which of these is already "
            "behind it?",
            "In American lawmaking, only one of these comes before this: {key}. Which one?",
            "Which of these must be done before this can happen in the United States: {key}?",
        ),
    ),
)
_SUBJECTS = replace(
    kind_facts("amendment", "the amendments"),
    says="the {key} counts among the {value}",
    ask=(
        "To which of these groups does the {key} of the United States belong?",
        "In a book on the amendments to the United States Constitution, in which chapter do you look for the {key}?",
        "Among which amendments to the United States Constitution does the {key} count?",
    ),
)
_AMENDMENT = Facts(
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
)
AMENDMENTS = recalled(
    "amendments",
    "amendments to the Constitution",
    {"articles-of-the-constitution": "an amendment changes or adds to them"},
    "A neighbouring amendment is taken, which speaks of something else.",
    (_AMENDMENT, _SUBJECTS),
    forms={
        **kind_forms(_SUBJECTS, "the amendments", "the "),
        **stated_forms(
            _AMENDMENT,
            scene=(
                "A poster in a classroom says: {value}. Which amendment to the United States Constitution does it "
                "sum up?",
                "A speaker in Congress recalls what was added to the Constitution: {value}. Which amendment is meant?",
                "A lawyer relies on this rule: {value}. On which amendment to the United States Constitution is that?",
            ),
            gap=(
                "Fill the gap with an amendment to the United States Constitution: the ___ is about this: {value}.",
                "A list of the amendments to the United States Constitution has a blank: '___: {value}'. What is "
                "missing?",
                "Complete the entry on the United States Constitution: {value}, see the ___.",
            ),
            apart=(
                "{first} or {second} of the United States: which of them is about this: {value}?",
                "Somebody mixes up the {first} and the {second} of the United States. Which one is about this: "
                "{value}?",
                "Of the {first} and the {second} of the United States, which one is about this: {value}?",
            ),
        ),
    },
)
_RIGHT = Facts(
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
)
RIGHTS = recalled(
    "rights-in-cases",
    "rights in cases",
    {"amendments": "each case falls under one of them"},
    "A neighbouring amendment is taken, which speaks of something else.",
    _RIGHT,
    forms=case_forms(
        _RIGHT,
        "amendment to the United States Constitution",
        (
            "Which of these falls under the {value} of the United States?",
            "A lawyer wants to rely on the {value} of the United States. In which of these cases can she?",
            "A teacher needs an example for the {value} of the United States. Which of these will do?",
        ),
        shows="falls under",
        show="fall under",
    ),
)
_POWER = Facts(
    "power-level",
    "in the United States, {key} belongs here: {value}",
    (
        "In the United States, who has this power: {key}?",
        "At which level of the United States does this power lie: {key}?",
        "Nation, states or both: who does this in the United States, {key}?",
        "To whom does American federalism give this: {key}?",
    ),
    free=False,
)
POWERS = recalled(
    "national-and-state-powers",
    "national and state powers",
    {"principles-of-government": "federalism shares the powers"},
    "The power is given to the wrong level.",
    _POWER,
    forms={
        "scene": reworded(
            _POWER,
            (
                "A newcomer to the United States has a question about this: {key}. Who has power over it?",
                "A debate in the United States is about {key}. At which level is it decided?",
                "Somebody in Ohio asks who is responsible for {key}. Whose matter is it in the United States?",
            ),
        ),
        **shared_forms(
            _POWER,
            reverse=(
                "Which of these powers lies, in the United States, here: {value}?",
                "In a table of American federalism, which of these stands in the column '{value}'?",
                "Which of these belongs to this level of the United States: {value}?",
            ),
            same=(
                "In the United States, which of these lies at the same level, nation, states or both, as {key}?",
                "American federalism gives one of these to the same level as {key}. Which?",
                "Whoever has the power of {key} in the United States also has one of these. Which?",
            ),
            odd=(
                "In the United States all of these but one lie at the same level, nation, states or both. Which "
                "does not?",
                "Which of these powers is in the wrong column of a table of American federalism?",
                "Sort these by the level that has the power in the United States. Which of these is left alone?",
            ),
        ),
    },
)
_LINE = Comparison(
    "succession",
    (
        "Who comes first in the line of succession to the president: {keys}?",
        "If the president of the United States can no longer serve, who is first in line: {keys}?",
        "In the order of presidential succession, who stands first: {keys}?",
    ),
    "the {key} is number {number} in the line",
    most=False,
)
SUCCESSION = with_forms(
    compared(
        "presidential-succession",
        "presidential succession",
        {
            "branches-of-government": "the president heads the executive branch",
            "house-and-senate": "the chambers' heads stand high in the line",
        },
        _LINE,
        "The next one in line is taken.",
    ),
    order_forms(
        _LINE,
        last=(
            "Who comes last in the line of succession to the president of the United States: {keys}?",
            "In the order of American presidential succession, who has to wait longest: {keys}?",
            "Which of these stands farthest back in the line of succession in the United States: {keys}?",
        ),
        after=(
            "In the line of succession to the president of the United States, only one of these stands behind the "
            "{key}. "
            "Who?",
            "Nobody down to the {key} in the American line of succession can serve. Only one of these may still be "
            "asked. Who?",
            "Which of these comes after the {key} in the American line of succession?",
        ),
        before=(
            "In the line of succession to the president of the United States, only one of these stands before the "
            "{key}. "
            "Who?",
            "The {key} of the United States must wait until one of these cannot serve. Who?",
            "Which of these comes before the {key} in the American line of succession?",
        ),
    ),
)
_DEPARTMENT = Facts(
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
)
DEPARTMENTS = recalled(
    "executive-departments",
    "executive departments",
    {"branches-of-government": "they belong to the executive branch"},
    "The task is given to another department.",
    _DEPARTMENT,
    forms=stated_forms(
        _DEPARTMENT,
        scene=(
            "A citizen's letter is about {value}. To which department of the United States government should it go?",
            "At a meeting of the American cabinet the talk turns to {value}. Whose head is asked first?",
            "A young woman wants to work in Washington on {value}. Which department should she choose?",
        ),
        gap=(
            "Fill the gap with a department of the United States government: the ___ is responsible for {value}.",
            "A list of the executive departments of the United States has a blank: '___: {value}'. What is missing?",
            "Complete the sentence: in Washington, the department for {value} is the ___.",
        ),
        apart=(
            "{first} or {second} of the United States: which one is responsible for {value}?",
            "A letter about {value} has come to Washington. Does it belong to the {first} or to the {second}?",
            "Of the {first} and the {second} of the United States, which one deals with {value}?",
        ),
    ),
)
LOCAL = concept(
    "state-and-local-government",
    "state and local government",
    {"national-and-state-powers": "states and cities use the powers left to them"},
    "A related term is taken, whose meaning does not fit.",
    table="budget-law",
    cases="office, body or rule",
)


UNITS = {
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
}
"""Skills in teaching order, by heading."""
