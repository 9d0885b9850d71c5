"""How well proposed prerequisites agree with gold ones: precision, recall and F1, with intervals.

On direct edges and on what follows from them. Where somebody has judged pairs as wrong, also on judged pairs alone:
elsewhere every pair that the gold does not name counts as wrong, which is hard on a proposal that is merely finer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tutelage.errors import SyllabusError
from tutelage.graph.closure import closure
from tutelage.graph.decisions import On, Quality, Scoring
from tutelage.graph.names import form, forms, slug
from tutelage.graph.order import reached
from tutelage.records import SkillGraph
from tutelage.stats import wilson

Pair = tuple[str, str]
"""(prerequisite, skill)."""


class GoldPair(NamedTuple):
    """One pair of the gold: names or ids, and whether the one is a prerequisite of the other."""

    prerequisite: str
    skill: str
    right: bool = True


def score(graph: SkillGraph, gold: Sequence[GoldPair]) -> Scoring:
    """Measure a graph. Gold names are matched with ids, names and aliases, in their normalised form.

    Only edges between skills of the gold are looked at. Gold pairs whose skills the graph lacks count as missed. Raises
    `ValueError` if there are no gold pairs, or none of their skills is in the graph.
    """
    texts = list(dict.fromkeys(text for pair in gold for text in (pair.prerequisite, pair.skill)))
    if not texts:
        raise SyllabusError("no gold pairs")
    known = _match(graph, texts)
    if not known:
        raise SyllabusError(
            "none of the skills of the gold pairs is in the graph: are these pairs about another subject?"
        )
    homes = {text: known.get(text, f"\0{text}") for text in texts}
    right = {(homes[p.prerequisite], homes[p.skill]) for p in gold if p.right}
    wrong = {(homes[p.prerequisite], homes[p.skill]) for p in gold if not p.right} - right
    inside = set(known.values())
    direct = {(e.prerequisite, e.skill) for e in graph.edges if e.prerequisite in inside and e.skill in inside}
    followed = {pair for pair in closure(graph) if pair[0] in inside and pair[1] in inside}
    qualities = [_quality("direct", direct, right), _quality("closure", followed, _closed(right))]
    if wrong:
        judged = right | wrong
        qualities.append(_quality("judged", direct & judged, right))
        qualities.append(_quality("judged-closure", followed & judged, right))
    return Scoring(
        qualities=tuple(qualities),
        gold_skills=len(set(homes.values())),
        found_skills=len(inside),
        gold_pairs=len(right),
        reachable_pairs=sum(low in inside and high in inside for low, high in right),
        unjudged=len(direct - right - wrong) if wrong else 0,
    )


def _match(graph: SkillGraph, texts: Sequence[str]) -> dict[str, str]:
    """Gold name -> skill id. An exact id or name goes before a normalised one."""
    ids = {skill.id for skill in graph.skills}
    exact = {name: skill.id for skill in reversed(graph.skills) for name in (*skill.aliases, skill.name)}
    loose = {text: s.id for s in reversed(graph.skills) for text in forms((s.name, *s.aliases))}
    found = {}
    for text in texts:
        id_ = exact.get(text) or (text if text in ids else "") or loose.get(form(text), "")
        if id_ or slug(text) in ids:
            found[text] = id_ or slug(text)
    return found


def _quality(on: On, given: set[Pair], right: set[Pair]) -> Quality:
    """F1 is a function of hits / union, a plain share, so its interval comes from the share's (Hand, Christen and
    Kirielle 2021)."""
    hits = len(given & right)
    share = wilson(hits, len(given | right))
    f1, low, high = (2 * value / (1 + value) for value in (share.share, share.low, share.high))
    return Quality(
        on=on,
        precision=wilson(hits, len(given)),
        recall=wilson(hits, len(right)),
        f1=f1,
        f1_low=low,
        f1_high=high,
    )


def _closed(pairs: set[Pair]) -> set[Pair]:
    """What follows from gold pairs; a circle in them does no harm."""
    below: dict[str, list[str]] = {}
    for low, high in sorted(pairs):
        below.setdefault(high, []).append(low)
    return {(low, high) for high in below for low in _below(high, below) if low != high}


def _below(skill: str, below: Mapping[str, Sequence[str]]) -> set[str]:
    return reached([skill], lambda here: below.get(here, ()))
