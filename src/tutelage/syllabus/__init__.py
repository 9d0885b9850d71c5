"""Stage 1: human syllabi become a skill graph.

Every reader turns one file into a `SourceGraph`, which holds what the file says and nothing more; `read_syllabus` makes
a graph of one, `read_syllabi` merges several. The ending of the file's name decides the format:

- `.yaml`, `.yml`, `.json`: a syllabus or a tree (`tree.py`);
- `.md`, `.txt`: an outline (`outline.py`);
- `.jsonl`: a table of contents, a list of skills, or pairs; `.csv`, `.tsv`: pairs (`tables.py`);
- a folder with `skills.jsonl` and `edges.jsonl`: the graph of a run.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from tutelage.config import GraphConfig, read_yaml
from tutelage.errors import SyllabusError
from tutelage.graph.assemble import AssembledGraph, assemble
from tutelage.graph.cycles import resolve_cycles
from tutelage.graph.decisions import SourceGraph
from tutelage.graph.order import build
from tutelage.graph.score import GoldPair
from tutelage.records import Edge, Skill, SkillGraph
from tutelage.storage.directories import read_settings
from tutelage.storage.store import CONFIG, read_lines, write_text
from tutelage.syllabus.collector import ReadingOptions
from tutelage.syllabus.outline import read_outline
from tutelage.syllabus.tables import json_rows, judged_wrong, pair_of, read_csv, read_rows
from tutelage.syllabus.tree import dump_tree, read_tree

MAX_BYTES = 512 * 2**20


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
    try:
        if len(sources) == 1:
            resolved = resolve_cycles(skills, edges, config.cycles)
            return AssembledGraph(build(resolved.skills, resolved.edges), cycles=tuple(resolved.decisions))
        return assemble(skills, edges, similarity=config.similarity, near=config.near, cycles=config.cycles)
    except ValueError as error:
        raise SyllabusError(f"{', '.join(map(str, paths))}: {error}") from None


def join_sources(sources: Sequence[SourceGraph]) -> tuple[list[Skill], list[Edge]]:
    """Skills and edges of all sources in their order; where there are several, each says which one it comes from."""
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
    if path.is_dir():
        return _read_folder(path)
    readers: dict[str, Callable[[], SourceGraph]] = {
        ".yaml": lambda: read_tree(read_yaml(path, "syllabus"), path.stem, options),
        ".json": lambda: read_tree(_json(path), path.stem, options),
        ".md": lambda: read_outline(_text(path), path.stem, options),
        ".jsonl": lambda: read_rows(_text(path), path.stem, options),
        ".csv": lambda: read_csv(_text(path), path.stem),
        ".tsv": lambda: read_csv(_text(path), path.stem, "\t"),
    }
    ending = {".yml": ".yaml", ".txt": ".md", ".markdown": ".md"}.get(path.suffix.lower(), path.suffix.lower())
    if not path.exists():
        raise SyllabusError(f"no syllabus at {path}: check the path")
    if ending not in readers:
        raise SyllabusError(
            f"{path}: unknown format; a syllabus is a file that ends in {', '.join(readers)}, .yml or .txt, or a folder"
        )
    try:
        return readers[ending]()
    except ValueError as error:
        text = str(error)
        raise SyllabusError(text if str(path) in text else f"{path}: {text}") from None


def read_gold(path: Path, domain: str = "") -> list[GoldPair]:
    """Gold pairs from JSONL, those of one domain or all. Raises `ValueError` that names the file and the line."""
    try:
        rows = [(number, row) for number, row in json_rows(_text(path)) if not domain or row.get("domain") == domain]
        if not rows:
            raise SyllabusError(f"no pairs{f' of domain {domain!r}' if domain else ''}")
        pairs = [(*pair_of(number, row), row) for number, row in rows]
    except ValueError as error:
        raise SyllabusError(f"{path}: {error}") from None
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


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise SyllabusError(f"larger than {MAX_BYTES // 2**20} MiB")
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise SyllabusError(f"no syllabus at {path}: check the path") from None
    except UnicodeDecodeError:
        raise SyllabusError("this is not UTF-8 text: save it as UTF-8 in your editor") from None


def _json(path: Path) -> object:
    try:
        return json.loads(_text(path))
    except json.JSONDecodeError as error:
        raise SyllabusError(f"line {error.lineno}: this is not valid JSON ({error.msg})") from None
    except RecursionError:
        raise SyllabusError("this is not valid JSON: it is too deep") from None
