"""Reading (continual pre-training) and practice (instruction tuning) as a stage of a run."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from math import ceil
from pathlib import Path
from statistics import fmean
from time import monotonic
from typing import Any
from uuid import uuid4

import pyarrow.compute as pc
import torch
from accelerate.utils import broadcast_object_list
from datasets import Dataset
from peft import LoraConfig, PeftModel
from transformers import PrinterCallback, TrainerCallback
from trl import SFTConfig

from tutelage.config import LaunchConfig, StudentConfig, required
from tutelage.errors import LaunchError
from tutelage.progress import Bar, Progress, Quiet
from tutelage.records import CurvePoint, Trained, values
from tutelage.storage import store
from tutelage.storage.stages import OPTIMIZER, STUDENT, snapshot_folder
from tutelage.student.device import bfloat16_is_slow, kept_generators
from tutelage.student.encoding import Curriculum, Presentation
from tutelage.student.loading import Student, check_ids
from tutelage.training import sharding
from tutelage.training.disk import writing
from tutelage.training.losses import example_losses
from tutelage.training.schedule import Probe, Schedule, cpu_micro_batch, micro_batch, snapshot_parts
from tutelage.training.stage_trainer import StageTrainer
from tutelage.training.trainer import RECORDS, DynamicSFTTrainer, check_checkpoint

SAVE_AFTER = 60.0
"""Seconds of training that an interruption may cost, where a checkpoint is written quickly."""
SAVE_PAUSE = 50
"""At least so many times as long as the last one took passes between checkpoints within an epoch."""
TENSORBOARD = "tensorboard"
"""The run's folder for TensorBoard's files: a stage's own folder is sealed when it is done."""


def tensorboard_callback(folder: Path) -> TrainerCallback:
    """Writes metrics to `folder`. Where the trainer writes them by default, they would be deleted with the
    checkpoints."""
    from transformers.integrations import TensorBoardCallback

    callback: TrainerCallback = TensorBoardCallback()
    callback.logging_dir = str(folder)
    return callback


class LossCurve(TrainerCallback):  # type: ignore[misc]
    """Measures the loss on the probe's examples. The points are kept in the trainer's own log, which is in every
    checkpoint."""

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
                tokens=sum(lengths[e] for step, e in values(trained.order, "step", "example") if step <= row["step"]),
                loss=row[self.KEY],
            )
            for row in self.trainer.state.log_history
            if self.KEY in row
        )


class Snapshots(TrainerCallback):  # type: ignore[misc]
    """Saves the student at points within the stage. A checkpoint comes after the points before it, so that none is
    missing when training goes on from there."""

    def __init__(self, trainer: StageTrainer, folder: Path) -> None:
        self.trainer, self.folder = trainer, folder

    def on_step_end(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        for part in snapshot_parts(self.trainer.schedule, state.global_step, state.max_steps):
            save_student(self.trainer, snapshot_folder(self.folder, part))


class SaveInTime(TrainerCallback):  # type: ignore[misc]
    """Asks for a checkpoint within an epoch when the last one is a minute ago, or longer where writing one takes long:
    at most a fiftieth of the time goes into them. One process has the clock, since all must save at the same step."""

    def __init__(self, trainer: DynamicSFTTrainer) -> None:
        self.trainer, self.saved, self.pause = trainer, monotonic(), SAVE_AFTER
        self.asked = self.saved

    def on_step_end(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        self.asked = monotonic()
        due = [self.asked - self.saved >= self.pause]
        if broadcast_object_list(due)[0] and state.global_step < state.max_steps:
            control.should_save = True

    def on_save(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        self.saved = monotonic()
        self.pause = max(SAVE_AFTER, SAVE_PAUSE * (self.saved - self.asked))


class MoveBar(TrainerCallback):  # type: ignore[misc]
    """Advances the progress bar."""

    def __init__(self, trainer: DynamicSFTTrainer, bar: Bar) -> None:
        self.trainer, self.bar, self.step = trainer, bar, 0

    def on_train_begin(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        self._move(state.global_step)

    def on_step_end(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        self._move(state.global_step, f"loss {self.trainer.recorder.recent_loss():.2f}")

    def _move(self, step: int, note: str = "") -> None:
        self.bar.advance(self.trainer.presentations_between(self.step, step), note)
        self.step = step


class CheckProcesses(TrainerCallback):  # type: ignore[misc]
    """Refuses to train on fewer processes than asked for, or distributed in another way: launchers fall back
    silently."""

    def __init__(self, trainer: DynamicSFTTrainer, launch: LaunchConfig) -> None:
        self.trainer, self.launch = trainer, launch

    def on_train_begin(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        processes = self.trainer.accelerator.num_processes
        if processes != self.launch.total:
            raise LaunchError(f"{self.launch.total} processes were asked for, but this is one of {processes}")
        found = sharding.strategy(self.trainer.model, self.trainer.model_wrapped)
        if found != self.launch.strategy:
            raise LaunchError(f"launch.strategy is {self.launch.strategy}, but the launcher chose {found}")


@kept_generators()
def train(
    student: Student,
    config: StudentConfig,
    curriculum: Curriculum,
    schedule: Schedule,
    folder: Path,
    *,
    label: str,
    progress: Progress,
    probe: Probe | None = None,
    launch: LaunchConfig | None = None,
) -> Trained:
    """Train on the curriculum, and save the student in `folder/student`. With `probe`, a learning curve is recorded.
    The random generators of the process are left as they were.

    Resumes from the last complete checkpoint in `folder`. The student's model is changed in place. With `launch`, this
    is one of its processes: all of them must call it, and all get the same records. Raises `LaunchError` if training is
    not distributed as `launch` says.
    """
    examples, order = curriculum
    order = sort_within_batches(order, examples.lengths, schedule.batch_size)
    checkpoints = folder / store.CHECKPOINTS
    processes = launch.total if launch else 1
    trainer = build_trainer(Curriculum(examples, order), student, config, schedule, checkpoints, processes=processes)
    if launch:
        trainer.add_callback(CheckProcesses(trainer, launch))
    # One process looks, and deletes what is damaged; it tells the others.
    found = [last_checkpoint(checkpoints, progress) if trainer.is_world_process_zero() else None]
    last = broadcast_object_list(found)[0]
    if last is not None:
        progress.say(f"  {label}: resuming after step {last.name.rpartition('-')[2]}")
    with progress.bar(label, len(order), "examples") as bar:
        trainer.add_callback(MoveBar(trainer, bar))
        trainer.add_callback(SaveInTime(trainer))
        curve = LossCurve(trainer, probe, ceil(len(order) / schedule.batch_size)) if probe else None
        if curve:
            trainer.add_callback(curve)
        if schedule.snapshots:
            trainer.add_callback(Snapshots(trainer, folder))
        if "tensorboard" in schedule.report_to:
            trainer.add_callback(tensorboard_callback(folder.parent / TENSORBOARD / folder.name))
        trainer.train(resume_from_checkpoint=str(last) if last else None)
    if schedule.keep_optimizer:
        trainer.keep_optimizer(folder / OPTIMIZER)
    save_student(trainer, folder)
    trained = trainer.records()
    return trained.model_copy(update={"curve": curve.points(trained)}) if curve else trained


def save_student(trainer: DynamicSFTTrainer, folder: Path) -> None:
    """Save the student in `folder/student`; all processes must call it."""
    main = trainer.is_world_process_zero()
    if main or sharding.is_sharded(trainer.model):  # sharded weights are gathered by all processes
        with writing(folder):
            trainer.model.save_pretrained(folder / STUDENT, is_main_process=main)
            if main:
                _sort_lists(folder / STUDENT / "adapter_config.json")


def _sort_lists(path: Path) -> None:
    """Sort the lists in a file of settings, if it is there: peft writes sets, in an order that differs from process to
    process, and the same training has to leave the same files."""
    if path.is_file():
        values = json.loads(path.read_text(encoding="utf-8"))
        ordered = {key: sorted(value, key=str) if isinstance(value, list) else value for key, value in values.items()}
        path.write_text(json.dumps(ordered, indent=2) + "\n", encoding="utf-8")


def build_trainer(
    curriculum: Curriculum,
    student: Student,
    config: StudentConfig,
    schedule: Schedule,
    folder: Path,
    *,
    processes: int = 1,
) -> StageTrainer:
    """A trainer for the curriculum, with its checkpoints in `folder`; one of so many processes, which share each
    batch."""
    examples, order = curriculum
    fresh_adapter = required(config.adapter) == "lora" and not isinstance(student.model, PeftModel)
    longest = max((examples.lengths[presentation.example] for presentation in order), default=1)
    check_ids(pc.max(pc.list_flatten(examples.table["input_ids"])).as_py() or 0, student.model)
    known = {name: weight.data for name, weight in student.model.named_parameters() if weight.requires_grad}
    trainer = StageTrainer(
        model=student.model,
        args=_arguments(schedule, longest, folder, processes),
        schedule=schedule,
        # Without a fingerprint, `datasets` pickles the whole table to compute one: three times the memory.
        train_dataset=Dataset(examples.table, fingerprint=uuid4().hex),
        order=order,
        processing_class=student.tokenizer,
        peft_config=_new_adapter(config) if fresh_adapter else None,
    )
    trainer.remove_callback(PrinterCallback)
    if config.quantise:
        _keep_precision(trainer.model, known)
    return trainer


def _keep_precision(model: Any, known: Mapping[str, torch.Tensor]) -> None:
    """Adapters of quantised weights in float32, as all others are: TRL makes them bfloat16, which would lose small
    updates, and round in every round what the one before has learnt (`known`)."""
    for name, weight in model.named_parameters():
        if weight.requires_grad:
            weight.data = known[name] if name in known else weight.data.float()


def _new_adapter(config: StudentConfig) -> LoraConfig:
    return LoraConfig(
        r=required(config.lora_rank),
        lora_alpha=config.lora_alpha,
        target_modules="all-linear",
        task_type="CAUSAL_LM",
    )


def sort_within_batches(
    order: Sequence[Presentation], lengths: Mapping[str, int], batch_size: int
) -> list[Presentation]:
    """The same batches, each sorted by length: the gradient of a batch does not depend on the order inside it, and
    neighbours of one length need no padding."""
    result: list[Presentation] = []
    for start in range(0, len(order), batch_size):
        batch = order[start : start + batch_size]
        result += sorted(batch, key=lambda presentation: (lengths[presentation.example], presentation.example))
    return result


def last_checkpoint(folder: Path, progress: Progress | None = None) -> Path | None:
    """The newest checkpoint that is complete and undamaged; others are deleted."""
    complete = []
    for path in folder.glob("checkpoint-*"):
        try:
            check_checkpoint(path)
            store.check_folder(path / RECORDS)
        except ValueError as error:
            (progress or Quiet()).say(f"  a checkpoint is damaged and is ignored ({str(error).partition(':')[0]})")
            shutil.rmtree(path)
            continue
        if (path / RECORDS / store.MANIFEST).is_file():
            complete.append(path)
        else:
            shutil.rmtree(path)
    return max(complete, key=lambda path: int(path.name.rpartition("-")[2]), default=None)


def _arguments(schedule: Schedule, longest: int, folder: Path, processes: int) -> SFTConfig:
    cpu = not torch.cuda.is_available()
    at_most = cpu_micro_batch(longest, schedule.micro_batch) if cpu else schedule.micro_batch
    micro = micro_batch(schedule.batch_size, processes, at_most)
    return SFTConfig(
        output_dir=str(folder),
        per_device_train_batch_size=micro,
        gradient_accumulation_steps=schedule.batch_size // processes // micro,
        learning_rate=schedule.learning_rate,
        adam_beta2=0.95,
        weight_decay=0.0,
        max_grad_norm=1.0,
        bf16=not bfloat16_is_slow(),
        use_cpu=cpu,
        gradient_checkpointing=schedule.checkpointing,
        gradient_checkpointing_kwargs={"use_reentrant": False} if schedule.checkpointing else None,
        ddp_find_unused_parameters=False if processes > 1 else None,
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
