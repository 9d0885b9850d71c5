"""`tutelage graph …`: read, check, compare, measure, draw and edit skill graphs.

A GRAPH is any file that holds one (YAML, JSON, outline, table, pairs) or a run folder.
"""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from tutelage.cli.options import JsonOption
from tutelage.cli.output import show as show_found
from tutelage.cli.process import uncollected
from tutelage.errors import SyllabusError

if TYPE_CHECKING:
    from tutelage.graph.decisions import SourceGraph
    from tutelage.records import SkillGraph

app = typer.Typer(
    help="Read, check, compare, measure, draw and edit skill graphs.", no_args_is_help=True, rich_markup_mode=None
)

GraphArgument = Annotated[Path, typer.Argument(help="Graph: a syllabus file of any format, or a run folder.")]
SourcesArgument = Annotated[list[Path], typer.Argument(help="One file or several.")]
OutputOption = Annotated[Path, typer.Option("--out", "-o", help="File to write (.yaml or .json).")]
HeadingsOption = Annotated[
    Literal["units", "skills"], typer.Option(help="Whether headings are units that group skills, or skills themselves.")
]
PreviousOption = Annotated[
    bool, typer.Option("--previous", help="Each skill needs the one before it under the same heading.")
]


@app.command()
def show(
    graph: GraphArgument,
    order: Annotated[
        Literal["low-to-high", "high-to-low", "shuffled"], typer.Option(help="Order of the skills.")
    ] = "low-to-high",
    seed: Annotated[int, typer.Option(help="Seed of the shuffled order.")] = 0,
    reasons: Annotated[bool, typer.Option("--reasons", help="Show who names each prerequisite, and why.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Show the skills in teaching order, each with what it needs.

    Example: tutelage graph show examples/calculus-syllabus.yaml
    """
    from tutelage.graph import arrange, text

    skills = _graph(graph)
    arranged = arrange(skills, order, seed)
    found = {"skills": arranged, "edges": skills.edges}
    show_found(found, text.order_text(skills, arranged, reasons=reasons), as_json=as_json)


@app.command()
def check(
    graph: GraphArgument,
    *,
    goal: Annotated[
        list[str] | None, typer.Option(metavar="<str>", help="Id of a goal, a skill that must be reached; repeatable.")
    ] = None,
    max_jump: Annotated[int, typer.Option(help="Warn of prerequisites more levels away than this.")] = 6,
    max_lead: Annotated[
        int, typer.Option(min=0, help="Note skills of a lower level than most skills that come more units earlier.")
    ] = 3,
    every: Annotated[bool, typer.Option("--all", help="Print every finding, not only 20 of a kind.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Print what is wrong or suspicious. Exit code 1 on errors.

    Example: tutelage graph check examples/calculus-syllabus.yaml
    """
    from tutelage.graph import text
    from tutelage.graph.checks import check_source
    from tutelage.syllabus import read_source

    found = check_source(read_source(graph), goal or (), max_jump=max_jump, max_lead=max_lead)
    show_found(found, text.findings_text(found, len(found) if every else text.MAX_LINES), as_json=as_json)
    if any(finding.severity == "error" for finding in found):
        raise typer.Exit(1)


@app.command()
def diff(old: GraphArgument, new: GraphArgument, as_json: JsonOption = False) -> None:
    """Show what changed from one graph to another, as in a review.

    Example: tutelage graph diff syllabus.yaml runs/calculus
    """
    from tutelage.graph.difference import differences
    from tutelage.graph.text import differences_text, size, summary_line

    before, after = _graph(old), _graph(new)
    found = differences(before, after)
    text = f"{summary_line(before)}\n{summary_line(after)}\n\n{differences_text(found)}"
    show_found({"old": size(before), "new": size(after), "differences": found}, text, as_json=as_json)


@app.command()
def stats(graph: GraphArgument, as_json: JsonOption = False) -> None:
    """Size, shape and provenance of a graph.

    Example: tutelage graph stats runs/calculus
    """
    from tutelage.graph.text import statistics, statistics_text

    skills = _graph(graph)
    show_found(statistics(skills), statistics_text(skills), as_json=as_json)


@app.command()
def export(
    graph: GraphArgument,
    output: Annotated[Path | None, typer.Option("--out", "-o", help="File to write; default: print.")] = None,
    to: Annotated[
        Literal["yaml", "json", "graphml", "dot", "mermaid", "node-link"] | None,
        typer.Option(help="Format; default: by the ending of the output's name."),
    ] = None,
) -> None:
    """Write a graph in another format. YAML and JSON are read back without loss.

    Example: tutelage graph export runs/calculus --out syllabus.yaml
    """
    from tutelage.graph.export import FORMATS
    from tutelage.progress import counted
    from tutelage.storage.store import write_text
    from tutelage.syllabus.tree import dump_tree

    endings = {".yml": "yaml", ".gv": "dot", ".mmd": "mermaid", ".md": "mermaid"}
    ending = output.suffix.lower() if output else ".yaml"
    kind = to or endings.get(ending, ending[1:])
    if kind not in ("yaml", "json", *FORMATS):
        raise SyllabusError(f"what format is '{ending}'? Choose one with --to: yaml, json, {', '.join(FORMATS)}")
    part = _part(graph)
    skills = _built(graph, part)
    if kind in ("yaml", "json"):
        written = dump_tree(skills, title=part.title, goals=part.goals, as_json=kind == "json")
    else:
        written = FORMATS[kind](skills)
    if output is None:
        print(written, end="")
    else:
        write_text(output, written)
        print(f"{output}: {counted(len(skills.skills), 'skill')}, {counted(len(skills.edges), 'prerequisite')}")


@app.command("import")
@uncollected()
def import_(
    sources: SourcesArgument,
    output: OutputOption,
    *,
    headings: HeadingsOption = "units",
    previous: PreviousOption = False,
    cycles: Annotated[Literal["auto", "error", "drop", "group"], typer.Option(help="What to do with cycles.")] = "auto",
    similarity: Annotated[float, typer.Option(help="Names at least this similar are merged.")] = 0.9,
    near: Annotated[float, typer.Option(help="Names at least this similar are listed for review.")] = 0.85,
) -> None:
    """Read syllabi of any format, and merge them into one graph.

    Example: tutelage graph import contents.md school.yaml --out merged.yaml
    """
    from pydantic import ValidationError

    from tutelage.config import GraphConfig
    from tutelage.graph import text
    from tutelage.graph.assemble import assemble
    from tutelage.storage.store import write_lines
    from tutelage.syllabus import join_sources, notes_of, read_source, write_graph
    from tutelage.syllabus.collector import ReadingOptions
    from tutelage.syllabus.places import check_sources

    try:
        GraphConfig(headings=headings, previous=previous, similarity=similarity, near=near, cycles=cycles)
    except ValidationError as error:
        first = error.errors()[0]
        raise SyllabusError(f"--{first['loc'][0]} {first['input']}: {first['msg']}") from None
    parts = [read_source(source, ReadingOptions(headings, previous)) for source in sources]
    skills, edges = join_sources(parts)
    check_sources(parts)
    made = assemble(skills, edges, similarity=similarity, near=near, cycles=cycles)
    goals = tuple(dict.fromkeys(goal for part in parts for goal in part.goals))
    write_graph(output, made.graph, title=parts[0].title, goals=goals)
    decisions = text.decisions_text(made, notes_of(parts))
    print(f"{decisions}\n" if decisions else "", end="")
    for kind in ("merges", "near_misses", "folded", "cycles"):
        if getattr(made, kind):
            write_lines(output.with_suffix(f".{kind}.jsonl"), getattr(made, kind))
    print(f"{output}: {text.summary_line(made.graph)}")


@app.command()
def propose(
    sources: SourcesArgument,
    output: OutputOption,
    by: Annotated[Literal["order", "names", "mentions", "similar"], typer.Option(help="The rule.")] = "mentions",
) -> None:
    """Propose prerequisites by a rule without a model. They replace those in the files.

    Example: tutelage graph propose contents.md --out proposed.yaml
    """
    from tutelage.graph.assemble import assemble
    from tutelage.graph.baselines import propose_prerequisites
    from tutelage.graph.text import summary_line
    from tutelage.syllabus import join_sources, read_source, write_graph

    skills, _ = join_sources([read_source(source) for source in sources])
    graph = propose_prerequisites(assemble(skills, ()).graph.skills, by)
    write_graph(output, graph)
    print(f"{output}: {summary_line(graph)}")


@app.command()
def score(
    graph: GraphArgument,
    gold: Annotated[
        Path, typer.Option(help="Gold pairs (a file of rows): concept, prerequisite, and optionally label 1 or 0.")
    ],
    domain: Annotated[str, typer.Option(help="Only gold pairs whose 'domain' is this.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Measure the prerequisites of a graph against gold pairs.

    Example: tutelage graph score proposed.yaml --gold pairs.jsonl
    """
    from tutelage.graph.score import score_graph
    from tutelage.graph.text import scoring_text
    from tutelage.syllabus import read_gold

    found = score_graph(_graph(graph), read_gold(gold, domain))
    show_found(found, scoring_text(found), as_json=as_json)


@app.command()
def draw(
    graph: GraphArgument,
    output: Annotated[Path, typer.Option("--out", "-o", help="File to write (.svg or .html).")],
    skill: Annotated[str, typer.Option(help="Id of a skill to draw with what it needs; default: all.")] = "",
    below: Annotated[int | None, typer.Option(help="Steps down from the skill; default: to the foundations.")] = None,
    above: Annotated[int, typer.Option(help="Steps up from the skill.")] = 0,
) -> None:
    """Draw a graph, or only the part around one skill.

    Example: tutelage graph draw runs/calculus --out graph.html
    """
    from tutelage.graph.drawing import neighbourhood, to_html, to_svg
    from tutelage.progress import counted
    from tutelage.storage.store import write_text

    writers = {".svg": to_svg, ".html": to_html}
    if output.suffix.lower() not in writers:
        raise SyllabusError(f"{output}: a drawing is written as .svg or .html")
    skills = _graph(graph)
    part = neighbourhood(skills, skill, below=below, above=above) if skill else skills
    write_text(output, writers[output.suffix.lower()](part, skill))
    print(f"{output}: {counted(len(part.skills), 'skill')}, {counted(len(part.edges), 'prerequisite')}")


@app.command()
def edit(graph: GraphArgument) -> None:
    """Open a graph in your editor ($VISUAL, $EDITOR). An edit that cannot be read back is not saved.

    Example: tutelage graph edit syllabus.yaml
    """
    from tutelage.graph.difference import differences
    from tutelage.graph.text import differences_text
    from tutelage.storage.rowfiles import text_of
    from tutelage.storage.store import write_text

    if graph.is_dir():
        raise SyllabusError(
            f"{graph} is a run: write its graph to a file first: tutelage graph export {graph} -o NAME.yaml"
        )
    before = _graph(graph)
    copy = graph.with_name(f"{graph.stem}.edited{graph.suffix}")
    if not copy.exists():
        write_text(copy, text_of(graph))
    editor = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi")
    try:
        subprocess.run([*editor, str(copy)], check=True)  # noqa: S603 (the user's own editor)
    except (OSError, subprocess.CalledProcessError) as error:
        raise SyllabusError(f"the editor failed ({error}): set EDITOR; your text is in {copy}") from None
    try:
        after = _graph(copy)
    except ValueError as error:
        raise SyllabusError(f"{error}. Not saved; edit again to fix {copy}, or delete it to start over") from None
    text = text_of(copy)
    if text != text_of(graph):
        write_text(graph, text)
    copy.unlink()
    print(differences_text(differences(before, after)))


def _part(path: Path) -> SourceGraph:
    from tutelage.syllabus import read_source

    return read_source(path)


def _graph(path: Path) -> SkillGraph:
    return _built(path, _part(path))


def _built(path: Path, part: SourceGraph) -> SkillGraph:
    from tutelage.graph import build
    from tutelage.syllabus.places import check_own_ids, check_sources

    check_own_ids(part)
    check_sources([part])
    try:
        return build(part.skills, part.edges)
    except ValueError as error:
        raise SyllabusError(f"{path}: {error}") from None
