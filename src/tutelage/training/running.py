"""Runs the training of a stage: in this process, or in those that the recipe asks for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tutelage.config import LaunchConfig, StudentConfig
from tutelage.progress import Progress
from tutelage.records import Exercise, Trained
from tutelage.student.encoding import Curriculum, encode_exercise
from tutelage.student.loading import Remote, Student
from tutelage.training import launch
from tutelage.training.schedule import Probe, Schedule


class TrainingSettings(NamedTuple):
    """What all training in a run has in common."""

    student: StudentConfig
    launch: LaunchConfig = LaunchConfig()
    seed: int = 0
    run_name: str = ""
    """The name that trackers show."""
    report_to: tuple[str, ...] = ()
    """Trackers, by their names in `transformers`."""
    curve: int = 0
    """How often the loss on the exam's solutions is measured during training; 0: never."""
    curve_questions: int = 64
    """It is measured on at most so many questions, spread evenly over the exam."""
    snapshots: int = 0
    """At how many points within each round of practice the student is saved."""


def run_training(
    student: Student | Remote,
    settings: TrainingSettings,
    curriculum: Curriculum,
    schedule: Schedule,
    folder: Path,
    *,
    exam: Sequence[Exercise],
    label: str,
    progress: Progress,
) -> Trained:
    """Train in this process, or in several others. The exam is used only for the learning curve."""
    config, processes = settings.student, settings.launch
    schedule = schedule._replace(
        micro_batch=processes.micro_batch, checkpointing=processes.checkpointing, report_to=settings.report_to
    )
    probe = make_probe(student, exam, settings)
    if isinstance(student, Remote):
        return launch.train_in_processes(
            student,
            config,
            curriculum,
            schedule,
            folder,
            launch=processes,
            label=label,
            progress=progress,
            probe=probe,
        )
    from tutelage.training import loop  # imports torch: not before it is needed

    return loop.train(student, config, curriculum, schedule, folder, label=label, progress=progress, probe=probe)


def make_probe(student: Student | Remote, exam: Sequence[Exercise], settings: TrainingSettings) -> Probe | None:
    """The questions that the learning curve is measured on."""
    if not settings.curve or not exam:
        return None
    chosen = spread_evenly(exam, settings.curve_questions)
    return Probe([encode_exercise(student.tokenizer, question) for question in chosen], settings.curve)


def spread_evenly(exam: Sequence[Exercise], most: int) -> list[Exercise]:
    """At most so many questions, spread evenly over an exam."""
    number = min(most, len(exam))
    return [exam[index * len(exam) // number] for index in range(number)]
