"""What a round practises on: exercises, wherever they are held, and a weight for each."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain
from typing import Any, Self, overload

from pydantic import GetCoreSchemaHandler
from pydantic.dataclasses import dataclass
from pydantic_core import CoreSchema, core_schema

from tutelage.records.base import SMALL
from tutelage.records.columns import Lazy
from tutelage.records.course import Exercise

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
        self.groups = groups
        """All exercises that are or were in it."""
        self._weights = weights or array("d", [1.0]) * sum(map(len, groups))
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
        return TrainingSet((*self.groups, new), after + array("d", [1.0]) * len(new))

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[Weighted]:
        for exercise, weight in zip(chain.from_iterable(self.groups), self._weights, strict=True):
            if weight >= 0:
                yield Weighted(exercise=exercise, weight=weight)

    @overload
    def __getitem__(self, index: int) -> Weighted: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Weighted]: ...
    def __getitem__(self, index: int | slice) -> Weighted | Sequence[Weighted]:
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self)))]
        place = self._places[index]
        for group, end in zip(self.groups, accumulate(map(len, self.groups)), strict=True):
            if place < end:
                return Weighted(exercise=group[place - end], weight=self._weights[place])
        raise IndexError(index)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        items = core_schema.no_info_after_validator_function(cls.of, handler.generate_schema(tuple[Weighted, ...]))
        return core_schema.union_schema([core_schema.is_instance_schema(cls), items], mode="left_to_right")
