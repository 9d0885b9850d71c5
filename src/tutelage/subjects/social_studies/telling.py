"""The facts of a skill as its lesson tells them: every fact that is asked about, in sentences that belong together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from random import Random

from tutelage.subjects.relations import Row, relation
from tutelage.subjects.social_studies.topic import Comparison, Facts, Recall
from tutelage.subjects.workbook import Generator

_TOGETHER = 12
"""Things that are listed in one sentence."""
_SUBJECT = re.compile(
    r"(?:in [^,{]+, )?(?P<of>the [a-z ]+ of )?(?P<article>the |a )?\{key\} (?P<verb>is|are|lies|flows) .*\{value\}"
)
"""A fact whose sentence begins with its key, so that "and so is …" can go on with it."""
_AGAIN = {"is": ("is", "are"), "are": ("are", "are"), "lies": ("does", "do"), "flows": ("does", "do")}


def told(make: Generator, rng: Random) -> list[str]:
    """The paragraphs with all facts that a generator asks about; none for one that works out numbers. Cases are left
    to practice."""
    if isinstance(make, Comparison):
        return [_text(_in_order(make))]
    if isinstance(make, Recall):
        return [paragraph for facts in make.facts if not facts.meaning for paragraph in _paragraphs(facts, rng)]
    return []


def _paragraphs(facts: Facts, rng: Random) -> Iterator[str]:
    """A paragraph, or one for each group where the keys have several values each."""
    if not facts.many:
        yield _text(_sentences(facts, rng))
        return
    groups: dict[str, list[Row]] = {}
    for row in rng.sample(facts.rows, len(facts.rows)):
        groups.setdefault(row.group, []).append(row)
    for group in sorted(groups):
        yield _text(_along(facts, groups[group]))


def _along(facts: Facts, rows: Sequence[Row]) -> Iterator[str]:
    """The values of each key, on a way that leads from a key to one of its values wherever it can."""
    left, before = list(rows), None
    while left:
        row = next((each for each in left if before and each.key in before.values), left[0])
        told = facts.says.format(key=row.key, value=listed(row.values))
        if before is None:
            yield f"{row.group}: {told}"
        else:
            yield f"its neighbour {told}" if row.key in before.values else told
        left.remove(row)
        before = row


def listed(things: Sequence[str]) -> str:
    """`a, b and c`."""
    return " and ".join(filter(None, (", ".join(things[:-1]), *things[-1:])))


def _text(sentences: Iterable[str]) -> str:
    return " ".join(f"{each[:1].upper()}{each[1:]}." for each in sentences)


def _in_order(comparison: Comparison) -> Iterator[str]:
    """What is compared, in its order. Where the sentence begins with the thing, it is not repeated for each."""
    numbers = relation(comparison.table)
    rows = sorted(comparison.rows, key=lambda row: numbers.number(row.key), reverse=comparison.most)
    before, _, _ = comparison.says.partition("{key}")
    for start in range(0, len(rows), _TOGETHER if comparison.grouped and not before else 1):
        first, *rest = rows[start : start + (_TOGETHER if comparison.grouped and not before else 1)]
        yield ", ".join([comparison.sentence(first.key), *(f"{row.key} {comparison.shown(row.key)}" for row in rest)])


def _sentences(facts: Facts, rng: Random) -> Iterator[str]:
    """Years in their order; otherwise what is easily mixed up, or has the same value, stands together."""
    rows = rng.sample(facts.rows, len(facts.rows))
    if facts.leads_to == "year":
        rows.sort(key=lambda row: int(row.values[0]))
    else:
        groups = {row.group: rng.random() for row in rows}
        rows.sort(key=lambda row: (groups[row.group], row.level))
    if facts.listed:
        for value in sorted({row.values[0] for row in rows}):
            keys = listed([row.key for row in rows if row.values[0] == value])
            yield facts.listed.format(value=value, keys=keys)
    elif again := _SUBJECT.fullmatch(facts.says):
        yield from _by_value(facts, rows, again)
    else:
        yield from (facts.says.format(key=row.key, value=row.values[0]) for row in rows)


def _by_value(facts: Facts, rows: Sequence[Row], again: re.Match[str]) -> Iterator[str]:
    """`the Nile is a river of Africa, and so are the Congo and the Niger`."""
    first = {row.values[0]: index for index, row in reversed(list(enumerate(rows)))}
    for value, same in groupby(sorted(rows, key=lambda row: first[row.values[0]]), lambda row: row.values[0]):
        keys = [row.key for row in same]
        for start in range(0, len(keys), _TOGETHER):
            key, *rest = keys[start : start + _TOGETHER]
            said = facts.says.format(key=key, value=value)
            others = listed([f"{again['article'] or ''}{each}" for each in rest])
            if rest:
                verb = _AGAIN[again["verb"]][len(rest) > 1]
                said += f", and so {f'is that of {others}' if again['of'] else f'{verb} {others}'}"
            yield said
