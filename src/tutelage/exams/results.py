"""`tutelage eval`: one student, one exam, results in a folder of their own.

After an interruption the same command resumes after the last finished batch; once it is done, it reads the results.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from tutelage.config import EvalOptions
from tutelage.exams.candidate import find_candidate, safe_name
from tutelage.exams.figures import summarise_evaluation
from tutelage.exams.kinds import KINDS, PreparedExam, find_kind
from tutelage.progress import Progress, Quiet, counted
from tutelage.records import BadRow, Evaluation, ExamRecord
from tutelage.storage import store
from tutelage.storage.directories import SettingsDirectory
from tutelage.student import device

SETTINGS, SUMMARY, SCORES, REJECTED = "eval.json", "summary.json", "scores.jsonl", "rejected.jsonl"
SHOWN = 5
"""Lines that cannot be used are said one by one, at most."""


class EvalDirectory(SettingsDirectory):
    """The folder of one student's results in one exam."""

    settings = SETTINGS


def evaluate(
    student: str | Path = "",
    on: str | Path = "course",
    options: EvalOptions | None = None,
    *,
    stage: str = "",
    settings: Sequence[str] = (),
    out: str | Path | None = None,
    fresh: bool = False,
    progress: Progress | None = None,
) -> ExamRecord:
    """Evaluate a student on an exam.

    `student` is a run's folder (its last stage, or `stage`), a model's folder or hub name, or empty for the embedded
    student. `on` is `course` (the held-out exam of the run, or of the run `options.course`), `new-operations`, a JSONL
    file, tasks of lm-eval by their names, or an exam of an installed package. `settings` (`KEY=VALUE`) change how the
    student is asked: `system`, `template_options.NAME`, `chat_template`, `quantise`. Results are in the folder `out`
    (default `evals/<student>/<exam>`). Raises `TutelageError` for what the caller can mend.
    """
    options, progress = options or EvalOptions(), progress or Quiet()
    candidate = find_candidate(str(student), stage, settings)
    kind = find_kind(on, options)
    with KINDS.using(str(on)):
        exam = kind.prepare(str(on), candidate, options)
    if fault := _fault(exam):
        raise KINDS.misused(str(on), fault)
    for row in exam.rejected[:SHOWN]:
        progress.say(f"line {row.line} cannot be used: {row.reason}")
    if (more := len(exam.rejected) - SHOWN) > 0:
        progress.say(f"and {counted(more, 'more line')}: see {REJECTED}")
    for note in exam.notes:
        progress.say(note)
    folder = Path(out) if out else Path("evals") / candidate.name / _variant(exam.name, options)
    with EvalDirectory(folder, exam.settings, fresh=fresh) as work:
        with device.cpu_threads(candidate.threads):
            with KINDS.using(str(on)):
                evaluations = exam.evaluate(work, progress)
            if fault := _fault_of_result(evaluations):
                raise KINDS.misused(str(on), fault)
        record = ExamRecord(
            student=candidate.name,
            exam=exam.name,
            folder=str(folder),
            settings=exam.settings,
            evaluations=evaluations,
            figures={way: summarise_evaluation(evaluation, options.seed) for way, evaluation in evaluations.items()},
            rejected=exam.rejected,
        )
        write_results(record, folder)
    return record


def _fault(exam: object) -> str:
    """What is wrong with what a kind prepared."""
    if not isinstance(exam, PreparedExam):
        return f"prepares a {type(exam).__name__}: a PreparedExam is needed"
    if not isinstance(exam.name, str) or not exam.name:
        return f"prepares an exam of the name {exam.name!r}: a text is needed"
    try:
        json.dumps(exam.settings)
    except (TypeError, ValueError) as error:
        return f"prepares settings that cannot be written as JSON ({error})"
    if not isinstance(exam.settings, dict):
        return f"prepares a {type(exam.settings).__name__} as settings: a dict is needed"
    rows, notes = exam.rejected, exam.notes
    fine = isinstance(rows, list | tuple) and all(isinstance(row, BadRow) for row in rows)
    fine = fine and isinstance(notes, list | tuple) and all(isinstance(note, str) for note in notes)
    return "" if fine else "prepares rejected rows or notes that are none: tuples of BadRow and of texts are needed"


def _fault_of_result(evaluations: object) -> str:
    """What is wrong with the result of an exam."""
    if not isinstance(evaluations, dict) or not evaluations:
        shown = "no evaluation" if isinstance(evaluations, dict) else f"a {type(evaluations).__name__}"
        return f"gives {shown}: a dict with an Evaluation for each way of asking is needed"
    for way, found in evaluations.items():
        if not isinstance(way, str) or not isinstance(found, Evaluation):
            return f"gives a {type(found).__name__} for {way!r}: an Evaluation is needed"
    return ""


def write_results(record: ExamRecord, folder: Path) -> None:
    """`scores.jsonl`, `rejected.jsonl` and, last, `summary.json`."""
    store.write_lines(
        folder / SCORES, [score for evaluation in record.evaluations.values() for score in evaluation.scores]
    )
    store.write_lines(folder / REJECTED, record.rejected)
    summary = record.model_dump(mode="json", exclude={"evaluations", "rejected"}) | {"rejected": len(record.rejected)}
    store.write_text(folder / SUMMARY, json.dumps(summary, indent=1))


def _variant(name: str, options: EvalOptions) -> str:
    """The exam's name, with the options that change its questions. Others' exams may have any name."""
    parts = [
        safe_name(name),
        f"{options.worked_examples}-examples" if options.worked_examples else "",
        f"{options.limit}-of-it" if options.limit else "",
        f"{options.samples}-samples" if options.samples > 1 else "",
    ]
    return ".".join(filter(None, parts))
