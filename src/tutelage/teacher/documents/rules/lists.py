"""Lists: what is on them, and what is not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tutelage.seeds import rng
from tutelage.teacher.documents.clauses import Listing
from tutelage.teacher.documents.items import Fact, Item
from tutelage.teacher.documents.material import CHOICES, Material

_LONGEST_LEAD = 25


def facts(material: Material) -> Iterator[Fact]:
    """One fact for each member of a list that has a sentence before it."""
    lists = [one for one in material.lists if not one.ordered and _is_clear(one)]
    for listing in lists:
        outside = [
            (member, other)
            for other in lists
            # A neighbouring list may hold what belongs to this one as well.
            if _page(other) != _page(listing) and _form(other) == _form(listing)
            for member in other.members
            if member.casefold() not in " ".join(listing.members).casefold()
        ]
        if len(outside) < CHOICES:
            continue
        for member in listing.members:
            source = rng(0, "list", listing.place.passage, member)
            strangers = [text for text, _ in source.sample(outside, CHOICES)]
            inside = [one for one in listing.members if one != member]
            items = [
                Item("member", f"which of these belongs to the list “{listing.lead}: …”?", member, tuple(strangers))
            ]
            if len(inside) >= CHOICES - 1:
                others = (member, *source.sample(inside, CHOICES - 1))
                items.append(
                    Item(
                        "stranger",
                        f"which of these does not belong to the list “{listing.lead}: …”?",
                        strangers[0],
                        others,
                    )
                )
            said = f"{listing.lead}: {'; '.join(listing.members)}"
            yield Fact(
                f"{listing.place.passage} list {member}",
                "list",
                (listing.place,),
                (listing.block,),
                (said,),
                tuple(items),
            )


def _page(listing: Listing) -> str:
    return listing.place.topic.partition(",")[0]


def _form(listing: Listing) -> tuple[bool, bool]:
    """Lists of the same form can be mixed up: a member does not show by its grammar where it belongs."""
    first = listing.members[0]
    return first[:1].isupper(), len(first.split()) > 4


def _is_clear(listing: Listing) -> bool:
    """Whether the sentence before a list says by itself what the list holds."""
    lead = listing.lead
    vague = re.search(
        r"\b(?:this|these|those|it|they|above|below|here|include|e\.g|other|example|check ?list)\b", lead, re.I
    )
    return 4 <= len(lead.split()) <= _LONGEST_LEAD and not vague and lead[:1].isupper()
