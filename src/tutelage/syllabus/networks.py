"""Graphs: networkx' node-link and adjacency data, roadmap.sh and courses in JSON-LD, all in JSON.

{"directed": true, "nodes": [{"id": "sum"}, {"id": "product"}], "links": [{"source": "sum", "target": "product"}]}

An edge goes from the prerequisite to the skill that needs it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tutelage.errors import SyllabusError
from tutelage.graph.decisions import SourceGraph
from tutelage.progress import counted
from tutelage.records import Edge
from tutelage.storage.rowfiles import one_line
from tutelage.syllabus.collector import Collector, ReadingOptions
from tutelage.syllabus.markup import plain

NAMES = ("name", "label", "title", "headline", "preflabel", "text")
NEEDS = ("courseprerequisites", "prerequisites", "prerequisite", "competencyrequired", "requires", "needs", "dependson")
PARTS = ("haspart", "syllabussections", "itemlistelement", "item", "children", "topics")
TOPICS = ("topic", "subtopic", "todo", "checklist")
"""The nodes of a roadmap that are skills; the others are titles, lines and buttons."""
MAX_DEPTH = 50

Json = Mapping[str, Any]


def is_network(data: object) -> bool:
    """Whether a JSON value has nodes and edges, or is JSON-LD."""
    if not isinstance(data, Mapping):
        return isinstance(data, list) and any(isinstance(item, Mapping) and "@type" in item for item in data)
    edges = any(isinstance(data.get(key), list) for key in ("links", "edges", "adjacency"))
    return (isinstance(data.get("nodes"), list) and edges) or "@context" in data or "@graph" in data


def read_network(data: Any, name: str, options: ReadingOptions) -> SourceGraph:
    """The skills and prerequisites of a graph. Raises `ValueError` for what a person can mend."""
    collector = Collector(name, options)
    if isinstance(data, Mapping) and "nodes" in data:
        return read_nodes(data, collector)
    for item in _listed(data):
        _walk(item, (), collector)
    if not collector.entries:
        raise SyllabusError(f"no course or topic with a name: they are looked for under {', '.join(NAMES)}")
    return collector.source()


# --- nodes and edges ----------------------------------------------------------------------------


def read_nodes(data: Json, collector: Collector) -> SourceGraph:
    """The skills and prerequisites of nodes and links. Raises `ValueError` for what a person can mend."""
    if data.get("directed") is False:
        raise SyllabusError("the graph is not directed: nothing says which of two skills needs the other")
    nodes = [node if isinstance(node, Mapping) else {"id": node} for node in data["nodes"]]
    roadmap = any(isinstance(node.get("data"), Mapping) and "label" in node["data"] for node in nodes)
    kept = [node for node in nodes if not roadmap or node.get("type", "topic") in TOPICS]
    ids: dict[str, str] = {}
    for node in kept:
        key, description = _key(node), node.get("description")
        if key in ids:
            raise SyllabusError(f"2 nodes have the id '{one_line(key)[:60]}': give each its own")
        path = [heading for heading in _listed(node.get("unit")) if isinstance(heading, str) and heading]
        shown = description if isinstance(description, str) else ""
        id_ = "" if roadmap or node.get("numbered") else key
        collector.add(_node_name(node), path, id_=id_, description=shown)
        ids[key] = collector.entries[-1].skill.id
    pairs = list(_edges(data, nodes))
    if not any(end in ids for source, target, _ in pairs for end in (source, target)):  # by index, as D3 once wrote it
        index = {str(place): _key(node) for place, node in enumerate(nodes)}
        pairs = [(index.get(source, source), index.get(target, target), reason) for source, target, reason in pairs]
    strangers = sum(source not in ids or target not in ids for source, target, _ in pairs)
    if strangers and not roadmap:
        raise SyllabusError(f"{counted(strangers, 'edge')} from or to a node that is not in 'nodes'")
    if len(kept) < len(nodes):
        left = f"{counted(len(nodes) - len(kept), 'node')} of the drawing, {counted(strangers, 'edge')} from or to them"
        collector.notes.append(f"left out: {left}")
    edges = {
        (source, target): Edge(prerequisite=ids[source], skill=ids[target], reason=reason)
        for source, target, reason in pairs
        if source in ids and target in ids
    }
    title = data.get("graph")
    found = collector.source(str(title.get("name") or "") if isinstance(title, Mapping) else "")
    return found.model_copy(update={"edges": (*found.edges, *edges.values())})


def _edges(data: Json, nodes: Sequence[Json]) -> Iterator[tuple[str, str, str]]:
    """Prerequisite, skill and reason of every edge."""
    if isinstance(data.get("adjacency"), list):
        for node, targets in zip(nodes, data["adjacency"], strict=False):
            for target in targets if isinstance(targets, list) else ():
                yield _key(node), _key(target), ""
        return
    given = data["links"] if isinstance(data.get("links"), list) else data["edges"]
    for number, edge in enumerate(given, start=1):
        ends = (edge.get("source"), edge.get("target")) if isinstance(edge, Mapping) else (None, None)
        if isinstance(edge, list) and len(edge) >= 2:
            ends = edge[0], edge[1]
        if None in ends:
            raise SyllabusError(f"edge {number} has no 'source' and 'target'")
        reason = edge.get("reason") if isinstance(edge, Mapping) else ""
        yield _key(ends[0]), _key(ends[1]), reason if isinstance(reason, str) else ""


def _node_name(node: Json) -> str:
    inner = node["data"] if isinstance(node.get("data"), Mapping) else {}
    names = (part.get(key) for part in (node, inner) for key in ("name", "label", "title"))
    named = next((name for name in names if isinstance(name, str) and name.strip()), None)
    return (plain(named) if named else "") or str(node.get("id", ""))


def _key(node: object) -> str:
    """What edges call a node: its id, or its name."""
    return str(node["id"] if "id" in node else _node_name(node)) if isinstance(node, Mapping) else str(node)


# --- JSON-LD ------------------------------------------------------------------------------------


def _walk(item: object, path: tuple[str, ...], collector: Collector) -> None:
    """Collect a thing with a name: one with parts is a heading, any other one a skill."""
    if len(path) > MAX_DEPTH:
        raise SyllabusError(f"it is more than {MAX_DEPTH} levels deep")
    if isinstance(item, str) and path and not item.startswith(("http:", "https:")):
        item = {"name": item}
    if not isinstance(item, Mapping):
        return
    found = {_local(key): value for key, value in item.items()}
    name = next((text for key in NAMES if (text := _text(found.get(key)))), "")
    parts = [part for key in PARTS for part in _listed(found.get(key))] + _listed(item.get("@graph"))
    if any(isinstance(part, Mapping | str) for part in parts):
        for part in parts:
            _walk(part, (*path, name) if name else path, collector)
    elif name:
        given = [need for key in NEEDS for need in _listed(found.get(key))]
        collector.add(
            name,
            path,
            id_=_last(item.get("@id")),
            description=_text(found.get("description")),
            needs={text: "" for need in given if isinstance(need, Mapping) and (text := _text(need))},
            needs_text=";".join(plain(need[:2000]) for need in given if isinstance(need, str)),
        )


def _local(key: str) -> str:
    """`schema:hasPart`, or a whole address, as `haspart`."""
    return key.replace("#", "/").replace(":", "/").rpartition("/")[2].lstrip("@").lower()


def _last(address: object) -> str:
    """The end of an address, without its number sign or the blank node's mark."""
    text = address if isinstance(address, str) else ""
    return text.rstrip("/#").replace("#", "/").replace(":", "/").rpartition("/")[2]


def _text(value: Any) -> str:
    """A text, the first text of a list, the name of a thing, or the end of its address."""
    if isinstance(value, list):
        return next((text for item in value if (text := _text(item))), "")
    if isinstance(value, Mapping):
        found = {_local(key): inner for key, inner in value.items() if not key.startswith("@id")}
        inner = next((found[key] for key in ("value", *NAMES) if isinstance(found.get(key), str)), "")
        return plain(inner[:2000]) if inner else _last(value.get("@id"))
    return plain(value[:2000]) if isinstance(value, str) else ""


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
