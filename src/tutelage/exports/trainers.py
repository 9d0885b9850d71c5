"""Data and training files for other trainers: the textbook for pre-training, the exercises for instruction tuning.

What such a trainer wants is a file of settings for each stage; everything else is the same for all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from math import gcd
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from tutelage.config import PracticeConfig, ReadingConfig, StudentConfig
from tutelage.exports.material import Material, turns_of, write_rows
from tutelage.storage.store import write_text
from tutelage.student.embedded import EMBEDDED
from tutelage.student.encoding import SHORT_TEMPLATE, short_template
from tutelage.student.loading import load_tokenizer, prepare_student

TEXTBOOK = "textbook.jsonl"
EXERCISES = "exercises.jsonl"
READING, PRACTICE = "reading", "practice"
MICRO_BATCH = 8
"""Examples in one forward pass, at most."""


class Stage(NamedTuple):
    """A stage of training, on the textbook or on the exercises."""

    name: str
    config: ReadingConfig | PracticeConfig
    epochs: int
    micro_batch: int
    """Examples in one forward pass."""
    passes: int
    """Passes in a batch."""
    after_reading: bool = False
    """It goes on with what the reading has made of the student."""
    template: str | None = None
    """The chat template that the training put in place of the student's own; `None` where it kept that one."""


def write(
    material: Material, folder: Path, settings: Callable[[Material, Stage], dict[str, Any]], command: str
) -> tuple[Stage, str]:
    """The data, and the settings of each stage; returns the last stage, and how to run all of them with `command`.

    Raises `ValueError` if the tokenizer, which decides the template, cannot be had.
    """
    paragraphs = [paragraph for lesson in material.lessons for paragraph in lesson.paragraphs()]
    write_rows(folder / TEXTBOOK, ({"text": paragraph} for paragraph in paragraphs))
    write_rows(folder / EXERCISES, ({"messages": turns_of(item.exercise)} for item in material.items))
    stages = stages_of(material)
    for stage in stages:
        write_text(folder / f"{stage.name}.yaml", yaml.safe_dump(settings(material, stage), sort_keys=False))
    commands = "".join(f"\n  {command} {stage.name}.yaml" for stage in stages)
    return stages[-1], (
        f"Train there:\n  cd {{folder}}{commands}\n"
        "It knows no weights of examples: there, every exercise is seen once per epoch."
    )


def stages_of(material: Material) -> list[Stage]:
    """Reading, unless the recipe leaves it out, and all rounds of practice as one."""
    recipe = material.recipe
    reads, epochs = recipe.reading.enabled, map(recipe.practice.epochs_of, range(1, recipe.practice.rounds + 1))
    template = trained_template(recipe.student)
    practice = Stage(PRACTICE, recipe.practice, sum(epochs), *_passes(recipe.practice.batch_size), reads, template)
    reading = Stage(READING, recipe.reading, recipe.reading.epochs, *_passes(recipe.reading.batch_size))
    return [reading, practice] if reads else [practice]


def trained_template(config: StudentConfig) -> str | None:
    """The chat template that the training put in place of the student's own; `None` where it kept that one."""
    if config.chat_template == "own":
        return None
    if config.model == EMBEDDED:
        return SHORT_TEMPLATE
    tokenizer = load_tokenizer(config, prepare_student(config))
    short = short_template(tokenizer)
    return short if tokenizer.chat_template == short else None


def _passes(batch: int) -> tuple[int, int]:
    """A batch as examples in one forward pass, and passes."""
    micro = gcd(batch, MICRO_BATCH)
    return micro, batch // micro
