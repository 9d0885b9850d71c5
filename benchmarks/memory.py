"""Peak memory of a few training steps beside what `tutelage plan` predicts for them.

    python benchmarks/memory.py                        # embedded student, LoRA and all weights, about a minute each
    python benchmarks/memory.py --length 256 --micro 4

Every case runs in a process of its own. "Measured" is the peak resident memory of the process, less what it had with
all packages loaded and no model; on a GPU, torch's own peak of allocated memory.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from tutelage.config import StudentConfig
from tutelage.encoding import Curriculum, Encoded, Examples, Visit
from tutelage.progress import Quiet
from tutelage.student import Schedule, load, prepare


def resident() -> int:
    """Resident memory now, in bytes."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize()


def measure(adapter: str, micro: int, length: int, steps: int) -> dict[str, float]:
    """Train `steps` steps of `micro` examples of `length` tokens, half of them trained on."""
    import torch

    from tutelage import training

    config = StudentConfig.model_validate({"adapter": adapter})
    source = prepare(config)
    before = resident()
    student = load(config, source)
    ids = [5 + place % 1000 for place in range(length)]
    encoded = Encoded(ids, [-100] * (length // 2) + ids[length // 2 :])
    names = [f"x{number}" for number in range(micro * steps)]
    curriculum = Curriculum(Examples.of((name, encoded) for name in names), [Visit(1, name) for name in names])
    with tempfile.TemporaryDirectory() as folder:
        schedule = Schedule(learning_rate=1e-4, batch_size=micro, save_every=1000, seed=0)
        training.train(student, config, curriculum, schedule, Path(folder), label="", progress=Quiet())
    if torch.cuda.is_available():
        return {"measured": torch.cuda.max_memory_allocated()}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return {"measured": peak - before, "before": before}


def predict(adapter: str, micro: int, length: int) -> float:
    """What the plan says of the same step."""
    from tutelage import planning, sizes

    config = StudentConfig.model_validate({"adapter": adapter})
    shape = sizes.read_shape(config, prepare(config))
    step = planning.Step(micro, length, trained_on=length // 2, fused_attention=False)
    return planning.memory(shape, step, planning.Setup(adapter=adapter)).total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--micro", type=int, default=8)
    parser.add_argument("--length", type=int, default=128)
    parser.add_argument("--steps", type=int, default=3)
    parser.add_argument("--only", choices=["lora", "none"], help="measure this case, here")
    options = parser.parse_args()
    if options.only:
        print(json.dumps(measure(options.only, options.micro, options.length, options.steps)))
        return
    sizes = [f"--{name}={getattr(options, name)}" for name in ("micro", "length", "steps")]
    for adapter in ("lora", "none"):
        command = [sys.executable, __file__, "--only", adapter, *sizes]
        out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        measured = json.loads(out.splitlines()[-1])["measured"]
        predicted = predict(adapter, options.micro, options.length)
        print(
            f"{adapter:<5} {options.micro} x {options.length} tokens: measured {measured / 1e9:.2f} GB, "
            f"predicted {predicted / 1e9:.2f} GB, measured / predicted {measured / predicted:.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
