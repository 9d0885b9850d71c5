"""Stage 1: human syllabi become a skill graph.

Every reader turns one file into a `SourceGraph`, which holds what the file says and nothing more; `read_syllabus` makes
a graph of one, `read_syllabi` merges several. The ending of the file's name, or its content, decides the format:

- `.yaml`, `.yml`, `.json`: a syllabus or a tree (`tree.py`); a graph of other tools (`networks.py`);
- `.graphml`: a graph, too (`graphml.py`); `.md`, `.txt`: an outline (`outline.py`); `.opml`: an outliner's (`opml.py`);
- `.jsonl`, `.csv`, `.tsv`, `.parquet`: a table of contents, a list of skills, or pairs (`tables.py`);
- a folder with `skills.jsonl` and `edges.jsonl`: the graph of a run.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tutelage.config import GraphConfig, read_yaml
from tutelage.documents import read_documents
from tutelage.documents.instructions import instruction_lines
from tutelage.documents.personal import personal_lines
from tutelage.documents.text import summary_line, unread_lines
from tutelage.errors import SyllabusError
from tutelage.graph.assemble import AssembledGraph, assemble
from tutelage.graph.cycles import resolve_cycles
from tutelage.graph.decisions import SourceGraph
from tutelage.graph.order import build
from tutelage.graph.score import GoldPair
from tutelage.progress import Progress, counted
from tutelage.records import Documents, Edge, Passage, Skill, SkillGraph
from tutelage.storage.directories import read_settings
from tutelage.storage.rowfiles import ending_of, kind_of, parse_json, strict_rows, text_of
from tutelage.storage.store import CONFIG, read_lines, sha256_of, write_text
from tutelage.syllabus.collector import ReadingOptions
from tutelage.syllabus.graphml import read_graphml
from tutelage.syllabus.headings import read_headings
from tutelage.syllabus.markdown_tables import MarkdownTable, find_tables
from tutelage.syllabus.matching import match_passages
from tutelage.syllabus.networks import is_network, read_network
from tutelage.syllabus.opml import read_opml
from tutelage.syllabus.outline import read_outline, shape_of
from tutelage.syllabus.places import check_own_ids, check_sources
from tutelage.syllabus.tables import is_header, judged_wrong, pair_of, read_rows
from tutelage.syllabus.tree import dump_tree, read_tree


def read_syllabus(path: str | Path | Sequence[Path], config: GraphConfig | None = None) -> SkillGraph:
    """Read one syllabus file, or merge several, as a skill graph.

    Raises `ValueError` that names the file for anything a person can mend: no such file, broken YAML, an unknown key,
    an unknown prerequisite, a cycle.
    """
    paths = [Path(path)] if isinstance(path, str | Path) else path
    return read_syllabi(paths, config or GraphConfig()).graph


def read_syllabi(paths: Sequence[Path], config: GraphConfig) -> AssembledGraph:
    """Read and merge syllabi, with every decision, in the order of the paths; a single one is taken as it is.

    Raises `ValueError` that names the file.
    """
    sources = [read_source(path, ReadingOptions(config.headings, config.previous)) for path in paths]
    skills, edges = join_sources(sources)
    check_sources(sources)
    try:
        if len(sources) == 1:
            resolved = resolve_cycles(skills, edges, config.cycles)
            made = AssembledGraph(build(resolved.skills, resolved.edges), cycles=tuple(resolved.decisions))
        else:
            made = assemble(skills, edges, similarity=config.similarity, near=config.near, cycles=config.cycles)
    except ValueError as error:
        raise SyllabusError(f"{', '.join(map(str, paths))}: {error}") from None
    return made._replace(notes=notes_of(sources))


def notes_of(sources: Sequence[SourceGraph]) -> tuple[str, ...]:
    """What was left out or changed while the sources were read."""
    return tuple(f"{Path(source.path).name or source.name}: {note}" for source in sources for note in source.notes)


MAX_NAMED = 8
"""Skills or passages that a line names, and notes about syllabi."""


class Sources(NamedTuple):
    """What a recipe teaches from."""

    graph: AssembledGraph
    documents: Documents | None = None
    bare: tuple[Skill, ...] = ()
    """Skills of the syllabus that no passage of the documents is about."""
    unused: tuple[Passage, ...] = ()
    """Passages that no skill of the syllabus is about."""

    @property
    def passages(self) -> Mapping[str, Passage]:
        """The passages by their ids; none without documents."""
        return self.documents.by_id if self.documents else {}

    @property
    def digest(self) -> str:
        """SHA-256 of what the documents hold; empty without documents."""
        return sha256_of(self.documents.model_dump(mode="json")) if self.documents else ""


def sources_lines(sources: Sources) -> list[str]:
    """What a person should know about the syllabi and documents of a recipe before they are learnt."""
    notes = sources.graph.notes
    lines = [f"syllabus: {note}" for note in notes[:MAX_NAMED]]
    if len(notes) > MAX_NAMED:
        lines.append(f"syllabus: and {len(notes) - MAX_NAMED:,} more notes, which 'tutelage graph import' shows")
    if sources.documents is None:
        return lines
    lines += [f"documents: {summary_line(sources.documents)}"]
    lines += [f"  not read: {line.strip()}" for line in unread_lines(sources.documents)[1:]]
    lines += [f"  looks like personal data: {line}" for line in personal_lines(sources.documents.passages)]
    lines += [
        f"  reads like an instruction to a language model, and stays text: {line}"
        for line in instruction_lines(sources.documents.passages)
    ]
    for what, names in (
        ("skills without a passage", [skill.name for skill in sources.bare]),
        ("passages without a skill", [passage.trail[-1] for passage in sources.unused]),
    ):
        if names:
            more = f" and {len(names) - MAX_NAMED:,} more" if len(names) > MAX_NAMED else ""
            lines.append(f"  {what}: {'; '.join(names[:MAX_NAMED])}{more}")
    return lines


def read_sources(
    syllabi: Sequence[Path], documents: Sequence[Path], config: GraphConfig, progress: Progress | None = None
) -> Sources:
    """Read what a recipe teaches from: syllabi, or documents whose headings are the skills, or syllabi whose skills are
    matched with the passages of documents. Raises `ValueError` that names the file."""
    read = read_documents(documents, progress=progress) if documents else None
    if read is None:
        return Sources(read_syllabi(syllabi, config))
    if not syllabi:
        source = read_headings(read)
        return Sources(AssembledGraph(build(source.skills, source.edges)), read)
    assembled = read_syllabi(syllabi, config)
    matched = match_passages(assembled.graph, read.passages)
    return Sources(assembled._replace(graph=matched.graph), read, matched.bare, matched.unused)


def join_sources(sources: Sequence[SourceGraph]) -> tuple[list[Skill], list[Edge]]:
    """Skills and edges of all sources in their order; where there are several, each says which one it comes from.

    Raises `ValueError`, naming the file, for an id that one source has twice."""
    for source in sources:
        check_own_ids(source)
    if len(sources) == 1:
        return list(sources[0].skills), list(sources[0].edges)
    skills: list[Skill] = []
    edges: list[Edge] = []
    names: set[str] = set()
    for source in sources:
        name, number = source.name, 1
        while name in names:
            number += 1
            name = f"{source.name}-{number}"
        names.add(name)
        first = len(skills)
        for skill in source.skills:
            known = {"origins": skill.origins or (name,), "position": first + skill.position}
            skills.append(skill.model_copy(update=known))
        edges += [edge if edge.origin else edge.model_copy(update={"origin": name}) for edge in source.edges]
    return skills, edges


def read_source(path: str | Path, options: ReadingOptions | None = None) -> SourceGraph:
    """What one file says, unchecked. Raises `ValueError` that names the file."""
    path, options = Path(path), options or ReadingOptions()
    if not path.exists():
        raise SyllabusError(f"no syllabus at {path}: check the path")
    if path.is_dir():
        return _read_folder(path).model_copy(update={"path": str(path)})
    try:
        return _read_file(path, options).model_copy(update={"path": str(path)})
    except ValueError as error:
        text = str(error)
        raise SyllabusError(text if str(path) in text else f"{path}: {text}") from None


def _read_file(path: Path, options: ReadingOptions) -> SourceGraph:
    """By the ending of the name, or by the content where that says more."""
    ending, name = ending_of(path), path.stem
    if ending in (".yaml", ".yml"):
        return read_tree(read_yaml(path, "syllabus"), name, options)
    if ending in (".jsonl", ".ndjson", ".csv", ".tsv", ".parquet"):
        return read_rows(list(strict_rows(path)), name, options, table=kind_of(path) == "table")
    text = text_of(path)
    start, outline = text[:1000].lstrip(), ending in (".md", ".markdown", ".txt", ".text")
    if start.startswith(("<?xml", "<opml", "<graphml")) or ending in (".opml", ".xml", ".graphml"):
        read = read_graphml if ending == ".graphml" or "<graphml" in start else read_opml
        return read(text, name, options)
    if ending in (".json", ".jsonld") or (not outline and start.startswith(("{", "["))):
        return _read_json(_json(text), name, options)
    return _read_text(text, path, options, outline=outline)


def _read_text(text: str, path: Path, options: ReadingOptions, *, outline: bool) -> SourceGraph:
    """A text with tables, a table without marks, or, if the name of the file permits one, an outline."""
    tables, rest = find_tables(text)
    if tables:
        return _read_with_tables(tables, rest, path.stem, options)
    if is_header(text.lstrip().partition("\n")[0]):
        return read_rows(list(strict_rows(path)), path.stem, options, table=True)
    if not outline:
        known = ".yaml, .json, .jsonld, .md, .txt, .jsonl, .csv, .tsv, .opml, .graphml"
        raise SyllabusError(f"unknown format; a syllabus is a file that ends in {known}, or a folder")
    return read_outline(text, path.stem, options)


def _read_json(data: object, name: str, options: ReadingOptions) -> SourceGraph:
    if is_network(data):
        return read_network(data, name, options)
    if isinstance(data, list) and data and all(isinstance(row, dict) for row in data):
        return read_rows(list(enumerate(data, start=1)), name, options, table=False)
    return read_tree(data, name, options)


def _read_with_tables(tables: Sequence[MarkdownTable], rest: str, name: str, options: ReadingOptions) -> SourceGraph:
    """An outline if the rest of the text has items, or several headings and no table of skills; otherwise the
    tables."""
    shape = shape_of(rest)
    named = [table for table in tables if is_header("|".join(table.names))]
    taken = [] if shape.items else named or (tables if shape.headings <= 1 else [])
    if taken:
        found = read_rows([row for table in taken for row in table.rows()], name, options, table=True)
        title, beside = shape.title, shape.prose + shape.headings - (shape.headings > 0)
        notes = [f"{counted(beside, 'line')} beside the table left out"] if beside else []
    else:
        found = read_outline(rest, name, options)
        title, notes = found.title, []
    for table in tables:
        if table not in taken:
            why = "the file has items, and is an outline" if shape.items else "its columns name no skills"
            notes.append(f"line {table.line}: a table of {counted(len(table.cells), 'row')} left out: {why}")
    return found.model_copy(update={"title": title, "notes": (*found.notes, *notes)})


def read_gold(path: Path, domain: str = "") -> list[GoldPair]:
    """Gold pairs from JSONL, those of one domain or all. Raises `ValueError` that names the file and the line."""
    try:
        if not path.is_file():
            raise SyllabusError("no such file: check the path")
        rows = [(number, row) for number, row in strict_rows(path) if not domain or row.get("domain") == domain]
        if not rows:
            raise SyllabusError(f"no pairs{f' of domain {domain!r}' if domain else ''}")
        pairs = [(*pair_of(number, row), row) for number, row in rows]
    except ValueError as error:
        raise SyllabusError(str(error) if str(path) in str(error) else f"{path}: {error}") from None
    return [GoldPair(prerequisite, concept, not judged_wrong(row)) for concept, prerequisite, row in pairs]


def write_graph(path: Path, skills: SkillGraph, *, title: str = "", goals: Sequence[str] = ()) -> None:
    """Write a graph as a syllabus file that `read_syllabus` can read, in YAML or JSON by the ending of its name."""
    if path.suffix.lower() not in (".yaml", ".yml", ".json"):
        raise SyllabusError(f"{path}: a syllabus file is written as .yaml or .json")
    write_text(path, dump_tree(skills, title=title, goals=goals, as_json=path.suffix.lower() == ".json"))


def _read_folder(path: Path) -> SourceGraph:
    """The graph of a run: its run folder or the `graph` folder in it."""
    folder = path if (path / "skills.jsonl").is_file() else path / "graph"
    if (settings := folder.parent / CONFIG).is_file():
        read_settings(settings)  # a run of another version is refused
    if not (folder / "skills.jsonl").is_file() or not (folder / "edges.jsonl").is_file():
        raise SyllabusError(
            f"{path} is a folder without skills.jsonl and edges.jsonl: give a syllabus file or a run folder"
        )
    skills = tuple(read_lines(folder / "skills.jsonl", Skill))
    return SourceGraph(name=path.name, skills=skills, edges=tuple(read_lines(folder / "edges.jsonl", Edge)))


def _json(text: str) -> object:
    try:
        return parse_json(text)
    except json.JSONDecodeError as error:
        raise SyllabusError(f"line {error.lineno}: this is not valid JSON ({error.msg})") from None
    except ValueError as error:
        raise SyllabusError(f"this is not valid JSON: {error}") from None
