"""Leakage: which exam questions are in the training text, word for word or with other numbers.

Sequences of words are the usual measure (13 of them since Brown et al. 2020). A shorter question is searched for as a
whole. All questions are indexed once and every training text is read once, so the cost is that of reading.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from tutelage.course.filter import read_questions
from tutelage.course.near_duplicates import tokens
from tutelage.errors import ExamError
from tutelage.progress import WIDTH, cut, percent, wrap
from tutelage.records import Adapted, Course, Exercise, Interval, LeakageRecord, Score, Touched
from tutelage.stats import wilson

WORDS = 13
HEAD = 4
"""Sequences are looked up by this many first words, before their whole length is compared."""
SHOWN = 10
"""At most so many questions are printed."""

Words = tuple[str, ...]
Kind = Literal["repeated", "overlap", "other-numbers"]
BY_SEVERITY: tuple[Kind, ...] = ("repeated", "overlap", "other-numbers")
"""The most serious first."""


class Question(NamedTuple):
    """A question of an exam or a benchmark."""

    id: str
    text: str


class TrainingText(NamedTuple):
    """A text that was trained on."""

    where: str
    text: str


def find_leaks(
    course: Course, changes: Sequence[Adapted], benchmarks: Sequence[Path], words: int
) -> tuple[LeakageRecord, ...]:
    """A course's exam, its development exam, and benchmarks (JSONL with questions), against everything that was trained
    on.

    So many `words` in a row, at least `HEAD`, count as an overlap.
    """
    found = [exam_leakage(course, changes, max(words, HEAD))]
    if course.development:
        questions = [Question(exercise.id, exercise.question) for exercise in course.development]
        found.append(search_texts("development exam", questions, training_texts(course, changes), found[0].words))
    for path in benchmarks:
        questions = [Question(f"line {line}", text) for line, text in enumerate(read_questions(path), start=1)]
        found.append(search_texts(path.name, questions, training_texts(course, changes), found[0].words))
    return tuple(found)


def search_texts(
    name: str, questions: Sequence[Question], texts: Iterable[TrainingText], words: int = WORDS
) -> LeakageRecord:
    """Search every text for every question. Sequences have `words` tokens (words, numbers and signs)."""
    if words < HEAD:
        raise ExamError(f"sequences of {words} words are too short to mean anything: take at least {HEAD}")
    whole, parts, masked = _Index(), _Index(), _Index()
    for number, question in enumerate(questions):
        sequence = tuple(tokens(question.text))
        whole.add(sequence, number)
        masked.add(_mask(sequence), number)
        for start in range(len(sequence) - words + 1):
            parts.add(sequence[start : start + words], number)
    found: dict[int, tuple[Kind, str, Words]] = {}
    count = 0
    for text in texts:
        count += 1
        stream = tuple(tokens(text.text))
        searches = zip(BY_SEVERITY, (whole, parts, masked), (stream, stream, _mask(stream)), strict=True)
        for kind, index, searched in searches:
            for number, sequence in index.within(searched):
                if number not in found or BY_SEVERITY.index(kind) < BY_SEVERITY.index(found[number][0]):
                    found[number] = kind, text.where, sequence
    touched = tuple(
        Touched(
            question=questions[number].id,
            text=questions[number].text,
            kind=kind,
            where=where,
            shared=" ".join(sequence),
        )
        for number, (kind, where, sequence) in sorted(found.items())
    )
    return LeakageRecord(name=name, questions=len(questions), texts=count, words=words, touched=touched)


def _mask(words: Words) -> Words:
    """Without the numbers."""
    return tuple("#" if word[0].isdigit() else word for word in words)


class _Index:
    """Sequences of words, with the numbers of the questions that contain them."""

    def __init__(self) -> None:
        self.questions: defaultdict[Words, set[int]] = defaultdict(set)
        self.lengths: defaultdict[Words, set[int]] = defaultdict(set)
        self.heads: set[int] = set()

    def add(self, sequence: Words, question: int) -> None:
        if not sequence:
            return
        head = sequence[:HEAD]
        self.questions[sequence].add(question)
        self.lengths[head].add(len(sequence))
        self.heads.add(len(head))

    def within(self, text: Words) -> Iterator[tuple[int, Words]]:
        """Questions with a sequence that the text contains, and the sequence."""
        for size in self.heads:
            # zip over shifted copies makes all beginnings, much faster than slicing at every index.
            for start, head in enumerate(zip(*(text[shift:] for shift in range(size)), strict=False)):
                for length in self.lengths.get(head, ()):
                    sequence = text[start : start + length]
                    for question in self.questions.get(sequence, ()):
                        yield question, sequence


def training_texts(course: Course, changes: Iterable[Adapted]) -> Iterator[TrainingText]:
    """Everything that a student of this course may see: the textbook, and the exercises of all rounds."""
    for lesson in course.lessons:
        yield TrainingText(f"textbook section '{lesson.title}'", f"{lesson.title}\n{lesson.text}")
    yield from _exercises("exercises", course.exercises)
    yield from _exercises("constructed errors", course.misconceptions)
    for number, change in enumerate(changes, start=1):
        yield from _exercises(f"exercises after round {number}", change.exercises)


def _exercises(where: str, exercises: Iterable[Exercise]) -> Iterator[TrainingText]:
    for exercise in exercises:
        yield TrainingText(where, f"{exercise.question}\n{exercise.solution}")


def exam_leakage(course: Course, changes: Iterable[Adapted], words: int = WORDS) -> LeakageRecord:
    """The course's own exam against its training text."""
    questions = [Question(exercise.id, exercise.question) for exercise in course.exam]
    return search_texts("exam", questions, training_texts(course, changes), words)


class CleanScores(NamedTuple):
    """One evaluation's score with and without the touched questions."""

    all: Interval
    clean: Interval
    """Without questions that are repeated or overlap."""
    new: Interval
    """Also without those that are in the training text with other numbers."""


def scores_without_leaks(scores: Sequence[Score], found: LeakageRecord) -> CleanScores:
    """An evaluation's score with and without the touched questions."""
    kinds = {touched.question: touched.kind for touched in found.touched}

    def share(skip: Sequence[Kind]) -> Interval:
        kept = [score.correct for score in scores if kinds.get(score.question) not in skip]
        return wilson(sum(kept), len(kept))

    return CleanScores(share(()), share(BY_SEVERITY[:2]), share(BY_SEVERITY))


KEPT = ("all questions", "without repeated and overlapping", "without those with other numbers too")
"""The questions that an evaluation is counted over."""


class LeakageRow(NamedTuple):
    """One exam or benchmark: how many of its questions are touched, by kind, the most serious first."""

    name: str
    questions: int
    touched: dict[str, int]


class LeakageFigures(NamedTuple):
    """What `leakage_text` shows."""

    rows: list[LeakageRow]
    evaluation: dict[str, Interval]
    """The last evaluation, by what it is counted over."""


def leakage_figures(records: Sequence[LeakageRecord], scores: Sequence[Score] = ()) -> LeakageFigures:
    """The numbers; `scores` are those of the last evaluation of the first record's questions."""
    rows = [
        LeakageRow(
            record.name, record.questions, {kind: sum(t.kind == kind for t in record.touched) for kind in BY_SEVERITY}
        )
        for record in records
    ]
    kept = scores_without_leaks(scores, records[0]) if records and scores else ()
    return LeakageFigures(rows, dict(zip(KEPT, kept, strict=False)))


def leakage_text(records: Sequence[LeakageRecord], scores: Sequence[Score] = ()) -> str:
    """The findings in 80 columns; `scores` are those of the last evaluation of the first record's questions."""
    found = leakage_figures(records, scores)
    lines = [f"{'Questions of':<28} {'n':>6} {'repeated':>9} {'overlap':>8} {'other numbers':>14}"]
    for name, questions, of_kind in found.rows:
        counts = list(of_kind.values())
        lines.append(f"{cut(name, 28):<28} {questions:>6} {counts[0]:>9} {counts[1]:>8} {counts[2]:>14}")
    if found.evaluation:
        lines += ["", f"{'Last evaluation':<40} {'right':>11} {'share':>7}  95 % interval"]
        lines += [_score(name, interval) for name, interval in found.evaluation.items()]
    listed = [t for record in records for t in record.touched if t.kind != "other-numbers"]
    for touched in listed[:SHOWN]:
        line = f"{touched.kind} in {touched.where}: {' '.join(touched.text.split())}"
        lines += ["", *wrap(cut(line, 3 * WIDTH), WIDTH)]
    if (more := len(listed) - SHOWN) > 0:
        lines += ["", f"and {more:,} more: --json lists all"]
    words = records[0].words if records else WORDS
    note = (
        f"Repeated: the whole question is in one of {records[0].texts if records else 0} training texts. Overlap: "
        f"{words} words in a row are. Other numbers: the whole question is, with other numbers; where questions are "
        "made from templates this is by design, and the exam asks for the same task with unseen numbers."
    )
    return "\n".join([*lines, "", *wrap(note, WIDTH)])


def _score(name: str, interval: Interval) -> str:
    if not interval.total:
        return f"{name:<40} {'none left':>11}"
    counts = f"{interval.right}/{interval.total}"
    share, low, high = (percent(end, 1) for end in (interval.share, interval.low, interval.high))
    return f"{name:<40} {counts:>11} {share:>7}  {low} to {high}"
