"""Reading recipes and other YAML files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from tutelage.config.explaining import explain
from tutelage.config.paths import relative_to
from tutelage.config.recipe import Recipe
from tutelage.config.registry import KEPT
from tutelage.errors import RecipeError

MAX_FILE_BYTES = 16 * 2**20
SMALLEST = "{name: fractions, syllabus: fractions-syllabus.yaml}"
"""A complete recipe in one line of YAML, for an error message."""


def load_recipe(path: str | Path) -> Recipe:
    """Read a recipe file. Its paths come back relative to the current folder.

    Raises `RecipeError`, in one line that says what to do, for a missing file, YAML that cannot be read, an unknown
    key or a wrong type.
    """
    path = Path(path)
    recipe = parse_recipe(read_yaml(path, "recipe"), str(path))
    return relative_to(recipe, path.parent)


def parse_recipe(data: object, source: str = "recipe", *, kept: bool = False) -> Recipe:
    """Validate a mapping as a recipe; errors name `source`. What a run has `kept` may name rules and targets that this
    process does not know: to read a run does not need them."""
    if not isinstance(data, Mapping):
        raise RecipeError(f"{source}: a recipe has keys with values. A complete one: {SMALLEST}")
    if "syllabus" not in data and data.keys() & {"units", "tree", "skills"}:
        raise RecipeError(f"{source}: this is a syllabus: name it in a recipe, under the key 'syllabus'")
    try:
        return Recipe.model_validate(data, context={KEPT: kept})
    except ValidationError as error:
        raise RecipeError(f"{source}: " + "; ".join(explain(error, Recipe))) from None


def read_yaml(path: Path, what: str) -> Any:
    """Read a YAML file with the safe loader. Raises `RecipeError`, naming the file and the line."""
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise RecipeError(f"{path}: larger than {MAX_FILE_BYTES // 2**20} MiB; is this a {what} file?")
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise RecipeError(f"no {what} at {path}: check the path") from None
    except IsADirectoryError:
        raise RecipeError(f"{path} is a folder: name the {what} file in it") from None
    except UnicodeDecodeError:
        raise RecipeError(f"{path}: this is not UTF-8 text: save it as UTF-8 in your editor") from None
    except OSError as error:
        raise RecipeError(f"cannot read {what} {path}: {error}") from None
    # The C parser reads a syllabus of thousands of skills in a tenth of the time; it knows the same safe types.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return None
        _check_keys(node)
        return loader.construct_document(node)
    except (yaml.YAMLError, RecursionError) as error:
        raise RecipeError(f"{path}{_fault(error, text)}") from None
    except ValueError as error:  # ours; or from the standard library, about a date such as 2026-13-45
        raise RecipeError(f"{path}: {error}") from None
    finally:
        loader.dispose()


def _check_keys(top: yaml.Node) -> None:
    """Refuse a key that is twice in one mapping: YAML would silently use the last."""
    open_, seen = [top], set[int]()
    while open_:
        node = open_.pop()
        if id(node) in seen or isinstance(node, yaml.ScalarNode):
            continue
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            open_ += node.value
            continue
        keys = set[str]()
        for key, value in node.value:
            open_.append(value)
            if isinstance(key, yaml.ScalarNode):
                if key.value in keys:
                    raise RecipeError(f"line {key.start_mark.line + 1}: the key '{key.value}' is there a second time")
                keys.add(key.value)


def _fault(error: yaml.YAMLError | RecursionError, text: str) -> str:
    """The line at which the parser stopped, and what to look for there."""
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or type(error).__name__
    lines = text.splitlines()
    line = lines[mark.line] if mark and mark.line < len(lines) else ""
    tabs = "\t" in line[: len(line) - len(line.lstrip())]
    todo = "indent with spaces, not with tabs" if tabs else "look for wrong indentation, missing quotes or brackets"
    return f"{f' line {mark.line + 1}' if mark else ''}: this is not valid YAML ({problem}): {todo}"
