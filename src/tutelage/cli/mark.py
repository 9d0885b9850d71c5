"""`tutelage mark`: a person marks open answers."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode=None)


@app.command()
def mark(
    run: Annotated[Path, typer.Argument(help="Folder of a run.", show_default=False)],
    *,
    state: Annotated[str, typer.Option(help="Whose answers: base, final, …; default: the last.")] = "",
    answers: Annotated[int, typer.Option(min=1, help="Size of the sample.")] = 20,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the sample.")] = 0,
    out: Annotated[Path | None, typer.Option(help="Write a table to fill in (CSV), instead of asking.")] = None,
    csv_in: Annotated[Path | None, typer.Option(help="Take the marks of a table that was filled in.")] = None,
) -> None:
    """Mark open answers yourself, beside the judge.

    Every mark is kept at once; the same command goes on where you stopped.

    Example: tutelage mark runs/policy --answers 30
    """
    from tutelage.progress import counted
    from tutelage.storage import open_run

    record = open_run.open_run(run, finished=False)
    from tutelage.tools import marking

    if csv_in is not None:
        taken = marking.read_table(csv_in, run, record)
        why = "" if taken else ": its column 'met' is empty"
        print(f"{counted(taken, 'mark')} taken from {csv_in}{why}")
    elif out is not None:
        marking.write_table(out, run, marking.sample_items(record, state, answers, seed))
        print(f"Fill in the column 'met' of {out} with y or n, then:\n  tutelage mark {run} --csv-in {out}")
        return
    else:
        marking.mark_items(run, marking.sample_items(record, state, answers, seed), _lines(), print)
    print(marking.finish(run))


def _lines() -> Iterator[str]:
    """What a person or a pipe writes; only a person gets a prompt."""
    prompt = "met? " if sys.stdin.isatty() else ""
    while True:
        try:
            yield input(prompt)
        except (EOFError, KeyboardInterrupt):
            return
