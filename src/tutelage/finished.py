"""Finished runs, read back from their folders."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from pathlib import Path

from tutelage import leakage, store
from tutelage.comparing import read_marks
from tutelage.config import ChecksConfig
from tutelage.desk import read_questions
from tutelage.records import Adapted, Course, LeakageRecord, Score


def leakage_of(
    run: Path, benchmarks: Sequence[Path] = (), words: int = ChecksConfig().ngram
) -> tuple[list[LeakageRecord], tuple[Score, ...]]:
    """The leakage of a run's exam and of benchmarks (JSONL with questions), and the scores of its last sitting."""
    if store.read_manifest(run / "course") is None:
        raise ValueError(f"{run} holds no course: name the folder of a run")
    course = store.read_bundle(run / "course", Course)
    changes = []
    for number in count(1):
        folder = run / f"round-{number}" / "change"
        if store.read_manifest(folder) is None:
            break
        changes.append(store.read_bundle(folder, Adapted))
    records = [leakage.exam_leakage(course, changes, words), *against(benchmarks, course, changes, words)]
    held = (run / "exam").is_dir() and any(map(store.read_manifest, (run / "exam").iterdir()))
    return records, tuple(read_marks(str(run)).values()) if held else ()


def against(benchmarks: Sequence[Path], course: Course, changes: Sequence[Adapted], words: int) -> list[LeakageRecord]:
    """Every benchmark against the training text."""
    return [
        leakage.find(
            path.name,
            [leakage.Question(f"line {line}", question) for line, question in enumerate(read_questions(path), start=1)],
            leakage.trained_on(course, changes),
            words,
        )
        for path in benchmarks
    ]
