"""Teaching order and levels of a skill graph.

A group of skills that need each other counts as one skill here: its members follow one another and share a level.
"""

from __future__ import annotations

import difflib
import heapq
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Literal, NoReturn, TypeVar

import networkx as nx

from tutelage.errors import SyllabusError
from tutelage.graph.trust import join_duplicates
from tutelage.records import Edge, Skill, SkillGraph
from tutelage.seeds import rng

T = TypeVar("T")
Arrangement = Literal["low-to-high", "high-to-low", "shuffled"]


def build(skills: Sequence[Skill], edges: Sequence[Edge]) -> SkillGraph:
    """Check skills and edges, set levels, and put both in teaching order.

    Several edges between the same two skills become one that keeps every source and reason. Raises `ValueError` if
    there are no skills, and for a repeated id, an edge to an unknown skill (with the nearest known id), and a cycle
    (with its path) that is not wholly inside one group.
    """
    if not skills:
        raise SyllabusError("no skills: a graph needs at least one")
    check_ids(skills)
    check_ends({skill.id for skill in skills}, edges)
    ordered = teaching_order(skills, edges)
    levels = levels_of(ordered, edges)
    index = {skill.id: number for number, skill in enumerate(ordered)}
    sorted_edges = sorted(join_duplicates(edges), key=lambda edge: (index[edge.skill], index[edge.prerequisite]))
    leveled = (
        skill if skill.level == levels[skill.id] else skill.model_copy(update={"level": levels[skill.id]})
        for skill in ordered
    )
    return SkillGraph(skills=tuple(leveled), edges=tuple(sorted_edges))


def teaching_order(skills: Sequence[Skill], edges: Iterable[Edge]) -> list[Skill]:
    """Topological order; among skills whose prerequisites have all come, the first one in the syllabus comes first.

    It does not depend on the order of the arguments. Raises `ValueError` for a cycle, with its path.
    """
    members = _members(skills)
    group_of = {skill.id: first for first, group in members.items() for skill in group}
    keys = {first: (group[0].position, first) for first, group in members.items()}
    needs = _needs(group_of, edges)
    order = _topological(keys, needs)
    if len(order) < len(keys):
        _raise_cycle(set(keys) - set(order), needs, members)
    return [skill for first in order for skill in members[first]]


def levels_of(ordered: Sequence[Skill], edges: Iterable[Edge]) -> dict[str, int]:
    """Skill id -> length of the longest chain below it, for skills in teaching order."""
    group_of = {skill.id: first for first, group in _members(ordered).items() for skill in group}
    needs = _needs(group_of, edges)
    levels: dict[str, int] = {}
    for first in dict.fromkeys(group_of[skill.id] for skill in ordered):
        levels[first] = max((levels[before] + 1 for before in needs.get(first, ())), default=0)
    return {skill: levels[first] for skill, first in group_of.items()}


def unit_ranks(skills: Iterable[Skill]) -> dict[str, int]:
    """Skill id -> number of its unit, from 0, in the order in which the syllabus begins them.

    A skill without a unit counts to the one that it stands in or after, by its position.
    """
    numbers: dict[str, int] = {}
    ranks: dict[str, int] = {}
    current = 0
    for skill in sorted(skills, key=lambda skill: (skill.position, skill.id)):
        if skill.unit:
            current = numbers.setdefault(skill.unit, len(numbers))
        ranks[skill.id] = current
    return ranks


def reading_places(graph: SkillGraph) -> dict[str, int]:
    """Skill id -> its place in the order of reading, from 0: unit by unit, and within a unit from lower to higher
    levels. Skills of the same unit and level share a place.

    A skill that needs one of a later unit comes with that unit, so that no prerequisite is ever read after what needs
    it. Without units the place is the level.
    """
    ranks = unit_ranks(graph.skills)
    last: dict[str, int] = {}
    steps: dict[str, tuple[int, int]] = {}
    for _, same in groupby(graph.skills, key=lambda skill: (skill.group, "" if skill.group else skill.id)):
        members = list(same)
        own = min(ranks[skill.id] for skill in members)
        # Members of the group that are not there yet need no waiting for: they come together.
        needed = (last.get(need.id, 0) for skill in members for need in graph.prerequisites(skill.id))
        unit = max([own, *needed])
        last |= {skill.id: unit for skill in members}
        steps |= {skill.id: (unit, skill.level) for skill in members}
    numbers = {step: number for number, step in enumerate(sorted(set(steps.values())))}
    return {skill: numbers[step] for skill, step in steps.items()}


def ancestors(graph: SkillGraph, skill: str) -> set[str]:
    """Ids of all skills that `skill` builds on, directly or not. Raises `KeyError` for an unknown skill."""
    graph.skill(skill)
    return reached([skill], lambda here: [need.id for need in graph.prerequisites(here)]) - {skill}


def arrange(graph: SkillGraph, how: Arrangement, seed: int = 0) -> list[Skill]:
    """All skills from lower to higher ones, the other way round, or shuffled: the orders that the paper compares."""
    skills = list(graph.skills)
    if how == "high-to-low":
        skills.reverse()
    elif how == "shuffled":
        rng(seed, "arrange").shuffle(skills)
    return skills


def soft_order(items: Sequence[tuple[int, T]], interleave: float, seed: int, *, reverse: bool = False) -> list[T]:
    """Sort items by the position of their skills, loosened by `interleave`: 0 keeps that order, 1 is a shuffle.

    `items` are (index of the skill in teaching order, item). Every item gets the key `(1 - interleave) * rank +
    interleave * noise`, both in [0, 1]; the rank is that index as a share of the highest one.
    """
    top = max((position for position, _ in items), default=0) or 1
    noise = rng(seed, "soft-order")
    keyed = []
    for index, (position, item) in enumerate(items):
        rank = 1 - position / top if reverse else position / top
        keyed.append(((1 - interleave) * rank + interleave * noise.random(), index, item))
    return [item for _, _, item in sorted(keyed, key=lambda row: row[:2])]


def _members(skills: Iterable[Skill]) -> dict[str, list[Skill]]:
    """First id of every group -> its skills in syllabus order; a skill without a group is its own group."""
    named: dict[str, list[Skill]] = {}
    members: dict[str, list[Skill]] = {}
    for skill in skills:
        if skill.group:
            named.setdefault(skill.group, []).append(skill)
        else:
            members[skill.id] = [skill]
    for group in named.values():
        group.sort(key=lambda skill: (skill.position, skill.id))
        members[group[0].id] = group
    return members


def _needs(group_of: Mapping[str, str], edges: Iterable[Edge]) -> dict[str, set[str]]:
    """Prerequisites of every group. An edge inside a group does not count; a skill that needs itself is a cycle."""
    needs: dict[str, set[str]] = {}
    for edge in edges:
        low, high = group_of[edge.prerequisite], group_of[edge.skill]
        if low != high or edge.prerequisite == edge.skill:
            needs.setdefault(high, set()).add(low)
    return needs


def _topological(keys: Mapping[str, tuple[int, str]], needs: Mapping[str, set[str]]) -> list[str]:
    """Kahn's algorithm with a heap; what lies on a cycle or above one is left out."""
    above: dict[str, list[str]] = {}
    for high, lows in needs.items():
        for low in lows:
            above.setdefault(low, []).append(high)
    waiting = {node: len(needs.get(node, ())) for node in keys}
    ready = [keys[node] for node, count in waiting.items() if count == 0]
    heapq.heapify(ready)
    order: list[str] = []
    while ready:
        _, node = heapq.heappop(ready)
        order.append(node)
        for high in above.get(node, ()):
            waiting[high] -= 1
            if waiting[high] == 0:
                heapq.heappush(ready, keys[high])
    return order


def reached(start: Iterable[str], following: Callable[[str], Iterable[str]]) -> set[str]:
    """What `following` leads to from `start`, in any number of steps, the start included."""
    found = set(start)
    stack = list(found)
    while stack:
        for other in following(stack.pop()):
            if other not in found:
                found.add(other)
                stack.append(other)
    return found


def check_ids(skills: Sequence[Skill]) -> None:
    """Raise `ValueError` for an id that is there more than once."""
    counts = Counter(skill.id for skill in skills)
    repeated = next((skill for skill, count in counts.items() if count > 1), None)
    if repeated is not None:
        raise SyllabusError(f"{counts[repeated]} skills have the id '{repeated}': ids are unique")


def check_ends(known: Collection[str], edges: Iterable[Edge]) -> None:
    """Raise `ValueError`, with the nearest known id, for an edge from or to a skill that is not known."""
    for edge in edges:
        for end, other, how in (
            (edge.prerequisite, edge.skill, "needs the unknown skill"),
            (edge.skill, edge.prerequisite, "is a prerequisite of the unknown skill"),
        ):
            if end not in known:
                near = difflib.get_close_matches(end, known, n=1)
                hint = f", did you mean '{near[0]}'?" if near else ": add it, or leave it out"
                raise SyllabusError(f"skill '{other}' {how} '{end}'{hint}")


def _raise_cycle(left: set[str], needs: Mapping[str, set[str]], members: Mapping[str, Sequence[Skill]]) -> NoReturn:
    digraph: nx.DiGraph[str] = nx.DiGraph(
        (low, high) for high in sorted(left) for low in sorted(needs.get(high, ())) if low in left
    )
    cycle = [low for low, _ in nx.find_cycle(digraph)]
    start = cycle.index(min(cycle))
    cycle = [*cycle[start:], *cycle[:start], cycle[start]]
    path = " -> ".join("+".join(skill.id for skill in members[node]) for node in cycle)
    raise SyllabusError(f"prerequisites form a cycle: {path}; remove one of them ('tutelage graph check' says which)")
