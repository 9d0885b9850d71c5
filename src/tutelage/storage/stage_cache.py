"""Stages that several runs have in common are carried out once.

The arms of an experiment differ in one setting and agree in all stages before it. A stage is the same wherever the
parts of the recipe that it depends on are the same; it is kept under a key made of them.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

from tutelage.config import Recipe
from tutelage.storage.directories import RunDirectory
from tutelage.storage.store import MANIFEST, PRIVATE, B, digest, read_manifest

GRAPH = ("graph", "teacher", "seed")
COURSE = (*GRAPH, "course", "corruption")
READING = (*COURSE, "student", "threads", "reading", "exam.curve", "exam.curve_questions")
PRACTICE = (
    *READING,
    *(f"practice.{key}" for key in ("epochs", "tokens_per_round", "learning_rate", "later_learning_rate")),
    *(f"practice.{key}" for key in ("batch_size", "max_length")),
)
ADAPT = (*PRACTICE, "dynamics", "adapt")
FINAL = (*ADAPT, "practice.rounds")
"""Of the student that a run ends with."""


def depends_on(stage: str) -> tuple[str, ...]:
    """The parts of a recipe that a stage's result depends on."""
    first, _, rest = stage.partition("/")
    if first == "exam":
        before = (*COURSE, "student", "threads") if rest.startswith("base") else depends_on(rest)
        return (*before, "exam")
    if first == "forgetting":
        return (*(("student", "threads", "seed") if rest == "base" else FINAL), "forgetting")
    fixed = {"leakage": FINAL, "graph": GRAPH, "course": COURSE, "reading": READING}
    if first in fixed:
        return fixed[first]
    found = re.fullmatch(r"round-(\d+)", first)
    if found is None:
        raise KeyError(f"no stage of a run is called {stage}")
    return ADAPT if rest == "change" or int(found[1]) > 1 else PRACTICE


class SharingDirectory(RunDirectory):
    """The folder of a run that takes finished stages from `shared`, and gives its own."""

    def __init__(self, recipe: Recipe, shared: Path, *, fresh: bool = False) -> None:
        super().__init__(recipe, fresh=fresh)
        self.shared, self.recipe_values = shared, recipe.model_dump(mode="json")
        panel = recipe.forgetting
        files = (*recipe.syllabi, *recipe.course.also, *recipe.reading.replay, *panel.texts, *panel.choices)
        self.texts = digest(files)

    def stage(self, name: str, kind: type[B], carry_out: Callable[[Path], B]) -> B:
        """As of any folder of work."""
        folder, kept = self.path / name, self.shared / self.key(name)
        if read_manifest(folder) is None and kept.is_dir():
            # What an interruption left in the run is less than what is kept.
            shutil.rmtree(folder, ignore_errors=True)
            _copy(kept, folder)
        result = super().stage(name, kind, carry_out)
        if not kept.exists():
            _copy(folder, kept)
        return result

    def key(self, stage: str) -> str:
        """What a stage is kept under: its name and everything that its result depends on."""
        values = {path: self._value(path) for path in depends_on(stage)}
        whole = json.dumps([stage, self.texts, metadata.version("tutelage"), values], sort_keys=True)
        return hashlib.sha256(whole.encode()).hexdigest()[:24]

    def _value(self, path: str) -> Any:
        value: Any = self.recipe_values
        for part in path.split("."):
            value = value[part]
        return value


def _copy(source: Path, target: Path) -> None:
    """Copy a stage whole or not at all; files are linked where the file system can. Files of a stage never change."""
    target.parent.mkdir(PRIVATE, parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=".partial-", dir=target.parent))
    try:
        # Another stage may lie in a folder of this one (`round-1/change`): it has a manifest of its own.
        nested = {path.name for path in source.iterdir() if (path / MANIFEST).is_file()}
        shutil.copytree(
            source,
            partial / "stage",
            ignore=lambda folder, names: nested if Path(folder) == source else set(),
            copy_function=_link,
        )
        if not target.exists():
            (partial / "stage").rename(target)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
