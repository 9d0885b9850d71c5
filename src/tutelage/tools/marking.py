"""`tutelage mark`: a person marks a sample of open answers, so that one knows how far the judge can be trusted.

The person does not see what the judge said. Every decision is on the disk at once, so that the same command goes on
where it stopped, however it stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from tutelage.errors import DataError, ExamError
from tutelage.exams.judging import open_figures, open_sentence
from tutelage.grading.thinking import without_thinking
from tutelage.progress import WIDTH, clean, counted, filled, wrap
from tutelage.records import PersonMark, Point, RunRecord, content_id
from tutelage.report.page import render
from tutelage.seeds import rng
from tutelage.storage.open_run import is_finished, open_run
from tutelage.storage.person_marks import add_marks, read_marks
from tutelage.storage.spreadsheets import cell, read_sheet, write_sheet
from tutelage.storage.store import REPORT, write_text

ANSWERS = 20
KEYS = "y met, n not met, s skip, u undo, q quit"
_KEYS = {key: word[0] for word in ("yes", "no", "skip", "undo", "quit") for key in (word, word[0])}
COLUMNS = ("state", "question_id", "point_number", "reply_id", "question", "answer", "point", "counts_as_met", "met")
"""Of a table for a spreadsheet: only `met` is to be filled in, with y or n."""
YES, NO = ("y", "yes", "1", "true", "met", "x"), ("n", "no", "0", "false", "not met")


class Item(NamedTuple):
    """One point of one answer."""

    state: str
    question: str
    asked: str
    reply: str
    number: int
    """Of the point in the rubric, from 0."""
    point: Point
    reply_id: str

    def marked(self, met: bool | None) -> PersonMark:
        """A person's mark of it."""
        return PersonMark(
            evaluation=self.state, question=self.question, point=self.number, reply=self.reply_id, met=met
        )

    @property
    def key(self) -> tuple[str, str, int, str]:
        return self.state, self.question, self.number, self.reply_id


def reply_id(reply: str) -> str:
    """What tells one reply from others: a mark is of this reply, and of no other one to the same question."""
    return content_id("an", reply)


def sample_items(run: RunRecord, state: str = "", answers: int = ANSWERS, seed: int = 0) -> list[Item]:
    """The points of some answers of one state of the student (default: the last that was examined), drawn by the seed.

    With the same seed a larger sample begins with the smaller one. Raises `ExamError` if there is nothing to mark.
    """
    states = list(run.evaluations)
    state = state or (states[-1] if states else "")
    if state not in states:
        raise ExamError(f"{run.folder} has no evaluation '{state}': choose {', '.join(states) or 'another run'}")
    asked = {question.id: question for question in run.course.exam}
    judged = [score for score in run.evaluations[state].scores if score.share is not None]
    if not judged:
        raise ExamError(f"the exam of {run.folder} has no questions with a rubric: there is nothing to mark by hand")
    rng(seed, "mark", state).shuffle(judged)
    return [
        Item(
            state,
            score.question,
            asked[score.question].question,
            without_thinking(score.reply).strip(),
            index,
            point,
            reply_id(score.reply),
        )
        for score in judged[:answers]
        for index, point in enumerate(asked[score.question].rubric)
    ]


def mark_items(run: Path, items: Sequence[Item], lines: Iterable[str], say: Callable[[str], None]) -> None:
    """Ask about every point that is not marked yet; `lines` are what the person types, until they end."""
    known = {mark_key(mark) for mark in _standing(read_marks(run))}
    waiting, done = [item for item in items if item.key not in known], list[Item]()
    say(f"{counted(len(waiting), 'point')} to mark, {len(items) - len(waiting)} marked already. {KEYS}")
    typed, shown = iter(lines), ""
    while waiting:
        item = waiting[0]
        say(_text(item, again=item.state + item.question == shown))
        shown = item.state + item.question
        key = _KEYS.get(next(typed, "q").strip().lower(), "")
        if key == "q":
            return
        if key in ("y", "n"):
            add_marks(run, [item.marked(key == "y")])
            done.append(waiting.pop(0))
        elif key == "s":
            waiting.pop(0)
        elif key == "u" and done:
            add_marks(run, [done[-1].marked(None)])
            waiting.insert(0, done.pop())
        else:
            say(f"({'nothing to undo' if key == 'u' else KEYS})")


def write_table(path: Path, run: Path, items: Sequence[Item]) -> None:
    """A table for a spreadsheet, with the marks that there are. Raises `DataError` if there is such a file, or no
    folder for it."""
    if path.exists():
        raise DataError(f"{path} exists, and may hold marks: name another file, or read it with --csv-in")
    known = {mark_key(mark): mark.met for mark in _standing(read_marks(run))}

    def row(item: Item) -> list[str]:
        met = known.get(item.key)
        texts = (item.asked, item.reply, item.point.text, item.point.met)
        told = "" if met is None else "y" if met else "n"
        return [item.state, cell(item.question), str(item.number + 1), item.reply_id, *map(cell, texts), told]

    write_sheet(path, COLUMNS, map(row, items))


def read_table(path: Path, run: Path, record: RunRecord) -> int:
    """Take the marks of a table that was filled in, and say how many there were. Raises `DataError`, naming the line,
    for what is no mark; then none is taken."""
    rows, names = read_sheet(path)
    if missing := [name for name in (*COLUMNS[:4], COLUMNS[-1]) if name not in names]:
        raise DataError(
            f"{path} has no column '{missing[0]}': save the table that --out wrote as CSV, with its first row"
        )
    items = {
        (item.state, cell(item.question), str(item.number + 1), item.reply_id): item
        for state in record.evaluations
        if any(score.share is not None for score in record.evaluations[state].scores)
        for item in sample_items(record, state, len(record.course.exam))
    }
    marks = []
    for line, row in enumerate(rows, start=2):
        given = (row.get("met") or "").strip().lower()
        if not given:
            continue
        item = items.get(tuple((row.get(name) or "").strip() for name in COLUMNS[:4]))  # type: ignore[arg-type]
        if item is None:
            raise DataError(f"{path} line {line}: this is no answer of the run: change nothing but the column 'met'")
        if given not in (*YES, *NO):
            raise DataError(f"{path} line {line}: '{given[:20]}' in the column 'met': write y or n, or leave it empty")
        marks.append(item.marked(given in YES))
    add_marks(run, marks)
    return len(marks)


def finish(run: Path) -> str:
    """The agreement by all marks, in words; the run's report is written anew with it."""
    record = open_run(run, finished=False)
    if is_finished(run):
        write_text(run / REPORT, render(record))
    found = ((state, open_figures(evaluation, record.marks)) for state, evaluation in record.evaluations.items())
    sentences = [open_sentence(figures, state) for state, figures in found if figures and figures.person]
    return "\n".join(line for sentence in sentences for line in wrap(sentence, WIDTH))


def mark_key(mark: PersonMark) -> tuple[str, str, int, str]:
    """What a mark is about."""
    return mark.evaluation, mark.question, mark.point, mark.reply


def _standing(marks: Iterable[PersonMark]) -> list[PersonMark]:
    """The marks that were not taken back or replaced."""
    last = {mark_key(mark): mark for mark in marks}
    return [mark for mark in last.values() if mark.met is not None]


def _text(item: Item, *, again: bool) -> str:
    """The answer, unless it has just been shown, and the point."""
    parts = (
        []
        if again
        else [
            "-" * 60,
            f"Question: {clean(item.asked).strip()}",
            "",
            f"Answer: {clean(item.reply).strip() or '(empty)'}",
        ]
    )
    parts += ["", f"Point {item.number + 1}: {clean(item.point.text)}"]
    parts += [f"Met by: {clean(item.point.met)}"] if item.point.met else []
    return "\n".join(filled(line, WIDTH) for part in parts for line in part.split("\n"))
