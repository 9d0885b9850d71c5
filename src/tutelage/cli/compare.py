"""`tutelage compare` and `tutelage leakage`: how far the numbers of finished runs can be trusted."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode=None)


@app.command()
def compare(
    first: Annotated[str, typer.Argument(help="Run, RUN:EVALUATION, or several with commas.")],
    others: Annotated[
        list[str], typer.Argument(metavar="SECOND…", help="Likewise: as many, with the seeds in the same order.")
    ],
    out: Annotated[Path | None, typer.Option(help="Write a page with charts and tables to this file.")] = None,
    json: Annotated[Path | None, typer.Option("--json", help="Write all numbers to this file.")] = None,
) -> None:
    """Compare two or more runs with the first, question by question."""
    from tutelage.exams import comparison
    from tutelage.storage import store

    found = [comparison.compare(first.split(","), other.split(",")) for other in others]
    print("\n\n".join(map(comparison.comparison_text, found)))
    if out is not None:
        from tutelage.report.page import render_comparison

        store.write_text(out, render_comparison(*found))
        print(f"\nPage: {out}")
    if json is not None:
        lines = [one.model_dump_json(indent=1) for one in found]
        store.write_text(json, (lines[0] if len(found) == 1 else f"[{','.join(lines)}]") + "\n")


@app.command()
def leakage(
    run: Annotated[Path, typer.Argument(help="Folder of a run.", show_default=False)],
    benchmark: Annotated[
        list[Path] | None, typer.Option(metavar="<path>", help="Questions of a benchmark (JSONL); repeatable.")
    ] = None,
    words: Annotated[int, typer.Option(min=4, help="Words in a row that count as shared.")] = 13,
    json: Annotated[Path | None, typer.Option("--json", help="Write all findings to this file.")] = None,
) -> None:
    """Look for exam and benchmark questions in the training text."""
    from tutelage.storage import open_run

    open_run.recipe_of(run)  # before seconds of imports: a wrong path is reported at once
    from tutelage.exams import leakage
    from tutelage.storage import store

    found = open_run.open_run(run, finished=False)
    records = leakage.find_leaks(found.course, open_run.changes_of(found.rounds), benchmark or (), words)
    evaluations = list(found.evaluations.values())
    print(leakage.leakage_text(records, evaluations[-1].scores if evaluations else ()))
    if json is not None:
        store.write_lines(json, records)
