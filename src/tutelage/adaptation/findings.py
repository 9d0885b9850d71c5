"""What is known after a round, and decides what changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from tutelage.records import Category, Classified, Exercise


class Findings(NamedTuple):
    """What is known after a round."""

    round: int
    categories: Sequence[Classified]
    exercises: Mapping[str, Exercise]
    """The training set and the constructed errors, by id."""
    lengths: Mapping[str, int]
    """Solution tokens of every example."""
    verdicts: Mapping[str, bool | None]
    """The result of checking every flagged example again; `True`: right after all; `None`: nobody could check it."""

    def good(self) -> Iterator[Classified]:
        """Training examples that are not errors: not flagged, or flagged and found right."""
        for item in self.categories:
            if not item.constructed and (item.category is not Category.ERROR or self.verdicts.get(item.example)):
                yield item
