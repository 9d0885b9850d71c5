"""Civics worked out: electors and qualified majorities."""

from __future__ import annotations

from tutelage.subjects.social_studies.steps import minus, over, plus
from tutelage.subjects.social_studies.topic import computed
from tutelage.subjects.social_studies.wording import LANDS
from tutelage.subjects.workbook import Draw, Item

_PEOPLE = ("Adams", "Baker", "Clark", "Diaz", "Evans", "Flores", "Gupta", "Hill")
ENOUGH = 270
"""Electoral votes that are a majority."""


# --- electors -----------------------------------------------------------------------------------


@computed(
    "electoral-college",
    "electoral college",
    {"house-and-senate": "a state has as many electors as members in both chambers"},
    {
        "senate": "The two senators are left out.",
        "double": "The senators are counted twice.",
        "once": "The two senators are added once for all, and not for each state.",
    },
)
def electors(d: Draw) -> Item:
    seats = [d.within((2, 54), (2, 40), (2, 30)) for _ in range(d.difficulty)]
    add = {"senate": 0, "double": 4}.get(d.slip, 2)
    steps = [plus(each, add) for each in seats]
    own = [each + add for each in seats]
    if d.slip == "once" and len(seats) > 1:
        steps, own = [f"{' + '.join(map(str, seats))} = {sum(seats)}", plus(sum(seats), 2)], [sum(seats) + 2]
    if len(own) > 1:
        steps.append(f"{' + '.join(map(str, own))} = {sum(own)}")
    if len(seats) == 1:
        asked: tuple[str, ...] = (
            f"A state has {seats[0]} members in the House of Representatives. How many electors does it have?",
            f"A state sends {seats[0]} members to the House. How many electoral votes has it got?",
            f"With {seats[0]} seats in the House, how many votes has a state in the electoral college?",
            f"How many electors choose the president for a state with {seats[0]} representatives?",
        )
    else:
        number, listed = ("two", "three")[len(seats) - 2], f"{', '.join(map(str, seats[:-1]))} and {seats[-1]}"
        asked = (
            f"A candidate wins {number} states with {listed} representatives. How many electoral votes is that?",
            f"There are {number} states with {listed} members in the House. How many electors have they together?",
            f"Find the electoral votes of {number} states together. They have {listed} seats in the House.",
        )
    return Item(
        asked,
        "Electoral college: by House and Senate, each state has its representatives and two senators; "
        + "; ".join(steps),
        str(sum(own)),
        f"answer - 2*{len(seats)} = {' + '.join(map(str, seats))}",
        uses=("house-and-senate",),
    )


@electors.form("reverse")
def representatives(d: Draw) -> Item:
    """From electors back to the seats in the House."""
    votes = [d.within((3, 54), (3, 54), (3, 40)) for _ in range(1 if d.difficulty == 1 else 2)]
    take = {"senate": 0, "double": 4}.get(d.slip, 2)
    seats = [each - take for each in votes]
    steps = [minus(each, take) for each in votes]
    if len(votes) > 1:
        steps.append(plus(*seats))
    said = f"{votes[0]} electors" if len(votes) == 1 else f"{votes[0]} electors and another one has {votes[1]}"
    both = "it" if len(votes) == 1 else "the two together"
    return Item(
        (
            f"A state has {said}. How many members of the House of Representatives does that make for {both}?",
            f"One state has {said} in the electoral college. How many representatives are behind them?",
            f"For president, a state has {said}. How many seats in the House follow from that?",
        ),
        "Electoral college: by House and Senate, two electors of each state stand for its senators; "
        + "; ".join(steps),
        str(sum(seats)),
        f"answer + 2*{len(votes)} = {' + '.join(map(str, votes))}",
        uses=("house-and-senate",),
    )


@electors.form("word problem")
def election_night(d: Draw) -> Item:
    """A count on election night: a state is added, and what is missing is found."""
    before, seats = d.within((40, 150), (100, 200), (120, 200)), d.within((3, 30), (3, 30), (3, 50))
    add = {"senate": 0, "double": 4}.get(d.slip, 2)
    own = seats + add
    total, missing, who = before + own, d.difficulty > 1, d.choice(_PEOPLE)
    steps = [plus(seats, add), plus(before, own), *([minus(ENOUGH, total)] if missing else [])]
    asked = f"How many are still missing for {who} to reach {ENOUGH}?" if missing else f"How many has {who} then?"
    return Item(
        (
            f"On election night {who} has {before} electoral votes, and wins a state with {seats} representatives. "
            f"{asked}",
            f"{who} stands at {before} electors when a state with {seats} seats in the House is called for {who}. "
            f"{asked}",
            f"So far {before} electors are sure for {who}; now comes a state that sends {seats} members to the "
            f"House. {asked}",
        ),
        f"Electoral college: by House and Senate, the state adds its two senators; {'; '.join(steps)}",
        str(ENOUGH - total if missing else total),
        f"{before} + {seats} + 2 + answer = {ENOUGH}" if missing else f"answer - {before} - 2 = {seats}",
        uses=("house-and-senate",),
    )


# --- majorities ---------------------------------------------------------------------------------


_SHARES = ((2, 3, "two thirds"), (3, 4, "three quarters"), (3, 5, "three fifths"))
_BODIES = ("An assembly", "A senate", "A council", "A parliament", "A union of states")


def _needed(d: Draw) -> tuple[int, int, int, str, int, str]:
    """Members, the fraction (upper number, lower number, in words), the votes that are enough, and the steps."""
    top, bottom, words = d.choice(_SHARES)
    members = d.within((4, 80), (10, 200), (30, 300)) * bottom + (d.within((1, bottom - 1)) if d.difficulty > 1 else 0)
    part, whole = (top, bottom) if d.slip != "other" else ((3, 4) if bottom == 3 else (2, 3))
    if d.slip == "simple":
        enough = members // 2 + 1
        return members, top, bottom, words, enough, f"more than half of {members} is {enough}"
    full, left = divmod(members * part, whole)
    work = f"{members}*{part} = {members * part}; "
    if not left:
        return members, top, bottom, words, full, f"{work}{over(members * part, whole)}"
    enough = full if d.slip == "down" else full + 1
    return members, top, bottom, words, enough, f"{work}{members * part}/{whole} is more than {full}, so {enough}"


@computed(
    "qualified-majorities",
    "qualified majorities",
    {"how-a-bill-becomes-a-law": "a veto is overridden by two thirds"},
    {
        "simple": "A simple majority is taken.",
        "other": "Two thirds and three quarters are mixed up.",
        "down": "The result is rounded down, so that the fraction is not reached.",
    },
)
def majorities(d: Draw) -> Item:
    members, top, bottom, words, enough, work = _needed(d)
    land, body = d.choice(LANDS), d.choice(_BODIES)
    return Item(
        (
            f"{body} has {members} members. How many votes are at least {words} of them?",
            f"A motion in {land} needs {words} of {members} votes. What is the smallest number of votes that is "
            "enough?",
            f"{body} of {members} must agree by {words}. How many votes are needed at least?",
        ),
        f"Qualified majorities: {work}",
        str(enough),
        f"{bottom}*answer + 1 > {top}*{members} and {bottom}*(answer - 1) < {top}*{members}",
        worded={
            "word problem": (
                f"The constitution of {land} may be changed only by {words} of the {members} members. How many of "
                "them "
                "must vote for the change?",
                f"A president's veto stands unless {words} of {members} members vote against it. How many votes "
                "override the veto?",
                f"A club of {members} members writes into its rules that nobody is expelled without {words} of the "
                "votes of all members. How many must be for it?",
            )
        },
    )


@majorities.form("reverse")
def may_be_against(d: Draw) -> Item:
    """How many may vote against, and how many can block."""
    members, top, bottom, words, enough, work = _needed(d)
    block = d.difficulty == 3 or d.rng.random() < 0.5
    against = members - enough + block
    steps = f"{work}; {minus(members, enough)}" + (f"; {plus(members - enough, 1)}" if block else "")
    kept = f"({members} - answer{' + 1' if block else ''})"
    asked = "How many members are enough to block a motion" if block else "At most how many members can refuse"
    end = "by voting against it?" if block else "without stopping a motion?"
    return Item(
        (
            f"In a body of {members} members, {words} must agree. {asked} {end}",
            f"A motion passes with {words} of all {members} votes. {asked} {end}",
            f"The rules ask for {words} of {members} members. {asked} {end}",
        ),
        f"Qualified majorities: {steps}",
        str(against),
        f"{bottom}*{kept} + 1 > {top}*{members} and {bottom}*({kept} - 1) < {top}*{members}",
    )
