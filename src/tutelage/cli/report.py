"""`tutelage report`: the page of a run, written again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tutelage.cli.options import JsonOption
from tutelage.cli.output import show

app = typer.Typer(rich_markup_mode=None)


@app.command()
def report(
    run: Annotated[Path, typer.Argument(help="Folder of a run, finished or not.", show_default=False)],
    out: Annotated[
        Path | None,
        typer.Option(
            help="File of the page; default: report.html in the run, or report-so-far.html in an unfinished one."
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Write the report of a run again, and print it in short.

    Example: tutelage report runs/calculus
    """
    from tutelage.storage import open_run

    open_run.recipe_of(run)  # before seconds of imports: a wrong path is reported at once
    from tutelage.report import in_short, page
    from tutelage.report.evidence import gather
    from tutelage.storage.store import REPORT, write_text

    # Its report marks a run as finished: one that is not gets a page of another name.
    finished = open_run.is_finished(run)
    found = open_run.open_run(run, finished=finished)
    path = out or run / (REPORT if finished else "report-so-far.html")
    write_text(path, page.render(found))
    short = in_short.in_short(gather(found))
    show(short, f"{in_short.in_short_text(short)}\n\nReport: {path}", as_json=as_json)
