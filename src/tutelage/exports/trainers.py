"""Data and training files for other trainers: the textbook for pre-training, the exercises for instruction tuning.

Such a trainer needs a file of settings for each stage; everything else is the same for all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from math import gcd
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from tutelage.config import PracticeConfig, ReadingConfig, StudentConfig, choose, fill_for, required
from tutelage.exports.material import Material, turns_of, write_rows
from tutelage.storage.store import write_text
from tutelage.student.embedded import EMBEDDED
from tutelage.student.encoding import SHORT_TEMPLATE, short_template
from tutelage.student.loading import load_tokenizer, prepare_student
from tutelage.student.shape import count_parameters

TEXTBOOK = "textbook.jsonl"
EXERCISES = "exercises.jsonl"
READING, PRACTICE = "reading", "practice"
LOCAL_BASE = "The student is named by its folder here: change that to train elsewhere."
MICRO_BATCH = 8
"""Examples in one forward pass, at most."""


SCHEDULERS = {"cosine": "cosine", "constant": "constant_with_warmup"}
"""The names of schedules in `transformers`; every other one becomes `linear`, which needs no number of steps."""


class TrainingStage(NamedTuple):
    """A stage of training, on the textbook or on the exercises."""

    name: str
    config: ReadingConfig | PracticeConfig
    epochs: int
    micro_batch: int
    """Examples in one forward pass."""
    passes: int
    """Passes in a batch."""
    after_reading: bool = False
    """It continues with the student that reading has trained."""
    scheduler: str = "linear"
    """As `transformers` names it."""
    template: str | None = None
    """The chat template with which training replaced the student's own; `None` if it did not."""


def write_training_files(
    material: Material, folder: Path, settings: Callable[[Material, TrainingStage], dict[str, Any]], command: str
) -> tuple[TrainingStage, str]:
    """The data, and the settings of each stage; returns the last stage, and how to run all of them with `command`.

    Raises `StudentError` if the tokenizer, which decides the template, is not available.
    """
    material = filled(material)
    paragraphs = [paragraph for lesson in material.lessons for paragraph in lesson.paragraphs()]
    write_rows(folder / TEXTBOOK, ({"text": paragraph} for paragraph in paragraphs))
    system = material.recipe.student.system
    write_rows(folder / EXERCISES, ({"messages": turns_of(item.exercise, system)} for item in material.items))
    stages = training_stages(material)
    local = LOCAL_BASE if Path(material.base).is_dir() else ""
    for stage in stages:
        text = yaml.safe_dump(settings(material, stage), sort_keys=False)
        write_text(folder / f"{stage.name}.yaml", f"# {local}\n{text}" if local else text)
    commands = "".join(f"\n  {command} {stage.name}.yaml" for stage in stages)
    return stages[-1], (
        f"Train there:\n  cd {{folder}}{commands}\nThat trainer ignores weights: it sees every exercise once per epoch."
        + (f"\n{local}" if local else "")
    )


def filled(material: Material) -> Material:
    """The material with a learning rate, a batch and a rank where the recipe has none: a run that has trained has
    chosen them; for a course alone they are chosen here."""
    if not choose(material.recipe, 0):
        return material
    student = material.recipe.student
    return material._replace(recipe=fill_for(material.recipe, count_parameters(student, prepare_student(student))))


def training_stages(material: Material) -> list[TrainingStage]:
    """Reading, unless the recipe leaves it out, and all rounds of practice as one."""
    recipe = material.recipe
    reads, epochs = recipe.reading.enabled, map(recipe.practice.epochs_of, range(1, recipe.practice.rounds + 1))
    template = trained_template(recipe.student)
    scheduler = SCHEDULERS.get(recipe.practice.schedule, "linear")
    batches = [required(section.batch_size) for section in (recipe.practice, recipe.reading)]
    practice = TrainingStage(PRACTICE, recipe.practice, sum(epochs), *_passes(batches[0]), reads, scheduler, template)
    reading = TrainingStage(READING, recipe.reading, recipe.reading.epochs, *_passes(batches[1]))
    return [reading, practice] if reads else [practice]


def trained_template(config: StudentConfig) -> str | None:
    """The chat template with which training replaced the student's own; `None` if it did not."""
    settled = bool(config.system or config.template_options)
    if config.chat_template == "own" and not settled:
        return None
    if config.model == EMBEDDED and config.chat_template != "own" and not settled:
        return SHORT_TEMPLATE
    tokenizer = load_tokenizer(config, prepare_student(config))
    return str(tokenizer.chat_template) if settled or tokenizer.chat_template == short_template(tokenizer) else None


def _passes(batch: int) -> tuple[int, int]:
    """A batch as examples in one forward pass, and passes."""
    micro = gcd(batch, MICRO_BATCH)
    return micro, batch // micro
