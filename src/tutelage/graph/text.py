"""Graphs, findings and measurements as plain text of at most 80 columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from tutelage.graph.assemble import AssembledGraph
from tutelage.graph.decisions import Finding, Scoring
from tutelage.progress import WIDTH, counted, filled
from tutelage.records import Edge, Interval, Skill, SkillGraph

MAX_LINES = 20
"""Lines of one kind that are shown; further ones are counted."""
PAIR_SETS = {
    "direct": "direct edges",
    "closure": "what follows",
    "judged": "direct edges, judged pairs",
    "judged-closure": "what follows, judged pairs",
}


def size(graph: SkillGraph) -> dict[str, int]:
    """The numbers of skills, of those in groups, of prerequisites and levels."""
    grouped = sum(bool(skill.group) for skill in graph.skills)
    return {
        "skills": len(graph.skills),
        "in_groups": grouped,
        "prerequisites": len(graph.edges),
        "levels": graph.levels,
    }


def summary_line(graph: SkillGraph) -> str:
    """The size of a graph in one line."""
    found = size(graph)
    more = f", {found['in_groups']} of the skills in groups" if found["in_groups"] else ""
    line = f"{counted(found['skills'], 'skill')}, {counted(found['prerequisites'], 'prerequisite')}"
    return f"{line}, {counted(found['levels'], 'level')}{more}"


def order_text(graph: SkillGraph, skills: Sequence[Skill] | None = None, *, reasons: bool = False) -> str:
    """Skills with level and prerequisites, in teaching order or the one given."""
    by_skill: dict[str, list[Edge]] = {}
    for edge in graph.edges:
        by_skill.setdefault(edge.skill, []).append(edge)
    lines = [summary_line(graph), ""]
    for skill in graph.skills if skills is None else skills:
        edges = by_skill.get(skill.id, [])
        needs = "" if reasons or not edges else f"  <- {', '.join(edge.prerequisite for edge in edges)}"
        group = f"  (with group {skill.group})" if skill.group else ""
        lines.append(_wrap(f"{skill.level:>3}  {skill.id}{group}{needs}", 8))
        if reasons:
            lines += [_wrap(f"     <- {edge.prerequisite}: {evidence_text(edge)}", 8) for edge in edges]
    return "\n".join(lines)


def evidence_text(edge: Edge) -> str:
    """Who says that an edge holds, and why."""
    return "; ".join(
        item.source
        + (f" {item.origin}" if item.origin else "")
        + (f" ({item.confidence:.2f})" if item.confidence < 1 else "")
        + (f": {item.reason}" if item.reason else "")
        for item in edge.evidence
    )


def findings_text(found: Sequence[Finding], most: int = MAX_LINES) -> str:
    """Findings, each with its message below it, and a line that counts them; at most `most` findings of one kind."""
    counts = Counter(finding.severity for finding in found)
    last = ", ".join(counted(counts[name], name) for name in ("error", "warning", "note")) if found else "nothing found"
    lines: list[str] = []
    of_kind: Counter[str] = Counter()
    for finding in found:
        of_kind[finding.kind] += 1
        if of_kind[finding.kind] <= most:
            skill = finding.skills[0] if finding.skills else ""
            room = "" if len(skill) <= WIDTH - 23 else "\n  "
            lines.append(f"{finding.severity:<9}{finding.kind:<14}{room}{skill}".rstrip())
            lines.append(_beneath(finding.message))
    lines += [f"{'':<9}{kind:<14}… and {count - most} more" for kind, count in of_kind.items() if count > most]
    return "\n".join([*lines, "", last] if lines else [last])


def statistics(graph: SkillGraph) -> dict[str, Any]:
    """Size, shape and provenance of a graph, as numbers."""
    levels = Counter(skill.level for skill in graph.skills)
    needed = Counter(edge.prerequisite for edge in graph.edges)
    needs = Counter(edge.skill for edge in graph.edges)
    return {
        **size(graph),
        "skills_by_source": Counter(str(skill.source) for skill in graph.skills),
        "prerequisites_by_source": Counter(str(edge.source) for edge in graph.edges),
        "from_several_sources": sum(bool(edge.also) for edge in graph.edges),
        "skills_that_need_nothing": sum(needs[skill.id] == 0 for skill in graph.skills),
        "skills_nothing_needs": sum(needed[skill.id] == 0 for skill in graph.skills),
        "prerequisites_per_skill": len(graph.edges) / len(graph.skills),
        "most_prerequisites": max([*needs.values(), 0]),
        "groups": len({skill.group for skill in graph.skills if skill.group}),
        "units": len({skill.unit for skill in graph.skills if skill.unit}),
        "most_needed": dict(needed.most_common(5)),
        "skills_of_level": {level: levels[level] for level in sorted(levels)},
    }


def statistics_text(graph: SkillGraph) -> str:
    """Size, shape and provenance of a graph."""
    found = statistics(graph)
    widest = max(found["skills_of_level"].values())
    lines = [
        summary_line(graph),
        "",
        f"skills by source          {_counts(found['skills_by_source'])}",
        f"prerequisites by source   {_counts(found['prerequisites_by_source'])}",
        f"from several sources      {found['from_several_sources']}",
        f"skills that need nothing  {found['skills_that_need_nothing']}",
        f"skills nothing needs      {found['skills_nothing_needs']}",
        f"prerequisites per skill   {found['prerequisites_per_skill']:.2f}, at most {found['most_prerequisites']}",
        f"groups                    {found['groups']}",
        f"units                     {found['units']}",
        "",
        "most needed               skills that need it directly",
        *(f"  {skill:<40}{count:>6}" for skill, count in found["most_needed"].items()),
        "",
        "level   skills",
        *(
            f"{level:>5}{number:>9}  {'#' * max(1, round(40 * number / widest))}"
            for level, number in found["skills_of_level"].items()
        ),
    ]
    return "\n".join(lines)


def decisions_text(made: AssembledGraph, notes: Sequence[str] = ()) -> str:
    """What was left out, merged, dropped or grouped, and what a person should look at."""
    parts = [
        _list("note", notes),
        _list("merged", (f"'{m.names[1]}' into {m.kept} '{m.names[0]}' ({m.how})" for m in made.merges)),
        _list("both ends merged, edge removed", (f"{e.skill} needs {e.prerequisite}" for e in made.folded)),
        _list("cycle", (_cycle(d.edge, d.skills) for d in made.cycles)),
        _list(
            "one skill or two?",
            (f"{n.skills[0]} '{n.names[0]}', {n.skills[1]} '{n.names[1]}': {n.why}" for n in made.near_misses),
        ),
    ]
    return "\n".join(part for part in parts if part)


def scoring_text(result: Scoring) -> str:
    """Precision, recall and F1 with their 95 % intervals."""
    lines = [
        f"{result.found_skills} of {result.gold_skills} gold skills are in the graph, "
        f"{result.reachable_pairs} of {result.gold_pairs} gold pairs lie between them",
        "",
        f"{'':<28}{'precision':<18}{'recall':<18}F1",
    ]
    for q in result.qualities:
        f1 = f"{q.f1:.2f} ({q.f1_low:.2f}-{q.f1_high:.2f})"
        lines.append(f"{PAIR_SETS[q.on]:<28}{_share(q.precision):<18}{_share(q.recall):<18}{f1}")
    lines += ["", "hits of proposed pairs, hits of gold pairs"]
    for q in result.qualities:
        hits = f"{q.precision.right}/{q.precision.total}", f"{q.recall.right}/{q.recall.total}"
        lines.append(f"{PAIR_SETS[q.on]:<28}{hits[0]:<18}{hits[1]}")
    if result.unjudged:
        lines += ["", f"{counted(result.unjudged, 'proposed edge')} between gold skills never judged"]
    return "\n".join(lines)


def differences_text(lines: Sequence[str]) -> str:
    """Differences between two graphs, or that there is none."""
    return "\n".join(_wrap(line, 4) for line in lines) or "no difference"


def _cycle(edge: Edge | None, skills: Sequence[str]) -> str:
    if edge is None:
        return f"{', '.join(skills)} are taught together"
    path = " -> ".join([*skills, skills[0]])
    return f"dropped '{edge.skill} needs {edge.prerequisite}' ({evidence_text(edge)}) from {path}"


def _list(label: str, rows: Iterable[str]) -> str:
    every = list(rows)
    lines = [_wrap(f"{label}: {row}", 4) for row in every[:MAX_LINES]]
    return "\n".join(lines + ([f"{label}: … and {len(every) - MAX_LINES} more"] if len(every) > MAX_LINES else []))


def _wrap(line: str, indent: int) -> str:
    return filled(line, WIDTH, subsequent_indent=" " * indent, break_long_words=False)


def _beneath(message: str) -> str:
    """What stands below its finding."""
    room = " " * 9
    return filled(
        message, WIDTH, initial_indent=room, subsequent_indent=room, break_long_words=False, break_on_hyphens=False
    )


def _counts(counts: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in sorted(counts.items())) or "none"


def _share(share: Interval) -> str:
    return f"{share.share:.2f} ({share.low:.2f}-{share.high:.2f})" if share.total else "-"
