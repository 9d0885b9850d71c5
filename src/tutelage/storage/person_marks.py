"""A person's marks of open answers, in the run's folder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tutelage.records import PersonMark
from tutelage.storage.appending import add_records, read_added

MARKS = "marks.jsonl"
"""In the folder of a run; of several marks of one point the last counts."""


def read_marks(run: Path) -> tuple[PersonMark, ...]:
    """All marks, in the order in which they were made; none if nobody has marked. Raises `DamagedRun`."""
    return read_added(run / MARKS, PersonMark)


def add_marks(run: Path, marks: Iterable[PersonMark]) -> None:
    """Add marks; they are on the disk when this returns."""
    add_records(run / MARKS, marks)
