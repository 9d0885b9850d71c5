"""`tutelage export`: the results of a run, for other tools."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tutelage.errors import ExportError
from tutelage.exports import SHIPPED

app = typer.Typer(rich_markup_mode=None)

FORMS = f"The other tool: {', '.join(SHIPPED)}, or an export of an installed package."

RunArgument = Annotated[Path, typer.Argument(help="Folder of a run.", show_default=False)]


@app.command()
def export(
    run: RunArgument,
    to: Annotated[str, typer.Option(help=FORMS, show_default=False)] = "",
    out: Annotated[Path | None, typer.Option(help="New folder; default: exports/NAME-TO.")] = None,
    push: Annotated[str, typer.Option(help="hf, ollama, gguf: repository to upload to.", metavar="USER/NAME")] = "",
) -> None:
    """Write course, exam or student for another tool.

    Example: tutelage export runs/calculus --to gguf
    """
    from tutelage.storage import open_run

    if not to:
        raise ExportError(f"--to is missing: name the other tool, {', '.join(SHIPPED)}")
    open_run.recipe_of(run)  # before seconds of imports: a wrong path is reported at once
    from tutelage.progress import at_work, doing

    with at_work("loading the libraries") as progress:
        from tutelage.exports import export as exporting

        with doing(progress, f"exporting to {to}"):
            made = exporting.export(run, to, out, push=push, progress=progress)
    print(f"Written to {made.folder}\n{made.advice}")
