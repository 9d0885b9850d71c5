"""`tutelage compare` and `tutelage leakage`: how far the numbers of finished runs can be trusted."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tutelage.cli.options import JsonOption
from tutelage.cli.output import show, to_json

app = typer.Typer(rich_markup_mode=None)


@app.command()
def compare(
    first: Annotated[str, typer.Argument(help="Run, RUN:EVALUATION, or several with commas.")],
    others: Annotated[
        list[str], typer.Argument(metavar="SECOND…", help="Likewise: as many, with the seeds in the same order.")
    ],
    out: Annotated[
        Path | None, typer.Option(help="File for a page with charts and tables (.html), or for all numbers (.json).")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Compare runs with the first, question by question.

    Example: tutelage compare runs/static runs/dynamic --out comparison.html
    """
    from tutelage.exams import comparison
    from tutelage.storage import store

    found = [comparison.compare(first.split(","), other.split(",")) for other in others]
    figures = found[0] if len(found) == 1 else found
    text = "\n\n".join(map(comparison.comparison_text, found))
    show(figures, text + (f"\n\nPage: {out}" if out and out.suffix != ".json" else ""), as_json=as_json)
    if out is not None and out.suffix == ".json":
        store.write_text(out, to_json(figures) + "\n")
    elif out is not None:
        from tutelage.report.page import render_comparison

        store.write_text(out, render_comparison(*found))


@app.command()
def leakage(
    run: Annotated[Path, typer.Argument(help="Folder of a run.", show_default=False)],
    benchmark: Annotated[
        list[Path] | None, typer.Option(metavar="<path>", help="Questions of a benchmark (a file of rows); repeatable.")
    ] = None,
    words: Annotated[int, typer.Option(min=4, help="Words in a row that count as shared.")] = 13,
    out: Annotated[Path | None, typer.Option(help="Write all findings to this file, too (JSONL).")] = None,
    as_json: JsonOption = False,
) -> None:
    """Look for exam and benchmark questions in the training text.

    Example: tutelage leakage runs/calculus --benchmark questions.jsonl
    """
    from tutelage.storage import open_run

    open_run.recipe_of(run)  # before seconds of imports: a wrong path is reported at once
    from tutelage.exams import leakage
    from tutelage.storage import store

    found = open_run.open_run(run, finished=False)
    records = leakage.find_leaks(found.course, open_run.changes_of(found.rounds), benchmark or (), words)
    evaluations = list(found.evaluations.values())
    scores = evaluations[-1].scores if evaluations else ()
    show(leakage.leakage_figures(records, scores), leakage.leakage_text(records, scores), as_json=as_json)
    if out is not None:
        store.write_lines(out, records)
