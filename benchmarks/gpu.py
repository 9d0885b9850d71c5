"""Everything that only a GPU can show, in one command of at most eight minutes, which writes one page.

    python benchmarks/gpu.py --out FOLDER                      # all checks; FOLDER/gpu.md and FOLDER/gpu.json
    python benchmarks/gpu.py --out FOLDER --only tests,memory  # some of them
    python benchmarks/gpu.py --out FOLDER --student MODEL      # with another student than the embedded one
    python benchmarks/gpu.py --out FOLDER --smallest --student FOLDER   # the smallest, on a CPU: does it work at all

The checks, the most important first: the trainer's own tests on CUDA; losses in bfloat16 beside float32; peak memory
beside what `tutelage plan` says; speed beside TRL; a QLoRA run; a small whole run; an exam by vLLM. Each is a command
of its own with a bound on its time; what is not installed is left out by name. The page is written anew after every
check, so that what is stopped keeps what it found. Exit code 1 if a check failed, 77 without a GPU.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from tutelage.cli import process

MISSING = 77
"""Exit code where a GPU or a package is missing."""
ROOT = Path(__file__).parent.parent
MINUTES = 8.0
SKILLS = {
    "units": [
        {
            "name": "Numbers",
            "skills": [
                {"id": "integer-addition", "name": "addition"},
                {"id": "integer-subtraction", "name": "subtraction", "needs": ["integer-addition"]},
                {"id": "integer-multiplication", "name": "multiplication", "needs": ["integer-addition"]},
            ],
        }
    ]
}


class Check(NamedTuple):
    """One thing to find out."""

    name: str
    asks: str
    command: tuple[str, ...]
    """What follows `python`."""
    seconds: float
    """Bound on its time."""
    shows: str
    """Lines of its output that go into the page, as a regular expression."""
    needs: tuple[str, ...] = ()
    """Packages without which it is left out."""


class Result(NamedTuple):
    """What a check found."""

    name: str
    asks: str
    verdict: str
    """`passed`, `failed`, `left out` or `stopped`."""
    seconds: float
    lines: tuple[str, ...]


def main() -> None:
    process.set_up()
    options = read_options()
    if options.precision:
        compare_precision(options.student)
        return
    if not options.smallest and not gpu_name():
        print("no GPU here: nothing to find out", file=sys.stderr)
        raise SystemExit(MISSING)
    options.out.mkdir(parents=True, exist_ok=True)
    chosen = [check for check in checks(options) if not options.only or check.name in options.only.split(",")]
    if options.smallest:  # a CPU that others use takes its time
        chosen = [check._replace(seconds=10 * check.seconds) for check in chosen]
    results = carry_out(chosen, 60 * options.minutes, lambda found: write(options.out, found))
    raise SystemExit(any(result.verdict in ("failed", "stopped") for result in results))


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("gpu"))
    parser.add_argument("--only", default="")
    parser.add_argument("--minutes", type=float, default=MINUTES)
    parser.add_argument("--student", default="smollm2-135m-instruct")
    parser.add_argument("--smallest", action="store_true")
    parser.add_argument("--precision", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def checks(options: argparse.Namespace) -> tuple[Check, ...]:
    """All checks, the most important first. Their bounds add up to eight minutes."""
    student, small, out = options.student, options.smallest, options.out
    here = Path(__file__).parent
    whole, quantised = (str(recipe(out, name, student, small=small)) for name in ("whole", "quantised"))
    tests = ["-m", "pytest", "-q", "-p", "no:cacheprovider", str(ROOT / "tests" / "test_trainer.py")]
    memory = ["--students", "mistral-7b", "--adapters", "lora", "--length", "512", "--micro", "4"]
    speed = ["--exercises", "256", "--held-out", "2", "--rounds", "2"]
    if small:
        tests += ["-k", "empty"]
        memory = ["--students", student, "--adapters", "lora", "--length", "16", "--micro", "2"]
        speed = ["--exercises", "32", "--held-out", "2", "--rounds", "1"]
    states = r"^ *(base|reading|round|kept|final)|seconds"
    return (
        Check("tests", "do the trainer's tests pass on CUDA?", tuple(tests), 110, r"passed|failed"),
        Check(
            "precision",
            "how far are losses in bfloat16 from those in float32?",
            (__file__, "--precision", "--student", student),
            30,
            r"nats apart",
        ),
        Check("memory", "is the peak what the plan says?", (str(here / "memory.py"), *memory), 50, r"measured"),
        Check(
            "speed",
            "how fast is training beside TRL?",
            (str(here / "training.py"), *speed, "--student", student),
            90,
            r"^(trl|tutelage)",
        ),
        Check(
            "qlora",
            "does a student of 4 bits learn?",
            ("-m", "tutelage", "run", quantised),
            60,
            states,
            ("bitsandbytes",),
        ),
        Check("whole", "does a whole run end, and how soon?", ("-m", "tutelage", "run", whole), 60, states),
        Check(
            "vllm",
            "does vLLM answer the same exam?",
            ("-m", "tutelage", "eval", str(out / "whole"), "--backend", "vllm", "--out", str(out / "vllm")),
            80,
            r"right|%",
            ("vllm",),
        ),
    )


def recipe(folder: Path, name: str, student: str, *, small: bool) -> Path:
    """A recipe of three skills; the quantised one in 4 bits."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "skills.yaml").write_text(yaml.safe_dump(SKILLS), encoding="utf-8")
    content: dict[str, Any] = {
        "name": name,
        "syllabus": "skills.yaml",
        "run_dir": name,
        "student": {"model": student} | ({"quantise": "nf4"} if name == "quantised" else {}),
        "course": {"exercises_per_skill": 6 if small else 40, "exam_questions_per_skill": 4 if small else 8},
        "practice": {"rounds": 1 if small else 2, "epochs": [1]},
        "exam": {"max_new_tokens": 8 if small else 96},
        "forgetting": {"enabled": False},
    }
    path = folder / f"{name}.yaml"
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    return path


def carry_out(chosen: Sequence[Check], seconds: float, keep: Callable[[Sequence[Result]], None]) -> list[Result]:
    """All checks within so many seconds; what is known so far is handed to `keep` after each."""
    end = time.monotonic() + seconds
    results: list[Result] = []
    for check in chosen:
        left = end - time.monotonic()
        print(f"{check.name}: {check.asks}", flush=True)
        results.append(carry_out_one(check, min(check.seconds, left)))
        print(f"  {results[-1].verdict}, {results[-1].seconds:.0f} s", *results[-1].lines, sep="\n  ", flush=True)
        keep(results)
    return results


def carry_out_one(check: Check, seconds: float) -> Result:
    """One check, stopped after so many seconds."""
    missing = [name for name in check.needs if find_spec(name) is None]
    if missing or seconds < 1:
        why = f"{missing[0]} is not installed" if missing else "no time was left"
        return Result(check.name, check.asks, "left out", 0.0, (why,))
    start = time.monotonic()
    environment = os.environ | {"PYTHONPATH": os.pathsep.join((str(ROOT / "src"), *sys.path))}
    with subprocess.Popen(
        [sys.executable, *check.command],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        env=environment,
    ) as running:
        try:
            output, stopped = running.communicate(timeout=seconds)[0], False
        except subprocess.TimeoutExpired:
            running.kill()
            output, stopped = running.communicate()[0], True
    verdict = "stopped" if stopped else {0: "passed", MISSING: "left out"}.get(running.returncode, "failed")
    lines = [line.rstrip() for line in output.splitlines() if line.strip()]
    shown = [line for line in lines if re.search(check.shows, line)] if verdict == "passed" else lines[-12:]
    return Result(check.name, check.asks, verdict, time.monotonic() - start, tuple(shown[-20:]))


def write(folder: Path, results: Sequence[Result]) -> None:
    """The page, and the same for programs."""
    about = machine()
    (folder / "gpu.md").write_text(page(about, results), encoding="utf-8")
    rows = {"machine": about, "checks": [result._asdict() for result in results]}
    (folder / "gpu.json").write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")


def page(about: dict[str, str], results: Iterable[Result]) -> str:
    """What was found, as Markdown. What commands print stands in blocks of code, whatever it is."""
    lines = ["# On a GPU", "", *(f"- {name}: {value}" for name, value in about.items()), ""]
    for result in results:
        lines += [f"## {result.name}: {result.verdict}", "", f"{result.asks} ({result.seconds:.0f} s)", ""]
        lines += [*(f"    {line}" for line in result.lines), ""]
    return "\n".join(lines)


def machine() -> dict[str, str]:
    """The GPU and the versions."""
    packages = ("tutelage", "torch", "transformers", "trl", "peft", "bitsandbytes", "vllm")
    found = {name: metadata.version(name) for name in packages if find_spec(name)}
    return {"GPU": gpu_name() or "none", "cores": str(os.cpu_count()), "python": platform.python_version()} | found


def gpu_name() -> str:
    """The first GPU, empty if there is none."""
    import torch

    return torch.cuda.get_device_name() if torch.cuda.is_available() else ""


def compare_precision(model: str) -> None:
    """Losses of the same 32 examples in both precisions."""
    import torch

    from tutelage.config import StudentConfig
    from tutelage.student import loading
    from tutelage.student.encoding import encode_text
    from tutelage.training import rehearsal
    from tutelage.training.losses import example_losses

    config = StudentConfig(model=model)
    student = loading.load_student(config, loading.prepare_student(config))
    texts = [part for text in rehearsal.shipped_documents("panel") for part in re.findall(r".{300}", text, re.DOTALL)]
    examples = [encode_text(student.tokenizer, text) for text in texts[:32]]
    pad = student.tokenizer.pad_token_id or 0
    where = "cuda" if torch.cuda.is_available() else "cpu"
    full, half = (
        example_losses(student.model.to(where, kind), examples, pad, narrow=False)
        for kind in (torch.float32, torch.bfloat16)
    )
    apart = sorted(abs(one - other) for one, other in zip(full, half, strict=True))
    print(f"{len(apart)} examples: median {apart[len(apart) // 2]:.4f}, largest {apart[-1]:.4f} nats apart")


if __name__ == "__main__":
    main()
