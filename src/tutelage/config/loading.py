"""Reading recipes and other YAML files."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from tutelage.config.explaining import explain
from tutelage.config.gate import GateConfig
from tutelage.config.overrides import merge
from tutelage.config.paths import relative_to
from tutelage.config.recipe import Recipe
from tutelage.config.registry import KEPT
from tutelage.errors import RecipeError

MAX_FILE_BYTES = 16 * 2**20
MAX_RECIPE_BYTES = 2**20
MAX_ALIASED = 100_000
"""Values that the aliases of a file may stand for beyond those that are written in it."""
MAX_DIGITS = 1000
"""Characters of a number; to read one on base 60 (`59:59:…`) takes time that grows with the square of them."""
SMALLEST = "{name: fractions, syllabus: fractions-syllabus.yaml}"
"""A complete recipe in one line of YAML, for an error message."""
_NUMBERS = ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float")


def load_recipe(path: str | Path, settings: Sequence[str] = ()) -> Recipe:
    """Read a recipe file, with other values for some keys (`KEY=VALUE`, such as `practice.rounds=3`). Its paths come
    back relative to the current folder.

    Raises `RecipeError`, in one line that says what to do, for a missing file, YAML that cannot be read, an unknown
    key or a wrong type.
    """
    path = Path(path)
    data = read_yaml(path, "recipe", MAX_RECIPE_BYTES)
    recipe = parse_recipe(merge(data, settings) if settings and isinstance(data, Mapping) else data, str(path))
    return relative_to(recipe, path.parent)


def load_rest(path: str | Path, settings: Sequence[str] = ()) -> tuple[Recipe, frozenset[str]] | None:
    """What is left of a recipe that `load_recipe` refuses, without the sections that are wrong; these are named, and
    have their defaults. `None` if nothing is left that can be taught."""
    try:
        data = merge(read_yaml(Path(path), "recipe", MAX_RECIPE_BYTES), settings)
        Recipe.model_validate(data)
    except ValidationError as error:
        wrong = {str(item["loc"][0]) for item in error.errors() if item["loc"]}
    except (TypeError, ValueError):  # no YAML, no mapping, a setting that is none
        return None
    else:
        return None
    known = Recipe.model_fields
    wrong |= {meant for key in wrong - known.keys() for meant in difflib.get_close_matches(key, known, n=1)}
    # Sections may be right, and not go together: then only what is to be taught is looked at.
    for out in (wrong, wrong | data.keys() - {"syllabus", "documents", "graph"}):
        rest = {"name": "recipe"} | {key: value for key, value in data.items() if key not in out}
        with suppress(ValidationError):
            return relative_to(Recipe.model_validate(rest), Path(path).parent), frozenset(out)
    return None


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


def load_conditions(path: str | Path) -> GateConfig:
    """Read the conditions of a gate: a file of what stands under `gate` in a recipe, or any file with that key, such as
    a whole recipe. Raises `RecipeError` as `load_recipe` does."""
    data = read_yaml(Path(path), "conditions", MAX_RECIPE_BYTES)
    if isinstance(data, Mapping) and "gate" in data:
        if beside := sorted(data.keys() & GateConfig.model_fields.keys()):
            raise RecipeError(f"{path}: '{beside[0]}' stands beside 'gate', where it would not count: move it under it")
        data = data["gate"]
    elif isinstance(data, Mapping) and "syllabus" in data:
        return GateConfig()  # a recipe with the default conditions
    if not isinstance(data, Mapping) or not data:
        raise RecipeError(f"{path}: conditions are keys with values, such as {{exam_gain: {{at_least: 0.05}}}}")
    try:
        return GateConfig.model_validate(data)
    except ValidationError as error:
        raise RecipeError(f"{path}: " + "; ".join(explain(error, GateConfig))) from None


def read_yaml(path: Path, what: str, most: int = MAX_FILE_BYTES) -> Any:
    """Read a YAML file of at most `most` bytes with the safe loader. Raises `RecipeError`, naming the file and the
    line."""
    try:
        if path.stat().st_size > most:
            raise RecipeError(f"{path}: larger than {most // 2**20} MiB; is this a {what} file?")
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise RecipeError(f"no {what} at {path}: check the path") from None
    except IsADirectoryError:
        raise RecipeError(f"{path} is a folder: name the {what} file in it") from None
    except UnicodeDecodeError:
        raise RecipeError(f"{path}: this is not UTF-8 text: save it as UTF-8 in your editor") from None
    except OSError as error:
        raise RecipeError(f"cannot read {what} {path}: {error.strerror}") from None
    # The C parser reads a syllabus of thousands of skills in a tenth of the time; it knows the same safe types.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return None
        _check_nodes(node)
        return loader.construct_document(node)
    except (yaml.YAMLError, RecursionError) as error:
        raise RecipeError(f"{path}{_fault(error, text)}") from None
    except ValueError as error:  # ours; or from the standard library, about a date such as 2026-13-45
        raise RecipeError(f"{path}: {error}") from None
    finally:
        loader.dispose()


def _check_nodes(top: yaml.Node) -> None:
    """Refuse what YAML permits and nobody means: a key that is twice in one mapping, of which it would silently use the
    last; a NUL character; a number without end; and aliases that stand for themselves, or for a great many values."""
    open_, seen, aliased, count = [top], set[int](), False, 0
    while open_:
        node = open_.pop()
        count += 1
        if isinstance(node, yaml.ScalarNode):
            if "\0" in node.value:
                raise RecipeError(f"line {node.start_mark.line + 1}: a text holds a NUL character: remove it")
            if node.tag in _NUMBERS and len(node.value) > MAX_DIGITS:
                raise RecipeError(
                    f"line {node.start_mark.line + 1}: a number of {len(node.value):,} characters: put a text in quotes"
                )
        elif id(node) in seen:
            aliased = True
        else:
            seen.add(id(node))
            open_ += _inner(node)
            if isinstance(node, yaml.MappingNode):
                _check_keys(node)
    if aliased:
        _check_aliases(top, count + MAX_ALIASED)


def _check_keys(node: yaml.MappingNode) -> None:
    keys = set[str]()
    for key, _ in node.value:
        if isinstance(key, yaml.ScalarNode):
            if key.value in keys:
                raise RecipeError(f"line {key.start_mark.line + 1}: the key '{key.value}' appears twice")
            keys.add(key.value)


def _check_aliases(top: yaml.Node, most: int) -> None:
    """Refuse aliases that stand for themselves, or with which the file has more than `most` values."""
    sizes: dict[int, int] = {}
    """By the id of a node, how many it stands for once all aliases in it are replaced; 0 while it is open."""
    waiting = [(top, False)]
    while waiting:
        node, closing = waiting.pop()
        every = _inner(node)
        inner = [one for one in every if not isinstance(one, yaml.ScalarNode)]
        line = node.start_mark.line + 1
        if closing:
            sizes[id(node)] = 1 + len(every) - len(inner) + sum(sizes[id(one)] for one in inner)
            if sizes[id(node)] > most:
                raise RecipeError(
                    f"line {line}: aliases expand to more than {MAX_ALIASED:,} values: write out those that are meant"
                )
        elif id(node) not in sizes:
            sizes[id(node)] = 0
            waiting += [(node, True), *((one, False) for one in inner)]
        elif not sizes[id(node)]:
            raise RecipeError(f"line {line}: an alias refers to itself")


def _inner(node: yaml.Node) -> list[yaml.Node]:
    """The nodes directly within a list or a mapping."""
    if isinstance(node, yaml.MappingNode):
        return [one for pair in node.value for one in pair]
    return list(node.value)


def _fault(error: yaml.YAMLError | RecursionError, text: str) -> str:
    """The line at which the parser stopped, and what to look for there."""
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or type(error).__name__
    lines = text.splitlines()
    line = lines[mark.line] if mark and mark.line < len(lines) else ""
    tabs = "\t" in line[: len(line) - len(line.lstrip())]
    todo = "indent with spaces, not with tabs" if tabs else "look for wrong indentation, missing quotes or brackets"
    return f"{f' line {mark.line + 1}' if mark else ''}: this is not valid YAML ({problem}): {todo}"
