"""Sequences whose items are made when they are read."""

from __future__ import annotations

from abc import abstractmethod
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain
from typing import TypeVar, overload

T = TypeVar("T")


class Lazy(Sequence[T]):
    """Equal to any sequence of the same items; a slice is a list, unless a subclass has something better."""

    @abstractmethod
    def at(self, index: int) -> T:
        """The item at an index within the sequence, from 0."""

    def part(self, indices: range) -> Sequence[T]:
        """The items at these indices, all within the sequence."""
        return [self.at(index) for index in indices]

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

    def at(self, index: int) -> T:
        group = bisect_right(self._ends, index)
        return self.groups[group][index - self._ends[group]]
