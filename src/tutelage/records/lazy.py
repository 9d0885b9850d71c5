"""Sequences whose items are made when they are looked at."""

from __future__ import annotations

from abc import abstractmethod
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain
from typing import TypeVar, overload

T = TypeVar("T")


class Lazy(Sequence[T]):
    """Equal to any sequence of the same items; a part of it is a list, unless a kind has something better."""

    @abstractmethod
    def at(self, place: int) -> T:
        """The item at a place from 0, which is there."""

    def part(self, places: range) -> Sequence[T]:
        """The items at these places, all of which are there."""
        return [self.at(place) for place in places]

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...
    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        found = range(len(self))[index]
        return self.part(found) if isinstance(found, range) else self.at(found)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(one == two for one, two in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]


class Joined(Lazy[T]):
    """Several sequences one after the other, none of them copied."""

    def __init__(self, groups: Sequence[Sequence[T]]) -> None:
        self.groups = groups
        self._ends = list(accumulate(map(len, groups)))

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def __iter__(self) -> Iterator[T]:
        return chain.from_iterable(self.groups)

    def at(self, place: int) -> T:
        group = bisect_right(self._ends, place)
        return self.groups[group][place - self._ends[group]]
