"""Peak memory of a few training steps beside what `tutelage plan` predicts for them.

    python benchmarks/memory.py                        # embedded student, LoRA and all weights, about a minute each
    python benchmarks/memory.py --length 256 --micro 4 --checkpointing
    python benchmarks/memory.py --students small-llama small-mistral small-qwen            # random weights, on a CPU
    python benchmarks/memory.py --students FOLDER --adapters lora --length 16 --micro 2    # the smallest
    python benchmarks/memory.py --students llama-2-7b mistral-7b llama-2-13b --adapters lora    # on a large GPU

Every case runs in a process of its own. "Measured" is the peak resident memory of the process, less what it had with
all packages loaded and no model; on a GPU, torch's own peak of allocated memory. Seconds are the median of all steps
but the first, TFLOP/s the plan's operations over them.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from tutelage.cli import process
from tutelage.config import Adapter, StudentConfig
from tutelage.student import device, loading
from tutelage.student import shape as sizes
from tutelage.student.embedded import EMBEDDED
from tutelage.student.encoding import Curriculum, Encoded, Examples, Presentation
from tutelage.student.loading import Student
from tutelage.tools import estimate
from tutelage.training.schedule import Schedule


class Form(NamedTuple):
    """What a model's memory depends on; of the large ones as published, the small ones are like them."""

    kind: str
    hidden_size: int
    intermediate_size: int
    num_hidden_layers: int
    num_attention_heads: int
    num_key_value_heads: int
    vocab_size: int
    tie_word_embeddings: bool = False


FORMS = {
    "llama-2-7b": Form("llama", 4096, 11008, 32, 32, 32, 32000),
    "llama-2-13b": Form("llama", 5120, 13824, 40, 40, 40, 32000),
    "mistral-7b": Form("mistral", 4096, 14336, 32, 32, 8, 32000),
    "llama-1b": Form("llama", 2048, 5632, 22, 32, 4, 32000),
    "smollm2-1.7b": Form("llama", 2048, 8192, 24, 32, 32, 49152, tie_word_embeddings=True),
    "small-llama": Form("llama", 768, 2048, 12, 12, 12, 32000),
    "small-mistral": Form("mistral", 768, 2688, 12, 12, 3, 32000),
    "small-qwen": Form("qwen2", 512, 1408, 10, 8, 2, 150000, tie_word_embeddings=True),
}


def config_for(name: str, adapter: Adapter) -> StudentConfig:
    """How a student is trained; one of random weights has the tokenizer of the embedded one."""
    return StudentConfig(model=EMBEDDED if name in FORMS else name, adapter=adapter, lora_rank=16)


def config_of(name: str) -> Any:
    """The configuration of a form."""
    from transformers import AutoConfig

    form = FORMS[name]._asdict()
    return AutoConfig.for_model(form.pop("kind"), **form)


def make(name: str, config: StudentConfig) -> Student:
    """A student with random weights, in the precision of `student.load`; the tokenizer is the embedded one's."""
    import torch
    from transformers import AutoModelForCausalLM

    tokenizer = loading.load_tokenizer(config, loading.prepare_student(config))
    dtype = torch.float32 if config.adapter == "none" or device.bfloat16_is_slow() else torch.bfloat16
    attention = "sdpa" if torch.cuda.is_available() else "eager"
    with torch.device("cuda" if torch.cuda.is_available() else "cpu"):
        model = AutoModelForCausalLM.from_config(config_of(name), dtype=dtype, attn_implementation=attention)
    return Student(model, tokenizer)


def measure(name: str, adapter: Adapter, step: estimate.Step, steps: int, *, checkpointing: bool) -> dict[str, float]:
    """Train so many steps, half of the tokens trained on: peak in bytes, median seconds of a step but the first."""
    import torch
    from transformers import TrainerCallback

    from tutelage.training import loop  # all packages are loaded before memory is looked at

    config = config_for(name, adapter)
    source = loading.prepare_student(config)
    before = resident()
    learner = make(name, config) if name in FORMS else loading.load_student(config, source)
    ids = [5 + place % 1000 for place in range(step.length)]
    encoded = Encoded(ids, [-100] * (step.length - step.trained_on) + ids[step.length - step.trained_on :])
    names = [f"x{number}" for number in range(step.micro * steps)]
    curriculum = Curriculum(Examples.of((name, encoded) for name in names), [Presentation(1, name) for name in names])
    schedule = Schedule(
        learning_rate=1e-4,
        batch_size=step.micro,
        save_every=1000,
        seed=0,
        micro_batch=step.micro,
        checkpointing=checkpointing,
    )
    ends: list[float] = []

    class Clock(TrainerCallback):  # type: ignore[misc]
        def on_step_end(self, *_: Any, **__: Any) -> None:
            if torch.cuda.is_available():
                torch.cuda.synchronize()
            ends.append(time.perf_counter())

    with tempfile.TemporaryDirectory() as folder:
        trainer = loop.build_trainer(curriculum, learner, config, schedule, Path(folder))
        trainer.args.save_strategy = "no"
        trainer.add_callback(Clock())
        trainer.train()
    seconds = median(after - before for before, after in pairwise(ends))
    if torch.cuda.is_available():
        return {"measured": torch.cuda.max_memory_allocated(), "seconds": seconds}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return {"measured": peak - before, "seconds": seconds}


def resident() -> int:
    """Resident memory now, in bytes."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize()


def predict(name: str, adapter: Adapter, step: estimate.Step, *, checkpointing: bool) -> tuple[estimate.Memory, float]:
    """What the plan says of the same step: memory, and operations."""
    config = config_for(name, adapter)
    with tempfile.TemporaryDirectory() as folder:
        if name in FORMS:
            config_of(name).save_pretrained(folder)
        shape = sizes.read_shape(config, folder if name in FORMS else loading.prepare_student(config))
    work = estimate.training_flops(
        shape, step.micro * step.length, step.length, lora=adapter == "lora", checkpointing=checkpointing
    )
    return estimate.memory_needed(
        shape, step, estimate.TrainingSetup(adapter=adapter, checkpointing=checkpointing)
    ), work


def main() -> None:
    process.set_up()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--students", nargs="+", default=[EMBEDDED], help=f"folders, or random weights: {', '.join(FORMS)}"
    )
    parser.add_argument("--adapters", nargs="+", choices=["lora", "none"], default=["lora", "none"])
    parser.add_argument("--micro", type=int, default=8)
    parser.add_argument("--length", type=int, default=128)
    parser.add_argument("--steps", type=int, default=3)
    parser.add_argument("--checkpointing", action="store_true")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.steps < 2:
        parser.error("--steps: at least 2, as the first step is not measured")
    if options.here:
        (name,), (adapter,) = options.students, options.adapters
        step = estimate.Step(options.micro, options.length, options.length // 2)
        print(json.dumps(measure(name, adapter, step, options.steps, checkpointing=options.checkpointing)))
        return
    import torch

    step = estimate.Step(options.micro, options.length, options.length // 2, torch.cuda.is_available())
    given = [f"--{name}={getattr(options, name)}" for name in ("micro", "length", "steps")]
    given += ["--checkpointing"] if options.checkpointing else []
    failed = False
    for name in options.students:
        for adapter in options.adapters:
            command = [sys.executable, __file__, "--here", "--students", name, "--adapters", adapter, *given]
            done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
            memory, work = predict(name, adapter, step, checkpointing=options.checkpointing)
            predicted = memory.total
            case = f"{name:<13} {adapter:<5} {options.micro} x {options.length} tokens: "
            if done.returncode:
                print(f"{case}predicted {predicted / 1e9:.2f} GB, ended with {done.returncode}", flush=True)
                failed = True
                continue
            found = json.loads(done.stdout.splitlines()[-1])
            print(
                f"{case}measured {found['measured'] / 1e9:.2f} GB, predicted {predicted / 1e9:.2f} GB, "
                f"measured / predicted {found['measured'] / predicted:.2f}; {found['seconds']:.3f} s a step, "
                f"{work / found['seconds'] / 1e12:.3g} TFLOP/s",
                flush=True,
            )
    if failed:
        sys.exit(1)


if __name__ == "__main__":
    main()
