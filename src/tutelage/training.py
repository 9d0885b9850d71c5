"""Training: reading (continual pre-training) and practice (instruction tuning) on TRL's `SFTTrainer`.

`DynamicSFTTrainer` adds what the project exists for: the loss of every example, read from the training pass itself, an
order that is trained on exactly as it is given, and a record of both that survives an interruption. Losses have no
extra forward pass: the per-token losses that the step needs anyway are averaged per example.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from math import ceil, gcd
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from datasets import Dataset
from peft import LoraConfig, PeftModel
from transformers import PrinterCallback, TrainerCallback
from trl import SFTConfig, SFTTrainer

from tutelage import store
from tutelage.config import StudentConfig
from tutelage.progress import Bar, Progress
from tutelage.records import LossRecord, Presentation, Trained
from tutelage.student import Schedule, Showing, Student

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

MICRO_BATCH = 8
"""Examples in one forward pass. Sorted by length within their batch, eight at once were fastest on CPU (measured)."""

RECORDS = "records"
"""Folder inside a checkpoint; written last, so that a checkpoint without it is not complete."""


class DynamicSFTTrainer(SFTTrainer):  # type: ignore[misc]
    """TRL's trainer, with the loss of every example and the order as it happened.

    `train_dataset` has the columns `input_ids`, `labels` (-100 where no loss is wanted) and `row`, and is trained on
    once, in its own order: what is to be seen twice stands in it twice. `showings[row]` says what a row is. Build it
    with `DynamicSFTTrainer.over`.
    """

    def __init__(self, *args: Any, showings: Sequence[Showing], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.showings = showings
        self.losses: list[LossRecord] = []
        self.order: list[Presentation] = []
        self.remove_callback(PrinterCallback)

    @classmethod
    def over(
        cls, showings: Sequence[Showing], student: Student, config: StudentConfig, schedule: Schedule, folder: Path
    ) -> DynamicSFTTrainer:
        """A trainer over `showings`, with its checkpoints in `folder`."""
        dataset = Dataset.from_dict(
            {
                "input_ids": [showing.encoded.input_ids for showing in showings],
                "labels": [showing.encoded.labels for showing in showings],
                "row": list(range(len(showings))),
            }
        )
        fresh_adapter = config.adapter == "lora" and not isinstance(student.model, PeftModel)
        adapter = LoraConfig(
            r=config.lora_rank, lora_alpha=config.lora_alpha, target_modules="all-linear", task_type="CAUSAL_LM"
        )
        return cls(
            model=student.model,
            args=_arguments(schedule, ceil(len(showings) / schedule.batch_size), folder),
            train_dataset=dataset,
            processing_class=student.tokenizer,
            data_collator=Collator(student.tokenizer),
            peft_config=adapter if fresh_adapter else None,
            showings=showings,
        )

    def compute_loss(
        self,
        model: Any,
        inputs: dict[str, Any],
        return_outputs: bool = False,
        num_items_in_batch: torch.Tensor | int | None = None,
    ) -> Any:
        """Mean loss over the batch's labelled tokens; the mean of each example is recorded on the way."""
        rows, labels = inputs.pop("rows"), inputs.pop("labels")
        # Indices, not a number: a number makes a strided view, for which the head's product copies its whole weight.
        width = inputs["input_ids"].shape[1]
        keep = torch.arange(width - labels.shape[1] - 1, width, device=labels.device)
        outputs = model(**inputs, logits_to_keep=keep, use_cache=False)
        mask = labels != -100
        logits, targets = outputs.logits[:, :-1][mask].float(), labels[mask]
        token_losses = torch.nn.functional.cross_entropy(logits, targets, reduction="none")
        if model.training:
            self._record(rows.tolist(), mask.sum(1).tolist(), token_losses.detach(), _margins(logits.detach(), targets))
        count = mask.sum() if num_items_in_batch is None else num_items_in_batch
        loss = token_losses.sum() / count
        return (loss, outputs) if return_outputs else loss

    def records(self) -> Trained:
        """What has been trained on so far."""
        tokens = sum(len(showing.encoded.input_ids) for showing in self.showings[: len(self.order)])
        return Trained(order=tuple(self.order), losses=tuple(self.losses), tokens=tokens)

    def _record(self, rows: list[int], lengths: list[int], losses: torch.Tensor, margins: torch.Tensor) -> None:
        step = self.state.global_step + 1
        parts = zip(rows, torch.split(losses, lengths), torch.split(margins, lengths), lengths, strict=True)
        for row, loss, margin, length in parts:
            showing = self.showings[row]
            self.order.append(
                Presentation(step=step, epoch=showing.epoch, example=showing.example, skill=showing.skill)
            )
            if length:
                self.losses.append(
                    LossRecord(
                        epoch=showing.epoch,
                        example=showing.example,
                        loss=loss.mean().item(),
                        margin=margin.min().item(),
                        tokens=length,
                    )
                )


class Collator:
    """Pads on the left, so that the labelled tokens end together and logits are computed for them alone.

    Adds `rows`; `labels` are cut to the longest labelled part of the batch.
    """

    def __init__(self, tokenizer: PreTrainedTokenizerBase) -> None:
        self.pad = tokenizer.pad_token_id or 0

    def __call__(self, examples: Sequence[dict[str, Any]]) -> dict[str, torch.Tensor]:
        width = max(len(example["input_ids"]) for example in examples)
        labels = [_from_first_label(example["labels"]) for example in examples]
        tail = max(map(len, labels))
        ids = torch.tensor([[self.pad] * (width - len(e["input_ids"])) + e["input_ids"] for e in examples])
        mask = torch.tensor([[0] * (width - len(e["input_ids"])) + [1] * len(e["input_ids"]) for e in examples])
        return {
            "input_ids": ids,
            "attention_mask": mask,
            "position_ids": (mask.cumsum(-1) - 1).clamp(min=0),
            "labels": torch.tensor([[-100] * (tail - len(part)) + part for part in labels]),
            "rows": torch.tensor([example["row"] for example in examples]),
        }


class _Checkpoints(TrainerCallback):  # type: ignore[misc]
    """Keeps the records with the checkpoints and moves the bar."""

    def __init__(self, trainer: DynamicSFTTrainer, bar: Bar, seen: int) -> None:
        self.trainer, self.bar, self.seen = trainer, bar, seen

    def on_step_end(self, *args: Any, **kwargs: Any) -> None:
        recent = self.trainer.losses[-64:]
        loss = sum(record.loss for record in recent) / max(len(recent), 1)
        self.bar.advance(len(self.trainer.order) - self.seen, f"loss {loss:.2f}")
        self.seen = len(self.trainer.order)

    def on_save(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        folder = Path(args.output_dir) / f"checkpoint-{state.global_step}" / RECORDS
        store.write_bundle(folder, self.trainer.records())


def train(
    student: Student,
    config: StudentConfig,
    showings: Sequence[Showing],
    schedule: Schedule,
    folder: Path,
    *,
    label: str,
    progress: Progress,
) -> Trained:
    """Train on `showings` in their order, and leave the student in `folder/student`.

    Goes on from the last complete checkpoint in `folder`. The student's model is changed in place.
    """
    showings = sort_within_batches(showings, schedule.batch_size)
    checkpoints = folder / store.CHECKPOINTS
    trainer = DynamicSFTTrainer.over(showings, student, config, schedule, checkpoints)
    last = last_checkpoint(checkpoints)
    if last is not None:
        done = store.read_bundle(last / RECORDS, Trained)
        trainer.order, trainer.losses = list(done.order), list(done.losses)
        progress.say(f"  {label}: going on after step {last.name.rpartition('-')[2]}")
    with progress.bar(label, len(showings), "examples") as bar:
        bar.advance(len(trainer.order))
        trainer.add_callback(_Checkpoints(trainer, bar, len(trainer.order)))
        trainer.train(resume_from_checkpoint=str(last) if last else None)
    trainer.model.save_pretrained(folder / "student")
    return trainer.records()


def sort_within_batches(showings: Sequence[Showing], batch_size: int) -> list[Showing]:
    """The same batches, each sorted by length: the gradient of a batch does not depend on the order inside it, and
    neighbours of one length need no padding."""
    result: list[Showing] = []
    for start in range(0, len(showings), batch_size):
        batch = showings[start : start + batch_size]
        result += sorted(batch, key=lambda showing: (len(showing.encoded.input_ids), showing.example))
    return result


def last_checkpoint(folder: Path) -> Path | None:
    """The newest complete checkpoint; incomplete ones are deleted."""
    complete = []
    for path in folder.glob("checkpoint-*"):
        if (path / RECORDS / store.MANIFEST).is_file():
            complete.append(path)
        else:
            shutil.rmtree(path)
    return max(complete, key=lambda path: int(path.name.rpartition("-")[2]), default=None)


def _arguments(schedule: Schedule, steps: int, folder: Path) -> SFTConfig:
    micro = gcd(schedule.batch_size, MICRO_BATCH) if schedule.batch_size > MICRO_BATCH else schedule.batch_size
    return SFTConfig(
        output_dir=str(folder),
        num_train_epochs=1,
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
        use_cpu=not torch.cuda.is_available(),
        gradient_checkpointing=False,
        train_sampling_strategy="sequential",
        remove_unused_columns=False,
        dataset_kwargs={"skip_prepare_dataset": True},
        max_length=None,
        logging_strategy="no",
        save_strategy="steps",
        save_steps=schedule.save_every,
        save_total_limit=1,
        report_to="none",
        disable_tqdm=True,
        dataloader_pin_memory=False,
        seed=schedule.seed % 2**31,
    )


def _from_first_label(labels: list[int]) -> list[int]:
    first = next((index for index, label in enumerate(labels) if label != -100), len(labels) - 1)
    return labels[first:]


def _margins(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Per token: the right token's logit minus the best other one."""
    right = logits.gather(1, targets[:, None]).squeeze(1)
    top = logits.topk(2, dim=1)
    best_other = torch.where(top.indices[:, 0] == targets, top.values[:, 1], top.values[:, 0])
    return right - best_other
