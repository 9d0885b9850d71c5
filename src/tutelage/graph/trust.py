"""Who is believed: an edge keeps all its voices, and a person outranks a teacher, a confident voice a doubtful one."""

from __future__ import annotations

from collections.abc import Iterable

from tutelage.records import Edge, Evidence

RANK = {"syllabus": 0, "teacher": 1, "heuristic": 2}
"""The most trusted first."""


def doubt(voice: Evidence) -> tuple[int, float, str, str]:
    """Sorts the more trusted voice first."""
    return RANK[voice.source], -voice.confidence, voice.origin, voice.reason


def edge_doubt(edge: Edge) -> tuple[int, float, int]:
    """Sorts the more trusted edge first: by its best voice, then by how many voices it has."""
    return RANK[edge.source], -edge.confidence, -len(edge.also)


def join(prerequisite: str, skill: str, voices: Iterable[Evidence]) -> Edge:
    """One edge from all its voices, each kept once."""
    first, *rest = sorted(set(voices), key=doubt)
    return Edge(
        prerequisite=prerequisite,
        skill=skill,
        source=first.source,
        reason=first.reason,
        origin=first.origin,
        confidence=first.confidence,
        also=tuple(rest),
    )


def join_all(edges: Iterable[Edge]) -> list[Edge]:
    """One edge for each pair of skills, in the order in which the pairs come first."""
    found: dict[tuple[str, str], list[Edge]] = {}
    for edge in edges:
        found.setdefault((edge.prerequisite, edge.skill), []).append(edge)
    return [
        same[0] if len(same) == 1 else join(*pair, (voice for edge in same for voice in edge.evidence))
        for pair, same in found.items()
    ]
