"""Graphs as drawing tools write them: GraphML of yEd, Gephi, Cytoscape and networkx. Entities are refused, as in OPML.

    <node id="n0"><data key="d0">Fractions</data><graph>
      <node id="n1"><data key="d0">halving</data></node>
      <node id="n2"><data key="d0">quarters</data></node></graph></node>
    <edge source="n1" target="n2"/>

A node with nodes in it is a heading, any other one a skill.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder

from tutelage.errors import SyllabusError
from tutelage.graph.decisions import SourceGraph
from tutelage.progress import counted
from tutelage.storage.rowfiles import one_line
from tutelage.storage.rowforms import unused_text
from tutelage.syllabus.collector import Collector, ReadingOptions
from tutelage.syllabus.markup import plain
from tutelage.syllabus.networks import read_nodes
from tutelage.syllabus.opml import MAX_DEPTH, walk_xml

DRAWN = "y:NodeLabel"
"""In place of a field's name; those are in small letters."""
NAMES = ("name", "label", "title", DRAWN)
REASONS = ("reason", "description", DRAWN)
_NUMBER = re.compile(r"n?\d+(?:::n?\d+)*")
"""An id that a tool counted, such as `3` or `n0::n3`: another file has it for another skill."""


def read_graphml(text: str, name: str, options: ReadingOptions) -> SourceGraph:
    """The skills and prerequisites of a graph in GraphML. Raises `ValueError` for what a person can mend."""
    if "<!DOCTYPE" in text:
        raise SyllabusError("it declares entities, which a graph does not need: remove its DOCTYPE")
    builder = TreeBuilder()
    walk_xml(text, "GraphML", builder.start, builder.end, builder.data)
    root = builder.close()
    graphs = _parts(root, "graph")
    if _kind(root) != "graphml" or not graphs:
        raise SyllabusError("this is not GraphML (it has no 'graph' in a 'graphml')")
    drawing, collector = _Drawing(root), Collector(name, options)
    for graph in graphs:
        drawing.read(graph, ())
    links = list(drawing.links())
    if drawing.beside:
        collector.notes.append(f"left out: {counted(drawing.beside, 'edge')} from or to a group, which is a heading")
    if drawing.nameless:
        collector.notes.append(f"without a label, and named by the id: {counted(drawing.nameless, 'node')}")
    collector.notes += filter(None, [unused_text(drawing.unused, {*NAMES, *REASONS, "unit"} - {DRAWN})])
    fields = drawing.fields(graphs[0])
    title = next((fields[key] for key in NAMES if key in fields), "")
    return read_nodes({"nodes": drawing.nodes, "links": links, "graph": {"name": plain(title)}}, collector)


class _Drawing:
    """Nodes, groups and edges of all graphs in a file."""

    def __init__(self, root: Element) -> None:
        self.keys = {key.get("id", ""): key for key in _parts(root, "key")}
        self.nodes: list[dict[str, Any]] = []
        self.names: dict[str, str] = {}
        """Id of a node or group -> name."""
        self.groups: set[str] = set()
        self.edges: list[tuple[Element, bool]] = []
        """Edges, and whether those of their graph are directed."""
        self.beside = self.nameless = 0
        self.unused = Counter[str]()

    def read(self, graph: Element, path: tuple[str, ...]) -> None:
        """A graph, with those in its nodes."""
        if len(path) > MAX_DEPTH:
            raise SyllabusError(f"the groups are more than {MAX_DEPTH} levels deep")
        if _parts(graph, "hyperedge"):
            raise SyllabusError("it has a 'hyperedge': write edges, each from one skill to another")
        directed = graph.get("edgedefault") != "undirected"
        self.edges += [(edge, directed) for edge in _parts(graph, "edge")]
        for node in _parts(graph, "node"):
            id_ = node.get("id", "")
            if not id_:
                raise SyllabusError("a node has no id: give it one")
            if id_ in self.names:
                raise SyllabusError(f"2 nodes have the id '{_shown(id_)}': give each its own")
            fields, inner = self.fields(node), _parts(node, "graph")
            named = next((key for key in NAMES if key in fields), "")
            self.names[id_] = plain(fields.get(named, "")) or id_
            numbered = bool(_NUMBER.fullmatch(id_))
            self.nameless += numbered and self.names[id_] == id_
            used = {named, DRAWN}
            if any(_parts(one, "node") for one in inner):
                self.groups.add(id_)
            else:
                used |= {"description", "unit"}
                unit = [*path, *([fields["unit"]] if "unit" in fields else [])]
                found = {"id": id_, "numbered": numbered, "name": self.names[id_], "unit": unit}
                self.nodes.append({**found, "description": fields.get("description", "")})
            self.unused.update(fields.keys() - used)
            for one in inner:
                self.read(one, (*path, self.names[id_]))

    def links(self) -> Iterator[dict[str, str]]:
        """The edges between skills, each as its arrow points; with arrows at both ends it is two."""
        for number, (edge, directed) in enumerate(self.edges, start=1):
            ends = edge.get("source", ""), edge.get("target", "")
            if not all(ends):
                raise SyllabusError(f"edge {number} has no 'source' and 'target'")
            if unknown := [end for end in ends if end not in self.names]:
                raise SyllabusError(f"edge {number}: no node has the id '{_shown(unknown[0])}'")
            fields = self.fields(edge)
            reason = next((key for key in REASONS if key in fields), "")
            self.unused.update(fields.keys() - {reason, DRAWN})
            arrows = next((part for part in edge.iter() if _kind(part) == "Arrows"), Element("none"))
            forth, back = arrows.get("target") != "none", arrows.get("source", "none") != "none"
            if not (directed if edge.get("directed") is None else edge.get("directed") in ("true", "1")):
                forth = back = False
            if not forth and not back:
                between = " and ".join(f"'{_shown(self.names[end])}'" for end in ends)
                raise SyllabusError(f"the edge between {between} is not directed: nothing says which needs the other")
            self.beside += not self.groups.isdisjoint(ends)
            for source, target in ([ends] if forth else []) + ([ends[::-1]] if back else []):
                if self.groups.isdisjoint(ends):
                    yield {"source": source, "target": target, "reason": plain(fields.get(reason, ""))}

    def fields(self, element: Element) -> dict[str, str]:
        """What is said of a node, an edge or a graph, by names in small letters; `DRAWN` is what its drawing shows."""
        kind, found = _kind(element), dict[str, str]()
        for part in element:
            if _kind(part) == "desc":
                found["description"] = part.text or ""
            elif _kind(part) == "data":
                found[self._name(part.get("key", ""))] = part.text or ""
            if kind != "graph" and _kind(part) not in ("graph", "port"):
                labels = (inner.text for inner in part.iter() if _kind(inner) in ("NodeLabel", "EdgeLabel"))
                found[DRAWN] = found.get(DRAWN) or next((text for text in labels if text and text.strip()), "")
        return {name: text.strip() for name, text in found.items() if text.strip()}

    def _name(self, key: str) -> str:
        return (self.keys[key].get("attr.name", key) if key in self.keys else key).strip().lower()


def _parts(element: Element, kind: str) -> list[Element]:
    return [part for part in element if _kind(part) == kind]


def _kind(element: Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition(":")[2]


def _shown(text: str) -> str:
    return one_line(text)[:60]
