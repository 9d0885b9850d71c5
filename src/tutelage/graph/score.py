"""How well proposed prerequisites agree with gold ones: precision, recall and F1, with intervals.

They are measured on direct edges and on what follows from them; where some pairs were judged to be wrong, also on the
judged pairs alone. Otherwise every pair that the gold does not name counts as wrong, which is hard on a graph that is
merely more detailed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tutelage.errors import SyllabusError
from tutelage.graph.closure import closure
from tutelage.graph.decisions import GoldAgreement, PairSet, Scoring
from tutelage.graph.names import form, forms, slug
from tutelage.graph.order import reached
from tutelage.records import SkillGraph
from tutelage.stats import wilson

Pair = tuple[str, str]
"""(prerequisite, skill)."""


class GoldPair(NamedTuple):
    """One gold pair: names or ids, and whether the first is a prerequisite of the second."""

    prerequisite: str
    skill: str
    right: bool = True


def score_graph(graph: SkillGraph, gold: Sequence[GoldPair]) -> Scoring:
    """Measure a graph. Gold names are matched with ids, names and aliases, in their normalised form.

    Only edges between skills of the gold pairs count. Gold pairs whose skills the graph lacks count as missed. Raises
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
    ids = {text: known.get(text, f"\0{text}") for text in texts}
    right = {(ids[p.prerequisite], ids[p.skill]) for p in gold if p.right}
    wrong = {(ids[p.prerequisite], ids[p.skill]) for p in gold if not p.right} - right
    inside = set(known.values())
    direct = {(e.prerequisite, e.skill) for e in graph.edges if e.prerequisite in inside and e.skill in inside}
    followed = {pair for pair in closure(graph) if pair[0] in inside and pair[1] in inside}
    qualities = [_agreement("direct", direct, right), _agreement("closure", followed, _closure_of(right))]
    if wrong:
        judged = right | wrong
        qualities.append(_agreement("judged", direct & judged, right))
        qualities.append(_agreement("judged-closure", followed & judged, right))
    return Scoring(
        qualities=tuple(qualities),
        gold_skills=len(set(ids.values())),
        found_skills=len(inside),
        gold_pairs=len(right),
        reachable_pairs=sum(low in inside and high in inside for low, high in right),
        unjudged=len(direct - right - wrong) if wrong else 0,
    )


def _match(graph: SkillGraph, texts: Sequence[str]) -> dict[str, str]:
    """Gold name -> skill id. An exact id or name takes precedence over a normalised one."""
    ids = {skill.id for skill in graph.skills}
    exact = {name: skill.id for skill in reversed(graph.skills) for name in (*skill.aliases, skill.name)}
    loose = {text: s.id for s in reversed(graph.skills) for text in forms((s.name, *s.aliases))}
    found = {}
    for text in texts:
        id_ = exact.get(text) or (text if text in ids else "") or loose.get(form(text), "")
        if id_ or slug(text) in ids:
            found[text] = id_ or slug(text)
    return found


def _agreement(on: PairSet, given: set[Pair], right: set[Pair]) -> GoldAgreement:
    """F1 is a function of hits / union, a plain share, so its interval comes from the share's (Hand, Christen and
    Kirielle 2021)."""
    hits = len(given & right)
    share = wilson(hits, len(given | right))
    f1, low, high = (2 * value / (1 + value) for value in (share.share, share.low, share.high))
    return GoldAgreement(
        on=on,
        precision=wilson(hits, len(given)),
        recall=wilson(hits, len(right)),
        f1=f1,
        f1_low=low,
        f1_high=high,
    )


def _closure_of(pairs: set[Pair]) -> set[Pair]:
    """What follows from gold pairs, which may contain cycles."""
    below: dict[str, list[str]] = {}
    for low, high in sorted(pairs):
        below.setdefault(high, []).append(low)
    return {(low, high) for high in below for low in reached([high], lambda skill: below.get(skill, ())) if low != high}
