"""Cycles of prerequisites: found as strongly connected components, then broken or kept as groups, on record."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

import networkx as nx

from tutelage.errors import SyllabusError
from tutelage.graph.decisions import CycleDecision
from tutelage.graph.trust import edge_trust_key, join_duplicates
from tutelage.records import Edge, Skill

CyclePolicy = Literal["auto", "error", "drop", "group"]
"""`error` refuses cycles; `drop` removes the least trusted edge of each; `group` keeps the skills of a cycle as a group
that is taught together; `auto` is `drop`, but refuses a cycle that consists of human edges alone."""


class ResolvedGraph(NamedTuple):
    """Skills and edges without cycles outside groups, and every decision."""

    skills: list[Skill]
    edges: list[Edge]
    decisions: list[CycleDecision]


def resolve_cycles(skills: Sequence[Skill], edges: Iterable[Edge], policy: CyclePolicy) -> ResolvedGraph:
    """Break cycles, or keep their skills as groups.

    An edge is dropped only if it closes a cycle with edges that are all at least as trusted: no human edge is dropped
    where a teacher's could be. A skill that needs itself always loses that edge. Raises `ValueError` with the cycle's
    path where `policy` refuses it.
    """
    joined = join_duplicates(edges)
    kept = [edge for edge in joined if edge.prerequisite != edge.skill]
    decisions = [_dropped(edge, [edge.skill], "it needs itself") for edge in joined if edge.prerequisite == edge.skill]
    cycles = cyclic_components(skills, kept)
    if policy == "group":
        skills, grouped = _group(skills, cycles)
        decisions += grouped
    else:
        cycle_of = {skill: number for number, cycle in enumerate(cycles) for skill in cycle}
        position = {skill.id: skill.position for skill in skills}
        inside = [e for e in kept if e.skill in cycle_of and cycle_of.get(e.prerequisite) == cycle_of[e.skill]]
        broken = _break(inside, position)
        gone = {(edge.prerequisite, edge.skill) for edge, _ in broken}
        kept = [edge for edge in kept if (edge.prerequisite, edge.skill) not in gone]
        decisions += [_dropped(edge, path, "the least trusted edge of a cycle") for edge, path in broken]
    _refuse(decisions, policy)
    return ResolvedGraph(list(skills), kept, decisions)


def cyclic_components(skills: Sequence[Skill], edges: Iterable[Edge]) -> list[list[str]]:
    """Strongly connected components of two skills or more that are not wholly one group already.

    Each in syllabus order, and the components in the order of their first skills. Edges to unknown skills do not count.
    """
    by_id = {skill.id: skill for skill in skills}
    inside = [(e.prerequisite, e.skill) for e in edges if e.prerequisite in by_id and e.skill in by_id]
    digraph: nx.DiGraph[str] = nx.DiGraph(_core(inside))
    found = []
    for component in nx.strongly_connected_components(digraph):
        groups = {by_id[skill].group for skill in component}
        if len(component) > 1 and (len(groups) > 1 or "" in groups):
            found.append(sorted(component, key=lambda skill: (by_id[skill].position, skill)))
    return sorted(found, key=lambda cycle: (by_id[cycle[0]].position, cycle[0]))


def _core(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The edges that remain when skills that need nothing are removed repeatedly: none without a cycle.

    This is quicker than looking for components in the whole of a large graph.
    """
    above: dict[str, list[str]] = {}
    waiting: dict[str, int] = {}
    for low, high in pairs:
        above.setdefault(low, []).append(high)
        waiting[high] = waiting.get(high, 0) + 1
    ready = [low for low in above if low not in waiting]
    while ready:
        for high in above[ready.pop()]:
            waiting[high] -= 1
            if waiting[high] == 0:
                del waiting[high]
                if high in above:
                    ready.append(high)
    return [(low, high) for low, high in pairs if low in waiting and high in waiting]


def _dropped(edge: Edge, path: Sequence[str], reason: str) -> CycleDecision:
    return CycleDecision(action="drop", edge=edge, skills=tuple(path), reason=reason)


def _group(skills: Sequence[Skill], cycles: Sequence[Sequence[str]]) -> tuple[list[Skill], list[CycleDecision]]:
    group = {skill: cycle[0] for cycle in cycles for skill in cycle}
    return (
        [skill.model_copy(update={"group": group[skill.id]}) if skill.id in group else skill for skill in skills],
        [CycleDecision(action="group", skills=tuple(cycle), reason="they need each other") for cycle in cycles],
    )


def _break(edges: Iterable[Edge], position: Mapping[str, int]) -> list[tuple[Edge, list[str]]]:
    """The edges to drop, each with the cycle that it would close.

    Edges are added from the most to the least trusted, among equals those that agree with the syllabus order first; one
    that would close a cycle is left out.
    """

    def key(edge: Edge) -> tuple[object, ...]:
        against = position[edge.prerequisite] > position[edge.skill]
        return *edge_trust_key(edge), against, edge.skill, edge.prerequisite

    by_trust = sorted(edges, key=key)
    order = _GrowingOrder(loose_order(by_trust, position))  # saves time; what is dropped does not depend on it
    broken = []
    for edge in by_trust:
        path = order.add(edge.prerequisite, edge.skill)
        if path:
            broken.append((edge, path))
    return broken


def loose_order(edges: Sequence[Edge], position: Mapping[str, int]) -> list[str]:
    """An order that few edges disagree with: topological, and inside a cycle the skill that comes first in the syllabus
    starts. Skills without any edge are not in it."""
    above: dict[str, list[str]] = {}
    waiting: dict[str, int] = {}
    for edge in edges:
        above.setdefault(edge.prerequisite, []).append(edge.skill)
        waiting[edge.skill] = waiting.get(edge.skill, 0) + 1
    by_position = sorted(above.keys() | waiting.keys(), key=lambda node: (position[node], node))
    ready = [(position[node], node) for node in by_position if node not in waiting]
    order: dict[str, None] = {}
    for stuck in [*by_position, None]:
        while ready:
            _, node = heapq.heappop(ready)
            order[node] = None
            for high in above.get(node, ()):
                waiting[high] -= 1
                if waiting[high] == 0 and high not in order:
                    heapq.heappush(ready, (position[high], high))
        if stuck is not None and stuck not in order:
            ready.append((position[stuck], stuck))
    return list(order)


class _GrowingOrder:
    """A topological order to which edges are added one by one.

    Pearce and Kelly, A dynamic topological sort algorithm for directed acyclic graphs (2007): only what lies between
    the two ends of a new edge is examined.
    """

    def __init__(self, start: Sequence[str]) -> None:
        self.index = {node: index for index, node in enumerate(start)}
        self.above: dict[str, list[str]] = {}
        self.below: dict[str, list[str]] = {}

    def add(self, low: str, high: str) -> list[str]:
        """Add the edge; if it would close a cycle, leave it out and return the path from `high` to `low`."""
        floor, ceiling = self.index[high], self.index[low]
        if floor < ceiling:
            up = self._search(high, self.above, range(floor, ceiling + 1), low)
            if low in up:
                return _path(up, low)
            down = self._search(low, self.below, range(floor, ceiling + 1))
            moved = [*sorted(down, key=self.index.__getitem__), *sorted(up, key=self.index.__getitem__)]
            self.index |= zip(moved, sorted(self.index[node] for node in moved), strict=True)
        self.above.setdefault(low, []).append(high)
        self.below.setdefault(high, []).append(low)
        return []

    def _search(
        self, start: str, following: Mapping[str, Sequence[str]], region: range, end: str = ""
    ) -> dict[str, str]:
        """What is reached from `start` inside the region -> from where; the search stops once `end` is found."""
        came = {start: ""}
        stack = [start]
        index, low, high = self.index, region.start, region.stop
        while stack and end not in came:
            here = stack.pop()
            for node in following.get(here, ()):
                if node not in came and low <= index[node] < high:
                    came[node] = here
                    stack.append(node)
        return came


def _path(came: Mapping[str, str], end: str) -> list[str]:
    path = [end]
    while came[path[-1]]:
        path.append(came[path[-1]])
    return path[::-1]


def _refuse(decisions: Sequence[CycleDecision], policy: CyclePolicy) -> None:
    for decision in decisions:
        edge = decision.edge
        if edge and (policy == "error" or (policy == "auto" and edge.source == "syllabus")):
            path = " -> ".join([*decision.skills, decision.skills[0]])
            raise SyllabusError(
                f"prerequisites form a cycle: {path}; remove one of them, such as '{edge.prerequisite}' from what "
                f"'{edge.skill}' needs, or set 'graph.cycles' of the recipe, or --cycles, to 'drop' or 'group'"
            )
