"""A person's marks of open answers, in the run's folder: a line is added for every decision, and none is changed."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from pydantic import ValidationError

from tutelage.errors import DamagedRun
from tutelage.records import PersonMark

MARKS = "marks.jsonl"
"""In the folder of a run; of several marks of one point the last counts."""


def read_marks(run: Path) -> tuple[PersonMark, ...]:
    """All marks, in the order in which they were made; none if nobody has marked. What a killed process left of its
    last line is no mark. Raises `DamagedRun`."""
    path = run / MARKS
    if not path.is_file():
        return ()
    lines = path.read_bytes().split(b"\n")[:-1]
    try:
        return tuple(PersonMark.model_validate_json(line) for line in lines)
    except ValidationError:
        raise DamagedRun(f"{path} is damaged: a line of it is no mark; take that line out") from None


def add_marks(run: Path, marks: Iterable[PersonMark]) -> None:
    """Add marks; they are on the disk when this returns. What a killed process left of a line is taken away first."""
    path = run / MARKS
    with path.open("a+b") as file:
        file.seek(0)
        whole = file.read().rfind(b"\n") + 1
        file.truncate(whole)
        file.writelines(f"{mark.model_dump_json()}\n".encode() for mark in marks)
        file.flush()
        os.fsync(file.fileno())
