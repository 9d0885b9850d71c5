"""`DynamicSFTTrainer` on its own, in one process or under torchrun or accelerate: see docs/several-gpus.md.

python examples/launch/train.py MODEL exercises.jsonl --lora
torchrun --nproc-per-node 8 examples/launch/train.py MODEL exercises.jsonl --fsdp2 --processes 8
"""

from __future__ import annotations

import argparse
import os

import torch
from datasets import load_dataset
from peft import LoraConfig
from transformers import AutoModelForCausalLM
from transformers.distributed.configuration_utils import DistributedConfig
from trl import SFTConfig

from tutelage import DynamicSFTTrainer


def main() -> None:
    """Train, and leave losses and order in OUT/records."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model")
    parser.add_argument("data", help="JSONL with an id and what TRL trains on: messages, prompt and completion, text")
    parser.add_argument("--out", default="out")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--batch", type=int, default=32, help="examples per step, in all processes together")
    parser.add_argument("--micro-batch", type=int, default=4, help="examples per forward pass of a process")
    parser.add_argument("--learning-rate", type=float, default=2e-4)
    parser.add_argument("--lora", action="store_true")
    parser.add_argument("--fsdp2", action="store_true", help="divide the model among the processes")
    parser.add_argument("--checkpointing", action="store_true")
    parser.add_argument("--processes", type=int, default=1, help="how many there should be: launchers may start fewer")
    parser.add_argument("--resume", action="store_true", help="go on from the last checkpoint in OUT")
    asked = parser.parse_args()

    processes = int(os.environ.get("WORLD_SIZE", "1"))
    if processes != asked.processes:
        raise SystemExit(f"{asked.processes} processes were asked for, the launcher has started {processes}")
    accumulated, left = divmod(asked.batch, asked.micro_batch * processes)
    if left:
        raise SystemExit("--batch must be a multiple of --micro-batch times --processes")
    divided = DistributedConfig(fsdp_size=processes) if asked.fsdp2 and processes > 1 else None
    model = AutoModelForCausalLM.from_pretrained(
        asked.model,
        dtype=torch.bfloat16 if asked.lora else torch.float32,
        **({"distributed_config": divided} if divided else {}),
    )
    trainer = DynamicSFTTrainer(
        model,
        SFTConfig(
            asked.out,
            num_train_epochs=asked.epochs,
            learning_rate=asked.learning_rate,
            per_device_train_batch_size=asked.micro_batch,
            gradient_accumulation_steps=accumulated,
            gradient_checkpointing=asked.checkpointing,
            bf16=True,
            use_cpu=not torch.cuda.is_available(),
            save_strategy="epoch",
            report_to="none",
        ),
        train_dataset=load_dataset("json", data_files=asked.data, split="train"),
        order="shuffled",
        peft_config=LoraConfig(r=16, lora_alpha=32, target_modules="all-linear", task_type="CAUSAL_LM")
        if asked.lora
        else None,
    )
    trainer.train(resume_from_checkpoint=asked.resume or None)
    trainer.save_model()


if __name__ == "__main__":
    main()
