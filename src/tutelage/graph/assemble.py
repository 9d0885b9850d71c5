"""From what all sources say to one checked graph: merge, resolve circles, build, with every decision on record."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from tutelage.graph.cycles import Way, resolve
from tutelage.graph.decisions import CycleDecision, Decomposed, Merge, NearMiss, Proposed
from tutelage.graph.merge import NEAR, SIMILARITY, merge
from tutelage.graph.order import build
from tutelage.records import Edge, Skill, SkillGraph


class Assembled(NamedTuple):
    """A skill graph and how it came about."""

    graph: SkillGraph
    merges: tuple[Merge, ...] = ()
    near_misses: tuple[NearMiss, ...] = ()
    folded: tuple[Edge, ...] = ()
    """Edges whose two ends became one skill."""
    cycles: tuple[CycleDecision, ...] = ()
    proposals: tuple[Proposed, ...] = ()
    decomposed: tuple[Decomposed, ...] = ()


def assemble(
    skills: Iterable[Skill],
    edges: Iterable[Edge],
    *,
    similarity: float = SIMILARITY,
    near: float = NEAR,
    cycles: Way = "auto",
) -> Assembled:
    """Merge, resolve circles and build. Raises `ValueError` as `merge`, `resolve` and `build` do."""
    merged = merge(skills, edges, similarity=similarity, near=near)
    resolved = resolve(merged.skills, merged.edges, cycles)
    return Assembled(
        graph=build(resolved.skills, resolved.edges),
        merges=tuple(merged.merges),
        near_misses=tuple(merged.near_misses),
        folded=tuple(merged.folded),
        cycles=tuple(resolved.decisions),
    )
