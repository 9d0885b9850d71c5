"""What follows from the edges: the transitive closure, and the edges that follow from others.

Sets of ancestors are kept as bits of integers, some thousands of skills at a time, so that memory stays bounded.
"""

from __future__ import annotations

from collections.abc import Iterator

from tutelage.records import Edge, SkillGraph

BLOCK = 8192
"""Groups whose bits are carried through the graph at once."""


def closure(graph: SkillGraph) -> set[tuple[str, str]]:
    """All pairs (prerequisite, skill) that follow from the edges; inside a group every member needs every other."""
    groups = _groups(graph)
    pairs = {(one, other) for group in groups for one in group for other in group if one != other}
    for start, index, needs, further in _sweep(graph, groups):
        for low in _bits(needs | further):
            pairs.update((one, other) for one in groups[start + low] for other in groups[index])
    return pairs


def redundant(graph: SkillGraph) -> list[Edge]:
    """The edges that follow from others: those that a transitive reduction removes (Aho, Garey and Ullman 1972).

    Edges inside a group are never among them.
    """
    groups = _groups(graph)
    group_of = {skill: index for index, group in enumerate(groups) for skill in group}
    follows = {
        (start + low, index) for start, index, needs, further in _sweep(graph, groups) for low in _bits(needs & further)
    }
    return [edge for edge in graph.edges if (group_of[edge.prerequisite], group_of[edge.skill]) in follows]


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


def _sweep(graph: SkillGraph, groups: list[list[str]]) -> Iterator[tuple[int, int, int, int]]:
    """For every block of groups its start, and for every group: its index, its needs, and what these need in turn.

    Bit i stands for group `start + i`.
    """
    group_of = {skill: index for index, group in enumerate(groups) for skill in group}
    below: list[set[int]] = [set() for _ in groups]
    for edge in graph.edges:
        low, high = group_of[edge.prerequisite], group_of[edge.skill]
        if low != high:
            below[high].add(low)
    for start in range(0, len(groups), BLOCK):
        reach = [0] * start
        for index in range(start, len(groups)):
            needs = further = 0
            for low in below[index]:
                further |= reach[low]
                if start <= low < start + BLOCK:
                    needs |= 1 << (low - start)
            reach.append(needs | further)
            if reach[index]:
                yield start, index, needs, further
