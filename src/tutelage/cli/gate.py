"""`tutelage gate`: whether the student of a run may be used."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tutelage.cli.options import JsonOption
from tutelage.cli.output import show

app = typer.Typer(rich_markup_mode=None)


@app.command()
def gate(
    run: Annotated[Path, typer.Argument(help="Folder of a run.", show_default=False)],
    conditions: Annotated[Path | None, typer.Option(help="File of conditions in place of the recipe's (YAML).")] = None,
    as_json: JsonOption = False,
) -> None:
    """Say whether a student may be used, by exit code.

    0: every condition is met. 1: one is not. 2: cannot tell, or an error.

    Example: tutelage gate runs/calculus && ollama push calculus
    """
    from tutelage.config import load_conditions
    from tutelage.storage import open_run

    given = load_conditions(conditions) if conditions is not None else None
    open_run.recipe_of(run)  # before seconds of imports: a wrong path is reported at once
    from tutelage.tools import gate as gating

    found = gating.gate(run, given)
    where = f"Verdicts: not written, as they are by {conditions}" if conditions else f"Verdicts: {run / gating.GATE}"
    show(found, f"{gating.gate_text(found)}\n{where}", as_json=as_json)
    raise typer.Exit(gating.EXIT_CODES[found.outcome])
