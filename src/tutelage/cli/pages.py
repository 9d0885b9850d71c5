"""`tutelage help`: the pages of the documentation, which are in the package."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Annotated

import typer

from tutelage.cli.options import JsonOption
from tutelage.cli.output import show
from tutelage.errors import RecipeError

app = typer.Typer(rich_markup_mode=None)


@app.command(name="help")
def help_(
    page: Annotated[str, typer.Argument(help="Name of a page; without one, all names.", show_default=False)] = "",
    as_json: JsonOption = False,
) -> None:
    """Show a page of the documentation.

    Example: tutelage help take-away
    """
    titles = {path.stem: title(path) for path in sorted(folder().glob("*.md"))}
    if not page:
        lines = [f"{name:<18} {text}" for name, text in titles.items()]
        show(titles, "\n".join([*lines, "\nShow one with: tutelage help PAGE"]), as_json=as_json)
        return
    name = Path(page).name.removesuffix(".md")
    if name not in titles:
        raise RecipeError(f"there is no page '{name}': 'tutelage help' lists them")
    text = (folder() / f"{name}.md").read_text(encoding="utf-8")
    show({"page": name, "title": titles[name], "text": text}, text, as_json=as_json)


def folder() -> Path:
    """Where the pages are."""
    return Path(str(resources.files("tutelage").joinpath("docs")))


def title(path: Path) -> str:
    """The first heading of a page, cut to a line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((line.removeprefix("# ") for line in lines if line.startswith("# ")), path.stem)[:60]
