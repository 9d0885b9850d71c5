"""Steps: which one comes before, after, first and last."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from tutelage.seeds import rng
from tutelage.teacher.documents.clauses import Listing
from tutelage.teacher.documents.items import Fact, Item
from tutelage.teacher.documents.material import CHOICES, Material

FEWEST = CHOICES + 1
"""Steps of which questions are made."""


def facts(material: Material) -> Iterator[Fact]:
    """One fact for each step that follows another, and for the first and the last one."""
    for listing in material.lists:
        if listing.ordered and len(listing.members) >= FEWEST:
            yield from _facts(listing)


def _facts(listing: Listing) -> Iterator[Fact]:
    steps, place = listing.members, listing.place
    within = f"in the order “{listing.lead}”, " if listing.lead else "among the numbered steps, "

    def others(right: str, *known: str) -> tuple[str, ...]:
        free = [step for step in steps if step not in (right, *known)]
        source = rng(0, "step", place.passage, right, *known)
        return tuple(source.sample(free, min(CHOICES, len(free))))

    for index, (earlier, later) in enumerate(pairwise(steps)):
        said = f"step {index + 1} is “{earlier}”, and step {index + 2} is “{later}”"
        items = (
            Item(
                "after",
                f"{within}which of these comes directly after “{earlier}”?",
                later,
                others(later, earlier),
                difficulty=2,
            ),
            Item(
                "before",
                f"{within}which of these comes directly before “{later}”?",
                earlier,
                others(earlier, later),
                difficulty=2,
            ),
        )
        yield Fact(f"{place.passage} step {earlier} {later}", "step", (place,), (listing.block,), (said,), items)
    for which, step in (("first", steps[0]), ("last", steps[-1])):
        wrong = others(step)
        number = 1 if which == "first" else len(steps)
        items = (
            Item(which, f"{within}which of these comes {which}?", step, wrong),
            Item("number", f"{within}which of these is step {number} of {len(steps)}?", step, wrong),
        )
        yield Fact(
            f"{place.passage} {which} {step}", "step", (place,), (listing.block,), (f"“{step}” comes {which}",), items
        )
