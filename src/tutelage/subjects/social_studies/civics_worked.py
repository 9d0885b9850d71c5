"""Civics worked out: majorities, electors, turnout and seats."""

from __future__ import annotations

from math import ceil

from tutelage.records import Checker
from tutelage.subjects.social_studies.topic import computed
from tutelage.subjects.social_studies.wording import LANDS
from tutelage.subjects.workbook import Draw, Item

_TOWNS = ("Ashford", "Brenton", "Calder", "Dorling", "Elmstead", "Farley", "Granton", "Inverly")


@computed(
    "electoral-college",
    "electoral college",
    {"house-and-senate": "a state has as many electors as members in both chambers"},
    {"senate": "The two senators are left out.", "double": "The senators are counted twice."},
    counts=(216, 216, None),
)
def electors(d: Draw) -> Item:
    seats, other = d.within((1, 54), (1, 54), (1, 30)), d.within((1, 54))
    add = {"senate": 0, "double": 4}.get(d.slip, 2)
    own = seats + add
    if d.difficulty < 3:
        return Item(
            d.choice(
                (
                    f"A state has {seats} members in the House of Representatives. How many electors does it have?",
                    f"A state sends {seats} members to the House. How many electoral votes has it got?",
                    f"With {seats} seats in the House, how many votes has a state in the electoral college?",
                    f"How many electors choose the president for a state with {seats} representatives?",
                )
            ),
            "Electoral college: by House and Senate, the electors are the representatives and the two senators; "
            f"{seats} + {add} = {own}",
            str(own),
            f"answer - 2 = {seats}",
            uses=("house-and-senate",),
        )
    second = other + add
    return Item(
        d.choice(
            (
                f"A candidate wins two states with {seats} and {other} representatives. How many electoral votes is "
                "that?",
                f"Two states have {seats} and {other} members in the House. How many electors have they together?",
                f"Find the electoral votes of two states together: one has {seats} seats in the House, the other "
                f"{other}.",
            )
        ),
        f"Electoral college: by House and Senate, each state adds its two senators; {seats} + {add} = {own}; "
        f"{other} + {add} = {second}; {own} + {second} = {own + second}",
        str(own + second),
        f"answer = {seats} + {other} + 2*2",
        uses=("house-and-senate",),
    )


@computed(
    "qualified-majorities",
    "qualified majorities",
    {"how-a-bill-becomes-a-law": "a veto is overridden by two thirds"},
    {"simple": "A simple majority is taken.", "other": "Two thirds and three quarters are mixed up."},
)
def majorities(d: Draw) -> Item:
    top, bottom, words = d.choice(((2, 3, "two thirds"), (3, 4, "three quarters"), (3, 5, "three fifths")))
    members = d.within((4, 80), (10, 200), (30, 300)) * bottom + (d.within((0, bottom - 1)) if d.difficulty == 3 else 0)
    part, whole = (top, bottom) if d.slip != "other" else ((3, 4) if bottom == 3 else (2, 3))
    share = members * part / whole
    answer = ceil(share) if d.slip != "simple" else members // 2 + 1
    if d.slip == "simple":
        work = f"more than half of {members} is {answer}"
    elif share == int(share):
        work = f"{members}*{part} = {members * part}; {members * part}/{whole} = {answer}"
    else:
        work = f"{members}*{part} = {members * part}; {members * part}/{whole} is more than {int(share)}, so {answer}"
    land = d.choice(LANDS)
    body = d.choice(("An assembly", "A senate", "A council", "A parliament", "A union of states"))
    formal = f"{bottom}*answer + 1 > {top}*{members} and {bottom}*(answer - 1) < {top}*{members}"
    return Item(
        d.choice(
            (
                f"{body} has {members} members. How many votes are at least {words} of them?",
                f"A motion in {land} needs {words} of {members} votes. What is the smallest number of votes that is "
                "enough?",
                f"{body} of {members} must agree by {words}. How many votes are needed at least?",
            )
        ),
        f"Qualified majorities: {work}",
        str(answer),
        formal,
    )


@computed(
    "voter-turnout",
    "voter turnout",
    {"electoral-systems": "turnout is measured at elections"},
    {"absent": "Those who did not vote are counted.", "upside": "The division is made the wrong way round."},
)
def turnout(d: Draw) -> Item:
    percent = d.within((40, 90), (31, 95), (21, 97), step=10 if d.difficulty == 1 else 1)
    eligible = d.within((2, 300), (2, 300), (20, 900)) * (100 if d.difficulty < 3 else 1000)
    votes = eligible * percent // 100
    counted, place = votes, d.choice(_TOWNS)
    if d.slip == "absent":
        counted = eligible - votes
    work = f"{counted:,}*100 = {counted * 100:,}; {counted * 100:,}/{eligible:,} = {counted * 100 // eligible}"
    answer = str(counted * 100 // eligible)
    if d.slip == "upside":
        answer = f"{eligible * 100 / votes:.1f}"
        work = f"{eligible:,}*100 = {eligible * 100:,}; {eligible * 100:,}/{votes:,} is about {answer}"
    return Item(
        d.choice(
            (
                f"In {place}, {votes:,} of {eligible:,} eligible voters cast a ballot. Find the turnout in percent.",
                f"{eligible:,} people may vote in {place}, and {votes:,} of them do. What is the voter turnout in "
                "percent?",
                f"How many percent is the turnout if {votes:,} out of {eligible:,} voters take part?",
            )
        ),
        f"Voter turnout: {work}",
        answer,
        f"answer*{eligible} = {votes}*100",
    )


@computed(
    "plurality-or-majority",
    "plurality or majority",
    {"electoral-systems": "systems differ in what a winner needs"},
    {"most": "Having the most votes is taken for a majority."},
)
def plurality(d: Draw) -> Item:
    total = d.within((20, 90), (100, 400), (1000, 9000), step=10)
    win_majority = d.rng.random() < 0.5 and not d.slip
    half = total // 2
    first = half + d.within((1, max(2, total // 6))) if win_majority else half - d.within((0, total // 10))
    rest = total - first
    second = d.rng.randint((rest + 1) // 2, min(rest, first - 1)) if rest < 2 * first else first - 1
    third = rest - second
    result = "majority" if win_majority else "plurality"
    names = d.rng.sample(("Adams", "Baker", "Clark", "Diaz", "Evans", "Flores", "Gupta", "Hill"), 3)
    votes = f"{names[0]} {first:,}, {names[1]} {second:,} and {names[2]} {third:,}"
    answer = "majority" if d.slip else result
    judge = "more" if answer == "majority" else "not more"
    return Item(
        d.choice(
            (
                f"The votes are: {votes}. Does {names[0]} have a majority, or only a plurality?",
                f"Votes were cast as follows: {votes}. Has the first candidate won a majority or just a plurality?",
                f"Majority or plurality: what has {names[0]} got? Votes: {votes}.",
            )
        ),
        f"Plurality or majority: there are {total:,} votes; half of them is {half:,}; {first:,} is {judge} than "
        f"{half:,}; "
        f"so it is a {answer}",
        answer,
        f'answer = "majority" if 2*{first} > {first} + {second} + {third}'
        if win_majority
        else f'answer = "plurality" if 2*{first} < {first} + {second} + {third} + 1',
        right=result,
        others=tuple(each for each in ("majority", "plurality") if each != result) if d.rng.random() < 0.5 else (),
        checker=Checker.TEXT,
    )


@computed(
    "seats-by-share",
    "seats by share of votes",
    {
        "electoral-systems": "proportional representation is one of them",
        "voter-turnout": "shares are worked out in the same way",
    },
    {"percent": "The percentage itself is taken for the seats.", "rest": "The share of the others is taken."},
)
def seats(d: Draw) -> Item:
    size = d.within((2, 40), (2, 40), (4, 40)) * (10 if d.difficulty == 1 else 20)
    percent = d.within((1, 6), (1, 13), (1, 13)) * (10 if d.difficulty == 1 else 5)
    votes = d.within((2, 9), (2, 90), (11, 900)) * 1000
    own = votes * percent // 100
    share = {"rest": 100 - percent}.get(d.slip, percent)
    answer = percent if d.slip == "percent" else size * share // 100
    work = f"{size}*{share} = {size * share:,}; {size * share:,}/100 = {answer}"
    lead = ""
    given, land = f"{percent} percent of the votes", d.choice(LANDS)
    if d.difficulty == 3:
        given = f"{own:,} of {votes:,} votes"
        lead = f"{own:,}*100 = {own * 100:,}; {own * 100:,}/{votes:,} = {percent}; "
    if d.slip == "percent":
        work = f"{percent} percent is taken as {percent} seats"
    elif d.slip == "rest":
        lead += f"100 - {percent} = {share}; "
    return Item(
        d.choice(
            (
                f"The parliament of {land}, with {size} seats, is shared out in proportion to the votes. A party has "
                f"{given}. How "
                "many seats "
                "does it get?",
                f"Under proportional representation, how many of {size} seats in {land} go to a party with {given}?",
                f"A list in {land} wins {given}. How many of all {size} seats are its share?",
            )
        ),
        f"Seats by share of votes: {lead}{work}",
        str(answer),
        f"answer*100 = {size}*{percent}",
    )
