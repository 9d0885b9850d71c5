"""Very many large records that stay in their file, and are made when they are read.

A million exercises are more than a gigabyte of objects, and are only needed one after the other or a few at a time.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from tutelage.records.base import AnyRecord
from tutelage.records.course import Exercise
from tutelage.records.lazy import Joined, Lazy

R = TypeVar("R", bound=AnyRecord)


class Stored(Lazy[R]):
    """Records of a JSONL file that does not change, at 8 bytes each."""

    def __init__(self, path: Path, kind: type[R]) -> None:
        """One record per line; a line is validated when it is read."""
        self.path, self.kind = path, kind
        self._starts, start = array("q"), 0
        with path.open("rb") as file:
            for line in file:
                self._starts.append(start)
                start += len(line)

    def __len__(self) -> int:
        return len(self._starts)

    def __iter__(self) -> Iterator[R]:
        with self.path.open("rb") as file:
            for line in file:
                yield self.kind.model_validate_json(line)

    def at(self, index: int) -> R:
        with self.path.open("rb") as file:
            file.seek(self._starts[index])
            return self.kind.model_validate_json(file.readline())


class ById(Mapping[str, Exercise]):
    """Exercises by their ids, however they are held; of several with the same id the last."""

    def __init__(self, groups: Sequence[Sequence[Exercise]]) -> None:
        self._exercises = Joined(groups)
        self._indices = {exercise.id: index for index, exercise in enumerate(self._exercises)}

    def __getitem__(self, id_: str) -> Exercise:
        return self._exercises.at(self._indices[id_])

    def __iter__(self) -> Iterator[str]:
        return iter(self._indices)

    def __len__(self) -> int:
        return len(self._indices)
