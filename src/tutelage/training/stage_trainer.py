"""The trainer of a stage of a run: one learning rate and one optimizer for several stages, and averaged weights.

What goes on from round to round is read from the folder of the round before, whatever the number of processes: weights
as the student, and the optimizer's states beside it. Everything is found again in a checkpoint, too.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from torch.optim.lr_scheduler import LambdaLR
from transformers import TrainerCallback

from tutelage.errors import TrainingError
from tutelage.training import handover, sharding
from tutelage.training.disk import writing
from tutelage.training.losses import divergences, logits_at, token_losses
from tutelage.training.schedule import Schedule, averaged_steps, rate_factor
from tutelage.training.trainer import DynamicSFTTrainer

MEAN = "mean.safetensors"
"""In a checkpoint: the mean of the weights so far."""


class StageTrainer(DynamicSFTTrainer):
    """`DynamicSFTTrainer` for a stage that may be a part of a longer training: see `Schedule`."""

    def __init__(self, *args: Any, schedule: Schedule, **options: Any) -> None:
        self.schedule = schedule
        self.mean: dict[str, torch.Tensor] = {}
        super().__init__(*args, **options)
        if schedule.average:
            self.add_callback(_Average(self))

    lr_scheduler: Any

    def create_scheduler(self, num_training_steps: int, optimizer: Any = None) -> Any:
        """The learning rate of this stage's part of the schedule, when the optimizer is ready to go on, too."""
        if self.lr_scheduler is None:
            self.lr_scheduler = LambdaLR(
                optimizer or self.optimizer, lambda step: rate_factor(self.schedule, step, num_training_steps)
            )
            self._created_lr_scheduler = True
            if self.schedule.optimizer_of:
                self._take_over(Path(self.schedule.optimizer_of))
        return self.lr_scheduler

    def compute_loss(
        self,
        model: Any,
        inputs: dict[str, Any],
        return_outputs: bool = False,
        num_items_in_batch: torch.Tensor | int | None = None,
    ) -> Any:
        """With the divergence from the base as a penalty, if the schedule has one; recorded losses are without it."""
        loss, outputs = super().compute_loss(model, inputs, True, num_items_in_batch)
        if self.schedule.divergence_penalty and "owners" in inputs and self.model.training:
            divergence = self._divergence(model, inputs, outputs.logits, num_items_in_batch)
            loss = loss + self.schedule.divergence_penalty * divergence
        return (loss, outputs) if return_outputs else loss

    def _divergence(
        self, model: Any, inputs: dict[str, Any], logits: torch.Tensor, total: torch.Tensor | int | None
    ) -> torch.Tensor:
        """Mean KL(base || student) over the step's trained-on tokens, with gradient. The base is the student without
        its adapter."""
        inputs = dict(inputs)
        owners, labels = inputs.pop("owners"), inputs.pop("labels")
        base = self.accelerator.unwrap_model(model)
        with torch.no_grad(), base.disable_adapter():
            tokens, _ = token_losses(base, inputs, labels, owners, narrow=self.narrow)
        nats = divergences(tokens.logits, logits_at(labels, logits, narrow=self.narrow))
        return self._mean(tokens._replace(losses=nats), total)

    def keep_optimizer(self, folder: Path) -> None:
        """Write the optimizer's states for the next round; all processes must call it."""
        main = self.is_world_process_zero()
        if main:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
        with writing(folder):
            if sharding.trains_shards(self.model):
                sharding.save_optimizer(self.model, self._optimizer(), self.lr_scheduler, folder, main=main)
            elif main:
                save_file(_states(self.model, self._optimizer()), folder / handover.STATES)
            if main:
                handover.seal(folder)

    def average(self, weight: float) -> None:
        """Move the mean of the weights towards the present ones, by `weight` of the way."""
        with torch.no_grad():
            for name, parameter in self._trained().items():
                self.mean.setdefault(name, parameter.detach().clone()).lerp_(parameter.detach(), weight)

    def use_average(self) -> None:
        """Put the mean, if there is one, in the place of the weights."""
        with torch.no_grad():
            for name, parameter in self._trained().items():
                if name in self.mean:
                    parameter.copy_(self.mean[name])

    def _trained(self) -> dict[str, torch.nn.Parameter]:
        return {name: weight for name, weight in self.model.named_parameters() if weight.requires_grad}

    def _save_optimizer_and_scheduler(self, output_dir: str) -> None:
        super()._save_optimizer_and_scheduler(output_dir)
        if self.mean and self.is_world_process_zero():
            save_file(self.mean, Path(output_dir) / MEAN)

    def _load_optimizer_and_scheduler(self, checkpoint: str | None) -> None:
        super()._load_optimizer_and_scheduler(checkpoint)
        if checkpoint is not None and (path := Path(checkpoint) / MEAN).is_file():
            self.mean = load_file(path, device=str(self.args.device))

    def _take_over(self, folder: Path) -> None:
        """Go on with the states of an earlier round's optimizer, but at this round's learning rate."""
        optimizer, begun = self._optimizer(), self.lr_scheduler.state_dict()
        if sharding.trains_shards(self.model) != (folder / sharding.OPTIMIZER).is_dir():
            raise TrainingError(
                f"{folder.parent.name} was trained with weights sharded in another way: use its launch.strategy again, "
                f"or delete {folder.parent} to do it again"
            )
        if sharding.trains_shards(self.model):
            sharding.load_optimizer(self.model, optimizer, self.lr_scheduler, folder)
            self.lr_scheduler.load_state_dict(begun)
            for group, rate in zip(optimizer.param_groups, self.lr_scheduler.get_last_lr(), strict=True):
                group["lr"] = rate
        else:
            _restore(self._trained(), optimizer, load_file(folder / handover.STATES))


def _states(model: Any, optimizer: Any) -> dict[str, torch.Tensor]:
    """By the names of the weights, so that they do not depend on how parameters are grouped."""
    return {
        f"{name}.{key}": value
        for name, parameter in model.named_parameters()
        if parameter in optimizer.state
        for key, value in optimizer.state[parameter].items()
    }


def _restore(trained: dict[str, torch.nn.Parameter], optimizer: Any, states: dict[str, torch.Tensor]) -> None:
    for name, state in states.items():
        weight, _, key = name.rpartition(".")
        if weight not in trained:
            raise TrainingError(f"the optimizer's states are of another student, which has a weight {weight}")
        optimizer.state[trained[weight]][key] = state.to(trained[weight].device)


class _Average(TrainerCallback):  # type: ignore[misc]
    """Averages the weights over the last steps of a stage."""

    def __init__(self, trainer: StageTrainer) -> None:
        self.trainer = trainer

    def on_step_end(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        number = state.global_step - (state.max_steps - averaged_steps(self.trainer.schedule, state.max_steps))
        if number > 0:
            self.trainer.average(1 / number)
        if state.global_step == state.max_steps:  # before anything is measured at the end
            self.trainer.use_average()
