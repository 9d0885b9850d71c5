"""Files of a person's decisions: a line is added for every one, and none is changed. Several processes may add lines at
the same time."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from filelock import FileLock
from pydantic import ValidationError

from tutelage.errors import DamagedRun
from tutelage.records import AnyRecord
from tutelage.storage.store import PRIVATE

R = TypeVar("R", bound=AnyRecord)


def read_added(path: Path, kind: type[R]) -> tuple[R, ...]:
    """All records, in the order in which they were added; none without a file. What a killed process left of its last
    line is no record. Raises `DamagedRun`."""
    if not path.is_file():
        return ()
    lines = path.read_bytes().split(b"\n")[:-1]
    found = []
    for number, line in enumerate(lines, start=1):
        try:
            found.append(kind.model_validate_json(line))
        except ValidationError:
            raise DamagedRun(f"{path} is damaged: line {number} is not what was written; take that line out") from None
    return tuple(found)


def add_records(path: Path, records: Iterable[AnyRecord]) -> None:
    """Add records; they are on the disk when this returns. What a killed process left of a line is taken away first."""
    path.parent.mkdir(PRIVATE, parents=True, exist_ok=True)
    with FileLock(path.with_name(f".{path.name}.lock"), mode=0o600), path.open("a+b") as file:
        file.seek(0)
        whole = file.read().rfind(b"\n") + 1
        file.truncate(whole)
        file.writelines(f"{record.model_dump_json()}\n".encode() for record in records)
        file.flush()
        os.fsync(file.fileno())
