"""Practice: rounds of instruction tuning on the exercises."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from math import ceil
from pathlib import Path

from tutelage.config import Recipe
from tutelage.errors import TrainingError
from tutelage.progress import Progress, counted
from tutelage.records import (
    Exercise,
    Trained,
    Weighted,
)
from tutelage.seeds import derive
from tutelage.student.encoding import Curriculum, Encoded, Examples, encode_exercise
from tutelage.student.loading import Remote, Student
from tutelage.training.ordering import WeightedExample, presentation_order
from tutelage.training.running import exam_probe, run_training
from tutelage.training.schedule import Schedule


def practise(
    student: Student | Remote,
    training_set: Iterable[Weighted],
    exam: Sequence[Exercise],
    recipe: Recipe,
    *,
    round_: int,
    folder: Path,
    progress: Progress,
) -> Trained:
    """One round of instruction tuning. The exam is looked at for the curve alone."""
    config = recipe.practice
    curriculum, too_long = lay_out(partial(encode_exercise, student.tokenizer), training_set, recipe, round_=round_)
    later = config.later_learning_rate or config.learning_rate
    schedule = Schedule(
        learning_rate=config.learning_rate if round_ == 1 else later,
        batch_size=config.batch_size,
        save_every=max(1, ceil(len(curriculum.order) / curriculum.order[-1].epoch / config.batch_size)),
        seed=derive(recipe.seed, "practice", round_),
        report_to=recipe.report_to,
        run_name=f"{recipe.name}-round-{round_}",
    )
    label = f"practice, round {round_}"
    probe = exam_probe(student, exam, recipe)
    trained = run_training(student, recipe, curriculum, schedule, folder, label=label, progress=progress, probe=probe)
    if too_long:
        progress.say(f"  left out, longer than {config.max_length} tokens: {counted(len(too_long), 'exercise')}")
    return trained.model_copy(update={"left_out": tuple(sorted(too_long))})


def lay_out(
    encode: Callable[[Exercise], Encoded], training_set: Iterable[Weighted], recipe: Recipe, *, round_: int
) -> tuple[Curriculum, set[str]]:
    """What a round shows, in which order, and the ids of the exercises that are too long for it. Raises `ValueError`
    if nothing is left."""
    config = recipe.practice
    too_long: set[str] = set()
    shown: list[WeightedExample] = []

    def short_enough() -> Iterator[tuple[str, Encoded]]:
        for item in training_set:
            encoded = encode(item.exercise)
            if len(encoded.input_ids) > config.max_length:
                too_long.add(item.exercise.id)
            else:
                shown.append(WeightedExample.of(item))
                yield shown[-1].example, encoded

    examples = Examples.of(short_enough())
    order = presentation_order(shown, examples.lengths, config, recipe.seed, round_)
    if not order:
        raise TrainingError(f"nothing to practise on: all {len(too_long)} exercises are longer than max_length")
    return Curriculum(examples, order), too_long
