"""`tutelage ask`, `chat`, `watch` and `doctor`: try a student, watch a run, check this machine."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from tutelage.cli.options import JsonOption, SettingsOption
from tutelage.cli.output import to_json
from tutelage.errors import RecipeError

app = typer.Typer(rich_markup_mode=None)

TargetArgument = Annotated[str, typer.Argument(help="Run folder, model folder, or hub name.", show_default=False)]
StageOption = Annotated[str, typer.Option(help="Stage of the run: reading, round-1, …; default: the kept one.")]
TokensOption = Annotated[int, typer.Option(min=1, help="Longest answer, in tokens.")]
TemperatureOption = Annotated[float, typer.Option(min=0, help="0 always takes the most likely token.")]
SeedOption = Annotated[int, typer.Option(min=0, help="Sampling seed.")]


@app.command()
def ask(
    run: TargetArgument,
    question: Annotated[str, typer.Argument(help="What to ask, in quotes.", show_default=False)],
    *,
    stage: StageOption = "",
    settings: SettingsOption = None,
    max_new_tokens: TokensOption = 256,
    temperature: TemperatureOption = 0.0,
    seed: SeedOption = 0,
) -> None:
    """Ask the base and the trained student, side by side.

    Example: tutelage ask runs/calculus "What is 3/4 + 1/8?"
    """
    if not question.strip():
        raise RecipeError("the question is empty: write it in quotes")
    from tutelage.progress import at_work

    with at_work("loading") as progress:
        progress.say(f"loading {run}")  # in a pipe or a file nothing else is seen for ten seconds
        from tutelage.tools import tryout

        decoding = tryout.Decoding(max_new_tokens, temperature, seed)
        speakers = tryout.load_speakers(run, stage, progress, settings or ())
        answers = tryout.ask(speakers, question, decoding, progress)
    print(answers)


@app.command()
def chat(
    run: TargetArgument,
    *,
    stage: StageOption = "",
    settings: SettingsOption = None,
    max_new_tokens: TokensOption = 256,
    temperature: TemperatureOption = 0.0,
    seed: SeedOption = 0,
) -> None:
    """Chat with the base and the trained student, side by side.

    Example: tutelage chat runs/calculus
    """
    from tutelage.progress import at_work

    with at_work("loading") as progress:
        progress.say(f"loading {run}")
        from tutelage.tools import tryout

        speakers = tryout.load_speakers(run, stage, progress, settings or ())
    if sys.stdin.isatty():
        print(f"({tryout.HELP})")
    decoding = tryout.Decoding(max_new_tokens, temperature, seed)
    tryout.chat(speakers, _lines(), print, decoding, lambda: at_work("answering"))


def _lines() -> Iterator[str]:
    """What a person or a pipe writes; only a person gets a prompt."""
    prompt = "> " if sys.stdin.isatty() else ""
    while True:
        try:
            yield input(prompt)
        except (EOFError, KeyboardInterrupt):
            return


@app.command()
def watch(
    run: Annotated[Path, typer.Argument(help="Folder of a run.", show_default=False)],
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port on this machine; 0 takes a free one.")] = 8321,
) -> None:
    """Serve the growing report of a run, on this machine only.

    Example: tutelage watch runs/calculus
    """
    from tutelage.report.watch import make_server

    with make_server(run, port) as listening:
        try:
            print(f"The report: http://127.0.0.1:{listening.server_address[1]}/ (Ctrl-C ends)", flush=True)
            listening.serve_forever()
        except KeyboardInterrupt:
            print()


@app.command()
def doctor(
    recipe: Annotated[
        Path | None, typer.Argument(help="Recipe: can it run here? Exit code 1 if not.", show_default=False)
    ] = None,
    teacher: Annotated[
        bool, typer.Option("--teacher", help="Measure the recipe's teacher instead: a dozen calls, which are paid for.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Check what this machine can do, and what is missing.

    Example: tutelage doctor recipe.yaml
    """
    from tutelage.config import load_recipe
    from tutelage.tools.doctor import check_machine

    if teacher:
        _measure_teacher(recipe)
        return
    found = []
    for diagnosis in check_machine(load_recipe(recipe) if recipe else None):
        if not as_json:
            print(diagnosis.text(), flush=True)
        found.append(diagnosis)
    if as_json:
        print(to_json(found))
    if recipe is not None:
        bad = sum(diagnosis.state == "bad" for diagnosis in found)
        if as_json:
            raise typer.Exit(1 if bad else 0)
        print(f"\n{recipe} " + (f"cannot run here yet: fix what is marked '!' ({bad})" if bad else "can run here"))
        raise typer.Exit(1 if bad else 0)


def _measure_teacher(recipe: Path | None) -> None:
    if recipe is None:
        raise typer.BadParameter("--teacher needs the recipe of the teacher")
    from tutelage.config import load_recipe
    from tutelage.tools.teacher_check import judge_teacher, measure_teacher

    loaded = load_recipe(recipe)
    roles = loaded.teacher.roles
    for role, config in roles.items():
        if len(roles) > 1:
            print(f"{role}: {config.model or config.kind}")
        for diagnosis in judge_teacher(measure_teacher(config, loaded.student)):
            print(diagnosis.text(), flush=True)
