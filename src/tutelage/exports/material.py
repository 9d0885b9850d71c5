"""What can be exported: the course as it was at the end of the run, without constructed errors."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from tutelage.config import Recipe, parse_recipe
from tutelage.records import Exercise, Lesson, RunRecord
from tutelage.storage.store import write_text
from tutelage.student import embedded, loading


class ExportedExercise(NamedTuple):
    """An exercise of the final training set, with what the run found out about it."""

    exercise: Exercise
    weight: float
    """How often it is seen per epoch, on average."""
    category: str
    """After the last round that classified it: easy, hard, ambiguous or error; empty if none did."""
    loss: float | None
    """Its mean loss in that round, in nats per solution token."""


class Material(NamedTuple):
    """Everything that exports are made from; texts in teaching order."""

    run: RunRecord
    recipe: Recipe
    lessons: tuple[Lesson, ...]
    items: tuple[ExportedExercise, ...]
    exam: tuple[Exercise, ...]
    dropped: int
    """Exercises that the run dropped as wrong."""

    @property
    def slug(self) -> str:
        """The run's name in letters, digits and underscores."""
        return re.sub(r"\W", "_", self.run.name)

    @property
    def base(self) -> str:
        """Where the untrained student is loaded from, as far as possible on any machine: hub name or folder."""
        model = self.recipe.student.model
        return embedded.HUB_NAME if model == embedded.EMBEDDED else loading.source_of(model)


def gather_material(run: RunRecord) -> Material:
    """The material of a run. If no round was trained, the items are those of the course."""
    position = {skill.id: index for index, skill in enumerate(run.graph.skills)}
    found = {c.example: c for r in run.rounds if r.adapted for c in r.adapted.categories}
    weighted = (
        [(item.exercise, item.weight) for item in run.rounds[-1].training_set]
        if run.rounds
        else [(exercise, 1.0) for exercise in run.course.exercises]
    )
    items = []
    for exercise, weight in weighted:
        if not exercise.misconception:
            after = found.get(exercise.id)
            category, loss = (after.category.value, after.mean) if after else ("", None)
            items.append(ExportedExercise(exercise, weight, category, loss))
    new = [exercise for r in run.rounds if r.adapted for exercise in r.adapted.exercises]
    return Material(
        run=run,
        recipe=parse_recipe(run.recipe, kept=True),
        lessons=tuple(sorted(run.course.lessons, key=lambda lesson: position[lesson.skill])),
        items=tuple(sorted(items, key=lambda item: position[item.exercise.skill])),
        exam=tuple(sorted(run.course.exam, key=lambda question: position.get(question.skill, len(position)))),
        dropped=len({e.id for e in (*run.course.exercises, *new)} - {item.exercise.id for item in items}),
    )


def turns_of(exercise: Exercise, system: str | None = None) -> list[dict[str, str]]:
    """The system prompt, if there is one, question and solution with `role` and `content`."""
    first = [{"role": "system", "content": system}] if system else []
    return [*first, *(message.turn() for message in exercise.messages)]


def write_rows(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write rows as JSONL."""
    write_text(path, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
