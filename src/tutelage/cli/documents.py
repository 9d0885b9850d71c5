"""`tutelage documents`: see what documents are read as, before a recipe names them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tutelage.cli.options import JsonOption
from tutelage.cli.output import to_json

app = typer.Typer(rich_markup_mode=None)


@app.command()
def documents(
    paths: Annotated[list[Path], typer.Argument(help="Files or folders.", show_default=False)],
    passages: Annotated[bool, typer.Option("--passages", help="Print every passage, too.")] = False,
    skills: Annotated[bool, typer.Option("--skills", help="Print the skills that the headings make, too.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Show what documents are read as, and what is left out.

    Example: tutelage documents handbook --skills
    """
    from tutelage.documents import read_documents
    from tutelage.documents.text import documents_text, passage_text
    from tutelage.progress import counted, wrapped
    from tutelage.syllabus.headings import read_headings

    read = read_documents(paths)
    made = read_headings(read).skills
    if as_json:
        print(to_json(dict(read) | {"skills": made}))
        return
    if passages:
        print("\n\n".join(map(passage_text, read.passages)), end="\n\n")
    if skills:
        print("\n".join(wrapped(f"{skill.name}: {skill.description}") for skill in made), end="\n\n")
    print(documents_text(read))
    print(f"its headings make {counted(len(made), 'skill')}")
