"""Circles of prerequisites: found as strongly connected components, then broken or kept as groups, on record."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

import networkx as nx

from tutelage.errors import SyllabusError
from tutelage.graph.decisions import CycleDecision
from tutelage.graph.trust import edge_doubt, join_all
from tutelage.records import Edge, Skill

Way = Literal["auto", "error", "drop", "group"]
"""`error` refuses circles; `drop` takes out the least trusted edge of each; `group` keeps the skills of a circle as a
group that is taught together; `auto` is `drop`, but refuses a circle of human edges alone."""


class Resolved(NamedTuple):
    """Skills and edges without circles outside groups, and every decision."""

    skills: list[Skill]
    edges: list[Edge]
    decisions: list[CycleDecision]


def resolve(skills: Sequence[Skill], edges: Iterable[Edge], way: Way) -> Resolved:
    """Break or group circles.

    An edge is dropped only if it closes a circle with edges that are all at least as trusted: so no human edge goes
    while a teacher's could go instead. A skill that needs itself loses that edge in either way. Raises `ValueError`
    with the circle's path where `way` refuses it.
    """
    joined = join_all(edges)
    kept = [edge for edge in joined if edge.prerequisite != edge.skill]
    decisions = [_dropped(edge, [edge.skill], "it needs itself") for edge in joined if edge.prerequisite == edge.skill]
    circles = components(skills, kept)
    if way == "group":
        skills, grouped = _group(skills, circles)
        decisions += grouped
    else:
        home = {skill: number for number, circle in enumerate(circles) for skill in circle}
        position = {skill.id: skill.position for skill in skills}
        inside = [e for e in kept if e.skill in home and home.get(e.prerequisite) == home[e.skill]]
        broken = _break(inside, position)
        gone = {(edge.prerequisite, edge.skill) for edge, _ in broken}
        kept = [edge for edge in kept if (edge.prerequisite, edge.skill) not in gone]
        decisions += [_dropped(edge, path, "the least trusted edge of a circle") for edge, path in broken]
    _refuse(decisions, way)
    return Resolved(list(skills), kept, decisions)


def components(skills: Sequence[Skill], edges: Iterable[Edge]) -> list[list[str]]:
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
    return sorted(found, key=lambda circle: (by_id[circle[0]].position, circle[0]))


def _core(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The edges that are left when skills that need nothing are taken away, again and again: none without a circle.

    Quicker than looking for components in all of a large graph.
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


def _group(skills: Sequence[Skill], circles: Sequence[Sequence[str]]) -> tuple[list[Skill], list[CycleDecision]]:
    group = {skill: circle[0] for circle in circles for skill in circle}
    return (
        [skill.model_copy(update={"group": group[skill.id]}) if skill.id in group else skill for skill in skills],
        [CycleDecision(action="group", skills=tuple(circle), reason="they need each other") for circle in circles],
    )


def _break(edges: Iterable[Edge], position: Mapping[str, int]) -> list[tuple[Edge, list[str]]]:
    """The edges to drop, each with the circle that it would close.

    Edges are taken in from the most to the least trusted, among equals those that agree with the syllabus order first;
    one that would close a circle stays out.
    """

    def doubt(edge: Edge) -> tuple[object, ...]:
        against = position[edge.prerequisite] > position[edge.skill]
        return *edge_doubt(edge), against, edge.skill, edge.prerequisite

    by_doubt = sorted(edges, key=doubt)
    order = _GrowingOrder(loose_order(by_doubt, position))  # saves time; what is dropped does not depend on it
    broken = []
    for edge in by_doubt:
        path = order.add(edge.prerequisite, edge.skill)
        if path:
            broken.append((edge, path))
    return broken


def loose_order(edges: Sequence[Edge], position: Mapping[str, int]) -> list[str]:
    """An order that few edges disagree with: topological, and where everything waits the first in the syllabus goes on.

    Circles do no harm to it. Skills without any edge are not in it.
    """
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
    """A topological order that takes in one edge after another.

    Pearce and Kelly, A dynamic topological sort algorithm for directed acyclic graphs (2007): only what lies between
    the two ends of a new edge is looked at.
    """

    def __init__(self, start: Sequence[str]) -> None:
        self.place = {node: index for index, node in enumerate(start)}
        self.above: dict[str, list[str]] = {}
        self.below: dict[str, list[str]] = {}

    def add(self, low: str, high: str) -> list[str]:
        """Take in the edge; if it would close a circle, leave it out and return the path from `high` to `low`."""
        floor, ceiling = self.place[high], self.place[low]
        if floor < ceiling:
            up = self._search(high, self.above, range(floor, ceiling + 1), low)
            if low in up:
                return _path(up, low)
            down = self._search(low, self.below, range(floor, ceiling + 1))
            self._reorder([*sorted(down, key=self.place.__getitem__), *sorted(up, key=self.place.__getitem__)])
        self.above.setdefault(low, []).append(high)
        self.below.setdefault(high, []).append(low)
        return []

    def _search(
        self, start: str, following: Mapping[str, Sequence[str]], region: range, end: str = ""
    ) -> dict[str, str]:
        """What is reached from `start` inside the region -> from where; no more is looked for once `end` is found."""
        came = {start: ""}
        stack = [start]
        place, low, high = self.place, region.start, region.stop
        while stack and end not in came:
            here = stack.pop()
            for node in following.get(here, ()):
                if node not in came and low <= place[node] < high:
                    came[node] = here
                    stack.append(node)
        return came

    def _reorder(self, nodes: Sequence[str]) -> None:
        for node, place in zip(nodes, sorted(self.place[node] for node in nodes), strict=True):
            self.place[node] = place


def _path(came: Mapping[str, str], end: str) -> list[str]:
    path = [end]
    while came[path[-1]]:
        path.append(came[path[-1]])
    return path[::-1]


def _refuse(decisions: Sequence[CycleDecision], way: Way) -> None:
    for decision in decisions:
        human = decision.edge is not None and decision.edge.source == "syllabus"
        if way == "error" or (way == "auto" and human):
            path = " -> ".join([*decision.skills, decision.skills[0]])
            raise SyllabusError(
                f"prerequisites go in a circle: {path}; take one of them out, or choose 'drop' or 'group' for circles"
            )
