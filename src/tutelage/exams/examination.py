"""`tutelage eval`: one student, one exam, results in a folder of their own.

Interrupted, the same command goes on from the last finished batch; a repeated one reads what is there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from tutelage import evaluate, store
from tutelage.config import ExamConfig
from tutelage.exams import choices
from tutelage.exams.asking import COURSE, NEW_OPERATIONS, Paper, set_course, set_file, set_operations
from tutelage.exams.candidate import Candidate, find_candidate, read_recipe
from tutelage.exams.figures import sum_up
from tutelage.exams.operations import NUMBER
from tutelage.progress import Progress, Quiet
from tutelage.records import ExamRecord, Sitting
from tutelage.seeds import derive
from tutelage.student import Student

SETTINGS, SUMMARY, SCORES, REJECTED = "eval.json", "summary.json", "scores.jsonl", "rejected.jsonl"
GENERATION = "generation"
WAYS = (GENERATION, choices.LETTER, choices.TEXT)
MAX_NEW_TOKENS = 256
"""Longest answer to an exam that is not the course's own."""


class Asked(NamedTuple):
    """How an exam is to be asked."""

    ways: tuple[str, ...] = ()
    """Of `WAYS`; empty: by generation, and a file of multiple-choice questions by letter and text instead."""
    examples: int = 0
    """Worked examples before each question."""
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
    seed: int = 0


class EvalDirectory(store.WorkDirectory):
    """The folder of one student's results in one exam."""

    settings = SETTINGS
    option = "--out"

    def __init__(self, path: Path, now: dict[str, Any], *, fresh: bool = False) -> None:
        super().__init__(path, fresh=fresh)
        self.now = now

    def check(self) -> None:
        path = self.path / SETTINGS
        if not path.is_file():
            self.refuse_files()
            store.write_text(path, json.dumps(self.now, indent=1))
            return
        try:
            before = json.loads(path.read_text(encoding="utf-8"))
        except ValueError:
            raise ValueError(f"{path} cannot be read: --fresh starts over") from None
        changed = [key for key in self.now if before.get(key) != self.now[key]]
        if changed:
            raise ValueError(
                f"{self.path} was begun with another setting of {', '.join(changed)}: choose another --out, or start "
                "over with --fresh"
            )


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
    student. `on` is `course` (the held-out exam of the run, or of the run `course`), `new-operations`, or a JSONL file.
    Results are in the folder `out` (default `evals/<student>/<exam>`). Raises `ValueError` for what the caller can
    mend.
    """
    progress = progress or Quiet()
    candidate = find_candidate(str(student), stage)
    asked = _complete(asked, candidate, on)
    paper = _set(candidate, on, Path(course) if course else None, asked)
    ways = _ways(paper, asked)
    settings = _settings(candidate, paper, ways, asked)
    folder = Path(out) if out else Path("evals") / candidate.name / _variant(paper.name, asked)
    for row in paper.rejected[:5]:
        progress.say(f"line {row.line} cannot be asked: {row.reason}")
    with EvalDirectory(folder, settings, fresh=fresh) as work:
        sittings = dict(_sittings(work, candidate, paper, ways=ways, asked=asked, progress=progress))
        record = ExamRecord(
            student=candidate.name,
            exam=paper.name,
            folder=str(folder),
            settings=settings,
            sittings=sittings,
            figures={way: sum_up(sitting, asked.seed) for way, sitting in sittings.items()},
            rejected=paper.rejected,
        )
        write(record, folder)
    return record


def write(record: ExamRecord, folder: Path) -> None:
    """`scores.jsonl`, `rejected.jsonl` and, last, `summary.json`."""
    store.write_lines(folder / SCORES, [score for sitting in record.sittings.values() for score in sitting.scores])
    store.write_lines(folder / REJECTED, record.rejected)
    summary = record.model_dump(mode="json", exclude={"sittings", "rejected"}) | {"rejected": len(record.rejected)}
    store.write_text(folder / SUMMARY, json.dumps(summary, indent=1))


def _complete(asked: Asked, candidate: Candidate, on: str | Path) -> Asked:
    """With nothing left open that the recipe decides."""
    if asked.samples > 1 and asked.temperature <= 0:
        raise ValueError("several samples need a temperature above 0: greedy replies are all the same")
    exam = read_recipe(candidate.run).exam if candidate.run else ExamConfig()
    longest = exam.max_new_tokens if str(on) == COURSE else MAX_NEW_TOKENS
    return asked._replace(
        max_new_tokens=asked.max_new_tokens or longest, batch_size=asked.batch_size or exam.batch_size
    )


def _set(candidate: Candidate, on: str | Path, course: Path | None, asked: Asked) -> Paper:
    if str(on) == COURSE:
        paper = set_course(candidate, course, asked.examples, asked.seed)
    elif str(on) == NEW_OPERATIONS:
        paper = set_operations(asked.number, asked.examples, asked.seed)
    else:
        paper = set_file(Path(on), asked.group, asked.examples, asked.examples_from, asked.seed)
    if asked.form is not None:
        paper = paper._replace(form=asked.form)
    return paper.limited(asked.limit, asked.seed)


def _ways(paper: Paper, asked: Asked) -> tuple[str, ...]:
    all_choices = all(question.choices for question in paper.questions)
    if not asked.ways:
        return (choices.LETTER, choices.TEXT) if all_choices else (GENERATION,)
    unknown = [way for way in asked.ways if way not in WAYS]
    if unknown:
        raise ValueError(f"unknown way of asking '{unknown[0]}': choose from {', '.join(WAYS)}")
    if not all_choices and set(asked.ways) != {GENERATION}:
        raise ValueError(f"{paper.name} has questions without choices: ask by {GENERATION}")
    return tuple(way for way in WAYS if way in asked.ways)


def _settings(candidate: Candidate, paper: Paper, ways: Sequence[str], asked: Asked) -> dict[str, Any]:
    """All that the replies depend on."""
    kept = ("examples", "samples", "temperature", "max_new_tokens", "batch_size", "limit", "seed")
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
        learner = cache(lambda: candidate.load(progress))

        def carry_out(folder: Path, way: str = way, learner: Any = learner) -> Sitting:
            if way == GENERATION:
                return _generate(learner, paper, asked, folder, progress)
            return choices.sit_by_likelihood(
                learner, paper.questions, paper.examples, way, asked.batch_size, folder=folder, progress=progress
            )

        sitting = work.stage(way, Sitting, carry_out)
        yield way, sitting
        if way == choices.TEXT:
            yield choices.NORMALISED, choices.normalise(sitting, paper.questions)


def _generate(learner: Any, paper: Paper, asked: Asked, folder: Path, progress: Progress) -> Sitting:
    """By generation: greedily, or several samples."""
    config = ExamConfig(max_new_tokens=asked.max_new_tokens, batch_size=asked.batch_size)
    student: Student = learner()
    if asked.temperature == 0:
        return evaluate.sit(
            student, paper.questions, paper.prompts, config, sitting=GENERATION, folder=folder, progress=progress
        )
    prompts = paper.prompts
    turns = [[message.model_dump() for message in prompt] for prompt in prompts]

    def answer(batch: list[int]) -> Iterator[tuple[int, str]]:
        from tutelage import decoding  # imports torch: not before it is needed

        wishes = [
            decoding.Wish(turns[i // asked.samples], asked.max_new_tokens, asked.temperature, _seed(paper, i, asked))
            for i in batch
        ]
        for item, said in zip(batch, decoding.sample(student, wishes), strict=True):
            yield item, said.text

    return evaluate.sit_with(
        answer,
        paper.questions,
        prompts,
        asked.batch_size,
        samples=asked.samples,
        sitting=GENERATION,
        folder=folder,
        progress=progress,
    )


def _seed(paper: Paper, item: int, asked: Asked) -> int:
    return derive(asked.seed, "sample", paper.questions[item // asked.samples].id, item % asked.samples)
