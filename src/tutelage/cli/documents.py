"""`tutelage documents`: see what documents are read as, before a recipe names them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode=None)


@app.command()
def documents(
    paths: Annotated[list[Path], typer.Argument(help="Files or folders.", show_default=False)],
    passages: Annotated[bool, typer.Option("--passages", help="Print every passage, too.")] = False,
    skills: Annotated[bool, typer.Option("--skills", help="Print the skills that the headings make, too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
) -> None:
    """Show what documents are read as, and what is left out."""
    from tutelage.documents import read_documents
    from tutelage.documents.text import documents_text, passage_text
    from tutelage.progress import counted
    from tutelage.syllabus.headings import read_headings

    read = read_documents(paths)
    made = read_headings(read).skills
    if as_json:
        print(json.dumps(read.model_dump() | {"skills": [skill.model_dump() for skill in made]}, indent=1))
        return
    if passages:
        print("\n\n".join(map(passage_text, read.passages)), end="\n\n")
    if skills:
        print("\n".join(f"{skill.name}: {skill.description}" for skill in made), end="\n\n")
    print(documents_text(read))
    print(f"its headings make {counted(len(made), 'skill')}")
