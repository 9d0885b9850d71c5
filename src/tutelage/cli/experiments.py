"""`tutelage experiment`: the paper's experiments, and its critics'."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tutelage.cli.ending import interruptible
from tutelage.cli.options import JsonOption
from tutelage.cli.output import show
from tutelage.errors import ExperimentError

app = typer.Typer(rich_markup_mode=None)


@app.command()
def experiment(
    name: Annotated[
        str, typer.Argument(help="order, ablation, dynamics, signals, transfer, students.", show_default=False)
    ],
    recipe: Annotated[Path, typer.Argument(help="Recipe that all arms start from.", show_default=False)],
    *,
    seeds: Annotated[str, typer.Option(help="Seeds, separated by commas.")] = "0,1,2",
    out: Annotated[Path | None, typer.Option(help="Folder for the results; default: experiments/RECIPE/NAME.")] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Start every run over.")] = False,
    arms: Annotated[str, typer.Option(help="Only these arms, separated by commas.")] = "",
    errors: Annotated[str, typer.Option(help="dynamics: shares of planted errors.")] = "0,0.1,0.25",
    kinds: Annotated[str, typer.Option(help="dynamics: kinds of errors.")] = "misconceptions,random",
    courses: Annotated[
        str, typer.Option(help="signals: courses that the arms are tried on.")
    ] = "even,uneven,uneven-errors,holes",
    students: Annotated[str, typer.Option(help="students: models, separated by commas.")] = "",
    on: Annotated[
        list[str] | None, typer.Option(metavar="<str>", help="transfer: a further exam (a FILE); repeatable.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Run an experiment of the paper, or resume it.

    Example: tutelage experiment order recipe.yaml --seeds 0,1
    """
    from tutelage.config import load_recipe

    # Before the imports that take seconds.
    base = load_recipe(recipe)
    from tutelage.experiments import find_experiment, results_markdown, run_experiment
    from tutelage.progress import at_work

    chosen = find_experiment(
        name,
        arms=_words(arms),
        errors=[_number(word, "--errors") for word in _words(errors)],
        kinds=_words(kinds),
        courses=_words(courses),
        students=_words(students),
        exams=on or (),
    )
    numbers = [_seed(word) for word in _words(seeds)]
    with interruptible(), at_work("getting ready") as progress:
        record = run_experiment(chosen, base, numbers, out=out, fresh=fresh, progress=progress)
    show(record, results_markdown(record), as_json=as_json)


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def _seed(word: str) -> int:
    try:
        return int(word)
    except ValueError:
        raise ExperimentError(f"--seeds: '{word}' is not a whole number") from None


def _number(word: str, option: str) -> float:
    try:
        return float(word)
    except ValueError:
        raise ExperimentError(f"{option}: '{word}' is not a number") from None
