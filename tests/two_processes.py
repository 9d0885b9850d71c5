"""Trains a tiny model in several set-ups, in two processes, and writes what was recorded, one folder each.

python tests/two_processes.py STUDENT FOLDER RANK

The other one is started with the other rank, 0 or 1. Both are started afresh: a fork of a process whose libraries have
started threads crashes now and then. That launchers start them as well is tested with whole runs.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest
import torch.distributed as dist
from peft import LoraConfig
from torch.distributed.tensor import DTensor
from torch.nn.parallel import DistributedDataParallel
from transformers import TrainerCallback
from transformers.distributed.configuration_utils import DistributedConfig

import sft_cases as cases
from tutelage import DynamicSFTTrainer
from tutelage.config import LaunchConfig
from tutelage.training.loop import CheckProcesses

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

    def make() -> DynamicSFTTrainer:
        divided = {"model": shard(student)} if name.startswith("fsdp2") else {}
        args = cases.settings(folder / name, **changes)
        return cases.trainer(student, args, cases.prompts(), **divided, **options)

    trainer = make()
    if name.endswith("resumed"):
        trainer.add_callback(Stop())
        trainer.train()
        trainer = make()
        trainer.train(resume_from_checkpoint=True)
    else:
        trainer.train()
    sharded = any(isinstance(parameter, DTensor) for parameter in trainer.model.parameters())
    wrapped = isinstance(trainer.model_wrapped, DistributedDataParallel)
    if trainer.is_world_process_zero():
        kind = "FSDP2" if sharded else "DDP" if wrapped else "none"
        (folder / name / "kind").write_text(f"{kind} {trainer.accelerator.num_processes}")
    return trainer


def shard(student: Path | str) -> Any:
    return cases.load(student, distributed_config=DistributedConfig(fsdp_size=2))


def main(rank: int, student: str, folder: Path) -> None:
    os.environ |= {"RANK": str(rank), "LOCAL_RANK": str(rank), "WORLD_SIZE": "2", "LOCAL_WORLD_SIZE": "2"}
    os.environ |= {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": "0"}
    dist.init_process_group("gloo", init_method=f"file://{folder / 'meeting'}", rank=rank, world_size=2)
    order = {"order": "shuffled"}
    spread = run(student, folder, "ddp", ACCUMULATED)
    with pytest.raises(ValueError, match=r"launch\.strategy is fsdp2, but the launcher chose ddp"):
        CheckProcesses(spread, LaunchConfig(processes=2, strategy="fsdp2")).on_train_begin(None, None, None)
    with pytest.raises(ValueError, match="4 processes were asked for, but this is one of 2"):
        CheckProcesses(spread, LaunchConfig(processes=4)).on_train_begin(None, None, None)
    CheckProcesses(spread, LaunchConfig(processes=2)).on_train_begin(None, None, None)
    run(student, folder, "ddp-lora-packed", ACCUMULATED | PACKED, peft_config=adapter())
    run(student, folder, "fsdp2", ACCUMULATED)
    run(student, folder, "fsdp2-lora-packed", PACKED, peft_config=adapter())
    run(student, folder, "fsdp2-resumed", LEARNING, **order)
    run(student, folder, "whole", LEARNING, **order)
    trainer = run(student, folder, "resumed", LEARNING, **order)
    for name, load in (("ddp-rounds", cases.load), ("fsdp2-rounds", shard)):
        for number in (1, 2):
            cases.round_of(folder / name, number, load, student, before=folder / name)
            dist.barrier()  # the second round reads what the first process writes
    trainer.accelerator.end_training()


if __name__ == "__main__":
    main(int(sys.argv[3]), sys.argv[1], Path(sys.argv[2]))
