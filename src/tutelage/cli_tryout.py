"""`tutelage ask`, `chat`, `watch` and `doctor`: try a student, look at a run while it runs, and at this machine."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode=None)

TargetArgument = Annotated[
    str, typer.Argument(metavar="RUN", help="Folder of a run; or a model's folder or hub name.", show_default=False)
]
StageOption = Annotated[str, typer.Option(help="Student as after reading, round-1, …; default: the last.")]
TokensOption = Annotated[int, typer.Option(min=1, help="Longest answer, in tokens.")]
TemperatureOption = Annotated[float, typer.Option(min=0, help="0 always takes the likeliest token.")]
SeedOption = Annotated[int, typer.Option(min=0, help="Seed of the sampling.")]


@app.command()
def ask(
    run: TargetArgument,
    question: Annotated[str, typer.Argument(show_default=False)],
    *,
    stage: StageOption = "",
    max_new_tokens: TokensOption = 256,
    temperature: TemperatureOption = 0.0,
    seed: SeedOption = 0,
) -> None:
    """Ask base and trained student a question, side by side."""
    from tutelage import tryout
    from tutelage.progress import automatic

    manner = tryout.Manner(max_new_tokens, temperature, seed)
    print(tryout.ask(tryout.voices(run, stage, automatic()), question, manner))


@app.command()
def chat(
    run: TargetArgument,
    *,
    stage: StageOption = "",
    max_new_tokens: TokensOption = 256,
    temperature: TemperatureOption = 0.0,
    seed: SeedOption = 0,
) -> None:
    """Talk with base and trained student, side by side."""
    from tutelage import tryout
    from tutelage.progress import automatic

    speakers = tryout.voices(run, stage, automatic())
    if sys.stdin.isatty():
        print(f"({tryout.HELP})")
    tryout.chat(speakers, _lines(), print, tryout.Manner(max_new_tokens, temperature, seed))


def _lines() -> Iterator[str]:
    """What a person or a pipe writes; the prompt is for persons."""
    prompt = "> " if sys.stdin.isatty() else ""
    while True:
        try:
            yield input(prompt)
        except (EOFError, KeyboardInterrupt):
            return
