"""Stages that several runs have in common are carried out once.

The arms of an experiment differ in one setting and share all stages before it. A stage is the same if the parts of the
recipe that it depends on are the same; it is stored under a key made from them.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from tutelage.config import Recipe
from tutelage.storage.directories import RunDirectory
from tutelage.storage.stages import Stage
from tutelage.storage.store import MANIFEST, PRIVATE, B, digest, sha256_of

PROGRAM = Path(__file__).parents[1]


class SharingDirectory(RunDirectory):
    """The folder of a run that takes finished stages from the folder `shared`, and adds its own."""

    def __init__(self, recipe: Recipe, shared: Path, **options: Any) -> None:
        """`options` are those of `RunDirectory`."""
        super().__init__(recipe, **options)
        self.shared = shared

    def stage(self, stage: Stage[B], carry_out: Callable[[Path], B]) -> B:
        """As in any work folder."""
        folder, stored = self.path / stage.name, self.shared / self.key(stage)
        if not stage.done(self.path) and stored.is_dir():
            # The stored stage is complete; what an interruption left in the run is not.
            shutil.rmtree(folder, ignore_errors=True)
            _copy(stored, folder)
        result = super().stage(stage, carry_out)
        if not stored.exists():
            _copy(folder, stored)
        return result

    def key(self, stage: Stage[B]) -> str:
        """The key of a stage: a digest of its name and everything that its result depends on."""
        prompts = [own.prompts for own in self.recipe.teacher.roles.values() if own.prompts]
        origin = {key: value for key, value in self.origin(stage).items() if key != "after"}
        parts = [stage.name, code_of(PROGRAM), origin, digest(prompts) if prompts else "", self.documents]
        return sha256_of(parts)[:24]


@cache
def code_of(own: Path) -> str:
    """What a program is, by its files: what an earlier state of it made is not the same, whatever its version."""
    return digest(sorted(path for path in own.rglob("*") if path.is_file() and "__pycache__" not in path.parts))


def _copy(source: Path, target: Path) -> None:
    """Copy a stage whole or not at all; files are linked where the file system can. Files of a stage never change."""
    target.parent.mkdir(PRIVATE, parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=".partial-", dir=target.parent))
    try:
        # The folder of a stage may hold that of another one (`round-1/change`), which has a manifest of its own.
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
