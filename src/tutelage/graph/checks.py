"""Checks of a skill graph as it was read: what is wrong, what is suspicious, what is only worth knowing."""

from __future__ import annotations

import difflib
from bisect import insort
from collections import Counter
from collections.abc import Iterable, Sequence

from tutelage.graph.closure import redundant
from tutelage.graph.cycles import cyclic_components, resolve_cycles
from tutelage.graph.decisions import Finding, Severity, SourceGraph
from tutelage.graph.merge import NEAR, near_misses
from tutelage.graph.order import build, reached, unit_ranks
from tutelage.records import Edge, Skill, SkillGraph

MAX_JUMP = 6
"""Levels between a skill and a direct prerequisite beyond which an edge is suspicious."""
MAX_LEAD = 3
"""A skill is compared with those of the units that stand more than so many before its own."""
MAX_PATH = 8
"""At most this many skills of a cycle are named in a message."""
MAX_EDGES = 4
"""At most this many edges of a cycle are suggested to be removed."""
MAX_HINTS = 20
"""For so many unknown prerequisites the nearest known one is looked for, which takes time in a large graph."""


def check_graph(
    skills: Sequence[Skill],
    edges: Sequence[Edge],
    goals: Sequence[str] = (),
    *,
    max_jump: int = MAX_JUMP,
    max_lead: int = MAX_LEAD,
    near: float = NEAR,
) -> list[Finding]:
    """Everything worth reporting about a graph, errors first.

    Errors: a repeated id, a prerequisite that does not exist, a skill that needs itself, a cycle, a goal that cannot
    be reached. Warnings: a skill without any edge, an edge over more than `max_jump` levels or against the syllabus
    order, two skills with one name. Notes: edges that follow from others, skills of a lower level than most skills of
    the units more than `max_lead` before theirs, skills that no goal needs. Checks that need a valid graph run only if
    there is no error.
    """
    findings = [*_ids(skills), *_ends(skills, edges), *_cycles(skills, edges), *_goals(skills, edges, goals)]
    findings += [*_orphans(skills, edges), *_against_order(skills, edges)]
    if not any(finding.severity == "error" for finding in findings) and skills:
        graph = build(skills, edges)
        findings += [*_names(graph, near), *_redundant(graph), *_jumps(graph, max_jump), *_early(graph, max_lead)]
        findings += _not_needed(graph, goals)
    rank = {"error": 0, "warning": 1, "note": 2}
    return sorted(findings, key=lambda finding: rank[finding.severity])


def check_source(
    part: SourceGraph, goals: Sequence[str] = (), *, max_jump: int = MAX_JUMP, max_lead: int = MAX_LEAD
) -> list[Finding]:
    """Check what one source says, with its own goals and those given."""
    every = tuple(dict.fromkeys((*part.goals, *goals)))
    return check_graph(part.skills, part.edges, every, max_jump=max_jump, max_lead=max_lead)


def _ids(skills: Sequence[Skill]) -> Iterable[Finding]:
    for skill, count in Counter(skill.id for skill in skills).items():
        if count > 1:
            yield _finding("error", "repeated-id", [skill], f"the id is used {count} times")
    if not skills:
        yield _finding("error", "empty", [], "there are no skills")


def _ends(skills: Sequence[Skill], edges: Sequence[Edge]) -> Iterable[Finding]:
    known, hints = {skill.id for skill in skills}, MAX_HINTS
    for edge in edges:
        if edge.prerequisite == edge.skill:
            yield _finding("error", "self-loop", [edge.skill], "needs itself")
        for end, other in ((edge.prerequisite, edge.skill), (edge.skill, edge.prerequisite)):
            if end not in known:
                near = difflib.get_close_matches(end, known, n=1) if hints else []
                hints -= hints > 0
                hint = f"; did you mean '{near[0]}'?" if near else ""
                yield _finding("error", "dangling", [other], f"has an edge to '{end}', which does not exist{hint}")


def _cycles(skills: Sequence[Skill], edges: Sequence[Edge]) -> Iterable[Finding]:
    once = list({skill.id: skill for skill in skills}.values())
    cycles = cyclic_components(once, [edge for edge in edges if edge.prerequisite != edge.skill])
    # Where there is none, nothing has to be broken: in a large graph that takes time.
    broken = [one.edge for one in resolve_cycles(once, edges, "drop").decisions if one.edge] if cycles else []
    for cycle in cycles:
        named = ", ".join(cycle[:MAX_PATH]) + (f" and {len(cycle) - MAX_PATH} more" if len(cycle) > MAX_PATH else "")
        inside = set(cycle)
        drop = [edge for edge in broken if edge.skill in inside and edge.skill != edge.prerequisite]
        parts = ", ".join(f"'{edge.skill}' not need '{edge.prerequisite}'" for edge in drop[:MAX_EDGES])
        more = f" and {len(drop) - MAX_EDGES} more such" if len(drop) > MAX_EDGES else ""
        suggestion = f"suggestion: let {parts}{more} ('graph.cycles: drop' would do so)"
        yield _finding("error", "cycle", cycle, f"{len(cycle)} skills need each other: {named}; {suggestion}")


def _goals(skills: Sequence[Skill], edges: Sequence[Edge], goals: Sequence[str]) -> Iterable[Finding]:
    """A goal is out of reach if it, or anything below it, does not exist or depends on itself."""
    if not goals:
        return
    known = {skill.id: skill for skill in skills}
    needs: dict[str, set[str]] = {}
    for edge in edges:
        needs.setdefault(edge.skill, set()).add(edge.prerequisite)
    waiting = {s for cycle in cyclic_components(list(known.values()), edges) for s in cycle}
    waiting |= {edge.skill for edge in edges if edge.skill == edge.prerequisite}
    for goal in goals:
        if goal not in known:
            yield _finding("error", "goal", [goal], "the goal does not exist")
            continue
        below = reached([goal], lambda skill: needs.get(skill, ()))
        stuck = [skill for skill in below if skill not in known or skill in waiting]
        if stuck:
            yield _finding(
                "error", "goal", [goal], f"cannot be reached: '{min(stuck)}' does not exist or is in a cycle"
            )


def _orphans(skills: Sequence[Skill], edges: Sequence[Edge]) -> Iterable[Finding]:
    connected = {end for edge in edges for end in (edge.prerequisite, edge.skill)}
    orphans = [skill.id for skill in skills if skill.id not in connected]
    if orphans and not edges:
        yield _finding("warning", "orphan", orphans[:MAX_PATH], f"none of {len(orphans)} skills needs another")
    else:
        for skill in orphans:
            yield _finding("warning", "orphan", [skill], "needs nothing, and nothing needs it")


def _against_order(skills: Sequence[Skill], edges: Sequence[Edge]) -> Iterable[Finding]:
    position = {skill.id: (skill.position, skill.group) for skill in skills}
    for edge in edges:
        low, high = position.get(edge.prerequisite), position.get(edge.skill)
        if low and high and low[0] > high[0] and not (low[1] and low[1] == high[1]):
            message = f"needs '{edge.prerequisite}', which comes later in the syllabus{_because(edge)}; suggestion: "
            move, remove = f"move '{edge.prerequisite}' before it", "remove this prerequisite"
            # What somebody has written down is more likely to be meant than what a teacher or a rule proposed.
            message += f"{move}, or {remove}" if edge.source == "syllabus" else f"{remove}, or {move}"
            yield _finding("warning", "order", [edge.skill, edge.prerequisite], message)


def _names(graph: SkillGraph, near: float) -> Iterable[Finding]:
    for miss in near_misses(graph.skills, near):
        message = f"'{miss.names[0]}' and '{miss.names[1]}': {miss.why} ({miss.score:.2f})"
        yield _finding("warning", "near-miss", miss.skills, message)


def _redundant(graph: SkillGraph) -> Iterable[Finding]:
    for edge, way in redundant(graph):
        message = f"needs '{edge.prerequisite}' by way of '{way}' anyway: it can be left out{_because(edge)}"
        yield _finding("note", "redundant", [edge.skill, edge.prerequisite], message)


def _jumps(graph: SkillGraph, max_jump: int) -> Iterable[Finding]:
    for edge in graph.edges:
        low, high = graph.skill(edge.prerequisite).level, graph.skill(edge.skill).level
        if high - low > max_jump:
            message = f"level {high} needs '{edge.prerequisite}' of level {low}: is something missing between them?"
            message += _because(edge)
            yield _finding("warning", "level-jump", [edge.skill, edge.prerequisite], message)


def _early(graph: SkillGraph, max_lead: int) -> Iterable[Finding]:
    """Skills below the median level of the units that stand more than `max_lead`, 0 or more, before their own."""
    ranks = unit_ranks(graph.skills)
    in_order = sorted(graph.skills, key=lambda skill: (ranks[skill.id], skill.position))
    levels: list[int] = []
    coming, until = 0, ""
    for skill in in_order:
        while ranks[in_order[coming].id] < ranks[skill.id] - max_lead:
            insort(levels, in_order[coming].level)
            until = in_order[coming].unit or until
            coming += 1
        if levels and skill.level < (usual := levels[len(levels) // 2]):
            message = (
                f"level {skill.level}, but half of the skills of the units up to '{until}' have level {usual} or "
                "more: add what it needs of them, or move it to an earlier unit"
            )
            yield _finding("note", "early", [skill.id], message)


def _not_needed(graph: SkillGraph, goals: Sequence[str]) -> Iterable[Finding]:
    if not goals:
        return
    needed = reached(goals, lambda skill: [need.id for need in graph.prerequisites(skill)])
    for skill in graph.skills:
        if skill.id not in needed:
            yield _finding("note", "no-goal", [skill.id], "no goal needs it")


def _because(edge: Edge) -> str:
    """The sentence of a document that an edge rests on."""
    return f"; the documents say: “{edge.reason}”" if edge.passage else ""


def _finding(severity: Severity, kind: str, skills: Sequence[str], message: str) -> Finding:
    return Finding(severity=severity, kind=kind, skills=tuple(skills), message=message)
