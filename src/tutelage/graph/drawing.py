"""Drawings of a skill with what lies below and above it: an SVG picture, and a page that also lists the reasons.

The paper's figures 3 and 4 show such sub-graphs. The pictures are made here, as text; names are escaped.
"""

from __future__ import annotations

import textwrap
from html import escape

from tutelage.errors import SyllabusError
from tutelage.graph.layered import Box, Drawing, lay_out
from tutelage.graph.order import build, reached
from tutelage.progress import counted
from tutelage.records import Edge, Skill, SkillGraph

CSS = (
    "svg{font:12px system-ui,sans-serif;background:#fff}text{fill:#1b1f24}.soft{fill:#6b7280}"
    "rect{fill:#f6f8fa;stroke:#57606a}.teacher rect{fill:#fff8e5;stroke:#b7791f}.heuristic rect{stroke-dasharray:3 2}"
    ".picked rect{fill:#dbeafe;stroke:#1d4ed8;stroke-width:2}path{fill:none;stroke:#57606a;stroke-width:1.2}"
    "path.teacher{stroke:#b7791f}path.heuristic{stroke-dasharray:4 3}"
)
PAGE_CSS = "body{font:15px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#1b1f24}"
MAX_CHARACTERS = 19
"""In a line inside a box."""
MAX_LINES = 3


def neighbourhood(graph: SkillGraph, skill: str, *, below: int | None = None, above: int | None = 0) -> SkillGraph:
    """The part of a graph around a skill: what it needs, down `below` steps, and what needs it, up `above` steps.

    `None` means any number of steps. Levels are counted inside the part. Raises `ValueError` for an unknown skill.
    """
    if skill not in {s.id for s in graph.skills}:
        raise SyllabusError(f"no skill '{skill}' in the graph")
    up: dict[str, list[str]] = {}
    for edge in graph.edges:
        up.setdefault(edge.prerequisite, []).append(edge.skill)
    kept = _near(skill, {s.id: [n.id for n in graph.prerequisites(s.id)] for s in graph.skills}, below)
    kept |= _near(skill, up, above)
    inside = [s for s in graph.skills if s.id in kept]
    return build(inside, [e for e in graph.edges if e.prerequisite in kept and e.skill in kept])


def to_svg(graph: SkillGraph, picked: str = "") -> str:
    """The graph as an SVG picture, foundations at the bottom; teachers' skills and edges in another colour."""
    drawing = lay_out(graph)
    edges = {(edge.prerequisite, edge.skill): edge for edge in graph.edges}
    parts = [f'<style>{CSS}</style><rect width="100%" height="100%" style="fill:#fff;stroke:none"/>']
    parts += [
        f'<text class="soft" x="4" y="{guide.y + drawing.style.height / 2 + 4:.1f}">level {guide.level}</text>'
        for guide in drawing.guides
    ]
    for line in drawing.lines:
        edge = edges[line.prerequisite, line.skill]
        parts.append(
            f'<path class="{edge.source}" d="{line.path}"><title>{escape(_sentence(graph, edge))}</title></path>'
        )
    numbers = {skill.id: str(number) for number, skill in enumerate(graph.skills, start=1)}
    parts += [_box(graph.skill(box.skill), box, drawing, picked, numbers[box.skill]) for box in drawing.boxes]
    width, height = round(drawing.width) + 1, round(drawing.height) + 1
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
    return "\n".join([head, *parts, "</svg>"]) + "\n"


def to_html(graph: SkillGraph, picked: str = "") -> str:
    """A page that works offline: the picture, and every skill with what it needs and why."""
    title = escape(graph.skill(picked).name if picked else counted(len(graph.skills), "skill"))
    needs: dict[str, list[Edge]] = {}
    for edge in graph.edges:
        needs.setdefault(edge.skill, []).append(edge)
    rows = []
    for skill in graph.skills:
        items = "".join(f"<li>{escape(_sentence(graph, edge))}</li>" for edge in needs.get(skill.id, ()))
        about = f" — {escape(skill.description)}" if skill.description else ""
        rows.append(f"<dt><b>{escape(skill.name)}</b> (level {skill.level}){about}</dt><dd><ul>{items}</ul></dd>")
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f"<title>{title}</title><style>{PAGE_CSS}</style></head><body><h1>{title}</h1>\n"
        f"<figure style='overflow-x:auto;margin:0'>{to_svg(graph, picked)}</figure>\n"
        f"<h2>Skills in teaching order</h2><dl>{''.join(rows)}</dl></body></html>\n"
    )


def _near(skill: str, following: dict[str, list[str]], steps: int | None) -> set[str]:
    if steps is None:
        return reached([skill], lambda here: following.get(here, ()))
    kept, frontier = {skill}, {skill}
    for _ in range(steps):
        frontier = {other for here in frontier for other in following.get(here, ())} - kept
        kept |= frontier
    return kept


def _box(skill: Skill, box: Box, drawing: Drawing, picked: str, number: str) -> str:
    style = drawing.style
    marks = f"{skill.source} picked" if skill.id == picked else skill.source
    lines = (
        textwrap.wrap(skill.name, MAX_CHARACTERS, max_lines=MAX_LINES, placeholder="…") if drawing.named else [number]
    )
    middle, top = box.x + style.width / 2, box.y + style.height / 2 - 7 * (len(lines) - 1) + 4
    spans = "".join(
        f'<tspan x="{middle:.1f}" y="{top + 14 * index:.1f}">{escape(line)}</tspan>' for index, line in enumerate(lines)
    )
    about = f"{skill.name}: {skill.description}" if skill.description else skill.name
    return (
        f'<g class="{marks}"><title>{escape(about)}</title><rect x="{box.x:.1f}" y="{box.y:.1f}" '
        f'width="{style.width}" height="{style.height}" rx="4"/><text text-anchor="middle">{spans}</text></g>'
    )


def _sentence(graph: SkillGraph, edge: Edge) -> str:
    evidence = "; ".join(
        f"{item.source}{'' if item.confidence == 1 else f' {item.confidence:.2f}'}"
        f"{': ' + item.reason if item.reason else ''}"
        for item in edge.evidence
    )
    return f"{graph.skill(edge.skill).name} needs {graph.skill(edge.prerequisite).name} ({evidence})"
