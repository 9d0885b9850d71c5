"""Training as a stage asks for it: in this process, or in those that the recipe asks for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tutelage.config import Recipe
from tutelage.progress import Progress
from tutelage.records import (
    Exercise,
    Trained,
)
from tutelage.student.encoding import Curriculum, encode_exercise
from tutelage.student.loading import Remote, Student
from tutelage.training import launch
from tutelage.training.schedule import Probe, Schedule


def run_training(
    student: Student | Remote,
    recipe: Recipe,
    curriculum: Curriculum,
    schedule: Schedule,
    folder: Path,
    *,
    label: str,
    progress: Progress,
    probe: Probe | None,
) -> Trained:
    """Train here, or in the processes that the recipe asks for."""
    schedule = schedule._replace(micro_batch=recipe.launch.micro_batch, checkpointing=recipe.launch.checkpointing)
    if isinstance(student, Remote):
        return launch.train(
            student,
            recipe.student,
            curriculum,
            schedule,
            folder,
            launch=recipe.launch,
            label=label,
            progress=progress,
            probe=probe,
        )
    from tutelage.training import stage  # imports torch: not before it is needed

    return stage.train(
        student, recipe.student, curriculum, schedule, folder, label=label, progress=progress, probe=probe
    )


def exam_probe(student: Student | Remote, exam: Sequence[Exercise], recipe: Recipe) -> Probe | None:
    """What the curve is measured with: questions spread evenly over the exam."""
    if not recipe.exam.curve or not exam:
        return None
    number = min(recipe.exam.curve_questions, len(exam))
    chosen = [exam[index * len(exam) // number] for index in range(number)]
    return Probe([encode_exercise(student.tokenizer, question) for question in chosen], recipe.exam.curve)
