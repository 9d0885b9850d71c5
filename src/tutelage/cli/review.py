"""`tutelage review`: a person looks at what was drafted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from tutelage.review.session import Review

app = typer.Typer(rich_markup_mode=None)


@app.command()
def review(
    run: Annotated[Path, typer.Argument(help="Folder of a run whose recipe asks for review.", show_default=False)],
    *,
    stage: Annotated[
        Literal["graph", "course"] | None, typer.Option(help="What to review; default: what waits for it.")
    ] = None,
    by: Annotated[str, typer.Option(help="Your name in the course and its exports; default: that of your login.")] = "",
    out: Annotated[Path | None, typer.Option(help="Write a table to fill in (CSV), instead of a page.")] = None,
    csv_in: Annotated[Path | None, typer.Option(help="Take the decisions of a table that was filled in.")] = None,
    finish: Annotated[bool, typer.Option("--finish", help="End the review: what is open stays as it is.")] = False,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port on this machine; 0 takes a free one.")] = 0,
    browse: Annotated[bool, typer.Option("--open", help="Open the page in your browser.")] = False,
) -> None:
    """Accept, edit or refuse what was drafted, on a local page.

    Every decision is kept at once.

    Example: tutelage review runs/handbook --open
    """
    from tutelage.storage import open_run

    open_run.recipe_of(run)  # before seconds of imports: a wrong path is reported at once
    from tutelage.progress import counted
    from tutelage.review import table
    from tutelage.review.session import Review

    opened = Review(run, stage or "", by)
    if out is not None:
        number = table.write_table(out, opened)
        print(f"{counted(number, 'item')} of the {opened.stage} in {out}: fill in 'decision', then:")
        print(f"  tutelage review {run} --csv-in {out} --finish")
        return
    if csv_in is not None:
        print(f"{counted(table.read_table(csv_in, opened), 'decision')} taken from {csv_in}")
    if finish:
        opened.finish()
        print(f"the review of the {opened.stage} is finished: the same 'tutelage run' goes on")
    if csv_in is None and not finish:
        _serve(opened, port, browse=browse)


def _serve(opened: Review, port: int, *, browse: bool) -> None:
    import webbrowser

    from tutelage.review.serving import make_server

    server, link = make_server(opened, port)
    with server:
        print(f"Review of the {opened.stage}: {link}\n(the link works once; Ctrl-C ends)", flush=True)
        if browse:
            webbrowser.open(link)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()
