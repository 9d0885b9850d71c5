"""Questions about a thing that is found by another fact: "the country whose capital is Nairobi" instead of Kenya."""

from __future__ import annotations

from random import Random

from tutelage.grading.identity import fold
from tutelage.subjects.relations import relation
from tutelage.subjects.social_studies.topic import Facts, Recall, asked
from tutelage.subjects.workbook import Draw, Item

_TRIES = 60


def chained(lower: Recall, upper: Recall, rng: Random) -> tuple[str, Item] | None:
    """What `lower` finds, and an item of `upper` that is about it; `None` if the two do not combine."""
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
        for known, phrase, term in ways_to(first, ask.facts.kind, ask.row.key):
            item = upper.about(ask, Draw(rng, 2))
            question = ask.wording.format(key=phrase, value="")
            formal = f"answer = {ask.facts.table}({term})"
            return f"{known}, so it is {ask.row.key}", item._replace(questions=question, formal=formal)
    return None


def ways_to(first: Facts, kind: str, key: str) -> list[tuple[str, str, str]]:
    """How a fact leads to a key: the fact, the key described by it, and the term that finds it."""
    table = relation(first.table)
    found = []
    if first.kind == kind and first.described and any(row.key == key for row in first.rows):
        value = table.values(key)[0]
        if sum(fold(value) in map(fold, row.values) for row in table.rows) == 1:
            phrase = first.described.format(value=value)
            found.append((first.says.format(key=key, value=value), phrase, f'{first.table}~("{value}")'))
    if first.leads_to == kind and first.led:
        for row in first.rows:
            if row.level < 3 and row.values[0] == key:
                phrase = first.led.format(key=row.key)
                found.append((first.says.format(key=row.key, value=key), phrase, f'{first.table}("{row.key}")'))
    return found
