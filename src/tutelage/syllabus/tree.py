"""The project's own syllabus format, YAML or JSON, read and written; and plain trees in the same two languages.

    title: Calculus, from whole numbers up
    goals: [integer-multiplication]
    units:
      - name: Whole numbers
        skills:
          - {id: integer-addition, name: addition}
          - {id: integer-multiplication, name: multiplication, needs: [integer-addition]}

Any skill graph can be written like this, edited by hand and read back: nothing is lost except levels, which follow from
the edges. A plain tree has the key `tree` instead of `units`, with headings as keys and skills in lists; or it is made
of nodes with `name` and `children`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, ClassVar

import yaml
from pydantic import Field, ValidationError

from tutelage.config import Section, explain
from tutelage.errors import SyllabusError
from tutelage.graph.decisions import SourceGraph
from tutelage.graph.trust import join_evidence
from tutelage.records import SKILL_ID, Edge, Evidence, Skill, SkillGraph, Source
from tutelage.storage.rowforms import unused_text
from tutelage.syllabus.collector import Collector, ReadingOptions

MAX_DEPTH = 50
NODE = ("name", "title", "children", "description")
"""What is read of a node of a plain tree."""
SMALLEST = "units: [{skills: [{id: adding}, {id: multiplying, needs: [adding]}]}]"
"""A complete syllabus in one line of YAML, for error messages."""


class EvidenceEntry(Section):
    """Who says that a prerequisite holds, and why."""

    source: Source = "syllabus"
    origin: str = ""
    reason: str = ""
    passage: str = ""
    """Id of the passage of a document in which the reason stands."""
    confidence: float = Field(default=1.0, ge=0, le=1)


class SkillEntry(Section):
    """One skill in a syllabus file."""

    MEANT: ClassVar = {
        **dict.fromkeys(("prerequisites", "prerequisite", "prereqs", "requires", "depends_on", "after"), "needs"),
        **dict.fromkeys(("title", "label", "skill"), "name"),
        **dict.fromkeys(("reason", "reasons"), "why"),
    }

    id: str = Field(pattern=SKILL_ID, max_length=80)
    """Lower-case words joined by hyphens."""
    name: str = Field(default="", max_length=200)
    """As it is written in running text; default: the id with spaces."""
    description: str = ""
    """One line for people and for a teacher."""
    needs: tuple[str, ...] = ()
    """Ids of the direct prerequisites."""
    why: dict[str, str] = Field(default_factory=dict)
    """Prerequisite -> why it is needed."""
    evidence: dict[str, tuple[EvidenceEntry, ...]] = Field(default_factory=dict)
    """Prerequisite -> everyone who says so; instead of `why`."""
    aliases: tuple[str, ...] = ()
    """Other names."""
    source: Source = "syllabus"
    """Who added the skill."""
    origins: tuple[str, ...] = ()
    """Syllabi or requests that it comes from."""
    group: str = ""
    """Skills with the same group are taught together and may need each other."""
    passages: tuple[str, ...] = ()
    """Ids of the passages of documents that it is about; those that are no longer there are looked for by words."""
    position: int | None = None
    """Position in the syllabus; default: the position in the file."""


class Unit(Section):
    """One heading of a syllabus."""

    MEANT: ClassVar = {"title": "name", "unit": "name", "heading": "name", "topics": "skills", "lessons": "skills"}

    name: str = ""
    skills: tuple[SkillEntry, ...] = Field(min_length=1)


class Syllabus(Section):
    """A syllabus file."""

    MEANT: ClassVar = {"name": "title", "subject": "title", "modules": "units", "chapters": "units", "topics": "units"}

    title: str = ""
    goals: tuple[str, ...] = ()
    """Ids of the skills that everything is learnt for; the checks report those that cannot be reached."""
    units: tuple[Unit, ...] = Field(min_length=1)


def read_tree(data: object, name: str, options: ReadingOptions) -> SourceGraph:
    """A syllabus or a plain tree. Raises `ValueError` for anything a person can mend."""
    if isinstance(data, Mapping) and "units" not in data and (data.keys() & {"tree", "children"}):
        return _plain_tree(data, name, options)
    if isinstance(data, Mapping) and "syllabus" in data:
        raise SyllabusError("this is a recipe: a syllabus is the file that it names under 'syllabus'")
    if isinstance(data, Mapping) and "documents" in data:
        raise SyllabusError(
            "this is a recipe of documents: 'tutelage course' makes the graph, in the folder of the run"
        )
    if not isinstance(data, Mapping) or "units" not in data:
        raise SyllabusError(f"a syllabus has its skills under the key 'units'. A complete one: {SMALLEST}")
    try:
        syllabus = Syllabus.model_validate(data)
    except ValidationError as error:
        raise SyllabusError("; ".join(explain(error, Syllabus))) from None
    return source_graph(syllabus, name)


def source_graph(syllabus: Syllabus, name: str) -> SourceGraph:
    """What a syllabus says, unchecked. Raises `ValueError` for a reason without its prerequisite."""
    skills: list[Skill] = []
    edges: list[Edge] = []
    for unit in syllabus.units:
        for entry in unit.skills:
            skills.append(_skill(entry, unit.name, len(skills)))
            edges += _edges(entry)
    return SourceGraph(name=name, title=syllabus.title, skills=tuple(skills), edges=tuple(edges), goals=syllabus.goals)


def dump_tree(graph: SkillGraph, *, title: str = "", goals: Sequence[str] = (), as_json: bool = False) -> str:
    """A skill graph as the text of a syllabus file, with skills in syllabus order; defaults are left out."""
    ordered = sorted(graph.skills, key=lambda skill: (skill.position, skill.id))
    edges: dict[str, list[Edge]] = {}
    for edge in graph.edges:
        edges.setdefault(edge.skill, []).append(edge)
    entries = ((skill.unit, _entry(skill, edges.get(skill.id, []), index)) for index, skill in enumerate(ordered))
    units = [
        ({"name": name} if name else {}) | {"skills": [entry for _, entry in same]}
        for name, same in groupby(entries, key=lambda row: row[0])
    ]
    head = ({"title": title} if title else {}) | ({"goals": list(goals)} if goals else {})
    if as_json:
        return json.dumps(head | {"units": units}, ensure_ascii=False, indent=1) + "\n"
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    return str(
        yaml.dump(
            head | {"units": units},
            Dumper=dumper,
            sort_keys=False,
            allow_unicode=True,
            default_flow_style=None,
            width=110,
        )
    )


def _skill(entry: SkillEntry, unit: str, index: int) -> Skill:
    return Skill(
        id=entry.id,
        name=entry.name or entry.id.replace("-", " "),
        description=entry.description,
        unit=unit,
        position=index if entry.position is None else entry.position,
        aliases=entry.aliases,
        source=entry.source,
        origins=entry.origins,
        group=entry.group,
        passages=entry.passages,
    )


def _edges(entry: SkillEntry) -> Iterator[Edge]:
    stray = (set(entry.why) | set(entry.evidence)) - set(entry.needs)
    if stray:
        raise SyllabusError(f"skill '{entry.id}' says why it needs '{min(stray)}', but does not list it in 'needs'")
    for need in entry.needs:
        if evidence := entry.evidence.get(need):
            yield join_evidence(need, entry.id, (Evidence(**item.model_dump()) for item in evidence))
        else:
            yield Edge(prerequisite=need, skill=entry.id, reason=entry.why.get(need, ""))


def _entry(skill: Skill, edges: Sequence[Edge], index: int) -> dict[str, Any]:
    entry: dict[str, Any] = {"id": skill.id}
    if skill.name != skill.id.replace("-", " "):
        entry["name"] = skill.name
    entry |= skill.model_dump(
        include={"description", "aliases", "source", "origins", "group", "passages"}, exclude_defaults=True
    )
    entry |= {key: list(value) for key, value in entry.items() if isinstance(value, tuple)}
    if skill.position != index:
        entry["position"] = skill.position
    if edges:
        entry["needs"] = [edge.prerequisite for edge in edges]
    why = {edge.prerequisite: edge.reason for edge in edges if edge.reason and _plain(edge)}
    evidence = {
        edge.prerequisite: [{"source": item.source} | item.model_dump(exclude_defaults=True) for item in edge.evidence]
        for edge in edges
        if not _plain(edge)
    }
    return entry | ({"why": why} if why else {}) | ({"evidence": evidence} if evidence else {})


def _plain(edge: Edge) -> bool:
    """Whether a reason is all there is to say about an edge."""
    return not edge.also and (edge.source, edge.origin, edge.passage, edge.confidence) == ("syllabus", "", "", 1.0)


def _plain_tree(data: Mapping[Any, Any], name: str, options: ReadingOptions) -> SourceGraph:
    collector = Collector(name, options)
    title = str(data.get("title") or data.get("name") or "")
    unused = Counter[str]()
    _walk(data["tree"] if "tree" in data else data["children"], (), collector, unused)
    if not collector.entries:
        raise SyllabusError("the tree has no skills: write them as lists")
    collector.notes += filter(None, [unused_text(unused)])
    return collector.source(title)


def _walk(node: object, path: tuple[str, ...], collector: Collector, unused: Counter[str]) -> None:
    """Collect a node: a text is a skill, a mapping has headings as keys, a node has a name and perhaps children, and
    other keys that are added to `unused`."""
    if len(path) > MAX_DEPTH:
        raise SyllabusError(f"the tree is more than {MAX_DEPTH} levels deep")
    if isinstance(node, list):
        for item in node:
            _walk(item, path, collector, unused)
    elif isinstance(node, str | int | float):
        collector.add(str(node), path)
    elif isinstance(node, Mapping) and isinstance(node.get("name", node.get("title")), str):
        own = str(node.get("name", node.get("title")))
        unused.update(str(key) for key, value in node.items() if key not in NODE and value not in (None, "", [], {}))
        if node.get("children"):
            _walk(node["children"], (*path, own), collector, unused)
        else:
            description = node.get("description")
            collector.add(own, path, description=description if isinstance(description, str) else "")
    elif isinstance(node, Mapping):
        for heading, below in node.items():
            if below is None:
                collector.add(str(heading), path)
            else:
                _walk(below, (*path, str(heading)), collector, unused)
    elif node is not None:
        raise SyllabusError(f"a tree is made of texts, lists and mappings, not of {type(node).__name__}")
