"""Preference pairs: to one question a right solution and a constructed wrong one, in the form that TRL's `DPOTrainer`
reads (`prompt`, `chosen` and `rejected` as turns).

Constructed errors come first, where the right solution of their question is known. For every other right exercise, the
wrong solution is the right one with its result changed, if its answer has a number.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tutelage.course.corruption import changed_result
from tutelage.errors import ExportError
from tutelage.exports.forms import ExportForm
from tutelage.exports.material import Material, turns_of, write_rows
from tutelage.progress import Progress, counted
from tutelage.records import Exercise

PAIRS = "pairs.jsonl"
CONSTRUCTED, CHANGED = "constructed error", "changed result"


def write_pairs(material: Material, folder: Path, _: Progress) -> str:
    """One file of pairs, in teaching order."""
    found = list(pairs(material))
    if not found:
        raise ExportError("no wrong solution can be made of this run's exercises: their answers have no number")
    write_rows(folder / PAIRS, found)
    constructed = sum(pair["source"] == CONSTRUCTED for pair in found)
    return (
        f"{counted(len(found), 'pair')}: {counted(constructed, CONSTRUCTED)}, the others a changed result.\n"
        "Train with TRL's DPOTrainer:\n"
        f'  datasets.load_dataset("json", data_files="{{folder}}/{PAIRS}")'
    )


def pairs(material: Material) -> Iterator[dict[str, Any]]:
    """The rows, in teaching order of their skills. Each question comes once."""
    system, seed = material.recipe.student.system, material.recipe.seed
    position = {skill.id: index for index, skill in enumerate(material.run.graph.skills)}
    wrong = sorted(material.run.course.misconceptions, key=lambda one: position[one.skill])
    rows = [_pair(one, one.corrected, one.solution, system) for one in wrong if one.corrected]
    for item in material.items:
        right = item.exercise
        changed = None if right.rubric else changed_result(right, seed)
        if changed is not None:
            rows.append(_pair(right, right.solution, changed.solution, system))
    yield from sorted(rows, key=lambda row: position[row["skill"]])


def _pair(exercise: Exercise, chosen: str, rejected: str, system: str | None) -> dict[str, Any]:
    return {
        "id": exercise.id,
        "skill": exercise.skill,
        "difficulty": exercise.difficulty,
        "prompt": turns_of(exercise, system)[:-1],
        "chosen": [{"role": "assistant", "content": chosen}],
        "rejected": [{"role": "assistant", "content": rejected}],
        "misconception": exercise.misconception,
        "source": CONSTRUCTED if exercise.misconception else CHANGED,
    }


FORM = ExportForm(write_pairs)
