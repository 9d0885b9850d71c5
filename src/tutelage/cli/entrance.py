"""The first commands of a newcomer: the demo, the examples, the schema of a recipe."""

from __future__ import annotations

import json
from importlib import resources
from itertools import takewhile
from pathlib import Path
from typing import Annotated

import typer

from tutelage.cli.options import JsonOption
from tutelage.cli.output import show
from tutelage.errors import RecipeError

app = typer.Typer(rich_markup_mode=None)
DEMO, SMALL = "calculus.yaml", "demo-small.yaml"
MINUTES = {DEMO: 8, SMALL: 3}
"""What they usually take, on the cores that their recipes ask for."""


def examples_folder() -> Path:
    """The recipes and documents that come with Tutelage."""
    return Path(str(resources.files("tutelage").joinpath("examples")))


@app.command()
def demo(
    *,
    small: Annotated[bool, typer.Option("--small", help="Three skills, about three minutes.")] = False,
    out: Annotated[Path | None, typer.Option(help="Folder of the run; default: runs/NAME.")] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Delete an earlier run, and start over.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Teach the embedded student calculus, on this machine.

    Example: tutelage demo --small
    """
    from tutelage.config import load_recipe

    settings = [f"run_dir={out.resolve()}"] if out else []
    name = SMALL if small else DEMO
    loaded = load_recipe(examples_folder() / name, settings)
    from tutelage.cli.app import run_and_show
    from tutelage.progress import automatic, counted
    from tutelage.student import device

    slow = f"has only {counted(device.cores(), 'core')}" if device.cores() < loaded.threads else ""
    if device.load() > device.cores() - device.load():  # more than the cores that are free
        slow = f"is busy ({device.load_text()})"
    if slow and (fresh or not loaded.folder.exists()):
        automatic().say(f"this machine {slow}: it will take longer than the {MINUTES[name]} minutes that are usual")
    run_and_show(loaded, fresh=fresh, as_json=as_json)


@app.command()
def examples(
    copy: Annotated[
        Path | None, typer.Option("--copy", help="Copy all of them into this new folder, to change them.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """List the recipes that come with Tutelage, or copy them.

    Example: tutelage examples --copy my-recipes
    """
    import shutil

    from tutelage.progress import filled  # imports rich: not before it is needed

    source = examples_folder()
    if copy is None:
        recipes = [path for path in sorted(source.glob("*.yaml")) if not path.stem.endswith("-syllabus")]
        found = {path.name: _about(path) for path in recipes}
        lines = [filled(f"{name:<26} {about}", subsequent_indent=" " * 27) for name, about in found.items()]
        show(found, "\n".join([*lines, "\nCopy them with: tutelage examples --copy FOLDER"]), as_json=as_json)
        return
    if copy.exists():
        raise RecipeError(f"{copy} is there already: name a new folder")
    shutil.copytree(source, copy)
    print(f"copied to {copy}: next, tutelage run {copy / DEMO}")


@app.command()
def schema() -> None:
    """Print the JSON Schema of a recipe, for editors.

    Example: tutelage schema > recipe.schema.json
    """
    from tutelage.config import Recipe

    print(json.dumps(Recipe.model_json_schema(), indent=1))


def _about(path: Path) -> str:
    """The first sentence of a recipe's comment."""
    comment = takewhile(lambda line: line.startswith("# "), path.read_text(encoding="utf-8").splitlines())
    sentence, end, _ = f"{' '.join(line.removeprefix('# ') for line in comment)} ".partition(". ")
    return sentence.strip() + end.strip()
