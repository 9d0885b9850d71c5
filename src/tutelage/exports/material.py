"""What there is to export: the course as it stood when the run ended, without constructed errors. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from math import gcd
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from tutelage.config import Recipe, StudentConfig, parse_recipe
from tutelage.records import Classified, Exercise, Lesson, RunRecord
from tutelage.storage.store import write_text
from tutelage.student.embedded import EMBEDDED, cache_folder
from tutelage.student.encoding import SHORT_TEMPLATE, short_template
from tutelage.student.loading import load_tokenizer, prepare

TEXTBOOK = "textbook.jsonl"
EXERCISES = "exercises.jsonl"
MICRO_BATCH = 8
"""Examples in one forward pass, at most, in recipes for other trainers."""


class Item(NamedTuple):
    """An exercise of the final training set, with what the run has found out about it."""

    exercise: Exercise
    weight: float
    """How often it is seen per epoch, on average."""
    category: str
    """After the last round that classified it: easy, hard, ambiguous or error; empty if none did."""
    loss: float | None
    """Its mean loss in that round, in nats per solution token."""


class Material(NamedTuple):
    """Everything that exporters draw on; texts in teaching order."""

    run: RunRecord
    recipe: Recipe
    lessons: tuple[Lesson, ...]
    items: tuple[Item, ...]
    exam: tuple[Exercise, ...]
    dropped: int
    """Exercises that the run dropped as wrong."""

    @property
    def slug(self) -> str:
        """The run's name in letters, digits and underscores."""
        return re.sub(r"\W", "_", self.run.name)

    @property
    def base(self) -> str:
        """Where the untrained student is loaded from: hub name or folder."""
        return base_of(self.recipe.student)


def gather(run: RunRecord) -> Material:
    """The material of a run. If no round was trained, the items are those of the course."""
    place = {skill.id: index for index, skill in enumerate(run.graph.skills)}
    found = {c.example: c for r in run.rounds if r.adapted for c in r.adapted.categories}
    weighted = (
        [(item.exercise, item.weight) for item in run.rounds[-1].training_set]
        if run.rounds
        else [(exercise, 1.0) for exercise in run.course.exercises]
    )
    items = [
        _item(exercise, weight, found.get(exercise.id)) for exercise, weight in weighted if not exercise.misconception
    ]
    new = [exercise for r in run.rounds if r.adapted for exercise in r.adapted.exercises]
    return Material(
        run=run,
        recipe=parse_recipe(run.recipe),
        lessons=tuple(sorted(run.course.lessons, key=lambda lesson: place[lesson.skill])),
        items=tuple(sorted(items, key=lambda item: place[item.exercise.skill])),
        exam=tuple(sorted(run.course.exam, key=lambda question: place[question.skill])),
        dropped=len({e.id for e in (*run.course.exercises, *new)} - {item.exercise.id for item in items}),
    )


def _item(exercise: Exercise, weight: float, found: Classified | None) -> Item:
    return Item(exercise, weight, found.category.value, found.mean) if found else Item(exercise, weight, "", None)


def base_of(config: StudentConfig) -> str:
    """Hub name or folder of an untrained student; other tools know nothing of the embedded one's name."""
    return str(cache_folder() / "students" / EMBEDDED) if config.model == EMBEDDED else config.model


def trained_template(config: StudentConfig) -> str | None:
    """The chat template that the training put in place of the student's own; `None` where it kept that one. Raises
    `ValueError` if the tokenizer, which decides, cannot be had."""
    if config.chat_template == "own":
        return None
    if config.model == EMBEDDED:
        return SHORT_TEMPLATE
    tokenizer = load_tokenizer(config, prepare(config))
    short = short_template(tokenizer)
    return short if tokenizer.chat_template == short else None


def practice_epochs(recipe: Recipe) -> int:
    """Epochs over the exercises in all rounds."""
    return sum(recipe.practice.epochs_of(number) for number in range(1, recipe.practice.rounds + 1))


def micro_batches(batch: int) -> tuple[int, int]:
    """A batch as examples in one forward pass, and passes."""
    micro = gcd(batch, MICRO_BATCH)
    return micro, batch // micro


def write_training_data(material: Material, folder: Path) -> None:
    """The textbook, a paragraph a row, and the exercises as conversations."""
    paragraphs = [paragraph for lesson in material.lessons for paragraph in lesson.paragraphs()]
    write_rows(folder / TEXTBOOK, ({"text": paragraph} for paragraph in paragraphs))
    write_rows(folder / EXERCISES, ({"messages": turns_of(item.exercise)} for item in material.items))


def write_recipes(folder: Path, recipes: Mapping[str, Mapping[str, Any]], command: str) -> str:
    """One YAML file for each stage of training; returns how to run them with `command`."""
    for stage, recipe in recipes.items():
        write_text(folder / f"{stage}.yaml", yaml.safe_dump(dict(recipe), sort_keys=False))
    commands = "".join(f"\n  {command} {stage}.yaml" for stage in recipes)
    return (
        f"Train there:\n  cd {{folder}}{commands}\n"
        "It knows no weights of examples: there, every exercise is seen once per epoch."
    )


def turns_of(exercise: Exercise) -> list[dict[str, str]]:
    """Question and solution with `role` and `content`."""
    return [message.turn() for message in exercise.messages]


def write_rows(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write rows as JSONL."""
    write_text(path, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
