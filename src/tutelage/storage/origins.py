"""What a stage was made from, as its manifest says: settings, seed, the text of files, the base weights, and the stages
before it. A stage whose origin is another than the run's is not part of the run.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from tutelage.config import Adapter, Chosen, Recipe, decisive_settings, fill
from tutelage.errors import DamagedRun
from tutelage.storage.stages import Stage, stages_before
from tutelage.storage.store import read_manifest, result_digest, sha256_of

MADE_FROM = "made_from"
"""Key of a manifest."""
STUDENT, TEACHER = "student", "teacher"
"""Inputs beside the files that a recipe names: the base weights, and a teacher that was given in place of the
recipe's."""
CHOSEN = "chosen"
"""Among the inputs: what was chosen for the settings that the recipe leaves empty, as JSON. It counts as settings, and
stays what it was when the run was begun."""

Inputs = Mapping[str, str]
"""Digest (of the teacher: its name) of everything that a run depends on beside its settings, by key of the recipe."""
Origin = Mapping[str, Any]


def settings_of(stage: Stage[Any], recipe: Recipe) -> dict[str, Any]:
    """The settings that the result of a stage depends on, by key."""
    parts = tuple(f"{part}." for part in stage.depends_on)
    return {
        key: value
        for key, value in decisive_settings(recipe).items()
        if key in stage.depends_on or key.startswith(parts)
    }


def origin_of(stage: Stage[Any], recipe: Recipe, inputs: Inputs, run: Path) -> Origin:
    """What a stage is made from in a run, now. The student's weights are part of it if the stage depends on them."""
    named = {key: value for key, value in inputs.items() if key != CHOSEN}
    return {
        "stage": stage.name,
        "settings": sha256_of(settings_of(stage, fill(recipe, chosen_of(inputs)))),
        "seed": recipe.seed,
        "inputs": {key: value for key, value in named.items() if key != STUDENT or STUDENT in stage.depends_on},
        "after": {before.name: result_digest(run / before.name) for before in stages_before(stage, recipe)},
    }


def chosen_of(inputs: Inputs) -> Chosen:
    """What was chosen for the settings that the recipe leaves empty, by key; nothing before a student was needed."""
    try:
        found = json.loads(inputs.get(CHOSEN, "{}")).items()
        return {str(key): value for key, value in found if value in get_args(Adapter) or value > 0}
    except (ValueError, RecursionError, TypeError, AttributeError):
        raise DamagedRun("the run's settings are damaged: --fresh starts over") from None


def changed_inputs(before: Inputs, now: Inputs) -> list[str]:
    """What is no longer as it was, in words; what is not known of one side does not count."""
    words = {STUDENT: "the weights of the student", TEACHER: "the teacher"}
    files = (before.keys() | now.keys()) - {CHOSEN}
    if STUDENT not in before or STUDENT not in now:
        files -= {STUDENT}
    return [words.get(key, f"the text of {key}") for key in sorted(files) if before.get(key) != now.get(key)]


def foreign(made: Origin | None, now: Origin) -> str:
    """Why a finished stage is not one of this run, in words; empty if it is one."""
    if made is None:
        return "its manifest does not say what it was made from"
    if made.get("stage", now["stage"]) != now["stage"]:  # older manifests do not say it
        return f"it is the result of {made['stage']}"
    if made.get("seed") != now["seed"]:
        return f"it was made with seed {made.get('seed')}, not {now['seed']}"
    if made.get("settings") != now["settings"]:
        return "it was made with other settings"
    if changed := changed_inputs(made.get("inputs", {}), now["inputs"]):
        return f"it was made with another version of {', '.join(changed)}"
    return ""


def refuse_foreign(folder: Path, made: Origin | None, now: Origin) -> None:
    """Raise `DamagedRun` if the finished stage in a folder is not one of this run."""
    if reason := foreign(made, now):
        raise DamagedRun(f"{folder} does not belong to this run ({reason}): delete it to do this stage again")


def outdated(made: Origin, now: Origin) -> list[str]:
    """The stages before it that were carried out again since, with another result."""
    before = made.get("after", {})
    return [name for name, digest in now["after"].items() if before.get(name) != digest]


def check_origins(run: Path, recipe: Recipe, inputs: Inputs, done: list[Stage[Any]]) -> None:
    """Raise `DamagedRun` for the first finished stage that is not of this run, or older than one before it."""
    for stage in done:
        manifest, now = read_manifest(run / stage.name) or {}, origin_of(stage, recipe, inputs, run)
        made = manifest.get(MADE_FROM)
        refuse_foreign(run / stage.name, made, now)
        if names := outdated(made or {}, now):
            raise DamagedRun(
                f"{run / stage.name} was made before {names[0]} was carried out again: the same 'tutelage run' does "
                "both again"
            )
