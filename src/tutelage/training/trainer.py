"""`DynamicSFTTrainer`: TRL's `SFTTrainer`, but it records the loss of every example and keeps to the order given.

Everything else is TRL's: formats, adapters, quantisation, precision, devices, checkpoints, logging. The losses come
from the training pass itself: the per-token losses that the step needs anyway are averaged per example. How to use it:
docs/trainer.md.
"""

from __future__ import annotations

import copy
import inspect
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from datasets import Dataset
from transformers import TrainerCallback
from transformers.trainer_utils import get_last_checkpoint
from trl import SFTConfig, SFTTrainer

from tutelage.errors import TrainingError
from tutelage.records import LossRecord, Presented, Trained, values
from tutelage.storage import store
from tutelage.training import plan, sharding
from tutelage.training.batches import LeftPadding, PlannedRows, TagWithPresentation
from tutelage.training.disk import writing
from tutelage.training.losses import TokenLosses, example_means, presentations_in, token_losses
from tutelage.training.packing import RefuseLeaks
from tutelage.training.plan import Layout, Order
from tutelage.training.preparation import TooLong, cut, prepare_table, report_changes
from tutelage.training.recorder import Recorder

RECORDS = "records"
"""Folder inside a checkpoint and inside the output folder; its manifest is written last."""
CHECKPOINT = "checkpoint"
"""The key of a checkpoint's manifest with the digests of weights and state."""


class DynamicSFTTrainer(SFTTrainer):  # type: ignore[misc]
    """TRL's trainer, with the loss of every example in every epoch, weights, and an order that is kept to.

    Takes what `SFTTrainer` takes, and:

    - `id_column`: identifies each example. Ids must be unique; any value that can be written as text will do.
    - `order`: `given` (that of the data set, every epoch), `shuffled` (a new one every epoch, from `args.seed`), a list
      of ids (every epoch), lists of ids (one per epoch, which also sets the number of epochs), or `Presentation`s.
    - `weight_column`: factor on the example's loss. The sum of weighted token losses is divided by the number of
      trained-on tokens in the step, so that a weight has the same effect whatever else is in the batch. Recorded losses
      are without it.
    - `presentations_column`: how often the example is seen in an epoch, on average: 0.5 is every second epoch.
    - `too_long`: `truncate` to `args.max_length`, as TRL does, or `leave-out`.

    During and after training, `losses` and `order` have the records; `left_out` says which examples were not trained on
    and why, `truncated` which were cut. The records are written to `records/` in the output folder and to every
    checkpoint, so that a resumed run has all of them. Raises `TrainingError` for options that cannot be honoured, and
    `train` does for a model in which packed examples see one another.
    """

    train_dataset: Any
    eval_dataset: Any
    data_collator: Any

    def __init__(
        self,
        model: Any,
        args: SFTConfig | None = None,
        *,
        train_dataset: Dataset,
        id_column: str = "id",
        order: Order = "given",
        weight_column: str | None = None,
        presentations_column: str | None = None,
        too_long: TooLong = "truncate",
        **options: Any,
    ) -> None:
        asked = args or SFTConfig()
        refuse_unsupported(asked, train_dataset, options)
        ids = plan.check_ids(_column(train_dataset, id_column), id_column)
        weights = _weights(train_dataset, ids, weight_column)
        presentations = _weights(train_dataset, ids, presentations_column)
        collator = options.pop("data_collator", None)
        args = _one_pass(asked)
        # TRL refuses to save a sharded model, because it could not resume from that: `sharding` can.
        args.save_only_model |= sharding.is_sharded(model)
        super().__init__(model, args, train_dataset=train_dataset, **options)
        self.args.save_only_model = asked.save_only_model
        self._check_model()
        self.args.max_length = asked.max_length  # for data sets that are passed to `evaluate` later
        prepared = prepare_table(self.train_dataset, ids, asked.max_length, asked.truncation_mode, too_long)
        if self.is_world_process_zero():
            report_changes(prepared, asked.max_length)
        self.left_out, self.truncated, self.lengths = prepared.left_out, prepared.truncated, prepared.lengths
        self.eval_dataset = _cut_all(self.eval_dataset, asked)
        self.step_rows = rows = self.get_total_train_batch_size(self.args)
        pass_rows = rows // self.args.gradient_accumulation_steps
        self.plan = plan.plan_rows(
            plan.arrange_epochs(ids, order, presentations, asked.seed),
            prepared.lengths,
            Layout(rows, pass_rows if self.args.world_size > 1 else 1, asked.max_length if asked.packing else 0),
            number=int(asked.num_train_epochs) if _repeats(order) else None,
            steps=asked.max_steps,
        )
        self.weights = torch.tensor([weights[one.example] for one in self.plan.presentations]) if weights else None
        pad = self.processing_class.pad_token_id
        self.train_dataset = PlannedRows(self.plan, prepared.table, prepared.rows, pad)
        inner = self.data_collator if self.padding_free else collator or LeftPadding(pad, asked.pad_to_multiple_of)
        self.data_collator = TagWithPresentation(inner, flat=self.padding_free)
        self.recorder = Recorder(self.plan.presentations, self.lengths)
        self.add_callback(_Records(self))
        self.add_callback(_Epochs(self.plan.ends))
        if self.padding_free:
            self.add_callback(RefuseLeaks(self))

    @property
    def losses(self) -> Sequence[LossRecord]:
        """The loss of each example at each presentation, up to the last checkpoint or the end of training."""
        return self.recorder.records().losses

    @property
    def order(self) -> Sequence[Presented]:
        """What was trained on at which step, up to the last checkpoint or the end of training."""
        return self.recorder.records().order

    def records(self) -> Trained:
        """Losses, order, what was left out or cut, and the number of tokens trained on."""
        done = self.recorder.records()
        tokens = sum(self.lengths[example] for _, example in values(done.order, "step", "example"))
        left_out = tuple(sorted(self.left_out))
        return done.model_copy(update={"tokens": tokens, "left_out": left_out, "truncated": tuple(self.truncated)})

    def train(self, resume_from_checkpoint: str | bool | None = None, **options: Any) -> Any:
        """As TRL's. From a checkpoint (`True`: the last in the output folder), the records are resumed, too.

        Raises `TrainingError` if the data set or the order does not begin as that of the checkpoint did, if packed
        examples see one another, or if the disk is full.
        """
        folder = resume_from_checkpoint
        if folder is True:
            folder = get_last_checkpoint(self.args.output_dir)
            if folder is None:
                raise TrainingError(f"there is no checkpoint in {self.args.output_dir} to resume from")
        if folder:
            self.recorder = Recorder(self.plan.presentations, self.lengths)
            if self.is_world_process_zero():
                check_checkpoint(Path(folder))
            self.recorder.resume(store.read_bundle(Path(folder) / RECORDS, Trained), self.plan)
        return super().train(resume_from_checkpoint=folder or None, **options)

    def compute_loss(
        self,
        model: Any,
        inputs: dict[str, Any],
        return_outputs: bool = False,
        num_items_in_batch: torch.Tensor | int | None = None,
    ) -> Any:
        """Mean (weighted) loss over the step's trained-on tokens; the mean of each example is recorded as well."""
        inputs = dict(inputs)
        owners = inputs.pop("owners", None)
        if owners is None or not self.model.training:
            return super().compute_loss(model, inputs, return_outputs, num_items_in_batch)
        labels = inputs.pop("labels")
        if self.aux_loss_enabled:
            inputs["output_router_logits"] = True
        tokens, outputs = token_losses(model, inputs, labels, owners, narrow=self.narrow)
        self.record(owners, tokens)
        loss = self._mean(tokens, num_items_in_batch)
        if self.aux_loss_enabled:
            parts = self.current_gradient_accumulation_steps if num_items_in_batch is not None else 1
            loss = loss + self.router_aux_loss_coef * outputs.aux_loss / parts
        return (loss, outputs) if return_outputs else loss

    def record(self, owners: torch.Tensor, tokens: TokenLosses) -> None:
        """Record a batch: called once for each forward pass of training."""
        self.recorder.add(self.state.global_step + 1, presentations_in(owners), example_means(tokens))

    def presentations_between(self, first: int, last: int) -> int:
        """Presentations of all processes after optimizer step `first`, up to `last`."""
        return sum(len(row) for row in self.plan.rows[first * self.step_rows : last * self.step_rows])

    def _save_checkpoint(self, *args: Any, **options: Any) -> None:
        with writing(self.args.output_dir):
            super()._save_checkpoint(*args, **options)

    def _save_optimizer_and_scheduler(self, output_dir: str) -> None:
        if sharding.trains_shards(self.model):
            main = self.is_world_process_zero()
            sharding.save_optimizer(self.model, self._optimizer(), self.lr_scheduler, Path(output_dir), main=main)
        else:
            super()._save_optimizer_and_scheduler(output_dir)

    def _load_optimizer_and_scheduler(self, checkpoint: str | None) -> None:
        sharded = checkpoint is not None and (Path(checkpoint) / sharding.OPTIMIZER).is_dir()
        if checkpoint is not None and not sharded and sharding.trains_shards(self.model):
            raise TrainingError(f"{checkpoint} was not written with FSDP2: resume without FSDP2, or delete it")
        if checkpoint is not None and sharded:
            sharding.load_optimizer(self.model, self._optimizer(), self.lr_scheduler, Path(checkpoint))
        else:
            super()._load_optimizer_and_scheduler(checkpoint)

    def _load_from_checkpoint(self, resume_from_checkpoint: str, model: Any = None) -> None:
        if sharding.trains_shards(self.model):
            sharding.load_weights(self.model, Path(resume_from_checkpoint))
        else:
            super()._load_from_checkpoint(resume_from_checkpoint, model)

    def _optimizer(self) -> Any:
        """Torch's own, which accelerate has wrapped."""
        return getattr(self.optimizer, "optimizer", self.optimizer)

    def _mean(self, tokens: TokenLosses, total: torch.Tensor | int | None) -> torch.Tensor:
        losses = tokens.losses
        if self.weights is not None:
            losses = losses * self.weights.to(losses.device)[tokens.owners]
        loss = losses.sum() / torch.as_tensor(len(losses) if total is None else total).clamp(min=1)
        # The step's tokens were counted over all processes, whose gradients are then averaged, not added up.
        shared = self.args.average_tokens_across_devices and total is not None
        return loss * (self.accelerator.num_processes // self.get_tp_size()) if shared else loss

    def _check_model(self) -> None:
        """Refuse models that give no loss per example; find out whether logits can be computed for some positions."""
        model = self.accelerator.unwrap_model(self.model)
        configs = getattr(model, "peft_config", {})
        if any(config.is_prompt_learning for config in configs.values()):
            raise TrainingError("prompt-learning adapters add positions to the input: use LoRA")
        parallel = self.accelerator.parallelism_config
        if parallel is not None and (parallel.cp_enabled or parallel.sp_enabled):
            raise TrainingError("a sequence that is split over devices gives no loss per example: turn cp and sp off")
        base = model.get_base_model() if configs else model
        self.narrow = "logits_to_keep" in inspect.signature(base.forward).parameters


class _Records(TrainerCallback):  # type: ignore[misc]
    """Keeps the records with the checkpoints and, at the end, in the output folder."""

    def __init__(self, trainer: DynamicSFTTrainer) -> None:
        self.trainer = trainer

    def on_save(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        self._write(Path(args.output_dir) / f"checkpoint-{state.global_step}" / RECORDS, of_checkpoint=True)

    def on_train_end(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        self._write(Path(args.output_dir) / RECORDS)

    def _write(self, folder: Path, *, of_checkpoint: bool = False) -> None:
        # All processes have written their part of the checkpoint when they meet here.
        self.trainer.recorder.gather()
        if self.trainer.is_world_process_zero():
            shutil.rmtree(folder, ignore_errors=True)
            store.write_bundle(folder, self.trainer.records(), **_weights_of(folder.parent, of_checkpoint))


def check_checkpoint(folder: Path) -> None:
    """Raise an error that names the file if a checkpoint's weights or state are not what was written."""
    manifest = store.read_manifest(folder / RECORDS)
    if manifest is not None and CHECKPOINT in manifest:
        store.check_files(folder, manifest[CHECKPOINT])


def _weights_of(folder: Path, wanted: bool) -> dict[str, Any]:
    if not wanted:
        return {}
    index = folder / sharding.INDEX  # hidden, so that it is not among the others
    hidden = {sharding.INDEX: store.digest([index])} if index.is_file() else {}
    return {CHECKPOINT: store.digests(folder) | hidden}


class _Epochs(TrainerCallback):  # type: ignore[misc]
    """Tells the trainer where epochs end: it goes through all of them in one pass."""

    def __init__(self, ends: Sequence[int]) -> None:
        self.ends = ends

    def on_step_end(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        step = state.global_step
        done = sum(end <= step for end in self.ends)
        begun = self.ends[done - 1] if done else 0
        state.epoch = float(done) if done == len(self.ends) else done + (step - begun) / (self.ends[done] - begun)
        if step in self.ends[:-1]:  # the last end is the trainer's own
            control.should_save |= args.save_strategy == "epoch"
            control.should_evaluate |= args.eval_strategy == "epoch"
            control.should_log |= args.logging_strategy == "epoch"


def refuse_unsupported(args: SFTConfig, dataset: Any, options: dict[str, Any]) -> None:
    """Raise `TrainingError`, saying what to do, for settings with which order or losses could not be kept."""
    if not isinstance(args, SFTConfig):
        raise TrainingError(f"args is a trl.SFTConfig, not a {type(args).__name__}")
    if not isinstance(dataset, Dataset):
        raise TrainingError(
            "train_dataset is a datasets.Dataset; make one from a stream with Dataset.from_list(list(...))"
        )
    if not len(dataset):
        raise TrainingError("train_dataset is empty")
    packed = args.packing or args.padding_free
    wrong = {
        "packing_strategy: only 'bfd' keeps examples whole": args.packing and args.packing_strategy != "bfd",
        "packing needs max_length": args.packing and not args.max_length,
        "eval_packing: leave it out, the evaluation is the same": args.eval_packing,
        "data_collator: leave it out when packing or padding-free": packed and options.get("data_collator"),
        "loss_type: only 'nll' is recorded per example": args.loss_type != "nll",
        "label_smoothing_factor: not possible with losses per example": args.label_smoothing_factor,
        "compute_loss_func: the loss is this trainer's own; use weight_column": options.get("compute_loss_func"),
        "shuffle_dataset: use order='shuffled'": args.shuffle_dataset,
        "train_sampling_strategy: batches follow the order; sort the order instead": args.train_sampling_strategy
        not in ("random", "sequential"),
        "auto_find_batch_size: the order is laid out for one batch size": args.auto_find_batch_size,
        "num_train_epochs: whole epochs only; use max_steps": args.num_train_epochs != int(args.num_train_epochs),
        "accelerator_config: split_batches and dispatch_batches break the order": args.accelerator_config.split_batches
        or args.accelerator_config.dispatch_batches,
        "images: text only": {"image", "images"} & set(dataset.column_names),
    }
    found = [message for message, applies in wrong.items() if applies]
    if found:
        raise TrainingError(f"DynamicSFTTrainer cannot honour: {'; '.join(found)}")


def _one_pass(asked: SFTConfig) -> SFTConfig:
    """The settings for TRL's own machinery: one pass over rows that are already ordered, cut and packed."""
    args = copy.copy(asked)
    args.num_train_epochs = 1
    args.train_sampling_strategy = "sequential"
    args.max_length = None
    args.packing = False
    args.padding_free = asked.padding_free or asked.packing
    args.remove_unused_columns = False
    args.dataloader_drop_last = False
    return args


def _repeats(order: Order) -> bool:
    """Whether an order is that of one epoch, to be repeated."""
    return isinstance(order, str) or isinstance(order[0], str)


def _column(dataset: Dataset, name: str) -> Sequence[Any]:
    if name not in dataset.column_names:
        raise TrainingError(
            f"the data set has no column '{name}' (it has {', '.join(dataset.column_names)}): name another, or add one "
            f"with dataset.add_column('{name}', ...)"
        )
    return list(dataset[name])


def _weights(dataset: Dataset, ids: Sequence[str], column: str | None) -> dict[str, float] | None:
    if column is None:
        return None
    return dict(zip(ids, plan.check_weights(_column(dataset, column), column), strict=True))


def _cut_all(dataset: Any, args: SFTConfig) -> Any:
    """The data set of an evaluation, or each of several, cut as TRL would have done."""
    if isinstance(dataset, dict):
        return {key: _cut_all(value, args) for key, value in dataset.items()}
    return dataset if dataset is None else cut(dataset, args.max_length, args.truncation_mode)
