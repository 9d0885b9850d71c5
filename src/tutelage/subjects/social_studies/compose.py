"""Exercises that need two skills: a fact that is found by another fact, or a number that is worked out with another."""

from __future__ import annotations

from random import Random

from tutelage.records import Checker
from tutelage.subjects import Draft
from tutelage.subjects.relations import relation
from tutelage.subjects.social_studies.topic import Computed, Draw, Facts, Item, Recall, Topic, asked, finish

_TRIES = 60


def compose(lower: Topic, upper: Topic, rng: Random) -> Draft | None:
    """An exercise of `upper` that needs what `lower` finds; `None` if the two do not combine."""
    if lower.id == upper.id:
        return None
    if isinstance(lower, Recall) and isinstance(upper, Recall):
        return _chained(lower, upper, rng)
    if isinstance(upper, Computed) and upper.takes:
        return _fed(lower, upper, rng)
    return None


def _chained(lower: Recall, upper: Recall, rng: Random) -> Draft | None:
    """A question about "the country whose capital is Nairobi" instead of Kenya."""
    tables = {first.table for first in lower.facts}
    links = [
        (first, ask)
        for first in lower.facts
        for ask in asked(upper, 2)
        if not ask.back and not ask.facts.meaning and ask.facts.kind and ask.facts.kind in (first.kind, first.leads_to)
        if ask.facts.table not in tables
    ]
    rng.shuffle(links)
    for first, ask in links[:_TRIES]:
        for step in _steps(first, ask.facts.kind, ask.row.key):
            known, phrase, term = step
            item = upper.about(ask, 2, rng)
            blank = ask.wording.format(key=phrase, value="")
            formal = f"answer = {ask.facts.table}({term})"
            return _joined(lower, upper, item, rng, known=known, key=ask.row.key, question=blank, formal=formal)
    return None


def _steps(first: Facts, kind: str, key: str) -> list[tuple[str, str, str]]:
    """How a fact leads to a key: the fact, the key described by it, and the term that finds it."""
    table = relation(first.table)
    found = []
    if first.kind == kind and first.described and any(row.key == key for row in first.rows):
        value = table.values(key)[0]
        if sum(value in row.values for row in table.rows) == 1:
            phrase = first.described.format(value=value)
            found.append((first.says.format(key=key, value=value), phrase, f'{first.table}~("{value}")'))
    if first.leads_to == kind and first.led:
        for row in first.rows:
            if row.level < 3 and row.values[0] == key:
                phrase = first.led.format(key=row.key)
                found.append((first.says.format(key=row.key, value=key), phrase, f'{first.table}("{row.key}")'))
    return found


def _joined(
    lower: Recall, upper: Recall, item: Item, rng: Random, *, known: str, key: str, question: str, formal: str
) -> Draft:
    work = f"{lower.title}: {known}, so it is {key}. {item.work}"
    return finish(upper, item._replace(question=question, work=work, formal=formal, also=(lower.id,)), rng)


def _fed(lower: Topic, upper: Computed, rng: Random) -> Draft | None:
    """An exercise with a number k, to be found first."""
    for _ in range(_TRIES):
        first = _number(lower, rng)
        if first is None:
            return None
        if first.value not in upper.takes.get(first.unit, ()):
            continue
        item = upper.make(Draw(rng, 1, given=first.value))
        if item.checker is not Checker.MATHEMATICS:
            return None
        known = first.formal.replace("answer", f"({first.value})")
        joined = item._replace(
            question=f"Let k be {first.noun}. {item.question}",
            work=f"{first.work}, so k = {first.value}. {item.work}",
            formal=f"{known} and {item.formal}",
            also=tuple(dict.fromkeys((lower.id, *first.also, *item.also))),
        )
        return finish(upper, joined, rng)
    return None


def _number(topic: Topic, rng: Random) -> Item | None:
    """An item whose answer is a whole number: worked out, or the year of a fact."""
    if isinstance(topic, Computed):
        item = topic.make(Draw(rng, 1))
        return item if item.noun and item.value is not None else None
    if not isinstance(topic, Recall):
        return None
    facts = [each for each in topic.facts if each.leads_to == "year" and each.led]
    if not facts:
        return None
    each = rng.choice(facts)
    row = rng.choice([row for row in each.rows if row.level < 3])
    year = int(row.values[0])
    return Item(
        question="",
        work=f"{topic.title}: {each.says.format(key=row.key, value=row.values[0])}",
        answer=str(year),
        formal=f'answer = {each.table}("{row.key}")',
        value=year,
        unit="year",
        noun=each.led.format(key=row.key),
    )
