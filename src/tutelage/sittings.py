"""The sittings of a finished run, found by its folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from tutelage import store
from tutelage.config import Recipe, parse_recipe, read_yaml
from tutelage.records import Score, Sitting

Outcomes = Mapping[str, Score]
"""Question -> what became of it."""


class Held(NamedTuple):
    """One sitting of one run."""

    name: str
    folder: Path
    sitting: str
    scores: Outcomes


def hold(run: str) -> Held:
    """The sitting that `folder` or `folder:sitting` names."""
    folder, sitting = Path(run), ""
    if not folder.is_dir() and ":" in run:
        start, _, sitting = run.rpartition(":")
        folder = Path(start)
    if not (folder / store.CONFIG).is_file():
        raise ValueError(f"no run at {folder} (it has no {store.CONFIG}): name the folder of a run")
    known = [path.parent.name for path in (folder / "exam").glob(f"*/{store.MANIFEST}")]
    sitting = sitting or _last(folder)
    if sitting not in known:
        raise ValueError(
            f"{folder} has no finished sitting '{sitting}': finish the run, or name one of "
            f"{', '.join(f'{folder}:{name}' for name in sorted(known)) or 'another run, it has none'}"
        )
    scores = store.read_bundle(folder / "exam" / sitting, Sitting).scores
    return Held(f"{folder}:{sitting}", folder, sitting, {score.question: score for score in scores})


def _last(folder: Path) -> str:
    """The sitting that a run's recipe ends with."""
    recipe = recipe_of(folder)
    if recipe.practice.rounds:
        return f"round-{recipe.practice.rounds}"
    return "reading" if recipe.reading.enabled else "base"


def recipe_of(folder: Path) -> Recipe:
    """The recipe that a run was begun with."""
    path = folder / store.CONFIG
    return parse_recipe(read_yaml(path, "recipe"), str(path))
