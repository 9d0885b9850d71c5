"""`tutelage eval`: one student, one exam, results in a folder of their own.

Interrupted, the same command goes on from the last finished batch; a repeated one reads what is there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, get_args

from tutelage.config import ExamConfig
from tutelage.errors import ExamError
from tutelage.exams import choices, evaluation, harness
from tutelage.exams.asking import COURSE, NEW_OPERATIONS, Paper, set_course, set_file, set_operations
from tutelage.exams.candidate import Candidate, find_candidate, safe_name
from tutelage.exams.figures import sum_up
from tutelage.exams.operations import NUMBER
from tutelage.progress import Progress, Quiet
from tutelage.records import BadRow, ExamRecord, Sitting
from tutelage.seeds import derive
from tutelage.storage import open_run, store
from tutelage.storage.directories import SettledDirectory
from tutelage.storage.stages import Stage
from tutelage.student import vllm
from tutelage.student.loading import Student

SETTINGS, SUMMARY, SCORES, REJECTED = "eval.json", "summary.json", "scores.jsonl", "rejected.jsonl"
GENERATION = "generation"
BACKENDS: tuple[str, ...] = get_args(ExamConfig.model_fields["backend"].annotation)
WAYS = (GENERATION, choices.LETTER, choices.TEXT)
MAX_NEW_TOKENS = 256
"""Longest answer to an exam that is not the course's own."""


class Asked(NamedTuple):
    """How an exam is to be asked."""

    ways: tuple[str, ...] = ()
    """Of `WAYS`; empty: by generation, and a file of multiple-choice questions by letter and text instead."""
    examples: int | None = None
    """Worked examples before each question; `None`: none, or what a task of lm-eval says."""
    examples_from: Path | None = None
    form: bool | None = None
    """Ask for the answer's form; `None`: unless the student knows it, from practice or from worked examples."""
    samples: int = 1
    temperature: float = 0.0
    """0: greedy."""
    max_new_tokens: int = 0
    """0: what the run's recipe says, or `MAX_NEW_TOKENS`."""
    batch_size: int = 0
    """0: what the run's recipe says, or its default."""
    number: int = NUMBER
    """Of new operations."""
    limit: int = 0
    """So many questions, drawn by the seed; 0: all."""
    group: str = ""
    """Column of a file that sorts its questions."""
    backend: str = ""
    """What makes the replies: `transformers` or `vllm`; empty: what the run's recipe says, or `transformers`."""
    tasks: Path | None = None
    """Folder of further tasks for lm-eval."""
    chat: bool = False
    """Ask lm-eval's tasks through the chat template."""
    seed: int = 0


class EvalDirectory(SettledDirectory):
    """The folder of one student's results in one exam."""

    settings = SETTINGS


def examine(
    student: str | Path = "",
    on: str | Path = COURSE,
    *,
    stage: str = "",
    course: str | Path | None = None,
    asked: Asked = Asked(),  # noqa: B008
    out: str | Path | None = None,
    fresh: bool = False,
    progress: Progress | None = None,
) -> ExamRecord:
    """Examine a student.

    `student` is a run's folder (its last stage, or `stage`), a model's folder or hub name, or empty for the embedded
    student. `on` is `course` (the held-out exam of the run, or of the run `course`), `new-operations`, a JSONL file, or
    tasks of lm-eval by their names. Results are in the folder `out` (default `evals/<student>/<exam>`). Raises
    `ValueError` for what the caller can mend.
    """
    progress = progress or Quiet()
    candidate = find_candidate(str(student), stage)
    if _is_task(on):
        sat = _by_harness(candidate, str(on), asked)
    else:
        sat = _by_paper(candidate, on, Path(course) if course else None, asked, progress)
    folder = Path(out) if out else Path("evals") / candidate.name / _variant(sat.name, asked)
    with EvalDirectory(folder, sat.settings, fresh=fresh) as work:
        sittings = sat.carry_out(work, candidate, progress)
        record = ExamRecord(
            student=candidate.name,
            exam=sat.name,
            folder=str(folder),
            settings=sat.settings,
            sittings=sittings,
            figures={way: sum_up(sitting, asked.seed) for way, sitting in sittings.items()},
            rejected=sat.rejected,
        )
        write(record, folder)
    return record


class Planned(NamedTuple):
    """An exam that is about to be sat."""

    name: str
    settings: dict[str, Any]
    """All that the replies depend on."""
    carry_out: Callable[[EvalDirectory, Candidate, Progress], dict[str, Sitting]]
    rejected: tuple[BadRow, ...] = ()


def _is_task(on: str | Path) -> bool:
    """Not one of our own exams, and no file."""
    known = str(on) in (COURSE, NEW_OPERATIONS) or isinstance(on, Path)
    return not known and Path(on).suffix not in (".json", ".jsonl") and not Path(on).is_file()


def _by_harness(candidate: Candidate, on: str, asked: Asked) -> Planned:
    """Tasks of lm-eval, separated by commas."""
    names = tuple(name.strip() for name in on.split(",") if name.strip())
    tasks = harness.Tasks(names or (on,), asked.examples, asked.limit, asked.chat, asked.tasks, asked.seed)
    if asked.samples > 1 or asked.temperature or asked.ways or asked.backend not in ("", "transformers"):
        raise ExamError("a task of lm-eval says itself how it is asked: leave samples, temperature, by and backend out")
    manager = harness.find_tasks(tasks)
    settings = {"student": candidate.identity, **tasks._asdict(), "folder": str(asked.tasks or "")}

    def carry_out(work: EvalDirectory, candidate: Candidate, progress: Progress) -> dict[str, Sitting]:
        def sit(folder: Path) -> Sitting:
            return harness.sit_tasks(lambda: candidate.load(progress), tasks, manager, asked.batch_size, folder)

        return harness.split(work.stage(Stage("lm-eval", Sitting), sit))

    return Planned(safe_name(",".join(names)), json.loads(json.dumps(settings)), carry_out)


def _by_paper(candidate: Candidate, on: str | Path, course: Path | None, asked: Asked, progress: Progress) -> Planned:
    """An exam of our own."""
    asked = _complete(asked, candidate, on)
    paper = _set(candidate, on, course, asked)
    ways = _ways(paper, asked)
    for row in paper.rejected[:5]:
        progress.say(f"line {row.line} cannot be asked: {row.reason}")

    def carry_out(work: EvalDirectory, candidate: Candidate, progress: Progress) -> dict[str, Sitting]:
        return dict(_sittings(work, candidate, paper, ways=ways, asked=asked, progress=progress))

    return Planned(paper.name, _settings(candidate, paper, ways, asked), carry_out, paper.rejected)


def write(record: ExamRecord, folder: Path) -> None:
    """`scores.jsonl`, `rejected.jsonl` and, last, `summary.json`."""
    store.write_lines(folder / SCORES, [score for sitting in record.sittings.values() for score in sitting.scores])
    store.write_lines(folder / REJECTED, record.rejected)
    summary = record.model_dump(mode="json", exclude={"sittings", "rejected"}) | {"rejected": len(record.rejected)}
    store.write_text(folder / SUMMARY, json.dumps(summary, indent=1))


def _complete(asked: Asked, candidate: Candidate, on: str | Path) -> Asked:
    """With nothing left open that the recipe decides."""
    if asked.samples > 1 and asked.temperature <= 0:
        raise ExamError("several samples need a temperature above 0: greedy replies are all the same")
    if asked.backend not in ("", *BACKENDS):
        raise ExamError(f"unknown backend '{asked.backend}': use {' or '.join(BACKENDS)}")
    exam = open_run.recipe_of(candidate.run).exam if candidate.run else ExamConfig()
    longest = exam.max_new_tokens if str(on) == COURSE else MAX_NEW_TOKENS
    return asked._replace(
        examples=asked.examples or 0,
        max_new_tokens=asked.max_new_tokens or longest,
        batch_size=asked.batch_size or exam.batch_size,
        backend=asked.backend or exam.backend,
    )


def _set(candidate: Candidate, on: str | Path, course: Path | None, asked: Asked) -> Paper:
    count = asked.examples or 0
    if str(on) == COURSE:
        paper = set_course(candidate, course, count, asked.seed)
    elif str(on) == NEW_OPERATIONS:
        paper = set_operations(asked.number, count, asked.seed)
    else:
        paper = set_file(Path(on), asked.group, count, asked.examples_from, asked.seed)
    if asked.form is not None:
        paper = paper._replace(form=asked.form)
    return paper.limited(asked.limit, asked.seed)


def _ways(paper: Paper, asked: Asked) -> tuple[str, ...]:
    all_choices = all(question.choices for question in paper.questions)
    if not asked.ways:
        return (choices.LETTER, choices.TEXT) if all_choices else (GENERATION,)
    unknown = [way for way in asked.ways if way not in WAYS]
    if unknown:
        raise ExamError(f"unknown way of asking '{unknown[0]}': choose from {', '.join(WAYS)}")
    if not all_choices and set(asked.ways) != {GENERATION}:
        raise ExamError(f"{paper.name} has questions without choices: ask by {GENERATION}")
    return tuple(way for way in WAYS if way in asked.ways)


def _settings(candidate: Candidate, paper: Paper, ways: Sequence[str], asked: Asked) -> dict[str, Any]:
    """All that the replies depend on."""
    kept = ("examples", "samples", "temperature", "max_new_tokens", "batch_size", "limit", "backend", "seed")
    return {
        "student": candidate.identity,
        "exam": paper.sha256,
        "ways": list(ways),
        "form": paper.form,
        **{name: getattr(asked, name) for name in kept},
    }


def _variant(name: str, asked: Asked) -> str:
    """The exam's name with what makes it another sitting."""
    parts = [
        name,
        f"{asked.examples}-examples" if asked.examples else "",
        f"{asked.limit}-of-it" if asked.limit else "",
    ]
    return ".".join([*filter(None, parts), *([f"{asked.samples}-samples"] if asked.samples > 1 else [])])


def _sittings(
    work: EvalDirectory,
    candidate: Candidate,
    paper: Paper,
    *,
    ways: Sequence[str],
    asked: Asked,
    progress: Progress,
) -> Iterator[tuple[str, Sitting]]:
    for way in ways:
        # Nothing is loaded for a sitting that is done.
        learner = cache(lambda: candidate.load(progress))

        def carry_out(folder: Path, way: str = way, learner: Callable[[], Student] = learner) -> Sitting:
            if way == GENERATION:
                return _generate(candidate, paper, asked, folder, progress)
            return choices.sit_by_likelihood(
                learner, paper.questions, paper.examples, way, asked.batch_size, folder=folder, progress=progress
            )

        sitting = work.stage(Stage(way, Sitting), carry_out)
        yield way, sitting
        if way == choices.TEXT:
            yield choices.NORMALISED, choices.normalise(sitting, paper.questions)


def _generate(candidate: Candidate, paper: Paper, asked: Asked, folder: Path, progress: Progress) -> Sitting:
    """By generation: greedily, or several samples."""
    vllm.require(asked.backend)
    source = candidate.prepare(progress)
    with evaluation.examinee(asked.backend, candidate.config, source, candidate.trained, progress) as learner:
        if asked.temperature == 0:
            config = ExamConfig(max_new_tokens=asked.max_new_tokens, batch_size=asked.batch_size)
            return evaluation.sit(
                learner, paper.questions, paper.prompts, config, sitting=GENERATION, folder=folder, progress=progress
            )
        return evaluation.sit_with(
            _sampled(learner, paper, asked),
            paper.questions,
            paper.prompts,
            asked.batch_size,
            samples=asked.samples,
            sitting=GENERATION,
            folder=folder,
            progress=progress,
        )


def _sampled(learner: Student | vllm.Engine, paper: Paper, asked: Asked) -> evaluation.Answering:
    prompts = paper.prompts
    turns = [[message.turn() for message in prompt] for prompt in prompts]

    def answer(batch: list[int]) -> Iterator[tuple[int, str]]:
        from tutelage.student import generation  # imports torch: not before it is needed

        questions, seeds = [i // asked.samples for i in batch], [_seed(paper, i, asked) for i in batch]
        if isinstance(learner, vllm.Engine):
            wanted = [prompts[i] for i in questions]
            replies = learner.answer(wanted, asked.max_new_tokens, asked.temperature, seeds)
        else:
            wishes = [
                generation.Wish(turns[i], asked.max_new_tokens, asked.temperature, seed)
                for i, seed in zip(questions, seeds, strict=True)
            ]
            replies = [said.text for said in generation.sample(learner, wishes)]
        yield from zip(batch, replies, strict=True)

    return answer


def _seed(paper: Paper, item: int, asked: Asked) -> int:
    return derive(asked.seed, "sample", paper.questions[item // asked.samples].id, item % asked.samples)
