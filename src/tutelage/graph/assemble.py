"""From what all sources say to one checked graph: merge, resolve cycles, build, with every decision on record."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from tutelage.graph.cycles import CyclePolicy, resolve_cycles
from tutelage.graph.decisions import CycleDecision, Merge, NearMiss, ProposalRecord, TopicRecord
from tutelage.graph.merge import NEAR, SIMILARITY, merge
from tutelage.graph.order import build
from tutelage.records import Edge, Skill, SkillGraph


class AssembledGraph(NamedTuple):
    """A skill graph, and every decision that was made on the way to it."""

    graph: SkillGraph
    merges: tuple[Merge, ...] = ()
    near_misses: tuple[NearMiss, ...] = ()
    folded: tuple[Edge, ...] = ()
    """Edges whose two ends were merged into one skill."""
    cycles: tuple[CycleDecision, ...] = ()
    proposals: tuple[ProposalRecord, ...] = ()
    decomposed: tuple[TopicRecord, ...] = ()
    notes: tuple[str, ...] = ()
    """What was left out or changed while the files were read, each with its file."""


def assemble(
    skills: Iterable[Skill],
    edges: Iterable[Edge],
    *,
    similarity: float = SIMILARITY,
    near: float = NEAR,
    cycles: CyclePolicy = "auto",
) -> AssembledGraph:
    """Merge, resolve cycles and build. Raises `ValueError` as `merge`, `resolve_cycles` and `build` do."""
    merged = merge(skills, edges, similarity=similarity, near=near)
    resolved = resolve_cycles(merged.skills, merged.edges, cycles)
    return AssembledGraph(
        graph=build(resolved.skills, resolved.edges),
        merges=tuple(merged.merges),
        near_misses=tuple(merged.near_misses),
        folded=tuple(merged.folded),
        cycles=tuple(resolved.decisions),
    )
