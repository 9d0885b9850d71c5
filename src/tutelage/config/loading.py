"""Reading recipes and other YAML files, and explaining what is wrong with them."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

import yaml
from pydantic import BaseModel, ValidationError

from tutelage.config.recipe import Recipe

MAX_FILE_BYTES = 16 * 2**20


def load_recipe(path: str | Path) -> Recipe:
    """Read a recipe file. Its paths come back relative to the current folder.

    Raises `ValueError`, in one line that says what to do, for a missing file, YAML that cannot be read, an unknown
    key or a wrong type.
    """
    path = Path(path)
    recipe = parse_recipe(read_yaml(path, "recipe"), str(path))
    return _beside(recipe, path.parent)


def _beside(recipe: Recipe, folder: Path) -> Recipe:
    """The recipe with the paths that its file gives relative to its own folder."""
    teacher, course = recipe.teacher, recipe.course
    if teacher.prompts:
        teacher = teacher.model_copy(update={"prompts": folder / teacher.prompts})
    benchmarks = tuple(folder / path for path in course.checks.benchmarks)
    checks = course.checks.model_copy(update={"benchmarks": benchmarks})
    also = tuple(folder / path for path in course.also)
    course = course.model_copy(update={"checks": checks, "also": also})
    reading = recipe.reading.model_copy(update={"replay": tuple(folder / path for path in recipe.reading.replay)})
    panel = {name: tuple(folder / path for path in getattr(recipe.forgetting, name)) for name in ("texts", "choices")}
    forgetting = recipe.forgetting.model_copy(update=panel)
    syllabi = tuple(folder / syllabus for syllabus in recipe.syllabi)
    syllabus = syllabi[0] if isinstance(recipe.syllabus, Path) else syllabi
    parts = {"teacher": teacher, "course": course, "reading": reading, "forgetting": forgetting}
    return recipe.model_copy(update={"syllabus": syllabus, **parts})


def parse_recipe(data: object, source: str = "recipe") -> Recipe:
    """Validate a mapping as a recipe; errors name `source`."""
    if not isinstance(data, Mapping):
        raise ValueError(f"{source}: a recipe is a mapping of keys to values, got {type(data).__name__}")
    if "syllabus" not in data and data.keys() & {"units", "tree"}:
        raise ValueError(f"{source}: this is a syllabus: name it in a recipe, under 'syllabus'")
    try:
        return Recipe.model_validate(data)
    except ValidationError as error:
        raise ValueError(f"{source}: " + "; ".join(explain(error, Recipe))) from None


def read_yaml(path: Path, what: str) -> Any:
    """Read a YAML file with the safe loader. Raises `ValueError` naming the file and the line."""
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise ValueError(f"{path}: larger than {MAX_FILE_BYTES // 2**20} MiB; is this a {what} file?")
        # The C parser reads a syllabus of thousands of skills in a tenth of the time; it knows the same safe types.
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506
    except FileNotFoundError:
        raise ValueError(f"no {what} at {path}: check the path") from None
    except IsADirectoryError:
        raise ValueError(f"{path} is a folder: name the {what} file in it") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"cannot read {what} {path}: {error}") from None
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or type(error).__name__
        raise ValueError(f"{path}{where}: this is not valid YAML ({problem})") from None


def explain(error: ValidationError, model: type[BaseModel]) -> list[str]:
    """Turn pydantic's errors into one sentence each, with the nearest right key for a misspelt one."""
    sentences = []
    places = [item["loc"] for item in error.errors()]
    for item in error.errors():
        if any(len(place) > len(item["loc"]) and place[: len(item["loc"])] == item["loc"] for place in places):
            continue  # a list is too short because of what is wrong inside it
        keys = [str(part) for part in item["loc"]]
        where = ".".join(keys)
        if item["type"] == "extra_forbidden":
            known = _known_keys(model, keys[:-1])
            near = difflib.get_close_matches(keys[-1], known, n=1)
            hint = f"did you mean '{near[0]}'?" if near else f"known keys: {', '.join(sorted(known))}"
            sentences.append(f"unknown key '{where}', {hint}")
        elif item["type"] == "missing":
            sentences.append(f"'{where}' is missing")
        elif item["type"] == "value_error":
            # A message of our own says enough, and the value may be what should not be shown.
            sentences.append((f"'{where}': " if where else "") + str(item["ctx"]["error"]))
        else:
            message = item["msg"][0].lower() + item["msg"][1:]
            sentences.append(f"'{where}': {message} (got {item['input']!r})"[:300])
    return sentences


def _known_keys(model: type[BaseModel], path: list[str]) -> list[str]:
    """Keys of the section at `path` inside `model`; numbers in the path stand for items of a list."""
    for part in path:
        if part.isdecimal():
            continue
        field = model.model_fields.get(part)
        kinds = [] if field is None else [field.annotation, *get_args(field.annotation)]
        sections = [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)]
        if not sections:
            return []
        model = sections[0]
    return list(model.model_fields)
