"""Leakage: which exam questions stand in the training text, word for word or with other numbers. Pure.

Sequences of words are the usual measure (13 of them since Brown et al. 2020). A shorter question is looked for as a
whole. All questions are indexed once and every training text is read once, so the cost is that of reading.
"""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from tutelage.course.filter import read_questions
from tutelage.course.near_duplicates import tokens
from tutelage.errors import ExamError
from tutelage.records import Adapted, Course, Exercise, Interval, LeakageRecord, Score, Touched
from tutelage.stats import wilson

WORDS = 13
HEAD = 4
"""Sequences are looked up by this many first words, before their whole length is compared."""
WIDTH = 80
SHOWN = 10

Words = tuple[str, ...]
Kind = Literal["repeated", "overlap", "other-numbers"]
GRAVITY: tuple[Kind, ...] = ("repeated", "overlap", "other-numbers")


class Question(NamedTuple):
    """A question of an exam or a benchmark."""

    id: str
    text: str


class Text(NamedTuple):
    """A text that was trained on."""

    where: str
    text: str


def find_leaks(
    course: Course, changes: Sequence[Adapted], benchmarks: Sequence[Path], words: int
) -> tuple[LeakageRecord, ...]:
    """A course's exam, and benchmarks (JSONL with questions), against everything that was trained on.

    `words` in a row count as one text in the other, at least `HEAD`.
    """
    found = [exam_leakage(course, changes, max(words, HEAD))]
    for path in benchmarks:
        questions = [Question(f"line {line}", text) for line, text in enumerate(read_questions(path), start=1)]
        found.append(find(path.name, questions, trained_on(course, changes), found[0].words))
    return tuple(found)


def find(name: str, questions: Sequence[Question], texts: Iterable[Text], words: int = WORDS) -> LeakageRecord:
    """Look for every question in every text. Sequences have `words` tokens (words, numbers and signs)."""
    if words < HEAD:
        raise ExamError(f"sequences of {words} words say nothing: take at least {HEAD}")
    whole, parts, masks = _Index(), _Index(), _Index()
    for place, question in enumerate(questions):
        said = tuple(tokens(question.text))
        whole.add(said, place)
        masks.add(_masked(said), place)
        for start in range(len(said) - words + 1):
            parts.add(said[start : start + words], place)
    found: dict[int, tuple[Kind, str, Words]] = {}
    count = 0
    for text in texts:
        count += 1
        said = tuple(tokens(text.text))
        hidden = _masked(said)
        for kind, index, stream in zip(GRAVITY, (whole, parts, masks), (said, said, hidden), strict=True):
            for place, sequence in index.within(stream):
                if place not in found or GRAVITY.index(kind) < GRAVITY.index(found[place][0]):
                    found[place] = kind, text.where, sequence
    touched = tuple(
        Touched(
            question=questions[place].id,
            text=questions[place].text,
            kind=kind,
            where=where,
            shared=" ".join(sequence),
        )
        for place, (kind, where, sequence) in sorted(found.items())
    )
    return LeakageRecord(name=name, questions=len(questions), texts=count, words=words, touched=touched)


def _masked(said: Words) -> Words:
    return tuple("#" if word[0].isdigit() else word for word in said)


class _Index:
    """Sequences of words and the questions that they stand in."""

    def __init__(self) -> None:
        self.places: defaultdict[Words, set[int]] = defaultdict(set)
        self.lengths: defaultdict[Words, set[int]] = defaultdict(set)
        self.heads: set[int] = set()

    def add(self, sequence: Words, place: int) -> None:
        if not sequence:
            return
        head = sequence[:HEAD]
        self.places[sequence].add(place)
        self.lengths[head].add(len(sequence))
        self.heads.add(len(head))

    def within(self, said: Words) -> Iterator[tuple[int, Words]]:
        """Questions with a sequence in a text."""
        for size in self.heads:
            # zip over shifted copies makes all beginnings much faster than slicing at every place.
            for start, head in enumerate(zip(*(said[shift:] for shift in range(size)), strict=False)):
                for length in self.lengths.get(head, ()):
                    sequence = said[start : start + length]
                    for place in self.places.get(sequence, ()):
                        yield place, sequence


def trained_on(course: Course, changes: Iterable[Adapted]) -> Iterator[Text]:
    """Everything that a student of this course may see: the textbook, and the exercises of all rounds."""
    for lesson in course.lessons:
        yield Text(f"textbook section '{lesson.title}'", f"{lesson.title}\n{lesson.text}")
    yield from _exercises("exercises", course.exercises)
    yield from _exercises("constructed errors", course.misconceptions)
    for number, change in enumerate(changes, start=1):
        yield from _exercises(f"exercises after round {number}", change.exercises)


def _exercises(where: str, exercises: Iterable[Exercise]) -> Iterator[Text]:
    for exercise in exercises:
        yield Text(where, f"{exercise.question}\n{exercise.solution}")


def exam_leakage(course: Course, changes: Iterable[Adapted], words: int = WORDS) -> LeakageRecord:
    """The course's own exam against its training text."""
    questions = [Question(exercise.id, exercise.question) for exercise in course.exam]
    return find("exam", questions, trained_on(course, changes), words)


class Apart(NamedTuple):
    """One evaluation's score with and without the touched questions."""

    all: Interval
    clean: Interval
    """Without questions that are repeated or overlap."""
    new: Interval
    """Also without those that stand in training with other numbers."""


def apart(scores: Sequence[Score], found: LeakageRecord) -> Apart:
    """An evaluation's score with and without the touched questions."""
    kinds = {touched.question: touched.kind for touched in found.touched}

    def share(skip: Sequence[Kind]) -> Interval:
        kept = [score.correct for score in scores if kinds.get(score.question) not in skip]
        return wilson(sum(kept), len(kept))

    return Apart(share(()), share(GRAVITY[:2]), share(GRAVITY))


def text(records: Sequence[LeakageRecord], scores: Sequence[Score] = ()) -> str:
    """The findings in 80 columns; `scores` are those of the last evaluation of the first record's questions."""
    lines = [f"{'Questions of':<28} {'n':>6} {'repeated':>9} {'overlap':>8} {'other numbers':>14}"]
    for record in records:
        counts = [sum(touched.kind == kind for touched in record.touched) for kind in GRAVITY]
        lines.append(f"{record.name:<28.28} {record.questions:>6} {counts[0]:>9} {counts[1]:>8} {counts[2]:>14}")
    if records and scores:
        kept = apart(scores, records[0])
        lines += ["", f"{'Last evaluation':<40} {'right':>11} {'share':>7}  95 % interval"]
        names = ("all questions", "without repeated and overlapping", "without those with other numbers too")
        lines += [_score(name, interval) for name, interval in zip(names, kept, strict=True)]
    for touched in [t for record in records for t in record.touched if t.kind != "other-numbers"][:SHOWN]:
        line = f"{touched.kind} in {touched.where}: {' '.join(touched.text.split())}"
        lines += ["", *textwrap.wrap(textwrap.shorten(line, 3 * WIDTH), WIDTH)]
    words = records[0].words if records else WORDS
    note = (
        f"Repeated: the whole question stands in one of {records[0].texts if records else 0} training texts. Overlap: "
        f"{words} words in a row do. Other numbers: the whole question does, with other numbers; where questions are "
        "made from templates this is by design, and the exam asks for the same task with unseen numbers."
    )
    return "\n".join([*lines, "", *textwrap.wrap(note, WIDTH)])


def _score(name: str, interval: Interval) -> str:
    if not interval.total:
        return f"{name:<40} {'none left':>11}"
    counts = f"{interval.right}/{interval.total}"
    return f"{name:<40} {counts:>11} {interval.share:>7.1%}  {interval.low:.1%} to {interval.high:.1%}"
