"""What follows from the edges: the transitive closure, and the edges that follow from others.

Sets of ancestors are kept as bits of integers, some thousands of skills at a time, so that memory stays bounded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from tutelage.records import Edge, SkillGraph

BLOCK = 8192
"""Groups whose bits are carried through the graph at once."""


def closure(graph: SkillGraph) -> set[tuple[str, str]]:
    """All pairs (prerequisite, skill) that follow from the edges; inside a group every member needs every other."""
    groups = _groups(graph)
    pairs = {(one, other) for group in groups for one in group for other in group if one != other}
    group_of = {skill: index for index, group in enumerate(groups) for skill in group}
    for row in _sweep(_below(graph, group_of)):
        for low in _bits(row.needs | row.further):
            pairs.update((one, other) for one in groups[row.start + low] for other in groups[row.group])
    return pairs


def redundant(graph: SkillGraph) -> list[tuple[Edge, str]]:
    """The edges that follow from others, each with another prerequisite of the skill that leads to the same one: those
    that a transitive reduction removes (Aho, Garey and Ullman 1972).

    Edges inside a group are never among them.
    """
    groups = _groups(graph)
    group_of = {skill: index for index, group in enumerate(groups) for skill in group}
    below = _below(graph, group_of)
    by_way: dict[tuple[int, int], int] = {}
    for row in _sweep(below):
        for low in _bits(row.needs & row.further):
            # The highest of several is the nearest to the skill.
            by_way[row.start + low, row.group] = max(near for near in below[row.group] if row.reach[near] >> low & 1)
    ends = ((edge, (group_of[edge.prerequisite], group_of[edge.skill])) for edge in graph.edges)
    return [(edge, groups[by_way[both]][0]) for edge, both in ends if both in by_way]


def _groups(graph: SkillGraph) -> list[list[str]]:
    """Ids in teaching order, the members of a group (which follow one another) together."""
    groups: list[list[str]] = []
    last = ""
    for skill in graph.skills:
        if skill.group and skill.group == last:
            groups[-1].append(skill.id)
        else:
            groups.append([skill.id])
        last = skill.group
    return groups


def _bits(number: int) -> Iterator[int]:
    """Positions of the bits of a number that are set."""
    while number:
        low = number & -number
        number ^= low
        yield low.bit_length() - 1


def _below(graph: SkillGraph, group_of: Mapping[str, int]) -> list[set[int]]:
    """For every group the groups that it needs directly, by their indices."""
    below: list[set[int]] = [set() for _ in set(group_of.values())]
    for edge in graph.edges:
        low, high = group_of[edge.prerequisite], group_of[edge.skill]
        if low != high:
            below[high].add(low)
    return below


class _Row(NamedTuple):
    """A group, by its index, and what it needs of one block of groups; bit i stands for group `start + i`."""

    start: int
    group: int
    needs: int
    further: int
    """What its needs need in turn."""
    reach: Sequence[int]
    """Everything that each of the groups before it needs, directly or not."""


def _sweep(below: Sequence[set[int]]) -> Iterator[_Row]:
    """Every block, and in it every group that needs something of it."""
    for start in range(0, len(below), BLOCK):
        reach = [0] * start
        for index in range(start, len(below)):
            needs = further = 0
            for low in below[index]:
                further |= reach[low]
                if start <= low < start + BLOCK:
                    needs |= 1 << (low - start)
            reach.append(needs | further)
            if reach[index]:
                yield _Row(start, index, needs, further, reach)
