"""The commands of the main path, and how every command ends."""

from __future__ import annotations

import errno
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

import tutelage
from tutelage.cli import (
    compare,
    documents,
    drafts,
    entrance,
    exams,
    experiments,
    exports,
    gate,
    graph,
    launch,
    mark,
    pages,
    plan,
    process,
    report,
    review,
    subjects,
    tryout,
)
from tutelage.cli.ending import interruptible, page_about, report_bug, stop
from tutelage.cli.groups import Grouped
from tutelage.cli.options import JsonOption, RecipeSettingsOption, SettingsOption
from tutelage.cli.output import show, to_json
from tutelage.errors import ReviewNeeded, TutelageError

if TYPE_CHECKING:
    from tutelage.config import Recipe
    from tutelage.tools.preflight import Problem

app = typer.Typer(
    name="tutelage",
    cls=Grouped,
    help="Teach a language model a complex skill: skill graph, course, reading, practice, exam, report.",
    no_args_is_help=True,
    rich_markup_mode=None,  # rich help takes three times as long to show (0.40 s against 0.12 s)
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.add_typer(graph.app, name="graph")
for part in (
    entrance,
    pages,
    compare,
    documents,
    drafts,
    exams,
    mark,
    review,
    gate,
    experiments,
    exports,
    tryout,
    report,
    plan,
    launch,
    subjects,
):
    app.add_typer(part.app)

RecipeArgument = Annotated[Path, typer.Argument(help="Recipe file (YAML).", show_default=False)]
FreshOption = Annotated[bool, typer.Option("--fresh", help="Delete an earlier run, and start over.")]
NoCacheOption = Annotated[bool, typer.Option("--no-cache", help="Ignore cached answers of a language model.")]


def show_version(asked: bool) -> None:
    """Print the version, and end."""
    if asked:
        print(f"tutelage {tutelage.__version__}")
        raise typer.Exit


@app.callback()
def common(
    context: typer.Context,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
    version: Annotated[
        bool, typer.Option("--version", help="Show the version.", is_eager=True, callback=show_version)
    ] = False,
) -> None:
    """Options that come before the command."""
    context.obj = {"debug": debug}


@app.command()
def run(
    recipe: RecipeArgument,
    fresh: FreshOption = False,
    no_cache: NoCacheOption = False,
    settings: RecipeSettingsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Run a recipe, or resume it from where it was saved last.

    Example: tutelage run recipe.yaml --set practice.rounds=3
    """
    from tutelage.config import load_recipe

    loaded = load_recipe(recipe, settings or ())  # before seconds of imports: a wrong path is reported at once
    run_and_show(loaded, fresh=fresh, use_cache=not no_cache, as_json=as_json)


def run_and_show(loaded: Recipe, *, fresh: bool, use_cache: bool = True, as_json: bool = False) -> None:
    """Run a recipe, and print what came of it."""
    from tutelage.progress import at_work

    with interruptible(), at_work("loading the libraries") as progress:
        from tutelage import pipeline
        from tutelage.report import terminal
        from tutelage.report.run_figures import run_figures

        found = pipeline.run(loaded, fresh=fresh, use_cache=use_cache, progress=progress)
        figures, text = run_figures(found), terminal.run_text(found)
    show_result(figures, text, as_json=as_json)


@app.command()
def course(
    recipe: RecipeArgument,
    fresh: FreshOption = False,
    no_cache: NoCacheOption = False,
    settings: RecipeSettingsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the course of a recipe, without training.

    Example: tutelage course recipe.yaml
    """
    from tutelage.config import load_recipe

    loaded = load_recipe(recipe, settings or ())
    from tutelage.progress import at_work

    with interruptible(), at_work("loading the libraries") as progress:
        from tutelage import pipeline
        from tutelage.report import terminal
        from tutelage.report.run_figures import course_figures
        from tutelage.storage.answers import calls_of
        from tutelage.storage.store import ANSWERS

        course = pipeline.make_course(loaded, fresh=fresh, use_cache=not no_cache, progress=progress)
        calls = calls_of(loaded.folder / ANSWERS, loaded.teacher)
        text = terminal.course_text(course, loaded.folder, calls)
    show_result(course_figures(course, loaded.folder, calls), text, as_json=as_json)


@app.command()
def preview(recipe: RecipeArgument, settings: RecipeSettingsOption = None, as_json: JsonOption = False) -> None:
    """Show samples of a course, and what all of it will cost.

    Example: tutelage preview recipe.yaml
    """
    from tutelage.config import load_recipe

    loaded = load_recipe(recipe, settings or ())
    from tutelage.progress import at_work

    with interruptible(), at_work("loading the libraries") as progress:
        from tutelage import pipeline
        from tutelage.report import terminal

        found = pipeline.make_preview(loaded, progress=progress)
        text = terminal.preview_text(found, loaded)
    show_result(found, text, as_json=as_json)


def show_result(found: Any, text: str, *, as_json: bool) -> None:
    """The result, set off from the progress above."""
    print(file=sys.stderr, flush=True)
    show(found, text, as_json=as_json)


@app.command()
def prompts(
    name: Annotated[str, typer.Argument(help="Prompt to show; without one, all names.", show_default=False)] = "",
    copy: Annotated[
        Path | None, typer.Option("--copy", help="Copy all prompts into this folder, to change them.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Show or copy the prompts for a language model.

    Example: tutelage prompts --copy my-prompts
    """
    from tutelage.teacher.language import prompting

    if copy is not None:
        print(f"copied {prompting.copy_prompts(copy)} prompts to {copy}")
        print(f"Change some, delete the others, and put 'prompts: {copy}' into the recipe's teacher section.")
    elif name:
        text = prompting.packaged_prompt(name)
        show({"name": name, "text": text}, text, as_json=as_json)
    else:
        show(prompting.VARIABLES, prompting.prompts_text(), as_json=as_json)


@app.command()
def check(recipe: RecipeArgument, settings: RecipeSettingsOption = None, as_json: JsonOption = False) -> None:
    """List what is wrong with a recipe; run and send nothing.

    Example: tutelage check recipe.yaml
    """
    from tutelage.config import load_recipe, load_rest

    try:
        loaded = load_recipe(recipe, settings or ())
    except TutelageError as error:
        rest = load_rest(recipe, settings or ())
        if rest is None and not as_json:
            raise
        from tutelage.tools.preflight import Problem, preflight

        beside = preflight(rest[0], unread=rest[1]).problems if rest else ()
        refuse(recipe, [Problem("recipe", error), *beside], as_json=as_json)
    from tutelage.progress import counted, wrapped
    from tutelage.syllabus import sources_lines
    from tutelage.tools.preflight import (
        planned_size,
        preflight,
        recipe_teacher,
        settings_lines,
        size_lines,
        unsent_lines,
    )

    found = preflight(loaded)
    if found.problems:
        refuse(recipe, found.problems, as_json=as_json)
    sources = found.require()
    skills = sources.graph.graph
    planned = planned_size(loaded, skills, recipe_teacher(loaded, sources))
    size = f"{counted(len(skills.skills), 'skill')} in {counted(skills.levels, 'level')}"
    notes = [*sources_lines(sources), *settings_lines(loaded)]
    notes += [*size_lines(loaded, skills, planned), *unsent_lines(loaded, recipe)]
    lines = [f"{recipe}: nothing is wrong; {size}\nRun folder: {loaded.folder}", *map(wrapped, notes)]
    figures = {"skills": len(skills.skills), "levels": skills.levels, "folder": loaded.folder, "notes": notes}
    figures["unpractised"] = planned.unpractised
    show({"recipe": recipe, "problems": [], **figures}, "\n".join(lines), as_json=as_json)


def refuse(recipe: Path, problems: Sequence[Problem], *, as_json: bool) -> NoReturn:
    """Say all that is wrong with a recipe; exit code 2."""
    if as_json:
        found = [
            {"what": one.what, "error": str(one.error), "page": page_about(one.error, ["check"])} for one in problems
        ]
        print(to_json({"recipe": recipe, "problems": found}))
        raise typer.Exit(2)
    if len(problems) == 1:
        raise problems[0].error
    from tutelage.progress import clean, wrapped

    for problem in problems:
        line = clean(problem.line)
        print(wrapped(line) if sys.stderr.isatty() else line, file=sys.stderr)
    stop(f"error: {len(problems)} problems, listed above", 2, problems[0].error.page)


@app.command()
def prepare(
    student: Annotated[str, typer.Argument(help="Hub name, folder or GGUF file; default: the embedded student.")] = "",
) -> None:
    """Download and convert a student before a run.

    Example: tutelage prepare Qwen/Qwen2.5-0.5B-Instruct
    """
    from tutelage.config import StudentConfig
    from tutelage.progress import at_work
    from tutelage.student.loading import prepare_student

    config = StudentConfig(model=student) if student else StudentConfig()
    with at_work("preparing the student") as progress:
        folder = prepare_student(config, progress)
    print(f"{config.model} is ready in {folder}")


def list_rules(asked: bool) -> None:
    """Print the error rules, and end."""
    if asked:
        from tutelage.dynamics import rules

        print(rules.list_rules())
        raise typer.Exit


@app.command()
def dynamics(
    log: Annotated[Path, typer.Argument(help="Loss log (JSONL, JSON, CSV, TSV, Parquet), or cartography's folder.")],
    *,
    rule: Annotated[str, typer.Option(help="Name of the error rule; default: by what is known.")] = "",
    constructed: Annotated[Path | None, typer.Option(help="Ids of the constructed errors.")] = None,
    skills: Annotated[Path | None, typer.Option(help="Examples with their skills (a file of rows).")] = None,
    recipe: Annotated[Path | None, typer.Option(help="Take rule and thresholds from this recipe.")] = None,
    skip_epochs: Annotated[int | None, typer.Option(min=0, help="First epochs, which do not count; default 1.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for the results; default: ./LOG-dynamics.")] = None,
    rules: Annotated[
        bool, typer.Option("--rules", help="List the error rules.", is_eager=True, callback=list_rules)
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Classify the examples of any loss log.

    Example: tutelage dynamics losses.jsonl --constructed wrong.txt
    """
    from tutelage.dynamics import cartography

    config = cartography.choose_settings(rule, recipe, skip_epochs, constructed=constructed is not None)
    found = cartography.map_log(log, config=config, constructed=constructed, skills=skills)
    folder = out or Path(f"{log.resolve().stem}-dynamics")
    cartography.write_data_map(folder, found)
    files = f"{cartography.CATEGORIES}, {cartography.METRICS}"
    text = f"{cartography.data_map_text(found)}\n\nWritten to {folder}: {files}"
    show(cartography.data_map(found)._asdict() | {"folder": folder}, text, as_json=as_json)


@app.command()
def audit(
    data: Annotated[Path, typer.Argument(help="SFT data set (JSONL, JSON, CSV, TSV, Parquet).", show_default=False)],
    *,
    student: Annotated[str, typer.Option(help="Student: hub name, folder, or the embedded one.")] = "",
    out: Annotated[Path | None, typer.Option(help="Folder of the audit; default audits/DATA.")] = None,
    epochs: Annotated[int, typer.Option(min=1, help="Epochs of training.")] = 3,
    learning_rate: Annotated[float | None, typer.Option(help="Peak learning rate; default: by its size.")] = None,
    batch_size: Annotated[int | None, typer.Option(min=1, help="Examples per step; default: by its size.")] = None,
    max_length: Annotated[int, typer.Option(min=16, help="Longer examples, in tokens, are left out.")] = 1024,
    group: Annotated[str, typer.Option(help="Compare examples within each value of this column.")] = "",
    answers: Annotated[int, typer.Option(min=0, help="Replies to each example, as a second witness.")] = 0,
    settings: SettingsOption = None,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the training order and the adapter.")] = 0,
    fresh: FreshOption = False,
    as_json: JsonOption = False,
) -> None:
    """Find suspect examples in any SFT data set by a short run.

    Example: tutelage audit data.jsonl --student Qwen/Qwen2.5-0.5B-Instruct
    """
    from tutelage.tools.conversations import check_file

    check_file(data)  # before seconds of imports
    from tutelage.progress import at_work, doing

    with interruptible(), at_work("loading the libraries") as progress:
        progress.say(f"auditing {data}")
        from tutelage.tools import audit as auditing

        with doing(progress, f"auditing {data.name}"):
            found = auditing.audit(
                data,
                student,
                out=out,
                epochs=epochs,
                learning_rate=learning_rate,
                batch_size=batch_size,
                max_length=max_length,
                group=group,
                answers=answers,
                settings=settings or (),
                seed=seed,
                fresh=fresh,
                progress=progress,
            )
    show(auditing.audit_figures(found), auditing.audit_text(found), as_json=as_json)


NO_SPACE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EACCES, errno.EROFS)
"""Faults of a disk that a person can mend."""
UNUSABLE = (errno.EISDIR, errno.ENOTDIR, errno.EEXIST, errno.ENAMETOOLONG, errno.ELOOP)
"""Faults of a path that a person has named."""


def main() -> None:
    """Entry point. An error that a person can fix is one line, the page about it, and exit code 2; anything else is a
    bug: its traceback, how to report it, and exit code 1 (see `report_bug`)."""
    process.set_up()
    debug = "--debug" in sys.argv
    try:
        app()
    except TutelageError as error:
        if debug:
            raise
        stop(
            str(error) if isinstance(error, ReviewNeeded) else f"error: {error}",
            error.code,
            page_about(error, sys.argv[1:]),
        )
    except OSError as error:
        if debug:
            raise
        if error.errno in NO_SPACE:
            advice = "free some space or choose another run_dir, then run the same command again; finished work is kept"
        elif error.errno in UNUSABLE and error.filename:
            advice = "choose another path"
        else:
            report_bug(error)
        stop(f"error: {error.strerror} ({error.filename or 'no file named'}): {advice}", 2)
    except Exception as error:
        if debug:
            raise
        report_bug(error)
