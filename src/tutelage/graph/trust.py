"""Whose word counts: an edge keeps all its evidence; a person outranks a teacher, and more confident evidence less."""

from __future__ import annotations

from collections.abc import Iterable

from tutelage.records import Edge, Evidence

RANK = {"syllabus": 0, "teacher": 1, "heuristic": 2}
"""The most trusted first."""


def trust_key(item: Evidence) -> tuple[int, float, str, str]:
    """Sorts the more trusted evidence first."""
    return RANK[item.source], -item.confidence, item.origin, item.reason


def edge_trust_key(edge: Edge) -> tuple[int, float, int]:
    """Sorts the more trusted edge first: by its best evidence, then by how many pieces of evidence it has."""
    return RANK[edge.source], -edge.confidence, -len(edge.also)


def join_evidence(prerequisite: str, skill: str, evidence: Iterable[Evidence]) -> Edge:
    """One edge from all its evidence, each piece kept once."""
    first, *rest = sorted(set(evidence), key=trust_key)
    return Edge(
        prerequisite=prerequisite,
        skill=skill,
        source=first.source,
        reason=first.reason,
        passage=first.passage,
        origin=first.origin,
        confidence=first.confidence,
        also=tuple(rest),
    )


def join_duplicates(edges: Iterable[Edge]) -> list[Edge]:
    """One edge for each pair of skills, in the order in which the pairs come first."""
    found: dict[tuple[str, str], list[Edge]] = {}
    for edge in edges:
        found.setdefault((edge.prerequisite, edge.skill), []).append(edge)
    return [
        same[0] if len(same) == 1 else join_evidence(*pair, (item for edge in same for item in edge.evidence))
        for pair, same in found.items()
    ]
