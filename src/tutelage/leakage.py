"""Does the training text give away the exam? Every question against everything that the student was trained on.

Three things are looked for and kept apart: the same question; many words in a row of it anywhere in a text; and the
same question with other numbers, which a course of exercises has by its nature and which is no leak, but is another
thing than a new kind of question.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from tutelage import overlap, sittings, store
from tutelage.checks import question_key
from tutelage.config import ChecksConfig
from tutelage.desk import benchmark_questions
from tutelage.records import Adapted, Course, Exercise, Interval, Leakage, Lesson, Overlapping, Score, Sitting, Touched
from tutelage.stats import wilson

OWN = "exam"
START = 3
"""Where a text and a question may share words is found by so many of them."""
MARKS = frozenset(".?!:,;")


class Place(NamedTuple):
    """Where a question stands among those that are searched for."""

    exam: str
    question: str


class Needles:
    """Sequences of words to search for in many texts; the time for a text depends little on their number."""

    def __init__(self, words: int) -> None:
        self.words = words
        self.places: defaultdict[tuple[str, ...], list[Place]] = defaultdict(list)
        self.lengths: defaultdict[tuple[str, ...], set[int]] = defaultdict(set)
        self.widths: set[int] = set()
        """A question may be shorter than `START`."""

    def add(self, place: Place, question: str) -> None:
        """All sequences of `words` tokens of a question; of a shorter one the whole, without the marks at its end."""
        found = overlap.tokens(question)
        while found and found[-1] in MARKS:
            found.pop()
        size = min(len(found), self.words)
        for start in range(len(found) - size + 1 if found else 0):
            sequence = tuple(found[start : start + size])
            self.places[sequence].append(place)
            self.lengths[sequence[:START]].add(size)
            self.widths.add(min(size, START))

    def find(self, text: str) -> set[Place]:
        """The questions that share a sequence with a text."""
        found: set[Place] = set()
        tokens = overlap.tokens(text)
        for start in range(len(tokens)):
            for width in self.widths:
                for size in self.lengths.get(tuple(tokens[start : start + width]), ()):
                    found.update(self.places.get(tuple(tokens[start : start + size]), ()))
        return found


def search(
    lessons: Iterable[Lesson], exercises: Iterable[Exercise], exams: Mapping[str, Mapping[str, str]], words: int
) -> tuple[int, list[Touched]]:
    """How many texts there are, and the questions that they touch. `exams`: exam -> question's id -> its text."""
    needles = Needles(words)
    keys: defaultdict[str, list[Place]] = defaultdict(list)
    forms: defaultdict[str, list[Place]] = defaultdict(list)
    for exam, questions in exams.items():
        for id_, question in questions.items():
            place = Place(exam, id_)
            needles.add(place, question)
            keys[question_key(question)].append(place)
            forms[overlap.masked(question)].append(place)
    repeated, shared, other = dict[Place, str](), dict[Place, str](), dict[Place, str]()
    texts = 0
    for id_, question, text in _texts(lessons, exercises):
        texts += 1
        for place in needles.find(text):
            shared.setdefault(place, id_)
        for place in keys.get(question_key(question), ()) if question else ():
            repeated.setdefault(place, id_)
        for place in forms.get(overlap.masked(question), ()) if question else ():
            other.setdefault(place, id_)
    kinds: tuple[tuple[Literal["repeated", "shared-words", "other-numbers"], dict[Place, str]], ...] = (
        ("repeated", repeated),
        ("shared-words", shared),
        ("other-numbers", other),
    )
    touched = []
    for place in (Place(exam, id_) for exam, questions in exams.items() for id_ in questions):
        for kind, found in kinds:
            if place in found:
                touched.append(Touched(exam=place.exam, question=place.question, kind=kind, where=found[place]))
                break
    return texts, touched


def _texts(lessons: Iterable[Lesson], exercises: Iterable[Exercise]) -> Iterator[tuple[str, str, str]]:
    """Id, question (a lesson has none) and whole text."""
    for lesson in lessons:
        yield lesson.id, "", f"{lesson.title}\n{lesson.text}"
    for exercise in exercises:
        yield exercise.id, exercise.question, f"{exercise.question}\n{exercise.solution}"


def examine_course(
    course: Course,
    adapted: Sequence[Adapted],
    sitting: str,
    scores: Sequence[Score],
    *,
    read: bool = True,
    benchmarks: Sequence[Path] = (),
    words: int = ChecksConfig().ngram,
) -> Leakage:
    """The run's exam, and benchmarks (JSONL files with questions), against its training text.

    That is the textbook, if it was `read`, and the exercises of all rounds with the constructed errors; `adapted` holds
    those written between rounds. `scores` are of `sitting`, which may be any of the run's.
    """
    exercises = {item.id: item for item in (*course.exercises, *course.misconceptions)}
    exercises |= {item.id: item for change in adapted for item in change.exercises}
    exams = {OWN: {question.id: question.question for question in course.exam}}
    for path in benchmarks:
        exams[path.name] = {f"{path.name} line {n}": q for n, q in enumerate(benchmark_questions(path), start=1)}
    texts, touched = search(course.lessons if read else (), exercises.values(), exams, words)
    right = {score.question: score.correct for score in scores}
    rows = [_row(exam, exams[exam], touched, right if exam == OWN else {}, sitting) for exam in exams]
    return Leakage(words=words, texts=texts, exams=tuple(rows), touched=tuple(touched))


def _row(
    exam: str, questions: Mapping[str, str], touched: Sequence[Touched], right: Mapping[str, bool], sitting: str
) -> Overlapping:
    kinds = {item.question: item.kind for item in touched if item.exam == exam}
    count = list(kinds.values()).count

    def share(*without: str) -> Interval | None:
        counted = [value for id_, value in right.items() if kinds.get(id_, "") not in without]
        return wilson(sum(counted), len(counted)) if right else None

    return Overlapping(
        exam=exam,
        questions=len(questions),
        repeated=count("repeated"),
        shared=count("shared-words"),
        other_numbers=count("other-numbers"),
        sitting=sitting if right else "",
        all=share(),
        untouched=share("repeated", "shared-words"),
        new_forms=share("repeated", "shared-words", "other-numbers"),
    )


def examine_run(run: str | Path, benchmarks: Sequence[Path] = ()) -> Leakage:
    """The same for the folder of a finished run; `folder:reading` names another sitting for the scores."""
    held = sittings.hold(str(run))
    recipe = sittings.recipe_of(held.folder)
    changes = sorted(held.folder.glob(f"round-*/change/{store.MANIFEST}"))
    return examine_course(
        store.read_bundle(held.folder / "course", Course),
        [store.read_bundle(path.parent, Adapted) for path in changes],
        held.sitting,
        store.read_bundle(held.folder / "exam" / held.sitting, Sitting).scores,
        read=recipe.reading.enabled,
        benchmarks=[*recipe.checks.benchmarks, *benchmarks],
        words=recipe.checks.ngram,
    )


def text(found: Leakage, shown: int = 10) -> str:
    """What was found, in plain text of at most 80 columns."""
    lines = [
        f"{found.texts:,} training texts; {found.words} words in a row count, of a shorter question all",
        "",
        "Exam                      questions  repeated  shared words  other numbers",
    ]
    for row in found.exams:
        name = row.exam if len(row.exam) <= 24 else row.exam[:23] + "…"
        lines.append(f"{name:<24} {row.questions:>10,} {row.repeated:>9,} {row.shared:>13,} {row.other_numbers:>14,}")
    for row in found.exams:
        if row.sitting:
            lines += ["", f"Right, {row.sitting}:"]
            lines += [f"  {label:<44} {_share(value)}" for label, value in shares(row)]
    serious = [item for item in found.touched if item.kind != "other-numbers"]
    if serious:
        lines += ["", *(f"{item.kind}: {item.question} in {item.where}"[:80] for item in serious[:shown])]
        lines += [f"… and {len(serious) - shown:,} more"] if len(serious) > shown else []
    return "\n".join(lines)


def shares(row: Overlapping) -> list[tuple[str, Interval | None]]:
    """The three scores of an exam with what they are called."""
    return [
        ("all questions", row.all),
        ("neither repeated nor with shared words", row.untouched),
        ("nor trained on with other numbers", row.new_forms),
    ]


def _share(found: Interval | None) -> str:
    if found is None or not found.total:
        return "no such questions"
    return f"{found.right}/{found.total} {found.share:.1%} ({found.low:.1%} to {found.high:.1%})"
