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
    for start, place, needs, further in _sweep(graph, groups):
        for low in _bits(needs | further):
            pairs.update((one, other) for one in groups[start + low] for other in groups[place])
    return pairs


def redundant(graph: SkillGraph) -> list[Edge]:
    """The edges that follow from others: what a transitive reduction takes out (Aho, Garey and Ullman 1972).

    Edges inside a group are never among them.
    """
    groups = _groups(graph)
    home = {skill: place for place, group in enumerate(groups) for skill in group}
    follows = {
        (start + low, place) for start, place, needs, further in _sweep(graph, groups) for low in _bits(needs & further)
    }
    return [edge for edge in graph.edges if (home[edge.prerequisite], home[edge.skill]) in follows]


def _groups(graph: SkillGraph) -> list[list[str]]:
    """Ids in teaching order; the members of a group, which stand side by side, together."""
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
    """Places of the ones of a number."""
    while number:
        low = number & -number
        number ^= low
        yield low.bit_length() - 1


def _sweep(graph: SkillGraph, groups: list[list[str]]) -> Iterator[tuple[int, int, int, int]]:
    """For every block of groups its start, and for every group: its place, its needs, and what these need in turn.

    Bit i stands for group `start + i`.
    """
    home = {skill: place for place, group in enumerate(groups) for skill in group}
    below: list[set[int]] = [set() for _ in groups]
    for edge in graph.edges:
        if home[edge.prerequisite] != home[edge.skill]:
            below[home[edge.skill]].add(home[edge.prerequisite])
    for start in range(0, len(groups), BLOCK):
        reach = [0] * start
        for place in range(start, len(groups)):
            needs = further = 0
            for low in below[place]:
                further |= reach[low]
                if start <= low < start + BLOCK:
                    needs |= 1 << (low - start)
            reach.append(needs | further)
            if reach[place]:
                yield start, place, needs, further
