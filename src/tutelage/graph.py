"""The skill graph: pure functions from skills and prerequisites to an acyclic graph in teaching order."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TypeVar

import networkx as nx

from tutelage.records import Edge, Skill, SkillGraph
from tutelage.seeds import rng

T = TypeVar("T")


def build(skills: Sequence[Skill], edges: Sequence[Edge]) -> SkillGraph:
    """Check skills and edges, set levels, and put both in teaching order.

    Raises `ValueError` for no skills, a repeated id, an edge to an unknown skill (with the nearest known id), and a
    cycle (with its path).
    """
    if not skills:
        raise ValueError("no skills: a graph needs at least one")
    _check_ids(skills)
    _check_ends(skills, edges)
    digraph = _digraph(skills, edges)
    _check_acyclic(digraph)
    levels = _levels(digraph)
    ordered = teaching_order([skill.model_copy(update={"level": levels[skill.id]}) for skill in skills], edges)
    place = {skill.id: index for index, skill in enumerate(ordered)}
    unique = {(edge.prerequisite, edge.skill): edge for edge in reversed(edges)}
    by_place = sorted(unique.values(), key=lambda edge: (place[edge.skill], place[edge.prerequisite]))
    return SkillGraph(skills=tuple(ordered), edges=tuple(by_place))


def teaching_order(skills: Sequence[Skill], edges: Sequence[Edge]) -> list[Skill]:
    """Topological order; among skills that are ready, the one that stands first in the syllabus comes first.

    It does not depend on the order of the arguments.
    """
    by_id = {skill.id: skill for skill in skills}
    order = nx.lexicographical_topological_sort(
        _digraph(skills, edges), key=lambda node: (by_id[node].position, str(node))
    )
    return [by_id[node] for node in order]


def ancestors(graph: SkillGraph, skill: str) -> set[str]:
    """Ids of all skills that `skill` builds on, directly or not."""
    return set(nx.ancestors(_digraph(graph.skills, graph.edges), skill))


def soft_order(items: Sequence[tuple[int, T]], interleave: float, seed: int, *, reverse: bool = False) -> list[T]:
    """Sort items by level, strayed by `interleave`: 0 keeps strict blocks of levels, 1 is a shuffle.

    Every item gets the key `(1 - interleave) * rank + interleave * noise`, both in [0, 1]; the rank is the item's
    place in the sequence, which must come in teaching order. `items` are (place of the skill, item).
    """
    top = max((place for place, _ in items), default=0) or 1
    noise = rng(seed, "soft-order")
    keyed = []
    for index, (place, item) in enumerate(items):
        rank = 1 - place / top if reverse else place / top
        keyed.append(((1 - interleave) * rank + interleave * noise.random(), index, item))
    return [item for _, _, item in sorted(keyed, key=lambda row: row[:2])]


def _digraph(skills: Iterable[Skill], edges: Iterable[Edge]) -> nx.DiGraph[str]:
    digraph: nx.DiGraph[str] = nx.DiGraph()
    digraph.add_nodes_from(skill.id for skill in skills)
    digraph.add_edges_from((edge.prerequisite, edge.skill) for edge in edges)
    return digraph


def _check_ids(skills: Sequence[Skill]) -> None:
    repeated = [skill for skill, count in Counter(skill.id for skill in skills).items() if count > 1]
    if repeated:
        raise ValueError(
            f"skill '{repeated[0]}' stands {Counter(s.id for s in skills)[repeated[0]]} times: ids are unique"
        )


def _check_ends(skills: Sequence[Skill], edges: Sequence[Edge]) -> None:
    known = {skill.id for skill in skills}
    for edge in edges:
        for end, other in ((edge.prerequisite, edge.skill), (edge.skill, edge.prerequisite)):
            if end not in known:
                near = difflib.get_close_matches(end, known, n=1)
                hint = f", did you mean '{near[0]}'?" if near else ": add it, or take the edge out"
                raise ValueError(f"skill '{other}' is tied to unknown skill '{end}'{hint}")


def _check_acyclic(digraph: nx.DiGraph[str]) -> None:
    try:
        cycle = nx.find_cycle(digraph)
    except nx.NetworkXNoCycle:
        return
    path = " -> ".join([edge[0] for edge in cycle] + [cycle[-1][1]])
    raise ValueError(f"prerequisites go in a circle: {path}; take one of them out")


def _levels(digraph: nx.DiGraph[str]) -> dict[str, int]:
    levels: dict[str, int] = {}
    for node in nx.topological_sort(digraph):
        levels[node] = max((levels[before] + 1 for before in digraph.predecessors(node)), default=0)
    return levels
