"""Learning rates for a student: the loss on an exam's solutions, and what is forgotten, for each rate of a grid.

    python benchmarks/rates.py --student FOLDER --adapter lora               # five rates, two seeds, on the grid below
    python benchmarks/rates.py --student FOLDER --adapter none --rates 1e-5,3e-5,1e-4
    python benchmarks/rates.py --tokens 200 --rates 1e-3 --seeds 0 --skills 2 --general 50 --student FOLDER  # smallest

Each run practises on exercises of the same skills of calculus for the same number of tokens, from a fresh student, with
one decay of the rate. *exam* is the mean loss of the tokens of solutions to questions that are not trained on, at the
end; *general* the perplexity of general text after training over that before. Every run is a line of `--out`, and a run
that is there is not repeated: the same command goes on after an interruption. The last table names for each rate the
means over the seeds, and how far its loss lies above the best.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Sequence
from math import exp
from pathlib import Path
from typing import Any

import tutelage
from tutelage.cli import process
from tutelage.config import ForgettingConfig, PracticeConfig, StudentConfig
from tutelage.exams import general_text, retention
from tutelage.progress import Progress, Quiet
from tutelage.records import Course, TrainingSet
from tutelage.student import loading
from tutelage.student.embedded import EMBEDDED
from tutelage.training.practice import finetune
from tutelage.training.running import TrainingSettings

RECIPE = Path(__file__).parent.parent / "examples" / "calculus.yaml"
GRID = {"lora": (1e-4, 3e-4, 1e-3, 2e-3, 4e-3), "none": (1e-5, 3e-5, 1e-4, 3e-4, 1e-3)}
"""Rates for an adapter and for all weights."""


def main() -> None:
    process.set_up()
    options = read_options()
    rates = options.rates or GRID[options.adapter]
    course = make_course(options.skills)
    done = read_rows(options.out)
    for seed in options.seeds:
        for rate in rates:
            case = case_of(options, rate, seed)
            if not any(row.items() >= case.items() for row in done):
                done.append(case | measure(options, course, rate, seed))
                with options.out.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(done[-1]) + "\n")
                print(line(done[-1]), flush=True)
    mine = [
        row
        for row in done
        for rate in rates
        for seed in options.seeds
        if row.items() >= case_of(options, rate, seed).items()
    ]
    print_table(mine)


def rates_in(text: str) -> tuple[float, ...]:
    return tuple(map(float, text.split(",")))


def seeds_in(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split(",")))


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--student", default=EMBEDDED)
    parser.add_argument("--adapter", choices=tuple(GRID), default="lora")
    parser.add_argument("--rates", type=rates_in, default=())
    parser.add_argument("--seeds", type=seeds_in, default=(0, 1))
    parser.add_argument("--tokens", type=int, default=8000)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--skills", type=int, default=8)
    parser.add_argument("--general", type=int, default=2000, help="tokens of general text")
    parser.add_argument("--out", type=Path, default=Path("rates.jsonl"))
    return parser.parse_args()


def case_of(options: argparse.Namespace, rate: float, seed: int) -> dict[str, Any]:
    """What tells a run from others."""
    return {
        "student": Path(options.student).name,
        "adapter": options.adapter,
        "rate": rate,
        "seed": seed,
        "tokens": options.tokens,
        "batch": options.batch,
        "skills": options.skills,
    }


def read_rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(row) for row in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def make_course(skills: int) -> Course:
    """Exercises and exam questions for the first skills of the shipped course, in the order of its syllabus."""
    recipe = tutelage.load_recipe(RECIPE)
    with tempfile.TemporaryDirectory() as folder:
        changed = recipe.model_copy(update={"run_dir": Path(folder) / "run"})
        course = tutelage.make_course(changed, progress=Quiet())
        kept = {lesson.skill for lesson in course.lessons[:skills]}
        return course.model_copy(
            update={
                part: tuple(item for item in getattr(course, part) if item.skill in kept)
                for part in ("exercises", "exam")
            }
        )


def measure(options: argparse.Namespace, course: Course, rate: float, seed: int) -> dict[str, Any]:
    """Train one student, and measure it."""
    config = StudentConfig(model=options.student, adapter=options.adapter, lora_rank=16)
    practice = PracticeConfig(
        rounds=1, learning_rate=rate, batch_size=options.batch, tokens_per_round=(options.tokens,)
    )
    settings = TrainingSettings(student=config, seed=seed, curve=1, curve_questions=64)
    student = loading.load_student(config, loading.prepare_student(config))
    before = perplexity(student, options.general)
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        trained = finetune(
            student,
            TrainingSet.first(course),
            course.exam,
            practice,
            settings,
            round_=1,
            folder=Path(folder),
            progress=Quiet(),
        )
    return {
        "base": trained.curve[0].loss,
        "exam": trained.curve[-1].loss,
        "general": perplexity(student, options.general) / before,
        "seconds": round(time.perf_counter() - start, 1),
    }


def perplexity(student: loading.Student, tokens: int, progress: Progress | None = None) -> float:
    """Of the general text that is shipped."""
    texts = general_text.load_texts(ForgettingConfig())
    losses = retention.document_losses(student, texts, tokens, "general text", progress or Quiet())
    read = sum(one.tokens for one in losses)
    return exp(sum(one.loss * one.tokens for one in losses) / read)


def line(row: dict[str, Any]) -> str:
    return (
        f"{row['student']}, {row['adapter']}, rate {row['rate']:g}, seed {row['seed']}: exam {row['base']:.3f} -> "
        f"{row['exam']:.4f}, general x {row['general']:.3f}, {row['seconds']:.0f} s"
    )


def print_table(rows: Sequence[dict[str, Any]]) -> None:
    """Each rate with its means over the seeds."""
    rates = sorted({row["rate"] for row in rows})
    of = {rate: [row for row in rows if row["rate"] == rate] for rate in rates}
    exams = {rate: statistics.fmean(row["exam"] for row in of[rate]) for rate in rates}
    print(f"{'rate':>8} {'exam':>8} {'above best':>11} {'general':>8} {'seeds':>6}")
    for rate in rates:
        general = statistics.fmean(row["general"] for row in of[rate])
        above = exams[rate] / min(exams.values()) - 1
        print(f"{rate:8.0e} {exams[rate]:8.4f} {above:11.1%} {general:8.3f} {len(of[rate]):6d}")


if __name__ == "__main__":
    main()
