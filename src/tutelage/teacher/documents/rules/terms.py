"""Words that a document defines: what they mean, and what something is called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from tutelage.seeds import rng
from tutelage.teacher.documents.clauses import Sentence
from tutelage.teacher.documents.items import CHOOSE, Fact, Item, Slip
from tutelage.teacher.documents.material import CHOICES, Material

_DEFINITION = re.compile(
    r"(?P<term>(?:An? )?[A-Za-z][\w'’-]*(?: [a-z][\w'’-]*){0,3}) "
    r"(?P<verb>is|are|means|is called|refers to) "
    r"(?P<meaning>(?:an?|the|all|any|every|unpaid|paid|working|money|time|work|details|people|leave)\b[^;:“”]+)\."
)
_SHORTEST = 5
"""Words of a meaning that tells its term from others."""
_NO_TERM = re.compile(
    r"\b(?:of|in|for|to|on|at|by|with|who|that|which|may|must|can|each|every|all|some|if|when)\b", re.I
)


class _Definition(NamedTuple):
    sentence: Sentence
    term: str
    meaning: str
    verb: str


def facts(material: Material) -> Iterator[Fact]:
    """One fact for each definition."""
    found = [one for sentence in material.sentences if (one := _definition(sentence, material))]
    for one in found:
        others = [other for other in found if other.term.casefold() != one.term.casefold()]
        nearest = sorted(others, key=lambda other: abs(found.index(other) - found.index(one)))[:CHOICES]
        source = rng(0, "term", one.sentence.text)
        source.shuffle(nearest)
        ask = (
            f"what {'are' if one.verb == 'are' else 'is'} {one.term}?"
            if one.verb != "means"
            else f"what does {one.term} mean?"
        )
        named = f"what is meant: “{one.meaning}”? Name the term."
        items = [Item("name", named, one.term, difficulty=2, slip=_slip(one, nearest))]
        if len(nearest) == CHOICES:
            items += [
                Item("meaning", f"{ask} {CHOOSE}", one.meaning, tuple(other.meaning for other in nearest)),
                Item(
                    "name",
                    f"which of these terms means “{one.meaning}”?",
                    one.term,
                    tuple(other.term for other in nearest),
                ),
            ]
        place, text = one.sentence.place, one.sentence.text
        yield Fact(f"{place.passage} term {one.term}", "term", (place,), (text,), (text,), tuple(items))


def _definition(sentence: Sentence, material: Material) -> _Definition | None:
    match = _DEFINITION.fullmatch(sentence.text)
    if match is None or len(match["meaning"].split()) < _SHORTEST:
        return None
    term, verb = material.lower(match["term"]), match["verb"]
    bare = not re.match(r"an? ", term)
    # Without an article only a plural, a word that is explained by `means`, or a kind of leave or work is a term.
    if _NO_TERM.search(term) or (
        bare and verb == "is" and not re.match(r"(?:un)?paid|leave|the loss", match["meaning"])
    ):
        return None
    if verb == "are" and not match["meaning"].startswith(("all", "details", "people")):
        return None
    own = set(re.findall(r"[a-z]{4,}", term.lower())) - {"leave", "work", "working"}
    return (
        None
        if own & set(re.findall(r"[a-z]{4,}", match["meaning"].lower()))
        else _Definition(sentence, term, match["meaning"], verb)
    )


def _slip(one: _Definition, nearest: list[_Definition]) -> Slip | None:
    if not nearest:
        return None
    other = nearest[0]
    said = f"{other.term[:1].upper()}{other.term[1:]} {one.verb} {one.meaning}."
    return Slip(other.term, said, f"It takes {one.term} for {other.term}.")
