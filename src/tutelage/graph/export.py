"""A skill graph in the formats of other tools: GraphML, DOT, Mermaid, node-link JSON. Names are escaped."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO

import networkx as nx

from tutelage.records import SkillGraph


def to_graphml(graph: SkillGraph) -> str:
    """GraphML, for yEd, Gephi, Cytoscape and networkx; edges go from the prerequisite to the skill."""
    digraph: nx.DiGraph[str] = nx.DiGraph()
    for skill in graph.skills:
        fields = {"name": skill.name, "unit": skill.unit, "level": skill.level, "source": skill.source}
        digraph.add_node(skill.id, **{key: _xml(value) for key, value in (fields | {"group": skill.group}).items()})
    for edge in graph.edges:
        fields = {"source_of_edge": edge.source, "reason": edge.reason, "confidence": edge.confidence}
        digraph.add_edge(edge.prerequisite, edge.skill, **{key: _xml(value) for key, value in fields.items()})
    file = BytesIO()
    nx.write_graphml(digraph, file)
    return file.getvalue().decode() + "\n"


def to_dot(graph: SkillGraph) -> str:
    """DOT, for Graphviz."""
    lines = ["digraph skills {", "  rankdir=BT;", "  node [shape=box];"]
    lines += [f"  {_quoted(skill.id)} [label={_quoted(skill.name)}];" for skill in graph.skills]
    for edge in graph.edges:
        style = "" if edge.source == "syllabus" else ' [style="dashed"]'
        lines.append(f"  {_quoted(edge.prerequisite)} -> {_quoted(edge.skill)}{style};")
    return "\n".join([*lines, "}"]) + "\n"


def to_mermaid(graph: SkillGraph) -> str:
    """Mermaid, for Markdown pages; nodes are numbered in teaching order."""
    number = {skill.id: f"s{index}" for index, skill in enumerate(graph.skills)}
    lines = ["graph BT", *(f'  {number[skill.id]}["{_mermaid(skill.name)}"]' for skill in graph.skills)]
    for edge in graph.edges:
        arrow = "-->" if edge.source == "syllabus" else "-.->"
        lines.append(f"  {number[edge.prerequisite]} {arrow} {number[edge.skill]}")
    return "\n".join(lines) + "\n"


def to_node_link(graph: SkillGraph) -> str:
    """JSON with `nodes` and `links`, as networkx and D3 read it, with every field of every record."""
    nodes = [skill.model_dump(mode="json") for skill in graph.skills]
    links = [
        edge.model_dump(mode="json", exclude={"prerequisite", "skill", "source"})
        | {"source": edge.prerequisite, "target": edge.skill, "said_by": edge.source}
        for edge in graph.edges
    ]
    data = {"directed": True, "multigraph": False, "graph": {}, "nodes": nodes, "links": links}
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


FORMATS: dict[str, Callable[[SkillGraph], str]] = {
    "graphml": to_graphml,
    "dot": to_dot,
    "mermaid": to_mermaid,
    "node-link": to_node_link,
}
"""Name -> writer."""


def _xml(value: object) -> object:
    """XML allows no control characters."""
    return "".join(c for c in value if c.isprintable() or c in "\t\n") if isinstance(value, str) else value


def _quoted(text: str) -> str:
    return json.dumps(" ".join(text.split()), ensure_ascii=False)


def _mermaid(text: str) -> str:
    """Quotes, brackets and other characters that mean something to Mermaid become character entities."""
    return "".join(c if c.isalnum() or c in " ,.-+'" else f"#{ord(c)};" for c in " ".join(text.split()))
