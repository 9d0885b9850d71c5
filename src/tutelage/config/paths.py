"""The files that a recipe names. Relative paths are relative to the recipe; in the copy that a run keeps they are
absolute, so that the run can be used from any folder.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tutelage.config.base import Section
from tutelage.config.recipe import INPUTS, Recipe
from tutelage.config.teacher import ROLES

_TEACHERS = ("teacher", *(f"teacher.{role}" for role in ROLES))
FILES = (*INPUTS, "documents", *(f"{teacher}.prompts" for teacher in _TEACHERS), "run_dir")
"""Keys with a path, or a list of paths."""
OUTRIGHT = (".", "/", "~")
"""How a path begins that is no name."""


def relative_to(recipe: Recipe, folder: Path) -> Recipe:
    """The recipe with the paths of its file, which are relative to `folder`, relative to the current folder."""
    return _changed(recipe, lambda path: folder / path.expanduser())


def absolute(recipe: Recipe) -> Recipe:
    """The recipe with absolute paths."""
    return _changed(recipe, lambda path: path.expanduser().absolute())


def shown(value: Any) -> str:
    """A path or name for other people to read: they need not know the folders of this machine."""
    return Path(str(value)).name if Path(str(value)).is_absolute() else str(value)


def inputs_of(recipe: Recipe) -> dict[str, tuple[Path, ...]]:
    """The files whose text a run depends on, by key; a key without files is left out."""
    found: dict[str, tuple[Path, ...]] = {}
    for key in INPUTS:
        value: Any = recipe
        for name in key.split("."):
            value = getattr(value, name)
        if value:
            found[key] = (value,) if isinstance(value, Path) else tuple(value)
    return found


def _changed(recipe: Recipe, change: Callable[[Path], Path]) -> Recipe:
    def path_or_paths(value: Any) -> Any:
        return tuple(change(path) for path in value) if isinstance(value, tuple) else value and change(value)

    def outright(name: str) -> str:
        return str(change(Path(name))) if name.startswith(OUTRIGHT) else name

    def student(name: str) -> str:
        path = change(Path(name))
        return str(path) if path.is_dir() or path.suffix.lower() == ".gguf" else outright(name)

    for key in FILES:
        recipe = _with(recipe, key.split("."), path_or_paths)
    recipe = _with(recipe, ["student", "model"], student)
    for teacher in _TEACHERS:  # an endpoint's name of a model may be that of a folder by chance
        recipe = _with(recipe, [*teacher.split("."), "model"], outright)
    return recipe


def _with(section: Any, names: Sequence[str], change: Callable[[Any], Any]) -> Any:
    """A section with one value changed; `names` lead to it. A section that is left out stays so."""
    if section is None:
        return None
    value = getattr(section, names[0])
    assert len(names) == 1 or isinstance(value, Section | None)
    new = change(value) if len(names) == 1 else _with(value, names[1:], change)
    return section.model_copy(update={names[0]: new})
