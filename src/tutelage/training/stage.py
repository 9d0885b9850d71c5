"""Reading (continual pre-training) and practice (instruction tuning) as a stage of a run."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from math import ceil
from pathlib import Path
from statistics import fmean
from typing import Any

import torch
from datasets import Dataset
from peft import LoraConfig, PeftModel
from transformers import PrinterCallback, TrainerCallback
from trl import SFTConfig

from tutelage import store
from tutelage.config import StudentConfig
from tutelage.progress import Bar, Progress, Quiet
from tutelage.records import CurvePoint, Trained
from tutelage.student import Probe, Schedule, Showing, Student
from tutelage.training.losses import example_losses
from tutelage.training.plan import Visit
from tutelage.training.trainer import RECORDS, DynamicSFTTrainer, check_checkpoint

MICRO_BATCH = 8
"""Examples in one forward pass. Sorted by length within their batch, eight at once were fastest on CPU (measured)."""

CPU_TOKENS = 2048
"""Tokens in one forward pass on a CPU, at most, if it has more than one example. 8 worked problems of 200 to 400 tokens
took twice the memory of 4 (9.6 GB, 5.2 GB) and were a third slower (measured)."""

TENSORBOARD = "tensorboard"
"""Folder of a run for TensorBoard's files; a stage's own folder is sealed when it is done."""


def tensorboard(folder: Path) -> TrainerCallback:
    """Writes metrics to `folder`. The trainer's own choice would go with the checkpoints."""
    from transformers.integrations import TensorBoardCallback

    callback: TrainerCallback = TensorBoardCallback()
    callback.logging_dir = str(folder)
    return callback


class Curve(TrainerCallback):  # type: ignore[misc]
    """Takes the loss on the probe's examples. The points stand in the trainer's own log, which checkpoints keep."""

    KEY = "probe_loss"

    def __init__(self, trainer: DynamicSFTTrainer, probe: Probe, steps: int) -> None:
        self.trainer, self.probe = trainer, probe
        self.at = {0} | {round(steps * part / probe.times) for part in range(1, probe.times + 1)}

    def on_train_begin(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        if state.global_step == 0:
            self._measure(state)

    def on_step_end(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        if state.global_step in self.at:
            self._measure(state)

    def _measure(self, state: Any) -> None:
        pad = self.trainer.processing_class.pad_token_id
        losses = example_losses(self.trainer.model, self.probe.examples, pad, narrow=self.trainer.narrow)
        state.log_history.append({"step": state.global_step, self.KEY: fmean(losses)})

    def points(self, trained: Trained) -> tuple[CurvePoint, ...]:
        """What was measured, with the tokens trained on up to then."""
        lengths = self.trainer.lengths
        return tuple(
            CurvePoint(
                step=row["step"],
                tokens=sum(lengths[seen.example] for seen in trained.order if seen.step <= row["step"]),
                loss=row[self.KEY],
            )
            for row in self.trainer.state.log_history
            if self.KEY in row
        )


class Advance(TrainerCallback):  # type: ignore[misc]
    """Moves the bar."""

    def __init__(self, trainer: DynamicSFTTrainer, bar: Bar) -> None:
        self.trainer, self.bar, self.seen = trainer, bar, 0

    def on_train_begin(self, *args: Any, **kwargs: Any) -> None:
        self.seen = len(self.trainer.recorder)
        self.bar.advance(self.seen)

    def on_step_end(self, *args: Any, **kwargs: Any) -> None:
        recorder = self.trainer.recorder
        self.bar.advance(len(recorder) - self.seen, f"loss {recorder.recent_loss():.2f}")
        self.seen = len(recorder)


def train(
    student: Student,
    config: StudentConfig,
    showings: Sequence[Showing],
    schedule: Schedule,
    folder: Path,
    *,
    label: str,
    progress: Progress,
    probe: Probe | None = None,
) -> Trained:
    """Train on `showings` in their order, and leave the student in `folder/student`. `probe` draws a curve.

    Goes on from the last complete checkpoint in `folder`. The student's model is changed in place.
    """
    showings = sort_within_batches(showings, schedule.batch_size)
    checkpoints = folder / store.CHECKPOINTS
    trainer = trainer_over(showings, student, config, schedule, checkpoints)
    last = last_checkpoint(checkpoints, progress)
    if last is not None:
        progress.say(f"  {label}: going on after step {last.name.rpartition('-')[2]}")
    with progress.bar(label, len(showings), "examples") as bar:
        trainer.add_callback(Advance(trainer, bar))
        curve = Curve(trainer, probe, ceil(len(showings) / schedule.batch_size)) if probe else None
        if curve:
            trainer.add_callback(curve)
        if "tensorboard" in schedule.report_to:
            trainer.add_callback(tensorboard(folder.parent / TENSORBOARD / folder.name))
        trainer.train(resume_from_checkpoint=str(last) if last else None)
    trainer.model.save_pretrained(folder / "student")
    trained = trainer.records()
    return trained.model_copy(update={"curve": curve.points(trained)}) if curve else trained


def trainer_over(
    showings: Sequence[Showing], student: Student, config: StudentConfig, schedule: Schedule, folder: Path
) -> DynamicSFTTrainer:
    """A trainer over `showings`, with its checkpoints in `folder`."""
    examples = {showing.example: showing.encoded for showing in showings}
    dataset = Dataset.from_dict(
        {
            "id": list(examples),
            "input_ids": [encoded.input_ids for encoded in examples.values()],
            "labels": [encoded.labels for encoded in examples.values()],
        }
    )
    fresh_adapter = config.adapter == "lora" and not isinstance(student.model, PeftModel)
    adapter = LoraConfig(
        r=config.lora_rank, lora_alpha=config.lora_alpha, target_modules="all-linear", task_type="CAUSAL_LM"
    )
    longest = max((len(encoded.input_ids) for encoded in examples.values()), default=1)
    trainer = DynamicSFTTrainer(
        model=student.model,
        args=_arguments(schedule, longest, ceil(len(showings) / schedule.batch_size), folder),
        train_dataset=dataset,
        order=[Visit(showing.epoch, showing.example, showing.skill) for showing in showings],
        processing_class=student.tokenizer,
        peft_config=adapter if fresh_adapter else None,
    )
    trainer.remove_callback(PrinterCallback)
    return trainer


def sort_within_batches(showings: Sequence[Showing], batch_size: int) -> list[Showing]:
    """The same batches, each sorted by length: the gradient of a batch does not depend on the order inside it, and
    neighbours of one length need no padding."""
    result: list[Showing] = []
    for start in range(0, len(showings), batch_size):
        batch = showings[start : start + batch_size]
        result += sorted(batch, key=lambda showing: (len(showing.encoded.input_ids), showing.example))
    return result


def last_checkpoint(folder: Path, progress: Progress | None = None) -> Path | None:
    """The newest checkpoint that is complete and as it was written; others are deleted."""
    complete = []
    for path in folder.glob("checkpoint-*"):
        try:
            check_checkpoint(path)
            store.check_folder(path / RECORDS)
        except ValueError as error:
            (progress or Quiet()).say(f"  a checkpoint is damaged and is left out ({str(error).partition(':')[0]})")
            shutil.rmtree(path)
            continue
        if (path / RECORDS / store.MANIFEST).is_file():
            complete.append(path)
        else:
            shutil.rmtree(path)
    return max(complete, key=lambda path: int(path.name.rpartition("-")[2]), default=None)


def micro_batch(batch_size: int, longest: int, *, cpu: bool) -> int:
    """Examples in one forward pass, the longest of `longest` tokens: a divisor of the batch."""
    at_once = min(MICRO_BATCH, CPU_TOKENS // longest) if cpu else MICRO_BATCH
    return max(size for size in range(1, max(at_once, 1) + 1) if batch_size % size == 0)


def _arguments(schedule: Schedule, longest: int, steps: int, folder: Path) -> SFTConfig:
    cpu = not torch.cuda.is_available()
    micro = micro_batch(schedule.batch_size, longest, cpu=cpu)
    return SFTConfig(
        output_dir=str(folder),
        per_device_train_batch_size=micro,
        gradient_accumulation_steps=schedule.batch_size // micro,
        learning_rate=schedule.learning_rate,
        lr_scheduler_type="polynomial",
        lr_scheduler_kwargs={"lr_end": 0.05 * schedule.learning_rate, "power": 1.0},
        warmup_steps=min(schedule.warmup_steps, steps // 2),
        adam_beta2=0.95,
        weight_decay=0.0,
        max_grad_norm=1.0,
        bf16=True,
        use_cpu=cpu,
        gradient_checkpointing=False,
        dataset_kwargs={"skip_prepare_dataset": True},
        max_length=None,
        logging_strategy="steps" if schedule.report_to else "no",
        logging_steps=1,
        save_strategy="steps",
        save_steps=schedule.save_every,
        save_total_limit=1,
        report_to=[name for name in schedule.report_to if name != "tensorboard"] or "none",
        run_name=schedule.run_name or None,
        disable_tqdm=True,
        dataloader_pin_memory=False,
        seed=schedule.seed % 2**31,
    )
