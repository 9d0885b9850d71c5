"""Time and memory of every step of a run but the student's own work, at growing numbers of exercises.

    python benchmarks/scale.py --exercises 10000 100000                # written by the embedded teacher: calculus
    python benchmarks/scale.py --exercises 10000 1000000 --made-up     # written by a teacher that costs nothing
    python benchmarks/scale.py --exercises 1000000 --made-up --whole   # a real run, all in one process
    python benchmarks/scale.py --exercises 33 --made-up --recipe examples/calculus.yaml --together    # small

Each step is the project's own function, in a process of its own, and reads what the step before it left on disk: so its
peak is its own; `--together` takes one process for all, whose peaks are those so far. Seconds are those of the
processor, imports not counted. Losses are made up (no student trains here): they fall from epoch to epoch, and those of
the constructed errors lie higher. The last columns are the time for 10,000 exercises, and that relative to the first
size: 1.00 is linear.

- `write`: `pipeline.make_course`: graph, textbook, exam, exercises, constructed errors; each draft is checked
  (recomputed), compared with all earlier ones and with the exam; written, sealed, read back. `--made-up` asks a teacher
  of sums instead of the embedded one: the same checks at less work for each draft.
- `near-duplicates`: the index that a language model's drafts cross, at its threshold of 0.8.
- `hold out`: `leakage.find_leaks`: the exam against all that is trained on.
- `tokenise, order`: `practice.build_curriculum`: token ids of all exercises and the order of three epochs, and the
trainer's table of them.
- `record`: `training.recorder.Recorder` through three epochs, its records written, sealed, read back.
- `classify`: `adaptation.stage.adapt`: categories, detector, check of what is flagged, changes, new exercises.
- `report`: `tutelage.open_run` and `tutelage.render`.

`--whole` is `tutelage.run` instead: the same exercises, and a student of next to no size that practises on each of them
once, and then on a hundredth of them; with exams, categories, changes and the report. Its peak is that of everything a
run holds at one time, but the student.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from random import Random
from typing import Any

import tutelage
from tutelage import pipeline, syllabus
from tutelage.adaptation.stage import adapt
from tutelage.config import Recipe, fill_for, required
from tutelage.course import near_duplicates as overlap
from tutelage.course import planning
from tutelage.exams import leakage
from tutelage.progress import Quiet, automatic
from tutelage.records import (
    Adapted,
    Exercise,
    ExerciseRequest,
    Lesson,
    LessonRequest,
    MisconceptionsRequest,
    Origin,
    Reply,
    Request,
    RequestKind,
    Round,
    SkillGraph,
    Trained,
    TrainingSet,
    content_id,
)
from tutelage.report.page import render
from tutelage.storage import open_run, stages, store
from tutelage.storage.directories import WorkDirectory
from tutelage.student import encoding, loading
from tutelage.student.shape import count_parameters
from tutelage.teacher import TRUSTED, Teacher, make_teacher
from tutelage.training import practice, schedule

RECIPE = Path(__file__).parent.parent / "examples" / "calculus-full.yaml"
EPOCHS = 3
NEW_SHARE = 0.01
"""New exercises after the round: writing has a step of its own."""
HIGHEST = 100_000
"""Most exercises of one skill that are ever asked for."""

Facts = dict[str, Any]


class Sums:
    """A teacher that costs nothing: sums, each with a formal statement, in the words of the skill."""

    checks = TRUSTED

    def __init__(self, graph: SkillGraph) -> None:
        self.graph = graph

    def answer(self, requests: Sequence[Request]) -> Iterator[Reply]:
        for request in requests:
            if isinstance(request, LessonRequest):
                yield Reply(request=request.id, drafts=(self._lesson(request.skill),))
            elif isinstance(request, ExerciseRequest):
                dice = Random(request.seed)
                yield Reply(
                    request=request.id, drafts=tuple(self._exercise(request, dice) for _ in range(request.number))
                )

    def combinations(self, skills: Sequence[str]) -> list[tuple[str, str]]:
        return []

    def _lesson(self, skill: str) -> Lesson:
        named = ", ".join(s.name for s in (self.graph.skill(skill), *self.graph.prerequisites(skill)))
        text = f"What is needed here: {named}. " + "It is done step by step, and each step is said aloud. " * 8
        return Lesson(id=content_id("le", skill), skill=skill, title=self.graph.skill(skill).name, text=text)

    def _exercise(self, request: ExerciseRequest, dice: Random) -> Exercise:
        skill, wrong = request.skill, isinstance(request, MisconceptionsRequest)
        a, b, c = (dice.randrange(10, 1000) for _ in range(3))
        name = self.graph.skill(skill).name
        found = a + b + c + 10 * wrong
        return Exercise.of(
            skill=skill,
            skills=(skill,),
            question=f"A task of {name}: to {a} comes {b}, and then {c} more. How much is it in all?",
            solution=f"By {name}, first the two: {a} + {b} = {a + b}. By {name} again: {a + b} + {c} = {found}. "
            f"So it is {found} in all. Answer: {found}",
            answer=str(found),
            formal=f"answer - {b} - {c} = {a} and parts(answer) < 2",
            difficulty=1 + dice.randrange(3),
            origin=request.origin,
            misconception="ten too many" if wrong else "",
        )


def recipe_for(path: Path, size: int, folder: Path, *, made_up: bool) -> tuple[Recipe, Teacher | None]:
    """A recipe with as many exercises a skill as it takes to plan `size` of them; perhaps another teacher."""
    recipe = tutelage.load_recipe(path)
    recipe = fill_for(recipe, count_parameters(recipe.student, loading.prepare_student(recipe.student)))
    graph = syllabus.read_syllabi(recipe.syllabi, recipe.graph).graph
    teacher: Teacher = Sums(graph) if made_up else make_teacher(recipe.teacher, graph)
    counts = planning.distinct_counts(graph, teacher, recipe.course)
    low, high = 1, HIGHEST
    while low < high:
        each = (low + high) // 2
        config = recipe.course.model_copy(update={"exercises_per_skill": each})
        asked = planning.plan_exercises(graph, config, recipe.seed, counts=counts)
        low, high = (low, each) if sum(request.number for request in asked) >= size else (each + 1, high)
    course = recipe.course.model_copy(update={"exercises_per_skill": low})
    adapt = recipe.adapt.model_copy(update={"new_share": NEW_SHARE})
    recipe = recipe.model_copy(update={"course": course, "adapt": adapt, "run_dir": folder / "run"})
    return recipe, teacher if made_up else None


# --- the steps ----------------------------------------------------------------------------------


def write(recipe: Recipe, teacher: Teacher | None) -> Facts:
    course = pipeline.make_course(recipe, teacher=teacher, fresh=True, progress=Quiet())
    practised = [a for a in course.accounts if a.kind is RequestKind.EXERCISES and a.origin is Origin.COURSE]
    return {
        "accepted": len(course.exercises),
        "asked": sum(account.asked for account in practised),
        "duplicates": sum(account.rejected.get("duplicate", 0) for account in practised),
    }


def near_duplicates(recipe: Recipe, teacher: Teacher | None) -> Facts:
    index, found, number = overlap.NearDuplicates(0.8), 0, 0
    for exercise in store.read_lines(recipe.folder / "course" / "exercises.jsonl", Exercise):
        found += index.find(exercise.question) is not None
        index.add(exercise.question)
        number += 1
    return {"questions": number, "near-duplicates": found}


def hold_out(recipe: Recipe, teacher: Teacher | None) -> Facts:
    course = open_run.course_of(recipe.folder)
    found, *_ = leakage.find_leaks(course, [], (), recipe.course.checks.ngram)
    return {"texts": found.texts, "touched": len(found.touched)}


def tokenise(recipe: Recipe, teacher: Teacher | None) -> Facts:
    from tutelage.training.loop import sort_within_batches

    tokenizer = loading.load_tokenizer(recipe.student, loading.prepare_student(recipe.student, Quiet()))
    training_set = TrainingSet.first(open_run.course_of(recipe.folder))
    encode = partial(encoding.encode_exercise, tokenizer)
    (examples, order), too_long = practice.build_curriculum(
        encode, training_set, recipe.practice, recipe.seed, round_=1
    )
    order = sort_within_batches(order, examples.lengths, required(recipe.practice.batch_size))
    return {"presentations": len(order), "rows": len(examples.table), "too long": len(too_long)}


def record(recipe: Recipe, teacher: Teacher | None) -> Facts:
    from tutelage.training.losses import ExampleLoss
    from tutelage.training.recorder import Recorder

    shutil.rmtree(recipe.folder / stages.round_(1).name, ignore_errors=True)
    course, dice = open_run.course_of(recipe.folder), Random(1)
    wrong = {exercise.id for exercise in course.misconceptions}
    skills = {exercise.id: exercise.skill for exercise in chain(course.exercises, course.misconceptions)}
    del course
    presentations = [
        encoding.Presentation(epoch, id_, skill) for epoch in range(1, EPOCHS + 1) for id_, skill in skills.items()
    ]
    recorder = Recorder(presentations, skills)
    for step, start in enumerate(range(0, len(presentations), 16), start=1):
        numbers = range(start, min(start + 16, len(presentations)))
        losses = [
            abs(dice.gauss((2.0 if presentations[n].example in wrong else 0.9) / presentations[n].epoch, 0.3))
            for n in numbers
        ]
        recorder.add(
            step, numbers, [ExampleLoss(n, loss, 0.5, 0.2, 40) for n, loss in zip(numbers, losses, strict=True)]
        )
        if step % max(1, len(skills) // 16) == 0:
            recorder.gather()  # as a checkpoint does, once an epoch
    recorder.gather()

    def carry_out(_: Path) -> Trained:
        return recorder.records().model_copy(update={"tokens": 40 * len(presentations)})

    trained = WorkDirectory(recipe.folder).stage(stages.round_(1), carry_out)
    files = sorted(path.name for path in (recipe.folder / stages.round_(1).name).iterdir() if path.suffix != ".json")
    return {"losses": len(trained.losses), "files": ", ".join(files)}


def classify(recipe: Recipe, teacher: Teacher | None) -> Facts:
    shutil.rmtree(recipe.folder / stages.change_after(1).name, ignore_errors=True)
    graph = stages.GRAPH.read(recipe.folder)
    course = open_run.course_of(recipe.folder)
    trained = stages.round_(1).read(recipe.folder)
    round_ = Round(number=1, training_set=TrainingSet.first(course), trained=trained)
    teacher = teacher or make_teacher(recipe.teacher, graph)

    def carry_out(_: Path) -> Adapted:
        return adapt(
            graph,
            course,
            round_,
            teacher,
            recipe.adapt,
            dynamics=recipe.dynamics,
            writing=recipe.course,
            used=chain(course.exercises, course.misconceptions),
            seed=recipe.seed,
            progress=Quiet(),
        )

    adapted = WorkDirectory(recipe.folder).stage(stages.change_after(1), carry_out)
    (detector,) = adapted.detector
    return {"classified": len(adapted.categories), "caught": f"{detector.caught}/{detector.constructed}"}


def report(recipe: Recipe, teacher: Teacher | None) -> Facts:
    run = tutelage.open_run(recipe.folder, finished=False)
    page = render(run)
    store.write_text(recipe.folder.parent / "report.html", page)
    return {"page": f"{len(page.encode()) / 1e6:.2f} MB", "examples": len(run.course.exercises)}


def whole(recipe: Recipe, teacher: Teacher | None) -> Facts:
    room, asked = recipe.folder.parent, recipe.course.exercises_per_skill
    few = recipe.course.model_copy(update={"exercises_per_skill": 4, "exam_questions_per_skill": 2})
    sample = pipeline.make_course(
        recipe.model_copy(update={"course": few, "run_dir": room / "sample"}), teacher=teacher, progress=Quiet()
    )
    folder, tokens = small_student(room / "student", sample.exercises)
    once = round(tokens * asked / few.exercises_per_skill)
    schedule.CPU_TOKENS = 2**14  # a student of next to no size: what takes time is the number of passes, not their size
    parts = {
        "student": recipe.student.model_copy(update={"model": str(folder), "lora_rank": 4}),
        "course": few.model_copy(update={"exercises_per_skill": asked}),
        "launch": recipe.launch.model_copy(update={"micro_batch": 64}),
        "exam": recipe.exam.model_copy(update={"max_new_tokens": 8}),
        "practice": recipe.practice.model_copy(
            update={"rounds": 2, "tokens_per_round": (once, max(once // 100, 1)), "batch_size": 64}
        ),
    }
    recipe = recipe.model_copy(update={**parts, "run_dir": room / "whole"})
    run = pipeline.run(recipe, teacher=teacher, progress=automatic())
    first = run.rounds[0]
    return {
        "accepted": len(run.course.exercises),
        "losses": len(first.trained.losses),
        "changes": len(first.adapted.changes) if first.adapted else 0,
        "seconds and GB": {time.stage: (round(time.seconds), time.peak_gb) for time in run.times},
    }


def small_student(folder: Path, exercises: Sequence[Exercise]) -> tuple[Path, int]:
    """A student of a few thousand parameters whose tokens are as long as a real one's, and how many the exercises
    take."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    pieces = Tokenizer(models.BPE())
    pieces.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    pieces.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    special = ["<|im_start|>", "<|im_end|>"]
    trainer = trainers.BpeTrainer(vocab_size=600, special_tokens=special, initial_alphabet=alphabet)
    pieces.train_from_iterator((text for e in exercises for text in (e.question, e.solution)), trainer)
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=pieces, eos_token=special[1], pad_token=special[1])
    torch.manual_seed(0)
    shape = {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2}
    config = LlamaConfig(vocab_size=len(tokenizer), eos_token_id=tokenizer.eos_token_id, **shape)
    LlamaForCausalLM(config).save_pretrained(folder)
    tokenizer.chat_template = encoding.short_template(tokenizer)
    tokenizer.save_pretrained(folder)
    return folder, sum(len(encoding.encode_exercise(tokenizer, exercise).input_ids) for exercise in exercises)


STEPS: dict[str, Callable[[Recipe, Teacher | None], Facts]] = {
    "write": write,
    "near-duplicates": near_duplicates,
    "hold out": hold_out,
    "tokenise, order": tokenise,
    "record": record,
    "classify": classify,
    "report": report,
}
WHOLE = {"whole": whole}
NEED_TORCH = ("tokenise, order", "record", "whole")


# --- carrying them out --------------------------------------------------------------------------


def carry_out(step: str, size: int, folder: Path, options: argparse.Namespace) -> Facts:
    """One step in this process: seconds, peak and facts."""
    recipe, teacher = recipe_for(options.recipe, size, folder, made_up=options.made_up)
    if step in NEED_TORCH:
        import tutelage.training.loop  # noqa: F401 - half a minute on a busy machine, whatever the size
    start = time.process_time()
    facts = (STEPS | WHOLE)[step](recipe, teacher)
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    return {"step": step, "size": size, "seconds": seconds, "peak_gb": peak, "facts": facts}


def in_child(step: str, size: int, folder: Path, options: argparse.Namespace) -> Facts:
    """The same in a process of its own."""
    command = [sys.executable, __file__, "--step", step, "--exercises", str(size), "--folder", str(folder)]
    command += ["--recipe", str(options.recipe), *(["--made-up"] if options.made_up else [])]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"step '{step}' at {size} ended with {done.returncode}")
    found: Facts = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """Every step at every size, then the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--exercises", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--made-up", action="store_true", help="a teacher of sums instead of the embedded one")
    parser.add_argument("--recipe", type=Path, default=RECIPE, help="default: all of calculus")
    parser.add_argument("--together", action="store_true", help="all steps in one process")
    parser.add_argument("--from-step", choices=STEPS, default="write", help="go on in --folder from this step")
    parser.add_argument("--folder", type=Path, help="where to leave the runs; else they are deleted")
    parser.add_argument("--whole", action="store_true", help="a real run, instead of one step after another")
    parser.add_argument("--step", choices=[*STEPS, *WHOLE], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        print(json.dumps(carry_out(options.step, options.exercises[0], options.folder, options)))
        return
    work = carry_out if options.together else in_child
    steps = list(WHOLE) if options.whole else list(STEPS)[list(STEPS).index(options.from_step) :]
    rows = []
    with tempfile.TemporaryDirectory() as temporary:
        for size in options.exercises:
            folder = (options.folder or Path(temporary)) / f"{'sums' if options.made_up else 'calculus'}-{size}"
            for step in steps:
                rows.append(work(step, size, folder, options))
                print(json.dumps(rows[-1]), file=sys.stderr, flush=True)
    show(rows, "a made-up teacher of sums" if options.made_up else "the embedded teacher, calculus")


def show(rows: Sequence[Facts], teacher: str) -> None:
    """A row for each step and size."""
    print(f"Written by {teacher}; losses are made up.\n")
    print(f"{'step':16s} {'exercises':>10s} {'seconds':>9s} {'peak GB':>8s} {'s/10,000':>9s} {'ratio':>6s}")
    first: dict[str, float] = {}
    for row in rows:
        each = row["seconds"] / row["size"] * 10_000
        ratio = each / first.setdefault(row["step"], each)
        facts = ", ".join(f"{name} {value}" for name, value in row["facts"].items())
        print(
            f"{row['step']:16s} {row['size']:10,d} {row['seconds']:9.1f} {row['peak_gb']:8.2f} {each:9.2f} "
            f"{ratio:6.2f}  {facts}"
        )


if __name__ == "__main__":
    main()
