"""Training as a stage asks for it: in this process, or in those that the recipe asks for."""

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


class Setting(NamedTuple):
    """What all training of a run has in common."""

    student: StudentConfig
    launch: LaunchConfig = LaunchConfig()
    seed: int = 0
    run_name: str = ""
    """What trackers call it."""
    report_to: tuple[str, ...] = ()
    """Trackers, as `transformers` names them."""
    curve: int = 0
    """How often the loss on the exam's solutions is taken on the way; 0: never."""
    curve_questions: int = 64
    """At most so many questions are taken for it, spread evenly over the exam."""


def run_training(
    student: Student | Remote,
    setting: Setting,
    curriculum: Curriculum,
    schedule: Schedule,
    folder: Path,
    *,
    exam: Sequence[Exercise],
    label: str,
    progress: Progress,
) -> Trained:
    """Train here, or in processes of its own. The exam is looked at for the curve alone."""
    config, processes = setting.student, setting.launch
    schedule = schedule._replace(
        micro_batch=processes.micro_batch, checkpointing=processes.checkpointing, report_to=setting.report_to
    )
    probe = exam_probe(student, exam, setting)
    if isinstance(student, Remote):
        return launch.train(
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
    from tutelage.training import stage  # imports torch: not before it is needed

    return stage.train(student, config, curriculum, schedule, folder, label=label, progress=progress, probe=probe)


def exam_probe(student: Student | Remote, exam: Sequence[Exercise], setting: Setting) -> Probe | None:
    """What the curve is measured with."""
    if not setting.curve or not exam:
        return None
    number = min(setting.curve_questions, len(exam))
    chosen = [exam[index * len(exam) // number] for index in range(number)]
    return Probe([encode_exercise(student.tokenizer, question) for question in chosen], setting.curve)
