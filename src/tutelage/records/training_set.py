"""The training set of a round: exercises, however they are held, and a weight for each."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Self

from pydantic import GetCoreSchemaHandler
from pydantic.dataclasses import dataclass
from pydantic_core import CoreSchema, core_schema

from tutelage.records.base import SMALL
from tutelage.records.course import Course, Exercise
from tutelage.records.lazy import Joined, Lazy
from tutelage.records.training import Action, Change

GONE = -1.0
"""Instead of the weight of an exercise that has been removed."""


@dataclass(frozen=True, slots=True, kw_only=True, config=SMALL)
class Weighted:
    """An exercise of a round's training set, with how often it is presented per epoch, on average."""

    exercise: Exercise
    weight: float = 1.0


class TrainingSet(Lazy[Weighted]):
    """Weighted exercises, in the order in which they were added; 16 bytes each beside the exercises themselves."""

    def __init__(self, groups: Sequence[Sequence[Exercise]], weights: array[float] | None = None) -> None:
        """`weights` are those of all exercises of all groups, `GONE` for one that has been removed; by default all are
        1."""
        self.exercises = Joined(groups)
        """All exercises that are or were in it."""
        self._weights = weights or array("d", [1.0]) * len(self.exercises)
        self._present = array("q", (index for index, weight in enumerate(self._weights) if weight >= 0))

    @classmethod
    def of(cls, items: Iterable[Weighted]) -> Self:
        """From the items themselves."""
        items = tuple(items)
        return cls((tuple(item.exercise for item in items),), array("d", (item.weight for item in items)))

    def changed(self, gone: Collection[str], weights: Mapping[str, float], new: Sequence[Exercise]) -> TrainingSet:
        """Without the ids in `gone`, with other weights by id, and with new exercises at the end."""
        after = array("d", self._weights)
        for index, item in zip(self._present, self, strict=True):
            id_ = item.exercise.id
            after[index] = GONE if id_ in gone else weights.get(id_, item.weight)
        return TrainingSet((*self.exercises.groups, new), after + array("d", [1.0]) * len(new))

    @classmethod
    def first(cls, course: Course, without: Collection[str] = ()) -> TrainingSet:
        """The training set of round 1: the exercises of the course without some ids, and the constructed errors."""
        whole = cls((course.exercises, course.misconceptions))
        return whole.changed(without, {}, ()) if without else whole

    def after(self, changes: Iterable[Change], new: Sequence[Exercise]) -> TrainingSet:
        """The next round's training set."""
        gone: set[str] = set()
        weights: dict[str, float] = {}
        for change in changes:
            if change.action in (Action.DROP, Action.RETIRE):
                gone.add(change.example)
            elif change.action is Action.WEIGHT and change.weight is not None:
                weights[change.example] = change.weight
        return self.changed(gone, weights, new)

    def __len__(self) -> int:
        return len(self._present)

    def __iter__(self) -> Iterator[Weighted]:
        for exercise, weight in zip(self.exercises, self._weights, strict=True):
            if weight >= 0:
                yield Weighted(exercise=exercise, weight=weight)

    def at(self, index: int) -> Weighted:
        present = self._present[index]
        return Weighted(exercise=self.exercises.at(present), weight=self._weights[present])

    def skills(self) -> tuple[dict[str, str], dict[str, str]]:
        """Skill by id: of the training examples, and of the constructed errors."""
        real: dict[str, str] = {}
        constructed: dict[str, str] = {}
        for item in self:
            (constructed if item.exercise.misconception else real)[item.exercise.id] = item.exercise.skill
        return real, constructed

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        items = core_schema.no_info_after_validator_function(cls.of, handler.generate_schema(tuple[Weighted, ...]))
        return core_schema.union_schema([core_schema.is_instance_schema(cls), items], mode="left_to_right")
