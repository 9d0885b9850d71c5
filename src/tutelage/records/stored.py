"""Very many large records that stay in their file, and are made when they are looked at.

A million exercises are more than a gigabyte of objects, and what is done with them, one after the other or a few at a
time, needs none of them for long.
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
    """Records of a JSONL file that nobody changes, 8 bytes each."""

    def __init__(self, path: Path, kind: type[R]) -> None:
        """One record a line. What is in a line is looked at when it is read."""
        self.path, self.kind = path, kind
        self._starts, place = array("q"), 0
        with path.open("rb") as file:
            for line in file:
                self._starts.append(place)
                place += len(line)

    def __len__(self) -> int:
        return len(self._starts)

    def __iter__(self) -> Iterator[R]:
        with self.path.open("rb") as file:
            for line in file:
                yield self.kind.model_validate_json(line)

    def at(self, place: int) -> R:
        with self.path.open("rb") as file:
            file.seek(self._starts[place])
            return self.kind.model_validate_json(file.readline())


class ById(Mapping[str, Exercise]):
    """Exercises by their ids, however they are held; of those with one id the last."""

    def __init__(self, groups: Sequence[Sequence[Exercise]]) -> None:
        self._exercises = Joined(groups)
        self._places = {exercise.id: place for place, exercise in enumerate(self._exercises)}

    def __getitem__(self, id_: str) -> Exercise:
        return self._exercises.at(self._places[id_])

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)
