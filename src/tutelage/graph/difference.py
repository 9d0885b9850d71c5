"""What changed from one skill graph to another, as in a code review."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tutelage.graph.names import form
from tutelage.records import Edge, Skill, SkillGraph

MAX_SHIFTS = 10
"""Changes of level are listed one by one up to this many."""


def differences(old: SkillGraph, new: SkillGraph) -> list[str]:
    """One line per change: `+` for what was added, `-` for what was removed, `~` for what is different."""
    before, after = {s.id: s for s in old.skills}, {s.id: s for s in new.skills}
    moved = _new_ids(before, after)
    lines = [*_skills(before, after, moved, new), *_edges(old, new, moved)]
    lines += _levels(before, after, moved)
    if not lines and old != new:
        lines.append("~ order: the same skills and edges in another teaching order")
    return lines


def _new_ids(before: Mapping[str, Skill], after: Mapping[str, Skill]) -> dict[str, str]:
    """Old id -> new id, for every skill that is in both; one with a new id is known by its name."""
    moved = {id_: id_ for id_ in before if id_ in after}
    by_name = {form(skill.name): id_ for id_, skill in after.items() if id_ not in before}
    for id_, skill in before.items():
        if id_ not in after and form(skill.name) in by_name:
            moved[id_] = by_name.pop(form(skill.name))
    return moved


def _skills(
    before: Mapping[str, Skill], after: Mapping[str, Skill], moved: Mapping[str, str], new: SkillGraph
) -> Iterator[str]:
    added = set(after) - set(moved.values())
    for id_, skill in after.items():
        if id_ in added:
            needs = ", ".join(need.id for need in new.prerequisites(id_)) or "nothing"
            yield f"+ skill {id_} '{skill.name}'{_under(skill)}, level {skill.level}, {skill.source}: needs {needs}"
    aliases = {form(alias): id_ for id_, skill in after.items() for alias in skill.aliases}
    for id_, skill in before.items():
        if id_ not in moved:
            into = aliases.get(form(skill.name))
            yield f"- skill {id_} '{skill.name}'{_under(skill)}" + (f": now a name of {into}" if into else "")
    for old_id, new_id in moved.items():
        changes = list(_changes(before[old_id], after[new_id]))
        if changes:
            yield f"~ skill {old_id}: {'; '.join(changes)}"


def _changes(old: Skill, new: Skill) -> Iterator[str]:
    for field in ("id", "name", "unit", "description", "source", "group"):
        one, other = getattr(old, field), getattr(new, field)
        if one != other:
            yield f"{field} '{one}' -> '{other}'"
    for sign, names in (("+", set(new.aliases) - set(old.aliases)), ("-", set(old.aliases) - set(new.aliases))):
        yield from (f"{sign} alias '{name}'" for name in sorted(names))


def _edges(old: SkillGraph, new: SkillGraph, moved: Mapping[str, str]) -> Iterator[str]:
    before = {(moved.get(e.prerequisite, e.prerequisite), moved.get(e.skill, e.skill)): e for e in old.edges}
    after = {(e.prerequisite, e.skill): e for e in new.edges}
    for pair, edge in after.items():
        if pair not in before:
            yield f"+ {pair[1]} needs {pair[0]}{_provenance(edge)}"
    for pair, edge in before.items():
        if pair not in after:
            yield f"- {pair[1]} needs {pair[0]}{_provenance(edge)}"
        elif edge.evidence != after[pair].evidence:
            yield f"~ {pair[1]} needs {pair[0]}:{_provenance(edge)} ->{_provenance(after[pair])}"


def _levels(before: Mapping[str, Skill], after: Mapping[str, Skill], moved: Mapping[str, str]) -> list[str]:
    shifts = [
        f"~ level of {new_id}: {before[old_id].level} -> {after[new_id].level}"
        for old_id, new_id in moved.items()
        if before[old_id].level != after[new_id].level
    ]
    more = len(shifts) - MAX_SHIFTS
    return shifts[:MAX_SHIFTS] + ([f"~ and the levels of {more} more skills"] if more > 0 else [])


def _under(skill: Skill) -> str:
    return f" in '{skill.unit}'" if skill.unit else ""


def _provenance(edge: Edge) -> str:
    confidence = "" if edge.confidence == 1 else f" {edge.confidence:.2f}"
    more = f" and {len(edge.also)} more" if edge.also else ""
    origin = f" {edge.origin}" if edge.origin else ""
    return f" ({edge.source}{origin}{confidence}{more}{': ' + edge.reason if edge.reason else ''})"
