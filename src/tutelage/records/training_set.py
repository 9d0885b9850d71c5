"""What a round practises on: exercises, wherever they are held, and a weight for each."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Self

from pydantic import GetCoreSchemaHandler
from pydantic.dataclasses import dataclass
from pydantic_core import CoreSchema, core_schema

from tutelage.records.base import SMALL
from tutelage.records.course import Exercise
from tutelage.records.lazy import Joined, Lazy

GONE = -1.0
"""In the place of the weight of an exercise that has been taken out."""


@dataclass(frozen=True, slots=True, kw_only=True, config=SMALL)
class Weighted:
    """An exercise of a round's training set, with how often it is seen per epoch on average."""

    exercise: Exercise
    weight: float = 1.0


class TrainingSet(Lazy[Weighted]):
    """Weighted exercises, in the order in which they came in; 16 bytes each beside the exercises themselves."""

    def __init__(self, groups: Sequence[Sequence[Exercise]], weights: array[float] | None = None) -> None:
        """`weights` are those of all exercises of all groups, `GONE` where one has been taken out; without, all are
        1."""
        self.exercises = Joined(groups)
        """All that are or were in it."""
        self._weights = weights or array("d", [1.0]) * len(self.exercises)
        self._places = array("q", (place for place, weight in enumerate(self._weights) if weight >= 0))

    @classmethod
    def of(cls, items: Iterable[Weighted]) -> Self:
        """From the items themselves."""
        items = tuple(items)
        return cls((tuple(item.exercise for item in items),), array("d", (item.weight for item in items)))

    def changed(self, gone: Collection[str], weights: Mapping[str, float], new: Sequence[Exercise]) -> TrainingSet:
        """Without the ids in `gone`, with other weights by id, and with new exercises at the end."""
        after = array("d", self._weights)
        for place, item in zip(self._places, self, strict=True):
            id_ = item.exercise.id
            after[place] = GONE if id_ in gone else weights.get(id_, item.weight)
        return TrainingSet((*self.exercises.groups, new), after + array("d", [1.0]) * len(new))

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[Weighted]:
        for exercise, weight in zip(self.exercises, self._weights, strict=True):
            if weight >= 0:
                yield Weighted(exercise=exercise, weight=weight)

    def at(self, place: int) -> Weighted:
        where = self._places[place]
        return Weighted(exercise=self.exercises.at(where), weight=self._weights[where])

    def skills(self) -> tuple[dict[str, str], dict[str, str]]:
        """Skill by id: of the training examples, and of the constructed errors."""
        real: dict[str, str] = {}
        ruler: dict[str, str] = {}
        for item in self:
            (ruler if item.exercise.misconception else real)[item.exercise.id] = item.exercise.skill
        return real, ruler

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        items = core_schema.no_info_after_validator_function(cls.of, handler.generate_schema(tuple[Weighted, ...]))
        return core_schema.union_schema([core_schema.is_instance_schema(cls), items], mode="left_to_right")
