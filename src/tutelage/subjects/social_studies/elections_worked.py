"""Elections worked out: turnout, plurality and majority, seats by share of votes."""

from __future__ import annotations

from tutelage.records import Checker
from tutelage.subjects.social_studies.steps import minus, over, plus, times
from tutelage.subjects.social_studies.topic import computed
from tutelage.subjects.social_studies.wording import LANDS
from tutelage.subjects.workbook import Draw, Item

_TOWNS = ("Ashford", "Brenton", "Calder", "Dorling", "Elmstead", "Farley", "Granton", "Inverly")
_PEOPLE = ("Adams", "Baker", "Clark", "Diaz", "Evans", "Flores", "Gupta", "Hill")


# --- turnout ------------------------------------------------------------------------------------


def _ballots(d: Draw) -> tuple[int, int, int]:
    """Turnout in percent, eligible voters, votes cast."""
    percent = d.within((40, 90), (31, 95), (21, 97), step=10 if d.difficulty == 1 else 1)
    eligible = d.within((2, 300), (2, 300), (20, 900)) * (100 if d.difficulty < 3 else 1000)
    return percent, eligible, eligible * percent // 100


@computed(
    "voter-turnout",
    "voter turnout",
    {"electoral-systems": "turnout is measured at elections", "percentages": "turnout is a percentage"},
    {
        "absent": "Those who did not vote are counted.",
        "upside": "The division is made the wrong way round.",
        "thousands": "The number of votes in thousands or hundreds is taken for the percentage.",
    },
)
def turnout(d: Draw) -> Item:
    _, eligible, votes = _ballots(d)
    place = d.choice(_TOWNS)
    mail = votes * d.rng.randint(1, 4) // 10 if d.difficulty == 3 else 0
    lead = f"{plus(votes - mail, mail)}; " if mail else ""
    counted = eligible - votes if d.slip == "absent" else votes
    work = f"{times(counted, 100)}; {over(counted * 100, eligible)}"
    answer = str(counted * 100 // eligible)
    if d.slip == "absent":
        work = f"{minus(eligible, votes)}; {work}"
    elif d.slip == "upside":
        answer = f"{eligible * 100 / votes:.1f}"
        work = f"{times(eligible, 100)}; {eligible * 100:,}/{votes:,} is about {answer}"
    elif d.slip == "thousands":
        unit = 1000 if d.difficulty == 3 else 100
        answer = str(votes // unit)
        work = f"{over(votes // unit * unit, unit)}, and this is taken as percent"
    cast = f"{votes - mail:,} at the polls and {mail:,} by mail" if mail else f"{votes:,}"
    return Item(
        (
            f"Of {eligible:,} eligible voters in {place}, {cast} cast a ballot. What is the turnout in percent?",
            f"{eligible:,} people may vote in {place}, and {cast} do. What is the voter turnout in percent?",
            f"In {place} there are {eligible:,} eligible voters; {cast} take part. Find the turnout in percent.",
        ),
        f"Voter turnout: {lead}{work}",
        answer,
        f"answer*{eligible} = {votes}*100",
    )


@turnout.form("reverse")
def votes_cast(d: Draw) -> Item:
    """From the turnout back to the votes, or to the voters."""
    percent, eligible, votes = _ballots(d)
    place, back = d.choice(_TOWNS), d.difficulty == 3
    if back:
        top, bottom = (votes * percent, 100) if d.slip == "upside" else (votes * 100, percent)
        start = f"{times(votes, percent)}" if d.slip == "upside" else f"{times(votes, 100)}"
        told = f"In {place}, {votes:,} votes were cast, and the turnout was {percent} percent."
        asked, formal = "How many people were eligible to vote?", f"answer*{percent} = {votes}*100"
    else:
        share = 100 - percent if d.slip == "absent" else percent
        top, bottom, start = eligible * share, 100, times(eligible, share)
        if d.slip == "absent":
            start = f"{minus(100, percent)}; {start}"
        told = f"In {place}, {eligible:,} people may vote, and the turnout was {percent} percent."
        asked, formal = "How many votes were cast?", f"answer*100 = {eligible}*{percent}"
    found = round(top / bottom)
    sign = "=" if found * bottom == top else "is about"
    return Item(
        (f"{told} {asked}", f"{told} {asked} Give the number.", f"From a report: {told[0].lower()}{told[1:]} {asked}"),
        f"Voter turnout: {start}; {top:,}/{bottom} {sign} {found:,}",
        str(found),
        formal,
    )


@turnout.form("two steps")
def stayed_away(d: Draw) -> Item:
    """The share of those who did not vote, in percent, or by how many points the turnout has changed."""
    percent, eligible, votes = _ballots(d)
    place = d.choice(_TOWNS)
    if d.difficulty == 1:
        share = percent if d.slip == "absent" else 100 - percent
        first = f"{times(votes, 100)}; {over(votes * 100, eligible)}"
        return Item(
            (
                f"Of {eligible:,} eligible voters in {place}, {votes:,} voted. What percentage stayed away?",
                f"{votes:,} of the {eligible:,} voters of {place} went to the polls. What percentage did not?",
                f"In {place}, {votes:,} out of {eligible:,} eligible people voted. Give the share of non-voters in "
                "percent.",
            ),
            f"Voter turnout: {first}" + ("" if d.slip == "absent" else f"; {minus(100, percent)}"),
            str(share),
            f"(100 - answer)*{eligible} = {votes}*100",
        )
    last = max(5, percent - d.within((2, 20)))
    absent = d.slip == "absent" and 100 - percent > last
    shown, taken = (100 - percent, eligible - votes) if absent else (percent, votes)
    return Item(
        (
            f"At the last election the turnout in {place} was {last} percent; now {votes:,} of {eligible:,} eligible "
            "people voted. By how many percentage points has it changed?",
            f"{place}: {last} percent turnout last time, and this time {votes:,} votes from {eligible:,} voters. "
            "How many "
            "percentage points is the difference?",
            f"Turnout in {place} was {last} percent. Now {votes:,} out of {eligible:,} take part. How many percentage "
            "points more is that?",
        ),
        f"Voter turnout: {times(taken, 100)}; {over(taken * 100, eligible)}; {minus(shown, last)}",
        str(shown - last),
        f"(answer + {last})*{eligible} = {votes}*100",
    )


# --- plurality and majority ---------------------------------------------------------------------


def _poll(d: Draw, majority: bool) -> tuple[list[str], list[int]]:
    """Three candidates and their votes; the first leads, with a majority or without."""
    total = d.within((20, 90), (100, 400), (1000, 9000), step=10 if d.difficulty < 3 else 1)
    first = total // 2 + d.within((1, max(2, total // 6))) if majority else total // 2 - d.within((0, total // 10))
    rest = total - first
    second = d.rng.randint((rest + 1) // 2, min(rest - 1, first - 1)) if rest - 1 < first * 2 else first - 1
    return d.rng.sample(_PEOPLE, 3), [first, second, rest - second]


def _votes(names: list[str], votes: list[int]) -> str:
    said = [f"{name} {count:,}" for name, count in zip(names, votes, strict=True)]
    return f"{', '.join(said[:-1])} and {said[-1]}"


@computed(
    "plurality-or-majority",
    "plurality or majority",
    {"electoral-systems": "systems differ in what a winner needs"},
    {
        "most": "Having the most votes is taken for a majority.",
        "second": "The winner is compared with the second only, and not with half of all votes.",
        "three": "It is thought that with three candidates nobody can have a majority.",
    },
)
def plurality(d: Draw) -> Item:
    result = d.choice(("majority", "plurality"))
    names, votes = _poll(d, result == "majority")
    total, first = sum(votes), votes[0]
    listed = _votes(names, votes)
    overrated = d.slip in ("most", "second") and result == "plurality"
    underrated = d.slip == "three" and result == "majority"
    answer = "majority" if overrated else "plurality" if underrated else result
    half = f"{total / 2:,.1f}".removesuffix(".0")
    counted = f"there are {total:,} votes; half of them is {half}"
    work = f"{counted}; {first:,} is {'more' if answer == 'majority' else 'not more'} than {half}; so it is a {answer}"
    if underrated:
        work = "there are three candidates, so nobody has more than half; so it is a plurality"
    elif overrated:
        than = f"{votes[1]:,}, the votes of {names[1]}" if d.slip == "second" else "what each of the others has"
        work = f"{first:,} is more than {than}; so it is a majority"
    return Item(
        (
            f"The votes are: {listed}. Does {names[0]} have a majority, or only a plurality?",
            f"Votes were cast as follows: {listed}. Has the first candidate won a majority or just a plurality?",
            f"Majority or plurality: what has {names[0]} got? Votes: {listed}.",
        ),
        f"Plurality or majority: {work}",
        answer,
        f'answer = "majority" if 2*{first} > {total}'
        if result == "majority"
        else f'answer = "plurality" if 2*{first} < {total} + 1',
        right=result,
        others=tuple(each for each in ("majority", "plurality") if each != result) if d.rng.random() < 0.5 else (),
        checker=Checker.TEXT,
        worded={
            "word problem": (
                f"A class elects its speaker: {listed}. The rules say that a majority wins at once. Has {names[0]} a "
                "majority or a plurality?",
                f"In {d.choice(LANDS)} three candidates run for president: {listed}. Is what {names[0]} has a "
                "majority "
                "or a plurality?",
                f"A newspaper writes that {names[0]} has won most of all the votes: {listed}. Is it a majority or a "
                "plurality?",
            )
        },
    )


@plurality.form("reverse")
def missing_votes(d: Draw) -> Item:
    """The smallest majority, or how many votes a leader lacks."""
    names, votes = _poll(d, majority=False)
    total, first = sum(votes), votes[0]
    need = total // 2 + 1
    if d.difficulty == 1:
        return Item(
            (
                f"There are {total:,} votes. What is the smallest number that is a majority?",
                f"Of {total:,} votes, how many are needed at least for a majority?",
                f"A chamber has {total:,} members, and all of them vote. With how many votes does a majority begin?",
            ),
            f"Plurality or majority: half of {total:,} is {total / 2:g}; so a majority begins with {need:,}",
            str(need),
            f"2*answer > {total} and 2*(answer - 1) < {total} + 1",
        )
    answer = {"most": first - votes[1], "second": votes[1] + 1}.get(d.slip, need - first)
    steps = {
        "most": minus(first, votes[1]),
        "second": plus(votes[1], 1),
    }.get(d.slip, f"a majority of {total:,} begins with {need:,}; {minus(need, first)}")
    listed = _votes(names, votes)
    return Item(
        (
            f"The votes are: {listed}. If nothing else changed but the same number voted, how many votes more would "
            f"{names[0]} have needed for a majority?",
            f"Votes: {listed}. How many votes is {names[0]} short of a majority of all votes cast?",
            f"{names[0]} leads, but without a majority: {listed}. How many votes are missing for it?",
        ),
        f"Plurality or majority: there are {total:,} votes; {steps}",
        str(answer),
        f"2*({first} + answer) > {total} and 2*({first} + answer - 1) < {total} + 1",
    )


@plurality.form("application")
def second_ballot(d: Draw) -> Item:
    """Whether a two-round system needs its second round."""
    over_half = d.choice((True, False))
    names, votes = _poll(d, over_half)
    total, first = sum(votes), votes[0]
    answer = "no" if over_half else "yes"
    work = f"there are {total:,} votes; {first:,} is {'more' if over_half else 'not more'} than half of them; "
    if d.slip == "three" and over_half:
        answer, work = "yes", "there are three candidates, so nobody has more than half; "
    elif d.slip in ("most", "second") and not over_half:
        answer, work = "no", f"{first:,} is more than {votes[1]:,}; "
    listed = _votes(names, votes)
    return Item(
        (
            f"In a two-round system the first round ends like this: {listed}. Is a second round needed? Answer yes "
            "or no.",
            f"{listed}: these are the votes. The rules ask for a majority. Must the leading two meet again, yes or no?",
            f"Yes or no: does this first round, {listed}, leave a second ballot to be held under a two-round system?",
        ),
        f"Plurality or majority: {work}so a second round is {'not ' if answer == 'no' else ''}needed",
        answer,
        f'answer = "no" if 2*{first} > {total}' if over_half else f'answer = "yes" if 2*{first} < {total} + 1',
        checker=Checker.TEXT,
    )


# --- seats --------------------------------------------------------------------------------------


def _parliament(d: Draw) -> tuple[int, int]:
    """The seats of a parliament and a share of them in percent that comes out even."""
    size = d.within((2, 40), (2, 40), (4, 40)) * (10 if d.difficulty == 1 else 20)
    percent = d.within((1, 6), (1, 13), (1, 13)) * (10 if d.difficulty == 1 else 5)
    return size, percent


@computed(
    "seats-by-share",
    "seats by share of votes",
    {
        "electoral-systems": "proportional representation is one of them",
        "percentages": "the share is a percentage",
    },
    {
        "percent": "The percentage itself is taken for the seats.",
        "rest": "The share of the others is taken.",
        "divided": "The seats are divided by the percentage.",
    },
)
def seats(d: Draw) -> Item:
    size, percent = _parliament(d)
    while percent in (50, 100) or size == 100:
        size, percent = _parliament(d)
    votes = d.within((2, 9), (2, 90), (11, 900)) * 1000
    own, land = votes * percent // 100, d.choice(LANDS)
    given, lead = f"{percent} percent of the votes", ""
    if d.difficulty == 3:
        given = f"{own:,} of {votes:,} votes"
        lead = f"{times(own, 100)}; {over(own * 100, votes)}; "
    share = 100 - percent if d.slip == "rest" else percent
    answer, work = size * share // 100, f"{times(size, share)}; {over(size * share, 100)}"
    if d.slip == "percent":
        answer, work = percent, f"{percent} percent is taken as {percent} seats"
    elif d.slip == "rest":
        work = f"{minus(100, percent)}; {work}"
    elif d.slip == "divided":
        answer, work = round(size / percent), f"{size}/{percent} is about {round(size / percent)}"
    return Item(
        (
            f"The parliament of {land}, with {size} seats, is shared out in proportion to the votes. A party has "
            f"{given}. How many seats does it get?",
            f"Under proportional representation, how many of {size} seats in {land} go to a party with {given}?",
            f"A list in {land} wins {given}. How many of all {size} seats are its share?",
        ),
        f"Seats by share of votes: {lead}{work}",
        str(answer),
        f"answer*100 = {size}*{percent}",
    )


@seats.form("reverse")
def share_of_seats(d: Draw) -> Item:
    """From the seats back to the share of the votes, or to the votes."""
    size, percent = _parliament(d)
    won, land = size * percent // 100, d.choice(LANDS)
    share = {"rest": 100 - percent, "percent": won}.get(d.slip, percent)
    steps = f"{times(won, 100)}; {over(won * 100, size)}"
    if d.slip == "rest":
        steps = f"{minus(size, won)}; {times(size - won, 100)}; {over((size - won) * 100, size)}"
    elif d.slip == "percent":
        steps = f"{won} seats are taken as {won} percent"
    told = f"Under proportional representation a party has {won} of the {size} seats of {land}."
    if d.difficulty < 3:
        return Item(
            (
                f"{told} Which percentage of the votes does that stand for?",
                f"{told} What share of the votes, in percent, is behind them?",
                f"{land} shares its {size} seats out in proportion; one list fills {won}. What is its percentage of "
                "the vote?",
            ),
            f"Seats by share of votes: {steps}",
            str(share),
            f"answer*{size} = {won}*100",
        )
    votes = d.within((11, 900)) * 1000
    return Item(
        (
            f"{told} {votes:,} votes were cast. How many of them did the party win?",
            f"{votes:,} people voted. {told} How many votes did the party have?",
            f"{told} How many of the {votes:,} votes stand behind it?",
        ),
        f"Seats by share of votes: {steps}; {times(votes, share)}; {over(votes * share, 100)}",
        str(votes * share // 100),
        f"answer*{size} = {won}*{votes}",
    )


@seats.form("word problem")
def coalition(d: Draw) -> Item:
    """Two parties join."""
    size, percent = _parliament(d)
    second = d.within((1, 3), (1, 6), (1, 6)) * (10 if d.difficulty == 1 else 5)
    both, land = percent + second, d.choice(LANDS)
    share = 100 - both if d.slip == "rest" else both
    answer = both if d.slip == "percent" else size * share // 100
    steps = f"{plus(percent, second)}; " + (f"{minus(100, both)}; " if d.slip == "rest" else "")
    steps += (
        f"{both} percent is taken as {both} seats"
        if d.slip == "percent"
        else (f"{times(size, share)}; {over(size * share, 100)}")
    )
    asked, formal = "How many seats have they together?", f"answer*100 = {size}*({percent} + {second})"
    if d.difficulty == 3:
        asked, formal = "How far is that from half of all seats?", f"100*answer = {abs(size * both - 50 * size)}"
        high, low = max(answer, size // 2), min(answer, size // 2)
        steps, answer = f"{steps}; {over(size, 2)}; {minus(high, low)}", high - low
    return Item(
        (
            f"Two parties in {land} want to form a coalition. One has {percent} percent of the votes, the other "
            f"{second} "
            f"percent, and the {size} seats are shared out in proportion. {asked}",
            f"In {land}, {size} seats follow the votes exactly. Two partners have won {percent} and {second} "
            f"percent. {asked}",
            f"A coalition in {land} rests on {percent} percent and {second} percent of the votes; all {size} seats "
            "are "
            f"given by share. {asked}",
        ),
        f"Seats by share of votes: {steps}",
        str(answer),
        formal,
    )
