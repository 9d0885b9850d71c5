"""Do rewrites of documents help a student to learn them? One course, read with 0, 2 and 8 rewrites of each section.

    tutelage course handbook.yaml            # documents, teacher.rewriter, course.rewrites: 8
    python benchmarks/rewrites.py handbook.yaml --numbers 0,2,8 --seeds 0,1
    python benchmarks/rewrites.py handbook.yaml --numbers 0,1 --tokens 300 --practice 200 --seeds 0     # smallest

The course is read, or written if it is not there. Every student reads about equally many tokens (`--tokens`; default:
all of the textbook once), so that more rewrites mean fewer repetitions; then it practises on the exercises for
`--practice` tokens (default: all of them twice). The columns: how often the textbook was read, and in how many tokens;
the mean loss of the exam's solutions before, after reading, and after practice; the questions that were answered right
at the end. Every student is a line of `--out`, and one that is there is not trained again: the same command goes on
after an interruption.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import fmean
from typing import Any

import tutelage
from tutelage.cli import process
from tutelage.config import Recipe, fill_for
from tutelage.exams.asking import build_prompt
from tutelage.pipeline import make_course
from tutelage.progress import automatic
from tutelage.records import Course, RunRecord, TrainingSet
from tutelage.storage import open_run
from tutelage.storage.stages import STUDENT
from tutelage.student import loading
from tutelage.student.encoding import encode_exercise, encode_text
from tutelage.student.shape import count_parameters
from tutelage.training.reading import textbook_parts
from tutelage.training.running import TrainingSettings

LOSSES = ("before", "after reading", "after practice")
HEAD = f"{'rewrites':>8} {'seed':>5} {'times':>5} {'tokens':>7} {'before':>7} {'read':>7} {'practised':>9} {'right':>9}"


def main(options: argparse.Namespace) -> None:
    recipe = tutelage.load_recipe(options.recipe)
    make_course(recipe, progress=automatic())
    run = open_run.open_run(recipe.folder, finished=False)
    source = loading.prepare_student(recipe.student)
    recipe = fill_for(recipe, count_parameters(recipe.student, source))
    sizes = Sizes(recipe, run, source)
    done = read_rows(options.out)
    print(HEAD, flush=True)
    mine = []
    for seed in options.seeds:
        for number in options.numbers:
            case = {
                "recipe": recipe.name,
                "rewrites": number,
                "seed": seed,
                "tokens": options.tokens or sizes.textbook(with_rewrites(run.course, max(options.numbers))),
                "practice": options.practice or 2 * sizes.exercises(run.course),
            }
            row = next((row for row in done if row.items() >= case.items()), None)
            if row is None:
                row = case | measure(recipe, run, source, sizes, case)
                with options.out.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(row) + "\n")
            mine.append(row)
            print(line(row), flush=True)
    for number in options.numbers:
        rows = [row for row in mine if row["rewrites"] == number]
        losses = ", ".join(f"{fmean(row[name] for row in rows):.3f} {name}" for name in LOSSES[1:])
        right = fmean(row["right"] / row["asked"] for row in rows)
        print(f"{number} rewrites, {len(rows)} seeds: {losses}, {right:.1%} right")


class Sizes:
    """Tokens of a course, as its student counts them."""

    def __init__(self, recipe: Recipe, run: RunRecord, source: str) -> None:
        self.reading, self.tokenizer = recipe.reading, loading.load_tokenizer(recipe.student, source)
        self.nowhere = {skill.id: 0 for skill in run.graph.skills}

    def textbook(self, course: Course) -> int:
        """Of one reading."""
        parts = textbook_parts(self.tokenizer, course, self.reading, self.nowhere)
        return sum(len(encode_text(self.tokenizer, text).input_ids) for _, (_, _, text) in parts)

    def exercises(self, course: Course) -> int:
        """Of each exercise once."""
        return sum(len(encode_exercise(self.tokenizer, one).input_ids) for one in course.exercises)


def with_rewrites(course: Course, number: int) -> Course:
    """The course with at most `number` rewrites of a section."""
    cut = (lesson.model_copy(update={"rewrites": lesson.rewrites[:number]}) for lesson in course.lessons)
    return course.model_copy(update={"lessons": tuple(cut)})


def measure(recipe: Recipe, run: RunRecord, source: str, sizes: Sizes, case: dict[str, Any]) -> dict[str, Any]:
    """Teach one student, and examine it."""
    course = with_rewrites(run.course, case["rewrites"])
    times = max(1, round(case["tokens"] / sizes.textbook(course)))
    reading = recipe.reading.model_copy(update={"epochs": times})
    practice = recipe.practice.model_copy(update={"rounds": 1, "tokens_per_round": (case["practice"],)})
    settings = TrainingSettings(student=recipe.student, seed=case["seed"], curve=1, curve_questions=len(course.exam))
    progress = automatic()
    with tempfile.TemporaryDirectory() as work:
        folders = [Path(work) / name for name in ("reading", "practice", "exam")]
        student = loading.load_student(recipe.student, source)
        read = tutelage.pretrain(student, run.graph, course, reading, settings, folder=folders[0], progress=progress)
        student = loading.load_student(recipe.student, source, folders[0] / STUDENT)
        practised = tutelage.finetune(
            student,
            TrainingSet.first(course),
            course.exam,
            practice,
            settings,
            round_=1,
            folder=folders[1],
            progress=progress,
        )
        taught = loading.load_student(recipe.student, source, folders[1] / STUDENT, decode=True)
        found = tutelage.evaluate_exam(
            taught,
            course.exam,
            [build_prompt(question) for question in course.exam],
            recipe.exam,
            evaluation="final",
            folder=folders[2],
            progress=progress,
        )
    losses = (read.curve[0].loss, read.curve[-1].loss, practised.curve[-1].loss)
    return {
        "times": times,
        "read": read.tokens,
        **dict(zip(LOSSES, losses, strict=True)),
        "right": sum(score.correct for score in found.scores),
        "asked": len(course.exam),
    }


def read_rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(row) for row in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def line(row: dict[str, Any]) -> str:
    before, read, practised = (row[name] for name in LOSSES)
    return (
        f"{row['rewrites']:>8} {row['seed']:>5} {row['times']:>5} {row['read']:>7} {before:>7.3f} {read:>7.3f} "
        f"{practised:>9.3f} {row['right']:>4} of {row['asked']}"
    )


def numbers_in(text: str) -> Sequence[int]:
    return tuple(map(int, text.split(",")))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("recipe", type=Path)
    parser.add_argument("--numbers", type=numbers_in, default=(0, 2, 8), help="rewrites of a section")
    parser.add_argument("--seeds", type=numbers_in, default=(0, 1))
    parser.add_argument("--tokens", type=int, default=0, help="to read")
    parser.add_argument("--practice", type=int, default=0, help="tokens of practice")
    parser.add_argument("--out", type=Path, default=Path("rewrites.jsonl"))
    process.set_up()
    main(parser.parse_args())
