"""`tutelage compare` and `tutelage leakage`: what the scores of finished runs are worth."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode=None)


@app.command()
def compare(
    first: Annotated[str, typer.Argument(metavar="RUN_A", help="Run folder; RUN:reading names another sitting.")],
    second: Annotated[str, typer.Argument(metavar="RUN_B", help="Likewise. With commas: one run for each seed.")],
    json: Annotated[Path | None, typer.Option("--json", help="Write everything into this file.")] = None,
) -> None:
    """Compare two runs on the questions of their exam."""
    from tutelage import comparing, store

    found = comparing.compare(first.split(","), second.split(","))
    print(comparing.text(found))
    if json is not None:
        store.write_text(json, found.model_dump_json(indent=1) + "\n")
        print(f"\nWritten to {json}")


@app.command()
def leakage(
    run: Annotated[str, typer.Argument(metavar="RUN", help="Run folder; RUN:reading names another sitting.")],
    benchmark: Annotated[list[Path] | None, typer.Option(help="Questions (JSONL); may be repeated.")] = None,
    json: Annotated[Path | None, typer.Option("--json", help="Write everything into this file.")] = None,
) -> None:
    """Search a run's training text for its exam and for benchmarks."""
    from tutelage import leakage as leaks
    from tutelage import store

    found = leaks.examine_run(run, benchmark or [])
    print(leaks.text(found))
    if json is not None:
        store.write_text(json, found.model_dump_json(indent=1) + "\n")
        print(f"\nWritten to {json}")
