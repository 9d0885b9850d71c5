"""`tutelage grade`: marks replies that were made elsewhere, with the answers in the same file.

A row is one of an exam's file (`tutelage.exams.local`), whose question may be missing, with a `reply`. A row that
cannot be used is reported with its line and the reason, and does not count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import Field

from tutelage.errors import ExamError
from tutelage.exams import asking, judging, local
from tutelage.exams.choice_questions import first_number
from tutelage.exams.open_questions import COLUMNS
from tutelage.grading import mark
from tutelage.progress import WIDTH, Progress, Quiet, counted, percent, wrap
from tutelage.records import Evaluation, Exercise, Interval, PointMark, Record
from tutelage.stats import wilson
from tutelage.storage import rowforms, store
from tutelage.storage.directories import SettingsDirectory
from tutelage.storage.rowfiles import Row, kind_of, names_of, no_row_text, one_line, read_rows

REPLY = "reply"
SETTINGS, SCORES = "grade.json", "scores.jsonl"
NOT_GIVEN = "?"
"""In place of a question that a file does not have."""
SHOWN = 5
"""Rows that cannot be used are shown in a terminal, at most."""


class Graded(Record):
    """One line of the file."""

    line: int
    correct: bool | None
    """`None` if the row cannot be used."""
    read: str = ""
    """The answer that was read from the reply."""
    kind: str = ""
    """What it was compared as."""
    why: str
    """Why it is right or wrong, or why the row cannot be used."""
    share: float | None = None
    """Of a reply that was marked by a rubric: the share of the rubric's weight that it meets."""
    points: tuple[PointMark, ...] = ()
    """The marks of the rubric's points."""


class GradeRecord(Record):
    """The marks of a file of replies."""

    data: str
    folder: str
    share: Interval
    """Of the rows that can be used."""
    rows: tuple[Graded, ...]
    """One for each line of the file, in its order."""
    unused: Mapping[str, int] = Field(default_factory=dict)
    """Columns that have a value in so many rows, and are not used."""
    judge: str = ""
    """On replies that were marked by a rubric: how much is met, and how far the judge agrees with itself."""


class GradeDirectory(SettingsDirectory):
    """The folder of one file's marks."""

    settings = SETTINGS
    unimportant = "data"
    later = "judge"


def grade(
    data: str | Path,
    *,
    teacher: str | Path | None = None,
    out: str | Path | None = None,
    fresh: bool = False,
    progress: Progress | None = None,
) -> GradeRecord:
    """Mark the replies of a file of rows.

    Each row has an answer and, if it is a multiple-choice question, choices, as in an exam's file; a `reply`; and
    perhaps `question` and `checker`. The marks are in `scores.jsonl` in the folder `out` (default `grades/<name of the
    file>`), one line for each line of the file. `teacher` is a recipe whose teacher marks replies by a rubric; what it
    says is kept in the folder; without it such a row cannot be used. Raises `TutelageError` if the file cannot be read,
    no row can be used, or the folder holds something else.
    """
    path = Path(data)
    if not path.is_file():
        raise ExamError(f"{path} is a folder: name a file" if path.is_dir() else f"no file at {path}: check the path")
    found = _rows(path)
    start = first_number(_asked(row) for _, row in found if isinstance(row, Mapping))
    unused: Counter[str] = Counter()
    waiting: dict[int, tuple[str, Exercise]] = {}
    rows = tuple(_mark(line, row, start, unused, waiting, judged=bool(teacher)) for line, row in found)
    if all(row.correct is None for row in rows):
        raise ExamError(no_row_text(path, [(row.line, row.why) for row in rows]))
    folder = Path(out) if out else Path("grades") / path.name
    settings = {"data": str(path), "sha256": store.digest([path])}
    progress = progress or Quiet()
    recipe = judging.judge_for(Path(teacher)) if teacher and waiting else None
    if teacher and not waiting:
        progress.say(judging.unneeded_text(Path(teacher)))
    if recipe:
        settings |= {"judge": f"{recipe.teacher.of('judge').model}, {recipe.exam.threshold}"}
    with GradeDirectory(folder, settings, fresh=fresh):
        sentence = ""
        if recipe:
            rows, sentence = _judge(rows, waiting, judging.judge_of(recipe, folder), progress)
        marks = [row.correct for row in rows if row.correct is not None]
        record = GradeRecord(
            data=str(path),
            folder=str(folder),
            share=wilson(sum(marks), len(marks)),
            rows=rows,
            unused=dict(unused),
            judge=sentence,
        )
        store.write_lines(folder / SCORES, record.rows)
    return record


def _judge(
    rows: tuple[Graded, ...], waiting: Mapping[int, tuple[str, Exercise]], judge: judging.Judge, progress: Progress
) -> tuple[tuple[Graded, ...], str]:
    """The rows with those marked that need a judge, given by line; and what is to be said about it."""
    questions = [question.model_copy(update={"id": str(line)}) for line, (_, question) in waiting.items()]
    scores = [
        asking.mark(question, reply, "") for question, (reply, _) in zip(questions, waiting.values(), strict=True)
    ]
    marked = judging.mark_open(Evaluation(scores=tuple(scores)), questions, judge, progress)
    by_line = {int(score.question): score for score in marked.scores}
    changed = []
    for row in rows:
        if score := by_line.get(row.line):
            met = f"{sum(point.met for point in score.points)} of {counted(len(score.points), 'point')} met"
            new = {"correct": score.correct, "why": met, "share": score.share, "points": score.points}
            changed.append(row.model_copy(update=new))
        else:
            changed.append(row)
    figures = judging.open_figures(marked)
    return tuple(changed), judging.open_sentence(figures, of_run=False) if figures else ""


def _rows(path: Path) -> list[tuple[int, Row | ValueError]]:
    """Every row, with the `ValueError` that it raises; empty lines within a file of JSON lines are rows, too."""
    rows = list(rowforms.with_header(list(read_rows(path))))
    if kind_of(path) != "json":
        return rows
    lines = [line for line, _ in rows]
    empty = set(range(1, max(lines, default=0) + 1)) - set(lines)
    return sorted([*rows, *((line, ValueError("the line is empty")) for line in empty)], key=lambda row: row[0])


def _mark(
    line: int,
    row: Row | ValueError,
    start: int | None,
    unused: Counter[str],
    waiting: dict[int, tuple[str, Exercise]],
    *,
    judged: bool,
) -> Graded:
    """The mark of a row; the columns that it does not need are added to `unused`, and what needs a judge, if there is
    one, to `waiting`."""
    try:
        reply, question, rest = _read(row, start)
        if not judged and judging.needs_judge([question]):
            raise ValueError("it has a rubric: name a recipe whose teacher marks it (--teacher RECIPE)")
    except ValueError as error:
        return Graded(line=line, correct=None, why=one_line(str(error)))
    unused.update(rest - {"id"})
    if judging.needs_judge([question]):
        waiting[line] = (reply, question)
    found = mark(reply, question)
    return Graded(line=line, correct=found.correct, read=found.read, kind=found.kind, why=found.why)


def _read(row: Row | ValueError, start: int | None) -> tuple[str, Exercise, set[str]]:
    """The reply, its question, and the columns that are not used. Raises `ValueError` with what is wrong."""
    if isinstance(row, ValueError):
        raise row
    if "evaluation" in row and "expected" in row:
        raise ValueError("it is a score, whose 'answer' was read from the reply: rename 'expected' to 'answer'")
    named = {str(name).strip().lower(): name for name in row}
    if REPLY not in named:
        raise ValueError(f"no '{REPLY}': its columns are {names_of(row)}; rename one or add it")
    # An empty cell is a student that said nothing.
    reply = "" if row[named[REPLY]] is None else row[named[REPLY]]
    if isinstance(reply, bool) or not isinstance(reply, str | int | float):
        raise ValueError(f"'{REPLY}' must be a text")
    rest = {name: value for name, value in row.items() if name != named[REPLY]}
    if not named.keys() & {"messages", *rowforms.ANSWERS, *COLUMNS}:
        raise ValueError(f"no 'answer': its columns are {names_of(row)}; rename one or add it")
    return str(reply), *local.read_row(_asked(rest), "", start)


def _asked(row: Row) -> Row:
    """The row with a question, if it has none."""
    known = any(name in ("messages", *rowforms.QUESTIONS) for name in rowforms.columns(row))
    return row if known else {**row, "question": NOT_GIVEN}


def grade_figures(record: GradeRecord) -> dict[str, Any]:
    """What `grade_text` shows: `unusable` are the rows without a mark, all others are in the folder."""
    found = {name: value for name, value in record if name != "rows"}
    return {**found, "unusable": [row for row in record.rows if row.correct is None]}


def grade_text(record: GradeRecord) -> str:
    """The share, and what cannot be used, for a terminal of 80 columns."""
    share, unused = record.share, [row for row in record.rows if row.correct is None]
    lines = [f"{share.right} of {counted(share.total, 'reply', 'replies')} right: {percent(share.share, 1)}"]
    lines[0] += f" (95 % interval {percent(share.low, 1)} to {percent(share.high, 1)})"
    if unused:
        lines += ["", f"could not be used: {counted(len(unused), 'row')}, see {record.folder}/{SCORES}"]
        for row in unused[:SHOWN]:
            lines += wrap(f"  line {row.line}: {row.why}", WIDTH, subsequent_indent="    ")
        if (more := len(unused) - SHOWN) > 0:
            lines.append(f"  and {counted(more, 'more row')}")
    if record.judge:
        lines += ["", *wrap(record.judge, WIDTH)]
    if record.unused:
        lines += ["", *wrap(rowforms.unused_text(record.unused), WIDTH)]
    return "\n".join([*lines, "", f"Results: {record.folder}"])
