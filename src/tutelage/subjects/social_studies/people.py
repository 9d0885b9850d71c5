"""Skills about people, peoples and bodies and what each is known for: their forms of question.

A table says what each is known for, and the groups of its rows are kinds, such as philosophers: `greece-kind` is the
table of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tutelage.records import Checker
from tutelage.subjects.relations import relation
from tutelage.subjects.social_studies.fact_forms import example_of, odd_one_out, reworded, same_kind, with_forms
from tutelage.subjects.social_studies.topic import Comparison, Facts, recall
from tutelage.subjects.workbook import Draw, Generator, Item, Topic


def persons(
    skill: str,
    name: str,
    needs: Mapping[str, str],
    *,
    table: str,
    did: str,
    who: str = "Who {value}?",
    person: str = "person",
    kinds: str = "",
) -> Topic:
    """People and what they are known for; `did` says it, with `{key}` and `{value}`. `who` asks for the person, and
    `kinds` is what the groups of the table are groups of, if they are asked about."""
    facts = known_for(table, did, who=who, person=person)
    forms = told_forms(facts, person)
    taught: tuple[Facts, ...] = (facts,)
    if kinds:
        sorts = kind_facts(table, kinds)
        forms, taught = forms | kind_forms(sorts, kinds), (facts, sorts)
    slip = f"What one {person} is known for is given to another."
    return with_forms(recall(skill, name, needs, taught, slip), forms)


def known_for(table: str, did: str, *, who: str, person: str) -> Facts:
    """Who they were, or what they did, asked about in both directions."""
    deed = did.removeprefix("{key} ")
    was = did.startswith("{key} was")
    return Facts(
        table,
        did,
        (
            "Who was {key}?" if was else "Which of these is true of {key}?",
            "Which description fits {key}?",
            "How do history books describe {key}?" if was else "Complete the sentence: {key} …",
        ),
        (
            who,
            f"Name {deed.removeprefix('was ')}." if was else f"Name the {person} who {deed}.",
            f"Which {person} of the past {deed}?",
        ),
        free=False,
    )


def told_forms(facts: Facts, person: str) -> dict[str, Generator]:
    """Forms for people by what is said of them."""
    deed = facts.says.removeprefix("{key} ")
    scene = (
        f"A label in a museum says: this {person} {deed}. Whose portrait hangs above it?",
        f"In a quiz the clue is: this {person} {deed}. Which name wins the point?",
        f"A street bears the name of the {person} who {deed}. What is the street called?",
        f"In a school play a figure enters, and the programme says: this {person} {deed}. Who is it?",
    )
    if person == "people":
        scene = (
            f"A museum has a room for the people who {deed}. What stands over its door?",
            f"In a quiz the clue is: this people {deed}. Which name wins the point?",
            f"A film is about the people who {deed}. Whom does it show?",
            f"A researcher studies the people who {deed}. Which people is it?",
        )
    return stated_forms(
        facts,
        scene=scene,
        gap=(
            f"Fill the gap with a name: ___ {deed}.",
            f"The beginning of this sentence is missing: ___ {deed}. Which name is it?",
            f"A torn page reads: '___ {deed}.' Which name stood there?",
        ),
        apart=(
            f"Somebody mixes up {{first}} and {{second}}. Of which of the two is this true: this {person} {deed}?",
            f"{{first}} or {{second}}: which {person} {deed}?",
            f"One of the two, {{first}} or {{second}}, {deed}. Which one?",
        ),
    )


def stated_forms(
    facts: Facts, *, scene: tuple[str, ...], gap: tuple[str, ...], apart: tuple[str, ...]
) -> dict[str, Generator]:
    """Forms that ask for the key in other words: in a scene, in a gap, and as one of two, `{first}` and `{second}`."""
    return {
        "scene": reworded(facts, back=scene),
        "gap": reworded(facts, back=gap),
        "tell apart": tell_apart(facts, apart),
    }


def tell_apart(facts: Facts, ask: tuple[str, ...]) -> Generator:
    """Of which of two keys, `{first}` and `{second}`, something is true."""

    def make(d: Draw) -> Item:
        rows = [row for row in facts.rows if row.level <= d.difficulty]
        row = d.choice(rows)
        others = [each for each in rows if each.values[0] != row.values[0]]
        other = d.choice([each for each in others if each.group == row.group] or others)
        first, second = sorted((row.key, other.key))
        given = other if d.slip else row
        return Item(
            d.choice(ask).format(first=first, second=second, value=row.values[0]),
            facts.says.format(key=given.key, value=row.values[0]),
            given.key,
            f'answer = {facts.table}~("{row.values[0]}")',
            accepted=tuple(each for each in relation(facts.table).keys(row.values[0]) if each != given.key),
            checker=Checker.TEXT,
        )

    return make


def kind_facts(table: str, kinds: str) -> Facts:
    """To which group each belongs: the groups of the table's rows, in words that can follow "the"."""
    return Facts(
        f"{table}-kind",
        "{key} counts among the {value}",
        (
            "To which of these groups does {key} belong?",
            f"In a book on {kinds}, in which chapter do you look for {{key}}?",
            "In which of these groups would you look for {key}?",
        ),
        free=False,
        listed="to the {value} belong {keys}",
    )


def kind_forms(facts: Facts, kinds: str, the: str = "") -> dict[str, Generator]:
    """Forms for what belongs to one of several groups of `kinds`; `the` is written before a key."""
    return {
        "reverse": example_of(
            facts,
            (
                "Which of these counts among the {value}?",
                "A book has a chapter on the {value}. Which of these do you find in it?",
                "Only one of these belongs to the {value}. Which one?",
            ),
        ),
        "same kind": same_kind(
            facts,
            (
                f"Which of these belongs to the same group as {the}{{key}}?",
                f"A book on {kinds} has one chapter for {the}{{key}} and for one of these. For which one?",
                f"In a list by groups, which of these stands together with {the}{{key}}?",
            ),
        ),
        "odd one out": odd_one_out(
            facts,
            (
                "All of these but one belong to the same group. Which one does not?",
                f"A chapter of a book on {kinds} should hold all of these but one. Which one is out of place?",
                "Find the one of these that does not fit with the others.",
            ),
        ),
    }


def shared_forms(
    facts: Facts, *, reverse: tuple[str, ...], same: tuple[str, ...], odd: tuple[str, ...]
) -> dict[str, Generator]:
    """Forms for facts of which many have the same value."""
    return {
        "reverse": example_of(facts, reverse),
        "same kind": same_kind(facts, same),
        "odd one out": odd_one_out(facts, odd),
    }


def order_forms(
    comparison: Comparison, *, last: tuple[str, ...], after: tuple[str, ...], before: tuple[str, ...]
) -> dict[str, Generator]:
    """Forms for things in an order: the last one of several, and the only one after, or before, `{key}`."""
    return {
        "reverse": replace(comparison, ask=last, most=not comparison.most, so="comes last"),
        "after": _beside(comparison, after, later=True),
        "before": _beside(comparison, before, later=False),
    }


def _beside(comparison: Comparison, ask: tuple[str, ...], *, later: bool) -> Generator:
    def make(d: Draw) -> Item:
        table, level = relation(comparison.table), d.difficulty
        rows = [row for row in comparison.rows if row.level <= level]
        ranked = sorted({table.number(row.key): row.key for row in rows}.items(), reverse=not later)
        place = d.rng.randrange(2, len(ranked) - 1)
        key, right = ranked[place][1], d.choice(ranked[place + 1 :])[1]
        wrong = d.rng.sample([each for _, each in ranked[:place]], min(place, 2 if level == 1 else 3))
        given = wrong[0] if d.slip else right
        listed = sorted((right, *wrong))
        word = "after" if later else "before"
        said = "; ".join(comparison.sentence(each) for each in (key, *listed))
        extreme = "most" if later else "least"
        return Item(
            d.choice(ask).format(key=key),
            f"{said}; so {given} comes {word} {key}",
            given,
            f"answer = {extreme} {comparison.table}(" + ", ".join(f'"{each}"' for each in (*listed, key)) + ")",
            right=right,
            others=tuple(wrong),
            checker=Checker.TEXT,
        )

    return make
