"""`tutelage help`: the pages of the documentation, which are in the package."""

from __future__ import annotations

import sys
from importlib import resources
from pathlib import Path
from typing import Annotated, ClassVar

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
        from tutelage.progress import filled  # imports rich: not before it is needed

        lines = [filled(f"{name:<18} {text}", subsequent_indent=" " * 19) for name, text in titles.items()]
        show(titles, "\n".join([*lines, "\nShow one with: tutelage help PAGE"]), as_json=as_json)
        return
    name = Path(page).name.removesuffix(".md")
    if name not in titles:
        raise RecipeError(f"there is no page '{name}': 'tutelage help' lists them")
    text = (folder() / f"{name}.md").read_text(encoding="utf-8")
    if sys.stdout.isatty() and not as_json:
        print(rendered(text))  # `show` would take the colours out: they are our own
        return
    show({"page": name, "title": titles[name], "text": text}, text, as_json=as_json)


def rendered(text: str, width: int | None = None) -> str:
    """A page as a terminal shows it, of this width or its own; blocks of code stay as they are."""
    from rich.console import Console, ConsoleOptions, RenderResult
    from rich.markdown import CodeBlock, Markdown
    from rich.text import Text
    from rich.theme import Theme

    class Verbatim(CodeBlock):
        def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
            yield Text(str(self.text).rstrip(), style="cyan", no_wrap=True, overflow="ignore")

    class Page(Markdown):
        elements: ClassVar = Markdown.elements | {"fence": Verbatim, "code_block": Verbatim}

    # Its own style has a black background, which a light terminal shows as holes.
    console = Console(width=width, highlight=False, theme=Theme({"markdown.code": "cyan"}))
    with console.capture() as capture:
        console.print(Page(text, hyperlinks=False), crop=False)  # a line of code that is cut cannot be used
    return capture.get().rstrip("\n")


def folder() -> Path:
    """Where the pages are."""
    return Path(str(resources.files("tutelage").joinpath("docs")))


def title(path: Path) -> str:
    """The first heading of a page."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((line.removeprefix("# ") for line in lines if line.startswith("# ")), path.stem)
