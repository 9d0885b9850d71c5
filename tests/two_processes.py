"""Started twice by `torchrun`: trains a tiny model in several set-ups and writes what was recorded, one file each.

torchrun --nproc_per_node 2 tests/two_processes.py STUDENT FOLDER
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import torch.distributed as dist
from peft import LoraConfig
from torch.distributed.tensor import DTensor
from torch.nn.parallel import DistributedDataParallel
from transformers import TrainerCallback
from transformers.distributed.configuration_utils import DistributedConfig

import sft_cases as cases
from tutelage import DynamicSFTTrainer

ACCUMULATED = {"gradient_accumulation_steps": 2}
PACKED = {"packing": True, "max_length": 32}
LEARNING = {"learning_rate": 1e-2, "num_train_epochs": 3, "save_strategy": "steps", "save_steps": 2}


def adapter() -> LoraConfig:
    return LoraConfig(r=4, target_modules="all-linear", task_type="CAUSAL_LM")


class Stop(TrainerCallback):  # type: ignore[misc]
    """Ends training in the middle of the second epoch, after its checkpoint."""

    def on_step_end(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        control.should_training_stop = state.global_step == 4


def run(student: str, folder: Path, name: str, changes: dict[str, Any], **options: Any) -> DynamicSFTTrainer:
    """One set-up, its records in `folder/name/records`; says what the model was wrapped in."""
    trainer = cases.trainer(student, cases.settings(folder / name, **changes), cases.prompts(), **options)
    if name == "resumed":
        trainer.add_callback(Stop())
        trainer.train()
        trainer = cases.trainer(student, cases.settings(folder / name, **changes), cases.prompts(), **options)
        trainer.train(resume_from_checkpoint=True)
    else:
        trainer.train()
    sharded = any(isinstance(parameter, DTensor) for parameter in trainer.model.parameters())
    wrapped = isinstance(trainer.model_wrapped, DistributedDataParallel)
    if trainer.is_world_process_zero():
        kind = "FSDP2" if sharded else "DDP" if wrapped else "none"
        (folder / name / "kind").write_text(f"{kind} {trainer.accelerator.num_processes}")
    return trainer


def shard(student: str) -> Any:
    return cases.load(student, distributed_config=DistributedConfig(fsdp_size=2))


def main() -> None:
    student, folder = sys.argv[1], Path(sys.argv[2])
    dist.init_process_group("gloo")
    order = {"order": "shuffled"}
    run(student, folder, "ddp", ACCUMULATED)
    run(student, folder, "ddp-lora-packed", ACCUMULATED | PACKED, peft_config=adapter())
    run(student, folder, "fsdp2", ACCUMULATED, model=shard(student))
    run(student, folder, "fsdp2-lora-packed", PACKED, model=shard(student), peft_config=adapter())
    run(student, folder, "fsdp2-learning", LEARNING | {"save_strategy": "no"}, model=shard(student), **order)
    run(student, folder, "whole", LEARNING, **order)
    trainer = run(student, folder, "resumed", LEARNING, **order)
    trainer.accelerator.end_training()


if __name__ == "__main__":
    main()
