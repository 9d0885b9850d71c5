"""Two rules of different passages put together: which of them has the larger number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from tutelage.seeds import rng
from tutelage.teacher.documents.items import Fact, Item
from tutelage.teacher.documents.material import Material, Mention

PARTNERS = 1
"""Rules that one rule is compared with."""
LONGEST = 22
"""Words of a rule that is compared."""


def facts(material: Material) -> Iterator[Fact]:
    """Comparisons of numbers of the same unit, each of two passages."""
    groups: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for mention in material.mentions:
        value = mention.value
        short = len(mention.sentence.text.split()) <= LONGEST
        if value.kind in ("count", "money") and short and material.is_usable(mention):
            groups[value.kind, value.unit].append(mention)
    for own in groups.values():
        for index, first in enumerate(own):
            later = [
                other
                for other in own[index + 1 :]
                if other.sentence.place.passage != first.sentence.place.passage
                and other.value.number != first.value.number
            ]
            source = rng(0, "pair", first.sentence.text)
            for second in source.sample(later, min(PARTNERS, len(later))):
                yield _fact(first, second)


def between(material: Material, lower: str, skill: str) -> Iterator[Fact]:
    """All comparisons of a rule of one skill with a rule of another."""
    for first in _compared(material, lower):
        for second in _compared(material, skill):
            if first.value.unit == second.value.unit and first.value.number != second.value.number:
                yield _fact(first, second)


def units(material: Material, skill: str) -> set[str]:
    """What the rules of a skill count, and can be compared by."""
    return {mention.value.unit for mention in _compared(material, skill)}


def _compared(material: Material, skill: str) -> list[Mention]:
    return [
        mention
        for mention in material.of_skill(skill)
        if mention.value.kind in ("count", "money")
        and len(mention.sentence.text.split()) <= LONGEST
        and material.is_usable(mention)
    ]


def _fact(first: Mention, second: Mention) -> Fact:
    unit = first.value.unit if first.value.kind == "count" else "amount"
    what = f"number of {unit}" if first.value.kind == "count" else "amount"
    larger, smaller = (first, second) if first.value.number > second.value.number else (second, first)
    items = tuple(
        Item(
            "comparison",
            f"which of these two rules has the {word} {what} in its gap?",
            _shown(right),
            (_shown(wrong),),
            difficulty=3,
        )
        for word, right, wrong in (("larger", larger, smaller), ("smaller", smaller, larger))
    )
    places = (first.sentence.place, second.sentence.place)
    quotes = (first.sentence.text, second.sentence.text)
    return Fact(f"{quotes[0]} {quotes[1]}", "two passages", places, quotes, quotes, items)


def _shown(mention: Mention) -> str:
    return f"{mention.sentence.place.topic}: “{mention.with_unit}”"
