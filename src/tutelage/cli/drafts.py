"""`tutelage drafts`: what a teacher has written so far."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode=None)


@app.command()
def drafts(
    run: Annotated[Path, typer.Argument(help="Folder of a run, also one that is still at work.", show_default=False)],
    *,
    skill: Annotated[str, typer.Option(help="Only drafts of this skill (its id).")] = "",
    refused: Annotated[bool, typer.Option("--refused", help="Only refused drafts, all of them in full.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print a JSON object a line.")] = False,
) -> None:
    """Show the drafts of a run so far, and why some were refused.

    Example: tutelage drafts runs/calculus --refused
    """
    from tutelage.storage import open_run

    open_run.recipe_of(run)  # before seconds of imports: a wrong path is reported at once
    from tutelage.tools import drafts as looking

    found = looking.read_drafts(run, skill=skill, refused=refused)
    if json:
        for outcome in found.outcomes:
            print(outcome.model_dump_json())
    else:
        print(looking.drafts_text(found, refused=refused))
